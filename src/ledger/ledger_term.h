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

/** What a value is in a row of the ledger: numbers and codes, no text. */
struct ledger_value {
    int64_t number; // TEXT: code; PERSON: key; DATE: day; WHOLE: the number; MONEY: cents
    int32_t second; // DATE: seconds after midnight, or LEDGER_NO_TIME
    int32_t none;   // the code of the "no value", or LEDGER_HAS_VALUE. Not for TEXT, whose code says both.
};
enum { LEDGER_HAS_VALUE = -1, LEDGER_NO_TIME = -1 };

/** A date as the ledger holds it. */
static inline struct ledger_value ledger_value_of_moment(struct sp_moment moment)
{
    return (struct ledger_value){.number = moment.day,
                                 .second = moment.has_time ? moment.second : LEDGER_NO_TIME,
                                 .none = LEDGER_HAS_VALUE};
}

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
/**
 * A harmonised value as the ledger holds it. Texts, ids and "no values" that are new get the next code.
 *
 * @param release  whose ids these are; for PERSON alone
 */
SP_MUST_USE enum sp_rc ledger_value_make(struct ledger_terms *terms, struct sp_str release,
                                         const struct sp_field *field, const struct sp_value *value,
                                         struct ledger_value *out_value, struct sp_err *err);
/** Write the terms and persons that are new. Inside the caller's transaction. */
SP_MUST_USE enum sp_rc ledger_terms_store(struct sp_ledger *ledger, struct ledger_terms *terms,
                                          struct sp_err *err);
/** What a term from LEDGER_TERM_FIRST_FREE on stands for. Borrowed from the terms. */
void ledger_term_label(const struct ledger_terms *terms, int32_t code, enum sp_none_kind *out_none,
                       struct sp_str *out_label);
/** The release's own id behind a person key. Borrowed from the terms; never to be printed. */
struct sp_str ledger_person_id(const struct ledger_terms *terms, int64_t key);
void ledger_terms_release(struct ledger_terms *terms);

/**
 * The codes of values that no release wrote but linking gives; made where there are none. Inside the caller's
 * transaction, and not while a `struct ledger_terms` is open.
 */
SP_MUST_USE enum sp_rc ledger_terms_need(struct sp_ledger *ledger, const char *vocabulary, const char *const *labels,
                                         size_t label_count, int32_t *out_codes, struct sp_err *err);

#endif
