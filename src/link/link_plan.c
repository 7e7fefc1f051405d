/* Columns by field. The digest goes column by column: a column's rows lie together, a
 * row's columns do not. */
#include "link/link_plan.h"

enum { COLUMN_SHEET, COLUMN_ROW, COLUMNS_BEFORE_FIELDS };

static bool is_among(const char *const *names, const char *name)
{
    for (; *names; names++) {
        if (sp_str_equal_text(sp_str_of(*names), name)) return true;
    }
    return false;
}

void link_plan_select(struct link_plan *plan, const char *event,
                      const struct link_labels *labels, const char *const *fields,
                      struct sp_buf *sql)
{
    size_t column = COLUMNS_BEFORE_FIELDS;
    *plan = (struct link_plan){.event = sp_event_find(sp_str_of(event)),
                               .labels = labels,
                               .reads_all = fields == NULL};
    SP_ASSERT(plan->event && plan->event->field_count <= LINK_PLAN_FIELDS_MAX);
    sp_buf_text(sql, "SELECT e.sheet_id, e.row");
    for (size_t i = 0; i < plan->event->field_count; i++) {
        const struct sp_field *field = &plan->event->fields[i];
        if (fields && !is_among(fields, field->name)) continue;
        plan->columns[i] = column++;
        sp_buf_format(sql, ", e.%s", field->name);
        if (field->type == SP_FIELD_DATE) {
            column++;
            sp_buf_format(sql, ", e.%s_second", field->name);
        }
        if (field->type != SP_FIELD_TEXT && plan->reads_all) {
            column++;
            sp_buf_format(sql, ", e.%s_none", field->name);
        }
    }
    sp_buf_format(sql, " FROM %s e", event);
}

enum sp_rc link_plan_next(struct link_plan *plan, struct sp_err *err)
{
    const enum sp_rc rc = ledger_scan_next(&plan->scan, err);
    if (rc != SP_OK) return rc;
    plan->sheet_ids = ledger_scan_int32(&plan->scan, COLUMN_SHEET);
    plan->rows = ledger_scan_int64(&plan->scan, COLUMN_ROW);
    return SP_OK;
}

struct link_column link_plan_column(const struct link_plan *plan, const char *name)
{
    size_t index = 0;
    const struct sp_field *field = sp_event_field(plan->event, sp_str_of(name), &index);
    SP_ASSERT(field && plan->columns[index]);
    const size_t at = plan->columns[index];
    struct link_column column = {.valid = ledger_scan_valid(&plan->scan, at)};
    if (field->type == SP_FIELD_WHOLE || field->type == SP_FIELD_MONEY || field->type == SP_FIELD_DECIMAL) {
        column.wide = ledger_scan_int64(&plan->scan, at);
    } else {
        column.narrow = ledger_scan_int32(&plan->scan, at);
    }
    if (field->type == SP_FIELD_DATE) {
        column.seconds = ledger_scan_int32(&plan->scan, at + 1);
        column.seconds_valid = ledger_scan_valid(&plan->scan, at + 1);
    }
    return column;
}

/* -- The digest --------------------------------------------------------------------- */

static uint64_t mix(uint64_t digest, uint64_t value)
{
    digest = (digest ^ value) *
             0x9E3779B97F4A7C15u; // Fibonacci hashing: odd, so nothing is lost.
    return digest ^ digest >> 32;
}

static void labels_digest(const struct link_plan *plan, size_t column,
                          const uint64_t *valid, uint64_t *digests)
{
    const int32_t *codes = ledger_scan_int32(&plan->scan, column);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        const uint64_t label = ledger_scan_has(valid, row)
                                   ? (uint64_t)plan->labels->codes[codes[row]].label + 1
                                   : 0;
        digests[row] = mix(digests[row], label);
    }
}

static void narrow_digest(const struct link_plan *plan, size_t column, uint64_t *digests)
{
    const int32_t *values = ledger_scan_int32(&plan->scan, column);
    const uint64_t *valid = ledger_scan_valid(&plan->scan, column);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        digests[row] =
            mix(digests[row],
                ledger_scan_has(valid, row) ? (uint64_t)values[row] : UINT64_MAX);
    }
}

static void wide_digest(const struct link_plan *plan, size_t column, uint64_t *digests)
{
    const int64_t *values = ledger_scan_int64(&plan->scan, column);
    const uint64_t *valid = ledger_scan_valid(&plan->scan, column);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        digests[row] =
            mix(digests[row],
                ledger_scan_has(valid, row) ? (uint64_t)values[row] : UINT64_MAX);
    }
}

static void field_digest(const struct link_plan *plan, enum sp_field_type type,
                         size_t column, uint64_t *digests)
{
    switch (type) {
    case SP_FIELD_TEXT:
        labels_digest(plan, column, NULL, digests);
        return;
    case SP_FIELD_DATE:
        narrow_digest(plan, column, digests);
        narrow_digest(plan, column + 1, digests);
        column += 2;
        break;
    case SP_FIELD_WHOLE:
    case SP_FIELD_MONEY:
    case SP_FIELD_DECIMAL:
        wide_digest(plan, column++, digests);
        break;
    case SP_FIELD_PERSON:
        narrow_digest(plan, column++, digests);
        break;
    }
    labels_digest(plan, column, ledger_scan_valid(&plan->scan, column), digests);
}

static void field_filled(const struct link_plan *plan, enum sp_field_type type,
                         size_t column, int16_t *filled)
{
    const bool is_text = type == SP_FIELD_TEXT;
    const int32_t *codes = is_text ? ledger_scan_int32(&plan->scan, column) : NULL;
    const uint64_t *valid = ledger_scan_valid(&plan->scan, column);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        const bool has = is_text ? plan->labels->codes[codes[row]].has_value
                                 : ledger_scan_has(valid, row);
        filled[row] = (int16_t)(filled[row] + has);
    }
}

void link_plan_digest(const struct link_plan *plan, const char *const *without,
                      uint64_t *out_digests, int16_t *out_filled)
{
    SP_ASSERT(plan->reads_all);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        out_digests[row] = 0;
        out_filled[row] = 0;
    }
    for (size_t i = 0; i < plan->event->field_count; i++) {
        const struct sp_field *field = &plan->event->fields[i];
        field_filled(plan, field->type, plan->columns[i], out_filled);
        if (!is_among(without, field->name))
            field_digest(plan, field->type, plan->columns[i], out_digests);
    }
}
