/*
 * CSV: RFC 4180 quoting, UTF-8, lines end in LF as R, DuckDB and pandas write them. Everything that
 * is no row stands below the rows in lines that begin with '#'; the total too, because a program
 * that sums a column would count it twice. A label that a spreadsheet would run as a formula gets
 * an apostrophe before it: these labels come from files that anyone may have made.
 */
#include "report/report_print.h"

static bool needs_quotes(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == '"' || c == ',' || c == '\n' || c == '\r') return true;
    }
    if (text.size == 0) return false;
    const char first = text.data[0];
    return first == '#' || first == ' ' || text.data[text.size - 1] == ' ';
}

/* A line break inside quotes is data and stays; all else is cleaned. */
static void append_clean(struct sp_buf *out, struct sp_str text)
{
    for (size_t at = 0; at < text.size;) {
        const char c = text.data[at];
        if (c == '"') {
            sp_buf_text(out, "\"\"");
            at++;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            sp_buf_char(out, c);
            at++;
        } else {
            unsigned width;
            sp_buf_append(out, sp_utf8_next(text, &at, &width));
        }
    }
}

void sp_csv_field(struct sp_buf *out, struct sp_str text, bool is_label)
{
    const char first = text.size ? text.data[0] : '\0';
    const bool is_formula = is_label && (first == '=' || first == '+' || first == '-' ||
                                         first == '@' || first == '\t' || first == '\r');
    const bool quoted = needs_quotes(text);
    if (quoted) sp_buf_char(out, '"');
    if (is_formula) sp_buf_char(out, '\'');
    append_clean(out, text);
    if (quoted) sp_buf_char(out, '"');
}

static void write_headings(const struct sp_table *table, struct sp_buf *out)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (i) sp_buf_char(out, ',');
        sp_csv_field(out, table->columns[i].key, true);
    }
    if (table->show_references) sp_buf_text(out, ",figure");
    sp_buf_char(out, '\n');
}

static void write_row(const struct sp_table *table, const struct sp_datum *row, struct sp_buf *out)
{
    for (size_t i = 0; i < table->column_count; i++) {
        char scratch[SP_NUMBER_TEXT_MAX];
        if (i) sp_buf_char(out, ',');
        if (row[i].kind == SP_DATUM_NOTHING) continue; // An empty field, as CSV readers expect.
        sp_csv_field(out, sp_datum_str(&row[i], true, scratch), row[i].kind == SP_DATUM_TEXT);
    }
    if (table->show_references) {
        sp_buf_char(out, ',');
        sp_csv_field(out, sp_row_reference(table, row), true);
    }
    sp_buf_char(out, '\n');
}

static void datum_plain(struct sp_buf *out, const struct sp_datum *datum)
{
    char scratch[SP_NUMBER_TEXT_MAX];
    sp_utf8_clean(out, sp_datum_str(datum, true, scratch));
}

const struct sp_style sp_style_csv = {
    .text = sp_utf8_clean, .datum = datum_plain, .code = sp_utf8_clean};

/* "# Total: 498", or "# Total: count 498, declined 12". */
static void write_total(const struct sp_table *table, struct sp_buf *out)
{
    const bool is_named = sp_table_count_columns(table) > 1;
    const char *before = "# Total: ";
    for (size_t i = 0; i < table->column_count; i++) {
        const struct sp_datum *datum = &table->total[i];
        if (!table->columns[i].is_number || datum->kind == SP_DATUM_NOTHING) continue;
        sp_buf_text(out, before);
        if (is_named) {
            sp_utf8_clean(out, table->columns[i].key);
            sp_buf_char(out, ' ');
        }
        datum_plain(out, datum);
        before = ", ";
    }
    sp_buf_char(out, '\n');
}

void sp_table_write_csv(const struct sp_table *table, struct sp_buf *out)
{
    write_headings(table, out);
    for (size_t i = 0; i < table->row_count; i++) {
        write_row(table, table->cells + i * table->column_count, out);
    }
    if (sp_table_shows_total(table)) write_total(table, out);
    for (size_t i = 0; i < sp_table_end_line_count(table); i++) {
        sp_buf_text(out, "# ");
        sp_table_end_line(table, i, &sp_style_csv, out);
        sp_buf_char(out, '\n');
    }
}
