/* Names of agencies: the words by which two spellings agree. */
#include "check/check_agency.h"

#include <stdlib.h>

enum {
    WORDS_MAX = 64,    // of a name; the words behind them are left out
    NEAR_DISTANCE = 2, // two slips of the hand
    NEAR_SIZE_MIN = 12 // in less, two letters are most of the name
};

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* The size of an apostrophe at the head of a text, plain or curved; 0: there is none. It
 * parts no word: "sheriff's" and "sheriffs" are one. */
static size_t apostrophe_size(struct sp_str text)
{
    static const char *const marks[] = {"'", "\xE2\x80\x98", "\xE2\x80\x99", "\xC2\xB4"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const struct sp_str mark = sp_str_of(marks[i]);
        if (sp_str_starts(text, mark)) return mark.size;
    }
    return 0;
}

/* Lower case, every run of what is no letter or digit one blank. */
static struct sp_str plain(struct sp_str name, char *out)
{
    size_t size = 0;
    for (size_t at = 0; at < name.size;) {
        const struct sp_str rest = {.data = name.data + at, .size = name.size - at};
        const size_t apostrophe = apostrophe_size(rest);
        if (apostrophe) {
            at += apostrophe;
            continue;
        }
        const char c = fold(name.data[at++]);
        if (is_word(c)) {
            out[size++] = c;
        } else if (size && out[size - 1] != ' ') {
            out[size++] = ' ';
        }
    }
    return (struct sp_str){.data = out, .size = size};
}

/* The word as it counts: written out, or empty when it does not. */
static struct sp_str word_of(struct sp_str word)
{
    static const struct {
        const char *word, *counts; // "": it does not count
    } words[] = {{"the", ""},         {"of", ""},         {"and", ""},
                 {"city", ""},        {"town", ""},       {"office", ""},
                 {"dept", ""},        {"department", ""}, {"co", "county"},
                 {"st", "saint"},     {"ft", "fort"},     {"mt", "mount"},
                 {"twp", "township"}, {"pd", "police"},   {"sheriff", "sheriffs"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (sp_str_equal_text(word, words[i].word)) return sp_str_of(words[i].counts);
    }
    return word;
}

static int word_compare(const void *a, const void *b)
{
    return sp_str_compare(*(const struct sp_str *)a, *(const struct sp_str *)b);
}

struct sp_str check_agency_words(struct sp_arena *arena, struct sp_str name)
{
    struct sp_str words[WORDS_MAX];
    size_t count = 0;
    struct sp_str key = {0};
    char *text = sp_arena_alloc(arena, name.size + 1);
    if (!text) return key;
    const struct sp_str letters = plain(name, text);
    size_t size = 0;
    for (size_t at = 0; at < letters.size && count < WORDS_MAX; at++) {
        const size_t begin = at;
        while (at < letters.size && letters.data[at] != ' ') {
            at++;
        }
        const struct sp_str word =
            word_of((struct sp_str){.data = letters.data + begin, .size = at - begin});
        if (word.size == 0) continue;
        words[count++] = word;
        size += word.size + 1;
    }
    qsort(words, count, sizeof *words, word_compare);
    char *joined = sp_arena_alloc(arena, size + 1);
    if (!joined) return key;
    key.data = joined;
    for (size_t i = 0; i < count; i++) {
        if (i) joined[key.size++] = ' ';
        for (size_t j = 0; j < words[i].size; j++) {
            joined[key.size++] = words[i].data[j];
        }
    }
    return key;
}

bool check_agency_is_near(struct sp_str a, struct sp_str b)
{
    return a.size >= NEAR_SIZE_MIN && b.size >= NEAR_SIZE_MIN &&
           sp_text_distance(a, b) <= NEAR_DISTANCE;
}
