/* Sheets to profiles: each built-in one knows its own, and every mismatch says what is
 * wrong. */
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

/* What the rows above the header say in the real files. */
static const char *preamble_of(const struct sp_profile *profile)
{
    static const char *const marks[][2] = {
        {"2019-icfo-53623",
         "ERO-LESA Statistical Tracking Unit||\n2019-ICFO-53623||\n\n"},
        {"2022-icfo-09023",
         "ERO-LESA Statistical Tracking Unit||\n2022-ICFO-09023||\n\n"},
        {"seattle-cap", "Records in the Seattle Area of Responsibility||\n\n"},
        {"facility-list-2017", "Facility List Report\n1685 Facilities, 11/06/2017\n\n"},
        {"statistics-fy2019", "ICE FACILITIES DATA, FY19\n\n\n"},
        {"statistics-fy2026", "ICE Facilities Data, FY26\n\n"},
    };
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (strstr(profile->id.data, marks[i][0])) return marks[i][1];
    }
    return "Title\n\n\n\n\n\n";
}

static const char *sheet_of(const struct sp_profile *profile, bool required_only)
{
    static char text[8192];
    size_t size = (size_t)snprintf(text, sizeof text, "%s", preamble_of(profile));
    bool first = true;
    for (size_t i = 0; i < profile->column_count; i++) {
        if (required_only && !profile->columns[i].required) continue;
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%.*s",
                                 first ? "" : "|", SP_FMT(profile->columns[i].names[0]));
        first = false;
    }
    return text;
}

static enum sp_rc match(const struct sp_profile_set *set, const char *only,
                        const char *sheet, struct sp_arena *arena, struct sp_match *out,
                        struct sp_err *err)
{
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    const size_t count = support_rows(arena, sheet, rows);
    return sp_profile_match(set, only, rows, count, arena, out, err);
}

static void test_built_in(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "ice-2019-icfo-53623-arrests",
        "ice-2019-icfo-53623-encounters",
        "ice-2019-icfo-53623-removals",
        "ice-2022-icfo-09022-detentions",
        "ice-2022-icfo-09023-arrests",
        "ice-2022-icfo-09023-encounters",
        "ice-2022-icfo-09023-removals",
        "ice-2023-icfo-42034-arrests",
        "ice-2023-icfo-42034-detentions",
        "ice-2023-icfo-42034-removals",
        "ice-2023-icfo-42034-risk-assessments",
        "ice-2025-icfo-18038-detainers",
        "ice-2025-icli-00019-arrests",
        "ice-2025-icli-00019-detainers",
        "ice-2025-icli-00019-detentions",
        "ice-2025-icli-00019-encounters",
        "ice-2025-icli-00019-removals",
        "ice-2026-08-arrests",
        "ice-2026-08-detainers",
        "ice-2026-08-detentions",
        "ice-2026-08-encounters",
        "ice-2026-08-removals",
        "ice-2026-icli-00005-arrests",
        "ice-2026-icli-00005-detainers",
        "ice-2026-icli-00005-detentions",
        "ice-2026-icli-00005-encounters",
        "ice-2026-icli-00005-removals",
        "ice-287g-agreements",
        "ice-287g-unsigned",
        "ice-detention-statistics-fy2019-facilities",
        "ice-detention-statistics-fy2026-facilities",
        "ice-facility-list-2017-11-06-facilities",
        "ice-foia-14-03290-removals",
        "ice-foia-15-06333-detainers",
        "ice-npr-2008-2017-detainers",
        "ice-pennsylvania-2007-2015-detainers",
        "ice-seattle-cap-2017-2018-arrests",
        "ice-seattle-cap-2017-2018-encounters",
        "ice-seattle-cap-2017-2018-removals",
        "ice-x-rif-detentions",
        "jail-pierce-county-bookings",
        "jail-pierce-county-charge-classes",
        "reference-county-aor",
        "reference-county-fips",
        "reference-facility-aor",
        "reference-facility-county",
        "reference-facility-locations-marshall",
        "reference-office-areas",
    };
    struct sp_profile_set *set = support_profiles();
    assert_int_equal(sp_profile_set_count(set), COUNT(ids));
    for (size_t i = 0; i < COUNT(ids); i++) {
        (void)support_profile(set, ids[i]);
    }
    for (size_t i = 1; i < sp_profile_set_count(set); i++) {
        assert_true(sp_str_compare(sp_profile_set_get(set, i - 1)->id,
                                   sp_profile_set_get(set, i)->id) < 0);
    }
    sp_profile_set_close(set);
}

/* All its columns, or only those it requires, are its own and nobody else's. */
static void test_own_headings(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < 2 * sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i / 2);
        const char *sheet = sheet_of(profile, i % 2 == 1);
        struct sp_arena arena;
        struct sp_match found = {0};
        struct sp_err err = {0};
        sp_arena_init(&arena, 16 << 20);
        if (match(set, NULL, sheet, &arena, &found, &err)) fail_msg("%s", err.text);
        assert_ptr_equal(found.profile, profile);
        assert_true(sp_str_equal(found.release, profile->release));
        for (size_t j = 0; j < sp_profile_set_count(set); j++) {
            const struct sp_profile *other = sp_profile_set_get(set, j);
            if (other == profile) continue;
            assert_int_equal(match(set, other->id.data, sheet, &arena, &found, NULL),
                             SP_ERR_INPUT);
        }
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

/* The rows of one release's files as people see them. */
#define ARRESTS                                                                          \
    "Area of Responsibility|Apprehension Date|Apprehension Method|Apprehension "         \
    "Landmark|Operation"                                                                 \
    "|Processing Disposition|Birth Date|Citizenship|Gender"
#define TITLE "2019-ICFO-53623||||||||\n\n"

static void test_match(void **state)
{
    (void)state;
    static const char *const sheet =
        TITLE "gender |AREA_OF_RESPONSIBILITY|apprehension  date|Apprehension Method"
              "|Apprehension "
              "Landmark|Operation|Processing\tDisposition|Citizenship||\nMale|X|1/2/2017";
    struct sp_profile_set *set = support_profiles();
    struct sp_arena arena;
    struct sp_match found = {0};
    sp_arena_init(&arena, 16 << 20);
    assert_int_equal(match(set, NULL, sheet, &arena, &found, NULL), SP_OK);
    support_equal(found.profile->id, "ice-2019-icfo-53623-arrests");
    support_equal(found.release, "2019-ICFO-53623");
    assert_int_equal(found.header_row, 3);
    assert_int_equal(found.column_count,
                     8); // The two empty headings at the end are no columns.
    support_equal(found.columns[0].heading, "gender ");
    assert_string_equal(found.columns[0].column->field->name, "gender");
    assert_string_equal(found.columns[1].column->field->name, "aor");
    assert_string_equal(found.columns[2].column->field->name, "arrest_date");
    assert_null(found.columns[2].ignore);
    // Birth Date is not required and not there: not in this release.
    for (uint32_t i = 0; i < found.column_count; i++) {
        assert_string_not_equal(found.columns[i].column->field->name, "birth_date");
    }
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

static void test_synthetic(void **state)
{
    (void)state;
    static const char *const ids[] = {
        "ice-2026-icli-00005-arrests", "ice-2026-icli-00005-detainers",
        "ice-2026-icli-00005-detentions", "ice-2026-icli-00005-encounters",
        "ice-2026-icli-00005-removals"};
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(ids); i++) {
        const struct sp_profile *profile = support_profile(set, ids[i]);
        char sheet[8400];
        struct sp_arena arena;
        struct sp_match found = {0};
        (void)snprintf(sheet, sizeof sheet,
                       "This release is synthetic: no person is in it\n%s",
                       sheet_of(profile, false));
        sp_arena_init(&arena, 16 << 20);
        assert_int_equal(match(set, NULL, sheet, &arena, &found, NULL), SP_OK);
        assert_ptr_equal(found.profile, profile);
        support_equal(found.release, "SYNTHETIC-2026-03");
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

static void test_faults(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        const char *only;
        const char *sheet;
        enum sp_rc rc;
        uint64_t row;
        const char *texts[2]; // parts of the message
        const char *not_text; // never in the message
    } cases[] = {
        {NULL, "\n\n||", SP_END, 0, {NULL}, NULL},
        {NULL, "Who|Phone\nA|B", SP_ERR_INPUT, 0,
         {"no profile knows any heading in the first 2 rows"}, "Phone"},
        {NULL, TITLE ARRESTS "|Height", SP_ERR_INPUT, 3,
         {"nearest is 'ice-2019-icfo-53623-arrests'", "unknown: 'Height'"}, "missing"},
        {NULL, TITLE ARRESTS "|Genders", SP_ERR_INPUT, 3,
         {"unknown: 'Genders' (nearest known: 'Gender')"}, "missing"},
        {NULL, TITLE "Area of Responsibility|Apprehension Date|Aprehension Method|Apprehension Landmark"
               "|Operation|Processing Disposition|Citizenship", SP_ERR_INPUT, 3,
         {"missing: 'Apprehension Method', 'Gender'; ",
          "unknown: 'Aprehension Method' (nearest known: 'Apprehension Method')"}, NULL},
        {NULL, TITLE ARRESTS "|Operation", SP_ERR_INPUT, 3,
         {"columns E 'Operation' and J 'Operation' both stand for field 'operation'"}, NULL},
        {NULL, TITLE ARRESTS "||X|", SP_ERR_INPUT, 3,
         {"column J (no heading), 'X'"}, NULL},
        {NULL, TITLE ARRESTS "|A1|A2|A3|A4|A5|A6|A7|A8", SP_ERR_INPUT, 3,
         {"'A6' and 2 more"}, "A7"},
        {NULL, "Another release\n" ARRESTS, SP_ERR_INPUT, 2,
         {"the rows above do not say '2019-ICFO-53623'", "name the profile"}, "missing"},
        {"ice-2019-icfo-53623-arrests", ARRESTS, SP_OK, 0, {NULL}, NULL},
        {"ice-2019-icfo-53623-removals", TITLE ARRESTS, SP_ERR_INPUT, 3,
         {"nearest is 'ice-2019-icfo-53623-removals'", "missing: 'Processing Disposition Code'"}, NULL},
        {"ice-2019-icfo-53623-arrest", TITLE ARRESTS, SP_ERR_USAGE, 0,
         {"no profile 'ice-2019-icfo-53623-arrest', is it 'ice-2019-icfo-53623-arrests'?"}, NULL},
        // A word of a row of data may be a heading somewhere: what stands beside it is not printed.
        {NULL, "Secret One|Secret Two|Secret Three|State", SP_ERR_INPUT, 1,
         {"unknown: 3 columns"}, "Secret"},
    };
    // clang-format on
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_arena arena;
        struct sp_match found = {0};
        struct sp_err err = {0};
        sp_arena_init(&arena, 16 << 20);
        const enum sp_rc rc =
            match(set, cases[i].only, cases[i].sheet, &arena, &found, &err);
        if (rc != cases[i].rc) fail_msg("case %zu gives %d: %s", i, (int)rc, err.text);
        for (size_t j = 0; j < COUNT(cases[i].texts) && cases[i].texts[j]; j++) {
            support_contains(err.text, cases[i].texts[j]);
        }
        if (cases[i].not_text && strstr(err.text, cases[i].not_text))
            fail_msg("%s", err.text);
        assert_int_equal(err.row, cases[i].row);
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

#define HEAD(id) "profile: " id "\nversion: 1\nrelease: R\ntable: arrest\nsource: s\n"
#define DATE "columns:\n  - {field: arrest_date, names: [Date], required: true}\n"

static void check_winner(const char *const *yamls, size_t count, const char *sheet,
                         const char *id)
{
    struct sp_profile_set *set = support_profiles_of(yamls, count);
    struct sp_arena arena;
    struct sp_match found = {0};
    struct sp_err err = {0};
    sp_arena_init(&arena, 1 << 20);
    const enum sp_rc rc = match(set, NULL, sheet, &arena, &found, &err);
    if (id) {
        if (rc) fail_msg("%s", err.text);
        support_equal(found.profile->id, id);
    } else {
        assert_int_equal(rc, SP_ERR_INPUT);
        support_contains(err.text, "profiles 'a' and 'b' fit alike");
    }
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

static void test_which_of_two(void **state)
{
    (void)state;
    static const char *const alike[] = {HEAD("a") DATE, HEAD("b") DATE};
    static const char *const marked[] = {HEAD("a") DATE,
                                         HEAD("b") "preamble: [Mark]\n" DATE};
    static const char *const wide[] = {HEAD("a") DATE "  - {field: aor, names: [AOR]}\n",
                                       HEAD("b") DATE};
    check_winner(alike, 2, "Date", NULL);
    check_winner(marked, 2, "Date", "a");
    check_winner(marked, 2, "the MARK\nDate", "b");
    check_winner(wide, 2, "Date|AOR", "a");
    check_winner(wide, 2, "Date", "b"); // Misses nothing.
}

static void test_ignored_column(void **state)
{
    (void)state;
    static const char *const yaml[] = {
        HEAD("a") DATE "ignore:\n  - {names: [Row, Line], why: not of the record}\n"};
    struct sp_profile_set *set = support_profiles_of(yaml, 1);
    struct sp_arena arena;
    struct sp_match found = {0};
    sp_arena_init(&arena, 1 << 20);
    assert_int_equal(match(set, NULL, "Date|LINE|Row", &arena, &found, NULL), SP_OK);
    assert_int_equal(found.column_count, 3);
    assert_null(found.columns[1].column);
    support_equal(found.columns[1].ignore->why, "not of the record");
    assert_ptr_equal(found.columns[1].ignore, found.columns[2].ignore);
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

/* -- A header with bands, columns without a heading, quotes ------------------------- */

#define LIST(id)                                                                         \
    "profile: " id "\nversion: 1\nrelease: R\ntable: facility\nsource: s\nundated: u\n"
#define BANDED                                                                           \
    "columns:\n"                                                                         \
    "  - {field: facility, names: [Name], required: true}\n"                             \
    "  - {field: adp_level_a, names: [People / Level A], required: true}\n"              \
    "  - {field: adp_level_b, names: [People / Level B]}\n"                              \
    "  - {field: capacity, names: [Beds / Level A], required: true}\n"

static bool fit_one(const char *yaml, const char *sheet, struct sp_arena *arena,
                    struct sp_match *out, struct sp_err *err)
{
    struct sp_profile_set *set = support_profiles_of(&yaml, 1);
    const enum sp_rc rc = match(set, NULL, sheet, arena, out, err);
    assert_true(rc == SP_OK || rc == SP_ERR_INPUT);
    for (uint32_t i = 0; rc == SP_OK && i < out->column_count; i++) {
        if (out->columns[i].ignore) // It lives in the set, which ends here.
            support_equal(out->columns[i].ignore->why, "empty");
    }
    sp_profile_set_close(set);
    return rc == SP_OK;
}

static void test_bands(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        const char *sheet;
        unsigned header_row; // 0: it does not fit
        const char *texts[3];
    } cases[] = {
        // A merged band is filled in its first cell alone, and reaches to the next one.
        {LIST("a") "bands: 1\n" BANDED,
         "Title\n|People||Beds\nName|Level A|Level B|Level A\nX|1|2|3",
         3,
         {0}},
        {LIST("a") "bands: 1\n" BANDED,
         "|PEOPLE ||beds\n name|level_a|Level  B|Level A",
         2,
         {0}},
        {LIST("a") "bands: 2\n" BANDED,
         "|People||Beds\nSource: a count\nName|Level A|Level B|Level A",
         3,
         {0}},
        // One row too near or too far, or none: other headings.
        {LIST("a") "bands: 1\n" BANDED,
         "|People||Beds\nSource: a count\nName|Level A|Level B|Level A",
         0,
         {"no profile knows any heading"}},
        {LIST("a") "bands: 2\n" BANDED,
         "|People||Beds\nName|Level A|Level B|Level A",
         0,
         {"missing: 'People / Level A', 'Beds / Level A'", "unknown: 3 columns"}},
        {LIST("a") BANDED,
         "|People||Beds\nName|Level A|Level B|Level A",
         0,
         {"missing: 'People / Level A'"}},
        // A band that moved is another heading, and named with its column's.
        {LIST("a") "bands: 1\n" BANDED,
         "|People|Beds\nName|Level A|Level B|Level C",
         0,
         {"missing: 'Beds / Level A'", "unknown: 'Beds / Level B'", "'Beds / Level C'"}},
        {LIST("a") "bands: 1\n" BANDED,
         "|People||Beds\nName|Level A|Level A|Level A",
         0,
         {"columns B 'People / Level A' and C 'People / Level A' both stand for field "
          "'adp_level_a'"}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_arena arena;
        struct sp_match found = {0};
        struct sp_err err = {0};
        sp_arena_init(&arena, 1 << 20);
        const bool fits = fit_one(cases[i].yaml, cases[i].sheet, &arena, &found, &err);
        if (fits != (cases[i].header_row > 0)) fail_msg("case %zu: %s", i, err.text);
        if (fits) assert_int_equal(found.header_row, cases[i].header_row);
        for (size_t j = 0; j < COUNT(cases[i].texts) && cases[i].texts[j]; j++) {
            support_contains(err.text, cases[i].texts[j]);
        }
        sp_arena_release(&arena);
    }
}

/* The match says which band a column stands in. */
static void test_banded_headings(void **state)
{
    (void)state;
    struct sp_arena arena;
    struct sp_match found = {0};
    struct sp_err err = {0};
    sp_arena_init(&arena, 1 << 20);
    assert_true(fit_one(LIST("a") "bands: 1\n" BANDED,
                        "|People||Beds\nName|Level A|Level B|Level A", &arena, &found,
                        &err));
    assert_int_equal(found.column_count, 4);
    support_equal(found.columns[0].heading, "Name");
    support_equal(found.columns[2].heading, "People / Level B");
    support_equal(found.columns[3].heading, "Beds / Level A");
    sp_arena_release(&arena);
}

static void test_nameless_columns(void **state)
{
    (void)state;
    static const struct {
        const char *ignore;
        const char *sheet;
        uint32_t column_count; // 0: it does not fit
        const char *text;
    } cases[] = {
        {"ignore:\n  - {nameless: 2, why: empty}\n", "Date|AOR||", 4, NULL},
        {"ignore:\n  - {nameless: 2, why: empty}\n", "Date|AOR", 2, NULL},
        {"ignore:\n  - {nameless: 2, why: empty}\n", "Date||AOR|", 4, NULL},
        {"ignore:\n  - {nameless: 2, why: empty}\n", "|Date||AOR", 4, NULL},
        // Behind the last heading only so many are passed over; values there are refused.
        {"ignore:\n  - {nameless: 2, why: empty}\n", "Date|AOR||||", 4, NULL},
        {"ignore:\n  - {nameless: 2, why: empty}\n", "Date||||AOR", 0,
         "unknown: column B (no heading)"},
        {"", "Date|AOR||", 2, NULL},
        {"", "Date||AOR", 0, "unknown: column B (no heading)"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char yaml[512];
        struct sp_arena arena;
        struct sp_match found = {0};
        struct sp_err err = {0};
        (void)snprintf(yaml, sizeof yaml, "%s%s",
                       HEAD("a") DATE "  - {field: aor, names: [AOR], required: true}\n",
                       cases[i].ignore);
        sp_arena_init(&arena, 1 << 20);
        (void)fit_one(yaml, cases[i].sheet, &arena, &found, &err);
        if (found.column_count != cases[i].column_count)
            fail_msg("case %zu: %u columns, %s", i, found.column_count, err.text);
        if (cases[i].text) support_contains(err.text, cases[i].text);
        sp_arena_release(&arena);
    }
}

/* A blank before a quote keeps the reader from taking it for one: " \"AOR\"". */
static void test_quoted_headings(void **state)
{
    (void)state;
    static const char *const sheet = "Date| \"AOR\"";
    static const char *const plain =
        HEAD("a") DATE "  - {field: aor, names: [AOR], required: true}\n";
    static const char *const unquoting =
        HEAD("a") "unquote: true\n" DATE
                  "  - {field: aor, names: [AOR], required: true}\n";
    struct sp_arena arena;
    struct sp_match found = {0};
    struct sp_err err = {0};
    sp_arena_init(&arena, 1 << 20);
    assert_false(fit_one(plain, sheet, &arena, &found, &err));
    support_contains(err.text, "missing: 'AOR'");
    assert_true(fit_one(unquoting, sheet, &arena, &found, &err));
    assert_true(fit_one(unquoting, "Date|AOR", &arena, &found, &err));
    assert_false(fit_one(unquoting, "Date|\"AOR", &arena, &found, &err));
    sp_arena_release(&arena);
}

/* The header stands where it first fits; a row too wide for any profile is passed over.
 */
static void test_rows(void **state)
{
    (void)state;
    static const char *const yaml[] = {HEAD("a") DATE};
    struct sp_profile_set *set = support_profiles_of(yaml, 1);
    struct sp_arena arena;
    struct sp_match found = {0};
    sp_arena_init(&arena, 1 << 20);
    assert_int_equal(match(set, NULL, "\nDate\n1\nDate", &arena, &found, NULL), SP_OK);
    assert_int_equal(found.header_row, 2);
    static char wide[2048];
    memset(wide, '|', 1000);
    (void)snprintf(wide + 1000, sizeof wide - 1000, "x\nDate");
    assert_int_equal(match(set, NULL, wide, &arena, &found, NULL), SP_OK);
    assert_int_equal(found.header_row, 2);
    assert_int_equal(sp_profile_match(set, NULL, NULL, 0, &arena, &found, NULL), SP_END);
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

static void test_heading_normal(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Book In Date", "book in date"},
        {"  BOOK_IN__date\t", "book in date"},
        {"Book\r\nIn\xC2\xA0 Date", "book in date"},
        {"_Book", "book"},
        {"Book_", "book"},
        {"_ _", ""},
        {"", ""},
        {"\xC3\x89tat", "\xC3\x89tat"}, // Only ASCII letters have a lower case here.
    };
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < COUNT(cases); i++) {
        support_equal(sp_heading_normal(&arena, sp_str_of(cases[i][0])), cases[i][1]);
    }
    sp_arena_release(&arena);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    static const char *const sheets[] = {TITLE ARRESTS, TITLE ARRESTS "|Height"};
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < COUNT(sheets); i++) {
        struct sp_arena cells;
        struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
        sp_arena_init(&cells, 1 << 20);
        const size_t count = support_rows(&cells, sheets[i], rows);
        const enum sp_rc expected = i == 0 ? SP_OK : SP_ERR_INPUT;
        for (int64_t allowed = 0;; allowed++) {
            struct sp_arena arena;
            struct sp_match found = {0};
            struct sp_err err = {0};
            sp_arena_init(&arena, 1 << 20);
            sp_alloc_fail_after(allowed);
            const enum sp_rc rc =
                sp_profile_match(set, NULL, rows, count, &arena, &found, &err);
            sp_alloc_fail_after(-1);
            sp_arena_release(&arena);
            if (rc == expected) break;
            assert_int_equal(rc, SP_ERR_MEMORY);
            assert_null(found.profile);
        }
        sp_arena_release(&cells);
    }
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_own_headings),
        cmocka_unit_test(test_match),
        cmocka_unit_test(test_synthetic),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_which_of_two),
        cmocka_unit_test(test_ignored_column),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_heading_normal),
        cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_bands),
        cmocka_unit_test(test_banded_headings),
        cmocka_unit_test(test_nameless_columns),
        cmocka_unit_test(test_quoted_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
