/*
 * Appending the records of one sheet, in the layout of ledger_schema.h.
 *
 * With two threads or more the database works on a thread of its own while the next rows
 * are read. Until ledger_writer_flush or ledger_writer_close no other statement may run
 * on the ledger.
 */
#ifndef LEDGER_WRITER_H
#define LEDGER_WRITER_H

#include "ledger/ledger_chunk.h"

struct ledger_writer;

/** Nanoseconds, for --profile-time alone. */
struct ledger_writer_times {
    uint64_t append; // spent in the database
    uint64_t wait;   // of the caller's: for room, for the end, or for the database itself
                     // without a thread
};

/**
 * @param is_held   one for each field of the event: false means "not in this release",
 * and then the field's value in ledger_writer_row is not looked at. Borrowed.
 */
SP_MUST_USE enum sp_rc ledger_writer_open(struct sp_ledger *ledger,
                                          const struct sp_event *event,
                                          const bool *is_held, int32_t sheet_id,
                                          struct ledger_writer **out_writer,
                                          struct sp_err *err);
/** @param values  one for each field of the event */
SP_MUST_USE enum sp_rc ledger_writer_row(struct ledger_writer *writer, uint64_t row,
                                         const struct ledger_value *values,
                                         struct sp_err *err);
/** Hand over what is still held here. Only after this are all rows in the transaction. */
SP_MUST_USE enum sp_rc ledger_writer_flush(struct ledger_writer *writer,
                                           struct sp_err *err);
/** After ledger_writer_flush. */
struct ledger_writer_times ledger_writer_times(const struct ledger_writer *writer);
void ledger_writer_close(struct ledger_writer *writer);

#endif
