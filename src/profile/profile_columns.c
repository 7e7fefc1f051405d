/* The columns of a profile, and the columns it passes over with a reason. */
#include "profile/profile_guard.h"
#include "profile/profile_parse.h"

static const struct sp_str column_keys[] = {
    KEY("field"),       KEY("names"),  KEY("required"),       KEY("dates"),
    KEY("withheld"),    KEY("blank"),  KEY("not_applicable"), KEY("values"),
    KEY("drop_suffix"), KEY("filled"),
};
static const struct sp_str ignore_keys[] = {KEY("names"), KEY("why"), KEY("withheld"),
                                            KEY("nameless")};

/* -- Headings ---------------------------------------------------------------------- */

/* The names accepted for a column, as written and in normal form. */
static enum sp_rc read_names(struct profile_parse *parse, const struct profile_yaml *map,
                             struct profile_list *out_names,
                             const struct sp_str **out_normals)
{
    const struct profile_yaml *node;
    enum sp_rc rc = profile_yaml_get(map, "names", &node, parse->err);
    if (rc == SP_OK) rc = profile_parse_list(parse, node, out_names);
    if (rc) return rc;
    if (out_names->count == 0)
        return profile_yaml_fault(node, parse->err, "a list without names");
    struct sp_str *normals =
        sp_arena_array(parse->arena, out_names->count, sizeof *normals);
    if (!normals) return profile_parse_no_memory(parse);
    const struct profile_yaml *item = node->first;
    for (size_t i = 0; i < out_names->count; i++, item = item->next) {
        normals[i] = sp_heading_normal(parse->arena, out_names->texts[i]);
        if (!normals[i].data) return profile_parse_no_memory(parse);
        if (normals[i].size > 0) continue;
        return profile_yaml_fault(item, parse->err, "a name of no letters");
    }
    *out_normals = normals;
    return SP_OK;
}

/* Refuse a heading that stands in the profile already. */
static enum sp_rc claim_names(struct profile_parse *parse, const struct profile_yaml *map,
                              const struct sp_str *normals, struct profile_list names)
{
    const struct profile_yaml *item = profile_yaml_find(map, "names")->first;
    for (size_t i = 0; i < names.count; i++, item = item->next) {
        uint32_t code;
        bool is_new;
        if (!sp_intern_put(&parse->seen, normals[i], &code, &is_new))
            return profile_parse_no_memory(parse);
        if (is_new) continue;
        return profile_yaml_fault(item, parse->err, "heading '%.*s' stands twice",
                                  SP_FMT(names.texts[i]));
    }
    return SP_OK;
}

/* -- Columns ----------------------------------------------------------------------- */

static enum sp_rc unknown_field(struct profile_parse *parse,
                                const struct profile_yaml *node, struct sp_str name)
{
    struct sp_str *names =
        sp_arena_array(parse->arena, parse->event->field_count, sizeof *names);
    if (!names) return profile_parse_no_memory(parse);
    for (size_t i = 0; i < parse->event->field_count; i++) {
        names[i] = sp_str_of(parse->event->fields[i].name);
    }
    char hint[PROFILE_HINT_SIZE];
    profile_hint(name, names, parse->event->field_count, hint);
    return profile_yaml_fault(node, parse->err, "table '%s' has no field '%.*s'%s",
                              parse->event->name, SP_FMT(name), hint);
}

static enum sp_rc read_field(struct profile_parse *parse, const struct profile_yaml *map,
                             size_t before, struct sp_profile_column *column)
{
    struct sp_str name;
    const enum sp_rc rc = profile_parse_get_short(parse, map, "field", &name);
    if (rc) return rc;
    const struct profile_yaml *node = profile_yaml_find(map, "field");
    column->field = sp_event_field(parse->event, name, &column->field_index);
    if (!column->field) return unknown_field(parse, node, name);
    for (size_t i = 0; i < before; i++) {
        if (parse->columns[i].field != column->field) continue;
        return profile_yaml_fault(node, parse->err, "field '%.*s' stands twice",
                                  SP_FMT(name));
    }
    return SP_OK;
}

/* A rule that the field's type cannot use would be silently without effect. */
static enum sp_rc check_rule_use(struct profile_parse *parse,
                                 const struct profile_yaml *map, enum sp_field_type type)
{
    static const struct {
        const char *key;
        enum sp_field_type type;
        const char *text;
    } uses[] = {{"dates", SP_FIELD_DATE, "dates"},
                {"values", SP_FIELD_TEXT, "texts"},
                {"drop_suffix", SP_FIELD_TEXT, "texts"}};
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        const struct profile_yaml *node = profile_yaml_find(map, uses[i].key);
        if (!node || type == uses[i].type) continue;
        return profile_yaml_key_fault(node, parse->err, "'%s' is for fields that hold %s",
                                      uses[i].key, uses[i].text);
    }
    return SP_OK;
}

static enum sp_rc read_rule(struct profile_parse *parse, const struct profile_yaml *map,
                            struct sp_profile_column *column, struct profile_rule *rule)
{
    const struct profile_yaml *dates = profile_yaml_find(map, "dates");
    const struct profile_yaml *required = profile_yaml_find(map, "required");
    const struct profile_yaml *filled = profile_yaml_find(map, "filled");
    const struct profile_yaml *withheld = profile_yaml_find(map, "withheld");
    const struct profile_yaml *suffix = profile_yaml_find(map, "drop_suffix");
    enum sp_rc rc = check_rule_use(parse, map, column->field->type);
    if (column->field->type == SP_FIELD_DATE) column->date_forms = parse->date_forms;
    if (rc == SP_OK && dates) rc = profile_parse_dates(parse, dates, &column->date_forms);
    if (rc == SP_OK && required)
        rc = profile_yaml_bool(required, &column->required, parse->err);
    if (rc == SP_OK && filled)
        rc = profile_yaml_bool(filled, &column->filled, parse->err);
    if (rc == SP_OK && withheld)
        rc = profile_yaml_bool(withheld, &rule->withheld, parse->err);
    column->withheld = rule->withheld;
    rule->years_from = parse->years_from;
    if (rc == SP_OK && suffix)
        rc = profile_parse_short(parse, suffix, &rule->drop_suffix);
    if (rc == SP_OK)
        rc = profile_parse_list(parse, profile_yaml_find(map, "blank"), &rule->blanks);
    if (rc == SP_OK) {
        rc = profile_parse_list(parse, profile_yaml_find(map, "not_applicable"),
                                &rule->not_applicable);
    }
    if (rc == SP_OK)
        rc = profile_parse_pairs(parse, profile_yaml_find(map, "values"), false,
                                 &rule->values);
    const enum sp_field_type type = column->field->type;
    rule->is_typed_alone = type != SP_FIELD_TEXT && type != SP_FIELD_PERSON &&
                           !rule->withheld && rule->blanks.count == 0 &&
                           rule->not_applicable.count == 0 &&
                           !profile_guard_is_of_birth(column->field);
    return rc;
}

static enum sp_rc read_column(struct profile_parse *parse, const struct profile_yaml *map,
                              size_t index)
{
    struct sp_profile_column *column = &parse->columns[index];
    struct profile_list names = {0};
    enum sp_rc rc = profile_yaml_keys(map, KEYS(column_keys), parse->err);
    if (rc == SP_OK) rc = read_field(parse, map, index, column);
    if (rc == SP_OK) rc = read_names(parse, map, &names, &parse->column_normals[index]);
    if (rc == SP_OK) rc = claim_names(parse, map, parse->column_normals[index], names);
    if (rc == SP_OK) rc = read_rule(parse, map, column, &parse->rules[index]);
    column->names = names.texts;
    column->name_count = names.count;
    return rc;
}

static enum sp_rc check_columns(struct profile_parse *parse,
                                const struct profile_yaml *node,
                                const struct sp_profile *profile)
{
    bool has_date = false;
    bool has_required = false;
    for (size_t i = 0; i < profile->column_count; i++) {
        const struct sp_profile_column *column = &profile->columns[i];
        has_required |= column->required;
        has_date |=
            sp_str_equal_text(sp_str_of(column->field->name), parse->event->date_field);
    }
    const bool is_undated = profile->undated.size > 0;
    if (!has_date && !is_undated) {
        return profile_yaml_fault(node, parse->err,
                                  "table '%s' needs a column for field '%s', or "
                                  "'undated' with the reason why it has none",
                                  parse->event->name, parse->event->date_field);
    }
    if (has_date && is_undated) {
        return profile_yaml_fault(node, parse->err,
                                  "'undated' is said, and yet field '%s' has a column",
                                  parse->event->date_field);
    }
    if (!has_required) {
        return profile_yaml_fault(node, parse->err,
                                  "no column is 'required: true', so any row "
                                  "could pass for the header");
    }
    return SP_OK;
}

enum sp_rc profile_parse_columns(struct profile_parse *parse,
                                 const struct profile_yaml *root,
                                 struct sp_profile *profile)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = profile_parse_entries(parse, root, "columns", &node, &count);
    if (rc == SP_OK && !node) rc = profile_yaml_get(root, "columns", &node, parse->err);
    if (rc) return rc;
    parse->columns = sp_arena_array(parse->arena, count, sizeof *parse->columns);
    parse->rules = sp_arena_array(parse->arena, count, sizeof *parse->rules);
    parse->column_normals =
        sp_arena_array(parse->arena, count, sizeof *parse->column_normals);
    if (!parse->columns || !parse->rules || !parse->column_normals)
        return profile_parse_no_memory(parse);
    size_t index = 0;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_column(parse, map, index++);
        if (rc) return rc;
    }
    profile->columns = parse->columns;
    profile->column_count = count;
    return check_columns(parse, node, profile);
}

/* `nameless: 5` instead of names: columns that have no heading. */
static enum sp_rc read_nameless(struct profile_parse *parse,
                                const struct profile_yaml *map, size_t index)
{
    const struct profile_yaml *node = profile_yaml_find(map, "nameless");
    if (profile_yaml_find(map, "names")) {
        return profile_yaml_key_fault(
            node, parse->err,
            "'nameless' is for columns without a heading, which "
            "have no 'names'");
    }
    if (parse->nameless_max > 0)
        return profile_yaml_key_fault(node, parse->err, "'nameless' stands twice");
    parse->nameless_ignore = index;
    return profile_parse_count(parse, node, PROFILE_COLUMNS_MAX, &parse->nameless_max);
}

static enum sp_rc read_ignore(struct profile_parse *parse, const struct profile_yaml *map,
                              size_t index)
{
    struct sp_profile_ignore *ignore = &parse->ignores[index];
    struct profile_list names = {0};
    const struct profile_yaml *why;
    enum sp_rc rc = profile_yaml_keys(map, KEYS(ignore_keys), parse->err);
    const struct profile_yaml *withheld = profile_yaml_find(map, "withheld");
    if (rc == SP_OK && profile_yaml_find(map, "nameless")) {
        rc = read_nameless(parse, map, index);
    } else {
        if (rc == SP_OK)
            rc = read_names(parse, map, &names, &parse->ignore_normals[index]);
        if (rc == SP_OK)
            rc = claim_names(parse, map, parse->ignore_normals[index], names);
    }
    if (rc == SP_OK) rc = profile_yaml_get(map, "why", &why, parse->err);
    if (rc == SP_OK) rc = profile_parse_normal(parse, why, &ignore->why);
    if (rc == SP_OK && withheld)
        rc = profile_yaml_bool(withheld, &ignore->withheld, parse->err);
    ignore->names = names.texts;
    ignore->name_count = names.count;
    return rc;
}

enum sp_rc profile_parse_ignores(struct profile_parse *parse,
                                 const struct profile_yaml *root,
                                 struct sp_profile *profile)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = profile_parse_entries(parse, root, "ignore", &node, &count);
    if (rc || !node) return rc;
    parse->ignores = sp_arena_array(parse->arena, count, sizeof *parse->ignores);
    parse->ignore_normals =
        sp_arena_array(parse->arena, count, sizeof *parse->ignore_normals);
    if (!parse->ignores || !parse->ignore_normals) return profile_parse_no_memory(parse);
    size_t index = 0;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_ignore(parse, map, index++);
        if (rc) return rc;
    }
    profile->ignores = parse->ignores;
    profile->ignore_count = count;
    return SP_OK;
}
