/*
 * Returns as a rate with a denominator: spells counted by their days and their end, then the estimates of
 * link_survival read off at the days asked for.
 *
 * Invariants: 1. every spell is in the counts: returned + other ends + cut off = spells; 2. an estimate
 * stands on the figure of its spells, and there is none below SP_ESTIMATE_SPELLS_MIN spells: a share of few
 * says little, and says it of few people.
 */
#include "measure/measure_keep.h"
#include "measure/measure_proof.h"

#include "link/link_survival.h"

#include <math.h>
#include <string.h>

enum { SURVIVAL_DAYS_MAX = 1 << 16 };

struct survival_job {
    struct sp_ledger *ledger;
    const struct sp_query *query;
    struct sp_arena *arena;
    struct link_ended *ended; // by day
    size_t day_count;
    struct link_survival *days;
};

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for spells");
}

/* How many of the spells have ended by each exit: what the shares are shares of. */
static enum sp_rc exits_count(struct survival_job *job, struct sp_survival *survival, struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(job->arena, sizeof *query);
    struct sp_count *count = sp_arena_alloc(job->arena, sizeof *count);
    if (!query || !count) return no_memory(err);
    *query = *job->query;
    query->by_count = 0;
    enum sp_rc rc = sp_query_by(query, SP_STR("exit"), err);
    if (rc == SP_OK) rc = sp_measure_count(job->ledger, query, job->arena, count, err);
    if (rc != SP_OK) return rc;
    survival->spells = count->total;
    survival->proof = count->proof;
    survival->notes = count->notes;
    survival->note_count = count->note_count;
    survival->exits = sp_arena_array(job->arena, count->row_count, sizeof *survival->exits);
    survival->by_exit = sp_arena_array(job->arena, count->row_count, sizeof *survival->by_exit);
    if (!survival->exits || !survival->by_exit) return no_memory(err);
    rc = measure_figure_with(job->query, SP_STR("exit"), SP_STR("at_large"), count->proof, 0, job->arena,
                             &survival->returned, err);
    for (size_t i = 0; rc == SP_OK && i < count->row_count; i++) {
        survival->exits[i] = count->rows[i].labels[0];
        survival->by_exit[i] = count->rows[i].count;
        if (sp_str_equal_text(count->rows[i].labels[0], "at_large")) survival->returned = count->rows[i].count;
    }
    survival->exit_count = count->row_count;
    return rc;
}

/* One row a day and exit, days rising. */
static enum sp_rc ended_read(struct survival_job *job, struct ledger_rows *rows, struct sp_err *err)
{
    enum sp_rc rc;
    while ((rc = ledger_next(rows)) == SP_OK) {
        const int64_t day = ledger_get_whole(rows, 0);
        const struct sp_str exit = ledger_get_text(rows, 1);
        const uint64_t spells = (uint64_t)ledger_get_whole(rows, 2);
        if (job->day_count == 0 || job->ended[job->day_count - 1].day != day) {
            if (job->day_count == SURVIVAL_DAYS_MAX) {
                return sp_err_set(err, SP_ERR_LIMIT, "spells of more than %d different lengths", (int)SURVIVAL_DAYS_MAX);
            }
            job->ended[job->day_count++] = (struct link_ended){.day = (int32_t)day};
        }
        struct link_ended *ended = &job->ended[job->day_count - 1];
        if (sp_str_equal_text(exit, "at_large")) {
            ended->returned += spells;
        } else if (sp_str_equal_text(exit, "window")) {
            ended->censored += spells;
        } else {
            ended->competing += spells;
        }
    }
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc ended_fetch(struct survival_job *job, struct sp_err *err)
{
    struct measure_sql *sql = NULL;
    struct ledger_rows rows = {0};
    job->ended = sp_arena_array(job->arena, SURVIVAL_DAYS_MAX, sizeof *job->ended);
    job->days = sp_arena_array(job->arena, SURVIVAL_DAYS_MAX, sizeof *job->days);
    if (!job->ended || !job->days) return no_memory(err);
    enum sp_rc rc = measure_sql_new(job->ledger, &sql, err);
    if (rc != SP_OK) return rc;
    sp_buf_text(&sql->text, "SELECT days, label, CAST(sum(n) AS BIGINT) FROM (SELECT e.days, e.exit AS code, count(*) AS n");
    measure_sql_from(sql, job->query);
    sp_buf_text(&sql->text, " AND e.days IS NOT NULL GROUP BY ALL) JOIN term USING (code) GROUP BY ALL ORDER BY days, label");
    rc = measure_sql_run(job->ledger, sql, &rows, err);
    if (rc == SP_OK) rc = ended_read(job, &rows, err);
    ledger_rows_release(&rows);
    measure_sql_release(sql);
    return rc;
}

static int32_t per_mille(double share)
{
    return (int32_t)lround(share * 1000.0);
}

/* The last day on which a spell ended, not after the horizon; NULL when none has ended by then. */
static const struct link_survival *day_at(const struct survival_job *job, int32_t horizon)
{
    const struct link_survival *at = NULL;
    for (size_t i = 0; i < job->day_count && job->days[i].day <= horizon; i++) {
        at = &job->days[i];
    }
    return at;
}

static uint64_t at_risk_on(const struct survival_job *job, int32_t horizon)
{
    uint64_t at_risk = 0;
    for (size_t i = job->day_count; i > 0 && job->days[i - 1].day >= horizon; i--) {
        at_risk = job->days[i - 1].at_risk;
    }
    return at_risk;
}

static void horizon_take(const struct survival_job *job, int32_t horizon, size_t index, struct sp_survival *survival)
{
    const struct link_survival *at = day_at(job, horizon);
    survival->at_risk[index] = at_risk_on(job, horizon);
    for (size_t i = 0; i < job->day_count && job->days[i].day <= horizon; i++) {
        survival->returned_so_far[index] += job->days[i].returned;
    }
    // Past the last spell nothing is known, and few spells say little.
    if (survival->spells.value < SP_ESTIMATE_SPELLS_MIN || survival->at_risk[index] == 0) return;
    struct sp_estimate *estimate = &survival->returned_by[index];
    *estimate = (struct sp_estimate){.low = -1, .high = -1, .of = survival->spells};
    survival->incidence_by[index] = *estimate;
    if (!at) return;
    estimate->per_mille = per_mille(1.0 - at->not_returned);
    if (at->has_interval) {
        estimate->low = per_mille(1.0 - at->high);
        estimate->high = per_mille(1.0 - at->low);
    }
    survival->incidence_by[index].per_mille = per_mille(at->incidence);
}

enum sp_rc sp_measure_survival(struct sp_ledger *ledger, const struct sp_query *query, const int32_t *horizons,
                               size_t horizon_count, struct sp_arena *arena, struct sp_survival *out_survival,
                               struct sp_err *err)
{
    struct survival_job job = {.ledger = ledger, .query = query, .arena = arena};
    SP_ASSERT(horizon_count <= SP_HORIZON_MAX && query->by_count == 0);
    if (strcmp(query->measure->event, "return") != 0) {
        return sp_err_set(err, SP_ERR_USAGE, "only returns have a time after which they happen, not %s", query->measure->name);
    }
    struct sp_survival *survival = sp_arena_alloc(arena, sizeof *survival);
    if (!survival) return no_memory(err);
    enum sp_rc rc = exits_count(&job, survival, err);
    if (rc == SP_OK) rc = ended_fetch(&job, err);
    if (rc != SP_OK) return rc;
    link_survival(job.ended, job.day_count, job.days);
    for (size_t i = 0; i < horizon_count; i++) {
        horizon_take(&job, horizons[i], i, survival);
    }
    *out_survival = *survival;
    return SP_OK;
}
