/*
 * The columns of one sheet before the privacy guard: headings when it opens, then every
 * row.
 *
 * Invariants: 1. every value of a column that is kept is looked at, not a sample; 2. a
 * share is of filled values: blanks and redactions do not thin it out; 3. nothing here
 * keeps a value, but for bits of a hash that are gone with the guard.
 */
#include "profile/profile_guard.h"

#include <string.h>

enum {
    KNOWN_MAX = 1 << 26, // Keys whose shapes are remembered, a byte each; past it they
                         // are found anew.
    KNOWN_FIRST = 1 << 12,
    // Bits that no shape has: dates of birth are not remembered, officers have no shape.
    SHAPES_KNOWN = 1 << GUARD_OFFICER,
    SHAPES_NOTHING = 1 << GUARD_BIRTH, // blank, redacted, not applicable
    DISTINCT_WORDS = PROFILE_GUARD_DISTINCT_BITS / 64,
    DISTINCT_ENOUGH = 1000, // Names that differ; past it no share of them is asked for.
};

/* Shapes by key, with SHAPES_KNOWN. */
struct known_shapes {
    uint8_t *shapes; // owned
    size_t capacity;
};

struct guarded_column {
    bool is_checked;
    struct known_shapes *known; // the guard's, of terms or of persons
    const struct profile_rule *rule;
    struct profile_guard_tally tally;
};

struct profile_guard {
    const struct sp_match *match;
    struct guarded_column *columns; // owned
    uint64_t *distinct;             // owned; DISTINCT_WORDS for each column
    struct known_shapes known_terms;
    struct known_shapes known_persons; // their keys are another series
};

/* -- Judging a column --------------------------------------------------------------- */

static uint64_t hash_of(struct sp_str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325); // FNV-1a
    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 32;
}

void profile_guard_tally_add(struct profile_guard_tally *tally,
                             const struct sp_cell *cell, unsigned shapes)
{
    tally->filled_count++;
    if (shapes == 0) return;
    for (unsigned kind = 0; shapes >> kind; kind++) {
        tally->counts[kind] += shapes >> kind & 1u;
    }
    if (shapes & 1u << GUARD_NAME && tally->distinct) {
        const uint64_t bit = hash_of(cell->text) % PROFILE_GUARD_DISTINCT_BITS;
        tally->distinct[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

/*
 * A list of charges ("Larceny, Grand") is a few hundred texts said a million times over;
 * names differ. Enough of them must, or so many that a list is out of the question.
 */
static bool distinct_enough(const struct profile_guard_tally *tally, uint64_t count,
                            unsigned distinct_min)
{
    uint64_t distinct = 0;
    if (distinct_min == 0 || !tally->distinct) return true;
    for (size_t i = 0; i < DISTINCT_WORDS; i++) {
        for (uint64_t bits = tally->distinct[i]; bits; bits &= bits - 1) {
            distinct++;
        }
    }
    return distinct >= DISTINCT_ENOUGH || distinct * 100 >= count * distinct_min;
}

enum profile_guard_kind profile_guard_tally_judge(const struct sp_event *event,
                                                  const struct profile_guard_tally *tally)
{
    for (unsigned kind = 0; kind < GUARD_KIND_COUNT; kind++) {
        const struct profile_guard_rule *rule =
            profile_guard_rule_of((enum profile_guard_kind)kind);
        const uint64_t count = tally->counts[kind];
        if (rule->share_min == 0 || count < rule->count_min) continue;
        if (rule->values_are_places && event && event->is_of_places) continue;
        if (count * 1000 < tally->filled_count * rule->share_min) continue;
        if (distinct_enough(tally, count, rule->distinct_min))
            return (enum profile_guard_kind)kind;
    }
    return GUARD_NONE;
}

/* -- Opening ------------------------------------------------------------------------ */

static enum sp_rc refuse(const struct sp_match *match, uint32_t index,
                         enum profile_guard_kind kind, const char *by, struct sp_err *err)
{
    const struct profile_guard_rule *rule = profile_guard_rule_of(kind);
    const struct sp_str heading = match->columns[index].heading;
    char text[SP_ERR_PLACE_MAX] = "";
    const size_t size = heading.size < sizeof text ? heading.size : sizeof text - 1;
    if (size) memcpy(text, heading.data, size);
    const enum sp_rc rc =
        sp_err_set(err, SP_ERR_INPUT,
                   "a column looks like %s by its %s (rule %s), and nothing was stored; "
                   "where the release redacts it "
                   "throughout, say 'withheld: true' for it in profile '%.*s', else put "
                   "it under 'ignore' with the reason",
                   rule->what, by, rule->id, SP_FMT(match->profile->id));
    sp_err_at_column(err, text);
    return rc;
}

/* Whatever its heading says, the field of the date of birth is for redactions alone. */
static enum profile_guard_kind kind_of_column(const struct sp_event *event,
                                              const struct sp_match_column *column)
{
    if (sp_str_equal_text(SP_STR("birth_date"), column->column->field->name))
        return GUARD_BIRTH;
    return profile_guard_heading(event, column->heading);
}

static enum sp_rc columns_open(struct profile_guard *guard, struct sp_err *err)
{
    const struct sp_match *match = guard->match;
    for (uint32_t i = 0; i < match->column_count; i++) {
        struct guarded_column *column = &guard->columns[i];
        const struct sp_profile_column *read_as = match->columns[i].column;
        *column = (struct guarded_column){0};
        if (!read_as) continue;
        column->rule = &match->profile->detail->rules[read_as - match->profile->columns];
        if (column->rule->withheld) continue;
        const enum profile_guard_kind kind =
            kind_of_column(match->profile->event, &match->columns[i]);
        if (kind != GUARD_NONE) return refuse(match, i, kind, "heading", err);
        column->is_checked = true;
        column->known = read_as->field->type == SP_FIELD_PERSON ? &guard->known_persons
                                                                : &guard->known_terms;
        column->tally.distinct = guard->distinct + (size_t)i * DISTINCT_WORDS;
        column->tally.speaks_of_birth =
            profile_guard_speaks_of_birth(match->columns[i].heading);
    }
    return SP_OK;
}

enum sp_rc profile_guard_open(const struct sp_match *match,
                              struct profile_guard **out_guard, struct sp_err *err)
{
    const size_t distinct_size =
        (size_t)match->column_count * DISTINCT_WORDS * sizeof(uint64_t);
    enum sp_rc rc = SP_OK;
    struct profile_guard *guard = sp_alloc(sizeof *guard);
    if (!guard) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *guard = (struct profile_guard){.match = match};
    guard->columns = sp_alloc(match->column_count * sizeof *guard->columns);
    guard->distinct = sp_alloc(distinct_size);
    if (!guard->columns || !guard->distinct)
        rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) {
        memset(guard->distinct, 0, distinct_size);
        rc = columns_open(guard, err);
    }
    if (rc != SP_OK) {
        profile_guard_close(guard);
        return rc;
    }
    *out_guard = guard;
    return SP_OK;
}

void profile_guard_close(struct profile_guard *guard)
{
    if (!guard) return;
    sp_free(guard->columns);
    sp_free(guard->distinct);
    sp_free(guard->known_terms.shapes);
    sp_free(guard->known_persons.shapes);
    sp_free(guard);
}

/* -- Cells -------------------------------------------------------------------------- */

static unsigned find_shapes(const struct profile_guard *guard,
                            const struct guarded_column *column, struct sp_str cell_text)
{
    char exemption[SP_REDACTION_TEXT_MAX];
    const struct sp_str text = sp_str_trim(cell_text);
    const struct profile_pairs redactions = guard->match->profile->detail->redactions;
    if (text.size == 0) return SHAPES_NOTHING;
    if (sp_redaction_parse(text, exemption, sizeof exemption)) return SHAPES_NOTHING;
    if (profile_pairs_find(redactions, text)) return SHAPES_NOTHING;
    if (profile_list_has(column->rule->blanks, text)) return SHAPES_NOTHING;
    if (profile_list_has(column->rule->not_applicable, text)) return SHAPES_NOTHING;
    return profile_guard_shapes(text);
}

/* Room for the shapes of a key; without it they are found anew each time. */
static bool known_reserve(struct known_shapes *known, uint32_t key)
{
    size_t capacity = known->capacity ? known->capacity : KNOWN_FIRST;
    if (key < known->capacity) return true;
    if (key >= KNOWN_MAX) return false;
    while (capacity <= key) {
        capacity *= 2;
    }
    uint8_t *shapes = sp_realloc(known->shapes, capacity);
    if (!shapes) return false;
    memset(shapes + known->capacity, 0, capacity - known->capacity);
    known->shapes = shapes;
    known->capacity = capacity;
    return true;
}

/*
 * The shapes of a text. One that tells a person has the key of all that are not kept, so
 * it is not remembered, nor is anything below a heading that speaks of birth, where dates
 * are among those.
 */
static unsigned shapes_of(const struct profile_guard *guard,
                          const struct guarded_column *column, const struct sp_cell *cell,
                          uint32_t key)
{
    const unsigned alone = 1u << GUARD_A_NUMBER | 1u << GUARD_SSN;
    if (key == 0 || column->tally.speaks_of_birth || !known_reserve(column->known, key)) {
        return find_shapes(guard, column, cell->text);
    }
    uint8_t *known = &column->known->shapes[key];
    if (!(*known & SHAPES_KNOWN)) {
        const unsigned shapes = find_shapes(guard, column, cell->text);
        if (shapes & alone) return shapes;
        *known = (uint8_t)(shapes | SHAPES_KNOWN);
    }
    return *known & ~(unsigned)SHAPES_KNOWN;
}

void profile_guard_cell(struct profile_guard *guard, uint32_t index,
                        const struct sp_cell *stored, uint32_t key)
{
    struct guarded_column *column = &guard->columns[index];
    unsigned shapes = 0;
    if (!column->is_checked || stored->kind == SP_CELL_EMPTY) return;
    const struct sp_cell read = profile_cell_read(guard->match->profile, stored);
    const struct sp_cell *cell = &read;
    if (cell->kind == SP_CELL_TEXT && key != PROFILE_GUARD_TYPED) {
        shapes = shapes_of(guard, column, cell, key);
        if (shapes & SHAPES_NOTHING) return;
    }
    if (column->tally.speaks_of_birth && profile_guard_is_full_date(cell))
        shapes |= 1u << GUARD_BIRTH;
    profile_guard_tally_add(&column->tally, cell, shapes);
}

enum sp_rc profile_guard_end(const struct profile_guard *guard, struct sp_err *err)
{
    for (uint32_t i = 0; i < guard->match->column_count; i++) {
        const enum profile_guard_kind kind = profile_guard_tally_judge(
            guard->match->profile->event, &guard->columns[i].tally);
        if (kind != GUARD_NONE) return refuse(guard->match, i, kind, "values", err);
    }
    return SP_OK;
}
