/*
 * Reading YAML events into nodes. libfyaml turns bytes into events; here each event becomes a node
 * or an end. There is no recursion: `at` is the mapping or list being filled, its parent the one
 * around it.
 *
 * Invariants: (1) `at` is NULL before the root and after its end; (2) `key` is set only while `at`
 * is a mapping whose next event is that key's value; (3) every ceiling is tested before the node
 * it would pass is made.
 */
#include "statement/statement_yaml.h"

#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>

struct reader {
    const char *name;
    struct sp_arena *arena;
    struct sp_err *err;
    struct statement_yaml *root;
    struct statement_yaml *at;
    struct sp_str key;
    uint32_t key_line;
    uint32_t key_column;
    bool has_key;
    uint32_t node_count;
    uint32_t depth;
    uint32_t line; // of the event being read
    uint32_t column;
};

static void place(struct sp_err *err, const char *name, uint32_t line, uint32_t column)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", column);
    sp_err_at_file(err, name);
    sp_err_at_row(err, line);
    sp_err_at_column(err, text);
}

enum sp_rc statement_yaml_fail(const char *name, const struct statement_yaml *node,
                               struct sp_err *err, const char *format, ...)
{
    char text[SP_ERR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)sp_err_set(err, SP_ERR_INPUT, "%s", text);
    place(err, name, node->line, node->column);
    return SP_ERR_INPUT;
}

static enum sp_rc fail(struct reader *reader, enum sp_rc rc, const char *text)
{
    (void)sp_err_set(reader->err, rc, "%s", text);
    place(reader->err, reader->name, reader->line, reader->column);
    return rc;
}

/* Folds blanks; refuses what a terminal would obey. */
static enum sp_rc text_take(struct reader *reader, struct fy_token *token, struct sp_str *out_text)
{
    size_t size = 0;
    const char *data = fy_token_get_text(token, &size);
    if (!data) return fail(reader, SP_ERR_MEMORY, "out of memory");
    if (size > STATEMENT_YAML_TEXT_MAX) {
        return fail(reader, SP_ERR_LIMIT, "a text is longer than 2000 bytes");
    }
    char *text = sp_arena_alloc(reader->arena, size + 1);
    if (!text) return fail(reader, SP_ERR_MEMORY, "out of memory");
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)data[i];
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_blank && (c < 0x20 || c == 0x7F)) {
            return fail(reader, SP_ERR_INPUT, "a text holds a control character");
        }
        if (!is_blank) {
            text[used++] = (char)c;
        } else if (used > 0 && text[used - 1] != ' ') {
            text[used++] = ' ';
        }
    }
    if (used > 0 && text[used - 1] == ' ') used--;
    text[used] = '\0';
    *out_text = (struct sp_str){.data = text, .size = used};
    return SP_OK;
}

static enum sp_rc key_take(struct reader *reader, struct sp_str key)
{
    if (key.size == 0) return fail(reader, SP_ERR_INPUT, "a key is empty");
    for (const struct statement_yaml *node = reader->at->first; node; node = node->next) {
        if (!sp_str_equal(node->key, key)) continue;
        (void)sp_err_set(reader->err, SP_ERR_INPUT, "'%.*s' is given twice, first in line %u",
                         SP_FMT(key), node->line);
        return fail(reader, SP_ERR_INPUT, "");
    }
    reader->key = key;
    reader->key_line = reader->line;
    reader->key_column = reader->column;
    reader->has_key = true;
    return SP_OK;
}

static enum sp_rc node_add(struct reader *reader, enum statement_yaml_kind kind,
                           struct statement_yaml **out_node)
{
    struct statement_yaml *at = reader->at;
    if (reader->root && !at) return fail(reader, SP_ERR_INPUT, "more than one YAML document");
    if (at && at->kind == STATEMENT_YAML_MAP && !reader->has_key) {
        return fail(reader, SP_ERR_INPUT, "a key must be plain text");
    }
    if (reader->node_count == STATEMENT_YAML_NODE_MAX ||
        (at && at->child_count == STATEMENT_YAML_CHILD_MAX)) {
        return fail(reader, SP_ERR_LIMIT, "too many entries");
    }
    struct statement_yaml *node = sp_arena_alloc(reader->arena, sizeof *node);
    if (!node) return fail(reader, SP_ERR_MEMORY, "out of memory");
    *node = (struct statement_yaml){.kind = kind,
                                    .key = reader->has_key ? reader->key : (struct sp_str){0},
                                    .line = reader->has_key ? reader->key_line : reader->line,
                                    .column = reader->has_key ? reader->key_column
                                                              : reader->column,
                                    .parent = at};
    reader->node_count++;
    reader->has_key = false;
    if (!at) {
        reader->root = node;
    } else {
        if (at->last) at->last->next = node;
        if (!at->first) at->first = node;
        at->last = node;
        at->child_count++;
    }
    *out_node = node;
    return SP_OK;
}

static enum sp_rc read_scalar(struct reader *reader, struct fy_event *event)
{
    struct sp_str text = {0};
    enum sp_rc rc = text_take(reader, event->scalar.value, &text);
    if (rc != SP_OK) return rc;
    if (reader->at && reader->at->kind == STATEMENT_YAML_MAP && !reader->has_key) {
        return key_take(reader, text);
    }
    struct statement_yaml *node = NULL;
    rc = node_add(reader, STATEMENT_YAML_SCALAR, &node);
    if (rc == SP_OK) node->text = text;
    return rc;
}

static enum sp_rc read_start(struct reader *reader, enum statement_yaml_kind kind)
{
    if (reader->depth == STATEMENT_YAML_DEPTH_MAX) {
        return fail(reader, SP_ERR_LIMIT, "entries stand too deep inside each other");
    }
    struct statement_yaml *node = NULL;
    const enum sp_rc rc = node_add(reader, kind, &node);
    if (rc != SP_OK) return rc;
    reader->at = node;
    reader->depth++;
    return SP_OK;
}

static void mark_take(struct reader *reader, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (!mark) return;
    reader->line = (uint32_t)mark->line + 1;
    reader->column = (uint32_t)mark->column + 1;
}

static enum sp_rc read_event(struct reader *reader, struct fy_event *event)
{
    mark_take(reader, event);
    if (event->type == FYET_ALIAS || fy_event_get_anchor_token(event) ||
        fy_event_get_tag_token(event)) {
        return fail(reader, SP_ERR_INPUT, "anchors, aliases and tags are not part of the language");
    }
    switch (event->type) {
    case FYET_SCALAR:
        return read_scalar(reader, event);
    case FYET_MAPPING_START:
        return read_start(reader, STATEMENT_YAML_MAP);
    case FYET_SEQUENCE_START:
        return read_start(reader, STATEMENT_YAML_LIST);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        SP_ASSERT(reader->at && reader->depth > 0);
        reader->at = reader->at->parent;
        reader->depth--;
        return SP_OK;
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_START:
    case FYET_DOCUMENT_END:
    case FYET_ALIAS:
        return SP_OK;
    }
    return SP_OK;
}

/* The library's own complaint, with its place. */
static enum sp_rc fail_syntax(struct reader *reader, struct fy_diag *diag)
{
    void *state = NULL;
    const struct fy_diag_error *error = diag ? fy_diag_errors_iterate(diag, &state) : NULL;
    if (!error) return fail(reader, SP_ERR_INPUT, "this is no YAML");
    reader->line = error->line > 0 ? (uint32_t)error->line : 1;
    reader->column = error->column > 0 ? (uint32_t)error->column : 1;
    (void)sp_err_set(reader->err, SP_ERR_INPUT, "this is no YAML: %s", error->msg);
    return fail(reader, SP_ERR_INPUT, "");
}

static enum sp_rc read_events(struct reader *reader, struct fy_parser *parser)
{
    for (;;) {
        struct fy_event *event = fy_parser_parse(parser);
        if (!event) break;
        const enum sp_rc rc = read_event(reader, event);
        fy_parser_event_free(parser, event);
        if (rc != SP_OK) return rc;
    }
    if (fy_parser_get_stream_error(parser)) {
        struct fy_diag *diag = fy_parser_get_diag(parser);
        const enum sp_rc rc = fail_syntax(reader, diag);
        fy_diag_unref(diag);
        return rc;
    }
    reader->line = reader->line ? reader->line : 1;
    reader->column = reader->column ? reader->column : 1;
    if (!reader->root || reader->root->kind != STATEMENT_YAML_MAP) {
        return fail(reader, SP_ERR_INPUT, "a statement file is a mapping that begins with 'statement:'");
    }
    return SP_OK;
}

/* What the library must never see; see sp_text_sound_size. */
static enum sp_rc check_bytes(struct reader *reader, struct sp_str yaml)
{
    const size_t sound = sp_text_sound_size(yaml);
    if (yaml.size == 0) return fail(reader, SP_ERR_INPUT, "the file is empty");
    if (sound == yaml.size) return SP_OK;
    for (size_t i = 0; i < sound; i++) {
        reader->column = yaml.data[i] == '\n' ? 1 : reader->column + 1;
        reader->line += yaml.data[i] == '\n';
    }
    return fail(reader, SP_ERR_INPUT, "not UTF-8 text; save the file as UTF-8");
}

enum sp_rc statement_yaml_read(const char *name, struct sp_str yaml, struct sp_arena *arena,
                               const struct statement_yaml **out_root, struct sp_err *err)
{
    struct reader reader = {.name = name, .arena = arena, .err = err, .line = 1, .column = 1};
    if (yaml.size > STATEMENT_YAML_SIZE_MAX) {
        return fail(&reader, SP_ERR_LIMIT, "a statement file is larger than 1 MiB");
    }
    enum sp_rc rc = check_bytes(&reader, yaml);
    if (rc != SP_OK) return rc;
    const struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG};
    struct fy_parser *parser = fy_parser_create(&config);
    if (!parser) return fail(&reader, SP_ERR_MEMORY, "out of memory");
    if (fy_parser_set_string(parser, yaml.data, yaml.size) != 0) {
        rc = fail(&reader, SP_ERR_INPUT, "this is no YAML");
    } else {
        rc = read_events(&reader, parser);
    }
    fy_parser_destroy(parser);
    if (rc == SP_OK) *out_root = reader.root;
    return rc;
}
