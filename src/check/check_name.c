/*
 * Reading fiscal years in names, by hand over bytes:
 *
 *   [prior] FY [blank _ -] year [ -_ [FY] year ]      year: four digits, or two of this
 * century
 */
#include "check/check_name.h"

enum { CENTURY = 2000, YEAR_MIN = 1990, YEAR_MAX = 2100 };

static char lower_at(struct sp_str text, size_t at)
{
    const char c = at < text.size ? text.data[at] : '\0';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_joint(char c)
{
    return c == '-' || c == '_' || c == ' ';
}

/* A year of exactly two or four digits at `*at`, which is moved past it. */
static bool year_take(struct sp_str name, size_t *at, int32_t *out_year)
{
    int32_t year = 0;
    size_t count = 0;
    while (count < 5 && is_digit(lower_at(name, *at + count))) {
        year = year * 10 + (lower_at(name, *at + count) - '0');
        count++;
    }
    if (count != 2 && count != 4) return false;
    if (count == 2) year += CENTURY;
    if (year < YEAR_MIN || year > YEAR_MAX) return false;
    *at += count;
    *out_year = year;
    return true;
}

/* "FY" that begins a word, and the year after it. */
static bool mark_take(struct sp_str name, size_t *at, int32_t *out_year)
{
    size_t next = *at;
    if (lower_at(name, next) != 'f' || lower_at(name, next + 1) != 'y') return false;
    next += 2;
    while (is_joint(lower_at(name, next))) {
        next++;
    }
    if (!year_take(name, &next, out_year)) return false;
    *at = next;
    return true;
}

/* The end of a range after its first year: "-2018", "_12", "-FY14"; a later year, or it
 * is no range. */
static void range_take(struct sp_str name, size_t *at, struct check_years *years)
{
    size_t next = *at;
    int32_t year;
    if (!is_joint(lower_at(name, next))) return;
    next++;
    const bool taken = mark_take(name, &next, &year) || year_take(name, &next, &year);
    if (!taken || year <= years->first || is_digit(lower_at(name, next))) return;
    years->last = year;
    *at = next;
}

static bool is_prior(struct sp_str name, size_t at)
{
    static const struct sp_str word = {.data = "prior", .size = 5};
    while (at > 0 && is_joint(lower_at(name, at - 1))) {
        at--;
    }
    if (at < word.size) return false;
    return sp_str_equal_fold(
        (struct sp_str){.data = name.data + at - word.size, .size = word.size}, word);
}

bool check_years_of(struct sp_str name, struct check_years *out_years)
{
    struct check_years years = {0};
    bool found = false;
    for (size_t at = 0; at + 1 < name.size; at++) {
        const size_t begin = at;
        int32_t year;
        const bool prior = is_prior(name, begin);
        if (!prior && begin > 0 && is_letter(lower_at(name, begin - 1))) continue;
        if (!mark_take(name, &at, &year)) continue;
        if (found && (year < years.first || year > years.last)) return false;
        if (!found) {
            // What came before a year ends with the year before it.
            years = (struct check_years){
                .first = year - prior, .last = year - prior, .is_open = prior};
            if (!prior) range_take(name, &at, &years);
        }
        found = true;
        at--;
    }
    if (found) *out_years = years;
    return found;
}
