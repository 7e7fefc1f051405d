/*
 * The run: forget what a check of a whole release said before, then every check in turn.
 *
 * Invariants: 1. a release to which a sheet was added is checked again as a whole, so
 * that the findings do not depend on whether its files came in one call or in several,
 * but for the order of equal ones; 2. sheets that were there before are compared with new
 * ones only, never again with each other.
 */
#include "check/check_job.h"

enum { FINDINGS_MAX = 100000 };

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the findings");
}

const struct sp_event *check_event(struct sp_str name)
{
    const struct sp_event *event = sp_event_find(name);
    SP_ASSERT(event);
    return event;
}

bool check_is_new(const struct check_job *job, const struct sp_source *sheet)
{
    return sheet->sheet_id >= job->sheet_first;
}

static bool same_release(const struct sp_source *a, const struct sp_source *b)
{
    return sp_str_equal(a->release, b->release) && sp_str_equal(a->event, b->event);
}

bool check_is_first_of_release(const struct check_job *job, const struct sp_source *sheet)
{
    for (size_t i = 0; i < job->sheet_count && job->sheets[i].sheet_id < sheet->sheet_id;
         i++) {
        if (same_release(&job->sheets[i], sheet)) return false;
    }
    return true;
}

bool check_release_is_new(const struct check_job *job, const struct sp_source *sheet)
{
    for (size_t i = 0; i < job->sheet_count; i++) {
        if (check_is_new(job, &job->sheets[i]) && same_release(&job->sheets[i], sheet))
            return true;
    }
    return false;
}

struct sp_str check_place(struct sp_arena *arena, const struct sp_source *sheet)
{
    if (sp_str_equal(sheet->sheet, sheet->file)) {
        return sp_arena_format(arena, "file '%.*s'", SP_FMT(sheet->file));
    }
    return sp_arena_format(arena, "file '%.*s', sheet '%.*s'", SP_FMT(sheet->file),
                           SP_FMT(sheet->sheet));
}

static bool findings_grow(struct check_job *job)
{
    const size_t capacity = job->finding_capacity ? job->finding_capacity * 2 : 32;
    struct sp_finding *grown = capacity <= FINDINGS_MAX
                                   ? sp_arena_array(job->arena, capacity, sizeof *grown)
                                   : NULL;
    if (!grown) return false;
    for (size_t i = 0; i < job->finding_count; i++) {
        grown[i] = job->findings[i];
    }
    job->findings = grown;
    job->finding_capacity = capacity;
    return true;
}

enum sp_rc check_finding(struct check_job *job, const char *check_id,
                         const struct sp_finding *finding, struct sp_err *err)
{
    const struct sp_check *check = sp_check_find(sp_str_of(check_id));
    SP_ASSERT(check);
    if (!finding->evidence.data) return out_of_memory(err);
    if (job->finding_count == job->finding_capacity && !findings_grow(job))
        return out_of_memory(err);
    struct sp_finding *added = &job->findings[job->finding_count++];
    *added = *finding;
    added->check_id = sp_str_of(check->id);
    added->check_version = check->version;
    const struct ledger_param params[] = {
        ledger_text(added->check_id),      ledger_whole(check->version),
        ledger_whole(added->severity),     ledger_text(added->event),
        ledger_text(added->release),       ledger_whole(added->sheet_id),
        ledger_text(added->other_release), ledger_whole(added->other_sheet_id),
        ledger_text(added->evidence)};
    return ledger_execute(job->ledger,
                          "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          params, sizeof params / sizeof params[0], err);
}

/* What checks of whole releases (sheet 0) said of those that have changed. */
static enum sp_rc stale_forget(struct check_job *job, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_whole(job->sheet_first),
                                          ledger_whole(job->sheet_first)};
    return ledger_execute(
        job->ledger,
        "DELETE FROM finding WHERE sheet_id = 0 AND ("
        "(event, release) IN (SELECT (event, release) FROM sheet WHERE sheet_id >= ?) OR "
        "(event, other_release) IN (SELECT (event, release) FROM sheet WHERE sheet_id >= "
        "?))",
        params, 2, err);
}

enum sp_rc check_run(struct sp_ledger *ledger, int32_t sheet_first,
                     struct sp_arena *arena, struct sp_finding **out_findings,
                     size_t *out_count, struct sp_err *err)
{
    struct check_job job = {.ledger = ledger, .sheet_first = sheet_first, .arena = arena};
    enum sp_rc rc =
        sp_ledger_sources(ledger, NULL, arena, &job.sheets, &job.sheet_count, err);
    if (rc == SP_OK) rc = stale_forget(&job, err);
    if (rc == SP_OK) rc = check_content(&job, err);
    if (rc == SP_OK) rc = check_overlap(&job, err);
    if (rc == SP_OK) rc = check_fiscal_year(&job, err);
    if (rc == SP_OK) rc = check_columns(&job, err);
    if (rc == SP_OK) rc = check_codes(&job, err);
    if (rc == SP_OK) rc = check_gap(&job, err);
    if (rc != SP_OK) return rc;
    *out_findings = job.findings;
    *out_count = job.finding_count;
    return SP_OK;
}
