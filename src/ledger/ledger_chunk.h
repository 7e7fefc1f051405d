/*
 * A DuckDB data chunk laid out as an event's table, filled a row at a time.
 *
 * Invariants: 1. every column of the table is set for every row; 2. a text field is never
 * NULL: what is not there has a term code that says why; 3. a field of another type is
 * NULL exactly when its
 * `_none` column holds a code.
 */
#ifndef LEDGER_CHUNK_H
#define LEDGER_CHUNK_H

#include "ledger/ledger_term.h"

/** A field that the sheet has, and its first column in the table. */
struct ledger_layout_field {
    enum sp_field_type type;
    size_t field_index;
    size_t column;
};

/** How the rows of one sheet lie in their table. The same for all of its chunks. */
struct ledger_layout {
    const struct sp_event *event;
    const bool *is_held;
    int32_t sheet_id;
    struct ledger_layout_field *fields; // owned; those that are held
    size_t field_count;
    size_t column_count;
};

struct ledger_chunk {
    duckdb_data_chunk chunk; // owned
    void **data;             // owned; the values of each column
    uint64_t *
        *validity; // owned; a bit for each row, 0 for NULL; NULL where a column cannot be
    idx_t row_count;
    idx_t row_capacity;
};

SP_MUST_USE enum sp_rc ledger_layout_make(const struct sp_event *event,
                                          const bool *is_held, int32_t sheet_id,
                                          struct ledger_layout *out_layout,
                                          struct sp_err *err);
void ledger_layout_release(struct ledger_layout *layout);

/** What is the same in every row (the sheet, fields that are not in this release) is
 * filled in here, once. */
SP_MUST_USE enum sp_rc ledger_chunk_make(const struct ledger_layout *layout,
                                         struct ledger_chunk *out_chunk,
                                         struct sp_err *err);
/** Only while row_count < row_capacity. @param values  one for each field of the event */
void ledger_chunk_row(struct ledger_chunk *chunk, const struct ledger_layout *layout,
                      uint64_t row, const struct ledger_value *values);
/** Ready for the next rows. */
void ledger_chunk_reset(struct ledger_chunk *chunk, const struct ledger_layout *layout);
void ledger_chunk_release(struct ledger_chunk *chunk);

#endif
