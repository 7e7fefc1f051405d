/*
 * Hyperlinks of a sheet. Their cells stand in the sheet's XML after all rows, their
 * addresses in its relationships; so a sheet that has any is read through once for them
 * before its rows are.
 */
#ifndef INGEST_LINK_H
#define INGEST_LINK_H

#include "ingest/ingest_relation.h"
#include "ingest/ingest_xml.h"
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

/* Hyperlinks while a sheet is read through for them. */
struct ingest_link_list {
    const struct ingest_relations *relations; // borrowed; where their addresses stand
    struct ingest_links links;                // owned
    bool has_failed;                          // one of them is at fault, and no row
};

void ingest_link_list_init(struct ingest_link_list *list,
                           const struct ingest_relations *relations);
/** @param tag  a <hyperlink> */
SP_MUST_USE enum sp_rc ingest_link_add(struct ingest_link_list *list,
                                       const struct ingest_tag *tag, struct sp_err *err);
/** In the order of their first rows; the list is then empty. */
struct ingest_links ingest_link_list_take(struct ingest_link_list *list);
void ingest_link_list_release(struct ingest_link_list *list);

/** Give the cells of a row their addresses. Rows come in ascending order. */
SP_MUST_USE enum sp_rc ingest_links_apply(struct ingest_links *links, uint64_t row_number,
                                          struct sp_cell *cells, uint32_t cell_count,
                                          struct sp_err *err);
void ingest_links_release(struct ingest_links *links);

#endif
