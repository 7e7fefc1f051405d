/* A date that cannot be, a bond that nobody set. Both have been seen in real releases. */
#include "sample/sample_plant.h"

const struct sample_plant sample_plants[SAMPLE_PLANT_COUNT] = {
    [SAMPLE_PLANT_DATE] = {.key = "impossible_date",
                           .table = SAMPLE_DETAINERS,
                           .field = FIELD_ARREST_TIME,
                           .row = 12,
                           .text = "06/14/0002 03:10 PM"},
    [SAMPLE_PLANT_BOND] = {.key = "bond_beyond_reason",
                           .table = SAMPLE_DETENTIONS,
                           .field = FIELD_BOND_SET,
                           .row = 15,
                           .number = 246920000,
                           .is_wild_bond = true},
};

bool sample_plant_is_in(const struct sample_plan *plan, const struct sample_plant *plant)
{
    const struct sample_layout *layout = plan->layout;
    if (!layout->tables[plant->table]) return false;
    if (plant->is_wild_bond && !layout->has_wild_bond) return false;
    const struct sample_file *file =
        &plan->files[sample_plan_last_file(plan, plant->table)];
    return file->sheet_rows[0] + SAMPLE_HEADER_ROW >= plant->row;
}

const struct sample_plant *sample_plant_at(const struct sample_plan *plan,
                                           const struct sample_ref *ref)
{
    if (ref->sheet != 0) return NULL;
    for (size_t i = 0; i < SAMPLE_PLANT_COUNT; i++) {
        const struct sample_plant *plant = &sample_plants[i];
        if (ref->row != plant->row) continue;
        if (!sample_plant_is_in(plan, plant)) continue;
        if (ref->file == sample_plan_last_file(plan, plant->table)) return plant;
    }
    return NULL;
}
