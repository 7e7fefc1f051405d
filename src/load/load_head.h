/*
 * The head of a sheet: its first rows, copied, so that a profile can be found before any row is
 * taken, and so that the same rows can then be given again.
 */
#ifndef LOAD_HEAD_H
#define LOAD_HEAD_H

#include "sallyport/memory.h"
#include "sallyport/profile.h"
#include "sallyport/sheet.h"

struct load_head {
    struct sp_arena arena;
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    size_t row_count;
    size_t next;      // the next copied row to give
    bool sheet_ended; // the sheet has no row after these
};

/** Copy the first rows. */
SP_MUST_USE enum sp_rc load_head_read(struct load_head *head, struct sp_sheet *sheet, struct sp_err *err);
/** As sp_sheet_next, beginning with the copied rows. */
SP_MUST_USE enum sp_rc load_head_next(struct load_head *head, struct sp_sheet *sheet, struct sp_row *out_row,
                                      struct sp_err *err);
void load_head_release(struct load_head *head);

#endif
