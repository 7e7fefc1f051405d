/*
 * 64 bytes at a time. Whether a byte is within quotes is the parity of the quotes before
 * it, which a prefix sum of bits gives for a whole block:
 *
 *   text     a , " b , c " , " d " " e " \n
 *   quote    0 0 1 0 0 0 1 0 1 0 1 1 0 1 0
 *   inside   0 0 1 1 1 1 0 0 1 1 0 1 1 0 0     an opening quote is, a closing one is not
 *   ends     0 1 0 0 0 0 0 1 0 0 0 0 0 0 1     delimiters and line ends not inside
 *
 * That holds as long as every opening quote follows an end or, doubled, a closing quote,
 * and every closing quote is followed by an end or an opening quote. The first byte that
 * breaks this (a quote in a plain field, text after a closing quote) or is NUL ends the
 * run: all before it is right, and the record it stands in goes to ingest_text_scan,
 * which reads it or says what is wrong. So do records of a size near a ceiling and what
 * the window's end cuts off.
 */
#include "ingest/ingest_text_index.h"

#include "ingest/ingest_limit.h"

enum { ENTRIES_FIRST = 1 << 12 };

_Static_assert((long)INGEST_RECORD_SIZE_MAX < (long)INGEST_ENTRY_AT,
               "an offset must fit an entry");

/* What one block needs to know of the one before; of the first, that a record begins. */
struct carry {
    uint64_t inside; // all bits: the block begins within quotes
    uint64_t may_open;
    uint64_t closed;
    uint64_t carriage;
};

/* A block's bits put to use. */
struct fields {
    uint64_t ends;  // of fields, up to the first byte that is wrong
    uint64_t lines; // those that are line ends
    uint32_t marks; // what is in the block, for every record it is part of
    bool is_wrong;
};

struct run {
    const struct ingest_window *window;
    char delimiter;
    size_t end;    // where to stop
    size_t record; // offset of the record under way
    size_t first;  // its first entry
    uint32_t marks;
};

static enum sp_rc index_reserve(struct ingest_index *index, size_t more,
                                struct sp_err *err)
{
    if (index->capacity - index->count >= more) return SP_OK;
    size_t capacity = index->capacity ? 2 * index->capacity : ENTRIES_FIRST;
    while (capacity - index->count < more) {
        capacity *= 2;
    }
    uint32_t *entries = sp_realloc(index->entries, capacity * sizeof *entries);
    if (!entries) {
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for an index of %zu fields",
                          capacity);
    }
    index->entries = entries;
    index->capacity = capacity;
    return SP_OK;
}

/* Bit i: the parity of bits 0 to i. */
static inline uint64_t parity_prefix(uint64_t bits)
{
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    return bits ^ bits << 32;
}

static inline struct fields block_fields(const struct ingest_block *block,
                                         struct carry *carry)
{
    const uint64_t inside = parity_prefix(block->quote) ^ carry->inside;
    const uint64_t opens = block->quote & inside;
    const uint64_t closes = block->quote & ~inside;
    const uint64_t carriages = block->carriage & ~inside;
    const uint64_t lines = (block->feed | block->carriage) & ~inside;
    const uint64_t ends = lines | (block->delimiter & ~inside);
    const uint64_t after_close = closes << 1 | carry->closed;
    const uint64_t may_open = (ends | closes) << 1 | carry->may_open;
    const uint64_t wrong = (opens & ~may_open) | block->nul;
    const uint64_t half_lines = block->feed & (carriages << 1 | carry->carriage);
    *carry = (struct carry){
        .inside = UINT64_C(0) - (inside >> 63),
        .may_open = (ends | closes) >> 63,
        .closed = closes >> 63,
        .carriage = carriages >> 63,
    };
    struct fields fields = {
        .ends = ends & ~half_lines,
        .lines = lines,
        .marks = ((opens & after_close) != 0 ? INGEST_ENTRY_DOUBLED : 0) |
                 (block->high != 0 ? INGEST_ENTRY_HIGH : 0),
    };
    const uint64_t all_wrong = wrong | (after_close & ~(ends | opens));
    fields.is_wrong = all_wrong != 0;
    if (fields.is_wrong) fields.ends &= (all_wrong & (~all_wrong + 1)) - 1;
    return fields;
}

/* The record under way ends at offset `at`. False when it is one to look at closely. */
static inline bool record_end(struct run *run, size_t entry_index, size_t at)
{
    if (at - run->record > INGEST_CELL_SIZE_MAX ||
        entry_index - run->first >= INGEST_COLUMNS_MAX)
        return false;
    const char *bytes = run->window->bytes;
    run->record = at + 1 + (bytes[at] == '\r' && bytes[at + 1] == '\n');
    run->first = entry_index + 1;
    return true;
}

/* One block's fields into the index. False when the run ends here. */
static inline bool fields_put(struct ingest_index *index, struct run *run, size_t block,
                              const struct fields *fields)
{
    uint32_t *entries = index->entries;
    size_t count = index->count;
    run->marks |= fields->marks;
    for (uint64_t ends = fields->ends; ends != 0; ends &= ends - 1) {
        const unsigned bit = (unsigned)__builtin_ctzll(ends);
        const size_t at = block + bit;
        entries[count] = (uint32_t)at;
        if (fields->lines >> bit & 1) {
            entries[count] |= INGEST_ENTRY_LAST | run->marks;
            run->marks = fields->marks;
            if (!record_end(run, count, at)) return false;
        }
        count++;
    }
    index->count = count;
    return !fields->is_wrong;
}

/* Index records from run->record on, until one must be looked at closely. */
static enum sp_rc run_on(struct ingest_index *index, struct run *run, struct sp_err *err)
{
    struct carry carry = {.may_open = 1};
    enum sp_rc rc = SP_OK;
    run->first = index->count;
    run->marks = 0;
    for (size_t at = run->record; at < run->end; at += INGEST_BLOCK_SIZE) {
        rc = index_reserve(index, INGEST_BLOCK_SIZE, err);
        if (rc != SP_OK) break;
        struct ingest_block block = ingest_block_of(
            run->window->bytes + at, run->delimiter ? run->delimiter : '"');
        if (!run->delimiter) block.delimiter = 0;
        ingest_block_cut(&block, run->end - at);
        struct fields fields = block_fields(&block, &carry);
        if (!fields_put(index, run, at, &fields)) break;
    }
    index->count = run->first;
    return rc;
}

/* The scan's record, which begins at offset `record`, into the index. */
static enum sp_rc scanned_put(struct ingest_index *index, const struct ingest_scan *scan,
                              size_t record, struct sp_err *err)
{
    const enum sp_rc rc = index_reserve(index, scan->count + (size_t)1, err);
    if (rc != SP_OK) return rc;
    for (uint32_t i = 0; i < scan->count; i++) {
        index->entries[index->count++] = (uint32_t)record + scan->ends[i];
    }
    // A blank line has no field, and ends where it begins.
    if (scan->count == 0) index->entries[index->count++] = (uint32_t)record;
    index->entries[index->count - 1] |= INGEST_ENTRY_LAST |
                                        (scan->is_doubled ? INGEST_ENTRY_DOUBLED : 0) |
                                        (scan->is_high ? INGEST_ENTRY_HIGH : 0);
    return SP_OK;
}

enum sp_rc ingest_index_build(struct ingest_index *index, struct ingest_scan *scan,
                              const struct ingest_window *window, size_t *out_rest,
                              struct sp_err *err)
{
    struct run run = {.window = window,
                      .delimiter = scan->delimiter,
                      .end = window->size,
                      .record = window->begin};
    // A CR that ends the window may be half CRLF: the scan knows what to do.
    if (!window->is_last && run.end > run.record && window->bytes[run.end - 1] == '\r')
        run.end--;
    enum sp_rc rc = SP_OK;
    index->count = 0;
    while (rc == SP_OK && run.record < window->size) {
        rc = run_on(index, &run, err);
        if (rc != SP_OK) break;
        char *at = window->bytes + run.record;
        ingest_scan_show(scan, at, window->size - run.record, window->is_last);
        rc = ingest_scan_record(scan, err);
        if (rc == SP_OK) rc = scanned_put(index, scan, run.record, err);
        if (rc == SP_OK) run.record = (size_t)(scan->next - window->bytes);
    }
    *out_rest = run.record;
    return rc == SP_END ? SP_OK : rc;
}

void ingest_index_release(struct ingest_index *index)
{
    if (!index) return;
    sp_free(index->entries);
    *index = (struct ingest_index){0};
}
