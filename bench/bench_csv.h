/* The same rows as delimited text, as `sallyport sheet` prints a sheet: what a reader
 * must have seen. */
#ifndef BENCH_CSV_H
#define BENCH_CSV_H

#include "bench_rows.h"

/** The first sheet of `row_count` data rows, with its preamble and header. */
SP_MUST_USE bool bench_csv_write(const char *path, const struct bench_rows *rows,
                                 uint64_t row_count);

#endif
