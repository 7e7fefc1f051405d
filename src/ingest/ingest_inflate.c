/*
 * Framing around a deflate stream: where packed bytes come from, gzip's header and
 * trailer, and what may follow the end.
 *
 *   RAW   BODY → TAIL → END
 *   GZIP  HEADER → BODY → TRAILER → TAIL → END
 *           ↑                        │
 *           └── another member ──────┘
 *
 * Invariants:
 *   1. buffer[next .. end) is packed input not yet used; `next` may fall up to
 *      INGEST_ENGINE_BACK_MAX below INPUT_START when the engine puts bytes back, never
 *      lower.
 *   2. `crc` and `size` are those of the bytes unpacked from the member so far.
 *   3. END is reached only through TAIL, so a stream cut short never looks complete.
 */
#include "ingest/ingest_inflate.h"

#include "ingest/ingest_inflate_engine.h"
#include "ingest/ingest_limit.h"

enum {
    INPUT_START = INGEST_ENGINE_BACK_MAX,
    INPUT_SIZE = 1 << 16,
};

enum gzip_flag {
    GZIP_HEADER_CRC = 2,
    GZIP_EXTRA = 4,
    GZIP_NAME = 8,
    GZIP_COMMENT = 16,
    GZIP_RESERVED = 0xE0,
};

enum inflate_state_kind {
    STATE_HEADER,
    STATE_BODY,
    STATE_TRAILER,
    STATE_TAIL,
    STATE_END
};

struct ingest_inflate {
    enum ingest_wrap wrap;
    enum inflate_state_kind state;
    ingest_read_fn read; // borrowed, as is its context
    void *context;
    struct ingest_engine *engine; // owned
    bool input_ended;             // `read` has said so; it is not asked again
    uint32_t crc;
    uint32_t size; // modulo 2^32, as gzip's trailer has it
    size_t header_size;
    size_t next;
    size_t end;
    unsigned char buffer[INPUT_START + INPUT_SIZE];
};

enum sp_rc ingest_inflate_open(enum ingest_wrap wrap, ingest_read_fn read, void *context,
                               struct ingest_inflate **out_inflate, struct sp_err *err)
{
    struct ingest_inflate *inflate = sp_alloc(sizeof *inflate);
    struct ingest_engine *engine = inflate ? ingest_engine_new() : NULL;
    if (!engine) {
        sp_free(inflate);
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening packed data");
    }
    *inflate = (struct ingest_inflate){
        .wrap = wrap,
        .state = wrap == INGEST_WRAP_GZIP ? STATE_HEADER : STATE_BODY,
        .read = read,
        .context = context,
        .engine = engine,
        .next = INPUT_START,
        .end = INPUT_START,
    };
    *out_inflate = inflate;
    return SP_OK;
}

void ingest_inflate_close(struct ingest_inflate *inflate)
{
    if (!inflate) return;
    ingest_engine_free(inflate->engine);
    sp_free(inflate);
}

static enum sp_rc fail_truncated(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_INPUT,
                      "packed data is cut short; copy or download the file again");
}

static enum sp_rc fail_corrupt(const char *what, struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_INPUT,
                      "packed data is damaged: %s; copy or download the file again",
                      what);
}

/* -- Input ------------------------------------------------------------------------- */

/* SP_END when the input is used up. */
static enum sp_rc input_fill(struct ingest_inflate *inflate, struct sp_err *err)
{
    if (inflate->next < inflate->end) return SP_OK;
    if (inflate->input_ended) return SP_END;
    size_t got = 0;
    const enum sp_rc rc = inflate->read(
        inflate->context, (char *)inflate->buffer + INPUT_START, INPUT_SIZE, &got, err);
    if (rc != SP_OK) return rc;
    SP_ASSERT(got <= INPUT_SIZE);
    inflate->next = INPUT_START;
    inflate->end = INPUT_START + got;
    inflate->input_ended = got == 0;
    return got == 0 ? SP_END : SP_OK;
}

static enum sp_rc input_byte(struct ingest_inflate *inflate, unsigned *out_byte,
                             struct sp_err *err)
{
    const enum sp_rc rc = input_fill(inflate, err);
    if (rc != SP_OK) return rc == SP_END ? fail_truncated(err) : rc;
    *out_byte = inflate->buffer[inflate->next++];
    return SP_OK;
}

/* -- gzip's header and trailer ----------------------------------------------------- */

static enum sp_rc header_byte(struct ingest_inflate *inflate, unsigned *out_byte,
                              struct sp_err *err)
{
    const enum sp_rc rc = input_byte(inflate, out_byte, err);
    if (rc != SP_OK) return rc;
    const char byte = (char)*out_byte;
    inflate->crc = ingest_crc32(inflate->crc, (struct sp_str){.data = &byte, .size = 1});
    if (++inflate->header_size <= INGEST_GZIP_HEADER_MAX) return SP_OK;
    return sp_err_set(err, SP_ERR_LIMIT,
                      "gzip header passes %d bytes; do not trust this file",
                      INGEST_GZIP_HEADER_MAX);
}

static enum sp_rc header_skip(struct ingest_inflate *inflate, size_t count,
                              struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    unsigned byte;
    for (size_t i = 0; i < count && rc == SP_OK; i++) {
        rc = header_byte(inflate, &byte, err);
    }
    return rc;
}

static enum sp_rc header_skip_text(struct ingest_inflate *inflate, struct sp_err *err)
{
    enum sp_rc rc;
    unsigned byte = 0;
    do {
        rc = header_byte(inflate, &byte, err);
    } while (rc == SP_OK && byte != 0);
    return rc;
}

static enum sp_rc header_number(struct ingest_inflate *inflate, unsigned *out_number,
                                struct sp_err *err)
{
    unsigned low = 0;
    unsigned high = 0;
    enum sp_rc rc = header_byte(inflate, &low, err);
    if (rc == SP_OK) rc = header_byte(inflate, &high, err);
    if (rc == SP_OK) *out_number = low | high << 8;
    return rc;
}

/* The ten bytes that every member begins with. */
static enum sp_rc header_fixed(struct ingest_inflate *inflate, unsigned *out_flags,
                               struct sp_err *err)
{
    unsigned bytes[4] = {0}; // 1F 8B, method, flags; then 6 bytes of time and system.
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; i < 4 && rc == SP_OK; i++) {
        rc = header_byte(inflate, &bytes[i], err);
    }
    if (rc != SP_OK) return rc;
    if (bytes[0] != 0x1F || bytes[1] != 0x8B) return fail_corrupt("no gzip header", err);
    if (bytes[2] != 8) return fail_corrupt("gzip method is not deflate", err);
    if (bytes[3] & GZIP_RESERVED)
        return fail_corrupt("gzip header has unknown flags", err);
    *out_flags = bytes[3];
    return header_skip(inflate, 6, err);
}

static enum sp_rc header_check(struct ingest_inflate *inflate, struct sp_err *err)
{
    const unsigned expected = inflate->crc & 0xFFFF;
    unsigned stored = 0;
    const enum sp_rc rc = header_number(inflate, &stored, err);
    if (rc != SP_OK) return rc;
    return stored == expected ? SP_OK
                              : fail_corrupt("gzip header does not match its check", err);
}

static enum sp_rc read_header(struct ingest_inflate *inflate, struct sp_err *err)
{
    unsigned flags = 0;
    unsigned extra_size = 0;
    inflate->crc = 0;
    inflate->header_size = 0;
    enum sp_rc rc = header_fixed(inflate, &flags, err);
    if (rc == SP_OK && flags & GZIP_EXTRA) rc = header_number(inflate, &extra_size, err);
    if (rc == SP_OK) rc = header_skip(inflate, extra_size, err);
    if (rc == SP_OK && flags & GZIP_NAME) rc = header_skip_text(inflate, err);
    if (rc == SP_OK && flags & GZIP_COMMENT) rc = header_skip_text(inflate, err);
    if (rc == SP_OK && flags & GZIP_HEADER_CRC) rc = header_check(inflate, err);
    inflate->crc = 0;
    inflate->size = 0;
    inflate->state = STATE_BODY;
    return rc;
}

static enum sp_rc trailer_number(struct ingest_inflate *inflate, uint32_t *out_number,
                                 struct sp_err *err)
{
    uint32_t number = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        unsigned byte = 0;
        const enum sp_rc rc = input_byte(inflate, &byte, err);
        if (rc != SP_OK) return rc;
        number |= (uint32_t)byte << shift;
    }
    *out_number = number;
    return SP_OK;
}

static enum sp_rc read_trailer(struct ingest_inflate *inflate, struct sp_err *err)
{
    uint32_t crc = 0;
    uint32_t size = 0;
    enum sp_rc rc = trailer_number(inflate, &crc, err);
    if (rc == SP_OK) rc = trailer_number(inflate, &size, err);
    if (rc != SP_OK) return rc;
    if (crc != inflate->crc)
        return fail_corrupt("its contents do not match their CRC", err);
    if (size != inflate->size)
        return fail_corrupt("its contents do not match their length", err);
    inflate->state = STATE_TAIL;
    return SP_OK;
}

/* -- Body and tail ----------------------------------------------------------------- */

static enum sp_rc read_body(struct ingest_inflate *inflate, char *out, size_t capacity,
                            size_t *out_size, struct sp_err *err)
{
    const enum sp_rc rc = input_fill(inflate, err);
    if (rc < 0) return rc;
    struct ingest_engine_io io = {
        .in = inflate->buffer + inflate->next,
        .in_size = inflate->end - inflate->next,
        .out = (unsigned char *)out,
        .out_size = capacity,
    };
    const enum ingest_engine_state state = ingest_engine_step(inflate->engine, &io);
    if (state == INGEST_ENGINE_CORRUPT)
        return fail_corrupt("no valid deflate stream", err);
    if (state == INGEST_ENGINE_MEMORY)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory while unpacking");
    const bool input_taken = io.in_size < inflate->end - inflate->next;
    const size_t size = capacity - io.out_size;
    if (state == INGEST_ENGINE_MORE && size == 0 && !input_taken) {
        return rc == SP_END ? fail_truncated(err)
                            : fail_corrupt("no valid deflate stream", err);
    }
    SP_ASSERT(io.in >= inflate->buffer);
    inflate->next = inflate->end - io.in_size;
    if (inflate->wrap == INGEST_WRAP_GZIP) {
        inflate->crc =
            ingest_crc32(inflate->crc, (struct sp_str){.data = out, .size = size});
        inflate->size += (uint32_t)size;
    }
    if (state == INGEST_ENGINE_DONE) {
        inflate->state = inflate->wrap == INGEST_WRAP_GZIP ? STATE_TRAILER : STATE_TAIL;
    }
    *out_size = size;
    return SP_OK;
}

/* After the last byte of padding only padding may follow. */
static enum sp_rc read_padding(struct ingest_inflate *inflate, struct sp_err *err)
{
    enum sp_rc rc;
    while ((rc = input_fill(inflate, err)) == SP_OK) {
        if (inflate->buffer[inflate->next++] != 0) {
            return fail_corrupt("other bytes follow its end", err);
        }
    }
    if (rc == SP_END) inflate->state = STATE_END;
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc read_tail(struct ingest_inflate *inflate, struct sp_err *err)
{
    const enum sp_rc rc = input_fill(inflate, err);
    if (rc < 0) return rc;
    if (rc == SP_END) {
        inflate->state = STATE_END;
        return SP_OK;
    }
    if (inflate->wrap == INGEST_WRAP_RAW)
        return fail_corrupt("other bytes follow its end", err);
    if (inflate->buffer[inflate->next] != 0x1F) return read_padding(inflate, err);
    ingest_engine_reset(inflate->engine);
    inflate->state = STATE_HEADER;
    return SP_OK;
}

enum sp_rc ingest_inflate_read(struct ingest_inflate *inflate, char *out, size_t capacity,
                               size_t *out_size, struct sp_err *err)
{
    SP_ASSERT(capacity > 0);
    enum sp_rc rc = SP_OK;
    size_t size = 0;
    while (rc == SP_OK && size == 0 && inflate->state != STATE_END) {
        switch (inflate->state) {
        case STATE_HEADER:
            rc = read_header(inflate, err);
            break;
        case STATE_BODY:
            rc = read_body(inflate, out, capacity, &size, err);
            break;
        case STATE_TRAILER:
            rc = read_trailer(inflate, err);
            break;
        case STATE_TAIL:
            rc = read_tail(inflate, err);
            break;
        case STATE_END:
            break;
        }
    }
    if (rc == SP_OK) *out_size = size;
    return rc;
}
