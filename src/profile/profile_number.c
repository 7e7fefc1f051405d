/*
 * Numbers of a workbook as a person sees them.
 *
 * Excel shows 15 digits and stores 17: an amount typed as 2500.1 stands in the file as
 * 2500.0999999999999. What was typed comes back by rounding to the 15 digits.
 */
#include "profile/profile_detail.h"

enum { SHOWN_DIGITS = 15 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Sign, digits, one point between digits; nothing else, such as an exponent. */
static bool is_plain(struct sp_str text, size_t *out_point)
{
    size_t at = text.size > 0 && text.data[0] == '-';
    bool has_point = false;
    for (; at < text.size; at++) {
        if (is_digit(text.data[at])) continue;
        if (text.data[at] != '.' || has_point) return false;
        has_point = true;
        *out_point = at;
    }
    return has_point;
}

/* Where the digit after the last one shown stands; the text's size when all are shown. */
static size_t first_hidden(struct sp_str text)
{
    size_t shown = 0;
    bool leads = true; // Zeros before the first other digit are not counted.
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) continue;
        leads = leads && text.data[i] == '0';
        if (leads) continue;
        if (shown++ == SHOWN_DIGITS) return i;
    }
    return text.size;
}

/* Adds one to the digits before `end`, the first of which is a zero in front of all. */
static void round_up(char *text, size_t end)
{
    for (size_t i = end; i > 0; i--) {
        if (!is_digit(text[i - 1])) continue;
        if (text[i - 1]++ != '9') return;
        text[i - 1] = '0';
    }
}

struct sp_str profile_number_shown(struct sp_str text, char out[PROFILE_NUMBER_TEXT_MAX])
{
    size_t point = 0;
    if (text.size + 1 > PROFILE_NUMBER_TEXT_MAX || !is_plain(text, &point)) return text;
    const size_t hidden = first_hidden(text);
    if (hidden == text.size || hidden < point) return text;
    size_t size = 0;
    const size_t sign = text.data[0] == '-';
    if (sign) out[size++] = '-';
    out[size++] = '0'; // Room for a carry; in front it changes nothing.
    for (size_t i = sign; i < hidden; i++) {
        out[size++] = text.data[i];
    }
    if (text.data[hidden] >= '5') round_up(out, size);
    if (out[size - 1] == '.') size--;
    return (struct sp_str){.data = out, .size = size};
}
