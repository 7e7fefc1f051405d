/*
 * Bytes → window → records → rows.
 *
 *   read ──→ window [▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░] + INGEST_BLOCK_SIZE of padding
 *                    given  ↑ scan.next      ↑ size  ↑ capacity
 *
 * When the window ends within a record, that record moves to the front and the window is
 * filled again, doubled first if the record takes all of it. First touch of memory is
 * dear, so the same window serves the whole file.
 *
 * Invariants:
 *   1. The scan sees window[.. window_size) and is shown it again after every fill.
 *   2. Rows given are `row_count`; a failure of the scan belongs to the next one.
 *   3. Cells of the row given borrow from the window or from `repaired`, and neither
 *      changes until the next row is asked for.
 */
#include "ingest/ingest_text.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_text_scan.h"
#include "ingest/ingest_text_sniff.h"
#include "ingest/ingest_text_source.h"
#include "ingest/ingest_text_utf8.h"

#include <stdio.h>
#include <string.h>

enum {
    NOTE_SIZE = 128,
    WINDOW_SIZE_MIN = 4, // Holds a byte order mark.
};

struct ingest_text {
    struct ingest_source *source; // owned; NULL when bytes come from a function
    ingest_read_fn read;
    void *context; // borrowed, for `read`
    char *window;  // owned
    size_t window_size;
    size_t window_capacity; // without the padding
    bool is_ended;          // `read` has no more
    struct ingest_scan scan;
    char *repaired; // owned; texts of a row that was not all UTF-8
    size_t repaired_capacity;
    uint64_t row_count;
    char note[NOTE_SIZE];
};

/* -- Window ------------------------------------------------------------------------ */

static enum sp_rc window_fill(struct ingest_text *text, struct sp_err *err)
{
    while (!text->is_ended && text->window_size < text->window_capacity) {
        size_t got = 0;
        const enum sp_rc rc =
            text->read(text->context, text->window + text->window_size,
                       text->window_capacity - text->window_size, &got, err);
        if (rc != SP_OK) return rc;
        text->window_size += got;
        text->is_ended = got == 0;
    }
    memset(text->window + text->window_size, 0, INGEST_BLOCK_SIZE);
    return SP_OK;
}

static enum sp_rc window_grow(struct ingest_text *text, size_t capacity,
                              struct sp_err *err)
{
    if (capacity > INGEST_RECORD_SIZE_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %d bytes in a row: is this delimited text?",
                          INGEST_RECORD_SIZE_MAX);
    }
    char *window = sp_realloc(text->window, capacity + INGEST_BLOCK_SIZE);
    if (!window)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %zu bytes of text",
                          capacity);
    text->window = window;
    text->window_capacity = capacity;
    return SP_OK;
}

/* The window's end cuts off the record that begins at scan.next: bring in more of it. */
static enum sp_rc window_more(struct ingest_text *text, struct sp_err *err)
{
    const size_t left = (size_t)(text->scan.end - text->scan.next);
    memmove(text->window, text->scan.next, left);
    text->window_size = left;
    enum sp_rc rc = SP_OK;
    if (left == text->window_capacity)
        rc = window_grow(text, 2 * text->window_capacity, err);
    if (rc == SP_OK) rc = window_fill(text, err);
    if (rc == SP_OK)
        ingest_scan_show(&text->scan, text->window, text->window_size, text->is_ended);
    return rc;
}

/* -- Open and close ---------------------------------------------------------------- */

static enum sp_rc marks_check(const struct ingest_text *text, size_t *out_mark_size,
                              struct sp_err *err)
{
    const struct sp_str start = {.data = text->window, .size = text->window_size};
    if (sp_str_starts(start, SP_STR("\xFF\xFE")) ||
        sp_str_starts(start, SP_STR("\xFE\xFF"))) {
        return sp_err_set(err, SP_ERR_INPUT,
                          "the text is UTF-16; save it as 'CSV UTF-8' first");
    }
    *out_mark_size = sp_str_starts(start, SP_STR("\xEF\xBB\xBF")) ? 3 : 0;
    return SP_OK;
}

static enum sp_rc delimiter_check(char delimiter, struct sp_err *err)
{
    const bool is_fine = (unsigned char)delimiter < 0x80 && delimiter != '"' &&
                         delimiter != '\n' && delimiter != '\r';
    return is_fine ? SP_OK
                   : sp_err_set(err, SP_ERR_USAGE,
                                "a quote, a line end or a letter that is not ASCII "
                                "cannot be a delimiter");
}

/* The first window: byte order mark, delimiter, and the scan before row 1. */
static enum sp_rc text_begin(struct ingest_text *text, size_t window_size, char delimiter,
                             struct sp_err *err)
{
    size_t mark_size = 0;
    enum sp_rc rc = delimiter_check(delimiter, err);
    if (rc == SP_OK) rc = window_grow(text, window_size, err);
    if (rc == SP_OK) rc = window_fill(text, err);
    if (rc == SP_OK) rc = marks_check(text, &mark_size, err);
    if (rc != SP_OK) return rc;
    char *start = text->window + mark_size;
    const size_t size = text->window_size - mark_size;
    text->scan.delimiter = delimiter;
    if (!delimiter) rc = ingest_sniff_delimiter(start, size, &text->scan.delimiter, err);
    ingest_scan_show(&text->scan, start, size, text->is_ended);
    return rc;
}

enum sp_rc ingest_text_open_read(ingest_read_fn read, void *context, size_t window_size,
                                 char delimiter, struct ingest_text **out_text,
                                 struct sp_err *err)
{
    struct ingest_text *text = sp_alloc(sizeof *text);
    if (!text) return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening");
    *text = (struct ingest_text){.read = read, .context = context};
    const size_t size = window_size ? window_size : INGEST_PIECE_SIZE;
    SP_ASSERT(size >= WINDOW_SIZE_MIN);
    const enum sp_rc rc = text_begin(text, size, delimiter, err);
    if (rc == SP_OK) {
        *out_text = text;
    } else {
        ingest_text_close(text);
    }
    return rc;
}

enum sp_rc ingest_text_open(const char *path, const struct sp_book_options *options,
                            struct ingest_text **out_text, struct sp_err *err)
{
    struct ingest_source *source = NULL;
    struct ingest_text *text = NULL;
    enum sp_rc rc =
        ingest_source_open(path, options && options->allow_large, &source, err);
    if (rc == SP_OK) {
        rc = ingest_text_open_read(ingest_source_read, source, 0,
                                   options ? options->delimiter : 0, &text, err);
    }
    if (rc != SP_OK) {
        ingest_source_close(source);
        sp_err_at_file(err, path);
        return rc;
    }
    text->source = source;
    *out_text = text;
    return SP_OK;
}

void ingest_text_close(struct ingest_text *text)
{
    if (!text) return;
    ingest_source_close(text->source);
    ingest_scan_release(&text->scan);
    sp_free(text->window);
    sp_free(text->repaired);
    sp_free(text);
}

/* -- Rows -------------------------------------------------------------------------- */

static enum sp_rc repaired_reserve(struct ingest_text *text, size_t size,
                                   struct sp_err *err)
{
    if (size <= text->repaired_capacity) return SP_OK;
    char *repaired = sp_realloc(text->repaired, size);
    if (!repaired)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %zu bytes of text",
                          size);
    text->repaired = repaired;
    text->repaired_capacity = size;
    return SP_OK;
}

/* Read what is not UTF-8 in the row's cells as Windows-1252. */
static enum sp_rc cells_repair(struct ingest_text *text, struct sp_err *err)
{
    size_t bad_size = 0;
    for (uint32_t i = 0; i < text->scan.count; i++) {
        const struct sp_str cell = text->scan.cells[i].text;
        if (!ingest_utf8_is_valid(cell)) bad_size += cell.size;
    }
    if (bad_size == 0) return SP_OK;
    const enum sp_rc rc = repaired_reserve(text, INGEST_UTF8_GROWTH_MAX * bad_size, err);
    if (rc != SP_OK) return rc;
    char *out = text->repaired;
    for (uint32_t i = 0; i < text->scan.count; i++) {
        struct sp_str *cell = &text->scan.cells[i].text;
        if (ingest_utf8_is_valid(*cell)) continue;
        *cell = (struct sp_str){.data = out, .size = ingest_utf8_repair(*cell, out)};
        out += cell->size;
    }
    if (text->note[0] == '\0') {
        (void)snprintf(
            text->note, sizeof text->note,
            "bytes that are not UTF-8 were read as Windows-1252, first in row %llu",
            (unsigned long long)(text->row_count + 1));
    }
    return SP_OK;
}

static enum sp_rc record_next(struct ingest_text *text, struct sp_err *err)
{
    struct ingest_scan *scan = &text->scan;
    enum sp_rc rc;
    while ((rc = ingest_scan_record(scan, err)) == SP_END) {
        if (text->is_ended && scan->next == scan->end) return SP_END;
        rc = window_more(text, err);
        if (rc != SP_OK) return rc;
    }
    if (rc != SP_OK) return rc;
    if (scan->doubled_count > 0) ingest_scan_undouble(scan);
    return scan->is_high ? cells_repair(text, err) : SP_OK;
}

enum sp_rc ingest_text_next(struct ingest_text *text, struct sp_row *out_row,
                            struct sp_err *err)
{
    const enum sp_rc rc = record_next(text, err);
    if (rc < 0) sp_err_at_row(err, text->row_count + 1);
    if (rc != SP_OK) return rc;
    text->row_count++;
    *out_row = (struct sp_row){
        .number = text->row_count,
        .count = text->scan.count,
        .cells = text->scan.cells,
    };
    return SP_OK;
}

char ingest_text_delimiter(const struct ingest_text *text)
{
    return text->scan.delimiter;
}

const char *ingest_text_note(const struct ingest_text *text)
{
    return text->note[0] ? text->note : NULL;
}

void ingest_text_progress(const struct ingest_text *text, uint64_t *out_done,
                          uint64_t *out_all)
{
    *out_done = 0;
    *out_all = 0;
    if (text->source) ingest_source_progress(text->source, out_done, out_all);
}
