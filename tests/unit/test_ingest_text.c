/*
 * Delimited text. To add a case, add a line to a table: what is in the file, and the rows
 * that come of it, written [field][field] a row a line, '-' for an empty row.
 */
#include "ingest/ingest_text.h"

#include "ingest/ingest_text_block.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_text_utf8.h"
#include "support/support_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

/* A string with its size, so that it may hold NUL. */
#define BYTES(literal)                                                                   \
    {                                                                                    \
        .data = (literal), .size = sizeof(literal) - 1                                   \
    }

enum { RENDERED_MAX = 1 << 16, NO_DELIMITER = 1 };

/* -- Helpers ----------------------------------------------------------------------- */

static void row_render(const struct sp_row *row, struct sp_buf *out)
{
    if (row->count == 0) sp_buf_text(out, "-");
    for (uint32_t i = 0; i < row->count; i++) {
        const struct sp_cell *cell = &row->cells[i];
        assert_int_equal(cell->kind, cell->text.size ? SP_CELL_TEXT : SP_CELL_EMPTY);
        assert_int_equal(cell->shared, 0);
        assert_int_equal(cell->link.size, 0);
        sp_buf_char(out, '[');
        sp_buf_append(out, cell->text);
        sp_buf_char(out, ']');
    }
    sp_buf_char(out, '\n');
}

/* All rows of `bytes`, and after a failure "row N: text". */
static enum sp_rc rows_render(struct sp_str bytes, size_t window_size, size_t piece_size,
                              char delimiter, struct sp_buf *out)
{
    struct sp_err err = {0};
    struct support_bytes source = {
        .data = bytes.data, .size = bytes.size, .piece_size = piece_size};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    uint64_t number = 0;
    enum sp_rc rc = ingest_text_open_read(support_bytes_read, &source, window_size,
                                          delimiter, &text, &err);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        assert_int_equal(row.number, ++number);
        row_render(&row, out);
    }
    if (rc < 0) sp_buf_format(out, "row %d: %s\n", (int)err.row, err.text);
    ingest_text_close(text);
    assert_int_equal(sp_buf_status(out, NULL), SP_OK);
    return rc;
}

static char delimiter_found(struct sp_str bytes)
{
    struct support_bytes source = {.data = bytes.data, .size = bytes.size};
    struct ingest_text *text = NULL;
    struct sp_err err = {0};
    const enum sp_rc rc =
        ingest_text_open_read(support_bytes_read, &source, 0, 0, &text, &err);
    if (rc != SP_OK) fail_msg("%s", err.text);
    const char delimiter = ingest_text_delimiter(text);
    ingest_text_close(text);
    return delimiter;
}

/* The usual window must give `expected`, and every small window and piece the same. */
static void expect_rows(struct sp_str bytes, const char *expected)
{
    static const size_t pieces[] = {0, 1, 2, 3, 7};
    struct sp_buf rows;
    sp_buf_init(&rows, RENDERED_MAX);
    assert_int_equal(rows_render(bytes, 0, 0, 0, &rows), SP_END);
    assert_string_equal(rows.data ? rows.data : "", expected);
    const char found = delimiter_found(bytes);
    const char delimiter = found ? found : NO_DELIMITER;
    for (size_t i = 0; i < 5 * 20; i++) {
        sp_buf_reset(&rows);
        assert_int_equal(rows_render(bytes, 4 + i / 5, pieces[i % 5], delimiter, &rows),
                         SP_END);
        assert_string_equal(rows.data ? rows.data : "", expected);
    }
    sp_buf_release(&rows);
}

/* Fails with `text` at `row`, with a small window too. */
static void expect_failure(struct sp_str bytes, enum sp_rc expected_rc, int row,
                           const char *text)
{
    static const size_t windows[] = {0, 4, 5, 7};
    char place[32];
    (void)snprintf(place, sizeof place, "row %d: ", row);
    struct sp_buf rows;
    sp_buf_init(&rows, SIZE_MAX / 4);
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        sp_buf_reset(&rows);
        assert_int_equal(rows_render(bytes, windows[i], 0, windows[i] ? ',' : 0, &rows),
                         expected_rc);
        const char *failure = strstr(rows.data, place);
        if (!failure || !strstr(failure, text)) {
            fail_msg("'%s' is not in '%.300s'", text, failure ? failure : "");
        }
    }
    sp_buf_release(&rows);
}

static void bytes_free(struct sp_str bytes)
{
    sp_free((char *)(uintptr_t)bytes.data);
}

/* A temporary file of `bytes`; `out_path` holds at least 64 bytes. */
static void file_make(struct sp_str bytes, char *out_path)
{
    (void)snprintf(out_path, 64, "/tmp/sallyport-test-XXXXXX");
    const int handle = mkstemp(out_path);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, bytes.data, bytes.size), bytes.size);
    assert_int_equal(close(handle), 0);
}

/* -- Tables ------------------------------------------------------------------------ */

struct rows_case {
    const char *what;
    struct sp_str bytes;
    const char *rows;
};

// clang-format off
static const struct rows_case rows_cases[] = {
    {"nothing",                        BYTES(""),                       ""},
    {"one row, no line end",           BYTES("a,b"),                    "[a][b]\n"},
    {"LF",                             BYTES("a,b\nc,d\n"),             "[a][b]\n[c][d]\n"},
    {"CRLF",                           BYTES("a,b\r\nc,d\r\n"),         "[a][b]\n[c][d]\n"},
    {"CR alone",                       BYTES("a,b\rc,d\r"),             "[a][b]\n[c][d]\n"},
    {"mixed line ends",                BYTES("a,b\rc,d\ne,f\r\ng,h"),   "[a][b]\n[c][d]\n[e][f]\n[g][h]\n"},
    {"a blank line is an empty row",   BYTES("a,b\n\nc,d\n"),           "[a][b]\n-\n[c][d]\n"},
    {"blank lines, CRLF",              BYTES("\r\n\r\na,b\r\n\r\n"),    "-\n-\n[a][b]\n-\n"},
    {"blank lines, CR",                BYTES("\r\ra,b\r\r"),            "-\n-\n[a][b]\n-\n"},
    {"LF then CR is two line ends",    BYTES("a,b\n\rc,d"),             "[a][b]\n-\n[c][d]\n"},
    {"only a line end",                BYTES("\n"),                     "-\n"},
    {"empty fields",                   BYTES("a,,b\n,,\n"),             "[a][][b]\n[][][]\n"},
    {"quoted empty is a field",        BYTES("a,b\n\"\",c\n\"\"\n"),    "[a][b]\n[][c]\n[]\n"},
    {"quotes",                         BYTES("\"a\",\"b\"\n"),          "[a][b]\n"},
    {"delimiter in quotes",            BYTES("\"a,b\",c\n"),            "[a,b][c]\n"},
    {"line breaks in quotes",          BYTES("\"a\nb\r\nc\rd\",e\nf,g\n"), "[a\nb\r\nc\rd][e]\n[f][g]\n"},
    {"doubled quotes",                 BYTES("\"a\"\"b\",\"\"\"\",\"\"\"x\"\"\"\n"), "[a\"b][\"][\"x\"]\n"},
    {"only doubled quotes",            BYTES("a,\"\"\"\"\"\"\n"),       "[a][\"\"]\n"},
    {"quote in a plain field",         BYTES("5' 6\",b\na\"b\",c\n"),   "[5' 6\"][b]\n[a\"b\"][c]\n"},
    {"quote after a blank is plain",   BYTES("a, \"b\"\n"),             "[a][ \"b\"]\n"},
    {"blanks stay",                    BYTES("a,b,c\n d ,\te\t,\" f \"\n"), "[a][b][c]\n[ d ][\te\t][ f ]\n"},
    {"quoted to the end of the file",  BYTES("a,\"b\""),                "[a][b]\n"},
    {"ends with a delimiter",          BYTES("a,b,"),                   "[a][b][]\n"},
    {"ends with CR",                   BYTES("a,\"b\"\r"),              "[a][b]\n"},
    {"ragged rows keep their width",   BYTES("a,b,c\nd,e\nf,g,h,i\nj,k,l\n"), "[a][b][c]\n[d][e]\n[f][g][h][i]\n[j][k][l]\n"},
    {"byte order mark",                BYTES("\xEF\xBB\xBF" "a,b\n"),   "[a][b]\n"},
    {"only a byte order mark",         BYTES("\xEF\xBB\xBF"),           ""},
    {"mark before a quote",            BYTES("\xEF\xBB\xBF\"a\",b\n"),  "[a][b]\n"},
    {"a second mark is text",          BYTES("\xEF\xBB\xBF\xEF\xBB\xBF" "a,b\n"), "[\xEF\xBB\xBF" "a][b]\n"},
    {"digits stay text",               BYTES("1234567890123456789,007,1e5\n"), "[1234567890123456789][007][1e5]\n"},
    {"UTF-8",                          BYTES("Pe\xC3\xB1" "a,\xE2\x82\xAC,\xF0\x9F\x98\x80\n"), "[Pe\xC3\xB1" "a][\xE2\x82\xAC][\xF0\x9F\x98\x80]\n"},
    {"Windows-1252",                   BYTES("Pe\xF1" "a,\x80\x93\x81,x\nb,c,d\n"), "[Pe\xC3\xB1" "a][\xE2\x82\xAC\xE2\x80\x9C\xC2\x81][x]\n[b][c][d]\n"},
    {"both in one field",              BYTES("\xC3\xB1\xF1,b\n"),       "[\xC3\xB1\xC3\xB1][b]\n"},
    {"1252 in doubled quotes",         BYTES("\"\xF1\"\"\xF1\",b\n"),   "[\xC3\xB1\"\xC3\xB1][b]\n"},
    {"more than a block of bytes",     BYTES("0123456789012345678901234567890123456789012345678901234567890123,\"b\"\nc,d\n"),
                                       "[0123456789012345678901234567890123456789012345678901234567890123][b]\n[c][d]\n"},
    {"tabs",                           BYTES("a\tb, c\nd\te, f\n"),     "[a][b, c]\n[d][e, f]\n"},
    {"pipes",                          BYTES("a|\"b|,\"\nd|e\n"),       "[a][b|,]\n[d][e]\n"},
    {"one column",                     BYTES("a\nb\n\n\"c\nd\"\n"),     "[a]\n[b]\n-\n[c\nd]\n"},
};

/* What the delimiter is taken to be; 0 for one column. */
static const struct { const char *what; struct sp_str bytes; char delimiter; } delimiter_cases[] = {
    {"nothing",                          BYTES(""),                                            0},
    {"one column",                       BYTES("a\nb\nc\n"),                                   0},
    {"one column with a comma or two",   BYTES("City\nBoise\nReno\nBend, Oregon\nOgden\nProvo\nElko\n"), 0},
    {"one row",                          BYTES("a;b;c\n"),                                     ';'},
    {"commas",                           BYTES("a,b,c\n1,2,3\n"),                              ','},
    {"tabs with commas in the texts",    BYTES("name\tplace\nA\tBoise, Idaho\nB\tReno, Nevada\n"), '\t'},
    {"pipes with commas in the texts",   BYTES("a|b|c\nx, y|z, w|1\nx, y|z|2\n"),              '|'},
    {"commas with semicolons in quotes", BYTES("a,b\n1,\"x;y;z\"\n2,\"x;y;z\"\n"),             ','},
    {"quotes around all",                BYTES("\"a\"|\"b, c\"|\"d\"\n\"e\"|\"f, g\"|\"h\"\n"), '|'},
    {"tabs and commas alike",            BYTES("a\tb, c\nd\te, f\n"),                          '\t'},
    {"decimal commas",                   BYTES("a;b\n1,5;2,5\n3,5;4,5\n"),                     ';'},
    {"preamble of titles",               BYTES("Arrests, FY2017\nSource: a system\n\nas of today\na|b|c\n1|2|3\n4|5|6\n"), '|'},
    {"preamble padded with delimiters",  BYTES("Arrests, FY2017|||\n|||\na|b|c|d\n1|2|3|4\n"), '|'},
    {"ragged rows",                      BYTES("a,b,c\n1,2,3\n1,2\n1,2,3\n1,2,3,4\n1,2,3\n"),  ','},
    {"line breaks in quotes",            BYTES("a,b\n\"x\ny\nz\nw\",1\n\"x\ny\",2\n"),         ','},
    {"quote never closed",               BYTES("a,b\n1,2\n3,\"4\n5,6\n"),                      ','},
};

static const struct { const char *what; struct sp_str bytes; int row; const char *text; } failure_cases[] = {
    {"text after a quote",           BYTES("a,b\n\n1,\"2\"3\n"),        3, "text after the closing quote of field 2"},
    {"blank after a quote",          BYTES("a,b\n\"1\" ,2\n"),          2, "text after the closing quote of field 1"},
    {"text after a quote, at end",   BYTES("a,b\n1,\"2\"3"),            2, "text after the closing quote of field 2"},
    {"quote never closed",           BYTES("a,b\n1,2\n3,\"4\n5,6\n"),   3, "quote that opens field 2 is never closed"},
    {"quote never closed, doubled",  BYTES("a,b\n1,\"2\"\"\n"),         2, "quote that opens field 2 is never closed"},
    {"quote alone at the end",       BYTES("a,b\n1,\""),                2, "quote that opens field 2 is never closed"},
    {"quote closed too late",        BYTES("a,b\n1,\"2\n3,4\n5,\"6\"\n"), 2, "text after the closing quote of field 2"},
    {"line breaks in quotes are no rows", BYTES("a,b\n\"1\n\n\n\",2\n3,\"4\"x\n"), 3, "text after"},
    {"NUL",                          BYTES("a,b\n1,2\0\n"),             2, "byte 0 in field 2"},
    {"NUL in quotes",                BYTES("a,b\n\"1\0\",2\n"),         2, "byte 0 in field 1"},
    {"UTF-16 without a mark",        BYTES("a\0,\0b\0\n\0"),            1, "save it as 'CSV UTF-8'"},
    {"UTF-16 little-endian",         BYTES("\xFF\xFE" "a\0,\0"),        0, "the text is UTF-16; save it as 'CSV UTF-8'"},
    {"UTF-16 big-endian",            BYTES("\xFE\xFF\0a\0,"),           0, "the text is UTF-16"},
};
// clang-format on

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows_cases / sizeof *rows_cases; i++) {
        print_message("    %s\n", rows_cases[i].what);
        expect_rows(rows_cases[i].bytes, rows_cases[i].rows);
    }
}

static void test_delimiters(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof delimiter_cases / sizeof *delimiter_cases; i++) {
        print_message("    %s\n", delimiter_cases[i].what);
        assert_int_equal(delimiter_found(delimiter_cases[i].bytes),
                         delimiter_cases[i].delimiter);
    }
}

static void test_failures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof failure_cases / sizeof *failure_cases; i++) {
        print_message("    %s\n", failure_cases[i].what);
        expect_failure(failure_cases[i].bytes, SP_ERR_INPUT, failure_cases[i].row,
                       failure_cases[i].text);
    }
}

/* -- Delimiters given -------------------------------------------------------------- */

static void test_a_given_delimiter_is_used(void **state)
{
    (void)state;
    struct sp_buf rows;
    sp_buf_init(&rows, RENDERED_MAX);
    assert_int_equal(rows_render(SP_STR("a,b;c\n"), 0, 0, ';', &rows), SP_END);
    assert_string_equal(rows.data, "[a,b][c]\n");
    sp_buf_reset(&rows);
    assert_int_equal(rows_render(SP_STR("a^b^\"c^\"\n"), 0, 0, '^', &rows), SP_END);
    assert_string_equal(rows.data, "[a][b][c^]\n");
    sp_buf_release(&rows);
}

static void test_a_delimiter_that_cannot_be(void **state)
{
    (void)state;
    static const char delimiters[] = {'"', '\n', '\r', '\xA6'};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct sp_buf rows;
        sp_buf_init(&rows, RENDERED_MAX);
        assert_int_equal(rows_render(SP_STR("a,b\n"), 0, 0, delimiters[i], &rows),
                         SP_ERR_USAGE);
        sp_buf_release(&rows);
    }
}

/* -- Ceilings ---------------------------------------------------------------------- */

/* `start`, then `count` times `c`, then `end`. The caller frees it. */
static struct sp_str bytes_long(const char *start, char c, size_t count, const char *end)
{
    const size_t start_size = strlen(start);
    const size_t end_size = strlen(end);
    char *bytes = sp_alloc(start_size + count + end_size);
    assert_non_null(bytes);
    memcpy(bytes, start, start_size);
    memset(bytes + start_size, c, count);
    memcpy(bytes + start_size + count, end, end_size);
    return (struct sp_str){.data = bytes, .size = start_size + count + end_size};
}

static void expect_limit(struct sp_str bytes, int row, const char *text)
{
    expect_failure(bytes, SP_ERR_LIMIT, row, text);
    bytes_free(bytes);
}

static void expect_field_size(struct sp_str bytes, size_t field_index, size_t size)
{
    struct support_bytes source = {.data = bytes.data, .size = bytes.size};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    assert_int_equal(
        ingest_text_open_read(support_bytes_read, &source, 0, ',', &text, NULL), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_true(field_index < row.count);
    assert_int_equal(row.cells[field_index].text.size, size);
    ingest_text_close(text);
    bytes_free(bytes);
}

static void test_ceiling_of_a_field(void **state)
{
    (void)state;
    const size_t most = INGEST_CELL_SIZE_MAX;
    expect_field_size(bytes_long("a,", 'x', most, ",b\n"), 1, most);
    expect_field_size(bytes_long("a,\"", '\n', most, "\",b\n"), 1, most);
    expect_limit(bytes_long("a,b\n1,", 'x', most + 1, "\n"), 2,
                 "field 2 has more than 1048576 bytes");
    expect_limit(bytes_long("a,b\n1,\"", '\n', most + 1, "\"\n"), 2,
                 "field 2 has more than 1048576");
    expect_limit(bytes_long("a,b\n\"1,", '\n', 8 * most, ""), 2,
                 "the quote that opens field 1 is not closed within 1048576 bytes");
}

static void test_a_quote_never_closed_is_found_early(void **state)
{
    (void)state;
    const struct sp_str bytes = bytes_long("a,b\n1,\"", '\n', 1 << 25, "");
    struct support_bytes source = {.data = bytes.data, .size = bytes.size};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    struct sp_err err = {0};
    assert_int_equal(
        ingest_text_open_read(support_bytes_read, &source, 0, 0, &text, &err), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, &err), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, &err), SP_ERR_LIMIT);
    assert_int_equal(err.row, 2);
    assert_true(source.given <= 2 * INGEST_CELL_SIZE_MAX + INGEST_PIECE_SIZE);
    ingest_text_close(text);
    bytes_free(bytes);
}

static void test_ceiling_of_columns(void **state)
{
    (void)state;
    const size_t most = INGEST_COLUMNS_MAX;
    expect_field_size(bytes_long("", ',', most - 1, "x\n"), most - 1, 1);
    expect_limit(bytes_long("a,b\n", ',', most, "\n"), 2, "more than 16384 fields");
}

static void test_ceiling_of_a_record(void **state)
{
    (void)state;
    // Seventeen fields of just under 1 MiB: each may pass, all together may not.
    const size_t field_size = INGEST_CELL_SIZE_MAX - 1;
    const struct sp_str bytes = bytes_long("a,b\n", 'x', 17 * (field_size + 1), "\n");
    for (size_t i = 1; i <= 17; i++) {
        ((char *)(uintptr_t)bytes.data)[3 + i * (field_size + 1)] = ',';
    }
    expect_limit(bytes, 2, "bytes in a row: is this delimited text?");
}

/* -- Files ------------------------------------------------------------------------- */

static void expect_file_rows(struct sp_str bytes, const char *expected)
{
    char path[64];
    file_make(bytes, path);
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    struct sp_buf rows;
    sp_buf_init(&rows, RENDERED_MAX);
    enum sp_rc rc = ingest_text_open(path, NULL, &text, &err);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        row_render(&row, &rows);
    }
    if (rc != SP_END) print_error("%s\n", err.text);
    assert_int_equal(rc, SP_END);
    assert_string_equal(rows.data, expected);
    uint64_t done = 0;
    uint64_t all = 0;
    ingest_text_progress(text, &done, &all);
    assert_int_equal(done, bytes.size);
    assert_int_equal(all, bytes.size);
    ingest_text_close(text);
    sp_buf_release(&rows);
    assert_int_equal(unlink(path), 0);
}

/* `bytes` as gzip. The caller frees it. */
static struct sp_str gzip_of(struct sp_str bytes)
{
    z_stream stream = {0};
    const size_t capacity = bytes.size + 1000;
    char *packed = sp_alloc(capacity);
    assert_non_null(packed);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)bytes.data;
    stream.avail_in = (unsigned)bytes.size;
    stream.next_out = (unsigned char *)packed;
    stream.avail_out = (unsigned)capacity;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    const size_t size = stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
    return (struct sp_str){.data = packed, .size = size};
}

static void test_files(void **state)
{
    (void)state;
    expect_file_rows(SP_STR("a,b\nc,d\n"), "[a][b]\n[c][d]\n");
    expect_file_rows(SP_STR("x"), "[x]\n");
    const struct sp_str packed = gzip_of(SP_STR("\xEF\xBB\xBF"
                                                "a;b\r\nc;d\r\n"));
    expect_file_rows(packed, "[a][b]\n[c][d]\n"); // Its name does not end in .gz.
    bytes_free(packed);
}

static void test_options_reach_a_file(void **state)
{
    (void)state;
    char path[64];
    file_make(SP_STR("a,b;c\n"), path);
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    const struct sp_book_options options = {.delimiter = ';'};
    assert_int_equal(ingest_text_open(path, &options, &text, NULL), SP_OK);
    assert_int_equal(ingest_text_delimiter(text), ';');
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_int_equal(row.count, 2);
    ingest_text_close(text);
    assert_int_equal(unlink(path), 0);
}

static void expect_file_failure(struct sp_str bytes, bool allow_large,
                                enum sp_rc expected, const char *part)
{
    char path[64];
    file_make(bytes, path);
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    const struct sp_book_options options = {.allow_large = allow_large};
    enum sp_rc rc = ingest_text_open(path, &options, &text, &err);
    while (rc == SP_OK) {
        rc = ingest_text_next(text, &row, &err);
    }
    assert_int_equal(rc, expected);
    if (!strstr(err.text, part)) fail_msg("'%s' lacks '%s'", err.text, part);
    ingest_text_close(text);
    assert_int_equal(unlink(path), 0);
}

static void test_gzip_cut_short(void **state)
{
    (void)state;
    struct sp_str packed = gzip_of(SP_STR("a,b\nc,d\n"));
    packed.size -= 3;
    expect_file_failure(packed, false, SP_ERR_INPUT, "cut short");
    bytes_free(packed);
}

static void test_gzip_that_unpacks_to_too_much(void **state)
{
    (void)state;
    const struct sp_str lines = bytes_long("a,b\n", '\n', 1 << 25, "");
    const struct sp_str packed = gzip_of(lines);
    expect_file_failure(packed, false, SP_ERR_LIMIT, "more than 200 times its size");
    expect_file_failure(packed, true, SP_END, "");
    bytes_free(lines);
    bytes_free(packed);
}

static void test_files_that_cannot_be_opened(void **state)
{
    (void)state;
    static const char *const paths[] = {"/nowhere/at-all.csv", "/tmp"};
    for (size_t i = 0; i < 2; i++) {
        struct sp_err err = {0};
        struct ingest_text *text = NULL;
        assert_int_equal(ingest_text_open(paths[i], NULL, &text, &err), SP_ERR_INPUT);
        assert_string_equal(err.file, paths[i]);
        assert_null(text);
    }
    ingest_text_close(NULL);
}

static enum sp_rc read_fail(void *context, char *out, size_t size, size_t *out_size,
                            struct sp_err *err)
{
    int *calls = context;
    assert_true(size > 0);
    if (++*calls > 3) return sp_err_set(err, SP_ERR_IO, "the disk is gone");
    *out = '\n';
    *out_size = 1;
    return SP_OK;
}

static void test_failure_of_the_source_is_passed_on(void **state)
{
    (void)state;
    int calls = 0;
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    assert_int_equal(ingest_text_open_read(read_fail, &calls, 0, 0, &text, &err),
                     SP_ERR_IO);
    assert_string_equal(err.text, "the disk is gone");
}

/* -- Notes, memory, and the parts -------------------------------------------------- */

static void test_note_of_bytes_that_are_not_utf8(void **state)
{
    (void)state;
    struct support_bytes source = {.data = "a,b\n\xC3\xB1,c\n\xF1,d\n\xF1,e\n",
                                   .size = 18};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    assert_int_equal(
        ingest_text_open_read(support_bytes_read, &source, 0, 0, &text, NULL), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_null(ingest_text_note(text));
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_int_equal(ingest_text_next(text, &row, NULL), SP_OK);
    assert_string_equal(
        ingest_text_note(text),
        "bytes that are not UTF-8 were read as Windows-1252, first in row 3");
    ingest_text_close(text);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    const struct sp_str packed =
        gzip_of(SP_STR("a,\"b\"\"\",c\n\xF1,\"long enough to need a larger window\",\n"));
    char path[64];
    file_make(packed, path);
    bytes_free(packed);
    enum sp_rc rc = SP_ERR_MEMORY;
    int64_t allowed = 0;
    for (; rc != SP_END; allowed++) {
        struct sp_err err = {0};
        struct ingest_text *text = NULL;
        struct sp_row row = {0};
        assert_true(allowed < 100);
        sp_alloc_fail_after(allowed);
        rc = ingest_text_open(path, NULL, &text, &err);
        while (rc == SP_OK) {
            rc = ingest_text_next(text, &row, &err);
        }
        sp_alloc_fail_after(-1);
        assert_true(rc == SP_END || (rc == SP_ERR_MEMORY && err.rc == SP_ERR_MEMORY));
        ingest_text_close(text);
    }
    assert_true(allowed > 8);
    assert_int_equal(unlink(path), 0);
}

static void test_growing_the_window_may_fail(void **state)
{
    (void)state;
    enum sp_rc rc = SP_ERR_MEMORY;
    for (int64_t allowed = 0; rc != SP_END; allowed++) {
        struct support_bytes source = {.data = "a,b,a longer field than the window\n",
                                       .size = 35};
        struct ingest_text *text = NULL;
        struct sp_row row = {0};
        assert_true(allowed < 100);
        sp_alloc_fail_after(allowed);
        rc = ingest_text_open_read(support_bytes_read, &source, 4, ',', &text, NULL);
        while (rc == SP_OK) {
            rc = ingest_text_next(text, &row, NULL);
        }
        sp_alloc_fail_after(-1);
        ingest_text_close(text);
    }
}

static void test_blocks_agree_with_a_loop(void **state)
{
    (void)state;
    static const char often[] = {'"',    ',',    '\n', '\r', '\0',
                                 '\x80', '\xFF', '!',  '+',  '\v'};
    uint32_t noise = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[INGEST_BLOCK_SIZE];
        struct ingest_block expected = {0};
        for (size_t i = 0; i < sizeof bytes; i++) {
            noise = noise * 1664525u + 1013904223u;
            const bool is_often = (noise >> 29) < 4;
            bytes[i] = is_often ? often[(noise >> 16) % sizeof often]
                                : (char)(noise >> 8 & 0xFF);
            const char c = bytes[i];
            const bool special =
                c == '"' || c == ',' || c == '\n' || c == '\r' || c == '\0';
            expected.special |= (uint64_t)special << i;
            expected.high |= (uint64_t)((unsigned char)c >= 0x80) << i;
        }
        const struct ingest_block fast = ingest_block_of(bytes, ',');
        const struct ingest_block words = ingest_block_of_words(bytes, ',');
        assert_true(fast.special == expected.special && fast.high == expected.high);
        assert_true(words.special == expected.special && words.high == expected.high);
    }
}

static void test_what_is_utf8(void **state)
{
    (void)state;
    // clang-format off
    static const struct { struct sp_str bytes; bool is_valid; } cases[] = {
        {BYTES(""), true},                   {BYTES("ascii, longer than a word"), true},
        {BYTES("\xC2\x80"), true},           {BYTES("\xDF\xBF"), true},
        {BYTES("\xE0\xA0\x80"), true},       {BYTES("\xEF\xBF\xBF"), true},
        {BYTES("\xF0\x90\x80\x80"), true},   {BYTES("\xF4\x8F\xBF\xBF"), true},
        {BYTES("12345678\xC3"), false},      {BYTES("\xC3x"), false},
        {BYTES("\x80"), false},              {BYTES("\xC0\x80"), false},          // overlong
        {BYTES("\xE0\x9F\xBF"), false},      {BYTES("\xF0\x8F\xBF\xBF"), false},  // overlong
        {BYTES("\xED\xA0\x80"), false},      {BYTES("\xF4\x90\x80\x80"), false},  // surrogate; too large
        {BYTES("\xF5\x80\x80\x80"), false},  {BYTES("\xE2\x82"), false},
        {BYTES("\xE2\x82x"), false},         {BYTES("\xFF"), false},
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ingest_utf8_is_valid(cases[i].bytes), cases[i].is_valid);
        char out[64];
        const size_t size = ingest_utf8_repair(cases[i].bytes, out);
        const struct sp_str repaired = {.data = out, .size = size};
        assert_true(ingest_utf8_is_valid(repaired));
        assert_int_equal(sp_str_equal(repaired, cases[i].bytes), cases[i].is_valid);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_a_given_delimiter_is_used),
        cmocka_unit_test(test_a_delimiter_that_cannot_be),
        cmocka_unit_test(test_ceiling_of_a_field),
        cmocka_unit_test(test_a_quote_never_closed_is_found_early),
        cmocka_unit_test(test_ceiling_of_columns),
        cmocka_unit_test(test_ceiling_of_a_record),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_options_reach_a_file),
        cmocka_unit_test(test_gzip_cut_short),
        cmocka_unit_test(test_gzip_that_unpacks_to_too_much),
        cmocka_unit_test(test_files_that_cannot_be_opened),
        cmocka_unit_test(test_failure_of_the_source_is_passed_on),
        cmocka_unit_test(test_note_of_bytes_that_are_not_utf8),
        cmocka_unit_test(test_every_allocation_may_fail),
        cmocka_unit_test(test_growing_the_window_may_fail),
        cmocka_unit_test(test_blocks_agree_with_a_loop),
        cmocka_unit_test(test_what_is_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
