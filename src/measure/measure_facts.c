/* The measures and the rules they rest on: facts, with where each comes from. */
#include "sallyport/measure.h"

#include "sallyport/link.h"

// clang-format off
static const struct sp_rule rules[] = {
    {"ROWS", 1,
     "each row of the release counts once; nothing is de-duplicated, set aside or added",
     "rows without a person id cannot be told apart: exact-row de-duplication would delete a third of some releases; the agency's own published totals count rows",
     "domain rules B.1 (ARR-RR), faults A.9 #18; totals published with FOIA 2019-ICFO-53623"},
    {"PERIOD", 1,
     "both ends of a period are included; a record without a readable date is in no period and is reported as undated",
     "a date that was not recorded cannot be guessed",
     "law 3 of the project: unknown is a value"},
    {"ONE-RELEASE", 2,
     "releases whose periods overlap are not added up unless one is declared to include the other (rule OVERLAP); pick one, or keep them apart by release; a release without dates may overlap any other",
     "identifiers link within one release only, so the same event in two releases cannot be seen to be one",
     "law 5 of the project; domain releases A.6"},
    {"OVERLAP", 1,
     "where one source is declared to include another, rows of the other that equal one of its rows in every field that both hold and spell alike, as often as it has them, are set aside and counted once, from the including source",
     "the same record released twice is one record; without an id it can only be seen by what it says",
     "domain releases A.9 #3; a declaration is a person's word and is printed by 'sources'"},
    {"UNKNOWN", 1,
     "unknown is blank, redacted, unreadable or not in the release; 'not applicable' is known: the record says there is none",
     "a withheld value exists, a blank does not; neither may be read as any one value",
     "law 3 of the project; domain releases A.5"},
    {"BOUNDS", 1,
     "least: records that meet every condition for sure; most: those and the records whose value is unknown",
     "a record whose operation is withheld may or may not be of the operation named",
     "law 3 of the project"},
    {"DET-OUT-LIFT", 1,
     "a detainer's recorded outcome is the class of its lift reason; a blank lift reason is a class of its own, neither declined nor honoured",
     "agencies do not generally tell ICE when a detainer is not honoured; a third and more of all detainers have no lift reason",
     "domain rules B.5 (DDP FAQ, NPR, TRAC)"},
    {"SMALL", 1,
     "in what is published, cells that stand for 1 to 4 records are withheld, and as many more as are needed so that none follows from a total",
     "small cells can point to persons",
     "law of the project; OHSS rounds its cells to ten since 2023"},
};

static const struct sp_measure measures[] = {
    {"arrests", "arrest", "arrest records",
     "administrative arrests, one for each row of the release",
     "a row is an arrest record, not a person: one person may be arrested, or recorded, more than once",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"detainers", "detainer", "detainer records",
     "detainers (requests to a jail), one for each row of the release, by the day they were prepared",
     "a detainer is a request: it is not a refusal, and a blank lift reason says nothing about what the jail did",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"encounters", "encounter", "encounter records",
     "encounters, one for each row of the release",
     "an encounter is not an arrest: many end without one",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"removals", "removal", "removal records",
     "removals, one for each row of the release, by the day the removal is counted on",
     "the agency's counting rule has changed (from 2023-05-12); a change across that date is no trend",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"stints", "stint", "detention stint records",
     "stays in one detention facility, one for each row of the release, by the day of book-in",
     "a stint is not a person and not a stay: a transfer ends one stint and begins another",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"population", "stint", "heads",
     "heads in detention on a day, by the rule named: persons, or stint rows where the rule counts rows",
     "heads are those of the records: rules differ in the hour, in what a head is and in how an open stint ends (--band shows them all), heads of "
     "different days are never added up, and a release leaves out who left before it begins",
     "POP-DDP-MIDNIGHT,WINDOW,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"risk_assessments", "risk_assessment", "risk assessment records",
     "assessments by ICE's risk classification tool, one for each row of the release, by the day of the decision",
     "an assessment is not a person: one person may be assessed again and again",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"bookings", "booking", "charges of jail bookings",
     "charges of jail bookings, one for each row of the release, by the day of book-in",
     "a booking has as many rows as charges, warrants and holds: this counts those, not bookings and not persons",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"agreements", "agreement", "lines of a list of 287(g) agreements",
     "287(g) agreements, one for each line of a dated list, by the day of signing",
     "a list is what was in force when it was published: an agreement stands in many lists, and one that ended is missing from the later ones",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"facilities", "facility", "lines of a list of detention facilities",
     "detention facilities, one for each line of a dated list",
     "a list is what was known or in use when it was published, by rules of its own: a facility stands in many lists, and lists are never added up",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"counties", "county", "lines of a list of counties",
     "counties, one for each line of a list",
     "counties are made, split and renamed: a list is of its vintage, and lists are never added up",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"office_areas", "office_area", "lines of a list of field offices' areas",
     "states and counties that belong to a field office's area, one for each line of a list",
     "a line is a whole state or one county of it: this counts lines, not counties; an area of responsibility is not a city",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"charge_classes", "charge_class", "charges that were classed",
     "charges as a jail writes them, one for each line of a list that classes them",
     "a class is somebody's reading of the law, not the jail's: the same law may stand under several charges",
     "ROWS,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"arrest_episodes", "arrest_episode", "arrest episodes",
     "arrests of persons, however many records tell of each, by the day of the first record",
     "a record without a person id is an episode of its own, since nobody can tell whether it repeats another",
     "ARR-EP-24,METHOD-DDP,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"stays", "stay", "detention stays",
     "stays in detention from the first stint to the last, by the day of book-in",
     "a stay is the agency's own: it is not put together from gaps; stints without a person id belong to no stay and are not counted here",
     "STAY,STINT-DUP,STAY-END,ARR-STAY-GREEDY,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"detainer_outcomes", "detainer_outcome", "detainer records, with what became of them",
     "detainers, one for each row of the release, by the day they were prepared, with the outcome that the records show",
     "unknown and censored are neither honoured nor declined; 'booked' and 'at_large' are found by linking, not recorded by anybody; "
     "a superseded form is continued by another record: count requests with --where request_form=YES",
     "DET-OUTCOME,DET-REQUEST,DET-TYPE,ARR-EP-24,METHOD-DDP,STINT-DUP,STAY,ARR-STAY-BEST,WINDOW,PERIOD,UNKNOWN,ONE-RELEASE"},
    {"returns", "return", "spells at liberty",
     "spells at liberty after a request was declined or lifted, or a stay ended in a release, by the day they began",
     "a spell is no person and no failure: most end without a later arrest that the records show, and where no lift date is recorded the "
     "spell is counted from the day the detainer was prepared, before the true release",
     "RETURN,DET-OUTCOME,DET-REQUEST,ARR-EP-24,METHOD-DDP,STINT-DUP,STAY,STAY-END,WINDOW,PERIOD,UNKNOWN,ONE-RELEASE"},
};
// clang-format on

size_t sp_rule_count(void)
{
    return sizeof rules / sizeof rules[0];
}

const struct sp_rule *sp_rule_get(size_t rule_index)
{
    SP_ASSERT(rule_index < sp_rule_count());
    return &rules[rule_index];
}

const struct sp_rule *sp_rule_find(struct sp_str id)
{
    for (size_t i = 0; i < sp_rule_count(); i++) {
        if (sp_str_equal_fold(id, sp_str_of(rules[i].id))) return &rules[i];
    }
    return sp_link_rule_find(id);
}

size_t sp_measure_count_all(void)
{
    return sizeof measures / sizeof measures[0];
}

const struct sp_measure *sp_measure_get(size_t measure_index)
{
    SP_ASSERT(measure_index < sp_measure_count_all());
    return &measures[measure_index];
}

const struct sp_measure *sp_measure_find(struct sp_str name)
{
    for (size_t i = 0; i < sp_measure_count_all(); i++) {
        if (sp_str_equal_fold(name, sp_str_of(measures[i].name))) return &measures[i];
    }
    return NULL;
}
