/*
 * What a query's figures rest on: the sheets counted over, the rules, the digest of the inputs; and
 * the checks that come before any counting: that values exist, that releases may be added up, that
 * the period is covered.
 */
#ifndef MEASURE_PROOF_H
#define MEASURE_PROOF_H

#include "measure/measure_sql.h"

struct measure_ground {
    struct sp_proof *proof;   // in the arena
    bool releases_overlap;    // in the period asked, and the query does not pick one
    bool is_covered;          // the period asked lies within the sources' periods
    struct sp_str *notes;     // in the arena, with room for MEASURE_NOTES_MAX
    size_t note_count;
    struct sp_str *declarations; // that change what is counted ("A includes B"); in the arena
    size_t declaration_count;
    const struct sp_source *linked; // other sheets that what linking found rests on; in the arena
    size_t linked_count;
};
enum { MEASURE_NOTES_MAX = 16 };

SP_MUST_USE enum sp_rc measure_ground_make(struct sp_ledger *ledger, const struct sp_query *query,
                                           struct sp_arena *arena, struct measure_ground *out_ground,
                                           struct sp_err *err);
/** A note, in the arena; silently none past MEASURE_NOTES_MAX. */
SP_MUST_USE enum sp_rc measure_note(struct measure_ground *ground, struct sp_str note, struct sp_err *err);

/** A rule that the figures rest on, once. */
void measure_rule_add(struct sp_proof *proof, struct sp_str id);
/**
 * Refuse to add up sources that share rows, or may, unless one is declared to include the other; and
 * say what follows from such declarations. Fills releases_overlap, declarations, notes and the rule.
 */
SP_MUST_USE enum sp_rc measure_overlap_check(struct sp_ledger *ledger, const struct sp_query *query,
                                             struct sp_arena *arena, struct measure_ground *ground,
                                             struct sp_err *err);

/**
 * Every filter value must be held by some record of the ledger, so that a misspelt name is an error
 * and no zero. @param out_absent  NULL: an absent value is SP_ERR_USAGE with the nearest one; else
 * the first absent value is given there, and nothing when all exist
 */
SP_MUST_USE enum sp_rc measure_values_check(struct sp_ledger *ledger, const struct sp_query *query,
                                            const struct sp_filter *filter, struct sp_str *out_absent,
                                            struct sp_err *err);

/** The one place where a figure is made. */
SP_MUST_USE enum sp_rc measure_figure(const struct sp_query *query, const struct sp_proof *proof,
                                      uint64_t value, struct sp_arena *arena,
                                      struct sp_figure *out_figure, struct sp_err *err);
/** Of a query with one more condition: FIELD=LABEL. */
SP_MUST_USE enum sp_rc measure_figure_with(const struct sp_query *query, struct sp_str field,
                                           struct sp_str label, const struct sp_proof *proof,
                                           uint64_t value, struct sp_arena *arena,
                                           struct sp_figure *out_figure, struct sp_err *err);

#endif
