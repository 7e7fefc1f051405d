/* Attributes of a tag, one after another, and prefixes. No allocation, no copies. */
#include "ingest/ingest_fast_tag.h"

#include <string.h>

enum {
    BIT_OF_NAMES = 8,
    BIT_OF_PREFIXED = 31, // One attribute with a prefix is enough for Excel.
};

const struct ingest_names ingest_names_of_row = {
    "rs", (const char *const[]){"spans", "customFormat", "ht", "hidden", "customHeight",
                                "outlineLevel", "collapsed", "thickTop", "thickBot", "ph",
                                NULL}};
const struct ingest_names ingest_names_of_cell = {
    "rst", (const char *const[]){"cm", "vm", "ph", NULL}};
const struct ingest_names ingest_names_of_formula = {
    "t", (const char *const[]){"ref", "si", "ca", "aca", "bx", "dt2D", "dtr", "del1",
                               "del2", "r1", "r2", NULL}};
const struct ingest_names ingest_names_of_none = {"", (const char *const[]){NULL}};

enum ingest_space ingest_scope_find(const struct ingest_scope *scope,
                                    struct sp_str prefix)
{
    if (scope->is_full) return INGEST_SPACE_NONE;
    for (uint32_t i = scope->count; i-- > 0;) {
        if (sp_str_equal_text(prefix, scope->prefixes[i].text))
            return scope->prefixes[i].space;
    }
    return INGEST_SPACE_NONE;
}

static bool stop(struct ingest_attributes *attributes, const char *at, const char *why)
{
    attributes->at = at;
    attributes->why = why;
    attributes->step = INGEST_STEP_UNKNOWN;
    return false;
}

static bool is_first_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* "x14ac:dyDescent": the prefix must be bound, or the document is not sound. */
static bool is_bound(const struct ingest_attributes *attributes, const char *colon)
{
    const struct sp_str name = attributes->name;
    const size_t prefix_size = (size_t)(colon - name.data);
    const struct sp_str prefix = {.data = name.data, .size = prefix_size};
    const char *local = colon + 1;
    const size_t local_size = name.size - prefix_size - 1;
    if (prefix_size == 0 || local_size == 0 || !is_first_of_name(*local) ||
        memchr(local, ':', local_size))
        return false;
    return sp_str_equal_text(prefix, "xml") ||
           ingest_scope_find(attributes->scope, prefix) != INGEST_SPACE_NONE;
}

/* The bit of the name, or -1 when it is not known. */
static int bit_of(const struct ingest_attributes *attributes)
{
    const struct sp_str name = attributes->name;
    const struct ingest_names *known = attributes->known;
    const char *letter = name.size == 1 ? strchr(known->letters, name.data[0]) : NULL;
    if (letter) return (int)(letter - known->letters);
    for (int i = 0; known->names[i]; i++) {
        if (sp_str_equal_text(name, known->names[i])) return BIT_OF_NAMES + i;
    }
    const char *colon = memchr(name.data, ':', name.size);
    return colon && is_bound(attributes, colon) ? BIT_OF_PREFIXED : -1;
}

/* Only ASCII names are known. */
static bool is_of_name(char c)
{
    return is_first_of_name(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' ||
           c == '.';
}

/* A name, '=' and an opening quote, with blanks as XML has them. NULL when not there. */
static const char *take_name(struct ingest_attributes *attributes, const char *at)
{
    const char *end = at;
    while (is_of_name(*end)) {
        end++;
    }
    attributes->name = (struct sp_str){.data = at, .size = (size_t)(end - at)};
    if (end == at || !is_first_of_name(*at)) return NULL;
    end = ingest_skip_blanks(end);
    if (*end != '=') return NULL;
    end = ingest_skip_blanks(end + 1);
    return *end == '"' || *end == '\'' ? end : NULL;
}

bool ingest_attributes_next(struct ingest_attributes *attributes)
{
    const char *at = attributes->at;
    const char *name = ingest_skip_blanks(at);
    if (*name == '>' || (*name == '/' && name[1] == '>')) {
        attributes->step = *name == '>' ? INGEST_STEP_OPEN : INGEST_STEP_EMPTY;
        attributes->at = name + (*name == '>' ? 1 : 2);
        return false;
    }
    if (name == at) return stop(attributes, at, "an attribute's place");
    const char *quote = take_name(attributes, name);
    if (!quote) return stop(attributes, name, "an attribute's form");
    const char *value = quote + 1;
    const char *end = value;
    while (*end != *quote) {
        if (!ingest_is_plain(*end)) return stop(attributes, end, "an attribute's value");
        end++;
    }
    const int bit = bit_of(attributes);
    if (bit < 0 || attributes->seen >> bit & 1)
        return stop(attributes, name, "an attribute's name");
    attributes->seen |= UINT32_C(1) << bit;
    attributes->value = (struct sp_str){.data = value, .size = (size_t)(end - value)};
    attributes->at = end + 1;
    return true;
}

bool ingest_attributes_skip(struct ingest_attributes *attributes)
{
    while (ingest_attributes_next(attributes)) {
    }
    return attributes->step != INGEST_STEP_UNKNOWN;
}

bool ingest_prefix_find(struct ingest_own_prefix *prefix,
                        const struct ingest_scope *scope, const char *tag)
{
    const char *name = tag + 1;
    size_t size = 0;
    while (size <= INGEST_PREFIX_SIZE_MAX && is_of_name(name[size]) &&
           name[size] != ':') {
        size++;
    }
    const bool is_there = name[size] == ':';
    const struct sp_str text = {.data = name, .size = is_there ? size : 0};
    if (text.size > INGEST_PREFIX_SIZE_MAX ||
        ingest_scope_find(scope, text) != INGEST_SPACE_SHEET)
        return false;
    prefix->size = is_there ? size + 1 : 0;
    memcpy(prefix->text, name, prefix->size);
    prefix->is_known = true;
    return true;
}
