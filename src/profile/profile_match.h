/* What matching a sheet (profile_match.c) and saying why none fits (profile_mismatch.c)
 * share. */
#ifndef PROFILE_MATCH_H
#define PROFILE_MATCH_H

#include "profile/profile_detail.h"

/* A row as a header, with or without the bands above it. */
struct profile_heads {
    const struct sp_row *row;
    size_t row_index;       // among the first rows of the sheet
    struct sp_str *texts;   // one for each cell up to the last one filled
    struct sp_str *normals; // of them; empty also for a text too long to be a heading
    uint32_t count;
    uint32_t filled_count;
};

enum { PROFILE_UNKNOWN = -1 };

/* How one profile meets one row. */
struct profile_fit {
    const struct sp_profile *profile;
    const struct profile_heads *heads;
    size_t known_count;
    size_t unknown_count;
    size_t twice_count;   // headings whose field has one already
    size_t missing_count; // columns, required or not
    size_t missing_required_count;
    bool says_marks; // the preamble says what the profile asks for
};

struct profile_search {
    const struct sp_profile_set *set;
    const struct sp_profile *only;
    // One for each row; [n] with the bands n rows above it, NULL where no profile asks
    // for that.
    struct profile_heads *heads[PROFILE_BANDS_MAX + 1];
    size_t heads_count;
    struct sp_arena *arena;
    struct sp_err *err;
};

/** A cell's text without blanks at its ends, empty for an empty cell. */
struct sp_str profile_cell_text(const struct sp_row *row, uint32_t index);

/** Whether a text stands in a row above the header. */
bool profile_preamble_says(const struct profile_search *search,
                           const struct profile_heads *header, struct sp_str text);

/** Index of the column that heading `index` stands for, or of its ignore counted on after
 * the columns, or PROFILE_UNKNOWN. */
int profile_place_of(const struct sp_profile *profile, const struct profile_heads *heads,
                     uint32_t index);

/**
 * For each column of the profile 1 + the first heading that stands for it, or 0; and how
 * many headings are known, unknown, and one too many.
 */
void profile_find_columns(const struct sp_profile *profile,
                          const struct profile_heads *heads,
                          uint32_t found[PROFILE_COLUMNS_MAX], struct profile_fit *fit);

/** The failure that no profile fits: what is missing, unknown and twice in the nearest
 * one. */
enum sp_rc profile_no_fit(const struct profile_search *search,
                          const struct profile_fit *nearest);

#endif
