/*
 * The rows of the benchmark workbooks: made-up detention stints in the shape of the March
 * 2026 release. A cell follows from the seed, its row and its column alone, so that every
 * way of writing the rows holds the same cells.
 */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include "sallyport/memory.h"

enum {
    BENCH_COLUMNS_MAX = 60,
    BENCH_POOLS_MAX = 32,
    BENCH_HEADER_ROW = 7,
    BENCH_PEOPLE_MAX = 400000
};

enum bench_cell_kind {
    BENCH_ABSENT, // Excel leaves an empty cell out …
    BENCH_STYLED, // … unless someone gave it a format.
    BENCH_TEXT,
    BENCH_DAY,
    BENCH_MOMENT,
    BENCH_WHOLE,
    BENCH_MONEY,
};

struct bench_cell {
    enum bench_cell_kind kind;
    uint32_t number; // TEXT: index of the text. DAY, MOMENT: serial. WHOLE: itself.
                     // MONEY: in cents
    uint32_t minute; // MOMENT: of the day
};

struct bench_text {
    struct sp_str plain;
    struct sp_str xml; // with & and < written as XML wants them
};

struct bench_rows {
    uint64_t seed;
    uint32_t column_count;
    uint32_t text_count;                   // texts from pools, then the ids of people
    struct bench_text *texts;              // in the arena
    uint32_t pool_starts[BENCH_POOLS_MAX]; // a pool's first text
    uint8_t columns[BENCH_COLUMNS_MAX];
    struct sp_arena arena;
};

/** @param column_count  40, or 53 (all of the release's), up to 60 (with made-up ones) */
SP_MUST_USE bool bench_rows_init(struct bench_rows *rows, uint64_t seed,
                                 uint32_t column_count);
void bench_rows_release(struct bench_rows *rows);
const char *bench_rows_heading(const struct bench_rows *rows, uint32_t column);
/** The line of the preamble on this row from 1, NULL for an empty row. */
const char *bench_rows_preamble(uint32_t row);
/** @param index  of the data row, from 0, across all sheets */
void bench_rows_get(const struct bench_rows *rows, uint64_t index,
                    struct bench_cell cells[BENCH_COLUMNS_MAX]);

#endif
