/*
 * Encounters and removals: nothing new happens here, both follow from the history.
 *
 *   encounter ─▶ detainer ─▶ …           the first of each time in a jail
 *   encounter ─▶ arrest                  at large, or from a jail without a detainer
 *   arrest ─▶ stay, ended "Removed" ─▶ removal, in its last minute
 *
 * Drawn from a stream of their own, so that they move nothing else.
 */
#include "sample/sample_person.h"

#include <string.h>

enum {
    // A detainer follows the booking by an hour at least, and arrests at large or from a
    // jail begin at five: no encounter falls before the booking or the release.
    JAIL_MINUTES_MAX = 59,
    ARREST_MINUTES_MAX = 240,
};

static void encounter_add(struct sample_person *person, int32_t minute, int detainer,
                          int arrest)
{
    SP_ASSERT(person->encounter_count < SAMPLE_ENCOUNTERS_MAX);
    SP_ASSERT(minute >= SAMPLE_FIRST_MINUTE);
    person->encounters[person->encounter_count++] = (struct sample_encounter){
        .minute = minute, .detainer = detainer, .arrest = arrest};
}

/* The arrest that took over from the jail, of this detainer or one that followed it
 * there. */
static int taken_arrest(const struct sample_person *person, size_t first)
{
    size_t i = first;
    while (i + 1 < person->detainer_count && person->detainers[i].free == SAMPLE_NEVER) {
        i++; // The person was not free between: a new form, or another jail.
    }
    return person->detainers[i].taken_arrest;
}

static bool was_taken(const struct sample_person *person, size_t arrest)
{
    for (size_t i = 0; i < person->detainer_count; i++) {
        if (person->detainers[i].taken_arrest == (int)arrest) return true;
    }
    return false;
}

/* How long before the arrest the encounter can be: not while a jail still held the
 * person. */
static int32_t minutes_free(const struct sample_person *person, size_t arrest)
{
    int32_t minutes = ARREST_MINUTES_MAX;
    for (size_t i = 0; i < person->detainer_count; i++) {
        const struct sample_detainer *detainer = &person->detainers[i];
        const int32_t since = person->arrests[arrest].minute - detainer->free;
        if (detainer->return_arrest == (int)arrest && since < minutes) minutes = since;
    }
    return minutes;
}

static void encounters_make(struct sample_random *random, struct sample_person *person)
{
    for (size_t i = 0; i < person->detainer_count; i++) {
        const bool begins = i == 0 || person->detainers[i - 1].free != SAMPLE_NEVER;
        if (!begins) continue;
        const int32_t before = sample_random_between(random, 5, JAIL_MINUTES_MAX);
        encounter_add(person, person->detainers[i].prepared - before, (int)i,
                      taken_arrest(person, i));
    }
    for (size_t i = 0; i < person->arrest_count; i++) {
        const struct sample_arrest *arrest = &person->arrests[i];
        if (arrest->copy > 0 || was_taken(person, i)) continue;
        const int32_t before = sample_random_between(random, 1, minutes_free(person, i));
        encounter_add(person, arrest->minute - before, SAMPLE_NONE, (int)i);
    }
}

/* The last true arrest before the stay. */
static size_t arrest_before(const struct sample_person *person, int32_t minute)
{
    size_t found = SAMPLE_ARRESTS_MAX;
    for (size_t i = 0; i < person->arrest_count; i++) {
        const struct sample_arrest *arrest = &person->arrests[i];
        if (arrest->copy > 0 || arrest->minute > minute) continue;
        const bool is_later = found == SAMPLE_ARRESTS_MAX ||
                              arrest->minute >= person->arrests[found].minute;
        if (is_later) found = i;
    }
    SP_ASSERT(found < SAMPLE_ARRESTS_MAX);
    return found;
}

void sample_trail_make(uint64_t seed, uint64_t index, struct sample_person *person)
{
    struct sample_random random;
    sample_random_init(&random, seed, index, SAMPLE_STREAM_TRAIL);
    encounters_make(&random, person);
    for (size_t i = 0; i < person->stay_count; i++) {
        const struct sample_stay *stay = &person->stays[i];
        const bool removed =
            stay->end != SAMPLE_NEVER && strcmp(stay->reason, SAMPLE_REASON_REMOVED) == 0;
        if (!removed) continue;
        // Nobody comes back after a removal: the case's departure is this one.
        SP_ASSERT(person->standing.departed_day == stay->end / SAMPLE_DAY_MINUTES);
        person->removals[person->removal_count++] = (struct sample_removal){
            .stay = i, .arrest = arrest_before(person, stay->begin)};
    }
}
