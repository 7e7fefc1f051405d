/*
 * The rows that declarations set aside: made again from nothing, and counted.
 *
 *   rows of B ─ equal to a row of A, as many times as A has them ─ set aside, with A's
 * sheet beside them └ others ─ count
 *
 * Invariant: set_aside follows from the records and the declarations alone.
 */
#include "check/check_inclusion.h"

#include "check/check_overlap.h"
#include "check/check_rows.h"

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY,
                      "out of memory for the rows that two sources share");
}

bool check_is_named(const struct sp_source *sheet, struct sp_str name)
{
    return sp_str_equal(sheet->release, name) || sp_str_equal(sheet->file, name);
}

struct sides {
    const struct sp_event *event;
    struct check_set including;
    struct check_set included;
    int32_t *including_ids;
    int32_t *included_ids;
};

/* The sheets of one kind of record on each side. */
static enum sp_rc sides_make(const struct sp_source *sheets, size_t count,
                             const struct sp_event *event,
                             const struct sp_inclusion *inclusion, struct sp_arena *arena,
                             struct sides *out_sides, struct sp_err *err)
{
    struct sides sides = {.event = event,
                          .including_ids = sp_arena_array(arena, count, sizeof(int32_t)),
                          .included_ids = sp_arena_array(arena, count, sizeof(int32_t))};
    if (!sides.including_ids || !sides.included_ids) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!sp_str_equal_text(sheets[i].event, event->name)) continue;
        if (check_is_named(&sheets[i], inclusion->including)) {
            sides.including_ids[sides.including.sheet_count++] = sheets[i].sheet_id;
        }
        if (check_is_named(&sheets[i], inclusion->included)) {
            sides.included_ids[sides.included.sheet_count++] = sheets[i].sheet_id;
        }
    }
    sides.including.sheet_ids = sides.including_ids;
    sides.included.sheet_ids = sides.included_ids;
    *out_sides = sides;
    return SP_OK;
}

static bool sides_are_full(const struct sides *sides)
{
    return sides->including.sheet_count && sides->included.sheet_count;
}

static void numbered_sql(const struct check_key *key, const char *name,
                         const struct check_set *set, struct sp_buf *sql)
{
    sp_buf_format(sql,
                  ", %s AS (SELECT sheet_id, row, h, row_number() OVER (PARTITION BY h "
                  "ORDER BY sheet_id, row) AS n FROM "
                  "(SELECT e.sheet_id, e.row, ",
                  name);
    check_key_sql(key, sql);
    sp_buf_format(sql, " AS h FROM %s e, canon WHERE e.%s IS NOT NULL AND e.sheet_id IN ",
                  key->event->name, key->event->date_field);
    check_set_sql(set, sql);
    sp_buf_text(sql, "))");
}

static enum sp_rc sides_set_aside(struct sp_ledger *ledger, const struct sides *sides,
                                  bool with_person, struct sp_err *err)
{
    struct check_key key;
    struct sp_buf sql;
    enum sp_rc rc = check_key_make(ledger, sides->event, &sides->including,
                                   &sides->included, with_person, NULL, &key, err);
    if (rc != SP_OK || key.count == 0) return rc;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    sp_buf_text(&sql, "INSERT INTO set_aside WITH ");
    check_canon_sql(&sql);
    numbered_sql(&key, "a", &sides->including, &sql);
    numbered_sql(&key, "b", &sides->included, &sql);
    sp_buf_text(
        &sql,
        " SELECT b.sheet_id, b.row, a.sheet_id, 'OVERLAP' FROM b JOIN a USING (h, n)");
    rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_run(ledger, sql.data, err);
    sp_buf_release(&sql);
    return rc;
}

static bool is_one_release(const struct sp_source *sheets, size_t count,
                           const struct sides *sides)
{
    struct sp_str release = {0};
    for (size_t i = 0; i < count; i++) {
        bool is_in = false;
        for (size_t j = 0; j < sides->including.sheet_count; j++) {
            is_in = is_in || sides->including.sheet_ids[j] == sheets[i].sheet_id;
        }
        for (size_t j = 0; j < sides->included.sheet_count; j++) {
            is_in = is_in || sides->included.sheet_ids[j] == sheets[i].sheet_id;
        }
        if (!is_in) continue;
        if (!release.data) release = sheets[i].release;
        if (!sp_str_equal(release, sheets[i].release)) return false;
    }
    return true;
}

enum sp_rc check_set_aside_all(struct sp_ledger *ledger, struct sp_arena *arena,
                               struct sp_err *err)
{
    struct sp_source *sheets;
    struct sp_inclusion *inclusions;
    size_t sheet_count;
    size_t count;
    enum sp_rc rc = ledger_run(ledger, "DELETE FROM set_aside", err);
    if (rc == SP_OK) rc = check_inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        for (size_t e = 0; rc == SP_OK && e < sp_event_count(); e++) {
            struct sides sides;
            rc = sides_make(sheets, sheet_count, sp_event_get(e), &inclusions[i], arena,
                            &sides, err);
            if (rc != SP_OK || !sides_are_full(&sides)) continue;
            rc = sides_set_aside(ledger, &sides,
                                 is_one_release(sheets, sheet_count, &sides), err);
        }
    }
    return rc;
}

/* How many rows of the days that both hold are set aside, and how many are not. */
static enum sp_rc sides_count(struct sp_ledger *ledger, const struct sides *sides,
                              struct sp_inclusion *inclusion, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    struct sp_buf sql;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    sp_buf_text(&sql, "WITH days AS (SELECT min(day_first) AS first, max(day_last) AS "
                      "last FROM sheet WHERE sheet_id IN ");
    check_set_sql(&sides->including, &sql);
    sp_buf_text(&sql, "), aside AS (SELECT DISTINCT sheet_id, row FROM set_aside WHERE "
                      "by_sheet_id IN ");
    check_set_sql(&sides->including, &sql);
    sp_buf_format(&sql,
                  ") SELECT count(a.row), count(*) - count(a.row) FROM days, %s e LEFT "
                  "JOIN aside a ON a.sheet_id = "
                  "e.sheet_id AND a.row = e.row WHERE e.%s BETWEEN days.first AND "
                  "days.last AND e.sheet_id IN ",
                  sides->event->name, sides->event->date_field);
    check_set_sql(&sides->included, &sql);
    enum sp_rc rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_query(ledger, sql.data, NULL, 0, &rows, err);
    if (rc == SP_OK) rc = ledger_next(&rows);
    if (rc == SP_OK) {
        inclusion->set_aside += (uint64_t)ledger_get_whole(&rows, 0);
        inclusion->unmatched += (uint64_t)ledger_get_whole(&rows, 1);
    }
    ledger_rows_release(&rows);
    sp_buf_release(&sql);
    return rc;
}

enum sp_rc check_inclusion_count(struct sp_ledger *ledger, const struct sp_source *sheets,
                                 size_t sheet_count, struct sp_inclusion *inclusion,
                                 struct sp_arena *arena, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t e = 0; rc == SP_OK && e < sp_event_count(); e++) {
        struct sides sides;
        rc = sides_make(sheets, sheet_count, sp_event_get(e), inclusion, arena, &sides,
                        err);
        if (rc == SP_OK && sides_are_full(&sides))
            rc = sides_count(ledger, &sides, inclusion, err);
    }
    return rc;
}
