/*
 * The rules of head counts as SQL over the ledger's stints. spec/pop.sql says what and
 * why, over moments; here the same over a day and the seconds of it, which tests hold
 * equal.
 *
 * Invariants: 1. a row without a book-in is at no time anywhere; 2. what an open stint
 * lasts to is found over the whole release, whatever the query leaves out; 3. a row
 * without a person id is a head of its own.
 */
#include "measure/measure_heads.h"

#include "measure/measure_keep.h"

#include <string.h>

struct heads_rule {
    const char *id;
    bool is_persons;
    const char *first; // day, of stint s and its release's window w
    const char *last;
    const char *latest; // over all of the release, as l.latest; NULL: not asked
};

// Of the first midnight at or after the book-in, and of the last before the book-out.
#define IN_MIDNIGHT                                                                      \
    "(s.book_in + CASE WHEN coalesce(s.book_in_second, 0) > 0 THEN 1 ELSE 0 END)"
#define OUT_MIDNIGHT                                                                     \
    "(s.book_out - CASE WHEN coalesce(s.book_out_second, 0) > 0 THEN 0 ELSE 1 END)"

// clang-format off
static const struct heads_rule rules[] = {
    {"POP-DDP-MIDNIGHT", true, "s.book_in",
     "CASE WHEN s.book_out IS NULL THEN greatest(coalesce(w.stint_last, s.book_in), s.book_in) ELSE s.book_out - 1 END", NULL},
    {"POP-DDP-DAY", true, "s.book_in", "greatest(coalesce(s.book_out, w.stint_last, s.book_in), s.book_in)", NULL},
    {"POP-UW", false, IN_MIDNIGHT, "coalesce(" OUT_MIDNIGHT ", l.latest)", "max(" OUT_MIDNIGHT ")"},
    {"POP-UW-INCLUSIVE", false, "s.book_in", "coalesce(s.book_out, l.latest)", "max(s.book_out)"},
    {"POP-VERA-MIDNIGHT", false, "(" IN_MIDNIGHT " - 1)", "coalesce(s.book_out - 1, w.stint_last)", NULL},
};
// clang-format on

// A row by its place, of any ledger's size, and a person below every row.
#define ROW_HEAD "(CAST(s.sheet_id AS BIGINT) * 4294967296 + s.row)"
#define PERSON_HEAD "coalesce(-1 - CAST(s.person AS BIGINT), " ROW_HEAD ")"

static const struct heads_rule *rule_of(const struct sp_query *query)
{
    const struct sp_rule *asked = measure_keep_rule(query);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (strcmp(rules[i].id, asked->id) == 0) return &rules[i];
    }
    SP_ASSERT(false); // The rule is one of the table.
    return NULL;
}

static bool is_by_day(const struct sp_query *query)
{
    for (size_t i = 0; i < query->by_count; i++) {
        if (sp_str_equal_text(query->by[i], "day")) return true;
    }
    return false;
}

bool measure_heads_is_series(const struct sp_query *query)
{
    return measure_counts_heads(query->measure) && query->day_from != query->day_to;
}

bool measure_heads_is_persons(const struct sp_query *query)
{
    return measure_counts_heads(query->measure) && rule_of(query)->is_persons;
}

enum sp_rc measure_heads_check(const struct sp_query *query, struct sp_err *err)
{
    if (!measure_counts_heads(query->measure)) return SP_OK;
    for (size_t i = 0; i < query->filter_count; i++) {
        if (!sp_str_equal_text(query->filters[i].field, "day")) continue;
        return sp_err_set(err, SP_ERR_USAGE,
                          "heads are counted on days that are named, not filtered: say "
                          "the day with --on, or "
                          "days with --from, --to and --by day");
    }
    if (query->day_from == SP_DAY_NONE || query->day_to == SP_DAY_NONE) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "heads are counted on a day: say which, as in --on 2025-03-01, "
                          "or count each of several "
                          "days with --from 2025-03-01 --to 2025-03-31 --by day");
    }
    if (query->day_from != query->day_to && !is_by_day(query)) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "heads of different days are not added up: whoever stays would "
                          "count on each; ask for one "
                          "day with --on, or count each apart with --by day");
    }
    if (query->day_to - query->day_from >= MEASURE_HEADS_DAYS_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT,
                          "too many days; at most %d in one series of heads",
                          (int)MEASURE_HEADS_DAYS_MAX);
    }
    return SP_OK;
}

void measure_heads_sql(const struct sp_query *query, struct sp_buf *sql)
{
    const struct heads_rule *rule = rule_of(query);
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    SP_ASSERT(query->day_from != SP_DAY_NONE &&
              query->day_to != SP_DAY_NONE); // measure_heads_check
    sp_date_format(query->day_from, first);
    sp_date_format(query->day_to, last);
    sp_buf_format(
        sql,
        "(SELECT span.*, asked.counted, CAST(NULL AS INTEGER) AS counted_none FROM "
        "(SELECT s.*, %s AS head, %s AS heads_first, %s AS heads_last FROM stint s "
        "JOIN sheet h ON h.sheet_id = s.sheet_id LEFT JOIN link_window w ON w.release = "
        "h.release",
        rule->is_persons ? PERSON_HEAD : ROW_HEAD, rule->first, rule->last);
    if (rule->latest) {
        sp_buf_format(sql,
                      " JOIN (SELECT h.release, %s AS latest FROM stint s JOIN sheet h "
                      "ON h.sheet_id = s.sheet_id "
                      "GROUP BY h.release) l ON l.release = h.release",
                      rule->latest);
    }
    sp_buf_format(sql,
                  ") span JOIN (SELECT CAST(day AS DATE) AS counted FROM "
                  "generate_series(DATE '%s', DATE '%s', INTERVAL 1 DAY) d(day)) "
                  "asked ON span.heads_first <= asked.counted AND asked.counted <= "
                  "span.heads_last)",
                  first, last);
}
