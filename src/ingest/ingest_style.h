/* Which cell formats of a workbook show a number as a date or a time. */
#ifndef INGEST_STYLE_H
#define INGEST_STYLE_H

#include "ingest/ingest_zip.h"

struct ingest_styles {
    bool is_known; // false for a workbook without a styles part: every format is then
                   // "General"
    bool *is_date; // owned; index is a cell's s attribute
    uint32_t count;
};

/** @param member  the styles part, or NULL. @param out_styles  storage of the caller */
SP_MUST_USE enum sp_rc ingest_styles_read(const struct ingest_zip *zip,
                                          const struct ingest_member *member,
                                          struct ingest_styles *out_styles,
                                          struct sp_err *err);
void ingest_styles_release(struct ingest_styles *styles);

/** Whether a number format code such as "m/d/yy;@" shows a date or a time, elapsed time
 * included. */
bool ingest_format_is_date(struct sp_str code);

#endif
