/*
 * Delimited text as rows of cells: any delimiter, quotes, line breaks inside quotes, a
 * byte order mark, LF, CRLF or CR alone, gzip or not whatever the name says. What sp_book
 * does for text files.
 *
 * Cells are SP_CELL_TEXT or SP_CELL_EMPTY: nothing is guessed, so a number of 19 digits
 * stays as it is written. A row's number is its record's: a line break inside quotes does
 * not count, a blank line does and is an empty row. A row has the fields its record has,
 * be it more or fewer than other rows. With two threads one finds the fields, and
 * unpacks, while the caller uses the rows before; rows, notes and failures are the same.
 * Memory does not grow with rows; ceilings stand in ingest_limit.h.
 */
#ifndef INGEST_TEXT_H
#define INGEST_TEXT_H

#include "base/base.h"
#include "ingest/ingest_text_feed.h"
#include "sallyport/sheet.h"

struct ingest_text;

/**
 * @param options   may be NULL
 * @param out_text  owned; stands before row 1, delimiter known
 */
SP_MUST_USE enum sp_rc ingest_text_open(const char *path,
                                        const struct sp_book_options *options,
                                        struct ingest_text **out_text,
                                        struct sp_err *err);
/** The same, of bytes that are not packed and come from a function. */
SP_MUST_USE enum sp_rc ingest_text_open_read(const struct ingest_text_input *input,
                                             struct ingest_text **out_text,
                                             struct sp_err *err);
/** As sp_sheet_next: SP_OK, SP_END, or a failure with its row. */
SP_MUST_USE enum sp_rc ingest_text_next(struct ingest_text *text, struct sp_row *out_row,
                                        struct sp_err *err);
/** 0 when there is none: one column. */
char ingest_text_delimiter(const struct ingest_text *text);
/** What a person should know about how the rows so far were read, or NULL. Borrowed. */
const char *ingest_text_note(const struct ingest_text *text);
/** Bytes of the file taken in, and its size. */
void ingest_text_progress(const struct ingest_text *text, uint64_t *out_done,
                          uint64_t *out_all);
void ingest_text_close(struct ingest_text *text);

#endif
