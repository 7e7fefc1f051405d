/* Rows into a chunk of the table's own layout, a chunk to the appender when it is full.
 */
#include "ledger/ledger_ints.h"

enum {
    COLUMNS_MAX = 64,
    BITS_PER_WORD = 64,
    CHUNKS_PER_FLUSH = 60
}; // 60 chunks: a row group of the database

struct ledger_ints {
    duckdb_appender appender;
    duckdb_data_chunk chunk;
    void *data[COLUMNS_MAX];
    uint64_t *validity[COLUMNS_MAX];
    bool is_wide[COLUMNS_MAX]; // 64 bits
    size_t column_count;
    size_t row_count; // in the chunk
    size_t row_capacity;
    size_t chunk_count; // since the last flush
};

static enum sp_rc appender_error(const struct ledger_ints *ints, struct sp_err *err)
{
    return ledger_error(err, duckdb_appender_error(ints->appender));
}

static void columns_bind(struct ledger_ints *ints)
{
    for (size_t i = 0; i < ints->column_count; i++) {
        const duckdb_vector vector = duckdb_data_chunk_get_vector(ints->chunk, i);
        duckdb_vector_ensure_validity_writable(vector);
        ints->data[i] = duckdb_vector_get_data(vector);
        ints->validity[i] = duckdb_vector_get_validity(vector);
    }
}

static void chunk_make(struct ledger_ints *ints)
{
    duckdb_logical_type types[COLUMNS_MAX];
    ints->column_count = duckdb_appender_column_count(ints->appender);
    SP_ASSERT(ints->column_count <= COLUMNS_MAX);
    for (size_t i = 0; i < ints->column_count; i++) {
        types[i] = duckdb_appender_column_type(ints->appender, i);
        const duckdb_type id = duckdb_get_type_id(types[i]);
        ints->is_wide[i] = id == DUCKDB_TYPE_BIGINT || id == DUCKDB_TYPE_DECIMAL;
        SP_ASSERT(ints->is_wide[i] || id == DUCKDB_TYPE_INTEGER ||
                  id == DUCKDB_TYPE_DATE);
    }
    ints->chunk = duckdb_create_data_chunk(types, ints->column_count);
    for (size_t i = 0; i < ints->column_count; i++) {
        duckdb_destroy_logical_type(&types[i]);
    }
    ints->row_capacity = duckdb_vector_size();
    columns_bind(ints);
}

enum sp_rc ledger_ints_open(struct sp_ledger *ledger, const char *table,
                            struct ledger_ints **out_ints, struct sp_err *err)
{
    struct ledger_ints *ints = sp_alloc(sizeof *ints);
    if (!ints) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *ints = (struct ledger_ints){0};
    if (duckdb_appender_create(ledger->connection, NULL, table, &ints->appender) ==
        DuckDBError) {
        const enum sp_rc rc = appender_error(ints, err);
        ledger_ints_close(ints);
        return rc;
    }
    chunk_make(ints);
    *out_ints = ints;
    return SP_OK;
}

static enum sp_rc chunk_append(struct ledger_ints *ints, struct sp_err *err)
{
    duckdb_data_chunk_set_size(ints->chunk, ints->row_count);
    if (duckdb_append_data_chunk(ints->appender, ints->chunk) == DuckDBError)
        return appender_error(ints, err);
    if (++ints->chunk_count == CHUNKS_PER_FLUSH) {
        ints->chunk_count = 0;
        if (duckdb_appender_flush(ints->appender) == DuckDBError)
            return appender_error(ints, err);
    }
    ints->row_count = 0;
    duckdb_data_chunk_reset(ints->chunk);
    columns_bind(ints);
    return SP_OK;
}

enum sp_rc ledger_ints_row(struct ledger_ints *ints, const int64_t *values,
                           size_t value_count, struct sp_err *err)
{
    const size_t row = ints->row_count;
    SP_ASSERT(value_count == ints->column_count);
    for (size_t i = 0; i < value_count; i++) {
        if (values[i] == LEDGER_INTS_NULL) {
            ints->validity[i][row / BITS_PER_WORD] &=
                ~((uint64_t)1 << row % BITS_PER_WORD);
        } else if (ints->is_wide[i]) {
            ((int64_t *)ints->data[i])[row] = values[i];
        } else {
            SP_ASSERT(values[i] >= INT32_MIN && values[i] <= INT32_MAX);
            ((int32_t *)ints->data[i])[row] = (int32_t)values[i];
        }
    }
    return ++ints->row_count == ints->row_capacity ? chunk_append(ints, err) : SP_OK;
}

enum sp_rc ledger_ints_flush(struct ledger_ints *ints, struct sp_err *err)
{
    const enum sp_rc rc = ints->row_count ? chunk_append(ints, err) : SP_OK;
    if (rc != SP_OK) return rc;
    ints->chunk_count = 0;
    return duckdb_appender_flush(ints->appender) == DuckDBError
               ? appender_error(ints, err)
               : SP_OK;
}

void ledger_ints_close(struct ledger_ints *ints)
{
    if (!ints) return;
    if (ints->chunk) duckdb_destroy_data_chunk(&ints->chunk);
    if (ints->appender) duckdb_appender_destroy(&ints->appender);
    sp_free(ints);
}
