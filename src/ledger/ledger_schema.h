/*
 * The ledger's tables, made from the canonical events of sallyport/schema.h.
 *
 *   source  one file            sheet   one sheet of it, with its profile and its receipt
 *   term    code → text         person  (release, id) → integer key
 *   arrest, detainer, …         one row a record; (sheet_id, row) is where it came from
 *   sheet_digest  what a sheet holds, in a few digits     finding   what the checks found
 *   overlap       rows that two sheets share              inclusion a person's word that one source
 *   set_aside     rows that count once, from another sheet          holds the rows of another
 *   arrest_link, … and views arrest_episode, stay, detainer_outcome, return: ledger_derived.h
 *
 * How a field of an event is stored, by type:
 *   text    field INTEGER                       a term code; "no value" has codes too, so it is never NULL
 *   date    field DATE, field_second INTEGER    second NULL: no time recorded
 *           field_none INTEGER                  NULL, or the term code of the "no value"
 *   whole   field BIGINT, field_none INTEGER
 *   money   field DECIMAL(18,2), field_none INTEGER
 *   person  field INTEGER, field_none INTEGER   a key of table person
 */
#ifndef LEDGER_SCHEMA_H
#define LEDGER_SCHEMA_H

#include "ledger/ledger_db.h"

enum { LEDGER_SCHEMA_VERSION = 3 };

/** Terms that stand in every ledger. */
enum {
    LEDGER_TERM_EMPTY = 0,
    LEDGER_TERM_NOT_IN_RELEASE = 1,
    LEDGER_TERM_NOT_APPLICABLE = 2,
    LEDGER_TERM_YES = 3, // of vocabulary yes_no, for what is derived
    LEDGER_TERM_NO = 4,
    LEDGER_TERM_FIRST_FREE = 5
};

/** Columns of the ledger's table that a field of this type takes: 1, 2 or 3. */
size_t ledger_column_count(enum sp_field_type type);

SP_MUST_USE enum sp_rc ledger_schema_make(struct sp_ledger *ledger, struct sp_err *err);
/** Refuses a file that is no ledger, or was made with another schema version or other fields. */
SP_MUST_USE enum sp_rc ledger_schema_check(struct sp_ledger *ledger, struct sp_err *err);

#endif
