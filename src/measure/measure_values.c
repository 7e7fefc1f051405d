/*
 * Whether the values a person asks for exist. A misspelt place that counts zero would be printed as a
 * fact; so a value that no record holds is an error that names the nearest one.
 */
#include "measure/measure_proof.h"

#include <string.h>

enum { NEAREST_AMONG_MAX = 20000 };

static const char labels_of_field[] =
    "SELECT DISTINCT label FROM term WHERE vocabulary = ? AND none = 0 ORDER BY label";
static const char labels_of_release[] = "SELECT DISTINCT release FROM sheet WHERE ? <> '' ORDER BY release";
static const char labels_of_file[] = "SELECT DISTINCT file FROM source WHERE ? <> '' ORDER BY file";

/* "FY2017", "2017", "2017-Q3", "2017-09", "2017-09-24": digits stand where the shape has 9. */
static bool shape_fits(struct sp_str value, const char *shape)
{
    if (value.size != strlen(shape)) return false;
    for (size_t i = 0; i < value.size; i++) {
        const bool digit = value.data[i] >= '0' && value.data[i] <= '9';
        const bool alike = sp_str_equal_fold((struct sp_str){.data = value.data + i, .size = 1},
                                             (struct sp_str){.data = shape + i, .size = 1});
        if (shape[i] == '9' ? !digit : !alike) return false;
    }
    return true;
}

static const char *shape_of(const struct measure_dim *dim)
{
    switch (dim->kind) {
    case MEASURE_DIM_FISCAL_YEAR:
        return "FY9999";
    case MEASURE_DIM_YEAR:
        return "9999";
    case MEASURE_DIM_QUARTER:
        return "9999-Q9";
    case MEASURE_DIM_MONTH:
        return "9999-99";
    case MEASURE_DIM_DAY:
        return "9999-99-99";
    case MEASURE_DIM_RELEASE:
    case MEASURE_DIM_FILE:
    case MEASURE_DIM_METHOD_CLASS:
        return NULL;
    case MEASURE_DIM_FIELD:
        return dim->field->type == SP_FIELD_DATE ? "9999-99-99" : NULL;
    }
    return NULL;
}

/* Our own labels of "no value" always make sense, also where no record has one. */
static bool is_none_label(struct sp_str value)
{
    if (measure_special_label(value)) return true;
    if (sp_str_starts(value, SP_STR("[redacted "))) return true;
    for (int kind = SP_NONE_EMPTY; kind < SP_NONE_COUNT; kind++) {
        const char *name = sp_none_name((enum sp_none_kind)kind);
        if (value.size == strlen(name) + 2 && value.data[0] == '[' &&
            sp_str_equal_fold((struct sp_str){.data = value.data + 1, .size = value.size - 2}, sp_str_of(name)))
            return true;
    }
    return false;
}

/* Look among the labels of a vocabulary, of releases, or of files. */
static enum sp_rc label_look_up(struct sp_ledger *ledger, const struct measure_dim *dim, struct sp_str value,
                                bool *out_found, struct sp_str *out_nearest, struct sp_arena *arena,
                                struct sp_err *err)
{
    const char *sql = dim->kind == MEASURE_DIM_RELEASE ? labels_of_release
                      : dim->kind == MEASURE_DIM_FILE ? labels_of_file
                                                      : labels_of_field;
    const struct ledger_param param = ledger_text(
        sp_str_of(dim->kind == MEASURE_DIM_RELEASE || dim->kind == MEASURE_DIM_FILE ? "any" : dim->field->vocabulary));
    struct ledger_rows rows = {0};
    struct sp_str *labels = sp_arena_array(arena, NEAREST_AMONG_MAX, sizeof *labels);
    if (!labels) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    size_t count = 0;
    *out_found = false;
    enum sp_rc rc = ledger_query(ledger, sql, &param, 1, &rows, err);
    while (rc == SP_OK && !*out_found && (rc = ledger_next(&rows)) == SP_OK) {
        const struct sp_str label = ledger_get_text(&rows, 0);
        *out_found = sp_str_equal_fold(label, value);
        if (count < NEAREST_AMONG_MAX) labels[count++] = sp_arena_copy(arena, label);
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    const size_t nearest = sp_text_nearest(value, labels, count);
    *out_nearest = nearest < count ? labels[nearest] : (struct sp_str){0};
    return SP_OK;
}

static enum sp_rc value_check(struct sp_ledger *ledger, const struct sp_query *query, const struct sp_filter *filter,
                              const struct measure_dim *dim, struct sp_str value, struct sp_arena *arena,
                              bool *out_found, struct sp_err *err)
{
    const char *shape = shape_of(dim);
    struct sp_str nearest = {0};
    *out_found = true;
    if (is_none_label(value)) return SP_OK;
    if (shape) {
        if (shape_fits(value, shape)) return SP_OK;
        return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is no value of '%.*s'; write it like %s, with digits for 9",
                          SP_FMT(value), SP_FMT(filter->field), shape);
    }
    if (dim->kind == MEASURE_DIM_FIELD && dim->field->type != SP_FIELD_TEXT) return SP_OK;
    const enum sp_rc rc = label_look_up(ledger, dim, value, out_found, &nearest, arena, err);
    if (rc != SP_OK || *out_found) return rc;
    return sp_err_set(err, SP_ERR_USAGE, "no %s in the ledger have %.*s '%.*s'%s%.*s%s; 'sallyport count %s --by %.*s' "
                      "lists what they have",
                      query->measure->name, SP_FMT(filter->field), SP_FMT(value),
                      nearest.size ? "; did you mean '" : "", SP_FMT(nearest), nearest.size ? "'" : "",
                      query->measure->name, SP_FMT(filter->field));
}

enum sp_rc measure_values_check(struct sp_ledger *ledger, const struct sp_query *query,
                                const struct sp_filter *filter, struct sp_str *out_absent, struct sp_err *err)
{
    struct measure_dim dim;
    struct sp_arena arena;
    enum sp_rc rc = measure_dim_find(query, filter->field, &dim, err);
    if (rc != SP_OK) return rc;
    sp_arena_init(&arena, MEASURE_SQL_MAX * 16);
    struct sp_err absent = {0};
    for (size_t i = 0; rc == SP_OK && i < filter->value_count; i++) {
        bool found;
        sp_arena_reset(&arena);
        rc = value_check(ledger, query, filter, &dim, filter->values[i], &arena, &found,
                         out_absent ? &absent : err);
        if (rc == SP_ERR_USAGE && out_absent && !found) {
            *out_absent = filter->values[i];
            rc = SP_OK;
            break;
        }
    }
    if (rc != SP_OK && out_absent) {
        rc = sp_err_set(err, absent.rc, "%s", absent.text);
    }
    sp_arena_release(&arena);
    return rc;
}
