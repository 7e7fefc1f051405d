/*
 * Unpacking deflate and gzip streams, a piece at a time.
 *
 * ISA-L where the build has it (2.5 to 3 times as fast as zlib), zlib otherwise; the same
 * bytes and the same kinds of error either way. ISA-L reports success on a truncated
 * stream: the end of the stream is only believed when its final state says so. gzip
 * checks its CRC and length, and goes on into a following member; zero bytes may pad the
 * end of the last. Anything else after the end is an error: a file that says more than it
 * should is not read in part.
 */
#ifndef INGEST_INFLATE_H
#define INGEST_INFLATE_H

#include "base/base.h"

/** Gives the next packed bytes, 1..size of them; *out_size 0 at the end. */
typedef enum sp_rc (*ingest_read_fn)(void *context, char *out, size_t size,
                                     size_t *out_size, struct sp_err *err);

enum ingest_wrap { INGEST_WRAP_RAW, INGEST_WRAP_GZIP };

struct ingest_inflate;

/** @param out_inflate owned */
SP_MUST_USE enum sp_rc ingest_inflate_open(enum ingest_wrap wrap, ingest_read_fn read,
                                           void *context,
                                           struct ingest_inflate **out_inflate,
                                           struct sp_err *err);
/**
 * Unpack up to `capacity` bytes.
 *
 * @param out_size  bytes unpacked; 0 only at the sound end of the stream
 * @return SP_ERR_INPUT for a corrupt or truncated stream, or what `read` returned
 */
SP_MUST_USE enum sp_rc ingest_inflate_read(struct ingest_inflate *inflate, char *out,
                                           size_t capacity, size_t *out_size,
                                           struct sp_err *err);
void ingest_inflate_close(struct ingest_inflate *inflate);

/** CRC-32 as gzip and zip use it; begin with `crc` 0 and pass the last result on. */
uint32_t ingest_crc32(uint32_t crc, struct sp_str bytes);

#endif
