/*
 * Reports: several tables and charts with the words that belong to them, from one document model.
 *
 * Policy. A report is published: small cells are withheld (rule SMALL). Every number in it is a
 * figure. HTML is one self-contained page (no script, no request, readable on a phone and on paper).
 */
#ifndef SALLYPORT_REPORT_H
#define SALLYPORT_REPORT_H

#include "sallyport/check.h"
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

/** How the cells of every field of every sheet are filled: a receipt, one row a field. */
SP_MUST_USE enum sp_rc sp_table_of_fields(struct sp_ledger *ledger, struct sp_arena *arena,
                                          struct sp_table **out_table, struct sp_err *err);

/**
 * What the sources are like: sheets, how each field is filled, refused rows by reason, findings of the
 * checks, declared inclusions. Numbers are receipts of files, so nothing is withheld.
 */
SP_MUST_USE enum sp_rc sp_report_quality(struct sp_ledger *ledger, enum sp_format format,
                                         struct sp_buf *out, struct sp_err *err);

/**
 * What changed between two releases of the ledger: files, columns, codes, months and weeks of the days
 * that both cover, and rows. For the holder of the records: small numbers are not withheld.
 *
 * @return SP_ERR_USAGE when a release is unknown, or they hold no kind of record in common
 */
SP_MUST_USE enum sp_rc sp_report_diff(struct sp_ledger *ledger, struct sp_str release_a,
                                      struct sp_str release_b, enum sp_format format,
                                      struct sp_buf *out, struct sp_err *err);

/**
 * The data dictionary: the fields of every table with their meaning and the headings they have in each
 * release, known breaks in coding, and how often values are missing. Made from the schema and the
 * profiles; rests on no ledger, and its numbers are published ones with their source.
 */
SP_MUST_USE enum sp_rc sp_report_dictionary(const struct sp_profile_set *profiles,
                                            enum sp_format format, struct sp_buf *out,
                                            struct sp_err *err);

#endif
