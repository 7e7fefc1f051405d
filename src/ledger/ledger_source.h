/* Sources, sheets, refused rows and what each column became: writing them, and reading them back. */
#ifndef LEDGER_SOURCE_H
#define LEDGER_SOURCE_H

#include "ledger/ledger_db.h"
#include "sallyport/profile.h"

/** Whether a file with this hash is in the ledger. */
SP_MUST_USE enum sp_rc ledger_source_find(struct sp_ledger *ledger, struct sp_str sha256, bool *out_found,
                                          struct sp_err *err);
/** One more than the highest id in a table of ids ("source", "sheet"). */
SP_MUST_USE enum sp_rc ledger_next_id(struct sp_ledger *ledger, const char *table, int32_t *out_id,
                                      struct sp_err *err);
SP_MUST_USE enum sp_rc ledger_source_put(struct sp_ledger *ledger, int32_t source_id, struct sp_str sha256,
                                         struct sp_str file, uint64_t size, struct sp_err *err);
/** The receipt of a sheet, after its rows. Checks that read = kept + refused, and kept = rows stored. */
SP_MUST_USE enum sp_rc ledger_sheet_put(struct sp_ledger *ledger, int32_t source_id,
                                        const struct sp_source *sheet, const struct sp_match *match,
                                        enum sp_sheet_visibility visibility, struct sp_err *err);
SP_MUST_USE enum sp_rc ledger_refusal_put(struct sp_ledger *ledger, const struct sp_refusal *refusal,
                                          struct sp_err *err);

#endif
