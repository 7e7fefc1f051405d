/*
 * The answer key: what truly happened, beside the release. Five files, two more with the
 * tables they are about:
 *
 *   answer-key.json            totals, and what the layout does not show
 *   answer-key-detainers.csv   a line for each detainer row: its true outcome
 *   answer-key-returns.csv     a line for each arrest at large after a jail let go
 *   answer-key-episodes.csv    a line for each row of an arrest that has several
 *   answer-key-stays.csv       a line for each stint row: its stay, and its stint
 *   answer-key-encounters.csv  a line for each encounter row: the rows it led to
 *   answer-key-removals.csv    a line for each removal row: the stint it ended
 *
 * Rows are named by file, sheet and row as Excel shows it. The key holds no person id.
 */
#ifndef SAMPLE_KEY_H
#define SAMPLE_KEY_H

#include "sample/sample_out.h"
#include "sample/sample_plant.h"
#include "sample/sample_tally.h"
#include "sallyport/sample.h"

enum sample_key_file {
    SAMPLE_KEY_DETAINERS,
    SAMPLE_KEY_ENCOUNTERS,
    SAMPLE_KEY_EPISODES,
    SAMPLE_KEY_REMOVALS,
    SAMPLE_KEY_RETURNS,
    SAMPLE_KEY_STAYS,
    SAMPLE_KEY_TOTALS,
    SAMPLE_KEY_FILE_COUNT
};
extern const char *const sample_key_names[SAMPLE_KEY_FILE_COUNT];
/** Whether a release of this layout has the file. */
bool sample_key_is_written(const struct sample_layout *layout, enum sample_key_file file);

struct sample_key {
    const struct sample_plan *plan; // borrowed
    struct sample_tally tally;
    struct sample_out outs[SAMPLE_KEY_FILE_COUNT];
    uint64_t episode_count;
    uint64_t stay_count;
};

/**
 * @param paths    one for each file; borrowed
 * @param out_key  close it also after a failure
 */
SP_MUST_USE enum sp_rc sample_key_open(const struct sample_plan *plan,
                                       const char *const paths[SAMPLE_KEY_FILE_COUNT],
                                       struct sample_key *out_key, struct sp_err *err);
/** A row was written. Call in the order of the release. */
SP_MUST_USE enum sp_rc sample_key_row(struct sample_key *key,
                                      const struct sample_ref *ref,
                                      const struct sample_person *person,
                                      const struct sample_row *row, struct sp_err *err);
/** Once every row is written and the plan sorted by people: returns and episodes. */
SP_MUST_USE enum sp_rc sample_key_people(struct sample_key *key, uint64_t seed,
                                         struct sp_err *err);
SP_MUST_USE enum sp_rc sample_key_finish(struct sample_key *key,
                                         const struct sp_sample_options *options,
                                         struct sp_err *err);
void sample_key_close(struct sample_key *key);

/* -- For the files of this folder -- */

/** Fields of a line, each followed by a comma. A `minute` SAMPLE_NEVER is empty. */
void sample_key_text_field(struct sp_buf *line, const char *text);
void sample_key_day_field(struct sp_buf *line, int32_t minute);
/** File, sheet and row; empty with `ref` NULL. */
void sample_key_row_fields(struct sp_buf *line, const struct sample_plan *plan,
                           const struct sample_ref *ref);
const char *sample_key_yes_no(bool is_so);
/** Encounters and removals of a person. @param refs  in the order of people */
SP_MUST_USE enum sp_rc sample_key_trail(struct sample_key *key,
                                        const struct sample_person *person,
                                        const struct sample_ref *refs,
                                        struct sp_err *err);
/** Stint rows of a person. @param refs  in the order of people */
SP_MUST_USE enum sp_rc sample_key_stays(struct sample_key *key,
                                        const struct sample_person *person,
                                        const struct sample_ref *refs,
                                        struct sp_err *err);
/** Parts of answer-key.json that are about the layout. */
struct sample_json;
void sample_key_files(struct sample_json *json, const struct sample_plan *plan);
void sample_key_columns_absent(struct sample_json *json, const struct sample_plan *plan);
void sample_key_not_shown(struct sample_json *json, const struct sample_layout *layout);
void sample_key_tables_not_shown(struct sample_json *json,
                                 const struct sample_layout *layout);
void sample_key_plant(struct sample_json *json, const struct sample_plan *plan,
                      const struct sample_plant *plant);
/** answer-key.json. */
void sample_key_json(const struct sample_key *key,
                     const struct sp_sample_options *options, struct sp_buf *out);

#endif
