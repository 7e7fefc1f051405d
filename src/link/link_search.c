/* One search for every list that is in order of an int64_t. */
#include "link/link_search.h"

#include <string.h>

static int64_t member_of(const void *items, size_t item_size, size_t member_offset, size_t index)
{
    int64_t member;
    memcpy(&member, (const char *)items + index * item_size + member_offset, sizeof member);
    return member;
}

size_t link_count_before(const void *items, size_t count, size_t item_size, size_t member_offset,
                         int64_t moment)
{
    size_t low = 0;
    for (size_t high = count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (member_of(items, item_size, member_offset, middle) < moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t link_find(const uint32_t *order, size_t count, const void *items, size_t item_size,
                 size_t member_offset, int64_t value)
{
    size_t low = 0;
    for (size_t high = count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (member_of(items, item_size, member_offset, order[middle]) < value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || member_of(items, item_size, member_offset, order[low]) != value)
        return SIZE_MAX;
    return order[low];
}
