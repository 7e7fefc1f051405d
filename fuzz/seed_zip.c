/*
 * Writes the seeds of fuzz_zip: one small archive for each thing a zip can be, do or lie
 * about.
 *
 *   seed_zip FOLDER
 */
#include "support/support_zip.h"

#include <stdio.h>

#define TEXT(literal)                                                                    \
    {                                                                                    \
        .data = (literal), .size = sizeof(literal) - 1                                   \
    }
#define LONG "many words many words many words many words many words many words"

struct seed {
    const char *name;
    struct support_member member; // the second of three
    struct support_archive archive;
};

static const struct seed seeds[] = {
    {.name = "stored", .member = {.name = "b", .content = TEXT("text")}},
    {.name = "deflated",
     .member = {.name = "b", .content = TEXT(LONG), .is_deflated = true}},
    {.name = "empty_member", .member = {.name = "b/", .content = TEXT("")}},
    {.name = "descriptor",
     .member = {.name = "b",
                .content = TEXT(LONG),
                .is_deflated = true,
                .has_descriptor = true}},
    {.name = "descriptor_stored",
     .member = {.name = "b", .content = TEXT("text"), .has_descriptor = true}},
    {.name = "descriptor_bare",
     .member = {.name = "b", .content = TEXT("text"), .has_bare_descriptor = true}},
    {.name = "descriptor_lies",
     .member = {.name = "b",
                .content = TEXT("text"),
                .has_descriptor = true,
                .descriptor_change = 1}},
    {.name = "control_in_name", .member = {.name = "b\x1B[2J", .content = TEXT("text")}},
    {.name = "prefix",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.before = "#!/bin/sh\n"}},
    {.name = "zip64_size_of_a_bomb",
     .member = {.name = "b",
                .content = TEXT("text"),
                .is_zip64 = true,
                .size_change = INT64_C(1) << 34}},
    {.name = "zip64_member",
     .member =
         {.name = "b", .content = TEXT(LONG), .is_deflated = true, .is_zip64 = true}},
    {.name = "zip64_descriptor",
     .member = {.name = "b",
                .content = TEXT(LONG),
                .is_deflated = true,
                .is_zip64 = true,
                .has_descriptor = true}},
    {.name = "zip64_end",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.is_zip64 = true}},
    {.name = "zip64_all",
     .member = {.name = "b", .content = TEXT("text"), .is_zip64 = true},
     .archive = {.is_zip64 = true, .comment = "zip64"}},
    {.name = "comment",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.comment = "words"}},
    {.name = "comment_like_end",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.comment = "PK\5\6 is what an end looks like"}},
    {.name = "trailing",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.behind = "more"}},
    {.name = "encrypted", .member = {.name = "b", .content = TEXT("text"), .flags = 1}},
    {.name = "encrypted_strongly",
     .member = {.name = "b", .content = TEXT("text"), .flags = 0x41}},
    {.name = "method_bzip2",
     .member = {.name = "b", .content = TEXT("text"), .method = 12}},
    {.name = "not_deflate",
     .member = {.name = "b", .content = TEXT("\xFF\xFF"), .method = 8}},
    {.name = "parent_path", .member = {.name = "../b", .content = TEXT("text")}},
    {.name = "absolute_path", .member = {.name = "/b", .content = TEXT("text")}},
    {.name = "twice", .member = {.name = "A", .content = TEXT("text")}},
    {.name = "other_local_name",
     .member = {.name = "b", .content = TEXT("text"), .local_name = "x"}},
    {.name = "crc_lies",
     .member = {.name = "b", .content = TEXT("text"), .crc_change = 1}},
    {.name = "size_lies_up",
     .member =
         {.name = "b", .content = TEXT(LONG), .is_deflated = true, .size_change = 1}},
    {.name = "size_lies_down",
     .member =
         {.name = "b", .content = TEXT(LONG), .is_deflated = true, .size_change = -1}},
    {.name = "packed_size_lies",
     .member = {.name = "b",
                .content = TEXT("text"),
                .has_descriptor = true,
                .packed_change = 1}},
    {.name = "overlap",
     .member = {.name = "b",
                .content = TEXT("text"),
                .has_descriptor = true,
                .packed_change = 60}},
    {.name = "same_place",
     .member = {.name = "a",
                .local_name = "a",
                .content = TEXT("first"),
                .offset_change = -36}},
    {.name = "offset_lies",
     .member = {.name = "b", .content = TEXT("text"), .offset_change = 1}},
    {.name = "zip64_offset_lies",
     .member = {.name = "b",
                .content = TEXT("text"),
                .is_zip64 = true,
                .offset_change = INT64_MAX - 4096}},
    {.name = "member_on_other_disk",
     .member = {.name = "b", .content = TEXT("text"), .disk = 1}},
    {.name = "end_on_other_disk",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.disk = 1}},
    {.name = "count_lies",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.count_change = 1}},
    {.name = "zip64_count_lies",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.is_zip64 = true, .count_change = INT64_MAX / 2}},
    {.name = "directory_lies",
     .member = {.name = "b", .content = TEXT("text")},
     .archive = {.directory_change = 1}},
};

static bool file_write(const char *folder, const char *name, struct sp_str bytes)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    const bool is_written = fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    return fclose(file) == 0 && is_written;
}

static bool seed_write(const char *folder, const struct seed *seed)
{
    const struct support_member members[] = {
        {.name = "a", .content = TEXT("first")},
        seed->member,
        {.name = "z", .content = TEXT(LONG), .is_deflated = true},
        {0}};
    struct support_archive archive = seed->archive;
    struct sp_buf bytes;
    archive.members = members;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&archive, &bytes);
    const bool is_written = file_write(folder, seed->name, sp_buf_str(&bytes));
    sp_buf_release(&bytes);
    return is_written;
}

int main(int argument_count, char **arguments)
{
    bool is_written = argument_count == 2;
    for (size_t i = 0; is_written && i < sizeof seeds / sizeof *seeds; i++) {
        is_written = seed_write(arguments[1], &seeds[i]);
    }
    if (!is_written) (void)fputs("usage: seed_zip FOLDER\n", stderr);
    return is_written ? 0 : 2;
}
