/* What is UTF-8: the Unicode standard's table 3-7, no overlong forms, no surrogates. */
#include "ingest/ingest_text_utf8.h"

#include <string.h>

/* What Windows-1252 means by 0x80 to 0x9F; from 0xA0 on it is Unicode. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static bool is_between(unsigned char c, unsigned low, unsigned high)
{
    return c >= low && c <= high;
}

/* Bytes of the character that `text` begins with, 0 when it begins with none. */
static size_t character_size(const unsigned char *text, size_t size)
{
    const unsigned char first = text[0];
    if (first < 0x80) return 1;
    const size_t more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (!is_between(first, 0xC2, 0xF4) || size <= more) return 0;
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (!is_between(text[1], low, high)) return 0;
    for (size_t i = 2; i <= more; i++) {
        if (!is_between(text[i], 0x80, 0xBF)) return 0;
    }
    return more + 1;
}

bool ingest_utf8_is_valid(struct sp_str text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t i = 0;
    while (i < text.size) {
        uint64_t word = 0;
        if (text.size - i >= sizeof word) memcpy(&word, bytes + i, sizeof word);
        if (text.size - i >= sizeof word && (word & UINT64_C(0x8080808080808080)) == 0) {
            i += sizeof word;
            continue;
        }
        const size_t size = character_size(bytes + i, text.size - i);
        if (size == 0) return false;
        i += size;
    }
    return true;
}

static size_t windows_1252_put(unsigned char c, char *out)
{
    const unsigned code = c < 0xA0 ? windows_1252[c - 0x80] : c;
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

size_t ingest_utf8_repair(struct sp_str text, char *out)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t written = 0;
    size_t i = 0;
    while (i < text.size) {
        const size_t size = character_size(bytes + i, text.size - i);
        if (size == 0) {
            written += windows_1252_put(bytes[i++], out + written);
        } else {
            memcpy(out + written, bytes + i, size);
            written += size;
            i += size;
        }
    }
    return written;
}
