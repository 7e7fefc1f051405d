/*
 * YAML that people write, as a tree in which every node knows its line and column.
 *
 * Only the plain part of YAML: texts, lists and mappings with text keys. Anchors,
 * aliases, tags, duplicate keys and a second document are refused, because a reader of
 * the file would not see what they do. Every scalar is a text: `no`, `NA` and `1.0` are
 * what stands there.
 */
#ifndef PROFILE_YAML_H
#define PROFILE_YAML_H

#include "base/base.h"

/* Ceilings. The largest profile we ship is 9 KB, 4 deep and has 400 items. */
enum {
    PROFILE_YAML_SIZE_MAX = 1 << 20,
    PROFILE_YAML_DEPTH_MAX = 16,
    PROFILE_YAML_ITEMS_MAX = 10000,
    PROFILE_YAML_ARENA_MAX = 8 << 20, // the text and its nodes, with room to spare
};

enum profile_yaml_kind { PROFILE_YAML_TEXT, PROFILE_YAML_LIST, PROFILE_YAML_MAP };

struct profile_yaml {
    enum profile_yaml_kind kind;
    uint32_t line;     // of the node, from 1
    uint32_t column;   // in characters, from 1
    struct sp_str key; // in a mapping: its key; empty in a list
    uint32_t key_line;
    uint32_t key_column;
    struct sp_str text; // of a TEXT
    uint32_t count;     // children
    struct profile_yaml *first;
    struct profile_yaml *last;
    struct profile_yaml *next; // sibling
    struct profile_yaml *parent;
};

/**
 * Parse one document.
 *
 * @param arena     receives the tree and its texts
 * @param out_root  a mapping
 * @return SP_ERR_INPUT with line and column in `err`, SP_ERR_LIMIT past a ceiling,
 * SP_ERR_MEMORY
 */
SP_MUST_USE enum sp_rc profile_yaml_parse(struct sp_str yaml, struct sp_arena *arena,
                                          const struct profile_yaml **out_root,
                                          struct sp_err *err);

/** Add where in the file a failure happened, and return its code. */
enum sp_rc profile_yaml_at(uint32_t line, uint32_t column, enum sp_rc rc,
                           struct sp_err *err);

/** Record that what stands at a node (or at its key) is wrong; SP_ERR_INPUT with line and
 * column. */
enum sp_rc profile_yaml_fault(const struct profile_yaml *node, struct sp_err *err,
                              const char *format, ...) SP_PRINTF(3, 4);
enum sp_rc profile_yaml_key_fault(const struct profile_yaml *node, struct sp_err *err,
                                  const char *format, ...) SP_PRINTF(3, 4);

/** ", is it 'operation'?" with the nearest of `names`, or "" when none is near. */
enum { PROFILE_HINT_SIZE = 160 };
void profile_hint(struct sp_str text, const struct sp_str *names, size_t name_count,
                  char out[PROFILE_HINT_SIZE]);

/** A mapping's value, or NULL when the key is not there. */
const struct profile_yaml *profile_yaml_find(const struct profile_yaml *map,
                                             const char *key);
/** As find, but not finding is an error at the mapping. */
SP_MUST_USE enum sp_rc profile_yaml_get(const struct profile_yaml *map, const char *key,
                                        const struct profile_yaml **out_node,
                                        struct sp_err *err);

/** Hold a node to be a mapping with no keys but these; the nearest one is suggested. */
SP_MUST_USE enum sp_rc profile_yaml_keys(const struct profile_yaml *node,
                                         const struct sp_str *keys, size_t key_count,
                                         struct sp_err *err);
/** Hold a node to be of a kind. */
SP_MUST_USE enum sp_rc profile_yaml_expect(const struct profile_yaml *node,
                                           enum profile_yaml_kind kind,
                                           struct sp_err *err);
/** A node's text without blanks at its ends; an error when that leaves nothing. */
SP_MUST_USE enum sp_rc profile_yaml_text(const struct profile_yaml *node,
                                         struct sp_str *out_text, struct sp_err *err);
/** `true` or `false`. */
SP_MUST_USE enum sp_rc profile_yaml_bool(const struct profile_yaml *node, bool *out_value,
                                         struct sp_err *err);

#endif
