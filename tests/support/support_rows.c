#include "support/support_rows.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

void support_rows_release(struct support_rows *rows)
{
    sp_free(rows->cells);
    *rows = (struct support_rows){0};
}

void support_rows_column_add(struct support_rows *rows, const char *name, bool is_word)
{
    SP_ASSERT(rows->column_count < SUPPORT_COLUMNS_MAX &&
              strlen(name) < SUPPORT_NAME_MAX);
    (void)snprintf(rows->names[rows->column_count], SUPPORT_NAME_MAX, "%s", name);
    rows->is_word[rows->column_count++] = is_word;
}

size_t support_rows_column_find(const struct support_rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        if (strcmp(rows->names[i], name) == 0) return i;
    }
    return SIZE_MAX;
}

int64_t *support_rows_add(struct support_rows *rows)
{
    if (rows->row_count == rows->row_capacity) {
        const size_t capacity = rows->row_capacity > 0 ? 2 * rows->row_capacity : 256;
        int64_t *cells =
            sp_realloc(rows->cells, capacity * rows->column_count * sizeof *cells);
        SP_ASSERT(cells);
        rows->cells = cells;
        rows->row_capacity = capacity;
    }
    return rows->cells + rows->row_count++ * rows->column_count;
}

/* -- Sorting
 * ------------------------------------------------------------------------------------ */

static int row_compare(const int64_t *a, const int64_t *b, size_t column_count)
{
    for (size_t c = 0; c < column_count; c++) {
        if (a[c] != b[c]) return a[c] < b[c] ? -1 : 1;
    }
    return 0;
}

/* The order by heapsort, of row numbers: a comparison needs the number of columns, which
 * qsort cannot pass. */
static void sift(const struct support_rows *rows, uint32_t *order, size_t root,
                 size_t count)
{
    const size_t width = rows->column_count;
    while (2 * root + 1 < count) {
        size_t child = 2 * root + 1;
        if (child + 1 < count &&
            row_compare(rows->cells + order[child] * width,
                        rows->cells + order[child + 1] * width, width) < 0)
            child++;
        if (row_compare(rows->cells + order[root] * width,
                        rows->cells + order[child] * width, width) >= 0)
            return;
        const uint32_t kept = order[root];
        order[root] = order[child];
        order[child] = kept;
        root = child;
    }
}

static void order_heapsort(const struct support_rows *rows, uint32_t *order, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sift(rows, order, i, count);
    }
    for (size_t i = count; i-- > 1;) {
        const uint32_t kept = order[0];
        order[0] = order[i];
        order[i] = kept;
        sift(rows, order, 0, i);
    }
}

/*
 * Most relations begin with a record, whose numbers lie close together: count them, and
 * sort only what shares one. @return false when the numbers lie too far apart
 */
static bool order_by_counting(const struct support_rows *rows, uint32_t *order)
{
    const size_t width = rows->column_count;
    const size_t count = rows->row_count;
    int64_t low = rows->cells[0];
    int64_t high = rows->cells[0];
    for (size_t i = 0; i < count; i++) {
        const int64_t key = rows->cells[i * width];
        if (key < low) low = key;
        if (key > high) high = key;
    }
    if (low == SUPPORT_NONE || (uint64_t)(high - low) > 16 * count + 1024) return false;
    const size_t range = (size_t)(high - low) + 1;
    uint32_t *starts = sp_alloc((range + 1) * sizeof *starts);
    SP_ASSERT(starts);
    for (size_t i = 0; i <= range; i++) {
        starts[i] = 0;
    }
    for (size_t i = 0; i < count; i++) {
        starts[rows->cells[i * width] - low + 1]++;
    }
    for (size_t i = 0; i < range; i++) {
        starts[i + 1] += starts[i];
    }
    for (size_t i = 0; i < count; i++) {
        order[starts[rows->cells[i * width] - low]++] = (uint32_t)i;
    }
    for (size_t i = 0; i < range; i++) { // starts[i] is now the end of bucket i.
        const size_t first = i == 0 ? 0 : starts[i - 1];
        if (starts[i] - first > 1) order_heapsort(rows, order + first, starts[i] - first);
    }
    sp_free(starts);
    return true;
}

void support_rows_sort(struct support_rows *rows)
{
    const size_t width = rows->column_count;
    const size_t count = rows->row_count;
    if (count < 2) return;
    uint32_t *order = sp_alloc(count * sizeof *order);
    int64_t *sorted = sp_alloc(count * width * sizeof *sorted);
    SP_ASSERT(order && sorted);
    if (!order_by_counting(rows, order)) {
        for (size_t i = 0; i < count; i++) {
            order[i] = (uint32_t)i;
        }
        order_heapsort(rows, order, count);
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(sorted + i * width, rows->cells + order[i] * width,
               width * sizeof *sorted);
    }
    sp_free(order);
    sp_free(rows->cells);
    rows->cells = sorted;
    rows->row_capacity = count;
}

size_t support_rows_difference(const struct support_rows *a, const struct support_rows *b)
{
    const size_t width = a->column_count;
    const size_t count = a->row_count < b->row_count ? a->row_count : b->row_count;
    SP_ASSERT(a->column_count == b->column_count);
    for (size_t i = 0; i < count; i++) {
        if (memcmp(a->cells + i * width, b->cells + i * width,
                   width * sizeof *a->cells) != 0)
            return i;
    }
    return a->row_count == b->row_count ? SIZE_MAX : count;
}

/* -- Words
 * --------------------------------------------------------------------------------------
 */

enum { WORDS_MAX = 512, WORD_SIZE_MAX = 128 };

static pthread_mutex_t words_lock = PTHREAD_MUTEX_INITIALIZER;
static char words[WORDS_MAX][WORD_SIZE_MAX]; // An entry never changes once counted.
static size_t word_count;

int64_t support_word(const char *text, size_t size)
{
    static _Thread_local size_t last; // Columns repeat themselves.
    SP_ASSERT(size < WORD_SIZE_MAX);
    (void)pthread_mutex_lock(&words_lock);
    size_t at = last;
    if (at >= word_count || strlen(words[at]) != size ||
        memcmp(words[at], text, size) != 0) {
        for (at = 0; at < word_count; at++) {
            if (strlen(words[at]) == size && memcmp(words[at], text, size) == 0) break;
        }
        if (at == word_count) {
            SP_ASSERT(word_count < WORDS_MAX);
            memcpy(words[word_count++], text, size);
        }
        last = at;
    }
    (void)pthread_mutex_unlock(&words_lock);
    return (int64_t)at;
}

const char *support_word_text(int64_t word)
{
    (void)pthread_mutex_lock(&words_lock);
    const char *text = word >= 0 && (size_t)word < word_count ? words[word] : "?";
    (void)pthread_mutex_unlock(&words_lock);
    return text;
}

/* -- Printing
 * ----------------------------------------------------------------------------------- */

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) return true;
    }
    return false;
}

enum support_kind support_kind_of(const char *column_name)
{
    static const char *const moments[] = {
        "at",       "lifted_at", "book_in",  "book_out", "stay_book_in", "stay_book_out",
        "departed", "from_at",   "until_at", NULL};
    static const char *const codes[] = {"method",
                                        "criminality",
                                        "aor",
                                        "state",
                                        "facility",
                                        "facility_first",
                                        "facility_last",
                                        "facility_longest",
                                        "type",
                                        "lift",
                                        "stay_release_reason",
                                        NULL};
    static const char *const days[] = {
        "day",           "bond_set_day", "bond_posted_day", "arrest_last",
        "detainer_last", "stint_last",   "removal_last",    NULL};
    if (is_one_of(column_name, moments)) return SUPPORT_MOMENT;
    if (is_one_of(column_name, codes)) return SUPPORT_CODE;
    if (is_one_of(column_name, days)) return SUPPORT_DAY;
    return SUPPORT_NUMBER;
}

void support_rows_print(FILE *out, const char *relation,
                        const struct support_history *history,
                        const struct support_rows *rows, size_t first, size_t count)
{
    const int indent = (int)strlen(relation);
    char cell[200];
    (void)fprintf(out, "%s", relation);
    for (size_t c = 0; c < rows->column_count; c++) {
        (void)fprintf(out, "  %-10s", rows->names[c]);
    }
    (void)fputc('\n', out);
    for (size_t i = first; i < rows->row_count && i - first < count; i++) {
        (void)fprintf(out, "%*s", indent, "");
        for (size_t c = 0; c < rows->column_count; c++) {
            const int64_t value = rows->cells[i * rows->column_count + c];
            const int width =
                (int)strlen(rows->names[c]) < 10 ? 10 : (int)strlen(rows->names[c]);
            if (rows->is_word[c] && value != SUPPORT_NONE) {
                (void)snprintf(cell, sizeof cell, "%s", support_word_text(value));
            } else {
                support_cell_format(history, support_kind_of(rows->names[c]), value, cell,
                                    sizeof cell);
            }
            (void)fprintf(out, "  %-*s", width, cell);
        }
        (void)fputc('\n', out);
    }
}
