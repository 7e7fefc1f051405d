/*
 * Characters between two tags.
 *
 * Nearly every text is plain ASCII without '&' and is borrowed as it stands; only texts
 * with an odd byte are looked at one byte after another.
 */
#include "ingest/ingest_fast_text.h"

#include "ingest/ingest_rich.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

bool ingest_run_find_bytes(const char *at, struct ingest_run *out_run,
                           const char **out_stop)
{
    struct ingest_run run = {0};
    for (; *at != '<'; at++) {
        const unsigned char c = (unsigned char)*at;
        if (c == 0) {
            *out_stop = at;
            return false;
        }
        run.is_odd |= c == '&' || c == ']' || c < 0x20 || c >= 0x80;
        run.has_underscore |= c == '_';
    }
    run.end = at;
    *out_run = run;
    return true;
}

#ifdef __SSE2__

static unsigned mask_of(__m128i bytes)
{
    return (unsigned)_mm_movemask_epi8(bytes);
}

bool ingest_run_find(const char *at, struct ingest_run *out_run, const char **out_stop)
{
    unsigned odd = 0;
    unsigned underscores = 0;
    for (;; at += 16) {
        const __m128i part = _mm_loadu_si128((const __m128i *)(const void *)at);
        const unsigned ends = mask_of(_mm_cmpeq_epi8(part, _mm_set1_epi8('<')));
        const unsigned before = ends ? (ends & (0 - ends)) - 1 : 0xFFFF;
        // As signed bytes, those that are not ASCII are below the blank, too.
        const __m128i low = _mm_cmplt_epi8(part, _mm_set1_epi8(' '));
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(part, _mm_set1_epi8('&')),
                                           _mm_cmpeq_epi8(part, _mm_set1_epi8(']')));
        const unsigned found = mask_of(_mm_or_si128(low, marks)) & before;
        odd |= found;
        underscores |= mask_of(_mm_cmpeq_epi8(part, _mm_set1_epi8('_'))) & before;
        if (found) {
            const unsigned zeros =
                mask_of(_mm_cmpeq_epi8(part, _mm_setzero_si128())) & before;
            if (zeros) {
                *out_stop = at + __builtin_ctz(zeros);
                return false;
            }
        }
        if (!ends) continue;
        *out_run = (struct ingest_run){.end = at + __builtin_ctz(ends),
                                       .is_odd = odd != 0,
                                       .has_underscore = underscores != 0};
        return true;
    }
}

#else

bool ingest_run_find(const char *at, struct ingest_run *out_run, const char **out_stop)
{
    return ingest_run_find_bytes(at, out_run, out_stop);
}

#endif

/* -- Decoding
 * ----------------------------------------------------------------------------------- */

/* A digit's value in the base, or -1. */
static int digit_value(char c, uint32_t base)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* As expat has it: no surrogates, no controls but tab and line ends, not FFFE and FFFF.
 */
static bool is_character(uint32_t c)
{
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c < 0x110000 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
}

/* "#233;" or "#xE9;": the bytes it takes, 0 when it is none. */
static size_t take_number(struct sp_str text, uint32_t *out_character)
{
    const bool is_hex = text.size > 1 && text.data[1] == 'x';
    const uint32_t base = is_hex ? 16 : 10;
    const size_t start = is_hex ? 2 : 1;
    uint32_t number = 0;
    size_t at = start;
    for (; at < text.size && text.data[at] != ';'; at++) {
        const int digit = digit_value(text.data[at], base);
        if (digit < 0) return 0;
        number = number * base + (uint32_t)digit;
        if (number >= 0x110000) return 0;
    }
    if (at == start || at == text.size || !is_character(number)) return 0;
    *out_character = number;
    return at + 1;
}

/* What follows '&': the bytes it takes, 0 when it is nothing known. */
static size_t take_entity(struct sp_str text, uint32_t *out_character)
{
    static const struct {
        struct sp_str name;
        char character;
    } entities[] = {{{"amp;", 4}, '&'},
                    {{"lt;", 3}, '<'},
                    {{"gt;", 3}, '>'},
                    {{"quot;", 5}, '"'},
                    {{"apos;", 5}, '\''}};
    if (text.size && text.data[0] == '#') return take_number(text, out_character);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (!sp_str_starts(text, entities[i].name)) continue;
        *out_character = (uint32_t)entities[i].character;
        return entities[i].name.size;
    }
    return 0;
}

static struct sp_str rest_of(struct sp_str text, size_t at)
{
    return (struct sp_str){.data = text.data + at, .size = text.size - at};
}

/* Bytes of the sound character at the front; 0 when there is none. */
static size_t character_size(struct sp_str rest)
{
    const size_t size = sp_utf8_size((const unsigned char *)rest.data, rest.size);
    const bool is_no_character = size == 3 && memcmp(rest.data, "\xEF\xBF", 2) == 0 &&
                                 (unsigned char)rest.data[2] >= 0xBE; // U+FFFE and U+FFFF
    return is_no_character ? 0 : size;
}

/* How many bytes from the start stand for themselves. */
static size_t usual_size(struct sp_str text)
{
    size_t at = 0;
    while (at < text.size && text.data[at] >= ' ' && text.data[at] != '&' &&
           text.data[at] != ']') {
        at++;
    }
    return at;
}

/* One character of the source. @return bytes taken, 0 when it is not known */
static size_t take_character(struct sp_str rest, char out[4], size_t *out_size)
{
    const unsigned char c = (unsigned char)rest.data[0];
    uint32_t character = 0;
    if (c == '&') {
        const size_t taken = take_entity(rest_of(rest, 1), &character);
        *out_size = taken ? ingest_utf8_put(character, out) : 0;
        return taken ? taken + 1 : 0;
    }
    if (c == ']' && sp_str_starts(rest, SP_STR("]]>"))) return 0;
    if (c == '\r') {
        out[0] = '\n';
        *out_size = 1;
        return sp_str_starts(rest, SP_STR("\r\n")) ? 2 : 1;
    }
    if (c < 0x20 && c != '\t' && c != '\n') return 0;
    const size_t size = c < 0x80 ? 1 : character_size(rest);
    memcpy(out, rest.data, size);
    *out_size = size;
    return size;
}

/* The size of what the text stands for; SIZE_MAX when it is not known. */
static size_t decoded_size(struct sp_str text)
{
    char character[4];
    size_t total = 0;
    for (size_t at = 0; at < text.size;) {
        const size_t usual = usual_size(rest_of(text, at));
        size_t size = 0;
        at += usual;
        total += usual;
        if (at == text.size) break;
        const size_t taken = take_character(rest_of(text, at), character, &size);
        if (taken == 0) return SIZE_MAX;
        at += taken;
        total += size;
    }
    return total;
}

static void decode(struct sp_str text, char *out)
{
    char character[4];
    for (size_t at = 0; at < text.size;) {
        const size_t usual = usual_size(rest_of(text, at));
        size_t size = 0;
        memcpy(out, text.data + at, usual);
        at += usual;
        out += usual;
        if (at == text.size) break;
        at += take_character(rest_of(text, at), character, &size);
        memcpy(out, character, size);
        out += size;
    }
}

enum ingest_decode_state ingest_run_decode(struct sp_str text, struct sp_arena *arena,
                                           struct sp_str *out_text)
{
    const size_t size = decoded_size(text);
    if (size == SIZE_MAX) return INGEST_DECODE_UNKNOWN;
    if (!out_text) return INGEST_DECODE_OK;
    if (size == text.size && !memchr(text.data, '\r', text.size)) {
        *out_text = text;
        return INGEST_DECODE_OK;
    }
    char *copy = sp_arena_alloc(arena, size + 1);
    if (!copy) return INGEST_DECODE_MEMORY;
    decode(text, copy);
    *out_text = (struct sp_str){.data = copy, .size = size};
    return INGEST_DECODE_OK;
}
