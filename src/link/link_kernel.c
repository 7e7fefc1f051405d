/*
 * The kernel's walk: four sorted tables, one person at a time, every rule in its order.
 *
 *   arrests   │ 3 3 │ 5 │ 8 8 8 │ ∅ ∅      the person with the lowest number that any table has next is
 *   detainers │ 3 │ 8 8 │ ∅                the life: a slice of each table, and of its results. Rows
 *   stints    │ 5 5 5 │ 8 │                without an id (∅) stand last and go to rules of their own.
 *
 * Invariants: results[i] is of the table's row i and is filled before any rule sees it, so that a rule
 * writes its own members alone; persons come in rising order; the arena is one life's and is reset, not
 * freed, for the next.
 */
#include "link/link_event.h"

#include <string.h>

// Scratch for one person: a million records of one id, in each table, stay far below it.
static const size_t life_size_max = (size_t)4 << 30;

enum { LIST_COUNT_FIRST = 64 };

int64_t link_day(int64_t at)
{
    const int64_t second = at % LINK_DAY_SECONDS;
    return (at - second) / LINK_DAY_SECONDS - (second < 0);
}

void *link_list_add(struct link_list *list, size_t item_size)
{
    SP_ASSERT(item_size > 0);
    if (list->count == list->capacity) {
        if (list->capacity > SIZE_MAX / 2 / item_size) return NULL;
        const size_t capacity = list->capacity ? list->capacity * 2 : LIST_COUNT_FIRST;
        void *items = sp_realloc(list->items, capacity * item_size);
        if (!items) return NULL;
        list->items = items;
        list->capacity = capacity;
    }
    return memset((char *)list->items + list->count++ * item_size, 0, item_size);
}

void link_output_release(struct link_output *output)
{
    if (!output) return;
    sp_free(output->arrests);
    sp_free(output->detainers);
    sp_free(output->stints);
    sp_free(output->stays.items);
    sp_free(output->pairs.items);
    sp_free(output->spells.items);
    *output = (struct link_output){0};
}

/* -- Results before any rule ---------------------------------------------------------------------- */

/* Nothing is joined, linked or kept until a rule says so. */
static enum sp_rc results_init(const struct link_input *input, struct link_output *output,
                               struct sp_err *err)
{
    output->arrests = sp_alloc(input->arrest_count * sizeof *output->arrests);
    output->detainers = sp_alloc(input->detainer_count * sizeof *output->detainers);
    output->stints = sp_alloc(input->stint_count * sizeof *output->stints);
    if ((input->arrest_count > 0 && !output->arrests) ||
        (input->detainer_count > 0 && !output->detainers) ||
        (input->stint_count > 0 && !output->stints))
        return sp_err_set(err, SP_ERR_MEMORY, "no memory for what the linking rules give");
    for (size_t i = 0; i < input->arrest_count; i++) {
        const int64_t record = input->arrests[i].record;
        output->arrests[i] = (struct link_arrest_result){.record = record,
                                                         .episode = record,
                                                         .episode_rows = 1,
                                                         .stay_greedy = LINK_NONE,
                                                         .stay_best = LINK_NONE};
    }
    for (size_t i = 0; i < input->detainer_count; i++) {
        const int64_t record = input->detainers[i].record;
        output->detainers[i] = (struct link_detainer_result){.record = record,
                                                             .episode = record,
                                                             .request = record,
                                                             .arrest = LINK_NONE,
                                                             .stay = LINK_NONE,
                                                             .days = INT32_MIN,
                                                             .state = LINK_STATE_UNKNOWN};
    }
    for (size_t i = 0; i < input->stint_count; i++) {
        output->stints[i] =
            (struct link_stint_result){.record = input->stints[i].record, .stay = LINK_NONE};
    }
    return SP_OK;
}

/* -- One life after the other ---------------------------------------------------------------------- */

/* The first row of each table that no life has taken. */
struct place {
    size_t arrest;
    size_t detainer;
    size_t stint;
    size_t removal;
};

static int32_t lower(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* LINK_NOBODY when only rows without an id are left, or none. */
static int32_t next_person(const struct link_input *input, const struct place *place)
{
    int32_t person = LINK_NOBODY;
    if (place->arrest < input->arrest_count)
        person = lower(person, input->arrests[place->arrest].person);
    if (place->detainer < input->detainer_count)
        person = lower(person, input->detainers[place->detainer].person);
    if (place->stint < input->stint_count)
        person = lower(person, input->stints[place->stint].person);
    if (place->removal < input->removal_count)
        person = lower(person, input->removals[place->removal].person);
    return person;
}

/* A person's id is one release's, so any of the records tells the release. */
static int32_t life_release(const struct link_life *life)
{
    if (life->arrest_count > 0) return life->arrests[0].release;
    if (life->detainer_count > 0) return life->detainers[0].release;
    if (life->stint_count > 0) return life->stints[0].release;
    return life->removals[0].release;
}

/* Take the person's rows from all tables, and move on. */
static void life_take(const struct link_input *input, int32_t person, struct place *place,
                      struct link_life *life)
{
    const struct place first = *place;
    while (place->arrest < input->arrest_count && input->arrests[place->arrest].person == person) {
        place->arrest++;
    }
    while (place->detainer < input->detainer_count &&
           input->detainers[place->detainer].person == person) {
        place->detainer++;
    }
    while (place->stint < input->stint_count && input->stints[place->stint].person == person) {
        place->stint++;
    }
    while (place->removal < input->removal_count &&
           input->removals[place->removal].person == person) {
        place->removal++;
    }
    struct link_output *output = life->output;
    life->arrest_count = place->arrest - first.arrest;
    life->detainer_count = place->detainer - first.detainer;
    life->stint_count = place->stint - first.stint;
    life->removal_count = place->removal - first.removal;
    // A table without rows has no address to count from.
    life->arrests = life->arrest_count ? input->arrests + first.arrest : NULL;
    life->detainers = life->detainer_count ? input->detainers + first.detainer : NULL;
    life->stints = life->stint_count ? input->stints + first.stint : NULL;
    life->removals = life->removal_count ? input->removals + first.removal : NULL;
    life->arrest_results = life->arrest_count ? output->arrests + first.arrest : NULL;
    life->detainer_results = life->detainer_count ? output->detainers + first.detainer : NULL;
    life->stint_results = life->stint_count ? output->stints + first.stint : NULL;
    const int32_t release = life_release(life);
    SP_ASSERT(release >= 0 && release < input->release_count);
    life->window = &input->windows[release];
}

/* Every rule, each after those that it reads. */
static enum sp_rc life_link(struct link_life *life, struct sp_err *err)
{
    enum sp_rc rc = link_arrest_rules(life, err);
    if (rc == SP_OK) rc = link_detainer_rules(life, err);
    if (rc == SP_OK) rc = link_stint_rules(life, err);
    const size_t stay_first = life->output->stays.count;
    if (rc == SP_OK) rc = link_stays(life, err);
    // The list may have moved; from here on no rule adds a stay.
    life->stay_count = life->output->stays.count - stay_first;
    life->stays = life->stay_count
                      ? (const struct link_stay *)life->output->stays.items + stay_first
                      : NULL;
    if (rc == SP_OK) rc = link_match(life, err);
    if (rc == SP_OK) rc = link_detainer_pairs(life, err);
    if (rc == SP_OK) rc = link_outcomes(life, err);
    if (rc == SP_OK) rc = link_spells(life, err);
    return rc;
}

/* What is left once every person is done. */
static enum sp_rc nobody_link(const struct link_input *input, const struct place *place,
                              struct link_output *output, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    const size_t arrest_count = input->arrest_count - place->arrest;
    if (arrest_count > 0)
        rc = link_arrests_without_id(input->arrests + place->arrest, arrest_count, input->windows,
                                     output->arrests + place->arrest, err);
    const size_t detainer_count = input->detainer_count - place->detainer;
    if (rc == SP_OK && detainer_count > 0)
        rc = link_detainers_without_id(input->detainers + place->detainer, detainer_count,
                                       input->windows, input->lifts,
                                       output->detainers + place->detainer, err);
    const size_t stint_count = input->stint_count - place->stint;
    if (rc == SP_OK && stint_count > 0)
        rc = link_stints_without_id(input->stints + place->stint, stint_count,
                                    output->stints + place->stint, err);
    return rc;
}

enum sp_rc link_kernel(const struct link_input *input, struct link_output *out_output,
                       struct sp_err *err)
{
    struct link_output output = {0};
    struct sp_arena arena;
    sp_arena_init(&arena, life_size_max);
    struct place place = {0};
    int32_t before = -1;
    int32_t person;
    enum sp_rc rc = results_init(input, &output, err);
    while (rc == SP_OK && (person = next_person(input, &place)) != LINK_NOBODY) {
        SP_ASSERT(person > before); // or the input is not sorted
        before = person;
        sp_arena_reset(&arena);
        struct link_life life = {.lifts = input->lifts, .output = &output, .arena = &arena};
        life_take(input, person, &place, &life);
        rc = life_link(&life, err);
    }
    if (rc == SP_OK) rc = nobody_link(input, &place, &output, err);
    if (rc == SP_OK)
        *out_output = output;
    else
        link_output_release(&output);
    sp_arena_release(&arena);
    return rc;
}
