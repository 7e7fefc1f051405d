/*
 * The best pairing of arrests and stays one to one: most pairs, then the fewest seconds,
 * then the first by choices. spec/arr-stay-best.sql says why pairings that cross need not
 * be looked at.
 *
 * A person's moments fall into clusters between which more than 240 hours lie; no pair
 * spans two. In a cluster, best(i, j) is the score of arrests i... with stays j..., the
 * largest of
 *
 *   best(i + 1, j)                    arrest i has no stay,
 *   best(i, j + 1)                    no arrest has stay j,
 *   score(i, j) + best(i + 1, j + 1)  they are a pair.
 *
 * 1. Arrest i can only have the stays of a window [low(i), high(i)). Windows move forward
 *    with i, so j below it means what its low end means, and only windows are stored: for
 *    arrests 24 hours apart at most 16 cells a stay, however many there are.
 * 2. A score is pairs * 2^40 - seconds. A pair is less than 2^20 seconds, and there are
 *    fewer pairs than cells, so that seconds never reach a pair's worth, and no score
 *    passes 2^60.
 * 3. Among equal scores the walk from the first arrest takes the earliest stay that still
 *    reaches the best.
 */
#include "link/link_match.h"

enum { PAIR_SHIFT = 40 };
_Static_assert(LINK_MATCH_CELL_MAX <= 1 << 20 && LINK_MATCH_DIFF_MAX < 1 << 20 &&
                   -LINK_MATCH_DIFF_MIN < 1 << 20,
               "the seconds of all pairs stay below one pair's worth");

/* The stays that one arrest may have, and where its high - low + 1 cells begin. */
struct window {
    size_t low;
    size_t high;
    size_t cell;
};

/* Arrests [arrest, arrest_end) and stays [stay, stay_end). */
struct cluster {
    size_t arrest;
    size_t arrest_end;
    size_t stay;
    size_t stay_end;
};

/* The cluster that begins where the one before ended. */
static struct cluster cluster_next(const struct link_match *match, size_t arrest,
                                   size_t stay)
{
    struct cluster cluster = {
        .arrest = arrest, .arrest_end = arrest, .stay = stay, .stay_end = stay};
    bool is_first = true;
    int64_t last = 0;
    for (;;) {
        bool has_arrest = cluster.arrest_end < match->arrest_count;
        bool has_stay = cluster.stay_end < match->stay_count;
        if (!has_arrest && !has_stay) return cluster;
        bool is_arrest = has_arrest && (!has_stay || match->arrests[cluster.arrest_end] <=
                                                         match->stays[cluster.stay_end]);
        int64_t at = is_arrest ? match->arrests[cluster.arrest_end]
                               : match->stays[cluster.stay_end];
        if (!is_first && at - last > LINK_MATCH_DIFF_MAX) return cluster;
        is_first = false;
        last = at;
        if (is_arrest)
            cluster.arrest_end++;
        else
            cluster.stay_end++;
    }
}

/* The windows of a cluster's arrests. @return how many cells they have */
static size_t windows_make(const struct link_match *match, const struct cluster *cluster,
                           struct window *windows)
{
    size_t low = cluster->stay, high = cluster->stay, cell = 0;
    for (size_t i = cluster->arrest; i < cluster->arrest_end; i++) {
        int64_t at = match->arrests[i];
        while (low < cluster->stay_end && match->stays[low] - at < LINK_MATCH_DIFF_MIN)
            low++;
        if (high < low) high = low;
        while (high < cluster->stay_end && match->stays[high] - at <= LINK_MATCH_DIFF_MAX)
            high++;
        windows[i] = (struct window){.low = low, .high = high, .cell = cell};
        cell += high - low + 1;
    }
    return cell;
}

static int64_t pair_score(const struct link_match *match, size_t arrest, size_t stay)
{
    int64_t diff = match->stays[stay] - match->arrests[arrest];
    return ((int64_t)1 << PAIR_SHIFT) - (diff < 0 ? -diff : diff);
}

/* best(i, j) of the window's arrest; NULL is the arrest after the last. */
static int64_t score_at(const struct window *window, const int64_t *scores, size_t stay)
{
    if (!window) return 0;
    return scores[window->cell + (stay < window->low ? 0 : stay - window->low)];
}

static void scores_fill(const struct link_match *match, const struct cluster *cluster,
                        const struct window *windows, int64_t *scores)
{
    const struct window *next = NULL;
    for (size_t i = cluster->arrest_end; i-- > cluster->arrest;) {
        const struct window *window = &windows[i];
        int64_t *cells = scores + window->cell;
        cells[window->high - window->low] = score_at(next, scores, window->high);
        for (size_t j = window->high; j-- > window->low;) {
            int64_t best = cells[j + 1 - window->low];
            int64_t alone = score_at(next, scores, j);
            int64_t paired = pair_score(match, i, j) + score_at(next, scores, j + 1);
            if (alone > best) best = alone;
            if (paired > best) best = paired;
            cells[j - window->low] = best;
        }
        next = window;
    }
}

static void choices_read(const struct link_match *match, const struct cluster *cluster,
                         const struct window *windows, const int64_t *scores,
                         size_t *out_stays)
{
    size_t free_stay = cluster->stay;
    for (size_t i = cluster->arrest; i < cluster->arrest_end; i++) {
        const struct window *window = &windows[i];
        const struct window *next = i + 1 < cluster->arrest_end ? window + 1 : NULL;
        int64_t best = score_at(window, scores, free_stay);
        out_stays[i] = LINK_MATCH_UNPAIRED;
        for (size_t j = free_stay > window->low ? free_stay : window->low;
             j < window->high; j++) {
            if (pair_score(match, i, j) + score_at(next, scores, j + 1) != best) continue;
            out_stays[i] = j;
            free_stay = j + 1;
            break;
        }
    }
}

enum sp_rc link_match_best(const struct link_match *match, const size_t *greedy,
                           size_t cell_max, size_t *out_stays, size_t *out_given_up,
                           struct sp_arena *arena, struct sp_err *err)
{
    SP_ASSERT(cell_max <= LINK_MATCH_CELL_MAX);
    int64_t *scores = NULL;
    size_t capacity = 0;
    struct window *windows = sp_arena_array(arena, match->arrest_count, sizeof *windows);
    if (!windows)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the records of one person");
    for (size_t arrest = 0, stay = 0; arrest < match->arrest_count;) {
        struct cluster cluster = cluster_next(match, arrest, stay);
        size_t cell_count = windows_make(match, &cluster, windows);
        if (cell_count > cell_max) {
            for (size_t i = arrest; i < cluster.arrest_end; i++)
                out_stays[i] = greedy[i];
            ++*out_given_up;
        } else {
            if (cell_count > capacity) { // Twice the need, so that clusters of rising
                                         // size do not each take their own.
                capacity = 2 * cell_count;
                scores = sp_arena_array(arena, capacity, sizeof *scores);
                if (!scores)
                    return sp_err_set(err, SP_ERR_MEMORY,
                                      "out of memory for the records of one person");
            }
            scores_fill(match, &cluster, windows, scores);
            choices_read(match, &cluster, windows, scores, out_stays);
        }
        arrest = cluster.arrest_end;
        stay = cluster.stay_end;
    }
    return SP_OK;
}
