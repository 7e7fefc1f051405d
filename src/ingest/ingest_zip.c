/*
 * The directory of a zip archive, by libzip, and finding members in it.
 *
 * Invariants once open:
 *   1. members stand in the order of their names, ASCII case aside, and no two are equal
 * so.
 *   2. Every member is stored or deflated, not encrypted, and its packed bytes lie within
 * the file without touching another's (ingest_zip_layout).
 *   3. libzip is done: its handle lives only while the directory is copied.
 */
#include "ingest/ingest_zip.h"

#include "ingest/ingest_limit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int name_compare(struct sp_str a, struct sp_str b)
{
    const size_t shared = a.size < b.size ? a.size : b.size;
    for (size_t i = 0; i < shared; i++) {
        const int order = fold(a.data[i]) - fold(b.data[i]);
        if (order != 0) return order;
    }
    return a.size < b.size ? -1 : a.size > b.size;
}

static int member_compare(const void *a, const void *b)
{
    return name_compare(((const struct ingest_member *)a)->name,
                        ((const struct ingest_member *)b)->name);
}

/* Nothing is ever extracted; a name that would leave a folder is a sign of a made-up
 * archive. */
static bool name_leaves_folder(struct sp_str name)
{
    size_t start = 0;
    for (size_t i = 0; i <= name.size; i++) {
        const bool is_end = i == name.size || name.data[i] == '/' || name.data[i] == '\\';
        if (!is_end) continue;
        if (i == 0 && name.size > 0) return true; // Begins with a separator.
        if (i - start == 2 && memcmp(name.data + start, "..", 2) == 0) return true;
        start = i + 1;
    }
    return name.size >= 2 && name.data[1] == ':'; // "C:".
}

/* Such a name would act on the terminal that a message shows it on. */
static bool name_has_control(struct sp_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.data[i];
        if (c < 0x20 || c == 0x7F) return true;
    }
    return false;
}

static enum sp_rc check_name(struct sp_str name, struct sp_err *err)
{
    if (name.size == 0 || name.size > INGEST_NAME_SIZE_MAX)
        return sp_err_set(err, SP_ERR_INPUT,
                          "zip member name has %zu bytes (1 to %d are accepted)",
                          name.size, INGEST_NAME_SIZE_MAX);
    if (name_has_control(name))
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip member name holds control characters; do not trust this file");
    if (name_leaves_folder(name))
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip member '%.*s' has an absolute or '..' path; do not trust this file",
            SP_FMT(name));
    return SP_OK;
}

static enum sp_rc copy_member(struct ingest_zip *zip, zip_t *archive, uint64_t index,
                              struct ingest_member *out_member, struct sp_err *err)
{
    const uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                            ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD |
                            ZIP_STAT_ENCRYPTION_METHOD;
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0 ||
        (stat.valid & needed) != needed)
        return sp_err_set(err, SP_ERR_INPUT, "zip directory has no facts on member %llu",
                          (unsigned long long)index + 1);
    const struct sp_str name = sp_str_of(stat.name);
    enum sp_rc rc = check_name(name, err);
    if (rc != SP_OK) return rc;
    if (stat.encryption_method != ZIP_EM_NONE)
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip member '%s' is encrypted; save the file without a password", stat.name);
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return sp_err_set(err, SP_ERR_INPUT,
                          "zip member '%s' is packed by method %d (stored and deflated "
                          "are read); save the file again in Excel",
                          stat.name, (int)stat.comp_method);
    *out_member = (struct ingest_member){
        .name = sp_arena_copy(&zip->arena, name),
        .directory_index = index,
        .packed_size = stat.comp_size,
        .size = stat.size,
        .crc = stat.crc,
        .method = stat.comp_method == ZIP_CM_STORE ? INGEST_METHOD_STORED
                                                   : INGEST_METHOD_DEFLATED,
    };
    return out_member->name.data
               ? SP_OK
               : sp_err_set(err, SP_ERR_MEMORY, "out of memory for the zip directory");
}

static enum sp_rc copy_directory(struct ingest_zip *zip, zip_t *archive,
                                 struct sp_err *err)
{
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    if (count < 0 || count > INGEST_MEMBERS_MAX)
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip directory can be read in two ways; do not trust this file");
    zip->members = sp_alloc(((size_t)count + 1) * sizeof *zip->members);
    if (!zip->members)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the zip directory");
    for (size_t i = 0; i < (size_t)count; i++) {
        const enum sp_rc rc = copy_member(zip, archive, i, &zip->members[i], err);
        if (rc != SP_OK) return rc;
        zip->member_count++;
    }
    return SP_OK;
}

static enum sp_rc read_directory(struct ingest_zip *zip, struct sp_err *err)
{
    const int copy = dup(zip->descriptor); // zip_fdopen takes it over, and may leave it
                                           // open when it fails.
    if (copy < 0)
        return sp_err_set(err, SP_ERR_IO, "cannot open twice: %s", strerror(errno));
    int code = 0;
    zip_t *archive = zip_fdopen(copy, 0, &code);
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const enum sp_rc rc = sp_err_set(
            err, code == ZIP_ER_MEMORY ? SP_ERR_MEMORY : SP_ERR_INPUT,
            "cannot read the zip directory: %s; copy or download the file again",
            zip_error_strerror(&error));
        zip_error_fini(&error);
        (void)close(copy);
        return rc;
    }
    const enum sp_rc rc = copy_directory(zip, archive, err);
    zip_discard(archive);
    return rc;
}

static enum sp_rc check_duplicates(const struct ingest_zip *zip, struct sp_err *err)
{
    for (size_t i = 1; i < zip->member_count; i++) {
        const struct sp_str name = zip->members[i].name;
        if (name_compare(zip->members[i - 1].name, name) == 0)
            return sp_err_set(
                err, SP_ERR_INPUT,
                "zip archive has two members named '%.*s'; do not trust this file",
                SP_FMT(name));
    }
    return SP_OK;
}

/* What all members say they unpack to: each is held to what it says while it is read, so
 * this bounds all that reading the archive can give, however many members share it. */
static enum sp_rc check_ratio(const struct ingest_zip *zip, struct sp_err *err)
{
    uint64_t size = 0;
    for (size_t i = 0; i < zip->member_count; i++) {
        const uint64_t room = UINT64_MAX - size;
        size += zip->members[i].size < room ? zip->members[i].size : room;
    }
    if (zip->allow_large || size <= INGEST_RATIO_FREE_SIZE ||
        size / INGEST_RATIO_MAX <= zip->file_size)
        return SP_OK;
    return sp_err_set(err, SP_ERR_LIMIT,
                      "zip archive unpacks to more than %d times its size; if you trust "
                      "the file, allow large files",
                      INGEST_RATIO_MAX);
}

enum sp_rc ingest_zip_open(const char *path, bool allow_large, struct ingest_zip *out_zip,
                           struct sp_err *err)
{
    struct ingest_zip zip = {.allow_large = allow_large};
    struct stat facts;
    enum sp_rc rc;
    sp_arena_init(&zip.arena, INGEST_DIRECTORY_SIZE_MAX);
    zip.descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (zip.descriptor < 0 || fstat(zip.descriptor, &facts) != 0) {
        rc = sp_err_set(err, SP_ERR_INPUT, "cannot open: %s", strerror(errno));
        goto done;
    }
    zip.file_size = (uint64_t)facts.st_size;
    rc = ingest_zip_check_end(zip.descriptor, zip.file_size, err);
    if (rc == SP_OK) rc = read_directory(&zip, err);
    if (rc == SP_OK) {
        rc = ingest_zip_layout(zip.descriptor, zip.file_size, zip.members,
                               zip.member_count, err);
    }
    if (rc == SP_OK) rc = check_ratio(&zip, err);
    if (rc != SP_OK) goto done;
    qsort(zip.members, zip.member_count, sizeof *zip.members, member_compare);
    rc = check_duplicates(&zip, err);
done:
    if (rc == SP_OK) {
        *out_zip = zip;
    } else {
        ingest_zip_release(&zip);
    }
    return rc;
}

void ingest_zip_release(struct ingest_zip *zip)
{
    if (!zip) return;
    if (zip->descriptor >= 0) (void)close(zip->descriptor);
    sp_arena_release(&zip->arena);
    sp_free(zip->members);
    *zip = (struct ingest_zip){.descriptor = -1};
}

const struct ingest_member *ingest_zip_find(const struct ingest_zip *zip,
                                            struct sp_str name)
{
    const struct ingest_member wanted = {.name = name};
    return zip->member_count == 0 ? NULL
                                  : bsearch(&wanted, zip->members, zip->member_count,
                                            sizeof *zip->members, member_compare);
}
