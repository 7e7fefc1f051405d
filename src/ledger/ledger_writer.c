/*
 * Records into DuckDB's data chunks: 2,048 rows are laid out column by column in reused memory and
 * then appended at once.
 *
 * Invariants: 1. every column of the table is set for every row; 2. a text field is never NULL: what
 * is not there has a term code that says why; 3. a field of another type is NULL exactly when its
 * `_none` column holds a code.
 */
#include "ledger/ledger_writer.h"

struct ledger_writer {
    struct ledger_terms *terms;
    const struct sp_event *event;
    const bool *is_held;
    struct sp_str release;
    int32_t sheet_id;
    duckdb_appender appender;
    duckdb_data_chunk chunk;
    size_t column_count;
    idx_t row_count;    // in the chunk
    idx_t row_capacity;
};

static duckdb_type column_type(enum sp_field_type type, size_t part)
{
    if (part > 0) return DUCKDB_TYPE_INTEGER; // _second, _none
    switch (type) {
    case SP_FIELD_DATE:
        return DUCKDB_TYPE_DATE;
    case SP_FIELD_WHOLE:
        return DUCKDB_TYPE_BIGINT;
    case SP_FIELD_MONEY:
        return DUCKDB_TYPE_DECIMAL;
    case SP_FIELD_TEXT:
    case SP_FIELD_PERSON:
        return DUCKDB_TYPE_INTEGER;
    }
    return DUCKDB_TYPE_INVALID;
}

static size_t types_fill(const struct sp_event *event, duckdb_logical_type *types)
{
    size_t count = 0;
    types[count++] = duckdb_create_logical_type(DUCKDB_TYPE_INTEGER); // sheet_id
    types[count++] = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);  // row
    for (size_t i = 0; i < event->field_count; i++) {
        for (size_t part = 0; part < ledger_column_count(event->fields[i].type); part++) {
            const duckdb_type type = column_type(event->fields[i].type, part);
            types[count++] = type == DUCKDB_TYPE_DECIMAL ? duckdb_create_decimal_type(18, 2)
                                                         : duckdb_create_logical_type(type);
        }
    }
    return count;
}

static enum sp_rc chunk_make(struct ledger_writer *writer, struct sp_err *err)
{
    size_t count = 2;
    for (size_t i = 0; i < writer->event->field_count; i++) {
        count += ledger_column_count(writer->event->fields[i].type);
    }
    duckdb_logical_type *types = sp_alloc(count * sizeof *types);
    if (!types) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    writer->column_count = types_fill(writer->event, types);
    SP_ASSERT(writer->column_count == count);
    writer->chunk = duckdb_create_data_chunk(types, count);
    for (size_t i = 0; i < count; i++) {
        duckdb_destroy_logical_type(&types[i]);
    }
    sp_free(types);
    writer->row_capacity = duckdb_vector_size();
    return writer->chunk ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

enum sp_rc ledger_writer_open(struct sp_ledger *ledger, struct ledger_terms *terms,
                              const struct sp_event *event, const bool *is_held, struct sp_str release,
                              int32_t sheet_id, struct ledger_writer **out_writer, struct sp_err *err)
{
    struct ledger_writer *writer = sp_alloc(sizeof *writer);
    if (!writer) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *writer = (struct ledger_writer){.terms = terms,
                                     .event = event,
                                     .is_held = is_held,
                                     .release = release,
                                     .sheet_id = sheet_id};
    enum sp_rc rc = SP_OK;
    if (duckdb_appender_create(ledger->connection, NULL, event->name, &writer->appender) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: cannot append to table %s", event->name);
    }
    if (rc == SP_OK) rc = chunk_make(writer, err);
    if (rc != SP_OK) {
        ledger_writer_close(writer);
        return rc;
    }
    *out_writer = writer;
    return SP_OK;
}

static enum sp_rc appender_error(const struct ledger_writer *writer, struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: %s", duckdb_appender_error(writer->appender));
}

static enum sp_rc chunk_append(struct ledger_writer *writer, struct sp_err *err)
{
    duckdb_data_chunk_set_size(writer->chunk, writer->row_count);
    if (duckdb_append_data_chunk(writer->appender, writer->chunk) == DuckDBError) {
        return appender_error(writer, err);
    }
    duckdb_data_chunk_reset(writer->chunk);
    writer->row_count = 0;
    return SP_OK;
}

static void *cell(struct ledger_writer *writer, size_t column, size_t size)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(writer->chunk, column);
    return (char *)duckdb_vector_get_data(vector) + writer->row_count * size;
}

static void put_int32(struct ledger_writer *writer, size_t column, int32_t number)
{
    *(int32_t *)cell(writer, column, sizeof number) = number;
}

static void put_int64(struct ledger_writer *writer, size_t column, int64_t number)
{
    *(int64_t *)cell(writer, column, sizeof number) = number;
}

static void put_null(struct ledger_writer *writer, size_t column)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(writer->chunk, column);
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), writer->row_count);
}

/* A field that has its value: the value, and NULL for why there would be none. */
static enum sp_rc value_put(struct ledger_writer *writer, const struct sp_field *field, size_t column,
                            const struct sp_value *value, struct sp_err *err)
{
    const size_t last = column + ledger_column_count(field->type) - 1;
    int32_t key;
    enum sp_rc rc;
    switch (field->type) {
    case SP_FIELD_TEXT:
        rc = ledger_term_put(writer->terms, field, value, &key, err);
        if (rc == SP_OK) put_int32(writer, column, key);
        return rc;
    case SP_FIELD_PERSON:
        rc = ledger_person_put(writer->terms, writer->release, value->text, &key, err);
        if (rc != SP_OK) return rc;
        put_int32(writer, column, key);
        break;
    case SP_FIELD_DATE:
        put_int32(writer, column, value->moment.day);
        put_int32(writer, column + 1, value->moment.second);
        if (!value->moment.has_time) put_null(writer, column + 1);
        break;
    case SP_FIELD_WHOLE:
    case SP_FIELD_MONEY:
        put_int64(writer, column, value->number);
        break;
    }
    put_null(writer, last);
    return SP_OK;
}

/* A field without a value: NULL, and the code of the reason. */
static void none_put(struct ledger_writer *writer, const struct sp_field *field, size_t column, int32_t code)
{
    const size_t count = ledger_column_count(field->type);
    for (size_t i = 0; i + 1 < count; i++) {
        put_null(writer, column + i);
    }
    put_int32(writer, column + count - 1, code);
}

enum sp_rc ledger_writer_row(struct ledger_writer *writer, uint64_t row, const struct sp_value *values,
                             struct sp_err *err)
{
    size_t column = 0;
    put_int32(writer, column++, writer->sheet_id);
    put_int64(writer, column++, (int64_t)row);
    for (size_t i = 0; i < writer->event->field_count; i++) {
        const struct sp_field *field = &writer->event->fields[i];
        enum sp_rc rc = SP_OK;
        int32_t code = LEDGER_TERM_NOT_IN_RELEASE;
        if (writer->is_held[i] && values[i].none == SP_NONE_VALUE) {
            rc = value_put(writer, field, column, &values[i], err);
        } else {
            if (writer->is_held[i]) rc = ledger_term_put(writer->terms, field, &values[i], &code, err);
            if (rc == SP_OK) none_put(writer, field, column, code);
        }
        if (rc != SP_OK) return rc;
        column += ledger_column_count(field->type);
    }
    SP_ASSERT(column == writer->column_count);
    writer->row_count++;
    return writer->row_count == writer->row_capacity ? chunk_append(writer, err) : SP_OK;
}

enum sp_rc ledger_writer_flush(struct ledger_writer *writer, struct sp_err *err)
{
    const enum sp_rc rc = writer->row_count ? chunk_append(writer, err) : SP_OK;
    if (rc != SP_OK) return rc;
    return duckdb_appender_flush(writer->appender) == DuckDBError ? appender_error(writer, err) : SP_OK;
}

void ledger_writer_close(struct ledger_writer *writer)
{
    if (!writer) return;
    if (writer->chunk) duckdb_destroy_data_chunk(&writer->chunk);
    if (writer->appender) duckdb_appender_destroy(&writer->appender);
    sp_free(writer);
}
