/*
 * Reading a workbook in every way there is: by the plain reader and by the fast scan, on
 * one thread and on two. All must give the same rows, and the same message.
 */
#ifndef SUPPORT_WAYS_H
#define SUPPORT_WAYS_H

#include "support/support_workbook.h"

enum { SUPPORT_WAY_COUNT = 4 };
extern const struct sp_book_options support_ways[SUPPORT_WAY_COUNT];

/** The rows of a file of these bytes, in place of what `rows` held; ends with NUL. */
enum sp_rc support_render(struct sp_str bytes, const struct sp_book_options *way,
                          struct sp_buf *rows);

/** Expect these rows of a file of these bytes, in the first `way_count` ways. */
void support_bytes_check(struct sp_str bytes, size_t way_count, const char *expected);
/** Expect these rows of the workbook, in every way. */
void support_book_check(const struct support_book *book, const char *expected);
/** The same in one way: what fails before sheet data is read fails alike in all. */
void support_book_check_once(const struct support_book *book, const char *expected);

/** `count` times a text between two others, in place of what `out` held; '#' in it stands
 * for its number. */
void support_repeat(struct sp_buf *out, const char *before, size_t count,
                    const char *text, const char *after);

#endif
