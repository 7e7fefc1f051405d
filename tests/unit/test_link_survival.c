/* Survival and incidence, against figures that anybody can compute by hand or find in a textbook. */
#include "link/link_survival.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void near(double value, double expected, size_t row, const char *what)
{
    if (fabs(value - expected) > 0.00005)
        fail_msg("row %zu: %s is %.6f, not %.4f", row, what, value, expected);
}

/*
 * Weeks in remission of the 21 patients given 6-mercaptopurine (Freireich and others, 1963), the example of
 * most textbooks: survival and its standard error are printed there.
 */
static void test_the_textbook(void **state)
{
    (void)state;
    static const struct link_ended ended[] = {
        {6, 3, 0, 1},  {7, 1, 0, 0},  {9, 0, 0, 1},  {10, 1, 0, 1}, {11, 0, 0, 1}, {13, 1, 0, 0},
        {16, 1, 0, 0}, {17, 0, 0, 1}, {19, 0, 0, 1}, {20, 0, 0, 1}, {22, 1, 0, 0}, {23, 1, 0, 0},
        {25, 0, 0, 1}, {32, 0, 0, 2}, {34, 0, 0, 1}, {35, 0, 0, 1},
    };
    static const struct {
        size_t row;
        uint64_t at_risk;
        double not_returned;
        double standard_error;
        double low;
        double high;
    } expected[] = {
        {0, 21, 0.8571, 0.0764, 0.6197, 0.9516}, {1, 17, 0.8067, 0.0869, 0.5631, 0.9228},
        {2, 16, 0.8067, 0.0869, 0.5631, 0.9228}, {3, 15, 0.7529, 0.0963, 0.5032, 0.8894},
        {5, 12, 0.6902, 0.1068, 0.4316, 0.8491}, {6, 11, 0.6275, 0.1141, 0.3675, 0.8049},
        {10, 7, 0.5378, 0.1282, 0.2678, 0.7468}, {11, 6, 0.4482, 0.1346, 0.1881, 0.6801},
        {15, 1, 0.4482, 0.1346, 0.1881, 0.6801},
    };
    struct link_survival out[COUNT(ended)];
    link_survival(ended, COUNT(ended), out);
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct link_survival *row = &out[expected[i].row];
        assert_int_equal(row->at_risk, expected[i].at_risk);
        near(row->not_returned, expected[i].not_returned, i, "survival");
        near(row->standard_error, expected[i].standard_error, i, "standard error");
        near(row->low, expected[i].low, i, "low");
        near(row->high, expected[i].high, i, "high");
        assert_true(row->has_interval);
        // Without competing ends both estimates are one.
        near(row->incidence, 1 - expected[i].not_returned, i, "incidence");
        near(row->other_incidence, 0, i, "other incidence");
    }
}

/*
 * Ten spells. At risk 10, 8, 6, 4, 2, 1; met by no end 1, 0.8, 0.6, 0.5, 0.375, 0.1875 of all, by hand:
 * incidence 1/10, + 0.8 × 2/8, + 0.5 × 1/4, + 0.1875 × 1/1.
 */
static void test_ends_that_compete(void **state)
{
    (void)state;
    static const struct link_ended ended[] = {
        {0, 1, 1, 0}, {1, 2, 0, 0}, {2, 0, 1, 1}, {3, 1, 0, 1}, {5, 0, 1, 0}, {8, 1, 0, 0},
    };
    static const struct {
        uint64_t at_risk;
        double not_returned;
        double incidence;
        double other_incidence;
    } expected[] = {
        {10, 0.9, 0.1, 0.1},       {8, 0.675, 0.3, 0.1},        {6, 0.675, 0.3, 0.2},
        {4, 0.50625, 0.425, 0.2},  {2, 0.50625, 0.425, 0.3875}, {1, 0, 0.6125, 0.3875},
    };
    struct link_survival out[COUNT(ended)];
    link_survival(ended, COUNT(ended), out);
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(out[i].day, ended[i].day);
        assert_int_equal(out[i].at_risk, expected[i].at_risk);
        near(out[i].not_returned, expected[i].not_returned, i, "survival");
        near(out[i].incidence, expected[i].incidence, i, "incidence");
        near(out[i].other_incidence, expected[i].other_incidence, i, "other incidence");
    }
    // Nobody is left: a share of 0, and no interval about it.
    assert_false(out[5].has_interval);
    assert_true(out[5].low == 0 && out[5].high == 0);
}

static void test_before_the_first_return(void **state)
{
    (void)state;
    static const struct link_ended ended[] = {{0, 0, 2, 1}, {4, 0, 0, 0}, {9, 0, 0, 3}};
    struct link_survival out[COUNT(ended)];
    link_survival(ended, COUNT(ended), out);
    for (size_t i = 0; i < COUNT(ended); i++) {
        assert_true(out[i].not_returned == 1 && out[i].low == 1 && out[i].high == 1);
        assert_true(out[i].standard_error == 0 && out[i].incidence == 0);
        assert_false(out[i].has_interval);
    }
    assert_int_equal(out[1].at_risk, 3);
    link_survival(NULL, 0, NULL);
}

static void test_no_spells(void **state)
{
    (void)state;
    static const struct link_ended ended[] = {{3, 0, 0, 0}};
    struct link_survival out[1];
    link_survival(ended, 1, out);
    assert_int_equal(out[0].at_risk, 0);
    assert_true(out[0].not_returned == 1 && out[0].incidence == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_textbook),
        cmocka_unit_test(test_ends_that_compete),
        cmocka_unit_test(test_before_the_first_return),
        cmocka_unit_test(test_no_spells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
