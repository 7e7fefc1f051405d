/* The rules of spec/, made into C by scripts/rules.sh when the program is built. */
#ifndef LINK_RULE_H
#define LINK_RULE_H

#include "sallyport/rule.h"

extern const struct sp_rule link_rules[]; // one without an id ends the list
extern const char link_rules_sha256[];    // of all that spec/ says

#endif
