/*
 * What the sources are like. Four tables of receipts: the numbers are of rows and cells
 * of files, and add up to the rows kept; none is a statistic of persons.
 */
#include "report/report_document.h"
#include "report/report_receipt.h"
#include "sallyport/report.h"

enum { TABLE_COUNT = 5 };
static const size_t quality_arena_max = (size_t)4 << 30;

struct quality {
    struct sp_ledger *ledger;
    struct sp_arena arena;
    struct sp_source *sheets;
    size_t sheet_count;
};

/* -- Fields
 * ---------------------------------------------------------------------------------- */

static const struct receipt_column field_columns[] = {
    {"file", false},       {"sheet", false},         {"release", false},
    {"table", false},      {"field", false},         {"rows", true},
    {"filled", true},      {"blank", true},          {"redacted", true},
    {"unreadable", true},  {"not_applicable", true}, {"not_in_release", true},
    {"exemptions", false},
};
enum { FIELD_COLUMNS = sizeof field_columns / sizeof *field_columns };

static const struct sp_source *sheet_of(const struct sp_source *sheets, size_t count,
                                        int32_t sheet_id)
{
    for (size_t i = 0; i < count; i++) {
        if (sheets[i].sheet_id == sheet_id) return &sheets[i];
    }
    return NULL;
}

static enum sp_rc field_row(struct sp_table *table, const struct sp_source *sheet,
                            const struct sp_field_quality *field, struct sp_err *err)
{
    struct sp_datum *row = sp_table_row(table);
    if (!row) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table's rows");
    row[0] = sp_datum_text(sheet->file);
    row[1] = sp_datum_text(sheet->sheet);
    row[2] = sp_datum_text(sheet->release);
    row[3] = sp_datum_text(sheet->event);
    row[4] = sp_datum_text(sp_str_of(field->field->name));
    row[5] = sp_datum_number(field->rows);
    for (size_t kind = 0; kind < SP_NONE_COUNT; kind++) {
        row[6 + kind] = sp_datum_number(field->counts[kind]);
    }
    row[12] = sp_datum_text(field->exemptions);
    return SP_OK;
}

enum sp_rc sp_table_of_fields(struct sp_ledger *ledger, struct sp_arena *arena,
                              struct sp_table **out_table, struct sp_err *err)
{
    struct sp_source *sheets;
    struct sp_field_quality *fields;
    size_t sheet_count;
    size_t count;
    struct sp_table *table = NULL;
    enum sp_rc rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    if (rc == SP_OK) rc = sp_ledger_field_quality(ledger, arena, &fields, &count, err);
    if (rc == SP_OK) {
        rc = receipt_table(
            arena, "fields",
            "Fields of each sheet: rows = filled + blank + redacted + unreadable + not "
            "applicable + not in release",
            field_columns, FIELD_COLUMNS, &table, err);
    }
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        const struct sp_source *sheet = sheet_of(sheets, sheet_count, fields[i].sheet_id);
        SP_ASSERT(sheet);
        rc = field_row(table, sheet, &fields[i], err);
    }
    if (rc == SP_OK) *out_table = table;
    return rc;
}

/* -- Sheets, refused rows, findings, declarations
 * -------------------------------------------- */

static enum sp_rc sheets_table(struct quality *quality, struct sp_table **out_table,
                               struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"file", false},  {"sha256", false}, {"release", false},
        {"table", false}, {"sheet", false},  {"read", true},
        {"kept", true},   {"refused", true}, {"empty", true}};
    enum sp_rc rc =
        receipt_table(&quality->arena, "sheets", "Sheets: rows read = kept + refused",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < quality->sheet_count; i++) {
        const struct sp_source *sheet = &quality->sheets[i];
        const struct sp_str texts[] = {sheet->file, sheet->sha256, sheet->release,
                                       sheet->event, sheet->sheet};
        const uint64_t numbers[] = {sheet->rows_read, sheet->rows_kept,
                                    sheet->rows_refused, sheet->rows_empty};
        rc = receipt_row(*out_table, texts, 5, numbers, 4, err);
    }
    return rc;
}

static bool same_refusal(const struct sp_refusal *a, const struct sp_refusal *b)
{
    return a->sheet_id == b->sheet_id && sp_str_equal(a->reason, b->reason);
}

/* One row for each reason of each sheet; refusals are few and come sorted by sheet. */
static enum sp_rc refusals_table(struct quality *quality, struct sp_table **out_table,
                                 struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"file", false},
                                                    {"sheet", false},
                                                    {"reason", false},
                                                    {"rows", true},
                                                    {"first_row", true}};
    struct sp_refusal *refusals;
    size_t count;
    enum sp_rc rc =
        receipt_table(&quality->arena, "refused", "Refused rows by reason", columns,
                      sizeof columns / sizeof *columns, out_table, err);
    if (rc == SP_OK)
        rc = sp_ledger_refusals(quality->ledger, &quality->arena, &refusals, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        uint64_t rows = 0;
        bool is_told = false;
        for (size_t j = i;
             j > 0 && refusals[j - 1].sheet_id == refusals[i].sheet_id && !is_told; j--) {
            is_told = same_refusal(&refusals[j - 1], &refusals[i]);
        }
        if (is_told) continue;
        for (size_t j = i; j < count && refusals[j].sheet_id == refusals[i].sheet_id;
             j++) {
            rows += same_refusal(&refusals[j], &refusals[i]);
        }
        const struct sp_source *sheet =
            sheet_of(quality->sheets, quality->sheet_count, refusals[i].sheet_id);
        SP_ASSERT(sheet);
        const struct sp_str texts[] = {sheet->file, sheet->sheet, refusals[i].reason};
        const uint64_t numbers[] = {rows, refusals[i].row};
        rc = receipt_row(*out_table, texts, 3, numbers, 2, err);
    }
    return rc;
}

static enum sp_rc findings_table(struct quality *quality, struct sp_table **out_table,
                                 struct sp_err *err)
{
    static const struct receipt_column columns[] = {
        {"severity", false}, {"check", false},   {"title", false},
        {"table", false},    {"release", false}, {"other_release", false},
        {"evidence", false}};
    struct sp_finding *findings;
    size_t count;
    enum sp_rc rc =
        receipt_table(&quality->arena, "findings", "What the checks found", columns,
                      sizeof columns / sizeof *columns, out_table, err);
    if (rc == SP_OK)
        rc = sp_ledger_findings(quality->ledger, &quality->arena, &findings, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        const struct sp_finding *finding = &findings[i];
        const struct sp_check *check = sp_check_find(finding->check_id);
        const struct sp_str texts[] = {sp_str_of(sp_severity_name(finding->severity)),
                                       sp_arena_format(&quality->arena, "%.*s v%u",
                                                       SP_FMT(finding->check_id),
                                                       finding->check_version),
                                       sp_str_of(check ? check->title : ""),
                                       finding->event,
                                       finding->release,
                                       finding->other_release,
                                       finding->evidence};
        rc = receipt_row(*out_table, texts, 7, NULL, 0, err);
    }
    return rc;
}

static enum sp_rc declarations_table(struct quality *quality, struct sp_table **out_table,
                                     struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"source", false},
                                                    {"includes", false},
                                                    {"set_aside", true},
                                                    {"without_equal", true}};
    struct sp_inclusion *inclusions;
    size_t count;
    enum sp_rc rc = receipt_table(
        &quality->arena, "declared", "Sources declared to include another (rule OVERLAP)",
        columns, sizeof columns / sizeof *columns, out_table, err);
    if (rc == SP_OK)
        rc = sp_ledger_inclusions(quality->ledger, &quality->arena, &inclusions, &count,
                                  err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        const struct sp_str texts[] = {inclusions[i].including, inclusions[i].included};
        const uint64_t numbers[] = {inclusions[i].set_aside, inclusions[i].unmatched};
        rc = receipt_row(*out_table, texts, 2, numbers, 2, err);
    }
    return rc;
}

/* -- The report
 * ------------------------------------------------------------------------------ */

static enum sp_rc notes_make(struct sp_arena *arena, struct sp_str **out_notes,
                             size_t *out_count, struct sp_err *err)
{
    const size_t count = sp_check_count() + 1;
    struct sp_str *notes = sp_arena_array(arena, count, sizeof *notes);
    if (!notes) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the report");
    notes[0] = SP_STR("Blank, redacted, unreadable, not applicable and not in release "
                      "are different and add up, with what is "
                      "filled, to the rows kept of the sheet.");
    for (size_t i = 0; i < sp_check_count(); i++) {
        const struct sp_check *check = sp_check_get(i);
        notes[i + 1] =
            sp_arena_format(arena, "%s v%u: %s; because %s (%s)", check->id,
                            check->version, check->text, check->reason, check->source);
        if (!notes[i + 1].data)
            return sp_err_set(err, SP_ERR_MEMORY, "no memory for the report");
    }
    *out_notes = notes;
    *out_count = count;
    return SP_OK;
}

static enum sp_rc quality_make(struct quality *quality, enum sp_format format,
                               struct sp_buf *out, struct sp_err *err)
{
    struct sp_table *tables[TABLE_COUNT] = {0};
    struct report_document document = {.id = "quality",
                                       .title = "What the sources are like",
                                       .tables = tables,
                                       .table_count = TABLE_COUNT};
    struct sp_str *notes = NULL;
    enum sp_rc rc = sp_ledger_sources(quality->ledger, NULL, &quality->arena,
                                      &quality->sheets, &quality->sheet_count, err);
    if (rc == SP_OK) rc = sheets_table(quality, &tables[0], err);
    if (rc == SP_OK) rc = findings_table(quality, &tables[1], err);
    if (rc == SP_OK) rc = declarations_table(quality, &tables[2], err);
    if (rc == SP_OK) rc = refusals_table(quality, &tables[3], err);
    if (rc == SP_OK)
        rc = sp_table_of_fields(quality->ledger, &quality->arena, &tables[4], err);
    if (rc == SP_OK) rc = notes_make(&quality->arena, &notes, &document.note_count, err);
    if (rc != SP_OK) return rc;
    document.notes = notes;
    report_document_write(&document, format, out);
    return sp_buf_status(out, err);
}

enum sp_rc sp_report_quality(struct sp_ledger *ledger, enum sp_format format,
                             struct sp_buf *out, struct sp_err *err)
{
    struct quality quality = {.ledger = ledger};
    sp_arena_init(&quality.arena, quality_arena_max);
    const enum sp_rc rc = quality_make(&quality, format, out, err);
    sp_arena_release(&quality.arena);
    return rc;
}
