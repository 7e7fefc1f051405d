/*
 * STINT-DUP and its older rival: which rows of stints count. spec/stint-dup.sql and
 * spec/stint-dup-old.sql say what and why.
 *
 * 1. A row without an id always counts, and belongs to no stay.
 * 2. A missing moment equals no other: stage 2 and the old rule never drop a row for lack
 *    of a book-in.
 * 3. Stage 2 looks only at rows that stage 1 left.
 * 4. Groups are found by sorting places of the input, which keep its order within a
 *    group: in n log n steps, whatever a file gives one person.
 */
#include "link/link_stint.h"

#include "link/link_order.h"

static const uint32_t kept_by_all = 1u << LINK_STINT_DUP | 1u << LINK_STINT_DUP_OLD;

static void results_begin(const struct link_stint *stints, size_t count,
                          struct link_stint_result *results)
{
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct link_stint_result){
            .record = stints[i].record, .stay = LINK_NONE, .kept_by = kept_by_all};
    }
}

static void lose(struct link_stint_result *result, uint8_t stage)
{
    result->lost_at = stage;
    result->kept_by &= ~(1u << LINK_STINT_DUP);
}

static int alike_compare(const void *stints, uint32_t a, uint32_t b)
{
    const struct link_stint *x = (const struct link_stint *)stints + a,
                            *y = (const struct link_stint *)stints + b;
    int order = link_order_of(x->likeness, y->likeness);
    return order ? order : link_order_of(x->record, y->record);
}

/* Of rows alike in every column but those of bonds, the first by record stays. */
static void bond_stage(struct link_life *life, uint32_t *order, uint32_t *spare)
{
    for (uint32_t i = 0; i < life->stint_count; i++)
        order[i] = i;
    link_order_sort(order, spare, life->stint_count, alike_compare, life->stints);
    for (size_t i = 1; i < life->stint_count; i++) {
        bool is_alike =
            life->stints[order[i]].likeness == life->stints[order[i - 1]].likeness;
        if (is_alike) lose(&life->stint_results[order[i]], 1);
    }
}

static int day_compare(const void *stints, uint32_t a, uint32_t b)
{
    const struct link_stint *x = (const struct link_stint *)stints + a,
                            *y = (const struct link_stint *)stints + b;
    if (x->stay_book_in != y->stay_book_in)
        return link_order_of(x->stay_book_in, y->stay_book_in);
    if (x->facility != y->facility) return link_order_of(x->facility, y->facility);
    return link_order_of(link_day(x->book_in), link_day(y->book_in));
}

/* Of rows of one stay, facility and day, the last in the order of the input stays. */
static void day_stage(struct link_life *life, uint32_t *order, uint32_t *spare)
{
    size_t count = 0;
    for (uint32_t i = 0; i < life->stint_count; i++) {
        const struct link_stint *stint = &life->stints[i];
        bool has_day = stint->book_in != LINK_NONE && stint->stay_book_in != LINK_NONE;
        if (has_day && !life->stint_results[i].lost_at) order[count++] = i;
    }
    link_order_sort(order, spare, count, day_compare, life->stints);
    for (size_t i = 1; i < count; i++) {
        bool is_one_day = day_compare(life->stints, order[i - 1], order[i]) == 0;
        if (is_one_day) lose(&life->stint_results[order[i - 1]], 2);
    }
}

int link_stint_compare(const void *stints, uint32_t a, uint32_t b)
{
    const struct link_stint *x = (const struct link_stint *)stints + a,
                            *y = (const struct link_stint *)stints + b;
    int order = link_order_of(x->book_in, y->book_in);
    return order ? order : link_order_of(x->facility, y->facility);
}

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the stints of one person");
}

enum sp_rc link_stint_groups(const struct link_life *life, uint32_t **out_order,
                             size_t *out_count, struct sp_err *err)
{
    uint32_t *order = sp_arena_array(life->arena, life->stint_count, sizeof *order);
    uint32_t *spare = sp_arena_array(life->arena, life->stint_count, sizeof *spare);
    size_t count = 0;
    if (!order || !spare) return out_of_memory(err);
    for (uint32_t i = 0; i < life->stint_count; i++) {
        if (life->stints[i].book_in != LINK_NONE) order[count++] = i;
    }
    link_order_sort(order, spare, count, link_stint_compare, life->stints);
    *out_order = order;
    *out_count = count;
    return SP_OK;
}

/* The old rule: of the rows of a stint, the last with the lowest initial bond stays. */
static enum sp_rc old_rule(struct link_life *life, struct sp_err *err)
{
    uint32_t *order;
    size_t count, best = 0;
    enum sp_rc rc = link_stint_groups(life, &order, &count, err);
    if (rc) return rc;
    for (size_t i = 1; i < count; i++) {
        if (link_stint_compare(life->stints, order[best], order[i]) != 0) {
            best = i;
            continue;
        }
        int64_t bond = link_missing_last(life->stints[order[i]].initial_bond);
        bool is_better =
            bond <= link_missing_last(life->stints[order[best]].initial_bond);
        size_t lost = order[is_better ? best : i];
        life->stint_results[lost].kept_by &= ~(1u << LINK_STINT_DUP_OLD);
        if (is_better) best = i;
    }
    return SP_OK;
}

enum sp_rc link_stint_rules(struct link_life *life, struct sp_err *err)
{
    SP_ASSERT(life->stint_count <=
              UINT32_MAX); // No release has so many rows, let alone of one person.
    results_begin(life->stints, life->stint_count, life->stint_results);
    if (life->stint_count < 2) return SP_OK;
    uint32_t *order = sp_arena_array(life->arena, life->stint_count, sizeof *order);
    uint32_t *spare = sp_arena_array(life->arena, life->stint_count, sizeof *spare);
    if (!order || !spare) return out_of_memory(err);
    bond_stage(life, order, spare);
    day_stage(life, order, spare);
    return old_rule(life, err);
}

enum sp_rc link_stints_without_id(const struct link_stint *stints, size_t count,
                                  struct link_stint_result *results, struct sp_err *err)
{
    (void)err;
    results_begin(stints, count, results);
    return SP_OK;
}
