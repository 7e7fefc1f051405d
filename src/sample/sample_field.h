/*
 * The facts a record can show, each named once. A column of a layout is a heading over
 * one of them; the answer key calls by these names what a layout leaves out.
 */
#ifndef SAMPLE_FIELD_H
#define SAMPLE_FIELD_H

// clang-format off
#define SAMPLE_FIELDS(X)                                                                       \
    X(FIELD_BLANK, "")    /* a column the release never fills */                               \
    X(FIELD_WITHHELD, "") /* a column redacted throughout */                                   \
    /* the person */                                                                           \
    X(FIELD_PERSON, "person id")                                                               \
    X(FIELD_BIRTH_YEAR, "birth year")                                                          \
    X(FIELD_GENDER, "gender")                                                                  \
    X(FIELD_CITIZENSHIP, "citizenship")                                                        \
    X(FIELD_BIRTH_COUNTRY, "birth country")                                                    \
    X(FIELD_MARITAL, "marital status")                                                         \
    X(FIELD_RELIGION, "religion")                                                              \
    X(FIELD_ETHNICITY, "ethnicity")                                                            \
    X(FIELD_RACE, "race")                                                                      \
    X(FIELD_ENTRY_STATUS, "entry status")                                                      \
    X(FIELD_ENTRY_DATE, "entry date")                                                          \
    X(FIELD_THREAT, "threat level")                                                            \
    X(FIELD_CRIMINALITY, "criminality")                                                        \
    X(FIELD_CASE_CRIMINALITY, "criminality of the case")                                       \
    X(FIELD_CHARGE, "most serious charge")                                                     \
    X(FIELD_CHARGE_CODE, "charge code")                                                        \
    X(FIELD_CHARGE_DATE, "charge date")                                                        \
    X(FIELD_CRIME_CLASS, "crime class")                                                        \
    X(FIELD_CHARGE_STATUS, "charge status")                                                    \
    X(FIELD_CHARGE_STATUS_CODE, "charge status code")                                          \
    X(FIELD_CONVICTION_DATE, "conviction date")                                                \
    X(FIELD_SENTENCE_DAYS, "sentence, days")                                                   \
    X(FIELD_SENTENCE_MONTHS, "sentence, months")                                               \
    X(FIELD_SENTENCE_YEARS, "sentence, years")                                                 \
    X(FIELD_AGGRAVATED, "aggravated felon")                                                    \
    X(FIELD_FELON, "kind of aggravated felon")                                                 \
    X(FIELD_TERRORIST, "known terrorist")                                                      \
    X(FIELD_GANG, "suspected gang")                                                            \
    X(FIELD_PRIOR_DEPORT, "deported before")                                                   \
    /* the case */                                                                             \
    X(FIELD_CASE_STATUS, "case status")                                                        \
    X(FIELD_CASE_CATEGORY, "case category")                                                    \
    X(FIELD_TOA_CATEGORY, "case category at arrest")                                           \
    X(FIELD_TOA_CATEGORY_CODE, "case category code at arrest")                                 \
    X(FIELD_DISPOSITION, "processing disposition")                                             \
    X(FIELD_FINAL_CHARGE, "final charge")                                                      \
    X(FIELD_FINAL_CHARGE_SECTION, "section of the final charge")                               \
    X(FIELD_FINAL_ORDER, "final order")                                                        \
    X(FIELD_FINAL_ORDER_DATE, "final order date")                                              \
    X(FIELD_DEPARTED_DATE, "departed date")                                                    \
    X(FIELD_LATEST_DEPARTED, "latest departed date")                                           \
    X(FIELD_DEPARTURE_COUNTRY, "departure country")                                            \
    X(FIELD_PORT, "port of departure")                                                         \
    X(FIELD_OFFENSE_236C, "offense INA 236(c)")                                                \
    X(FIELD_CASE_236C, "case INA 236(c)")                                                      \
    /* an arrest or encounter */                                                               \
    X(FIELD_ARREST_TIME, "arrest date")                                                        \
    X(FIELD_ARREST_TYPE, "targeted or collateral")                                             \
    X(FIELD_METHOD, "arrest method")                                                           \
    X(FIELD_PROGRAM, "program")                                                                \
    X(FIELD_PROGRAM_GROUP, "program group")                                                    \
    X(FIELD_PROGRAM_CODE, "program code")                                                      \
    X(FIELD_LATEST_PROGRAM, "program of the latest arrest")                                    \
    X(FIELD_LATEST_PROGRAM_CODE, "program code of the latest arrest")                          \
    X(FIELD_AGENCY, "arresting agency")                                                        \
    X(FIELD_LATEST_AGENCY, "agency of the latest arrest")                                      \
    X(FIELD_STATE, "state")                                                                    \
    X(FIELD_COUNTY, "county")                                                                  \
    X(FIELD_CITY, "city")                                                                      \
    X(FIELD_AREA, "area of responsibility")                                                    \
    X(FIELD_SITE, "duty site")                                                                 \
    X(FIELD_LANDMARK, "landmark")                                                              \
    X(FIELD_OPERATION, "operation")                                                            \
    X(FIELD_EVENT_TIME, "encounter date")                                                      \
    X(FIELD_EVENT_TYPE, "encounter type")                                                      \
    X(FIELD_LEAD_TYPE, "lead event type")                                                      \
    X(FIELD_LEAD_SOURCE, "lead source")                                                        \
    /* a detainer */                                                                           \
    X(FIELD_PREPARED, "prepare date")                                                          \
    X(FIELD_FORM, "detainer type")                                                             \
    X(FIELD_NOTIFY, "notice of release asked for")                                             \
    X(FIELD_LIFT_REASON, "lift reason")                                                        \
    X(FIELD_LIFT_CODE, "lift reason code")                                                     \
    X(FIELD_PRIOR_FELONY, "prior felony")                                                      \
    X(FIELD_PRIOR_MISDEMEANORS, "multiple prior misdemeanors")                                 \
    X(FIELD_VIOLENT_MISDEMEANOR, "violent misdemeanor")                                        \
    X(FIELD_ILLEGAL_ENTRY, "illegal entry")                                                    \
    X(FIELD_ILLEGAL_REENTRY, "illegal reentry")                                                \
    X(FIELD_FRAUD, "immigration fraud")                                                        \
    X(FIELD_SIGNIFICANT_RISK, "significant risk")                                              \
    X(FIELD_OTHER_REMOVAL, "other removal reason, yes or no")                                  \
    X(FIELD_OTHER_REASON, "other removal reason")                                              \
    X(FIELD_STREET_GANG, "criminal street gang")                                               \
    X(FIELD_AGGRAVATED_FELONY, "aggravated felony as removal reason")                          \
    X(FIELD_DEPORTATION_ORDERED, "deportation ordered")                                        \
    X(FIELD_SHOW_CAUSE, "order to show cause served")                                          \
    X(FIELD_BIOMETRIC, "biometric match")                                                      \
    X(FIELD_STATEMENTS, "statements made")                                                     \
    X(FIELD_UNLAWFUL_ATTEMPT, "unlawful attempt")                                              \
    X(FIELD_UNLAWFUL_ENTRY, "unlawful entry")                                                  \
    X(FIELD_VISA, "visa")                                                                      \
    X(FIELD_ORDER_CAUSE, "final order as the detainer's cause")                                \
    X(FIELD_FEDERAL_REGISTER, "federal register notice")                                       \
    X(FIELD_FEDERAL_INTEREST, "federal interest")                                              \
    X(FIELD_RESUME_CUSTODY, "resume custody")                                                  \
    X(FIELD_INVESTIGATION, "active investigation")                                             \
    /* a detainer or a stint */                                                                \
    X(FIELD_FACILITY, "facility")                                                              \
    X(FIELD_FACILITY_CODE, "facility code")                                                    \
    /* a stint */                                                                              \
    X(FIELD_STAY_IN, "stay book-in")                                                           \
    X(FIELD_STAY_OUT, "stay book-out")                                                         \
    X(FIELD_STAY_OUT_DATE, "stay book-out date")                                               \
    X(FIELD_STAY_REASON, "stay release reason")                                                \
    X(FIELD_STINT_IN, "book-in")                                                               \
    X(FIELD_STINT_OUT, "book-out")                                                             \
    X(FIELD_STINT_REASON, "release reason")                                                    \
    X(FIELD_BOND_SET_DATE, "initial bond date")                                                \
    X(FIELD_BOND_SET, "initial bond")                                                          \
    X(FIELD_BOND_POSTED_DATE, "bond posted date")                                              \
    X(FIELD_BOND_POSTED, "bond posted")                                                        \
    X(FIELD_CLASSIFICATION, "classification")
// clang-format on

enum sample_field {
#define X(name, text) name,
    SAMPLE_FIELDS(X)
#undef X
        FIELD_COUNT
};

/** "" for a field that is no fact. */
extern const char *const sample_field_names[FIELD_COUNT];

#endif
