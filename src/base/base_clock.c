/* The one clock of the library. Nothing that is stored, counted or printed as data may come from it. */
#include "base/base.h"

#include <time.h>

uint64_t sp_clock(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
