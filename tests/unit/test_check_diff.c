/* Two releases compared: which field of an edited row differs, and two lists of
 * agreements line by line. */
#include "check/check_agency.h"
#include "sallyport/diff.h"

#include "support/support_loaded.h"
#include "support/support_random.h"

#include <string.h>

static struct sp_diff diff_of(struct support_loaded *loaded, const char *a, const char *b)
{
    struct sp_diff diff = {0};
    struct sp_err err = {0};
    fixture_ok(sp_release_diff(loaded->ledger, sp_str_of(a), sp_str_of(b), &loaded->arena,
                               &diff, &err),
               &err);
    return diff;
}

/* -- Fields of edited rows
 * --------------------------------------------------------------------- */

static const char *const removals_yaml =
    "profile: test-removals\n"
    "version: 1\n"
    "release: TEST\n"
    "table: removal\n"
    "source: a test\n"
    "dates: [iso]\n"
    "columns:\n"
    "  - {field: removal_date, names: [Removed], required: true}\n"
    "  - {field: aor, names: [AOR], required: true}\n"
    "  - {field: citizenship, names: [Citizenship], required: true}\n"
    "  - {field: departed_date, names: [Departed], required: true}\n"
    "  - {field: birth_year, names: [Year], required: true}\n"
    "  - {field: person, names: [Id], required: true}\n";
static const char removals_head[] = "Removed,AOR,Citizenship,Departed,Year,Id\n";

static const struct sp_diff_field *field_find(const struct sp_diff *diff,
                                              const char *name)
{
    for (size_t i = 0; i < diff->field_count; i++) {
        if (sp_str_equal_text(diff->fields[i].field, name)) return &diff->fields[i];
    }
    fail_msg("no field '%s'", name);
    return NULL;
}

/* What may stand in a cell, by its kind. Cells of one kind and text are equal. */
struct cell {
    const char *text;
    enum sp_none_kind none;
};
enum { FIELD_COUNT = 4, CELL_COUNT = 7, PEOPLE = 400 };
static const struct {
    const char *name;
    struct cell cells[CELL_COUNT];
} cell_kinds[FIELD_COUNT] = {
    {"aor",
     {{"North", 0},
      {"South", 0},
      {"East", 0},
      {"West", 0},
      {"", SP_NONE_EMPTY},
      {"(b)(6)", SP_NONE_REDACTED},
      {"(b)(7)(E)", SP_NONE_REDACTED}}},
    {"citizenship",
     {{"X", 0},
      {"Y", 0},
      {"Z", 0},
      {"W", 0},
      {"", SP_NONE_EMPTY},
      {"(b)(6)", SP_NONE_REDACTED},
      {"(b)(7)(E)", SP_NONE_REDACTED}}},
    {"departed_date",
     {{"2016-01-05", 0},
      {"2016-01-06", 0},
      {"1999-12-31", 0},
      {"2016-02-28", 0},
      {"", SP_NONE_EMPTY},
      {"soon", SP_NONE_UNREADABLE},
      {"(b)(6)", SP_NONE_REDACTED}}},
    {"birth_year",
     {{"1980", 0},
      {"1981", 0},
      {"1990", 0},
      {"2001", 0},
      {"", SP_NONE_EMPTY},
      {"unknown", SP_NONE_UNREADABLE},
      {"(b)(6)", SP_NONE_REDACTED}}},
};

static void row_write(size_t person, const size_t *cells, struct sp_buf *out)
{
    sp_buf_format(out, "2016-01-%02zu", person % 28 + 1);
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        sp_buf_format(out, ",%s", cell_kinds[f].cells[cells[f]].text);
    }
    sp_buf_format(out, ",p%zu\n", person);
}

struct planted {
    size_t cells[2][PEOPLE][FIELD_COUNT]; // of A and B
    uint64_t changes[FIELD_COUNT][SP_NONE_COUNT][SP_NONE_COUNT];
    uint64_t edited;
};

static void edits_plant(struct planted *planted)
{
    for (size_t person = 0; person < PEOPLE; person++) {
        bool is_edited = false;
        for (size_t f = 0; f < FIELD_COUNT; f++) {
            const size_t a = support_random_below(CELL_COUNT);
            const size_t b =
                support_random_below(8) ? a : support_random_below(CELL_COUNT);
            planted->cells[0][person][f] = a;
            planted->cells[1][person][f] = b;
            if (a == b) continue;
            const struct cell *cells = cell_kinds[f].cells;
            planted->changes[f][cells[a].none][cells[b].none]++;
            is_edited = true;
        }
        planted->edited += is_edited;
    }
}

static void every_planted_edit_is_counted_by_its_kind(void **state)
{
    (void)state;
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 20);
    support_random_start(support_seed());
    for (size_t round = 0; round < 5; round++) {
        struct planted planted = {0};
        struct support_loaded loaded;
        support_loaded_open(&loaded, removals_yaml, "edits.duckdb");
        edits_plant(&planted);
        for (size_t side = 0; side < 2; side++) {
            sp_buf_reset(&bytes);
            sp_buf_text(&bytes, removals_head);
            for (size_t i = 0; i < PEOPLE; i++) { // B in the opposite order.
                const size_t person = side ? PEOPLE - 1 - i : i;
                row_write(person, planted.cells[side][person], &bytes);
            }
            (void)support_loaded_add(&loaded, sp_buf_str(&bytes), side ? "B" : "A");
        }
        const struct sp_diff diff = diff_of(&loaded, "A", "B");
        assert_true(planted.edited > PEOPLE / 5);
        assert_int_equal(diff.rows[0].edited, planted.edited);
        assert_int_equal(diff.rows[0].edited_several, 0);
        assert_int_equal(diff.field_count, FIELD_COUNT);
        for (size_t f = 0; f < FIELD_COUNT; f++) {
            const struct sp_diff_field *field = field_find(&diff, cell_kinds[f].name);
            assert_true(field->is_compared);
            assert_int_equal(field->edited, planted.edited);
            assert_memory_equal(field->changes, planted.changes[f],
                                sizeof field->changes);
        }
        support_loaded_close(&loaded);
    }
    support_random_end();
    sp_buf_release(&bytes);
}

/* Rows of one id and day become one another so that the fewest fields differ. */
static void several_rows_of_a_day_are_paired_by_what_they_share(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b; // "aor,citizenship,departed,year" each, parted by blanks
        size_t edited, several, aor, citizenship, year; // differing
    } cases[] = {
        {"North,X,,1", "North,Y,,1", 1, 0, 0, 1, 0},
        {"North,X,,1 South,Y,,2", "South,Z,,2 North,Z,,1", 2, 2, 0, 2, 0},
        {"North,X,,1 South,Y,,2", "North,X,,1 South,Z,,2", 1, 0, 0, 1, 0},
        {"North,X,,1", "East,Y,,3 East,X,,1 North,Y,,2", 1, 1, 1, 0, 0},
        {"North,X,,1 North,X,,1 North,X,,1", "North,X,,1 North,X,,1 North,Y,,1", 1, 0, 0,
         1, 0},
        {"North,X,,1 North,X,,1", "North,Y,,1 North,Y,,1", 2, 2, 0, 2, 0},
        {"North,X,,1", "North,X,,1 North,Y,,1", 0, 0, 0, 0, 0},
        {"North,X,,1 South,Y,,2 West,Z,,3", "West,Z,,4", 1, 1, 0, 0, 1},
    };
    // Rows of others that are the same in both, so that ids and values agree.
    static const char others[] = "2016-01-01,North,X,,1,q1\n2016-01-31,South,Y,,2,q2\n"
                                 "2016-01-03,West,Z,,3,q3\n2016-01-04,East,W,,4,q4\n";
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 16);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct support_loaded loaded;
        support_loaded_open(&loaded, removals_yaml, "several.duckdb");
        for (size_t side = 0; side < 2; side++) {
            const char *rows = side ? cases[i].b : cases[i].a;
            sp_buf_reset(&bytes);
            sp_buf_format(&bytes, "%s%s", removals_head, others);
            while (*rows) {
                const size_t size = strcspn(rows, " ");
                sp_buf_format(&bytes, "2016-01-20,%.*s,p\n", (int)size, rows);
                rows += size + (rows[size] == ' ');
            }
            (void)support_loaded_add(&loaded, sp_buf_str(&bytes), side ? "B" : "A");
        }
        const struct sp_diff diff = diff_of(&loaded, "A", "B");
        if (diff.rows[0].edited != cases[i].edited) fail_msg("edited of case %zu", i);
        if (diff.rows[0].edited_several != cases[i].several)
            fail_msg("of several, case %zu", i);
        assert_int_equal(diff.field_count, cases[i].edited ? FIELD_COUNT : 0);
        if (cases[i].edited) {
            if (field_find(&diff, "aor")->differs != cases[i].aor ||
                field_find(&diff, "citizenship")->differs != cases[i].citizenship ||
                field_find(&diff, "birth_year")->differs != cases[i].year)
                fail_msg("fields of case %zu", i);
        }
        support_loaded_close(&loaded);
    }
    sp_buf_release(&bytes);
}

/* More rows of one id and day than are held against each other: in order, none lost. */
static void many_rows_of_a_day_are_paired_in_order(void **state)
{
    (void)state;
    enum { ROWS = 150 };
    struct support_loaded loaded;
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 16);
    support_loaded_open(&loaded, removals_yaml, "many.duckdb");
    for (size_t side = 0; side < 2; side++) {
        sp_buf_reset(&bytes);
        sp_buf_text(&bytes, removals_head);
        for (size_t i = 0; i < ROWS - 10 * side; i++) {
            sp_buf_format(&bytes, "2016-01-20,North,X,,%zu,p\n",
                          side ? 5000 + i : 1000 + i);
        }
        (void)support_loaded_add(&loaded, sp_buf_str(&bytes), side ? "B" : "A");
    }
    const struct sp_diff diff = diff_of(&loaded, "A", "B");
    assert_int_equal(diff.rows[0].edited, ROWS - 10);
    assert_int_equal(diff.rows[0].edited_several, ROWS - 10);
    assert_int_equal(diff.rows[0].gone, 10);
    assert_int_equal(
        field_find(&diff, "birth_year")->changes[SP_NONE_VALUE][SP_NONE_VALUE],
        ROWS - 10);
    assert_int_equal(field_find(&diff, "aor")->differs, 0);
    support_loaded_close(&loaded);
    sp_buf_release(&bytes);
}

/* A field that is spelled anew makes no row edited, but is told where one is. */
static void a_field_spelled_anew_is_told_apart(void **state)
{
    (void)state;
    struct support_loaded loaded;
    struct sp_buf bytes;
    sp_buf_init(&bytes, 1 << 16);
    support_loaded_open(&loaded, removals_yaml, "anew.duckdb");
    for (size_t side = 0; side < 2; side++) {
        sp_buf_reset(&bytes);
        sp_buf_text(&bytes, removals_head);
        for (size_t i = 0; i < 28; i++) {
            sp_buf_format(&bytes, "2016-01-%02zu,%s,%s,,1980,p%zu\n", i + 1,
                          side ? "N" : "North",
                          side && i < 3 ? "Y"
                          : i % 2       ? "X"
                                        : "Y",
                          i);
        }
        (void)support_loaded_add(&loaded, sp_buf_str(&bytes), side ? "B" : "A");
    }
    const struct sp_diff diff = diff_of(&loaded, "A", "B");
    assert_int_equal(diff.rows[0].edited, 1); // The second; the others say Y already.
    assert_false(field_find(&diff, "aor")->is_compared);
    assert_int_equal(field_find(&diff, "aor")->differs, 1);
    assert_true(field_find(&diff, "citizenship")->is_compared);
    assert_int_equal(field_find(&diff, "citizenship")->differs, 1);
    // Empty throughout on both sides.
    assert_false(field_find(&diff, "departed_date")->is_compared);
    assert_int_equal(field_find(&diff, "departed_date")->differs, 0);
    support_loaded_close(&loaded);
    sp_buf_release(&bytes);
}

/* -- Names of agencies
 * ------------------------------------------------------------------------- */

static void agencies_by_their_words(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool is_same;
    } cases[] = {
        {"Town of Lee Police Dept.", "LEE POLICE DEPARTMENT", true},
        {"Lee County Sheriff's Office", "Lee County Sheriffs Office", true},
        {"Lee County Sheriff\xE2\x80\x99s Office", "Lee Co. Sheriff's Department", true},
        {"Wild & Fish Commission", "Wild and Fish Commission", true},
        {"Lee-Hart Police", "Lee Hart  Police", true},
        {"State Highway Patrol", "Highway State Patrol", true},
        {"St. Lee PD", "Saint Lee Police Department", true},
        {"Lee County Sheriff's Office", "Lee County Police Department", false},
        {"Lee County Jail", "Lee Jail", false},
        {"Lee County Sheriff's Office", "Leigh County Sheriff's Office", false},
        {"1st District Constable", "2nd District Constable", false},
        {"", "Office of the", true},
    };
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_str a = check_agency_words(&arena, sp_str_of(cases[i].a));
        const struct sp_str b = check_agency_words(&arena, sp_str_of(cases[i].b));
        if (sp_str_equal(a, b) != cases[i].is_same)
            fail_msg("'%s': '%.*s'; '%s': '%.*s'", cases[i].a, SP_FMT(a), cases[i].b,
                     SP_FMT(b));
    }
    assert_true(check_agency_is_near(SP_STR("Stone Brooks Police"),
                                     SP_STR("Stones Brook Police")));
    assert_false(
        check_agency_is_near(SP_STR("Stone Brooks Police"), SP_STR("Stonewood Police")));
    assert_false(check_agency_is_near(SP_STR("Lee"), SP_STR("Leo")));
    sp_arena_release(&arena);
}

/* Any bytes give words, sorted, of the letters that were there. */
static void any_bytes_give_sorted_words(void **state)
{
    (void)state;
    static const char letters[] = "aZ'. -&\xE2\x80\x99\xC2\xB4of the co st 9";
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 24);
    support_random_start(support_seed());
    for (size_t i = 0; i < 50000; i++) {
        const size_t size = support_random_below(40);
        char *name = sp_alloc(size ? size : 1); // Its own size: a read past it is seen.
        assert_non_null(name);
        for (size_t j = 0; j < size; j++) {
            name[j] = letters[support_random_below(sizeof letters - 1)];
        }
        const struct sp_str words =
            check_agency_words(&arena, (struct sp_str){.data = name, .size = size});
        const struct sp_str again = check_agency_words(&arena, words);
        assert_non_null(words.data);
        for (size_t j = 0; j < words.size; j++) {
            assert_true(words.data[j] < 'A' || words.data[j] > 'Z');
        }
        // Words are plain already, but for those that count as another or not at all.
        assert_true(again.size <= words.size + 8);
        sp_free(name);
        sp_arena_reset(&arena);
    }
    support_random_end();
    sp_arena_release(&arena);
}

/* -- Lists of agreements
 * ----------------------------------------------------------------------- */

static const char *const agreements_yaml =
    "profile: test-agreements\n"
    "version: 1\n"
    "release: LIST\n"
    "table: agreement\n"
    "source: a test\n"
    "dates: [iso]\n"
    "columns:\n"
    "  - {field: state, names: [STATE], required: true}\n"
    "  - {field: agency, names: [AGENCY], required: true}\n"
    "  - {field: support_type, names: [TYPE], required: true, values: {Jale: Jail}}\n"
    "  - {field: signed_date, names: [SIGNED]}\n";

/* Lines parted by '|'. A list whose first line has no day has no column of days. Lines
 * end in another way in each release, for a file that is in the ledger is not added
 * again. */
static void list_add(struct support_loaded *loaded, const char *lines,
                     const char *release)
{
    struct sp_buf bytes;
    const size_t first = strcspn(lines, "|");
    size_t commas = 0;
    for (size_t i = 0; i < first; i++) {
        commas += lines[i] == ',';
    }
    sp_buf_init(&bytes, 1 << 20);
    sp_buf_text(&bytes,
                commas == 3 ? "STATE,AGENCY,TYPE,SIGNED\n" : "STATE,AGENCY,TYPE\n");
    while (*lines) {
        const size_t size = strcspn(lines, "|");
        sp_buf_format(&bytes, "%.*s%s\n", (int)size, lines,
                      release[0] == 'B' ? "\r" : "");
        lines += size + (lines[size] == '|');
    }
    (void)support_loaded_add(loaded, sp_buf_str(&bytes), release);
    sp_buf_release(&bytes);
}

/* For every count, a = … and b = …; and by state what is counted by type. */
static void counts_balance(const struct sp_diff *diff, uint64_t a_lines, uint64_t b_lines)
{
    struct sp_diff_agreement_count sums[2] = {0}; // of all states, and of each state
    for (size_t i = 0; i < diff->agreement_count_count; i++) {
        const struct sp_diff_agreement_count *c = &diff->agreement_counts[i];
        const uint64_t kept = c->same + c->signed_date + c->spelled;
        assert_int_equal(c->a, kept + c->to_other + c->gone);
        assert_int_equal(c->b, kept + c->from_other + c->added);
        struct sp_diff_agreement_count *sum = &sums[c->state.size ? 1 : 0];
        sum->a += c->a;
        sum->b += c->b;
        sum->gone += c->gone;
        sum->added += c->added;
        sum->to_other += c->to_other;
        sum->from_other += c->from_other;
    }
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(sums[i].a, a_lines);
        assert_int_equal(sums[i].b, b_lines);
        assert_int_equal(sums[i].b + sums[i].gone, sums[i].a + sums[i].added);
        assert_int_equal(sums[i].to_other, sums[i].from_other);
    }
}

static uint64_t lines_of(const char *lines)
{
    uint64_t count = 1;
    for (; *lines; lines++) {
        count += *lines == '|';
    }
    return count;
}

#define SHERIFF "Harmon County Sheriff's Office"
static void lists_of_agreements_line_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        const char *kinds; // of the lines that changed, in order
        uint64_t twice_a, twice_b;
    } cases[] = {
        {"OHIO," SHERIFF ",Jail,2025-03-01", "OHIO," SHERIFF ",Jail,2025-03-01", "", 0,
         0},
        {"OHIO ," SHERIFF " ,Jail ,2025-03-01", "OHIO," SHERIFF ",Jale,2025-03-01", "", 0,
         0},
        {"OHIO," SHERIFF ",Jail,2025-03-01", "OHIO," SHERIFF ",Jail,2025-03-02",
         "signed date", 0, 0},
        {"OHIO," SHERIFF ",Jail,pending", "OHIO," SHERIFF ",Jail,2025-03-02",
         "signed date", 0, 0},
        {"OHIO,Harmon County Sherif's Office,Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail,2025-03-01", "spelling", 0, 0},
        {"OHIO,Harmon Co. Sheriff Department,Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail,2025-03-01", "spelling", 0, 0},
        {"OHIO,Harmon Co. Sheriff Department,Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail,2025-04-09", "spelling", 0, 0},
        {"OHIO,Harmon County Sherif's Office,Jail,2025-03-01", // A letter, on another
                                                               // day.
         "OHIO," SHERIFF ",Jail,2025-03-02", "gone added", 0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01", "OHIO," SHERIFF ",Task Force,2025-03-01",
         "support type", 0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01", "OHIO," SHERIFF ",Task Force,2025-03-02",
         "gone added", 0, 0},
        {"OHIOJ," SHERIFF ",Jail,2025-03-01", "OHIO," SHERIFF ",Jail,2025-03-01", "state",
         0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01", "IOWA," SHERIFF ",Task Force,2025-03-01",
         "added gone", 0, 0},
        // Several agreements of one agency; the days of two.
        {"OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF ",Task Force,2025-03-01",
         "OHIO," SHERIFF ",Task Force,2025-03-01|OHIO," SHERIFF ",Jail,2025-03-05",
         "signed date", 0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF ",Jail,2025-03-02",
         "OHIO," SHERIFF ",Jail,2025-03-02|OHIO," SHERIFF ",Jail,2025-03-01", "", 0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF ",Jail,2025-03-02",
         "OHIO," SHERIFF ",Jail,2025-03-02", "gone", 0, 0},
        // A line that stands twice.
        {"OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF ",Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail,2025-03-01", "gone", 1, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF ",Jail,2025-03-01|OHIO," SHERIFF
         ",Jail,2025-03-01",
         "added added", 0, 2},
        // Without a day that is equal, another state, type or letter is another
        // agreement.
        {"OHIO," SHERIFF ",Jail,pending", "IOWA," SHERIFF ",Jail,pending", "added gone",
         0, 0},
        {"OHIO," SHERIFF ",Jail,2025-03-01", "IOWA," SHERIFF ",Jail", "added gone", 0, 0},
        {"OHIO," SHERIFF ",Jail", "OHIO," SHERIFF ",Task Force,2025-03-01", "gone added",
         0, 0},
        {"OHIO,Harmon County Sherif's Office,Jail", "OHIO," SHERIFF ",Jail,2025-03-01",
         "gone added", 0, 0},
        {"OHIO,Harmon Co. Sheriff Department,Jail", "OHIO," SHERIFF ",Jail,2025-03-01",
         "spelling", 0, 0},
        // A list of another kind, without days.
        {"OHIO," SHERIFF ",Jail,2025-03-01|OHIO,Lake Tarn Police,Jail,2025-03-01",
         "OHIO," SHERIFF ",Jail|OHIO,Lake Mere Police,Jail", "added gone", 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct support_loaded loaded;
        char kinds[256] = "";
        support_loaded_open(&loaded, agreements_yaml, "lists.duckdb");
        list_add(&loaded, cases[i].a, "A");
        list_add(&loaded, cases[i].b, "B");
        const struct sp_diff diff = diff_of(&loaded, "A", "B");
        assert_true(diff.has_agreements);
        for (size_t j = 0; j < diff.agreement_count; j++) {
            if (j) strncat(kinds, " ", sizeof kinds - strlen(kinds) - 1);
            strncat(kinds, sp_diff_agreement_name(diff.agreements[j].kind),
                    sizeof kinds - strlen(kinds) - 1);
        }
        if (strcmp(kinds, cases[i].kinds) != 0) fail_msg("case %zu: '%s'", i, kinds);
        assert_int_equal(diff.agreements_twice[0], cases[i].twice_a);
        assert_int_equal(diff.agreements_twice[1], cases[i].twice_b);
        counts_balance(&diff, lines_of(cases[i].a), lines_of(cases[i].b));
        support_loaded_close(&loaded);
    }
}

static void list_random(size_t count, struct sp_buf *out)
{
    static const char *const agencies[] = {"Harmon County Sheriff's Office",
                                           "Harmon Co. Sheriff's Dept",
                                           "Lake Tarn Police",
                                           "Lake Tarne Police",
                                           "State Highway Patrol",
                                           "Highway State Patrol"};
    sp_buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        sp_buf_format(out, "%s%s,%s,%s,2025-03-0%u", i ? "|" : "",
                      support_random_below(2) ? "OHIO" : "IOWA",
                      agencies[support_random_below(COUNT(agencies))],
                      support_random_below(2) ? "Jail" : "Task Force",
                      1 + support_random_below(4));
    }
}

static void lists_balance_whatever_they_hold(void **state)
{
    (void)state;
    struct sp_buf lines[2];
    sp_buf_init(&lines[0], 1 << 16);
    sp_buf_init(&lines[1], 1 << 16);
    support_random_start(support_seed());
    for (size_t round = 0; round < 12; round++) {
        struct support_loaded loaded;
        support_loaded_open(&loaded, agreements_yaml, "balance.duckdb");
        for (size_t side = 0; side < 2; side++) {
            list_random(1 + support_random_below(60), &lines[side]);
            list_add(&loaded, lines[side].data, side ? "B" : "A");
        }
        const struct sp_diff there = diff_of(&loaded, "A", "B");
        const struct sp_diff back = diff_of(&loaded, "B", "A");
        counts_balance(&there, lines_of(lines[0].data), lines_of(lines[1].data));
        counts_balance(&back, lines_of(lines[1].data), lines_of(lines[0].data));
        // What is the same, and what differs in its day alone, does not depend on which
        // list comes first.
        assert_int_equal(there.agreement_count_count, back.agreement_count_count);
        for (size_t i = 0; i < there.agreement_count_count; i++) {
            const struct sp_diff_agreement_count *a = &there.agreement_counts[i];
            const struct sp_diff_agreement_count *b = &back.agreement_counts[i];
            assert_int_equal(a->same, b->same);
            assert_int_equal(a->signed_date, b->signed_date);
        }
        support_loaded_close(&loaded);
    }
    support_random_end();
    sp_buf_release(&lines[0]);
    sp_buf_release(&lines[1]);
}

static void every_failed_allocation_is_an_error(void **state)
{
    (void)state;
    struct support_loaded loaded;
    int64_t allowed = 0;
    support_loaded_open(&loaded, agreements_yaml, "alloc.duckdb");
    list_add(&loaded, "OHIO," SHERIFF ",Jail,2025-03-01|IOWA,A,Jail,2025-03-01", "A");
    list_add(&loaded, "OHIO," SHERIFF ",Jail,2025-03-02|IOWA,B,Jail,2025-03-01", "B");
    for (bool done = false; !done; allowed++) {
        struct sp_diff diff = {0};
        struct sp_err err = {0};
        struct sp_arena arena;
        sp_arena_init(&arena, (size_t)64 << 20);
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc =
            sp_release_diff(loaded.ledger, SP_STR("A"), SP_STR("B"), &arena, &diff, &err);
        sp_alloc_fail_after(-1);
        done = rc == SP_OK;
        if (done) assert_int_equal(diff.agreement_count, 3);
        if (!done) assert_true(rc == SP_ERR_MEMORY || rc == SP_ERR_LIMIT);
        sp_arena_release(&arena);
    }
    assert_true(allowed > 10);
    support_loaded_close(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_planted_edit_is_counted_by_its_kind,
                                  support_seed_print),
        cmocka_unit_test(several_rows_of_a_day_are_paired_by_what_they_share),
        cmocka_unit_test(many_rows_of_a_day_are_paired_in_order),
        cmocka_unit_test(a_field_spelled_anew_is_told_apart),
        cmocka_unit_test(agencies_by_their_words),
        cmocka_unit_test_teardown(any_bytes_give_sorted_words, support_seed_print),
        cmocka_unit_test(lists_of_agreements_line_by_line),
        cmocka_unit_test_teardown(lists_balance_whatever_they_hold, support_seed_print),
        cmocka_unit_test(every_failed_allocation_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
