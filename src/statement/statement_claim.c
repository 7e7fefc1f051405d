/*
 * Claims and their readings. A reading begins as what `defaults` say, then what its claim says, then
 * what it says itself.
 */
#include "statement/statement_parse.h"

static const struct statement_key reading_keys[] = {
    {"takes", statement_key_text, offsetof(struct statement_reading, takes), false},
    {"relation", statement_key_relation, offsetof(struct statement_reading, relation), false},
    {"number", statement_key_number, offsetof(struct statement_reading, number), false},
    {"percent", statement_key_number, offsetof(struct statement_reading, percent), false},
    {"measure", statement_key_measure, offsetof(struct statement_reading, measure), false},
    {"unit", statement_key_text, offsetof(struct statement_reading, unit), false},
    {"period", statement_key_period, offsetof(struct statement_reading, period), false},
    {"place", statement_key_place, offsetof(struct statement_reading, place), false},
    {"where", statement_key_where, offsetof(struct statement_reading, where), false},
    {"operation", statement_key_text, offsetof(struct statement_reading, operation), false},
    {"part", statement_key_operand, offsetof(struct statement_reading, part), false},
    {"of", statement_key_operand, offsetof(struct statement_reading, of), false},
    {"published", statement_key_figures, offsetof(struct statement_reading, published), false},
    {"sum_of", statement_key_figure, offsetof(struct statement_reading, sum_of), false},
};
enum { READING_KEY_COUNT = sizeof reading_keys / sizeof reading_keys[0] };

static enum sp_rc fail_at(struct statement_parser *parser, const struct statement_yaml *node, const char *text)
{
    return statement_yaml_fail(parser->name, node, parser->err, "%s", text);
}

/* What a reading must have to be tested. */
static enum sp_rc reading_finish(struct statement_parser *parser, const struct statement_yaml *node,
                                 struct statement_reading *reading)
{
    reading->node = node;
    reading->is_share = reading->part.is_given;
    reading->is_published = reading->published.count > 0 || reading->sum_of != SIZE_MAX ||
                            (reading->is_share && reading->part.published.count > 0);
    if (reading->relation == STATEMENT_RELATION_COUNT) return fail_at(parser, node, "no 'relation' is said");
    const bool needs_number = statement_relation_get(reading->relation)->needs_number;
    if (reading->is_share) {
        if (needs_number && !reading->percent.is_given) return fail_at(parser, node, "a share needs 'percent'");
        if (reading->is_published && !reading->of.published.count) {
            return fail_at(parser, node, "a share of published figures needs 'of' with 'published'");
        }
        return SP_OK;
    }
    if (reading->relation == STATEMENT_MAJORITY) {
        return fail_at(parser, node, "a majority needs 'part', and 'of' for published figures");
    }
    if (needs_number && !reading->number.is_given) return fail_at(parser, node, "no 'number' is said");
    return SP_OK;
}

static enum sp_rc readings_read(struct statement_parser *parser, const struct statement_yaml *list,
                                const struct statement_reading *start, struct statement_claim *claim)
{
    enum sp_rc rc = statement_expect(parser, list, STATEMENT_YAML_LIST);
    if (rc != SP_OK) return rc;
    if (list->child_count == 0 || list->child_count > STATEMENT_READING_MAX) {
        return fail_at(parser, list, "a claim has 1 to 16 readings");
    }
    struct statement_reading *readings =
        sp_arena_array(parser->arena, list->child_count, sizeof *readings);
    if (!readings) return statement_fail_memory(parser);
    for (const struct statement_yaml *child = list->first; rc == SP_OK && child; child = child->next) {
        struct statement_reading *reading = &readings[claim->reading_count++];
        *reading = *start;
        const struct statement_key_set set = {
            .keys = reading_keys, .count = READING_KEY_COUNT, .target = reading};
        rc = statement_keys_read(parser, "reading", child, &set, 1);
        if (rc == SP_OK) rc = reading_finish(parser, child, reading);
    }
    claim->readings = readings;
    return rc;
}

struct claim_draft {
    struct statement_claim claim;
    struct sp_str version;
    const struct statement_yaml *readings;
};

static enum sp_rc version_link(struct statement_parser *parser, const struct statement_yaml *node,
                               struct claim_draft *draft)
{
    const struct sp_statement *statement = parser->statement;
    if (!draft->version.size) return SP_OK;
    for (size_t i = 0; i < statement->version_count; i++) {
        if (sp_str_equal(statement->versions[i].id, draft->version)) draft->claim.version = &statement->versions[i];
    }
    return draft->claim.version ? SP_OK : fail_at(parser, node, "the claim's 'version' is not among 'versions'");
}

static enum sp_rc claim_read(struct statement_parser *parser, const struct statement_yaml *node,
                             const struct statement_reading *defaults, struct statement_claim *out_claim)
{
    static const struct statement_key keys[] = {
        {"id", statement_key_id, offsetof(struct claim_draft, claim.id), true},
        {"says", statement_key_text, offsetof(struct claim_draft, claim.says), true},
        {"by", statement_key_text, offsetof(struct claim_draft, claim.by), false},
        {"date", statement_key_date, offsetof(struct claim_draft, claim.date), false},
        {"source", statement_key_text, offsetof(struct claim_draft, claim.source), false},
        {"version", statement_key_text, offsetof(struct claim_draft, version), false},
        {"readings", statement_key_node, offsetof(struct claim_draft, readings), false},
    };
    struct claim_draft draft = {.claim = {.node = node, .date = parser->statement->date,
                                          .by = parser->statement->publisher}};
    struct statement_reading *start = sp_arena_alloc(parser->arena, sizeof *start);
    if (!start) return statement_fail_memory(parser);
    *start = *defaults;
    const struct statement_key_set sets[] = {
        STATEMENT_KEY_SET(keys, &draft),
        {.keys = reading_keys, .count = READING_KEY_COUNT, .target = start}};
    enum sp_rc rc = statement_keys_read(parser, "claim", node, sets, 2);
    if (rc == SP_OK) rc = version_link(parser, node, &draft);
    if (rc == SP_OK && draft.readings) rc = readings_read(parser, draft.readings, start, &draft.claim);
    if (rc == SP_OK && !draft.readings) {
        rc = reading_finish(parser, node, start);
        draft.claim.readings = start;
        draft.claim.reading_count = 1;
    }
    if (rc == SP_OK) *out_claim = draft.claim;
    return rc;
}

static enum sp_rc ids_check(struct statement_parser *parser, const struct statement_claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (sp_str_equal(claims[i].id, claims[j].id)) {
                return fail_at(parser, claims[i].node, "another claim has this id");
            }
        }
    }
    return SP_OK;
}

enum sp_rc statement_claims_read(struct statement_parser *parser, const struct statement_yaml *defaults,
                                 const struct statement_yaml *claims)
{
    struct statement_reading *start = sp_arena_alloc(parser->arena, sizeof *start);
    struct sp_statement *statement = parser->statement;
    enum sp_rc rc = statement_expect(parser, claims, STATEMENT_YAML_LIST);
    if (rc != SP_OK) return rc;
    if (claims->child_count == 0 || claims->child_count > STATEMENT_CLAIM_MAX) {
        return fail_at(parser, claims, "a statement has 1 to 256 claims");
    }
    struct statement_claim *items = sp_arena_array(parser->arena, claims->child_count, sizeof *items);
    if (!start || !items) return statement_fail_memory(parser);
    *start = (struct statement_reading){.relation = STATEMENT_RELATION_COUNT,
                                        .period = {.from = SP_DAY_NONE, .to = SP_DAY_NONE},
                                        .sum_of = SIZE_MAX};
    if (defaults) {
        const struct statement_key_set set = {.keys = reading_keys, .count = READING_KEY_COUNT, .target = start};
        rc = statement_keys_read(parser, "defaults", defaults, &set, 1);
    }
    for (const struct statement_yaml *child = claims->first; rc == SP_OK && child; child = child->next) {
        rc = claim_read(parser, child, start, &items[statement->claim_count]);
        if (rc == SP_OK) statement->claim_count++;
    }
    statement->claims = items;
    return rc == SP_OK ? ids_check(parser, items, statement->claim_count) : rc;
}
