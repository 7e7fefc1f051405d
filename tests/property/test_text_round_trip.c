/*
 * Random tables, written with random quoting, delimiter, line ends and byte order mark,
 * come back as they were, whatever the window, on one thread and on two. The seed is
 * SALLYPORT_SEED or fixed, and is printed on failure.
 */
#include "ingest/ingest_text.h"

#include "support/support_bytes.h"
#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    TABLE_COUNT = 3000,
    ROWS_MAX = 12,
    COLUMNS_MAX = 8,
    FIELD_MAX = 90,
    TEXT_MAX = 1 << 20
};

/* A table of up to ROWS_MAX rows; a row of 0 fields is a blank line. */
struct table {
    uint32_t row_count;
    uint32_t counts[ROWS_MAX];
    char fields[ROWS_MAX][COLUMNS_MAX][FIELD_MAX];
    size_t sizes[ROWS_MAX][COLUMNS_MAX];
};

static void field_make(char *field, size_t *out_size)
{
    static const char *const parts[] = {
        "a",  "Z",  "7",    " ",    ",",        "\t",           "|",          ";", "\"",
        "\n", "\r", "\r\n", "\"\"", "\xC3\xB1", "\xE2\x82\xAC", "longer text"};
    const uint32_t most = support_random_below(4) == 0 ? FIELD_MAX : 12;
    size_t size = 0;
    while (support_random_below(5) != 0) {
        const char *part = parts[support_random_below(sizeof parts / sizeof *parts)];
        if (size + strlen(part) > most) break;
        memcpy(field + size, part, strlen(part));
        size += strlen(part);
    }
    *out_size = size;
}

static void table_make(struct table *table)
{
    const uint32_t column_count = 1 + support_random_below(COLUMNS_MAX);
    table->row_count = support_random_below(ROWS_MAX + 1);
    for (uint32_t r = 0; r < table->row_count; r++) {
        const uint32_t kind = support_random_below(10);
        table->counts[r] = kind == 0   ? 0
                           : kind == 1 ? 1 + support_random_below(COLUMNS_MAX)
                                       : column_count;
        for (uint32_t c = 0; c < table->counts[r]; c++) {
            field_make(table->fields[r][c], &table->sizes[r][c]);
        }
    }
}

static bool field_needs_quotes(struct sp_str field, char delimiter)
{
    if (field.size > 0 && field.data[0] == '"') return true;
    for (size_t i = 0; i < field.size; i++) {
        const char c = field.data[i];
        if (c == delimiter || c == '\n' || c == '\r') return true;
    }
    return false;
}

static void field_write(struct sp_str field, bool is_quoted, struct sp_buf *out)
{
    if (!is_quoted) {
        sp_buf_append(out, field);
        return;
    }
    sp_buf_char(out, '"');
    for (size_t i = 0; i < field.size; i++) {
        if (field.data[i] == '"') sp_buf_char(out, '"');
        sp_buf_char(out, field.data[i]);
    }
    sp_buf_char(out, '"');
}

static void table_write(const struct table *table, char delimiter, struct sp_buf *out)
{
    static const char *const line_ends[] = {"\n", "\r\n", "\r"};
    const uint32_t file_end = support_random_below(4);
    if (support_random_below(4) == 0) sp_buf_text(out, "\xEF\xBB\xBF");
    for (uint32_t r = 0; r < table->row_count; r++) {
        for (uint32_t c = 0; c < table->counts[r]; c++) {
            const struct sp_str field = {.data = table->fields[r][c],
                                         .size = table->sizes[r][c]};
            // Alone and empty, it would be a blank line without quotes.
            const bool is_alone = table->counts[r] == 1 && field.size == 0;
            const bool is_quoted = is_alone || field_needs_quotes(field, delimiter) ||
                                   support_random_below(3) == 0;
            if (c > 0) sp_buf_char(out, delimiter);
            field_write(field, is_quoted, out);
        }
        const bool is_last = r + 1 == table->row_count;
        if (is_last && table->counts[r] > 0 && support_random_below(2) == 0) break;
        // CR then LF of a blank line would be one line end: mixed files leave CR alone
        // out.
        sp_buf_text(out, line_ends[file_end < 3 ? file_end : support_random_below(2)]);
    }
}

static void expect_table_on(int thread_count, const struct table *table,
                            struct sp_str bytes, size_t window_size, char delimiter)
{
    struct support_bytes source = {
        .data = bytes.data, .size = bytes.size, .piece_size = support_random_below(9)};
    const struct ingest_text_input input = {.read = support_bytes_read,
                                            .context = &source,
                                            .window_size = window_size,
                                            .thread_count = thread_count,
                                            .delimiter = delimiter};
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    assert_int_equal(ingest_text_open_read(&input, &text, &err), SP_OK);
    for (uint32_t r = 0; r < table->row_count; r++) {
        if (ingest_text_next(text, &row, &err) != SP_OK)
            fail_msg("row %u: %s", r + 1, err.text);
        assert_int_equal(row.number, r + 1);
        assert_int_equal(row.count, table->counts[r]);
        for (uint32_t c = 0; c < row.count; c++) {
            const struct sp_cell *cell = &row.cells[c];
            assert_int_equal(cell->text.size, table->sizes[r][c]);
            assert_memory_equal(cell->text.data, table->fields[r][c], cell->text.size);
            assert_int_equal(cell->kind, cell->text.size ? SP_CELL_TEXT : SP_CELL_EMPTY);
        }
    }
    assert_int_equal(ingest_text_next(text, &row, &err), SP_END);
    assert_int_equal(ingest_text_next(text, &row, &err), SP_END);
    assert_null(ingest_text_note(text));
    ingest_text_close(text);
}

static void expect_table(const struct table *table, struct sp_str bytes,
                         size_t window_size, char delimiter)
{
    expect_table_on(1, table, bytes, window_size, delimiter);
    expect_table_on(2, table, bytes, window_size, delimiter);
}

static void test_tables_come_back(void **state)
{
    (void)state;
    static struct table table;
    static const char delimiters[] = {',', '\t', '|', ';', '~', ' '};
    struct sp_buf bytes;
    sp_buf_init(&bytes, TEXT_MAX);
    for (uint64_t i = 0; i < TABLE_COUNT; i++) {
        support_random_start(support_seed() + i);
        const char delimiter = delimiters[support_random_below(sizeof delimiters)];
        table_make(&table);
        sp_buf_reset(&bytes);
        table_write(&table, delimiter, &bytes);
        assert_int_equal(sp_buf_status(&bytes, NULL), SP_OK);
        expect_table(&table, sp_buf_str(&bytes), 0, delimiter);
        expect_table(&table, sp_buf_str(&bytes), 4 + support_random_below(60), delimiter);
    }
    support_random_end();
    sp_buf_release(&bytes);
}

/* Regular tables, as releases are: the delimiter is found out too. */
static void test_delimiters_are_found(void **state)
{
    (void)state;
    static struct table table;
    static const char delimiters[] = {',', '\t', '|', ';'};
    struct sp_buf bytes;
    sp_buf_init(&bytes, TEXT_MAX);
    for (uint64_t i = 0; i < TABLE_COUNT; i++) {
        support_random_start(support_seed() + i);
        const char delimiter = delimiters[support_random_below(sizeof delimiters)];
        const uint32_t column_count = 4 + support_random_below(COLUMNS_MAX - 4);
        table.row_count = 6 + support_random_below(ROWS_MAX - 6);
        for (uint32_t r = 0; r < table.row_count; r++) {
            table.counts[r] = r == 1   ? 0
                              : r == 0 ? 1
                                       : column_count; // A title, a blank line, rows.
            for (uint32_t c = 0; c < table.counts[r]; c++) {
                static const char text[] = "plain, and; long|text\tof";
                table.sizes[r][c] = support_random_below(sizeof text);
                memcpy(table.fields[r][c], text, table.sizes[r][c]);
            }
        }
        sp_buf_reset(&bytes);
        table_write(&table, delimiter, &bytes);
        expect_table(&table, sp_buf_str(&bytes), 0, 0);
    }
    support_random_end();
    sp_buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_tables_come_back, support_seed_print),
        cmocka_unit_test_teardown(test_delimiters_are_found, support_seed_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
