/*
 * Measures: named counts over the ledger, and figures that carry their proof.
 *
 * Policy. Every number leaves here as a `struct sp_figure`: a value with the query that gave it,
 * written as a reference that any holder of the same ledger can run again (`sallyport explain`).
 * A figure cannot be built outside this folder. Results are in the caller's arena, sorted by byte
 * order of their labels, and do not depend on threads, clock or locale.
 *
 * Measure `population` counts heads: who was detained on a day, by a rule of spec/pop.sql. It is asked for one day,
 * or for several counted apart (by `day`, which is then the day counted), and its groups need not add up.
 *
 * What a count refuses to do: add up heads of different days, add up releases whose periods overlap (no id links two releases, so
 * the same event may be in both), compare with a value that no record holds, or group by a field
 * the event does not have.
 */
#ifndef SALLYPORT_MEASURE_H
#define SALLYPORT_MEASURE_H

#include "sallyport/ledger.h"
#include "sallyport/rule.h"

/** A rule of counting or of linking; NULL when there is none. */
const struct sp_rule *sp_rule_find(struct sp_str id);
/** Rules of counting alone. */
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
 * Arrests also have `method_class` (at_large, custodial, 287g, other, unknown), by one of the published
 * tables of methods.
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
    const struct sp_rule *keep;   // which records count once, such as ARR-EP-24; NULL: rule ROWS, all of them, or of heads their default
    const struct sp_rule *method; // which table `method_class` is read from; NULL: METHOD-DDP
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

/**
 * Count by a published rule in place of the default one: a rule of what counts once (ARR-…, DET-…, STINT-…), of heads (POP-…),
 * or a table of methods (METHOD-…).
 *
 * @return SP_ERR_USAGE, naming the rules that apply, when the rule is not one of the measure's
 */
SP_MUST_USE enum sp_rc sp_query_rule(struct sp_query *query, struct sp_str id, struct sp_err *err);

/** A number and its proof. Made only by this folder; copy it, never build it. */
struct sp_figure {
    uint64_t value;
    struct sp_str reference; // the query as text, for `sallyport explain`; in the arena
    const struct sp_proof *proof; // in the arena, never NULL
};

enum { SP_PROOF_RULES_MAX = 32 };
/** What all figures of one result rest on. */
struct sp_proof {
    const struct sp_measure *measure;
    const struct sp_rule *rules[SP_PROOF_RULES_MAX];
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
    bool has_total;            // false when releases overlap and rows stay apart by release, and for heads of several days
    bool groups_overlap;       // heads that are persons: one may be in several rows, and is one of the total
    struct sp_unknown unknowns[SP_QUERY_DIMS_MAX]; // one for each dimension; of heads without a reference for `day`, and in a series
    struct sp_figure undated;  // records that match but have no date, so a period leaves them out
    struct sp_str *notes;      // what a careful reader must know: coverage, overlaps
    size_t note_count;
};

SP_MUST_USE enum sp_rc sp_measure_count(struct sp_ledger *ledger, const struct sp_query *query,
                                        struct sp_arena *arena, struct sp_count *out_count,
                                        struct sp_err *err);

/**
 * One count under every published rule that applies: for each group the least and the most, with the rule
 * behind each end. The rules are those of what counts once and, where the query asks for `method_class`,
 * every table of methods, each with each.
 */
struct sp_band_end {
    struct sp_figure figure;
    const struct sp_rule *keep;   // never NULL: ROWS where nothing is set aside
    const struct sp_rule *method; // NULL where the query does not ask for method_class
};
struct sp_band_row {
    struct sp_str labels[SP_QUERY_DIMS_MAX];
    enum sp_none_kind nones[SP_QUERY_DIMS_MAX];
    struct sp_band_end usual; // by the default rules
    struct sp_band_end least;
    struct sp_band_end most;
};
struct sp_band {
    struct sp_query query;
    struct sp_band_row *rows; // sorted as a count's; one row with no labels when `by` is empty
    size_t row_count;
    struct sp_band_row total;
    bool has_total;
    struct sp_band_end *rules; // the total under each, in the order of the rules
    size_t rule_count;
    struct sp_proof *proof; // of the default rules, with all others named beside
    struct sp_str *notes;
    size_t note_count;
};
/** @return SP_ERR_USAGE when the query picks a rule, or only one applies */
SP_MUST_USE enum sp_rc sp_measure_band(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                                       struct sp_band *out_band, struct sp_err *err);

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

/**
 * A share estimated from spells of which many are cut off: in thousandths, with its 95 % interval. It
 * stands on a figure, the spells at risk at the beginning. Made only by this folder.
 */
struct sp_estimate {
    int32_t per_mille;
    int32_t low;         // -1: no interval can be given
    int32_t high;
    struct sp_figure of; // reference empty: no estimate, too few spells
};
enum { SP_HORIZON_MAX = 8, SP_ESTIMATE_SPELLS_MIN = 20 };

/** Spells at liberty of one group, and the share returned by the end of some days (rule RETURN). */
struct sp_survival {
    struct sp_figure spells;
    struct sp_figure returned; // ended by an arrest at large, within whatever time the release shows
    uint64_t at_risk[SP_HORIZON_MAX];           // spells still seen on that day
    uint64_t returned_so_far[SP_HORIZON_MAX];   // to decide what may be published; never printed
    struct sp_estimate returned_by[SP_HORIZON_MAX];  // Kaplan-Meier: as if the other ends only hid the return
    struct sp_estimate incidence_by[SP_HORIZON_MAX]; // Aalen-Johansen: the other ends taken for what they are
    struct sp_figure *by_exit;  // exit_count of them
    struct sp_str *exits;       // labels, sorted
    size_t exit_count;
    struct sp_proof *proof;
    struct sp_str *notes;
    size_t note_count;
};
/**
 * @param query     over measure `returns`, without `by`
 * @param horizons  days, rising, at most SP_HORIZON_MAX
 * @return SP_ERR_USAGE for another measure
 */
SP_MUST_USE enum sp_rc sp_measure_survival(struct sp_ledger *ledger, const struct sp_query *query, const int32_t *horizons,
                                           size_t horizon_count, struct sp_arena *arena,
                                           struct sp_survival *out_survival, struct sp_err *err);

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
