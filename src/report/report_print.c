/* Numbers, shares and the lines below a table, as every writer prints them. */
#include "report/report_print.h"

#include <stdio.h>

void sp_print_number(uint64_t number, bool plain, char out[SP_NUMBER_TEXT_MAX])
{
    char digits[SP_NUMBER_TEXT_MAX];
    const int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    char *to = out;
    for (int i = 0; i < length; i++) {
        if (!plain && i > 0 && (length - i) % 3 == 0) *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
}

void sp_print_share(uint64_t part, uint64_t whole, char out[SP_NUMBER_TEXT_MAX])
{
    enum { HEADROOM = 1 << 11 }; // For the factor 2000 below.
    while (whole > UINT64_MAX / HEADROOM || part > UINT64_MAX / HEADROOM) {
        whole /= 2;
        part /= 2;
    }
    if (whole == 0) {
        (void)snprintf(out, SP_NUMBER_TEXT_MAX, SP_NOTHING_TEXT);
        return;
    }
    const uint64_t tenths = (2000 * part + whole) / (2 * whole);
    if (tenths == 0 && part > 0) {
        (void)snprintf(out, SP_NUMBER_TEXT_MAX, "<0.1 %%");
    } else if (tenths == 1000 && part < whole) {
        (void)snprintf(out, SP_NUMBER_TEXT_MAX, ">99.9 %%");
    } else {
        (void)snprintf(out, SP_NUMBER_TEXT_MAX, "%llu.%llu %%", (unsigned long long)(tenths / 10),
                       (unsigned long long)(tenths % 10));
    }
}

static void print_estimate(const struct sp_estimate *estimate, char out[SP_NUMBER_TEXT_MAX])
{
    const int size = snprintf(out, SP_NUMBER_TEXT_MAX, "%d.%d %%", estimate->per_mille / 10, estimate->per_mille % 10);
    if (estimate->low < 0) return;
    (void)snprintf(out + size, (size_t)(SP_NUMBER_TEXT_MAX - size), " (%d.%d to %d.%d)", estimate->low / 10,
                   estimate->low % 10, estimate->high / 10, estimate->high % 10);
}

struct sp_str sp_datum_str(const struct sp_datum *datum, bool plain, char scratch[SP_NUMBER_TEXT_MAX])
{
    switch (datum->kind) {
    case SP_DATUM_TEXT:
    case SP_DATUM_LABEL:
        return datum->text;
    case SP_DATUM_WITHHELD:
        return SP_STR(SP_WITHHELD_TEXT);
    case SP_DATUM_NOTHING:
        return SP_STR(SP_NOTHING_TEXT);
    case SP_DATUM_FIGURE:
        sp_print_number(datum->figure.value, plain, scratch);
        break;
    case SP_DATUM_ZERO:
        if (datum->whole.reference.size) return SP_STR("0.0 %");
        return SP_STR("0");
    case SP_DATUM_SHARE:
        sp_print_share(datum->figure.value, datum->whole.value, scratch);
        break;
    case SP_DATUM_ESTIMATE:
        print_estimate(&datum->estimate, scratch);
        break;
    case SP_DATUM_NUMBER:
        sp_print_number(datum->number, plain, scratch);
        break;
    }
    return sp_str_of(scratch);
}

bool sp_datum_is_count(const struct sp_datum *datum)
{
    const bool is_share = datum->whole.reference.size > 0;
    return datum->kind == SP_DATUM_FIGURE ||
           (!is_share && (datum->kind == SP_DATUM_ZERO || datum->kind == SP_DATUM_WITHHELD));
}

bool sp_table_column_is_count(const struct sp_table *table, size_t column)
{
    for (size_t i = 0; i < table->row_count; i++) {
        if (sp_datum_is_count(&table->cells[i * table->column_count + column])) return true;
    }
    return table->total && sp_datum_is_count(&table->total[column]);
}

size_t sp_table_count_columns(const struct sp_table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        count += sp_table_column_is_count(table, i);
    }
    return count;
}

struct sp_str sp_row_reference(const struct sp_table *table, const struct sp_datum *row)
{
    struct sp_str reference = {0};
    for (size_t i = 0; i < table->column_count; i++) {
        if (sp_datum_is_count(&row[i])) reference = row[i].figure.reference;
    }
    return reference;
}

bool sp_table_shows_total(const struct sp_table *table)
{
    return table->total && !table->columns[0].is_number;
}

bool sp_table_withholds(const struct sp_table *table, struct sp_figure figure)
{
    for (size_t i = 0; i < table->withheld_count; i++) {
        if (sp_str_equal(table->withheld[i], figure.reference)) return true;
    }
    return false;
}

size_t sp_proof_file_count(const struct sp_proof *proof)
{
    size_t count = 0;
    for (size_t i = 0; i < proof->source_count; i++) {
        size_t first = 0;
        while (!sp_str_equal(proof->sources[first].sha256, proof->sources[i].sha256)) {
            first++;
        }
        count += first == i;
    }
    return count;
}

void sp_print_shell_quoted(struct sp_buf *out, struct sp_str text)
{
    sp_buf_char(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') {
            sp_buf_text(out, "'\\''");
        } else {
            sp_buf_char(out, text.data[i]);
        }
    }
    sp_buf_char(out, '\'');
}

/* -- The lines below a table ----------------------------------------------------------------- */

/* Where a line goes, and how. */
struct line {
    const struct sp_table *table;
    const struct sp_style *style;
    struct sp_buf *out;
};

static void put_text(const struct line *line, const char *text)
{
    line->style->text(line->out, sp_str_of(text));
}

static void put_figure(const struct line *line, struct sp_figure figure)
{
    struct sp_datum datum = sp_datum_figure(figure);
    if (sp_table_withholds(line->table, figure)) datum.kind = SP_DATUM_WITHHELD;
    line->style->datum(line->out, &datum);
}

/* "Unknown operation: 868 of 2,304 (37.7 %): [blank] 10, [redacted (b)(7)(E)] 858". */
static void put_unknown(const struct line *line, const struct sp_unknown *unknown)
{
    const struct sp_figure whole = line->table->unknown_whole;
    put_text(line, "Unknown ");
    line->style->text(line->out, unknown->field);
    put_text(line, ": ");
    put_figure(line, unknown->all);
    if (whole.reference.size) {
        const struct sp_datum share = sp_datum_share(unknown->all, whole);
        put_text(line, " of ");
        put_figure(line, whole);
        const bool is_withheld = sp_table_withholds(line->table, unknown->all) ||
                                 sp_table_withholds(line->table, whole);
        if (!is_withheld) {
            put_text(line, " (");
            line->style->datum(line->out, &share);
            put_text(line, ")");
        }
    }
    for (size_t i = 0; i < unknown->label_count; i++) {
        put_text(line, i ? ", " : ": ");
        line->style->text(line->out, unknown->labels[i]);
        put_text(line, " ");
        put_figure(line, unknown->counts[i]);
    }
}

void sp_print_provenance(const struct sp_proof *proof, const struct sp_style *style,
                         struct sp_buf *out)
{
    struct sp_buf text;
    const size_t files = sp_proof_file_count(proof);
    sp_buf_init(&text, out->max_size);
    sp_buf_text(&text, "Source: rules");
    for (size_t i = 0; i < proof->rule_count; i++) {
        sp_buf_format(&text, "%s %s %u", i ? "," : "", proof->rules[i]->id,
                      (unsigned)proof->rules[i]->version);
    }
    sp_buf_format(&text, "; %zu %s, inputs %.*s; explain with: ", files,
                  files == 1 ? "file" : "files", SP_FMT(proof->inputs_digest));
    style->text(out, sp_buf_str(&text));
    sp_buf_reset(&text);
    sp_buf_text(&text, "sallyport explain ");
    sp_print_shell_quoted(&text, proof->query);
    style->code(out, sp_buf_str(&text));
    if (text.rc != SP_OK && out->rc == SP_OK) out->rc = text.rc;
    sp_buf_release(&text);
}

static bool has_undated(const struct sp_table *table)
{
    return table->undated.reference.size > 0 && table->undated.value > 0;
}

size_t sp_table_end_line_count(const struct sp_table *table)
{
    return table->unknown_count + has_undated(table) + table->note_count + (table->proof != NULL);
}

void sp_table_end_line(const struct sp_table *table, size_t line_index, const struct sp_style *style,
                       struct sp_buf *out)
{
    const struct line line = {.table = table, .style = style, .out = out};
    SP_ASSERT(line_index < sp_table_end_line_count(table));
    if (line_index < table->unknown_count) {
        put_unknown(&line, &table->unknowns[line_index]);
        return;
    }
    line_index -= table->unknown_count;
    if (has_undated(table) && line_index-- == 0) {
        put_text(&line, "Undated: records that match and have no date, which any period leaves out: ");
        put_figure(&line, table->undated);
        return;
    }
    if (line_index < table->note_count) {
        put_text(&line, "Note: ");
        style->text(out, table->notes[line_index]);
        return;
    }
    sp_print_provenance(table->proof, style, out);
}

void sp_table_write(const struct sp_table *table, enum sp_format format, struct sp_buf *out)
{
    switch (format) {
    case SP_FORMAT_TEXT:
        sp_table_write_text(table, out);
        break;
    case SP_FORMAT_CSV:
        sp_table_write_csv(table, out);
        break;
    case SP_FORMAT_JSON:
        sp_table_write_json(table, out);
        break;
    case SP_FORMAT_MD:
        sp_table_write_md(table, out);
        break;
    case SP_FORMAT_HTML:
        sp_table_write_html(table, out);
        break;
    }
}
