/*
 * What the XML of a row means.
 *
 * Invariants:
 *   1. Row numbers and, within a row, columns ascend strictly; anything else is an error,
 * never a silent reordering.
 *   2. cells[0 .. count) are all set; those between the ones present are empty.
 *   3. A value that does not fit its type loses nothing: text in a number's place is
 * text.
 */
#include "ingest/ingest_row.h"

#include "ingest/ingest_cell.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_rich.h"

void ingest_row_init(struct ingest_row *row, const struct ingest_strings *strings,
                     const struct ingest_styles *styles)
{
    *row = (struct ingest_row){.strings = strings, .styles = styles};
    sp_arena_init(&row->arena, INGEST_ROW_SIZE_MAX);
}

void ingest_row_release(struct ingest_row *row)
{
    if (!row) return;
    ingest_links_release(&row->links);
    sp_arena_release(&row->arena);
    sp_free(row->cells);
    *row = (struct ingest_row){0};
}

static enum sp_rc fail_memory(const struct ingest_row *row, struct sp_err *err)
{
    const bool is_full =
        row->arena.used_size > INGEST_ROW_SIZE_MAX - 2 * INGEST_CELL_SIZE_MAX;
    return sp_err_set(err, is_full ? SP_ERR_LIMIT : SP_ERR_MEMORY,
                      is_full
                          ? "texts of the row pass their ceiling; do not trust this file"
                          : "out of memory for a row");
}

enum sp_rc ingest_row_keep(struct ingest_row *row, struct sp_str text,
                           struct sp_str *out_text, struct sp_err *err)
{
    const struct sp_str copy = sp_arena_copy(&row->arena, text);
    if (!copy.data) return fail_memory(row, err);
    *out_text = copy;
    return SP_OK;
}

/* A truth as XML Schema spells it. */
static bool is_true(struct sp_str text)
{
    const struct sp_str word = ingest_xml_trim(text);
    return sp_str_equal_text(word, "1") || sp_str_equal_text(word, "true");
}

enum sp_rc ingest_row_begin(struct ingest_row *row, struct sp_str number,
                            struct sp_str hidden, struct sp_err *err)
{
    uint32_t given = 0;
    if (number.data &&
        (!ingest_count_parse(ingest_xml_trim(number), INGEST_ROWS_MAX, &given) ||
         given == 0))
        return sp_err_set(err, SP_ERR_INPUT,
                          "a row's number is not 1 to %d; save the file again in Excel",
                          INGEST_ROWS_MAX);
    const uint64_t next = number.data ? given : row->number + 1;
    if (next <= row->number)
        return sp_err_set(err, SP_ERR_INPUT, "row %llu %s; save the file again in Excel",
                          (unsigned long long)next,
                          next == row->number ? "is there twice"
                                              : "stands after a later row");
    if (next > INGEST_ROWS_MAX)
        return sp_err_set(
            err, SP_ERR_LIMIT,
            "more than %d rows, which Excel cannot hold; do not trust this file",
            INGEST_ROWS_MAX);
    sp_arena_reset(&row->arena);
    row->number = next;
    row->count = 0;
    row->is_open = true;
    row->is_hidden = hidden.data && is_true(hidden);
    return SP_OK;
}

enum sp_rc ingest_row_end(struct ingest_row *row, struct sp_err *err)
{
    row->is_open = false;
    row->cell_count += row->count;
    if (row->cell_count > INGEST_CELLS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %llu cells, nearly all of them empty; do not trust "
                          "this file",
                          (unsigned long long)INGEST_CELLS_MAX);
    if (row->links.count == 0) return SP_OK;
    return ingest_links_apply(&row->links, row->number, row->cells, row->count, err);
}

void ingest_row_undo(struct ingest_row *row, uint64_t number_before)
{
    row->number = number_before;
    row->count = 0;
    row->is_open = false;
}

/* -- Cells
 * -------------------------------------------------------------------------------------
 */

static enum sp_rc fail_at(uint32_t column_index, const char *what, struct sp_err *err)
{
    char letters[8];
    sp_column_letters(column_index, letters);
    const enum sp_rc rc =
        sp_err_set(err, SP_ERR_INPUT, "%s; save the file again in Excel", what);
    sp_err_at_column(err, letters);
    return rc;
}

static enum sp_rc place_cell(const struct ingest_row *row, struct sp_str ref,
                             uint32_t *out_column_index, struct sp_err *err)
{
    uint32_t column_index = row->count;
    uint32_t row_number = (uint32_t)row->number;
    if (ref.data && !ingest_ref_parse(ref, &column_index, &row_number))
        return sp_err_set(
            err, SP_ERR_INPUT,
            "a cell's reference is not A1 to XFD%d; save the file again in Excel",
            INGEST_ROWS_MAX);
    if (column_index >= INGEST_COLUMNS_MAX)
        return sp_err_set(
            err, SP_ERR_LIMIT,
            "more than %d columns, which Excel cannot hold; do not trust this file",
            INGEST_COLUMNS_MAX);
    if (row_number != row->number)
        return fail_at(column_index, "a cell says it belongs to another row", err);
    if (column_index < row->count)
        return fail_at(column_index, "a cell is there twice or stands after a later one",
                       err);
    *out_column_index = column_index;
    return SP_OK;
}

enum sp_rc ingest_row_grow(struct ingest_row *row, uint32_t column_index,
                           struct sp_err *err)
{
    uint32_t capacity = row->capacity ? row->capacity : 64;
    while (capacity <= column_index) {
        capacity *= 2;
    }
    struct sp_cell *cells = sp_realloc(row->cells, capacity * sizeof *cells);
    if (!cells) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a row");
    row->cells = cells;
    row->capacity = capacity;
    return SP_OK;
}

static enum sp_rc read_text(struct ingest_row *row, struct sp_str value,
                            struct sp_cell *cell, struct sp_err *err)
{
    cell->kind = value.size ? SP_CELL_TEXT : SP_CELL_EMPTY;
    cell->text = value;
    if (!ingest_has_escape(value)) return SP_OK;
    return ingest_text_keep(&row->arena, value, &cell->text) ? SP_OK
                                                             : fail_memory(row, err);
}

static enum sp_rc read_shared(const struct ingest_row *row, struct sp_str value,
                              uint32_t column_index, struct sp_cell *cell,
                              struct sp_err *err)
{
    uint32_t index = 0;
    const struct sp_str digits = ingest_xml_trim(value);
    if (digits.size == 0) return SP_OK;
    if (!ingest_count_parse(digits, UINT32_MAX - 1, &index) ||
        index >= row->strings->count)
        return fail_at(column_index, "a cell names a shared string that is not there",
                       err);
    cell->text = row->strings->texts[index];
    cell->kind = cell->text.size ? SP_CELL_TEXT : SP_CELL_EMPTY;
    cell->shared = cell->text.size ? index + 1 : 0;
    return SP_OK;
}

static void read_number(struct sp_str value, bool is_date, struct sp_cell *cell)
{
    const struct sp_str digits = ingest_xml_trim(value);
    if (digits.size == 0) return;
    const bool is_number = ingest_is_number(digits);
    cell->text = is_number ? digits : value;
    cell->kind = !is_number ? SP_CELL_TEXT : is_date ? SP_CELL_DATE : SP_CELL_NUMBER;
}

static enum sp_rc read_bool(struct sp_str value, uint32_t column_index,
                            struct sp_cell *cell, struct sp_err *err)
{
    const struct sp_str text = ingest_xml_trim(value);
    if (text.size == 0) return SP_OK;
    const bool is_true = sp_str_equal_text(text, "1") || sp_str_equal_text(text, "true");
    if (!is_true && !sp_str_equal_text(text, "0") && !sp_str_equal_text(text, "false"))
        return fail_at(column_index, "a cell of type true or false holds neither", err);
    cell->kind = SP_CELL_BOOL;
    cell->text = is_true ? SP_STR("TRUE") : SP_STR("FALSE");
    return SP_OK;
}

static enum sp_rc read_style(const struct ingest_row *row, struct sp_str style,
                             uint32_t column_index, bool *out_is_date, struct sp_err *err)
{
    uint32_t index = 0;
    *out_is_date = false;
    if (!row->styles->is_known) return SP_OK;
    if (style.data && !ingest_count_parse(ingest_xml_trim(style), UINT32_MAX - 1, &index))
        return fail_at(column_index, "a cell's style is no number", err);
    if (index < row->styles->count) {
        *out_is_date = row->styles->is_date[index];
    } else if (style.data) {
        return fail_at(column_index, "a cell names a style that is not there", err);
    }
    return SP_OK;
}

enum sp_rc ingest_row_value(struct ingest_row *row, enum ingest_cell_type type,
                            struct sp_str value, bool is_date, uint32_t column_index,
                            struct sp_cell *cell, struct sp_err *err)
{
    switch (type) {
    case INGEST_TYPE_NUMBER:
        read_number(value, is_date, cell);
        return SP_OK;
    case INGEST_TYPE_SHARED:
        return read_shared(row, value, column_index, cell, err);
    case INGEST_TYPE_TEXT:
        return read_text(row, value, cell, err);
    case INGEST_TYPE_BOOL:
        return read_bool(value, column_index, cell, err);
    case INGEST_TYPE_ISO:
    case INGEST_TYPE_ERROR:
        cell->text = ingest_xml_trim(value);
        if (cell->text.size)
            cell->kind = type == INGEST_TYPE_ISO ? SP_CELL_DATE : SP_CELL_ERROR;
        return SP_OK;
    case INGEST_TYPE_UNKNOWN:
        break;
    }
    return fail_at(column_index, "a cell has a type that no workbook has", err);
}

static enum ingest_cell_type type_of(struct sp_str type)
{
    static const struct {
        const char *name;
        enum ingest_cell_type type;
    } types[] = {{"n", INGEST_TYPE_NUMBER}, {"s", INGEST_TYPE_SHARED},
                 {"str", INGEST_TYPE_TEXT}, {"inlineStr", INGEST_TYPE_TEXT},
                 {"b", INGEST_TYPE_BOOL},   {"d", INGEST_TYPE_ISO},
                 {"e", INGEST_TYPE_ERROR}};
    if (!type.data) return INGEST_TYPE_NUMBER;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (sp_str_equal_text(type, types[i].name)) return types[i].type;
    }
    return INGEST_TYPE_UNKNOWN;
}

enum sp_rc ingest_row_add(struct ingest_row *row, const struct ingest_cell *raw,
                          struct sp_err *err)
{
    uint32_t column_index = 0;
    bool is_date = false;
    struct sp_cell cell = {0};
    enum sp_rc rc = place_cell(row, raw->ref, &column_index, err);
    if (rc == SP_OK) rc = read_style(row, raw->style, column_index, &is_date, err);
    if (rc == SP_OK && raw->value.data)
        rc = ingest_row_value(row, type_of(raw->type), raw->value, is_date, column_index,
                              &cell, err);
    if (rc == SP_OK) rc = ingest_row_reach(row, column_index, err);
    if (rc == SP_OK) row->cells[column_index] = cell;
    return rc;
}
