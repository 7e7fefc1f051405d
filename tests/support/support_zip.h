/*
 * Zip archives for tests, byte by byte: sound ones, and ones that lie in every way a
 * member can. Fields that are 0 tell the truth.
 */
#ifndef SUPPORT_ZIP_H
#define SUPPORT_ZIP_H

#include "base/base.h"

struct support_member {
    const char *name;
    struct sp_str content;
    bool is_deflated;
    bool has_descriptor; // sizes stand behind the packed bytes, as streaming writers
                         // leave them
    bool is_zip64;       // sizes and offset stand in the zip64 field, small as they are

    bool has_bare_descriptor; // such a descriptor, without its mark

    const char *local_name;    // another name in the local header
    uint16_t flags;            // added to both headers
    uint16_t method;           // another method, in both headers
    uint32_t crc_change;       // xor
    int64_t size_change;       // added to the size, in both headers
    int64_t local_change;      // added to the size in the local header alone
    int64_t packed_change;     // added to the packed size, in the directory alone
    int64_t offset_change;     // added to the offset in the directory
    int64_t descriptor_change; // added to the size in the descriptor alone
    uint16_t disk;             // where the directory says the member is
};

struct support_archive {
    const struct support_member *members; // ends with one without a name
    int64_t count_change;     // added to the number of members in the end record
    int64_t directory_change; // added to the directory's offset
    uint16_t disk;
    const char *comment;
    const char *before; // bytes in front, which no offset counts
    const char *behind; // bytes after the end
    bool is_zip64;      // write the zip64 end records
};

/** Append the archive to `out`. */
void support_zip_write(const struct support_archive *archive, struct sp_buf *out);

#endif
