/*
 * Rule DET-ARR-180 (and DET-ARR-KWW-2, which is its pairs of at most 2 days): every
 * detainer of the 180 days before an arrest. The statement is spec/det-arr.sql.
 *
 * Two windows over sorted rows. The arrests that pair are the first of their episodes,
 * more than 24 hours apart, so that a detainer has at most 181 pairs, however many rows a
 * file gives one person.
 */
#include "link/link_event.h"

enum { DAYS_MAX = 180 };

/* Detainers with a date: they come first. */
static size_t dated_count(const struct link_life *life)
{
    size_t count = life->detainer_count;
    while (count > 0 && life->detainers[count - 1].at == LINK_NONE)
        count--;
    return count;
}

enum sp_rc link_detainer_pairs(struct link_life *life, struct sp_err *err)
{
    const size_t detainer_count = dated_count(life);
    size_t start = 0; // the first detainer that is not too old
    for (size_t i = 0; i < life->arrest_count && life->arrests[i].at != LINK_NONE; i++) {
        if (!(life->arrest_results[i].kept_by & UINT32_C(1) << LINK_ARR_EP_24)) continue;
        const int64_t arrest_day = link_day(life->arrests[i].at);
        while (start < detainer_count &&
               arrest_day - link_day(life->detainers[start].at) > DAYS_MAX)
            start++;
        for (size_t j = start; j < detainer_count; j++) {
            const int64_t days = arrest_day - link_day(life->detainers[j].at);
            if (days < 0) break;
            struct link_detainer_arrest *pair =
                link_list_add(&life->output->pairs, sizeof *pair);
            if (!pair) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
            *pair = (struct link_detainer_arrest){.detainer = life->detainers[j].record,
                                                  .arrest = life->arrests[i].record,
                                                  .days = (int32_t)days};
        }
    }
    return SP_OK;
}
