/* Detainers by class of outcome: the queries behind every number of the report. */
#include "report/report_outcome.h"

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the counts of a report");
}

static enum sp_rc filter_add(struct sp_query *query, const struct sp_filter *filter, struct sp_err *err)
{
    if (query->filter_count == SP_QUERY_FILTERS_MAX) {
        return sp_err_set(err, SP_ERR_USAGE, "too many filters for a report; it needs some of the %d itself",
                          (int)SP_QUERY_FILTERS_MAX);
    }
    query->filters[query->filter_count++] = *filter;
    return SP_OK;
}

static enum sp_rc count_by(const struct sp_outcomes *outcomes, const struct sp_query *base,
                           const char *by, struct sp_count *out_count, struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(outcomes->arena, sizeof *query);
    if (!query) return no_memory(err);
    *query = *base;
    query->by_count = 0;
    const enum sp_rc rc = by ? sp_query_by(query, sp_str_of(by), err) : SP_OK;
    if (rc != SP_OK) return rc;
    return sp_measure_count(outcomes->ledger, query, outcomes->arena, out_count, err);
}

enum sp_rc sp_outcomes_count_with(const struct sp_outcomes *outcomes, const char *by,
                                  const struct sp_filter *filters, size_t filter_count,
                                  struct sp_count *out_count, struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(outcomes->arena, sizeof *query);
    if (!query) return no_memory(err);
    *query = *outcomes->query;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < filter_count; i++) {
        rc = filter_add(query, &filters[i], err);
    }
    return rc == SP_OK ? count_by(outcomes, query, by, out_count, err) : rc;
}

/* -- Classes --------------------------------------------------------------------------------- */

static enum sp_rc reasons_class(struct sp_outcomes *outcomes, struct sp_err *err)
{
    const struct sp_count *reasons = &outcomes->reasons;
    struct link_facts *facts;
    outcomes->reason_outcomes =
        sp_arena_array(outcomes->arena, reasons->row_count, sizeof *outcomes->reason_outcomes);
    if (!outcomes->reason_outcomes) return no_memory(err);
    const enum sp_rc rc = link_facts_open(&facts, err);
    if (rc != SP_OK) return rc;
    for (size_t i = 0; i < reasons->row_count; i++) {
        const struct sp_count_row *row = &reasons->rows[i];
        outcomes->reason_outcomes[i] = sp_outcome_of(facts, row->labels[0], row->nones[0]);
    }
    link_facts_close(facts);
    return SP_OK;
}

/*
 * The reasons of a class as a filter. `[redacted]` stands for every redaction. Reasons that our list
 * does not have may be more than a filter holds: then they are all that is none of the others.
 */
static void class_filter(const struct sp_outcomes *outcomes, enum sp_outcome outcome,
                         struct sp_filter *filter)
{
    const struct sp_count *reasons = &outcomes->reasons;
    *filter = (struct sp_filter){.field = SP_STR("lift_reason")};
    if (outcome == SP_OUTCOME_REDACTED) {
        filter->values[filter->value_count++] = SP_STR("[redacted]");
        return;
    }
    size_t count = 0;
    for (size_t i = 0; i < reasons->row_count; i++) {
        count += outcomes->reason_outcomes[i] == outcome;
    }
    filter->negated = count > SP_FILTER_VALUES_MAX;
    if (filter->negated) filter->values[filter->value_count++] = SP_STR("[unknown]");
    for (size_t i = 0; i < reasons->row_count; i++) {
        const enum sp_outcome here = outcomes->reason_outcomes[i];
        if ((here == outcome) == filter->negated || sp_outcome_is_unknown(here) != sp_outcome_is_unknown(outcome)) {
            continue;
        }
        SP_ASSERT(filter->value_count < SP_FILTER_VALUES_MAX);
        filter->values[filter->value_count++] = reasons->rows[i].labels[0];
    }
}

static enum sp_rc class_make(const struct sp_outcomes *outcomes, enum sp_outcome outcome,
                             struct sp_outcome_class *out_class, struct sp_err *err)
{
    struct sp_count count;
    struct sp_filter filter;
    out_class->outcome = outcome;
    out_class->query = *outcomes->query;
    class_filter(outcomes, outcome, &filter);
    enum sp_rc rc = filter_add(&out_class->query, &filter, err);
    if (rc == SP_OK) rc = count_by(outcomes, &out_class->query, NULL, &count, err);
    if (rc == SP_OK) out_class->total = count.total;
    return rc;
}

static enum sp_rc classes_make(struct sp_outcomes *outcomes, struct sp_err *err)
{
    bool is_held[SP_OUTCOME_COUNT] = {false};
    for (size_t i = 0; i < outcomes->reasons.row_count; i++) {
        is_held[outcomes->reason_outcomes[i]] = true;
    }
    outcomes->classes = sp_arena_array(outcomes->arena, SP_OUTCOME_COUNT, sizeof *outcomes->classes);
    if (!outcomes->classes) return no_memory(err);
    enum sp_rc rc = SP_OK;
    for (int i = 0; rc == SP_OK && i < SP_OUTCOME_COUNT; i++) {
        if (!is_held[i]) continue;
        rc = class_make(outcomes, (enum sp_outcome)i, &outcomes->classes[outcomes->class_count], err);
        outcomes->class_count++;
    }
    return rc;
}

static enum sp_rc known_count(struct sp_outcomes *outcomes, struct sp_err *err)
{
    struct sp_count count;
    struct sp_filter filter = {.field = SP_STR("lift_reason"), .value_count = 1};
    filter.values[0] = SP_STR("[unknown]");
    enum sp_rc rc = sp_outcomes_count_with(outcomes, NULL, &filter, 1, &count, err);
    if (rc != SP_OK) return rc;
    outcomes->unknown = count.total;
    filter.negated = true;
    rc = sp_outcomes_count_with(outcomes, NULL, &filter, 1, &count, err);
    if (rc == SP_OK) outcomes->known = count.total;
    return rc;
}

enum sp_rc sp_outcomes_count(struct sp_ledger *ledger, const struct sp_query *query,
                             struct sp_arena *arena, struct sp_outcomes *out_outcomes,
                             struct sp_err *err)
{
    struct sp_outcomes outcomes = {.ledger = ledger, .arena = arena, .query = query};
    enum sp_rc rc = count_by(&outcomes, query, NULL, &outcomes.all, err);
    if (rc == SP_OK) rc = count_by(&outcomes, query, "lift_reason", &outcomes.reasons, err);
    if (rc == SP_OK) rc = reasons_class(&outcomes, err);
    if (rc == SP_OK) rc = classes_make(&outcomes, err);
    if (rc == SP_OK) rc = known_count(&outcomes, err);
    if (rc == SP_OK) *out_outcomes = outcomes;
    return rc;
}

const struct sp_outcome_class *sp_outcomes_class(const struct sp_outcomes *outcomes,
                                                 enum sp_outcome outcome)
{
    for (size_t i = 0; i < outcomes->class_count; i++) {
        if (outcomes->classes[i].outcome == outcome) return &outcomes->classes[i];
    }
    return NULL;
}

/* -- Grids ----------------------------------------------------------------------------------- */

static bool same_group(const struct sp_count_row *a, const struct sp_count_row *b, size_t by_count)
{
    for (size_t i = 0; i < by_count; i++) {
        if (a->nones[i] != b->nones[i] || !sp_str_equal(a->labels[i], b->labels[i])) return false;
    }
    return true;
}

/*
 * Put the figures of a part's groups where the same groups stand in the whole. Both are sorted
 * alike, so the next group is ahead; a group that were not would be a mistake of ours.
 */
static void groups_match(const struct sp_count *all, const struct sp_count *part,
                         const struct sp_figure **cells, size_t stride)
{
    size_t row = 0;
    for (size_t i = 0; i < part->row_count; i++) {
        while (row < all->row_count &&
               !same_group(&all->rows[row], &part->rows[i], all->query.by_count)) {
            row++;
        }
        SP_ASSERT(row < all->row_count);
        cells[row * stride] = &part->rows[i].count;
    }
}

enum sp_rc sp_outcome_grid_count(const struct sp_outcomes *outcomes, const char *by,
                                 struct sp_outcome_grid *out_grid, struct sp_err *err)
{
    struct sp_outcome_grid grid = {.outcomes = outcomes};
    struct sp_filter filter = {.field = SP_STR("lift_reason"), .value_count = 1};
    filter.values[0] = SP_STR("[unknown]");
    enum sp_rc rc = count_by(outcomes, outcomes->query, by, &grid.all, err);
    if (rc == SP_OK) rc = sp_outcomes_count_with(outcomes, by, &filter, 1, &grid.unknown, err);
    if (rc != SP_OK) return rc;
    const size_t class_count = outcomes->class_count;
    grid.cells = sp_arena_array(outcomes->arena, grid.all.row_count * class_count, sizeof *grid.cells);
    grid.unknowns = sp_arena_array(outcomes->arena, grid.all.row_count, sizeof *grid.unknowns);
    grid.class_totals = sp_arena_array(outcomes->arena, class_count, sizeof *grid.class_totals);
    if (!grid.cells || !grid.unknowns || !grid.class_totals) return no_memory(err);
    groups_match(&grid.all, &grid.unknown, grid.unknowns, 1);
    for (size_t i = 0; rc == SP_OK && i < class_count; i++) {
        struct sp_count count;
        rc = count_by(outcomes, &outcomes->classes[i].query, by, &count, err);
        if (rc != SP_OK) break;
        grid.class_totals[i] = count.total;
        groups_match(&grid.all, &count, grid.cells + i, class_count);
    }
    if (rc == SP_OK) *out_grid = grid;
    return rc;
}

const struct sp_figure *sp_outcome_grid_cell(const struct sp_outcome_grid *grid, size_t row,
                                             size_t class_index)
{
    return grid->cells[row * grid->outcomes->class_count + class_index];
}
