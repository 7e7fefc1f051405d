/*
 * A reading against the records.
 *
 * The records answer with an interval (rule BOUNDS). Where they cannot place the claim as finely as it
 * asks, the area around the place that they do know gives the upper end, and the lower end is none.
 *
 *   asked: 101 in a county      records know: area of responsibility, 179 there may be of the operation
 *   interval 0 … 179            the relation holds for some of it: undecidable, naming what the record has
 */
#include "statement/statement_result.h"

struct scope {
    struct sp_query query;
    bool is_finer;           // the place asked is finer than, or other than, what the records have
    struct sp_str place_word; // what the records have instead
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a verdict");
}

static void undecidable(struct statement_result *result, struct sp_str reason, struct sp_str decide)
{
    result->verdict = SP_VERDICT_UNDECIDABLE;
    result->reason = reason;
    result->decide = decide;
}

static const struct sp_field *field_of_kind(const struct sp_event *event, enum sp_place_kind kind)
{
    for (size_t i = 0; i < event->field_count; i++) {
        if (event->fields[i].place == kind) return &event->fields[i];
    }
    return NULL;
}

static enum sp_rc filter_add(struct sp_query *query, struct sp_str field, const struct sp_str *values, size_t count,
                             struct sp_err *err)
{
    if (query->filter_count == SP_QUERY_FILTERS_MAX) {
        return sp_err_set(err, SP_ERR_INPUT, "a reading with too many conditions; at most %d", (int)SP_QUERY_FILTERS_MAX);
    }
    struct sp_filter *filter = &query->filters[query->filter_count++];
    *filter = (struct sp_filter){.field = field, .value_count = count};
    for (size_t i = 0; i < count; i++) {
        filter->values[i] = values[i];
    }
    return SP_OK;
}

/* Whether the records of the period hold a kind of place, and in which field. */
static enum sp_rc place_field(struct sp_ledger *ledger, const struct sp_query *query, enum sp_place_kind kind,
                              struct sp_arena *arena, const struct sp_field **out_field, struct sp_err *err)
{
    const struct sp_event *event = sp_event_find(sp_str_of(query->measure->event));
    const struct sp_field *field = field_of_kind(event, kind);
    bool held = false;
    *out_field = NULL;
    if (!field) return SP_OK;
    const enum sp_rc rc = sp_measure_field_held(ledger, query, field, arena, &held, err);
    if (rc == SP_OK && held) *out_field = field;
    return rc;
}

/* The kinds of place the records do have, in words. */
static enum sp_rc kinds_held(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                             struct sp_str *out_words, struct sp_err *err)
{
    struct sp_str words = SP_STR("");
    for (int kind = SP_PLACE_FACILITY; kind < SP_PLACE_NATION; kind++) {
        const struct sp_field *field;
        const enum sp_rc rc = place_field(ledger, query, (enum sp_place_kind)kind, arena, &field, err);
        if (rc != SP_OK) return rc;
        if (!field) continue;
        const char *name = kind == SP_PLACE_AOR ? "area of responsibility" : sp_place_kind_name((enum sp_place_kind)kind);
        words = sp_arena_format(arena, "%.*s%s%s", SP_FMT(words), words.size ? ", " : "", name);
        if (!words.data) return out_of_memory(err);
    }
    *out_words = words.size ? words : SP_STR("no place");
    return SP_OK;
}

static enum sp_rc place_scope(struct sp_ledger *ledger, const struct statement_reading *reading, struct sp_arena *arena,
                              struct scope *scope, struct sp_err *err)
{
    const struct statement_place *place = &reading->place;
    const struct sp_field *field = NULL;
    enum sp_rc rc = SP_OK;
    if (!place->is_given || place->area.kind == SP_PLACE_NATION) return SP_OK;
    if (!place->is_unstated) rc = place_field(ledger, &scope->query, place->area.kind, arena, &field, err);
    if (rc != SP_OK) return rc;
    if (field) return filter_add(&scope->query, sp_str_of(field->name), &place->area.name, 1, err);
    scope->is_finer = true;
    rc = kinds_held(ledger, &scope->query, arena, &scope->place_word, err);
    for (size_t i = 0; rc == SP_OK && i < place->within_count; i++) {
        rc = place_field(ledger, &scope->query, place->within[i].kind, arena, &field, err);
        if (rc == SP_OK && field) rc = filter_add(&scope->query, sp_str_of(field->name), &place->within[i].name, 1, err);
    }
    return rc;
}

/* A condition on a field that the records do not have, or never fill, cannot be tested. */
static enum sp_rc where_scope(struct sp_ledger *ledger, const struct statement_where *where, struct sp_arena *arena,
                              struct sp_query *query, struct sp_str *out_missing, struct sp_err *err)
{
    const struct sp_event *event = sp_event_find(sp_str_of(query->measure->event));
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < where->count; i++) {
        const struct statement_filter *filter = &where->filters[i];
        const struct sp_field *field = sp_event_field(event, filter->field, NULL);
        // A label of "no value", such as [redacted], asks about the recording itself.
        const bool asks_value = !sp_str_starts(filter->values[0], SP_STR("["));
        bool held = (!field || !asks_value) && sp_measure_has_dimension(query->measure, filter->field);
        if (field && asks_value) rc = sp_measure_field_held(ledger, query, field, arena, &held, err);
        if (rc == SP_OK && !held) *out_missing = filter->field;
        if (rc == SP_OK && held) rc = filter_add(query, filter->field, filter->values, filter->value_count, err);
    }
    return rc;
}

/* More than carry a withheld operation: then some were recorded without one. */
static enum sp_rc operation_finding(const struct statement_reading *reading, const struct sp_bounds *bounds,
                                    struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    uint64_t withheld = 0;
    bool any = false;
    if (!reading->operation.size || !reading->number.is_given) return SP_OK;
    for (size_t i = 0; i < bounds->why_count; i++) {
        if (!sp_str_starts(bounds->why[i], SP_STR("operation [redacted"))) continue;
        withheld += bounds->counts[i].value;
        any = true;
    }
    if (!any) return SP_OK;
    const uint64_t named = bounds->least.value + withheld;
    if (reading->number.value <= named) {
        return statement_finding(result,
                                 sp_arena_format(arena, "%llu of these records have an operation whose name is withheld",
                                                 (unsigned long long)withheld),
                                 err);
    }
    return statement_finding(result,
                             sp_arena_format(arena,
                                             "only %llu of these records have an operation, all but %llu withheld: if %llu is right, at "
                                             "least %llu were recorded without their operation",
                                             (unsigned long long)named, (unsigned long long)bounds->least.value,
                                             (unsigned long long)reading->number.value,
                                             (unsigned long long)(reading->number.value - named)),
                             err);
}

static enum sp_rc why_findings(const struct sp_bounds *bounds, struct sp_arena *arena, struct statement_result *result,
                               struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < bounds->why_count; i++) {
        rc = statement_finding(result,
                               sp_arena_format(arena, "unknown: %llu records with %.*s",
                                               (unsigned long long)bounds->counts[i].value, SP_FMT(bounds->why[i])),
                               err);
    }
    for (size_t i = 0; rc == SP_OK && i < bounds->absent_count; i++) {
        rc = statement_finding(result, sp_arena_format(arena, "no record has %.*s", SP_FMT(bounds->absent[i])), err);
    }
    return rc;
}

static enum sp_rc undecided_words(const struct statement_reading *reading, const struct scope *scope,
                                  const struct sp_bounds *bounds, struct sp_arena *arena, struct statement_result *result,
                                  struct sp_err *err)
{
    const char *unit = reading->measure->unit;
    if (!bounds->is_covered) {
        undecidable(result, SP_STR("the ledger's sources do not cover the whole period"),
                    SP_STR("a release that covers the period"));
    } else if (scope->is_finer) {
        undecidable(result,
                    sp_arena_format(arena, "the %s of this period name %.*s, not the %s asked for: between 0 and %llu", unit,
                                    SP_FMT(scope->place_word),
                                    reading->place.is_unstated ? "place" : sp_place_kind_name(reading->place.area.kind),
                                    (unsigned long long)result->interval.most),
                    SP_STR("records that say where in that area each arrest was made"));
    } else {
        undecidable(result,
                    sp_arena_format(arena, "%llu %s match for sure, and up to %llu may", (unsigned long long)result->interval.least,
                                    unit, (unsigned long long)result->interval.most),
                    reading->operation.size ? SP_STR("the same records with the operation's name")
                                            : SP_STR("the same records with the unknown values filled in"));
    }
    return result->reason.data ? SP_OK : out_of_memory(err);
}

static enum sp_rc decided_words(const struct statement_reading *reading, const struct scope *scope, struct sp_arena *arena,
                                struct statement_result *result, struct sp_err *err)
{
    const struct statement_interval *interval = &result->interval;
    if (interval->least == interval->most) {
        result->reason = sp_arena_format(arena, "the records hold %llu %s", (unsigned long long)interval->most, reading->measure->unit);
    } else {
        result->reason = sp_arena_format(arena, "the records hold between %llu and %llu %s%s", (unsigned long long)interval->least,
                                         (unsigned long long)interval->most, reading->measure->unit,
                                         scope->is_finer ? " in the area around the place" : "");
    }
    return result->reason.data ? SP_OK : out_of_memory(err);
}

/* Bounds of a query; a refusal to add up releases makes the reading undecidable, in the refusal's words. */
static enum sp_rc bounds_ask(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                             struct sp_bounds *bounds, struct statement_result *result, bool *out_asked, struct sp_err *err)
{
    struct sp_err refused = {0};
    const enum sp_rc rc = sp_measure_bounds(ledger, query, arena, bounds, &refused);
    *out_asked = rc == SP_OK;
    if (rc == SP_ERR_USAGE) {
        undecidable(result, sp_arena_copy(arena, sp_str_of(refused.text)),
                    SP_STR("'where: {release: NAME}' in the reading, to pick one"));
        return result->reason.data ? SP_OK : out_of_memory(err);
    }
    if (rc != SP_OK) return sp_err_set(err, rc, "%s", refused.text);
    result->proof = bounds->proof;
    if (result->reference_count + 2 <= STATEMENT_REFERENCE_MAX) {
        result->references[result->reference_count++] = bounds->least.reference;
        result->references[result->reference_count++] = bounds->most.reference;
    }
    return SP_OK;
}

static enum sp_rc scope_test(struct sp_ledger *ledger, const struct statement_reading *reading, struct scope *scope,
                             struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    struct sp_bounds bounds;
    struct sp_str missing = {0};
    bool asked = false;
    enum statement_holds holds;
    enum sp_rc rc = bounds_ask(ledger, &scope->query, arena, &bounds, result, &asked, err);
    if (rc != SP_OK || !asked) return rc;
    result->has_interval = true;
    result->interval = (struct statement_interval){scope->is_finer ? 0 : bounds.least.value, bounds.most.value};
    if (reading->is_share) {
        struct sp_bounds part;
        result->is_share = true;
        result->whole = result->interval;
        rc = where_scope(ledger, &reading->part.where, arena, &scope->query, &missing, err);
        if (rc != SP_OK) return rc;
        if (missing.size) {
            undecidable(result, sp_arena_format(arena, "the %s have no %.*s", reading->measure->unit, SP_FMT(missing)),
                        sp_arena_format(arena, "records that say %.*s", SP_FMT(missing)));
            result->has_interval = false;
            return result->reason.data && result->decide.data ? SP_OK : out_of_memory(err);
        }
        rc = bounds_ask(ledger, &scope->query, arena, &part, result, &asked, err);
        if (rc != SP_OK || !asked) return rc;
        result->interval = (struct statement_interval){scope->is_finer ? 0 : part.least.value, part.most.value};
        holds = statement_share_test(reading->relation, reading->percent.value, result->interval, result->whole);
    } else {
        holds = statement_relation_test(reading->relation, reading->number.value, result->interval);
    }
    result->verdict = bounds.is_covered ? statement_verdict_of(holds) : SP_VERDICT_UNDECIDABLE;
    rc = result->verdict == SP_VERDICT_UNDECIDABLE ? undecided_words(reading, scope, &bounds, arena, result, err)
                                                   : decided_words(reading, scope, arena, result, err);
    if (rc == SP_OK) rc = operation_finding(reading, &bounds, arena, result, err);
    if (rc == SP_OK && result->interval.least != result->interval.most) rc = why_findings(&bounds, arena, result, err);
    return rc;
}

/* Whether the ledger has any record of the measure's event. */
static enum sp_rc ledger_has(struct sp_ledger *ledger, const struct sp_measure *measure, struct sp_arena *arena,
                             bool *out_has, struct sp_err *err)
{
    struct sp_source *sources;
    size_t count = 0;
    const enum sp_rc rc = sp_ledger_sources(ledger, sp_event_find(sp_str_of(measure->event)), arena, &sources, &count, err);
    if (rc == SP_OK) *out_has = count > 0;
    return rc;
}

static enum sp_rc reading_test(struct sp_ledger *ledger, const struct statement_reading *reading, struct scope *scope,
                               struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    struct sp_str missing = {0};
    bool has = false;
    enum sp_rc rc = ledger_has(ledger, reading->measure, arena, &has, err);
    if (rc != SP_OK) return rc;
    if (!has) {
        undecidable(result, sp_arena_format(arena, "the ledger holds no %s", reading->measure->unit),
                    SP_STR("a release that has them"));
        return result->reason.data ? SP_OK : out_of_memory(err);
    }
    sp_query_init(&scope->query, reading->measure);
    scope->query.day_from = reading->period.from;
    scope->query.day_to = reading->period.to;
    rc = where_scope(ledger, &reading->where, arena, &scope->query, &missing, err);
    if (rc == SP_OK && !missing.size && reading->operation.size) {
        // A release that withholds every operation still has the field: unknown, not missing.
        if (sp_measure_has_dimension(reading->measure, SP_STR("operation"))) {
            rc = filter_add(&scope->query, SP_STR("operation"), &reading->operation, 1, err);
        } else {
            missing = SP_STR("operation");
        }
    }
    if (rc != SP_OK) return rc;
    if (missing.size) {
        undecidable(result, sp_arena_format(arena, "the %s of this period have no %.*s", reading->measure->unit, SP_FMT(missing)),
                    sp_arena_format(arena, "records that say %.*s", SP_FMT(missing)));
        return result->reason.data && result->decide.data ? SP_OK : out_of_memory(err);
    }
    rc = place_scope(ledger, reading, arena, scope, err);
    return rc == SP_OK ? scope_test(ledger, reading, scope, arena, result, err) : rc;
}

enum sp_rc statement_test_ledger(struct sp_ledger *ledger, const struct statement_reading *reading, struct sp_arena *arena,
                                 struct statement_result *out_result, struct sp_err *err)
{
    struct statement_result result = {.verdict = SP_VERDICT_UNDECIDABLE, .basis = "records"};
    struct scope *scope = sp_arena_alloc(arena, sizeof *scope);
    enum sp_rc rc = scope ? SP_OK : out_of_memory(err);
    if (rc != SP_OK) return rc;
    if (!reading->measure) {
        undecidable(&result, sp_arena_format(arena, "no measure counts %.*s", SP_FMT(reading->unit.size ? reading->unit : SP_STR("this"))),
                    SP_STR("records of what the claim counts"));
        if (!result.reason.data) return out_of_memory(err);
    } else if (!ledger) {
        undecidable(&result, SP_STR("no ledger was given"), SP_STR("a ledger with the records of this period"));
    } else {
        rc = reading_test(ledger, reading, scope, arena, &result, err);
    }
    if (rc == SP_OK) *out_result = result;
    return rc;
}
