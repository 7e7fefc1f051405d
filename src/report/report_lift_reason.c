/*
 * The facts of rules DET-OUT-LIFT and DET-TYPE.
 *
 * Lift reasons: the union seen in releases of 2007 to 2026, spelled as recorded. A reason that is
 * not here is a class of its own and is printed, never dropped and never guessed from its words.
 * Detainer types are told by the form's number, since the words after it change.
 */
#include "report/report_lift_reason.h"

// clang-format off
static const struct {
    const char *reason;
    enum sp_outcome outcome;
} reasons[] = {
    {"Booked into Detention",                            SP_OUTCOME_BOOKED},
    {"Detainer Declined by LEA",                         SP_OUTCOME_DECLINED},
    {"Lifted",                                           SP_OUTCOME_LIFTED},
    {"Lifted - Lack of Funds",                           SP_OUTCOME_LIFTED},
    {"Lifted - Lack of Space",                           SP_OUTCOME_LIFTED},
    {"ICE Temporary Resource Constraint",                SP_OUTCOME_LIFTED},
    {"Prosecutorial Discretion",                         SP_OUTCOME_LIFTED},
    {"Alien Not Subject to Deportation",                 SP_OUTCOME_ENDED},
    {"Case Closed",                                      SP_OUTCOME_ENDED},
    {"Died",                                             SP_OUTCOME_ENDED},
    {"Early Release",                                    SP_OUTCOME_ENDED},
    {"Insufficient Notice to ICE",                       SP_OUTCOME_ENDED},
    {"Judicial Review",                                  SP_OUTCOME_ENDED},
    {"No longer in State, Local, or Federal Custody",    SP_OUTCOME_ENDED},
    {"Not Amenable to Removal",                          SP_OUTCOME_ENDED},
    {"Noncitizen Not Amenable to Removal",               SP_OUTCOME_ENDED},
    {"Transferred",                                      SP_OUTCOME_ENDED},
    {"United States Citizen Interviewed",                SP_OUTCOME_ENDED},
    {"USC or Presumptive Claim to US Citizenship",       SP_OUTCOME_ENDED},
    {"Duplicate",                                        SP_OUTCOME_SUPERSEDED},
    {"Superseding - New Form Issued",                    SP_OUTCOME_SUPERSEDED},
};

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

// Tested in this order: "I247 " with its blank is the form before 2015, which asked to hold.
static const struct {
    const char *number;
    enum sp_form_kind kind;
} forms[] = {
    {"I247A", SP_FORM_HOLD},
    {"I247D", SP_FORM_HOLD},
    {"I247G", SP_FORM_NOTICE},
    {"I247N", SP_FORM_NOTICE},
    {"I247X", SP_FORM_OTHER},
    {"I247 ", SP_FORM_HOLD},
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

enum sp_outcome sp_outcome_of(struct sp_str lift_reason, enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return outcome_of_none(none);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (sp_str_equal_fold(lift_reason, sp_str_of(reasons[i].reason))) return reasons[i].outcome;
    }
    return SP_OUTCOME_NOT_IN_LIST;
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

static bool text_contains(struct sp_str text, struct sp_str part)
{
    while (text.size >= part.size) {
        const struct sp_str front = {.data = text.data, .size = part.size};
        if (sp_str_equal_fold(front, part)) return true;
        text.data++;
        text.size--;
    }
    return false;
}

enum sp_form_kind sp_form_kind_of(struct sp_str detainer_type, enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return SP_FORM_UNKNOWN;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (text_contains(detainer_type, sp_str_of(forms[i].number))) return forms[i].kind;
    }
    return SP_FORM_UNKNOWN;
}

const char *sp_form_kind_name(enum sp_form_kind kind)
{
    switch (kind) {
    case SP_FORM_HOLD:
        return "hold the person";
    case SP_FORM_NOTICE:
        return "give notice only";
    case SP_FORM_OTHER:
        return "something else";
    case SP_FORM_UNKNOWN:
        break;
    }
    return "not known";
}
