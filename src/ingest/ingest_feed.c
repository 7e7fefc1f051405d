/*
 * Pieces of a part, with room in front for what the reader has not finished.
 *
 *   piece:  [ room for kept bytes | INGEST_PIECE_SIZE | zeros ]
 *
 *   ring:   … given ┆ full full ┆ being filled ┆ free …
 *                   ↑ next_out                 ↑ next_in
 *
 * The room is INGEST_KEEP_SIZE, and made larger for the rare row that needs more.
 *
 * Invariants:
 *   1. Pieces are filled and given in order. With two threads the filling one owns those
 *      from next_in on, the reading one those before next_out; what both look at is under
 *      the lock.
 *   2. The last piece given stays as it is until the next one is asked for: what is kept
 *      of it is copied before it is free.
 *   3. Filling ends at the first piece that is no SP_OK, and that outcome is given again
 *      and again.
 */
#include "ingest/ingest_feed.h"

#include "ingest/ingest_limit.h"

#include <pthread.h>
#include <string.h>

struct piece {
    char *buffer; // owned; made when it is first filled
    size_t room;  // before the piece's own bytes
    size_t size;
    uint64_t taken; // packed bytes behind it
    enum sp_rc rc;  // SP_END: no piece, the part has ended
    struct sp_err err;
};

struct ingest_feed {
    struct ingest_part *part; // owned; of the filling thread while there is one
    size_t piece_size;
    struct piece pieces[INGEST_PIECE_COUNT];
    uint64_t next_in;  // the piece to fill next
    uint64_t next_out; // the piece to give next
    uint64_t taken;    // of the piece given last
    bool is_threaded;
    bool is_closing;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

static struct piece *piece_at(struct ingest_feed *feed, uint64_t number)
{
    return &feed->pieces[number % INGEST_PIECE_COUNT];
}

/* -- Filling
 * ---------------------------------------------------------------------------------- */

static char *start_of(const struct piece *piece)
{
    return piece->buffer + piece->room;
}

/* A buffer with this room in front, what the piece holds brought along. */
static enum sp_rc make_buffer(const struct ingest_feed *feed, struct piece *piece,
                              size_t room, struct sp_err *err)
{
    char *buffer = sp_alloc(room + feed->piece_size + INGEST_PAD_SIZE);
    if (!buffer) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    if (piece->buffer)
        memcpy(buffer + room, start_of(piece), piece->size + INGEST_PAD_SIZE);
    sp_free(piece->buffer);
    piece->buffer = buffer;
    piece->room = room;
    return SP_OK;
}

static enum sp_rc fill_buffer(struct ingest_feed *feed, struct piece *piece)
{
    if (!piece->buffer) {
        const enum sp_rc rc = make_buffer(feed, piece, INGEST_KEEP_SIZE, &piece->err);
        if (rc != SP_OK) return rc;
    }
    while (piece->size < feed->piece_size) {
        size_t size = 0;
        const enum sp_rc rc =
            ingest_part_read(feed->part, start_of(piece) + piece->size,
                             feed->piece_size - piece->size, &size, &piece->err);
        if (rc != SP_OK) return rc;
        if (size == 0) return SP_END;
        piece->size += size;
    }
    return SP_OK;
}

/* What was unpacked before the end or a failure is a piece; the outcome is the next one.
 */
static void fill(struct ingest_feed *feed, struct piece *piece)
{
    piece->size = 0;
    piece->err.rc = SP_OK;
    piece->rc = fill_buffer(feed, piece);
    piece->taken = ingest_part_taken(feed->part);
    if (piece->buffer) memset(start_of(piece) + piece->size, 0, INGEST_PAD_SIZE);
}

static void *fill_all(void *context)
{
    struct ingest_feed *feed = context;
    bool goes_on = true;
    (void)pthread_mutex_lock(&feed->lock);
    while (goes_on) {
        // The piece given last is the reader's until it asks for another.
        while (!feed->is_closing &&
               feed->next_in >= feed->next_out + INGEST_PIECE_COUNT - 1) {
            (void)pthread_cond_wait(&feed->changed, &feed->lock);
        }
        if (feed->is_closing) break;
        struct piece *piece = piece_at(feed, feed->next_in);
        (void)pthread_mutex_unlock(&feed->lock);
        fill(feed, piece);
        goes_on = piece->rc == SP_OK;
        (void)pthread_mutex_lock(&feed->lock);
        feed->next_in++;
        (void)pthread_cond_signal(&feed->changed);
    }
    (void)pthread_mutex_unlock(&feed->lock);
    return NULL;
}

/* -- Giving
 * ----------------------------------------------------------------------------------- */

enum sp_rc ingest_feed_open(const struct ingest_zip *zip,
                            const struct ingest_member *member,
                            const struct sp_book_options *options,
                            struct ingest_feed **out_feed, struct sp_err *err)
{
    struct ingest_feed *feed = sp_alloc(sizeof *feed);
    if (!feed) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    const bool is_odd =
        options->piece_size > 0 && options->piece_size < INGEST_PIECE_SIZE;
    *feed = (struct ingest_feed){.piece_size =
                                     is_odd ? options->piece_size : INGEST_PIECE_SIZE};
    const enum sp_rc rc = ingest_part_open(zip, member, &feed->part, err);
    if (rc != SP_OK) {
        sp_free(feed);
        return rc;
    }
    (void)pthread_mutex_init(&feed->lock, NULL);
    (void)pthread_cond_init(&feed->changed, NULL);
    // Where no thread can be had the reader unpacks for itself, with the same outcome.
    feed->is_threaded = options->thread_count > 1 &&
                        pthread_create(&feed->thread, NULL, fill_all, feed) == 0;
    *out_feed = feed;
    return SP_OK;
}

static struct piece *wait_for_piece(struct ingest_feed *feed)
{
    struct piece *piece = piece_at(feed, feed->next_out);
    if (feed->is_threaded) {
        (void)pthread_mutex_lock(&feed->lock);
        while (feed->next_in <= feed->next_out) {
            (void)pthread_cond_wait(&feed->changed, &feed->lock);
        }
        (void)pthread_mutex_unlock(&feed->lock);
    } else if (feed->next_in <= feed->next_out) {
        fill(feed, piece);
        feed->next_in++;
    }
    return piece;
}

/* The piece before the one given now is free again. */
static void advance(struct ingest_feed *feed)
{
    (void)pthread_mutex_lock(&feed->lock);
    feed->next_out++;
    (void)pthread_cond_signal(&feed->changed);
    (void)pthread_mutex_unlock(&feed->lock);
}

enum sp_rc ingest_feed_next(struct ingest_feed *feed, struct sp_str keep,
                            struct sp_str *out_bytes, struct sp_err *err)
{
    SP_ASSERT(keep.size <= INGEST_SCAN_ROW_SIZE_MAX);
    struct piece *piece = wait_for_piece(feed);
    if (piece->size == 0) {
        if (piece->rc < 0 && err && err->rc == SP_OK) *err = piece->err;
        return piece->rc;
    }
    if (keep.size > piece->room) {
        const enum sp_rc rc = make_buffer(feed, piece, 2 * keep.size, err);
        if (rc != SP_OK) return rc;
    }
    char *start = start_of(piece);
    if (keep.size) memmove(start - keep.size, keep.data, keep.size);
    *out_bytes =
        (struct sp_str){.data = start - keep.size, .size = keep.size + piece->size};
    feed->taken = piece->taken;
    if (piece->rc == SP_OK) {
        advance(feed);
    } else {
        piece->size = 0; // Given; the outcome is left.
    }
    return SP_OK;
}

uint64_t ingest_feed_taken(const struct ingest_feed *feed)
{
    return feed->taken;
}

void ingest_feed_close(struct ingest_feed *feed)
{
    if (!feed) return;
    if (feed->is_threaded) {
        (void)pthread_mutex_lock(&feed->lock);
        feed->is_closing = true;
        (void)pthread_cond_signal(&feed->changed);
        (void)pthread_mutex_unlock(&feed->lock);
        (void)pthread_join(feed->thread, NULL);
    }
    (void)pthread_cond_destroy(&feed->changed);
    (void)pthread_mutex_destroy(&feed->lock);
    ingest_part_close(feed->part);
    for (size_t i = 0; i < INGEST_PIECE_COUNT; i++) {
        sp_free(feed->pieces[i].buffer);
    }
    sp_free(feed);
}
