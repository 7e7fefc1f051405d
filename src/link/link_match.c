/*
 * ARR-STAY: which arrest led to which stay, both ways. spec/arr-stay-greedy.sql and
 * spec/arr-stay-best.sql say what and why; link_match_best.c finds the best pairing.
 *
 * 1. Arrests that count under ARR-EP-24 alone are asked, so any two lie more than 24
 *    hours apart, and ties between arrests of one moment cannot arise. Stays of one
 *    person begin at different moments.
 * 2. Both are read once, in order: the nearest arrest of a stay is the last one before
 *    it, or the next.
 */
#include "link/link_match.h"

static int64_t distance_of(int64_t x, int64_t y)
{
    return x < y ? y - x : x - y;
}

static bool is_possible(int64_t arrest, int64_t stay)
{
    int64_t diff = stay - arrest;
    return diff >= LINK_MATCH_DIFF_MIN && diff <= LINK_MATCH_DIFF_MAX;
}

void link_match_greedy(const struct link_match *match, size_t *out_stays)
{
    size_t next = 0; // The first arrest after the stay.
    for (size_t i = 0; i < match->arrest_count; i++)
        out_stays[i] = LINK_MATCH_UNPAIRED;
    for (size_t j = 0; j < match->stay_count; j++) {
        int64_t at = match->stays[j];
        size_t chosen = LINK_MATCH_UNPAIRED;
        while (next < match->arrest_count && match->arrests[next] <= at)
            next++;
        if (next > 0 && is_possible(match->arrests[next - 1], at)) chosen = next - 1;
        if (next < match->arrest_count && is_possible(match->arrests[next], at) &&
            (chosen == LINK_MATCH_UNPAIRED ||
             distance_of(match->arrests[next], at) <
                 distance_of(match->arrests[chosen], at)))
            chosen = next;
        if (chosen == LINK_MATCH_UNPAIRED) continue;

        int64_t arrest = match->arrests[chosen];
        size_t rival = out_stays[chosen];
        if (rival == LINK_MATCH_UNPAIRED ||
            distance_of(arrest, at) < distance_of(arrest, match->stays[rival]))
            out_stays[chosen] = j;
    }
}

/* The moments of one person, and where they came from. */
struct moments {
    struct link_match match;
    size_t *sources; // by arrest of `match`: its place in the person's arrests
};

static enum sp_rc moments_collect(const struct link_life *life,
                                  struct moments *out_moments, struct sp_err *err)
{
    int64_t *arrests = sp_arena_array(life->arena, life->arrest_count, sizeof *arrests);
    int64_t *stays = sp_arena_array(life->arena, life->stay_count, sizeof *stays);
    size_t *sources = sp_arena_array(life->arena, life->arrest_count, sizeof *sources);
    size_t count = 0;
    if (!arrests || !stays || !sources)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the records of one person");
    for (size_t i = 0; i < life->arrest_count; i++) {
        bool counts = life->arrest_results[i].kept_by & 1u << LINK_ARR_EP_24;
        if (!counts || life->arrests[i].at == LINK_NONE) continue;
        arrests[count] = life->arrests[i].at;
        sources[count++] = i;
    }
    for (size_t j = 0; j < life->stay_count; j++)
        stays[j] = life->stays[j].book_in;
    *out_moments = (struct moments){.match = {.arrests = arrests,
                                              .arrest_count = count,
                                              .stays = stays,
                                              .stay_count = life->stay_count},
                                    .sources = sources};
    return SP_OK;
}

/* The person's stays in the output, to be filled. */
static struct link_stay *stays_of(const struct link_life *life)
{
    struct link_stay *all = life->output->stays.items;
    return all + (life->stays - all);
}

enum sp_rc link_match(struct link_life *life, struct sp_err *err)
{
    struct moments moments;
    for (size_t i = 0; i < life->arrest_count; i++) {
        life->arrest_results[i].stay_greedy = LINK_NONE;
        life->arrest_results[i].stay_best = LINK_NONE;
    }
    if (!life->arrest_count || !life->stay_count) return SP_OK;
    enum sp_rc rc = moments_collect(life, &moments, err);
    if (rc) return rc;

    size_t count = moments.match.arrest_count;
    size_t *greedy = sp_arena_array(life->arena, count, sizeof *greedy);
    size_t *best = sp_arena_array(life->arena, count, sizeof *best);
    if (!greedy || !best)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the records of one person");
    link_match_greedy(&moments.match, greedy);
    rc = link_match_best(&moments.match, greedy, LINK_MATCH_CELL_MAX, best,
                         &life->output->clusters_given_up, life->arena, err);
    if (rc) return rc;

    struct link_stay *stays = stays_of(life);
    for (size_t i = 0; i < count; i++) {
        struct link_arrest_result *result = &life->arrest_results[moments.sources[i]];
        if (greedy[i] != LINK_MATCH_UNPAIRED) {
            result->stay_greedy = stays[greedy[i]].stay;
            stays[greedy[i]].arrest_greedy = result->record;
        }
        if (best[i] != LINK_MATCH_UNPAIRED) {
            result->stay_best = stays[best[i]].stay;
            stays[best[i]].arrest_best = result->record;
        }
    }
    return SP_OK;
}
