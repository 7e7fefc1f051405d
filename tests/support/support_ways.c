/* Reading in every way, and texts that repeat. */
#include "support/support_ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

const struct sp_book_options support_ways[SUPPORT_WAY_COUNT] = {
    {.plain = true},
    {.thread_count = 1},
    {.thread_count = 2},
    {.thread_count = 2, .plain = true}};

enum sp_rc support_render(struct sp_str bytes, const struct sp_book_options *way,
                          struct sp_buf *rows)
{
    sp_buf_reset(rows);
    const enum sp_rc rc = support_bytes_render(bytes, way, rows, NULL);
    sp_buf_char(rows, '\0'); // So that an empty one is a text.
    return rc;
}

void support_bytes_check(struct sp_str bytes, size_t way_count, const char *expected)
{
    struct sp_buf rows;
    sp_buf_init(&rows, SIZE_MAX / 2);
    for (size_t i = 0; i < way_count; i++) {
        (void)support_render(bytes, &support_ways[i], &rows);
        assert_string_equal(rows.data, expected);
    }
    sp_buf_release(&rows);
}

static void check_in_ways(const struct support_book *book, size_t way_count,
                          const char *expected)
{
    struct sp_buf bytes;
    sp_buf_init(&bytes, SIZE_MAX / 2);
    support_book_write(book, &bytes);
    support_bytes_check(sp_buf_str(&bytes), way_count, expected);
    sp_buf_release(&bytes);
}

void support_book_check(const struct support_book *book, const char *expected)
{
    check_in_ways(book, SUPPORT_WAY_COUNT, expected);
}

void support_book_check_once(const struct support_book *book, const char *expected)
{
    check_in_ways(book, 1, expected);
}

void support_repeat(struct sp_buf *out, const char *before, size_t count,
                    const char *text, const char *after)
{
    sp_buf_reset(out);
    sp_buf_text(out, before);
    for (size_t i = 0; i < count; i++) {
        const char *number = strchr(text, '#');
        if (!number) {
            sp_buf_text(out, text);
            continue;
        }
        sp_buf_append(out,
                      (struct sp_str){.data = text, .size = (size_t)(number - text)});
        sp_buf_format(out, "%zu", i + 1);
        sp_buf_text(out, number + 1);
    }
    sp_buf_text(out, after);
}
