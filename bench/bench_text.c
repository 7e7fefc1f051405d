/*
 * How fast delimited text is read with every field converted to its type, beside DuckDB's
 * reader doing the same: each column of its read_csv is given its type and added up, and
 * nothing is stored. Beside both stands the least any reader must do, memchr('\n') over
 * the same file in the same pieces. All are given in turn, in one run, so that their
 * ratios can be trusted on a busy machine, and both readers' sums must agree.
 *
 *   build/bench/bench_text [MEGABYTES [FILE]]     1000 MB into a file beside the program,
 * then removed
 *
 * The file has 12 columns; in every row a quoted field that holds a comma, in one of a
 * hundred rows doubled quotes and a line break too.
 */
#include "ingest/ingest_text.h"

#include <duckdb.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, PIECE_SIZE = 1 << 18, COLUMN_COUNT = 12, SUMS_SIZE = 512 };

/* What is added up over all rows; of texts, their bytes. */
struct sums {
    int64_t rows;
    int64_t whole[3];
    int64_t days[2];
    int64_t seconds;
    int64_t cents;
    int64_t yes;
    int64_t text_sizes[4];
    uint64_t text_hash; // Not compared: it stands for looking a text up.
};

static const char sums_sql[] =
    "select concat_ws(' ', count(*), sum(id), sum(year), sum(days), "
    "sum(booked - date '1970-01-01'), sum(served - date '1970-01-01'), "
    "sum(epoch_us(moment)) // 1000000, sum(amount) * 100, sum(released::int), "
    "sum(strlen(place)), sum(strlen(area)), sum(strlen(facility)), sum(strlen(code))) "
    "from read_csv('%s', auto_detect = false, header = false, delim = ',', quote = '\"', "
    "escape = '\"', new_line = '\\n', columns = {id: 'bigint', booked: 'date', "
    "area: 'varchar', place: 'varchar', moment: 'timestamp', amount: 'decimal(18,2)', "
    "year: 'integer', released: 'boolean', facility: 'varchar', served: 'date', "
    "days: 'integer', code: 'varchar'})";

/* Time that went by, and time that the processors spent on us: with two threads and a
 * machine to ourselves the second is up to twice the first. */
struct span {
    double wall;
    double cpu;
};

static double clock_read(clockid_t id)
{
    struct timespec time;
    (void)clock_gettime(id, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct span span_start(void)
{
    return (struct span){.wall = clock_read(CLOCK_MONOTONIC),
                         .cpu = clock_read(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct span span_end(struct span start)
{
    const struct span end = span_start();
    return (struct span){.wall = end.wall - start.wall, .cpu = end.cpu - start.cpu};
}

/* -- The file ---------------------------------------------------------------------- */

static uint64_t file_make(const char *path, uint64_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file) return 0;
    uint64_t written = 0;
    for (uint64_t i = 0; written < size; i++) {
        const char *more = i % 100 == 0 ? " \"\"new\"\"\nwing" : "";
        const int got = fprintf(
            file,
            "%" PRIu64 ",2017-%02d-%02d,Area %d,\"City %d, State%s\","
            "2017-%02d-%02d %02d:%02d:%02d,%d.%02d,%d,%s,Some Facility,2018-%02d-%02d,%d,"
            "%08" PRIx32 "\n",
            i, (int)(i % 12 + 1), (int)(i % 28 + 1), (int)(i % 25), (int)(i % 977), more,
            (int)(i % 11 + 1), (int)(i % 27 + 1), (int)(i % 24), (int)(i % 60),
            (int)(i % 59), (int)(i % 9000), (int)(i % 100), (int)(1930 + i % 70),
            i % 3 ? "true" : "false", (int)(i % 7 + 1), (int)(i % 26 + 1),
            (int)(i % 1000), (uint32_t)(i * UINT64_C(0x9E3779B97F4A7C15) >> 32));
        if (got < 0) break;
        written += (uint64_t)got;
    }
    return fclose(file) == 0 ? written : 0;
}

/* -- The floor --------------------------------------------------------------------- */

static uint64_t lines_count(const char *path)
{
    static char piece[PIECE_SIZE];
    uint64_t count = 0;
    size_t got;
    FILE *file = fopen(path, "rb");
    while (file && (got = fread(piece, 1, sizeof piece, file)) > 0) {
        const char *at = piece;
        while ((at = memchr(at, '\n', (size_t)(piece + got - at))) != NULL) {
            at++;
            count++;
        }
    }
    if (file) (void)fclose(file);
    return count;
}

/* -- Ours -------------------------------------------------------------------------- */

static bool whole_parse(struct sp_str text, int64_t *out)
{
    int64_t number = 0;
    if (text.size == 0 || text.size > 18) return false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned digit = (unsigned)text.data[i] - '0';
        if (digit > 9) return false;
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

/* Whole units, a point and two digits, as cents. */
static bool cents_parse(struct sp_str text, int64_t *out)
{
    int64_t units;
    int64_t cents;
    if (text.size < 4 || text.data[text.size - 3] != '.') return false;
    const struct sp_str after = {.data = text.data + text.size - 2, .size = 2};
    text.size -= 3;
    if (!whole_parse(text, &units) || !whole_parse(after, &cents)) return false;
    *out = units * 100 + cents;
    return true;
}

static bool yes_parse(struct sp_str text, int64_t *out)
{
    const bool is_yes = sp_str_equal(text, SP_STR("true"));
    *out = is_yes;
    return is_yes || sp_str_equal(text, SP_STR("false"));
}

static uint64_t hash_step(uint64_t hash, const char *bytes, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, bytes, size);
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

static uint64_t text_hash(struct sp_str text)
{
    uint64_t hash = text.size;
    const char *at = text.data;
    const char *end = text.data + text.size;
    for (; end - at > 8; at += 8) {
        hash = hash_step(hash, at, 8);
    }
    if (text.size >= 8)
        return hash_step(hash, end - 8, 8); // Some bytes twice: no matter.
    if (text.size >= 4) return hash_step(hash_step(hash, at, 4), end - 4, 4);
    for (; at < end; at++) {
        hash = hash_step(hash, at, 1);
    }
    return hash;
}

static void text_add(struct sums *sums, size_t index, struct sp_str text)
{
    sums->text_sizes[index] += (int64_t)text.size;
    sums->text_hash += text_hash(text);
}

/* False when a field does not hold its type. */
static bool row_add(struct sums *sums, const struct sp_row *row)
{
    struct sp_moment dates[3];
    int64_t numbers[5];
    if (row->count != COLUMN_COUNT) return false;
    const struct sp_cell *cells = row->cells;
    if (!whole_parse(cells[0].text, &numbers[0]) ||
        !sp_date_parse(cells[1].text, SP_DATE_ISO, &dates[0]) ||
        !sp_date_parse(cells[4].text, SP_DATE_ISO, &dates[1]) ||
        !cents_parse(cells[5].text, &numbers[1]) ||
        !whole_parse(cells[6].text, &numbers[2]) ||
        !yes_parse(cells[7].text, &numbers[3]) ||
        !sp_date_parse(cells[9].text, SP_DATE_ISO, &dates[2]) ||
        !whole_parse(cells[10].text, &numbers[4]))
        return false;
    sums->rows++;
    sums->whole[0] += numbers[0];
    sums->whole[1] += numbers[2];
    sums->whole[2] += numbers[4];
    sums->days[0] += dates[0].day;
    sums->days[1] += dates[2].day;
    sums->seconds += dates[1].day * INT64_C(86400) + dates[1].second;
    sums->cents += numbers[1];
    sums->yes += numbers[3];
    text_add(sums, 0, cells[3].text);
    text_add(sums, 1, cells[2].text);
    text_add(sums, 2, cells[8].text);
    text_add(sums, 3, cells[11].text);
    return true;
}

static bool sums_of_rows(const char *path, int thread_count, char *out)
{
    struct sums sums = {0};
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    const struct sp_book_options options = {.thread_count = thread_count};
    enum sp_rc rc = ingest_text_open(path, &options, &text, &err);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        if (!row_add(&sums, &row)) break;
    }
    ingest_text_close(text);
    if (rc != SP_END)
        (void)fprintf(stderr, "row %" PRIu64 ": %s\n", row.number, err.text);
    (void)snprintf(out, SUMS_SIZE,
                   "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                   " %" PRId64 " %" PRId64 ".00 %" PRId64 " %" PRId64 " %" PRId64
                   " %" PRId64 " %" PRId64,
                   sums.rows, sums.whole[0], sums.whole[1], sums.whole[2], sums.days[0],
                   sums.days[1], sums.seconds, sums.cents, sums.yes, sums.text_sizes[0],
                   sums.text_sizes[1], sums.text_sizes[2], sums.text_sizes[3]);
    return rc == SP_END && sums.text_hash != 0;
}

/* Rows and fields found, none converted. */
static uint64_t rows_count(const char *path)
{
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    enum sp_rc rc = ingest_text_open(path, NULL, &text, NULL);
    while (rc == SP_OK) {
        rc = ingest_text_next(text, &row, NULL);
    }
    ingest_text_close(text);
    return row.number;
}

/* -- DuckDB ------------------------------------------------------------------------ */

static bool duckdb_connect_to(duckdb_database *out_db, duckdb_connection *out_link)
{
    duckdb_config config;
    char *problem = NULL;
    bool is_fine = duckdb_create_config(&config) == DuckDBSuccess;
    is_fine = is_fine && duckdb_set_config(config, "threads", "2") == DuckDBSuccess;
    is_fine = is_fine && duckdb_set_config(config, "autoinstall_known_extensions",
                                           "false") == DuckDBSuccess;
    is_fine = is_fine && duckdb_set_config(config, "autoload_known_extensions",
                                           "false") == DuckDBSuccess;
    is_fine = is_fine && duckdb_open_ext(NULL, out_db, config, &problem) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    if (problem) (void)fprintf(stderr, "%s\n", problem);
    duckdb_free(problem);
    return is_fine && duckdb_connect(*out_db, out_link) == DuckDBSuccess;
}

static bool sums_of_duckdb(duckdb_connection link, const char *path, char *out)
{
    char sql[8192];
    (void)snprintf(sql, sizeof sql, sums_sql, path);
    duckdb_result result;
    const bool is_fine = duckdb_query(link, sql, &result) == DuckDBSuccess;
    if (is_fine) {
        char *sums = duckdb_value_varchar(&result, 0, 0);
        (void)snprintf(out, SUMS_SIZE, "%s", sums ? sums : "");
        duckdb_free(sums);
    } else {
        (void)fprintf(stderr, "%s\n", duckdb_result_error(&result));
    }
    duckdb_destroy_result(&result);
    return is_fine;
}

/* -- All in turn ------------------------------------------------------------------- */

enum { FLOOR, ROWS, TYPED_ON_1, TYPED_ON_2, DUCKDB_ON_2, READER_COUNT };

static bool reader_run(int reader, duckdb_connection link, const char *path,
                       char *out_sums)
{
    switch (reader) {
    case FLOOR:
        return lines_count(path) > 0;
    case ROWS:
        return rows_count(path) > 0;
    case DUCKDB_ON_2:
        return sums_of_duckdb(link, path, out_sums);
    default:
        return sums_of_rows(path, reader == TYPED_ON_1 ? 1 : 2, out_sums);
    }
}

static bool round_run(duckdb_connection link, const char *path, double gigabytes)
{
    static const char *const names[READER_COUNT] = {"memchr", "rows", "typed",
                                                    "typed on 2", "DuckDB on 2"};
    char sums[READER_COUNT][SUMS_SIZE];
    struct span spans[READER_COUNT];
    bool is_fine = true;
    printf("GB/s:");
    for (int i = 0; i < READER_COUNT; i++) {
        const struct span start = span_start();
        is_fine = reader_run(i, link, path, sums[i]) && is_fine;
        spans[i] = span_end(start);
        printf(" %s %.2f,", names[i], gigabytes / spans[i].wall);
    }
    const struct span ours = spans[TYPED_ON_2];
    const struct span theirs = spans[DUCKDB_ON_2];
    is_fine = is_fine && strcmp(sums[TYPED_ON_1], sums[DUCKDB_ON_2]) == 0 &&
              strcmp(sums[TYPED_ON_2], sums[DUCKDB_ON_2]) == 0;
    printf(" ours on 2 / DuckDB %.2f (by processor time %.2f), sums %s\n",
           theirs.wall / ours.wall, theirs.cpu / ours.cpu, is_fine ? "agree" : "DIFFER");
    if (!is_fine)
        printf("  %s\n  %s\n  %s\n", sums[TYPED_ON_1], sums[TYPED_ON_2],
               sums[DUCKDB_ON_2]);
    (void)fflush(stdout);
    return is_fine;
}

int main(int count, char **words)
{
    const uint64_t megabytes = count > 1 ? strtoull(words[1], NULL, 10) : 1000;
    char beside[4096];
    (void)snprintf(beside, sizeof beside, "%s.csv", words[0]);
    const char *path = count > 2 ? words[2] : beside;
    const uint64_t size = file_make(path, megabytes * 1000000);
    duckdb_database db = NULL;
    duckdb_connection link = NULL;
    bool is_fine = size > 0 && duckdb_connect_to(&db, &link);
    printf("DuckDB %s\n", duckdb_library_version());
    for (int round = 0; round < ROUNDS && is_fine; round++) {
        is_fine = round_run(link, path, (double)size / 1e9);
    }
    duckdb_disconnect(&link);
    duckdb_close(&db);
    return remove(path) == 0 && is_fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
