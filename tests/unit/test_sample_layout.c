/*
 * The layouts of the synthetic release: each has the columns and files of its release,
 * every row of it is accounted for, and all of them tell of the same people.
 */
#include "base/base.h"
#include "sample/sample_key.h"
#include "sallyport/sheet.h"
#include "support/support_release.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 300, SERIAL_SIZE = 5, FILES_MAX = 21 };

static const char *const layouts[] = {"2026-03-core", "2025-07", "2026-03", "2026-08"};
enum { LAYOUT_COUNT = sizeof layouts / sizeof layouts[0] };

/* Columns of each table, and files, as the releases have them. */
static const struct {
    const char *layout;
    size_t arrests, detainers, detentions, encounters, removals;
    size_t files;
} shapes[LAYOUT_COUNT] = {
    {"2026-03-core", 25, 65, 53, 0, 0, 9 + 5},
    {"2025-07", 23, 65, 37, 25, 41, 5 + 7},
    {"2026-03", 25, 65, 53, 23, 39, 15 + 7},
    {"2026-08", 22, 44, 34, 22, 35, 15 + 7},
};

static size_t columns_wanted(size_t shape, enum sample_table table)
{
    const size_t counts[SAMPLE_TABLE_COUNT] = {
        shapes[shape].arrests, shapes[shape].detainers, shapes[shape].detentions,
        shapes[shape].encounters, shapes[shape].removals};
    return counts[table];
}

/* Through the project's own reader: the header on row 7, and every row after it. */
static uint64_t sheet_rows(struct sp_book *book, size_t index, size_t columns)
{
    struct sp_err err = {0};
    struct sp_sheet *sheet = NULL;
    struct sp_row row;
    enum sp_rc rc;
    uint64_t rows = 0;
    assert_int_equal(sp_sheet_open(book, index, &sheet, &err), SP_OK);
    while ((rc = sp_sheet_next(sheet, &row, &err)) == SP_OK) {
        if (row.number == SAMPLE_HEADER_ROW) assert_int_equal(row.count, columns);
        if (row.number < SAMPLE_HEADER_ROW) assert_true(row.count <= 1);
        rows += row.number > SAMPLE_HEADER_ROW && row.count > 0;
        assert_true(row.count <= columns);
    }
    assert_int_equal(rc, SP_END);
    sp_sheet_close(sheet);
    return rows;
}

static void check_file(struct release *release, const struct sample_file *file,
                       const char *json, size_t columns)
{
    struct sp_err err = {0};
    struct sp_book *book = NULL;
    uint64_t rows = 0;
    const struct sp_book_options options = {0};
    if (sp_book_open(release_path(release, file->name), &options, &book, &err) != SP_OK)
        fail_msg("%s", err.text);
    assert_int_equal(sp_book_sheet_count(book), file->sheet_count);
    for (size_t i = 0; i < file->sheet_count; i++) {
        rows += sheet_rows(book, i, columns);
    }
    sp_book_close(book);
    const char *in_key = strstr(strstr(json, "\"files\""), file->name);
    assert_non_null(in_key);
    assert_int_equal(rows, release_count(in_key, "rows", NULL, NULL));
    assert_int_equal(rows, file->row_count);
}

static void test_every_row_is_read_back_and_in_the_key(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        struct release release;
        struct sample_plan plan = {0};
        struct sp_err err = {0};
        const struct sample_layout *layout;
        uint64_t rows[SAMPLE_TABLE_COUNT] = {0};
        release_make_as(&release, layouts[i], PEOPLE, 1);
        assert_int_equal(release.file_count, shapes[i].files);
        assert_int_equal(sample_layout_find(layouts[i], &layout, &err), SP_OK);
        assert_int_equal(sample_plan_make(layout, 1, PEOPLE, &plan, &err), SP_OK);
        const char *json = release_text(&release, "answer-key.json");
        for (size_t j = 0; j < SAMPLE_FILE_COUNT; j++) {
            const struct sample_file *file = &plan.files[j];
            // One column is missing in one year of two tables.
            const bool lacks_one =
                file->year == 2024 &&
                ((layout->id_stream == 0 && file->table == SAMPLE_DETAINERS) ||
                 (i == 3 && file->table == SAMPLE_ARRESTS));
            if (!file->is_written) continue;
            check_file(&release, file, json, columns_wanted(i, file->table) - lacks_one);
            rows[file->table] += file->row_count;
        }
        for (size_t j = 0; j < SAMPLE_TABLE_COUNT; j++) {
            char table[32];
            (void)snprintf(table, sizeof table, "\n  \"%s\"", sample_table_names[j]);
            const char *object = strstr(json, table);
            assert_true((object != NULL) ==
                        (columns_wanted(i, (enum sample_table)j) > 0));
            // "rows" at the object's own depth: lists within it are deeper.
            if (object) object = strstr(object, "\n    \"rows\": ");
            if (object)
                assert_int_equal(release_count(object, "rows", NULL, NULL), rows[j]);
        }
        sample_plan_release(&plan);
        release_end(&release);
    }
}

static void test_headings_that_trap(void **unused)
{
    (void)unused;
    static const struct {
        const char *layout;
        size_t file; // table × years + year
        const char *heading;
        bool is_there;
    } cases[] = {
        {"2025-07", SAMPLE_DETAINERS * 3, "Case Final Order Yes No", true},
        {"2025-07", SAMPLE_DETAINERS * 3, "Final Order Yes No", true},
        {"2025-07", SAMPLE_DETENTIONS * 3, "Birth Date (redacted)", true},
        {"2025-07", SAMPLE_ARRESTS * 3, "Operation", false},
        {"2026-03", SAMPLE_DETAINERS * 3, "Birth Date", false},
        {"2026-03", SAMPLE_DETAINERS * 3 + 1, "Birth Date", true},
        {"2026-03", SAMPLE_ENCOUNTERS * 3, "Citizenship County", true},
        {"2026-03", SAMPLE_ENCOUNTERS * 3, "Citizenship Country", false},
        {"2026-08", SAMPLE_ARRESTS * 3, "Alien File Number", false},
        {"2026-08", SAMPLE_ARRESTS * 3 + 1, "Alien File Number", true},
        {"2026-08", SAMPLE_ARRESTS * 3 + 1, "City", true},
        {"2026-08", SAMPLE_REMOVALS * 3, "Progrocessing Disposition", true},
        {"2026-08", SAMPLE_DETAINERS * 3, "Detainer Lift Reason Code", false},
    };
    const char *layout = "";
    struct release release;
    struct release_books *books = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (strcmp(layout, cases[i].layout) != 0) {
            if (books) {
                release_books_end(books);
                release_end(&release);
            }
            layout = cases[i].layout;
            release_make_as(&release, layout, PEOPLE, 1);
            books = release_read(&release, PEOPLE, 1);
        }
        assert_int_equal(
            release_has_column(&books->sheets[cases[i].file][0], cases[i].heading),
            cases[i].is_there);
    }
    release_books_end(books);
    release_end(&release);
}

static void test_same_seed_same_bytes_in_every_layout(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        struct release first, again;
        release_make_as(&first, layouts[i], 40, 7);
        release_make_as(&again, layouts[i], 40, 7);
        assert_int_equal(first.file_count, again.file_count);
        for (size_t j = 0; j < first.file_count; j++) {
            char hashes[2][SP_SHA256_TEXT_SIZE];
            struct sp_err err = {0};
            uint64_t size;
            assert_int_equal(sp_sha256_file(first.files[j].data, hashes[0], &size, &err),
                             SP_OK);
            assert_int_equal(sp_sha256_file(again.files[j].data, hashes[1], &size, &err),
                             SP_OK);
            assert_string_equal(hashes[0], hashes[1]);
        }
        release_end(&first);
        release_end(&again);
    }
}

/* -- One truth -- */

/* The nth data row of a table, over its files and sheets in order; NULL past the last. */
static struct sp_str *table_row(const struct release_books *books,
                                enum sample_table table, uint64_t nth,
                                const struct release_sheet **out_sheet)
{
    for (size_t i = (size_t)table * SAMPLE_YEAR_COUNT;
         i < ((size_t)table + 1) * SAMPLE_YEAR_COUNT; i++) {
        for (size_t j = 0; j < books->plan.files[i].sheet_count; j++) {
            const uint64_t rows = books->plan.files[i].sheet_rows[j];
            *out_sheet = &books->sheets[i][j];
            if (nth < rows) return (*out_sheet)->rows[SAMPLE_HEADER_ROW + 1 + nth];
            nth -= rows;
        }
    }
    return NULL;
}

static bool is_planted(struct sp_str cell)
{
    return sp_str_equal_text(cell, "06/14/0002 03:10 PM") ||
           sp_str_equal_text(cell, "246920000");
}

/* A fact under both headings is the same cell, text for text. @return facts compared */
static size_t check_shared_facts(const struct release_books *left,
                                 const struct release_books *right,
                                 enum sample_table table)
{
    const struct sample_layout *layouts_of[2] = {left->plan.layout, right->plan.layout};
    size_t shared = 0;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const enum sample_field field = (enum sample_field)i;
        const char *headings[2];
        for (size_t j = 0; j < 2; j++) {
            headings[j] = sample_layout_heading(layouts_of[j], table, field);
        }
        const bool is_fact = sample_field_names[i][0] && field != FIELD_PERSON;
        // One layout writes initial bonds as texts.
        if (!is_fact || !headings[0] || !headings[1] || field == FIELD_BOND_SET) continue;
        const struct release_sheet *sheets[2];
        struct sp_str *rows[2];
        for (uint64_t row = 0;; row++) {
            rows[0] = table_row(left, table, row, &sheets[0]);
            rows[1] = table_row(right, table, row, &sheets[1]);
            assert_true((rows[0] == NULL) == (rows[1] == NULL));
            if (!rows[0]) break;
            const struct sp_str a = rows[0][release_column(sheets[0], headings[0])];
            const struct sp_str b = rows[1][release_column(sheets[1], headings[1])];
            if (is_planted(a) || is_planted(b)) continue;
            if (!sp_str_equal(a, b)) {
                fail_msg("row %llu of %s: '%s' and '%s' differ", (unsigned long long)row,
                         sample_table_names[table], headings[0], headings[1]);
            }
        }
        shared++;
    }
    return shared;
}

static void test_layouts_tell_of_the_same_facts(void **unused)
{
    (void)unused;
    struct release releases[3];
    struct release_books *books[3];
    for (size_t i = 0; i < 3; i++) {
        release_make_as(&releases[i], layouts[i + 1], PEOPLE, 4);
        books[i] = release_read(&releases[i], PEOPLE, 4);
    }
    for (size_t i = 0; i < SAMPLE_TABLE_COUNT; i++) {
        const enum sample_table table = (enum sample_table)i;
        assert_true(check_shared_facts(books[0], books[1], table) >= 15);
        assert_true(check_shared_facts(books[1], books[2], table) >= 15);
        assert_true(check_shared_facts(books[0], books[2], table) >= 15);
    }
    for (size_t i = 0; i < 3; i++) {
        release_books_end(books[i]);
        release_end(&releases[i]);
    }
}

/* From the nth field of a line on. */
static const char *line_rest(const char *line, size_t fields)
{
    for (size_t i = 0; i < fields; i++) {
        line += strcspn(line, ",") + 1;
    }
    return line;
}

static void test_layouts_have_one_answer(void **unused)
{
    (void)unused;
    static const char *const counts[][2] = {
        {"arrests", "true_arrests"},    {"arrests", "without_id"},
        {"detainers", "declined"},      {"detainers", "Detainer Declined by LEA"},
        {"detentions", "true_stays"},   {"detentions", "without_id"},
        {"episodes", "duplicate_rows"}, {"operation", "true_arrests"},
        {"returns", "in_the_release"},  {"returns", "in_the_release_with_both_ids"},
    };
    struct release releases[LAYOUT_COUNT];
    const char *json[LAYOUT_COUNT];
    char *detainers[LAYOUT_COUNT];
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        release_make_as(&releases[i], layouts[i], PEOPLE, 1);
        json[i] = release_text(&releases[i], "answer-key.json");
        detainers[i] = release_lines(&releases[i], "answer-key-detainers.csv");
    }
    for (size_t i = 1; i < LAYOUT_COUNT; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            const uint64_t first =
                release_count(json[0], counts[j][0], counts[j][1], NULL);
            assert_int_equal(release_count(json[i], counts[j][0], counts[j][1], NULL),
                             first);
        }
        const char *left = detainers[0];
        const char *right = detainers[i];
        size_t lines = 0;
        while (*left && *right) { // Each line but for file, sheet and row.
            left = line_rest(left, 3);
            right = line_rest(right, 3);
            const size_t size = strcspn(left, "\n");
            assert_int_equal(strcspn(right, "\n"), size);
            assert_memory_equal(left, right, size);
            left += size + 1;
            right += size + 1;
            lines++;
        }
        assert_true(*left == *right && lines > 100);
    }
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        release_end(&releases[i]);
    }
}

/* Ids link the tables of one release and never two releases. */
static void test_ids_are_of_a_release(void **unused)
{
    (void)unused;
    char ids[LAYOUT_COUNT][41];
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        struct sp_err err = {0};
        const struct sample_layout *layout;
        struct sample_person person;
        assert_int_equal(sample_layout_find(layouts[i], &layout, &err), SP_OK);
        sample_person_make(1, 5, &person);
        sample_person_rename(1, 5, layout->id_stream, &person);
        assert_int_equal(strlen(person.traits.id), 40);
        (void)snprintf(ids[i], sizeof ids[i], "%s", person.traits.id);
    }
    assert_string_equal(ids[0], ids[2]); // Both are March 2026.
    assert_string_not_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[0], ids[3]);
    assert_string_not_equal(ids[1], ids[3]);
}

/* -- Encounters and removals -- */

/* A serial's day, -1 for a date typed as text or none. */
static long serial_day(struct sp_str cell)
{
    const bool is_serial = cell.size >= SERIAL_SIZE && cell.data[2] != '/';
    return is_serial ? strtol(cell.data, NULL, 10) : -1;
}

static void check_not_later(struct sp_str before, struct sp_str after)
{
    const long first = serial_day(before);
    const long second = serial_day(after);
    if (first >= 0 && second >= 0) assert_true(first <= second);
}

static void check_one_person(struct sp_str left, struct sp_str right)
{
    if (left.size && right.size) assert_true(sp_str_equal(left, right));
}

static void test_encounters_precede_what_they_led_to(void **unused)
{
    (void)unused;
    const char *id = "Unique Identifier";
    struct release release;
    uint64_t lines = 0, arrests = 0, detainers = 0;
    release_make_as(&release, "2025-07", PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    for (char *line = release_lines(&release, "answer-key-encounters.csv"); line;
         lines++) {
        char *f[RELEASE_FIELDS_MAX];
        line = release_cut(line, f);
        const struct sp_str event = release_cell(books, f, "Event Date");
        const struct sp_str person = release_cell(books, f, id);
        assert_string_equal(f[10], person.size == 40 ? "yes" : "no");
        assert_true(strtol(f[9], NULL, 10) >= 1);
        assert_true(*f[3] || *f[6]);
        if (*f[3]) {
            check_not_later(event, release_cell(books, f + 3, "Detainer Prepare Date"));
            check_one_person(person, release_cell(books, f + 3, id));
            detainers++;
        }
        if (*f[6]) {
            check_not_later(event, release_cell(books, f + 6, "Apprehension Date"));
            check_one_person(person, release_cell(books, f + 6, id));
            arrests++;
        }
    }
    const char *json = release_text(&release, "answer-key.json");
    assert_int_equal(lines, books->plan.files[SAMPLE_ENCOUNTERS * 3].row_count);
    assert_int_equal(arrests, release_count(json, "arrests", "true_arrests", NULL));
    assert_int_equal(arrests,
                     release_count(json, "encounters", "led_to_an_arrest", NULL));
    assert_int_equal(detainers,
                     release_count(json, "encounters", "led_to_detainers", NULL));
    release_books_end(books);
    release_end(&release);
}

static void test_removals_end_their_stays(void **unused)
{
    (void)unused;
    const char *id = "Anonymized Identifier";
    struct release release;
    uint64_t lines = 0;
    release_make_as(&release, "2026-03", PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    for (char *line = release_lines(&release, "answer-key-removals.csv"); line; lines++) {
        char *f[RELEASE_FIELDS_MAX];
        line = release_cut(line, f);
        const struct sp_str departed = release_cell(books, f, "Departed Date");
        const struct sp_str out = release_cell(books, f + 4, "Book Out Date Time");
        const struct sp_str reason = release_cell(books, f + 4, "Stay Release Reason");
        const struct sp_str arrest = release_cell(books, f + 7, "Apprehension Date");
        const struct sp_str person = release_cell(books, f, id);
        assert_true(sp_str_equal_text(reason, "Removed"));
        if (serial_day(departed) >= 0) {
            assert_int_equal(serial_day(departed), serial_day(out));
        }
        check_not_later(arrest, departed);
        check_one_person(person, release_cell(books, f + 4, id));
        check_one_person(person, release_cell(books, f + 7, id));
        assert_string_equal(f[10], person.size == 40 ? "yes" : "no");
    }
    const char *json = release_text(&release, "answer-key.json");
    assert_true(lines > 50);
    assert_int_equal(lines, release_count(json, "true_stays_ended", NULL, NULL));
    release_books_end(books);
    release_end(&release);
}

/* -- What is planted, and what is not shown -- */

static void test_planted_cells_are_where_the_key_says(void **unused)
{
    (void)unused;
    static const struct {
        const char *layout;
        size_t detainers, detentions; // the tables' last files
        const char *bond;
    } cases[] = {
        {"2025-07", 3, 6, "246920000"},
        {"2026-03", 5, 8, "246920000"},
        {"2026-08", 5, 8, "$246,920,000.00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct release release;
        release_make_as(&release, cases[i].layout, PEOPLE, 1);
        struct release_books *books = release_read(&release, PEOPLE, 1);
        const char *json = release_text(&release, "answer-key.json");
        const struct release_sheet *sheet = &books->sheets[cases[i].detainers][0];
        const uint64_t date_row = release_count(json, "impossible_date", "row", NULL);
        assert_true(sp_str_equal_text(
            sheet->rows[date_row][release_column(sheet, "Apprehension Date")],
            "06/14/0002 03:10 PM"));
        sheet = &books->sheets[cases[i].detentions][0];
        const uint64_t bond_row = release_count(json, "bond_beyond_reason", "row", NULL);
        assert_true(sp_str_equal_text(
            sheet->rows[bond_row][release_column(sheet, "Initial Bond Set Amount")],
            cases[i].bond));
        release_books_end(books);
        release_end(&release);
    }
}

static void test_the_key_says_what_is_not_shown(void **unused)
{
    (void)unused;
    static const struct {
        const char *layout, *name;
        bool is_named;
    } cases[] = {
        {"2026-03-core", "\"operation\"\n", false},
        {"2026-03-core", "\"encounters\",\n    \"removals\"\n", true},
        {"2025-07", "\"operation\"\n", true},
        {"2025-07", "\"lift reason code\",\n", true},
        {"2025-07", "\"by_operation_recorded\"", false},
        {"2026-03", "\"by_operation_recorded\"", true},
        {"2026-03", "\"lift reason code\",\n", false},
        {"2026-08", "\"lift reason code\",\n", true},
        {"2026-08", "\"targeted or collateral\",\n", true},
        {"2026-08", "\"by_operation_recorded\"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct release release;
        release_make_as(&release, cases[i].layout, 5, 1);
        const char *json = release_text(&release, "answer-key.json");
        assert_int_equal(strstr(json, cases[i].name) != NULL, cases[i].is_named);
        release_end(&release);
    }
}

static void test_an_unknown_layout_is_told_with_the_known_ones(void **unused)
{
    (void)unused;
    struct release release;
    struct sp_err err = {0};
    release_begin(&release);
    release.layout = "2031-01";
    assert_int_equal(release_try(&release, release.dir, 5, 1, &err), SP_ERR_USAGE);
    assert_string_equal(err.text, "no layout '2031-01'; there are 2026-03-core, 2025-07, "
                                  "2026-03, 2026-08");
    release_end(&release);
}

/* Every fact of a list is drawn for the table it is shown in, and every name is its own.
 */
static void test_lists_of_facts_hold_together(void **unused)
{
    (void)unused;
    for (size_t i = FIELD_WITHHELD + 1; i < FIELD_COUNT; i++) {
        bool is_known = false;
        assert_true(sample_field_names[i][0] != '\0');
        for (size_t j = FIELD_WITHHELD + 1; j < i; j++) {
            assert_string_not_equal(sample_field_names[i], sample_field_names[j]);
        }
        for (size_t j = 0; j < SAMPLE_TABLE_COUNT; j++) {
            is_known |= sample_field_is_known((enum sample_table)j, (enum sample_field)i);
        }
        assert_true(is_known);
    }
    for (size_t i = 0; i < SAMPLE_LAYOUT_COUNT; i++) {
        for (size_t j = 0; j < SAMPLE_TABLE_COUNT; j++) {
            const struct sample_columns *columns = &sample_layouts[i].columns[j];
            for (size_t k = 0; k < columns->count; k++) {
                const struct sample_column *column = &columns->columns[k];
                assert_int_equal(column->field == FIELD_WITHHELD,
                                 column->spelling != NULL);
                for (size_t m = 0; m < k; m++) {
                    assert_string_not_equal(column->heading, columns->columns[m].heading);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_read_back_and_in_the_key),
        cmocka_unit_test(test_headings_that_trap),
        cmocka_unit_test(test_same_seed_same_bytes_in_every_layout),
        cmocka_unit_test(test_layouts_tell_of_the_same_facts),
        cmocka_unit_test(test_layouts_have_one_answer),
        cmocka_unit_test(test_ids_are_of_a_release),
        cmocka_unit_test(test_encounters_precede_what_they_led_to),
        cmocka_unit_test(test_removals_end_their_stays),
        cmocka_unit_test(test_planted_cells_are_where_the_key_says),
        cmocka_unit_test(test_the_key_says_what_is_not_shown),
        cmocka_unit_test(test_an_unknown_layout_is_told_with_the_known_ones),
        cmocka_unit_test(test_lists_of_facts_hold_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
