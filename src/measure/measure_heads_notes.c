/*
 * What a reader of head counts must know of the releases behind them.
 *
 *   who came and went before   everybody                  nobody is known of
 *   ─────────────────────────┼──────────────────────────┼──────────────────────▶ days
 *                     book-outs begin    the release ends (rule WINDOW)
 *
 * A release is chosen by the agency by book-outs, or by book-ins, after a day. In the
 * first case every head from then on is in it; in the second those who came before are in
 * no row, and for months there are too few.
 */
#include "measure/measure_heads.h"

enum {
    STARTS_TOGETHER_DAYS_MAX = 7, // Book-ins of such releases begin with the book-outs.
    LONG_STAY_DAYS = 365,
    SMALL_MIN = 5, // As rule SMALL: a note may be published too.
};

/* A release's days, by the same test as rule WINDOW's: seven of which at least four have
 * one. */
static const char releases_sql[] =
    "WITH held AS (SELECT DISTINCT h.release, true AS is_in, s.book_in AS day FROM stint "
    "s JOIN sheet h ON h.sheet_id = s.sheet_id "
    "UNION ALL SELECT DISTINCT h.release, false, s.book_out FROM stint s JOIN sheet h ON "
    "h.sheet_id = s.sheet_id), "
    "week AS (SELECT release, is_in, day, count(*) OVER (PARTITION BY release, is_in "
    "ORDER BY day "
    "RANGE BETWEEN CURRENT ROW AND INTERVAL 6 DAY FOLLOWING) AS days FROM held WHERE day "
    "IS NOT NULL), "
    "opening AS (SELECT release, min(day) FILTER (is_in) AS ins, min(day) FILTER (NOT "
    "is_in) AS outs FROM week WHERE days >= 4 "
    "GROUP BY release) "
    "SELECT w.release, strftime(w.stint_last, '%Y-%m-%d'), strftime(o.ins, '%Y-%m-%d'), "
    "strftime(o.outs, '%Y-%m-%d') "
    "FROM link_window w LEFT JOIN opening o ON o.release = w.release ORDER BY w.release";

struct release_days {
    struct sp_str release;
    int32_t last; // SP_DAY_NONE: not known
    int32_t ins;
    int32_t outs;
};

static int32_t day_at(const struct ledger_rows *rows, size_t column)
{
    int32_t day = SP_DAY_NONE;
    const struct sp_str text = ledger_get_text(rows, column);
    return text.size && sp_date_parse_iso(text, &day) ? day : SP_DAY_NONE;
}

static bool is_counted_over(const struct sp_proof *proof, struct sp_str release)
{
    for (size_t i = 0; i < proof->source_count; i++) {
        if (sp_str_equal(proof->sources[i].release, release)) return true;
    }
    return false;
}

static enum sp_rc end_note(const struct sp_query *query, const struct release_days *days,
                           struct sp_arena *arena, struct measure_ground *ground,
                           struct sp_err *err)
{
    char last[SP_DATE_TEXT_MAX];
    if (days->last == SP_DAY_NONE) {
        return measure_note(
            ground,
            sp_arena_format(arena,
                            "it is not known until when release '%.*s' shows stints",
                            SP_FMT(days->release)),
            err);
    }
    sp_date_format(days->last, last);
    return measure_note(
        ground,
        sp_arena_format(arena, "release '%.*s' shows stints until %s%s (rule WINDOW)",
                        SP_FMT(days->release), last,
                        query->day_to > days->last
                            ? ": it does not reach the days after, and what is counted "
                              "there is not all"
                            : ""),
        err);
}

static enum sp_rc start_note(const struct sp_query *query,
                             const struct release_days *days, struct sp_arena *arena,
                             struct measure_ground *ground, struct sp_err *err)
{
    char ins[SP_DATE_TEXT_MAX];
    char outs[SP_DATE_TEXT_MAX];
    if (days->outs == SP_DAY_NONE) {
        return measure_note(ground,
                            sp_arena_format(arena,
                                            "release '%.*s' has too few book-outs to "
                                            "tell from which day on it holds everybody",
                                            SP_FMT(days->release)),
                            err);
    }
    sp_date_format(days->outs, outs);
    enum sp_rc rc = SP_OK;
    if (query->day_from < days->outs) {
        rc = measure_note(ground,
                          sp_arena_format(arena,
                                          "book-outs of release '%.*s' begin on %s: who "
                                          "left before is in no row of it, so heads "
                                          "of earlier days are too few",
                                          SP_FMT(days->release), outs),
                          err);
    }
    if (rc != SP_OK || days->ins == SP_DAY_NONE ||
        days->ins < days->outs - STARTS_TOGETHER_DAYS_MAX ||
        query->day_from >= days->ins + LONG_STAY_DAYS)
        return rc;
    sp_date_format(days->ins, ins);
    return measure_note(
        ground,
        sp_arena_format(
            arena,
            "book-ins of release '%.*s' begin on %s, with its book-outs: who came before "
            "and was still "
            "there may be in no row of it, so heads of the first months may be too few",
            SP_FMT(days->release), ins),
        err);
}

static enum sp_rc unreached(const struct sp_query *query, int32_t last,
                            struct sp_err *err)
{
    char day[SP_DATE_TEXT_MAX];
    char end[SP_DATE_TEXT_MAX];
    sp_date_format(query->day_to, day);
    sp_date_format(last, end);
    return sp_err_set(err, SP_ERR_USAGE,
                      "no release counted over reaches %s: they show stints until %s "
                      "(rule WINDOW); ask for days up to it",
                      day, end);
}

enum sp_rc measure_heads_coverage(struct sp_ledger *ledger, const struct sp_query *query,
                                  struct sp_arena *arena, struct measure_ground *ground,
                                  struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int32_t last = SP_DAY_NONE;
    bool is_known = true;
    bool is_whole = false;
    enum sp_rc rc = ledger_query(ledger, releases_sql, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const struct release_days days = {.release = ledger_get_text(&rows, 0),
                                          .last = day_at(&rows, 1),
                                          .ins = day_at(&rows, 2),
                                          .outs = day_at(&rows, 3)};
        if (!is_counted_over(ground->proof, days.release)) continue;
        is_known = is_known && days.last != SP_DAY_NONE;
        if (days.last != SP_DAY_NONE && (last == SP_DAY_NONE || days.last > last))
            last = days.last;
        is_whole =
            is_whole || (days.outs != SP_DAY_NONE && query->day_from >= days.outs &&
                         query->day_to <= days.last);
        rc = end_note(query, &days, arena, ground, err);
        if (rc == SP_OK) rc = start_note(query, &days, arena, ground, err);
    }
    ledger_rows_release(&rows);
    if (rc != SP_END) return rc;
    ground->is_covered = is_whole;
    return is_known && last != SP_DAY_NONE && query->day_to > last
               ? unreached(query, last, err)
               : SP_OK;
}

/* "12", or "fewer than 5". */
static struct sp_str number_text(uint64_t number, struct sp_arena *arena)
{
    if (number < SMALL_MIN)
        return sp_arena_format(arena, "fewer than %d", (int)SMALL_MIN);
    return sp_arena_format(arena, "%llu", (unsigned long long)number);
}

/* Rows without an id: nobody can tell whether two are one person. Of a series, those of
 * the day that has most. */
static enum sp_rc without_id_note(struct sp_ledger *ledger, struct measure_sql *sql,
                                  const struct sp_query *query, struct sp_arena *arena,
                                  struct measure_ground *ground, struct sp_err *err)
{
    uint64_t value = 0;
    measure_sql_reset(sql);
    sp_buf_text(&sql->text,
                "SELECT CAST(coalesce(max(n), 0) AS BIGINT) FROM (SELECT count(*) AS n");
    measure_sql_from(sql, query);
    sp_buf_text(&sql->text, " AND e.person IS NULL GROUP BY e.counted)");
    const enum sp_rc rc = measure_sql_whole(ledger, sql, &value, err);
    if (rc != SP_OK || value == 0) return rc;
    const struct sp_str number = number_text(value, arena);
    return measure_note(ground,
                        sp_arena_format(arena,
                                        "%.*s of these heads%s are rows without a person "
                                        "id: each counts as a person of its own, "
                                        "though several may be of one",
                                        SP_FMT(number),
                                        measure_heads_is_series(query)
                                            ? ", on the day that has most,"
                                            : ""),
                        err);
}

static enum sp_rc without_book_in_note(struct sp_ledger *ledger, struct measure_sql *sql,
                                       const struct sp_query *query,
                                       struct sp_arena *arena,
                                       struct measure_ground *ground, struct sp_err *err)
{
    uint64_t value = 0;
    struct sp_query *stints = sp_arena_alloc(arena, sizeof *stints);
    if (!stints) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *stints = *query;
    stints->measure = sp_measure_find(SP_STR("stints"));
    stints->keep = NULL;
    stints->day_from = stints->day_to = SP_DAY_NONE;
    measure_sql_reset(sql);
    sp_buf_text(&sql->text, "SELECT count(*)");
    measure_sql_from(sql, stints);
    sp_buf_text(&sql->text, " AND e.book_in IS NULL");
    const enum sp_rc rc = measure_sql_whole(ledger, sql, &value, err);
    if (rc != SP_OK || value == 0) return rc;
    const struct sp_str number = number_text(value, arena);
    return measure_note(
        ground,
        sp_arena_format(
            arena, "%.*s stint rows have no readable book-in, so they count on no day",
            SP_FMT(number)),
        err);
}

enum sp_rc measure_heads_notes(struct sp_ledger *ledger, struct measure_sql *sql,
                               const struct sp_query *query, struct sp_arena *arena,
                               struct measure_ground *ground, struct sp_err *err)
{
    const bool is_series = measure_heads_is_series(query);
    enum sp_rc rc = SP_OK;
    if (measure_heads_is_persons(query)) {
        rc = without_id_note(ledger, sql, query, arena, ground, err);
        if (rc == SP_OK && query->by_count > (size_t)is_series) {
            rc = measure_note(
                ground,
                SP_STR("whoever was in two of these groups on a day counts in each, and "
                       "once in the whole: the groups do not add up"),
                err);
        }
    }
    if (rc == SP_OK && is_series) {
        rc = measure_note(ground,
                          SP_STR("heads of different days are never added up, so there "
                                 "is no total; a day without heads has no row"),
                          err);
    }
    return rc == SP_OK ? without_book_in_note(ledger, sql, query, arena, ground, err)
                       : rc;
}
