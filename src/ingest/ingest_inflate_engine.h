/*
 * One raw deflate stream, unpacked by whichever library the build has. Framing (gzip,
 * where the input comes from, what may follow) is ingest_inflate.c's; one of
 * ingest_inflate_isal.c and ingest_inflate_zlib.c is compiled in.
 */
#ifndef INGEST_INFLATE_ENGINE_H
#define INGEST_INFLATE_ENGINE_H

#include "base/base.h"

struct ingest_engine;

/** What is left to unpack and where to; a step moves the pointers on and the sizes down.
 */
struct ingest_engine_io {
    unsigned char *in;
    size_t in_size;
    unsigned char *out;
    size_t out_size;
};

enum ingest_engine_state {
    INGEST_ENGINE_MORE,    // wants more input or more room
    INGEST_ENGINE_DONE,    // the stream is complete; `in` points just past its last byte
    INGEST_ENGINE_CORRUPT, // no deflate stream begins or goes on like this
    INGEST_ENGINE_MEMORY,  // zlib takes its window late
};

/*
 * An engine may have taken in this many bytes past the end of the stream, and puts them
 * back before `in` when it is done: the caller keeps as many writable bytes before its
 * input buffer.
 */
enum { INGEST_ENGINE_BACK_MAX = 8 };

/** @return owned, ready for a stream; NULL when there is no memory */
SP_MUST_USE struct ingest_engine *ingest_engine_new(void);
void ingest_engine_reset(struct ingest_engine *engine);
enum ingest_engine_state ingest_engine_step(struct ingest_engine *engine,
                                            struct ingest_engine_io *io);
void ingest_engine_free(struct ingest_engine *engine);

#endif
