/* The shared strings of a workbook, held in memory: sheets refer to them by index. */
#ifndef INGEST_STRING_H
#define INGEST_STRING_H

#include "ingest/ingest_zip.h"
#include "sallyport/sheet.h"

struct ingest_strings {
    struct sp_arena arena; // keeps the texts
    struct sp_str *texts;  // owned
    uint32_t count;
    uint32_t capacity;
};

/**
 * @param member       the shared strings part, or NULL for none
 * @param options      plain: by expat alone; as for ingest_feed_open
 * @param out_strings  storage of the caller
 */
SP_MUST_USE enum sp_rc ingest_strings_read(const struct ingest_zip *zip,
                                           const struct ingest_member *member,
                                           const struct sp_book_options *options,
                                           struct ingest_strings *out_strings,
                                           struct sp_err *err);
void ingest_strings_release(struct ingest_strings *strings);

#endif
