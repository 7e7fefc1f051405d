/*
 * What a relation holds, whoever computed it: whole numbers, and words for enumerations.
 * Two results are equal when, both sorted by their columns, they agree row for row.
 */
#ifndef SUPPORT_ROWS_H
#define SUPPORT_ROWS_H

#include "support/support_history.h"

enum { SUPPORT_COLUMNS_MAX = 40, SUPPORT_NAME_MAX = 64 };

struct support_rows {
    char names[SUPPORT_COLUMNS_MAX][SUPPORT_NAME_MAX];
    bool is_word[SUPPORT_COLUMNS_MAX]; // the column's cells are support_word
    size_t column_count;
    int64_t *cells; // owned; row by row
    size_t row_count;
    size_t row_capacity;
};

void support_rows_release(struct support_rows *rows);
void support_rows_column_add(struct support_rows *rows, const char *name, bool is_word);
/** SIZE_MAX when there is no such column. */
size_t support_rows_column_find(const struct support_rows *rows, const char *name);
/** Room for one more row, cells not set. */
int64_t *support_rows_add(struct support_rows *rows);

/** By the first column, then the second, and so on; SUPPORT_NONE first. */
void support_rows_sort(struct support_rows *rows);
/** Index of the first row, of two sorted results with the same columns, that differs;
 * SIZE_MAX when none. */
size_t support_rows_difference(const struct support_rows *a,
                               const struct support_rows *b);

/** A number for a word, the same in every thread. */
int64_t support_word(const char *text, size_t size);
/** "?" for what is no word. */
const char *support_word_text(int64_t word);

/** How a column's cells are to be written, by its name: lifted_at is a moment,
 * facility_first a code. */
enum support_kind support_kind_of(const char *column_name);
/** Rows from `first` on, at most `count`, as a case file's expected table. */
void support_rows_print(FILE *out, const char *relation,
                        const struct support_history *history,
                        const struct support_rows *rows, size_t first, size_t count);

#endif
