/*
 * Where every row of the release stands: which file, sheet and row. Made before anything
 * is written, so that the answer key can point at rows.
 *
 *   everyone's rows → file by fiscal year → order by day, ties shuffled → cut into sheets
 *
 * A row is kept as 20 bytes and its contents are made again from its person when it is
 * written: 200,000 people need some 20 MB.
 */
#ifndef SAMPLE_PLAN_H
#define SAMPLE_PLAN_H

#include "sample/sample_layout.h"
#include "sample/sample_row.h"

enum {
    SAMPLE_FILE_COUNT =
        SAMPLE_TABLE_COUNT * SAMPLE_YEAR_COUNT, // room for; see is_written
    SAMPLE_HEADER_ROW = 7,
    SAMPLE_SHEET_ROWS_MAX = 1000000, // below the 1,048,576 rows a sheet can hold
    SAMPLE_SHEETS_MAX = 8,           // a file; four are enough at SAMPLE_PEOPLE_MAX
    SAMPLE_PEOPLE_MAX = 2000000,     // 10 million rows, 400 MB of memory while writing
    SAMPLE_NAME_MAX = 64,
};

struct sample_ref {
    uint32_t person;
    uint32_t scramble; // order of rows of one day
    uint32_t row;      // as Excel shows it
    int32_t day;
    uint8_t
        file; // table × SAMPLE_YEAR_COUNT + year, the first one where years are not cut
    uint8_t sheet; // in the file
    uint8_t nth;   // of the person's rows of the table
    bool has_id;   // known once written
};

struct sample_file {
    bool is_written; // the layout has it
    enum sample_table table;
    int32_t year; // fiscal; 0: all of them
    char name[SAMPLE_NAME_MAX];
    uint64_t row_count;
    size_t first_ref;
    size_t sheet_count;
    uint64_t sheet_rows[SAMPLE_SHEETS_MAX];
    char sheet_names[SAMPLE_SHEETS_MAX][SAMPLE_NAME_MAX];
};

struct sample_plan {
    const struct sample_layout *layout;
    struct sample_ref *refs; // owned
    size_t ref_count;
    size_t ref_capacity;
    struct sample_file files[SAMPLE_FILE_COUNT];
};

/** @param out_plan  zero-initialised; release it also after a failure */
SP_MUST_USE enum sp_rc sample_plan_make(const struct sample_layout *layout, uint64_t seed,
                                        uint64_t people, struct sample_plan *out_plan,
                                        struct sp_err *err);
/** The last file of the table: of the running year, or of all. The layout has the table.
 */
size_t sample_plan_last_file(const struct sample_plan *plan, enum sample_table table);
/** Refs in the order of files, sheets and rows; what sample_plan_make leaves. */
void sample_plan_sort_rows(struct sample_plan *plan);
/** Refs in the order of people, and of each person's rows of each table. */
void sample_plan_sort_people(struct sample_plan *plan);
void sample_plan_release(struct sample_plan *plan);

#endif
