/*
 * The heap, and arenas on it. The only file that calls malloc, so that tests can make any one
 * allocation fail and see what follows. The countdown is atomic: readers may use a second thread.
 */
#include "sallyport/memory.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Atomic int64_t allocs_left = -1;

static bool alloc_may_go_on(void)
{
    int64_t left = atomic_load_explicit(&allocs_left, memory_order_relaxed);
    while (left > 0) { // Not below 0, were two threads to take the last one: that never fails.
        if (atomic_compare_exchange_weak_explicit(&allocs_left, &left, left - 1,
                                                  memory_order_relaxed, memory_order_relaxed))
            return true;
    }
    return left < 0;
}

void sp_alloc_fail_after(int64_t count)
{
    atomic_store(&allocs_left, count);
}

void *sp_alloc(size_t size)
{
    return alloc_may_go_on() ? malloc(size) : NULL;
}

void *sp_realloc(void *block, size_t size)
{
    return alloc_may_go_on() ? realloc(block, size) : NULL;
}

void sp_free(void *block)
{
    free(block);
}

/*
 * Arena: a list of blocks, newest first, each twice the one before up to 1 MiB.
 *
 *   arena → [block: used ▓▓▓░░ capacity] → [block ▓▓▓▓▓] → NULL
 *
 * Reset keeps the newest (largest) block: first touch of memory is dear.
 */
struct sp_arena_block {
    struct sp_arena_block *next;
    size_t used;
    size_t capacity;
    max_align_t bytes[];
};

enum { ARENA_BLOCK_FIRST = 4096, ARENA_BLOCK_MAX = 1 << 20 };

void sp_arena_init(struct sp_arena *arena, size_t max_size)
{
    *arena = (struct sp_arena){.max_size = max_size};
}

static bool arena_grow(struct sp_arena *arena, size_t size)
{
    size_t capacity = arena->blocks ? arena->blocks->capacity * 2 : ARENA_BLOCK_FIRST;
    if (capacity > ARENA_BLOCK_MAX) capacity = ARENA_BLOCK_MAX;
    if (capacity < size) capacity = size;
    struct sp_arena_block *block = sp_alloc(sizeof *block + capacity);
    if (!block) return false;
    block->next = arena->blocks;
    block->used = 0;
    block->capacity = capacity;
    arena->blocks = block;
    return true;
}

void *sp_arena_alloc(struct sp_arena *arena, size_t size)
{
    const size_t align = sizeof(max_align_t);
    if (size > SIZE_MAX - align) return NULL;
    size = (size + align - 1) / align * align;
    if (size > arena->max_size || arena->used_size > arena->max_size - size) return NULL;
    if (!arena->blocks || arena->blocks->capacity - arena->blocks->used < size) {
        if (!arena_grow(arena, size)) return NULL;
    }
    char *memory = (char *)arena->blocks->bytes + arena->blocks->used;
    arena->blocks->used += size;
    arena->used_size += size;
    return size ? memset(memory, 0, size) : memory;
}

void *sp_arena_array(struct sp_arena *arena, size_t count, size_t item_size)
{
    SP_ASSERT(item_size > 0);
    if (count > SIZE_MAX / item_size) return NULL;
    return sp_arena_alloc(arena, count * item_size);
}

struct sp_str sp_arena_copy(struct sp_arena *arena, struct sp_str text)
{
    char *copy = sp_arena_alloc(arena, text.size + 1);
    if (!copy) return (struct sp_str){0};
    if (text.size) memcpy(copy, text.data, text.size);
    return (struct sp_str){.data = copy, .size = text.size};
}

struct sp_str sp_arena_format(struct sp_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : sp_arena_alloc(arena, (size_t)length + 1);
    if (text) (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text ? (struct sp_str){.data = text, .size = (size_t)length} : (struct sp_str){0};
}

static void blocks_free(struct sp_arena_block *block)
{
    while (block) {
        struct sp_arena_block *next = block->next;
        sp_free(block);
        block = next;
    }
}

void sp_arena_reset(struct sp_arena *arena)
{
    if (arena->blocks) {
        blocks_free(arena->blocks->next);
        arena->blocks->next = NULL;
        arena->blocks->used = 0;
    }
    arena->used_size = 0;
}

void sp_arena_release(struct sp_arena *arena)
{
    if (!arena) return;
    blocks_free(arena->blocks);
    arena->blocks = NULL;
    arena->used_size = 0;
}
