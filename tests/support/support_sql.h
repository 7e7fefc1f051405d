/*
 * The two engines that the rules run on: the same calls for both. An engine belongs to
 * one thread. A call that fails says why in `error` and leaves the engine fit for release
 * only.
 */
#ifndef SUPPORT_SQL_H
#define SUPPORT_SQL_H

#include "support/support_rows.h"

struct support_sql {
    const char *name; // "DuckDB"
    bool (*run)(struct support_sql *sql, const char *text);
    /** Append a history's table to the relation in_… of the same columns. */
    bool (*load)(struct support_sql *sql, const struct support_history *history,
                 enum support_table_id id);
    /** Rows of one SELECT; a column must be a whole number of at most 64 bits, a truth
     * value or a text. */
    bool (*fetch)(struct support_sql *sql, const char *text,
                  struct support_rows *out_rows);
    void (*close)(struct support_sql *sql);
    void *handle;
    char error[2048];
};

/** DuckDB in memory, on one thread, with nothing installed or loaded by itself. */
bool support_duckdb_open(struct support_sql *out_sql);

/** What CREATE TABLE makes of a column. */
const char *support_sql_type(enum support_kind kind);
/** Statements that make every in_… relation, and in_label; empty. */
void support_sql_inputs(struct sp_buf *out);
/** Empty the inputs, then fill them from a history. */
bool support_sql_refill(struct support_sql *sql, const struct support_history *history);
/** A text in quotes. */
void support_sql_quote(struct sp_buf *out, struct sp_str text);

#endif
