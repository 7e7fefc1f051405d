/*
 * Workbooks that agencies released, where they are present: the fast scan gives what the
 * plain reader gives, sheet by sheet, and reads every row of them. Nothing of a row is
 * ever printed. The folder is SALLYPORT_SHARED or ../shared; without it the test says
 * that it is skipped.
 */
#include "support/support_workbook.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATH_MAX_SIZE = 4096 };

/* Folder, and how many workbooks it holds. */
static const struct {
    const char *folder;
    unsigned workbook_count;
} folders[] = {{"ice", 2}, {"287g", 21}, {"stats", 3}};

static const struct sp_book_options ways[] = {
    {.thread_count = 1}, {.thread_count = 2}, {.thread_count = 1, .piece_size = 4099}};

/* Two readings of one sheet, row by row. @return rows read */
static uint64_t expect_same_rows(struct sp_sheet *plain, struct sp_sheet *fast)
{
    struct sp_row a = {0};
    struct sp_row b = {0};
    struct sp_err err = {0};
    enum sp_rc rc;
    while ((rc = sp_sheet_next(plain, &a, &err)) == SP_OK) {
        assert_int_equal(sp_sheet_next(fast, &b, NULL), SP_OK);
        bool is_same = a.number == b.number && a.count == b.count;
        for (uint32_t i = 0; is_same && i < a.count; i++) {
            is_same = a.cells[i].kind == b.cells[i].kind &&
                      a.cells[i].shared == b.cells[i].shared &&
                      sp_str_equal(a.cells[i].text, b.cells[i].text) &&
                      sp_str_equal(a.cells[i].link, b.cells[i].link);
        }
        if (!is_same) fail_msg("row %llu differs", (unsigned long long)a.number);
    }
    if (rc != SP_END) fail_msg("row %llu: %s", (unsigned long long)err.row, err.text);
    assert_int_equal(sp_sheet_next(fast, &b, NULL), SP_END);
    assert_null(sp_sheet_plain_reason(fast));
    return a.number;
}

static uint64_t expect_same_book(const char *path, const struct sp_book_options *way)
{
    static const struct sp_book_options plainly = {.plain = true};
    struct sp_book *books[2];
    uint64_t rows = 0;
    assert_int_equal(sp_book_open(path, &plainly, &books[0], NULL), SP_OK);
    assert_int_equal(sp_book_open(path, way, &books[1], NULL), SP_OK);
    for (size_t i = 0; i < sp_book_sheet_count(books[0]); i++) {
        struct sp_sheet *sheets[2];
        for (size_t j = 0; j < 2; j++) {
            assert_int_equal(sp_sheet_open(books[j], i, &sheets[j], NULL), SP_OK);
        }
        rows += expect_same_rows(sheets[0], sheets[1]);
        sp_sheet_close(sheets[0]);
        sp_sheet_close(sheets[1]);
    }
    sp_book_close(books[0]);
    sp_book_close(books[1]);
    return rows;
}

/* @return how many workbooks the folder holds; 0 when it is not there */
static unsigned expect_same_folder(const char *path, uint64_t *out_rows)
{
    unsigned count = 0;
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL) {
        char file[2 * PATH_MAX_SIZE];
        if (!sp_str_ends(sp_str_of(entry->d_name), SP_STR(".xlsx"))) continue;
        (void)snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            *out_rows += expect_same_book(file, &ways[i]);
        }
        count++;
    }
    if (folder) (void)closedir(folder);
    return count;
}

static void released_workbooks_read_alike(void **state)
{
    const char *shared = getenv("SALLYPORT_SHARED");
    uint64_t rows = 0;
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[PATH_MAX_SIZE];
        (void)snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "../shared",
                       folders[i].folder);
        const unsigned count = expect_same_folder(path, &rows);
        if (count == 0) {
            print_message("skipped: no workbooks in '%s'\n", path);
            skip();
        }
        assert_int_equal(count, folders[i].workbook_count);
    }
    assert_true(rows > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(released_workbooks_read_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
