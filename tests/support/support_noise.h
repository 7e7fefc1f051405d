/* Random numbers with a state of their own, for tests that run on several threads. */
#ifndef SUPPORT_NOISE_H
#define SUPPORT_NOISE_H

#include <stddef.h>
#include <stdint.h>

/**
 * Splitmix64, or bytes that somebody else chose (a fuzzer): once they are used up, every
 * answer is 0.
 */
struct support_noise {
    uint64_t state;
    const uint8_t *bytes; // borrowed; NULL: splitmix64
    size_t byte_count;
};

/** From 0 to bound - 1. */
uint32_t support_noise_below(struct support_noise *noise, uint32_t bound);

#endif
