/* What a reading was found to be, and how readings make a claim's verdict. */
#ifndef STATEMENT_RESULT_H
#define STATEMENT_RESULT_H

#include "statement/statement_model.h"

enum { STATEMENT_FINDING_MAX = 16, STATEMENT_REFERENCE_MAX = 8 };

struct statement_result {
    enum sp_verdict verdict;
    const char *basis;            // "records" or "published figures"
    bool has_interval;
    struct statement_interval interval; // what was found: between least and most
    bool is_share;
    struct statement_interval whole;    // of a share
    struct sp_str reason;
    struct sp_str decide;         // what would decide it; empty when it is decided
    struct sp_str findings[STATEMENT_FINDING_MAX];
    size_t finding_count;
    struct sp_str references[STATEMENT_REFERENCE_MAX]; // of the figures that were used
    size_t reference_count;
    const struct sp_proof *proof; // NULL for published figures
};

/* Everything in `arena`. Texts that could not be made for want of memory make these fail. */
SP_MUST_USE enum sp_rc statement_test_ledger(struct sp_ledger *ledger, const struct statement_reading *reading,
                                             struct sp_arena *arena, struct statement_result *out_result,
                                             struct sp_err *err);
SP_MUST_USE enum sp_rc statement_test_published(const struct sp_statement *statement,
                                                const struct statement_reading *reading, struct sp_arena *arena,
                                                struct statement_result *out_result, struct sp_err *err);

enum sp_verdict statement_verdict_of(enum statement_holds holds);
/** The verdict on a claim from those on its readings. */
enum sp_verdict statement_verdict_combine(const enum sp_verdict *verdicts, size_t count);

/** Append a finding; SP_ERR_MEMORY when its text was not made; silently none past the ceiling. */
SP_MUST_USE enum sp_rc statement_finding(struct statement_result *result, struct sp_str text, struct sp_err *err);

/** Every claim's results, for the writers. */
struct statement_outcome {
    const struct sp_statement *statement;
    const struct statement_result *const *results; // [claim][reading]
    const enum sp_verdict *verdicts;               // [claim]
    const struct sp_proof *proof;                  // of the records used, NULL when none were
    bool has_ledger;
};
void statement_outcome_write(const struct statement_outcome *outcome, enum sp_format format, struct sp_buf *out);

#endif
