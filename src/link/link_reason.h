/*
 * What the reasons of DET-OUTCOME say to people.
 */
#ifndef LINK_REASON_H
#define LINK_REASON_H

#include "link/link_event.h"

/** One clause that can follow "because" in a report; "" for LINK_REASON_NONE. */
const char *link_reason_text(enum link_reason reason);

/** "not_a_hold", "honoured", …: as relation det_outcome spells it. */
const char *link_state_name(enum link_state state);

/** The state that a reason stands for; a lift reason's is that of its line in spec/facts. */
enum link_state link_reason_state(enum link_reason reason);

#endif
