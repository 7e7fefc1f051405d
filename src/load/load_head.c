/* Copies of a sheet's first rows; a row of the sheet itself lives only until the next one is read. */
#include "load/load_head.h"

enum { HEAD_BYTES_MAX = 64 << 20 }; // Forty rows of 16,384 cells.

static enum sp_rc row_copy(struct load_head *head, const struct sp_row *row, struct sp_err *err)
{
    struct sp_cell *cells = sp_arena_array(&head->arena, row->count, sizeof *cells);
    bool copied = cells != NULL || row->count == 0;
    for (uint32_t i = 0; copied && i < row->count; i++) {
        cells[i] = row->cells[i];
        cells[i].text = sp_arena_copy(&head->arena, row->cells[i].text);
        copied = cells[i].text.data != NULL;
    }
    if (!copied) return sp_err_set(err, SP_ERR_LIMIT, "the first rows of the sheet are too large");
    head->rows[head->row_count++] = (struct sp_row){.number = row->number, .count = row->count, .cells = cells,
                                                    .is_hidden = row->is_hidden};
    return SP_OK;
}

enum sp_rc load_head_read(struct load_head *head, struct sp_sheet *sheet, struct sp_err *err)
{
    sp_arena_init(&head->arena, HEAD_BYTES_MAX);
    enum sp_rc rc = SP_OK;
    struct sp_row row;
    while (head->row_count < SP_PROFILE_HEADER_ROWS_MAX && (rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        rc = row_copy(head, &row, err);
        if (rc != SP_OK) return rc;
    }
    head->sheet_ended = rc == SP_END;
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc load_head_next(struct load_head *head, struct sp_sheet *sheet, struct sp_row *out_row,
                          struct sp_err *err)
{
    if (head->next < head->row_count) {
        *out_row = head->rows[head->next++];
        return SP_OK;
    }
    return head->sheet_ended ? SP_END : sp_sheet_next(sheet, out_row, err);
}

void load_head_release(struct load_head *head)
{
    sp_arena_release(&head->arena);
}
