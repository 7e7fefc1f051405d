/*
 * The unpacked bytes of a part, a piece at a time, unpacked ahead on a second thread when
 * there is one. The pieces, their bounds and the first failure are the same either way.
 */
#ifndef INGEST_FEED_H
#define INGEST_FEED_H

#include "ingest/ingest_zip.h"
#include "sallyport/sheet.h"

struct ingest_feed;

/**
 * @param options   thread_count 2 or more: unpack on a second thread; piece_size
 * @param out_feed  owned
 */
SP_MUST_USE enum sp_rc ingest_feed_open(const struct ingest_zip *zip,
                                        const struct ingest_member *member,
                                        const struct sp_book_options *options,
                                        struct ingest_feed **out_feed,
                                        struct sp_err *err);
/**
 * The next piece.
 *
 * @param keep       bytes at the end of the last piece that are to stand before this
 * one's; at most INGEST_SCAN_ROW_SIZE_MAX
 * @param out_bytes  borrowed until the next call, INGEST_PAD_SIZE bytes of 0 behind them;
 * untouched, with `keep` still valid, unless SP_OK
 * @return SP_END when there are no more bytes and the member was found sound
 */
SP_MUST_USE enum sp_rc ingest_feed_next(struct ingest_feed *feed, struct sp_str keep,
                                        struct sp_str *out_bytes, struct sp_err *err);
/** Packed bytes behind the pieces given so far. */
uint64_t ingest_feed_taken(const struct ingest_feed *feed);
void ingest_feed_close(struct ingest_feed *feed);

#endif
