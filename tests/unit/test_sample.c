/*
 * The synthetic release: the histories hold together, the workbooks say what the plan
 * says, the answer key points at the right rows, and nothing depends on anything but
 * people and seed.
 */
#include "base/base.h"
#include "sample/sample_key.h"
#include "sample/sample_xlsx.h"
#include "support/support_release.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { PEOPLE = 400 };

static void test_random_is_the_same_everywhere(void **unused)
{
    (void)unused;
    // Computed apart, from the published definitions.
    struct sample_random random;
    sample_random_init(&random, 1, 2, 3);
    assert_true(sample_random_next(&random) == 0x740DDCCDA2DD6D03u);
    assert_true(sample_random_next(&random) == 0xDD861246B0DD6B46u);
    sample_random_init(&random, 2, 1, 3);
    assert_true(sample_random_next(&random) == 0x419B3CDEF4FA6240u);
}

static void test_same_seed_same_bytes(void **unused)
{
    (void)unused;
    struct release first, again, other;
    release_make(&first, PEOPLE, 1);
    release_make(&again, PEOPLE, 1);
    release_make(&other, PEOPLE, 2);
    for (size_t i = 0; i < RELEASE_FILES; i++) {
        char hashes[3][SP_SHA256_TEXT_SIZE];
        struct sp_err err = {0};
        uint64_t size;
        if (i) assert_true(sp_str_compare(first.files[i - 1], first.files[i]) < 0);
        assert_int_equal(sp_sha256_file(first.files[i].data, hashes[0], &size, &err),
                         SP_OK);
        assert_int_equal(sp_sha256_file(again.files[i].data, hashes[1], &size, &err),
                         SP_OK);
        assert_int_equal(sp_sha256_file(other.files[i].data, hashes[2], &size, &err),
                         SP_OK);
        assert_string_equal(hashes[0], hashes[1]);
        assert_string_not_equal(hashes[0], hashes[2]);
    }
    release_end(&first);
    release_end(&again);
    release_end(&other);
}

static void test_a_second_write_replaces_the_first(void **unused)
{
    (void)unused;
    struct release release;
    struct sp_err err = {0};
    release_make(&release, PEOPLE, 1);
    assert_int_equal(release_try(&release, release.dir, 1, 1, &err), SP_OK);
    assert_int_equal(
        release_count(release_text(&release, "answer-key.json"), "people", NULL, NULL),
        1);
    release_end(&release);
}

static void test_sheets_are_laid_out_as_the_real_ones(void **unused)
{
    (void)unused;
    struct release release;
    release_make(&release, PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        const struct sample_file *file = &books->plan.files[i];
        const struct sample_columns *columns = &sample_layouts[0].columns[file->table];
        if (!file->is_written) continue;
        const bool no_birth_date = file->table == SAMPLE_DETAINERS && file->year == 2024;
        uint64_t rows = 0;
        for (size_t j = 0; j < file->sheet_count; j++) {
            const struct release_sheet *sheet = &books->sheets[i][j];
            assert_true(sp_str_starts(
                sheet->rows[3][0],
                SP_STR("SYNTHETIC RELEASE made by sallyport sample: no record")));
            assert_null(sheet->rows[6]);
            size_t at = 0;
            for (size_t k = 0; k < columns->count; k++) {
                if (no_birth_date &&
                    strcmp(columns->columns[k].heading, "Birth Date") == 0)
                    continue;
                assert_true(sp_str_equal_text(sheet->rows[SAMPLE_HEADER_ROW][at++],
                                              columns->columns[k].heading));
            }
            assert_int_equal(sheet->row_count,
                             SAMPLE_TITLE_ROWS + 1 + file->sheet_rows[j]);
            rows += file->sheet_rows[j];
        }
        assert_int_equal(rows, file->row_count);
        assert_int_equal(file->sheet_count, file->table == SAMPLE_DETENTIONS ? 2 : 1);
    }
    assert_string_equal(books->plan.files[0].sheet_names[0],
                        books->plan.files[1].sheet_names[0]);
    release_books_end(books);
    release_end(&release);
}

static void test_key_totals_are_what_was_written(void **unused)
{
    (void)unused;
    struct release release;
    struct sp_err err = {0};
    struct sample_plan plan = {0};
    uint64_t rows[SAMPLE_TABLE_COUNT] = {0};
    release_make(&release, PEOPLE, 1);
    const char *json = release_text(&release, "answer-key.json");
    assert_int_equal(sample_plan_make(&sample_layouts[0], 1, PEOPLE, &plan, &err), SP_OK);
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        if (!plan.files[i].is_written) continue;
        rows[plan.files[i].table] += plan.files[i].row_count;
        const char *files = strstr(strstr(json, "\"files\""), plan.files[i].name);
        assert_non_null(files);
        assert_int_equal(release_count(files, "rows", NULL, NULL),
                         plan.files[i].row_count);
    }
    const char *detainers = strstr(json, "\"detainers\"");
    const char *facilities = strstr(json, "\"facilities\"");
    uint64_t outcomes = 0;
    uint64_t lifts = release_count(detainers, "by_lift_reason_recorded", "[blank]", NULL);
    uint64_t jail_rows = 0;
    for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
        outcomes +=
            release_count(detainers, "by_true_outcome", sample_outcome_names[i], NULL);
    }
    for (size_t i = 1; i < SAMPLE_LIFT_COUNT; i++) {
        lifts += release_count(detainers, "by_lift_reason_recorded",
                               sample_lift_reasons[i].text, NULL);
    }
    for (size_t i = 0; i < SAMPLE_JAIL_COUNT; i++) {
        jail_rows +=
            release_count(strstr(facilities, sample_jails[i].code), "rows", NULL, NULL);
    }
    assert_int_equal(outcomes, rows[SAMPLE_DETAINERS]);
    assert_int_equal(lifts, rows[SAMPLE_DETAINERS]);
    assert_int_equal(jail_rows, rows[SAMPLE_DETAINERS]);
    assert_int_equal(release_count(json, "arrests", "true_arrests", NULL) +
                         release_count(json, "episodes", "duplicate_rows", NULL),
                     rows[SAMPLE_ARRESTS]);
    assert_int_equal(release_count(json, "detentions", "true_stints", NULL) +
                         release_count(json, "detentions", "bond_twins", NULL),
                     rows[SAMPLE_DETENTIONS]);
    sample_plan_release(&plan);
    release_end(&release);
}

/* Objects alone: a list's entries begin a depth of their own, so none meets another's
 * keys. */
static void test_keys_of_the_key_are_sorted(void **unused)
{
    (void)unused;
    enum { DEPTH_MAX = 8 };
    struct release release;
    struct sp_str last[DEPTH_MAX] = {0};
    size_t keys = 0;
    release_make(&release, 5, 1);
    for (const char *line = release_text(&release, "answer-key.json"); *line;) {
        const size_t depth = strspn(line, " ") / 2;
        const char *name = line + depth * 2;
        const size_t size = strcspn(name, "\n");
        const char *end = *name == '"' ? strstr(name, "\": ") : NULL;
        assert_true(depth + 1 < DEPTH_MAX);
        if (end && end < name + size) {
            const struct sp_str key = {.data = name, .size = (size_t)(end - name)};
            assert_true(sp_str_compare(last[depth], key) < 0);
            last[depth] = key;
            keys++;
        }
        last[depth + 1] = (struct sp_str){0};
        line = name + size + (name[size] == '\n');
    }
    assert_true(keys > 500);
    release_end(&release);
}

static void test_every_detainer_line_points_at_its_row(void **unused)
{
    (void)unused;
    struct release release;
    uint64_t lines = 0;
    uint64_t declined = 0;
    release_make(&release, PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    for (char *line = release_lines(&release, "answer-key-detainers.csv"); line;
         lines++) {
        char *f[RELEASE_FIELDS_MAX];
        line = release_cut(line, f);
        const struct sp_str code = release_cell(books, f, "Detainer Facility Code");
        const struct sp_str lift = release_cell(books, f, "Detainer Lift Reason");
        const struct sp_str form = release_cell(books, f, "Detainer Type");
        const struct sp_str id = release_cell(books, f, "Anonymized Identifier");
        size_t outcomes = 0;
        for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
            outcomes += strcmp(f[7], sample_outcome_names[i]) == 0;
        }
        assert_int_equal(outcomes, 1);
        assert_true(sp_str_equal_text(code, f[3]));
        assert_true(sp_str_equal_text(lift, f[14]));
        assert_true(sp_str_starts(form, sp_str_of(f[5])));
        assert_string_equal(f[15], id.size == 40 ? "yes" : "no");
        assert_true(strcmp(f[7], "notification") != 0 || strcmp(f[5], "I247G") == 0);
        declined += strcmp(f[7], "declined") == 0;
    }
    const char *json = release_text(&release, "answer-key.json");
    assert_int_equal(declined, release_count(strstr(json, "\"detainers\""),
                                             "by_true_outcome", "declined", NULL));
    assert_int_equal(lines, books->plan.files[3].row_count +
                                books->plan.files[4].row_count +
                                books->plan.files[5].row_count);
    release_books_end(books);
    release_end(&release);
}

static void test_returns_and_episodes_point_at_one_person(void **unused)
{
    (void)unused;
    struct release release;
    struct sp_str first_id = {0};
    char episode[16] = "";
    uint64_t returns = 0;
    uint64_t episode_lines = 0;
    release_make(&release, PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    for (char *line = release_lines(&release, "answer-key-returns.csv"); line;
         returns++) {
        char *f[RELEASE_FIELDS_MAX];
        line = release_cut(line, f);
        const struct sp_str detainer = release_cell(books, f, "Anonymized Identifier");
        const struct sp_str arrest = release_cell(books, f + 6, "Anonymized Identifier");
        assert_string_equal(f[14], detainer.size && arrest.size ? "yes" : "no");
        if (detainer.size && arrest.size) assert_true(sp_str_equal(detainer, arrest));
        assert_true(
            sp_str_equal_text(release_cell(books, f + 6, "Apprehension Method"), f[12]));
        assert_true(strtol(f[9], NULL, 10) >= 0);
    }
    for (char *line = release_lines(&release, "answer-key-episodes.csv"); line;
         episode_lines++) {
        char *f[RELEASE_FIELDS_MAX];
        line = release_cut(line, f);
        const struct sp_str id = release_cell(books, f + 2, "Anonymized Identifier");
        assert_string_equal(f[7], id.size ? "yes" : "no");
        if (strcmp(f[0], episode) != 0) first_id = id;
        if (id.size && first_id.size) assert_true(sp_str_equal(id, first_id));
        (void)snprintf(episode, sizeof episode, "%s", f[0]);
    }
    assert_true(returns > 20);
    assert_true(episode_lines > 10);
    release_books_end(books);
    release_end(&release);
}

static void test_the_impossible_date_is_where_the_key_says(void **unused)
{
    (void)unused;
    struct release release;
    release_make(&release, PEOPLE, 1);
    struct release_books *books = release_read(&release, PEOPLE, 1);
    const char *json = release_text(&release, "answer-key.json");
    assert_int_equal(release_count(json, "impossible_date", "row", NULL),
                     sample_plants[SAMPLE_PLANT_DATE].row);
    const struct release_sheet *sheet =
        &books->sheets[SAMPLE_DETAINERS * SAMPLE_YEAR_COUNT + 2][0];
    const size_t column = release_column(sheet, "Apprehension Date");
    assert_true(
        sp_str_equal_text(sheet->rows[sample_plants[SAMPLE_PLANT_DATE].row][column],
                          sample_plants[SAMPLE_PLANT_DATE].text));
    release_books_end(books);
    release_end(&release);
}

static void check_detainer(const struct sample_person *person,
                           const struct sample_detainer *detainer)
{
    assert_true(detainer->outcome < SAMPLE_OUTCOME_COUNT);
    assert_true(detainer->prepared >= SAMPLE_FIRST_MINUTE &&
                detainer->prepared < SAMPLE_END_MINUTE);
    assert_true((detainer->outcome == SAMPLE_NOTIFICATION) <= detainer->notify_only);
    assert_true(!detainer->taken || detainer->outcome == SAMPLE_HONOURED ||
                detainer->outcome == SAMPLE_NOTIFICATION);
    assert_true(detainer->taken >= (detainer->outcome == SAMPLE_HONOURED));
    assert_true((detainer->ended == SAMPLE_NEVER) ==
                (detainer->outcome == SAMPLE_CENSORED));
    assert_true(!detainer->taken || detainer->free == SAMPLE_NEVER);
    if (detainer->return_arrest == SAMPLE_NONE) return;
    assert_true(person->arrests[detainer->return_arrest].minute > detainer->free);
    assert_true(person->arrests[detainer->return_arrest].place != SAMPLE_NONE);
}

static void check_stints(const struct sample_person *person)
{
    const struct sample_stint *before = NULL;
    for (size_t i = 0; i < person->stint_count; i++) {
        const struct sample_stint *stint = &person->stints[i];
        const struct sample_stay *stay = &person->stays[stint->stay];
        assert_true(stint->in < SAMPLE_END_MINUTE && stint->in < stint->out);
        if (stint->bond_twin) continue;
        const bool goes_on = before && before->stay == stint->stay;
        if (goes_on) assert_true(before->out <= stint->in);
        if (!goes_on) assert_int_equal(stint->in, stay->begin);
        if (stint->last) assert_int_equal(stint->out, stay->end);
        before = stint;
    }
}

/* An encounter before each true arrest and each time in a jail, a removal after each stay
 * that ended so. */
static void check_trail(const struct sample_person *person)
{
    size_t led_to[SAMPLE_ARRESTS_MAX] = {0};
    size_t removed = 0;
    for (size_t i = 0; i < person->encounter_count; i++) {
        const struct sample_encounter *encounter = &person->encounters[i];
        assert_true(encounter->minute >= SAMPLE_FIRST_MINUTE);
        if (encounter->detainer != SAMPLE_NONE) {
            assert_true(encounter->minute <
                        person->detainers[encounter->detainer].prepared);
        }
        if (encounter->arrest == SAMPLE_NONE) continue;
        assert_true(encounter->minute < person->arrests[encounter->arrest].minute);
        led_to[encounter->arrest]++;
    }
    for (size_t i = 0; i < person->arrest_count; i++) {
        assert_int_equal(led_to[i], person->arrests[i].copy == 0);
    }
    for (size_t i = 0; i < person->stay_count; i++) {
        removed += person->stays[i].end != SAMPLE_NEVER &&
                   strcmp(person->stays[i].reason, SAMPLE_REASON_REMOVED) == 0;
    }
    assert_int_equal(person->removal_count, removed);
    for (size_t i = 0; i < person->removal_count; i++) {
        const struct sample_removal *removal = &person->removals[i];
        assert_true(person->arrests[removal->arrest].minute <=
                    person->stays[removal->stay].begin);
        assert_int_equal(person->standing.departed_day,
                         person->stays[removal->stay].end / SAMPLE_DAY_MINUTES);
        assert_int_equal(removal->stay + 1, person->stay_count);
    }
}

static void test_histories_hold_together(void **unused)
{
    (void)unused;
    for (uint64_t i = 0; i < 20000; i++) {
        struct sample_person person;
        sample_person_make(3, i, &person);
        for (size_t j = 0; j < person.detainer_count; j++) {
            check_detainer(&person, &person.detainers[j]);
        }
        for (size_t j = 0; j < person.arrest_count; j++) {
            const struct sample_arrest *arrest = &person.arrests[j];
            assert_true(arrest->minute >= SAMPLE_FIRST_MINUTE &&
                        arrest->minute < SAMPLE_END_MINUTE);
            assert_true((arrest->jail == SAMPLE_NONE) != (arrest->place == SAMPLE_NONE));
            assert_true(arrest->event < person.event_count);
        }
        check_stints(&person);
        check_trail(&person);
    }
}

/* Shares in thousandths, recorded over many people. */
static void test_rates_are_as_stated(void **unused)
{
    (void)unused;
    enum {
        DETAINER,
        BLANK_LIFT,
        DETAINER_NO_ID,
        ARREST,
        ARREST_NO_ID,
        NO_STATE,
        OPERATION,
        NAMED,
        DECLINED,
        RETURNED,
        COUNTS
    };
    static const struct {
        int part, whole;
        uint64_t least, most;
    } bounds[] = {
        {BLANK_LIFT, DETAINER, 300, 400}, {DETAINER_NO_ID, DETAINER, 120, 145},
        {ARREST_NO_ID, ARREST, 5, 12},    {NO_STATE, ARREST, 180, 220},
        {NAMED, OPERATION, 750, 850},     {RETURNED, DECLINED, 380, 520},
        {OPERATION, ARREST, 30, 80},      {DECLINED, DETAINER, 300, 480},
    };
    uint64_t counts[COUNTS] = {0};
    for (uint64_t i = 0; i < 30000; i++) {
        struct sample_person person;
        struct sample_row row;
        sample_person_make(5, i, &person);
        for (size_t j = 0; j < person.detainer_count; j++) {
            const struct sample_detainer *detainer = &person.detainers[j];
            sample_row_make(5, i, &person, SAMPLE_DETAINERS, j, &row);
            counts[DETAINER]++;
            counts[BLANK_LIFT] += row.lift == SAMPLE_LIFT_BLANK;
            counts[DETAINER_NO_ID] += !sample_row_has_id(&row);
            counts[DECLINED] += detainer->outcome == SAMPLE_DECLINED;
            counts[RETURNED] +=
                detainer->outcome == SAMPLE_DECLINED &&
                (detainer->return_arrest != SAMPLE_NONE || detainer->unseen_return);
        }
        for (size_t j = 0; j < person.arrest_count; j++) {
            sample_row_make(5, i, &person, SAMPLE_ARRESTS, j, &row);
            counts[ARREST]++;
            counts[ARREST_NO_ID] += !sample_row_has_id(&row);
            counts[NO_STATE] += row.values[FIELD_STATE].kind == SAMPLE_VALUE_BLANK;
            counts[OPERATION] += person.arrests[j].operation;
            counts[NAMED] += row.named == SAMPLE_NAMED_OPEN;
            assert_true(row.named != SAMPLE_NAMED_OPEN || person.arrests[j].operation);
        }
    }
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        const uint64_t share = counts[bounds[i].part] * 1000 / counts[bounds[i].whole];
        assert_in_range(share, bounds[i].least, bounds[i].most);
    }
}

static void test_no_code_could_be_a_real_one(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < SAMPLE_JAIL_COUNT; i++) {
        assert_true(strncmp(sample_jails[i].code, "SYN", 3) == 0);
        assert_non_null(sample_state_name(sample_jails[i].state));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(sample_jails[i].code, sample_jails[j].code);
        }
    }
    for (size_t i = 0; i < SAMPLE_FACILITY_COUNT; i++) {
        assert_true(strncmp(sample_facilities[i].code, "SYN", 3) == 0);
    }
}

static void test_a_folder_that_cannot_be_written(void **unused)
{
    (void)unused;
    static const struct {
        const char *below; // of the release's folder
        const char *file;  // ends so
    } cases[] = {
        {"missing/deeper", "missing/deeper"},
        {"a-file", "a-file/answer-key-detainers.csv"},
    };
    struct release release;
    release_begin(&release);
    FILE *file = fopen(release_path(&release, "a-file"), "wb");
    assert_non_null(file);
    (void)fclose(file);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        assert_int_equal(
            release_try(&release, release_path(&release, cases[i].below), 5, 1, &err),
            SP_ERR_IO);
        assert_true(sp_str_ends(sp_str_of(err.file), sp_str_of(cases[i].file)));
        assert_true(sp_str_starts(sp_str_of(err.text), SP_STR("cannot ")));
    }
    (void)remove(release_path(&release, "a-file"));
    release_end(&release);
}

static void test_people_out_of_range(void **unused)
{
    (void)unused;
    struct release release;
    struct sp_err err = {0};
    release_begin(&release);
    assert_int_equal(release_try(&release, release.dir, 0, 1, &err), SP_ERR_USAGE);
    assert_string_equal(err.text, "a synthetic release has 1 to 2000000 people, not 0");
    err = (struct sp_err){0};
    assert_int_equal(release_try(&release, release.dir, SAMPLE_PEOPLE_MAX + 1, 1, &err),
                     SP_ERR_USAGE);
    release_end(&release);
}

/* A full disk, played by a limit on file sizes: libxlsxwriter alone would report success.
 */
static void test_a_full_disk_is_told(void **unused)
{
    (void)unused;
    static const rlim_t limits[] = {1 << 10, 20 << 10, 100 << 10, 200 << 10};
    struct rlimit before;
    struct release release;
    release_begin(&release);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct sp_err err = {0};
        struct rlimit now = before;
        now.rlim_cur = limits[i];
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
        const enum sp_rc rc = release_try(&release, release.dir, PEOPLE, 1, &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(rc, SP_ERR_IO);
        assert_true(err.file[0] != '\0');
        assert_int_equal(access(release_path(&release, "answer-key.json"), F_OK), -1);
    }
    (void)signal(SIGXFSZ, SIG_DFL);
    struct sp_err err = {0}; // What was left is replaced by a whole release.
    assert_int_equal(release_try(&release, release.dir, PEOPLE, 1, &err), SP_OK);
    release_end(&release);
}

static void test_every_allocation_may_fail(void **unused)
{
    (void)unused;
    static const char *const layouts[] = {NULL, "2026-08"};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        struct release release;
        enum sp_rc rc = SP_ERR_MEMORY;
        release_begin(&release);
        release.layout = layouts[i];
        for (int64_t count = 0; rc != SP_OK; count++) {
            struct sp_err err = {0};
            sp_arena_release(&release.arena);
            sp_arena_init(&release.arena, RELEASE_ARENA_MAX);
            sp_alloc_fail_after(count);
            rc = release_try(&release, release.dir, 10, 1, &err);
            sp_alloc_fail_after(-1);
            assert_true(rc == SP_OK || rc == SP_ERR_MEMORY);
            if (rc != SP_OK) assert_int_equal(err.rc, SP_ERR_MEMORY);
        }
        release_end(&release);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_is_the_same_everywhere),
        cmocka_unit_test(test_same_seed_same_bytes),
        cmocka_unit_test(test_a_second_write_replaces_the_first),
        cmocka_unit_test(test_sheets_are_laid_out_as_the_real_ones),
        cmocka_unit_test(test_key_totals_are_what_was_written),
        cmocka_unit_test(test_keys_of_the_key_are_sorted),
        cmocka_unit_test(test_every_detainer_line_points_at_its_row),
        cmocka_unit_test(test_returns_and_episodes_point_at_one_person),
        cmocka_unit_test(test_the_impossible_date_is_where_the_key_says),
        cmocka_unit_test(test_histories_hold_together),
        cmocka_unit_test(test_rates_are_as_stated),
        cmocka_unit_test(test_no_code_could_be_a_real_one),
        cmocka_unit_test(test_a_folder_that_cannot_be_written),
        cmocka_unit_test(test_people_out_of_range),
        cmocka_unit_test(test_a_full_disk_is_told),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
