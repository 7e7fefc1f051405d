/*
 * Counts by published rules, bands over them, and returns as a rate. Release R has three persons and a row
 * without an id; release N has no ids at all, and no rule of what counts once may touch it.
 */
#include "sallyport/link.h"
#include "sallyport/measure.h"
#include "support/fixture.h"

#include <stdio.h>
#include <string.h>

// clang-format off
static const struct fixture_record arrests[] = {
    // One person: an arrest at a home, recorded again the same day in the jail's name.
    {{"arrest_date=2025-01-01 10:00", "person=a", "method=Located", "aor=Seattle"}},
    {{"arrest_date=2025-01-01 20:00", "person=a", "method=ERO Reprocessed Arrest", "aor=Seattle"}},
    // Another: a parole office and, a month later, a jail.
    {{"arrest_date=2025-01-05 10:00", "person=b", "method=Probation and Parole", "aor=Boston"}},
    {{"arrest_date=2025-02-05 10:00", "person=b", "method=CAP Local Incarceration", "aor=Boston"}},
    {{"arrest_date=2025-01-07 10:00", "person=c", "method=[blank]", "aor=Boston"}},
    {{"arrest_date=2025-01-07 10:00", "person=[blank]", "method=Located", "aor=Boston"}},
};
static const struct fixture_record without_ids[] = {
    {{"arrest_date=2012-01-01", "method=Located", "aor=Seattle"}},
    {{"arrest_date=2012-01-01", "method=Located", "aor=Seattle"}},
};
// Who was let go, and when they were arrested at large: 2, 4, never, …
static const struct fixture_record detainers[] = {
    {{"prepare_date=2025-01-01", "person=p", "facility=JAIL", "facility_state=OREGON", "lift_reason=Detainer Declined by LEA"}},
    {{"prepare_date=2025-01-01", "person=q", "facility=JAIL", "facility_state=OREGON", "lift_reason=Booked into Detention"}},
    {{"prepare_date=2025-01-01", "person=r", "facility=JAIL", "facility_state=OREGON", "lift_reason=[blank]"}},
};
// clang-format on

struct state {
    struct sp_ledger *ledger;
    struct sp_arena arena;
};
static struct state state;

static void link_now(void)
{
    struct sp_err err = {0};
    struct sp_link_report report;
    const struct sp_link_options options = {.thread_count = 1};
    fixture_ok(sp_link_run(state.ledger, &options, &state.arena, &report, &err), &err);
}

static int set_up(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    sp_arena_init(&state.arena, (size_t)256 << 20);
    fixture_ok(sp_ledger_open(fixture_path("rules.duckdb"), SP_LEDGER_WRITE, 1, &state.ledger, &err), &err);
    fixture_add(state.ledger, "arrest", "R", "a.csv", arrests, sizeof arrests / sizeof arrests[0]);
    fixture_add(state.ledger, "arrest", "N", "n.csv", without_ids, sizeof without_ids / sizeof without_ids[0]);
    fixture_add(state.ledger, "detainer", "R", "d.csv", detainers, sizeof detainers / sizeof detainers[0]);
    link_now();
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    sp_ledger_close(state.ledger);
    sp_arena_release(&state.arena);
    return 0;
}

static struct sp_query *query_of(const char *measure, const char *by, const char *where, const char *rule)
{
    struct sp_query *query = sp_arena_alloc(&state.arena, sizeof *query);
    struct sp_err err = {0};
    assert_non_null(query);
    sp_query_init(query, sp_measure_find(sp_str_of(measure)));
    fixture_ok(sp_query_by(query, sp_str_of(by), &err), &err);
    if (where) fixture_ok(sp_query_where(query, sp_str_of(where), &err), &err);
    if (rule) fixture_ok(sp_query_rule(query, sp_str_of(rule), &err), &err);
    return query;
}

static void rows_of(const struct sp_count *count, char *out, size_t out_size)
{
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count->row_count; i++) {
        size += (size_t)snprintf(out + size, out_size - size, "%.*s=%llu; ", SP_FMT(count->rows[i].labels[0]),
                                 (unsigned long long)count->rows[i].count.value);
    }
}

static void test_one_rule(void **unused)
{
    (void)unused;
    static const struct {
        const char *rule, *by, *where, *rows;
        uint64_t total;
    } cases[] = {
        {NULL, "aor", NULL, "Boston=4; Seattle=4; ", 8},
        {"ROWS", "aor", NULL, "Boston=4; Seattle=4; ", 8},
        // The repeated arrest counts once; a row without an id is its own; release N is untouched.
        {"ARR-EP-24", "aor", NULL, "Boston=4; Seattle=3; ", 7},
        {"arr-ep-24", "release", NULL, "N=2; R=5; ", 7},
        // This rule drops both records of the repeated arrest, and the row without an id; still not release N.
        {"ARR-ALYSSC", "release", NULL, "N=2; R=3; ", 5},
        // What a method means depends on whose table is asked.
        {NULL, "method_class", "release=R", "at_large=3; custodial=1; other=1; unknown=1; ", 6},
        {"METHOD-UW", "method_class", "release=R", "at_large=2; custodial=1; other=1; unknown=2; ", 6},
        {"METHOD-LEA", "method_class", "release=R", "at_large=2; custodial=3; unknown=1; ", 6},
        {"METHOD-KIT", "method_class", "release=R", "at_large=3; custodial=2; unknown=1; ", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_count count;
        char rows[512];
        fixture_ok(sp_measure_count(state.ledger, query_of("arrests", cases[i].by, cases[i].where, cases[i].rule),
                                    &state.arena, &count, &err), &err);
        rows_of(&count, rows, sizeof rows);
        assert_string_equal(rows, cases[i].rows);
        assert_int_equal(count.total.value, cases[i].total);
    }
}

static bool proof_has(const struct sp_proof *proof, const char *id)
{
    for (size_t i = 0; i < proof->rule_count; i++) {
        if (strcmp(proof->rules[i]->id, id) == 0) return true;
    }
    return false;
}

/* A figure by a rule names it, and its reference gives the same rows again. */
static void test_reference_of_a_rule(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    struct sp_explanation explanation;
    struct sp_query *query = query_of("arrests", "", "method_class=at_large", "ARR-EP-24");
    fixture_ok(sp_query_rule(query, SP_STR("METHOD-KIT"), &err), &err);
    fixture_ok(sp_measure_count(state.ledger, query, &state.arena, &count, &err), &err);
    assert_true(proof_has(count.proof, "ARR-EP-24"));
    assert_true(proof_has(count.proof, "METHOD-KIT"));
    assert_false(proof_has(count.proof, "ROWS"));
    assert_false(proof_has(count.proof, "METHOD-DDP"));
    const char *reference = sp_arena_copy(&state.arena, count.total.reference).data;
    assert_non_null(strstr(reference, ";rule=ARR-EP-24|METHOD-KIT;method_class=at_large@"));
    fixture_ok(sp_measure_explain(state.ledger, count.total.reference, &state.arena, &explanation, &err), &err);
    assert_int_equal(explanation.figure.value, count.total.value);
    assert_true(explanation.same_inputs);
    assert_int_equal(count.total.value, 4); // Both of release N, the located ones of R: one with an id, one without.
}

static void test_refused_rules(void **unused)
{
    (void)unused;
    static const struct {
        const char *measure, *rule, *and_rule, *text;
    } cases[] = {
        {"arrests", "ARR-EP-42", NULL, "arrests are not counted by a rule 'ARR-EP-42'; there are ROWS (the default), ARR-EP-24"},
        {"arrests", "DET-EP-24", NULL, "arrests are not counted by a rule 'DET-EP-24'"},
        {"detainers", "METHOD-UW", NULL, "detainers are not counted by a rule 'METHOD-UW'"},
        {"encounters", "ARR-EP-24", NULL, "they have ROWS alone"},
        {"arrests", "ARR-EP-24", "ARR-UW", "two rules of what counts once, 'ARR-EP-24' and 'ARR-UW'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        struct sp_query *query = query_of(cases[i].measure, "", NULL, cases[i].and_rule ? cases[i].rule : NULL);
        const char *last = cases[i].and_rule ? cases[i].and_rule : cases[i].rule;
        assert_int_equal(sp_query_rule(query, sp_str_of(last), &err), SP_ERR_USAGE);
        if (!strstr(err.text, cases[i].text)) fail_msg("'%s' is not in '%s'", cases[i].text, err.text);
    }
}

static void test_band(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_band band;
    fixture_ok(sp_measure_band(state.ledger, query_of("arrests", "aor", "release=R", NULL), &state.arena, &band, &err), &err);
    assert_int_equal(band.row_count, 2);
    assert_true(sp_str_equal_text(band.rows[1].labels[0], "Seattle"));
    assert_int_equal(band.rows[1].usual.figure.value, 2);
    assert_string_equal(band.rows[1].usual.keep->id, "ROWS");
    assert_int_equal(band.rows[1].least.figure.value, 0); // Rules that drop every record of a repeated arrest.
    assert_string_equal(band.rows[1].least.keep->id, "ARR-DUP-24-OLD");
    assert_int_equal(band.rows[1].most.figure.value, 2);
    assert_string_equal(band.rows[1].most.keep->id, "ROWS");
    assert_null(band.rows[1].most.method);
    assert_true(band.has_total);
    assert_int_equal(band.rule_count, 11);
    assert_int_equal(band.total.usual.figure.value, 6);
    // An end of 0 is a figure like any other: its reference can be run again.
    struct sp_explanation explanation;
    fixture_ok(sp_measure_explain(state.ledger, band.rows[1].least.figure.reference, &state.arena, &explanation, &err), &err);
    assert_int_equal(explanation.figure.value, 0);
}

static void test_band_of_methods(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_band band;
    fixture_ok(sp_measure_band(state.ledger, query_of("arrests", "", "method_class=custodial", NULL), &state.arena, &band, &err), &err);
    assert_int_equal(band.rule_count, 44); // Eleven rules with four tables.
    assert_int_equal(band.total.usual.figure.value, 1);
    assert_int_equal(band.total.most.figure.value, 3);
    assert_string_equal(band.total.most.method->id, "METHOD-LEA");
    assert_int_equal(band.total.least.figure.value, 1);
}

static void test_refused_bands(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_band band;
    assert_int_equal(sp_measure_band(state.ledger, query_of("arrests", "", NULL, "ARR-UW"), &state.arena, &band, &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "takes no --rule"));
    sp_err_reset(&err);
    assert_int_equal(sp_measure_band(state.ledger, query_of("detainer_outcomes", "", NULL, NULL), &state.arena, &band, &err), SP_ERR_USAGE);
    assert_non_null(strstr(err.text, "no band"));
}

/* Outcomes rest on every sheet of their release, so the digest of the inputs names them all. */
static void test_derived_measure(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_count count;
    struct sp_count plain;
    char rows[512];
    fixture_ok(sp_measure_count(state.ledger, query_of("detainer_outcomes", "outcome", NULL, NULL), &state.arena, &count, &err), &err);
    rows_of(&count, rows, sizeof rows);
    assert_string_equal(rows, "declined=1; honoured=1; unknown=1; ");
    fixture_ok(sp_measure_count(state.ledger, query_of("detainers", "", NULL, NULL), &state.arena, &plain, &err), &err);
    assert_int_equal(count.total.value, plain.total.value);
    assert_false(sp_str_equal(count.proof->inputs_digest, plain.proof->inputs_digest));
    // An outcome that is not known is unknown, though it has a label of its own.
    assert_int_equal(count.unknowns[0].all.value, 1);
    fixture_ok(sp_measure_count(state.ledger, query_of("detainer_outcomes", "", "outcome=[unknown]", NULL), &state.arena, &count, &err), &err);
    assert_int_equal(count.total.value, 1);
    struct sp_bounds bounds;
    fixture_ok(sp_measure_bounds(state.ledger, query_of("detainer_outcomes", "", "outcome=declined", NULL), &state.arena, &bounds, &err), &err);
    assert_int_equal(bounds.least.value, 1);
    assert_int_equal(bounds.most.value, 2);
}

/*
 * Twenty-five people let go on one day; six are arrested at large after 10, 20, … 60 days; the release's arrests
 * end after 200. By hand: nobody is cut off before day 60, so the estimate is the plain share.
 */
static void test_returns(void **unused)
{
    (void)unused;
    enum { PEOPLE = 25, RETURNED = 6 };
    static char texts[PEOPLE * 4][64];
    struct fixture_record let_go[PEOPLE + 1];
    struct fixture_record later[RETURNED + 1];
    struct sp_err err = {0};
    struct sp_survival survival;
    struct sp_ledger *linked = state.ledger;
    size_t used = 0;
    for (int i = 0; i < PEOPLE; i++) {
        (void)snprintf(texts[used], sizeof texts[0], "person=s%d", i);
        let_go[i] = (struct fixture_record){{"prepare_date=2025-01-01", texts[used++], "facility=JAIL", "lift_reason=Detainer Declined by LEA"}};
    }
    // The release's detainers must reach as far as its arrests: a spell is seen while every table is.
    let_go[PEOPLE] = (struct fixture_record){{"prepare_date=2025-07-20", "person=u", "facility=JAIL", "lift_reason=[blank]"}};
    for (int i = 0; i <= RETURNED; i++) {
        char day[SP_DATE_TEXT_MAX];
        sp_date_format(sp_day_of((struct sp_civil){2025, 1, 1}) + (i < RETURNED ? 10 * (i + 1) : 200), day);
        (void)snprintf(texts[used], sizeof texts[0], "arrest_date=%s 10:00", day);
        (void)snprintf(texts[used + 1], sizeof texts[0], "person=%s%d", i < RETURNED ? "s" : "t", i);
        later[i] = (struct fixture_record){{texts[used], texts[used + 1], "method=Located"}};
        used += 2;
    }
    fixture_ok(sp_ledger_open(fixture_path("returns.duckdb"), SP_LEDGER_WRITE, 1, &state.ledger, &err), &err);
    fixture_add(state.ledger, "detainer", "S", "d.csv", let_go, PEOPLE + 1);
    fixture_add(state.ledger, "arrest", "S", "a.csv", later, RETURNED + 1);
    // Counted before it is linked, a derived event would be a zero that looks like a fact.
    struct sp_count count;
    assert_int_equal(sp_measure_count(state.ledger, query_of("returns", "", NULL, NULL), &state.arena, &count, &err), SP_ERR_LEDGER);
    assert_non_null(strstr(err.text, "sallyport link"));
    sp_err_reset(&err);
    link_now();
    static const int32_t horizons[] = {5, 30, 60, 180, 1000};
    fixture_ok(sp_measure_survival(state.ledger, query_of("returns", "", NULL, NULL), horizons, 5, &state.arena, &survival, &err), &err);
    assert_int_equal(survival.spells.value, PEOPLE);
    assert_int_equal(survival.returned.value, RETURNED);
    static const struct { int32_t per_mille; uint64_t at_risk; } expected[] = {{0, 25}, {120, 23}, {240, 20}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(survival.returned_by[i].per_mille, expected[i].per_mille);
        assert_int_equal(survival.incidence_by[i].per_mille, expected[i].per_mille);
        assert_int_equal(survival.at_risk[i], expected[i].at_risk);
        assert_true(survival.returned_by[i].of.reference.size > 0);
    }
    assert_int_equal(survival.returned_so_far[1], 3);
    assert_int_equal(survival.returned_so_far[2], RETURNED);
    assert_true(survival.returned_by[1].low < 120 && survival.returned_by[1].high > 120);
    assert_int_equal(survival.returned_by[4].of.reference.size, 0); // Nobody was seen for a thousand days.
    // Of few spells no share is given.
    fixture_ok(sp_measure_survival(state.ledger, query_of("returns", "", "exit=at_large", NULL), horizons, 1, &state.arena, &survival, &err), &err);
    assert_int_equal(survival.spells.value, RETURNED);
    assert_int_equal(survival.returned_by[0].of.reference.size, 0);
    sp_ledger_close(state.ledger);
    state.ledger = linked;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_rule),      cmocka_unit_test(test_reference_of_a_rule), cmocka_unit_test(test_refused_rules),
        cmocka_unit_test(test_band),          cmocka_unit_test(test_band_of_methods),     cmocka_unit_test(test_refused_bands),
        cmocka_unit_test(test_derived_measure), cmocka_unit_test(test_returns),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
