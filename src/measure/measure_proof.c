/*
 * Proofs and the checks before counting.
 *
 * Invariants: 1. a figure has a proof, and its reference ends in the digest of the inputs it was
 * counted over; 2. the digest does not depend on the order in which files were added.
 */
#include "measure/measure_proof.h"

#include "measure/measure_heads.h"
#include "measure/measure_keep.h"

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

static bool holds_event(const struct sp_query *query, const struct sp_source *source)
{
    const struct sp_event *event = sp_event_find(source->event);
    return event && measure_stands_on(query->measure, event);
}

static bool is_release_of(const struct sp_proof *proof, const struct sp_source *source)
{
    for (size_t i = 0; i < proof->source_count; i++) {
        if (sp_str_equal(proof->sources[i].release, source->release)) return true;
    }
    return false;
}

/* Linking reads all sheets of a release together, so a number that reads what it found rests on them all. */
static enum sp_rc linked_pick(const struct sp_query *query, const struct sp_source *sources, size_t count,
                              struct sp_arena *arena, struct measure_ground *ground, struct sp_err *err)
{
    struct sp_source *linked = sp_arena_array(arena, count, sizeof *linked);
    if (!linked) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const bool is_counted = holds_event(query, &sources[i]) && source_passes(query, &sources[i]);
        if (!is_counted && is_release_of(ground->proof, &sources[i])) linked[ground->linked_count++] = sources[i];
    }
    ground->linked = linked;
    return SP_OK;
}

static enum sp_rc sources_pick(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                               struct measure_ground *ground, struct sp_err *err)
{
    struct sp_source *sources;
    size_t count;
    size_t held = 0;
    const enum sp_rc rc = sp_ledger_sources(ledger, NULL, arena, &sources, &count, err);
    if (rc != SP_OK) return rc;
    struct sp_source *counted = sp_arena_array(arena, count, sizeof *counted);
    if (!counted) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    ground->proof->sources = counted;
    for (size_t i = 0; i < count; i++) {
        if (!holds_event(query, &sources[i])) continue;
        held++;
        if (source_passes(query, &sources[i])) counted[ground->proof->source_count++] = sources[i];
    }
    if (held == 0) {
        return sp_err_set(err, SP_ERR_LEDGER, "the ledger holds no %s; add a release that has them",
                          query->measure->name);
    }
    return measure_is_linked(query) ? linked_pick(query, sources, count, arena, ground, err) : SP_OK;
}

/* -- The digest of the inputs --------------------------------------------------------------- */

static int line_compare(const void *a, const void *b)
{
    return sp_str_compare(*(const struct sp_str *)a, *(const struct sp_str *)b);
}

static enum sp_rc lines_hash(struct sp_arena *arena, const struct sp_str *lines, size_t count, struct sp_str *out_digest,
                             struct sp_err *err)
{
    struct sp_buf all;
    char hash[SP_SHA256_TEXT_SIZE];
    sp_buf_init(&all, MEASURE_SQL_MAX);
    for (size_t i = 0; i < count; i++) {
        sp_buf_append(&all, lines[i]);
    }
    enum sp_rc rc = sp_buf_status(&all, err);
    if (rc == SP_OK && !sp_sha256_of(sp_buf_str(&all), hash)) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) {
        *out_digest = sp_arena_copy(arena, (struct sp_str){.data = hash, .size = DIGEST_SIZE});
        if (!out_digest->data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    sp_buf_release(&all);
    return rc;
}

/* A line a source, and one for each declaration that changes what is counted. */
static enum sp_rc digest_make(struct sp_arena *arena, const struct measure_ground *ground, struct sp_err *err)
{
    struct sp_proof *proof = ground->proof;
    const size_t sheet_count = proof->source_count + ground->linked_count;
    const size_t count = sheet_count + ground->declaration_count;
    struct sp_str *lines = sp_arena_array(arena, count, sizeof *lines);
    if (!lines) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        if (i < sheet_count) {
            const struct sp_source *source =
                i < proof->source_count ? &proof->sources[i] : &ground->linked[i - proof->source_count];
            lines[i] = sp_arena_format(arena, "%.*s\t%.*s\t%.*s\t%u\t%.*s\n", SP_FMT(source->sha256),
                                       SP_FMT(source->sheet), SP_FMT(source->profile), source->profile_version,
                                       SP_FMT(source->release));
        } else {
            lines[i] = sp_arena_format(arena, "%.*s\n", SP_FMT(ground->declarations[i - sheet_count]));
        }
        if (!lines[i].data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    if (count) qsort(lines, count, sizeof *lines, line_compare);
    return lines_hash(arena, lines, count, &proof->inputs_digest, err);
}

/* -- Coverage ----------------------------------------------------------------------------- */

enum sp_rc measure_note(struct measure_ground *ground, struct sp_str note, struct sp_err *err)
{
    if (!note.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a note");
    if (ground->note_count < MEASURE_NOTES_MAX) ground->notes[ground->note_count++] = note;
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

void measure_rule_add(struct sp_proof *proof, struct sp_str id)
{
    const struct sp_rule *rule = sp_rule_find(id);
    SP_ASSERT(rule);
    for (size_t i = 0; i < proof->rule_count; i++) {
        if (proof->rules[i] == rule) return;
    }
    SP_ASSERT(proof->rule_count < SP_PROOF_RULES_MAX);
    proof->rules[proof->rule_count++] = rule;
}

static void rules_pick(const struct sp_query *query, struct sp_proof *proof)
{
    for (const char *at = query->measure->rules; *at;) {
        const size_t size = strcspn(at, ",");
        const struct sp_str id = {.data = at, .size = size};
        // A rule of what counts once stands in place of "each row counts".
        const struct sp_rule *keep = sp_str_equal_text(id, "ROWS") || sp_str_starts(id, SP_STR("POP-")) ? measure_keep_rule(query) : NULL;
        measure_rule_add(proof, keep ? sp_str_of(keep->id) : id);
        at += size + (at[size] == ',');
    }
    if (measure_asks_method_class(query)) measure_rule_add(proof, sp_str_of(measure_method_of(query)->rule_id));
    bool fiscal = false;
    bool bounds = false;
    for (size_t i = 0; i < query->by_count; i++) {
        fiscal = fiscal || sp_str_equal_text(query->by[i], "fiscal_year");
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        fiscal = fiscal || sp_str_equal_text(query->filters[i].field, "fiscal_year");
        bounds = bounds || query->filters[i].or_unknown;
    }
    if (fiscal) measure_rule_add(proof, SP_STR("FY"));
    if (bounds) measure_rule_add(proof, SP_STR("BOUNDS"));
}

/* Of a release without ids nobody can tell what repeats what: a reader must know that the rule left it alone. */
static enum sp_rc without_ids_notes(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                                    struct measure_ground *ground, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    if (!query->keep || measure_counts_heads(query->measure)) return SP_OK;
    enum sp_rc rc = ledger_query(ledger, "SELECT release FROM link_window WHERE has_ids = 0 ORDER BY release", NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        const struct sp_source release = {.release = ledger_get_text(&rows, 0)};
        if (!is_release_of(ground->proof, &release)) continue;
        rc = measure_note(ground,
                          sp_arena_format(arena,
                                          "no record of release '%.*s' has a person id: rule %s, like every rule of what counts once, leaves it alone, and each of its rows counts",
                                          SP_FMT(release.release), query->keep->id),
                          err);
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
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
    enum sp_rc rc = measure_heads_check(query, err);
    if (rc == SP_OK) rc = sources_pick(ledger, query, arena, &ground, err);
    if (rc == SP_OK) rc = measure_overlap_check(ledger, query, arena, &ground, err);
    if (rc == SP_OK) rc = digest_make(arena, &ground, err);
    if (rc == SP_OK) {
        rc = measure_reference(query, ground.proof->inputs_digest, arena, &ground.proof->query, err);
    }
    if (rc == SP_OK) {
        rc = measure_counts_heads(query->measure) ? measure_heads_coverage(ledger, query, arena, &ground, err)
                                                  : coverage_check(query, arena, &ground, err);
    }
    if (rc == SP_OK) rc = without_ids_notes(ledger, query, arena, &ground, err);
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
