/* Several tables and the words that belong to them, written as one document in any
 * format. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "sallyport/table.h"

struct report_document {
    const char *id;    // JSON "report"
    const char *title; // plain words, no markup
    const struct sp_str
        *notes; // before the tables; in JSON and CSV the tables stand alone
    size_t note_count;
    struct sp_table *const *tables;
    size_t table_count;
    void (*chart)(const void *context,
                  struct sp_buf *out); // HTML alone, before the tables; may be NULL
    const void *context;
};

void report_document_write(const struct report_document *document, enum sp_format format,
                           struct sp_buf *out);

#endif
