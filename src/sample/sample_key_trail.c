/* Lines of the answer key for encounters and removals: which rows tell of the same thing.
 */
#include "sample/sample_key.h"

/* Where a person's refs of each table begin; they stand in the order of the tables. */
struct starts {
    const struct sample_ref *detainers, *stints, *encounters, *removals;
};

static struct starts starts_of(const struct sample_layout *layout,
                               const struct sample_person *person,
                               const struct sample_ref *refs)
{
    struct starts starts = {.detainers = refs + person->arrest_count};
    starts.stints = starts.detainers + person->detainer_count;
    starts.encounters = starts.stints + person->stint_count;
    starts.removals = starts.encounters;
    if (layout->tables[SAMPLE_ENCOUNTERS]) starts.removals += person->encounter_count;
    return starts;
}

static enum sp_rc encounter_line(struct sample_key *key,
                                 const struct sample_person *person, size_t index,
                                 const struct sample_ref *refs, struct sp_err *err)
{
    const struct sample_encounter *encounter = &person->encounters[index];
    const struct starts starts = starts_of(key->plan->layout, person, refs);
    const bool has_detainer = encounter->detainer != SAMPLE_NONE;
    const bool has_arrest = encounter->arrest != SAMPLE_NONE;
    const int32_t then = has_detainer ? person->detainers[encounter->detainer].prepared
                                      : person->arrests[encounter->arrest].minute;
    struct sp_buf *line = &key->outs[SAMPLE_KEY_ENCOUNTERS].text;
    sample_key_row_fields(line, key->plan, &starts.encounters[index]);
    sample_key_row_fields(line, key->plan,
                          has_detainer ? &starts.detainers[encounter->detainer] : NULL);
    sample_key_row_fields(line, key->plan, has_arrest ? &refs[encounter->arrest] : NULL);
    sp_buf_format(line, "%d,%s\n", then - encounter->minute,
                  sample_key_yes_no(starts.encounters[index].has_id));
    return sample_out_line(&key->outs[SAMPLE_KEY_ENCOUNTERS], err);
}

static size_t last_stint(const struct sample_person *person, size_t stay)
{
    size_t i = 0;
    while (person->stints[i].stay != stay || !person->stints[i].last) {
        i++;
        SP_ASSERT(i < person->stint_count);
    }
    return i; // A second row of it, differing in bond, would stand later.
}

static enum sp_rc removal_line(struct sample_key *key, const struct sample_person *person,
                               size_t index, const struct sample_ref *refs,
                               struct sp_err *err)
{
    const struct sample_removal *removal = &person->removals[index];
    const struct starts starts = starts_of(key->plan->layout, person, refs);
    struct sp_buf *line = &key->outs[SAMPLE_KEY_REMOVALS].text;
    sample_key_row_fields(line, key->plan, &starts.removals[index]);
    sample_key_day_field(line, person->stays[removal->stay].end);
    sample_key_row_fields(line, key->plan,
                          &starts.stints[last_stint(person, removal->stay)]);
    sample_key_row_fields(line, key->plan, &refs[removal->arrest]);
    sp_buf_format(line, "%s\n", sample_key_yes_no(starts.removals[index].has_id));
    return sample_out_line(&key->outs[SAMPLE_KEY_REMOVALS], err);
}

enum sp_rc sample_key_trail(struct sample_key *key, const struct sample_person *person,
                            const struct sample_ref *refs, struct sp_err *err)
{
    const bool *tables = key->plan->layout->tables;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0;
         rc == SP_OK && tables[SAMPLE_ENCOUNTERS] && i < person->encounter_count; i++) {
        rc = encounter_line(key, person, i, refs, err);
    }
    for (size_t i = 0;
         rc == SP_OK && tables[SAMPLE_REMOVALS] && i < person->removal_count; i++) {
        rc = removal_line(key, person, i, refs, err);
    }
    return rc;
}
