/*
 * Three sorted lists and a walk back, so that each detainer is answered in log n steps:
 *
 *   lone      arrests and stays without a pair   by moment
 *   by_first  pairs                              by the first of their two moments
 *   by_last   pairs                              by the last
 *   requests  the nearest later one, and the nearest to another facility than that
 *
 * 1. In by_first only pairs that ended before the request, on its own day, are passed over; arrests that
 *    count are more than a day apart, so these are one or two.
 * 2. In by_last only the first is looked at. When it did not begin before the request's day, it stands in
 *    by_first too, no later than any other of by_last.
 */
#include "link/link_follow.h"
#include "link/link_order.h"
#include "link/link_search.h"

/* -- Pairs and what they say ---------------------------------------------------------------------- */

static enum link_what what_of(enum link_method_class class, bool has_stay)
{
    switch (class) {
    case LINK_METHOD_AT_LARGE:
        return LINK_WHAT_AT_LARGE;
    case LINK_METHOD_CUSTODIAL:
    case LINK_METHOD_287G:
        return has_stay ? LINK_WHAT_BOOKED : LINK_WHAT_CUSTODIAL;
    case LINK_METHOD_UNKNOWN:
    case LINK_METHOD_OTHER:
        break;
    }
    return has_stay ? LINK_WHAT_METHOD_UNKNOWN : LINK_WHAT_NOTHING;
}

bool link_arrest_counts(const struct link_life *life, size_t arrest_index)
{
    return life->arrests[arrest_index].at != LINK_NONE &&
           (life->arrest_results[arrest_index].kept_by & 1U << LINK_ARR_EP_24);
}

static struct link_happening happening_of(const struct link_arrest *arrest,
                                          const struct link_stay *stay)
{
    const int64_t arrest_at = arrest ? arrest->at : stay->book_in;
    const int64_t stay_at = stay ? stay->book_in : arrest_at;
    return (struct link_happening){
        .moment = arrest_at < stay_at ? arrest_at : stay_at,
        .first = arrest_at < stay_at ? arrest_at : stay_at,
        .last = arrest_at < stay_at ? stay_at : arrest_at,
        .record = arrest ? arrest->record : stay->stay,
        .arrest = arrest ? arrest->record : LINK_NONE,
        .stay = stay ? stay->stay : LINK_NONE,
        .what = (uint8_t)(arrest ? what_of(arrest->classes[LINK_METHOD_DDP], stay != NULL)
                                 : LINK_WHAT_STAY),
        .rank = arrest ? 0 : 1,
    };
}

/* The stay that an arrest names, which is always there; NULL for an arrest that names none. */
static const struct link_stay *stay_of(const struct link_life *life, const uint32_t *by_record,
                                       int64_t record)
{
    if (record == LINK_NONE) return NULL;
    const size_t i = link_find(by_record, life->stay_count, life->stays, sizeof *life->stays,
                               offsetof(struct link_stay, stay), record);
    SP_ASSERT(i != SIZE_MAX);
    return &life->stays[i];
}

/* -- Lists ---------------------------------------------------------------------------------------- */

static int order_of_stays(const void *things, uint32_t a, uint32_t b)
{
    const struct link_stay *stays = things;
    return link_order_of(stays[a].stay, stays[b].stay);
}

static int order_of_first(const void *things, uint32_t a, uint32_t b)
{
    const struct link_happening *items = things;
    int order = link_order_of(items[a].first, items[b].first);
    if (!order) order = link_order_of(items[a].rank, items[b].rank);
    return order ? order : link_order_of(items[a].record, items[b].record);
}

static int order_of_last(const void *things, uint32_t a, uint32_t b)
{
    const struct link_happening *items = things;
    const int order = link_order_of(items[a].last, items[b].last);
    return order ? order : link_order_of(items[a].record, items[b].record);
}

/* Copy what is to be in order from `items` to `out_sorted`. `order` has room for twice the count. */
static void happenings_sort(const struct link_happening *items, size_t count,
                            link_order_compare *compare, uint32_t *order,
                            struct link_happening *out_sorted)
{
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
    }
    link_order_sort(order, order + count, count, compare, items);
    for (size_t i = 0; i < count; i++) {
        out_sorted[i] = items[order[i]];
    }
}

/*
 * Every arrest that counts, with its stay, and every stay that no arrest has; unsorted, the pairs in `pairs`,
 * the others in `lone`.
 */
static void gather(struct link_follow *follow, uint32_t *order, struct link_happening *pairs,
                   struct link_happening *lone)
{
    const struct link_life *life = follow->life;
    for (size_t i = 0; i < life->stay_count; i++) {
        order[i] = (uint32_t)i;
    }
    link_order_sort(order, order + life->stay_count, life->stay_count, order_of_stays, life->stays);
    for (size_t i = 0; i < life->arrest_count; i++) {
        if (!link_arrest_counts(life, i)) continue;
        const struct link_arrest *arrest = &life->arrests[i];
        const struct link_stay *stay = stay_of(life, order, life->arrest_results[i].stay_best);
        const struct link_happening happening = happening_of(arrest, stay);
        if (happening.what == LINK_WHAT_AT_LARGE)
            follow->at_large[follow->at_large_count++] = arrest->at;
        if (stay)
            pairs[follow->pair_count++] = happening;
        else if (happening.what != LINK_WHAT_NOTHING)
            lone[follow->lone_count++] = happening;
    }
    for (size_t i = 0; i < life->stay_count; i++) {
        if (life->stays[i].arrest_best != LINK_NONE) continue;
        lone[follow->lone_count++] = happening_of(NULL, &life->stays[i]);
    }
}

enum sp_rc link_follow_init(struct link_follow *follow, const struct link_life *life,
                            struct sp_err *err)
{
    struct sp_arena *arena = life->arena;
    const size_t room = life->arrest_count + life->stay_count + 1;
    size_t dated = life->detainer_count; // Those without a date stand last, and are never later.
    while (dated > 0 && life->detainers[dated - 1].at == LINK_NONE) {
        dated--;
    }
    *follow = (struct link_follow){.life = life,
                                   .later = life->detainer_count,
                                   .other = life->detainer_count,
                                   .waiting = dated};
    uint32_t *order = sp_arena_array(arena, room, 2 * sizeof *order);
    struct link_happening *pairs = sp_arena_array(arena, room, sizeof *pairs);
    struct link_happening *lone = sp_arena_array(arena, room, sizeof *lone);
    follow->lone = sp_arena_array(arena, room, sizeof *follow->lone);
    follow->by_first = sp_arena_array(arena, room, sizeof *follow->by_first);
    follow->by_last = sp_arena_array(arena, room, sizeof *follow->by_last);
    follow->at_large = sp_arena_array(arena, room, sizeof *follow->at_large);
    if (!order || !pairs || !lone || !follow->lone || !follow->by_first || !follow->by_last ||
        !follow->at_large)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the records of one person");
    gather(follow, order, pairs, lone);
    happenings_sort(lone, follow->lone_count, order_of_first, order, follow->lone);
    happenings_sort(pairs, follow->pair_count, order_of_first, order, follow->by_first);
    happenings_sort(pairs, follow->pair_count, order_of_last, order, follow->by_last);
    return SP_OK;
}

/* -- Asking ---------------------------------------------------------------------------------------- */

/* How many of a list come before a moment. */
static size_t first_before(const struct link_happening *items, size_t count, int64_t moment)
{
    return link_count_before(items, count, sizeof *items, offsetof(struct link_happening, first),
                             moment);
}

static size_t last_before(const struct link_happening *items, size_t count, int64_t moment)
{
    return link_count_before(items, count, sizeof *items, offsetof(struct link_happening, last),
                             moment);
}

size_t link_stay_from(const struct link_life *life, int64_t moment)
{
    return link_count_before(life->stays, life->stay_count, sizeof *life->stays,
                             offsetof(struct link_stay, book_in), moment);
}

bool link_is_hold(const struct link_detainer *detainer)
{
    return detainer->form != LINK_FORM_NOTICE;
}

static bool comes_before(const struct link_happening *a, const struct link_happening *b)
{
    if (b->what == LINK_WHAT_NOTHING) return true;
    if (a->moment != b->moment) return a->moment < b->moment;
    return a->rank != b->rank ? a->rank < b->rank : a->record < b->record;
}

/* Detainers after `index` are later than it once their moment is: move them into `later` and `other`. */
static void walk_back(struct link_follow *follow, size_t index)
{
    const struct link_life *life = follow->life;
    const size_t none = life->detainer_count;
    const int64_t at = life->detainers[index].at;
    // Those of one moment wait for the first that is earlier.
    while (follow->waiting > index + 1 && life->detainers[follow->waiting - 1].at > at) {
        const size_t next = --follow->waiting;
        const struct link_detainer *detainer = &life->detainers[next];
        const bool is_first = life->detainer_results[next].request == detainer->record;
        if (!is_first || !link_is_hold(detainer)) continue;
        if (follow->later != none && life->detainers[follow->later].facility != detainer->facility)
            follow->other = follow->later;
        follow->later = next;
    }
}

static void consider_request(const struct link_follow *follow, size_t index,
                             struct link_happening *best)
{
    const struct link_life *life = follow->life;
    const size_t none = life->detainer_count;
    size_t next = follow->later;
    if (next != none && life->detainers[next].facility == life->detainers[index].facility)
        next = follow->other;
    if (next == none) return;
    const struct link_detainer *later = &life->detainers[next];
    const struct link_happening request = {.moment = later->at,
                                           .record = later->record,
                                           .arrest = LINK_NONE,
                                           .stay = LINK_NONE,
                                           .what = LINK_WHAT_LATER,
                                           .rank = 2};
    if (comes_before(&request, best)) *best = request;
}

static void consider_pairs(const struct link_follow *follow, int64_t at,
                           struct link_happening *best)
{
    const int64_t day = link_day(at);
    size_t i = first_before(follow->by_first, follow->pair_count, day * LINK_DAY_SECONDS);
    while (i < follow->pair_count && follow->by_first[i].last < at) {
        i++;
    }
    if (i < follow->pair_count && comes_before(&follow->by_first[i], best))
        *best = follow->by_first[i];
    i = last_before(follow->by_last, follow->pair_count, at);
    if (i == follow->pair_count || link_day(follow->by_last[i].first) >= day) return;
    struct link_happening astride = follow->by_last[i];
    astride.moment = astride.last;
    astride.what = LINK_WHAT_ASTRIDE;
    if (comes_before(&astride, best)) *best = astride;
}

struct link_happening link_follow_next(struct link_follow *follow, size_t detainer_index,
                                       int64_t days_max)
{
    const int64_t at = follow->life->detainers[detainer_index].at;
    struct link_happening best = {
        .arrest = LINK_NONE, .stay = LINK_NONE, .what = LINK_WHAT_NOTHING};
    if (at == LINK_NONE) return best;
    walk_back(follow, detainer_index);
    const size_t i = first_before(follow->lone, follow->lone_count, at);
    if (i < follow->lone_count) best = follow->lone[i];
    consider_pairs(follow, at, &best);
    consider_request(follow, detainer_index, &best);
    if (best.what != LINK_WHAT_NOTHING && link_day(best.moment) - link_day(at) > days_max)
        best = (struct link_happening){
            .arrest = LINK_NONE, .stay = LINK_NONE, .what = LINK_WHAT_NOTHING};
    return best;
}
