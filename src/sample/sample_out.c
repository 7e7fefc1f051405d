/* States: open ──finish──▶ finished (file kept); open ──close──▶ gone (file removed). */
#include "sample/sample_out.h"

#include <errno.h>
#include <string.h>

enum { GATHER_SIZE = 1 << 16, LINE_MAX_SIZE = 1 << 20 };

const char *sample_out_path(struct sp_arena *arena, const char *dir, const char *name,
                            struct sp_err *err)
{
    const char *path = sp_arena_format(arena, "%s/%s", dir, name).data;
    if (!path) {
        (void)sp_err_set(err, SP_ERR_MEMORY, "out of memory for the path of '%s'", name);
    }
    return path;
}

static enum sp_rc write_failed(const char *path, int why, struct sp_err *err)
{
    const enum sp_rc rc =
        sp_err_set(err, SP_ERR_IO, "cannot write the file: %s", strerror(why));
    sp_err_at_file(err, path);
    return rc;
}

enum sp_rc sample_out_open(const char *path, struct sample_out *out_out,
                           struct sp_err *err)
{
    *out_out = (struct sample_out){.path = path};
    sp_buf_init(&out_out->text, LINE_MAX_SIZE);
    out_out->stream = fopen(path, "wb");
    if (out_out->stream) return SP_OK;
    return write_failed(path, errno, err);
}

static enum sp_rc gathered_write(struct sample_out *out, struct sp_err *err)
{
    const enum sp_rc rc = sp_buf_status(&out->text, err);
    if (rc != SP_OK) {
        sp_err_at_file(err, out->path);
        return rc;
    }
    if (fwrite(out->text.data, 1, out->text.size, out->stream) != out->text.size) {
        return write_failed(out->path, errno, err);
    }
    sp_buf_reset(&out->text);
    return SP_OK;
}

enum sp_rc sample_out_line(struct sample_out *out, struct sp_err *err)
{
    const bool wait = out->text.rc == SP_OK && out->text.size < GATHER_SIZE;
    return wait ? SP_OK : gathered_write(out, err);
}

enum sp_rc sample_out_finish(struct sample_out *out, struct sp_err *err)
{
    const enum sp_rc rc = gathered_write(out, err);
    if (rc != SP_OK) return rc;
    FILE *stream = out->stream;
    out->stream = NULL;
    sp_buf_release(&out->text);
    if (fclose(stream) == 0) return SP_OK;
    const int why = errno;
    (void)remove(out->path);
    return write_failed(out->path, why, err);
}

void sample_out_close(struct sample_out *out)
{
    sp_buf_release(&out->text);
    if (!out->stream) return;
    (void)fclose(out->stream);
    (void)remove(out->path);
    out->stream = NULL;
}
