/*
 * How records are spoiled: which facts of a row are left blank, what its boxes say, which
 * of its dates were typed as text.
 *
 * It is drawn for the row, once, before any layout looks at it, in the order of the lists
 * here: a fact that is blank in one layout of a seed is blank in every other.
 */
#ifndef SAMPLE_NOISE_H
#define SAMPLE_NOISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sample/sample_field.h"

enum sample_table {
    SAMPLE_ARRESTS,
    SAMPLE_DETAINERS,
    SAMPLE_DETENTIONS,
    SAMPLE_ENCOUNTERS,
    SAMPLE_REMOVALS,
    SAMPLE_TABLE_COUNT
};

/** All in thousandths. */
struct sample_noise {
    enum sample_field field;
    uint32_t blank;   // left out
    uint32_t as_text; // dates: typed as text
    uint32_t yes;     // boxes: YES, the rest NO
    bool is_box;
};

struct sample_noises {
    const struct sample_noise *noises;
    size_t count;
};
extern const struct sample_noises sample_noises[SAMPLE_TABLE_COUNT];

#endif
