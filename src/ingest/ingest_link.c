/*
 * Hyperlinks: read once, then walked along with the rows.
 *
 *   items by first row:  [done ......][next .........]
 *   active: those of the done whose last row is not past yet. Their number, and that of
 *           the cells they span on a row, have ceilings: both are work for every row.
 */
#include "ingest/ingest_link.h"

#include "ingest/ingest_cell.h"
#include "ingest/ingest_limit.h"

#include <stdlib.h>
#include <string.h>

struct ingest_link {
    uint32_t row_first;
    uint32_t row_last;
    uint32_t column_first;
    uint32_t column_last;
    uint32_t order; // in the file, so that sorting has one outcome
    struct sp_str address;
};

static bool parse_range(struct sp_str text, struct ingest_link *link)
{
    const char *colon = text.size ? memchr(text.data, ':', text.size) : NULL;
    const size_t first_size = colon ? (size_t)(colon - text.data) : text.size;
    const struct sp_str first = {.data = text.data, .size = first_size};
    const struct sp_str last = {.data = colon ? colon + 1 : text.data,
                                .size = colon ? text.size - first_size - 1 : text.size};
    return ingest_ref_parse(first, &link->column_first, &link->row_first) &&
           ingest_ref_parse(last, &link->column_last, &link->row_last) &&
           link->column_first <= link->column_last && link->row_first <= link->row_last;
}

static enum sp_rc make_room(struct ingest_links *links, struct sp_err *err)
{
    if (links->count < links->capacity) return SP_OK;
    if (links->count >= INGEST_LINKS_MAX)
        return sp_err_set(
            err, SP_ERR_LIMIT,
            "sheet has more than %d hyperlinks; remove them in Excel and save the file",
            INGEST_LINKS_MAX);
    const size_t capacity = links->capacity ? links->capacity * 2 : 64;
    struct ingest_link *items = sp_realloc(links->items, capacity * sizeof *items);
    if (!items) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for hyperlinks");
    links->items = items;
    links->capacity = capacity;
    return SP_OK;
}

static enum sp_rc add_link(struct ingest_links *links,
                           const struct ingest_relation *relation,
                           const struct ingest_tag *tag, struct sp_err *err)
{
    const struct sp_str place = ingest_tag_get(tag, INGEST_SPACE_NONE, "location");
    enum sp_rc rc = make_room(links, err);
    if (rc != SP_OK) return rc;
    struct ingest_link *link = &links->items[links->count];
    *link = (struct ingest_link){.order = (uint32_t)links->count};
    if (!parse_range(ingest_tag_get(tag, INGEST_SPACE_NONE, "ref"), link))
        return sp_err_set(err, SP_ERR_INPUT,
                          "a hyperlink names no cell; save the file again in Excel");
    // Excel keeps what follows '#' of an address apart.
    link->address = place.size ? sp_arena_format(&links->arena, "%.*s#%.*s",
                                                 SP_FMT(relation->target), SP_FMT(place))
                               : sp_arena_copy(&links->arena, relation->target);
    if (!link->address.data)
        return ingest_arena_fail(&links->arena, "addresses of hyperlinks", err);
    links->count++;
    return SP_OK;
}

enum sp_rc ingest_link_add(struct ingest_link_list *list, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    const struct ingest_relation *relation = ingest_relations_get(
        list->relations, ingest_tag_get(tag, INGEST_SPACE_RELATION, "id"));
    if (!relation || !relation->is_external)
        return SP_OK; // Leads to a place within the workbook.
    const enum sp_rc rc = add_link(&list->links, relation, tag, err);
    list->has_failed = rc != SP_OK;
    return rc;
}

static int link_compare(const void *a, const void *b)
{
    const struct ingest_link *x = a;
    const struct ingest_link *y = b;
    if (x->row_first != y->row_first) return x->row_first < y->row_first ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void ingest_link_list_init(struct ingest_link_list *list,
                           const struct ingest_relations *relations)
{
    *list = (struct ingest_link_list){.relations = relations};
    sp_arena_init(&list->links.arena, INGEST_DIRECTORY_SIZE_MAX);
}

struct ingest_links ingest_link_list_take(struct ingest_link_list *list)
{
    const struct ingest_links links = list->links;
    if (links.count) qsort(links.items, links.count, sizeof *links.items, link_compare);
    list->links = (struct ingest_links){0};
    return links;
}

void ingest_link_list_release(struct ingest_link_list *list)
{
    ingest_links_release(&list->links);
}

/* -- Along with the rows
 * ------------------------------------------------------------------------ */

static uint32_t width_of(const struct ingest_link *link)
{
    return link->column_last - link->column_first + 1;
}

static enum sp_rc activate(struct ingest_links *links, struct sp_err *err)
{
    const uint32_t width = width_of(&links->items[links->next]);
    if (links->active_count == INGEST_ROW_LINKS_MAX ||
        links->active_width + width > INGEST_ROW_LINK_CELLS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "a row lies in too many hyperlinks (%d, or %d cells of them); "
                          "remove the hyperlinks in Excel and save the file",
                          INGEST_ROW_LINKS_MAX, INGEST_ROW_LINK_CELLS_MAX);
    if (links->active_count == links->active_capacity) {
        const size_t capacity = links->active_capacity ? links->active_capacity * 2 : 16;
        uint32_t *active = sp_realloc(links->active, capacity * sizeof *active);
        if (!active)
            return sp_err_set(err, SP_ERR_MEMORY, "out of memory for hyperlinks");
        links->active = active;
        links->active_capacity = capacity;
    }
    links->active_width += width;
    links->active[links->active_count++] = (uint32_t)links->next++;
    return SP_OK;
}

static void drop_passed(struct ingest_links *links, uint64_t row_number)
{
    size_t kept = 0;
    for (size_t i = 0; i < links->active_count; i++) {
        const uint32_t index = links->active[i];
        if (links->items[index].row_last >= row_number) {
            links->active[kept++] = index;
        } else {
            links->active_width -= width_of(&links->items[index]);
        }
    }
    links->active_count = kept;
}

enum sp_rc ingest_links_apply(struct ingest_links *links, uint64_t row_number,
                              struct sp_cell *cells, uint32_t cell_count,
                              struct sp_err *err)
{
    drop_passed(links, row_number);
    while (links->next < links->count &&
           links->items[links->next].row_first <= row_number) {
        if (links->items[links->next].row_last <
            row_number) { // All of it lay in rows not there.
            links->next++;
            continue;
        }
        const enum sp_rc rc = activate(links, err);
        if (rc != SP_OK) {
            sp_err_at_row(err, row_number);
            return rc;
        }
    }
    for (size_t i = 0; i < links->active_count; i++) {
        const struct ingest_link *link = &links->items[links->active[i]];
        for (uint32_t c = link->column_first; c <= link->column_last && c < cell_count;
             c++) {
            cells[c].link = link->address;
        }
    }
    return SP_OK;
}

void ingest_links_release(struct ingest_links *links)
{
    if (!links) return;
    sp_arena_release(&links->arena);
    sp_free(links->items);
    sp_free(links->active);
    *links = (struct ingest_links){0};
}
