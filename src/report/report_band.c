/*
 * A band as a document: what each group has at least and at most, and under which rule; then the whole under
 * each rule, so that a reader sees what lies between.
 */
#include "report/report_count.h"
#include "report/report_document.h"
#include "sallyport/report.h"

enum { TITLE_SIZE_MAX = 1 << 16, BAND_COLUMNS = 5, METHODS_MAX = 8 };

struct band_report {
    struct sp_arena *arena;
    const struct sp_band *band;
    struct sp_table *tables[2];
    size_t table_count;
};

static const char *const cautions[] = {
    "Analysts publish different rules for what counts once, and different tables of methods. Where they differ, the answer is the band, "
    "not one of its ends.",
    "Least and most of the groups need not come from one rule, so they do not add up to those of the whole.",
};
enum { CAUTION_COUNT = sizeof cautions / sizeof cautions[0] };

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for a band's tables");
}

/* "ARR-EP-24", or "ARR-EP-24 with METHOD-UW". */
static struct sp_str end_rule(const struct band_report *report, const struct sp_band_end *end)
{
    if (!end->method) return sp_str_of(end->keep->id);
    return sp_arena_format(report->arena, "%s with %s", end->keep->id, end->method->id);
}

static enum sp_rc ends_fill(const struct band_report *report, const struct sp_band_row *group, struct sp_datum *cells,
                            struct sp_err *err)
{
    const struct sp_str least = end_rule(report, &group->least);
    const struct sp_str most = end_rule(report, &group->most);
    if (!least.data || !most.data) return no_memory(err);
    cells[0] = sp_datum_figure(group->usual.figure);
    cells[1] = sp_datum_figure(group->least.figure);
    cells[2] = sp_datum_text(least);
    cells[3] = sp_datum_figure(group->most.figure);
    cells[4] = sp_datum_text(most);
    return SP_OK;
}

static enum sp_rc columns_make(const struct band_report *report, struct sp_column *columns, struct sp_err *err)
{
    static const struct sp_column ends[BAND_COLUMNS] = {
        {{"default", 7}, {"By the default rules", 20}, true}, {{"least", 5}, {"Least", 5}, true},
        {{"least_rule", 10}, {"By rule", 7}, false},          {{"most", 4}, {"Most", 4}, true},
        {{"most_rule", 9}, {"By rule", 7}, false},
    };
    const struct sp_query *query = &report->band->query;
    for (size_t i = 0; i < query->by_count; i++) {
        columns[i] = (struct sp_column){.key = query->by[i], .heading = report_heading_of(query->by[i], report->arena)};
        if (!columns[i].heading.data) return no_memory(err);
    }
    for (size_t i = 0; i < BAND_COLUMNS; i++) {
        columns[query->by_count + i] = ends[i];
    }
    return SP_OK;
}

static enum sp_rc groups_fill(const struct band_report *report, struct sp_table *table, bool with_total, struct sp_err *err)
{
    const struct sp_band *band = report->band;
    const size_t by_count = band->query.by_count;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < band->row_count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        for (size_t j = 0; j < by_count; j++) {
            row[j] = sp_datum_label(band->rows[i].labels[j], band->rows[i].nones[j]);
        }
        rc = ends_fill(report, &band->rows[i], row + by_count, err);
    }
    if (rc != SP_OK || !with_total || !band->has_total || !by_count) return rc;
    struct sp_datum *total = sp_table_total(table);
    if (!total) return no_memory(err);
    total[0] = sp_datum_text(SP_STR("Total"));
    return ends_fill(report, &band->total, total + by_count, err);
}

static enum sp_rc table_add(struct band_report *report, struct sp_table *table, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    table->proof = report->band->proof;
    table->show_references = true;
    table->measure = sp_str_of(report->band->query.measure->name);
    if (report->table_count == 0) {
        for (size_t i = 0; rc == SP_OK && i < report->band->note_count; i++) {
            rc = sp_table_note(table, report->band->notes[i], err);
        }
    }
    report->tables[report->table_count++] = table;
    return rc;
}

static enum sp_rc range_table(struct band_report *report, bool publish, struct sp_err *err)
{
    struct sp_column columns[SP_QUERY_DIMS_MAX + BAND_COLUMNS];
    struct sp_table *table = NULL;
    struct sp_buf title;
    sp_buf_init(&title, TITLE_SIZE_MAX);
    report_query_title(&report->band->query, &title);
    sp_buf_text(&title, ", under every published rule that applies");
    enum sp_rc rc = sp_buf_status(&title, err);
    if (rc == SP_OK) rc = columns_make(report, columns, err);
    if (rc == SP_OK) {
        rc = sp_table_new(report->arena, "band", sp_buf_str(&title), columns, report->band->query.by_count + BAND_COLUMNS,
                          &table, err);
    }
    sp_buf_release(&title);
    // Published, a band has no total: differences from it would give withheld cells away.
    if (rc == SP_OK) rc = groups_fill(report, table, !publish, err);
    if (rc == SP_OK) rc = table_add(report, table, err);
    return rc == SP_OK && publish ? sp_table_withhold(table, SP_SMALL_CELL_MIN, NULL, err) : rc;
}

/* The band's wholes as a grid: rules of what counts once by tables of methods. */
struct grid {
    size_t keep_count;
    size_t method_count; // shown: one where the whole does not depend on the class
};

static struct grid grid_of(const struct sp_band *band)
{
    struct grid grid = {.method_count = 1};
    while (grid.keep_count < band->rule_count && band->rules[grid.keep_count].method == band->rules[0].method) {
        grid.keep_count++;
    }
    for (size_t i = 0; i < band->query.filter_count; i++) {
        if (!sp_str_equal_text(band->query.filters[i].field, "method_class")) continue;
        grid.method_count = band->rule_count / grid.keep_count;
    }
    SP_ASSERT(grid.method_count <= METHODS_MAX);
    return grid;
}

static enum sp_rc rules_table(struct band_report *report, bool publish, struct sp_err *err)
{
    const struct sp_band *band = report->band;
    const struct grid grid = grid_of(band);
    struct sp_column columns[METHODS_MAX + 2] = {{.key = SP_STR("rule"), .heading = SP_STR("Rule")}};
    struct sp_table *table = NULL;
    for (size_t i = 0; i < grid.method_count; i++) {
        const struct sp_rule *method = band->rules[i * grid.keep_count].method;
        const struct sp_str key = grid.method_count > 1 ? sp_str_of(method->id) : SP_STR("count");
        columns[1 + i] = (struct sp_column){.key = key, .heading = grid.method_count > 1 ? key : SP_STR("Count"), .is_number = true};
    }
    columns[1 + grid.method_count] = (struct sp_column){.key = SP_STR("text"), .heading = SP_STR("What it counts")};
    enum sp_rc rc = sp_table_new(report->arena, "rules", SP_STR("The whole under each rule"), columns, 2 + grid.method_count,
                                 &table, err);
    for (size_t i = 0; rc == SP_OK && i < grid.keep_count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        row[0] = sp_datum_text(sp_str_of(band->rules[i].keep->id));
        for (size_t j = 0; j < grid.method_count; j++) {
            row[1 + j] = sp_datum_figure(band->rules[j * grid.keep_count + i].figure);
        }
        row[1 + grid.method_count] = sp_datum_text(sp_str_of(band->rules[i].keep->text));
    }
    if (rc == SP_OK) rc = table_add(report, table, err);
    return rc == SP_OK && publish ? sp_table_withhold(table, SP_SMALL_CELL_MIN, NULL, err) : rc;
}

enum sp_rc sp_report_band(const struct sp_band *band, bool publish, enum sp_format format, struct sp_arena *arena,
                          struct sp_buf *out, struct sp_err *err)
{
    struct band_report report = {.arena = arena, .band = band};
    struct sp_str notes[CAUTION_COUNT];
    // The last is of groups alone.
    const size_t note_count = band->query.by_count ? CAUTION_COUNT : CAUTION_COUNT - 1;
    enum sp_rc rc = range_table(&report, publish, err);
    // Published, the wholes stand where there are no groups: less the groups shown, they would give a withheld one.
    const bool with_wholes = band->has_total && (!publish || !band->query.by_count);
    if (rc == SP_OK && with_wholes) rc = rules_table(&report, publish, err);
    if (rc != SP_OK) return rc;
    for (size_t i = 0; i < note_count; i++) {
        notes[i] = sp_str_of(cautions[i]);
    }
    report_document_write(&(struct report_document){.id = "band",
                                                    .title = "One count under every published rule",
                                                    .notes = notes,
                                                    .note_count = note_count,
                                                    .tables = report.tables,
                                                    .table_count = report.table_count},
                          format, out);
    return sp_buf_status(out, err);
}
