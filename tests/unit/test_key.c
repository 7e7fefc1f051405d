/*
 * What linking derives of the synthetic releases is what was planted in them, but for what the records cannot show.
 * tests/key/key.sql holds the two together, row by row, and gives each difference its reason; here the releases are
 * made, added and linked, no difference is left without a reason, and the numbers are those of tests/golden/key/ and
 * of docs/sample.md. The tables are printed as comments.
 */
#include "base/base.h"
#include "sallyport/link.h"
#include "sallyport/load.h"
#include "sallyport/sample.h"
#include "support/fixture.h"
#include "support/golden.h"

#include <duckdb.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LAYOUT_COUNT = 3, BOOKS_MAX = 64, TEXT_MAX = 1 << 20, PATH_SIZE = 256, SQL_SIZE = 2048 };

// One truth: what is found in one layout must be found in the others. The first is printed.
static const char *const layouts[LAYOUT_COUNT] = {"2026-03", "2025-07", "2026-08"};

struct made {
    char dir[64];
    struct sp_arena arena;
    struct sp_str *files[LAYOUT_COUNT];
    size_t file_counts[LAYOUT_COUNT];
    const char *ledger;
    duckdb_database database;
    duckdb_connection connection;
};

/* -- Making, adding, linking -- */

static void releases_make(struct made *made, uint64_t people, uint64_t seed)
{
    struct sp_err err = {0};
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        const char *dir = sp_arena_format(&made->arena, "%s/%s", made->dir, layouts[i]).data;
        const struct sp_sample_options options = {.dir = dir, .people = people, .seed = seed, .layout = layouts[i]};
        fixture_ok(sp_sample_write(&options, &made->arena, &made->files[i], &made->file_counts[i], &err), &err);
    }
}

static void ledger_make(struct made *made)
{
    struct sp_err err = {0};
    const char *paths[BOOKS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        for (size_t j = 0; j < made->file_counts[i]; j++) {
            if (!strstr(made->files[i][j].data, ".xlsx")) continue;
            assert_true(count < BOOKS_MAX);
            paths[count++] = made->files[i][j].data;
        }
    }
    const struct sp_load_options load = {.paths = paths, .path_count = count, .thread_count = 2};
    const struct sp_link_options link = {.thread_count = 2};
    struct sp_profile_set *profiles = NULL;
    struct sp_ledger *ledger = NULL;
    struct sp_receipt receipt;
    struct sp_link_report report;
    made->ledger = sp_arena_format(&made->arena, "%s/ledger.duckdb", made->dir).data;
    fixture_ok(sp_profile_set_open(NULL, &profiles, &err), &err);
    fixture_ok(sp_ledger_open(made->ledger, SP_LEDGER_WRITE, 2, &ledger, &err), &err);
    fixture_ok(sp_load_files(ledger, profiles, &load, &made->arena, &receipt, &err), &err);
    fixture_ok(sp_link_run(ledger, &link, &made->arena, &report, &err), &err);
    assert_int_equal(report.release_count, LAYOUT_COUNT);
    sp_ledger_close(ledger);
    sp_profile_set_close(profiles);
}

/* -- Asking -- */

static void run(struct made *made, const char *sql)
{
    duckdb_result result;
    if (duckdb_query(made->connection, sql, &result) != DuckDBSuccess) fail_msg("%s", duckdb_result_error(&result));
    duckdb_destroy_result(&result);
}

static void compare(struct made *made)
{
    struct sp_err err = {0};
    struct sp_buf sql;
    char attach[SQL_SIZE];
    assert_int_equal(duckdb_open(NULL, &made->database), DuckDBSuccess);
    assert_int_equal(duckdb_connect(made->database, &made->connection), DuckDBSuccess);
    (void)snprintf(attach, sizeof attach, "ATTACH '%s' AS ledger (READ_ONLY); SET VARIABLE keys = '%s/*'", made->ledger,
                   made->dir);
    run(made, attach);
    sp_buf_init(&sql, TEXT_MAX);
    fixture_ok(sp_file_read("tests/key/key.sql", &sql, &err), &err);
    sp_buf_char(&sql, '\0');
    run(made, sp_buf_str(&sql).data);
    sp_buf_release(&sql);
}

/* The rows of a query, a line each, as a table of Markdown. @return how many rows */
static size_t table_of(struct made *made, const char *title, const char *sql, struct sp_buf *out)
{
    duckdb_result result;
    if (duckdb_query(made->connection, sql, &result) != DuckDBSuccess) fail_msg("%s", duckdb_result_error(&result));
    const idx_t columns = duckdb_column_count(&result);
    const idx_t rows = duckdb_row_count(&result);
    sp_buf_format(out, "%s\n\n|", title);
    for (idx_t c = 0; c < columns; c++) {
        sp_buf_format(out, " %s |", duckdb_column_name(&result, c));
    }
    sp_buf_text(out, "\n|");
    for (idx_t c = 0; c < columns; c++) {
        sp_buf_text(out, "---|");
    }
    for (idx_t r = 0; r < rows; r++) {
        sp_buf_text(out, "\n|");
        for (idx_t c = 0; c < columns; c++) {
            char *text = duckdb_value_varchar(&result, c, r);
            sp_buf_format(out, " %s |", text ? text : "");
            duckdb_free(text);
        }
    }
    sp_buf_text(out, "\n\n");
    duckdb_destroy_result(&result);
    return (size_t)rows;
}

/* Nothing may be printed by this query but its title. */
static void none_of(struct made *made, const char *title, const char *sql)
{
    struct sp_buf text;
    sp_buf_init(&text, TEXT_MAX);
    if (table_of(made, title, sql, &text) > 0) fail_msg("%.*s", SP_FMT(sp_buf_str(&text)));
    sp_buf_release(&text);
}

static void comment_print(struct sp_str text)
{
    bool begins = true;
    for (size_t i = 0; i < text.size; i++) {
        if (begins) (void)fputs("# ", stdout);
        (void)fputc(text.data[i], stdout);
        begins = text.data[i] == '\n';
    }
}

// clang-format off
#define FIRST " WHERE release = 'SYNTHETIC-2026-03' "
static const struct {
    const char *title;
    const char *sql;
    bool in_docs; // it stands in docs/sample.md, word for word
} tables[] = {
    {"Detainers, by what truly became of them and by the outcome that linking gives:",
     "SELECT true_outcome AS truly,"
     " SUM(CASE state WHEN 'honoured' THEN count ELSE 0 END) AS honoured, SUM(CASE state WHEN 'booked' THEN count ELSE 0 END) AS booked,"
     " SUM(CASE state WHEN 'declined' THEN count ELSE 0 END) AS declined, SUM(CASE state WHEN 'at_large' THEN count ELSE 0 END) AS at_large,"
     " SUM(CASE state WHEN 'lifted' THEN count ELSE 0 END) AS lifted, SUM(CASE state WHEN 'superseded' THEN count ELSE 0 END) AS superseded,"
     " SUM(CASE state WHEN 'not_a_hold' THEN count ELSE 0 END) AS not_a_hold, SUM(CASE state WHEN 'censored' THEN count ELSE 0 END) AS censored,"
     " SUM(CASE state WHEN 'unknown' THEN count ELSE 0 END) AS unknown FROM outcomes" FIRST "GROUP BY 1 ORDER BY 1", true},
    {"Outcomes and truth, and why they differ where they do:",
     "SELECT why, SUM(count) AS detainers FROM outcomes" FIRST "GROUP BY 1 ORDER BY 2 DESC, 1", true},
    {"Outcomes by truth, cell by cell:",
     "SELECT true_outcome AS truly, state AS outcome, why, count AS detainers FROM outcomes" FIRST "ORDER BY 1, 2, 3", false},
    {"True returns, and whether a spell at liberty ends in them:",
     "SELECT why, SUM(count) AS returns FROM returns" FIRST "GROUP BY 1 ORDER BY 2 DESC, 1", true},
    {"True returns, cell by cell:",
     "SELECT true_outcome AS truly, state AS outcome, exit, why, count AS returns FROM returns" FIRST "ORDER BY 1, 2, 3, 4", false},
    {"Spells that end in an arrest at large, and what it truly was:",
     "SELECT origin, why AS the_arrest_is, count AS spells FROM spells" FIRST "ORDER BY 1, 3 DESC, 2", true},
    {"True arrests of several rows, and pairs that are two arrests:",
     "SELECT kind, why, SUM(count) AS count FROM episodes" FIRST "AND count > 0 GROUP BY 1, 2 ORDER BY 1, 2", true},
    {"True stints:", "SELECT why, SUM(count) AS stints FROM stints" FIRST "GROUP BY 1 ORDER BY 2 DESC, 1", true},
    {"True stays:", "SELECT why, SUM(count) AS stays FROM stays" FIRST "GROUP BY 1 ORDER BY 2 DESC, 1", true},
};

static const char *const results[] = {"episodes", "stints", "stays", "outcomes", "returns", "spells"};
// clang-format on
enum { TABLE_COUNT = sizeof tables / sizeof tables[0], RESULT_COUNT = sizeof results / sizeof results[0] };

/* -- What must hold -- */

static void hold_to_truth(struct made *made)
{
    char sql[SQL_SIZE];
    for (size_t i = 0; i < RESULT_COUNT; i++) {
        (void)snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE why = 'UNEXPLAINED' AND count > 0 ORDER BY ALL", results[i]);
        none_of(made, results[i], sql);
        (void)snprintf(sql, sizeof sql,
                       "SELECT * EXCLUDE release FROM (SELECT release, COLUMNS(c -> c NOT IN ('release', 'count')),"
                       " SUM(count) AS count FROM %s GROUP BY ALL)"
                       " GROUP BY ALL HAVING COUNT(*) <> 3 ORDER BY ALL",
                       results[i]);
        none_of(made, "not the same in every layout", sql);
        (void)snprintf(sql, sizeof sql, "SELECT 'nothing compared' FROM (SELECT SUM(count) AS n FROM %s) WHERE n IS NULL OR n < 100",
                       results[i]);
        none_of(made, results[i], sql);
    }
    none_of(made, "honoured, yet called declined, though nothing recorded says so",
            "SELECT * FROM outcome_row WHERE true_outcome = 'honoured' AND state = 'declined' AND recorded <> 'Detainer Declined by LEA'");
    none_of(made, "declined, yet called honoured or booked, though nothing recorded says so",
            "SELECT * FROM outcome_row WHERE true_outcome = 'declined' AND state IN ('honoured', 'booked')"
            " AND recorded <> 'Booked into Detention'");
    none_of(made, "rows of the key that are not in the ledger, or the other way",
            "SELECT 1 WHERE (SELECT COUNT(*) FROM key_detainer) <> (SELECT COUNT(*) FROM ledger.detainer)"
            " OR (SELECT COUNT(*) FROM key_stay) <> (SELECT COUNT(*) FROM ledger.stint)"
            " OR (SELECT SUM(count) FROM outcomes) <> (SELECT COUNT(*) FROM ledger.detainer_link)"
            " OR (SELECT SUM(count) FROM returns) <> (SELECT COUNT(*) FROM key_return)");
    none_of(made, "an id that is of two releases", "SELECT id FROM ledger.person GROUP BY id HAVING COUNT(DISTINCT release) > 1");
}

/* Whether docs/sample.md has the table, word for word. */
static void docs_check(struct sp_str docs, struct sp_buf *table)
{
    sp_buf_char(table, '\0');
    const char *text = sp_buf_str(table).data;
    if (!strstr(docs.data, text)) fail_msg("docs/sample.md does not have this table as it is:\n%s", text);
}

static void tables_check(struct made *made, const char *golden, bool with_docs)
{
    struct sp_err err = {0};
    struct sp_buf all, docs, table[TABLE_COUNT];
    sp_buf_init(&all, TEXT_MAX);
    sp_buf_init(&docs, TEXT_MAX);
    fixture_ok(sp_file_read("docs/sample.md", &docs, &err), &err);
    sp_buf_char(&docs, '\0');
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        sp_buf_init(&table[i], TEXT_MAX);
        (void)table_of(made, tables[i].title, tables[i].sql, &table[i]);
        comment_print(sp_buf_str(&table[i]));
        sp_buf_append(&all, sp_buf_str(&table[i]));
    }
    golden_check(golden, sp_buf_str(&all));
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (with_docs && tables[i].in_docs) docs_check(sp_buf_str(&docs), &table[i]);
        sp_buf_release(&table[i]);
    }
    sp_buf_release(&docs);
    sp_buf_release(&all);
}

static void made_begin(struct made *made, uint64_t people, uint64_t seed)
{
    *made = (struct made){.dir = "/tmp/sallyport-key-XXXXXX"};
    sp_arena_init(&made->arena, (size_t)1 << 30);
    assert_non_null(mkdtemp(made->dir));
    releases_make(made, people, seed);
    ledger_make(made);
    compare(made);
}

static void made_end(struct made *made)
{
    duckdb_disconnect(&made->connection);
    duckdb_close(&made->database);
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        for (size_t j = 0; j < made->file_counts[i]; j++) {
            (void)remove(made->files[i][j].data);
        }
        (void)rmdir(sp_arena_format(&made->arena, "%s/%s", made->dir, layouts[i]).data);
    }
    (void)remove(made->ledger);
    (void)rmdir(made->dir);
    sp_arena_release(&made->arena);
}

static void test_seed_1(void **unused)
{
    (void)unused;
    struct made made;
    made_begin(&made, SP_SAMPLE_PEOPLE_DEFAULT, SP_SAMPLE_SEED_DEFAULT);
    hold_to_truth(&made);
    tables_check(&made, "key/seed-1.md", true);
    made_end(&made);
}

static void test_seed_5(void **unused)
{
    (void)unused;
    struct made made;
    made_begin(&made, SP_SAMPLE_PEOPLE_DEFAULT, 5);
    hold_to_truth(&made);
    tables_check(&made, "key/seed-5.md", false);
    made_end(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seed_1),
        cmocka_unit_test(test_seed_5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
