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

/*
 * A slot holds 1 + code and, above it, the upper half of the text's hash: what is not the same text is
 * nearly always told by the slot alone, and slots move to a larger table without looking at a text.
 */
static uint64_t slot_make(uint64_t hash, uint32_t code)
{
    return (hash & ~(uint64_t)UINT32_MAX) | ((uint64_t)code + 1);
}

static uint32_t slot_code(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

static uint32_t slot_home(const struct sp_intern *intern, uint64_t hash)
{
    return (uint32_t)(hash >> 32) & (intern->slot_count - 1);
}

/* The slot that holds `text`, or the empty one where it belongs. */
static uint32_t slot_of(const struct sp_intern *intern, struct sp_str text, uint64_t hash)
{
    const uint32_t mask = intern->slot_count - 1;
    uint32_t at = slot_home(intern, hash);
    for (; intern->slots[at]; at = (at + 1) & mask) {
        const uint64_t slot = intern->slots[at];
        if (slot >> 32 == hash >> 32 && sp_str_equal(intern->texts[slot_code(slot)], text)) break;
    }
    return at;
}

static bool slots_grow(struct sp_intern *intern)
{
    if (intern->slot_count > UINT32_MAX / 2) return false;
    const uint32_t slot_count = intern->slot_count ? intern->slot_count * 2 : INTERN_SLOTS_FIRST;
    uint64_t *slots = sp_alloc(slot_count * sizeof *slots);
    struct sp_str *texts = sp_realloc(intern->texts, slot_count / 2 * sizeof *texts);
    if (texts) intern->texts = texts;
    if (!slots || !texts) {
        sp_free(slots);
        return false;
    }
    memset(slots, 0, slot_count * sizeof *slots);
    uint64_t *const old = intern->slots;
    const uint32_t old_count = intern->slot_count;
    intern->slots = slots;
    intern->slot_count = slot_count;
    intern->text_capacity = slot_count / 2;
    for (uint32_t i = 0; i < old_count; i++) {
        if (!old[i]) continue;
        uint32_t at = slot_home(intern, old[i]);
        while (slots[at]) {
            at = (at + 1) & (slot_count - 1);
        }
        slots[at] = old[i];
    }
    sp_free(old);
    return true;
}

bool sp_intern_put(struct sp_intern *intern, struct sp_str text, uint32_t *out_code,
                   bool *out_is_new)
{
    if (intern->count == intern->text_capacity && !slots_grow(intern)) return false;
    const uint64_t hash = hash_of(text);
    const uint32_t slot = slot_of(intern, text, hash);
    const bool is_new = intern->slots[slot] == 0;
    if (is_new) {
        const struct sp_str copy = sp_arena_copy(&intern->arena, text);
        if (!copy.data) return false;
        intern->texts[intern->count] = copy;
        intern->slots[slot] = slot_make(hash, intern->count++);
    }
    *out_code = slot_code(intern->slots[slot]);
    if (out_is_new) *out_is_new = is_new;
    return true;
}

bool sp_intern_find(const struct sp_intern *intern, struct sp_str text, uint32_t *out_code)
{
    if (!intern->slot_count) return false;
    const uint32_t slot = slot_of(intern, text, hash_of(text));
    if (!intern->slots[slot]) return false;
    *out_code = slot_code(intern->slots[slot]);
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
