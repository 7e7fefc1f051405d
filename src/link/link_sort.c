/*
 * Sorting the kernel's tables: by person, then by each table's own key.
 *
 *   (person, index) pairs ── radix, 3 digits of 11 bits ──▶ runs of one person
 *   a run ── link_order_sort by the table's key ──▶ gathered into a copy ──▶ copied back
 *
 * Rows are 32 to 128 bytes, so they are moved twice in all: indexes are sorted, not rows. The pairs'
 * second array is free once the persons are in order and then holds the indexes of a run. Input that is
 * in order already, as the ledger may give it, is only looked at.
 */
#include "link/link_event.h"
#include "link/link_order.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGIT_COUNT = 3, DIGIT_VALUES = 1 << DIGIT_BITS };

struct person_row {
    uint32_t person;
    uint32_t row;
};

struct table_kind {
    size_t row_size;
    size_t person_offset;
    link_order_compare *compare; // of two rows of one person
};

/* -- The keys ------------------------------------------------------------------------------------ */

/* Moments that are missing come last. */
static int moment_order(int64_t a, int64_t b)
{
    return link_order_of(a == LINK_NONE ? INT64_MAX : a, b == LINK_NONE ? INT64_MAX : b);
}

static int compare_arrests(const void *things, uint32_t a, uint32_t b)
{
    const struct link_arrest *rows = things;
    int order = moment_order(rows[a].at, rows[b].at);
    if (!order) order = link_order_of(rows[a].reprocessed, rows[b].reprocessed);
    return order ? order : link_order_of(rows[a].record, rows[b].record);
}

static int compare_detainers(const void *things, uint32_t a, uint32_t b)
{
    const struct link_detainer *rows = things;
    const int order = moment_order(rows[a].at, rows[b].at);
    return order ? order : link_order_of(rows[a].record, rows[b].record);
}

static int compare_stints(const void *things, uint32_t a, uint32_t b)
{
    const struct link_stint *rows = things;
    int order = moment_order(rows[a].stay_book_in, rows[b].stay_book_in);
    if (!order) order = moment_order(rows[a].book_in, rows[b].book_in);
    // A missing book-out comes first, and LINK_NONE is below every moment.
    if (!order) order = link_order_of(rows[a].book_out, rows[b].book_out);
    return order ? order : link_order_of(rows[a].record, rows[b].record);
}

static int compare_removals(const void *things, uint32_t a, uint32_t b)
{
    const struct link_removal *rows = things;
    const int order = moment_order(rows[a].at, rows[b].at);
    return order ? order : link_order_of(rows[a].record, rows[b].record);
}

/* -- By person ----------------------------------------------------------------------------------- */

static uint32_t person_of(const struct table_kind *kind, const char *rows, size_t row)
{
    int32_t person;
    memcpy(&person, rows + row * kind->row_size + kind->person_offset, sizeof person);
    SP_ASSERT(person >= 0);
    return (uint32_t)person;
}

static bool is_sorted(const struct table_kind *kind, const char *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const uint32_t before = person_of(kind, rows, i - 1);
        const uint32_t person = person_of(kind, rows, i);
        if (before > person) return false;
        if (before == person && kind->compare(rows, (uint32_t)(i - 1), (uint32_t)i) > 0) return false;
    }
    return true;
}

/* One stable pass of a radix sort. @return false: every pair has the same digit, nothing was done */
static bool sort_by_digit(const struct person_row *from, size_t count, int digit,
                          struct person_row *to)
{
    const int shift = digit * DIGIT_BITS;
    size_t starts[DIGIT_VALUES] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[(from[i].person >> shift) % DIGIT_VALUES]++;
    }
    if (starts[(from[0].person >> shift) % DIGIT_VALUES] == count) return false;
    size_t start = 0;
    for (size_t value = 0; value < DIGIT_VALUES; value++) {
        const size_t value_count = starts[value];
        starts[value] = start;
        start += value_count;
    }
    for (size_t i = 0; i < count; i++) {
        to[starts[(from[i].person >> shift) % DIGIT_VALUES]++] = from[i];
    }
    return true;
}

/* -- All of it ----------------------------------------------------------------------------------- */

/* Rows in the order of `pairs`, each person's run by the table's key. */
static void gather(const struct table_kind *kind, const char *rows, size_t count,
                   const struct person_row *pairs, uint32_t *order, char *sorted)
{
    uint32_t *spare = order + count;
    for (size_t first = 0; first < count;) {
        size_t run = 0;
        for (; first + run < count && pairs[first + run].person == pairs[first].person; run++) {
            order[run] = pairs[first + run].row;
        }
        link_order_sort(order, spare, run, kind->compare, rows);
        for (size_t i = 0; i < run; i++) {
            memcpy(sorted + (first + i) * kind->row_size, rows + order[i] * kind->row_size,
                   kind->row_size);
        }
        first += run;
    }
}

static enum sp_rc sort_table(const struct table_kind *kind, char *rows, size_t count,
                             struct sp_err *err)
{
    if (is_sorted(kind, rows, count)) return SP_OK;
    if (count > UINT32_MAX)
        return sp_err_set(err, SP_ERR_LIMIT, "cannot link %zu records of one kind at once", count);
    struct person_row *from = sp_alloc(count * sizeof *from);
    struct person_row *to = sp_alloc(count * sizeof *to);
    char *sorted = sp_alloc(count * kind->row_size);
    enum sp_rc rc = SP_OK;
    if (!from || !to || !sorted) {
        rc = sp_err_set(err, SP_ERR_MEMORY, "no memory to sort %zu records", count);
        goto done;
    }
    for (size_t i = 0; i < count; i++) {
        from[i] = (struct person_row){.person = person_of(kind, rows, i), .row = (uint32_t)i};
    }
    for (int digit = 0; digit < DIGIT_COUNT; digit++) {
        if (!sort_by_digit(from, count, digit, to)) continue;
        struct person_row *other = from;
        from = to;
        to = other;
    }
    _Static_assert(sizeof *to == 2 * sizeof(uint32_t), "an array of pairs holds two of indexes");
    gather(kind, rows, count, from, (uint32_t *)(void *)to, sorted);
    memcpy(rows, sorted, count * kind->row_size);
done:
    sp_free(from);
    sp_free(to);
    sp_free(sorted);
    return rc;
}

enum sp_rc link_sort_arrests(struct link_arrest *arrests, size_t count, struct sp_err *err)
{
    static const struct table_kind kind = {sizeof *arrests, offsetof(struct link_arrest, person),
                                           compare_arrests};
    return sort_table(&kind, (char *)arrests, count, err);
}

enum sp_rc link_sort_detainers(struct link_detainer *detainers, size_t count, struct sp_err *err)
{
    static const struct table_kind kind = {
        sizeof *detainers, offsetof(struct link_detainer, person), compare_detainers};
    return sort_table(&kind, (char *)detainers, count, err);
}

enum sp_rc link_sort_stints(struct link_stint *stints, size_t count, struct sp_err *err)
{
    static const struct table_kind kind = {sizeof *stints, offsetof(struct link_stint, person),
                                           compare_stints};
    return sort_table(&kind, (char *)stints, count, err);
}

enum sp_rc link_sort_removals(struct link_removal *removals, size_t count, struct sp_err *err)
{
    static const struct table_kind kind = {sizeof *removals, offsetof(struct link_removal, person),
                                           compare_removals};
    return sort_table(&kind, (char *)removals, count, err);
}
