/* Refused rows in a list. Their number has a ceiling where they are refused. */
#include "load/load_refusal.h"

enum { REFUSALS_BYTES_MAX = 64 << 20 };

struct load_refusal {
    struct sp_refusal refusal;
    struct load_refusal *next;
};

void load_refusals_init(struct load_refusals *refusals)
{
    *refusals = (struct load_refusals){0};
    sp_arena_init(&refusals->arena, REFUSALS_BYTES_MAX);
}

enum sp_rc load_refusals_add(struct load_refusals *refusals,
                             const struct sp_refusal *refusal, struct sp_err *err)
{
    struct load_refusal *added = sp_arena_alloc(&refusals->arena, sizeof *added);
    if (added) {
        added->refusal = *refusal;
        added->refusal.column = sp_arena_copy(&refusals->arena, refusal->column);
        added->refusal.reason = sp_arena_copy(&refusals->arena, refusal->reason);
    }
    if (!added || !added->refusal.column.data || !added->refusal.reason.data) {
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the list of refused rows");
    }
    if (refusals->last) {
        refusals->last->next = added;
    } else {
        refusals->first = added;
    }
    refusals->last = added;
    return SP_OK;
}

enum sp_rc load_refusals_store(const struct load_refusals *refusals,
                               struct sp_ledger *ledger, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (const struct load_refusal *item = refusals->first; rc == SP_OK && item;
         item = item->next) {
        rc = ledger_refusal_put(ledger, &item->refusal, err);
    }
    return rc;
}

void load_refusals_release(struct load_refusals *refusals)
{
    sp_arena_release(&refusals->arena);
}
