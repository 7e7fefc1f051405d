/*
 * YAML as a tree of nodes that know where they stand.
 *
 * Policy. Plain YAML alone: mappings, lists and scalars. Anchors, aliases, tags, several documents,
 * keys that are no scalar, a key given twice and control characters are refused, because none
 * helps a person to read a statement and each has surprised a parser. Nodes and their texts are in
 * the arena and never change.
 */
#ifndef STATEMENT_YAML_H
#define STATEMENT_YAML_H

#include "base/base.h"

/* Ceilings. A statement is written by a person; these are far past the longest one imaginable. */
enum {
    STATEMENT_YAML_SIZE_MAX = 1 << 20, // bytes of a file
    STATEMENT_YAML_NODE_MAX = 20000,
    STATEMENT_YAML_DEPTH_MAX = 12,
    STATEMENT_YAML_CHILD_MAX = 1024, // of one mapping or list; keys compare with all before them
    STATEMENT_YAML_TEXT_MAX = 2000,  // bytes of one scalar
};

enum statement_yaml_kind { STATEMENT_YAML_SCALAR, STATEMENT_YAML_MAP, STATEMENT_YAML_LIST };

struct statement_yaml {
    enum statement_yaml_kind kind;
    struct sp_str key;  // in a mapping
    struct sp_str text; // of a scalar: runs of blanks and line ends are one blank, none at the ends
    uint32_t line;      // of the key in a mapping, of the node elsewhere; 1 is the first
    uint32_t column;
    uint32_t child_count;
    struct statement_yaml *parent;
    struct statement_yaml *first;
    struct statement_yaml *last;
    struct statement_yaml *next;
};

/**
 * @param name      stands in errors
 * @param out_root  a mapping, in the arena
 * @param err       file, line (as row) and column are set
 */
SP_MUST_USE enum sp_rc statement_yaml_read(const char *name, struct sp_str yaml,
                                           struct sp_arena *arena,
                                           const struct statement_yaml **out_root,
                                           struct sp_err *err);

/** Record a failure at a node. */
enum sp_rc statement_yaml_fail(const char *name, const struct statement_yaml *node,
                               struct sp_err *err, const char *format, ...) SP_PRINTF(4, 5);

#endif
