/*
 * Rows of sheet data by a fast scan.
 *
 * Invariants:
 *   1. A window is followed by INGEST_PAD_SIZE bytes of 0, which nothing recognises: no
 *      loop looks for the window's end, and nothing recognised reaches past it.
 *   2. Where recognition stops, `stop` says where. Nearer to the window's end than the
 *      longest token it is not known whether the row goes on as it should: more is asked
 *      for. Elsewhere the row is not known.
 *   3. A row is either built whole or taken back whole.
 */
#include "ingest/ingest_fast.h"

#include "ingest/ingest_fast_tag.h"
#include "ingest/ingest_fast_text.h"

#include <stdio.h>
#include <string.h>

static const char *stop_at(struct ingest_fast *fast, const char *at, const char *why)
{
    fast->stop = at;
    fast->why = why;
    return NULL;
}

/* A failure of the row's own rules: memory is reported, the plain reader says the rest. */
static const char *stop_by(struct ingest_fast *fast, const char *at, enum sp_rc rc)
{
    if (rc == SP_ERR_MEMORY) fast->rc = rc;
    return stop_at(fast, at, "a cell breaks a rule");
}

static const char *skip_blanks(const char *at)
{
    while (ingest_is_blank(*at)) {
        at++;
    }
    return at;
}

/* Behind "<name" or "</name" when that stands at `at`, else NULL. */
static const char *take_name(const struct ingest_fast *fast, const char *at,
                             const char *open, const char *name, size_t name_size)
{
    const size_t open_size = open[1] ? 2 : 1;
    if (memcmp(at, open, open_size) != 0) return NULL;
    at += open_size;
    if (fast->prefix_size) {
        if (memcmp(at, fast->prefix, fast->prefix_size) != 0) return NULL;
        at += fast->prefix_size;
    }
    if (memcmp(at, name, name_size) != 0) return NULL;
    at += name_size;
    return ingest_is_blank(*at) || *at == '>' || *at == '/' ? at : NULL;
}
#define TAKE_OPEN(fast, at, name) take_name(fast, at, "<", name, sizeof(name) - 1)

static const char *take_end(const struct ingest_fast *fast, const char *at,
                            const char *name, size_t name_size)
{
    at = take_name(fast, at, "</", name, name_size);
    if (at) at = skip_blanks(at);
    return at && *at == '>' ? at + 1 : NULL;
}
#define TAKE_CLOSE(fast, at, name) take_end(fast, at, name, sizeof(name) - 1)

/* The rest of a tag whose attributes say nothing here. */
static const char *skip_attributes(struct ingest_fast *fast, const char *at,
                                   const struct ingest_names *known, bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = known, .scope = fast->scope};
    while (ingest_attributes_next(&attributes)) {
    }
    if (attributes.step == INGEST_STEP_UNKNOWN)
        return stop_at(fast, attributes.at, attributes.why);
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* -- Values
 * ---------------------------------------------------------------------------------- */

struct cell {
    uint32_t column_index;
    bool is_date;
    enum ingest_cell_type type;
    struct sp_cell *to;
    bool has_value;
};

/* Up to the '<' behind the characters. @param out_text  NULL: only check */
static const char *take_text(struct ingest_fast *fast, const char *at,
                             struct sp_str *out_text, bool *out_has_underscore)
{
    struct ingest_run run;
    const char *zero = NULL;
    if (!ingest_run_find(at, &run, &zero))
        return stop_at(fast, zero, "a byte that is in no text");
    const struct sp_str raw = {.data = at, .size = (size_t)(run.end - at)};
    if (raw.size > INGEST_CELL_SIZE_MAX / 2) return stop_at(fast, at, "a very long text");
    if (out_text) *out_text = raw;
    if (out_has_underscore) *out_has_underscore = run.has_underscore;
    if (!run.is_odd) return run.end;
    const enum ingest_decode_state state =
        ingest_run_decode(raw, &fast->row->arena, out_text);
    if (state == INGEST_DECODE_MEMORY) fast->rc = SP_ERR_MEMORY;
    // A reference such as "&#95;" may give an underscore, too.
    if (out_has_underscore) *out_has_underscore = true;
    return state == INGEST_DECODE_OK
               ? run.end
               : stop_at(fast, at, "a character or reference in a text");
}

static const char *put_value(struct ingest_fast *fast, const char *at, struct sp_str text,
                             bool has_underscore, struct cell *cell)
{
    if (cell->has_value) return stop_at(fast, at, "a cell with two values");
    cell->has_value = true;
    if (cell->type == INGEST_TYPE_TEXT && !has_underscore) {
        cell->to->kind = text.size ? SP_CELL_TEXT : SP_CELL_EMPTY;
        cell->to->text = text;
        return at;
    }
    const enum sp_rc rc = ingest_row_value(fast->row, cell->type, text, cell->is_date,
                                           cell->column_index, cell->to, NULL);
    return rc == SP_OK ? at : stop_by(fast, at, rc);
}

/* "…</v>" of a shared string or a number written in digits alone, nearly all there are. */
static const char *take_digits(struct ingest_fast *fast, const char *at, struct cell *cell)
{
    const char *from = at;
    uint64_t number = 0;
    while (*at >= '0' && *at <= '9') {
        number = number * 10 + (uint64_t)(*at++ - '0');
    }
    const size_t size = (size_t)(at - from);
    if (size == 0 || size > 10) return NULL;
    if (cell->type == INGEST_TYPE_SHARED) {
        if (*at != '<' || number >= fast->row->strings->count) return NULL;
        const struct sp_str text = fast->row->strings->texts[number];
        if (text.size == 0) return at;
        *cell->to = (struct sp_cell){
            .kind = SP_CELL_TEXT, .shared = (uint32_t)number + 1, .text = text};
        return at;
    }
    if (*at == '.') {
        do {
            at++;
        } while (*at >= '0' && *at <= '9');
    }
    if (*at != '<') return NULL;
    cell->to->kind = cell->is_date ? SP_CELL_DATE : SP_CELL_NUMBER;
    cell->to->text = (struct sp_str){.data = from, .size = (size_t)(at - from)};
    return at;
}

/* Behind "<v>" and its like: the characters and their end tag. */
static const char *take_characters(struct ingest_fast *fast, const char *at,
                                   const char *name, struct cell *cell)
{
    const bool is_digits =
        cell->type == INGEST_TYPE_SHARED || cell->type == INGEST_TYPE_NUMBER;
    const char *end = is_digits && !cell->has_value ? take_digits(fast, at, cell) : NULL;
    if (end) {
        cell->has_value = true;
    } else {
        struct sp_str text;
        bool has_underscore = false;
        end = take_text(fast, at, &text, &has_underscore);
        if (end) end = put_value(fast, end, text, has_underscore, cell);
    }
    if (!end) return NULL;
    at = take_end(fast, end, name, 1);
    return at ? at : stop_at(fast, end, "an element in a value");
}

static const char *take_element(struct ingest_fast *fast, const char *at,
                                const char *name, struct cell *cell)
{
    bool is_empty = false;
    if (*at == '>') return take_characters(fast, at + 1, name, cell);
    at = skip_attributes(fast, at, &ingest_names_of_text, &is_empty);
    if (!at) return NULL;
    return is_empty ? put_value(fast, at, SP_STR(""), false, cell)
                    : take_characters(fast, at, name, cell);
}

static const char *take_inline(struct ingest_fast *fast, const char *at, struct cell *cell)
{
    bool is_empty = false;
    at = skip_attributes(fast, at, &ingest_names_of_none, &is_empty);
    if (!at) return NULL;
    if (is_empty) return put_value(fast, at, SP_STR(""), false, cell);
    const char *inside = skip_blanks(at);
    const char *text = TAKE_OPEN(fast, inside, "t");
    if (text) {
        inside = take_element(fast, text, "t", cell);
        if (!inside) return NULL;
        inside = skip_blanks(inside);
    }
    const char *behind = TAKE_CLOSE(fast, inside, "is");
    if (!behind) return stop_at(fast, inside, "formatted text in a cell");
    return text ? behind : put_value(fast, behind, SP_STR(""), false, cell);
}

static const char *skip_formula(struct ingest_fast *fast, const char *at)
{
    bool is_empty = false;
    at = skip_attributes(fast, at, &ingest_names_of_formula, &is_empty);
    if (!at || is_empty) return at;
    const char *end = take_text(fast, at, NULL, NULL);
    if (!end) return NULL;
    at = TAKE_CLOSE(fast, end, "f");
    return at ? at : stop_at(fast, end, "an element in a formula");
}

/* -- Cells
 * ----------------------------------------------------------------------------------- */

/* "AB12" must be of this row, and not before its last cell. */
static bool read_ref(const struct ingest_fast *fast, struct sp_str ref,
                     uint32_t *out_column_index)
{
    enum { LETTERS_MAX = 3 };
    size_t at = 0;
    uint32_t column = 0;
    for (; at < ref.size && at < LETTERS_MAX && ref.data[at] >= 'A' && ref.data[at] <= 'Z';
         at++) {
        column = column * 26 + (uint32_t)(ref.data[at] - 'A') + 1;
    }
    if (column == 0 || ref.size - at != fast->digits_size ||
        memcmp(ref.data + at, fast->digits, fast->digits_size) != 0)
        return false;
    *out_column_index = column - 1;
    return true;
}

static enum ingest_cell_type read_type(struct sp_str type)
{
    switch (type.size == 1 ? type.data[0] : '\0') {
    case 's':
        return INGEST_TYPE_SHARED;
    case 'n':
        return INGEST_TYPE_NUMBER;
    case 'b':
        return INGEST_TYPE_BOOL;
    case 'e':
        return INGEST_TYPE_ERROR;
    case 'd':
        return INGEST_TYPE_ISO;
    default:
        return sp_str_equal_text(type, "str") || sp_str_equal_text(type, "inlineStr")
                   ? INGEST_TYPE_TEXT
                   : INGEST_TYPE_UNKNOWN;
    }
}

static bool read_style(const struct ingest_styles *styles, struct sp_str style,
                       bool *out_is_date)
{
    uint32_t index = 0;
    if (!styles->is_known) return true;
    if (style.size > 6) return false;
    for (size_t i = 0; i < style.size; i++) {
        if (style.data[i] < '0' || style.data[i] > '9') return false;
        index = index * 10 + (uint32_t)(style.data[i] - '0');
    }
    if (index < styles->count) *out_is_date = styles->is_date[index];
    return index < styles->count || !style.data;
}

/* From behind "<c": its attributes, and the cell made. */
static const char *begin_cell(struct ingest_fast *fast, const char *at, struct cell *cell,
                              bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = &ingest_names_of_cell, .scope = fast->scope};
    struct sp_str style = {0};
    bool is_fine = true;
    while (ingest_attributes_next(&attributes)) {
        if (attributes.name.size != 1) continue;
        if (attributes.name.data[0] == 'r') {
            is_fine &= read_ref(fast, attributes.value, &cell->column_index);
        } else if (attributes.name.data[0] == 's') {
            style = attributes.value;
            is_fine &= style.size > 0;
        } else {
            cell->type = read_type(attributes.value);
        }
    }
    if (attributes.step == INGEST_STEP_UNKNOWN)
        return stop_at(fast, attributes.at, attributes.why);
    if (!is_fine || cell->column_index < fast->row->count ||
        cell->column_index >= INGEST_COLUMNS_MAX ||
        !read_style(fast->row->styles, style, &cell->is_date))
        return stop_at(fast, at, "a cell's place or style");
    const enum sp_rc rc = ingest_row_reach(fast->row, cell->column_index, NULL);
    if (rc != SP_OK) return stop_by(fast, at, rc);
    cell->to = &fast->row->cells[cell->column_index];
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* From behind "<c" to behind its end. */
static const char *take_cell(struct ingest_fast *fast, const char *at)
{
    struct cell cell = {.column_index = fast->row->count};
    bool is_empty = false;
    at = begin_cell(fast, at, &cell, &is_empty);
    if (!at || is_empty) return at;
    for (;;) {
        at = skip_blanks(at);
        const char *inside;
        if ((inside = TAKE_OPEN(fast, at, "v")) != NULL) {
            at = take_element(fast, inside, "v", &cell);
        } else if ((inside = TAKE_CLOSE(fast, at, "c")) != NULL) {
            return inside;
        } else if ((inside = TAKE_OPEN(fast, at, "is")) != NULL) {
            at = take_inline(fast, inside, &cell);
        } else if ((inside = TAKE_OPEN(fast, at, "f")) != NULL) {
            at = skip_formula(fast, inside);
        } else {
            return stop_at(fast, at, "something in a cell");
        }
        if (!at) return NULL;
    }
}

/* -- Rows
 * ------------------------------------------------------------------------------------ */

/* The prefix of the first row is that of all. */
static bool find_prefix(struct ingest_fast *fast, const char *at)
{
    const char *name = at + 1;
    size_t size = 0;
    while (size <= INGEST_PREFIX_SIZE_MAX && ingest_is_name(name[size]) &&
           name[size] != ':') {
        size++;
    }
    const bool has_prefix = name[size] == ':';
    const struct sp_str prefix = {.data = name, .size = has_prefix ? size : 0};
    if (ingest_scope_find(fast->scope, prefix) != INGEST_SPACE_SHEET) return false;
    fast->prefix_size = has_prefix ? size + 1 : 0;
    memcpy(fast->prefix, name, fast->prefix_size);
    fast->prefix_is_known = true;
    return true;
}

static const char *begin_row(struct ingest_fast *fast, const char *at, bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = &ingest_names_of_row, .scope = fast->scope};
    struct sp_str number = {0};
    while (ingest_attributes_next(&attributes)) {
        if (sp_str_equal_text(attributes.name, "r")) number = attributes.value;
    }
    if (attributes.step == INGEST_STEP_UNKNOWN)
        return stop_at(fast, attributes.at, attributes.why);
    const enum sp_rc rc = ingest_row_begin(fast->row, number, NULL);
    if (rc != SP_OK) return stop_by(fast, at, rc);
    const int size = snprintf(fast->digits, sizeof fast->digits, "%llu",
                              (unsigned long long)fast->row->number);
    fast->digits_size = (size_t)size;
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* From before the row's tag to behind its end. */
static const char *take_row(struct ingest_fast *fast, const char *at)
{
    bool is_empty = false;
    at = skip_blanks(at);
    if (*at != '<') return stop_at(fast, at, "text between rows");
    if (at[1] == '/') return stop_at(fast, at, NULL);
    if (!fast->prefix_is_known && !find_prefix(fast, at))
        return stop_at(fast, at, "the namespace of its rows");
    const char *inside = TAKE_OPEN(fast, at, "row");
    if (!inside) return stop_at(fast, at, "something between rows");
    at = begin_row(fast, inside, &is_empty);
    while (at && !is_empty) {
        at = skip_blanks(at);
        if ((inside = TAKE_OPEN(fast, at, "c")) != NULL) {
            at = take_cell(fast, inside);
        } else {
            inside = TAKE_CLOSE(fast, at, "row");
            return inside ? inside : stop_at(fast, at, "something between cells");
        }
    }
    return at;
}

void ingest_fast_init(struct ingest_fast *fast, struct ingest_row *row,
                      const struct ingest_scope *scope)
{
    *fast = (struct ingest_fast){.row = row, .scope = scope};
}

enum sp_rc ingest_fast_next(struct ingest_fast *fast, struct sp_str *window,
                            enum ingest_fast_state *out_state, struct sp_err *err)
{
    const uint64_t number_before = fast->row->number;
    const char *end = window->data + window->size;
    fast->rc = SP_OK;
    fast->why = NULL;
    const char *at = take_row(fast, window->data);
    if (at) {
        SP_ASSERT(at <= end);
        *window = (struct sp_str){.data = at, .size = (size_t)(end - at)};
        *out_state = INGEST_FAST_ROW;
        return ingest_row_end(fast->row, err);
    }
    if (fast->rc != SP_OK) return sp_err_set(err, fast->rc, "out of memory for a row");
    ingest_row_undo(fast->row, number_before);
    *out_state = end - fast->stop < INGEST_PAD_SIZE ? INGEST_FAST_MORE : INGEST_FAST_UNKNOWN;
    return SP_OK;
}
