/*
 * Every spelling of a date, and what is nearly one, is read as a plain reader reads it:
 * one that compares the text's shape with those of a list, and counts days year by year.
 * The seed is SALLYPORT_SEED or fixed, and is printed on failure.
 */
#include "sallyport/date.h"

#include "support/support_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_COUNT = 400000, TEXT_SIZE = 64, YEAR_LAST = 9999, PARTS_MAX = 7 };

/* -- The plain reader -------------------------------------------------------------- */

static bool is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* The number of 1 January of a year. */
static int32_t year_first_day(int year)
{
    static int32_t days[YEAR_LAST + 1];
    if (days[1970 - 1] == 0) {
        for (int y = 1970 + 1; y <= YEAR_LAST; y++) {
            days[y] = days[y - 1] + 365 + is_leap(y - 1);
        }
        for (int y = 1970 - 1; y >= 1; y--) {
            days[y] = days[y + 1] - 365 - is_leap(y);
        }
    }
    return days[year];
}

/* The text with 9 for each digit, '.9' for a fraction, letters of AM and PM small. */
static void shape_of(const char *text, char *out)
{
    size_t size = 0;
    for (const char *at = text; *at; at++) {
        char c = *at >= '0' && *at <= '9' ? '9' : *at;
        if (c == 'A' || c == 'P' || c == 'M') c = (char)(c - 'A' + 'a');
        out[size++] = c;
    }
    out[size] = '\0';
    char *point = strchr(out, '.');
    const size_t digits = point ? strspn(point + 1, "9") : 0;
    if (digits >= 1 && digits <= 9)
        memmove(point + 2, point + 1 + digits, strlen(point + 1 + digits) + 1);
}

/* What follows `prefix`, or NULL. */
static const char *after(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0 ? text + strlen(prefix) : NULL;
}

/* Whether the rest of a shape is nothing, or a time. */
static bool is_time_shape(const char *rest, bool *out_has_half)
{
    static const char *const clocks[] = {"9:99",     "99:99",     "9:99:99",
                                         "99:99:99", "9:99:99.9", "99:99:99.9"};
    static const char *const halves[] = {"", "am", "pm", " am", " pm"};
    *out_has_half = false;
    if (*rest == '\0') return true;
    if (*rest != ' ' && *rest != 'T') return false;
    for (size_t c = 0; c < sizeof clocks / sizeof *clocks; c++) {
        const char *half = after(rest + 1, clocks[c]);
        for (size_t h = 0; half && h < sizeof halves / sizeof *halves; h++) {
            *out_has_half = h > 0;
            if (strcmp(half, halves[h]) == 0) return true;
        }
    }
    return false;
}

static bool is_shape(const char *shape, enum sp_date_form form, bool *out_has_half)
{
    static const char *const slashes[] = {"9/9/9999", "9/99/9999", "99/9/9999",
                                          "99/99/9999"};
    if (form == SP_DATE_ISO) {
        const char *rest = after(shape, "9999-99-99");
        return rest && is_time_shape(rest, out_has_half);
    }
    for (size_t i = 0; i < sizeof slashes / sizeof *slashes; i++) {
        const char *rest = after(shape, slashes[i]);
        if (rest && is_time_shape(rest, out_has_half)) return true;
    }
    return false;
}

/* The numbers in a text, in order; those that are not there are 0. */
static void parts_of(const char *text, int parts[PARTS_MAX])
{
    for (int i = 0; i < PARTS_MAX; i++) {
        parts[i] = 0;
        text += strcspn(text, "0123456789");
        for (; *text >= '0' && *text <= '9'; text++) {
            if (i < 6) parts[i] = 10 * parts[i] + (*text - '0'); // A fraction is dropped.
        }
    }
}

static bool plain_time(const char *text, const int parts[PARTS_MAX], bool has_half,
                       struct sp_moment *moment)
{
    int hour = parts[3];
    if (has_half) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + (strpbrk(text, "pP") ? 12 : 0);
    }
    if (hour > 23 || parts[4] > 59 || parts[5] > 59) return false;
    moment->second = (hour * 60 + parts[4]) * 60 + parts[5];
    moment->has_time = strchr(text, ':') != NULL;
    return true;
}

/* Blanks around the text are cut off; space, tab, CR, LF, U+00A0. */
static void plain_trim(const char *text, char *out)
{
    size_t skip;
    while ((skip = strspn(text, " \t\r\n")) > 0 || after(text, "\xC2\xA0")) {
        text += skip > 0 ? skip : 2;
    }
    size_t size = strlen(text);
    memcpy(out, text, size + 1);
    while (size > 0 && (strchr(" \t\r\n", out[size - 1]) ||
                        (size > 1 && strcmp(out + size - 2, "\xC2\xA0") == 0))) {
        size -= strchr(" \t\r\n", out[size - 1]) ? 1 : 2;
        out[size] = '\0';
    }
}

static bool plain_parse(const char *given, enum sp_date_form form,
                        struct sp_moment *out_moment)
{
    char text[TEXT_SIZE];
    char shape[TEXT_SIZE];
    int parts[PARTS_MAX];
    bool has_half = false;
    plain_trim(given, text);
    shape_of(text, shape);
    if (!is_shape(shape, form, &has_half)) return false;
    parts_of(text, parts);
    const int year = form == SP_DATE_ISO ? parts[0] : parts[2];
    const int month = form == SP_DATE_MDY ? parts[0] : parts[1];
    const int day = form == SP_DATE_ISO   ? parts[2]
                    : form == SP_DATE_MDY ? parts[1]
                                          : parts[0];
    if (year < 1 || month < 1 || month > 12) return false;
    if (day < 1 || day > month_length(year, month)) return false;
    struct sp_moment moment = {.day = year_first_day(year) + day - 1};
    for (int m = 1; m < month; m++) {
        moment.day += month_length(year, m);
    }
    if (!plain_time(text, parts, has_half, &moment)) return false;
    *out_moment = moment;
    return true;
}

/* -- Texts ------------------------------------------------------------------------- */

/* A number with one digit or two, as it comes. */
static void number_put(char *out, uint32_t number)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, support_random_below(2) ? "%02u" : "%u",
                   number);
    strcat(out, digits);
}

static void time_put(char *out)
{
    static const char *const halves[] = {"", "", "", " AM", " PM", "am", "pM", " a", "P"};
    char more[32] = "";
    strcat(out, support_random_below(4) ? " " : "T");
    number_put(out, support_random_below(26));
    (void)snprintf(more, sizeof more, ":%02u", support_random_below(62));
    strcat(out, more);
    if (support_random_below(2)) {
        (void)snprintf(more, sizeof more, ":%02u", support_random_below(62));
        strcat(out, more);
        static const char *const fractions[] = {
            "", "", ".0", ".123", ".123456789", ".1234567890", "."};
        strcat(out, fractions[support_random_below(7)]);
    }
    strcat(out, halves[support_random_below(9)]);
}

static void text_make(char *out)
{
    const uint32_t kind = support_random_below(3);
    const uint32_t year = support_random_below(20) ? 1900 + support_random_below(200)
                                                   : support_random_below(10001);
    char part[16];
    *out = '\0';
    if (kind == 0) {
        (void)snprintf(out, TEXT_SIZE, "%04u-%02u-%02u", year, support_random_below(14),
                       support_random_below(33));
    } else {
        number_put(out, support_random_below(14));
        strcat(out, "/");
        number_put(out, support_random_below(kind == 1 ? 33 : 14));
        (void)snprintf(part, sizeof part, "/%04u", year);
        strcat(out, part);
    }
    if (support_random_below(2)) time_put(out);
}

/* One byte more, less, or another. */
static void text_mutate(char *text)
{
    static const char bytes[] = "0123456789-/: TtaApPmM.\t\r\n\xC2\xA0x+";
    const size_t size = strlen(text);
    const size_t at = support_random_below((uint32_t)size + 1);
    const char byte = bytes[support_random_below(sizeof bytes - 1)];
    switch (support_random_below(3)) {
    case 0:
        memmove(text + at + 1, text + at, size - at + 1);
        text[at] = byte;
        break;
    case 1:
        if (at < size) memmove(text + at, text + at + 1, size - at);
        break;
    default:
        if (at < size) text[at] = byte;
    }
}

/* In memory of its own, so that a byte read past its end is noticed. True when a date. */
static bool expect_as_plain(const char *text, enum sp_date_form form)
{
    const size_t size = strlen(text);
    char *copy = sp_alloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, text, size);
    const struct sp_moment untouched = {.day = 7, .second = 7, .has_time = true};
    struct sp_moment got = untouched;
    struct sp_moment expected = untouched;
    const bool is_date = plain_parse(text, form, &expected);
    const struct sp_str given = {.data = copy, .size = size};
    if (sp_date_parse(given, form, &got) != is_date || got.day != expected.day ||
        got.second != expected.second || got.has_time != expected.has_time)
        fail_msg("'%s' in form %d: is a date: %d; day %d, second %d", text, (int)form,
                 is_date, (int)got.day, (int)got.second);
    sp_free(copy);
    return is_date;
}

static void test_dates_are_read_as_a_plain_reader_does(void **state)
{
    (void)state;
    uint32_t date_count = 0;
    for (uint64_t i = 0; i < TEXT_COUNT; i++) {
        char text[TEXT_SIZE];
        support_random_start(support_seed() + i);
        text_make(text);
        for (uint32_t left = support_random_below(4); left > 0; left--) {
            text_mutate(text);
        }
        for (int form = 0; form < SP_DATE_FORM_COUNT; form++) {
            date_count += expect_as_plain(text, (enum sp_date_form)form);
        }
    }
    support_random_end();
    // Neither all dates nor none: the texts are such that both readers have work.
    assert_in_range(date_count, TEXT_COUNT / 10, TEXT_COUNT * 2);
}

static void test_every_day_there_is(void **state)
{
    (void)state;
    int32_t number = year_first_day(1);
    for (int year = 1; year <= YEAR_LAST; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= month_length(year, month) + 1; day++) {
                char text[TEXT_SIZE];
                struct sp_moment moment = {0};
                (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
                const bool is_day = day <= month_length(year, month);
                assert_int_equal(sp_date_parse(sp_str_of(text), SP_DATE_ISO, &moment),
                                 is_day);
                if (is_day) assert_int_equal(moment.day, number++);
            }
        }
    }
}

static void test_year_0_is_no_year(void **state)
{
    (void)state;
    assert_false(expect_as_plain("0000-12-31", SP_DATE_ISO));
    assert_false(expect_as_plain("0000-01-01 10:00", SP_DATE_ISO));
    assert_false(expect_as_plain("3/1/0000", SP_DATE_MDY));
    assert_true(expect_as_plain("0001-01-01", SP_DATE_ISO));
    assert_true(expect_as_plain("2/29/2000", SP_DATE_MDY));
    assert_false(expect_as_plain("2/29/1900", SP_DATE_MDY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_dates_are_read_as_a_plain_reader_does,
                                  support_seed_print),
        cmocka_unit_test(test_every_day_there_is),
        cmocka_unit_test(test_year_0_is_no_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
