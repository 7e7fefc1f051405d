/* Duplicate arrests in the kernel, called directly. Most cases are in tests/spec. */
#include "link/link_event.h"
#include "support/support_profile.h"

#include <string.h>

enum { ARENA_SIZE_MAX = 1 << 26, HOUR = 3600 };

#define BIT(rule) (UINT32_C(1) << (rule))

static const uint32_t every_rule = BIT(LINK_ARREST_RULE_COUNT) - 1;

/* Results as the kernel's walk prepares them. */
static void results_init(const struct link_arrest *arrests, size_t count,
                         struct link_arrest_result *results)
{
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct link_arrest_result){.record = arrests[i].record,
                                                 .episode = arrests[i].record,
                                                 .episode_rows = 1,
                                                 .stay_greedy = LINK_NONE,
                                                 .stay_best = LINK_NONE};
    }
}

static enum sp_rc run(const struct link_arrest *arrests, size_t count,
                      struct sp_arena *arena, struct link_arrest_result *results)
{
    struct link_life life = {.arrests = arrests,
                             .arrest_count = count,
                             .arrest_results = results,
                             .arena = arena};
    results_init(arrests, count, results);
    return link_arrest_rules(&life, NULL);
}

static void test_one_row_counts_by_every_rule(void **state)
{
    (void)state;
    const int64_t times[] = {0, -1, LINK_NONE};
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    for (size_t i = 0; i < COUNT(times); i++) {
        const struct link_arrest arrest = {.record = 5, .person = 1, .at = times[i]};
        struct link_arrest_result result;
        assert_int_equal(run(&arrest, 1, &arena, &result), SP_OK);
        assert_int_equal(result.kept_by, every_rule);
        assert_int_equal(result.episode, 5);
        assert_int_equal(result.episode_rows, 1);
    }
    assert_int_equal(run(NULL, 0, &arena, NULL), SP_OK); // A person of other tables.
    sp_arena_release(&arena);
}

/* One history that every rule reads in its own way. */
static void test_rules_differ(void **state)
{
    (void)state;
    const struct link_arrest arrests[] = {
        // Of one moment: 3 is alike to 1 in every column, 2 has another method and is the
        // fullest.
        {.record = 1, .person = 1, .at = 10 * HOUR, .method = 1, .twin = 1, .filled = 4},
        {.record = 2, .person = 1, .at = 10 * HOUR, .method = 2, .twin = 2, .filled = 5},
        {.record = 3, .person = 1, .at = 10 * HOUR, .method = 1, .twin = 1, .filled = 4},
        // The next day, yet of the same episode.
        {.record = 4, .person = 1, .at = 30 * HOUR, .method = 1, .twin = 4, .filled = 4},
        // Far away.
        {.record = 5, .person = 1, .at = 900 * HOUR, .method = 1, .twin = 5, .filled = 4},
        // Reprocessed a year before: it comes last by ARR-CPANG, and joins.
        {.record = 6,
         .person = 1,
         .at = 9000 * HOUR,
         .method = 3,
         .twin = 6,
         .reprocessed = 1},
        {.record = 7, .person = 1, .at = LINK_NONE, .method = 1, .twin = 7},
        {.record = 8,
         .person = 1,
         .at = LINK_NONE,
         .method = 1,
         .twin = 7,
         .reprocessed = 1},
    };
    static const struct {
        enum link_arrest_rule rule;
        const char *kept; // by record, from 1
    } expected[] = {
        {LINK_ARR_EP_24, "10001111"},   {LINK_ARR_DUP_24_OLD, "00001111"},
        {LINK_ARR_DUP_DAY, "00011111"}, {LINK_ARR_UW, "11011111"},
        {LINK_ARR_BLN, "00111111"},     {LINK_ARR_RR, "11011110"},
        {LINK_ARR_KN, "01011110"},      {LINK_ARR_ALYSSC, "00001111"},
        {LINK_ARR_MORTON, "00000000"},  {LINK_ARR_CPANG, "10001111"},
    };
    assert_int_equal(COUNT(expected), LINK_ARREST_RULE_COUNT);
    struct link_arrest_result results[COUNT(arrests)];
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    assert_int_equal(run(arrests, COUNT(arrests), &arena, results), SP_OK);
    for (size_t r = 0; r < COUNT(expected); r++) {
        char kept[COUNT(arrests) + 1] = "";
        for (size_t i = 0; i < COUNT(arrests); i++) {
            kept[i] = results[i].kept_by & BIT(expected[r].rule) ? '1' : '0';
        }
        if (strcmp(kept, expected[r].kept) != 0) fail_msg("rule %zu keeps %s", r, kept);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(results[i].episode, 1);
        assert_int_equal(results[i].episode_rows, 4);
    }
    // Another rule's members are left alone.
    assert_int_equal(results[0].stay_best, LINK_NONE);
    sp_arena_release(&arena);
}

static void test_rows_without_id(void **state)
{
    (void)state;
    enum { NOBODY = LINK_NOBODY };
    const struct link_arrest arrests[] = {
        {.record = 1, .person = NOBODY, .release = 0, .at = 10, .twin = 1, .filled = 1},
        {.record = 2, .person = NOBODY, .release = 0, .at = 10, .twin = 1, .filled = 1},
        {.record = 3, .person = NOBODY, .release = 1, .at = 10, .twin = 1, .filled = 1},
        {.record = 4, .person = NOBODY, .release = 1, .at = 10, .twin = 1, .filled = 1},
        {.record = 5, .person = NOBODY, .release = 0, .at = LINK_NONE, .twin = 3},
    };
    const struct link_window windows[] = {{.has_ids = 1}, {.has_ids = 0}};
    const uint32_t unasked = BIT(LINK_ARR_EP_24) | BIT(LINK_ARR_DUP_24_OLD) |
                             BIT(LINK_ARR_DUP_DAY) | BIT(LINK_ARR_UW) |
                             BIT(LINK_ARR_MORTON) | BIT(LINK_ARR_CPANG);
    const uint32_t expected[] = {
        unasked | BIT(LINK_ARR_RR) |
            BIT(LINK_ARR_KN),        // the first of alike rows, and of the day
        unasked | BIT(LINK_ARR_BLN), // the last of the moment
        every_rule,                  // a release without ids
        every_rule,
        every_rule & ~BIT(LINK_ARR_ALYSSC),
    };
    struct link_arrest_result results[COUNT(arrests)];
    results_init(arrests, COUNT(arrests), results);
    assert_int_equal(
        link_arrests_without_id(arrests, COUNT(arrests), windows, results, NULL), SP_OK);
    for (size_t i = 0; i < COUNT(arrests); i++) {
        assert_int_equal(results[i].kept_by, expected[i]);
        assert_int_equal(results[i].episode, arrests[i].record);
    }
    assert_int_equal(link_arrests_without_id(NULL, 0, windows, NULL, NULL), SP_OK);
}

static void test_without_memory(void **state)
{
    (void)state;
    const struct link_arrest arrests[] = {{.record = 1, .person = LINK_NOBODY},
                                          {.record = 2, .person = LINK_NOBODY}};
    const struct link_arrest lives[] = {{.record = 1, .person = 1},
                                        {.record = 2, .person = 1}};
    const struct link_window window = {.has_ids = 1};
    struct link_arrest_result results[2];
    struct sp_err err = {0};
    struct sp_arena arena;
    sp_alloc_fail_after(0);
    results_init(arrests, 2, results);
    const enum sp_rc rc = link_arrests_without_id(arrests, 2, &window, results, &err);
    sp_alloc_fail_after(-1);
    assert_int_equal(rc, SP_ERR_MEMORY);
    assert_int_equal(err.rc, SP_ERR_MEMORY);
    sp_arena_init(&arena, 1); // A ceiling too low for two rows.
    assert_int_equal(run(lives, 2, &arena, results), SP_ERR_MEMORY);
    sp_arena_release(&arena);
}

/* A file may give one person, and one day, any number of rows. */
static void test_many_rows_of_one_day(void **state)
{
    (void)state;
    enum { COUNT_MANY = 200000 };
    struct link_arrest *arrests = sp_alloc(COUNT_MANY * sizeof *arrests);
    struct link_arrest_result *results = sp_alloc(COUNT_MANY * sizeof *results);
    assert_non_null(arrests);
    assert_non_null(results);
    for (int i = 0; i < COUNT_MANY; i++) {
        arrests[i] = (struct link_arrest){.record = i,
                                          .person = 1,
                                          .at = i / 3,
                                          .method = i % 7,
                                          .twin = i,
                                          .filled = (int16_t)(i % 11)};
    }
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    assert_int_equal(run(arrests, COUNT_MANY, &arena, results), SP_OK);
    size_t kept[LINK_ARREST_RULE_COUNT] = {0};
    for (size_t i = 0; i < COUNT_MANY; i++) {
        for (size_t rule = 0; rule < LINK_ARREST_RULE_COUNT; rule++) {
            kept[rule] += results[i].kept_by >> rule & 1;
        }
    }
    assert_int_equal(kept[LINK_ARR_EP_24], 1);
    assert_int_equal(kept[LINK_ARR_UW], 7);
    assert_int_equal(kept[LINK_ARR_BLN], COUNT_MANY / 3 + 1);
    assert_int_equal(kept[LINK_ARR_RR], COUNT_MANY);
    assert_int_equal(kept[LINK_ARR_KN], 1);
    assert_true(results[10].kept_by & BIT(LINK_ARR_KN)); // the first of the fullest
    sp_arena_release(&arena);
    sp_free(arrests);
    sp_free(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_row_counts_by_every_rule),
        cmocka_unit_test(test_rules_differ),
        cmocka_unit_test(test_rows_without_id),
        cmocka_unit_test(test_without_memory),
        cmocka_unit_test(test_many_rows_of_one_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
