/*
 * Writes the large workbooks of the benchmarks: a preamble of six rows, a header on row
 * 7, made-up detention stints below it.
 *
 *   build/bench/bench_workbook OUT.xlsx [--rows N] [--columns C] [--sheets S]
 *                              [--shared|--inline] [--seed K] [--text OUT.csv]
 *
 * --text also writes the first sheet as `sallyport sheet` must print it. The same seed,
 * rows, columns and sheets give the same cells, shared or inline, on any machine. Prints
 * what was written as NAME=NUMBER lines, for scripts to hold against what readers saw.
 */
#include "bench_csv.h"
#include "bench_xml.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct args {
    struct bench_plan plan;
    uint64_t seed;
    uint64_t columns;
    uint64_t sheets;
    const char *text_path; // NULL: no text
};

static int usage(void)
{
    (void)fprintf(stderr,
                  "bench_workbook OUT.xlsx [--rows N] [--columns 40|53..60] [--sheets "
                  "1..%d] [--shared|--inline] "
                  "[--seed K] [--text OUT.csv]\n",
                  (int)BENCH_SHEETS_MAX);
    return 2;
}

static bool number_read(const char *word, uint64_t *out)
{
    char *end = NULL;
    if (!word || word[0] < '0' || word[0] > '9') return false;
    *out = strtoull(word, &end, 10);
    return *end == '\0';
}

static bool args_read(char **words, struct args *args)
{
    for (; *words; words++) {
        uint64_t *number = NULL;
        if (strcmp(*words, "--rows") == 0) {
            number = &args->plan.row_count;
        } else if (strcmp(*words, "--columns") == 0) {
            number = &args->columns;
        } else if (strcmp(*words, "--sheets") == 0) {
            number = &args->sheets;
        } else if (strcmp(*words, "--seed") == 0) {
            number = &args->seed;
        } else if (strcmp(*words, "--inline") == 0 || strcmp(*words, "--shared") == 0) {
            args->plan.is_inline = strcmp(*words, "--inline") == 0;
        } else if (strcmp(*words, "--text") == 0 && words[1]) {
            args->text_path = *++words;
        } else if (**words != '-' && !args->plan.path) {
            args->plan.path = *words;
        } else {
            return false;
        }
        if (number && !number_read(*++words, number)) return false;
    }
    return args->plan.path != NULL;
}

static bool args_fit(const struct args *args)
{
    const uint64_t columns = args->columns;
    return args->plan.row_count <= BENCH_SHEET_ROWS_MAX - BENCH_HEADER_ROW &&
           args->sheets >= 1 && args->sheets <= BENCH_SHEETS_MAX &&
           (columns == 40 || (columns >= 53 && columns <= BENCH_COLUMNS_MAX));
}

int main(int count, char **words)
{
    struct args args = {.plan.row_count = 800000, .columns = 40, .sheets = 1, .seed = 1};
    if (count < 2 || !args_read(words + 1, &args) || !args_fit(&args)) return usage();
    args.plan.sheet_count = (uint32_t)args.sheets;
    struct bench_rows rows;
    struct bench_counts counts = {0};
    bool done = bench_rows_init(&rows, args.seed, (uint32_t)args.columns);
    if (done) done = bench_xml_write(&args.plan, &rows, &counts);
    if (done && args.text_path) {
        done = bench_csv_write(args.text_path, &rows, args.plan.row_count);
    }
    bench_rows_release(&rows);
    if (!done) {
        (void)fprintf(stderr,
                      "cannot write '%s'; is there room in memory and on the disk?\n",
                      args.plan.path);
        return EXIT_FAILURE;
    }
    printf("rows=%" PRIu64 "\nfilled=%" PRIu64 "\nstyled=%" PRIu64 "\ntexts=%" PRIu64
           "\nids=%" PRIu64 "\nxml_size=%" PRIu64 "\n",
           counts.rows, counts.filled, counts.styled, counts.texts, counts.ids,
           counts.xml_size);
    return EXIT_SUCCESS;
}
