/*
 * File names are formed as the real ones, with SYNTHETIC where those name the request or
 * the person who asked.
 */
#include "sample/sample_layout.h"

#include <string.h>

#define SAMPLE_CODES                                                                     \
    {                                                                                    \
        [SAMPLE_ARRESTS] = "ARS", [SAMPLE_DETAINERS] = "DPR",                            \
        [SAMPLE_DETENTIONS] = "DET", [SAMPLE_ENCOUNTERS] = "ENC",                        \
        [SAMPLE_REMOVALS] = "REM",                                                       \
    }
#define MARCH_2026                                                                       \
    .release = "SYNTHETIC-2026-03", .columns = sample_columns_2026_03, .by_year = true,  \
    .id_stream = 0, .sheets = SAMPLE_SHEET_PRIOR,                                        \
    .files = {.before = "SYNTHETIC-",                                                    \
              .tables = SAMPLE_CODES,                                                    \
              .year = "_FY",                                                             \
              .year_modulo = 100,                                                        \
              .after = "_20260311_Redacted.xlsx"}

const struct sample_layout sample_layouts[SAMPLE_LAYOUT_COUNT] = {
    {.name = "2026-03-core",
     .about = "March 2026: arrests, detainers and detentions alone (the default)",
     .tables =
         {[SAMPLE_ARRESTS] = true, [SAMPLE_DETAINERS] = true, [SAMPLE_DETENTIONS] = true},
     MARCH_2026},
    {.name = "2025-07",
     .release = "SYNTHETIC-2025-07",
     .about = "late July 2025: five tables, one workbook each",
     .columns = sample_columns_2025_07,
     .tables = {true, true, true, true, true},
     .has_wild_bond = true,
     .id_stream = 1,
     .sheets = SAMPLE_SHEET_TABLE,
     .files = {.before = "SYNTHETIC_",
               .tables = {[SAMPLE_ARRESTS] = "ERO Admin Arrests",
                          [SAMPLE_DETAINERS] = "ERO Detainers",
                          [SAMPLE_DETENTIONS] = "ICE Detentions",
                          [SAMPLE_ENCOUNTERS] = "ERO Encounters",
                          [SAMPLE_REMOVALS] = "ICE Removals"},
               .after = "_LESA-STU_FINAL Redacted_raw.xlsx"}},
    {.name = "2026-03",
     .about = "March 2026: five tables, a workbook for each fiscal year",
     .tables = {true, true, true, true, true},
     .has_wild_bond = true,
     MARCH_2026},
    {.name = "2026-08",
     .release = "SYNTHETIC-2026-08",
     .about = "August 2026: five tables, a workbook for each fiscal year",
     .columns = sample_columns_2026_08,
     .tables = {true, true, true, true, true},
     .by_year = true,
     .has_wild_bond = true,
     .id_stream = 2,
     .sheets = SAMPLE_SHEET_YEAR,
     .files = {.before = "SYNTHETIC_",
               .tables = SAMPLE_CODES,
               .year = "_FY",
               .year_modulo = 10000,
               .after = "_LESA-STU_FINAL Highlighted.xlsx"}},
};

const char *const sample_table_names[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = "arrests",       [SAMPLE_DETAINERS] = "detainers",
    [SAMPLE_DETENTIONS] = "detentions", [SAMPLE_ENCOUNTERS] = "encounters",
    [SAMPLE_REMOVALS] = "removals",
};

static enum sp_rc layout_unknown(const char *name, struct sp_err *err)
{
    struct sp_buf known;
    sp_buf_init(&known, 1 << 12);
    for (size_t i = 0; i < SAMPLE_LAYOUT_COUNT; i++) {
        sp_buf_format(&known, "%s%s", i ? ", " : "", sample_layouts[i].name);
    }
    const struct sp_str names = sp_buf_str(&known);
    const enum sp_rc rc = sp_err_set(err, SP_ERR_USAGE, "no layout '%s'; there are %.*s",
                                     name, SP_FMT(names));
    sp_buf_release(&known);
    return rc;
}

enum sp_rc sample_layout_find(const char *name, const struct sample_layout **out_layout,
                              struct sp_err *err)
{
    for (size_t i = 0; i < SAMPLE_LAYOUT_COUNT; i++) {
        if (name && strcmp(sample_layouts[i].name, name) != 0) continue;
        *out_layout = &sample_layouts[i];
        return SP_OK;
    }
    return layout_unknown(name, err);
}

bool sample_column_is_in(const struct sample_column *column, int32_t year)
{
    return column->absent_year == 0 || column->absent_year != year;
}

const char *sample_layout_heading(const struct sample_layout *layout,
                                  enum sample_table table, enum sample_field field)
{
    const struct sample_columns *columns = &layout->columns[table];
    for (size_t i = 0; layout->tables[table] && i < columns->count; i++) {
        if (columns->columns[i].field == field) return columns->columns[i].heading;
    }
    return NULL;
}

bool sample_field_is_known(enum sample_table table, enum sample_field field)
{
    for (size_t i = 0; i < SAMPLE_LAYOUT_COUNT; i++) {
        if (sample_layout_heading(&sample_layouts[i], table, field)) return true;
    }
    return false;
}
