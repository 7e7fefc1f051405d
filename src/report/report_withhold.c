/*
 * Rule SMALL: from tables to cells and sums, and back. The sums a reader can see in a table:
 *
 *   its column         parts: the rows                                total: of the total row
 *   its row            parts: the row's other figures                 total: the row-total column
 *   an unknown label   parts: the rows that have it                   total: the label's count
 *   an unknown share   parts: the counts of its labels                total: all unknown
 *   the known          parts: the rows that have a value, all unknown total: of the total row
 *
 * Where a table has one count and a column for each field, the last three stand in for the column.
 */
#include "report/report_withhold.h"

#include "report/report_print.h"

enum { REFERENCES_SIZE_MAX = 1 << 30, CAPACITY_FIRST = 64 };

void sp_withhold_init(struct sp_withhold *withhold, uint64_t minimum)
{
    *withhold = (struct sp_withhold){.minimum = minimum};
    sp_intern_init(&withhold->references, REFERENCES_SIZE_MAX);
}

void sp_withhold_release(struct sp_withhold *withhold)
{
    sp_intern_release(&withhold->references);
    sp_free(withhold->cells);
    sp_free(withhold->sums);
    sp_free(withhold->parts);
    sp_free(withhold->sum_ids);
    *withhold = (struct sp_withhold){0};
}

/* Room for one more item; false, and a failure, without memory. */
static bool reserve(struct sp_withhold *withhold, void **items, size_t count, size_t *capacity,
                    size_t item_size)
{
    if (withhold->rc != SP_OK) return false;
    if (count < *capacity) return true;
    const size_t more = *capacity ? *capacity * 2 : CAPACITY_FIRST;
    void *grown = more < UINT32_MAX ? sp_realloc(*items, more * item_size) : NULL;
    if (!grown) {
        withhold->rc = SP_ERR_MEMORY;
        return false;
    }
    *items = grown;
    *capacity = more;
    return true;
}

/* The cell of a figure, made when it is new. */
static bool cell_of(struct sp_withhold *withhold, struct sp_figure figure, uint32_t *out_cell)
{
    bool is_new = false;
    void *cells = withhold->cells;
    if (!reserve(withhold, &cells, withhold->references.count, &withhold->cell_capacity,
                 sizeof *withhold->cells)) {
        return false;
    }
    withhold->cells = cells;
    if (!sp_intern_put(&withhold->references, figure.reference, out_cell, &is_new)) {
        withhold->rc = SP_ERR_MEMORY;
        return false;
    }
    if (is_new) withhold->cells[*out_cell] = (struct withhold_cell){.value = figure.value};
    return true;
}

static void add_cell(struct sp_withhold *withhold, struct sp_figure figure)
{
    uint32_t cell;
    if (figure.reference.size) (void)cell_of(withhold, figure, &cell);
}

/* Parts of the sum that is being added stand after those of the sums already ended. */
static size_t open_first(const struct sp_withhold *withhold)
{
    if (withhold->sum_count == 0) return 0;
    const struct withhold_sum *last = &withhold->sums[withhold->sum_count - 1];
    return last->part_first + last->part_count;
}

void sp_withhold_add_part(struct sp_withhold *withhold, struct sp_figure part)
{
    uint32_t cell;
    void *parts = withhold->parts;
    if (!cell_of(withhold, part, &cell)) return;
    if (!reserve(withhold, &parts, withhold->part_count, &withhold->part_capacity,
                 sizeof *withhold->parts)) {
        return;
    }
    withhold->parts = parts;
    withhold->parts[withhold->part_count++] = cell;
}

void sp_withhold_end_sum(struct sp_withhold *withhold, struct sp_figure total)
{
    uint32_t cell;
    void *sums = withhold->sums;
    if (!cell_of(withhold, total, &cell)) return;
    if (!reserve(withhold, &sums, withhold->sum_count, &withhold->sum_capacity,
                 sizeof *withhold->sums)) {
        return;
    }
    withhold->sums = sums;
    const size_t first = open_first(withhold);
    uint64_t value = 0;
    bool is_sum = withhold->part_count > first;
    for (size_t i = first; i < withhold->part_count; i++) {
        value += withhold->cells[withhold->parts[i]].value;
        is_sum = is_sum && withhold->parts[i] != cell;
    }
    if (!is_sum || value != total.value) {
        withhold->part_count = first;
        return;
    }
    withhold->sums[withhold->sum_count++] =
        (struct withhold_sum){.part_first = (uint32_t)first,
                              .part_count = (uint32_t)(withhold->part_count - first),
                              .total = cell};
}

/* -- The sums of a table --------------------------------------------------------------------- */

static const struct sp_datum *cell_at(const struct sp_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->column_count + column];
}

static void add_column(struct sp_withhold *withhold, const struct sp_table *table, size_t column)
{
    for (size_t i = 0; i < table->row_count; i++) {
        const struct sp_datum *datum = cell_at(table, i, column);
        if (datum->kind == SP_DATUM_FIGURE) sp_withhold_add_part(withhold, datum->figure);
    }
    const struct sp_datum *total = table->total ? &table->total[column] : NULL;
    if (total && total->kind == SP_DATUM_FIGURE) {
        sp_withhold_end_sum(withhold, total->figure);
    } else {
        withhold->part_count = open_first(withhold);
    }
}

static void add_row(struct sp_withhold *withhold, const struct sp_table *table,
                    const struct sp_datum *row)
{
    const struct sp_datum *total = &row[table->row_total - 1];
    for (size_t i = 0; i < table->column_count; i++) {
        const bool is_part = row[i].kind == SP_DATUM_FIGURE && &row[i] != total;
        if (is_part) sp_withhold_add_part(withhold, row[i].figure);
    }
    if (total->kind == SP_DATUM_FIGURE) {
        sp_withhold_end_sum(withhold, total->figure);
    } else {
        withhold->part_count = open_first(withhold);
    }
}

/* The one count column of a table of a count; column_count when there is none or are several. */
static size_t only_count_column(const struct sp_table *table)
{
    size_t found = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!sp_table_column_is_count(table, i)) continue;
        if (found < table->column_count) return table->column_count;
        found = i;
    }
    return found;
}

static size_t column_by_key(const struct sp_table *table, struct sp_str key)
{
    size_t column = 0;
    while (column < table->column_count && !sp_str_equal(table->columns[column].key, key)) {
        column++;
    }
    return column;
}

static bool label_is_among(struct sp_str label, const struct sp_unknown *unknown)
{
    for (size_t i = 0; i < unknown->label_count; i++) {
        if (sp_str_equal(label, unknown->labels[i])) return true;
    }
    return false;
}

static void add_unknown(struct sp_withhold *withhold, const struct sp_table *table,
                        const struct sp_unknown *unknown, size_t count_column)
{
    const size_t column = column_by_key(table, unknown->field);
    SP_ASSERT(column < table->column_count);
    for (size_t label = 0; label < unknown->label_count; label++) {
        for (size_t i = 0; i < table->row_count; i++) {
            const struct sp_datum *datum = cell_at(table, i, column);
            if (datum->kind != SP_DATUM_LABEL) continue;
            if (!sp_str_equal(datum->text, unknown->labels[label])) continue;
            sp_withhold_add_part(withhold, cell_at(table, i, count_column)->figure);
        }
        sp_withhold_end_sum(withhold, unknown->counts[label]);
    }
    if (!table->total) return;
    for (size_t i = 0; i < table->row_count; i++) {
        const struct sp_datum *datum = cell_at(table, i, column);
        if (datum->kind == SP_DATUM_LABEL && label_is_among(datum->text, unknown)) continue;
        sp_withhold_add_part(withhold, cell_at(table, i, count_column)->figure);
    }
    sp_withhold_add_part(withhold, unknown->all);
    sp_withhold_end_sum(withhold, table->total[count_column].figure);
}

static void add_unknown_labels(struct sp_withhold *withhold, const struct sp_unknown *unknown)
{
    for (size_t i = 0; i < unknown->label_count; i++) {
        sp_withhold_add_part(withhold, unknown->counts[i]);
    }
    sp_withhold_end_sum(withhold, unknown->all);
}

/* Whether the table has one count, and a column for every field it shows the unknown share of. */
static bool unknowns_have_rows(const struct sp_table *table)
{
    bool have = table->unknown_count > 0 && only_count_column(table) < table->column_count;
    for (size_t i = 0; i < table->unknown_count; i++) {
        have = have && column_by_key(table, table->unknowns[i].field) < table->column_count;
    }
    return have;
}

/* Every figure on its own, so that a small one is withheld also where it is part of no sum. */
static void add_cells(struct sp_withhold *withhold, const struct sp_table *table)
{
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        const struct sp_datum *datum = &table->cells[i];
        if (datum->kind != SP_DATUM_FIGURE && datum->kind != SP_DATUM_SHARE) continue;
        add_cell(withhold, datum->figure);
        add_cell(withhold, datum->whole);
    }
    for (size_t i = 0; i < table->unknown_count; i++) {
        add_cell(withhold, table->unknowns[i].all);
        for (size_t j = 0; j < table->unknowns[i].label_count; j++) {
            add_cell(withhold, table->unknowns[i].counts[j]);
        }
    }
    add_cell(withhold, table->unknown_whole);
    add_cell(withhold, table->undated);
}

static void add_totals(struct sp_withhold *withhold, const struct sp_table *table)
{
    for (size_t i = 0; table->total && i < table->column_count; i++) {
        uint32_t cell;
        if (table->total[i].kind != SP_DATUM_FIGURE) continue;
        if (cell_of(withhold, table->total[i].figure, &cell)) withhold->cells[cell].is_total = true;
    }
}

void sp_withhold_add_table(struct sp_withhold *withhold, const struct sp_table *table)
{
    const bool by_unknown = unknowns_have_rows(table);
    add_totals(withhold, table);
    add_cells(withhold, table);
    for (size_t i = 0; !by_unknown && i < table->column_count; i++) {
        if (sp_table_column_is_count(table, i)) add_column(withhold, table, i);
    }
    for (size_t i = 0; by_unknown && i < table->unknown_count; i++) {
        add_unknown(withhold, table, &table->unknowns[i], only_count_column(table));
    }
    for (size_t i = 0; i < table->unknown_count; i++) {
        add_unknown_labels(withhold, &table->unknowns[i]);
    }
    for (size_t i = 0; table->row_total && i < table->row_count; i++) {
        add_row(withhold, table, cell_at(table, i, 0));
    }
    if (table->row_total && table->total) add_row(withhold, table, table->total);
}

void sp_withhold_add_fold(struct sp_withhold *withhold, const struct sp_table *parts, size_t part_column,
                          const struct sp_table *whole, size_t whole_column, const char *key)
{
    const size_t part_label = column_by_key(parts, sp_str_of(key));
    const size_t whole_label = column_by_key(whole, sp_str_of(key));
    SP_ASSERT(part_label < parts->column_count && whole_label < whole->column_count);
    for (size_t i = 0; i < whole->row_count; i++) {
        const struct sp_datum *total = cell_at(whole, i, whole_column);
        const struct sp_str label = cell_at(whole, i, whole_label)->text;
        if (total->kind != SP_DATUM_FIGURE) continue;
        for (size_t j = 0; j < parts->row_count; j++) {
            const struct sp_datum *part = cell_at(parts, j, part_column);
            if (part->kind != SP_DATUM_FIGURE) continue;
            if (!sp_str_equal(cell_at(parts, j, part_label)->text, label)) continue;
            sp_withhold_add_part(withhold, part->figure);
        }
        sp_withhold_end_sum(withhold, total->figure);
    }
}

/* -- Marking --------------------------------------------------------------------------------- */

bool sp_withhold_has(const struct sp_withhold *withhold, struct sp_figure figure)
{
    uint32_t cell;
    return figure.reference.size &&
           sp_intern_find(&withhold->references, figure.reference, &cell) &&
           withhold->cells[cell].is_withheld;
}

size_t sp_withhold_mark(const struct sp_withhold *withhold, struct sp_datum *data, size_t count)
{
    size_t marked = 0;
    for (size_t i = 0; i < count; i++) {
        struct sp_datum *datum = &data[i];
        const bool is_count = datum->kind == SP_DATUM_FIGURE;
        if (!is_count && datum->kind != SP_DATUM_SHARE) continue;
        if (!sp_withhold_has(withhold, datum->figure) && !sp_withhold_has(withhold, datum->whole)) {
            continue;
        }
        datum->kind = SP_DATUM_WITHHELD;
        marked += is_count;
    }
    return marked;
}

static void mark_figure(const struct sp_withhold *withhold, struct sp_figure figure,
                        struct sp_str *references, size_t *count)
{
    if (sp_withhold_has(withhold, figure)) references[(*count)++] = figure.reference;
}

static bool mark_unknowns(const struct sp_withhold *withhold, struct sp_table *table)
{
    size_t most = 2;
    for (size_t i = 0; i < table->unknown_count; i++) {
        most += 1 + table->unknowns[i].label_count;
    }
    struct sp_str *references = sp_arena_array(table->arena, most, sizeof *references);
    if (!references) return false;
    size_t count = 0;
    for (size_t i = 0; i < table->unknown_count; i++) {
        const struct sp_unknown *unknown = &table->unknowns[i];
        mark_figure(withhold, unknown->all, references, &count);
        for (size_t j = 0; j < unknown->label_count; j++) {
            mark_figure(withhold, unknown->counts[j], references, &count);
        }
    }
    mark_figure(withhold, table->unknown_whole, references, &count);
    mark_figure(withhold, table->undated, references, &count);
    table->withheld = references;
    table->withheld_count = count;
    return true;
}

enum sp_rc sp_proof_with_rule(const struct sp_proof *proof, const char *rule_id,
                              struct sp_arena *arena, const struct sp_proof **out_proof,
                              struct sp_err *err)
{
    const struct sp_rule *rule = sp_rule_find(sp_str_of(rule_id));
    SP_ASSERT(rule);
    for (size_t i = 0; i < proof->rule_count; i++) {
        if (proof->rules[i] != rule) continue;
        *out_proof = proof;
        return SP_OK;
    }
    struct sp_proof *copy = sp_arena_alloc(arena, sizeof *copy);
    if (!copy) return sp_err_set(err, SP_ERR_MEMORY, "no memory for the rule '%s'", rule_id);
    *copy = *proof;
    SP_ASSERT(copy->rule_count < sizeof copy->rules / sizeof *copy->rules);
    copy->rules[copy->rule_count++] = rule;
    *out_proof = copy;
    return SP_OK;
}

enum sp_rc sp_withhold_apply(const struct sp_withhold *withhold, struct sp_table *table,
                             size_t *out_count, struct sp_err *err)
{
    size_t count = sp_withhold_mark(withhold, table->cells, table->row_count * table->column_count);
    if (table->total) count += sp_withhold_mark(withhold, table->total, table->column_count);
    enum sp_rc rc = SP_OK;
    if (!mark_unknowns(withhold, table)) {
        rc = sp_err_set(err, SP_ERR_MEMORY, "no memory to withhold small cells");
    }
    if (rc == SP_OK && count + table->withheld_count > 0) {
        const struct sp_str note = sp_arena_format(
            table->arena,
            "[withheld] stands for 1 to %llu records, or for a count that would give such a one away "
            "(rule SMALL)",
            (unsigned long long)(withhold->minimum - 1));
        rc = note.data ? sp_table_note(table, note, err)
                       : sp_err_set(err, SP_ERR_MEMORY, "no memory for a note");
    }
    if (rc == SP_OK && table->proof) {
        rc = sp_proof_with_rule(table->proof, "SMALL", table->arena, &table->proof, err);
    }
    if (rc == SP_OK && out_count) *out_count = count;
    return rc;
}

enum sp_rc sp_table_withhold(struct sp_table *table, uint64_t minimum, size_t *out_count,
                             struct sp_err *err)
{
    struct sp_withhold withhold;
    sp_withhold_init(&withhold, minimum);
    sp_withhold_add_table(&withhold, table);
    enum sp_rc rc = sp_withhold_solve(&withhold, err);
    if (rc == SP_OK) rc = sp_withhold_apply(&withhold, table, out_count, err);
    sp_withhold_release(&withhold);
    return rc;
}
