/*
 * REMOVAL-JOIN: the day on which the person of a stay left the country.
 * spec/removal-join.sql and, for rows of one day, spec/removal-dup.sql say what and why.
 *
 * Removals are sorted by moment and record, so the last row of a day is the one that
 * counts, and the nearest days are found by halving: a person may have as many stays and
 * removals as a file has rows.
 */
#include "link/link_search.h"
#include "link/link_stint.h"

#include <stddef.h>

enum { DAYS_BEFORE_MAX = 5, DAYS_AFTER_MAX = 10 };

/* How many removals lie before a day. */
static size_t count_before(const struct link_removal *removals, size_t count, int64_t day)
{
    return link_count_before(removals, count, sizeof *removals,
                             offsetof(struct link_removal, at), day * LINK_DAY_SECONDS);
}

/* A departure as near as the rule allows, and its distance. */
struct nearest {
    int64_t day;
    int64_t removal;
    int64_t distance; // INT64_MAX: none yet
};

/* The first to be as near stands. */
static void nearest_try(struct nearest *nearest, int64_t book_out_day, int64_t day,
                        int64_t removal)
{
    int64_t days = day - book_out_day;
    if (days < -DAYS_BEFORE_MAX || days > DAYS_AFTER_MAX) return;
    int64_t distance = days < 0 ? -days : days;
    if (distance >= nearest->distance) return;
    *nearest = (struct nearest){.day = day, .removal = removal, .distance = distance};
}

void link_removal_join(const struct link_removal *removals, size_t removal_count,
                       int64_t own_departed, struct link_stay *stay)
{
    struct nearest nearest = {.removal = LINK_NONE, .distance = INT64_MAX};
    if (stay->book_out == LINK_NONE) return;
    int64_t book_out_day = link_day(stay->book_out);
    if (own_departed != LINK_NONE)
        nearest_try(&nearest, book_out_day, link_day(own_departed), LINK_NONE);

    size_t before = count_before(removals, removal_count, book_out_day);
    if (before > 0) {
        nearest_try(&nearest, book_out_day, link_day(removals[before - 1].at),
                    removals[before - 1].record);
    }
    if (before < removal_count) {
        int64_t day = link_day(removals[before].at);
        size_t after =
            before + count_before(removals + before, removal_count - before, day + 1);
        nearest_try(&nearest, book_out_day, day, removals[after - 1].record);
    }
    if (nearest.distance == INT64_MAX) return;
    stay->removal = nearest.removal;
    stay->departed = nearest.day * LINK_DAY_SECONDS;
}
