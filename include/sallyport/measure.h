/*
 * Measures: named counts over the ledger, and figures that carry their proof.
 *
 * Policy. Every number leaves here as a `struct sp_figure`: a value with the query that gave it,
 * written as a reference that any holder of the same ledger can run again (`sallyport explain`).
 * A figure cannot be built outside this folder. Results are in the caller's arena, sorted by byte
 * order of their labels, and do not depend on threads, clock or locale.
 *
 * What a count refuses to do: add up releases whose periods overlap (no id links two releases, so
 * the same event may be in both), compare with a value that no record holds, or group by a field
 * the event does not have.
 */
#ifndef SALLYPORT_MEASURE_H
#define SALLYPORT_MEASURE_H

#include "sallyport/ledger.h"

/** A published way to count, with where it comes from. */
struct sp_rule {
    const char *id;      // "ROWS"
    uint32_t version;
    const char *text;    // what it does, with its parameters
    const char *reason;
    const char *source;
};
const struct sp_rule *sp_rule_find(struct sp_str id);
size_t sp_rule_count(void);
const struct sp_rule *sp_rule_get(size_t rule_index);

struct sp_measure {
    const char *name;       // "arrests"
    const char *event;      // "arrest"
    const char *unit;       // "arrest records"
    const char *definition;
    const char *caution;    // what it is not
    const char *rules;      // ids, comma between
};
size_t sp_measure_count_all(void);
const struct sp_measure *sp_measure_get(size_t measure_index);
const struct sp_measure *sp_measure_find(struct sp_str name);

enum { SP_QUERY_DIMS_MAX = 6, SP_QUERY_FILTERS_MAX = 16, SP_FILTER_VALUES_MAX = 64 };

/**
 * FIELD=VALUE, FIELD!=VALUE or FIELD~=VALUE; several values between '|' mean any of them. `!=` is
 * everything else, records without a value included; `~=` is the value, or unknown, so perhaps the
 * value.
 */
struct sp_filter {
    struct sp_str field;
    bool negated;    // !=
    bool or_unknown; // ~=
    struct sp_str values[SP_FILTER_VALUES_MAX]; // labels as printed, any case; see below
    size_t value_count;
};

/*
 * Labels that stand for several: "[redacted]" is every redaction, whatever its exemption, and
 * "[unknown]" is blank, redacted, unreadable and not in release together. "[not applicable]" is
 * not unknown: the record says that there is none.
 */

/**
 * A question. Dimensions and filter fields are the event's fields, and for every event also:
 * `release`, `file`, and, from the event's date, `fiscal_year` (FY2017), `year` (2017), `quarter`
 * (2017-Q3, of the calendar year), `month` (2017-09), `day` (2017-09-24). A person id is neither.
 */
struct sp_query {
    const struct sp_measure *measure;
    struct sp_str by[SP_QUERY_DIMS_MAX];
    size_t by_count;
    struct sp_filter filters[SP_QUERY_FILTERS_MAX];
    size_t filter_count;
    int32_t day_from; // SP_DAY_NONE: open. Both ends are included.
    int32_t day_to;
    bool or_undated; // a record without a date is in every period ("from~=" in a reference)
};

/** An empty query over a measure, with no period. */
void sp_query_init(struct sp_query *query, const struct sp_measure *measure);
/** "aor,operation". Borrows from `text`. */
SP_MUST_USE enum sp_rc sp_query_by(struct sp_query *query, struct sp_str text, struct sp_err *err);
/** "aor=Seattle", "operation!=[blank]", "aor=Seattle|Boston". Borrows from `text`. */
SP_MUST_USE enum sp_rc sp_query_where(struct sp_query *query, struct sp_str text,
                                      struct sp_err *err);
SP_MUST_USE enum sp_rc sp_query_period(struct sp_query *query, struct sp_str from,
                                       struct sp_str to, struct sp_err *err);

/** A number and its proof. Made only by this folder; copy it, never build it. */
struct sp_figure {
    uint64_t value;
    struct sp_str reference; // the query as text, for `sallyport explain`; in the arena
    const struct sp_proof *proof; // in the arena, never NULL
};

/** What all figures of one result rest on. */
struct sp_proof {
    const struct sp_measure *measure;
    const struct sp_rule *rules[16];
    size_t rule_count;
    const struct sp_source *sources; // the sheets that were counted over
    size_t source_count;
    struct sp_str inputs_digest;     // first 12 hex digits of SHA-256 over the sources' hashes, profiles and versions
    struct sp_str query;             // the whole query as a reference
};

/** How many of a dimension's records have no value, by label ("[blank]", "[redacted (b)(7)(E)]", …). */
struct sp_unknown {
    struct sp_str field;
    struct sp_figure all;     // every record without a value
    struct sp_str *labels;
    struct sp_figure *counts;
    size_t label_count;
};

struct sp_count_row {
    struct sp_str labels[SP_QUERY_DIMS_MAX]; // as printed
    enum sp_none_kind nones[SP_QUERY_DIMS_MAX];
    struct sp_figure count;
};

struct sp_count {
    struct sp_query query;
    struct sp_proof *proof;
    struct sp_count_row *rows; // one row with no labels when `by` is empty
    size_t row_count;
    struct sp_figure total;
    bool has_total;            // false when releases overlap and rows stay apart by release
    struct sp_unknown unknowns[SP_QUERY_DIMS_MAX]; // one for each dimension
    struct sp_figure undated;  // records that match but have no date, so a period leaves them out
    struct sp_str *notes;      // what a careful reader must know: coverage, overlaps
    size_t note_count;
};

SP_MUST_USE enum sp_rc sp_measure_count(struct sp_ledger *ledger, const struct sp_query *query,
                                        struct sp_arena *arena, struct sp_count *out_count,
                                        struct sp_err *err);

/**
 * How many records meet every filter for sure, and how many might: a record whose field is blank,
 * redacted, unreadable or not in the release may hold any value. "Not applicable" is a value here:
 * the record says there is none.
 */
struct sp_bounds {
    struct sp_figure least;    // meet every filter
    struct sp_figure most;     // meet every filter or are unknown in it
    struct sp_str *why;        // what makes the difference, such as "operation [redacted (b)(7)(E)]"
    struct sp_figure *counts;  // how many records each
    size_t why_count;
    struct sp_str *absent;     // fields or filter values that no record in the ledger can answer
    size_t absent_count;
    bool is_covered;           // the period asked lies within what the sources cover
    struct sp_proof *proof;
    struct sp_str *notes;
    size_t note_count;
};
/** Filter values that no record holds are allowed here: they match nothing for sure. */
SP_MUST_USE enum sp_rc sp_measure_bounds(struct sp_ledger *ledger, const struct sp_query *query,
                                         struct sp_arena *arena, struct sp_bounds *out_bounds,
                                         struct sp_err *err);

/** Whether the ledger's records of the period hold a value in a field at all. */
SP_MUST_USE enum sp_rc sp_measure_field_held(struct sp_ledger *ledger, const struct sp_query *query,
                                             const struct sp_field *field, struct sp_arena *arena,
                                             bool *out_held, struct sp_err *err);

/** The rows behind a figure: sheet and row numbers, never contents. */
struct sp_row_range {
    int32_t sheet_id;
    uint64_t row_first;
    uint64_t row_last;
};
struct sp_explanation {
    struct sp_query query;
    struct sp_figure figure;
    bool same_inputs;            // false: the reference names other inputs than this ledger holds
    struct sp_row_range *ranges; // sorted by sheet and row
    size_t range_count;
    struct sp_str *notes;
    size_t note_count;
};
SP_MUST_USE enum sp_rc sp_measure_explain(struct sp_ledger *ledger, struct sp_str reference,
                                          struct sp_arena *arena,
                                          struct sp_explanation *out_explanation,
                                          struct sp_err *err);

/** A dimension or filter field of a measure; false when the event has none. */
bool sp_measure_has_dimension(const struct sp_measure *measure, struct sp_str name);

#endif
