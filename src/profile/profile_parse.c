/*
 * A profile from its YAML. The format is described for its writers in docs/profiles.md;
 * the keys are the tables below.
 *
 * What holds of every profile that leaves here:
 * 1. Each column names a field of the table's event, no two the same.
 * 2. No heading stands twice, in columns and ignores together.
 * 3. The event's date field has a column, and at least one column is required, so that a
 * row of data cannot pass for a header.
 * 4. A rule stands only where the field's type can use it.
 * 5. All texts are trimmed, runs of blanks are one space, and headings also stand in
 * normal form.
 */
#include "profile/profile_detail.h"
#include "profile/profile_yaml.h"

struct parse {
    struct sp_arena *arena;
    struct sp_err *err;
    const struct sp_event *event;
    unsigned date_forms; // of the columns that name none
    // Being filled; the profile sees them as constant.
    struct sp_profile_column *columns;
    struct profile_rule *rules;
    const struct sp_str **column_normals;
    struct sp_profile_ignore *ignores;
    const struct sp_str **ignore_normals;
};

#define KEYS(keys) (keys), sizeof(keys) / sizeof((keys)[0])
#define KEY(text)                                                                        \
    {                                                                                    \
        .data = (text), .size = sizeof(text) - 1                                         \
    }

static const struct sp_str profile_keys[] = {
    KEY("profile"),    KEY("version"),  KEY("release"),       KEY("table"),
    KEY("source"),     KEY("preamble"), KEY("release_marks"), KEY("dates"),
    KEY("redactions"), KEY("columns"),  KEY("ignore"),
};
static const struct sp_str column_keys[] = {
    KEY("field"),          KEY("names"),    KEY("required"),
    KEY("dates"),          KEY("withheld"), KEY("blank"),
    KEY("not_applicable"), KEY("values"),   KEY("drop_suffix"),
};
static const struct sp_str ignore_keys[] = {KEY("names"), KEY("why")};
static const struct sp_str mark_keys[] = {KEY("contains"), KEY("release")};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* -- Texts, lists and pairs
 * ---------------------------------------------------------------- */

static enum sp_rc normal_text(struct parse *parse, const struct profile_yaml *node,
                              struct sp_str *out)
{
    struct sp_str text;
    const enum sp_rc rc = profile_yaml_text(node, &text, parse->err);
    if (rc) return rc;
    text = profile_text_normal(parse->arena, text);
    if (!text.data) return out_of_memory(parse->err);
    *out = text;
    return SP_OK;
}

/* A text short enough for a message, a file name or a column of a report. */
static enum sp_rc short_text(struct parse *parse, const struct profile_yaml *node,
                             struct sp_str *out)
{
    const enum sp_rc rc = normal_text(parse, node, out);
    if (rc || out->size <= PROFILE_NAME_MAX) return rc;
    return profile_yaml_fault(node, parse->err, "a text longer than %d bytes",
                              PROFILE_NAME_MAX);
}

static enum sp_rc get_short_text(struct parse *parse, const struct profile_yaml *map,
                                 const char *key, struct sp_str *out)
{
    const struct profile_yaml *node;
    const enum sp_rc rc = profile_yaml_get(map, key, &node, parse->err);
    return rc ? rc : short_text(parse, node, out);
}

/* A list of texts; a node that is not there is an empty list. */
static enum sp_rc text_list(struct parse *parse, const struct profile_yaml *node,
                            struct profile_list *out)
{
    if (!node) return SP_OK;
    enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_LIST, parse->err);
    if (rc) return rc;
    struct sp_str *texts = sp_arena_array(parse->arena, node->count, sizeof *texts);
    if (!texts) return out_of_memory(parse->err);
    size_t count = 0;
    for (const struct profile_yaml *item = node->first; item; item = item->next) {
        rc = short_text(parse, item, &texts[count++]);
        if (rc) return rc;
    }
    *out = (struct profile_list){.texts = texts, .count = count};
    return SP_OK;
}

/* A mapping of texts to texts. */
static enum sp_rc text_pairs(struct parse *parse, const struct profile_yaml *node,
                             bool may_be_empty, struct profile_pairs *out)
{
    if (!node) return SP_OK;
    enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_MAP, parse->err);
    if (rc) return rc;
    struct profile_pair *pairs = sp_arena_array(parse->arena, node->count, sizeof *pairs);
    if (!pairs) return out_of_memory(parse->err);
    size_t count = 0;
    for (const struct profile_yaml *item = node->first; item; item = item->next) {
        const struct sp_str from = profile_text_normal(parse->arena, item->key);
        if (!from.data) return out_of_memory(parse->err);
        const struct profile_pairs before = {.pairs = pairs, .count = count};
        if (from.size == 0)
            return profile_yaml_key_fault(item, parse->err, "a text is missing here");
        if (profile_pairs_find(before, from)) {
            return profile_yaml_key_fault(item, parse->err, "'%.*s' stands twice",
                                          SP_FMT(from));
        }
        struct profile_pair *pair = &pairs[count++];
        *pair = (struct profile_pair){.from = from, .to = SP_STR("")};
        if (may_be_empty && item->kind == PROFILE_YAML_TEXT && item->text.size == 0)
            continue;
        rc = short_text(parse, item, &pair->to);
        if (rc) return rc;
    }
    *out = (struct profile_pairs){.pairs = pairs, .count = count};
    return SP_OK;
}

static enum sp_rc read_dates(struct parse *parse, const struct profile_yaml *node,
                             unsigned *out)
{
    static const struct sp_str names[SP_DATE_FORM_COUNT] = {[SP_DATE_ISO] = KEY("iso"),
                                                            [SP_DATE_MDY] = KEY("mdy"),
                                                            [SP_DATE_DMY] = KEY("dmy")};
    const unsigned both = 1u << SP_DATE_MDY | 1u << SP_DATE_DMY;
    struct profile_list list = {0};
    const enum sp_rc rc = text_list(parse, node, &list);
    if (rc) return rc;
    unsigned forms = 0;
    for (size_t i = 0; i < list.count; i++) {
        unsigned form = 0;
        while (form < SP_DATE_FORM_COUNT && !sp_str_equal(list.texts[i], names[form])) {
            form++;
        }
        if (form == SP_DATE_FORM_COUNT) {
            return profile_yaml_fault(node, parse->err,
                                      "'%.*s' is no form of a date: iso, mdy or dmy",
                                      SP_FMT(list.texts[i]));
        }
        forms |= 1u << form;
    }
    if ((forms & both) == both) {
        return profile_yaml_fault(
            node, parse->err, "mdy and dmy together: 3/4/2017 would have two readings");
    }
    *out = forms;
    return SP_OK;
}

/* -- Headings
 * ------------------------------------------------------------------------------ */

/* The names accepted for a column, as written and in normal form. */
static enum sp_rc read_names(struct parse *parse, const struct profile_yaml *map,
                             struct profile_list *out_names,
                             const struct sp_str **out_normals)
{
    const struct profile_yaml *node;
    enum sp_rc rc = profile_yaml_get(map, "names", &node, parse->err);
    if (rc == SP_OK) rc = text_list(parse, node, out_names);
    if (rc) return rc;
    if (out_names->count == 0)
        return profile_yaml_fault(node, parse->err, "a list without names");
    struct sp_str *normals =
        sp_arena_array(parse->arena, out_names->count, sizeof *normals);
    if (!normals) return out_of_memory(parse->err);
    const struct profile_yaml *item = node->first;
    for (size_t i = 0; i < out_names->count; i++, item = item->next) {
        normals[i] = sp_heading_normal(parse->arena, out_names->texts[i]);
        if (!normals[i].data) return out_of_memory(parse->err);
        if (normals[i].size > 0) continue;
        return profile_yaml_fault(item, parse->err, "a name of no letters");
    }
    *out_normals = normals;
    return SP_OK;
}

/* Refuse a heading that an intern table of those so far already holds. */
static enum sp_rc claim_names(struct parse *parse, struct sp_intern *seen,
                              const struct profile_yaml *map,
                              const struct sp_str *normals, struct profile_list names)
{
    const struct profile_yaml *item = profile_yaml_find(map, "names")->first;
    for (size_t i = 0; i < names.count; i++, item = item->next) {
        uint32_t code;
        bool is_new;
        if (!sp_intern_put(seen, normals[i], &code, &is_new))
            return out_of_memory(parse->err);
        if (is_new) continue;
        return profile_yaml_fault(item, parse->err, "heading '%.*s' stands twice",
                                  SP_FMT(names.texts[i]));
    }
    return SP_OK;
}

/* -- Columns
 * ------------------------------------------------------------------------------- */

static enum sp_rc unknown_field(struct parse *parse, const struct profile_yaml *node,
                                struct sp_str name)
{
    struct sp_str *names =
        sp_arena_array(parse->arena, parse->event->field_count, sizeof *names);
    if (!names) return out_of_memory(parse->err);
    for (size_t i = 0; i < parse->event->field_count; i++) {
        names[i] = sp_str_of(parse->event->fields[i].name);
    }
    char hint[PROFILE_HINT_SIZE];
    profile_hint(name, names, parse->event->field_count, hint);
    return profile_yaml_fault(node, parse->err, "table '%s' has no field '%.*s'%s",
                              parse->event->name, SP_FMT(name), hint);
}

static enum sp_rc read_field(struct parse *parse, const struct profile_yaml *map,
                             size_t before, struct sp_profile_column *column)
{
    struct sp_str name;
    const enum sp_rc rc = get_short_text(parse, map, "field", &name);
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
static enum sp_rc check_rule_use(struct parse *parse, const struct profile_yaml *map,
                                 enum sp_field_type type)
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

static enum sp_rc read_rule(struct parse *parse, const struct profile_yaml *map,
                            struct sp_profile_column *column, struct profile_rule *rule)
{
    const struct profile_yaml *dates = profile_yaml_find(map, "dates");
    const struct profile_yaml *required = profile_yaml_find(map, "required");
    const struct profile_yaml *withheld = profile_yaml_find(map, "withheld");
    const struct profile_yaml *suffix = profile_yaml_find(map, "drop_suffix");
    enum sp_rc rc = check_rule_use(parse, map, column->field->type);
    if (column->field->type == SP_FIELD_DATE) column->date_forms = parse->date_forms;
    if (rc == SP_OK && dates) rc = read_dates(parse, dates, &column->date_forms);
    if (rc == SP_OK && required)
        rc = profile_yaml_bool(required, &column->required, parse->err);
    if (rc == SP_OK && withheld)
        rc = profile_yaml_bool(withheld, &rule->withheld, parse->err);
    if (rc == SP_OK && suffix) rc = short_text(parse, suffix, &rule->drop_suffix);
    if (rc == SP_OK)
        rc = text_list(parse, profile_yaml_find(map, "blank"), &rule->blanks);
    if (rc == SP_OK) {
        rc = text_list(parse, profile_yaml_find(map, "not_applicable"),
                       &rule->not_applicable);
    }
    if (rc == SP_OK)
        rc = text_pairs(parse, profile_yaml_find(map, "values"), false, &rule->values);
    return rc;
}

static enum sp_rc read_column(struct parse *parse, const struct profile_yaml *map,
                              size_t index, struct sp_intern *seen)
{
    struct sp_profile_column *column = &parse->columns[index];
    struct profile_list names = {0};
    enum sp_rc rc = profile_yaml_keys(map, KEYS(column_keys), parse->err);
    if (rc == SP_OK) rc = read_field(parse, map, index, column);
    if (rc == SP_OK) rc = read_names(parse, map, &names, &parse->column_normals[index]);
    if (rc == SP_OK)
        rc = claim_names(parse, seen, map, parse->column_normals[index], names);
    if (rc == SP_OK) rc = read_rule(parse, map, column, &parse->rules[index]);
    column->names = names.texts;
    column->name_count = names.count;
    return rc;
}

static enum sp_rc check_columns(struct parse *parse, const struct profile_yaml *node,
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
    if (!has_date) {
        return profile_yaml_fault(node, parse->err,
                                  "table '%s' needs a column for field '%s'",
                                  parse->event->name, parse->event->date_field);
    }
    if (!has_required) {
        return profile_yaml_fault(node, parse->err,
                                  "no column is 'required: true', so any row "
                                  "could pass for the header");
    }
    return SP_OK;
}

/* A list of mappings under `key`, within its ceiling. */
static enum sp_rc get_entries(struct parse *parse, const struct profile_yaml *root,
                              const char *key, const struct profile_yaml **out_node,
                              size_t *out_count)
{
    const struct profile_yaml *node = profile_yaml_find(root, key);
    *out_node = node;
    *out_count = node ? node->count : 0;
    if (!node) return SP_OK;
    const enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_LIST, parse->err);
    if (rc || node->count <= PROFILE_COLUMNS_MAX) return rc;
    return profile_yaml_key_fault(node, parse->err, "'%s' has more than %d entries", key,
                                  PROFILE_COLUMNS_MAX);
}

static enum sp_rc read_columns(struct parse *parse, const struct profile_yaml *root,
                               struct sp_intern *seen, struct sp_profile *profile)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = get_entries(parse, root, "columns", &node, &count);
    if (rc == SP_OK && !node) rc = profile_yaml_get(root, "columns", &node, parse->err);
    if (rc) return rc;
    parse->columns = sp_arena_array(parse->arena, count, sizeof *parse->columns);
    parse->rules = sp_arena_array(parse->arena, count, sizeof *parse->rules);
    parse->column_normals =
        sp_arena_array(parse->arena, count, sizeof *parse->column_normals);
    if (!parse->columns || !parse->rules || !parse->column_normals)
        return out_of_memory(parse->err);
    size_t index = 0;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_column(parse, map, index++, seen);
        if (rc) return rc;
    }
    profile->columns = parse->columns;
    profile->column_count = count;
    return check_columns(parse, node, profile);
}

static enum sp_rc read_ignore(struct parse *parse, const struct profile_yaml *map,
                              size_t index, struct sp_intern *seen)
{
    struct sp_profile_ignore *ignore = &parse->ignores[index];
    struct profile_list names = {0};
    const struct profile_yaml *why;
    enum sp_rc rc = profile_yaml_keys(map, KEYS(ignore_keys), parse->err);
    if (rc == SP_OK) rc = read_names(parse, map, &names, &parse->ignore_normals[index]);
    if (rc == SP_OK)
        rc = claim_names(parse, seen, map, parse->ignore_normals[index], names);
    if (rc == SP_OK) rc = profile_yaml_get(map, "why", &why, parse->err);
    if (rc == SP_OK) rc = normal_text(parse, why, &ignore->why);
    ignore->names = names.texts;
    ignore->name_count = names.count;
    return rc;
}

static enum sp_rc read_ignores(struct parse *parse, const struct profile_yaml *root,
                               struct sp_intern *seen, struct sp_profile *profile)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = get_entries(parse, root, "ignore", &node, &count);
    if (rc || !node) return rc;
    parse->ignores = sp_arena_array(parse->arena, count, sizeof *parse->ignores);
    parse->ignore_normals =
        sp_arena_array(parse->arena, count, sizeof *parse->ignore_normals);
    if (!parse->ignores || !parse->ignore_normals) return out_of_memory(parse->err);
    size_t index = 0;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_ignore(parse, map, index++, seen);
        if (rc) return rc;
    }
    profile->ignores = parse->ignores;
    profile->ignore_count = count;
    return SP_OK;
}

/* -- The head
 * ------------------------------------------------------------------------------ */

/* Ids stand on the command line and in file names. */
static enum sp_rc read_id(struct parse *parse, const struct profile_yaml *root,
                          struct sp_str *out)
{
    const enum sp_rc rc = get_short_text(parse, root, "profile", out);
    if (rc) return rc;
    for (size_t i = 0; i < out->size; i++) {
        const char c = out->data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
        return profile_yaml_fault(
            profile_yaml_find(root, "profile"), parse->err,
            "only a-z, 0-9 and '-' may stand in the name of a profile");
    }
    return SP_OK;
}

static enum sp_rc read_version(struct parse *parse, const struct profile_yaml *root,
                               uint32_t *out)
{
    struct sp_str text;
    const enum sp_rc rc = get_short_text(parse, root, "version", &text);
    if (rc) return rc;
    uint32_t version = 0;
    for (size_t i = 0; i < text.size; i++) {
        const bool digit = text.data[i] >= '0' && text.data[i] <= '9';
        version = digit ? version * 10 + (uint32_t)(text.data[i] - '0')
                        : PROFILE_VERSION_MAX + 1;
        if (version > PROFILE_VERSION_MAX) break;
    }
    if (version < 1 || version > PROFILE_VERSION_MAX) {
        return profile_yaml_fault(profile_yaml_find(root, "version"), parse->err,
                                  "'%.*s' is no version: a whole number from 1",
                                  SP_FMT(text));
    }
    *out = version;
    return SP_OK;
}

static enum sp_rc read_event(struct parse *parse, const struct profile_yaml *root)
{
    struct sp_str name;
    const enum sp_rc rc = get_short_text(parse, root, "table", &name);
    if (rc) return rc;
    parse->event = sp_event_find(name);
    if (parse->event) return SP_OK;
    struct sp_str *names = sp_arena_array(parse->arena, sp_event_count(), sizeof *names);
    if (!names) return out_of_memory(parse->err);
    for (size_t i = 0; i < sp_event_count(); i++) {
        names[i] = sp_str_of(sp_event_get(i)->name);
    }
    char hint[PROFILE_HINT_SIZE];
    profile_hint(name, names, sp_event_count(), hint);
    return profile_yaml_fault(profile_yaml_find(root, "table"), parse->err,
                              "no table '%.*s'%s", SP_FMT(name), hint);
}

static enum sp_rc read_release_marks(struct parse *parse, const struct profile_yaml *root,
                                     struct profile_pairs *out)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = get_entries(parse, root, "release_marks", &node, &count);
    if (rc || !node) return rc;
    struct profile_pair *pairs = sp_arena_array(parse->arena, count, sizeof *pairs);
    if (!pairs) return out_of_memory(parse->err);
    struct profile_pair *pair = pairs;
    for (const struct profile_yaml *map = node->first; map; map = map->next, pair++) {
        rc = profile_yaml_keys(map, KEYS(mark_keys), parse->err);
        if (rc == SP_OK) rc = get_short_text(parse, map, "contains", &pair->from);
        if (rc == SP_OK) rc = get_short_text(parse, map, "release", &pair->to);
        if (rc) return rc;
    }
    *out = (struct profile_pairs){.pairs = pairs, .count = count};
    return SP_OK;
}

static enum sp_rc read_head(struct parse *parse, const struct profile_yaml *root,
                            struct sp_profile *profile, struct sp_profile_detail *detail)
{
    const struct profile_yaml *dates = profile_yaml_find(root, "dates");
    const struct profile_yaml *source;
    enum sp_rc rc = profile_yaml_keys(root, KEYS(profile_keys), parse->err);
    if (rc == SP_OK) rc = read_id(parse, root, &profile->id);
    if (rc == SP_OK) rc = read_version(parse, root, &profile->version);
    if (rc == SP_OK) rc = get_short_text(parse, root, "release", &profile->release);
    if (rc == SP_OK) rc = read_event(parse, root);
    if (rc == SP_OK) rc = profile_yaml_get(root, "source", &source, parse->err);
    if (rc == SP_OK) rc = normal_text(parse, source, &profile->source);
    if (rc == SP_OK)
        rc = text_list(parse, profile_yaml_find(root, "preamble"), &detail->marks);
    if (rc == SP_OK) rc = read_release_marks(parse, root, &detail->release_marks);
    if (rc == SP_OK && dates) rc = read_dates(parse, dates, &parse->date_forms);
    if (rc == SP_OK) {
        rc = text_pairs(parse, profile_yaml_find(root, "redactions"), true,
                        &detail->redactions);
    }
    profile->event = parse->event;
    return rc;
}

enum sp_rc profile_parse(struct sp_str yaml, struct sp_str path, struct sp_arena *arena,
                         struct sp_profile *out, struct sp_err *err)
{
    struct parse parse = {.arena = arena, .err = err};
    struct sp_profile profile = {0};
    struct sp_intern seen;
    char sha256[SP_SHA256_TEXT_SIZE];
    const struct profile_yaml *root;
    sp_intern_init(&seen, PROFILE_YAML_SIZE_MAX);
    struct sp_profile_detail *detail = sp_arena_alloc(arena, sizeof *detail);
    profile.path = sp_arena_copy(arena, path);
    enum sp_rc rc = SP_OK;
    if (!detail || !profile.path.data || !sp_sha256_of(yaml, sha256))
        rc = out_of_memory(err);
    if (rc == SP_OK) rc = profile_yaml_parse(yaml, arena, &root, err);
    if (rc == SP_OK) rc = read_head(&parse, root, &profile, detail);
    if (rc == SP_OK) rc = read_columns(&parse, root, &seen, &profile);
    if (rc == SP_OK) rc = read_ignores(&parse, root, &seen, &profile);
    if (rc) goto done;
    profile.sha256 = sp_arena_copy(arena, sp_str_of(sha256));
    if (!profile.sha256.data) {
        rc = out_of_memory(err);
        goto done;
    }
    detail->rules = parse.rules;
    detail->column_normals = parse.column_normals;
    detail->ignore_normals = parse.ignore_normals;
    profile.detail = detail;
    *out = profile;
done:
    sp_intern_release(&seen);
    return rc;
}
