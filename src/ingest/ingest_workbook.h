/* What a workbook says of itself: its sheets, its date system, where its other parts are.
 */
#ifndef INGEST_WORKBOOK_H
#define INGEST_WORKBOOK_H

#include "ingest/ingest_zip.h"
#include "sallyport/sheet.h"

struct ingest_workbook_sheet {
    struct sp_sheet_info info;
    const struct ingest_member *member; // borrowed from the archive
};

struct ingest_workbook {
    struct sp_arena arena; // keeps the names
    struct ingest_workbook_sheet
        *sheets; // owned; worksheets only, in the order of the tabs
    size_t sheet_count;
    bool is_1904;
    const struct ingest_member *strings; // borrowed; NULL when there are none
    const struct ingest_member *styles;  // borrowed; NULL when there are none
};

/** @param out_workbook  storage of the caller */
SP_MUST_USE enum sp_rc ingest_workbook_read(const struct ingest_zip *zip,
                                            struct ingest_workbook *out_workbook,
                                            struct sp_err *err);
void ingest_workbook_release(struct ingest_workbook *workbook);

#endif
