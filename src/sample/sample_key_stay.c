/*
 * Lines of the answer key for detention: which stint rows are one stay, which of them are
 * one stint, and the arrest that the stay came of. Stays are numbered through the key,
 * stints within the person.
 */
#include "sample/sample_key.h"

/* Whether the person left and was back at the facility on the same day: rows of two true
 * stints share both. */
static bool comes_back_same_day(const struct sample_person *person,
                                const struct sample_stint *stint)
{
    for (size_t i = 0; i < person->stint_count; i++) {
        const struct sample_stint *later = &person->stints[i];
        if (later->stay != stint->stay || later->facility != stint->facility) continue;
        const bool is_same_day =
            later->in / SAMPLE_DAY_MINUTES == stint->in / SAMPLE_DAY_MINUTES;
        if (is_same_day && later->in > stint->in) return true;
    }
    return false;
}

static const char *kind_of(const struct sample_person *person,
                           const struct sample_stint *stint)
{
    if (stint->bond_twin) return "bond_twin";
    return comes_back_same_day(person, stint) ? "back_same_day" : "stint";
}

/* The arrest that the stay follows. The second of a near miss comes after the stays, and
 * has none. */
static size_t arrest_of(const struct sample_person *person,
                        const struct sample_stay *stay)
{
    size_t found = SAMPLE_ARRESTS_MAX;
    for (size_t i = 0; i < person->arrest_count; i++) {
        const struct sample_arrest *arrest = &person->arrests[i];
        if (arrest->copy > 0 || arrest->near_miss_of != SAMPLE_NONE ||
            arrest->minute > stay->begin)
            continue;
        if (found == SAMPLE_ARRESTS_MAX ||
            arrest->minute >= person->arrests[found].minute)
            found = i;
    }
    SP_ASSERT(found < SAMPLE_ARRESTS_MAX);
    return found;
}

static enum sp_rc stint_line(struct sample_key *key, const struct sample_person *person,
                             size_t index, const struct sample_ref *refs,
                             struct sp_err *err)
{
    const struct sample_stint *stint = &person->stints[index];
    const struct sample_stay *stay = &person->stays[stint->stay];
    const struct sample_ref *ref =
        &refs[person->arrest_count + person->detainer_count + index];
    struct sp_buf *line = &key->outs[SAMPLE_KEY_STAYS].text;
    sp_buf_format(line, "%llu,%zu,%s,",
                  (unsigned long long)(key->stay_count + stint->stay + 1),
                  stint->twin_of + 1, kind_of(person, stint));
    sample_key_row_fields(line, key->plan, ref);
    sample_key_day_field(line, stay->begin);
    sample_key_day_field(line, stay->end);
    sample_key_text_field(line, stay->end == SAMPLE_NEVER ? "" : stay->reason);
    sample_key_row_fields(line, key->plan, &refs[arrest_of(person, stay)]);
    sp_buf_format(line, "%s,%u\n", sample_key_yes_no(ref->has_id), ref->person + 1);
    return sample_out_line(&key->outs[SAMPLE_KEY_STAYS], err);
}

enum sp_rc sample_key_stays(struct sample_key *key, const struct sample_person *person,
                            const struct sample_ref *refs, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < person->stint_count; i++) {
        rc = stint_line(key, person, i, refs, err);
    }
    key->stay_count += person->stay_count;
    return rc;
}
