/*
 * Reading one member of a zip archive from its start.
 *
 * Invariants:
 *   1. At most packed_size bytes are taken in and at most `size` given out, whatever the
 * stream holds; a member whose `size` is a bomb's is not opened at all.
 *   2. The end (0 bytes) is reported only after length and CRC were found to be what the
 * directory says.
 */
#include "ingest/ingest_zip.h"

#include "ingest/ingest_inflate.h"
#include "ingest/ingest_limit.h"

struct ingest_part {
    const struct ingest_zip *zip;       // borrowed
    const struct ingest_member *member; // borrowed
    struct ingest_inflate *inflate;     // owned; NULL for a stored member
    uint64_t taken;
    uint64_t given;
    uint32_t crc;
};

/* The packed bytes, as ingest_inflate wants them. */
static enum sp_rc read_packed(void *context, char *out, size_t size, size_t *out_size,
                              struct sp_err *err)
{
    struct ingest_part *part = context;
    const uint64_t left = part->member->packed_size - part->taken;
    const size_t wanted = left < size ? (size_t)left : size;
    const enum sp_rc rc = ingest_zip_read_at(
        part->zip->descriptor, part->member->offset + part->taken, out, wanted, err);
    if (rc != SP_OK) return rc;
    part->taken += wanted;
    *out_size = wanted;
    return SP_OK;
}

/* By what the directory says, before a byte is unpacked: reading gives no more than that.
 */
static enum sp_rc check_ceilings(const struct ingest_member *member, struct sp_err *err)
{
    if (member->size > INGEST_UNPACKED_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "zip member '%.*s' unpacks to more than %llu bytes; if you "
                          "trust the file, allow large files",
                          SP_FMT(member->name), (unsigned long long)INGEST_UNPACKED_MAX);
    if (member->size > INGEST_RATIO_FREE_SIZE &&
        member->size / INGEST_RATIO_MAX > member->packed_size)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "zip member '%.*s' unpacks to more than %d times its size; if "
                          "you trust the file, allow large files",
                          SP_FMT(member->name), INGEST_RATIO_MAX);
    return SP_OK;
}

enum sp_rc ingest_part_open(const struct ingest_zip *zip,
                            const struct ingest_member *member,
                            struct ingest_part **out_part, struct sp_err *err)
{
    const enum sp_rc fits = zip->allow_large ? SP_OK : check_ceilings(member, err);
    if (fits != SP_OK) return fits;
    struct ingest_part *part = sp_alloc(sizeof *part);
    if (!part)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening a zip member");
    *part = (struct ingest_part){.zip = zip, .member = member};
    if (member->method == INGEST_METHOD_DEFLATED) {
        const enum sp_rc rc =
            ingest_inflate_open(INGEST_WRAP_RAW, read_packed, part, &part->inflate, err);
        if (rc != SP_OK) {
            sp_free(part);
            return rc;
        }
    }
    *out_part = part;
    return SP_OK;
}

static enum sp_rc check_given(const struct ingest_part *part, struct sp_err *err)
{
    if (part->given <= part->member->size) return SP_OK;
    return sp_err_set(err, SP_ERR_INPUT,
                      "zip member '%.*s' unpacks to more than its directory says; do "
                      "not trust this file",
                      SP_FMT(part->member->name));
}

static enum sp_rc check_end(const struct ingest_part *part, struct sp_err *err)
{
    if (part->given == part->member->size && part->crc == part->member->crc) return SP_OK;
    return sp_err_set(
        err, SP_ERR_INPUT,
        "zip member '%.*s' does not match its %s; copy or download the file again",
        SP_FMT(part->member->name),
        part->given == part->member->size ? "checksum" : "length");
}

enum sp_rc ingest_part_read(struct ingest_part *part, char *out, size_t capacity,
                            size_t *out_size, struct sp_err *err)
{
    size_t size = 0;
    enum sp_rc rc = part->inflate
                        ? ingest_inflate_read(part->inflate, out, capacity, &size, err)
                        : read_packed(part, out, capacity, &size, err);
    if (rc != SP_OK) return rc;
    part->given += size;
    part->crc = ingest_crc32(part->crc, (struct sp_str){.data = out, .size = size});
    rc = size > 0 ? check_given(part, err) : check_end(part, err);
    if (rc == SP_OK) *out_size = size;
    return rc;
}

uint64_t ingest_part_taken(const struct ingest_part *part)
{
    return part->taken;
}

void ingest_part_close(struct ingest_part *part)
{
    if (!part) return;
    ingest_inflate_close(part->inflate);
    sp_free(part);
}
