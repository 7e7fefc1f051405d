/*
 *   read ──→ window [▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░] + INGEST_BLOCK_SIZE of zeros
 *                    indexed      ↑ rest  ↑ size  ↑ capacity
 *
 * What is left over moves to the front of the next window, which is filled from there;
 * when it took all of the last one, the next is twice as large. First touch of memory is
 * dear, so the same few windows serve the whole file.
 *
 * Invariant: what a batch holds does not depend on which batch is used for it, nor on who
 * reads the ones before: only bytes before `rest` are changed by their reader.
 */
#include "ingest/ingest_text_batch.h"

#include "ingest/ingest_limit.h"

#include <string.h>

static enum sp_rc window_fill(const struct ingest_batcher *batcher,
                              struct ingest_batch *batch, struct sp_err *err)
{
    struct ingest_window *window = &batch->window;
    while (!window->is_last && window->size < batch->capacity) {
        size_t got = 0;
        const enum sp_rc rc =
            batcher->read(batcher->context, window->bytes + window->size,
                          batch->capacity - window->size, &got, err);
        if (rc != SP_OK) return rc;
        window->size += got;
        window->is_last = got == 0;
    }
    memset(window->bytes + window->size, 0, INGEST_BLOCK_SIZE);
    if (batcher->progress) batcher->progress(batcher->context, &batch->done, &batch->all);
    return SP_OK;
}

/* A window of the batcher's capacity; what it holds stays. */
static enum sp_rc window_reserve(const struct ingest_batcher *batcher,
                                 struct ingest_batch *batch, struct sp_err *err)
{
    if (batch->capacity >= batcher->capacity) return SP_OK;
    char *bytes = sp_realloc(batch->window.bytes, batcher->capacity + INGEST_BLOCK_SIZE);
    if (!bytes)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %zu bytes of text",
                          batcher->capacity);
    batch->window.bytes = bytes;
    batch->capacity = batcher->capacity;
    return SP_OK;
}

static enum sp_rc capacity_grow(struct ingest_batcher *batcher, struct sp_err *err)
{
    if (2 * batcher->capacity > INGEST_RECORD_SIZE_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %d bytes in a row: is this delimited text?",
                          INGEST_RECORD_SIZE_MAX);
    }
    batcher->capacity *= 2;
    return SP_OK;
}

/* The window that follows the last one. */
static enum sp_rc window_next(struct ingest_batcher *batcher, struct ingest_batch *batch,
                              struct sp_err *err)
{
    const struct ingest_window *last = &batcher->last->window;
    const size_t left = last->size - batcher->rest;
    const bool is_last = last->is_last;
    enum sp_rc rc = SP_OK;
    if (left == batcher->capacity) rc = capacity_grow(batcher, err);
    if (rc == SP_OK) rc = window_reserve(batcher, batch, err);
    if (rc != SP_OK) return rc;
    memmove(batch->window.bytes, last->bytes + batcher->rest, left);
    batch->window.begin = 0;
    batch->window.size = left;
    batch->window.is_last = is_last;
    return window_fill(batcher, batch, err);
}

enum sp_rc ingest_batch_begin(struct ingest_batcher *batcher, struct ingest_batch *batch,
                              struct sp_err *err)
{
    SP_ASSERT(!batcher->last && batcher->capacity <= INGEST_RECORD_SIZE_MAX);
    const enum sp_rc rc = window_reserve(batcher, batch, err);
    return rc == SP_OK ? window_fill(batcher, batch, err) : rc;
}

void ingest_batch_make(struct ingest_batcher *batcher, struct ingest_batch *batch)
{
    enum sp_rc rc = SP_OK;
    sp_err_reset(&batch->err);
    batch->index.count = 0;
    if (batcher->last) rc = window_next(batcher, batch, &batch->err);
    while (rc == SP_OK) {
        rc = ingest_index_build(&batch->index, &batcher->scan, &batch->window,
                                &batcher->rest, &batch->err);
        batcher->last = batch;
        const bool is_end = batch->window.is_last && batcher->rest == batch->window.size;
        if (rc == SP_OK && is_end) rc = SP_END;
        if (rc != SP_OK || batch->index.count > 0) break;
        rc = window_next(batcher, batch, &batch->err); // No record is complete.
    }
    batch->rc = rc;
}

void ingest_batch_release(struct ingest_batch *batch)
{
    if (!batch) return;
    sp_free(batch->window.bytes);
    ingest_index_release(&batch->index);
    *batch = (struct ingest_batch){0};
}

void ingest_batcher_release(struct ingest_batcher *batcher)
{
    if (!batcher) return;
    ingest_scan_release(&batcher->scan);
}
