/*
 * Memory: borrowed strings, arenas, growing buffers.
 *
 * Policy. Three kinds of pointer, named in every comment: *owned* (you release it), *borrowed*
 * (`struct sp_str`; never freed, lives as long as its source), *in the arena* (lives until the
 * arena is reset or released). One arena per unit of work. Only base_alloc.c calls malloc.
 * Nothing here is shared between threads.
 */
#ifndef SALLYPORT_MEMORY_H
#define SALLYPORT_MEMORY_H

#include "sallyport/rc.h"

/** Borrowed bytes, not ended by NUL. `data` may be NULL when `size` is 0. */
struct sp_str {
    const char *data;
    size_t size;
};

#define SP_STR(literal) ((struct sp_str){.data = (literal), .size = sizeof(literal) - 1})
/* For printf: `printf("%.*s", SP_FMT(str))`. */
#define SP_FMT(str) (int)(str).size, (str).data ? (str).data : ""

struct sp_str sp_str_of(const char *text);
bool sp_str_equal(struct sp_str a, struct sp_str b);
bool sp_str_equal_text(struct sp_str a, const char *text);
/** ASCII letters compare alike whatever their case; all other bytes exactly. */
bool sp_str_equal_fold(struct sp_str a, struct sp_str b);
bool sp_str_starts(struct sp_str text, struct sp_str prefix);
bool sp_str_ends(struct sp_str text, struct sp_str suffix);
/** Byte order, shorter first: the order of every sorted output. */
int sp_str_compare(struct sp_str a, struct sp_str b);
/** Without blanks (space, tab, CR, LF, no-break space U+00A0) at both ends. Borrows from `text`. */
struct sp_str sp_str_trim(struct sp_str text);

/* The heap. Counted by tests, which make the Nth call fail. Size 0 is allowed and gives NULL or a block. */
void *sp_alloc(size_t size);
void *sp_realloc(void *block, size_t size);
void sp_free(void *block);
/** For tests: let `count` more calls succeed and then fail every one; a negative count never fails. */
void sp_alloc_fail_after(int64_t count);

/** A bump allocator. Zero-initialise, then `sp_arena_init`. */
struct sp_arena {
    struct sp_arena_block *blocks;
    size_t used_size;
    size_t max_size;
};

/** @param max_size  ceiling for all that the arena hands out until it is reset */
void sp_arena_init(struct sp_arena *arena, size_t max_size);
/** Zeroed memory aligned for any type, or NULL when memory or the ceiling is reached. */
SP_MUST_USE void *sp_arena_alloc(struct sp_arena *arena, size_t size);
/** As sp_arena_alloc for `count` items, checked against overflow. */
SP_MUST_USE void *sp_arena_array(struct sp_arena *arena, size_t count, size_t item_size);
/** Copy, ended by NUL (not counted in size). `data` is NULL when there was no memory. */
SP_MUST_USE struct sp_str sp_arena_copy(struct sp_arena *arena, struct sp_str text);
SP_MUST_USE struct sp_str sp_arena_format(struct sp_arena *arena, const char *format, ...)
    SP_PRINTF(2, 3);
/** Forget everything, keep the memory for the next unit of work. */
void sp_arena_reset(struct sp_arena *arena);
void sp_arena_release(struct sp_arena *arena);

/**
 * A growing run of bytes with a ceiling, and the sink of every writer. Failures are sticky: append
 * as much as you like, ask `sp_buf_status` once. Zero-initialise, then `sp_buf_init`.
 */
struct sp_buf {
    char *data; // owned; always ended by NUL once anything was appended
    size_t size;
    size_t capacity;
    size_t max_size;
    enum sp_rc rc; // first failure
};

void sp_buf_init(struct sp_buf *buf, size_t max_size);
void sp_buf_append(struct sp_buf *buf, struct sp_str text);
void sp_buf_text(struct sp_buf *buf, const char *text);
void sp_buf_char(struct sp_buf *buf, char c);
void sp_buf_format(struct sp_buf *buf, const char *format, ...) SP_PRINTF(2, 3);
/**
 * Room for `size` more bytes, for a writer that lays out many at once: write at data + size, then move
 * `size` on, at most that far, and end it by NUL. NULL after a failure.
 */
char *sp_buf_reserve(struct sp_buf *buf, size_t size);
void sp_buf_reset(struct sp_buf *buf);
void sp_buf_release(struct sp_buf *buf);
struct sp_str sp_buf_str(const struct sp_buf *buf);
/** SP_OK, or the first failure, reported in `err`. */
SP_MUST_USE enum sp_rc sp_buf_status(const struct sp_buf *buf, struct sp_err *err);

/** Append as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD. */
void sp_json_string(struct sp_buf *buf, struct sp_str text);

#endif
