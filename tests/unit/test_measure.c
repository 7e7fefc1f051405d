/*
 * Counts, bounds and explanations over a small ledger. The records of FY stand for the traps: an
 * operation that is named, withheld, absent or blank; a record without a date; two releases of the
 * same days.
 */
#include "sallyport/measure.h"
#include "support/fixture.h"

#include <stdio.h>
#include <string.h>

static const struct fixture_record arrests[] = {
    {{"arrest_date=2017-09-24", "aor=Seattle", "operation=[redacted (b)(7)(E)]"}},
    {{"arrest_date=2017-09-24", "aor=Seattle", "operation=[blank]"}},
    {{"arrest_date=2017-09-25", "aor=Boston", "operation=[not applicable]"}},
    {{"arrest_date=2017-09-25", "aor=Boston", "operation=OPERATION GATE"}},
    {{"arrest_date=2017-09-26", "aor=[blank]", "operation=[redacted (b)(7)(E)]"}},
    {{"arrest_date=[unreadable]", "aor=Seattle", "operation=OPERATION GATE"}},
    {{"arrest_date=2017-10-01", "aor=Seattle", "operation=[blank]"}},
};
enum { ARREST_COUNT = sizeof arrests / sizeof arrests[0] };

struct state {
    struct sp_ledger *ledger;
    struct sp_arena arena;
};
static struct state state;

/* Detainers that name a state, so that the word is known to the ledger. */
static const struct fixture_record detainers[] = {{{"prepare_date=2017-09-24", "facility_state=Oregon"}}};

static int set_up(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    sp_arena_init(&state.arena, (size_t)64 << 20);
    fixture_ok(sp_ledger_open(fixture_path("measure.duckdb"), SP_LEDGER_WRITE, 1, &state.ledger, &err), &err);
    fixture_add(state.ledger, "arrest", "R1", "a.csv", arrests, ARREST_COUNT);
    fixture_add(state.ledger, "detainer", "R1", "d.csv", detainers, 1);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    sp_ledger_close(state.ledger);
    sp_arena_release(&state.arena);
    return 0;
}

static struct sp_query *query_of(const char *by, const char *where, const char *from, const char *to)
{
    struct sp_query *query = sp_arena_alloc(&state.arena, sizeof *query);
    struct sp_err err = {0};
    sp_query_init(query, sp_measure_find(SP_STR("arrests")));
    fixture_ok(sp_query_by(query, sp_str_of(by), &err), &err);
    if (where) fixture_ok(sp_query_where(query, sp_str_of(where), &err), &err);
    fixture_ok(sp_query_period(query, sp_str_of(from), sp_str_of(to), &err), &err);
    return query;
}

/* Rows as "label/label=count; …". */
static void rows_of(const struct sp_count *count, char *out, size_t out_size)
{
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count->row_count; i++) {
        for (size_t j = 0; j < count->query.by_count; j++) {
            size += (size_t)snprintf(out + size, out_size - size, "%s%.*s", j ? "/" : "",
                                     SP_FMT(count->rows[i].labels[j]));
        }
        size += (size_t)snprintf(out + size, out_size - size, "=%llu; ",
                                 (unsigned long long)count->rows[i].count.value);
    }
}

static void test_counts(void **unused)
{
    (void)unused;
    static const struct {
        const char *by, *where, *from, *to, *rows;
        uint64_t total, undated;
    } cases[] = {
        {"", NULL, NULL, NULL, "=7; ", 7, 1},
        {"aor", NULL, NULL, NULL, "Boston=2; Seattle=4; [blank]=1; ", 7, 1},
        {"aor,operation", NULL, "2017-09-24", "2017-09-25",
         "Boston/OPERATION GATE=1; Boston/[not applicable]=1; Seattle/[blank]=1; Seattle/[redacted (b)(7)(E)]=1; ", 4, 1},
        {"operation", "operation=[redacted]", NULL, NULL, "[redacted (b)(7)(E)]=2; ", 2, 0},
        {"aor", "operation=[unknown]", NULL, NULL, "Seattle=3; [blank]=1; ", 4, 0},
        {"aor", "operation!=OPERATION GATE", NULL, NULL, "Boston=1; Seattle=3; [blank]=1; ", 5, 0},
        {"aor", "operation~=OPERATION GATE", NULL, NULL, "Boston=1; Seattle=4; [blank]=1; ", 6, 1},
        {"aor", "aor=seattle|boston", NULL, NULL, "Boston=2; Seattle=4; ", 6, 1},
        {"fiscal_year", NULL, NULL, NULL, "FY2017=5; FY2018=1; [unreadable]=1; ", 7, 1},
        {"quarter", NULL, NULL, NULL, "2017-Q3=5; 2017-Q4=1; [unreadable]=1; ", 7, 1},
        {"month", "aor=Seattle", NULL, NULL, "2017-09=2; 2017-10=1; [unreadable]=1; ", 4, 1},
        {"state", NULL, NULL, NULL, "[not in release]=7; ", 7, 1},
        {"arrest_date", "aor=Boston", NULL, NULL, "2017-09-25=2; ", 2, 0},
        {"release,file", NULL, NULL, NULL, "R1/a.csv=7; ", 7, 1},
        {"", "aor=Boston", "2018-01-01", NULL, "=0; ", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_count count;
        char rows[1024];
        fixture_ok(sp_measure_count(state.ledger, query_of(cases[i].by, cases[i].where, cases[i].from, cases[i].to),
                                    &state.arena, &count, &err), &err);
        rows_of(&count, rows, sizeof rows);
        assert_string_equal(rows, cases[i].rows);
        assert_int_equal(count.total.value, cases[i].total);
        assert_int_equal(count.undated.value, cases[i].undated);
        assert_true(count.has_total);
    }
}

static void test_unknown_shares(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    fixture_ok(sp_measure_count(state.ledger, query_of("operation", NULL, NULL, NULL), &state.arena, &count, &err), &err);
    // Not applicable is known: the record says that there was none.
    assert_int_equal(count.unknowns[0].all.value, 4);
    assert_int_equal(count.unknowns[0].label_count, 2);
}

/* Every figure printed must give itself back through its reference. */
static void test_references_explain_themselves(void **unused)
{
    (void)unused;
    static const char *const by[] = {"aor", "operation", "fiscal_year", "arrest_date", "month", "release"};
    for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
        struct sp_err err = {0};
        struct sp_count count;
        fixture_ok(sp_measure_count(state.ledger, query_of(by[i], NULL, NULL, "2017-09-30"), &state.arena, &count, &err), &err);
        for (size_t r = 0; r < count.row_count; r++) {
            struct sp_explanation explanation;
            fixture_ok(sp_measure_explain(state.ledger, count.rows[r].count.reference, &state.arena, &explanation, &err), &err);
            assert_int_equal(explanation.figure.value, count.rows[r].count.value);
            assert_true(explanation.same_inputs);
            assert_true(sp_str_equal(explanation.figure.reference, count.rows[r].count.reference));
        }
        struct sp_explanation undated;
        fixture_ok(sp_measure_explain(state.ledger, count.undated.reference, &state.arena, &undated, &err), &err);
        assert_int_equal(undated.figure.value, count.undated.value);
    }
}

static void test_explanation_names_rows(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_explanation explanation;
    fixture_ok(sp_measure_explain(state.ledger, SP_STR("arrests;aor=Seattle"), &state.arena, &explanation, &err), &err);
    assert_int_equal(explanation.figure.value, 4);
    assert_int_equal(explanation.range_count, 2); // Rows 2-3 and 7-8 of the file.
    assert_int_equal(explanation.ranges[0].row_first, 2);
    assert_int_equal(explanation.ranges[0].row_last, 3);
    assert_int_equal(explanation.ranges[1].row_last, 8);
    assert_true(explanation.same_inputs); // The reference names none.
    fixture_ok(sp_measure_explain(state.ledger, SP_STR("arrests;aor=Seattle@0123456789ab"), &state.arena, &explanation, &err), &err);
    assert_false(explanation.same_inputs);
}

static void test_bounds(void **unused)
{
    (void)unused;
    static const struct {
        const char *where, *from, *to;
        uint64_t least, most;
        bool covered;
    } cases[] = {
        {"operation=OPERATION GATE", "2017-09-24", "2017-09-26", 1, 5, true}, // Undated Seattle record may be in it.
        {"operation=Safe City", "2017-09-24", "2017-09-26", 0, 3, true},
        {"aor=Boston", "2017-09-24", "2017-09-26", 2, 3, true},
        {"operation=[redacted]", NULL, NULL, 2, 2, true}, // That it is withheld is known for sure.
        {"operation!=OPERATION GATE", NULL, NULL, 1, 5, true},
        {"aor=Boston", "2016-01-01", "2017-09-26", 2, 3, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_bounds bounds;
        struct sp_explanation explanation;
        fixture_ok(sp_measure_bounds(state.ledger, query_of("", cases[i].where, cases[i].from, cases[i].to), &state.arena,
                                     &bounds, &err), &err);
        assert_int_equal(bounds.least.value, cases[i].least);
        assert_int_equal(bounds.most.value, cases[i].most);
        assert_int_equal(bounds.is_covered, cases[i].covered);
        fixture_ok(sp_measure_explain(state.ledger, bounds.least.reference, &state.arena, &explanation, &err), &err);
        assert_int_equal(explanation.figure.value, bounds.least.value);
        fixture_ok(sp_measure_explain(state.ledger, bounds.most.reference, &state.arena, &explanation, &err), &err);
        assert_int_equal(explanation.figure.value, bounds.most.value);
    }
}

static void test_refusals(void **unused)
{
    (void)unused;
    static const struct {
        const char *by, *where, *says;
    } cases[] = {
        {"", "aor=Seatle", "did you mean 'Seattle'"},
        {"", "state=Oregon", "no arrests of this period have a value for 'state'; the places they name: aor"},
        {"", "release=R9", "no arrests in the ledger have release 'R9'"},
        {"", "month=September", "write it like 9999-99"},
        {"aoor", NULL, "did you mean 'aor'"},
        {"person", NULL, "persons are not listed"},
        {"", "person=x", "persons are not listed"},
        {"", "aor", "a filter is FIELD=VALUE"},
        {"aor,aor", NULL, "grouped twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_query *query = sp_arena_alloc(&state.arena, sizeof *query);
        struct sp_count count;
        sp_query_init(query, sp_measure_find(SP_STR("arrests")));
        enum sp_rc rc = sp_query_by(query, sp_str_of(cases[i].by), &err);
        if (rc == SP_OK && cases[i].where) rc = sp_query_where(query, sp_str_of(cases[i].where), &err);
        if (rc == SP_OK) rc = sp_measure_count(state.ledger, query, &state.arena, &count, &err);
        assert_int_equal(rc, SP_ERR_USAGE);
        if (!strstr(err.text, cases[i].says)) fail_msg("'%s' does not say '%s'", err.text, cases[i].says);
    }
}

/* Two releases of the same days hold no id that links them: their sum could count an arrest twice. */
static void test_overlapping_releases_are_not_summed(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    fixture_add(state.ledger, "arrest", "R2", "b.csv", arrests, 3);
    assert_int_equal(sp_measure_count(state.ledger, query_of("", NULL, NULL, NULL), &state.arena, &count, &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "ONE-RELEASE"));
    sp_err_reset(&err);
    fixture_ok(sp_measure_count(state.ledger, query_of("release", NULL, NULL, NULL), &state.arena, &count, &err), &err);
    assert_false(count.has_total);
    fixture_ok(sp_measure_count(state.ledger, query_of("", "release=R1", NULL, NULL), &state.arena, &count, &err), &err);
    assert_int_equal(count.total.value, ARREST_COUNT);
    // A day that only one of them holds may be counted.
    fixture_ok(sp_measure_count(state.ledger, query_of("", NULL, "2017-10-01", NULL), &state.arena, &count, &err), &err);
    assert_int_equal(count.total.value, 1);
}

/* A release whose records have no day may hold any day, so that only a period keeps it out. */
static void test_undated_releases_are_not_summed(void **unused)
{
    (void)unused;
    static const struct fixture_record dated[] = {{{"encounter_date=2017-09-24", "aor=Seattle"}}};
    static const struct fixture_record undated[] = {{{"aor=Seattle"}}, {{"aor=Boston"}}};
    struct sp_err err = {0};
    struct sp_count count;
    struct sp_query query;
    fixture_add(state.ledger, "encounter", "E1", "e1.csv", undated, 2);
    sp_query_init(&query, sp_measure_find(SP_STR("encounters")));
    fixture_ok(sp_measure_count(state.ledger, &query, &state.arena, &count, &err), &err);
    assert_int_equal(count.total.value, 2);
    fixture_add(state.ledger, "encounter", "E2", "e2.csv", dated, 1);
    assert_int_equal(sp_measure_count(state.ledger, &query, &state.arena, &count, &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "ONE-RELEASE"));
    sp_err_reset(&err);
    fixture_ok(sp_query_period(&query, SP_STR("2017-09-24"), (struct sp_str){0}, &err), &err);
    fixture_ok(sp_measure_count(state.ledger, &query, &state.arena, &count, &err), &err);
    assert_int_equal(count.total.value, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_unknown_shares),
        cmocka_unit_test(test_references_explain_themselves),
        cmocka_unit_test(test_explanation_names_rows),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_overlapping_releases_are_not_summed),
        cmocka_unit_test(test_undated_releases_are_not_summed),
    };
    return cmocka_run_group_tests_name("measure", tests, set_up, tear_down);
}
