/*
 * Raw deflate by ISA-L. Two things it leaves to its caller:
 *   1. a stream is complete only when block_state says ISAL_BLOCK_FINISH; what it
 *      returns is 0 for a truncated stream too;
 *   2. whole bytes past the end of the stream may be left in its bit buffer, `read_in`.
 */
#include "ingest/ingest_inflate_engine.h"

#ifdef SP_WITH_ISAL

#include "ingest/ingest_inflate.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

struct ingest_engine {
    struct inflate_state state;
};

struct ingest_engine *ingest_engine_new(void)
{
    struct ingest_engine *engine = sp_alloc(sizeof *engine);
    if (engine) ingest_engine_reset(engine);
    return engine;
}

void ingest_engine_reset(struct ingest_engine *engine)
{
    isal_inflate_init(&engine->state);
}

void ingest_engine_free(struct ingest_engine *engine)
{
    sp_free(engine);
}

static uint32_t size_clamp(size_t size)
{
    return size > INT32_MAX ? INT32_MAX : (uint32_t)size;
}

/* The bytes in the bit buffer stand just before `in`, perhaps in an earlier piece. */
static void bit_buffer_put_back(struct inflate_state *state, struct ingest_engine_io *io)
{
    const unsigned bits = state->read_in_length > 0 ? (unsigned)state->read_in_length : 0;
    SP_ASSERT(bits <= 8 * INGEST_ENGINE_BACK_MAX);
    uint64_t bytes = bits < 8 ? 0 : state->read_in >> bits % 8;
    io->in -= bits / 8;
    io->in_size += bits / 8;
    for (unsigned i = 0; i < bits / 8; i++) {
        io->in[i] = (unsigned char)(bytes & 0xFF);
        bytes >>= 8;
    }
    state->read_in_length = 0;
}

enum ingest_engine_state ingest_engine_step(struct ingest_engine *engine,
                                            struct ingest_engine_io *io)
{
    struct inflate_state *state = &engine->state;
    state->next_in = io->in;
    state->avail_in = size_clamp(io->in_size);
    state->next_out = io->out;
    state->avail_out = size_clamp(io->out_size);
    if (isal_inflate(state) != ISAL_DECOMP_OK) return INGEST_ENGINE_CORRUPT;
    io->in_size -= (size_t)(state->next_in - io->in);
    io->in = state->next_in;
    io->out_size -= (size_t)(state->next_out - io->out);
    io->out = state->next_out;
    if (state->block_state != ISAL_BLOCK_FINISH) return INGEST_ENGINE_MORE;
    bit_buffer_put_back(state, io);
    return INGEST_ENGINE_DONE;
}

uint32_t ingest_crc32(uint32_t crc, struct sp_str bytes)
{
    // The library takes the bytes as not const, and does not write to them.
    return crc32_gzip_refl(crc, (unsigned char *)(uintptr_t)bytes.data, bytes.size);
}

#endif
