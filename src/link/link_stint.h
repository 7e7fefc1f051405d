/*
 * What the rules of stints and of stays share.
 */
#ifndef LINK_STINT_H
#define LINK_STINT_H

#include "link/link_event.h"

/** A moment or amount for an order in which those that are missing stand last. */
static inline int64_t link_missing_last(int64_t value)
{
    return value == LINK_NONE ? INT64_MAX : value;
}

/** 0 when two rows with a book-in are of one stint. A link_order_compare of stints. */
int link_stint_compare(const void *stints, uint32_t a, uint32_t b);

/**
 * The rows of each stint: places of the person's stints that have a book-in, sorted by
 * link_stint_compare, those of one stint in the order of the input. A row without a
 * book-in is a stint of its own and not among them.
 *
 * @param out_order  in the arena of `life`
 */
SP_MUST_USE enum sp_rc link_stint_groups(const struct link_life *life,
                                         uint32_t **out_order, size_t *out_count,
                                         struct sp_err *err);

/**
 * REMOVAL-JOIN: fill `removal` and `departed` of a stay, from its own departed date and
 * the removals of its person that have a moment.
 */
void link_removal_join(const struct link_removal *removals, size_t removal_count,
                       int64_t own_departed, struct link_stay *stay);

#endif
