/*
 * Duplicate detainers: DET-DUP-DAY, DET-EP-24, DET-EP-24-FORM, and by link_request.c
 * DET-REQUEST. The statements are spec/det-*.sql.
 *
 * One person's detainers come sorted by time and record; those without a date are last,
 * and each of them stands alone by every rule. Releases record the day alone, so nearness
 * is counted in days.
 */
#include "link/link_event.h"
#include "link/link_request.h"

#include <stdlib.h>

enum { GAP_DAYS_MAX = 1 };

static uint32_t bit(enum link_detainer_rule rule)
{
    return UINT32_C(1) << rule;
}

/* Days from one detainer to the next; INT64_MAX when either has no date. */
static int64_t gap_days(const struct link_detainer *before,
                        const struct link_detainer *after)
{
    if (before->at == LINK_NONE || after->at == LINK_NONE) return INT64_MAX;
    return link_day(after->at) - link_day(before->at);
}

static void find_same_day(struct link_life *life)
{
    const struct link_detainer *detainers = life->detainers;
    for (size_t i = 0; i < life->detainer_count; i++) {
        const bool after_one = i > 0 && gap_days(&detainers[i - 1], &detainers[i]) == 0;
        const bool before_one = i + 1 < life->detainer_count &&
                                gap_days(&detainers[i], &detainers[i + 1]) == 0;
        if (!after_one && !before_one)
            life->detainer_results[i].kept_by |= bit(LINK_DET_DUP_DAY);
    }
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Of one form and facility the earlier stands at the lower address. */
static int order_of_forms(const void *left, const void *right)
{
    const struct link_detainer *a = *(const struct link_detainer *const *)left;
    const struct link_detainer *b = *(const struct link_detainer *const *)right;
    if (a->type != b->type) return compare(a->type, b->type);
    if (a->facility != b->facility) return compare(a->facility, b->facility);
    return compare(a - b, 0);
}

/* Detainers [start, end) are an episode; `scratch` has room for all. */
static void close_episode(struct link_life *life, size_t start, size_t end,
                          const struct link_detainer **scratch)
{
    for (size_t i = start; i < end; i++) {
        life->detainer_results[i].episode = life->detainers[start].record;
        scratch[i - start] = &life->detainers[i];
    }
    life->detainer_results[start].kept_by |= bit(LINK_DET_EP_24);
    const size_t count = end - start;
    if (count > 1) qsort(scratch, count, sizeof *scratch, order_of_forms);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && scratch[i - 1]->type == scratch[i]->type &&
            scratch[i - 1]->facility == scratch[i]->facility)
            continue;
        life->detainer_results[scratch[i] - life->detainers].kept_by |=
            bit(LINK_DET_EP_24_FORM);
    }
}

enum sp_rc link_detainer_rules(struct link_life *life, struct sp_err *err)
{
    const size_t count = life->detainer_count;
    if (count == 0) return SP_OK;
    const struct link_detainer **scratch =
        sp_arena_array(life->arena, count, sizeof *scratch);
    if (!scratch) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        SP_ASSERT(life->detainers[i].person != LINK_NOBODY);
    }
    find_same_day(life);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count &&
            gap_days(&life->detainers[i - 1], &life->detainers[i]) <= GAP_DAYS_MAX)
            continue;
        close_episode(life, start, i, scratch);
        start = i;
    }
    return link_requests(life, err);
}
