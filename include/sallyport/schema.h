/*
 * The canonical records: which events there are, which fields each has, what each field means.
 *
 * Policy. One table (src/profile/profile_schema.c), from which the ledger's tables, the profiles'
 * check, the measures' dimensions and the data dictionary are all made. Everything here is
 * constant and may be used from any thread.
 */
#ifndef SALLYPORT_SCHEMA_H
#define SALLYPORT_SCHEMA_H

#include "sallyport/memory.h"

/** What a field holds. */
enum sp_field_type {
    SP_FIELD_TEXT,   // a code or text; kept exactly, printed as its canonical value
    SP_FIELD_DATE,   // a day, with the time of day where one was recorded
    SP_FIELD_WHOLE,  // a whole number
    SP_FIELD_MONEY,  // dollars and cents, kept in cents
    SP_FIELD_PERSON, // the release's pseudonymous person id; becomes an integer key, never printed
    SP_FIELD_DECIMAL, // an average, a share or a coordinate, kept in millionths; never a count
};

/** Law 3: these are different and stay different. The first is "there is a value". */
enum sp_none_kind {
    SP_NONE_VALUE = 0,
    SP_NONE_EMPTY,          // prints as [blank]
    SP_NONE_REDACTED,       // prints as [redacted (b)(7)(E)], with the exemption
    SP_NONE_UNREADABLE,     // something stands there that the field's type cannot hold: [unreadable]
    SP_NONE_NOT_APPLICABLE, // the record says there is none, such as "--" for operation: [not applicable]
    SP_NONE_NOT_IN_RELEASE, // this release has no such column: [not in release]
    SP_NONE_COUNT
};
/** "blank", "redacted", "unreadable", "not applicable", "not in release"; "value" for SP_NONE_VALUE. */
const char *sp_none_name(enum sp_none_kind kind);

/**
 * Law 4: what kind of place a field names, where the event took place or whom it was addressed to.
 * An event has at most one field of a kind; a country of citizenship, birth or departure is no such
 * place. A question finer than the record is an error.
 */
enum sp_place_kind {
    SP_PLACE_NONE, // the field is no place
    SP_PLACE_FACILITY,
    SP_PLACE_CITY,
    SP_PLACE_COUNTY,
    SP_PLACE_STATE,
    SP_PLACE_AOR, // area of responsibility of a field office; never a city
    SP_PLACE_NATION,
    SP_PLACE_KIND_COUNT
};
/** "facility", "city", "county", "state", "aor", "nation". */
const char *sp_place_kind_name(enum sp_place_kind kind);
/** @return false when `name` is no kind of place */
bool sp_place_kind_find(struct sp_str name, enum sp_place_kind *out_kind);

struct sp_field {
    const char *name;       // canonical, lower case with underscores: a column of the ledger
    enum sp_field_type type;
    const char *vocabulary; // text fields that share values share a vocabulary; NULL for other types
    enum sp_place_kind place;
    const char *meaning;    // one sentence for the data dictionary
};

struct sp_event {
    const char *name;       // singular: "arrest"; the ledger's table, or view when it is derived
    const char *plural;     // "arrests"; the ledger's view with the texts given back
    const char *date_field; // the field that places the event in time
    const char *meaning;
    const struct sp_field *fields;
    size_t field_count;
    bool is_of_places; // a line of a public list of places; no person stands in it, and an address is a place's
    const char *base;       // of a derived event: the event whose rows it stands on; NULL for what releases hold
    const char *base_too;   // a second one, or NULL
};

size_t sp_event_count(void);
const struct sp_event *sp_event_get(size_t event_index);
/** By singular or plural name; NULL when there is none. */
const struct sp_event *sp_event_find(struct sp_str name);
/** NULL when the event has no such field. `out_index` may be NULL. */
const struct sp_field *sp_event_field(const struct sp_event *event, struct sp_str name,
                                      size_t *out_index);

#endif
