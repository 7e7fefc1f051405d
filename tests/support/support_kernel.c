/*
 * One table says which of the kernel's members is which column of which relation, so that
 * a column that is renamed or added shows itself.
 */
#include "support/support_kernel.h"

#include "link/link_reason.h"

#include <string.h>

/* What a row of a relation is made of: one record and its result, or one stay, pair or
 * spell. */
struct context {
    const struct link_arrest *arrest;
    const struct link_arrest_result *arrest_result;
    const struct link_detainer *detainer;
    const struct link_detainer_result *detainer_result;
    const struct link_stint *stint;
    const struct link_stint_result *stint_result;
    const struct link_stay *stay;
    const struct link_detainer_arrest *pair;
    const struct link_spell *spell;
    enum link_method_table method_table;
};

enum source { ARRESTS, METHODS, DETAINERS, STINTS, STAYS, PAIRS, SPELLS };

typedef int64_t get_fn(const struct context *context);

static int64_t word(const char *text)
{
    return support_word(text, strlen(text));
}

/* INT32_MIN is "none" in the kernel's narrower members. */
static int64_t wide(int32_t value)
{
    return value == INT32_MIN ? SUPPORT_NONE : value;
}

#define GET(name, expression)                                                            \
    static int64_t name(const struct context *context)                                   \
    {                                                                                    \
        return expression;                                                               \
    }
#define BIT(bits, bit) ((int64_t)((bits) >> (bit)&1))

GET(arrest_record, context->arrest->record)
GET(arrest_episode, context->arrest_result->episode)
GET(arrest_episode_rows, context->arrest_result->episode_rows)
GET(arrest_stay_greedy, context->arrest_result->stay_greedy)
GET(arrest_stay_best, context->arrest_result->stay_best)
/* Of an arrest without an id nobody can tell. */
GET(arrest_in_episode, context->arrest->person == LINK_NOBODY
                           ? SUPPORT_NONE
                           : context->arrest_result->episode_rows > 1)

GET(arr_ep_24_kept, BIT(context->arrest_result->kept_by, LINK_ARR_EP_24))
GET(arr_dup_24_old_kept, BIT(context->arrest_result->kept_by, LINK_ARR_DUP_24_OLD))
GET(arr_dup_24_old_likely,
    context->arrest->person == LINK_NOBODY ? SUPPORT_NONE : !arr_dup_24_old_kept(context))
GET(arr_dup_day_kept, BIT(context->arrest_result->kept_by, LINK_ARR_DUP_DAY))
GET(arr_dup_day_likely,
    context->arrest->person == LINK_NOBODY ? SUPPORT_NONE : !arr_dup_day_kept(context))
GET(arr_uw_kept, BIT(context->arrest_result->kept_by, LINK_ARR_UW))
GET(arr_bln_kept, BIT(context->arrest_result->kept_by, LINK_ARR_BLN))
GET(arr_rr_kept, BIT(context->arrest_result->kept_by, LINK_ARR_RR))
GET(arr_kn_kept, BIT(context->arrest_result->kept_by, LINK_ARR_KN))
GET(arr_alyssc_kept, BIT(context->arrest_result->kept_by, LINK_ARR_ALYSSC))
GET(arr_morton_kept, BIT(context->arrest_result->kept_by, LINK_ARR_MORTON))
GET(arr_cpang_kept, BIT(context->arrest_result->kept_by, LINK_ARR_CPANG))

static int64_t method_class(const struct context *context)
{
    static const char *const names[] = {"unknown", "at_large", "custodial", "287g",
                                        "other"};
    return word(names[context->arrest->classes[context->method_table]]);
}
GET(method_rule, word(link_method_table_id(context->method_table)))

GET(detainer_record, context->detainer->record)
GET(detainer_episode, context->detainer_result->episode)
GET(detainer_request, context->detainer_result->request)
GET(detainer_arrest, context->detainer_result->arrest)
GET(detainer_stay, context->detainer_result->stay)
GET(detainer_days, wide(context->detainer_result->days))
GET(detainer_state, word(link_state_name(context->detainer_result->state)))
GET(detainer_declined_yet,
    (context->detainer_result->contradictions & LINK_DECLINED_YET_BOOKED) != 0)
GET(detainer_honoured_yet,
    (context->detainer_result->contradictions & LINK_HONOURED_YET_AT_LARGE) != 0)
GET(detainer_notice_yet,
    (context->detainer_result->contradictions & LINK_NOTICE_YET_DECLINED) != 0)
GET(detainer_no_stay,
    (context->detainer_result->contradictions & LINK_HONOURED_WITHOUT_STAY) != 0)
GET(det_dup_day_kept, BIT(context->detainer_result->kept_by, LINK_DET_DUP_DAY))
GET(det_dup_day_likely,
    context->detainer->person == LINK_NOBODY ? SUPPORT_NONE : !det_dup_day_kept(context))
GET(det_ep_24_kept, BIT(context->detainer_result->kept_by, LINK_DET_EP_24))
GET(det_ep_24_form_kept, BIT(context->detainer_result->kept_by, LINK_DET_EP_24_FORM))
GET(det_request_kept, BIT(context->detainer_result->kept_by, LINK_DET_REQUEST))

static int64_t detainer_reason(const struct context *context)
{
    const char *code = link_reason_code(context->detainer_result->reason);
    return *code ? word(code) : SUPPORT_NONE;
}

static int64_t detainer_form(const struct context *context)
{
    static const char *const names[] = {"unknown", "hold", "notice", "other"};
    return word(names[context->detainer->form]);
}

GET(stint_record, context->stint->record)
GET(stint_stay, context->stint_result->stay)
GET(stint_lost_at, context->stint_result->lost_at)
GET(stint_dup_kept, BIT(context->stint_result->kept_by, LINK_STINT_DUP))
GET(stint_dup_old_kept, BIT(context->stint_result->kept_by, LINK_STINT_DUP_OLD))

static int64_t stint_end(const struct context *context)
{
    static const char *const names[] = {"unknown", "released", "removed", "transferred",
                                        "other"};
    return word(names[context->stint->stay_end]);
}

GET(stay_stay, context->stay->stay)
GET(stay_person, context->stay->person)
GET(stay_release, context->stay->release)
GET(stay_last_stint, context->stay->last_stint)
GET(stay_book_in, context->stay->book_in)
GET(stay_book_out, context->stay->book_out)
GET(stay_facility_first, context->stay->facility_first)
GET(stay_facility_last, context->stay->facility_last)
GET(stay_facility_longest, context->stay->facility_longest)
GET(stay_stint_count, context->stay->stint_count)
GET(stay_initial_bond, context->stay->initial_bond)
GET(stay_posted_bond, context->stay->posted_bond)
GET(stay_reason, context->stay->stay_release_reason)
GET(stay_book_in_agrees, context->stay->book_in_agrees)
GET(stay_book_out_agrees, context->stay->book_out_agrees)
GET(stay_removal, context->stay->removal)
GET(stay_departed, context->stay->departed)

GET(pair_detainer, context->pair->detainer)
GET(pair_arrest, context->pair->arrest)
GET(pair_days, context->pair->days)
GET(pair_within_2, context->pair->days <= 2)

GET(spell_origin_record, context->spell->origin_record)
GET(spell_from, context->spell->from)
GET(spell_until, context->spell->until)
GET(spell_arrest, context->spell->arrest)
GET(spell_days, context->spell->days)
GET(spell_facility, context->spell->facility)
GET(spell_competing, context->spell->competing)
GET(spell_from_lift, context->spell->from_lift)

static int64_t spell_origin(const struct context *context)
{
    static const char *const names[LINK_ORIGIN_COUNT] = {"declined", "lifted",
                                                         "released"};
    return word(names[context->spell->origin]);
}

static int64_t spell_exit(const struct context *context)
{
    static const char *const names[LINK_EXIT_COUNT] = {"at_large", "custody", "detainer",
                                                       "removed", "window"};
    return word(names[context->spell->exit]);
}

#undef GET
#undef BIT

enum { KNOWN_COLUMNS_MAX = 18 };

/* A relation: its rows are those of the source for which `where` is not SUPPORT_NONE
 * (all, when NULL). */
static const struct known {
    const char *relation;
    enum source source;
    get_fn *where;
    struct {
        const char *name;
        get_fn *get;
    } columns[KNOWN_COLUMNS_MAX];
} known[] = {
    {"arrest_class",
     METHODS,
     NULL,
     {{"record", arrest_record}, {"rule", method_rule}, {"class", method_class}}},
    {"det_type", DETAINERS, NULL, {{"record", detainer_record}, {"form", detainer_form}}},
    {"stint_end", STINTS, NULL, {{"record", stint_record}, {"end_kind", stint_end}}},
    {"arr_ep_24",
     ARRESTS,
     NULL,
     {{"record", arrest_record},
      {"episode", arrest_episode},
      {"episode_rows", arrest_episode_rows},
      {"duplicate_likely", arrest_in_episode},
      {"kept", arr_ep_24_kept}}},
    {"arr_dup_24_old",
     ARRESTS,
     NULL,
     {{"record", arrest_record},
      {"duplicate_likely", arr_dup_24_old_likely},
      {"kept", arr_dup_24_old_kept}}},
    {"arr_dup_day",
     ARRESTS,
     NULL,
     {{"record", arrest_record},
      {"duplicate_likely", arr_dup_day_likely},
      {"kept", arr_dup_day_kept}}},
    {"arr_uw", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_uw_kept}}},
    {"arr_bln", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_bln_kept}}},
    {"arr_rr", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_rr_kept}}},
    {"arr_kn", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_kn_kept}}},
    {"arr_alyssc", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_alyssc_kept}}},
    {"arr_morton", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_morton_kept}}},
    {"arr_cpang", ARRESTS, NULL, {{"record", arrest_record}, {"kept", arr_cpang_kept}}},
    {"det_dup_day",
     DETAINERS,
     NULL,
     {{"record", detainer_record},
      {"duplicate_likely", det_dup_day_likely},
      {"kept", det_dup_day_kept}}},
    {"det_ep_24",
     DETAINERS,
     NULL,
     {{"record", detainer_record},
      {"episode", detainer_episode},
      {"kept", det_ep_24_kept}}},
    {"det_ep_24_form",
     DETAINERS,
     NULL,
     {{"record", detainer_record}, {"kept", det_ep_24_form_kept}}},
    {"det_request",
     DETAINERS,
     NULL,
     {{"record", detainer_record},
      {"request", detainer_request},
      {"kept", det_request_kept}}},
    {"det_arr_180",
     PAIRS,
     NULL,
     {{"detainer", pair_detainer},
      {"arrest", pair_arrest},
      {"days", pair_days},
      {"within_2", pair_within_2}}},
    {"stint_dup",
     STINTS,
     NULL,
     {{"record", stint_record}, {"kept", stint_dup_kept}, {"lost_at", stint_lost_at}}},
    {"stint_dup_old",
     STINTS,
     NULL,
     {{"record", stint_record}, {"kept", stint_dup_old_kept}}},
    {"stint_stay", STINTS, NULL, {{"record", stint_record}, {"stay", stint_stay}}},
    {"stay",
     STAYS,
     NULL,
     {{"stay", stay_stay},
      {"person", stay_person},
      {"release", stay_release},
      {"last_stint", stay_last_stint},
      {"book_in", stay_book_in},
      {"book_out", stay_book_out},
      {"facility_first", stay_facility_first},
      {"facility_last", stay_facility_last},
      {"facility_longest", stay_facility_longest},
      {"stint_count", stay_stint_count},
      {"initial_bond", stay_initial_bond},
      {"posted_bond", stay_posted_bond},
      {"stay_release_reason", stay_reason},
      {"book_in_agrees", stay_book_in_agrees},
      {"book_out_agrees", stay_book_out_agrees}}},
    {"removal_join",
     STAYS,
     stay_departed,
     {{"stay", stay_stay}, {"removal", stay_removal}, {"departed", stay_departed}}},
    {"arr_stay_greedy",
     ARRESTS,
     arrest_stay_greedy,
     {{"arrest", arrest_record}, {"stay", arrest_stay_greedy}}},
    {"arr_stay_best",
     ARRESTS,
     arrest_stay_best,
     {{"arrest", arrest_record}, {"stay", arrest_stay_best}}},
    {"det_outcome",
     DETAINERS,
     NULL,
     {{"record", detainer_record},
      {"state", detainer_state},
      {"reason", detainer_reason},
      {"arrest", detainer_arrest},
      {"stay", detainer_stay},
      {"days", detainer_days},
      {"declined_yet_booked", detainer_declined_yet},
      {"honoured_yet_at_large", detainer_honoured_yet},
      {"notice_yet_declined", detainer_notice_yet},
      {"honoured_without_stay", detainer_no_stay}}},
    {"return_spell",
     SPELLS,
     NULL,
     {{"origin_record", spell_origin_record},
      {"origin", spell_origin},
      {"from_at", spell_from},
      {"until_at", spell_until},
      {"exit", spell_exit},
      {"days", spell_days},
      {"arrest", spell_arrest},
      {"facility", spell_facility},
      {"competing", spell_competing},
      {"from_lift", spell_from_lift}}},
};

static const struct known *known_find(const char *relation)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].relation, relation) == 0) return &known[i];
    }
    return NULL;
}

static get_fn *get_find(const struct known *relation, const char *column)
{
    for (size_t c = 0; relation && c < KNOWN_COLUMNS_MAX && relation->columns[c].name;
         c++) {
        if (strcmp(relation->columns[c].name, column) == 0)
            return relation->columns[c].get;
    }
    return NULL;
}

/* Getters of words; all others give whole numbers. */
static bool is_word(get_fn *get)
{
    static get_fn *const words[] = {method_rule,    method_class,    detainer_form,
                                    detainer_state, detainer_reason, stint_end,
                                    spell_origin,   spell_exit};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i] == get) return true;
    }
    return false;
}

const char *support_kernel_relation(size_t index)
{
    return index < sizeof known / sizeof known[0] ? known[index].relation : NULL;
}

void support_kernel_columns(const char *relation, struct support_rows *out_columns)
{
    const struct known *found = known_find(relation);
    SP_ASSERT(found);
    *out_columns = (struct support_rows){0};
    for (size_t c = 0; c < KNOWN_COLUMNS_MAX && found->columns[c].name; c++) {
        support_rows_column_add(out_columns, found->columns[c].name,
                                is_word(found->columns[c].get));
    }
}

bool support_kernel_knows(const char *relation)
{
    return known_find(relation) != NULL;
}

bool support_kernel_knows_column(const char *relation, const char *column)
{
    return get_find(known_find(relation), column) != NULL;
}

static size_t source_count(enum source source, const struct link_input *input,
                           const struct link_output *output)
{
    switch (source) {
    case ARRESTS:
        return input->arrest_count;
    case METHODS:
        return input->arrest_count * LINK_METHOD_TABLE_COUNT;
    case DETAINERS:
        return input->detainer_count;
    case STINTS:
        return input->stint_count;
    case STAYS:
        return output->stays.count;
    case PAIRS:
        return output->pairs.count;
    case SPELLS:
        return output->spells.count;
    }
    return 0;
}

static struct context context_of(enum source source, size_t i,
                                 const struct link_input *input,
                                 const struct link_output *output)
{
    switch (source) {
    case ARRESTS:
        return (struct context){.arrest = &input->arrests[i],
                                .arrest_result = &output->arrests[i]};
    case METHODS:
        return (struct context){.arrest = &input->arrests[i / LINK_METHOD_TABLE_COUNT],
                                .method_table = i % LINK_METHOD_TABLE_COUNT};
    case DETAINERS:
        return (struct context){.detainer = &input->detainers[i],
                                .detainer_result = &output->detainers[i]};
    case STINTS:
        return (struct context){.stint = &input->stints[i],
                                .stint_result = &output->stints[i]};
    case STAYS:
        return (struct context){.stay =
                                    (const struct link_stay *)output->stays.items + i};
    case PAIRS:
        return (struct context){
            .pair = (const struct link_detainer_arrest *)output->pairs.items + i};
    case SPELLS:
        return (struct context){.spell =
                                    (const struct link_spell *)output->spells.items + i};
    }
    return (struct context){0};
}

void support_kernel_rows(const struct link_input *input, const struct link_output *output,
                         const char *relation, char (*columns)[SUPPORT_NAME_MAX],
                         size_t column_count, struct support_rows *out_rows)
{
    const struct known *found = known_find(relation);
    get_fn *gets[SUPPORT_COLUMNS_MAX];
    SP_ASSERT(found);
    *out_rows = (struct support_rows){0};
    for (size_t c = 0; c < column_count; c++) {
        gets[c] = get_find(found, columns[c]);
        SP_ASSERT(gets[c]);
        support_rows_column_add(out_rows, columns[c], is_word(gets[c]));
    }
    const size_t count = source_count(found->source, input, output);
    for (size_t i = 0; i < count; i++) {
        const struct context context = context_of(found->source, i, input, output);
        if (found->where && found->where(&context) == SUPPORT_NONE) continue;
        int64_t *row = support_rows_add(out_rows);
        for (size_t c = 0; c < column_count; c++) {
            row[c] = gets[c](&context);
        }
    }
}
