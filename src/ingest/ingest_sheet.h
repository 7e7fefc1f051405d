/* Rows of a workbook's sheet, whichever way they are read. What sp_sheet does for
 * workbooks. */
#ifndef INGEST_SHEET_H
#define INGEST_SHEET_H

#include "ingest/ingest_string.h"
#include "ingest/ingest_style.h"
#include "ingest/ingest_zip.h"
#include "sallyport/sheet.h"

/* What a sheet needs of its book; all borrowed. */
struct ingest_sheet_source {
    const struct ingest_zip *zip;
    const struct ingest_member *member;
    const struct ingest_strings *strings;
    const struct ingest_styles *styles;
    struct sp_book_options options;
};

struct ingest_sheet;

/** @param out_sheet  owned; stands before row 1 */
SP_MUST_USE enum sp_rc ingest_sheet_open(const struct ingest_sheet_source *source,
                                         struct ingest_sheet **out_sheet,
                                         struct sp_err *err);
/** As sp_sheet_next. */
SP_MUST_USE enum sp_rc ingest_sheet_next(struct ingest_sheet *sheet,
                                         struct sp_row *out_row, struct sp_err *err);
void ingest_sheet_progress(const struct ingest_sheet *sheet, uint64_t *out_done,
                           uint64_t *out_all);
/** What the plain reader read and why, or NULL. Borrowed until the next call. */
const char *ingest_sheet_plain_reason(struct ingest_sheet *sheet);
void ingest_sheet_close(struct ingest_sheet *sheet);

#endif
