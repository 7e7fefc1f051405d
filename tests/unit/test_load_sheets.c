/* Which sheets of a workbook are records, and what the receipt says of the others; and
 * the release of a list that only its file's name tells. */
#include "sallyport/load.h"

#include "support/fixture.h"
#include "support/support_profile.h"

#include <string.h>
#include <xlsxwriter.h>

/* One sheet a text, a row a line, cells apart by '|'. */
static void write_book(const char *path, const char *const *sheets, size_t count)
{
    lxw_workbook *book = workbook_new(path);
    for (size_t i = 0; i < count; i++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
        struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
        struct sp_arena arena;
        sp_arena_init(&arena, 1 << 16);
        const size_t row_count = support_rows(&arena, sheets[i], rows);
        for (size_t r = 0; r < row_count; r++) {
            for (uint32_t c = 0; c < rows[r].count; c++) {
                char text[128] = "";
                assert_true(rows[r].cells[c].text.size < sizeof text);
                memcpy(text, rows[r].cells[c].text.data, rows[r].cells[c].text.size);
                if (text[0])
                    worksheet_write_string(sheet, (lxw_row_t)r, (lxw_col_t)c, text, NULL);
            }
        }
        sp_arena_release(&arena);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
}

struct adding {
    struct sp_profile_set *set;
    struct sp_ledger *ledger;
    struct sp_arena arena;
    struct sp_receipt receipt;
    struct sp_err err;
};

static void adding_open(struct adding *adding, const char *ledger)
{
    *adding = (struct adding){.set = support_profiles()};
    sp_arena_init(&adding->arena, 1 << 24);
    fixture_ok(sp_ledger_open(fixture_path(ledger), SP_LEDGER_WRITE, 1, &adding->ledger,
                              &adding->err),
               &adding->err);
}

static enum sp_rc add(struct adding *adding, const char *path, const char *release)
{
    const struct sp_load_options options = {
        .paths = &path, .path_count = 1, .release = release, .thread_count = 1};
    sp_err_reset(&adding->err);
    return sp_load_files(adding->ledger, adding->set, &options, &adding->arena,
                         &adding->receipt, &adding->err);
}

static void adding_close(struct adding *adding)
{
    sp_ledger_close(adding->ledger);
    sp_arena_release(&adding->arena);
    sp_profile_set_close(adding->set);
}

#define REMOVALS                                                                         \
    "Departed Date|Departed To Country|Gender|Country of Citizenship|Most Serious "      \
    "Criminal Conviction|Removal Program\n"

static void test_records_in_one_sheet(void **state)
{
    (void)state;
    static const char *const sheets[] = {
        "Removals by year|\nFY2003|2\n",
        REMOVALS "1/2/2003|MEXICO|Male|MEXICO||P1\n1/3/2003|PERU|Female|PERU||P2\n",
        REMOVALS
        "1/2/2003|MEXICO|Male|MEXICO||P1\n", // The same headings, and no records.
    };
    const char *path = fixture_path("removals.xlsx");
    struct adding adding;
    write_book(path, sheets, COUNT(sheets));
    adding_open(&adding, "sheets.duckdb");
    fixture_ok(add(&adding, path, NULL), &adding.err);
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
    adding_close(&adding);
}

/* Nobody vouches for a sheet that no profile knows, in a workbook of another release. */
static void test_unknown_sheet_is_refused(void **state)
{
    (void)state;
    static const char *const sheets[] = {
        "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|A|Task Force "
        "Model|2025-01-02|link\n",
        "Notes|\nof another kind|\n",
    };
    const char *path = fixture_path("agencies07072025.xlsx");
    struct adding adding;
    write_book(path, sheets, COUNT(sheets));
    adding_open(&adding, "unknown.duckdb");
    assert_int_equal(add(&adding, path, NULL), SP_ERR_INPUT);
    assert_string_equal(adding.err.sheet, "Sheet2");
    adding_close(&adding);
}

static void test_release_of_the_file(void **state)
{
    (void)state;
    static const char *const sheet =
        "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|A|Task Force "
        "Model|2025-01-02|link\n";
    static const char *const other =
        "STATE|LAW ENFORCEMENT AGENCY|SUPPORT TYPE|SIGNED|MOA\nOHIO|B|Task Force "
        "Model|2025-01-02|link\n";
    const char *dated = fixture_path("participatingAgencies07082025am.xlsx");
    const char *undated = fixture_path("agencies.xlsx");
    struct adding adding;
    write_book(dated, &sheet, 1);
    write_book(undated, &other, 1);
    adding_open(&adding, "dated.duckdb");
    fixture_ok(add(&adding, dated, NULL), &adding.err);
    const struct sp_receipt_file *file = &adding.receipt.files[0];
    support_equal(file->sheets[0].release, "ICE-287G-2025-07-08am");
    assert_int_equal(file->note_count, 1);
    support_contains(file->notes[0].data, "is named by the file's name");
    assert_int_equal(add(&adding, undated, NULL), SP_ERR_INPUT);
    support_contains(adding.err.text, "say it with --release");
    fixture_ok(add(&adding, undated, "MY-LIST"), &adding.err);
    support_equal(adding.receipt.files[0].sheets[0].release, "MY-LIST");
    assert_int_equal(adding.receipt.files[0].note_count, 0);
    adding_close(&adding);
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
