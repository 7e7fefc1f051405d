/*
 * The column lists of the releases, as tables of facts: which heading stands over which
 * fact, and how that release writes it. Included by the lists alone and by the layouts.
 */
#ifndef SAMPLE_COLUMNS_H
#define SAMPLE_COLUMNS_H

#include "sample/sample_noise.h"

struct sample_column {
    const char *heading; // exactly as the release has it
    enum sample_field field;
    const char *spelling; // FIELD_WITHHELD: how this release writes a redaction
    int32_t absent_year;  // the file of this fiscal year lacks the column; 0: none does
    bool as_text;         // amounts: "$5,000.00"
};

struct sample_columns {
    const struct sample_column *columns;
    size_t count; // 0: the release has no such table
};

extern const struct sample_columns sample_columns_2025_07[SAMPLE_TABLE_COUNT];
extern const struct sample_columns sample_columns_2026_03[SAMPLE_TABLE_COUNT];
extern const struct sample_columns sample_columns_2026_08[SAMPLE_TABLE_COUNT];

/* -- For the lists -- */

#define COLUMN(title, what)                                                              \
    {                                                                                    \
        .heading = (title), .field = (what)                                              \
    }
#define AS_TEXT(title, what)                                                             \
    {                                                                                    \
        .heading = (title), .field = (what), .as_text = true                             \
    }
#define WITHHELD(title, written)                                                         \
    {                                                                                    \
        .heading = (title), .field = FIELD_WITHHELD, .spelling = (written)               \
    }
/* Withheld, and not there at all in the file of one year: positions lie there. */
#define ABSENT(title, written, year)                                                     \
    {                                                                                    \
        .heading = (title), .field = FIELD_WITHHELD, .spelling = (written),              \
        .absent_year = (year)                                                            \
    }
#define COLUMNS(array)                                                                   \
    {                                                                                    \
        .columns = (array), .count = sizeof(array) / sizeof(array)[0]                    \
    }

#endif
