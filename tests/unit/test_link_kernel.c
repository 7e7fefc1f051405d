/* Sorting, lists, and the walk through persons: the whole kernel on small and on hostile input. */
#include "link/link_event.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { CROWD = 200000, DAY = LINK_DAY_SECONDS };

static void test_days(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        int64_t day;
    } cases[] = {{0, 0}, {DAY - 1, 0}, {DAY, 1}, {-1, -1}, {-DAY, -1}, {-DAY - 1, -2}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(link_day(cases[i].at), cases[i].day);
    }
}

static void test_lists(void **state)
{
    (void)state;
    struct link_list list = {0};
    for (int64_t i = 0; i < 1000; i++) {
        int64_t *item = link_list_add(&list, sizeof *item);
        assert_non_null(item);
        assert_int_equal(*item, 0);
        *item = i;
    }
    for (int64_t i = 0; i < 1000; i++) {
        assert_int_equal(((int64_t *)list.items)[i], i);
    }
    sp_alloc_fail_after(0);
    while (list.count < list.capacity) {
        assert_non_null(link_list_add(&list, sizeof(int64_t)));
    }
    const size_t count = list.count;
    assert_null(link_list_add(&list, sizeof(int64_t))); // What is there stays there.
    sp_alloc_fail_after(-1);
    assert_int_equal(list.count, count);
    assert_int_equal(((int64_t *)list.items)[999], 999);
    sp_free(list.items);
}

/* -- Sorting ---------------------------------------------------------------------------------------- */

static int sign(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int last(int64_t a, int64_t b)
{
    if ((a == LINK_NONE) != (b == LINK_NONE)) return a == LINK_NONE ? 1 : -1;
    return sign(a, b);
}

static int first(int64_t a, int64_t b)
{
    if ((a == LINK_NONE) != (b == LINK_NONE)) return a == LINK_NONE ? -1 : 1;
    return sign(a, b);
}

static int arrest_order(const void *left, const void *right)
{
    const struct link_arrest *a = left;
    const struct link_arrest *b = right;
    int order = sign(a->person, b->person);
    if (!order) order = last(a->at, b->at);
    if (!order) order = sign(a->reprocessed, b->reprocessed);
    return order ? order : sign(a->record, b->record);
}

static int detainer_order(const void *left, const void *right)
{
    const struct link_detainer *a = left;
    const struct link_detainer *b = right;
    int order = sign(a->person, b->person);
    if (!order) order = last(a->at, b->at);
    return order ? order : sign(a->record, b->record);
}

static int stint_order(const void *left, const void *right)
{
    const struct link_stint *a = left;
    const struct link_stint *b = right;
    int order = sign(a->person, b->person);
    if (!order) order = last(a->stay_book_in, b->stay_book_in);
    if (!order) order = last(a->book_in, b->book_in);
    if (!order) order = first(a->book_out, b->book_out);
    return order ? order : sign(a->record, b->record);
}

static int removal_order(const void *left, const void *right)
{
    const struct link_removal *a = left;
    const struct link_removal *b = right;
    int order = sign(a->person, b->person);
    if (!order) order = last(a->at, b->at);
    return order ? order : sign(a->record, b->record);
}

static int64_t some_moment(void)
{
    return support_random_below(5) == 0 ? LINK_NONE : (int64_t)support_random_below(6) * DAY - 2 * DAY;
}

/* Few persons have many rows, many have few, some rows have none; numbers of every size. */
static int32_t some_person(uint32_t persons)
{
    if (support_random_below(8) == 0) return LINK_NOBODY;
    const uint32_t person = support_random_below(persons);
    return support_random_below(16) == 0 ? INT32_MAX - 1 - (int32_t)person : (int32_t)person;
}

struct tables {
    struct link_arrest *arrests;
    struct link_detainer *detainers;
    struct link_stint *stints;
    struct link_removal *removals;
    size_t count; // of each
};

static void tables_make(struct tables *tables, size_t count, uint32_t persons)
{
    *tables = (struct tables){.arrests = calloc(count + 1, sizeof(struct link_arrest)),
                              .detainers = calloc(count + 1, sizeof(struct link_detainer)),
                              .stints = calloc(count + 1, sizeof(struct link_stint)),
                              .removals = calloc(count + 1, sizeof(struct link_removal)),
                              .count = count};
    for (size_t i = 0; i < count; i++) {
        // Every record once, in no order.
        const int64_t record = (int64_t)((i * 7919) % count);
        tables->arrests[i] = (struct link_arrest){
            .record = record, .person = some_person(persons), .at = some_moment(),
            .reprocessed = (uint8_t)support_random_below(2)};
        tables->detainers[i] = (struct link_detainer){
            .record = record, .person = some_person(persons), .at = some_moment(),
            .lifted_at = LINK_NONE, .lift = LINK_LIFT_BLANK};
        tables->stints[i] = (struct link_stint){
            .record = record, .person = some_person(persons), .stay_book_in = some_moment(),
            .book_in = some_moment(), .book_out = some_moment(), .stay_book_out = LINK_NONE,
            .departed = LINK_NONE, .initial_bond = LINK_NONE, .posted_bond = LINK_NONE,
            .likeness = record, .bond_set_day = INT32_MIN, .bond_posted_day = INT32_MIN};
        tables->removals[i] = (struct link_removal){
            .record = record, .person = some_person(persons), .at = some_moment()};
    }
}

static void tables_free(struct tables *tables)
{
    free(tables->arrests);
    free(tables->detainers);
    free(tables->stints);
    free(tables->removals);
}

static void tables_sort(struct tables *tables)
{
    assert_int_equal(link_sort_arrests(tables->arrests, tables->count, NULL), SP_OK);
    assert_int_equal(link_sort_detainers(tables->detainers, tables->count, NULL), SP_OK);
    assert_int_equal(link_sort_stints(tables->stints, tables->count, NULL), SP_OK);
    assert_int_equal(link_sort_removals(tables->removals, tables->count, NULL), SP_OK);
}

static void test_sorting(void **state)
{
    (void)state;
    support_random_start(support_seed());
    static const struct {
        size_t count;
        uint32_t persons;
    } cases[] = {{0, 1}, {1, 1}, {2, 1}, {13, 1}, {997, 1}, {997, 3}, {997, 300}, {20011, 5000}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tables tables;
        tables_make(&tables, cases[i].count, cases[i].persons);
        struct tables expected;
        tables_make(&expected, cases[i].count, 1);
        const size_t count = cases[i].count;
        memcpy(expected.arrests, tables.arrests, count * sizeof *tables.arrests);
        memcpy(expected.detainers, tables.detainers, count * sizeof *tables.detainers);
        memcpy(expected.stints, tables.stints, count * sizeof *tables.stints);
        memcpy(expected.removals, tables.removals, count * sizeof *tables.removals);
        qsort(expected.arrests, count, sizeof *tables.arrests, arrest_order);
        qsort(expected.detainers, count, sizeof *tables.detainers, detainer_order);
        qsort(expected.stints, count, sizeof *tables.stints, stint_order);
        qsort(expected.removals, count, sizeof *tables.removals, removal_order);
        for (int times = 0; times < 2; times++) { // Sorted input is left as it is.
            tables_sort(&tables);
            assert_memory_equal(tables.arrests, expected.arrests, count * sizeof *tables.arrests);
            assert_memory_equal(tables.detainers, expected.detainers, count * sizeof *tables.detainers);
            assert_memory_equal(tables.stints, expected.stints, count * sizeof *tables.stints);
            assert_memory_equal(tables.removals, expected.removals, count * sizeof *tables.removals);
        }
        tables_free(&tables);
        tables_free(&expected);
    }
    support_random_end();
}

static void test_sorting_without_memory(void **state)
{
    (void)state;
    struct tables tables;
    struct tables before;
    tables_make(&tables, 500, 3);
    tables_make(&before, 500, 1);
    memcpy(before.stints, tables.stints, 500 * sizeof *tables.stints);
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        assert_memory_equal(before.stints, tables.stints, 500 * sizeof *tables.stints);
        sp_alloc_fail_after(allowed);
        rc = link_sort_stints(tables.stints, tables.count, NULL);
        sp_alloc_fail_after(-1);
        if (rc != SP_OK) assert_int_equal(rc, SP_ERR_MEMORY);
    }
    tables_free(&tables);
    tables_free(&before);
}

/* -- The walk ---------------------------------------------------------------------------------------- */

static const struct link_window whole_window = {1000, 1000, 1000, 1000, 1};

/* The sorted rows of persons from `person_first` to before `person_end`. */
static struct link_input input_of(const struct tables *tables, int32_t person_first, int64_t person_end)
{
    struct link_input input = {.windows = &whole_window, .release_count = 1};
    size_t i = 0;
#define SLICE(rows, row_count)                                                                     \
    for (i = 0; i < tables->count && tables->rows[i].person < person_first;) {                     \
        i++;                                                                                       \
    }                                                                                              \
    input.rows = tables->rows + i;                                                                 \
    for (; i < tables->count && tables->rows[i].person < person_end; i++) {                        \
        input.row_count++;                                                                         \
    }
    SLICE(arrests, arrest_count)
    SLICE(detainers, detainer_count)
    SLICE(stints, stint_count)
    SLICE(removals, removal_count)
#undef SLICE
    return input;
}

static void test_nothing(void **state)
{
    (void)state;
    const struct link_input input = {.windows = &whole_window, .release_count = 1};
    struct link_output output;
    assert_int_equal(link_kernel(&input, &output, NULL), SP_OK);
    assert_int_equal(output.stays.count + output.pairs.count + output.spells.count, 0);
    link_output_release(&output);
    link_output_release(&output);
    link_output_release(NULL);
}

/* Results of two ranges, one after the other, are those of both together. */
static void test_ranges(void **state)
{
    (void)state;
    enum { ROWS = 3001, MIDDLE = 150 };
    struct tables tables;
    tables_make(&tables, ROWS, 300);
    tables_sort(&tables);
    const struct link_input inputs[] = {input_of(&tables, 0, (int64_t)INT32_MAX + 1),
                                        input_of(&tables, 0, MIDDLE),
                                        input_of(&tables, MIDDLE, (int64_t)INT32_MAX + 1)};
    struct link_output outputs[COUNT(inputs)];
    for (size_t i = 0; i < COUNT(inputs); i++) {
        assert_int_equal(link_kernel(&inputs[i], &outputs[i], NULL), SP_OK);
    }
    assert_int_equal(inputs[0].arrest_count, ROWS);
    assert_int_equal(inputs[1].stint_count + inputs[2].stint_count, ROWS);
    assert_true(inputs[1].arrest_count > 0 && inputs[2].arrest_count > 0);
    // What stands in a row of both, by the range that it is of.
    const struct link_output *whole = &outputs[0];
    for (size_t i = 0; i < ROWS; i++) {
        const bool is_first = i < inputs[1].arrest_count;
        const struct link_arrest_result *part =
            is_first ? &outputs[1].arrests[i] : &outputs[2].arrests[i - inputs[1].arrest_count];
        assert_int_equal(whole->arrests[i].record, part->record);
        assert_int_equal(whole->arrests[i].episode, part->episode);
        assert_int_equal(whole->arrests[i].stay_best, part->stay_best);
        assert_int_equal(whole->arrests[i].kept_by, part->kept_by);
    }
    for (size_t i = 0; i < ROWS; i++) {
        const bool is_first = i < inputs[1].detainer_count;
        const struct link_detainer_result *part =
            is_first ? &outputs[1].detainers[i] : &outputs[2].detainers[i - inputs[1].detainer_count];
        assert_int_equal(whole->detainers[i].record, part->record);
        assert_int_equal(whole->detainers[i].request, part->request);
        assert_int_equal(whole->detainers[i].arrest, part->arrest);
        assert_int_equal(whole->detainers[i].reason, part->reason);
        assert_int_equal(whole->detainers[i].kept_by, part->kept_by);
    }
    for (size_t i = 0; i < ROWS; i++) {
        const bool is_first = i < inputs[1].stint_count;
        const struct link_stint_result *part =
            is_first ? &outputs[1].stints[i] : &outputs[2].stints[i - inputs[1].stint_count];
        assert_int_equal(whole->stints[i].record, part->record);
        assert_int_equal(whole->stints[i].stay, part->stay);
        assert_int_equal(whole->stints[i].kept_by, part->kept_by);
    }
    const struct link_stay *stays = whole->stays.items;
    const size_t middle = outputs[1].stays.count;
    assert_int_equal(whole->stays.count, middle + outputs[2].stays.count);
    assert_true(middle > 0 && outputs[2].stays.count > 0);
    for (size_t i = 0; i < whole->stays.count; i++) {
        const struct link_stay *part = i < middle
                                           ? (const struct link_stay *)outputs[1].stays.items + i
                                           : (const struct link_stay *)outputs[2].stays.items + (i - middle);
        assert_int_equal(stays[i].stay, part->stay);
        assert_int_equal(stays[i].arrest_best, part->arrest_best);
    }
    assert_int_equal(whole->pairs.count, outputs[1].pairs.count + outputs[2].pairs.count);
    assert_int_equal(whole->spells.count, outputs[1].spells.count + outputs[2].spells.count);
    for (size_t i = 0; i < COUNT(inputs); i++) {
        link_output_release(&outputs[i]);
    }
    tables_free(&tables);
}

static void test_rows_without_an_id(void **state)
{
    (void)state;
    struct link_arrest arrests[] = {{.record = 3, .person = 7}, {.record = 1, .person = LINK_NOBODY}};
    struct link_detainer detainers[] = {
        {.record = 2, .person = LINK_NOBODY, .lifted_at = LINK_NONE, .lift = LINK_LIFT_BLANK},
        {.record = 5, .person = LINK_NOBODY, .lifted_at = LINK_NONE, .lift = LINK_LIFT_BLANK}};
    const struct link_input input = {.arrests = arrests,
                                     .arrest_count = COUNT(arrests),
                                     .detainers = detainers,
                                     .detainer_count = COUNT(detainers),
                                     .windows = &whole_window,
                                     .release_count = 1};
    struct link_output output;
    assert_int_equal(link_kernel(&input, &output, NULL), SP_OK);
    assert_int_equal(output.arrests[1].record, 1);
    assert_int_equal(output.arrests[1].episode, 1);
    assert_int_equal(output.arrests[1].stay_best, LINK_NONE);
    for (size_t i = 0; i < COUNT(detainers); i++) {
        assert_int_equal(output.detainers[i].request, detainers[i].record);
        assert_int_equal(output.detainers[i].kept_by, (1U << LINK_DETAINER_RULE_COUNT) - 1);
        assert_int_equal(output.detainers[i].state, LINK_STATE_UNKNOWN);
        assert_int_equal(output.detainers[i].reason, LINK_REASON_NO_ID);
    }
    assert_int_equal(output.pairs.count, 0);
    link_output_release(&output);
}

static void test_without_memory(void **state)
{
    (void)state;
    const struct link_lift lifts[] = {
        {SP_STR("declined"), LINK_STATE_DECLINED, LINK_REASON_LIFT_DECLINED, true}};
    struct tables tables;
    tables_make(&tables, 400, 5);
    for (size_t i = 0; i < tables.count; i++) {
        tables.detainers[i].lift = (int16_t)(i % 2 ? 0 : LINK_LIFT_BLANK);
        tables.detainers[i].facility = (int32_t)(i % 3);
        tables.detainers[i].cancels_previous = i % 5 ? LINK_ANSWER_UNKNOWN : LINK_ANSWER_YES;
        tables.stints[i].stay_end = LINK_END_RELEASED;
        tables.stints[i].stay_book_out = tables.stints[i].book_out;
    }
    tables_sort(&tables);
    struct link_input input = input_of(&tables, 0, (int64_t)INT32_MAX + 1);
    input.lifts = lifts;
    const struct link_output untouched = {.clusters_given_up = 77};
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_OK; allowed++) {
        struct link_output output = untouched;
        struct sp_err err = {0};
        sp_alloc_fail_after(allowed);
        rc = link_kernel(&input, &output, &err);
        sp_alloc_fail_after(-1);
        if (rc == SP_OK) {
            assert_true(output.spells.count > 0);
            link_output_release(&output);
            break;
        }
        assert_int_equal(rc, SP_ERR_MEMORY);
        assert_true(err.text[0] != '\0');
        assert_memory_equal(&output, &untouched, sizeof output);
    }
    tables_free(&tables);
}

/* One person with all the rows of a file, as a broken or hostile file may have: n log n, or this never ends. */
static void test_a_crowd_in_one_person(void **state)
{
    (void)state;
    const struct link_lift lifts[] = {
        {SP_STR("declined"), LINK_STATE_DECLINED, LINK_REASON_LIFT_DECLINED, true}};
    static const struct {
        int64_t span; // seconds over which the moments lie
        int32_t facilities;
    } cases[] = {{1, 1}, {DAY, 2}, {DAY, 1}, {400 * (int64_t)DAY, 3}, {CROWD * (int64_t)DAY, 1}};
    for (size_t c = 0; c < COUNT(cases); c++) {
        struct tables tables;
        tables_make(&tables, CROWD, 1);
        for (size_t i = 0; i < CROWD; i++) {
            const int64_t at = (int64_t)i * cases[c].span / CROWD;
            tables.arrests[i].person = tables.detainers[i].person = 7;
            tables.stints[i].person = tables.removals[i].person = 7;
            tables.arrests[i].at = tables.removals[i].at = at;
            tables.arrests[i].classes[LINK_METHOD_DDP] =
                (uint8_t)(i % 2 ? LINK_METHOD_AT_LARGE : LINK_METHOD_CUSTODIAL);
            // The last second of the first day has every stay of it before itself.
            tables.detainers[i].at = cases[c].span == DAY ? DAY - 1 : at;
            tables.detainers[i].facility = (int32_t)(i % (size_t)cases[c].facilities);
            tables.detainers[i].lift = (int16_t)(i % 2 ? 0 : LINK_LIFT_BLANK);
            tables.detainers[i].cancels_previous = LINK_ANSWER_YES;
            tables.stints[i].stay_book_in = tables.stints[i].book_in = at;
            tables.stints[i].book_out = tables.stints[i].stay_book_out = at;
            tables.stints[i].stay_end = LINK_END_RELEASED;
        }
        tables_sort(&tables);
        const struct link_window window = {300000, 300000, 300000, 300000, 1};
        struct link_input input = input_of(&tables, 0, (int64_t)INT32_MAX + 1);
        input.windows = &window;
        input.lifts = lifts;
        struct link_output output;
        assert_int_equal(link_kernel(&input, &output, NULL), SP_OK);
        assert_true(output.stays.count >= 1);
        assert_true(output.spells.count >= output.stays.count);
        link_output_release(&output);
        tables_free(&tables);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_lists),
        cmocka_unit_test_teardown(test_sorting, support_seed_print),
        cmocka_unit_test(test_sorting_without_memory),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_rows_without_an_id),
        cmocka_unit_test(test_without_memory),
        cmocka_unit_test(test_a_crowd_in_one_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
