/*
 * Profiles: what a release's table looks like, as data.
 *
 * A profile is a YAML file (profiles/<agency>/<release>/<table>.yaml) that says how to recognise a
 * sheet, where its header is, which column is which canonical field, how values are spelled when
 * they are redacted or absent, and which columns are ignored and why. Columns are matched by name,
 * never by position; names compare without case, with runs of blanks and underscores as one blank.
 * An unknown column is refused: a release that gains a column must be looked at by a person.
 *
 * Policy. Profiles are constant once loaded and may be read from several threads. A set owns its
 * profiles. Errors name the YAML file, line and column.
 */
#ifndef SALLYPORT_PROFILE_H
#define SALLYPORT_PROFILE_H

#include "sallyport/schema.h"
#include "sallyport/sheet.h"

struct sp_profile_set;

/** How one column of a profile is read. */
struct sp_profile_column {
    const struct sp_field *field;  // never NULL
    size_t field_index;            // in the event's fields
    const struct sp_str *names;    // headings accepted, the first one is the release's own
    size_t name_count;
    bool required;                 // the sheet is not this table without it
    bool filled;                   // a row with nothing in it is a note or a total, and no record
    bool withheld;                 // the release redacts it throughout: no value of it is ever kept
    unsigned date_forms;           // bit (1 << enum sp_date_form) for each text form accepted
};

struct sp_profile_ignore {
    const struct sp_str *names; // none: of columns without a heading
    size_t name_count;
    struct sp_str why;
    bool withheld; // it would tell who a person is; the release redacts it throughout
};

struct sp_profile {
    struct sp_str id;              // "ice-2019-icfo-53623-arrests"
    struct sp_str path;            // "ice/2019-icfo-53623/arrests.yaml"
    uint32_t version;
    struct sp_str sha256;          // of the YAML's bytes
    struct sp_str yaml;            // the bytes themselves
    struct sp_str release;         // unless a release mark in the preamble says otherwise
    struct sp_str source;          // where the facts in it come from
    const struct sp_event *event;
    struct sp_str undated;         // why no column holds the event's date; empty when one does
    const struct sp_profile_column *columns;
    size_t column_count;
    const struct sp_profile_ignore *ignores;
    size_t ignore_count;
    const struct sp_profile_detail *detail; // spellings, rules of values and files: for this folder alone
};

/**
 * The profiles built into the program, and those in `extra_dir` (NULL: none), which win over
 * built-in ones of the same id.
 */
SP_MUST_USE enum sp_rc sp_profile_set_open(const char *extra_dir, struct sp_profile_set **out_set,
                                           struct sp_err *err);
void sp_profile_set_close(struct sp_profile_set *set);
/** Sorted by id. Borrowed from the set. */
size_t sp_profile_set_count(const struct sp_profile_set *set);
const struct sp_profile *sp_profile_set_get(const struct sp_profile_set *set, size_t index);
/** Parse one profile text; `name` stands in errors. For tests and fuzzing. Adds it to `set`. */
SP_MUST_USE enum sp_rc sp_profile_set_add(struct sp_profile_set *set, const char *name,
                                          struct sp_str yaml, struct sp_err *err);
/** An empty set. */
SP_MUST_USE enum sp_rc sp_profile_set_new(struct sp_profile_set **out_set, struct sp_err *err);

/** What a sheet turned out to be. */
struct sp_match {
    const struct sp_profile *profile;
    struct sp_str release;       // borrowed from the profile, or in the arena
    bool release_is_of_file;     // no cell says it: a day in the file's name does
    uint64_t header_row;         // as Excel shows it
    uint32_t column_count;       // columns in the header row, trailing empty headings dropped
                                 // unless the profile passes over such columns
    struct sp_match_column *columns; // one for each column of the sheet, in the arena
};
struct sp_match_column {
    struct sp_str heading; // as in the sheet, "BAND / HEADING" where the header has bands; in the arena
    const struct sp_profile_column *column; // NULL: ignored
    const struct sp_profile_ignore *ignore; // NULL: mapped
};

/** How many rows from the top are looked at for a header. */
enum { SP_PROFILE_HEADER_ROWS_MAX = 40 };

/**
 * Recognise a sheet from its first rows.
 *
 * A profile fits when every heading is one it knows, none it requires is missing, and the rows above
 * the header say what its `preamble` asks for. Of several that fit, the one whose preamble asks for
 * more is meant, then the one with fewer of its columns missing.
 *
 * @param only  NULL, or the id of the one profile to consider (--profile), whose `preamble` need then
 *              not stand there; SP_ERR_USAGE when there is none of that id
 * @param rows  the sheet's first rows, at most SP_PROFILE_HEADER_ROWS_MAX, fewer when it is shorter
 * @return SP_END when the rows hold no cell at all (an empty sheet). SP_ERR_INPUT when no profile
 *         fits (the message names the nearest one, the columns missing and unknown, and for an
 *         unknown column the nearest known name), when two fit equally, when a heading stands twice
 *         for one field, or when a column is unknown.
 */
SP_MUST_USE enum sp_rc sp_profile_match(const struct sp_profile_set *set, const char *only,
                                        const struct sp_row *rows, size_t row_count,
                                        struct sp_arena *arena, struct sp_match *out_match,
                                        struct sp_err *err);

/**
 * Name the release of a match after the day in its file's name, where the profile asks for that
 * (`file_days`): a list that is published anew on other days says in no cell which day's it is, and
 * copies of several days must not be added up. Does nothing for other profiles. Not to be called when
 * the user has named the release.
 *
 * @param file_name  without its folder
 * @return SP_ERR_INPUT when the name has no day, or two
 */
SP_MUST_USE enum sp_rc sp_match_name_by_file(struct sp_match *match, struct sp_str file_name,
                                             struct sp_arena *arena, struct sp_err *err);

/** What a sheet is in a workbook of which a profile is the profile. */
enum sp_sheet_role {
    SP_SHEET_DATA,        // records; so is every sheet where the profile says nothing of sheets
    SP_SHEET_PASSED_OVER, // no data, such as a page of notes before the records
    SP_SHEET_UNLISTED,    // the profile lists its sheets and this is none of them: a person must look
};
/**
 * @param sheet_index  from 0, in the workbook's order
 * @param sheet_name   as stored; blanks at its ends do not count
 * @param out_why      of a sheet passed over the reason, else empty; borrowed from the profile
 */
enum sp_sheet_role sp_profile_sheet_role(const struct sp_profile *profile, size_t sheet_index,
                                         struct sp_str sheet_name, struct sp_str *out_why);

/** One cell, harmonised. */
struct sp_value {
    enum sp_none_kind none;
    struct sp_str text;      // TEXT, PERSON: the canonical value; for a redaction its exemption, "(b)(7)(E)"
    struct sp_str raw;       // the cell's own text; empty in a column withheld throughout
    struct sp_moment moment; // DATE
    int64_t number;          // WHOLE: the number; MONEY: cents
};

/**
 * Harmonise a cell: which kind of "no value" it is, or its typed value.
 *
 * Never fails on content: what the type cannot hold becomes SP_NONE_UNREADABLE with its raw text.
 * Texts are borrowed from the cell or the profile, or placed in `arena`.
 *
 * @return SP_OK, or SP_ERR_MEMORY
 */
SP_MUST_USE enum sp_rc sp_profile_value(const struct sp_profile *profile,
                                        const struct sp_profile_column *column,
                                        const struct sp_cell *cell, bool is_1904,
                                        struct sp_arena *arena, struct sp_value *out_value);

/**
 * The exemptions in a redaction's spelling, in one form: "b(6), b(7)C", "(B)(6);(B)(7)(C) " and
 * "(b)(6)(b)(7)(c)" all give "(b)(6), (b)(7)(C)"; "(B)(7)(E) " gives "(b)(7)(E)".
 *
 * The whole text must be a redaction: a facility's name may hold "(b)". Each exemption is given
 * once, in the order of their numbers.
 *
 * @param out  ended by NUL; SP_REDACTION_TEXT_MAX bytes are always enough
 * @return false when the text is no redaction, or does not fit
 */
enum { SP_REDACTION_TEXT_MAX = 704 };
bool sp_redaction_parse(struct sp_str text, char *out, size_t out_size);

/** Headings compared: lower case, blanks and underscores as one blank, trimmed. In the arena. */
SP_MUST_USE struct sp_str sp_heading_normal(struct sp_arena *arena, struct sp_str heading);

#endif
