/* Which fields differ in the edited rows of two releases: counts, never a value. */
#include "report/report_diff.h"

#include "report/report_receipt.h"

enum { TEXT_MAX = 1 << 16 };

static uint64_t take(const struct sp_diff_field *field, enum sp_none_kind from,
                     enum sp_none_kind to, uint64_t *rest)
{
    const uint64_t count = field->changes[from][to];
    *rest -= count;
    return count;
}

/* "blank to redacted: 3; redacted to another redacted: 1": what has no column. */
static enum sp_rc others_write(const struct sp_diff_field *field, struct sp_buf *out,
                               struct sp_err *err)
{
    const char *separator = "";
    sp_buf_reset(out);
    for (enum sp_none_kind from = 0; from < SP_NONE_COUNT; from++) {
        for (enum sp_none_kind to = 0; to < SP_NONE_COUNT; to++) {
            const bool has_column = (from == SP_NONE_VALUE && to <= SP_NONE_REDACTED) ||
                                    (to == SP_NONE_VALUE && from <= SP_NONE_REDACTED);
            if (has_column || !field->changes[from][to]) continue;
            sp_buf_format(out, "%s%s to %s%s: %llu", separator, sp_none_name(from),
                          from == to ? "another " : "", sp_none_name(to),
                          (unsigned long long)field->changes[from][to]);
            separator = "; ";
        }
    }
    return sp_buf_status(out, err);
}

static enum sp_rc field_row(struct diff_report *report, const struct sp_diff_field *field,
                            struct sp_buf *buf, struct sp_table *table,
                            struct sp_err *err)
{
    uint64_t rest = field->differs;
    const uint64_t numbers[] = {field->edited,
                                field->differs,
                                take(field, SP_NONE_VALUE, SP_NONE_VALUE, &rest),
                                take(field, SP_NONE_EMPTY, SP_NONE_VALUE, &rest),
                                take(field, SP_NONE_VALUE, SP_NONE_EMPTY, &rest),
                                take(field, SP_NONE_REDACTED, SP_NONE_VALUE, &rest),
                                take(field, SP_NONE_VALUE, SP_NONE_REDACTED, &rest),
                                rest};
    enum sp_rc rc = others_write(field, buf, err);
    if (rc != SP_OK) return rc;
    const struct sp_str texts[] = {field->event, field->field,
                                   field->is_compared ? SP_STR("yes") : SP_STR("no"),
                                   sp_arena_copy(&report->arena, sp_buf_str(buf))};
    if (!texts[3].data) return diff_report_no_memory(err);
    return receipt_row(table, texts, 4, numbers, 8, err);
}

/* "removal: equal in all 12 edited rows: aor, citizenship". */
static enum sp_rc unchanged_note(struct diff_report *report, struct sp_str event,
                                 struct sp_buf *buf, struct sp_table *table,
                                 struct sp_err *err)
{
    size_t count = 0;
    sp_buf_reset(buf);
    for (size_t i = 0; i < report->diff.field_count; i++) {
        const struct sp_diff_field *field = &report->diff.fields[i];
        if (field->differs || !sp_str_equal(field->event, event)) continue;
        if (count++ == 0)
            sp_buf_format(buf, "%.*s: equal in all %llu edited rows: ", SP_FMT(event),
                          (unsigned long long)field->edited);
        sp_buf_format(buf, "%s%.*s", count > 1 ? ", " : "", SP_FMT(field->field));
    }
    const enum sp_rc rc = sp_buf_status(buf, err);
    if (rc != SP_OK || !count) return rc;
    return sp_table_note(table, sp_buf_str(buf), err);
}

/* What could not be looked at, and what was paired by a rule. */
static enum sp_rc basis_note(struct diff_report *report, const struct sp_diff_rows *rows,
                             struct sp_table *table, struct sp_err *err)
{
    struct sp_str note = {0};
    if (sp_str_equal_text(rows->event, "agreement")) return SP_OK; // Has its own tables.
    if (rows->day_first != SP_DAY_NONE && !rows->ids_agree) {
        note = sp_arena_format(&report->arena,
                               "%.*s: which rows were edited, and so which fields, is "
                               "unknown, for no ids agree",
                               SP_FMT(rows->event));
    } else if (rows->edited_several) {
        note =
            sp_arena_format(&report->arena,
                            "%.*s: %llu of %llu edited rows are among several of one "
                            "id and day; which became which is taken to be so that "
                            "the fewest fields differ",
                            SP_FMT(rows->event), (unsigned long long)rows->edited_several,
                            (unsigned long long)rows->edited);
    } else {
        return SP_OK;
    }
    return note.data ? sp_table_note(table, note, err) : diff_report_no_memory(err);
}

static enum sp_rc rule_note(struct sp_table *table, struct sp_err *err)
{
    return sp_table_note(
        table,
        SP_STR(
            "A row is edited when no row of the other release equals it and one of "
            "the same person id and day is left there; of such a pair each field that "
            "both releases hold is compared, but for id and day (texts by their "
            "harmonised value, dates without their time). Compared 'no': spelled anew "
            "or without any value on one side, so that rows count as the same whatever "
            "it says. A row is counted with every field that differs."),
        err);
}

enum sp_rc diff_report_fields(struct diff_report *report, struct sp_table **out_table,
                              struct sp_err *err)
{
    static const struct receipt_column columns[] = {{"table", false},
                                                    {"field", false},
                                                    {"compared", false},
                                                    {"others", false},
                                                    {"edited", true},
                                                    {"differs", true},
                                                    {"other_value", true},
                                                    {"blank_to_value", true},
                                                    {"value_to_blank", true},
                                                    {"redacted_to_value", true},
                                                    {"value_to_redacted", true},
                                                    {"other_kinds", true}};
    const struct sp_diff *diff = &report->diff;
    struct sp_buf buf;
    sp_buf_init(&buf, TEXT_MAX);
    enum sp_rc rc =
        receipt_table(&report->arena, "fields", "Fields that differ in edited rows",
                      columns, sizeof columns / sizeof *columns, out_table, err);
    for (size_t i = 0; rc == SP_OK && i < diff->field_count; i++) {
        if (diff->fields[i].differs)
            rc = field_row(report, &diff->fields[i], &buf, *out_table, err);
    }
    if (rc == SP_OK && diff->field_count) rc = rule_note(*out_table, err);
    for (size_t i = 0; rc == SP_OK && i < diff->row_count; i++) {
        rc = basis_note(report, &diff->rows[i], *out_table, err);
        if (rc == SP_OK)
            rc = unchanged_note(report, diff->rows[i].event, &buf, *out_table, err);
    }
    sp_buf_release(&buf);
    return rc;
}
