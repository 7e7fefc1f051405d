/* Writing the conditions of a query. Kinds of "no value" are the numbers of enum sp_none_kind. */
#include "measure/measure_sql.h"

#include "measure/measure_heads.h"
#include "measure/measure_keep.h"

#include <string.h>

_Static_assert(SP_NONE_EMPTY == 1 && SP_NONE_REDACTED == 2 && SP_NONE_UNREADABLE == 3 &&
                   SP_NONE_NOT_APPLICABLE == 4 && SP_NONE_NOT_IN_RELEASE == 5,
               "the SQL below and the ledger's stored terms name these by number");

#define UNKNOWN_KINDS "none IN (1, 2, 3, 5)"

enum sp_rc measure_sql_new(struct sp_ledger *ledger, struct measure_sql **out_sql, struct sp_err *err)
{
    int64_t has_set_aside;
    const enum sp_rc rc = ledger_query_whole(
        ledger, "SELECT CAST(EXISTS (FROM set_aside) AS BIGINT)", NULL, 0, &has_set_aside, err);
    if (rc != SP_OK) return rc;
    struct measure_sql *sql = sp_alloc(sizeof *sql);
    if (!sql) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    sp_buf_init(&sql->text, MEASURE_SQL_MAX);
    sql->param_count = 0;
    sql->has_set_aside = has_set_aside != 0;
    *out_sql = sql;
    return SP_OK;
}

void measure_sql_reset(struct measure_sql *sql)
{
    sp_buf_reset(&sql->text);
    sql->param_count = 0;
}

void measure_sql_release(struct measure_sql *sql)
{
    if (!sql) return;
    sp_buf_release(&sql->text);
    sp_free(sql);
}

static void bind(struct measure_sql *sql, struct sp_str value)
{
    SP_ASSERT(sql->param_count < MEASURE_PARAMS_MAX); // 16 filters of 64 values, each bound at most four times.
    sql->params[sql->param_count++] = ledger_text(value);
}

const char *measure_special_label(struct sp_str label)
{
    if (sp_str_equal_fold(label, SP_STR("[unknown]"))) return UNKNOWN_KINDS;
    if (sp_str_equal_fold(label, SP_STR("[redacted]"))) return "none = 2";
    return NULL;
}

/* "code IN (SELECT code FROM term WHERE …)" for the labels of a filter. */
static void term_match(struct measure_sql *sql, const struct measure_dim *dim, const struct sp_filter *filter)
{
    measure_dim_code_sql(dim, &sql->text);
    sp_buf_text(&sql->text, " IN (SELECT code FROM term WHERE false");
    for (size_t i = 0; i < filter->value_count; i++) {
        const char *special = measure_special_label(filter->values[i]);
        if (special) {
            sp_buf_format(&sql->text, " OR %s", special);
            if (strcmp(special, UNKNOWN_KINDS) == 0) measure_dim_unknown_sql(dim, &sql->text);
        } else {
            sp_buf_text(&sql->text, " OR lower(label) = lower(?)");
            bind(sql, filter->values[i]);
        }
    }
    sp_buf_text(&sql->text, ")");
}

/* The record holds one of the filter's values. Never NULL. */
static void match(struct measure_sql *sql, const struct measure_dim *dim, const struct sp_filter *filter)
{
    sp_buf_text(&sql->text, "(coalesce(lower(");
    measure_dim_value_sql(dim, &sql->text);
    sp_buf_text(&sql->text, ") IN (");
    for (size_t i = 0; i < filter->value_count; i++) {
        sp_buf_text(&sql->text, i ? ", lower(?)" : "lower(?)");
        bind(sql, filter->values[i]);
    }
    sp_buf_text(&sql->text, "), false) OR coalesce(");
    term_match(sql, dim, filter);
    sp_buf_text(&sql->text, ", false))");
}

void measure_sql_unknown(struct measure_sql *sql, const struct measure_dim *dim)
{
    sp_buf_text(&sql->text, "coalesce(");
    measure_dim_code_sql(dim, &sql->text);
    sp_buf_text(&sql->text, " IN (SELECT code FROM term WHERE " UNKNOWN_KINDS);
    measure_dim_unknown_sql(dim, &sql->text);
    sp_buf_text(&sql->text, "), false)");
}

static void filter_sql(struct measure_sql *sql, const struct sp_query *query, const struct sp_filter *filter)
{
    struct measure_dim dim;
    const bool found = measure_dim_find(query, filter->field, &dim, NULL) == SP_OK;
    SP_ASSERT(found); // Checked when the filter was made.
    sp_buf_text(&sql->text, filter->negated ? " AND (NOT " : " AND (");
    match(sql, &dim, filter);
    if (filter->or_unknown) {
        sp_buf_text(&sql->text, " OR ");
        measure_sql_unknown(sql, &dim);
    }
    sp_buf_text(&sql->text, ")");
}

static void period_sql(struct measure_sql *sql, const struct sp_query *query)
{
    const char *date = measure_event(query->measure)->date_field;
    char day[SP_DATE_TEXT_MAX];
    if (measure_counts_heads(query->measure)) return; // The days are those of the rows.
    if (query->day_from == SP_DAY_NONE && query->day_to == SP_DAY_NONE) return;
    sp_buf_text(&sql->text, " AND (true");
    if (query->day_from != SP_DAY_NONE) {
        sp_date_format(query->day_from, day);
        sp_buf_format(&sql->text, " AND e.%s >= DATE '%s'", date, day);
    }
    if (query->day_to != SP_DAY_NONE) {
        sp_date_format(query->day_to, day);
        sp_buf_format(&sql->text, " AND e.%s <= DATE '%s'", date, day);
    }
    if (query->or_undated) sp_buf_format(&sql->text, " OR e.%s IS NULL", date);
    sp_buf_text(&sql->text, ")");
}

bool measure_keeps_apart(const struct sp_query *query)
{
    for (size_t i = 0; i < query->by_count; i++) {
        if (sp_str_equal_text(query->by[i], "release") || sp_str_equal_text(query->by[i], "file")) return true;
    }
    return false;
}

/* The filters on release and file, asked of the sheet that holds a set-aside row's equal. */
static void including_filters(struct measure_sql *sql, const struct sp_query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct sp_filter *filter = &query->filters[i];
        const bool is_release = sp_str_equal_text(filter->field, "release");
        if (!is_release && !sp_str_equal_text(filter->field, "file")) continue;
        sp_buf_format(&sql->text, " AND lower(%s) %sIN (", is_release ? "by_sheet.release" : "by_source.file",
                      filter->negated ? "NOT " : "");
        for (size_t j = 0; j < filter->value_count; j++) {
            sp_buf_text(&sql->text, j ? ", lower(?)" : "lower(?)");
            bind(sql, filter->values[j]);
        }
        sp_buf_char(&sql->text, ')');
    }
}

/*
 * Rule OVERLAP: a row that was set aside for its equal in another sheet does not count where that sheet
 * is counted over too. Kept apart by release or file, each source counts in full.
 */
static void set_aside_sql(struct measure_sql *sql, const struct sp_query *query)
{
    if (!sql->has_set_aside || measure_keeps_apart(query)) return;
    sp_buf_text(&sql->text,
                " AND NOT EXISTS (SELECT 1 FROM set_aside a JOIN sheet by_sheet ON by_sheet.sheet_id = a.by_sheet_id "
                "JOIN source by_source ON by_source.source_id = by_sheet.source_id "
                "WHERE a.sheet_id = e.sheet_id AND a.row = e.row");
    including_filters(sql, query);
    sp_buf_char(&sql->text, ')');
}

/* What linking found of the record, where the query reads it. */
static void link_sql(struct measure_sql *sql, const struct sp_query *query)
{
    const bool reads = measure_is_linked(query) && !measure_counts_heads(query->measure);
    const char *table = reads ? measure_link_table(query->measure) : NULL;
    if (table) sp_buf_format(&sql->text, " JOIN %s k ON k.sheet_id = e.sheet_id AND k.row = e.row", table);
}

const char *measure_sql_whole_count(const struct sp_query *query)
{
    return measure_heads_is_persons(query) ? "count(DISTINCT e.head)" : "count(*)";
}

const char *measure_sql_inner_count(const struct sp_query *query)
{
    return measure_heads_is_persons(query) ? "e.head AS head" : "count(*) AS n";
}

const char *measure_sql_outer_count(const struct sp_query *query)
{
    return measure_heads_is_persons(query) ? "count(DISTINCT head)" : "CAST(sum(n) AS BIGINT)";
}

void measure_sql_from(struct measure_sql *sql, const struct sp_query *query)
{
    const struct measure_keep *keep = measure_keep_of(query);
    sp_buf_text(&sql->text, " FROM ");
    if (measure_counts_heads(query->measure)) {
        measure_heads_sql(query, &sql->text);
    } else {
        sp_buf_text(&sql->text, query->measure->event);
    }
    sp_buf_text(&sql->text, " e JOIN sheet USING (sheet_id) JOIN source USING (source_id)");
    link_sql(sql, query);
    sp_buf_text(&sql->text, " WHERE true");
    if (keep && keep->bit) sp_buf_format(&sql->text, " AND (k.kept_by & %u) <> 0", keep->bit);
    period_sql(sql, query);
    for (size_t i = 0; i < query->filter_count; i++) {
        filter_sql(sql, query, &query->filters[i]);
    }
    set_aside_sql(sql, query);
}

enum sp_rc measure_sql_run(struct sp_ledger *ledger, struct measure_sql *sql, struct ledger_rows *out_rows,
                           struct sp_err *err)
{
    const enum sp_rc rc = sp_buf_status(&sql->text, err);
    if (rc != SP_OK) return rc;
    return ledger_query(ledger, sql->text.data, sql->params, sql->param_count, out_rows, err);
}

enum sp_rc measure_sql_whole(struct sp_ledger *ledger, struct measure_sql *sql, uint64_t *out_whole,
                             struct sp_err *err)
{
    int64_t whole;
    enum sp_rc rc = sp_buf_status(&sql->text, err);
    if (rc == SP_OK) {
        rc = ledger_query_whole(ledger, sql->text.data, sql->params, sql->param_count, &whole, err);
    }
    if (rc == SP_OK) *out_whole = (uint64_t)whole;
    return rc;
}
