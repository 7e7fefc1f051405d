/* Writes zip archives, sound or not. Numbers are little-endian. */
#include "support/support_zip.h"

#include <string.h>
#include <zlib.h>

enum { FLAG_DESCRIPTOR = 8 };

static const uint64_t IN_ZIP64 = 0xFFFFFFFF;

/* A member as it was written. */
struct written {
    struct sp_buf packed;
    uint32_t crc;
    uint16_t method;
    uint16_t flags;
    uint64_t offset;
};

static void put(struct sp_buf *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        sp_buf_char(out, (char)(number >> (8 * i)));
    }
}

static void pack(const struct support_member *member, struct sp_buf *out)
{
    char room[4096];
    z_stream stream = {0};
    if (!member->is_deflated) {
        sp_buf_append(out, member->content);
        return;
    }
    SP_ASSERT(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in =
        (Bytef *)(uintptr_t)(member->content.data ? member->content.data : "");
    stream.avail_in = (uInt)member->content.size;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        stream.next_out = (Bytef *)room;
        stream.avail_out = sizeof room;
        state = deflate(&stream, Z_FINISH);
        SP_ASSERT(state == Z_OK || state == Z_STREAM_END);
        sp_buf_append(
            out, (struct sp_str){.data = room, .size = sizeof room - stream.avail_out});
    }
    (void)deflateEnd(&stream);
}

static void write_local(const struct support_member *member, size_t prefix_size,
                        struct written *written, struct sp_buf *out)
{
    const char *name = member->local_name ? member->local_name : member->name;
    const uint64_t size = member->content.size + (uint64_t)member->size_change +
                          (uint64_t)member->local_change;
    const uint64_t packed_size = written->packed.size;
    const bool later = member->has_descriptor || member->has_bare_descriptor;
    written->offset = out->size - prefix_size;
    sp_buf_text(out, "PK\3\4");
    put(out, 20, 2);
    put(out, written->flags, 2);
    put(out, written->method, 2);
    put(out, 0, 4);
    put(out, later ? 0 : written->crc, 4);
    put(out, later ? 0 : member->is_zip64 ? IN_ZIP64 : packed_size, 4);
    put(out, later ? 0 : member->is_zip64 ? IN_ZIP64 : size, 4);
    put(out, strlen(name), 2);
    put(out, member->is_zip64 ? 20 : 0, 2);
    sp_buf_text(out, name);
    if (member->is_zip64) {
        put(out, 1, 2);
        put(out, 16, 2);
        put(out, later ? 0 : size, 8);
        put(out, later ? 0 : packed_size, 8);
    }
    sp_buf_append(out, sp_buf_str(&written->packed));
    if (later) {
        if (!member->has_bare_descriptor) sp_buf_text(out, "PK\7\x08");
        put(out, written->crc, 4);
        put(out, packed_size, member->is_zip64 ? 8 : 4);
        put(out, size + (uint64_t)member->descriptor_change, member->is_zip64 ? 8 : 4);
    }
}

static void write_entry(const struct support_member *member,
                        const struct written *written, struct sp_buf *out)
{
    const uint64_t size = member->content.size + (uint64_t)member->size_change;
    const uint64_t packed_size = written->packed.size + (uint64_t)member->packed_change;
    const uint64_t offset = written->offset + (uint64_t)member->offset_change;
    sp_buf_text(out, "PK\1\2");
    put(out, 45, 2);
    put(out, 20, 2);
    put(out, written->flags, 2);
    put(out, written->method, 2);
    put(out, 0, 4);
    put(out, written->crc, 4);
    put(out, member->is_zip64 ? IN_ZIP64 : packed_size, 4);
    put(out, member->is_zip64 ? IN_ZIP64 : size, 4);
    put(out, strlen(member->name), 2);
    put(out, member->is_zip64 ? 28 : 0, 2);
    put(out, 0, 2);
    put(out, member->disk, 2);
    put(out, 0, 6);
    put(out, member->is_zip64 ? IN_ZIP64 : offset, 4);
    sp_buf_text(out, member->name);
    if (member->is_zip64) {
        put(out, 1, 2);
        put(out, 24, 2);
        put(out, size, 8);
        put(out, packed_size, 8);
        put(out, offset, 8);
    }
}

static void write_end(const struct support_archive *archive, size_t count,
                      uint64_t directory, size_t prefix_size, struct sp_buf *out)
{
    const uint64_t size = out->size - prefix_size - directory;
    const uint64_t said_count = count + (uint64_t)archive->count_change;
    const uint64_t said_offset = directory + (uint64_t)archive->directory_change;
    const char *comment = archive->comment ? archive->comment : "";
    if (archive->is_zip64) {
        const uint64_t end64 = out->size - prefix_size;
        sp_buf_text(out, "PK\6\6");
        put(out, 44, 8);
        put(out, 45, 2);
        put(out, 45, 2);
        put(out, 0, 8);
        put(out, said_count, 8);
        put(out, said_count, 8);
        put(out, size, 8);
        put(out, said_offset, 8);
        sp_buf_text(out, "PK\6\7");
        put(out, 0, 4);
        put(out, end64, 8);
        put(out, 1, 4);
    }
    sp_buf_text(out, "PK\5\6");
    put(out, archive->disk, 2);
    put(out, archive->disk, 2);
    put(out, archive->is_zip64 ? 0xFFFF : said_count, 2);
    put(out, archive->is_zip64 ? 0xFFFF : said_count, 2);
    put(out, archive->is_zip64 ? IN_ZIP64 : size, 4);
    put(out, archive->is_zip64 ? IN_ZIP64 : said_offset, 4);
    put(out, strlen(comment), 2);
    sp_buf_text(out, comment);
    if (archive->behind) sp_buf_text(out, archive->behind);
}

void support_zip_write(const struct support_archive *archive, struct sp_buf *out)
{
    size_t count = 0;
    while (archive->members[count].name) {
        count++;
    }
    struct written *written = sp_alloc((count + 1) * sizeof *written);
    SP_ASSERT(written);
    if (archive->before) sp_buf_text(out, archive->before);
    const size_t prefix_size = out->size;
    for (size_t i = 0; i < count; i++) {
        const struct support_member *member = &archive->members[i];
        const bool later = member->has_descriptor || member->has_bare_descriptor;
        struct written *w = &written[i];
        *w = (struct written){0};
        sp_buf_init(&w->packed, SIZE_MAX / 2);
        pack(member, &w->packed);
        w->method = member->method ? member->method : member->is_deflated ? 8 : 0;
        w->flags = (uint16_t)(member->flags | (later ? FLAG_DESCRIPTOR : 0));
        w->crc = (uint32_t)crc32(0, (const Bytef *)member->content.data,
                                 (uInt)member->content.size) ^
                 member->crc_change;
        write_local(member, prefix_size, w, out);
    }
    const uint64_t directory = out->size - prefix_size;
    for (size_t i = 0; i < count; i++) {
        write_entry(&archive->members[i], &written[i], out);
        sp_buf_release(&written[i].packed);
    }
    write_end(archive, count, directory, prefix_size, out);
    sp_free(written);
    SP_ASSERT(out->rc == SP_OK);
}
