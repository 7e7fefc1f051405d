/*
 * Kernel = DuckDB = PostgreSQL, row for row, over random histories: every relation of
 * every rule, a million persons. SALLYPORT_HISTORIES sets another number, SALLYPORT_SEED
 * another beginning.
 *
 * A batch of persons has the seed "first seed + its number", so the first batch that
 * differs can be made again alone. What differs is printed with the person's records as a
 * case for tests/spec.
 */
#include "support/support_kernel.h"
#include "support/support_postgres.h"
#include "support/support_random.h"
#include "support/support_spec.h"

#include <inttypes.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    BATCH_PERSONS = 25000,
    WORKERS = 2,
    ENGINES_MAX = 2,
    RELATIONS_MAX = SUPPORT_VIEWS_MAX
};
#if defined(__SANITIZE_ADDRESS__)
enum { PERSONS_DEFAULT = 20000 };
#else
enum { PERSONS_DEFAULT = 1000000 };
#endif

static struct support_spec spec;
static struct support_postgres postgres;
static enum support_postgres_state postgres_state;
static struct link_facts *facts;
static uint64_t first_seed;
static size_t person_total;
static size_t batch_count;
static atomic_size_t batch_next;
static atomic_bool is_over; // something differs or broke: the others may stop
static atomic_size_t rows_compared;
static pthread_mutex_t print_lock = PTHREAD_MUTEX_INITIALIZER;

/* One batch as everybody sees it. */
struct batch {
    uint64_t seed;
    struct support_history history;
    struct support_input input;
    struct link_output output;
};

static size_t batch_persons(size_t batch)
{
    const size_t first = batch * BATCH_PERSONS;
    return person_total - first < BATCH_PERSONS ? person_total - first : BATCH_PERSONS;
}

/* -- What differs
 * -------------------------------------------------------------------------------- */

/* The person behind a row: of its column `person`, or of the first record that it names.
 */
static int64_t row_person(const struct support_history *history,
                          const struct support_rows *rows, const int64_t *row)
{
    static const char *const records[] = {"record", "arrest", "detainer", "stay",
                                          "origin_record"};
    const size_t person_column = support_rows_column_find(rows, "person");
    if (person_column != SIZE_MAX) return row[person_column];
    for (size_t n = 0; n < sizeof records / sizeof records[0]; n++) {
        const size_t c = support_rows_column_find(rows, records[n]);
        for (unsigned id = 0; c != SIZE_MAX && id < SUPPORT_WINDOWS; id++) {
            for (size_t i = 0; i < history->tables[id].row_count; i++) {
                const int64_t *said = support_row(history, id, i);
                if (said[ARREST_RECORD] == row[c]) return said[ARREST_PERSON];
            }
        }
    }
    return SUPPORT_NONE;
}

/* Rows of `rows` that are of a person; of nobody, the row at `at` alone. */
static void person_rows_print(const struct support_history *history, const char *relation,
                              const struct support_rows *rows, int64_t person, size_t at)
{
    enum { AROUND = 40 }; // Rows of one person stand close together, as records do.
    struct support_rows own = *rows;
    own.cells = NULL;
    own.row_count = own.row_capacity = 0;
    for (size_t i = at > AROUND ? at - AROUND : 0; i < rows->row_count && i < at + AROUND;
         i++) {
        const int64_t *row = rows->cells + i * rows->column_count;
        if (i != at &&
            (person == SUPPORT_NONE || row_person(history, rows, row) != person))
            continue;
        memcpy(support_rows_add(&own), row, rows->column_count * sizeof *row);
    }
    support_rows_print(stderr, relation, history, &own, 0, own.row_count);
    support_rows_release(&own);
}

static void difference_print(const struct batch *batch, const char *relation,
                             const char *a_name, const struct support_rows *a,
                             const char *b_name, const struct support_rows *b, size_t at)
{
    const struct support_rows *longer = at < a->row_count ? a : b;
    const int64_t person =
        row_person(&batch->history, longer, longer->cells + at * longer->column_count);
    (void)pthread_mutex_lock(&print_lock);
    (void)fprintf(stderr,
                  "# '%s' differs at row %zu of %zu and %zu; to begin with this batch, "
                  "SALLYPORT_SEED=%" PRIu64 "\n",
                  relation, at, a->row_count, b->row_count, batch->seed);
    if (person != SUPPORT_NONE) support_case_print(stderr, &batch->history, person);
    (void)fprintf(stderr, "# %s:\n", a_name);
    person_rows_print(&batch->history, relation, a, person, at);
    (void)fprintf(stderr, "# %s:\n", b_name);
    person_rows_print(&batch->history, relation, b, person, at);
    (void)fputc('\n', stderr);
    (void)pthread_mutex_unlock(&print_lock);
}

static bool is_equal(const struct batch *batch, const char *relation, const char *a_name,
                     const struct support_rows *a, const char *b_name,
                     const struct support_rows *b)
{
    const size_t at = support_rows_difference(a, b);
    (void)atomic_fetch_add(&rows_compared, a->row_count);
    if (at == SIZE_MAX) return true;
    difference_print(batch, relation, a_name, a, b_name, b, at);
    return false;
}

/* -- One batch
 * ----------------------------------------------------------------------------------- */

/* The columns of `rows` that the kernel knows, of every row. */
static void known_columns(const char *relation, const struct support_rows *rows,
                          struct support_rows *out)
{
    size_t from[SUPPORT_COLUMNS_MAX];
    *out = (struct support_rows){0};
    for (size_t c = 0; c < rows->column_count; c++) {
        if (!support_kernel_knows_column(relation, rows->names[c])) continue;
        from[out->column_count] = c;
        support_rows_column_add(out, rows->names[c], rows->is_word[c]);
    }
    for (size_t i = 0; i < rows->row_count; i++) {
        int64_t *row = support_rows_add(out);
        for (size_t c = 0; c < out->column_count; c++) {
            row[c] = rows->cells[i * rows->column_count + from[c]];
        }
    }
    support_rows_sort(out);
}

static bool kernel_is_equal(const struct batch *batch, const char *relation,
                            const struct support_rows *rows)
{
    struct support_rows known;
    struct support_rows kernel;
    if (!support_kernel_knows(relation)) return true;
    known_columns(relation, rows, &known);
    support_kernel_rows(&batch->input.input, &batch->output, relation, known.names,
                        known.column_count, &kernel);
    support_rows_sort(&kernel);
    const bool is_same = is_equal(batch, relation, "kernel", &kernel, "DuckDB", &known);
    support_rows_release(&known);
    support_rows_release(&kernel);
    return is_same;
}

static bool engine_failed(const struct support_sql *engine, const char *relation)
{
    (void)pthread_mutex_lock(&print_lock);
    (void)fprintf(stderr, "# %s: %s: %s\n", engine->name, relation, engine->error);
    (void)pthread_mutex_unlock(&print_lock);
    return false;
}

static bool relation_is_equal(const struct batch *batch, const char *relation,
                              struct support_sql *engines, size_t engine_count)
{
    struct support_rows rows[ENGINES_MAX] = {0};
    char query[128];
    bool is_same = true;
    (void)snprintf(query, sizeof query, "SELECT * FROM %s", relation);
    for (size_t e = 0; is_same && e < engine_count; e++) {
        is_same = engines[e].fetch(&engines[e], query, &rows[e]) ||
                  engine_failed(&engines[e], relation);
        if (is_same) support_rows_sort(&rows[e]);
    }
    if (is_same && engine_count == 2)
        is_same = is_equal(batch, relation, engines[0].name, &rows[0], engines[1].name,
                           &rows[1]);
    is_same = is_same && kernel_is_equal(batch, relation, &rows[0]);
    for (size_t e = 0; e < engine_count; e++) {
        support_rows_release(&rows[e]);
    }
    return is_same;
}

static void batch_make(struct batch *batch, uint64_t seed, size_t persons)
{
    struct sp_err err = {0};
    batch->seed = seed;
    support_history_make(&batch->history, (struct support_noise){.state = seed}, persons);
    support_input_make(&batch->history, facts, &batch->input);
    const enum sp_rc rc = link_kernel(&batch->input.input, &batch->output, &err);
    SP_ASSERT(rc == SP_OK);
}

static void batch_clear(struct batch *batch)
{
    support_history_clear(&batch->history);
    support_input_release(&batch->input);
    link_output_release(&batch->output);
}

static bool batch_is_equal(struct batch *batch, struct support_sql *engines,
                           size_t engine_count)
{
    bool is_same = true;
    for (size_t e = 0; is_same && e < engine_count; e++) {
        is_same = (support_sql_refill(&engines[e], &batch->history) &&
                   support_spec_tables_make(&spec, &engines[e], NULL)) ||
                  engine_failed(&engines[e], "the rules");
    }
    for (size_t v = 0; is_same && v < spec.view_count; v++) {
        is_same = relation_is_equal(batch, spec.views[v].name, engines, engine_count);
    }
    return is_same;
}

/* -- Batches on several threads
 * ------------------------------------------------------------------- */

static size_t engines_open(struct support_sql engines[ENGINES_MAX], size_t worker)
{
    char schema[32];
    size_t count = 1 + (postgres_state == SUPPORT_POSTGRES_READY);
    (void)snprintf(schema, sizeof schema, "worker_%zu", worker);
    bool is_open = support_duckdb_open(&engines[0]);
    if (count == 2)
        is_open = support_postgres_open(&postgres, schema, &engines[1]) && is_open;
    for (size_t e = 0; e < count; e++) {
        is_open = is_open && support_spec_make(&spec, &engines[e], false);
        if (!is_open) (void)engine_failed(&engines[e], "opening");
    }
    if (!is_open) atomic_store(&is_over, true);
    return count;
}

static void *work(void *worker)
{
    struct support_sql engines[ENGINES_MAX] = {0};
    struct batch batch = {0};
    const size_t engine_count = engines_open(engines, *(size_t *)worker);
    support_history_init(&batch.history);
    while (!atomic_load(&is_over)) {
        const size_t number = atomic_fetch_add(&batch_next, 1);
        if (number >= batch_count) break;
        batch_make(&batch, first_seed + number, batch_persons(number));
        if (!batch_is_equal(&batch, engines, engine_count)) atomic_store(&is_over, true);
        batch_clear(&batch);
    }
    support_history_release(&batch.history);
    for (size_t e = 0; e < engine_count; e++) {
        engines[e].close(&engines[e]);
    }
    return NULL;
}

static void test_equal(void **state)
{
    (void)state;
    pthread_t threads[WORKERS];
    size_t numbers[WORKERS];
    if (postgres_state == SUPPORT_POSTGRES_BROKEN) fail_msg("%s", postgres.why);
    for (size_t w = 0; w < WORKERS; w++) {
        numbers[w] = w;
        assert_int_equal(pthread_create(&threads[w], NULL, work, &numbers[w]), 0);
    }
    for (size_t w = 0; w < WORKERS; w++) {
        (void)pthread_join(threads[w], NULL);
    }
    assert_false(atomic_load(&is_over));
    print_message("seeds %" PRIu64 " to %" PRIu64
                  ": %zu persons, %zu relations, %zu rows compared, %s\n",
                  first_seed, first_seed + batch_count - 1, person_total, spec.view_count,
                  atomic_load(&rows_compared),
                  postgres_state == SUPPORT_POSTGRES_READY ? "kernel, DuckDB, PostgreSQL"
                                                           : "kernel, DuckDB");
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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        {.name = "PostgreSQL takes part", .test_func = test_postgres},
        {.name = "kernel, DuckDB and PostgreSQL agree row for row",
         .test_func = test_equal},
    };
    const char *wanted = getenv("SALLYPORT_HISTORIES");
    struct sp_err err = {0};
    postgres_state = support_postgres_start(&postgres);
    first_seed = support_seed();
    person_total = wanted ? strtoull(wanted, NULL, 10) : PERSONS_DEFAULT;
    batch_count = (person_total + BATCH_PERSONS - 1) / BATCH_PERSONS;
    enum sp_rc rc = link_facts_open(&facts, &err);
    if (rc == SP_OK) rc = support_spec_read(&spec, &err);
    if (rc != SP_OK) {
        (void)printf("not ok - the rules can be read\n# %s\n", err.text);
        return 1;
    }
    const int failed = cmocka_run_group_tests_name("link_equal", tests, NULL, NULL);
    support_spec_release(&spec);
    link_facts_close(facts);
    support_postgres_stop(&postgres);
    return failed;
}
