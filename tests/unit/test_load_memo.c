/*
 * The memory of a sheet against harmonising every cell anew. Both get codes from a
 * ledger's terms of their own, so equal outcomes mean equal codes given in the same
 * order.
 */
#include "load/load_memo.h"
#include "support/fixture.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static const char *const yaml =
    "profile: test-stints\n"
    "version: 1\n"
    "release: TEST\n"
    "table: stint\n"
    "source: a test\n"
    "dates: [mdy]\n"
    "redactions: {WITHHELD: '(b)(6)', '[redacted]': ''}\n"
    "columns:\n"
    "  - {field: book_in, names: [In], required: true}\n"
    "  - {field: facility, names: [Facility], blank: [N/A, Not  Known], values: {THE "
    "JAIL: County Jail}}\n"
    "  - {field: book_in_aor, names: [AOR], drop_suffix: Area of Responsibility}\n"
    "  - {field: program, names: [Program], not_applicable: ['--', none]}\n"
    "  - {field: birth_date, names: [Born], withheld: true}\n"
    "  - {field: birth_year, names: [Year], blank: ['0']}\n"
    "  - {field: bond_posted_amount, names: [Bond], not_applicable: ['0']}\n"
    "  - {field: person, names: [Id], blank: ['0']}\n"
    "  - {field: book_out, names: [Out], blank: ['42005']}\n"
    "  - {field: departed_date, names: [Left], withheld: true}\n"
    "  - {field: final_order_date, names: [Order], not_applicable: ['2015', "
    "'42005.5']}\n";
enum { COLUMNS = 11 };

/* Texts that some column, some kind of cell or some date system reads differently. */
static const char *const texts[] = {
    "",
    " ",
    "42005",
    "42005.5",
    "42005.999999999",
    "60",
    "0",
    "1462",
    "100000",
    "2015",
    "-3",
    "1,234.50",
    "$12",
    "9/24/2017",
    "9/24/2017 13:05",
    "24/9/2017",
    "2017-09-24",
    "N/A",
    " n/a",
    "not known",
    "The Jail",
    "THE  JAIL",
    "Seattle Area of Responsibility",
    "none",
    "--",
    "(b)(6)",
    "b(6); b(7)c",
    "WITHHELD",
    "[redacted]",
    "[blank]",
    "TRUE",
    "FALSE",
    "#REF!",
    "ab12ab12",
    "1.2345E+18",
    "County Jail",
    "(b)(6) ",
    "9/24/0002",
    "x",
    "X",
};
enum { TEXTS = sizeof texts / sizeof *texts };
static const enum sp_cell_kind kinds[] = {SP_CELL_TEXT, SP_CELL_NUMBER, SP_CELL_DATE,
                                          SP_CELL_BOOL, SP_CELL_ERROR};

/* A profile, and a ledger's terms for each of the two ways. */
struct both {
    struct sp_profile_set *set;
    struct sp_arena arena;
    struct sp_match match;
    struct sp_ledger *ledger;
    struct ledger_terms with;
    struct ledger_terms without;
};

static int setup(void **state)
{
    static struct both both;
    both = (struct both){.set = support_profiles_of(&yaml, 1)};
    struct sp_row rows[1];
    struct sp_err err = {0};
    sp_arena_init(&both.arena, 1 << 24);
    const size_t count = support_rows(
        &both.arena, "In|Facility|AOR|Program|Born|Year|Bond|Id|Out|Left|Order", rows);
    fixture_ok(
        sp_profile_match(both.set, NULL, rows, count, &both.arena, &both.match, &err),
        &err);
    assert_int_equal(both.match.column_count, COLUMNS);
    fixture_ok(sp_ledger_open(fixture_path("memo.duckdb"), SP_LEDGER_WRITE, 1,
                              &both.ledger, &err),
               &err);
    fixture_ok(ledger_terms_open(both.ledger, &both.with, &err), &err);
    fixture_ok(ledger_terms_open(both.ledger, &both.without, &err), &err);
    *state = &both;
    return 0;
}

static int teardown(void **state)
{
    struct both *both = *state;
    ledger_terms_release(&both->with);
    ledger_terms_release(&both->without);
    sp_ledger_close(both->ledger);
    sp_arena_release(&both->arena);
    sp_profile_set_close(both->set);
    return 0;
}

static struct load_memo *memo_open(struct both *both, bool is_1904)
{
    struct load_memo *memo = NULL;
    struct sp_err err = {0};
    fixture_ok(
        load_memo_open(&both->match, &both->with, SP_STR("TEST"), is_1904, &memo, &err),
        &err);
    return memo;
}

enum { FIELDS_MAX = 256 };

/* What a column's cell becomes without any memory. */
static struct ledger_value slow_value(struct both *both, uint32_t column,
                                      const struct sp_cell *cell, bool is_1904)
{
    struct sp_err err = {0};
    struct ledger_value value = {0};
    struct sp_value harmonised = {0};
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 20);
    const struct sp_profile_column *of = both->match.columns[column].column;
    fixture_ok(
        sp_profile_value(both->match.profile, of, cell, is_1904, &arena, &harmonised),
        NULL);
    fixture_ok(ledger_value_make(&both->without, SP_STR("TEST"), of->field, &harmonised,
                                 &value, &err),
               &err);
    sp_arena_release(&arena);
    return value;
}

/* A row with memory against its cells without, in the order of the columns. */
static void check_row(struct both *both, struct load_memo *memo, const struct sp_row *row,
                      bool is_1904)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    struct ledger_value values[FIELDS_MAX] = {0};
    struct sp_err err = {0};
    assert_true(both->match.profile->event->field_count <= FIELDS_MAX);
    fixture_ok(load_memo_row(memo, row, values, &err), &err);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        const struct sp_cell *cell = i < row->count ? &row->cells[i] : &no_cell;
        const struct ledger_value expected = slow_value(both, i, cell, is_1904);
        const struct ledger_value got =
            values[both->match.columns[i].column->field_index];
        if (got.number == expected.number && got.none == expected.none &&
            got.second == expected.second)
            continue;
        fail_msg("column %u, kind %d, text '%.*s': %lld %d %d, not %lld %d %d", i,
                 (int)cell->kind, SP_FMT(cell->text), (long long)got.number, got.none,
                 got.second, (long long)expected.number, expected.none, expected.second);
    }
}

static void check_cell(struct both *both, struct load_memo *memo, uint32_t column,
                       const struct sp_cell *cell, bool is_1904)
{
    struct sp_cell cells[COLUMNS] = {0};
    cells[column] = *cell;
    const struct sp_row row = {.number = 2, .count = column + 1, .cells = cells};
    check_row(both, memo, &row, is_1904);
}

static struct sp_cell cell_of(size_t text, enum sp_cell_kind kind, bool is_shared)
{
    return (struct sp_cell){
        .kind = *texts[text] ? kind : SP_CELL_EMPTY,
        .text = sp_str_of(texts[text]),
        .shared = is_shared && kind == SP_CELL_TEXT ? (uint32_t)text + 1 : 0};
}

/* Every text as every kind of cell in every column, three times: first sight, then from
 * memory. */
static void every_cell_becomes_what_it_would_without_memory(void **state)
{
    for (int system = 0; system < 2; system++) {
        struct load_memo *memo = memo_open(*state, system == 1);
        for (size_t i = 0; i < 3 * TEXTS; i++) {
            for (uint32_t column = 0; column < COLUMNS; column++) {
                for (size_t kind = 0; kind < COUNT(kinds); kind++) {
                    for (int shared = 0; shared < 2; shared++) {
                        const struct sp_cell cell =
                            cell_of(i % TEXTS, kinds[kind], shared == 1);
                        check_cell(*state, memo, column, &cell, system == 1);
                    }
                }
            }
        }
        load_memo_close(memo);
    }
}

static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Any order of cells, over several sheets; strings are shared or not as chance will have
 * it. */
static void any_order_of_cells_gives_the_same(void **state)
{
    for (uint64_t start = 1; start <= 20; start++) {
        uint64_t seed = start * 0x9E3779B97F4A7C15u;
        const bool is_1904 = start % 2 == 0;
        struct load_memo *memo = memo_open(*state, is_1904);
        for (int i = 0; i < 3000; i++) {
            const uint64_t chance = random_next(&seed);
            const struct sp_cell cell =
                cell_of(chance % TEXTS, kinds[(chance >> 16) % COUNT(kinds)],
                        (chance >> 24) % 2 == 0);
            check_cell(*state, memo, (uint32_t)(chance >> 32) % COLUMNS, &cell, is_1904);
        }
        load_memo_close(memo);
    }
}

/* A number as workbooks have them, and as they should not: short and long, with zeros in
 * front, with fractions, with a byte that is none of a number. */
static size_t random_number(uint64_t *seed, char *out, size_t out_size)
{
    static const char *const forms[] = {"%u",      "%04u",     "%u.%u",  "%05u",
                                        "%u.%09u", "%u.%012u", "-%u.%u", "%u%u"};
    const uint64_t chance = random_next(seed);
    const unsigned whole = (unsigned)(chance >> 32) % (chance % 3 == 0 ? 100u : 100000u);
    const unsigned part = (unsigned)random_next(seed) % 1000000000u;
    const int size = snprintf(out, out_size, forms[chance % COUNT(forms)], whole, part);
    assert_in_range(size, 1, out_size - 1);
    if (chance % 11 == 0) out[(chance >> 16) % (unsigned)size] = "/:e +"[chance % 5];
    return (size_t)size;
}

/* Whole rows of any cells, shorter and longer ones, with numbers and serials that have a
 * slot, are read at once, or need more. */
static void any_rows_give_the_same(void **state)
{
    static char numbers[COLUMNS + 1][32];
    for (uint64_t start = 1; start <= 10; start++) {
        uint64_t seed = start * 0xC2B2AE3D27D4EB4Fu;
        const bool is_1904 = start % 2 == 0;
        struct load_memo *memo = memo_open(*state, is_1904);
        for (int i = 0; i < 1000; i++) {
            struct sp_cell cells[COLUMNS + 1] = {0};
            const struct sp_row row = {.number = (uint64_t)i + 2,
                                       .count =
                                           (uint32_t)(random_next(&seed) % (COLUMNS + 2)),
                                       .cells = cells};
            for (uint32_t j = 0; j < row.count; j++) {
                const uint64_t chance = random_next(&seed);
                cells[j] = cell_of(chance % TEXTS, kinds[(chance >> 16) % COUNT(kinds)],
                                   (chance >> 24) % 2 == 0);
                if (chance >> 32 & 1) continue;
                const size_t size = random_number(&seed, numbers[j], sizeof numbers[j]);
                cells[j] = (struct sp_cell){.kind = kinds[(chance >> 16) % 3],
                                            .text = {numbers[j], size}};
            }
            check_row(*state, memo, &row, is_1904);
        }
        load_memo_close(memo);
    }
}

/* More distinct texts than are remembered, in columns that never meet one again and in
 * columns that do. */
static void too_many_texts_to_remember_give_the_same(void **state)
{
    char text[32];
    struct load_memo *memo = memo_open(*state, false);
    for (uint32_t i = 0; i < 70000; i++) {
        const struct sp_cell often = {
            .kind = SP_CELL_TEXT,
            .text = {text,
                     (size_t)snprintf(text, sizeof text, "jail %u", i % 20000 / 2)}};
        check_cell(*state, memo, 1, &often, false);
        const struct sp_cell once = {
            .kind = SP_CELL_TEXT,
            .text = {text, (size_t)snprintf(text, sizeof text, "place %u", i)}};
        check_cell(*state, memo, 2, &once, false);
        if (i < 69000) continue;
        const struct sp_cell again = {
            .kind = SP_CELL_TEXT,
            .text = {text, (size_t)snprintf(text, sizeof text, "place %u", i - 69000)}};
        check_cell(*state, memo, 2, &again, false);
    }
    load_memo_close(memo);
}

/* A column whose texts come back goes on remembering, up to its ceiling and past it. */
static void a_full_memory_gives_the_same(void **state)
{
    char text[32];
    struct load_memo *memo = memo_open(*state, false);
    for (uint32_t i = 0; i < 140000; i++) {
        const struct sp_cell cell = {
            .kind = SP_CELL_TEXT,
            .text = {text, (size_t)snprintf(text, sizeof text, "program %u", i / 2)}};
        check_cell(*state, memo, 3, &cell, false);
    }
    load_memo_close(memo);
}

static void shared_strings_far_apart_are_kept_apart(void **state)
{
    static const uint32_t indexes[] = {1,     2,       1023,           1024,      1025,
                                       70000, 5000000, UINT32_MAX - 1, UINT32_MAX};
    char text[32];
    struct load_memo *memo = memo_open(*state, false);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(indexes); i++) {
            const struct sp_cell cell = {
                .kind = SP_CELL_TEXT,
                .shared = indexes[i],
                .text = {text,
                         (size_t)snprintf(text, sizeof text, "string %u", indexes[i])}};
            check_cell(*state, memo, 1, &cell, false);
            check_cell(*state, memo, 7, &cell, false);
        }
    }
    load_memo_close(memo);
}

/* The same index is another text in another book. */
static void the_next_book_has_its_own_strings(void **state)
{
    for (int book = 0; book < 2; book++) {
        struct load_memo *memo = memo_open(*state, false);
        for (int round = 0; round < 2; round++) {
            const struct sp_cell cell = {
                .kind = SP_CELL_TEXT,
                .shared = 1,
                .text = sp_str_of(book ? "Second Jail" : "First Jail")};
            check_cell(*state, memo, 1, &cell, false);
        }
        load_memo_close(memo);
    }
}

static void every_failed_allocation_is_out_of_memory(void **state)
{
    struct both *both = *state;
    static const struct sp_cell cells[] = {
        {.kind = SP_CELL_TEXT, .text = {"a new jail", 10}},
        {.kind = SP_CELL_TEXT, .shared = 7, .text = {"a new  shared jail", 18}},
        {.kind = SP_CELL_NUMBER, .text = {"123456", 6}},
        {.kind = SP_CELL_NUMBER, .text = {"1234", 4}},
    };
    bool done = false;
    for (int64_t allowed = 0; !done; allowed++) {
        struct load_memo *memo = NULL;
        struct sp_err err = {0};
        struct ledger_value values[FIELDS_MAX];
        assert_true(allowed < 200);
        sp_alloc_fail_after(allowed);
        enum sp_rc rc =
            load_memo_open(&both->match, &both->with, SP_STR("TEST"), false, &memo, &err);
        for (size_t i = 0; rc == SP_OK && i < COUNT(cells); i++) {
            const struct sp_cell row_cells[] = {{.kind = SP_CELL_EMPTY}, cells[i]};
            const struct sp_row row = {.number = 2, .count = 2, .cells = row_cells};
            rc = load_memo_row(memo, &row, values, &err);
        }
        sp_alloc_fail_after(-1);
        load_memo_close(memo);
        done = rc == SP_OK;
        if (!done && rc != SP_ERR_LIMIT) assert_int_equal(rc, SP_ERR_MEMORY);
        if (!done) assert_int_equal(err.rc, rc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cell_becomes_what_it_would_without_memory,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(any_order_of_cells_gives_the_same, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(any_rows_give_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many_texts_to_remember_give_the_same, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_full_memory_gives_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(shared_strings_far_apart_are_kept_apart, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_next_book_has_its_own_strings, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(every_failed_allocation_is_out_of_memory, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
