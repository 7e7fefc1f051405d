/*
 * Two releases of one ledger, compared: columns, codes, months, weeks and rows.
 *
 * Policy. Person ids do not link releases. Where those of two releases agree nonetheless
 * (two copies of one release), rows are followed by id and day; otherwise rows compare as
 * multisets by what they say, and an edited row shows as one gone and one added.
 * Everything is in the caller's arena and sorted. The numbers are for the holder of the
 * records: small ones are not withheld.
 */
#ifndef SALLYPORT_DIFF_H
#define SALLYPORT_DIFF_H

#include "sallyport/ledger.h"

/** A column that one release has and the other has not, or has under another heading. */
struct sp_diff_column {
    struct sp_str event;
    struct sp_str field;     // empty for a column that the profile ignores
    struct sp_str heading_a; // empty: none
    struct sp_str heading_b;
};

/** Rows of each release by a code, a month or a week. */
struct sp_diff_count {
    struct sp_str event;
    struct sp_str field; // of a code; empty for months and weeks
    struct sp_str label; // the code, "2017-09", or the Monday of the week
    uint64_t a;
    uint64_t b;
};

/** What became of the rows of the days that both cover; a = same + edited + gone, b =
 * same + edited + added. */
struct sp_diff_rows {
    struct sp_str event;
    int32_t day_first; // SP_DAY_NONE: no day in common, and all counts are 0
    int32_t day_last;
    uint64_t a;
    uint64_t b;
    uint64_t same;
    bool ids_agree; // rows were followed by id; edited is 0 and unknown otherwise
    uint64_t edited;
    uint64_t gone;
    uint64_t added;
    uint64_t ids_a; // different person ids on each side and on both, of all days
    uint64_t ids_b;
    uint64_t ids_both;
    size_t field_count; // compared
};

struct sp_diff {
    struct sp_diff_column *columns;
    size_t column_count;
    struct sp_diff_count
        *codes; // on one side alone, of fields that both have; the largest of each field
    size_t code_count;
    size_t codes_left_out; // beyond the largest
    struct sp_diff_count *months;
    size_t month_count;
    struct sp_diff_count *weeks;
    size_t week_count;
    struct sp_diff_rows *rows; // one for each kind of record that both hold
    size_t row_count;
};

/** @return SP_ERR_USAGE when a release is unknown, they are one, or hold no kind of
 * record in common */
SP_MUST_USE enum sp_rc sp_release_diff(struct sp_ledger *ledger, struct sp_str release_a,
                                       struct sp_str release_b, struct sp_arena *arena,
                                       struct sp_diff *out_diff, struct sp_err *err);

#endif
