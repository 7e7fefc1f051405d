/*
 * Codes of a field by week, and where some of them give way to others: the counting,
 * apart from the ledger.
 */
#ifndef CHECK_WITHIN_H
#define CHECK_WITHIN_H

#include "base/base.h"
#include "check/check_facts.h"

/* Rows of a code in a week. */
struct check_within_cell {
    int64_t week;
    int64_t rows;
};

struct check_within_code {
    struct sp_str label;
    size_t first; // its cells, by week
    size_t count;
    int64_t last_week; // the last one with rows enough; -1: none
    int64_t before;    // rows in the windows being looked at
    int64_t after;
    bool is_told;
};

struct check_within_codes {
    struct check_within_code codes[CHECK_RECODED_LABELS_MAX];
    size_t count;
    struct check_within_cell *cells; // room doubles
    size_t cell_count;
    size_t cell_capacity;
    bool are_too_many; // to be of a small vocabulary
};

/* One change of a field: which codes end, and which take their place. */
struct check_within_change {
    int64_t last_week;
    int64_t before; // rows with any value
    int64_t after;
    int64_t ended_before; // rows of those that end
    bool ends[CHECK_RECODED_LABELS_MAX];
    bool takes[CHECK_RECODED_LABELS_MAX];
};

/** Whether codes end in a week (or the one before) and others take their place. Sets the
 * codes' rows in the windows about it; `out_change` is of use when it is so. */
bool check_within_find(struct check_within_codes *codes, int64_t last_week,
                       struct check_within_change *out_change);

#endif
