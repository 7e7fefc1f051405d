/*
 * Years of two digits. A profile says in so many words (`mdy2`, `dmy2`) of which hundred
 * years they are (`two_digit_years`, else of 2000 to 2099): a reader that guesses puts
 * 12/31/09 into one century or the other by the value that happens to stand first.
 */
#include "profile/profile_detail.h"

#include <string.h>

static size_t digits_at(struct sp_str text, size_t at)
{
    size_t count = 0;
    while (at + count < text.size && text.data[at + count] >= '0' &&
           text.data[at + count] <= '9') {
        count++;
    }
    return count;
}

bool profile_year_widen(struct sp_str text, uint32_t years_from,
                        char out[PROFILE_YEAR_TEXT_MAX], struct sp_str *out_text)
{
    size_t at = 0;
    if (text.size + 2 > PROFILE_YEAR_TEXT_MAX) return false;
    for (int part = 0; part < 2; part++) { // "9/" and "30/".
        const size_t digits = digits_at(text, at);
        if (digits < 1 || digits > 2) return false;
        at += digits;
        if (at == text.size || text.data[at++] != '/') return false;
    }
    if (digits_at(text, at) != 2) return false;
    memcpy(out, text.data, at);
    const uint32_t two =
        (uint32_t)(text.data[at] - '0') * 10 + (uint32_t)(text.data[at + 1] - '0');
    const uint32_t century = (years_from + (two + 100 - years_from % 100) % 100) / 100;
    out[at] = (char)('0' + century / 10);
    out[at + 1] = (char)('0' + century % 10);
    memcpy(out + at + 2, text.data + at, text.size - at);
    *out_text = (struct sp_str){.data = out, .size = text.size + 2};
    return true;
}
