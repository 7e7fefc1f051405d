/*
 * Zip archives that lie. To add a case, add a line to a table: what is wrong with the
 * archive, and what the reader must say. Every archive is also cut short at each byte,
 * which must never be read as whole.
 */
#include "ingest/ingest_zip.h"

#include "ingest/ingest_limit.h"
#include "support/support_workbook.h"
#include "support/support_zip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define TEXT(literal)                                                                    \
    {                                                                                    \
        .data = (literal), .size = sizeof(literal) - 1                                   \
    }
#define AGAIN "; copy or download the file again"
#define NO_TRUST "; do not trust this file"

/* Opens the archive and reads every member to its end. @return "" or the message */
static const char *read_all(struct sp_str bytes, bool allow_large, struct sp_err *err)
{
    char path[64];
    struct ingest_zip zip;
    static char room[1 << 16];
    *err = (struct sp_err){0};
    support_file_write(bytes, path);
    enum sp_rc rc = ingest_zip_open(path, allow_large, &zip, err);
    (void)unlink(path);
    if (rc != SP_OK) return err->text;
    for (size_t i = 0; i < zip.member_count && rc == SP_OK; i++) {
        struct ingest_part *part = NULL;
        size_t size = 1;
        rc = ingest_part_open(&zip, &zip.members[i], &part, err);
        while (rc == SP_OK && size > 0) {
            rc = ingest_part_read(part, room, sizeof room, &size, err);
        }
        ingest_part_close(part);
    }
    ingest_zip_release(&zip);
    return err->text;
}

static const char *check_archive(const struct support_archive *archive,
                                 struct sp_err *err)
{
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(archive, &bytes);
    (void)read_all(sp_buf_str(&bytes), false, err);
    sp_buf_release(&bytes);
    return err->text;
}

/* -- Members
 * -------------------------------------------------------------------------------------
 */

struct member_case {
    struct support_member member; // between two sound ones
    const char *expected;
};

#define NOT_AS_SAID "zip member 'b' is not what the directory says" AGAIN

static const struct member_case member_cases[] = {
    {{.name = "b", .content = TEXT("text")}, ""},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true}, ""},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true, .has_descriptor = true},
     ""},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true, .is_zip64 = true}, ""},
    {{.name = "b",
      .content = TEXT("text"),
      .is_deflated = true,
      .is_zip64 = true,
      .has_descriptor = true},
     ""},
    {{.name = "b/", .content = TEXT("")}, ""},
    {{.name = "b", .content = TEXT("text"), .flags = 1},
     "zip member 'b' is encrypted; save the file without a password"},
    {{.name = "b", .content = TEXT("text"), .method = 12},
     "zip member 'b' is packed by method 12 (stored and deflated are read); save the "
     "file again in Excel"},
    {{.name = "b", .content = TEXT("text"), .method = 93},
     "zip member 'b' is packed by method 93 (stored and deflated are read); save the "
     "file again in Excel"},
    {{.name = "b", .content = TEXT("text"), .local_name = "x"}, NOT_AS_SAID},
    {{.name = "b", .content = TEXT("text"), .local_change = 1}, NOT_AS_SAID},
    {{.name = "b", .content = TEXT("text"), .packed_change = -1}, NOT_AS_SAID},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true, .crc_change = 1},
     "zip member 'b' does not match its checksum" AGAIN},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true, .size_change = 1},
     "zip member 'b' does not match its length" AGAIN},
    {{.name = "b", .content = TEXT("text"), .is_deflated = true, .size_change = -1},
     "zip member 'b' unpacks to more than its directory says" NO_TRUST},
    {{.name = "b", .content = TEXT("\xFF\xFF\xFF"), .method = 8},
     "packed data is damaged: no valid deflate stream" AGAIN},
    {{.name = "b",
      .content = TEXT("text"),
      .is_deflated = true,
      .has_descriptor = true,
      .packed_change = -1},
     NOT_AS_SAID},
    {{.name = "b",
      .content = TEXT("text"),
      .is_deflated = true,
      .has_descriptor = true,
      .packed_change = 1},
     NOT_AS_SAID},
    {{.name = "b",
      .content = TEXT("text"),
      .is_deflated = true,
      .has_bare_descriptor = true},
     ""},
    {{.name = "b",
      .content = TEXT("text"),
      .is_zip64 = true,
      .has_bare_descriptor = true},
     ""},
    {{.name = "b", .content = TEXT(""), .has_descriptor = true}, ""},
    {{.name = "b",
      .content = TEXT("text"),
      .has_descriptor = true,
      .descriptor_change = 1},
     NOT_AS_SAID},
    {{.name = "b",
      .content = TEXT("text"),
      .is_zip64 = true,
      .has_bare_descriptor = true,
      .descriptor_change = 1},
     NOT_AS_SAID},
    {{.name = "b", .content = TEXT("text"), .has_descriptor = true, .packed_change = 60},
     "zip archive has members that overlap" NO_TRUST},
    {{.name = "b",
      .content = TEXT("text"),
      .has_descriptor = true,
      .is_zip64 = true,
      .packed_change = INT64_MAX},
     "zip archive has members that overlap" NO_TRUST},
    {{.name = "b", .content = TEXT("text"), .offset_change = 1},
     "zip archive is damaged: a member is not where the directory says" AGAIN},
    {{.name = "b", .content = TEXT("text"), .offset_change = 1 << 20},
     "zip archive is damaged: it is cut short" AGAIN},
    {{.name = "b",
      .content = TEXT("text"),
      .is_zip64 = true,
      .offset_change = INT64_MAX - 4096},
     "zip archive is damaged: it is cut short" AGAIN},
    {{.name = "b", .content = TEXT("text"), .disk = 1},
     "zip archive is spread over several files; join them first"},
    {{.name = "a", .content = TEXT("text")},
     "zip archive has two members named 'a'" NO_TRUST},
    {{.name = "A", .content = TEXT("text")},
     "zip archive has two members named 'A'" NO_TRUST},
    {{.name = "../b", .content = TEXT("text")},
     "zip member '../b' has an absolute or '..' path" NO_TRUST},
    {{.name = "x/..", .content = TEXT("text")},
     "zip member 'x/..' has an absolute or '..' path" NO_TRUST},
    {{.name = "x\\..\\b", .content = TEXT("text")},
     "zip member 'x\\..\\b' has an absolute or '..' path" NO_TRUST},
    {{.name = "/b", .content = TEXT("text")},
     "zip member '/b' has an absolute or '..' path" NO_TRUST},
    {{.name = "\\b", .content = TEXT("text")},
     "zip member '\\b' has an absolute or '..' path" NO_TRUST},
    {{.name = "C:b", .content = TEXT("text")},
     "zip member 'C:b' has an absolute or '..' path" NO_TRUST},
    {{.name = "..b", .content = TEXT("text")}, ""},
    {{.name = "b\x1B[2J", .content = TEXT("text")},
     "zip member name holds control characters" NO_TRUST},
};

static void members_are_held_to_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof member_cases / sizeof *member_cases; i++) {
        const struct support_member members[] = {{.name = "a", .content = TEXT("first")},
                                                 member_cases[i].member,
                                                 {.name = "z", .content = TEXT("last")},
                                                 {0}};
        struct sp_err err;
        assert_string_equal(
            check_archive(&(struct support_archive){.members = members}, &err),
            member_cases[i].expected);
    }
}

/* A stored member whose bytes are a whole second member: each is sound alone. */
static void member_inside_another_is_refused(void **state)
{
    struct sp_buf inner;
    struct sp_err err;
    (void)state;
    sp_buf_init(&inner, SIZE_MAX / 2);
    const struct support_member inner_members[] = {{.name = "b", .content = TEXT("text")},
                                                   {0}};
    support_zip_write(&(struct support_archive){.members = inner_members}, &inner);
    const size_t local_size =
        30 + 1 + 4; // Header, name, text: what the directory does not need is cut off.
    const struct support_member members[] = {
        {.name = "a", .content = {.data = inner.data, .size = local_size}},
        {.name = "b", .content = TEXT("text"), .offset_change = -(int64_t)local_size},
        {0}};
    assert_string_equal(
        check_archive(&(struct support_archive){.members = members}, &err),
        "zip archive has members that overlap" NO_TRUST);
    sp_buf_release(&inner);
}

static void name_has_a_ceiling(void **state)
{
    char name[INGEST_NAME_SIZE_MAX + 2];
    struct sp_err err;
    (void)state;
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    const struct support_member members[] = {{.name = name, .content = TEXT("text")},
                                             {0}};
    assert_string_equal(
        check_archive(&(struct support_archive){.members = members}, &err),
        "zip member name has 1025 bytes (1 to 1024 are accepted)");
}

/* -- Archives
 * ------------------------------------------------------------------------------------ */

struct archive_case {
    struct support_archive archive;
    const char *expected;
};

#define SPREAD "zip archive is spread over several files; join them first"

static const struct archive_case archive_cases[] = {
    {{0}, ""},
    {{.comment = "made by a test"}, ""},
    {{.is_zip64 = true}, ""},
    {{.comment = "PK\5\6 is what an end looks like; this one goes on"}, ""},
    {{.behind = "trailing"},
     "zip archive is damaged: its directory is not at its end" AGAIN},
    {{.before = "#!/bin/sh\n"},
     "zip archive is damaged: its directory is not where its end says" AGAIN},
    {{.before = "#!/bin/sh\n", .is_zip64 = true},
     "zip archive is damaged: its zip64 end is missing" AGAIN},
    {{.count_change = 1},
     "cannot read the zip directory: Zip archive inconsistent" AGAIN},
    {{.count_change = -1},
     "cannot read the zip directory: Zip archive inconsistent" AGAIN},
    {{.directory_change = 1},
     "zip archive is damaged: its directory is out of place" AGAIN},
    {{.directory_change = -1},
     "zip archive is damaged: its directory is not where its end says" AGAIN},
    {{.disk = 1}, SPREAD},
    {{.is_zip64 = true, .count_change = INT64_MAX / 2},
     "zip archive has 4611686018427387905 members in a directory of 94 bytes (100000 and "
     "268435456 are accepted)" NO_TRUST},
    {{.is_zip64 = true, .count_change = INGEST_MEMBERS_MAX - 1},
     "zip archive has 100001 members in a directory of 94 bytes (100000 and 268435456 "
     "are accepted)" NO_TRUST},
    {{.is_zip64 = true, .directory_change = INT64_MAX / 2},
     "zip archive is damaged: its directory is out of place" AGAIN},
};

static void archives_are_held_to_what_they_say(void **state)
{
    static const struct support_member members[] = {
        {.name = "a", .content = TEXT("first")},
        {.name = "b", .content = TEXT("second"), .is_deflated = true},
        {0}};
    (void)state;
    for (size_t i = 0; i < sizeof archive_cases / sizeof *archive_cases; i++) {
        struct support_archive archive = archive_cases[i].archive;
        struct sp_err err;
        archive.members = members;
        assert_string_equal(check_archive(&archive, &err), archive_cases[i].expected);
    }
}

static void empty_archive_has_no_members(void **state)
{
    static const struct support_member none[] = {{0}};
    struct sp_err err;
    (void)state;
    assert_string_equal(check_archive(&(struct support_archive){.members = none}, &err),
                        "");
}

static void archive_cut_short_is_never_whole(void **state)
{
    static const struct support_member members[] = {
        {.name = "a", .content = TEXT("first")},
        {.name = "b",
         .content = TEXT("second"),
         .is_deflated = true,
         .has_descriptor = true},
        {.name = "c", .content = TEXT("third"), .is_zip64 = true},
        {0}};
    struct sp_buf bytes;
    struct sp_err err;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&(struct support_archive){.members = members, .is_zip64 = true},
                      &bytes);
    assert_string_equal(read_all(sp_buf_str(&bytes), false, &err), "");
    for (size_t size = 0; size < bytes.size; size++) {
        const struct sp_str cut = {.data = bytes.data, .size = size};
        assert_string_not_equal(read_all(cut, false, &err), "");
    }
    sp_buf_release(&bytes);
}

/* One bit changed anywhere: read as it was, or refused; never anything else. */
static void archive_with_a_changed_bit_never_crashes(void **state)
{
    static const struct support_member members[] = {
        {.name = "a", .content = TEXT("first")},
        {.name = "b",
         .content = TEXT("second second second"),
         .is_deflated = true,
         .has_descriptor = true},
        {.name = "c", .content = TEXT("third"), .is_zip64 = true},
        {0}};
    struct sp_buf bytes;
    struct sp_err err;
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&(struct support_archive){.members = members, .is_zip64 = true},
                      &bytes);
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
        (void)read_all(sp_buf_str(&bytes), false, &err);
        assert_int_not_equal(err.rc, SP_ERR_MEMORY);
        bytes.data[bit / 8] = (char)(bytes.data[bit / 8] ^ (1 << bit % 8));
    }
    sp_buf_release(&bytes);
}

/* -- Ceilings
 * ------------------------------------------------------------------------------------ */

/* Zeros that pack a thousand to one, beside `filler_size` bytes that do not pack at all.
 */
static void check_ratio(size_t bomb_count, size_t bomb_size, size_t filler_size,
                        const char *expected)
{
    static const char *const names[] = {"bomb", "bomb2", "bomb3"};
    struct support_member members[5] = {0};
    struct sp_buf bytes;
    struct sp_err err;
    char *zeros = sp_alloc(bomb_size);
    char *filler = sp_alloc(filler_size + 1);
    assert_true(zeros && filler);
    memset(zeros, 0, bomb_size);
    memset(filler, 'f', filler_size + 1);
    for (size_t i = 0; i < bomb_count; i++) {
        members[i] =
            (struct support_member){.name = names[i],
                                    .content = {.data = zeros, .size = bomb_size},
                                    .is_deflated = true};
    }
    members[bomb_count] = (struct support_member){
        .name = "filler", .content = {.data = filler, .size = filler_size}};
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&(struct support_archive){.members = members}, &bytes);
    assert_string_equal(read_all(sp_buf_str(&bytes), false, &err), expected);
    assert_int_equal(err.rc, expected[0] ? SP_ERR_LIMIT : SP_OK);
    assert_string_equal(read_all(sp_buf_str(&bytes), true, &err), "");
    sp_buf_release(&bytes);
    sp_free(filler);
    sp_free(zeros);
}

static void ratio_has_a_ceiling_that_can_be_lifted(void **state)
{
    const size_t free_size = INGEST_RATIO_FREE_SIZE;
    (void)state;
    check_ratio(1, free_size, 0, "");
    check_ratio(1, free_size + 100000, 0,
                "zip archive unpacks to more than 200 times its size; if you trust the "
                "file, allow large files");
    check_ratio(1, free_size + 100000, 200000,
                "zip member 'bomb' unpacks to more than 200 times its size; if you trust "
                "the file, allow large files");
}

/* Each alone is free; together they are a bomb. */
static void ratio_of_all_members_has_a_ceiling(void **state)
{
    (void)state;
    check_ratio(3, INGEST_RATIO_FREE_SIZE / 2, 0,
                "zip archive unpacks to more than 200 times its size; if you trust the "
                "file, allow large files");
    check_ratio(3, INGEST_RATIO_FREE_SIZE / 2, 200000, "");
}

/* An end record alone, of a file that is a hole: nothing of it may be read. */
static void size_of_the_directory_has_a_ceiling(void **state)
{
    static const unsigned char end[22] = {'P', 'K', 5, 6, 0,    0, 0, 0, 1, 0, 1,
                                          0,   1,   0, 0, 0x10, 0, 0, 0, 0, 0, 0};
    char path[64];
    struct ingest_zip zip;
    struct sp_err err = {0};
    (void)state;
    support_file_write(SP_STR(""), path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)INGEST_DIRECTORY_SIZE_MAX + 1, SEEK_SET), 0);
    assert_int_equal(fwrite(end, 1, sizeof end, file), sizeof end);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(ingest_zip_open(path, true, &zip, &err), SP_ERR_LIMIT);
    assert_string_equal(err.text,
                        "zip archive has 1 members in a directory of 268435457 bytes "
                        "(100000 and 268435456 are accepted)" NO_TRUST);
    (void)unlink(path);
}

/* Refused by what the directory says: unpacking so much would be no test. */
static void size_of_a_member_has_a_ceiling_that_can_be_lifted(void **state)
{
    const struct support_member members[] = {
        {.name = "a",
         .content = TEXT("text"),
         .is_zip64 = true,
         .size_change = (int64_t)INGEST_UNPACKED_MAX - 3},
        {0}};
    struct sp_buf bytes;
    struct ingest_zip zip;
    struct ingest_part *part;
    struct sp_err err = {0};
    char path[64];
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&(struct support_archive){.members = members}, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    assert_int_equal(ingest_zip_open(path, true, &zip, NULL), SP_OK);
    assert_int_equal(ingest_part_open(&zip, zip.members, &part, NULL), SP_OK);
    ingest_part_close(part);
    zip.allow_large = false;
    assert_int_equal(ingest_part_open(&zip, zip.members, &part, &err), SP_ERR_LIMIT);
    assert_string_equal(err.text, "zip member 'a' unpacks to more than 17179869184 "
                                  "bytes; if you trust the file, allow large files");
    ingest_zip_release(&zip);
    (void)unlink(path);
    sp_buf_release(&bytes);
}

static void members_are_found_whatever_their_case(void **state)
{
    static const struct support_member members[] = {
        {.name = "xl/SharedStrings.xml", .content = TEXT("1")},
        {.name = "xl/b", .content = TEXT("22")},
        {.name = "Z", .content = TEXT("333")},
        {0}};
    struct sp_buf bytes;
    struct ingest_zip zip;
    char path[64];
    (void)state;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_zip_write(&(struct support_archive){.members = members}, &bytes);
    support_file_write(sp_buf_str(&bytes), path);
    assert_int_equal(ingest_zip_open(path, false, &zip, NULL), SP_OK);
    assert_int_equal(ingest_zip_find(&zip, SP_STR("xl/sharedStrings.xml"))->size, 1);
    assert_int_equal(ingest_zip_find(&zip, SP_STR("XL/B"))->size, 2);
    assert_int_equal(ingest_zip_find(&zip, SP_STR("z"))->size, 3);
    assert_null(ingest_zip_find(&zip, SP_STR("xl")));
    assert_null(ingest_zip_find(&zip, SP_STR("")));
    ingest_zip_release(&zip);
    ingest_zip_release(NULL);
    (void)unlink(path);
    sp_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_held_to_what_they_say),
        cmocka_unit_test(member_inside_another_is_refused),
        cmocka_unit_test(name_has_a_ceiling),
        cmocka_unit_test(archives_are_held_to_what_they_say),
        cmocka_unit_test(empty_archive_has_no_members),
        cmocka_unit_test(archive_cut_short_is_never_whole),
        cmocka_unit_test(archive_with_a_changed_bit_never_crashes),
        cmocka_unit_test(ratio_has_a_ceiling_that_can_be_lifted),
        cmocka_unit_test(ratio_of_all_members_has_a_ceiling),
        cmocka_unit_test(size_of_the_directory_has_a_ceiling),
        cmocka_unit_test(size_of_a_member_has_a_ceiling_that_can_be_lifted),
        cmocka_unit_test(members_are_found_whatever_their_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
