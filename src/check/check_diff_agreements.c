/*
 * Two lists of agreements, line by line.
 *
 *   pass            equal in                                     what differs
 *   same            state, type, agency, day
 *   signed date     state, type, agency                          day
 *   spelling        state, type, words of the agency, day        letters
 *   spelling        state, type, day, agency but for 2 letters   letters
 *   spelling        state, type, words of the agency             letters and day
 *   support type    state, words of the agency, day              type
 *   state           type, words of the agency, day               state
 *   gone, added     what is left
 *
 * Invariants: 1. each line is in one pair or in none, a line that stands twice as two;
 * 2. so for every state and type a = same + … + gone and b = same + … + added; 3. the
 * first pass that pairs a line decides, and within a pass the earlier day, then the
 * earlier line; 4. where the day is what tells that two lines are one agreement (two
 * letters, type, state), lines without a day are not paired.
 */
#include "check/check_agency.h"
#include "check/check_diff.h"

#include <stdlib.h>

// Lines of one state, type and day in both lists, multiplied: more are not compared
// letter by letter.
enum { NEAR_PAIRS_MAX = 1 << 20 };
static const size_t keys_max = (size_t)1 << 30;

struct line {
    struct sp_diff_line text;
    struct sp_str words; // of the agency
    struct sp_str key;   // of the pass
    size_t place;        // in its list
    struct line *pair;   // the line of the other list; NULL: none so far
    enum sp_diff_agreement_kind kind;
    bool is_a;
    bool has_day;
};

struct lists {
    struct check_diff *diff;
    struct line *lines; // A's, then B's
    size_t count;
    struct line **left; // those without a pair, in the order of the pass
    size_t left_count;
    bool has_days; // both lists give days of signing
};

/* What two lines must have in common to be a pair. */
struct pass {
    enum sp_diff_agreement_kind kind;
    bool state, type, agency, words, day;
    bool needs_day; // there must be one, and be equal
};
static const struct pass passes[] = {
    {SP_DIFF_AGREEMENT_SAME, .state = true, .type = true, .agency = true, .day = true},
    {SP_DIFF_AGREEMENT_SIGNED, .state = true, .type = true, .agency = true},
    {SP_DIFF_AGREEMENT_SPELLED, .state = true, .type = true, .words = true, .day = true},
    {SP_DIFF_AGREEMENT_SPELLED, .state = true, .type = true, .day = true,
     .needs_day = true},
    {SP_DIFF_AGREEMENT_SPELLED, .state = true, .type = true, .words = true},
    {SP_DIFF_AGREEMENT_TYPE, .state = true, .words = true, .day = true,
     .needs_day = true},
    {SP_DIFF_AGREEMENT_STATE, .type = true, .words = true, .day = true,
     .needs_day = true},
};

const char *sp_diff_agreement_name(enum sp_diff_agreement_kind kind)
{
    static const char *const names[SP_DIFF_AGREEMENT_KIND_COUNT] = {
        "same", "signed date", "spelling", "support type", "state", "gone", "added"};
    SP_ASSERT(kind < SP_DIFF_AGREEMENT_KIND_COUNT);
    return names[kind];
}

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the lists of agreements");
}

/* -- Reading
 * ---------------------------------------------------------------------------------- */

static const char lines_sql[] =
    "SELECT CAST(release = ? AS BIGINT), state, agency, support_type, "
    "coalesce(strftime(signed_date, '%Y-%m-%d'), signed_date_none), "
    "CAST(signed_date IS NOT NULL AS BIGINT) FROM agreements WHERE release IN (?, ?) "
    "ORDER BY release <> ?, file, sheet, row";

static enum sp_rc line_read(struct lists *lists, const struct ledger_rows *rows,
                            struct sp_err *err)
{
    struct sp_arena *arena = lists->diff->arena;
    lists->lines =
        check_diff_grow(lists->diff, lists->lines, lists->count, sizeof *lists->lines);
    if (!lists->lines) return out_of_memory(err);
    struct line *line = &lists->lines[lists->count];
    *line = (struct line){
        .text = {.state = sp_arena_copy(arena, ledger_get_text(rows, 1)),
                 .agency = sp_arena_copy(arena, ledger_get_text(rows, 2)),
                 .support_type = sp_arena_copy(arena, ledger_get_text(rows, 3)),
                 .signed_date = sp_arena_copy(arena, ledger_get_text(rows, 4))},
        .words = check_agency_words(arena, ledger_get_text(rows, 2)),
        .place = lists->count,
        .is_a = ledger_get_whole(rows, 0) != 0,
        .has_day = ledger_get_whole(rows, 5) != 0};
    if (!line->text.state.data || !line->text.agency.data ||
        !line->text.support_type.data || !line->text.signed_date.data ||
        !line->words.data)
        return out_of_memory(err);
    line->kind = line->is_a ? SP_DIFF_AGREEMENT_GONE : SP_DIFF_AGREEMENT_ADDED;
    lists->count++;
    return SP_OK;
}

static enum sp_rc lines_read(struct lists *lists, struct sp_err *err)
{
    const struct check_diff *diff = lists->diff;
    const struct ledger_param params[] = {
        ledger_text(diff->release_a), ledger_text(diff->release_a),
        ledger_text(diff->release_b), ledger_text(diff->release_a)};
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(diff->ledger, lines_sql, params, 4, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        rc = line_read(lists, &rows, err);
    }
    ledger_rows_release(&rows);
    if (rc != SP_END) return rc;
    lists->left = sp_arena_array(diff->arena, lists->count, sizeof(struct line *));
    return lists->left ? SP_OK : out_of_memory(err);
}

/* -- Pairing
 * ---------------------------------------------------------------------------------- */

static struct sp_str key_make(const struct lists *lists, const struct line *line,
                              const struct pass *pass, struct sp_arena *arena)
{
    const struct sp_str none = {0};
    const struct sp_diff_line *text = &line->text;
    const struct sp_str state = pass->state ? text->state : none;
    const struct sp_str type = pass->type ? text->support_type : none;
    const struct sp_str agency = pass->agency  ? text->agency
                                 : pass->words ? line->words
                                               : none;
    const struct sp_str day = pass->day && lists->has_days ? text->signed_date : none;
    return sp_arena_format(arena, "%.*s\n%.*s\n%.*s\n%.*s", SP_FMT(state), SP_FMT(type),
                           SP_FMT(agency), SP_FMT(day));
}

/* By key, A before B, then by day and place. */
static int left_compare(const void *a, const void *b)
{
    const struct line *left = *(struct line *const *)a;
    const struct line *right = *(struct line *const *)b;
    int order = sp_str_compare(left->key, right->key);
    if (order) return order;
    if (left->is_a != right->is_a) return left->is_a ? -1 : 1;
    order = sp_str_compare(left->text.signed_date, right->text.signed_date);
    if (order) return order;
    return left->place < right->place ? -1 : left->place > right->place;
}

static enum sp_rc left_sort(struct lists *lists, const struct pass *pass,
                            struct sp_arena *arena, struct sp_err *err)
{
    lists->left_count = 0;
    for (size_t i = 0; i < lists->count; i++) {
        struct line *line = &lists->lines[i];
        if (line->pair || (pass->needs_day && !(lists->has_days && line->has_day)))
            continue;
        line->key = key_make(lists, line, pass, arena);
        if (!line->key.data) return out_of_memory(err);
        lists->left[lists->left_count++] = line;
    }
    qsort(lists->left, lists->left_count, sizeof *lists->left, left_compare);
    return SP_OK;
}

static void lines_pair(struct line *a, struct line *b, enum sp_diff_agreement_kind kind)
{
    SP_ASSERT(a->is_a && !b->is_a && !a->pair && !b->pair);
    a->pair = b;
    b->pair = a;
    a->kind = b->kind = kind;
}

/* Lines of one key whose agencies are the same but for two letters. */
static void near_pair(struct line *const *a, size_t a_count, struct line *const *b,
                      size_t b_count, const struct pass *pass)
{
    if (b_count && a_count > NEAR_PAIRS_MAX / b_count) return;
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            if (b[j]->pair || !check_agency_is_near(a[i]->text.agency, b[j]->text.agency))
                continue;
            lines_pair(a[i], b[j], pass->kind);
            break;
        }
    }
}

static enum sp_rc pass_run(struct lists *lists, const struct pass *pass,
                           struct sp_err *err)
{
    struct sp_arena arena;
    sp_arena_init(&arena, keys_max);
    const enum sp_rc rc = left_sort(lists, pass, &arena, err);
    for (size_t begin = 0; rc == SP_OK && begin < lists->left_count;) {
        struct line *const *a = &lists->left[begin];
        size_t a_count = 0;
        size_t end = begin;
        while (end < lists->left_count &&
               sp_str_equal(lists->left[end]->key, a[0]->key)) {
            a_count += lists->left[end++]->is_a;
        }
        struct line *const *b = a + a_count;
        const size_t b_count = end - begin - a_count;
        const bool by_name = pass->agency || pass->words;
        if (!by_name) near_pair(a, a_count, b, b_count, pass);
        for (size_t i = 0; by_name && i < a_count && i < b_count; i++) {
            lines_pair(a[i], b[i], pass->kind);
        }
        begin = end;
    }
    sp_arena_release(&arena);
    return rc;
}

/* -- The result
 * ------------------------------------------------------------------------------- */

static int line_compare(const struct sp_diff_line *a, const struct sp_diff_line *b)
{
    int order = sp_str_compare(a->state, b->state);
    if (!order) order = sp_str_compare(a->support_type, b->support_type);
    if (!order) order = sp_str_compare(a->agency, b->agency);
    if (!order) order = sp_str_compare(a->signed_date, b->signed_date);
    return order;
}

static const struct sp_diff_line *line_of(const struct sp_diff_agreement *agreement)
{
    return agreement->kind == SP_DIFF_AGREEMENT_ADDED ? &agreement->b : &agreement->a;
}

static int agreement_compare(const void *a, const void *b)
{
    const struct sp_diff_agreement *left = a;
    const struct sp_diff_agreement *right = b;
    const int order = line_compare(line_of(left), line_of(right));
    if (order) return order;
    if (left->kind != right->kind) return left->kind < right->kind ? -1 : 1;
    return line_compare(&left->b, &right->b);
}

static enum sp_rc agreements_list(struct lists *lists, struct sp_err *err)
{
    struct sp_diff *result = &lists->diff->result;
    for (size_t i = 0; i < lists->count; i++) {
        const struct line *line = &lists->lines[i];
        if (line->kind == SP_DIFF_AGREEMENT_SAME || (!line->is_a && line->pair)) continue;
        result->agreements =
            check_diff_grow(lists->diff, result->agreements, result->agreement_count,
                            sizeof *result->agreements);
        if (!result->agreements) return out_of_memory(err);
        struct sp_diff_agreement *added = &result->agreements[result->agreement_count++];
        *added = (struct sp_diff_agreement){.kind = line->kind};
        if (line->is_a) added->a = line->text;
        if (!line->is_a) added->b = line->text;
        if (line->pair) added->b = line->pair->text;
    }
    if (result->agreement_count)
        qsort(result->agreements, result->agreement_count, sizeof *result->agreements,
              agreement_compare);
    return SP_OK;
}

static void line_count(struct sp_diff_agreement_count *count, const struct line *line)
{
    uint64_t *const counters[SP_DIFF_AGREEMENT_KIND_COUNT] = {
        &count->same,
        &count->signed_date,
        &count->spelled,
        line->is_a ? &count->to_other : &count->from_other,
        line->is_a ? &count->to_other : &count->from_other,
        &count->gone,
        &count->added};
    ++*(line->is_a ? &count->a : &count->b);
    // A pair that stays under its state and type is one agreement, counted with A's line.
    if (line->is_a || line->kind >= SP_DIFF_AGREEMENT_TYPE) ++*counters[line->kind];
}

/* Counts by state and type (`by_state`) or by type alone, sorted. */
static enum sp_rc agreements_count(struct lists *lists, bool by_state, struct sp_err *err)
{
    const struct pass pass = {.state = by_state, .type = true};
    struct sp_diff *result = &lists->diff->result;
    for (size_t i = 0; i < lists->count; i++) {
        struct line *line = &lists->lines[i];
        line->key = key_make(lists, line, &pass, lists->diff->arena);
        if (!line->key.data) return out_of_memory(err);
        lists->left[i] = line;
    }
    qsort(lists->left, lists->count, sizeof *lists->left, left_compare);
    for (size_t i = 0; i < lists->count; i++) {
        const struct line *line = lists->left[i];
        if (i == 0 || !sp_str_equal(line->key, lists->left[i - 1]->key)) {
            result->agreement_counts = check_diff_grow(
                lists->diff, result->agreement_counts, result->agreement_count_count,
                sizeof *result->agreement_counts);
            if (!result->agreement_counts) return out_of_memory(err);
            result->agreement_counts[result->agreement_count_count++] =
                (struct sp_diff_agreement_count){.state = by_state ? line->text.state
                                                                   : (struct sp_str){0},
                                                 .support_type = line->text.support_type};
        }
        line_count(&result->agreement_counts[result->agreement_count_count - 1], line);
    }
    return SP_OK;
}

/* Lines that stand once more in their own list. */
static enum sp_rc twice_count(struct lists *lists, struct sp_err *err)
{
    const struct pass *pass = &passes[0];
    struct sp_arena arena;
    sp_arena_init(&arena, keys_max);
    const enum sp_rc rc = left_sort(lists, pass, &arena, err); // Before any is paired.
    for (size_t i = 1; rc == SP_OK && i < lists->left_count; i++) {
        const struct line *line = lists->left[i];
        const struct line *before = lists->left[i - 1];
        if (line->is_a == before->is_a && sp_str_equal(line->key, before->key))
            lists->diff->result.agreements_twice[line->is_a ? 0 : 1]++;
    }
    sp_arena_release(&arena);
    return rc;
}

enum sp_rc check_diff_agreements(struct check_diff *diff,
                                 const struct check_diff_event *part, struct sp_err *err)
{
    struct lists lists = {.diff = diff};
    size_t day_index = 0;
    const bool has_day =
        sp_event_field(part->event, sp_str_of(part->event->date_field), &day_index);
    SP_ASSERT(has_day);
    lists.has_days = part->held[day_index];
    diff->result.has_agreements = true;
    diff->result.agreement_days = lists.has_days;
    enum sp_rc rc = lines_read(&lists, err);
    if (rc == SP_OK) rc = twice_count(&lists, err);
    for (size_t i = 0; rc == SP_OK && i < sizeof passes / sizeof *passes; i++) {
        rc = pass_run(&lists, &passes[i], err);
    }
    if (rc == SP_OK) rc = agreements_list(&lists, err);
    if (rc == SP_OK) rc = agreements_count(&lists, false, err);
    if (rc == SP_OK) rc = agreements_count(&lists, true, err);
    return rc;
}
