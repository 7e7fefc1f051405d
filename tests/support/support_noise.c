/* Splitmix64: https://prng.di.unimi.it/splitmix64.c */
#include "support/support_noise.h"

static uint32_t byte_next(struct support_noise *noise)
{
    if (noise->byte_count == 0) return 0;
    noise->byte_count--;
    return *noise->bytes++;
}

uint32_t support_noise_below(struct support_noise *noise, uint32_t bound)
{
    if (noise->bytes) {
        uint32_t value = byte_next(noise);
        if (bound > 256) value = value << 8 | byte_next(noise);
        if (bound > 65536) value = value << 8 | byte_next(noise);
        return value % bound;
    }
    noise->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = noise->state;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % bound);
}
