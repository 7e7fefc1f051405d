/* Files into a ledger: the same rows and codes with one thread and two, and a ledger that
 * failures leave alone. */
#include "sallyport/load.h"

#include "support/fixture.h"
#include "support/support_profile.h"
#include "support/support_workbook.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const yaml =
    "profile: test-removals\n"
    "version: 1\n"
    "release: TEST\n"
    "table: removal\n"
    "source: a test\n"
    "dates: [mdy]\n"
    "columns:\n"
    "  - {field: removal_date, names: [Removed], required: true}\n"
    "  - {field: aor, names: [AOR], required: true, drop_suffix: Area of "
    "Responsibility}\n"
    "  - {field: birth_year, names: [Year]}\n"
    "  - {field: person, names: [Id]}\n";

/* Strings 0 to 3 are the headings; each is used in two columns so that indexes and
 * columns cross. */
static const char strings[] =
    "<si><t>Removed</t></si><si><t>AOR</t></si><si><t>Year</t></si><si><t>Id</t></si>"
    "<si><t>Seattle Area of Responsibility</t></si><si><t>42005</t></si>"
    "<si><t>(b)(6)</t></si><si><t>p1</t></si><si><t>p2</t></si>";
static const char rows[] =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
    "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>"
    "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>42005</v></c><c r=\"B2\" t=\"s\"><v>4</v></c>"
    "<c r=\"C2\"><v>1980</v></c><c r=\"D2\" t=\"s\"><v>7</v></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>5</v></c><c r=\"B3\" t=\"s\"><v>5</v></c>"
    "<c r=\"C3\" t=\"s\"><v>6</v></c><c r=\"D3\" t=\"s\"><v>5</v></c></row>"
    "<row r=\"4\"><c r=\"A4\"><v>42005</v></c><c r=\"B4\"><v>42005</v></c>"
    "<c r=\"C4\" s=\"1\"><v>42005</v></c><c r=\"D4\"><v>42005</v></c></row>"
    "<row r=\"6\"><c r=\"A6\" s=\"2\"><v>42005.5</v></c><c r=\"B6\" "
    "s=\"1\"><v>42005</v></c>"
    "<c r=\"D6\" t=\"s\"><v>8</v></c></row>"
    "<row r=\"7\"><c r=\"A7\" s=\"1\"><v>42006</v></c><c r=\"E7\"><v>1</v></c></row>"
    "<row r=\"8\"><c r=\"A8\" s=\"1\"><v>42006</v></c><c r=\"F8\"><v>1</v></c></row>"
    "<row r=\"9\"><c r=\"A9\" s=\"1\"><v>42006</v></c><c r=\"B9\" t=\"s\"><v>4</v></c>"
    "<c r=\"D9\" t=\"s\"><v>7</v></c></row>";

struct given {
    struct sp_profile_set *set;
    char workbook[64];
    char text[64]; // the same release as delimited text, with other ids
};

static int setup(void **state)
{
    static struct given given;
    struct sp_buf bytes;
    given = (struct given){.set = support_profiles_of(&yaml, 1)};
    sp_buf_init(&bytes, 1 << 24);
    support_book_write(&(struct support_book){.rows = rows, .strings = strings}, &bytes);
    support_file_write(sp_buf_str(&bytes), given.workbook);
    sp_buf_reset(&bytes);
    sp_buf_text(&bytes, "Removed,AOR,Year,Id\n");
    for (int i = 0; i < 5000; i++) {
        sp_buf_format(&bytes, "%d/%d/2016,Area %d,%d,p%d\n", i % 12 + 1, i % 28 + 1,
                      i % 37, 1950 + i % 60, i % 1700);
    }
    sp_buf_text(&bytes, "1/1/2016,too few\n");
    support_file_write(sp_buf_str(&bytes), given.text);
    sp_buf_release(&bytes);
    *state = &given;
    return 0;
}

static int teardown(void **state)
{
    struct given *given = *state;
    (void)unlink(given->workbook);
    (void)unlink(given->text);
    sp_profile_set_close(given->set);
    return 0;
}

static struct sp_ledger *ledger_open(const char *path, int threads)
{
    struct sp_ledger *ledger = NULL;
    struct sp_err err = {0};
    fixture_ok(sp_ledger_open(path, SP_LEDGER_WRITE, threads, &ledger, &err), &err);
    return ledger;
}

static enum sp_rc load(struct sp_ledger *ledger, const struct given *given, int threads,
                       bool dry_run, struct sp_err *err)
{
    const char *const paths[] = {given->workbook, given->text};
    struct sp_load_times times = {0};
    const struct sp_load_options options = {.paths = paths,
                                            .path_count = 2,
                                            .dry_run = dry_run,
                                            .thread_count = threads,
                                            .times = &times};
    struct sp_receipt receipt = {0};
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 26);
    const enum sp_rc rc =
        sp_load_files(ledger, given->set, &options, &arena, &receipt, err);
    if (rc == SP_OK) {
        assert_int_equal(receipt.file_count, 2);
        assert_int_equal(receipt.files[0].sheets[0].rows_read, 7);
        assert_int_equal(receipt.files[0].sheets[0].rows_kept, 5);
        assert_int_equal(receipt.files[0].sheets[0].day_first,
                         sp_day_of((struct sp_civil){2015, 1, 1}));
        assert_int_equal(receipt.files[0].sheets[0].day_last,
                         sp_day_of((struct sp_civil){2015, 1, 2}));
        assert_int_equal(receipt.files[1].sheets[0].rows_kept, 5000);
        assert_int_equal(receipt.files[1].sheets[0].rows_refused, 1);
        assert_true(times.rows >= 5008);
    }
    sp_arena_release(&arena);
    return rc;
}

/* What a query gives, a row a line. */
static void dump(struct sp_ledger *ledger, const char *sql, struct sp_buf *out)
{
    struct ledger_rows result = {0};
    struct sp_err err = {0};
    fixture_ok(ledger_query(ledger, sql, NULL, 0, &result, &err), &err);
    while (ledger_next(&result) == SP_OK) {
        sp_buf_append(out, ledger_get_text(&result, 0));
        sp_buf_char(out, '\n');
    }
    ledger_rows_release(&result);
}

/* Everything but when and from which temporary file. */
static void dump_all(struct sp_ledger *ledger, struct sp_buf *out)
{
    static const char *const tables[] = {"removal", "term", "person", "refusal",
                                         "sheet_column"};
    char sql[96];
    for (size_t i = 0; i < COUNT(tables); i++) {
        (void)snprintf(sql, sizeof sql,
                       "SELECT CAST(t AS VARCHAR) FROM %s t ORDER BY rowid", tables[i]);
        dump(ledger, sql, out);
    }
}

static void one_thread_and_two_make_the_same_ledger(void **state)
{
    struct sp_buf dumps[3];
    static const int threads[] = {1, 2, 8};
    for (size_t i = 0; i < COUNT(threads); i++) {
        struct sp_err err = {0};
        struct sp_ledger *ledger =
            ledger_open(fixture_path("threads.duckdb"), threads[i]);
        sp_buf_init(&dumps[i], 1 << 26);
        fixture_ok(load(ledger, *state, threads[i], false, &err), &err);
        dump_all(ledger, &dumps[i]);
        sp_ledger_close(ledger);
        assert_string_equal(dumps[i].data, dumps[0].data);
    }
    for (size_t i = 0; i < COUNT(threads); i++) {
        sp_buf_release(&dumps[i]);
    }
}

/* "42005" as a day, as a number and as a text is three things, wherever it was met first.
 */
static void cells_spelled_alike_stay_apart(void **state)
{
    struct sp_err err = {0};
    struct sp_buf out;
    struct sp_ledger *ledger = ledger_open(fixture_path("alike.duckdb"), 2);
    sp_buf_init(&out, 1 << 20);
    fixture_ok(load(ledger, *state, 2, false, &err), &err);
    dump(ledger,
         "SELECT concat_ws('|', row, coalesce(removal_date::VARCHAR, removal_date_none), "
         "removal_date_second, aor, "
         "coalesce(birth_year::VARCHAR, birth_year_none), (SELECT id FROM person WHERE "
         "key = r.person)) "
         "FROM removals r WHERE sheet = 'Data' ORDER BY row",
         &out);
    assert_string_equal(out.data, "2|2015-01-01|Seattle|1980|p1\n"
                                  "3|[unreadable]|42005|[redacted (b)(6)]|42005\n"
                                  "4|2015-01-01|42005|[unreadable]|42005\n"
                                  "6|2015-01-01|43200|[unreadable]|[blank]|p2\n"
                                  "9|2015-01-02|Seattle|[blank]|p1\n");
    sp_buf_reset(&out);
    dump(ledger,
         "SELECT concat_ws('|', sheet_id, row, heading, reason) FROM refusal ORDER BY "
         "rowid",
         &out);
    assert_string_equal(out.data,
                        "1|7|E|a value stands beyond the header's 4 columns\n"
                        "1|8|F|a value stands beyond the header's 4 columns\n"
                        "2|5002||the row has 2 fields where the header has 4\n");
    sp_buf_release(&out);
    sp_ledger_close(ledger);
}

static int64_t count_of(struct sp_ledger *ledger, const char *sql)
{
    int64_t count = -1;
    struct sp_err err = {0};
    fixture_ok(ledger_query_whole(ledger, sql, NULL, 0, &count, &err), &err);
    return count;
}

static const char everything[] =
    "SELECT (SELECT count(*) FROM removal) + (SELECT count(*) FROM source) + "
    "(SELECT count(*) FROM sheet) + (SELECT count(*) FROM refusal) + "
    "(SELECT count(*) FROM person) + (SELECT count(*) FROM term WHERE code >= 5)"; // LEDGER_TERM_FIRST_FREE

static void a_dry_run_leaves_nothing(void **state)
{
    struct sp_err err = {0};
    struct sp_ledger *ledger = ledger_open(fixture_path("dry.duckdb"), 2);
    fixture_ok(load(ledger, *state, 2, true, &err), &err);
    assert_int_equal(count_of(ledger, everything), 0);
    sp_ledger_close(ledger);
}

static void every_failed_allocation_leaves_the_ledger_as_it_was(void **state)
{
    struct sp_ledger *ledger = ledger_open(fixture_path("memory.duckdb"), 2);
    bool done = false;
    int64_t allowed = 0;
    for (; !done; allowed++) {
        struct sp_err err = {0};
        assert_true(allowed < 10000);
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc = load(ledger, *state, 2, true, &err);
        sp_alloc_fail_after(-1);
        done = rc == SP_OK;
        if (done) break;
        assert_true(rc == SP_ERR_MEMORY || rc == SP_ERR_LIMIT);
        assert_int_equal(err.rc, rc);
        assert_int_equal(count_of(ledger, everything), 0);
    }
    assert_true(allowed > 20);
    sp_ledger_close(ledger);
}

/* What is set for the time of an add is set back, also after one that failed. */
static void settings_are_as_before(void **state)
{
    static const char settings[] =
        "SELECT current_setting('threads') || ' ' || current_setting('memory_limit')";
    struct sp_buf before;
    struct sp_buf after;
    struct sp_ledger *ledger = ledger_open(fixture_path("settings.duckdb"), 2);
    sp_buf_init(&before, 256);
    sp_buf_init(&after, 256);
    dump(ledger, settings, &before);
    for (int64_t allowed = 30; allowed >= -1; allowed -= 31) {
        struct sp_err err = {0};
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc = load(ledger, *state, 2, true, &err);
        sp_alloc_fail_after(-1);
        assert_int_equal(rc == SP_OK, allowed < 0);
        sp_buf_reset(&after);
        dump(ledger, settings, &after);
        assert_string_equal(after.data, before.data);
    }
    sp_buf_release(&before);
    sp_buf_release(&after);
    sp_ledger_close(ledger);
}

/* -- The writer -------------------------------------------------------------------- */

enum { FIELDS_MAX = 256 };      // More than any event has.
enum { MANY_ROWS = 140000 }; // More than the ring of chunks holds, and than a row group.

/* Rows of table removal with a number in each kind of field. */
static enum sp_rc rows_write(struct sp_ledger *ledger, const char *sql_between,
                             struct sp_err *err)
{
    const struct sp_event *event = sp_event_find(SP_STR("removal"));
    bool is_held[FIELDS_MAX] = {0};
    struct ledger_value values[FIELDS_MAX] = {0};
    struct ledger_writer *writer = NULL;
    assert_true(event->field_count <= FIELDS_MAX);
    for (size_t i = 0; i < event->field_count; i++) {
        is_held[i] = i % 4 != 3;
    }
    enum sp_rc rc = ledger_writer_open(ledger, event, is_held, 7, &writer, err);
    if (rc == SP_OK && sql_between) rc = ledger_run(ledger, sql_between, err);
    for (int64_t row = 0; rc == SP_OK && row < MANY_ROWS; row++) {
        for (size_t i = 0; i < event->field_count; i++) {
            const bool has_value = (row + (int64_t)i) % 3 != 0;
            values[i] = (struct ledger_value){.number = row % 1000 + (int64_t)i,
                                              .second = row % 2 ? LEDGER_NO_TIME
                                                                : (int32_t)(row % 86400),
                                              .none = has_value ? LEDGER_HAS_VALUE : 5};
        }
        rc = ledger_writer_row(writer, (uint64_t)row, values, err);
    }
    if (rc == SP_OK) rc = ledger_writer_flush(writer, err);
    ledger_writer_close(writer);
    return rc;
}

static void many_rows_arrive_in_order_with_their_values(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 2; threads++) {
        struct sp_err err = {0};
        struct sp_ledger *ledger = ledger_open(fixture_path("many.duckdb"), threads);
        fixture_ok(rows_write(ledger, NULL, &err), &err);
        assert_int_equal(
            count_of(ledger,
                     "SELECT count(*) FROM removal WHERE row = rowid AND sheet_id = 7"),
            MANY_ROWS);
        // Fields 0 (a date), 4 (a text) and 3 (a text that is not held) of the event.
        assert_int_equal(
            count_of(
                ledger,
                "SELECT count(*) FROM removal WHERE removal_date IS NOT DISTINCT FROM "
                "CASE WHEN row % 3 <> 0 THEN DATE '1970-01-01' + CAST(row % 1000 AS "
                "INTEGER) END "
                "AND removal_date_none IS NOT DISTINCT FROM CASE WHEN row % 3 = 0 THEN 5 "
                "END "
                "AND removal_date_second IS NOT DISTINCT FROM "
                "CASE WHEN row % 3 <> 0 AND row % 2 = 0 THEN row % 86400 END "
                "AND aor = 1 AND processing_disposition_code = row % 1000 + 4"),
            MANY_ROWS);
        sp_ledger_close(ledger);
    }
}

/* The database fails on the second thread; the caller is told, and nothing hangs. */
static void a_failure_of_the_database_reaches_the_caller(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 2; threads++) {
        struct sp_err err = {0};
        struct sp_ledger *ledger = ledger_open(fixture_path("failure.duckdb"), threads);
        assert_int_equal(rows_write(ledger, "DROP TABLE removal", &err), SP_ERR_LEDGER);
        support_contains(err.text, "ledger trouble");
        sp_ledger_close(ledger);
    }
}

/* A reader that fails closes the writer without a flush, with chunks still on their way.
 */
static void closing_without_a_flush_ends_the_thread(void **state)
{
    (void)state;
    const struct sp_event *event = sp_event_find(SP_STR("removal"));
    const bool is_held[FIELDS_MAX] = {0};
    const struct ledger_value values[FIELDS_MAX] = {0};
    struct sp_err err = {0};
    struct ledger_writer *writer = NULL;
    struct sp_ledger *ledger = ledger_open(fixture_path("close.duckdb"), 2);
    fixture_ok(ledger_begin(ledger, &err), &err);
    fixture_ok(ledger_writer_open(ledger, event, is_held, 1, &writer, &err), &err);
    for (uint64_t row = 0; row < 30000; row++) {
        fixture_ok(ledger_writer_row(writer, row, values, &err), &err);
    }
    ledger_writer_close(writer);
    ledger_rollback(ledger);
    assert_int_equal(count_of(ledger, everything), 0);
    sp_ledger_close(ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_thread_and_two_make_the_same_ledger, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(cells_spelled_alike_stay_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(a_dry_run_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(
            every_failed_allocation_leaves_the_ledger_as_it_was, setup, teardown),
        cmocka_unit_test_setup_teardown(settings_are_as_before, setup, teardown),
        cmocka_unit_test(many_rows_arrive_in_order_with_their_values),
        cmocka_unit_test(a_failure_of_the_database_reaches_the_caller),
        cmocka_unit_test(closing_without_a_flush_ends_the_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
