/* The report of a run, counted from what is stored; and the findings it gives rise to. */
#ifndef LINK_REPORT_H
#define LINK_REPORT_H

#include "link/link_store.h"
#include "sallyport/link.h"

/** The counts of every release. Inside the run's transaction. */
SP_MUST_USE enum sp_rc
link_report_count(struct sp_ledger *ledger, const struct link_labels *labels,
                  const struct link_window *windows, const struct link_terms *terms,
                  struct sp_arena *arena, struct sp_link_report *report,
                  struct sp_err *err);
/** Replace the findings of linking by those of the report. */
SP_MUST_USE enum sp_rc link_report_findings(struct sp_ledger *ledger,
                                            struct sp_arena *arena,
                                            struct sp_link_report *report,
                                            struct sp_err *err);

#endif
