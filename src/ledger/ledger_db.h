/*
 * The one place that speaks to DuckDB. Statements are prepared, values are bound, never pasted;
 * results are read as whole numbers and texts, so that no type of DuckDB's leaves this folder.
 */
#ifndef LEDGER_DB_H
#define LEDGER_DB_H

#include "base/base.h"
#include "sallyport/ledger.h"

#include <duckdb.h>

struct sp_ledger {
    duckdb_database database;
    duckdb_connection connection;
    struct sp_str path;      // in the arena
    struct sp_arena arena;   // lives as long as the handle
    enum sp_ledger_mode mode;
    int thread_count;        // at least 1
    bool is_new;             // the file did not exist; it is removed at close unless something was committed
    bool in_transaction;
};

/** Bound in place of the Nth '?'. */
struct ledger_param {
    enum { LEDGER_PARAM_TEXT, LEDGER_PARAM_WHOLE } kind;
    struct sp_str text;
    int64_t whole;
};
struct ledger_param ledger_text(struct sp_str text);
struct ledger_param ledger_whole(int64_t whole);

/** Several statements separated by ';', without parameters or results. */
SP_MUST_USE enum sp_rc ledger_run(struct sp_ledger *ledger, const char *sql, struct sp_err *err);

/**
 * Settings for a long append, outside of a transaction: the writer's thread works while the reader's
 * do, so that threads of DuckDB's own would only stand in their way (and wait by spinning), and what
 * is written already need not be kept in memory.
 */
SP_MUST_USE enum sp_rc ledger_append_begin(struct sp_ledger *ledger, struct sp_err *err);
/** Back to what the ledger was opened with. */
void ledger_append_end(struct sp_ledger *ledger);

/** SP_ERR_LEDGER with the database's own reason; `message` may be NULL. */
enum sp_rc ledger_error(struct sp_err *err, const char *message);
/** @param out_statement  owned, its values bound; for this folder alone */
SP_MUST_USE enum sp_rc ledger_statement(struct sp_ledger *ledger, const char *sql,
                                        const struct ledger_param *params, size_t param_count,
                                        duckdb_prepared_statement *out_statement, struct sp_err *err);

/** The rows of one query. Columns must be BIGINT or VARCHAR (cast them in the query). */
struct ledger_rows {
    duckdb_result result;
    duckdb_data_chunk chunk;
    uint64_t chunk_size;
    uint64_t row; // in the chunk
    bool is_open;
};
SP_MUST_USE enum sp_rc ledger_query(struct sp_ledger *ledger, const char *sql,
                                    const struct ledger_param *params, size_t param_count,
                                    struct ledger_rows *out_rows, struct sp_err *err);
/** SP_OK with a row, SP_END after the last. */
SP_MUST_USE enum sp_rc ledger_next(struct ledger_rows *rows);
bool ledger_is_null(const struct ledger_rows *rows, size_t column);
/** 0 for NULL. */
int64_t ledger_get_whole(const struct ledger_rows *rows, size_t column);
/** Borrowed until the next row; empty for NULL. */
struct sp_str ledger_get_text(const struct ledger_rows *rows, size_t column);
void ledger_rows_release(struct ledger_rows *rows);

/** One statement without a result, with bound values. */
SP_MUST_USE enum sp_rc ledger_execute(struct sp_ledger *ledger, const char *sql,
                                      const struct ledger_param *params, size_t param_count,
                                      struct sp_err *err);
/** One query, one whole number; SP_ERR_LEDGER when there is no row. */
SP_MUST_USE enum sp_rc ledger_query_whole(struct sp_ledger *ledger, const char *sql,
                                          const struct ledger_param *params, size_t param_count,
                                          int64_t *out_whole, struct sp_err *err);

SP_MUST_USE enum sp_rc ledger_begin(struct sp_ledger *ledger, struct sp_err *err);
SP_MUST_USE enum sp_rc ledger_commit(struct sp_ledger *ledger, struct sp_err *err);
/** Never fails: a transaction that cannot be rolled back is gone with its connection. */
void ledger_rollback(struct sp_ledger *ledger);

#endif
