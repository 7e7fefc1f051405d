/*
 * Codes that gave way to others within one release: read by week, looked through by
 * check_within_find.c, and told. Only fields of few codes are looked at, and none whose
 * codes are names of things that begin and end by themselves: a jail closes, an operation
 * ends.
 *
 * Invariants: 1. a code is told of in one finding of a field at most; 2. codes that end
 * together (in a week or the one before) are one finding.
 */
#include "check/check_within.h"

#include "check/check_job.h"
#include "check/check_rows.h"

enum {
    EVIDENCE_MAX = 1 << 14,
    CELLS_MAX = 1 << 20, // weeks with rows, over all codes of a field
    DAYS_OF_WEEK = 7,
    CHANGE_WEEKS = 3,
    FIELDS_OF_QUERY = 16
};

/* Fields of a release's sheets that one query asks about. */
struct fields {
    struct check_set sheets;
    const struct sp_field *fields[FIELDS_OF_QUERY];
    size_t count;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the codes of a release");
}

/* -- Reading
 * ---------------------------------------------------------------------------------- */

/* Weeks begin on Monday, counted from the first day of year 1, which is one. */
static const char weeks_sql[] =
    ")) SELECT CAST(g.f AS BIGINT), t.label, (g.d - DATE '0001-01-01') // %d, "
    "CAST(sum(g.n) AS BIGINT) FROM g JOIN term t USING (code) WHERE t.none = 0 GROUP BY "
    "ALL ORDER BY 1, 2, 3";

/* Rows by field, label and week. One query for many fields: each costs a plan, which for
 * small releases is more than the rows. A text field is never NULL, so that the one that
 * is there is the one grouped by. */
static void weeks_query(const struct sp_event *event, const struct fields *fields,
                        struct sp_buf *sql)
{
    sp_buf_reset(sql);
    sp_buf_text(sql, "WITH g AS (SELECT CASE");
    for (size_t i = 0; i < fields->count; i++) {
        sp_buf_format(sql, " WHEN %s IS NOT NULL THEN %zu", fields->fields[i]->name, i);
    }
    sp_buf_text(sql, " END AS f, coalesce(");
    for (size_t i = 0; i < fields->count; i++) {
        sp_buf_format(sql, "%s%s", i ? ", " : "", fields->fields[i]->name);
    }
    sp_buf_format(sql, ") AS code, %s AS d, count(*) AS n FROM %s WHERE sheet_id IN ",
                  event->date_field, event->name);
    check_set_sql(&fields->sheets, sql);
    sp_buf_format(sql, " AND %s IS NOT NULL GROUP BY GROUPING SETS (", event->date_field);
    for (size_t i = 0; i < fields->count; i++) {
        sp_buf_format(sql, "%s(%s, %s)", i ? ", " : "", fields->fields[i]->name,
                      event->date_field);
    }
    sp_buf_format(sql, weeks_sql, (int)DAYS_OF_WEEK);
}

static bool cells_reserve(struct check_within_codes *codes, struct sp_arena *arena)
{
    if (codes->cell_count < codes->cell_capacity) return true;
    const size_t capacity = codes->cell_capacity ? codes->cell_capacity * 2 : 1024;
    struct check_within_cell *grown = sp_arena_array(arena, capacity, sizeof *grown);
    if (!grown) return false;
    for (size_t i = 0; i < codes->cell_count; i++) {
        grown[i] = codes->cells[i];
    }
    codes->cells = grown;
    codes->cell_capacity = capacity;
    return true;
}

/* The rows of a label in a week. A field of too many codes is read to its end and left
 * alone. */
static enum sp_rc cell_read(const struct ledger_rows *rows, struct sp_arena *arena,
                            struct check_within_codes *codes, struct sp_err *err)
{
    const struct sp_str label = ledger_get_text(rows, 1);
    struct check_within_code *code =
        codes->count ? &codes->codes[codes->count - 1] : NULL;
    const bool is_new = !code || !sp_str_equal(code->label, label);
    if (codes->cell_count == CELLS_MAX ||
        (is_new && codes->count == CHECK_RECODED_LABELS_MAX))
        codes->are_too_many = true;
    if (codes->are_too_many) return SP_OK;
    if (is_new) {
        code = &codes->codes[codes->count++];
        *code = (struct check_within_code){.label = sp_arena_copy(arena, label),
                                           .first = codes->cell_count,
                                           .last_week = -1};
        if (!code->label.data) return out_of_memory(err);
    }
    if (!cells_reserve(codes, arena)) return out_of_memory(err);
    const struct check_within_cell cell = {.week = ledger_get_whole(rows, 2),
                                           .rows = ledger_get_whole(rows, 3)};
    codes->cells[codes->cell_count++] = cell;
    code->count++;
    if (cell.rows >= CHECK_WITHIN_ROWS_MIN) code->last_week = cell.week;
    return SP_OK;
}

/* -- Telling
 * ---------------------------------------------------------------------------------- */

static void list_write(const struct check_within_codes *codes, const bool *which,
                       bool is_before, struct sp_buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < codes->count; i++) {
        const struct check_within_code *code = &codes->codes[i];
        if (!which[i] || count++ >= CHECK_RECODED_SHOWN_MAX) continue;
        sp_buf_format(out, "%s'%.*s' (%lld rows", count > 1 ? ", " : "",
                      SP_FMT(code->label),
                      (long long)(is_before ? code->before : code->after));
        if (!is_before && code->before)
            sp_buf_format(out, ", %lld before", (long long)code->before);
        sp_buf_char(out, ')');
    }
    if (count > CHECK_RECODED_SHOWN_MAX)
        sp_buf_format(out, " and %zu more", count - CHECK_RECODED_SHOWN_MAX);
}

static enum sp_rc change_found(struct check_job *job, const struct sp_source *release,
                               const struct sp_field *field,
                               struct check_within_codes *codes,
                               const struct check_within_change *change,
                               struct sp_err *err)
{
    const int32_t year_one = sp_day_of((struct sp_civil){1, 1, 1});
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    struct sp_buf text;
    const int32_t monday = year_one + (int32_t)(change->last_week - 1) * DAYS_OF_WEEK;
    sp_date_format(monday, first);
    sp_date_format(monday + CHANGE_WEEKS * DAYS_OF_WEEK - 1, last);
    sp_buf_init(&text, EVIDENCE_MAX);
    sp_buf_format(
        &text, "%s of %s of release %.*s, between %s and %s: gone: ", field->name,
        check_event(release->event)->plural, SP_FMT(release->release), first, last);
    list_write(codes, change->ends, true, &text);
    sp_buf_format(&text, " of %lld with a value in the %d weeks before; in their place: ",
                  (long long)change->before, (int)CHECK_WITHIN_BEFORE);
    list_write(codes, change->takes, false, &text);
    sp_buf_format(&text, " of %lld in the %d weeks after", (long long)change->after,
                  (int)CHECK_WITHIN_AFTER);
    for (size_t i = 0; i < codes->count; i++) {
        codes->codes[i].is_told = codes->codes[i].is_told || change->ends[i];
    }
    enum sp_rc rc = sp_buf_status(&text, err);
    if (rc == SP_OK)
        rc = check_finding(job, "CHECK-RECODED-WITHIN",
                           &(struct sp_finding){
                               .severity = SP_SEVERITY_WARNING,
                               .event = release->event,
                               .release = release->release,
                               .evidence = sp_arena_copy(job->arena, sp_buf_str(&text))},
                           err);
    sp_buf_release(&text);
    return rc;
}

/* The latest change first: codes that end in two weeks running are told with the later.
 */
static enum sp_rc codes_check(struct check_job *job, const struct sp_source *release,
                              const struct sp_field *field,
                              struct check_within_codes *codes, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    int64_t week = INT64_MAX;
    while (rc == SP_OK && !codes->are_too_many) {
        int64_t next = -1;
        for (size_t i = 0; i < codes->count; i++) {
            const int64_t last = codes->codes[i].last_week;
            if (last < week && last > next) next = last;
        }
        if (next < 0) break;
        week = next;
        struct check_within_change change;
        if (check_within_find(codes, week, &change))
            rc = change_found(job, release, field, codes, &change, err);
    }
    return rc;
}

/* Each field's codes in turn, in an arena that is forgotten between them. */
static enum sp_rc weeks_read(struct check_job *job, const struct sp_source *release,
                             const struct fields *fields, struct ledger_rows *rows,
                             struct sp_err *err)
{
    struct sp_arena arena;
    struct check_within_codes *codes = NULL;
    size_t field = 0;
    enum sp_rc rc;
    sp_arena_init(&arena, (size_t)64 << 20);
    while ((rc = ledger_next(rows)) == SP_OK) {
        const size_t of = (size_t)ledger_get_whole(rows, 0);
        SP_ASSERT(of < fields->count);
        if (codes && of != field) {
            rc = codes_check(job, release, fields->fields[field], codes, err);
            if (rc != SP_OK) break;
            sp_arena_reset(&arena);
            codes = NULL;
        }
        field = of;
        if (!codes) codes = sp_arena_alloc(&arena, sizeof *codes);
        rc = codes ? cell_read(rows, &arena, codes, err) : out_of_memory(err);
        if (rc != SP_OK) break;
    }
    if (rc == SP_END)
        rc = codes ? codes_check(job, release, fields->fields[field], codes, err) : SP_OK;
    sp_arena_release(&arena);
    return rc;
}

static enum sp_rc fields_check(struct check_job *job, const struct sp_source *release,
                               const struct fields *fields, struct sp_buf *sql,
                               struct sp_err *err)
{
    struct ledger_rows rows = {0};
    if (fields->count == 0) return SP_OK;
    weeks_query(check_event(release->event), fields, sql);
    enum sp_rc rc = sp_buf_status(sql, err);
    if (rc == SP_OK) rc = ledger_query(job->ledger, sql->data, NULL, 0, &rows, err);
    if (rc == SP_OK) rc = weeks_read(job, release, fields, &rows, err);
    ledger_rows_release(&rows);
    return rc;
}

/* Names of things that begin and end by themselves, or texts that people type. */
static bool is_of_names(const struct sp_field *field)
{
    static const char *const vocabularies[] = {
        "facility", "facility_code", "city",       "county",
        "country",  "landmark",      "operation",  "duty_site",
        "port",     "local_agency",  "birth_date", "other_removal_reason"};
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
        if (sp_str_equal_text(sp_str_of(field->vocabulary), vocabularies[i])) return true;
    }
    return false;
}

/* The sheets of a release; without ids when there was no memory. */
static struct check_set sheets_of(struct check_job *job, const struct sp_source *release)
{
    int32_t *ids = sp_arena_array(job->arena, job->sheet_count, sizeof *ids);
    struct check_set set = {.sheet_ids = ids};
    for (size_t i = 0; ids && i < job->sheet_count; i++) {
        const struct sp_source *sheet = &job->sheets[i];
        if (sp_str_equal(sheet->event, release->event) &&
            sp_str_equal(sheet->release, release->release))
            ids[set.sheet_count++] = sheet->sheet_id;
    }
    return set;
}

enum sp_rc check_recoded_within(struct check_job *job, const struct sp_source *release,
                                struct sp_err *err)
{
    const struct sp_event *event = check_event(release->event);
    struct sp_buf sql;
    struct fields fields = {.sheets = sheets_of(job, release)};
    bool held[CHECK_FIELDS_MAX] = {0};
    SP_ASSERT(event->field_count <= CHECK_FIELDS_MAX);
    if (!fields.sheets.sheet_ids) return out_of_memory(err);
    enum sp_rc rc =
        check_columns_find(job->ledger, event, &fields.sheets, &fields.sheets, held, err);
    sp_buf_init(&sql, CHECK_SQL_MAX);
    for (size_t i = 0; rc == SP_OK && i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        if (!held[i] || field->type != SP_FIELD_TEXT || is_of_names(field)) continue;
        fields.fields[fields.count++] = field;
        if (fields.count < FIELDS_OF_QUERY) continue;
        rc = fields_check(job, release, &fields, &sql, err);
        fields.count = 0;
    }
    if (rc == SP_OK) rc = fields_check(job, release, &fields, &sql, err);
    sp_buf_release(&sql);
    return rc;
}
