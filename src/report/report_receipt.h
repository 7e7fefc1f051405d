/* Tables of receipts: texts, then plain numbers, without figures. */
#ifndef REPORT_RECEIPT_H
#define REPORT_RECEIPT_H

#include "sallyport/date.h"
#include "sallyport/table.h"

struct receipt_column {
    const char *key; // "not_in_release"; for people "not in release"
    bool is_number;
};

SP_MUST_USE enum sp_rc receipt_table(struct sp_arena *arena, const char *id,
                                     const char *title,
                                     const struct receipt_column *columns,
                                     size_t column_count, struct sp_table **out_table,
                                     struct sp_err *err);
/** A row of first texts, then numbers; together as many as there are columns. */
SP_MUST_USE enum sp_rc receipt_row(struct sp_table *table, const struct sp_str *texts,
                                   size_t text_count, const uint64_t *numbers,
                                   size_t number_count, struct sp_err *err);
/** "2017-09-24", or empty for SP_DAY_NONE; in the arena, without data when there was no
 * memory. */
SP_MUST_USE struct sp_str receipt_day(struct sp_arena *arena, int32_t day);

#endif
