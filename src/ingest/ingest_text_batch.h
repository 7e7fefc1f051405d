/*
 * Text a batch at a time: a window of bytes, and the index of the records that are
 * complete in it. One batch follows another: what a window's end cuts off begins the
 * next.
 */
#ifndef INGEST_TEXT_BATCH_H
#define INGEST_TEXT_BATCH_H

#include "ingest/ingest_inflate.h"
#include "ingest/ingest_text_index.h"

/* Zero-initialised before its first use. */
struct ingest_batch {
    struct ingest_window window; // its bytes are owned
    size_t capacity;             // of the window, without the padding
    struct ingest_index index;
    enum sp_rc rc; // what comes after its records: SP_OK for more, SP_END, or a failure
    struct sp_err err;
    uint64_t done; // how far the source was read, and how far it goes
    uint64_t all;
};

typedef void (*ingest_progress_fn)(const void *context, uint64_t *out_done,
                                   uint64_t *out_all);

/* Makes batches, in order. */
struct ingest_batcher {
    ingest_read_fn read;
    ingest_progress_fn progress; // NULL when nothing is known
    void *context;               // borrowed, for both
    size_t capacity;             // of the next window
    struct ingest_scan scan;     // has the delimiter
    const struct ingest_batch
        *last;   // borrowed; the batch made last, NULL before the first
    size_t rest; // offset in its window of what it leaves over
};

/** The first batch's window filled, its records not yet looked for. */
SP_MUST_USE enum sp_rc ingest_batch_begin(struct ingest_batcher *batcher,
                                          struct ingest_batch *batch, struct sp_err *err);
/**
 * The next batch; the first time, the one that ingest_batch_begin filled. It may be the
 * last one used anew, or another. Without a failure it holds a record, or is the last.
 */
void ingest_batch_make(struct ingest_batcher *batcher, struct ingest_batch *batch);
void ingest_batch_release(struct ingest_batch *batch);
void ingest_batcher_release(struct ingest_batcher *batcher);

#endif
