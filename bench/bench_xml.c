/*
 * The sheets are written row by row from one buffer; the shared texts, numbered in the
 * order of first sight as Excel numbers them, come after the sheets.
 */
#include "bench_xml.h"

#include "bench_zip.h"

#include <inttypes.h>
#include <string.h>

enum { BUFFER_SIZE = 1 << 19, FLUSH_AT = BUFFER_SIZE - (1 << 16), MINUTES = 24 * 60 };
enum { FRACTION_DIGITS = 12 }; // With five before the point, the 17 that Excel writes.
enum { LARGE_FROM_CELLS = 40000000 }; // A sheet of more may pass 4 GiB.

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"

struct bench_xml {
    const struct bench_plan *plan;
    const struct bench_rows *rows;
    struct bench_zip *zip;
    struct bench_counts counts;
    uint32_t *numbers; // by text: 1 + its number among the shared texts, 0 before its
                       // first sight
    uint32_t *shared;  // by that number: the text
    uint64_t shown;    // cells with a shared text
    size_t used;
    char letters[BENCH_COLUMNS_MAX][4];
    char fractions[MINUTES][FRACTION_DIGITS + 2];
    char buffer[BUFFER_SIZE];
};

/* -- The buffer -------------------------------------------------------------------- */

static void put(struct bench_xml *xml, const char *data, size_t size)
{
    memcpy(xml->buffer + xml->used, data,
           size); // Rows are far shorter than what FLUSH_AT leaves.
    xml->used += size;
}

static void put_text(struct bench_xml *xml, const char *text)
{
    put(xml, text, strlen(text));
}

static void put_whole(struct bench_xml *xml, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(xml, digits + at, sizeof digits - at);
}

static void flush(struct bench_xml *xml)
{
    bench_zip_write(xml->zip, xml->buffer, xml->used);
    xml->used = 0;
}

static void flush_when_full(struct bench_xml *xml)
{
    if (xml->used >= FLUSH_AT) flush(xml);
}

/* -- Cells ------------------------------------------------------------------------- */

static void put_reference(struct bench_xml *xml, uint32_t column, uint64_t row)
{
    put_text(xml, "<c r=\"");
    put_text(xml, xml->letters[column]);
    put_whole(xml, row);
}

static void put_inline(struct bench_xml *xml, struct sp_str text)
{
    put_text(xml, "\" t=\"inlineStr\"><is><t>");
    put(xml, text.data, text.size);
    put_text(xml, "</t></is></c>");
}

static void put_shared(struct bench_xml *xml, uint32_t number)
{
    xml->shown++;
    put_text(xml, "\" t=\"s\"><v>");
    put_whole(xml, number);
    put_text(xml, "</v></c>");
}

/* A heading or a line of the preamble; among the shared texts these come first, in this
 * order. */
static void put_label(struct bench_xml *xml, uint32_t column, uint64_t row,
                      uint32_t number, const char *text)
{
    put_reference(xml, column, row);
    if (xml->plan->is_inline) {
        put_inline(xml, sp_str_of(text));
    } else {
        put_shared(xml, number);
    }
}

static uint32_t label_count(const struct bench_xml *xml)
{
    uint32_t count = xml->rows->column_count;
    for (uint32_t row = 1; row < BENCH_HEADER_ROW; row++) {
        count += bench_rows_preamble(row) != NULL;
    }
    return count;
}

static void put_cell_text(struct bench_xml *xml, uint32_t text)
{
    if (xml->numbers[text] == 0) {
        xml->shared[xml->counts.texts++] = text;
        xml->numbers[text] = (uint32_t)xml->counts.texts;
        xml->counts.ids += text >= xml->rows->text_count - BENCH_PEOPLE_MAX;
    }
    if (xml->plan->is_inline) {
        put_inline(xml, xml->rows->texts[text].xml);
    } else {
        put_shared(xml, label_count(xml) + xml->numbers[text] - 1);
    }
}

static void put_money(struct bench_xml *xml, uint32_t cents)
{
    put_whole(xml, cents / 100);
    if (cents % 100 == 0) return;
    const char digits[] = {'.', (char)('0' + cents / 10 % 10), (char)('0' + cents % 10)};
    put(xml, digits, cents % 10 ? 3 : 2);
}

static void put_cell(struct bench_xml *xml, uint32_t column, uint64_t row,
                     const struct bench_cell *cell)
{
    if (cell->kind == BENCH_ABSENT) return;
    put_reference(xml, column, row);
    if (cell->kind == BENCH_STYLED) {
        put_text(xml, "\" s=\"1\"/>");
        xml->counts.styled++;
        return;
    }
    xml->counts.filled++;
    if (cell->kind == BENCH_TEXT) {
        put_cell_text(xml, cell->number);
        return;
    }
    put_text(xml, cell->kind == BENCH_DAY      ? "\" s=\"1\"><v>"
                  : cell->kind == BENCH_MOMENT ? "\" s=\"2\"><v>"
                                               : "\"><v>");
    if (cell->kind == BENCH_MONEY) {
        put_money(xml, cell->number);
    } else {
        put_whole(xml, cell->number);
    }
    if (cell->kind == BENCH_MOMENT) put_text(xml, xml->fractions[cell->minute]);
    put_text(xml, "</v></c>");
}

/* -- Sheets ------------------------------------------------------------------------ */

static void put_row_start(struct bench_xml *xml, uint64_t row)
{
    flush_when_full(xml);
    put_text(xml, "<row r=\"");
    put_whole(xml, row);
    put_text(xml, "\" spans=\"1:");
    put_whole(xml, xml->rows->column_count);
    put_text(xml, "\">");
}

static void put_head(struct bench_xml *xml)
{
    uint32_t number = 0;
    for (uint32_t row = 1; row < BENCH_HEADER_ROW; row++) {
        const char *text = bench_rows_preamble(row);
        if (!text) continue;
        put_row_start(xml, row);
        put_label(xml, 0, row, number++, text);
        put_text(xml, "</row>");
    }
    put_row_start(xml, BENCH_HEADER_ROW);
    for (uint32_t i = 0; i < xml->rows->column_count; i++) {
        put_label(xml, i, BENCH_HEADER_ROW, number++, bench_rows_heading(xml->rows, i));
    }
    put_text(xml, "</row>");
}

static void put_rows(struct bench_xml *xml)
{
    struct bench_cell cells[BENCH_COLUMNS_MAX];
    for (uint64_t i = 0; i < xml->plan->row_count; i++) {
        const uint64_t row = BENCH_HEADER_ROW + 1 + i;
        bench_rows_get(xml->rows, xml->counts.rows++, cells);
        put_row_start(xml, row);
        for (uint32_t column = 0; column < xml->rows->column_count; column++) {
            put_cell(xml, column, row, &cells[column]);
        }
        put_text(xml, "</row>");
    }
}

static void sheet_write(struct bench_xml *xml, uint32_t sheet)
{
    char name[40];
    (void)snprintf(name, sizeof name, "xl/worksheets/sheet%" PRIu32 ".xml", sheet + 1);
    bench_zip_begin(xml->zip, name,
                    xml->plan->row_count * xml->rows->column_count > LARGE_FROM_CELLS);
    put_text(xml, XML "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" RELS
                      "\"><dimension ref=\"A1:");
    put_text(xml, xml->letters[xml->rows->column_count - 1]);
    put_whole(xml, BENCH_HEADER_ROW + xml->plan->row_count);
    put_text(xml, "\"/><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>"
                  "<sheetFormatPr defaultRowHeight=\"15\"/><sheetData>");
    put_head(xml);
    put_rows(xml);
    put_text(xml, "</sheetData><pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" "
                  "bottom=\"0.75\" "
                  "header=\"0.3\" footer=\"0.3\"/></worksheet>");
    flush(xml);
    const uint64_t size = bench_zip_end(xml->zip);
    if (sheet == 0) xml->counts.xml_size = size;
}

/* -- The other parts --------------------------------------------------------------- */

static void part_end(struct bench_xml *xml)
{
    flush(xml);
    (void)bench_zip_end(xml->zip);
}

/* `before`, the sheet's number, `between`, its number again, `after`, for every sheet. */
static void put_each_sheet(struct bench_xml *xml, const char *before, const char *between,
                           const char *after)
{
    for (uint32_t sheet = 1; sheet <= xml->plan->sheet_count; sheet++) {
        put_text(xml, before);
        put_whole(xml, sheet);
        put_text(xml, between);
        put_whole(xml, sheet);
        put_text(xml, after);
    }
}

static void front_write(struct bench_xml *xml)
{
    bench_zip_begin(xml->zip, "[Content_Types].xml", false);
    put_text(xml, XML "<Types xmlns=\"" PACKAGE
                      "content-types\"><Default Extension=\"rels\" ContentType=\""
                      "application/vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                      "sheet.main+xml\"/>");
    for (uint32_t sheet = 1; sheet <= xml->plan->sheet_count; sheet++) {
        put_text(xml, "<Override PartName=\"/xl/worksheets/sheet");
        put_whole(xml, sheet);
        put_text(xml, ".xml\" ContentType=\"" TYPE "worksheet+xml\"/>");
    }
    put_text(xml, "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
                  "styles+xml\"/>");
    if (!xml->plan->is_inline) {
        put_text(xml, "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" TYPE
                      "sharedStrings+xml\"/>");
    }
    put_text(xml, "</Types>");
    part_end(xml);
    bench_zip_begin(xml->zip, "_rels/.rels", false);
    put_text(xml, XML "<Relationships xmlns=\"" PACKAGE
                      "relationships\"><Relationship Id=\"rId1\" Type=\"" RELS
                      "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    part_end(xml);
}

static void workbook_write(struct bench_xml *xml)
{
    bench_zip_begin(xml->zip, "xl/workbook.xml", false);
    put_text(xml, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELS "\"><sheets>");
    for (uint32_t sheet = 1; sheet <= xml->plan->sheet_count; sheet++) {
        put_text(xml, "<sheet name=\"Part ");
        put_whole(xml, sheet);
        put_text(xml, "\" sheetId=\"");
        put_whole(xml, sheet);
        put_text(xml, "\" r:id=\"rId");
        put_whole(xml, sheet);
        put_text(xml, "\"/>");
    }
    put_text(xml, "</sheets></workbook>");
    part_end(xml);
    bench_zip_begin(xml->zip, "xl/_rels/workbook.xml.rels", false);
    put_text(xml, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    put_each_sheet(xml, "<Relationship Id=\"rId",
                   "\" Type=\"" RELS "/worksheet\" Target=\"worksheets/sheet",
                   ".xml\"/>");
    put_text(xml, "<Relationship Id=\"rIdStyles\" Type=\"" RELS
                  "/styles\" Target=\"styles.xml\"/>");
    if (!xml->plan->is_inline) {
        put_text(xml, "<Relationship Id=\"rIdTexts\" Type=\"" RELS
                      "/sharedStrings\" Target=\"sharedStrings.xml\"/>");
    }
    put_text(xml, "</Relationships>");
    part_end(xml);
}

static void styles_write(struct bench_xml *xml)
{
    bench_zip_begin(xml->zip, "xl/styles.xml", false);
    put_text(
        xml, XML
        "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" "
        "formatCode=\"m/d/yyyy\\ h:mm\"/></numFmts><fonts count=\"1\"><font><sz "
        "val=\"11\"/>"
        "<name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill "
        "patternType=\"none\"/></fill><fill><patternFill "
        "patternType=\"gray125\"/></fill></fills>"
        "<borders "
        "count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
        "borderId=\"0\"/>"
        "</cellStyleXfs><cellXfs count=\"3\">"
        "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        "<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
        "applyNumberFormat=\"1\"/>"
        "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
        "applyNumberFormat=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle "
        "name=\"Normal\" "
        "xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
    part_end(xml);
}

static void put_shared_text(struct bench_xml *xml, struct sp_str text)
{
    flush_when_full(xml);
    put_text(xml, "<si><t>");
    put(xml, text.data, text.size);
    put_text(xml, "</t></si>");
}

static void shared_write(struct bench_xml *xml)
{
    bench_zip_begin(xml->zip, "xl/sharedStrings.xml", false);
    put_text(xml, XML "<sst xmlns=\"" MAIN "\" count=\"");
    put_whole(xml, xml->shown);
    put_text(xml, "\" uniqueCount=\"");
    put_whole(xml, label_count(xml) + xml->counts.texts);
    put_text(xml, "\">");
    for (uint32_t row = 1; row < BENCH_HEADER_ROW; row++) {
        const char *text = bench_rows_preamble(row);
        if (text) put_shared_text(xml, sp_str_of(text));
    }
    for (uint32_t i = 0; i < xml->rows->column_count; i++) {
        put_shared_text(xml, sp_str_of(bench_rows_heading(xml->rows, i)));
    }
    for (uint64_t i = 0; i < xml->counts.texts; i++) {
        put_shared_text(xml, xml->rows->texts[xml->shared[i]].xml);
    }
    put_text(xml, "</sst>");
    part_end(xml);
}

/* -- The workbook ------------------------------------------------------------------ */

static void tables_make(struct bench_xml *xml)
{
    for (uint32_t i = 0; i < BENCH_COLUMNS_MAX; i++) {
        const char low = (char)('A' + i % 26);
        char *letters = xml->letters[i];
        letters[0] = i < 26 ? low : (char)('A' + i / 26 - 1);
        letters[1] = i < 26 ? '\0' : low;
    }
    for (uint64_t minute = 0; minute < MINUTES; minute++) {
        char *fraction = xml->fractions[minute];
        const uint64_t scaled =
            (minute * UINT64_C(1000000000000) + MINUTES / 2) / MINUTES;
        (void)snprintf(fraction, sizeof xml->fractions[0], ".%012" PRIu64, scaled);
        size_t size = FRACTION_DIGITS + 1;
        while (size > 0 && (fraction[size - 1] == '0' || fraction[size - 1] == '.')) {
            size--;
        }
        fraction[size] = '\0';
    }
}

bool bench_xml_write(const struct bench_plan *plan, const struct bench_rows *rows,
                     struct bench_counts *out_counts)
{
    struct bench_xml *xml = sp_alloc(sizeof *xml);
    uint32_t *numbers = sp_alloc(2 * sizeof *numbers * rows->text_count);
    struct bench_zip *zip = bench_zip_open(plan->path);
    const bool begun = xml && numbers && zip;
    if (begun) {
        memset(numbers, 0, 2 * sizeof *numbers * rows->text_count);
        *xml = (struct bench_xml){.plan = plan,
                                  .rows = rows,
                                  .zip = zip,
                                  .numbers = numbers,
                                  .shared = numbers + rows->text_count};
        tables_make(xml);
        front_write(xml);
        workbook_write(xml);
        for (uint32_t sheet = 0; sheet < plan->sheet_count; sheet++) {
            sheet_write(xml, sheet);
        }
        styles_write(xml);
        if (!plan->is_inline) shared_write(xml);
        *out_counts = xml->counts;
    }
    const bool closed = bench_zip_close(zip);
    sp_free(numbers);
    sp_free(xml);
    return begun && closed;
}
