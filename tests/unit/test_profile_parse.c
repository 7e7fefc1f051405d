/* YAML to a profile: what is read, and what is refused with line and column. */
#include "profile/profile_yaml.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

/* -- YAML -------------------------------------------------------------------------- */

struct fault {
    const char *yaml;
    enum sp_rc rc;
    const char *text; // part of the message
    unsigned line;    // 0: the whole file
    const char *column;
};

static void check_fault(const struct fault *fault, enum sp_rc rc,
                        const struct sp_err *err)
{
    if (rc != fault->rc) fail_msg("gives %d for:\n%s", (int)rc, fault->yaml);
    if (rc == SP_OK) return;
    support_contains(err->text, fault->text);
    if (err->row != fault->line || strcmp(err->column, fault->column) != 0) {
        fail_msg("'%s' at %llu:%s for:\n%s", err->text, (unsigned long long)err->row,
                 err->column, fault->yaml);
    }
}

static void test_yaml_faults(void **state)
{
    (void)state;
    static const struct fault cases[] = {
        {"a: 1\nb: [1, {c: 2}]\n", SP_OK, "", 0, ""},
        {"\xEF\xBB\xBF"
         "a: 1\n",
         SP_OK, "", 0, ""},
        {"a: 1\r\nb: 2\r\n", SP_OK, "", 0, ""},
        {"", SP_ERR_INPUT, "empty", 0, ""},
        {" \n# nothing\n", SP_ERR_INPUT, "empty", 0, ""},
        {"- a\n", SP_ERR_INPUT, "a list stands where a mapping", 1, "1"},
        {"text", SP_ERR_INPUT, "a text stands where a mapping", 1, "1"},
        {"a: 1\nb: 2\na: 3\n", SP_ERR_INPUT, "key 'a' stands twice, first on line 1", 3,
         "1"},
        {"a: {b: 1, 'b': 2}", SP_ERR_INPUT, "key 'b' stands twice", 1, "11"},
        {"a: &x 1\n", SP_ERR_INPUT, "anchor", 1, "7"},
        {"a: &x {b: 1}\n", SP_ERR_INPUT, "anchor", 1, "7"},
        {"a: [&x [1]]\n", SP_ERR_INPUT, "anchor", 1, "8"},
        {"a: *x\n", SP_ERR_INPUT, "alias", 1, "5"},
        {"a: !!int 1\n", SP_ERR_INPUT, "tag", 1, "10"},
        {"? [a]\n: 1\n", SP_ERR_INPUT, "a key must be a text", 1, "3"},
        {"a: 1\n---\nb: 2\n", SP_ERR_INPUT, "second document", 2, "1"},
        {"a: \"\\0\"\n", SP_ERR_INPUT, "control character", 1, "4"},
        {"a: \"\\e\"\n", SP_ERR_INPUT, "control character", 1, "4"},
        {"a: 1\nb: \xFF\n", SP_ERR_INPUT, "not UTF-8", 2, "4"},
        {"a: [1, 2\n", SP_ERR_INPUT, "without a closing bracket", 2, "1"},
        {"a: 'x\n", SP_ERR_INPUT, "without closing quote", 1, "5"},
        {"a: @x\n", SP_ERR_INPUT, "cannot start with '@'", 1, "4"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_arena arena;
        struct sp_err err = {0};
        const struct profile_yaml *root = NULL;
        sp_arena_init(&arena, PROFILE_YAML_ARENA_MAX);
        const enum sp_rc rc =
            profile_yaml_parse(sp_str_of(cases[i].yaml), &arena, &root, &err);
        check_fault(&cases[i], rc, &err);
        sp_arena_release(&arena);
    }
}

static void test_yaml_ceilings(void **state)
{
    (void)state;
    static char deep[PROFILE_YAML_DEPTH_MAX + 16];
    static char wide[PROFILE_YAML_ITEMS_MAX * 2 + 16];
    static char large[PROFILE_YAML_SIZE_MAX + 2];
    static char hostile[200000];
    (void)snprintf(deep, sizeof deep, "a: ");
    memset(deep + 3, '[', PROFILE_YAML_DEPTH_MAX);
    (void)snprintf(wide, sizeof wide, "a: [");
    for (size_t i = 0; i < PROFILE_YAML_ITEMS_MAX; i++) {
        (void)memcpy(wide + 4 + 2 * i, "1,", 3);
    }
    memset(large, ' ', sizeof large - 1);
    memset(hostile, '[', sizeof hostile - 1);
    const char *const yamls[] = {deep, wide, large, hostile};
    for (size_t i = 0; i < COUNT(yamls); i++) {
        struct sp_arena arena;
        struct sp_err err = {0};
        const struct profile_yaml *root = NULL;
        sp_arena_init(&arena, PROFILE_YAML_ARENA_MAX);
        assert_int_equal(profile_yaml_parse(sp_str_of(yamls[i]), &arena, &root, &err),
                         SP_ERR_LIMIT);
        sp_arena_release(&arena);
    }
}

/* -- Profiles ---------------------------------------------------------------------- */

#define HEAD "profile: test\nversion: 2\nrelease: TEST\ntable: arrest\nsource: a test\n"
#define DATE "  - {field: arrest_date, names: [Date], required: true}\n"

static void test_profile_faults(void **state)
{
    (void)state;
    static const struct fault cases[] = {
        {HEAD "columns:\n" DATE, SP_OK, "", 0, ""},
        {"version: 1\n", SP_ERR_INPUT, "key 'profile' is missing", 1, "1"},
        {HEAD, SP_ERR_INPUT, "key 'columns' is missing", 1, "1"},
        {HEAD "column: []\n", SP_ERR_INPUT, "unknown key 'column', is it 'columns'?", 6,
         "1"},
        {HEAD "zzz: []\n", SP_ERR_INPUT, "unknown key 'zzz'", 6, "1"},
        {"profile: Test One\nversion: 1\n", SP_ERR_INPUT, "only a-z, 0-9 and '-'", 1,
         "10"},
        {"profile:\nversion: 1\n", SP_ERR_INPUT, "a text is missing", 1, "1"},
        {"profile: [a]\nversion: 1\n", SP_ERR_INPUT, "a list stands where a text", 1,
         "10"},
        {"profile: a\nversion: 0\n", SP_ERR_INPUT, "'0' is no version", 2, "10"},
        {"profile: a\nversion: 1.5\n", SP_ERR_INPUT, "'1.5' is no version", 2, "10"},
        {"profile: a\nversion: 99999999999999999999\n", SP_ERR_INPUT, "is no version", 2,
         "10"},
        {"profile: a\nversion: 1\nrelease: R\ntable: arest\n", SP_ERR_INPUT,
         "no table 'arest', is it 'arrest'?", 4, "8"},
        {"profile: a\nversion: 1\nrelease: R\ntable: xyzzy\n", SP_ERR_INPUT,
         "no table 'xyzzy'", 4, "8"},
        {HEAD "columns: {}\n", SP_ERR_INPUT, "a mapping (key: value) stands where a list",
         6, "10"},
        {HEAD "columns: []\n", SP_ERR_INPUT, "needs a column for field 'arrest_date'", 6,
         "10"},
        {HEAD "columns:\n  - x\n", SP_ERR_INPUT, "a text stands where a mapping", 7, "5"},
        {HEAD "columns:\n  - {field: arrest_date, names: [Date]}\n", SP_ERR_INPUT,
         "no column is 'required: true'", 7, "3"},
        {HEAD "columns:\n  - {field: arrest_date}\n", SP_ERR_INPUT,
         "key 'names' is missing", 7, "5"},
        {HEAD "columns:\n  - {names: [A]}\n", SP_ERR_INPUT, "key 'field' is missing", 7,
         "5"},
        {HEAD "columns:\n  - {field: arrest_date, names: []}\n", SP_ERR_INPUT,
         "without names", 7, "33"},
        {HEAD "columns:\n  - {field: arrest_date, names: Date}\n", SP_ERR_INPUT,
         "a text stands where a list", 7, "33"},
        {HEAD "columns:\n  - {field: arrest_date, names: ['']}\n", SP_ERR_INPUT,
         "a text is missing", 7, "34"},
        {HEAD "columns:\n  - {field: arrest_date, names: [__]}\n", SP_ERR_INPUT,
         "no letters", 7, "34"},
        {HEAD "columns:\n" DATE "  - {field: oparation, names: [X]}\n", SP_ERR_INPUT,
         "table 'arrest' has no field 'oparation', is it 'operation'?", 8, "13"},
        {HEAD "columns:\n" DATE "  - {field: lift_reason, names: [X]}\n", SP_ERR_INPUT,
         "table 'arrest' has no field 'lift_reason'", 8, "13"},
        {HEAD "columns:\n" DATE "  - {field: arrest_date, names: [X]}\n", SP_ERR_INPUT,
         "field 'arrest_date' stands twice", 8, "13"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X, ' date']}\n", SP_ERR_INPUT,
         "heading 'date' stands twice", 8, "29"},
        {HEAD "columns:\n" DATE "ignore:\n  - {names: [DATE], why: x}\n", SP_ERR_INPUT,
         "heading 'DATE' stands twice", 9, "14"},
        {HEAD "columns:\n" DATE "ignore:\n  - {names: [X]}\n", SP_ERR_INPUT,
         "key 'why' is missing", 9, "5"},
        {HEAD "columns:\n" DATE "ignore:\n  - {names: [X], why: ''}\n", SP_ERR_INPUT,
         "a text is missing", 9, "23"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X], requird: true}\n",
         SP_ERR_INPUT, "unknown key 'requird', is it 'required'?", 8, "30"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X], required: yes}\n",
         SP_ERR_INPUT, "'yes' is not 'true' or 'false'", 8, "40"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X], dates: [mdy]}\n",
         SP_ERR_INPUT, "'dates' is for fields that hold dates", 8, "30"},
        {HEAD "columns:\n" DATE "  - {field: birth_year, names: [X], values: {a: b}}\n",
         SP_ERR_INPUT, "'values' is for fields that hold texts", 8, "37"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X], values: {a: ''}}\n",
         SP_ERR_INPUT, "a text is missing", 8, "42"},
        {HEAD "columns:\n" DATE
              "  - {field: aor, names: [X], values: {a b: c, A  B: d}}\n",
         SP_ERR_INPUT, "'A B' stands twice", 8, "47"},
        {HEAD "columns:\n" DATE "  - {field: aor, names: [X], blank: NA}\n", SP_ERR_INPUT,
         "a text stands where a list", 8, "37"},
        {HEAD "dates: [ymd]\n", SP_ERR_INPUT, "'ymd' is no form of a date", 6, "8"},
        {HEAD "dates: [mdy, dmy]\n", SP_ERR_INPUT, "two readings", 6, "8"},
        {HEAD "redactions: [X]\n", SP_ERR_INPUT, "a list stands where a mapping", 6,
         "13"},
        {HEAD "release_marks:\n  - {contains: X}\n", SP_ERR_INPUT,
         "key 'release' is missing", 7, "5"},
        {HEAD "preamble: X\n", SP_ERR_INPUT, "a text stands where a list", 6, "11"},
        {HEAD "preamble: [*x]\n", SP_ERR_INPUT, "alias", 6, "13"},
        {HEAD "preamble: "
              "[0123456789012345678901234567890123456789012345678901234567890123456789"
              "012345678901234567890123456789012345678901234567890123456789]\n",
         SP_ERR_INPUT, "longer than 128 bytes", 6, "12"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_profile_set *set = NULL;
        struct sp_err err = {0};
        assert_int_equal(sp_profile_set_new(&set, NULL), SP_OK);
        const enum sp_rc rc =
            sp_profile_set_add(set, "test.yaml", sp_str_of(cases[i].yaml), &err);
        check_fault(&cases[i], rc, &err);
        assert_int_equal(sp_profile_set_count(set), rc == SP_OK);
        if (rc) assert_string_equal(err.file, "test.yaml");
        sp_profile_set_close(set);
    }
}

static void test_too_many_columns(void **state)
{
    (void)state;
    static char yaml[64 * 1024];
    size_t size = (size_t)snprintf(yaml, sizeof yaml, HEAD "columns:\n" DATE "ignore:\n");
    for (int i = 0; i <= 512; i++) {
        size += (size_t)snprintf(yaml + size, sizeof yaml - size,
                                 "  - {names: [X%d], why: test}\n", i);
    }
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    assert_int_equal(sp_profile_set_new(&set, NULL), SP_OK);
    assert_int_equal(sp_profile_set_add(set, "test.yaml", sp_str_of(yaml), &err),
                     SP_ERR_INPUT);
    support_contains(err.text, "'ignore' has more than 512 entries");
    sp_profile_set_close(set);
}

static void test_profile_content(void **state)
{
    (void)state;
    static const char *const yaml = HEAD
        "dates: [iso, mdy]\n"
        "columns:\n"
        "  - {field: arrest_date, names: [Arrest  Date, arrested_on], required: true}\n"
        "  - {field: departed_date, names: [Departed], dates: [dmy]}\n"
        "  - {field: gender, names: [Sex]}\n"
        "ignore:\n"
        "  - {names: [Row], why: 'a row number, not  of the record'}\n";
    struct sp_profile_set *set = support_profiles_of(&yaml, 1);
    const struct sp_profile *profile = sp_profile_set_get(set, 0);
    support_equal(profile->id, "test");
    support_equal(profile->path, "text 0");
    assert_int_equal(profile->version, 2);
    assert_int_equal(profile->sha256.size, 64);
    support_equal(profile->release, "TEST");
    support_equal(profile->source, "a test");
    assert_string_equal(profile->event->name, "arrest");
    assert_int_equal(profile->column_count, 3);
    const struct sp_profile_column *columns = profile->columns;
    assert_string_equal(columns[0].field->name, "arrest_date");
    assert_ptr_equal(columns[0].field, &profile->event->fields[columns[0].field_index]);
    assert_int_equal(columns[0].name_count, 2);
    support_equal(columns[0].names[0], "Arrest Date");
    support_equal(columns[0].names[1], "arrested_on");
    assert_true(columns[0].required);
    assert_int_equal(columns[0].date_forms, 1u << SP_DATE_ISO | 1u << SP_DATE_MDY);
    assert_false(columns[1].required);
    assert_int_equal(columns[1].date_forms, 1u << SP_DATE_DMY);
    assert_int_equal(columns[2].date_forms, 0);
    assert_int_equal(profile->ignore_count, 1);
    support_equal(profile->ignores[0].names[0], "Row");
    support_equal(profile->ignores[0].why, "a row number, not of the record");
    sp_profile_set_close(set);
}

/* The manual's example is a profile. */
static void test_manual(void **state)
{
    (void)state;
    FILE *file = fopen("docs/profiles.md", "rb");
    static char text[65536];
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    (void)fclose(file);
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, "```yaml\nprofile:")) != NULL; count++) {
        const char *begin = at + strlen("```yaml\n");
        const char *end = strstr(begin, "```");
        assert_non_null(end);
        struct sp_profile_set *set = NULL;
        struct sp_err err = {0};
        assert_int_equal(sp_profile_set_new(&set, NULL), SP_OK);
        const struct sp_str yaml = {.data = begin, .size = (size_t)(end - begin)};
        if (sp_profile_set_add(set, "docs/profiles.md", yaml, &err))
            fail_msg("%s", err.text);
        sp_profile_set_close(set);
        at = end;
    }
    assert_int_equal(count, 1);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    static const char *const yaml = HEAD
        "preamble: [A]\nrelease_marks: [{contains: A, release: B}]\nredactions: {X: ''}\n"
        "columns:\n" DATE "  - {field: aor, names: [X  Y], blank: [NA], values: {a: b}}\n"
        "ignore:\n  - {names: [Z], why: w}\n";
    for (int64_t allowed = 0;; allowed++) {
        struct sp_profile_set *set = NULL;
        struct sp_err err = {0};
        sp_alloc_fail_after(allowed);
        enum sp_rc rc = sp_profile_set_new(&set, &err);
        if (rc == SP_OK) rc = sp_profile_set_add(set, "test.yaml", sp_str_of(yaml), &err);
        sp_alloc_fail_after(-1);
        if (rc && set) assert_int_equal(sp_profile_set_count(set), 0);
        sp_profile_set_close(set);
        if (rc == SP_OK) break;
        assert_int_equal(rc, SP_ERR_MEMORY);
        assert_int_equal(err.rc, SP_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_yaml_faults),     cmocka_unit_test(test_yaml_ceilings),
        cmocka_unit_test(test_profile_faults),  cmocka_unit_test(test_too_many_columns),
        cmocka_unit_test(test_profile_content), cmocka_unit_test(test_manual),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
