/*
 *   cell ─┬─ no text ──────── the column's own outcome of an empty cell
 *         ├─ shared string ── outcome by index in the book's strings
 *         ├─ small number ─── outcome by the number, in a workbook's number cell
 *         ├─ serial ───────── a date read anew: that is quicker than looking it up
 *         ├─ number, id ───── harmonised anew, for the same reason
 * anyway └─ other text ───── outcome by kind of cell and bytes
 *
 * Invariants: 1. an outcome is what harmonise() gave for the same column, kind and
 * bytes; 2. a text of one kind of cell never answers for another; 3. whatever is not
 * remembered is harmonised, so the ceilings change the speed and nothing else.
 */
#include "load/load_memo_part.h"

enum {
    SCRATCH_MAX = 64 << 20, // One cell's text, in another form.
    KIND_COUNT = SP_CELL_ERROR + 1,
};

struct load_memo {
    const struct sp_match *match;
    struct ledger_terms *terms;
    struct sp_str release;
    bool is_1904;
    struct memo_column *columns; // owned; those of the match that are not ignored
    struct memo_texts *texts;    // owned; KIND_COUNT for each of them
    uint32_t column_count;
    uint64_t *unkept_counts; // owned; for each of them
    bool has_unkept;
    struct memo_slots slots;
    struct sp_arena scratch;
    size_t text_bytes_left;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the texts of a sheet");
}

/* The code of an outcome that is no value; of a text its code whatever it is. */
static int32_t none_code(const struct memo_column *column,
                         const struct ledger_value *value)
{
    return column->type == SP_FIELD_TEXT ? (int32_t)value->number : value->none;
}

/* The outcome without any memory. */
static enum sp_rc harmonise(struct load_memo *memo, struct memo_column *of,
                            const struct sp_cell *cell, struct ledger_value *out_value,
                            struct sp_err *err)
{
    const struct sp_profile_column *column =
        memo->match->columns[of->column_index].column;
    struct sp_value value;
    sp_arena_reset(&memo->scratch);
    const enum sp_rc rc = sp_profile_value(memo->match->profile, column, cell,
                                           memo->is_1904, &memo->scratch, &value);
    if (rc != SP_OK) return sp_err_set(err, rc, "out of memory for one cell");
    const enum sp_rc made = ledger_value_make(memo->terms, memo->release, column->field,
                                              &value, out_value, err);
    // No other value is unreadable and without its text.
    if (made == SP_OK && value.none == SP_NONE_UNREADABLE && value.raw.size == 0) {
        of->unkept = none_code(of, out_value);
        memo->has_unkept = true;
    }
    return made;
}

/* -- A cell ------------------------------------------------------------------------- */

static uint32_t small_number_of(const struct sp_cell *cell)
{
    return cell->kind == SP_CELL_NUMBER ? memo_number_of(cell->text) : MEMO_NUMBERS;
}

/* What is remembered where it costs a look or two, or read as quickly. @return false when
 * the cell needs more */
static inline bool is_at_hand(const struct load_memo *memo,
                              const struct memo_column *column,
                              const struct sp_cell *cell, struct ledger_value *out_value)
{
    struct sp_moment moment;
    uint32_t slot = 0;
    switch (cell->kind) {
    case SP_CELL_EMPTY:
        if (cell->text.size > 0) return false;
        *out_value = column->empty;
        return true;
    case SP_CELL_TEXT:
        if (!cell->shared) return false;
        slot = memo_shared_slot(&memo->slots, column, cell->shared - 1);
        break;
    case SP_CELL_NUMBER:
        slot = memo_number_slot(column, memo_number_of(cell->text));
        break;
    case SP_CELL_DATE:
        if (!column->is_serial ||
            !profile_value_serial(cell->kind, cell->text, memo->is_1904, &moment))
            return false;
        *out_value = ledger_value_of_moment(moment);
        return true;
    case SP_CELL_BOOL:
    case SP_CELL_ERROR:
        return false;
    }
    if (slot == 0) return false;
    *out_value = memo_slot_value(column, slot);
    return true;
}

/* Whether a cell's outcome is not looked up by its text. */
static bool is_read_anew(const struct memo_column *column, enum sp_cell_kind kind)
{
    if (column->type == SP_FIELD_PERSON) return true;
    return column->type != SP_FIELD_TEXT &&
           (kind == SP_CELL_NUMBER || kind == SP_CELL_DATE);
}

/* Any cell: remembered by its text, or harmonised and then remembered. */
static enum sp_rc cell_value(struct load_memo *memo, uint32_t index,
                             const struct sp_cell *cell, struct ledger_value *out_value,
                             struct sp_err *err)
{
    struct memo_column *column = &memo->columns[index];
    struct memo_texts *texts = &memo->texts[index * KIND_COUNT + cell->kind];
    const bool is_shared = cell->kind == SP_CELL_TEXT && cell->shared;
    const uint32_t number = small_number_of(cell);
    const bool has_slot = is_shared || number < MEMO_NUMBERS;
    const bool is_by_text = !has_slot && !is_read_anew(column, cell->kind);
    if (is_by_text && memo_texts_find(texts, cell->text, out_value)) return SP_OK;
    const enum sp_rc rc = harmonise(memo, column, cell, out_value, err);
    if (rc != SP_OK) return rc;
    bool is_kept = true;
    if (is_shared) {
        is_kept = memo_shared_put(&memo->slots, column, cell->shared - 1, out_value);
    } else if (has_slot) {
        is_kept = memo_number_put(&memo->slots, column, number, out_value);
    } else if (is_by_text) {
        is_kept = memo_texts_put(texts, cell->text, out_value, &memo->text_bytes_left);
    }
    return is_kept ? SP_OK : out_of_memory(err);
}

/* -- A row -------------------------------------------------------------------------- */

static void unkept_count(struct load_memo *memo, const struct ledger_value *values)
{
    for (uint32_t i = 0; i < memo->column_count; i++) {
        const struct memo_column *column = &memo->columns[i];
        if (!column->unkept) continue;
        const int32_t code = none_code(column, &values[column->field_index]);
        memo->unkept_counts[i] += code == column->unkept;
    }
}

enum sp_rc load_memo_row(struct load_memo *memo, const struct sp_row *row,
                         struct ledger_value *values, struct sp_err *err)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    memo_slots_expect(&memo->slots, row);
    for (uint32_t i = 0; i < memo->column_count; i++) {
        const struct memo_column *column = &memo->columns[i];
        const uint32_t at = column->column_index;
        const struct sp_cell *cell = at < row->count ? &row->cells[at] : &no_cell;
        struct ledger_value *value = &values[column->field_index];
        if (is_at_hand(memo, column, cell, value)) continue;
        const enum sp_rc rc = cell_value(memo, i, cell, value, err);
        if (rc != SP_OK) return rc;
    }
    if (memo->has_unkept) unkept_count(memo, values);
    return SP_OK;
}

void load_memo_unkept(const struct load_memo *memo, uint64_t *counts)
{
    for (uint32_t i = 0; i < memo->column_count; i++) {
        counts[memo->columns[i].column_index] = memo->unkept_counts[i];
    }
}

/* -- Opening ------------------------------------------------------------------------ */

static enum sp_rc columns_open(struct load_memo *memo, struct sp_err *err)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    const struct sp_match *match = memo->match;
    enum sp_rc rc = SP_OK;
    memo->columns = sp_alloc(match->column_count * sizeof *memo->columns);
    memo->texts = sp_alloc(match->column_count * KIND_COUNT * sizeof *memo->texts);
    memo->unkept_counts = sp_alloc(match->column_count * sizeof *memo->unkept_counts);
    if (!memo->columns || !memo->texts || !memo->unkept_counts) return out_of_memory(err);
    for (uint32_t i = 0; i < match->column_count; i++) {
        const struct sp_profile_column *read_as = match->columns[i].column;
        if (!read_as) continue;
        const size_t rule_index = (size_t)(read_as - match->profile->columns);
        const struct profile_rule *rule = &match->profile->detail->rules[rule_index];
        memo->columns[memo->column_count++] = (struct memo_column){
            .column_index = (uint16_t)i,
            .field_index = (uint16_t)read_as->field_index,
            .type = (uint8_t)read_as->field->type,
            .is_serial = read_as->field->type == SP_FIELD_DATE && rule->is_typed_alone,
        };
    }
    for (uint32_t i = 0; i < memo->column_count * KIND_COUNT; i++) {
        memo->texts[i] = (struct memo_texts){0};
    }
    for (uint32_t i = 0; rc == SP_OK && i < memo->column_count; i++) {
        memo->unkept_counts[i] = 0;
        rc = harmonise(memo, &memo->columns[i], &no_cell, &memo->columns[i].empty, err);
    }
    return rc;
}

enum sp_rc load_memo_open(const struct sp_match *match, struct ledger_terms *terms,
                          struct sp_str release, bool is_1904,
                          struct load_memo **out_memo, struct sp_err *err)
{
    struct load_memo *memo = sp_alloc(sizeof *memo);
    if (!memo) return out_of_memory(err);
    *memo = (struct load_memo){.match = match,
                               .terms = terms,
                               .release = release,
                               .is_1904 = is_1904,
                               .text_bytes_left = MEMO_TEXT_BYTES_MAX};
    sp_arena_init(&memo->scratch, SCRATCH_MAX);
    memo_slots_init(&memo->slots);
    const enum sp_rc rc = columns_open(memo, err);
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
    for (uint32_t i = 0; i < memo->column_count; i++) {
        memo_column_release(&memo->columns[i]);
        for (uint32_t kind = 0; kind < KIND_COUNT; kind++) {
            memo_texts_release(&memo->texts[i * KIND_COUNT + kind]);
        }
    }
    sp_free(memo->columns);
    sp_free(memo->texts);
    sp_free(memo->unkept_counts);
    memo_slots_release(&memo->slots);
    sp_arena_release(&memo->scratch);
    sp_free(memo);
}
