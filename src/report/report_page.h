/* The frame of a page of its own: no script, no request; for phone, screen and paper. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "sallyport/memory.h"

/** @param title  plain words, no markup */
void report_page_begin(const char *title, struct sp_buf *out);
void report_page_end(struct sp_buf *out);

#endif
