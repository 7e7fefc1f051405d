/*
 * Which fields differ in edited rows.
 *
 *   rows of one id and day   A: a1 a2      the two with the fewest fields that differ
 *   that have no equal       B: b1 b2 b3   are a pair, then the next two of the others:
 *                                          a2 b1, a1 b3, and b2 is added
 *
 * Invariants: 1. as many pairs as rows are edited; 2. values are compared as the digest
 * of a row compares them: labels, days without their time, "no values" by their label;
 * they are numbers here and never leave this file.
 */
#include "check/check_diff.h"

#include <stdlib.h>

enum {
    NEAREST_MAX = 64,    // rows of a side; more of one id and day are paired in order
    ROWS_MAX = 1 << 20,  // of one id and day
    MEMORY_MAX = 1 << 29 // for the rows of one id and day
};

/* A field of a row: what stands there as a number, and its kind of "no value". */
struct value {
    int64_t number;
    enum sp_none_kind none;
};

struct side {
    struct value **rows; // one value a field
    size_t count;
    size_t capacity;
};

struct group {
    struct sp_arena arena; // forgotten from one group to the next
    int64_t key;           // of the id and day
    struct side sides[2];
};

struct fields {
    const struct sp_field *fields[CHECK_FIELDS_MAX];
    struct sp_diff_field *counts; // of these, in the diff's arena
    size_t count;
    uint64_t pairs;
    uint64_t pairs_of_several;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the edited rows");
}

/* -- The rows, from the ledger
 * ---------------------------------------------------------------- */

static void field_sql(const struct sp_field *field, struct sp_buf *sql)
{
    const char *name = field->name;
    switch (field->type) {
    case SP_FIELD_TEXT:
        sp_buf_format(sql,
                      ", CAST(canon.of[e.%s + 1] AS BIGINT), CAST(kinds.of[e.%s + 1] AS "
                      "BIGINT)",
                      name, name);
        return;
    case SP_FIELD_DATE:
        sp_buf_format(sql, ", coalesce(CAST(e.%s - DATE '1970-01-01' AS BIGINT)", name);
        break;
    case SP_FIELD_WHOLE:
        sp_buf_format(sql, ", coalesce(e.%s", name);
        break;
    case SP_FIELD_MONEY:
        sp_buf_format(sql, ", coalesce(CAST(e.%s * 100 AS BIGINT)", name);
        break;
    case SP_FIELD_DECIMAL:
        sp_buf_format(sql, ", coalesce(CAST(e.%s * 1000000 AS BIGINT)", name);
        break;
    case SP_FIELD_PERSON:
        SP_ASSERT(false);
    }
    sp_buf_format(sql,
                  ", CAST(canon.of[e.%s_none + 1] AS BIGINT)), "
                  "CAST(coalesce(kinds.of[e.%s_none + 1], 0) AS BIGINT)",
                  name, name);
}

/* Key, side and fields of the rows without an equal whose id and day both sides have. */
static void rest_sql(const struct check_diff_event *part, const struct check_key *key,
                     const struct fields *fields, struct sp_buf *sql)
{
    sp_buf_text(sql, "WITH ");
    check_canon_sql(sql);
    sp_buf_text(sql, ", kinds AS (SELECT list(none ORDER BY code) AS of FROM term), ");
    check_diff_rows_sql(part, key, true, sql);
    sp_buf_text(
        sql,
        ", g AS (SELECT k, h, count(*) FILTER (WHERE is_a) AS a, count(*) FILTER (WHERE "
        "NOT is_a) AS b FROM r WHERE k IS NOT NULL GROUP BY ALL HAVING a <> b), "
        "live AS (SELECT k FROM g GROUP BY k HAVING sum(greatest(a - b, 0)) > 0 AND "
        "sum(greatest(b - a, 0)) > 0), "
        "n AS (SELECT r.sheet_id, r.row, r.is_a, k, g.a, g.b, row_number() OVER "
        "(PARTITION BY k, h, r.is_a ORDER BY r.sheet_id, r.row) AS n FROM r JOIN g USING "
        "(k, h) SEMI JOIN live USING (k)) "
        "SELECT CAST(CAST(n.k AS HUGEINT) - 9223372036854775808 AS BIGINT), "
        "CAST(n.is_a AS BIGINT)");
    for (size_t i = 0; i < fields->count; i++) {
        field_sql(fields->fields[i], sql);
    }
    sp_buf_format(sql,
                  " FROM n JOIN %s e USING (sheet_id, row) CROSS JOIN canon CROSS JOIN "
                  "kinds WHERE n.n > least(n.a, n.b) ORDER BY n.k, n.is_a DESC, "
                  "sheet_id, row",
                  part->event->name);
}

static enum sp_rc row_read(const struct ledger_rows *rows, size_t field_count,
                           struct group *group, struct sp_err *err)
{
    struct side *side = &group->sides[ledger_get_whole(rows, 1) ? 0 : 1];
    if (side->count == ROWS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %d edited rows have one person id and day; they "
                          "cannot be compared",
                          (int)ROWS_MAX);
    if (side->count == side->capacity) {
        const size_t capacity = side->capacity ? side->capacity * 2 : 4;
        struct value **grown = sp_arena_array(&group->arena, capacity, sizeof *grown);
        if (!grown) return out_of_memory(err);
        for (size_t i = 0; i < side->count; i++) {
            grown[i] = side->rows[i];
        }
        side->rows = grown;
        side->capacity = capacity;
    }
    struct value *row = sp_arena_array(&group->arena, field_count, sizeof *row);
    if (!row) return out_of_memory(err);
    for (size_t i = 0; i < field_count; i++) {
        row[i] =
            (struct value){.number = ledger_get_whole(rows, 2 + 2 * i),
                           .none = (enum sp_none_kind)ledger_get_whole(rows, 3 + 2 * i)};
        SP_ASSERT(row[i].none < SP_NONE_COUNT);
    }
    side->rows[side->count++] = row;
    return SP_OK;
}

/* -- Pairs
 * ------------------------------------------------------------------------------------ */

static bool is_equal(const struct value *a, const struct value *b)
{
    return a->number == b->number && a->none == b->none;
}

static size_t distance(const struct value *a, const struct value *b, size_t field_count)
{
    size_t differing = 0;
    for (size_t i = 0; i < field_count; i++) {
        differing += !is_equal(&a[i], &b[i]);
    }
    return differing;
}

static void pair_count(struct fields *fields, const struct value *a,
                       const struct value *b)
{
    fields->pairs++;
    for (size_t i = 0; i < fields->count; i++) {
        if (is_equal(&a[i], &b[i])) continue;
        fields->counts[i].differs++;
        fields->counts[i].changes[a[i].none][b[i].none]++;
    }
}

/* Pair the nearest two of all that are left, again and again. */
static void nearest_pair(struct fields *fields, struct side *a, struct side *b)
{
    size_t distances[NEAREST_MAX][NEAREST_MAX];
    SP_ASSERT(a->count <= NEAREST_MAX && b->count <= NEAREST_MAX);
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            distances[i][j] = distance(a->rows[i], b->rows[j], fields->count);
        }
    }
    const size_t pairs = a->count < b->count ? a->count : b->count;
    for (size_t pair = 0; pair < pairs; pair++) {
        size_t best_a = 0;
        size_t best_b = 0;
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < a->count; i++) {
            for (size_t j = 0; a->rows[i] && j < b->count; j++) {
                if (!b->rows[j] || distances[i][j] >= best) continue;
                best = distances[best_a = i][best_b = j];
            }
        }
        pair_count(fields, a->rows[best_a], b->rows[best_b]);
        a->rows[best_a] = NULL;
        b->rows[best_b] = NULL;
    }
}

static void group_pair(struct fields *fields, struct group *group)
{
    struct side *a = &group->sides[0];
    struct side *b = &group->sides[1];
    const uint64_t before = fields->pairs;
    if (a->count <= NEAREST_MAX && b->count <= NEAREST_MAX) {
        nearest_pair(fields, a, b);
    } else {
        for (size_t i = 0; i < a->count && i < b->count; i++) {
            pair_count(fields, a->rows[i], b->rows[i]);
        }
    }
    if (a->count > 1 || b->count > 1) fields->pairs_of_several += fields->pairs - before;
    sp_arena_reset(&group->arena);
    group->sides[0] = group->sides[1] = (struct side){0};
}

static enum sp_rc groups_read(struct ledger_rows *rows, struct fields *fields,
                              struct sp_err *err)
{
    struct group group = {0};
    bool has_rows = false;
    enum sp_rc rc;
    sp_arena_init(&group.arena, MEMORY_MAX);
    while ((rc = ledger_next(rows)) == SP_OK) {
        const int64_t key = ledger_get_whole(rows, 0);
        if (has_rows && key != group.key) group_pair(fields, &group);
        group.key = key;
        has_rows = true;
        rc = row_read(rows, fields->count, &group, err);
        if (rc != SP_OK) break;
    }
    if (rc == SP_END) group_pair(fields, &group);
    sp_arena_release(&group.arena);
    return rc == SP_END ? SP_OK : rc;
}

/* -- The result
 * ------------------------------------------------------------------------------- */

/* All that both hold, but for what rows are followed by. */
static enum sp_rc fields_make(struct check_diff *diff,
                              const struct check_diff_event *part,
                              const struct check_key *key,
                              const struct sp_diff_rows *rows, struct fields *out_fields,
                              struct sp_err *err)
{
    const struct sp_event *event = part->event;
    struct fields fields = {
        .counts = sp_arena_array(diff->arena, event->field_count, sizeof *fields.counts)};
    if (!fields.counts) return out_of_memory(err);
    for (size_t i = 0; i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        if (!part->held[i] || field->type == SP_FIELD_PERSON ||
            sp_str_equal_text(sp_str_of(event->date_field), field->name))
            continue;
        fields.counts[fields.count] =
            (struct sp_diff_field){.event = sp_str_of(event->name),
                                   .field = sp_str_of(field->name),
                                   .is_compared = key->uses[i],
                                   .edited = rows->edited};
        fields.fields[fields.count++] = field;
    }
    *out_fields = fields;
    return SP_OK;
}

/* The most changed first, then by name. */
static int field_compare(const void *a, const void *b)
{
    const struct sp_diff_field *left = a;
    const struct sp_diff_field *right = b;
    if (left->differs != right->differs) return left->differs > right->differs ? -1 : 1;
    return sp_str_compare(left->field, right->field);
}

static enum sp_rc fields_append(struct check_diff *diff, const struct fields *fields,
                                struct sp_err *err)
{
    struct sp_diff *result = &diff->result;
    if (fields->count == 0) return SP_OK;
    qsort(fields->counts, fields->count, sizeof *fields->counts, field_compare);
    for (size_t i = 0; i < fields->count; i++) {
        result->fields = check_diff_grow(diff, result->fields, result->field_count,
                                         sizeof *result->fields);
        if (!result->fields) return out_of_memory(err);
        result->fields[result->field_count++] = fields->counts[i];
    }
    return SP_OK;
}

enum sp_rc check_diff_fields(struct check_diff *diff, const struct check_diff_event *part,
                             const struct check_key *key, struct sp_diff_rows *rows,
                             struct sp_err *err)
{
    struct ledger_rows result = {0};
    struct fields fields;
    struct sp_buf sql;
    enum sp_rc rc = fields_make(diff, part, key, rows, &fields, err);
    if (rc != SP_OK) return rc;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    rest_sql(part, key, &fields, &sql);
    rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_query(diff->ledger, sql.data, NULL, 0, &result, err);
    if (rc == SP_OK) rc = groups_read(&result, &fields, err);
    ledger_rows_release(&result);
    sp_buf_release(&sql);
    if (rc != SP_OK) return rc;
    SP_ASSERT(fields.pairs == rows->edited);
    rows->edited_several = fields.pairs_of_several;
    return fields_append(diff, &fields, err);
}
