/* Comparing two releases: which kinds of record both hold, and for each its columns,
 * codes, months, weeks and rows. */
#include "check/check_diff.h"

#include <string.h>

enum { CODES_PER_FIELD_MAX = 50 };

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the comparison");
}

void *check_diff_grow(struct check_diff *diff, void *items, size_t count,
                      size_t item_size)
{
    // Room doubles at powers of two, where a list of `count` items is full.
    if (count & (count - 1)) return items;
    char *grown = sp_arena_array(diff->arena, count ? count * 2 : 1, item_size);
    if (grown && count) memcpy(grown, items, count * item_size);
    return grown;
}

/* -- Which releases, which sheets
 * ------------------------------------------------------------- */

static enum sp_rc release_check(const struct check_diff *diff, struct sp_str release,
                                struct sp_err *err)
{
    struct sp_str *names = sp_arena_array(diff->arena, diff->sheet_count, sizeof *names);
    if (!names) return out_of_memory(err);
    for (size_t i = 0; i < diff->sheet_count; i++) {
        if (sp_str_equal(diff->sheets[i].release, release)) return SP_OK;
        names[i] = diff->sheets[i].release;
    }
    const size_t nearest = sp_text_nearest(release, names, diff->sheet_count);
    if (nearest < diff->sheet_count) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "the ledger holds no release '%.*s'; did you mean '%.*s'?",
                          SP_FMT(release), SP_FMT(names[nearest]));
    }
    return sp_err_set(
        err, SP_ERR_USAGE,
        "the ledger holds no release '%.*s'; 'sallyport sources' lists them",
        SP_FMT(release));
}

static void span_of(const struct sp_source *sheet, int32_t *first, int32_t *last)
{
    if (sheet->day_first == SP_DAY_NONE) return;
    if (*first == SP_DAY_NONE || sheet->day_first < *first) *first = sheet->day_first;
    if (*last == SP_DAY_NONE || sheet->day_last > *last) *last = sheet->day_last;
}

/* @return SP_END when one of them holds no record of the kind */
static enum sp_rc part_make(struct check_diff *diff, const struct sp_event *event,
                            struct check_diff_event *out_part, struct sp_err *err)
{
    int32_t *ids[] = {sp_arena_array(diff->arena, diff->sheet_count, sizeof(int32_t)),
                      sp_arena_array(diff->arena, diff->sheet_count, sizeof(int32_t))};
    size_t counts[] = {0, 0};
    int32_t first[] = {SP_DAY_NONE, SP_DAY_NONE};
    int32_t last[] = {SP_DAY_NONE, SP_DAY_NONE};
    if (!ids[0] || !ids[1]) return out_of_memory(err);
    for (size_t i = 0; i < diff->sheet_count; i++) {
        const struct sp_source *sheet = &diff->sheets[i];
        if (!sp_str_equal_text(sheet->event, event->name)) continue;
        const bool is_a = sp_str_equal(sheet->release, diff->release_a);
        if (!is_a && !sp_str_equal(sheet->release, diff->release_b)) continue;
        const size_t side = is_a ? 0 : 1;
        ids[side][counts[side]++] = sheet->sheet_id;
        span_of(sheet, &first[side], &last[side]);
    }
    if (!counts[0] || !counts[1]) return SP_END;
    *out_part =
        (struct check_diff_event){.event = event,
                                  .a = {.sheet_ids = ids[0], .sheet_count = counts[0]},
                                  .b = {.sheet_ids = ids[1], .sheet_count = counts[1]},
                                  .day_first = first[0] > first[1] ? first[0] : first[1],
                                  .day_last = last[0] < last[1] ? last[0] : last[1]};
    if (first[0] == SP_DAY_NONE || first[1] == SP_DAY_NONE ||
        out_part->day_first > out_part->day_last) {
        out_part->day_first = out_part->day_last = SP_DAY_NONE;
    }
    return SP_OK;
}

/* -- Columns
 * ---------------------------------------------------------------------------------- */

/* A heading is another one when more than case and underscores differ. */
static const char columns_sql[] =
    "WITH c AS (SELECT field, heading, release = ? AS is_a, lower(replace(heading, '_', "
    "' ')) AS plain FROM sheet_column JOIN "
    "sheet USING (sheet_id) WHERE event = ? AND release IN (?, ?) AND heading <> '') "
    "SELECT field, coalesce(min(heading) FILTER (WHERE is_a), ''), coalesce(min(heading) "
    "FILTER (WHERE NOT is_a), '') FROM c "
    "GROUP BY field, CASE WHEN field = '' THEN plain ELSE '' END "
    "HAVING min(plain) FILTER (WHERE is_a) IS DISTINCT FROM min(plain) FILTER (WHERE NOT "
    "is_a) "
    "ORDER BY field = '', 1, 2, 3";

static enum sp_rc columns_compare(struct check_diff *diff,
                                  const struct check_diff_event *part, struct sp_err *err)
{
    const struct ledger_param params[] = {
        ledger_text(diff->release_a), ledger_text(sp_str_of(part->event->name)),
        ledger_text(diff->release_a), ledger_text(diff->release_b)};
    struct ledger_rows rows = {0};
    struct sp_diff *result = &diff->result;
    enum sp_rc rc = ledger_query(diff->ledger, columns_sql, params, 4, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        result->columns = check_diff_grow(diff, result->columns, result->column_count,
                                          sizeof *result->columns);
        if (!result->columns) {
            rc = out_of_memory(err);
            break;
        }
        struct sp_diff_column *column = &result->columns[result->column_count++];
        *column = (struct sp_diff_column){
            .event = sp_str_of(part->event->name),
            .field = sp_arena_copy(diff->arena, ledger_get_text(&rows, 0)),
            .heading_a = sp_arena_copy(diff->arena, ledger_get_text(&rows, 1)),
            .heading_b = sp_arena_copy(diff->arena, ledger_get_text(&rows, 2))};
        if (!column->field.data || !column->heading_a.data || !column->heading_b.data)
            rc = out_of_memory(err);
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* -- Counts
 * ----------------------------------------------------------------------------------- */

/* Rows of (label, a, b) into a list; @param max  rows beyond it are counted in
 * codes_left_out */
static enum sp_rc counts_fetch(struct check_diff *diff,
                               const struct check_diff_event *part, struct sp_str sql,
                               const char *field, size_t max,
                               struct sp_diff_count **counts, size_t *count,
                               struct sp_err *err)
{
    struct ledger_rows rows = {0};
    size_t taken = 0;
    if (!sql.data) return out_of_memory(err);
    enum sp_rc rc = ledger_query(diff->ledger, sql.data, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        if (taken++ >= max) {
            diff->result.codes_left_out++;
            continue;
        }
        *counts = check_diff_grow(diff, *counts, *count, sizeof **counts);
        if (!*counts) {
            rc = out_of_memory(err);
            break;
        }
        struct sp_diff_count *added = &(*counts)[(*count)++];
        *added = (struct sp_diff_count){
            .event = sp_str_of(part->event->name),
            .field = sp_str_of(field),
            .label = sp_arena_copy(diff->arena, ledger_get_text(&rows, 0)),
            .a = (uint64_t)ledger_get_whole(&rows, 1),
            .b = (uint64_t)ledger_get_whole(&rows, 2)};
        if (!added->label.data) rc = out_of_memory(err);
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* "count(*) FILTER (WHERE sheet_id IN (…))", or a sum. */
static void side_sql(const char *aggregate, const struct check_set *set,
                     struct sp_buf *sql)
{
    sp_buf_format(sql, "CAST(coalesce(%s FILTER (WHERE sheet_id IN ", aggregate);
    check_set_sql(set, sql);
    sp_buf_text(sql, "), 0) AS BIGINT)");
}

static enum sp_rc codes_compare(struct check_diff *diff,
                                const struct check_diff_event *part,
                                const struct sp_field *field, struct sp_buf *sql,
                                struct sp_err *err)
{
    sp_buf_reset(sql);
    sp_buf_format(sql,
                  "WITH g AS (SELECT sheet_id, %s AS code, count(*) AS n FROM %s GROUP "
                  "BY ALL), l AS (SELECT label, ",
                  field->name, part->event->name);
    side_sql("sum(n)", &part->a, sql);
    sp_buf_text(sql, " AS a, ");
    side_sql("sum(n)", &part->b, sql);
    sp_buf_text(sql, " AS b FROM g JOIN term USING (code) WHERE none = 0 GROUP BY label) "
                     "SELECT label, a, b FROM l WHERE a + "
                     "b > 0 AND (a = 0 OR b = 0) ORDER BY a + b DESC, label");
    const enum sp_rc rc = sp_buf_status(sql, err);
    if (rc != SP_OK) return rc;
    return counts_fetch(diff, part, sp_buf_str(sql), field->name, CODES_PER_FIELD_MAX,
                        &diff->result.codes, &diff->result.code_count, err);
}

/* Months or weeks of the days that both cover. */
static enum sp_rc periods_compare(struct check_diff *diff,
                                  const struct check_diff_event *part, bool is_week,
                                  struct sp_buf *sql, struct sp_err *err)
{
    const char *date = part->event->date_field;
    char first[SP_DATE_TEXT_MAX];
    char last[SP_DATE_TEXT_MAX];
    if (part->day_first == SP_DAY_NONE) return SP_OK;
    sp_date_format(part->day_first, first);
    sp_date_format(part->day_last, last);
    sp_buf_reset(sql);
    sp_buf_format(sql, "SELECT strftime(date_trunc('%s', %s), '%s') AS period, ",
                  is_week ? "week" : "month", date, is_week ? "%Y-%m-%d" : "%Y-%m");
    side_sql("count(*)", &part->a, sql);
    sp_buf_text(sql, " AS a, ");
    side_sql("count(*)", &part->b, sql);
    sp_buf_format(sql,
                  " AS b FROM %s WHERE %s BETWEEN DATE '%s' AND DATE '%s' GROUP BY 1 "
                  "HAVING a + b > 0 ORDER BY 1",
                  part->event->name, date, first, last);
    const enum sp_rc rc = sp_buf_status(sql, err);
    if (rc != SP_OK) return rc;
    struct sp_diff *result = &diff->result;
    return counts_fetch(diff, part, sp_buf_str(sql), "", SIZE_MAX,
                        is_week ? &result->weeks : &result->months,
                        is_week ? &result->week_count : &result->month_count, err);
}

static enum sp_rc part_compare(struct check_diff *diff, struct check_diff_event *part,
                               struct sp_buf *sql, struct sp_err *err)
{
    struct sp_diff *result = &diff->result;
    enum sp_rc rc = columns_compare(diff, part, err);
    if (rc == SP_OK)
        rc = check_columns_find(diff->ledger, part->event, &part->a, &part->b, part->held,
                                err);
    for (size_t i = 0; rc == SP_OK && i < part->event->field_count; i++) {
        if (part->held[i] && part->event->fields[i].type == SP_FIELD_TEXT)
            rc = codes_compare(diff, part, &part->event->fields[i], sql, err);
    }
    if (rc == SP_OK) rc = periods_compare(diff, part, false, sql, err);
    if (rc == SP_OK) rc = periods_compare(diff, part, true, sql, err);
    if (rc == SP_OK && sp_str_equal_text(sp_str_of(part->event->name), "agreement"))
        rc = check_diff_agreements(diff, part, err);
    if (rc != SP_OK) return rc;
    result->rows =
        check_diff_grow(diff, result->rows, result->row_count, sizeof *result->rows);
    if (!result->rows) return out_of_memory(err);
    return check_diff_rows(diff, part, &result->rows[result->row_count++], err);
}

enum sp_rc sp_release_diff(struct sp_ledger *ledger, struct sp_str release_a,
                           struct sp_str release_b, struct sp_arena *arena,
                           struct sp_diff *out_diff, struct sp_err *err)
{
    struct check_diff diff = {
        .ledger = ledger, .arena = arena, .release_a = release_a, .release_b = release_b};
    struct sp_buf sql;
    if (sp_str_equal(release_a, release_b)) {
        return sp_err_set(
            err, SP_ERR_USAGE,
            "'%.*s' is compared with itself; name two releases (add a second copy of a "
            "release under another name with 'sallyport add --release NAME')",
            SP_FMT(release_a));
    }
    enum sp_rc rc =
        sp_ledger_sources(ledger, NULL, arena, &diff.sheets, &diff.sheet_count, err);
    if (rc == SP_OK) rc = release_check(&diff, release_a, err);
    if (rc == SP_OK) rc = release_check(&diff, release_b, err);
    sp_buf_init(&sql, CHECK_SQL_MAX);
    for (size_t i = 0; rc == SP_OK && i < sp_event_count(); i++) {
        struct check_diff_event part;
        rc = part_make(&diff, sp_event_get(i), &part, err);
        if (rc == SP_OK) rc = part_compare(&diff, &part, &sql, err);
        if (rc == SP_END) rc = SP_OK;
    }
    sp_buf_release(&sql);
    if (rc == SP_OK && diff.result.row_count == 0) {
        rc = sp_err_set(err, SP_ERR_USAGE,
                        "releases '%.*s' and '%.*s' hold no kind of record in common",
                        SP_FMT(release_a), SP_FMT(release_b));
    }
    if (rc == SP_OK) *out_diff = diff.result;
    return rc;
}
