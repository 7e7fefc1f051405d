/*
 * Where the fields of a window's records end: four bytes a field, so that finding fields
 * and using them can be two threads' work with little to hand over.
 */
#ifndef INGEST_TEXT_INDEX_H
#define INGEST_TEXT_INDEX_H

#include "ingest/ingest_text_scan.h"

/* An entry is the offset, in the window, of the delimiter or line end after a field, or
 * the window's size when the input ends there; the last field of a record also has marks.
 */
enum { INGEST_ENTRY_AT = (1 << 29) - 1 };
#define INGEST_ENTRY_DOUBLED (UINT32_C(1) << 29) // perhaps with doubled quotes
#define INGEST_ENTRY_HIGH (UINT32_C(1) << 30)    // perhaps not all ASCII
#define INGEST_ENTRY_LAST (UINT32_C(1) << 31)    // ends the record

struct ingest_index {
    uint32_t *entries; // owned
    size_t count;
    size_t capacity;
};

/* A window as ingest_scan_show has it: INGEST_BLOCK_SIZE zeros must follow `size`. */
struct ingest_window {
    char *bytes;
    size_t begin; // offset of the first record
    size_t size;
    bool is_last; // the input ends with it
};

/**
 * Index all records that are complete in a window; nothing is written to the window.
 *
 * @param scan      for the records that need it; has the delimiter
 * @param out_rest  always set: offset of the first record that is not in the index
 * @return SP_OK, or what is wrong with the record at `out_rest`; the records before it
 * are in the index all the same
 */
SP_MUST_USE enum sp_rc ingest_index_build(struct ingest_index *index,
                                          struct ingest_scan *scan,
                                          const struct ingest_window *window,
                                          size_t *out_rest, struct sp_err *err);
void ingest_index_release(struct ingest_index *index);

#endif
