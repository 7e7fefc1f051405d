/*
 * The layouts a synthetic release can be written in: each is one real release's files,
 * sheets and columns. All of them show the same histories; none imitates when its release
 * ended.
 */
#ifndef SAMPLE_LAYOUT_H
#define SAMPLE_LAYOUT_H

#include "sample/sample_columns.h"
#include "sallyport/memory.h"

enum { SAMPLE_LAYOUT_COUNT = 4 };

enum sample_sheet_naming {
    SAMPLE_SHEET_PRIOR, // "Prior FY", of the last year "FY2026": files share a name
    SAMPLE_SHEET_YEAR,  // "FY2025", in the files of every table
    SAMPLE_SHEET_TABLE, // "Admin Arrests"
};

/** "SYNTHETIC-" "ARS" "_FY25" "_20260311_Redacted.xlsx" */
struct sample_file_naming {
    const char *before;
    const char *tables[SAMPLE_TABLE_COUNT];
    const char *year;    // what stands before the year
    int32_t year_modulo; // 100: two digits
    const char *after;
};

struct sample_layout {
    const char *name;
    const char *release; // what profiles call a synthetic release of this layout
    const char *about;
    const struct sample_columns *columns; // by table
    bool tables[SAMPLE_TABLE_COUNT];      // written
    bool by_year;                         // a file for each fiscal year, not one for all
    bool has_wild_bond;                   // one bond beyond reason is planted
    uint64_t id_stream; // layouts of one release share their person ids, others do not
    enum sample_sheet_naming sheets;
    struct sample_file_naming files;
};

/** The first one is the default. */
extern const struct sample_layout sample_layouts[SAMPLE_LAYOUT_COUNT];

/** @param name  NULL for the default */
SP_MUST_USE enum sp_rc sample_layout_find(const char *name,
                                          const struct sample_layout **out_layout,
                                          struct sp_err *err);
/** Whether the file of that fiscal year has the column. @param year  0: one file for all
 */
bool sample_column_is_in(const struct sample_column *column, int32_t year);
/** The heading over the fact, NULL when the layout does not show it. */
const char *sample_layout_heading(const struct sample_layout *layout,
                                  enum sample_table table, enum sample_field field);
/** Whether any layout shows the fact in that table. */
bool sample_field_is_known(enum sample_table table, enum sample_field field);

/** "arrests" … */
extern const char *const sample_table_names[SAMPLE_TABLE_COUNT];

#endif
