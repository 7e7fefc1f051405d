/*
 * Rule SMALL over one table or over all tables of a report: which counts may not be printed.
 *
 * A cell is a figure, known by its reference: what is withheld in one place is withheld in all.
 * A sum is cells that add up to another cell which the reader may see. Add tables and sums, solve,
 * apply. Failures are sticky and come out of `sp_withhold_solve`.
 */
#ifndef REPORT_WITHHOLD_H
#define REPORT_WITHHOLD_H

#include "base/base.h"
#include "sallyport/table.h"

struct withhold_cell {
    uint64_t value;
    bool is_withheld;
    bool is_total;      // of a table's total row: the last to be withheld
    uint32_t sum_first; // into sum_ids, set while solving
    uint32_t sum_count;
};

struct withhold_sum {
    uint32_t part_first; // into parts
    uint32_t part_count;
    uint32_t total;      // cell
    // Kept while solving, over the parts:
    uint32_t withheld_count;
    uint64_t withheld_value;
    uint32_t shown_count; // that are not 0
};

/* Zero-initialise, then sp_withhold_init. */
struct sp_withhold {
    uint64_t minimum;
    struct sp_intern references;  // the code of a reference is its cell
    struct withhold_cell *cells;  // owned, as the arrays below
    size_t cell_capacity;
    struct withhold_sum *sums;
    size_t sum_count;
    size_t sum_capacity;
    uint32_t *parts;
    size_t part_count;
    size_t part_capacity;
    uint32_t *sum_ids; // the sums of each cell, one run for each
    enum sp_rc rc;
};

void sp_withhold_init(struct sp_withhold *withhold, uint64_t minimum);
void sp_withhold_release(struct sp_withhold *withhold);
void sp_withhold_add_table(struct sp_withhold *withhold, const struct sp_table *table);
/** Parts one by one, then their total. A sum that does not add up is dropped: it gives nothing away. */
void sp_withhold_add_part(struct sp_withhold *withhold, struct sp_figure part);
void sp_withhold_end_sum(struct sp_withhold *withhold, struct sp_figure total);
/**
 * The sums of one table in another: for each row of `whole`, the rows of `parts` that have its label
 * in the column of that key add up to it. Rows that are not all there give no sum.
 */
void sp_withhold_add_fold(struct sp_withhold *withhold, const struct sp_table *parts, size_t part_column,
                          const struct sp_table *whole, size_t whole_column, const char *key);
SP_MUST_USE enum sp_rc sp_withhold_solve(struct sp_withhold *withhold, struct sp_err *err);
bool sp_withhold_has(const struct sp_withhold *withhold, struct sp_figure figure);
/** Mark withheld figures and shares among cells or pieces of text. @return how many figures */
size_t sp_withhold_mark(const struct sp_withhold *withhold, struct sp_datum *data, size_t count);
/** Mark the withheld cells of a table and say so in a note and in its proof. */
SP_MUST_USE enum sp_rc sp_withhold_apply(const struct sp_withhold *withhold, struct sp_table *table,
                                         size_t *out_count, struct sp_err *err);

/** A copy of a proof that also names a rule; the proof itself when it does already. */
SP_MUST_USE enum sp_rc sp_proof_with_rule(const struct sp_proof *proof, const char *rule_id,
                                          struct sp_arena *arena, const struct sp_proof **out_proof,
                                          struct sp_err *err);

/* For report_withhold_solve.c: a withheld cell that follows from several sums taken together. */
SP_MUST_USE bool sp_withhold_bridge_find(const struct sp_withhold *withhold, bool *out_found,
                                         uint32_t *out_cell);

#endif
