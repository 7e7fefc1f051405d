/* The table of sheets read, which `add` prints for its files and `sources` for the whole ledger. */
#include "cli/cli.h"

static const char *const receipt_keys[] = {"file",    "sha256",  "release", "table", "sheet",  "read",
                                           "kept",    "refused", "empty",   "from",  "to",     "profile"};
enum { RECEIPT_COLUMNS = sizeof receipt_keys / sizeof receipt_keys[0] };

static struct sp_str day_text(struct sp_arena *arena, int32_t day)
{
    char text[SP_DATE_TEXT_MAX] = "";
    if (day != SP_DAY_NONE) sp_date_format(day, text);
    return sp_arena_copy(arena, sp_str_of(text));
}

enum sp_rc cli_receipt_table(struct sp_arena *arena, struct sp_table **out_table, struct sp_err *err)
{
    struct sp_column columns[RECEIPT_COLUMNS];
    for (size_t i = 0; i < RECEIPT_COLUMNS; i++) {
        columns[i] = (struct sp_column){.key = sp_str_of(receipt_keys[i]),
                                        .heading = sp_str_of(receipt_keys[i]),
                                        .is_number = i >= 5 && i <= 8};
    }
    return sp_table_new(arena, "sources", SP_STR("Sheets in the ledger: read = kept + refused"), columns,
                        RECEIPT_COLUMNS, out_table, err);
}

enum sp_rc cli_receipt_row(struct sp_table *table, struct sp_arena *arena, const struct sp_source *source,
                           struct sp_err *err)
{
    struct sp_datum *row = sp_table_row(table);
    if (!row) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the receipt");
    const struct sp_str texts[] = {source->file, source->sha256, source->release, source->event, source->sheet};
    const uint64_t numbers[] = {source->rows_read, source->rows_kept, source->rows_refused, source->rows_empty};
    for (size_t i = 0; i < 5; i++) {
        row[i] = sp_datum_text(texts[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        row[5 + i] = sp_datum_number(numbers[i]);
    }
    row[9] = sp_datum_text(day_text(arena, source->day_first));
    row[10] = sp_datum_text(day_text(arena, source->day_last));
    row[11] = sp_datum_text(sp_arena_format(arena, "%.*s v%u", SP_FMT(source->profile), source->profile_version));
    return SP_OK;
}

enum sp_rc cli_finding_note(struct sp_table *table, struct sp_arena *arena, const struct sp_finding *finding,
                            struct sp_err *err)
{
    const char *severity = sp_severity_name(finding->severity);
    return sp_table_note(table,
                         sp_arena_format(arena, "%s %.*s v%u: %.*s",
                                         finding->severity == SP_SEVERITY_NOTE ? "finding" : severity,
                                         SP_FMT(finding->check_id), finding->check_version, SP_FMT(finding->evidence)),
                         err);
}
