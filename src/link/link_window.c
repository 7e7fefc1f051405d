/*
 * Rule WINDOW: a table of a release is taken to cover everything up to the last day that
 * closes a week of which most days have a record. A few rows dated a year ahead do not
 * stretch it.
 */
#include "link/link_window.h"

#include <stdio.h>

void link_days_add(struct link_days *days, int32_t day)
{
    SP_ASSERT(days->count == 0 || day > days->recent[LINK_WINDOW_DAYS_MIN - 1]);
    for (size_t i = 0; i + 1 < LINK_WINDOW_DAYS_MIN; i++) {
        days->recent[i] = days->recent[i + 1];
    }
    days->recent[LINK_WINDOW_DAYS_MIN - 1] = day;
    if (days->count < LINK_WINDOW_DAYS_MIN) days->count++;
    // The days are rising, so as many of them within a week end at the last of them.
    const bool closes = days->count == LINK_WINDOW_DAYS_MIN &&
                        day - days->recent[0] < LINK_WINDOW_WEEK_DAYS;
    days->any_closes = days->any_closes || closes;
    if (closes || !days->any_closes) days->last = day;
}

/* The tables, and the moment by which a row counts as one of a day. */
static const struct {
    const char *event;
    const char *date;
} tables[] = {
    {"arrest", "e.arrest_date"},
    {"detainer", "e.prepare_date"},
    {"stint", "e.book_in"},
    {"removal", "coalesce(e.departed_date, e.removal_date)"},
};
enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

static int32_t *last_of(struct link_window *window, size_t table)
{
    int32_t *const lasts[] = {&window->arrest_last, &window->detainer_last,
                              &window->stint_last, &window->removal_last};
    return lasts[table];
}

static int32_t release_index(const struct link_labels *labels, struct sp_str name)
{
    for (int32_t i = 0; i < labels->release_count; i++) {
        if (sp_str_equal(labels->release_names[i], name)) return i;
    }
    return -1;
}

static enum sp_rc table_read(struct sp_ledger *ledger, const struct link_labels *labels,
                             size_t table, struct link_window *windows,
                             struct sp_err *err)
{
    char sql[512];
    struct ledger_rows rows = {0};
    struct link_days days = {0};
    int32_t release = -1;
    (void)snprintf(sql, sizeof sql,
                   "SELECT DISTINCT s.release, CAST(%s - DATE '1970-01-01' AS BIGINT) AS "
                   "day FROM %s e "
                   "JOIN sheet s USING (sheet_id) WHERE day IS NOT NULL ORDER BY ALL",
                   tables[table].date, tables[table].event);
    enum sp_rc rc = ledger_query(ledger, sql, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const int32_t day = (int32_t)ledger_get_whole(&rows, 1);
        if (release < 0 ||
            !sp_str_equal(labels->release_names[release], ledger_get_text(&rows, 0))) {
            release = release_index(labels, ledger_get_text(&rows, 0));
            days = (struct link_days){0};
        }
        SP_ASSERT(release >= 0);
        link_days_add(&days, day);
        *last_of(&windows[release], table) = days.last;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc ids_read(struct sp_ledger *ledger, const struct link_labels *labels,
                           struct link_window *windows, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    // Person keys are kept for ids alone, so a release that has one has an id.
    enum sp_rc rc =
        ledger_query(ledger, "SELECT DISTINCT release FROM person", NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const int32_t release = release_index(labels, ledger_get_text(&rows, 0));
        if (release >= 0) windows[release].has_ids = 1;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc link_windows_read(struct sp_ledger *ledger, const struct link_labels *labels,
                             struct sp_arena *arena, struct link_window **out_windows,
                             struct sp_err *err)
{
    struct link_window *windows =
        sp_arena_array(arena, (size_t)labels->release_count, sizeof *windows);
    if (!windows)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the windows of the releases");
    for (int32_t i = 0; i < labels->release_count; i++) {
        windows[i] = (struct link_window){INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, 0};
    }
    enum sp_rc rc = ids_read(ledger, labels, windows, err);
    for (size_t table = 0; rc == SP_OK && table < TABLE_COUNT; table++) {
        rc = table_read(ledger, labels, table, windows, err);
    }
    if (rc == SP_OK) *out_windows = windows;
    return rc;
}

static int32_t day_get(const struct ledger_rows *rows, size_t column)
{
    return ledger_is_null(rows, column) ? INT32_MIN
                                        : (int32_t)ledger_get_whole(rows, column);
}

enum sp_rc link_windows_compare(struct sp_ledger *ledger,
                                const struct link_labels *labels,
                                const struct link_window *windows, struct sp_arena *arena,
                                bool **out_changed, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    bool *changed = sp_arena_array(arena, (size_t)labels->release_count, sizeof *changed);
    if (!changed)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the windows of the releases");
    for (int32_t i = 0; i < labels->release_count; i++) {
        changed[i] = true;
    }
    enum sp_rc rc =
        ledger_query(ledger,
                     "SELECT release, CAST(has_ids AS BIGINT), "
                     "CAST(arrest_last - DATE '1970-01-01' AS BIGINT), "
                     "CAST(detainer_last - DATE '1970-01-01' AS BIGINT), "
                     "CAST(stint_last - DATE '1970-01-01' AS BIGINT), "
                     "CAST(removal_last - DATE '1970-01-01' AS BIGINT) FROM link_window",
                     NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const int32_t release = release_index(labels, ledger_get_text(&rows, 0));
        if (release < 0) continue;
        struct link_window window = windows[release];
        bool same = window.has_ids == ledger_get_whole(&rows, 1);
        for (size_t table = 0; table < TABLE_COUNT; table++) {
            same = same && *last_of(&window, table) == day_get(&rows, 2 + table);
        }
        changed[release] = !same;
    }
    ledger_rows_release(&rows);
    if (rc != SP_END) return rc;
    *out_changed = changed;
    return SP_OK;
}

enum sp_rc link_windows_store(struct sp_ledger *ledger, const struct link_labels *labels,
                              const struct link_window *windows, struct sp_err *err)
{
    enum sp_rc rc = ledger_run(ledger, "DELETE FROM link_window", err);
    for (int32_t i = 0; rc == SP_OK && i < labels->release_count; i++) {
        struct link_window window = windows[i];
        char days[TABLE_COUNT][SP_DATE_TEXT_MAX] = {""};
        for (size_t table = 0; table < TABLE_COUNT; table++) {
            if (*last_of(&window, table) != INT32_MIN)
                sp_date_format(*last_of(&window, table), days[table]);
        }
        const struct ledger_param params[] = {
            ledger_text(labels->release_names[i]), ledger_whole(window.has_ids),
            ledger_text(sp_str_of(days[0])),       ledger_text(sp_str_of(days[1])),
            ledger_text(sp_str_of(days[2])),       ledger_text(sp_str_of(days[3]))};
        rc = ledger_execute(ledger,
                            "INSERT INTO link_window VALUES (?, ?, TRY_CAST(? AS DATE), "
                            "TRY_CAST(? AS DATE), "
                            "TRY_CAST(? AS DATE), TRY_CAST(? AS DATE))",
                            params, sizeof params / sizeof params[0], err);
    }
    return rc;
}
