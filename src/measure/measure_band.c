/*
 * A band: the same count under every published rule that applies, and the ends of what they give.
 *
 *   default count ── its groups ──┐
 *   count by rule 1 ─ its groups ─┼─ matched by label ── least and most of each group, with its rule
 *   count by rule 2 ─ …           ┘
 *
 * Invariants: 1. a group that any rule has stands in the band; where a rule does not have it, the rule
 * gives 0 there, proved by that rule's total; 2. of equal values the rule that comes first in the table
 * is named, so that the default is named where it is an end.
 */
#include "measure/measure_keep.h"
#include "measure/measure_proof.h"

enum { BAND_RULES_MAX = 64, GROUP_BYTES_MAX = 1 << 28 };

/* One count of the band. */
struct side {
    const struct sp_rule *keep;
    const struct sp_rule *method;
    struct sp_count *count;
};

struct band_job {
    struct sp_ledger *ledger;
    struct sp_arena *arena;
    struct side sides[BAND_RULES_MAX];
    size_t side_count;
    struct sp_intern groups; // code: place in the band's rows
    struct sp_buf key;       // scratch
};

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a band");
}

static enum sp_rc side_count(struct band_job *job, const struct sp_query *query, const struct sp_rule *keep,
                             const struct sp_rule *method, struct sp_err *err)
{
    SP_ASSERT(job->side_count < BAND_RULES_MAX);
    struct side *side = &job->sides[job->side_count];
    struct sp_query *asked = sp_arena_alloc(job->arena, sizeof *asked);
    *side = (struct side){.keep = keep ? keep : sp_rule_find(SP_STR("ROWS")),
                          .method = method,
                          .count = sp_arena_alloc(job->arena, sizeof *side->count)};
    if (!asked || !side->count) return no_memory(err);
    *asked = *query;
    asked->keep = keep;
    asked->method = method;
    const enum sp_rc rc = sp_measure_count(job->ledger, asked, job->arena, side->count, err);
    if (rc == SP_OK) job->side_count++;
    return rc;
}

/* Every rule of what counts once with one table of methods; the default first. */
static enum sp_rc sides_of_method(struct band_job *job, const struct sp_query *query, const struct sp_rule *method,
                                  struct sp_err *err)
{
    const struct measure_keep *keep;
    // Heads have no rule ROWS: the first of the table is their default.
    enum sp_rc rc = measure_counts_heads(query->measure) ? SP_OK : side_count(job, query, NULL, method, err);
    for (size_t i = 0; rc == SP_OK && (keep = measure_keep_get(query->measure, i)); i++) {
        rc = side_count(job, query, sp_rule_find(sp_str_of(keep->rule_id)), method, err);
    }
    return rc;
}

static enum sp_rc sides_count(struct band_job *job, const struct sp_query *query, struct sp_err *err)
{
    const struct measure_method *method;
    if (!measure_asks_method_class(query)) return sides_of_method(job, query, NULL, err);
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && (method = measure_method_get(i)); i++) {
        rc = sides_of_method(job, query, sp_rule_find(sp_str_of(method->rule_id)), err);
    }
    return rc;
}

/* -- Groups ---------------------------------------------------------------------------------- */

/* What tells a group apart from the others: labels, and whether each is a value. */
static enum sp_rc group_code(struct band_job *job, const struct sp_count_row *row, size_t by_count, uint32_t *out_code,
                             bool *out_is_new, struct sp_err *err)
{
    sp_buf_reset(&job->key);
    for (size_t i = 0; i < by_count; i++) {
        sp_buf_format(&job->key, "%d:%zu:", (int)row->nones[i], row->labels[i].size);
        sp_buf_append(&job->key, row->labels[i]);
    }
    const enum sp_rc rc = sp_buf_status(&job->key, err);
    if (rc != SP_OK) return rc;
    return sp_intern_put(&job->groups, sp_buf_str(&job->key), out_code, out_is_new) ? SP_OK : no_memory(err);
}

/* Groups of the default count in its order, then those that only another rule has. */
static enum sp_rc groups_find(struct band_job *job, struct sp_band *band, struct sp_err *err)
{
    size_t capacity = 0;
    for (size_t i = 0; i < job->side_count; i++) {
        capacity += job->sides[i].count->row_count;
    }
    band->rows = sp_arena_array(job->arena, capacity, sizeof *band->rows);
    if (!band->rows) return no_memory(err);
    for (size_t i = 0; i < job->side_count; i++) {
        for (size_t j = 0; j < job->sides[i].count->row_count; j++) {
            const struct sp_count_row *row = &job->sides[i].count->rows[j];
            uint32_t code;
            bool is_new;
            const enum sp_rc rc = group_code(job, row, band->query.by_count, &code, &is_new, err);
            if (rc != SP_OK) return rc;
            if (!is_new) continue;
            SP_ASSERT(code == band->row_count);
            struct sp_band_row *group = &band->rows[band->row_count++];
            for (size_t k = 0; k < band->query.by_count; k++) {
                group->labels[k] = row->labels[k];
                group->nones[k] = row->nones[k];
            }
        }
    }
    return SP_OK;
}

/* That a rule has no record in a group: 0, with a reference that can be run again. */
static enum sp_rc zero_make(const struct band_job *job, const struct side *side, const struct sp_band_row *group,
                            struct sp_figure *out_figure, struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(job->arena, sizeof *query);
    if (!query) return no_memory(err);
    const enum sp_rc rc = measure_query_group(&side->count->query, group->labels, query, err);
    return rc == SP_OK ? measure_figure(query, side->count->proof, 0, job->arena, out_figure, err) : rc;
}

static void end_take(struct sp_band_row *group, const struct sp_band_end *end, bool is_first)
{
    if (is_first) group->usual = group->least = group->most = *end;
    if (end->figure.value < group->least.figure.value) group->least = *end;
    if (end->figure.value > group->most.figure.value) group->most = *end;
}

/* What one rule gives for every group. */
static enum sp_rc side_take(struct band_job *job, size_t side_index, struct sp_band *band, struct sp_err *err)
{
    const struct side *side = &job->sides[side_index];
    const struct sp_count_row **rows = sp_arena_array(job->arena, band->row_count, sizeof *rows);
    enum sp_rc rc = rows ? SP_OK : no_memory(err);
    for (size_t i = 0; rc == SP_OK && i < side->count->row_count; i++) {
        uint32_t code;
        rc = group_code(job, &side->count->rows[i], band->query.by_count, &code, NULL, err);
        if (rc == SP_OK) rows[code] = &side->count->rows[i];
    }
    for (size_t i = 0; rc == SP_OK && i < band->row_count; i++) {
        struct sp_band_end end = {.keep = side->keep, .method = side->method};
        if (rows[i]) {
            end.figure = rows[i]->count;
        } else {
            rc = zero_make(job, side, &band->rows[i], &end.figure, err);
        }
        if (rc == SP_OK) end_take(&band->rows[i], &end, side_index == 0);
    }
    return rc;
}

static enum sp_rc groups_make(struct band_job *job, struct sp_band *band, struct sp_err *err)
{
    sp_intern_init(&job->groups, GROUP_BYTES_MAX);
    sp_buf_init(&job->key, GROUP_BYTES_MAX);
    enum sp_rc rc = groups_find(job, band, err);
    for (size_t i = 0; rc == SP_OK && i < job->side_count; i++) {
        rc = side_take(job, i, band, err);
    }
    sp_intern_release(&job->groups);
    sp_buf_release(&job->key);
    return rc;
}

static enum sp_rc totals_make(const struct band_job *job, struct sp_band *band, struct sp_err *err)
{
    band->rules = sp_arena_array(job->arena, job->side_count, sizeof *band->rules);
    if (!band->rules) return no_memory(err);
    for (size_t i = 0; i < job->side_count; i++) {
        const struct side *side = &job->sides[i];
        const struct sp_band_end end = {.figure = side->count->total, .keep = side->keep, .method = side->method};
        if (!side->count->has_total) continue;
        end_take(&band->total, &end, band->rule_count == 0);
        band->rules[band->rule_count++] = end;
    }
    band->has_total = band->rule_count > 0;
    return SP_OK;
}

/* The default's proof, with every rule of the band named in it. */
static enum sp_rc proof_make(const struct band_job *job, struct sp_band *band, struct sp_err *err)
{
    struct sp_proof *proof = sp_arena_alloc(job->arena, sizeof *proof);
    if (!proof) return no_memory(err);
    *proof = *job->sides[0].count->proof;
    for (size_t i = 1; i < job->side_count; i++) {
        measure_rule_add(proof, sp_str_of(job->sides[i].keep->id));
        if (job->sides[i].method) measure_rule_add(proof, sp_str_of(job->sides[i].method->id));
    }
    band->proof = proof;
    return SP_OK;
}

enum sp_rc sp_measure_band(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                           struct sp_band *out_band, struct sp_err *err)
{
    struct sp_band band = {.query = *query};
    if (query->keep || query->method) {
        return sp_err_set(err, SP_ERR_USAGE, "a band is over all rules, so it takes no --rule");
    }
    if (!measure_keep_get(query->measure, 0) && !measure_asks_method_class(query)) {
        return sp_err_set(err, SP_ERR_USAGE, "%s are counted by one published rule alone, so there is no band; count them without it",
                          query->measure->name);
    }
    struct band_job *job = sp_arena_alloc(arena, sizeof *job);
    if (!job) return no_memory(err);
    *job = (struct band_job){.ledger = ledger, .arena = arena};
    enum sp_rc rc = sides_count(job, query, err);
    if (rc == SP_OK) rc = groups_make(job, &band, err);
    if (rc == SP_OK) rc = totals_make(job, &band, err);
    if (rc == SP_OK) rc = proof_make(job, &band, err);
    if (rc != SP_OK) return rc;
    // Rule ROWS has no note on releases that the others leave alone.
    const bool is_rows = !measure_counts_heads(query->measure);
    const struct sp_count *noted = job->sides[is_rows && job->side_count > 1 ? 1 : 0].count;
    band.notes = noted->notes;
    band.note_count = noted->note_count;
    *out_band = band;
    return SP_OK;
}
