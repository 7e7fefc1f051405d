/*
 * A text file being written: lines gather in a buffer and go out in large pieces. The
 * first failure is kept, names the file, and leaves no half-written file behind.
 */
#ifndef SAMPLE_OUT_H
#define SAMPLE_OUT_H

#include <stdio.h>

#include "sallyport/memory.h"

struct sample_out {
    const char *path; // borrowed
    FILE *stream;     // owned
    struct sp_buf text;
};

/** A path below `dir`, in the arena; NULL without memory. */
SP_MUST_USE const char *sample_out_path(struct sp_arena *arena, const char *dir,
                                        const char *name, struct sp_err *err);
/** @param out_out  close it also after a failure */
SP_MUST_USE enum sp_rc sample_out_open(const char *path, struct sample_out *out_out,
                                       struct sp_err *err);
/** Call after each line appended to `text`: passes on what has gathered, once much. */
SP_MUST_USE enum sp_rc sample_out_line(struct sample_out *out, struct sp_err *err);
/** Everything is on disk, or a failure. */
SP_MUST_USE enum sp_rc sample_out_finish(struct sample_out *out, struct sp_err *err);
/** After a failure; removes the file unless it was finished. */
void sample_out_close(struct sample_out *out);

#endif
