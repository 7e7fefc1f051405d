/*
 * Characters between two tags, for the fast scan: where they end, and what they stand
 * for. Recognised are exactly the characters that expat takes without complaint.
 */
#ifndef INGEST_FAST_TEXT_H
#define INGEST_FAST_TEXT_H

#include "base/base.h"

struct ingest_run {
    const char *end;     // at the '<' that ends it
    bool is_odd;         // holds a byte that must be looked at: & ] control, not ASCII
    bool has_underscore; // may hold an escape _xHHHH_
};

/**
 * Find the end. 64 bytes of 0 follow what may be looked at.
 *
 * @param out_stop  where a byte of 0 ended the search, when false
 */
bool ingest_run_find(const char *at, struct ingest_run *out_run, const char **out_stop);
/** The same, byte by byte; a test holds them equal. */
bool ingest_run_find_bytes(const char *at, struct ingest_run *out_run,
                           const char **out_stop);

enum ingest_decode_state {
    INGEST_DECODE_OK,
    INGEST_DECODE_UNKNOWN, // something that is no sound text, or not known here
    INGEST_DECODE_MEMORY,
};
/**
 * What the characters stand for: entities decoded, line ends made one.
 *
 * @param out_text  borrowed from `text` when that is it already, else in the arena; NULL:
 *                  only check
 */
enum ingest_decode_state ingest_run_decode(struct sp_str text, struct sp_arena *arena,
                                           struct sp_str *out_text);

#endif
