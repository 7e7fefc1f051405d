/*
 * Bytes → batches (a window and where its fields end) → rows of cells.
 *
 *   batch   window [ record | record | record | left over ]
 *                    ↑ record_begin
 *           index  [ ▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░ ]
 *                             ↑ entry_next
 *
 * Nothing is copied: cells borrow from the window. A field with doubled quotes is closed
 * up in place, and only what was not UTF-8 moves to `repaired`.
 *
 * Invariants:
 *   1. Rows given are `row_count`; a failure after a batch belongs to the next one.
 *   2. Cells of the row given borrow from the batch or from `repaired`, and neither
 *      changes until the next row is asked for.
 */
#include "ingest/ingest_text.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_text_source.h"
#include "ingest/ingest_text_utf8.h"

#include <stdio.h>
#include <string.h>

enum { NOTE_SIZE = 128, CELLS_FIRST = 64 };

struct ingest_text {
    struct ingest_source *source;  // owned; NULL when bytes come from a function
    struct ingest_text_feed *feed; // owned
    struct ingest_batch *batch;    // borrowed from `feed`; NULL before the first
    size_t entry_next;
    size_t record_begin;
    struct sp_cell *cells; // owned
    uint32_t cell_count;
    uint32_t cell_capacity;
    char *repaired; // owned; texts of a row that was not all UTF-8
    size_t repaired_capacity;
    uint64_t row_count;
    char note[NOTE_SIZE];
};

/* -- Open and close ---------------------------------------------------------------- */

enum sp_rc ingest_text_open_read(const struct ingest_text_input *input,
                                 struct ingest_text **out_text, struct sp_err *err)
{
    struct ingest_text *text = sp_alloc(sizeof *text);
    if (!text) return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening");
    *text = (struct ingest_text){0};
    const enum sp_rc rc = ingest_text_feed_open(input, &text->feed, err);
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
        const struct ingest_text_input input = {
            .read = ingest_source_read,
            .progress = ingest_source_progress,
            .context = source,
            .thread_count = options ? options->thread_count : 1,
            .delimiter = options ? options->delimiter : 0,
        };
        rc = ingest_text_open_read(&input, &text, err);
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
    ingest_text_feed_close(text->feed); // First: its thread reads the source.
    ingest_source_close(text->source);
    sp_free(text->cells);
    sp_free(text->repaired);
    sp_free(text);
}

/* -- Cells ------------------------------------------------------------------------- */

static enum sp_rc cells_grow(struct ingest_text *text, struct sp_err *err)
{
    const uint32_t capacity = text->cell_capacity ? 2 * text->cell_capacity : CELLS_FIRST;
    struct sp_cell *cells = sp_realloc(text->cells, capacity * sizeof *cells);
    if (!cells)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %u fields", capacity);
    // What a text never has is set once: a row is too short a time for twelve of them.
    for (uint32_t i = text->cell_capacity; i < capacity; i++) {
        cells[i] = (struct sp_cell){0};
    }
    text->cells = cells;
    text->cell_capacity = capacity;
    return SP_OK;
}

/* The next record's fields as they are in the window, up to its last entry. */
static enum sp_rc cells_take(struct ingest_text *text, uint32_t *out_last,
                             struct sp_err *err)
{
    const struct ingest_batch *batch = text->batch;
    const char *bytes = batch->window.bytes;
    const char *start = bytes + text->record_begin;
    uint32_t entry = 0;
    uint32_t count = 0;
    size_t i = text->entry_next;
    do {
        if (count == text->cell_capacity) {
            const enum sp_rc rc = cells_grow(text, err);
            if (rc != SP_OK) return rc;
        }
        entry = batch->index.entries[i++];
        const char *end = bytes + (entry & INGEST_ENTRY_AT);
        const bool is_quoted = *start == '"'; // After the input's end there is a zero.
        const size_t size = (size_t)(end - start) - (is_quoted ? 2 : 0);
        struct sp_cell *cell = &text->cells[count++];
        cell->kind = size ? SP_CELL_TEXT : SP_CELL_EMPTY;
        cell->text = (struct sp_str){.data = start + is_quoted, .size = size};
        start = end + 1;
    } while (!(entry & INGEST_ENTRY_LAST));
    // A blank line is an empty row; a line of "" is a row of one empty field.
    const bool is_blank = (entry & INGEST_ENTRY_AT) == text->record_begin;
    text->cell_count = is_blank ? 0 : count;
    text->entry_next = i;
    text->record_begin = (size_t)(start - bytes) + (start[-1] == '\r' && *start == '\n');
    *out_last = entry;
    return SP_OK;
}

/* -- Doubled quotes ---------------------------------------------------------------- */

/* Quotes stand in pairs, since the field was found closed. */
static size_t undouble(char *text, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        text[kept++] = text[i];
        if (text[i] == '"') i++;
    }
    return kept;
}

/* Make one of each two quotes that stand for one. */
static void cells_undouble(struct ingest_text *text)
{
    char *bytes = text->batch->window.bytes;
    for (uint32_t i = 0; i < text->cell_count; i++) {
        struct sp_str *cell = &text->cells[i].text;
        const size_t at = (size_t)(cell->data - bytes);
        // Quotes in a plain field are as they should be. A delimiter is no quote.
        const bool is_quoted = at > 0 && bytes[at - 1] == '"';
        if (is_quoted) cell->size = undouble(bytes + at, cell->size);
    }
}

/* -- What is not UTF-8 ------------------------------------------------------------- */

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
    for (uint32_t i = 0; i < text->cell_count; i++) {
        const struct sp_str cell = text->cells[i].text;
        if (!ingest_utf8_is_valid(cell)) bad_size += cell.size;
    }
    if (bad_size == 0) return SP_OK;
    const enum sp_rc rc = repaired_reserve(text, INGEST_UTF8_GROWTH_MAX * bad_size, err);
    if (rc != SP_OK) return rc;
    char *out = text->repaired;
    for (uint32_t i = 0; i < text->cell_count; i++) {
        struct sp_str *cell = &text->cells[i].text;
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

/* -- Rows -------------------------------------------------------------------------- */

/* A batch with a record not yet given, or how it all ends. */
static enum sp_rc batch_next(struct ingest_text *text, struct sp_err *err)
{
    while (!text->batch || text->entry_next == text->batch->index.count) {
        const enum sp_rc rc = text->batch ? text->batch->rc : SP_OK;
        if (rc < 0) return sp_err_set(err, rc, "%s", text->batch->err.text);
        if (rc != SP_OK) return rc;
        text->batch = ingest_text_feed_next(text->feed);
        text->entry_next = 0;
        text->record_begin = text->batch->window.begin;
    }
    return SP_OK;
}

static enum sp_rc record_next(struct ingest_text *text, struct sp_err *err)
{
    uint32_t last = 0;
    enum sp_rc rc = batch_next(text, err);
    if (rc == SP_OK) rc = cells_take(text, &last, err);
    if (rc != SP_OK) return rc;
    if (last & INGEST_ENTRY_DOUBLED) cells_undouble(text);
    return last & INGEST_ENTRY_HIGH ? cells_repair(text, err) : SP_OK;
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
        .count = text->cell_count,
        .cells = text->cells,
    };
    return SP_OK;
}

char ingest_text_delimiter(const struct ingest_text *text)
{
    return ingest_text_feed_delimiter(text->feed);
}

const char *ingest_text_note(const struct ingest_text *text)
{
    return text->note[0] ? text->note : NULL;
}

void ingest_text_progress(const struct ingest_text *text, uint64_t *out_done,
                          uint64_t *out_all)
{
    ingest_text_feed_progress(text->feed, out_done, out_all);
}
