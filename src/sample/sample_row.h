/*
 * What the record shows: one row of one table, made from what truly happened and then
 * spoiled as real records are: blanks, redactions, contradictions, typing errors, dates
 * written as text.
 */
#ifndef SAMPLE_ROW_H
#define SAMPLE_ROW_H

#include "sample/sample_person.h"

enum sample_table {
    SAMPLE_ARRESTS,
    SAMPLE_DETAINERS,
    SAMPLE_DETENTIONS,
    SAMPLE_TABLE_COUNT
};

/** What a column holds. Several tables and columns share a field. */
enum sample_field {
    FIELD_BLANK, // a column the release never fills
    FIELD_YES_NO,
    FIELD_REDACTED_BIRTH,
    FIELD_REDACTED_KEY,
    // the person
    FIELD_PERSON,
    FIELD_BIRTH_YEAR,
    FIELD_GENDER,
    FIELD_CITIZENSHIP,
    FIELD_BIRTH_COUNTRY,
    FIELD_MARITAL,
    FIELD_RELIGION,
    FIELD_ETHNICITY,
    FIELD_RACE,
    FIELD_ENTRY_STATUS,
    FIELD_ENTRY_DATE,
    FIELD_THREAT,
    FIELD_CRIMINALITY,
    FIELD_CASE_CRIMINALITY,
    FIELD_CHARGE,
    FIELD_CHARGE_CODE,
    FIELD_CHARGE_DATE,
    FIELD_CRIME_CLASS,
    FIELD_CHARGE_STATUS,
    FIELD_CHARGE_STATUS_CODE,
    FIELD_CONVICTION_DATE,
    FIELD_SENTENCE_DAYS,
    FIELD_SENTENCE_MONTHS,
    FIELD_SENTENCE_YEARS,
    // the case
    FIELD_CASE_STATUS,
    FIELD_CASE_CATEGORY,
    FIELD_DISPOSITION,
    FIELD_FINAL_CHARGE,
    FIELD_FINAL_ORDER,
    FIELD_FINAL_ORDER_DATE,
    FIELD_DEPARTED_DATE,
    FIELD_DEPARTURE_COUNTRY,
    FIELD_PORT,
    // an arrest
    FIELD_ARREST_TIME,
    FIELD_ARREST_TYPE,
    FIELD_METHOD,
    FIELD_PROGRAM,
    FIELD_AGENCY,
    FIELD_STATE,
    FIELD_AREA,
    FIELD_SITE,
    FIELD_LANDMARK,
    FIELD_OPERATION,
    // a detainer
    FIELD_PREPARED,
    FIELD_FORM,
    FIELD_NOTIFY,
    FIELD_LIFT_REASON,
    FIELD_LIFT_CODE,
    FIELD_FACILITY_CITY,
    FIELD_OTHER_REASON,
    // a detainer or a stint
    FIELD_FACILITY,
    FIELD_FACILITY_CODE,
    // a stint
    FIELD_STAY_IN,
    FIELD_STAY_OUT,
    FIELD_STAY_OUT_DATE,
    FIELD_STAY_REASON,
    FIELD_STINT_IN,
    FIELD_STINT_OUT,
    FIELD_STINT_REASON,
    FIELD_BOND_SET_DATE,
    FIELD_BOND_SET,
    FIELD_BOND_POSTED_DATE,
    FIELD_BOND_POSTED,
    FIELD_CLASSIFICATION,
    FIELD_COUNT
};

struct sample_column {
    const char *heading; // exactly as the March 2026 release has it
    enum sample_field field;
    uint32_t blank;   // thousandths of values left out
    uint32_t yes;     // FIELD_YES_NO: thousandths of YES, the rest NO
    uint32_t as_text; // dates: thousandths written as text
};

struct sample_columns {
    const struct sample_column *columns;
    size_t count;
};
extern const struct sample_columns sample_tables[SAMPLE_TABLE_COUNT];

enum sample_value_kind {
    SAMPLE_VALUE_BLANK,
    SAMPLE_VALUE_TEXT,
    SAMPLE_VALUE_WHOLE,
    SAMPLE_VALUE_DAY,  // number is a day
    SAMPLE_VALUE_TIME, // number is a minute
};

struct sample_value {
    enum sample_value_kind kind;
    const char *text; // borrowed from a table, the person, or the row
    int64_t number;
};

/** How the operation is recorded. */
enum sample_named {
    SAMPLE_NAMED_BLANK,
    SAMPLE_NAMED_REDACTED,
    SAMPLE_NAMED_NONE,
    SAMPLE_NAMED_OPEN,
    SAMPLE_NAMED_COUNT
};
extern const char *const sample_named_texts[SAMPLE_NAMED_COUNT];

enum { SAMPLE_TEXT_MAX = 96 };

struct sample_row {
    struct sample_value values[FIELD_COUNT];
    struct sample_random random; // the row's noise; goes on while its cells are written
    enum sample_lift lift;       // detainers: the reason recorded
    enum sample_named named;     // arrests: how the operation is recorded
    char facility[SAMPLE_TEXT_MAX];
    char landmark[SAMPLE_TEXT_MAX];
    char area[SAMPLE_TEXT_MAX];
};

/** The row of the person's nth arrest, detainer or stint. Borrows from `person`. */
void sample_row_make(uint64_t seed, uint64_t index, const struct sample_person *person,
                     enum sample_table table, size_t nth, struct sample_row *out_row);
/** The next column's value, blanks drawn. Ask once for each column, in order. */
struct sample_value sample_row_value(struct sample_row *row,
                                     const struct sample_column *column);
/** Whether the record kept the person's id. */
bool sample_row_has_id(const struct sample_row *row);

/* -- For the files of this folder -- */

void sample_row_set_text(struct sample_row *row, enum sample_field field,
                         const char *text);
void sample_row_set_whole(struct sample_row *row, enum sample_field field,
                          int64_t number);
/** Day 0 and SAMPLE_NEVER are blank. */
void sample_row_set_day(struct sample_row *row, enum sample_field field, int32_t day);
void sample_row_set_time(struct sample_row *row, enum sample_field field, int32_t minute);
void sample_row_arrest(struct sample_row *row, const struct sample_arrest *arrest);
void sample_row_detainer(struct sample_row *row, const struct sample_person *person,
                         const struct sample_detainer *detainer);
void sample_row_stint(struct sample_row *row, const struct sample_person *person,
                      const struct sample_stint *stint);
/** A name as typed: now and then CNTY, two letters swapped, or a blank at its end. */
void sample_row_typed(struct sample_row *row, const char *name,
                      char out[SAMPLE_TEXT_MAX]);

#endif
