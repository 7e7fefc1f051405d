/*
 * How the cells of each field are filled: value, blank, redacted and by which exemption,
 * unreadable, not applicable, not in the release.
 *
 * Invariant: the kinds of a field of a sheet add up to the rows kept of that sheet.
 */
#include "check/check_job.h"

struct quality {
    struct sp_ledger *ledger;
    struct sp_arena *arena;
    struct sp_field_quality *fields;
    size_t count;
};

/* Rows of a field by sheet, kind of "no value" and exemption. */
static struct sp_str field_sql(struct sp_arena *arena, const struct sp_event *event,
                               const struct sp_field *field)
{
    return sp_arena_format(
        arena,
        "WITH g AS (SELECT sheet_id, %s%s AS code, count(*) AS n FROM %s GROUP BY ALL) "
        "SELECT CAST(sheet_id AS BIGINT), CAST(coalesce(t.none, 0) AS BIGINT) AS kind, "
        "CASE WHEN t.none = 2 THEN t.label ELSE '' END AS exemption, CAST(sum(n) AS "
        "BIGINT) "
        "FROM g LEFT JOIN term t USING (code) GROUP BY ALL ORDER BY 1, 2, 3",
        field->name, field->type == SP_FIELD_TEXT ? "" : "_none", event->name);
}

/* "[redacted (b)(6)]" → "(b)(6)". */
static struct sp_str exemption_of(struct sp_str label)
{
    static const struct sp_str head = {.data = "[redacted ", .size = 10};
    if (!sp_str_starts(label, head) || label.size <= head.size)
        return SP_STR("no exemption given");
    return (struct sp_str){.data = label.data + head.size,
                           .size = label.size - head.size - 1};
}

static bool row_add(const struct ledger_rows *rows, struct quality *quality,
                    const struct sp_field *field)
{
    const uint64_t count = (uint64_t)ledger_get_whole(rows, 3);
    const int64_t kind = ledger_get_whole(rows, 1);
    for (size_t i = 0; i < quality->count; i++) {
        struct sp_field_quality *entry = &quality->fields[i];
        if (entry->sheet_id != ledger_get_whole(rows, 0) || entry->field != field)
            continue;
        SP_ASSERT(kind >= 0 && kind < SP_NONE_COUNT);
        entry->counts[kind] += count;
        entry->rows += count;
        if (kind != SP_NONE_REDACTED) return true;
        entry->exemptions = sp_arena_format(
            quality->arena, "%.*s%s%.*s: %llu", SP_FMT(entry->exemptions),
            entry->exemptions.size ? "; " : "",
            SP_FMT(exemption_of(ledger_get_text(rows, 2))), (unsigned long long)count);
        return entry->exemptions.data != NULL;
    }
    SP_ASSERT(false);
    return false;
}

static enum sp_rc field_count(struct quality *quality, const struct sp_event *event,
                              const struct sp_field *field, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    const struct sp_str sql = field_sql(quality->arena, event, field);
    if (!sql.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = ledger_query(quality->ledger, sql.data, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        if (!row_add(&rows, quality, field))
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* An entry for each field of each sheet; @return how many, also with `fields` NULL */
static size_t entries_make(const struct sp_source *sheets, size_t sheet_count,
                           struct sp_field_quality *fields)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet_count; i++) {
        const struct sp_event *event = check_event(sheets[i].event);
        for (size_t f = 0; f < event->field_count; f++) {
            if (fields) {
                fields[count] = (struct sp_field_quality){.sheet_id = sheets[i].sheet_id,
                                                          .event = event,
                                                          .field = &event->fields[f],
                                                          .exemptions = SP_STR("")};
            }
            count++;
        }
    }
    return count;
}

/* The receipt and the records must agree, or neither can be trusted. */
static enum sp_rc balance_check(const struct quality *quality,
                                const struct sp_source *sheets, size_t sheet_count,
                                struct sp_err *err)
{
    for (size_t i = 0; i < quality->count; i++) {
        const struct sp_field_quality *entry = &quality->fields[i];
        size_t s = 0;
        while (s < sheet_count && sheets[s].sheet_id != entry->sheet_id) {
            s++;
        }
        if (entry->rows == sheets[s].rows_kept) continue;
        return sp_err_set(err, SP_ERR_LEDGER,
                          "the ledger does not balance: field '%s' of '%.*s' has %llu "
                          "rows of %llu kept",
                          entry->field->name, SP_FMT(sheets[s].file),
                          (unsigned long long)entry->rows,
                          (unsigned long long)sheets[s].rows_kept);
    }
    return SP_OK;
}

enum sp_rc sp_ledger_field_quality(struct sp_ledger *ledger, struct sp_arena *arena,
                                   struct sp_field_quality **out_fields,
                                   size_t *out_count, struct sp_err *err)
{
    struct sp_source *sheets;
    size_t sheet_count;
    struct quality quality = {.ledger = ledger, .arena = arena};
    enum sp_rc rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    if (rc != SP_OK) return rc;
    quality.count = entries_make(sheets, sheet_count, NULL);
    quality.fields = sp_arena_array(arena, quality.count, sizeof *quality.fields);
    if (!quality.fields)
        return sp_err_set(err, SP_ERR_MEMORY,
                          "out of memory for the fields of the sources");
    (void)entries_make(sheets, sheet_count, quality.fields);
    for (size_t e = 0; rc == SP_OK && e < sp_event_count(); e++) {
        const struct sp_event *event = sp_event_get(e);
        for (size_t f = 0; rc == SP_OK && !event->base && f < event->field_count; f++) {
            rc = field_count(&quality, event, &event->fields[f], err);
        }
    }
    if (rc == SP_OK) rc = balance_check(&quality, sheets, sheet_count, err);
    if (rc != SP_OK) return rc;
    *out_fields = quality.fields;
    *out_count = quality.count;
    return SP_OK;
}
