/*
 * Which columns of a table are read, and the batch of them in hand: by field, as numbers.
 */
#ifndef LINK_PLAN_H
#define LINK_PLAN_H

#include "ledger/ledger_scan.h"
#include "link/link_label.h"

enum { LINK_PLAN_FIELDS_MAX = 256, LINK_PLAN_SQL_MAX = 1 << 16 };

struct link_plan {
    const struct sp_event *event;
    const struct link_labels *labels;
    size_t columns[LINK_PLAN_FIELDS_MAX]; // first column of each field; 0: not read
    bool reads_all;                       // also the `_none` columns
    struct ledger_scan scan;
    const int32_t *sheet_ids; // of the batch in hand
    const int64_t *rows;
};

/**
 * The SELECT of a table's sheet, row and fields; the caller adds the WHERE.
 *
 * @param fields  names, NULL at the end; NULL for every field
 */
void link_plan_select(struct link_plan *plan, const char *event,
                      const struct link_labels *labels, const char *const *fields,
                      struct sp_buf *sql);

/** The next batch: SP_OK, SP_END after the last. */
SP_MUST_USE enum sp_rc link_plan_next(struct link_plan *plan, struct sp_err *err);

static inline int64_t link_plan_record(const struct link_plan *plan, size_t row)
{
    return link_record_of(plan->labels, plan->sheet_ids[row], plan->rows[row]);
}

/** A field's column, looked up once a batch. */
struct link_column {
    const int32_t *narrow;
    const int64_t *wide;
    const uint64_t *valid;
    const int32_t *seconds; // of a date
    const uint64_t *seconds_valid;
};
struct link_column link_plan_column(const struct link_plan *plan, const char *field);

/** LINK_NONE without a value. */
static inline int64_t link_column_wide(const struct link_column *column, size_t row)
{
    return ledger_scan_has(column->valid, row) ? column->wide[row] : LINK_NONE;
}
/** INT32_MIN without a value. */
static inline int32_t link_column_narrow(const struct link_column *column, size_t row)
{
    return ledger_scan_has(column->valid, row) ? column->narrow[row] : INT32_MIN;
}
/** The moment of a date; LINK_NONE without one. */
static inline int64_t link_column_moment(const struct link_column *column, size_t row)
{
    if (!ledger_scan_has(column->valid, row)) return LINK_NONE;
    const int64_t second =
        ledger_scan_has(column->seconds_valid, row) ? column->seconds[row] : 0;
    return (int64_t)column->narrow[row] * LINK_DAY_SECONDS + second;
}
/** What stands behind the code of a text. */
static inline const struct link_label *link_column_label(const struct link_plan *plan,
                                                         const struct link_column *column,
                                                         size_t row)
{
    const int32_t code = column->narrow[row];
    SP_ASSERT(code >= 0 && (size_t)code < plan->labels->code_count);
    return &plan->labels->codes[code];
}

/**
 * For every row of the batch a digest of what it says, field by field (texts by their
 * label), and how many fields hold a value. The plan must read all.
 *
 * @param without  names of fields left out of the digest, NULL at the end
 */
void link_plan_digest(const struct link_plan *plan, const char *const *without,
                      uint64_t *out_digests, int16_t *out_filled);

#endif
