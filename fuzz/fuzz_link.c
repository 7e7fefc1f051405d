/*
 * Linking: any records give results that balance, and the same ones in another order. The
 * first byte says how the others are read: as the choices of the maker of random
 * histories, or as rows one by one, of which a person may have hundreds.
 */
#include "support/support_balance.h"
#include "support/support_kernel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_SIZE_MAX = 1 << 12, PERSONS = 4, DAY = 86400 };

static int64_t moment_read(struct support_noise *bytes)
{
    static const int64_t units[] = {1, 3600, DAY, DAY, DAY};
    const uint32_t kind = support_noise_below(bytes, 8);
    if (kind >= sizeof units / sizeof units[0])
        return kind == 7 ? SUPPORT_NONE : (int64_t)kind * DAY;
    return ((int64_t)support_noise_below(bytes, 1 << 9) - 256) * units[kind];
}

static int64_t cell_read(struct support_history *history, struct support_noise *bytes,
                         enum support_kind kind)
{
    static const char *const texts[] = {
        "[blank]",
        "Located",
        "Custodial Arrest",
        "I247A - Detainer",
        "I247N - Notification",
        "Booked into Detention",
        "Detainer Declined by LEA",
        "Superseding - New Form Issued",
        "Case Closed",
        "[redacted]",
        "Bonded Out - IJ",
        "Removed",
    };
    switch (kind) {
    case SUPPORT_MOMENT:
        return moment_read(bytes);
    case SUPPORT_CODE:
        return support_code(
            history, texts[support_noise_below(bytes, sizeof texts / sizeof texts[0])]);
    case SUPPORT_NUMBER:
    case SUPPORT_WIDE:
    case SUPPORT_DAY: {
        const uint32_t value = support_noise_below(bytes, 4);
        return value == 3 ? SUPPORT_NONE : (int64_t)value;
    }
    }
    return SUPPORT_NONE;
}

/* What a table's columns cannot be: missing where the program always has a value. */
static void row_settle(int64_t *row, enum support_table_id id, int64_t record)
{
    row[ARREST_RECORD] = record;
    if (row[ARREST_PERSON] != SUPPORT_NONE) row[ARREST_PERSON] %= PERSONS;
    row[ARREST_RELEASE] = 1; // A person's id is one release's.
    if (id == SUPPORT_ARRESTS) {
        row[ARREST_REPROCESSED] = row[ARREST_REPROCESSED] == 1;
        if (row[ARREST_FILLED] == SUPPORT_NONE) row[ARREST_FILLED] = 0;
        if (row[ARREST_TWIN] == SUPPORT_NONE) row[ARREST_TWIN] = record + PERSONS;
    } else if (id == SUPPORT_STINTS && row[STINT_LIKENESS] == SUPPORT_NONE) {
        row[STINT_LIKENESS] = record + PERSONS;
    }
}

static void rows_read(struct support_history *history, struct support_noise *bytes)
{
    int64_t *window = support_row_add(history, SUPPORT_WINDOWS);
    for (size_t c = 0; c < support_relations[SUPPORT_WINDOWS].column_count; c++) {
        window[c] = cell_read(history, bytes, SUPPORT_DAY);
    }
    window[WINDOW_RELEASE] = 1;
    window[WINDOW_HAS_IDS] = window[WINDOW_HAS_IDS] != 0;
    for (int64_t record = 1; bytes->byte_count > 0; record++) {
        const enum support_table_id id = support_noise_below(bytes, SUPPORT_WINDOWS);
        int64_t *row = support_row_add(history, id);
        for (size_t c = 1; c < support_relations[id].column_count; c++) {
            row[c] = cell_read(history, bytes, support_relations[id].columns[c].kind);
        }
        row_settle(row, id, record);
    }
}

static void relations_compare(const struct support_input *a,
                              const struct link_output *a_output,
                              const struct support_input *b,
                              const struct link_output *b_output)
{
    for (size_t r = 0; support_kernel_relation(r); r++) {
        struct support_rows names;
        struct support_rows a_rows;
        struct support_rows b_rows;
        const char *relation = support_kernel_relation(r);
        support_kernel_columns(relation, &names);
        support_kernel_rows(&a->input, a_output, relation, names.names,
                            names.column_count, &a_rows);
        support_kernel_rows(&b->input, b_output, relation, names.names,
                            names.column_count, &b_rows);
        support_rows_sort(&a_rows);
        support_rows_sort(&b_rows);
        SP_ASSERT(support_rows_difference(&a_rows, &b_rows) == SIZE_MAX);
        support_rows_release(&a_rows);
        support_rows_release(&b_rows);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct link_facts *facts;
    struct support_history history;
    struct support_input input;
    struct support_input shuffled;
    struct link_output output;
    struct link_output shuffled_output;
    if (size < 2 || size > INPUT_SIZE_MAX) return 0;
    if (!facts) SP_ASSERT(link_facts_open(&facts, NULL) == SP_OK);
    struct support_noise bytes = {.bytes = data + 1, .byte_count = size - 1};
    support_history_init(&history);
    if (data[0] % 2 == 0) {
        support_history_make(&history, bytes, PERSONS);
    } else {
        rows_read(&history, &bytes);
    }
    support_input_make(&history, facts, &input);
    for (unsigned id = 0; id < SUPPORT_WINDOWS; id++) {
        support_rows_shuffle(&history, id, size);
    }
    support_input_make(&history, facts, &shuffled);
    SP_ASSERT(link_kernel(&input.input, &output, NULL) == SP_OK);
    SP_ASSERT(link_kernel(&shuffled.input, &shuffled_output, NULL) == SP_OK);
    SP_ASSERT(!support_balance_fault(&input.input, &output));
    relations_compare(&input, &output, &shuffled, &shuffled_output);
    link_output_release(&output);
    link_output_release(&shuffled_output);
    support_input_release(&input);
    support_input_release(&shuffled);
    support_history_release(&history);
    return 0;
}
