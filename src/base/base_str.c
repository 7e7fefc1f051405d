/* Borrowed strings: comparing and trimming. Bytes only; no locale. */
#include "sallyport/memory.h"

#include <string.h>

struct sp_str sp_str_of(const char *text)
{
    return (struct sp_str){.data = text, .size = text ? strlen(text) : 0};
}

bool sp_str_equal(struct sp_str a, struct sp_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool sp_str_equal_text(struct sp_str a, const char *text)
{
    return sp_str_equal(a, sp_str_of(text));
}

static unsigned char fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool sp_str_equal_fold(struct sp_str a, struct sp_str b)
{
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++) {
        if (fold(a.data[i]) != fold(b.data[i])) return false;
    }
    return true;
}

bool sp_str_starts(struct sp_str text, struct sp_str prefix)
{
    return text.size >= prefix.size &&
           sp_str_equal((struct sp_str){.data = text.data, .size = prefix.size}, prefix);
}

bool sp_str_ends(struct sp_str text, struct sp_str suffix)
{
    return text.size >= suffix.size &&
           sp_str_equal((struct sp_str){.data = text.data + (text.size - suffix.size),
                                        .size = suffix.size},
                        suffix);
}

int sp_str_compare(struct sp_str a, struct sp_str b)
{
    const size_t shared = a.size < b.size ? a.size : b.size;
    const int order = shared ? memcmp(a.data, b.data, shared) : 0;
    if (order != 0) return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

/* Bytes of the blank that `text` begins with, 0 when it begins with none. */
static size_t blank_size(const char *text, size_t size)
{
    if (size >= 1 && (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')) return 1;
    if (size >= 2 && text[0] == '\xC2' && text[1] == '\xA0') return 2;
    return 0;
}

struct sp_str sp_str_trim(struct sp_str text)
{
    size_t blank;
    while ((blank = blank_size(text.data, text.size)) > 0) {
        text.data += blank;
        text.size -= blank;
    }
    for (;;) {
        if (text.size >= 1 && blank_size(text.data + text.size - 1, 1) == 1) {
            text.size -= 1;
        } else if (text.size >= 2 && blank_size(text.data + text.size - 2, 2) == 2) {
            text.size -= 2;
        } else {
            return text;
        }
    }
}
