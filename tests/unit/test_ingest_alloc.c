/*
 * Every allocation of the readers fails once, the first, the second and so on, until a
 * file is read to its end: each failure is SP_ERR_MEMORY and nothing else, gives no wrong
 * rows, and leaves nothing behind (the sanitizers of this build see to that).
 *
 * Counted are the allocations through base_alloc.c, expat's and inflate's with them.
 * libzip and libcrypto take no allocator: theirs cannot be made to fail here.
 */
#include "support/support_ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

enum { ALLOCATIONS_MAX = 20000, ENOUGH = 8 };

/* What was read, without an allocation of our own. */
struct digest {
    uint64_t rows;
    uint64_t hash;
};

static void digest_add(struct digest *digest, struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        digest->hash = (digest->hash ^ (unsigned char)text.data[i]) * 1099511628211U;
    }
    digest->hash = (digest->hash ^ text.size) * 1099511628211U;
}

static enum sp_rc read_sheet(struct sp_sheet *sheet, struct digest *digest,
                             struct sp_err *err)
{
    struct sp_row row;
    enum sp_rc rc;
    while ((rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        digest->rows++;
        for (uint32_t i = 0; i < row.count; i++) {
            digest_add(digest, row.cells[i].text);
            digest_add(digest, row.cells[i].link);
        }
    }
    return rc;
}

static enum sp_rc read_book(const char *path, const struct sp_book_options *way,
                            struct digest *digest, struct sp_err *err)
{
    struct sp_book *book = NULL;
    enum sp_rc rc = sp_book_open(path, way, &book, err);
    for (size_t i = 0; rc >= 0 && i < sp_book_sheet_count(book); i++) {
        struct sp_sheet *sheet = NULL;
        rc = sp_sheet_open(book, i, &sheet, err);
        if (rc == SP_OK) rc = read_sheet(sheet, digest, err);
        sp_sheet_close(sheet);
    }
    sp_book_close(book);
    return rc;
}

/* @return how many allocations failed before the file was read to its end */
static int64_t fail_each(const char *path, const struct sp_book_options *way)
{
    struct digest truth = {0};
    int64_t failed = 0;
    int64_t read_in_row = 0;
    assert_int_equal(read_book(path, way, &truth, NULL), SP_END);
    assert_true(truth.rows > 0);
    // Some more after the first that succeeds: one may have been done without.
    for (int64_t n = 0; n < ALLOCATIONS_MAX && read_in_row < ENOUGH; n++) {
        struct digest digest = {0};
        struct sp_err err = {0};
        sp_alloc_fail_after(n);
        const enum sp_rc rc = read_book(path, way, &digest, &err);
        sp_alloc_fail_after(-1);
        if (rc == SP_END) {
            assert_true(digest.rows == truth.rows && digest.hash == truth.hash);
            read_in_row++;
            continue;
        }
        if (rc != SP_ERR_MEMORY || err.rc != rc || err.text[0] == '\0')
            fail_msg("after %lld allocations: %d, '%s'", (long long)n, (int)rc, err.text);
        read_in_row = 0;
        failed++;
    }
    assert_int_equal(read_in_row, ENOUGH);
    return failed;
}

static void fail_each_in_every_way(struct sp_str bytes)
{
    char path[64];
    support_file_write(bytes, path);
    for (size_t i = 0; i < SUPPORT_WAY_COUNT; i++) {
        assert_true(fail_each(path, &support_ways[i]) > 0);
    }
    (void)unlink(path);
}

/* -- Files
 * ---------------------------------------------------------------------------------------
 */

#define PART(name, xml)                                                                  \
    {                                                                                    \
        name,                                                                            \
        {                                                                                \
            xml, sizeof(xml) - 1                                                         \
        }                                                                                \
    }

static const char workbook[] =
    "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets>"
    "<sheet name=\"Data\" r:id=\"rId1\"/><sheet name=\"Wide\" r:id=\"rId4\"/>"
    "</sheets></workbook>";

static const char workbook_relations[] =
    "<Relationships " SUPPORT_PACKAGE ">"
    "<Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND
    "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" SUPPORT_KIND
    "worksheet\" Target=\"worksheets/wide.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" SUPPORT_KIND
    "sharedStrings\" Target=\"sharedStrings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" SUPPORT_KIND "styles\" Target=\"styles.xml\"/>"
    "</Relationships>";

/* Many strings, and a sheet of as many columns as there is room for at first, and more.
 */
static void write_workbook(struct sp_buf *out)
{
    struct sp_buf strings;
    struct sp_buf wide;
    sp_buf_init(&strings, SIZE_MAX / 2);
    sp_buf_init(&wide, SIZE_MAX / 2);
    for (int i = 0; i < 1500; i++) {
        sp_buf_format(&strings, "<si><r><t>text</t></r><r><t> %d</t></r></si>", i);
    }
    sp_buf_text(&wide, "<worksheet " SUPPORT_MAIN "><sheetData><row r=\"2\">");
    for (int i = 0; i < 200; i++) {
        sp_buf_format(&wide, "<c t=\"s\"><v>%d</v></c><c t=\"str\"><v>_x0041_ %d</v></c>",
                      i, i);
    }
    sp_buf_text(&wide, "</row></sheetData></worksheet>");
    support_book_write(
        &(struct support_book){
            .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">"
                    "<v>42005</v></c></row><row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is>"
                    "<r><t>in</t></r><r><t>line</t></r></is></c></row>",
            .strings = strings.data,
            .behind = "<hyperlinks><hyperlink ref=\"A1:B9\" r:id=\"rId6\"/>"
                      "<hyperlink ref=\"A3\" r:id=\"rId6\" location=\"part\"/>"
                      "</hyperlinks>",
            .links = "<Relationship Id=\"rId6\" Type=\"" SUPPORT_KIND
                     "hyperlink\" TargetMode=\"External\" Target=\"x\"/>",
            .parts = {PART("xl/workbook.xml", workbook),
                      PART("xl/_rels/workbook.xml.rels", workbook_relations),
                      {"xl/worksheets/wide.xml", sp_buf_str(&wide)}},
            .sheet_member = {.is_zip64 = true, .has_descriptor = true},
            .archive = {.is_zip64 = true, .comment = "a comment"},
        },
        out);
    sp_buf_release(&wide);
    sp_buf_release(&strings);
}

static void workbooks_survive_every_failed_allocation(void **state)
{
    struct sp_buf bytes;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    write_workbook(&bytes);
    fail_each_in_every_way(sp_buf_str(&bytes));
    sp_buf_release(&bytes);
}

static void write_text(struct sp_buf *out)
{
    sp_buf_text(out, "name|value\n");
    for (int i = 0; i < 300; i++) {
        sp_buf_format(out, "\"quoted \"\"%d\"\"\"|caf\xE9 %d\n", i, i);
    }
}

static void text_survives_every_failed_allocation(void **state)
{
    struct sp_buf text;
    (void)state;
    sp_buf_init(&text, SIZE_MAX / 2);
    write_text(&text);
    fail_each_in_every_way(sp_buf_str(&text));
    sp_buf_release(&text);
}

static void packed_text_survives_every_failed_allocation(void **state)
{
    static unsigned char packed[1 << 16];
    struct sp_buf text;
    z_stream stream = {0};
    (void)state;
    sp_buf_init(&text, SIZE_MAX / 2);
    write_text(&text);
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    stream.next_in = (Bytef *)text.data;
    stream.avail_in = (uInt)text.size;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t size = stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
    fail_each_in_every_way((struct sp_str){.data = (const char *)packed, .size = size});
    sp_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workbooks_survive_every_failed_allocation),
        cmocka_unit_test(text_survives_every_failed_allocation),
        cmocka_unit_test(packed_text_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
