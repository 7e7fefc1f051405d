/*
 * Records out of a window of bytes, one special byte after another: for the records that
 * ingest_text_index.h does not take, and to say what is wrong with one. The window is the
 * caller's; when it ends within a record, the caller shows a larger one that begins with
 * the same record. Nothing is copied: cells borrow from the window, and a field with
 * doubled quotes is closed up in place, once its record is whole.
 */
#ifndef INGEST_TEXT_SCAN_H
#define INGEST_TEXT_SCAN_H

#include "base/base.h"
#include "ingest/ingest_text_block.h"

struct ingest_scan {
    char delimiter; // 0: none, one column

    /* The window: INGEST_BLOCK_SIZE readable bytes must follow `end`. */
    char *next; // where the next record begins
    char *end;
    bool is_last; // the input ends at `end`

    /* The block under scan. `special` has its bits not looked at yet, all at `next` or
     * later. */
    char *block;
    uint64_t special;
    bool is_block_high; // the block is not all ASCII

    /* The last record. A blank line has no fields. */
    uint32_t *ends; // owned; offset from the record's start of what ends each field
    uint32_t count;
    uint32_t end_capacity;
    bool is_doubled; // holds doubled quotes
    bool is_high;    // perhaps not all ASCII
};

/** Show a window. What it held before is forgotten, what was allocated is kept. */
void ingest_scan_show(struct ingest_scan *scan, char *bytes, size_t size, bool is_last);
/**
 * Find the next record's fields; the window is not written to.
 *
 * @return SP_OK; SP_END when the window ends within a record or holds no more: `next` has
 *         not moved, and a larger window must be shown; or a failure
 */
SP_MUST_USE enum sp_rc ingest_scan_record(struct ingest_scan *scan, struct sp_err *err);
void ingest_scan_release(struct ingest_scan *scan);

#endif
