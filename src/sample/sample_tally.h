/*
 * What the answer key counts. "Recorded" is what a reader of the release sees; "true" is
 * what happened in the simulation.
 */
#ifndef SAMPLE_TALLY_H
#define SAMPLE_TALLY_H

#include "sample/sample_plan.h"

enum { SAMPLE_SPAN_COUNT = 8, SAMPLE_COUNTRIES_MAX = 32 };

/** Days from leaving the jail to the arrest, for the histogram. */
struct sample_span {
    const char *days; // "3-7"
    int32_t last;
};
extern const struct sample_span sample_spans[SAMPLE_SPAN_COUNT];

struct sample_tally {
    // recorded, row by row
    uint64_t rows[SAMPLE_TABLE_COUNT];
    uint64_t without_id[SAMPLE_TABLE_COUNT];
    uint64_t text_dates[SAMPLE_TABLE_COUNT];
    uint64_t arrests_by_area[SAMPLE_AREA_COUNT]; // true; the column has a few blanks
    uint64_t arrests_by_named[SAMPLE_NAMED_COUNT];
    uint64_t lifts[SAMPLE_OUTCOME_COUNT][SAMPLE_LIFT_COUNT]; // by true outcome
    uint64_t jail_lifts[SAMPLE_JAIL_COUNT][SAMPLE_LIFT_COUNT];
    uint64_t bond_twins;
    // true, person by person
    uint64_t people_with_rows;
    uint64_t outcomes[SAMPLE_JAIL_COUNT][SAMPLE_OUTCOME_COUNT];
    uint64_t arrests;
    uint64_t stays;
    uint64_t stays_open;
    uint64_t returns[SAMPLE_OUTCOME_COUNT][SAMPLE_SPAN_COUNT];
    uint64_t returns_unseen[SAMPLE_OUTCOME_COUNT];
    uint64_t returns_linkable[SAMPLE_OUTCOME_COUNT]; // both rows kept the person's id
    uint64_t episodes[SAMPLE_TWIN_COUNT];
    uint64_t episodes_linkable; // every row kept the person's id
    uint64_t duplicate_rows;
    uint64_t encounters_detainer; // led to a detainer, perhaps also to an arrest
    uint64_t encounters_arrest;   // led to an arrest, perhaps after a detainer
    uint64_t removals;
    // the operation
    bool operation_shown;                          // arrests have the column
    uint64_t operation_places[SAMPLE_PLACE_COUNT]; // true arrests
    uint64_t operation_rows[SAMPLE_NAMED_COUNT];   // rows of them, as recorded
    uint64_t operation_criminality[3];
    uint64_t operation_returns; // true arrests of people a jail had let go
    bool operation_countries[SAMPLE_COUNTRIES_MAX];
    uint64_t window_rows[SAMPLE_AREA_COUNT][SAMPLE_NAMED_COUNT]; // all of its days
};

void sample_tally_row(struct sample_tally *tally, const struct sample_ref *ref,
                      const struct sample_person *person, const struct sample_row *row);
/** @param refs  the person's rows, in the order of sample_plan_sort_people */
void sample_tally_person(struct sample_tally *tally, const struct sample_person *person,
                         const struct sample_ref *refs);
/** Days from the release by the jail to the arrest at large that followed. */
int32_t sample_return_days(const struct sample_person *person,
                           const struct sample_detainer *detainer);
/** Rows of the arrest with this true event, and whether all of them kept the id. */
size_t sample_event_rows(const struct sample_person *person,
                         const struct sample_ref *arrest_refs, unsigned event,
                         bool *out_all_ids);

#endif
