/*
 * Rule DET-OUT-LIFT: which class of outcome a recorded lift reason belongs to. The reasons
 * themselves are the facts that linking goes by.
 */
#ifndef REPORT_LIFT_REASON_H
#define REPORT_LIFT_REASON_H

#include "link/link_facts.h"

/* Class, key, heading, meaning. In the order of every table and chart. */
#define SP_OUTCOME_TABLE(X)                                                                        \
    X(SP_OUTCOME_BOOKED, "booked", "Booked into detention",                                        \
      "the lift reason says that ICE booked the person into detention")                            \
    X(SP_OUTCOME_DECLINED, "declined", "Declined by the agency",                                   \
      "the lift reason says that the agency declined the detainer")                                \
    X(SP_OUTCOME_LIFTED, "lifted", "Lifted or withdrawn",                                          \
      "ICE lifted the detainer by its own choice, or for want of money, space or staff")           \
    X(SP_OUTCOME_ENDED, "ended", "Ended otherwise",                                                \
      "the request came to nothing for a reason of the person or the case: died, transferred, "    \
      "released early, case closed, a citizen, not removable")                                     \
    X(SP_OUTCOME_SUPERSEDED, "superseded", "Superseded or duplicate",                              \
      "another form took this one's place: the same request goes on under another record")         \
    X(SP_OUTCOME_NOT_IN_LIST, "not_in_list", "Reason not in our list",                             \
      "a lift reason that the rule does not know; it is printed as recorded below")                \
    X(SP_OUTCOME_NOT_APPLICABLE, "not_applicable", "[not applicable]",                             \
      "the record says that there is no lift reason")                                              \
    X(SP_OUTCOME_BLANK, "blank", "[blank]",                                                        \
      "nothing was recorded: neither declined nor honoured")                                       \
    X(SP_OUTCOME_REDACTED, "redacted", "[redacted]",                                               \
      "a reason was recorded and is withheld from the release")                                    \
    X(SP_OUTCOME_UNREADABLE, "unreadable", "[unreadable]",                                         \
      "something is recorded that cannot be read")                                                 \
    X(SP_OUTCOME_NOT_IN_RELEASE, "not_in_release", "[not in release]",                             \
      "the release has no column for the lift reason")

enum sp_outcome {
#define SP_OUTCOME_ENUM(name, key, heading, meaning) name,
    SP_OUTCOME_TABLE(SP_OUTCOME_ENUM)
#undef SP_OUTCOME_ENUM
    SP_OUTCOME_COUNT
};

/** The class of a lift reason as the ledger prints it; any case. */
enum sp_outcome sp_outcome_of(const struct link_facts *facts, struct sp_str lift_reason,
                              enum sp_none_kind none);
const char *sp_outcome_key(enum sp_outcome outcome);
const char *sp_outcome_heading(enum sp_outcome outcome);
const char *sp_outcome_meaning(enum sp_outcome outcome);
/** Blank, redacted, unreadable or not in the release. */
bool sp_outcome_is_unknown(enum sp_outcome outcome);

#endif
