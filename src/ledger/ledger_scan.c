/*
 * Streaming: the statement runs while its chunks are taken. A column is asked for its
 * type each time, so that numbers of another width are our mistake and found at once.
 */
#include "ledger/ledger_scan.h"

enum sp_rc ledger_scan_open(struct sp_ledger *ledger, const char *sql,
                            const struct ledger_param *params, size_t param_count,
                            struct ledger_scan *out_scan, struct sp_err *err)
{
    struct ledger_scan scan = {0};
    duckdb_pending_result pending = NULL;
    SP_ASSERT(duckdb_vector_size() <= LEDGER_SCAN_ROWS_MAX);
    enum sp_rc rc =
        ledger_statement(ledger, sql, params, param_count, &scan.statement, err);
    if (rc != SP_OK) return rc;
    if (duckdb_pending_prepared_streaming(scan.statement, &pending) == DuckDBError) {
        rc = ledger_error(err, duckdb_pending_error(pending));
    } else if (duckdb_execute_pending(pending, &scan.result) == DuckDBError) {
        rc = ledger_error(err, duckdb_result_error(&scan.result));
        duckdb_destroy_result(&scan.result);
    }
    duckdb_destroy_pending(&pending);
    if (rc != SP_OK) {
        duckdb_destroy_prepare(&scan.statement);
        return rc;
    }
    scan.is_open = true;
    *out_scan = scan;
    return SP_OK;
}

enum sp_rc ledger_scan_next(struct ledger_scan *scan, struct sp_err *err)
{
    SP_ASSERT(scan->is_open);
    do {
        if (scan->chunk) duckdb_destroy_data_chunk(&scan->chunk);
        scan->chunk = duckdb_fetch_chunk(scan->result);
        scan->row_count = scan->chunk ? duckdb_data_chunk_get_size(scan->chunk) : 0;
    } while (scan->chunk && scan->row_count == 0);
    if (scan->chunk) return SP_OK;
    const char *message = duckdb_result_error(&scan->result);
    return message ? ledger_error(err, message) : SP_END;
}

static duckdb_vector column_get(const struct ledger_scan *scan, size_t column,
                                size_t width)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(scan->chunk, column);
    duckdb_logical_type type = duckdb_vector_get_column_type(vector);
    const duckdb_type id = duckdb_get_type_id(type);
    duckdb_destroy_logical_type(&type);
    const size_t found =
        id == DUCKDB_TYPE_INTEGER || id == DUCKDB_TYPE_DATE     ? sizeof(int32_t)
        : id == DUCKDB_TYPE_BIGINT || id == DUCKDB_TYPE_DECIMAL ? sizeof(int64_t)
                                                                : 0;
    SP_ASSERT(found == width);
    return vector;
}

const int32_t *ledger_scan_int32(const struct ledger_scan *scan, size_t column)
{
    return duckdb_vector_get_data(column_get(scan, column, sizeof(int32_t)));
}

const int64_t *ledger_scan_int64(const struct ledger_scan *scan, size_t column)
{
    return duckdb_vector_get_data(column_get(scan, column, sizeof(int64_t)));
}

const uint64_t *ledger_scan_valid(const struct ledger_scan *scan, size_t column)
{
    return duckdb_vector_get_validity(duckdb_data_chunk_get_vector(scan->chunk, column));
}

void ledger_scan_close(struct ledger_scan *scan)
{
    if (!scan || !scan->is_open) return;
    if (scan->chunk) duckdb_destroy_data_chunk(&scan->chunk);
    duckdb_destroy_result(&scan->result);
    duckdb_destroy_prepare(&scan->statement);
    scan->is_open = false;
}
