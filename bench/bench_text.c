/*
 * How fast delimited text is read, beside the least that any reader must do: memchr('\n')
 * over the same file in the same pieces. Both are given in turn, so that their ratio can
 * be trusted on a busy machine.
 *
 *   build/bench/bench_text [MEGABYTES [FILE]]     512 MB into a file beside the program,
 * then removed
 *
 * The file has 12 columns, in every row a quoted field that holds a comma.
 */
#include "ingest/ingest_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, PIECE_SIZE = 1 << 18 };

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint64_t file_make(const char *path, uint64_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file) return 0;
    uint64_t written = 0;
    for (uint64_t i = 0; written < size; i++) {
        const int got =
            fprintf(file,
                    "%" PRIu64 ",2017-%02d-%02d,Area %d,\"City %d, State\",%" PRIu64
                    ",M,19%02d,%d,"
                    "Some Facility Name,Released,%d,%016" PRIx64 "\n",
                    i, (int)(i % 12 + 1), (int)(i % 28 + 1), (int)(i % 25),
                    (int)(i % 977), i % 7919, (int)(i % 60 + 30), (int)(i % 3),
                    (int)(i % 100000), i * UINT64_C(0x9E3779B97F4A7C15));
        if (got < 0) break;
        written += (uint64_t)got;
    }
    return fclose(file) == 0 ? written : 0;
}

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

static uint64_t rows_count(const char *path, uint64_t *out_fields)
{
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    *out_fields = 0;
    enum sp_rc rc = ingest_text_open(path, NULL, &text, &err);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        *out_fields += row.count;
    }
    ingest_text_close(text);
    if (rc != SP_END) (void)fprintf(stderr, "%s\n", err.text);
    return row.number;
}

int main(int count, char **words)
{
    const uint64_t megabytes = count > 1 ? strtoull(words[1], NULL, 10) : 512;
    char beside[4096];
    (void)snprintf(beside, sizeof beside, "%s.csv", words[0]);
    const char *path = count > 2 ? words[2] : beside;
    const uint64_t size = file_make(path, megabytes * 1000000);
    if (size == 0) return EXIT_FAILURE;
    const double gigabytes = (double)size / 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t fields = 0;
        const double start = now();
        const uint64_t lines = lines_count(path);
        const double middle = now();
        const uint64_t rows = rows_count(path, &fields);
        const double end = now();
        printf("memchr %.2f GB/s (%" PRIu64 " lines), rows %.2f GB/s (%" PRIu64
               " rows, %" PRIu64 " fields), ratio %.2f\n",
               gigabytes / (middle - start), lines, gigabytes / (end - middle), rows,
               fields, (middle - start) / (end - middle));
    }
    return remove(path) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
