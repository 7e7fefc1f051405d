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
/** Have what is remembered of this row's cells brought near: it lies all over memory. */
void load_memo_expect(const struct load_memo *memo, const struct sp_row *row);
/** A cell of the match's column `column_index`, which must not be ignored, as the ledger
 * holds it. */
SP_MUST_USE enum sp_rc load_memo_value(struct load_memo *memo, uint32_t column_index,
                                       const struct sp_cell *cell,
                                       struct ledger_value *out_value,
                                       struct sp_err *err);
void load_memo_close(struct load_memo *memo);

#endif
