/*
 * Stays from stints and where they ended, where the cases of tests/spec do not reach:
 * several persons in one output, removals looked for by halving, no memory.
 */
#include "link/link_stint.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { REMOVAL_MAX = 40, ROUND_COUNT = 5000 };
static const int64_t day_zero = (int64_t)20000 * 86400;

static struct link_stint stint_of(int64_t record, int32_t person, int64_t stay_day,
                                  int64_t day)
{
    return (struct link_stint){
        .record = record,
        .person = person,
        .release = 1,
        .likeness = record,
        .stay_book_in = day_zero + stay_day * 86400,
        .book_in = day_zero + day * 86400,
        .book_out = day_zero + day * 86400 + 3600,
        .stay_book_out = day_zero + day * 86400 + 3600,
        .departed = LINK_NONE,
        .initial_bond = LINK_NONE,
        .posted_bond = LINK_NONE,
        .facility = (int32_t)record,
    };
}

/* Three stays of two persons, in one output as the kernel fills it. */
static enum sp_rc two_persons(struct link_output *output,
                              struct link_stint_result *results, struct sp_arena *arena,
                              struct sp_err *err)
{
    const struct link_stint stints[] = {stint_of(1, 7, 0, 0), stint_of(2, 7, 0, 3),
                                        stint_of(3, 7, 20, 20), stint_of(4, 8, 0, 0)};
    const struct link_window window = {.stint_last = 20100};
    enum sp_rc rc = SP_OK;
    for (size_t start = 0; start < 4 && !rc; start += 3) {
        struct link_life life = {.stints = stints + start,
                                 .stint_count = start ? 1 : 3,
                                 .stint_results = results + start,
                                 .window = &window,
                                 .output = output,
                                 .arena = arena};
        rc = link_stint_rules(&life, err);
        if (!rc) rc = link_stays(&life, err);
        if (!rc) {
            assert_int_equal(life.stay_count, start ? 1 : 2);
            assert_int_equal(life.stays[0].stay, stints[start].record);
            assert_int_equal(life.stays[0].person, stints[start].person);
        }
    }
    return rc;
}

static void test_persons_of_one_output(void **state)
{
    (void)state;
    struct link_output output = {0};
    struct link_stint_result results[4];
    struct sp_arena arena = {0};
    sp_arena_init(&arena, (size_t)1 << 20);
    assert_int_equal(two_persons(&output, results, &arena, NULL), SP_OK);
    assert_int_equal(output.stays.count, 3);
    const struct link_stay *stays = output.stays.items;
    static const int64_t last[] = {2, 3, 4}, stay_of[] = {1, 1, 3, 4};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(stays[i].last_stint, last[i]);
        assert_true(stays[i].arrest_greedy == LINK_NONE &&
                    stays[i].arrest_best == LINK_NONE);
        assert_true(stays[i].removal == LINK_NONE && stays[i].departed == LINK_NONE);
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(results[i].stay, stay_of[i]);
    link_output_release(&output);
    sp_arena_release(&arena);
}

static void test_without_memory(void **state)
{
    (void)state;
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        struct link_output output = {0};
        struct link_stint_result results[4];
        struct sp_arena arena = {0};
        struct sp_err err = {0};
        sp_arena_init(&arena, (size_t)1 << 20);
        sp_alloc_fail_after(allowed);
        rc = two_persons(&output, results, &arena, &err);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_int_equal(err.rc, SP_ERR_MEMORY);
        link_output_release(&output);
        sp_arena_release(&arena);
    }
}

/* The rule in its own words: every candidate, one after the other. */
static void join_naively(const struct link_removal *removals, size_t count, int64_t own,
                         struct link_stay *stay)
{
    int64_t closest = 11;
    for (size_t i = 0; i <= count; i++) {
        int64_t departed = i ? removals[i - 1].at : own;
        if (departed == LINK_NONE || stay->book_out == LINK_NONE) continue;
        int64_t days = link_day(departed) - link_day(stay->book_out);
        if (days < -5 || days > 10) continue;
        bool is_own_day = closest == llabs(days) && stay->removal == LINK_NONE;
        bool is_same_day = link_day(departed) * 86400 == stay->departed;
        if (llabs(days) < closest ||
            (llabs(days) == closest && !is_own_day && is_same_day)) {
            closest = llabs(days);
            stay->departed = link_day(departed) * 86400;
            stay->removal = i ? removals[i - 1].record : LINK_NONE;
        }
    }
}

static void test_removals(void **state)
{
    (void)state;
    struct link_removal removals[REMOVAL_MAX];
    size_t own_count = 0, removal_count = 0, none_count = 0;
    support_random_start(support_seed());
    for (int round = 0; round < ROUND_COUNT; round++) {
        size_t count = support_random_below(2) ? support_random_below(4)
                                               : support_random_below(REMOVAL_MAX);
        int64_t at = day_zero - (int64_t)support_random_below(20) * 86400;
        for (size_t i = 0; i < count; i++) {
            at += (int64_t)support_random_below(6) * 43200;
            bool is_missing = i + 1 == count && !support_random_below(3);
            removals[i] = (struct link_removal){.record = (int64_t)i + 1,
                                                .at = is_missing ? LINK_NONE : at};
        }
        int64_t own = support_random_below(2)
                          ? LINK_NONE
                          : day_zero + (int64_t)support_random_below(40) * 86400;
        struct link_stay stay = {
            .book_out = LINK_NONE, .removal = LINK_NONE, .departed = LINK_NONE};
        if (support_random_below(10))
            stay.book_out = day_zero + (int64_t)support_random_below(30 * 86400);
        struct link_stay expected = stay;
        join_naively(removals, count, own, &expected);
        size_t dated_count =
            count && removals[count - 1].at == LINK_NONE ? count - 1 : count;
        link_removal_join(removals, dated_count, own, &stay);
        assert_true(stay.removal == expected.removal);
        assert_true(stay.departed == expected.departed);
        if (stay.departed == LINK_NONE)
            none_count++;
        else if (stay.removal == LINK_NONE)
            own_count++;
        else
            removal_count++;
    }
    assert_true(own_count > 500 && removal_count > 500 && none_count > 500);
    support_random_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persons_of_one_output),
        cmocka_unit_test(test_without_memory),
        cmocka_unit_test_teardown(test_removals, support_seed_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
