/*
 * The names a field is known by, and how near a heading is to one.
 *
 *   100  a heading of the field in a profile of the table
 *    95  the field's own name
 *    85  a heading in a profile of another table
 *    90  and less: as one of these but for a few letters, once long forms are made short
 *    80  and less: most of the same words
 */
#include "profile/profile_draft_name.h"

#include <string.h>

enum {
    SCORE_SAME = 100,
    SCORE_FIELD = 95,
    SCORE_OTHER = 85,
    SCORE_SPELLING = 90,
    SCORE_SPELLING_STEP = 5, // for each letter that differs
    SCORE_WORDS = 80,
    WORDS_MAX = 16,
    WORDS_SHARE_MIN = 60,
    STEM_MIN = 4, // "prepare" and "prepared" are one word, "in" and "ina" are not
    NAME_SIZE = 2 * PROFILE_NAME_MAX,
};

/* -- Names -------------------------------------------------------------------------- */

/* What releases write long or short. */
static const struct {
    const char *from;
    const char *to;
} short_forms[] = {
    {"area of responsibility", "aor"},
    {"most serious conviction", "msc"},
    {"most serious criminal conviction", "msc"},
    {"(msc)", ""},
    {"time of apprehension", "toa"},
    {"date of birth", "birth date"},
    {"year of birth", "birth year"},
    {"country of birth", "birth country"},
    {"country of citizenship", "citizenship country"},
    {"apprehension", "arrest"},
};

struct sp_str draft_name_brief(struct sp_arena *arena, struct sp_str normal)
{
    char text[NAME_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < normal.size && size < sizeof text;) {
        const struct sp_str rest = {.data = normal.data + i, .size = normal.size - i};
        size_t taken = 0;
        for (size_t j = 0; j < sizeof short_forms / sizeof short_forms[0] && !taken;
             j++) {
            const size_t to_size = strlen(short_forms[j].to);
            if (!sp_str_starts(rest, sp_str_of(short_forms[j].from)) ||
                size + to_size > sizeof text)
                continue;
            memcpy(text + size, short_forms[j].to, to_size);
            size += to_size;
            taken = strlen(short_forms[j].from);
        }
        if (!taken) text[size++] = normal.data[i];
        i += taken ? taken : 1;
    }
    return sp_heading_normal(arena, (struct sp_str){.data = text, .size = size});
}

static bool name_add(struct draft_names *names, struct draft_name name)
{
    name.normal = sp_heading_normal(names->arena, name.text);
    if (!name.normal.data) return false;
    name.brief = draft_name_brief(names->arena, name.normal);
    if (!name.brief.data) return false;
    names->items[names->count++] = name;
    return true;
}

/* How many headings of the sheet a profile knows. */
static size_t count_known(const struct draft_names *names,
                          const struct sp_profile *profile)
{
    size_t count = 0;
    for (size_t i = 0; i < names->column_count; i++) {
        for (size_t j = 0; j < profile->column_count; j++) {
            const struct sp_str *normals = profile->detail->column_normals[j];
            for (size_t k = 0; k < profile->columns[j].name_count; k++) {
                count += sp_str_equal(normals[k], names->columns[i].normal);
            }
        }
    }
    return count;
}

/* The headings of a profile, of this table or of another. */
static bool names_of_profile(struct draft_names *names, const struct sp_profile *profile)
{
    const bool is_same = profile->event == names->event;
    const size_t known_count = count_known(names, profile);
    for (size_t i = 0; i < profile->column_count; i++) {
        const struct sp_profile_column *column = &profile->columns[i];
        size_t field_index = column->field_index;
        if (!is_same &&
            !sp_event_field(names->event, sp_str_of(column->field->name), &field_index))
            continue;
        for (size_t j = 0; j < column->name_count; j++) {
            const struct draft_name name = {.text = column->names[j],
                                            .field_index = field_index,
                                            .score = is_same ? SCORE_SAME : SCORE_OTHER,
                                            .how = is_same ? DRAFT_HOW_SAME
                                                           : DRAFT_HOW_OTHER,
                                            .known_count = known_count,
                                            .profile = profile,
                                            .column = column};
            if (!name_add(names, name)) return false;
        }
    }
    return true;
}

bool draft_names_fill(struct draft_names *names)
{
    size_t count = names->event->field_count;
    const size_t profile_count = sp_profile_set_count(names->set);
    for (size_t i = 0; i < profile_count; i++) {
        const struct sp_profile *profile = sp_profile_set_get(names->set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            count += profile->columns[j].name_count;
        }
    }
    names->items = sp_arena_array(names->arena, count, sizeof *names->items);
    if (!names->items) return false;
    for (size_t i = 0; i < profile_count; i++) {
        if (!names_of_profile(names, sp_profile_set_get(names->set, i))) return false;
    }
    for (size_t i = 0; i < names->event->field_count; i++) {
        const struct draft_name name = {.text = sp_str_of(names->event->fields[i].name),
                                        .field_index = i,
                                        .score = SCORE_FIELD,
                                        .how = DRAFT_HOW_FIELD};
        if (!name_add(names, name)) return false;
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

unsigned draft_name_score(const struct draft_name *name,
                          const struct draft_column *column, struct sp_str brief,
                          enum draft_how *out_how)
{
    *out_how = name->how;
    if (sp_str_equal(name->normal, column->normal)) return name->score;
    *out_how = DRAFT_HOW_NEAR;
    unsigned score = 0;
    const size_t longest = name->brief.size > brief.size ? name->brief.size : brief.size;
    const size_t distance = sp_text_distance(name->brief, brief);
    if (distance * 6 <= longest)
        score = SCORE_SPELLING - (unsigned)distance * SCORE_SPELLING_STEP;
    const unsigned share = words_share(name->brief, brief);
    const unsigned by_words = share >= WORDS_SHARE_MIN ? share * SCORE_WORDS / 100 : 0;
    if (by_words > score) score = by_words;
    return score * name->score / SCORE_SAME;
}
