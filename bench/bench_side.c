/*
 * How far two readings side by side use two cores: two workbooks, or two sheets of one
 * book, read one after another, then on two threads at once.
 *
 *   build/bench/bench_side WORKBOOK WORKBOOK [ROUNDS]    the first sheet of each
 *   build/bench/bench_side --sheets WORKBOOK [ROUNDS]    the first two sheets of it
 *
 * The first number is the speed-up of the wall time; 2 is the most that two cores can
 * give, and only on a quiet machine. CPU time that grows side by side means that the
 * readings get in each other's way. Each reading uses one thread (thread_count 1).
 */
#include "sallyport/sheet.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIDES = 2, ROUNDS = 3 };

struct side {
    const char *path;
    size_t sheet_index;
    struct sp_book *book; // the same for both when they are sheets of one
    uint64_t rows;
    uint64_t cells;
    bool done;
    struct sp_err err;
};

static double now(clockid_t clock)
{
    struct timespec time;
    (void)clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum sp_rc rows_count(struct side *side, struct sp_sheet *sheet)
{
    struct sp_row row;
    enum sp_rc rc;
    while ((rc = sp_sheet_next(sheet, &row, &side->err)) == SP_OK) {
        side->rows++;
        for (uint32_t i = 0; i < row.count; i++) {
            side->cells += row.cells[i].kind != SP_CELL_EMPTY;
        }
    }
    return rc;
}

static void *side_read(void *side_in)
{
    struct side *side = side_in;
    struct sp_sheet *sheet = NULL;
    side->rows = 0;
    side->cells = 0;
    enum sp_rc rc = SP_OK;
    if (side->sheet_index >= sp_book_sheet_count(side->book)) {
        rc = sp_err_set(&side->err, SP_ERR_INPUT, "the workbook has no sheet %zu",
                        side->sheet_index + 1);
    }
    if (rc == SP_OK)
        rc = sp_sheet_open(side->book, side->sheet_index, &sheet, &side->err);
    if (rc == SP_OK) rc = rows_count(side, sheet);
    sp_sheet_close(sheet);
    side->done = rc == SP_END;
    return NULL;
}

static bool books_open(struct side *sides)
{
    const struct sp_book_options options = {.thread_count = 1, .allow_large = true};
    for (size_t i = 0; i < SIDES; i++) {
        sides[i].done = false;
        sides[i].book = i > 0 && sides[i].sheet_index > 0 ? sides[0].book : NULL;
        if (!sides[i].book &&
            sp_book_open(sides[i].path, &options, &sides[i].book, &sides[i].err) != SP_OK)
            return false;
    }
    return true;
}

static void books_close(struct side *sides)
{
    if (sides[1].book != sides[0].book) sp_book_close(sides[1].book);
    sp_book_close(sides[0].book);
}

static bool read_in_turn(struct side *sides)
{
    const bool is_open = books_open(sides);
    for (size_t i = 0; is_open && i < SIDES; i++) {
        (void)side_read(&sides[i]);
    }
    books_close(sides);
    return is_open;
}

static bool read_at_once(struct side *sides)
{
    pthread_t thread;
    bool is_done =
        books_open(sides) && pthread_create(&thread, NULL, side_read, &sides[1]) == 0;
    if (is_done) {
        (void)side_read(&sides[0]);
        is_done = pthread_join(thread, NULL) == 0;
    }
    books_close(sides);
    return is_done;
}

static bool sides_done(const struct side *sides)
{
    char line[SP_ERR_TEXT_MAX + 4 * SP_ERR_PLACE_MAX];
    for (size_t i = 0; i < SIDES; i++) {
        if (sides[i].done) continue;
        sp_err_format(&sides[i].err, line, sizeof line);
        (void)fprintf(stderr, "'%s': %s\n", sides[i].path, line);
        return false;
    }
    return true;
}

static bool round_run(struct side *sides)
{
    const double start = now(CLOCK_MONOTONIC);
    const double start_cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    if (!read_in_turn(sides) || !sides_done(sides)) return false;
    const uint64_t cells = sides[0].cells + sides[1].cells;
    const double in_turn = now(CLOCK_MONOTONIC) - start;
    const double in_turn_cpu = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu;
    if (!read_at_once(sides) || !sides_done(sides)) return false;
    const double at_once = now(CLOCK_MONOTONIC) - start - in_turn;
    const double at_once_cpu = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu - in_turn_cpu;
    if (sides[0].cells + sides[1].cells != cells) {
        (void)fprintf(stderr, "side by side gave other cells than in turn\n");
        return false;
    }
    printf(
        "speed-up %.2f: in turn %.3f s, side by side %.3f s; CPU %.3f s, %.3f s (%" PRIu64
        " rows, %" PRIu64 " cells)\n",
        in_turn / at_once, in_turn, at_once, in_turn_cpu, at_once_cpu,
        sides[0].rows + sides[1].rows, cells);
    return true;
}

int main(int count, char **words)
{
    const bool by_sheet = count > 1 && strcmp(words[1], "--sheets") == 0;
    if (count < 3) {
        (void)fprintf(
            stderr,
            "bench_side WORKBOOK WORKBOOK [ROUNDS], or --sheets WORKBOOK [ROUNDS]\n");
        return 2;
    }
    struct side sides[SIDES] = {{.path = by_sheet ? words[2] : words[1]},
                                {.path = words[2], .sheet_index = by_sheet ? 1 : 0}};
    const unsigned long rounds = count > 3 ? strtoul(words[3], NULL, 10) : ROUNDS;
    for (unsigned long round = 0; round < rounds; round++) {
        if (!round_run(sides)) return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
