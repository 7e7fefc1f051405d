/*
 * Workbooks as a whole: sheets, names, date systems, styles, and files that are no
 * workbook. To add a case, add a line to a table.
 */
#include "ingest/ingest_cell.h"
#include "ingest/ingest_style.h"
#include "support/support_workbook.h"
#include "support/support_zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* -- Number formats
 * ------------------------------------------------------------------------------ */

static void format_codes_tell_dates(void **state)
{
    static const struct {
        const char *code;
        bool is_date;
    } cases[] = {
        {"General", false},
        {"GENERAL", false},
        {"0.00", false},
        {"#,##0.00_);[Red]\\(#,##0.00\\)", false},
        {"0.00E+00", false},
        {"@", false},
        {"", false},
        {"m/d/yy", true},
        {"m/d/yyyy;@", true},
        {"[$-409]d\\-mmm\\-yy;@", true},
        {"YYYY-MM-DD", true},
        {"[h]:mm:ss", true},
        {"[mm]", true},
        {"[ss].00", true},
        {"[Red]0", false},
        {"[$d-409]0", false},
        {"[<100]0;d", false},
        {"0\" days\"", false},
        {"0\\d", false},
        {"0_d", false},
        {"*d0", false},
        {"\"d\"", false},
        {"\"unclosed d", false},
        {"[unclosed d", false},
        {"\\", false},
        {"0;yyyy", false},
        {"h AM/PM", true},
        {"_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)", false},
        {"# ?/?", false},
        {"General\" d\"", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (ingest_format_is_date(sp_str_of(cases[i].code)) != cases[i].is_date)
            fail_msg("format code '%s' is taken for the other kind", cases[i].code);
    }
}

#define STYLES(formats, xfs)                                                             \
    "<styleSheet " SUPPORT_MAIN "><numFmts>" formats "</numFmts><cellXfs>" xfs           \
    "</cellXfs>"                                                                         \
    "<dxfs><dxf><numFmt numFmtId=\"3\" formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>"

static void check_book(const struct support_book *book, const char *expected)
{
    char path[64];
    struct sp_buf bytes;
    struct sp_buf rows;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    (void)support_rows_render(path, NULL, 0, &rows);
    assert_string_equal(rows.data ? rows.data : "", expected);
    (void)unlink(path);
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

static void built_in_formats_tell_dates(void **state)
{
    (void)state;
    for (uint32_t id = 0; id <= 80; id++) {
        char styles[1024];
        const bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                             (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
        (void)snprintf(styles, sizeof styles, STYLES("", "<xf/><xf numFmtId=\"%u\"/>"),
                       id);
        check_book(
            &(struct support_book){
                .rows = "<row><c s=\"1\"><v>7</v></c><c><v>7</v></c></row>",
                .parts = {{"xl/styles.xml", sp_str_of(styles)}}},
            is_date ? "[D:7][N:7]\n" : "[N:7][N:7]\n");
    }
}

static void a_files_own_format_wins(void **state)
{
    (void)state;
    check_book(
        &(struct support_book){
            .rows = "<row><c s=\"0\"><v>7</v></c><c s=\"1\"><v>7</v></c><c "
                    "s=\"2\"><v>7</v></c><c s=\"3\"><v>7</v></c></row>",
            .parts = {{"xl/styles.xml",
                       SP_STR(STYLES("<numFmt numFmtId=\"14\" formatCode=\"0\"/><numFmt "
                                     "numFmtId=\"200\" formatCode=\"d\"/>",
                                     "<xf numFmtId=\"14\"/><xf numFmtId=\"200\"/><xf "
                                     "numFmtId=\"3\"/><xf numFmtId=\"201\"/>"))}}},
        "[N:7][D:7][N:7][N:7]\n");
}

static void styles_may_be_absent_and_must_be_sound(void **state)
{
    static const char relations[] =
        "<Relationships " SUPPORT_PACKAGE
        "><Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND
        "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    (void)state;
    check_book(&(struct support_book){.rows = "<row><c s=\"9\"><v>7</v></c></row>",
                                      .parts = {{"xl/styles.xml", {0}},
                                                {"xl/sharedStrings.xml", {0}},
                                                {"xl/_rels/workbook.xml.rels",
                                                 SP_STR(relations)}}},
               "[N:7]\n");
    check_book(&(struct support_book){.parts = {{"xl/styles.xml", {0}}}},
               ", 0, : workbook names a part for styles but does not hold it; copy or "
               "download the file again\n");
    check_book(
        &(struct support_book){
            .parts = {{"xl/styles.xml", SP_STR(STYLES("", "<xf numFmtId=\"-1\"/>"))}}},
        ", 0, : styles name an impossible number format; save the file again in Excel\n");
    check_book(
        &(struct support_book){.parts = {{"xl/styles.xml", SP_STR("<styleSheet>")}}},
        ", 0, : 'xl/styles.xml' is not sound XML: no element found; save the file again "
        "in Excel\n");
}

/* -- Sheets
 * --------------------------------------------------------------------------------------
 */

static const char three_sheets[] =
    "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><workbookPr date1904=\"1\"/><sheets>"
    "<sheet name=\" Last, first \" sheetId=\"9\" r:id=\"c\"/>"
    "<sheet name=\"Chart\" sheetId=\"3\" r:id=\"x\"/>"
    "<sheet name=\"Hidden &amp; away\" sheetId=\"2\" state=\"hidden\" r:id=\"a\"/>"
    "<sheet name=\"Deep\" sheetId=\"1\" state=\"veryHidden\" r:id=\"b\"/>"
    "</sheets><definedNames><sheet name=\"no\"/></definedNames></workbook>";
static const char three_relations[] =
    "<Relationships " SUPPORT_PACKAGE ">"
    "<Relationship Id=\"a\" Type=\"" SUPPORT_KIND
    "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"b\" Type=\"" SUPPORT_KIND
    "worksheet\" Target=\"/xl/../xl/./other/two.xml\"/>"
    "<Relationship Id=\"c\" "
    "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" "
    "Target=\"../odd//THREE.xml\"/>"
    "<Relationship Id=\"x\" Type=\"" SUPPORT_KIND "chartsheet\" Target=\"charts/1.xml\"/>"
    "</Relationships>";

#define SHEET(value)                                                                     \
    SP_STR("<worksheet " SUPPORT_MAIN "><sheetData><row><c><v>" value                    \
           "</v></c></row></sheetData></worksheet>")

static const struct support_book three_sheet_book = {
    .parts = {
        {"xl/workbook.xml", {three_sheets, sizeof three_sheets - 1}},
        {"xl/_rels/workbook.xml.rels", {three_relations, sizeof three_relations - 1}},
        {"xl/worksheets/sheet1.xml", {0}}}};

static void sheets_follow_relationships(void **state)
{
    static const struct {
        const char *name;
        enum sp_sheet_visibility visibility;
        const char *rows;
    } expected[] = {{" Last, first ", SP_SHEET_VISIBLE, "[N:3]\n"},
                    {"Hidden & away", SP_SHEET_HIDDEN, "[N:1]\n"},
                    {"Deep", SP_SHEET_VERY_HIDDEN, "[N:2]\n"}};
    struct support_book three = three_sheet_book;
    struct sp_buf bytes;
    struct sp_book *book;
    char path[64];
    (void)state;
    three.parts[2] = (struct support_part){"xl/worksheets/sheet1.xml", SHEET("1")};
    three.parts[3] = (struct support_part){"xl/other/two.xml", SHEET("2")};
    three.parts[4] = (struct support_part){"odd/three.xml", SHEET("3")};
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(&three, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    assert_int_equal(sp_book_open(path, NULL, &book, NULL), SP_OK);
    assert_int_equal(sp_book_kind_of(book), SP_BOOK_XLSX);
    assert_int_equal(sp_book_sheet_count(book), 3);
    assert_true(sp_book_is_1904(book));
    assert_int_equal(sp_book_delimiter(book), 0);
    assert_int_equal(sp_book_file_size(book), bytes.size);
    struct sp_str sha256 = {0};
    assert_int_equal(sp_book_sha256(book, &sha256, NULL), SP_OK);
    assert_int_equal(sha256.size, 64);
    for (size_t i = 0; i < 3; i++) {
        struct sp_buf rows;
        sp_buf_init(&rows, SIZE_MAX / 2);
        assert_true(
            sp_str_equal_text(sp_book_sheet_info(book, i).name, expected[i].name));
        assert_int_equal(sp_book_sheet_info(book, i).visibility, expected[i].visibility);
        assert_int_equal(support_rows_render(path, NULL, i, &rows), SP_END);
        assert_string_equal(rows.data, expected[i].rows);
        sp_buf_release(&rows);
    }
    sp_book_close(book);
    (void)unlink(path);
    sp_buf_release(&bytes);
}

static void strict_workbooks_are_read(void **state)
{
    (void)state;
    check_book(
        &(struct support_book){
            .rows = "<row><c><v>1</v></c></row>",
            .parts =
                {{"_rels/.rels", SP_STR("<p:Relationships "
                                        "xmlns:p=\"http://schemas.openxmlformats.org/"
                                        "package/2006/relationships\">"
                                        "<p:Relationship Id=\"r\" "
                                        "Type=\"http://purl.oclc.org/ooxml/"
                                        "officeDocument/relationships/officeDocument\" "
                                        "Target=\"/xl/book9.xml\"/></p:Relationships>")},
                 {"xl/workbook.xml", {0}},
                 {"xl/book9.xml",
                  SP_STR("<m:workbook "
                         "xmlns:m=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
                         "xmlns:q=\"http://purl.oclc.org/ooxml/officeDocument/"
                         "relationships\"><m:sheets>"
                         "<m:sheet name=\"Data\" q:id=\"w\"/></m:sheets></m:workbook>")},
                 {"xl/_rels/book9.xml.rels",
                  SP_STR("<Relationships " SUPPORT_PACKAGE "><Relationship Id=\"w\" "
                         "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/"
                         "worksheet\" "
                         "Target=\"worksheets/sheet1.xml\"/></Relationships>")}}},
        "[N:1]\n");
}

static void workbooks_that_are_none_are_refused(void **state)
{
    static const char lost[] =
        ", 0, : zip archive holds no workbook; unpack it and add the files in it\n";
    (void)state;
    check_book(&(struct support_book){.parts = {{"_rels/.rels", {0}}}}, lost);
    check_book(&(struct support_book){.parts = {{"xl/workbook.xml", {0}}}}, lost);
    check_book(
        &(struct support_book){.parts = {{"xl/workbook.xml", SP_STR("<document/>")}}},
        ", 0, : file is not a spreadsheet workbook; open it in its own program and save "
        "it as .xlsx\n");
    check_book(&(struct support_book){.parts = {{"xl/worksheets/sheet1.xml", {0}}}},
               ", 0, : workbook lists sheet 'Data' but does not hold it; copy or "
               "download the file again\n");
    check_book(&(struct support_book){.parts = {{"xl/_rels/workbook.xml.rels", {0}}}},
               ", 0, : workbook lists sheet 'Data' but does not hold it; copy or "
               "download the file again\n");
    check_book(
        &(struct support_book){
            .parts =
                {{"_rels/.rels",
                  SP_STR(
                      "<Relationships " SUPPORT_PACKAGE
                      "><Relationship Id=\"r\" Type=\"" SUPPORT_KIND
                      "officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>")},
                 {"xl/workbook.bin", SP_STR("\x83\x01")}}},
        ", 0, : binary workbooks (.xlsb) are not read; open the file in Excel and save "
        "it as .xlsx\n");
    check_book(
        &(struct support_book){
            .parts = {{"_rels/.rels", SP_STR("<Relationships " SUPPORT_PACKAGE
                                             "><Relationship Id=\"r\"/><Relationship "
                                             "Id=\"r\"/></Relationships>")}}},
        ", 0, : two relationships have the id 'r'; save the file again in Excel\n");
}

static void other_kinds_of_file_are_told_by_their_bytes(void **state)
{
    struct sp_buf rows;
    char path[64];
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_file_write(SP_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), path);
    assert_int_equal(support_rows_render(path, NULL, 0, &rows), SP_ERR_INPUT);
    assert_string_equal(rows.data,
                        ", 0, : old (.xls) and password-protected workbooks are not "
                        "read; save the file as .xlsx without a password\n");
    (void)unlink(path);
    sp_buf_reset(&rows);
    support_file_write(SP_STR("PK,2\nname,4\n"), path);
    assert_int_equal(support_rows_render(path, NULL, 0, &rows), SP_END);
    assert_string_equal(rows.data, "[T:PK][T:2]\n[T:name][T:4]\n");
    (void)unlink(path);
    sp_buf_reset(&rows);
    assert_int_equal(support_rows_render("/nowhere/at.all", NULL, 0, &rows),
                     SP_ERR_INPUT);
    assert_string_equal(rows.data, ", 0, : cannot open: No such file or directory\n");
    sp_buf_release(&rows);
}

static void text_files_are_books_of_one_sheet(void **state)
{
    struct sp_book *book;
    struct sp_sheet *sheet;
    char path[64];
    uint64_t done = 1;
    uint64_t all = 0;
    (void)state;
    support_file_write(SP_STR("a|b\n1|2\n"), path);
    assert_int_equal(sp_book_open(path, NULL, &book, NULL), SP_OK);
    assert_int_equal(sp_book_kind_of(book), SP_BOOK_TEXT);
    assert_int_equal(sp_book_sheet_count(book), 1);
    assert_true(
        sp_str_equal_text(sp_book_sheet_info(book, 0).name, strrchr(path, '/') + 1));
    assert_int_equal(sp_book_sheet_info(book, 0).visibility, SP_SHEET_VISIBLE);
    assert_int_equal(sp_book_delimiter(book), '|');
    assert_false(sp_book_is_1904(book));
    assert_int_equal(sp_sheet_open(book, 0, &sheet, NULL), SP_OK);
    assert_null(sp_sheet_plain_reason(sheet));
    sp_sheet_progress(sheet, &done, &all);
    assert_int_equal(all, 8);
    sp_sheet_close(sheet);
    sp_book_close(book);
    sp_book_close(NULL);
    sp_sheet_close(NULL);
    (void)unlink(path);
}

/* -- Cells
 * ---------------------------------------------------------------------------------------
 */

static void moments_are_read_from_cells(void **state)
{
    static const struct {
        enum sp_cell_kind kind;
        const char *text;
        const char *expected; // NULL: none
    } cases[] = {
        {SP_CELL_DATE, "42005", "2015-01-01"},
        {SP_CELL_NUMBER, "42005.5", "2015-01-01 12:00:00"},
        {SP_CELL_DATE, "2017-09-24", "2017-09-24"},
        {SP_CELL_DATE, "2017-09-24T13:05:00.000Z", "2017-09-24 13:05:00"},
        {SP_CELL_NUMBER, "2017-09-24", NULL},
        {SP_CELL_TEXT, "42005", NULL},
        {SP_CELL_DATE, "60", NULL},
        {SP_CELL_DATE, "T13:05", NULL},
        {SP_CELL_EMPTY, "", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sp_cell cell = {.kind = cases[i].kind,
                                     .text = sp_str_of(cases[i].text)};
        struct sp_moment moment;
        char text[SP_DATE_TEXT_MAX];
        assert_int_equal(sp_cell_moment(&cell, false, &moment),
                         cases[i].expected != NULL);
        if (!cases[i].expected) continue;
        sp_moment_format(moment, text);
        assert_string_equal(text, cases[i].expected);
    }
}

static void column_letters_and_references_agree(void **state)
{
    static const struct {
        uint32_t index;
        const char *letters;
    } cases[] = {{0, "A"},    {25, "Z"},    {26, "AA"},    {51, "AZ"},
                 {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    char text[32];
    uint32_t column = 0;
    uint32_t row = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sp_column_letters(cases[i].index, text);
        assert_string_equal(text, cases[i].letters);
    }
    for (uint32_t index = 0; index < 16384; index++) {
        sp_column_letters(index, text);
        (void)snprintf(text + strlen(text), 8, "1048576");
        assert_true(ingest_ref_parse(sp_str_of(text), &column, &row));
        assert_int_equal(column, index);
        assert_int_equal(row, 1048576);
    }
    sp_column_letters(UINT32_MAX, text);
    assert_string_equal(text, "MWLQKWV");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_codes_tell_dates),
        cmocka_unit_test(built_in_formats_tell_dates),
        cmocka_unit_test(a_files_own_format_wins),
        cmocka_unit_test(styles_may_be_absent_and_must_be_sound),
        cmocka_unit_test(sheets_follow_relationships),
        cmocka_unit_test(strict_workbooks_are_read),
        cmocka_unit_test(workbooks_that_are_none_are_refused),
        cmocka_unit_test(other_kinds_of_file_are_told_by_their_bytes),
        cmocka_unit_test(text_files_are_books_of_one_sheet),
        cmocka_unit_test(moments_are_read_from_cells),
        cmocka_unit_test(column_letters_and_references_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
