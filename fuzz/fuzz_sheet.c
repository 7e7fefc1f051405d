/*
 * Sheet data and shared strings: whatever the XML, the fast scan gives the rows that the
 * plain reader gives, or fails where and as it fails, in pieces of any size.
 *
 * Input: a byte that picks the size of the pieces, two that say how long the shared
 * strings are, the shared strings, the sheet.
 */
#include "support/support_workbook.h"

#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD_SIZE = 3, INPUT_MAX = 1 << 16, PIECE_SIZE = 1 << 12, THREAD_EVERY = 16 };

static void book_make(const uint8_t *data, size_t size, struct sp_buf *out)
{
    const size_t content_size = size - HEAD_SIZE;
    const size_t strings_size =
        ((size_t)data[1] | (size_t)data[2] << 8) % (content_size + 1);
    const char *content = (const char *)data + HEAD_SIZE;
    const struct support_book book = {
        .parts = {{"xl/sharedStrings.xml", {.data = content, .size = strings_size}},
                  {"xl/worksheets/sheet1.xml",
                   {.data = content + strings_size,
                    .size = content_size - strings_size}}},
        .is_stored = true};
    support_book_write(&book, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD_SIZE || size > INPUT_MAX) return 0;
    const struct sp_book_options ways[] = {
        {.plain = true, .piece_size = PIECE_SIZE},
        {.piece_size = 1 + data[0]},
        {.thread_count = data[0] % THREAD_EVERY == 0 ? 2 : 1, .piece_size = PIECE_SIZE}};
    struct sp_buf bytes;
    struct sp_buf rows[3];
    enum sp_rc rc[3];
    sp_buf_init(&bytes, SIZE_MAX / 2);
    book_make(data, size, &bytes);
    for (size_t i = 0; i < 3; i++) {
        sp_buf_init(&rows[i], SIZE_MAX / 2);
        rc[i] = support_bytes_render(sp_buf_str(&bytes), &ways[i], &rows[i], NULL);
        SP_ASSERT(rc[i] == rc[0]);
        SP_ASSERT(support_rows_same(sp_buf_str(&rows[i]), sp_buf_str(&rows[0])));
    }
    for (size_t i = 0; i < 3; i++) {
        sp_buf_release(&rows[i]);
    }
    sp_buf_release(&bytes);
    return 0;
}
