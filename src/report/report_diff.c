/* Two releases side by side, as one document. */
#include "report/report_diff.h"
#include "report/report_document.h"
#include "report/report_receipt.h"
#include "sallyport/report.h"

enum { TABLE_COUNT_MAX = 10 };
static const size_t diff_arena_max = (size_t)4 << 30;

enum sp_rc diff_report_no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the comparison");
}

/* -- Files
 * ------------------------------------------------------------------------------------ */

static enum sp_rc files_table(struct diff_report *report, struct sp_table **out_table,
                              struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"release", false}, {"file", false}, {"sheet", false},
        {"table", false},   {"from", false}, {"to", false},
        {"read", true},     {"kept", true},  {"refused", true}};
    struct sp_source *sheets;
    size_t count;
    enum sp_rc rc =
        receipt_table(&report->arena, "files", "Files of both releases", columns,
                      sizeof columns / sizeof *columns, out_table, err);
    if (rc == SP_OK)
        rc =
            sp_ledger_sources(report->ledger, NULL, &report->arena, &sheets, &count, err);
    for (size_t i = 0; rc == SP_OK && i < 2 * count; i++) { // Those of A first.
        const struct sp_source *sheet = &sheets[i % count];
        if (!sp_str_equal(sheet->release,
                          i < count ? report->release_a : report->release_b))
            continue;
        const struct sp_str texts[] = {sheet->release,
                                       sheet->file,
                                       sheet->sheet,
                                       sheet->event,
                                       receipt_day(&report->arena, sheet->day_first),
                                       receipt_day(&report->arena, sheet->day_last)};
        const uint64_t numbers[] = {sheet->rows_read, sheet->rows_kept,
                                    sheet->rows_refused};
        rc = texts[4].data && texts[5].data
                 ? receipt_row(*out_table, texts, 6, numbers, 3, err)
                 : diff_report_no_memory(err);
    }
    return rc;
}

/* -- Columns, codes, periods
 * ------------------------------------------------------------------ */

static const char *change_name(bool in_a, bool in_b)
{
    if (in_a && in_b) return "changed";
    return in_a ? "gone" : "new";
}

static enum sp_rc columns_table(struct diff_report *report, struct sp_table **out_table,
                                struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"table", false},
                                                    {"field", false},
                                                    {"change", false},
                                                    {"heading_a", false},
                                                    {"heading_b", false}};
    enum sp_rc rc = receipt_table(&report->arena, "columns",
                                  "Columns gone, new or under another heading", columns,
                                  sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < report->diff.column_count; i++) {
        const struct sp_diff_column *column = &report->diff.columns[i];
        const struct sp_str texts[] = {
            column->event, column->field.size ? column->field : SP_STR("(ignored)"),
            sp_str_of(change_name(column->heading_a.size, column->heading_b.size)),
            column->heading_a, column->heading_b};
        rc = receipt_row(*out_table, texts, 5, NULL, 0, err);
    }
    return rc;
}

static enum sp_rc codes_table(struct diff_report *report, struct sp_table **out_table,
                              struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"table", false}, {"field", false},
                                                    {"value", false}, {"change", false},
                                                    {"rows_a", true}, {"rows_b", true}};
    enum sp_rc rc =
        receipt_table(&report->arena, "codes", "Values that only one of the releases has",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < report->diff.code_count; i++) {
        const struct sp_diff_count *code = &report->diff.codes[i];
        const struct sp_str texts[] = {code->event, code->field, code->label,
                                       sp_str_of(change_name(code->a > 0, code->b > 0))};
        const uint64_t numbers[] = {code->a, code->b};
        rc = receipt_row(*out_table, texts, 4, numbers, 2, err);
    }
    if (rc != SP_OK || !report->diff.codes_left_out) return rc;
    return sp_table_note(
        *out_table,
        sp_arena_format(&report->arena,
                        "%zu more values, rarer than those of their field above, are not "
                        "listed",
                        report->diff.codes_left_out),
        err);
}

static enum sp_rc periods_table(struct diff_report *report, bool is_week,
                                struct sp_table **out_table, struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"table", false}, {"from", false},
                                                    {"rows_a", true}, {"rows_b", true},
                                                    {"fewer", true},  {"more", true}};
    const struct sp_diff_count *counts =
        is_week ? report->diff.weeks : report->diff.months;
    const size_t count = is_week ? report->diff.week_count : report->diff.month_count;
    enum sp_rc rc =
        receipt_table(&report->arena, is_week ? "weeks" : "months",
                      is_week ? "Weeks of the days that both cover, by their Monday"
                              : "Months of the days that both cover",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        const struct sp_str texts[] = {counts[i].event, counts[i].label};
        const uint64_t a = counts[i].a;
        const uint64_t b = counts[i].b;
        const uint64_t numbers[] = {a, b, a > b ? a - b : 0, b > a ? b - a : 0};
        rc = receipt_row(*out_table, texts, 2, numbers, 4, err);
    }
    return rc;
}

/* -- Rows
 * -------------------------------------------------------------------------------------
 */

static struct sp_str basis_of(struct sp_arena *arena, const struct sp_diff_rows *rows)
{
    if (rows->day_first == SP_DAY_NONE) return SP_STR("no day in common");
    if (rows->ids_agree) {
        return sp_arena_format(arena,
                               "followed by person id and day; %llu of %llu and %llu ids "
                               "are in both; %zu fields that both hold and spell alike",
                               (unsigned long long)rows->ids_both,
                               (unsigned long long)rows->ids_a,
                               (unsigned long long)rows->ids_b, rows->field_count);
    }
    return sp_arena_format(arena,
                           "compared as rows without ids, in %zu fields that both hold "
                           "and spell alike; %llu of %llu and %llu ids are in both",
                           rows->field_count, (unsigned long long)rows->ids_both,
                           (unsigned long long)rows->ids_a,
                           (unsigned long long)rows->ids_b);
}

static enum sp_rc rows_table(struct diff_report *report, struct sp_table **out_table,
                             struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"table", false}, {"from", false},  {"to", false},  {"basis", false},
        {"rows_a", true}, {"rows_b", true}, {"same", true}, {"gone", true},
        {"added", true},  {"edited", true}};
    enum sp_rc rc =
        receipt_table(&report->arena, "rows",
                      "Rows of the days that both cover: a = same + edited + gone, b = "
                      "same + edited + added",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < report->diff.row_count; i++) {
        const struct sp_diff_rows *rows = &report->diff.rows[i];
        const struct sp_str texts[] = {
            rows->event, receipt_day(&report->arena, rows->day_first),
            receipt_day(&report->arena, rows->day_last), basis_of(&report->arena, rows)};
        const uint64_t numbers[] = {rows->a,    rows->b,     rows->same,
                                    rows->gone, rows->added, rows->edited};
        rc = texts[1].data && texts[2].data && texts[3].data
                 ? receipt_row(*out_table, texts, 4, numbers, 6, err)
                 : diff_report_no_memory(err);
        // Without ids nobody can say that a row was edited: that is unknown, not none.
        struct sp_table *table = *out_table;
        if (rc == SP_OK && !rows->ids_agree) {
            table->cells[table->row_count * table->column_count - 1] =
                (struct sp_datum){.kind = SP_DATUM_NOTHING};
        }
    }
    return rc;
}

static enum sp_rc tables_make(struct diff_report *report, struct sp_table **tables,
                              size_t *out_count, struct sp_err *err)
{
    size_t count = 0;
    enum sp_rc rc = files_table(report, &tables[count++], err);
    if (rc == SP_OK && report->diff.has_agreements)
        rc = diff_report_agreements(report, tables, &count, err);
    if (rc == SP_OK) rc = rows_table(report, &tables[count++], err);
    if (rc == SP_OK) rc = diff_report_fields(report, &tables[count++], err);
    if (rc == SP_OK) rc = columns_table(report, &tables[count++], err);
    if (rc == SP_OK) rc = codes_table(report, &tables[count++], err);
    if (rc == SP_OK) rc = periods_table(report, false, &tables[count++], err);
    if (rc == SP_OK) rc = periods_table(report, true, &tables[count++], err);
    SP_ASSERT(count <= TABLE_COUNT_MAX);
    *out_count = count;
    return rc;
}

static enum sp_rc diff_make(struct diff_report *report, enum sp_format format,
                            struct sp_buf *out, struct sp_err *err)
{
    struct sp_table *tables[TABLE_COUNT_MAX] = {0};
    size_t table_count = 0;
    enum sp_rc rc = sp_release_diff(report->ledger, report->release_a, report->release_b,
                                    &report->arena, &report->diff, err);
    if (rc == SP_OK) rc = tables_make(report, tables, &table_count, err);
    if (rc != SP_OK) return rc;
    const struct sp_str notes[] = {
        sp_arena_format(&report->arena, "a is release '%.*s', b is release '%.*s'",
                        SP_FMT(report->release_a), SP_FMT(report->release_b)),
        SP_STR("Person ids do not link releases. Where they agree nonetheless, rows are "
               "followed by id and day; elsewhere an "
               "edited row shows as one gone and one added."),
        SP_STR("For the holder of the records: numbers below 5 stand here as they are; "
               "do not publish them (rule SMALL)."),
    };
    if (!notes[0].data) return diff_report_no_memory(err);
    report_document_write(
        &(struct report_document){.id = "diff",
                                  .title = "What changed between two releases",
                                  .notes = notes,
                                  .note_count = sizeof notes / sizeof *notes,
                                  .tables = tables,
                                  .table_count = table_count},
        format, out);
    return sp_buf_status(out, err);
}

enum sp_rc sp_report_diff(struct sp_ledger *ledger, struct sp_str release_a,
                          struct sp_str release_b, enum sp_format format,
                          struct sp_buf *out, struct sp_err *err)
{
    struct diff_report report = {
        .ledger = ledger, .release_a = release_a, .release_b = release_b};
    sp_arena_init(&report.arena, diff_arena_max);
    const enum sp_rc rc = diff_make(&report, format, out, err);
    sp_arena_release(&report.arena);
    return rc;
}
