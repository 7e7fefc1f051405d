/*
 * Tags, for the fast scans of rows and of shared strings. Names stand without a prefix or
 * with the one that the file uses for the workbook's namespace. Attributes are those of a
 * table, each at most once, in any order and either quote; their values plain ASCII
 * without references. Anything else is not known, and the plain reader sees to it.
 *
 * Everything here looks at bytes that are followed by INGEST_PAD_SIZE zeros, which are
 * part of no tag.
 */
#ifndef INGEST_FAST_TAG_H
#define INGEST_FAST_TAG_H

#include "ingest/ingest_xml.h"

#include <string.h>

/* Names that may stand in a tag. */
struct ingest_names {
    const char *letters;      // names of one letter; at most 8
    const char *const *names; // the others; ends with NULL; at most 20
};
extern const struct ingest_names ingest_names_of_row, ingest_names_of_cell,
    ingest_names_of_formula, ingest_names_of_none;

enum ingest_step {
    INGEST_STEP_NEXT,    // an attribute
    INGEST_STEP_OPEN,    // ">"
    INGEST_STEP_EMPTY,   // "/>"
    INGEST_STEP_UNKNOWN, // `at` is where, `why` what
};

/* Set the first three. */
struct ingest_attributes {
    const char *at; // behind the tag's name; in the end behind the tag
    const struct ingest_names *known;
    const struct ingest_scope *scope;
    enum ingest_step step;
    struct sp_str name;
    struct sp_str value;
    const char *why;
    uint32_t seen; // a bit for each name of `known`
};

/** @return false when there is no further one; `step` says why */
bool ingest_attributes_next(struct ingest_attributes *attributes);

/** Pass over all that are left. @return false when one of them is not known */
bool ingest_attributes_skip(struct ingest_attributes *attributes);

/** What a prefix stands for where the reader stands; the empty one is the default. */
enum ingest_space ingest_scope_find(const struct ingest_scope *scope,
                                    struct sp_str prefix);

static inline bool ingest_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/** Whether an attribute's value may hold it; only plain ASCII is known. */
static inline bool ingest_is_plain(char c)
{
    return c >= ' ' && c <= '~' && c != '<' && c != '&';
}

static inline const char *ingest_skip_blanks(const char *at)
{
    while (ingest_is_blank(*at)) {
        at++;
    }
    return at;
}

/* -- Names
 * ----------------------------------------------------------------------------------- */

/* The prefix that a file uses for the workbook's namespace. */
struct ingest_own_prefix {
    char text[INGEST_PREFIX_SIZE_MAX + 2]; // with its colon; empty for none
    size_t size;
    bool is_known;
};

/** From a first tag. @return false when it is of another namespace */
bool ingest_prefix_find(struct ingest_own_prefix *prefix,
                        const struct ingest_scope *scope, const char *tag);

/*
 * Behind the name when it stands at `at`, else NULL. Called several times a cell with
 * names of one to three letters: inlined, a comparison is one instruction.
 */
static inline __attribute__((always_inline)) const char *
ingest_take_name(const struct ingest_own_prefix *prefix, const char *at, const char *name,
                 size_t name_size)
{
    if (prefix->size) {
        if (memcmp(at, prefix->text, prefix->size) != 0) return NULL;
        at += prefix->size;
    }
    if (memcmp(at, name, name_size) != 0) return NULL;
    at += name_size;
    return *at == '>' || *at == '/' || ingest_is_blank(*at) ? at : NULL;
}

/* From "<" to behind the name. */
static inline __attribute__((always_inline)) const char *
ingest_take_open(const struct ingest_own_prefix *prefix, const char *at, const char *name,
                 size_t name_size)
{
    return *at == '<' ? ingest_take_name(prefix, at + 1, name, name_size) : NULL;
}
#define INGEST_TAKE_OPEN(prefix, at, name)                                               \
    ingest_take_open(prefix, at, name, sizeof(name) - 1)

/* From "</" to behind ">". */
static inline __attribute__((always_inline)) const char *
ingest_take_close(const struct ingest_own_prefix *prefix, const char *at,
                  const char *name, size_t name_size)
{
    if (at[0] != '<' || at[1] != '/') return NULL;
    at = ingest_take_name(prefix, at + 2, name, name_size);
    if (at) at = ingest_skip_blanks(at);
    return at && *at == '>' ? at + 1 : NULL;
}
#define INGEST_TAKE_CLOSE(prefix, at, name)                                              \
    ingest_take_close(prefix, at, name, sizeof(name) - 1)

#endif
