/* The rules as a table: those of counting, then those of linking, as they are stated where they act. */
#include "sallyport/link.h"
#include "sallyport/report.h"

static enum sp_rc rule_row(struct sp_table *table, struct sp_arena *arena, const struct sp_rule *rule, struct sp_err *err)
{
    struct sp_datum *row = sp_table_row(table);
    if (!row) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the rules");
    row[0] = sp_datum_text(sp_str_of(rule->id));
    row[1] = sp_datum_text(sp_arena_format(arena, "%u", rule->version));
    row[2] = sp_datum_text(sp_str_of(rule->text));
    row[3] = sp_datum_text(sp_str_of(rule->reason));
    row[4] = sp_datum_text(sp_str_of(rule->source));
    return row[1].text.data ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "no memory for the rules");
}

enum sp_rc sp_table_of_rules(struct sp_str id, struct sp_arena *arena, struct sp_table **out_table, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        {{"rule", 4}, {"Rule", 4}, false},     {{"version", 7}, {"Version", 7}, true},
        {{"text", 4}, {"What it does", 12}, false}, {{"reason", 6}, {"Why", 3}, false},
        {{"source", 6}, {"Where from", 10}, false},
    };
    struct sp_table *table = NULL;
    if (id.size && !sp_rule_find(id)) {
        return sp_err_set(err, SP_ERR_USAGE, "there is no rule '%.*s'; 'sallyport rules' lists them", SP_FMT(id));
    }
    enum sp_rc rc = sp_table_new(arena, "rules", SP_STR("Rules"), columns, 5, &table, err);
    for (size_t i = 0; rc == SP_OK && i < sp_rule_count(); i++) {
        const struct sp_rule *rule = sp_rule_get(i);
        if (!id.size || rule == sp_rule_find(id)) rc = rule_row(table, arena, rule, err);
    }
    for (size_t i = 0; rc == SP_OK && i < sp_link_rule_count(); i++) {
        const struct sp_rule *rule = sp_link_rule_get(i);
        if (!id.size || rule == sp_rule_find(id)) rc = rule_row(table, arena, rule, err);
    }
    if (rc == SP_OK) *out_table = table;
    return rc;
}
