/* What must hold of the kernel's results, whatever the records. */
#ifndef SUPPORT_BALANCE_H
#define SUPPORT_BALANCE_H

#include "link/link_event.h"

/** The first thing that does not hold, in words; NULL when all do. */
const char *support_balance_fault(const struct link_input *input,
                                  const struct link_output *output);

#endif
