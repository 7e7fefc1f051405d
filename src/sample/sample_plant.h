/*
 * The few cells that are put into a release on purpose, each of which the answer key
 * names by file, sheet, row and column.
 */
#ifndef SAMPLE_PLANT_H
#define SAMPLE_PLANT_H

#include "sample/sample_plan.h"

struct sample_plant {
    const char *key; // in answer-key.json
    enum sample_table table;
    enum sample_field field;
    uint32_t row; // of the first sheet of the table's last file, where it is that long
    const char *text; // NULL: a number
    int64_t number;
    bool is_wild_bond;
};

enum { SAMPLE_PLANT_DATE, SAMPLE_PLANT_BOND, SAMPLE_PLANT_COUNT };
extern const struct sample_plant sample_plants[SAMPLE_PLANT_COUNT];

/** Whether this release has it. */
bool sample_plant_is_in(const struct sample_plan *plan, const struct sample_plant *plant);
/** The one planted in this row, or NULL. */
const struct sample_plant *sample_plant_at(const struct sample_plan *plan,
                                           const struct sample_ref *ref);

#endif
