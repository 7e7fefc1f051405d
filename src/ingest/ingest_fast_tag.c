/* Attributes of a tag, one after another. Called for every cell: no allocation, no copies. */
#include "ingest/ingest_fast_tag.h"

#include <string.h>

enum { BIT_OF_PREFIXED = 31 }; // One attribute with a prefix is enough for Excel.

const struct ingest_names ingest_names_of_row = {
    (const char *const[]){"r", "spans", "s", "customFormat", "ht", "hidden",
                          "customHeight", "outlineLevel", "collapsed", "thickTop",
                          "thickBot", "ph", NULL}};
const struct ingest_names ingest_names_of_cell = {
    (const char *const[]){"r", "s", "t", "cm", "vm", "ph", NULL}};
const struct ingest_names ingest_names_of_text = {(const char *const[]){NULL}};
const struct ingest_names ingest_names_of_formula = {
    (const char *const[]){"t", "ref", "si", "ca", "aca", "bx", "dt2D", "dtr", "del1",
                          "del2", "r1", "r2", NULL}};
const struct ingest_names ingest_names_of_none = {(const char *const[]){NULL}};

enum ingest_space ingest_scope_find(const struct ingest_scope *scope, struct sp_str prefix)
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
    const char *const *names = attributes->known->names;
    for (int i = 0; names[i]; i++) {
        if (sp_str_equal_text(name, names[i])) return i;
    }
    const char *colon = memchr(name.data, ':', name.size);
    return colon && is_bound(attributes, colon) ? BIT_OF_PREFIXED : -1;
}

static const char *skip_blanks(const char *at)
{
    while (ingest_is_blank(*at)) {
        at++;
    }
    return at;
}

/* A name, '=' and an opening quote, with blanks as XML has them. NULL when not there. */
static const char *take_name(struct ingest_attributes *attributes, const char *at)
{
    const char *end = at;
    while (ingest_is_name(*end)) {
        end++;
    }
    attributes->name = (struct sp_str){.data = at, .size = (size_t)(end - at)};
    if (end == at || !is_first_of_name(*at)) return NULL;
    end = skip_blanks(end);
    if (*end != '=') return NULL;
    end = skip_blanks(end + 1);
    return *end == '"' || *end == '\'' ? end : NULL;
}

bool ingest_attributes_next(struct ingest_attributes *attributes)
{
    const char *at = attributes->at;
    const char *name = skip_blanks(at);
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
        const unsigned char c = (unsigned char)*end;
        if (c < 0x20 || c >= 0x80 || c == '<' || c == '&')
            return stop(attributes, end, "an attribute's value");
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
