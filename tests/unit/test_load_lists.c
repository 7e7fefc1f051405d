/*
 * Lists of places from end to end: what agencies do to their workbooks and texts that a
 * table of records does not know. Every line of a list is kept or refused, and the
 * receipt says what else became of the file.
 */
#include "support/support_adding.h"

#include <string.h>

#define HEAD(id, release)                                                                \
    "profile: " id "\nversion: 1\nrelease: " release "\nsource: a test\nundated: a "     \
    "list\n"

static const char *const yamls[] = {
    HEAD("test-facilities",
         "TEST-FACILITIES") "table: facility\n"
                            "bands: 2\n"
                            "sheets:\n"
                            "  data: [Facilities]\n"
                            "  pass_over:\n"
                            "    - {names: [Cover, Words & Terms], why: A page of "
                            "notes.}\n"
                            "    - {names: [Sums], why: Summary tables.}\n"
                            "columns:\n"
                            "  - {field: facility, names: [Place / Name], required: "
                            "true}\n"
                            "  - {field: address, names: [Place / Address], required: "
                            "true, filled: true}\n"
                            "  - {field: adp_level_a, names: [People / Low], required: "
                            "true}\n"
                            "  - {field: adp_level_d, names: [People / High], required: "
                            "true}\n"
                            "  - {field: capacity, names: [Beds / Low], required: true, "
                            "not_applicable: [AS NEEDED]}\n",

    HEAD("test-areas",
         "TEST-AREAS") "table: office_area\n"
                       "unquote: true\n"
                       "columns:\n"
                       "  - {field: aor, names: [office], required: true}\n"
                       "  - {field: state, names: [state], required: true}\n"
                       "  - {field: note, names: [note], required: true}\n",

    HEAD("test-classes",
         "TEST-CLASSES") "table: charge_class\n"
                         "columns:\n"
                         "  - {field: charge, names: [charge], required: true}\n"
                         "  - {field: charge_class, names: [class], required: true}\n"
                         "ignore:\n"
                         "  - {nameless: 3, why: Columns without a heading.}\n",
};

static void open_ledger(struct support_adding *adding, const char *ledger)
{
    support_adding_open(adding, ledger, support_profiles_of(yamls, COUNT(yamls)));
}

/* Read, kept and refused of the file's only sheet. */
static void expect_counts(const struct support_adding *adding, uint64_t kept,
                          uint64_t refused)
{
    assert_int_equal(adding->receipt.file_count, 1);
    assert_int_equal(adding->receipt.files[0].sheet_count, 1);
    const struct sp_source *sheet = &adding->receipt.files[0].sheets[0];
    assert_int_equal(sheet->rows_kept, kept);
    assert_int_equal(sheet->rows_refused, refused);
    assert_int_equal(sheet->rows_read, kept + refused);
}

#define TABLE                                                                            \
    "A list of places\n"                                                                 \
    "Place||People||Beds\n"                                                              \
    "Source: a count of 1 May\n"                                                         \
    "Name|Address|Low|High|Low\n"

static void test_workbook(void **state)
{
    (void)state;
    static const struct support_sheet sheets[] = {
        {" Cover", "Statistics of places\n", 0},
        {"Facilities ",
         TABLE "NORTH JAIL|1 N MAIN ST|12.5|0.25|40\n"
               "SOUTH JAIL|2 S MAIN ST|7.125|1E-2|AS NEEDED\n"
               "\n"
               "EAST JAIL|3 E MAIN ST|#N/A||12\n"
               "A note below the table|||||* as of 1 May\n"
               "* without holding rooms\n"
               "Total| |19|1|\n",
         6},
        {"Sums", "Low|High\n19|1\n", 0},
        {" Words & Terms ", "Low|the lowest level\n", 0},
    };
    struct support_adding adding;
    open_ledger(&adding, "lists-workbook.duckdb");
    fixture_ok(support_add(&adding,
                           support_sheets_write("lists.xlsx", sheets, COUNT(sheets)),
                           NULL),
               &adding.err);
    expect_counts(&adding, 3, 3);
    const struct sp_receipt_file *file = &adding.receipt.files[0];
    support_equal(file->sheets[0].sheet, "Facilities ");
    assert_int_equal(file->sheets[0].header_row, 4);
    assert_int_equal(file->sheets[0].rows_empty, 1);
    assert_int_equal(file->note_count, 4);
    support_equal(file->notes[0], "sheet ' Cover' was passed over: A page of notes.");
    support_equal(
        file->notes[1],
        "of the rows of sheet 'Facilities ' the workbook hides 1; they were read");
    support_equal(file->notes[2], "sheet 'Sums' was passed over: Summary tables.");
    support_equal(file->notes[3],
                  "sheet ' Words & Terms ' was passed over: A page of notes.");
    // The hidden row's values, and the two columns of one heading apart.
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM facilities WHERE facility = 'SOUTH JAIL' AND row = 6 AND "
        "adp_level_a = 7.125 AND adp_level_d = 0.01 AND capacity_none = '[not "
        "applicable]'",
        1);
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM facilities WHERE facility = 'EAST JAIL' AND "
        "adp_level_a IS NULL "
        "AND adp_level_a_none = '[unreadable]' AND adp_level_d_none = '[blank]' "
        "AND capacity = 12",
        1);
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM refusal WHERE row = 9 AND heading = 'F' AND "
        "reason LIKE '%beyond the header%'",
        1);
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM refusal WHERE row IN (10, 11) AND heading = 'B' AND "
        "reason LIKE '%a note or a total, by the profile'",
        2);
    support_adding_close(&adding);
}

/* A workbook that gains a sheet must be looked at by a person. */
static void test_sheet_in_no_list(void **state)
{
    (void)state;
    static const struct support_sheet twice[] = {
        {"Facilities", TABLE "NORTH JAIL|1 N MAIN ST|1|1|1\n", 0},
        {"Facilities (2)", TABLE "NORTH JAIL|1 N MAIN ST|1|1|1\n", 0},
    };
    static const struct support_sheet other[] = {
        {"Facilities", TABLE "NORTH JAIL|1 N MAIN ST|1|1|1\n", 0},
        {"Prices", "Low|High\n1|2\n", 0},
    };
    struct support_adding adding;
    open_ledger(&adding, "lists-unlisted.duckdb");
    assert_int_equal(support_add(&adding,
                                 support_sheets_write("twice.xlsx", twice, COUNT(twice)),
                                 NULL),
                     SP_ERR_INPUT);
    assert_string_equal(adding.err.sheet, "Facilities (2)");
    support_contains(
        adding.err.text,
        "profile 'test-facilities' fits the sheet, and yet names it neither");
    assert_int_equal(support_add(&adding,
                                 support_sheets_write("other.xlsx", other, COUNT(other)),
                                 NULL),
                     SP_ERR_INPUT);
    assert_string_equal(adding.err.sheet, "Prices");
    support_contains(adding.err.text, "no profile");
    support_expect_whole(&adding, "SELECT count(*) FROM facilities", 0);
    support_adding_close(&adding);
}

/* Where the bands do not stand as they did, the message says sheet, row, and the
 * headings. */
static void test_bands_that_moved(void **state)
{
    (void)state;
    static const struct support_sheet sheets[] = {
        {"Facilities",
         "A list of places\nPlace||People|Beds|\nSource: a count\n"
         "Name|Address|Low|High|Low\nNORTH JAIL|1 N MAIN ST|1|1|1\n",
         0},
    };
    struct support_adding adding;
    open_ledger(&adding, "lists-bands.duckdb");
    assert_int_equal(
        support_add(&adding, support_sheets_write("bands.xlsx", sheets, 1), NULL),
        SP_ERR_INPUT);
    assert_string_equal(adding.err.sheet, "Facilities");
    assert_int_equal(adding.err.row, 4);
    assert_true(strstr(adding.err.file, "bands.xlsx") != NULL);
    support_contains(adding.err.text, "missing: 'People / High'");
    support_contains(adding.err.text, "unknown: 'Beds / High'");
    support_adding_close(&adding);
}

/* Lines that end with a bare CR, and quotes behind a blank. */
static void test_quotes_and_bare_cr(void **state)
{
    (void)state;
    struct support_adding adding;
    open_ledger(&adding, "lists-areas.duckdb");
    fixture_ok(support_add(&adding,
                           support_text_write("areas.csv",
                                              "\"office\", \"state\", \"note\"\r"
                                              "\"North\", \"Ohio\", \"\"\r"
                                              "\"North\", \"Iowa\", \"all of it\"\r"
                                              "\"South\", \"Utah\", \"parts, not all\""),
                           NULL),
               &adding.err);
    // The comma within such quotes parts the field: refused, not shifted.
    expect_counts(&adding, 2, 1);
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM office_areas WHERE aor = 'North' AND state = "
        "'Ohio' AND note = '[blank]'",
        1);
    support_expect_whole(
        &adding, "SELECT count(*) FROM office_areas WHERE note = 'all of it' AND row = 3",
        1);
    support_expect_whole(
        &adding, "SELECT count(*) FROM refusal WHERE row = 4 AND heading = 'D'", 1);
    support_adding_close(&adding);
}

/* Behind the last heading: three columns without one, in which a value is passed over. */
static void test_nameless_columns(void **state)
{
    (void)state;
    struct support_adding adding;
    open_ledger(&adding, "lists-classes.duckdb");
    fixture_ok(support_add(&adding,
                           support_text_write("classes.csv", "charge,class,,,\n"
                                                             "NOISE,infraction,,,\n"
                                                             "THEFT 9,felony,,,see also\n"
                                                             "TOO FEW,felony\n"
                                                             "TOO MANY,felony,,,,x\n"),
                           NULL),
               &adding.err);
    expect_counts(&adding, 2, 2);
    support_expect_whole(
        &adding, "SELECT count(*) FROM charge_classes WHERE charge = 'THEFT 9'", 1);
    support_expect_whole(
        &adding,
        "SELECT count(*) FROM refusal WHERE row = 4 AND reason = 'the row has 2 "
        "fields where the "
        "header has 5'",
        1);
    support_expect_whole(
        &adding, "SELECT count(*) FROM refusal WHERE row = 5 AND heading = 'F'", 1);
    support_adding_close(&adding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workbook),
        cmocka_unit_test(test_sheet_in_no_list),
        cmocka_unit_test(test_bands_that_moved),
        cmocka_unit_test(test_quotes_and_bare_cr),
        cmocka_unit_test(test_nameless_columns),
    };
    return cmocka_run_group_tests_name("load_lists", tests, NULL, NULL);
}
