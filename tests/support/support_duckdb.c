#include "support/support_sql.h"

#include <duckdb.h>

#include <string.h>

struct duckdb_engine {
    duckdb_database database;
    duckdb_connection connection;
};

static bool fail(struct support_sql *sql, const char *what)
{
    (void)snprintf(sql->error, sizeof sql->error, "%s", what ? what : "no reason given");
    return false;
}

static bool run(struct support_sql *sql, const char *text)
{
    struct duckdb_engine *engine = sql->handle;
    duckdb_result result;
    const bool is_done = duckdb_query(engine->connection, text, &result) == DuckDBSuccess;
    if (!is_done) (void)fail(sql, duckdb_result_error(&result));
    duckdb_destroy_result(&result);
    return is_done;
}

static bool load(struct support_sql *sql, const struct support_history *history,
                 enum support_table_id id)
{
    struct duckdb_engine *engine = sql->handle;
    const struct support_relation *relation = &support_relations[id];
    duckdb_appender appender = NULL;
    char name[SUPPORT_NAME_MAX];
    (void)snprintf(name, sizeof name, "in_%s", relation->name);
    bool is_done = duckdb_appender_create(engine->connection, NULL, name, &appender) ==
                   DuckDBSuccess;
    for (size_t i = 0; is_done && i < history->tables[id].row_count; i++) {
        const int64_t *row = support_row(history, id, i);
        for (size_t c = 0; is_done && c < relation->column_count; c++) {
            is_done = (row[c] == SUPPORT_NONE
                           ? duckdb_append_null(appender)
                           : duckdb_append_int64(appender, row[c])) == DuckDBSuccess;
        }
        is_done = is_done && duckdb_appender_end_row(appender) == DuckDBSuccess;
    }
    is_done = is_done && duckdb_appender_flush(appender) == DuckDBSuccess;
    if (!is_done) (void)fail(sql, duckdb_appender_error(appender));
    (void)duckdb_appender_destroy(&appender);
    return is_done;
}

/* -- Fetching
 * ----------------------------------------------------------------------------------- */

static bool columns_read(struct support_sql *sql, duckdb_result *result,
                         struct support_rows *rows)
{
    for (idx_t c = 0; c < duckdb_column_count(result); c++) {
        const char *name = duckdb_column_name(result, c);
        const duckdb_type type = duckdb_column_type(result, c);
        const bool is_word = type == DUCKDB_TYPE_VARCHAR;
        if (!is_word && type != DUCKDB_TYPE_BIGINT && type != DUCKDB_TYPE_INTEGER &&
            type != DUCKDB_TYPE_SMALLINT && type != DUCKDB_TYPE_TINYINT &&
            type != DUCKDB_TYPE_BOOLEAN) {
            (void)snprintf(sql->error, sizeof sql->error,
                           "column '%s' is of DuckDB's type %d; cast it to BIGINT, "
                           "INTEGER or VARCHAR",
                           name, (int)type);
            return false;
        }
        support_rows_column_add(rows, name, is_word);
    }
    return true;
}

static int64_t cell_read(duckdb_type type, const void *data, idx_t row)
{
    switch ((int)type) {
    case DUCKDB_TYPE_BIGINT:
        return ((const int64_t *)data)[row];
    case DUCKDB_TYPE_INTEGER:
        return ((const int32_t *)data)[row];
    case DUCKDB_TYPE_SMALLINT:
        return ((const int16_t *)data)[row];
    case DUCKDB_TYPE_TINYINT:
        return ((const int8_t *)data)[row];
    case DUCKDB_TYPE_BOOLEAN:
        return ((const bool *)data)[row];
    default: {
        duckdb_string_t text = ((const duckdb_string_t *)data)[row];
        return support_word(duckdb_string_t_data(&text), duckdb_string_t_length(text));
    }
    }
}

static void chunk_read(duckdb_result *result, duckdb_data_chunk chunk,
                       struct support_rows *rows)
{
    const idx_t count = duckdb_data_chunk_get_size(chunk);
    const size_t first = rows->row_count;
    for (idx_t i = 0; i < count; i++) {
        (void)support_rows_add(rows);
    }
    for (idx_t c = 0; c < rows->column_count; c++) {
        duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
        uint64_t *validity = duckdb_vector_get_validity(vector);
        const void *data = duckdb_vector_get_data(vector);
        const duckdb_type type = duckdb_column_type(result, c);
        for (idx_t i = 0; i < count; i++) {
            const bool is_valid = !validity || duckdb_validity_row_is_valid(validity, i);
            rows->cells[(first + i) * rows->column_count + c] =
                is_valid ? cell_read(type, data, i) : SUPPORT_NONE;
        }
    }
}

static bool fetch(struct support_sql *sql, const char *text,
                  struct support_rows *out_rows)
{
    struct duckdb_engine *engine = sql->handle;
    duckdb_result result;
    *out_rows = (struct support_rows){0};
    bool is_done = duckdb_query(engine->connection, text, &result) == DuckDBSuccess;
    if (!is_done) (void)fail(sql, duckdb_result_error(&result));
    is_done = is_done && columns_read(sql, &result, out_rows);
    while (is_done) {
        duckdb_data_chunk chunk = duckdb_fetch_chunk(result);
        if (!chunk) break;
        chunk_read(&result, chunk, out_rows);
        duckdb_destroy_data_chunk(&chunk);
    }
    duckdb_destroy_result(&result);
    if (!is_done) support_rows_release(out_rows);
    return is_done;
}

/* -- Opening
 * ------------------------------------------------------------------------------------ */

static void engine_close(struct support_sql *sql)
{
    struct duckdb_engine *engine = sql->handle;
    if (!engine) return;
    duckdb_disconnect(&engine->connection);
    duckdb_close(&engine->database);
    sp_free(engine);
    sql->handle = NULL;
}

bool support_duckdb_open(struct support_sql *out_sql)
{
    static const char *const settings[][2] = {
        {"threads", "1"},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"enable_external_access", "false"},
    };
    struct duckdb_engine *engine = sp_alloc(sizeof *engine);
    duckdb_config config = NULL;
    char *message = NULL;
    SP_ASSERT(engine);
    *engine = (struct duckdb_engine){0};
    *out_sql = (struct support_sql){.name = "DuckDB",
                                    .run = run,
                                    .load = load,
                                    .fetch = fetch,
                                    .close = engine_close,
                                    .handle = engine};
    bool is_done = duckdb_create_config(&config) == DuckDBSuccess;
    for (size_t i = 0; is_done && i < sizeof settings / sizeof settings[0]; i++) {
        is_done =
            duckdb_set_config(config, settings[i][0], settings[i][1]) == DuckDBSuccess;
    }
    is_done =
        is_done &&
        duckdb_open_ext(NULL, &engine->database, config, &message) == DuckDBSuccess &&
        duckdb_connect(engine->database, &engine->connection) == DuckDBSuccess;
    if (!is_done) (void)fail(out_sql, message);
    duckdb_free(message);
    duckdb_destroy_config(&config);
    return is_done && run(out_sql, "SET integer_division = true");
}
