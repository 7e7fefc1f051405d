/*
 * The table model. Cells lie row by row in one array of the arena, which doubles when it is full:
 *
 *   cells → [r0c0 r0c1 r0c2][r1c0 r1c1 r1c2]… row_count rows, room for row_capacity
 */
#include "sallyport/table.h"

#include <string.h>

enum { TABLE_ROWS_FIRST = 16 };

bool sp_format_find(struct sp_str name, enum sp_format *out_format)
{
    static const struct {
        const char *name;
        enum sp_format format;
    } formats[] = {
        {"text", SP_FORMAT_TEXT}, {"csv", SP_FORMAT_CSV},   {"json", SP_FORMAT_JSON},
        {"md", SP_FORMAT_MD},     {"html", SP_FORMAT_HTML},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (sp_str_equal_text(name, formats[i].name)) {
            *out_format = formats[i].format;
            return true;
        }
    }
    return false;
}

static bool columns_copy(struct sp_table *table, const struct sp_column *columns)
{
    table->columns = sp_arena_array(table->arena, table->column_count, sizeof *columns);
    if (!table->columns) return false;
    for (size_t i = 0; i < table->column_count; i++) {
        struct sp_column *column = &table->columns[i];
        column->key = sp_arena_copy(table->arena, columns[i].key);
        column->heading = sp_arena_copy(table->arena, columns[i].heading);
        column->is_number = columns[i].is_number;
        if (!column->key.data || !column->heading.data) return false;
    }
    return true;
}

enum sp_rc sp_table_new(struct sp_arena *arena, const char *id, struct sp_str title,
                        const struct sp_column *columns, size_t column_count,
                        struct sp_table **out_table, struct sp_err *err)
{
    SP_ASSERT(column_count > 0);
    struct sp_table *table = sp_arena_alloc(arena, sizeof *table);
    if (!table) goto full;
    table->arena = arena;
    table->column_count = column_count;
    table->id = sp_arena_copy(arena, sp_str_of(id));
    table->title = sp_arena_copy(arena, title);
    if (!table->id.data || !table->title.data || !columns_copy(table, columns)) goto full;
    *out_table = table;
    return SP_OK;
full:
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table '%s'", id);
}

/* Cells of one row, all NOTHING. */
static struct sp_datum *cells_clear(struct sp_datum *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cells[i] = (struct sp_datum){.kind = SP_DATUM_NOTHING};
    }
    return cells;
}

static bool table_grow(struct sp_table *table)
{
    const size_t capacity = table->row_capacity ? table->row_capacity * 2 : TABLE_ROWS_FIRST;
    struct sp_datum *cells =
        sp_arena_array(table->arena, capacity, table->column_count * sizeof *cells);
    if (!cells) return false;
    if (table->row_count) {
        memcpy(cells, table->cells, table->row_count * table->column_count * sizeof *cells);
    }
    table->cells = cells;
    table->row_capacity = capacity;
    return true;
}

struct sp_datum *sp_table_row(struct sp_table *table)
{
    if (table->row_count == table->row_capacity && !table_grow(table)) return NULL;
    struct sp_datum *row = table->cells + table->row_count * table->column_count;
    table->row_count++;
    return cells_clear(row, table->column_count);
}

struct sp_datum *sp_table_total(struct sp_table *table)
{
    struct sp_datum *total = sp_arena_array(table->arena, table->column_count, sizeof *total);
    if (!total) return NULL;
    table->total = cells_clear(total, table->column_count);
    for (size_t i = 0; i < table->column_count; i++) {
        if (!table->columns[i].is_number) total[i] = sp_datum_text((struct sp_str){0});
    }
    return total;
}

enum sp_rc sp_table_note(struct sp_table *table, struct sp_str note, struct sp_err *err)
{
    // Notes are few: a new array for each keeps the model without a capacity.
    struct sp_str *notes = sp_arena_array(table->arena, table->note_count + 1, sizeof *notes);
    const struct sp_str copy = sp_arena_copy(table->arena, note);
    if (!notes || !copy.data) {
        return sp_err_set(err, SP_ERR_MEMORY, "no memory for a note to the table '%.*s'",
                          SP_FMT(table->id));
    }
    if (table->note_count) memcpy(notes, table->notes, table->note_count * sizeof *notes);
    notes[table->note_count] = copy;
    table->notes = notes;
    table->note_count++;
    return SP_OK;
}

struct sp_datum sp_datum_text(struct sp_str text)
{
    return (struct sp_datum){.kind = SP_DATUM_TEXT, .text = text};
}

struct sp_datum sp_datum_label(struct sp_str text, enum sp_none_kind none)
{
    return (struct sp_datum){.kind = none == SP_NONE_VALUE ? SP_DATUM_TEXT : SP_DATUM_LABEL,
                             .text = text};
}

struct sp_datum sp_datum_figure(struct sp_figure figure)
{
    return (struct sp_datum){.kind = SP_DATUM_FIGURE, .figure = figure};
}

struct sp_datum sp_datum_zero(struct sp_figure total)
{
    return (struct sp_datum){.kind = SP_DATUM_ZERO, .figure = total};
}

struct sp_datum sp_datum_share(struct sp_figure part, struct sp_figure whole)
{
    return (struct sp_datum){.kind = SP_DATUM_SHARE, .figure = part, .whole = whole};
}

struct sp_datum sp_datum_zero_share(struct sp_figure total, struct sp_figure whole)
{
    return (struct sp_datum){.kind = SP_DATUM_ZERO, .figure = total, .whole = whole};
}

struct sp_datum sp_datum_estimate(struct sp_estimate estimate)
{
    if (!estimate.of.reference.size) return (struct sp_datum){.kind = SP_DATUM_NOTHING};
    return (struct sp_datum){.kind = SP_DATUM_ESTIMATE, .estimate = estimate};
}

struct sp_datum sp_datum_number(uint64_t number)
{
    return (struct sp_datum){.kind = SP_DATUM_NUMBER, .number = number};
}
