/*
 * How many records meet a question for sure, and how many might (rule BOUNDS).
 *
 *   least = records that meet every filter, a negated one with a known value
 *   most  = records that meet every filter or are unknown in it, dated in the period or undated
 */
#include "measure/measure_heads.h"
#include "measure/measure_keep.h"
#include "measure/measure_proof.h"

enum { WHY_MAX = 64, ABSENT_MAX = SP_QUERY_FILTERS_MAX };

/* Labels of "no value" stand in brackets: "[redacted (b)(7)(E)]". */
static bool asks_for_no_value(const struct sp_filter *filter)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (!sp_str_starts(filter->values[i], SP_STR("["))) return false;
    }
    return true;
}

/* The query whose plain count is `least` (or_unknown false) or `most` (true). */
static enum sp_rc bound_query(const struct sp_query *query, bool or_unknown, struct sp_arena *arena,
                              struct sp_query **out_query, struct sp_err *err)
{
    struct sp_query *bound = sp_arena_alloc(arena, sizeof *bound);
    if (!bound) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *bound = *query;
    bound->by_count = 0;
    bound->or_undated = or_unknown && !measure_counts_heads(query->measure); // Who never came is never there.
    for (size_t i = 0; i < query->filter_count; i++) {
        struct sp_filter *filter = &bound->filters[i];
        if (asks_for_no_value(filter)) continue; // Whether a value is withheld is itself known for sure.
        if (!filter->negated) {
            filter->or_unknown = or_unknown;
        } else if (!or_unknown) {
            if (bound->filter_count == SP_QUERY_FILTERS_MAX) {
                return sp_err_set(err, SP_ERR_USAGE, "too many filters; at most %d", (int)SP_QUERY_FILTERS_MAX);
            }
            struct sp_filter *known = &bound->filters[bound->filter_count++];
            *known = (struct sp_filter){.field = filter->field, .negated = true, .value_count = 1};
            known->values[0] = SP_STR("[unknown]");
        }
    }
    *out_query = bound;
    return SP_OK;
}

static enum sp_rc bound_count(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_query *query,
                              const struct sp_proof *proof, struct sp_arena *arena,
                              struct sp_figure *out_figure, struct sp_err *err)
{
    uint64_t value = 0;
    measure_sql_reset(sql);
    sp_buf_format(&sql->text, "SELECT %s", measure_sql_whole_count(query));
    measure_sql_from(sql, query);
    const enum sp_rc rc = measure_sql_whole(ledger, sql, &value, err);
    return rc == SP_OK ? measure_figure(query, proof, value, arena, out_figure, err) : rc;
}

/* Of the records that might match, those unknown in one filter's field, by label. */
static enum sp_rc why_fetch(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_query *most,
                            struct sp_str field, struct sp_bounds *bounds, struct sp_arena *arena,
                            struct sp_err *err)
{
    struct measure_dim dim;
    struct ledger_rows rows = {0};
    enum sp_rc rc = measure_dim_find(most, field, &dim, err);
    if (rc != SP_OK) return rc;
    measure_sql_reset(sql);
    sp_buf_text(&sql->text, "SELECT term.label, counted.* FROM (SELECT ");
    measure_dim_code_sql(&dim, &sql->text);
    sp_buf_format(&sql->text, " AS code, %s", measure_sql_inner_count(most));
    measure_sql_from(sql, most);
    sp_buf_text(&sql->text, " AND ");
    measure_sql_unknown(sql, &dim);
    sp_buf_text(&sql->text, " GROUP BY ALL) counted JOIN term USING (code)");
    struct sp_str inner = sp_arena_copy(arena, sp_buf_str(&sql->text));
    if (!inner.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    sp_buf_reset(&sql->text);
    sp_buf_format(&sql->text, "SELECT label, %s FROM (%.*s) GROUP BY label ORDER BY label", measure_sql_outer_count(most),
                  SP_FMT(inner));
    rc = measure_sql_run(ledger, sql, &rows, err);
    while (rc == SP_OK && bounds->why_count < WHY_MAX && (rc = ledger_next(&rows)) == SP_OK) {
        const struct sp_str label = sp_arena_copy(arena, ledger_get_text(&rows, 0));
        const struct sp_str why = sp_arena_format(arena, "%.*s %.*s", SP_FMT(field), SP_FMT(label));
        if (!label.data || !why.data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
        if (rc == SP_OK) {
            rc = measure_figure_with(most, field, label, bounds->proof, (uint64_t)ledger_get_whole(&rows, 1), arena,
                                     &bounds->counts[bounds->why_count], err);
        }
        if (rc == SP_OK) bounds->why[bounds->why_count++] = why;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc whys_fetch(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_query *most,
                             struct sp_bounds *bounds, struct sp_arena *arena, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < most->filter_count; i++) {
        if (asks_for_no_value(&most->filters[i])) continue;
        rc = why_fetch(ledger, sql, most, most->filters[i].field, bounds, arena, err);
    }
    if (rc == SP_OK && (most->day_from != SP_DAY_NONE || most->day_to != SP_DAY_NONE)) {
        rc = why_fetch(ledger, sql, most, sp_str_of(measure_event(most->measure)->date_field), bounds, arena, err);
    }
    return rc;
}

static enum sp_rc absent_fetch(struct sp_ledger *ledger, const struct sp_query *query, struct sp_bounds *bounds,
                               struct sp_arena *arena, struct sp_err *err)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct sp_filter *filter = &query->filters[i];
        struct sp_str absent = {0};
        const enum sp_rc rc = measure_values_check(ledger, query, filter, &absent, err);
        if (rc != SP_OK) return rc;
        if (!absent.size) continue;
        bounds->absent[bounds->absent_count++] =
            sp_arena_format(arena, "%.*s '%.*s'", SP_FMT(filter->field), SP_FMT(absent));
        if (!bounds->absent[bounds->absent_count - 1].data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    return SP_OK;
}

enum sp_rc sp_measure_bounds(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                             struct sp_bounds *out_bounds, struct sp_err *err)
{
    struct measure_ground ground;
    struct measure_sql *sql = NULL;
    struct sp_query *least = NULL;
    struct sp_query *most = NULL;
    struct sp_bounds bounds = {
        .why = sp_arena_array(arena, WHY_MAX, sizeof *bounds.why),
        .counts = sp_arena_array(arena, WHY_MAX, sizeof *bounds.counts),
        .absent = sp_arena_array(arena, ABSENT_MAX, sizeof *bounds.absent),
    };
    if (!bounds.why || !bounds.counts || !bounds.absent) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = measure_linked_check(ledger, query, err);
    if (rc == SP_OK) rc = bound_query(query, false, arena, &least, err);
    if (rc == SP_OK) rc = bound_query(query, true, arena, &most, err);
    if (rc == SP_OK) rc = measure_ground_make(ledger, most, arena, &ground, err);
    if (rc == SP_OK) rc = measure_sql_new(ledger, &sql, err);
    if (rc != SP_OK) return rc;
    bounds.proof = ground.proof;
    bounds.is_covered = ground.is_covered;
    rc = absent_fetch(ledger, query, &bounds, arena, err);
    if (rc == SP_OK) {
        rc = bound_count(ledger, sql, least, ground.proof, arena, &bounds.least, err);
    }
    if (rc == SP_OK) {
        rc = bound_count(ledger, sql, most, ground.proof, arena, &bounds.most, err);
    }
    if (rc == SP_OK) rc = whys_fetch(ledger, sql, most, &bounds, arena, err);
    measure_sql_release(sql);
    if (rc != SP_OK) return rc;
    bounds.notes = ground.notes;
    bounds.note_count = ground.note_count;
    *out_bounds = bounds;
    return SP_OK;
}

enum sp_rc sp_measure_field_held(struct sp_ledger *ledger, const struct sp_query *query,
                                 const struct sp_field *field, struct sp_arena *arena, bool *out_held,
                                 struct sp_err *err)
{
    struct measure_sql *sql = NULL;
    struct sp_query *asked = sp_arena_alloc(arena, sizeof *asked);
    uint64_t held = 0;
    if (!asked) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = measure_heads_check(query, err);
    if (rc != SP_OK) return rc;
    *asked = *query;
    asked->by_count = asked->filter_count = 0;
    for (size_t i = 0; i < query->filter_count; i++) { // Which records, not which of their values.
        const struct sp_filter *filter = &query->filters[i];
        if (sp_str_equal_text(filter->field, "release") || sp_str_equal_text(filter->field, "file"))
            asked->filters[asked->filter_count++] = *filter;
    }
    rc = measure_sql_new(ledger, &sql, err);
    if (rc != SP_OK) return rc;
    sp_buf_text(&sql->text, "SELECT count(*)");
    measure_sql_from(sql, asked);
    if (field->type == SP_FIELD_TEXT) {
        sp_buf_format(&sql->text, " AND e.%s IN (SELECT code FROM term WHERE none IN (0, 4))", field->name);
    } else {
        sp_buf_format(&sql->text, " AND e.%s IS NOT NULL", field->name);
    }
    rc = measure_sql_whole(ledger, sql, &held, err);
    measure_sql_release(sql);
    if (rc == SP_OK) *out_held = held > 0;
    return rc;
}
