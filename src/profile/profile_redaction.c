/*
 * Redactions: the exemptions of the Freedom of Information Act that stand where a value
 * was withheld.
 *
 *   redaction = exemption { separator exemption }
 *   exemption = b number [part] | number [part] after another exemption: "(b)(6), (7)(C)"
 *   b, number, part in parentheses or bare; letters of either case
 *   separator = any of blank , ; / & or none
 *
 * At least one of b and number is in parentheses: "B2" is a visa class and "B6" may be a
 * code. The whole text must be one redaction: a facility's name may hold "(b)".
 */
#include "profile/profile_detail.h"

enum { NUMBERS = 9, PARTS = 1 + 6 }; // (1) to (9); no part, or A to F.

struct scan {
    const char *at;
    const char *end;
    // Bit (number - 1) * PARTS + part: order and no repetition for free.
    uint64_t found;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* The byte `ahead` of here, lower case; 0 past the end. */
static char peek(const struct scan *scan, size_t ahead)
{
    return (size_t)(scan->end - scan->at) > ahead ? lower(scan->at[ahead]) : '\0';
}

static void skip_separators(struct scan *scan)
{
    for (;;) {
        const char c = peek(scan, 0);
        if (c == ' ' || c == ',' || c == ';' || c == '/' || c == '&' || c == '\t' ||
            c == '\r' || c == '\n') {
            scan->at++;
        } else if (c == '\xC2' && peek(scan, 1) == '\xA0') {
            scan->at += 2;
        } else {
            return;
        }
    }
}

/* One letter or digit between `first` and `last`, in parentheses or bare. */
static bool take_item(struct scan *scan, char first, char last, char *out,
                      bool *out_enclosed)
{
    const bool enclosed = peek(scan, 0) == '(';
    const char c = peek(scan, enclosed);
    if (c < first || c > last || (enclosed && peek(scan, 2) != ')')) return false;
    scan->at += enclosed ? 3 : 1;
    *out = c;
    *out_enclosed = enclosed;
    return true;
}

/* "(b)" that begins the next exemption rather than naming a part: "(b)(6)(b)(7)(c)". */
static bool next_begins(const struct scan *scan)
{
    struct scan ahead = *scan;
    char c;
    bool enclosed;
    return take_item(&ahead, 'b', 'b', &c, &enclosed) &&
           take_item(&ahead, '1', '9', &c, &enclosed);
}

static void skip_blanks(struct scan *scan)
{
    while (peek(scan, 0) == ' ') {
        scan->at++;
    }
}

/* The part, 1 for A, or 0 when none is named. */
static unsigned take_part(struct scan *scan)
{
    struct scan ahead = *scan;
    char part;
    bool enclosed;
    skip_blanks(&ahead);
    if (next_begins(&ahead) || !take_item(&ahead, 'a', 'f', &part, &enclosed)) return 0;
    // A bare letter belongs to the number it touches, and is not the first of a word.
    const bool touches = scan->at + 1 == ahead.at;
    if (!enclosed && (!touches || is_letter(peek(&ahead, 0)))) return 0;
    *scan = ahead;
    return (unsigned)(part - 'a') + 1;
}

static bool take_exemption(struct scan *scan)
{
    char c;
    char number;
    bool b_enclosed = false;
    bool number_enclosed;
    const bool has_b = take_item(scan, 'b', 'b', &c, &b_enclosed);
    if (!has_b && scan->found == 0) return false;
    skip_blanks(scan);
    if (!take_item(scan, '1', '9', &number, &number_enclosed)) return false;
    if (!b_enclosed && !number_enclosed) return false;
    const unsigned part = take_part(scan);
    scan->found |= UINT64_C(1) << ((unsigned)(number - '1') * PARTS + part);
    return true;
}

static bool write_found(uint64_t found, char *out, size_t out_size)
{
    size_t size = 0;
    for (unsigned i = 0; i < NUMBERS * PARTS; i++) {
        if (!(found >> i & 1)) continue;
        const char number = (char)('1' + i / PARTS);
        const unsigned part = i % PARTS;
        const char text[] = {
            ',', ' ', '(', 'b', ')', '(', number, ')', '(', (char)('A' + part - 1), ')'};
        const size_t begin = size == 0 ? 2 : 0;
        const size_t end = part == 0 ? 8 : sizeof text;
        if (out_size - size <= end - begin) return false;
        for (size_t j = begin; j < end; j++) {
            out[size++] = text[j];
        }
    }
    out[size] = '\0';
    return true;
}

bool sp_redaction_parse(struct sp_str text, char *out, size_t out_size)
{
    text = sp_str_trim(text);
    struct scan scan = {.at = text.data, .end = text.data ? text.data + text.size : NULL};
    // Nearly every cell fails here.
    if (peek(&scan, 0) != '(' && peek(&scan, 0) != 'b') return false;
    do {
        if (!take_exemption(&scan)) return false;
        skip_separators(&scan);
    } while (scan.at < scan.end);
    return out_size > 0 && write_found(scan.found, out, out_size);
}
