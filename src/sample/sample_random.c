/*
 * xoshiro256** 1.0 and splitmix64, both by Blackman and Vigna and in the public domain;
 * written here from their published definitions. 64-bit unsigned arithmetic alone: no
 * floating point, no clock, no platform.
 */
#include "sample/sample_random.h"

static uint64_t rotate_left(uint64_t value, int bits)
{
    return (value << bits) | (value >> (64 - bits));
}

static uint64_t splitmix_next(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

void sample_random_init(struct sample_random *random, uint64_t seed, uint64_t person,
                        uint64_t part)
{
    // Each name goes through the mixer before the next joins it: (1, 2) and (2, 1) are
    // strangers.
    uint64_t state = seed;
    state = splitmix_next(&state) ^ person;
    state = splitmix_next(&state) ^ part;
    for (size_t i = 0; i < 4; i++) {
        random->state[i] = splitmix_next(&state);
    }
}

uint64_t sample_random_next(struct sample_random *random)
{
    uint64_t *s = random->state;
    const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    const uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint32_t sample_random_below(struct sample_random *random, uint32_t limit)
{
    SP_ASSERT(limit > 0);
    return (uint32_t)(((sample_random_next(random) >> 32) * limit) >> 32);
}

int32_t sample_random_between(struct sample_random *random, int32_t first, int32_t last)
{
    SP_ASSERT(first <= last);
    return first + (int32_t)sample_random_below(random, (uint32_t)(last - first) + 1);
}

uint32_t sample_random_skewed(struct sample_random *random, uint32_t limit)
{
    return sample_random_below(random, sample_random_below(random, limit) + 1);
}

bool sample_random_chance(struct sample_random *random, uint32_t permille)
{
    return sample_random_below(random, 1000) < permille;
}

size_t sample_random_pick(struct sample_random *random, const struct sample_list *list)
{
    uint32_t total = 0;
    for (size_t i = 0; i < list->count; i++) {
        total += list->choices[i].weight;
    }
    uint32_t drawn = sample_random_below(random, total);
    size_t index = 0;
    while (drawn >= list->choices[index].weight) {
        drawn -= list->choices[index].weight;
        index++;
    }
    return index;
}

const char *sample_random_text(struct sample_random *random,
                               const struct sample_list *list)
{
    return list->choices[sample_random_pick(random, list)].text;
}
