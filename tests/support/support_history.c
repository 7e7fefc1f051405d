#include "support/support_history.h"

#include <inttypes.h>
#include <string.h>

#define COLUMN(relation, column, name, kind) {#name, SUPPORT_##kind},
static const struct support_column arrest_columns[] = {SUPPORT_ARREST_COLUMNS(COLUMN)};
static const struct support_column detainer_columns[] = {
    SUPPORT_DETAINER_COLUMNS(COLUMN)};
static const struct support_column stint_columns[] = {SUPPORT_STINT_COLUMNS(COLUMN)};
static const struct support_column removal_columns[] = {SUPPORT_REMOVAL_COLUMNS(COLUMN)};
static const struct support_column window_columns[] = {SUPPORT_WINDOW_COLUMNS(COLUMN)};
#undef COLUMN

const struct support_relation support_relations[SUPPORT_TABLE_COUNT] = {
    [SUPPORT_ARRESTS] = {"arrest", arrest_columns, ARREST_COLUMN_COUNT},
    [SUPPORT_DETAINERS] = {"detainer", detainer_columns, DETAINER_COLUMN_COUNT},
    [SUPPORT_STINTS] = {"stint", stint_columns, STINT_COLUMN_COUNT},
    [SUPPORT_REMOVALS] = {"removal", removal_columns, REMOVAL_COLUMN_COUNT},
    [SUPPORT_WINDOWS] = {"window", window_columns, WINDOW_COLUMN_COUNT},
};

enum { LABELS_SIZE_MAX = 1 << 24, LABEL_TEXT_MAX = 200, DAY_SECONDS = 86400 };

void support_history_init(struct support_history *history)
{
    *history = (struct support_history){0};
    sp_intern_init(&history->labels, LABELS_SIZE_MAX);
    const int64_t blank = support_code(history, "[blank]");
    SP_ASSERT(blank == 0);
}

void support_history_clear(struct support_history *history)
{
    for (size_t i = 0; i < SUPPORT_TABLE_COUNT; i++) {
        history->tables[i].row_count = 0;
    }
}

void support_history_release(struct support_history *history)
{
    for (size_t i = 0; i < SUPPORT_TABLE_COUNT; i++) {
        sp_free(history->tables[i].cells);
    }
    sp_intern_release(&history->labels);
    *history = (struct support_history){0};
}

int64_t *support_row(const struct support_history *history, enum support_table_id id,
                     size_t index)
{
    return history->tables[id].cells + index * support_relations[id].column_count;
}

int64_t *support_row_add(struct support_history *history, enum support_table_id id)
{
    const struct support_relation *relation = &support_relations[id];
    struct support_table *table = &history->tables[id];
    if (table->row_count == table->row_capacity) {
        const size_t capacity = table->row_capacity > 0 ? 2 * table->row_capacity : 16;
        int64_t *cells =
            sp_realloc(table->cells, capacity * relation->column_count * sizeof *cells);
        SP_ASSERT(cells);
        table->cells = cells;
        table->row_capacity = capacity;
    }
    int64_t *row = support_row(history, id, table->row_count++);
    for (size_t i = 0; i < relation->column_count; i++) {
        row[i] = relation->columns[i].kind == SUPPORT_CODE ? 0 : SUPPORT_NONE;
    }
    return row;
}

void support_rows_shuffle(struct support_history *history, enum support_table_id id,
                          uint64_t seed)
{
    struct support_noise noise = {.state = seed};
    const size_t count = history->tables[id].row_count;
    for (size_t i = count; i > 1; i--) {
        int64_t *a = support_row(history, id, i - 1);
        int64_t *b = support_row(history, id, support_noise_below(&noise, (uint32_t)i));
        for (size_t c = 0; c < support_relations[id].column_count; c++) {
            const int64_t kept = a[c];
            a[c] = b[c];
            b[c] = kept;
        }
    }
}

int64_t support_code(struct support_history *history, const char *text)
{
    uint32_t code = 0;
    const bool is_put = sp_intern_put(&history->labels, sp_str_of(text), &code, NULL);
    SP_ASSERT(is_put);
    return code;
}

struct sp_str support_label(const struct support_history *history, int64_t code)
{
    SP_ASSERT(code >= 0 && code < history->labels.count);
    return history->labels.texts[code];
}

bool support_label_is_none(struct sp_str label)
{
    return label.size > 0 && label.data[0] == '[';
}

static void moment_format(int64_t at, char *out, size_t out_size)
{
    char date[SP_DATE_TEXT_MAX];
    const int64_t second = (at % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
    sp_date_format((int32_t)((at - second) / DAY_SECONDS), date);
    if (second == 0) {
        (void)snprintf(out, out_size, "%s", date);
    } else {
        (void)snprintf(out, out_size, "%s %02d:%02d:%02d", date, (int)(second / 3600),
                       (int)(second / 60 % 60), (int)(second % 60));
    }
}

void support_cell_format(const struct support_history *history, enum support_kind kind,
                         int64_t value, char *out, size_t out_size)
{
    if (value == SUPPORT_NONE) {
        (void)snprintf(out, out_size, "-");
    } else if (kind == SUPPORT_MOMENT) {
        moment_format(value, out, out_size);
    } else if (kind == SUPPORT_DAY) {
        moment_format(value * DAY_SECONDS, out, out_size);
    } else if (kind == SUPPORT_CODE && value >= 0 && value < history->labels.count) {
        (void)snprintf(out, out_size, "%.*s", SP_FMT(support_label(history, value)));
    } else {
        (void)snprintf(out, out_size, "%" PRId64, value);
    }
}

/* A row belongs to the case of a person; of windows, that of the person's release. */
static bool is_of(const int64_t *row, enum support_table_id id, int64_t person,
                  int64_t release)
{
    return id == SUPPORT_WINDOWS ? row[WINDOW_RELEASE] == release
                                 : row[ARREST_PERSON] == person;
}

static void table_print(FILE *out, const struct support_history *history,
                        enum support_table_id id, int64_t person, int64_t release)
{
    const struct support_relation *relation = &support_relations[id];
    char cell[LABEL_TEXT_MAX];
    bool is_headed = false;
    for (size_t i = 0; i < history->tables[id].row_count; i++) {
        const int64_t *row = support_row(history, id, i);
        if (!is_of(row, id, person, release)) continue;
        if (!is_headed) {
            (void)fprintf(out, "%-8s", relation->name);
            for (size_t c = 1; c < relation->column_count; c++) {
                (void)fprintf(out, "  %-19s", relation->columns[c].name);
            }
            (void)fputc('\n', out);
            is_headed = true;
        }
        for (size_t c = 0; c < relation->column_count; c++) {
            support_cell_format(history, relation->columns[c].kind, row[c], cell,
                                sizeof cell);
            (void)fprintf(out, c == 0 ? "%-8s" : "  %-19s", cell);
        }
        (void)fputc('\n', out);
    }
    if (is_headed) (void)fputc('\n', out);
}

void support_case_print(FILE *out, const struct support_history *history, int64_t person)
{
    int64_t release = SUPPORT_NONE;
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        for (size_t i = 0; i < history->tables[id].row_count; i++) {
            const int64_t *row = support_row(history, id, i);
            if (row[ARREST_PERSON] == person) release = row[ARREST_RELEASE];
        }
    }
    (void)fputs("case: found at random\n", out);
    for (unsigned id = 0; id < SUPPORT_TABLE_COUNT; id++) {
        table_print(out, history, id, person, release);
    }
}
