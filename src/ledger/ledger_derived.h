/*
 * What linking stores, and the derived events as views over it.
 *
 *   arrest_link, stint_link,    a row for each record of that table: (sheet_id, row) is
 *     detainer_link             the record's
 *   stay_link                   a row a stay: (sheet_id, row) is its first stint,
 *                               (last_sheet_id, last_row) its last
 *   detainer_arrest             a row for each detainer of the 180 days before an arrest
 *   return_link                 a row for each spell at liberty: (sheet_id, row) is the
 *                               detainer, or the stay's last stint
 *   link_window                 what each release can show (rule WINDOW); has_ids: any of
 *                               its rows has a person id
 *   link_state                  'rules': the rules linked by; 'sheet_last': the last
 *                               sheet that was linked
 *
 * `shard` tells which rows to replace when records are added: 131,072 persons together,
 * or, below zero, the rows of one release that have no id. `kept_by` has a bit for each
 * rule by which the record counts (src/link/link_event.h). Names of outcomes, classes and
 * reasons are terms. Nothing here depends on the order in which files were added but for
 * shards and codes, which no view shows.
 */
#ifndef LEDGER_DERIVED_H
#define LEDGER_DERIVED_H

#include "ledger/ledger_db.h"

/** CREATE TABLE for all that linking stores. */
extern const char ledger_link_tables[];

/** CREATE VIEW under the event's own name, its columns as those of a table of records. */
void ledger_derived_view_sql(const struct sp_event *event, struct sp_buf *sql);

#endif
