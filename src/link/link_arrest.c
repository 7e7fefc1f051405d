/*
 * Duplicate arrests by nearness in time: ARR-EP-24, ARR-DUP-24-OLD, ARR-CPANG, and the
 * two that rest on the episodes, ARR-ALYSSC and ARR-MORTON. The statements are
 * spec/arr-*.sql.
 *
 * One person's rows come sorted by time, reprocessed, record; rows without a time are
 * last. Two rows are near when both have a time and the gap is at most 24 hours: so a row
 * without one is near nothing.
 */
#include "link/link_event.h"
#include "link/link_rival.h"

enum { GAP_SECONDS_MAX = 24 * 3600 };

static uint32_t bit(enum link_arrest_rule rule)
{
    return UINT32_C(1) << rule;
}

/* Under ARR-CPANG `later` may be the earlier: a gap back in time is within 24 hours. */
static bool joins(const struct link_arrest *earlier, const struct link_arrest *later)
{
    return earlier->at != LINK_NONE && later->at != LINK_NONE &&
           later->at - earlier->at <= GAP_SECONDS_MAX;
}

/* Rows [start, end) are an episode. */
static void close_episode(struct link_life *life, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        life->arrest_results[i].episode = life->arrests[start].record;
        life->arrest_results[i].episode_rows = (int32_t)(end - start);
    }
    life->arrest_results[start].kept_by |= bit(LINK_ARR_EP_24);
    if (end - start == 1) life->arrest_results[start].kept_by |= bit(LINK_ARR_ALYSSC);
}

static void find_episodes(struct link_life *life)
{
    size_t start = 0;
    size_t episode_count = 0;
    for (size_t i = 1; i <= life->arrest_count; i++) {
        if (i < life->arrest_count && joins(&life->arrests[i - 1], &life->arrests[i]))
            continue;
        close_episode(life, start, i);
        start = i;
        episode_count++;
    }
    if (episode_count < life->arrest_count)
        return; // An episode of several: on the list of duplicates.
    for (size_t i = 0; i < life->arrest_count; i++) {
        life->arrest_results[i].kept_by |= bit(LINK_ARR_MORTON);
    }
}

static void find_neighbours(struct link_life *life)
{
    const struct link_arrest *arrests = life->arrests;
    for (size_t i = 0; i < life->arrest_count; i++) {
        const bool after_one = i > 0 && joins(&arrests[i - 1], &arrests[i]);
        const bool before_one =
            i + 1 < life->arrest_count && joins(&arrests[i], &arrests[i + 1]);
        if (!after_one && !before_one)
            life->arrest_results[i].kept_by |= bit(LINK_ARR_DUP_24_OLD);
    }
}

/* The published fault: all reprocessed arrests come after all others. */
static void find_faulty_episodes(struct link_life *life)
{
    const struct link_arrest *previous = NULL;
    for (uint8_t reprocessed = 0; reprocessed <= 1; reprocessed++) {
        for (size_t i = 0; i < life->arrest_count; i++) {
            const struct link_arrest *arrest = &life->arrests[i];
            if (arrest->reprocessed != reprocessed) continue;
            if (!previous || !joins(previous, arrest))
                life->arrest_results[i].kept_by |= bit(LINK_ARR_CPANG);
            previous = arrest;
        }
    }
}

enum sp_rc link_arrest_rules(struct link_life *life, struct sp_err *err)
{
    for (size_t i = 0; i < life->arrest_count; i++) {
        SP_ASSERT(life->arrests[i].person != LINK_NOBODY);
        SP_ASSERT(life->arrests[i].reprocessed <= 1);
    }
    if (life->arrest_count == 0) return SP_OK;
    find_episodes(life);
    find_neighbours(life);
    find_faulty_episodes(life);
    return link_arrest_rivals(life, err);
}
