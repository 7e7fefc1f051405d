/* Writing the digest of a row, and choosing the fields it is made of. */
#include "check/check_rows.h"

void check_canon_sql(struct sp_buf *sql)
{
    sp_buf_text(
        sql,
        "canon AS (SELECT list(c ORDER BY code) AS of FROM (SELECT code, min(code) OVER "
        "(PARTITION BY "
        "CASE WHEN none = 0 THEN vocabulary ELSE '' END, none, label) AS c FROM term))");
}

void check_set_sql(const struct check_set *set, struct sp_buf *sql)
{
    sp_buf_char(sql, '(');
    for (size_t i = 0; i < set->sheet_count; i++) {
        sp_buf_format(sql, "%s%d", i ? ", " : "", set->sheet_ids[i]);
    }
    sp_buf_text(sql, set->sheet_count ? ")" : "NULL)");
}

static void field_sql(const struct check_key *key, const struct sp_field *field,
                      struct sp_buf *sql)
{
    if (field->type == SP_FIELD_TEXT) {
        sp_buf_format(sql, ", canon.of[e.%s + 1]", field->name);
    } else if (field->type == SP_FIELD_PERSON && key->ids_as_text) {
        sp_buf_text(sql, ", p.id");
    } else {
        sp_buf_format(sql, ", e.%s, canon.of[e.%s_none + 1]", field->name, field->name);
    }
}

void check_hash_sql(const struct check_key *key, const bool *uses, struct sp_buf *sql)
{
    sp_buf_text(sql, "hash(0");
    for (size_t i = 0; i < key->event->field_count; i++) {
        if (uses[i]) field_sql(key, &key->event->fields[i], sql);
    }
    sp_buf_char(sql, ')');
}

void check_key_sql(const struct check_key *key, struct sp_buf *sql)
{
    check_hash_sql(key, key->uses, sql);
}

void check_key_names(const struct check_key *key, size_t max, struct sp_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < key->event->field_count; i++) {
        if (!key->uses[i] || count++ >= max) continue;
        sp_buf_format(out, "%s%s", count > 1 ? ", " : "", key->event->fields[i].name);
    }
    if (count > max) sp_buf_format(out, " and %zu more", count - max);
}

enum sp_rc check_columns_find(struct sp_ledger *ledger, const struct sp_event *event,
                              const struct check_set *a, const struct check_set *b,
                              bool *out_held, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    struct sp_buf sql;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    sp_buf_text(
        &sql,
        "SELECT DISTINCT field FROM sheet_column WHERE field <> '' AND sheet_id IN ");
    check_set_sql(a, &sql);
    sp_buf_text(&sql, " INTERSECT SELECT field FROM sheet_column WHERE sheet_id IN ");
    check_set_sql(b, &sql);
    enum sp_rc rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_query(ledger, sql.data, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        size_t index;
        if (sp_event_field(event, ledger_get_text(&rows, 0), &index))
            out_held[index] = true;
    }
    ledger_rows_release(&rows);
    sp_buf_release(&sql);
    return rc == SP_END ? SP_OK : rc;
}

static void where_sql(const char *where, const struct check_set *a,
                      const struct check_set *b, struct sp_buf *sql)
{
    sp_buf_format(sql, "%s AND (e.sheet_id IN ", where ? where : "true");
    check_set_sql(a, sql);
    sp_buf_text(sql, " OR e.sheet_id IN ");
    check_set_sql(b, sql);
    sp_buf_char(sql, ')');
}

/*
 * The rows to look at, once for all text fields: choosing them anew for each field took
 * most of the time of all checks. Those that `where` chooses are few
 * (CHECK_OVERLAP_ROWS_MAX or every sixteenth day) and are kept in memory; whole sheets
 * are not.
 */
static void chosen_sql(const struct sp_event *event, const struct check_set *a,
                       const struct check_set *b, const char *where, const bool *uses,
                       struct sp_buf *sql)
{
    sp_buf_format(sql, ", r AS %sMATERIALIZED (SELECT e.sheet_id IN ",
                  where ? "" : "NOT ");
    check_set_sql(a, sql);
    sp_buf_text(sql, " AS is_a");
    for (size_t i = 0; i < event->field_count; i++) {
        if (uses[i] && event->fields[i].type == SP_FIELD_TEXT)
            sp_buf_format(sql, ", e.%s", event->fields[i].name);
    }
    sp_buf_format(sql, " FROM %s e WHERE ", event->name);
    where_sql(where, a, b, sql);
    sp_buf_char(sql, ')');
}

/*
 * A row for each text field of `uses`: how many values A and B hold there, and how many
 * of each the other side spells so too.
 */
static size_t texts_sql(const struct sp_event *event, const struct check_set *a,
                        const struct check_set *b, const char *where, const bool *uses,
                        struct sp_buf *sql)
{
    size_t count = 0;
    sp_buf_reset(sql);
    sp_buf_text(
        sql,
        "WITH t AS MATERIALIZED (SELECT list(c ORDER BY code) AS of FROM (SELECT code, "
        "CASE WHEN none = 0 THEN "
        "min(code) OVER (PARTITION BY none, vocabulary, label) END AS c FROM term))");
    chosen_sql(event, a, b, where, uses, sql);
    for (size_t i = 0; i < event->field_count; i++) {
        if (!uses[i] || event->fields[i].type != SP_FIELD_TEXT) continue;
        sp_buf_format(
            sql,
            "%s SELECT %zu::BIGINT, CAST(coalesce(sum(a), 0) AS BIGINT), "
            "CAST(coalesce(sum(b), 0) AS BIGINT), "
            "CAST(coalesce(sum(a) FILTER (WHERE b > 0), 0) AS BIGINT), "
            "CAST(coalesce(sum(b) FILTER (WHERE a > 0), 0) AS BIGINT) FROM (SELECT c, "
            "sum(n) FILTER (WHERE is_a) AS a, sum(n) FILTER (WHERE NOT is_a) AS b FROM "
            "(SELECT t.of[code + 1] AS c, "
            "is_a, n FROM (SELECT r.%s AS code, is_a, count(*) AS n FROM r GROUP BY "
            "ALL), "
            "t) WHERE c IS NOT NULL GROUP BY c)",
            count ? " UNION ALL" : "", i, event->fields[i].name);
        count++;
    }
    return count;
}

/*
 * Keep the text fields that both sides fill and spell alike: where neither side finds
 * half of its values on the other, the field was recoded between the two, and would make
 * every row differ.
 */
static enum sp_rc texts_find(struct sp_ledger *ledger, const struct sp_event *event,
                             const struct check_set *a, const struct check_set *b,
                             const char *where, struct sp_buf *sql, bool *uses,
                             struct sp_err *err)
{
    struct ledger_rows rows = {0};
    if (texts_sql(event, a, b, where, uses, sql) == 0) return SP_OK;
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(ledger, sql->data, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const int64_t values_a = ledger_get_whole(&rows, 1);
        const int64_t values_b = ledger_get_whole(&rows, 2);
        const bool alike = ledger_get_whole(&rows, 3) * 2 >= values_a ||
                           ledger_get_whole(&rows, 4) * 2 >= values_b;
        uses[ledger_get_whole(&rows, 0)] = values_a && values_b && alike;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* Keep the other fields that hold a value on both sides: those withheld or empty
 * throughout say nothing. */
static enum sp_rc others_find(struct sp_ledger *ledger, const struct sp_event *event,
                              const struct check_set *a, const struct check_set *b,
                              const char *where, struct sp_buf *sql, bool *uses,
                              struct sp_err *err)
{
    const struct check_set *const sets[] = {a, b};
    struct ledger_rows rows = {0};
    size_t at = 1;
    sp_buf_reset(sql);
    sp_buf_text(sql, "SELECT 0::BIGINT");
    for (size_t i = 0; i < event->field_count; i++) {
        for (size_t s = 0; uses[i] && event->fields[i].type != SP_FIELD_TEXT && s < 2;
             s++) {
            sp_buf_format(sql, ", count(e.%s) FILTER (WHERE e.sheet_id IN ",
                          event->fields[i].name);
            check_set_sql(sets[s], sql);
            sp_buf_char(sql, ')');
        }
    }
    sp_buf_format(sql, " FROM %s e WHERE ", event->name);
    where_sql(where, a, b, sql);
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(ledger, sql->data, NULL, 0, &rows, err);
    if (rc == SP_OK) rc = ledger_next(&rows);
    for (size_t i = 0; rc == SP_OK && i < event->field_count; i++) {
        if (!uses[i] || event->fields[i].type == SP_FIELD_TEXT) continue;
        uses[i] = ledger_get_whole(&rows, at) && ledger_get_whole(&rows, at + 1);
        at += 2;
    }
    ledger_rows_release(&rows);
    return rc;
}

enum sp_rc check_key_make(struct sp_ledger *ledger, const struct sp_event *event,
                          const struct check_set *a, const struct check_set *b,
                          bool with_person, const char *where, struct check_key *out_key,
                          struct sp_err *err)
{
    struct check_key key = {.event = event};
    struct sp_buf sql;
    size_t date_index = 0;
    const bool has_date =
        sp_event_field(event, sp_str_of(event->date_field), &date_index) != NULL;
    SP_ASSERT(has_date && event->field_count <= CHECK_FIELDS_MAX);
    sp_buf_init(&sql, CHECK_SQL_MAX);
    enum sp_rc rc = check_columns_find(ledger, event, a, b, key.uses, err);
    if (rc == SP_OK) rc = texts_find(ledger, event, a, b, where, &sql, key.uses, err);
    if (rc == SP_OK) rc = others_find(ledger, event, a, b, where, &sql, key.uses, err);
    sp_buf_release(&sql);
    if (rc != SP_OK) return rc;
    for (size_t i = 0; i < event->field_count; i++) {
        if (event->fields[i].type == SP_FIELD_PERSON)
            key.uses[i] = key.uses[i] && with_person;
        key.count += key.uses[i];
    }
    if (!key.uses[date_index]) key.count = 0;
    *out_key = key;
    return SP_OK;
}
