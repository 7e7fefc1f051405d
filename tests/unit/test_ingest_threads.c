/*
 * What may happen at once: sheets of one book read on several threads, a sheet closed
 * while its bytes are still being unpacked, a row longer than the room that is kept for
 * rows which two pieces share. Run under ThreadSanitizer by `make VARIANT=tsan`.
 */
#include "support/support_workbook.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SHEETS = 2, ROUNDS = 8, ROWS = 3000 };

/* Rows of two cells; `first` tells the sheets apart. */
static void rows_make(struct sp_buf *out, unsigned first, unsigned count)
{
    sp_buf_init(out, SIZE_MAX / 2);
    sp_buf_text(out, "<worksheet " SUPPORT_MAIN "><sheetData>");
    for (unsigned i = 1; i <= count; i++) {
        sp_buf_format(
            out,
            "<row r=\"%u\"><c r=\"A%u\" t=\"s\"><v>%u</v></c><c r=\"B%u\"><v>%u</v>"
            "</c></row>",
            i, i, i % 3, i, first + i);
    }
    sp_buf_text(out, "</sheetData></worksheet>");
}

/* @return a descriptor: close it */
static int book_of_two_write(char out_path[64])
{
    static const char workbook[] =
        "<workbook " SUPPORT_MAIN " " SUPPORT_RELATION "><sheets><sheet name=\"Data\" "
        "sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"More\" sheetId=\"2\" "
        "r:id=\"rId4\"/></sheets></workbook>";
    static const char relations[] =
        "<Relationships " SUPPORT_PACKAGE
        "><Relationship Id=\"rId1\" Type=\"" SUPPORT_KIND
        "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId4\" "
        "Type=\"" SUPPORT_KIND
        "worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId2\" "
        "Type=\"" SUPPORT_KIND
        "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    struct sp_buf sheets[SHEETS];
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    rows_make(&sheets[0], 0, ROWS);
    rows_make(&sheets[1], 500000, ROWS);
    support_book_write(
        &(struct support_book){
            .strings = "<si><t>a</t></si><si><t>b</t></si><si><t>c</t></si>",
            .parts = {{"xl/workbook.xml", SP_STR(workbook)},
                      {"xl/_rels/workbook.xml.rels", SP_STR(relations)},
                      {"xl/worksheets/sheet1.xml", sp_buf_str(&sheets[0])},
                      {"xl/worksheets/sheet2.xml", sp_buf_str(&sheets[1])}}},
        &bytes);
    const int file = support_memory_file_write(sp_buf_str(&bytes), out_path);
    for (size_t i = 0; i < SHEETS; i++) {
        sp_buf_release(&sheets[i]);
    }
    sp_buf_release(&bytes);
    return file;
}

struct reading {
    struct sp_book *book;
    size_t sheet_index;
    uint64_t rows;
    uint64_t sum; // of the numbers in column B
    bool is_sound;
};

static void *sheet_read(void *context)
{
    struct reading *reading = context;
    struct sp_sheet *sheet = NULL;
    struct sp_row row;
    enum sp_rc rc = sp_sheet_open(reading->book, reading->sheet_index, &sheet, NULL);
    reading->is_sound = true;
    while (rc == SP_OK && (rc = sp_sheet_next(sheet, &row, NULL)) == SP_OK) {
        uint64_t number = 0;
        reading->is_sound &= row.count == 2 && row.cells[0].text.size == 1 &&
                             row.cells[0].text.data[0] == "abc"[row.number % 3];
        for (size_t i = 0; row.count == 2 && i < row.cells[1].text.size; i++) {
            number = number * 10 + (uint64_t)(row.cells[1].text.data[i] - '0');
        }
        reading->sum += number;
        reading->rows++;
    }
    reading->is_sound &= rc == SP_END;
    sp_sheet_close(sheet);
    return NULL;
}

static void sheets_of_one_book_are_read_at_once(void **state)
{
    char path[64];
    const int file = book_of_two_write(path);
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        const struct sp_book_options options = {.thread_count = 1 + round % 2,
                                                .piece_size = round < 4 ? 0 : 1000};
        struct sp_book *book = NULL;
        struct reading readings[SHEETS] = {0};
        pthread_t threads[SHEETS];
        assert_int_equal(sp_book_open(path, &options, &book, NULL), SP_OK);
        for (size_t i = 0; i < SHEETS; i++) {
            readings[i] = (struct reading){.book = book, .sheet_index = i};
            assert_int_equal(pthread_create(&threads[i], NULL, sheet_read, &readings[i]),
                             0);
        }
        for (size_t i = 0; i < SHEETS; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
            assert_true(readings[i].is_sound);
            assert_int_equal(readings[i].rows, ROWS);
            const uint64_t base = i * UINT64_C(500000) * ROWS;
            assert_int_equal(readings[i].sum, base + (uint64_t)ROWS * (ROWS + 1) / 2);
        }
        sp_book_close(book);
    }
    (void)close(file);
}

static void a_sheet_may_be_closed_before_its_end(void **state)
{
    char path[64];
    const int file = book_of_two_write(path);
    (void)state;
    for (unsigned rows = 0; rows < 40; rows++) {
        const struct sp_book_options options = {.thread_count = 2, .piece_size = 512};
        struct sp_book *book = NULL;
        struct sp_sheet *sheet = NULL;
        struct sp_row row;
        assert_int_equal(sp_book_open(path, &options, &book, NULL), SP_OK);
        assert_int_equal(sp_sheet_open(book, 0, &sheet, NULL), SP_OK);
        for (unsigned i = 0; i < rows; i++) {
            assert_int_equal(sp_sheet_next(sheet, &row, NULL), SP_OK);
        }
        sp_sheet_close(sheet);
        sp_book_close(book);
    }
    (void)close(file);
}

/* 3 MB of XML in one row: many pieces, and more than the room before a piece. */
static void a_row_may_be_longer_than_a_piece(void **state)
{
    enum { CELLS = 1000, TEXT = 3000 };
    static const struct sp_book_options ways[] = {
        {.plain = true},
        {.thread_count = 1},
        {.thread_count = 2},
        {.thread_count = 2, .piece_size = 70000}};
    struct sp_buf rows;
    struct sp_buf bytes;
    struct sp_buf first;
    (void)state;
    sp_buf_init(&rows, SIZE_MAX / 2);
    sp_buf_init(&bytes, SIZE_MAX / 2);
    sp_buf_init(&first, SIZE_MAX / 2);
    sp_buf_text(&rows, "<row r=\"1\">");
    for (int i = 0; i < CELLS; i++) {
        sp_buf_text(&rows, "<c t=\"str\"><v>");
        for (int j = 0; j < TEXT / 10; j++) {
            sp_buf_format(&rows, "%05d.%04d", i, j);
        }
        sp_buf_text(&rows, "</v></c>");
    }
    sp_buf_text(&rows, "</row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>");
    support_book_write(&(struct support_book){.rows = rows.data}, &bytes);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct sp_buf read;
        bool was_fast = false;
        sp_buf_init(&read, SIZE_MAX / 2);
        assert_int_equal(
            support_bytes_render(sp_buf_str(&bytes), &ways[i], &read, &was_fast), SP_END);
        assert_int_equal(was_fast, !ways[i].plain);
        if (i == 0) sp_buf_append(&first, sp_buf_str(&read));
        assert_true(first.size > CELLS * TEXT);
        assert_true(sp_str_equal(sp_buf_str(&read), sp_buf_str(&first)));
        sp_buf_release(&read);
    }
    sp_buf_release(&first);
    sp_buf_release(&bytes);
    sp_buf_release(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_of_one_book_are_read_at_once),
        cmocka_unit_test(a_sheet_may_be_closed_before_its_end),
        cmocka_unit_test(a_row_may_be_longer_than_a_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
