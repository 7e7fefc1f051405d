/*
 * Every ceiling of reading workbooks that input can reach, passed by one, and where that
 * tells something, reached and not passed (src/ingest/ingest_limit.h has the reasons).
 * Ceilings of the archive alone are in test_ingest_zip, those of columns and rows in
 * test_ingest_xlsx, those of text in test_ingest_text.
 */
#include "ingest/ingest_limit.h"
#include "ingest/ingest_row.h"
#include "support/support_ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO_TRUST "; do not trust this file"
#define LARGE "; if you trust the file, allow large files"
#define ONE_ROW "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
#define SHEET_PART "xl/worksheets/sheet1.xml"
#define AT_OPEN ", 0, : "

static void bombs_are_refused_before_they_are_unpacked(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_repeat(&rows, ONE_ROW, (size_t)INGEST_RATIO_FREE_SIZE / 8, "        ", "");
    support_book_check(&(struct support_book){.rows = rows.data}, AT_OPEN
                       "zip archive unpacks to more than 200 times its size" LARGE "\n");
    sp_buf_release(&rows);
}

static void depth_has_a_ceiling(void **state)
{
    enum { OUTER = 3 }; // worksheet, sheetData, row
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    for (size_t i = 0; i < 2; i++) {
        const size_t depth = INGEST_DEPTH_MAX - OUTER + i;
        support_repeat(&rows, "<row>", depth, "<a>", "");
        for (size_t j = 0; j < depth; j++) {
            sp_buf_text(&rows, "</a>");
        }
        sp_buf_text(&rows, "</row>");
        support_book_check(&(struct support_book){.rows = rows.data},
                           i == 0 ? "-\n"
                                  : "Data, 1, : '" SHEET_PART
                                    "' has elements nested too deep" NO_TRUST "\n");
    }
    sp_buf_release(&rows);
}

static void attributes_have_a_ceiling(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_repeat(&rows, "<row", INGEST_ATTRIBUTES_MAX, " a#=\"\"", "/>");
    support_book_check(&(struct support_book){.rows = rows.data}, "-\n");
    support_repeat(&rows, "<row", INGEST_ATTRIBUTES_MAX + 1, " a#=\"\"", "/>");
    support_book_check(&(struct support_book){.rows = rows.data},
                       "Data, 1, : '" SHEET_PART
                       "' has an element with too many attributes" NO_TRUST "\n");
    sp_buf_release(&rows);
}

static void a_tag_has_a_ceiling(void **state)
{
    static const char *const begins[] = {"<row a=\"", "<!--", "<?a ", "<c t=\""};
    static const char too_long[] =
        "Data, 1, : '" SHEET_PART
        "' has a tag or comment of more than 4194304 bytes" NO_TRUST "\n";
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        support_repeat(&rows, begins[i], (size_t)INGEST_TOKEN_SIZE_MAX / 8 + 32768,
                       "aaaaaaaa", "");
        support_book_check(&(struct support_book){.rows = rows.data, .is_stored = true},
                           too_long);
    }
    // Half of it is no trouble.
    support_repeat(&rows, begins[0], (size_t)INGEST_TOKEN_SIZE_MAX / 16, "aaaaaaaa",
                   "\"/>");
    support_book_check(&(struct support_book){.rows = rows.data, .is_stored = true},
                       "-\n");
    sp_buf_release(&rows);
}

/* The XML parser keeps every name it ever saw. */
static void names_of_elements_have_a_ceiling(void **state)
{
    static const char before[] = "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION ">";
    static const char after[] =
        "<sheets><sheet name=\"Data\" r:id=\"rId1\"/></sheets></workbook>";
    struct sp_buf xml;
    (void)state;
    sp_buf_init(&xml, SIZE_MAX / 2);
    support_repeat(&xml, before, 1 << 20, "<a#/>", after);
    support_book_check_once(
        &(struct support_book){.parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
        AT_OPEN "'xl/workbook.xml' has more names, or longer ones, than any "
                "workbook" NO_TRUST "\n");
    support_repeat(&xml, before, 1 << 20, "<ab/>", after); // As many of one name.
    support_book_check_once(
        &(struct support_book){.rows = ONE_ROW,
                               .is_stored = true,
                               .parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
        "[N:1]\n");
    sp_buf_release(&xml);
}

static void sheet_names_have_a_ceiling(void **state)
{
    struct sp_buf xml;
    (void)state;
    sp_buf_init(&xml, SIZE_MAX / 2);
    support_repeat(
        &xml, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets><sheet name=\"",
        INGEST_SHEET_NAME_SIZE_MAX, "n", "\" r:id=\"rId1\"/></sheets></workbook>");
    support_book_check_once(
        &(struct support_book){.rows = ONE_ROW,
                               .parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
        "[N:1]\n");
    support_repeat(
        &xml, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets><sheet name=\"",
        INGEST_SHEET_NAME_SIZE_MAX + 1, "n", "\" r:id=\"rId1\"/></sheets></workbook>");
    support_book_check_once(
        &(struct support_book){.rows = ONE_ROW,
                               .parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
        AT_OPEN "name of a sheet has 1025 bytes (1024 are accepted); rename it in "
                "Excel and save the file\n");
    sp_buf_release(&xml);
}

/* Each sheet is a part of its own, so that only their number is wrong. */
static void write_sheets(size_t count, struct sp_buf *bytes)
{
    struct support_member *members = sp_alloc((count + 4) * sizeof *members);
    char(*names)[32] = sp_alloc(count * sizeof *names);
    struct sp_buf sheets;
    struct sp_buf relations;
    assert_true(members && names);
    sp_buf_init(&sheets, SIZE_MAX / 2);
    sp_buf_init(&relations, SIZE_MAX / 2);
    support_repeat(&sheets, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets>",
                   count, "<sheet name=\"n\" r:id=\"r#\"/>", "</sheets></workbook>");
    sp_buf_text(&relations, "<Relationships " SUPPORT_PACKAGE ">");
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(names[i], sizeof names[i], "xl/%zu", i);
        sp_buf_format(&relations,
                      "<Relationship Id=\"r%zu\" Type=\"" SUPPORT_KIND
                      "worksheet\" Target=\"%zu\"/>",
                      i + 1, i);
        members[i + 3] = (struct support_member){
            .name = names[i], .content = SP_STR("<worksheet " SUPPORT_MAIN "/>")};
    }
    sp_buf_text(&relations, "</Relationships>");
    members[0] = (struct support_member){
        .name = "_rels/.rels",
        .content =
            SP_STR("<Relationships " SUPPORT_PACKAGE
                   "><Relationship Id=\"r\" Type=\"" SUPPORT_KIND
                   "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")};
    members[1] = (struct support_member){.name = "xl/workbook.xml",
                                         .content = sp_buf_str(&sheets)};
    members[2] = (struct support_member){.name = "xl/_rels/workbook.xml.rels",
                                         .content = sp_buf_str(&relations)};
    members[count + 3] = (struct support_member){0};
    sp_buf_reset(bytes);
    support_zip_write(&(struct support_archive){.members = members}, bytes);
    sp_buf_release(&relations);
    sp_buf_release(&sheets);
    sp_free(names);
    sp_free(members);
}

static void sheets_have_a_ceiling(void **state)
{
    struct sp_buf bytes;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    write_sheets(INGEST_SHEETS_MAX, &bytes);
    support_bytes_check(sp_buf_str(&bytes), 1, "");
    write_sheets(INGEST_SHEETS_MAX + 1, &bytes);
    support_bytes_check(sp_buf_str(&bytes), 1,
                        AT_OPEN "workbook has more than 16384 sheets" NO_TRUST "\n");
    sp_buf_release(&bytes);
}

static void styles_have_a_ceiling(void **state)
{
    struct sp_buf xml;
    (void)state;
    sp_buf_init(&xml, SIZE_MAX / 2);
    for (size_t i = 0; i < 2; i++) {
        support_repeat(&xml, "<styleSheet " SUPPORT_MAIN "><cellXfs>",
                       INGEST_STYLES_MAX + i, "<xf/>", "</cellXfs></styleSheet>");
        support_book_check_once(
            &(struct support_book){.rows = ONE_ROW,
                                   .parts = {{"xl/styles.xml", sp_buf_str(&xml)}}},
            i == 0 ? "[N:1]\n" : AT_OPEN "more than 131072 styles" NO_TRUST "\n");
        support_repeat(&xml, "<styleSheet " SUPPORT_MAIN "><numFmts>",
                       INGEST_STYLES_MAX + i, "<numFmt/>",
                       "</numFmts><cellXfs><xf/></cellXfs></styleSheet>");
        support_book_check_once(
            &(struct support_book){.rows = ONE_ROW,
                                   .parts = {{"xl/styles.xml", sp_buf_str(&xml)}}},
            i == 0 ? "[N:1]\n" : AT_OPEN "more than 131072 styles" NO_TRUST "\n");
    }
    sp_buf_release(&xml);
}

static void relationships_have_a_ceiling(void **state)
{
    struct sp_buf xml;
    (void)state;
    sp_buf_init(&xml, SIZE_MAX / 2);
    support_repeat(&xml, "<Relationships " SUPPORT_PACKAGE ">",
                   (size_t)INGEST_RELATIONS_MAX + 1, "<Relationship Id=\"#\"/>",
                   "</Relationships>");
    support_book_check_once(
        &(struct support_book){
            .rows = ONE_ROW,
            .parts = {{"xl/worksheets/_rels/sheet1.xml.rels", sp_buf_str(&xml)}}},
        "Data, 0, : more than 262144 relationships on one part" NO_TRUST "\n");
    sp_buf_release(&xml);
}

#define LINK(ref) "<hyperlink ref=\"" ref "\" r:id=\"rId6\"/>"
#define ONE_LINK                                                                         \
    "<Relationship Id=\"rId6\" Type=\"" SUPPORT_KIND                                     \
    "hyperlink\" TargetMode=\"External\" Target=\"x\"/>"
#define TOO_MANY_LINKS                                                                   \
    "Data, 1, : a row lies in too many hyperlinks (4096, or 65536 cells of them); "      \
    "remove the hyperlinks in Excel and save the file\n"

/* Links that all span the sheet were days of work for a file of a few kilobytes. */
static void hyperlinks_on_a_row_have_ceilings(void **state)
{
    static const struct {
        const char *link;
        size_t max;
    } cases[] = {{LINK("A1:XFD1048576"), 4},
                 {LINK("A1"), INGEST_ROW_LINKS_MAX},
                 {LINK("A1:A1048576"), INGEST_ROW_LINKS_MAX}};
    struct sp_buf links;
    (void)state;
    sp_buf_init(&links, SIZE_MAX / 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t j = 0; j < 2; j++) {
            support_repeat(&links, "<hyperlinks>", cases[i].max + j, cases[i].link,
                           "</hyperlinks>");
            support_book_check(&(struct support_book){.rows = ONE_ROW,
                                                      .behind = links.data,
                                                      .links = ONE_LINK},
                               j == 0 ? "[N:1>x]\n" : TOO_MANY_LINKS);
        }
    }
    sp_buf_release(&links);
}

static void hyperlinks_of_a_sheet_have_a_ceiling(void **state)
{
    struct sp_buf links;
    (void)state;
    sp_buf_init(&links, SIZE_MAX / 2);
    for (size_t i = 0; i < 2; i++) {
        support_repeat(&links, "<hyperlinks>", (size_t)INGEST_LINKS_MAX + i, LINK("B#"),
                       "</hyperlinks>");
        support_book_check_once(
            &(struct support_book){
                .rows = ONE_ROW, .behind = links.data, .links = ONE_LINK},
            i == 0 ? "[N:1]\n"
                   : "Data, 0, : sheet has more than 262144 hyperlinks; remove "
                     "them in Excel and save the file\n");
    }
    sp_buf_release(&links);
}

/* Each row's links are its own: many rows of them pass. */
static void hyperlinks_of_rows_passed_do_not_count(void **state)
{
    struct sp_buf links;
    struct sp_buf rows;
    struct sp_buf expected;
    (void)state;
    sp_buf_init(&links, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    sp_buf_init(&expected, SIZE_MAX / 2);
    sp_buf_text(&links, "<hyperlinks>");
    for (int i = 1; i <= 64; i++) {
        sp_buf_format(&links, LINK("A%d:XFD%d"), i, i);
        sp_buf_format(&rows, "<row r=\"%d\"><c><v>1</v></c></row>", i);
        sp_buf_text(&expected, "[N:1>x]\n");
    }
    sp_buf_text(&links, "</hyperlinks>");
    support_book_check(&(struct support_book){.rows = rows.data,
                                              .behind = links.data,
                                              .links = ONE_LINK},
                       expected.data);
    sp_buf_release(&expected);
    sp_buf_release(&rows);
    sp_buf_release(&links);
}

static void text_of_a_shared_string_has_a_ceiling(void **state)
{
    struct sp_buf strings;
    (void)state;
    sp_buf_init(&strings, SIZE_MAX / 2);
    support_repeat(&strings, "<si><t>", INGEST_CELL_SIZE_MAX, "a", "</t></si>");
    support_book_check_once(&(struct support_book){.rows = ONE_ROW,
                                                   .strings = strings.data,
                                                   .is_stored = true},
                            "[N:1]\n");
    support_repeat(&strings, "<si><r><t>a</t></r><r><t>", INGEST_CELL_SIZE_MAX, "a",
                   "</t></r></si>");
    support_book_check_once(
        &(struct support_book){
            .rows = ONE_ROW, .strings = strings.data, .is_stored = true},
        "Data, 0, : text of a cell passes 1048576 bytes, where Excel holds "
        "32,767 characters; do not trust this file\n");
    sp_buf_release(&strings);
}

static void rows_have_a_ceiling(void **state)
{
    struct sp_buf bytes;
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(&(struct support_book){.rows = "<row r=\"1048576\"/><row/>"},
                       &bytes);
    for (size_t i = 0; i < SUPPORT_WAY_COUNT; i++) {
        static const char last[] = "\n-\nData, 1048577, : more than 1048576 rows, which "
                                   "Excel cannot hold" NO_TRUST "\n";
        assert_int_equal(support_render(sp_buf_str(&bytes), &support_ways[i], &rows),
                         SP_ERR_LIMIT);
        assert_string_equal(rows.data + rows.size - sizeof last, last);
    }
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

/* Rows of nothing but their last cell: a few bytes each for 16,384 cells. Too many to
 * make here, so the count begins near its end. */
static void cells_of_a_sheet_have_a_ceiling(void **state)
{
    struct ingest_row row;
    struct sp_err err = {0};
    (void)state;
    ingest_row_init(&row, NULL, NULL);
    row.cell_count = INGEST_CELLS_MAX - INGEST_COLUMNS_MAX;
    for (int i = 0; i < 2; i++) {
        const enum sp_rc expected = i == 0 ? SP_OK : SP_ERR_LIMIT;
        assert_int_equal(
            ingest_row_begin(&row, (struct sp_str){0}, (struct sp_str){0}, &err), SP_OK);
        assert_int_equal(ingest_row_reach(&row, INGEST_COLUMNS_MAX - 1, &err), SP_OK);
        assert_int_equal(ingest_row_end(&row, &err), expected);
    }
    assert_string_equal(err.text,
                        "more than 1073741824 cells, nearly all of them empty" NO_TRUST);
    ingest_row_release(&row);
}

static void texts_of_a_row_have_a_ceiling(void **state)
{
    static char text[INGEST_CELL_SIZE_MAX];
    struct ingest_row row;
    struct sp_err err = {0};
    struct sp_str kept = {0};
    uint64_t size = 0;
    (void)state;
    ingest_row_init(&row, NULL, NULL);
    assert_int_equal(ingest_row_begin(&row, (struct sp_str){0}, (struct sp_str){0}, &err),
                     SP_OK);
    while (ingest_row_keep(&row, (struct sp_str){.data = text, .size = sizeof text},
                           &kept, &err) == SP_OK) {
        size += kept.size;
    }
    assert_in_range(size, INGEST_ROW_SIZE_MAX - 2 * INGEST_CELL_SIZE_MAX,
                    INGEST_ROW_SIZE_MAX);
    assert_int_equal(err.rc, SP_ERR_LIMIT);
    assert_string_equal(err.text, "texts of the row pass their ceiling" NO_TRUST);
    ingest_row_release(&row);
}

static void a_workbook_without_worksheets_is_refused(void **state)
{
    (void)state;
    support_book_check_once(
        &(struct support_book){
            .parts = {{"xl/workbook.xml",
                       SP_STR("<workbook " SUPPORT_MAIN "><sheets/></workbook>")}}},
        AT_OPEN "workbook has no worksheet, only charts or nothing; there is nothing to "
                "read in it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bombs_are_refused_before_they_are_unpacked),
        cmocka_unit_test(depth_has_a_ceiling),
        cmocka_unit_test(attributes_have_a_ceiling),
        cmocka_unit_test(a_tag_has_a_ceiling),
        cmocka_unit_test(names_of_elements_have_a_ceiling),
        cmocka_unit_test(sheet_names_have_a_ceiling),
        cmocka_unit_test(sheets_have_a_ceiling),
        cmocka_unit_test(styles_have_a_ceiling),
        cmocka_unit_test(relationships_have_a_ceiling),
        cmocka_unit_test(hyperlinks_on_a_row_have_ceilings),
        cmocka_unit_test(hyperlinks_of_a_sheet_have_a_ceiling),
        cmocka_unit_test(hyperlinks_of_rows_passed_do_not_count),
        cmocka_unit_test(text_of_a_shared_string_has_a_ceiling),
        cmocka_unit_test(rows_have_a_ceiling),
        cmocka_unit_test(cells_of_a_sheet_have_a_ceiling),
        cmocka_unit_test(texts_of_a_row_have_a_ceiling),
        cmocka_unit_test(a_workbook_without_worksheets_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
