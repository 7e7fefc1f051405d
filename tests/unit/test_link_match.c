/*
 * Arrests and stays: both pairings against every pairing there is, the ones that cross
 * included; and what happens past the ceiling and without memory.
 */
#include "link/link_match.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HOUR = 3600, EVENT_MAX = 6, ROUND_COUNT = 4000, CROWD = 200000 };

struct history {
    int64_t arrests[EVENT_MAX];
    int64_t stays[EVENT_MAX];
    struct link_match match;
};

/* Arrests more than a day apart, stays at different moments, many at the edges of what is
 * possible. */
static void history_make(struct history *history)
{
    int64_t at = (int64_t)support_random_below(3) - 1, stay = -200 * HOUR;
    *history = (struct history){0};
    size_t arrest_count = support_random_below(EVENT_MAX + 1),
           stay_count = support_random_below(EVENT_MAX + 1);
    for (size_t i = 0; i < arrest_count; i++) {
        static const int64_t gaps[] = {25, 48, 120, 240, 300};
        at += gaps[support_random_below(5)] * HOUR + (int64_t)support_random_below(2);
        history->arrests[i] = at;
    }
    for (size_t j = 0; j < stay_count; j++) {
        static const int64_t gaps[] = {1, 24, 60, 120, 360};
        stay += gaps[support_random_below(5)] * HOUR + (int64_t)support_random_below(2);
        history->stays[j] = stay;
    }
    history->match = (struct link_match){.arrests = history->arrests,
                                         .arrest_count = arrest_count,
                                         .stays = history->stays,
                                         .stay_count = stay_count};
}

struct pairing {
    size_t stays[EVENT_MAX];
    size_t pair_count;
    int64_t seconds;
};

static bool is_possible(const struct link_match *match, size_t i, size_t j,
                        int64_t *out_distance)
{
    int64_t diff = match->stays[j] - match->arrests[i];
    *out_distance = diff < 0 ? -diff : diff;
    return diff >= -120 * HOUR && diff <= 240 * HOUR;
}

/* The pairing that a number stands for: each digit an arrest's stay, or none. False when
 * it is no pairing. */
static bool pairing_of(const struct link_match *match, uint64_t number,
                       struct pairing *out_pairing)
{
    bool used[EVENT_MAX] = {false};
    *out_pairing = (struct pairing){0};
    for (size_t i = 0; i < match->arrest_count; i++) {
        size_t j = number % (match->stay_count + 1);
        int64_t distance;
        number /= match->stay_count + 1;
        out_pairing->stays[i] = LINK_MATCH_UNPAIRED;
        if (j == match->stay_count) continue;
        if (used[j] || !is_possible(match, i, j, &distance)) return false;
        used[j] = true;
        out_pairing->stays[i] = j;
        out_pairing->pair_count++;
        out_pairing->seconds += distance;
    }
    return true;
}

static bool crosses(const struct link_match *match, const struct pairing *pairing)
{
    size_t last = 0;
    for (size_t i = 0; i < match->arrest_count; i++) {
        if (pairing->stays[i] == LINK_MATCH_UNPAIRED) continue;
        if (pairing->stays[i] < last) return true;
        last = pairing->stays[i];
    }
    return false;
}

static int rank_compare(const struct pairing *x, const struct pairing *y)
{
    if (x->pair_count != y->pair_count) return x->pair_count > y->pair_count ? -1 : 1;
    if (x->seconds != y->seconds) return x->seconds < y->seconds ? -1 : 1;
    return 0;
}

static int choice_compare(const struct link_match *match, const struct pairing *x,
                          const struct pairing *y)
{
    for (size_t i = 0; i < match->arrest_count; i++) {
        if (x->stays[i] != y->stays[i])
            return x->stays[i] < y->stays[i] ? -1 : 1; // Unpaired is the largest.
    }
    return 0;
}

static void test_best_of_all_pairings(void **state)
{
    (void)state;
    struct sp_arena arena = {0};
    size_t differ = 0;
    sp_arena_init(&arena, (size_t)1 << 20);
    support_random_start(support_seed());
    for (int round = 0; round < ROUND_COUNT; round++) {
        struct history history;
        history_make(&history);
        const struct link_match *match = &history.match;
        struct pairing best = {0}, best_of_all = {0};
        uint64_t number_count = 1;
        bool has_best = false, has_best_of_all = false;
        for (size_t i = 0; i < match->arrest_count; i++)
            number_count *= match->stay_count + 1;
        for (uint64_t number = 0; number < number_count; number++) {
            struct pairing pairing;
            if (!pairing_of(match, number, &pairing)) continue;
            if (!has_best_of_all || rank_compare(&pairing, &best_of_all) < 0)
                best_of_all = pairing;
            has_best_of_all = true;
            if (crosses(match, &pairing)) continue;
            int order = has_best ? rank_compare(&pairing, &best) : -1;
            if (order < 0 || (order == 0 && choice_compare(match, &pairing, &best) < 0))
                best = pairing;
            has_best = true;
        }
        size_t greedy[EVENT_MAX], found[EVENT_MAX], given_up = 0;
        sp_arena_reset(&arena);
        link_match_greedy(match, greedy);
        assert_int_equal(link_match_best(match, greedy, LINK_MATCH_CELL_MAX, found,
                                         &given_up, &arena, NULL),
                         SP_OK);
        assert_int_equal(given_up, 0);
        assert_int_equal(rank_compare(&best, &best_of_all), 0); // Crossing gains nothing.
        assert_memory_equal(found, best.stays, match->arrest_count * sizeof *found);
        differ += memcmp(found, greedy, match->arrest_count * sizeof *found) != 0;
    }
    assert_true(differ > ROUND_COUNT / 10);
    support_random_end();
    sp_arena_release(&arena);
}

/* The published rule in its own words: each stay's closest arrest, then each arrest's
 * closest of those. */
static size_t greedy_stay(const struct link_match *match, size_t arrest)
{
    size_t chosen = LINK_MATCH_UNPAIRED;
    int64_t chosen_distance = INT64_MAX;
    for (size_t j = 0; j < match->stay_count; j++) {
        size_t closest = LINK_MATCH_UNPAIRED;
        int64_t closest_distance = INT64_MAX, distance;
        for (size_t i = 0; i < match->arrest_count; i++) {
            if (!is_possible(match, i, j, &distance) || distance >= closest_distance)
                continue;
            closest = i;
            closest_distance = distance;
        }
        if (closest != arrest || closest_distance >= chosen_distance) continue;
        chosen = j;
        chosen_distance = closest_distance;
    }
    return chosen;
}

static void test_greedy_as_published(void **state)
{
    (void)state;
    size_t paired = 0;
    support_random_start(support_seed());
    for (int round = 0; round < ROUND_COUNT; round++) {
        struct history history;
        size_t greedy[EVENT_MAX];
        history_make(&history);
        link_match_greedy(&history.match, greedy);
        for (size_t i = 0; i < history.match.arrest_count; i++) {
            assert_true(greedy[i] == greedy_stay(&history.match, i));
            paired += greedy[i] != LINK_MATCH_UNPAIRED;
        }
    }
    assert_true(paired > ROUND_COUNT / 2);
    support_random_end();
}

/* A first cluster of three pairs and a second of one; the ceiling holds the second alone.
 */
static void test_past_the_ceiling(void **state)
{
    (void)state;
    static const int64_t arrests[] = {0, 72 * HOUR, 144 * HOUR, 2000 * HOUR};
    static const int64_t stays[] = {71 * HOUR, 143 * HOUR, 215 * HOUR, 2001 * HOUR};
    const struct link_match match = {arrests, 4, stays, 4};
    size_t greedy[4], found[4], given_up = 0;
    struct sp_arena arena = {0};
    sp_arena_init(&arena, (size_t)1 << 20);
    link_match_greedy(&match, greedy);
    assert_int_equal(link_match_best(&match, greedy, 2, found, &given_up, &arena, NULL),
                     SP_OK);
    assert_int_equal(given_up, 1);
    static const size_t published[] = {LINK_MATCH_UNPAIRED, 0, 1, 3};
    assert_memory_equal(found, published, sizeof found);
    assert_int_equal(link_match_best(&match, greedy, 100, found, &given_up, &arena, NULL),
                     SP_OK);
    assert_int_equal(given_up, 1);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(found[i], i);
    sp_arena_release(&arena);
}

/* A file that gives one person a stay for every second, or an arrest for every day of
 * centuries. */
static void test_crowds(void **state)
{
    (void)state;
    int64_t *crowd = sp_alloc(CROWD * sizeof *crowd),
            *days = sp_alloc(CROWD * sizeof *days);
    size_t *greedy = sp_alloc(CROWD * sizeof *greedy),
           *found = sp_alloc(CROWD * sizeof *found), given_up = 0;
    struct sp_arena arena = {0};
    assert_true(crowd && days && greedy && found);
    sp_arena_init(&arena, (size_t)1 << 30);
    for (int64_t i = 0; i < CROWD; i++) {
        crowd[i] = i;
        days[i] = i * 25 * HOUR;
    }
    const struct link_match seconds = {
        days, 9, crowd, CROWD}; // Nine windows of 200,000 stays: too many cells.
    link_match_greedy(&seconds, greedy);
    assert_int_equal(link_match_best(&seconds, greedy, LINK_MATCH_CELL_MAX, found,
                                     &given_up, &arena, NULL),
                     SP_OK);
    assert_int_equal(given_up, 1);
    assert_memory_equal(found, greedy, 9 * sizeof *found);

    const struct link_match centuries = {days, 60000, days,
                                         60000}; // One cluster of 15 stays an arrest.
    given_up = 0;
    link_match_greedy(&centuries, greedy);
    assert_int_equal(link_match_best(&centuries, greedy, LINK_MATCH_CELL_MAX, found,
                                     &given_up, &arena, NULL),
                     SP_OK);
    assert_int_equal(given_up, 0);
    for (size_t i = 0; i < 60000; i++)
        assert_int_equal(found[i], i);
    sp_arena_release(&arena);
    sp_free(crowd);
    sp_free(days);
    sp_free(greedy);
    sp_free(found);
}

static void test_without_memory(void **state)
{
    (void)state;
    static const int64_t arrests[] = {0}, stays[] = {HOUR};
    const struct link_match match = {arrests, 1, stays, 1};
    const size_t greedy[] = {0};
    size_t found[1], given_up = 0;
    struct sp_arena arena = {0};
    struct sp_err err = {0};
    sp_arena_init(&arena, 16); // Room for nothing.
    assert_int_equal(link_match_best(&match, greedy, LINK_MATCH_CELL_MAX, found,
                                     &given_up, &arena, &err),
                     SP_ERR_MEMORY);
    assert_int_equal(err.rc, SP_ERR_MEMORY);
    sp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_best_of_all_pairings, support_seed_print),
        cmocka_unit_test_teardown(test_greedy_as_published, support_seed_print),
        cmocka_unit_test(test_past_the_ceiling),
        cmocka_unit_test(test_crowds),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
