/*
 * Arrests, the detention stays that follow them, and the second rows that records have of
 * both.
 *
 * A stay: the area's hold room for hours, its centre, then any centre. Between two stints
 * lie a few minutes mostly, hours sometimes, none at all rarely. What the release cannot
 * know yet is open.
 */
#include "sample/sample_person.h"

const char *const sample_twin_names[SAMPLE_TWIN_COUNT] = {
    [SAMPLE_TWIN_NONE] = "none",
    [SAMPLE_TWIN_CHAIN] = "chain",
    [SAMPLE_TWIN_EXACT_DAY] = "exact_day",
    [SAMPLE_TWIN_NEAR_MISS] = "near_miss",
    [SAMPLE_TWIN_REPROCESSED] = "reprocessed",
    [SAMPLE_TWIN_SAME_TIME] = "same_time",
    [SAMPLE_TWIN_TWICE] = "twice",
};

static const struct sample_choice twins[SAMPLE_TWIN_COUNT] = {
    [SAMPLE_TWIN_NONE] = {"", 965},       [SAMPLE_TWIN_CHAIN] = {"", 3},
    [SAMPLE_TWIN_EXACT_DAY] = {"", 3},    [SAMPLE_TWIN_NEAR_MISS] = {"", 2},
    [SAMPLE_TWIN_REPROCESSED] = {"", 15}, [SAMPLE_TWIN_SAME_TIME] = {"", 5},
    [SAMPLE_TWIN_TWICE] = {"", 7},
};
static const struct sample_list twin_list = {twins, SAMPLE_TWIN_COUNT};

static const int32_t bonds[] = {1500, 2500, 5000, 5000, 7500, 10000, 25000}; // dollars

static const struct sample_choice stint_counts[] = {
    {"", 250}, {"", 350}, {"", 220}, {"", 120}, {"", 60}};
static const struct sample_list stint_count_list = {stint_counts, 5};

enum sample_area_kind sample_arrest_area(const struct sample_arrest *arrest)
{
    return arrest->jail != SAMPLE_NONE ? sample_jails[arrest->jail].area
                                       : sample_places[arrest->place].area;
}

static int arrest_append(struct sample_person *person, const struct sample_arrest *arrest)
{
    if (arrest->minute >= SAMPLE_END_MINUTE) return SAMPLE_NONE;
    SP_ASSERT(person->arrest_count < SAMPLE_ARRESTS_MAX);
    person->arrests[person->arrest_count] = *arrest;
    return (int)person->arrest_count++;
}

int sample_arrest_add(struct sample_life *life, int32_t minute, int jail, int place,
                      const char *method)
{
    const struct sample_arrest arrest = {.minute = minute,
                                         .jail = jail,
                                         .place = place,
                                         .method = method,
                                         .event = life->person->event_count,
                                         .near_miss_of = SAMPLE_NONE};
    const int index = arrest_append(life->person, &arrest);
    if (index != SAMPLE_NONE) life->person->event_count++;
    return index;
}

/* A further row of the same arrest, some minutes later. */
static void twin_add(struct sample_person *person, size_t of, unsigned copy,
                     int32_t minutes, const char *method)
{
    struct sample_arrest row = person->arrests[of];
    row.minute += minutes;
    row.method = method;
    row.copy = copy;
    (void)arrest_append(person, &row);
}

/* Not a further row: a second arrest, just past what a rule of 24 hours would join. */
static void near_miss_add(struct sample_person *person, size_t of)
{
    struct sample_arrest *first = &person->arrests[of];
    first->twin = SAMPLE_TWIN_NONE;
    struct sample_arrest second = *first;
    second.minute += SAMPLE_DAY_MINUTES + 1;
    second.operation = false;
    second.event = person->event_count;
    second.near_miss_of = (int)of;
    if (arrest_append(person, &second) != SAMPLE_NONE) person->event_count++;
}

static void twins_of(struct sample_life *life, size_t of)
{
    struct sample_person *person = life->person;
    struct sample_random *random = &life->random;
    const char *method = person->arrests[of].method;
    const enum sample_twin twin =
        (enum sample_twin)sample_random_pick(random, &twin_list);
    person->arrests[of].twin = twin;
    switch (twin) {
    case SAMPLE_TWIN_CHAIN:
        twin_add(person, of, 1, 20 * 60, method);
        twin_add(person, of, 2, 40 * 60, SAMPLE_METHOD_REPROCESSED);
        break;
    case SAMPLE_TWIN_EXACT_DAY:
        twin_add(person, of, 1, SAMPLE_DAY_MINUTES, method);
        break;
    case SAMPLE_TWIN_NEAR_MISS:
        near_miss_add(person, of);
        break;
    case SAMPLE_TWIN_REPROCESSED:
        twin_add(person, of, 1, sample_random_between(random, 1, 1200),
                 SAMPLE_METHOD_REPROCESSED);
        break;
    case SAMPLE_TWIN_SAME_TIME:
        twin_add(person, of, 1, 0, SAMPLE_METHOD_REPROCESSED);
        break;
    case SAMPLE_TWIN_TWICE:
        twin_add(person, of, 1, sample_random_between(random, 1, 600), method);
        break;
    case SAMPLE_TWIN_NONE:
    case SAMPLE_TWIN_COUNT:
        break;
    }
}

void sample_arrest_twins(struct sample_life *life)
{
    const size_t count = life->person->arrest_count;
    for (size_t i = 0; i < count; i++) {
        twins_of(life, i);
    }
}

static struct sample_stint *stint_append(struct sample_person *person, size_t facility,
                                         int32_t in, int32_t out)
{
    SP_ASSERT(person->stint_count < SAMPLE_STINTS_MAX);
    struct sample_stint *stint = &person->stints[person->stint_count];
    *stint = (struct sample_stint){
        .twin_of = person->stint_count++,
        .stay = person->stay_count - 1,
        .facility = facility,
        .in = in,
        .out = out < SAMPLE_END_MINUTE ? out : SAMPLE_NEVER,
    };
    return stint;
}

static int32_t minutes_between(struct sample_random *random)
{
    const uint32_t drawn = sample_random_below(random, 1000);
    if (drawn < 50) return 0;
    return drawn < 750 ? sample_random_between(random, 1, 59)
                       : sample_random_between(random, 60, 600);
}

/* Elsewhere and back on the same day: two true stints of one facility share a date. */
static struct sample_stint *there_and_back(struct sample_person *person, size_t facility,
                                           int32_t in, int32_t out)
{
    const size_t elsewhere = (facility + 2) % SAMPLE_FACILITY_COUNT;
    (void)stint_append(person, facility, in, in + 120);
    (void)stint_append(person, elsewhere, in + 140, in + 380);
    return stint_append(person, facility, in + 400, out);
}

static size_t facility_next(struct sample_random *random, enum sample_area_kind area,
                            size_t nth)
{
    if (nth == 0) return 2 * (size_t)area;
    if (nth == 1) return 2 * (size_t)area + 1;
    return 2 * (size_t)sample_random_below(random, SAMPLE_AREA_COUNT) + 1;
}

/* The stints of the stay just begun. @return its end, SAMPLE_NEVER while it is open */
static int32_t stints_live(struct sample_life *life, enum sample_area_kind area,
                           int32_t begin)
{
    struct sample_random *random = &life->random;
    const size_t count = 1 + sample_random_pick(random, &stint_count_list);
    const size_t split = sample_random_chance(random, 15) ? 1 : SIZE_MAX; // which stint
    struct sample_stint *stint = NULL;
    int32_t minute = begin;
    for (size_t i = 0; i < count && minute < SAMPLE_END_MINUTE; i++) {
        const int32_t days = i == 0 ? 0 : 2 + (int32_t)sample_random_skewed(random, 90);
        const int32_t out =
            minute + days * SAMPLE_DAY_MINUTES + sample_random_between(random, 180, 2400);
        const size_t facility = facility_next(random, area, i);
        const bool morning = minute % SAMPLE_DAY_MINUTES < 12 * 60;
        stint = i == split && morning && out < SAMPLE_END_MINUTE
                    ? there_and_back(life->person, facility, minute, out)
                    : stint_append(life->person, facility, minute, out);
        if (i + 1 == count) stint->last = stint->out != SAMPLE_NEVER;
        minute = i + 1 == count ? out : out + minutes_between(random);
    }
    return stint->last ? stint->out : SAMPLE_NEVER;
}

void sample_stay_add(struct sample_life *life, enum sample_area_kind area, int32_t begin)
{
    struct sample_random *random = &life->random;
    struct sample_person *person = life->person;
    if (begin >= SAMPLE_END_MINUTE) return;
    SP_ASSERT(person->stay_count < SAMPLE_STAYS_MAX);
    struct sample_stay *stay = &person->stays[person->stay_count++];
    *stay = (struct sample_stay){.area = area, .begin = begin};
    stay->reason = sample_random_text(random, &sample_stay_ends);
    stay->end = stints_live(life, area, begin);
    if (sample_random_chance(random, 250)) {
        stay->bond = bonds[sample_random_below(random, sizeof bonds / sizeof bonds[0])];
        stay->bond_day =
            begin / SAMPLE_DAY_MINUTES + sample_random_between(random, 1, 10);
        if (stay->bond_day > SAMPLE_LAST_DAY) stay->bond_day = SAMPLE_LAST_DAY;
    }
}

void sample_stint_twins(struct sample_life *life)
{
    struct sample_person *person = life->person;
    const size_t count = person->stint_count;
    for (size_t i = 0; i < count; i++) {
        const struct sample_stay *stay = &person->stays[person->stints[i].stay];
        if (!stay->bond || !sample_random_chance(&life->random, 60)) continue;
        SP_ASSERT(person->stint_count < SAMPLE_STINTS_MAX);
        struct sample_stint *twin = &person->stints[person->stint_count++];
        *twin = person->stints[i];
        twin->bond_twin = true;
    }
}
