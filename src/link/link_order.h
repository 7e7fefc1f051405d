/*
 * Putting things in order by their indexes, without moving them.
 *
 * Policy. Deterministic and stable: what compares equal keeps its order. O(n log n) whatever the input;
 * no allocation.
 */
#ifndef LINK_ORDER_H
#define LINK_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Negative, 0 or positive as thing `a` of `things` stands before, beside or after thing `b`. */
typedef int link_order_compare(const void *things, uint32_t a, uint32_t b);

/**
 * Sort indexes by what they stand for.
 *
 * @param order  `count` indexes; sorted in place
 * @param spare  room for `count` more; what stands there is lost
 */
void link_order_sort(uint32_t *order, uint32_t *spare, size_t count, link_order_compare *compare,
                     const void *things);

/** -1, 0 or 1. */
int link_order_of(int64_t a, int64_t b);

#endif
