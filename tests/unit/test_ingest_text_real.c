/*
 * Records that agencies released, where they are present: that every row and field is
 * found. Only counts are checked and nothing of a row is ever printed. The folder is
 * SALLYPORT_SHARED or
 * ../shared; without it each test says that it is skipped.
 */
#include "ingest/ingest_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct release {
    const char *path;
    char delimiter;
    uint64_t header_row;
    uint64_t row_count; // after the header
    uint32_t field_count;
    bool has_note; // holds bytes that are not UTF-8
};

// clang-format off
static const struct release releases[] = {
    {"ice/arrests-fy2017.csv.gz",                     '|', 6, 143470,  9, false}, // ICE's own total.
    {"ice/arrests-fy2018.csv.gz",                     '|', 6, 158581,  9, false}, // ICE's own total.
    {"ice/removals-fy2018.csv.gz",                    '|', 6, 256085, 10, false},
    {"ice/encounters-fy2016.csv.gz",                  '|', 6, 368645,  8, false},
    {"ice/detainers-pennsylvania-2007-2015.csv.gz",   ',', 1,  32757,  6, false},
    {"jail/pierce-holds.csv.gz",                      '|', 1,    691, 48, false},
    {"jail/pierce-charge-classes.csv",                ',', 1,    603, 13, false},
    {"reference/county-aor.csv",                      ',', 1,   3223,  5, false},
    {"reference/facility-county.csv",                 ',', 1,    844, 11, false},
    {"reference/facility-locations-marshall.csv",     ',', 1,   1479, 12, true }, // CR alone; in quotes too.
};
// clang-format on

static void expect_release(const struct release *release, const char *path,
                           int thread_count)
{
    const struct sp_book_options options = {.thread_count = thread_count};
    struct sp_err err = {0};
    struct ingest_text *text = NULL;
    struct sp_row row = {0};
    uint64_t regular_count = 0; // rows after the header that have all fields
    enum sp_rc rc = ingest_text_open(path, &options, &text, &err);
    if (rc == SP_OK) assert_int_equal(ingest_text_delimiter(text), release->delimiter);
    while (rc == SP_OK && (rc = ingest_text_next(text, &row, &err)) == SP_OK) {
        if (row.number > release->header_row)
            regular_count += row.count == release->field_count;
    }
    if (rc != SP_END) fail_msg("row %llu: %s", (unsigned long long)err.row, err.text);
    assert_int_equal(row.number, release->header_row + release->row_count);
    assert_int_equal(regular_count, release->row_count);
    assert_int_equal(ingest_text_note(text) != NULL, release->has_note);
    ingest_text_close(text);
}

static void test_every_row_of_a_release(void **state)
{
    (void)state;
    const char *shared = getenv("SALLYPORT_SHARED");
    size_t present_count = 0;
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "../shared",
                       releases[i].path);
        const bool is_present = access(path, R_OK) == 0;
        print_message("    %s%s\n", releases[i].path,
                      is_present ? "" : ": absent, skipped");
        if (!is_present) continue;
        expect_release(&releases[i], path, 1);
        expect_release(&releases[i], path, 2);
        present_count++;
    }
    if (present_count == 0) {
        print_message(
            "    no released records here (SALLYPORT_SHARED, ../shared): skipped\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_of_a_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
