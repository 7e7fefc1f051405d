/*
 * The columns of the three tables, in the order of the March 2026 release, each with how
 * often it is left blank and, for boxes, how often it says YES. Shares are in
 * thousandths.
 */
#include "sample/sample_row.h"

#define COLUMN(title, what, blank_share)                                                 \
    {                                                                                    \
        .heading = (title), .field = (what), .blank = (blank_share)                      \
    }
#define DATE(title, what, blank_share, text_share)                                       \
    {                                                                                    \
        .heading = (title), .field = (what), .blank = (blank_share),                     \
        .as_text = (text_share)                                                          \
    }
#define BOX(title, yes_share, blank_share)                                               \
    {                                                                                    \
        .heading = (title), .field = FIELD_YES_NO, .blank = (blank_share),               \
        .yes = (yes_share)                                                               \
    }

// clang-format off
static const struct sample_column arrests[] = {
    DATE("Apprehension Date",                 FIELD_ARREST_TIME, 0, 3),
    COLUMN("Apprehension Type",               FIELD_ARREST_TYPE, 100),
    COLUMN("State",                           FIELD_STATE, 200),
    COLUMN("County",                          FIELD_BLANK, 0),
    COLUMN("TOA Current Duty AOR",            FIELD_AREA, 5),
    COLUMN("Apprehension Final Program",      FIELD_PROGRAM, 10),
    COLUMN("Arresting Agency",                FIELD_AGENCY, 30),
    COLUMN("Apprehension Method",             FIELD_METHOD, 0),
    COLUMN("Apprehension Criminality",        FIELD_CRIMINALITY, 0),
    COLUMN("Case Status",                     FIELD_CASE_STATUS, 20),
    COLUMN("Case Category",                   FIELD_CASE_CATEGORY, 20),
    COLUMN("Departure Country",               FIELD_DEPARTURE_COUNTRY, 0),
    COLUMN("Final Order Yes No",              FIELD_FINAL_ORDER, 20),
    COLUMN("Birth Date",                      FIELD_REDACTED_BIRTH, 0),
    COLUMN("Birth Year",                      FIELD_BIRTH_YEAR, 3),
    COLUMN("Citizenship Country",             FIELD_CITIZENSHIP, 2),
    COLUMN("Gender",                          FIELD_GENDER, 0),
    COLUMN("Departed Date",                   FIELD_DEPARTED_DATE, 0),
    DATE("Final Order Date",                  FIELD_FINAL_ORDER_DATE, 0, 5),
    COLUMN("Apprehension Site Landmark",      FIELD_LANDMARK, 120),
    COLUMN("Operation",                       FIELD_OPERATION, 0),
    COLUMN("TOA Current Duty Site",           FIELD_SITE, 20),
    COLUMN("Case Criminality",                FIELD_CASE_CRIMINALITY, 60),
    COLUMN("Case Threat Level",               FIELD_THREAT, 100),
    COLUMN("Anonymized Identifier",           FIELD_PERSON, 0),
};

static const struct sample_column detainers[] = {
    DATE("Detainer Prepare Date",             FIELD_PREPARED, 0, 2),
    COLUMN("Facility State",                  FIELD_STATE, 8),
    COLUMN("Facility AOR",                    FIELD_AREA, 8),
    COLUMN("Port of Departure",               FIELD_PORT, 0),
    COLUMN("Departure Country",               FIELD_DEPARTURE_COUNTRY, 0),
    COLUMN("Departed Date",                   FIELD_DEPARTED_DATE, 0),
    COLUMN("Case Status",                     FIELD_CASE_STATUS, 250),
    COLUMN("Detainer Criminality",            FIELD_CRIMINALITY, 0),
    COLUMN("Detainer Facility",               FIELD_FACILITY, 0),
    COLUMN("Detainer Facility Code",          FIELD_FACILITY_CODE, 0),
    COLUMN("Facility City",                   FIELD_FACILITY_CITY, 8),
    COLUMN("Detainer Threat Level",           FIELD_THREAT, 60),
    COLUMN("Gender",                          FIELD_GENDER, 0),
    COLUMN("Citizenship Country",             FIELD_CITIZENSHIP, 2),
    COLUMN("Birth Country",                   FIELD_BIRTH_COUNTRY, 10),
    COLUMN("Birth Date",                      FIELD_REDACTED_BIRTH, 0),
    COLUMN("Birth Year",                      FIELD_BIRTH_YEAR, 3),
    COLUMN("Entry Status",                    FIELD_ENTRY_STATUS, 150),
    COLUMN("MSC Charge",                      FIELD_CHARGE, 0),
    COLUMN("MSC Sentence Days",               FIELD_SENTENCE_DAYS, 0),
    COLUMN("MSC Sentence Months",             FIELD_SENTENCE_MONTHS, 0),
    COLUMN("MSC Sentence Years",              FIELD_SENTENCE_YEARS, 0),
    COLUMN("MSC Charge Code",                 FIELD_CHARGE_CODE, 0),
    COLUMN("MSC Charge Date",                 FIELD_CHARGE_DATE, 0),
    COLUMN("MSC Conviction Date",             FIELD_CONVICTION_DATE, 0),
    BOX("Aggravated Felon Yes No",            40, 0),
    COLUMN("Processing Disposition",          FIELD_DISPOSITION, 200),
    COLUMN("Case Category",                   FIELD_CASE_CATEGORY, 250),
    COLUMN("TOA Case Category",               FIELD_CASE_CATEGORY, 500),
    COLUMN("TOA Current Program",             FIELD_PROGRAM, 50),
    COLUMN("Apprehension Method",             FIELD_METHOD, 0),
    COLUMN("Final Order Yes No",              FIELD_FINAL_ORDER, 250),
    COLUMN("Final Order Date",                FIELD_FINAL_ORDER_DATE, 0),
    DATE("Apprehension Date",                 FIELD_ARREST_TIME, 0, 20),
    COLUMN("Entry Date",                      FIELD_ENTRY_DATE, 300),
    BOX("Prior Felony Yes No",                180, 100),
    BOX("Multiple Prior MISD Yes No",         120, 100),
    BOX("Violent Misdemeanor Yes No",         110, 100),
    BOX("Illegal Entry Yes No",               60, 100),
    BOX("Illegal Reentry Yes No",             150, 100),
    BOX("Immigration Fraud Yes No",           10, 100),
    BOX("Significant Risk Yes No",            20, 100),
    BOX("Other Removal Reason Yes No",        30, 100),
    COLUMN("Other Removal Reason",            FIELD_OTHER_REASON, 970),
    BOX("Criminal Street Gang Yes No",        15, 100),
    BOX("Aggravated Felony Yes No",           40, 100),
    BOX("Deportation Ordered Yes No",         330, 20),
    BOX("Order to Show Cause Served Yes No",  120, 20),
    COLUMN("Order to Show Cause Served Date", FIELD_BLANK, 0),
    BOX("Biometric Match Yes No",             640, 20),
    BOX("Statements Made Yes No",             230, 20),
    BOX("Unlawful Attempt Yes No",            20, 100),
    BOX("Unlawful Entry Yes No",              50, 100),
    BOX("Visa Yes No",                        30, 100),
    BOX("Federal Register Notice Yes No",     5, 100),
    BOX("Resume Custody Yes No",              25, 50),
    COLUMN("Detainer Lift Reason",            FIELD_LIFT_REASON, 0),
    COLUMN("Detainer Lift Reason Code",       FIELD_LIFT_CODE, 0),
    BOX("Active Investigation Yes No",        70, 100),
    COLUMN("Arrest Warrant Served Date",      FIELD_BLANK, 0),
    COLUMN("Detainer Type",                   FIELD_FORM, 0),
    COLUMN("Notify Release Request Yes No",   FIELD_NOTIFY, 40),
    COLUMN("TOD Current Duty Site",           FIELD_SITE, 20),
    COLUMN("EID DTA ID",                      FIELD_REDACTED_KEY, 0),
    COLUMN("Anonymized Identifier",           FIELD_PERSON, 0),
};

static const struct sample_column detentions[] = {
    COLUMN("Stay Book In Date Time",          FIELD_STAY_IN, 0),
    COLUMN("Book In Date Time",               FIELD_STINT_IN, 0),
    COLUMN("Detention Facility",              FIELD_FACILITY, 0),
    COLUMN("Book Out Date Time",              FIELD_STINT_OUT, 0),
    COLUMN("Stay Book Out Date Time",         FIELD_STAY_OUT, 0),
    COLUMN("Detention Release Reason",        FIELD_STINT_REASON, 0),
    COLUMN("Stay Book Out Date",              FIELD_STAY_OUT_DATE, 0),
    COLUMN("Stay Release Reason",             FIELD_STAY_REASON, 0),
    COLUMN("Religion",                        FIELD_RELIGION, 10),
    COLUMN("Gender",                          FIELD_GENDER, 0),
    COLUMN("Marital Status",                  FIELD_MARITAL, 10),
    COLUMN("Ethnicity",                       FIELD_ETHNICITY, 40),
    COLUMN("Birth Country",                   FIELD_BIRTH_COUNTRY, 10),
    COLUMN("Citizenship Country",             FIELD_CITIZENSHIP, 2),
    COLUMN("Entry Status",                    FIELD_ENTRY_STATUS, 150),
    BOX("Known Terrorist Yes No",             0, 50),
    BOX("Suspected Gang Yes No",              12, 50),
    COLUMN("MSC Charge",                      FIELD_CHARGE, 0),
    COLUMN("MSC Sentence Days",               FIELD_SENTENCE_DAYS, 0),
    COLUMN("MSC Sentence Months",             FIELD_SENTENCE_MONTHS, 0),
    COLUMN("MSC Sentence Years",              FIELD_SENTENCE_YEARS, 0),
    COLUMN("MSC Charge Code",                 FIELD_CHARGE_CODE, 0),
    BOX("Aggravated Felon Yes No",            40, 0),
    BOX("Offense INA 236C Yes No",            60, 300),
    BOX("Case INA 236C Yes No",               60, 300),
    COLUMN("Bond Posted Date",                FIELD_BOND_POSTED_DATE, 0),
    COLUMN("Bond Posted Amount",              FIELD_BOND_POSTED, 0),
    COLUMN("Case Status",                     FIELD_CASE_STATUS, 0),
    COLUMN("Case Category",                   FIELD_CASE_CATEGORY, 0),
    COLUMN("Final Order Yes No",              FIELD_FINAL_ORDER, 0),
    COLUMN("Final Order Date",                FIELD_FINAL_ORDER_DATE, 0),
    COLUMN("Case Threat Level",               FIELD_THREAT, 60),
    COLUMN("Detainee Classification",         FIELD_CLASSIFICATION, 150),
    COLUMN("Final Charge",                    FIELD_FINAL_CHARGE, 100),
    COLUMN("Departed Date",                   FIELD_DEPARTED_DATE, 0),
    COLUMN("Departure Country",               FIELD_DEPARTURE_COUNTRY, 0),
    COLUMN("Initial Bond Set Amount",         FIELD_BOND_SET, 0),
    COLUMN("Initial Bond Set Date",           FIELD_BOND_SET_DATE, 0),
    COLUMN("Detention Facility Code",         FIELD_FACILITY_CODE, 0),
    COLUMN("Birth Date",                      FIELD_REDACTED_BIRTH, 0),
    COLUMN("Birth Year",                      FIELD_BIRTH_YEAR, 3),
    COLUMN("Book In Criminality",             FIELD_CRIMINALITY, 0),
    COLUMN("Race",                            FIELD_RACE, 20),
    DATE("Entry Date",                        FIELD_ENTRY_DATE, 300, 4),
    COLUMN("Apprehension Final Program",      FIELD_PROGRAM, 10),
    COLUMN("MSC Charge Date",                 FIELD_CHARGE_DATE, 0),
    COLUMN("MSC Conviction Date",             FIELD_CONVICTION_DATE, 0),
    COLUMN("MSC Criminal Charge Status",      FIELD_CHARGE_STATUS, 0),
    COLUMN("MSC Criminal Charge Status Code", FIELD_CHARGE_STATUS_CODE, 0),
    COLUMN("MSC Crime Class",                 FIELD_CRIME_CLASS, 0),
    COLUMN("Book In Site",                    FIELD_SITE, 10),
    COLUMN("Book In AOR",                     FIELD_AREA, 0),
    COLUMN("Anonymized Identifier",           FIELD_PERSON, 0),
};
// clang-format on

#define COLUMNS(array)                                                                   \
    {                                                                                    \
        (array), sizeof(array) / sizeof(array)[0]                                        \
    }
const struct sample_columns sample_tables[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = COLUMNS(arrests),
    [SAMPLE_DETAINERS] = COLUMNS(detainers),
    [SAMPLE_DETENTIONS] = COLUMNS(detentions),
};
