/*
 * What a profile holds beyond its public face, and the steps that build and use it:
 *
 *   YAML text ─ profile_yaml.c ─▶ tree ─ profile_parse.c ─▶ struct sp_profile ─
 * profile_set.c ─▶ set rows of a sheet ─ profile_match.c ─▶ struct sp_match a cell ─
 * profile_value.c ─▶ struct sp_value
 *
 * Beside them, profile_file.c says what a file's name and a sheet's place tell, and
 * profile_codes.c holds the lists of codes.
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

/* A form of dates beside those of enum sp_date_form: 9/30/09, of the years 2000 to 2099.
 */
enum { PROFILE_DATE_MDY2 = SP_DATE_FORM_COUNT, PROFILE_DATE_FORM_COUNT };

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
};

/* What is read from a file's name and a sheet's place, because no cell says it. */
struct profile_file_rule {
    unsigned day_forms; // bit (1 << enum profile_day_form); 0: no day is looked for
    struct profile_pairs instead; // part of a file's name, and the day it has in truth
    unsigned data_sheets;         // bit (1 << index); 0: every sheet is data
    struct sp_str other_sheets_why;
};

struct sp_profile_detail {
    struct profile_list marks;          // each stands in the preamble of this release
    struct profile_pairs release_marks; // text in the preamble, and the release it gives
    struct profile_pairs redactions;  // extra spellings, and the exemption (may be empty)
    const struct profile_rule *rules; // one for each column
    struct profile_file_rule file;
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

/** Whether `text` is one of the list, letters alike whatever their case. */
bool profile_list_has(struct profile_list list, struct sp_str text);
/** The pair whose `from` is `text`, or NULL. */
const struct profile_pair *profile_pairs_find(struct profile_pairs pairs,
                                              struct sp_str text);

/** profile_year.c: "9/30/09 1:05 PM" as "9/30/2009 1:05 PM" in `out`; false for any other
 * text. */
enum { PROFILE_YEAR_TEXT_MAX = 32 };
bool profile_year_widen(struct sp_str text, char out[PROFILE_YEAR_TEXT_MAX],
                        struct sp_str *out_text);

/** profile_codes.c: whether a file built in is a list of codes, and no profile. */
bool profile_is_codes(struct sp_str path);

/** Whether `part` stands in `text`, letters alike whatever their case. */
bool profile_text_contains(struct sp_str text, struct sp_str part);

#endif
