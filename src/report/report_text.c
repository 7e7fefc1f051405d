/*
 * Tables for a terminal: columns side by side, numbers to the right, nothing cut off.
 *
 *   Area of     Operation              Count    headings and long labels go on in the next line
 *   responsib…
 *   ----------  ---------------------  -----
 *   Seattle     [redacted (b)(7)(E)]      33
 */
#include "report/report_print.h"

enum { LABEL_WIDTH_MAX = 48, NUMBER_HEADING_WIDTH_MAX = 11, GAP = 2 };

/* The next line of `text` from `*at`, of at most `width` columns; broken at a blank where one is. */
static struct sp_str line_next(struct sp_str text, size_t *at, size_t width)
{
    const size_t start = *at;
    size_t end = start;      // of the line, should no more fit
    size_t blank = SIZE_MAX; // the last blank seen
    size_t used = 0;
    while (end < text.size) {
        unsigned columns;
        size_t next = end;
        const struct sp_str character = sp_utf8_next(text, &next, &columns);
        const bool is_blank = sp_str_equal_text(character, " ");
        if (is_blank) blank = end;
        if (used + columns > width && end > start) {
            if (blank != SIZE_MAX && blank > start) end = blank;
            break;
        }
        used += columns;
        end = next;
    }
    *at = end;
    while (*at < text.size && text.data[*at] == ' ') {
        (*at)++;
    }
    return (struct sp_str){.data = text.data + start, .size = end - start};
}

void sp_text_wrapped(struct sp_buf *out, struct sp_str text, size_t width, const char *indent)
{
    for (size_t at = 0; at < text.size;) {
        sp_buf_text(out, indent);
        sp_utf8_clean(out, line_next(text, &at, width));
        sp_buf_char(out, '\n');
    }
}

static size_t widest_word(struct sp_str text)
{
    size_t widest = 0;
    size_t word = 0;
    for (size_t at = 0; at < text.size;) {
        unsigned columns;
        const bool is_blank = sp_str_equal_text(sp_utf8_next(text, &at, &columns), " ");
        word = is_blank ? 0 : word + columns;
        if (word > widest) widest = word;
    }
    return widest;
}

/* Where a table is being laid out. */
struct layout {
    const struct sp_table *table;
    size_t *widths; // owned; one for each column
    size_t *at;     // owned; how far each cell of the row has been written
    struct sp_buf *out;
};

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t datum_width(const struct sp_datum *datum)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    return sp_utf8_width(sp_datum_str(datum, false, scratch));
}

static size_t column_width(const struct sp_table *table, size_t column)
{
    const struct sp_str heading = table->columns[column].heading;
    size_t width = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        width = greater(width, datum_width(&table->cells[i * table->column_count + column]));
    }
    if (sp_table_shows_total(table)) {
        width = greater(width, datum_width(&table->total[column]));
    }
    const size_t heading_width = sp_utf8_width(heading);
    if (table->columns[column].is_number) {
        const size_t narrow = heading_width < NUMBER_HEADING_WIDTH_MAX ? heading_width
                                                                        : NUMBER_HEADING_WIDTH_MAX;
        return greater(greater(width, widest_word(heading)), narrow);
    }
    width = greater(width, heading_width);
    return width < LABEL_WIDTH_MAX ? width : LABEL_WIDTH_MAX;
}

static void write_blanks(struct sp_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sp_buf_char(out, ' ');
    }
}

/* One line of a row, of the headings when `row` is NULL. @return whether cells go on in a further line */
static bool write_row_line(struct layout *layout, const struct sp_datum *row)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    bool goes_on = false;
    size_t pending = 0; // Blanks are written only before text, so that no line ends in one.
    for (size_t i = 0; i < layout->table->column_count; i++) {
        const size_t width = layout->widths[i];
        const struct sp_str text = row ? sp_datum_str(&row[i], false, scratch)
                                       : layout->table->columns[i].heading;
        const struct sp_str line = layout->at[i] < text.size
                                       ? line_next(text, &layout->at[i], width)
                                       : (struct sp_str){0};
        const size_t used = sp_utf8_width(line);
        const size_t room = used < width ? width - used : 0;
        const bool right = layout->table->columns[i].is_number;
        if (line.size) {
            write_blanks(layout->out, pending + (right ? room : 0));
            sp_utf8_clean(layout->out, line);
            pending = (right ? 0 : room) + GAP;
        } else {
            pending += width + GAP;
        }
        goes_on = goes_on || layout->at[i] < text.size;
    }
    sp_buf_char(layout->out, '\n');
    return goes_on;
}

static void write_row(struct layout *layout, const struct sp_datum *row)
{
    for (size_t i = 0; i < layout->table->column_count; i++) {
        layout->at[i] = 0;
    }
    while (write_row_line(layout, row)) {
    }
}

static void write_rule(struct layout *layout)
{
    for (size_t i = 0; i < layout->table->column_count; i++) {
        if (i) write_blanks(layout->out, GAP);
        for (size_t j = 0; j < layout->widths[i]; j++) {
            sp_buf_char(layout->out, '-');
        }
    }
    sp_buf_char(layout->out, '\n');
}

static void write_rows(struct layout *layout)
{
    const struct sp_table *table = layout->table;
    for (size_t i = 0; i < table->column_count; i++) {
        layout->widths[i] = column_width(table, i);
    }
    write_row(layout, NULL);
    write_rule(layout);
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(layout, table->cells + i * table->column_count);
    }
    if (table->row_count == 0) sp_buf_text(layout->out, "(no rows)\n");
    if (sp_table_shows_total(table)) {
        write_rule(layout);
        write_row(layout, table->total);
    }
}

static void datum_clean(struct sp_buf *out, const struct sp_datum *datum)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    sp_utf8_clean(out, sp_datum_str(datum, false, scratch));
}

const struct sp_style sp_style_text = {
    .text = sp_utf8_clean, .datum = datum_clean, .code = sp_utf8_clean};

static void write_end_lines(const struct sp_table *table, struct sp_buf *out)
{
    for (size_t i = 0; i < sp_table_end_line_count(table); i++) {
        if (i == 0) sp_buf_char(out, '\n');
        sp_table_end_line(table, i, &sp_style_text, out);
        sp_buf_char(out, '\n');
    }
}

void sp_table_write_text(const struct sp_table *table, struct sp_buf *out)
{
    struct layout layout = {.table = table, .out = out};
    layout.widths = sp_alloc(table->column_count * sizeof *layout.widths);
    layout.at = sp_alloc(table->column_count * sizeof *layout.at);
    if (!layout.widths || !layout.at) {
        if (out->rc == SP_OK) out->rc = SP_ERR_MEMORY;
        goto done;
    }
    if (table->title.size) {
        sp_text_wrapped(out, table->title, SIZE_MAX, "");
        sp_buf_char(out, '\n');
    }
    write_rows(&layout);
    write_end_lines(table, out);
done:
    sp_free(layout.at);
    sp_free(layout.widths);
}
