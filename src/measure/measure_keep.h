/*
 * Which published rules a measure may be counted by, and where the ledger says what each keeps.
 *
 * Linking leaves, for each record, a bit for every rule of what counts once (`kept_by`) and the class of its
 * method by every published table. Here they become conditions and columns of a count.
 */
#ifndef MEASURE_KEEP_H
#define MEASURE_KEEP_H

#include "sallyport/measure.h"

/** A rule of what counts once, or of heads. */
struct measure_keep {
    const char *counted; // the event, or MEASURE_HEADS
    const char *rule_id;
    uint32_t bit; // of kept_by in the event's link table; 0 for heads, whose rules are measure_heads.c's
};
/** A published table of methods. */
struct measure_method {
    const char *rule_id;
    const char *column; // of arrest_link
};

/** The nth of a measure, or NULL past the last. ROWS is not among them; of heads the first is the default. */
const struct measure_keep *measure_keep_get(const struct sp_measure *measure, size_t index);
/** The first is the default. NULL past the last. */
const struct measure_method *measure_method_get(size_t index);

/** The rule asked for, or the default; NULL: ROWS. */
const struct sp_rule *measure_keep_rule(const struct sp_query *query);
const struct measure_keep *measure_keep_of(const struct sp_query *query); // NULL: ROWS
const struct measure_method *measure_method_of(const struct sp_query *query);

/** "arrest_link", or NULL when the measure's event is not linked. */
const char *measure_link_table(const struct sp_measure *measure);
/** Refuse a query that reads what linking found while some records are not linked yet. */
SP_MUST_USE enum sp_rc measure_linked_check(struct sp_ledger *ledger, const struct sp_query *query, struct sp_err *err);
bool measure_asks_method_class(const struct sp_query *query);
/** Whether the query reads what linking found. */
bool measure_is_linked(const struct sp_query *query);

#endif
