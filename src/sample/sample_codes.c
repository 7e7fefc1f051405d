/* Code lists. The order within a list changes what a seed gives. */
#include "sample/sample_codes.h"

#define LIST(name, array)                                                                \
    const struct sample_list name = {(array), sizeof(array) / sizeof(array)[0]}

// clang-format off
static const struct sample_choice genders[] = {{"Male", 840}, {"Female", 155}, {"Unknown", 5}};
LIST(sample_genders, genders);

static const struct sample_choice countries[] = {
    {"MEXICO", 340},     {"GUATEMALA", 120},  {"HONDURAS", 110}, {"VENEZUELA", 75}, {"COLOMBIA", 55},
    {"ECUADOR", 50},     {"EL SALVADOR", 50}, {"NICARAGUA", 40}, {"CUBA", 35},      {"BRAZIL", 25},
    {"DOMINICAN REPUBLIC", 20}, {"PERU", 20}, {"INDIA", 18},     {"HAITI", 15},     {"CHINA, PEOPLES REPUBLIC OF", 12},
    {"JAMAICA", 8},      {"VIETNAM", 5},      {"NIGERIA", 3},    {"POLAND", 2},     {"PHILIPPINES", 2},
};
LIST(sample_countries, countries);

static const struct sample_choice marital[] = {
    {"Single", 620}, {"Married", 250}, {"Unknown", 70}, {"Divorced", 35}, {"Separated", 20}, {"Widowed", 5},
};
LIST(sample_marital, marital);

static const struct sample_choice religions[] = {
    {"Catholic", 480}, {"Unknown", 250}, {"None", 120}, {"Evangelical", 110}, {"Protestant", 25}, {"Muslim", 15},
};
LIST(sample_religions, religions);

static const struct sample_choice ethnicities[] = {{"Hispanic Origin", 850}, {"Not of Hispanic Origin", 120}, {"Unknown", 30}};
LIST(sample_ethnicities, ethnicities);

static const struct sample_choice races[] = {{"White", 780}, {"Unknown", 110}, {"Black", 70}, {"Asian or Pacific Islander", 40}};
LIST(sample_races, races);

static const struct sample_choice entries[] = {
    {"Present Without Admission", 700}, {"Nonimmigrant Overstay", 140}, {"Parolee", 90}, {"Other", 50}, {"Lawful Permanent Resident", 20},
};
LIST(sample_entries, entries);

// The text NA is a value here: the records hold it beside true blanks.
static const struct sample_choice threats[] = {{"1", 180}, {"2", 120}, {"3", 280}, {"NA", 420}};
LIST(sample_threats, threats);

static const struct sample_choice methods_at_large[] = {
    {"Located", 480}, {"Non-Custodial Arrest", 330}, {"Probation and Parole", 60}, {"Other Efforts", 50},
    {"Worksite Enforcement", 40}, {"Other Task Force", 25}, {"Patrol Interior", 15},
};
LIST(sample_methods_at_large, methods_at_large);

// Tables of methods disagree on probation offices: here the truth is that the person was at large.
static const struct sample_choice methods_return[] = {{"Located", 600}, {"Non-Custodial Arrest", 350}, {"Probation and Parole", 50}};
LIST(sample_methods_return, methods_return);

static const struct sample_choice methods_custodial[] = {{SAMPLE_METHOD_CUSTODIAL, 930}, {SAMPLE_METHOD_287G, 70}};
LIST(sample_methods_custodial, methods_custodial);

static const struct sample_choice stay_ends[] = {
    {SAMPLE_REASON_REMOVED, 680}, {SAMPLE_REASON_BONDED, 110}, {SAMPLE_REASON_RECOGNIZANCE, 90}, {SAMPLE_REASON_PAROLED, 40},
    {"U.S. Marshals or other agency (explain in Detention Comments)", 50}, {"Processing Disposition Changed", 30},
};
LIST(sample_stay_ends, stay_ends);

static const struct sample_choice open_categories[] = {
    {"[2A] Deportable - Under Adjudication by IJ", 450}, {"[8B] Excludable / Inadmissible - Under Adjudication by IJ", 400},
    {"[8A] Excludable / Inadmissible - Hearing Not Commenced", 150},
};
LIST(sample_open_categories, open_categories);

static const struct sample_choice ordered_categories[] = {
    {"[16] Reinstated Final Order", 400}, {"[8C] Excludable / Inadmissible - Administrative Final Order Issued", 350},
    {"[3] Deportable - Administratively Final Order", 250},
};
LIST(sample_ordered_categories, ordered_categories);

static const struct sample_choice removed_statuses[] = {
    {"8-Excluded/Removed - Inadmissibility", 550}, {"6-Deported/Removed - Deportability", 350}, {"3-Voluntary Departure Confirmed", 100},
};
LIST(sample_removed_statuses, removed_statuses);

static const struct sample_choice dispositions[] = {
    {"Warrant of Arrest/Notice to Appear", 520}, {"Reinstatement of Deport Order I-871", 290}, {"Expedited Removal (I-860)", 110},
    {"Administrative Deportation I-851/I-851A", 50}, {"Other", 30},
};
LIST(sample_dispositions, dispositions);

static const struct sample_choice final_charges[] = {{"212a6Ai", 560}, {"212a7AiI", 220}, {"237a1B", 140}, {"237a2Aiii", 80}};
LIST(sample_final_charges, final_charges);

static const struct sample_choice ports[] = {
    {"SAMPLE NORTH BRIDGE", 400}, {"SAMPLE SOUTH BRIDGE", 350}, {"SAMPLE FIELD AIRPORT", 250},
};
LIST(sample_ports, ports);

const struct sample_charge sample_charges[SAMPLE_CHARGE_COUNT] = {
    {"Driving Under Influence Liquor", "5404", "Misdemeanor"}, {"Traffic Offense", "5499", "Misdemeanor"},
    {"Assault", "1399", "Misdemeanor"},                        {"Domestic Violence", "1316", "Misdemeanor"},
    {"Larceny", "2399", "Misdemeanor"},                        {"Shoplifting", "2303", "Misdemeanor"},
    {SAMPLE_CHARGE_DRUGS, "3599", "Felony"},                     {"Burglary", "2299", "Felony"},
    {"Robbery", "1299", "Felony"},                             {"Fraud", "2699", "Felony"},
    {"Weapon Offense", "5299", "Felony"},                      {"Illegal Re-Entry (INA SEC.101(a)(43)(O), 8USC1326 only)", "0312", "Felony"},
};

const char *const sample_criminalities[3] = {
    "1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator",
};

const struct sample_lift_reason sample_lift_reasons[SAMPLE_LIFT_COUNT] = {
    [SAMPLE_LIFT_BLANK]       = {"", ""},
    [SAMPLE_LIFT_BOOKED]      = {"Booked into Detention", "B"},
    [SAMPLE_LIFT_CLOSED]      = {"Case Closed", "C"},
    [SAMPLE_LIFT_DECLINED]    = {"Detainer Declined by LEA", "D"},
    [SAMPLE_LIFT_LIFTED]      = {"Lifted", "L"},
    [SAMPLE_LIFT_SPACE]       = {"Lifted - Lack of Space", "S"},
    [SAMPLE_LIFT_NO_LONGER]   = {"No longer in State, Local, or Federal Custody", "N"},
    [SAMPLE_LIFT_DISCRETION]  = {"Prosecutorial Discretion", "P"},
    [SAMPLE_LIFT_SUPERSEDED]  = {"Superseding - New Form Issued", "F"},
    [SAMPLE_LIFT_TRANSFERRED] = {"Transferred", "T"},
    [SAMPLE_LIFT_CITIZEN]     = {"USC or Presumptive Claim to US Citizenship", "U"},
};
// clang-format on
