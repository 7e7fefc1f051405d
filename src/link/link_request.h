/* Rule DET-REQUEST: what link_detainer.c asks of link_request.c. */
#ifndef LINK_REQUEST_H
#define LINK_REQUEST_H

#include "link/link_event.h"

/** Set `request`, and the rule's bit of kept_by, in the results of one person's
 * detainers. */
SP_MUST_USE enum sp_rc link_requests(struct link_life *life, struct sp_err *err);

#endif
