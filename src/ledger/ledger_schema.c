/* Making and checking the ledger's tables and views. The layout is drawn in the header. */
#include "ledger/ledger_schema.h"
#include "ledger/ledger_derived.h"

#include <stdio.h>
#include <string.h>

enum { SCHEMA_SQL_MAX = 1 << 18 };

static const char fixed_tables[] =
    "CREATE TABLE meta (key VARCHAR, value VARCHAR);"
    "CREATE TABLE source (source_id INTEGER, sha256 VARCHAR, file VARCHAR, size BIGINT,"
    " added_at TIMESTAMP);"
    "CREATE TABLE sheet (sheet_id INTEGER, source_id INTEGER, name VARCHAR, visibility VARCHAR,"
    " header_row BIGINT, release VARCHAR, event VARCHAR, profile VARCHAR, profile_version BIGINT,"
    " profile_sha256 VARCHAR, rows_read BIGINT, rows_kept BIGINT, rows_refused BIGINT,"
    " rows_empty BIGINT, day_first DATE, day_last DATE);"
    "CREATE TABLE sheet_column (sheet_id INTEGER, column_index INTEGER, heading VARCHAR,"
    " field VARCHAR, ignored_because VARCHAR);"
    "CREATE TABLE refusal (sheet_id INTEGER, row BIGINT, heading VARCHAR, reason VARCHAR);"
    "CREATE TABLE term (code INTEGER, vocabulary VARCHAR, raw VARCHAR, label VARCHAR,"
    " none INTEGER);"
    "CREATE TABLE person (key INTEGER, release VARCHAR, id VARCHAR);"
    "CREATE TABLE sheet_digest (sheet_id INTEGER, cells VARCHAR, row_set VARCHAR);"
    "CREATE TABLE finding (check_id VARCHAR, check_version INTEGER, severity INTEGER, event VARCHAR,"
    " release VARCHAR, sheet_id INTEGER, other_release VARCHAR, other_sheet_id INTEGER,"
    " evidence VARCHAR);"
    "CREATE TABLE overlap (event VARCHAR, sheet_id INTEGER, other_sheet_id INTEGER, day_step INTEGER,"
    " rows BIGINT, other_rows BIGINT, shared BIGINT, fields VARCHAR);"
    "CREATE TABLE inclusion (including VARCHAR, included VARCHAR);"
    "CREATE TABLE set_aside (sheet_id INTEGER, row BIGINT, by_sheet_id INTEGER, rule VARCHAR);"
    "INSERT INTO term VALUES (0, '', '', '[blank]', 1), (1, '', '', '[not in release]', 5), "
    "(2, '', '', '[not applicable]', 4), (3, 'yes_no', '', 'YES', 0), (4, 'yes_no', '', 'NO', 0);";

size_t ledger_column_count(enum sp_field_type type)
{
    switch (type) {
    case SP_FIELD_TEXT:
        return 1;
    case SP_FIELD_DATE:
        return 3;
    case SP_FIELD_WHOLE:
    case SP_FIELD_MONEY:
    case SP_FIELD_DECIMAL:
    case SP_FIELD_PERSON:
        return 2;
    }
    return 0;
}

static void field_columns_sql(const struct sp_field *field, struct sp_buf *sql)
{
    switch (field->type) {
    case SP_FIELD_TEXT:
        sp_buf_format(sql, ", %s INTEGER", field->name);
        return;
    case SP_FIELD_DATE:
        sp_buf_format(sql, ", %s DATE, %s_second INTEGER, %s_none INTEGER", field->name, field->name,
                      field->name);
        return;
    case SP_FIELD_WHOLE:
        sp_buf_format(sql, ", %s BIGINT, %s_none INTEGER", field->name, field->name);
        return;
    case SP_FIELD_MONEY:
        sp_buf_format(sql, ", %s DECIMAL(18,2), %s_none INTEGER", field->name, field->name);
        return;
    case SP_FIELD_DECIMAL:
        sp_buf_format(sql, ", %s DECIMAL(18,6), %s_none INTEGER", field->name, field->name);
        return;
    case SP_FIELD_PERSON:
        sp_buf_format(sql, ", %s INTEGER, %s_none INTEGER", field->name, field->name);
        return;
    }
}

static void event_table_sql(const struct sp_event *event, struct sp_buf *sql)
{
    sp_buf_format(sql, "CREATE TABLE %s (sheet_id INTEGER, row BIGINT", event->name);
    for (size_t i = 0; i < event->field_count; i++) {
        field_columns_sql(&event->fields[i], sql);
    }
    sp_buf_text(sql, ");\n");
}

/*
 * The view gives the texts back. One list of labels, looked up by code, instead of a join a field:
 * sixty joins take longer to plan than to run.
 */
static void event_view_sql(const struct sp_event *event, struct sp_buf *sql)
{
    sp_buf_format(sql,
                  "CREATE VIEW %s AS WITH labels AS (SELECT list(label ORDER BY code) AS of FROM term) "
                  "SELECT sheet.release, source.file, sheet.name AS sheet, e.row",
                  event->plural);
    for (size_t i = 0; i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        if (field->type == SP_FIELD_TEXT) {
            sp_buf_format(sql, ", labels.of[e.%s + 1] AS %s", field->name, field->name);
            continue;
        }
        sp_buf_format(sql, ", e.%s", field->name);
        if (field->type == SP_FIELD_DATE) {
            sp_buf_format(sql, ", e.%s_second", field->name);
        }
        sp_buf_format(sql, ", labels.of[e.%s_none + 1] AS %s_none", field->name, field->name);
    }
    sp_buf_format(sql, " FROM %s e JOIN sheet USING (sheet_id) JOIN source USING (source_id), labels;\n",
                  event->name);
}

/* All that decides the layout, so that a ledger made with other fields is told apart by a hash. */
static enum sp_rc schema_sql(struct sp_buf *sql, char out_hash[SP_SHA256_TEXT_SIZE], struct sp_err *err)
{
    sp_buf_text(sql, fixed_tables);
    sp_buf_text(sql, ledger_link_tables);
    for (size_t i = 0; i < sp_event_count(); i++) {
        if (sp_event_get(i)->base) {
            ledger_derived_view_sql(sp_event_get(i), sql);
        } else {
            event_table_sql(sp_event_get(i), sql);
        }
        event_view_sql(sp_event_get(i), sql);
    }
    const enum sp_rc rc = sp_buf_status(sql, err);
    if (rc != SP_OK) return rc;
    if (!sp_sha256_of(sp_buf_str(sql), out_hash)) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    return SP_OK;
}

enum sp_rc ledger_schema_make(struct sp_ledger *ledger, struct sp_err *err)
{
    struct sp_buf sql;
    char hash[SP_SHA256_TEXT_SIZE];
    sp_buf_init(&sql, SCHEMA_SQL_MAX);
    enum sp_rc rc = schema_sql(&sql, hash, err);
    if (rc == SP_OK) {
        sp_buf_format(&sql, "INSERT INTO meta VALUES ('format', 'sallyport ledger'), "
                            "('schema_version', '%d'), ('schema_sha256', '%s');",
                      (int)LEDGER_SCHEMA_VERSION, hash);
        rc = sp_buf_status(&sql, err);
    }
    // All or nothing: a program killed here leaves an empty database, which the next one fills.
    if (rc == SP_OK) rc = ledger_begin(ledger, err);
    if (rc == SP_OK) rc = ledger_run(ledger, sql.data, err);
    if (rc == SP_OK) rc = ledger_run(ledger, "COMMIT", err);
    if (rc == SP_OK) ledger->in_transaction = false;
    ledger_rollback(ledger);
    sp_buf_release(&sql);
    return rc;
}

static enum sp_rc meta_get(struct sp_ledger *ledger, const char *key, char *out, size_t out_size)
{
    struct ledger_rows rows = {0};
    const struct ledger_param param = ledger_text(sp_str_of(key));
    out[0] = '\0';
    enum sp_rc rc = ledger_query(ledger, "SELECT value FROM meta WHERE key = ?", &param, 1, &rows, NULL);
    if (rc != SP_OK) return rc;
    rc = ledger_next(&rows);
    if (rc == SP_OK) (void)snprintf(out, out_size, "%.*s", SP_FMT(ledger_get_text(&rows, 0)));
    ledger_rows_release(&rows);
    return rc;
}

enum sp_rc ledger_schema_check(struct sp_ledger *ledger, struct sp_err *err)
{
    int64_t table_count;
    enum sp_rc rc = ledger_query_whole(ledger, "SELECT count(*) FROM information_schema.tables", NULL, 0,
                                       &table_count, err);
    if (rc != SP_OK) return rc;
    if (table_count == 0 && ledger->mode == SP_LEDGER_WRITE) return ledger_schema_make(ledger, err);
    char format[64];
    char found[SP_SHA256_TEXT_SIZE];
    char expected[SP_SHA256_TEXT_SIZE];
    if (meta_get(ledger, "format", format, sizeof format) != SP_OK || strcmp(format, "sallyport ledger") != 0) {
        return sp_err_set(err, SP_ERR_LEDGER, "this database is no Sallyport ledger; name another with --ledger");
    }
    struct sp_buf sql;
    sp_buf_init(&sql, SCHEMA_SQL_MAX);
    rc = schema_sql(&sql, expected, err);
    sp_buf_release(&sql);
    if (rc != SP_OK) return rc;
    if (meta_get(ledger, "schema_sha256", found, sizeof found) != SP_OK || strcmp(found, expected) != 0) {
        return sp_err_set(err, SP_ERR_LEDGER,
                          "this ledger was made by another version of sallyport; add its files to a new one "
                          "(the files are listed by the version that made it, with 'sources')");
    }
    return SP_OK;
}
