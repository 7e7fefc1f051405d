/* Two counts, one by the rows' fields and one by these and the field across, laid out as a grid. */
#include "report/report_pivot.h"


struct pivot_job {
    struct sp_ledger *ledger;
    const struct sp_query *query;
    const struct report_pivot *pivot;
    struct sp_arena *arena;
    struct sp_count groups; // by the rows' fields
    struct sp_count cells;  // and by the field across
    struct sp_table *table;
};

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for a grid");
}

static enum sp_rc count_by(const struct pivot_job *job, const char *by, const char *and_by, struct sp_count *out_count,
                           struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(job->arena, sizeof *query);
    if (!query) return no_memory(err);
    *query = *job->query;
    enum sp_rc rc = sp_query_by(query, sp_str_of(by), err);
    if (rc == SP_OK && and_by) rc = sp_query_by(query, sp_str_of(and_by), err);
    return rc == SP_OK ? sp_measure_count(job->ledger, query, job->arena, out_count, err) : rc;
}

static size_t column_place(const struct report_pivot *pivot, struct sp_str label)
{
    for (size_t i = 0; i < pivot->column_count; i++) {
        if (sp_str_equal_text(label, pivot->columns[i].label)) return i;
    }
    SP_ASSERT(false); // The field is one of linking, whose labels are all known.
    return 0;
}

static bool is_group(const struct sp_count_row *a, const struct sp_count_row *b, size_t label_count)
{
    for (size_t i = 0; i < label_count; i++) {
        if (a->nones[i] != b->nones[i] || !sp_str_equal(a->labels[i], b->labels[i])) return false;
    }
    return true;
}

/* Both counts are sorted alike: the cells of a group stand together, in the order of groups. */
static void cells_place(const struct pivot_job *job, size_t *cell_first)
{
    size_t cell = 0;
    for (size_t i = 0; i < job->groups.row_count; i++) {
        cell_first[i] = cell;
        while (cell < job->cells.row_count &&
               is_group(&job->cells.rows[cell], &job->groups.rows[i], job->groups.query.by_count)) {
            cell++;
        }
    }
    SP_ASSERT(cell == job->cells.row_count);
}

static enum sp_rc row_fill(const struct pivot_job *job, size_t group, size_t cell, struct sp_err *err)
{
    const size_t label_count = job->groups.query.by_count;
    const struct sp_count_row *labels = &job->groups.rows[group];
    struct sp_datum *row = sp_table_row(job->table);
    if (!row) return no_memory(err);
    for (size_t j = 0; j < label_count; j++) {
        row[j] = sp_datum_label(labels->labels[j], labels->nones[j]);
    }
    for (size_t j = 0; j < job->pivot->column_count; j++) {
        row[label_count + j] = sp_datum_zero(job->cells.total);
    }
    for (; cell < job->cells.row_count && is_group(&job->cells.rows[cell], labels, label_count); cell++) {
        const size_t place = column_place(job->pivot, job->cells.rows[cell].labels[label_count]);
        row[label_count + place] = sp_datum_figure(job->cells.rows[cell].count);
    }
    row[label_count + job->pivot->column_count] = sp_datum_figure(labels->count);
    return SP_OK;
}

/* More records first, equal ones in the order of the count. */
static size_t next_largest(const struct sp_count *groups, const bool *taken)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < groups->row_count; i++) {
        if (taken[i]) continue;
        if (best == SIZE_MAX || groups->rows[i].count.value > groups->rows[best].count.value) best = i;
    }
    return best;
}

static enum sp_rc rows_fill(const struct pivot_job *job, size_t shown, struct sp_err *err)
{
    size_t *cell_first = sp_arena_array(job->arena, job->groups.row_count + 1, sizeof *cell_first);
    bool *taken = sp_arena_array(job->arena, job->groups.row_count + 1, sizeof *taken);
    if (!cell_first || !taken) return no_memory(err);
    enum sp_rc rc = SP_OK;
    cells_place(job, cell_first);
    for (size_t i = 0; rc == SP_OK && i < shown; i++) {
        const size_t group = job->pivot->row_max ? next_largest(&job->groups, taken) : i;
        taken[group] = true;
        rc = row_fill(job, group, cell_first[group], err);
    }
    return rc;
}

static enum sp_rc total_fill(const struct pivot_job *job, struct sp_err *err)
{
    struct sp_count *by_column = sp_arena_alloc(job->arena, sizeof *by_column);
    const size_t label_count = job->groups.query.by_count;
    struct sp_datum *total = sp_table_total(job->table);
    if (!by_column || !total) return no_memory(err);
    const enum sp_rc rc = count_by(job, job->pivot->field, NULL, by_column, err);
    if (rc != SP_OK) return rc;
    total[0] = sp_datum_text(SP_STR("All"));
    for (size_t i = 0; i < job->pivot->column_count; i++) {
        total[label_count + i] = sp_datum_zero(by_column->total);
    }
    for (size_t i = 0; i < by_column->row_count; i++) {
        total[label_count + column_place(job->pivot, by_column->rows[i].labels[0])] = sp_datum_figure(by_column->rows[i].count);
    }
    total[label_count + job->pivot->column_count] = sp_datum_figure(job->groups.total);
    return SP_OK;
}

static enum sp_rc table_make(struct pivot_job *job, struct sp_err *err)
{
    struct sp_column columns[SP_QUERY_DIMS_MAX + REPORT_PIVOT_COLUMNS_MAX + 1];
    const struct report_pivot *pivot = job->pivot;
    size_t count = 0;
    SP_ASSERT(pivot->column_count <= REPORT_PIVOT_COLUMNS_MAX);
    for (; count < job->groups.query.by_count; count++) {
        columns[count] = (struct sp_column){.key = job->groups.query.by[count], .heading = sp_str_of(pivot->by_headings[count])};
    }
    for (size_t i = 0; i < pivot->column_count; i++) {
        columns[count++] = (struct sp_column){.key = sp_str_of(pivot->columns[i].label),
                                              .heading = sp_str_of(pivot->columns[i].heading),
                                              .is_number = true};
    }
    columns[count++] = (struct sp_column){.key = SP_STR("all"), .heading = sp_str_of(pivot->total_heading), .is_number = true};
    const enum sp_rc rc = sp_table_new(job->arena, pivot->id, sp_str_of(pivot->title), columns, count, &job->table, err);
    if (rc != SP_OK) return rc;
    job->table->row_total = count;
    job->table->proof = job->groups.proof;
    job->table->show_references = true;
    return SP_OK;
}

enum sp_rc report_pivot_make(struct sp_ledger *ledger, const struct sp_query *query, const struct report_pivot *pivot,
                             struct sp_arena *arena, struct sp_table **out_table, struct sp_err *err)
{
    struct pivot_job *job = sp_arena_alloc(arena, sizeof *job);
    if (!job) return no_memory(err);
    *job = (struct pivot_job){.ledger = ledger, .query = query, .pivot = pivot, .arena = arena};
    enum sp_rc rc = count_by(job, pivot->by, NULL, &job->groups, err);
    if (rc == SP_OK) rc = count_by(job, pivot->by, pivot->field, &job->cells, err);
    if (rc == SP_OK) rc = table_make(job, err);
    if (rc != SP_OK) return rc;
    const size_t all = job->groups.row_count;
    const bool is_cut = pivot->row_max && pivot->row_max < all;
    rc = rows_fill(job, is_cut ? pivot->row_max : all, err);
    if (rc == SP_OK && !is_cut) rc = total_fill(job, err);
    if (rc == SP_OK && is_cut) {
        rc = sp_table_note(job->table,
                           sp_arena_format(arena, "the largest %zu of %zu; the others are in the totals of the tables above",
                                           pivot->row_max, all),
                           err);
    }
    if (rc == SP_OK) *out_table = job->table;
    return rc;
}
