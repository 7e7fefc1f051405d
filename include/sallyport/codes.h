/*
 * Lists of codes: the values that a vocabulary's fields are known to hold, and the release in which
 * each was first seen.
 *
 * The lists are data (profiles/codes/<vocabulary>.yaml), built into the program. A value that is not
 * in its list is kept like any other: the list serves to report it, never to drop it.
 *
 * Policy. Lists are constant once open and may be read from several threads. They own their texts.
 */
#ifndef SALLYPORT_CODES_H
#define SALLYPORT_CODES_H

#include "sallyport/memory.h"

struct sp_code_lists;

struct sp_code {
    struct sp_str text;  // as the releases write it
    struct sp_str first; // release in which it was first seen; empty when that is not known
};

struct sp_code_list {
    struct sp_str vocabulary; // as in sp_field: "lift_reason"
    uint32_t version;
    struct sp_str source; // where the facts in it come from
    const struct sp_code *codes;
    size_t code_count;
};

/** The lists built into the program. An error names the file, line and column. */
SP_MUST_USE enum sp_rc sp_code_lists_open(struct sp_code_lists **out_lists, struct sp_err *err);
void sp_code_lists_close(struct sp_code_lists *lists);

/** No lists. */
SP_MUST_USE enum sp_rc sp_code_lists_new(struct sp_code_lists **out_lists, struct sp_err *err);
/** Parse one list; `name` stands in errors. */
SP_MUST_USE enum sp_rc sp_code_lists_add(struct sp_code_lists *lists, const char *name,
                                         struct sp_str yaml, struct sp_err *err);

/** Those built in are sorted by vocabulary. */
size_t sp_code_lists_count(const struct sp_code_lists *lists);
const struct sp_code_list *sp_code_lists_get(const struct sp_code_lists *lists, size_t index);

/** NULL when the vocabulary has no list: then no value of it is new, nor known. */
const struct sp_code_list *sp_code_lists_find(const struct sp_code_lists *lists,
                                              struct sp_str vocabulary);
/**
 * NULL when the list does not have the value: it has not been seen before.
 *
 * @param value  as sp_profile_value gives it; letters are alike whatever their case
 */
const struct sp_code *sp_code_list_find(const struct sp_code_list *list, struct sp_str value);

#endif
