/*
 * Sheet data. To add a case, add a line to a table: what stands inside <sheetData>, and
 * the rows that come of it (see support_workbook.h for how rows are written). Every case
 * is read by the plain reader, by the fast scan, and with a second thread; all three must
 * give the same.
 */
#include "support/support_workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct sp_book_options ways[] = {{.plain = true},
                                              {.thread_count = 1},
                                              {.thread_count = 2},
                                              {.thread_count = 2, .plain = true}};

/* Reads a book in every way and compares with `expected`. */
static void check_book(const struct support_book *book, const char *expected)
{
    char path[64];
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct sp_buf rows;
        sp_buf_init(&rows, SIZE_MAX / 2);
        (void)support_rows_render(path, &ways[i], 0, &rows);
        assert_string_equal(rows.data ? rows.data : "", expected);
        sp_buf_release(&rows);
    }
    (void)unlink(path);
    sp_buf_release(&bytes);
}

struct rows_case {
    const char *rows;
    const char *expected;
};

static void check_rows(const struct rows_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_book(&(struct support_book){.rows = cases[i].rows}, cases[i].expected);
    }
}
#define CHECK_ROWS(cases) check_rows(cases, sizeof(cases) / sizeof *(cases))

/* -- Cells
 * ---------------------------------------------------------------------------------------
 */

static void numbers_keep_their_exact_text(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "[N:1]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"n\"><v>0.1</v></c></row>", "[N:0.1]\n"},
        {"<row r=\"1\"><c r=\"A1\"><v>12345678901234567890.123456789</v></c></row>",
         "[N:12345678901234567890.123456789]\n"},
        {"<row r=\"1\"><c r=\"A1\"><v>1E-3</v></c><c r=\"B1\"><v>-2.5e+10</v></c></row>",
         "[N:1E-3][N:-2.5e+10]\n"},
        {"<row r=\"1\"><c r=\"A1\"><v>007</v></c><c r=\"B1\"><v>.5</v></c><c "
         "r=\"C1\"><v>5.</v></c></row>",
         "[N:007][N:.5][N:5.]\n"},
        {"<row r=\"1\"><c r=\"A1\"><v> 12\n</v></c></row>", "[N:12]\n"},
        // Not a number: nothing is lost, it is text.
        {"<row r=\"1\"><c r=\"A1\"><v>n/a</v></c><c r=\"B1\"><v>1e</v></c><c "
         "r=\"C1\"><v>-</v></c>"
         "<c r=\"D1\"><v>NaN</v></c><c r=\"E1\"><v>.</v></c><c r=\"F1\"><v>1 "
         "2</v></c></row>",
         "[T:n/a][T:1e][T:-][T:NaN][T:.][T:1 2]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void dates_follow_from_the_style(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"A1\" s=\"1\"><v>42005</v></c><c r=\"B1\" "
         "s=\"2\"><v>42005.75</v></c>"
         "<c r=\"C1\" s=\"3\"><v>42005</v></c><c r=\"D1\" s=\"4\"><v>1.5</v></c></row>",
         "[D:42005][D:42005.75][N:42005][D:1.5]\n"},
        {"<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"str\"><v>42005</v></c><c r=\"B1\" "
         "s=\"1\"><v>soon</v></c></row>",
         "[T:42005][T:soon]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2017-09-24T13:05:00Z</v></c></row>",
         "[D:2017-09-24T13:05:00Z]\n"},
        {"<row r=\"1\"><c r=\"A1\" s=\"5\"><v>1</v></c></row>",
         "Data, 1, A: a cell names a style that is not there; save the file again in "
         "Excel\n"},
        {"<row r=\"1\"><c r=\"A1\" s=\"x\"><v>1</v></c></row>",
         "Data, 1, A: a cell's style is no number; save the file again in Excel\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void types_are_read(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c>"
         "<c r=\"C1\" t=\"b\"><v>true</v></c><c r=\"D1\" t=\"b\"/></row>",
         "[B:TRUE][B:FALSE][B:TRUE][]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#REF!</v></c></row>", "[E:#REF!]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v> a &amp; b </v></c></row>",
         "[T: a & b ]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>in</t></is></c></row>",
         "[T:in]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> in "
         "</t></is></c></row>",
         "[T: in ]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><rPr><b/></rPr><t>one "
         "</t></r><r><t>two</t></r>"
         "<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is></c></row>",
         "[T:one two]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is/></c><c r=\"B1\" "
         "t=\"inlineStr\"/></row>",
         "[][]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"b\"><v>2</v></c></row>",
         "Data, 1, A: a cell of type true or false holds neither; save the file again in "
         "Excel\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"q\"><v>2</v></c></row>",
         "Data, 1, A: a cell has a type that no workbook has; save the file again in "
         "Excel\n"},
        {"<row r=\"1\"><c r=\"A1\"><v>1</v><v>2</v></c></row>",
         "Data, 1, A: a cell has two values; save the file again in Excel\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void formulas_give_their_cached_value(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f>NOW()</f></c>"
         "<c r=\"C1\" t=\"str\"><f t=\"shared\" ref=\"C1:C2\" "
         "si=\"0\">A1&amp;\"&lt;\"</f><v>2&lt;</v></c>"
         "<c r=\"D1\"><f/><v>3</v></c></row>",
         "[N:2][][T:2<][N:3]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void empty_cells_and_texts_are_empty(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"B1\" s=\"1\"/><c r=\"D1\"><v></v></c><c r=\"E1\" "
         "t=\"str\"><v/></c></row>",
         "[][][][][]\n"},
        {"<row r=\"1\"><c r=\"C1\"><v>3</v></c></row>", "[][][N:3]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

/* -- Rows
 * ----------------------------------------------------------------------------------------
 */

static void rows_that_are_not_there_are_empty(void **state)
{
    static const struct rows_case cases[] = {
        {"", ""},
        {"<row r=\"3\"><c r=\"A3\"><v>3</v></c></row>", "-\n-\n[N:3]\n"},
        {"<row r=\"1\"/><row r=\"2\"></row><row r=\"4\"/>", "-\n-\n-\n-\n"},
        {"<row r=\"2\" spans=\"1:1\" ht=\"15\" customHeight=\"1\"><c "
         "r=\"A2\"><v>2</v></c></row>"
         "<row r=\"5\"><c r=\"B5\"><v>5</v></c></row>",
         "-\n[N:2]\n-\n-\n[][N:5]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void positions_may_be_left_out(void **state)
{
    static const struct rows_case cases[] = {
        {"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
         "[N:1][N:2]\n[N:3]\n"},
        {"<row r=\"2\"><c "
         "r=\"B2\"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
         "-\n[][N:1][N:2]\n[N:3]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void order_is_held_to(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"/><row r=\"1\"/>",
         "-\nData, 2, : row 1 is there twice; save the file again in Excel\n"},
        {"<row r=\"5\"/><row r=\"4\"/>", "-\n-\n-\n-\n-\nData, 6, : row 4 stands after a "
                                         "later row; save the file again in Excel\n"},
        {"<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>",
         "Data, 1, A: a cell is there twice or stands after a later one; save the file "
         "again in Excel\n"},
        {"<row r=\"1\"><c r=\"B1\"/><c r=\"B1\"/></row>",
         "Data, 1, B: a cell is there twice or stands after a later one; save the file "
         "again in Excel\n"},
        {"<row r=\"1\"><c r=\"A2\"/></row>",
         "Data, 1, A: a cell says it belongs to another row; save the file again in "
         "Excel\n"},
        {"<row r=\"0\"/>",
         "Data, 1, : a row's number is not 1 to 1048576; save the file again in Excel\n"},
        {"<row r=\"1048577\"/>",
         "Data, 1, : a row's number is not 1 to 1048576; save the file again in Excel\n"},
        {"<row r=\"1\"><c r=\"XFE1\"/></row>",
         "Data, 1, : a cell's reference is not A1 to XFD1048576; save the file again in "
         "Excel\n"},
        {"<row r=\"1\"><c r=\"a1\"/></row>",
         "Data, 1, : a cell's reference is not A1 to XFD1048576; save the file again in "
         "Excel\n"},
        {"<row r=\"1\"><c r=\"XFD1\"/><c/></row>",
         "Data, 1, : more than 16384 columns, which Excel cannot hold; do not trust this "
         "file\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

/* -- Shared strings
 * ------------------------------------------------------------------------------ */

static void shared_strings_are_looked_up(void **state)
{
    (void)state;
    check_book(
        &(struct support_book){
            .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
                    "t=\"s\"><v>1</v></c>"
                    "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c>"
                    "<c r=\"E1\" t=\"s\"><v> 4 </v></c><c r=\"F1\" t=\"s\"/><c r=\"G1\" "
                    "t=\"s\"><v>5</v></c></row>",
            .strings =
                "<si><t>plain</t></si><si><r><rPr><b/></rPr><t>rich "
                "</t></r><r><t>text</t></r>"
                "<rPh sb=\"0\" eb=\"2\"><t>reading</t></rPh><phoneticPr "
                "fontId=\"1\"/></si>"
                "<si><t xml:space=\"preserve\"> ends </t></si><si><t/></si>"
                "<si><t>_x0041__x005F_x0042__xD83D__xDE00__xD83D__x0000__x41_</t></si>"
                "<si><t>\xC3\xA9 &lt;&#233;&#x1F600;&gt;</t></si>",
        },
        "[T:plain][T:rich text][T: ends "
        "][][T:A_x0042_\xF0\x9F\x98\x80_xD83D__x0000__x41_][]"
        "[T:\xC3\xA9 <\xC3\xA9\xF0\x9F\x98\x80>]\n");
}

static void shared_string_out_of_range_is_an_error(void **state)
{
    static const char *const values[] = {
        "1", "-1", "x", "4294967295", "99999999999999999999", "0.5"};
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char rows[160];
        (void)snprintf(
            rows, sizeof rows,
            "<row r=\"1\"/><row r=\"2\"><c r=\"C2\" t=\"s\"><v>%s</v></c></row>",
            values[i]);
        check_book(
            &(struct support_book){.rows = rows, .strings = "<si><t>only</t></si>"},
            "-\nData, 2, C: a cell names a shared string that is not there; save the "
            "file again in Excel\n");
    }
}

static void shared_strings_say_their_index(void **state)
{
    const struct support_book book = {
        .rows = "<row><c t=\"s\"><v>1</v></c><c t=\"str\"><v>own</v></c><c "
                "t=\"s\"><v>0</v></c></row>",
        .strings = "<si><t/></si><si><t>one</t></si>"};
    char path[64];
    struct sp_buf bytes;
    struct sp_book *opened;
    struct sp_sheet *sheet;
    struct sp_row row;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(&book, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    assert_int_equal(sp_book_open(path, NULL, &opened, NULL), SP_OK);
    assert_int_equal(sp_sheet_open(opened, 0, &sheet, NULL), SP_OK);
    assert_int_equal(sp_sheet_next(sheet, &row, NULL), SP_OK);
    assert_int_equal(row.count, 3);
    assert_int_equal(row.cells[0].shared, 2);
    assert_int_equal(row.cells[1].shared, 0);
    assert_int_equal(row.cells[2].shared, 0);
    assert_int_equal(row.cells[2].kind, SP_CELL_EMPTY);
    const struct sp_str text = row.cells[0].text;
    assert_int_equal(sp_sheet_next(sheet, &row, NULL), SP_END);
    assert_int_equal(sp_sheet_next(sheet, &row, NULL), SP_END);
    sp_sheet_close(sheet);
    assert_true(sp_str_equal_text(text, "one")); // Until the book is closed.
    sp_book_close(opened);
    (void)unlink(path);
    sp_buf_release(&bytes);
}

/* -- Odd and hostile XML
 * ------------------------------------------------------------------------- */

static void unusual_xml_is_read(void **state)
{
    static const struct rows_case cases[] = {
        {"<!-- c --><row r='1'><?pi x?><c  t = 'str'\n r = 'A1' "
         "><v>a<![CDATA[<b>]]>c</v></c></row >",
         "[T:a<b>c]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc\td</v></c></row>",
         "[T:a\nb\nc\td]\n"},
        {"<row r=\"1\"><c r=\"&#65;1\"><v>&#49;</v></c></row>", "[N:1]\n"},
        {"<row r=\"1\"><c r=\"A1\"><v>1<!-- c -->2</v></c></row>", "[N:12]\n"},
        {"<row r=\"1\"><c "
         "r=\"A1\"><v>1</v><extLst><ext><v>9</v></ext></extLst></c></row>",
         "[N:1]\n"},
        {"<row r=\"1\"><other><c r=\"Z1\"><v>9</v></c></other><c "
         "r=\"A1\"><v>1</v></c></row>",
         "[N:1]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>x<b>no</b>y</v></c></row>", "[T:xy]\n"},
        {"\n  <row r=\"1\">\n    <c r=\"A1\">\n      <v>1</v>\n    </c>\n  </row>\n",
         "[N:1]\n"},
        {"<x:row xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
         "r=\"1\"><x:c r=\"A1\">"
         "<x:v>1</x:v></x:c></x:row>",
         "[N:1]\n"},
        {"<row xmlns=\"urn:other\" r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1\"/>",
         "-\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a]]b]>c]]</v></c></row>",
         "[T:a]]b]>c]]]\n"},
        {"<row r=\"1\"><c r=\"A1\" "
         "t=\"str\"><v>\xE2\x82\xAC\xF0\x9F\x98\x80\xC2\x80</v></c></row>",
         "[T:\xE2\x82\xAC\xF0\x9F\x98\x80\xC2\x80]\n"},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>_x000D__x</v></c></row>", "[T:\r_x]\n"},
    };
    (void)state;
    CHECK_ROWS(cases);
}

#define NOT_SOUND(row, what)                                                             \
    "Data, " #row ", : 'xl/worksheets/sheet1.xml' is not sound XML: " what               \
    "; save the file again in Excel\n"

static void broken_xml_is_an_error(void **state)
{
    static const struct rows_case cases[] = {
        {"<row r=\"1\"><c r=\"A1\"><v>1</v></row>", NOT_SOUND(1, "mismatched tag")},
        {"<row r=\"1\"/><row r=\"2\"><c r=\"A2\" r=\"B2\"/></row>",
         "-\n" NOT_SOUND(2, "duplicate attribute")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&nbsp;</v></c></row>",
         NOT_SOUND(1, "undefined entity")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&#0;</v></c></row>",
         NOT_SOUND(1, "reference to invalid character number")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&#xD800;</v></c></row>",
         NOT_SOUND(1, "reference to invalid character number")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\x01</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xFF</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xED\xA0\x80</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xC0\x80</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xEF\xBF\xBF</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a]]>b</v></c></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\" x:t=\"str\"/></row>", NOT_SOUND(1, "unbound prefix")},
        {"<row r=\"1\" r2='<'/>", NOT_SOUND(1, "not well-formed (invalid token)")},
        {"<row r=\"1\"><c r=\"A1\"t=\"str\"/></row>",
         NOT_SOUND(1, "not well-formed (invalid token)")},
    };
    (void)state;
    CHECK_ROWS(cases);
}

static void check_sheet_part(struct sp_str xml, const char *expected)
{
    check_book(&(struct support_book){.parts = {{"xl/worksheets/sheet1.xml", xml}}},
               expected);
}

static void whole_parts_are_checked(void **state)
{
    (void)state;
    check_sheet_part(
        SP_STR("<worksheet " SUPPORT_MAIN "><sheetData><row><c><v>1</v></c></row>"),
        "[N:1]\n" NOT_SOUND(2, "no element found"));
    check_sheet_part(SP_STR("<worksheet " SUPPORT_MAIN
                            "><sheetData><row/></sheetData><cols></worksheet>"),
                     "-\n" NOT_SOUND(2, "mismatched tag"));
    check_sheet_part(SP_STR("<worksheet " SUPPORT_MAIN "><sheetData/></worksheet>"), "");
    check_sheet_part(SP_STR("<worksheet " SUPPORT_MAIN "/>"), "");
    check_sheet_part(SP_STR(""), NOT_SOUND(1, "no element found"));
    check_sheet_part(
        SP_STR("<chartsheet " SUPPORT_MAIN "/>"),
        "Data, 1, : sheet's part is no worksheet; save the file again in Excel\n");
    check_sheet_part(
        SP_STR("<worksheet><sheetData/></worksheet>"),
        "Data, 1, : sheet's part is no worksheet; save the file again in Excel\n");
    check_sheet_part(
        SP_STR("<!-- <sheetData> --><worksheet " SUPPORT_MAIN
               "><sheetPr a=\"&lt;sheetData>\"/>"
               "<sheetData x='>' ><row><c><v>1</v></c></row></sheetData ></worksheet>"),
        "[N:1]\n");
}

static void document_types_are_refused(void **state)
{
    (void)state;
    check_sheet_part(
        SP_STR(
            "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
            "<worksheet " SUPPORT_MAIN
            "><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData>"
            "</worksheet>"),
        "Data, 1, : 'xl/worksheets/sheet1.xml' declares a document type, which no "
        "workbook needs; "
        "do not trust this file\n");
}

static void other_prefixes_and_strict_workbooks_are_read(void **state)
{
    (void)state;
    check_sheet_part(
        SP_STR("<x:worksheet "
               "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
               "<x:sheetData><x:row r=\"1\"><x:c "
               "r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData>"
               "</x:worksheet>"),
        "[N:1]\n");
    check_sheet_part(
        SP_STR("<worksheet xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\">"
               "<sheetData><row r=\"1\"><c "
               "r=\"A1\"><v>1</v></c></row></sheetData></worksheet>"),
        "[N:1]\n");
}

static void utf16_is_read(void **state)
{
    static const char xml[] =
        "<worksheet " SUPPORT_MAIN
        "><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>caf\xE9</v>"
        "</c></row></sheetData></worksheet>";
    struct sp_buf wide;
    (void)state;
    sp_buf_init(&wide, SIZE_MAX / 2);
    sp_buf_append(&wide, SP_STR("\xFF\xFE"));
    for (const char *c = xml; *c; c++) {
        sp_buf_char(&wide, *c);
        sp_buf_char(&wide, '\0');
    }
    check_sheet_part(sp_buf_str(&wide), "[T:caf\xC3\xA9]\n");
    sp_buf_release(&wide);
    check_sheet_part(SP_STR("\xEF\xBB\xBF<worksheet " SUPPORT_MAIN
                            "><sheetData><row><c t=\"str\"><v>\xC3\xA9</v></c></row>"
                            "</sheetData></worksheet>"),
                     "[T:\xC3\xA9]\n");
    check_sheet_part(
        SP_STR("<?xml version='1.0' encoding='ISO-8859-1'?><worksheet " SUPPORT_MAIN
               "><sheetData><row><c "
               "t=\"str\"><v>\xE9</v></c></row></sheetData></worksheet>"),
        "[T:\xC3\xA9]\n");
    check_sheet_part(
        SP_STR("<?xml version='1.0' encoding='windows-1252'?><worksheet " SUPPORT_MAIN
               "/>"),
        NOT_SOUND(1, "unknown encoding"));
}

static void nesting_and_attributes_have_ceilings(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    sp_buf_text(&rows, "<row>");
    for (int i = 0; i < 100; i++) {
        sp_buf_text(&rows, "<a>");
    }
    check_book(&(struct support_book){.rows = rows.data},
               "Data, 1, : 'xl/worksheets/sheet1.xml' has elements nested too deep; do "
               "not trust this file\n");
    sp_buf_reset(&rows);
    sp_buf_text(&rows, "<row ");
    for (int i = 0; i < 300; i++) {
        sp_buf_format(&rows, " a%d=\"\"", i);
    }
    sp_buf_text(&rows, "/>");
    check_book(&(struct support_book){.rows = rows.data},
               "Data, 1, : 'xl/worksheets/sheet1.xml' has an element with too many "
               "attributes; do not trust this file\n");
    sp_buf_release(&rows);
}

static void text_of_a_cell_has_a_ceiling(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    sp_buf_text(&rows, "<row><c t=\"str\"><v>");
    for (int i = 0; i < (1 << 20) + 1; i++) {
        sp_buf_char(&rows, 'a');
    }
    sp_buf_text(&rows, "</v></c></row>");
    check_book(&(struct support_book){.rows = rows.data, .is_stored = true},
               "Data, 1, A: text of a cell passes 1048576 bytes, where Excel holds 32,767 "
               "characters; do not trust this file\n");
    sp_buf_release(&rows);
}

/* -- Hyperlinks
 * ---------------------------------------------------------------------------------- */

static void hyperlinks_give_addresses(void **state)
{
    (void)state;
    check_book(
        &(struct support_book){
            .rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c><c r=\"C1\"/></row>"
                    "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>b</v></c><c r=\"B3\" "
                    "t=\"str\"><v>c</v></c></row>"
                    "<row r=\"4\"><c r=\"B4\"><v>4</v></c></row>",
            .behind =
                "<hyperlinks><hyperlink ref=\"A3\" r:id=\"rId7\" location=\"part\"/>"
                "<hyperlink ref=\"C1\" r:id=\"rId6\"/><hyperlink ref=\"B2:D4\" "
                "r:id=\"rId6\"/>"
                "<hyperlink ref=\"A1\" location=\"Data!A2\"/></hyperlinks>",
            .links = "<Relationship Id=\"rId6\" Type=\"" SUPPORT_KIND
                     "hyperlink\" TargetMode=\"External\" "
                     "Target=\"https://example.org/a?b=1&amp;c=2\"/>"
                     "<Relationship Id=\"rId7\" Type=\"" SUPPORT_KIND
                     "hyperlink\" TargetMode=\"External\" "
                     "Target=\"https://example.org/\"/>",
        },
        "[T:a][][>https://example.org/a?b=1&c=2]\n-\n"
        "[T:b>https://example.org/#part][T:c>https://example.org/a?b=1&c=2]\n"
        "[][N:4>https://example.org/a?b=1&c=2]\n");
}

static void hyperlink_without_a_cell_is_an_error(void **state)
{
    static const char *const links[] = {
        "<hyperlinks><hyperlink ref=\"A\" r:id=\"rId6\"/></hyperlinks>",
        "<hyperlinks><hyperlink ref=\"\" r:id=\"rId6\"/></hyperlinks>",
        "<hyperlinks><hyperlink r:id=\"rId6\"/></hyperlinks>"};
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        check_book(
            &(struct support_book){
                .behind = links[i],
                .links = "<Relationship Id=\"rId6\" Type=\"" SUPPORT_KIND
                         "hyperlink\" TargetMode=\"External\" Target=\"x\"/>",
            },
            "Data, 0, : a hyperlink names no cell; save the file again in Excel\n");
    }
}

/* A hidden row is a row: every way of reading gives it, and says that it is hidden. */
static void hidden_rows_are_read_and_said_to_be(void **state)
{
    (void)state;
    static const struct support_book book = {
        .rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                "<row r=\"2\" hidden=\"1\" ht=\"0\"><c r=\"A2\"><v>2</v></c></row>"
                "<row r=\"3\" hidden=\"0\"><c r=\"A3\"><v>3</v></c></row>"
                "<row r=\"4\" hidden=\"true\"/>"
                "<row r=\"6\" hidden=\"false\"><c r=\"A6\"><v>6</v></c></row>"};
    static const bool expected[] = {false, true, false, true, false, false};
    char path[64];
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(&book, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct sp_book *opened = NULL;
        struct sp_sheet *sheet = NULL;
        struct sp_row row;
        size_t count = 0;
        assert_int_equal(sp_book_open(path, &ways[i], &opened, NULL), SP_OK);
        assert_int_equal(sp_sheet_open(opened, 0, &sheet, NULL), SP_OK);
        while (sp_sheet_next(sheet, &row, NULL) == SP_OK) {
            assert_true(count < sizeof expected / sizeof *expected);
            assert_int_equal(row.is_hidden, expected[count]);
            count++;
        }
        assert_int_equal(count, sizeof expected / sizeof *expected);
        sp_sheet_close(sheet);
        sp_book_close(opened);
    }
    (void)unlink(path);
    sp_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_keep_their_exact_text),
        cmocka_unit_test(dates_follow_from_the_style),
        cmocka_unit_test(types_are_read),
        cmocka_unit_test(formulas_give_their_cached_value),
        cmocka_unit_test(empty_cells_and_texts_are_empty),
        cmocka_unit_test(rows_that_are_not_there_are_empty),
        cmocka_unit_test(positions_may_be_left_out),
        cmocka_unit_test(order_is_held_to),
        cmocka_unit_test(shared_strings_are_looked_up),
        cmocka_unit_test(shared_string_out_of_range_is_an_error),
        cmocka_unit_test(shared_strings_say_their_index),
        cmocka_unit_test(unusual_xml_is_read),
        cmocka_unit_test(broken_xml_is_an_error),
        cmocka_unit_test(whole_parts_are_checked),
        cmocka_unit_test(document_types_are_refused),
        cmocka_unit_test(other_prefixes_and_strict_workbooks_are_read),
        cmocka_unit_test(utf16_is_read),
        cmocka_unit_test(nesting_and_attributes_have_ceilings),
        cmocka_unit_test(text_of_a_cell_has_a_ceiling),
        cmocka_unit_test(hidden_rows_are_read_and_said_to_be),
        cmocka_unit_test(hyperlinks_give_addresses),
        cmocka_unit_test(hyperlink_without_a_cell_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
