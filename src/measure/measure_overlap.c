/*
 * Whether the sheets counted over may be added up.
 *
 *   two sheets of the same days ─┬─ of two releases ────────────────┐
 *                                └─ of one release, the same rows ──┴─┬─ kept apart: no
 * total ├─ declared: counted once └─ refused, with what to do
 */
#include "check/check_overlap.h"
#include "measure/measure_proof.h"

struct overlaps {
    struct check_overlap_row *rows; // as measured when the sheets were added
    size_t count;
};

/* The part of a sheet's days that the query asks for; false when there is none. */
static bool days_clip(const struct sp_query *query, const struct sp_source *source,
                      int32_t *first, int32_t *last)
{
    if (source->day_first == SP_DAY_NONE) return false;
    *first = source->day_first;
    *last = source->day_last;
    // Heads of a day may have come long before it.
    if (query->day_from != SP_DAY_NONE && query->day_from > *first &&
        !measure_counts_heads(query->measure))
        *first = query->day_from;
    if (query->day_to != SP_DAY_NONE && query->day_to < *last) *last = query->day_to;
    return *first <= *last;
}

/* Records of unknown days are counted only where no period is asked for, and may be of
 * any day. */
static bool counts_undated(const struct sp_query *query, const struct sp_source *source)
{
    return source->rows_kept > 0 && source->day_first == SP_DAY_NONE &&
           query->day_from == SP_DAY_NONE && query->day_to == SP_DAY_NONE;
}

static bool days_meet(const struct sp_query *query, const struct sp_source *a,
                      const struct sp_source *b)
{
    if (counts_undated(query, a)) return b->rows_kept > 0;
    if (counts_undated(query, b)) return a->rows_kept > 0;
    int32_t a_first = 0;
    int32_t a_last = 0;
    int32_t b_first = 0;
    int32_t b_last = 0;
    return days_clip(query, a, &a_first, &a_last) &&
           days_clip(query, b, &b_first, &b_last) && a_first <= b_last &&
           b_first <= a_last;
}

static const struct check_overlap_row *overlap_find(const struct overlaps *overlaps,
                                                    const struct sp_source *a,
                                                    const struct sp_source *b)
{
    for (size_t i = 0; i < overlaps->count; i++) {
        const struct check_overlap_row *row = &overlaps->rows[i];
        if ((row->sheet_id == a->sheet_id && row->other_sheet_id == b->sheet_id) ||
            (row->sheet_id == b->sheet_id && row->other_sheet_id == a->sheet_id))
            return row;
    }
    return NULL;
}

/* " (1,799 of the rows looked at are equal in both)", where that was measured. */
static struct sp_str shared_text(struct sp_arena *arena,
                                 const struct check_overlap_row *row)
{
    if (!row || !row->shared) return SP_STR("");
    return sp_arena_format(arena, "; %llu rows are equal in both%s",
                           (unsigned long long)row->shared,
                           row->day_step > 1 ? " on the days looked at" : "");
}

static enum sp_rc refuse(const struct sp_query *query, const struct sp_source *a,
                         const struct sp_source *b, const struct check_overlap_row *row,
                         struct sp_arena *arena, struct sp_err *err)
{
    const struct sp_str shared = shared_text(arena, row);
    if (sp_str_equal(a->release, b->release)) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "files '%.*s' and '%.*s' of release '%.*s' hold the same "
                          "%s%.*s: adding them up would count them "
                          "twice (finding CHECK-OVERLAP); leave one out with --where "
                          "'file!=%.*s', keep them apart with "
                          "--by file, or count the rows once: sallyport sources "
                          "--declare '%.*s includes %.*s'",
                          SP_FMT(a->file), SP_FMT(b->file), SP_FMT(a->release),
                          query->measure->name, SP_FMT(shared), SP_FMT(b->file),
                          SP_FMT(a->file), SP_FMT(b->file));
    }
    // Rows that were never compared, for want of a date or a field in common, cannot be
    // counted once either.
    return sp_err_set(err, SP_ERR_USAGE,
                      "releases '%.*s' and '%.*s' both hold %s of these days, and no id "
                      "links them%.*s: adding them up could "
                      "count a record twice (rule ONE-RELEASE); pick one with --where "
                      "'release=%.*s', or keep them apart with "
                      "--by release%s",
                      SP_FMT(a->release), SP_FMT(b->release), query->measure->name,
                      SP_FMT(shared), SP_FMT(a->release),
                      row ? "; or, if one is known to hold the other's rows, count those "
                            "once: sallyport sources --declare "
                            "'RELEASE includes RELEASE'"
                          : "");
}

static enum sp_rc apart_note(struct sp_arena *arena, struct measure_ground *ground,
                             const struct sp_source *a, const struct sp_source *b,
                             struct sp_err *err)
{
    if (ground->releases_overlap) return SP_OK;
    ground->releases_overlap = true;
    if (sp_str_equal(a->release, b->release)) {
        return measure_note(ground,
                            sp_arena_format(arena,
                                            "no total: files '%.*s' and '%.*s' hold the "
                                            "same rows (finding CHECK-OVERLAP)",
                                            SP_FMT(a->file), SP_FMT(b->file)),
                            err);
    }
    return measure_note(ground,
                        sp_arena_format(arena,
                                        "no total: releases '%.*s' and '%.*s' cover the "
                                        "same days and no id links them "
                                        "(rule ONE-RELEASE)",
                                        SP_FMT(a->release), SP_FMT(b->release)),
                        err);
}

/* What was declared, and how many rows count once because of it. */
static enum sp_rc declarations_use(struct sp_ledger *ledger, struct sp_arena *arena,
                                   struct measure_ground *ground, struct sp_err *err)
{
    struct sp_inclusion *inclusions;
    size_t count;
    enum sp_rc rc = sp_ledger_inclusions(ledger, arena, &inclusions, &count, err);
    if (rc == SP_OK) {
        rc = check_declarations(ledger, arena, &ground->declarations,
                                &ground->declaration_count, err);
    }
    if (rc != SP_OK) return rc;
    measure_rule_add(ground->proof, SP_STR("OVERLAP"));
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = measure_note(
            ground,
            sp_arena_format(arena,
                            "'%.*s' is declared to include '%.*s': %llu rows of the "
                            "latter equal one of the "
                            "former and count once; %llu other rows of the days that "
                            "both hold have no equal and count "
                            "too (rule OVERLAP; both numbers are of all days)",
                            SP_FMT(inclusions[i].including),
                            SP_FMT(inclusions[i].included),
                            (unsigned long long)inclusions[i].set_aside,
                            (unsigned long long)inclusions[i].unmatched),
            err);
    }
    return rc;
}

/* The sheets of one kind of record. */
static enum sp_rc event_check(struct sp_ledger *ledger, const struct sp_query *query,
                              const struct sp_event *event, struct sp_arena *arena,
                              struct measure_ground *ground, bool *is_declared,
                              struct sp_err *err)
{
    const struct sp_proof *proof = ground->proof;
    const bool apart = measure_keeps_apart(query);
    struct overlaps overlaps;
    enum sp_rc rc =
        check_overlaps(ledger, event, arena, &overlaps.rows, &overlaps.count, err);
    for (size_t i = 0; rc == SP_OK && i < proof->source_count; i++) {
        for (size_t j = i + 1; rc == SP_OK && j < proof->source_count; j++) {
            const struct sp_source *a = &proof->sources[i];
            const struct sp_source *b = &proof->sources[j];
            if (!sp_str_equal_text(a->event, event->name) ||
                !sp_str_equal(a->event, b->event) || !days_meet(query, a, b))
                continue;
            const struct check_overlap_row *row = overlap_find(&overlaps, a, b);
            if (sp_str_equal(a->release, b->release) &&
                !(row && check_overlap_is_same(row)))
                continue;
            if (apart) {
                rc = apart_note(arena, ground, a, b, err);
            } else if (row && row->is_declared) {
                *is_declared = true;
            } else {
                rc = refuse(query, a, b, row, arena, err);
            }
        }
    }
    return rc;
}

enum sp_rc measure_overlap_check(struct sp_ledger *ledger, const struct sp_query *query,
                                 struct sp_arena *arena, struct measure_ground *ground,
                                 struct sp_err *err)
{
    bool is_declared = false;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < sp_event_count(); i++) {
        if (!measure_stands_on(query->measure, sp_event_get(i))) continue;
        rc = event_check(ledger, query, sp_event_get(i), arena, ground, &is_declared, err);
    }
    return rc == SP_OK && is_declared ? declarations_use(ledger, arena, ground, err) : rc;
}
