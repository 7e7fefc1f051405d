/*
 * Where the members of a zip archive lie: the facts that libzip keeps to itself.
 *
 *   [local header, name, extra, packed bytes] …  [directory] [zip64 end + locator] [end]
 *
 * A second, smaller reading of the directory. What it must show for the archive to be
 * accepted:
 *   1. It ends exactly at the end of the file, on one disk, and has the members that
 * libzip found, by the same names in the same order: two readers agree on what the
 * archive says.
 *   2. Every local header names the same member, method and, where it gives any, sizes;
 *      where it leaves them to a data descriptor, that one stands behind the packed bytes
 *      and says the same.
 *   3. No member's bytes touch another's or the directory's. Overlap is how a few
 * kilobytes become petabytes, and how two programs come to read different things from one
 * file.
 */
#include "ingest/ingest_zip.h"

#include "ingest/ingest_limit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    END_SIZE = 22,
    END64_SIZE = 56,
    LOCATOR_SIZE = 20,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    DESCRIPTOR_SIZE_MAX = 24, // Mark, CRC, two sizes of 8 bytes.
    COMMENT_SIZE_MAX = 65535,
    FLAG_ENCRYPTED = 1,
    FLAG_SIZES_FOLLOW =
        8, // Sizes stand behind the packed bytes; the local header may leave them 0.
    EXTRA_ZIP64 = 1,
};

static const uint32_t IN_ZIP64 = 0xFFFFFFFF; // "Look in the zip64 extra field."

struct directory {
    uint64_t offset;
    uint64_t size;
    uint64_t count;
};

struct extent {
    uint64_t start;
    uint64_t end;
    const struct ingest_member *member;
    bool has_descriptor;
};

static uint64_t number_at(const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;
    for (size_t i = size; i > 0; i--) {
        number = number << 8 | bytes[i - 1];
    }
    return number;
}

static uint32_t u16_at(const unsigned char *bytes)
{
    return (uint32_t)number_at(bytes, 2);
}

static uint32_t u32_at(const unsigned char *bytes)
{
    return (uint32_t)number_at(bytes, 4);
}

static bool has_mark(const unsigned char *bytes, unsigned char third,
                     unsigned char fourth)
{
    return bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == third && bytes[3] == fourth;
}

static enum sp_rc fail(const char *what, struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_INPUT,
                      "zip archive is damaged: %s; copy or download the file again",
                      what);
}

enum sp_rc ingest_zip_read_at(int descriptor, uint64_t offset, void *out, size_t size,
                              struct sp_err *err)
{
    char *at = out;
    if (offset > INT64_MAX - size) return fail("it points past any file", err);
    while (size > 0) {
        const ssize_t got = pread(descriptor, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno));
        if (got == 0) return fail("it is cut short", err);
        at += got;
        size -= (size_t)got;
        offset += (uint64_t)got;
    }
    return SP_OK;
}

/* -- The end of the archive
 * --------------------------------------------------------------- */

/* The end record is the last whose comment runs exactly to the end of the file. */
static enum sp_rc find_end(int descriptor, uint64_t file_size,
                           unsigned char end[END_SIZE], uint64_t *out_offset,
                           struct sp_err *err)
{
    const size_t tail_max = END_SIZE + COMMENT_SIZE_MAX;
    const size_t tail_size = file_size < tail_max ? (size_t)file_size : tail_max;
    if (tail_size < END_SIZE) return fail("it is cut short", err);
    unsigned char *tail = sp_alloc(tail_size);
    if (!tail)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the zip directory");
    enum sp_rc rc =
        ingest_zip_read_at(descriptor, file_size - tail_size, tail, tail_size, err);
    if (rc != SP_OK) goto done;
    rc = SP_END;
    for (size_t at = tail_size - END_SIZE + 1; at-- > 0 && rc == SP_END;) {
        if (!has_mark(tail + at, 5, 6)) continue;
        if (at + END_SIZE + u16_at(tail + at + 20) != tail_size) continue;
        memcpy(end, tail + at, END_SIZE);
        *out_offset = file_size - tail_size + at;
        rc = SP_OK;
    }
    if (rc == SP_END) rc = fail("its directory is not at its end", err);
done:
    sp_free(tail);
    return rc;
}

static enum sp_rc read_end64(int descriptor, uint64_t end_offset,
                             struct directory *out_directory, struct sp_err *err)
{
    unsigned char locator[LOCATOR_SIZE];
    unsigned char end[END64_SIZE];
    if (end_offset < LOCATOR_SIZE + END64_SIZE)
        return fail("its zip64 end is missing", err);
    const uint64_t locator_offset = end_offset - LOCATOR_SIZE;
    enum sp_rc rc =
        ingest_zip_read_at(descriptor, locator_offset, locator, sizeof locator, err);
    if (rc != SP_OK) return rc;
    if (!has_mark(locator, 6, 7)) return fail("its zip64 end is missing", err);
    const uint64_t offset = number_at(locator + 8, 8);
    if (u32_at(locator + 4) != 0 || u32_at(locator + 16) > 1)
        return sp_err_set(err, SP_ERR_INPUT,
                          "zip archive is spread over several files; join them first");
    if (offset > locator_offset - END64_SIZE)
        return fail("its zip64 end is out of place", err);
    rc = ingest_zip_read_at(descriptor, offset, end, sizeof end, err);
    if (rc != SP_OK) return rc;
    if (!has_mark(end, 6, 6)) return fail("its zip64 end is missing", err);
    *out_directory = (struct directory){.count = number_at(end + 32, 8),
                                        .size = number_at(end + 40, 8),
                                        .offset = number_at(end + 48, 8)};
    return SP_OK;
}

/* An archive with other bytes in front of it, such as one that unpacks itself, counts its
 * offsets without them. */
static enum sp_rc check_start(int descriptor, const struct directory *directory,
                              struct sp_err *err)
{
    unsigned char mark[4];
    if (directory->count == 0) return SP_OK;
    const enum sp_rc rc =
        ingest_zip_read_at(descriptor, directory->offset, mark, sizeof mark, err);
    if (rc != SP_OK || has_mark(mark, 1, 2)) return rc;
    return fail("its directory is not where its end says", err);
}

static enum sp_rc find_directory(int descriptor, uint64_t file_size,
                                 struct directory *out_directory, struct sp_err *err)
{
    unsigned char end[END_SIZE];
    uint64_t end_offset = 0;
    enum sp_rc rc = find_end(descriptor, file_size, end, &end_offset, err);
    if (rc != SP_OK) return rc;
    struct directory directory = {
        .count = u16_at(end + 10), .size = u32_at(end + 12), .offset = u32_at(end + 16)};
    if (directory.count == 0xFFFF || directory.size == IN_ZIP64 ||
        directory.offset == IN_ZIP64) {
        rc = read_end64(descriptor, end_offset, &directory, err);
        if (rc != SP_OK) return rc;
    } else if (u16_at(end + 4) != 0 || u16_at(end + 6) != 0 ||
               u16_at(end + 8) != directory.count) {
        return sp_err_set(err, SP_ERR_INPUT,
                          "zip archive is spread over several files; join them first");
    }
    if (directory.size > end_offset || directory.offset > end_offset - directory.size)
        return fail("its directory is out of place", err);
    if (directory.size > INGEST_DIRECTORY_SIZE_MAX ||
        directory.count > INGEST_MEMBERS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "zip archive has %llu members in a directory of %llu bytes (%d "
                          "and %llu are accepted); do not trust this file",
                          (unsigned long long)directory.count,
                          (unsigned long long)directory.size, INGEST_MEMBERS_MAX,
                          (unsigned long long)INGEST_DIRECTORY_SIZE_MAX);
    *out_directory = directory;
    return check_start(descriptor, &directory, err);
}

enum sp_rc ingest_zip_check_end(int descriptor, uint64_t file_size, struct sp_err *err)
{
    struct directory directory;
    return find_directory(descriptor, file_size, &directory, err);
}

/* -- Directory entries and local headers
 * --------------------------------------------------- */

/* The zip64 extra field of a header, size 0 when there is none. */
static struct sp_str find_zip64(const unsigned char *extra, size_t extra_size)
{
    size_t at = 0;
    while (extra_size - at >= 4) {
        const size_t size = u16_at(extra + at + 2);
        if (size > extra_size - at - 4) break;
        if (u16_at(extra + at) == EXTRA_ZIP64)
            return (struct sp_str){.data = (const char *)extra + at + 4, .size = size};
        at += 4 + size;
    }
    return (struct sp_str){0};
}

/* A 32-bit number of a header, or the next number of its zip64 field when that is where
 * it is. */
static bool take_wide(uint32_t narrow, struct sp_str *zip64, uint64_t *out)
{
    *out = narrow;
    if (narrow != IN_ZIP64) return true;
    if (zip64->size < 8) return false;
    *out = number_at((const unsigned char *)zip64->data, 8);
    zip64->data += 8;
    zip64->size -= 8;
    return true;
}

/* One entry of the directory: its local header's offset. */
static enum sp_rc read_entry(const unsigned char *entry, size_t room,
                             const struct ingest_member *member, uint64_t *out_offset,
                             size_t *out_entry_size, struct sp_err *err)
{
    if (room < ENTRY_SIZE || !has_mark(entry, 1, 2))
        return fail("its directory is broken", err);
    const size_t name_size = u16_at(entry + 28);
    const size_t extra_size = u16_at(entry + 30);
    const size_t entry_size = ENTRY_SIZE + name_size + extra_size + u16_at(entry + 32);
    if (entry_size > room) return fail("its directory is broken", err);
    const struct sp_str name = {.data = (const char *)entry + ENTRY_SIZE,
                                .size = name_size};
    struct sp_str zip64 = find_zip64(entry + ENTRY_SIZE + name_size, extra_size);
    uint64_t size;
    uint64_t packed_size;
    uint64_t offset;
    if (!take_wide(u32_at(entry + 24), &zip64, &size) ||
        !take_wide(u32_at(entry + 20), &zip64, &packed_size) ||
        !take_wide(u32_at(entry + 42), &zip64, &offset))
        return fail("its directory lacks a zip64 size", err);
    if (!sp_str_equal(name, member->name) || size != member->size ||
        packed_size != member->packed_size ||
        u16_at(entry + 10) != (uint32_t)member->method)
        return fail("its directory can be read in two ways", err);
    if (u16_at(entry + 34) != 0 && u16_at(entry + 34) != 0xFFFF)
        return sp_err_set(err, SP_ERR_INPUT,
                          "zip archive is spread over several files; join them first");
    *out_offset = offset;
    *out_entry_size = entry_size;
    return SP_OK;
}

/* @param out_follow  whether sizes and CRC stand in a data descriptor */
static bool local_sizes_agree(const unsigned char *header, struct sp_str zip64,
                              const struct ingest_member *member, bool *out_follow)
{
    uint64_t size;
    uint64_t packed_size;
    if (!take_wide(u32_at(header + 22), &zip64, &size)) return false;
    if (!take_wide(u32_at(header + 18), &zip64, &packed_size)) return false;
    *out_follow =
        (u16_at(header + 6) & FLAG_SIZES_FOLLOW) != 0 && size == 0 && packed_size == 0;
    if (*out_follow) return true;
    return size == member->size && packed_size == member->packed_size;
}

static enum sp_rc fail_member(const struct ingest_member *member, struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_INPUT,
                      "zip member '%.*s' is not what the directory says; copy or "
                      "download the file again",
                      SP_FMT(member->name));
}

static enum sp_rc check_local(const unsigned char *header, const char *name,
                              size_t name_size, size_t extra_size,
                              const struct ingest_member *member, bool *out_follow,
                              struct sp_err *err)
{
    const struct sp_str local_name = {.data = name, .size = name_size};
    const struct sp_str zip64 =
        find_zip64((const unsigned char *)name + name_size, extra_size);
    if (u16_at(header + 6) & FLAG_ENCRYPTED)
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip member '%.*s' is encrypted; save the file without a password",
            SP_FMT(member->name));
    if (sp_str_equal(local_name, member->name) &&
        u16_at(header + 8) == (uint32_t)member->method &&
        local_sizes_agree(header, zip64, member, out_follow))
        return SP_OK;
    return fail_member(member, err);
}

/* @param room  scratch for a name and an extra field of any size */
static enum sp_rc read_local(int descriptor, uint64_t offset, char *room,
                             struct ingest_member *member, struct extent *out_extent,
                             struct sp_err *err)
{
    unsigned char header[LOCAL_SIZE];
    enum sp_rc rc = ingest_zip_read_at(descriptor, offset, header, sizeof header, err);
    if (rc != SP_OK) return rc;
    if (!has_mark(header, 3, 4))
        return fail("a member is not where the directory says", err);
    const size_t name_size = u16_at(header + 26);
    const size_t extra_size = u16_at(header + 28);
    rc = ingest_zip_read_at(descriptor, offset + LOCAL_SIZE, room, name_size + extra_size,
                            err);
    bool follow = false;
    if (rc == SP_OK)
        rc = check_local(header, room, name_size, extra_size, member, &follow, err);
    if (rc != SP_OK) return rc;
    member->offset = offset + LOCAL_SIZE + name_size + extra_size;
    if (member->packed_size > UINT64_MAX - member->offset)
        return fail("a member passes its end", err);
    *out_extent = (struct extent){.start = offset,
                                  .end = member->offset + member->packed_size,
                                  .member = member,
                                  .has_descriptor = follow};
    return SP_OK;
}

/* -- Together
 * ------------------------------------------------------------------------------- */

static enum sp_rc read_layout(int descriptor, const struct directory *directory,
                              const unsigned char *entries, char *room,
                              struct ingest_member *members, struct extent *extents,
                              struct sp_err *err)
{
    size_t at = 0;
    for (size_t i = 0; i < directory->count; i++) {
        uint64_t offset = 0;
        size_t entry_size = 0;
        enum sp_rc rc = read_entry(entries + at, (size_t)directory->size - at,
                                   &members[i], &offset, &entry_size, err);
        if (rc == SP_OK) {
            rc = read_local(descriptor, offset, room, &members[i], &extents[i], err);
        }
        if (rc != SP_OK) return rc;
        at += entry_size;
    }
    return at == directory->size ? SP_OK
                                 : fail("its directory holds more than its members", err);
}

static int extent_compare(const void *a, const void *b)
{
    const uint64_t start_a = ((const struct extent *)a)->start;
    const uint64_t start_b = ((const struct extent *)b)->start;
    return start_a < start_b ? -1 : start_a > start_b;
}

static enum sp_rc check_overlap(struct extent *extents, size_t count,
                                uint64_t directory_offset, struct sp_err *err)
{
    qsort(extents, count, sizeof *extents, extent_compare);
    for (size_t i = 0; i < count; i++) {
        const uint64_t next = i + 1 < count ? extents[i + 1].start : directory_offset;
        if (extents[i].end > next)
            return sp_err_set(
                err, SP_ERR_INPUT,
                "zip archive has members that overlap; do not trust this file");
    }
    return SP_OK;
}

/* [mark] CRC packed-size size: the mark may be left out, sizes have 4 or 8 bytes. */
static bool descriptor_agrees(const unsigned char *bytes, size_t room,
                              const struct ingest_member *member)
{
    const size_t mark_size = room >= 4 && has_mark(bytes, 7, 8) ? 4 : 0;
    for (size_t skip = 0; skip <= mark_size; skip += 4) { // A CRC may look like a mark.
        const unsigned char *at = bytes + skip;
        for (size_t width = 4; width <= 8; width += 4) {
            if (skip + 4 + 2 * width <= room && u32_at(at) == member->crc &&
                number_at(at + 4, width) == member->packed_size &&
                number_at(at + 4 + width, width) == member->size)
                return true;
        }
    }
    return false;
}

/* Who reads the archive from its start believes these, who reads it from its end the
 * directory. A member of no bytes needs none. */
static enum sp_rc check_descriptors(int descriptor, const struct extent *extents,
                                    size_t count, uint64_t directory_offset,
                                    struct sp_err *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct extent *extent = &extents[i];
        const struct ingest_member *member = extent->member;
        unsigned char bytes[DESCRIPTOR_SIZE_MAX];
        if (!extent->has_descriptor || (member->size == 0 && member->packed_size == 0))
            continue;
        const uint64_t next = i + 1 < count ? extents[i + 1].start : directory_offset;
        const uint64_t gap = next - extent->end;
        const size_t room = gap < sizeof bytes ? (size_t)gap : sizeof bytes;
        const enum sp_rc rc =
            ingest_zip_read_at(descriptor, extent->end, bytes, room, err);
        if (rc != SP_OK) return rc;
        if (!descriptor_agrees(bytes, room, member)) return fail_member(member, err);
    }
    return SP_OK;
}

enum sp_rc ingest_zip_layout(int descriptor, uint64_t file_size,
                             struct ingest_member *members, size_t member_count,
                             struct sp_err *err)
{
    const size_t room_size = 2 * (size_t)UINT16_MAX;
    struct directory directory = {0};
    enum sp_rc rc = find_directory(descriptor, file_size, &directory, err);
    if (rc != SP_OK) return rc;
    if (directory.count != member_count)
        return fail("its directory can be read in two ways", err);
    char *room = sp_alloc(room_size);
    unsigned char *entries = sp_alloc((size_t)directory.size + 1);
    struct extent *extents = sp_alloc((member_count + 1) * sizeof *extents);
    if (!room || !entries || !extents) {
        rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory for the zip directory");
        goto done;
    }
    rc = ingest_zip_read_at(descriptor, directory.offset, entries, (size_t)directory.size,
                            err);
    if (rc == SP_OK)
        rc = read_layout(descriptor, &directory, entries, room, members, extents, err);
    if (rc == SP_OK) rc = check_overlap(extents, member_count, directory.offset, err);
    if (rc == SP_OK)
        rc = check_descriptors(descriptor, extents, member_count, directory.offset, err);
done:
    sp_free(extents);
    sp_free(entries);
    sp_free(room);
    return rc;
}
