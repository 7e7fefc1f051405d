/*
 * STAY: stays from stints, and with REMOVAL-JOIN where they ended. spec/stay.sql says
 * what and why.
 *
 * 1. A stay is a run of the input, which is sorted by the stay's book-in; those without
 *    one come last.
 * 2. Within it the input has a missing book-out first, the rule has it last; so first and
 *    last are looked for, not taken from the ends.
 * 3. Stays are made of rows that STINT-DUP keeps; the rows it drops take their stay's
 *    record after that.
 */
#include "link/link_stint.h"

/* The lower of two amounts, of which either may be missing. */
static int64_t lower(int64_t x, int64_t y)
{
    return link_missing_last(y) < link_missing_last(x) ? y : x;
}

/* Lowest bonds of each row's stint, by the row's place in the input. */
struct bonds {
    int64_t initial;
    int64_t posted;
};

static void bonds_merge(struct bonds *into, struct bonds from)
{
    into->initial = lower(into->initial, from.initial);
    into->posted = lower(into->posted, from.posted);
}

/* NULL in `out_bonds` when no row has any, as with most people. */
static enum sp_rc bonds_of_stints(const struct link_life *life, struct bonds **out_bonds,
                                  struct sp_err *err)
{
    bool any = false;
    for (size_t i = 0; i < life->stint_count && !any; i++) {
        any = life->stints[i].initial_bond != LINK_NONE ||
              life->stints[i].posted_bond != LINK_NONE;
    }
    *out_bonds = NULL;
    if (!any) return SP_OK;

    uint32_t *order;
    size_t count;
    struct bonds *bonds = sp_arena_array(life->arena, life->stint_count, sizeof *bonds);
    if (!bonds)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the stints of one person");
    enum sp_rc rc = link_stint_groups(life, &order, &count, err);
    if (rc) return rc;
    for (size_t i = 0; i < life->stint_count; i++) {
        bonds[i] =
            (struct bonds){life->stints[i].initial_bond, life->stints[i].posted_bond};
    }
    for (size_t start = 0, end = 0; start < count; start = end) {
        struct bonds lowest = bonds[order[start]];
        for (end = start + 1; end < count; end++) {
            if (link_stint_compare(life->stints, order[start], order[end]) != 0) break;
            bonds_merge(&lowest, bonds[order[end]]);
        }
        for (size_t i = start; i < end; i++)
            bonds[order[i]] = lowest;
    }
    *out_bonds = bonds;
    return SP_OK;
}

/* Whether stint y comes after x in their stay: both missing moments last. */
static bool is_after(const struct link_stint *y, const struct link_stint *x)
{
    int64_t x_in = link_missing_last(x->book_in), y_in = link_missing_last(y->book_in);
    if (x_in != y_in) return y_in > x_in;
    int64_t x_out = link_missing_last(x->book_out),
            y_out = link_missing_last(y->book_out);
    if (x_out != y_out) return y_out > x_out;
    return y->record > x->record;
}

/* Seconds of a stint, an open one to the end of what the release shows; LINK_NONE where
 * that is not known. */
static int64_t stint_length(const struct link_stint *stint,
                            const struct link_window *window)
{
    int64_t until = stint->book_out;
    if (stint->book_in == LINK_NONE) return LINK_NONE;
    if (until == LINK_NONE && window->stint_last == INT32_MIN) return LINK_NONE;
    if (until == LINK_NONE)
        until = (int64_t)window->stint_last * LINK_DAY_SECONDS + LINK_DAY_SECONDS - 1;
    return until - stint->book_in;
}

/* The stints of one stay as they are read. */
struct reading {
    const struct link_stint *first;
    const struct link_stint *last;
    const struct link_stint *longest;
    int64_t longest_length;
    struct bonds bonds;
    int32_t stint_count;
};

static void reading_add(struct reading *reading, const struct link_stint *stint,
                        int64_t length)
{
    if (!reading->first || is_after(reading->first, stint)) reading->first = stint;
    if (!reading->last || is_after(stint, reading->last)) reading->last = stint;
    if (!reading->longest || length > reading->longest_length ||
        (length == reading->longest_length && is_after(stint, reading->longest))) {
        reading->longest = stint;
        reading->longest_length = length;
    }
    reading->stint_count++;
}

static bool stay_make(struct link_life *life, const struct reading *reading,
                      size_t dated_count)
{
    const struct link_stint *first = reading->first, *last = reading->last;
    struct link_stay *stay = link_list_add(&life->output->stays, sizeof *stay);
    if (!stay) return false;
    *stay = (struct link_stay){
        .stay = first->record,
        .last_stint = last->record,
        .book_in = first->stay_book_in,
        .book_out = last->stay_book_out,
        .arrest_greedy = LINK_NONE,
        .arrest_best = LINK_NONE,
        .removal = LINK_NONE,
        .departed = LINK_NONE,
        .initial_bond = reading->bonds.initial,
        .posted_bond = reading->bonds.posted,
        .person = first->person,
        .release = first->release,
        .facility_first = first->facility,
        .facility_last = last->facility,
        .facility_longest = reading->longest->facility,
        .stint_count = reading->stint_count,
        .stay_release_reason = last->stay_release_reason,
        .stay_end = last->stay_end,
        .book_in_agrees = first->book_in == first->stay_book_in,
        .book_out_agrees = last->book_out == last->stay_book_out,
    };
    link_removal_join(life->removals, dated_count, last->departed, stay);
    return true;
}

/* Removals that have a moment: those without stand last. */
static size_t dated_removals(const struct link_life *life)
{
    size_t count = life->removal_count;
    while (count > 0 && life->removals[count - 1].at == LINK_NONE)
        count--;
    return count;
}

enum sp_rc link_stays(struct link_life *life, struct sp_err *err)
{
    struct bonds *bonds;
    enum sp_rc rc = bonds_of_stints(life, &bonds, err);
    if (rc) return rc;
    size_t stays_before = life->output->stays.count, dated_count = dated_removals(life);
    for (size_t start = 0, end = 0; start < life->stint_count; start = end) {
        struct reading reading = {.bonds = {LINK_NONE, LINK_NONE}};
        int64_t stay_book_in = life->stints[start].stay_book_in;
        if (stay_book_in == LINK_NONE) break; // The rest of them: no stay.
        for (end = start;
             end < life->stint_count && life->stints[end].stay_book_in == stay_book_in;
             end++) {
            if (life->stint_results[end].lost_at) continue;
            reading_add(&reading, &life->stints[end],
                        stint_length(&life->stints[end], life->window));
            if (bonds) bonds_merge(&reading.bonds, bonds[end]);
        }
        if (!reading.first) continue;
        if (!stay_make(life, &reading, dated_count))
            return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the stays");
        for (size_t i = start; i < end; i++)
            life->stint_results[i].stay = reading.first->record;
    }
    life->stay_count = life->output->stays.count - stays_before;
    life->stays = life->stay_count
                      ? (const struct link_stay *)life->output->stays.items + stays_before
                      : NULL;
    return SP_OK;
}
