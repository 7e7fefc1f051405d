/*
 * What became of detainers: by recorded lift reason, by class of outcome over time, by state and by
 * facility (rule DET-OUT-LIFT). Every number is a figure of its own query; small cells are withheld over all tables
 * together (rule SMALL), before any format is written.
 */
#include "report/report_chart.h"
#include "report/report_document.h"
#include "report/report_outcome.h"
#include "report/report_resolved.h"
#include "report/report_withhold.h"
#include "sallyport/report.h"

/* The tables of recorded reasons, in order. */
enum { BY_REASON, OVER_TIME, BY_STATE, BY_FACILITY, BY_FORM };
enum { REPORT_TABLE_MAX = 8, FACILITY_DEFAULT = 50 };
/* Time is cut as finely as cells of this many detainers on average allow. */
enum { DETAINERS_PER_STEP_MIN = 400 };
static const size_t report_arena_max = (size_t)4 << 30;

struct report {
    struct sp_arena arena;
    struct sp_outcomes outcomes;
    struct sp_table *tables[REPORT_TABLE_MAX];
    size_t table_count;
    struct sp_outcome_grid over_time;
    struct sp_table *over_time_table; // what the chart shows
    size_t own_table_count;           // those of recorded reasons; the rest have proofs of their own
    struct sp_str resolved_why_not;   // why the outcomes by linking are not shown; empty when they are
};

static const char *const cautions[] = {
    "A detainer is a request to a jail. It is not a refusal, and it is not a booking.",
    "A blank lift reason means that nothing was recorded: it is neither declined nor honoured.",
    "The reason is what was recorded when the release was made; the day counted is the day the detainer was prepared, not the day it was decided on.",
    "A form that asks for notice only asks nobody to hold a person, so it cannot be declined as a hold.",
    "Like-named jails stand apart by city and state.",
};
enum { CAUTION_COUNT = sizeof cautions / sizeof cautions[0] };

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the report");
}

/* By lift reason, as recorded: count, share of all, share of those with a reason. */
static enum sp_rc reasons_table(struct report *report, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        {{"lift_reason", 11}, {"Lift reason, as recorded", 24}, false},
        {{"class", 5}, {"Class (rule DET-OUT-LIFT)", 25}, false},
        {{"count", 5}, {"Detainers", 9}, true},
        {{"share", 5}, {"Of all", 6}, true},
        {{"share_of_known", 14}, {"Of those with a reason", 22}, true},
    };
    const struct sp_count *reasons = &report->outcomes.reasons;
    struct sp_table *table = NULL;
    enum sp_rc rc = sp_table_new(&report->arena, "by-reason", SP_STR("Detainers by recorded lift reason"), columns, 5, &table, err);
    for (size_t i = 0; rc == SP_OK && i < reasons->row_count; i++) {
        const struct sp_count_row *reason = &reasons->rows[i];
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        const enum sp_outcome outcome = report->outcomes.reason_outcomes[i];
        row[0] = sp_datum_label(reason->labels[0], reason->nones[0]);
        row[1] = sp_datum_text(sp_str_of(sp_outcome_heading(outcome)));
        row[2] = sp_datum_figure(reason->count);
        row[3] = sp_datum_share(reason->count, report->outcomes.all.total);
        if (!sp_outcome_is_unknown(outcome)) row[4] = sp_datum_share(reason->count, report->outcomes.known);
    }
    struct sp_datum *total = rc == SP_OK ? sp_table_total(table) : NULL;
    if (rc == SP_OK && !total) rc = no_memory(err);
    if (rc != SP_OK) return rc;
    total[0] = sp_datum_text(SP_STR("All"));
    total[2] = sp_datum_figure(reasons->total);
    table->show_references = true;
    report->tables[report->table_count++] = table;
    return SP_OK;
}

static enum sp_rc grid_columns(const struct report *report, const struct sp_str *labels, size_t label_count,
                               struct sp_column **out_columns, struct sp_err *err)
{
    const size_t class_count = report->outcomes.class_count;
    struct sp_column *columns = sp_arena_array((struct sp_arena *)&report->arena, label_count + class_count + 1, sizeof *columns);
    if (!columns) return no_memory(err);
    for (size_t i = 0; i < label_count; i++) {
        columns[i] = (struct sp_column){.key = labels[i], .heading = labels[i]};
    }
    for (size_t i = 0; i < class_count; i++) {
        const enum sp_outcome outcome = report->outcomes.classes[i].outcome;
        columns[label_count + i] = (struct sp_column){.key = sp_str_of(sp_outcome_key(outcome)),
                                                      .heading = sp_str_of(sp_outcome_heading(outcome)),
                                                      .is_number = true};
    }
    columns[label_count + class_count] = (struct sp_column){.key = SP_STR("all"), .heading = SP_STR("All"), .is_number = true};
    *out_columns = columns;
    return SP_OK;
}

static enum sp_rc grid_row(struct sp_table *table, const struct sp_outcome_grid *grid, size_t index, struct sp_err *err)
{
    const struct sp_count_row *group = &grid->all.rows[index];
    const size_t label_count = grid->all.query.by_count;
    const size_t class_count = grid->outcomes->class_count;
    struct sp_datum *row = sp_table_row(table);
    if (!row) return no_memory(err);
    for (size_t i = 0; i < label_count; i++) {
        row[i] = sp_datum_label(group->labels[i], group->nones[i]);
    }
    for (size_t i = 0; i < class_count; i++) {
        const struct sp_figure *figure = sp_outcome_grid_cell(grid, index, i);
        row[label_count + i] = figure ? sp_datum_figure(*figure) : sp_datum_zero(grid->class_totals[i]);
    }
    row[label_count + class_count] = sp_datum_figure(group->count);
    return SP_OK;
}

static enum sp_rc grid_total(struct sp_table *table, const struct sp_outcome_grid *grid, struct sp_err *err)
{
    struct sp_datum *total = sp_table_total(table);
    const size_t label_count = grid->all.query.by_count;
    if (!total) return no_memory(err);
    total[0] = sp_datum_text(SP_STR("All"));
    for (size_t i = 0; i < grid->outcomes->class_count; i++) {
        total[label_count + i] = sp_datum_figure(grid->class_totals[i]);
    }
    total[label_count + grid->outcomes->class_count] = sp_datum_figure(grid->all.total);
    return SP_OK;
}

/* Whether `a` comes before `b`: more detainers first, equal ones in the order of the count. */
static size_t next_largest(const struct sp_count *count, const bool *taken)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count->row_count; i++) {
        if (taken[i]) continue;
        if (best == SIZE_MAX || count->rows[i].count.value > count->rows[best].count.value) best = i;
    }
    return best;
}

/* A table of a grid; `largest` 0: all rows in order, else that many rows, largest first, and no total. */
static enum sp_rc grid_table(struct report *report, const struct sp_outcome_grid *grid, const char *id, struct sp_str title,
                             size_t largest, struct sp_err *err)
{
    struct sp_table *table = NULL;
    struct sp_column *columns = NULL;
    const size_t label_count = grid->all.query.by_count;
    enum sp_rc rc = grid_columns(report, grid->all.query.by, label_count, &columns, err);
    if (rc == SP_OK) {
        rc = sp_table_new(&report->arena, id, title, columns, label_count + report->outcomes.class_count + 1, &table, err);
    }
    bool *taken = rc == SP_OK ? sp_arena_array(&report->arena, grid->all.row_count + 1, sizeof *taken) : NULL;
    if (rc == SP_OK && !taken) rc = no_memory(err);
    const size_t shown = largest && largest < grid->all.row_count ? largest : grid->all.row_count;
    for (size_t i = 0; rc == SP_OK && i < shown; i++) {
        const size_t index = largest ? next_largest(&grid->all, taken) : i;
        taken[index] = true;
        rc = grid_row(table, grid, index, err);
    }
    if (rc != SP_OK) return rc;
    table->row_total = label_count + report->outcomes.class_count + 1;
    if (shown == grid->all.row_count) {
        rc = grid_total(table, grid, err);
    } else {
        rc = sp_table_note(table,
                           sp_arena_format(&report->arena, "the largest %zu of %zu; the others are in the totals of the tables above", shown,
                                           grid->all.row_count),
                           err);
    }
    report->tables[report->table_count++] = table;
    return rc;
}

static int32_t span_days(const struct sp_count *all)
{
    int32_t first = SP_DAY_NONE;
    int32_t last = SP_DAY_NONE;
    for (size_t i = 0; i < all->proof->source_count; i++) {
        const struct sp_source *source = &all->proof->sources[i];
        if (source->day_first == SP_DAY_NONE) continue;
        if (first == SP_DAY_NONE || source->day_first < first) first = source->day_first;
        if (last == SP_DAY_NONE || source->day_last > last) last = source->day_last;
    }
    return first == SP_DAY_NONE ? 0 : last - first;
}

static const struct time_step {
    const char *dimension;
    const char *title;
    int32_t days;
} time_steps[] = {
    {"month", "Recorded outcome by month prepared", 30},
    {"quarter", "Recorded outcome by quarter prepared", 91},
    {"fiscal_year", "Recorded outcome by fiscal year prepared", 365},
};

static const struct time_step *time_step_of(const struct sp_count *all)
{
    const uint64_t days = (uint64_t)span_days(all) + 1;
    size_t step = 0;
    while (step < 2 && all->total.value * (uint64_t)time_steps[step].days / days < DETAINERS_PER_STEP_MIN) {
        step++;
    }
    // Months of many years are a table nobody reads.
    if (step == 0 && days > 3 * 366) step = 2;
    return &time_steps[step];
}

static enum sp_rc tables_make(struct report *report, size_t facility_max, struct sp_err *err)
{
    struct sp_outcome_grid grid;
    const struct time_step *step = time_step_of(&report->outcomes.all);
    enum sp_rc rc = reasons_table(report, err);
    if (rc == SP_OK) rc = sp_outcome_grid_count(&report->outcomes, step->dimension, &report->over_time, err);
    if (rc == SP_OK) {
        rc = grid_table(report, &report->over_time, "over-time", sp_str_of(step->title), 0, err);
        report->over_time_table = rc == SP_OK ? report->tables[report->table_count - 1] : NULL;
    }
    if (rc == SP_OK) rc = sp_outcome_grid_count(&report->outcomes, "facility_state", &grid, err);
    if (rc == SP_OK) rc = grid_table(report, &grid, "by-state", SP_STR("Recorded outcome by state of the facility"), 0, err);
    if (rc == SP_OK) rc = sp_outcome_grid_count(&report->outcomes, "facility,facility_city,facility_state", &grid, err);
    if (rc == SP_OK) {
        rc = grid_table(report, &grid, "by-facility", SP_STR("Recorded outcome by facility, largest first"), facility_max, err);
    }
    if (rc == SP_OK) rc = sp_outcome_grid_count(&report->outcomes, "detainer_type", &grid, err);
    if (rc == SP_OK) rc = grid_table(report, &grid, "by-form", SP_STR("Recorded outcome by detainer form"), 0, err);
    report->own_table_count = report->table_count;
    return rc;
}

/* What the records show together comes last: it rests on more rules than what was recorded. */
static enum sp_rc resolved_add(struct report *report, struct sp_err *err)
{
    size_t count = 0;
    SP_ASSERT(report->table_count + REPORT_RESOLVED_TABLES <= REPORT_TABLE_MAX);
    const enum sp_rc rc =
        report_resolved_tables(report->outcomes.ledger, report->outcomes.query, &report->arena,
                               report->tables + report->table_count, &count, &report->resolved_why_not, err);
    if (rc == SP_OK) report->table_count += count;
    return rc;
}

/* The unknown share at the end of every table, unless it would give a withheld cell away. */
static enum sp_rc unknown_notes(struct report *report, const struct sp_withhold *withhold, struct sp_err *err)
{
    const struct sp_figure *unknown = &report->outcomes.unknown;
    const struct sp_figure *all = &report->outcomes.all.total;
    enum sp_rc rc = SP_OK;
    const bool withheld = sp_withhold_has(withhold, *unknown);
    const uint64_t tenths = all->value ? (unknown->value * 1000 + all->value / 2) / all->value : 0;
    for (size_t i = 0; rc == SP_OK && i < report->own_table_count; i++) {
        const struct sp_str note =
            withheld ? SP_STR("the unknown share is withheld (rule SMALL)")
                     : sp_arena_format(&report->arena, "unknown: %llu of %llu detainers (%llu.%llu %%) have no usable lift reason",
                                       (unsigned long long)unknown->value, (unsigned long long)all->value,
                                       (unsigned long long)tenths / 10, (unsigned long long)tenths % 10);
        if (!note.data) return no_memory(err);
        rc = sp_table_note(report->tables[i], note, err);
    }
    return rc;
}

/* One search over all tables, so that no table gives away what another withholds. */
static enum sp_rc tables_withhold(struct report *report, uint64_t minimum, struct sp_err *err)
{
    struct sp_withhold withhold = {0};
    size_t count = 0;
    sp_withhold_init(&withhold, minimum);
    for (size_t i = 0; i < report->table_count; i++) {
        sp_withhold_add_table(&withhold, report->tables[i]);
    }
    for (size_t i = 0; i < report->outcomes.class_count + 1; i++) { // and all
        sp_withhold_add_fold(&withhold, report->tables[BY_FACILITY], 3 + i, report->tables[BY_STATE], 1 + i, "facility_state");
    }
    if (report->table_count > report->own_table_count) {
        struct sp_table *const *resolved = report->tables + report->own_table_count;
        report_resolved_sums(resolved, &withhold);
        // A state's detainers are the same by both, so what one table withholds the other may not show.
        sp_withhold_add_fold(&withhold, report->tables[BY_STATE], report->tables[BY_STATE]->column_count - 1, resolved[1],
                             resolved[1]->column_count - 1, "facility_state");
    }
    enum sp_rc rc = sp_withhold_solve(&withhold, err);
    for (size_t i = 0; rc == SP_OK && i < report->table_count; i++) {
        rc = sp_withhold_apply(&withhold, report->tables[i], &count, err);
    }
    if (rc == SP_OK) rc = unknown_notes(report, &withhold, err);
    sp_withhold_release(&withhold);
    return rc;
}

/* The proof of the counts, with the rules that sorted them into classes. */
static enum sp_rc proof_set(struct report *report, struct sp_err *err)
{
    struct sp_proof *proof = sp_arena_alloc(&report->arena, sizeof *proof);
    if (!proof) return no_memory(err);
    *proof = *report->outcomes.all.proof;
    SP_ASSERT(proof->rule_count < sizeof proof->rules / sizeof proof->rules[0]);
    proof->rules[proof->rule_count++] = sp_rule_find(SP_STR("DET-OUT-LIFT"));
    for (size_t i = 0; i < report->own_table_count; i++) {
        report->tables[i]->proof = proof;
    }
    return SP_OK;
}

static void chart_write(const void *context, struct sp_buf *out)
{
    const struct report *report = context;
    report_chart_write(report->over_time_table, &report->over_time, out);
}

static enum sp_rc report_write(struct report *report, enum sp_format format, struct sp_buf *out, struct sp_err *err)
{
    struct sp_str *notes = sp_arena_array(&report->arena, CAUTION_COUNT + report->outcomes.all.note_count + 1, sizeof *notes);
    size_t note_count = 0;
    if (!notes) return no_memory(err);
    for (size_t i = 0; i < CAUTION_COUNT; i++) {
        notes[note_count++] = sp_str_of(cautions[i]);
    }
    if (report->resolved_why_not.size) notes[note_count++] = report->resolved_why_not;
    for (size_t i = 0; i < report->outcomes.all.note_count; i++) {
        notes[note_count++] = report->outcomes.all.notes[i];
    }
    report_document_write(&(struct report_document){.id = "detainers",
                                                    .title = "What became of detainers",
                                                    .notes = notes,
                                                    .note_count = note_count,
                                                    .tables = report->tables,
                                                    .table_count = report->table_count,
                                                    .chart = chart_write,
                                                    .context = report},
                          format, out);
    return sp_buf_status(out, err);
}

enum sp_rc sp_report_detainers(struct sp_ledger *ledger, const struct sp_report_options *options, enum sp_format format,
                               struct sp_buf *out, struct sp_err *err)
{
    struct report *report = sp_alloc(sizeof *report);
    if (!report) return no_memory(err);
    *report = (struct report){0};
    sp_arena_init(&report->arena, report_arena_max);
    enum sp_rc rc = sp_outcomes_count(ledger, &options->query, &report->arena, &report->outcomes, err);
    if (rc == SP_OK) rc = tables_make(report, options->facility_max ? options->facility_max : FACILITY_DEFAULT, err);
    if (rc == SP_OK) {
        rc = proof_set(report, err);
    }
    if (rc == SP_OK) rc = resolved_add(report, err);
    if (rc == SP_OK) {
        rc = tables_withhold(report, options->small_cell_min ? options->small_cell_min : SP_SMALL_CELL_MIN, err);
    }
    if (rc == SP_OK) {
        rc = report_write(report, format, out, err);
    }
    sp_arena_release(&report->arena);
    sp_free(report);
    return rc;
}
