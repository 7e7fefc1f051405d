/*
 * The reader alone: every row and cell of a workbook's first sheet through
 * include/sallyport/sheet.h, and nothing done with them but to count.
 *
 *   build/bench/bench_read WORKBOOK [THREADS]     2 threads unless said otherwise
 */
#include "sallyport/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct counts {
    uint64_t rows;
    uint64_t filled;
    uint64_t text_size;
};

static enum sp_rc rows_count(struct sp_sheet *sheet, struct counts *counts,
                             struct sp_err *err)
{
    struct sp_row row;
    enum sp_rc rc;
    while ((rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        counts->rows++;
        for (uint32_t i = 0; i < row.count; i++) {
            counts->filled += row.cells[i].kind != SP_CELL_EMPTY;
            counts->text_size += row.cells[i].text.size;
        }
    }
    return rc;
}

int main(int count, char **words)
{
    const struct sp_book_options options = {
        .thread_count = count > 2 ? (int)strtol(words[2], NULL, 10) : 2,
        .allow_large = true};
    struct sp_book *book = NULL;
    struct sp_sheet *sheet = NULL;
    struct sp_err err = {0};
    struct counts counts = {0};
    if (count < 2) {
        (void)fprintf(stderr, "bench_read WORKBOOK [THREADS]\n");
        return 2;
    }
    enum sp_rc rc = sp_book_open(words[1], &options, &book, &err);
    if (rc == SP_OK) rc = sp_sheet_open(book, 0, &sheet, &err);
    if (rc == SP_OK) rc = rows_count(sheet, &counts, &err);
    sp_sheet_close(sheet);
    sp_book_close(book);
    if (rc != SP_END) {
        char line[SP_ERR_TEXT_MAX + 4 * SP_ERR_PLACE_MAX];
        sp_err_format(&err, line, sizeof line);
        (void)fprintf(stderr, "%s\n", line);
        return EXIT_FAILURE;
    }
    printf("%" PRIu64 " rows, %" PRIu64 " filled cells, %" PRIu64 " bytes of text\n",
           counts.rows, counts.filled, counts.text_size);
    return EXIT_SUCCESS;
}
