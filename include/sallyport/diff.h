/*
 * Two releases of one ledger, compared: columns, codes, months, weeks, rows, the fields
 * of edited rows, and lists of agreements line by line.
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
    size_t field_count;      // compared
    uint64_t edited_several; // of the edited: one of several of that id and day
};

/**
 * In how many edited rows a field differs, and how. Rows of one id and day that are not
 * equal are paired so that the fewest fields differ, the earlier rows first among equals.
 */
struct sp_diff_field {
    struct sp_str event;
    struct sp_str field;
    bool is_compared; // rows are the same or not by it too; false: it is spelled anew, or
                      // without any value on one side
    uint64_t edited;  // rows of this kind of record that were edited
    uint64_t differs; // the sum of `changes`
    uint64_t changes[SP_NONE_COUNT]
                    [SP_NONE_COUNT]; // from, to; value to value: another one
};

/** What became of a line of a list of agreements. */
enum sp_diff_agreement_kind {
    SP_DIFF_AGREEMENT_SAME,
    SP_DIFF_AGREEMENT_SIGNED,  // another day of signing
    SP_DIFF_AGREEMENT_SPELLED, // the agency is spelled differently, the day perhaps too
    SP_DIFF_AGREEMENT_TYPE,    // another support type, the same day
    SP_DIFF_AGREEMENT_STATE,   // another state, the same type and day
    SP_DIFF_AGREEMENT_GONE,
    SP_DIFF_AGREEMENT_ADDED,
    SP_DIFF_AGREEMENT_KIND_COUNT
};
/** "same", "signed date", "spelling", "support type", "state", "gone", "added". */
const char *sp_diff_agreement_name(enum sp_diff_agreement_kind kind);

/** A line of a list: texts as harmonised, "no values" by their label. Empty where the
 * other list alone has the agreement. */
struct sp_diff_line {
    struct sp_str state;
    struct sp_str agency;
    struct sp_str support_type;
    struct sp_str signed_date; // "2025-06-12", or "[blank]"
};

struct sp_diff_agreement {
    enum sp_diff_agreement_kind kind; // never SAME
    struct sp_diff_line a;
    struct sp_diff_line b;
};

/** Lines of a state and support type: a = same + signed + spelled + to_other + gone, b =
 * same + signed + spelled + from_other + added. */
struct sp_diff_agreement_count {
    struct sp_str state; // empty: all states
    struct sp_str support_type;
    uint64_t a;
    uint64_t b;
    uint64_t same;
    uint64_t signed_date;
    uint64_t spelled;
    uint64_t to_other; // of A, under another state or support type in B
    uint64_t from_other;
    uint64_t gone;
    uint64_t added;
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
    struct sp_diff_field
        *fields; // of events with edited rows: each field that both hold,
                 // but for the id and the day; the most changed first
    size_t field_count;
    // Two lists of agreements, which name agencies and no persons:
    bool has_agreements;
    bool agreement_days;                  // both give the day of signing
    struct sp_diff_agreement *agreements; // by state, support type and agency
    size_t agreement_count;
    struct sp_diff_agreement_count *agreement_counts; // all states first
    size_t agreement_count_count;
    uint64_t agreements_twice[2]; // lines of A and B that stand there once more
};

/** @return SP_ERR_USAGE when a release is unknown, they are one, or hold no kind of
 * record in common */
SP_MUST_USE enum sp_rc sp_release_diff(struct sp_ledger *ledger, struct sp_str release_a,
                                       struct sp_str release_b, struct sp_arena *arena,
                                       struct sp_diff *out_diff, struct sp_err *err);

#endif
