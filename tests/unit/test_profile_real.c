/*
 * Records that agencies released, where they are present: each file is recognised, and
 * its cells fall into the kinds of value that were counted in it by other means. Only
 * counts are checked and nothing of a row is ever printed. The folder is SALLYPORT_SHARED
 * or
 * ../shared; without it the test says that it is skipped.
 */
#include "support/support_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct expected_field {
    const char *field; // NULL ends the list
    uint64_t counts[SP_NONE_NOT_IN_RELEASE];
};

struct release {
    const char *path;
    const char *profile; // NULL: no profile knows this release
    uint64_t header_row;
    uint64_t row_count;
    struct expected_field fields[4];
};

// clang-format off
static const struct release releases[] = {
    {"arrests-fy2017.csv.gz", "ice-2019-icfo-53623-arrests", 6, 143470,
     //               value   blank redacted unreadable not applicable
     {{"arrest_date", {143470,      0,      0, 0,  0}},
      {"aor",         {143223,    247,      0, 0,  0}},
      {"operation",   {     0, 112524,  30915, 0, 31}}}},
    {"removals-fy2018.csv.gz", "ice-2019-icfo-53623-removals", 6, 256085,
     {{"removal_date",  {256085,      0,      0, 0, 0}},
      {"birth_date",    {     0,      0, 256085, 0, 0}},
      {"threat_level",  {     0, 110817, 145268, 0, 0}}}},
    {"encounters-fy2016.csv.gz", "ice-2019-icfo-53623-encounters", 6, 368645,
     {{"encounter_date", {368645,      0,     0, 0,  0}},
      {"operation",      {     0, 297462, 71121, 0, 62}}}},
    {"detainers-pennsylvania-2007-2015.csv.gz", "ice-pennsylvania-2007-2015-detainers", 1, 32757,
     {{"prepare_date",  {32757,     0, 0, 0, 0}},
      {"lift_reason",   {21528, 11229, 0, 0, 0}},
      {"detainer_type", { 1799, 30958, 0, 0, 0}}}},
    {"detainers-fy2015ytd.xlsx", "ice-foia-15-06333-detainers", 1, 79053,
     {{"prepare_date",   {79053,     0, 0, 0, 0}},
      {"lift_reason",    {26790, 52263, 0, 0, 0}},
      {"facility_state", {70033,  9020, 0, 0, 0}}}},
    {"seattle-cap-fy2017-2018.xlsx", NULL, 0, 0, {{0}}},
};
// clang-format on

enum { ARENA_MAX = 16 << 20 };

struct reading {
    const struct release *release;
    struct sp_profile_set *set;
    struct sp_book *book;
    struct sp_sheet *sheet;
    struct sp_match match;
    uint64_t counts[COUNT(releases[0].fields)][SP_NONE_COUNT];
    uint64_t row_count;
};

static struct sp_row copy_row(const struct sp_row *row, struct sp_arena *arena)
{
    struct sp_cell *cells = sp_arena_array(arena, row->count, sizeof *cells);
    assert_non_null(cells);
    for (uint32_t i = 0; i < row->count; i++) {
        cells[i] = row->cells[i];
        cells[i].text = sp_arena_copy(arena, row->cells[i].text);
    }
    return (struct sp_row){.number = row->number, .count = row->count, .cells = cells};
}

static void count_cell(struct reading *reading, size_t field, const struct sp_row *row,
                       struct sp_arena *arena)
{
    const struct sp_match *match = &reading->match;
    const char *name = reading->release->fields[field].field;
    const struct sp_profile_column *column = support_column(match->profile, name);
    for (uint32_t i = 0; i < match->column_count; i++) {
        if (match->columns[i].column != column) continue;
        const struct sp_cell empty = {0};
        struct sp_value value = {0};
        assert_int_equal(sp_profile_value(match->profile, column,
                                          i < row->count ? &row->cells[i] : &empty,
                                          sp_book_is_1904(reading->book), arena, &value),
                         SP_OK);
        reading->counts[field][value.none]++;
    }
}

static void count_row(struct reading *reading, const struct sp_row *row,
                      struct sp_arena *arena)
{
    if (row->number <= reading->match.header_row || row->count == 0) return;
    reading->row_count++;
    for (size_t i = 0; reading->release->fields[i].field; i++) {
        count_cell(reading, i, row, arena);
    }
}

static void read_sheet(struct reading *reading, struct sp_arena *arena)
{
    struct sp_row first[SP_PROFILE_HEADER_ROWS_MAX];
    struct sp_row row;
    struct sp_arena cells;
    struct sp_err err = {0};
    size_t first_count = 0;
    enum sp_rc rc = SP_OK;
    while (first_count < COUNT(first) &&
           (rc = sp_sheet_next(reading->sheet, &row, &err)) == SP_OK) {
        first[first_count++] = copy_row(&row, arena);
    }
    const enum sp_rc matched = sp_profile_match(reading->set, NULL, first, first_count,
                                                arena, &reading->match, &err);
    if (!reading->release->profile) {
        assert_int_equal(matched, SP_ERR_INPUT);
        return;
    }
    if (matched) fail_msg("row %llu: %s", (unsigned long long)err.row, err.text);
    sp_arena_init(&cells, ARENA_MAX);
    for (size_t i = 0; i < first_count; i++) {
        count_row(reading, &first[i], &cells);
    }
    while (rc == SP_OK && (rc = sp_sheet_next(reading->sheet, &row, &err)) == SP_OK) {
        count_row(reading, &row, &cells);
        sp_arena_reset(&cells);
    }
    assert_int_equal(rc, SP_END);
    sp_arena_release(&cells);
}

static void check(const struct reading *reading)
{
    const struct release *release = reading->release;
    if (!release->profile) return;
    support_equal(reading->match.profile->id, release->profile);
    assert_int_equal(reading->match.header_row, release->header_row);
    assert_int_equal(reading->row_count, release->row_count);
    for (size_t i = 0; release->fields[i].field; i++) {
        for (size_t j = 0; j < SP_NONE_NOT_IN_RELEASE; j++) {
            assert_int_equal(reading->counts[i][j], release->fields[i].counts[j]);
        }
    }
}

static void expect_release(const struct release *release, struct sp_profile_set *set,
                           const char *path)
{
    struct reading reading = {.release = release, .set = set};
    struct sp_arena arena;
    struct sp_err err = {0};
    sp_arena_init(&arena, ARENA_MAX);
    if (sp_book_open(path, NULL, &reading.book, &err)) fail_msg("%s", err.text);
    if (sp_sheet_open(reading.book, 0, &reading.sheet, &err)) fail_msg("%s", err.text);
    read_sheet(&reading, &arena);
    check(&reading);
    sp_sheet_close(reading.sheet);
    sp_book_close(reading.book);
    sp_arena_release(&arena);
}

static void test_releases(void **state)
{
    (void)state;
    const char *shared = getenv("SALLYPORT_SHARED");
    struct sp_profile_set *set = support_profiles();
    size_t present_count = 0;
    for (size_t i = 0; i < COUNT(releases); i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/data/ice/%s", shared ? shared : "../shared",
                       releases[i].path);
        if (access(path, R_OK) != 0) continue;
        expect_release(&releases[i], set, path);
        present_count++;
    }
    sp_profile_set_close(set);
    if (present_count == 0) {
        print_message("    no released records here: skipped\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_releases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
