/*
 * Rule DET-OUT-LIFT over the facts of lift reasons (spec/facts/lift_reason.csv).
 *
 * A reason that is not in the list is a class of its own and is printed, never dropped and never
 * guessed from its words.
 */
#include "report/report_lift_reason.h"

// clang-format off
static const struct {
    const char *key;
    const char *heading;
    const char *meaning;
} outcomes[SP_OUTCOME_COUNT] = {
#define OUTCOME_ROW(name, outcome_key, outcome_heading, outcome_meaning) \
    [name] = {.key = outcome_key, .heading = outcome_heading, .meaning = outcome_meaning},
    SP_OUTCOME_TABLE(OUTCOME_ROW)
#undef OUTCOME_ROW
};
// clang-format on

static enum sp_outcome outcome_of_none(enum sp_none_kind none)
{
    switch (none) {
    case SP_NONE_EMPTY:
        return SP_OUTCOME_BLANK;
    case SP_NONE_REDACTED:
        return SP_OUTCOME_REDACTED;
    case SP_NONE_UNREADABLE:
        return SP_OUTCOME_UNREADABLE;
    case SP_NONE_NOT_APPLICABLE:
        return SP_OUTCOME_NOT_APPLICABLE;
    case SP_NONE_NOT_IN_RELEASE:
        return SP_OUTCOME_NOT_IN_RELEASE;
    case SP_NONE_VALUE:
    case SP_NONE_COUNT:
        break;
    }
    SP_ASSERT(false);
    return SP_OUTCOME_BLANK;
}

/* What the linking calls lifted, the class parts by whose doing it was. */
static enum sp_outcome outcome_of_lifted(enum link_reason reason)
{
    static const enum link_reason by_ice[] = {
        LINK_REASON_LIFT_LIFTED,   LINK_REASON_LIFT_FUNDS,      LINK_REASON_LIFT_SPACE,
        LINK_REASON_LIFT_RESOURCE, LINK_REASON_LIFT_DISCRETION,
    };
    for (size_t i = 0; i < sizeof by_ice / sizeof by_ice[0]; i++) {
        if (reason == by_ice[i]) return SP_OUTCOME_LIFTED;
    }
    return SP_OUTCOME_ENDED;
}

enum sp_outcome sp_outcome_of(const struct link_facts *facts, struct sp_str lift_reason,
                              enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return outcome_of_none(none);
    const int16_t index = link_fact_lift(facts, lift_reason, none);
    if (index < 0) return SP_OUTCOME_NOT_IN_LIST;
    const struct link_lift *lift = &link_facts_lifts(facts, NULL)[index];
    if (lift->state == LINK_STATE_HONOURED) return SP_OUTCOME_BOOKED;
    if (lift->state == LINK_STATE_DECLINED) return SP_OUTCOME_DECLINED;
    if (lift->state == LINK_STATE_SUPERSEDED) return SP_OUTCOME_SUPERSEDED;
    return outcome_of_lifted(lift->reason);
}

const char *sp_outcome_key(enum sp_outcome outcome)
{
    return outcomes[outcome].key;
}

const char *sp_outcome_heading(enum sp_outcome outcome)
{
    return outcomes[outcome].heading;
}

const char *sp_outcome_meaning(enum sp_outcome outcome)
{
    return outcomes[outcome].meaning;
}

bool sp_outcome_is_unknown(enum sp_outcome outcome)
{
    return outcome >= SP_OUTCOME_BLANK;
}
