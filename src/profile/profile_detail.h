/*
 * What a profile holds beyond its public face, and the steps that build and use it:
 *
 *   YAML text ─ profile_yaml.c ─▶ tree ─ profile_parse.c ─▶ struct sp_profile ─
 * profile_set.c ─▶ set rows of a sheet ─ profile_match.c ─▶ struct sp_match a cell ─
 * profile_value.c ─▶ struct sp_value
 *
 * Beside them, profile_file.c says what a file's name tells, profile_sheet.c which sheets
 * are records, and profile_codes.c holds the lists of codes.
 */
#ifndef PROFILE_DETAIL_H
#define PROFILE_DETAIL_H

#include "base/base.h"
#include "sallyport/profile.h"

/* Ceilings of a profile. The widest release we know has 139 columns. */
enum {
    PROFILE_COLUMNS_MAX = 512, // columns of a profile, and headings of a header row
    PROFILE_NAME_MAX = 128,    // bytes of an id, a release, a heading
    PROFILE_VERSION_MAX = 1000000,
};

/* Forms of dates beside those of enum sp_date_form: 9/30/09 and 30/9/09. */
enum {
    PROFILE_DATE_MDY2 = SP_DATE_FORM_COUNT,
    PROFILE_DATE_DMY2,
    PROFILE_DATE_FORM_COUNT
};

/* The first of the hundred years that two digits stand for: the usual one, and the least.
 */
enum { PROFILE_YEARS_FROM = 2000, PROFILE_YEARS_FROM_MIN = 1900 };

/* Two texts that belong together: a spelling and what it stands for. */
struct profile_pair {
    struct sp_str from;
    struct sp_str to;
};

struct profile_list {
    const struct sp_str *texts;
    size_t count;
};

struct profile_pairs {
    const struct profile_pair *pairs;
    size_t count;
};

/* How the cells of one column are read; beside its struct sp_profile_column. */
struct profile_rule {
    bool withheld;              // redacted throughout: no value is ever read from it
    struct profile_list blanks; // spellings of "nothing recorded"
    struct profile_list not_applicable; // spellings of "the record says there is none"
    struct profile_pairs values;        // spellings and their canonical value
    struct sp_str drop_suffix;          // last words that every value carries
    uint32_t years_from;                // of dates with two digits for the year
    bool is_typed_alone; // a number of a workbook here asks for nothing but its type: no
                         // spellings, not withheld, and none that tells who a person is
};

/* What is read from a file's name, because no cell says it. */
struct profile_file_rule {
    unsigned day_forms; // bit (1 << enum profile_day_form); 0: no day is looked for
    struct profile_pairs instead; // part of a file's name, and the day it has in truth
};

/* Which sheets are records; none named: every one. */
struct profile_passed_over {
    struct profile_list names;
    struct sp_str why;
};
struct profile_sheet_rule {
    unsigned data_numbers; // bit (1 << index)
    struct profile_list data_names;
    struct sp_str others_why; // of every other sheet; empty: only those of `passed_over`
    const struct profile_passed_over *passed_over;
    size_t passed_over_count;
};

/* How many rows above the header its bands may stand. */
enum { PROFILE_BANDS_MAX = 4 };

struct sp_profile_detail {
    struct profile_list marks;          // each stands in the preamble of this release
    struct profile_pairs release_marks; // text in the preamble, and the release it gives
    struct profile_pairs redactions;  // extra spellings, and the exemption (may be empty)
    const struct profile_rule *rules; // one for each column
    struct profile_file_rule file;
    struct profile_sheet_rule sheets;
    bool unquote; // headings and values stand in quotes that the reader had to leave them
    uint32_t bands;         // rows from the header up to its bands; 0: it has none
    uint32_t nameless_max;  // columns without a heading that are passed over, and
    size_t nameless_ignore; // the ignore that says why
    // Headings in sp_heading_normal's form, beside the names they are made from.
    const struct sp_str *const *column_normals;
    const struct sp_str *const *ignore_normals;
};

/**
 * A profile from its YAML.
 *
 * @param path   stands in the profile
 * @param arena  receives all that the profile holds
 * @param out    set on SP_OK
 */
SP_MUST_USE enum sp_rc profile_parse(struct sp_str yaml, struct sp_str path,
                                     struct sp_arena *arena, struct sp_profile *out,
                                     struct sp_err *err);

/**
 * A value's or a heading's text in one form: trimmed, each run of blanks one space.
 * Borrows from `text` when it is so already; `data` is NULL when there was no memory.
 */
SP_MUST_USE struct sp_str profile_text_normal(struct sp_arena *arena, struct sp_str text);

/** A text without the quotes it stands in, or itself. Borrows. */
struct sp_str profile_text_unquoted(struct sp_str text);
/** A cell as the profile reads it: without its quotes where `unquote` says so. Borrows.
 */
struct sp_cell profile_cell_read(const struct sp_profile *profile,
                                 const struct sp_cell *cell);

/** Whether `text` is one of the list, letters alike whatever their case. */
bool profile_list_has(struct profile_list list, struct sp_str text);
/** The pair whose `from` is `text`, or NULL. */
const struct profile_pair *profile_pairs_find(struct profile_pairs pairs,
                                              struct sp_str text);

/**
 * profile_year.c: "9/30/09 1:05 PM" as "9/30/2009 1:05 PM" in `out`; false for any other
 * text.
 *
 * @param years_from  the first of the hundred years the two digits stand for
 */
enum { PROFILE_YEAR_TEXT_MAX = 32 };
bool profile_year_widen(struct sp_str text, uint32_t years_from,
                        char out[PROFILE_YEAR_TEXT_MAX], struct sp_str *out_text);

/**
 * profile_number.c: a number of a workbook as a person sees it, "2500.1" for
 * "2500.0999999999999"; in `out`, or `text` itself when nothing was hidden.
 */
enum { PROFILE_NUMBER_TEXT_MAX = 40 };
struct sp_str profile_number_shown(struct sp_str text, char out[PROFILE_NUMBER_TEXT_MAX]);

/**
 * profile_value.c: the moment of a DATE or NUMBER cell in a column of dates. In a column
 * whose rule `is_typed_alone` this is all there is to such a cell.
 *
 * @return false when it is unreadable
 */
bool profile_value_serial(enum sp_cell_kind kind, struct sp_str text, bool is_1904,
                          struct sp_moment *out_moment);

/**
 * A decimal number, with or without an exponent ("5.19E-2"), in millionths, the half away
 * from zero.
 *
 * @return false when it is none, or has more than twelve digits before the point
 */
bool profile_number_millionths(struct sp_str text, int64_t *out);

/** profile_codes.c: whether a file built in is a list of codes, and no profile. */
bool profile_is_codes(struct sp_str path);

/** Whether `part` stands in `text`, letters alike whatever their case. */
bool profile_text_contains(struct sp_str text, struct sp_str part);

#endif
