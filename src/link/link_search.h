/*
 * Finding in sorted arrays, by halving.
 */
#ifndef LINK_SEARCH_H
#define LINK_SEARCH_H

#include <stddef.h>
#include <stdint.h>

/**
 * How many items come before a moment.
 *
 * @param items          sorted by the member
 * @param member_offset  of an int64_t in each of them
 */
size_t link_count_before(const void *items, size_t count, size_t item_size, size_t member_offset,
                         int64_t moment);

/**
 * The index of the item whose member is `value`; SIZE_MAX when there is none.
 *
 * @param order  indexes of `items`, sorted by the member
 */
size_t link_find(const uint32_t *order, size_t count, const void *items, size_t item_size,
                 size_t member_offset, int64_t value);

#endif
