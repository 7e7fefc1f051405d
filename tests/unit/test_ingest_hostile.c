/*
 * Workbooks made to break a reader, from the file's path to the last row. Each is refused
 * with a message that says what, where and what to do, or is read as what it is; none
 * crashes, hangs, or ends early without an error. To add a case, add a line to a table:
 * what differs from a plain workbook, and the rows or the message that come of it (see
 * support_workbook.h for how they are written).
 *
 * test_ingest_zip, _workbook and _xlsx have the cases of one layer each; here are those
 * that need all of them.
 */
#include "ingest/ingest_limit.h"
#include "support/support_workbook.h"

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

static const struct sp_book_options ways[] = {{.plain = true},
                                              {.thread_count = 1},
                                              {.thread_count = 2},
                                              {.thread_count = 2, .plain = true}};
enum { WAY_COUNT = sizeof ways / sizeof *ways };

static enum sp_rc render(struct sp_str bytes, const struct sp_book_options *way,
                         struct sp_buf *rows)
{
    char path[64];
    support_file_write(bytes, path);
    sp_buf_reset(rows);
    const enum sp_rc rc = support_rows_render(path, way, 0, rows);
    sp_buf_char(rows, '\0'); // So that an empty one is a text.
    (void)unlink(path);
    return rc;
}

static void check_bytes(struct sp_str bytes, size_t way_count, const char *expected)
{
    struct sp_buf rows;
    sp_buf_init(&rows, SIZE_MAX / 2);
    for (size_t i = 0; i < way_count; i++) {
        (void)render(bytes, &ways[i], &rows);
        assert_string_equal(rows.data, expected);
    }
    sp_buf_release(&rows);
}

static void check_in_ways(const struct support_book *book, size_t way_count,
                          const char *expected)
{
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    check_bytes(sp_buf_str(&bytes), way_count, expected);
    sp_buf_release(&bytes);
}

static void check(const struct support_book *book, const char *expected)
{
    check_in_ways(book, WAY_COUNT, expected);
}

/* What fails before sheet data is read fails alike in every way: once is enough. */
static void check_once(const struct support_book *book, const char *expected)
{
    check_in_ways(book, 1, expected);
}

/* `count` times a text, with its number where it says so. */
static void repeat(struct sp_buf *out, const char *before, size_t count,
                   const char *format, const char *after)
{
    sp_buf_reset(out);
    sp_buf_text(out, before);
    for (size_t i = 0; i < count; i++) {
        const char *number = strchr(format, '#');
        if (!number) {
            sp_buf_text(out, format);
            continue;
        }
        sp_buf_append(out,
                      (struct sp_str){.data = format, .size = (size_t)(number - format)});
        sp_buf_format(out, "%zu", i + 1);
        sp_buf_text(out, number + 1);
    }
    sp_buf_text(out, after);
}

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
        check(&(struct support_book){.rows = ONE_ROW,
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
    assert_int_equal(render(sp_buf_str(&bytes), &trusting, &rows), SP_ERR_INPUT);
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
        check_bytes(cases[i].bytes, 1, cases[i].expected);
    }
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
        check(&(struct support_book){.rows = ONE_ROW, .parts = {part_cases[i].part}},
              part_cases[i].expected);
    }
}

/* A small file could say the rows of one part thousands of times. */
static void two_sheets_of_one_part_are_refused(void **state)
{
    (void)state;
    check_once(
        &(struct support_book){
            .rows = ONE_ROW,
            .parts = {PART("xl/workbook.xml",
                           WORKBOOK("", "<sheet name=\"Data\" r:id=\"rId1\"/>"
                                        "<sheet name=\"Again\" r:id=\"rId1\"/>"))}},
        AT_OPEN "workbook gives sheet 'Again' the rows of another sheet" NO_TRUST "\n");
}

/* -- Ceilings, each passed by one
 * ---------------------------------------------------------------- */

static void bombs_are_refused_before_they_are_unpacked(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    repeat(&rows, ONE_ROW, (size_t)INGEST_RATIO_FREE_SIZE / 8, "        ", "");
    check(&(struct support_book){.rows = rows.data},
          AT_OPEN "zip archive unpacks to more than 200 times its size" LARGE "\n");
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
        repeat(&rows, "<row>", depth, "<a>", "");
        for (size_t j = 0; j < depth; j++) {
            sp_buf_text(&rows, "</a>");
        }
        sp_buf_text(&rows, "</row>");
        check(&(struct support_book){.rows = rows.data},
              i == 0 ? "-\n"
                     : "Data, 1, : '" SHEET_PART "' has elements nested too deep" NO_TRUST
                       "\n");
    }
    sp_buf_release(&rows);
}

static void attributes_have_a_ceiling(void **state)
{
    struct sp_buf rows;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    repeat(&rows, "<row", INGEST_ATTRIBUTES_MAX, " a#=\"\"", "/>");
    check(&(struct support_book){.rows = rows.data}, "-\n");
    repeat(&rows, "<row", INGEST_ATTRIBUTES_MAX + 1, " a#=\"\"", "/>");
    check(&(struct support_book){.rows = rows.data},
          "Data, 1, : '" SHEET_PART "' has an element with too many attributes" NO_TRUST
          "\n");
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
        repeat(&rows, begins[i], (size_t)INGEST_TOKEN_SIZE_MAX / 8 + 32768, "aaaaaaaa",
               "");
        check(&(struct support_book){.rows = rows.data, .is_stored = true}, too_long);
    }
    // Half of it is no trouble.
    repeat(&rows, begins[0], (size_t)INGEST_TOKEN_SIZE_MAX / 16, "aaaaaaaa", "\"/>");
    check(&(struct support_book){.rows = rows.data, .is_stored = true}, "-\n");
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
    repeat(&xml, before, 1 << 20, "<a#/>", after);
    check_once(&(struct support_book){.parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
               AT_OPEN "'xl/workbook.xml' has more names, or longer ones, than any "
                       "workbook" NO_TRUST "\n");
    repeat(&xml, before, 1 << 20, "<ab/>", after); // As many of one name.
    check_once(&(struct support_book){.rows = ONE_ROW,
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
    repeat(&xml, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets><sheet name=\"",
           INGEST_SHEET_NAME_SIZE_MAX, "n", "\" r:id=\"rId1\"/></sheets></workbook>");
    check_once(&(struct support_book){.rows = ONE_ROW,
                                      .parts = {{"xl/workbook.xml", sp_buf_str(&xml)}}},
               "[N:1]\n");
    repeat(&xml, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets><sheet name=\"",
           INGEST_SHEET_NAME_SIZE_MAX + 1, "n", "\" r:id=\"rId1\"/></sheets></workbook>");
    check_once(&(struct support_book){.rows = ONE_ROW,
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
    repeat(&sheets, "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets>", count,
           "<sheet name=\"n\" r:id=\"r#\"/>", "</sheets></workbook>");
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
        .content = SP_STR(RELATIONS("officeDocument", "xl/workbook.xml", ""))};
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
    check_bytes(sp_buf_str(&bytes), 1, "");
    write_sheets(INGEST_SHEETS_MAX + 1, &bytes);
    check_bytes(sp_buf_str(&bytes), 1,
                AT_OPEN "workbook has more than 16384 sheets" NO_TRUST "\n");
    sp_buf_release(&bytes);
}

static void styles_have_a_ceiling(void **state)
{
    struct sp_buf xml;
    (void)state;
    sp_buf_init(&xml, SIZE_MAX / 2);
    for (size_t i = 0; i < 2; i++) {
        repeat(&xml, "<styleSheet " SUPPORT_MAIN "><cellXfs>", INGEST_STYLES_MAX + i,
               "<xf/>", "</cellXfs></styleSheet>");
        check_once(&(struct support_book){.rows = ONE_ROW,
                                          .parts = {{"xl/styles.xml", sp_buf_str(&xml)}}},
                   i == 0 ? "[N:1]\n" : AT_OPEN "more than 131072 styles" NO_TRUST "\n");
        repeat(&xml, "<styleSheet " SUPPORT_MAIN "><numFmts>", INGEST_STYLES_MAX + i,
               "<numFmt/>", "</numFmts><cellXfs><xf/></cellXfs></styleSheet>");
        check_once(&(struct support_book){.rows = ONE_ROW,
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
    repeat(&xml, "<Relationships " SUPPORT_PACKAGE ">", (size_t)INGEST_RELATIONS_MAX + 1,
           "<Relationship Id=\"#\"/>", "</Relationships>");
    check_once(&(struct support_book){.rows = ONE_ROW,
                                      .parts = {{"xl/worksheets/_rels/sheet1.xml.rels",
                                                 sp_buf_str(&xml)}}},
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
            repeat(&links, "<hyperlinks>", cases[i].max + j, cases[i].link,
                   "</hyperlinks>");
            check(&(struct support_book){.rows = ONE_ROW,
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
        repeat(&links, "<hyperlinks>", (size_t)INGEST_LINKS_MAX + i, LINK("B#"),
               "</hyperlinks>");
        check_once(&(struct support_book){.rows = ONE_ROW,
                                          .behind = links.data,
                                          .links = ONE_LINK},
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
    check(&(struct support_book){.rows = rows.data,
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
    repeat(&strings, "<si><t>", INGEST_CELL_SIZE_MAX, "a", "</t></si>");
    check_once(&(struct support_book){.rows = ONE_ROW,
                                      .strings = strings.data,
                                      .is_stored = true},
               "[N:1]\n");
    repeat(&strings, "<si><r><t>a</t></r><r><t>", INGEST_CELL_SIZE_MAX, "a",
           "</t></r></si>");
    check_once(&(struct support_book){.rows = ONE_ROW,
                                      .strings = strings.data,
                                      .is_stored = true},
               "Data, 0, : text of a cell passes 1048576 bytes\n");
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
    for (size_t i = 0; i < WAY_COUNT; i++) {
        static const char last[] = "\n-\nData, 1048577, : more than 1048576 rows\n";
        assert_int_equal(render(sp_buf_str(&bytes), &ways[i], &rows), SP_ERR_LIMIT);
        assert_string_equal(rows.data + rows.size - sizeof last, last);
    }
    sp_buf_release(&rows);
    sp_buf_release(&bytes);
}

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
    for (size_t i = 0; i < WAY_COUNT; i++) {
        const enum sp_rc rc = render(sp_buf_str(&bytes), &ways[i], &rows);
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
    check(&book, FULL_EXPECTED);
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
        const enum sp_rc rc = render(cut, &ways[size % WAY_COUNT], &rows);
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
    assert_int_equal(render(sp_buf_str(&bytes), &ways[0], &rows), SP_END);
    assert_string_equal(rows.data, FULL_EXPECTED);
    for (size_t at = 4; at < bytes.size; at++) { // The first four say that it is a zip.
        const char was = bytes.data[at];
        bytes.data[at] = (char)(was ^ (is_one_bit ? 1 << at % 8 : 0xFF));
        const enum sp_rc rc = render(sp_buf_str(&bytes), &ways[at % WAY_COUNT], &rows);
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
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(parts_that_attack_are_refused),
        cmocka_unit_test(two_sheets_of_one_part_are_refused),
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
        cmocka_unit_test(a_part_cut_anywhere_is_never_whole),
        cmocka_unit_test(a_file_cut_anywhere_is_never_whole),
        cmocka_unit_test(a_changed_byte_never_gives_other_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
