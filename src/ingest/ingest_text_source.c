/*
 * File → bytes, or file → inflate → bytes.
 *
 * Invariant: head[head_given .. head_size) are the bytes looked at to tell gzip and not
 * yet given; they are given before any other.
 */
#include "ingest/ingest_text_source.h"

#include "ingest/ingest_limit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct ingest_source {
    FILE *file;                     // owned
    struct ingest_inflate *inflate; // owned; NULL when the file is not packed
    uint64_t file_size;
    uint64_t done;     // bytes of the file given or handed to `inflate`
    uint64_t unpacked; // bytes that came out of `inflate`
    bool allow_large;
    unsigned char head[2];
    size_t head_size;
    size_t head_given;
};

static enum sp_rc fail_read(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_IO, "cannot read: %s", strerror(errno));
}

/* An ingest_read_fn: the file as it is on disk. */
static enum sp_rc file_read(void *context, char *out, size_t size, size_t *out_size,
                            struct sp_err *err)
{
    struct ingest_source *source = context;
    size_t got = 0;
    while (got < size && source->head_given < source->head_size) {
        out[got++] = (char)source->head[source->head_given++];
    }
    got += fread(out + got, 1, size - got, source->file);
    if (ferror(source->file)) return fail_read(err);
    source->done += got;
    *out_size = got;
    return SP_OK;
}

static enum sp_rc head_read(struct ingest_source *source, struct sp_err *err)
{
    struct stat status;
    if (fstat(fileno(source->file), &status) != 0) return fail_read(err);
    if (S_ISDIR(status.st_mode))
        return sp_err_set(err, SP_ERR_INPUT, "this is a folder, not a file");
    source->file_size = status.st_size > 0 ? (uint64_t)status.st_size : 0;
    source->head_size = fread(source->head, 1, sizeof source->head, source->file);
    return ferror(source->file) ? fail_read(err) : SP_OK;
}

enum sp_rc ingest_source_open(const char *path, bool allow_large,
                              struct ingest_source **out_source, struct sp_err *err)
{
    struct ingest_source *source = sp_alloc(sizeof *source);
    if (!source) return sp_err_set(err, SP_ERR_MEMORY, "out of memory while opening");
    *source = (struct ingest_source){.allow_large = allow_large};
    enum sp_rc rc = SP_OK;
    source->file = fopen(path, "rb");
    if (!source->file) {
        rc = sp_err_set(err, SP_ERR_INPUT, "cannot open: %s", strerror(errno));
        goto done;
    }
    (void)setvbuf(source->file, NULL, _IONBF, 0); // Read into large pieces as it is.
    rc = head_read(source, err);
    if (rc == SP_OK && source->head_size == 2 && source->head[0] == 0x1F &&
        source->head[1] == 0x8B) {
        rc = ingest_inflate_open(INGEST_WRAP_GZIP, file_read, source, &source->inflate,
                                 err);
    }
done:
    if (rc == SP_OK) {
        *out_source = source;
    } else {
        ingest_source_close(source);
    }
    return rc;
}

void ingest_source_close(struct ingest_source *source)
{
    if (!source) return;
    ingest_inflate_close(source->inflate);
    if (source->file) (void)fclose(source->file);
    sp_free(source);
}

static enum sp_rc ratio_check(const struct ingest_source *source, struct sp_err *err)
{
    if (source->allow_large || source->unpacked <= INGEST_RATIO_FREE_SIZE) return SP_OK;
    if (source->unpacked / INGEST_RATIO_MAX <= source->done) return SP_OK;
    return sp_err_set(
        err, SP_ERR_LIMIT,
        "unpacks to more than %d times its size; unpack it first if you trust it",
        INGEST_RATIO_MAX);
}

enum sp_rc ingest_source_read(void *context, char *out, size_t size, size_t *out_size,
                              struct sp_err *err)
{
    struct ingest_source *source = context;
    if (!source->inflate) return file_read(source, out, size, out_size, err);
    size_t got = 0;
    enum sp_rc rc = ingest_inflate_read(source->inflate, out, size, &got, err);
    if (rc != SP_OK) return rc;
    source->unpacked += got;
    rc = ratio_check(source, err);
    if (rc == SP_OK) *out_size = got;
    return rc;
}

void ingest_source_progress(const void *context, uint64_t *out_done, uint64_t *out_all)
{
    const struct ingest_source *source = context;
    *out_done = source->done;
    *out_all = source->file_size > source->done ? source->file_size : source->done;
}
