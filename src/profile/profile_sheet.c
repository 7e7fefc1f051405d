/*
 * Which sheets of a workbook are records, and why the others are none.
 *
 *   sheets: {data: [2], why: Sheet 1 holds notes.}      # every other sheet is passed
 * over sheets: data: [Facilities] pass_over:                                        #
 * these are; a sheet in neither list
 *       - {names: [Header, Footnotes], why: ...}        # is refused, as an unknown
 * column is
 *
 * A sheet goes by its number from 1 or by its name; names compare without case and
 * without blanks at their ends, which agencies leave there.
 */
#include "profile/profile_parse.h"

enum { SHEETS_MAX = 31 }; // Bits of profile_sheet_rule.data_numbers.

static const struct sp_str sheets_keys[] = {KEY("data"), KEY("why"), KEY("pass_over")};
static const struct sp_str pass_over_keys[] = {KEY("names"), KEY("why")};

/* -- From the YAML ----------------------------------------------------------------- */

static bool is_number(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    }
    return text.size > 0;
}

/* A sheet's number from 1, as a bit. */
static bool sheet_bit(struct sp_str text, unsigned *bits)
{
    unsigned number = 0;
    for (size_t i = 0; i < text.size && number <= SHEETS_MAX; i++) {
        number = number * 10 + (unsigned)(text.data[i] - '0');
    }
    if (number < 1 || number > SHEETS_MAX) return false;
    *bits |= 1u << (number - 1);
    return true;
}

/* Numbers and names apart. */
static enum sp_rc read_data(struct profile_parse *parse, const struct profile_yaml *node,
                            struct profile_sheet_rule *rule)
{
    struct profile_list list = {0};
    const enum sp_rc rc = profile_parse_list(parse, node, &list);
    if (rc) return rc;
    if (list.count == 0)
        return profile_yaml_fault(node, parse->err, "a list without sheets");
    struct sp_str *names = sp_arena_array(parse->arena, list.count, sizeof *names);
    if (!names) return profile_parse_no_memory(parse);
    for (size_t i = 0; i < list.count; i++) {
        if (!is_number(list.texts[i])) {
            names[rule->data_names.count++] = list.texts[i];
        } else if (!sheet_bit(list.texts[i], &rule->data_numbers)) {
            return profile_yaml_fault(node, parse->err,
                                      "'%.*s' is no number of a sheet: from 1 to %d",
                                      SP_FMT(list.texts[i]), (int)SHEETS_MAX);
        }
    }
    rule->data_names.texts = names;
    return SP_OK;
}

static enum sp_rc read_passed_over(struct profile_parse *parse,
                                   const struct profile_yaml *map,
                                   struct profile_passed_over *out)
{
    const struct profile_yaml *names;
    const struct profile_yaml *why;
    enum sp_rc rc = profile_yaml_keys(map, KEYS(pass_over_keys), parse->err);
    if (rc == SP_OK) rc = profile_yaml_get(map, "names", &names, parse->err);
    if (rc == SP_OK) rc = profile_parse_list(parse, names, &out->names);
    if (rc == SP_OK) rc = profile_yaml_get(map, "why", &why, parse->err);
    if (rc == SP_OK) rc = profile_parse_normal(parse, why, &out->why);
    return rc;
}

static enum sp_rc read_pass_over(struct profile_parse *parse,
                                 const struct profile_yaml *sheets,
                                 struct profile_sheet_rule *rule)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = profile_parse_entries(parse, sheets, "pass_over", &node, &count);
    if (rc || !node) return rc;
    struct profile_passed_over *items =
        sp_arena_array(parse->arena, count, sizeof *items);
    if (!items) return profile_parse_no_memory(parse);
    size_t index = 0;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_passed_over(parse, map, &items[index++]);
        if (rc) return rc;
    }
    rule->passed_over = items;
    rule->passed_over_count = count;
    return SP_OK;
}

enum sp_rc profile_parse_sheets(struct profile_parse *parse,
                                const struct profile_yaml *root,
                                struct profile_sheet_rule *out)
{
    const struct profile_yaml *sheets = profile_yaml_find(root, "sheets");
    const struct profile_yaml *data;
    const struct profile_yaml *why;
    if (!sheets) return SP_OK;
    enum sp_rc rc = profile_yaml_keys(sheets, KEYS(sheets_keys), parse->err);
    if (rc == SP_OK) rc = profile_yaml_get(sheets, "data", &data, parse->err);
    if (rc == SP_OK) rc = read_data(parse, data, out);
    if (rc == SP_OK) rc = read_pass_over(parse, sheets, out);
    if (rc) return rc;
    why = profile_yaml_find(sheets, "why");
    if (why && out->passed_over_count > 0) {
        return profile_yaml_key_fault(
            why, parse->err,
            "'why' is for all other sheets, 'pass_over' for those "
            "it names: one of the two");
    }
    if (out->passed_over_count > 0) return SP_OK;
    rc = profile_yaml_get(sheets, "why", &why, parse->err);
    return rc ? rc : profile_parse_normal(parse, why, &out->others_why);
}

/* -- A sheet ------------------------------------------------------------------------ */

static bool is_data(const struct profile_sheet_rule *rule, size_t index,
                    struct sp_str name)
{
    if (rule->data_numbers == 0 && rule->data_names.count == 0) return true;
    if (index < SHEETS_MAX && (rule->data_numbers & (1u << index)) != 0) return true;
    return profile_list_has(rule->data_names, name);
}

enum sp_sheet_role sp_profile_sheet_role(const struct sp_profile *profile,
                                         size_t sheet_index, struct sp_str sheet_name,
                                         struct sp_str *out_why)
{
    const struct profile_sheet_rule *rule = &profile->detail->sheets;
    const struct sp_str name = sp_str_trim(sheet_name);
    *out_why = SP_STR("");
    if (is_data(rule, sheet_index, name)) return SP_SHEET_DATA;
    *out_why = rule->others_why;
    if (rule->others_why.size > 0) return SP_SHEET_PASSED_OVER;
    for (size_t i = 0; i < rule->passed_over_count; i++) {
        if (!profile_list_has(rule->passed_over[i].names, name)) continue;
        *out_why = rule->passed_over[i].why;
        return SP_SHEET_PASSED_OVER;
    }
    return SP_SHEET_UNLISTED;
}
