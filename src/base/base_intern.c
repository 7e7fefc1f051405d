/*
 * Interning. Invariants: codes are 0, 1, 2 … in the order of first sight (so they never depend on
 * hash order); at most half of the slots are taken.
 */
#include "base/base.h"

#include <string.h>

enum { INTERN_SLOTS_FIRST = 1024 };

void sp_intern_init(struct sp_intern *intern, size_t max_size)
{
    *intern = (struct sp_intern){0};
    sp_arena_init(&intern->arena, max_size);
}

/* Multiply and mix eight bytes at a time. Only place in a table depends on it, never an output. */
static uint64_t hash_of(struct sp_str text)
{
    uint64_t hash = 0x9E3779B97F4A7C15ULL ^ text.size;
    size_t at = 0;
    for (; at + 8 <= text.size; at += 8) {
        uint64_t word;
        memcpy(&word, text.data + at, 8);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
        hash ^= hash >> 32;
    }
    uint64_t tail = 0;
    if (at < text.size) memcpy(&tail, text.data + at, text.size - at);
    hash = (hash ^ tail) * 0xD6E8FEB86659FD93ULL;
    return hash ^ (hash >> 29);
}

/* The slot that holds `text`, or the empty one where it belongs. */
static uint32_t slot_of(const struct sp_intern *intern, struct sp_str text)
{
    const uint32_t mask = intern->slot_count - 1;
    uint32_t slot = (uint32_t)hash_of(text) & mask;
    while (intern->slots[slot] &&
           !sp_str_equal(intern->texts[intern->slots[slot] - 1], text)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool slots_grow(struct sp_intern *intern)
{
    if (intern->slot_count > UINT32_MAX / 2) return false;
    const uint32_t slot_count = intern->slot_count ? intern->slot_count * 2 : INTERN_SLOTS_FIRST;
    uint32_t *slots = sp_alloc(slot_count * sizeof *slots);
    struct sp_str *texts = sp_realloc(intern->texts, slot_count / 2 * sizeof *texts);
    if (texts) intern->texts = texts;
    if (!slots || !texts) {
        sp_free(slots);
        return false;
    }
    sp_free(intern->slots);
    memset(slots, 0, slot_count * sizeof *slots);
    intern->slots = slots;
    intern->slot_count = slot_count;
    intern->text_capacity = slot_count / 2;
    for (uint32_t code = 0; code < intern->count; code++) {
        slots[slot_of(intern, texts[code])] = code + 1;
    }
    return true;
}

bool sp_intern_put(struct sp_intern *intern, struct sp_str text, uint32_t *out_code,
                   bool *out_is_new)
{
    if (intern->count == intern->text_capacity && !slots_grow(intern)) return false;
    const uint32_t slot = slot_of(intern, text);
    const bool is_new = intern->slots[slot] == 0;
    if (is_new) {
        const struct sp_str copy = sp_arena_copy(&intern->arena, text);
        if (!copy.data) return false;
        intern->texts[intern->count] = copy;
        intern->slots[slot] = ++intern->count;
    }
    *out_code = intern->slots[slot] - 1;
    if (out_is_new) *out_is_new = is_new;
    return true;
}

bool sp_intern_find(const struct sp_intern *intern, struct sp_str text, uint32_t *out_code)
{
    if (!intern->slot_count) return false;
    const uint32_t slot = slot_of(intern, text);
    if (!intern->slots[slot]) return false;
    *out_code = intern->slots[slot] - 1;
    return true;
}

void sp_intern_release(struct sp_intern *intern)
{
    if (!intern) return;
    sp_arena_release(&intern->arena);
    sp_free(intern->texts);
    sp_free(intern->slots);
    intern->texts = NULL;
    intern->slots = NULL;
    intern->count = intern->slot_count = intern->text_capacity = 0;
}
