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

/**
 * Of those let go, how many were arrested at large later, of how many, and for how long each could be seen
 * (rule RETURN): ends of spells by what let go, by state and by facility, and shares within 30, 90, 180 and
 * 365 days with those cut off taken into account. `options->query` is over measure `returns`.
 */
SP_MUST_USE enum sp_rc sp_report_returns(struct sp_ledger *ledger, const struct sp_report_options *options,
                                         enum sp_format format, struct sp_arena *arena, struct sp_buf *out,
                                         struct sp_err *err);

/**
 * A band: the least and the most of each group with the rule behind each end, then the whole under every
 * rule. Published, small cells are withheld and the total of the groups is left out.
 */
SP_MUST_USE enum sp_rc sp_report_band(const struct sp_band *band, bool publish, enum sp_format format,
                                      struct sp_arena *arena, struct sp_buf *out, struct sp_err *err);

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
 * that both cover, rows, the fields of edited rows, and lists of agreements line by line. For the holder of the records: small numbers are not withheld.
 *
 * @return SP_ERR_USAGE when a release is unknown, or they hold no kind of record in common
 */
SP_MUST_USE enum sp_rc sp_report_diff(struct sp_ledger *ledger, struct sp_str release_a,
                                      struct sp_str release_b, enum sp_format format,
                                      struct sp_buf *out, struct sp_err *err);

/** Every rule of counting and of linking, or the one named. @return SP_ERR_USAGE when there is none such */
SP_MUST_USE enum sp_rc sp_table_of_rules(struct sp_str id, struct sp_arena *arena, struct sp_table **out_table,
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
