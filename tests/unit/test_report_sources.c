/* Reports on sources: the quality report and the comparison of two releases, byte for
 * byte in every format. */
#include "sallyport/load.h"
#include "sallyport/report.h"

#include "support/fixture.h"
#include "support/golden.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static const char *const yaml =
    "profile: test-removals\n"
    "version: 1\n"
    "release: TEST\n"
    "table: removal\n"
    "source: a test\n"
    "dates: [iso]\n"
    "columns:\n"
    "  - {field: removal_date, names: [Removed, Removal Day], required: true}\n"
    "  - {field: aor, names: [AOR], required: true}\n"
    "  - {field: citizenship, names: [Citizenship]}\n"
    "  - {field: birth_year, names: [Year]}\n"
    "  - {field: person, names: [Id]}\n";

static struct sp_ledger *ledger;

/* Forty rows of one day each, with all kinds of "no value"; release B is a copy of A in
 * which a row is edited, one gone, one added, a heading and a code new, and a column
 * gone. */
static void rows_write(bool is_b, struct sp_buf *out)
{
    sp_buf_text(out, is_b ? "Removal Day,AOR,Citizenship,Id\n"
                          : "Removed,AOR,Citizenship,Year,Id\n");
    for (int i = 0; i < 40; i++) {
        if (is_b && i == 4) continue;
        const char *aor = i % 4 == 0       ? ""
                          : i % 4 == 1     ? "(b)(7)(E)"
                          : is_b && i == 7 ? "<East & West>"
                                           : "North";
        sp_buf_format(out, "2016-%02d-%02d,%s,Country %d,", i / 20 + 1, i % 20 + 1, aor,
                      i % 3);
        if (!is_b) sp_buf_format(out, i % 10 == 0 ? "unknown," : "%d,", 1960 + i);
        sp_buf_format(out, "p%d\n", i);
    }
    sp_buf_text(out, is_b ? "2016-02-10,North,Country 1,p99\n" : "2016-01-05,North\n");
}

static void add(const struct sp_profile_set *profiles, const char *name, bool is_b)
{
    const char *path = fixture_path(name);
    const struct sp_load_options options = {
        .paths = &path, .path_count = 1, .release = is_b ? "B" : "A", .thread_count = 1};
    struct sp_receipt receipt;
    struct sp_arena arena;
    struct sp_buf bytes;
    struct sp_err err = {0};
    sp_arena_init(&arena, (size_t)64 << 20);
    sp_buf_init(&bytes, 1 << 20);
    rows_write(is_b, &bytes);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
    fixture_ok(sp_load_files(ledger, profiles, &options, &arena, &receipt, &err), &err);
    sp_buf_release(&bytes);
    sp_arena_release(&arena);
}

static int set_up(void **state)
{
    (void)state;
    struct sp_err err = {0};
    struct sp_profile_set *profiles = support_profiles_of(&yaml, 1);
    struct sp_inclusion inclusion;
    struct sp_arena arena;
    fixture_ok(
        sp_ledger_open(fixture_path("sources.duckdb"), SP_LEDGER_WRITE, 1, &ledger, &err),
        &err);
    add(profiles, "a.csv", false);
    add(profiles, "b.csv", true);
    sp_arena_init(&arena, (size_t)64 << 20);
    fixture_ok(
        sp_inclusion_declare(ledger, SP_STR("A includes B"), &arena, &inclusion, &err),
        &err);
    assert_int_equal(inclusion.set_aside, 38);
    assert_int_equal(inclusion.unmatched, 2);
    sp_arena_release(&arena);
    sp_profile_set_close(profiles);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sp_ledger_close(ledger);
    return 0;
}

static const struct {
    const char *name;
    enum sp_format format;
} formats[] = {{"text", SP_FORMAT_TEXT},
               {"csv", SP_FORMAT_CSV},
               {"json", SP_FORMAT_JSON},
               {"md", SP_FORMAT_MD},
               {"html", SP_FORMAT_HTML}};

static void quality_is_the_same_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct sp_buf out;
        struct sp_err err = {0};
        char name[64];
        sp_buf_init(&out, 1 << 22);
        fixture_ok(sp_report_quality(ledger, formats[i].format, &out, &err), &err);
        (void)snprintf(name, sizeof name, "report/quality.%s", formats[i].name);
        golden_check(name, sp_buf_str(&out));
        sp_buf_release(&out);
    }
}

static void diff_is_the_same_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(formats); i++) {
        struct sp_buf out;
        struct sp_err err = {0};
        char name[64];
        sp_buf_init(&out, 1 << 22);
        fixture_ok(sp_report_diff(ledger, SP_STR("A"), SP_STR("B"), formats[i].format,
                                  &out, &err),
                   &err);
        (void)snprintf(name, sizeof name, "report/diff.%s", formats[i].name);
        golden_check(name, sp_buf_str(&out));
        sp_buf_release(&out);
    }
}

static void every_failed_allocation_is_an_error(void **state)
{
    (void)state;
    for (size_t which = 0; which < 2; which++) {
        bool done = false;
        int64_t allowed = 0;
        for (; !done; allowed++) {
            struct sp_buf out;
            struct sp_err err = {0};
            sp_buf_init(&out, 1 << 22);
            sp_alloc_fail_after(allowed);
            const enum sp_rc rc =
                which ? sp_report_diff(ledger, SP_STR("A"), SP_STR("B"), SP_FORMAT_HTML,
                                       &out, &err)
                      : sp_report_quality(ledger, SP_FORMAT_HTML, &out, &err);
            sp_alloc_fail_after(-1);
            done = rc == SP_OK;
            if (!done) assert_true(rc == SP_ERR_MEMORY || rc == SP_ERR_LIMIT);
            sp_buf_release(&out);
        }
        assert_true(allowed > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quality_is_the_same_bytes),
        cmocka_unit_test(diff_is_the_same_bytes),
        cmocka_unit_test(every_failed_allocation_is_an_error),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
