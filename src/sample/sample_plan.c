/*
 * Invariants: a file's refs stand together; sheet rows of a file add up to its row count;
 * within a file, rows are in the order of their day; both sorts have no equal keys, so
 * that no library's sort can change a byte.
 */
#include "sample/sample_plan.h"

#include "sallyport/date.h"

#include <stdio.h>
#include <stdlib.h>

/* Of layouts that name their sheets so. */
static const char *const sheet_tables[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = "Admin Arrests", [SAMPLE_DETAINERS] = "Detainers",
    [SAMPLE_DETENTIONS] = "Detentions", [SAMPLE_ENCOUNTERS] = "Encounters",
    [SAMPLE_REMOVALS] = "Removals",
};

enum { REF_CAPACITY_FIRST = 4096 };

static enum sp_rc refs_reserve(struct sample_plan *plan, size_t more, struct sp_err *err)
{
    if (plan->ref_count + more <= plan->ref_capacity) return SP_OK;
    size_t capacity = plan->ref_capacity ? plan->ref_capacity * 2 : REF_CAPACITY_FIRST;
    struct sample_ref *refs = sp_realloc(plan->refs, capacity * sizeof *refs);
    if (!refs) {
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %zu rows", capacity);
    }
    plan->refs = refs;
    plan->ref_capacity = capacity;
    return SP_OK;
}

static void ref_add(struct sample_plan *plan, struct sample_random *random,
                    uint32_t person, enum sample_table table, size_t nth, int32_t minute)
{
    const int32_t day = minute / SAMPLE_DAY_MINUTES;
    const int32_t year = sp_fiscal_year(day) - SAMPLE_FIRST_YEAR;
    SP_ASSERT(year >= 0 && year < SAMPLE_YEAR_COUNT);
    if (!plan->layout->tables[table]) return;
    const size_t file =
        (size_t)table * SAMPLE_YEAR_COUNT + (plan->layout->by_year ? (size_t)year : 0);
    plan->refs[plan->ref_count++] = (struct sample_ref){
        .person = person,
        .scramble = (uint32_t)(sample_random_next(random) >> 32),
        .day = day,
        .file = (uint8_t)file,
        .nth = (uint8_t)nth,
    };
    plan->files[file].row_count++;
}

static void person_add(struct sample_plan *plan, uint64_t seed, uint32_t index,
                       const struct sample_person *person)
{
    struct sample_random random;
    sample_random_init(&random, seed, index, SAMPLE_STREAM_ORDER);
    for (size_t i = 0; i < person->arrest_count; i++) {
        ref_add(plan, &random, index, SAMPLE_ARRESTS, i, person->arrests[i].minute);
    }
    for (size_t i = 0; i < person->detainer_count; i++) {
        ref_add(plan, &random, index, SAMPLE_DETAINERS, i, person->detainers[i].prepared);
    }
    for (size_t i = 0; i < person->stint_count; i++) {
        ref_add(plan, &random, index, SAMPLE_DETENTIONS, i, person->stints[i].in);
    }
    for (size_t i = 0; i < person->encounter_count; i++) {
        ref_add(plan, &random, index, SAMPLE_ENCOUNTERS, i, person->encounters[i].minute);
    }
    for (size_t i = 0; i < person->removal_count; i++) {
        ref_add(plan, &random, index, SAMPLE_REMOVALS, i,
                person->stays[person->removals[i].stay].end);
    }
}

#define ORDER(a, b)                                                                      \
    if ((a) != (b)) return (a) < (b) ? -1 : 1

static int compare_rows(const void *left, const void *right)
{
    const struct sample_ref *a = left;
    const struct sample_ref *b = right;
    ORDER(a->file, b->file);
    ORDER(a->day, b->day);
    ORDER(a->scramble, b->scramble);
    ORDER(a->person, b->person);
    ORDER(a->nth, b->nth);
    return 0;
}

static int compare_people(const void *left, const void *right)
{
    const struct sample_ref *a = left;
    const struct sample_ref *b = right;
    ORDER(a->person, b->person);
    ORDER(a->file / SAMPLE_YEAR_COUNT, b->file / SAMPLE_YEAR_COUNT);
    ORDER(a->nth, b->nth);
    return 0;
}

void sample_plan_sort_rows(struct sample_plan *plan)
{
    if (plan->ref_count) {
        qsort(plan->refs, plan->ref_count, sizeof *plan->refs, compare_rows);
    }
}

void sample_plan_sort_people(struct sample_plan *plan)
{
    if (plan->ref_count) {
        qsort(plan->refs, plan->ref_count, sizeof *plan->refs, compare_people);
    }
}

static void file_name(const struct sample_layout *layout, struct sample_file *file)
{
    const struct sample_file_naming *naming = &layout->files;
    char year[32] = "";
    if (layout->by_year) {
        (void)snprintf(year, sizeof year, "%s%d", naming->year,
                       file->year % naming->year_modulo);
    }
    (void)snprintf(file->name, sizeof file->name, "%s%s%s%s", naming->before,
                   naming->tables[file->table], year, naming->after);
}

static void sheets_name(const struct sample_layout *layout, struct sample_file *file)
{
    const bool running = file->year == SAMPLE_FIRST_YEAR + SAMPLE_YEAR_COUNT - 1;
    char name[32] = "";
    switch (layout->sheets) {
    case SAMPLE_SHEET_PRIOR:
        (void)snprintf(name, sizeof name, "%s", running ? "FY2026" : "Prior FY");
        break;
    case SAMPLE_SHEET_YEAR:
        (void)snprintf(name, sizeof name, "FY%d", file->year);
        break;
    case SAMPLE_SHEET_TABLE:
        (void)snprintf(name, sizeof name, "%s", sheet_tables[file->table]);
        break;
    }
    for (size_t i = 0; i < file->sheet_count; i++) {
        char part[32] = "";
        if (i > 0) (void)snprintf(part, sizeof part, " (%zu)", i + 1);
        (void)snprintf(file->sheet_names[i], sizeof file->sheet_names[i], "%s%s", name,
                       part);
    }
}

/* Sheets of equal length; detentions have two at least, as do the real ones. */
static void file_cut(struct sample_plan *plan, struct sample_file *file)
{
    const uint64_t least = file->table == SAMPLE_DETENTIONS ? 2 : 1;
    const uint64_t needed =
        (file->row_count + SAMPLE_SHEET_ROWS_MAX - 1) / SAMPLE_SHEET_ROWS_MAX;
    file->sheet_count = (size_t)(needed > least ? needed : least);
    SP_ASSERT(file->sheet_count <= SAMPLE_SHEETS_MAX);
    const uint64_t length = (file->row_count + file->sheet_count - 1) / file->sheet_count;
    for (uint64_t i = 0; i < file->row_count; i++) {
        struct sample_ref *ref = &plan->refs[file->first_ref + i];
        ref->sheet = (uint8_t)(i / length);
        ref->row = (uint32_t)(SAMPLE_HEADER_ROW + 1 + i % length);
        file->sheet_rows[ref->sheet]++;
    }
    file_name(plan->layout, file);
    sheets_name(plan->layout, file);
}

static void files_cut(struct sample_plan *plan)
{
    size_t first = 0;
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        struct sample_file *file = &plan->files[i];
        file->table = (enum sample_table)(i / SAMPLE_YEAR_COUNT);
        const size_t year = i % SAMPLE_YEAR_COUNT;
        const bool by_year = plan->layout->by_year;
        file->is_written = plan->layout->tables[file->table] && (by_year || year == 0);
        if (!file->is_written) continue;
        if (by_year) file->year = SAMPLE_FIRST_YEAR + (int32_t)year;
        file->first_ref = first;
        file_cut(plan, file);
        first += file->row_count;
    }
}

enum sp_rc sample_plan_make(const struct sample_layout *layout, uint64_t seed,
                            uint64_t people, struct sample_plan *out_plan,
                            struct sp_err *err)
{
    const size_t rows_max = SAMPLE_ARRESTS_MAX + SAMPLE_DETAINERS_MAX +
                            SAMPLE_STINTS_MAX + SAMPLE_ENCOUNTERS_MAX +
                            SAMPLE_REMOVALS_MAX;
    SP_ASSERT(people <= SAMPLE_PEOPLE_MAX);
    out_plan->layout = layout;
    for (uint32_t i = 0; i < people; i++) {
        struct sample_person person;
        const enum sp_rc rc = refs_reserve(out_plan, rows_max, err);
        if (rc != SP_OK) return rc;
        sample_person_make(seed, i, &person);
        person_add(out_plan, seed, i, &person);
    }
    sample_plan_sort_rows(out_plan);
    files_cut(out_plan);
    return SP_OK;
}

size_t sample_plan_last_file(const struct sample_plan *plan, enum sample_table table)
{
    const size_t first = (size_t)table * SAMPLE_YEAR_COUNT;
    SP_ASSERT(plan->layout->tables[table]);
    return plan->layout->by_year ? first + SAMPLE_YEAR_COUNT - 1 : first;
}

void sample_plan_release(struct sample_plan *plan)
{
    sp_free(plan->refs);
    plan->refs = NULL;
    plan->ref_count = plan->ref_capacity = 0;
}
