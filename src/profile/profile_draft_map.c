/*
 * Which table a sheet is, and which field each of its columns.
 *
 * Every heading is held against every name a field is known by: its headings in the profiles of the
 * table (100), its own name (95), its headings in other tables (85), and what is near to one of
 * these, once long forms are made short: a misspelling (90 and less) or most of the same words (80
 * and less). Values of another type take from that. The best pair of column and field is made first, then the next best; a field
 * has one column. The table is the one whose pairs add up to most.
 */
#include "profile/profile_draft.h"

#include <string.h>

enum {
    SCORE_SAME = 100,
    SCORE_FIELD = 95,
    SCORE_OTHER = 85,
    SCORE_SPELLING = 90,
    SCORE_SPELLING_STEP = 5, // for each letter that differs
    SCORE_WORDS = 80,
    SCORE_MISFIT = 30,       // taken away when the values are of another type
    FIT_SHARE = 80,          // out of 100 filled values; fewer do not look like the type
    WORDS_MAX = 16,
    WORDS_SHARE_MIN = 60,
    STEM_MIN = 4,            // "prepare" and "prepared" are one word, "in" and "ina" are not
    NAME_SIZE = 2 * PROFILE_NAME_MAX,
};

/* A name that a field is known by. */
struct name {
    struct sp_str normal;
    struct sp_str brief; // with short forms put in
    struct sp_str text;  // as it is printed
    size_t field_index;
    unsigned score; // of a heading that is the same
    enum draft_how how;
    const struct sp_profile *profile;
    const struct sp_profile_column *column;
};

struct guess {
    unsigned score;
    const struct name *name;
    bool misfits;
};

struct map {
    struct draft *draft;
    const struct sp_event *event;
    struct name *names;
    size_t name_count;
    struct sp_str *briefs;  // of the columns' headings, short forms put in
    struct guess *guesses;  // columns × fields
    size_t *field_of;       // column: 1 + its field, 0: none
    uint64_t score;
    size_t mapped_count;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* -- Names -------------------------------------------------------------------------- */

/* What releases write long or short. */
static const struct {
    const char *from;
    const char *to;
} short_forms[] = {
    {"area of responsibility", "aor"}, {"most serious conviction", "msc"}, {"most serious criminal conviction", "msc"},
    {"(msc)", ""},                     {"time of apprehension", "toa"},    {"date of birth", "birth date"},
    {"year of birth", "birth year"},   {"country of birth", "birth country"},
    {"country of citizenship", "citizenship country"},                     {"apprehension", "arrest"},
};

static struct sp_str put_short_forms(struct sp_arena *arena, struct sp_str normal)
{
    char text[NAME_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < normal.size && size < sizeof text;) {
        const struct sp_str rest = {.data = normal.data + i, .size = normal.size - i};
        size_t taken = 0;
        for (size_t j = 0; j < sizeof short_forms / sizeof short_forms[0] && !taken; j++) {
            const size_t to_size = strlen(short_forms[j].to);
            if (!sp_str_starts(rest, sp_str_of(short_forms[j].from)) || size + to_size > sizeof text) continue;
            memcpy(text + size, short_forms[j].to, to_size);
            size += to_size;
            taken = strlen(short_forms[j].from);
        }
        if (!taken) text[size++] = normal.data[i];
        i += taken ? taken : 1;
    }
    return sp_heading_normal(arena, (struct sp_str){.data = text, .size = size});
}

static bool name_add(struct map *map, struct name name)
{
    name.normal = sp_heading_normal(map->draft->arena, name.text);
    if (!name.normal.data) return false;
    name.brief = put_short_forms(map->draft->arena, name.normal);
    if (!name.brief.data) return false;
    map->names[map->name_count++] = name;
    return true;
}

/* The headings of a profile, of this table or of another. */
static bool names_of_profile(struct map *map, const struct sp_profile *profile)
{
    const bool is_same = profile->event == map->event;
    for (size_t i = 0; i < profile->column_count; i++) {
        const struct sp_profile_column *column = &profile->columns[i];
        size_t field_index = column->field_index;
        if (!is_same && !sp_event_field(map->event, sp_str_of(column->field->name), &field_index)) continue;
        for (size_t j = 0; j < column->name_count; j++) {
            const struct name name = {.text = column->names[j],
                                      .field_index = field_index,
                                      .score = is_same ? SCORE_SAME : SCORE_OTHER,
                                      .how = is_same ? DRAFT_HOW_SAME : DRAFT_HOW_OTHER,
                                      .profile = profile,
                                      .column = column};
            if (!name_add(map, name)) return false;
        }
    }
    return true;
}

static bool names_fill(struct map *map)
{
    size_t count = map->event->field_count;
    const size_t profile_count = sp_profile_set_count(map->draft->set);
    for (size_t i = 0; i < profile_count; i++) {
        const struct sp_profile *profile = sp_profile_set_get(map->draft->set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            count += profile->columns[j].name_count;
        }
    }
    map->names = sp_arena_array(map->draft->arena, count, sizeof *map->names);
    if (!map->names) return false;
    for (size_t i = 0; i < profile_count; i++) {
        if (!names_of_profile(map, sp_profile_set_get(map->draft->set, i))) return false;
    }
    for (size_t i = 0; i < map->event->field_count; i++) {
        const struct name name = {.text = sp_str_of(map->event->fields[i].name),
                                  .field_index = i,
                                  .score = SCORE_FIELD,
                                  .how = DRAFT_HOW_FIELD};
        if (!name_add(map, name)) return false;
    }
    return true;
}

/* -- How near a heading is to a name ------------------------------------------------- */

static size_t words_of(struct sp_str text, struct sp_str out[WORDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < text.size && count < WORDS_MAX;) {
        size_t size = 0;
        while (i + size < text.size && text.data[i + size] != ' ') {
            size++;
        }
        if (size > 0) out[count++] = (struct sp_str){.data = text.data + i, .size = size};
        i += size + 1;
    }
    return count;
}

static bool is_same_word(struct sp_str a, struct sp_str b)
{
    const size_t shorter = a.size < b.size ? a.size : b.size;
    if (sp_str_equal(a, b)) return true;
    return shorter >= STEM_MIN && memcmp(a.data, b.data, shorter) == 0;
}

/* Out of 100: twice the words in common, of the words of both. */
static unsigned words_share(struct sp_str a, struct sp_str b)
{
    struct sp_str a_words[WORDS_MAX];
    struct sp_str b_words[WORDS_MAX];
    const size_t a_count = words_of(a, a_words);
    const size_t b_count = words_of(b, b_words);
    bool used[WORDS_MAX] = {0};
    size_t common = 0;
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            if (used[j] || !is_same_word(a_words[i], b_words[j])) continue;
            used[j] = true;
            common++;
            break;
        }
    }
    return a_count + b_count ? (unsigned)(200 * common / (a_count + b_count)) : 0;
}

static unsigned name_score(const struct name *name, const struct draft_column *column, struct sp_str brief,
                           enum draft_how *out_how)
{
    *out_how = name->how;
    if (sp_str_equal(name->normal, column->normal)) return name->score;
    *out_how = DRAFT_HOW_NEAR;
    unsigned score = 0;
    const size_t longest = name->brief.size > brief.size ? name->brief.size : brief.size;
    const size_t distance = sp_text_distance(name->brief, brief);
    if (distance * 6 <= longest) score = SCORE_SPELLING - (unsigned)distance * SCORE_SPELLING_STEP;
    const unsigned share = words_share(name->brief, brief);
    const unsigned by_words = share >= WORDS_SHARE_MIN ? share * SCORE_WORDS / 100 : 0;
    if (by_words > score) score = by_words;
    return score * name->score / SCORE_SAME;
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
    case SP_FIELD_PERSON:
        return most(dates, filled) || most(seen->yes_no_count, filled);
    case SP_FIELD_TEXT:
        break;
    }
    if (sp_str_equal_text(SP_STR("birth_date"), field->name)) return false;
    if (sp_str_equal_text(SP_STR("yes_no"), field->vocabulary)) return !most(seen->yes_no_count, filled);
    return most(dates, filled);
}

static void guesses_fill(struct map *map, size_t column_index)
{
    const struct draft_column *column = &map->draft->columns[column_index];
    struct guess *guesses = map->guesses + column_index * map->event->field_count;
    for (size_t i = 0; i < map->name_count; i++) {
        enum draft_how how;
        const struct name *name = &map->names[i];
        struct guess guess = {.score = name_score(name, column, map->briefs[column_index], &how), .name = name};
        struct guess *best = &guesses[name->field_index];
        if (guess.score == 0) continue;
        guess.misfits = values_misfit(&column->seen, &map->event->fields[name->field_index]);
        if (guess.misfits) guess.score = guess.score > SCORE_MISFIT ? guess.score - SCORE_MISFIT : 1;
        if (guess.score > best->score) *best = guess;
    }
}

/* -- Pairs --------------------------------------------------------------------------- */

/* Make the best pair left. @return false when none is good enough */
static bool pair_best(struct map *map, bool *is_taken)
{
    const size_t field_count = map->event->field_count;
    size_t best_column = 0;
    size_t best_field = 0;
    unsigned best = 0;
    for (size_t i = 0; i < map->draft->column_count; i++) {
        if (map->field_of[i] || map->draft->columns[i].is_twice) continue;
        for (size_t j = 0; j < field_count; j++) {
            const unsigned score = map->guesses[i * field_count + j].score;
            if (is_taken[j] || score <= best) continue;
            best = score;
            best_column = i;
            best_field = j;
        }
    }
    if (best < DRAFT_CONFIDENCE_MIN) return false;
    map->field_of[best_column] = best_field + 1;
    is_taken[best_field] = true;
    map->score += best;
    map->mapped_count++;
    return true;
}

static enum sp_rc map_make(struct draft *draft, const struct sp_event *event, struct map *map, struct sp_err *err)
{
    const size_t columns = draft->column_count;
    *map = (struct map){.draft = draft, .event = event};
    map->briefs = sp_arena_array(draft->arena, columns, sizeof *map->briefs);
    map->field_of = sp_arena_array(draft->arena, columns, sizeof *map->field_of);
    map->guesses = sp_arena_array(draft->arena, columns * event->field_count, sizeof *map->guesses);
    bool *is_taken = sp_arena_array(draft->arena, event->field_count, sizeof *is_taken);
    if (!map->briefs || !map->field_of || !map->guesses || !is_taken || !names_fill(map)) return out_of_memory(err);
    for (size_t i = 0; i < columns; i++) {
        map->briefs[i] = put_short_forms(draft->arena, draft->columns[i].normal);
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
    if (column->confidence >= DRAFT_CONFIDENCE_MIN) column->confidence = DRAFT_CONFIDENCE_MIN - 1; // Another took it.
    if (at == 0) return;
    const struct guess *guess = &guesses[at - 1];
    column->field = &map->event->fields[at - 1];
    column->confidence = guess->score;
    column->misfits = guess->misfits;
    column->known = guess->name->profile;
    column->known_column = guess->name->column;
    column->near = guess->name->text;
    (void)name_score(guess->name, column, map->briefs[index], &column->how);
}

enum sp_rc draft_map(struct draft *draft, const struct sp_event *event, struct sp_err *err)
{
    struct map best = {0};
    struct map second = {0};
    for (size_t i = 0; i < sp_event_count(); i++) {
        struct map map;
        if (event && sp_event_get(i) != event) continue;
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
    return column->known && column->known->detail->rules[column->known_column - column->known->columns].withheld;
}

bool draft_is_mapped(const struct draft_column *column)
{
    if (column->is_twice || !column->field || column->confidence < DRAFT_CONFIDENCE_MIN) return false;
    // What the guard refuses has a place in the ledger only as a field of redactions.
    return column->guard == GUARD_NONE || draft_is_withheld(column);
}

bool draft_is_withheld(const struct draft_column *column)
{
    const bool is_birth_date = column->field && sp_str_equal_text(SP_STR("birth_date"), column->field->name);
    return is_birth_date || is_known_withheld(column);
}
