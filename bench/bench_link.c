/*
 * The same rules of linking as SQL in DuckDB, for bench/link.sh: makes a ledger as large as asked by writing its
 * persons again under other ids, runs the files of spec/ over its records, and exports them for R.
 *
 *   bench_link multiply LEDGER N       every person N times
 *   bench_link sql LEDGER OUT [SKIP…]  inputs and rules as tables of OUT; a line a rule with its seconds
 *   bench_link export LEDGER DIR       arrests.csv and stints.csv
 *
 * Not the program's: it reads the ledger's tables by name and asks DuckDB directly.
 */
#include "base/base.h"

#include <duckdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQL_MAX = 1 << 20 };

static duckdb_database database;
static duckdb_connection connection;

static void run(const char *sql)
{
    duckdb_result result;
    if (duckdb_query(connection, sql, &result) == DuckDBError) {
        (void)fprintf(stderr, "bench_link: %s\n%.400s\n", duckdb_result_error(&result), sql);
        exit(1);
    }
    duckdb_destroy_result(&result);
}

static int64_t whole(const char *sql)
{
    duckdb_result result;
    if (duckdb_query(connection, sql, &result) == DuckDBError) {
        (void)fprintf(stderr, "bench_link: %s\n", duckdb_result_error(&result));
        exit(1);
    }
    const int64_t value = duckdb_value_int64(&result, 0, 0);
    duckdb_destroy_result(&result);
    return value;
}

static double seconds_since(uint64_t began)
{
    return (double)(sp_clock() - began) / 1e9;
}

static void database_open(const char *path)
{
    if (duckdb_open(path, &database) == DuckDBError || duckdb_connect(database, &connection) == DuckDBError) {
        (void)fprintf(stderr, "bench_link: cannot open '%s'\n", path);
        exit(1);
    }
    run("SET threads = 2");
    run("SET autoinstall_known_extensions = false");
}

/* -- multiply -------------------------------------------------------------------------------- */

static void multiply(int copies)
{
    static const char *const events[] = {"arrest", "detainer", "stint", "removal"};
    const int64_t sheets = whole("SELECT max(sheet_id) FROM sheet");
    const int64_t persons = whole("SELECT max(key) + 1 FROM person");
    struct sp_buf sql;
    sp_buf_init(&sql, SQL_MAX);
    for (int copy = 1; copy < copies; copy++) {
        sp_buf_reset(&sql);
        for (size_t i = 0; i < 4; i++) {
            sp_buf_format(&sql, "INSERT INTO %s SELECT * REPLACE (CAST(sheet_id + %lld AS INTEGER) AS sheet_id, "
                                "CAST(person + %lld AS INTEGER) AS person) FROM %s WHERE sheet_id <= %lld;",
                          events[i], (long long)(sheets * copy), (long long)(persons * copy), events[i], (long long)sheets);
        }
        sp_buf_format(&sql, "INSERT INTO sheet SELECT * REPLACE (CAST(sheet_id + %lld AS INTEGER) AS sheet_id) FROM sheet "
                            "WHERE sheet_id <= %lld;"
                            "INSERT INTO person SELECT CAST(key + %lld AS INTEGER), release, id || '-%d' FROM person "
                            "WHERE key < %lld;",
                      (long long)(sheets * copy), (long long)sheets, (long long)(persons * copy), copy, (long long)persons);
        run(sql.data);
    }
    sp_buf_release(&sql);
    run("CHECKPOINT");
    (void)printf("%lld records of %lld persons\n",
                 (long long)whole("SELECT (SELECT count(*) FROM arrest) + (SELECT count(*) FROM detainer) + "
                                  "(SELECT count(*) FROM stint) + (SELECT count(*) FROM removal)"),
                 (long long)whole("SELECT count(*) FROM person"));
}

/* -- sql ------------------------------------------------------------------------------------- */

/*
 * The relations of spec/README.md out of the ledger. Labels are their smallest code, as the program takes them.
 * What the program computes besides, and this is spared: digests of rows (twin, likeness), how many columns are
 * filled, and windows, which are given as the last day of each table.
 */
static const char inputs[] =
    "CREATE TABLE rep AS SELECT code, min(code) OVER (PARTITION BY vocabulary, label, none) AS rep, label, none FROM l.term;"
    "CREATE TABLE in_label AS SELECT code, label AS text, CASE WHEN none = 0 THEN 0 ELSE 1 END AS is_none FROM rep WHERE code = rep;"
    "CREATE TABLE in_arrest AS SELECT (CAST(sheet_id AS BIGINT) << 32) + row AS record, CAST(person AS BIGINT) AS person, 1 AS release, "
    " CAST(epoch(arrest_date) AS BIGINT) + coalesce(arrest_date_second, 0) AS \"at\", "
    " CASE WHEN m.label = 'ERO Reprocessed Arrest' THEN 1 ELSE 0 END AS reprocessed, m.rep AS method, c.rep AS criminality, "
    " a.rep AS aor, s.rep AS state, birth_year, 1 AS filled, (CAST(sheet_id AS BIGINT) << 32) + row AS twin "
    " FROM l.arrest e JOIN rep m ON m.code = e.method JOIN rep c ON c.code = e.criminality JOIN rep a ON a.code = e.aor "
    " JOIN rep s ON s.code = e.state;"
    "CREATE TABLE in_detainer AS SELECT (CAST(sheet_id AS BIGINT) << 32) + row AS record, CAST(person AS BIGINT) AS person, 1 AS release, "
    " CAST(epoch(prepare_date) AS BIGINT) + coalesce(prepare_date_second, 0) AS \"at\", CAST(NULL AS BIGINT) AS lifted_at, "
    " f.rep AS facility, t.rep AS type, r.rep AS lift, CAST(NULL AS INTEGER) AS accepted, CAST(NULL AS INTEGER) AS cancels_previous "
    " FROM l.detainer e JOIN rep f ON f.code = e.facility_code JOIN rep t ON t.code = e.detainer_type JOIN rep r ON r.code = e.lift_reason;"
    "CREATE TABLE in_stint AS SELECT (CAST(sheet_id AS BIGINT) << 32) + row AS record, CAST(person AS BIGINT) AS person, 1 AS release, "
    " CAST(epoch(stay_book_in) AS BIGINT) + coalesce(stay_book_in_second, 0) AS stay_book_in, "
    " CAST(epoch(book_in) AS BIGINT) + coalesce(book_in_second, 0) AS book_in, "
    " CAST(epoch(book_out) AS BIGINT) + coalesce(book_out_second, 0) AS book_out, "
    " CAST(epoch(stay_book_out) AS BIGINT) + coalesce(stay_book_out_second, 0) AS stay_book_out, "
    " CAST(epoch(departed_date) AS BIGINT) AS departed, f.rep AS facility, r.rep AS stay_release_reason, "
    " CAST(initial_bond_set_amount * 100 AS BIGINT) AS initial_bond, CAST(bond_posted_amount * 100 AS BIGINT) AS posted_bond, "
    " CAST(epoch(initial_bond_set_date) / 86400 AS INTEGER) AS bond_set_day, CAST(epoch(bond_posted_date) / 86400 AS INTEGER) AS bond_posted_day, "
    " (CAST(sheet_id AS BIGINT) << 32) + row AS likeness "
    " FROM l.stint e JOIN rep f ON f.code = e.facility_code JOIN rep r ON r.code = e.stay_release_reason;"
    "CREATE TABLE in_removal AS SELECT (CAST(sheet_id AS BIGINT) << 32) + row AS record, CAST(person AS BIGINT) AS person, 1 AS release, "
    " CAST(epoch(coalesce(departed_date, removal_date)) AS BIGINT) AS \"at\" FROM l.removal;"
    "CREATE TABLE in_window AS SELECT 1 AS release, 1 AS has_ids, (SELECT CAST(max(\"at\") / 86400 AS INTEGER) FROM in_arrest) AS arrest_last, "
    " (SELECT CAST(max(\"at\") / 86400 AS INTEGER) FROM in_detainer) AS detainer_last, "
    " (SELECT CAST(max(book_in) / 86400 AS INTEGER) FROM in_stint) AS stint_last, "
    " (SELECT CAST(max(\"at\") / 86400 AS INTEGER) FROM in_removal) AS removal_last;"
    "CREATE TABLE fact_method AS FROM read_csv('spec/facts/method.csv', header = true);"
    "CREATE TABLE fact_lift AS FROM read_csv('spec/facts/lift_reason.csv', header = true);"
    "CREATE TABLE fact_form AS FROM read_csv('spec/facts/form.csv', header = true);"
    "CREATE TABLE fact_stay_end AS FROM read_csv('spec/facts/stay_end.csv', header = true);"
    "CREATE VIEW release_window AS SELECT * FROM in_window;";

/* A rule's file with its views made as tables, so that what many rules read is computed once. */
static void rule_run(const char *name)
{
    char path[256];
    struct sp_err err = {0};
    struct sp_buf text;
    struct sp_buf sql;
    sp_buf_init(&text, SQL_MAX);
    sp_buf_init(&sql, SQL_MAX);
    (void)snprintf(path, sizeof path, "spec/%s", name);
    if (sp_file_read(path, &text, &err) != SP_OK) {
        (void)fprintf(stderr, "bench_link: %s\n", err.text);
        exit(1);
    }
    static const char from[] = "\nCREATE VIEW ";
    const char *at = text.data;
    for (const char *view = strstr(at, from); view; view = strstr(at, from)) {
        sp_buf_append(&sql, (struct sp_str){at, (size_t)(view - at)});
        sp_buf_text(&sql, "\nCREATE TABLE ");
        at = view + sizeof from - 1;
    }
    sp_buf_text(&sql, at);
    const uint64_t began = sp_clock();
    run(sql.data);
    (void)printf("rule %s %.2f\n", name, seconds_since(began));
    (void)fflush(stdout);
    sp_buf_release(&text);
    sp_buf_release(&sql);
}

static bool is_among(const char *name, char **names, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) return true;
    }
    return false;
}

static void rules_run(const char *ledger, char **skip, int skip_count)
{
    struct sp_buf list;
    struct sp_err err = {0};
    char attach[512];
    sp_buf_init(&list, SQL_MAX);
    (void)snprintf(attach, sizeof attach, "ATTACH '%s' AS l (READ_ONLY)", ledger);
    run(attach);
    run("SET integer_division = true");
    uint64_t began = sp_clock();
    run(inputs);
    (void)printf("inputs %.2f\n", seconds_since(began));
    if (sp_file_read("spec/rules.txt", &list, &err) != SP_OK) exit(1);
    began = sp_clock();
    for (char *name = list.data; name && *name;) {
        char *end = strchr(name, '\n');
        if (end) *end = '\0';
        if (*name && !is_among(name, skip, skip_count)) rule_run(name);
        name = end ? end + 1 : NULL;
    }
    (void)printf("rules %.2f\n", seconds_since(began));
    sp_buf_release(&list);
}

/* -- export ---------------------------------------------------------------------------------- */

static void export(const char *folder)
{
    char sql[2048];
    (void)snprintf(sql, sizeof sql,
                   "COPY (SELECT (CAST(sheet_id AS BIGINT) << 20) + row AS record, person, CAST(epoch(arrest_date) AS BIGINT) + "
                   "coalesce(arrest_date_second, 0) AS moment, CAST(t.label = 'ERO Reprocessed Arrest' AS INTEGER) AS reprocessed "
                   "FROM arrest e JOIN term t ON t.code = e.method) TO '%s/arrests.csv' (HEADER);"
                   "COPY (SELECT (CAST(sheet_id AS BIGINT) << 20) + row AS record, person, facility_code AS facility, "
                   "CAST(epoch(stay_book_in) AS BIGINT) + coalesce(stay_book_in_second, 0) AS stay_book_in, "
                   "CAST(epoch(book_in) AS BIGINT) + coalesce(book_in_second, 0) AS book_in, "
                   "CAST(epoch(book_out) AS BIGINT) + coalesce(book_out_second, 0) AS book_out FROM stint) TO '%s/stints.csv' (HEADER);",
                   folder, folder);
    run(sql);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "multiply") == 0) {
        database_open(argv[2]);
        multiply(atoi(argv[3]));
    } else if (argc >= 4 && strcmp(argv[1], "sql") == 0) {
        database_open(argv[3]);
        rules_run(argv[2], argv + 4, argc - 4);
    } else if (argc == 4 && strcmp(argv[1], "export") == 0) {
        database_open(argv[2]);
        export(argv[3]);
    } else {
        (void)fprintf(stderr, "bench_link multiply LEDGER N | sql LEDGER OUT [SKIP…] | export LEDGER DIR\n");
        return 2;
    }
    duckdb_disconnect(&connection);
    duckdb_close(&database);
    return 0;
}
