/* Names of dimensions, and their SQL. Field names come from the schema, never from the user. */
#include "measure/measure_dim.h"

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

const struct sp_event *measure_event(const struct sp_measure *measure)
{
    const struct sp_event *event = sp_event_find(sp_str_of(measure->event));
    SP_ASSERT(event);
    return event;
}

static bool dim_find(const struct sp_measure *measure, struct sp_str name, struct measure_dim *out_dim)
{
    const struct sp_event *event = measure_event(measure);
    const struct sp_field *date = sp_event_field(event, sp_str_of(event->date_field), NULL);
    for (size_t i = 0; i < DERIVED_COUNT; i++) {
        if (!sp_str_equal_text(name, derived[i].name)) continue;
        const bool is_place = derived[i].kind == MEASURE_DIM_RELEASE || derived[i].kind == MEASURE_DIM_FILE;
        *out_dim = (struct measure_dim){.kind = derived[i].kind, .field = is_place ? NULL : date};
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

enum sp_rc measure_dim_find(const struct sp_measure *measure, struct sp_str name, struct measure_dim *out_dim,
                            struct sp_err *err)
{
    if (dim_find(measure, name, out_dim)) return SP_OK;
    const struct sp_event *event = measure_event(measure);
    const struct sp_field *field = sp_event_field(event, name, NULL);
    if (field && field->type == SP_FIELD_PERSON) {
        return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is a person's id: records are counted, persons are not listed",
                          SP_FMT(name));
    }
    struct sp_str names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < DERIVED_COUNT; i++) {
        names[count++] = sp_str_of(derived[i].name);
    }
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
    } else if (dim->kind == MEASURE_DIM_FIELD && dim->field->type == SP_FIELD_TEXT) {
        sp_buf_format(sql, "e.%s", dim->field->name);
    } else {
        sp_buf_format(sql, "e.%s_none", dim->field->name);
    }
}
