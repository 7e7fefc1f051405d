/*
 * Refused rows of one sheet, kept until the sheet's records are in: while records are
 * appended, no other statement may run on the ledger.
 */
#ifndef LOAD_REFUSAL_H
#define LOAD_REFUSAL_H

#include "ledger/ledger_source.h"

struct load_refusal;

struct load_refusals {
    struct sp_arena arena;
    struct load_refusal *first;
    struct load_refusal *last;
};

void load_refusals_init(struct load_refusals *refusals);
/** Texts are copied. */
SP_MUST_USE enum sp_rc load_refusals_add(struct load_refusals *refusals,
                                         const struct sp_refusal *refusal,
                                         struct sp_err *err);
/** Into the ledger, in the order of their rows. */
SP_MUST_USE enum sp_rc load_refusals_store(const struct load_refusals *refusals,
                                           struct sp_ledger *ledger, struct sp_err *err);
void load_refusals_release(struct load_refusals *refusals);

#endif
