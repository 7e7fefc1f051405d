/*
 * Every case of tests/spec and every example in a rule's header, asked of DuckDB, of
 * PostgreSQL and of the kernel: each must say what the case says. One test a case.
 */
#include "support/support_case.h"
#include "support/support_kernel.h"
#include "support/support_postgres.h"
#include "support/support_spec.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENGINES_MAX = 2, NAME_SIZE = 256, ROWS_PRINTED = 40 };

static struct support_spec spec;
static struct support_cases cases;
static struct support_postgres postgres;
static enum support_postgres_state postgres_state;
static struct support_sql engines[ENGINES_MAX];
static size_t engine_count;
static struct link_facts *facts;
static size_t tables_of_kernel; // expected tables that the kernel was asked for

/* -- One case
 * ----------------------------------------------------------------------------------- */

static void difference_print(const struct support_case *item,
                             const struct support_expected *expected, const char *engine,
                             const struct support_rows *wanted,
                             const struct support_rows *got)
{
    FILE *out = stderr;
    (void)fprintf(
        out,
        "%s:%u: case '%s'\n%s:%u: %s gives for '%s' what is not expected\nexpected:\n",
        item->file, item->line, item->title, item->file, expected->line, engine,
        expected->relation);
    support_rows_print(out, expected->relation, &item->history, wanted, 0, ROWS_PRINTED);
    (void)fputs("got:\n", out);
    support_rows_print(out, expected->relation, &item->history, got, 0, ROWS_PRINTED);
    (void)fputc('\n', out);
}

/* Compare what an engine gave with what the case says. Takes `got`. */
static bool is_as_expected(struct support_case *item,
                           const struct support_expected *expected, const char *engine,
                           struct support_rows *got)
{
    struct support_rows wanted = {0};
    struct sp_err err = {0};
    char message[2048];
    bool is_equal = false;
    if (support_expected_rows(item, expected, got, &wanted, &err) == SP_OK) {
        support_rows_sort(got);
        is_equal = support_rows_difference(&wanted, got) == SIZE_MAX;
        if (!is_equal) difference_print(item, expected, engine, &wanted, got);
    } else {
        sp_err_format(&err, message, sizeof message);
        (void)fprintf(stderr, "%s\n", message);
    }
    support_rows_release(&wanted);
    support_rows_release(got);
    return is_equal;
}

static bool engine_agrees(struct support_sql *engine, struct support_case *item,
                          const struct support_expected *expected)
{
    struct sp_buf query = {0};
    struct support_rows got = {0};
    sp_buf_init(&query, 1 << 16);
    sp_buf_text(&query, "SELECT ");
    for (size_t c = 0; c < expected->column_count; c++) {
        sp_buf_format(&query, "%s%s", c == 0 ? "" : ", ", expected->columns[c]);
    }
    sp_buf_format(&query, " FROM %s", expected->relation);
    const bool is_done =
        sp_buf_status(&query, NULL) == SP_OK && engine->fetch(engine, query.data, &got);
    if (!is_done)
        (void)fprintf(stderr, "%s:%u: %s cannot give '%s': %s\n", item->file,
                      expected->line, engine->name, expected->relation, engine->error);
    sp_buf_release(&query);
    return is_done && is_as_expected(item, expected, engine->name, &got);
}

/* The kernel on the case's records; @return how many tables are not as expected */
static size_t kernel_disagrees(struct support_case *item)
{
    struct support_input input;
    struct link_output output;
    struct sp_err err = {0};
    size_t failed = 0;
    support_input_make(&item->history, facts, &input);
    if (link_kernel(&input.input, &output, &err) != SP_OK)
        fail_msg("kernel: %s", err.text);
    for (size_t i = 0; i < item->expected_count; i++) {
        const struct support_expected *expected = &item->expected[i];
        char columns[SUPPORT_COLUMNS_MAX][SUPPORT_NAME_MAX];
        struct support_rows got = {0};
        bool is_known = true;
        for (size_t c = 0; c < expected->column_count; c++) {
            (void)snprintf(columns[c], SUPPORT_NAME_MAX, "%s", expected->columns[c]);
            is_known =
                is_known && support_kernel_knows_column(expected->relation, columns[c]);
        }
        if (!is_known) continue; // The engines alone have it.
        support_kernel_rows(&input.input, &output, expected->relation, columns,
                            expected->column_count, &got);
        failed += !is_as_expected(item, expected, "the kernel", &got);
        tables_of_kernel++;
    }
    link_output_release(&output);
    support_input_release(&input);
    return failed;
}

/* Records, and the relations that the case asks for: as tables, since to plan views
 * within views takes long. */
static bool engine_fill(struct support_sql *engine, const struct support_case *item)
{
    bool wanted[SUPPORT_VIEWS_MAX] = {false};
    for (size_t v = 0; v < spec.view_count; v++) {
        for (size_t i = 0; i < item->expected_count; i++) {
            if (strcmp(spec.views[v].name, item->expected[i].relation) == 0)
                wanted[v] = true;
        }
    }
    support_spec_needs(&spec, wanted);
    return support_sql_refill(engine, &item->history) &&
           support_spec_tables_make(&spec, engine, wanted);
}

static void test_case(void **state)
{
    struct support_case *item = *state;
    size_t failed = kernel_disagrees(item);
    for (size_t e = 0; e < engine_count; e++) {
        if (!engine_fill(&engines[e], item))
            fail_msg("%s: %s", engines[e].name, engines[e].error);
        for (size_t i = 0; i < item->expected_count; i++) {
            failed += !engine_agrees(&engines[e], item, &item->expected[i]);
        }
    }
    if (failed > 0)
        fail_msg("%s:%u: %zu tables are not as expected", item->file, item->line, failed);
}

/* -- The rules as a whole
 * ------------------------------------------------------------------------ */

static void test_views(void **state)
{
    (void)state;
    struct support_sql sql;
    bool is_made = support_duckdb_open(&sql) && support_spec_make(&spec, &sql, true);
    if (!is_made) print_error("%s: %s\n", sql.name, sql.error);
    sql.close(&sql);
    if (postgres_state == SUPPORT_POSTGRES_READY) {
        const bool is_made_too = support_postgres_open(&postgres, "views", &sql) &&
                                 support_spec_make(&spec, &sql, true);
        if (!is_made_too) print_error("%s: %s\n", sql.name, sql.error);
        sql.close(&sql);
        is_made = is_made && is_made_too;
    }
    assert_true(is_made);
}

static void test_postgres(void **state)
{
    (void)state;
    if (postgres_state == SUPPORT_POSTGRES_BROKEN) fail_msg("%s", postgres.why);
    if (postgres_state == SUPPORT_POSTGRES_ABSENT) {
        print_message("skipped: %s\n", postgres.why);
        skip();
    }
}

static void test_order(void **state)
{
    (void)state;
    glob_t found = {0};
    if (spec.missing)
        fail_msg("spec/rules.txt names what is not there: %s", spec.missing);
    assert_int_equal(glob(SUPPORT_SPEC_FOLDER "/*.sql", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        bool is_named = false;
        for (size_t f = 0; f < spec.file_count; f++) {
            if (strcmp(spec.files[f].path, found.gl_pathv[i]) == 0) is_named = true;
        }
        if (!is_named) fail_msg("%s is not in spec/rules.txt", found.gl_pathv[i]);
    }
    globfree(&found);
}

static void test_headers(void **state)
{
    (void)state;
    static const char *const needed[] = {"id",         "version", "text",
                                         "parameters", "reason",  "source",
                                         "uses",       "gives",   "example"};
    size_t missing = 0;
    for (size_t f = 0; f < spec.file_count; f++) {
        for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
            if (support_spec_field(&spec.files[f], needed[i])[0] != '\0') continue;
            print_error("%s: no line '-- %s: …'\n", spec.files[f].path, needed[i]);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

/* What the header promises, "view(column, column); view(column)", is what the engine
 * gives. */
static void test_gives(void **state)
{
    (void)state;
    struct support_sql duckdb;
    size_t wrong = 0;
    if (!support_duckdb_open(&duckdb) || !support_spec_make(&spec, &duckdb, true))
        fail_msg("%s", duckdb.error);
    for (size_t v = 0; v < spec.view_count; v++) {
        char query[128];
        struct sp_buf given = {0};
        struct support_rows rows = {0};
        const char *promised = "";
        for (size_t f = 0; f < spec.file_count; f++) {
            if (strcmp(spec.files[f].path, spec.views[v].file) == 0)
                promised = support_spec_field(&spec.files[f], "gives");
        }
        (void)snprintf(query, sizeof query, "SELECT * FROM %s LIMIT 0",
                       spec.views[v].name);
        if (!duckdb.fetch(&duckdb, query, &rows)) {
            print_error("%s: view %s: %s\n", spec.views[v].file, spec.views[v].name,
                        duckdb.error);
            wrong++;
            continue;
        }
        sp_buf_init(&given, 4096);
        sp_buf_format(&given, "%s(", spec.views[v].name);
        for (size_t c = 0; c < rows.column_count; c++) {
            sp_buf_format(&given, "%s%s", c == 0 ? "" : ", ", rows.names[c]);
        }
        sp_buf_char(&given, ')');
        if (!strstr(promised, given.data)) {
            print_error("%s: the view is %s, its header says %s\n", spec.views[v].file,
                        given.data, promised);
            wrong++;
        }
        sp_buf_release(&given);
        support_rows_release(&rows);
    }
    duckdb.close(&duckdb);
    assert_int_equal(wrong, 0);
}

/* -- All of them
 * -------------------------------------------------------------------------------- */

static void read_or_die(enum sp_rc rc, const struct sp_err *err)
{
    char message[2048];
    if (rc == SP_OK) return;
    sp_err_format(err, message, sizeof message);
    (void)printf("not ok - the rules and their cases can be read\n# %s\n", message);
    exit(1);
}

static void cases_read(void)
{
    struct sp_err err = {0};
    glob_t found = {0};
    support_cases_init(&cases);
    for (size_t f = 0; f < spec.file_count; f++) {
        read_or_die(support_cases_read_spec(&cases, spec.files[f].path, &err), &err);
    }
    if (glob("tests/spec/*.txt", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            read_or_die(support_cases_read(&cases, found.gl_pathv[i], &err), &err);
        }
    }
    globfree(&found);
}

static int engines_open(void **state)
{
    (void)state;
    engine_count = 1;
    if (!support_duckdb_open(&engines[0])) return -1;
    if (postgres_state == SUPPORT_POSTGRES_READY) {
        engine_count = 2;
        if (!support_postgres_open(&postgres, "cases", &engines[1])) return -1;
    }
    for (size_t e = 0; e < engine_count; e++) {
        if (support_spec_make(&spec, &engines[e], false)) continue;
        print_error("%s: %s\n", engines[e].name, engines[e].error);
        return -1;
    }
    return 0;
}

static int engines_close(void **state)
{
    (void)state;
    for (size_t e = 0; e < engine_count; e++) {
        engines[e].close(&engines[e]);
    }
    return 0;
}

/* Where a case stands and what it shows. SALLYPORT_CASE picks those whose name holds a
 * text. */
static size_t tests_of_cases(struct CMUnitTest *tests, char (*names)[NAME_SIZE])
{
    const char *wanted = getenv("SALLYPORT_CASE");
    size_t count = 0;
    for (size_t i = 0; i < cases.count; i++) {
        struct support_case *item = &cases.items[i];
        (void)snprintf(names[i], NAME_SIZE, "%s:%u %s", item->file, item->line,
                       item->title);
        if (wanted && !strstr(names[i], wanted)) continue;
        tests[count++] = (struct CMUnitTest){
            .name = names[i], .test_func = test_case, .initial_state = item};
    }
    return count;
}

int main(void)
{
    static const struct CMUnitTest whole[] = {
        {.name = "PostgreSQL is there", .test_func = test_postgres},
        {.name = "every view is made in both engines", .test_func = test_views},
        {.name = "rules.txt names every rule", .test_func = test_order},
        {.name = "every rule says what it is", .test_func = test_headers},
        {.name = "every view gives what its header says", .test_func = test_gives},
    };
    enum { WHOLE_COUNT = sizeof whole / sizeof whole[0] };
    struct sp_err err = {0};
    postgres_state = support_postgres_start(&postgres);
    read_or_die(link_facts_open(&facts, &err), &err);
    read_or_die(support_spec_read(&spec, &err), &err);
    cases_read();
    struct CMUnitTest *tests = sp_alloc((WHOLE_COUNT + cases.count) * sizeof *tests);
    char(*names)[NAME_SIZE] = sp_alloc((cases.count + 1) * sizeof *names);
    SP_ASSERT(tests && names);
    memcpy(tests, whole, sizeof whole);
    const size_t count = WHOLE_COUNT + tests_of_cases(tests + WHOLE_COUNT, names);
    const int failed =
        _cmocka_run_group_tests("spec", tests, count, engines_open, engines_close);
    print_message("%zu cases; the kernel was asked for %zu tables\n", count - WHOLE_COUNT,
                  tables_of_kernel);
    sp_free(tests);
    sp_free(names);
    link_facts_close(facts);
    support_cases_release(&cases);
    support_spec_release(&spec);
    support_postgres_stop(&postgres);
    return failed;
}
