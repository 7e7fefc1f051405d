/* Duplicate detainers, requests and pairs in the kernel, called directly. Most cases are
 * in tests/spec. */
#include "link/link_event.h"
#include "support/support_profile.h"

#include <string.h>

enum { ARENA_SIZE_MAX = 1 << 26, DAY = LINK_DAY_SECONDS };
enum { SUPERSEDED, DUPLICATE, DECLINED }; // indices into `lifts`

#define BIT(rule) (UINT32_C(1) << (rule))

static const uint32_t every_rule = BIT(LINK_DETAINER_RULE_COUNT) - 1;

static const struct link_lift lifts[] = {
    [SUPERSEDED] = {.state = LINK_STATE_SUPERSEDED,
                    .reason = LINK_REASON_LIFT_SUPERSEDED},
    [DUPLICATE] = {.state = LINK_STATE_SUPERSEDED, .reason = LINK_REASON_LIFT_DUPLICATE},
    [DECLINED] = {.state = LINK_STATE_DECLINED, .reason = LINK_REASON_LIFT_DECLINED},
};

static enum sp_rc run(const struct link_detainer *detainers, size_t count,
                      struct sp_arena *arena, struct link_detainer_result *results)
{
    struct link_life life = {.detainers = detainers,
                             .detainer_count = count,
                             .detainer_results = results,
                             .lifts = lifts,
                             .arena = arena};
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct link_detainer_result){.record = detainers[i].record,
                                                   .arrest = LINK_NONE,
                                                   .state = LINK_STATE_UNKNOWN};
    }
    return link_detainer_rules(&life, NULL);
}

static void test_one_form_counts_by_every_rule(void **state)
{
    (void)state;
    const int16_t reasons[] = {SUPERSEDED, DUPLICATE, DECLINED, LINK_LIFT_BLANK,
                               LINK_LIFT_OTHER};
    const int64_t days[] = {0, -DAY, LINK_NONE};
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    for (size_t i = 0; i < COUNT(reasons); i++) {
        for (size_t j = 0; j < COUNT(days); j++) {
            const struct link_detainer detainer = {
                .record = 9, .person = 1, .at = days[j], .lift = reasons[i]};
            struct link_detainer_result result;
            assert_int_equal(run(&detainer, 1, &arena, &result), SP_OK);
            assert_int_equal(result.kept_by, every_rule);
            assert_int_equal(result.episode, 9);
            assert_int_equal(result.request, 9);
            // Another rule's members are left alone.
            assert_int_equal(result.arrest, LINK_NONE);
            assert_int_equal(result.state, LINK_STATE_UNKNOWN);
        }
    }
    assert_int_equal(run(NULL, 0, &arena, NULL), SP_OK);
    sp_arena_release(&arena);
}

static void test_requests(void **state)
{
    (void)state;
    const struct link_detainer detainers[] = {
        {.record = 1, .person = 1, .at = 0, .facility = 5, .lift = SUPERSEDED},
        {.record = 2, .person = 1, .at = 10 * DAY, .facility = 4, .lift = DECLINED},
        {.record = 3, .person = 1, .at = 50 * DAY, .facility = 5, .lift = DUPLICATE},
        {.record = 4,
         .person = 1,
         .at = 60 * DAY,
         .facility = 5,
         .lift = DECLINED}, // not superseded
        {.record = 5,
         .person = 1,
         .at = 60 * DAY,
         .facility = 5,
         .lift = SUPERSEDED}, // goes on with 4
        {.record = 6, .person = 1, .at = 121 * DAY, .facility = 5, .lift = DUPLICATE},
        {.record = 7, .person = 1, .at = LINK_NONE, .facility = 5, .lift = SUPERSEDED},
        {.record = 8, .person = 1, .at = LINK_NONE, .facility = 5, .lift = DECLINED},
    };
    static const struct {
        int64_t request;
        bool is_kept;
    } expected[] = {{1, false}, {2, true}, {1, false}, {1, true},
                    {1, false}, {6, true}, {7, true},  {8, true}};
    struct link_detainer_result results[COUNT(detainers)];
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    assert_int_equal(run(detainers, COUNT(detainers), &arena, results), SP_OK);
    for (size_t i = 0; i < COUNT(detainers); i++) {
        if (results[i].request != expected[i].request ||
            ((results[i].kept_by & BIT(LINK_DET_REQUEST)) != 0) != expected[i].is_kept)
            fail_msg("form %zu: request %d, kept by %x", i + 1, (int)results[i].request,
                     (unsigned)results[i].kept_by);
    }
    sp_arena_release(&arena);
}

/* Every request is spoken for once, whatever reasons and days a file holds. */
static void test_every_request_speaks_once(void **state)
{
    (void)state;
    enum { COUNT_MANY = 20000 };
    struct link_detainer *detainers = sp_alloc(COUNT_MANY * sizeof *detainers);
    struct link_detainer_result *results = sp_alloc(COUNT_MANY * sizeof *results);
    assert_non_null(detainers);
    assert_non_null(results);
    for (int i = 0; i < COUNT_MANY; i++) {
        // Days apart by 0 to 40, in steps that do not repeat with the reasons.
        const int64_t before = i > 0 ? detainers[i - 1].at : 0;
        detainers[i] = (struct link_detainer){.record = i,
                                              .person = 1,
                                              .at = before + (int64_t)(i * 37 % 41) * DAY,
                                              .facility = i % 3,
                                              .lift = (int16_t)(i * 7 % 11 % 4 - 1)};
    }
    struct sp_arena arena;
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    assert_int_equal(run(detainers, COUNT_MANY, &arena, results), SP_OK);
    uint8_t *speakers = sp_alloc(COUNT_MANY);
    assert_non_null(speakers);
    memset(speakers, 0, COUNT_MANY);
    size_t request_count = 0;
    for (size_t i = 0; i < COUNT_MANY; i++) {
        const int64_t request = results[i].request;
        assert_in_range(request, 0,
                        i); // The first form of a request is no later than any other.
        assert_int_equal(results[request].request, request);
        assert_int_equal(detainers[request].facility, detainers[i].facility);
        request_count += request == (int64_t)i;
        if (results[i].kept_by & BIT(LINK_DET_REQUEST)) speakers[request]++;
    }
    assert_in_range(request_count, 2, COUNT_MANY - 1);
    for (size_t i = 0; i < COUNT_MANY; i++) {
        assert_int_equal(speakers[i], results[i].request == (int64_t)i);
    }
    sp_arena_release(&arena);
    sp_free(speakers);
    sp_free(results);
    sp_free(detainers);
}

static void test_pairs(void **state)
{
    (void)state;
    const struct link_detainer detainers[] = {
        {.record = 1, .person = 1, .at = 0},
        {.record = 2, .person = 1, .at = 2 * DAY},
        {.record = 3, .person = 1, .at = 400 * DAY},
        {.record = 4, .person = 1, .at = LINK_NONE},
    };
    const struct link_arrest arrests[] = {
        {.record = 11, .person = 1, .at = 2 * DAY},
        {.record = 12, .person = 1, .at = 3 * DAY - 1}, // not the first of its episode
        {.record = 13, .person = 1, .at = 181 * DAY},
        {.record = 14, .person = 1, .at = LINK_NONE},
    };
    struct link_arrest_result results[] = {{.kept_by = BIT(LINK_ARR_EP_24)},
                                           {.kept_by = 0},
                                           {.kept_by = BIT(LINK_ARR_EP_24)},
                                           {.kept_by = BIT(LINK_ARR_EP_24)}};
    static const struct link_detainer_arrest expected[] = {
        {1, 11, 2}, {2, 11, 0}, {2, 13, 179}};
    struct link_output output = {0};
    struct link_life life = {.arrests = arrests,
                             .arrest_count = COUNT(arrests),
                             .arrest_results = results,
                             .detainers = detainers,
                             .detainer_count = COUNT(detainers),
                             .output = &output};
    assert_int_equal(link_detainer_pairs(&life, NULL), SP_OK);
    assert_int_equal(output.pairs.count, COUNT(expected));
    const struct link_detainer_arrest *pairs = output.pairs.items;
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(pairs[i].detainer, expected[i].detainer);
        assert_int_equal(pairs[i].arrest, expected[i].arrest);
        assert_int_equal(pairs[i].days, expected[i].days);
    }
    link_output_release(&output);
    struct sp_err err = {0};
    sp_alloc_fail_after(0);
    const enum sp_rc rc = link_detainer_pairs(&life, &err);
    sp_alloc_fail_after(-1);
    assert_int_equal(rc, SP_ERR_MEMORY);
    link_output_release(&output);
}

static void test_without_memory(void **state)
{
    (void)state;
    const struct link_detainer detainers[] = {
        {.record = 1, .person = 1, .lift = SUPERSEDED},
        {.record = 2, .person = 1, .lift = SUPERSEDED}};
    struct link_detainer_result results[COUNT(detainers)];
    enum sp_rc rc = SP_ERR_MEMORY;
    size_t failed = 0;
    for (size_t size = 1; rc != SP_OK; size *= 2, failed++) {
        struct sp_arena arena;
        sp_arena_init(&arena, size);
        rc = run(detainers, COUNT(detainers), &arena, results);
        if (rc != SP_OK) assert_int_equal(rc, SP_ERR_MEMORY);
        sp_arena_release(&arena);
    }
    assert_true(failed > 2); // More than one kind of scratch can fail.
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_form_counts_by_every_rule),
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_every_request_speaks_once),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
