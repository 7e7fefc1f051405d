/*
 * Rules: published ways to count and to link, each with where it comes from.
 *
 * Policy. Constant; any thread may read. sp_rule_find (sallyport/measure.h) knows the
 * rules of counting and those of linking.
 */
#ifndef SALLYPORT_RULE_H
#define SALLYPORT_RULE_H

#include "sallyport/memory.h"

struct sp_rule {
    const char *id; // "ROWS"
    uint32_t version;
    const char *text; // what it does, with its parameters
    const char *reason;
    const char *source;
};

/** The rules of linking, as spec/ states them, in the order of spec/rules.txt. */
size_t sp_link_rule_count(void);
const struct sp_rule *sp_link_rule_get(size_t rule_index);
/** NULL when there is none. Letters are alike whatever their case. */
const struct sp_rule *sp_link_rule_find(struct sp_str id);

#endif
