/* The rules by which a measure may be counted: one table, in the order in which a band names them. */
#include "measure/measure_keep.h"

#include "link/link_event.h"
#include "measure/measure_heads.h"
#include "sallyport/link.h"

#include <stdio.h>
#include <string.h>

// clang-format off
static const struct measure_keep keeps[] = {
    {"arrest",   "ARR-EP-24",      1u << LINK_ARR_EP_24},
    {"arrest",   "ARR-DUP-24-OLD", 1u << LINK_ARR_DUP_24_OLD},
    {"arrest",   "ARR-DUP-DAY",    1u << LINK_ARR_DUP_DAY},
    {"arrest",   "ARR-UW",         1u << LINK_ARR_UW},
    {"arrest",   "ARR-BLN",        1u << LINK_ARR_BLN},
    {"arrest",   "ARR-RR",         1u << LINK_ARR_RR},
    {"arrest",   "ARR-KN",         1u << LINK_ARR_KN},
    {"arrest",   "ARR-ALYSSC",     1u << LINK_ARR_ALYSSC},
    {"arrest",   "ARR-MORTON",     1u << LINK_ARR_MORTON},
    {"arrest",   "ARR-CPANG",      1u << LINK_ARR_CPANG},
    {"detainer", "DET-DUP-DAY",    1u << LINK_DET_DUP_DAY},
    {"detainer", "DET-EP-24",      1u << LINK_DET_EP_24},
    {"detainer", "DET-EP-24-FORM", 1u << LINK_DET_EP_24_FORM},
    {"detainer", "DET-REQUEST",    1u << LINK_DET_REQUEST},
    {"stint",    "STINT-DUP",      1u << LINK_STINT_DUP},
    {"stint",    "STINT-DUP-OLD",  1u << LINK_STINT_DUP_OLD},
    {MEASURE_HEADS, "POP-DDP-MIDNIGHT",  0}, // The default: persons, at the hour at which the agency counts.
    {MEASURE_HEADS, "POP-DDP-DAY",       0},
    {MEASURE_HEADS, "POP-UW",            0},
    {MEASURE_HEADS, "POP-UW-INCLUSIVE",  0},
    {MEASURE_HEADS, "POP-VERA-MIDNIGHT", 0},
};

static const struct measure_method methods[LINK_METHOD_TABLE_COUNT] = {
    [LINK_METHOD_DDP] = {"METHOD-DDP", "method_ddp"},
    [LINK_METHOD_UW]  = {"METHOD-UW",  "method_uw"},
    [LINK_METHOD_LEA] = {"METHOD-LEA", "method_lea"},
    [LINK_METHOD_KIT] = {"METHOD-KIT", "method_kit"},
};

static const struct { const char *event; const char *table; } link_tables[] = {
    {"arrest", "arrest_link"}, {"detainer", "detainer_link"}, {"stint", "stint_link"},
};
// clang-format on

enum { KEEP_COUNT = sizeof keeps / sizeof keeps[0] };

const struct measure_keep *measure_keep_get(const struct sp_measure *measure, size_t index)
{
    const char *counted = measure_counts_heads(measure) ? MEASURE_HEADS : measure->event;
    for (size_t i = 0; i < KEEP_COUNT; i++) {
        if (strcmp(keeps[i].counted, counted) != 0) continue;
        if (index-- == 0) return &keeps[i];
    }
    return NULL;
}

const struct measure_method *measure_method_get(size_t index)
{
    return index < LINK_METHOD_TABLE_COUNT ? &methods[index] : NULL;
}

const struct sp_rule *measure_keep_rule(const struct sp_query *query)
{
    if (query->keep || !measure_counts_heads(query->measure)) return query->keep;
    return sp_rule_find(sp_str_of(measure_keep_get(query->measure, 0)->rule_id));
}

const struct measure_keep *measure_keep_of(const struct sp_query *query)
{
    const struct sp_rule *rule = measure_keep_rule(query);
    if (!rule) return NULL;
    for (size_t i = 0; i < KEEP_COUNT; i++) {
        if (strcmp(keeps[i].rule_id, rule->id) == 0) return &keeps[i];
    }
    SP_ASSERT(false); // sp_query_rule took it from this table.
    return NULL;
}

const struct measure_method *measure_method_of(const struct sp_query *query)
{
    for (size_t i = 0; query->method && i < LINK_METHOD_TABLE_COUNT; i++) {
        if (strcmp(methods[i].rule_id, query->method->id) == 0) return &methods[i];
    }
    return &methods[0];
}

const char *measure_link_table(const struct sp_measure *measure)
{
    for (size_t i = 0; i < sizeof link_tables / sizeof link_tables[0]; i++) {
        if (strcmp(link_tables[i].event, measure->event) == 0) return link_tables[i].table;
    }
    return NULL;
}

bool measure_asks_method_class(const struct sp_query *query)
{
    if (strcmp(query->measure->event, "arrest") != 0) return false;
    for (size_t i = 0; i < query->by_count; i++) {
        if (sp_str_equal_text(query->by[i], MEASURE_METHOD_CLASS)) return true;
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        if (sp_str_equal_text(query->filters[i].field, MEASURE_METHOD_CLASS)) return true;
    }
    return false;
}

bool measure_is_linked(const struct sp_query *query)
{
    return measure_keep_rule(query) || measure_asks_method_class(query) || measure_event(query->measure)->base;
}

enum sp_rc measure_linked_check(struct sp_ledger *ledger, const struct sp_query *query, struct sp_err *err)
{
    bool is_current = true;
    if (!measure_is_linked(query)) return SP_OK;
    const enum sp_rc rc = sp_link_is_current(ledger, measure_event(query->measure), &is_current, err);
    if (rc != SP_OK || is_current) return rc;
    return sp_err_set(err, SP_ERR_LEDGER,
                      "the ledger has records that are not linked yet, so this count would leave them out; run 'sallyport link'");
}

/* "ARR-EP-24, ARR-UW, …": what a person may ask for. */
static void names_write(const struct sp_measure *measure, char *out, size_t out_size)
{
    size_t size = 0;
    out[0] = '\0';
    const struct measure_keep *keep;
    for (size_t i = 0; (keep = measure_keep_get(measure, i)) && size < out_size; i++) {
        size += (size_t)snprintf(out + size, out_size - size, "%s%s", size ? ", " : "", keep->rule_id);
    }
    for (size_t i = 0; strcmp(measure->event, "arrest") == 0 && i < LINK_METHOD_TABLE_COUNT && size < out_size; i++) {
        size += (size_t)snprintf(out + size, out_size - size, ", %s", methods[i].rule_id);
    }
}

enum sp_rc sp_query_rule(struct sp_query *query, struct sp_str id, struct sp_err *err)
{
    const struct sp_rule *rule = sp_rule_find(id);
    const struct measure_keep *keep;
    char names[512];
    const bool has_rows = !measure_counts_heads(query->measure);
    if (has_rows && rule && strcmp(rule->id, "ROWS") == 0) return SP_OK; // The default, said aloud.
    for (size_t i = 0; rule && (keep = measure_keep_get(query->measure, i)); i++) {
        if (strcmp(keep->rule_id, rule->id) != 0) continue;
        if (query->keep && query->keep != rule) {
            return sp_err_set(err, SP_ERR_USAGE, "two rules of what counts once, '%s' and '%s'; pick one, or see all with --band",
                              query->keep->id, rule->id);
        }
        query->keep = rule;
        return SP_OK;
    }
    for (size_t i = 0; rule && strcmp(query->measure->event, "arrest") == 0 && i < LINK_METHOD_TABLE_COUNT; i++) {
        if (strcmp(methods[i].rule_id, rule->id) != 0) continue;
        query->method = rule;
        return SP_OK;
    }
    names_write(query->measure, names, sizeof names);
    return sp_err_set(err, SP_ERR_USAGE, "%s are not counted by a rule '%.*s'; %s%s", query->measure->name, SP_FMT(id),
                      !has_rows ? "there are, the default first, " : names[0] ? "there are ROWS (the default), " : "they have ROWS alone",
                      names);
}
