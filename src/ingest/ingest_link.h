/*
 * Hyperlinks of a sheet. Their cells stand in the sheet's XML after all rows, their
 * addresses in its relationships; so a sheet that has any is read through once for them
 * before its rows are.
 */
#ifndef INGEST_LINK_H
#define INGEST_LINK_H

#include "ingest/ingest_zip.h"
#include "sallyport/sheet.h"

struct ingest_link;

struct ingest_links {
    struct sp_arena arena;     // keeps the addresses
    struct ingest_link *items; // owned; by first row
    size_t count;
    size_t capacity;
    size_t next;      // the first item that no row so far has reached
    uint32_t *active; // owned; items that the last row asked for lay in
    size_t active_count;
    size_t active_capacity;
    size_t active_width; // cells they span on one row, together
};

/** @param out_links  storage of the caller; none when the sheet has no hyperlink
 * addresses */
SP_MUST_USE enum sp_rc ingest_links_read(const struct ingest_zip *zip,
                                         const struct ingest_member *sheet,
                                         struct ingest_links *out_links,
                                         struct sp_err *err);
/** Give the cells of a row their addresses. Rows come in ascending order. */
SP_MUST_USE enum sp_rc ingest_links_apply(struct ingest_links *links, uint64_t row_number,
                                          struct sp_cell *cells, uint32_t cell_count,
                                          struct sp_err *err);
void ingest_links_release(struct ingest_links *links);

#endif
