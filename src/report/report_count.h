/* Words that tables of counts share: headings of fields, and the question as a title. */
#ifndef REPORT_COUNT_H
#define REPORT_COUNT_H

#include "sallyport/table.h"

/** "facility_state" → "Facility state"; without data when there is no memory. */
struct sp_str report_heading_of(struct sp_str field, struct sp_arena *arena);
/** "Arrest records by aor where operation is X, from 2017-09-24", appended. */
void report_query_title(const struct sp_query *query, struct sp_buf *title);

#endif
