/*
 * A case file, line by line:
 *
 *   case: title            begins a case
 *   word  word  word       begins a table: an input where the first word is arrest,
 * detainer, stint, removal or window; else what a relation is expected to hold cell  cell
 * cell       a row of it an empty line ends the table # text                 says
 * something to the reader
 *
 * Cells are apart by two blanks or more. The first cell of an input row is its record.
 */
#include "support/support_case.h"

#include <inttypes.h>
#include <string.h>

enum {
    FILE_SIZE_MAX = 1 << 22,
    ARENA_SIZE_MAX = 1 << 26,
    TWIN_FIRST = 1000000,
    DAY_SECONDS = 86400
};

/* Where the reader is. */
struct reader {
    struct support_cases *cases;
    const char *file;
    unsigned line;
    struct support_case *item; // NULL before the first
    bool is_in_table;
    bool is_input;
    enum support_table_id input;
    size_t column_of[SUPPORT_COLUMNS_MAX]; // input: the relation's column behind each
                                           // word of the heading
    size_t column_count;                   // words of the heading
    struct support_expected *expected;
    struct sp_err *err;
};

void support_cases_init(struct support_cases *cases)
{
    *cases = (struct support_cases){0};
    sp_arena_init(&cases->arena, ARENA_SIZE_MAX);
}

void support_cases_release(struct support_cases *cases)
{
    for (size_t i = 0; i < cases->count; i++) {
        support_history_release(&cases->items[i].history);
        for (size_t e = 0; e < cases->items[i].expected_count; e++) {
            sp_free(cases->items[i].expected[e].cells);
            sp_free(cases->items[i].expected[e].lines);
        }
    }
    sp_free(cases->items);
    sp_arena_release(&cases->arena);
    *cases = (struct support_cases){0};
}

static const char *text_keep(struct reader *reader, struct sp_str text)
{
    const struct sp_str copy = sp_arena_copy(&reader->cases->arena, text);
    SP_ASSERT(copy.data);
    return copy.data;
}

/* -- Cells
 * --------------------------------------------------------------------------------------
 */

/* Cells of a line. @return their number, which may pass SUPPORT_COLUMNS_MAX; only that
 * many are set */
static size_t cells_split(struct sp_str line, struct sp_str *out_cells)
{
    size_t count = 0;
    size_t at = 0;
    while (at < line.size) {
        while (at < line.size && line.data[at] == ' ')
            at++;
        const size_t first = at;
        while (at < line.size && !(line.data[at] == ' ' &&
                                   (at + 1 == line.size || line.data[at + 1] == ' ')))
            at++;
        if (at == first) break;
        if (count < SUPPORT_COLUMNS_MAX)
            out_cells[count] = (struct sp_str){line.data + first, at - first};
        count++;
    }
    return count;
}

static bool number_parse(const char *text, int64_t *out_value)
{
    const bool is_negative = *text == '-';
    uint64_t value = 0;
    text += is_negative;
    if (*text == '\0') return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || value > UINT64_C(100000000000000000))
            return false;
        value = 10 * value + (uint64_t)(*text - '0');
    }
    *out_value = is_negative ? -(int64_t)value : (int64_t)value;
    return true;
}

static bool cell_parse(struct support_history *history, enum support_kind kind,
                       const char *text, int64_t *out_value)
{
    struct sp_moment moment;
    *out_value = SUPPORT_NONE;
    if (strcmp(text, "-") == 0) return kind != SUPPORT_CODE;
    if (kind == SUPPORT_CODE) {
        *out_value = support_code(history, text);
        return true;
    }
    if (kind != SUPPORT_MOMENT && number_parse(text, out_value)) return true;
    if ((kind != SUPPORT_MOMENT && kind != SUPPORT_DAY) ||
        !sp_date_parse(sp_str_of(text), SP_DATE_ISO, &moment))
        return false;
    *out_value = kind == SUPPORT_DAY ? moment.day
                                     : (int64_t)moment.day * DAY_SECONDS + moment.second;
    return true;
}

static enum sp_rc cell_refuse(struct reader *reader, enum support_kind kind,
                              const char *column, const char *text)
{
    static const char *const wanted[] = {
        [SUPPORT_NUMBER] = "a whole number or '-'",
        [SUPPORT_WIDE] = "a whole number or '-'",
        [SUPPORT_MOMENT] = "a moment such as 2025-01-31 or 2025-01-31 10:00:00, or '-'",
        [SUPPORT_DAY] = "a day such as 2025-01-31, or '-'",
        [SUPPORT_CODE] = "a text; no value is written [blank]",
    };
    return sp_err_set(reader->err, SP_ERR_INPUT, "'%s' in column '%s' is not %s", text,
                      column, wanted[kind]);
}

/* -- Inputs
 * -------------------------------------------------------------------------------------
 */

static size_t column_find(const struct support_relation *relation, struct sp_str name)
{
    for (size_t c = 0; c < relation->column_count; c++) {
        if (sp_str_equal_text(name, relation->columns[c].name)) return c;
    }
    return SIZE_MAX;
}

static enum sp_rc input_begin(struct reader *reader, enum support_table_id id,
                              const struct sp_str *words, size_t count)
{
    const struct support_relation *relation = &support_relations[id];
    reader->is_input = true;
    reader->input = id;
    reader->column_count = count;
    // A window has no record: its row may begin with any number, or with its release.
    const bool names_release =
        id == SUPPORT_WINDOWS && count > 1 && sp_str_equal_text(words[1], "release");
    reader->column_of[0] = names_release ? SIZE_MAX : 0;
    for (size_t i = 1; i < count; i++) {
        reader->column_of[i] = column_find(relation, words[i]);
        if (reader->column_of[i] == SIZE_MAX)
            return sp_err_set(reader->err, SP_ERR_INPUT,
                              "no column '%.*s' in relation in_%s", SP_FMT(words[i]),
                              relation->name);
    }
    return SP_OK;
}

/* What columns that a table does not name hold. */
static void row_complete(struct reader *reader, int64_t *row)
{
    const int64_t unique = TWIN_FIRST + row[0];
    if (reader->input == SUPPORT_WINDOWS) {
        if (row[WINDOW_RELEASE] == SUPPORT_NONE) row[WINDOW_RELEASE] = 1;
        return;
    }
    if (row[ARREST_RELEASE] == SUPPORT_NONE) row[ARREST_RELEASE] = 1;
    if (reader->input == SUPPORT_ARRESTS) {
        if (row[ARREST_REPROCESSED] == SUPPORT_NONE) {
            const struct sp_str method =
                support_label(&reader->item->history, row[ARREST_METHOD]);
            row[ARREST_REPROCESSED] = sp_str_equal_text(method, "ERO Reprocessed Arrest");
        }
        if (row[ARREST_FILLED] == SUPPORT_NONE) row[ARREST_FILLED] = 1;
        if (row[ARREST_TWIN] == SUPPORT_NONE) row[ARREST_TWIN] = unique;
    } else if (reader->input == SUPPORT_STINTS && row[STINT_LIKENESS] == SUPPORT_NONE) {
        row[STINT_LIKENESS] = unique;
    }
}

static enum sp_rc input_row(struct reader *reader, const struct sp_str *cells,
                            size_t count)
{
    const struct support_relation *relation = &support_relations[reader->input];
    struct support_history *history = &reader->item->history;
    const size_t skipped =
        reader->column_of[0] == SIZE_MAX && count + 1 == reader->column_count;
    if (count + skipped != reader->column_count)
        return sp_err_set(reader->err, SP_ERR_INPUT,
                          "%zu cells below a heading of %zu words", count,
                          reader->column_count);
    int64_t *row = support_row_add(history, reader->input);
    if (reader->input != SUPPORT_WINDOWS) row[ARREST_PERSON] = 1;
    for (size_t i = 0; i < count; i++) {
        const size_t c = reader->column_of[i + skipped];
        if (c == SIZE_MAX) continue;
        const char *text = text_keep(reader, cells[i]);
        if (!cell_parse(history, relation->columns[c].kind, text, &row[c]))
            return cell_refuse(reader, relation->columns[c].kind,
                               relation->columns[c].name, text);
    }
    if (row[0] == SUPPORT_NONE && reader->column_of[0] == 0)
        return sp_err_set(reader->err, SP_ERR_INPUT,
                          "a row without a number in its first cell");
    row_complete(reader, row);
    return SP_OK;
}

/* The day of the case's last moment; SUPPORT_NONE without any. */
static int64_t last_day(const struct support_history *history)
{
    int64_t last = SUPPORT_NONE;
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        for (size_t i = 0; i < history->tables[id].row_count; i++) {
            const int64_t *row = support_row(history, id, i);
            for (size_t c = 0; c < support_relations[id].column_count; c++) {
                if (support_relations[id].columns[c].kind == SUPPORT_MOMENT &&
                    row[c] > last)
                    last = row[c];
            }
        }
    }
    if (last == SUPPORT_NONE) return last;
    return (last - (last % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS) / DAY_SECONDS;
}

static bool has_ids(const struct support_history *history, int64_t release)
{
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        for (size_t i = 0; i < history->tables[id].row_count; i++) {
            const int64_t *row = support_row(history, id, i);
            if (row[ARREST_RELEASE] == release && row[ARREST_PERSON] != SUPPORT_NONE)
                return true;
        }
    }
    return false;
}

static bool has_window(const struct support_history *history, int64_t release)
{
    for (size_t i = 0; i < history->tables[SUPPORT_WINDOWS].row_count; i++) {
        if (support_row(history, SUPPORT_WINDOWS, i)[WINDOW_RELEASE] == release)
            return true;
    }
    return false;
}

/* Releases that the case gives no window end on the day of its last moment. */
static void windows_complete(struct support_history *history)
{
    const int64_t day = last_day(history);
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        for (size_t i = 0; i < history->tables[id].row_count; i++) {
            const int64_t release = support_row(history, id, i)[ARREST_RELEASE];
            if (has_window(history, release)) continue;
            int64_t *row = support_row_add(history, SUPPORT_WINDOWS);
            row[WINDOW_RELEASE] = release;
            row[WINDOW_ARREST_LAST] = row[WINDOW_DETAINER_LAST] = day;
            row[WINDOW_STINT_LAST] = row[WINDOW_REMOVAL_LAST] = day;
        }
    }
    for (size_t i = 0; i < history->tables[SUPPORT_WINDOWS].row_count; i++) {
        int64_t *row = support_row(history, SUPPORT_WINDOWS, i);
        if (row[WINDOW_HAS_IDS] == SUPPORT_NONE)
            row[WINDOW_HAS_IDS] = has_ids(history, row[WINDOW_RELEASE]);
    }
}

/* -- Expected tables
 * ---------------------------------------------------------------------------- */

static enum sp_rc expected_begin(struct reader *reader, const struct sp_str *words,
                                 size_t count)
{
    struct support_case *item = reader->item;
    if (count < 2)
        return sp_err_set(reader->err, SP_ERR_INPUT,
                          "a heading of one word; name the columns to compare");
    if (item->expected_count == SUPPORT_EXPECTED_MAX)
        return sp_err_set(reader->err, SP_ERR_INPUT, "a case has at most %d tables",
                          SUPPORT_EXPECTED_MAX);
    reader->is_input = false;
    reader->expected = &item->expected[item->expected_count++];
    *reader->expected = (struct support_expected){.relation = text_keep(reader, words[0]),
                                                  .line = reader->line,
                                                  .column_count = count - 1};
    for (size_t i = 1; i < count; i++) {
        reader->expected->columns[i - 1] = text_keep(reader, words[i]);
    }
    return SP_OK;
}

static enum sp_rc expected_row(struct reader *reader, const struct sp_str *cells,
                               size_t count)
{
    struct support_expected *expected = reader->expected;
    if (count != expected->column_count)
        return sp_err_set(reader->err, SP_ERR_INPUT, "%zu cells below %zu columns", count,
                          expected->column_count);
    if (expected->row_count == expected->row_capacity) {
        const size_t capacity =
            expected->row_capacity > 0 ? 2 * expected->row_capacity : 16;
        expected->cells =
            sp_realloc(expected->cells, capacity * count * sizeof *expected->cells);
        expected->lines = sp_realloc(expected->lines, capacity * sizeof *expected->lines);
        SP_ASSERT(expected->cells && expected->lines);
        expected->row_capacity = capacity;
    }
    for (size_t i = 0; i < count; i++) {
        expected->cells[expected->row_count * count + i] = text_keep(reader, cells[i]);
    }
    expected->lines[expected->row_count++] = reader->line;
    return SP_OK;
}

enum sp_rc support_expected_rows(struct support_case *item,
                                 const struct support_expected *expected,
                                 const struct support_rows *types,
                                 struct support_rows *out_rows, struct sp_err *err)
{
    struct reader reader = {.err = err};
    struct support_rows rows = {0};
    for (size_t c = 0; c < expected->column_count; c++) {
        support_rows_column_add(&rows, expected->columns[c], types->is_word[c]);
    }
    for (size_t i = 0; i < expected->row_count * expected->column_count; i++) {
        const size_t c = i % expected->column_count;
        const char *text = expected->cells[i];
        const enum support_kind kind = support_kind_of(expected->columns[c]);
        int64_t *row = c == 0 ? support_rows_add(&rows)
                              : rows.cells + (rows.row_count - 1) * rows.column_count;
        if (strcmp(text, "-") == 0) {
            row[c] = SUPPORT_NONE;
        } else if (rows.is_word[c]) {
            row[c] = support_word(text, strlen(text));
        } else if (!cell_parse(&item->history, kind, text, &row[c])) {
            const enum sp_rc rc = cell_refuse(&reader, kind, expected->columns[c], text);
            sp_err_at_file(err, item->file);
            sp_err_at_row(err, expected->lines[i / expected->column_count]);
            support_rows_release(&rows);
            return rc;
        }
    }
    support_rows_sort(&rows);
    *out_rows = rows;
    return SP_OK;
}

/* -- Lines
 * --------------------------------------------------------------------------------------
 */

static void case_begin(struct reader *reader, struct sp_str title)
{
    struct support_cases *cases = reader->cases;
    if (cases->count == cases->capacity) {
        const size_t capacity = cases->capacity > 0 ? 2 * cases->capacity : 64;
        cases->items = sp_realloc(cases->items, capacity * sizeof *cases->items);
        SP_ASSERT(cases->items);
        cases->capacity = capacity;
    }
    reader->item = &cases->items[cases->count++];
    *reader->item = (struct support_case){.file = reader->file,
                                          .line = reader->line,
                                          .title = text_keep(reader, sp_str_trim(title))};
    support_history_init(&reader->item->history);
}

static enum sp_rc case_end(struct reader *reader)
{
    if (!reader->item) return SP_OK;
    windows_complete(&reader->item->history);
    return reader->item->expected_count > 0
               ? SP_OK
               : sp_err_set(reader->err, SP_ERR_INPUT, "case '%s' expects nothing",
                            reader->item->title);
}

static enum sp_rc table_begin(struct reader *reader, const struct sp_str *words,
                              size_t count)
{
    reader->is_in_table = true;
    for (unsigned id = 0; id < SUPPORT_TABLE_COUNT; id++) {
        if (sp_str_equal_text(words[0], support_relations[id].name))
            return input_begin(reader, id, words, count);
    }
    return expected_begin(reader, words, count);
}

static enum sp_rc line_take(struct reader *reader, struct sp_str line)
{
    static const struct sp_str heading = {"case:", 5};
    struct sp_str cells[SUPPORT_COLUMNS_MAX];
    if (line.size > 0 && line.data[0] == '#') return SP_OK;
    if (sp_str_starts(line, heading)) {
        const enum sp_rc rc = case_end(reader);
        if (rc != SP_OK) return rc;
        case_begin(reader,
                   (struct sp_str){line.data + heading.size, line.size - heading.size});
        reader->is_in_table = false;
        return SP_OK;
    }
    const size_t count = cells_split(line, cells);
    if (count == 0) {
        reader->is_in_table = false;
        return SP_OK;
    }
    if (!reader->item)
        return sp_err_set(reader->err, SP_ERR_INPUT, "a table before the first 'case:'");
    if (count > SUPPORT_COLUMNS_MAX)
        return sp_err_set(reader->err, SP_ERR_INPUT, "too many cells in a line");
    if (!reader->is_in_table) return table_begin(reader, cells, count);
    return reader->is_input ? input_row(reader, cells, count)
                            : expected_row(reader, cells, count);
}

static enum sp_rc text_read(struct support_cases *cases, const char *path,
                            struct sp_str text, struct sp_err *err)
{
    struct reader reader = {.cases = cases, .err = err};
    enum sp_rc rc = SP_OK;
    reader.file = text_keep(&reader, sp_str_of(path));
    for (size_t at = 0; rc == SP_OK && at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        const size_t size = end ? (size_t)(end - (text.data + at)) : text.size - at;
        reader.line++;
        rc = line_take(&reader, (struct sp_str){text.data + at, size});
        at += size + 1;
    }
    if (rc == SP_OK) rc = case_end(&reader);
    if (rc != SP_OK) {
        sp_err_at_file(err, path);
        sp_err_at_row(err, reader.line);
    }
    return rc;
}

enum sp_rc support_cases_read(struct support_cases *cases, const char *path,
                              struct sp_err *err)
{
    struct sp_buf text = {0};
    sp_buf_init(&text, FILE_SIZE_MAX);
    enum sp_rc rc = sp_file_read(path, &text, err);
    if (rc == SP_OK) rc = text_read(cases, path, sp_buf_str(&text), err);
    sp_buf_release(&text);
    return rc;
}

/* -- Headers of rules
 * --------------------------------------------------------------------------- */

/* A line of a header as the case file would have it; lines outside examples are empty. */
static void header_line(struct sp_str line, bool *is_example, struct sp_buf *out)
{
    static const struct sp_str begin = {"-- example:", 11};
    static const struct sp_str inside = {"--   ", 5};
    if (sp_str_starts(line, begin)) {
        *is_example = true;
        sp_buf_format(out, "case:%.*s", (int)(line.size - begin.size),
                      line.data + begin.size);
    } else if (*is_example && sp_str_starts(line, inside)) {
        sp_buf_append(out,
                      (struct sp_str){line.data + inside.size, line.size - inside.size});
    } else if (!sp_str_equal_text(sp_str_trim(line), "--")) {
        *is_example = false;
    }
    sp_buf_char(out, '\n');
}

enum sp_rc support_cases_read_spec(struct support_cases *cases, const char *path,
                                   struct sp_err *err)
{
    struct sp_buf text = {0};
    struct sp_buf header = {0};
    bool is_example = false;
    sp_buf_init(&text, FILE_SIZE_MAX);
    sp_buf_init(&header, FILE_SIZE_MAX);
    enum sp_rc rc = sp_file_read(path, &text, err);
    for (size_t at = 0; rc == SP_OK && at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        const size_t size = end ? (size_t)(end - (text.data + at)) : text.size - at;
        header_line((struct sp_str){text.data + at, size}, &is_example, &header);
        at += size + 1;
    }
    if (rc == SP_OK) rc = sp_buf_status(&header, err);
    if (rc == SP_OK) rc = text_read(cases, path, sp_buf_str(&header), err);
    sp_buf_release(&header);
    sp_buf_release(&text);
    return rc;
}
