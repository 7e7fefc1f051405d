/*
 * One run:
 *
 *   what is stale? ─ forget its rows
 *     ┌─▶ read ─ sort ─ cut ─ link, a thread a slice ─ store in order ─┐
 *     └────────── a batch of shards after the other ◀──────────────────┘
 *   windows, state ─ report ─ findings ─ commit
 *
 * Invariants: 1. one transaction; 2. a slice holds whole persons, so the number of slices
 * changes nothing; 3. the ledger's connection is this thread's alone; the others see
 * sorted records and their own results.
 */
#include "link/link_report.h"
#include "link/link_rule.h"
#include "link/link_slice.h"
#include "link/link_window.h"

#include <stdio.h>

// Grows when the kernel's results change for the same specification, so that ledgers are
// linked anew.
#define KERNEL_VERSION "1"

struct run {
    struct sp_ledger *ledger;
    const struct sp_link_options *options;
    struct sp_arena *arena;
    struct link_facts *facts;
    struct link_labels labels;
    struct link_window *windows;
    struct link_shards shards;
    struct link_terms terms;
    struct link_records records;
    struct link_slice *slices; // owned
    struct sp_link_times times;
    struct sp_link_report report;
};

/* -- What was linked before --------------------------------------------------------- */

enum { RULES_TEXT_MAX = 128 };

/* By which rules this program links. */
static struct ledger_param rules_param(char text[RULES_TEXT_MAX])
{
    (void)snprintf(text, RULES_TEXT_MAX, "%s:%s", KERNEL_VERSION, link_rules_sha256);
    return ledger_text(sp_str_of(text));
}

/* @param out_sheet_last  the last sheet that was linked; 0: none, or by other rules */
static enum sp_rc state_read(struct sp_ledger *ledger, int64_t *out_sheet_last,
                             struct sp_err *err)
{
    char rules[RULES_TEXT_MAX];
    const struct ledger_param param = rules_param(rules);
    return ledger_query_whole(
        ledger,
        "SELECT CAST(coalesce(max(CAST(value AS BIGINT)), 0) AS BIGINT) FROM link_state "
        "WHERE key = 'sheet_last' AND EXISTS (FROM link_state WHERE key = 'rules' AND "
        "value = ?)",
        &param, 1, out_sheet_last, err);
}

static enum sp_rc state_store(struct sp_ledger *ledger, struct sp_err *err)
{
    char rules[RULES_TEXT_MAX];
    const struct ledger_param param = rules_param(rules);
    enum sp_rc rc = ledger_run(
        ledger,
        "DELETE FROM link_state; INSERT INTO link_state "
        "SELECT 'sheet_last', CAST(coalesce(max(sheet_id), 0) AS VARCHAR) FROM sheet",
        err);
    if (rc == SP_OK)
        rc = ledger_execute(ledger, "INSERT INTO link_state VALUES ('rules', ?)", &param,
                            1, err);
    return rc;
}

/* -- Linking ------------------------------------------------------------------------ */

static enum sp_rc records_sort(struct link_records *records, struct sp_err *err)
{
    enum sp_rc rc = link_sort_arrests(records->arrests, records->arrest_count, err);
    if (rc == SP_OK)
        rc = link_sort_detainers(records->detainers, records->detainer_count, err);
    if (rc == SP_OK) rc = link_sort_stints(records->stints, records->stint_count, err);
    if (rc == SP_OK)
        rc = link_sort_removals(records->removals, records->removal_count, err);
    return rc;
}

static uint64_t lap(uint64_t *began)
{
    const uint64_t now = sp_clock();
    const uint64_t taken = now - *began;
    *began = now;
    return taken;
}

static enum sp_rc batch_link(struct run *run, const struct link_batch *batch,
                             struct sp_err *err)
{
    uint64_t began = sp_clock();
    size_t count = 0;
    enum sp_rc rc =
        link_read(run->ledger, &run->labels, &batch->range, &run->records, err);
    run->times.read += lap(&began);
    if (rc == SP_OK) rc = records_sort(&run->records, err);
    run->times.sort += lap(&began);
    if (rc == SP_OK) {
        const struct link_input common = {.windows = run->windows,
                                          .release_count = run->labels.release_count,
                                          .lifts = link_facts_lifts(run->facts, NULL)};
        count = link_slices_cut(&run->records, &common, run->options->thread_count,
                                run->slices);
        rc = link_slices_run(run->slices, count, err);
    }
    run->times.link += lap(&began);
    for (size_t i = 0; i < count; i++) {
        struct link_slice *slice = &run->slices[i];
        if (rc == SP_OK)
            rc = link_store_put(run->ledger, &run->labels, &run->terms, &slice->input,
                                &slice->output, err);
        run->report.clusters_given_up += slice->output.clusters_given_up;
        link_output_release(&slice->output);
    }
    run->times.store += lap(&began);
    return rc;
}

static enum sp_rc batches_link(struct run *run, struct sp_err *err)
{
    struct sp_link_progress progress = {0};
    struct link_batch batch;
    size_t place = 0;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; i < run->shards.count; i++) {
        if (run->shards.shards[i].is_stale)
            progress.records_all += run->shards.shards[i].rows;
    }
    while (rc == SP_OK && link_shards_next(&run->shards, &place, &batch)) {
        if (run->options->on_progress)
            run->options->on_progress(run->options->context, &progress);
        rc = batch_link(run, &batch, err);
        progress.records_done += batch.rows;
    }
    run->report.records_linked = progress.records_done;
    run->report.shards_linked = run->shards.stale_count;
    run->report.shards_all = run->shards.count;
    return rc;
}

/* -- The run ------------------------------------------------------------------------ */

static enum sp_rc stale_find(struct run *run, struct sp_err *err)
{
    int64_t sheet_last = 0;
    bool *changed = NULL;
    enum sp_rc rc = state_read(run->ledger, &sheet_last, err);
    if (rc == SP_OK)
        rc = link_labels_open(run->ledger, run->facts, run->arena, &run->labels, err);
    if (rc == SP_OK)
        rc = link_windows_read(run->ledger, &run->labels, run->arena, &run->windows, err);
    if (rc == SP_OK)
        rc = link_windows_compare(run->ledger, &run->labels, run->windows, run->arena,
                                  &changed, err);
    if (rc != SP_OK) return rc;
    if (run->options->all) sheet_last = 0;
    return link_shards_find(run->ledger, &run->labels, (int32_t)sheet_last, changed,
                            run->arena, &run->shards, err);
}

static enum sp_rc run_all(struct run *run, struct sp_err *err)
{
    uint64_t began = sp_clock();
    enum sp_rc rc = link_facts_open(&run->facts, err);
    if (rc == SP_OK) rc = link_terms_make(run->ledger, &run->terms, err);
    if (rc == SP_OK) rc = stale_find(run, err);
    run->times.find = lap(&began);
    if (rc == SP_OK) rc = link_store_forget(run->ledger, &run->shards, err);
    if (rc == SP_OK) rc = batches_link(run, err);
    began = sp_clock();
    if (rc == SP_OK)
        rc = link_windows_store(run->ledger, &run->labels, run->windows, err);
    if (rc == SP_OK) rc = state_store(run->ledger, err);
    if (rc == SP_OK) {
        rc = link_report_count(run->ledger, &run->labels, run->windows, &run->terms,
                               run->arena, &run->report, err);
    }
    if (rc == SP_OK)
        rc = link_report_findings(run->ledger, run->arena, &run->report, err);
    run->times.report = lap(&began);
    if (rc == SP_OK) rc = ledger_commit(run->ledger, err);
    run->times.commit = lap(&began);
    return rc;
}

enum sp_rc sp_link_run(struct sp_ledger *ledger, const struct sp_link_options *options,
                       struct sp_arena *arena, struct sp_link_report *out_report,
                       struct sp_err *err)
{
    struct run run = {.ledger = ledger, .options = options, .arena = arena};
    run.slices = sp_alloc(LINK_SLICES_MAX * sizeof *run.slices);
    if (!run.slices) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for linking");
    enum sp_rc rc = ledger_begin(ledger, err);
    if (rc == SP_OK) rc = run_all(&run, err);
    ledger_rollback(ledger); // Does nothing after a commit.
    link_records_release(&run.records);
    link_labels_release(&run.labels);
    link_facts_close(run.facts);
    sp_free(run.slices);
    if (rc != SP_OK) return rc;
    if (options->times) *options->times = run.times;
    *out_report = run.report;
    return SP_OK;
}

enum sp_rc sp_link_is_current(struct sp_ledger *ledger, const struct sp_event *event,
                              bool *out_current, struct sp_err *err)
{
    static const char *const linked[] = {"arrest", "detainer", "stint", "removal"};
    int64_t sheet_last = 0;
    int64_t newest = 0;
    bool is_linked = event->base != NULL;
    for (size_t i = 0; i < sizeof linked / sizeof linked[0]; i++) {
        is_linked = is_linked || sp_str_equal_text(sp_str_of(event->name), linked[i]);
    }
    enum sp_rc rc = state_read(ledger, &sheet_last, err);
    if (rc == SP_OK) {
        rc = ledger_query_whole(
            ledger,
            "SELECT CAST(coalesce(max(sheet_id), 0) AS BIGINT) FROM sheet "
            "WHERE event IN ('arrest', 'detainer', 'stint', 'removal')",
            NULL, 0, &newest, err);
    }
    if (rc == SP_OK) *out_current = !is_linked || newest <= sheet_last;
    return rc;
}
