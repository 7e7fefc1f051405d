/* Workbooks for tests. */
#define _GNU_SOURCE // memfd_create
#include "support/support_workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PARTS_MAX = 16 };

static const char top_relations[] =
    "<Relationships " SUPPORT_PACKAGE "><Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND
    "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static const char workbook[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" "
    "standalone=\"yes\"?>\r\n<workbook " SUPPORT_MAIN " " SUPPORT_RELATION
    "><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

static const char workbook_relations[] = "<Relationships " SUPPORT_PACKAGE ">"
                                         "<Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND
                                         "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                                         "<Relationship Id=\"rId2\" Type=\"" SUPPORT_KIND
                                         "sharedStrings\" Target=\"sharedStrings.xml\"/>"
                                         "<Relationship Id=\"rId3\" Type=\"" SUPPORT_KIND
                                         "styles\" Target=\"/xl/styles.xml\"/>"
                                         "</Relationships>";

static const char styles[] =
    "<styleSheet " SUPPORT_MAIN "><numFmts count=\"1\">"
    "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/></numFmts>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
    "<xf numFmtId=\"2\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";

static const struct support_part *find_given(const struct support_book *book,
                                             const char *name)
{
    for (const struct support_part *part = book->parts; part->name; part++) {
        if (strcmp(part->name, name) == 0) return part;
    }
    return NULL;
}

struct archive_parts {
    struct support_member members[PARTS_MAX];
    size_t count;
};

static void add(struct archive_parts *parts, const struct support_book *book,
                const char *name, struct sp_str xml)
{
    if (!xml.data) return;
    SP_ASSERT(parts->count + 1 < PARTS_MAX);
    struct support_member member = {0};
    if (strcmp(name, "xl/worksheets/sheet1.xml") == 0) member = book->sheet_member;
    member.name = name;
    member.content = xml;
    member.is_deflated = !book->is_stored;
    parts->members[parts->count++] = member;
}

static void add_plain(struct archive_parts *parts, const struct support_book *book,
                      const char *name, struct sp_str xml)
{
    if (!find_given(book, name)) add(parts, book, name, xml);
}

static struct sp_str wrap(struct sp_buf *buf, const char *before, const char *inside,
                          const char *after)
{
    sp_buf_init(buf, SIZE_MAX / 2);
    if (!inside) return (struct sp_str){0};
    sp_buf_text(buf, before);
    sp_buf_text(buf, inside);
    sp_buf_text(buf, after);
    return sp_buf_str(buf);
}

void support_book_write(const struct support_book *book, struct sp_buf *out)
{
    struct sp_buf sheet, strings, links, after;
    struct archive_parts parts = {0};
    (void)wrap(&after, "</sheetData>", book->behind ? book->behind : "", "</worksheet>");
    const struct sp_str sheet_xml =
        wrap(&sheet,
             "<?xml version=\"1.0\" encoding=\"UTF-8\" "
             "standalone=\"yes\"?>\n<worksheet " SUPPORT_MAIN " " SUPPORT_RELATION
             "><dimension ref=\"A1\"/><sheetData>",
             book->rows ? book->rows : "", after.data);
    add_plain(&parts, book, "_rels/.rels", sp_str_of(top_relations));
    add_plain(&parts, book, "xl/workbook.xml", sp_str_of(workbook));
    add_plain(&parts, book, "xl/_rels/workbook.xml.rels", sp_str_of(workbook_relations));
    add_plain(&parts, book, "xl/styles.xml", sp_str_of(styles));
    add_plain(&parts, book, "xl/sharedStrings.xml",
              wrap(&strings, "<sst " SUPPORT_MAIN ">", book->strings ? book->strings : "",
                   "</sst>"));
    add_plain(&parts, book, "xl/worksheets/sheet1.xml", sheet_xml);
    add_plain(&parts, book, "xl/worksheets/_rels/sheet1.xml.rels",
              wrap(&links, "<Relationships " SUPPORT_PACKAGE ">", book->links,
                   "</Relationships>"));
    for (const struct support_part *part = book->parts; part->name; part++) {
        add(&parts, book, part->name, part->xml);
    }
    struct support_archive archive = book->archive;
    archive.members = parts.members;
    support_zip_write(&archive, out);
    sp_buf_release(&sheet);
    sp_buf_release(&strings);
    sp_buf_release(&links);
    sp_buf_release(&after);
}

static void write_all(int descriptor, struct sp_str bytes)
{
    SP_ASSERT(descriptor >= 0);
    while (bytes.size > 0) {
        const ssize_t put = write(descriptor, bytes.data, bytes.size);
        SP_ASSERT(put > 0);
        bytes.data += put;
        bytes.size -= (size_t)put;
    }
}

void support_file_write(struct sp_str bytes, char out_path[64])
{
    (void)snprintf(out_path, 64, "/tmp/sallyport-test-XXXXXX");
    const int descriptor = mkstemp(out_path);
    write_all(descriptor, bytes);
    (void)close(descriptor);
}

int support_memory_file_write(struct sp_str bytes, char out_path[64])
{
    const int descriptor = memfd_create("sallyport-test", MFD_CLOEXEC);
    write_all(descriptor, bytes);
    (void)snprintf(out_path, 64, "/proc/self/fd/%d", descriptor);
    return descriptor;
}

/* -- Rows as text
 * ------------------------------------------------------------------------------ */

static void render_cell(const struct sp_cell *cell, struct sp_buf *out)
{
    static const char letters[] = "-TNDBE";
    SP_ASSERT((cell->kind == SP_CELL_EMPTY) == (cell->text.size == 0));
    sp_buf_char(out, '[');
    if (cell->kind != SP_CELL_EMPTY) {
        sp_buf_format(out, "%c:", letters[cell->kind]);
        sp_buf_append(out, cell->text);
    }
    if (cell->link.size) {
        sp_buf_char(out, '>');
        sp_buf_append(out, cell->link);
    }
    sp_buf_char(out, ']');
}

static enum sp_rc render_rows(struct sp_sheet *sheet, struct sp_buf *out,
                              struct sp_err *err)
{
    struct sp_row row;
    uint64_t number = 0;
    enum sp_rc rc;
    while ((rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        SP_ASSERT(row.number == ++number);
        if (row.count == 0) sp_buf_char(out, '-');
        for (uint32_t i = 0; i < row.count; i++) {
            render_cell(&row.cells[i], out);
        }
        sp_buf_char(out, '\n');
    }
    return rc;
}

static enum sp_rc render(const char *path, const struct sp_book_options *options,
                         size_t sheet_index, struct sp_buf *out, bool *out_was_fast)
{
    struct sp_err err = {0};
    struct sp_book *book = NULL;
    struct sp_sheet *sheet = NULL;
    enum sp_rc rc = sp_book_open(path, options, &book, &err);
    if (rc == SP_OK) rc = sp_sheet_open(book, sheet_index, &sheet, &err);
    if (rc == SP_OK) rc = render_rows(sheet, out, &err);
    if (out_was_fast) *out_was_fast = sheet && !sp_sheet_plain_reason(sheet);
    if (rc < 0) {
        SP_ASSERT(err.rc == rc && strcmp(err.file, path) == 0);
        sp_buf_format(out, "%s, %llu, %s: %s\n", err.sheet, (unsigned long long)err.row,
                      err.column, err.text);
    }
    sp_sheet_close(sheet);
    sp_book_close(book);
    return rc;
}

enum sp_rc support_rows_render(const char *path, const struct sp_book_options *options,
                               size_t sheet_index, struct sp_buf *out)
{
    return render(path, options, sheet_index, out, NULL);
}

enum sp_rc support_bytes_render(struct sp_str bytes,
                                const struct sp_book_options *options, struct sp_buf *out,
                                bool *out_was_fast)
{
    char path[64];
    const int descriptor = support_memory_file_write(bytes, path);
    const enum sp_rc rc = render(path, options, 0, out, out_was_fast);
    (void)close(descriptor);
    return rc;
}

/* Up to where expat speaks. */
static struct sp_str without_fault(struct sp_str rows)
{
    static const char mark[] = "is not sound XML: ";
    const char *at =
        rows.size ? memmem(rows.data, rows.size, mark, sizeof mark - 1) : NULL;
    return at ? (struct sp_str){.data = rows.data, .size = (size_t)(at - rows.data)}
              : rows;
}

bool support_rows_same(struct sp_str a, struct sp_str b)
{
    return sp_str_equal(without_fault(a), without_fault(b));
}
