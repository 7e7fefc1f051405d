/* Lists of codes: those built in, what is in them, and what is refused. */
#include "sallyport/codes.h"
#include "support/support_profile.h"

#include <string.h>

static struct sp_code_lists *built_in(void)
{
    struct sp_code_lists *lists = NULL;
    struct sp_err err = {0};
    if (sp_code_lists_open(&lists, &err)) fail_msg("%s: %s", err.file, err.text);
    return lists;
}

static void test_built_in(void **state)
{
    (void)state;
    static const struct {
        const char *vocabulary;
        size_t code_count;
    } expected[] = {
        {"aggravated_felon", 4},
        {"case_category", 34}, // 32, and 2 of August 2026.
        {"case_status", 17},   // 15, and 2 of August 2026.
        {"criminality", 3},
        {"detainer_type", 6},
        {"gender", 3},
        {"lift_reason", 21},
        {"method", 26},
        {"processing_disposition", 38},
        {"processing_disposition_code", 39},
        {"release_reason", 26},
        {"support_type", 3},
        {"threat_level", 3},
    };
    struct sp_code_lists *lists = built_in();
    assert_int_equal(sp_code_lists_count(lists), COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct sp_code_list *list = sp_code_lists_get(lists, i);
        support_equal(list->vocabulary, expected[i].vocabulary);
        if (list->code_count != expected[i].code_count)
            fail_msg("%s has %zu codes", expected[i].vocabulary, list->code_count);
        assert_true(list->source.size > 0);
        assert_int_equal(list->version, 1);
        assert_ptr_equal(sp_code_lists_find(lists, sp_str_of(expected[i].vocabulary)),
                         list);
    }
    assert_null(sp_code_lists_find(lists, SP_STR("landmark")));
    sp_code_lists_close(lists);
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *vocabulary;
        const char *value;
        const char *first; // NULL: not seen before
    } cases[] = {
        {"lift_reason", "Detainer Declined by LEA", "PENNSYLVANIA-2007-2015"},
        {"lift_reason", "detainer declined by lea", "PENNSYLVANIA-2007-2015"},
        {"lift_reason", "Judicial Review", ""}, // Known, but not since when.
        {"lift_reason", "Detainer Declined", NULL},
        {"lift_reason", "", NULL},
        {"case_status", "P-Policy closure", "ICE-2026-08"},
        {"case_status", "ACTIVE", "2026-ICLI-00005"},
        {"case_category", "[2V] Voluntary Departure Granted by IJ", "ICE-2026-08"},
        {"method", "CAP Local Incarceration", "2019-ICFO-53623"},
        {"method", "Custodial Arrest", "2025-ICLI-00019-2025-07"},
        {"criminality", "1 Convicted Criminal", "2026-ICLI-00005"},
        {"criminality", "4 Something New", NULL},
        {"support_type", "Task Force Model", "ICE-287G-2025-02-21"},
        {"support_type", "Warrant Service Office", NULL}, // The profile makes it good.
    };
    struct sp_code_lists *lists = built_in();
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_code_list *list =
            sp_code_lists_find(lists, sp_str_of(cases[i].vocabulary));
        assert_non_null(list);
        const struct sp_code *code = sp_code_list_find(list, sp_str_of(cases[i].value));
        assert_int_equal(code == NULL, cases[i].first == NULL);
        if (code) support_equal(code->first, cases[i].first);
    }
    sp_code_lists_close(lists);
}

#define HEAD "vocabulary: lift_reason\nversion: 1\nsource: s\n"

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        const char *text; // NULL: no fault
        unsigned line;
    } cases[] = {
        {HEAD "codes:\n  - {code: A, first: R}\n", NULL, 0},
        {HEAD "codes: []\n", NULL, 0},
        {"vocabulary: lift_reasons\nversion: 1\n",
         "no field has the vocabulary 'lift_reasons'", 1},
        {"vocabulary: gender\nversion: 0\nsource: s\n", "'0' is no version", 2},
        {"vocabulary: gender\nversion: 1\n", "key 'source' is missing", 1},
        {HEAD, "key 'codes' is missing", 1},
        {HEAD "code: []\n", "unknown key 'code', is it 'codes'?", 4},
        {HEAD "codes: {}\n", "stands where a list", 4},
        {HEAD "codes:\n  - A\n", "stands where a mapping", 5},
        {HEAD "codes:\n  - {code: A}\n", "key 'first' is missing", 5},
        {HEAD "codes:\n  - {first: R}\n", "key 'code' is missing", 5},
        {HEAD "codes:\n  - {code: A  b, first: R}\n  - {code: a B, first: R}\n",
         "code 'a B' stands twice", 6},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_code_lists *lists = NULL;
        struct sp_err err = {0};
        assert_int_equal(sp_code_lists_new(&lists, NULL), SP_OK);
        const enum sp_rc rc =
            sp_code_lists_add(lists, "test.yaml", sp_str_of(cases[i].yaml), &err);
        if (rc != (cases[i].text ? SP_ERR_INPUT : SP_OK))
            fail_msg("case %zu gives %d: %s", i, (int)rc, err.text);
        assert_int_equal(sp_code_lists_count(lists), rc == SP_OK);
        if (cases[i].text) {
            support_contains(err.text, cases[i].text);
            assert_int_equal(err.row, cases[i].line);
            assert_string_equal(err.file, "test.yaml");
        }
        sp_code_lists_close(lists);
    }
}

static void test_two_of_one_vocabulary(void **state)
{
    (void)state;
    struct sp_code_lists *lists = NULL;
    struct sp_err err = {0};
    assert_int_equal(sp_code_lists_new(&lists, NULL), SP_OK);
    assert_int_equal(sp_code_lists_add(lists, "a", SP_STR(HEAD "codes: []\n"), NULL),
                     SP_OK);
    assert_int_equal(sp_code_lists_add(lists, "b", SP_STR(HEAD "codes: []\n"), &err),
                     SP_ERR_INPUT);
    support_contains(err.text, "'lift_reason' has a list already");
    sp_code_lists_close(lists);
    sp_code_lists_close(NULL);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    for (int64_t allowed = 0;; allowed++) {
        struct sp_code_lists *lists = NULL;
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc = sp_code_lists_open(&lists, NULL);
        sp_alloc_fail_after(-1);
        sp_code_lists_close(lists);
        if (rc == SP_OK) break;
        assert_null(lists);
        assert_int_equal(rc, SP_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_two_of_one_vocabulary),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
