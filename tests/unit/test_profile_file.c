/* What a file's name and a sheet's place tell: the day of a list, and which sheets are
 * data. */
#include "support/support_profile.h"

#include <stdio.h>

#define HEAD "profile: a\nversion: 1\nrelease: LIST\ntable: agreement\nsource: s\n"
#define SIGNED "columns:\n  - {field: signed_date, names: [Signed], required: true}\n"

static enum sp_rc name_by_file(const struct sp_profile_set *set, const char *profile,
                               const char *file, struct sp_arena *arena,
                               struct sp_match *match, struct sp_err *err)
{
    const struct sp_profile *found = support_profile(set, profile);
    *match = (struct sp_match){.profile = found, .release = found->release};
    return sp_match_name_by_file(match, sp_str_of(file), arena, err);
}

static void test_days(void **state)
{
    (void)state;
    static const struct {
        const char *profile;
        const char *file;
        const char *release; // NULL: refused
    } cases[] = {
        {"ice-287g-agreements", "participatingAgencies07072025am.xlsx",
         "ICE-287G-2025-07-07am"},
        {"ice-287g-agreements", "participatingAgencies07072025PM.xlsx",
         "ICE-287G-2025-07-07PM"},
        {"ice-287g-agreements", "participatingAgencies11122025.xlsx",
         "ICE-287G-2025-11-12"},
        {"ice-287g-agreements", "ParticipatingEntities-20210113002027.xlsx",
         "ICE-287G-2021-01-13"},
        {"ice-287g-agreements", "20260518.xlsx", "ICE-287G-2026-05-18"},
        // The agency mistyped the year of this one.
        {"ice-287g-agreements", "participatingAgencies01052025pm.xlsx",
         "ICE-287G-2026-01-05pm"},
        {"ice-287g-agreements", "participatingAgencies01052025am.xlsx",
         "ICE-287G-2025-01-05am"},
        {"ice-287g-unsigned", "participatingAgencies09222025pm.xlsx",
         "ICE-287G-UNSIGNED-2025-09-22pm"},
        {"ice-287g-agreements", "list.xlsx", NULL},
        {"ice-287g-agreements", "", NULL},
        {"ice-287g-agreements", "list-2025-07-07.xlsx", NULL}, // No run of eight digits.
        {"ice-287g-agreements", "list13322025.xlsx", NULL},
        {"ice-287g-agreements", "list02292025.xlsx", NULL},
        {"ice-287g-agreements", "list07071999.xlsx", NULL},
        {"ice-287g-agreements", "list070720251.xlsx", NULL},
        {"ice-287g-agreements", "list07072025-08082025.xlsx", NULL}, // Which one?
        // Other releases are named by their profile, whatever the file is called.
        {"ice-2019-icfo-53623-arrests", "arrests-07072025.csv", "2019-ICFO-53623"},
    };
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_arena arena;
        struct sp_match match;
        struct sp_err err = {0};
        sp_arena_init(&arena, 1 << 16);
        const enum sp_rc rc =
            name_by_file(set, cases[i].profile, cases[i].file, &arena, &match, &err);
        if (rc != (cases[i].release ? SP_OK : SP_ERR_INPUT))
            fail_msg("'%s' gives %d: %s", cases[i].file, (int)rc, err.text);
        support_equal(match.release,
                      cases[i].release ? cases[i].release : match.profile->release.data);
        if (rc) support_contains(err.text, "say it with --release");
        assert_int_equal(match.release_is_of_file, rc == SP_OK && i + 1 < COUNT(cases));
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

/* Only the forms that are named. */
static void test_forms(void **state)
{
    (void)state;
    static const char *const yaml = HEAD "file_days: {forms: [ymd]}\n" SIGNED;
    struct sp_profile_set *set = support_profiles_of(&yaml, 1);
    struct sp_arena arena;
    struct sp_match match;
    sp_arena_init(&arena, 1 << 16);
    assert_int_equal(name_by_file(set, "a", "x07072025", &arena, &match, NULL),
                     SP_ERR_INPUT);
    assert_int_equal(name_by_file(set, "a", "x20250707", &arena, &match, NULL), SP_OK);
    support_equal(match.release, "LIST-2025-07-07");
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

static void expect_role(const struct sp_profile *profile, size_t index, const char *name,
                        enum sp_sheet_role role, const char *why)
{
    struct sp_str text = SP_STR("untouched");
    const enum sp_sheet_role found =
        sp_profile_sheet_role(profile, index, sp_str_of(name), &text);
    if (found != role) fail_msg("sheet '%s' is role %d", name, (int)found);
    if (why[0]) {
        support_contains(text.data, why);
    } else {
        support_equal(text, "");
    }
}

static void test_sheets(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    const struct sp_profile *removals =
        support_profile(set, "ice-foia-14-03290-removals");
    expect_role(removals, 0, "Sheet1", SP_SHEET_PASSED_OVER, "Only sheet 2");
    expect_role(removals, 1, "Sheet2", SP_SHEET_DATA, "");
    expect_role(removals, 2, "Sheet3", SP_SHEET_PASSED_OVER, "Only sheet 2");
    expect_role(removals, 500, "Sheet501", SP_SHEET_PASSED_OVER, "Only sheet 2");
    // Nothing said: every sheet is data.
    const struct sp_profile *arrests =
        support_profile(set, "ice-2026-icli-00005-arrests");
    expect_role(arrests, 0, "", SP_SHEET_DATA, "");
    expect_role(arrests, 500, "Notes", SP_SHEET_DATA, "");
    sp_profile_set_close(set);
}

/* Agencies leave blanks at the ends of sheet names. */
static void test_sheets_by_name(void **state)
{
    (void)state;
    static const char *const yaml =
        HEAD "sheets:\n"
             "  data: [Deals, 7]\n"
             "  pass_over:\n"
             "    - {names: [Notes, Terms & Words], why: no record}\n"
             "    - {names: [Totals], why: sums}\n" SIGNED;
    struct sp_profile_set *set = support_profiles_of(&yaml, 1);
    const struct sp_profile *profile = sp_profile_set_get(set, 0);
    expect_role(profile, 0, "Deals", SP_SHEET_DATA, "");
    expect_role(profile, 3, " DEALS  ", SP_SHEET_DATA, "");
    expect_role(profile, 6, "Whatever", SP_SHEET_DATA, "");
    expect_role(profile, 0, " Notes", SP_SHEET_PASSED_OVER, "no record");
    expect_role(profile, 0, "terms & words ", SP_SHEET_PASSED_OVER, "no record");
    expect_role(profile, 0, "Totals\xC2\xA0", SP_SHEET_PASSED_OVER, "sums");
    expect_role(profile, 0, "Deals 2", SP_SHEET_UNLISTED, "");
    expect_role(profile, 0, "", SP_SHEET_UNLISTED, "");
    sp_profile_set_close(set);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        const char *text; // NULL: no fault
        unsigned line;
    } cases[] = {
        {HEAD "file_days: {forms: [ymd, mdy], instead: {a: 2025-01-01}}\n" SIGNED, NULL,
         0},
        {HEAD "file_days: {forms: []}\n" SIGNED, "a list without forms", 6},
        {HEAD "file_days: {forms: [iso]}\n" SIGNED,
         "'iso' is no form of a day in a file's name", 6},
        {HEAD "file_days: {instead: {a: b}}\n" SIGNED, "key 'forms' is missing", 6},
        {HEAD "file_days: {form: [ymd]}\n" SIGNED, "unknown key 'form', is it 'forms'?",
         6},
        {HEAD "file_days: [ymd]\n" SIGNED, "a list stands where a mapping", 6},
        {HEAD "sheets: {data: [2, 31], why: w}\n" SIGNED, NULL, 0},
        {HEAD "sheets: {data: [2]}\n" SIGNED, "key 'why' is missing", 6},
        {HEAD "sheets: {why: w}\n" SIGNED, "key 'data' is missing", 6},
        {HEAD "sheets: {data: [], why: w}\n" SIGNED, "a list without sheets", 6},
        {HEAD "sheets: {data: [0], why: w}\n" SIGNED, "'0' is no number of a sheet", 6},
        {HEAD "sheets: {data: [32], why: w}\n" SIGNED, "'32' is no number of a sheet", 6},
        {HEAD "sheets: {data: [99999999999999999999], why: w}\n" SIGNED,
         "is no number of a sheet", 6},
        {HEAD "sheets: {data: [Details, 2], why: w}\n" SIGNED, NULL, 0},
        {HEAD "sheets: {data: [Details], pass_over: [{names: [A], why: w}]}\n" SIGNED,
         NULL, 0},
        {HEAD "sheets: {data: [Details]}\n" SIGNED, "key 'why' is missing", 6},
        {HEAD "sheets: {data: [D], why: w, pass_over: [{names: [A], why: w}]}\n" SIGNED,
         "one of the two", 6},
        {HEAD "sheets: {data: [D], pass_over: [{names: [A]}]}\n" SIGNED,
         "key 'why' is missing", 6},
        {HEAD "sheets: {data: [D], pass_over: [{why: w}]}\n" SIGNED,
         "key 'names' is missing", 6},
        {HEAD "sheets: {data: [D], pass_over: {A: w}}\n" SIGNED, "stands where a list",
         6},
        {HEAD "bands: 1\n" SIGNED, NULL, 0},
        {HEAD "bands: 0\n" SIGNED, "'0' is no number of them: from 1 to 4", 6},
        {HEAD "bands: 5\n" SIGNED, "'5' is no number of them: from 1 to 4", 6},
        {HEAD "bands: 99999999999999999999\n" SIGNED, "is no number of them", 6},
        {HEAD "bands: two\n" SIGNED, "'two' is no number of them", 6},
        {HEAD "undated: u\ncolumns:\n  - {field: agency, names: [A], required: true, "
              "filled: 1}\n",
         "'1' is not 'true' or 'false'", 8},
        {HEAD "bands: 1\nunquote: true\n" SIGNED, "together are not read", 7},
        {HEAD "bands: 1\nunquote: false\n" SIGNED, NULL, 0},
        {HEAD "unquote: 1\n" SIGNED, "'1' is not 'true' or 'false'", 6},
        {HEAD SIGNED "ignore:\n  - {nameless: 5, why: w}\n", NULL, 0},
        {HEAD SIGNED "ignore:\n  - {nameless: 5}\n", "key 'why' is missing", 9},
        {HEAD SIGNED "ignore:\n  - {nameless: 0, why: w}\n", "from 1 to 512", 9},
        {HEAD SIGNED "ignore:\n  - {nameless: 5, names: [X], why: w}\n",
         "which have no 'names'", 9},
        {HEAD SIGNED "ignore:\n  - {nameless: 5, why: w}\n  - {nameless: 2, why: w}\n",
         "'nameless' stands twice", 10},
        {HEAD "undated: no day stands in it\n"
              "columns:\n  - {field: agency, names: [A], required: true}\n",
         NULL, 0},
        {HEAD "columns:\n  - {field: agency, names: [A], required: true}\n",
         "needs a column for field 'signed_date', or 'undated'", 7},
        {HEAD "undated: no day stands in it\n" SIGNED,
         "and yet field 'signed_date' has a column", 8},
        {HEAD "undated: ''\n" SIGNED, "a text is missing", 6},
        {HEAD "dates: [mdy2, dmy]\n" SIGNED, "two readings", 6},
        {HEAD "dates: [iso, mdy, mdy2]\n" SIGNED, NULL, 0},
        {HEAD "dates: [iso, dmy, dmy2]\ntwo_digit_years: 1950\n" SIGNED, NULL, 0},
        {HEAD "dates: [mdy2, dmy2]\n" SIGNED, "two readings", 6},
        {HEAD "dates: [mdy, dmy2]\n" SIGNED, "two readings", 6},
        {HEAD "dates: [ydm]\n" SIGNED, "'ydm' is no form of a date", 6},
        {HEAD "two_digit_years: 1899\n" SIGNED, "1899 is no first year of two digits", 6},
        {HEAD "two_digit_years: 2001\n" SIGNED, "'2001' is no number of them", 6},
        {HEAD SIGNED "ignore:\n  - {names: [X], why: w, withheld: yes}\n",
         "'yes' is not 'true' or 'false'", 9},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_profile_set *set = NULL;
        struct sp_err err = {0};
        assert_int_equal(sp_profile_set_new(&set, NULL), SP_OK);
        const enum sp_rc rc =
            sp_profile_set_add(set, "test.yaml", sp_str_of(cases[i].yaml), &err);
        if (rc != (cases[i].text ? SP_ERR_INPUT : SP_OK))
            fail_msg("case %zu gives %d: %s", i, (int)rc, err.text);
        if (cases[i].text) support_contains(err.text, cases[i].text);
        assert_int_equal(err.row, cases[i].line);
        sp_profile_set_close(set);
    }
}

static void test_content(void **state)
{
    (void)state;
    static const char *const yaml = HEAD
        "undated: no  day stands in it\n"
        "columns:\n  - {field: agency, names: [A], required: true, withheld: true}\n"
        "  - {field: county, names: [B]}\n"
        "ignore:\n  - {names: [X], why: w, withheld: true}\n  - {names: [Y], why: w}\n";
    struct sp_profile_set *set = support_profiles_of(&yaml, 1);
    const struct sp_profile *profile = sp_profile_set_get(set, 0);
    support_equal(profile->undated, "no day stands in it");
    assert_true(profile->columns[0].withheld);
    assert_false(profile->columns[1].withheld);
    assert_true(profile->ignores[0].withheld);
    assert_false(profile->ignores[1].withheld);
    sp_profile_set_close(set);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (int64_t allowed = 0;; allowed++) {
        struct sp_arena arena;
        struct sp_match match;
        sp_arena_init(&arena, 1 << 16);
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc =
            name_by_file(set, "ice-287g-agreements", "x07072025", &arena, &match, NULL);
        sp_alloc_fail_after(-1);
        sp_arena_release(&arena);
        if (rc == SP_OK) break;
        assert_int_equal(rc, SP_ERR_MEMORY);
        assert_false(match.release_is_of_file);
    }
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),          cmocka_unit_test(test_forms),
        cmocka_unit_test(test_sheets),        cmocka_unit_test(test_sheets_by_name),
        cmocka_unit_test(test_faults),        cmocka_unit_test(test_content),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
