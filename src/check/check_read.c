/* Findings, read back. */
#include "check/check_facts.h"
#include "ledger/ledger_db.h"

static bool finding_read(const struct ledger_rows *rows, struct sp_arena *arena,
                         struct sp_finding *finding)
{
    struct sp_str *const texts[] = {&finding->check_id, &finding->event,
                                    &finding->release, &finding->other_release,
                                    &finding->evidence};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = sp_arena_copy(arena, ledger_get_text(rows, i));
        if (!texts[i]->data) return false;
    }
    finding->check_version = (uint32_t)ledger_get_whole(rows, 5);
    finding->severity = (enum sp_severity)ledger_get_whole(rows, 6);
    finding->sheet_id = (int32_t)ledger_get_whole(rows, 7);
    finding->other_sheet_id = (int32_t)ledger_get_whole(rows, 8);
    return true;
}

enum sp_rc sp_ledger_findings(struct sp_ledger *ledger, struct sp_arena *arena,
                              struct sp_finding **out_findings, size_t *out_count,
                              struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc =
        ledger_query_whole(ledger, "SELECT count(*) FROM finding", NULL, 0, &count, err);
    if (rc != SP_OK) return rc;
    struct sp_finding *findings = sp_arena_array(arena, (size_t)count, sizeof *findings);
    if (!findings)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the findings");
    rc = ledger_query(ledger,
                      "SELECT check_id, event, release, other_release, evidence, "
                      "CAST(check_version AS BIGINT), "
                      "CAST(severity AS BIGINT), CAST(sheet_id AS BIGINT), "
                      "CAST(other_sheet_id AS BIGINT) FROM finding "
                      "ORDER BY severity DESC, check_id, event, release, sheet_id, "
                      "other_sheet_id, evidence",
                      NULL, 0, &rows, err);
    size_t filled = 0;
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        if (!finding_read(&rows, arena, &findings[filled++])) {
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory for the findings");
        }
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_findings = findings;
    *out_count = filled;
    return SP_OK;
}
