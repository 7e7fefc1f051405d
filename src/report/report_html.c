/*
 * HTML: a fragment that says what each cell is. A table with a caption, row and column headings with
 * their scope, every count in <data> with its reference as title. The box around the table scrolls
 * by itself and can be reached by keyboard, so that a wide table never widens a page.
 */
#include "report/report_print.h"

static void text_escaped(struct sp_buf *out, struct sp_str text)
{
    for (size_t at = 0; at < text.size;) {
        unsigned width;
        const struct sp_str character = sp_utf8_next(text, &at, &width);
        switch (character.data[0]) {
        case '&':
            sp_buf_text(out, "&amp;");
            break;
        case '<':
            sp_buf_text(out, "&lt;");
            break;
        case '>':
            sp_buf_text(out, "&gt;");
            break;
        case '"':
            sp_buf_text(out, "&quot;");
            break;
        case '\'':
            sp_buf_text(out, "&#39;");
            break;
        default:
            sp_buf_append(out, character);
        }
    }
}

/* "<data value="33" title="arrests;…">33</data>"; in a span where no number stands. */
static void datum_marked(struct sp_buf *out, const struct sp_datum *datum)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    const bool is_none = datum->kind == SP_DATUM_LABEL || datum->kind == SP_DATUM_WITHHELD;
    const bool is_count = sp_datum_is_count(datum) && !is_none;
    if (is_count) {
        sp_buf_format(out, "<data value=\"%llu\" title=\"",
                      (unsigned long long)(datum->kind == SP_DATUM_ZERO ? 0 : datum->figure.value));
        text_escaped(out, datum->figure.reference);
        sp_buf_text(out, "\">");
    } else if (is_none) {
        sp_buf_text(out, "<span class=\"none\">");
    }
    text_escaped(out, sp_datum_str(datum, false, scratch));
    sp_buf_text(out, is_count ? "</data>" : is_none ? "</span>" : "");
}

static void code_marked(struct sp_buf *out, struct sp_str code)
{
    sp_buf_text(out, "<code>");
    text_escaped(out, code);
    sp_buf_text(out, "</code>");
}

const struct sp_style sp_style_html = {
    .text = text_escaped, .datum = datum_marked, .code = code_marked};

/* The first cell names its row; numbers stand to the right. */
static void write_row(const struct sp_table *table, const struct sp_datum *row, struct sp_buf *out)
{
    sp_buf_text(out, "<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        const bool is_number = table->columns[i].is_number;
        const bool is_heading = i == 0 && !is_number;
        sp_buf_text(out, is_heading  ? "<th scope=\"row\">"
                         : is_number ? "<td class=\"number\">"
                                     : "<td>");
        datum_marked(out, &row[i]);
        sp_buf_text(out, is_heading ? "</th>" : "</td>");
    }
    sp_buf_text(out, "</tr>\n");
}

static void write_headings(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_text(out, "<thead>\n<tr>");
    for (size_t i = 0; i < table->column_count; i++) {
        sp_buf_text(out, table->columns[i].is_number ? "<th scope=\"col\" class=\"number\">"
                                                     : "<th scope=\"col\">");
        text_escaped(out, table->columns[i].heading);
        sp_buf_text(out, "</th>");
    }
    sp_buf_text(out, "</tr>\n</thead>\n");
}

static void write_end_lines(const struct sp_table *table, struct sp_buf *out)
{
    const size_t count = sp_table_end_line_count(table);
    if (count == 0) return;
    sp_buf_text(out, "<ul class=\"table-end\">\n");
    for (size_t i = 0; i < count; i++) {
        sp_buf_text(out, "<li>");
        sp_table_end_line(table, i, &sp_style_html, out);
        sp_buf_text(out, "</li>\n");
    }
    sp_buf_text(out, "</ul>\n");
}

void sp_table_write_html(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_format(out, "<div class=\"table-box\" id=\"%.*s\" role=\"region\" aria-label=\"",
                  SP_FMT(table->id));
    text_escaped(out, table->title);
    sp_buf_text(out, "\" tabindex=\"0\">\n<table>\n<caption>");
    text_escaped(out, table->title);
    sp_buf_text(out, "</caption>\n");
    write_headings(table, out);
    sp_buf_text(out, "<tbody>\n");
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(table, table->cells + i * table->column_count, out);
    }
    sp_buf_text(out, "</tbody>\n");
    if (sp_table_shows_total(table)) {
        sp_buf_text(out, "<tfoot>\n");
        write_row(table, table->total, out);
        sp_buf_text(out, "</tfoot>\n");
    }
    sp_buf_text(out, "</table>\n</div>\n");
    write_end_lines(table, out);
}
