/*
 * What every folder shares and no outside program needs: hashing, interning, name distance, JSON
 * text, files. Public shapes (rc, memory, date) are in include/sallyport/.
 */
#ifndef BASE_H
#define BASE_H

#include "sallyport/date.h"
#include "sallyport/memory.h"
#include "sallyport/rc.h"

/* -- SHA-256 (libcrypto) ------------------------------------------------------------------ */

enum { SP_SHA256_TEXT_SIZE = 65 }; // 64 hexadecimal digits and NUL

/** Hash of bytes as lower-case hexadecimal. @return false only when libcrypto has no memory */
SP_MUST_USE bool sp_sha256_of(struct sp_str bytes, char out[SP_SHA256_TEXT_SIZE]);
/** Hash and size of a file, read in pieces. */
SP_MUST_USE enum sp_rc sp_sha256_file(const char *path, char out[SP_SHA256_TEXT_SIZE],
                                      uint64_t *out_size, struct sp_err *err);

/* -- Files -------------------------------------------------------------------------------- */

/**
 * Refuse a folder, pipe or device before it is opened: a pipe is empty when it is read again, a
 * device never ends, and opening one may wait forever. A path that is not there passes; opening it
 * says why.
 */
SP_MUST_USE enum sp_rc sp_file_check(const char *path, struct sp_err *err);
/** A whole file into `out`, which has the ceiling. */
SP_MUST_USE enum sp_rc sp_file_read(const char *path, struct sp_buf *out, struct sp_err *err);
/** The part of a path after the last '/'. Borrows. */
struct sp_str sp_path_base(struct sp_str path);

/* -- Interning: texts to small codes, in the order of first sight --------------------------- */

struct sp_intern {
    struct sp_arena arena;  // keeps the texts
    struct sp_str *texts;   // owned; index is the code
    uint64_t *slots;        // owned; 1 + code below its hash, 0 for empty; open addressing
    uint32_t count;
    uint32_t text_capacity;
    uint32_t slot_count;    // a power of two
};

void sp_intern_init(struct sp_intern *intern, size_t max_size);
/** @param out_is_new  may be NULL. @return false when memory or the ceiling is reached */
SP_MUST_USE bool sp_intern_put(struct sp_intern *intern, struct sp_str text, uint32_t *out_code,
                               bool *out_is_new);
bool sp_intern_find(const struct sp_intern *intern, struct sp_str text, uint32_t *out_code);
void sp_intern_release(struct sp_intern *intern);

/* -- The clock: for --profile-time and meters, never for anything that is kept or counted ---- */

/** Nanoseconds since some moment. */
uint64_t sp_clock(void);

/* -- Nearest names, for "did you mean" ------------------------------------------------------ */

/** Damerau-Levenshtein distance over bytes without case; texts past 128 bytes compare by their first 128. */
size_t sp_text_distance(struct sp_str a, struct sp_str b);
/** Index of the nearest of `names`, or SIZE_MAX when none is within a third of its length. */
size_t sp_text_nearest(struct sp_str text, const struct sp_str *names, size_t name_count);

/** Bytes of the UTF-8 character at `text`; 0 when it begins none. `size` is what is left, at least 1. */
size_t sp_utf8_size(const unsigned char *text, size_t size);

/** How many bytes from the start are sound UTF-8: all of them, or up to the first fault. */
size_t sp_utf8_sound_size(struct sp_str text);

/**
 * How many bytes from the start are sound UTF-8 without a zero byte: what YAML's library may see. It takes a zero
 * byte for an end, and hangs on a directive that is not UTF-8.
 */
size_t sp_text_sound_size(struct sp_str text);

#endif
