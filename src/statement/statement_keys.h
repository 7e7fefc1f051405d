/*
 * Tables of keys: which keys a mapping may have, and how each value is read into a struct.
 *
 * Policy. A key that no table names is refused, with the nearest one named. Values are read into
 * the target in the order of the file; keys that are absent leave the target as it was, so a struct
 * that holds defaults keeps them.
 */
#ifndef STATEMENT_KEYS_H
#define STATEMENT_KEYS_H

#include "statement/statement_model.h"

struct statement_parser {
    const char *name; // of the file
    struct sp_statement *statement;
    struct sp_arena *arena; // the statement's
    struct sp_err *err;
};

struct statement_key {
    const char *name;
    enum sp_rc (*parse)(struct statement_parser *parser, const struct statement_yaml *node,
                        void *target);
    size_t offset; // of the target in the struct
    bool required;
};

/** One table with the struct it fills. */
struct statement_key_set {
    const struct statement_key *keys;
    size_t count;
    void *target;
};
#define STATEMENT_KEY_SET(table, struct_pointer)                                                   \
    {.keys = (table), .count = sizeof(table) / sizeof *(table), .target = (struct_pointer)}

/** @param what  names the mapping in errors: "claim" */
SP_MUST_USE enum sp_rc statement_keys_read(struct statement_parser *parser, const char *what,
                                           const struct statement_yaml *node,
                                           const struct statement_key_set *sets, size_t set_count);

/* Values. Each says what it expected when it finds something else. */

/** Target: struct sp_str, not empty. */
enum sp_rc statement_key_text(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target);
/** Target: struct sp_str of small letters, digits and '-'. */
enum sp_rc statement_key_id(struct statement_parser *parser, const struct statement_yaml *node,
                            void *target);
/** Target: int32_t, a day. */
enum sp_rc statement_key_date(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target);
/** Target: struct statement_stated. */
enum sp_rc statement_key_number(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target);
/** Target: const struct statement_yaml *, to be read later. */
enum sp_rc statement_key_node(struct statement_parser *parser, const struct statement_yaml *node,
                              void *target);

/** Fails unless `node` is of a kind. */
SP_MUST_USE enum sp_rc statement_expect(struct statement_parser *parser,
                                        const struct statement_yaml *node,
                                        enum statement_yaml_kind kind);
/** Fails with the nearest of `names` to `text`: "unknown WHAT 'TEXT'; did you mean 'NAME'?" */
enum sp_rc statement_fail_unknown(struct statement_parser *parser,
                                  const struct statement_yaml *node, const char *what,
                                  struct sp_str text, const struct sp_str *names,
                                  size_t name_count);
enum sp_rc statement_fail_memory(struct statement_parser *parser);

/** Entries of a list, or the one entry that stands without a list. */
const struct statement_yaml *statement_entries(const struct statement_yaml *node);

#endif
