/*
 * A ring of batches between the thread that makes them and the one that reads them:
 *
 *   batches  [ given | made | made | under way ]      released ≤ given ≤ made ≤ released
 * + N ↑ the reader's        ↑ the maker's
 *
 * The first batch is made by the reader, and so is every other when it wants no second
 * thread or none can be had: a file of one window is not worth a thread. The thread
 * starts when a second batch is asked for.
 *
 * Invariants:
 *   1. The three counts change only under the lock, and so does `is_stopping`.
 *   2. A batch belongs to the maker from `made` on, to the reader before.
 *   3. After a batch whose rc is not SP_OK none is made.
 *   4. A thread that was started is joined by ingest_text_feed_close, and nowhere else.
 */
#include "ingest/ingest_text_feed.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_text_sniff.h"

#include <pthread.h>

enum { WINDOW_SIZE_MIN = 4 }; // Holds a byte order mark.

struct ingest_text_feed {
    struct ingest_batcher batcher;
    struct ingest_batch batches[INGEST_PIECE_COUNT];
    char delimiter;
    bool wants_thread; // not yet tried
    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; // Never do both wait: the ring is not full and empty at once.
    uint64_t released;
    uint64_t given;
    uint64_t made;
    bool is_stopping;
};

/* -- The second thread ------------------------------------------------------------- */

/* The batch to make next, or NULL when the feed is closing. */
static struct ingest_batch *wait_for_room(struct ingest_text_feed *feed)
{
    (void)pthread_mutex_lock(&feed->lock);
    while (!feed->is_stopping && feed->made - feed->released == INGEST_PIECE_COUNT) {
        (void)pthread_cond_wait(&feed->changed, &feed->lock);
    }
    struct ingest_batch *batch =
        feed->is_stopping ? NULL : &feed->batches[feed->made % INGEST_PIECE_COUNT];
    (void)pthread_mutex_unlock(&feed->lock);
    return batch;
}

static void *batches_make(void *context)
{
    struct ingest_text_feed *feed = context;
    bool goes_on = true;
    while (goes_on) {
        struct ingest_batch *batch = wait_for_room(feed);
        if (!batch) break;
        ingest_batch_make(&feed->batcher, batch);
        goes_on = batch->rc == SP_OK; // Asked before the batch is the reader's.
        (void)pthread_mutex_lock(&feed->lock);
        feed->made++;
        (void)pthread_cond_signal(&feed->changed);
        (void)pthread_mutex_unlock(&feed->lock);
    }
    return NULL;
}

static void thread_start(struct ingest_text_feed *feed)
{
    feed->wants_thread = false;
    if (pthread_mutex_init(&feed->lock, NULL) != 0) return;
    if (pthread_cond_init(&feed->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&feed->lock);
        return;
    }
    feed->has_thread = pthread_create(&feed->thread, NULL, batches_make, feed) == 0;
    if (feed->has_thread) return;
    (void)pthread_cond_destroy(&feed->changed);
    (void)pthread_mutex_destroy(&feed->lock);
}

static void thread_stop(struct ingest_text_feed *feed)
{
    (void)pthread_mutex_lock(&feed->lock);
    feed->is_stopping = true;
    (void)pthread_cond_signal(&feed->changed);
    (void)pthread_mutex_unlock(&feed->lock);
    (void)pthread_join(feed->thread, NULL);
    (void)pthread_cond_destroy(&feed->changed);
    (void)pthread_mutex_destroy(&feed->lock);
}

/* -- The reader -------------------------------------------------------------------- */

static struct ingest_batch *batch_wait(struct ingest_text_feed *feed)
{
    (void)pthread_mutex_lock(&feed->lock);
    feed->released = feed->given;
    (void)pthread_cond_signal(&feed->changed);
    while (feed->made == feed->given) {
        (void)pthread_cond_wait(&feed->changed, &feed->lock);
    }
    struct ingest_batch *batch = &feed->batches[feed->given++ % INGEST_PIECE_COUNT];
    (void)pthread_mutex_unlock(&feed->lock);
    return batch;
}

struct ingest_batch *ingest_text_feed_next(struct ingest_text_feed *feed)
{
    if (feed->given > 0 && feed->wants_thread) thread_start(feed);
    if (feed->has_thread) return batch_wait(feed);
    feed->given = feed->made = 1;
    ingest_batch_make(&feed->batcher, &feed->batches[0]);
    return &feed->batches[0];
}

/* -- Open and close ---------------------------------------------------------------- */

static enum sp_rc marks_check(const struct ingest_window *window, size_t *out_mark_size,
                              struct sp_err *err)
{
    const struct sp_str start = {.data = window->bytes, .size = window->size};
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

/* The first window: byte order mark, and delimiter. */
static enum sp_rc feed_begin(struct ingest_text_feed *feed, char delimiter,
                             struct sp_err *err)
{
    struct ingest_window *window = &feed->batches[0].window;
    enum sp_rc rc = delimiter_check(delimiter, err);
    if (rc == SP_OK) rc = ingest_batch_begin(&feed->batcher, &feed->batches[0], err);
    if (rc == SP_OK) rc = marks_check(window, &window->begin, err);
    if (rc == SP_OK && !delimiter) {
        rc = ingest_sniff_delimiter(window->bytes + window->begin,
                                    window->size - window->begin, &delimiter, err);
    }
    feed->delimiter = feed->batcher.scan.delimiter = delimiter;
    return rc;
}

enum sp_rc ingest_text_feed_open(const struct ingest_text_input *input,
                                 struct ingest_text_feed **out_feed, struct sp_err *err)
{
    struct ingest_text_feed *feed = sp_alloc(sizeof *feed);
    if (!feed) return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening");
    *feed = (struct ingest_text_feed){
        .batcher = {.read = input->read,
                    .progress = input->progress,
                    .context = input->context,
                    .capacity =
                        input->window_size ? input->window_size : INGEST_PIECE_SIZE},
        .wants_thread = input->thread_count >= 2,
    };
    SP_ASSERT(feed->batcher.capacity >= WINDOW_SIZE_MIN);
    const enum sp_rc rc = feed_begin(feed, input->delimiter, err);
    if (rc == SP_OK) {
        *out_feed = feed;
    } else {
        ingest_text_feed_close(feed);
    }
    return rc;
}

char ingest_text_feed_delimiter(const struct ingest_text_feed *feed)
{
    return feed->delimiter;
}

void ingest_text_feed_progress(const struct ingest_text_feed *feed, uint64_t *out_done,
                               uint64_t *out_all)
{
    const uint64_t index = feed->given > 0 ? feed->given - 1 : 0;
    const struct ingest_batch *batch = &feed->batches[index % INGEST_PIECE_COUNT];
    *out_done = batch->done;
    *out_all = batch->all;
}

void ingest_text_feed_close(struct ingest_text_feed *feed)
{
    if (!feed) return;
    if (feed->has_thread) thread_stop(feed);
    for (size_t i = 0; i < INGEST_PIECE_COUNT; i++) {
        ingest_batch_release(&feed->batches[i]);
    }
    ingest_batcher_release(&feed->batcher);
    sp_free(feed);
}
