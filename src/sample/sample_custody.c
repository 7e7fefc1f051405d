/*
 * What happens to a person in a local jail when a detainer is sent there.
 *
 *   booked ── detainer ──┬── a new form follows: superseded
 *                        ├── moved to another jail: transferred; perhaps a new detainer
 *                        └── leaves the jail ──┬── after the release: censored
 *                                              ├── notice-only form: notification
 *                                              └── as the jail's policy is that day:
 *                                                  honoured, declined or lifted
 *
 * Handed over: an arrest and a stay. Let go: at large, perhaps arrested there, perhaps
 * booked once more.
 */
#include "sample/sample_person.h"

enum { TIMES_IN_JAIL_MAX = 2 };

/* Thousandths by policy: the rest is lifted; `notified` is for notice-only forms. */
struct answer_rates {
    uint32_t honoured;
    uint32_t declined;
    uint32_t notified;
};
static const struct answer_rates answers[SAMPLE_POLICY_COUNT] = {
    [SAMPLE_HONOURS] = {.honoured = 910, .declined = 20, .notified = 700},
    [SAMPLE_MIXED] = {.honoured = 500, .declined = 430, .notified = 350},
    [SAMPLE_DECLINES] = {.honoured = 60, .declined = 880, .notified = 60},
};

/* Thousandths of people let go who are later arrested at large, by outcome. */
static const uint32_t return_rates[SAMPLE_OUTCOME_COUNT] = {
    [SAMPLE_DECLINED] = 450,
    [SAMPLE_LIFTED] = 60,
    [SAMPLE_NOTIFICATION] = 300,
    [SAMPLE_TRANSFERRED] = 400,
};

/* Days until the return: thousandths up to `below` fall into first_day … last_day. */
static const struct {
    uint32_t below;
    int32_t first_day, last_day;
} return_spans[] = {
    {40, 0, 0},    {150, 1, 2},    {380, 3, 14},
    {720, 15, 90}, {900, 91, 180}, {1000, 181, 500},
};

/* One time in local custody. */
struct custody {
    struct sample_life *life;
    size_t jail;
    int32_t leave;                 // the minute the person leaves the jail
    struct sample_detainer *named; // the detainer last sent, which gets the outcome
};

static void detainer_send(struct custody *custody, int32_t minute, bool notify_only)
{
    struct sample_person *person = custody->life->person;
    SP_ASSERT(person->detainer_count < SAMPLE_DETAINERS_MAX);
    custody->named = &person->detainers[person->detainer_count++];
    *custody->named = (struct sample_detainer){
        .jail = custody->jail,
        .outcome = SAMPLE_CENSORED,
        .notify_only = notify_only,
        .prepared = minute,
        .ended = SAMPLE_NEVER,
        .free = SAMPLE_NEVER,
        .taken_arrest = SAMPLE_NONE,
        .return_arrest = SAMPLE_NONE,
    };
}

static void outcome_set(struct custody *custody, enum sample_outcome outcome,
                        int32_t minute)
{
    custody->named->outcome = outcome;
    custody->named->ended = minute;
}

/* A later moment of this custody before it or the release ends, or SAMPLE_NEVER. */
static int32_t moment_after(const struct custody *custody, int32_t minute)
{
    const bool fits = minute > custody->named->prepared && minute < custody->leave &&
                      minute < SAMPLE_END_MINUTE;
    return fits ? minute : SAMPLE_NEVER;
}

static void maybe_reissue(struct custody *custody)
{
    struct sample_random *random = &custody->life->random;
    if (custody->named->notify_only || !sample_random_chance(random, 60)) return;
    const int32_t days = (int32_t)sample_random_skewed(random, 20);
    const int32_t minute =
        moment_after(custody, custody->named->prepared + days * SAMPLE_DAY_MINUTES + 40);
    if (minute == SAMPLE_NEVER) return;
    outcome_set(custody, SAMPLE_SUPERSEDED, minute);
    detainer_send(custody, minute, false);
}

static void maybe_move(struct custody *custody)
{
    struct sample_random *random = &custody->life->random;
    if (custody->named->notify_only || !sample_random_chance(random, 70)) return;
    const int32_t days = 1 + (int32_t)sample_random_skewed(random, 30);
    const int32_t minute =
        moment_after(custody, custody->named->prepared + days * SAMPLE_DAY_MINUTES);
    if (minute == SAMPLE_NEVER) return;
    outcome_set(custody, SAMPLE_TRANSFERRED, minute);
    custody->jail = sample_jail_other(random, custody->jail);
    const int32_t again =
        minute + sample_random_between(random, 60, 2 * SAMPLE_DAY_MINUTES);
    const bool sends_again = sample_random_chance(random, 600);
    if (!sends_again || moment_after(custody, again) == SAMPLE_NEVER) return;
    detainer_send(custody, again, false);
}

/* What the jail does when the local matter ends. Sets the outcome and `taken`. */
static void jail_answer(struct custody *custody)
{
    struct sample_random *random = &custody->life->random;
    struct sample_detainer *detainer = custody->named;
    const struct answer_rates *rates = &answers[sample_jail_policy(
        &sample_jails[custody->jail], custody->leave / SAMPLE_DAY_MINUTES)];
    // A second jail that got no detainer of its own was never asked.
    if (detainer->outcome == SAMPLE_TRANSFERRED) return;
    const uint32_t drawn = sample_random_below(random, 1000);
    if (detainer->notify_only) {
        outcome_set(custody, SAMPLE_NOTIFICATION, custody->leave);
        detainer->taken = drawn < rates->notified;
    } else if (drawn < rates->honoured) {
        outcome_set(custody, SAMPLE_HONOURED, custody->leave);
        detainer->taken = true;
    } else if (drawn < rates->honoured + rates->declined) {
        outcome_set(custody, SAMPLE_DECLINED, custody->leave);
    } else {
        outcome_set(
            custody, SAMPLE_LIFTED,
            sample_random_between(random, detainer->prepared + 1, custody->leave));
    }
}

/* Some arrests are booked when the detainer is sent, long before the handing over. */
static void take_over(struct custody *custody)
{
    struct sample_random *random = &custody->life->random;
    const bool early = sample_random_chance(random, 150);
    const int32_t minute = early ? custody->named->prepared : custody->leave;
    custody->named->taken_arrest =
        sample_arrest_add(custody->life, minute, (int)custody->jail, SAMPLE_NONE,
                          sample_random_text(random, &sample_methods_custodial));
    sample_stay_add(custody->life, sample_jails[custody->jail].area,
                    custody->leave + sample_random_between(random, 30, 1200));
}

/* From booking to the jail's door. @return whether the person is free */
static bool custody_pass(struct custody *custody, int32_t booked)
{
    struct sample_random *random = &custody->life->random;
    const int32_t prepared =
        booked + sample_random_between(random, 60, 3 * SAMPLE_DAY_MINUTES);
    if (prepared >= SAMPLE_END_MINUTE) return false;
    const int32_t leave_day =
        prepared / SAMPLE_DAY_MINUTES + 1 + (int32_t)sample_random_skewed(random, 120);
    custody->leave = sample_minute_on(random, leave_day, 6, 21);
    const enum sample_policy policy =
        sample_jail_policy(&sample_jails[custody->jail], prepared / SAMPLE_DAY_MINUTES);
    detainer_send(custody, prepared,
                  sample_random_chance(random, policy == SAMPLE_DECLINES ? 140 : 50));
    maybe_reissue(custody);
    maybe_move(custody);
    if (custody->leave >= SAMPLE_END_MINUTE) return false;
    jail_answer(custody);
    if (custody->named->taken) {
        take_over(custody);
        return false;
    }
    custody->named->free = custody->leave;
    custody->named->free_jail = custody->jail;
    return true;
}

static int32_t return_days(struct sample_random *random)
{
    const uint32_t drawn = sample_random_below(random, 1000);
    size_t i = 0;
    while (drawn >= return_spans[i].below) {
        i++;
    }
    return sample_random_between(random, return_spans[i].first_day,
                                 return_spans[i].last_day);
}

/* When the person let go is arrested at large; SAMPLE_NEVER for no return. */
static int32_t return_minute(struct custody *custody, bool *out_operation)
{
    struct sample_random *random = &custody->life->random;
    const int32_t free_day = custody->leave / SAMPLE_DAY_MINUTES;
    const int32_t until_operation = SAMPLE_OPERATION_DAY - free_day;
    // The operation looked for people whom jails had let go.
    const bool sought = sample_areas[sample_jails[custody->jail].area].in_operation &&
                        custody->named->outcome == SAMPLE_DECLINED &&
                        until_operation > 0 && until_operation < 400 &&
                        sample_random_chance(random, 60);
    *out_operation = sought;
    if (sought) {
        const int32_t day = sample_random_between(random, SAMPLE_OPERATION_DAY,
                                                  SAMPLE_OPERATION_LAST_DAY);
        return sample_minute_on(random, day, 5, 19);
    }
    const uint32_t rate = return_rates[custody->named->outcome];
    if (!sample_random_chance(random, rate)) return SAMPLE_NEVER;
    const int32_t days = return_days(random);
    const int32_t minute = sample_minute_on(random, free_day + days, 5, 21);
    return minute > custody->leave ? minute : custody->leave + 30;
}

/* @return whether the person came back, seen by the release or not */
static bool maybe_return(struct custody *custody)
{
    struct sample_random *random = &custody->life->random;
    bool operation;
    const int32_t minute = return_minute(custody, &operation);
    if (minute == SAMPLE_NEVER) return false;
    const enum sample_area_kind area = sample_jails[custody->jail].area;
    const size_t place = sample_place_near(random, area, operation);
    const char *method = sample_random_text(random, &sample_methods_return);
    const int arrest =
        sample_arrest_add(custody->life, minute, SAMPLE_NONE, (int)place, method);
    custody->named->return_arrest = arrest;
    custody->named->unseen_return = arrest == SAMPLE_NONE;
    if (arrest == SAMPLE_NONE) return true;
    custody->life->person->arrests[arrest].operation = operation;
    if (sample_random_chance(random, 900)) {
        sample_stay_add(custody->life, area,
                        minute + sample_random_between(random, 60, 1500));
    }
    return true;
}

void sample_custody_live(struct sample_life *life)
{
    struct sample_random *random = &life->random;
    const int32_t day = sample_random_between(random, SAMPLE_FIRST_DAY, SAMPLE_LAST_DAY);
    int32_t booked = sample_minute_on(random, day, 0, 23);
    for (int i = 0; i < TIMES_IN_JAIL_MAX && booked < SAMPLE_END_MINUTE; i++) {
        struct custody custody = {.life = life, .jail = sample_jail_pick(random)};
        if (!custody_pass(&custody, booked) || maybe_return(&custody)) return;
        if (!sample_random_chance(random, 80)) return;
        const int32_t days = sample_random_between(random, 20, 400);
        booked = custody.leave + days * SAMPLE_DAY_MINUTES;
    }
}
