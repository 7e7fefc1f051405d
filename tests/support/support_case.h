/*
 * Cases: records as tables, and what the rules must say of them, as tables
 * (tests/spec/README.md). They stand in the files of tests/spec, and in the headers of
 * the rules' files after "-- example:".
 */
#ifndef SUPPORT_CASE_H
#define SUPPORT_CASE_H

#include "support/support_rows.h"

/** What a relation must hold. Cells stay texts until the columns' types are known. */
struct support_expected {
    const char *relation;
    unsigned line;
    size_t column_count;
    const char *columns[SUPPORT_COLUMNS_MAX];
    size_t row_count;
    const char **cells; // row by row
    unsigned *lines;    // of the rows
    size_t row_capacity;
};

enum { SUPPORT_EXPECTED_MAX = 24 };

struct support_case {
    const char *file; // borrowed
    unsigned line;
    const char *title;
    struct support_history history;
    struct support_expected expected[SUPPORT_EXPECTED_MAX];
    size_t expected_count;
};

struct support_cases {
    struct support_case *items; // owned
    size_t count;
    size_t capacity;
    struct sp_arena arena; // texts
};

void support_cases_init(struct support_cases *cases);
/** Add those of a case file. A mistake names file and line. */
SP_MUST_USE enum sp_rc support_cases_read(struct support_cases *cases, const char *path,
                                          struct sp_err *err);
/** Add the examples of a rule's header. */
SP_MUST_USE enum sp_rc support_cases_read_spec(struct support_cases *cases,
                                               const char *path, struct sp_err *err);
void support_cases_release(struct support_cases *cases);

/** Expected cells as numbers, sorted; `types` says which columns hold words. */
SP_MUST_USE enum sp_rc support_expected_rows(struct support_case *item,
                                             const struct support_expected *expected,
                                             const struct support_rows *types,
                                             struct support_rows *out_rows,
                                             struct sp_err *err);

#endif
