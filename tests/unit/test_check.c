/* Checks of releases: names, digests, rows shared by two sources, gaps. */
#include "check/check_job.h"
#include "check/check_name.h"
#include "check/check_overlap.h"
#include "sallyport/measure.h"

#include "support/support_loaded.h"
#include "support/support_random.h"
#include "support/support_workbook.h"

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
    "  - {field: removal_date, names: [Removed], required: true}\n"
    "  - {field: aor, names: [AOR], required: true}\n"
    "  - {field: birth_year, names: [Year]}\n"
    "  - {field: citizenship, names: [Citizenship]}\n"
    "  - {field: person, names: [Id]}\n";

/* -- The fiscal years in a name
 * ---------------------------------------------------------------- */

static void years_in_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t first, last; // 0: none
        bool is_open;
    } cases[] = {
        {"FY2017", 2017, 2017, false},
        {"arrests-fy17.csv.gz", 2017, 2017, false},
        {"detainers-fy2015ytd.xlsx", 2015, 2015, false},
        {"FY 2025", 2025, 2025, false},
        {"Prior FY2023", 2022, 2022, true},
        {"ARS_PriorFY23_Redacted", 2022, 2022, true},
        {"Hausman_ARS_FY2024_LESA-STU_FINAL Highlighted.xlsx", 2024, 2024, false},
        {"_FY25_20260311_Redacted.xlsx", 2025, 2025, false},
        {"fy11_12", 2011, 2012, false},
        {"FY2012-FY2014", 2012, 2014, false},
        {"FY2024 10-01 to 09-30", 2024, 2024, false},
        {"FY2017 and FY2019", 0, 0, false},
        {"2017", 0, 0, false},
        {"FY", 0, 0, false},
        {"FY123", 0, 0, false},
        {"notify2017", 0, 0, false},
        {"", 0, 0, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct check_years years = {0};
        const bool found = check_years_of(sp_str_of(cases[i].name), &years);
        if (found != (cases[i].first != 0))
            fail_msg("'%s': found %d", cases[i].name, found);
        assert_int_equal(years.first, cases[i].first);
        assert_int_equal(years.last, cases[i].last);
        assert_int_equal(years.is_open, cases[i].is_open);
    }
}

/* Whatever a name holds, what is read from it are years, in order. */
static void any_name_gives_years_in_order(void **state)
{
    (void)state;
    static const char letters[] = "fyFY0129-_ prioX";
    size_t found_count = 0;
    support_random_start(support_seed());
    for (size_t i = 0; i < 200000; i++) {
        const size_t size = 1 + support_random_below(16);
        char *name =
            sp_alloc(size); // Of its own size, so that a read past its end is seen.
        assert_non_null(name);
        for (size_t j = 0; j < size; j++) {
            name[j] = letters[support_random_below(sizeof letters - 1)];
        }
        struct check_years years = {0};
        const bool found =
            check_years_of((struct sp_str){.data = name, .size = size}, &years);
        if (found)
            assert_true(years.first <= years.last && years.first >= 1989 &&
                        years.last <= 2100);
        found_count += found;
        sp_free(name);
    }
    assert_true(found_count > 100);
    support_random_end();
}

/* -- Digests
 * ----------------------------------------------------------------------------------- */

static void digests_see_the_same_rows(void **state)
{
    (void)state;
    static const char workbook[] =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c "
        "r=\"C1\" t=\"s\"><v>2</v></c></row>"
        "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>42370</v></c><c r=\"B2\" "
        "t=\"s\"><v>3</v></c><c r=\"C2\"><v>1980</v></c></row>"
        "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>42371</v></c><c r=\"B3\" "
        "t=\"s\"><v>4</v></c></row>";
    static const char strings[] = "<si><t>Removed</t></si><si><t>AOR</t></"
                                  "si><si><t>Year</t></si><si><t>North</t></si>"
                                  "<si><t>(b)(6)</t></si>";
    static const struct {
        const char *text;
        bool same_cells, same_rows; // as the first text, and as the workbook
    } cases[] = {
        {"Removed,AOR,Year\n2016-01-01,North,1980\n2016-01-02,(b)(6),\n", true, true},
        {"Removed,AOR,Year\r\n\"2016-01-01\",North,1980\r\n2016-01-02,(b)(6),\r\n", true,
         true},
        {"Removed,AOR,Year\n2016-01-02,(b)(6),\n2016-01-01,North,1980\n", false, true},
        {"Removed,AOR,Year\n2016-01-01,North,1980\n2016-01-02,b(6),\n", false, true},
        {"Removed,AOR,Year\n2016-01-01,North,1980\n2016-01-02,(b)(7)(E),\n", false,
         false},
        {"Removed,AOR,Year\n2016-01-01,North,1981\n2016-01-02,(b)(6),\n", false, false},
        {"Removed,AOR,Year\n2016-01-02,North,1980\n2016-01-01,(b)(6),\n", false, false},
        {"Removed,AOR,Year\n2016-01-01,North,\n2016-01-02,(b)(6),1980\n", false, false},
        {"Removed,AOR,Year\n2016-01-01,North,1980\n", false, false},
    };
    struct support_loaded loaded;
    struct sp_buf bytes;
    support_loaded_open(&loaded, yaml, "digests.duckdb");
    sp_buf_init(&bytes, 1 << 20);
    support_book_write(&(struct support_book){.rows = workbook, .strings = strings},
                       &bytes);
    const struct sp_receipt book =
        support_loaded_add(&loaded, sp_buf_str(&bytes), "BOOK");
    assert_int_equal(book.files[0].sheets[0].rows_kept, 2);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char sql[256];
        const struct sp_receipt receipt =
            support_loaded_add(&loaded, sp_str_of(cases[i].text), "TEXT");
        const int32_t id = receipt.files[0].sheets[0].sheet_id;
        (void)snprintf(sql, sizeof sql,
                       "SELECT count(*) FROM sheet_digest a JOIN sheet_digest b USING "
                       "(row_set) WHERE a.sheet_id = 1 AND "
                       "b.sheet_id = %d",
                       id);
        if (support_loaded_whole(&loaded, sql) != cases[i].same_rows)
            fail_msg("rows of case %zu", i);
        (void)snprintf(sql, sizeof sql,
                       "SELECT count(*) FROM sheet_digest a JOIN sheet_digest b USING "
                       "(cells) WHERE a.sheet_id = 2 AND "
                       "b.sheet_id = %d",
                       id);
        if (support_loaded_whole(&loaded, sql) != cases[i].same_cells)
            fail_msg("cells of case %zu", i);
        assert_int_equal(support_loaded_findings(&receipt, "CHECK-SAME-CONTENT") > 0,
                         cases[i].same_rows);
    }
    sp_buf_release(&bytes);
    support_loaded_close(&loaded);
}

/* -- Rows shared
 * ------------------------------------------------------------------------------- */

enum { DAYS = 28, AREAS = 3, KINDS = DAYS * AREAS };

/* Rows of random kinds; how many of each are told. */
static void rows_random(size_t count, uint64_t numbers[KINDS], struct sp_buf *out)
{
    sp_buf_reset(out);
    sp_buf_text(
        out,
        "Removed,AOR\n2016-02-01,Area 0\n2016-02-28,Area 0\n"); // Both hold all days.
    numbers[0] = 1;
    numbers[(DAYS - 1) * AREAS] = 1;
    for (size_t i = 0; i < count; i++) {
        const uint32_t kind = support_random_below(KINDS);
        numbers[kind]++;
        sp_buf_format(out, "2016-02-%02u,Area %u\n", kind / AREAS + 1, kind % AREAS);
    }
}

static uint64_t total(struct support_loaded *loaded, const char *where)
{
    struct sp_err err = {0};
    struct sp_query *query = sp_arena_alloc(&loaded->arena, sizeof *query);
    struct sp_count *count = sp_arena_alloc(&loaded->arena, sizeof *count);
    sp_query_init(query, sp_measure_find(SP_STR("removals")));
    if (where) fixture_ok(sp_query_where(query, sp_str_of(where), &err), &err);
    fixture_ok(sp_measure_count(loaded->ledger, query, &loaded->arena, count, &err),
               &err);
    struct sp_explanation *explanation =
        sp_arena_alloc(&loaded->arena, sizeof *explanation);
    fixture_ok(sp_measure_explain(loaded->ledger, count->total.reference, &loaded->arena,
                                  explanation, &err),
               &err);
    assert_int_equal(explanation->figure.value, count->total.value);
    assert_true(explanation->same_inputs);
    return count->total.value;
}

static void shared_rows_are_counted_as_multisets(void **state)
{
    (void)state;
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 20);
    support_random_start(support_seed());
    for (size_t round = 0; round < 12; round++) {
        uint64_t numbers[2][KINDS] = {{0}};
        uint64_t rows[2] = {0};
        uint64_t shared = 0;
        struct support_loaded loaded;
        struct sp_err err = {0};
        support_loaded_open(&loaded, yaml, "shared.duckdb");
        for (size_t side = 0; side < 2; side++) {
            rows_random(30 + support_random_below(200), numbers[side], &bytes);
            (void)support_loaded_add(&loaded, sp_buf_str(&bytes), side ? "B" : "A");
        }
        for (size_t i = 0; i < KINDS; i++) {
            rows[0] += numbers[0][i];
            rows[1] += numbers[1][i];
            shared += numbers[0][i] < numbers[1][i] ? numbers[0][i] : numbers[1][i];
        }
        assert_int_equal(support_loaded_whole(&loaded, "SELECT shared FROM overlap"),
                         shared);
        assert_int_equal(support_loaded_whole(&loaded, "SELECT other_rows FROM overlap"),
                         rows[0]);
        assert_int_equal(support_loaded_whole(&loaded, "SELECT rows FROM overlap"),
                         rows[1]);
        struct sp_inclusion inclusion;
        fixture_ok(sp_inclusion_declare(loaded.ledger, SP_STR("A includes B"),
                                        &loaded.arena, &inclusion, &err),
                   &err);
        assert_int_equal(inclusion.set_aside, shared);
        assert_int_equal(inclusion.unmatched, rows[1] - shared);
        assert_int_equal(total(&loaded, NULL), rows[0] + rows[1] - shared);
        assert_int_equal(total(&loaded, "release=B"), rows[1]);
        assert_int_equal(total(&loaded, "release!=B"), rows[0]);
        assert_int_equal(support_loaded_whole(&loaded, "SELECT count(*) FROM removal"),
                         rows[0] + rows[1]);
        support_loaded_close(&loaded);
    }
    support_random_end();
    sp_buf_release(&bytes);
}

static void a_source_never_includes_itself(void **state)
{
    (void)state;
    static const struct {
        const char *declaration, *says; // NULL: it is taken
    } cases[] = {
        {"A includes A", "part of both"},
        {"A includes B", NULL},
        {"B includes C", NULL},
        {"A includes B", NULL},
        {"C includes A", "already declared"},
        {"A  includes  C", NULL},
        {"A includes D", "no release or file"},
        {"A contains B", "declares nothing"},
        {" includes B", "declares nothing"},
        {"A includes ", "declares nothing"},
    };
    static const char *const releases[] = {"A", "B", "C"};
    struct support_loaded loaded;
    char text[96];
    support_loaded_open(&loaded, yaml, "circle.duckdb");
    for (size_t i = 0; i < COUNT(releases); i++) {
        (void)snprintf(text, sizeof text,
                       "Removed,AOR\n2016-02-01,Area 0\n2016-02-0%zu,Area %zu\n", i + 2,
                       i);
        (void)support_loaded_add(&loaded, sp_str_of(text), releases[i]);
    }
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sp_err err = {0};
        struct sp_inclusion inclusion;
        const enum sp_rc rc =
            sp_inclusion_declare(loaded.ledger, sp_str_of(cases[i].declaration),
                                 &loaded.arena, &inclusion, &err);
        if (!cases[i].says) {
            fixture_ok(rc, &err);
            continue;
        }
        assert_int_equal(rc, SP_ERR_USAGE);
        support_contains(err.text, cases[i].says);
    }
    assert_int_equal(support_loaded_whole(&loaded, "SELECT count(*) FROM inclusion"), 3);
    // The row of 1 February is in all three: B's and C's are set aside, C's for A's and
    // for B's.
    assert_int_equal(total(&loaded, NULL), 4);
    support_loaded_close(&loaded);
}

/* -- Gaps
 * --------------------------------------------------------------------------------------
 */

static void gaps_are_weeks_between_ordinary_ones(void **state)
{
    (void)state;
    static const struct {
        const char
            *weeks; // rows a week: a letter for ten of them, from a = 0; '.' is one row
        size_t found;
    } cases[] = {
        {"fffffffffafffff", 1},      // none for a week
        {"fffffffff.fffff", 1},      // one of fifty
        {"fffffffffaaaaaffff", 1},   // several weeks are one gap
        {"fffffffffafff", 0},        // three weeks after: perhaps the end
        {"ffffffffaaaaaaa", 0},      // the end
        {"fffffffafffff", 0},        // seven weeks before are too few
        {"bbbbbbbbbabbbbb", 0},      // ten a week are too few
        {"fffffffffcfffff", 0},      // twenty of fifty are no gap
        {"zzzzzzzzzczzzzz", 1},      // twenty of two hundred and fifty are
        {"fffffffffaaabbbbbbbb", 0}, // what comes after is another level
        {"fffffffffafffffffffaffff", 2},
    };
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 22);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct support_loaded loaded;
        const int32_t monday = sp_day_of((struct sp_civil){2015, 1, 5});
        support_loaded_open(&loaded, yaml, "gaps.duckdb");
        sp_buf_reset(&bytes);
        sp_buf_text(&bytes, "Removed,AOR\n");
        for (size_t week = 0; cases[i].weeks[week]; week++) {
            const char letter = cases[i].weeks[week];
            const int32_t count = letter == '.' ? 1 : (letter - 'a') * 10;
            for (int32_t row = 0; row < count; row++) {
                char day[SP_DATE_TEXT_MAX];
                sp_date_format(monday + (int32_t)week * 7 + row % 7, day);
                sp_buf_format(&bytes, "%s,Area\n", day);
            }
        }
        const struct sp_receipt receipt =
            support_loaded_add(&loaded, sp_buf_str(&bytes), "GAPS");
        if (support_loaded_findings(&receipt, "CHECK-GAP") != cases[i].found)
            fail_msg("weeks '%s'", cases[i].weeks);
        support_loaded_close(&loaded);
    }
    sp_buf_release(&bytes);
}

/* -- Codes replaced within a release
 * ----------------------------------------------------------- */

enum { CODES_MAX = 6 };

/* Rows of codes A, B, …, by week: a letter for ten of them, from a = 0; '.' is one. The
 * last of `weeks` may be rows without a value ('-' before the letters). */
static void code_rows(const char *head, const char *const *weeks, struct sp_buf *out)
{
    const int32_t monday = sp_day_of((struct sp_civil){2015, 1, 5});
    sp_buf_reset(out);
    sp_buf_format(out, "%s\n", head);
    for (size_t code = 0; code < CODES_MAX && weeks[code]; code++) {
        const bool is_blank = weeks[code][0] == '-';
        const char *letters = weeks[code] + is_blank;
        for (int32_t week = 0; letters[week]; week++) {
            const int32_t count = letters[week] == '.' ? 1 : (letters[week] - 'a') * 10;
            for (int32_t row = 0; row < count; row++) {
                char day[SP_DATE_TEXT_MAX];
                sp_date_format(monday + week * 7 + row % 7, day);
                if (is_blank) {
                    sp_buf_format(out, "%s,,Area\n", day);
                } else {
                    sp_buf_format(out, "%s,Code %c,Area\n", day, (char)('A' + code));
                }
            }
        }
    }
}

static void codes_replaced_within_a_release(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        const char *weeks[CODES_MAX];
        size_t found;
    } cases[] = {
        {"one for another",
         {"ffffffffffaaaaaaaa", "aaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkk"},
         1},
        {"two become one",
         {"ddddddddddaaaaaaaa", "ccccccccccaaaaaaaa", "aaaaaaaaaaffffffff",
          "kkkkkkkkkkkkkkkkkk"},
         1},
        {"two become one, a week apart",
         {"ddddddddddaaaaaaaa", "cccccccccccaaaaaaa", "aaaaaaaaaaffffffff",
          "kkkkkkkkkkkkkkkkkk"},
         1},
        {"one becomes three",
         {"ggggggggggaaaaaaaa", "aaaaaaaaaacccccccc", "aaaaaaaaaacccccccc",
          "aaaaaaaaaacccccccc", "kkkkkkkkkkkkkkkkkk"},
         1},
        {"an old one takes its place",
         {"ffffffffffaaaaaaaa", "ffffffffffkkkkkkkk", "kkkkkkkkkkkkkkkkkk"},
         1},
        {"on a Thursday",
         {"ffffffffffdaaaaaaa", "aaaaaaaaaacfffffff", "kkkkkkkkkkkkkkkkkk"},
         1},
        {"with a row that comes late",
         {"ffffffffffaaa.aaaa", "aaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkk"},
         1},
        {"with a row a week that comes late",
         {"ffffffffffaa......", "aaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkk"},
         0},
        {"with ten that come late",
         {"ffffffffffaaabaaaa", "aaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkk"},
         0},
        {"that comes back",
         {"ffffffffffaaaaaaffffff", "aaaaaaaaaaffffffaaaaaa", "kkkkkkkkkkkkkkkkkkkkkk"},
         0},
        {"with four weeks after it",
         {"ffffffffffaaaaa", "aaaaaaaaaafffff", "kkkkkkkkkkkkkkk"},
         1},
        {"with three weeks after it",
         {"ffffffffffaaaa", "aaaaaaaaaaffff", "kkkkkkkkkkkkkk"},
         0},
        {"with seven weeks before the weeks of the change",
         {"afffffffffaaaaaaaa", "aaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkk"},
         0},
        {"of a tenth of the rows",
         {"ccccccccccaaaaaaaa", "aaaaaaaaaacccccccc", "ssssssssssssssssss"},
         1},
        {"of less than a tenth",
         {"ccccccccccaaaaaaaa", "aaaaaaaaaacccccccc", "tttttttttttttttttt"},
         0},
        {"of four rows a week",
         {"..................", "aaaaaaaaaabbbbbbbb", "bbbbbbbbbbbbbbbbbb"},
         0},
        {"that is left out, and nothing takes its place",
         {"ffffffffffaaaaaaaa", "ffffffffffffffffff", "kkkkkkkkkkkkkkkkkk"},
         0},
        {"whose rows spread over all others",
         {"ggggggggggaaaaaaaa", "ffffffffffhhhhhhhh", "ffffffffffhhhhhhhh",
          "ffffffffffhhhhhhhh"},
         0},
        {"left empty from then on",
         {"ffffffffffaaaaaaaa", "kkkkkkkkkkkkkkkkkk", "-aaaaaaaaaaffffffff"},
         0},
        {"where next to no rows are left",
         {"ffffffffffaaaaaaaa", "aaaaaaaaaabbbbbbbb", "kkkkkkkkkkbbbbbbbb"},
         0},
        {"twice",
         {"ffffffffffaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaffffffffffffaaaaaaaa",
          "aaaaaaaaaaaaaaaaaaaaaaffffffff", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"},
         2},
    };
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 22);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct support_loaded loaded;
        support_loaded_open(&loaded, yaml, "within.duckdb");
        code_rows("Removed,AOR,Citizenship", cases[i].weeks, &bytes);
        const struct sp_receipt receipt =
            support_loaded_add(&loaded, sp_buf_str(&bytes), "WITHIN");
        if (support_loaded_findings(&receipt, "CHECK-RECODED-WITHIN") != cases[i].found)
            fail_msg("a code %s", cases[i].what);
        support_loaded_close(&loaded);
    }
    sp_buf_release(&bytes);
}

/* The same change in two files of one release, and told once when the second one comes.
 */
static void a_release_in_two_files_changes_once(void **state)
{
    (void)state;
    static const char *const before[] = {"ffffffffff", "aaaaaaaaaa", "kkkkkkkkkk", NULL};
    static const char *const after[] = {"aaaaaaaaaaaaaaaaaa", "aaaaaaaaaaffffffff",
                                        "aaaaaaaaaakkkkkkkk", NULL};
    struct support_loaded loaded;
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 22);
    support_loaded_open(&loaded, yaml, "files.duckdb");
    code_rows("Removed,AOR,Citizenship", before, &bytes);
    const struct sp_receipt first =
        support_loaded_add(&loaded, sp_buf_str(&bytes), "TWO");
    assert_int_equal(support_loaded_findings(&first, "CHECK-RECODED-WITHIN"), 0);
    code_rows("Removed,AOR,Citizenship", after, &bytes);
    const struct sp_receipt second =
        support_loaded_add(&loaded, sp_buf_str(&bytes), "TWO");
    assert_int_equal(support_loaded_findings(&second, "CHECK-RECODED-WITHIN"), 1);
    for (size_t i = 0; i < second.finding_count; i++) {
        if (!sp_str_equal_text(second.findings[i].check_id, "CHECK-RECODED-WITHIN"))
            continue;
        support_equal(
            second.findings[i].evidence,
            "aor of removals of release TWO, between 2015-03-02 and 2015-03-22: gone: "
            "'Code A' (400 rows) of 1200 with a value in the 8 weeks before; in their "
            "place: 'Code B' (200 rows) of 600 in the 4 weeks after");
    }
    (void)support_loaded_add(&loaded, SP_STR("Removed,AOR\n2015-02-01,Code C\n"), "TWO");
    assert_int_equal(support_loaded_whole(&loaded, "SELECT count(*) FROM finding WHERE "
                                                   "check_id = 'CHECK-RECODED-WITHIN'"),
                     1);
    support_loaded_close(&loaded);
    sp_buf_release(&bytes);
}

/* Countries come and go by themselves; so do jails, operations and the like. */
static void names_of_things_are_not_looked_at(void **state)
{
    (void)state;
    static const char *const weeks[] = {"ffffffffffaaaaaaaa", "aaaaaaaaaaffffffff",
                                        "kkkkkkkkkkkkkkkkkk", NULL};
    static const char *const heads[] = {"Removed,AOR,Citizenship",
                                        "Removed,Citizenship,AOR"};
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 22);
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct support_loaded loaded;
        support_loaded_open(&loaded, yaml, "names.duckdb");
        code_rows(heads[i], weeks, &bytes);
        const struct sp_receipt receipt =
            support_loaded_add(&loaded, sp_buf_str(&bytes), "NAMES");
        assert_int_equal(support_loaded_findings(&receipt, "CHECK-RECODED-WITHIN"),
                         i == 0);
        support_loaded_close(&loaded);
    }
    sp_buf_release(&bytes);
}

/* -- Sheets without any day
 * -------------------------------------------------------------------- */

static void a_sheet_without_a_day_is_noted(void **state)
{
    (void)state;
    struct support_loaded loaded;
    support_loaded_open(&loaded, yaml, "undated.duckdb");
    const struct sp_receipt dated = support_loaded_add(
        &loaded, SP_STR("Removed,AOR\n2016-02-01,Area 0\n,Area 1\n"), "DATED");
    const struct sp_receipt undated =
        support_loaded_add(&loaded, SP_STR("Removed,AOR\n,Area 0\n,Area 1\n"), "UNDATED");
    const struct sp_receipt empty =
        support_loaded_add(&loaded, SP_STR("Removed,AOR\n"), "EMPTY");
    assert_int_equal(support_loaded_findings(&dated, "CHECK-OVERLAP"), 0);
    assert_int_equal(support_loaded_findings(&undated, "CHECK-OVERLAP"), 1);
    assert_int_equal(support_loaded_findings(&empty, "CHECK-OVERLAP"), 0);
    assert_int_equal(undated.findings[0].severity, SP_SEVERITY_NOTE);
    support_contains(
        undated.findings[0].evidence.data,
        "has a day of removal_date, so its 2 rows are compared with no other");
    assert_int_equal(support_loaded_whole(&loaded, "SELECT count(*) FROM overlap"), 0);
    support_loaded_close(&loaded);
}

/* -- The table of checks
 * ----------------------------------------------------------------------- */

static void every_check_says_what_and_why(void **state)
{
    (void)state;
    assert_null(sp_check_find(SP_STR("CHECK-NOTHING")));
    for (size_t i = 0; i < sp_check_count(); i++) {
        const struct sp_check *check = sp_check_get(i);
        assert_ptr_equal(sp_check_find(sp_str_of(check->id)), check);
        assert_true(check->version > 0 && check->title[0] && check->text[0] &&
                    check->reason[0] && check->source[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_in_names),
        cmocka_unit_test_teardown(any_name_gives_years_in_order, support_seed_print),
        cmocka_unit_test(digests_see_the_same_rows),
        cmocka_unit_test_teardown(shared_rows_are_counted_as_multisets,
                                  support_seed_print),
        cmocka_unit_test(a_source_never_includes_itself),
        cmocka_unit_test(gaps_are_weeks_between_ordinary_ones),
        cmocka_unit_test(codes_replaced_within_a_release),
        cmocka_unit_test(a_release_in_two_files_changes_once),
        cmocka_unit_test(names_of_things_are_not_looked_at),
        cmocka_unit_test(a_sheet_without_a_day_is_noted),
        cmocka_unit_test(every_check_says_what_and_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
