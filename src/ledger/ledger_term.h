/*
 * Terms: every text that a record holds, stored once and known by a small code.
 *
 * A term is (vocabulary, raw text, kind of "no value", label). The raw text is the cell's, exactly;
 * the label is what is printed and grouped by: the canonical value, or [blank],
 * [redacted (b)(7)(E)], … So two spellings of one value have two codes and one label, and
 * nothing of what the release wrote is lost.
 */
#ifndef LEDGER_TERM_H
#define LEDGER_TERM_H

#include "ledger/ledger_schema.h"
#include "sallyport/profile.h"

struct ledger_terms {
    struct sp_intern terms;    // code - LEDGER_TERM_FIRST_FREE by term
    struct sp_intern persons;  // key by release and id
    uint32_t term_stored;      // how many of `terms` are in the ledger
    uint32_t person_stored;
    struct sp_buf key;         // scratch
    struct sp_buf label;       // scratch
};

/** Load what the ledger has. */
SP_MUST_USE enum sp_rc ledger_terms_open(struct sp_ledger *ledger, struct ledger_terms *out_terms,
                                         struct sp_err *err);
/** The code of a harmonised text or of a "no value" of a field. */
SP_MUST_USE enum sp_rc ledger_term_put(struct ledger_terms *terms, const struct sp_field *field,
                                       const struct sp_value *value, int32_t *out_code,
                                       struct sp_err *err);
SP_MUST_USE enum sp_rc ledger_person_put(struct ledger_terms *terms, struct sp_str release,
                                         struct sp_str id, int32_t *out_key, struct sp_err *err);
/** Write the terms and persons that are new. Inside the caller's transaction. */
SP_MUST_USE enum sp_rc ledger_terms_store(struct sp_ledger *ledger, struct ledger_terms *terms,
                                          struct sp_err *err);
void ledger_terms_release(struct ledger_terms *terms);

#endif
