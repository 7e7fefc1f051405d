/* Splitmix64: https://prng.di.unimi.it/splitmix64.c */
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t seed_in_use; // 0 between tests
static uint64_t noise;

uint64_t support_seed(void)
{
    const char *given = getenv("SALLYPORT_SEED");
    return given ? strtoull(given, NULL, 10) : 20170924;
}

void support_random_start(uint64_t seed)
{
    noise = seed_in_use = seed;
}

uint32_t support_random_below(uint32_t bound)
{
    noise += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = noise;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % bound);
}

void support_random_end(void)
{
    seed_in_use = 0;
}

int support_seed_print(void **state)
{
    (void)state;
    if (seed_in_use != 0)
        print_error("failed; to begin with this case, SALLYPORT_SEED=%llu\n",
                    (unsigned long long)seed_in_use);
    seed_in_use = 0;
    return 0;
}
