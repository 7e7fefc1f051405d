/*
 * Rows of a workbook's sheet: bytes from the feed, rows from a reader, gaps filled with
 * empty rows.
 *
 *          ┌──────a row it does not know──────┐
 *          ↓                                   │
 *        STEP ─behind <sheetData> or a row→ FAST
 *          └the rows are past, or it cannot stop→ PLAIN
 *
 * The plain reader reads all but the rows that the fast scan takes, whole rows out of the
 * bytes between where it stopped and where it goes on; so it checks what stands before,
 * between and behind them, and says what is wrong with a sheet in either case.
 *
 * Invariants:
 *   1. Rows given out are numbered 1, 2, 3 … without a gap; `row` holds the next row that
 *      is really there while the empty ones before it are given.
 *   2. `rest` is what was taken from the feed and not read yet; its bytes are the feed's.
 */
#include "ingest/ingest_sheet.h"

#include "ingest/ingest_fast.h"
#include "ingest/ingest_feed.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_link.h"
#include "ingest/ingest_plain.h"
#include "ingest/ingest_row.h"

#include <stdio.h>

enum stage { STAGE_STEP, STAGE_FAST, STAGE_PLAIN };

struct ingest_sheet {
    const struct ingest_member *member; // borrowed
    struct ingest_feed *feed;           // owned
    struct ingest_plain *plain;         // owned
    struct ingest_link_list *links;     // borrowed; NULL unless read through for them
    struct ingest_fast fast;
    struct ingest_row row;
    enum stage stage;
    struct sp_str rest;
    bool feed_has_ended;
    uint64_t given;         // number of the row given out last
    bool has_row;           // `row` is complete and not yet given
    bool is_paused;         // the plain reader stopped after a row
    uint64_t unknown_count; // rows that the fast scan did not know
    uint64_t unknown_first; // and the first of them
    const char *why;        // what it did not know there, or why it was not used at all
    char reason[192];       // room for ingest_sheet_plain_reason
};

static enum sp_rc open_sheet(const struct ingest_sheet_source *source,
                             struct ingest_link_list *links, struct ingest_sheet **out,
                             struct sp_err *err);

/* -- Opening
 * ---------------------------------------------------------------------------------- */

/* Hyperlinks stand behind the rows: a sheet that has addresses is read twice. */
static enum sp_rc read_links(const struct ingest_sheet_source *source,
                             struct ingest_links *out_links, struct sp_err *err)
{
    struct ingest_relations relations = {0};
    struct ingest_link_list list;
    struct ingest_sheet *sheet = NULL;
    struct sp_row row;
    enum sp_rc rc =
        ingest_relations_read(source->zip, source->member->name, &relations, err);
    ingest_link_list_init(&list, &relations);
    if (rc == SP_OK && ingest_relations_find(&relations, "hyperlink")) {
        rc = open_sheet(source, &list, &sheet, err);
        while (rc == SP_OK && (rc = ingest_sheet_next(sheet, &row, err)) == SP_OK) {
        }
        if (rc == SP_END) rc = SP_OK;
        ingest_sheet_close(sheet);
    }
    if (rc == SP_OK) *out_links = ingest_link_list_take(&list);
    ingest_link_list_release(&list);
    ingest_relations_release(&relations);
    return rc;
}

static enum sp_rc open_sheet(const struct ingest_sheet_source *source,
                             struct ingest_link_list *links, struct ingest_sheet **out,
                             struct sp_err *err)
{
    struct ingest_sheet *sheet = sp_alloc(sizeof *sheet);
    if (!sheet) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    *sheet = (struct ingest_sheet){
        .member = source->member, .links = links, .stage = STAGE_STEP};
    ingest_row_init(&sheet->row, source->strings, source->styles);
    if (source->options.plain) {
        sheet->stage = STAGE_PLAIN;
        sheet->why = "it was asked for";
    }
    enum sp_rc rc = links ? SP_OK : read_links(source, &sheet->row.links, err);
    if (rc == SP_OK)
        rc = ingest_feed_open(source->zip, source->member, &source->options, &sheet->feed,
                              err);
    if (rc == SP_OK)
        rc = ingest_plain_open(source->member->name, &sheet->row, links, &sheet->plain,
                               err);
    if (rc == SP_OK) {
        *out = sheet;
    } else {
        ingest_sheet_close(sheet);
    }
    return rc;
}

enum sp_rc ingest_sheet_open(const struct ingest_sheet_source *source,
                             struct ingest_sheet **out_sheet, struct sp_err *err)
{
    return open_sheet(source, NULL, out_sheet, err);
}

/* -- Reading
 * ---------------------------------------------------------------------------------- */

/* Shows the feed's next bytes behind the rest. SP_END, the rest as it was, when there are
 * none. */
static enum sp_rc take_more(struct ingest_sheet *sheet, struct sp_err *err)
{
    const enum sp_rc rc = ingest_feed_next(sheet->feed, sheet->rest, &sheet->rest, err);
    sheet->feed_has_ended = rc == SP_END;
    return rc;
}

/* What the plain reader says after it was fed or woken. */
static void take_state(struct ingest_sheet *sheet, enum ingest_plain_state state)
{
    sheet->is_paused = state == INGEST_PLAIN_ROW;
    sheet->has_row = sheet->is_paused;
}

/* The plain reader, up to where the fast scan may go on. SP_OK with a row or not. */
static enum sp_rc read_step(struct ingest_sheet *sheet, struct sp_err *err)
{
    enum ingest_plain_state state = INGEST_PLAIN_HUNGRY;
    bool is_reached = false;
    size_t used = 0;
    enum sp_rc rc = SP_OK;
    if (sheet->is_paused) rc = ingest_plain_resume(sheet->plain, &state, err);
    if (rc == SP_OK && sheet->rest.size == 0) rc = take_more(sheet, err);
    if (rc == SP_OK)
        rc =
            ingest_plain_step(sheet->plain, sheet->rest, &used, &is_reached, &state, err);
    if (rc < 0) return rc;
    take_state(sheet, state);
    if (used) sheet->rest.data += used; // There may be no bytes at all.
    sheet->rest.size -= used;
    if (is_reached) {
        if (!sheet->fast.row)
            ingest_fast_init(&sheet->fast, &sheet->row, ingest_plain_scope(sheet->plain));
        sheet->stage = STAGE_FAST;
    } else if (rc == SP_END || ingest_plain_has_begun(sheet->plain)) {
        // Rows went by that it was to stop at.
        if (sheet->has_row && !sheet->why)
            sheet->why =
                "it is not UTF-8, or the tags around its rows are of no usual form";
        sheet->stage = STAGE_PLAIN;
    }
    return SP_OK;
}

/* SP_OK with a row, or to go on by the stage. */
static enum sp_rc read_fast(struct ingest_sheet *sheet, struct sp_err *err)
{
    enum ingest_fast_state state = INGEST_FAST_UNKNOWN;
    const enum sp_rc rc = ingest_fast_next(&sheet->fast, &sheet->rest, &state, err);
    if (rc != SP_OK) return rc;
    sheet->has_row = state == INGEST_FAST_ROW;
    if (state == INGEST_FAST_ROW) return SP_OK;
    const bool is_long = sheet->rest.size > INGEST_SCAN_ROW_SIZE_MAX;
    // A feed that ends or fails here does so again for the plain reader, which has first
    // what there is of the row.
    if (state == INGEST_FAST_MORE && !is_long && take_more(sheet, NULL) == SP_OK)
        return SP_OK;
    sheet->stage = STAGE_STEP;
    if (!sheet->fast.why) return SP_OK; // The end of the rows.
    if (sheet->unknown_count++ == 0) {
        sheet->unknown_first = sheet->row.number + 1;
        sheet->why = is_long ? "a row as long" : sheet->fast.why;
    }
    return SP_OK;
}

/* SP_OK with a row or when more is to be read, SP_END after the last row. */
static enum sp_rc read_plain(struct ingest_sheet *sheet, struct sp_err *err)
{
    enum ingest_plain_state state = INGEST_PLAIN_HUNGRY;
    enum sp_rc rc = SP_OK;
    if (sheet->is_paused) {
        rc = ingest_plain_resume(sheet->plain, &state, err);
    } else {
        if (sheet->rest.size == 0 && !sheet->feed_has_ended) rc = take_more(sheet, err);
        if (rc < 0) return rc;
        const bool is_last = sheet->rest.size == 0;
        rc = ingest_plain_feed(sheet->plain, sheet->rest, is_last, &state, err);
        sheet->rest = (struct sp_str){0};
    }
    if (rc != SP_OK) return rc;
    take_state(sheet, state);
    return state == INGEST_PLAIN_DONE ? SP_END : SP_OK;
}

static enum sp_rc read_row(struct ingest_sheet *sheet, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    while (rc == SP_OK && !sheet->has_row) {
        switch (sheet->stage) {
        case STAGE_STEP:
            rc = read_step(sheet, err);
            break;
        case STAGE_FAST:
            rc = read_fast(sheet, err);
            break;
        case STAGE_PLAIN:
            rc = read_plain(sheet, err);
            break;
        }
    }
    const bool is_of_row = !sheet->links || !sheet->links->has_failed;
    if (rc < 0 && is_of_row)
        sp_err_at_row(err,
                      sheet->row.is_open ? sheet->row.number : sheet->row.number + 1);
    return rc;
}

enum sp_rc ingest_sheet_next(struct ingest_sheet *sheet, struct sp_row *out_row,
                             struct sp_err *err)
{
    const enum sp_rc rc = sheet->has_row ? SP_OK : read_row(sheet, err);
    if (rc != SP_OK) return rc;
    sheet->given++;
    const bool is_there = sheet->given == sheet->row.number;
    *out_row = (struct sp_row){.number = sheet->given,
                               .count = is_there ? sheet->row.count : 0,
                               .cells = is_there ? sheet->row.cells : NULL,
                               .is_hidden = is_there && sheet->row.is_hidden};
    sheet->has_row = !is_there;
    return SP_OK;
}

void ingest_sheet_progress(const struct ingest_sheet *sheet, uint64_t *out_done,
                           uint64_t *out_all)
{
    *out_done = ingest_feed_taken(sheet->feed);
    *out_all = sheet->member->packed_size;
}

const char *ingest_sheet_plain_reason(struct ingest_sheet *sheet)
{
    if (sheet->unknown_count == 0) return sheet->why;
    (void)snprintf(sheet->reason, sizeof sheet->reason,
                   "%llu row%s that the fast scan does not know (row %llu: %s)",
                   (unsigned long long)sheet->unknown_count,
                   sheet->unknown_count == 1 ? "" : "s",
                   (unsigned long long)sheet->unknown_first, sheet->why);
    return sheet->reason;
}

void ingest_sheet_close(struct ingest_sheet *sheet)
{
    if (!sheet) return;
    ingest_plain_close(sheet->plain);
    ingest_feed_close(sheet->feed);
    ingest_row_release(&sheet->row);
    sp_free(sheet);
}
