/* The states and reasons of DET-OUTCOME, in words. */
#include "link/link_reason.h"

#include "sallyport/link.h"

struct reason_row {
    enum link_state state;
    const char *text;
};

// clang-format off
static const struct reason_row rows[LINK_REASON_COUNT] = {
    [LINK_REASON_NONE]                 = {LINK_STATE_UNKNOWN, ""},
    [LINK_REASON_LIFT_BOOKED]          = {LINK_STATE_HONOURED, "the record says that the person was booked into detention"},
    [LINK_REASON_LIFT_DECLINED]        = {LINK_STATE_DECLINED, "the record says that the agency declined"},
    [LINK_REASON_LIFT_LIFTED]          = {LINK_STATE_LIFTED, "the record says that the request was lifted, not why"},
    [LINK_REASON_LIFT_FUNDS]           = {LINK_STATE_LIFTED, "the request was lifted for lack of funds"},
    [LINK_REASON_LIFT_SPACE]           = {LINK_STATE_LIFTED, "the request was lifted for lack of space"},
    [LINK_REASON_LIFT_RESOURCE]        = {LINK_STATE_LIFTED, "ICE lacked the means at the time"},
    [LINK_REASON_LIFT_DISCRETION]      = {LINK_STATE_LIFTED, "ICE chose not to pursue the case"},
    [LINK_REASON_LIFT_CITIZEN]         = {LINK_STATE_LIFTED, "the person is, or may be, a citizen of the United States"},
    [LINK_REASON_LIFT_NOT_REMOVABLE]   = {LINK_STATE_LIFTED, "the person cannot be deported"},
    [LINK_REASON_LIFT_CASE_CLOSED]     = {LINK_STATE_LIFTED, "the case was closed"},
    [LINK_REASON_LIFT_JUDICIAL]        = {LINK_STATE_LIFTED, "a court reviewed the request"},
    [LINK_REASON_LIFT_EARLY_RELEASE]   = {LINK_STATE_LIFTED, "the person was released early"},
    [LINK_REASON_LIFT_NOT_IN_CUSTODY]  = {LINK_STATE_LIFTED, "the person was no longer in custody"},
    [LINK_REASON_LIFT_NOTICE]          = {LINK_STATE_LIFTED, "ICE had too little notice"},
    [LINK_REASON_LIFT_DIED]            = {LINK_STATE_LIFTED, "the person died"},
    [LINK_REASON_LIFT_TRANSFERRED]     = {LINK_STATE_LIFTED, "the person was transferred, so that another jail answers"},
    [LINK_REASON_LIFT_DUPLICATE]       = {LINK_STATE_SUPERSEDED, "the form is a duplicate of another one"},
    [LINK_REASON_LIFT_SUPERSEDED]      = {LINK_STATE_SUPERSEDED, "a later form of the same request replaced it"},
    [LINK_REASON_LIFT_NOT_IN_LIST]     = {LINK_STATE_LIFTED, "a lift reason is recorded that no list explains"},
    [LINK_REASON_LIFT_WITHHELD]        = {LINK_STATE_UNKNOWN, "a lift reason is recorded, and it was withheld or cannot be read"},
    [LINK_REASON_LIFT_CANCELLED_BY_LATER] = {LINK_STATE_LIFTED, "a later form to the same facility cancels the earlier one"},
    [LINK_REASON_SUPERSEDED_NO_SUCCESSOR] = {LINK_STATE_SUPERSEDED, "the record says that another form replaced it, and none is found"},
    [LINK_REASON_NOTICE_ONLY]          = {LINK_STATE_NOT_A_HOLD, "the form asks for notice of a release, not for a hold"},
    [LINK_REASON_BOOKED_CUSTODIAL_ARREST] = {LINK_STATE_BOOKED, "an arrest in custody and a stay in detention follow"},
    [LINK_REASON_BOOKED_METHOD_UNKNOWN] = {LINK_STATE_UNKNOWN, "an arrest and a stay follow, and the method does not tell where the arrest was"},
    [LINK_REASON_LATER_AT_LARGE]       = {LINK_STATE_AT_LARGE, "not taken at the jail, as far as is recorded: an arrest at large follows; still no proof of refusal"},
    [LINK_REASON_LATER_DETAINER]       = {LINK_STATE_UNKNOWN, "a request to another facility follows before any arrest or stay: the person was there"},
    [LINK_REASON_CUSTODIAL_NO_STAY]    = {LINK_STATE_UNKNOWN, "an arrest in custody follows, and no stay in detention with it"},
    [LINK_REASON_STAY_NO_ARREST]       = {LINK_STATE_UNKNOWN, "a stay in detention follows, and no arrest with it"},
    [LINK_REASON_CUSTODY_BEGAN_BEFORE] = {LINK_STATE_UNKNOWN, "the arrest or stay that follows belongs to one from before the request"},
    [LINK_REASON_FIELD_NOT_ACCEPTED]   = {LINK_STATE_DECLINED, "the record says that the agency does not accept the request"},
    [LINK_REASON_FIELD_ACCEPTED]       = {LINK_STATE_UNKNOWN, "the agency accepted the request, and what came of it is not recorded"},
    [LINK_REASON_WINDOW_ENDS]          = {LINK_STATE_CENSORED, "the release ends too soon after the request to tell"},
    [LINK_REASON_ARRESTS_NOT_IN_LEDGER] = {LINK_STATE_UNKNOWN, "the ledger holds no arrests of this release"},
    [LINK_REASON_STINTS_NOT_IN_LEDGER] = {LINK_STATE_UNKNOWN, "the ledger holds no detention stints of this release"},
    [LINK_REASON_NO_ID]                = {LINK_STATE_UNKNOWN, "the record has no id, so nothing can be linked to it"},
    [LINK_REASON_NO_ID_IN_RELEASE]     = {LINK_STATE_UNKNOWN, "the release has no ids at all, so nothing in it can be linked"},
    [LINK_REASON_NO_DATE]              = {LINK_STATE_UNKNOWN, "the record has no date, so nothing can be said to follow it"},
    [LINK_REASON_DATED_AFTER_RELEASE]  = {LINK_STATE_UNKNOWN, "the record is dated after the release's last day"},
    [LINK_REASON_NOTHING_FOLLOWED]     = {LINK_STATE_UNKNOWN, "nothing is recorded: no lift reason, and no arrest, stay or request that follows"},
};

static const char *const state_names[LINK_STATE_COUNT] = {
    [LINK_STATE_NOT_A_HOLD] = "not_a_hold", [LINK_STATE_HONOURED] = "honoured", [LINK_STATE_DECLINED] = "declined",
    [LINK_STATE_LIFTED] = "lifted",         [LINK_STATE_SUPERSEDED] = "superseded", [LINK_STATE_BOOKED] = "booked",
    [LINK_STATE_AT_LARGE] = "at_large",     [LINK_STATE_CENSORED] = "censored", [LINK_STATE_UNKNOWN] = "unknown",
};
// clang-format on

const char *link_reason_text(enum link_reason reason)
{
    SP_ASSERT(reason < LINK_REASON_COUNT);
    return rows[reason].text;
}

const char *link_state_name(enum link_state state)
{
    SP_ASSERT(state < LINK_STATE_COUNT);
    return state_names[state];
}

enum link_state link_reason_state(enum link_reason reason)
{
    SP_ASSERT(reason < LINK_REASON_COUNT);
    return rows[reason].state;
}

const char *sp_link_reason_text(struct sp_str reason)
{
    static const char *const codes[LINK_REASON_COUNT] = {
#define REASON_CODE(name, code) [name] = (code),
        LINK_REASON_TABLE(REASON_CODE)
#undef REASON_CODE
    };
    for (size_t i = 0; i < LINK_REASON_COUNT; i++) {
        if (sp_str_equal_text(reason, codes[i])) return rows[i].text;
    }
    return "";
}
