/*
 * Digests by multiplication: two words are multiplied to 128 bits and the halves folded, which costs a
 * few cycles a cell. Rows are chained for `cells` and added up for `row_set`, so that their order matters
 * to the first and not to the second.
 */
#include "load/load_digest.h"

#include <stdio.h>
#include <string.h>

enum { WORD_SIZE = 8, LABELS_FIRST = 1 << 10 };

__extension__ typedef unsigned __int128 wide;

static const uint64_t odd_a = 0x9E3779B97F4A7C15u;
static const uint64_t odd_b = 0xC2B2AE3D27D4EB4Fu;

static uint64_t mix(uint64_t a, uint64_t b)
{
    const wide product = (wide)(a ^ odd_a) * (b ^ odd_b);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word8(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

static uint64_t word4(const char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Up to eight bytes as one word; different texts of one size give different words. */
static uint64_t word_of(const char *bytes, size_t size)
{
    if (size >= 4) return word4(bytes) << 32 | word4(bytes + size - 4);
    if (size == 0) return 0;
    return (uint64_t)(unsigned char)bytes[0] << 16 | (uint64_t)(unsigned char)bytes[size / 2] << 8 |
           (unsigned char)bytes[size - 1];
}

/* Words overlap at the end rather than being copied: a copy of unknown size costs more than the rest. */
static uint64_t text_mix(uint64_t seed, struct sp_str text)
{
    const char *at = text.data;
    size_t left = text.size;
    uint64_t sum = seed + ((uint64_t)text.size << 32);
    if (left <= WORD_SIZE) return mix(sum, word_of(at, left));
    for (; left > 2 * WORD_SIZE; left -= WORD_SIZE, at += WORD_SIZE) {
        sum = mix(sum, word8(at));
    }
    return mix(mix(sum, word8(at)), word8(at + left - WORD_SIZE));
}

void load_digest_init(struct load_digest *digest, const struct sp_event *event, const bool *is_held,
                      const struct ledger_terms *terms)
{
    *digest = (struct load_digest){.event = event, .is_held = is_held, .terms = terms};
}

void load_digest_cells(struct load_digest *digest, const struct sp_row *row)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct sp_cell *cell = &row->cells[i];
        if (cell->kind == SP_CELL_EMPTY) continue;
        sum = text_mix(sum + ((uint64_t)i << 8) + (uint64_t)cell->kind, cell->text);
    }
    digest->cells[0] = mix(digest->cells[0], sum);
    digest->cells[1] = mix(digest->cells[1] + odd_b, sum + odd_a);
}

/* -- Harmonised rows ------------------------------------------------------------------------- */

/* A term's kind of "no value" and label, from its key; see ledger_term.c. */
static uint64_t label_digest(const struct ledger_terms *terms, int32_t code)
{
    struct sp_str label;
    enum sp_none_kind none;
    if (code < LEDGER_TERM_FIRST_FREE) return mix((uint64_t)SP_NONE_EMPTY, odd_a) | 1;
    ledger_term_label(terms, code, &none, &label);
    // A blank is a blank, whatever its spelling, and 0 means that nobody asked yet.
    return none == SP_NONE_EMPTY ? mix((uint64_t)none, odd_a) | 1 : text_mix((uint64_t)none, label) | 1;
}

/* A person's id; ids never link two releases, so the digest is of the id alone. */
static uint64_t person_digest(const struct ledger_terms *terms, int32_t key)
{
    return text_mix(0, ledger_person_id(terms, key)) | 1; // 0 means that nobody asked yet.
}

static bool known_reach(struct load_digest_known *known, size_t code)
{
    if (code < known->capacity) return true;
    size_t capacity = known->capacity ? known->capacity : LABELS_FIRST;
    while (capacity <= code) {
        capacity *= 2;
    }
    uint64_t *grown = sp_realloc(known->items, capacity * sizeof *grown);
    if (!grown) return false;
    memset(grown + known->capacity, 0, (capacity - known->capacity) * sizeof *grown);
    known->items = grown;
    known->capacity = capacity;
    return true;
}

/* The digest of what a code stands for, worked out once. */
static bool known_get(const struct load_digest *digest, struct load_digest_known *known, int32_t code,
                      uint64_t (*work_out)(const struct ledger_terms *, int32_t), uint64_t *out_digest)
{
    SP_ASSERT(code >= 0);
    if (!known_reach(known, (size_t)code)) return false;
    uint64_t *item = &known->items[code];
    if (*item == 0) *item = work_out(digest->terms, code);
    *out_digest = *item;
    return true;
}

static bool value_digest(struct load_digest *digest, const struct sp_field *field, const struct ledger_value *value,
                         uint64_t *out_digest)
{
    const bool is_term = field->type == SP_FIELD_TEXT || value->none != LEDGER_HAS_VALUE;
    if (is_term) {
        const int32_t code = field->type == SP_FIELD_TEXT ? (int32_t)value->number : value->none;
        return known_get(digest, &digest->labels, code, label_digest, out_digest);
    }
    if (field->type == SP_FIELD_PERSON)
        return known_get(digest, &digest->persons, (int32_t)value->number, person_digest, out_digest);
    *out_digest = mix((uint64_t)value->number, (uint64_t)(int64_t)value->second);
    return true;
}

enum sp_rc load_digest_row(struct load_digest *digest, const struct ledger_value *values, struct sp_err *err)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < digest->event->field_count; i++) {
        uint64_t value;
        if (!digest->is_held[i]) continue;
        if (!value_digest(digest, &digest->event->fields[i], &values[i], &value)) {
            return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the digest of a sheet");
        }
        sum += mix(value, i + 1); // Independent of one another: the processor does several at once.
    }
    digest->row_set[0] += mix(sum, odd_a);
    digest->row_set[1] += mix(sum + odd_b, odd_b >> 1);
    return SP_OK;
}

enum sp_rc load_digest_store(const struct load_digest *digest, struct sp_ledger *ledger, int32_t sheet_id,
                             struct sp_err *err)
{
    char cells[40];
    char row_set[40];
    (void)snprintf(cells, sizeof cells, "%016llx%016llx", (unsigned long long)digest->cells[0],
                   (unsigned long long)digest->cells[1]);
    (void)snprintf(row_set, sizeof row_set, "%016llx%016llx", (unsigned long long)digest->row_set[0],
                   (unsigned long long)digest->row_set[1]);
    const struct ledger_param params[] = {ledger_whole(sheet_id), ledger_text(sp_str_of(cells)),
                                          ledger_text(sp_str_of(row_set))};
    return ledger_execute(ledger, "INSERT INTO sheet_digest VALUES (?, ?, ?)", params, 3, err);
}

void load_digest_release(struct load_digest *digest)
{
    sp_free(digest->labels.items);
    sp_free(digest->persons.items);
    digest->labels = digest->persons = (struct load_digest_known){0};
}
