/*
 * Returns: of those who were let go, how many were arrested at large later, out of how many, and for how long
 * each could be seen (rule RETURN). By what let them go, by how sure the beginning is, and by facility. Small
 * cells are withheld over all tables together (rule SMALL).
 */
#include "report/report_document.h"
#include "report/report_pivot.h"
#include "report/report_withhold.h"
#include "sallyport/report.h"

/* The tables of spells, in order; that of requests comes after. */
enum { ENDS, SHARES, BY_STATE, BY_FACILITY };
enum { TABLE_MAX = 5, EXIT_COUNT = 5, HORIZON_COUNT = 4, FACILITY_DEFAULT = 50 };

static const int32_t horizons[HORIZON_COUNT] = {30, 90, 180, 365};

// clang-format off
static const struct report_pivot_column exits[EXIT_COUNT] = {
    {"at_large", "Arrested at large"},
    {"custody",  "Into custody another way"},
    {"detainer", "Another request"},
    {"removed",  "Left the country"},
    {"window",   "Release ends"},
};
// clang-format on

static const char *const cautions[] = {
    "A spell at liberty begins when a request was declined or lifted, or a stay ended in a release; it ends with the first of an arrest at large, "
    "another way into custody, another request, a departure, or the end of what the release shows.",
    "Where no lift date is recorded, a request's spell is counted from the day the detainer was prepared. The true release is later, so days are at "
    "most too long and shares within so many days at most too low.",
    "The facility named is the one whose request or release began the spell. A later request ends the spell, so a return is laid to the facility that "
    "let go last; where other requests were open in the 180 days before the arrest, it is not the doing of one facility alone.",
    "Nothing that a spell shows is a forecast, and a spell without a return is no proof that nothing happened: the release shows federal arrests alone.",
    "Shares by so many days are Kaplan-Meier estimates with 95 % intervals; the share with the other ends taken for what they are (Aalen-Johansen) stands beside. "
    "There is none where fewer than 20 spells stand behind it, or where it, or its growth since the share before it, stands for 1 to 4 returns.",
};
enum { CAUTION_COUNT = sizeof cautions / sizeof cautions[0] };

struct returns_report {
    struct sp_ledger *ledger;
    const struct sp_report_options *options;
    struct sp_arena *arena;
    struct sp_count all;
    struct sp_table *tables[TABLE_MAX];
    size_t table_count;
    struct sp_table *by_place; // by the state of the jail alone: in no output, for rule SMALL
};

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the report");
}

static enum sp_rc count_by(const struct returns_report *report, const char *by, struct sp_count *out_count, struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(report->arena, sizeof *query);
    if (!query) return no_memory(err);
    *query = report->options->query;
    const enum sp_rc rc = by ? sp_query_by(query, sp_str_of(by), err) : SP_OK;
    return rc == SP_OK ? sp_measure_count(report->ledger, query, report->arena, out_count, err) : rc;
}

static void table_add(struct returns_report *report, struct sp_table *table)
{
    SP_ASSERT(report->table_count < TABLE_MAX);
    table->proof = report->all.proof;
    table->show_references = true;
    report->tables[report->table_count++] = table;
}

/* -- Shares by so many days ------------------------------------------------------------------ */

static enum sp_rc shares_row(const struct returns_report *report, const struct sp_count_row *group, struct sp_table *table,
                             struct sp_err *err)
{
    struct sp_query *query = sp_arena_alloc(report->arena, sizeof *query);
    struct sp_survival *survival = sp_arena_alloc(report->arena, sizeof *survival);
    if (!query || !survival) return no_memory(err);
    *query = report->options->query;
    for (size_t i = 0; i < 2; i++) {
        static const char *const fields[] = {"origin", "from_basis"};
        if (query->filter_count == SP_QUERY_FILTERS_MAX) {
            return sp_err_set(err, SP_ERR_USAGE, "too many filters for a report; it needs some itself");
        }
        struct sp_filter *filter = &query->filters[query->filter_count++];
        *filter = (struct sp_filter){.field = sp_str_of(fields[i]), .value_count = 1};
        filter->values[0] = group->labels[i];
    }
    const enum sp_rc rc = sp_measure_survival(report->ledger, query, horizons, HORIZON_COUNT, report->arena, survival, err);
    struct sp_datum *row = rc == SP_OK ? sp_table_row(table) : NULL;
    if (rc != SP_OK) return rc;
    if (!row) return no_memory(err);
    row[0] = sp_datum_label(group->labels[0], group->nones[0]);
    row[1] = sp_datum_label(group->labels[1], group->nones[1]);
    uint64_t before = 0;
    for (size_t i = 0; i < HORIZON_COUNT; i++) {
        // A share, or its growth since the one before, that stands for a few returns would tell how many.
        const uint64_t more = survival->returned_so_far[i] - before;
        if (more > 0 && more < SP_SMALL_CELL_MIN) continue;
        before = survival->returned_so_far[i];
        row[2 + 2 * i] = sp_datum_estimate(survival->returned_by[i]);
        row[3 + 2 * i] = sp_datum_estimate(survival->incidence_by[i]);
    }
    row[2 + 2 * HORIZON_COUNT] = sp_datum_figure(survival->spells);
    return SP_OK;
}

static enum sp_rc shares_make(struct returns_report *report, struct sp_err *err)
{
    struct sp_column columns[2 + 2 * HORIZON_COUNT + 1];
    struct sp_count groups;
    struct sp_table *table = NULL;
    columns[0] = (struct sp_column){.key = SP_STR("origin"), .heading = SP_STR("Let go by")};
    columns[1] = (struct sp_column){.key = SP_STR("from_basis"), .heading = SP_STR("Counted from")};
    for (size_t i = 0; i < HORIZON_COUNT; i++) {
        struct sp_column *pair = &columns[2 + 2 * i];
        pair[0] = (struct sp_column){.key = sp_arena_format(report->arena, "returned_by_%d", horizons[i]),
                                     .heading = sp_arena_format(report->arena, "Within %d days", horizons[i]),
                                     .is_number = true};
        pair[1] = (struct sp_column){.key = sp_arena_format(report->arena, "incidence_by_%d", horizons[i]),
                                     .heading = SP_STR("other ends apart"),
                                     .is_number = true};
        if (!pair[0].key.data || !pair[0].heading.data || !pair[1].key.data || !pair[1].heading.data) return no_memory(err);
    }
    columns[2 + 2 * HORIZON_COUNT] = (struct sp_column){.key = SP_STR("spells"), .heading = SP_STR("Spells"), .is_number = true};
    enum sp_rc rc = count_by(report, "origin,from_basis", &groups, err);
    if (rc == SP_OK) {
        rc = sp_table_new(report->arena, "shares", SP_STR("Share returned, with those cut off taken into account"), columns,
                          2 + 2 * HORIZON_COUNT + 1, &table, err);
    }
    for (size_t i = 0; rc == SP_OK && i < groups.row_count; i++) {
        rc = shares_row(report, &groups.rows[i], table, err);
    }
    if (rc == SP_OK) table_add(report, table);
    return rc;
}

/* -- What the spells are some of --------------------------------------------------------------- */

/* The filters and period of the report, over requests; false when a filter is of spells alone. */
static bool requests_query(const struct returns_report *report, struct sp_query *query)
{
    const struct sp_query *asked = &report->options->query;
    sp_query_init(query, sp_measure_find(SP_STR("detainer_outcomes")));
    query->day_from = asked->day_from;
    query->day_to = asked->day_to;
    for (size_t i = 0; i < asked->filter_count; i++) {
        if (!sp_measure_has_dimension(query->measure, asked->filters[i].field)) return false;
        query->filters[query->filter_count++] = asked->filters[i];
    }
    return true;
}

/*
 * Every request by its outcome: only those declined or lifted begin a spell, and of the unknown nobody can say
 * whether they should have.
 */
static enum sp_rc requests_make(struct returns_report *report, struct sp_err *err)
{
    static const struct sp_column columns[] = {{{"outcome", 7}, {"Outcome of the request", 22}, false},
                                               {{"requests", 8}, {"Requests", 8}, true},
                                               {{"share", 5}, {"Of all", 6}, true}};
    struct sp_query *query = sp_arena_alloc(report->arena, sizeof *query);
    struct sp_count count;
    struct sp_table *table = NULL;
    if (!query) return no_memory(err);
    if (!requests_query(report, query)) return SP_OK;
    enum sp_rc rc = sp_query_where(query, SP_STR("request_form=YES"), err);
    if (rc == SP_OK) rc = sp_query_by(query, SP_STR("outcome"), err);
    if (rc == SP_OK) rc = sp_measure_count(report->ledger, query, report->arena, &count, err);
    if (rc == SP_OK) {
        rc = sp_table_new(report->arena, "requests", SP_STR("What the spells of requests are some of: all requests, by outcome"), columns,
                          3, &table, err);
    }
    for (size_t i = 0; rc == SP_OK && i < count.row_count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        row[0] = sp_datum_label(count.rows[i].labels[0], count.rows[i].nones[0]);
        row[1] = sp_datum_figure(count.rows[i].count);
        row[2] = sp_datum_share(count.rows[i].count, count.total);
    }
    struct sp_datum *total = rc == SP_OK ? sp_table_total(table) : NULL;
    if (rc != SP_OK) return rc;
    if (!total) return no_memory(err);
    total[0] = sp_datum_text(SP_STR("All"));
    total[1] = sp_datum_figure(count.total);
    table_add(report, table);
    table->proof = count.proof;
    return sp_table_note(table,
                         SP_STR("only requests that were declined or lifted begin a spell, and only those with a person id and a date can be followed; what became of those that are unknown or censored is not "
                                "known, so they are neither in the spells nor among those who did not return"),
                         err);
}

/* -- The report ------------------------------------------------------------------------------ */

static enum sp_rc ends_make(struct returns_report *report, const struct report_pivot *pivot, struct sp_err *err)
{
    struct sp_table *table;
    const enum sp_rc rc = report_pivot_make(report->ledger, &report->options->query, pivot, report->arena, &table, err);
    if (rc == SP_OK) table_add(report, table);
    return rc;
}

static enum sp_rc tables_make(struct returns_report *report, struct sp_err *err)
{
    static const char *const headings[] = {"Let go by", "State of the jail"};
    static const char *const places[] = {"Facility", "City", "State"};
    struct report_pivot pivot = {.id = "ends", .title = "How spells at liberty ended", .by = "origin", .by_headings = headings,
                                 .field = "exit", .columns = exits, .column_count = EXIT_COUNT, .total_heading = "Spells"};
    enum sp_rc rc = ends_make(report, &pivot, err);
    if (rc == SP_OK) rc = shares_make(report, err);
    pivot.id = "by-state";
    pivot.title = "By state of the jail";
    pivot.by = "origin,facility_state";
    if (rc == SP_OK) rc = ends_make(report, &pivot, err);
    pivot.id = "by-facility";
    pivot.title = "By the facility that let go, largest first";
    pivot.by = "facility,facility_city,facility_state";
    pivot.by_headings = places;
    pivot.row_max = report->options->facility_max ? report->options->facility_max : FACILITY_DEFAULT;
    if (rc == SP_OK) rc = ends_make(report, &pivot, err);
    pivot.id = "by-place";
    pivot.by = "facility_state";
    pivot.row_max = 0;
    if (rc == SP_OK) rc = report_pivot_make(report->ledger, &report->options->query, &pivot, report->arena, &report->by_place, err);
    return rc == SP_OK ? requests_make(report, err) : rc;
}

/* What a reader can add up from one table to another. */
static void sums_add(const struct returns_report *report, struct sp_withhold *withhold)
{
    struct sp_table *const *tables = report->tables;
    sp_withhold_add_fold(withhold, tables[SHARES], tables[SHARES]->column_count - 1, tables[ENDS],
                         tables[ENDS]->column_count - 1, "origin");
    for (size_t i = 0; i < EXIT_COUNT + 1; i++) { // and the spells
        sp_withhold_add_fold(withhold, tables[BY_STATE], 2 + i, tables[ENDS], 1 + i, "origin");
        sp_withhold_add_fold(withhold, tables[BY_STATE], 2 + i, report->by_place, 1 + i, "facility_state");
        sp_withhold_add_fold(withhold, tables[BY_FACILITY], 3 + i, report->by_place, 1 + i, "facility_state");
    }
}

static enum sp_rc tables_withhold(struct returns_report *report, struct sp_err *err)
{
    struct sp_withhold withhold = {0};
    size_t count = 0;
    sp_withhold_init(&withhold, report->options->small_cell_min ? report->options->small_cell_min : SP_SMALL_CELL_MIN);
    for (size_t i = 0; i < report->table_count; i++) {
        sp_withhold_add_table(&withhold, report->tables[i]);
    }
    sp_withhold_add_table(&withhold, report->by_place);
    sums_add(report, &withhold);
    enum sp_rc rc = sp_withhold_solve(&withhold, err);
    for (size_t i = 0; rc == SP_OK && i < report->table_count; i++) {
        rc = sp_withhold_apply(&withhold, report->tables[i], &count, err);
    }
    sp_withhold_release(&withhold);
    return rc;
}

static enum sp_rc report_write(const struct returns_report *report, enum sp_format format, struct sp_buf *out, struct sp_err *err)
{
    const size_t note_count = CAUTION_COUNT + report->all.note_count;
    struct sp_str *notes = sp_arena_array(report->arena, note_count, sizeof *notes);
    if (!notes) return no_memory(err);
    for (size_t i = 0; i < note_count; i++) {
        notes[i] = i < CAUTION_COUNT ? sp_str_of(cautions[i]) : report->all.notes[i - CAUTION_COUNT];
    }
    report_document_write(&(struct report_document){.id = "returns",
                                                    .title = "Let go, then arrested at large",
                                                    .notes = notes,
                                                    .note_count = note_count,
                                                    .tables = report->tables,
                                                    .table_count = report->table_count},
                          format, out);
    return sp_buf_status(out, err);
}

enum sp_rc sp_report_returns(struct sp_ledger *ledger, const struct sp_report_options *options, enum sp_format format,
                             struct sp_arena *arena, struct sp_buf *out, struct sp_err *err)
{
    struct returns_report *report = sp_arena_alloc(arena, sizeof *report);
    if (!report) return no_memory(err);
    *report = (struct returns_report){.ledger = ledger, .options = options, .arena = arena};
    enum sp_rc rc = count_by(report, NULL, &report->all, err);
    if (rc == SP_OK) rc = tables_make(report, err);
    if (rc == SP_OK) rc = tables_withhold(report, err);
    return rc == SP_OK ? report_write(report, format, out, err) : rc;
}
