/*
 * Chance, the same everywhere: xoshiro256** seeded by splitmix64, whole numbers only.
 *
 * Every person, and every row of a person, draws from a stream of its own, named by
 * (seed, person, part). So any row can be made again alone, in any order, and a change to
 * one table's noise moves no other table.
 */
#ifndef SAMPLE_RANDOM_H
#define SAMPLE_RANDOM_H

#include "sallyport/memory.h"

struct sample_random {
    uint64_t state[4];
};

/** Parts of a person that are no rows. */
#define SAMPLE_STREAM_ORDER UINT64_MAX       // of rows within a day
#define SAMPLE_STREAM_TRAIL (UINT64_MAX - 1) // encounters
#define SAMPLE_STREAM_IDS (UINT64_MAX - 2)   // less the number of the release

/** One text of a list and how often it is drawn, in parts of the list's sum. */
struct sample_choice {
    const char *text;
    uint32_t weight;
};

struct sample_list {
    const struct sample_choice *choices;
    size_t count;
};

void sample_random_init(struct sample_random *random, uint64_t seed, uint64_t person,
                        uint64_t part);
uint64_t sample_random_next(struct sample_random *random);
/** 0 … limit − 1. Uneven by less than limit / 2^32, which no count here can show. */
uint32_t sample_random_below(struct sample_random *random, uint32_t limit);
/** first … last, both included. */
int32_t sample_random_between(struct sample_random *random, int32_t first, int32_t last);
/** 0 … limit − 1 with small numbers far more often: half of all draws fall below limit /
 * 5 or so. */
uint32_t sample_random_skewed(struct sample_random *random, uint32_t limit);
/** True `permille` times in a thousand. */
bool sample_random_chance(struct sample_random *random, uint32_t permille);
/** Index of a choice, by weight. */
size_t sample_random_pick(struct sample_random *random, const struct sample_list *list);
const char *sample_random_text(struct sample_random *random,
                               const struct sample_list *list);

#endif
