/*
 * Pieces of a sheet, with room in front for what the reader has not finished.
 *
 *   buffer:  [ room for kept bytes: INGEST_SCAN_ROW_SIZE_MAX | piece: INGEST_PIECE_SIZE ]
 *
 * The room is address space only: its pages are touched as far as rows reach.
 */
#include "ingest/ingest_feed.h"

#include "ingest/ingest_limit.h"

#include <string.h>

struct ingest_feed {
    struct ingest_part *part; // owned
    char *buffer;             // owned
    bool has_ended;
};

enum sp_rc ingest_feed_open(const struct ingest_zip *zip,
                            const struct ingest_member *member, int thread_count,
                            struct ingest_feed **out_feed, struct sp_err *err)
{
    (void)thread_count;
    struct ingest_feed *feed = sp_alloc(sizeof *feed);
    if (!feed) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    *feed = (struct ingest_feed){
        .buffer = sp_alloc(INGEST_SCAN_ROW_SIZE_MAX + INGEST_PIECE_SIZE)};
    enum sp_rc rc = feed->buffer
                        ? ingest_part_open(zip, member, &feed->part, err)
                        : sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    if (rc == SP_OK) {
        *out_feed = feed;
    } else {
        ingest_feed_close(feed);
    }
    return rc;
}

enum sp_rc ingest_feed_next(struct ingest_feed *feed, struct sp_str keep,
                            struct sp_str *out_bytes, struct sp_err *err)
{
    SP_ASSERT(keep.size <= INGEST_SCAN_ROW_SIZE_MAX);
    char *piece = feed->buffer + INGEST_SCAN_ROW_SIZE_MAX;
    size_t size = 0;
    if (feed->has_ended) return SP_END;
    if (keep.size) memmove(piece - keep.size, keep.data, keep.size);
    const enum sp_rc rc =
        ingest_part_read(feed->part, piece, INGEST_PIECE_SIZE, &size, err);
    if (rc != SP_OK) return rc;
    feed->has_ended = size == 0;
    if (feed->has_ended) return SP_END;
    *out_bytes = (struct sp_str){.data = piece - keep.size, .size = keep.size + size};
    return SP_OK;
}

uint64_t ingest_feed_taken(const struct ingest_feed *feed)
{
    return ingest_part_taken(feed->part);
}

void ingest_feed_close(struct ingest_feed *feed)
{
    if (!feed) return;
    ingest_part_close(feed->part);
    sp_free(feed->buffer);
    sp_free(feed);
}
