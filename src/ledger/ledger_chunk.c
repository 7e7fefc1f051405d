/*
 * Rows into columns. The addresses of a chunk's columns are asked for once, when it is
 * made: they stay while the chunk does, for it is filled again and never handed to DuckDB
 * to keep.
 */
#include "ledger/ledger_chunk.h"

#include <string.h>

enum { COLUMN_SHEET, COLUMN_ROW, COLUMNS_BEFORE_FIELDS };
enum { BITS_PER_WORD = 64 };

static duckdb_type column_type(enum sp_field_type type, size_t part)
{
    if (part > 0) return DUCKDB_TYPE_INTEGER; // _second, _none
    switch (type) {
    case SP_FIELD_DATE:
        return DUCKDB_TYPE_DATE;
    case SP_FIELD_WHOLE:
        return DUCKDB_TYPE_BIGINT;
    case SP_FIELD_MONEY:
    case SP_FIELD_DECIMAL:
        return DUCKDB_TYPE_DECIMAL;
    case SP_FIELD_TEXT:
    case SP_FIELD_PERSON:
        return DUCKDB_TYPE_INTEGER;
    }
    return DUCKDB_TYPE_INVALID;
}

enum sp_rc ledger_layout_make(const struct sp_event *event, const bool *is_held,
                              int32_t sheet_id, struct ledger_layout *out_layout,
                              struct sp_err *err)
{
    struct ledger_layout layout = {
        .event = event, .is_held = is_held, .sheet_id = sheet_id};
    layout.fields = sp_alloc(event->field_count * sizeof *layout.fields);
    if (!layout.fields) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    layout.column_count = COLUMNS_BEFORE_FIELDS;
    for (size_t i = 0; i < event->field_count; i++) {
        if (is_held[i]) {
            layout.fields[layout.field_count++] =
                (struct ledger_layout_field){.type = event->fields[i].type,
                                             .field_index = i,
                                             .column = layout.column_count};
        }
        layout.column_count += ledger_column_count(event->fields[i].type);
    }
    *out_layout = layout;
    return SP_OK;
}

void ledger_layout_release(struct ledger_layout *layout)
{
    sp_free(layout->fields);
    layout->fields = NULL;
}

static size_t types_fill(const struct sp_event *event, duckdb_logical_type *types)
{
    size_t count = 0;
    types[count++] = duckdb_create_logical_type(DUCKDB_TYPE_INTEGER); // sheet_id
    types[count++] = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);  // row
    for (size_t i = 0; i < event->field_count; i++) {
        for (size_t part = 0; part < ledger_column_count(event->fields[i].type); part++) {
            const duckdb_type type = column_type(event->fields[i].type, part);
            const uint8_t places = event->fields[i].type == SP_FIELD_MONEY ? 2 : 6;
            types[count++] = type == DUCKDB_TYPE_DECIMAL
                                 ? duckdb_create_decimal_type(18, places)
                                 : duckdb_create_logical_type(type);
        }
    }
    return count;
}

static duckdb_data_chunk chunk_create(const struct ledger_layout *layout)
{
    duckdb_logical_type *types = sp_alloc(layout->column_count * sizeof *types);
    if (!types) return NULL;
    const size_t count = types_fill(layout->event, types);
    SP_ASSERT(count == layout->column_count);
    const duckdb_data_chunk chunk = duckdb_create_data_chunk(types, count);
    for (size_t i = 0; i < count; i++) {
        duckdb_destroy_logical_type(&types[i]);
    }
    sp_free(types);
    return chunk;
}

static void int32_fill(const struct ledger_chunk *chunk, size_t column, int32_t number)
{
    for (idx_t i = 0; i < chunk->row_capacity; i++) {
        ((int32_t *)chunk->data[column])[i] = number;
    }
}

static uint64_t *validity_of(const struct ledger_chunk *chunk, size_t column)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk->chunk, column);
    duckdb_vector_ensure_validity_writable(vector);
    return duckdb_vector_get_validity(vector);
}

static size_t validity_size(const struct ledger_chunk *chunk)
{
    return (chunk->row_capacity + BITS_PER_WORD - 1) / BITS_PER_WORD * sizeof(uint64_t);
}

/* A field that is not in this release: NULL, and the code that says so, in every row. */
static void absent_fill(struct ledger_chunk *chunk, enum sp_field_type type,
                        size_t column)
{
    const size_t last = column + ledger_column_count(type) - 1;
    for (size_t i = column; i < last; i++) {
        memset(validity_of(chunk, i), 0, validity_size(chunk));
    }
    int32_fill(chunk, last, LEDGER_TERM_NOT_IN_RELEASE);
}

static void columns_prepare(struct ledger_chunk *chunk,
                            const struct ledger_layout *layout)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        chunk->data[i] =
            duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk->chunk, i));
        chunk->validity[i] = NULL;
    }
    int32_fill(chunk, COLUMN_SHEET, layout->sheet_id);
    size_t column = COLUMNS_BEFORE_FIELDS;
    for (size_t i = 0; i < layout->event->field_count; i++) {
        const enum sp_field_type type = layout->event->fields[i].type;
        const size_t end = column + ledger_column_count(type);
        if (!layout->is_held[i]) {
            absent_fill(chunk, type, column);
        } else if (type != SP_FIELD_TEXT) {
            for (size_t j = column; j < end; j++) {
                chunk->validity[j] = validity_of(chunk, j);
            }
        }
        column = end;
    }
    ledger_chunk_reset(chunk, layout);
}

enum sp_rc ledger_chunk_make(const struct ledger_layout *layout,
                             struct ledger_chunk *out_chunk, struct sp_err *err)
{
    struct ledger_chunk chunk = {
        .chunk = chunk_create(layout),
        .data = sp_alloc(layout->column_count * sizeof *chunk.data),
        .validity = sp_alloc(layout->column_count * sizeof *chunk.validity),
        .row_capacity = duckdb_vector_size(),
    };
    if (!chunk.chunk || !chunk.data || !chunk.validity) {
        ledger_chunk_release(&chunk);
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    columns_prepare(&chunk, layout);
    *out_chunk = chunk;
    return SP_OK;
}

static void int32_put(const struct ledger_chunk *chunk, size_t column, int64_t number)
{
    ((int32_t *)chunk->data[column])[chunk->row_count] = (int32_t)number;
}

static void int64_put(const struct ledger_chunk *chunk, size_t column, int64_t number)
{
    ((int64_t *)chunk->data[column])[chunk->row_count] = number;
}

static void null_put(const struct ledger_chunk *chunk, size_t column)
{
    const idx_t row = chunk->row_count;
    chunk->validity[column][row / BITS_PER_WORD] &= ~((uint64_t)1 << row % BITS_PER_WORD);
}

static void field_put(const struct ledger_chunk *chunk,
                      const struct ledger_layout_field *field,
                      const struct ledger_value *value)
{
    const size_t column = field->column;
    if (field->type == SP_FIELD_TEXT) {
        int32_put(chunk, column, value->number);
        return;
    }
    const size_t last = column + ledger_column_count(field->type) - 1;
    if (value->none != LEDGER_HAS_VALUE) {
        for (size_t i = column; i < last; i++) {
            null_put(chunk, i);
        }
        int32_put(chunk, last, value->none);
        return;
    }
    null_put(chunk, last);
    if (field->type == SP_FIELD_WHOLE || field->type == SP_FIELD_MONEY ||
        field->type == SP_FIELD_DECIMAL) {
        int64_put(chunk, column, value->number);
        return;
    }
    int32_put(chunk, column, value->number);
    if (field->type != SP_FIELD_DATE) return;
    if (value->second == LEDGER_NO_TIME) {
        null_put(chunk, column + 1);
    } else {
        int32_put(chunk, column + 1, value->second);
    }
}

void ledger_chunk_row(struct ledger_chunk *chunk, const struct ledger_layout *layout,
                      uint64_t row, const struct ledger_value *values)
{
    SP_ASSERT(chunk->row_count < chunk->row_capacity);
    int64_put(chunk, COLUMN_ROW, (int64_t)row);
    for (size_t i = 0; i < layout->field_count; i++) {
        const struct ledger_layout_field *field = &layout->fields[i];
        field_put(chunk, field, &values[field->field_index]);
    }
    chunk->row_count++;
}

void ledger_chunk_reset(struct ledger_chunk *chunk, const struct ledger_layout *layout)
{
    for (size_t i = 0; i < layout->column_count; i++) {
        if (chunk->validity[i]) memset(chunk->validity[i], 0xFF, validity_size(chunk));
    }
    chunk->row_count = 0;
}

void ledger_chunk_release(struct ledger_chunk *chunk)
{
    if (chunk->chunk) duckdb_destroy_data_chunk(&chunk->chunk);
    sp_free(chunk->data);
    sp_free(chunk->validity);
    *chunk = (struct ledger_chunk){0};
}
