/* The facts of labels: what is built in, how texts are looked up, what a file may not
 * hold. */
#include "link/link_facts.h"
#include "sallyport/codes.h"
#include "support/support_profile.h"

#include <string.h>

static struct link_facts *built_in(void)
{
    struct link_facts *facts = NULL;
    struct sp_err err = {0};
    if (link_facts_open(&facts, &err))
        fail_msg("%s:%d: %s", err.file, (int)err.row, err.text);
    return facts;
}

static void test_methods(void **state)
{
    (void)state;
    static const struct {
        const char *method;
        enum link_method_class classes[LINK_METHOD_TABLE_COUNT]; // DDP, UW, LEA, KIT
    } cases[] = {
        // clang-format off
        {"Located",                {LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE}},
        {"non-custodial ARREST",   {LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE, LINK_METHOD_AT_LARGE}},
        {"Probation and Parole",   {LINK_METHOD_AT_LARGE, LINK_METHOD_OTHER, LINK_METHOD_CUSTODIAL, LINK_METHOD_CUSTODIAL}},
        {"Custodial Arrest",       {LINK_METHOD_CUSTODIAL, LINK_METHOD_CUSTODIAL, LINK_METHOD_CUSTODIAL, LINK_METHOD_CUSTODIAL}},
        {"287(g) Program",         {LINK_METHOD_287G, LINK_METHOD_UNKNOWN, LINK_METHOD_CUSTODIAL, LINK_METHOD_CUSTODIAL}},
        {"ERO Reprocessed Arrest", {LINK_METHOD_OTHER, LINK_METHOD_UNKNOWN, LINK_METHOD_CUSTODIAL, LINK_METHOD_AT_LARGE}},
        {"Patrol Border",          {LINK_METHOD_OTHER, LINK_METHOD_UNKNOWN, LINK_METHOD_CUSTODIAL, LINK_METHOD_UNKNOWN}},
        {"Patrol Interior",        {LINK_METHOD_OTHER, LINK_METHOD_UNKNOWN, LINK_METHOD_CUSTODIAL, LINK_METHOD_AT_LARGE}},
        {"Boat Patrol",            {LINK_METHOD_OTHER, LINK_METHOD_UNKNOWN, LINK_METHOD_OTHER, LINK_METHOD_UNKNOWN}},
        // Recorded, yet in no published table.
        {"Other Agency (turned over to INS)", {LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN}},
        {"",                       {LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN, LINK_METHOD_UNKNOWN}},
        // clang-format on
    };
    struct link_facts *facts = built_in();
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int table = 0; table < LINK_METHOD_TABLE_COUNT; table++) {
            const enum link_method_class class =
                link_fact_method_class(facts, (enum link_method_table)table,
                                       sp_str_of(cases[i].method), SP_NONE_VALUE);
            if (class != cases[i].classes[table])
                fail_msg("%s by %s: %d", cases[i].method,
                         link_method_table_id((enum link_method_table)table), (int)class);
        }
    }
    // A text that is no value is no method, whatever it says.
    assert_int_equal(link_fact_method_class(facts, LINK_METHOD_DDP, SP_STR("Located"),
                                            SP_NONE_REDACTED),
                     LINK_METHOD_UNKNOWN);
    link_facts_close(facts);
}

static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        enum link_form form;
    } cases[] = {
        {"I247A - Immigration Detainer - Notice of Action (as of May 2025)",
         LINK_FORM_HOLD},
        {"I247D - Immigration Detainer - Request for Action", LINK_FORM_HOLD},
        {"I247 - Immigration Detainer - Notice of Action (prior to March 2013)",
         LINK_FORM_HOLD},
        {"I247N - Immigration Advisal - Request for Notification", LINK_FORM_NOTICE},
        {"i247g", LINK_FORM_NOTICE},
        {"I247X", LINK_FORM_OTHER},
        {"I247N, then I247A",
         LINK_FORM_HOLD},            // The first test that fits, not the first text.
        {"I247", LINK_FORM_UNKNOWN}, // Published with its blank.
        {"Warrant", LINK_FORM_UNKNOWN},
        {"", LINK_FORM_UNKNOWN},
    };
    struct link_facts *facts = built_in();
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (link_fact_form(facts, sp_str_of(cases[i].type), SP_NONE_VALUE) !=
            cases[i].form)
            fail_msg("%s", cases[i].type);
    }
    assert_int_equal(link_fact_form(facts, SP_STR("I247A"), SP_NONE_EMPTY),
                     LINK_FORM_UNKNOWN);
    link_facts_close(facts);
}

static void test_lifts(void **state)
{
    (void)state;
    static const struct {
        const char *lift_reason;
        enum link_state state;
        const char *code;
        bool at_risk;
    } cases[] = {
        {"Booked into Detention", LINK_STATE_HONOURED, "LIFT-BOOKED", false},
        {"detainer declined by lea", LINK_STATE_DECLINED, "LIFT-DECLINED", true},
        {"Lifted - Lack of Space", LINK_STATE_LIFTED, "LIFT-SPACE", true},
        {"No longer in State, Local, or Federal Custody", LINK_STATE_LIFTED,
         "LIFT-NOT-IN-CUSTODY", true},
        {"Died", LINK_STATE_LIFTED, "LIFT-DIED", false},
        {"Duplicate", LINK_STATE_SUPERSEDED, "LIFT-DUPLICATE", false},
        {"Superseding - New Form Issued", LINK_STATE_SUPERSEDED, "LIFT-SUPERSEDED",
         false},
    };
    struct link_facts *facts = built_in();
    size_t count;
    const struct link_lift *lifts = link_facts_lifts(facts, &count);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int lift =
            link_fact_lift(facts, sp_str_of(cases[i].lift_reason), SP_NONE_VALUE);
        assert_in_range(lift, 0, count - 1);
        assert_int_equal(lifts[lift].state, cases[i].state);
        assert_string_equal(link_reason_code(lifts[lift].reason), cases[i].code);
        assert_int_equal(lifts[lift].at_risk, cases[i].at_risk);
    }
    assert_int_equal(link_fact_lift(facts, SP_STR("Detainer Declined"), SP_NONE_VALUE),
                     LINK_LIFT_OTHER);
    assert_int_equal(link_fact_lift(facts, SP_STR("Lifted"), SP_NONE_NOT_IN_RELEASE),
                     LINK_LIFT_BLANK);
    assert_int_equal(link_fact_lift(facts, SP_STR(""), SP_NONE_EMPTY), LINK_LIFT_BLANK);
    assert_int_equal(link_fact_lift(facts, SP_STR(""), SP_NONE_REDACTED),
                     LINK_LIFT_WITHHELD);
    assert_int_equal(link_fact_lift(facts, SP_STR("x"), SP_NONE_UNREADABLE),
                     LINK_LIFT_WITHHELD);
    link_facts_close(facts);
}

static void test_stay_ends(void **state)
{
    (void)state;
    static const struct {
        const char *release_reason;
        enum link_stay_end end;
    } cases[] = {
        {"Transferred", LINK_END_TRANSFERRED},
        {"U.S. Marshals or other agency (explain in Detention Comments)",
         LINK_END_TRANSFERRED},
        {"Voluntary departure", LINK_END_REMOVED},
        {"ORDER OF RECOGNIZANCE", LINK_END_RELEASED},
        {"Escaped", LINK_END_OTHER},
        {"Processing Disposition Changed", LINK_END_UNKNOWN}, // Recorded with "Locally".
    };
    struct link_facts *facts = built_in();
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (link_fact_stay_end(facts, sp_str_of(cases[i].release_reason),
                               SP_NONE_VALUE) != cases[i].end)
            fail_msg("%s", cases[i].release_reason);
    }
    assert_int_equal(link_fact_stay_end(facts, SP_STR("Removed"), SP_NONE_UNREADABLE),
                     LINK_END_UNKNOWN);
    link_facts_close(facts);
}

/* A value that a release is known to write must have its fact, else it would silently
 * become "unknown". */
static void test_every_code_has_its_fact(void **state)
{
    (void)state;
    struct link_facts *facts = built_in();
    struct sp_code_lists *lists = NULL;
    assert_int_equal(sp_code_lists_open(&lists, NULL), SP_OK);
    const struct sp_code_list *lifts = sp_code_lists_find(lists, SP_STR("lift_reason"));
    size_t count;
    (void)link_facts_lifts(facts, &count);
    assert_int_equal(count, lifts->code_count);
    for (size_t i = 0; i < lifts->code_count; i++) {
        assert_true(link_fact_lift(facts, lifts->codes[i].text, SP_NONE_VALUE) >= 0);
    }
    const struct sp_code_list *ends = sp_code_lists_find(lists, SP_STR("release_reason"));
    for (size_t i = 0; i < ends->code_count; i++) {
        assert_int_not_equal(
            link_fact_stay_end(facts, ends->codes[i].text, SP_NONE_VALUE),
            LINK_END_UNKNOWN);
    }
    const struct sp_code_list *forms = sp_code_lists_find(lists, SP_STR("detainer_type"));
    for (size_t i = 0; i < forms->code_count; i++) {
        assert_int_not_equal(link_fact_form(facts, forms->codes[i].text, SP_NONE_VALUE),
                             LINK_FORM_UNKNOWN);
    }
    const struct sp_code_list *methods = sp_code_lists_find(lists, SP_STR("method"));
    size_t unlisted = 0;
    for (size_t i = 0; i < methods->code_count; i++) {
        unlisted += link_fact_method_class(facts, LINK_METHOD_DDP, methods->codes[i].text,
                                           SP_NONE_VALUE) == LINK_METHOD_UNKNOWN;
    }
    assert_int_equal(unlisted, 1); // "Other Agency (turned over to INS)" is in no table.
    sp_code_lists_close(lists);
    link_facts_close(facts);
}

static void test_refused(void **state)
{
    (void)state;
    static const char form[] = "tested,contains,form,source\n1,I247A,hold,x\n";
    static const char lift[] = "lift_reason,state,reason,at_risk,source\n";
    static const char end[] =
        "release_reason,end_kind,source\n\"A, B\",other,x"; // no line end: still a line
    static const struct {
        const char *method;
        uint64_t row; // of the mistake; 0: the file as a whole
    } cases[] = {
        {"rule,method,class\n", 0},
        {"rule,method,class,source\nMETHOD-XYZ,Located,at_large,x\n", 2},
        {"rule,method,class,source\nMETHOD-UW,Located,at_large,x\nMETHOD-UW,Patrol,loose,"
         "x\n",
         3},
        {"rule,method,class,source\nMETHOD-UW,Located,at_large,x\nMETHOD-UW,LOCATED,"
         "other,x\n",
         3},
        {"rule,method,class,source\nMETHOD-UW,Located,at_large\n", 2},
        {"rule,method,class,source\nMETHOD-UW,Located,at_large,x,y\n", 2},
        {"rule,method,class,source\nMETHOD-UW,Located,at_large,x,y,z\n", 2},
        {"rule,method,class,source\nMETHOD-UW,\"Located,at_large,x\n", 2},
        {"rule,method,class,source\nMETHOD-UW,\"Loc\"ated,at_large,x\n", 2},
        {"rule,method,class,source\n\n", 2},
        {"", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *method = cases[i].method;
        const struct profile_embedded files[] = {
            {"facts/form.csv", form, form + strlen(form)},
            {"facts/lift_reason.csv", lift, lift + strlen(lift)},
            {"facts/method.csv", method, method + strlen(method)},
            {"facts/stay_end.csv", end, end + strlen(end)},
            {0, 0, 0},
        };
        struct link_facts *facts = NULL;
        struct sp_err err = {0};
        assert_int_equal(link_facts_open_files(files, &facts, &err), SP_ERR_INPUT);
        assert_null(facts);
        assert_string_equal(err.file, "facts/method.csv");
        if (err.row != cases[i].row)
            fail_msg("case %zu is refused at row %d", i, (int)err.row);
    }
    const struct profile_embedded none[] = {{0, 0, 0}};
    struct link_facts *facts = NULL;
    struct sp_err err = {0};
    assert_int_equal(link_facts_open_files(none, &facts, &err), SP_ERR_INPUT);
    assert_non_null(strstr(err.text, "missing"));
}

static void test_without_memory(void **state)
{
    (void)state;
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        struct link_facts *facts = NULL;
        sp_alloc_fail_after(allowed);
        rc = link_facts_open(&facts, NULL);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_int_equal(rc, SP_ERR_MEMORY);
        link_facts_close(facts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_lifts),
        cmocka_unit_test(test_stay_ends),
        cmocka_unit_test(test_every_code_has_its_fact),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
