/*
 * Rows of two releases, matched.
 *
 *   equal in every field that both hold and spell alike ─ same, as many times as both
 * have them of the others, where ids agree: equal in id and day ─ edited what is left ─
 * gone, added
 */
#include "check/check_diff.h"

/* Half of the smaller side's ids must be on the other side for ids to be followed. */
enum { IDS_AGREE_DIVISOR = 2 };

static enum sp_rc ids_count(struct check_diff *diff, const struct check_diff_event *part,
                            struct sp_buf *sql, struct sp_diff_rows *rows,
                            struct sp_err *err)
{
    struct ledger_rows result = {0};
    if (!sp_event_field(part->event, SP_STR("person"), NULL)) return SP_OK;
    sp_buf_reset(sql);
    sp_buf_format(sql, "WITH i AS (SELECT p.id, bool_or(e.sheet_id IN ");
    check_set_sql(&part->a, sql);
    sp_buf_text(sql, ") AS a, bool_or(e.sheet_id IN ");
    check_set_sql(&part->b, sql);
    sp_buf_format(sql,
                  ") AS b FROM %s e JOIN person p ON p.key = e.person GROUP BY p.id) "
                  "SELECT count(*) FILTER (WHERE a), "
                  "count(*) FILTER (WHERE b), count(*) FILTER (WHERE a AND b) FROM i",
                  part->event->name);
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(diff->ledger, sql->data, NULL, 0, &result, err);
    if (rc == SP_OK) rc = ledger_next(&result);
    if (rc == SP_OK) {
        rows->ids_a = (uint64_t)ledger_get_whole(&result, 0);
        rows->ids_b = (uint64_t)ledger_get_whole(&result, 1);
        rows->ids_both = (uint64_t)ledger_get_whole(&result, 2);
        const uint64_t fewer = rows->ids_a < rows->ids_b ? rows->ids_a : rows->ids_b;
        rows->ids_agree = fewer > 0 && rows->ids_both * IDS_AGREE_DIVISOR >= fewer;
    }
    ledger_rows_release(&result);
    return rc;
}

void check_diff_rows_sql(const struct check_diff_event *part, const struct check_key *key,
                         bool ids_agree, struct sp_buf *sql)
{
    const struct sp_event *event = part->event;
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    sp_date_format(part->day_first, first);
    sp_date_format(part->day_last, last);
    sp_buf_text(sql, "r AS (SELECT e.sheet_id, e.row, e.sheet_id IN ");
    check_set_sql(&part->a, sql);
    sp_buf_text(sql, " AS is_a, ");
    check_key_sql(key, sql);
    sp_buf_text(sql, " AS h, ");
    if (ids_agree) {
        sp_buf_format(sql,
                      "CASE WHEN p.id IS NULL THEN NULL ELSE hash(p.id, e.%s) END AS k",
                      event->date_field);
    } else {
        sp_buf_text(sql, "CAST(NULL AS UBIGINT) AS k");
    }
    sp_buf_format(sql, " FROM %s e", event->name);
    if (ids_agree) sp_buf_text(sql, " LEFT JOIN person p ON p.key = e.person");
    sp_buf_format(sql,
                  " CROSS JOIN canon WHERE e.%s BETWEEN DATE '%s' AND DATE '%s' AND "
                  "(e.sheet_id IN ",
                  event->date_field, first, last);
    check_set_sql(&part->a, sql);
    sp_buf_text(sql, " OR e.sheet_id IN ");
    check_set_sql(&part->b, sql);
    sp_buf_text(sql, "))");
}

static enum sp_rc rows_match(struct check_diff *diff, const struct check_diff_event *part,
                             const struct check_key *key, struct sp_buf *sql,
                             struct sp_diff_rows *rows, struct sp_err *err)
{
    struct ledger_rows result = {0};
    sp_buf_reset(sql);
    sp_buf_text(sql, "WITH ");
    check_canon_sql(sql);
    sp_buf_text(sql, ", ");
    check_diff_rows_sql(part, key, rows->ids_agree, sql);
    sp_buf_text(
        sql, ", g AS (SELECT k, count(*) FILTER (WHERE is_a) AS a, count(*) FILTER "
             "(WHERE NOT is_a) AS b FROM r GROUP BY "
             "h, k), rest AS (SELECT sum(a - least(a, b)) AS a, sum(b - least(a, b)) AS "
             "b FROM g WHERE k IS NOT NULL "
             "GROUP BY k) SELECT CAST(coalesce(sum(a), 0) AS BIGINT), "
             "CAST(coalesce(sum(b), 0) AS BIGINT), "
             "CAST(coalesce(sum(least(a, b)), 0) AS BIGINT), "
             "CAST(coalesce((SELECT sum(least(a, b)) FROM rest), 0) AS BIGINT) FROM g");
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(diff->ledger, sql->data, NULL, 0, &result, err);
    if (rc == SP_OK) rc = ledger_next(&result);
    if (rc == SP_OK) {
        rows->a = (uint64_t)ledger_get_whole(&result, 0);
        rows->b = (uint64_t)ledger_get_whole(&result, 1);
        rows->same = (uint64_t)ledger_get_whole(&result, 2);
        rows->edited = (uint64_t)ledger_get_whole(&result, 3);
        SP_ASSERT(rows->a >= rows->same + rows->edited &&
                  rows->b >= rows->same + rows->edited);
        rows->gone = rows->a - rows->same - rows->edited;
        rows->added = rows->b - rows->same - rows->edited;
    }
    ledger_rows_release(&result);
    return rc;
}

enum sp_rc check_diff_rows(struct check_diff *diff, const struct check_diff_event *part,
                           struct sp_diff_rows *out_rows, struct sp_err *err)
{
    struct sp_diff_rows rows = {.event = sp_str_of(part->event->name),
                                .day_first = part->day_first,
                                .day_last = part->day_last};
    struct check_key key;
    struct sp_buf sql;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    enum sp_rc rc = ids_count(diff, part, &sql, &rows, err);
    if (rc == SP_OK)
        rc = check_key_make(diff->ledger, part->event, &part->a, &part->b, rows.ids_agree,
                            NULL, &key, err);
    if (rc == SP_OK) {
        key.ids_as_text = true;
        rows.field_count = key.count;
        if (part->day_first != SP_DAY_NONE && key.count)
            rc = rows_match(diff, part, &key, &sql, &rows, err);
        if (rc == SP_OK && rows.edited)
            rc = check_diff_fields(diff, part, &key, &rows, err);
    }
    sp_buf_release(&sql);
    if (rc == SP_OK) *out_rows = rows;
    return rc;
}
