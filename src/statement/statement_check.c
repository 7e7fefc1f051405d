/* Every claim tested in each of its readings, then written. */
#include "statement/statement_result.h"

static const size_t check_arena_max = (size_t)1 << 30;

static enum sp_rc claim_test(const struct sp_statement *statement, const struct statement_claim *claim,
                             struct sp_ledger *ledger, struct sp_arena *arena, const struct statement_result **out_results,
                             enum sp_verdict *out_verdict, struct sp_err *err)
{
    struct statement_result *results = sp_arena_array(arena, claim->reading_count, sizeof *results);
    enum sp_verdict verdicts[STATEMENT_READING_MAX];
    enum sp_rc rc = results ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "out of memory for the verdicts");
    for (size_t i = 0; rc == SP_OK && i < claim->reading_count; i++) {
        const struct statement_reading *reading = &claim->readings[i];
        rc = reading->is_published ? statement_test_published(statement, reading, arena, &results[i], err)
                                   : statement_test_ledger(ledger, reading, arena, &results[i], err);
        if (rc == SP_OK) verdicts[i] = results[i].verdict;
    }
    if (rc != SP_OK) return rc;
    *out_results = results;
    *out_verdict = statement_verdict_combine(verdicts, claim->reading_count);
    return SP_OK;
}

static void proof_find(struct statement_outcome *outcome)
{
    for (size_t i = 0; i < outcome->statement->claim_count; i++) {
        for (size_t j = 0; !outcome->proof && j < outcome->statement->claims[i].reading_count; j++) {
            outcome->proof = outcome->results[i][j].proof;
        }
    }
}

enum sp_rc sp_statement_check(const struct sp_statement *statement, struct sp_ledger *ledger, enum sp_format format,
                              struct sp_buf *out, bool *out_contradicted, struct sp_err *err)
{
    struct sp_arena arena;
    sp_arena_init(&arena, check_arena_max);
    const struct statement_result **results = sp_arena_array(&arena, statement->claim_count, sizeof *results);
    enum sp_verdict *verdicts = sp_arena_array(&arena, statement->claim_count, sizeof *verdicts);
    bool contradicted = false;
    enum sp_rc rc = results && verdicts ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "out of memory for the verdicts");
    for (size_t i = 0; rc == SP_OK && i < statement->claim_count; i++) {
        rc = claim_test(statement, &statement->claims[i], ledger, &arena, &results[i], &verdicts[i], err);
        if (rc == SP_OK) contradicted = contradicted || verdicts[i] == SP_VERDICT_CONTRADICTED;
    }
    if (rc == SP_OK) {
        struct statement_outcome outcome = {
            .statement = statement, .results = results, .verdicts = verdicts, .has_ledger = ledger != NULL};
        proof_find(&outcome);
        statement_outcome_write(&outcome, format, out);
        rc = sp_buf_status(out, err);
    }
    if (rc == SP_OK) *out_contradicted = contradicted;
    sp_arena_release(&arena);
    return rc;
}
