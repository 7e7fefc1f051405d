/*
 * Proofs and the checks before counting.
 *
 * Invariants: 1. a figure has a proof, and its reference ends in the digest of the inputs it was
 * counted over; 2. the digest does not depend on the order in which files were added.
 */
#include "measure/measure_proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST_SIZE = 12, GAP_DAYS_MAX = 7 };

/* -- Which sheets --------------------------------------------------------------------------- */

static struct sp_str source_text(const struct sp_source *source, enum measure_dim_kind kind)
{
    return kind == MEASURE_DIM_RELEASE ? source->release : source->file;
}

/* Whether the query's filters on release and file let a sheet's records through. */
static bool source_passes(const struct sp_query *query, const struct sp_source *source)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct sp_filter *filter = &query->filters[i];
        const bool is_release = sp_str_equal_text(filter->field, "release");
        if (!is_release && !sp_str_equal_text(filter->field, "file")) continue;
        const struct sp_str text = source_text(source, is_release ? MEASURE_DIM_RELEASE : MEASURE_DIM_FILE);
        bool held = false;
        for (size_t j = 0; j < filter->value_count; j++) {
            held = held || sp_str_equal_fold(text, filter->values[j]);
        }
        if (held == filter->negated) return false;
    }
    return true;
}

static enum sp_rc sources_pick(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                               struct sp_proof *proof, struct sp_err *err)
{
    struct sp_source *sources;
    size_t count;
    const enum sp_rc rc =
        sp_ledger_sources(ledger, measure_event(query->measure), arena, &sources, &count, err);
    if (rc != SP_OK) return rc;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (source_passes(query, &sources[i])) sources[kept++] = sources[i];
    }
    proof->sources = sources;
    proof->source_count = kept;
    if (count == 0) {
        return sp_err_set(err, SP_ERR_LEDGER, "the ledger holds no %s; add a release that has them",
                          query->measure->name);
    }
    return SP_OK;
}

/* -- The digest of the inputs --------------------------------------------------------------- */

static int line_compare(const void *a, const void *b)
{
    return sp_str_compare(*(const struct sp_str *)a, *(const struct sp_str *)b);
}

static enum sp_rc digest_make(struct sp_arena *arena, struct sp_proof *proof, struct sp_err *err)
{
    struct sp_str *lines = sp_arena_array(arena, proof->source_count, sizeof *lines);
    struct sp_buf all;
    char hash[SP_SHA256_TEXT_SIZE];
    if (!lines) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < proof->source_count; i++) {
        const struct sp_source *source = &proof->sources[i];
        lines[i] = sp_arena_format(arena, "%.*s\t%.*s\t%.*s\t%u\t%.*s\n", SP_FMT(source->sha256),
                                   SP_FMT(source->sheet), SP_FMT(source->profile), source->profile_version,
                                   SP_FMT(source->release));
        if (!lines[i].data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    if (proof->source_count) qsort(lines, proof->source_count, sizeof *lines, line_compare);
    sp_buf_init(&all, MEASURE_SQL_MAX);
    for (size_t i = 0; i < proof->source_count; i++) {
        sp_buf_append(&all, lines[i]);
    }
    enum sp_rc rc = sp_buf_status(&all, err);
    if (rc == SP_OK && !sp_sha256_of(sp_buf_str(&all), hash)) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) {
        proof->inputs_digest = sp_arena_copy(arena, (struct sp_str){.data = hash, .size = DIGEST_SIZE});
        if (!proof->inputs_digest.data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    sp_buf_release(&all);
    return rc;
}

/* -- Overlap and coverage ------------------------------------------------------------------- */

enum sp_rc measure_note(struct measure_ground *ground, struct sp_str note, struct sp_err *err)
{
    if (!note.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a note");
    if (ground->note_count < MEASURE_NOTES_MAX) ground->notes[ground->note_count++] = note;
    return SP_OK;
}

/* The part of a sheet's days that the query asks for; false when there is none. */
static bool days_clip(const struct sp_query *query, const struct sp_source *source, int32_t *first, int32_t *last)
{
    if (source->day_first == SP_DAY_NONE) return false;
    *first = source->day_first;
    *last = source->day_last;
    if (query->day_from != SP_DAY_NONE && query->day_from > *first) *first = query->day_from;
    if (query->day_to != SP_DAY_NONE && query->day_to < *last) *last = query->day_to;
    return *first <= *last;
}

/* Records of unknown days are counted only where no period is asked for, and may be of any day. */
static bool counts_undated(const struct sp_query *query, const struct sp_source *source)
{
    return source->rows_kept > 0 && source->day_first == SP_DAY_NONE && query->day_from == SP_DAY_NONE &&
           query->day_to == SP_DAY_NONE;
}

static bool overlap(const struct sp_query *query, const struct sp_source *a, const struct sp_source *b)
{
    if (sp_str_equal(a->release, b->release)) return false;
    if (counts_undated(query, a)) return b->rows_kept > 0;
    if (counts_undated(query, b)) return a->rows_kept > 0;
    int32_t a_first;
    int32_t a_last;
    int32_t b_first;
    int32_t b_last;
    return days_clip(query, a, &a_first, &a_last) && days_clip(query, b, &b_first, &b_last) &&
           a_first <= b_last && b_first <= a_last;
}

static enum sp_rc overlap_check(const struct sp_query *query, struct sp_arena *arena, struct measure_ground *ground,
                                struct sp_err *err)
{
    const struct sp_proof *proof = ground->proof;
    bool by_release = false;
    for (size_t i = 0; i < query->by_count; i++) {
        by_release = by_release || sp_str_equal_text(query->by[i], "release") ||
                     sp_str_equal_text(query->by[i], "file");
    }
    for (size_t i = 0; i < proof->source_count; i++) {
        for (size_t j = i + 1; j < proof->source_count; j++) {
            const struct sp_source *a = &proof->sources[i];
            const struct sp_source *b = &proof->sources[j];
            if (!overlap(query, a, b)) continue;
            ground->releases_overlap = true;
            if (!by_release) {
                return sp_err_set(err, SP_ERR_USAGE,
                                  "releases '%.*s' and '%.*s' both hold %s of these days, and no id links them: adding "
                                  "them up could count a record twice (rule ONE-RELEASE); pick one with --where "
                                  "'release=%.*s', or keep them apart with --by release",
                                  SP_FMT(a->release), SP_FMT(b->release), query->measure->name, SP_FMT(a->release));
            }
            return measure_note(ground,
                                sp_arena_format(arena,
                                                "no total: releases '%.*s' and '%.*s' cover the same days and no id "
                                                "links them (rule ONE-RELEASE)",
                                                SP_FMT(a->release), SP_FMT(b->release)),
                                err);
        }
    }
    return SP_OK;
}

/* The last day that is covered without a break from `day` on; day - 1 when `day` is not covered. */
static int32_t covered_until(const struct sp_proof *proof, int32_t day)
{
    int32_t until = day - 1;
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t i = 0; i < proof->source_count; i++) {
            const struct sp_source *source = &proof->sources[i];
            if (source->day_first == SP_DAY_NONE || source->day_last <= until) continue;
            // A few days without a record between two files are a weekend, not a gap.
            if (source->day_first > until + 1 + (until >= day ? GAP_DAYS_MAX : 0)) continue;
            until = source->day_last;
            grew = true;
        }
    }
    return until;
}

static void coverage_span(const struct sp_proof *proof, int32_t *first, int32_t *last)
{
    *first = *last = SP_DAY_NONE;
    for (size_t i = 0; i < proof->source_count; i++) {
        const struct sp_source *source = &proof->sources[i];
        if (source->day_first == SP_DAY_NONE) continue;
        if (*first == SP_DAY_NONE || source->day_first < *first) *first = source->day_first;
        if (*last == SP_DAY_NONE || source->day_last > *last) *last = source->day_last;
    }
}

static enum sp_rc coverage_check(const struct sp_query *query, struct sp_arena *arena,
                                 struct measure_ground *ground, struct sp_err *err)
{
    int32_t first;
    int32_t last;
    char first_text[SP_DATE_TEXT_MAX];
    char last_text[SP_DATE_TEXT_MAX];
    coverage_span(ground->proof, &first, &last);
    ground->is_covered = first != SP_DAY_NONE;
    if (!ground->is_covered) {
        return measure_note(ground, sp_arena_format(arena, "no record counted over has a date"), err);
    }
    const int32_t from = query->day_from == SP_DAY_NONE ? first : query->day_from;
    const int32_t to = query->day_to == SP_DAY_NONE ? last : query->day_to;
    ground->is_covered = covered_until(ground->proof, from) >= to;
    sp_date_format(first, first_text);
    sp_date_format(last, last_text);
    if (!ground->is_covered) {
        return measure_note(ground,
                            sp_arena_format(arena,
                                            "the period is not wholly covered: the sources hold %s from %s to %s%s; days "
                                            "that they do not hold count as none here",
                                            query->measure->name, first_text, last_text,
                                            first <= from && to <= last ? ", with a gap" : ""),
                            err);
    }
    return measure_note(
        ground, sp_arena_format(arena, "the sources hold %s from %s to %s", query->measure->name, first_text, last_text),
        err);
}

/* -- The proof ------------------------------------------------------------------------------ */

static void rule_add(struct sp_proof *proof, struct sp_str id)
{
    const struct sp_rule *rule = sp_rule_find(id);
    SP_ASSERT(rule && proof->rule_count < sizeof proof->rules / sizeof proof->rules[0]);
    proof->rules[proof->rule_count++] = rule;
}

static void rules_pick(const struct sp_query *query, struct sp_proof *proof)
{
    for (const char *at = query->measure->rules; *at;) {
        const size_t size = strcspn(at, ",");
        rule_add(proof, (struct sp_str){.data = at, .size = size});
        at += size + (at[size] == ',');
    }
    bool fiscal = false;
    bool bounds = false;
    for (size_t i = 0; i < query->by_count; i++) {
        fiscal = fiscal || sp_str_equal_text(query->by[i], "fiscal_year");
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        fiscal = fiscal || sp_str_equal_text(query->filters[i].field, "fiscal_year");
        bounds = bounds || query->filters[i].or_unknown;
    }
    if (fiscal) rule_add(proof, SP_STR("FY"));
    if (bounds) rule_add(proof, SP_STR("BOUNDS"));
}

enum sp_rc measure_ground_make(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                               struct measure_ground *out_ground, struct sp_err *err)
{
    struct measure_ground ground = {
        .proof = sp_arena_alloc(arena, sizeof *ground.proof),
        .notes = sp_arena_array(arena, MEASURE_NOTES_MAX, sizeof *ground.notes),
    };
    if (!ground.proof || !ground.notes) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    ground.proof->measure = query->measure;
    rules_pick(query, ground.proof);
    enum sp_rc rc = sources_pick(ledger, query, arena, ground.proof, err);
    if (rc == SP_OK) rc = digest_make(arena, ground.proof, err);
    if (rc == SP_OK) {
        rc = measure_reference(query, ground.proof->inputs_digest, arena, &ground.proof->query, err);
    }
    if (rc == SP_OK) rc = overlap_check(query, arena, &ground, err);
    if (rc == SP_OK) rc = coverage_check(query, arena, &ground, err);
    if (rc == SP_OK) *out_ground = ground;
    return rc;
}

/* -- Figures -------------------------------------------------------------------------------- */

enum sp_rc measure_figure(const struct sp_query *query, const struct sp_proof *proof, uint64_t value,
                          struct sp_arena *arena, struct sp_figure *out_figure, struct sp_err *err)
{
    SP_ASSERT(proof && proof->inputs_digest.size == DIGEST_SIZE);
    struct sp_figure figure = {.value = value, .proof = proof};
    const enum sp_rc rc = measure_reference(query, proof->inputs_digest, arena, &figure.reference, err);
    if (rc == SP_OK) *out_figure = figure;
    return rc;
}

enum sp_rc measure_figure_with(const struct sp_query *query, struct sp_str field, struct sp_str label,
                               const struct sp_proof *proof, uint64_t value, struct sp_arena *arena,
                               struct sp_figure *out_figure, struct sp_err *err)
{
    struct sp_query *narrower = sp_arena_alloc(arena, sizeof *narrower);
    if (!narrower) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *narrower = *query;
    if (narrower->filter_count == SP_QUERY_FILTERS_MAX) {
        return sp_err_set(err, SP_ERR_USAGE, "too many filters; at most %d with the fields grouped by",
                          (int)SP_QUERY_FILTERS_MAX);
    }
    struct sp_filter *filter = &narrower->filters[narrower->filter_count++];
    *filter = (struct sp_filter){.field = field, .value_count = 1};
    filter->values[0] = label;
    return measure_figure(narrower, proof, value, arena, out_figure, err);
}
