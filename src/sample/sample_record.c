/*
 * What the record says of an arrest, a detainer, a stint, and where it differs from the
 * truth.
 *
 *   lift reason   drawn by true outcome: mostly right, often blank, sometimes the
 *                 contrary; and blank whenever it was due to be written down after the
 *                 release ended
 *   operation     kept from August 2025 on; of the operation's arrests, most carry its
 *                 name, some only that a name was withheld, a few that there was none
 *   state         of like-named jails, now and then the other jail's
 */
#include "sample/sample_row.h"

#include <stdio.h>
#include <string.h>

// clang-format off
/* Thousandths: of detainers with this true outcome, those recorded with this reason. */
static const struct sample_choice lifts[SAMPLE_OUTCOME_COUNT][SAMPLE_LIFT_COUNT] = {
    [SAMPLE_CENSORED]     = {[SAMPLE_LIFT_BLANK] = {"", 990}, [SAMPLE_LIFT_LIFTED] = {"", 10}},
    [SAMPLE_DECLINED]     = {[SAMPLE_LIFT_BLANK] = {"", 360}, [SAMPLE_LIFT_DECLINED] = {"", 480}, [SAMPLE_LIFT_LIFTED] = {"", 70},
                             [SAMPLE_LIFT_NO_LONGER] = {"", 70}, [SAMPLE_LIFT_BOOKED] = {"", 20}},
    [SAMPLE_HONOURED]     = {[SAMPLE_LIFT_BLANK] = {"", 170}, [SAMPLE_LIFT_BOOKED] = {"", 780}, [SAMPLE_LIFT_LIFTED] = {"", 30},
                             [SAMPLE_LIFT_DECLINED] = {"", 20}},
    [SAMPLE_LIFTED]       = {[SAMPLE_LIFT_BLANK] = {"", 200}, [SAMPLE_LIFT_LIFTED] = {"", 330}, [SAMPLE_LIFT_DISCRETION] = {"", 170},
                             [SAMPLE_LIFT_CLOSED] = {"", 140}, [SAMPLE_LIFT_CITIZEN] = {"", 100}, [SAMPLE_LIFT_SPACE] = {"", 60}},
    [SAMPLE_NOTIFICATION] = {[SAMPLE_LIFT_BLANK] = {"", 600}, [SAMPLE_LIFT_BOOKED] = {"", 180}, [SAMPLE_LIFT_LIFTED] = {"", 160},
                             [SAMPLE_LIFT_DECLINED] = {"", 60}},
    [SAMPLE_SUPERSEDED]   = {[SAMPLE_LIFT_BLANK] = {"", 150}, [SAMPLE_LIFT_SUPERSEDED] = {"", 850}},
    [SAMPLE_TRANSFERRED]  = {[SAMPLE_LIFT_BLANK] = {"", 380}, [SAMPLE_LIFT_TRANSFERRED] = {"", 520}, [SAMPLE_LIFT_DECLINED] = {"", 100}},
};
// clang-format on

const char *const sample_named_texts[SAMPLE_NAMED_COUNT] = {"", "(B)(7)(E) ", "-",
                                                            SAMPLE_OPERATION_NAME};

static const struct sample_choice operation_named[SAMPLE_NAMED_COUNT] = {
    [SAMPLE_NAMED_NONE] = {"", 50},
    [SAMPLE_NAMED_REDACTED] = {"", 150},
    [SAMPLE_NAMED_OPEN] = {"", 800}};
static const struct sample_choice other_named[SAMPLE_NAMED_COUNT] = {
    [SAMPLE_NAMED_BLANK] = {"", 40},
    [SAMPLE_NAMED_NONE] = {"", 890},
    [SAMPLE_NAMED_REDACTED] = {"", 70}};

enum {
    LATE_DAYS_MAX = 90,    // from the outcome until its lift reason is written down
    STATE_WRONG = 5,       // thousandths of arrests: the state contradicts the landmark
    LIKE_NAMED_WRONG = 10, // thousandths: a like-named jail's state instead of the jail's
    LINK_KEPT = 750,       // thousandths of detainers with an arrest: they name it
};

void sample_row_area(struct sample_row *row, enum sample_area_kind area)
{
    (void)snprintf(row->area, sizeof row->area, "%s Area of Responsibility",
                   sample_areas[area].name);
    sample_row_set_text(row, FIELD_AREA, row->area);
    sample_row_set_text(row, FIELD_SITE, sample_areas[area].site);
}

const char *sample_program_of(const struct sample_arrest *arrest)
{
    if (strcmp(arrest->method, SAMPLE_METHOD_287G) == 0) return SAMPLE_PROGRAM_287G;
    return arrest->jail != SAMPLE_NONE ? SAMPLE_PROGRAM_CAP : SAMPLE_PROGRAM_FUGITIVE;
}

/* "HOP VALLEY GENERAL AREA, NON-SPECIFIC", "HOP VALLEY, OR", or the jail. */
void sample_row_landmark(struct sample_row *row, const struct sample_arrest *arrest)
{
    const uint32_t drawn = sample_random_below(&row->random, 1000);
    const bool at_jail = arrest->jail != SAMPLE_NONE;
    const struct sample_jail *jail = at_jail ? &sample_jails[arrest->jail] : NULL;
    const struct sample_place *place = at_jail ? NULL : &sample_places[arrest->place];
    char name[SAMPLE_TEXT_MAX - 2];
    if (jail) {
        (void)snprintf(name, sizeof name, "%s, %s %s", jail->name, jail->city,
                       jail->state);
    } else if (drawn < 260) {
        (void)snprintf(name, sizeof name, "%s GENERAL AREA, NON-SPECIFIC", place->city);
    } else if (drawn < 600) {
        (void)snprintf(name, sizeof name, "%s COUNTY, %s", place->county, place->state);
    } else {
        (void)snprintf(name, sizeof name, "%s, %s", place->city, place->state);
    }
    sample_row_typed(row, name, row->landmark);
    sample_row_set_text(row, FIELD_LANDMARK, row->landmark);
}

void sample_row_operation(struct sample_row *row, const struct sample_arrest *arrest)
{
    const struct sample_list list = {arrest->operation ? operation_named : other_named,
                                     SAMPLE_NAMED_COUNT};
    const size_t drawn = sample_random_pick(&row->random, &list);
    const bool targeted =
        sample_random_chance(&row->random, arrest->operation ? 700 : 620);
    if (arrest->minute / SAMPLE_DAY_MINUTES < SAMPLE_NAMING_DAY) return;
    row->named = (enum sample_named)drawn;
    sample_row_set_text(row, FIELD_OPERATION, sample_named_texts[row->named]);
    sample_row_set_text(row, FIELD_ARREST_TYPE, targeted ? "Targeted" : "Collateral");
}

void sample_row_place(struct sample_row *row, const struct sample_arrest *arrest)
{
    const enum sample_area_kind area = sample_arrest_area(arrest);
    const bool at_jail = arrest->jail != SAMPLE_NONE;
    const struct sample_jail *jail = at_jail ? &sample_jails[arrest->jail] : NULL;
    const struct sample_place *place = at_jail ? NULL : &sample_places[arrest->place];
    const char *state = jail ? jail->state : place->state;
    const char *wrong_state = sample_areas[(area + 1) % SAMPLE_AREA_COUNT].state;
    if (sample_random_chance(&row->random, STATE_WRONG)) state = wrong_state;
    sample_row_set_text(row, FIELD_STATE, sample_state_name(state));
    sample_row_set_text(row, FIELD_COUNTY, jail ? jail->county : place->county);
    sample_row_set_text(row, FIELD_CITY, jail ? jail->city : place->city);
}

void sample_row_arrest(struct sample_row *row, const struct sample_arrest *arrest)
{
    sample_row_place(row, arrest);
    sample_row_set_time(row, FIELD_ARREST_TIME, arrest->minute);
    sample_row_set_text(row, FIELD_METHOD, arrest->method);
    sample_row_set_text(row, FIELD_PROGRAM, sample_program_of(arrest));
    sample_row_set_text(row, FIELD_AGENCY, "ICE");
    sample_row_area(row, sample_arrest_area(arrest));
    sample_row_landmark(row, arrest);
    sample_row_operation(row, arrest);
}

static void lift_fill(struct sample_row *row, const struct sample_detainer *detainer)
{
    const struct sample_list list = {lifts[detainer->outcome], SAMPLE_LIFT_COUNT};
    const size_t drawn = sample_random_pick(&row->random, &list);
    const int32_t late =
        (int32_t)sample_random_skewed(&row->random, LATE_DAYS_MAX) * SAMPLE_DAY_MINUTES;
    const bool too_late =
        detainer->ended != SAMPLE_NEVER && detainer->ended + late >= SAMPLE_END_MINUTE;
    row->lift = too_late ? SAMPLE_LIFT_BLANK : (enum sample_lift)drawn;
    sample_row_set_text(row, FIELD_LIFT_REASON, sample_lift_reasons[row->lift].text);
    sample_row_set_text(row, FIELD_LIFT_CODE, sample_lift_reasons[row->lift].code);
}

/* The jail's state, or now and then that of another jail of the same name. */
static const char *facility_state(struct sample_row *row, const struct sample_jail *jail)
{
    if (!sample_random_chance(&row->random, LIKE_NAMED_WRONG)) return jail->state;
    for (size_t i = 0; i < SAMPLE_JAIL_COUNT; i++) {
        const struct sample_jail *other = &sample_jails[i];
        if (other != jail && strcmp(other->name, jail->name) == 0) return other->state;
    }
    return jail->state;
}

/* The jail's name as typed. One jail of the world is known under four names. */
static void jail_name_fill(struct sample_row *row, const struct sample_jail *jail)
{
    static const char *const montgomery[] = {
        "MONTGOMERY CNTY JAIL, PA", "MONTGOMERY COUNTY JAIL", "MONTGOMERY CO. JAIL (PA)",
        "MONTGOMREY COUNTY JAIL"};
    const uint32_t drawn = sample_random_below(&row->random, 1000);
    const bool is_montgomery = strcmp(jail->name, montgomery[0]) == 0;
    const size_t variant = drawn < 600 ? 0 : drawn < 850 ? 1 : drawn < 960 ? 2 : 3;
    sample_row_typed(row, is_montgomery ? montgomery[variant] : jail->name,
                     row->facility);
    sample_row_set_text(row, FIELD_FACILITY, row->facility);
}

static void link_fill(struct sample_row *row, const struct sample_person *person,
                      const struct sample_detainer *detainer)
{
    const int index = detainer->taken_arrest != SAMPLE_NONE ? detainer->taken_arrest
                                                            : detainer->return_arrest;
    const bool kept = sample_random_chance(&row->random, LINK_KEPT);
    if (index == SAMPLE_NONE || !kept) return;
    sample_row_set_time(row, FIELD_ARREST_TIME, person->arrests[index].minute);
    sample_row_set_text(row, FIELD_METHOD, person->arrests[index].method);
}

void sample_row_detainer(struct sample_row *row, const struct sample_person *person,
                         const struct sample_detainer *detainer)
{
    const struct sample_jail *jail = &sample_jails[detainer->jail];
    sample_row_set_day(row, FIELD_PREPARED, detainer->prepared / SAMPLE_DAY_MINUTES);
    sample_row_set_text(row, FIELD_FORM,
                        detainer->notify_only
                            ? "I247G - Request for Advance Notification of Release"
                            : "I247A - Immigration Detainer - Notice of Action");
    sample_row_set_text(row, FIELD_NOTIFY, detainer->notify_only ? "YES" : "NO");
    sample_row_set_text(row, FIELD_PROGRAM, SAMPLE_PROGRAM_CAP);
    sample_row_set_text(row, FIELD_STATE, sample_state_name(facility_state(row, jail)));
    sample_row_set_text(row, FIELD_FACILITY_CODE, jail->code);
    sample_row_set_text(row, FIELD_CITY, jail->city);
    sample_row_area(row, jail->area);
    jail_name_fill(row, jail);
    lift_fill(row, detainer);
    link_fill(row, person, detainer);
}

/* The second row of a stint differs in bond alone: a higher bond, none posted. */
static void bond_fill(struct sample_row *row, const struct sample_stay *stay, bool twin)
{
    if (!stay->bond) return;
    sample_row_set_whole(row, FIELD_BOND_SET, twin ? stay->bond * 2 : stay->bond);
    sample_row_set_day(row, FIELD_BOND_SET_DATE, stay->bond_day);
    const bool posted =
        stay->end != SAMPLE_NEVER && strcmp(stay->reason, SAMPLE_REASON_BONDED) == 0;
    if (!posted || twin) return;
    sample_row_set_whole(row, FIELD_BOND_POSTED, stay->bond);
    sample_row_set_day(row, FIELD_BOND_POSTED_DATE, stay->end / SAMPLE_DAY_MINUTES);
}

void sample_row_stint(struct sample_row *row, const struct sample_person *person,
                      const struct sample_stint *stint)
{
    const struct sample_stay *stay = &person->stays[stint->stay];
    const struct sample_facility *facility = &sample_facilities[stint->facility];
    const char *classes[] = {"Low", "Medium Low", "Medium High", "High"};
    sample_row_set_time(row, FIELD_STAY_IN, stay->begin);
    sample_row_set_time(row, FIELD_STINT_IN, stint->in);
    sample_row_set_time(row, FIELD_STINT_OUT, stint->out);
    if (stint->out != SAMPLE_NEVER) {
        sample_row_set_text(row, FIELD_STINT_REASON,
                            stint->last ? stay->reason : SAMPLE_REASON_TRANSFERRED);
    }
    if (stay->end != SAMPLE_NEVER) {
        sample_row_set_time(row, FIELD_STAY_OUT, stay->end);
        sample_row_set_day(row, FIELD_STAY_OUT_DATE, stay->end / SAMPLE_DAY_MINUTES);
        sample_row_set_text(row, FIELD_STAY_REASON, stay->reason);
    }
    sample_row_set_text(row, FIELD_FACILITY, facility->name);
    sample_row_set_text(row, FIELD_FACILITY_CODE, facility->code);
    sample_row_set_text(row, FIELD_PROGRAM, SAMPLE_PROGRAM_CAP);
    sample_row_set_text(row, FIELD_CLASSIFICATION,
                        classes[(unsigned)person->traits.birth_year % 4]);
    sample_row_area(row, (enum sample_area_kind)stay->area);
    bond_fill(row, stay, stint->bond_twin);
}
