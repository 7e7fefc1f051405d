/*
 * The places of the synthetic release, as data.
 *
 * Areas of responsibility, states and counties are real, and each county lies in the area
 * it lies in, so that reference tables fit. Jails, cities, facility names and codes are
 * invented; every code begins with SYN. What a jail is said to do with detainers says
 * nothing about any real one.
 */
#ifndef SAMPLE_WORLD_H
#define SAMPLE_WORLD_H

#include "sample/sample_random.h"

/** Time is whole minutes since 1970-01-01 00:00, without a zone. */
enum {
    SAMPLE_DAY_MINUTES = 1440,
    SAMPLE_FIRST_DAY = 19631, // 2023-10-01, the first day of fiscal year 2024
    SAMPLE_LAST_DAY = 20522,  // 2026-03-10, the last day the release knows
    SAMPLE_FIRST_YEAR = 2024, // fiscal years
    SAMPLE_YEAR_COUNT = 3,
    SAMPLE_OPERATION_DAY = 20352, // 2025-09-21, a Sunday, and the three days after it
    SAMPLE_OPERATION_LAST_DAY = SAMPLE_OPERATION_DAY + 3,
    SAMPLE_NAMING_DAY = 20301, // 2025-08-01: operation and type are kept from here on
    SAMPLE_FIRST_MINUTE = SAMPLE_FIRST_DAY * SAMPLE_DAY_MINUTES,
    // The first minute the release does not know.
    SAMPLE_END_MINUTE = (SAMPLE_LAST_DAY + 1) * SAMPLE_DAY_MINUTES,
    SAMPLE_NEVER = INT32_MAX,
};

#define SAMPLE_OPERATION_NAME "OPERATION SAMPLE GATE"

enum sample_area_kind {
    SAMPLE_BALTIMORE,
    SAMPLE_BOSTON,
    SAMPLE_BUFFALO,
    SAMPLE_CHICAGO,
    SAMPLE_DENVER,
    SAMPLE_DETROIT,
    SAMPLE_HOUSTON,
    SAMPLE_LOS_ANGELES,
    SAMPLE_NEW_YORK,
    SAMPLE_PHILADELPHIA,
    SAMPLE_SAN_FRANCISCO,
    SAMPLE_SEATTLE,
    SAMPLE_AREA_COUNT
};

enum {
    SAMPLE_JAIL_COUNT = 24,
    SAMPLE_PLACE_COUNT = 30,
    SAMPLE_FACILITY_COUNT = 2 * SAMPLE_AREA_COUNT
};

struct sample_area {
    const char *name; // without " Area of Responsibility"
    const char *site; // duty site
    const char *state;
    bool in_operation;
};

enum sample_policy { SAMPLE_HONOURS, SAMPLE_MIXED, SAMPLE_DECLINES, SAMPLE_POLICY_COUNT };

struct sample_jail {
    const char *code;
    const char *name;
    const char *city;
    const char *county;
    const char *state; // postal abbreviation
    enum sample_area_kind area;
    enum sample_policy policy;       // until change_day
    enum sample_policy later_policy; // from change_day on
    int32_t change_day;              // 0: the policy never changed
};

/** Where people are arrested at large. */
struct sample_place {
    const char *city;
    const char *county;
    const char *state; // postal abbreviation
    enum sample_area_kind area;
    uint32_t weight;
    uint32_t operation_weight; // 0: the operation was not here
};

/** A detention facility: 2 × area is the area's hold room, the next one its centre. */
struct sample_facility {
    const char *code;
    const char *name;
};

extern const struct sample_area sample_areas[SAMPLE_AREA_COUNT];
extern const struct sample_jail sample_jails[SAMPLE_JAIL_COUNT];
extern const struct sample_place sample_places[SAMPLE_PLACE_COUNT];
extern const struct sample_facility sample_facilities[SAMPLE_FACILITY_COUNT];
extern const char *const sample_policy_names[SAMPLE_POLICY_COUNT];

/** "PENNSYLVANIA" for "PA". */
const char *sample_state_name(const char *abbreviation);
enum sample_policy sample_jail_policy(const struct sample_jail *jail, int32_t day);
size_t sample_jail_pick(struct sample_random *random);
/** Another jail, of the same area where there is one. */
size_t sample_jail_other(struct sample_random *random, size_t jail);
/** By weight; with `operation`, by operation weight. */
size_t sample_place_pick(struct sample_random *random, bool operation);
/** A place of the area. */
size_t sample_place_near(struct sample_random *random, enum sample_area_kind area,
                         bool operation);

#endif
