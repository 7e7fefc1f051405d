/* DuckDB, wrapped: prepared statements in, whole numbers and texts out. */
#include "ledger/ledger_db.h"

#include <stdio.h>
#include <string.h>

struct ledger_param ledger_text(struct sp_str text)
{
    return (struct ledger_param){.kind = LEDGER_PARAM_TEXT, .text = text};
}

struct ledger_param ledger_whole(int64_t whole)
{
    return (struct ledger_param){.kind = LEDGER_PARAM_WHOLE, .whole = whole};
}

/* The first line of DuckDB's message; the rest repeats the statement. */
enum sp_rc ledger_error(struct sp_err *err, const char *message)
{
    if (!message) message = "the database gave no reason";
    return sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: %.*s", (int)strcspn(message, "\n"),
                      message);
}

enum sp_rc ledger_run(struct sp_ledger *ledger, const char *sql, struct sp_err *err)
{
    duckdb_result result;
    enum sp_rc rc = SP_OK;
    if (duckdb_query(ledger->connection, sql, &result) == DuckDBError) {
        rc = ledger_error(err, duckdb_result_error(&result));
    }
    duckdb_destroy_result(&result);
    return rc;
}

enum sp_rc ledger_append_begin(struct sp_ledger *ledger, struct sp_err *err)
{
    return ledger_run(ledger, "SET threads = 1; SET memory_limit = '512MiB'", err);
}

void ledger_append_end(struct sp_ledger *ledger)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "SET threads = %d; RESET memory_limit", ledger->thread_count);
    // Should it fail, the ledger goes on as it is: slower, and right.
    if (ledger_run(ledger, sql, NULL) != SP_OK) return;
}

static bool params_bind(duckdb_prepared_statement statement, const struct ledger_param *params,
                        size_t param_count)
{
    for (size_t i = 0; i < param_count; i++) {
        const struct ledger_param *param = &params[i];
        const duckdb_state state =
            param->kind == LEDGER_PARAM_TEXT
                ? duckdb_bind_varchar_length(statement, i + 1, param->text.data ? param->text.data : "",
                                             param->text.size)
                : duckdb_bind_int64(statement, i + 1, param->whole);
        if (state == DuckDBError) return false;
    }
    return true;
}

enum sp_rc ledger_statement(struct sp_ledger *ledger, const char *sql, const struct ledger_param *params,
                            size_t param_count, duckdb_prepared_statement *out_statement, struct sp_err *err)
{
    duckdb_prepared_statement statement = NULL;
    if (duckdb_prepare(ledger->connection, sql, &statement) == DuckDBError ||
        !params_bind(statement, params, param_count)) {
        const enum sp_rc rc = ledger_error(err, duckdb_prepare_error(statement));
        duckdb_destroy_prepare(&statement);
        return rc;
    }
    *out_statement = statement;
    return SP_OK;
}

enum sp_rc ledger_query(struct sp_ledger *ledger, const char *sql, const struct ledger_param *params,
                        size_t param_count, struct ledger_rows *out_rows, struct sp_err *err)
{
    duckdb_prepared_statement statement;
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_statement(ledger, sql, params, param_count, &statement, err);
    if (rc != SP_OK) return rc;
    if (duckdb_execute_prepared(statement, &rows.result) == DuckDBError) {
        rc = ledger_error(err, duckdb_result_error(&rows.result));
        duckdb_destroy_result(&rows.result);
    } else {
        rows.is_open = true;
        *out_rows = rows;
    }
    duckdb_destroy_prepare(&statement);
    return rc;
}

enum sp_rc ledger_next(struct ledger_rows *rows)
{
    SP_ASSERT(rows->is_open);
    rows->row++;
    while (!rows->chunk || rows->row >= rows->chunk_size) {
        if (rows->chunk) duckdb_destroy_data_chunk(&rows->chunk);
        rows->chunk = duckdb_fetch_chunk(rows->result);
        if (!rows->chunk) return SP_END;
        rows->chunk_size = duckdb_data_chunk_get_size(rows->chunk);
        rows->row = 0;
    }
    return SP_OK;
}

bool ledger_is_null(const struct ledger_rows *rows, size_t column)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(rows->chunk, column);
    uint64_t *validity = duckdb_vector_get_validity(vector);
    return validity && !duckdb_validity_row_is_valid(validity, rows->row);
}

int64_t ledger_get_whole(const struct ledger_rows *rows, size_t column)
{
    if (ledger_is_null(rows, column)) return 0;
    const duckdb_vector vector = duckdb_data_chunk_get_vector(rows->chunk, column);
    return ((const int64_t *)duckdb_vector_get_data(vector))[rows->row];
}

struct sp_str ledger_get_text(const struct ledger_rows *rows, size_t column)
{
    if (ledger_is_null(rows, column)) return (struct sp_str){0};
    const duckdb_vector vector = duckdb_data_chunk_get_vector(rows->chunk, column);
    duckdb_string_t *text = &((duckdb_string_t *)duckdb_vector_get_data(vector))[rows->row];
    return (struct sp_str){.data = duckdb_string_t_data(text),
                           .size = duckdb_string_t_length(*text)};
}

void ledger_rows_release(struct ledger_rows *rows)
{
    if (!rows || !rows->is_open) return;
    if (rows->chunk) duckdb_destroy_data_chunk(&rows->chunk);
    duckdb_destroy_result(&rows->result);
    rows->is_open = false;
}

enum sp_rc ledger_execute(struct sp_ledger *ledger, const char *sql, const struct ledger_param *params,
                          size_t param_count, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    const enum sp_rc rc = ledger_query(ledger, sql, params, param_count, &rows, err);
    ledger_rows_release(&rows);
    return rc;
}

enum sp_rc ledger_query_whole(struct sp_ledger *ledger, const char *sql,
                              const struct ledger_param *params, size_t param_count,
                              int64_t *out_whole, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(ledger, sql, params, param_count, &rows, err);
    if (rc != SP_OK) return rc;
    rc = ledger_next(&rows);
    if (rc == SP_OK) {
        *out_whole = ledger_get_whole(&rows, 0);
    } else {
        rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: a row was expected and none came");
    }
    ledger_rows_release(&rows);
    return rc;
}

enum sp_rc ledger_begin(struct sp_ledger *ledger, struct sp_err *err)
{
    SP_ASSERT(!ledger->in_transaction);
    const enum sp_rc rc = ledger_run(ledger, "BEGIN TRANSACTION", err);
    ledger->in_transaction = rc == SP_OK;
    return rc;
}

enum sp_rc ledger_commit(struct sp_ledger *ledger, struct sp_err *err)
{
    SP_ASSERT(ledger->in_transaction);
    const enum sp_rc rc = ledger_run(ledger, "COMMIT", err);
    if (rc != SP_OK) {
        ledger_rollback(ledger);
        return rc;
    }
    ledger->in_transaction = false;
    ledger->is_new = false;
    return SP_OK;
}

void ledger_rollback(struct sp_ledger *ledger)
{
    if (!ledger->in_transaction) return;
    ledger->in_transaction = false;
    if (ledger_run(ledger, "ROLLBACK", NULL) != SP_OK) return; // The connection's end rolls back too.
}
