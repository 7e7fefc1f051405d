/*
 * What a sheet holds, in a few digits, so that the same content under another name is seen.
 *
 *   cells    every cell below the header, in order: kind, place in its row, bytes
 *   row_set  every harmonised row, in any order: equal for the same records in another order or file
 *            format. Texts by their label, person ids by their text.
 *
 * Two lanes of 64 bits each. They tell copies apart from accidents; they are no defence against somebody who
 * forges a file, for which each file has its SHA-256.
 */
#ifndef LOAD_DIGEST_H
#define LOAD_DIGEST_H

#include "ledger/ledger_term.h"
#include "sallyport/sheet.h"

/* Digests of texts by the code that stands for them; 0 where not yet asked for. */
struct load_digest_known {
    uint64_t *items; // owned
    size_t capacity;
};

struct load_digest {
    uint64_t cells[2];
    uint64_t row_set[2];
    const struct sp_event *event; // borrowed, as the next two
    const bool *is_held;
    const struct ledger_terms *terms;
    struct load_digest_known labels;  // by a term's code
    struct load_digest_known persons; // by a person's key
};

void load_digest_init(struct load_digest *digest, const struct sp_event *event, const bool *is_held,
                      const struct ledger_terms *terms);
/** A row below the header that holds a value, kept or refused. */
void load_digest_cells(struct load_digest *digest, const struct sp_row *row);
/** A row that is kept. @param values  one for each field of the event */
SP_MUST_USE enum sp_rc load_digest_row(struct load_digest *digest, const struct ledger_value *values,
                                       struct sp_err *err);
/** Write both, as hexadecimal digits. */
SP_MUST_USE enum sp_rc load_digest_store(const struct load_digest *digest, struct sp_ledger *ledger,
                                         int32_t sheet_id, struct sp_err *err);
void load_digest_release(struct load_digest *digest);

#endif
