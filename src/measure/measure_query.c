/*
 * Queries from what people type, and references to and from text.
 *
 *   arrests;from=2017-09-24;to=2017-09-27;aor=Seattle;operation=[redacted (b)(7)(E)]@0123456789ab
 *   measure  period                       filters: = != ~=, values with '|' between   inputs
 *   population;on=2025-03-01;rule=POP-UW;facility=ALPHA@0123456789ab
 *
 * "rule=ARR-EP-24|METHOD-UW" names the rules that are not the default ones; of heads the rule is always named.
 *
 * "from~=" and "to~=" let records without a date into the period.
 *
 * In a reference the bytes % ; | @ = ! ~ of a value, and control characters, stand as %XX.
 */
#include "measure/measure_query.h"

#include "measure/measure_keep.h"

#include <string.h>

enum { REFERENCE_MAX = 1 << 14, HEX_DIGITS = 16 };

void sp_query_init(struct sp_query *query, const struct sp_measure *measure)
{
    *query = (struct sp_query){.measure = measure, .day_from = SP_DAY_NONE, .day_to = SP_DAY_NONE};
}

/* What stands before the next `c`, taken off the front of `text`; the rest stays. */
static struct sp_str take_until(struct sp_str *text, char c)
{
    const char *at = text->size ? memchr(text->data, c, text->size) : NULL;
    const struct sp_str part = {.data = text->data, .size = at ? (size_t)(at - text->data) : text->size};
    const size_t taken = part.size + (at ? 1 : 0);
    *text = (struct sp_str){.data = text->data + taken, .size = text->size - taken};
    return part;
}

enum sp_rc sp_query_by(struct sp_query *query, struct sp_str text, struct sp_err *err)
{
    while (text.size) {
        const struct sp_str name = sp_str_trim(take_until(&text, ','));
        struct measure_dim dim;
        const enum sp_rc rc = measure_dim_find(query, name, &dim, err);
        if (rc != SP_OK) return rc;
        if (query->by_count == SP_QUERY_DIMS_MAX) {
            return sp_err_set(err, SP_ERR_USAGE, "too many fields to group by; at most %d",
                              (int)SP_QUERY_DIMS_MAX);
        }
        for (size_t i = 0; i < query->by_count; i++) {
            if (sp_str_equal(query->by[i], name)) {
                return sp_err_set(err, SP_ERR_USAGE, "grouped twice by '%.*s'", SP_FMT(name));
            }
        }
        query->by[query->by_count++] = name;
    }
    return SP_OK;
}

static enum sp_rc values_take(struct sp_filter *filter, struct sp_str text, struct sp_err *err)
{
    do {
        if (filter->value_count == SP_FILTER_VALUES_MAX) {
            return sp_err_set(err, SP_ERR_USAGE, "too many values for '%.*s'; at most %d", SP_FMT(filter->field),
                              (int)SP_FILTER_VALUES_MAX);
        }
        filter->values[filter->value_count++] = sp_str_trim(take_until(&text, '|'));
    } while (text.size);
    return SP_OK;
}

/* "field", "=", "!=" or "~=", "values". */
static enum sp_rc filter_take(struct sp_query *query, struct sp_str text, struct sp_filter **out_filter,
                              struct sp_str *out_values, struct sp_err *err)
{
    const struct sp_str whole = text;
    if (!text.size || !memchr(text.data, '=', text.size)) {
        return sp_err_set(err, SP_ERR_USAGE, "a filter is FIELD=VALUE, FIELD!=VALUE or FIELD~=VALUE, not '%.*s'",
                          SP_FMT(whole));
    }
    if (query->filter_count == SP_QUERY_FILTERS_MAX) {
        return sp_err_set(err, SP_ERR_USAGE, "too many filters; at most %d", (int)SP_QUERY_FILTERS_MAX);
    }
    struct sp_filter filter = {.field = take_until(&text, '=')};
    if (sp_str_ends(filter.field, SP_STR("!")) || sp_str_ends(filter.field, SP_STR("~"))) {
        filter.negated = filter.field.data[--filter.field.size] == '!';
        filter.or_unknown = !filter.negated;
    }
    filter.field = sp_str_trim(filter.field);
    struct measure_dim dim;
    const enum sp_rc rc = measure_dim_find(query, filter.field, &dim, err);
    if (rc != SP_OK) return rc;
    *out_filter = &query->filters[query->filter_count];
    **out_filter = filter;
    *out_values = text;
    return SP_OK;
}

enum sp_rc sp_query_where(struct sp_query *query, struct sp_str text, struct sp_err *err)
{
    struct sp_filter *filter;
    struct sp_str values;
    enum sp_rc rc = filter_take(query, text, &filter, &values, err);
    if (rc == SP_OK) rc = values_take(filter, values, err);
    if (rc == SP_OK) query->filter_count++;
    return rc;
}

static enum sp_rc day_parse(struct sp_str text, const char *what, int32_t *out_day, struct sp_err *err)
{
    if (text.size == 0) return SP_OK;
    if (sp_date_parse_iso(text, out_day)) return SP_OK;
    return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is no day for '%s'; write it as 2017-09-24", SP_FMT(text), what);
}

enum sp_rc sp_query_period(struct sp_query *query, struct sp_str from, struct sp_str to, struct sp_err *err)
{
    int32_t day_from = query->day_from;
    int32_t day_to = query->day_to;
    enum sp_rc rc = day_parse(from, "from", &day_from, err);
    if (rc == SP_OK) rc = day_parse(to, "to", &day_to, err);
    if (rc != SP_OK) return rc;
    if (day_from != SP_DAY_NONE && day_to != SP_DAY_NONE && day_from > day_to) {
        return sp_err_set(err, SP_ERR_USAGE, "the period ends before it begins; swap 'from' and 'to'");
    }
    query->day_from = day_from;
    query->day_to = day_to;
    return SP_OK;
}

enum sp_rc measure_query_group(const struct sp_query *query, const struct sp_str *labels, struct sp_query *out_query,
                               struct sp_err *err)
{
    *out_query = *query;
    for (size_t i = 0; i < query->by_count; i++) {
        if (measure_counts_heads(query->measure) && sp_str_equal_text(query->by[i], "day")) {
            const bool is_day = sp_date_parse_iso(labels[i], &out_query->day_from);
            SP_ASSERT(is_day); // The count made it.
            out_query->day_to = out_query->day_from;
            continue;
        }
        if (out_query->filter_count == SP_QUERY_FILTERS_MAX) {
            return sp_err_set(err, SP_ERR_USAGE, "too many filters; at most %d with the fields grouped by",
                              (int)SP_QUERY_FILTERS_MAX);
        }
        struct sp_filter *filter = &out_query->filters[out_query->filter_count++];
        *filter = (struct sp_filter){.field = query->by[i], .value_count = 1};
        filter->values[0] = labels[i];
    }
    return SP_OK;
}

/* -- References ---------------------------------------------------------------------------- */

static bool needs_escape(char c)
{
    return (unsigned char)c < 0x20 || strchr("%;|@=!~", c) != NULL;
}

static void escape_append(struct sp_buf *buf, struct sp_str value)
{
    for (size_t i = 0; i < value.size; i++) {
        if (needs_escape(value.data[i])) {
            sp_buf_format(buf, "%%%02X", (unsigned)(unsigned char)value.data[i]);
        } else {
            sp_buf_char(buf, value.data[i]);
        }
    }
}

static void filter_append(struct sp_buf *buf, const struct sp_filter *filter)
{
    sp_buf_format(buf, ";%.*s%s=", SP_FMT(filter->field), filter->negated ? "!" : filter->or_unknown ? "~" : "");
    for (size_t i = 0; i < filter->value_count; i++) {
        if (i) sp_buf_char(buf, '|');
        escape_append(buf, filter->values[i]);
    }
}

static void day_append(struct sp_buf *buf, const char *name, bool or_undated, int32_t day)
{
    char text[SP_DATE_TEXT_MAX];
    if (day == SP_DAY_NONE) return;
    sp_date_format(day, text);
    sp_buf_format(buf, ";%s%s=%s", name, or_undated ? "~" : "", text);
}

static void period_append(struct sp_buf *buf, const struct sp_query *query)
{
    if (measure_counts_heads(query->measure) && query->day_from == query->day_to) {
        day_append(buf, "on", false, query->day_from);
        return;
    }
    day_append(buf, "from", query->or_undated, query->day_from);
    day_append(buf, "to", query->or_undated, query->day_to);
}

static void rules_append(struct sp_buf *buf, const struct sp_query *query)
{
    const struct sp_rule *keep = measure_keep_rule(query);
    if (!keep && !query->method) return;
    sp_buf_format(buf, ";rule=%s%s%s", keep ? keep->id : "", keep && query->method ? "|" : "",
                  query->method ? query->method->id : "");
}

enum sp_rc measure_reference(const struct sp_query *query, struct sp_str digest, struct sp_arena *arena,
                             struct sp_str *out_reference, struct sp_err *err)
{
    struct sp_buf buf;
    sp_buf_init(&buf, REFERENCE_MAX);
    sp_buf_text(&buf, query->measure->name);
    period_append(&buf, query);
    rules_append(&buf, query);
    for (size_t i = 0; i < query->filter_count; i++) {
        filter_append(&buf, &query->filters[i]);
    }
    sp_buf_format(&buf, "@%.*s", SP_FMT(digest));
    enum sp_rc rc = sp_buf_status(&buf, err);
    struct sp_str reference = {0};
    if (rc == SP_OK) reference = sp_arena_copy(arena, sp_buf_str(&buf));
    if (rc == SP_OK && !reference.data) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) *out_reference = reference;
    sp_buf_release(&buf);
    return rc;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = c ? memchr(digits, c >= 'a' ? c - 'a' + 'A' : c, HEX_DIGITS) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* A value with its %XX turned back, in the arena. */
static bool unescape(struct sp_str value, struct sp_arena *arena, struct sp_str *out_value)
{
    char *out = sp_arena_alloc(arena, value.size + 1);
    if (!out) return false;
    size_t size = 0;
    for (size_t i = 0; i < value.size; i++) {
        const bool escaped = value.data[i] == '%' && i + 2 < value.size;
        const int high = escaped ? hex_digit(value.data[i + 1]) : -1;
        const int low = escaped ? hex_digit(value.data[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            out[size++] = (char)(high * HEX_DIGITS + low);
            i += 2;
        } else {
            out[size++] = value.data[i];
        }
    }
    *out_value = (struct sp_str){.data = out, .size = size};
    return true;
}

static enum sp_rc reference_part(struct sp_query *query, struct sp_str part, struct sp_arena *arena,
                                 struct sp_err *err)
{
    struct sp_str rest = part;
    struct sp_str name = take_until(&rest, '=');
    if (sp_str_equal_text(name, "from~") || sp_str_equal_text(name, "to~")) {
        query->or_undated = true;
        name.size--;
    }
    if (sp_str_equal_text(name, "rule")) {
        enum sp_rc rule_rc = SP_OK;
        while (rule_rc == SP_OK && rest.size) {
            rule_rc = sp_query_rule(query, take_until(&rest, '|'), err);
        }
        return rule_rc;
    }
    if (sp_str_equal_text(name, "on")) return sp_query_period(query, rest, rest, err);
    if (sp_str_equal_text(name, "from")) return sp_query_period(query, rest, (struct sp_str){0}, err);
    if (sp_str_equal_text(name, "to")) return sp_query_period(query, (struct sp_str){0}, rest, err);
    struct sp_filter *filter;
    struct sp_str values;
    enum sp_rc rc = filter_take(query, part, &filter, &values, err);
    if (rc == SP_OK) rc = values_take(filter, values, err);
    for (size_t i = 0; rc == SP_OK && i < filter->value_count; i++) {
        if (!unescape(filter->values[i], arena, &filter->values[i]))
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    if (rc == SP_OK) query->filter_count++;
    return rc;
}

enum sp_rc measure_reference_parse(struct sp_str reference, struct sp_arena *arena, struct sp_query *out_query,
                                   struct sp_str *out_digest, struct sp_err *err)
{
    struct sp_str rest = sp_str_trim(reference);
    struct sp_str query_text = take_until(&rest, '@');
    const struct sp_str name = take_until(&query_text, ';');
    const struct sp_measure *measure = sp_measure_find(name);
    if (!measure) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "this is no figure: it begins with no measure's name; copy the reference as printed, such as "
                          "'arrests;from=2017-09-24;to=2017-09-27@0123456789ab', between single quotes");
    }
    sp_query_init(out_query, measure);
    while (query_text.size) {
        const enum sp_rc rc = reference_part(out_query, take_until(&query_text, ';'), arena, err);
        if (rc != SP_OK) return rc;
    }
    *out_digest = rest;
    return SP_OK;
}
