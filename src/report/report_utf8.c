/*
 * Text as a reader sees it: clean UTF-8, and how many columns of a terminal it takes.
 *
 * Labels come from other people's spreadsheets. A stray byte would make a file unreadable, an escape
 * character would speak to the terminal, a direction mark would turn a line around: none gets out.
 * Widths follow Unicode's East Asian Width (wide and full-width: 2) and its non-spacing marks (0),
 * by block: exact for the scripts that names of places use, near enough for the rest.
 */
#include "report/report_print.h"

#include "base/base.h"

struct range {
    uint32_t first;
    uint32_t last;
};

static const struct range widthless[] = {
    {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD},   {0x0610, 0x061A},
    {0x064B, 0x065F},   {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},   {0x200B, 0x200D},   {0x20D0, 0x20FF},   {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},   {0xFEFF, 0xFEFF},   {0xE0100, 0xE01EF},
};

static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Characters that act on the text around them. */
static const struct range acting[] = {
    {0x00, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
};

static bool is_in(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) return true;
    }
    return false;
}
#define IS_IN(code, ranges) is_in(code, ranges, sizeof(ranges) / sizeof *(ranges))

static uint32_t code_of(const unsigned char *bytes, size_t size)
{
    static const unsigned char first_mask[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = bytes[0] & first_mask[size];
    for (size_t i = 1; i < size; i++) {
        code = code << 6 | (bytes[i] & 0x3F);
    }
    return code;
}

struct sp_str sp_utf8_next(struct sp_str text, size_t *at, unsigned *out_width)
{
    const unsigned char *bytes = (const unsigned char *)text.data + *at;
    const size_t size = sp_utf8_size(bytes, text.size - *at);
    *at += size ? size : 1;
    *out_width = 1;
    if (size == 0) return SP_STR("\uFFFD");
    const uint32_t code = code_of(bytes, size);
    if (code == '\n' || code == '\r' || code == '\t') return SP_STR(" ");
    if (IS_IN(code, acting)) return SP_STR("\uFFFD");
    if (IS_IN(code, widthless)) *out_width = 0;
    if (IS_IN(code, wide)) *out_width = 2;
    return (struct sp_str){.data = (const char *)bytes, .size = size};
}

void sp_utf8_clean(struct sp_buf *out, struct sp_str text)
{
    unsigned width;
    for (size_t at = 0; at < text.size;) {
        sp_buf_append(out, sp_utf8_next(text, &at, &width));
    }
}

size_t sp_utf8_width(struct sp_str text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;) {
        unsigned columns;
        (void)sp_utf8_next(text, &at, &columns);
        width += columns;
    }
    return width;
}
