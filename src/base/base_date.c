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

/* Any text of a form, with blanks around it. */
static bool date_parse_slowly(struct sp_str text, enum sp_date_form form,
                              struct sp_moment *out_moment)
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

/*
 * The spellings nearly every release has, with all digits in known places. A column of dates
 * is millions of these, and reading them is most of what reading a text costs. What is not
 * quite one, wrong or only unusual, is left to the slow way; so these need not tell why.
 */

/* Two digits' value, at least 100 when they are none. */
static uint32_t two_digits(const char *text)
{
    const uint32_t tens = (uint32_t)(unsigned char)text[0] - '0';
    const uint32_t ones = (uint32_t)(unsigned char)text[1] - '0';
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

/* Eight bytes, the first lowest. */
static inline uint64_t bytes_load(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* A text of eight bytes in which '0' stands for a digit and all else for itself. `limits`
 * lifts a byte's difference from it to 128 when it is too large: from 10 on, or from 1. */
struct shape {
    uint64_t bytes;
    uint64_t limits;
};
static const struct shape shape_date = {UINT64_C(0x2D30302D30303030),  // "0000-00-"
                                        UINT64_C(0x7F76767F76767676)};
static const struct shape shape_clock = {UINT64_C(0x30303A30303A3030), // "00:00:00"
                                         UINT64_C(0x76767F76767F7676)};

/* Byte i of the pairs is the value of bytes i and i + 1, where both are digits. False when the
 * text is of another shape. */
static inline bool pairs_take(const char *text, struct shape shape, uint64_t *out_pairs)
{
    const uint64_t values = bytes_load(text) ^ shape.bytes;
    *out_pairs = values * 10 + (values >> 8);
    return (((values + shape.limits) | values) & UINT64_C(0x8080808080808080)) == 0;
}

static inline uint32_t byte_of(uint64_t word, unsigned index)
{
    return (uint32_t)(word >> 8 * index & 0xFF);
}

/* Seconds in " 13:05" or " 13:05:09", the space perhaps a T; 0 for nothing, -1 for all else. */
static inline int32_t usual_seconds(const char *text, size_t size)
{
    if (size == 0) return 0;
    if ((size != 6 && size != 9) || (text[0] != ' ' && text[0] != 'T')) return -1;
    uint64_t pairs;
    if (size == 6) {
        if (text[3] != ':') return -1;
        pairs = two_digits(text + 1) | (uint64_t)two_digits(text + 4) << 24;
    } else if (!pairs_take(text + 1, shape_clock, &pairs)) {
        return -1;
    }
    const uint32_t hour = byte_of(pairs, 0);
    const uint32_t minute = byte_of(pairs, 3);
    const uint32_t second = byte_of(pairs, 6);
    if (hour > 23 || minute > 59 || second > 59) return -1;
    return (int32_t)(hour * 3600 + minute * 60 + second);
}

/* sp_day_of the day in year `century * 100 + year`, or SP_DAY_NONE. */
static inline int32_t usual_day(uint32_t century, uint32_t year, uint32_t month, uint32_t day)
{
    // March is first, so that the leap day is last: days before each month of such a year.
    static const uint16_t before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    static const uint8_t length[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (century > 99 || year > 99 || century + year == 0 || month - 1 > 11) return SP_DAY_NONE;
    const bool is_leap = (year == 0 ? century : year) % 4 == 0;
    if (day - 1 >= length[month] + (uint32_t)(is_leap && month == 2)) return SP_DAY_NONE;
    const uint32_t full = century * 100 + year - (month <= 2);
    const uint32_t leaps = full / 4 - full / 100 + full / 400;
    return (int32_t)(full * 365 + leaps + before[month] + day - 1) - DAYS_TO_1970;
}

/* Day SP_DAY_NONE or second -1: not usual. */
struct usual {
    int32_t day;
    int32_t second;
};

static inline struct usual usual_iso(struct sp_str text)
{
    uint64_t pairs;
    if (text.size < 10 || !pairs_take(text.data, shape_date, &pairs))
        return (struct usual){.day = SP_DAY_NONE};
    return (struct usual){
        .day = usual_day(byte_of(pairs, 0), byte_of(pairs, 2), byte_of(pairs, 5),
                         two_digits(text.data + 8)),
        .second = usual_seconds(text.data + 10, text.size - 10),
    };
}

/* One digit or two before a slash; the bytes taken, 0 for none. */
static inline size_t usual_part(const char *text, uint32_t *out)
{
    if (text[1] == '/') {
        *out = (uint32_t)(unsigned char)text[0] - '0';
        return *out <= 9 ? 2 : 0;
    }
    *out = two_digits(text);
    return text[2] == '/' && *out <= 99 ? 3 : 0;
}

static inline struct usual usual_slashes(struct sp_str text, enum sp_date_form form)
{
    uint32_t first;
    uint32_t second;
    if (text.size < 8) return (struct usual){.day = SP_DAY_NONE}; // 1/2/2017
    const size_t first_size = usual_part(text.data, &first);
    const size_t second_size = usual_part(text.data + first_size, &second);
    const size_t date_size = first_size + second_size + 4;
    if (first_size == 0 || second_size == 0 || text.size < date_size)
        return (struct usual){.day = SP_DAY_NONE};
    const char *year = text.data + date_size - 4;
    const bool is_mdy = form == SP_DATE_MDY;
    return (struct usual){
        .day = usual_day(two_digits(year), two_digits(year + 2), is_mdy ? first : second,
                         is_mdy ? second : first),
        .second = usual_seconds(year + 4, text.size - date_size),
    };
}

bool sp_date_parse(struct sp_str text, enum sp_date_form form, struct sp_moment *out_moment)
{
    const struct usual usual = form == SP_DATE_ISO ? usual_iso(text) : usual_slashes(text, form);
    if (usual.day == SP_DAY_NONE || usual.second < 0)
        return date_parse_slowly(text, form, out_moment);
    out_moment->day = usual.day;
    out_moment->second = usual.second;
    out_moment->has_time = text.size > 10; // A date alone is at most that, with a time at least 14.
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

/* The moment of a whole serial and what its fraction makes in seconds. */
static bool serial_moment(int32_t serial, int32_t second, bool is_1904, struct sp_moment *out_moment)
{
    enum { EPOCH_1900 = -25569, EPOCH_1904 = -24107, SERIAL_LAST = 2958465 };
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

static bool serial_parse_slowly(struct sp_str decimal, bool is_1904, struct sp_moment *out_moment)
{
    struct scan scan = {.at = decimal.data, .end = decimal.data ? decimal.data + decimal.size : NULL};
    int32_t serial;
    int32_t second = 0;
    if (!take_number(&scan, 1, 7, &serial)) return false;
    if (take_char(&scan, '.')) second = fraction_seconds(&scan);
    if (scan.at < scan.end) return false;
    return serial_moment(serial, second, is_1904, out_moment);
}

/*
 * The serials nearly every workbook has: five digits, alone or with a fraction of 2 to 16. All
 * others are left to the slow way.
 */
enum { SERIAL_DIGITS = 5, SERIAL_SIZE_MIN = 8, SERIAL_SIZE_MAX = 22 };
static const uint64_t eight_zeros = UINT64_C(0x3030303030303030);

/* The last `count` of at least eight bytes, at most all eight, and '0' behind them. */
static inline uint64_t bytes_last(const char *end, size_t count)
{
    if (count == 0) return eight_zeros;
    const uint64_t bytes = bytes_load(end - 8) >> 8 * (8 - count);
    return count == 8 ? bytes : bytes | eight_zeros << 8 * count;
}

/* The number that eight digits make, the first byte their highest. */
static inline bool digits_take(uint64_t bytes, uint64_t *out_number)
{
    const uint64_t mask = UINT64_C(0x000000FF000000FF); // every second pair
    const uint64_t values = bytes ^ eight_zeros;
    const uint64_t pairs = values * 10 + (values >> 8);
    *out_number = ((pairs & mask) * (100 + (UINT64_C(1000000) << 32)) +
                   (pairs >> 16 & mask) * (1 + (UINT64_C(10000) << 32))) >> 32;
    return (((values + UINT64_C(0x7676767676767676)) | values) & UINT64_C(0x8080808080808080)) == 0;
}

/* As fraction_seconds, of the 2 to 16 digits behind the point; -1 when they are none. */
static inline int32_t usual_fraction(struct sp_str decimal)
{
    const char *const end = decimal.data + decimal.size;
    const size_t count = decimal.size - SERIAL_DIGITS - 1;
    const bool is_long = count > 8;
    uint64_t high;
    uint64_t low;
    const bool are_digits =
        digits_take(is_long ? bytes_load(end - count) : bytes_last(end, count), &high) &&
        digits_take(bytes_last(end, is_long ? count - 8 : 0), &low);
    if (!are_digits) return -1;
    const uint64_t numerator = high * 10000 + low / 10000; // of 10^12, as the slow way has it
    return (int32_t)((numerator * SECONDS_PER_DAY + UINT64_C(500000000000)) / UINT64_C(1000000000000));
}

bool sp_date_from_serial(struct sp_str decimal, bool is_1904, struct sp_moment *out_moment)
{
    const char *text = decimal.data;
    if (decimal.size < SERIAL_DIGITS || decimal.size > SERIAL_SIZE_MAX)
        return serial_parse_slowly(decimal, is_1904, out_moment);
    const uint32_t first = two_digits(text);
    const uint32_t second = two_digits(text + 2);
    const uint32_t last = (uint32_t)(unsigned char)text[4] - '0';
    const bool has_fraction = decimal.size >= SERIAL_SIZE_MIN && text[SERIAL_DIGITS] == '.';
    const int32_t seconds = has_fraction ? usual_fraction(decimal) : 0;
    if (first > 99 || second > 99 || last > 9 || seconds < 0 ||
        (decimal.size > SERIAL_DIGITS && !has_fraction))
        return serial_parse_slowly(decimal, is_1904, out_moment);
    return serial_moment((int32_t)(first * 1000 + second * 10 + last), seconds, is_1904, out_moment);
}
