/*
 * Slots: outcomes of what has a small number of its own, a shared string by its index in
 * the book and a small whole number by itself.
 */
#include "load/load_memo_part.h"

#include <string.h>

enum {
    SHARED_FIRST = 1 << 10,
    SLOTS_MAX = 64 << 20, // Of all columns of a sheet, four bytes each.
    VALUES_FIRST = 64,
};

bool memo_values_put(struct memo_values *values, const struct ledger_value *value)
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

void memo_slots_init(struct memo_slots *slots)
{
    *slots = (struct memo_slots){.left = SLOTS_MAX};
}

void memo_slots_release(struct memo_slots *slots)
{
    sp_free(slots->shared);
    *slots = (struct memo_slots){0};
}

void memo_column_release(struct memo_column *column)
{
    sp_free(column->by_shared);
    sp_free(column->by_number);
    sp_free(column->values.items);
    *column = (struct memo_column){0};
}

static bool slot_set(struct memo_column *column, uint32_t *slot,
                     const struct ledger_value *value)
{
    const bool is_number_alone = value->none == LEDGER_HAS_VALUE &&
                                 value->second == LEDGER_NO_TIME && value->number >= 0 &&
                                 value->number <= INT32_MAX;
    if (is_number_alone) {
        *slot = 2 * (uint32_t)value->number + 1;
        return true;
    }
    if (!memo_values_put(&column->values, value)) return false;
    SP_ASSERT(column->values.count <= INT32_MAX);
    *slot = 2 * column->values.count;
    return true;
}

/* Room for an index. @return false only without memory; past the ceiling there is simply
 * no room */
static bool grow(struct memo_slots *slots, void **items, size_t item_size,
                 uint32_t *capacity, uint32_t index)
{
    uint64_t wanted = *capacity ? *capacity : SHARED_FIRST;
    while (wanted <= index) {
        wanted *= 2;
    }
    const uint64_t made = (wanted - *capacity) * (item_size / sizeof(uint32_t));
    if (wanted == *capacity || made > slots->left) return true;
    char *grown = sp_realloc(*items, wanted * item_size);
    if (!grown) return false;
    memset(grown + *capacity * item_size, 0, (wanted - *capacity) * item_size);
    *items = grown;
    *capacity = (uint32_t)wanted;
    slots->left -= made;
    return true;
}

/* The place of a string's slot in a column, or NULL past the ceilings. @return false only
 * without memory */
static bool slot_find(struct memo_slots *slots, struct memo_column *column,
                      uint32_t index, uint32_t **out_slot)
{
    void *shared = slots->shared;
    void *own = column->by_shared;
    *out_slot = NULL;
    if (index >= slots->shared_capacity &&
        !grow(slots, &shared, sizeof *slots->shared, &slots->shared_capacity, index))
        return false;
    slots->shared = shared;
    if (index >= slots->shared_capacity) return true;
    struct memo_shared *first = &slots->shared[index];
    if (first->owner == 0) first->owner = memo_owner(column);
    if (first->owner == memo_owner(column)) {
        *out_slot = &first->slot;
        return true;
    }
    if (index >= column->shared_capacity &&
        !grow(slots, &own, sizeof *column->by_shared, &column->shared_capacity, index))
        return false;
    column->by_shared = own;
    if (index < column->shared_capacity) *out_slot = &column->by_shared[index];
    return true;
}

bool memo_shared_put(struct memo_slots *slots, struct memo_column *column, uint32_t index,
                     const struct ledger_value *value)
{
    uint32_t *slot;
    if (!slot_find(slots, column, index, &slot)) return false;
    if (!slot) return true;
    return slot_set(column, slot, value);
}

bool memo_number_put(struct memo_slots *slots, struct memo_column *column,
                     uint32_t number, const struct ledger_value *value)
{
    if (!column->by_number && slots->left >= MEMO_NUMBERS) {
        column->by_number = sp_alloc(MEMO_NUMBERS * sizeof *column->by_number);
        if (!column->by_number) return false;
        memset(column->by_number, 0, MEMO_NUMBERS * sizeof *column->by_number);
        slots->left -= MEMO_NUMBERS;
    }
    return !column->by_number || slot_set(column, &column->by_number[number], value);
}
