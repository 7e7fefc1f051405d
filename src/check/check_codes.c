/*
 * Codes that no list has: they are kept like any other and counted like any other, but a
 * person should look at them, for a new code often means that an old one was split,
 * joined or renamed.
 *
 * The lists are asked about the labels that the ledger's terms have, which are few; rows
 * are counted only for fields in which there is an unlisted one.
 */
#include "check/check_job.h"
#include "sallyport/codes.h"

enum { EVIDENCE_MAX = 1 << 14 };

static const char labels_sql[] =
    "SELECT t.label, CAST(sum(g.n) AS BIGINT) FROM (SELECT sheet_id, %s AS code, "
    "count(*) "
    "AS n FROM %s GROUP BY ALL) g JOIN sheet s USING (sheet_id) JOIN term t USING (code) "
    "WHERE t.none = 0 AND s.release = ? AND s.event = ? GROUP BY t.label ORDER BY "
    "t.label";

/* Whether any term of the vocabulary, of whatever release, is in no list. */
static enum sp_rc has_unlisted(struct check_job *job, const struct sp_code_list *list,
                               bool *out_has, struct sp_err *err)
{
    const struct ledger_param param = ledger_text(list->vocabulary);
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(job->ledger,
                                 "SELECT DISTINCT label FROM term WHERE vocabulary = ? "
                                 "AND none = 0",
                                 &param, 1, &rows, err);
    *out_has = false;
    while (rc == SP_OK && !*out_has && (rc = ledger_next(&rows)) == SP_OK) {
        *out_has = !sp_code_list_find(list, ledger_get_text(&rows, 0));
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* "'A' (n rows), 'B' (m rows) and 3 more"; `out_codes` says how many there are. */
static enum sp_rc unlisted_write(struct ledger_rows *rows,
                                 const struct sp_code_list *list, struct sp_buf *out,
                                 size_t *out_codes, int64_t *out_rows, struct sp_err *err)
{
    enum sp_rc rc;
    *out_codes = 0;
    *out_rows = 0;
    while ((rc = ledger_next(rows)) == SP_OK) {
        const struct sp_str label = ledger_get_text(rows, 0);
        const int64_t count = ledger_get_whole(rows, 1);
        if (sp_code_list_find(list, label)) continue;
        if (*out_codes < CHECK_CODES_SHOWN_MAX)
            sp_buf_format(out, "%s'%.*s' (%lld rows)", *out_codes ? ", " : "",
                          SP_FMT(label), (long long)count);
        ++*out_codes;
        *out_rows += count;
    }
    if (*out_codes > CHECK_CODES_SHOWN_MAX)
        sp_buf_format(out, " and %zu more", *out_codes - CHECK_CODES_SHOWN_MAX);
    return rc == SP_END ? sp_buf_status(out, err) : rc;
}

static enum sp_rc finding_add(struct check_job *job, const struct sp_source *release,
                              const struct sp_field *field, struct sp_str codes,
                              size_t code_count, int64_t row_count, struct sp_err *err)
{
    return check_finding(
        job, "CHECK-NEW-CODE",
        &(struct sp_finding){
            .severity = SP_SEVERITY_NOTE,
            .event = release->event,
            .release = release->release,
            .evidence = sp_arena_format(job->arena,
                                        "%s of %s, release %.*s: %zu code%s in %lld rows "
                                        "that no list has; kept as written: %.*s",
                                        field->name, check_event(release->event)->plural,
                                        SP_FMT(release->release), code_count,
                                        code_count == 1 ? "" : "s", (long long)row_count,
                                        SP_FMT(codes))},
        err);
}

static enum sp_rc field_check(struct check_job *job, const struct sp_source *release,
                              const struct sp_field *field,
                              const struct sp_code_list *list, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(release->release),
                                          ledger_text(release->event)};
    const struct sp_str sql = sp_arena_format(job->arena, labels_sql, field->name,
                                              check_event(release->event)->name);
    struct ledger_rows rows = {0};
    struct sp_buf codes;
    size_t code_count = 0;
    int64_t row_count = 0;
    if (!sql.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    sp_buf_init(&codes, EVIDENCE_MAX);
    enum sp_rc rc = ledger_query(job->ledger, sql.data, params, 2, &rows, err);
    if (rc == SP_OK)
        rc = unlisted_write(&rows, list, &codes, &code_count, &row_count, err);
    ledger_rows_release(&rows);
    if (rc == SP_OK && code_count)
        rc = finding_add(job, release, field, sp_buf_str(&codes), code_count, row_count,
                         err);
    sp_buf_release(&codes);
    return rc;
}

static enum sp_rc release_check(struct check_job *job, const struct sp_source *release,
                                const struct sp_code_lists *lists, struct sp_err *err)
{
    const struct sp_event *event = check_event(release->event);
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        const struct sp_code_list *list =
            field->vocabulary ? sp_code_lists_find(lists, sp_str_of(field->vocabulary))
                              : NULL;
        bool has = false;
        if (list) rc = has_unlisted(job, list, &has, err);
        if (rc == SP_OK && has) rc = field_check(job, release, field, list, err);
    }
    return rc;
}

enum sp_rc check_codes(struct check_job *job, struct sp_err *err)
{
    struct sp_code_lists *lists = NULL;
    enum sp_rc rc = sp_code_lists_open(&lists, err);
    for (size_t i = 0; rc == SP_OK && i < job->sheet_count; i++) {
        const struct sp_source *sheet = &job->sheets[i];
        if (check_is_first_of_release(job, sheet) && check_release_is_new(job, sheet))
            rc = release_check(job, sheet, lists, err);
    }
    sp_code_lists_close(lists);
    return rc;
}
