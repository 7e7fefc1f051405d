/*
 * Records that agencies released, where they are present: each file is recognised, and
 * its cells fall into the kinds of value that were counted in it by other means. Only
 * counts are checked and nothing of a row is ever printed. The folder is SALLYPORT_SHARED
 * or
 * ../shared; without it the test says that it is skipped.
 */
#include "base/base.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct expected_field {
    const char *field; // NULL ends the list
    uint64_t counts[SP_NONE_NOT_IN_RELEASE];
};

struct release {
    const char *path;
    size_t sheet; // from 0
    const char *profile;
    uint64_t header_row;
    uint64_t row_count;
    struct expected_field fields[5];
};

// clang-format off
static const struct release releases[] = {
    {"ice/arrests-fy2017.csv.gz", 0, "ice-2019-icfo-53623-arrests", 6, 143470,
     //               value   blank redacted unreadable not applicable
     {{"arrest_date", {143470,      0,      0, 0,  0}},
      {"aor",         {143223,    247,      0, 0,  0}},
      {"operation",   {     0, 112524,  30915, 0, 31}}}},
    {"ice/arrests-fy2018.csv.gz", 0, "ice-2019-icfo-53623-arrests", 6, 158581,
     {{"arrest_date", {158581,      0,      0, 0,  0}}}},
    {"ice/removals-fy2018.csv.gz", 0, "ice-2019-icfo-53623-removals", 6, 256085,
     {{"removal_date",  {256085,      0,      0, 0, 0}},
      {"birth_date",    {     0,      0, 256085, 0, 0}},
      {"threat_level",  {     0, 110817, 145268, 0, 0}}}},
    {"ice/encounters-fy2016.csv.gz", 0, "ice-2019-icfo-53623-encounters", 6, 368645,
     {{"encounter_date", {368645,      0,     0, 0,  0}},
      {"operation",      {     0, 297462, 71121, 0, 62}}}},
    {"ice/detainers-pennsylvania-2007-2015.csv.gz", 0, "ice-pennsylvania-2007-2015-detainers", 1, 32757,
     {{"prepare_date",  {32757,     0, 0, 0, 0}},
      {"lift_reason",   {21528, 11229, 0, 0, 0}},
      {"detainer_type", { 1799, 30958, 0, 0, 0}}}},
    {"ice/detainers-fy2015ytd.xlsx", 0, "ice-foia-15-06333-detainers", 1, 79053,
     {{"prepare_date",   {79053,     0, 0, 0, 0}},
      {"lift_reason",    {26790, 52263, 0, 0, 0}},
      {"facility_state", {70033,  9020, 0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 0, "ice-seattle-cap-2017-2018-arrests", 6, 1410,
     {{"arrest_date", {1410,    0,    0, 0, 0}},
      {"birth_date",  {   0,    0, 1410, 0, 0}},
      {"operation",   {  10, 1400,    0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 1, "ice-seattle-cap-2017-2018-encounters", 6, 7829,
     {{"birth_date",  {   0,    0, 7829, 0, 0}},
      {"operation",   {  44, 7785,    0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 2, "ice-seattle-cap-2017-2018-removals", 6, 1267,
     {{"apprehension_date", {1254,   0, 0, 13, 0}},
      {"threat_level",      {1039, 228, 0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 3, "ice-seattle-cap-2017-2018-arrests", 6, 2656,
     {{"arrest_date", {2656,    0, 0, 0, 0}},
      {"operation",   {  96, 2560, 0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 4, "ice-seattle-cap-2017-2018-encounters", 6, 11712,
     {{"operation",   {  92, 11620, 0, 0, 0}}}},
    {"ice/seattle-cap-fy2017-2018.xlsx", 5, "ice-seattle-cap-2017-2018-removals", 6, 1917,
     {{"apprehension_date", {1905,   0, 0, 12, 0}},
      {"threat_level",      {1670, 247, 0, 0, 0}}}},
    {"jail/pierce-holds.csv.gz", 0, "jail-pierce-county-bookings", 1, 691,
     {{"book_in",             {691,  0, 0, 0, 0}},
      {"charge_release_date", {691,  0, 0, 0, 0}},
      {"birth_country",       {675, 16, 0, 0, 0}},
      {"charge_seriousness",  {691,  0, 0, 0, 0}}}},
    {"jail/pierce-charge-classes.csv", 0, "jail-pierce-county-charge-classes", 1, 603,
     {{"charge",             {603,   0, 0, 0, 0}},
      {"charge_class",       {603,   0, 0, 0, 0}},
      {"charge_seriousness", {  0, 603, 0, 0, 0}},
      {"note",               {167, 436, 0, 0, 0}}}},
    {"stats/ICE_Facility_List_11-06-2017-web.xlsx", 1, "ice-facility-list-2017-11-06-facilities", 9, 1685,
     {{"facility",  {1478,    0, 207, 0,    0}},
      {"capacity",  { 149,    0,   0, 0, 1536}},
      {"adp",       {1685,    0,   0, 0,    0}},
      {"first_use", {1577,  108,   0, 0,    0}}}},
    {"stats/FY19-detentionstats.xlsx", 3, "ice-detention-statistics-fy2019-facilities", 7, 213,
     {{"facility",             {213,   0, 0, 0, 0}},
      {"adp_level_a",          {211,   0, 0, 2, 0}},
      {"guaranteed_minimum",   { 46, 167, 0, 0, 0}},
      {"last_inspection_date", {199,  13, 0, 0, 1}}}},
    {"stats/FY26_detentionStats_04092026.xlsx", 6, "ice-detention-statistics-fy2026-facilities", 10, 203,
     {{"facility",             {203,  0, 0, 0,  0}},
      {"adp_mandatory",        {203,  0, 0, 0,  0}},
      {"last_inspection_date", { 94, 21, 0, 0, 88}}}},
    {"reference/county-aor.csv", 0, "reference-county-aor", 1, 3223,
     {{"county_fips", {3223, 0, 0, 0, 0}},
      {"aor",         {3223, 0, 0, 0, 0}}}},
    {"reference/county-fips.csv", 0, "reference-county-fips", 1, 3235,
     {{"county_fips", {3235, 0, 0, 0, 0}}}},
    {"reference/facility-aor.csv", 0, "reference-facility-aor", 1, 1147,
     {{"facility_code", {1147,   0, 0, 0, 0}},
      {"aor",           { 950, 197, 0, 0, 0}}}},
    {"reference/facility-county.csv", 0, "reference-facility-county", 1, 844,
     {{"facility_code", {842,   2, 0, 0, 0}},
      {"county_fips",   {708, 136, 0, 0, 0}},
      {"latitude",      {709, 135, 0, 0, 0}}}},
    {"reference/facility-locations-marshall.csv", 0, "reference-facility-locations-marshall", 1, 1479,
     {{"facility_code", {1476,  3, 0,   0, 0}},
      {"address",       {1470,  9, 0,   0, 0}},
      {"first_use",     {1372, 93, 0,  14, 0}},
      {"latitude",      {1472,  7, 0,   0, 0}}}},
    {"reference/office-areas.csv", 0, "reference-office-areas", 1, 426,
     {{"aor",    {426,   0, 0, 0, 0}},
      {"county", {374,  52, 0, 0, 0}},
      {"note",   { 97, 329, 0, 0, 0}}}},
    {"287g/participatingAgencies09222025pm.xlsx", 0, "ice-287g-unsigned", 1, 42, {{"agency", {42, 0, 0, 0, 0}}}},
// `odd` days of signing are mistyped, such as one without its second slash.
#define LIST(name, count, odd) {"287g/" name ".xlsx", 0, "ice-287g-agreements", 1, count, \
     {{"agency", {count, 0, 0, 0, 0}}, {"support_type", {count, 0, 0, 0, 0}}, {"signed_date", {count - odd, 0, 0, odd, 0}}}}
    LIST("ParticipatingEntities-20210113002027", 150, 0), LIST("ParticipatingEntities-20220104000430", 142, 0),
    LIST("ParticipatingEntities-20230102120329", 140, 0), LIST("ParticipatingEntities-20240102122914", 137, 0),
    LIST("ParticipatingEntities-20250104041613", 135, 0), LIST("participatingAgencies-20250221214937", 151, 0),
    LIST("participatingAgencies-20250317231040", 360, 0), LIST("participatingAgencies-20250410172009", 444, 0),
    LIST("participatingAgencies04292025pm", 506, 0),      LIST("participatingAgencies06162025pm", 701, 1),
    LIST("participatingAgencies07072025am", 777, 1),      LIST("participatingAgencies08132025am", 897, 0),
    LIST("participatingAgencies09242025am", 1035, 0),     LIST("participatingAgencies10142025am", 1033, 0),
    LIST("participatingAgencies11122025", 1154, 0),       LIST("participatingAgencies12292025am", 1274, 0),
    LIST("participatingAgencies01052025pm", 1274, 0),     LIST("participatingAgencies02132026am", 1414, 0),
    LIST("participatingAgencies03182026am", 1537, 0),     LIST("participatingAgencies05182026am", 1843, 0),
#undef LIST
};
// clang-format on

enum { ARENA_MAX = 16 << 20, PIERCE_BOOKINGS = 204 };

struct reading {
    const struct release *release;
    struct sp_profile_set *set;
    struct sp_book *book;
    struct sp_sheet *sheet;
    struct sp_match match;
    uint64_t counts[COUNT(releases[0].fields)][SP_NONE_COUNT];
    uint64_t row_count;
    struct sp_intern bookings;
    uint32_t booking_count;
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

/* Bookings are told apart by their key alone. */
static void count_booking(struct reading *reading, const struct sp_row *row,
                          struct sp_arena *arena)
{
    const struct sp_match *match = &reading->match;
    for (uint32_t i = 0; i < match->column_count && i < row->count; i++) {
        struct sp_value value = {0};
        uint32_t code;
        bool is_new;
        const struct sp_profile_column *column = match->columns[i].column;
        if (!column || strcmp(column->field->name, "booking") != 0) continue;
        assert_int_equal(sp_profile_value(match->profile, column, &row->cells[i], false,
                                          arena, &value),
                         SP_OK);
        assert_int_equal(value.none, SP_NONE_VALUE);
        assert_true(sp_intern_put(&reading->bookings, value.text, &code, &is_new));
        reading->booking_count += is_new;
    }
}

static void count_row(struct reading *reading, const struct sp_row *row,
                      struct sp_arena *arena)
{
    if (row->number <= reading->match.header_row) return;
    for (uint32_t i = 0; i <= row->count; i++) {
        if (i == row->count) return; // A row of formatted, empty cells.
        if (row->cells[i].kind != SP_CELL_EMPTY) break;
    }
    reading->row_count++;
    for (size_t i = 0; reading->release->fields[i].field; i++) {
        count_cell(reading, i, row, arena);
    }
    count_booking(reading, row, arena);
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
    support_equal(reading->match.profile->id, release->profile);
    assert_int_equal(reading->match.header_row, release->header_row);
    if (reading->row_count != release->row_count)
        fail_msg("%s has %llu rows", release->path,
                 (unsigned long long)reading->row_count);
    if (strcmp(reading->match.profile->event->name, "booking") == 0)
        assert_int_equal(reading->booking_count, PIERCE_BOOKINGS);
    for (size_t i = 0; release->fields[i].field; i++) {
        for (size_t j = 0; j < SP_NONE_NOT_IN_RELEASE; j++) {
            if (reading->counts[i][j] == release->fields[i].counts[j]) continue;
            fail_msg("%s, %s: %llu are %s", release->path, release->fields[i].field,
                     (unsigned long long)reading->counts[i][j],
                     sp_none_name((enum sp_none_kind)j));
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
    sp_intern_init(&reading.bookings, ARENA_MAX);
    if (sp_book_open(path, NULL, &reading.book, &err)) fail_msg("%s", err.text);
    if (sp_sheet_open(reading.book, release->sheet, &reading.sheet, &err))
        fail_msg("%s", err.text);
    read_sheet(&reading, &arena);
    check(&reading);
    sp_sheet_close(reading.sheet);
    sp_book_close(reading.book);
    sp_intern_release(&reading.bookings);
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
        (void)snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "../shared",
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
