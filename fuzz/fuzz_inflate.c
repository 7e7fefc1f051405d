/*
 * Packed streams: any bytes, raw or gzip, in any pieces, never crash or hang; and what
 * zlib unpacks, we unpack to the same bytes.
 *
 * Input: a byte that picks the wrap and the size of pieces, the stream.
 */
#include "ingest/ingest_inflate.h"

#include <string.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { UNPACKED_MAX = 1 << 22, RAW_WINDOW = -15, GZIP_WINDOW = 15 + 16 };

struct bytes {
    const uint8_t *data;
    size_t size;
    size_t piece_size;
    size_t given;
};

static enum sp_rc bytes_read(void *context, char *out, size_t size, size_t *out_size,
                             struct sp_err *err)
{
    struct bytes *bytes = context;
    (void)err;
    size_t piece = bytes->size - bytes->given;
    if (piece > bytes->piece_size) piece = bytes->piece_size;
    if (piece > size) piece = size;
    if (piece) memcpy(out, bytes->data + bytes->given, piece);
    bytes->given += piece;
    *out_size = piece;
    return SP_OK;
}

/* @return SP_END when all was unpacked, SP_OK when there is no room for more */
static enum sp_rc unpack_ours(enum ingest_wrap wrap, struct bytes bytes, char *out,
                              size_t *out_size)
{
    struct ingest_inflate *inflate = NULL;
    enum sp_rc rc = ingest_inflate_open(wrap, bytes_read, &bytes, &inflate, NULL);
    size_t size = 0;
    size_t got = 1;
    while (rc == SP_OK && got > 0 && size < UNPACKED_MAX) {
        const size_t room = bytes.piece_size * 3 + 1;
        const size_t left = UNPACKED_MAX - size;
        rc = ingest_inflate_read(inflate, out + size, room < left ? room : left, &got,
                                 NULL);
        if (rc == SP_OK) size += got;
    }
    ingest_inflate_close(inflate);
    *out_size = size;
    return rc == SP_OK && got == 0 ? SP_END : rc;
}

/* True when all bytes are one sound stream. */
static bool unpack_zlib(enum ingest_wrap wrap, const uint8_t *data, size_t size,
                        char *out, size_t *out_size)
{
    z_stream stream = {0};
    const int window = wrap == INGEST_WRAP_RAW ? RAW_WINDOW : GZIP_WINDOW;
    SP_ASSERT(inflateInit2(&stream, window) == Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)data;
    stream.avail_in = (unsigned)size;
    stream.next_out = (unsigned char *)out;
    stream.avail_out = UNPACKED_MAX;
    const bool is_sound =
        inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
    *out_size = stream.total_out;
    SP_ASSERT(inflateEnd(&stream) == Z_OK);
    return is_sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char ours[UNPACKED_MAX];
    static char theirs[UNPACKED_MAX];
    if (size < 1) return 0;
    const enum ingest_wrap wrap = data[0] & 1 ? INGEST_WRAP_GZIP : INGEST_WRAP_RAW;
    const struct bytes bytes = {
        .data = data + 1, .size = size - 1, .piece_size = 1 + data[0] / 2};
    size_t ours_size = 0;
    size_t theirs_size = 0;
    const enum sp_rc rc = unpack_ours(wrap, bytes, ours, &ours_size);
    if (!unpack_zlib(wrap, bytes.data, bytes.size, theirs, &theirs_size)) return 0;
    SP_ASSERT(rc == SP_END || (rc == SP_OK && ours_size == UNPACKED_MAX));
    SP_ASSERT(ours_size == theirs_size && memcmp(ours, theirs, ours_size) == 0);
    return 0;
}
