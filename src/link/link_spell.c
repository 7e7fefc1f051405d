/*
 * RETURN: spells at liberty. spec/return.sql says what and why.
 *
 * Each kind of exit is a list of its own, in order of time; an origin takes the first of each that is after
 * its beginning, by halving, and of these the first:
 *
 *   at_large    arrests at large
 *   custody     other arrests, and stays that no arrest at large leads to
 *   led_to      stays that one leads to: custody as well when that arrest was before the beginning
 *   departures  removals, and the departed dates of stays
 *   requests    first forms that are not for notice alone
 *
 * An origin's own stay, that stay's arrest, and its own request are passed over; each list has at most one
 * or two of them. Spells are in the order of the person's requests, then of the stays.
 */
#include "link/link_follow.h"
#include "link/link_match.h"
#include "link/link_order.h"
#include "link/link_search.h"

enum { COMPETING_DAYS = 180 };

/* Something in a life that may end a spell. */
struct mark {
    int64_t at;
    int64_t record;
    int64_t arrest_at; // of led_to: when the arrest at large was
    int64_t index;     // of requests: its place among the detainers
    bool is_stay;
};

struct marks {
    struct mark *items; // in the arena
    size_t count;
};

struct exits {
    struct marks at_large;
    struct marks custody;
    struct marks led_to;
    struct marks departures;
    struct marks requests;
    uint32_t *request_order;   // requests by their records; in the arena
    int64_t last_day;
};

struct origin {
    enum link_origin kind;
    int64_t record;
    int64_t from;
    int64_t own_stay;    // LINK_NONE, as the two below, where it has none
    int64_t own_arrest;
    int64_t own_request;
    int64_t next_index;  // of detainers that may be later requests
    int32_t facility;
    bool from_lift;
};

/* -- Lists ---------------------------------------------------------------------------------------- */

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the records of one person");
}

static void marks_add(struct marks *marks, struct mark mark)
{
    marks->items[marks->count++] = mark;
}

static int order_of_moments(const void *things, uint32_t a, uint32_t b)
{
    const struct mark *marks = things;
    int order = link_order_of(marks[a].at, marks[b].at);
    if (!order) order = link_order_of(marks[a].is_stay, marks[b].is_stay);
    return order ? order : link_order_of(marks[a].record, marks[b].record);
}

static int order_of_records(const void *things, uint32_t a, uint32_t b)
{
    const struct mark *marks = things;
    return link_order_of(marks[a].record, marks[b].record);
}

/* Indexes of the marks in some order; NULL without memory. */
static uint32_t *marks_order(const struct marks *marks, link_order_compare *compare,
                             struct sp_arena *arena)
{
    uint32_t *order = sp_arena_array(arena, marks->count + 1, 2 * sizeof *order);
    if (!order) return NULL;
    for (size_t i = 0; i < marks->count; i++) {
        order[i] = (uint32_t)i;
    }
    link_order_sort(order, order + marks->count, marks->count, compare, marks->items);
    return order;
}

static enum sp_rc marks_sort(struct marks *marks, struct sp_arena *arena, struct sp_err *err)
{
    if (marks->count < 2) return SP_OK;
    const uint32_t *order = marks_order(marks, order_of_moments, arena);
    struct mark *sorted = sp_arena_array(arena, marks->count, sizeof *sorted);
    if (!order || !sorted) return no_memory(err);
    for (size_t i = 0; i < marks->count; i++) {
        sorted[i] = marks->items[order[i]];
    }
    marks->items = sorted;
    return SP_OK;
}

/* The first mark at a moment or later. */
static size_t marks_from(const struct marks *marks, int64_t moment)
{
    return link_count_before(marks->items, marks->count, sizeof *marks->items,
                             offsetof(struct mark, at), moment);
}

static int32_t earlier_day(int32_t day, int32_t other)
{
    return other != INT32_MIN && other < day ? other : day;
}

static size_t marks_find(const struct marks *marks, const uint32_t *order, int64_t record)
{
    return link_find(order, marks->count, marks->items, sizeof *marks->items,
                     offsetof(struct mark, record), record);
}

static void arrests_add(struct exits *exits, const struct link_life *life)
{
    for (size_t i = 0; i < life->arrest_count; i++) {
        const struct link_arrest *arrest = &life->arrests[i];
        if (!link_arrest_counts(life, i)) continue;
        const bool is_at_large = arrest->classes[LINK_METHOD_DDP] == LINK_METHOD_AT_LARGE;
        marks_add(is_at_large ? &exits->at_large : &exits->custody,
                  (struct mark){.at = arrest->at, .record = arrest->record});
    }
}

/* A departure has no time of day: it ends its day, so that an arrest of the same day comes before it. */
static void departure_add(struct exits *exits, int64_t departed)
{
    const int64_t day_end = link_day(departed) * LINK_DAY_SECONDS + LINK_DAY_SECONDS - 1;
    marks_add(&exits->departures, (struct mark){.at = day_end});
}

/* @param at_large_order  arrests at large by their records, for the stays that name one */
static void stays_add(struct exits *exits, const struct link_life *life,
                      const uint32_t *at_large_order)
{
    for (size_t i = 0; i < life->stay_count; i++) {
        const struct link_stay *stay = &life->stays[i];
        struct mark mark = {.at = stay->book_in, .record = stay->stay, .is_stay = true};
        const size_t arrest = stay->arrest_best == LINK_NONE
                                  ? SIZE_MAX
                                  : marks_find(&exits->at_large, at_large_order, stay->arrest_best);
        if (arrest == SIZE_MAX) {
            marks_add(&exits->custody, mark);
        } else {
            mark.arrest_at = exits->at_large.items[arrest].at;
            marks_add(&exits->led_to, mark);
        }
        if (stay->departed != LINK_NONE) departure_add(exits, stay->departed);
    }
    for (size_t i = 0; i < life->removal_count; i++) {
        if (life->removals[i].at != LINK_NONE) departure_add(exits, life->removals[i].at);
    }
}

static void requests_add(struct exits *exits, const struct link_life *life)
{
    for (size_t i = 0; i < life->detainer_count; i++) {
        const struct link_detainer *detainer = &life->detainers[i];
        if (detainer->at == LINK_NONE || !link_is_hold(detainer) ||
            life->detainer_results[i].request != detainer->record)
            continue;
        marks_add(&exits->requests,
                  (struct mark){.at = detainer->at, .record = detainer->record, .index = (int64_t)i});
    }
}

static enum sp_rc exits_init(struct exits *exits, const struct link_life *life, int64_t last_day,
                             struct sp_err *err)
{
    struct sp_arena *arena = life->arena;
    const size_t arrest_room = life->arrest_count + 1;
    const size_t stay_room = life->stay_count + 1;
    *exits = (struct exits){.last_day = last_day};
    const struct {
        struct marks *marks;
        size_t room;
    } lists[] = {{&exits->at_large, arrest_room},
                 {&exits->custody, arrest_room + stay_room},
                 {&exits->led_to, stay_room},
                 {&exits->departures, stay_room + life->removal_count},
                 {&exits->requests, life->detainer_count + 1}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        lists[i].marks->items = sp_arena_array(arena, lists[i].room, sizeof(struct mark));
        if (!lists[i].marks->items) return no_memory(err);
    }
    arrests_add(exits, life);
    const uint32_t *at_large_order = marks_order(&exits->at_large, order_of_records, arena);
    if (!at_large_order) return no_memory(err);
    stays_add(exits, life, at_large_order);
    requests_add(exits, life);
    exits->request_order = marks_order(&exits->requests, order_of_records, arena);
    if (!exits->request_order) return no_memory(err);
    enum sp_rc rc = marks_sort(&exits->custody, arena, err);
    if (rc == SP_OK) rc = marks_sort(&exits->departures, arena, err);
    return rc;
}

/* -- The end of a spell ---------------------------------------------------------------------------- */

struct ending {
    int64_t at;
    int64_t arrest;
    enum link_exit exit;
};

/* Called in the order in which exits of one moment stand. */
static void ending_try(struct ending *ending, enum link_exit exit, int64_t at, int64_t arrest)
{
    if (at < ending->at) *ending = (struct ending){.exit = exit, .at = at, .arrest = arrest};
}

static bool is_own(const struct origin *origin, const struct mark *mark)
{
    return mark->record == (mark->is_stay ? origin->own_stay : origin->own_arrest);
}

/* The first of a list that is not the origin's own. */
static const struct mark *mark_after(const struct marks *marks, const struct origin *origin,
                                     int64_t after)
{
    size_t i = marks_from(marks, after);
    while (i < marks->count && is_own(origin, &marks->items[i])) {
        i++;
    }
    return i < marks->count ? &marks->items[i] : NULL;
}

/* A stay begins within ten days of its arrest, so few begin after `after` of arrests from before. */
static const struct mark *led_to_after(const struct marks *marks, const struct origin *origin,
                                       int64_t after)
{
    for (size_t i = marks_from(marks, after); i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];
        if (mark->at > after + LINK_MATCH_DIFF_MAX) return NULL;
        if (mark->arrest_at < after && !is_own(origin, mark)) return mark;
    }
    return NULL;
}

static const struct mark *request_after(const struct marks *requests, const struct origin *origin,
                                        int64_t after)
{
    const size_t later = link_count_before(requests->items, requests->count, sizeof *requests->items,
                                           offsetof(struct mark, index), origin->next_index);
    size_t i = marks_from(requests, after);
    if (i < later) i = later;
    if (i < requests->count && requests->items[i].record == origin->own_request) i++;
    return i < requests->count ? &requests->items[i] : NULL;
}

static struct ending ending_of(const struct exits *exits, const struct origin *origin)
{
    const int64_t day_at = link_day(origin->from) * LINK_DAY_SECONDS;
    const int64_t after = origin->from == day_at ? day_at : origin->from + 1;
    struct ending ending = {.exit = LINK_EXIT_WINDOW,
                            .at = (exits->last_day + 1) * LINK_DAY_SECONDS,
                            .arrest = LINK_NONE};
    const struct mark *mark = mark_after(&exits->at_large, origin, after);
    if (mark) ending_try(&ending, LINK_EXIT_AT_LARGE, mark->at, mark->record);
    mark = mark_after(&exits->custody, origin, after);
    if (mark) ending_try(&ending, LINK_EXIT_CUSTODY, mark->at, LINK_NONE);
    mark = led_to_after(&exits->led_to, origin, after);
    if (mark) ending_try(&ending, LINK_EXIT_CUSTODY, mark->at, LINK_NONE);
    const size_t departure = marks_from(&exits->departures, day_at);
    if (departure < exits->departures.count)
        ending_try(&ending, LINK_EXIT_REMOVED, exits->departures.items[departure].at, LINK_NONE);
    mark = request_after(&exits->requests, origin, after);
    if (mark) ending_try(&ending, LINK_EXIT_DETAINER, mark->at, LINK_NONE);
    // The window ends with the last second of its day.
    if (ending.exit == LINK_EXIT_WINDOW) ending.at--;
    return ending;
}

/* Requests other than the origin's in the days before an arrest. */
static int32_t competing_of(const struct exits *exits, const struct origin *origin, int64_t arrest_at)
{
    const int64_t day = link_day(arrest_at);
    const size_t first = marks_from(&exits->requests, (day - COMPETING_DAYS) * LINK_DAY_SECONDS);
    const size_t end = marks_from(&exits->requests, (day + 1) * LINK_DAY_SECONDS);
    size_t count = end - first;
    if (origin->own_request != LINK_NONE) {
        const size_t own = marks_find(&exits->requests, exits->request_order, origin->own_request);
        if (own != SIZE_MAX && own >= first && own < end) count--;
    }
    return (int32_t)count;
}

static enum sp_rc spell_add(struct link_life *life, const struct exits *exits,
                            const struct origin *origin, int32_t person, struct sp_err *err)
{
    const int64_t from_day = link_day(origin->from);
    if (from_day > exits->last_day) return SP_OK; // No record can speak of it.
    const struct ending ending = ending_of(exits, origin);
    struct link_spell *spell = link_list_add(&life->output->spells, sizeof *spell);
    if (!spell) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the spells at liberty");
    *spell = (struct link_spell){
        .origin_record = origin->record,
        .from = origin->from,
        .until = ending.at,
        .arrest = ending.arrest,
        .days = (int32_t)(link_day(ending.at) - from_day),
        .person = person,
        .facility = origin->facility,
        .competing = ending.exit == LINK_EXIT_AT_LARGE ? competing_of(exits, origin, ending.at) : 0,
        .origin = (uint8_t)origin->kind,
        .exit = (uint8_t)ending.exit,
        .from_lift = origin->from_lift,
    };
    return SP_OK;
}

/* -- Origins ----------------------------------------------------------------------------------------- */

/* @return false: the detainer begins no spell */
static bool origin_of_request(const struct link_life *life, size_t index, struct origin *out_origin)
{
    const struct link_detainer *detainer = &life->detainers[index];
    const struct link_detainer_result *result = &life->detainer_results[index];
    const bool is_declined = result->state == LINK_STATE_DECLINED;
    const bool is_lifted = result->state == LINK_STATE_LIFTED && detainer->lift >= 0 &&
                           life->lifts[detainer->lift].at_risk;
    if (!(result->kept_by & 1U << LINK_DET_REQUEST) || (!is_declined && !is_lifted)) return false;
    // A lift date from before the request is a mistake in one of the two.
    const bool from_lift =
        detainer->lifted_at != LINK_NONE &&
        (detainer->at == LINK_NONE ||
         detainer->lifted_at >= link_day(detainer->at) * LINK_DAY_SECONDS);
    *out_origin = (struct origin){
        .kind = is_declined ? LINK_ORIGIN_DECLINED : LINK_ORIGIN_LIFTED,
        .record = detainer->record,
        .from = from_lift ? detainer->lifted_at : detainer->at,
        .own_stay = LINK_NONE,
        .own_arrest = LINK_NONE,
        .own_request = result->request,
        .next_index = detainer->at == LINK_NONE ? 0 : (int64_t)index + 1,
        .facility = detainer->facility,
        .from_lift = from_lift,
    };
    return out_origin->from != LINK_NONE;
}

static bool origin_of_stay(const struct link_stay *stay, struct origin *out_origin)
{
    if (stay->stay_end != LINK_END_RELEASED || stay->book_out == LINK_NONE) return false;
    *out_origin = (struct origin){
        .kind = LINK_ORIGIN_RELEASED,
        .record = stay->last_stint,
        .from = stay->book_out,
        .own_stay = stay->stay,
        .own_arrest = stay->arrest_best,
        .own_request = LINK_NONE,
        .facility = stay->facility_last,
    };
    return true;
}

enum sp_rc link_spells(struct link_life *life, struct sp_err *err)
{
    struct exits exits;
    struct origin origin;
    bool ready = false; // Most people have no origin, and need no lists.
    const struct link_window *window = life->window;
    if (window->arrest_last == INT32_MIN) return SP_OK;
    int32_t last_day = earlier_day(window->arrest_last, window->detainer_last);
    last_day = earlier_day(earlier_day(last_day, window->stint_last), window->removal_last);
    for (size_t i = 0; i < life->detainer_count + life->stay_count; i++) {
        const bool is_stay = i >= life->detainer_count;
        const size_t stay = i - life->detainer_count;
        if (!(is_stay ? origin_of_stay(&life->stays[stay], &origin)
                      : origin_of_request(life, i, &origin)))
            continue;
        enum sp_rc rc = ready ? SP_OK : exits_init(&exits, life, last_day, err);
        ready = true;
        const int32_t person = is_stay ? life->stays[stay].person : life->detainers[i].person;
        if (rc == SP_OK) rc = spell_add(life, &exits, &origin, person, err);
        if (rc != SP_OK) return rc;
    }
    return SP_OK;
}
