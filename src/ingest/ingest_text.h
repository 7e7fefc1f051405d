/*
 * Delimited text as rows of cells: any delimiter, quotes, line breaks inside quotes, a byte order
 * mark, LF, CRLF or CR alone, gzip or not whatever the name says. What sp_book does for text files.
 */
#ifndef INGEST_TEXT_H
#define INGEST_TEXT_H

#include "base/base.h"
#include "sallyport/sheet.h"

struct ingest_text;

/** @param out_text  owned; stands before row 1, delimiter known */
SP_MUST_USE enum sp_rc ingest_text_open(const char *path, const struct sp_book_options *options,
                                        struct ingest_text **out_text, struct sp_err *err);
/** As sp_sheet_next: SP_OK, SP_END, or a failure with its row. */
SP_MUST_USE enum sp_rc ingest_text_next(struct ingest_text *text, struct sp_row *out_row,
                                        struct sp_err *err);
char ingest_text_delimiter(const struct ingest_text *text);
/** Bytes of the file taken in, and its size. */
void ingest_text_progress(const struct ingest_text *text, uint64_t *out_done, uint64_t *out_all);
void ingest_text_close(struct ingest_text *text);

#endif
