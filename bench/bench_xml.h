/* A workbook's parts, as Excel writes them (shared texts), or as libxlsxwriter does
 * (inline). */
#ifndef BENCH_XML_H
#define BENCH_XML_H

#include "bench_rows.h"

#include <stdio.h>

struct bench_plan {
    const char *path;
    uint64_t row_count;   // data rows of each sheet
    uint32_t sheet_count; // at most BENCH_SHEETS_MAX
    bool is_inline;
};

enum { BENCH_SHEETS_MAX = 32, BENCH_SHEET_ROWS_MAX = 1048576 };

/** For scripts to hold against what readers saw. The header and the preamble are not
 * counted. */
struct bench_counts {
    uint64_t rows;
    uint64_t filled;   // cells with a value
    uint64_t styled;   // cells present without one
    uint64_t texts;    // different ones
    uint64_t ids;      // of these, ids of people
    uint64_t xml_size; // of the first sheet, unpacked
};

SP_MUST_USE bool bench_xml_write(const struct bench_plan *plan,
                                 const struct bench_rows *rows,
                                 struct bench_counts *out_counts);

#endif
