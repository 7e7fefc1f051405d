/*
 * The plain reader of sheet data: expat, element by element. What it returns is what a
 * sheet holds; the fast scan is held equal to it.
 */
#ifndef INGEST_PLAIN_H
#define INGEST_PLAIN_H

#include "ingest/ingest_row.h"
#include "ingest/ingest_xml.h"

struct ingest_plain;

/**
 * @param row        borrowed; built up row by row
 * @param links      borrowed; where the sheet's hyperlinks go, or NULL
 * @param out_plain  owned
 */
SP_MUST_USE enum sp_rc ingest_plain_open(struct sp_str part_name, struct ingest_row *row,
                                         struct ingest_link_list *links,
                                         struct ingest_plain **out_plain,
                                         struct sp_err *err);

enum ingest_plain_state {
    INGEST_PLAIN_HUNGRY, // all bytes given are used up: feed more
    INGEST_PLAIN_ROW,    // the row is complete; go on by ingest_plain_resume
    INGEST_PLAIN_DONE,   // the document is complete
};
/**
 * Read on, but not past <sheetData> nor the end of a row.
 *
 * @param out_used     how many of the bytes were read
 * @param out_reached  whole rows may be taken from the bytes that follow without the
 *                     reader's knowing; it goes on behind them. Where it cannot stop, all
 *                     bytes are read
 */
SP_MUST_USE enum sp_rc ingest_plain_step(struct ingest_plain *plain, struct sp_str bytes,
                                         size_t *out_used, bool *out_reached,
                                         enum ingest_plain_state *out_state,
                                         struct sp_err *err);
/** The prefixes bound around the rows. Borrowed. */
const struct ingest_scope *ingest_plain_scope(const struct ingest_plain *plain);
/** Whether <sheetData> has begun. */
bool ingest_plain_has_begun(const struct ingest_plain *plain);
/** @param is_last  the document ends with these bytes */
SP_MUST_USE enum sp_rc ingest_plain_feed(struct ingest_plain *plain, struct sp_str bytes,
                                         bool is_last, enum ingest_plain_state *out_state,
                                         struct sp_err *err);
SP_MUST_USE enum sp_rc ingest_plain_resume(struct ingest_plain *plain,
                                           enum ingest_plain_state *out_state,
                                           struct sp_err *err);
void ingest_plain_close(struct ingest_plain *plain);

#endif
