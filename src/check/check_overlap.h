/* Rows that two sheets share: what `add` measured, for those who would sum them. */
#ifndef CHECK_OVERLAP_H
#define CHECK_OVERLAP_H

#include "ledger/ledger_db.h"
#include "sallyport/check.h"

/** Two sheets of one kind of record with days in common, as measured when the later one
 * was added. */
struct check_overlap_row {
    int32_t sheet_id;
    int32_t other_sheet_id; // the earlier one
    int32_t day_step;       // 1: every day was looked at; 16: every 16th
    uint64_t rows;          // of each, in the days looked at
    uint64_t other_rows;
    uint64_t shared;
    bool is_one_release;
    bool is_declared; // one is declared to include the other
};
SP_MUST_USE enum sp_rc check_overlaps(struct sp_ledger *ledger,
                                      const struct sp_event *event,
                                      struct sp_arena *arena,
                                      struct check_overlap_row **out_overlaps,
                                      size_t *out_count, struct sp_err *err);

/**
 * Whether two sheets of one release are the same rows given twice, so that they may not
 * be summed: nine in ten rows of the smaller are shared.
 */
bool check_overlap_is_same(const struct check_overlap_row *overlap);

/** The declarations that lie behind set-aside rows, sorted: "A includes B" each. In the
 * arena. */
SP_MUST_USE enum sp_rc check_declarations(struct sp_ledger *ledger,
                                          struct sp_arena *arena,
                                          struct sp_str **out_texts, size_t *out_count,
                                          struct sp_err *err);

/** Set the rows aside that a declaration names: again after each `add`. */
SP_MUST_USE enum sp_rc check_set_aside_all(struct sp_ledger *ledger,
                                           struct sp_arena *arena, struct sp_err *err);

#endif
