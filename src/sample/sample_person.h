/*
 * One invented person and everything that truly happened to them.
 *
 * A person is made from (seed, index) alone, in one call, always the same: nothing is
 * kept between people, and any row of a release can be made again by making its person
 * again.
 *
 * The histories, with the share of people in thousandths:
 *
 *   JAILED     600  in a local jail with detainers (sample_custody.c)
 *   AT_LARGE   230  arrested at large, never had a detainer
 *   CUSTODIAL  130  taken from a jail without a detainer
 *   OPERATION   40  arrested at large by the operation
 *
 * Most arrests lead to a detention stay.
 *
 * Invariants: times are within the release (SAMPLE_FIRST_MINUTE … SAMPLE_END_MINUTE − 1)
 * or SAMPLE_NEVER; every detainer has one outcome; an arrest, stay or stint later than
 * the release is not there at all; stints of a stay do not overlap; an encounter stands
 * before each arrest and each time in jail; a removal is the last minute of a stay.
 */
#ifndef SAMPLE_PERSON_H
#define SAMPLE_PERSON_H

#include "sample/sample_codes.h"
#include "sample/sample_world.h"

enum sample_kind {
    SAMPLE_JAILED,
    SAMPLE_AT_LARGE,
    SAMPLE_CUSTODIAL,
    SAMPLE_OPERATION,
    SAMPLE_KIND_COUNT
};

/** What became of a detainer. Exactly one holds. */
enum sample_outcome {
    SAMPLE_CENSORED,     // the person was still in the jail when the release ended
    SAMPLE_DECLINED,     // the jail let the person go without handing over
    SAMPLE_HONOURED,     // the jail handed the person over
    SAMPLE_LIFTED,       // ICE withdrew it, then the jail let the person go
    SAMPLE_NOTIFICATION, // the form asked for notice only: nothing to honour or decline
    SAMPLE_SUPERSEDED,   // a new form took its place at the same jail
    SAMPLE_TRANSFERRED,  // the person was moved to another jail
    SAMPLE_OUTCOME_COUNT
};
extern const char *const sample_outcome_names[SAMPLE_OUTCOME_COUNT];

/** How an arrest came to have more than one row. Names in the order of their texts. */
enum sample_twin {
    SAMPLE_TWIN_NONE,
    SAMPLE_TWIN_CHAIN,       // three rows, 20 hours apart
    SAMPLE_TWIN_EXACT_DAY,   // the second row exactly 24 hours later
    SAMPLE_TWIN_NEAR_MISS,   // 24 hours and a minute later: two true arrests
    SAMPLE_TWIN_REPROCESSED, // within a day, method ERO Reprocessed Arrest
    SAMPLE_TWIN_SAME_TIME,   // the same minute, method ERO Reprocessed Arrest
    SAMPLE_TWIN_TWICE,       // within ten hours, same method
    SAMPLE_TWIN_COUNT
};
extern const char *const sample_twin_names[SAMPLE_TWIN_COUNT];

/* Ceilings, each by counting what a history can hold; passing one is our mistake. */
enum {
    SAMPLE_DETAINERS_MAX = 6,  // two times in jail: first form, new form, another jail's
    SAMPLE_ARRESTS_MAX = 6,    // two arrests, each of at most three rows
    SAMPLE_STAYS_MAX = 2,      // one after each arrest
    SAMPLE_STINTS_MAX = 28,    // two stays of five, one stint split in three, all doubled
    SAMPLE_ENCOUNTERS_MAX = 8, // one before each time in jail, one before each arrest
    SAMPLE_REMOVALS_MAX = SAMPLE_STAYS_MAX,
    SAMPLE_NONE = -1,
};

struct sample_traits {
    char id[41]; // 40 hexadecimal digits and NUL
    const char *gender, *citizenship, *birth_country, *marital, *religion, *ethnicity,
        *race;
    const char *entry_status, *threat;
    const char *criminality, *case_criminality;
    const struct sample_charge *charge; // NULL: none
    int32_t birth_year;
    int32_t entry_day;
    int32_t charge_day;
    int32_t conviction_day; // 0: none
    int32_t sentence_days;
};

/** The person's case when the release ends: as agencies do, written on every row. */
struct sample_case {
    const char *status, *category, *disposition, *final_charge, *port;
    int32_t final_order_day; // 0: none
    int32_t departed_day;    // 0: not departed
};

struct sample_detainer {
    size_t jail;
    enum sample_outcome outcome;
    bool notify_only;   // form I247G
    bool taken;         // ICE took the person over at this jail
    bool unseen_return; // came back, after the release ended
    int32_t prepared;
    int32_t ended;     // when the outcome came about, or SAMPLE_NEVER
    int32_t free;      // when the person left local custody unheld, or SAMPLE_NEVER
    size_t free_jail;  // the jail that let go: another one after a transfer
    int taken_arrest;  // the arrest that took over, or SAMPLE_NONE
    int return_arrest; // the arrest at large that came after, or SAMPLE_NONE
};

struct sample_arrest {
    int32_t minute;
    int jail;  // where, or SAMPLE_NONE
    int place; // where, or SAMPLE_NONE
    const char *method;
    bool operation; // truly part of the operation
    unsigned event; // rows of one true arrest share it
    unsigned copy;  // 0: the arrest itself
    enum sample_twin twin;
    int near_miss_of; // the arrest 24 hours and a minute before this one, or SAMPLE_NONE
};

struct sample_stay {
    size_t area;
    int32_t begin;
    int32_t end;        // SAMPLE_NEVER: still held
    const char *reason; // how it ended
    int32_t bond_day;   // 0: no bond set
    int32_t bond;       // dollars
};

struct sample_stint {
    size_t stay;
    size_t facility;
    int32_t in;
    int32_t out;    // SAMPLE_NEVER: still there
    bool last;      // of its stay
    bool bond_twin; // a second row for a stint that differs from it in bond alone
    size_t twin_of; // that stint; its own index when it is no twin
};

/** The agency met the person: before a detainer or before an arrest, one of the two. */
struct sample_encounter {
    int32_t minute;
    int detainer; // the first of the time in jail it led to, or SAMPLE_NONE
    int arrest;   // the arrest it led to: without a detainer, or the taking over; or
                  // SAMPLE_NONE
};

/** A stay that ended in departure. */
struct sample_removal {
    size_t stay;
    size_t arrest; // before the stay
};

struct sample_person {
    enum sample_kind kind;
    struct sample_traits traits;
    struct sample_case standing;
    struct sample_detainer detainers[SAMPLE_DETAINERS_MAX];
    struct sample_arrest arrests[SAMPLE_ARRESTS_MAX];
    struct sample_stay stays[SAMPLE_STAYS_MAX];
    struct sample_stint stints[SAMPLE_STINTS_MAX];
    struct sample_encounter encounters[SAMPLE_ENCOUNTERS_MAX];
    struct sample_removal removals[SAMPLE_REMOVALS_MAX];
    size_t detainer_count, arrest_count, stay_count, stint_count;
    size_t encounter_count, removal_count;
    unsigned event_count; // true arrests
};

void sample_person_make(uint64_t seed, uint64_t index, struct sample_person *out_person);
/** The id another release gives the person. @param stream  0: leaves the one it has */
void sample_person_rename(uint64_t seed, uint64_t index, uint64_t stream,
                          struct sample_person *person);

/** Area of responsibility of an arrest. */
enum sample_area_kind sample_arrest_area(const struct sample_arrest *arrest);

/* -- How the history is made: for the files of this folder -- */

/** A person in the making. */
struct sample_life {
    struct sample_random random;
    struct sample_person *person;
};

/** A minute of that day, on an hour from first_hour to last_hour. */
int32_t sample_minute_on(struct sample_random *random, int32_t day, int32_t first_hour,
                         int32_t last_hour);
/** The time in local jails, with detainers and what follows. */
void sample_custody_live(struct sample_life *life);
/** @return its index, SAMPLE_NONE past the release's end. Give a jail or a place. */
int sample_arrest_add(struct sample_life *life, int32_t minute, int jail, int place,
                      const char *method);
void sample_arrest_twins(struct sample_life *life);
/** What detention follows an arrest, from `begin` on. */
void sample_stay_add(struct sample_life *life, enum sample_area_kind area, int32_t begin);
/** The second rows of some stints, after all true ones. */
void sample_stint_twins(struct sample_life *life);
/** Encounters and removals, which follow from the rest. */
void sample_trail_make(uint64_t seed, uint64_t index, struct sample_person *person);

#endif
