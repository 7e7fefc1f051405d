/*
 * The header row of a sheet that no profile fits.
 *
 * The row of the first 40 that holds most headings known from profiles and from the
 * schema, two at least, is the header. When none does, a person must say which row it is:
 * what is printed in a draft must be a heading, and a row of data may look like one. A
 * row with a number, a date or a text that tells a person is data in any case.
 */
#include "profile/profile_draft.h"

enum { KNOWN_MIN = 2, KNOWN_BYTES_MAX = 8 << 20 };

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* Every name a heading may have, in normal form. */
static bool known_put(struct draft *draft, struct sp_intern *known, struct sp_str name)
{
    uint32_t code;
    const struct sp_str normal = sp_heading_normal(draft->arena, name);
    return normal.data && sp_intern_put(known, normal, &code, NULL);
}

static bool known_fill(struct draft *draft, struct sp_intern *known)
{
    bool done = true;
    for (size_t i = 0; i < sp_profile_set_count(draft->set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(draft->set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            for (size_t k = 0; k < profile->columns[j].name_count; k++) {
                done = done && known_put(draft, known, profile->columns[j].names[k]);
            }
        }
    }
    for (size_t i = 0; i < sp_event_count(); i++) {
        for (size_t j = 0; j < sp_event_get(i)->field_count; j++) {
            done = done &&
                   known_put(draft, known, sp_str_of(sp_event_get(i)->fields[j].name));
        }
    }
    return done;
}

static bool is_number(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    }
    return true;
}

static bool may_be_header(const struct sp_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        const struct sp_cell *cell = &row->cells[i];
        const struct sp_str text = sp_str_trim(cell->text);
        if (cell->kind == SP_CELL_EMPTY || text.size == 0) continue;
        if (cell->kind != SP_CELL_TEXT || text.size > PROFILE_NAME_MAX) return false;
        if (is_number(text) || profile_guard_shapes(text) != 0) return false;
        if (profile_guard_is_full_date(cell)) return false;
    }
    return row->count <= PROFILE_COLUMNS_MAX;
}

/* @return how many cells are known headings, or -1 without memory */
static int count_known(const struct sp_row *row, const struct sp_intern *known,
                       struct sp_arena *scratch)
{
    int count = 0;
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t code;
        if (row->cells[i].kind == SP_CELL_EMPTY) continue;
        const struct sp_str normal = sp_heading_normal(scratch, row->cells[i].text);
        if (!normal.data) return -1;
        count += normal.size > 0 && sp_intern_find(known, normal, &code);
    }
    return count;
}

static bool take_columns(struct draft *draft, const struct sp_row *row)
{
    struct draft_column *columns =
        sp_arena_array(draft->arena, row->count, sizeof *columns);
    if (!columns) return false;
    draft->columns = columns;
    draft->column_count = 0;
    draft->nameless_count = 0;
    draft->header_row = row->number;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct sp_str text = sp_str_trim(row->cells[i].text);
        if (row->cells[i].kind == SP_CELL_EMPTY || text.size == 0) {
            draft->nameless_count++;
            continue;
        }
        struct draft_column *column = &columns[draft->column_count++];
        column->index = i;
        column->heading = sp_arena_copy(draft->arena, text);
        if (column->heading.data)
            column->heading = profile_text_normal(draft->arena, column->heading);
        column->normal = sp_heading_normal(draft->arena, text);
        if (!column->heading.data || !column->normal.data) return false;
        for (size_t j = 0; j + 1 < draft->column_count; j++) {
            column->is_twice |= sp_str_equal(columns[j].normal, column->normal);
        }
    }
    return true;
}

/* What is known of the rows so far. */
struct head_search {
    struct draft *draft;
    struct sp_intern known;
    uint64_t wanted_row; // 0: any
    int best_known;      // of the row taken; -1: none yet
    bool is_sheet_empty;
};

static enum sp_rc look_at_row(struct head_search *search, const struct sp_row *row,
                              struct sp_err *err)
{
    bool is_empty = true;
    for (uint32_t i = 0; i < row->count && is_empty; i++) {
        is_empty = row->cells[i].kind == SP_CELL_EMPTY;
    }
    if (is_empty) return SP_OK;
    search->is_sheet_empty = false;
    if (search->wanted_row && row->number != search->wanted_row) return SP_OK;
    if (!may_be_header(row)) return SP_OK;
    const int known = count_known(row, &search->known, search->draft->arena);
    if (known < 0) return out_of_memory(err);
    if (!search->wanted_row && (known < KNOWN_MIN || known <= search->best_known))
        return SP_OK;
    search->best_known = known;
    return take_columns(search->draft, row) ? SP_OK : out_of_memory(err);
}

static enum sp_rc no_header(const struct head_search *search, struct sp_err *err)
{
    if (search->is_sheet_empty) return SP_END;
    if (search->wanted_row) {
        return sp_err_set(
            err, SP_ERR_INPUT,
            "row %llu is no header: it is empty, holds numbers or dates, or is not among "
            "the first %d rows",
            (unsigned long long)search->wanted_row, (int)SP_PROFILE_HEADER_ROWS_MAX);
    }
    return sp_err_set(err, SP_ERR_INPUT,
                      "none of the first %d rows holds two known headings; see which row "
                      "is the header with 'sallyport "
                      "sheet', and name it with --header",
                      (int)SP_PROFILE_HEADER_ROWS_MAX);
}

enum sp_rc draft_head_find(struct draft *draft, struct sp_sheet *sheet,
                           uint64_t wanted_row, struct sp_err *err)
{
    struct head_search search = {.draft = draft,
                                 .wanted_row = wanted_row,
                                 .best_known = -1,
                                 .is_sheet_empty = true};
    struct sp_row row;
    enum sp_rc rc = SP_OK;
    sp_intern_init(&search.known, KNOWN_BYTES_MAX);
    if (!known_fill(draft, &search.known)) rc = out_of_memory(err);
    for (size_t i = 0; rc == SP_OK && i < SP_PROFILE_HEADER_ROWS_MAX; i++) {
        rc = sp_sheet_next(sheet, &row, err);
        if (rc == SP_OK) rc = look_at_row(&search, &row, err);
    }
    if (rc == SP_END) rc = SP_OK;
    if (rc == SP_OK && search.best_known < 0) rc = no_header(&search, err);
    sp_intern_release(&search.known);
    return rc;
}
