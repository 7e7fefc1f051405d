/*
 * What the memory of a sheet is made of: slots for what has a small number of its own, a
 * table for other texts. Shared by load_memo.c, load_memo_slot.c and load_memo_text.c.
 */
#ifndef LOAD_MEMO_PART_H
#define LOAD_MEMO_PART_H

#include "load/load_memo.h"
#include "profile/profile_detail.h"

/* Outcomes in the order of their first sight. */
struct memo_values {
    struct ledger_value *items; // owned
    uint32_t count;
    uint32_t capacity;
};
/** @return false without memory */
bool memo_values_put(struct memo_values *values, const struct ledger_value *value);

/* -- Slots (load_memo_slot.c) ------------------------------------------------------- */

/*
 * A slot says what a string or number became. Odd: the number of a value that is nothing
 * else, such as a text's code or a person's key, twice and 1, which saves a look at
 * memory far away. Even: the index of the outcome among the column's, twice and 2. 0: not
 * seen.
 */

/* Whole numbers that have a slot: 0 to 9999, as digits without zeros in front. */
enum { MEMO_NUMBER_SIZE_MAX = 4, MEMO_NUMBERS = 10000 };

/* A column that is not ignored. Every row asks for all of them, so they are kept small.
 */
struct memo_column {
    struct ledger_value empty; // the outcome of no cell
    struct memo_values values; // of slots
    uint32_t *by_shared;       // owned; of strings that another column held first
    uint32_t *by_number;       // owned; MEMO_NUMBERS, or NULL
    uint32_t shared_capacity;
    int32_t unkept;        // the code of a value whose text is not kept; 0: none so far
    uint16_t column_index; // of the match
    uint16_t field_index;
    uint8_t type;   // enum sp_field_type
    bool is_serial; // of dates whose serials ask nothing but the moment
};
_Static_assert(sizeof(struct memo_column) <= 64, "53 of them fit beside a row");
_Static_assert((int)PROFILE_COLUMNS_MAX <= UINT16_MAX, "an index of a column");

/* Nearly every shared string stands in one column: the first that holds it has its slot
 * here, beside those of its neighbours, so that a whole release fits into the cache. */
struct memo_shared {
    uint32_t owner; // memo_owner(), or 0: not seen
    uint32_t slot;
};

struct memo_slots {
    struct memo_shared *shared; // owned; by index
    uint32_t shared_capacity;
    size_t left; // that may still be made
};

/*
 * Have what a row will ask for brought near. Asked for without a condition, for that
 * costs more than the look: what is nowhere is not fetched, and no harm.
 */
static inline void memo_slots_expect(const struct memo_slots *slots,
                                     const struct sp_row *row)
{
    const uintptr_t first = (uintptr_t)slots->shared - sizeof *slots->shared;
    for (uint32_t i = 0; i < row->count; i++) {
        const uintptr_t at = first + row->cells[i].shared * sizeof *slots->shared;
        __builtin_prefetch((const void *)at); // shared is 1 + index
    }
}

void memo_slots_init(struct memo_slots *slots);
void memo_slots_release(struct memo_slots *slots);
void memo_column_release(struct memo_column *column);

static inline struct ledger_value memo_slot_value(const struct memo_column *column,
                                                  uint32_t slot)
{
    if (slot % 2 == 0) return column->values.items[slot / 2 - 1];
    return (struct ledger_value){
        .number = slot / 2, .second = LEDGER_NO_TIME, .none = LEDGER_HAS_VALUE};
}

static inline uint32_t memo_owner(const struct memo_column *column)
{
    return column->column_index + 1u;
}

/** The slot of a shared string as it stands, 0 when it is not seen. */
static inline uint32_t memo_shared_slot(const struct memo_slots *slots,
                                        const struct memo_column *column, uint32_t index)
{
    if (index >= slots->shared_capacity) return 0;
    const struct memo_shared first = slots->shared[index];
    if (first.owner == memo_owner(column)) return first.slot;
    return index < column->shared_capacity ? column->by_shared[index] : 0;
}

/** Which of MEMO_NUMBERS a text is, or MEMO_NUMBERS. */
static inline uint32_t memo_number_of(struct sp_str text)
{
    uint32_t number = 0;
    if (text.size - 1 >= MEMO_NUMBER_SIZE_MAX) return MEMO_NUMBERS; // none, or too many
    for (size_t i = 0; i < text.size; i++) {
        const uint32_t digit = (uint32_t)(unsigned char)text.data[i] - '0';
        if (digit > 9) return MEMO_NUMBERS;
        number = number * 10 + digit;
    }
    return text.data[0] == '0' && text.size > 1 ? MEMO_NUMBERS : number;
}

/** The slot of a small number as it stands, 0 when it is not seen. */
static inline uint32_t memo_number_slot(const struct memo_column *column, uint32_t number)
{
    return column->by_number && number < MEMO_NUMBERS ? column->by_number[number] : 0;
}

/**
 * Remember what a shared string of a column became; past the ceilings nothing is
 * remembered. @return false only without memory
 */
SP_MUST_USE bool memo_shared_put(struct memo_slots *slots, struct memo_column *column,
                                 uint32_t index, const struct ledger_value *value);
/** The same of a small number. */
SP_MUST_USE bool memo_number_put(struct memo_slots *slots, struct memo_column *column,
                                 uint32_t number, const struct ledger_value *value);

/* -- Texts of the cell's own (load_memo_text.c) ------------------------------------- */

/* Texts of one column and one kind of cell. */
struct memo_texts {
    struct sp_intern intern; // the code of a text is the index of its outcome
    struct memo_values values;
    uint64_t hit_count;
    bool is_begun;
    bool is_useless; // nearly every text was a new one
};
void memo_texts_release(struct memo_texts *texts);

/** @return false when the text is not remembered */
bool memo_texts_find(struct memo_texts *texts, struct sp_str text,
                     struct ledger_value *out_value);
/**
 * Remember what a text became, unless it would pass a ceiling or is of no use.
 *
 * @param bytes_left  of all columns of a sheet
 * @return false only without memory
 */
SP_MUST_USE bool memo_texts_put(struct memo_texts *texts, struct sp_str text,
                                const struct ledger_value *value, size_t *bytes_left);
enum { MEMO_TEXT_BYTES_MAX = 128 << 20 }; // Of all columns of a sheet.

#endif
