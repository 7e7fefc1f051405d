/* The words of the results, asked of the ledger a vocabulary at a time. */
#include "link/link_term.h"
#include "ledger/ledger_term.h"
#include "link/link_reason.h"

enum { CONTRADICTION_SETS = 1 << LINK_CONTRADICTION_COUNT };

static const char *const class_names[] = {
    [LINK_METHOD_UNKNOWN] = "unknown",     [LINK_METHOD_AT_LARGE] = "at_large",
    [LINK_METHOD_CUSTODIAL] = "custodial", [LINK_METHOD_287G] = "287g",
    [LINK_METHOD_OTHER] = "other",
};
static const char *const end_names[] = {
    [LINK_END_UNKNOWN] = "unknown", [LINK_END_RELEASED] = "released",
    [LINK_END_REMOVED] = "removed", [LINK_END_TRANSFERRED] = "transferred",
    [LINK_END_OTHER] = "other",
};
static const char *const exit_names[LINK_EXIT_COUNT] = {
    [LINK_EXIT_AT_LARGE] = "at_large", [LINK_EXIT_CUSTODY] = "custody",
    [LINK_EXIT_DETAINER] = "detainer", [LINK_EXIT_REMOVED] = "removed",
    [LINK_EXIT_WINDOW] = "window",
};
static const char *const origin_names[LINK_ORIGIN_COUNT] = {
    [LINK_ORIGIN_DECLINED] = "declined",
    [LINK_ORIGIN_LIFTED] = "lifted",
    [LINK_ORIGIN_RELEASED] = "released",
};
static const char *const contradiction_names[LINK_CONTRADICTION_COUNT] = {
    "declined, yet booked", "honoured, yet at large", "notice, yet declined",
    "honoured, without a stay"};
_Static_assert(LINK_DECLINED_YET_BOOKED == 1 && LINK_HONOURED_YET_AT_LARGE == 2 &&
                   LINK_NOTICE_YET_DECLINED == 4 && LINK_HONOURED_WITHOUT_STAY == 8,
               "the names above are in the order of the bits");

/* "declined, yet booked; honoured, without a stay", or "none": a text for each set of
 * bits. */
static enum sp_rc contradictions_need(struct sp_ledger *ledger, int32_t *codes,
                                      struct sp_err *err)
{
    struct sp_buf texts[CONTRADICTION_SETS];
    const char *labels[CONTRADICTION_SETS];
    enum sp_rc rc = SP_OK;
    for (size_t bits = 0; bits < CONTRADICTION_SETS; bits++) {
        sp_buf_init(&texts[bits], 1024);
        if (bits == 0) sp_buf_text(&texts[bits], "none");
        for (size_t bit = 0; bit < LINK_CONTRADICTION_COUNT; bit++) {
            if (bits >> bit & 1)
                sp_buf_format(&texts[bits], "%s%s", texts[bits].size ? "; " : "",
                              contradiction_names[bit]);
        }
        if (rc == SP_OK) rc = sp_buf_status(&texts[bits], err);
        labels[bits] = texts[bits].data;
    }
    if (rc == SP_OK)
        rc = ledger_terms_need(ledger, "contradiction", labels, CONTRADICTION_SETS, codes,
                               err);
    for (size_t bits = 0; bits < CONTRADICTION_SETS; bits++) {
        sp_buf_release(&texts[bits]);
    }
    return rc;
}

static enum sp_rc states_need(struct sp_ledger *ledger, int32_t *codes,
                              struct sp_err *err)
{
    const char *labels[LINK_STATE_COUNT];
    for (int state = 0; state < LINK_STATE_COUNT; state++) {
        labels[state] = link_state_name((enum link_state)state);
    }
    return ledger_terms_need(ledger, "detainer_outcome", labels, LINK_STATE_COUNT, codes,
                             err);
}

static enum sp_rc reasons_need(struct sp_ledger *ledger, int32_t *codes,
                               struct sp_err *err)
{
    const char *labels[LINK_REASON_COUNT];
    for (int reason = 0; reason < LINK_REASON_COUNT; reason++) {
        labels[reason] = link_reason_code((enum link_reason)reason);
    }
    codes[LINK_REASON_NONE] = LEDGER_TERM_NOT_APPLICABLE;
    return ledger_terms_need(ledger, "outcome_reason", labels + 1, LINK_REASON_COUNT - 1,
                             codes + 1, err);
}
_Static_assert(LINK_REASON_NONE == 0, "the first reason is none");

#define NAMES(names) (names), sizeof(names) / sizeof((names)[0])

enum sp_rc link_terms_make(struct sp_ledger *ledger, struct link_terms *out_terms,
                           struct sp_err *err)
{
    static const char *const basis[] = {"day prepared", "lift date", "book-out"};
    struct link_terms terms = {0};
    int32_t bases[3] = {0};
    enum sp_rc rc = ledger_terms_need(ledger, "method_class", NAMES(class_names),
                                      terms.method_classes, err);
    if (rc == SP_OK)
        rc =
            ledger_terms_need(ledger, "stay_end", NAMES(end_names), terms.stay_ends, err);
    if (rc == SP_OK) rc = states_need(ledger, terms.states, err);
    if (rc == SP_OK) rc = reasons_need(ledger, terms.reasons, err);
    if (rc == SP_OK) rc = contradictions_need(ledger, terms.contradictions, err);
    if (rc == SP_OK)
        rc = ledger_terms_need(ledger, "return_origin", NAMES(origin_names),
                               terms.origins, err);
    if (rc == SP_OK)
        rc =
            ledger_terms_need(ledger, "return_exit", NAMES(exit_names), terms.exits, err);
    if (rc == SP_OK)
        rc = ledger_terms_need(ledger, "return_basis", NAMES(basis), bases, err);
    if (rc != SP_OK) return rc;
    terms.prepared = bases[0];
    terms.lifted = bases[1];
    terms.booked_out = bases[2];
    *out_terms = terms;
    return SP_OK;
}
