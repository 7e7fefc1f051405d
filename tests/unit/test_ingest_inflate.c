/*
 * Unpacking: what zlib packs comes back whatever the size of the pieces, and a stream
 * that is cut, changed or followed by other bytes is an error, never a short read.
 */
#include "ingest/ingest_inflate.h"

#include "support/support_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

enum {
    PLAIN_SIZE = 200000,
    PACKED_MAX = 400000,
    GZIP_WINDOW = 15 + 16,
    RAW_WINDOW = -15
};

static char plain[PLAIN_SIZE];
static char packed[PACKED_MAX];
static char unpacked[2 * PLAIN_SIZE];

/* Text that packs well in parts and badly in others, so that all kinds of block occur. */
static void plain_fill(void)
{
    uint32_t noise = 12345;
    for (size_t i = 0; i < PLAIN_SIZE; i++) {
        noise = noise * 1664525u + 1013904223u;
        const bool is_noise = (i / 10000) % 3 == 1;
        plain[i] = (char)(is_noise ? noise >> 24 : 'a' + i % (7 + i / 9000));
    }
}

static size_t pack_after(size_t at, size_t size, int window, int level, int strategy)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, level, Z_DEFLATED, window, 8, strategy), Z_OK);
    stream.next_in = (unsigned char *)plain;
    stream.avail_in = (unsigned)size;
    stream.next_out = (unsigned char *)packed + at;
    stream.avail_out = (unsigned)(PACKED_MAX - at);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t packed_size = stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
    return packed_size;
}

static size_t pack(size_t size, int window, int level)
{
    return pack_after(0, size, window, level, Z_DEFAULT_STRATEGY);
}

/* Unpack all into `unpacked`, at most `room` bytes a call. */
static enum sp_rc unpack(enum ingest_wrap wrap, struct support_bytes source, size_t room,
                         size_t *out_size, struct sp_err *err)
{
    struct ingest_inflate *inflate = NULL;
    enum sp_rc rc = ingest_inflate_open(wrap, support_bytes_read, &source, &inflate, err);
    size_t size = 0;
    size_t got = 1;
    while (rc == SP_OK && got > 0) {
        assert_true(size + room <= sizeof unpacked);
        rc = ingest_inflate_read(inflate, unpacked + size, room, &got, err);
        if (rc == SP_OK) size += got;
    }
    ingest_inflate_close(inflate);
    *out_size = size;
    return rc;
}

static void expect_plain(enum ingest_wrap wrap, size_t packed_size, size_t plain_size,
                         size_t piece_size, size_t room)
{
    struct sp_err err = {0};
    size_t size = 0;
    const struct support_bytes source = {
        .data = packed, .size = packed_size, .piece_size = piece_size};
    const enum sp_rc rc = unpack(wrap, source, room, &size, &err);
    if (rc != SP_OK)
        print_error("%s (pieces of %zu, room %zu)\n", err.text, piece_size, room);
    assert_int_equal(rc, SP_OK);
    assert_int_equal(size, plain_size);
    assert_memory_equal(unpacked, plain, plain_size);
}

/* What unpacking the first `size` bytes of `packed` fails with. */
static void expect_failure(enum ingest_wrap wrap, size_t size, const char *text)
{
    static const size_t pieces[] = {1, 3, 1 << 20};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct sp_err err = {0};
        size_t unpacked_size = 0;
        const struct support_bytes source = {
            .data = packed, .size = size, .piece_size = pieces[i]};
        assert_int_equal(unpack(wrap, source, 4096, &unpacked_size, &err), SP_ERR_INPUT);
        if (!strstr(err.text, text)) fail_msg("'%s' lacks '%s'", err.text, text);
    }
}

static void test_round_trips(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 3, 7, 1000, 1 << 20};
    static const size_t rooms[] = {1, 5, 4096, 100000};
    static const size_t sizes[] = {0, 1, 100, 70000, PLAIN_SIZE};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        for (int level = 0; level <= 9; level += 3) {
            for (size_t i = 0; i < 6 * 4; i++) {
                const size_t piece = pieces[i % 6];
                const size_t room = rooms[i / 6];
                size_t size = pack(sizes[s], RAW_WINDOW, level);
                expect_plain(INGEST_WRAP_RAW, size, sizes[s], piece, room);
                size = pack(sizes[s], GZIP_WINDOW, level);
                expect_plain(INGEST_WRAP_GZIP, size, sizes[s], piece, room);
            }
        }
    }
}

static void test_fixed_codes(void **state)
{
    (void)state;
    const size_t size = pack_after(0, 5000, RAW_WINDOW, 6, Z_FIXED);
    expect_plain(INGEST_WRAP_RAW, size, 5000, 1, 1);
    expect_plain(INGEST_WRAP_RAW, size, 5000, 1 << 20, 4096);
}

/* Members of every level, so that the engine puts back every number of bytes it can. */
static void test_gzip_members_follow_each_other(void **state)
{
    (void)state;
    enum { MEMBER_COUNT = 40 };
    size_t packed_size = 0;
    size_t plain_size = 0;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        packed_size += pack_after(packed_size, i * 37, GZIP_WINDOW, (int)(i % 10),
                                  Z_DEFAULT_STRATEGY);
    }
    static const size_t pieces[] = {1, 2, 5, 11, 1 << 20};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        struct sp_err err = {0};
        size_t size = 0;
        const struct support_bytes source = {
            .data = packed, .size = packed_size, .piece_size = pieces[p]};
        assert_int_equal(unpack(INGEST_WRAP_GZIP, source, 1000, &size, &err), SP_OK);
        plain_size = 0;
        for (size_t i = 0; i < MEMBER_COUNT; i++) {
            assert_memory_equal(unpacked + plain_size, plain, i * 37);
            plain_size += i * 37;
        }
        assert_int_equal(size, plain_size);
    }
}

static void test_gzip_header_fields(void **state)
{
    (void)state;
    z_stream stream = {0};
    unsigned char extra[] = {1, 2, 3, 0, 5};
    char name[] = "name.csv";
    char comment[] = "a comment";
    gz_header header = {.extra = extra,
                        .extra_len = sizeof extra,
                        .name = (unsigned char *)name,
                        .comment = (unsigned char *)comment,
                        .hcrc = 1};
    assert_int_equal(
        deflateInit2(&stream, 6, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflateSetHeader(&stream, &header), Z_OK);
    stream.next_in = (unsigned char *)plain;
    stream.avail_in = 5000;
    stream.next_out = (unsigned char *)packed;
    stream.avail_out = PACKED_MAX;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t size = stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
    expect_plain(INGEST_WRAP_GZIP, size, 5000, 1, 4096);
    expect_plain(INGEST_WRAP_GZIP, size, 5000, 1 << 20, 4096);
    packed[20] ^= 1; // In the name: only the header's own check can tell.
    expect_failure(INGEST_WRAP_GZIP, size, "gzip header does not match its check");
}

static void test_truncation_at_every_byte(void **state)
{
    (void)state;
    for (int level = 0; level <= 9; level += 3) {
        size_t size = pack(300, RAW_WINDOW, level);
        for (size_t cut = 0; cut < size; cut++) {
            expect_failure(INGEST_WRAP_RAW, cut, "cut short");
        }
        size = pack(300, GZIP_WINDOW, level);
        for (size_t cut = 0; cut < size; cut++) {
            expect_failure(INGEST_WRAP_GZIP, cut, "cut short");
        }
    }
}

static void test_gzip_damage_in_every_bit(void **state)
{
    (void)state;
    const size_t size = pack(300, GZIP_WINDOW, 6);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        struct sp_err err = {0};
        size_t unpacked_size = 0;
        packed[bit / 8] = (char)(packed[bit / 8] ^ 1 << bit % 8);
        const struct support_bytes source = {
            .data = packed, .size = size, .piece_size = 1 << 20};
        const enum sp_rc rc =
            unpack(INGEST_WRAP_GZIP, source, 4096, &unpacked_size, &err);
        if (rc == SP_OK) { // The bit says nothing about contents: a time, or padding of a
                           // block.
            assert_int_equal(unpacked_size, 300);
            assert_memory_equal(unpacked, plain, 300);
        }
        packed[bit / 8] = (char)(packed[bit / 8] ^ 1 << bit % 8);
    }
}

static void test_wrong_trailer(void **state)
{
    (void)state;
    const size_t size = pack(300, GZIP_WINDOW, 6);
    packed[size - 8] ^= 1;
    expect_failure(INGEST_WRAP_GZIP, size, "do not match their CRC");
    packed[size - 8] ^= 1;
    packed[size - 1] ^= 1;
    expect_failure(INGEST_WRAP_GZIP, size, "do not match their length");
}

static void test_what_may_follow(void **state)
{
    (void)state;
    size_t size = pack(300, GZIP_WINDOW, 6);
    memset(packed + size, 0, 100);
    expect_plain(INGEST_WRAP_GZIP, size + 1, 300, 1, 100);
    expect_plain(INGEST_WRAP_GZIP, size + 100, 300, 1 << 20, 4096);
    packed[size + 99] = 0x1F;
    expect_failure(INGEST_WRAP_GZIP, size + 100, "other bytes follow its end");
    packed[size] = 'x';
    expect_failure(INGEST_WRAP_GZIP, size + 1, "other bytes follow its end");
    packed[size] = 0x1F;
    expect_failure(INGEST_WRAP_GZIP, size + 1, "cut short");

    size = pack(300, RAW_WINDOW, 6);
    packed[size] = 0;
    expect_failure(INGEST_WRAP_RAW, size + 1, "other bytes follow its end");
}

static void test_not_packed_at_all(void **state)
{
    (void)state;
    memset(packed, 0xFF, 100);
    expect_failure(INGEST_WRAP_RAW, 100, "no valid deflate stream");
    expect_failure(INGEST_WRAP_GZIP, 100, "no gzip header");
}

static void test_endless_gzip_header(void **state)
{
    (void)state;
    static const unsigned char named[] = {0x1F, 0x8B, 8, 8};
    memset(packed, 'n', PACKED_MAX);
    memcpy(packed, named, sizeof named);
    struct sp_err err = {0};
    size_t size = 0;
    const struct support_bytes source = {
        .data = packed, .size = PACKED_MAX, .piece_size = 1 << 20};
    assert_int_equal(unpack(INGEST_WRAP_GZIP, source, 4096, &size, &err), SP_ERR_LIMIT);
}

static enum sp_rc source_fail(void *context, char *out, size_t size, size_t *out_size,
                              struct sp_err *err)
{
    (void)context, (void)out, (void)size, (void)out_size;
    return sp_err_set(err, SP_ERR_IO, "the disk is gone");
}

static void test_failure_of_the_source_is_passed_on(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct ingest_inflate *inflate = NULL;
    size_t size = 0;
    assert_int_equal(
        ingest_inflate_open(INGEST_WRAP_RAW, source_fail, NULL, &inflate, &err), SP_OK);
    assert_int_equal(ingest_inflate_read(inflate, unpacked, 100, &size, &err), SP_ERR_IO);
    assert_string_equal(err.text, "the disk is gone");
    ingest_inflate_close(inflate);
    ingest_inflate_close(NULL);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    const size_t packed_size = pack(5000, GZIP_WINDOW, 6);
    const struct support_bytes source = {
        .data = packed, .size = packed_size, .piece_size = 100};
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        struct sp_err err = {0};
        size_t size = 0;
        assert_true(allowed < 100);
        sp_alloc_fail_after(allowed);
        rc = unpack(INGEST_WRAP_GZIP, source, 4096, &size, &err);
        sp_alloc_fail_after(-1);
        assert_true(rc == SP_OK || rc == SP_ERR_MEMORY);
    }
}

static void test_crc(void **state)
{
    (void)state;
    assert_int_equal(ingest_crc32(0, SP_STR("123456789")), 0xCBF43926u);
    assert_int_equal(ingest_crc32(ingest_crc32(0, SP_STR("1234")), SP_STR("56789")),
                     0xCBF43926u);
    assert_int_equal(ingest_crc32(0, SP_STR("")), 0);
}

int main(void)
{
    plain_fill();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_fixed_codes),
        cmocka_unit_test(test_gzip_members_follow_each_other),
        cmocka_unit_test(test_gzip_header_fields),
        cmocka_unit_test(test_truncation_at_every_byte),
        cmocka_unit_test(test_gzip_damage_in_every_bit),
        cmocka_unit_test(test_wrong_trailer),
        cmocka_unit_test(test_what_may_follow),
        cmocka_unit_test(test_not_packed_at_all),
        cmocka_unit_test(test_endless_gzip_header),
        cmocka_unit_test(test_failure_of_the_source_is_passed_on),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_crc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
