/* Finding a rule of linking. */
#include "link/link_rule.h"

size_t sp_link_rule_count(void)
{
    size_t count = 0;
    while (link_rules[count].id) {
        count++;
    }
    return count;
}

const struct sp_rule *sp_link_rule_get(size_t rule_index)
{
    SP_ASSERT(rule_index < sp_link_rule_count());
    return &link_rules[rule_index];
}

const struct sp_rule *sp_link_rule_find(struct sp_str id)
{
    for (size_t i = 0; link_rules[i].id; i++) {
        if (sp_str_equal_fold(id, sp_str_of(link_rules[i].id))) return &link_rules[i];
    }
    return NULL;
}
