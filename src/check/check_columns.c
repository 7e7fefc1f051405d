/* Fields that a release no longer holds, or that one of its sheets lacks; and codes that
 * gave way to others. */
#include "check/check_job.h"

enum { LIST_MAX = 1 << 14 };

/* -- Lists of fields
 * -------------------------------------------------------------------------- */

/* Run a query of one column of names and lay them out as "a, b, c". */
static enum sp_rc names_list(struct check_job *job, const char *sql,
                             const struct ledger_param *params, size_t param_count,
                             struct sp_str *out_list, size_t *out_count,
                             struct sp_err *err)
{
    struct ledger_rows rows = {0};
    struct sp_buf list;
    size_t count = 0;
    sp_buf_init(&list, LIST_MAX);
    enum sp_rc rc = ledger_query(job->ledger, sql, params, param_count, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        if (count++) sp_buf_text(&list, ", ");
        sp_buf_append(&list, ledger_get_text(&rows, 0));
    }
    ledger_rows_release(&rows);
    rc = rc == SP_END ? sp_buf_status(&list, err) : rc;
    if (rc == SP_OK) *out_list = sp_arena_copy(job->arena, sp_buf_str(&list));
    if (rc == SP_OK) *out_count = count;
    sp_buf_release(&list);
    return rc;
}

/* The release that ends last before this one does, of the same kind of record; NULL when
 * there is none. */
static const struct sp_source *release_before(const struct check_job *job,
                                              const struct sp_source *release,
                                              int32_t *last_days)
{
    const struct sp_source *before = NULL;
    int32_t before_last = SP_DAY_NONE;
    const size_t own = (size_t)(release - job->sheets);
    for (size_t i = 0; i < job->sheet_count; i++) {
        const struct sp_source *sheet = &job->sheets[i];
        if (!sp_str_equal(sheet->event, release->event) ||
            sp_str_equal(sheet->release, release->release))
            continue;
        if (last_days[i] == SP_DAY_NONE || last_days[own] == SP_DAY_NONE) continue;
        const bool ends_earlier =
            last_days[i] < last_days[own] ||
            (last_days[i] == last_days[own] && sheet->sheet_id < release->sheet_id);
        if (!ends_earlier || (before && last_days[i] <= before_last)) continue;
        before = sheet;
        before_last = last_days[i];
    }
    return before;
}

/* For each sheet the last day of its release. */
static int32_t *release_ends(const struct check_job *job)
{
    int32_t *ends = sp_arena_array(job->arena, job->sheet_count, sizeof *ends);
    if (!ends) return NULL;
    for (size_t i = 0; i < job->sheet_count; i++) {
        ends[i] = job->sheets[i].day_last;
        for (size_t j = 0; j < job->sheet_count; j++) {
            const struct sp_source *other = &job->sheets[j];
            if (sp_str_equal(other->event, job->sheets[i].event) &&
                sp_str_equal(other->release, job->sheets[i].release) &&
                other->day_last > ends[i])
                ends[i] = other->day_last;
        }
    }
    return ends;
}

static enum sp_rc gone_check(struct check_job *job, const struct sp_source *before,
                             const struct sp_source *after, struct sp_err *err)
{
    const struct ledger_param params[] = {
        ledger_text(after->event), ledger_text(before->release),
        ledger_text(after->event), ledger_text(after->release)};
    struct sp_str list;
    size_t count;
    const enum sp_rc rc =
        names_list(job,
                   "SELECT DISTINCT c.field FROM sheet_column c JOIN sheet s USING "
                   "(sheet_id) WHERE s.event = ? AND s.release = ? AND "
                   "c.field <> '' AND c.field NOT IN (SELECT d.field FROM sheet_column d "
                   "JOIN sheet t USING (sheet_id) WHERE t.event "
                   "= ? AND t.release = ?) ORDER BY 1",
                   params, 4, &list, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    return check_finding(
        job, "CHECK-COLUMNS-GONE",
        &(struct sp_finding){
            .severity = SP_SEVERITY_NOTE,
            .event = after->event,
            .release = after->release,
            .other_release = before->release,
            .evidence = sp_arena_format(
                job->arena,
                "%s of release %.*s have no column for %zu field%s that release "
                "%.*s has: %.*s",
                check_event(after->event)->plural, SP_FMT(after->release), count,
                count == 1 ? "" : "s", SP_FMT(before->release), SP_FMT(list))},
        err);
}

static enum sp_rc differ_check(struct check_job *job, const struct sp_source *sheet,
                               struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(sheet->event),
                                          ledger_text(sheet->release),
                                          ledger_whole(sheet->sheet_id)};
    struct sp_str list;
    size_t count;
    const enum sp_rc rc =
        names_list(job,
                   "SELECT DISTINCT c.field FROM sheet_column c JOIN sheet s USING "
                   "(sheet_id) WHERE s.event = ? AND s.release = ? AND "
                   "c.field <> '' AND c.field NOT IN (SELECT field FROM sheet_column "
                   "WHERE sheet_id = ?) ORDER BY 1",
                   params, 3, &list, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    const struct sp_str place = check_place(job->arena, sheet);
    return check_finding(
        job, "CHECK-COLUMNS-DIFFER",
        &(struct sp_finding){
            .severity = SP_SEVERITY_NOTE,
            .event = sheet->event,
            .release = sheet->release,
            .evidence = sp_arena_format(
                job->arena,
                "%.*s has no column for %zu field%s that other sheets of release "
                "%.*s have: %.*s",
                SP_FMT(place), count, count == 1 ? "" : "s", SP_FMT(sheet->release),
                SP_FMT(list))},
        err);
}

enum sp_rc check_columns(struct check_job *job, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    int32_t *ends = release_ends(job);
    if (!ends) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; rc == SP_OK && i < job->sheet_count; i++) {
        const struct sp_source *sheet = &job->sheets[i];
        const bool is_new = check_release_is_new(job, sheet);
        if (is_new) rc = differ_check(job, sheet, err);
        if (rc != SP_OK || !check_is_first_of_release(job, sheet)) continue;
        if (is_new) rc = check_recoded_within(job, sheet, err);
        if (rc != SP_OK) continue;
        const struct sp_source *before = release_before(job, sheet, ends);
        // The release after a new one is compared again too: the one before it may be
        // another now.
        if (!before || (!is_new && !check_release_is_new(job, before))) continue;
        rc = gone_check(job, before, sheet, err);
        if (rc == SP_OK) rc = check_recoded(job, before, sheet, err);
    }
    return rc;
}
