/*
 * Where codes of a field give way to others.
 *
 * L: the last week with the old code
 *
 *   week      L-9 … L-2 │ L-1  L L+1 │ L+2 … L+5 … end
 *   old code   41    38 │  40 12     │
 *   new code            │     25  41 │  39    44
 *              before     the change    after
 *
 * The weeks of the change count on neither side, for it falls on any day of the week and
 * an office or two are late.
 */
#include "check/check_within.h"

/* Rows of a code from a week to another, and in how many weeks there are enough of them.
 */
static int64_t rows_of(const struct check_within_codes *codes,
                       const struct check_within_code *code, int64_t from, int64_t to,
                       size_t *out_weeks)
{
    int64_t rows = 0;
    size_t weeks = 0;
    for (size_t i = code->first; i < code->first + code->count; i++) {
        const struct check_within_cell *cell = &codes->cells[i];
        if (cell->week < from || cell->week > to) continue;
        rows += cell->rows;
        weeks += cell->rows >= CHECK_WITHIN_ROWS_MIN;
    }
    if (out_weeks) *out_weeks = weeks;
    return rows;
}

/* Whether a code was there in each week before, and is no longer. */
static bool code_ends(const struct check_within_codes *codes,
                      const struct check_within_code *code, int64_t last_week)
{
    size_t weeks;
    if (code->last_week != last_week && code->last_week != last_week - 1) return false;
    const int64_t before =
        rows_of(codes, code, last_week - 1 - CHECK_WITHIN_BEFORE, last_week - 2, &weeks);
    const int64_t left = rows_of(codes, code, last_week + 2, INT64_MAX, NULL);
    return weeks == CHECK_WITHIN_BEFORE &&
           left * 1000 <= before * CHECK_WITHIN_LEFT_PER_MILLE;
}

/* Whether a code's share of the values rises by half of what those that end had. */
static bool code_takes(const struct check_within_change *change,
                       const struct check_within_code *code, bool *out_is_new)
{
    *out_is_new = code->before == 0;
    const int64_t rise = code->after * change->before - code->before * change->after;
    const bool is_half = 2 * rise >= change->ended_before * change->after;
    // Where rows of the old code are only left out, the others' shares rise as well.
    const bool is_more =
        4 * (code->after * CHECK_WITHIN_BEFORE - code->before * CHECK_WITHIN_AFTER) >=
        change->ended_before * CHECK_WITHIN_AFTER;
    return is_half && (*out_is_new || is_more);
}

/* The windows about a week: what ends there, and how many rows have a value.
 * @return false when nothing ends */
static bool change_open(struct check_within_codes *codes, int64_t last_week,
                        struct check_within_change *change)
{
    bool any = false;
    *change = (struct check_within_change){.last_week = last_week};
    for (size_t i = 0; i < codes->count; i++) {
        const struct check_within_code *code = &codes->codes[i];
        change->ends[i] = !code->is_told && code_ends(codes, code, last_week);
        any = any || change->ends[i];
    }
    for (size_t i = 0; any && i < codes->count; i++) {
        struct check_within_code *code = &codes->codes[i];
        code->before = rows_of(codes, code, last_week - 1 - CHECK_WITHIN_BEFORE,
                               last_week - 2, NULL);
        code->after =
            rows_of(codes, code, last_week + 2, last_week + 1 + CHECK_WITHIN_AFTER, NULL);
        change->before += code->before;
        change->after += code->after;
        if (change->ends[i]) change->ended_before += code->before;
    }
    return any;
}

/* Codes that are new, taken together, or else one that rises, have the place of those
 * that end. */
static bool change_takers(struct check_within_codes *codes,
                          struct check_within_change *change)
{
    int64_t new_after = 0;
    bool found = false;
    for (size_t i = 0; i < codes->count; i++) {
        const struct check_within_code *code = &codes->codes[i];
        bool is_new;
        if (change->ends[i]) continue;
        change->takes[i] = code_takes(change, code, &is_new);
        found = found || change->takes[i];
        if (is_new) new_after += code->after;
    }
    if (found) return true;
    if (2 * new_after * change->before < change->ended_before * change->after)
        return false;
    for (size_t i = 0; i < codes->count; i++) {
        const struct check_within_code *code = &codes->codes[i];
        change->takes[i] = !change->ends[i] && code->before == 0 && code->after > 0;
    }
    return new_after > 0;
}

/* Whether every week after has values: the release has not ended, and the field is not
 * left empty. */
static bool goes_on(const struct check_within_codes *codes,
                    const struct check_within_change *change)
{
    if (change->after * CHECK_WITHIN_BEFORE * 4 < change->before * CHECK_WITHIN_AFTER)
        return false;
    for (int64_t week = 0; week < CHECK_WITHIN_AFTER; week++) {
        const int64_t at = change->last_week + 2 + week;
        int64_t rows = 0;
        for (size_t i = 0; i < codes->count; i++) {
            rows += rows_of(codes, &codes->codes[i], at, at, NULL);
        }
        if (rows == 0) return false;
    }
    return true;
}

bool check_within_find(struct check_within_codes *codes, int64_t last_week,
                       struct check_within_change *change)
{
    return change_open(codes, last_week, change) &&
           change->ended_before * 100 >= change->before * CHECK_WITHIN_SHARE_PERCENT &&
           goes_on(codes, change) && change_takers(codes, change);
}
