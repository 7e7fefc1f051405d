/*
 * One run of the checks, over the sheets that an `add` brought in, inside of its
 * transaction. Each check is a function of the job; what it finds goes through
 * check_finding alone.
 */
#ifndef CHECK_JOB_H
#define CHECK_JOB_H

#include "check/check_facts.h"
#include "ledger/ledger_db.h"

struct check_job {
    struct sp_ledger *ledger;
    struct sp_source *sheets; // every sheet of the ledger, in the order of adding
    size_t sheet_count;
    int32_t sheet_first;    // sheets from this id on are new
    struct sp_arena *arena; // the findings'
    struct sp_finding *findings;
    size_t finding_count;
    size_t finding_capacity;
};

/**
 * Check the sheets from `sheet_first` on, alone and against all others, and store what is
 * found.
 *
 * @param out_findings  of this run; texts in the arena
 */
SP_MUST_USE enum sp_rc check_run(struct sp_ledger *ledger, int32_t sheet_first,
                                 struct sp_arena *arena, struct sp_finding **out_findings,
                                 size_t *out_count, struct sp_err *err);

/** Store a finding and add it to the job's. `finding->evidence` may be without data: out
 * of memory. */
SP_MUST_USE enum sp_rc check_finding(struct check_job *job, const char *check_id,
                                     const struct sp_finding *finding,
                                     struct sp_err *err);

bool check_is_new(const struct check_job *job, const struct sp_source *sheet);
const struct sp_event *check_event(struct sp_str name);
/** "file 'a.xlsx', sheet 'FY2017'", or the file alone where the sheet is named after it.
 */
SP_MUST_USE struct sp_str check_place(struct sp_arena *arena,
                                      const struct sp_source *sheet);

/* The checks, each over everything new. */
SP_MUST_USE enum sp_rc check_content(struct check_job *job, struct sp_err *err);
SP_MUST_USE enum sp_rc check_overlap(struct check_job *job, struct sp_err *err);
SP_MUST_USE enum sp_rc check_fiscal_year(struct check_job *job, struct sp_err *err);
SP_MUST_USE enum sp_rc check_columns(struct check_job *job, struct sp_err *err);
SP_MUST_USE enum sp_rc check_recoded(struct check_job *job,
                                     const struct sp_source *before,
                                     const struct sp_source *after, struct sp_err *err);
/** @param release  the sheet by which it is known */
SP_MUST_USE enum sp_rc check_recoded_within(struct check_job *job,
                                            const struct sp_source *release,
                                            struct sp_err *err);
SP_MUST_USE enum sp_rc check_codes(struct check_job *job, struct sp_err *err);
SP_MUST_USE enum sp_rc check_gap(struct check_job *job, struct sp_err *err);

/** The sheet by which a release is known: its first of this kind of record. */
bool check_is_first_of_release(const struct check_job *job,
                               const struct sp_source *sheet);
/** Whether any sheet of the release and kind of record is new. */
bool check_release_is_new(const struct check_job *job, const struct sp_source *sheet);

#endif
