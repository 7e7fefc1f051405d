/*
 * Which rows of stints count, where the cases of tests/spec do not reach: persons of many
 * rows, rows in the order of the input, no memory.
 */
#include "link/link_stint.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROW_MAX = 400, PERSON_COUNT = 600 };
static const int64_t noon = (int64_t)20000 * 86400 + 43200;

/* One person, and what the kernel says of it. */
struct person {
    struct link_stint stints[ROW_MAX];
    struct link_stint_result results[ROW_MAX];
    size_t count;
};

static struct link_life life_of(struct person *person, struct sp_arena *arena)
{
    return (struct link_life){.stints = person->stints,
                              .stint_count = person->count,
                              .stint_results = person->results,
                              .arena = arena};
}

static int64_t maybe(int64_t value)
{
    return support_random_below(8) ? value : LINK_NONE;
}

/* Rows in the order of the input, with many that are alike. */
static void person_make(struct person *person)
{
    static const uint32_t counts[] = {2, 5, 17, 40, ROW_MAX};
    person->count = 1 + support_random_below(counts[support_random_below(5)]);
    for (size_t i = 0; i < person->count; i++) {
        struct link_stint *stint = &person->stints[i];
        if (i && !support_random_below(3)) { // As the row before, but for the bond.
            *stint = person->stints[i - 1];
        } else {
            *stint = (struct link_stint){.likeness = (int64_t)i,
                                         .facility = (int32_t)support_random_below(3)};
            stint->stay_book_in = maybe(noon + support_random_below(2) * 86400);
            stint->book_in = maybe(noon + support_random_below(12) * 7200);
            stint->book_out = maybe(noon + support_random_below(3) * 86400);
        }
        stint->record = (int64_t)i + 1;
        stint->initial_bond = maybe(support_random_below(3) * 100);
    }
    for (size_t i = 1; i < person->count; i++) {
        struct link_stint stint = person->stints[i];
        size_t at = i;
        for (; at > 0; at--) {
            const struct link_stint *before = &person->stints[at - 1];
            int64_t x[] = {link_missing_last(before->stay_book_in),
                           link_missing_last(before->book_in), before->book_out,
                           before->record};
            int64_t y[] = {link_missing_last(stint.stay_book_in),
                           link_missing_last(stint.book_in), stint.book_out,
                           stint.record};
            size_t k = 0;
            while (x[k] == y[k])
                k++;
            if (x[k] < y[k]) break;
            person->stints[at] = *before;
        }
        person->stints[at] = stint;
    }
}

static bool is_one_day(const struct link_stint *x, const struct link_stint *y)
{
    return x->book_in != LINK_NONE && y->book_in != LINK_NONE &&
           x->stay_book_in != LINK_NONE && x->stay_book_in == y->stay_book_in &&
           x->facility == y->facility && link_day(x->book_in) == link_day(y->book_in);
}

/* The rules in their own words, row by row and pair by pair. */
static uint8_t lost_at(const struct person *person, size_t i)
{
    const struct link_stint *stint = &person->stints[i];
    for (size_t j = 0; j < person->count; j++) {
        if (person->stints[j].likeness == stint->likeness &&
            person->stints[j].record < stint->record)
            return 1;
    }
    for (size_t j = i + 1; j < person->count; j++) {
        if (is_one_day(stint, &person->stints[j]) && lost_at(person, j) != 1) return 2;
    }
    return 0;
}

static bool is_kept_by_old_rule(const struct person *person, size_t i)
{
    const struct link_stint *stint = &person->stints[i];
    for (size_t j = 0; j < person->count && stint->book_in != LINK_NONE; j++) {
        const struct link_stint *other = &person->stints[j];
        int64_t bond = link_missing_last(stint->initial_bond),
                other_bond = link_missing_last(other->initial_bond);
        if (other->book_in != stint->book_in || other->facility != stint->facility)
            continue;
        if (other_bond < bond || (other_bond == bond && j > i)) return false;
    }
    return true;
}

static void test_as_the_words_say(void **state)
{
    (void)state;
    static struct person person;
    struct sp_arena arena = {0};
    size_t seen[3] = {0};
    sp_arena_init(&arena, (size_t)1 << 24);
    support_random_start(support_seed());
    for (int round = 0; round < PERSON_COUNT; round++) {
        person_make(&person);
        struct link_life life = life_of(&person, &arena);
        sp_arena_reset(&arena);
        assert_int_equal(link_stint_rules(&life, NULL), SP_OK);
        for (size_t i = 0; i < person.count; i++) {
            const struct link_stint_result *result = &person.results[i];
            assert_int_equal(result->record, person.stints[i].record);
            assert_int_equal(result->lost_at, lost_at(&person, i));
            assert_int_equal(result->kept_by >> LINK_STINT_DUP & 1, result->lost_at == 0);
            assert_int_equal(result->kept_by >> LINK_STINT_DUP_OLD & 1,
                             is_kept_by_old_rule(&person, i));
            seen[result->lost_at]++;
        }
    }
    for (int i = 0; i < 3; i++)
        assert_true(seen[i] > 1000); // All three ends are met often.
    support_random_end();
    sp_arena_release(&arena);
}

static void test_without_id(void **state)
{
    (void)state;
    const struct link_stint stints[2] = {
        {.record = 4, .person = LINK_NOBODY, .likeness = 9},
        {.record = 5, .person = LINK_NOBODY, .likeness = 9}};
    struct link_stint_result results[2];
    assert_int_equal(link_stints_without_id(stints, 2, results, NULL), SP_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(results[i].record, stints[i].record);
        assert_int_equal(results[i].kept_by, (1u << LINK_STINT_RULE_COUNT) - 1);
        assert_int_equal(results[i].lost_at, 0);
        assert_true(results[i].stay == LINK_NONE);
    }
}

static void test_without_memory(void **state)
{
    (void)state;
    static struct person person;
    support_random_start(support_seed());
    do
        person_make(&person);
    while (person.count < 100);
    support_random_end();
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        struct sp_arena arena = {0};
        struct sp_err err = {0};
        sp_arena_init(&arena, (size_t)1 << 24);
        struct link_life life = life_of(&person, &arena);
        sp_alloc_fail_after(allowed);
        rc = link_stint_rules(&life, &err);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_int_equal(err.rc, SP_ERR_MEMORY);
        sp_arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_as_the_words_say, support_seed_print),
        cmocka_unit_test(test_without_id),
        cmocka_unit_test_teardown(test_without_memory, support_seed_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
