/* sallyport sheet: the reader on its own, for any workbook or delimited text. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

struct sheet_args {
    struct cli_common common;
    const char *sheet;
    const char *to;
    const char *delimiter;
    bool list;
    bool plain;
    bool trust_large;
    bool verbose;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_TEXT, 's', "sheet", "N", "the sheet's number (from 1) or name (default: the first)", offsetof(struct sheet_args, sheet)},
    {CLI_TEXT, 't', "to", "NAME", "csv (default) or jsonl", offsetof(struct sheet_args, to)},
    {CLI_TEXT, 'd', "delimiter", "C", "of delimited text: a character, or tab (default: found out)", offsetof(struct sheet_args, delimiter)},
    {CLI_FLAG, 0, "list", NULL, "list the sheets instead", offsetof(struct sheet_args, list)},
    {CLI_FLAG, 0, "plain", NULL, "read by the plain XML reader, not the fast scan", offsetof(struct sheet_args, plain)},
    {CLI_FLAG, 0, "trust-large", NULL, "lift the ceilings on how far a file may unpack", offsetof(struct sheet_args, trust_large)},
    {CLI_FLAG, 'v', "verbose", NULL, "say how the sheet was read", offsetof(struct sheet_args, verbose)},
    CLI_OPTION_THREADS(struct sheet_args),
    CLI_OPTION_HELP(struct sheet_args),
    CLI_OPTION_END,
};
// clang-format on

enum { FLUSH_AT = 1 << 18 };

/* A date as a person reads it, every other cell as it is stored. */
static struct sp_str cell_text(const struct sp_cell *cell, bool is_1904, char *scratch)
{
    struct sp_moment moment;
    if (cell->kind != SP_CELL_DATE || !sp_cell_moment(cell, is_1904, &moment)) return cell->text;
    sp_moment_format(moment, scratch);
    return sp_str_of(scratch);
}

/* Not zero when one of the eight bytes is `c`. */
static uint64_t word_has(uint64_t word, char c)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t differs = word ^ (ones * (unsigned char)c);
    return (differs - ones) & ~differs & (ones << 7);
}

/* Whether a field must stand in quotes. Eight bytes at a time: those behind its end are written over by zeros. */
static bool csv_is_marked(char *text, size_t size)
{
    uint64_t marks = 0;
    memset(text + size, 0, sizeof(uint64_t));
    for (size_t at = 0; at < size; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        marks |= word_has(word, ',') | word_has(word, '"') | word_has(word, '\r') | word_has(word, '\n');
    }
    return marks != 0;
}

static char *csv_quote(char *out, struct sp_str text)
{
    *out++ = '"';
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') *out++ = '"';
        *out++ = text.data[i];
    }
    *out++ = '"';
    return out;
}

static char *csv_cell(char *out, const struct sp_cell *cell, bool is_1904)
{
    char scratch[SP_DATE_TEXT_MAX];
    if (cell->kind == SP_CELL_EMPTY) return out;
    const struct sp_str text = cell_text(cell, is_1904, scratch);
    memcpy(out, text.data, text.size);
    if (cell->kind != SP_CELL_NUMBER && csv_is_marked(out, text.size)) return csv_quote(out, text);
    return out + text.size;
}

/* A workbook has tens of millions of cells: a row is laid out in room taken once. */
static void csv_row(struct sp_buf *out, const struct sp_row *row, bool is_1904)
{
    size_t room = sizeof(uint64_t); // What csv_is_marked writes behind.
    for (uint32_t i = 0; i < row->count; i++) {
        room += 2 * row->cells[i].text.size + SP_DATE_TEXT_MAX + 3;
    }
    char *at = sp_buf_reserve(out, room);
    if (!at) return; // Sticky: cli_print reports it.
    for (uint32_t i = 0; i < row->count; i++) {
        if (i) *at++ = ',';
        at = csv_cell(at, &row->cells[i], is_1904);
    }
    *at++ = '\n';
    *at = '\0';
    out->size = (size_t)(at - out->data);
}

static void json_cell(struct sp_buf *out, const struct sp_cell *cell, bool is_1904)
{
    char scratch[SP_DATE_TEXT_MAX];
    switch (cell->kind) {
    case SP_CELL_EMPTY:
        sp_buf_text(out, "null");
        return;
    case SP_CELL_BOOL:
        sp_buf_text(out, sp_str_equal_text(cell->text, "TRUE") ? "true" : "false");
        return;
    case SP_CELL_TEXT:
    case SP_CELL_NUMBER: // As text, too: an id of 19 digits is no number to JavaScript.
    case SP_CELL_DATE:
    case SP_CELL_ERROR:
        sp_json_string(out, cell_text(cell, is_1904, scratch));
        return;
    }
}

static void json_row(struct sp_buf *out, const struct sp_row *row, bool is_1904)
{
    sp_buf_format(out, "{\"row\":%llu,\"cells\":[", (unsigned long long)row->number);
    for (uint32_t i = 0; i < row->count; i++) {
        if (i) sp_buf_char(out, ',');
        json_cell(out, &row->cells[i], is_1904);
    }
    sp_buf_char(out, ']');
    bool first = true;
    for (uint32_t i = 0; i < row->count; i++) {
        if (!row->cells[i].link.size) continue;
        sp_buf_format(out, "%s\"%u\":", first ? ",\"links\":{" : ",", i);
        sp_json_string(out, row->cells[i].link);
        first = false;
    }
    sp_buf_text(out, first ? "}\n" : "}}\n");
}

static enum sp_rc rows_print(struct sp_book *book, struct sp_sheet *sheet, bool as_json, struct sp_buf *out,
                             struct sp_err *err)
{
    const bool is_1904 = sp_book_is_1904(book);
    struct sp_row row;
    enum sp_rc rc;
    while ((rc = sp_sheet_next(sheet, &row, err)) == SP_OK) {
        if (as_json) json_row(out, &row, is_1904);
        else csv_row(out, &row, is_1904);
        if (out->size < FLUSH_AT) continue;
        rc = cli_print(out, err);
        if (rc != SP_OK) return rc;
        sp_buf_reset(out);
    }
    // What was read before a failure is printed: a person sees how far the file is sound.
    const enum sp_rc printed = cli_print(out, err);
    return rc == SP_END ? printed : rc;
}

static void sheets_list(const struct sp_book *book, struct sp_buf *out)
{
    static const char *const visibility[] = {"", "\thidden", "\tvery hidden"};
    for (size_t i = 0; i < sp_book_sheet_count(book); i++) {
        const struct sp_sheet_info info = sp_book_sheet_info(book, i);
        sp_buf_format(out, "%zu\t%.*s%s\n", i + 1, SP_FMT(info.name), visibility[info.visibility]);
    }
}

static enum sp_rc options_read(const struct sheet_args *args, struct sp_book_options *book_options, bool *as_json,
                               struct sp_err *err)
{
    const char *to = args->to ? args->to : "csv";
    *as_json = strcmp(to, "jsonl") == 0;
    if (!*as_json && strcmp(to, "csv") != 0) {
        return sp_err_set(err, SP_ERR_USAGE, "there is no output '%s'; use csv or jsonl", to);
    }
    *book_options = (struct sp_book_options){.thread_count = (int)args->common.threads,
                                             .plain = args->plain,
                                             .allow_large = args->trust_large};
    if (!args->delimiter) return SP_OK;
    const bool is_tab = strcmp(args->delimiter, "tab") == 0;
    if (!is_tab && (args->delimiter[0] == '\0' || args->delimiter[1] != '\0')) {
        return sp_err_set(err, SP_ERR_USAGE, "a delimiter is one character, or the word tab");
    }
    book_options->delimiter = is_tab ? '\t' : args->delimiter[0];
    return SP_OK;
}

static void how_read_tell(struct sp_sheet *sheet, bool is_verbose)
{
    if (sp_sheet_note(sheet)) (void)fprintf(stderr, "sallyport: %s\n", sp_sheet_note(sheet));
    if (is_verbose && sp_sheet_plain_reason(sheet)) {
        (void)fprintf(stderr, "sallyport: read by the plain reader: %s\n", sp_sheet_plain_reason(sheet));
    }
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct sheet_args *args = args_in;
    struct cli_session session;
    struct sp_book_options book_options;
    struct sp_book *book = NULL;
    struct sp_sheet *sheet = NULL;
    bool as_json;
    size_t index = 0;
    enum sp_rc rc = options_read(args, &book_options, &as_json, err);
    if (rc != SP_OK) return rc;
    cli_session_begin(&session);
    rc = sp_book_open(args->common.operands[0], &book_options, &book, err);
    if (rc == SP_OK && args->list) {
        sheets_list(book, &session.out);
        rc = cli_print(&session.out, err);
    } else {
        if (rc == SP_OK) rc = cli_sheet_pick(book, args->sheet, &index, err);
        if (rc == SP_OK) rc = sp_sheet_open(book, index, &sheet, err);
        if (rc == SP_OK) rc = rows_print(book, sheet, as_json, &session.out, err);
        if (sheet) how_read_tell(sheet, args->verbose);
    }
    if (rc != SP_OK) sp_err_at_file(err, args->common.operands[0]);
    sp_sheet_close(sheet);
    sp_book_close(book);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_sheet = {
    .name = "sheet",
    .operands = "FILE",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "print any sheet of any workbook, or delimited text, as CSV or JSON lines",
    .description = "Cells keep their text exactly; dates are printed as dates. An empty row is an empty line, so lines\n"
                   "agree with Excel's row numbers unless a cell holds a line break (JSON lines carry the row number).",
    .example = "sallyport sheet detainers.xlsx | head\n"
               "sallyport sheet workbook.xlsx --list\n"
               "sallyport sheet workbook.xlsx --sheet 2 --to jsonl\n",
    .options = options,
    .args_size = sizeof(struct sheet_args),
    .run = run,
};
