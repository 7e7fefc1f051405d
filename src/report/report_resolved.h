/*
 * Detainers by the outcome that all records of the release show together (rule DET-OUTCOME), beside the lift
 * reason that was recorded: two tables of the detainer report.
 */
#ifndef REPORT_RESOLVED_H
#define REPORT_RESOLVED_H

#include "report/report_withhold.h"

enum { REPORT_RESOLVED_TABLES = 2 };

/**
 * @param query       of the detainer report, over measure `detainers`
 * @param out_count   0 when the outcomes cannot be shown; `out_why_not` says why, for a reader
 */
SP_MUST_USE enum sp_rc report_resolved_tables(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                                              struct sp_table *out_tables[REPORT_RESOLVED_TABLES], size_t *out_count,
                                              struct sp_str *out_why_not, struct sp_err *err);
/** That the reasons of an outcome add up to it, so that none follows from the others. */
void report_resolved_sums(struct sp_table *const tables[REPORT_RESOLVED_TABLES], struct sp_withhold *withhold);

#endif
