/*
 * Days, months, and the ways releases write them. All arithmetic in whole numbers.
 *
 * Civil from days and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#include "sallyport/date.h"

#include <stdio.h>
#include <string.h>

enum { DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468, SECONDS_PER_DAY = 86400 };

int32_t sp_day_of(struct sp_civil civil)
{
    const int32_t year = civil.year - (civil.month <= 2);
    const int32_t era = (year >= 0 ? year : year - 399) / 400;
    const int32_t year_of_era = year - era * 400;
    const int32_t day_of_year =
        (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
    const int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct sp_civil sp_civil_of(int32_t day)
{
    const int32_t shifted = day + DAYS_TO_1970;
    const int32_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    const int32_t day_of_era = shifted - era * DAYS_PER_ERA;
    const int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int32_t month_from_march = (5 * day_of_year + 2) / 153;
    const int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct sp_civil){.year = year_of_era + era * 400 + (month <= 2),
                             .month = month,
                             .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

bool sp_civil_valid(struct sp_civil civil)
{
    static const int32_t month_days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12) return false;
    const bool leap =
        civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0);
    const int32_t days = month_days[civil.month - 1] + (leap && civil.month == 2);
    return civil.day >= 1 && civil.day <= days;
}

int32_t sp_fiscal_year(int32_t day)
{
    const struct sp_civil civil = sp_civil_of(day);
    return civil.year + (civil.month >= 10);
}

/* Two digits and what follows them; a workbook of a million rows has millions of dates. */
static char *put_two(char *out, int32_t number, char after)
{
    out[0] = (char)('0' + number / 10);
    out[1] = (char)('0' + number % 10);
    out[2] = after;
    return out + 3;
}

/* A day of the years 0 to 9999. @return behind it */
static char *put_civil(char *out, struct sp_civil civil, char after)
{
    (void)put_two(out, civil.year / 100, '\0');
    out = put_two(out + 2, civil.year % 100, '-');
    out = put_two(out, civil.month, '-');
    return put_two(out, civil.day, after);
}

void sp_date_format(int32_t day, char *out)
{
    const struct sp_civil civil = sp_civil_of(day);
    if (civil.year >= 0 && civil.year <= 9999) {
        (void)put_civil(out, civil, '\0');
        return;
    }
    (void)snprintf(out, SP_DATE_TEXT_MAX, "%04d-%02d-%02d", (int)civil.year, (int)civil.month,
                   (int)civil.day);
}

void sp_moment_format(struct sp_moment moment, char *out)
{
    sp_date_format(moment.day, out);
    if (!moment.has_time) return;
    out += strlen(out);
    *out++ = ' ';
    out = put_two(out, moment.second / 3600, ':');
    out = put_two(out, moment.second / 60 % 60, ':');
    (void)put_two(out, moment.second % 60, '\0');
}

/* A reader over the text of a date: each step takes what it names, or fails. */
struct scan {
    const char *at;
    const char *end;
};

static bool take_number(struct scan *scan, int digits_min, int digits_max, int32_t *out)
{
    int32_t number = 0;
    int digits = 0;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9' && digits < digits_max) {
        number = number * 10 + (*scan->at++ - '0');
        digits++;
    }
    *out = number;
    return digits >= digits_min;
}

static bool take_char(struct scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c) return false;
    scan->at++;
    return true;
}

static bool take_letter(struct scan *scan, char lower)
{
    return take_char(scan, lower) || take_char(scan, (char)(lower - 'a' + 'A'));
}

/* AM or PM after a 12-hour clock. */
static bool take_half_day(struct scan *scan, int32_t *hour)
{
    (void)take_char(scan, ' ');
    if (scan->at == scan->end) return true;
    const bool pm = take_letter(scan, 'p');
    if (!pm && !take_letter(scan, 'a')) return false;
    if (!take_letter(scan, 'm') || *hour < 1 || *hour > 12) return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

/* "13:05", "13:05:09", "13:05:09.000", "1:05 PM". */
static bool take_time(struct scan *scan, struct sp_moment *moment)
{
    int32_t hour;
    int32_t minute;
    int32_t second = 0;
    if (!take_number(scan, 1, 2, &hour) || !take_char(scan, ':')) return false;
    if (!take_number(scan, 2, 2, &minute)) return false;
    if (take_char(scan, ':')) {
        if (!take_number(scan, 2, 2, &second)) return false;
        int32_t fraction;
        if (take_char(scan, '.') && !take_number(scan, 1, 9, &fraction)) return false;
    }
    if (!take_half_day(scan, &hour)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    moment->second = hour * 3600 + minute * 60 + second;
    moment->has_time = true;
    return true;
}

static bool take_civil(struct scan *scan, enum sp_date_form form, struct sp_civil *civil)
{
    if (form == SP_DATE_ISO) {
        return take_number(scan, 4, 4, &civil->year) && take_char(scan, '-') &&
               take_number(scan, 2, 2, &civil->month) && take_char(scan, '-') &&
               take_number(scan, 2, 2, &civil->day);
    }
    int32_t *first = form == SP_DATE_MDY ? &civil->month : &civil->day;
    int32_t *second = form == SP_DATE_MDY ? &civil->day : &civil->month;
    return take_number(scan, 1, 2, first) && take_char(scan, '/') &&
           take_number(scan, 1, 2, second) && take_char(scan, '/') &&
           take_number(scan, 4, 4, &civil->year);
}

bool sp_date_parse(struct sp_str text, enum sp_date_form form, struct sp_moment *out_moment)
{
    text = sp_str_trim(text);
    struct scan scan = {.at = text.data, .end = text.data ? text.data + text.size : NULL};
    struct sp_civil civil;
    if (!take_civil(&scan, form, &civil) || !sp_civil_valid(civil)) return false;
    struct sp_moment moment = {.day = sp_day_of(civil)};
    if (scan.at < scan.end) {
        if (!take_char(&scan, ' ') && !take_char(&scan, 'T')) return false;
        if (!take_time(&scan, &moment)) return false;
    }
    if (scan.at < scan.end) return false;
    *out_moment = moment;
    return true;
}

bool sp_date_parse_iso(struct sp_str text, int32_t *out_day)
{
    struct sp_moment moment;
    if (text.size != 10 || !sp_date_parse(text, SP_DATE_ISO, &moment)) return false;
    *out_day = moment.day;
    return true;
}

/* Seconds of a day from a decimal fraction's digits, to the nearest second. */
static int32_t fraction_seconds(struct scan *scan)
{
    uint64_t numerator = 0;
    uint64_t denominator = 1;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        if (denominator < 1000000000000ULL) { // Twelve digits tell a tenth of a microsecond.
            numerator = numerator * 10 + (uint64_t)(*scan->at - '0');
            denominator *= 10;
        }
        scan->at++;
    }
    return (int32_t)((numerator * SECONDS_PER_DAY + denominator / 2) / denominator);
}

bool sp_date_from_serial(struct sp_str decimal, bool is_1904, struct sp_moment *out_moment)
{
    enum { EPOCH_1900 = -25569, EPOCH_1904 = -24107, SERIAL_LAST = 2958465 };
    struct scan scan = {.at = decimal.data, .end = decimal.data ? decimal.data + decimal.size : NULL};
    int32_t serial;
    int32_t second = 0;
    if (!take_number(&scan, 1, 7, &serial)) return false;
    if (take_char(&scan, '.')) second = fraction_seconds(&scan);
    if (scan.at < scan.end) return false;
    if (second == SECONDS_PER_DAY) { // 0.999999… is midnight of the next day.
        second = 0;
        serial++;
    }
    if (serial < (is_1904 ? 0 : 1) || serial > SERIAL_LAST - (is_1904 ? 1462 : 0)) return false;
    int32_t day;
    if (is_1904) {
        day = EPOCH_1904 + serial;
    } else {
        // Excel believes that 1900 was a leap year: serial 60 is a day that never was.
        if (serial == 60) return false;
        day = EPOCH_1900 + serial + (serial < 60 ? 1 : 0);
    }
    *out_moment = (struct sp_moment){.day = day, .second = second, .has_time = second != 0};
    return true;
}
