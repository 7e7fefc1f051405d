/*
 * Facts of labels: the CSV files of spec/facts, built into the program.
 *
 * Policy. Constant once opened; any number of threads may read. A text is looked up once
 * a label, not once a row. Texts compare without regard to case. A mistake in a file is
 * ours: opening fails with file and line, and a test opens them all.
 */
#ifndef LINK_FACTS_H
#define LINK_FACTS_H

#include "link/link_event.h"
#include "profile/profile_embedded.h"
#include "sallyport/schema.h"

struct link_facts;

/** @param out_facts  owned; set on SP_OK */
SP_MUST_USE enum sp_rc link_facts_open(struct link_facts **out_facts, struct sp_err *err);
/** As link_facts_open, from other files, ended by path NULL. Borrows their bytes. */
SP_MUST_USE enum sp_rc link_facts_open_files(const struct profile_embedded *files,
                                             struct link_facts **out_facts,
                                             struct sp_err *err);
void link_facts_close(struct link_facts *facts);

/** Rule METHOD-…: UNKNOWN without a value, and for a method that is not listed. */
enum link_method_class link_fact_method_class(const struct link_facts *facts,
                                              enum link_method_table table,
                                              struct sp_str method,
                                              enum sp_none_kind none);
/** "METHOD-DDP", …: the rule's id. */
const char *link_method_table_id(enum link_method_table table);

/** Rule DET-TYPE: the first text of form.csv that the detainer type contains. */
enum link_form link_fact_form(const struct link_facts *facts, struct sp_str detainer_type,
                              enum sp_none_kind none);

/** Index into link_facts_lifts, or LINK_LIFT_BLANK, LINK_LIFT_OTHER or _WITHHELD. */
int16_t link_fact_lift(const struct link_facts *facts, struct sp_str lift_reason,
                       enum sp_none_kind none);
/** The lift reasons in the order of the file. Borrowed. @param out_count  may be NULL */
const struct link_lift *link_facts_lifts(const struct link_facts *facts,
                                         size_t *out_count);
/** "LIFT-BOOKED"; "" for LINK_REASON_NONE. */
const char *link_reason_code(enum link_reason reason);

/** Rule STAY-END: UNKNOWN without a value, and for a reason that is not listed. */
enum link_stay_end link_fact_stay_end(const struct link_facts *facts,
                                      struct sp_str release_reason,
                                      enum sp_none_kind none);

#endif
