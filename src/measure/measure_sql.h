/*
 * The SQL of a query: its tables and its conditions, with values bound, never pasted.
 *
 *   FROM arrest e JOIN sheet USING (sheet_id) JOIN source USING (source_id) WHERE …
 */
#ifndef MEASURE_SQL_H
#define MEASURE_SQL_H

#include "measure/measure_query.h"

enum { MEASURE_SQL_MAX = 1 << 20, MEASURE_PARAMS_MAX = 4096 };

struct measure_sql {
    struct sp_buf text;
    struct ledger_param params[MEASURE_PARAMS_MAX];
    size_t param_count;
    bool has_set_aside; // the ledger has rows that may not count (rule OVERLAP)
};

/** @param out_sql  owned, large: on the heap */
SP_MUST_USE enum sp_rc measure_sql_new(struct sp_ledger *ledger, struct measure_sql **out_sql,
                                       struct sp_err *err);
void measure_sql_reset(struct measure_sql *sql);
void measure_sql_release(struct measure_sql *sql);

/** "FROM … WHERE …". */
void measure_sql_from(struct measure_sql *sql, const struct sp_query *query);
/*
 * What is counted of them: rows, or persons, each once however many of their rows stand there.
 * "SELECT … <inner> FROM … GROUP BY ALL" gives what "SELECT … <outer>" counts in the end.
 */
const char *measure_sql_whole_count(const struct sp_query *query);
const char *measure_sql_inner_count(const struct sp_query *query);
const char *measure_sql_outer_count(const struct sp_query *query);

/** Whether the query groups by release or file, so that sources are not added up. */
bool measure_keeps_apart(const struct sp_query *query);
/** "(…)": the record's dimension is unknown. */
void measure_sql_unknown(struct measure_sql *sql, const struct measure_dim *dim);
/** Run what was written. */
SP_MUST_USE enum sp_rc measure_sql_run(struct sp_ledger *ledger, struct measure_sql *sql,
                                       struct ledger_rows *out_rows, struct sp_err *err);
SP_MUST_USE enum sp_rc measure_sql_whole(struct sp_ledger *ledger, struct measure_sql *sql,
                                         uint64_t *out_whole, struct sp_err *err);

/** Labels that stand for several kinds of "no value": the SQL condition on term, or NULL. */
const char *measure_special_label(struct sp_str label);

#endif
