/*
 * Which table a sheet is, and which field each of its columns.
 *
 * Every heading is held against every name a field is known by (profile_draft_name.c);
 * values of another type take from how near it is. The best pair of column and field is
 * made first, then the next best; a field has one column. The table is the one whose
 * pairs add up to most.
 */
#include "profile/profile_draft_name.h"

enum {
    SCORE_MISFIT = 30, // taken away when the values are of another type
    FIT_SHARE = 80,    // out of 100 filled values; fewer do not look like the type
};

struct guess {
    unsigned score;
    const struct draft_name *name;
    bool misfits;
};

struct map {
    struct draft *draft;
    const struct sp_event *event;
    struct draft_names names;
    struct sp_str *briefs; // of the columns' headings, short forms put in
    struct guess *guesses; // columns × fields
    size_t *field_of;      // column: 1 + its field, 0: none
    uint64_t score;
    size_t mapped_count;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* -- Whether the values look like the field ------------------------------------------ */

static bool most(uint64_t part, uint64_t whole)
{
    return part * 100 >= whole * FIT_SHARE;
}

static bool values_misfit(const struct draft_seen *seen, const struct sp_field *field)
{
    const uint64_t filled = seen->filled_count;
    const uint64_t dates = seen->serial_count + seen->date_text_count;
    if (filled == 0) return false;
    switch (field->type) {
    case SP_FIELD_DATE:
        return !most(dates, filled);
    case SP_FIELD_WHOLE:
        return !most(seen->whole_count, filled);
    case SP_FIELD_MONEY:
        return !most(seen->whole_count + seen->money_count, filled);
    case SP_FIELD_DECIMAL:
        return most(dates, filled) || most(seen->yes_no_count, filled);
    case SP_FIELD_PERSON:
        return most(dates, filled) || most(seen->yes_no_count, filled);
    case SP_FIELD_TEXT:
        break;
    }
    if (sp_str_equal_text(SP_STR("birth_date"), field->name)) return false;
    if (sp_str_equal_text(SP_STR("yes_no"), field->vocabulary))
        return !most(seen->yes_no_count, filled);
    return most(dates, filled);
}

/*
 * Of two that are as near, the one of the profile that knows more of the sheet: one
 * heading may be another field in another release ("Departed Date" beside "Removal Date",
 * and alone).
 */
static bool is_better(const struct guess *a, const struct guess *b)
{
    if (a->score != b->score) return a->score > b->score;
    return a->score > 0 && a->name->known_count > b->name->known_count;
}

static void guesses_fill(struct map *map, size_t column_index)
{
    const struct draft_column *column = &map->draft->columns[column_index];
    struct guess *guesses = map->guesses + column_index * map->event->field_count;
    for (size_t i = 0; i < map->names.count; i++) {
        enum draft_how how;
        const struct draft_name *name = &map->names.items[i];
        struct guess guess = {
            .score = draft_name_score(name, column, map->briefs[column_index], &how),
            .name = name};
        struct guess *best = &guesses[name->field_index];
        if (guess.score == 0) continue;
        guess.misfits =
            values_misfit(&column->seen, &map->event->fields[name->field_index]);
        if (guess.misfits)
            guess.score = guess.score > SCORE_MISFIT ? guess.score - SCORE_MISFIT : 1;
        if (is_better(&guess, best)) *best = guess;
    }
}

/* -- Pairs --------------------------------------------------------------------------- */

/* Make the best pair left. @return false when none is good enough */
static bool pair_best(struct map *map, bool *is_taken)
{
    const size_t field_count = map->event->field_count;
    size_t best_column = 0;
    size_t best_field = 0;
    struct guess best = {0};
    for (size_t i = 0; i < map->draft->column_count; i++) {
        if (map->field_of[i] || map->draft->columns[i].is_twice) continue;
        for (size_t j = 0; j < field_count; j++) {
            const struct guess *guess = &map->guesses[i * field_count + j];
            if (is_taken[j] || !is_better(guess, &best)) continue;
            best = *guess;
            best_column = i;
            best_field = j;
        }
    }
    if (best.score < DRAFT_CONFIDENCE_MIN) return false;
    map->field_of[best_column] = best_field + 1;
    is_taken[best_field] = true;
    map->score += best.score;
    map->mapped_count++;
    return true;
}

static enum sp_rc map_make(struct draft *draft, const struct sp_event *event,
                           struct map *map, struct sp_err *err)
{
    const size_t columns = draft->column_count;
    *map = (struct map){.draft = draft,
                        .event = event,
                        .names = {.set = draft->set,
                                  .columns = draft->columns,
                                  .column_count = columns,
                                  .event = event,
                                  .arena = draft->arena}};
    map->briefs = sp_arena_array(draft->arena, columns, sizeof *map->briefs);
    map->field_of = sp_arena_array(draft->arena, columns, sizeof *map->field_of);
    map->guesses =
        sp_arena_array(draft->arena, columns * event->field_count, sizeof *map->guesses);
    bool *is_taken = sp_arena_array(draft->arena, event->field_count, sizeof *is_taken);
    if (!map->briefs || !map->field_of || !map->guesses || !is_taken ||
        !draft_names_fill(&map->names))
        return out_of_memory(err);
    for (size_t i = 0; i < columns; i++) {
        map->briefs[i] = draft_name_brief(draft->arena, draft->columns[i].normal);
        if (!map->briefs[i].data) return out_of_memory(err);
        guesses_fill(map, i);
    }
    while (pair_best(map, is_taken)) {
    }
    return SP_OK;
}

/* The guess of a column, or the nearest field when it has none. */
static void column_set(const struct map *map, size_t index)
{
    struct draft_column *column = &map->draft->columns[index];
    const size_t field_count = map->event->field_count;
    const struct guess *guesses = map->guesses + index * field_count;
    size_t at = map->field_of[index];
    for (size_t i = 0; at == 0 && i < field_count; i++) {
        if (guesses[i].score > column->confidence) {
            column->confidence = guesses[i].score;
            column->field = &map->event->fields[i];
        }
    }
    if (column->confidence >= DRAFT_CONFIDENCE_MIN)
        column->confidence = DRAFT_CONFIDENCE_MIN - 1; // Another took it.
    if (at == 0) return;
    const struct guess *guess = &guesses[at - 1];
    column->field = &map->event->fields[at - 1];
    column->confidence = guess->score;
    column->misfits = guess->misfits;
    column->known = guess->name->profile;
    column->known_column = guess->name->column;
    column->near = guess->name->text;
    (void)draft_name_score(guess->name, column, map->briefs[index], &column->how);
}

enum sp_rc draft_map(struct draft *draft, const struct sp_event *event,
                     struct sp_err *err)
{
    struct map best = {0};
    struct map second = {0};
    if (event && event->base) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "no release holds %s: 'sallyport link' makes them of its records",
                          event->plural);
    }
    for (size_t i = 0; i < sp_event_count(); i++) {
        struct map map;
        if (sp_event_get(i)->base || (event && sp_event_get(i) != event)) continue;
        const enum sp_rc rc = map_make(draft, sp_event_get(i), &map, err);
        if (rc) return rc;
        if (!best.event || map.score > best.score) {
            second = best;
            best = map;
        } else if (!second.event || map.score > second.score) {
            second = map;
        }
    }
    SP_ASSERT(best.event != NULL);
    draft->event = best.event;
    draft->event_is_given = event != NULL;
    draft->second_event = second.event;
    draft->second_count = second.mapped_count;
    for (size_t i = 0; i < draft->column_count; i++) {
        column_set(&best, i);
    }
    return SP_OK;
}

/* -- What becomes of a column -------------------------------------------------------- */

static bool is_known_withheld(const struct draft_column *column)
{
    return column->known &&
           column->known->detail->rules[column->known_column - column->known->columns]
               .withheld;
}

bool draft_is_mapped(const struct draft_column *column)
{
    if (column->is_twice || !column->field || column->confidence < DRAFT_CONFIDENCE_MIN)
        return false;
    // What the guard refuses has a place in the ledger only as a field of redactions.
    return column->guard == GUARD_NONE || draft_is_withheld(column);
}

bool draft_is_withheld(const struct draft_column *column)
{
    const bool is_birth_date =
        column->field && sp_str_equal_text(SP_STR("birth_date"), column->field->name);
    return is_birth_date || is_known_withheld(column);
}
