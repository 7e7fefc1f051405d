/*
 * A draft from first row to YAML. The sheet is opened twice: once for its header, once
 * for all the rows below it.
 */
#include "profile/profile_draft.h"

enum { DRAFT_ARENA_MAX = 64 << 20 };

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

static enum sp_rc find_head(struct draft *draft, struct sp_book *book,
                            const struct sp_draft_options *options, struct sp_err *err)
{
    struct sp_sheet *sheet = NULL;
    enum sp_rc rc = sp_sheet_open(book, options->sheet_index, &sheet, err);
    if (rc == SP_OK) rc = draft_head_find(draft, sheet, options->header_row, err);
    sp_sheet_close(sheet);
    return rc;
}

static enum sp_rc see_row(struct draft *draft, const struct sp_row *row,
                          struct sp_err *err)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    bool is_empty = true;
    for (uint32_t i = 0; i < row->count && is_empty; i++) {
        is_empty = row->cells[i].kind == SP_CELL_EMPTY;
    }
    if (is_empty) return SP_OK;
    draft->row_count++;
    for (size_t i = 0; i < draft->column_count; i++) {
        struct draft_column *column = &draft->columns[i];
        const struct sp_cell *cell =
            column->index < row->count ? &row->cells[column->index] : &no_cell;
        if (!draft_seen_add(&column->seen, cell)) return out_of_memory(err);
    }
    return SP_OK;
}

static enum sp_rc see_rows(struct draft *draft, struct sp_book *book, size_t sheet_index,
                           struct sp_err *err)
{
    struct sp_sheet *sheet = NULL;
    struct sp_row row;
    enum sp_rc rc = sp_sheet_open(book, sheet_index, &sheet, err);
    while (rc == SP_OK && (rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        if (row.number > draft->header_row) rc = see_row(draft, &row, err);
    }
    sp_sheet_close(sheet);
    return rc == SP_END ? SP_OK : rc;
}

/* Room for what is counted of each column. */
static enum sp_rc begin_columns(struct draft *draft, struct sp_err *err)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        struct draft_column *column = &draft->columns[i];
        uint64_t *bits =
            sp_arena_array(draft->arena, PROFILE_GUARD_DISTINCT_BITS / 64, sizeof *bits);
        if (!bits) return out_of_memory(err);
        draft_seen_init(&column->seen, column->heading, bits);
    }
    return SP_OK;
}

/* @param event  the table as the user named it, or NULL: then no heading is a place's */
static void judge_columns(struct draft *draft, const struct sp_event *event)
{
    for (size_t i = 0; i < draft->column_count; i++) {
        struct draft_column *column = &draft->columns[i];
        column->guard = profile_guard_heading(event, column->heading);
        if (column->guard != GUARD_NONE) continue;
        column->guard = profile_guard_tally_judge(event, &column->seen.guard);
        column->guard_by_values = column->guard != GUARD_NONE;
    }
}

enum sp_rc sp_profile_draft(const struct sp_profile_set *set, struct sp_book *book,
                            const struct sp_draft_options *options, struct sp_buf *out,
                            struct sp_err *err)
{
    struct sp_arena arena;
    struct draft draft = {.set = set, .arena = &arena};
    sp_arena_init(&arena, DRAFT_ARENA_MAX);
    enum sp_rc rc = find_head(&draft, book, options, err);
    const bool is_begun = rc == SP_OK;
    if (rc == SP_OK) rc = begin_columns(&draft, err);
    if (rc == SP_OK) rc = see_rows(&draft, book, options->sheet_index, err);
    if (rc == SP_OK) {
        judge_columns(&draft, options->event);
        rc = draft_map(&draft, options->event, err);
    }
    if (rc == SP_OK) {
        draft_write(&draft, options->name, out);
        rc = sp_buf_status(out, err);
    }
    for (size_t i = 0; is_begun && i < draft.column_count; i++) {
        draft_seen_release(&draft.columns[i].seen);
    }
    sp_arena_release(&arena);
    return rc;
}
