/* Sorted arrays from a history. What a label means is looked up once a label. */
#include "support/support_kernel.h"

#include <string.h>

static void *array(size_t count, size_t size)
{
    void *items = sp_alloc((count + 1) *
                           size); // One more: a table without rows has an address too.
    SP_ASSERT(items);
    return items;
}

static int32_t narrow(int64_t value)
{
    SP_ASSERT(value == SUPPORT_NONE || (value > INT32_MIN && value <= INT32_MAX));
    return value == SUPPORT_NONE ? INT32_MIN : (int32_t)value;
}

static int32_t person_of(const int64_t *row)
{
    return row[ARREST_PERSON] == SUPPORT_NONE ? LINK_NOBODY : narrow(row[ARREST_PERSON]);
}

static enum sp_none_kind none_of(struct sp_str label)
{
    if (!support_label_is_none(label)) return SP_NONE_VALUE;
    if (sp_str_starts(label, SP_STR("[redacted"))) return SP_NONE_REDACTED;
    if (sp_str_equal_text(label, "[unreadable]")) return SP_NONE_UNREADABLE;
    if (sp_str_equal_text(label, "[not applicable]")) return SP_NONE_NOT_APPLICABLE;
    if (sp_str_equal_text(label, "[not in release]")) return SP_NONE_NOT_IN_RELEASE;
    return SP_NONE_EMPTY;
}

/* What a label's text is, looked up once a label. */
struct meaning {
    uint8_t classes[LINK_METHOD_TABLE_COUNT];
    uint8_t form;
    uint8_t stay_end;
    int16_t lift;
};

static struct meaning *meanings_make(const struct support_history *history,
                                     const struct link_facts *facts)
{
    struct meaning *meanings = array(history->labels.count, sizeof *meanings);
    for (uint32_t code = 0; code < history->labels.count; code++) {
        const struct sp_str label = support_label(history, code);
        const enum sp_none_kind none = none_of(label);
        for (unsigned table = 0; table < LINK_METHOD_TABLE_COUNT; table++) {
            meanings[code].classes[table] =
                (uint8_t)link_fact_method_class(facts, table, label, none);
        }
        meanings[code].form = (uint8_t)link_fact_form(facts, label, none);
        meanings[code].stay_end = (uint8_t)link_fact_stay_end(facts, label, none);
        meanings[code].lift = link_fact_lift(facts, label, none);
    }
    return meanings;
}

static void arrest_make(const int64_t *row, const struct meaning *meanings,
                        struct link_arrest *out)
{
    *out = (struct link_arrest){
        .record = row[ARREST_RECORD],
        .at = row[ARREST_AT],
        .twin = row[ARREST_TWIN],
        .person = person_of(row),
        .release = narrow(row[ARREST_RELEASE]),
        .method = narrow(row[ARREST_METHOD]),
        .criminality = narrow(row[ARREST_CRIMINALITY]),
        .aor = narrow(row[ARREST_AOR]),
        .state = narrow(row[ARREST_STATE]),
        .birth_year = narrow(row[ARREST_BIRTH_YEAR]),
        .filled = (int16_t)row[ARREST_FILLED],
        .reprocessed = row[ARREST_REPROCESSED] == 1,
    };
    memcpy(out->classes, meanings[row[ARREST_METHOD]].classes, sizeof out->classes);
}

static uint8_t answer_of(int64_t value)
{
    return value == 1   ? LINK_ANSWER_YES
           : value == 0 ? LINK_ANSWER_NO
                        : LINK_ANSWER_UNKNOWN;
}

static void detainer_make(const int64_t *row, const struct meaning *meanings,
                          struct link_detainer *out)
{
    *out = (struct link_detainer){
        .record = row[DETAINER_RECORD],
        .at = row[DETAINER_AT],
        .lifted_at = row[DETAINER_LIFTED_AT],
        .person = person_of(row),
        .release = narrow(row[DETAINER_RELEASE]),
        .facility = narrow(row[DETAINER_FACILITY]),
        .type = narrow(row[DETAINER_TYPE]),
        .lift = meanings[row[DETAINER_LIFT]].lift,
        .form = meanings[row[DETAINER_TYPE]].form,
        .accepted = answer_of(row[DETAINER_ACCEPTED]),
        .cancels_previous = answer_of(row[DETAINER_CANCELS]),
    };
}

static void stint_make(const int64_t *row, const struct meaning *meanings,
                       struct link_stint *out)
{
    *out = (struct link_stint){
        .record = row[STINT_RECORD],
        .stay_book_in = row[STINT_STAY_BOOK_IN],
        .book_in = row[STINT_BOOK_IN],
        .book_out = row[STINT_BOOK_OUT],
        .stay_book_out = row[STINT_STAY_BOOK_OUT],
        .departed = row[STINT_DEPARTED],
        .initial_bond = row[STINT_INITIAL_BOND],
        .posted_bond = row[STINT_POSTED_BOND],
        .likeness = row[STINT_LIKENESS],
        .bond_set_day = narrow(row[STINT_BOND_SET_DAY]),
        .bond_posted_day = narrow(row[STINT_BOND_POSTED_DAY]),
        .person = person_of(row),
        .release = narrow(row[STINT_RELEASE]),
        .facility = narrow(row[STINT_FACILITY]),
        .stay_release_reason = narrow(row[STINT_REASON]),
        .stay_end = meanings[row[STINT_REASON]].stay_end,
    };
}

static void windows_fill(const struct support_history *history, struct support_input *out)
{
    int32_t count = 0;
    for (size_t i = 0; i < history->tables[SUPPORT_WINDOWS].row_count; i++) {
        const int32_t release =
            narrow(support_row(history, SUPPORT_WINDOWS, i)[WINDOW_RELEASE]);
        if (release >= count) count = release + 1;
    }
    out->windows = array((size_t)count, sizeof *out->windows);
    for (int32_t release = 0; release < count; release++) {
        out->windows[release] =
            (struct link_window){INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, 0};
    }
    for (size_t i = 0; i < history->tables[SUPPORT_WINDOWS].row_count; i++) {
        const int64_t *row = support_row(history, SUPPORT_WINDOWS, i);
        out->windows[row[WINDOW_RELEASE]] = (struct link_window){
            .arrest_last = narrow(row[WINDOW_ARREST_LAST]),
            .detainer_last = narrow(row[WINDOW_DETAINER_LAST]),
            .stint_last = narrow(row[WINDOW_STINT_LAST]),
            .removal_last = narrow(row[WINDOW_REMOVAL_LAST]),
            .has_ids = row[WINDOW_HAS_IDS] == 1,
        };
    }
    out->input.windows = out->windows;
    out->input.release_count = count;
}

static void sort_all(struct support_input *out)
{
    struct sp_err err = {0};
    enum sp_rc rc = link_sort_arrests(out->arrests, out->input.arrest_count, &err);
    if (rc == SP_OK)
        rc = link_sort_detainers(out->detainers, out->input.detainer_count, &err);
    if (rc == SP_OK) rc = link_sort_stints(out->stints, out->input.stint_count, &err);
    if (rc == SP_OK)
        rc = link_sort_removals(out->removals, out->input.removal_count, &err);
    SP_ASSERT(rc == SP_OK);
}

void support_input_make(const struct support_history *history,
                        const struct link_facts *facts, struct support_input *out_input)
{
    struct support_input *out = out_input;
    struct meaning *meanings = meanings_make(history, facts);
    const struct support_table *tables = history->tables;
    *out = (struct support_input){
        .arrests = array(tables[SUPPORT_ARRESTS].row_count, sizeof *out->arrests),
        .detainers = array(tables[SUPPORT_DETAINERS].row_count, sizeof *out->detainers),
        .stints = array(tables[SUPPORT_STINTS].row_count, sizeof *out->stints),
        .removals = array(tables[SUPPORT_REMOVALS].row_count, sizeof *out->removals),
        .input = {.arrest_count = tables[SUPPORT_ARRESTS].row_count,
                  .detainer_count = tables[SUPPORT_DETAINERS].row_count,
                  .stint_count = tables[SUPPORT_STINTS].row_count,
                  .removal_count = tables[SUPPORT_REMOVALS].row_count,
                  .lifts = link_facts_lifts(facts, NULL)},
    };
    for (size_t i = 0; i < out->input.arrest_count; i++) {
        arrest_make(support_row(history, SUPPORT_ARRESTS, i), meanings, &out->arrests[i]);
    }
    for (size_t i = 0; i < out->input.detainer_count; i++) {
        detainer_make(support_row(history, SUPPORT_DETAINERS, i), meanings,
                      &out->detainers[i]);
    }
    for (size_t i = 0; i < out->input.stint_count; i++) {
        stint_make(support_row(history, SUPPORT_STINTS, i), meanings, &out->stints[i]);
    }
    for (size_t i = 0; i < out->input.removal_count; i++) {
        const int64_t *row = support_row(history, SUPPORT_REMOVALS, i);
        out->removals[i] = (struct link_removal){.record = row[REMOVAL_RECORD],
                                                 .at = row[REMOVAL_AT],
                                                 .person = person_of(row),
                                                 .release = narrow(row[REMOVAL_RELEASE])};
    }
    sp_free(meanings);
    windows_fill(history, out);
    sort_all(out);
    out->input.arrests = out->arrests;
    out->input.detainers = out->detainers;
    out->input.stints = out->stints;
    out->input.removals = out->removals;
}

void support_input_release(struct support_input *input)
{
    sp_free(input->arrests);
    sp_free(input->detainers);
    sp_free(input->stints);
    sp_free(input->removals);
    sp_free(input->windows);
    *input = (struct support_input){0};
}
