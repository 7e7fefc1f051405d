/*
 * Records as the rules read them (spec/README.md), as rows of whole numbers: the one form
 * that case files, random histories, both SQL engines and the kernel are fed from.
 *
 * A number that is not there is SUPPORT_NONE. A code is the number of its text in the
 * history's labels; code 0 is "[blank]". Out of memory ends the test.
 */
#ifndef SUPPORT_HISTORY_H
#define SUPPORT_HISTORY_H

#include "base/base.h"
#include "support/support_noise.h"

#include <stdio.h>

#define SUPPORT_NONE INT64_MIN

enum support_kind {
    SUPPORT_NUMBER, // INTEGER
    SUPPORT_WIDE,   // BIGINT: records, likenesses, cents
    SUPPORT_MOMENT, // BIGINT: seconds since 1970-01-01
    SUPPORT_DAY,    // INTEGER: days since then
    SUPPORT_CODE,   // INTEGER: a text in the labels
};

/* The relations and their columns, in the order of spec/README.md. */
// clang-format off
#define SUPPORT_ARREST_COLUMNS(X) \
    X(ARREST, RECORD, record, WIDE) X(ARREST, PERSON, person, NUMBER) X(ARREST, RELEASE, release, NUMBER) \
    X(ARREST, AT, at, MOMENT) X(ARREST, REPROCESSED, reprocessed, NUMBER) X(ARREST, METHOD, method, CODE) \
    X(ARREST, CRIMINALITY, criminality, CODE) X(ARREST, AOR, aor, CODE) X(ARREST, STATE, state, CODE) \
    X(ARREST, BIRTH_YEAR, birth_year, NUMBER) X(ARREST, FILLED, filled, NUMBER) X(ARREST, TWIN, twin, WIDE)
#define SUPPORT_DETAINER_COLUMNS(X) \
    X(DETAINER, RECORD, record, WIDE) X(DETAINER, PERSON, person, NUMBER) \
    X(DETAINER, RELEASE, release, NUMBER) X(DETAINER, AT, at, MOMENT) \
    X(DETAINER, LIFTED_AT, lifted_at, MOMENT) X(DETAINER, FACILITY, facility, CODE) \
    X(DETAINER, TYPE, type, CODE) X(DETAINER, LIFT, lift, CODE) X(DETAINER, ACCEPTED, accepted, NUMBER) \
    X(DETAINER, CANCELS, cancels_previous, NUMBER)
#define SUPPORT_STINT_COLUMNS(X) \
    X(STINT, RECORD, record, WIDE) X(STINT, PERSON, person, NUMBER) X(STINT, RELEASE, release, NUMBER) \
    X(STINT, STAY_BOOK_IN, stay_book_in, MOMENT) X(STINT, BOOK_IN, book_in, MOMENT) \
    X(STINT, BOOK_OUT, book_out, MOMENT) X(STINT, STAY_BOOK_OUT, stay_book_out, MOMENT) \
    X(STINT, DEPARTED, departed, MOMENT) X(STINT, FACILITY, facility, CODE) \
    X(STINT, REASON, stay_release_reason, CODE) X(STINT, INITIAL_BOND, initial_bond, WIDE) \
    X(STINT, POSTED_BOND, posted_bond, WIDE) X(STINT, BOND_SET_DAY, bond_set_day, DAY) \
    X(STINT, BOND_POSTED_DAY, bond_posted_day, DAY) X(STINT, LIKENESS, likeness, WIDE)
#define SUPPORT_REMOVAL_COLUMNS(X) \
    X(REMOVAL, RECORD, record, WIDE) X(REMOVAL, PERSON, person, NUMBER) \
    X(REMOVAL, RELEASE, release, NUMBER) X(REMOVAL, AT, at, MOMENT)
#define SUPPORT_WINDOW_COLUMNS(X) \
    X(WINDOW, RELEASE, release, NUMBER) X(WINDOW, ARREST_LAST, arrest_last, DAY) \
    X(WINDOW, DETAINER_LAST, detainer_last, DAY) X(WINDOW, STINT_LAST, stint_last, DAY) \
    X(WINDOW, REMOVAL_LAST, removal_last, DAY) X(WINDOW, HAS_IDS, has_ids, NUMBER)
// clang-format on

#define SUPPORT_COLUMN_ENUM(relation, column, name, kind) relation##_##column,
enum support_arrest_column {
    SUPPORT_ARREST_COLUMNS(SUPPORT_COLUMN_ENUM) ARREST_COLUMN_COUNT
};
enum support_detainer_column {
    SUPPORT_DETAINER_COLUMNS(SUPPORT_COLUMN_ENUM) DETAINER_COLUMN_COUNT
};
enum support_stint_column {
    SUPPORT_STINT_COLUMNS(SUPPORT_COLUMN_ENUM) STINT_COLUMN_COUNT
};
enum support_removal_column {
    SUPPORT_REMOVAL_COLUMNS(SUPPORT_COLUMN_ENUM) REMOVAL_COLUMN_COUNT
};
enum support_window_column {
    SUPPORT_WINDOW_COLUMNS(SUPPORT_COLUMN_ENUM) WINDOW_COLUMN_COUNT
};
#undef SUPPORT_COLUMN_ENUM

enum support_table_id {
    SUPPORT_ARRESTS,
    SUPPORT_DETAINERS,
    SUPPORT_STINTS,
    SUPPORT_REMOVALS,
    SUPPORT_WINDOWS,
    SUPPORT_TABLE_COUNT
};

struct support_column {
    const char *name;
    enum support_kind kind;
};

struct support_relation {
    const char *name; // "arrest"; the relation is in_arrest
    const struct support_column *columns;
    size_t column_count;
};
extern const struct support_relation support_relations[SUPPORT_TABLE_COUNT];

struct support_table {
    int64_t *cells; // owned; row by row
    size_t row_count;
    size_t row_capacity;
};

struct support_history {
    struct support_table tables[SUPPORT_TABLE_COUNT];
    struct sp_intern labels;
};

void support_history_init(struct support_history *history);
/** Forget the records; keep the labels, so that codes stay what they are. */
void support_history_clear(struct support_history *history);
void support_history_release(struct support_history *history);

/** A new row, every cell SUPPORT_NONE and codes "[blank]". Until the next row of the
 * table. */
int64_t *support_row_add(struct support_history *history, enum support_table_id id);
int64_t *support_row(const struct support_history *history, enum support_table_id id,
                     size_t index);
/** Rows in another order, by a seed. */
void support_rows_shuffle(struct support_history *history, enum support_table_id id,
                          uint64_t seed);

int64_t support_code(struct support_history *history, const char *text);
struct sp_str support_label(const struct support_history *history, int64_t code);
/** "[blank]", "[redacted]" and the like are no values. */
bool support_label_is_none(struct sp_str label);

/** A cell as a case file writes it: "-", a moment, a day, a label or a number. */
void support_cell_format(const struct support_history *history, enum support_kind kind,
                         int64_t value, char *out, size_t out_size);
/** The records of one person (SUPPORT_NONE: those without one) as a case, to paste into
 * tests/spec. */
void support_case_print(FILE *out, const struct support_history *history, int64_t person);

/**
 * Add `count` persons, numbered from 0, whose records sit on the edges of the rules:
 * exactly 24 hours apart and a second more, equal, at midnight, missing, alike,
 * reprocessed, open, before 1970. With six releases and their windows, one of them
 * without ids.
 */
void support_history_make(struct support_history *history, struct support_noise noise,
                          size_t count);

#endif
