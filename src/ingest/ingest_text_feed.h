/*
 * Batches of a text in order, made on a second thread when there is more than one and the
 * caller wants it. Batches, and where reading fails, are the same either way.
 */
#ifndef INGEST_TEXT_FEED_H
#define INGEST_TEXT_FEED_H

#include "ingest/ingest_text_batch.h"

struct ingest_text_feed;

struct ingest_text_input {
    ingest_read_fn read;
    ingest_progress_fn progress; // NULL when nothing is known
    void *context;               // borrowed, for both; not used between calls, see below
    size_t window_size;          // bytes held at a time, at least 4; 0 for the usual size
    int thread_count;            // 2 or more: find fields on a second thread
    char delimiter;              // 0: found out
};

/**
 * From the second ingest_text_feed_next on, `input->context` belongs to the second thread
 * until the feed is closed.
 *
 * @param out_feed  owned
 * @return a failure also when the text is UTF-16, or the delimiter cannot be one
 */
SP_MUST_USE enum sp_rc ingest_text_feed_open(const struct ingest_text_input *input,
                                             struct ingest_text_feed **out_feed,
                                             struct sp_err *err);
/**
 * The next batch, never NULL, until one with an `rc` other than SP_OK was given.
 *
 * Borrowed until the next call; the bytes of its records may be changed.
 */
struct ingest_batch *ingest_text_feed_next(struct ingest_text_feed *feed);
char ingest_text_feed_delimiter(const struct ingest_text_feed *feed);
/** How far the source was read for the batch given last. */
void ingest_text_feed_progress(const struct ingest_text_feed *feed, uint64_t *out_done,
                               uint64_t *out_all);
void ingest_text_feed_close(struct ingest_text_feed *feed);

#endif
