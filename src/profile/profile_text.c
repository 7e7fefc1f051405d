/*
 * Texts brought to one form, so that what people see as the same compares as the same.
 * A blank is a space, tab, CR, LF or no-break space (U+00A0), as for sp_str_trim.
 */
#include "profile/profile_detail.h"

#include <string.h>

/* Bytes of the blank at `text`, 0 when there is none. */
static size_t blank_size(const char *text, size_t size)
{
    if (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') return 1;
    return size >= 2 && text[0] == '\xC2' && text[1] == '\xA0' ? 2 : 0;
}

static bool is_normal(struct sp_str text)
{
    bool after_blank = false;
    for (size_t i = 0; i < text.size; i++) {
        const bool blank = blank_size(text.data + i, text.size - i) > 0;
        if (blank && (text.data[i] != ' ' || after_blank)) return false;
        after_blank = blank;
    }
    return true;
}

/* Copies, each run of blanks as one space. `out` has room for text.size bytes. */
static size_t squeeze(struct sp_str text, char *out)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size;) {
        const size_t blank = blank_size(text.data + i, text.size - i);
        if (blank == 0) {
            out[size++] = text.data[i++];
            continue;
        }
        if (size > 0 && out[size - 1] != ' ') out[size++] = ' ';
        i += blank;
    }
    return size;
}

struct sp_str profile_text_normal(struct sp_arena *arena, struct sp_str text)
{
    const struct sp_str trimmed = sp_str_trim(text);
    if (trimmed.size == 0) return SP_STR("");
    if (is_normal(trimmed)) return trimmed;
    char *out = sp_arena_alloc(arena, trimmed.size);
    if (!out) return (struct sp_str){0};
    return (struct sp_str){.data = out, .size = squeeze(trimmed, out)};
}

struct sp_str sp_heading_normal(struct sp_arena *arena, struct sp_str heading)
{
    char *out = sp_arena_alloc(arena, heading.size + 1);
    if (!out) return (struct sp_str){0};
    for (size_t i = 0; i < heading.size; i++) {
        const char c = heading.data[i];
        out[i] = c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    const struct sp_str trimmed =
        sp_str_trim((struct sp_str){.data = out, .size = heading.size});
    // Squeezing never writes past where it reads, so it may work in place.
    return (struct sp_str){.data = out, .size = squeeze(trimmed, out)};
}

struct sp_str profile_text_unquoted(struct sp_str text)
{
    const struct sp_str trimmed = sp_str_trim(text);
    const size_t size = trimmed.size;
    if (size < 2 || trimmed.data[0] != '"' || trimmed.data[size - 1] != '"') return text;
    return sp_str_trim((struct sp_str){.data = trimmed.data + 1, .size = size - 2});
}

struct sp_cell profile_cell_read(const struct sp_profile *profile,
                                 const struct sp_cell *cell)
{
    struct sp_cell read = *cell;
    if (profile->detail->unquote && cell->kind == SP_CELL_TEXT)
        read.text = profile_text_unquoted(cell->text);
    return read;
}

bool profile_list_has(struct profile_list list, struct sp_str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (sp_str_equal_fold(list.texts[i], text)) return true;
    }
    return false;
}

const struct profile_pair *profile_pairs_find(struct profile_pairs pairs,
                                              struct sp_str text)
{
    for (size_t i = 0; i < pairs.count; i++) {
        if (sp_str_equal_fold(pairs.pairs[i].from, text)) return &pairs.pairs[i];
    }
    return NULL;
}

bool profile_text_contains(struct sp_str text, struct sp_str part)
{
    for (size_t i = 0; i + part.size <= text.size; i++) {
        const struct sp_str here = {.data = text.data + i, .size = part.size};
        if (sp_str_equal_fold(here, part)) return true;
    }
    return false;
}
