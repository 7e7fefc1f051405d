/*
 * Delimited text: any bytes give the same rows as a plain reader that looks at one byte
 * after another, whatever the window and on one thread or two, or fail where it fails;
 * and never crash.
 *
 * Input: a byte that picks the delimiter, a byte that picks the window, the text.
 */
#include "ingest/ingest_text.h"

#include "ingest/ingest_text_utf8.h"

#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 1 << 22 };

struct bytes {
    const char *data;
    size_t size;
    size_t given;
};

/* How reading ended, and all rows as text: each cell's size and the cell, a line end a
 * row. */
struct outcome {
    enum sp_rc rc;
    uint64_t rows;
    struct sp_buf text;
    struct sp_err err; // of a reader that is not the plain one, as is the note
    char note[128];
};

static enum sp_rc bytes_read(void *context, char *out, size_t size, size_t *out_size,
                             struct sp_err *err)
{
    struct bytes *bytes = context;
    (void)err;
    const size_t left = bytes->size - bytes->given;
    const size_t piece = left < size ? left : size;
    if (piece) memcpy(out, bytes->data + bytes->given, piece);
    bytes->given += piece;
    *out_size = piece;
    return SP_OK;
}

static void cell_put(struct sp_buf *text, struct sp_str cell)
{
    sp_buf_format(text, "%zu ", cell.size);
    sp_buf_append(text, cell);
}

static char outcome_of_reader(struct bytes bytes, char delimiter, size_t window_size,
                              int thread_count, struct outcome *outcome)
{
    const struct ingest_text_input input = {.read = bytes_read,
                                            .context = &bytes,
                                            .window_size = window_size,
                                            .thread_count = thread_count,
                                            .delimiter = delimiter};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    struct sp_err err = {0};
    char used = 0;
    enum sp_rc rc = ingest_text_open_read(&input, &text, &err);
    if (rc == SP_OK) used = ingest_text_delimiter(text);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        SP_ASSERT(row.number == ++outcome->rows);
        for (uint32_t i = 0; i < row.count; i++) {
            SP_ASSERT(ingest_utf8_is_valid(row.cells[i].text));
            cell_put(&outcome->text, row.cells[i].text);
        }
        sp_buf_char(&outcome->text, '\n');
    }
    SP_ASSERT(rc == SP_END || err.rc == rc);
    SP_ASSERT(rc == SP_END || !text || err.row == outcome->rows + 1);
    outcome->rc = rc;
    outcome->err = err;
    if (text && ingest_text_note(text))
        (void)snprintf(outcome->note, sizeof outcome->note, "%s", ingest_text_note(text));
    ingest_text_close(text);
    return used;
}

/* -- The plain reader --------------------------------------------------------------- */

static bool is_delimiter(char c, char delimiter)
{
    return c == delimiter && delimiter != 0;
}

static bool ends_field(char c, char delimiter)
{
    return is_delimiter(c, delimiter) || c == '\n' || c == '\r';
}

/* One field, `*at` moving past it. False when the text is no delimited text. */
static bool field_take(struct sp_str text, char delimiter, size_t *at,
                       struct sp_buf *field)
{
    size_t i = *at;
    const bool is_quoted = i < text.size && text.data[i] == '"';
    bool is_open = is_quoted;
    if (is_quoted) i++;
    while (i < text.size) {
        const char c = text.data[i];
        if (c == '\0') return false;
        if (!is_quoted && ends_field(c, delimiter)) break;
        i++;
        if (is_open && c == '"') {
            is_open = i < text.size && text.data[i] == '"';
            if (!is_open) break;
            i++;
        }
        sp_buf_char(field, c);
    }
    *at = i;
    return !is_open && (i == text.size || ends_field(text.data[i], delimiter));
}

/* One row, `*at` moving past its line end. */
static bool row_take(struct sp_str text, char delimiter, size_t *at, struct sp_buf *row)
{
    static char repaired[TEXT_MAX];
    struct sp_buf field;
    const size_t start = *at;
    bool is_fine = true;
    bool goes_on = true;
    sp_buf_init(&field, TEXT_MAX / INGEST_UTF8_GROWTH_MAX);
    while (is_fine && goes_on) {
        sp_buf_reset(&field);
        is_fine = field_take(text, delimiter, at, &field);
        goes_on = is_fine && *at < text.size && is_delimiter(text.data[*at], delimiter);
        if (!goes_on && *at == start) break; // A blank line.
        const size_t size = ingest_utf8_repair(sp_buf_str(&field), repaired);
        cell_put(row, (struct sp_str){.data = repaired, .size = size});
        if (goes_on) ++*at;
    }
    sp_buf_release(&field);
    sp_buf_char(row, '\n');
    const struct sp_str rest = {.data = text.data + *at, .size = text.size - *at};
    *at += sp_str_starts(rest, SP_STR("\r\n")) ? 2 : rest.size > 0;
    return is_fine;
}

static void outcome_of_plain(struct sp_str text, char delimiter, struct outcome *outcome)
{
    size_t at = sp_str_starts(text, SP_STR("\xEF\xBB\xBF")) ? 3 : 0;
    outcome->rc = SP_END;
    while (at < text.size && outcome->rc == SP_END) {
        const size_t before = outcome->text.size;
        if (row_take(text, delimiter, &at, &outcome->text)) {
            outcome->rows++;
        } else {
            outcome->text.size = before;
            outcome->rc = SP_ERR_INPUT;
        }
    }
}

/* -- All of them -------------------------------------------------------------------- */

static void expect_same_rows(const struct outcome *a, const struct outcome *b)
{
    SP_ASSERT(a->rc == b->rc && a->rows == b->rows);
    SP_ASSERT(sp_str_equal(sp_buf_str(&a->text), sp_buf_str(&b->text)));
}

/* The plain reader has no ceilings. */
static void expect_as_plain(const struct outcome *reader, const struct outcome *plain)
{
    if (reader->rc != SP_ERR_LIMIT) expect_same_rows(reader, plain);
}

/* Rows, note and failure too. */
static void expect_same(const struct outcome *a, const struct outcome *b)
{
    expect_same_rows(a, b);
    SP_ASSERT(strcmp(a->note, b->note) == 0);
    SP_ASSERT(strcmp(a->err.text, b->err.text) == 0 && a->err.row == b->err.row);
}

enum { USUAL, PLAIN, SMALL, SMALL_ON_TWO, READER_COUNT };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {0, ',', '\t', '|', ';', 'a'};
    if (size < 2 || size > TEXT_MAX / 32) return 0;
    const struct bytes bytes = {.data = (const char *)data + 2, .size = size - 2};
    const struct sp_str text = {.data = bytes.data, .size = bytes.size};
    const size_t window_size = 4 + data[1] % 96u;
    struct outcome outcomes[READER_COUNT] = {0};
    for (size_t i = 0; i < READER_COUNT; i++) {
        sp_buf_init(&outcomes[i].text, TEXT_MAX);
    }
    const char delimiter = outcome_of_reader(
        bytes, delimiters[data[0] % sizeof delimiters], 0, 1, &outcomes[USUAL]);
    if (!sp_str_starts(text, SP_STR("\xFF\xFE")) &&
        !sp_str_starts(text, SP_STR("\xFE\xFF"))) {
        outcome_of_plain(text, delimiter, &outcomes[PLAIN]);
        expect_as_plain(&outcomes[USUAL], &outcomes[PLAIN]);
    }
    if (delimiter) { // Else a small window would look for one, and see too little.
        (void)outcome_of_reader(bytes, delimiter, window_size, 1, &outcomes[SMALL]);
        (void)outcome_of_reader(bytes, delimiter, window_size, 2,
                                &outcomes[SMALL_ON_TWO]);
        expect_same(&outcomes[USUAL], &outcomes[SMALL]);
        expect_same(&outcomes[SMALL], &outcomes[SMALL_ON_TWO]);
    }
    for (size_t i = 0; i < READER_COUNT; i++) {
        sp_buf_release(&outcomes[i].text);
    }
    return 0;
}
