/*
 * Asking a YAML tree for what should stand there. Every answer that is not there is a
 * failure with its line and column, so that whoever reads a tree only says what it
 * expects.
 */
#include "profile/profile_yaml.h"

#include <stdarg.h>
#include <stdio.h>

enum sp_rc profile_yaml_at(uint32_t line, uint32_t column, enum sp_rc rc,
                           struct sp_err *err)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", (unsigned)column);
    sp_err_at_row(err, line);
    sp_err_at_column(err, text);
    return rc;
}

static enum sp_rc SP_PRINTF(4, 0)
    fault_at(uint32_t line, uint32_t column, struct sp_err *err, const char *format,
             va_list args)
{
    char text[SP_ERR_TEXT_MAX];
    (void)vsnprintf(text, sizeof text, format, args);
    return profile_yaml_at(line, column, sp_err_set(err, SP_ERR_INPUT, "%s", text), err);
}

enum sp_rc profile_yaml_fault(const struct profile_yaml *node, struct sp_err *err,
                              const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const enum sp_rc rc = fault_at(node->line, node->column, err, format, args);
    va_end(args);
    return rc;
}

enum sp_rc profile_yaml_key_fault(const struct profile_yaml *node, struct sp_err *err,
                                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const enum sp_rc rc = fault_at(node->key_line, node->key_column, err, format, args);
    va_end(args);
    return rc;
}

void profile_hint(struct sp_str text, const struct sp_str *names, size_t name_count,
                  char out[PROFILE_HINT_SIZE])
{
    const size_t nearest = sp_text_nearest(text, names, name_count);
    out[0] = '\0';
    if (nearest == SIZE_MAX) return;
    (void)snprintf(out, PROFILE_HINT_SIZE, ", is it '%.*s'?", SP_FMT(names[nearest]));
}

const struct profile_yaml *profile_yaml_find(const struct profile_yaml *map,
                                             const char *key)
{
    for (const struct profile_yaml *node = map->first; node; node = node->next) {
        if (sp_str_equal_text(node->key, key)) return node;
    }
    return NULL;
}

enum sp_rc profile_yaml_get(const struct profile_yaml *map, const char *key,
                            const struct profile_yaml **out_node, struct sp_err *err)
{
    const struct profile_yaml *node = profile_yaml_find(map, key);
    if (!node) return profile_yaml_fault(map, err, "key '%s' is missing", key);
    *out_node = node;
    return SP_OK;
}

enum sp_rc profile_yaml_expect(const struct profile_yaml *node,
                               enum profile_yaml_kind kind, struct sp_err *err)
{
    static const char *const names[] = {
        [PROFILE_YAML_TEXT] = "a text",
        [PROFILE_YAML_LIST] = "a list",
        [PROFILE_YAML_MAP] = "a mapping (key: value)",
    };
    if (node->kind == kind) return SP_OK;
    return profile_yaml_fault(node, err, "%s stands where %s belongs", names[node->kind],
                              names[kind]);
}

static bool is_key_of(struct sp_str key, const struct sp_str *keys, size_t key_count)
{
    for (size_t i = 0; i < key_count; i++) {
        if (sp_str_equal(key, keys[i])) return true;
    }
    return false;
}

enum sp_rc profile_yaml_keys(const struct profile_yaml *node, const struct sp_str *keys,
                             size_t key_count, struct sp_err *err)
{
    const enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_MAP, err);
    if (rc) return rc;
    for (const struct profile_yaml *child = node->first; child; child = child->next) {
        if (is_key_of(child->key, keys, key_count)) continue;
        char hint[PROFILE_HINT_SIZE];
        profile_hint(child->key, keys, key_count, hint);
        return profile_yaml_key_fault(child, err, "unknown key '%.*s'%s",
                                      SP_FMT(child->key), hint);
    }
    return SP_OK;
}

enum sp_rc profile_yaml_text(const struct profile_yaml *node, struct sp_str *out_text,
                             struct sp_err *err)
{
    const enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_TEXT, err);
    if (rc) return rc;
    const struct sp_str text = sp_str_trim(node->text);
    if (text.size == 0) return profile_yaml_fault(node, err, "a text is missing here");
    *out_text = text;
    return SP_OK;
}

enum sp_rc profile_yaml_bool(const struct profile_yaml *node, bool *out_value,
                             struct sp_err *err)
{
    struct sp_str text;
    const enum sp_rc rc = profile_yaml_text(node, &text, err);
    if (rc) return rc;
    const bool is_true = sp_str_equal_text(text, "true");
    if (!is_true && !sp_str_equal_text(text, "false")) {
        return profile_yaml_fault(node, err, "'%.*s' is not 'true' or 'false'",
                                  SP_FMT(text));
    }
    *out_value = is_true;
    return SP_OK;
}
