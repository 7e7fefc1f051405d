/*
 * The rows of one query as columns of numbers, one batch after the other, while the
 * database reads ahead: for those who read millions of rows and want none of them as a
 * whole.
 *
 * While a scan is open no other statement may run on the ledger.
 */
#ifndef LEDGER_SCAN_H
#define LEDGER_SCAN_H

#include "ledger/ledger_db.h"

enum { LEDGER_SCAN_ROWS_MAX = 2048 }; // in a batch

struct ledger_scan {
    duckdb_prepared_statement statement;
    duckdb_result result;
    duckdb_data_chunk chunk;
    size_t row_count; // of the batch in hand
    bool is_open;
};

SP_MUST_USE enum sp_rc ledger_scan_open(struct sp_ledger *ledger, const char *sql,
                                        const struct ledger_param *params,
                                        size_t param_count, struct ledger_scan *out_scan,
                                        struct sp_err *err);
/** SP_OK with at least one row, SP_END after the last. */
SP_MUST_USE enum sp_rc ledger_scan_next(struct ledger_scan *scan, struct sp_err *err);

/* Columns of the batch in hand: borrowed until the next one. Where a row has no value,
 * what stands there means nothing. */

/** INTEGER and DATE (days since 1970-01-01). */
const int32_t *ledger_scan_int32(const struct ledger_scan *scan, size_t column);
/** BIGINT and DECIMAL(18,2) (cents). */
const int64_t *ledger_scan_int64(const struct ledger_scan *scan, size_t column);
/** A bit for each row, for ledger_scan_has; NULL when every row has a value. */
const uint64_t *ledger_scan_valid(const struct ledger_scan *scan, size_t column);
static inline bool ledger_scan_has(const uint64_t *valid, size_t row)
{
    return !valid || (valid[row / 64] >> row % 64 & 1);
}

void ledger_scan_close(struct ledger_scan *scan);

#endif
