/*
 * The terms that linking gives: classes, outcomes, reasons and the like as codes of the
 * ledger.
 */
#ifndef LINK_TERM_H
#define LINK_TERM_H

#include "ledger/ledger_db.h"
#include "link/link_facts.h"

enum { LINK_CONTRADICTION_COUNT = 4 };

/** Codes of the terms that linking gives. */
struct link_terms {
    int32_t method_classes[LINK_METHOD_OTHER + 1];
    int32_t stay_ends[LINK_END_OTHER + 1];
    int32_t states[LINK_STATE_COUNT];
    int32_t reasons[LINK_REASON_COUNT];
    int32_t contradictions[1 << LINK_CONTRADICTION_COUNT]; // by bits
    int32_t origins[LINK_ORIGIN_COUNT];
    int32_t exits[LINK_EXIT_COUNT];
    int32_t prepared, lifted, booked_out; // what a spell is counted from
};

SP_MUST_USE enum sp_rc link_terms_make(struct sp_ledger *ledger,
                                       struct link_terms *out_terms, struct sp_err *err);

#endif
