/*
 * The lines of the answer key. Every detainer row has exactly one line; lines stand in
 * the order of the release (detainers) or of people (returns, episodes), so the same seed
 * gives the same bytes.
 */
#include "sample/sample_key.h"

#include <string.h>

#include "sallyport/date.h"

const char *const sample_key_names[SAMPLE_KEY_FILE_COUNT] = {
    [SAMPLE_KEY_DETAINERS] = "answer-key-detainers.csv",
    [SAMPLE_KEY_ENCOUNTERS] = "answer-key-encounters.csv",
    [SAMPLE_KEY_EPISODES] = "answer-key-episodes.csv",
    [SAMPLE_KEY_REMOVALS] = "answer-key-removals.csv",
    [SAMPLE_KEY_RETURNS] = "answer-key-returns.csv",
    [SAMPLE_KEY_STAYS] = "answer-key-stays.csv",
    [SAMPLE_KEY_TOTALS] = "answer-key.json",
};

static const char *const headings[SAMPLE_KEY_FILE_COUNT] = {
    [SAMPLE_KEY_DETAINERS] =
        "file,sheet,row,facility_code,policy,form,prepared,true_outcome,ended,"
        "taken_by_ice,released,released_by,return,days_to_return,"
        "recorded_lift_reason,id_recorded,person\n",
    [SAMPLE_KEY_ENCOUNTERS] =
        "encounter_file,encounter_sheet,encounter_row,detainer_file,detainer_sheet,"
        "detainer_row,arrest_file,arrest_sheet,arrest_row,minutes_before,id_recorded\n",
    [SAMPLE_KEY_REMOVALS] =
        "removal_file,removal_sheet,removal_row,departed,stint_file,stint_sheet,"
        "stint_row,arrest_file,arrest_sheet,arrest_row,id_recorded\n",
    [SAMPLE_KEY_EPISODES] =
        "episode,kind,file,sheet,row,true_arrest,minutes_after_first,id_recorded\n",
    [SAMPLE_KEY_RETURNS] =
        "detainer_file,detainer_sheet,detainer_row,true_outcome,released,"
        "released_by,arrest_file,arrest_sheet,arrest_row,days,"
        "days_from_prepared,detainers_before,method,operation,ids_recorded\n",
    [SAMPLE_KEY_STAYS] =
        "stay,stint,kind,file,sheet,row,began,ended,end_reason,arrest_file,"
        "arrest_sheet,arrest_row,id_recorded,person\n",
    [SAMPLE_KEY_TOTALS] = "",
};

bool sample_key_is_written(const struct sample_layout *layout, enum sample_key_file file)
{
    if (file == SAMPLE_KEY_ENCOUNTERS) return layout->tables[SAMPLE_ENCOUNTERS];
    if (file == SAMPLE_KEY_REMOVALS) return layout->tables[SAMPLE_REMOVALS];
    return true;
}

enum sp_rc sample_key_open(const struct sample_plan *plan,
                           const char *const paths[SAMPLE_KEY_FILE_COUNT],
                           struct sample_key *out_key, struct sp_err *err)
{
    *out_key = (struct sample_key){.plan = plan};
    out_key->tally.operation_shown =
        sample_layout_heading(plan->layout, SAMPLE_ARRESTS, FIELD_OPERATION) != NULL;
    for (size_t i = 0; i < SAMPLE_KEY_FILE_COUNT; i++) {
        if (!sample_key_is_written(plan->layout, (enum sample_key_file)i)) continue;
        const enum sp_rc rc = sample_out_open(paths[i], &out_key->outs[i], err);
        if (rc != SP_OK) return rc;
        sp_buf_text(&out_key->outs[i].text, headings[i]);
    }
    return SP_OK;
}

/* -- Fields of a line, each followed by a comma -- */

void sample_key_text_field(struct sp_buf *line, const char *text)
{
    const char *mark =
        strchr(text, ',') ? "\"" : ""; // None of our texts has a quote in it.
    sp_buf_format(line, "%s%s%s,", mark, text, mark);
}

void sample_key_day_field(struct sp_buf *line, int32_t minute)
{
    char date[SP_DATE_TEXT_MAX] = "";
    if (minute != SAMPLE_NEVER) sp_date_format(minute / SAMPLE_DAY_MINUTES, date);
    sample_key_text_field(line, date);
}

void sample_key_row_fields(struct sp_buf *line, const struct sample_plan *plan,
                           const struct sample_ref *ref)
{
    if (!ref) {
        sp_buf_text(line, ",,,");
        return;
    }
    const struct sample_file *file = &plan->files[ref->file];
    sample_key_text_field(line, file->name);
    sample_key_text_field(line, file->sheet_names[ref->sheet]);
    sp_buf_format(line, "%u,", ref->row);
}

const char *sample_key_yes_no(bool is_so)
{
    return is_so ? "yes" : "no";
}

/* -- Detainers: one line a row, as the rows are written -- */

static void return_fields(struct sp_buf *line, const struct sample_person *person,
                          const struct sample_detainer *detainer)
{
    if (detainer->return_arrest != SAMPLE_NONE) {
        sp_buf_format(line, "arrested at large,%d,",
                      sample_return_days(person, detainer));
    } else {
        sample_key_text_field(line,
                              detainer->unseen_return ? "after the release ends" : "");
        sample_key_text_field(line, "");
    }
}

static enum sp_rc detainer_line(struct sample_key *key, const struct sample_ref *ref,
                                const struct sample_person *person,
                                const struct sample_row *row, struct sp_err *err)
{
    const struct sample_detainer *detainer = &person->detainers[ref->nth];
    const struct sample_jail *jail = &sample_jails[detainer->jail];
    const bool let_go = detainer->free != SAMPLE_NEVER;
    struct sp_buf *line = &key->outs[SAMPLE_KEY_DETAINERS].text;
    sample_key_row_fields(line, key->plan, ref);
    sample_key_text_field(line, jail->code);
    sample_key_text_field(line, sample_policy_names[sample_jail_policy(
                                    jail, detainer->prepared / SAMPLE_DAY_MINUTES)]);
    sample_key_text_field(line, detainer->notify_only ? "I247G" : "I247A");
    sample_key_day_field(line, detainer->prepared);
    sample_key_text_field(line, sample_outcome_names[detainer->outcome]);
    sample_key_day_field(line, detainer->ended);
    sample_key_text_field(line, sample_key_yes_no(detainer->taken));
    sample_key_day_field(line, detainer->free);
    sample_key_text_field(line, let_go ? sample_jails[detainer->free_jail].code : "");
    return_fields(line, person, detainer);
    sample_key_text_field(line, sample_lift_reasons[row->lift].text);
    sp_buf_format(line, "%s,%u\n", sample_key_yes_no(ref->has_id), ref->person + 1);
    return sample_out_line(&key->outs[SAMPLE_KEY_DETAINERS], err);
}

enum sp_rc sample_key_row(struct sample_key *key, const struct sample_ref *ref,
                          const struct sample_person *person,
                          const struct sample_row *row, struct sp_err *err)
{
    sample_tally_row(&key->tally, ref, person, row);
    const bool is_detainer = ref->file / SAMPLE_YEAR_COUNT == SAMPLE_DETAINERS;
    return is_detainer ? detainer_line(key, ref, person, row, err) : SP_OK;
}

/* -- Returns and episodes: person by person -- */

/* Detainers of the person before the arrest: with several, which jail let go? */
static unsigned detainers_before(const struct sample_person *person, int32_t minute)
{
    unsigned count = 0;
    for (size_t i = 0; i < person->detainer_count; i++) {
        count += person->detainers[i].prepared < minute;
    }
    return count;
}

static enum sp_rc return_line(struct sample_key *key, const struct sample_person *person,
                              size_t index, const struct sample_ref *refs,
                              struct sp_err *err)
{
    const struct sample_detainer *detainer = &person->detainers[index];
    if (detainer->return_arrest == SAMPLE_NONE) return SP_OK;
    const struct sample_arrest *arrest = &person->arrests[detainer->return_arrest];
    const struct sample_ref *arrest_ref = &refs[detainer->return_arrest];
    const struct sample_ref *detainer_ref = &refs[person->arrest_count + index];
    struct sp_buf *line = &key->outs[SAMPLE_KEY_RETURNS].text;
    sample_key_row_fields(line, key->plan, detainer_ref);
    sample_key_text_field(line, sample_outcome_names[detainer->outcome]);
    sample_key_day_field(line, detainer->free);
    sample_key_text_field(line, sample_jails[detainer->free_jail].code);
    sample_key_row_fields(line, key->plan, arrest_ref);
    sp_buf_format(line, "%d,%d,%u,", sample_return_days(person, detainer),
                  arrest->minute / SAMPLE_DAY_MINUTES -
                      detainer->prepared / SAMPLE_DAY_MINUTES,
                  detainers_before(person, arrest->minute));
    sample_key_text_field(line, arrest->method);
    sample_key_text_field(line, sample_key_yes_no(arrest->operation));
    sp_buf_format(line, "%s\n",
                  sample_key_yes_no(arrest_ref->has_id && detainer_ref->has_id));
    return sample_out_line(&key->outs[SAMPLE_KEY_RETURNS], err);
}

static enum sp_rc episode_line(struct sample_key *key, const struct sample_person *person,
                               size_t index, const char *kind, int32_t first_minute,
                               const struct sample_ref *refs, struct sp_err *err)
{
    const struct sample_arrest *arrest = &person->arrests[index];
    struct sp_buf *line = &key->outs[SAMPLE_KEY_EPISODES].text;
    sp_buf_format(line, "%llu,%s,", (unsigned long long)key->episode_count, kind);
    sample_key_row_fields(line, key->plan, &refs[index]);
    sp_buf_format(line, "%u,%d,%s\n", arrest->event + 1, arrest->minute - first_minute,
                  sample_key_yes_no(refs[index].has_id));
    return sample_out_line(&key->outs[SAMPLE_KEY_EPISODES], err);
}

/* The rows that share the true arrest of row `first`, or the pair of a near miss. */
static enum sp_rc episode_lines(struct sample_key *key,
                                const struct sample_person *person, size_t first,
                                const struct sample_ref *refs, struct sp_err *err)
{
    const struct sample_arrest *arrest = &person->arrests[first];
    bool all_ids;
    enum sp_rc rc = SP_OK;
    if (arrest->copy > 0) return SP_OK;
    if (sample_event_rows(person, refs, arrest->event, &all_ids) > 1) {
        key->episode_count++;
        for (size_t i = first; rc == SP_OK && i < person->arrest_count; i++) {
            if (person->arrests[i].event != arrest->event) continue;
            rc = episode_line(key, person, i, sample_twin_names[arrest->twin],
                              arrest->minute, refs, err);
        }
    }
    if (rc == SP_OK && arrest->near_miss_of != SAMPLE_NONE) {
        const char *kind = sample_twin_names[SAMPLE_TWIN_NEAR_MISS];
        const size_t before = (size_t)arrest->near_miss_of;
        const int32_t first_minute = person->arrests[before].minute;
        key->episode_count++;
        rc = episode_line(key, person, before, kind, first_minute, refs, err);
        if (rc == SP_OK) {
            rc = episode_line(key, person, first, kind, first_minute, refs, err);
        }
    }
    return rc;
}

static enum sp_rc person_lines(struct sample_key *key, const struct sample_person *person,
                               const struct sample_ref *refs, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < person->detainer_count; i++) {
        rc = return_line(key, person, i, refs, err);
    }
    for (size_t i = 0; rc == SP_OK && i < person->arrest_count; i++) {
        rc = episode_lines(key, person, i, refs, err);
    }
    if (rc == SP_OK) rc = sample_key_stays(key, person, refs, err);
    return rc == SP_OK ? sample_key_trail(key, person, refs, err) : rc;
}

enum sp_rc sample_key_people(struct sample_key *key, uint64_t seed, struct sp_err *err)
{
    const struct sample_plan *plan = key->plan;
    for (size_t at = 0; at < plan->ref_count;) {
        const struct sample_ref *refs = &plan->refs[at];
        struct sample_person person;
        sample_person_make(seed, refs->person, &person);
        sample_tally_person(&key->tally, &person, refs);
        const enum sp_rc rc = person_lines(key, &person, refs, err);
        if (rc != SP_OK) return rc;
        const uint32_t index = refs->person;
        while (at < plan->ref_count && plan->refs[at].person == index) {
            at++;
        }
    }
    return SP_OK;
}

enum sp_rc sample_key_finish(struct sample_key *key,
                             const struct sp_sample_options *options, struct sp_err *err)
{
    sample_key_json(key, options, &key->outs[SAMPLE_KEY_TOTALS].text);
    for (size_t i = 0; i < SAMPLE_KEY_FILE_COUNT; i++) {
        if (!key->outs[i].stream) continue; // Not of this layout.
        const enum sp_rc rc = sample_out_finish(&key->outs[i], err);
        if (rc != SP_OK) return rc;
    }
    return SP_OK;
}

void sample_key_close(struct sample_key *key)
{
    for (size_t i = 0; i < SAMPLE_KEY_FILE_COUNT; i++) {
        sample_out_close(&key->outs[i]);
    }
}
