/*
 * The XML parts of a workbook, in a sound archive: whatever stands in them, every way of
 * reading ends with the same rows, or fails in all.
 *
 *   input = part NUL part NUL …
 *   part  = a letter that names it (see below), its XML
 *
 * Parts that are not given are plain ones. A part that is given twice is the first.
 */
#define _GNU_SOURCE // memfd_create
#include "support/support_workbook.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_SIZE_MAX = 1 << 16, ROWS_MAX = 20000, WAY_COUNT = 3 };

static const struct sp_book_options ways[WAY_COUNT] = {
    {.plain = true}, {.thread_count = 1}, {.thread_count = 2}};

static const struct {
    char letter;
    const char *name;
} parts[] = {
    {'t', "_rels/.rels"},
    {'w', "xl/workbook.xml"},
    {'r', "xl/_rels/workbook.xml.rels"},
    {'s', "xl/styles.xml"},
    {'g', "xl/sharedStrings.xml"},
    {'d', "xl/worksheets/sheet1.xml"},
    {'l', "xl/worksheets/_rels/sheet1.xml.rels"},
};
enum { PART_COUNT = sizeof parts / sizeof *parts };

struct outcome {
    bool is_whole;
    uint64_t sheets;
    uint64_t rows;
    uint64_t hash;
};

static const char *name_of(const struct support_book *book, size_t count, char letter)
{
    const char *name = NULL;
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (parts[i].letter == letter) name = parts[i].name;
    }
    for (size_t i = 0; name && i < count; i++) {
        if (book->parts[i].name == name) return NULL;
    }
    return name;
}

static void split(const uint8_t *data, size_t size, struct support_book *book)
{
    size_t count = 0;
    for (size_t at = 0; at < size && count < PART_COUNT;) {
        const char *text = (const char *)data + at;
        const char *nul = memchr(text, 0, size - at);
        const size_t part_size = nul ? (size_t)(nul - text) : size - at;
        const char *name = part_size ? name_of(book, count, text[0]) : NULL;
        if (name) {
            book->parts[count++] = (struct support_part){
                .name = name, .xml = {.data = text + 1, .size = part_size - 1}};
        }
        at += part_size + 1;
    }
}

static void hash_add(struct outcome *outcome, struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        outcome->hash = (outcome->hash ^ (unsigned char)text.data[i]) * 1099511628211U;
    }
    outcome->hash = (outcome->hash ^ text.size) * 1099511628211U;
}

static void check_cell(const struct sp_cell *cell)
{
    SP_ASSERT((cell->kind == SP_CELL_EMPTY) == (cell->text.size == 0));
    SP_ASSERT(sp_utf8_sound_size(cell->text) == cell->text.size);
    SP_ASSERT(sp_utf8_sound_size(cell->link) == cell->link.size);
}

static enum sp_rc read_sheet(struct sp_sheet *sheet, struct outcome *outcome,
                             struct sp_err *err)
{
    struct sp_row row;
    uint64_t number = 0;
    enum sp_rc rc = SP_OK;
    while (number < ROWS_MAX && (rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        SP_ASSERT(row.number == ++number);
        outcome->rows++;
        for (uint32_t i = 0; i < row.count; i++) {
            check_cell(&row.cells[i]);
            hash_add(outcome, row.cells[i].text);
            hash_add(outcome, row.cells[i].link);
            outcome->hash = (outcome->hash ^ row.cells[i].kind) * 1099511628211U;
        }
    }
    return rc;
}

static struct outcome read_book(const char *path, const struct sp_book_options *way)
{
    struct outcome outcome = {0};
    struct sp_err err = {0};
    struct sp_book *book = NULL;
    enum sp_rc rc = sp_book_open(path, way, &book, &err);
    const size_t count = rc == SP_OK ? sp_book_sheet_count(book) : 0;
    for (size_t i = 0; i < count && rc >= 0; i++) {
        struct sp_sheet *sheet = NULL;
        rc = sp_sheet_open(book, i, &sheet, &err);
        if (rc == SP_OK) rc = read_sheet(sheet, &outcome, &err);
        outcome.sheets++;
        sp_sheet_close(sheet);
    }
    SP_ASSERT(rc >= 0 || (err.rc == rc && err.text[0] && err.file[0]));
    SP_ASSERT(rc != SP_ERR_MEMORY && rc != SP_ERR_IO);
    sp_book_close(book);
    outcome.is_whole = rc >= 0;
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    char path[32];
    struct support_book book = {.rows = "", .is_stored = true};
    struct outcome outcomes[WAY_COUNT];
    struct sp_buf bytes;
    if (size > INPUT_SIZE_MAX) return 0;
    if (file < 0) file = memfd_create("workbook", MFD_CLOEXEC);
    split(data, size, &book);
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(&book, &bytes);
    const bool is_set = file >= 0 && ftruncate(file, 0) == 0 &&
                        pwrite(file, bytes.data, bytes.size, 0) == (ssize_t)bytes.size;
    SP_ASSERT(is_set);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    for (size_t i = 0; i < WAY_COUNT; i++) {
        outcomes[i] = read_book(path, &ways[i]);
        SP_ASSERT(outcomes[i].is_whole == outcomes[0].is_whole);
        SP_ASSERT(!outcomes[0].is_whole || (outcomes[i].sheets == outcomes[0].sheets &&
                                            outcomes[i].rows == outcomes[0].rows &&
                                            outcomes[i].hash == outcomes[0].hash));
    }
    sp_buf_release(&bytes);
    return 0;
}
