/* A file's bytes in order, unpacked when the first two are gzip's, whatever its name. */
#ifndef INGEST_TEXT_SOURCE_H
#define INGEST_TEXT_SOURCE_H

#include "ingest/ingest_inflate.h"

struct ingest_source;

/**
 * @param allow_large  do not mind how much a packed file unpacks to
 * @param out_source   owned
 */
SP_MUST_USE enum sp_rc ingest_source_open(const char *path, bool allow_large,
                                          struct ingest_source **out_source,
                                          struct sp_err *err);
/** An ingest_read_fn; `source` is the struct ingest_source. */
SP_MUST_USE enum sp_rc ingest_source_read(void *source, char *out, size_t size,
                                          size_t *out_size, struct sp_err *err);
/** Bytes of the file taken in, packed as they are, and the file's size. */
void ingest_source_progress(const void *source, uint64_t *out_done, uint64_t *out_all);
void ingest_source_close(struct ingest_source *source);

#endif
