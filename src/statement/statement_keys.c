/* Reading a mapping by tables of keys, and the values that many keys share. */
#include "statement/statement_keys.h"

enum { NAME_COUNT_MAX = 32 }; // Keys of all tables that may fill one mapping.

enum sp_rc statement_fail_memory(struct statement_parser *parser)
{
    return sp_err_set(parser->err, SP_ERR_MEMORY, "out of memory");
}

enum sp_rc statement_fail_unknown(struct statement_parser *parser,
                                  const struct statement_yaml *node, const char *what,
                                  struct sp_str text, const struct sp_str *names,
                                  size_t name_count)
{
    const size_t nearest = sp_text_nearest(text, names, name_count);
    if (nearest == SIZE_MAX) {
        return statement_yaml_fail(parser->name, node, parser->err, "unknown %s '%.*s'", what,
                                   SP_FMT(text));
    }
    return statement_yaml_fail(parser->name, node, parser->err,
                               "unknown %s '%.*s'; did you mean '%.*s'?", what, SP_FMT(text),
                               SP_FMT(names[nearest]));
}

enum sp_rc statement_expect(struct statement_parser *parser, const struct statement_yaml *node,
                            enum statement_yaml_kind kind)
{
    static const char *const names[] = {
        [STATEMENT_YAML_SCALAR] = "a single value",
        [STATEMENT_YAML_MAP] = "keys with values",
        [STATEMENT_YAML_LIST] = "a list, each entry after '-'",
    };
    if (node->kind == kind) return SP_OK;
    if (node->key.size == 0) {
        return statement_yaml_fail(parser->name, node, parser->err, "expected %s", names[kind]);
    }
    return statement_yaml_fail(parser->name, node, parser->err, "'%.*s' must be %s",
                               SP_FMT(node->key), names[kind]);
}

const struct statement_yaml *statement_entries(const struct statement_yaml *node)
{
    return node->kind == STATEMENT_YAML_LIST ? node->first : node;
}

static const struct statement_key *key_find(const struct statement_key_set *sets,
                                            size_t set_count, struct sp_str name,
                                            size_t *out_set_index)
{
    for (size_t s = 0; s < set_count; s++) {
        for (size_t k = 0; k < sets[s].count; k++) {
            if (!sp_str_equal_text(name, sets[s].keys[k].name)) continue;
            *out_set_index = s;
            return &sets[s].keys[k];
        }
    }
    return NULL;
}

static enum sp_rc fail_key(struct statement_parser *parser, const struct statement_yaml *node,
                           const struct statement_key_set *sets, size_t set_count)
{
    struct sp_str names[NAME_COUNT_MAX];
    size_t count = 0;
    for (size_t s = 0; s < set_count; s++) {
        for (size_t k = 0; k < sets[s].count; k++) {
            SP_ASSERT(count < NAME_COUNT_MAX);
            names[count++] = sp_str_of(sets[s].keys[k].name);
        }
    }
    return statement_fail_unknown(parser, node, "key", node->key, names, count);
}

static enum sp_rc require_keys(struct statement_parser *parser, const char *what,
                               const struct statement_yaml *node,
                               const struct statement_key_set *set)
{
    for (size_t k = 0; k < set->count; k++) {
        if (!set->keys[k].required) continue;
        const struct statement_yaml *child = node->first;
        while (child && !sp_str_equal_text(child->key, set->keys[k].name)) {
            child = child->next;
        }
        if (child) continue;
        return statement_yaml_fail(parser->name, node, parser->err, "%s without '%s'", what,
                                   set->keys[k].name);
    }
    return SP_OK;
}

enum sp_rc statement_keys_read(struct statement_parser *parser, const char *what,
                               const struct statement_yaml *node,
                               const struct statement_key_set *sets, size_t set_count)
{
    enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_MAP);
    if (rc != SP_OK) return rc;
    for (const struct statement_yaml *child = node->first; child; child = child->next) {
        size_t s = 0;
        const struct statement_key *key = key_find(sets, set_count, child->key, &s);
        if (!key) return fail_key(parser, child, sets, set_count);
        rc = key->parse(parser, child, (char *)sets[s].target + key->offset);
        if (rc != SP_OK) return rc;
    }
    for (size_t s = 0; s < set_count; s++) {
        rc = require_keys(parser, what, node, &sets[s]);
        if (rc != SP_OK) return rc;
    }
    return SP_OK;
}

enum sp_rc statement_key_text(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target)
{
    const enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_SCALAR);
    if (rc != SP_OK) return rc;
    if (node->text.size == 0) {
        return statement_yaml_fail(parser->name, node, parser->err, "'%.*s' is empty",
                                   SP_FMT(node->key));
    }
    *(struct sp_str *)target = node->text;
    return SP_OK;
}

enum sp_rc statement_key_id(struct statement_parser *parser, const struct statement_yaml *node,
                            void *target)
{
    const enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_SCALAR);
    if (rc != SP_OK) return rc;
    bool is_id = node->text.size > 0 && node->text.size <= STATEMENT_ID_MAX;
    for (size_t i = 0; is_id && i < node->text.size; i++) {
        const char c = node->text.data[i];
        is_id = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    if (!is_id) {
        return statement_yaml_fail(parser->name, node, parser->err,
                                   "'%.*s' must be a short name of small letters, digits and '-'",
                                   SP_FMT(node->key));
    }
    *(struct sp_str *)target = node->text;
    return SP_OK;
}

enum sp_rc statement_key_date(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target)
{
    const enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_SCALAR);
    if (rc != SP_OK) return rc;
    int32_t day = 0;
    if (!sp_date_parse_iso(node->text, &day)) {
        return statement_yaml_fail(parser->name, node, parser->err,
                                   "'%.*s' must be a date such as 2017-09-28, not '%.*s'",
                                   SP_FMT(node->key), SP_FMT(node->text));
    }
    *(int32_t *)target = day;
    return SP_OK;
}

enum sp_rc statement_key_number(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target)
{
    const enum sp_rc rc = statement_expect(parser, node, STATEMENT_YAML_SCALAR);
    if (rc != SP_OK) return rc;
    uint64_t value = 0;
    bool is_number = node->text.size > 0;
    for (size_t i = 0; is_number && i < node->text.size; i++) {
        const char c = node->text.data[i];
        is_number = c >= '0' && c <= '9';
        if (is_number) value = value * 10 + (uint64_t)(c - '0');
        is_number = is_number && value <= STATEMENT_NUMBER_MAX;
    }
    if (!is_number) {
        return statement_yaml_fail(parser->name, node, parser->err,
                                   "'%.*s' must be a whole number in digits alone, not '%.*s'",
                                   SP_FMT(node->key), SP_FMT(node->text));
    }
    *(struct statement_stated *)target = (struct statement_stated){.is_given = true, .value = value};
    return SP_OK;
}

enum sp_rc statement_key_node(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target)
{
    (void)parser;
    *(const struct statement_yaml **)target = node;
    return SP_OK;
}
