/*
 * From intervals to verdicts, from readings to claims.
 *
 *   readings of a claim                      the claim
 *   any supported and any contradicted       partly
 *   contradicted, the rest undecidable       contradicted
 *   supported, the rest undecidable          supported
 *   all undecidable                          undecidable
 */
#include "statement/statement_result.h"

const char *sp_verdict_name(enum sp_verdict verdict)
{
    static const char *const names[] = {"supported", "partly", "contradicted", "undecidable"};
    return names[verdict];
}

enum sp_verdict statement_verdict_of(enum statement_holds holds)
{
    switch (holds) {
    case STATEMENT_HOLDS_ALL:
        return SP_VERDICT_SUPPORTED;
    case STATEMENT_HOLDS_NONE:
        return SP_VERDICT_CONTRADICTED;
    case STATEMENT_HOLDS_SOME:
        return SP_VERDICT_UNDECIDABLE;
    }
    return SP_VERDICT_UNDECIDABLE;
}

enum sp_verdict statement_verdict_combine(const enum sp_verdict *verdicts, size_t count)
{
    bool supported = false;
    bool contradicted = false;
    for (size_t i = 0; i < count; i++) {
        supported = supported || verdicts[i] == SP_VERDICT_SUPPORTED || verdicts[i] == SP_VERDICT_PARTLY;
        contradicted = contradicted || verdicts[i] == SP_VERDICT_CONTRADICTED || verdicts[i] == SP_VERDICT_PARTLY;
    }
    if (supported && contradicted) return SP_VERDICT_PARTLY;
    if (contradicted) return SP_VERDICT_CONTRADICTED;
    return supported ? SP_VERDICT_SUPPORTED : SP_VERDICT_UNDECIDABLE;
}

enum sp_rc statement_finding(struct statement_result *result, struct sp_str text, struct sp_err *err)
{
    if (!text.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a finding");
    if (result->finding_count < STATEMENT_FINDING_MAX) result->findings[result->finding_count++] = text;
    return SP_OK;
}
