/*
 * Books and sheets of any kind: what a file is follows from its first bytes.
 *
 *   "PK"              zip      a workbook: ingest_workbook, ingest_sheet
 *   D0 CF 11 E0       refused  an old or password-protected workbook
 *   anything else              delimited text, gzip or not: ingest_text
 *
 * Invariants:
 *   1. Shared strings are read when the first sheet is opened, so that listing sheets is
 *      cheap; sheets opened at once on two threads wait for the one reading, under the
 * lock.
 *   2. Everything else of a book stays as it is after opening, so sheets share it freely.
 */
#include "base/base.h"
#include "ingest/ingest_sheet.h"
#include "ingest/ingest_text.h"
#include "ingest/ingest_workbook.h"
#include "ingest/ingest_zip.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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
    bool strings_are_read; // under the lock
    pthread_mutex_t lock;
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

static enum sp_rc sniff(struct sp_book *book, unsigned char start[4], size_t *out_size,
                        struct sp_err *err)
{
    struct stat facts;
    const enum sp_rc rc = sp_file_check(book->path, err);
    if (rc != SP_OK) return rc;
    FILE *file = fopen(book->path, "rb");
    if (!file) return sp_err_set(err, SP_ERR_INPUT, "cannot open: %s", strerror(errno));
    *out_size = fread(start, 1, 4, file);
    const bool is_bad = ferror(file) != 0 || fstat(fileno(file), &facts) != 0;
    if (!is_bad) book->file_size = (uint64_t)facts.st_size;
    (void)fclose(file);
    return is_bad ? sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno))
                  : SP_OK;
}

static enum sp_rc check_size(const struct sp_book *book, uint64_t size,
                             struct sp_err *err)
{
    if (size == book->file_size) return SP_OK;
    return sp_err_set(err, SP_ERR_INPUT,
                      "file changed while it was read; add it again when it is complete");
}

static enum sp_rc open_workbook(struct sp_book *book, struct sp_err *err)
{
    enum sp_rc rc =
        ingest_zip_open(book->path, book->options.allow_large, &book->zip, err);
    if (rc == SP_OK) rc = check_size(book, book->zip.file_size, err);
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
    const enum sp_rc rc = sniff(book, start, &size, err);
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
    (void)pthread_mutex_init(&book->lock, NULL);
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
    (void)pthread_mutex_destroy(&book->lock);
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

enum sp_rc sp_book_sha256(struct sp_book *book, struct sp_str *out_sha256,
                          struct sp_err *err)
{
    if (!book->sha256[0]) {
        char sha256[SP_SHA256_TEXT_SIZE];
        uint64_t size = 0;
        enum sp_rc rc = sp_sha256_file(book->path, sha256, &size, err);
        if (rc == SP_OK) rc = check_size(book, size, err);
        if (rc != SP_OK) {
            sp_err_at_file(err, book->path);
            return rc;
        }
        memcpy(book->sha256, sha256, sizeof sha256);
    }
    *out_sha256 = sp_str_of(book->sha256);
    return SP_OK;
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

static enum sp_rc read_strings(struct sp_book *book, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    (void)pthread_mutex_lock(&book->lock);
    if (!book->strings_are_read)
        rc = ingest_strings_read(&book->zip, book->workbook.strings, &book->options,
                                 &book->strings, err);
    if (rc == SP_OK) book->strings_are_read = true;
    (void)pthread_mutex_unlock(&book->lock);
    return rc;
}

static enum sp_rc open_workbook_sheet(struct sp_book *book, struct sp_sheet *sheet,
                                      struct sp_err *err)
{
    const enum sp_rc rc = read_strings(book, err);
    if (rc != SP_OK) return rc;
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

const char *sp_sheet_note(const struct sp_sheet *sheet)
{
    return sheet->text ? ingest_text_note(sheet->text) : NULL;
}
