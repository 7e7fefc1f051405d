/*
 * The places, as tables. Franklin and Montgomery stand in several states on purpose:
 * telling like-named counties apart is where public counts have gone wrong.
 */
#include "sample/sample_world.h"

#include <string.h>

// clang-format off
const struct sample_area sample_areas[SAMPLE_AREA_COUNT] = {
    [SAMPLE_BALTIMORE]     = {"Baltimore",     "BALTIMORE SAMPLE OFFICE",     "MD", false},
    [SAMPLE_BOSTON]        = {"Boston",        "BOSTON SAMPLE OFFICE",        "MA", true},
    [SAMPLE_BUFFALO]       = {"Buffalo",       "BUFFALO SAMPLE OFFICE",       "NY", false},
    [SAMPLE_CHICAGO]       = {"Chicago",       "CHICAGO SAMPLE OFFICE",       "IL", true},
    [SAMPLE_DENVER]        = {"Denver",        "DENVER SAMPLE OFFICE",        "CO", true},
    [SAMPLE_DETROIT]       = {"Detroit",       "DETROIT SAMPLE OFFICE",       "MI", false},
    [SAMPLE_HOUSTON]       = {"Houston",       "HOUSTON SAMPLE OFFICE",       "TX", false},
    [SAMPLE_LOS_ANGELES]   = {"Los Angeles",   "LOS ANGELES SAMPLE OFFICE",   "CA", false},
    [SAMPLE_NEW_YORK]      = {"New York City", "NEW YORK CITY SAMPLE OFFICE", "NY", false},
    [SAMPLE_PHILADELPHIA]  = {"Philadelphia",  "PHILADELPHIA SAMPLE OFFICE",  "PA", true},
    [SAMPLE_SAN_FRANCISCO] = {"San Francisco", "SAN FRANCISCO SAMPLE OFFICE", "CA", false},
    [SAMPLE_SEATTLE]       = {"Seattle",       "SEATTLE SAMPLE OFFICE",       "WA", true},
};

// Days of change: 20089 is 2025-01-01, 20270 is 2025-07-01.
const struct sample_jail sample_jails[SAMPLE_JAIL_COUNT] = {
    {"SYNFRPA", "FRANKLIN COUNTY JAIL",       "OLD MILLFORD",   "FRANKLIN",   "PA", SAMPLE_PHILADELPHIA,  SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNMOPA", "MONTGOMERY CNTY JAIL, PA",   "GATEHOUSE",      "MONTGOMERY", "PA", SAMPLE_PHILADELPHIA,  SAMPLE_HONOURS,  SAMPLE_DECLINES, 20089},
    {"SYNWAPA", "WASHINGTON COUNTY JAIL",     "COALTON RIDGE",  "WASHINGTON", "PA", SAMPLE_PHILADELPHIA,  SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNKEDE", "KENT COUNTY CORR CENTER",    "BAYWICK",        "KENT",       "DE", SAMPLE_PHILADELPHIA,  SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNFROH", "FRANKLIN COUNTY JAIL",       "TWIN LOCKS",     "FRANKLIN",   "OH", SAMPLE_DETROIT,       SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNMOOH", "MONTGOMERY COUNTY JAIL",     "FLINTWATER",     "MONTGOMERY", "OH", SAMPLE_DETROIT,       SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNJAMI", "JACKSON COUNTY JAIL",        "PINE CROSSING",  "JACKSON",    "MI", SAMPLE_DETROIT,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNFRNY", "FRANKLIN COUNTY JAIL",       "NORTH PORTAGE",  "FRANKLIN",   "NY", SAMPLE_BUFFALO,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNORNY", "ORANGE COUNTY JAIL",         "HIGHLAND FERRY", "ORANGE",     "NY", SAMPLE_NEW_YORK,      SAMPLE_DECLINES, SAMPLE_HONOURS,  20270},
    {"SYNMOMD", "MONTGOMERY COUNTY CORR FAC", "MILLRACE",       "MONTGOMERY", "MD", SAMPLE_BALTIMORE,     SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNFRMA", "FRANKLIN COUNTY HOUSE OF CORRECTION", "STONEFORD", "FRANKLIN", "MA", SAMPLE_BOSTON,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNKERI", "KENT COUNTY JAIL",           "COVE LANDING",   "KENT",       "RI", SAMPLE_BOSTON,        SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNMAIL", "MADISON COUNTY JAIL",        "PRAIRIE LOCK",   "MADISON",    "IL", SAMPLE_CHICAGO,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNMAIN", "MARION COUNTY JAIL",         "QUARRY BEND",    "MARION",     "IN", SAMPLE_CHICAGO,       SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNADCO", "ADAMS COUNTY JAIL",          "DRY CREEK GATE", "ADAMS",      "CO", SAMPLE_DENVER,        SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNJECO", "JEFFERSON COUNTY JAIL",      "FOOTHILL STATION", "JEFFERSON", "CO", SAMPLE_DENVER,       SAMPLE_MIXED,    SAMPLE_DECLINES, 20089},
    {"SYNMOTX", "MONTGOMERY COUNTY JAIL",     "LONE BAYOU",     "MONTGOMERY", "TX", SAMPLE_HOUSTON,       SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNLITX", "LIBERTY COUNTY JAIL",        "CYPRESS GATE",   "LIBERTY",    "TX", SAMPLE_HOUSTON,       SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNORCA", "ORANGE COUNTY JAIL",         "MESA GROVE",     "ORANGE",     "CA", SAMPLE_LOS_ANGELES,   SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNMACA", "MADERA COUNTY JAIL",         "ALMOND CROSS",   "MADERA",     "CA", SAMPLE_SAN_FRANCISCO, SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNFRWA", "FRANKLIN COUNTY CORRECTIONS", "BASALT FORD",   "FRANKLIN",   "WA", SAMPLE_SEATTLE,       SAMPLE_MIXED,    SAMPLE_MIXED,    0},
    {"SYNLIWA", "LINCOLN COUNTY JAIL",        "WHEATGATE",      "LINCOLN",    "WA", SAMPLE_SEATTLE,       SAMPLE_HONOURS,  SAMPLE_HONOURS,  0},
    {"SYNMAOR", "MARION COUNTY JAIL",         "HOP VALLEY",     "MARION",     "OR", SAMPLE_SEATTLE,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
    {"SYNWAOR", "WASHINGTON COUNTY JAIL",     "WEST LOCKS",     "WASHINGTON", "OR", SAMPLE_SEATTLE,       SAMPLE_DECLINES, SAMPLE_DECLINES, 0},
};

const struct sample_place sample_places[SAMPLE_PLACE_COUNT] = {
    {"SALLY HARBOR",    "MONTGOMERY",   "MD", SAMPLE_BALTIMORE,     40, 0},
    {"BRIDGE TOLL",     "WASHINGTON",   "MD", SAMPLE_BALTIMORE,     15, 0},
    {"KEYSTONE WHARF",  "ESSEX",        "MA", SAMPLE_BOSTON,        40, 26},
    {"STONEFORD",       "FRANKLIN",     "MA", SAMPLE_BOSTON,        15, 6},
    {"COVE LANDING",    "KENT",         "RI", SAMPLE_BOSTON,        15, 4},
    {"NORTH PORTAGE",   "FRANKLIN",     "NY", SAMPLE_BUFFALO,       15, 0},
    {"LAKE TOLL",       "MONROE",       "NY", SAMPLE_BUFFALO,       25, 0},
    {"GRAND JUNCTURE",  "COOK",         "IL", SAMPLE_CHICAGO,       70, 30},
    {"DUNE STATION",    "LAKE",         "IN", SAMPLE_CHICAGO,       25, 8},
    {"MILE GATE",       "DENVER",       "CO", SAMPLE_DENVER,        50, 34},
    {"DRY CREEK GATE",  "ADAMS",        "CO", SAMPLE_DENVER,        25, 10},
    {"WINDY SIDING",    "LARAMIE",      "WY", SAMPLE_DENVER,        10, 3},
    {"TWIN LOCKS",      "FRANKLIN",     "OH", SAMPLE_DETROIT,       35, 0},
    {"PINE CROSSING",   "JACKSON",      "MI", SAMPLE_DETROIT,       20, 0},
    {"BAYOU LANDING",   "HARRIS",       "TX", SAMPLE_HOUSTON,       90, 0},
    {"LONE BAYOU",      "MONTGOMERY",   "TX", SAMPLE_HOUSTON,       30, 0},
    {"MESA GROVE",      "ORANGE",       "CA", SAMPLE_LOS_ANGELES,   60, 0},
    {"CHANNEL VIEW",    "VENTURA",      "CA", SAMPLE_LOS_ANGELES,   25, 0},
    {"HIGHLAND FERRY",  "ORANGE",       "NY", SAMPLE_NEW_YORK,      50, 0},
    {"SPRING HOLLOW",   "SULLIVAN",     "NY", SAMPLE_NEW_YORK,      15, 0},
    {"LIBERTY WHARF",   "PHILADELPHIA", "PA", SAMPLE_PHILADELPHIA,  60, 40},
    {"GATEHOUSE",       "MONTGOMERY",   "PA", SAMPLE_PHILADELPHIA,  25, 14},
    {"BAYWICK",         "KENT",         "DE", SAMPLE_PHILADELPHIA,  10, 5},
    {"REDWOOD TOLL",    "MARIN",        "CA", SAMPLE_SAN_FRANCISCO, 35, 0},
    {"ALMOND CROSS",    "MADERA",       "CA", SAMPLE_SAN_FRANCISCO, 25, 0},
    {"SOUND GATE",      "PIERCE",       "WA", SAMPLE_SEATTLE,       35, 22},
    {"FALLS STATION",   "SPOKANE",      "WA", SAMPLE_SEATTLE,       20, 8},
    {"PORT SAMPLE",     "MULTNOMAH",    "OR", SAMPLE_SEATTLE,       20, 5},
    {"HOP VALLEY",      "MARION",       "OR", SAMPLE_SEATTLE,       12, 3},
    {"GLACIER LANDING", "JUNEAU",       "AK", SAMPLE_SEATTLE,       4,  1},
};

const struct sample_facility sample_facilities[SAMPLE_FACILITY_COUNT] = {
    {"SYNHBAL", "HARBOR TOLL HOLD ROOM"},   {"SYNDBAL", "CHESAPEAKE GATE DETENTION CENTER"},
    {"SYNHBOS", "KEYSTONE HOLD ROOM"},      {"SYNDBOS", "STONE WHARF DETENTION CENTER"},
    {"SYNHBUF", "LAKE TOLL HOLD ROOM"},     {"SYNDBUF", "NORTH LOCK DETENTION FACILITY"},
    {"SYNHCHI", "JUNCTURE HOLD ROOM"},      {"SYNDCHI", "PRAIRIE GATE PROCESSING CENTER"},
    {"SYNHDEN", "MILE GATE HOLD ROOM"},     {"SYNDDEN", "HIGH PLAINS DETENTION CENTER"},
    {"SYNHDET", "STRAITS HOLD ROOM"},       {"SYNDDET", "PINE CROSSING DETENTION CENTER"},
    {"SYNHHOU", "BAYOU HOLD ROOM"},         {"SYNDHOU", "LONE BAYOU PROCESSING CENTER"},
    {"SYNHLOS", "MESA HOLD ROOM"},          {"SYNDLOS", "DESERT GATE PROCESSING CENTER"},
    {"SYNHNYC", "FERRY HOLD ROOM"},         {"SYNDNYC", "HIGHLAND DETENTION FACILITY"},
    {"SYNHPHI", "LIBERTY WHARF HOLD ROOM"}, {"SYNDPHI", "OLD MILL PROCESSING CENTER"},
    {"SYNHSFR", "REDWOOD HOLD ROOM"},       {"SYNDSFR", "VALLEY OAK DETENTION CENTER"},
    {"SYNHSEA", "SOUND GATE HOLD ROOM"},    {"SYNDSEA", "CASCADE GATE PROCESSING CENTER"},
};

static const struct { const char *abbreviation, *name; } states[] = {
    {"AK", "ALASKA"},       {"CA", "CALIFORNIA"},   {"CO", "COLORADO"}, {"DE", "DELAWARE"},
    {"IL", "ILLINOIS"},     {"IN", "INDIANA"},      {"MA", "MASSACHUSETTS"}, {"MD", "MARYLAND"},
    {"MI", "MICHIGAN"},     {"NY", "NEW YORK"},     {"OH", "OHIO"},     {"OR", "OREGON"},
    {"PA", "PENNSYLVANIA"}, {"RI", "RHODE ISLAND"}, {"TX", "TEXAS"},    {"WA", "WASHINGTON"},
    {"WY", "WYOMING"},
};
// clang-format on

const char *const sample_policy_names[SAMPLE_POLICY_COUNT] = {"honours", "mixed",
                                                              "declines"};

const char *sample_state_name(const char *abbreviation)
{
    size_t i = 0;
    while (strcmp(states[i].abbreviation, abbreviation) != 0) {
        i++;
        SP_ASSERT(i < sizeof states / sizeof states[0]);
    }
    return states[i].name;
}

enum sample_policy sample_jail_policy(const struct sample_jail *jail, int32_t day)
{
    const bool changed = jail->change_day != 0 && day >= jail->change_day;
    return changed ? jail->later_policy : jail->policy;
}

size_t sample_jail_pick(struct sample_random *random)
{
    return sample_random_below(random, SAMPLE_JAIL_COUNT);
}

size_t sample_jail_other(struct sample_random *random, size_t jail)
{
    size_t near[SAMPLE_JAIL_COUNT];
    uint32_t near_count = 0;
    for (size_t i = 0; i < SAMPLE_JAIL_COUNT; i++) {
        if (i != jail && sample_jails[i].area == sample_jails[jail].area) {
            near[near_count++] = i;
        }
    }
    if (near_count > 0) return near[sample_random_below(random, near_count)];
    return (jail + 1 + sample_random_below(random, SAMPLE_JAIL_COUNT - 1)) %
           SAMPLE_JAIL_COUNT;
}

static uint32_t place_weight(size_t place, bool operation)
{
    return operation ? sample_places[place].operation_weight
                     : sample_places[place].weight;
}

/* A place of the area, or of any with SAMPLE_AREA_COUNT. */
static size_t place_pick(struct sample_random *random, size_t area, bool operation)
{
    struct sample_choice choices[SAMPLE_PLACE_COUNT] = {0};
    for (size_t i = 0; i < SAMPLE_PLACE_COUNT; i++) {
        const bool fits = area == SAMPLE_AREA_COUNT || sample_places[i].area == area;
        choices[i].weight = fits ? place_weight(i, operation) : 0;
    }
    return sample_random_pick(random, &(struct sample_list){choices, SAMPLE_PLACE_COUNT});
}

size_t sample_place_pick(struct sample_random *random, bool operation)
{
    return place_pick(random, SAMPLE_AREA_COUNT, operation);
}

size_t sample_place_near(struct sample_random *random, enum sample_area_kind area,
                         bool operation)
{
    return place_pick(random, area, operation);
}
