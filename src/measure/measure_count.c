/*
 * Counting: one query that groups, labels joined on afterwards, figures made from what comes back.
 *
 *   SELECT label… FROM (SELECT value…, code…, count(*) … GROUP BY ALL) LEFT JOIN term … ORDER BY …
 *
 * Invariants: 1. the rows add up to the total, except heads, whose total is a count of its own; 2. rows with a value come first, in order of their
 * labels (numbers as numbers), rows without one last; 3. nothing is left out because it is unknown.
 */
#include "measure/measure_heads.h"
#include "measure/measure_keep.h"

enum { COUNT_ROWS_MAX = 1 << 20 };

/* The inner query: physical values and codes, which are cheap to group by. */
static enum sp_rc group_sql(struct measure_sql *sql, const struct sp_query *query, const struct measure_dim *dims)
{
    sp_buf_text(&sql->text, "WITH g AS (SELECT ");
    for (size_t i = 0; i < query->by_count; i++) {
        measure_dim_value_sql(&dims[i], &sql->text);
        sp_buf_format(&sql->text, " AS v%zu, ", i);
        measure_dim_code_sql(&dims[i], &sql->text);
        sp_buf_format(&sql->text, " AS c%zu, ", i);
    }
    sp_buf_text(&sql->text, measure_sql_inner_count(query));
    measure_sql_from(sql, query);
    if (query->by_count) sp_buf_text(&sql->text, " GROUP BY ALL");
    sp_buf_text(&sql->text, "), labelled AS (SELECT ");
    for (size_t i = 0; i < query->by_count; i++) {
        sp_buf_format(&sql->text, "coalesce(v%zu, t%zu.label) AS l%zu, coalesce(CASE WHEN v%zu IS NULL THEN t%zu.none "
                                  "ELSE 0 END, 0) AS o%zu, ",
                      i, i, i, i, i, i);
    }
    sp_buf_format(&sql->text, "%s AS n FROM g", measure_sql_outer_count(query));
    for (size_t i = 0; i < query->by_count; i++) {
        sp_buf_format(&sql->text, " LEFT JOIN term t%zu ON t%zu.code = c%zu", i, i, i);
    }
    if (query->by_count) sp_buf_text(&sql->text, " GROUP BY ALL");
    sp_buf_text(&sql->text, ") ");
    return sql->text.rc;
}

static void select_sql(struct measure_sql *sql, const struct sp_query *query)
{
    sp_buf_text(&sql->text, "SELECT n");
    for (size_t i = 0; i < query->by_count; i++) {
        sp_buf_format(&sql->text, ", l%zu, CAST(o%zu AS BIGINT)", i, i);
    }
    sp_buf_text(&sql->text, " FROM labelled ORDER BY true");
    for (size_t i = 0; i < query->by_count; i++) {
        sp_buf_format(&sql->text, ", o%zu > 0, CASE WHEN o%zu = 0 THEN try_cast(l%zu AS BIGINT) END NULLS LAST, l%zu",
                      i, i, i, i);
    }
}

/* `query` is room for the query behind one row; thousands of rows share it. */
static enum sp_rc row_read(const struct ledger_rows *rows, const struct sp_count *count, struct sp_query *query,
                           struct sp_arena *arena, struct sp_count_row *row, struct sp_err *err)
{
    for (size_t i = 0; i < count->query.by_count; i++) {
        row->labels[i] = sp_arena_copy(arena, ledger_get_text(rows, 1 + 2 * i));
        row->nones[i] = (enum sp_none_kind)ledger_get_whole(rows, 2 + 2 * i);
        if (!row->labels[i].data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the rows of a count");
    }
    const enum sp_rc rc = measure_query_group(&count->query, row->labels, query, err);
    if (rc != SP_OK) return rc;
    return measure_figure(query, count->proof, (uint64_t)ledger_get_whole(rows, 0), arena, &row->count, err);
}

static enum sp_rc rows_fetch(struct sp_ledger *ledger, struct measure_sql *sql, struct sp_count *count,
                             struct sp_arena *arena, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    size_t capacity = 0;
    struct sp_query *query = sp_arena_alloc(arena, sizeof *query);
    if (!query) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the rows of a count");
    enum sp_rc rc = measure_sql_run(ledger, sql, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        if (count->row_count == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            struct sp_count_row *grown =
                capacity <= COUNT_ROWS_MAX ? sp_arena_array(arena, capacity, sizeof *grown) : NULL;
            if (!grown) {
                rc = sp_err_set(err, SP_ERR_LIMIT, "too many groups; group by fewer fields");
                break;
            }
            for (size_t i = 0; i < count->row_count; i++) {
                grown[i] = count->rows[i];
            }
            count->rows = grown;
        }
        rc = row_read(&rows, count, query, arena, &count->rows[count->row_count], err);
        if (rc == SP_OK) count->row_count++;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

static bool is_unknown(const struct measure_dim *dim, enum sp_none_kind none, struct sp_str label)
{
    if (none == SP_NONE_VALUE) return measure_dim_label_is_unknown(dim, label);
    return none != SP_NONE_NOT_APPLICABLE;
}

/* Where `label` stands among the labels seen, or a new place at the end. */
static size_t label_place(struct sp_unknown *unknown, struct sp_str label)
{
    size_t place = 0;
    while (place < unknown->label_count && !sp_str_equal(unknown->labels[place], label)) {
        place++;
    }
    return place;
}

/* The unknown records of one dimension, added up from the rows. */
static enum sp_rc unknown_make(const struct sp_count *count, size_t dim, struct sp_arena *arena,
                               struct sp_unknown *unknown, struct sp_err *err)
{
    uint64_t *sums = sp_arena_array(arena, count->row_count, sizeof *sums);
    unknown->field = count->query.by[dim];
    unknown->labels = sp_arena_array(arena, count->row_count, sizeof *unknown->labels);
    unknown->counts = sp_arena_array(arena, count->row_count, sizeof *unknown->counts);
    if (!sums || !unknown->labels || !unknown->counts) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    struct measure_dim what;
    uint64_t all = 0;
    enum sp_rc rc = measure_dim_find(&count->query, unknown->field, &what, err);
    if (rc != SP_OK) return rc;
    for (size_t i = 0; i < count->row_count; i++) {
        const struct sp_count_row *row = &count->rows[i];
        if (!is_unknown(&what, row->nones[dim], row->labels[dim])) continue;
        const size_t place = label_place(unknown, row->labels[dim]);
        if (place == unknown->label_count) unknown->labels[unknown->label_count++] = row->labels[dim];
        sums[place] += row->count.value;
        all += row->count.value;
    }
    rc = measure_figure_with(&count->query, unknown->field, SP_STR("[unknown]"), count->proof, all, arena, &unknown->all, err);
    for (size_t i = 0; rc == SP_OK && i < unknown->label_count; i++) {
        rc = measure_figure_with(&count->query, unknown->field, unknown->labels[i], count->proof, sums[i], arena,
                                 &unknown->counts[i], err);
    }
    return rc;
}

static enum sp_rc totals_make(struct sp_count *count, struct sp_arena *arena, struct sp_err *err)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count->row_count; i++) {
        total += count->rows[i].count.value;
    }
    enum sp_rc rc = measure_figure(&count->query, count->proof, total, arena, &count->total, err);
    for (size_t i = 0; rc == SP_OK && i < count->query.by_count; i++) {
        // A head has a day, or is none; and unknown heads of several days are not added up either.
        const bool is_none = measure_counts_heads(count->query.measure) && sp_str_equal_text(count->query.by[i], "day");
        if (is_none || measure_heads_is_series(&count->query)) continue;
        rc = unknown_make(count, i, arena, &count->unknowns[i], err);
    }
    return rc;
}

/* The heads that a figure with one more condition stands for; without a field, the query's own. */
static enum sp_rc heads_count(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_count *count,
                              struct sp_str field, struct sp_str label, struct sp_query *asked, struct sp_figure *figure,
                              struct sp_err *err)
{
    *asked = count->query;
    asked->by_count = 0;
    if (field.size) {
        struct sp_filter *filter = &asked->filters[asked->filter_count++]; // There is room: the figure has its reference.
        *filter = (struct sp_filter){.field = field, .value_count = 1};
        filter->values[0] = label;
    }
    measure_sql_reset(sql);
    sp_buf_format(&sql->text, "SELECT %s", measure_sql_whole_count(asked));
    measure_sql_from(sql, asked);
    return measure_sql_whole(ledger, sql, &figure->value, err);
}

/* Who is in two groups is one of the whole: totals and unknowns of heads are counts of their own. */
static enum sp_rc heads_recount(struct sp_ledger *ledger, struct measure_sql *sql, struct sp_count *count,
                                struct sp_arena *arena, struct sp_err *err)
{
    struct sp_query *asked = sp_arena_alloc(arena, sizeof *asked);
    if (!asked) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    count->groups_overlap = count->query.by_count > 0 && measure_heads_is_persons(&count->query);
    if (!count->has_total) return SP_OK;
    enum sp_rc rc = heads_count(ledger, sql, count, (struct sp_str){0}, (struct sp_str){0}, asked, &count->total, err);
    for (size_t i = 0; rc == SP_OK && i < count->query.by_count; i++) {
        struct sp_unknown *unknown = &count->unknowns[i];
        if (!unknown->label_count) continue;
        rc = heads_count(ledger, sql, count, unknown->field, SP_STR("[unknown]"), asked, &unknown->all, err);
        for (size_t j = 0; rc == SP_OK && j < unknown->label_count; j++) {
            rc = heads_count(ledger, sql, count, unknown->field, unknown->labels[j], asked, &unknown->counts[j], err);
        }
    }
    return rc;
}

/* Records that meet the filters but have no date: a period leaves them out, and a reader must know. */
static enum sp_rc undated_count(struct sp_ledger *ledger, struct measure_sql *sql, struct sp_count *count,
                                struct sp_arena *arena, struct sp_err *err)
{
    const struct sp_event *event = measure_event(count->query.measure);
    struct sp_query *query = sp_arena_alloc(arena, sizeof *query);
    uint64_t value = 0;
    if (!query) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *query = count->query;
    query->day_from = query->day_to = SP_DAY_NONE;
    query->or_undated = false;
    measure_sql_reset(sql);
    sp_buf_text(&sql->text, "SELECT count(*)");
    measure_sql_from(sql, query);
    sp_buf_format(&sql->text, " AND e.%s IS NULL", event->date_field);
    const enum sp_rc rc = measure_sql_whole(ledger, sql, &value, err);
    if (rc != SP_OK) return rc;
    return measure_figure_with(query, sp_str_of(event->date_field), SP_STR("[unknown]"), count->proof, value, arena,
                               &count->undated, err);
}

static enum sp_rc negation_notes(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_count *count,
                                 struct measure_ground *ground, struct sp_arena *arena, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < count->query.filter_count; i++) {
        const struct sp_filter *filter = &count->query.filters[i];
        struct measure_dim dim;
        uint64_t value = 0;
        if (!filter->negated) continue;
        rc = measure_dim_find(&count->query, filter->field, &dim, err);
        measure_sql_reset(sql);
        sp_buf_format(&sql->text, "SELECT %s", measure_sql_whole_count(&count->query));
        measure_sql_from(sql, &count->query);
        sp_buf_text(&sql->text, " AND ");
        measure_sql_unknown(sql, &dim);
        if (rc == SP_OK) rc = measure_sql_whole(ledger, sql, &value, err);
        if (rc != SP_OK || value == 0) continue;
        rc = measure_note(ground,
                          sp_arena_format(arena, "%.*s!=… also counts %llu records whose %.*s is unknown",
                                          SP_FMT(filter->field), (unsigned long long)value, SP_FMT(filter->field)),
                          err);
    }
    return rc;
}

/* The kinds of place that the records of the period do name, for a person who asked for another. */
static enum sp_rc places_held(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                              struct sp_str *out_words, struct sp_err *err)
{
    const struct sp_event *event = measure_event(query->measure);
    struct sp_str words = SP_STR("");
    for (size_t i = 0; i < event->field_count; i++) {
        bool held = false;
        if (event->fields[i].place == SP_PLACE_NONE) continue;
        const enum sp_rc rc = sp_measure_field_held(ledger, query, &event->fields[i], arena, &held, err);
        if (rc != SP_OK) return rc;
        if (held) words = sp_arena_format(arena, "%.*s%s%s", SP_FMT(words), words.size ? ", " : "", event->fields[i].name);
        if (!words.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    *out_words = words.size ? words : SP_STR("none");
    return SP_OK;
}

/*
 * A question finer than the record is an error, not a zero: a filter on a field that no record of the
 * period holds (the release has no such column, or left it empty throughout) cannot be answered.
 */
static enum sp_rc fields_check(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                               struct sp_err *err)
{
    const struct sp_event *event = measure_event(query->measure);
    const struct sp_field *date = sp_event_field(event, sp_str_of(event->date_field), NULL);
    bool any = false;
    enum sp_rc checked = sp_measure_field_held(ledger, query, date, arena, &any, err);
    if (checked != SP_OK || !any) return checked; // A period without records is a zero, and its note says why.
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct sp_filter *filter = &query->filters[i];
        const struct sp_field *field = sp_event_field(event, filter->field, NULL);
        struct sp_str places = {0};
        bool held = true;
        if (!field || sp_str_starts(filter->values[0], SP_STR("["))) continue;
        enum sp_rc rc = sp_measure_field_held(ledger, query, field, arena, &held, err);
        if (rc == SP_OK && held) continue;
        if (rc == SP_OK) rc = places_held(ledger, query, arena, &places, err);
        if (rc != SP_OK) return rc;
        return sp_err_set(err, SP_ERR_USAGE, "no %s of this period have a value for '%s'; the places they name: %.*s",
                          query->measure->name, field->name, SP_FMT(places));
    }
    return SP_OK;
}

static enum sp_rc count_run(struct sp_ledger *ledger, struct measure_sql *sql, struct sp_count *count,
                            struct measure_ground *ground, struct sp_arena *arena, struct sp_err *err)
{
    struct measure_dim dims[SP_QUERY_DIMS_MAX];
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < count->query.by_count; i++) {
        rc = measure_dim_find(&count->query, count->query.by[i], &dims[i], err);
    }
    if (rc == SP_OK) rc = group_sql(sql, &count->query, dims);
    if (rc != SP_OK) return rc;
    select_sql(sql, &count->query);
    rc = rows_fetch(ledger, sql, count, arena, err);
    if (rc == SP_OK) rc = totals_make(count, arena, err);
    // Where there is no total, the reference of the table is that of its first row.
    if (rc == SP_OK && !count->has_total && count->row_count) count->proof->query = count->rows[0].count.reference;
    if (rc == SP_OK && measure_counts_heads(count->query.measure)) {
        rc = heads_recount(ledger, sql, count, arena, err);
        if (rc == SP_OK) rc = measure_heads_notes(ledger, sql, &count->query, arena, ground, err);
    } else if (rc == SP_OK) {
        rc = undated_count(ledger, sql, count, arena, err);
    }
    if (rc == SP_OK) rc = negation_notes(ledger, sql, count, ground, arena, err);
    return rc;
}

enum sp_rc sp_measure_count(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                            struct sp_count *out_count, struct sp_err *err)
{
    struct measure_ground ground;
    struct measure_sql *sql = NULL;
    enum sp_rc rc = measure_linked_check(ledger, query, err);
    for (size_t i = 0; rc == SP_OK && i < query->filter_count; i++) {
        rc = measure_values_check(ledger, query, &query->filters[i], NULL, err);
    }
    if (rc == SP_OK) rc = measure_ground_make(ledger, query, arena, &ground, err);
    if (rc == SP_OK) rc = fields_check(ledger, query, arena, err);
    if (rc == SP_OK) rc = measure_sql_new(ledger, &sql, err);
    if (rc != SP_OK) return rc;
    struct sp_count *count = sp_arena_alloc(arena, sizeof *count);
    if (count) {
        *count = (struct sp_count){.query = *query,
                                   .proof = ground.proof,
                                   .has_total = !ground.releases_overlap && !measure_heads_is_series(query)};
        count->query.keep = measure_keep_rule(query);
        rc = count_run(ledger, sql, count, &ground, arena, err);
    } else {
        rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    measure_sql_release(sql);
    if (rc != SP_OK) return rc;
    count->notes = ground.notes;
    count->note_count = ground.note_count;
    *out_count = *count;
    return SP_OK;
}
