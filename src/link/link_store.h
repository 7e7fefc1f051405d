/*
 * What the kernel found, into the ledger: numbers of records back to (sheet, row),
 * enumerations to terms.
 */
#ifndef LINK_STORE_H
#define LINK_STORE_H

#include "link/link_shard.h"
#include "link/link_term.h"

/** Take out the rows of the stale shards. */
SP_MUST_USE enum sp_rc link_store_forget(struct sp_ledger *ledger,
                                         const struct link_shards *shards,
                                         struct sp_err *err);
/** Append the results of one range, in order. */
SP_MUST_USE enum sp_rc
link_store_put(struct sp_ledger *ledger, const struct link_labels *labels,
               const struct link_terms *terms, const struct link_input *input,
               const struct link_output *output, struct sp_err *err);

#endif
