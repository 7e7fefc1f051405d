/*
 * ARR-STAY: which arrest led to which stay, over bare moments of one person.
 */
#ifndef LINK_MATCH_H
#define LINK_MATCH_H

#include "link/link_event.h"

enum {
    // Seconds from an arrest to the book-in of its stay.
    LINK_MATCH_DIFF_MIN = -120 * 3600,
    LINK_MATCH_DIFF_MAX = 240 * 3600,
    // Of one cluster, for the best pairing: 8 MiB, and what a score can hold.
    LINK_MATCH_CELL_MAX = 1 << 20,
};
#define LINK_MATCH_UNPAIRED SIZE_MAX

/** Both sorted, none missing. */
struct link_match {
    const int64_t *arrests;
    size_t arrest_count;
    const int64_t *stays;
    size_t stay_count;
};

/**
 * The pairing of the published rule.
 *
 * @param out_stays  by arrest: the place of its stay, or LINK_MATCH_UNPAIRED
 */
void link_match_greedy(const struct link_match *match, size_t *out_stays);

/**
 * The best pairing one to one.
 *
 * @param greedy         as link_match_greedy gives it, for clusters past the ceiling
 * @param cell_max       LINK_MATCH_CELL_MAX; less in tests
 * @param out_stays      as with link_match_greedy
 * @param out_given_up   how many clusters were past the ceiling; added to
 * @param arena          scratch
 */
SP_MUST_USE enum sp_rc link_match_best(const struct link_match *match,
                                       const size_t *greedy, size_t cell_max,
                                       size_t *out_stays, size_t *out_given_up,
                                       struct sp_arena *arena, struct sp_err *err);

#endif
