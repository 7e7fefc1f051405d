/*
 * The answer key: what truly happened, beside the release. Four files:
 *
 *   answer-key.json            totals
 *   answer-key-detainers.csv   a line for each detainer row: its true outcome
 *   answer-key-returns.csv     a line for each arrest at large after a jail let go
 *   answer-key-episodes.csv    a line for each row of an arrest that has several
 *
 * Rows are named by file, sheet and row as Excel shows it. The key holds no person id.
 */
#ifndef SAMPLE_KEY_H
#define SAMPLE_KEY_H

#include "sample/sample_out.h"
#include "sample/sample_tally.h"
#include "sallyport/sample.h"

/** The one date that cannot be, in the last detainer file where it is that long. */
#define SAMPLE_IMPOSSIBLE_DATE "06/14/0002 03:10 PM"
enum {
    SAMPLE_IMPOSSIBLE_FILE = SAMPLE_DETAINERS * SAMPLE_YEAR_COUNT + SAMPLE_YEAR_COUNT - 1,
    SAMPLE_IMPOSSIBLE_ROW = 12,
};
bool sample_key_is_impossible(const struct sample_ref *ref);

enum sample_key_file {
    SAMPLE_KEY_DETAINERS,
    SAMPLE_KEY_EPISODES,
    SAMPLE_KEY_RETURNS,
    SAMPLE_KEY_TOTALS,
    SAMPLE_KEY_FILE_COUNT
};
extern const char *const sample_key_names[SAMPLE_KEY_FILE_COUNT];

struct sample_key {
    const struct sample_plan *plan; // borrowed
    struct sample_tally tally;
    struct sample_out outs[SAMPLE_KEY_FILE_COUNT];
    uint64_t episode_count;
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

/** answer-key.json; for this folder. */
void sample_key_json(const struct sample_key *key,
                     const struct sp_sample_options *options, struct sp_buf *out);

#endif
