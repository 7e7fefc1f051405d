/*
 * Markdown as GitHub and Pandoc read it: a pipe table, then the lines below it as a list.
 * Labels of values that are not there, such as [blank], stay as they are in every format.
 */
#include "report/report_print.h"

static bool is_markup(char c)
{
    return c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '>' || c == '|' ||
           c == '&' || c == '~' || c == '$';
}

static void text_escaped(struct sp_buf *out, struct sp_str text)
{
    for (size_t at = 0; at < text.size;) {
        const char c = text.data[at];
        const char next = at + 1 < text.size ? text.data[at + 1] : '\0';
        // "[text]" alone is no link; what follows the bracket would make it one.
        const bool links = c == ']' && (next == '(' || next == '[' || next == ':');
        if (is_markup(c) || links) sp_buf_char(out, '\\');
        unsigned width;
        sp_buf_append(out, sp_utf8_next(text, &at, &width));
    }
}

static void datum_escaped(struct sp_buf *out, const struct sp_datum *datum)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    text_escaped(out, sp_datum_str(datum, false, scratch));
}

/* Between more backticks than stand in a row inside. */
static void code_fenced(struct sp_buf *out, struct sp_str code)
{
    size_t run = 0;
    size_t longest = 0;
    for (size_t i = 0; i < code.size; i++) {
        run = code.data[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    for (size_t i = 0; i <= longest; i++) {
        sp_buf_char(out, '`');
    }
    sp_utf8_clean(out, code);
    for (size_t i = 0; i <= longest; i++) {
        sp_buf_char(out, '`');
    }
}

const struct sp_style sp_style_md = {
    .text = text_escaped, .datum = datum_escaped, .code = code_fenced};

static void write_row(const struct sp_table *table, const struct sp_datum *row, struct sp_buf *out)
{
    sp_buf_char(out, '|');
    for (size_t i = 0; i < table->column_count; i++) {
        sp_buf_char(out, ' ');
        datum_escaped(out, &row[i]);
        sp_buf_text(out, " |");
    }
    sp_buf_char(out, '\n');
}

static void write_headings(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_char(out, '|');
    for (size_t i = 0; i < table->column_count; i++) {
        sp_buf_char(out, ' ');
        text_escaped(out, table->columns[i].heading);
        sp_buf_text(out, " |");
    }
    sp_buf_text(out, "\n|");
    for (size_t i = 0; i < table->column_count; i++) {
        sp_buf_text(out, table->columns[i].is_number ? " ---: |" : " --- |");
    }
    sp_buf_char(out, '\n');
}

/* Bold, and only where something stands. */
static void write_total(const struct sp_table *table, struct sp_buf *out)
{
    sp_buf_char(out, '|');
    for (size_t i = 0; i < table->column_count; i++) {
        const struct sp_datum *datum = &table->total[i];
        const bool is_empty = datum->kind == SP_DATUM_NOTHING ||
                              (datum->kind == SP_DATUM_TEXT && datum->text.size == 0);
        sp_buf_text(out, is_empty ? " " : " **");
        datum_escaped(out, datum);
        sp_buf_text(out, is_empty ? " |" : "** |");
    }
    sp_buf_char(out, '\n');
}

void sp_table_write_md(const struct sp_table *table, struct sp_buf *out)
{
    if (table->title.size) {
        sp_buf_text(out, "**");
        text_escaped(out, table->title);
        sp_buf_text(out, "**\n\n");
    }
    write_headings(table, out);
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(table, table->cells + i * table->column_count, out);
    }
    if (sp_table_shows_total(table)) write_total(table, out);
    for (size_t i = 0; i < sp_table_end_line_count(table); i++) {
        sp_buf_text(out, i ? "- " : "\n- ");
        sp_table_end_line(table, i, &sp_style_md, out);
        sp_buf_char(out, '\n');
    }
}
