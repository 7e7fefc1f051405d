/* Which sheets of a workbook are records, and what the receipt says of the others; and
 * the release of a list that only its file's name tells. */
#include "support/support_adding.h"

#define REMOVALS                                                                         \
    "Departed Date|Departed To Country|Gender|Country of Citizenship|Most Serious "      \
    "Criminal Conviction|Removal Program\n"

static void test_records_in_one_sheet(void **state)
{
    (void)state;
    static const struct support_sheet sheets[] = {
        {NULL, "Removals by year|\nFY2003|2\n", 0},
        {NULL,
         REMOVALS "1/2/2003|MEXICO|Male|MEXICO||P1\n1/3/2003|PERU|Female|PERU||P2\n", 0},
        // The same headings, and no records.
        {NULL, REMOVALS "1/2/2003|MEXICO|Male|MEXICO||P1\n", 0},
    };
    const char *path = support_sheets_write("removals.xlsx", sheets, COUNT(sheets));
    struct support_adding adding;
    support_adding_open(&adding, "sheets.duckdb", support_profiles());
    fixture_ok(support_add(&adding, path, NULL), &adding.err);
    const struct sp_receipt_file *file = &adding.receipt.files[0];
    assert_int_equal(file->sheet_count, 1);
    support_equal(file->sheets[0].sheet, "Sheet2");
    support_equal(file->sheets[0].release, "FOIA-14-03290");
    assert_int_equal(file->sheets[0].rows_kept, 2);
    assert_int_equal(file->note_count, 2);
    support_equal(
        file->notes[0],
        "sheet 'Sheet1' was passed over: Only sheet 2 (Details) holds records.");
    support_equal(
        file->notes[1],
        "sheet 'Sheet3' was passed over: Only sheet 2 (Details) holds records.");
    support_adding_close(&adding);
}

/* Nobody vouches for a sheet that no profile knows, in a workbook of another release. */
static void test_unknown_sheet_is_refused(void **state)
{
    (void)state;
    static const struct support_sheet sheets[] = {
        {NULL,
         "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|A|Task Force "
         "Model|2025-01-02|link\n",
         0},
        {NULL, "Notes|\nof another kind|\n", 0},
    };
    const char *path =
        support_sheets_write("agencies07072025.xlsx", sheets, COUNT(sheets));
    struct support_adding adding;
    support_adding_open(&adding, "unknown.duckdb", support_profiles());
    assert_int_equal(support_add(&adding, path, NULL), SP_ERR_INPUT);
    assert_string_equal(adding.err.sheet, "Sheet2");
    support_adding_close(&adding);
}

static void test_release_of_the_file(void **state)
{
    (void)state;
    static const struct support_sheet sheet = {
        NULL,
        "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|A|Task Force "
        "Model|2025-01-02|link\n",
        0};
    static const struct support_sheet other = {
        NULL,
        "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|B|Task Force "
        "Model|2025-01-02|link\n",
        0};
    const char *dated =
        support_sheets_write("participatingAgencies07082025am.xlsx", &sheet, 1);
    const char *undated = support_sheets_write("agencies.xlsx", &other, 1);
    struct support_adding adding;
    support_adding_open(&adding, "dated.duckdb", support_profiles());
    fixture_ok(support_add(&adding, dated, NULL), &adding.err);
    const struct sp_receipt_file *file = &adding.receipt.files[0];
    support_equal(file->sheets[0].release, "ICE-287G-2025-07-08am");
    assert_int_equal(file->note_count, 1);
    support_contains(file->notes[0].data, "is named by the file's name");
    assert_int_equal(support_add(&adding, undated, NULL), SP_ERR_INPUT);
    support_contains(adding.err.text, "say it with --release");
    fixture_ok(support_add(&adding, undated, "MY-LIST"), &adding.err);
    support_equal(adding.receipt.files[0].sheets[0].release, "MY-LIST");
    assert_int_equal(adding.receipt.files[0].note_count, 0);
    support_adding_close(&adding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_in_one_sheet),
        cmocka_unit_test(test_unknown_sheet_is_refused),
        cmocka_unit_test(test_release_of_the_file),
    };
    return cmocka_run_group_tests_name("load_sheets", tests, NULL, NULL);
}
