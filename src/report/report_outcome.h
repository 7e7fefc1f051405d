/*
 * Detainers counted by class of outcome: one query for all, and one for each class, over any fields.
 *
 * A class is a set of lift reasons, asked for as `lift_reason=A|B|C`, so that every number has a
 * reference of its own. Only classes that have records are asked for.
 */
#ifndef REPORT_OUTCOME_H
#define REPORT_OUTCOME_H

#include "report/report_lift_reason.h"
#include "sallyport/measure.h"

struct sp_outcome_class {
    enum sp_outcome outcome;
    struct sp_query query;  // the report's, of this class alone
    struct sp_figure total;
};

/* Zero-initialise, then sp_outcomes_count. Everything is in the arena. */
struct sp_outcomes {
    struct sp_ledger *ledger;
    struct sp_arena *arena;
    const struct sp_query *query; // filters and period of the report
    struct sp_count all;          // without groups
    struct sp_count reasons;      // by lift reason
    enum sp_outcome *reason_outcomes; // the class of each row of `reasons`
    struct sp_outcome_class *classes; // that have records, in the order of enum sp_outcome
    size_t class_count;
    struct sp_figure unknown;     // all records without a reason
    struct sp_figure known;       // the others
};

/** Count all, by reason and by class. `query` and `arena` must outlive `out_outcomes`. */
SP_MUST_USE enum sp_rc sp_outcomes_count(struct sp_ledger *ledger, const struct sp_query *query,
                                         struct sp_arena *arena, struct sp_outcomes *out_outcomes,
                                         struct sp_err *err);
/** The class, or NULL when it has no records. */
const struct sp_outcome_class *sp_outcomes_class(const struct sp_outcomes *outcomes,
                                                 enum sp_outcome outcome);

/* One count by some fields, and the same of each class. */
struct sp_outcome_grid {
    const struct sp_outcomes *outcomes;
    struct sp_count all;
    struct sp_count unknown;             // records without a reason
    const struct sp_figure **cells;      // rows of `all` × classes; NULL: no record
    const struct sp_figure **unknowns;   // rows of `all`; NULL: no record
    struct sp_figure *class_totals;      // the totals of the classes' counts
};

/** @param by  "facility_state"; fields with comma between */
SP_MUST_USE enum sp_rc sp_outcome_grid_count(const struct sp_outcomes *outcomes, const char *by,
                                             struct sp_outcome_grid *out_grid, struct sp_err *err);
const struct sp_figure *sp_outcome_grid_cell(const struct sp_outcome_grid *grid, size_t row,
                                             size_t class_index);

/** Count with one more filter than the report's. `by` may be NULL. */
SP_MUST_USE enum sp_rc sp_outcomes_count_with(const struct sp_outcomes *outcomes, const char *by,
                                              const struct sp_filter *filters, size_t filter_count,
                                              struct sp_count *out_count, struct sp_err *err);

#endif
