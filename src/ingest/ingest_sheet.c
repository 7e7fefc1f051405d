/*
 * Rows of a workbook's sheet: bytes from the feed, rows from a reader, gaps filled with
 * empty rows.
 *
 * Invariant: rows given out are numbered 1, 2, 3 … without a gap; `row` holds the next
 * row that is really there while the empty ones before it are given.
 */
#include "ingest/ingest_sheet.h"

#include "ingest/ingest_feed.h"
#include "ingest/ingest_plain.h"
#include "ingest/ingest_row.h"

struct ingest_sheet {
    const struct ingest_member *member; // borrowed
    struct ingest_feed *feed;           // owned
    struct ingest_plain *plain;         // owned
    struct ingest_row row;
    uint64_t given; // number of the row given out last
    bool has_row;   // `row` is complete and not yet given
    bool is_paused; // the plain reader stopped after a row
    const char *plain_reason;
};

enum sp_rc ingest_sheet_open(const struct ingest_sheet_source *source,
                             struct ingest_sheet **out_sheet, struct sp_err *err)
{
    struct ingest_sheet *sheet = sp_alloc(sizeof *sheet);
    if (!sheet) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    *sheet = (struct ingest_sheet){.member = source->member,
                                   .plain_reason = "the plain reader was asked for"};
    ingest_row_init(&sheet->row, source->strings, source->styles);
    enum sp_rc rc =
        ingest_links_read(source->zip, source->member, &sheet->row.links, err);
    if (rc == SP_OK)
        rc = ingest_feed_open(source->zip, source->member, source->options.thread_count,
                              &sheet->feed, err);
    if (rc == SP_OK)
        rc = ingest_plain_open(source->member->name, &sheet->row, &sheet->plain, err);
    if (rc == SP_OK) {
        *out_sheet = sheet;
    } else {
        ingest_sheet_close(sheet);
    }
    return rc;
}

/* Reads on until the next row is complete. */
static enum sp_rc read_plain(struct ingest_sheet *sheet, struct sp_err *err)
{
    for (;;) {
        enum ingest_plain_state state = INGEST_PLAIN_HUNGRY;
        struct sp_str bytes = {0};
        enum sp_rc rc;
        if (sheet->is_paused) {
            rc = ingest_plain_resume(sheet->plain, &state, err);
        } else {
            rc = ingest_feed_next(sheet->feed, (struct sp_str){0}, &bytes, err);
            if (rc < 0) return rc;
            rc = ingest_plain_feed(sheet->plain, bytes, rc == SP_END, &state, err);
        }
        if (rc != SP_OK) return rc;
        sheet->is_paused = state == INGEST_PLAIN_ROW;
        if (state == INGEST_PLAIN_ROW) return SP_OK;
        if (state == INGEST_PLAIN_DONE) return SP_END;
    }
}

static enum sp_rc read_row(struct ingest_sheet *sheet, struct sp_err *err)
{
    const enum sp_rc rc = read_plain(sheet, err);
    if (rc < 0)
        sp_err_at_row(err,
                      sheet->row.is_open ? sheet->row.number : sheet->row.number + 1);
    sheet->has_row = rc == SP_OK;
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
                               .cells = is_there ? sheet->row.cells : NULL};
    sheet->has_row = !is_there;
    return SP_OK;
}

void ingest_sheet_progress(const struct ingest_sheet *sheet, uint64_t *out_done,
                           uint64_t *out_all)
{
    *out_done = ingest_feed_taken(sheet->feed);
    *out_all = sheet->member->packed_size;
}

const char *ingest_sheet_plain_reason(const struct ingest_sheet *sheet)
{
    return sheet->plain_reason;
}

void ingest_sheet_close(struct ingest_sheet *sheet)
{
    if (!sheet) return;
    ingest_plain_close(sheet->plain);
    ingest_feed_close(sheet->feed);
    ingest_row_release(&sheet->row);
    sp_free(sheet);
}
