/*
 * Weeks with next to no records, in the records of a release.
 *
 *   weeks  … 41 44 39 43 │ 2 0 1 │ 40 42 …      below a tenth of the median before, until
 * it is ordinary again
 *
 * The end of a release is no gap: four weeks must follow.
 */
#include "check/check_job.h"

#include <stdlib.h>

enum { WEEKS_MAX = 1 << 16, DAYS_OF_WEEK = 7 };

struct weeks {
    int32_t first; // the first day of week 0: a Monday
    size_t count;
    int64_t *rows;
};

static int whole_compare(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The lower of the two middle ones where the count is even. */
static int64_t median(const int64_t *numbers, size_t count)
{
    int64_t sorted[CHECK_GAP_BEFORE];
    SP_ASSERT(count > 0 && count <= CHECK_GAP_BEFORE);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = numbers[i];
    }
    qsort(sorted, count, sizeof *sorted, whole_compare);
    return sorted[(count - 1) / 2];
}

static enum sp_rc weeks_read(struct check_job *job, const struct sp_source *release,
                             struct weeks *out_weeks, struct sp_err *err)
{
    const struct sp_event *event = check_event(release->event);
    const struct sp_str sql = sp_arena_format(
        job->arena,
        "SELECT CAST(date_trunc('week', %s)::DATE - DATE '1970-01-01' AS BIGINT), "
        "count(*) FROM %s JOIN sheet USING "
        "(sheet_id) WHERE sheet.release = ? AND %s IS NOT NULL GROUP BY 1 ORDER BY 1",
        event->date_field, event->name, event->date_field);
    const struct ledger_param param = ledger_text(release->release);
    struct ledger_rows rows = {0};
    struct weeks weeks = {.rows =
                              sp_arena_array(job->arena, WEEKS_MAX, sizeof *weeks.rows)};
    if (!sql.data || !weeks.rows) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = ledger_query(job->ledger, sql.data, &param, 1, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const int64_t day = ledger_get_whole(&rows, 0);
        if (weeks.count == 0) weeks.first = (int32_t)day;
        const int64_t index = (day - weeks.first) / DAYS_OF_WEEK;
        if (index >= WEEKS_MAX)
            break; // More than a thousand years from the first: dates typed wrong.
        weeks.rows[index] = ledger_get_whole(&rows, 1);
        weeks.count = (size_t)index + 1;
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_weeks = weeks;
    return SP_OK;
}

static enum sp_rc gap_found(struct check_job *job, const struct sp_source *release,
                            const struct weeks *weeks, size_t begin, size_t end,
                            int64_t before, int64_t after, struct sp_err *err)
{
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    int64_t rows = 0;
    for (size_t i = begin; i < end; i++) {
        rows += weeks->rows[i];
    }
    sp_date_format(weeks->first + (int32_t)begin * DAYS_OF_WEEK, first);
    sp_date_format(weeks->first + (int32_t)end * DAYS_OF_WEEK - 1, last);
    return check_finding(
        job, "CHECK-GAP",
        &(struct sp_finding){.severity = SP_SEVERITY_WARNING,
                             .event = release->event,
                             .release = release->release,
                             .evidence = sp_arena_format(
                                 job->arena,
                                 "%s of release %.*s: %lld rows in the %zu weeks from %s "
                                 "to %s, where a week has "
                                 "%lld before and %lld after (medians)",
                                 check_event(release->event)->plural,
                                 SP_FMT(release->release), (long long)rows, end - begin,
                                 first, last, (long long)before, (long long)after)},
        err);
}

static enum sp_rc gaps_find(struct check_job *job, const struct sp_source *release,
                            const struct weeks *weeks, struct sp_err *err)
{
    int64_t ordinary[CHECK_GAP_BEFORE] = {0}; // The last ordinary weeks, in a ring.
    size_t ordinary_count = 0;
    for (size_t i = 0; i < weeks->count;) {
        const int64_t before =
            ordinary_count < CHECK_GAP_BEFORE ? 0 : median(ordinary, CHECK_GAP_BEFORE);
        size_t end = i;
        while (before >= CHECK_GAP_MEDIAN_MIN && end < weeks->count &&
               weeks->rows[end] * 10 < before) {
            end++;
        }
        if (end > i && end + CHECK_GAP_AFTER <= weeks->count) {
            const int64_t after = median(&weeks->rows[end], CHECK_GAP_AFTER);
            if (after * 4 >= before) {
                const enum sp_rc rc =
                    gap_found(job, release, weeks, i, end, before, after, err);
                if (rc != SP_OK) return rc;
            }
        }
        if (end > i) {
            i = end;
            continue;
        }
        ordinary[ordinary_count++ % CHECK_GAP_BEFORE] = weeks->rows[i++];
    }
    return SP_OK;
}

enum sp_rc check_gap(struct check_job *job, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < job->sheet_count; i++) {
        struct weeks weeks = {0};
        if (!check_is_first_of_release(job, &job->sheets[i]) ||
            !check_release_is_new(job, &job->sheets[i]))
            continue;
        rc = weeks_read(job, &job->sheets[i], &weeks, err);
        if (rc == SP_OK) rc = gaps_find(job, &job->sheets[i], &weeks, err);
    }
    return rc;
}
