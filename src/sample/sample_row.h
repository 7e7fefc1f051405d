/*
 * What the record shows: one row of one table, made from what truly happened and then
 * spoiled as real records are: blanks, redactions, contradictions, typing errors, dates
 * written as text.
 */
#ifndef SAMPLE_ROW_H
#define SAMPLE_ROW_H

#include "sample/sample_columns.h"
#include "sample/sample_person.h"

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

enum { SAMPLE_TEXT_MAX = 96, SAMPLE_CODE_MAX = 8 };

struct sample_row {
    struct sample_value values[FIELD_COUNT];
    bool typed[FIELD_COUNT];     // dates that were typed as text
    struct sample_random random; // the row's noise
    enum sample_lift lift;       // detainers: the reason recorded
    enum sample_named named;     // arrests: how the operation is recorded
    char facility[SAMPLE_TEXT_MAX];
    char landmark[SAMPLE_TEXT_MAX];
    char area[SAMPLE_TEXT_MAX];
    char category_code[SAMPLE_CODE_MAX];
    char section[SAMPLE_CODE_MAX];
};

/** The row of the person's nth event of the table, spoiled. Borrows from `person`. */
void sample_row_make(uint64_t seed, uint64_t index, const struct sample_person *person,
                     enum sample_table table, size_t nth, struct sample_row *out_row);
/** What stands under the column. */
struct sample_value sample_row_value(const struct sample_row *row,
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
void sample_row_encounter(struct sample_row *row, const struct sample_person *person,
                          const struct sample_encounter *encounter);
void sample_row_removal(struct sample_row *row, const struct sample_person *person,
                        const struct sample_removal *removal);
/** Area and duty site. */
void sample_row_area(struct sample_row *row, enum sample_area_kind area);
/** State, county and city, now and then another state's. */
void sample_row_place(struct sample_row *row, const struct sample_arrest *arrest);
void sample_row_landmark(struct sample_row *row, const struct sample_arrest *arrest);
void sample_row_operation(struct sample_row *row, const struct sample_arrest *arrest);
const char *sample_program_of(const struct sample_arrest *arrest);
/** A name as typed: now and then CNTY, two letters swapped, or a blank at its end. */
void sample_row_typed(struct sample_row *row, const char *name,
                      char out[SAMPLE_TEXT_MAX]);

#endif
