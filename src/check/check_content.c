/* Sheets with the same content, and sheets whose dates lie outside of the fiscal year
 * they are named after. */
#include "check/check_job.h"
#include "check/check_name.h"

/* -- The same content
 * ---------------------------------------------------------------------- */

static const char pairs_sql[] =
    "SELECT CAST(a.sheet_id AS BIGINT), CAST(b.sheet_id AS BIGINT), "
    "CAST(a.cells = b.cells AS BIGINT) "
    "FROM sheet_digest a JOIN sheet_digest b ON a.sheet_id < b.sheet_id "
    "JOIN sheet sa ON sa.sheet_id = a.sheet_id JOIN sheet sb ON sb.sheet_id = b.sheet_id "
    "WHERE b.sheet_id >= ? AND sa.rows_kept > 0 AND sa.event = sb.event AND sa.rows_kept "
    "= sb.rows_kept "
    "AND (a.cells = b.cells OR a.row_set = b.row_set) ORDER BY 1, 2";

static const struct sp_source *sheet_find(const struct check_job *job, int64_t sheet_id)
{
    for (size_t i = 0; i < job->sheet_count; i++) {
        if (job->sheets[i].sheet_id == sheet_id) return &job->sheets[i];
    }
    SP_ASSERT(false);
    return NULL;
}

static enum sp_rc same_found(struct check_job *job, const struct sp_source *a,
                             const struct sp_source *b, bool cells_equal,
                             struct sp_err *err)
{
    const struct sp_str place_a = check_place(job->arena, a);
    const struct sp_str place_b = check_place(job->arena, b);
    return check_finding(
        job, "CHECK-SAME-CONTENT",
        &(struct sp_finding){
            .severity = SP_SEVERITY_SERIOUS,
            .event = b->event,
            .release = b->release,
            .sheet_id = b->sheet_id,
            .other_release = a->release,
            .other_sheet_id = a->sheet_id,
            .evidence = sp_arena_format(
                job->arena, "%.*s holds the same %llu rows as %.*s, %s", SP_FMT(place_b),
                (unsigned long long)b->rows_kept, SP_FMT(place_a),
                cells_equal ? "cell for cell" : "in another order or form")},
        err);
}

enum sp_rc check_content(struct check_job *job, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    const struct ledger_param param = ledger_whole(job->sheet_first);
    enum sp_rc rc = ledger_query(job->ledger, pairs_sql, &param, 1, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        rc = same_found(job, sheet_find(job, ledger_get_whole(&rows, 0)),
                        sheet_find(job, ledger_get_whole(&rows, 1)),
                        ledger_get_whole(&rows, 2) != 0, err);
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* -- The fiscal year in the name
 * ----------------------------------------------------------- */

static enum sp_rc outside_count(struct check_job *job, const struct sp_source *sheet,
                                int32_t first, int32_t last, int64_t *out_dated,
                                int64_t *out_outside, struct sp_err *err)
{
    const struct sp_event *event = check_event(sheet->event);
    struct sp_str sql = sp_arena_format(
        job->arena,
        "SELECT count(%s), count(*) FILTER (WHERE %s < DATE '1970-01-01' + CAST(? AS "
        "INTEGER) OR "
        "%s > DATE '1970-01-01' + CAST(? AS INTEGER)) FROM %s WHERE sheet_id = ?",
        event->date_field, event->date_field, event->date_field, event->name);
    if (!sql.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    const struct ledger_param params[] = {ledger_whole(first), ledger_whole(last),
                                          ledger_whole(sheet->sheet_id)};
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(job->ledger, sql.data, params, 3, &rows, err);
    if (rc == SP_OK) rc = ledger_next(&rows);
    if (rc == SP_OK) {
        *out_dated = ledger_get_whole(&rows, 0);
        *out_outside = ledger_get_whole(&rows, 1);
    }
    ledger_rows_release(&rows);
    return rc;
}

static enum sp_rc fiscal_check(struct check_job *job, const struct sp_source *sheet,
                               struct sp_err *err)
{
    struct check_years years;
    int64_t dated = 0;
    int64_t outside = 0;
    // The sheet's own name is nearer to its rows than the file's.
    if (!check_years_of(sheet->sheet, &years) && !check_years_of(sheet->file, &years))
        return SP_OK;
    if (sheet->day_first == SP_DAY_NONE) return SP_OK;
    const int32_t first =
        years.is_open ? INT16_MIN : sp_day_of((struct sp_civil){years.first - 1, 10, 1});
    const int32_t last = sp_day_of((struct sp_civil){years.last, 9, 30});
    if (sheet->day_first >= first && sheet->day_last <= last) return SP_OK;
    const enum sp_rc rc = outside_count(job, sheet, first, last, &dated, &outside, err);
    if (rc != SP_OK || outside * 1000 <= dated * CHECK_FISCAL_PER_MILLE) return rc;
    char day_first[SP_DATE_TEXT_MAX];
    char day_last[SP_DATE_TEXT_MAX];
    sp_date_format(sheet->day_first, day_first);
    sp_date_format(sheet->day_last, day_last);
    const struct sp_str place = check_place(job->arena, sheet);
    return check_finding(
        job, "CHECK-FISCAL-YEAR",
        &(struct sp_finding){
            .severity = outside * 2 > dated ? SP_SEVERITY_SERIOUS : SP_SEVERITY_WARNING,
            .event = sheet->event,
            .release = sheet->release,
            .sheet_id = sheet->sheet_id,
            .evidence = sp_arena_format(
                job->arena,
                "%.*s is named after fiscal year %s%d%s, but %lld of its %lld dated rows "
                "lie "
                "outside of that: its dates run from %s to %s",
                SP_FMT(place), years.is_open ? "before or in " : "", (int)years.last,
                years.first < years.last ? " and before" : "", (long long)outside,
                (long long)dated, day_first, day_last)},
        err);
}

enum sp_rc check_fiscal_year(struct check_job *job, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < job->sheet_count; i++) {
        if (check_is_new(job, &job->sheets[i]))
            rc = fiscal_check(job, &job->sheets[i], err);
    }
    return rc;
}
