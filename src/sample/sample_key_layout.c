/*
 * What the answer key says of the layout: its files, what it leaves out of the truth, and
 * the cells that were planted in it. Facts are called by their own names, not by a
 * release's headings.
 */
#include "sample/sample_json.h"
#include "sample/sample_key.h"

void sample_key_files(struct sample_json *json, const struct sample_plan *plan)
{
    sample_json_open(json, "files", '[');
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        const struct sample_file *file = &plan->files[i];
        if (!file->is_written) continue;
        sample_json_open(json, NULL, '{');
        sample_json_text(json, "file", file->name);
        if (file->year) sample_json_count(json, "fiscal_year", (uint64_t)file->year);
        sample_json_count(json, "rows", file->row_count);
        sample_json_open(json, "sheets", '[');
        for (size_t j = 0; j < file->sheet_count; j++) {
            sample_json_open(json, NULL, '{');
            sample_json_count(json, "first_row", SAMPLE_HEADER_ROW + 1);
            sample_json_count(json, "rows", file->sheet_rows[j]);
            sample_json_text(json, "sheet", file->sheet_names[j]);
            sample_json_close(json, '}');
        }
        sample_json_close(json, ']');
        sample_json_text(json, "table", sample_table_names[file->table]);
        sample_json_close(json, '}');
    }
    sample_json_close(json, ']');
}

void sample_key_columns_absent(struct sample_json *json, const struct sample_plan *plan)
{
    sample_json_open(json, "columns_absent", '[');
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        const struct sample_file *file = &plan->files[i];
        const struct sample_columns *columns = &plan->layout->columns[file->table];
        for (size_t j = 0; file->is_written && j < columns->count; j++) {
            if (sample_column_is_in(&columns->columns[j], file->year)) continue;
            sample_json_open(json, NULL, '{');
            sample_json_text(json, "column", columns->columns[j].heading);
            sample_json_text(json, "file", file->name);
            sample_json_close(json, '}');
        }
    }
    sample_json_close(json, ']');
}

/* Facts of the table that some layout shows and this one does not. */
static void facts_not_shown(struct sample_json *json, const struct sample_layout *layout,
                            enum sample_table table)
{
    sample_json_open(json, sample_table_names[table], '[');
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const enum sample_field field = (enum sample_field)i;
        const bool is_fact = sample_field_names[field][0] != '\0';
        if (!is_fact || !sample_field_is_known(table, field)) continue;
        if (sample_layout_heading(layout, table, field)) continue;
        sample_json_text(json, NULL, sample_field_names[field]);
    }
    sample_json_close(json, ']');
}

void sample_key_not_shown(struct sample_json *json, const struct sample_layout *layout)
{
    sample_json_open(json, "not_shown", '{');
    for (size_t i = 0; i < SAMPLE_TABLE_COUNT; i++) {
        if (layout->tables[i]) facts_not_shown(json, layout, (enum sample_table)i);
    }
    sample_json_close(json, '}');
}

void sample_key_tables_not_shown(struct sample_json *json,
                                 const struct sample_layout *layout)
{
    sample_json_open(json, "tables_not_shown", '[');
    for (size_t i = 0; i < SAMPLE_TABLE_COUNT; i++) {
        if (!layout->tables[i]) sample_json_text(json, NULL, sample_table_names[i]);
    }
    sample_json_close(json, ']');
}

void sample_key_plant(struct sample_json *json, const struct sample_plan *plan,
                      const struct sample_plant *plant)
{
    if (!sample_plant_is_in(plan, plant)) return;
    const struct sample_file *file =
        &plan->files[sample_plan_last_file(plan, plant->table)];
    sample_json_open(json, plant->key, '{');
    sample_json_text(json, "column",
                     sample_layout_heading(plan->layout, plant->table, plant->field));
    sample_json_text(json, "file", file->name);
    sample_json_count(json, "row", plant->row);
    sample_json_text(json, "sheet", file->sheet_names[0]);
    if (plant->text) {
        sample_json_text(json, "value", plant->text);
    } else {
        sample_json_count(json, "value", (uint64_t)plant->number);
    }
    sample_json_close(json, '}');
}
