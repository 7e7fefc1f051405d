/*
 * Appending the records of one sheet, a column at a time, in the layout of ledger_schema.h.
 */
#ifndef LEDGER_WRITER_H
#define LEDGER_WRITER_H

#include "ledger/ledger_term.h"

struct ledger_writer;

/**
 * @param is_held   one for each field of the event: false means "not in this release", and then the
 *                  field's value in ledger_writer_row is not looked at
 */
SP_MUST_USE enum sp_rc ledger_writer_open(struct sp_ledger *ledger, struct ledger_terms *terms,
                                          const struct sp_event *event, const bool *is_held,
                                          struct sp_str release, int32_t sheet_id,
                                          struct ledger_writer **out_writer, struct sp_err *err);
/** @param values  one for each field of the event */
SP_MUST_USE enum sp_rc ledger_writer_row(struct ledger_writer *writer, uint64_t row,
                                         const struct sp_value *values, struct sp_err *err);
/** Hand over what is still held here. Only after this are all rows in the transaction. */
SP_MUST_USE enum sp_rc ledger_writer_flush(struct ledger_writer *writer, struct sp_err *err);
void ledger_writer_close(struct ledger_writer *writer);

#endif
