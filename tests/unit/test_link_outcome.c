/* Reasons and states: each has its words, and one state. What leads to them is in tests/spec. */
#include "link/link_facts.h"
#include "link/link_follow.h"
#include "link/link_reason.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = LINK_DAY_SECONDS, EVENT_MAX = 7, ROUND_COUNT = 20000 };

static void test_every_reason_has_its_words(void **state)
{
    (void)state;
    for (int i = 0; i < LINK_REASON_COUNT; i++) {
        const char *text = link_reason_text((enum link_reason)i);
        const char *code = link_reason_code((enum link_reason)i);
        assert_int_equal(text[0] == '\0', i == LINK_REASON_NONE);
        for (int other = 0; other < i; other++) {
            assert_string_not_equal(code, link_reason_code((enum link_reason)other));
            assert_string_not_equal(text, link_reason_text((enum link_reason)other));
        }
    }
    for (int i = 0; i < LINK_STATE_COUNT; i++) {
        const char *name = link_state_name((enum link_state)i);
        assert_true(name && name[0]);
        for (int other = 0; other < i; other++) {
            assert_string_not_equal(name, link_state_name((enum link_state)other));
        }
    }
}

/* The state of a lift reason is written in spec/facts, and here again for readers of a reason alone. */
static void test_states_of_lift_reasons(void **state)
{
    (void)state;
    struct link_facts *facts = NULL;
    assert_int_equal(link_facts_open(&facts, NULL), SP_OK);
    size_t count;
    const struct link_lift *lifts = link_facts_lifts(facts, &count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        if (link_reason_state(lifts[i].reason) != lifts[i].state)
            fail_msg("%s", link_reason_code(lifts[i].reason));
    }
    link_facts_close(facts);
}

/* -- What follows, against looking at everything ---------------------------------------------------- */

struct history {
    struct link_arrest arrests[EVENT_MAX];
    struct link_arrest_result arrest_results[EVENT_MAX];
    struct link_stay stays[EVENT_MAX];
    struct link_detainer detainers[EVENT_MAX];
    struct link_detainer_result detainer_results[EVENT_MAX];
    struct link_life life;
};

/* Arrests more than a day apart, stays at different moments, some of both paired: what the rules before give. */
static void history_make(struct history *history, struct sp_arena *arena)
{
    *history = (struct history){0};
    struct link_life *life = &history->life;
    life->arrests = history->arrests;
    life->arrest_results = history->arrest_results;
    life->stays = history->stays;
    life->detainers = history->detainers;
    life->detainer_results = history->detainer_results;
    life->arena = arena;
    life->arrest_count = support_random_below(EVENT_MAX + 1);
    life->stay_count = support_random_below(EVENT_MAX + 1);
    life->detainer_count = 1 + support_random_below(EVENT_MAX);
    int64_t at = (int64_t)support_random_below(4) * DAY / 2;
    for (size_t i = 0; i < life->arrest_count; i++) {
        at += DAY + 1 + (int64_t)support_random_below(5) * DAY / 2;
        history->arrests[i] = (struct link_arrest){.record = (int64_t)((i * 3) % EVENT_MAX), .at = at};
        history->arrests[i].classes[LINK_METHOD_DDP] = (uint8_t)support_random_below(5);
        history->arrest_results[i] = (struct link_arrest_result){
            .kept_by = support_random_below(5) ? 1U << LINK_ARR_EP_24 : 0, .stay_best = LINK_NONE};
    }
    at = 0;
    for (size_t i = 0; i < life->stay_count; i++) {
        at += 1 + (int64_t)support_random_below(5) * DAY / 2;
        history->stays[i] = (struct link_stay){.stay = (int64_t)((i * 5) % EVENT_MAX) + 100,
                                               .book_in = at,
                                               .arrest_best = LINK_NONE};
    }
    for (size_t i = 0, j = 0; i < life->arrest_count && j < life->stay_count; i++) {
        if (!history->arrest_results[i].kept_by) continue;
        const int64_t diff = history->stays[j].book_in - history->arrests[i].at;
        if (diff >= -5 * DAY && diff <= 10 * DAY && support_random_below(3)) {
            history->arrest_results[i].stay_best = history->stays[j].stay;
            history->stays[j].arrest_best = history->arrests[i].record;
        }
        j++;
    }
    at = 0;
    for (size_t i = 0; i < life->detainer_count; i++) {
        at += (int64_t)support_random_below(4) * DAY / 2;
        history->detainers[i] = (struct link_detainer){
            .record = (int64_t)i + 200,
            .at = i + 1 == life->detainer_count && support_random_below(4) == 0 ? LINK_NONE : at,
            .facility = (int32_t)support_random_below(3),
            .form = (uint8_t)support_random_below(4)};
        history->detainer_results[i].request =
            (int64_t)(support_random_below(4) ? i : support_random_below((uint32_t)i + 1)) + 200;
    }
}

static void try(struct link_happening *best, int64_t moment, int rank, int64_t record, enum link_what what)
{
    const bool is_better = best->what == LINK_WHAT_NOTHING || moment < best->moment ||
                           (moment == best->moment && (rank < best->rank ||
                                                       (rank == best->rank && record < best->record)));
    if (what == LINK_WHAT_NOTHING || !is_better) return;
    *best = (struct link_happening){
        .moment = moment, .rank = (uint8_t)rank, .record = record, .what = (uint8_t)what};
}

static enum link_what what_says(enum link_method_class class, bool has_stay)
{
    if (class == LINK_METHOD_AT_LARGE) return LINK_WHAT_AT_LARGE;
    if (class == LINK_METHOD_CUSTODIAL || class == LINK_METHOD_287G)
        return has_stay ? LINK_WHAT_BOOKED : LINK_WHAT_CUSTODIAL;
    return has_stay ? LINK_WHAT_METHOD_UNKNOWN : LINK_WHAT_NOTHING;
}

/* As the rule's text reads: everything that follows, and of that the first. */
static struct link_happening first_of_all(const struct history *history, size_t index, int64_t days_max)
{
    const struct link_life *life = &history->life;
    const struct link_detainer *asked = &history->detainers[index];
    struct link_happening best = {0};
    if (asked->at == LINK_NONE) return best;
    for (size_t i = 0; i < life->arrest_count; i++) {
        int64_t earlier = history->arrests[i].at;
        int64_t later = earlier;
        bool has_stay = false;
        if (!history->arrest_results[i].kept_by) continue;
        for (size_t j = 0; j < life->stay_count; j++) {
            if (history->stays[j].stay != history->arrest_results[i].stay_best) continue;
            has_stay = true;
            if (history->stays[j].book_in < earlier) earlier = history->stays[j].book_in;
            if (history->stays[j].book_in > later) later = history->stays[j].book_in;
        }
        if (later < asked->at) continue;
        const bool is_astride = link_day(earlier) < link_day(asked->at);
        try(&best, is_astride ? later : earlier, 0, history->arrests[i].record,
            is_astride ? LINK_WHAT_ASTRIDE
                       : what_says(history->arrests[i].classes[LINK_METHOD_DDP], has_stay));
    }
    for (size_t j = 0; j < life->stay_count; j++) {
        if (history->stays[j].arrest_best == LINK_NONE && history->stays[j].book_in >= asked->at)
            try(&best, history->stays[j].book_in, 1, history->stays[j].stay, LINK_WHAT_STAY);
    }
    for (size_t i = 0; i < life->detainer_count; i++) {
        const struct link_detainer *other = &history->detainers[i];
        if (other->at != LINK_NONE && other->at > asked->at && other->facility != asked->facility &&
            other->form != LINK_FORM_NOTICE && history->detainer_results[i].request == other->record)
            try(&best, other->at, 2, other->record, LINK_WHAT_LATER);
    }
    const bool is_near = best.what != LINK_WHAT_NOTHING &&
                         link_day(best.moment) - link_day(asked->at) <= days_max;
    return is_near ? best : (struct link_happening){0};
}

static void test_the_first_to_follow(void **state)
{
    (void)state;
    support_random_start(support_seed());
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 20);
    size_t seen[LINK_WHAT_LATER + 1] = {0};
    for (int round = 0; round < ROUND_COUNT; round++) {
        struct history history;
        struct link_follow follow;
        sp_arena_reset(&arena);
        history_make(&history, &arena);
        const int64_t days_max = support_random_below(12);
        assert_int_equal(link_follow_init(&follow, &history.life, NULL), SP_OK);
        for (size_t i = history.life.detainer_count; i-- > 0;) {
            const struct link_happening got = link_follow_next(&follow, i, days_max);
            const struct link_happening expected = first_of_all(&history, i, days_max);
            assert_int_equal(got.what, expected.what);
            seen[got.what]++;
            if (got.what == LINK_WHAT_NOTHING) continue;
            assert_int_equal(got.moment, expected.moment);
            assert_int_equal(got.record, expected.record);
        }
    }
    for (size_t what = 0; what < sizeof seen / sizeof *seen; what++) {
        assert_true(seen[what] > 100); // or the histories say little
    }
    sp_arena_release(&arena);
    support_random_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_reason_has_its_words),
        cmocka_unit_test(test_states_of_lift_reasons),
        cmocka_unit_test_teardown(test_the_first_to_follow, support_seed_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
