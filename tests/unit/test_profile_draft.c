/*
 * Drafts of profiles: from synthetic sheets with the headings of the built-in profiles,
 * and from one with everything a draft can meet, held to a golden file.
 */
#include "base/base.h"
#include "profile/profile_detail.h"
#include "sallyport/draft.h"
#include "support/golden.h"
#include "support/support_profile.h"
#include "support/support_workbook.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DRAFT_MAX = 1 << 20, ROWS = 12 };

static enum sp_rc draft_of(const struct sp_profile_set *set, struct sp_str sheet,
                           uint64_t header, const char *table, struct sp_buf *out,
                           struct sp_err *err)
{
    char path[64];
    struct sp_book *book = NULL;
    struct sp_draft_options options = {.header_row = header,
                                       .name = SP_STR("made-up.txt")};
    if (table) options.event = sp_event_find(sp_str_of(table));
    support_file_write(sheet, path);
    sp_buf_init(out, DRAFT_MAX);
    enum sp_rc rc = sp_book_open(path, NULL, &book, err);
    if (rc == SP_OK) rc = sp_profile_draft(set, book, &options, out, err);
    sp_book_close(book);
    (void)unlink(path);
    return rc;
}

/* What a person does: every TODO of the head and of the reasons filled in. */
static void fill_todos(struct sp_str draft, struct sp_buf *out)
{
    static const struct {
        const char *todo;
        const char *text;
    } todos[] = {{"TODO-ID", "finished"},
                 {"TODO-RELEASE", "FINISHED-1"},
                 {"TODO-SOURCE", "a test"},
                 {"TODO-WHY", "Looked at."},
                 {"TODO-HEADING", "Day Nobody Recorded"}};
    sp_buf_init(out, DRAFT_MAX);
    for (size_t i = 0; i < draft.size;) {
        size_t taken = 0;
        for (size_t j = 0; j < COUNT(todos) && !taken; j++) {
            const struct sp_str rest = {.data = draft.data + i, .size = draft.size - i};
            if (!sp_str_starts(rest, sp_str_of(todos[j].todo))) continue;
            sp_buf_text(out, todos[j].text);
            taken = strlen(todos[j].todo);
        }
        if (!taken) sp_buf_char(out, draft.data[i]);
        i += taken ? taken : 1;
    }
}

/* A finished draft as a set of its own. */
static struct sp_profile_set *finished(struct sp_str draft)
{
    struct sp_profile_set *set = NULL;
    struct sp_buf yaml;
    struct sp_err err = {0};
    fill_todos(draft, &yaml);
    assert_int_equal(sp_profile_set_new(&set, &err), SP_OK);
    if (sp_profile_set_add(set, "draft", sp_buf_str(&yaml), &err))
        fail_msg("row %llu: %s in\n%.*s", (unsigned long long)err.row, err.text,
                 SP_FMT(sp_buf_str(&yaml)));
    sp_buf_release(&yaml);
    return set;
}

/* -- Sheets with the headings of a profile ------------------------------------------- */

static void print_value(struct sp_buf *out, const struct sp_profile *profile,
                        size_t column, unsigned row)
{
    const struct sp_field *field = profile->columns[column].field;
    if (profile->detail->rules[column].withheld) {
        sp_buf_text(out, "b(6), b(7)c");
        return;
    }
    switch (field->type) {
    case SP_FIELD_DATE:
        sp_buf_format(out, "%u/%u/2019", row % 12 + 1, row + 10);
        return;
    case SP_FIELD_WHOLE:
        sp_buf_format(out, "%u", row + 10);
        return;
    case SP_FIELD_MONEY:
        sp_buf_format(out, "%u00.00", row + 10);
        return;
    case SP_FIELD_DECIMAL:
        sp_buf_format(out, "%u.25", row + 10);
        return;
    case SP_FIELD_PERSON:
        sp_buf_format(out, "%040x", row);
        return;
    case SP_FIELD_TEXT:
        if (strcmp(field->vocabulary, "yes_no") == 0)
            sp_buf_text(out, row % 2 ? "Yes" : "No");
        else
            sp_buf_format(out, "word %u", row % 5);
        return;
    }
}

static void print_sheet(struct sp_buf *out, const struct sp_profile *profile)
{
    sp_buf_init(out, DRAFT_MAX);
    sp_buf_text(out, "Some agency\nA release of another day\n\n");
    for (size_t i = 0; i < profile->column_count; i++) {
        sp_buf_format(out, "%s%.*s", i ? "|" : "", SP_FMT(profile->columns[i].names[0]));
    }
    for (unsigned row = 0; row < ROWS; row++) {
        for (size_t i = 0; i < profile->column_count; i++) {
            sp_buf_text(out, i ? "|" : "\n");
            print_value(out, profile, i, row);
        }
    }
    sp_buf_char(out, '\n');
}

/* How many of the profile's columns the draft maps as the profile does, withheld where it
 * is. */
static size_t count_right(const struct sp_profile *profile,
                          const struct sp_profile_set *known, char *table, size_t size)
{
    struct sp_buf sheet;
    struct sp_buf draft;
    struct sp_err err = {0};
    size_t right = 0;
    // Unless its table is named, a heading such as "Name" is taken for a person's.
    const char *named = profile->event->is_of_places ? profile->event->name : NULL;
    print_sheet(&sheet, profile);
    if (draft_of(known, sp_buf_str(&sheet), 0, named, &draft, &err))
        fail_msg("%s", err.text);
    struct sp_profile_set *set = finished(sp_buf_str(&draft));
    const struct sp_profile *made = sp_profile_set_get(set, 0);
    (void)snprintf(table, size, "%s", made->event->name);
    for (size_t i = 0; made->event == profile->event && i < profile->column_count; i++) {
        for (size_t j = 0; j < made->column_count; j++) {
            right +=
                made->columns[j].field == profile->columns[i].field &&
                sp_str_equal_fold(made->columns[j].names[0],
                                  profile->columns[i].names[0]) &&
                made->detail->rules[j].withheld == profile->detail->rules[i].withheld;
        }
    }
    sp_profile_set_close(set);
    sp_buf_release(&draft);
    sp_buf_release(&sheet);
    return right;
}

static void test_own_headings(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        char table[32];
        const size_t right = count_right(profile, set, table, sizeof table);
        if (right * 100 < profile->column_count * 95)
            fail_msg("%.*s: %zu of %zu right, as '%s'", SP_FMT(profile->id), right,
                     profile->column_count, table);
    }
    sp_profile_set_close(set);
}

/* As if the release had never been seen: its own profile is not among the known ones. */
static void test_never_seen(void **state)
{
    (void)state;
    struct sp_profile_set *all = support_profiles();
    size_t right = 0;
    size_t column_count = 0;
    for (size_t i = 0; i < sp_profile_set_count(all); i++) {
        struct sp_profile_set *others = NULL;
        char table[32];
        assert_int_equal(sp_profile_set_new(&others, NULL), SP_OK);
        for (size_t j = 0; j < sp_profile_set_count(all); j++) {
            const struct sp_profile *other = sp_profile_set_get(all, j);
            if (i != j)
                assert_int_equal(sp_profile_set_add(others, "other", other->yaml, NULL),
                                 SP_OK);
        }
        const struct sp_profile *profile = sp_profile_set_get(all, i);
        const size_t here = count_right(profile, others, table, sizeof table);
        print_message("    %.*s never seen: %zu of %zu right, as %s\n",
                      SP_FMT(profile->id), here, profile->column_count, table);
        right += here;
        column_count += profile->column_count;
        sp_profile_set_close(others);
    }
    sp_profile_set_close(all);
    assert_true(right * 100 >= column_count * 80);
}

/* -- One sheet with everything --------------------------------------------------------
 */

static void print_everything(struct sp_buf *out)
{
    sp_buf_init(out, DRAFT_MAX);
    sp_buf_text(out, "County jail|\n\nBook In Date Time|Detention  Facility|Bookd Out "
                     "Date Time|Birth Date|Birth Year|SSN|"
                     "Remark|Note: \"odd\"|Gender|gender|Felon Yes No|Bond Posted "
                     "Amount|Amount of Bond|Anonymized Identifier|"
                     "Wing|Phone||Offense\n");
    for (unsigned i = 0; i < 40; i++) {
        sp_buf_format(out,
                      "%u/%u/2019 13:05|zqfacility "
                      "%u|2019-02-%02u|(b)(6)|%u|123-45-%04u|zqlast, zqfirst%c|",
                      i % 12 + 1, i % 28 + 1, i % 3, i % 28 + 1, 1950 + i, i,
                      (char)('a' + i % 26));
        sp_buf_format(out, "%s|%s|M|%s|%u.50|$1,%03u|%040x|%s|zqphone||-\n",
                      i % 2 ? "NA" : "zqnote", i % 3 ? "Male" : "WITHHELD",
                      i % 2 ? "Yes" : "No", i, i, i, i % 4 ? "zqwing" : "-");
    }
}

/* Known profiles of the test's own, so that a new built-in one does not move the golden
 * file. */
static const char *const known_profiles[] = {
    "profile: known-detentions\nversion: 1\nrelease: KNOWN\ntable: stint\nsource: a "
    "test\ncolumns:\n"
    "  - {field: book_in, names: [Book In Date Time], required: true}\n"
    "  - {field: book_out, names: [Book Out Date Time], required: true}\n"
    "  - {field: facility, names: [Detention Facility], required: true}\n"
    "  - {field: birth_date, names: [Birth Date], withheld: true}\n"
    "  - {field: gender, names: [Gender]}\n"
    "  - {field: aggravated_felon, names: [Aggravated Felon Yes No]}\n"
    "  - {field: bond_posted_amount, names: [Bond Posted Amount]}\n"
    "  - {field: person, names: [Anonymized Identifier], required: true}\n",
    "profile: known-arrests\nversion: 1\nrelease: KNOWN\ntable: arrest\nsource: a "
    "test\ncolumns:\n"
    "  - {field: arrest_date, names: [Apprehension Date], required: true}\n"
    "  - {field: birth_year, names: [Birth Year]}\n",
};

static void test_golden(void **state)
{
    (void)state;
    struct sp_profile_set *set =
        support_profiles_of(known_profiles, COUNT(known_profiles));
    struct sp_buf sheet;
    struct sp_buf draft;
    struct sp_err err = {0};
    print_everything(&sheet);
    if (draft_of(set, sp_buf_str(&sheet), 0, NULL, &draft, &err))
        fail_msg("%s", err.text);
    assert_null(strstr(draft.data, "zq")); // What every value of a text begins with.
    assert_null(strstr(draft.data, "123-45"));
    golden_check("profile/draft.yaml", sp_buf_str(&draft));
    struct sp_profile_set *made = finished(sp_buf_str(&draft));
    assert_int_equal(sp_profile_set_count(made), 1);
    sp_profile_set_close(made);
    sp_buf_release(&draft);
    sp_buf_release(&sheet);
    sp_profile_set_close(set);
}

/* As it stands, a draft is no profile: a person must have had it in hand. */
static void test_unfinished(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    struct sp_profile_set *made = NULL;
    struct sp_buf sheet;
    struct sp_buf draft;
    struct sp_err err = {0};
    print_everything(&sheet);
    assert_int_equal(draft_of(set, sp_buf_str(&sheet), 0, NULL, &draft, &err), SP_OK);
    assert_int_equal(sp_profile_set_new(&made, NULL), SP_OK);
    assert_int_equal(sp_profile_set_add(made, "draft", sp_buf_str(&draft), &err),
                     SP_ERR_INPUT);
    support_contains(err.text, "in the name of a profile");
    sp_profile_set_close(made);
    sp_buf_release(&draft);
    sp_buf_release(&sheet);
    sp_profile_set_close(set);
}

static void test_headers(void **state)
{
    (void)state;
    static const struct {
        const char *sheet;
        uint64_t header;
        const char *table;
        enum sp_rc rc;
        const char *text; // of the draft or of the message
    } cases[] = {
        {"Title|\nState|County|Day\nA|B|1/2/2019\n", 0, NULL, SP_OK,
         "header on row 2, 1 row below"},
        {"What|Where\nx|y\n", 0, NULL, SP_ERR_INPUT, "--header"},
        {"What|Where\nx|y\n", 1, NULL, SP_OK, "names: [What]"},
        {"What|Where\nx|1/2/2019\n", 2, NULL, SP_ERR_INPUT, "row 2 is no header"},
        {"What|Where\nx|DOE, JANE\n", 2, NULL, SP_ERR_INPUT, "row 2 is no header"},
        {"What|Where\nx|y\n", 9, NULL, SP_ERR_INPUT, "row 9 is no header"},
        {"State|County\nx|y\n", 0, "removal", SP_OK, "table: removal\n"},
        {"State|County\nx|y\n", 0, NULL, SP_OK, "names: [TODO-HEADING], required: true"},
        {"State|County|State\nx|y|z\n", 0, NULL, SP_OK,
         "column C has the heading 'State' a second time"},
        {"\n\n", 0, NULL, SP_END, ""},
    };
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_buf draft;
        struct sp_err err = {0};
        const enum sp_rc rc = draft_of(set, sp_str_of(cases[i].sheet), cases[i].header,
                                       cases[i].table, &draft, &err);
        if (rc != cases[i].rc) fail_msg("case %zu: %d, %s", i, rc, err.text);
        if (rc != SP_END)
            support_contains(rc == SP_OK ? draft.data : err.text, cases[i].text);
        sp_buf_release(&draft);
    }
    sp_profile_set_close(set);
}

/* Every allocation fails in turn, and nothing leaks or is printed half. */
static void test_out_of_memory(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    const struct sp_draft_options options = {.name = SP_STR("made-up.txt")};
    struct sp_buf sheet;
    struct sp_book *book = NULL;
    char path[64];
    print_everything(&sheet);
    support_file_write(sp_buf_str(&sheet), path);
    assert_int_equal(sp_book_open(path, NULL, &book, NULL), SP_OK);
    enum sp_rc rc = SP_ERR_MEMORY;
    int64_t count = 0;
    for (; rc != SP_OK && count < 2000; count++) {
        struct sp_buf out;
        struct sp_err err = {0};
        sp_buf_init(&out, DRAFT_MAX);
        sp_alloc_fail_after(count);
        rc = sp_profile_draft(set, book, &options, &out, &err);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_true(rc == SP_ERR_MEMORY || rc == SP_ERR_LIMIT);
        sp_buf_release(&out);
    }
    assert_int_equal(rc, SP_OK);
    assert_true(count > 20);
    sp_book_close(book);
    (void)unlink(path);
    sp_buf_release(&sheet);
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_headings), cmocka_unit_test(test_never_seen),
        cmocka_unit_test(test_golden),       cmocka_unit_test(test_unfinished),
        cmocka_unit_test(test_headers),      cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
