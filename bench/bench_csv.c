/* One buffer, flushed when a few rows more might not fit. Quoted only where a comma makes
 * it needed. */
#include "bench_csv.h"

#include "sallyport/date.h"

#include <stdio.h>
#include <string.h>

enum { BUFFER_MAX = 1 << 20, FLUSH_AT = 1 << 18, SERIAL_OF_1970 = 25569 };

static void put_text(struct sp_buf *buf, struct sp_str text)
{
    const bool quoted = memchr(text.data, ',', text.size) != NULL;
    if (quoted) sp_buf_char(buf, '"');
    sp_buf_append(buf, text);
    if (quoted) sp_buf_char(buf, '"');
}

static void put_moment(struct sp_buf *buf, uint32_t serial, uint32_t minute)
{
    char text[SP_DATE_TEXT_MAX];
    const struct sp_moment moment = {.day = (int32_t)serial - SERIAL_OF_1970,
                                     .second = (int32_t)minute * 60,
                                     .has_time = minute > 0};
    sp_moment_format(moment, text);
    sp_buf_text(buf, text);
}

static void put_money(struct sp_buf *buf, uint32_t cents)
{
    sp_buf_format(buf, "%u", cents / 100);
    if (cents % 100 == 0) return;
    sp_buf_format(buf, ".%u", cents / 10 % 10);
    if (cents % 10) sp_buf_format(buf, "%u", cents % 10);
}

static void put_cell(struct sp_buf *buf, const struct bench_rows *rows,
                     const struct bench_cell *cell)
{
    switch (cell->kind) {
    case BENCH_ABSENT:
    case BENCH_STYLED:
        return;
    case BENCH_TEXT:
        put_text(buf, rows->texts[cell->number].plain);
        return;
    case BENCH_DAY:
    case BENCH_MOMENT:
        put_moment(buf, cell->number, cell->minute);
        return;
    case BENCH_WHOLE:
        sp_buf_format(buf, "%u", cell->number);
        return;
    case BENCH_MONEY:
        put_money(buf, cell->number);
        return;
    }
}

static void put_head(struct sp_buf *buf, const struct bench_rows *rows)
{
    for (uint32_t row = 1; row < BENCH_HEADER_ROW; row++) {
        const char *text = bench_rows_preamble(row);
        if (text) put_text(buf, sp_str_of(text));
        sp_buf_char(buf, '\n');
    }
    for (uint32_t i = 0; i < rows->column_count; i++) {
        if (i) sp_buf_char(buf, ',');
        put_text(buf, sp_str_of(bench_rows_heading(rows, i)));
    }
    sp_buf_char(buf, '\n');
}

static void put_row(struct sp_buf *buf, const struct bench_rows *rows, uint64_t index)
{
    struct bench_cell cells[BENCH_COLUMNS_MAX];
    uint32_t count = rows->column_count;
    bench_rows_get(rows, index, cells);
    while (count > 0 && cells[count - 1].kind == BENCH_ABSENT) {
        count--;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i) sp_buf_char(buf, ',');
        put_cell(buf, rows, &cells[i]);
    }
    sp_buf_char(buf, '\n');
}

static bool flush(struct sp_buf *buf, FILE *file)
{
    const bool done = sp_buf_status(buf, NULL) == SP_OK &&
                      fwrite(buf->data, 1, buf->size, file) == buf->size;
    sp_buf_reset(buf);
    return done;
}

bool bench_csv_write(const char *path, const struct bench_rows *rows, uint64_t row_count)
{
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    struct sp_buf buf;
    sp_buf_init(&buf, BUFFER_MAX);
    put_head(&buf, rows);
    bool done = true;
    for (uint64_t i = 0; done && i < row_count; i++) {
        put_row(&buf, rows, i);
        if (buf.size >= FLUSH_AT) done = flush(&buf, file);
    }
    if (done) done = flush(&buf, file);
    sp_buf_release(&buf);
    const bool closed = fclose(file) == 0;
    return done && closed;
}
