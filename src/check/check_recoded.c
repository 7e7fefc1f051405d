/*
 * Codes that gave way to others from one release to the next. Only fields of few codes
 * are looked at: a list of facilities or landmarks changes by itself.
 */
#include "check/check_job.h"
#include "check/check_rows.h"

enum { EVIDENCE_MAX = 1 << 14 };

/* Each label of a field that one of two releases holds often and the other not at all,
 * gone ones first. */
static const char labels_sql[] =
    "WITH spans AS (SELECT release, greatest(1, datediff('month', min(day_first), "
    "max(day_last)) + 1) AS months FROM "
    "sheet WHERE event = '%s' GROUP BY release), "
    "g AS (SELECT sheet_id, %s AS code, count(*) AS n FROM %s GROUP BY ALL), "
    "l AS (SELECT t.label, CAST(coalesce(sum(n) FILTER (WHERE s.release = ?), 0) AS "
    "BIGINT) AS a, "
    "CAST(coalesce(sum(n) FILTER (WHERE s.release = ?), 0) AS BIGINT) AS b FROM g JOIN "
    "sheet s USING (sheet_id) JOIN term t "
    "USING (code) WHERE t.none = 0 AND s.release IN (?, ?) GROUP BY t.label) "
    "SELECT label, a, b FROM l WHERE (SELECT count(*) FROM l) <= %d AND "
    "((b = 0 AND a >= %d * (SELECT months FROM spans WHERE release = ?)) OR "
    "(a = 0 AND b >= %d * (SELECT months FROM spans WHERE release = ?))) ORDER BY a = 0, "
    "label";

static void label_write(const struct ledger_rows *rows, int64_t count, size_t before,
                        struct sp_buf *out)
{
    if (before >= CHECK_RECODED_SHOWN_MAX) return;
    sp_buf_format(out, "%s'%.*s' (%lld rows)", before ? ", " : "",
                  SP_FMT(ledger_get_text(rows, 0)), (long long)count);
}

static void left_out_write(size_t count, struct sp_buf *out)
{
    if (count > CHECK_RECODED_SHOWN_MAX)
        sp_buf_format(out, " and %zu more", count - CHECK_RECODED_SHOWN_MAX);
}

/* "gone: 'A' (n rows); new: 'B' (m rows)"; empty unless there are both. */
static enum sp_rc labels_read(struct ledger_rows *rows, struct check_job *job,
                              struct sp_str *out_text, struct sp_err *err)
{
    struct sp_buf text;
    size_t gone = 0;
    size_t added = 0;
    enum sp_rc rc;
    sp_buf_init(&text, EVIDENCE_MAX);
    while ((rc = ledger_next(rows)) == SP_OK) {
        const int64_t before = ledger_get_whole(rows, 1);
        if (before) {
            if (!gone) sp_buf_text(&text, "gone: ");
            label_write(rows, before, gone++, &text);
        } else {
            if (!added) {
                left_out_write(gone, &text);
                sp_buf_text(&text, "; new: ");
            }
            label_write(rows, ledger_get_whole(rows, 2), added++, &text);
        }
    }
    left_out_write(added, &text);
    rc = rc == SP_END ? sp_buf_status(&text, err) : rc;
    if (rc == SP_OK)
        *out_text = gone && added ? sp_arena_copy(job->arena, sp_buf_str(&text))
                                  : (struct sp_str){0};
    sp_buf_release(&text);
    return rc;
}

static enum sp_rc field_check(struct check_job *job, const struct sp_source *before,
                              const struct sp_source *after, const struct sp_field *field,
                              struct sp_err *err)
{
    const char *event = check_event(after->event)->name;
    const struct sp_str sql = sp_arena_format(
        job->arena, labels_sql, event, field->name, event, (int)CHECK_RECODED_LABELS_MAX,
        (int)CHECK_RECODED_ROWS_MIN, (int)CHECK_RECODED_ROWS_MIN);
    if (!sql.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    const struct ledger_param params[] = {
        ledger_text(before->release), ledger_text(after->release),
        ledger_text(before->release), ledger_text(after->release),
        ledger_text(before->release), ledger_text(after->release)};
    struct ledger_rows rows = {0};
    struct sp_str labels = {0};
    enum sp_rc rc = ledger_query(job->ledger, sql.data, params, 6, &rows, err);
    if (rc == SP_OK) rc = labels_read(&rows, job, &labels, err);
    ledger_rows_release(&rows);
    if (rc != SP_OK || !labels.size) return rc;
    return check_finding(
        job, "CHECK-RECODED",
        &(struct sp_finding){.severity = SP_SEVERITY_WARNING,
                             .event = after->event,
                             .release = after->release,
                             .other_release = before->release,
                             .evidence = sp_arena_format(
                                 job->arena, "%s of %s, from release %.*s to %.*s: %.*s",
                                 field->name, check_event(after->event)->plural,
                                 SP_FMT(before->release), SP_FMT(after->release),
                                 SP_FMT(labels))},
        err);
}

/* The fields that both releases have a column for. */
static enum sp_rc fields_in_both(struct check_job *job, const struct sp_source *before,
                                 const struct sp_source *after, bool *out_both,
                                 struct sp_err *err)
{
    const struct sp_event *event = check_event(after->event);
    const struct ledger_param params[] = {ledger_text(after->event),
                                          ledger_text(before->release),
                                          ledger_text(after->release)};
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(job->ledger,
                                 "SELECT c.field FROM sheet_column c JOIN sheet s USING "
                                 "(sheet_id) WHERE s.event = ? AND "
                                 "s.release IN (?, ?) AND c.field <> '' GROUP BY c.field "
                                 "HAVING count(DISTINCT s.release) = 2",
                                 params, 3, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        size_t index;
        if (sp_event_field(event, ledger_get_text(&rows, 0), &index))
            out_both[index] = true;
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc check_recoded(struct check_job *job, const struct sp_source *before,
                         const struct sp_source *after, struct sp_err *err)
{
    const struct sp_event *event = check_event(after->event);
    bool in_both[CHECK_FIELDS_MAX] = {0};
    SP_ASSERT(event->field_count <= CHECK_FIELDS_MAX);
    enum sp_rc rc = fields_in_both(job, before, after, in_both, err);
    for (size_t i = 0; rc == SP_OK && i < event->field_count; i++) {
        if (in_both[i] && event->fields[i].type == SP_FIELD_TEXT)
            rc = field_check(job, before, after, &event->fields[i], err);
    }
    return rc;
}
