/*
 * Spells at liberty on random lives: what must hold of each whatever the records, and which origins must
 * have one. Single cases are in tests/spec/return.txt.
 */
#include "link/link_event.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = LINK_DAY_SECONDS, ROWS = 60, ROUND_COUNT = 400, LAST_DAY = 90 };

static int64_t some_moment(void)
{
    const int64_t day = support_random_below(100);
    return day * DAY + (support_random_below(2) ? 0 : 1 + (int64_t)support_random_below(DAY - 1));
}

static int32_t some_person(void)
{
    return support_random_below(10) ? (int32_t)support_random_below(6) : LINK_NOBODY;
}

struct lives {
    struct link_arrest arrests[ROWS];
    struct link_detainer detainers[ROWS];
    struct link_stint stints[ROWS];
    struct link_removal removals[ROWS];
    struct link_window window;
    struct link_input input;
};

static void lives_make(struct lives *lives, const struct link_lift *lifts)
{
    for (int64_t i = 0; i < ROWS; i++) {
        lives->arrests[i] = (struct link_arrest){.record = i, .person = some_person(), .at = some_moment()};
        lives->arrests[i].classes[LINK_METHOD_DDP] = (uint8_t)support_random_below(5);
        lives->detainers[i] = (struct link_detainer){
            .record = i,
            .person = some_person(),
            .at = support_random_below(12) ? some_moment() : LINK_NONE,
            .lifted_at = support_random_below(2) ? some_moment() : LINK_NONE,
            .facility = (int32_t)support_random_below(3),
            .lift = (int16_t)((int)support_random_below(5) - 3),
            .form = (uint8_t)support_random_below(4),
            .accepted = (uint8_t)support_random_below(3)};
        const int64_t book_in = some_moment();
        const int64_t book_out = support_random_below(6) ? some_moment() : LINK_NONE;
        lives->stints[i] = (struct link_stint){.record = i,
                                               .person = some_person(),
                                               .stay_book_in = book_in,
                                               .book_in = book_in,
                                               .book_out = book_out,
                                               .stay_book_out = book_out,
                                               .departed = LINK_NONE,
                                               .initial_bond = LINK_NONE,
                                               .posted_bond = LINK_NONE,
                                               .likeness = i,
                                               .bond_set_day = INT32_MIN,
                                               .bond_posted_day = INT32_MIN,
                                               .stay_end = (uint8_t)support_random_below(3)};
        lives->removals[i] = (struct link_removal){.record = i,
                                                   .person = support_random_below(3) ? LINK_NOBODY : some_person(),
                                                   .at = some_moment()};
    }
    assert_int_equal(link_sort_arrests(lives->arrests, ROWS, NULL), SP_OK);
    assert_int_equal(link_sort_detainers(lives->detainers, ROWS, NULL), SP_OK);
    assert_int_equal(link_sort_stints(lives->stints, ROWS, NULL), SP_OK);
    assert_int_equal(link_sort_removals(lives->removals, ROWS, NULL), SP_OK);
    lives->window = (struct link_window){LAST_DAY, 99, 99, 99, 1};
    lives->input = (struct link_input){lives->arrests, ROWS, lives->detainers, ROWS, lives->stints, ROWS,
                                       lives->removals, ROWS, &lives->window, 1, lifts};
}

/* Requests and stays that begin a spell by the rule's text. */
static size_t origins_count(const struct lives *lives, const struct link_output *output)
{
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        const struct link_detainer *detainer = &lives->detainers[i];
        const struct link_detainer_result *result = &output->detainers[i];
        const bool is_at_risk = result->state == LINK_STATE_DECLINED ||
                                (result->state == LINK_STATE_LIFTED && detainer->lift == 1);
        if (detainer->person == LINK_NOBODY || !is_at_risk || !(result->kept_by >> LINK_DET_REQUEST & 1)) continue;
        int64_t from = detainer->at;
        if (detainer->lifted_at != LINK_NONE &&
            (detainer->at == LINK_NONE || link_day(detainer->lifted_at) >= link_day(detainer->at)))
            from = detainer->lifted_at;
        count += from != LINK_NONE && link_day(from) <= LAST_DAY;
    }
    const struct link_stay *stays = output->stays.items;
    for (size_t i = 0; i < output->stays.count; i++) {
        count += stays[i].stay_end == LINK_END_RELEASED && stays[i].book_out != LINK_NONE &&
                 link_day(stays[i].book_out) <= LAST_DAY;
    }
    return count;
}

static const struct link_arrest *arrest_find(const struct lives *lives, int64_t record)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (lives->arrests[i].record == record) return &lives->arrests[i];
    }
    return NULL;
}

static void spell_check(const struct lives *lives, const struct link_spell *spell)
{
    assert_true(spell->until >= spell->from);
    assert_true(link_day(spell->until) <= LAST_DAY);
    assert_int_equal(spell->days, link_day(spell->until) - link_day(spell->from));
    assert_int_equal(spell->arrest == LINK_NONE, spell->exit != LINK_EXIT_AT_LARGE);
    if (spell->exit == LINK_EXIT_WINDOW) assert_int_equal(spell->until, LAST_DAY * DAY + DAY - 1);
    if (spell->exit != LINK_EXIT_AT_LARGE) {
        assert_int_equal(spell->competing, 0);
        return;
    }
    const struct link_arrest *arrest = arrest_find(lives, spell->arrest);
    assert_non_null(arrest);
    assert_int_equal(arrest->person, spell->person);
    assert_int_equal(arrest->at, spell->until);
    assert_int_equal(arrest->classes[LINK_METHOD_DDP], LINK_METHOD_AT_LARGE);
}

static void test_what_always_holds(void **state)
{
    (void)state;
    const struct link_lift lifts[] = {
        {SP_STR("declined"), LINK_STATE_DECLINED, LINK_REASON_LIFT_DECLINED, true},
        {SP_STR("lifted"), LINK_STATE_LIFTED, LINK_REASON_LIFT_LIFTED, true}};
    size_t seen[LINK_EXIT_COUNT] = {0};
    support_random_start(support_seed());
    for (int round = 0; round < ROUND_COUNT; round++) {
        struct lives lives;
        struct link_output output;
        lives_make(&lives, lifts);
        assert_int_equal(link_kernel(&lives.input, &output, NULL), SP_OK);
        assert_int_equal(output.spells.count, origins_count(&lives, &output));
        for (size_t i = 0; i < output.spells.count; i++) {
            const struct link_spell *spell = (const struct link_spell *)output.spells.items + i;
            spell_check(&lives, spell);
            seen[spell->exit]++;
        }
        link_output_release(&output);
        // A release without arrests can show no return.
        lives.window.arrest_last = INT32_MIN;
        assert_int_equal(link_kernel(&lives.input, &output, NULL), SP_OK);
        assert_int_equal(output.spells.count, 0);
        link_output_release(&output);
    }
    for (size_t exit = 0; exit < LINK_EXIT_COUNT; exit++) {
        assert_true(seen[exit] > 100); // or the lives say little
    }
    support_random_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_what_always_holds, support_seed_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
