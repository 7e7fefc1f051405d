/*
 * Workbooks made to break a reader, from the file's path to the last row. Each is refused
 * with a message that says what, where and what to do, or is read as what it is; none
 * crashes, hangs, or ends early without an error. To add a case, add a line to a table:
 * what differs from a plain workbook, and the rows or the message that come of it (see
 * support_workbook.h for how they are written).
 *
 * test_ingest_zip, _workbook and _xlsx have the cases of one layer each, here are those
 * that need all of them; test_ingest_ceiling has the ceilings.
 */
#include "support/support_ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define AGAIN "; copy or download the file again"
#define SAVE "; save the file again in Excel"
#define NO_TRUST "; do not trust this file"
#define LARGE "; if you trust the file, allow large files"
#define ONE_ROW "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
#define SHEET_PART "xl/worksheets/sheet1.xml"
#define SHEET_XML(before, rows)                                                          \
    before "<worksheet " SUPPORT_MAIN "><sheetData>" rows "</sheetData></worksheet>"

/* -- Archives
 * ------------------------------------------------------------------------------------ */

struct archive_case {
    struct support_member sheet;
    struct support_archive archive;
    const char *expected;
};

#define AT_OPEN ", 0, : "
#define SPREAD "zip archive is spread over several files; join them first\n"
#define NOT_AS_SAID                                                                      \
    AT_OPEN "zip member '" SHEET_PART "' is not what the directory says" AGAIN "\n"

static const struct archive_case archive_cases[] = {
    {.sheet = {0}, .expected = "[N:1]\n"},
    {.sheet = {.has_descriptor = true}, .expected = "[N:1]\n"},
    {.sheet = {.has_bare_descriptor = true}, .expected = "[N:1]\n"},
    {.sheet = {.is_zip64 = true}, .archive = {.is_zip64 = true}, .expected = "[N:1]\n"},
    {.archive = {.comment = "a comment"}, .expected = "[N:1]\n"},
    {.sheet = {.has_descriptor = true, .descriptor_change = 1}, .expected = NOT_AS_SAID},
    {.sheet = {.local_name = "xl/worksheets/sheet2.xml"}, .expected = NOT_AS_SAID},
    {.sheet = {.local_change = -1}, .expected = NOT_AS_SAID},
    {.sheet = {.is_zip64 = true, .local_change = INT64_MAX}, .expected = NOT_AS_SAID},
    {.sheet = {.flags = 1},
     .expected = AT_OPEN "zip member '" SHEET_PART
                         "' is encrypted; save the file without a password\n"},
    {.sheet = {.flags = 0x41},
     .expected = AT_OPEN "zip member '" SHEET_PART
                         "' is encrypted; save the file without a password\n"},
    {.sheet = {.disk = 1}, .expected = AT_OPEN SPREAD},
    {.archive = {.disk = 1}, .expected = AT_OPEN SPREAD},
    {.archive = {.behind = "more"},
     .expected =
         AT_OPEN "zip archive is damaged: its directory is not at its end" AGAIN "\n"},
    // The checksum is known at the end of the part: rows come, and the end is an error.
    {.sheet = {.crc_change = 1},
     .expected = "[N:1]\nData, 2, : zip member '" SHEET_PART
                 "' does not match its checksum" AGAIN "\n"},
    {.sheet = {.size_change = 1},
     .expected = "[N:1]\nData, 2, : zip member '" SHEET_PART
                 "' does not match its length" AGAIN "\n"},
    {.sheet = {.size_change = -1},
     .expected = "Data, 1, : zip member '" SHEET_PART
                 "' unpacks to more than its directory says" NO_TRUST "\n"},
    {.sheet = {.is_zip64 = true, .size_change = INT64_C(1) << 34},
     .expected =
         AT_OPEN "zip archive unpacks to more than 200 times its size" LARGE "\n"},
};

static void archives_that_lie_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof archive_cases / sizeof *archive_cases; i++) {
        support_book_check(&(struct support_book){.rows = ONE_ROW,
                                                  .sheet_member = archive_cases[i].sheet,
                                                  .archive = archive_cases[i].archive},
                           archive_cases[i].expected);
    }
}

/* Lifting the ratio for a file that is trusted lifts no other check. */
static void a_trusted_file_is_still_held_to_what_it_says(void **state)
{
    static const struct sp_book_options trusting = {.allow_large = true};
    struct sp_buf bytes;
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(
        &(struct support_book){
            .rows = ONE_ROW,
            .sheet_member = {.is_zip64 = true, .size_change = INT64_C(1) << 34}},
        &bytes);
    assert_int_equal(support_render(sp_buf_str(&bytes), &trusting, &rows), SP_ERR_INPUT);
    assert_string_equal(rows.data, "[N:1]\nData, 2, : zip member '" SHEET_PART
                                   "' does not match its length" AGAIN "\n");
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

static void files_that_only_begin_like_a_zip_are_refused(void **state)
{
    static const struct {
        struct sp_str bytes;
        const char *expected;
    } cases[] = {
        {{"PK\3\4", 4}, AT_OPEN "zip archive is damaged: it is cut short" AGAIN "\n"},
        {{"PK\3\4 and nothing of the kind behind it", 39},
         AT_OPEN "zip archive is damaged: its directory is not at its end" AGAIN "\n"},
        {{"PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22},
         AT_OPEN "zip archive holds no workbook; unpack it and add the files in it\n"},
        {{"PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 21},
         AT_OPEN "zip archive is damaged: it is cut short" AGAIN "\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        support_bytes_check(cases[i].bytes, 1, cases[i].expected);
    }
}

/* A program that unpacks itself, or a text: by its bytes it is no zip, and no table. */
static void an_archive_behind_other_bytes_is_refused(void **state)
{
    static const char *const befores[] = {"MZ", "#!/bin/sh\nexec true\n", "\r\n", "P"};
    struct sp_buf bytes;
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) {
        sp_buf_reset(&bytes);
        support_book_write(
            &(struct support_book){.rows = ONE_ROW, .archive = {.before = befores[i]}},
            &bytes);
        assert_int_equal(support_render(sp_buf_str(&bytes), &support_ways[0], &rows),
                         SP_ERR_INPUT);
    }
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

static void check_path(const char *path, const char *expected)
{
    struct sp_buf rows;
    sp_buf_init(&rows, SIZE_MAX / 2);
    assert_int_equal(support_rows_render(path, NULL, 0, &rows), SP_ERR_INPUT);
    assert_string_equal(rows.data, expected);
    sp_buf_release(&rows);
}

static void what_is_no_file_is_refused(void **state)
{
    char path[64];
    (void)state;
    support_file_write(SP_STR(""), path); // For a name that is free.
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    check_path(path, AT_OPEN "cannot read a pipe or device; name a file\n");
    assert_int_equal(unlink(path), 0);
    check_path("/dev/zero", AT_OPEN "cannot read a pipe or device; name a file\n");
    check_path("/", AT_OPEN "cannot read a folder; name a file\n");
}

/* -- Parts
 * ---------------------------------------------------------------------------------------
 */

struct part_case {
    struct support_part part;
    const char *expected;
};

#define DOCTYPE "' declares a document type, which no workbook needs" NO_TRUST "\n"
#define LAUGHS                                                                           \
    "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"            \
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
#define OUTSIDE "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
#define OUTSIDE_DTD "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\">"
#define PARAMETER "<!DOCTYPE x [<!ENTITY % a SYSTEM \"file:///etc/passwd\">%a;]>"
#define RELATIONS(kind, target, more)                                                    \
    "<Relationships " SUPPORT_PACKAGE                                                    \
    "><Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND kind "\" Target=\"" target         \
    "\"" more "/></Relationships>"
#define WORKBOOK(before, sheets)                                                         \
    before "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets>" sheets             \
           "</sheets></workbook>"
#define LOST AT_OPEN "workbook lists sheet 'Data' but does not hold it" AGAIN "\n"
#define NOT_SOUND(place, part, what) place "'" part "' is not sound XML: " what SAVE "\n"
#define PART(name, xml)                                                                  \
    {                                                                                    \
        name,                                                                            \
        {                                                                                \
            xml, sizeof(xml) - 1                                                         \
        }                                                                                \
    }

static const struct part_case part_cases[] = {
    // Entities that multiply or fetch, in every part that is read.
    {PART("_rels/.rels", LAUGHS RELATIONS("officeDocument", "&d;", "")),
     AT_OPEN "'_rels/.rels" DOCTYPE},
    {PART("xl/workbook.xml", WORKBOOK(LAUGHS, "<sheet name=\"&d;\" r:id=\"rId1\"/>")),
     AT_OPEN "'xl/workbook.xml" DOCTYPE},
    {PART("xl/_rels/workbook.xml.rels", OUTSIDE RELATIONS("worksheet", "&a;", "")),
     AT_OPEN "'xl/_rels/workbook.xml.rels" DOCTYPE},
    {PART("xl/styles.xml", OUTSIDE_DTD "<styleSheet " SUPPORT_MAIN "/>"),
     AT_OPEN "'xl/styles.xml" DOCTYPE},
    {PART("xl/sharedStrings.xml",
          LAUGHS "<sst " SUPPORT_MAIN "><si><t>&d;</t></si></sst>"),
     "Data, 0, : 'xl/sharedStrings.xml" DOCTYPE},
    {PART("xl/worksheets/_rels/sheet1.xml.rels",
          OUTSIDE RELATIONS("hyperlink", "&a;", "")),
     "Data, 0, : 'xl/worksheets/_rels/sheet1.xml.rels" DOCTYPE},
    {PART(SHEET_PART, SHEET_XML(OUTSIDE, "")), "Data, 1, : '" SHEET_PART DOCTYPE},
    {PART(SHEET_PART, SHEET_XML(PARAMETER, "")), "Data, 1, : '" SHEET_PART DOCTYPE},
    {PART(SHEET_PART, SHEET_XML("<?xml version=\"1.0\"?><!DOCTYPE worksheet>", "")),
     "Data, 1, : '" SHEET_PART DOCTYPE},
    {PART(SHEET_PART, SHEET_XML("", "<row><c t=\"str\"><v>&a;</v></c></row>")),
     NOT_SOUND("Data, 1, : ", SHEET_PART, "undefined entity")},
    // Relationships that leave the package, or lead nowhere.
    {PART("xl/_rels/workbook.xml.rels",
          RELATIONS("worksheet", "../../../../etc/passwd", "")),
     LOST},
    {PART("xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "/etc/passwd", "")), LOST},
    {PART("xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "file:///etc/passwd", "")),
     LOST},
    {PART("xl/_rels/workbook.xml.rels",
          RELATIONS("worksheet", "worksheets/sheet1.xml", " TargetMode=\"External\"")),
     LOST},
    {PART("xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "", "")), LOST},
    {PART("xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "worksheets/", "")), LOST},
    {PART("_rels/.rels", RELATIONS("officeDocument", "http://127.0.0.1:9/workbook.xml",
                                   " TargetMode=\"External\"")),
     AT_OPEN "zip archive holds no workbook; unpack it and add the files in it\n"},
    {PART("_rels/.rels", RELATIONS("officeDocument", "_rels/.rels", "")),
     AT_OPEN "file is not a spreadsheet workbook; open it in its own program and save it "
             "as .xlsx\n"},
    // A part that is another part.
    {PART("xl/_rels/workbook.xml.rels", RELATIONS("worksheet", "styles.xml", "")),
     "Data, 1, : sheet's part is no worksheet" SAVE "\n"},
    // Encodings that are not what they say.
    {PART("xl/workbook.xml",
          WORKBOOK("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "<sheet/>")),
     NOT_SOUND(AT_OPEN, "xl/workbook.xml",
               "encoding specified in XML declaration is "
               "incorrect")},
    {PART("xl/workbook.xml",
          WORKBOOK("<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?>", "<sheet/>")),
     NOT_SOUND(AT_OPEN, "xl/workbook.xml", "unknown encoding")},
    {PART("xl/sharedStrings.xml",
          "<sst " SUPPORT_MAIN "><si><t>\xE9t\xE9</t></si></sst>"),
     NOT_SOUND("Data, 0, : ", "xl/sharedStrings.xml", "not well-formed (invalid token)")},
    {PART("xl/sharedStrings.xml", "<sst " SUPPORT_MAIN "><si><t>a\0b</t></si></sst>"),
     NOT_SOUND("Data, 0, : ", "xl/sharedStrings.xml", "not well-formed (invalid token)")},
    {PART(SHEET_PART, SHEET_XML("<?xml version=\"1.0\" encoding=\"US-ASCII\"?>",
                                "<row><c t=\"str\"><v>\xC3\xA9</v></c></row>")),
     NOT_SOUND("Data, 1, : ", SHEET_PART, "not well-formed (invalid token)")},
    // Two documents in one.
    {PART(SHEET_PART, SHEET_XML("", ONE_ROW) SHEET_XML("", ONE_ROW)),
     "[N:1]\n" NOT_SOUND("Data, 2, : ", SHEET_PART, "junk after document element")},
    {PART(SHEET_PART,
          "<worksheet " SUPPORT_MAIN "><sheetData>" ONE_ROW "</sheetData></worksheet"),
     "[N:1]\n" NOT_SOUND("Data, 2, : ", SHEET_PART, "unclosed token")},
    // Counts that lie are not believed.
    {PART("xl/sharedStrings.xml",
          "<sst " SUPPORT_MAIN
          " count=\"4294967295\" uniqueCount=\"18446744073709551615\">"
          "<si><t>a</t></si></sst>"),
     "[N:1]\n"},
};

static void parts_that_attack_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof part_cases / sizeof *part_cases; i++) {
        support_book_check(
            &(struct support_book){.rows = ONE_ROW, .parts = {part_cases[i].part}},
            part_cases[i].expected);
    }
}

/* A small file could say the rows of one part thousands of times. */
static void two_sheets_of_one_part_are_refused(void **state)
{
    (void)state;
    support_book_check_once(
        &(struct support_book){
            .rows = ONE_ROW,
            .parts = {PART("xl/workbook.xml",
                           WORKBOOK("", "<sheet name=\"Data\" r:id=\"rId1\"/>"
                                        "<sheet name=\"Again\" r:id=\"rId1\"/>"))}},
        AT_OPEN "workbook gives sheet 'Again' the rows of another sheet" NO_TRUST "\n");
}

#define LINK(ref) "<hyperlink ref=\"" ref "\" r:id=\"rId6\"/>"
#define ONE_LINK                                                                         \
    "<Relationship Id=\"rId6\" Type=\"" SUPPORT_KIND                                     \
    "hyperlink\" TargetMode=\"External\" Target=\"x\"/>"
/* -- Damage anywhere
 * ----------------------------------------------------------------------------- */

#define FULL_ROWS                                                                        \
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "                          \
    "t=\"s\"><v>1</v></c></row>"                                                         \
    "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>42005</v></c><c r=\"C3\" t=\"inlineStr\"><is>"  \
    "<r><t>in</t></r><r><t>line</t></r></is></c></row>"                                  \
    "<row r=\"4\"><c r=\"A4\" t=\"b\"><v>1</v></c><c r=\"B4\" t=\"str\"><f>A1</f>"       \
    "<v>&lt;_x0041_&gt;</v></c></row>"
#define FULL_EXPECTED "[T:first][T:second]\n-\n[D:42005>x][][T:inline]\n[B:TRUE][T:<A>]\n"

static const struct support_book full_book = {
    .rows = FULL_ROWS,
    .strings = "<si><t>first</t></si><si><r><t>sec</t></r><r><t>ond</t></r></si>",
    .behind = "<hyperlinks>" LINK("A3") "</hyperlinks>",
    .links = ONE_LINK,
};

static void check_end(enum sp_rc rc, const struct sp_buf *rows, size_t at)
{
    const bool is_whole = strcmp(rows->data, FULL_EXPECTED) == 0;
    if (rc == SP_END && is_whole) return;
    if (rc == SP_ERR_INPUT || rc == SP_ERR_LIMIT) return;
    fail_msg("damaged at byte %zu, the file was read to the end (%d) as other rows", at,
             (int)rc);
}

static size_t count_lines(struct sp_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += text.data[i] == '\n';
    }
    return count;
}

/* All lines but the last, which is the message, are the first lines of the true rows. */
static void check_prefix(const struct sp_buf *rows, size_t at)
{
    const char *end = rows->data + rows->size - 1; // At the NUL.
    size_t size = (size_t)(end - rows->data);
    SP_ASSERT(size > 0 && rows->data[size - 1] == '\n');
    size--;
    while (size > 0 && rows->data[size - 1] != '\n') {
        size--;
    }
    if (size > strlen(FULL_EXPECTED) || memcmp(rows->data, FULL_EXPECTED, size) != 0)
        fail_msg("cut at byte %zu, the file gave other rows before its error", at);
}

static void check_cut(const struct support_book *book, size_t at)
{
    struct sp_buf bytes;
    struct sp_buf rows;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    for (size_t i = 0; i < SUPPORT_WAY_COUNT; i++) {
        const enum sp_rc rc = support_render(sp_buf_str(&bytes), &support_ways[i], &rows);
        if (rc != SP_ERR_INPUT)
            fail_msg("cut at byte %zu, the file ended with %d", at, (int)rc);
        check_prefix(&rows, at);
    }
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

/* The part ends early and its archive is sound: what a writer leaves that died. */
static void a_part_cut_anywhere_is_never_whole(void **state)
{
    static const char sheet[] =
        "<worksheet " SUPPORT_MAIN " " SUPPORT_RELATION "><sheetData>" FULL_ROWS
        "</sheetData><hyperlinks>" LINK("A3") "</hyperlinks></worksheet>";
    static const char strings[] =
        "<sst " SUPPORT_MAIN "><si><t>first</t></si><si><t>second</t></si></sst>";
    (void)state;
    struct support_book book = full_book;
    support_book_check(&book, FULL_EXPECTED);
    for (size_t size = 0; size < sizeof sheet - 1; size++) {
        book.parts[0] = (struct support_part){SHEET_PART, {sheet, size}};
        check_cut(&book, size);
    }
    for (size_t size = 0; size < sizeof strings - 1; size++) {
        book.parts[0] = (struct support_part){"xl/sharedStrings.xml", {strings, size}};
        check_cut(&book, size);
    }
}

static void a_file_cut_anywhere_is_never_whole(void **state)
{
    struct sp_buf bytes;
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(&full_book, &bytes);
    for (size_t size = 4; size < bytes.size; size++) { // Below, it is no zip but a text.
        const struct sp_str cut = {.data = bytes.data, .size = size};
        const enum sp_rc rc =
            support_render(cut, &support_ways[size % SUPPORT_WAY_COUNT], &rows);
        if (rc != SP_ERR_INPUT || count_lines(sp_buf_str(&rows)) != 1)
            fail_msg("cut at byte %zu, the file ended with %d", size, (int)rc);
    }
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

/* Every byte changed, one after another: the same rows, or an error. */
static void check_changes(const struct support_book *book, bool is_one_bit)
{
    struct sp_buf bytes;
    struct sp_buf rows;
    size_t refused = 0;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&rows, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    assert_int_equal(support_render(sp_buf_str(&bytes), &support_ways[0], &rows), SP_END);
    assert_string_equal(rows.data, FULL_EXPECTED);
    for (size_t at = 4; at < bytes.size; at++) { // The first four say that it is a zip.
        const char was = bytes.data[at];
        bytes.data[at] = (char)(was ^ (is_one_bit ? 1 << at % 8 : 0xFF));
        const enum sp_rc rc = support_render(
            sp_buf_str(&bytes), &support_ways[at % SUPPORT_WAY_COUNT], &rows);
        check_end(rc, &rows, at);
        refused += rc != SP_END;
        bytes.data[at] = was;
    }
    // Times and versions do not matter to us; most bytes do.
    assert_true(refused > bytes.size / 2);
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

static void a_changed_byte_never_gives_other_rows(void **state)
{
    struct support_book book = full_book;
    (void)state;
    check_changes(&book, false);
    book.sheet_member.has_descriptor = true;
    book.sheet_member.is_zip64 = true;
    book.archive.is_zip64 = true;
    check_changes(&book, true);
    book.is_stored = true;
    check_changes(&book, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(archives_that_lie_are_refused),
        cmocka_unit_test(a_trusted_file_is_still_held_to_what_it_says),
        cmocka_unit_test(files_that_only_begin_like_a_zip_are_refused),
        cmocka_unit_test(an_archive_behind_other_bytes_is_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(parts_that_attack_are_refused),
        cmocka_unit_test(two_sheets_of_one_part_are_refused),
        cmocka_unit_test(a_part_cut_anywhere_is_never_whole),
        cmocka_unit_test(a_file_cut_anywhere_is_never_whole),
        cmocka_unit_test(a_changed_byte_never_gives_other_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
