/* Raw deflate by zlib, for builds without ISA-L. Its memory comes from sp_alloc too. */
#include "ingest/ingest_inflate_engine.h"

#ifndef SP_WITH_ISAL

#include "ingest/ingest_inflate.h"

#include <zlib.h>

struct ingest_engine {
    z_stream stream;
};

static const int raw_window_bits = -15; // Negative: no zlib or gzip frame.

static void *zlib_alloc(void *opaque, unsigned count, unsigned size)
{
    (void)opaque;
    return sp_alloc((size_t)count * size);
}

static void zlib_free(void *opaque, void *block)
{
    (void)opaque;
    sp_free(block);
}

struct ingest_engine *ingest_engine_new(void)
{
    struct ingest_engine *engine = sp_alloc(sizeof *engine);
    if (!engine) return NULL;
    *engine =
        (struct ingest_engine){.stream = {.zalloc = zlib_alloc, .zfree = zlib_free}};
    if (inflateInit2(&engine->stream, raw_window_bits) == Z_OK) return engine;
    sp_free(engine);
    return NULL;
}

void ingest_engine_reset(struct ingest_engine *engine)
{
    const int reset = inflateReset(&engine->stream);
    SP_ASSERT(reset == Z_OK);
}

void ingest_engine_free(struct ingest_engine *engine)
{
    if (!engine) return;
    (void)inflateEnd(&engine->stream);
    sp_free(engine);
}

static uInt size_clamp(size_t size)
{
    return size > INT32_MAX ? INT32_MAX : (uInt)size;
}

enum ingest_engine_state ingest_engine_step(struct ingest_engine *engine,
                                            struct ingest_engine_io *io)
{
    z_stream *stream = &engine->stream;
    stream->next_in = io->in;
    stream->avail_in = size_clamp(io->in_size);
    stream->next_out = io->out;
    stream->avail_out = size_clamp(io->out_size);
    const int result = inflate(stream, Z_NO_FLUSH);
    io->in_size -= (size_t)(stream->next_in - io->in);
    io->in = stream->next_in;
    io->out_size -= (size_t)(stream->next_out - io->out);
    io->out = stream->next_out;
    if (result == Z_STREAM_END) return INGEST_ENGINE_DONE;
    if (result == Z_MEM_ERROR) return INGEST_ENGINE_MEMORY;
    // Z_BUF_ERROR is no error: nothing to do without more input or more room.
    return result == Z_OK || result == Z_BUF_ERROR ? INGEST_ENGINE_MORE
                                                   : INGEST_ENGINE_CORRUPT;
}

uint32_t ingest_crc32(uint32_t crc, struct sp_str bytes)
{
    return (uint32_t)crc32_z(crc, (const unsigned char *)bytes.data, bytes.size);
}

#endif
