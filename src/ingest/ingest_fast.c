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

#include "ingest/ingest_fast_text.h"

#include <stdio.h>
#include <string.h>

static const char *stop_at(struct ingest_fast *fast, const char *at, const char *why)
{
    fast->stop = at;
    fast->why = why;
    return NULL;
}

/* A failure of the row's own rules: memory is reported, the plain reader says the rest.
 */
static const char *stop_by(struct ingest_fast *fast, const char *at, enum sp_rc rc)
{
    if (rc == SP_ERR_MEMORY) fast->rc = rc;
    return stop_at(fast, at, "a cell breaks a rule");
}

/* The rest of a tag whose attributes say nothing here. */
static const char *skip_attributes(struct ingest_fast *fast, const char *at,
                                   const struct ingest_names *known, bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = known, .scope = fast->scope};
    if (!ingest_attributes_skip(&attributes))
        return stop_at(fast, attributes.at, attributes.why);
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* -- Values
 * ---------------------------------------------------------------------------------- */

struct cell {
    uint32_t column_index;
    uint32_t style;
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

/* A shared string or a number written in digits alone, nearly all there are; up to '<'.
 */
static inline __attribute__((always_inline)) const char *
take_digits(struct ingest_fast *fast, const char *at, struct cell *cell)
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
        // The text is put in at the row's end: by then it is in the cache.
        __builtin_prefetch(&fast->row->strings->texts[number]);
        cell->to->shared = (uint32_t)number + 1;
        fast->has_shared = true;
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
    at = ingest_take_close(&fast->prefix, end, name, 1);
    return at ? at : stop_at(fast, end, "an element in a value");
}

/* "42</v></c>", the usual end of a cell, in two comparisons; NULL for any other. */
static inline __attribute__((always_inline)) const char *
take_usual_end(struct ingest_fast *fast, const char *at, struct cell *cell)
{
    const bool is_digits =
        cell->type == INGEST_TYPE_SHARED || cell->type == INGEST_TYPE_NUMBER;
    if (!is_digits || cell->has_value || fast->prefix.size) return NULL;
    const char *end = take_digits(fast, at, cell);
    if (!end) return NULL;
    if (memcmp(end, "</v></c>", 8) == 0) return end + 8;
    *cell->to = (struct sp_cell){0};
    return NULL;
}

static const char *take_element(struct ingest_fast *fast, const char *at,
                                const char *name, struct cell *cell)
{
    bool is_empty = false;
    if (*at == '>') return take_characters(fast, at + 1, name, cell);
    at = skip_attributes(fast, at, &ingest_names_of_none, &is_empty);
    if (!at) return NULL;
    return is_empty ? put_value(fast, at, SP_STR(""), false, cell)
                    : take_characters(fast, at, name, cell);
}

static const char *take_inline(struct ingest_fast *fast, const char *at,
                               struct cell *cell)
{
    bool is_empty = false;
    at = skip_attributes(fast, at, &ingest_names_of_none, &is_empty);
    if (!at) return NULL;
    if (is_empty) return put_value(fast, at, SP_STR(""), false, cell);
    const char *inside = ingest_skip_blanks(at);
    const char *text = INGEST_TAKE_OPEN(&fast->prefix, inside, "t");
    if (text) {
        inside = take_element(fast, text, "t", cell);
        if (!inside) return NULL;
        inside = ingest_skip_blanks(inside);
    }
    const char *behind = INGEST_TAKE_CLOSE(&fast->prefix, inside, "is");
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
    at = INGEST_TAKE_CLOSE(&fast->prefix, end, "f");
    return at ? at : stop_at(fast, end, "an element in a formula");
}

/* -- Cells
 * ----------------------------------------------------------------------------------- */

/* Behind "AB12" when it is of this row, else NULL. */
static inline __attribute__((always_inline)) const char *
take_ref(const struct ingest_fast *fast, const char *at, uint32_t *out_column_index)
{
    enum { LETTERS_MAX = 3 };
    const char *from = at;
    uint32_t column = 0;
    while (*at >= 'A' && *at <= 'Z' && at - from < LETTERS_MAX) {
        column = column * 26 + (uint32_t)(*at++ - 'A') + 1;
    }
    uint64_t digits;
    memcpy(&digits, at, sizeof digits);
    if (column == 0 || (digits & fast->digits_mask) != fast->digits) return NULL;
    *out_column_index = column - 1;
    return at + fast->digits_size;
}

/* Behind a style's index when there is such a style, else NULL. */
static inline const char *take_style(const struct ingest_fast *fast, const char *at,
                                     uint32_t *out_index)
{
    enum { DIGITS_MAX = 6 };
    const struct ingest_styles *styles = fast->row->styles;
    const char *from = at;
    uint32_t index = 0;
    while (*at >= '0' && *at <= '9' && at - from < DIGITS_MAX) {
        index = index * 10 + (uint32_t)(*at++ - '0');
    }
    if (at == from || (styles->is_known && index >= styles->count)) return NULL;
    *out_index = index;
    return at;
}

/* The type of one letter; INGEST_TYPE_UNKNOWN when there is none. */
static inline enum ingest_cell_type type_of_letter(char letter)
{
    switch (letter) {
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
        return INGEST_TYPE_UNKNOWN;
    }
}

/* Behind a type; NULL for one that no workbook has. */
static inline const char *take_type(const char *at, enum ingest_cell_type *out_type)
{
    if (at[1] == '"' || at[1] == '\'') {
        *out_type = type_of_letter(at[0]);
        return *out_type == INGEST_TYPE_UNKNOWN ? NULL : at + 1;
    }
    *out_type = INGEST_TYPE_TEXT;
    if (memcmp(at, "inlineStr", 9) == 0) return at + 9;
    return memcmp(at, "str", 3) == 0 ? at + 3 : NULL;
}

/* The value of an attribute that says something here: behind it, or NULL. */
static inline __attribute__((always_inline)) const char *
take_value(const struct ingest_fast *fast, char name, const char *at, struct cell *cell)
{
    if (name == 'r') return take_ref(fast, at, &cell->column_index);
    if (name == 's') return take_style(fast, at, &cell->style);
    return name == 't' ? take_type(at, &cell->type) : NULL;
}

/*
 * ` r="AB12"`: one blank, one letter and that quote are how nearly all attributes of
 * cells are written. Ends at the first that is not, or at the tag's end.
 */
static inline const char *take_usual_attributes(const struct ingest_fast *fast,
                                                const char *at, struct cell *cell,
                                                uint32_t *out_seen)
{
    uint32_t seen = 0;
    while (at[0] == ' ' && at[2] == '=' && at[3] == '"') {
        const uint32_t bit = at[1] == 'r' ? 1 : at[1] == 's' ? 2 : 4;
        const char *end = seen & bit ? NULL : take_value(fast, at[1], at + 4, cell);
        if (!end || *end != '"') break;
        seen |= bit;
        at = end + 1;
    }
    *out_seen = seen;
    return at;
}

/* The rest of a cell's attributes, however they are written. */
static const char *take_attributes(struct ingest_fast *fast, const char *at,
                                   uint32_t seen, struct cell *cell, bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = &ingest_names_of_cell, .scope = fast->scope, .seen = seen};
    bool is_fine = true;
    while (is_fine && ingest_attributes_next(&attributes)) {
        const struct sp_str value = attributes.value;
        if (attributes.name.size != 1) continue; // Says nothing here.
        const char *end = take_value(fast, attributes.name.data[0], value.data, cell);
        is_fine = end == value.data + value.size;
    }
    if (!is_fine) return stop_at(fast, at, "a cell's place or style");
    if (attributes.step == INGEST_STEP_UNKNOWN)
        return stop_at(fast, attributes.at, attributes.why);
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* From behind "<c": its attributes, and the cell made. */
static const char *begin_cell(struct ingest_fast *fast, const char *at, struct cell *cell,
                              bool *out_is_empty)
{
    struct ingest_row *row = fast->row;
    uint32_t seen = 0;
    at = take_usual_attributes(fast, at, cell, &seen);
    *out_is_empty = *at == '/' && at[1] == '>';
    if (*out_is_empty) {
        at += 2;
    } else if (*at == '>') {
        at++;
    } else {
        at = take_attributes(fast, at, seen, cell, out_is_empty);
        if (!at) return NULL;
    }
    if (cell->column_index < row->count || cell->column_index >= INGEST_COLUMNS_MAX)
        return stop_at(fast, at, "a cell's place");
    const enum sp_rc rc = ingest_row_reach(row, cell->column_index, NULL);
    if (rc != SP_OK) return stop_by(fast, at, rc);
    cell->to = &row->cells[cell->column_index];
    cell->is_date = cell->style < row->styles->count && row->styles->is_date[cell->style];
    return at;
}

/* From behind "<c" to behind its end. */
static const char *take_cell(struct ingest_fast *fast, const char *at)
{
    struct cell cell = {.column_index = fast->row->count};
    bool is_empty = false;
    at = begin_cell(fast, at, &cell, &is_empty);
    if (!at || is_empty) return at;
    for (;;) {
        at = ingest_skip_blanks(at);
        const char *inside;
        if ((inside = INGEST_TAKE_OPEN(&fast->prefix, at, "v")) != NULL) {
            const char *end =
                *inside == '>' ? take_usual_end(fast, inside + 1, &cell) : NULL;
            if (end) return end;
            at = take_element(fast, inside, "v", &cell);
        } else if ((inside = INGEST_TAKE_CLOSE(&fast->prefix, at, "c")) != NULL) {
            return inside;
        } else if ((inside = INGEST_TAKE_OPEN(&fast->prefix, at, "is")) != NULL) {
            at = take_inline(fast, inside, &cell);
        } else if ((inside = INGEST_TAKE_OPEN(&fast->prefix, at, "f")) != NULL) {
            at = skip_formula(fast, inside);
        } else {
            return stop_at(fast, at, "something in a cell");
        }
        if (!at) return NULL;
    }
}

/* -- Rows
 * ------------------------------------------------------------------------------------ */

/* The row's number as the references of its cells end with it, at most 7 digits. */
static void set_digits(struct ingest_fast *fast, uint64_t number)
{
    char digits[8];
    char mask[8] = {0};
    size_t at = sizeof digits;
    for (; number > 0; number /= 10) {
        digits[--at] = (char)('0' + number % 10);
    }
    fast->digits_size = sizeof digits - at;
    memmove(digits, digits + at, fast->digits_size);
    memset(digits + fast->digits_size, 0, at);
    memset(mask, 0xFF, fast->digits_size);
    memcpy(&fast->digits, digits, sizeof digits);
    memcpy(&fast->digits_mask, mask, sizeof mask);
}

static const char *begin_row(struct ingest_fast *fast, const char *at, bool *out_is_empty)
{
    struct ingest_attributes attributes = {
        .at = at, .known = &ingest_names_of_row, .scope = fast->scope};
    struct sp_str number = {0};
    struct sp_str hidden = {0};
    while (ingest_attributes_next(&attributes)) {
        if (sp_str_equal_text(attributes.name, "r")) number = attributes.value;
        if (sp_str_equal_text(attributes.name, "hidden")) hidden = attributes.value;
    }
    if (attributes.step == INGEST_STEP_UNKNOWN)
        return stop_at(fast, attributes.at, attributes.why);
    const enum sp_rc rc = ingest_row_begin(fast->row, number, hidden, NULL);
    if (rc != SP_OK) return stop_by(fast, at, rc);
    set_digits(fast, fast->row->number);
    *out_is_empty = attributes.step == INGEST_STEP_EMPTY;
    return attributes.at;
}

/* From before the row's tag to behind its end. */
static const char *take_row(struct ingest_fast *fast, const char *at)
{
    bool is_empty = false;
    at = ingest_skip_blanks(at);
    if (*at != '<') return stop_at(fast, at, "text between rows");
    if (at[1] == '/') return stop_at(fast, at, NULL);
    if (!fast->prefix.is_known && !ingest_prefix_find(&fast->prefix, fast->scope, at))
        return stop_at(fast, at, "the namespace of its rows");
    const char *inside = INGEST_TAKE_OPEN(&fast->prefix, at, "row");
    if (!inside) return stop_at(fast, at, "something between rows");
    at = begin_row(fast, inside, &is_empty);
    while (at && !is_empty) {
        at = ingest_skip_blanks(at);
        if ((inside = INGEST_TAKE_OPEN(&fast->prefix, at, "c")) != NULL) {
            at = take_cell(fast, inside);
        } else {
            inside = INGEST_TAKE_CLOSE(&fast->prefix, at, "row");
            return inside ? inside : stop_at(fast, at, "something between cells");
        }
    }
    return at;
}

static void put_shared(struct ingest_row *row)
{
    const struct sp_str *texts = row->strings->texts;
    for (uint32_t i = 0; i < row->count; i++) {
        struct sp_cell *cell = &row->cells[i];
        if (!cell->shared) continue;
        cell->text = texts[cell->shared - 1];
        __builtin_prefetch(cell->text.data); // Whoever takes the row will look at it.
        cell->kind = cell->text.size ? SP_CELL_TEXT : SP_CELL_EMPTY;
        if (!cell->text.size) cell->shared = 0;
    }
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
    fast->has_shared = false;
    const char *at = take_row(fast, window->data);
    if (at) {
        SP_ASSERT(at <= end);
        if (fast->has_shared) put_shared(fast->row);
        *window = (struct sp_str){.data = at, .size = (size_t)(end - at)};
        *out_state = INGEST_FAST_ROW;
        return ingest_row_end(fast->row, err);
    }
    if (fast->rc != SP_OK) return sp_err_set(err, fast->rc, "out of memory for a row");
    ingest_row_undo(fast->row, number_before);
    *out_state =
        end - fast->stop < INGEST_PAD_SIZE ? INGEST_FAST_MORE : INGEST_FAST_UNKNOWN;
    return SP_OK;
}
