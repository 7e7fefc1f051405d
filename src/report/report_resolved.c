/* Outcomes of detainers as tables: by outcome and reason, and by state of the jail. */
#include "report/report_resolved.h"

#include "report/report_pivot.h"
#include "sallyport/link.h"

enum { COUNT_COLUMN = 3 }; // of the table of reasons

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the outcomes of detainers");
}

/* The same filters and period, over outcomes; the field that has no place there otherwise. */
static struct sp_str outcomes_query(const struct sp_query *asked, struct sp_query *query)
{
    sp_query_init(query, sp_measure_find(SP_STR("detainer_outcomes")));
    query->day_from = asked->day_from;
    query->day_to = asked->day_to;
    for (size_t i = 0; i < asked->filter_count; i++) {
        if (!sp_measure_has_dimension(query->measure, asked->filters[i].field)) return asked->filters[i].field;
        query->filters[query->filter_count++] = asked->filters[i];
    }
    return (struct sp_str){0};
}

static enum sp_rc can_show(struct sp_ledger *ledger, const struct sp_query *asked, struct sp_query *query, struct sp_arena *arena,
                           struct sp_str *out_why_not, struct sp_err *err)
{
    bool is_current = false;
    const struct sp_str field = outcomes_query(asked, query);
    const enum sp_rc rc = sp_link_is_current(ledger, sp_event_find(SP_STR("detainer_outcome")), &is_current, err);
    if (rc != SP_OK) return rc;
    if (!is_current) {
        *out_why_not = SP_STR("What the records of arrests and detention show of each detainer is not here: the ledger is not linked; run 'sallyport link'.");
    } else if (field.size) {
        *out_why_not = sp_arena_format(arena,
                                       "What the records of arrests and detention show of each detainer is not here: outcomes cannot be filtered by '%.*s'.",
                                       SP_FMT(field));
        if (!out_why_not->data) return no_memory(err);
    } else {
        *out_why_not = (struct sp_str){0};
    }
    return SP_OK;
}

static enum sp_rc reasons_fill(const struct sp_count *count, struct sp_table *table, struct sp_err *err)
{
    for (size_t i = 0; i < count->row_count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        row[0] = sp_datum_label(count->rows[i].labels[0], count->rows[i].nones[0]);
        row[1] = sp_datum_label(count->rows[i].labels[1], count->rows[i].nones[1]);
        row[2] = sp_datum_text(sp_str_of(sp_link_reason_text(count->rows[i].labels[1])));
        row[COUNT_COLUMN] = sp_datum_figure(count->rows[i].count);
        row[COUNT_COLUMN + 1] = sp_datum_share(count->rows[i].count, count->total);
    }
    struct sp_datum *total = sp_table_total(table);
    if (!total) return no_memory(err);
    total[0] = sp_datum_text(SP_STR("All"));
    total[COUNT_COLUMN] = sp_datum_figure(count->total);
    return SP_OK;
}

static enum sp_rc reasons_make(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                               struct sp_table **out_table, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        {{"outcome", 7}, {"Outcome (rule DET-OUTCOME)", 26}, false},
        {{"outcome_reason", 14}, {"Reason", 6}, false},
        {{"text", 4}, {"Because", 7}, false},
        {{"count", 5}, {"Detainers", 9}, true},
        {{"share", 5}, {"Of all", 6}, true},
    };
    struct sp_query *asked = sp_arena_alloc(arena, sizeof *asked);
    struct sp_count *count = sp_arena_alloc(arena, sizeof *count);
    struct sp_table *table = NULL;
    if (!asked || !count) return no_memory(err);
    *asked = *query;
    enum sp_rc rc = sp_query_by(asked, SP_STR("outcome,outcome_reason"), err);
    if (rc == SP_OK) rc = sp_measure_count(ledger, asked, arena, count, err);
    if (rc == SP_OK) {
        rc = sp_table_new(arena, "by-outcome", SP_STR("What became of them, by all records of the release together"), columns, 5,
                          &table, err);
    }
    if (rc == SP_OK) rc = reasons_fill(count, table, err);
    if (rc != SP_OK) return rc;
    table->proof = count->proof;
    table->show_references = true;
    *out_table = table;
    return sp_table_note(table, sp_str_of(count->query.measure->caution), err);
}

// clang-format off
static const struct report_pivot_column outcomes[] = {
    {"honoured",   "Honoured"},
    {"declined",   "Declined"},
    {"lifted",     "Lifted"},
    {"superseded", "Superseded"},
    {"not_a_hold", "Not a hold"},
    {"booked",     "Booked, by linking"},
    {"at_large",   "Arrested at large later"},
    {"censored",   "Release ends too soon"},
    {"unknown",    "Unknown"},
};
// clang-format on

static enum sp_rc states_make(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                              struct sp_table **out_table, struct sp_err *err)
{
    static const char *const headings[] = {"State"};
    const struct report_pivot pivot = {.id = "outcome-by-state", .title = "The same by state of the facility", .by = "facility_state",
                                       .by_headings = headings, .field = "outcome", .columns = outcomes,
                                       .column_count = sizeof outcomes / sizeof outcomes[0], .total_heading = "All"};
    return report_pivot_make(ledger, query, &pivot, arena, out_table, err);
}

void report_resolved_sums(struct sp_table *const tables[REPORT_RESOLVED_TABLES], struct sp_withhold *withhold)
{
    const struct sp_table *reasons = tables[0];
    const struct sp_table *states = tables[1];
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        const struct sp_datum *total = states->total ? &states->total[1 + i] : NULL;
        if (!total || total->kind != SP_DATUM_FIGURE) continue;
        for (size_t j = 0; j < reasons->row_count; j++) {
            const struct sp_datum *row = &reasons->cells[j * reasons->column_count];
            if (sp_str_equal_text(row[0].text, outcomes[i].label)) sp_withhold_add_part(withhold, row[COUNT_COLUMN].figure);
        }
        sp_withhold_end_sum(withhold, total->figure);
    }
}

enum sp_rc report_resolved_tables(struct sp_ledger *ledger, const struct sp_query *query, struct sp_arena *arena,
                                  struct sp_table *out_tables[REPORT_RESOLVED_TABLES], size_t *out_count,
                                  struct sp_str *out_why_not, struct sp_err *err)
{
    struct sp_query *asked = sp_arena_alloc(arena, sizeof *asked);
    if (!asked) return no_memory(err);
    enum sp_rc rc = can_show(ledger, query, asked, arena, out_why_not, err);
    *out_count = 0;
    if (rc != SP_OK || out_why_not->size) return rc;
    rc = reasons_make(ledger, asked, arena, &out_tables[0], err);
    if (rc == SP_OK) rc = states_make(ledger, asked, arena, &out_tables[1], err);
    if (rc == SP_OK) *out_count = REPORT_RESOLVED_TABLES;
    return rc;
}
