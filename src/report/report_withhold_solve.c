/*
 * Which cells to withhold.
 *
 *   1. Cells of 1..minimum-1 records.
 *   2. Until nothing changes, for every sum whose total shows: more of its parts, when only one is
 *      withheld, or when those withheld are so few that each must be small (they leave none of them
 *      room for `minimum`). A total that is withheld needs a part that is, too.
 *   3. Cells that follow from several sums together (report_withhold_bridge.c), then 2 again.
 *
 * The cell taken is the one that costs a reader least: one whose other sums have withheld cells
 * already, then one whose other sums can take it, then the rest, and a table's totals last; among
 * these the smallest, then the first. Every step withholds a cell more, so it ends.
 */
#include "report/report_withhold.h"

enum cell_cost { COST_NONE, COST_SPREADS, COST_DEAD_END, COST_TOTAL };

static void cell_withhold(struct sp_withhold *withhold, uint32_t cell_id)
{
    struct withhold_cell *cell = &withhold->cells[cell_id];
    SP_ASSERT(!cell->is_withheld && cell->value > 0);
    cell->is_withheld = true;
    for (uint32_t i = 0; i < cell->sum_count; i++) {
        struct withhold_sum *sum = &withhold->sums[withhold->sum_ids[cell->sum_first + i]];
        if (sum->total == cell_id) continue;
        sum->withheld_count++;
        sum->withheld_value += cell->value;
        sum->shown_count--;
    }
}

/* Whether a withheld cell of the sum can be had from what shows of it. */
static bool sum_tells(const struct sp_withhold *withhold, const struct withhold_sum *sum)
{
    if (withhold->cells[sum->total].is_withheld) return sum->withheld_count == 0;
    if (sum->withheld_count == 0) return false;
    // A reader knows that each is at least 1: the largest any of them can be.
    const uint64_t most = sum->withheld_value - (sum->withheld_count - 1);
    return sum->withheld_count == 1 || most < withhold->minimum;
}

static enum cell_cost cell_cost(const struct sp_withhold *withhold, uint32_t cell_id,
                                uint32_t sum_id)
{
    const struct withhold_cell *cell = &withhold->cells[cell_id];
    if (cell->is_total) return COST_TOTAL;
    enum cell_cost cost = COST_NONE;
    for (uint32_t i = 0; i < cell->sum_count; i++) {
        const uint32_t other_id = withhold->sum_ids[cell->sum_first + i];
        const struct withhold_sum *other = &withhold->sums[other_id];
        if (other_id == sum_id || other->withheld_count > 0) continue;
        const uint32_t others = other->shown_count - (other->total != cell_id);
        const enum cell_cost here = others > 0 ? COST_SPREADS : COST_DEAD_END;
        if (here > cost) cost = here;
    }
    return cost;
}

/* Withhold one more cell of a sum. @return false when none is left */
static bool sum_withhold_more(struct sp_withhold *withhold, uint32_t sum_id)
{
    const struct withhold_sum *sum = &withhold->sums[sum_id];
    uint32_t best = UINT32_MAX;
    enum cell_cost best_cost = COST_NONE;
    for (uint32_t i = 0; i <= sum->part_count; i++) {
        const uint32_t cell_id =
            i < sum->part_count ? withhold->parts[sum->part_first + i] : sum->total;
        const struct withhold_cell *cell = &withhold->cells[cell_id];
        if (cell->is_withheld || cell->value == 0) continue;
        const enum cell_cost cost = cell_cost(withhold, cell_id, sum_id);
        const bool is_better =
            best == UINT32_MAX || cost < best_cost ||
            (cost == best_cost && cell->value < withhold->cells[best].value);
        if (!is_better) continue;
        best = cell_id;
        best_cost = cost;
    }
    if (best == UINT32_MAX) return false;
    cell_withhold(withhold, best);
    return true;
}

/* For each cell the sums it is in, one run after the other. */
static bool sums_index(struct sp_withhold *withhold)
{
    const uint32_t cell_count = withhold->references.count;
    withhold->sum_ids =
        sp_alloc((withhold->part_count + withhold->sum_count + 1) * sizeof *withhold->sum_ids);
    if (!withhold->sum_ids) return false;
    for (size_t pass = 0; pass < 2; pass++) { // The first counts, the second fills.
        for (uint32_t i = 0, next = 0; i < cell_count; i++) {
            withhold->cells[i].sum_first = next;
            next += withhold->cells[i].sum_count;
            if (pass == 1) withhold->cells[i].sum_count = 0;
        }
        for (uint32_t s = 0; s < withhold->sum_count; s++) {
            const struct withhold_sum *sum = &withhold->sums[s];
            for (uint32_t i = 0; i <= sum->part_count; i++) {
                struct withhold_cell *cell =
                    &withhold->cells[i < sum->part_count ? withhold->parts[sum->part_first + i]
                                                         : sum->total];
                if (pass == 1) withhold->sum_ids[cell->sum_first + cell->sum_count] = s;
                cell->sum_count++;
            }
        }
    }
    return true;
}

static void primary_withhold(struct sp_withhold *withhold)
{
    for (uint32_t s = 0; s < withhold->sum_count; s++) {
        struct withhold_sum *sum = &withhold->sums[s];
        for (uint32_t i = 0; i < sum->part_count; i++) {
            sum->shown_count += withhold->cells[withhold->parts[sum->part_first + i]].value > 0;
        }
    }
    for (uint32_t i = 0; i < withhold->references.count; i++) {
        const uint64_t value = withhold->cells[i].value;
        if (value > 0 && value < withhold->minimum) cell_withhold(withhold, i);
    }
}

static bool sums_settle(struct sp_withhold *withhold)
{
    bool changed = false;
    for (uint32_t s = 0; s < withhold->sum_count; s++) {
        while (sum_tells(withhold, &withhold->sums[s]) && sum_withhold_more(withhold, s)) {
            changed = true;
        }
    }
    return changed;
}

/* One more cell beside a cell that follows from several sums together. */
static bool bridge_settle(struct sp_withhold *withhold, bool *out_changed)
{
    bool found = false;
    uint32_t cell_id = 0;
    *out_changed = false;
    if (!sp_withhold_bridge_find(withhold, &found, &cell_id)) return false;
    const struct withhold_cell *cell = &withhold->cells[cell_id];
    for (uint32_t i = 0; found && !*out_changed && i < cell->sum_count; i++) {
        *out_changed = sum_withhold_more(withhold, withhold->sum_ids[cell->sum_first + i]);
    }
    return true;
}

enum sp_rc sp_withhold_solve(struct sp_withhold *withhold, struct sp_err *err)
{
    if (withhold->rc == SP_OK && !sums_index(withhold)) withhold->rc = SP_ERR_MEMORY;
    if (withhold->rc == SP_OK) primary_withhold(withhold);
    for (bool changed = true; withhold->rc == SP_OK && changed;) {
        while (sums_settle(withhold)) {
        }
        if (!bridge_settle(withhold, &changed)) withhold->rc = SP_ERR_MEMORY;
    }
    if (withhold->rc == SP_OK) return SP_OK;
    return sp_err_set(err, withhold->rc, "no memory to withhold small cells");
}
