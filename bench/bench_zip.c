/*
 * A zip archive written front to back; only a member's header is gone back to, for its
 * sizes:
 *
 *   [local header, name, zip64 extra when large] [deflated bytes] …
 *   [directory] [zip64 end + locator when past 4 GiB] [end]
 *
 * No data descriptors, as Excel writes none.
 */
#include "bench_zip.h"

#include "sallyport/memory.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum {
    MEMBERS_MAX = 64,
    NAME_MAX_SIZE = 64,
    OUT_SIZE = 1 << 18,
    RECORD_SIZE_MAX = 512,
    METHOD_DEFLATE = 8,
    VERSION = 20,
    VERSION_ZIP64 = 45,
    DATE_1980_01_01 = 1 << 5 | 1, // The same bytes on every day.
    EXTRA_ZIP64 = 1,
};

static const uint64_t U32_TOP = 0xFFFFFFFF;

struct member {
    char name[NAME_MAX_SIZE];
    bool is_large;
    uint32_t crc;
    uint64_t packed_size;
    uint64_t size;
    uint64_t offset;
};

struct bench_zip {
    FILE *file; // owned
    bool failed;
    uint64_t offset; // of the next byte
    z_stream deflate;
    size_t member_count;
    struct member members[MEMBERS_MAX];
    unsigned char out[OUT_SIZE];
};

/* A header in the making; all its numbers are little-endian. */
struct record {
    size_t size;
    unsigned char bytes[RECORD_SIZE_MAX];
};

static void record_put(struct record *record, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        record->bytes[record->size++] = (unsigned char)(number >> (8 * i));
    }
}

static void record_text(struct record *record, const char *text)
{
    const size_t size = strlen(text);
    memcpy(record->bytes + record->size, text, size);
    record->size += size;
}

static void file_write(struct bench_zip *zip, const void *data, size_t size)
{
    if (fwrite(data, 1, size, zip->file) != size) zip->failed = true;
    zip->offset += size;
}

static uint32_t u32_or_top(uint64_t number)
{
    return (uint32_t)(number < U32_TOP ? number : U32_TOP);
}

/* What the local header and the directory have in common. */
static void record_member(struct record *record, const struct member *member,
                          size_t extra_size)
{
    record_put(record, member->is_large ? VERSION_ZIP64 : VERSION, 2);
    record_put(record, 0, 2);
    record_put(record, METHOD_DEFLATE, 2);
    record_put(record, 0, 2);
    record_put(record, DATE_1980_01_01, 2);
    record_put(record, member->crc, 4);
    record_put(record, member->is_large ? U32_TOP : member->packed_size, 4);
    record_put(record, member->is_large ? U32_TOP : member->size, 4);
    record_put(record, strlen(member->name), 2);
    record_put(record, extra_size, 2);
}

static void record_local(struct record *record, const struct member *member)
{
    record_put(record, 0x04034b50, 4);
    record_member(record, member, member->is_large ? 20 : 0);
    record_text(record, member->name);
    if (!member->is_large) return;
    record_put(record, EXTRA_ZIP64, 2);
    record_put(record, 16, 2);
    record_put(record, member->size, 8);
    record_put(record, member->packed_size, 8);
}

static void record_directory(struct record *record, const struct member *member)
{
    const bool is_far = member->offset >= U32_TOP;
    const size_t extra_size = (member->is_large ? 16u : 0u) + (is_far ? 8u : 0u);
    record_put(record, 0x02014b50, 4);
    record_put(record, VERSION_ZIP64, 2);
    record_member(record, member, extra_size ? extra_size + 4 : 0);
    record_put(record, 0, 2); // comment
    record_put(record, 0, 2); // disk
    record_put(record, 0, 2); // internal attributes
    record_put(record, 0, 4); // external attributes
    record_put(record, u32_or_top(member->offset), 4);
    record_text(record, member->name);
    if (extra_size == 0) return;
    record_put(record, EXTRA_ZIP64, 2);
    record_put(record, extra_size, 2);
    if (member->is_large) {
        record_put(record, member->size, 8);
        record_put(record, member->packed_size, 8);
    }
    if (is_far) record_put(record, member->offset, 8);
}

struct bench_zip *bench_zip_open(const char *path)
{
    struct bench_zip *zip = sp_alloc(sizeof *zip);
    if (!zip) return NULL;
    *zip = (struct bench_zip){.file = fopen(path, "wb")};
    if (!zip->file) {
        sp_free(zip);
        return NULL;
    }
    zip->failed = deflateInit2(&zip->deflate, 6, Z_DEFLATED, -MAX_WBITS, 8,
                               Z_DEFAULT_STRATEGY) != Z_OK;
    return zip;
}

void bench_zip_begin(struct bench_zip *zip, const char *name, bool may_be_large)
{
    SP_ASSERT(zip->member_count < MEMBERS_MAX && strlen(name) < NAME_MAX_SIZE);
    struct member *member = &zip->members[zip->member_count];
    *member = (struct member){.is_large = may_be_large, .offset = zip->offset};
    (void)snprintf(member->name, sizeof member->name, "%s", name);
    struct record record = {0};
    record_local(&record, member);
    file_write(zip, record.bytes, record.size);
    if (deflateReset(&zip->deflate) != Z_OK) zip->failed = true;
}

static void deflate_all(struct bench_zip *zip, int flush)
{
    struct member *member = &zip->members[zip->member_count];
    int rc;
    do {
        zip->deflate.next_out = zip->out;
        zip->deflate.avail_out = OUT_SIZE;
        rc = deflate(&zip->deflate, flush);
        const size_t made = OUT_SIZE - zip->deflate.avail_out;
        file_write(zip, zip->out, made);
        member->packed_size += made;
    } while (zip->deflate.avail_out == 0);
    if (rc != (flush == Z_FINISH ? Z_STREAM_END : Z_OK)) zip->failed = true;
}

void bench_zip_write(struct bench_zip *zip, const char *data, size_t size)
{
    if (zip->failed || size == 0) return;
    SP_ASSERT(size < U32_TOP);
    struct member *member = &zip->members[zip->member_count];
    member->crc = (uint32_t)crc32(member->crc, (const unsigned char *)data, (uInt)size);
    member->size += size;
    zip->deflate.next_in = (z_const Bytef *)(uintptr_t)data; // zlib only reads it.
    zip->deflate.avail_in = (uInt)size;
    deflate_all(zip, Z_NO_FLUSH);
}

uint64_t bench_zip_end(struct bench_zip *zip)
{
    struct member *member = &zip->members[zip->member_count];
    if (zip->failed) return member->size;
    zip->deflate.avail_in = 0;
    deflate_all(zip, Z_FINISH);
    if (!member->is_large &&
        (member->size >= U32_TOP || member->packed_size >= U32_TOP)) {
        zip->failed = true;
    }
    struct record record = {0};
    record_local(&record, member);
    if (fseeko(zip->file, (off_t)member->offset, SEEK_SET) != 0 ||
        fwrite(record.bytes, 1, record.size, zip->file) != record.size ||
        fseeko(zip->file, 0, SEEK_END) != 0) {
        zip->failed = true;
    }
    zip->member_count++;
    return member->size;
}

static void end_write(struct bench_zip *zip, uint64_t start)
{
    const uint64_t end = zip->offset;
    struct record record = {0};
    if (start >= U32_TOP || end - start >= U32_TOP) {
        record_put(&record, 0x06064b50, 4);
        record_put(&record, 44, 8); // of the rest of this record
        record_put(&record, VERSION_ZIP64, 2);
        record_put(&record, VERSION_ZIP64, 2);
        record_put(&record, 0, 8); // disks
        record_put(&record, zip->member_count, 8);
        record_put(&record, zip->member_count, 8);
        record_put(&record, end - start, 8);
        record_put(&record, start, 8);
        record_put(&record, 0x07064b50, 4);
        record_put(&record, 0, 4);
        record_put(&record, end, 8);
        record_put(&record, 1, 4);
    }
    record_put(&record, 0x06054b50, 4);
    record_put(&record, 0, 4); // disks
    record_put(&record, zip->member_count, 2);
    record_put(&record, zip->member_count, 2);
    record_put(&record, u32_or_top(end - start), 4);
    record_put(&record, u32_or_top(start), 4);
    record_put(&record, 0, 2); // comment
    file_write(zip, record.bytes, record.size);
}

bool bench_zip_close(struct bench_zip *zip)
{
    if (!zip) return false;
    const uint64_t start = zip->offset;
    for (size_t i = 0; i < zip->member_count; i++) {
        struct record record = {0};
        record_directory(&record, &zip->members[i]);
        file_write(zip, record.bytes, record.size);
    }
    end_write(zip, start);
    (void)deflateEnd(&zip->deflate);
    const bool closed = fclose(zip->file) == 0;
    const bool done = closed && !zip->failed;
    sp_free(zip);
    return done;
}
