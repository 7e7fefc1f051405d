/*
 * Linking a ledger: what is stored, the views over it, what is linked anew and what is
 * not; and that neither threads nor the order of adding change a byte.
 */
#include "sallyport/link.h"

#include "link/link_event.h"
#include "link/link_rule.h"
#include "link/link_window.h"
#include "sallyport/load.h"
#include "sallyport/sample.h"
#include "support/fixture.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct sp_ledger *ledger_new(const char *name, int threads)
{
    struct sp_err err = {0};
    struct sp_ledger *ledger = NULL;
    fixture_ok(
        sp_ledger_open(fixture_path(name), SP_LEDGER_WRITE, threads, &ledger, &err),
        &err);
    return ledger;
}

/* The report's texts are in the arena of the test. */
static struct sp_link_report link_all(struct sp_ledger *ledger, int threads, bool all,
                                      struct sp_arena *arena)
{
    struct sp_err err = {0};
    struct sp_link_report report = {0};
    const struct sp_link_options options = {.thread_count = threads, .all = all};
    fixture_ok(sp_link_run(ledger, &options, arena, &report, &err), &err);
    return report;
}

static int64_t number_of(struct sp_ledger *ledger, const char *sql)
{
    struct sp_err err = {0};
    int64_t number = -1;
    fixture_ok(ledger_query_whole(ledger, sql, NULL, 0, &number, &err), &err);
    return number;
}

static void dump(struct sp_ledger *ledger, const char *sql, struct sp_buf *out)
{
    struct ledger_rows rows = {0};
    struct sp_err err = {0};
    fixture_ok(ledger_query(ledger, sql, NULL, 0, &rows, &err), &err);
    while (ledger_next(&rows) == SP_OK) {
        sp_buf_append(out, ledger_get_text(&rows, 0));
        sp_buf_char(out, '\n');
    }
    ledger_rows_release(&rows);
}

static void check_dump(struct sp_ledger *ledger, const char *sql, const char *expected)
{
    struct sp_buf out;
    sp_buf_init(&out, 1 << 20);
    dump(ledger, sql, &out);
    assert_string_equal(out.data ? out.data : "", expected);
    sp_buf_release(&out);
}

/* Everything that linking stores, by names instead of numbers that depend on the order of
 * adding. */
static void links_dump(struct sp_ledger *ledger, struct sp_buf *out)
{
    static const char *const queries[] = {
        "SELECT CAST(v AS VARCHAR) FROM (SELECT * EXCLUDE (person) FROM arrest_episodes) "
        "v ORDER BY file, sheet, row",
        "SELECT CAST(v AS VARCHAR) FROM (SELECT * EXCLUDE (person) FROM stays) v ORDER "
        "BY file, sheet, row",
        "SELECT CAST(v AS VARCHAR) FROM (SELECT * EXCLUDE (person) FROM "
        "detainer_outcomes) v ORDER BY file, sheet, row",
        "SELECT CAST(v AS VARCHAR) FROM (SELECT * EXCLUDE (person) FROM returns) v ORDER "
        "BY ALL",
        "WITH s AS (SELECT sheet_id, file || ' ' || name AS place FROM sheet JOIN source "
        "USING (source_id)) "
        "SELECT concat_ws('|', a.place, l.row, b.place, episode_row, episode_rows, "
        "kept_by, c.place, stay_greedy_row, "
        "d.place, stay_best_row) AS text FROM arrest_link l JOIN s a ON a.sheet_id = "
        "l.sheet_id "
        "LEFT JOIN s b ON b.sheet_id = episode_sheet_id LEFT JOIN s c ON c.sheet_id = "
        "stay_greedy_sheet_id "
        "LEFT JOIN s d ON d.sheet_id = stay_best_sheet_id ORDER BY text",
        "WITH s AS (SELECT sheet_id, file || ' ' || name AS place FROM sheet JOIN source "
        "USING (source_id)) "
        "SELECT concat_ws('|', a.place, l.row, b.place, stay_row, kept_by, lost_at) AS "
        "text FROM stint_link l "
        "JOIN s a ON a.sheet_id = l.sheet_id LEFT JOIN s b ON b.sheet_id = stay_sheet_id "
        "ORDER BY text",
        "WITH s AS (SELECT sheet_id, file || ' ' || name AS place FROM sheet JOIN source "
        "USING (source_id)) "
        "SELECT concat_ws('|', a.place, l.row, b.place, episode_row, c.place, "
        "request_row, kept_by, d.place, arrest_row, "
        "e.place, stay_row, days, contradictions) AS text FROM detainer_link l JOIN s a "
        "ON a.sheet_id = l.sheet_id "
        "LEFT JOIN s b ON b.sheet_id = episode_sheet_id LEFT JOIN s c ON c.sheet_id = "
        "request_sheet_id "
        "LEFT JOIN s d ON d.sheet_id = arrest_sheet_id LEFT JOIN s e ON e.sheet_id = "
        "stay_sheet_id ORDER BY text",
        "WITH s AS (SELECT sheet_id, file || ' ' || name AS place FROM sheet JOIN source "
        "USING (source_id)) "
        "SELECT concat_ws('|', a.place, l.detainer_row, b.place, arrest_row, days) AS "
        "text FROM detainer_arrest l "
        "JOIN s a ON a.sheet_id = l.detainer_sheet_id JOIN s b ON b.sheet_id = "
        "arrest_sheet_id ORDER BY text",
        "SELECT CAST(w AS VARCHAR) FROM link_window w ORDER BY release",
    };
    sp_buf_init(out, 1 << 28);
    for (size_t i = 0; i < COUNT(queries); i++) {
        dump(ledger, queries[i], out);
    }
}

/* -- A small ledger whose every link is known --------------------------------------- */

static const struct fixture_record arrests[] = {
    {{"person=p1", "arrest_date=2025-01-01 10:00", "method=Located", "aor=Seattle"}},
    {{"person=p1", "arrest_date=2025-01-02 09:00", "method=ERO Reprocessed Arrest",
      "aor=Seattle"}},
    {{"person=p2", "arrest_date=2025-01-03 10:00", "method=CAP Local Incarceration",
      "aor=Seattle"}},
    {{"person=[blank]", "arrest_date=2025-01-04 10:00", "method=Located", "aor=Boston"}},
    {{"person=p3", "arrest_date=2025-01-05 10:00", "method=Located", "aor=Boston"}},
};
static const struct fixture_record stints[] = {
    {{"person=p1", "stay_book_in=2025-01-01 12:00", "book_in=2025-01-01 12:00",
      "book_out=2025-01-05 08:00", "stay_book_out=2025-01-09 08:00",
      "facility=First Jail", "facility_code=AAA", "stay_release_reason=Removed"}},
    {{"person=p1", "stay_book_in=2025-01-01 12:00", "book_in=2025-01-05 09:00",
      "book_out=2025-01-09 08:00", "stay_book_out=2025-01-09 08:00",
      "facility=Second Jail", "facility_code=BBB", "stay_release_reason=Removed"}},
    {{"person=p2", "stay_book_in=2025-01-03 12:00", "book_in=2025-01-03 12:00",
      "book_out=[blank]", "stay_book_out=[blank]", "facility=First Jail",
      "facility_code=AAA", "stay_release_reason=[blank]"}},
};
static const struct fixture_record detainers[] = {
    {{"person=p2", "prepare_date=2025-01-02", "facility=First Jail", "facility_code=AAA",
      "detainer_type=I247A - Immigration Detainer", "lift_reason=Booked into Detention"}},
    {{"person=p3", "prepare_date=2025-01-01", "facility=Third Jail", "facility_code=CCC",
      "detainer_type=I247A - Immigration Detainer",
      "lift_reason=Detainer Declined by LEA"}},
    {{"person=[blank]", "prepare_date=2025-01-20", "facility=Third Jail",
      "facility_code=CCC", "detainer_type=I247A - Immigration Detainer",
      "lift_reason=[blank]"}},
};

static void small_add(struct sp_ledger *ledger)
{
    fixture_add(ledger, "arrest", "R", "arrests.csv", arrests, COUNT(arrests));
    fixture_add(ledger, "stint", "R", "stints.csv", stints, COUNT(stints));
    fixture_add(ledger, "detainer", "R", "detainers.csv", detainers, COUNT(detainers));
}

static void a_small_ledger_is_linked_as_known(void **state)
{
    (void)state;
    struct sp_arena arena;
    struct sp_ledger *ledger = ledger_new("small.duckdb", 2);
    sp_arena_init(&arena, 1 << 24);
    small_add(ledger);
    const struct sp_link_report report = link_all(ledger, 2, false, &arena);
    assert_int_equal(report.release_count, 1);
    assert_int_equal(report.records_all, 11);
    assert_int_equal(report.records_linked, 11);
    assert_int_equal(report.shards_all, 2); // Persons, and the rows without an id.
    const uint64_t *counts = report.releases[0].counts;
    assert_true(report.releases[0].has_ids);
    assert_int_equal(counts[SP_LINK_ARRESTS], 5);
    assert_int_equal(counts[SP_LINK_ARRESTS_WITHOUT_ID], 1);
    assert_int_equal(counts[SP_LINK_EPISODES], 4);
    assert_int_equal(counts[SP_LINK_ARRESTS_WITH_STAY], 2);
    assert_int_equal(counts[SP_LINK_STAYS], 2);
    assert_int_equal(counts[SP_LINK_BOOK_INS_DIFFER], 0);
    assert_int_equal(counts[SP_LINK_HONOURED], 1);
    assert_int_equal(counts[SP_LINK_DECLINED], 1);
    assert_int_equal(counts[SP_LINK_UNKNOWN], 1);
    assert_int_equal(counts[SP_LINK_SPELLS], 1);
    assert_int_equal(counts[SP_LINK_RETURNS], 1);
    check_dump(
        ledger,
        "SELECT concat_ws('|', row, arrest_date, arrest_date_second, method, "
        "method_class, episode_rows) "
        "FROM arrest_episodes ORDER BY row",
        "2|2025-01-01|36000|Located|at_large|2\n4|2025-01-03|36000|CAP Local "
        "Incarceration|custodial|1\n"
        "5|2025-01-04|36000|Located|at_large|1\n6|2025-01-05|36000|Located|at_large|1\n");
    check_dump(
        ledger,
        "SELECT concat_ws('|', row, book_in, book_in_second, coalesce(CAST(book_out AS "
        "VARCHAR), book_out_none), "
        "facility_first, facility, facility_longest_code, stint_count, "
        "coalesce(CAST(days AS VARCHAR), days_none), "
        "stay_end, arrest_found) FROM stays ORDER BY row",
        "2|2025-01-01|43200|2025-01-09|First Jail|Second Jail|BBB|2|8|removed|YES\n"
        "4|2025-01-03|43200|[blank]|First Jail|First Jail|AAA|1|[blank]|unknown|YES\n");
    check_dump(
        ledger,
        "SELECT concat_ws('|', row, outcome, outcome_reason, request_form, "
        "contradiction, facility, "
        "coalesce(CAST(days AS VARCHAR), days_none)) FROM detainer_outcomes ORDER BY row",
        "2|honoured|LIFT-BOOKED|YES|none|First "
        "Jail|1\n3|declined|LIFT-DECLINED|YES|none|Third Jail|4\n"
        "4|unknown|NO-ID|YES|none|Third Jail|[not applicable]\n");
    check_dump(ledger,
               "SELECT concat_ws('|', row, from_date, until_date, origin, exit, "
               "from_basis, days, competing, facility) "
               "FROM returns ORDER BY row",
               "3|2025-01-01|2025-01-05|declined|at_large|day prepared|4|0|Third Jail\n");
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* -- The views ---------------------------------------------------------------------- */

static const char *type_of(enum sp_field_type type)
{
    switch (type) {
    case SP_FIELD_DATE:
        return "DATE";
    case SP_FIELD_WHOLE:
        return "BIGINT";
    case SP_FIELD_MONEY:
        return "DECIMAL(18,2)";
    case SP_FIELD_DECIMAL:
        return "DECIMAL(18,6)";
    case SP_FIELD_TEXT:
    case SP_FIELD_PERSON:
        return "INTEGER";
    }
    return "";
}

/* The columns that a table of the event would have, "name TYPE" a line. */
static void columns_expected(const struct sp_event *event, struct sp_buf *out)
{
    sp_buf_text(out, "sheet_id INTEGER\nrow BIGINT\n");
    for (size_t i = 0; i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        sp_buf_format(out, "%s %s\n", field->name, type_of(field->type));
        if (field->type == SP_FIELD_DATE)
            sp_buf_format(out, "%s_second INTEGER\n", field->name);
        if (field->type != SP_FIELD_TEXT)
            sp_buf_format(out, "%s_none INTEGER\n", field->name);
    }
}

static void a_derived_event_has_the_columns_of_a_table(void **state)
{
    (void)state;
    struct sp_arena arena;
    struct sp_ledger *ledger = ledger_new("columns.duckdb", 1);
    size_t derived_count = 0;
    sp_arena_init(&arena, 1 << 24);
    for (size_t i = 0; i < sp_event_count(); i++) {
        const struct sp_event *event = sp_event_get(i);
        char sql[256];
        struct sp_buf expected;
        if (!event->base) continue;
        derived_count++;
        assert_non_null(sp_event_find(sp_str_of(event->base)));
        sp_buf_init(&expected, 1 << 16);
        columns_expected(event, &expected);
        (void)snprintf(
            sql, sizeof sql,
            "SELECT column_name || ' ' || data_type FROM information_schema.columns "
            "WHERE table_name = '%s' ORDER BY ordinal_position",
            event->name);
        check_dump(ledger, sql, expected.data);
        sp_buf_release(&expected);
    }
    assert_int_equal(derived_count, 4);
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* A text is never NULL, any other field is NULL exactly where its `_none` says why. */
static void check_nones(struct sp_ledger *ledger)
{
    for (size_t i = 0; i < sp_event_count(); i++) {
        const struct sp_event *event = sp_event_get(i);
        for (size_t j = 0; event->base && j < event->field_count; j++) {
            const char *name = event->fields[j].name;
            char sql[256];
            (void)snprintf(
                sql, sizeof sql,
                event->fields[j].type == SP_FIELD_TEXT
                    ? "SELECT count(*) FROM %s WHERE %s IS NULL"
                    : "SELECT count(*) FROM %s WHERE (%s IS NULL) = (%s_none IS NULL)",
                event->name, name, name);
            if (number_of(ledger, sql) != 0) fail_msg("%s.%s", event->name, name);
        }
    }
}

/* -- What is up to date ------------------------------------------------------------- */

static bool is_current(struct sp_ledger *ledger, const char *event)
{
    struct sp_err err = {0};
    bool current = false;
    fixture_ok(
        sp_link_is_current(ledger, sp_event_find(sp_str_of(event)), &current, &err),
        &err);
    return current;
}

static void derived_events_are_current_only_when_all_is_linked(void **state)
{
    (void)state;
    struct sp_arena arena;
    struct sp_ledger *ledger = ledger_new("current.duckdb", 1);
    sp_arena_init(&arena, 1 << 24);
    assert_true(is_current(ledger, "stay")); // Nothing is left out of nothing.
    small_add(ledger);
    assert_false(is_current(ledger, "stay"));
    assert_false(is_current(ledger, "arrest")); // Rules may choose among its rows.
    assert_true(is_current(ledger, "encounter"));
    (void)link_all(ledger, 1, false, &arena);
    assert_true(is_current(ledger, "stay"));
    assert_true(is_current(ledger, "return"));
    static const struct fixture_record encounters[] = {
        {{"person=p9", "encounter_date=2025-01-01"}}};
    fixture_add(ledger, "encounter", "R", "encounters.csv", encounters, 1);
    assert_true(is_current(ledger, "stay")); // Encounters are not linked.
    fixture_add(ledger, "detainer", "S", "more.csv", detainers, 1);
    assert_false(is_current(ledger, "stay"));
    struct sp_link_report report = link_all(ledger, 1, false, &arena);
    assert_true(is_current(ledger, "stay"));
    assert_int_equal(report.release_count, 2);
    report = link_all(ledger, 1, false, &arena);
    assert_int_equal(report.records_linked, 0);
    assert_int_equal(report.shards_linked, 0);
    assert_int_equal(report.releases[0].counts[SP_LINK_EPISODES],
                     4); // The report is of all, whatever was linked now.
    report = link_all(ledger, 1, true, &arena);
    assert_int_equal(report.records_linked, report.records_all);
    // Other rules, such as those of another version of the program.
    struct sp_err err = {0};
    fixture_ok(ledger_run(ledger,
                          "UPDATE link_state SET value = 'others' WHERE key = 'rules'",
                          &err),
               &err);
    assert_false(is_current(ledger, "stay"));
    report = link_all(ledger, 1, false, &arena);
    assert_int_equal(report.records_linked, report.records_all);
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* Persons far apart, so that they are in shards 0, 1 and 2. */
static void persons_spread(struct sp_ledger *ledger)
{
    struct sp_err err = {0};
    fixture_ok(ledger_run(ledger,
                          "UPDATE arrest SET person = person * 131072; UPDATE stint SET "
                          "person = person * 131072; "
                          "UPDATE detainer SET person = person * 131072; UPDATE person "
                          "SET key = key * 131072",
                          &err),
               &err);
}

static void only_stale_shards_are_linked_anew(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct sp_arena arena;
    struct sp_buf some;
    struct sp_buf all;
    struct sp_ledger *ledger = ledger_new("stale.duckdb", 2);
    sp_arena_init(&arena, 1 << 24);
    small_add(ledger);
    persons_spread(ledger);
    struct sp_link_report report = link_all(ledger, 2, false, &arena);
    assert_int_equal(report.shards_linked, 4);
    // A second file with an arrest of p2 alone, two hours before its stay; the release's
    // window stays.
    fixture_ok(ledger_run(ledger,
                          "INSERT INTO source SELECT * REPLACE (9 AS source_id, 'z' AS "
                          "sha256, 'aaa.csv' AS file) FROM source "
                          "WHERE source_id = 1; INSERT INTO sheet SELECT * REPLACE (9 AS "
                          "sheet_id, 9 AS source_id) FROM sheet "
                          "WHERE sheet_id = 1; INSERT INTO arrest SELECT * REPLACE (9 AS "
                          "sheet_id, 7 AS row) FROM arrest "
                          "WHERE row = 4",
                          &err),
               &err);
    report = link_all(ledger, 2, false, &arena);
    assert_int_equal(report.shards_linked, 1);
    assert_int_equal(report.shards_all, 4);
    assert_int_equal(report.records_linked, 4); // p2's two arrests, stint and detainer.
    assert_int_equal(number_of(ledger, "SELECT CAST(max(episode_rows) AS BIGINT) FROM "
                                       "arrest_episode WHERE sheet_id = 9"),
                     2);
    assert_int_equal(number_of(ledger, "SELECT count(*) FROM arrest_link"), 6);
    links_dump(ledger, &some);
    (void)link_all(ledger, 2, true, &arena);
    links_dump(ledger, &all);
    assert_string_equal(some.data, all.data);
    // A day that moves the window: everybody of the release may have another end.
    fixture_ok(ledger_run(ledger,
                          "INSERT INTO sheet SELECT * REPLACE (10 AS sheet_id, 9 AS "
                          "source_id) FROM sheet WHERE sheet_id = 1; "
                          "INSERT INTO arrest SELECT * REPLACE (10 AS sheet_id, 9 AS "
                          "row, DATE '2025-01-06' AS arrest_date) "
                          "FROM arrest WHERE sheet_id = 9",
                          &err),
               &err);
    report = link_all(ledger, 2, false, &arena);
    assert_int_equal(report.shards_linked, 4);
    sp_buf_release(&some);
    sp_buf_release(&all);
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* -- Releases without ids ----------------------------------------------------------- */

static void a_release_without_ids_stays_as_it_is(void **state)
{
    (void)state;
    static const struct fixture_record alike[] = {
        {{"arrest_date=2025-01-01", "method=Located", "aor=Boston"}},
        {{"arrest_date=2025-01-01", "method=Located", "aor=Boston"}},
        {{"arrest_date=2025-01-01", "method=Located", "aor=Boston"}},
    };
    struct sp_arena arena;
    struct sp_ledger *ledger = ledger_new("no-ids.duckdb", 1);
    sp_arena_init(&arena, 1 << 24);
    fixture_add(ledger, "arrest", "N", "n.csv", alike, COUNT(alike));
    const struct sp_link_report report = link_all(ledger, 1, false, &arena);
    assert_false(report.releases[0].has_ids);
    char sql[96];
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM arrest_link WHERE kept_by = %d",
                   (1 << LINK_ARREST_RULE_COUNT) - 1);
    assert_int_equal(number_of(ledger, sql), 3);
    assert_int_equal(report.finding_count, 1);
    assert_true(sp_str_equal_text(report.findings[0].check_id, "LINK-NO-IDS"));
    assert_true(
        sp_str_equal_text(report.findings[0].evidence,
                          "release N: no row of this release has an id: its 3 arrest "
                          "records are unlinked and undiminished"));
    // The findings are replaced, not added to.
    (void)link_all(ledger, 1, true, &arena);
    assert_int_equal(number_of(ledger, "SELECT count(*) FROM finding"), 1);
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* -- Findings ----------------------------------------------------------------------- */

static void thresholds_make_findings(void **state)
{
    (void)state;
    static const struct fixture_record late[] = {
        // The stay began an hour before its first stint, and ended with it.
        {{"person=p1", "stay_book_in=2025-01-01 12:00", "book_in=2025-01-01 13:00",
          "book_out=2025-01-02 08:00", "stay_book_out=2025-01-02 08:00",
          "facility_code=AAA"}},
    };
    static const struct fixture_record half[] = {
        {{"person=p1", "arrest_date=2025-01-01 10:00", "method=Located"}},
        {{"person=[blank]", "arrest_date=2025-01-01 10:00", "method=Located"}},
    };
    static const struct fixture_record notice[] = {
        {{"person=p2", "prepare_date=2025-01-01", "facility_code=AAA",
          "detainer_type=I247G - Request for Advance Notification",
          "lift_reason=Detainer Declined by LEA"}},
    };
    struct sp_arena arena;
    struct sp_ledger *ledger = ledger_new("findings.duckdb", 1);
    sp_arena_init(&arena, 1 << 24);
    fixture_add(ledger, "stint", "T", "stints.csv", late, COUNT(late));
    fixture_add(ledger, "arrest", "T", "arrests.csv", half, COUNT(half));
    fixture_add(ledger, "detainer", "T", "detainers.csv", notice, COUNT(notice));
    (void)link_all(ledger, 1, false, &arena);
    check_dump(
        ledger,
        "SELECT concat_ws('|', check_id, severity, event, release, evidence) FROM "
        "finding ORDER BY rowid",
        "LINK-STAY-BOOK-IN|2|stint|T|release T: 1 of 1 stays do not begin with the "
        "book-in of their first stint\n"
        "LINK-ID-MISSING|1|arrest|T|release T: 1 of 2 arrest records have no id: "
        "they are counted, and never linked\n"
        "LINK-CONTRADICTION|1|detainer|T|release T, detainers: asked for notice "
        "alone, yet declined: 1\n");
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

/* -- The window --------------------------------------------------------------------- */

static void a_window_ends_where_a_week_is_dense(void **state)
{
    (void)state;
    static const struct {
        int32_t days[8];
        size_t count;
        int32_t last;
    } cases[] = {
        {{5}, 1, 5},
        {{1, 20, 40}, 3, 40},                // No dense week: the latest day.
        {{1, 2, 3, 7}, 4, 7},                // Four within seven days, the last included.
        {{1, 2, 3, 8}, 4, 8},                // Eight days: none, so the latest.
        {{1, 2, 3, 4, 900}, 5, 4},           // One row years ahead.
        {{1, 2, 3, 4, 900, 901, 902}, 7, 4}, // Three.
        {{1, 2, 3, 4, 900, 901, 902, 903}, 8, 903},
        {{-9, -8, -7, -6, -5}, 5, -5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct link_days days = {0};
        for (size_t j = 0; j < cases[i].count; j++) {
            link_days_add(&days, cases[i].days[j]);
        }
        assert_int_equal(days.last, cases[i].last);
    }
}

/* -- The rules ---------------------------------------------------------------------- */

static void every_rule_of_the_specification_is_built_in(void **state)
{
    (void)state;
    assert_true(sp_link_rule_count() > 25);
    for (size_t i = 0; i < sp_link_rule_count(); i++) {
        const struct sp_rule *rule = sp_link_rule_get(i);
        assert_ptr_equal(sp_link_rule_find(sp_str_of(rule->id)), rule);
        assert_true(rule->version >= 1);
        assert_true(strlen(rule->text) > 20 && strlen(rule->reason) > 10 &&
                    strlen(rule->source) >= 3);
    }
    const struct sp_rule *episode = sp_link_rule_find(SP_STR("arr-ep-24"));
    assert_non_null(episode);
    assert_non_null(strstr(episode->text, "gap_hours_max 24"));
    assert_non_null(sp_link_rule_find(SP_STR("METHOD-KIT"))); // One of several in a file.
    assert_null(sp_link_rule_find(SP_STR("ARR")));
    assert_int_equal(strlen(link_rules_sha256), 64);
}

/* -- A whole release ---------------------------------------------------------------- */

struct given {
    struct sp_arena arena;
    struct sp_profile_set *profiles;
    const char *books[16];
    size_t book_count;
    const char *key; // answer-key-returns.csv
};

static int release_setup(void **state)
{
    static struct given given;
    struct sp_err err = {0};
    struct sp_str *files;
    size_t count;
    given = (struct given){0};
    sp_arena_init(&given.arena, 1 << 28);
    const struct sp_sample_options options = {
        .dir = fixture_path("sample"), .people = 500, .seed = 11};
    fixture_ok(sp_sample_write(&options, &given.arena, &files, &count, &err), &err);
    for (size_t i = 0; i < count; i++) {
        if (sp_str_ends(files[i], SP_STR(".xlsx")))
            given.books[given.book_count++] = files[i].data;
        if (sp_str_ends(files[i], SP_STR("returns.csv"))) given.key = files[i].data;
    }
    given.profiles = support_profiles();
    *state = &given;
    return given.book_count > 3 ? 0 : -1;
}

static int release_teardown(void **state)
{
    struct given *given = *state;
    sp_profile_set_close(given->profiles);
    sp_arena_release(&given->arena);
    return 0;
}

static void books_add(struct sp_ledger *ledger, struct given *given,
                      const char *const *books, size_t count)
{
    struct sp_err err = {0};
    struct sp_receipt receipt = {0};
    const struct sp_load_options options = {
        .paths = books, .path_count = count, .thread_count = 1};
    fixture_ok(
        sp_load_files(ledger, given->profiles, &options, &given->arena, &receipt, &err),
        &err);
}

/* Added in order or in reverse, linked at the end or after each file, by so many threads.
 */
static void release_link(struct given *given, bool reverse, bool each, int threads,
                         struct sp_buf *out)
{
    struct sp_ledger *ledger = ledger_new("release.duckdb", threads);
    for (size_t i = 0; i < given->book_count; i++) {
        books_add(ledger, given, &given->books[reverse ? given->book_count - 1 - i : i],
                  1);
        if (each) (void)link_all(ledger, threads, false, &given->arena);
    }
    const struct sp_link_report report = link_all(ledger, threads, false, &given->arena);
    assert_int_equal(report.release_count, 1);
    links_dump(ledger, out);
    check_nones(ledger);
    for (int i = 0; i < SP_LINK_COUNT_COUNT; i++) {
        sp_buf_format(out, "%s: %llu\n", sp_link_count_what((enum sp_link_count)i),
                      (unsigned long long)report.releases[0].counts[i]);
    }
    for (size_t i = 0; i < report.finding_count; i++) {
        sp_buf_append(out, report.findings[i].evidence);
    }
    sp_ledger_close(ledger);
}

static void neither_order_nor_threads_change_a_byte(void **state)
{
    struct given *given = *state;
    struct sp_buf once;
    release_link(given, false, false, 1, &once);
    assert_true(once.size > 100000);
    static const struct {
        bool reverse;
        bool each;
        int threads;
    } ways[] = {{false, false, 2}, {false, true, 1}, {true, false, 2}, {true, true, 7}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct sp_buf other;
        release_link(given, ways[i].reverse, ways[i].each, ways[i].threads, &other);
        assert_true(sp_str_equal(sp_buf_str(&once), sp_buf_str(&other)));
        sp_buf_release(&other);
    }
    sp_buf_release(&once);
}

/* Fields 0 to 2 and 6 to 8 of each line of the key: where the detainer and the arrest
 * stand. */
static void key_read(const char *path, struct sp_buf *out)
{
    struct sp_err err = {0};
    struct sp_buf file;
    size_t field = 0;
    sp_buf_init(&file, 1 << 26);
    fixture_ok(sp_file_read(path, &file, &err), &err);
    sp_buf_char(out, '\n');
    for (size_t i = 0; i < file.size; i++) {
        const char c = file.data[i];
        if (c == '\n') field = 0;
        const bool wanted = field < 3 || (field >= 6 && field < 9);
        if (c == '\n' || wanted) sp_buf_char(out, c == ',' ? '|' : c);
        field += c == ',';
    }
    sp_buf_release(&file);
}

/* Not every true return is found, for ids are missing and outcomes are not recorded; but
 * none is made up. */
static void every_return_found_is_a_true_one(void **state)
{
    struct given *given = *state;
    struct sp_buf key;
    struct sp_buf found;
    struct sp_ledger *ledger = ledger_new("key.duckdb", 2);
    sp_buf_init(&key, 1 << 26);
    sp_buf_init(&found, 1 << 26);
    assert_non_null(given->key);
    key_read(given->key, &key);
    books_add(ledger, given, given->books, given->book_count);
    (void)link_all(ledger, 2, false, &given->arena);
    dump(ledger,
         "WITH s AS (SELECT sheet_id, file, name FROM sheet JOIN source USING "
         "(source_id)) SELECT chr(10) || concat_ws('|', a.file, a.name, l.row, b.file, "
         "b.name, l.arrest_row) || '|' FROM return_link l JOIN s a ON a.sheet_id = "
         "l.sheet_id JOIN sheet h ON h.sheet_id = l.sheet_id JOIN s b ON b.sheet_id = "
         "l.arrest_sheet_id WHERE h.event = 'detainer' ORDER BY ALL",
         &found);
    size_t count = 0;
    for (char *at = found.data; at && *at; count++) {
        char *end = strchr(at + 1, '\n'); // The first stands before the line.
        assert_non_null(end);
        *end = '\0';
        if (!strstr(key.data, at)) fail_msg("not in the key: %s", at + 1);
        at = end + 1;
    }
    assert_true(count > 10);
    sp_buf_release(&key);
    sp_buf_release(&found);
    sp_ledger_close(ledger);
}

/* Every allocation fails once: linking fails, and the ledger's links are as they were. */
static void a_failed_run_leaves_the_links_as_they_were(void **state)
{
    (void)state;
    struct sp_arena arena;
    struct sp_buf before;
    struct sp_ledger *ledger = ledger_new("failed.duckdb", 1);
    sp_arena_init(&arena, 1 << 24);
    small_add(ledger);
    (void)link_all(ledger, 1, false, &arena);
    links_dump(ledger, &before);
    fixture_add(ledger, "arrest", "R", "more.csv", arrests, COUNT(arrests));
    int64_t failures = 0;
    enum sp_rc rc = SP_ERR_MEMORY;
    while (rc != SP_OK) {
        struct sp_err err = {0};
        struct sp_link_report report = {0};
        const struct sp_link_options options = {.thread_count = 1};
        sp_alloc_fail_after(failures);
        rc = sp_link_run(ledger, &options, &arena, &report, &err);
        sp_alloc_fail_after(-1);
        if (rc == SP_OK) break;
        assert_int_equal(rc, SP_ERR_MEMORY);
        struct sp_buf after;
        links_dump(ledger, &after);
        assert_string_equal(before.data, after.data);
        sp_buf_release(&after);
        assert_false(is_current(ledger, "stay"));
        sp_arena_reset(&arena);
        failures++;
    }
    assert_true(failures > 20);
    assert_true(is_current(ledger, "stay"));
    sp_buf_release(&before);
    sp_arena_release(&arena);
    sp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_ledger_is_linked_as_known),
        cmocka_unit_test(a_derived_event_has_the_columns_of_a_table),
        cmocka_unit_test(derived_events_are_current_only_when_all_is_linked),
        cmocka_unit_test(only_stale_shards_are_linked_anew),
        cmocka_unit_test(a_release_without_ids_stays_as_it_is),
        cmocka_unit_test(thresholds_make_findings),
        cmocka_unit_test(a_window_ends_where_a_week_is_dense),
        cmocka_unit_test(every_rule_of_the_specification_is_built_in),
        cmocka_unit_test_setup_teardown(neither_order_nor_threads_change_a_byte,
                                        release_setup, release_teardown),
        cmocka_unit_test_setup_teardown(every_return_found_is_a_true_one, release_setup,
                                        release_teardown),
        cmocka_unit_test(a_failed_run_leaves_the_links_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
