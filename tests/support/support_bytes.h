/* Bytes given a piece at a time: an ingest_read_fn for tests that want every token cut
 * somewhere. */
#ifndef SUPPORT_BYTES_H
#define SUPPORT_BYTES_H

#include "ingest/ingest_inflate.h"

struct support_bytes {
    const char *data; // borrowed
    size_t size;
    size_t piece_size; // most that is given at once; 0 for no bound
    size_t given;
};

enum sp_rc support_bytes_read(void *bytes, char *out, size_t size, size_t *out_size,
                              struct sp_err *err);

#endif
