/*
 * Records are found by an index of their numbers, sorted, so that any numbers will do (a
 * fuzzer's too). Each check is a function that returns what does not hold, or NULL.
 */
#include "support/support_balance.h"

#include <stdlib.h>

/* Where a record stands in its table. */
struct place {
    int64_t record;
    size_t at;
};

struct index {
    struct place *places; // owned
    size_t count;
};

struct books {
    const struct link_input *input;
    const struct link_output *output;
    const struct link_stay *stays;
    struct index arrests;
    struct index detainers;
    struct index stints;
    struct index stays_by_stay;
};

static int place_compare(const void *a, const void *b)
{
    const int64_t x = ((const struct place *)a)->record;
    const int64_t y = ((const struct place *)b)->record;
    return (x > y) - (x < y);
}

static void index_begin(struct index *index, size_t count)
{
    *index = (struct index){.places = sp_alloc((count + 1) * sizeof *index->places)};
    SP_ASSERT(index->places);
}

static void index_add(struct index *index, int64_t record)
{
    index->places[index->count] = (struct place){record, index->count};
    index->count++;
}

static void index_end(struct index *index)
{
    qsort(index->places, index->count, sizeof *index->places, place_compare);
}

/* SIZE_MAX when there is no such record. */
static size_t place_of(const struct index *index, int64_t record)
{
    size_t low = 0;
    size_t high = index->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (index->places[middle].record < record) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < index->count && index->places[low].record == record
               ? index->places[low].at
               : SIZE_MAX;
}

static bool is_kept(uint32_t kept_by, int rule)
{
    return kept_by >> rule & 1;
}

/* -- Arrests
 * ------------------------------------------------------------------------------------ */

static const char *episodes_check(const struct books *books)
{
    const struct link_output *output = books->output;
    size_t kept = 0;
    size_t first_count = 0;
    int64_t row_count = 0;
    for (size_t i = 0; i < books->input->arrest_count; i++) {
        const struct link_arrest_result *result = &output->arrests[i];
        const size_t first = place_of(&books->arrests, result->episode);
        if (result->record != books->input->arrests[i].record)
            return "a result is not its arrest's";
        if (first == SIZE_MAX) return "an episode begins with no arrest";
        if (output->arrests[first].episode != result->episode)
            return "an episode's first arrest is of another";
        if (output->arrests[first].episode_rows != result->episode_rows)
            return "an episode has two lengths";
        if (books->input->arrests[first].person != books->input->arrests[i].person)
            return "an episode is of two persons";
        kept += is_kept(result->kept_by, LINK_ARR_EP_24);
        if (result->episode != result->record) continue;
        first_count++;
        row_count += result->episode_rows;
        if (!is_kept(result->kept_by, LINK_ARR_EP_24))
            return "an episode's first arrest is not kept";
    }
    if (kept != first_count) return "kept arrests are not as many as episodes";
    if ((size_t)row_count != books->input->arrest_count)
        return "arrests are not in exactly one episode each";
    return NULL;
}

/* -- Pairs of arrests and stays
 * ------------------------------------------------------------------- */

static const char *pairing_check(const struct books *books, bool is_best)
{
    size_t arrests_paired = 0;
    size_t stays_paired = 0;
    for (size_t i = 0; i < books->input->arrest_count; i++) {
        const struct link_arrest_result *result = &books->output->arrests[i];
        const int64_t stay = is_best ? result->stay_best : result->stay_greedy;
        if (stay == LINK_NONE) continue;
        arrests_paired++;
        const size_t at = place_of(&books->stays_by_stay, stay);
        if (at == SIZE_MAX) return "an arrest is paired with no stay";
        if ((is_best ? books->stays[at].arrest_best : books->stays[at].arrest_greedy) !=
            result->record)
            return "a stay does not know the arrest it is paired with";
        if (books->stays[at].person != books->input->arrests[i].person)
            return "a pair is of two persons";
        if (!is_kept(result->kept_by, LINK_ARR_EP_24))
            return "an arrest that does not count is paired";
    }
    for (size_t i = 0; i < books->output->stays.count; i++) {
        stays_paired += (is_best ? books->stays[i].arrest_best
                                 : books->stays[i].arrest_greedy) != LINK_NONE;
    }
    return arrests_paired == stays_paired ? NULL : "pairs are not one to one";
}

/* How many are paired, and the sum of their distances in seconds, of the arrests from
 * `first` on of one person. */
struct sum {
    int64_t pairs;
    uint64_t seconds;
};

static struct sum pairing_sum(const struct books *books, size_t first, size_t last,
                              bool is_best)
{
    struct sum sum = {0};
    for (size_t i = first; i < last; i++) {
        const struct link_arrest_result *result = &books->output->arrests[i];
        const int64_t stay = is_best ? result->stay_best : result->stay_greedy;
        if (stay == LINK_NONE) continue;
        const int64_t difference =
            books->stays[place_of(&books->stays_by_stay, stay)].book_in -
            books->input->arrests[i].at;
        sum.pairs++;
        sum.seconds += (uint64_t)(difference < 0 ? -difference : difference);
    }
    return sum;
}

static const char *best_check(const struct books *books)
{
    if (books->output->clusters_given_up > 0) return NULL;
    for (size_t first = 0, last; first < books->input->arrest_count; first = last) {
        last = first + 1;
        while (last < books->input->arrest_count &&
               books->input->arrests[last].person ==
                   books->input->arrests[first].person) {
            last++;
        }
        const struct sum greedy = pairing_sum(books, first, last, false);
        const struct sum best = pairing_sum(books, first, last, true);
        if (best.pairs < greedy.pairs)
            return "the best pairing has fewer pairs than the published one";
        if (best.pairs == greedy.pairs && best.seconds > greedy.seconds)
            return "the best pairing is further apart than the published one";
    }
    return NULL;
}

/* -- Stints and stays
 * ------------------------------------------------------------------------------ */

static const char *stays_check(const struct books *books)
{
    int64_t stint_count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < books->output->stays.count; i++) {
        const struct link_stay *stay = &books->stays[i];
        const size_t first = place_of(&books->stints, stay->stay);
        const size_t last = place_of(&books->stints, stay->last_stint);
        if (first == SIZE_MAX || last == SIZE_MAX)
            return "a stay begins or ends with no stint";
        if (books->output->stints[first].stay != stay->stay ||
            books->output->stints[last].stay != stay->stay)
            return "a stay's first or last stint is of another";
        if (stay->stint_count < 1) return "a stay has no stint";
        stint_count += stay->stint_count;
    }
    for (size_t i = 0; i < books->input->stint_count; i++) {
        const struct link_stint_result *result = &books->output->stints[i];
        if (result->record != books->input->stints[i].record)
            return "a result is not its stint's";
        if ((result->lost_at == 0) != is_kept(result->kept_by, LINK_STINT_DUP))
            return "a lost stint is kept";
        if (result->stay == LINK_NONE) continue;
        const size_t at = place_of(&books->stays_by_stay, result->stay);
        if (at == SIZE_MAX) return "a stint is of no stay";
        if (books->stays[at].person != books->input->stints[i].person)
            return "a stay is of two persons";
        kept += is_kept(result->kept_by, LINK_STINT_DUP);
    }
    return (size_t)stint_count == kept ? NULL
                                       : "stays have not as many stints as are kept";
}

/* -- Detainers and spells
 * -------------------------------------------------------------------------- */

static const char *detainers_check(const struct books *books)
{
    for (size_t i = 0; i < books->input->detainer_count; i++) {
        const struct link_detainer_result *result = &books->output->detainers[i];
        if (result->record != books->input->detainers[i].record)
            return "a result is not its detainer's";
        if (result->state >= LINK_STATE_COUNT) return "a detainer has no state";
        if (result->reason == LINK_REASON_NONE || result->reason >= LINK_REASON_COUNT)
            return "a detainer has no reason";
        if (place_of(&books->detainers, result->request) == SIZE_MAX)
            return "a request begins with no detainer";
        if (place_of(&books->detainers, result->episode) == SIZE_MAX)
            return "an episode begins with no detainer";
        if (result->arrest != LINK_NONE &&
            place_of(&books->arrests, result->arrest) == SIZE_MAX)
            return "an outcome rests on no arrest";
        if (result->stay != LINK_NONE &&
            place_of(&books->stays_by_stay, result->stay) == SIZE_MAX)
            return "an outcome rests on no stay";
    }
    const struct link_detainer_arrest *pairs = books->output->pairs.items;
    for (size_t i = 0; i < books->output->pairs.count; i++) {
        if (pairs[i].days < 0 || pairs[i].days > 180)
            return "a detainer is paired with an arrest out of 180 days";
    }
    return NULL;
}

static const char *spells_check(const struct books *books)
{
    const struct link_spell *spells = books->output->spells.items;
    for (size_t i = 0; i < books->output->spells.count; i++) {
        const struct link_spell *spell = &spells[i];
        const bool is_released = spell->origin == LINK_ORIGIN_RELEASED;
        const size_t origin = place_of(is_released ? &books->stints : &books->detainers,
                                       spell->origin_record);
        if (origin == SIZE_MAX) return "a spell begins with no record";
        if (spell->until < spell->from) return "a spell ends before it begins";
        if (spell->days != link_day(spell->until) - link_day(spell->from))
            return "a spell's days are not its length";
        if ((spell->exit == LINK_EXIT_AT_LARGE) != (spell->arrest != LINK_NONE))
            return "a return without an arrest, or an arrest without a return";
        if (!is_released && books->input->detainers[origin].at != LINK_NONE &&
            link_day(spell->from) < link_day(books->input->detainers[origin].at))
            return "a spell begins before its request";
    }
    return NULL;
}

/* -- All
 * ----------------------------------------------------------------------------------------
 */

static void books_open(const struct link_input *input, const struct link_output *output,
                       struct books *books)
{
    *books =
        (struct books){.input = input, .output = output, .stays = output->stays.items};
    index_begin(&books->arrests, input->arrest_count);
    index_begin(&books->detainers, input->detainer_count);
    index_begin(&books->stints, input->stint_count);
    index_begin(&books->stays_by_stay, output->stays.count);
    for (size_t i = 0; i < input->arrest_count; i++) {
        index_add(&books->arrests, input->arrests[i].record);
    }
    for (size_t i = 0; i < input->detainer_count; i++) {
        index_add(&books->detainers, input->detainers[i].record);
    }
    for (size_t i = 0; i < input->stint_count; i++) {
        index_add(&books->stints, input->stints[i].record);
    }
    for (size_t i = 0; i < output->stays.count; i++) {
        index_add(&books->stays_by_stay, books->stays[i].stay);
    }
    index_end(&books->arrests);
    index_end(&books->detainers);
    index_end(&books->stints);
    index_end(&books->stays_by_stay);
}

const char *support_balance_fault(const struct link_input *input,
                                  const struct link_output *output)
{
    struct books books;
    books_open(input, output, &books);
    const char *fault = episodes_check(&books);
    if (!fault) fault = stays_check(&books);
    if (!fault) fault = pairing_check(&books, false);
    if (!fault) fault = pairing_check(&books, true);
    if (!fault) fault = best_check(&books);
    if (!fault) fault = detainers_check(&books);
    if (!fault) fault = spells_check(&books);
    sp_free(books.arrests.places);
    sp_free(books.detainers.places);
    sp_free(books.stints.places);
    sp_free(books.stays_by_stay.places);
    return fault;
}
