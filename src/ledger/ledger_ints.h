/*
 * Appending rows of whole numbers to a table of numbers: INTEGER, BIGINT, DATE and
 * DECIMAL(18,2) columns. Until it is closed no other statement may run on the ledger.
 */
#ifndef LEDGER_INTS_H
#define LEDGER_INTS_H

#include "ledger/ledger_db.h"

#define LEDGER_INTS_NULL INT64_MIN

struct ledger_ints;

/** @param out_ints  owned */
SP_MUST_USE enum sp_rc ledger_ints_open(struct sp_ledger *ledger, const char *table,
                                        struct ledger_ints **out_ints,
                                        struct sp_err *err);
/**
 * @param values  one for each of the table's columns, in order; a DATE in days since
 * 1970-01-01, a DECIMAL in cents, LEDGER_INTS_NULL for NULL. One that its column cannot
 * hold is our mistake.
 */
SP_MUST_USE enum sp_rc ledger_ints_row(struct ledger_ints *ints, const int64_t *values,
                                       size_t value_count, struct sp_err *err);
/** Only after this are all rows in the transaction. */
SP_MUST_USE enum sp_rc ledger_ints_flush(struct ledger_ints *ints, struct sp_err *err);
void ledger_ints_close(struct ledger_ints *ints);

#endif
