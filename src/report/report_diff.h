/* The tables of a comparison of two releases that have a file of their own. */
#ifndef REPORT_DIFF_H
#define REPORT_DIFF_H

#include "sallyport/diff.h"
#include "sallyport/table.h"

struct diff_report {
    struct sp_ledger *ledger;
    struct sp_arena arena;
    struct sp_str release_a;
    struct sp_str release_b;
    struct sp_diff diff;
};

SP_MUST_USE enum sp_rc diff_report_no_memory(struct sp_err *err);

/** In how many edited rows each field differs, and how. */
SP_MUST_USE enum sp_rc diff_report_fields(struct diff_report *report,
                                          struct sp_table **out_table,
                                          struct sp_err *err);
/** The tables of two lists of agreements, from tables[*count] on. */
SP_MUST_USE enum sp_rc diff_report_agreements(struct diff_report *report,
                                              struct sp_table **tables, size_t *count,
                                              struct sp_err *err);

#endif
