/* A person from a number: who they are, what happens to them, how their case ends. */
#include "sample/sample_person.h"

#include <stdio.h>
#include <string.h>

const char *const sample_outcome_names[SAMPLE_OUTCOME_COUNT] = {
    [SAMPLE_CENSORED] = "censored",         [SAMPLE_DECLINED] = "declined",
    [SAMPLE_HONOURED] = "honoured",         [SAMPLE_LIFTED] = "lifted",
    [SAMPLE_NOTIFICATION] = "notification", [SAMPLE_SUPERSEDED] = "superseded",
    [SAMPLE_TRANSFERRED] = "transferred",
};

static const struct sample_choice kinds[SAMPLE_KIND_COUNT] = {
    [SAMPLE_JAILED] = {"jailed", 600},
    [SAMPLE_AT_LARGE] = {"at large", 230},
    [SAMPLE_CUSTODIAL] = {"custodial", 130},
    [SAMPLE_OPERATION] = {"operation", 40},
};
static const struct sample_list kind_list = {kinds, SAMPLE_KIND_COUNT};

int32_t sample_minute_on(struct sample_random *random, int32_t day, int32_t first_hour,
                         int32_t last_hour)
{
    const int32_t hour = sample_random_between(random, first_hour, last_hour);
    const int32_t minute = sample_random_between(random, 0, 59);
    return day * SAMPLE_DAY_MINUTES + hour * 60 + minute;
}

static void id_draw(struct sample_random *random, char out[41])
{
    const unsigned long long first = sample_random_next(random);
    const unsigned long long second = sample_random_next(random);
    const unsigned long long third = sample_random_next(random) >> 32;
    (void)snprintf(out, 41, "%016llx%016llx%08llx", first, second, third);
}

/* 0 convicted, 1 pending, 2 neither: people met in a jail mostly have the first two. */
static size_t criminality_draw(struct sample_random *random, enum sample_kind kind)
{
    const bool from_jail = kind == SAMPLE_JAILED || kind == SAMPLE_CUSTODIAL;
    const uint32_t drawn = sample_random_below(random, 1000);
    if (drawn < (from_jail ? 480u : 330u)) return 0;
    return drawn < (from_jail ? 880u : 560u) ? 1 : 2;
}

static void charge_draw(struct sample_random *random, size_t criminality,
                        struct sample_traits *traits)
{
    if (criminality == 2) return;
    traits->charge = &sample_charges[sample_random_below(random, SAMPLE_CHARGE_COUNT)];
    traits->charge_day = SAMPLE_FIRST_DAY - (int32_t)sample_random_skewed(random, 2500);
    if (criminality == 1) return;
    traits->conviction_day = traits->charge_day + sample_random_between(random, 10, 300);
    traits->sentence_days = (int32_t)sample_random_skewed(random, 900);
}

static void traits_draw(struct sample_life *life)
{
    struct sample_random *random = &life->random;
    struct sample_traits *traits = &life->person->traits;
    id_draw(random, traits->id);
    traits->gender = sample_random_text(random, &sample_genders);
    traits->citizenship = sample_random_text(random, &sample_countries);
    traits->birth_country = sample_random_chance(random, 20)
                                ? sample_random_text(random, &sample_countries)
                                : traits->citizenship;
    traits->marital = sample_random_text(random, &sample_marital);
    traits->religion = sample_random_text(random, &sample_religions);
    traits->ethnicity = sample_random_text(random, &sample_ethnicities);
    traits->race = sample_random_text(random, &sample_races);
    traits->entry_status = sample_random_text(random, &sample_entries);
    traits->threat = sample_random_text(random, &sample_threats);
    // Nobody entered before being born: 6,500 days reach back to December 2005.
    traits->birth_year = 2005 - (int32_t)sample_random_skewed(random, 65);
    traits->entry_day = SAMPLE_FIRST_DAY - (int32_t)sample_random_skewed(random, 6500);
    const size_t criminality = criminality_draw(random, life->person->kind);
    traits->criminality = sample_criminalities[criminality];
    // The case may know more, or less, than was known at the arrest.
    traits->case_criminality = sample_random_chance(random, 80)
                                   ? sample_criminalities[sample_random_below(random, 3)]
                                   : traits->criminality;
    charge_draw(random, criminality, traits);
}

/* Arrested at large, with no detainer before it. */
static void at_large_live(struct sample_life *life, bool operation)
{
    struct sample_random *random = &life->random;
    const int place = (int)sample_place_pick(random, operation);
    const int32_t day =
        operation ? sample_random_between(random, SAMPLE_OPERATION_DAY,
                                          SAMPLE_OPERATION_LAST_DAY)
                  : sample_random_between(random, SAMPLE_FIRST_DAY, SAMPLE_LAST_DAY);
    const int32_t minute = sample_minute_on(random, day, 5, 19);
    const int arrest =
        sample_arrest_add(life, minute, SAMPLE_NONE, place,
                          sample_random_text(random, &sample_methods_at_large));
    life->person->arrests[arrest].operation = operation;
    if (sample_random_chance(random, 880)) {
        sample_stay_add(life, sample_places[place].area,
                        minute + sample_random_between(random, 60, 1500));
    }
}

static void custodial_live(struct sample_life *life)
{
    struct sample_random *random = &life->random;
    const size_t jail = sample_jail_pick(random);
    const int32_t day = sample_random_between(random, SAMPLE_FIRST_DAY, SAMPLE_LAST_DAY);
    const int32_t minute = sample_minute_on(random, day, 6, 22);
    (void)sample_arrest_add(life, minute, (int)jail, SAMPLE_NONE,
                            sample_random_text(random, &sample_methods_custodial));
    sample_stay_add(life, sample_jails[jail].area,
                    minute + sample_random_between(random, 60, 900));
}

/* Some whose stay ended in freedom are arrested again, months later. */
static void second_arrest_live(struct sample_life *life)
{
    struct sample_random *random = &life->random;
    const struct sample_person *person = life->person;
    if (person->stay_count == 0 || person->stays[0].end == SAMPLE_NEVER) return;
    const char *reason = person->stays[0].reason;
    const bool freed = strcmp(reason, SAMPLE_REASON_BONDED) == 0 ||
                       strcmp(reason, SAMPLE_REASON_PAROLED) == 0 ||
                       strcmp(reason, SAMPLE_REASON_RECOGNIZANCE) == 0;
    if (!freed || !sample_random_chance(random, 150)) return;
    const int32_t day = person->stays[0].end / SAMPLE_DAY_MINUTES +
                        sample_random_between(random, 20, 400);
    const size_t place =
        sample_place_near(random, (enum sample_area_kind)person->stays[0].area, false);
    const int32_t minute = sample_minute_on(random, day, 5, 19);
    const char *method = sample_random_text(random, &sample_methods_at_large);
    (void)sample_arrest_add(life, minute, SAMPLE_NONE, (int)place, method);
    sample_stay_add(life, sample_places[place].area,
                    minute + sample_random_between(random, 60, 1500));
}

/* As it stands when the release ends, from the last stay. */
static void case_settle(struct sample_life *life)
{
    struct sample_random *random = &life->random;
    struct sample_person *person = life->person;
    struct sample_case *standing = &person->standing;
    const struct sample_stay *stay =
        person->stay_count ? &person->stays[person->stay_count - 1] : NULL;
    standing->status = "ACTIVE";
    standing->disposition = sample_random_text(random, &sample_dispositions);
    standing->final_charge = sample_random_text(random, &sample_final_charges);
    const bool removed = stay && stay->end != SAMPLE_NEVER &&
                         strcmp(stay->reason, SAMPLE_REASON_REMOVED) == 0;
    if (!removed && !sample_random_chance(random, 300)) {
        standing->category = sample_random_text(random, &sample_open_categories);
        return;
    }
    standing->category = sample_random_text(random, &sample_ordered_categories);
    const int32_t latest = removed ? stay->end / SAMPLE_DAY_MINUTES : SAMPLE_LAST_DAY;
    standing->final_order_day = latest - (int32_t)sample_random_skewed(random, 900);
    if (!removed) return;
    standing->status = sample_random_text(random, &sample_removed_statuses);
    standing->port = sample_random_text(random, &sample_ports);
    standing->departed_day = latest;
}

void sample_person_make(uint64_t seed, uint64_t index, struct sample_person *out_person)
{
    *out_person = (struct sample_person){0};
    struct sample_life life = {.person = out_person};
    sample_random_init(&life.random, seed, index, 0);
    out_person->kind = (enum sample_kind)sample_random_pick(&life.random, &kind_list);
    traits_draw(&life);
    switch (out_person->kind) {
    case SAMPLE_JAILED:
        sample_custody_live(&life);
        break;
    case SAMPLE_AT_LARGE:
        at_large_live(&life, false);
        break;
    case SAMPLE_CUSTODIAL:
        custodial_live(&life);
        break;
    case SAMPLE_OPERATION:
        at_large_live(&life, true);
        break;
    case SAMPLE_KIND_COUNT:
        SP_ASSERT(false);
    }
    second_arrest_live(&life);
    case_settle(&life);
    sample_arrest_twins(&life);
    sample_stint_twins(&life);
    sample_trail_make(seed, index, out_person);
}

void sample_person_rename(uint64_t seed, uint64_t index, uint64_t stream,
                          struct sample_person *person)
{
    struct sample_random random;
    if (stream == 0) return;
    sample_random_init(&random, seed, index, SAMPLE_STREAM_IDS - stream);
    id_draw(&random, person->traits.id);
}
