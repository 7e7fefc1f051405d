/*
 * A merge sort from the bottom up. Most orders are a person's few records, so short runs are put in
 * place one by one first; a person with a million records costs n log n and no stack.
 */
#include "link/link_order.h"

#include <string.h>

enum { RUN_COUNT = 12 }; // where merging begins to pay

int link_order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static void insert_each(uint32_t *order, size_t count, link_order_compare *compare,
                        const void *things)
{
    for (size_t i = 1; i < count; i++) {
        const uint32_t next = order[i];
        size_t place = i;
        for (; place > 0 && compare(things, order[place - 1], next) > 0; place--) {
            order[place] = order[place - 1];
        }
        order[place] = next;
    }
}

/* Merge from[0, middle) and from[middle, count) into `to`. */
static void merge(const uint32_t *from, size_t middle, size_t count, uint32_t *to,
                  link_order_compare *compare, const void *things)
{
    size_t left = 0;
    size_t right = middle;
    for (size_t i = 0; i < count; i++) {
        const bool take_left = right == count || (left < middle &&
                                                  compare(things, from[left], from[right]) <= 0);
        to[i] = from[take_left ? left++ : right++];
    }
}

void link_order_sort(uint32_t *order, uint32_t *spare, size_t count, link_order_compare *compare,
                     const void *things)
{
    for (size_t at = 0; at < count; at += RUN_COUNT) {
        insert_each(order + at, count - at < RUN_COUNT ? count - at : RUN_COUNT, compare, things);
    }
    uint32_t *from = order;
    uint32_t *to = spare;
    for (size_t width = RUN_COUNT; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            const size_t left = count - at;
            merge(from + at, left < width ? left : width, left < 2 * width ? left : 2 * width,
                  to + at, compare, things);
        }
        uint32_t *other = from;
        from = to;
        to = other;
    }
    if (from != order) memcpy(order, from, count * sizeof *order);
}
