/* The bookkeeping side of the ledger: what was read, from where, and what was refused. */
#include "ledger/ledger_source.h"

#include <stdio.h>

enum { SOURCES_MAX = 1 << 20, REFUSALS_LISTED_MAX = 1 << 20 };

enum sp_rc ledger_source_find(struct sp_ledger *ledger, struct sp_str sha256, bool *out_found,
                              struct sp_err *err)
{
    const struct ledger_param param = ledger_text(sha256);
    int64_t count;
    const enum sp_rc rc =
        ledger_query_whole(ledger, "SELECT count(*) FROM source WHERE sha256 = ?", &param, 1, &count, err);
    if (rc == SP_OK) *out_found = count > 0;
    return rc;
}

enum sp_rc ledger_next_id(struct sp_ledger *ledger, const char *table, int32_t *out_id, struct sp_err *err)
{
    char sql[128];
    int64_t id;
    (void)snprintf(sql, sizeof sql, "SELECT CAST(coalesce(max(%s_id), 0) + 1 AS BIGINT) FROM %s", table, table);
    const enum sp_rc rc = ledger_query_whole(ledger, sql, NULL, 0, &id, err);
    if (rc == SP_OK) *out_id = (int32_t)id;
    return rc;
}

enum sp_rc ledger_source_put(struct sp_ledger *ledger, int32_t source_id, struct sp_str sha256,
                             struct sp_str file, uint64_t size, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_whole(source_id), ledger_text(sha256), ledger_text(file),
                                          ledger_whole((int64_t)size)};
    return ledger_execute(ledger, "INSERT INTO source VALUES (?, ?, ?, ?, CAST(now() AS TIMESTAMP))", params, 4,
                          err);
}

static enum sp_rc stored_check(struct sp_ledger *ledger, const struct sp_source *sheet, struct sp_err *err)
{
    char sql[128];
    int64_t stored;
    const struct ledger_param param = ledger_whole(sheet->sheet_id);
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %.*s WHERE sheet_id = ?", SP_FMT(sheet->event));
    const enum sp_rc rc = ledger_query_whole(ledger, sql, &param, 1, &stored, err);
    if (rc != SP_OK) return rc;
    if (sheet->rows_read != sheet->rows_kept + sheet->rows_refused || (uint64_t)stored != sheet->rows_kept) {
        return sp_err_set(err, SP_ERR_LEDGER,
                          "the receipt does not balance: %llu rows read, %llu kept, %llu refused, %lld stored; "
                          "nothing was added",
                          (unsigned long long)sheet->rows_read, (unsigned long long)sheet->rows_kept,
                          (unsigned long long)sheet->rows_refused, (long long)stored);
    }
    return SP_OK;
}

static enum sp_rc columns_put(struct sp_ledger *ledger, int32_t sheet_id, const struct sp_match *match,
                              struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (uint32_t i = 0; rc == SP_OK && i < match->column_count; i++) {
        const struct sp_match_column *column = &match->columns[i];
        const struct ledger_param params[] = {
            ledger_whole(sheet_id), ledger_whole(i), ledger_text(column->heading),
            ledger_text(column->column ? sp_str_of(column->column->field->name) : (struct sp_str){0}),
            ledger_text(column->ignore ? column->ignore->why : (struct sp_str){0})};
        rc = ledger_execute(ledger, "INSERT INTO sheet_column VALUES (?, ?, ?, ?, ?)", params, 5, err);
    }
    return rc;
}

static const char *visibility_name(enum sp_sheet_visibility visibility)
{
    static const char *const names[] = {"visible", "hidden", "very hidden"};
    return names[visibility];
}

enum sp_rc ledger_sheet_put(struct sp_ledger *ledger, int32_t source_id, const struct sp_source *sheet,
                            const struct sp_match *match, enum sp_sheet_visibility visibility,
                            struct sp_err *err)
{
    enum sp_rc rc = stored_check(ledger, sheet, err);
    if (rc != SP_OK) return rc;
    char first[SP_DATE_TEXT_MAX] = "";
    char last[SP_DATE_TEXT_MAX] = "";
    if (sheet->day_first != SP_DAY_NONE) {
        sp_date_format(sheet->day_first, first);
        sp_date_format(sheet->day_last, last);
    }
    const struct ledger_param params[] = {
        ledger_whole(sheet->sheet_id),
        ledger_whole(source_id),
        ledger_text(sheet->sheet),
        ledger_text(sp_str_of(visibility_name(visibility))),
        ledger_whole((int64_t)sheet->header_row),
        ledger_text(sheet->release),
        ledger_text(sheet->event),
        ledger_text(sheet->profile),
        ledger_whole(sheet->profile_version),
        ledger_text(match->profile->sha256),
        ledger_whole((int64_t)sheet->rows_read),
        ledger_whole((int64_t)sheet->rows_kept),
        ledger_whole((int64_t)sheet->rows_refused),
        ledger_whole((int64_t)sheet->rows_empty),
        ledger_text(sp_str_of(first)),
        ledger_text(sp_str_of(last)),
    };
    rc = ledger_execute(ledger,
                        "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                        "TRY_CAST(? AS DATE), TRY_CAST(? AS DATE))",
                        params, sizeof params / sizeof params[0], err);
    return rc == SP_OK ? columns_put(ledger, sheet->sheet_id, match, err) : rc;
}

enum sp_rc ledger_refusal_put(struct sp_ledger *ledger, const struct sp_refusal *refusal, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_whole(refusal->sheet_id), ledger_whole((int64_t)refusal->row),
                                          ledger_text(refusal->column), ledger_text(refusal->reason)};
    return ledger_execute(ledger, "INSERT INTO refusal VALUES (?, ?, ?, ?)", params, 4, err);
}

/* The columns of a struct sp_source, in order; see source_read. */
#define SOURCE_COLUMNS                                                                              \
    "CAST(sheet_id AS BIGINT), file, sha256, size, name, release, event, profile, profile_version, "    \
    "header_row, rows_read, rows_kept, rows_refused, rows_empty, "                                     \
    "CAST(day_first - DATE '1970-01-01' AS BIGINT), CAST(day_last - DATE '1970-01-01' AS BIGINT)"

static bool source_read(const struct ledger_rows *rows, struct sp_arena *arena, struct sp_source *source)
{
    struct sp_str *texts[] = {NULL, &source->file, &source->sha256, NULL, &source->sheet, &source->release,
                              &source->event, &source->profile};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!texts[i]) continue;
        *texts[i] = sp_arena_copy(arena, ledger_get_text(rows, i));
        if (!texts[i]->data) return false;
    }
    source->sheet_id = (int32_t)ledger_get_whole(rows, 0);
    source->size = (uint64_t)ledger_get_whole(rows, 3);
    source->profile_version = (uint32_t)ledger_get_whole(rows, 8);
    source->header_row = (uint64_t)ledger_get_whole(rows, 9);
    source->rows_read = (uint64_t)ledger_get_whole(rows, 10);
    source->rows_kept = (uint64_t)ledger_get_whole(rows, 11);
    source->rows_refused = (uint64_t)ledger_get_whole(rows, 12);
    source->rows_empty = (uint64_t)ledger_get_whole(rows, 13);
    source->day_first = ledger_is_null(rows, 14) ? SP_DAY_NONE : (int32_t)ledger_get_whole(rows, 14);
    source->day_last = ledger_is_null(rows, 15) ? SP_DAY_NONE : (int32_t)ledger_get_whole(rows, 15);
    return true;
}

enum sp_rc sp_ledger_sources(struct sp_ledger *ledger, const struct sp_event *event, struct sp_arena *arena,
                             struct sp_source **out_sources, size_t *out_count, struct sp_err *err)
{
    // A derived event stands on the sheets of its base.
    const char *base = event && event->base ? event->base : event ? event->name : "";
    const struct ledger_param params[] = {
        ledger_text(sp_str_of(base)), ledger_text(sp_str_of(base)),
        ledger_text(sp_str_of(event && event->base_too ? event->base_too : base))};
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(ledger, "SELECT count(*) FROM sheet WHERE ? = '' OR event IN (?, ?)", params, 3,
                                       &count, err);
    if (rc != SP_OK) return rc;
    struct sp_source *sources =
        count <= SOURCES_MAX ? sp_arena_array(arena, (size_t)count, sizeof *sources) : NULL;
    if (!sources) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the list of sources");
    rc = ledger_query(ledger,
                      "SELECT " SOURCE_COLUMNS " FROM sheet JOIN source USING (source_id) "
                      "WHERE ? = '' OR event IN (?, ?) ORDER BY sheet_id",
                      params, 3, &rows, err);
    size_t filled = 0;
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        if (!source_read(&rows, arena, &sources[filled++])) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_sources = sources;
    *out_count = filled;
    return SP_OK;
}

enum sp_rc sp_ledger_refusals(struct sp_ledger *ledger, struct sp_arena *arena,
                              struct sp_refusal **out_refusals, size_t *out_count, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(ledger, "SELECT count(*) FROM refusal", NULL, 0, &count, err);
    if (rc != SP_OK) return rc;
    if (count > REFUSALS_LISTED_MAX) count = REFUSALS_LISTED_MAX;
    struct sp_refusal *refusals = sp_arena_array(arena, (size_t)count, sizeof *refusals);
    if (!refusals) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the list of refused rows");
    rc = ledger_query(ledger,
                      "SELECT CAST(sheet_id AS BIGINT), row, heading, reason FROM refusal "
                      "ORDER BY sheet_id, row, heading, reason",
                      NULL, 0, &rows, err);
    size_t filled = 0;
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_refusal *refusal = &refusals[filled++];
        refusal->sheet_id = (int32_t)ledger_get_whole(&rows, 0);
        refusal->row = (uint64_t)ledger_get_whole(&rows, 1);
        refusal->column = sp_arena_copy(arena, ledger_get_text(&rows, 2));
        refusal->reason = sp_arena_copy(arena, ledger_get_text(&rows, 3));
        if (!refusal->column.data || !refusal->reason.data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_refusals = refusals;
    *out_count = filled;
    return SP_OK;
}
