/*
 * A grid: groups of records down, the labels of one field across, with the sum of each row and column. Zeros
 * stand where a group has no record of a label.
 */
#ifndef REPORT_PIVOT_H
#define REPORT_PIVOT_H

#include "sallyport/table.h"

enum { REPORT_PIVOT_COLUMNS_MAX = 16 };

struct report_pivot_column {
    const char *label;   // of the field
    const char *heading;
};
struct report_pivot {
    const char *id;
    const char *title;
    const char *by;                 // fields of the rows, comma between
    const char *const *by_headings; // one for each
    const char *field;              // across; every label it has is among the columns
    const struct report_pivot_column *columns;
    size_t column_count;
    const char *total_heading;      // "Spells"; its key is "all"
    size_t row_max;                 // 0: all rows in order; else at most so many, largest first, and no total row
};

/** @param query  filters and period, without `by` */
SP_MUST_USE enum sp_rc report_pivot_make(struct sp_ledger *ledger, const struct sp_query *query,
                                         const struct report_pivot *pivot, struct sp_arena *arena,
                                         struct sp_table **out_table, struct sp_err *err);

#endif
