/* The parts of a comparison of two releases that have a file of their own. */
#ifndef CHECK_DIFF_H
#define CHECK_DIFF_H

#include "check/check_rows.h"
#include "sallyport/diff.h"

struct check_diff {
    struct sp_ledger *ledger;
    struct sp_arena *arena;
    struct sp_str release_a;
    struct sp_str release_b;
    struct sp_source *sheets;
    size_t sheet_count;
    struct sp_diff result;
};

/** One kind of record that both releases hold: their sheets, and the days that both
 * cover. */
struct check_diff_event {
    const struct sp_event *event;
    struct check_set a;
    struct check_set b;
    int32_t day_first; // SP_DAY_NONE: none
    int32_t day_last;
    bool held[CHECK_FIELDS_MAX]; // by field: both have a column for it
};

SP_MUST_USE enum sp_rc check_diff_rows(struct check_diff *diff,
                                       const struct check_diff_event *part,
                                       struct sp_diff_rows *out_rows, struct sp_err *err);
/** "r AS (…)", for the head of a query behind canon: each row of the days that both cover
 * with where it stands, whether it is of A, its digest h, and k, what it is followed by:
 * id and day, NULL where there is no id to follow. */
void check_diff_rows_sql(const struct check_diff_event *part, const struct check_key *key,
                         bool ids_agree, struct sp_buf *sql);
/** Which fields differ in the edited rows; `rows` as check_diff_rows made it, with ids
 * that agree. Appends to the result's fields. */
SP_MUST_USE enum sp_rc check_diff_fields(struct check_diff *diff,
                                         const struct check_diff_event *part,
                                         const struct check_key *key,
                                         struct sp_diff_rows *rows, struct sp_err *err);
/** Two lists of agreements, line by line. */
SP_MUST_USE enum sp_rc check_diff_agreements(struct check_diff *diff,
                                             const struct check_diff_event *part,
                                             struct sp_err *err);
/** A list that grows by one in the diff's arena; NULL without memory. */
SP_MUST_USE void *check_diff_grow(struct check_diff *diff, void *items, size_t count,
                                  size_t item_size);

#endif
