/* Random numbers for tests of properties: the same for the same seed, on every machine. */
#ifndef SUPPORT_RANDOM_H
#define SUPPORT_RANDOM_H

#include <stdint.h>

/** The seed to begin with: SALLYPORT_SEED, or a fixed one. */
uint64_t support_seed(void);
/** Begin anew with a seed, and keep it for support_seed_print. */
void support_random_start(uint64_t seed);
uint32_t support_random_below(uint32_t bound);
/** The test went through: there is no seed to print. */
void support_random_end(void);
/** A teardown of cmocka: after a failure, print the seed to begin with. */
int support_seed_print(void **state);

#endif
