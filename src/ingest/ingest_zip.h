/*
 * Zip archives, as far as workbooks need them: find a member by name, read it once from
 * its start.
 *
 * Policy. libzip reads the directory. Nothing it says is trusted further:
 * ingest_zip_layout.c finds where each member's bytes stand and refuses an archive whose
 * members overlap, whose local headers or data descriptors disagree with the directory,
 * or that is encrypted or spread over several files; reading a member counts and checks
 * every byte. Packed bytes are read by position from one descriptor, so that members of
 * one archive may be read on different threads.
 */
#ifndef INGEST_ZIP_H
#define INGEST_ZIP_H

#include "base/base.h"

enum ingest_method { INGEST_METHOD_STORED = 0, INGEST_METHOD_DEFLATED = 8 };

struct ingest_member {
    struct sp_str name; // borrowed from the archive
    uint64_t directory_index;
    uint64_t packed_size;
    uint64_t size;   // as the directory says; checked while reading
    uint64_t offset; // of the packed bytes in the file
    uint32_t crc;
    enum ingest_method method;
};

struct ingest_zip {
    int descriptor; // owned
    uint64_t file_size;
    bool allow_large;
    struct sp_arena arena;         // keeps the names
    struct ingest_member *members; // owned; in the order of their names, ASCII case aside
    size_t member_count;
};

/** @param out_zip  storage of the caller; release with ingest_zip_release */
SP_MUST_USE enum sp_rc ingest_zip_open(const char *path, bool allow_large,
                                       struct ingest_zip *out_zip, struct sp_err *err);
void ingest_zip_release(struct ingest_zip *zip);

/** The member of that name, ASCII case aside as part names of workbooks compare, or NULL.
 */
const struct ingest_member *ingest_zip_find(const struct ingest_zip *zip,
                                            struct sp_str name);

/**
 * Find the end of the archive and hold the directory to its ceilings, before libzip reads
 * all of it.
 */
SP_MUST_USE enum sp_rc ingest_zip_check_end(int descriptor, uint64_t file_size,
                                            struct sp_err *err);

/**
 * Set the offset of every member and hold the archive's layout to the rules above.
 *
 * @param members  in the order of the directory
 */
SP_MUST_USE enum sp_rc ingest_zip_layout(int descriptor, uint64_t file_size,
                                         struct ingest_member *members,
                                         size_t member_count, struct sp_err *err);

/** Bytes at a position; a file that ends before them is an error. */
SP_MUST_USE enum sp_rc ingest_zip_read_at(int descriptor, uint64_t offset, void *out,
                                          size_t size, struct sp_err *err);

/* -- Reading a member
 * ----------------------------------------------------------------------- */

struct ingest_part;

/** @param zip, member  borrowed until close. @param out_part  owned */
SP_MUST_USE enum sp_rc ingest_part_open(const struct ingest_zip *zip,
                                        const struct ingest_member *member,
                                        struct ingest_part **out_part,
                                        struct sp_err *err);
/**
 * Unpack up to `capacity` bytes.
 *
 * @param out_size  0 only at the sound end, after length and CRC were found right
 */
SP_MUST_USE enum sp_rc ingest_part_read(struct ingest_part *part, char *out,
                                        size_t capacity, size_t *out_size,
                                        struct sp_err *err);
/** Packed bytes taken in so far. */
uint64_t ingest_part_taken(const struct ingest_part *part);
void ingest_part_close(struct ingest_part *part);

#endif
