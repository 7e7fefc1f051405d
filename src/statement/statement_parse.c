/* A statement file's own keys: where it comes from, its versions, and the published figures in it. */
#include "statement/statement_parse.h"

enum { STATEMENT_ARENA_MAX = 64 << 20 };

static enum sp_rc version_read(struct statement_parser *parser, const struct statement_yaml *node, void *target)
{
    static const struct statement_key keys[] = {
        {"id", statement_key_id, offsetof(struct statement_version, id), true},
        {"date", statement_key_date, offsetof(struct statement_version, date), false},
        {"withdrawn", statement_key_date, offsetof(struct statement_version, withdrawn), false},
        {"what", statement_key_text, offsetof(struct statement_version, what), true},
    };
    struct statement_version *version = target;
    version->date = version->withdrawn = SP_DAY_NONE;
    const struct statement_key_set set = STATEMENT_KEY_SET(keys, version);
    return statement_keys_read(parser, "version", node, &set, 1);
}

/* A published figure, with the id of the figure it is a part of, which may come later in the file. */
struct published_draft {
    struct statement_published published;
    struct statement_stated value;
};

static enum sp_rc published_read(struct statement_parser *parser, const struct statement_yaml *node, void *target)
{
    static const struct statement_key keys[] = {
        {"id", statement_key_id, offsetof(struct published_draft, published.id), true},
        {"value", statement_key_number, offsetof(struct published_draft, value), true},
        {"unit", statement_key_text, offsetof(struct published_draft, published.unit), true},
        {"place", statement_key_place, offsetof(struct published_draft, published.place), false},
        {"period", statement_key_period, offsetof(struct published_draft, published.period), false},
        {"by", statement_key_text, offsetof(struct published_draft, published.by), true},
        {"source", statement_key_text, offsetof(struct published_draft, published.source), true},
        {"date", statement_key_date, offsetof(struct published_draft, published.date), false},
        {"withdrawn", statement_key_date, offsetof(struct published_draft, published.withdrawn), false},
        {"sums_to", statement_key_node, offsetof(struct published_draft, published.node), false},
    };
    struct published_draft draft = {.published = {.date = SP_DAY_NONE,
                                                  .withdrawn = SP_DAY_NONE,
                                                  .period = {.from = SP_DAY_NONE, .to = SP_DAY_NONE},
                                                  .sums_to = SIZE_MAX}};
    const struct statement_key_set set = STATEMENT_KEY_SET(keys, &draft);
    const enum sp_rc rc = statement_keys_read(parser, "published figure", node, &set, 1);
    if (rc != SP_OK) return rc;
    draft.published.value = draft.value.value;
    *(struct statement_published *)target = draft.published;
    return SP_OK;
}

/* Every entry of a list into an array in the arena. */
static enum sp_rc entries_read(struct statement_parser *parser, const struct statement_yaml *list, size_t item_size,
                               size_t max, enum sp_rc (*read)(struct statement_parser *, const struct statement_yaml *, void *),
                               void **out_items, size_t *out_count)
{
    size_t count = 0;
    *out_items = NULL;
    *out_count = 0;
    if (!list) return SP_OK;
    enum sp_rc rc = statement_expect(parser, list, STATEMENT_YAML_LIST);
    if (rc != SP_OK) return rc;
    if (list->child_count > max) {
        return statement_yaml_fail(parser->name, list, parser->err, "more entries than the ceiling of %zu", max);
    }
    char *items = sp_arena_array(parser->arena, list->child_count + 1, item_size);
    if (!items) return statement_fail_memory(parser);
    for (const struct statement_yaml *child = list->first; rc == SP_OK && child; child = child->next) {
        rc = read(parser, child, items + count++ * item_size);
    }
    *out_items = items;
    *out_count = count;
    return rc;
}

size_t statement_published_find(const struct sp_statement *statement, struct sp_str id)
{
    for (size_t i = 0; i < statement->published_count; i++) {
        if (sp_str_equal(statement->published[i].id, id)) return i;
    }
    return SIZE_MAX;
}

/* Ids are unique, and what a figure sums to exists. Until here `node` holds the sums_to key. */
static enum sp_rc published_link(struct statement_parser *parser, struct statement_published *published, size_t count,
                                 const struct statement_yaml *list)
{
    const struct statement_yaml *entry = list ? list->first : NULL;
    for (size_t i = 0; i < count; i++, entry = entry->next) {
        if (statement_published_find(parser->statement, published[i].id) != i) {
            return statement_yaml_fail(parser->name, entry, parser->err, "published figure '%.*s' is given twice",
                                       SP_FMT(published[i].id));
        }
        if (published[i].node) {
            const enum sp_rc rc = statement_key_figure(parser, published[i].node, &published[i].sums_to);
            if (rc != SP_OK) return rc;
        }
        published[i].node = entry;
    }
    return SP_OK;
}

struct file_draft {
    const struct statement_yaml *versions;
    const struct statement_yaml *published;
    const struct statement_yaml *defaults;
    const struct statement_yaml *claims;
};

static enum sp_rc file_read(struct statement_parser *parser, const struct statement_yaml *root)
{
    static const struct statement_key statement_keys[] = {
        {"statement", statement_key_id, offsetof(struct sp_statement, id), true},
        {"title", statement_key_text, offsetof(struct sp_statement, title), true},
        {"publisher", statement_key_text, offsetof(struct sp_statement, publisher), true},
        {"document", statement_key_text, offsetof(struct sp_statement, document), true},
        {"date", statement_key_date, offsetof(struct sp_statement, date), true},
    };
    static const struct statement_key part_keys[] = {
        {"versions", statement_key_node, offsetof(struct file_draft, versions), false},
        {"published", statement_key_node, offsetof(struct file_draft, published), false},
        {"defaults", statement_key_node, offsetof(struct file_draft, defaults), false},
        {"claims", statement_key_node, offsetof(struct file_draft, claims), true},
    };
    struct sp_statement *statement = parser->statement;
    struct file_draft draft = {0};
    const struct statement_key_set sets[] = {STATEMENT_KEY_SET(statement_keys, statement),
                                             STATEMENT_KEY_SET(part_keys, &draft)};
    void *items = NULL;
    enum sp_rc rc = statement_keys_read(parser, "statement", root, sets, 2);
    if (rc != SP_OK) return rc;
    rc = entries_read(parser, draft.versions, sizeof(struct statement_version), STATEMENT_VERSION_MAX, version_read,
                      &items, &statement->version_count);
    statement->versions = items;
    if (rc != SP_OK) return rc;
    rc = entries_read(parser, draft.published, sizeof(struct statement_published), STATEMENT_PUBLISHED_MAX,
                      published_read, &items, &statement->published_count);
    statement->published = items;
    if (rc == SP_OK) rc = published_link(parser, items, statement->published_count, draft.published);
    return rc == SP_OK ? statement_claims_read(parser, draft.defaults, draft.claims) : rc;
}

enum sp_rc sp_statement_parse(const char *name, struct sp_str yaml, struct sp_statement **out_statement,
                              struct sp_err *err)
{
    struct sp_statement *statement = sp_alloc(sizeof *statement);
    if (!statement) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *statement = (struct sp_statement){.date = SP_DAY_NONE};
    sp_arena_init(&statement->arena, STATEMENT_ARENA_MAX);
    statement->name = sp_arena_copy(&statement->arena, sp_path_base(sp_str_of(name)));
    const struct statement_yaml *root = NULL;
    struct statement_parser parser = {
        .name = name, .statement = statement, .arena = &statement->arena, .err = err};
    enum sp_rc rc = statement->name.data && sp_sha256_of(yaml, statement->sha256)
                        ? statement_yaml_read(name, yaml, &statement->arena, &root, err)
                        : sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) rc = file_read(&parser, root);
    if (rc != SP_OK) {
        sp_statement_close(statement);
        return rc;
    }
    *out_statement = statement;
    return SP_OK;
}

enum sp_rc sp_statement_open(const char *path, struct sp_statement **out_statement, struct sp_err *err)
{
    struct sp_buf yaml;
    sp_buf_init(&yaml, STATEMENT_YAML_SIZE_MAX);
    enum sp_rc rc = sp_file_read(path, &yaml, err);
    if (rc == SP_OK) rc = sp_statement_parse(path, sp_buf_str(&yaml), out_statement, err);
    sp_buf_release(&yaml);
    return rc;
}

void sp_statement_close(struct sp_statement *statement)
{
    if (!statement) return;
    sp_arena_release(&statement->arena);
    sp_free(statement);
}
