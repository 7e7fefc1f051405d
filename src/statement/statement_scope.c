/* What a claim is about: period, place, filters, measure, and the published figures it is held to. */
#include "statement/statement_parse.h"

static enum sp_rc fail_at(struct statement_parser *parser, const struct statement_yaml *node,
                          const char *text)
{
    return statement_yaml_fail(parser->name, node, parser->err, "%s", text);
}

enum sp_rc statement_key_period(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target)
{
    static const struct statement_key keys[] = {
        {"from", statement_key_date, offsetof(struct statement_period, from), true},
        {"to", statement_key_date, offsetof(struct statement_period, to), true},
    };
    struct statement_period period = {0};
    const struct statement_key_set set = STATEMENT_KEY_SET(keys, &period);
    const enum sp_rc rc = statement_keys_read(parser, "period", node, &set, 1);
    if (rc != SP_OK) return rc;
    if (period.to < period.from) return fail_at(parser, node, "the period ends before it begins");
    *(struct statement_period *)target = period;
    return SP_OK;
}

/* The kind of a place by name. `unstated` is no kind of the records, so the caller handles it. */
static enum sp_rc kind_read(struct statement_parser *parser, const struct statement_yaml *node,
                            struct sp_str name, enum sp_place_kind *out_kind)
{
    if (sp_place_kind_find(name, out_kind) && *out_kind != SP_PLACE_NONE) return SP_OK;
    struct sp_str names[SP_PLACE_KIND_COUNT];
    size_t count = 0;
    for (unsigned kind = SP_PLACE_NONE + 1; kind < SP_PLACE_KIND_COUNT; kind++) {
        names[count++] = sp_str_of(sp_place_kind_name((enum sp_place_kind)kind));
    }
    return statement_fail_unknown(parser, node, "kind of place", name, names, count);
}

static enum sp_rc within_read(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target)
{
    struct statement_place *place = target;
    enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_MAP);
    for (const struct statement_yaml *child = node->first; rc == SP_OK && child;
         child = child->next) {
        if (place->within_count == STATEMENT_WITHIN_MAX) {
            return fail_at(parser, child, "a place lies within more areas than the ceiling of 4");
        }
        struct statement_area *area = &place->within[place->within_count++];
        rc = kind_read(parser, child, child->key, &area->kind);
        if (rc == SP_OK) rc = statement_key_text(parser, child, &area->name);
    }
    return rc;
}

enum sp_rc statement_key_place(struct statement_parser *parser, const struct statement_yaml *node,
                               void *target)
{
    struct place_draft {
        struct sp_str kind;
        struct sp_str name;
        struct statement_place place;
    } draft = {0};
    static const struct statement_key keys[] = {
        {"kind", statement_key_text, offsetof(struct place_draft, kind), true},
        {"name", statement_key_text, offsetof(struct place_draft, name), false},
        {"within", within_read, offsetof(struct place_draft, place), false},
    };
    const struct statement_key_set set = STATEMENT_KEY_SET(keys, &draft);
    enum sp_rc rc = statement_keys_read(parser, "place", node, &set, 1);
    if (rc != SP_OK) return rc;
    draft.place.is_given = true;
    draft.place.is_unstated = sp_str_equal_text(draft.kind, "unstated");
    if (!draft.place.is_unstated) {
        rc = kind_read(parser, node, draft.kind, &draft.place.area.kind);
        if (rc != SP_OK) return rc;
    }
    if (draft.name.size == 0 && draft.place.area.kind != SP_PLACE_NATION) {
        return fail_at(parser, node, "place without 'name'");
    }
    draft.place.area.name = draft.name;
    *(struct statement_place *)target = draft.place;
    return SP_OK;
}

static enum sp_rc filter_read(struct statement_parser *parser, const struct statement_yaml *node,
                              struct statement_filter *filter)
{
    filter->field = node->key;
    if (node->kind == STATEMENT_YAML_MAP) return statement_expect(parser, node, STATEMENT_YAML_SCALAR);
    if (node->kind == STATEMENT_YAML_SCALAR) {
        filter->value_count = 1;
        return statement_key_text(parser, node, &filter->values[0]);
    }
    for (const struct statement_yaml *child = node->first; child; child = child->next) {
        if (filter->value_count == STATEMENT_FILTER_VALUE_MAX) {
            return fail_at(parser, child, "a field with more values than the ceiling of 16");
        }
        const enum sp_rc rc =
            statement_key_text(parser, child, &filter->values[filter->value_count++]);
        if (rc != SP_OK) return rc;
    }
    return filter->value_count > 0 ? SP_OK : fail_at(parser, node, "a field without a value");
}

enum sp_rc statement_key_where(struct statement_parser *parser, const struct statement_yaml *node,
                               void *target)
{
    struct statement_where where = {0};
    enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_MAP);
    for (const struct statement_yaml *child = node->first; rc == SP_OK && child;
         child = child->next) {
        if (where.count == STATEMENT_FILTER_MAX) {
            return fail_at(parser, child, "'where' with more fields than the ceiling of 4");
        }
        rc = filter_read(parser, child, &where.filters[where.count++]);
    }
    if (rc == SP_OK) *(struct statement_where *)target = where;
    return rc;
}

enum sp_rc statement_key_measure(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target)
{
    enum { NAME_MAX_COUNT = 64 };
    struct sp_str name = {0};
    const enum sp_rc rc = statement_key_text(parser, node, &name);
    if (rc != SP_OK) return rc;
    const struct sp_measure *measure = sp_measure_find(name);
    if (!measure && !sp_str_equal_text(name, "none")) {
        struct sp_str names[NAME_MAX_COUNT];
        size_t count = 0;
        while (count < sp_measure_count_all() && count < NAME_MAX_COUNT) {
            names[count] = sp_str_of(sp_measure_get(count)->name);
            count++;
        }
        return statement_fail_unknown(parser, node, "measure", name, names, count);
    }
    *(const struct sp_measure **)target = measure;
    return SP_OK;
}

enum sp_rc statement_key_relation(struct statement_parser *parser,
                                  const struct statement_yaml *node, void *target)
{
    struct sp_str name = {0};
    const enum sp_rc rc = statement_key_text(parser, node, &name);
    if (rc != SP_OK) return rc;
    enum statement_relation relation = STATEMENT_RELATION_COUNT;
    if (!statement_relation_find(name, &relation)) {
        struct sp_str names[STATEMENT_RELATION_COUNT];
        for (unsigned i = 0; i < STATEMENT_RELATION_COUNT; i++) {
            names[i] = sp_str_of(statement_relation_get((enum statement_relation)i)->name);
        }
        return statement_fail_unknown(parser, node, "relation", name, names,
                                      STATEMENT_RELATION_COUNT);
    }
    *(enum statement_relation *)target = relation;
    return SP_OK;
}

enum sp_rc statement_key_figure(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target)
{
    struct sp_str id = {0};
    const enum sp_rc rc = statement_key_text(parser, node, &id);
    if (rc != SP_OK) return rc;
    const struct sp_statement *statement = parser->statement;
    const size_t index = statement_published_find(statement, id);
    if (index == SIZE_MAX) {
        struct sp_str *names = sp_arena_array(parser->arena, statement->published_count + 1,
                                              sizeof *names);
        if (!names) return statement_fail_memory(parser);
        for (size_t i = 0; i < statement->published_count; i++) {
            names[i] = statement->published[i].id;
        }
        return statement_fail_unknown(parser, node, "published figure", id, names,
                                      statement->published_count);
    }
    *(size_t *)target = index;
    return SP_OK;
}

enum sp_rc statement_key_figures(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target)
{
    struct statement_figures figures = {0};
    const struct statement_yaml *entry = statement_entries(node);
    if (!entry) return fail_at(parser, node, "an empty list of published figures");
    // One entry may stand without a list; its siblings then are other keys.
    const bool is_list = node->kind == STATEMENT_YAML_LIST;
    for (; entry; entry = is_list ? entry->next : NULL) {
        if (figures.count == STATEMENT_FIGURE_MAX) {
            return fail_at(parser, entry, "more published figures than the ceiling of 32");
        }
        const enum sp_rc rc =
            statement_key_figure(parser, entry, &figures.indexes[figures.count++]);
        if (rc != SP_OK) return rc;
    }
    *(struct statement_figures *)target = figures;
    return SP_OK;
}

enum sp_rc statement_key_operand(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target)
{
    static const struct statement_key keys[] = {
        {"where", statement_key_where, offsetof(struct statement_operand, where), false},
        {"published", statement_key_figures, offsetof(struct statement_operand, published), false},
    };
    struct statement_operand operand = {.is_given = true};
    const struct statement_key_set set = STATEMENT_KEY_SET(keys, &operand);
    const enum sp_rc rc = statement_keys_read(parser, "part", node, &set, 1);
    if (rc != SP_OK) return rc;
    if ((operand.where.count > 0) == (operand.published.count > 0)) {
        return fail_at(parser, node, "say either 'where' or 'published' here");
    }
    *(struct statement_operand *)target = operand;
    return SP_OK;
}
