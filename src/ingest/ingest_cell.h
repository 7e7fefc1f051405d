/* Small readings of cells: references such as "B7", counts, numbers. */
#ifndef INGEST_CELL_H
#define INGEST_CELL_H

#include "base/base.h"

/** "B7" is column index 1, row 7; letters are capital. @return false for anything else */
bool ingest_ref_parse(struct sp_str text, uint32_t *out_column_index, uint32_t *out_row);
/** Digits alone, making at most `max`. */
bool ingest_count_parse(struct sp_str text, uint32_t max, uint32_t *out_count);
/** Whether this is a number as XML Schema writes a double, NaN and infinities aside. */
bool ingest_is_number(struct sp_str text);
/** Without XML's blanks (space, tab, CR, LF) at both ends. */
struct sp_str ingest_xml_trim(struct sp_str text);

#endif
