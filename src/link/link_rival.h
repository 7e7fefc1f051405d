/* Rules of duplicates by likeness: what link_arrest.c asks of link_arrest_rival.c. */
#ifndef LINK_RIVAL_H
#define LINK_RIVAL_H

#include "link/link_event.h"

/**
 * ARR-DUP-DAY, ARR-UW, ARR-BLN, ARR-RR and ARR-KN for one person: set their bits of
 * kept_by, of which none is set yet.
 */
SP_MUST_USE enum sp_rc link_arrest_rivals(struct link_life *life, struct sp_err *err);

#endif
