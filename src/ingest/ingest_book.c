/*
 * Books and sheets of any kind: what a file is follows from its first bytes.
 *
 *   "PK"              zip      a workbook: ingest_workbook, ingest_sheet
 *   D0 CF 11 E0       refused  an old or password-protected workbook
 *   anything else              delimited text, gzip or not: ingest_text
 *
 * Invariant: shared strings are read when the first sheet is opened, so that listing
 * sheets is cheap.
 */
#include "base/base.h"
#include "ingest/ingest_sheet.h"
#include "ingest/ingest_text.h"
#include "ingest/ingest_workbook.h"
#include "ingest/ingest_zip.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct sp_book {
    char *path; // owned
    struct sp_book_options options;
    enum sp_book_kind kind;
    char sha256[SP_SHA256_TEXT_SIZE];
    uint64_t file_size;
    struct sp_sheet_info text_info; // text only
    char delimiter;                 // text only
    struct ingest_zip zip;          // workbooks only, as all that follows
    struct ingest_workbook workbook;
    struct ingest_styles styles;
    struct ingest_strings strings;
    bool strings_are_read;
};

struct sp_sheet {
    const struct sp_book *book; // borrowed
    size_t index;
    struct ingest_text *text;   // owned; NULL for workbooks
    struct ingest_sheet *sheet; // owned; NULL for text
    enum sp_rc ended;           // SP_END or the first failure: nothing more is read
};

/* -- Books
 * -------------------------------------------------------------------------------------
 */

static enum sp_rc sniff(const char *path, unsigned char start[4], size_t *out_size,
                        struct sp_err *err)
{
    FILE *file = fopen(path, "rb");
    if (!file) return sp_err_set(err, SP_ERR_INPUT, "cannot open: %s", strerror(errno));
    *out_size = fread(start, 1, 4, file);
    const bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    return is_bad ? sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno))
                  : SP_OK;
}

static enum sp_rc open_workbook(struct sp_book *book, struct sp_err *err)
{
    enum sp_rc rc =
        ingest_zip_open(book->path, book->options.allow_large, &book->zip, err);
    if (rc == SP_OK && book->zip.file_size != book->file_size)
        rc = sp_err_set(
            err, SP_ERR_INPUT,
            "file changed while it was read; add it again when it is complete");
    if (rc == SP_OK) rc = ingest_workbook_read(&book->zip, &book->workbook, err);
    if (rc == SP_OK)
        rc = ingest_styles_read(&book->zip, book->workbook.styles, &book->styles, err);
    return rc;
}

/* The text is opened for its delimiter, and so that a bad file fails here and not at its
 * sheet. */
static enum sp_rc open_text(struct sp_book *book, struct sp_err *err)
{
    struct ingest_text *text = NULL;
    const enum sp_rc rc = ingest_text_open(book->path, &book->options, &text, err);
    if (rc != SP_OK) return rc;
    book->kind = SP_BOOK_TEXT;
    book->delimiter = ingest_text_delimiter(text);
    book->text_info.name = sp_path_base(sp_str_of(book->path));
    ingest_text_close(text);
    return SP_OK;
}

static enum sp_rc open_by_bytes(struct sp_book *book, struct sp_err *err)
{
    static const unsigned char old_workbook[4] = {0xD0, 0xCF, 0x11, 0xE0};
    unsigned char start[4] = {0};
    size_t size = 0;
    enum sp_rc rc = sp_sha256_file(book->path, book->sha256, &book->file_size, err);
    if (rc == SP_OK) rc = sniff(book->path, start, &size, err);
    if (rc != SP_OK) return rc;
    if (size == 4 && memcmp(start, old_workbook, 4) == 0)
        return sp_err_set(err, SP_ERR_INPUT,
                          "old (.xls) and password-protected workbooks are not read; "
                          "save the file as .xlsx without a password");
    const bool is_zip =
        size == 4 && start[0] == 'P' && start[1] == 'K' &&
        ((start[2] == 3 && start[3] == 4) || (start[2] == 5 && start[3] == 6));
    return is_zip ? open_workbook(book, err) : open_text(book, err);
}

enum sp_rc sp_book_open(const char *path, const struct sp_book_options *options,
                        struct sp_book **out_book, struct sp_err *err)
{
    const size_t path_size = strlen(path) + 1;
    struct sp_book *book = sp_alloc(sizeof *book);
    char *path_copy = sp_alloc(path_size);
    if (!book || !path_copy) {
        sp_free(book);
        sp_free(path_copy);
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening a file");
    }
    memcpy(path_copy, path, path_size);
    *book = (struct sp_book){
        .path = path_copy, .kind = SP_BOOK_XLSX, .zip = {.descriptor = -1}};
    if (options) book->options = *options;
    const enum sp_rc rc = open_by_bytes(book, err);
    if (rc == SP_OK) {
        *out_book = book;
    } else {
        sp_err_at_file(err, path);
        sp_book_close(book);
    }
    return rc;
}

void sp_book_close(struct sp_book *book)
{
    if (!book) return;
    ingest_strings_release(&book->strings);
    ingest_styles_release(&book->styles);
    ingest_workbook_release(&book->workbook);
    ingest_zip_release(&book->zip);
    sp_free(book->path);
    sp_free(book);
}

enum sp_book_kind sp_book_kind_of(const struct sp_book *book)
{
    return book->kind;
}

size_t sp_book_sheet_count(const struct sp_book *book)
{
    return book->kind == SP_BOOK_TEXT ? 1 : book->workbook.sheet_count;
}

struct sp_sheet_info sp_book_sheet_info(const struct sp_book *book, size_t sheet_index)
{
    SP_ASSERT(sheet_index < sp_book_sheet_count(book));
    return book->kind == SP_BOOK_TEXT ? book->text_info
                                      : book->workbook.sheets[sheet_index].info;
}

bool sp_book_is_1904(const struct sp_book *book)
{
    return book->workbook.is_1904;
}

struct sp_str sp_book_sha256(const struct sp_book *book)
{
    return sp_str_of(book->sha256);
}

uint64_t sp_book_file_size(const struct sp_book *book)
{
    return book->file_size;
}

char sp_book_delimiter(const struct sp_book *book)
{
    return book->delimiter;
}

/* -- Sheets
 * ------------------------------------------------------------------------------------ */

static void add_place(const struct sp_book *book, size_t sheet_index, struct sp_err *err)
{
    char name[SP_ERR_PLACE_MAX];
    sp_err_at_file(err, book->path);
    if (book->kind == SP_BOOK_TEXT) return;
    (void)snprintf(name, sizeof name, "%.*s",
                   SP_FMT(book->workbook.sheets[sheet_index].info.name));
    sp_err_at_sheet(err, name);
}

static enum sp_rc open_workbook_sheet(struct sp_book *book, struct sp_sheet *sheet,
                                      struct sp_err *err)
{
    if (!book->strings_are_read) {
        const enum sp_rc rc =
            ingest_strings_read(&book->zip, book->workbook.strings,
                                book->options.thread_count, book->options.plain,
                                &book->strings, err);
        if (rc != SP_OK) return rc;
        book->strings_are_read = true;
    }
    const struct ingest_sheet_source source = {
        .zip = &book->zip,
        .member = book->workbook.sheets[sheet->index].member,
        .strings = &book->strings,
        .styles = &book->styles,
        .options = book->options,
    };
    return ingest_sheet_open(&source, &sheet->sheet, err);
}

enum sp_rc sp_sheet_open(struct sp_book *book, size_t sheet_index,
                         struct sp_sheet **out_sheet, struct sp_err *err)
{
    SP_ASSERT(sheet_index < sp_book_sheet_count(book));
    struct sp_sheet *sheet = sp_alloc(sizeof *sheet);
    if (!sheet)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening a sheet");
    *sheet = (struct sp_sheet){.book = book, .index = sheet_index};
    const enum sp_rc rc =
        book->kind == SP_BOOK_TEXT
            ? ingest_text_open(book->path, &book->options, &sheet->text, err)
            : open_workbook_sheet(book, sheet, err);
    if (rc == SP_OK) {
        *out_sheet = sheet;
    } else {
        add_place(book, sheet_index, err);
        sp_sheet_close(sheet);
    }
    return rc;
}

enum sp_rc sp_sheet_next(struct sp_sheet *sheet, struct sp_row *out_row,
                         struct sp_err *err)
{
    if (sheet->ended != SP_OK) return sheet->ended;
    const enum sp_rc rc = sheet->text ? ingest_text_next(sheet->text, out_row, err)
                                      : ingest_sheet_next(sheet->sheet, out_row, err);
    if (rc != SP_OK) sheet->ended = rc;
    if (rc < 0) add_place(sheet->book, sheet->index, err);
    return rc;
}

void sp_sheet_close(struct sp_sheet *sheet)
{
    if (!sheet) return;
    ingest_text_close(sheet->text);
    ingest_sheet_close(sheet->sheet);
    sp_free(sheet);
}

void sp_sheet_progress(const struct sp_sheet *sheet, uint64_t *out_done,
                       uint64_t *out_all)
{
    if (sheet->text) {
        ingest_text_progress(sheet->text, out_done, out_all);
    } else {
        ingest_sheet_progress(sheet->sheet, out_done, out_all);
    }
}

const char *sp_sheet_plain_reason(struct sp_sheet *sheet)
{
    return sheet->text ? NULL : ingest_sheet_plain_reason(sheet->sheet);
}
