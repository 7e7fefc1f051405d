/*
 * Zip archives: any bytes are refused with a message, or are an archive whose members lie
 * in the file without touching one another, and each of which reads to its end or fails.
 * What reads to its end has the length and checksum that the directory promised, and is
 * what libzip unpacks.
 */
#define _GNU_SOURCE // memfd_create
#include "ingest/ingest_zip.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    FILE_SIZE_MAX = 1 << 12, // What it unpacks to fits below.
    UNPACKED_MAX = 1 << 23,
    DEFLATE_RATIO_MAX = 1032, // 258 bytes by two bits.
    PAIRS_MAX = 512,          // Members compared each with each.
};

static char ours[UNPACKED_MAX];
static char theirs[UNPACKED_MAX];

/* One file in memory for all inputs: nothing touches the disk. */
static void file_set(int file, const uint8_t *data, size_t size)
{
    const bool is_set =
        ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size;
    SP_ASSERT(is_set);
}

static uint64_t end_of(const struct ingest_member *member)
{
    return member->offset + member->packed_size;
}

static void check_places(const struct ingest_zip *zip)
{
    for (size_t i = 0; i < zip->member_count; i++) {
        const struct ingest_member *a = &zip->members[i];
        SP_ASSERT(a->name.size > 0);
        SP_ASSERT(a->packed_size <= zip->file_size);
        SP_ASSERT(a->offset <= zip->file_size - a->packed_size);
        SP_ASSERT(ingest_zip_find(zip, a->name) == a);
        for (size_t j = i + 1; j < zip->member_count && j < PAIRS_MAX; j++) {
            const struct ingest_member *b = &zip->members[j];
            SP_ASSERT(end_of(a) <= b->offset || end_of(b) <= a->offset);
        }
    }
}

/* @return SP_END when the member was read to its sound end */
static enum sp_rc read_ours(const struct ingest_zip *zip,
                            const struct ingest_member *member, size_t piece_size,
                            size_t *out_size)
{
    struct ingest_part *part = NULL;
    struct sp_err err = {0};
    size_t size = 0;
    size_t got = 1;
    enum sp_rc rc = ingest_part_open(zip, member, &part, &err);
    while (rc == SP_OK && got > 0) {
        SP_ASSERT(size + piece_size <= UNPACKED_MAX);
        rc = ingest_part_read(part, ours + size, piece_size, &got, &err);
        if (rc == SP_OK) size += got;
    }
    SP_ASSERT(rc == SP_OK || (err.rc == rc && err.text[0] != '\0'));
    SP_ASSERT(!part || ingest_part_taken(part) <= member->packed_size);
    SP_ASSERT(size <= member->size);
    SP_ASSERT(size <= (member->packed_size + 1) * DEFLATE_RATIO_MAX);
    ingest_part_close(part);
    *out_size = size;
    return rc == SP_OK ? SP_END : rc;
}

static bool read_theirs(zip_t *archive, uint64_t index, size_t *out_size)
{
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    if (!file) return false;
    size_t size = 0;
    zip_int64_t got = 1;
    while (got > 0 && size < UNPACKED_MAX) {
        got = zip_fread(file, theirs + size, UNPACKED_MAX - size);
        if (got > 0) size += (size_t)got;
    }
    *out_size = size;
    return zip_fclose(file) == 0 && got == 0;
}

static zip_t *open_theirs(const uint8_t *data, size_t size)
{
    zip_source_t *source = zip_source_buffer_create(data, size, 0, NULL);
    SP_ASSERT(source);
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (!archive) zip_source_free(source);
    return archive;
}

static void check_members(const struct ingest_zip *zip, zip_t *archive, size_t piece_size)
{
    for (size_t i = 0; i < zip->member_count; i++) {
        const struct ingest_member *member = &zip->members[i];
        size_t size = 0;
        size_t their_size = 0;
        if (read_ours(zip, member, piece_size, &size) != SP_END) continue;
        SP_ASSERT(size == member->size);
        SP_ASSERT(crc32(0, (const Bytef *)ours, (uInt)size) == member->crc);
        SP_ASSERT(read_theirs(archive, member->directory_index, &their_size));
        SP_ASSERT(their_size == size && memcmp(ours, theirs, size) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    char path[32];
    struct ingest_zip zip = {.descriptor = -1};
    struct sp_err err = {0};
    if (size == 0 || size > FILE_SIZE_MAX) return 0;
    if (file < 0) file = memfd_create("archive", MFD_CLOEXEC);
    SP_ASSERT(file >= 0);
    file_set(file, data, size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    const enum sp_rc rc = ingest_zip_open(path, false, &zip, &err);
    SP_ASSERT(rc == SP_OK || (err.rc == rc && err.text[0] != '\0'));
    if (rc != SP_OK) return 0;
    check_places(&zip);
    zip_t *archive = open_theirs(data, size);
    SP_ASSERT(archive);
    check_members(&zip, archive, 1 + data[size - 1] * (size_t)131);
    zip_discard(archive);
    ingest_zip_release(&zip);
    return 0;
}
