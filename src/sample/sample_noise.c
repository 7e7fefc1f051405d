/*
 * The order within a list is the order of drawing: a line put between others changes what
 * a seed gives, one put at the end does not. The first three lists stand in the order of
 * the March 2026 columns.
 */
#include "sample/sample_noise.h"

const char *const sample_field_names[FIELD_COUNT] = {
#define X(name, text) [name] = (text),
    SAMPLE_FIELDS(X)
#undef X
};

/* Left blank, in thousandths; for dates then typed as text; for boxes YES stands first.
 */
#define BLANKS(what, blank_share)                                                        \
    {                                                                                    \
        .field = (what), .blank = (blank_share)                                          \
    }
#define DATE(what, blank_share, text_share)                                              \
    {                                                                                    \
        .field = (what), .blank = (blank_share), .as_text = (text_share)                 \
    }
#define BOX(what, yes_share, blank_share)                                                \
    {                                                                                    \
        .field = (what), .blank = (blank_share), .yes = (yes_share), .is_box = true      \
    }

// clang-format off
static const struct sample_noise arrests[] = {
    DATE(FIELD_ARREST_TIME,         0, 3),
    BLANKS(FIELD_ARREST_TYPE,       100),
    BLANKS(FIELD_STATE,             200),
    BLANKS(FIELD_BLANK,             0),
    BLANKS(FIELD_AREA,              5),
    BLANKS(FIELD_PROGRAM,           10),
    BLANKS(FIELD_AGENCY,            30),
    BLANKS(FIELD_METHOD,            0),
    BLANKS(FIELD_CRIMINALITY,       0),
    BLANKS(FIELD_CASE_STATUS,       20),
    BLANKS(FIELD_CASE_CATEGORY,     20),
    BLANKS(FIELD_DEPARTURE_COUNTRY, 0),
    BLANKS(FIELD_FINAL_ORDER,       20),
    BLANKS(FIELD_WITHHELD,          0),
    BLANKS(FIELD_BIRTH_YEAR,        3),
    BLANKS(FIELD_CITIZENSHIP,       2),
    BLANKS(FIELD_GENDER,            0),
    BLANKS(FIELD_DEPARTED_DATE,     0),
    DATE(FIELD_FINAL_ORDER_DATE,    0, 5),
    BLANKS(FIELD_LANDMARK,          120),
    BLANKS(FIELD_OPERATION,         0),
    BLANKS(FIELD_SITE,              20),
    BLANKS(FIELD_CASE_CRIMINALITY,  60),
    BLANKS(FIELD_THREAT,            100),
    BLANKS(FIELD_PERSON,            0),
    BLANKS(FIELD_COUNTY,            150),
    BLANKS(FIELD_CITY,              250),
    BLANKS(FIELD_PROGRAM_GROUP,     10),
};

static const struct sample_noise detainers[] = {
    DATE(FIELD_PREPARED,            0, 2),
    BLANKS(FIELD_STATE,             8),
    BLANKS(FIELD_AREA,              8),
    BLANKS(FIELD_PORT,              0),
    BLANKS(FIELD_DEPARTURE_COUNTRY, 0),
    BLANKS(FIELD_DEPARTED_DATE,     0),
    BLANKS(FIELD_CASE_STATUS,       250),
    BLANKS(FIELD_CRIMINALITY,       0),
    BLANKS(FIELD_FACILITY,          0),
    BLANKS(FIELD_FACILITY_CODE,     0),
    BLANKS(FIELD_CITY,              8),
    BLANKS(FIELD_THREAT,            60),
    BLANKS(FIELD_GENDER,            0),
    BLANKS(FIELD_CITIZENSHIP,       2),
    BLANKS(FIELD_BIRTH_COUNTRY,     10),
    BLANKS(FIELD_WITHHELD,          0),
    BLANKS(FIELD_BIRTH_YEAR,        3),
    BLANKS(FIELD_ENTRY_STATUS,      150),
    BLANKS(FIELD_CHARGE,            0),
    BLANKS(FIELD_SENTENCE_DAYS,     0),
    BLANKS(FIELD_SENTENCE_MONTHS,   0),
    BLANKS(FIELD_SENTENCE_YEARS,    0),
    BLANKS(FIELD_CHARGE_CODE,       0),
    BLANKS(FIELD_CHARGE_DATE,       0),
    BLANKS(FIELD_CONVICTION_DATE,   0),
    BOX(FIELD_AGGRAVATED,           40, 0),
    BLANKS(FIELD_DISPOSITION,       200),
    BLANKS(FIELD_CASE_CATEGORY,     250),
    BLANKS(FIELD_TOA_CATEGORY,      500),
    BLANKS(FIELD_PROGRAM,           50),
    BLANKS(FIELD_METHOD,            0),
    BLANKS(FIELD_FINAL_ORDER,       250),
    BLANKS(FIELD_FINAL_ORDER_DATE,  0),
    DATE(FIELD_ARREST_TIME,         0, 20),
    BLANKS(FIELD_ENTRY_DATE,        300),
    BOX(FIELD_PRIOR_FELONY,         180, 100),
    BOX(FIELD_PRIOR_MISDEMEANORS,   120, 100),
    BOX(FIELD_VIOLENT_MISDEMEANOR,  110, 100),
    BOX(FIELD_ILLEGAL_ENTRY,        60, 100),
    BOX(FIELD_ILLEGAL_REENTRY,      150, 100),
    BOX(FIELD_FRAUD,                10, 100),
    BOX(FIELD_SIGNIFICANT_RISK,     20, 100),
    BOX(FIELD_OTHER_REMOVAL,        30, 100),
    BLANKS(FIELD_OTHER_REASON,      970),
    BOX(FIELD_STREET_GANG,          15, 100),
    BOX(FIELD_AGGRAVATED_FELONY,    40, 100),
    BOX(FIELD_DEPORTATION_ORDERED,  330, 20),
    BOX(FIELD_SHOW_CAUSE,           120, 20),
    BLANKS(FIELD_BLANK,             0),
    BOX(FIELD_BIOMETRIC,            640, 20),
    BOX(FIELD_STATEMENTS,           230, 20),
    BOX(FIELD_UNLAWFUL_ATTEMPT,     20, 100),
    BOX(FIELD_UNLAWFUL_ENTRY,       50, 100),
    BOX(FIELD_VISA,                 30, 100),
    BOX(FIELD_FEDERAL_REGISTER,     5, 100),
    BOX(FIELD_RESUME_CUSTODY,       25, 50),
    BLANKS(FIELD_LIFT_REASON,       0),
    BLANKS(FIELD_LIFT_CODE,         0),
    BOX(FIELD_INVESTIGATION,        70, 100),
    BLANKS(FIELD_BLANK,             0),
    BLANKS(FIELD_FORM,              0),
    BLANKS(FIELD_NOTIFY,            40),
    BLANKS(FIELD_SITE,              20),
    BLANKS(FIELD_WITHHELD,          0),
    BLANKS(FIELD_PERSON,            0),
    BLANKS(FIELD_TOA_CATEGORY_CODE, 500),
    BOX(FIELD_ORDER_CAUSE,          310, 20),
    BOX(FIELD_FEDERAL_INTEREST,     20, 100),
};

static const struct sample_noise detentions[] = {
    BLANKS(FIELD_STAY_IN,           0),
    BLANKS(FIELD_STINT_IN,          0),
    BLANKS(FIELD_FACILITY,          0),
    BLANKS(FIELD_STINT_OUT,         0),
    BLANKS(FIELD_STAY_OUT,          0),
    BLANKS(FIELD_STINT_REASON,      0),
    BLANKS(FIELD_STAY_OUT_DATE,     0),
    BLANKS(FIELD_STAY_REASON,       0),
    BLANKS(FIELD_RELIGION,          10),
    BLANKS(FIELD_GENDER,            0),
    BLANKS(FIELD_MARITAL,           10),
    BLANKS(FIELD_ETHNICITY,         40),
    BLANKS(FIELD_BIRTH_COUNTRY,     10),
    BLANKS(FIELD_CITIZENSHIP,       2),
    BLANKS(FIELD_ENTRY_STATUS,      150),
    BOX(FIELD_TERRORIST,            0, 50),
    BOX(FIELD_GANG,                 12, 50),
    BLANKS(FIELD_CHARGE,            0),
    BLANKS(FIELD_SENTENCE_DAYS,     0),
    BLANKS(FIELD_SENTENCE_MONTHS,   0),
    BLANKS(FIELD_SENTENCE_YEARS,    0),
    BLANKS(FIELD_CHARGE_CODE,       0),
    BOX(FIELD_AGGRAVATED,           40, 0),
    BOX(FIELD_OFFENSE_236C,         60, 300),
    BOX(FIELD_CASE_236C,            60, 300),
    BLANKS(FIELD_BOND_POSTED_DATE,  0),
    BLANKS(FIELD_BOND_POSTED,       0),
    BLANKS(FIELD_CASE_STATUS,       0),
    BLANKS(FIELD_CASE_CATEGORY,     0),
    BLANKS(FIELD_FINAL_ORDER,       0),
    BLANKS(FIELD_FINAL_ORDER_DATE,  0),
    BLANKS(FIELD_THREAT,            60),
    BLANKS(FIELD_CLASSIFICATION,    150),
    BLANKS(FIELD_FINAL_CHARGE,      100),
    BLANKS(FIELD_DEPARTED_DATE,     0),
    BLANKS(FIELD_DEPARTURE_COUNTRY, 0),
    BLANKS(FIELD_BOND_SET,          0),
    BLANKS(FIELD_BOND_SET_DATE,     0),
    BLANKS(FIELD_FACILITY_CODE,     0),
    BLANKS(FIELD_WITHHELD,          0),
    BLANKS(FIELD_BIRTH_YEAR,        3),
    BLANKS(FIELD_CRIMINALITY,       0),
    BLANKS(FIELD_RACE,              20),
    DATE(FIELD_ENTRY_DATE,          300, 4),
    BLANKS(FIELD_PROGRAM,           10),
    BLANKS(FIELD_CHARGE_DATE,       0),
    BLANKS(FIELD_CONVICTION_DATE,   0),
    BLANKS(FIELD_CHARGE_STATUS,     0),
    BLANKS(FIELD_CHARGE_STATUS_CODE,0),
    BLANKS(FIELD_CRIME_CLASS,       0),
    BLANKS(FIELD_SITE,              10),
    BLANKS(FIELD_AREA,              0),
    BLANKS(FIELD_PERSON,            0),
    BLANKS(FIELD_PROGRAM_GROUP,     10),
};

static const struct sample_noise encounters[] = {
    DATE(FIELD_EVENT_TIME,          0, 3),
    BLANKS(FIELD_EVENT_TYPE,        5),
    BLANKS(FIELD_LANDMARK,          276),
    BLANKS(FIELD_OPERATION,         0),
    BLANKS(FIELD_THREAT,            100),
    BLANKS(FIELD_AREA,              8),
    BLANKS(FIELD_SITE,              20),
    BLANKS(FIELD_LEAD_TYPE,         30),
    BLANKS(FIELD_LEAD_SOURCE,       30),
    BLANKS(FIELD_PROGRAM,           10),
    BLANKS(FIELD_PROGRAM_GROUP,     10),
    BLANKS(FIELD_AGENCY,            40),
    BLANKS(FIELD_CRIMINALITY,       0),
    BLANKS(FIELD_DISPOSITION,       60),
    BLANKS(FIELD_CASE_STATUS,       250),
    BLANKS(FIELD_CASE_CATEGORY,     250),
    BLANKS(FIELD_FINAL_ORDER,       250),
    DATE(FIELD_FINAL_ORDER_DATE,    0, 4),
    BLANKS(FIELD_BIRTH_YEAR,        3),
    BLANKS(FIELD_CITIZENSHIP,       2),
};

static const struct sample_noise removals[] = {
    DATE(FIELD_DEPARTED_DATE,       0, 2),
    BLANKS(FIELD_PORT,              15),
    BLANKS(FIELD_DEPARTURE_COUNTRY, 2),
    BLANKS(FIELD_AREA,              5),
    BLANKS(FIELD_STATE,             200),
    BLANKS(FIELD_COUNTY,            150),
    BLANKS(FIELD_CITY,              250),
    BLANKS(FIELD_CASE_STATUS,       0),
    BLANKS(FIELD_BIRTH_COUNTRY,     10),
    BLANKS(FIELD_BIRTH_YEAR,        3),
    BLANKS(FIELD_CITIZENSHIP,       2),
    DATE(FIELD_ENTRY_DATE,          300, 4),
    BLANKS(FIELD_ENTRY_STATUS,      150),
    BOX(FIELD_TERRORIST,            0, 50),
    BOX(FIELD_GANG,                 12, 50),
    BLANKS(FIELD_THREAT,            100),
    BLANKS(FIELD_CASE_CRIMINALITY,  20),
    BOX(FIELD_AGGRAVATED,           40, 0),
    BLANKS(FIELD_DISPOSITION,       20),
    BLANKS(FIELD_CASE_CATEGORY,     5),
    BLANKS(FIELD_TOA_CATEGORY,      300),
    BLANKS(FIELD_PROGRAM,           10),
    BLANKS(FIELD_PROGRAM_CODE,      10),
    BLANKS(FIELD_LATEST_PROGRAM,    30),
    BLANKS(FIELD_LATEST_PROGRAM_CODE,30),
    BLANKS(FIELD_AGENCY,            30),
    BLANKS(FIELD_LATEST_AGENCY,     40),
    DATE(FIELD_ARREST_TIME,         15, 10),
    DATE(FIELD_FINAL_ORDER_DATE,    0, 5),
    BLANKS(FIELD_FINAL_CHARGE,      100),
    BLANKS(FIELD_FINAL_CHARGE_SECTION,100),
    BOX(FIELD_PRIOR_DEPORT,         310, 10),
};

// clang-format on

#define NOISES(array)                                                                    \
    {                                                                                    \
        (array), sizeof(array) / sizeof(array)[0]                                        \
    }
const struct sample_noises sample_noises[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = NOISES(arrests),       [SAMPLE_DETAINERS] = NOISES(detainers),
    [SAMPLE_DETENTIONS] = NOISES(detentions), [SAMPLE_ENCOUNTERS] = NOISES(encounters),
    [SAMPLE_REMOVALS] = NOISES(removals),
};
