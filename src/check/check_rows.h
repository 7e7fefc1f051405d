/*
 * Rows compared by what they say: the SQL of a row's digest over the fields that two sets
 * of sheets both hold.
 *
 * Texts compare by their label, whatever their spelling; days without their time, which
 * one release may have dropped; "no values" by their label. The digest is DuckDB's 64-bit
 * hash: it serves one query and is never stored.
 */
#ifndef CHECK_ROWS_H
#define CHECK_ROWS_H

#include "ledger/ledger_db.h"

enum { CHECK_FIELDS_MAX = 256, CHECK_SQL_MAX = 1 << 20 };

/** Sheets of one kind of record. */
struct check_set {
    const int32_t *sheet_ids;
    size_t sheet_count;
};

/** What rows of one kind of record are compared by: the date, and some of the other
 * fields. */
struct check_key {
    const struct sp_event *event;
    bool uses[CHECK_FIELDS_MAX];
    size_t count;
    bool ids_as_text; // person ids by their text, so that they compare across releases
};

/**
 * The fields that both sets hold in some row and spell alike; none (count 0) unless the
 * date is among them.
 *
 * @param with_person  also the person id
 * @param where        NULL, or the rows to look at, as SQL: enough of them to tell
 */
SP_MUST_USE enum sp_rc
check_key_make(struct sp_ledger *ledger, const struct sp_event *event,
               const struct check_set *a, const struct check_set *b, bool with_person,
               const char *where, struct check_key *out_key, struct sp_err *err);

/** Fields that some sheet of each set has a column for; `out_held` has CHECK_FIELDS_MAX
 * places, all false. */
SP_MUST_USE enum sp_rc check_columns_find(struct sp_ledger *ledger,
                                          const struct sp_event *event,
                                          const struct check_set *a,
                                          const struct check_set *b, bool *out_held,
                                          struct sp_err *err);

/** "canon AS (…)": the list of codes that stand for each code's label. For the head of a
 * query. */
void check_canon_sql(struct sp_buf *sql);
/** "hash(…)" over table e and list canon; with person ids as text also over table p. */
void check_key_sql(const struct check_key *key, struct sp_buf *sql);
/** The same over other fields of the key: only those that `uses` names. */
void check_hash_sql(const struct check_key *key, const bool *uses, struct sp_buf *sql);
/** "(1, 2, 3)". */
void check_set_sql(const struct check_set *set, struct sp_buf *sql);
/** "prepare_date, facility and 4 more". */
void check_key_names(const struct check_key *key, size_t max, struct sp_buf *out);

#endif
