/* How near two names are, and text as JSON. */
#include "base/base.h"

#include <string.h>

enum { DISTANCE_TEXT_MAX = 128 };

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t sp_text_distance(struct sp_str a, struct sp_str b)
{
    size_t rows[3][DISTANCE_TEXT_MAX + 1]; // The row being filled and the two before it.
    const size_t a_size = least(a.size, DISTANCE_TEXT_MAX);
    const size_t b_size = least(b.size, DISTANCE_TEXT_MAX);
    for (size_t j = 0; j <= b_size; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            const char x = fold(a.data[i - 1]);
            const char y = fold(b.data[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            const bool swapped = i > 1 && j > 1 && x == fold(b.data[j - 2]) &&
                                 fold(a.data[i - 2]) == y;
            if (swapped) row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

size_t sp_text_nearest(struct sp_str text, const struct sp_str *names, size_t name_count)
{
    size_t nearest = SIZE_MAX;
    size_t nearest_distance = SIZE_MAX;
    for (size_t i = 0; i < name_count; i++) {
        const size_t distance = sp_text_distance(text, names[i]);
        const size_t longer = text.size > names[i].size ? text.size : names[i].size;
        if (distance * 3 <= longer && distance < nearest_distance) {
            nearest = i;
            nearest_distance = distance;
        }
    }
    return nearest;
}

size_t sp_utf8_size(const unsigned char *text, size_t size)
{
    const unsigned char first = text[0];
    const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3
                          : first < 0xF5 ? 4 : 0;
    if (length == 0 || length > size) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    if (first == 0xE0 && text[1] < 0xA0) return 0; // Overlong.
    if (first == 0xED && text[1] > 0x9F) return 0; // Surrogate.
    if (first == 0xF0 && text[1] < 0x90) return 0; // Overlong.
    if (first == 0xF4 && text[1] > 0x8F) return 0; // Past U+10FFFF.
    return length;
}

size_t sp_utf8_sound_size(struct sp_str text)
{
    size_t at = 0;
    while (at < text.size) {
        const size_t size = sp_utf8_size((const unsigned char *)text.data + at, text.size - at);
        if (size == 0) break;
        at += size;
    }
    return at;
}

size_t sp_text_sound_size(struct sp_str text)
{
    const char *zero = text.size ? memchr(text.data, 0, text.size) : NULL;
    if (zero) text.size = (size_t)(zero - text.data);
    return sp_utf8_sound_size(text);
}

static void json_ascii(struct sp_buf *buf, unsigned char c)
{
    switch (c) {
    case '"':
        sp_buf_text(buf, "\\\"");
        break;
    case '\\':
        sp_buf_text(buf, "\\\\");
        break;
    case '\n':
        sp_buf_text(buf, "\\n");
        break;
    case '\r':
        sp_buf_text(buf, "\\r");
        break;
    case '\t':
        sp_buf_text(buf, "\\t");
        break;
    default:
        if (c < 0x20 || c == 0x7F) {
            sp_buf_format(buf, "\\u%04x", c);
        } else {
            sp_buf_char(buf, (char)c);
        }
    }
}

void sp_json_string(struct sp_buf *buf, struct sp_str text)
{
    sp_buf_char(buf, '"');
    for (size_t at = 0; at < text.size;) {
        const unsigned char *bytes = (const unsigned char *)text.data + at;
        const size_t size = sp_utf8_size(bytes, text.size - at);
        if (size == 1) {
            json_ascii(buf, bytes[0]);
        } else if (size == 0) {
            sp_buf_text(buf, "\\ufffd");
        } else {
            sp_buf_append(buf, (struct sp_str){.data = text.data + at, .size = size});
        }
        at += size ? size : 1;
    }
    sp_buf_char(buf, '"');
}
