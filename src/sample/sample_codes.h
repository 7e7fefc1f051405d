/*
 * What values the records hold: code lists with how often each is drawn. The texts are
 * the agency's published codes; the weights are ours and mean nothing.
 */
#ifndef SAMPLE_CODES_H
#define SAMPLE_CODES_H

#include "sample/sample_random.h"

extern const struct sample_list sample_genders;
extern const struct sample_list sample_countries;
extern const struct sample_list sample_marital;
extern const struct sample_list sample_religions;
extern const struct sample_list sample_ethnicities;
extern const struct sample_list sample_races;
extern const struct sample_list sample_entries;
extern const struct sample_list sample_threats;
extern const struct sample_list sample_methods_at_large; // of people never in a jail here
extern const struct sample_list sample_methods_return;   // after a jail let the person go
extern const struct sample_list sample_methods_custodial; // at a jail
extern const struct sample_list sample_stay_ends;
extern const struct sample_list sample_open_categories;    // a case still running
extern const struct sample_list sample_ordered_categories; // with a final order
extern const struct sample_list sample_removed_statuses;
extern const struct sample_list sample_dispositions;
extern const struct sample_list sample_final_charges;
extern const struct sample_list sample_ports;

struct sample_charge {
    const char *text;
    const char *code;
    const char *crime_class;
};
enum { SAMPLE_CHARGE_COUNT = 12 };
extern const struct sample_charge sample_charges[SAMPLE_CHARGE_COUNT];

/** Criminality, by how bad: index 0 convicted, 1 pending, 2 neither. */
extern const char *const sample_criminalities[3];

#define SAMPLE_CHARGE_DRUGS "Dangerous Drugs"
#define SAMPLE_PROGRAM_287G "287G Program"
#define SAMPLE_PROGRAM_CAP "ERO Criminal Alien Program"
#define SAMPLE_PROGRAM_FUGITIVE "Fugitive Operations"
#define SAMPLE_METHOD_CUSTODIAL "Custodial Arrest"
#define SAMPLE_METHOD_287G "287(g) Program"
#define SAMPLE_METHOD_REPROCESSED "ERO Reprocessed Arrest"
#define SAMPLE_REASON_BONDED "Bonded Out - IJ"
#define SAMPLE_REASON_PAROLED "Paroled"
#define SAMPLE_REASON_RECOGNIZANCE "Order of recognizance"
#define SAMPLE_REASON_REMOVED "Removed"
#define SAMPLE_REASON_TRANSFERRED "Transferred"

/** Lift reasons, in the order of their texts. Of the letters, only B is a real one. */
enum sample_lift {
    SAMPLE_LIFT_BLANK,
    SAMPLE_LIFT_BOOKED,
    SAMPLE_LIFT_CLOSED,
    SAMPLE_LIFT_DECLINED,
    SAMPLE_LIFT_LIFTED,
    SAMPLE_LIFT_SPACE,
    SAMPLE_LIFT_NO_LONGER,
    SAMPLE_LIFT_DISCRETION,
    SAMPLE_LIFT_SUPERSEDED,
    SAMPLE_LIFT_TRANSFERRED,
    SAMPLE_LIFT_CITIZEN,
    SAMPLE_LIFT_COUNT
};
struct sample_lift_reason {
    const char *text;
    const char *code;
};
extern const struct sample_lift_reason sample_lift_reasons[SAMPLE_LIFT_COUNT];

#endif
