/* The frame around tables: a heading and notes, a JSON object, a page. */
#include "report/report_document.h"

#include "report/report_page.h"
#include "report/report_print.h"

static void text_write(const struct report_document *document, const char *heading,
                       const struct sp_style *style, enum sp_format format,
                       struct sp_buf *out)
{
    sp_buf_format(out, "%s%s\n\n", heading, document->title);
    for (size_t i = 0; i < document->note_count; i++) {
        sp_buf_text(out, "- ");
        style->text(out, document->notes[i]);
        sp_buf_char(out, '\n');
    }
    for (size_t i = 0; i < document->table_count; i++) {
        sp_buf_char(out, '\n');
        sp_table_write(document->tables[i], format, out);
    }
}

static void csv_write(const struct report_document *document, struct sp_buf *out)
{
    for (size_t i = 0; i < document->table_count; i++) {
        sp_buf_format(out, "# table: %.*s\n", SP_FMT(document->tables[i]->id));
        sp_table_write(document->tables[i], SP_FORMAT_CSV, out);
    }
}

static void json_write(const struct report_document *document, struct sp_buf *out)
{
    sp_buf_format(out, "{\"report\":\"%s\",\"tables\":[\n", document->id);
    for (size_t i = 0; i < document->table_count; i++) {
        sp_buf_format(out, "%s{\"id\":", i ? ",\n" : "");
        sp_json_string(out, document->tables[i]->id);
        sp_buf_char(out, ',');
        sp_table_write_json_members(document->tables[i], out);
        sp_buf_char(out, '}');
    }
    sp_buf_text(out, "]}\n");
}

static void html_write(const struct report_document *document, struct sp_buf *out)
{
    report_page_begin(document->title, out);
    sp_buf_text(out, "<ul>\n");
    for (size_t i = 0; i < document->note_count; i++) {
        sp_buf_text(out, "<li>");
        sp_style_html.text(out, document->notes[i]);
        sp_buf_text(out, "</li>\n");
    }
    sp_buf_text(out, "</ul>\n");
    if (document->chart) document->chart(document->context, out);
    for (size_t i = 0; i < document->table_count; i++) {
        sp_buf_text(out, "<section class=\"box\">\n");
        sp_table_write(document->tables[i], SP_FORMAT_HTML, out);
        sp_buf_text(out, "</section>\n");
    }
    report_page_end(out);
}

void report_document_write(const struct report_document *document, enum sp_format format,
                           struct sp_buf *out)
{
    switch (format) {
    case SP_FORMAT_TEXT:
        text_write(document, "", &sp_style_text, format, out);
        return;
    case SP_FORMAT_MD:
        text_write(document, "# ", &sp_style_md, format, out);
        return;
    case SP_FORMAT_CSV:
        csv_write(document, out);
        return;
    case SP_FORMAT_JSON:
        json_write(document, out);
        return;
    case SP_FORMAT_HTML:
        html_write(document, out);
        return;
    }
}
