/*
 * Attributes of a tag, for the fast scan: those of its tables, each at most once, in any
 * order and either quote; their values plain ASCII without references. Anything else is
 * not known, and the plain reader sees to it.
 */
#ifndef INGEST_FAST_TAG_H
#define INGEST_FAST_TAG_H

#include "ingest/ingest_xml.h"

/* Names that may stand in a tag. */
struct ingest_names {
    const char *const *names; // ends with NULL; at most 31
};
extern const struct ingest_names ingest_names_of_row, ingest_names_of_cell,
    ingest_names_of_text, ingest_names_of_formula, ingest_names_of_none;

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
    uint32_t seen; // bit of each name's place in `known`
};

/** @return false when there is no further one; `step` says why */
bool ingest_attributes_next(struct ingest_attributes *attributes);

/** What a prefix stands for where the reader stands; the empty one is the default. */
enum ingest_space ingest_scope_find(const struct ingest_scope *scope,
                                    struct sp_str prefix);

static inline bool ingest_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/** Whether a name may hold it; only ASCII names are known. */
static inline bool ingest_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == ':' || c == '-' || c == '.';
}

#endif
