/*
 * What holds of the kernel's results whatever the records: neither their order, nor the
 * files they came in, nor the ranges of persons they are linked in change a result; and
 * totals balance. The seed is SALLYPORT_SEED or fixed, and is printed on failure.
 */
#include "support/support_balance.h"
#include "support/support_kernel.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PERSONS = 3000, ROUNDS = 4, CUTS_MAX = 7 };

static struct link_facts *facts;

/* -- Results as rows
 * ----------------------------------------------------------------------------- */

/* Add what a run of the kernel says of a relation; rows of several runs make one result.
 */
static void rows_append(const struct link_input *input, const struct link_output *output,
                        const char *relation, struct support_rows *rows)
{
    struct support_rows more;
    struct support_rows names = {0};
    support_kernel_columns(relation, &names);
    support_kernel_rows(input, output, relation, names.names, names.column_count, &more);
    if (rows->column_count == 0) {
        *rows = more;
        return;
    }
    for (size_t i = 0; i < more.row_count; i++) {
        memcpy(support_rows_add(rows), more.cells + i * more.column_count,
               more.column_count * sizeof *more.cells);
    }
    support_rows_release(&more);
}

static void run(const struct link_input *input, struct link_output *out_output)
{
    struct sp_err err = {0};
    if (link_kernel(input, out_output, &err) != SP_OK) fail_msg("kernel: %s", err.text);
}

/* Everything that the kernel says of a history, relation by relation. */
static void results_make(const struct support_history *history,
                         struct support_rows results[SUPPORT_RELATIONS_MAX])
{
    struct support_input input;
    struct link_output output;
    support_input_make(history, facts, &input);
    run(&input.input, &output);
    for (size_t r = 0; support_kernel_relation(r); r++) {
        results[r] = (struct support_rows){0};
        rows_append(&input.input, &output, support_kernel_relation(r), &results[r]);
        support_rows_sort(&results[r]);
    }
    link_output_release(&output);
    support_input_release(&input);
}

static void results_release(struct support_rows results[SUPPORT_RELATIONS_MAX])
{
    for (size_t r = 0; support_kernel_relation(r); r++) {
        support_rows_release(&results[r]);
    }
}

static void assert_results_equal(const struct support_rows *a,
                                 const struct support_rows *b)
{
    for (size_t r = 0; support_kernel_relation(r); r++) {
        const size_t at = support_rows_difference(&a[r], &b[r]);
        if (at != SIZE_MAX)
            fail_msg("'%s' differs at row %zu", support_kernel_relation(r), at);
    }
}

/* -- Another order, other files
 * -------------------------------------------------------------------- */

static void test_order(void **state)
{
    (void)state;
    struct support_history history;
    struct support_rows before[SUPPORT_RELATIONS_MAX];
    struct support_rows after[SUPPORT_RELATIONS_MAX];
    support_history_init(&history);
    support_random_start(support_seed());
    for (int round = 0; round < ROUNDS; round++) {
        support_history_clear(&history);
        support_history_make(
            &history, (struct support_noise){.state = support_seed() + (uint64_t)round},
            PERSONS);
        results_make(&history, before);
        for (unsigned id = 0; id < SUPPORT_TABLE_COUNT; id++) {
            support_rows_shuffle(&history, id, support_random_below(UINT16_MAX));
        }
        results_make(&history, after);
        assert_results_equal(before, after);
        results_release(before);
        results_release(after);
    }
    support_history_release(&history);
    support_random_end();
}

/* Records cut into other files get other numbers, in the same order: here three for one,
 * from 7. */
static int64_t renumbered(int64_t record)
{
    return record == SUPPORT_NONE ? record : 3 * record + 7;
}

static bool is_record_column(const char *name)
{
    static const char *const names[] = {"record",  "episode",  "request",
                                        "arrest",  "stay",     "last_stint",
                                        "removal", "detainer", "origin_record"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) return true;
    }
    return false;
}

static void results_renumber(struct support_rows results[SUPPORT_RELATIONS_MAX])
{
    for (size_t r = 0; support_kernel_relation(r); r++) {
        struct support_rows *rows = &results[r];
        for (size_t i = 0; i < rows->row_count * rows->column_count; i++) {
            if (is_record_column(rows->names[i % rows->column_count]))
                rows->cells[i] = renumbered(rows->cells[i]);
        }
        support_rows_sort(rows);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    struct support_history history;
    struct support_rows before[SUPPORT_RELATIONS_MAX];
    struct support_rows after[SUPPORT_RELATIONS_MAX];
    support_history_init(&history);
    support_history_make(&history, (struct support_noise){.state = support_seed()},
                         PERSONS);
    results_make(&history, before);
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        for (size_t i = 0; i < history.tables[id].row_count; i++) {
            int64_t *row = support_row(&history, id, i);
            row[ARREST_RECORD] = renumbered(row[ARREST_RECORD]);
            // Which number stands for "alike" says nothing.
            if (id == SUPPORT_ARRESTS) row[ARREST_TWIN] = -row[ARREST_TWIN];
            if (id == SUPPORT_STINTS) row[STINT_LIKENESS] = -row[STINT_LIKENESS];
        }
    }
    results_make(&history, after);
    results_renumber(before);
    assert_results_equal(before, after);
    results_release(before);
    results_release(after);
    support_history_release(&history);
}

/* -- Ranges of persons
 * ------------------------------------------------------------------------------ */

/* The rows of persons from `first` on, `last` not included, of a sorted table. */
#define SLICE(part, whole, table, first, last)                                           \
    do {                                                                                 \
        size_t from = 0;                                                                 \
        while (from < (whole)->table##_count &&                                          \
               (whole)->table##s[from].person < (first))                                 \
            from++;                                                                      \
        size_t until = from;                                                             \
        while (until < (whole)->table##_count &&                                         \
               (whole)->table##s[until].person < (last))                                 \
            until++;                                                                     \
        (part)->table##s = (whole)->table##s + from;                                     \
        (part)->table##_count = until - from;                                            \
    } while (0)

static struct link_input range_of(const struct link_input *whole, int64_t first,
                                  int64_t last)
{
    struct link_input part = *whole;
    SLICE(&part, whole, arrest, first, last);
    SLICE(&part, whole, detainer, first, last);
    SLICE(&part, whole, stint, first, last);
    SLICE(&part, whole, removal, first, last);
    return part;
}

static void ranges_run(const struct link_input *whole, int64_t range_count,
                       struct support_rows results[SUPPORT_RELATIONS_MAX])
{
    for (size_t r = 0; support_kernel_relation(r); r++) {
        results[r] = (struct support_rows){0};
    }
    for (int64_t i = 0; i < range_count; i++) {
        // The rows of nobody stand last, in the last range.
        const int64_t last = i + 1 == range_count ? (int64_t)LINK_NOBODY + 1
                                                  : PERSONS * (i + 1) / range_count;
        const struct link_input part = range_of(whole, PERSONS * i / range_count, last);
        struct link_output output;
        run(&part, &output);
        for (size_t r = 0; support_kernel_relation(r); r++) {
            rows_append(&part, &output, support_kernel_relation(r), &results[r]);
        }
        link_output_release(&output);
    }
    for (size_t r = 0; support_kernel_relation(r); r++) {
        support_rows_sort(&results[r]);
    }
}

static void test_ranges(void **state)
{
    (void)state;
    static const int64_t counts[] = {1, 2, CUTS_MAX};
    struct support_history history;
    struct support_input input;
    struct support_rows whole[SUPPORT_RELATIONS_MAX];
    struct support_rows parts[SUPPORT_RELATIONS_MAX];
    support_history_init(&history);
    support_history_make(&history, (struct support_noise){.state = support_seed()},
                         PERSONS);
    results_make(&history, whole);
    support_input_make(&history, facts, &input);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        ranges_run(&input.input, counts[i], parts);
        assert_results_equal(whole, parts);
        results_release(parts);
    }
    results_release(whole);
    support_input_release(&input);
    support_history_release(&history);
}

/* -- Totals
 * ----------------------------------------------------------------------------------------
 */

static void test_balance(void **state)
{
    (void)state;
    struct support_history history;
    support_history_init(&history);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct support_input input;
        struct link_output output;
        support_history_clear(&history);
        support_history_make(
            &history, (struct support_noise){.state = support_seed() + round}, PERSONS);
        support_input_make(&history, facts, &input);
        run(&input.input, &output);
        const char *fault = support_balance_fault(&input.input, &output);
        if (fault)
            fail_msg("seed %llu: %s", (unsigned long long)(support_seed() + round),
                     fault);
        link_output_release(&output);
        support_input_release(&input);
    }
    support_history_release(&history);
}

static int setup(void **state)
{
    (void)state;
    return link_facts_open(&facts, NULL) == SP_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    link_facts_close(facts);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        {.name = "records in another order give the same",
         .test_func = test_order,
         .teardown_func = support_seed_print},
        {.name = "records of other files, in the same order, give the same",
         .test_func = test_numbers},
        {.name = "one, two and seven ranges of persons give the same",
         .test_func = test_ranges},
        {.name = "totals balance", .test_func = test_balance},
    };
    return cmocka_run_group_tests_name("link_invariant", tests, setup, teardown);
}
