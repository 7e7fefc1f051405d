/*
 * What harmonising adds to reading: the first sheet of a workbook is read, then read
 * again with every cell below the header made a typed value or the code of a text, as
 * `add` does it (load_memo). Nothing is stored. Both are given in turn, on one thread, so
 * that the ratio can be trusted on a busy machine.
 *
 *   build/bench/bench_harmonise WORKBOOK [ROUNDS]
 *
 * The ledger it needs for codes is a file beside the program, empty in the end and
 * removed.
 */
#include "load/load_head.h"
#include "load/load_memo.h"
#include "sallyport/ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 3 };

/* Everything of one reading. `memo` is NULL while only reading. */
struct job {
    struct sp_book *book;
    struct sp_sheet *sheet;
    struct load_head head;
    struct sp_profile_set *profiles;
    struct sp_match match;
    struct sp_arena arena;
    struct ledger_terms terms;
    struct load_memo *memo;
    struct ledger_value *values; // by field, of the row in hand
    uint64_t rows;
    uint64_t sum; // of what came of the cells, so that no compiler leaves them out
};

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum sp_rc row_take(struct job *job, const struct sp_row *row, struct sp_err *err)
{
    if (!job->memo) {
        for (uint32_t i = 0; i < row->count; i++) {
            job->sum += row->cells[i].text.size;
        }
        return SP_OK;
    }
    const enum sp_rc rc = load_memo_row(job->memo, row, job->values, err);
    for (uint32_t i = 0; rc == SP_OK && i < job->match.column_count; i++) {
        const struct sp_profile_column *column = job->match.columns[i].column;
        if (column) job->sum += (uint64_t)job->values[column->field_index].number;
    }
    return rc;
}

static enum sp_rc rows_take(struct job *job, struct sp_err *err)
{
    struct sp_row row;
    enum sp_rc rc;
    while ((rc = load_head_next(&job->head, job->sheet, &row, err)) == SP_OK) {
        if (row.number <= job->match.header_row) continue;
        rc = row_take(job, &row, err);
        if (rc != SP_OK) return rc;
        job->rows++;
    }
    return rc == SP_END ? SP_OK : rc;
}

/* One reading of the file. @return processor seconds, or a negative number */
static double read_once(const char *path, struct sp_profile_set *profiles,
                        struct sp_ledger *ledger, bool is_harmonised, struct job *job,
                        struct sp_err *err)
{
    const struct sp_book_options options = {.thread_count = 1, .allow_large = true};
    *job = (struct job){.profiles = profiles};
    sp_arena_init(&job->arena, SIZE_MAX / 2);
    const double start = now();
    enum sp_rc rc = sp_book_open(path, &options, &job->book, err);
    if (rc == SP_OK) rc = sp_sheet_open(job->book, 0, &job->sheet, err);
    if (rc == SP_OK) rc = load_head_read(&job->head, job->sheet, err);
    if (rc == SP_OK)
        rc = sp_profile_match(profiles, NULL, job->head.rows, job->head.row_count,
                              &job->arena, &job->match, err);
    if (rc == SP_OK) {
        job->values = sp_arena_array(&job->arena, job->match.profile->event->field_count,
                                     sizeof *job->values);
        if (!job->values) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    if (rc == SP_OK) rc = ledger_terms_open(ledger, &job->terms, err);
    if (rc == SP_OK && is_harmonised)
        rc = load_memo_open(&job->match, &job->terms, job->match.release, false,
                            &job->memo, err);
    if (rc == SP_OK) rc = rows_take(job, err);
    const double seconds = now() - start;
    load_memo_close(job->memo);
    ledger_terms_release(&job->terms);
    load_head_release(&job->head);
    sp_sheet_close(job->sheet);
    sp_book_close(job->book);
    sp_arena_release(&job->arena);
    return rc == SP_OK ? seconds : -1;
}

static bool round_run(const char *path, struct sp_profile_set *profiles,
                      struct sp_ledger *ledger, struct sp_err *err)
{
    struct job job;
    const double plain = read_once(path, profiles, ledger, false, &job, err);
    const double both =
        plain < 0 ? plain : read_once(path, profiles, ledger, true, &job, err);
    if (both < 0) return false;
    printf("read %.3f s, read and harmonise %.3f s: %.2f of the reading again (%" PRIu64
           " rows × %u columns; %" PRIx64 ")\n",
           plain, both, both / plain - 1, job.rows, job.match.column_count, job.sum);
    return true;
}

int main(int count, char **words)
{
    const unsigned long rounds = count > 2 ? strtoul(words[2], NULL, 10) : ROUNDS;
    char ledger_path[4096];
    struct sp_profile_set *profiles = NULL;
    struct sp_ledger *ledger = NULL;
    struct sp_err err = {0};
    if (count < 2 || rounds == 0) {
        (void)fprintf(stderr, "bench_harmonise WORKBOOK [ROUNDS]\n");
        return 2;
    }
    (void)snprintf(ledger_path, sizeof ledger_path, "%s.duckdb", words[0]);
    (void)unlink(ledger_path);
    bool is_done =
        sp_profile_set_open(NULL, &profiles, &err) == SP_OK &&
        sp_ledger_open(ledger_path, SP_LEDGER_WRITE, 1, &ledger, &err) == SP_OK;
    for (unsigned long round = 0; is_done && round < rounds; round++) {
        is_done = round_run(words[1], profiles, ledger, &err);
    }
    sp_ledger_close(ledger);
    sp_profile_set_close(profiles);
    (void)unlink(ledger_path);
    if (!is_done) {
        char line[SP_ERR_TEXT_MAX + 4 * SP_ERR_PLACE_MAX];
        sp_err_format(&err, line, sizeof line);
        (void)fprintf(stderr, "%s\n", line);
    }
    return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}
