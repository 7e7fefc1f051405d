/* Figures by hand. Only tests may do this: in the program they come from measure alone. */
#include "support/figure.h"

#include "sallyport/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct sp_rule rows_rule = {.id = "ROWS", .version = 1};
static const struct sp_rule fy_rule = {.id = "FY", .version = 2};

static const struct sp_measure measure = {
    .name = "arrests",
    .event = "arrest",
    .unit = "arrest records",
    .definition = "administrative arrests",
    .caution = "a row is a record, not a person",
    .rules = "ROWS,FY",
};

static struct sp_source sources[2];
static struct sp_proof proof;

const struct sp_proof *figure_proof(void)
{
    const struct sp_str hash =
        SP_STR("aa11223344556677889900aabbccddeeff00112233445566778899aabbccddee");
    for (size_t i = 0; i < 2; i++) {
        sources[i] = (struct sp_source){
            .file = SP_STR("arrests \"FY17\".xlsx"),
            .sha256 = hash,
            .sheet = i ? SP_STR("FY2018") : SP_STR("FY2017"),
            .release = SP_STR("R1"),
            .event = SP_STR("arrest"),
            .profile = SP_STR("ice-r1-arrests"),
            .profile_version = 3,
            .rows_read = 1000 + i,
            .rows_kept = 990,
            .rows_refused = 10 + i,
            .day_first = 17440,
            .day_last = 17600,
        };
    }
    proof = (struct sp_proof){.measure = &measure,
                              .rules = {&rows_rule, &fy_rule},
                              .rule_count = 2,
                              .sources = sources,
                              .source_count = 2,
                              .inputs_digest = SP_STR("0123456789ab"),
                              .query = SP_STR("arrests;from=2017-10-01@0123456789ab")};
    return &proof;
}

struct sp_figure figure_of(uint64_t value, const char *reference)
{
    return (struct sp_figure){
        .value = value, .reference = sp_str_of(reference), .proof = figure_proof()};
}

// clang-format off
static const struct {
    const char *area, *operation;
    enum sp_none_kind area_none, operation_none;
    uint64_t value;
} groups[] = {
    {"Boston",           "OPERATION GATE",          SP_NONE_VALUE,          SP_NONE_VALUE,    1204},
    {"Boston",           "[blank]",                 SP_NONE_VALUE,          SP_NONE_EMPTY,    12},
    {"Seattle",          "[redacted (b)(7)(E)]",    SP_NONE_VALUE,          SP_NONE_REDACTED, 33},
    {"Seattle",          "[blank]",                 SP_NONE_VALUE,          SP_NONE_EMPTY,    3},
    {"[not in release]", "OPERATION GATE",          SP_NONE_NOT_IN_RELEASE, SP_NONE_VALUE,    748},
};
// clang-format on
enum { GROUP_COUNT = sizeof groups / sizeof groups[0] };

static struct sp_unknown unknown_area(struct sp_arena *arena)
{
    struct sp_unknown unknown = {.field = SP_STR("aor"),
                                 .all = figure_of(748, "arrests;aor=[unknown]@0123456789ab"),
                                 .labels = sp_arena_array(arena, 1, sizeof(struct sp_str)),
                                 .counts = sp_arena_array(arena, 1, sizeof(struct sp_figure)),
                                 .label_count = 1};
    assert_true(unknown.labels && unknown.counts);
    unknown.labels[0] = SP_STR("[not in release]");
    unknown.counts[0] = figure_of(748, "arrests;aor=[not in release]@0123456789ab");
    return unknown;
}

static struct sp_unknown unknown_operation(struct sp_arena *arena)
{
    struct sp_unknown unknown = {.field = SP_STR("operation"),
                                 .all = figure_of(48, "arrests;operation=[unknown]@0123456789ab"),
                                 .labels = sp_arena_array(arena, 2, sizeof(struct sp_str)),
                                 .counts = sp_arena_array(arena, 2, sizeof(struct sp_figure)),
                                 .label_count = 2};
    assert_true(unknown.labels && unknown.counts);
    unknown.labels[0] = SP_STR("[blank]");
    unknown.counts[0] = figure_of(15, "arrests;operation=[blank]@0123456789ab");
    unknown.labels[1] = SP_STR("[redacted (b)(7)(E)]");
    unknown.counts[1] = figure_of(33, "arrests;operation=[redacted (b)(7)(E)]@0123456789ab");
    return unknown;
}

struct sp_count *figure_count(struct sp_arena *arena)
{
    struct sp_count *count = sp_arena_alloc(arena, sizeof *count);
    struct sp_proof *own = sp_arena_alloc(arena, sizeof *own);
    assert_true(count && own);
    *own = *figure_proof();
    sp_query_init(&count->query, &measure);
    count->query.by[0] = SP_STR("aor");
    count->query.by[1] = SP_STR("operation");
    count->query.by_count = 2;
    assert_true(sp_date_parse_iso(SP_STR("2017-10-01"), &count->query.day_from));
    count->proof = own;
    count->rows = sp_arena_array(arena, GROUP_COUNT, sizeof *count->rows);
    assert_non_null(count->rows);
    count->row_count = GROUP_COUNT;
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        struct sp_count_row *row = &count->rows[i];
        const struct sp_str reference =
            sp_arena_format(arena, "arrests;from=2017-10-01;aor=%s;operation=%s@0123456789ab",
                            groups[i].area, groups[i].operation);
        row->labels[0] = sp_str_of(groups[i].area);
        row->labels[1] = sp_str_of(groups[i].operation);
        row->nones[0] = groups[i].area_none;
        row->nones[1] = groups[i].operation_none;
        row->count = figure_of(groups[i].value, reference.data);
    }
    count->total = figure_of(2000, "arrests;from=2017-10-01@0123456789ab");
    count->has_total = true;
    count->unknowns[0] = unknown_area(arena);
    count->unknowns[1] = unknown_operation(arena);
    count->undated = figure_of(7, "arrests;arrest_date=[unknown]@0123456789ab");
    count->notes = sp_arena_array(arena, 1, sizeof *count->notes);
    assert_non_null(count->notes);
    count->notes[0] = SP_STR("the sources hold arrests from 2017-10-01 to 2018-03-10");
    count->note_count = 1;
    return count;
}

struct sp_table *figure_table(struct sp_arena *arena)
{
    struct sp_table *table = NULL;
    struct sp_err err = {0};
    assert_int_equal(sp_table_of_count(figure_count(arena), arena, &table, &err), SP_OK);
    return table;
}
