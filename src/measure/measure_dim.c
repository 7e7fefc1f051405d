/* Names of dimensions, and their SQL. Field names come from the schema, never from the user. */
#include "measure/measure_dim.h"

#include "measure/measure_keep.h"

#include <string.h>

static const struct {
    const char *name;
    enum measure_dim_kind kind;
} derived[] = {
    {"release", MEASURE_DIM_RELEASE}, {"file", MEASURE_DIM_FILE},
    {"fiscal_year", MEASURE_DIM_FISCAL_YEAR}, {"year", MEASURE_DIM_YEAR},
    {"quarter", MEASURE_DIM_QUARTER}, {"month", MEASURE_DIM_MONTH},
    {"day", MEASURE_DIM_DAY},
};
enum { DERIVED_COUNT = sizeof derived / sizeof derived[0], NAMES_MAX = 256 };

// Made by linking from the method, so no column of any release.
static const struct sp_field method_class = {MEASURE_METHOD_CLASS, SP_FIELD_TEXT, MEASURE_METHOD_CLASS, SP_PLACE_NONE,
                                             "Where the arrest was made, by a published table of methods."};

// The day on which a row counts: measure_heads.c gives it.
static const struct sp_field counted_day = {"counted", SP_FIELD_DATE, NULL, SP_PLACE_NONE, "Day on which heads are counted."};

bool measure_counts_heads(const struct sp_measure *measure)
{
    return strcmp(measure->name, MEASURE_HEADS) == 0;
}

const struct sp_event *measure_event(const struct sp_measure *measure)
{
    const struct sp_event *event = sp_event_find(sp_str_of(measure->event));
    SP_ASSERT(event);
    return event;
}

bool measure_stands_on(const struct sp_measure *measure, const struct sp_event *event)
{
    const struct sp_event *counted = measure_event(measure);
    if (!counted->base) return counted == event;
    return strcmp(counted->base, event->name) == 0 ||
           (counted->base_too && strcmp(counted->base_too, event->name) == 0);
}

static bool has_method_class(const struct sp_measure *measure)
{
    return strcmp(measure->event, "arrest") == 0;
}

/* Longer than a day. */
static bool is_span(enum measure_dim_kind kind)
{
    return kind == MEASURE_DIM_FISCAL_YEAR || kind == MEASURE_DIM_YEAR || kind == MEASURE_DIM_QUARTER || kind == MEASURE_DIM_MONTH;
}

static bool dim_find(const struct sp_measure *measure, struct sp_str name, struct measure_dim *out_dim)
{
    const struct sp_event *event = measure_event(measure);
    const bool heads = measure_counts_heads(measure);
    const struct sp_field *date = heads ? &counted_day : sp_event_field(event, sp_str_of(event->date_field), NULL);
    for (size_t i = 0; i < DERIVED_COUNT; i++) {
        if (!sp_str_equal_text(name, derived[i].name)) continue;
        if (heads && is_span(derived[i].kind)) return false;
        const bool is_place = derived[i].kind == MEASURE_DIM_RELEASE || derived[i].kind == MEASURE_DIM_FILE;
        *out_dim = (struct measure_dim){.kind = derived[i].kind, .field = is_place ? NULL : date};
        return true;
    }
    if (has_method_class(measure) && sp_str_equal_text(name, MEASURE_METHOD_CLASS)) {
        *out_dim = (struct measure_dim){.kind = MEASURE_DIM_METHOD_CLASS, .field = &method_class};
        return true;
    }
    const struct sp_field *field = sp_event_field(event, name, NULL);
    if (!field || field->type == SP_FIELD_PERSON) return false;
    *out_dim = (struct measure_dim){.kind = MEASURE_DIM_FIELD, .field = field};
    return true;
}

bool sp_measure_has_dimension(const struct sp_measure *measure, struct sp_str name)
{
    struct measure_dim dim;
    return dim_find(measure, name, &dim);
}

enum sp_rc measure_dim_find(const struct sp_query *query, struct sp_str name, struct measure_dim *out_dim,
                            struct sp_err *err)
{
    const struct sp_measure *measure = query->measure;
    if (dim_find(measure, name, out_dim)) {
        out_dim->method_column = measure_method_of(query)->column;
        return SP_OK;
    }
    const struct sp_event *event = measure_event(measure);
    const struct sp_field *field = sp_event_field(event, name, NULL);
    if (field && field->type == SP_FIELD_PERSON) {
        return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is a person's id: records are counted, persons are not listed",
                          SP_FMT(name));
    }
    struct sp_str names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < DERIVED_COUNT; i++) {
        if (sp_str_equal_text(name, derived[i].name)) {
            return sp_err_set(err, SP_ERR_USAGE, "heads of different days are not added up, so there is no '%.*s' of them; use 'day'",
                              SP_FMT(name));
        }
        names[count++] = sp_str_of(derived[i].name);
    }
    if (has_method_class(measure)) names[count++] = sp_str_of(MEASURE_METHOD_CLASS);
    for (size_t i = 0; i < event->field_count && count < NAMES_MAX; i++) {
        if (event->fields[i].type != SP_FIELD_PERSON) names[count++] = sp_str_of(event->fields[i].name);
    }
    const size_t nearest = sp_text_nearest(name, names, count);
    if (nearest < count) {
        return sp_err_set(err, SP_ERR_USAGE, "%s have no field '%.*s'; did you mean '%.*s'?", measure->name,
                          SP_FMT(name), SP_FMT(names[nearest]));
    }
    return sp_err_set(err, SP_ERR_USAGE, "%s have no field '%.*s'; 'sallyport count --help' lists them",
                      measure->name, SP_FMT(name));
}

// clang-format off
static const struct { const char *vocabulary; const char *labels[2]; } unknown_labels[] = {
    {"detainer_outcome", {"unknown", "censored"}},
    {"method_class",     {"unknown", "unknown"}},
    {"stay_end",         {"unknown", "unknown"}},
};
// clang-format on
enum { UNKNOWN_LABELS_COUNT = sizeof unknown_labels / sizeof unknown_labels[0] };

static const char *const *labels_unknown(const struct measure_dim *dim)
{
    for (size_t i = 0; dim->field && dim->field->vocabulary && i < UNKNOWN_LABELS_COUNT; i++) {
        if (strcmp(unknown_labels[i].vocabulary, dim->field->vocabulary) == 0) return unknown_labels[i].labels;
    }
    return NULL;
}

bool measure_dim_label_is_unknown(const struct measure_dim *dim, struct sp_str label)
{
    const char *const *labels = labels_unknown(dim);
    return labels && (sp_str_equal_text(label, labels[0]) || sp_str_equal_text(label, labels[1]));
}

void measure_dim_unknown_sql(const struct measure_dim *dim, struct sp_buf *sql)
{
    const char *const *labels = labels_unknown(dim);
    if (!labels) return;
    sp_buf_format(sql, " OR (vocabulary = '%s' AND label IN ('%s', '%s'))", dim->field->vocabulary, labels[0], labels[1]);
}

void measure_dim_value_sql(const struct measure_dim *dim, struct sp_buf *sql)
{
    const char *name = dim->field ? dim->field->name : NULL;
    switch (dim->kind) {
    case MEASURE_DIM_RELEASE:
        sp_buf_text(sql, "sheet.release");
        return;
    case MEASURE_DIM_FILE:
        sp_buf_text(sql, "source.file");
        return;
    case MEASURE_DIM_FISCAL_YEAR:
        sp_buf_format(sql, "('FY' || year(e.%s + INTERVAL 3 MONTH))", name);
        return;
    case MEASURE_DIM_YEAR:
        sp_buf_format(sql, "CAST(year(e.%s) AS VARCHAR)", name);
        return;
    case MEASURE_DIM_QUARTER:
        sp_buf_format(sql, "(year(e.%s) || '-Q' || quarter(e.%s))", name, name);
        return;
    case MEASURE_DIM_MONTH:
        sp_buf_format(sql, "strftime(e.%s, '%%Y-%%m')", name);
        return;
    case MEASURE_DIM_DAY:
        sp_buf_format(sql, "strftime(e.%s, '%%Y-%%m-%%d')", name);
        return;
    case MEASURE_DIM_METHOD_CLASS:
    case MEASURE_DIM_FIELD:
        break;
    }
    if (dim->field->type == SP_FIELD_TEXT) {
        sp_buf_text(sql, "CAST(NULL AS VARCHAR)");
    } else {
        sp_buf_format(sql, "CAST(e.%s AS VARCHAR)", name);
    }
}

void measure_dim_code_sql(const struct measure_dim *dim, struct sp_buf *sql)
{
    if (!dim->field) {
        sp_buf_text(sql, "CAST(NULL AS INTEGER)");
    } else if (dim->kind == MEASURE_DIM_METHOD_CLASS) {
        sp_buf_format(sql, "k.%s", dim->method_column);
    } else if (dim->kind == MEASURE_DIM_FIELD && dim->field->type == SP_FIELD_TEXT) {
        sp_buf_format(sql, "e.%s", dim->field->name);
    } else {
        sp_buf_format(sql, "e.%s_none", dim->field->name);
    }
}
