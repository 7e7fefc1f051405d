/*
 *   cell ─┬─ no text ───────── the column's own outcome of an empty cell
 *         ├─ shared string ─── outcome by index in the book's strings
 *         ├─ serial, number ── read anew: that is quicker than looking it up
 *         ├─ person id ─────── read anew: it is looked up among the ledger's persons
 * anyway └─ other text ────── outcome by kind of cell and bytes
 *
 * Invariants: 1. an outcome is what harmonise() gave for the same column, kind and
 * bytes; 2. a text of one kind of cell never answers for another; 3. whatever is not
 * remembered is harmonised, so the ceilings below change the speed and nothing else.
 */
#include "load/load_memo.h"

#include <string.h>

enum {
    SCRATCH_MAX = 64 << 20,  // One cell's text, in another form.
    TEXTS_MAX = 1 << 16,     // Remembered for a column and a kind of cell.
    TEXT_SIZE_MAX = 1 << 10, // Bytes; longer texts are rarely met twice.
    TEXTS_ON_TRIAL =
        1 << 13,    // After so many new texts a column must have met half as many again.
    TEXT_COST = 64, // Bytes that a remembered text takes beside its own.
    TEXT_BYTES_MAX = 128 << 20, // Of all columns of a sheet.
    SHARED_FIRST = 1 << 10,
    SHARED_SLOTS_MAX = 64 << 20, // Of all columns of a sheet, four bytes each.
    VALUES_FIRST = 64,
    KIND_COUNT = SP_CELL_ERROR + 1,
};

/* Outcomes in the order of their first sight. */
struct memo_values {
    struct ledger_value *items; // owned
    uint32_t count;
    uint32_t capacity;
};

/* Texts of one kind of cell. */
struct memo_texts {
    struct sp_intern intern; // the code of a text is the index of its outcome
    struct memo_values values;
    uint64_t hit_count;
    bool is_begun;
    bool is_useless; // nearly every text was a new one
};

/* Nearly every shared string stands in one column: the first that holds it has its slot
 * here, beside those of its neighbours, so that a whole release fits into the cache. */
struct memo_shared {
    uint32_t column; // 1 + index; 0: not seen
    uint32_t slot;
};

struct memo_column {
    struct ledger_value empty;
    uint32_t *by_shared; // owned; of strings that another column held first
    size_t shared_capacity;
    struct memo_values shared_values;
    struct memo_texts texts[KIND_COUNT];
};

struct load_memo {
    const struct sp_match *match;
    struct ledger_terms *terms;
    struct sp_str release;
    bool is_1904;
    struct memo_column *columns; // owned; one for each of the match
    struct memo_shared *shared;  // owned; by index
    size_t shared_capacity;
    struct sp_arena scratch;
    size_t text_bytes_left;
    size_t shared_slots_left;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the texts of a sheet");
}

/* The outcome without any memory. */
static enum sp_rc harmonise(struct load_memo *memo, uint32_t column_index,
                            const struct sp_cell *cell, struct ledger_value *out_value,
                            struct sp_err *err)
{
    const struct sp_profile_column *column = memo->match->columns[column_index].column;
    struct sp_value value;
    sp_arena_reset(&memo->scratch);
    const enum sp_rc rc = sp_profile_value(memo->match->profile, column, cell,
                                           memo->is_1904, &memo->scratch, &value);
    if (rc != SP_OK) return sp_err_set(err, rc, "out of memory for one cell");
    return ledger_value_make(memo->terms, memo->release, column->field, &value, out_value,
                             err);
}

static bool values_put(struct memo_values *values, const struct ledger_value *value)
{
    if (values->count == values->capacity) {
        const uint32_t capacity = values->capacity ? values->capacity * 2 : VALUES_FIRST;
        struct ledger_value *items = sp_realloc(values->items, capacity * sizeof *items);
        if (!items) return false;
        values->items = items;
        values->capacity = capacity;
    }
    values->items[values->count++] = *value;
    return true;
}

/* -- Shared strings ---------------------------------------------------------------- */

/*
 * A slot says what a string became: 1 + the code (TEXT, which saves a look at memory far
 * away) or 1 + the index of the outcome among the column's; 0: not seen.
 *
 * Room for an index. @return false only without memory; past the ceiling there is simply
 * no room
 */
static bool grow(struct load_memo *memo, void **items, size_t item_size, size_t *capacity,
                 size_t index)
{
    size_t wanted = *capacity ? *capacity : SHARED_FIRST;
    while (wanted <= index) {
        wanted *= 2;
    }
    const size_t slots = (wanted - *capacity) * (item_size / sizeof(uint32_t));
    if (wanted == *capacity || slots > memo->shared_slots_left) return true;
    char *grown = sp_realloc(*items, wanted * item_size);
    if (!grown) return false;
    memset(grown + *capacity * item_size, 0, (wanted - *capacity) * item_size);
    *items = grown;
    *capacity = wanted;
    memo->shared_slots_left -= slots;
    return true;
}

/* The slot of a string in a column, or NULL past the ceilings. @return false only without
 * memory */
static bool slot_find(struct load_memo *memo, uint32_t column_index, size_t index,
                      uint32_t **out_slot)
{
    struct memo_column *column = &memo->columns[column_index];
    void *shared = memo->shared;
    void *own = column->by_shared;
    *out_slot = NULL;
    if (index >= memo->shared_capacity &&
        !grow(memo, &shared, sizeof *memo->shared, &memo->shared_capacity, index))
        return false;
    memo->shared = shared;
    if (index >= memo->shared_capacity) return true;
    struct memo_shared *first = &memo->shared[index];
    if (first->column == 0) first->column = column_index + 1;
    if (first->column == column_index + 1) {
        *out_slot = &first->slot;
        return true;
    }
    if (index >= column->shared_capacity &&
        !grow(memo, &own, sizeof *column->by_shared, &column->shared_capacity, index))
        return false;
    column->by_shared = own;
    if (index < column->shared_capacity) *out_slot = &column->by_shared[index];
    return true;
}

static enum sp_rc shared_value(struct load_memo *memo, uint32_t column_index,
                               const struct sp_cell *cell, struct ledger_value *out_value,
                               struct sp_err *err)
{
    struct memo_values *values = &memo->columns[column_index].shared_values;
    const bool is_text =
        memo->match->columns[column_index].column->field->type == SP_FIELD_TEXT;
    uint32_t *slot;
    if (!slot_find(memo, column_index, cell->shared - 1, &slot))
        return out_of_memory(err);
    if (slot && *slot) {
        *out_value = is_text ? (struct ledger_value){.number = *slot - 1,
                                                     .second = LEDGER_NO_TIME,
                                                     .none = LEDGER_HAS_VALUE}
                             : values->items[*slot - 1];
        return SP_OK;
    }
    const enum sp_rc rc = harmonise(memo, column_index, cell, out_value, err);
    if (rc != SP_OK || !slot) return rc;
    if (!is_text && !values_put(values, out_value)) return out_of_memory(err);
    *slot = is_text ? (uint32_t)out_value->number + 1 : values->count;
    return SP_OK;
}

/* -- Texts of the cell's own ------------------------------------------------------- */

static void texts_release(struct memo_texts *texts)
{
    if (texts->is_begun) sp_intern_release(&texts->intern);
    sp_free(texts->values.items);
    texts->values = (struct memo_values){0};
    texts->is_begun = false;
}

static bool texts_has_room(const struct load_memo *memo, const struct memo_texts *texts,
                           struct sp_str text)
{
    return text.size <= TEXT_SIZE_MAX && texts->values.count < TEXTS_MAX &&
           text.size + TEXT_COST <= memo->text_bytes_left;
}

static bool texts_remember(struct load_memo *memo, struct memo_texts *texts,
                           struct sp_str text, const struct ledger_value *value)
{
    uint32_t code;
    if (!sp_intern_put(&texts->intern, text, &code, NULL) ||
        !values_put(&texts->values, value))
        return false;
    SP_ASSERT(code + 1 == texts->values.count);
    memo->text_bytes_left -= text.size + TEXT_COST;
    if (texts->values.count == TEXTS_ON_TRIAL && texts->hit_count < TEXTS_ON_TRIAL / 2) {
        texts_release(texts);
        texts->is_useless = true;
    }
    return true;
}

static enum sp_rc text_value(struct load_memo *memo, uint32_t column_index,
                             const struct sp_cell *cell, struct ledger_value *out_value,
                             struct sp_err *err)
{
    struct memo_texts *texts = &memo->columns[column_index].texts[cell->kind];
    uint32_t code;
    if (texts->is_useless) return harmonise(memo, column_index, cell, out_value, err);
    if (!texts->is_begun) {
        sp_intern_init(&texts->intern, TEXT_BYTES_MAX);
        texts->is_begun = true;
    }
    if (sp_intern_find(&texts->intern, cell->text, &code)) {
        texts->hit_count++;
        *out_value = texts->values.items[code];
        return SP_OK;
    }
    const enum sp_rc rc = harmonise(memo, column_index, cell, out_value, err);
    if (rc != SP_OK || !texts_has_room(memo, texts, cell->text)) return rc;
    return texts_remember(memo, texts, cell->text, out_value) ? SP_OK
                                                              : out_of_memory(err);
}

/* -- A row -------------------------------------------------------------------------- */

void load_memo_expect(const struct load_memo *memo, const struct sp_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        const uint32_t shared = row->cells[i].shared;
        if (shared && shared <= memo->shared_capacity)
            __builtin_prefetch(&memo->shared[shared - 1]);
    }
}

/* -- A cell ------------------------------------------------------------------------ */

static bool is_read_anew(enum sp_field_type type, enum sp_cell_kind kind)
{
    if (type == SP_FIELD_PERSON) return true;
    return type != SP_FIELD_TEXT && (kind == SP_CELL_NUMBER || kind == SP_CELL_DATE);
}

enum sp_rc load_memo_value(struct load_memo *memo, uint32_t column_index,
                           const struct sp_cell *cell, struct ledger_value *out_value,
                           struct sp_err *err)
{
    if (cell->kind == SP_CELL_EMPTY && cell->text.size == 0) {
        *out_value = memo->columns[column_index].empty;
        return SP_OK;
    }
    if (cell->kind == SP_CELL_TEXT && cell->shared) {
        return shared_value(memo, column_index, cell, out_value, err);
    }
    if (is_read_anew(memo->match->columns[column_index].column->field->type,
                     cell->kind)) {
        return harmonise(memo, column_index, cell, out_value, err);
    }
    return text_value(memo, column_index, cell, out_value, err);
}

enum sp_rc load_memo_open(const struct sp_match *match, struct ledger_terms *terms,
                          struct sp_str release, bool is_1904,
                          struct load_memo **out_memo, struct sp_err *err)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    struct load_memo *memo = sp_alloc(sizeof *memo);
    if (!memo) return out_of_memory(err);
    *memo = (struct load_memo){.match = match,
                               .terms = terms,
                               .release = release,
                               .is_1904 = is_1904,
                               .text_bytes_left = TEXT_BYTES_MAX,
                               .shared_slots_left = SHARED_SLOTS_MAX};
    sp_arena_init(&memo->scratch, SCRATCH_MAX);
    memo->columns = sp_alloc(match->column_count * sizeof *memo->columns);
    enum sp_rc rc = memo->columns ? SP_OK : out_of_memory(err);
    for (uint32_t i = 0; memo->columns && i < match->column_count; i++) {
        memo->columns[i] = (struct memo_column){0};
    }
    for (uint32_t i = 0; rc == SP_OK && i < match->column_count; i++) {
        if (match->columns[i].column)
            rc = harmonise(memo, i, &no_cell, &memo->columns[i].empty, err);
    }
    if (rc != SP_OK) {
        load_memo_close(memo);
        return rc;
    }
    *out_memo = memo;
    return SP_OK;
}

void load_memo_close(struct load_memo *memo)
{
    if (!memo) return;
    for (uint32_t i = 0; memo->columns && i < memo->match->column_count; i++) {
        struct memo_column *column = &memo->columns[i];
        sp_free(column->by_shared);
        sp_free(column->shared_values.items);
        for (size_t kind = 0; kind < KIND_COUNT; kind++) {
            texts_release(&column->texts[kind]);
        }
    }
    sp_free(memo->columns);
    sp_free(memo->shared);
    sp_arena_release(&memo->scratch);
    sp_free(memo);
}
