/* Cutting by halving over person keys; a thread for every slice but the first. */
#include "link/link_slice.h"

#include <string.h>

/* How many records belong to persons before one. `persons` is that of the first record,
 * `size` a record's. */
static size_t count_below(const void *persons, size_t count, size_t size, int32_t person)
{
    const char *first = persons;
    size_t below = 0;
    while (count > 0) {
        const size_t half = count / 2;
        int32_t middle;
        memcpy(&middle, first + (below + half) * size, sizeof middle);
        if (middle < person) {
            below += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return below;
}

#define BELOW(records, count, before)                                                    \
    ((count) ? count_below(&(records)->person, (count), sizeof *(records), (before)) : 0)

/* How many records of each table belong to persons before one. */
struct cut {
    size_t arrests, detainers, stints, removals;
};

static struct cut cut_at(const struct link_records *records, int32_t person)
{
    return (struct cut){
        .arrests = BELOW(records->arrests, records->arrest_count, person),
        .detainers = BELOW(records->detainers, records->detainer_count, person),
        .stints = BELOW(records->stints, records->stint_count, person),
        .removals = BELOW(records->removals, records->removal_count, person)};
}

static size_t cut_size(struct cut cut)
{
    return cut.arrests + cut.detainers + cut.stints + cut.removals;
}

/* The first person with at least `wanted` records of others before. */
static struct cut cut_find(const struct link_records *records, size_t wanted)
{
    int32_t first = 0;
    int32_t last = LINK_NOBODY;
    while (first < last) {
        const int32_t middle = first + (last - first) / 2;
        if (cut_size(cut_at(records, middle)) < wanted) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return cut_at(records, first);
}

static struct cut cut_end(const struct link_records *records)
{
    return (struct cut){records->arrest_count, records->detainer_count,
                        records->stint_count, records->removal_count};
}

static void slice_set(struct link_slice *slice, const struct link_records *records,
                      const struct link_input *common, struct cut from, struct cut to)
{
    *slice = (struct link_slice){.input = *common};
    struct link_input *input = &slice->input;
    input->arrests = records->arrests ? records->arrests + from.arrests : NULL;
    input->arrest_count = to.arrests - from.arrests;
    input->detainers = records->detainers ? records->detainers + from.detainers : NULL;
    input->detainer_count = to.detainers - from.detainers;
    input->stints = records->stints ? records->stints + from.stints : NULL;
    input->stint_count = to.stints - from.stints;
    input->removals = records->removals ? records->removals + from.removals : NULL;
    input->removal_count = to.removals - from.removals;
}

size_t link_slices_cut(const struct link_records *records,
                       const struct link_input *common, int thread_count,
                       struct link_slice *out_slices)
{
    const size_t all = cut_size(cut_end(records));
    size_t count = thread_count < 1 ? 1 : (size_t)thread_count;
    if (count > LINK_SLICES_MAX) count = LINK_SLICES_MAX;
    struct cut from = {0};
    for (size_t i = 0; i < count; i++) {
        // The last takes all that is left, rows without an id with it.
        const bool is_last = i + 1 == count;
        const struct cut to =
            is_last ? cut_end(records) : cut_find(records, all / count * (i + 1));
        slice_set(&out_slices[i], records, common, from, to);
        from = to;
    }
    return count;
}

static void *slice_link(void *slice_in)
{
    struct link_slice *slice = slice_in;
    slice->rc = link_kernel(&slice->input, &slice->output, &slice->failure);
    return NULL;
}

/* A thread for each slice but the first, which is this one's; without a thread to be had,
 * this one does it too. */
enum sp_rc link_slices_run(struct link_slice *slices, size_t count, struct sp_err *err)
{
    for (size_t i = 1; i < count; i++) {
        struct link_slice *slice = &slices[i];
        slice->has_thread = pthread_create(&slice->thread, NULL, slice_link, slice) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!slices[i].has_thread) (void)slice_link(&slices[i]);
    }
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; i < count; i++) {
        struct link_slice *slice = &slices[i];
        if (slice->has_thread) (void)pthread_join(slice->thread, NULL);
        if (rc == SP_OK && slice->rc != SP_OK)
            rc = sp_err_set(err, slice->rc, "%s", slice->failure.text);
    }
    return rc;
}
