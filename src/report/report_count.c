/* The table of a count: a column for each field grouped by, then the count. */
#include "report/report_count.h"

#include "base/base.h"

enum { TITLE_SIZE_MAX = 1 << 16 };

/* Headings that the field's name does not give by itself. */
static const struct {
    const char *field;
    const char *heading;
} headings[] = {
    {"aor", "Area of responsibility"},
    {"facility_aor", "Facility area of responsibility"},
    {"book_in_aor", "Book-in area of responsibility"},
    {"msc_charge", "Most serious conviction"},
    {"eid_dta_id", "EID DTA id"},
};

/* "facility_state" → "Facility state". */
struct sp_str report_heading_of(struct sp_str field, struct sp_arena *arena)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        if (sp_str_equal_text(field, headings[i].field)) return sp_str_of(headings[i].heading);
    }
    char *text = sp_arena_alloc(arena, field.size + 1);
    if (!text) return (struct sp_str){0};
    for (size_t i = 0; i < field.size; i++) {
        const char c = field.data[i];
        text[i] = c == '_' ? ' ' : i == 0 && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return (struct sp_str){.data = text, .size = field.size};
}

static void title_filters(const struct sp_query *query, struct sp_buf *title)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct sp_filter *filter = &query->filters[i];
        sp_buf_format(title, "%s%.*s%s", i ? ", " : " where ", SP_FMT(filter->field),
                      filter->negated ? " is not " : " is ");
        for (size_t j = 0; j < filter->value_count; j++) {
            if (j) sp_buf_text(title, " or ");
            sp_buf_append(title, filter->values[j]);
        }
    }
}

static void title_period(const struct sp_query *query, struct sp_buf *title)
{
    char day[SP_DATE_TEXT_MAX];
    if (query->day_from != SP_DAY_NONE && query->day_from == query->day_to) {
        sp_date_format(query->day_from, day);
        sp_buf_format(title, ", on %s", day);
        return;
    }
    if (query->day_from != SP_DAY_NONE) {
        sp_date_format(query->day_from, day);
        sp_buf_format(title, ", from %s", day);
    }
    if (query->day_to != SP_DAY_NONE) {
        sp_date_format(query->day_to, day);
        sp_buf_format(title, "%s to %s", query->day_from == SP_DAY_NONE ? "," : "", day);
    }
}

/* "Arrest records by aor, operation where aor is Seattle, from 2017-09-24 to 2017-09-27". */
void report_query_title(const struct sp_query *query, struct sp_buf *title)
{
    const char *unit = query->measure->unit;
    const char first = *unit;
    sp_buf_char(title, first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first);
    sp_buf_text(title, unit + 1);
    for (size_t i = 0; i < query->by_count; i++) {
        sp_buf_text(title, i ? ", " : " by ");
        sp_buf_append(title, query->by[i]);
    }
    title_filters(query, title);
    title_period(query, title);
    if (query->keep) sp_buf_format(title, " (rule %s)", query->keep->id);
}

static enum sp_rc rows_fill(const struct sp_count *count, struct sp_table *table, struct sp_err *err)
{
    const size_t by_count = count->query.by_count;
    for (size_t i = 0; i < count->row_count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table's rows");
        for (size_t j = 0; j < by_count; j++) {
            row[j] = sp_datum_label(count->rows[i].labels[j], count->rows[i].nones[j]);
        }
        row[by_count] = sp_datum_figure(count->rows[i].count);
    }
    if (!count->has_total) return SP_OK;
    struct sp_datum *total = sp_table_total(table);
    if (!total) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table's total");
    if (by_count) total[0] = sp_datum_text(SP_STR("Total"));
    total[by_count] = sp_datum_figure(count->total);
    return SP_OK;
}

static enum sp_rc notes_fill(const struct sp_count *count, struct sp_table *table, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    const char *caution = count->query.measure->caution;
    if (caution && *caution) rc = sp_table_note(table, sp_str_of(caution), err);
    for (size_t i = 0; rc == SP_OK && i < count->note_count; i++) {
        rc = sp_table_note(table, count->notes[i], err);
    }
    return rc;
}

/* What stands around the rows. */
static void frame_fill(const struct sp_count *count, struct sp_table *table)
{
    table->measure = sp_str_of(count->query.measure->name);
    table->by_count = count->query.by_count;
    if (count->has_total) table->unknown_whole = count->total;
    table->undated = count->undated;
    table->proof = count->proof;
    table->show_references = true;
}

static enum sp_rc arrays_copy(const struct sp_count *count, struct sp_table *table, struct sp_err *err)
{
    const size_t by_count = count->query.by_count;
    struct sp_unknown *unknowns = sp_arena_array(table->arena, by_count, sizeof *unknowns);
    table->by = sp_arena_array(table->arena, by_count, sizeof *table->by);
    if (!unknowns || !table->by) {
        return sp_err_set(err, SP_ERR_MEMORY, "no memory for the table's fields");
    }
    for (size_t i = 0; i < by_count; i++) {
        if (count->unknowns[i].all.reference.size) unknowns[table->unknown_count++] = count->unknowns[i];
        table->by[i] = count->query.by[i];
    }
    table->unknowns = unknowns;
    return SP_OK;
}

enum sp_rc sp_table_of_count(const struct sp_count *count, struct sp_arena *arena,
                             struct sp_table **out_table, struct sp_err *err)
{
    struct sp_column columns[SP_QUERY_DIMS_MAX + 1];
    const size_t by_count = count->query.by_count;
    struct sp_table *table = NULL;
    struct sp_buf title;
    for (size_t i = 0; i < by_count; i++) {
        columns[i] = (struct sp_column){.key = count->query.by[i],
                                        .heading = report_heading_of(count->query.by[i], arena)};
        if (!columns[i].heading.data) return sp_err_set(err, SP_ERR_MEMORY, "no memory for a table");
    }
    columns[by_count] = (struct sp_column){
        .key = SP_STR("count"), .heading = SP_STR("Count"), .is_number = true};
    sp_buf_init(&title, TITLE_SIZE_MAX);
    report_query_title(&count->query, &title);
    enum sp_rc rc = sp_buf_status(&title, err);
    if (rc == SP_OK) {
        rc = sp_table_new(arena, "count", sp_buf_str(&title), columns, by_count + 1, &table, err);
    }
    sp_buf_release(&title);
    if (rc == SP_OK) rc = rows_fill(count, table, err);
    if (rc == SP_OK) rc = arrays_copy(count, table, err);
    if (rc == SP_OK) rc = notes_fill(count, table, err);
    if (rc != SP_OK) return rc;
    frame_fill(count, table);
    *out_table = table;
    return SP_OK;
}
