/*
 * Heads: counts of who was detained on a day. Known answers over a small ledger, and
 * equality with spec/pop.sql, run by DuckDB over the same records: the small ledger,
 * random ones and the synthetic release.
 */
#include "sallyport/link.h"
#include "sallyport/load.h"
#include "sallyport/measure.h"
#include "support/fixture.h"
#include "support/support_random.h"
#include "support/support_release.h"
#include "support/support_spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const rules[] = {"POP-DDP-MIDNIGHT", "POP-DDP-DAY", "POP-UW",
                                    "POP-UW-INCLUSIVE", "POP-VERA-MIDNIGHT"};
enum {
    RULE_COUNT = sizeof rules / sizeof rules[0],
    CELLS_MAX = 1 << 16,
    CELL_SIZE = 128,
    RANDOM_STINTS = 400
};

// clang-format off
static const struct fixture_record stints[] = {
    // Moved within a day; no one's book-out says whether the night was the first or the second place's.
    {{"book_in=2025-03-01 08:00", "book_out=2025-03-01 20:00", "person=a", "facility=ALPHA", "gender=Female"}},
    {{"book_in=2025-03-01 20:00", "book_out=2025-03-03 06:00", "person=a", "facility=BRAVO", "gender=Female"}},
    // Written twice.
    {{"book_in=2025-03-01 09:00", "book_out=2025-03-02 09:00", "person=b", "facility=ALPHA", "gender=Male"}},
    {{"book_in=2025-03-01 09:00", "book_out=2025-03-02 09:00", "person=b", "facility=ALPHA", "gender=Male"}},
    // Without an id: perhaps one person, perhaps two.
    {{"book_in=2025-03-01", "book_out=2025-03-02", "person=[blank]", "facility=BRAVO", "gender=Male"}},
    {{"book_in=2025-03-01", "book_out=2025-03-02", "person=[blank]", "facility=BRAVO", "gender=Male"}},
    // Still there, as far as the release shows; without a facility; never came.
    {{"book_in=2025-03-02 00:00", "book_out=[blank]", "person=c", "facility=ALPHA", "gender=Female"}},
    {{"book_in=2025-03-02 10:00", "book_out=2025-03-04 00:00", "person=d", "facility=[blank]", "gender=Male"}},
    {{"book_in=[blank]", "book_out=2025-03-04 10:00", "person=e", "facility=ALPHA", "gender=Male"}},
    // Closes the release's window (rule WINDOW).
    {{"book_in=2025-03-03 10:00", "book_out=2025-03-03 12:00", "person=f", "facility=BRAVO", "gender=Male"}},
    {{"book_in=2025-03-05 10:00", "book_out=[blank]", "person=f", "facility=BRAVO", "gender=Male"}},
};
// Of these days too, of a release that ends before the other.
static const struct fixture_record others[] = {
    {{"book_in=2025-02-01 10:00", "book_out=[blank]", "person=a", "facility=ALPHA"}},
    {{"book_in=2025-03-02 10:00", "book_out=2025-03-20 10:00", "person=g", "facility=ALPHA"}},
};
// clang-format on

struct state {
    struct sp_ledger *ledger;
    struct sp_arena arena;
};
static struct state state;

static void link_now(struct sp_ledger *ledger)
{
    struct sp_err err = {0};
    struct sp_link_report report;
    const struct sp_link_options options = {.thread_count = 1};
    fixture_ok(sp_link_run(ledger, &options, &state.arena, &report, &err), &err);
}

static struct sp_ledger *ledger_new(const char *name)
{
    struct sp_err err = {0};
    struct sp_ledger *ledger = NULL;
    fixture_ok(sp_ledger_open(fixture_path(name), SP_LEDGER_WRITE, 1, &ledger, &err),
               &err);
    return ledger;
}

static int set_up(void **unused)
{
    (void)unused;
    sp_arena_init(&state.arena, (size_t)1 << 30);
    state.ledger = ledger_new("population.duckdb");
    fixture_add(state.ledger, "stint", "R", "r.csv", stints,
                sizeof stints / sizeof stints[0]);
    fixture_add(state.ledger, "stint", "S", "s.csv", others,
                sizeof others / sizeof others[0]);
    link_now(state.ledger);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    sp_ledger_close(state.ledger);
    sp_arena_release(&state.arena);
    return 0;
}

/* @param to  NULL: one day; @param where, rule  may be NULL */
static struct sp_query *query_of(const char *from, const char *to, const char *by,
                                 const char *where, const char *rule)
{
    struct sp_query *query = sp_arena_alloc(&state.arena, sizeof *query);
    struct sp_err err = {0};
    assert_non_null(query);
    sp_query_init(query, sp_measure_find(SP_STR("population")));
    fixture_ok(sp_query_by(query, sp_str_of(by), &err), &err);
    fixture_ok(sp_query_period(query, sp_str_of(from), sp_str_of(to ? to : from), &err),
               &err);
    if (where) fixture_ok(sp_query_where(query, sp_str_of(where), &err), &err);
    if (rule) fixture_ok(sp_query_rule(query, sp_str_of(rule), &err), &err);
    return query;
}

/* Of release R alone. */
static struct sp_query *of_r(struct sp_query *query)
{
    struct sp_err err = {0};
    fixture_ok(sp_query_where(query, SP_STR("release=R"), &err), &err);
    return query;
}

static struct sp_count *count_of(struct sp_ledger *ledger, const struct sp_query *query)
{
    struct sp_err err = {0};
    struct sp_count *count = sp_arena_alloc(&state.arena, sizeof *count);
    assert_non_null(count);
    fixture_ok(sp_measure_count(ledger, query, &state.arena, count, &err), &err);
    return count;
}

static void rows_of(const struct sp_count *count, char *out, size_t out_size)
{
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count->row_count; i++) {
        size += (size_t)snprintf(out + size, out_size - size, "%.*s=%llu; ",
                                 SP_FMT(count->rows[i].labels[0]),
                                 (unsigned long long)count->rows[i].count.value);
    }
}

static bool has_note(const struct sp_str *notes, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(sp_arena_copy(&state.arena, notes[i]).data, text)) return true;
    }
    return false;
}

/* What each rule makes of the same days. */
static void test_known_answers(void **unused)
{
    (void)unused;
    static const struct {
        const char *rule, *on, *by, *rows;
        uint64_t total;
    } cases[] = {
        // The moved one is at both places by day, at the second by night, and one person
        // of all.
        {"POP-DDP-DAY", "2025-03-01", "facility", "ALPHA=2; BRAVO=3; ", 4},
        {"POP-DDP-MIDNIGHT", "2025-03-01", "facility", "ALPHA=1; BRAVO=3; ", 4},
        {NULL, "2025-03-01", "facility", "ALPHA=1; BRAVO=3; ", 4}, // The default.
        // Rows: written twice is there twice; who came as the day ended is there at that
        // midnight.
        {"POP-UW-INCLUSIVE", "2025-03-01", "facility", "ALPHA=3; BRAVO=3; ", 6},
        {"POP-VERA-MIDNIGHT", "2025-03-01", "facility", "ALPHA=3; BRAVO=3; ", 6},
        // At the midnight that begins the day only who has no time of day came then.
        {"POP-UW", "2025-03-01", "facility", "BRAVO=2; ", 2},
        {"POP-UW", "2025-03-02", "facility", "ALPHA=3; BRAVO=1; ", 4},
        // A stint that ends with a day's first midnight is there by that day, not by its
        // night.
        {"POP-DDP-DAY", "2025-03-04", "facility", "ALPHA=1; [blank]=1; ", 2},
        {"POP-DDP-MIDNIGHT", "2025-03-04", "facility", "ALPHA=1; ", 1},
        // Open: to the latest book-out of this release, or to its end.
        {"POP-UW", "2025-03-04", "facility", "ALPHA=1; ", 1},
        {"POP-UW", "2025-03-05", "facility", "", 0},
        {"POP-UW-INCLUSIVE", "2025-03-05", "facility", "", 0},
        {"POP-VERA-MIDNIGHT", "2025-03-05", "facility", "ALPHA=1; BRAVO=1; ", 2},
        {"POP-DDP-MIDNIGHT", "2025-03-05", "facility", "ALPHA=1; BRAVO=1; ", 2},
        {"POP-DDP-MIDNIGHT", "2025-03-02", "gender", "Female=2; Male=1; ", 3},
        {"POP-UW", "2025-02-20", "facility", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rows[512];
        const struct sp_count *count =
            count_of(state.ledger, query_of(cases[i].on, NULL, cases[i].by, "release=R",
                                            cases[i].rule));
        rows_of(count, rows, sizeof rows);
        if (strcmp(rows, cases[i].rows) != 0)
            fail_msg("case %zu: '%s', not '%s'", i, rows, cases[i].rows);
        assert_true(count->has_total);
        assert_int_equal(count->total.value, cases[i].total);
    }
}

/* A row without an id is a person of its own, and whoever reads the number is told
 * (RELEASES A.9 #8). */
static void test_rows_without_an_id(void **unused)
{
    (void)unused;
    const struct sp_count *count = count_of(
        state.ledger, of_r(query_of("2025-03-01", NULL, "", "facility=BRAVO", NULL)));
    assert_int_equal(count->total.value, 3);
    assert_true(has_note(count->notes, count->note_count,
                         "fewer than 5 of these heads are rows without a person id"));
    count = count_of(state.ledger,
                     of_r(query_of("2025-03-01", NULL, "", "facility=ALPHA", NULL)));
    assert_false(has_note(count->notes, count->note_count, "without a person id"));
    // Rows are rows, with an id or without.
    count = count_of(state.ledger,
                     of_r(query_of("2025-03-01", NULL, "", NULL, "POP-VERA-MIDNIGHT")));
    assert_false(has_note(count->notes, count->note_count, "without a person id"));
    assert_true(has_note(count->notes, count->note_count,
                         "fewer than 5 stint rows have no readable book-in"));
}

/* An open stint ends with its own release, never on a fixed day (RELEASES A.9 #7). */
static void test_open_stints(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    assert_int_equal(
        count_of(state.ledger, query_of("2025-03-02", NULL, "", "release=S", NULL))
            ->total.value,
        2);
    // Release S shows no stint after 2025-03-02, and no other's window is lent to it.
    assert_int_equal(sp_measure_count(state.ledger,
                                      query_of("2025-03-03", NULL, "", "release=S", NULL),
                                      &state.arena, &count, &err),
                     SP_ERR_USAGE);
    assert_non_null(strstr(
        err.text,
        "no release counted over reaches 2025-03-03: they show stints until 2025-03-02"));
    sp_err_reset(&err);
    assert_int_equal(sp_measure_count(state.ledger,
                                      query_of("2025-03-06", NULL, "", "release=R", NULL),
                                      &state.arena, &count, &err),
                     SP_ERR_USAGE);
    // Kept apart, each release says how far it reaches.
    const struct sp_count *apart =
        count_of(state.ledger, query_of("2025-03-05", NULL, "release", NULL, NULL));
    char rows[64];
    rows_of(apart, rows, sizeof rows);
    assert_string_equal(rows, "R=2; S=1; "); // Of S the one who left later, as its row
                                             // says, and not the one of the open row.
    assert_true(has_note(apart->notes, apart->note_count,
                         "release 'S' shows stints until 2025-03-02: it does not reach"));
    assert_false(apart->has_total);
}

static void test_refused(void **unused)
{
    (void)unused;
    static const struct {
        const char *from, *to, *by, *where, *text;
    } cases[] = {
        {"", "", "", "release=R", "say which, as in --on"},
        {"2025-03-01", "", "", "release=R", "say which, as in --on"},
        {"2025-03-01", "2025-03-02", "", "release=R",
         "heads of different days are not added up"},
        {"2025-03-01", "2025-03-02", "facility", "release=R",
         "heads of different days are not added up"},
        {"2025-03-01", "2025-03-01", "", "day=2025-03-01", "named, not filtered"},
        {"1950-01-01", "2025-03-01", "day", "release=R", "too many days"},
        // Both releases hold stints of who came until then.
        {"2025-03-01", "2025-03-01", "", NULL, "no id links them"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_count count;
        const struct sp_query *query =
            query_of(cases[i].from, cases[i].to, cases[i].by, cases[i].where, NULL);
        assert_true(sp_measure_count(state.ledger, query, &state.arena, &count, &err) <
                    0);
        if (!strstr(err.text, cases[i].text))
            fail_msg("'%s' is not in '%s'", cases[i].text, err.text);
    }
    struct sp_err err = {0};
    struct sp_query *query = query_of("2025-03-01", NULL, "", NULL, NULL);
    assert_int_equal(sp_query_by(query, SP_STR("month"), &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "use 'day'"));
    sp_err_reset(&err);
    assert_int_equal(sp_query_rule(query, SP_STR("STINT-DUP"), &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "POP-DDP-MIDNIGHT, POP-DDP-DAY"));
}

/* Each number is one day's and one group's, and its reference gives the rows behind it.
 */
static void test_references(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_explanation explanation;
    const struct sp_count *count =
        count_of(state.ledger, query_of("2025-03-01", "2025-03-05", "day,facility",
                                        "release=R", "POP-DDP-DAY"));
    assert_false(count->has_total);
    assert_true(has_note(count->notes, count->note_count, "never added up"));
    assert_true(has_note(count->notes, count->note_count, "the groups do not add up"));
    assert_true(count->row_count > 8);
    for (size_t i = 0; i < count->row_count; i++) {
        fixture_ok(sp_measure_explain(state.ledger, count->rows[i].count.reference,
                                      &state.arena, &explanation, &err),
                   &err);
        assert_int_equal(explanation.figure.value, count->rows[i].count.value);
        assert_true(explanation.same_inputs);
    }
    // On the first day one person stands in ALPHA with two rows, and another with one:
    // fixture rows begin at 2.
    const char *reference =
        sp_arena_copy(&state.arena, count->rows[0].count.reference).data;
    assert_non_null(
        strstr(reference,
               "population;on=2025-03-01;rule=POP-DDP-DAY;release=R;facility=ALPHA@"));
    fixture_ok(sp_measure_explain(state.ledger, count->rows[0].count.reference,
                                  &state.arena, &explanation, &err),
               &err);
    assert_int_equal(explanation.figure.value, 2);
    assert_int_equal(explanation.range_count, 2);
    assert_int_equal(explanation.ranges[0].row_first, 2);
    assert_int_equal(explanation.ranges[0].row_last, 2);
    assert_int_equal(explanation.ranges[1].row_first, 4);
    assert_int_equal(explanation.ranges[1].row_last, 5);
    assert_int_equal(sp_measure_explain(
                         state.ledger, SP_STR("population;from=2025-03-01;to=2025-03-02"),
                         &state.arena, &explanation, &err),
                     SP_ERR_USAGE);
}

/* Whoever is unknown in two ways is one unknown head. */
static void test_unknown(void **unused)
{
    (void)unused;
    const struct sp_count *count = count_of(
        state.ledger, query_of("2025-03-02", NULL, "facility", "release=R", NULL));
    assert_int_equal(count->unknowns[0].all.value, 1);
    assert_int_equal(count->unknowns[0].label_count, 1);
    struct sp_bounds bounds;
    struct sp_err err = {0};
    fixture_ok(
        sp_measure_bounds(state.ledger,
                          of_r(query_of("2025-03-02", NULL, "", "facility=ALPHA", NULL)),
                          &state.arena, &bounds, &err),
        &err);
    assert_int_equal(bounds.least.value, 1);
    assert_int_equal(bounds.most.value, 2);
    assert_int_equal(bounds.counts[0].value, 1);
}

static void test_band(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_band band;
    fixture_ok(
        sp_measure_band(state.ledger,
                        query_of("2025-03-01", NULL, "facility", "release=R", NULL),
                        &state.arena, &band, &err),
        &err);
    assert_int_equal(band.rule_count, RULE_COUNT);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        assert_string_equal(band.rules[i].keep->id, rules[i]);
    }
    assert_int_equal(band.total.usual.figure.value, 4);
    assert_string_equal(band.total.usual.keep->id, "POP-DDP-MIDNIGHT");
    assert_int_equal(band.total.least.figure.value, 2);
    assert_string_equal(band.total.least.keep->id, "POP-UW");
    assert_int_equal(band.total.most.figure.value, 6);
    assert_string_equal(band.total.most.keep->id, "POP-UW-INCLUSIVE");
    // Nobody was in ALPHA by POP-UW: 0, which can be run again.
    assert_int_equal(band.rows[0].least.figure.value, 0);
    struct sp_explanation explanation;
    fixture_ok(sp_measure_explain(state.ledger, band.rows[0].least.figure.reference,
                                  &state.arena, &explanation, &err),
               &err);
    assert_int_equal(explanation.figure.value, 0);
    // Of several days each has its band, and there is no whole.
    fixture_ok(
        sp_measure_band(state.ledger,
                        query_of("2025-03-01", "2025-03-02", "day", "release=R", NULL),
                        &state.arena, &band, &err),
        &err);
    assert_false(band.has_total);
    assert_int_equal(band.row_count, 2);
}

static void test_not_linked(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    struct sp_ledger *ledger = ledger_new("not-linked.duckdb");
    fixture_add(ledger, "stint", "R", "r.csv", stints, sizeof stints / sizeof stints[0]);
    assert_int_equal(sp_measure_count(ledger,
                                      query_of("2025-03-01", NULL, "", NULL, NULL),
                                      &state.arena, &count, &err),
                     SP_ERR_LEDGER);
    assert_non_null(strstr(err.text, "sallyport link"));
    sp_ledger_close(ledger);
}

/* -- Equal to spec/pop.sql
 * ---------------------------------------------------------------------- */

// What link reads, in the words of the spec: moments in seconds, a number for each
// facility's label.
static const char spec_inputs[] =
    "SET integer_division = true;"
    "CREATE TABLE place AS SELECT label, CAST(row_number() OVER (ORDER BY label) AS "
    "INTEGER) AS facility "
    "FROM (SELECT DISTINCT label FROM stint JOIN term ON code = facility);"
    "CREATE TABLE release_number AS SELECT release, CAST(row_number() OVER (ORDER BY "
    "release) AS INTEGER) AS number FROM link_window;"
    "CREATE VIEW in_stint AS SELECT CAST(s.sheet_id AS BIGINT) * 10000000 + s.row AS "
    "record, s.person, r.number AS release, "
    "date_diff('second', TIMESTAMP '1970-01-01', s.book_in) + coalesce(s.book_in_second, "
    "0) AS book_in, "
    "date_diff('second', TIMESTAMP '1970-01-01', s.book_out) + "
    "coalesce(s.book_out_second, 0) AS book_out, p.facility "
    "FROM stint s JOIN sheet h ON h.sheet_id = s.sheet_id JOIN release_number r ON "
    "r.release = h.release "
    "JOIN term t ON t.code = s.facility JOIN place p ON p.label = t.label;"
    "CREATE VIEW in_window AS SELECT r.number AS release, date_diff('day', DATE "
    "'1970-01-01', w.stint_last) AS stint_last "
    "FROM link_window w JOIN release_number r ON r.release = w.release;";

static void spec_make(struct sp_ledger *ledger)
{
    struct support_spec spec;
    struct sp_err err = {0};
    static const char *const views[] = {"pop_span", "pop"};
    fixture_ok(support_spec_read(&spec, &err), &err);
    fixture_ok(ledger_run(ledger, spec_inputs, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        const struct support_view *view = support_spec_view(&spec, views[i]);
        assert_non_null(view);
        const struct sp_str sql = sp_arena_format(&state.arena, "CREATE VIEW %s AS %s",
                                                  view->name, view->query);
        fixture_ok(
            ledger_run(ledger,
                       sp_arena_format(&state.arena, "%.*s%c", SP_FMT(sql), '\0').data,
                       &err),
            &err);
    }
    fixture_ok(ledger_run(ledger,
                          "CREATE TABLE pop_known AS SELECT rule, release, "
                          "coalesce(facility, -1) AS facility, day, heads FROM pop",
                          &err),
               &err);
    support_spec_release(&spec);
}

// Of the days of change, which is what the spec gives, each day's: those since the change
// before it.
static const char spec_cells[] =
    "SELECT strftime(DATE '1970-01-01' + CAST(a.day AS INTEGER), '%%Y-%%m-%%d') || ' ' "
    "|| coalesce(p.label, '*') || ' ' || k.heads "
    "FROM (SELECT d.day, f.facility FROM generate_series(%d, %d) d(day), "
    "(SELECT facility FROM place UNION ALL SELECT -1) f(facility)) a "
    "ASOF JOIN (SELECT k.* FROM pop_known k JOIN release_number r ON r.number = "
    "k.release WHERE k.rule = '%s' AND r.release = '%s') k "
    "ON k.facility = a.facility AND a.day >= k.day LEFT JOIN place p ON p.facility = "
    "a.facility WHERE k.heads > 0";

struct cells {
    char (*texts)[CELL_SIZE];
    size_t count;
};

static char *cell_add(struct cells *cells)
{
    assert_true(cells->count < CELLS_MAX);
    return cells->texts[cells->count++];
}

static int text_compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* By day and facility, and by day ("*" in place of the facility). */
static void cells_measured(struct sp_ledger *ledger, const char *release,
                           const char *rule, const char *from, const char *to,
                           struct cells *cells)
{
    static const char *const bys[] = {"day,facility", "day"};
    const char *where = sp_arena_format(&state.arena, "release=%s", release).data;
    for (size_t i = 0; i < 2; i++) {
        const struct sp_count *count =
            count_of(ledger, query_of(from, to, bys[i], where, rule));
        for (size_t j = 0; j < count->row_count; j++) {
            const struct sp_count_row *row = &count->rows[j];
            const struct sp_str facility = i == 0 ? row->labels[1] : SP_STR("*");
            (void)snprintf(cell_add(cells), CELL_SIZE, "%.*s %.*s %llu",
                           SP_FMT(row->labels[0]), SP_FMT(facility),
                           (unsigned long long)row->count.value);
        }
    }
}

static void cells_stated(struct sp_ledger *ledger, const char *release, const char *rule,
                         const char *from, const char *to, struct cells *cells)
{
    struct sp_err err = {0};
    struct ledger_rows rows = {0};
    int32_t first = 0;
    int32_t last = 0;
    char sql[2048];
    assert_true(sp_date_parse_iso(sp_str_of(from), &first) &&
                sp_date_parse_iso(sp_str_of(to), &last));
    (void)snprintf(sql, sizeof sql, spec_cells, (int)first, (int)last, rule, release);
    fixture_ok(ledger_query(ledger, sql, NULL, 0, &rows, &err), &err);
    while (ledger_next(&rows) == SP_OK) {
        (void)snprintf(cell_add(cells), CELL_SIZE, "%.*s",
                       SP_FMT(ledger_get_text(&rows, 0)));
    }
    ledger_rows_release(&rows);
}

/* Every rule, every day, every facility and all. @return how many cells were compared */
static size_t equal_check(struct sp_ledger *ledger, const char *release, const char *from,
                          const char *to)
{
    static char measured_texts[CELLS_MAX][CELL_SIZE];
    static char stated_texts[CELLS_MAX][CELL_SIZE];
    size_t compared = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        struct cells measured = {.texts = measured_texts};
        struct cells stated = {.texts = stated_texts};
        cells_measured(ledger, release, rules[i], from, to, &measured);
        cells_stated(ledger, release, rules[i], from, to, &stated);
        qsort(measured.texts, measured.count, CELL_SIZE, text_compare);
        qsort(stated.texts, stated.count, CELL_SIZE, text_compare);
        for (size_t j = 0; j < measured.count && j < stated.count; j++) {
            if (strcmp(measured.texts[j], stated.texts[j]) != 0)
                fail_msg("%s: '%s' is measured, '%s' stated", rules[i], measured.texts[j],
                         stated.texts[j]);
        }
        assert_int_equal(measured.count, stated.count);
        compared += measured.count;
    }
    return compared;
}

static void test_equal_small(void **unused)
{
    (void)unused;
    spec_make(state.ledger);
    assert_true(equal_check(state.ledger, "R", "2025-02-20", "2025-03-05") > 50);
    assert_true(equal_check(state.ledger, "S", "2025-01-20", "2025-03-02") > 10);
}

static const char *random_moment(const char *field, uint32_t day_first,
                                 uint32_t day_count)
{
    static const char *const times[] = {"", "", " 00:00", " 00:01", " 12:00", " 23:59"};
    char day[SP_DATE_TEXT_MAX];
    sp_date_format(sp_day_of((struct sp_civil){2025, 1, 1}) +
                       (int32_t)(day_first + support_random_below(day_count)),
                   day);
    return sp_arena_format(&state.arena, "%s=%s%s", field, day,
                           times[support_random_below(6)])
        .data;
}

static void random_fill(struct sp_ledger *ledger, const char *release)
{
    static struct fixture_record records[RANDOM_STINTS];
    for (size_t i = 0; i < RANDOM_STINTS; i++) {
        const uint32_t came = support_random_below(40);
        const uint32_t person = support_random_below(30);
        const uint32_t place = support_random_below(5);
        // Some leave before they came.
        records[i] = (struct fixture_record){
            {support_random_below(15) ? random_moment("book_in", came, 1)
                                      : "book_in=[blank]",
             support_random_below(6)
                 ? random_moment("book_out", came > 0 ? came - 1 : 0, 6)
                 : "book_out=[blank]",
             person < 25
                 ? sp_arena_format(&state.arena, "person=p%u", (unsigned)person).data
                 : "person=[blank]",
             place ? sp_arena_format(&state.arena, "facility=PLACE %u", (unsigned)place)
                         .data
                   : "facility=[blank]"}};
    }
    fixture_add(ledger, "stint", release, release, records, RANDOM_STINTS);
}

static void test_equal_random(void **unused)
{
    (void)unused;
    support_random_start(support_seed());
    struct sp_ledger *ledger = ledger_new("random.duckdb");
    random_fill(ledger, "R");
    random_fill(ledger, "S");
    link_now(ledger);
    spec_make(ledger);
    assert_true(equal_check(ledger, "R", "2024-12-30", "2025-02-09") > 500);
    assert_true(equal_check(ledger, "S", "2024-12-30", "2025-02-09") > 500);
    sp_ledger_close(ledger);
    support_random_end();
}

static void test_equal_synthetic(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    const char *books[RELEASE_FILES];
    struct release release = {0};
    struct sp_profile_set *profiles = NULL;
    struct sp_receipt receipt;
    struct sp_load_options load = {.paths = books, .thread_count = 1};
    struct sp_ledger *ledger = ledger_new("synthetic.duckdb");
    release_make(&release, 600, 5);
    for (size_t i = 0; i < release.file_count; i++) {
        if (sp_str_ends(release.files[i], SP_STR(".xlsx")))
            books[load.path_count++] = release.files[i].data;
    }
    fixture_ok(sp_profile_set_open(NULL, &profiles, &err), &err);
    fixture_ok(sp_load_files(ledger, profiles, &load, &state.arena, &receipt, &err),
               &err);
    link_now(ledger);
    spec_make(ledger);
    assert_true(equal_check(ledger, "SYNTHETIC-2026-03", "2025-01-01", "2025-02-28") >
                1000);
    assert_true(equal_check(ledger, "SYNTHETIC-2026-03", "2026-02-25", "2026-03-09") >
                200);
    sp_ledger_close(ledger);
    sp_profile_set_close(profiles);
    release_end(&release);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_rows_without_an_id),
        cmocka_unit_test(test_open_stints),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_band),
        cmocka_unit_test(test_not_linked),
        cmocka_unit_test(test_equal_small),
        cmocka_unit_test_teardown(test_equal_random, support_seed_print),
        cmocka_unit_test(test_equal_synthetic),
    };
    return cmocka_run_group_tests_name("measure_population", tests, set_up, tear_down);
}
