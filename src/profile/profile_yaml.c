/*
 * YAML text to a tree, over libfyaml's events.
 *
 * Events, not libfyaml's documents: each is checked against the ceilings before anything
 * is kept of it, and the tree is built with a pointer to the open node, so that no depth
 * of the input is a depth of our stack.
 *
 *   open ──▶ the mapping or list the next event belongs to; NULL outside the root
 *   key  ──▶ in a mapping, the key that waits for its value
 */
#include "profile/profile_yaml.h"

#include <libfyaml.h>
#include <string.h>

struct place {
    uint32_t line;
    uint32_t column;
};

struct builder {
    struct sp_arena *arena;
    struct profile_yaml *root;
    struct profile_yaml *open;
    struct sp_str key;
    struct place key_place;
    bool has_key;
    uint32_t depth;
    uint32_t item_count;
    struct sp_err *err;
};

static const char *plain_fault(struct fy_event *event)
{
    if (event->type == FYET_ALIAS)
        return "an alias ('*') is not used here: write the value out";
    if (fy_event_get_anchor_token(event)) return "an anchor ('&') is not used here";
    if (fy_event_get_tag_token(event)) return "a tag ('!') is not used here";
    return NULL;
}

static bool has_control_bytes(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) return true;
    }
    return false;
}

static enum sp_rc scalar_text(struct builder *builder, struct fy_event *event,
                              struct profile_yaml *node)
{
    struct sp_str text = {0};
    text.data = fy_token_get_text(event->scalar.value, &text.size);
    if (!text.data && text.size)
        return sp_err_set(builder->err, SP_ERR_MEMORY, "out of memory");
    if (has_control_bytes(text)) {
        return sp_err_set(builder->err, SP_ERR_INPUT, "a text holds a control character");
    }
    node->text = sp_arena_copy(builder->arena, text);
    if (!node->text.data) return sp_err_set(builder->err, SP_ERR_MEMORY, "out of memory");
    return SP_OK;
}

static enum sp_rc take_key(struct builder *builder, const struct profile_yaml *node)
{
    for (const struct profile_yaml *other = builder->open->first; other;
         other = other->next) {
        if (!sp_str_equal(other->key, node->text)) continue;
        return sp_err_set(builder->err, SP_ERR_INPUT,
                          "key '%.*s' stands twice, first on line %u", SP_FMT(node->text),
                          (unsigned)other->key_line);
    }
    builder->key = node->text;
    builder->key_place = (struct place){.line = node->line, .column = node->column};
    builder->has_key = true;
    return SP_OK;
}

static void append_child(struct builder *builder, struct profile_yaml *node)
{
    struct profile_yaml *parent = builder->open;
    node->parent = parent;
    if (builder->has_key) {
        node->key = builder->key;
        node->key_line = builder->key_place.line;
        node->key_column = builder->key_place.column;
        builder->has_key = false;
    }
    if (!parent) {
        builder->root = node;
        return;
    }
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    parent->count++;
}

/* One scalar, list or mapping begins. */
static enum sp_rc take_node(struct builder *builder, struct fy_event *event,
                            enum profile_yaml_kind kind, struct place place)
{
    const char *fault = plain_fault(event);
    if (fault) return sp_err_set(builder->err, SP_ERR_INPUT, "%s", fault);
    if (++builder->item_count > PROFILE_YAML_ITEMS_MAX) {
        return sp_err_set(builder->err, SP_ERR_LIMIT, "more than %d items",
                          PROFILE_YAML_ITEMS_MAX);
    }
    const bool is_key =
        builder->open && builder->open->kind == PROFILE_YAML_MAP && !builder->has_key;
    if (is_key && kind != PROFILE_YAML_TEXT) {
        return sp_err_set(builder->err, SP_ERR_INPUT, "a key must be a text");
    }
    struct profile_yaml *node = sp_arena_alloc(builder->arena, sizeof *node);
    if (!node) return sp_err_set(builder->err, SP_ERR_MEMORY, "out of memory");
    *node =
        (struct profile_yaml){.kind = kind, .line = place.line, .column = place.column};
    if (kind == PROFILE_YAML_TEXT) {
        const enum sp_rc rc = scalar_text(builder, event, node);
        if (rc) return rc;
    }
    if (is_key) return take_key(builder, node);
    append_child(builder, node);
    if (kind == PROFILE_YAML_TEXT) return SP_OK;
    if (++builder->depth > PROFILE_YAML_DEPTH_MAX) {
        return sp_err_set(builder->err, SP_ERR_LIMIT, "nested more than %d deep",
                          PROFILE_YAML_DEPTH_MAX);
    }
    builder->open = node;
    return SP_OK;
}

static enum sp_rc take_event(struct builder *builder, struct fy_event *event,
                             struct place place)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        if (!builder->root) return SP_OK;
        return sp_err_set(builder->err, SP_ERR_INPUT,
                          "a second document begins: one file, one document");
    case FYET_SCALAR:
    case FYET_ALIAS:
        return take_node(builder, event, PROFILE_YAML_TEXT, place);
    case FYET_SEQUENCE_START:
        return take_node(builder, event, PROFILE_YAML_LIST, place);
    case FYET_MAPPING_START:
        return take_node(builder, event, PROFILE_YAML_MAP, place);
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        builder->open = builder->open->parent;
        builder->depth--;
        return SP_OK;
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_END:
        break;
    }
    return SP_OK;
}

static struct place event_place(struct fy_event *event, const struct builder *builder)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    // A value that is not there ("key:") has no place of its own; its key has.
    if (!mark) return builder->key_place;
    // libfyaml counts from 0, and from behind an opening quote.
    const enum fy_node_style style = fy_event_get_node_style(event);
    const bool quoted = style == FYNS_SINGLE_QUOTED || style == FYNS_DOUBLE_QUOTED;
    return (struct place){.line = (uint32_t)mark->line + 1,
                          .column = (uint32_t)mark->column + (quoted ? 0 : 1)};
}

/* What libfyaml found wrong: the first of its messages. Some of them have no place. */
static enum sp_rc syntax_error(struct fy_diag *diag, struct sp_err *err)
{
    void *iterator = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &iterator);
    if (!error || !error->msg) return sp_err_set(err, SP_ERR_INPUT, "not YAML");
    const enum sp_rc rc = sp_err_set(err, SP_ERR_INPUT, "not YAML: %s", error->msg);
    if (error->line < 1 || error->column < 1) return rc;
    return profile_yaml_at((uint32_t)error->line, (uint32_t)error->column, rc, err);
}

static enum sp_rc build(struct fy_parser *parser, struct fy_diag *diag,
                        struct builder *builder)
{
    struct fy_event *event;
    while ((event = fy_parser_parse(parser)) != NULL) {
        const struct place place = event_place(event, builder);
        const enum sp_rc rc = take_event(builder, event, place);
        fy_parser_event_free(parser, event);
        if (rc) return profile_yaml_at(place.line, place.column, rc, builder->err);
    }
    if (fy_parser_get_stream_error(parser)) return syntax_error(diag, builder->err);
    if (!builder->root)
        return sp_err_set(builder->err, SP_ERR_INPUT, "the file is empty");
    return profile_yaml_expect(builder->root, PROFILE_YAML_MAP, builder->err);
}

static void print_nothing(struct fy_diag *diag, void *user, const char *text, size_t size)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)size;
}

/* Line and column of the byte at `offset`, columns in bytes. */
static struct place byte_place(struct sp_str yaml, size_t offset)
{
    struct place place = {.line = 1, .column = 1};
    for (size_t i = 0; i < offset; i++) {
        place.column++;
        if (yaml.data[i] != '\n') continue;
        place.line++;
        place.column = 1;
    }
    return place;
}

/* What libfyaml must never see: it takes size 0 and a zero byte for an end. */
static enum sp_rc check_bytes(struct sp_str yaml, struct sp_err *err)
{
    if (yaml.size > PROFILE_YAML_SIZE_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT, "larger than %d bytes",
                          PROFILE_YAML_SIZE_MAX);
    }
    if (yaml.size == 0) return sp_err_set(err, SP_ERR_INPUT, "the file is empty");
    const size_t sound = sp_text_sound_size(yaml);
    if (sound == yaml.size) return SP_OK;
    const struct place place = byte_place(yaml, sound);
    return profile_yaml_at(place.line, place.column,
                           sp_err_set(err, SP_ERR_INPUT, "not UTF-8 text"), err);
}

enum sp_rc profile_yaml_parse(struct sp_str yaml, struct sp_arena *arena,
                              const struct profile_yaml **out_root, struct sp_err *err)
{
    struct builder builder = {.arena = arena, .err = err};
    struct fy_diag *diag = NULL;
    struct fy_parser *parser = NULL;
    enum sp_rc rc = check_bytes(yaml, err);
    if (rc) return rc;

    // A diagnostic of our own: libfyaml's default prints to stderr.
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.output_fn = print_nothing;
    diag = fy_diag_create(&diag_cfg);
    if (diag) fy_diag_set_collect_errors(diag, true);
    parser = fy_parser_create(&(struct fy_parse_cfg){.search_path = "", .diag = diag});
    if (!diag || !parser || fy_parser_set_string(parser, yaml.data, yaml.size)) {
        rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
        goto done;
    }
    rc = build(parser, diag, &builder);
    if (rc == SP_OK) *out_root = builder.root;
done:
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return rc;
}
