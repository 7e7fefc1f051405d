/* The data dictionary: its facts name fields there are, and it leaves out no field and no
 * heading. */
#include "profile/profile_dictionary.h"
#include "profile/profile_detail.h"
#include "sallyport/report.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

enum { OUT_MAX = 4 << 20 };

static void expect_field(const char *event_name, const char *field)
{
    const struct sp_event *event = sp_event_find(sp_str_of(event_name));
    if (!event) fail_msg("no table '%s'", event_name);
    if (field && !sp_event_field(event, sp_str_of(field), NULL))
        fail_msg("'%s' has no field '%s'", event_name, field);
}

static void test_facts(void **state)
{
    (void)state;
    const struct dictionary_break *breaks;
    const struct dictionary_gap *gaps;
    const size_t break_count = dictionary_breaks(&breaks);
    const size_t gap_count = dictionary_gaps(&gaps);
    assert_true(break_count > 0 && gap_count > 0);
    for (size_t i = 0; i < break_count; i++) {
        expect_field(breaks[i].event, breaks[i].field);
        assert_true(breaks[i].when[0] && breaks[i].what[0] && breaks[i].source[0]);
    }
    for (size_t i = 0; i < gap_count; i++) {
        expect_field(gaps[i].event, gaps[i].field);
        assert_true(gaps[i].missing_count <= gaps[i].row_count);
        assert_true(gaps[i].release[0] && gaps[i].what[0] && gaps[i].source[0]);
    }
}

static void dictionary(const struct sp_profile_set *set, enum sp_format format,
                       struct sp_buf *out)
{
    struct sp_err err = {0};
    sp_buf_init(out, OUT_MAX);
    if (sp_report_dictionary(set, format, out, &err)) fail_msg("%s", err.text);
}

/* The CSV line of a field of a table. */
static struct sp_str line_of(const struct sp_buf *csv, const struct sp_event *event,
                             const char *field)
{
    char section[64];
    char start[64];
    (void)snprintf(section, sizeof section, "# table: %s\n", event->plural);
    (void)snprintf(start, sizeof start, "\n%s,", field);
    const char *table = strstr(csv->data, section);
    if (!table) fail_msg("no table '%s'", event->plural);
    const char *next = strstr(table + 1, "# table: ");
    const char *line = strstr(table, start);
    if (!line || line > next) fail_msg("'%s' has no line for '%s'", event->plural, field);
    return (struct sp_str){.data = line + 1, .size = strcspn(line + 1, "\n")};
}

static void expect_in(struct sp_str line, struct sp_str part)
{
    for (size_t i = 0; i + part.size <= line.size; i++) {
        if (memcmp(line.data + i, part.data, part.size) == 0) return;
    }
    fail_msg("'%.*s' is not in '%.*s'", SP_FMT(part), SP_FMT(line));
}

static void test_fields_and_headings(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    struct sp_buf csv;
    dictionary(set, SP_FORMAT_CSV, &csv);
    for (size_t i = 0; i < sp_event_count(); i++) {
        for (size_t j = 0; j < sp_event_get(i)->field_count; j++) {
            (void)line_of(&csv, sp_event_get(i), sp_event_get(i)->fields[j].name);
        }
    }
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            const struct sp_profile_column *column = &profile->columns[j];
            const struct sp_str line = line_of(&csv, profile->event, column->field->name);
            for (size_t k = 0; k < column->name_count; k++) {
                expect_in(line, column->names[k]);
            }
            expect_in(line, profile->release);
            if (profile->detail->rules[j].withheld) expect_in(line, SP_STR(" withheld"));
        }
    }
    sp_buf_release(&csv);
    sp_profile_set_close(set);
}

/* Two releases that share a heading stand behind it together; a heading twice in one
 * release stands once. */
static void test_headings_together(void **state)
{
    (void)state;
    static const char *const yamls[] = {
        "profile: a\nversion: 1\nrelease: R1\ntable: arrest\nsource: s\ncolumns:\n"
        "  - {field: arrest_date, names: [Day, Date], required: true}\n  - {field: "
        "birth_date, names: [DOB], withheld: true}\n",
        "profile: b\nversion: 1\nrelease: R2\ntable: arrest\nsource: s\ncolumns:\n"
        "  - {field: arrest_date, names: [Day], required: true}\n",
        "profile: c\nversion: 1\nrelease: R1\ntable: arrest\nsource: s\ncolumns:\n"
        "  - {field: arrest_date, names: [Day], required: true}\n  - {field: state, "
        "names: [State]}\n",
    };
    struct sp_profile_set *set = support_profiles_of(yamls, COUNT(yamls));
    const struct sp_event *arrest = sp_event_find(SP_STR("arrest"));
    struct sp_buf csv;
    dictionary(set, SP_FORMAT_CSV, &csv);
    expect_in(line_of(&csv, arrest, "arrest_date"), SP_STR("Day (R1, R2); Date (R1)"));
    expect_in(line_of(&csv, arrest, "birth_date"), SP_STR("DOB (R1 withheld)"));
    expect_in(line_of(&csv, arrest, "state"), SP_STR("State (R1)"));
    sp_buf_release(&csv);
    sp_profile_set_close(set);
}

static void test_formats(void **state)
{
    (void)state;
    static const char *const starts[] = {[SP_FORMAT_TEXT] = "Data dictionary\n",
                                         [SP_FORMAT_CSV] = "# table: arrests\n",
                                         [SP_FORMAT_JSON] = "{\"report\":\"dictionary\"",
                                         [SP_FORMAT_MD] = "# Data dictionary\n",
                                         [SP_FORMAT_HTML] = "<!doctype html>"};
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(starts); i++) {
        struct sp_buf out;
        dictionary(set, (enum sp_format)i, &out);
        assert_true(sp_str_starts(sp_buf_str(&out), sp_str_of(starts[i])));
        support_contains(out.data, "detainer");
        sp_buf_release(&out);
    }
    sp_profile_set_close(set);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    enum sp_rc rc = SP_ERR_MEMORY;
    int64_t count = 0;
    for (; rc != SP_OK && count < 2000; count++) {
        struct sp_buf out;
        sp_buf_init(&out, OUT_MAX);
        sp_alloc_fail_after(count);
        rc = sp_report_dictionary(set, SP_FORMAT_MD, &out, NULL);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_int_equal(rc, SP_ERR_MEMORY);
        sp_buf_release(&out);
    }
    assert_int_equal(rc, SP_OK);
    assert_true(count > 5);
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_fields_and_headings),
        cmocka_unit_test(test_headings_together),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
