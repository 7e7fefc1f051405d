/* Several tables below one title and a few plain sentences, in every format. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "sallyport/table.h"

struct report_document {
    const char *id;    // in JSON: {"report": id, …
    const char *title; // plain words, no markup
    const struct sp_str *sentences; // plain words, no markup
    size_t sentence_count;
    struct sp_table *const *tables;
    size_t table_count;
};

void report_document_write(const struct report_document *document, enum sp_format format, struct sp_buf *out);

#endif
