/*
 * Numbers of a workbook as a person sees them.
 *
 * Excel shows 15 digits and stores 17: an amount typed as 2500.1 stands in the file as
 * 2500.0999999999999. What was typed comes back by rounding to the 15 digits.
 *
 * Averages and coordinates are kept in millionths: the sixth decimal of a degree is a
 * hand's breadth, and what stands behind it in an average is what a division left.
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

/* -- Millionths --------------------------------------------------------------------- */

enum { MILLIONTH_DIGITS = 6, EXPONENT_MAX = 99 };
#define MILLIONTHS_END INT64_C(1000000000000000000) // What a DECIMAL(18,6) cannot hold.

/* The digits of a number without its point, and how many of them stand behind it. */
struct decimal {
    struct sp_str digits; // with a point among them, perhaps
    size_t count;         // of digits
    int behind;           // of them behind the point, after the exponent is applied
};

/* "E-2", "e+05" or nothing; false for anything else. */
static bool read_exponent(struct sp_str text, int *out)
{
    int exponent = 0;
    if (text.size == 0) {
        *out = 0;
        return true;
    }
    if (text.data[0] != 'E' && text.data[0] != 'e') return false;
    size_t at = 1;
    const bool negative = at < text.size && text.data[at] == '-';
    if (at < text.size && (text.data[at] == '-' || text.data[at] == '+')) at++;
    if (at == text.size) return false;
    for (; at < text.size; at++) {
        if (!is_digit(text.data[at])) return false;
        exponent = exponent * 10 + (text.data[at] - '0');
        if (exponent > EXPONENT_MAX) return false;
    }
    *out = negative ? -exponent : exponent;
    return true;
}

static bool read_decimal(struct sp_str text, struct decimal *out)
{
    size_t at = 0;
    int behind = 0;
    int exponent;
    bool has_point = false;
    out->count = 0;
    for (; at < text.size && (is_digit(text.data[at]) || text.data[at] == '.'); at++) {
        if (text.data[at] == '.') {
            if (has_point) return false;
            has_point = true;
        } else {
            out->count++;
            behind += has_point;
        }
    }
    const struct sp_str rest = {.data = text.data + at, .size = text.size - at};
    if (at > EXPONENT_MAX || out->count == 0 || !read_exponent(rest, &exponent))
        return false;
    out->digits = (struct sp_str){.data = text.data, .size = at};
    out->behind = behind - exponent;
    return true;
}

static bool push(int64_t *number, int digit)
{
    *number = *number * 10 + digit;
    return *number < MILLIONTHS_END;
}

bool profile_number_millionths(struct sp_str text, int64_t *out)
{
    struct decimal decimal;
    const bool negative = text.size > 0 && text.data[0] == '-';
    const struct sp_str rest = {.data = text.data + negative,
                                .size = text.size - negative};
    if (!read_decimal(rest, &decimal)) return false;
    int64_t number = 0;
    // How many of the digits are kept; below zero even the first is a millionth's
    // fraction.
    const int kept = (int)decimal.count - decimal.behind + MILLIONTH_DIGITS;
    int seen = 0;
    for (size_t i = 0; i < decimal.digits.size; i++) {
        if (!is_digit(decimal.digits.data[i])) continue;
        const int digit = decimal.digits.data[i] - '0';
        if (seen < kept && !push(&number, digit)) return false;
        if (seen == kept && digit >= 5) number++;
        seen++;
    }
    for (; seen < kept; seen++) {
        if (!push(&number, 0)) return false;
    }
    if (number >= MILLIONTHS_END) return false;
    *out = negative ? -number : number;
    return true;
}
