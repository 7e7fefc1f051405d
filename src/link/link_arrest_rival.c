/*
 * Duplicate arrests by likeness: ARR-DUP-DAY, ARR-UW, ARR-BLN, ARR-RR, ARR-KN, and all
 * rows without an id. The statements are spec/arr-*.sql.
 *
 * Each rule but the first keeps one row of every group of rows that are alike in what it
 * looks at. Rows are sorted so that a group's rows stand together and the one to keep
 * stands first; the sort ends in `record`, so that it has one outcome. Only ARR-RR looks
 * at rows without a time; by the others each of those stands alone.
 */
#include "link/link_event.h"
#include "link/link_rival.h"

#include <stdlib.h>

typedef int compare_fn(const void *, const void *);

struct grouping {
    enum link_arrest_rule rule;
    // Over const struct link_arrest *: by group, then the one to keep first.
    compare_fn *order;
    // 0: of one group.
    int (*group)(const struct link_arrest *, const struct link_arrest *);
};

static uint32_t bit(enum link_arrest_rule rule)
{
    return UINT32_C(1) << rule;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* -- What makes two rows of one person, or without an id, one group ------------------ */

static int group_uw(const struct link_arrest *a, const struct link_arrest *b)
{
    int order = compare(link_day(a->at), link_day(b->at));
    if (order == 0) order = compare(a->method, b->method);
    if (order == 0) order = compare(a->criminality, b->criminality);
    return order;
}

static int group_bln(const struct link_arrest *a, const struct link_arrest *b)
{
    return compare(a->at, b->at);
}

static int group_rr(const struct link_arrest *a, const struct link_arrest *b)
{
    const int order = compare(a->release, b->release);
    return order ? order : compare(a->twin, b->twin);
}

static int group_kn(const struct link_arrest *a, const struct link_arrest *b)
{
    const int order = compare(a->release, b->release);
    return order ? order : compare(link_day(a->at), link_day(b->at));
}

// Area, state and birth year stand for the person.
static int group_bln_nobody(const struct link_arrest *a, const struct link_arrest *b)
{
    int order = compare(a->release, b->release);
    if (order == 0) order = compare(a->at, b->at);
    if (order == 0) order = compare(a->aor, b->aor);
    if (order == 0) order = compare(a->state, b->state);
    if (order == 0) order = compare(a->birth_year, b->birth_year);
    return order;
}

/* -- By group, then the one that is kept first: for qsort over pointers to rows ------ */

static const struct link_arrest *row_at(const void *item)
{
    return *(const struct link_arrest *const *)item;
}

static int order_uw(const void *a, const void *b)
{
    const int order = group_uw(row_at(a), row_at(b));
    return order ? order : compare(row_at(a)->record, row_at(b)->record);
}

static int order_bln(const void *a, const void *b)
{
    const int order = group_bln(row_at(a), row_at(b));
    return order ? order : compare(row_at(b)->record, row_at(a)->record); // the last
}

static int order_rr(const void *a, const void *b)
{
    const int order = group_rr(row_at(a), row_at(b));
    return order ? order : compare(row_at(a)->record, row_at(b)->record);
}

static int order_kn(const void *a, const void *b)
{
    int order = group_kn(row_at(a), row_at(b));
    if (order == 0)
        order = compare(row_at(b)->filled, row_at(a)->filled); // the most filled
    return order ? order : compare(row_at(a)->record, row_at(b)->record);
}

static int order_bln_nobody(const void *a, const void *b)
{
    const int order = group_bln_nobody(row_at(a), row_at(b));
    return order ? order : compare(row_at(b)->record, row_at(a)->record); // the last
}

static const struct grouping by_uw = {LINK_ARR_UW, order_uw, group_uw};
static const struct grouping by_bln = {LINK_ARR_BLN, order_bln, group_bln};
static const struct grouping by_rr = {LINK_ARR_RR, order_rr, group_rr};
static const struct grouping by_kn = {LINK_ARR_KN, order_kn, group_kn};
static const struct grouping by_bln_nobody = {LINK_ARR_BLN, order_bln_nobody,
                                              group_bln_nobody};

/* -- Keeping ------------------------------------------------------------------------- */

/* Rows as pointers, to be put into another order. A row's place finds its result. */
struct rows {
    const struct link_arrest **items;
    size_t count;
    const struct link_arrest *first; // of the array that the results go with
    struct link_arrest_result *results;
};

static struct link_arrest_result *result_of(const struct rows *rows,
                                            const struct link_arrest *arrest)
{
    return &rows->results[arrest - rows->first];
}

static void keep_one_of_each(const struct rows *rows, const struct grouping *by)
{
    if (rows->count > 1) qsort(rows->items, rows->count, sizeof *rows->items, by->order);
    for (size_t i = 0; i < rows->count; i++) {
        if (i > 0 && by->group(rows->items[i - 1], rows->items[i]) == 0) continue;
        result_of(rows, rows->items[i])->kept_by |= bit(by->rule);
    }
}

/*
 * From `start` on no row has a time: each is alone by every rule that asks for one, and
 * ARR-KN drops those alike in all.
 */
static void keep_undated(const struct rows *rows, size_t start, size_t count,
                         uint32_t alone)
{
    for (size_t i = start; i < count; i++) {
        SP_ASSERT(rows->first[i].at == LINK_NONE);
        struct link_arrest_result *result = &rows->results[i];
        result->kept_by |= alone;
        if (result->kept_by & bit(LINK_ARR_RR)) result->kept_by |= bit(LINK_ARR_KN);
    }
}

/* The rows of one person and day. */
static void keep_of_day(const struct link_life *life, size_t start, size_t end,
                        const struct link_arrest **scratch)
{
    if (end - start == 1) { // As most are.
        life->arrest_results[start].kept_by |= bit(LINK_ARR_DUP_DAY) | bit(LINK_ARR_UW) |
                                               bit(LINK_ARR_BLN) | bit(LINK_ARR_KN);
        return;
    }
    for (size_t i = start; i < end; i++) {
        scratch[i - start] = &life->arrests[i];
    }
    const struct rows rows = {.items = scratch,
                              .count = end - start,
                              .first = life->arrests,
                              .results = life->arrest_results};
    keep_one_of_each(&rows, &by_uw);
    keep_one_of_each(&rows, &by_bln);
    keep_one_of_each(&rows, &by_kn);
}

enum sp_rc link_arrest_rivals(struct link_life *life, struct sp_err *err)
{
    const struct link_arrest *arrests = life->arrests;
    const size_t count = life->arrest_count;
    const struct link_arrest **items = sp_arena_array(life->arena, count, sizeof *items);
    if (!items && count > 0) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        items[i] = &arrests[i];
    }
    const struct rows rows = {.items = items,
                              .count = count,
                              .first = arrests,
                              .results = life->arrest_results};
    keep_one_of_each(&rows, &by_rr);

    size_t start = 0;
    while (start < count && arrests[start].at != LINK_NONE) {
        size_t end = start + 1;
        while (end < count && arrests[end].at != LINK_NONE &&
               link_day(arrests[end].at) == link_day(arrests[start].at)) {
            end++;
        }
        keep_of_day(life, start, end, items);
        start = end;
    }
    keep_undated(&rows, start, count,
                 bit(LINK_ARR_DUP_DAY) | bit(LINK_ARR_UW) | bit(LINK_ARR_BLN));
    return SP_OK;
}

/* -- Rows without an id -------------------------------------------------------------- */

enum sp_rc link_arrests_without_id(const struct link_arrest *arrests, size_t count,
                                   const struct link_window *windows,
                                   struct link_arrest_result *results, struct sp_err *err)
{
    // These keep every row without an id; the others decide below. A release that has no
    // ids at all is left as it is.
    const uint32_t always = bit(LINK_ARR_EP_24) | bit(LINK_ARR_DUP_24_OLD) |
                            bit(LINK_ARR_DUP_DAY) | bit(LINK_ARR_UW) |
                            bit(LINK_ARR_CPANG) | bit(LINK_ARR_MORTON);
    const uint32_t all = (UINT32_C(1) << LINK_ARREST_RULE_COUNT) - 1;
    for (size_t i = 0; i < count; i++) {
        SP_ASSERT(arrests[i].person == LINK_NOBODY);
        results[i].kept_by = windows[arrests[i].release].has_ids ? always : all;
    }
    if (count == 0) return SP_OK;
    const struct link_arrest **items = sp_alloc(count * sizeof *items);
    if (!items) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    struct rows rows = {.items = items, .first = arrests, .results = results};
    size_t dated = 0; // Those with a time come first, in the input and so here.
    size_t undated_start = 0;
    for (size_t i = 0; i < count; i++) {
        const bool has_time = arrests[i].at != LINK_NONE;
        undated_start += has_time;
        if (!windows[arrests[i].release].has_ids) continue; // Kept already: not sorted.
        items[rows.count++] = &arrests[i];
        dated += has_time;
    }
    const struct rows timed = {
        .items = items, .count = dated, .first = arrests, .results = results};
    keep_one_of_each(&timed, &by_bln_nobody);
    keep_one_of_each(&timed, &by_kn);
    keep_one_of_each(&rows, &by_rr);
    keep_undated(&rows, undated_start, count, bit(LINK_ARR_BLN));
    sp_free(items);
    return SP_OK;
}
