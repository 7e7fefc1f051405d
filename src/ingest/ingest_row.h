/*
 * One row of a sheet being put together. Both readers of sheet data, plain and fast, hand
 * it the same facts as the XML has them; what they mean, and all rules on order and
 * range, stand here once.
 */
#ifndef INGEST_ROW_H
#define INGEST_ROW_H

#include "ingest/ingest_link.h"
#include "ingest/ingest_string.h"
#include "ingest/ingest_style.h"

struct ingest_row {
    const struct ingest_strings *strings; // borrowed
    const struct ingest_styles *styles;   // borrowed
    struct ingest_links links;            // owned
    struct sp_arena arena;                // texts of the row that stand nowhere else
    struct sp_cell *cells;                // owned
    uint32_t capacity;
    uint32_t count;
    uint64_t number; // of the row begun last
    bool is_open;    // begun and not ended
    bool is_hidden;
    uint64_t cell_count; // of all rows ended so far
};

/* A cell as its XML has it; texts borrowed until the row is done with. `data` NULL: not
 * there. */
struct ingest_cell {
    struct sp_str ref;
    struct sp_str type;
    struct sp_str style;
    struct sp_str value; // of <v>, else of <is>
};

/* How a cell's value is to be read: its t attribute. */
enum ingest_cell_type {
    INGEST_TYPE_NUMBER, // n, or no t
    INGEST_TYPE_SHARED, // s
    INGEST_TYPE_TEXT,   // str, inlineStr
    INGEST_TYPE_BOOL,   // b
    INGEST_TYPE_ISO,    // d
    INGEST_TYPE_ERROR,  // e
    INGEST_TYPE_UNKNOWN,
};

void ingest_row_init(struct ingest_row *row, const struct ingest_strings *strings,
                     const struct ingest_styles *styles);
void ingest_row_release(struct ingest_row *row);

/**
 * @param number  the r attribute; where it is absent, the row follows the last one
 * @param hidden  the hidden attribute, or none
 */
SP_MUST_USE enum sp_rc ingest_row_begin(struct ingest_row *row, struct sp_str number,
                                        struct sp_str hidden, struct sp_err *err);
SP_MUST_USE enum sp_rc ingest_row_add(struct ingest_row *row,
                                      const struct ingest_cell *cell, struct sp_err *err);
SP_MUST_USE enum sp_rc ingest_row_end(struct ingest_row *row, struct sp_err *err);
/** Take back a row that was begun and not ended, with all its cells. */
void ingest_row_undo(struct ingest_row *row, uint64_t number_before);

/** Room for a column. */
SP_MUST_USE enum sp_rc ingest_row_grow(struct ingest_row *row, uint32_t column_index,
                                       struct sp_err *err);
/** Every cell after the row's last one up to this column is made empty. */
SP_MUST_USE static inline enum sp_rc
ingest_row_reach(struct ingest_row *row, uint32_t column_index, struct sp_err *err)
{
    if (column_index >= row->capacity) {
        const enum sp_rc rc = ingest_row_grow(row, column_index, err);
        if (rc != SP_OK) return rc;
    }
    for (; row->count <= column_index; row->count++) {
        row->cells[row->count] = (struct sp_cell){0};
    }
    return SP_OK;
}
/** What a value of this type is; `cell` is empty before. */
SP_MUST_USE enum sp_rc ingest_row_value(struct ingest_row *row,
                                        enum ingest_cell_type type, struct sp_str value,
                                        bool is_date, uint32_t column_index,
                                        struct sp_cell *cell, struct sp_err *err);

/** A copy that lives as long as the row. */
SP_MUST_USE enum sp_rc ingest_row_keep(struct ingest_row *row, struct sp_str text,
                                       struct sp_str *out_text, struct sp_err *err);

#endif
