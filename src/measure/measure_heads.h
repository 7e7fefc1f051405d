/*
 * Heads: who is counted on a day, by each rule of head counts (spec/pop.sql).
 *
 *   stints ── the days on which a row counts ── a row for each of them that is asked for
 *                                               └─ head: what is counted once
 *
 * The rest of a count is as for records: filters, fields, unknown, references. But heads
 * of different days are never added up, and where heads are persons the parts of a day
 * may be more than the whole.
 */
#ifndef MEASURE_HEADS_H
#define MEASURE_HEADS_H

#include "measure/measure_proof.h"

enum { MEASURE_HEADS_DAYS_MAX = 20 * 366 };

/** Refuse a question about heads that names no day, or several without counting them
 * apart. */
SP_MUST_USE enum sp_rc measure_heads_check(const struct sp_query *query,
                                           struct sp_err *err);
/** Whether the query counts several days apart, so that there is no total. */
bool measure_heads_is_series(const struct sp_query *query);
/** Whether the query counts heads that are persons by its rule; else it counts rows. */
bool measure_heads_is_persons(const struct sp_query *query);

/**
 * "(SELECT …)", in place of the event's table: a row for each day asked for on which a
 * stint counts, with the stint's columns, `counted`, the day, and `head`.
 */
void measure_heads_sql(const struct sp_query *query, struct sp_buf *sql);

/** What each release shows of these days: notes, or SP_ERR_USAGE for a day that no
 * release reaches. */
SP_MUST_USE enum sp_rc measure_heads_coverage(struct sp_ledger *ledger,
                                              const struct sp_query *query,
                                              struct sp_arena *arena,
                                              struct measure_ground *ground,
                                              struct sp_err *err);
/** Notes on what the number is made of: rows without an id or a book-in, parts that do
 * not add up. */
SP_MUST_USE enum sp_rc
measure_heads_notes(struct sp_ledger *ledger, struct measure_sql *sql,
                    const struct sp_query *query, struct sp_arena *arena,
                    struct measure_ground *ground, struct sp_err *err);

#endif
