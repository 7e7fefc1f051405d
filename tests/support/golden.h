/* Output held to a file, byte for byte. UPDATE_GOLDEN=1 in the environment writes the file anew. */
#ifndef GOLDEN_H
#define GOLDEN_H

#include "sallyport/memory.h"

/** @param name  below tests/golden/, such as "report/count.csv"; tests run in the top folder */
void golden_check(const char *name, struct sp_str output);

#endif
