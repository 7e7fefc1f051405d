/*
 * Dates.
 *
 * Policy. A date is a day number, a time is explicit, and there are no time zones: records carry
 * none. Day 0 is 1970-01-01. No floating point. Whether a time was recorded is kept, because a
 * date-time column that holds only midnights is a date in disguise.
 */
#ifndef SALLYPORT_DATE_H
#define SALLYPORT_DATE_H

#include "sallyport/memory.h"

#define SP_DAY_NONE INT32_MIN

struct sp_moment {
    int32_t day;    // days since 1970-01-01
    int32_t second; // 0..86399 after midnight; 0 when has_time is false
    bool has_time;
};

struct sp_civil {
    int32_t year;
    int32_t month; // 1..12
    int32_t day;   // 1..31
};

int32_t sp_day_of(struct sp_civil civil);
struct sp_civil sp_civil_of(int32_t day);
bool sp_civil_valid(struct sp_civil civil);

/** US federal fiscal year, 1 October to 30 September, named by its end (rule FY). */
int32_t sp_fiscal_year(int32_t day);

/** "2017-09-24"; `out` holds at least SP_DATE_TEXT_MAX bytes. */
enum { SP_DATE_TEXT_MAX = 32 };
void sp_date_format(int32_t day, char *out);
/** "2017-09-24 13:05:00" when a time is recorded, else as sp_date_format. */
void sp_moment_format(struct sp_moment moment, char *out);

/** Exactly "YYYY-MM-DD", as a person types it after --from. */
bool sp_date_parse_iso(struct sp_str text, int32_t *out_day);

/** The ways a release may write a date as text. A profile names those its column uses. */
enum sp_date_form {
    SP_DATE_ISO, // 2017-09-24, with optional " 13:05", " 13:05:09", "T13:05:09", fraction dropped
    SP_DATE_MDY, // 9/24/2017 or 09/24/2017, with optional " 13:05[:09]", " 1:05 PM", " 1:05:09 PM"
    SP_DATE_DMY, // 24/09/2017, same times
    SP_DATE_FORM_COUNT
};
/** Parse text in one form. A year of fewer than four digits is never accepted: it has no one reading. */
bool sp_date_parse(struct sp_str text, enum sp_date_form form, struct sp_moment *out_moment);

/**
 * An Excel serial, such as 42005.5, read from its exact decimal text.
 *
 * @param is_1904  the workbook counts from 1904-01-01
 * @return false for text that is no plain number, below 1, or past 2958465 (9999-12-31); serial 60
 *         of the 1900 system, the day that never was, is false too
 */
bool sp_date_from_serial(struct sp_str decimal, bool is_1904, struct sp_moment *out_moment);

#endif
