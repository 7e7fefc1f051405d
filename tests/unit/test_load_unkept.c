/* What the receipt says of values that a sheet has and the ledger does not keep. */
#include "sallyport/load.h"

#include "support/fixture.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static const char *const yaml =
    "profile: test-stints\n"
    "version: 1\n"
    "release: TEST\n"
    "table: stint\n"
    "source: a test\n"
    "dates: [mdy]\n"
    "columns:\n"
    "  - {field: book_in, names: [In], required: true}\n"
    "  - {field: facility, names: [Facility], blank: [NA]}\n"
    "  - {field: religion, names: [Creed], withheld: true}\n"
    "  - {field: birth_year, names: [Year]}\n"
    "ignore:\n"
    "  - {names: [Officer ID], why: it tells who an officer is}\n"
    "  - {names: [S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, S12, S13], why: spare}\n";

enum { ROWS = 400 }; // So that a few A-numbers are no column of them.

struct adding {
    struct sp_profile_set *set;
    struct sp_ledger *ledger;
    struct sp_arena arena;
    struct sp_receipt receipt;
};

/* A file of `head`, `lines`, and ROWS times the line `usual`. */
static const struct sp_receipt_file *add(struct adding *adding, const char *head,
                                         const char *lines, const char *usual)
{
    const char *path = fixture_path("unkept.csv");
    const struct sp_load_options options = {
        .paths = &path, .path_count = 1, .thread_count = 1};
    struct sp_err err = {0};
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    (void)fprintf(file, "%s\n%s", head, lines);
    for (int i = 0; i < ROWS; i++) {
        (void)fprintf(file, "%s\n", usual);
    }
    assert_int_equal(fclose(file), 0);
    *adding = (struct adding){.set = support_profiles_of(&yaml, 1)};
    sp_arena_init(&adding->arena, 1 << 24);
    fixture_ok(sp_ledger_open(fixture_path("unkept.duckdb"), SP_LEDGER_WRITE, 1,
                              &adding->ledger, &err),
               &err);
    fixture_ok(sp_load_files(adding->ledger, adding->set, &options, &adding->arena,
                             &adding->receipt, &err),
               &err);
    assert_int_equal(adding->receipt.file_count, 1);
    return &adding->receipt.files[0];
}

static void adding_close(struct adding *adding)
{
    sp_ledger_close(adding->ledger);
    sp_arena_release(&adding->arena);
    sp_profile_set_close(adding->set);
}

/* A note behind "sheet '1-unkept.csv': "; the number is the fixture's. */
static void check_note(struct sp_str note, const char *expected)
{
    static const char before[] = "unkept.csv': ";
    const char *at = strstr(note.data, before);
    assert_true(sp_str_starts(note, SP_STR("sheet '")));
    assert_non_null(at);
    support_equal(sp_str_of(at + strlen(before)), expected);
}

/* Of kept rows alone: the last line has a field too few. A redaction and a blank are
 * kept. */
static void test_values_that_tell_a_person(void **state)
{
    (void)state;
    struct adding adding;
    const struct sp_receipt_file *file =
        add(&adding, "In,Facility,Creed,Year",
            "1/2/2017,seen with A012345678,Creed 1,1980\n"
            "1/2/2017,seen with A012345678,(b)(6),1/2/1980\n"
            "1/2/2017,called 123-45-6789,,1981\n"
            "1/2/2017,NA,Creed 1,(b)(6)\n"
            "1/2/2017,seen with A012345678,Creed 1\n",
            "1/2/2017,County Jail,,1980");
    assert_int_equal(file->sheets[0].rows_refused, 1);
    assert_int_equal(file->note_count, 1);
    check_note(file->notes[0], "6 values would tell who a person is, and were not "
                               "kept: 'Facility' 3, 'Creed' 2, 'Year' 1");
    adding_close(&adding);
}

/* The row that is refused holds another. */
static void test_one_value(void **state)
{
    (void)state;
    struct adding adding;
    const struct sp_receipt_file *file =
        add(&adding, "In,Facility,Officer  ID",
            "1/2/2017,seen with A012345678,x\n1/2/2017,County Jail,x,beyond\n",
            "1/2/2017,County Jail,");
    assert_int_equal(file->note_count, 2);
    check_note(file->notes[0], "1 value would tell who a person is, and was not "
                               "kept: 'Facility' 1");
    check_note(file->notes[1], "1 value in columns that the profile ignores was not "
                               "kept: 'Officer ID' 1");
    adding_close(&adding);
}

/* Columns without a value are not named; past twelve they are only counted. */
static void test_ignored_columns(void **state)
{
    (void)state;
    struct adding adding;
    const struct sp_receipt_file *file =
        add(&adding, "In,S1,S2,S3,S4,S5,S6,S7,Officer ID,S8,S9,S10,S11,S12,S13",
            "1/2/2017,a,a,a,a,a,a,a,,a,a,a,a,a,a\n", "1/2/2017,a,,,,,,,,,,,,,");
    assert_int_equal(file->note_count, 1);
    check_note(file->notes[0],
               "413 values in columns that the profile ignores were not "
               "kept: 'S1' 401, 'S2' 1, 'S3' 1, 'S4' 1, 'S5' 1, 'S6' 1, 'S7' 1, "
               "'S8' 1, 'S9' 1, 'S10' 1, 'S11' 1, 'S12' 1 and 1 more");
    adding_close(&adding);
}

static void test_nothing_left_out(void **state)
{
    (void)state;
    struct adding adding;
    const struct sp_receipt_file *file =
        add(&adding, "In,Facility,Creed,Year,Officer ID",
            "1/2/2017,County Jail,(b)(6),about 1980,\n", "1/2/2017,NA,,1980,");
    assert_int_equal(file->note_count, 0);
    adding_close(&adding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_that_tell_a_person),
        cmocka_unit_test(test_one_value),
        cmocka_unit_test(test_ignored_columns),
        cmocka_unit_test(test_nothing_left_out),
    };
    return cmocka_run_group_tests_name("load_unkept", tests, NULL, NULL);
}
