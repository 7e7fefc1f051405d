/*
 * The memory of one sheet: what a text became the first time, so that it need not be
 * harmonised again.
 *
 * A release of a million rows holds a few thousand texts. The outcome of a cell depends
 * on its column, its kind and its bytes alone (and on the book's date system, the same
 * for a whole sheet), so equal cells of a column have equal outcomes: what is remembered
 * is what sp_profile_value would say.
 */
#ifndef LOAD_MEMO_H
#define LOAD_MEMO_H

#include "ledger/ledger_term.h"
#include "sallyport/profile.h"

struct load_memo;

/**
 * @param match    borrowed, with the profile behind it
 * @param terms    borrowed; gets what is new, in the order of first sight
 * @param release  borrowed; whose ids the sheet holds
 * @param out_memo owned
 */
SP_MUST_USE enum sp_rc load_memo_open(const struct sp_match *match,
                                      struct ledger_terms *terms, struct sp_str release,
                                      bool is_1904, struct load_memo **out_memo,
                                      struct sp_err *err);
/**
 * A row below the header, as the ledger holds it.
 *
 * @param values  by field of the event; set for the columns that are not ignored
 */
SP_MUST_USE enum sp_rc load_memo_row(struct load_memo *memo, const struct sp_row *row,
                                     struct ledger_value *values, struct sp_err *err);
/**
 * How many values so far were not kept, because they would tell who a person is.
 *
 * @param counts  by column of the match; set for those that are not ignored
 */
void load_memo_unkept(const struct load_memo *memo, uint64_t *counts);
void load_memo_close(struct load_memo *memo);

#endif
