/* A ledger made from the texts of a few files, by profiles of the test's own. */
#ifndef SUPPORT_LOADED_H
#define SUPPORT_LOADED_H

#include "sallyport/load.h"

#include "support/fixture.h"
#include "support/support_profile.h"

struct support_loaded {
    struct sp_ledger *ledger;
    struct sp_arena arena;
    struct sp_profile_set *profiles;
};

/** @param name  of the ledger's file; @param yaml  one profile, borrowed */
void support_loaded_open(struct support_loaded *loaded, const char *yaml,
                         const char *name);
void support_loaded_close(struct support_loaded *loaded);

/** Add the bytes of one file. The receipt is in the arena. */
struct sp_receipt support_loaded_add(struct support_loaded *loaded, struct sp_str bytes,
                                     const char *release);
/** One query, one whole number. */
int64_t support_loaded_whole(struct support_loaded *loaded, const char *sql);
/** How many findings of a check a receipt holds. */
size_t support_loaded_findings(const struct sp_receipt *receipt, const char *check_id);

#endif
