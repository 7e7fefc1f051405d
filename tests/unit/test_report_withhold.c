/*
 * Rule SMALL on tables of every kind: hand-made traps, then random tables, in each of which a
 * reader with pencil and paper (all sums that show, solved together) learns no withheld cell.
 */
#include "report/report_withhold.h"
#include "support/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { SIDE_MAX = 8, LINES_MAX = 2 * SIDE_MAX + 2, MINIMUM = SP_SMALL_CELL_MIN };

/* A table of rows × columns with a total row and a row-total column, both as the last. */
struct grid {
    size_t rows;
    size_t columns; // without the row total
    uint64_t values[SIDE_MAX + 1][SIDE_MAX + 1];
};

static void grid_total(struct grid *grid)
{
    for (size_t i = 0; i <= grid->rows; i++) {
        grid->values[i][grid->columns] = 0;
    }
    for (size_t j = 0; j <= grid->columns; j++) {
        grid->values[grid->rows][j] = 0;
    }
    for (size_t i = 0; i < grid->rows; i++) {
        for (size_t j = 0; j < grid->columns; j++) {
            grid->values[i][grid->columns] += grid->values[i][j];
            grid->values[grid->rows][j] += grid->values[i][j];
            grid->values[grid->rows][grid->columns] += grid->values[i][j];
        }
    }
}

static struct sp_datum cell(struct sp_arena *arena, uint64_t value, size_t i, size_t j)
{
    const struct sp_str reference = sp_arena_format(arena, "r%zu;c%zu@x", i, j);
    assert_non_null(reference.data);
    return sp_datum_figure(figure_of(value, reference.data));
}

static struct sp_table *table_of(struct sp_arena *arena, const struct grid *grid)
{
    struct sp_column columns[SIDE_MAX + 2] = {{.key = SP_STR("row"), .heading = SP_STR("Row")}};
    struct sp_table *table = NULL;
    for (size_t j = 0; j <= grid->columns; j++) {
        columns[j + 1] = (struct sp_column){
            .key = SP_STR("c"), .heading = SP_STR("C"), .is_number = true};
    }
    assert_int_equal(sp_table_new(arena, "grid", SP_STR("Grid"), columns, grid->columns + 2,
                                  &table, NULL),
                     SP_OK);
    for (size_t i = 0; i <= grid->rows; i++) {
        struct sp_datum *row = i < grid->rows ? sp_table_row(table) : sp_table_total(table);
        assert_non_null(row);
        row[0] = sp_datum_text(SP_STR("row"));
        for (size_t j = 0; j <= grid->columns; j++) {
            row[j + 1] = cell(arena, grid->values[i][j], i, j);
        }
    }
    table->row_total = grid->columns + 2;
    return table;
}

static const struct sp_datum *datum_at(const struct sp_table *table, const struct grid *grid,
                                       size_t i, size_t j)
{
    return i < grid->rows ? &table->cells[i * table->column_count + j + 1] : &table->total[j + 1];
}

static bool is_withheld(const struct sp_table *table, const struct grid *grid, size_t i, size_t j)
{
    return datum_at(table, grid, i, j)->kind == SP_DATUM_WITHHELD;
}

/* -- The reader: which withheld cells do the sums fix? Elimination over a prime field. -------- */

enum { PRIME = 1000003, UNKNOWNS_MAX = (SIDE_MAX + 1) * (SIDE_MAX + 1) };

static int64_t inverse(int64_t a)
{
    int64_t result = 1;
    for (int64_t power = PRIME - 2; power > 0; power /= 2) {
        if (power % 2) result = result * a % PRIME;
        a = a * a % PRIME;
    }
    return result;
}

struct reader {
    size_t unknown_count;
    size_t line_count;
    int64_t lines[LINES_MAX][UNKNOWNS_MAX];
};

static void reader_reduce(struct reader *reader)
{
    size_t done = 0;
    for (size_t j = 0; j < reader->unknown_count && done < reader->line_count; j++) {
        size_t pivot = done;
        while (pivot < reader->line_count && reader->lines[pivot][j] == 0) {
            pivot++;
        }
        if (pivot == reader->line_count) continue;
        for (size_t k = 0; k < reader->unknown_count; k++) {
            const int64_t swap = reader->lines[done][k];
            reader->lines[done][k] = reader->lines[pivot][k];
            reader->lines[pivot][k] = swap;
        }
        const int64_t scale = inverse(reader->lines[done][j]);
        for (size_t k = 0; k < reader->unknown_count; k++) {
            reader->lines[done][k] = reader->lines[done][k] * scale % PRIME;
        }
        for (size_t i = 0; i < reader->line_count; i++) {
            const int64_t factor = reader->lines[i][j];
            if (i == done || factor == 0) continue;
            for (size_t k = 0; k < reader->unknown_count; k++) {
                const int64_t less = reader->lines[i][k] - factor * reader->lines[done][k];
                reader->lines[i][k] = (less % PRIME + PRIME) % PRIME;
            }
        }
        done++;
    }
}

/* A line with one unknown left says what it is. */
static size_t reader_knows(struct reader *reader)
{
    size_t known = 0;
    reader_reduce(reader);
    for (size_t i = 0; i < reader->line_count; i++) {
        size_t left = 0;
        for (size_t k = 0; k < reader->unknown_count; k++) {
            left += reader->lines[i][k] != 0;
        }
        known += left == 1;
    }
    return known;
}

static size_t cells_given_away(const struct sp_table *table, const struct grid *grid)
{
    static struct reader reader;
    reader = (struct reader){.line_count = grid->rows + grid->columns + 2};
    for (size_t i = 0; i <= grid->rows; i++) {
        for (size_t j = 0; j <= grid->columns; j++) {
            if (!is_withheld(table, grid, i, j)) continue;
            const size_t unknown = reader.unknown_count++;
            // Its row's sum and its column's; in a total it stands on the other side.
            reader.lines[i][unknown] = j < grid->columns ? 1 : PRIME - 1;
            reader.lines[grid->rows + 1 + j][unknown] = i < grid->rows ? 1 : PRIME - 1;
        }
    }
    return reader_knows(&reader);
}

/* The withheld parts of a sum whose total shows leave each of them room for the minimum. */
static void check_room(const struct sp_table *table, const struct grid *grid)
{
    for (size_t line = 0; line <= grid->rows + grid->columns + 1; line++) {
        const bool is_row = line <= grid->rows;
        const size_t at = is_row ? line : line - grid->rows - 1;
        const size_t end = is_row ? grid->columns : grid->rows;
        uint64_t count = 0;
        uint64_t value = 0;
        for (size_t k = 0; k < end; k++) {
            const size_t i = is_row ? at : k;
            const size_t j = is_row ? k : at;
            if (!is_withheld(table, grid, i, j)) continue;
            count++;
            value += grid->values[i][j];
        }
        const bool shows = is_row ? !is_withheld(table, grid, at, grid->columns)
                                  : !is_withheld(table, grid, grid->rows, at);
        if (count && shows) assert_true(value - (count - 1) >= MINIMUM);
    }
}

static void check_table(struct grid *grid, size_t *out_withheld)
{
    struct sp_arena arena;
    sp_arena_init(&arena, (size_t)4 << 20);
    grid_total(grid);
    struct sp_table *table = table_of(&arena, grid);
    size_t withheld = 0;
    size_t seen = 0;
    assert_int_equal(sp_table_withhold(table, MINIMUM, &withheld, NULL), SP_OK);
    for (size_t i = 0; i <= grid->rows; i++) {
        for (size_t j = 0; j <= grid->columns; j++) {
            const uint64_t value = grid->values[i][j];
            const bool hidden = is_withheld(table, grid, i, j);
            seen += hidden;
            if (value > 0 && value < MINIMUM) assert_true(hidden);
            if (value == 0) assert_false(hidden);
            // What is shown is what was there.
            if (!hidden) assert_int_equal(datum_at(table, grid, i, j)->figure.value, value);
        }
    }
    assert_int_equal(seen, withheld);
    assert_int_equal(cells_given_away(table, grid), 0);
    check_room(table, grid);
    if (out_withheld) *out_withheld = withheld;
    sp_arena_release(&arena);
}

static void test_hand_made(void **unused)
{
    (void)unused;
    static struct {
        struct grid grid;
        size_t withheld;
    } cases[] = {
        // Nothing small.
        {{2, 2, {{10, 20}, {30, 40}}}, 0},
        // One small cell takes its row, its column, and the corner.
        {{3, 3, {{3, 20, 30}, {40, 50, 60}, {70, 80, 90}}}, 4},
        // Zeros are shown and hide nothing.
        {{3, 3, {{3, 0, 30}, {40, 50, 60}, {70, 80, 90}}}, 4},
        // Two ones alone in their row: 2 tells both, so a third goes.
        {{3, 3, {{1, 1, 30}, {40, 50, 60}, {70, 80, 90}}}, 6},
        // A table that is small all over shows nothing but zeros.
        {{2, 2, {{1, 0}, {0, 1}}}, 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t withheld;
        check_table(&cases[i].grid, &withheld);
        assert_int_equal(withheld, cases[i].withheld);
    }
}

/* Two corners with four withheld cells each, and one cell between them: rows less columns tell it. */
static void test_cell_between_two_corners(void **unused)
{
    (void)unused;
    struct grid grid = {5,
                        5,
                        {{4, 4, 50, 50, 50},
                         {4, 4, 3, 50, 50},
                         {50, 50, 4, 4, 50},
                         {50, 50, 4, 4, 50},
                         {50, 50, 50, 50, 50}}};
    size_t withheld;
    check_table(&grid, &withheld);
    assert_true(withheld > 9);
}

static uint32_t random_next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Mostly small numbers, many zeros, now and then a large one: as tables of jails are. */
static uint64_t random_value(uint32_t *seed)
{
    const uint32_t kind = random_next(seed) % 10;
    if (kind < 3) return 0;
    if (kind < 6) return random_next(seed) % 8;
    if (kind < 9) return random_next(seed) % 60;
    return random_next(seed) % 100000;
}

static void test_random_tables(void **unused)
{
    (void)unused;
    uint32_t seed = 20170924;
    for (size_t run = 0; run < 3000; run++) {
        struct grid grid = {.rows = 1 + random_next(&seed) % SIDE_MAX,
                            .columns = 1 + random_next(&seed) % SIDE_MAX};
        for (size_t i = 0; i < grid.rows; i++) {
            for (size_t j = 0; j < grid.columns; j++) {
                grid.values[i][j] = random_value(&seed);
            }
        }
        check_table(&grid, NULL);
    }
}

/* Where every column and row has others to withhold, every total stays. */
static void test_totals_stay(void **unused)
{
    (void)unused;
    uint32_t seed = 42;
    for (size_t run = 0; run < 300; run++) {
        struct sp_arena arena;
        struct grid grid = {.rows = 6, .columns = 6};
        for (size_t i = 0; i < 6; i++) {
            for (size_t j = 0; j < 6; j++) {
                grid.values[i][j] = 5 + random_next(&seed) % 500;
            }
            grid.values[i][random_next(&seed) % 6] = random_next(&seed) % 5;
        }
        grid_total(&grid);
        sp_arena_init(&arena, (size_t)4 << 20);
        struct sp_table *table = table_of(&arena, &grid);
        assert_int_equal(sp_table_withhold(table, MINIMUM, NULL, NULL), SP_OK);
        for (size_t k = 0; k <= 6; k++) {
            assert_false(is_withheld(table, &grid, 6, k));
        }
        sp_arena_release(&arena);
    }
}

static void test_shares_go_with_their_figures(void **unused)
{
    (void)unused;
    static const struct sp_column columns[] = {
        {.key = {"a", 1}, .heading = {"A", 1}},
        {.key = {"n", 1}, .heading = {"N", 1}, .is_number = true},
        {.key = {"s", 1}, .heading = {"S", 1}, .is_number = true},
    };
    static const uint64_t values[] = {2, 40, 60};
    struct sp_arena arena;
    struct sp_table *table = NULL;
    sp_arena_init(&arena, (size_t)1 << 20);
    assert_int_equal(sp_table_new(&arena, "t", SP_STR("T"), columns, 3, &table, NULL), SP_OK);
    const struct sp_figure whole = figure_of(102, "all@x");
    for (size_t i = 0; i < 3; i++) {
        struct sp_datum *row = sp_table_row(table);
        row[1] = cell(&arena, values[i], i, 0);
        row[2] = sp_datum_share(row[1].figure, whole);
    }
    sp_table_total(table)[1] = sp_datum_figure(whole);
    size_t count;
    assert_int_equal(sp_table_withhold(table, MINIMUM, &count, NULL), SP_OK);
    assert_int_equal(count, 2);
    assert_int_equal(table->cells[2].kind, SP_DATUM_WITHHELD);
    assert_int_equal(table->cells[5].kind, SP_DATUM_WITHHELD);
    assert_int_equal(table->cells[8].kind, SP_DATUM_SHARE);
    assert_int_equal(table->note_count, 1);
    sp_arena_release(&arena);
}

/* What two tables say together counts: a class, and the reasons that make it up. */
static void test_sums_across_tables(void **unused)
{
    (void)unused;
    struct sp_withhold withhold;
    const struct sp_figure reasons[] = {figure_of(20, "a@x"), figure_of(3, "b@x"), figure_of(7, "c@x")};
    const struct sp_figure whole = figure_of(30, "a|b|c@x");
    sp_withhold_init(&withhold, MINIMUM);
    for (size_t i = 0; i < 3; i++) {
        sp_withhold_add_part(&withhold, reasons[i]);
    }
    sp_withhold_end_sum(&withhold, whole);
    sp_withhold_add_part(&withhold, reasons[0]); // No sum: dropped.
    sp_withhold_end_sum(&withhold, whole);
    assert_int_equal(withhold.sum_count, 1);
    assert_int_equal(sp_withhold_solve(&withhold, NULL), SP_OK);
    assert_false(sp_withhold_has(&withhold, reasons[0]));
    assert_true(sp_withhold_has(&withhold, reasons[1]));
    assert_true(sp_withhold_has(&withhold, reasons[2]));
    assert_false(sp_withhold_has(&withhold, whole));
    sp_withhold_release(&withhold);
}

/* -- Sums from one table to another ----------------------------------------------------------- */

static struct sp_table *labelled_table(struct sp_arena *arena, const char *id, const char *const *labels,
                                       const uint64_t *values, size_t count)
{
    const struct sp_column columns[] = {{.key = SP_STR("state"), .heading = SP_STR("State")},
                                        {.key = SP_STR("n"), .heading = SP_STR("N"), .is_number = true}};
    struct sp_table *table = NULL;
    assert_int_equal(sp_table_new(arena, id, SP_STR("T"), columns, 2, &table, NULL), SP_OK);
    for (size_t i = 0; i < count; i++) {
        struct sp_datum *row = sp_table_row(table);
        const struct sp_str reference = sp_arena_format(arena, "%s;%zu@x", id, i);
        assert_non_null(row);
        row[0] = sp_datum_text(sp_str_of(labels[i]));
        row[1] = sp_datum_figure(figure_of(values[i], reference.data));
    }
    return table;
}

/* Two jails of a state that another table counts: the larger must hide the smaller. */
static void test_sum_in_another_table(void **state)
{
    static const char *const jails[] = {"A", "A", "B", "B"};
    static const uint64_t in_jails[] = {2, 30, 40, 50};
    static const char *const states[] = {"A", "B"};
    static const uint64_t in_states[] = {32, 95}; // A third jail of B is not listed.
    struct sp_arena arena;
    struct sp_withhold withhold;
    (void)state;
    sp_arena_init(&arena, 1 << 20);
    struct sp_table *parts = labelled_table(&arena, "jails", jails, in_jails, 4);
    struct sp_table *whole = labelled_table(&arena, "states", states, in_states, 2);
    sp_withhold_init(&withhold, MINIMUM);
    sp_withhold_add_table(&withhold, parts);
    sp_withhold_add_table(&withhold, whole);
    sp_withhold_add_fold(&withhold, parts, 1, whole, 1, "state");
    assert_int_equal(sp_withhold_solve(&withhold, NULL), SP_OK);
    assert_true(sp_withhold_has(&withhold, parts->cells[1].figure));
    assert_true(sp_withhold_has(&withhold, parts->cells[3].figure) ||
                sp_withhold_has(&withhold, whole->cells[1].figure));
    assert_false(sp_withhold_has(&withhold, parts->cells[5].figure));
    assert_false(sp_withhold_has(&withhold, parts->cells[7].figure));
    assert_false(sp_withhold_has(&withhold, whole->cells[3].figure));
    sp_withhold_release(&withhold);
    sp_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sum_in_another_table),
        cmocka_unit_test(test_hand_made),
        cmocka_unit_test(test_cell_between_two_corners),
        cmocka_unit_test(test_random_tables),
        cmocka_unit_test(test_totals_stay),
        cmocka_unit_test(test_shares_go_with_their_figures),
        cmocka_unit_test(test_sums_across_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
