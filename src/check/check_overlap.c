/*
 * Measuring how many rows two sheets share, as multisets: of n equal rows here and m
 * there, the smaller number is shared. Rows without an id can only be compared by what
 * they say.
 */
#include "check/check_overlap.h"

#include "check/check_job.h"
#include "check/check_rows.h"

#include <string.h>

enum { FIELDS_SHOWN = 10 }; // of those compared; the ledger holds all

struct pair {
    const struct sp_source *a; // the earlier sheet
    const struct sp_source *b;
    int32_t day_first; // the days that both hold
    int32_t day_last;
    bool is_one_release;
};

/* A list of agreements or of places holds again what the list before it held: that says
 * nothing, 210 times over for 21 lists. */
static bool is_list(struct sp_str event)
{
    return sp_str_equal_text(event, "agreement") ||
           strcmp(check_event(event)->date_field, "list_date") == 0;
}

static bool pair_make(const struct sp_source *a, const struct sp_source *b,
                      struct pair *out_pair)
{
    if (!sp_str_equal(a->event, b->event) || is_list(a->event)) return false;
    if (a->day_first == SP_DAY_NONE || b->day_first == SP_DAY_NONE) return false;
    *out_pair = (struct pair){
        .a = a,
        .b = b,
        .day_first = a->day_first > b->day_first ? a->day_first : b->day_first,
        .day_last = a->day_last < b->day_last ? a->day_last : b->day_last,
        .is_one_release = sp_str_equal(a->release, b->release)};
    return out_pair->day_first <= out_pair->day_last;
}

/* "sheet_id IN (1, 2) AND date BETWEEN …". */
static void where_sql(const struct pair *pair, int32_t day_step, struct sp_buf *sql)
{
    const struct sp_event *event = check_event(pair->a->event);
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    sp_date_format(pair->day_first, first);
    sp_date_format(pair->day_last, last);
    sp_buf_format(sql, "sheet_id IN (%d, %d) AND %s BETWEEN DATE '%s' AND DATE '%s'",
                  pair->a->sheet_id, pair->b->sheet_id, event->date_field, first, last);
    if (day_step > 1)
        sp_buf_format(sql, " AND (%s - DATE '1970-01-01') %% %d = 0", event->date_field,
                      day_step);
}

static enum sp_rc day_step_find(struct sp_ledger *ledger, const struct pair *pair,
                                struct sp_buf *sql, int32_t *out_step, struct sp_err *err)
{
    int64_t rows;
    sp_buf_reset(sql);
    sp_buf_format(sql, "SELECT count(*) FROM %.*s WHERE ", SP_FMT(pair->a->event));
    where_sql(pair, 1, sql);
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query_whole(ledger, sql->data, NULL, 0, &rows, err);
    if (rc == SP_OK)
        *out_step = rows > CHECK_OVERLAP_ROWS_MAX ? CHECK_OVERLAP_DAY_STEP : 1;
    return rc;
}

static void shared_sql(const struct pair *pair, const struct check_key *key,
                       const char *where, struct sp_buf *sql)
{
    sp_buf_reset(sql);
    sp_buf_text(sql, "WITH ");
    check_canon_sql(sql);
    sp_buf_text(sql, ", k AS (SELECT sheet_id, ");
    check_key_sql(key, sql);
    sp_buf_format(sql,
                  " AS h FROM %s e, canon WHERE %s), g AS (SELECT count(*) FILTER (WHERE "
                  "sheet_id = %d) AS a, "
                  "count(*) FILTER (WHERE sheet_id = %d) AS b FROM k GROUP BY h) SELECT "
                  "CAST(coalesce(sum(a), 0) AS BIGINT), "
                  "CAST(coalesce(sum(b), 0) AS BIGINT), CAST(coalesce(sum(least(a, b)), "
                  "0) AS BIGINT) FROM g",
                  key->event->name, where, pair->a->sheet_id, pair->b->sheet_id);
}

struct measured {
    struct check_overlap_row row;
    struct sp_str fields;
    struct sp_str fields_shown; // the first of them
    size_t field_count;
};

static enum sp_rc pair_measure(struct check_job *job, const struct pair *pair,
                               struct sp_buf *sql, struct measured *out_measured,
                               struct sp_err *err)
{
    const struct check_set sets[] = {{.sheet_ids = &pair->a->sheet_id, .sheet_count = 1},
                                     {.sheet_ids = &pair->b->sheet_id, .sheet_count = 1}};
    struct check_key key;
    struct ledger_rows rows = {0};
    struct check_overlap_row row = {.sheet_id = pair->b->sheet_id,
                                    .other_sheet_id = pair->a->sheet_id,
                                    .is_one_release = pair->is_one_release};
    enum sp_rc rc = day_step_find(job->ledger, pair, sql, &row.day_step, err);
    sp_buf_reset(sql);
    where_sql(pair, row.day_step, sql);
    const struct sp_str where = sp_arena_copy(job->arena, sp_buf_str(sql));
    if (rc == SP_OK && !where.data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) {
        rc = check_key_make(job->ledger, check_event(pair->a->event), &sets[0], &sets[1],
                            pair->is_one_release, where.data, &key, err);
    }
    if (rc != SP_OK || key.count == 0) return rc;
    sp_buf_reset(sql);
    check_key_names(&key, SIZE_MAX, sql);
    out_measured->fields = sp_arena_copy(job->arena, sp_buf_str(sql));
    sp_buf_reset(sql);
    check_key_names(&key, FIELDS_SHOWN, sql);
    out_measured->fields_shown = sp_arena_copy(job->arena, sp_buf_str(sql));
    out_measured->field_count = key.count;
    if (!out_measured->fields.data || !out_measured->fields_shown.data)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    shared_sql(pair, &key, where.data, sql);
    rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(job->ledger, sql->data, NULL, 0, &rows, err);
    if (rc == SP_OK) rc = ledger_next(&rows);
    if (rc == SP_OK) {
        row.other_rows = (uint64_t)ledger_get_whole(&rows, 0);
        row.rows = (uint64_t)ledger_get_whole(&rows, 1);
        row.shared = (uint64_t)ledger_get_whole(&rows, 2);
    }
    ledger_rows_release(&rows);
    if (rc == SP_OK) out_measured->row = row;
    return rc;
}

static uint64_t smaller(const struct check_overlap_row *row)
{
    return row->rows < row->other_rows ? row->rows : row->other_rows;
}

bool check_overlap_is_same(const struct check_overlap_row *overlap)
{
    return overlap->is_one_release && overlap->shared >= CHECK_OVERLAP_ROWS_MIN &&
           overlap->shared * 10 >= smaller(overlap) * 9;
}

static enum sp_rc overlap_found(struct check_job *job, const struct pair *pair,
                                const struct measured *measured, struct sp_err *err)
{
    const struct check_overlap_row *row = &measured->row;
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    sp_date_format(pair->day_first, first);
    sp_date_format(pair->day_last, last);
    const struct sp_str place_a = check_place(job->arena, pair->a);
    const struct sp_str place_b = check_place(job->arena, pair->b);
    const struct sp_str days =
        row->day_step > 1
            ? sp_arena_format(job->arena, " (every %dth day looked at)", row->day_step)
            : SP_STR("");
    return check_finding(
        job, "CHECK-OVERLAP",
        &(struct sp_finding){
            .severity = row->shared * 2 >= smaller(row) ? SP_SEVERITY_SERIOUS
                                                        : SP_SEVERITY_WARNING,
            .event = pair->b->event,
            .release = pair->b->release,
            .sheet_id = pair->b->sheet_id,
            .other_release = pair->a->release,
            .other_sheet_id = pair->a->sheet_id,
            .evidence = sp_arena_format(
                job->arena,
                "%.*s (release %.*s) and %.*s (release %.*s) share %llu rows of %s to "
                "%s%.*s, of %llu and %llu; equal in "
                "%zu fields: %.*s",
                SP_FMT(place_b), SP_FMT(pair->b->release), SP_FMT(place_a),
                SP_FMT(pair->a->release), (unsigned long long)row->shared, first, last,
                SP_FMT(days), (unsigned long long)row->rows,
                (unsigned long long)row->other_rows, measured->field_count,
                SP_FMT(measured->fields_shown))},
        err);
}

static enum sp_rc overlap_put(struct check_job *job, const struct pair *pair,
                              const struct measured *measured, struct sp_err *err)
{
    const struct check_overlap_row *row = &measured->row;
    const struct ledger_param params[] = {
        ledger_text(pair->b->event),        ledger_whole(row->sheet_id),
        ledger_whole(row->other_sheet_id),  ledger_whole(row->day_step),
        ledger_whole((int64_t)row->rows),   ledger_whole((int64_t)row->other_rows),
        ledger_whole((int64_t)row->shared), ledger_text(measured->fields)};
    return ledger_execute(job->ledger,
                          "INSERT INTO overlap VALUES (?, ?, ?, ?, ?, ?, ?, ?)", params,
                          sizeof params / sizeof params[0], err);
}

static enum sp_rc pair_check(struct check_job *job, const struct pair *pair,
                             struct sp_buf *sql, struct sp_err *err)
{
    struct measured measured = {0};
    enum sp_rc rc = pair_measure(job, pair, sql, &measured, err);
    if (rc != SP_OK || measured.row.sheet_id == 0)
        return rc; // No field in common to compare by.
    rc = overlap_put(job, pair, &measured, err);
    // Sheets of one release have rows that look alike by chance (the two halves of a real
    // table without ids share 14 to 25 of 100): most rows must be shared to say so.
    const bool is_told =
        measured.row.shared >= CHECK_OVERLAP_ROWS_MIN &&
        (!pair->is_one_release || measured.row.shared * 2 >= smaller(&measured.row));
    return rc == SP_OK && is_told ? overlap_found(job, pair, &measured, err) : rc;
}

/* Without a day there is no telling rows of one time from rows that look alike by chance,
 * so the sheet is compared with none: that is said, or its silence would read as "no rows
 * shared". */
static enum sp_rc undated_found(struct check_job *job, const struct sp_source *sheet,
                                struct sp_err *err)
{
    const struct sp_str place = check_place(job->arena, sheet);
    return check_finding(
        job, "CHECK-OVERLAP",
        &(struct sp_finding){
            .severity = SP_SEVERITY_NOTE,
            .event = sheet->event,
            .release = sheet->release,
            .sheet_id = sheet->sheet_id,
            .evidence = sp_arena_format(
                job->arena,
                "no row of %.*s has a day of %s, so its %llu rows are compared with no "
                "other sheet's: whether other %s hold them too is not known",
                SP_FMT(place), check_event(sheet->event)->date_field,
                (unsigned long long)sheet->rows_kept, check_event(sheet->event)->plural)},
        err);
}

enum sp_rc check_overlap(struct check_job *job, struct sp_err *err)
{
    struct sp_buf sql;
    enum sp_rc rc = SP_OK;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    for (size_t j = 0; rc == SP_OK && j < job->sheet_count; j++) {
        const struct sp_source *sheet = &job->sheets[j];
        if (!check_is_new(job, sheet)) continue;
        if (sheet->rows_kept && sheet->day_first == SP_DAY_NONE &&
            !is_list(sheet->event))
            rc = undated_found(job, sheet, err);
        for (size_t i = 0; rc == SP_OK && i < j; i++) {
            struct pair pair;
            if (pair_make(&job->sheets[i], sheet, &pair))
                rc = pair_check(job, &pair, &sql, err);
        }
    }
    sp_buf_release(&sql);
    return rc == SP_OK ? check_set_aside_all(job->ledger, job->arena, err) : rc;
}

/* -- Reading back
 * --------------------------------------------------------------------------- */

static const char overlaps_sql[] =
    "SELECT CAST(o.sheet_id AS BIGINT), CAST(o.other_sheet_id AS BIGINT), "
    "CAST(o.day_step AS BIGINT), o.rows, "
    "o.other_rows, o.shared, CAST(a.release = b.release AS BIGINT), "
    "CAST(EXISTS (FROM inclusion i WHERE (i.including IN (a.release, fa.file) AND "
    "i.included IN (b.release, fb.file)) "
    "OR (i.including IN (b.release, fb.file) AND i.included IN (a.release, fa.file))) AS "
    "BIGINT) "
    "FROM overlap o JOIN sheet a ON a.sheet_id = o.sheet_id JOIN sheet b ON b.sheet_id = "
    "o.other_sheet_id "
    "JOIN source fa ON fa.source_id = a.source_id JOIN source fb ON fb.source_id = "
    "b.source_id "
    "WHERE o.event = ? ORDER BY 1, 2";

enum sp_rc check_overlaps(struct sp_ledger *ledger, const struct sp_event *event,
                          struct sp_arena *arena, struct check_overlap_row **out_overlaps,
                          size_t *out_count, struct sp_err *err)
{
    const struct ledger_param param = ledger_text(sp_str_of(event->name));
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(
        ledger, "SELECT count(*) FROM overlap WHERE event = ?", &param, 1, &count, err);
    if (rc != SP_OK) return rc;
    struct check_overlap_row *overlaps =
        sp_arena_array(arena, (size_t)count, sizeof *overlaps);
    if (!overlaps)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the overlaps of sources");
    size_t filled = 0;
    rc = ledger_query(ledger, overlaps_sql, &param, 1, &rows, err);
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        overlaps[filled++] = (struct check_overlap_row){
            .sheet_id = (int32_t)ledger_get_whole(&rows, 0),
            .other_sheet_id = (int32_t)ledger_get_whole(&rows, 1),
            .day_step = (int32_t)ledger_get_whole(&rows, 2),
            .rows = (uint64_t)ledger_get_whole(&rows, 3),
            .other_rows = (uint64_t)ledger_get_whole(&rows, 4),
            .shared = (uint64_t)ledger_get_whole(&rows, 5),
            .is_one_release = ledger_get_whole(&rows, 6) != 0,
            .is_declared = ledger_get_whole(&rows, 7) != 0};
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_overlaps = overlaps;
    *out_count = filled;
    return SP_OK;
}
