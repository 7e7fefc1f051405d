/* Rows of numbers into a table and out again, more than a batch, a flush and a row group
 * hold. */
#include "ledger/ledger_ints.h"
#include "ledger/ledger_scan.h"

#include "support/fixture.h"

#include <string.h>

enum { ROWS = 150000, COLUMNS = 4 };

static struct sp_ledger *ledger_new(const char *name)
{
    struct sp_err err = {0};
    struct sp_ledger *ledger = NULL;
    fixture_ok(sp_ledger_open(fixture_path(name), SP_LEDGER_WRITE, 2, &ledger, &err),
               &err);
    fixture_ok(ledger_run(ledger,
                          "CREATE TABLE numbers (small INTEGER, large BIGINT, day DATE, "
                          "money DECIMAL(18,2))",
                          &err),
               &err);
    return ledger;
}

/* What stands in a row: every kind of number, and NULL now and then in each column. */
static int64_t value_of(size_t row, size_t column)
{
    static const int64_t limits[COLUMNS] = {INT32_MAX, INT64_MAX, 2932896,
                                            999999999999999999};
    const int64_t n = (int64_t)row;
    if ((row + column) % 7 == 0) return LEDGER_INTS_NULL;
    if (row % 1000 == 0) return limits[column];
    if (row % 1001 == 0) return column == 2 ? -700000 : -limits[column];
    return n * 31 - 2000000;
}

static void rows_come_back_as_they_went_in(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct ledger_ints *ints = NULL;
    struct ledger_scan scan = {0};
    struct sp_ledger *ledger = ledger_new("numbers.duckdb");
    fixture_ok(ledger_begin(ledger, &err), &err);
    fixture_ok(ledger_ints_open(ledger, "numbers", &ints, &err), &err);
    for (size_t row = 0; row < ROWS; row++) {
        int64_t values[COLUMNS];
        for (size_t i = 0; i < COLUMNS; i++) {
            values[i] = value_of(row, i);
        }
        fixture_ok(ledger_ints_row(ints, values, COLUMNS, &err), &err);
    }
    fixture_ok(ledger_ints_flush(ints, &err), &err);
    ledger_ints_close(ints);
    fixture_ok(ledger_commit(ledger, &err), &err);
    size_t seen = 0;
    fixture_ok(ledger_scan_open(ledger, "SELECT * FROM numbers ORDER BY rowid", NULL, 0,
                                &scan, &err),
               &err);
    enum sp_rc rc;
    while ((rc = ledger_scan_next(&scan, &err)) == SP_OK) {
        assert_true(scan.row_count > 0 && scan.row_count <= LEDGER_SCAN_ROWS_MAX);
        for (size_t row = 0; row < scan.row_count; row++, seen++) {
            for (size_t i = 0; i < COLUMNS; i++) {
                const bool is_wide = i == 1 || i == 3;
                const bool has = ledger_scan_has(ledger_scan_valid(&scan, i), row);
                const int64_t found = !has      ? LEDGER_INTS_NULL
                                      : is_wide ? ledger_scan_int64(&scan, i)[row]
                                                : ledger_scan_int32(&scan, i)[row];
                if (found != value_of(seen, i)) fail_msg("row %zu, column %zu", seen, i);
            }
        }
    }
    assert_int_equal(rc, SP_END);
    assert_int_equal(seen, ROWS);
    ledger_scan_close(&scan);
    sp_ledger_close(ledger);
}

static void a_rolled_back_append_leaves_nothing(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct ledger_ints *ints = NULL;
    int64_t count = -1;
    static const int64_t values[COLUMNS] = {1, 2, 3, 4};
    struct sp_ledger *ledger = ledger_new("rolled-back.duckdb");
    fixture_ok(ledger_begin(ledger, &err), &err);
    fixture_ok(ledger_ints_open(ledger, "numbers", &ints, &err), &err);
    fixture_ok(ledger_ints_row(ints, values, COLUMNS, &err), &err);
    fixture_ok(ledger_ints_flush(ints, &err), &err);
    ledger_ints_close(ints);
    ledger_rollback(ledger);
    fixture_ok(
        ledger_query_whole(ledger, "SELECT count(*) FROM numbers", NULL, 0, &count, &err),
        &err);
    assert_int_equal(count, 0);
    sp_ledger_close(ledger);
}

static void failures_are_told(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct ledger_ints *ints = NULL;
    struct ledger_scan scan = {0};
    struct sp_ledger *ledger = ledger_new("failures.duckdb");
    assert_int_equal(ledger_ints_open(ledger, "nowhere", &ints, &err), SP_ERR_LEDGER);
    assert_null(ints);
    sp_err_reset(&err);
    assert_int_equal(ledger_scan_open(ledger, "SELECT nothing", NULL, 0, &scan, &err),
                     SP_ERR_LEDGER);
    assert_false(scan.is_open);
    sp_err_reset(&err);
    // A failure half-way: the rows before it are no whole answer.
    fixture_ok(ledger_run(ledger,
                          "INSERT INTO numbers SELECT range, 0, NULL, NULL FROM "
                          "range(90000)",
                          &err),
               &err);
    enum sp_rc rc = ledger_scan_open(ledger,
                                     "SELECT CASE WHEN small = 80000 THEN "
                                     "CAST(error('half-way') AS INTEGER) ELSE small END "
                                     "FROM numbers",
                                     NULL, 0, &scan, &err);
    while (rc == SP_OK) {
        rc = ledger_scan_next(&scan, &err);
    }
    assert_int_equal(rc, SP_ERR_LEDGER);
    assert_non_null(strstr(err.text, "half-way"));
    ledger_scan_close(&scan);
    ledger_scan_close(&scan); // Twice is harmless.
    sp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_back_as_they_went_in),
        cmocka_unit_test(a_rolled_back_append_leaves_nothing),
        cmocka_unit_test(failures_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
