/*
 * A synthetic release in a folder of its own, its sheets and its answer key.
 *
 * Sheets are read with libzip and expat, not with the project's reader: what the
 * generator wrote must not be judged by what will read it. A failure fails the test.
 */
#ifndef SUPPORT_RELEASE_H
#define SUPPORT_RELEASE_H

#include "base/base.h"
#include "sample/sample_plan.h"
#include "sallyport/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum {
    RELEASE_FILES = 14, // of the default layout
    RELEASE_CELLS_MAX = 80,
    RELEASE_FIELDS_MAX = 20,
    RELEASE_ARENA_MAX = 256 << 20
};

struct release {
    const char *layout; // NULL: the default
    char dir[64];
    struct sp_arena arena;
    struct sp_str *files;
    size_t file_count;
};

/** An empty folder. */
void release_begin(struct release *release);
/** Write a release there, or into `dir`. */
enum sp_rc release_try(struct release *release, const char *dir, uint64_t people,
                       uint64_t seed, struct sp_err *err);
/** Both, and it must succeed. */
void release_make(struct release *release, uint64_t people, uint64_t seed);
void release_make_as(struct release *release, const char *layout, uint64_t people,
                     uint64_t seed);
/** In the arena. */
const char *release_path(struct release *release, const char *name);
const char *release_text(struct release *release, const char *name);
/** Removes the folder, in which nothing but the release may be. */
void release_end(struct release *release);

struct release_sheet {
    struct sp_arena *arena;
    struct sp_str *
        *rows; // by Excel row, texts and the digits of numbers; NULL: no such row
    size_t row_max;
    size_t row_count; // rows that hold anything
    size_t row;
    size_t column;
    bool in_value;
    struct sp_buf text;
};

/** Every sheet of a release. */
struct release_books {
    struct sample_plan plan;
    struct release_sheet sheets[SAMPLE_FILE_COUNT][SAMPLE_SHEETS_MAX];
};

/** In the release's arena; gone with release_end, after books_end. */
struct release_books *release_read(struct release *release, uint64_t people,
                                   uint64_t seed);
void release_books_end(struct release_books *books);
size_t release_column(const struct release_sheet *sheet, const char *heading);
bool release_has_column(const struct release_sheet *sheet, const char *heading);
/** The cell a key line points at: file, sheet and row as three fields of the line. */
struct sp_str release_cell(const struct release_books *books, char *const place[3],
                           const char *heading);

/** The number after these keys of the JSON, met one after another; `third` and `second`
 * may be NULL. */
uint64_t release_count(const char *json, const char *first, const char *second,
                       const char *third);
/** The first data line of a key CSV, NULL when there is none. */
char *release_lines(struct release *release, const char *name);
/** Cut a line into fields, in place; fields past the last are empty. @return the next
 * line, or NULL */
char *release_cut(char *line, char *fields[RELEASE_FIELDS_MAX]);

#endif
