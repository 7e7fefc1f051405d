/*
 * The study of immigration holds in the Pierce County jail, over again from its two
 * released files where they are present: bookings, and the classes of charges. Only
 * counts and averages that were published are checked, and nothing of a row is ever
 * printed. The folder is SALLYPORT_SHARED or ../shared; without it the test says that it
 * is skipped.
 *
 * A booking's charges are its rows. The hold is the charge 'HOLD IMMIGRAT'; it was the
 * longer one when the release on it came later than the release on every other charge.
 */
#include "ledger/ledger_db.h"

#include "support/support_adding.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// clang-format off
/* Per booking: seconds held, when the hold and the last other charge ended, and whether a charge is classed. */
static const char bookings[] =
    "CREATE TEMP TABLE study AS WITH charges AS ("
    "  SELECT b.booking, b.charge = 'HOLD IMMIGRAT' AS is_hold, b.charge_class, c.charge_class AS listed_class, "
    "    (book_in - DATE '1970-01-01') * 86400 + coalesce(book_in_second, 0) AS booked, "
    "    (book_out - DATE '1970-01-01') * 86400 + coalesce(book_out_second, 0) AS released, "
    "    (charge_release_date - DATE '1970-01-01') * 86400 + coalesce(charge_release_date_second, 0) AS ended "
    "  FROM bookings b LEFT JOIN (SELECT charge, charge_class FROM charge_classes) c USING (charge)) "
    "SELECT booking, any_value(released - booked) AS held, "
    "  max(ended) FILTER (is_hold) AS hold_end, max(ended) FILTER (NOT is_hold) AS other_end, "
    "  bool_or(charge_class <> 'other') AS is_classed, "
    "  bool_or(listed_class NOT IN ('other', 'unknown')) AS is_classed_by_list "
    "FROM charges GROUP BY booking";
// clang-format on

static void path_of(const char *name, char *out, size_t size)
{
    const char *shared = getenv("SALLYPORT_SHARED");
    (void)snprintf(out, size, "%s/data/jail/%s", shared ? shared : "../shared", name);
}

static void study_open(struct support_adding *study, const char *holds,
                       const char *classes)
{
    support_adding_open(study, "pierce.duckdb", support_profiles());
    fixture_ok(support_add(study, holds, NULL), &study->err);
    assert_int_equal(study->receipt.files[0].sheets[0].rows_kept, 691);
    fixture_ok(support_add(study, classes, NULL), &study->err);
    assert_int_equal(study->receipt.files[0].sheets[0].rows_kept, 603);
    assert_int_equal(study->receipt.files[0].sheets[0].rows_refused, 0);
    fixture_ok(ledger_run(study->ledger, bookings, &study->err), &study->err);
}

static void test_pierce_county_holds(void **state)
{
    (void)state;
    char holds[4096];
    char classes[4096];
    struct support_adding study;
    path_of("pierce-holds.csv.gz", holds, sizeof holds);
    path_of("pierce-charge-classes.csv", classes, sizeof classes);
    if (access(holds, R_OK) != 0 || access(classes, R_OK) != 0) {
        print_message("    no released records here: skipped\n");
        skip();
    }
    study_open(&study, holds, classes);
    // The published figures: 188 of 204 bookings, 73.618 and 34.767 days, 45 of them
    // longer on the hold.
    support_expect_whole(&study, "SELECT count(*) FROM study", 204);
    support_expect_whole(&study, "SELECT count(*) FROM study WHERE is_classed", 188);
    support_expect_whole(
        &study,
        "SELECT CAST(round(avg(held) / 86.4) AS BIGINT) FROM study WHERE is_classed",
        73618);
    support_expect_whole(
        &study,
        "SELECT CAST(round(median(held) / 86.4) AS BIGINT) FROM study WHERE is_classed",
        34767);
    support_expect_whole(
        &study, "SELECT count(*) FROM study WHERE is_classed AND hold_end > other_end",
        45);
    // Every charge stands in the list; three rows of the bookings are classed otherwise
    // there, as 'other', and three bookings have no other classed charge.
    support_expect_whole(
        &study,
        "SELECT count(*) FROM bookings WHERE charge NOT IN (SELECT charge FROM "
        "charge_classes)",
        0);
    support_expect_whole(
        &study,
        "SELECT count(*) FROM bookings b JOIN charge_classes c USING (charge) "
        "WHERE b.charge_class <> c.charge_class",
        3);
    support_expect_whole(&study, "SELECT count(*) FROM study WHERE is_classed_by_list",
                         185);
    support_expect_whole(
        &study, "SELECT count(*) FROM study WHERE is_classed_by_list AND NOT is_classed",
        0);
    support_adding_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pierce_county_holds),
    };
    return cmocka_run_group_tests_name("load_real", tests, NULL, NULL);
}
