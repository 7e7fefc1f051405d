/*
 * Reports: several tables and charts with the words that belong to them, from one document model.
 *
 * Policy. A report is published: small cells are withheld (rule SMALL). Every number in it is a
 * figure. HTML is one self-contained page (no script, no request, readable on a phone and on paper).
 */
#ifndef SALLYPORT_REPORT_H
#define SALLYPORT_REPORT_H

#include "sallyport/profile.h"
#include "sallyport/table.h"

struct sp_report_options {
    struct sp_query query;   // measure, filters and period the report covers
    uint64_t small_cell_min; // 0: SP_SMALL_CELL_MIN
    size_t facility_max;     // facilities listed by name, largest first; the others in one line; 0: 50
};

/**
 * What became of detainers, by the lift reason that was recorded (rule DET-OUT-LIFT): over time, by
 * state, by facility. Records without a reason are a class of their own, never declined or honoured.
 */
SP_MUST_USE enum sp_rc sp_report_detainers(struct sp_ledger *ledger,
                                           const struct sp_report_options *options,
                                           enum sp_format format, struct sp_buf *out,
                                           struct sp_err *err);

/**
 * The data dictionary: the fields of every table with their meaning and the headings they have in each
 * release, known breaks in coding, and how often values are missing. Made from the schema and the
 * profiles; rests on no ledger, and its numbers are published ones with their source.
 */
SP_MUST_USE enum sp_rc sp_report_dictionary(const struct sp_profile_set *profiles,
                                            enum sp_format format, struct sp_buf *out,
                                            struct sp_err *err);

#endif
