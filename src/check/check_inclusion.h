/* What declaring sources and setting rows aside have in common. */
#ifndef CHECK_INCLUSION_H
#define CHECK_INCLUSION_H

#include "ledger/ledger_db.h"
#include "sallyport/check.h"

/** Whether a declaration that says `name` means this sheet: by its release, or by its
 * file. */
bool check_is_named(const struct sp_source *sheet, struct sp_str name);

/** The declarations, sorted; without counts. In the arena. */
SP_MUST_USE enum sp_rc check_inclusions_read(struct sp_ledger *ledger,
                                             struct sp_arena *arena,
                                             struct sp_inclusion **out_inclusions,
                                             size_t *out_count, struct sp_err *err);
/** Add up what a declaration set aside, and the rows without an equal, over all kinds of
 * record. */
SP_MUST_USE enum sp_rc check_inclusion_count(struct sp_ledger *ledger,
                                             const struct sp_source *sheets,
                                             size_t sheet_count,
                                             struct sp_inclusion *inclusion,
                                             struct sp_arena *arena, struct sp_err *err);

#endif
