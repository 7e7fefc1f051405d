/*
 * Terms, sheets and releases into arrays.
 *
 * Invariant: ranks order sheets by file name, then by the file's hash where two files
 * share a name, then by their place in the file; they grow with the ledger, so none is
 * ever stored.
 */
#include "link/link_label.h"

#include <stdlib.h>

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for linking");
}

/* -- Terms -------------------------------------------------------------------------- */

static uint8_t answer_of(struct sp_str label, enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return LINK_ANSWER_UNKNOWN;
    if (sp_str_equal_fold(label, SP_STR("YES")) || sp_str_equal_fold(label, SP_STR("Y")))
        return LINK_ANSWER_YES;
    if (sp_str_equal_fold(label, SP_STR("NO")) || sp_str_equal_fold(label, SP_STR("N")))
        return LINK_ANSWER_NO;
    return LINK_ANSWER_UNKNOWN;
}

/* Facts are asked of the vocabularies that have them; every other text is no method, form
 * or reason. */
static struct link_label label_make(const struct link_facts *facts, int32_t code,
                                    enum sp_none_kind none, struct sp_str vocabulary,
                                    struct sp_str text)
{
    struct link_label label = {.label = code, .has_value = none == SP_NONE_VALUE};
    // A withheld reason is not the same as none.
    label.lift = link_fact_lift(facts, text, none);
    if (!label.has_value) return label;
    if (sp_str_equal_text(vocabulary, "method")) {
        label.is_reprocessed = sp_str_equal_fold(text, SP_STR("ERO Reprocessed Arrest"));
        for (int table = 0; table < LINK_METHOD_TABLE_COUNT; table++) {
            label.classes[table] = (uint8_t)link_fact_method_class(
                facts, (enum link_method_table)table, text, none);
        }
    } else if (sp_str_equal_text(vocabulary, "detainer_type")) {
        label.form = (uint8_t)link_fact_form(facts, text, none);
    } else if (sp_str_equal_text(vocabulary, "release_reason")) {
        label.stay_end = (uint8_t)link_fact_stay_end(facts, text, none);
    } else if (sp_str_equal_text(vocabulary, "yes_no")) {
        label.answer = answer_of(text, none);
    }
    return label;
}

static enum sp_rc codes_load(struct sp_ledger *ledger, const struct link_facts *facts,
                             struct link_labels *labels, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(
        ledger, "SELECT CAST(max(code) + 1 AS BIGINT) FROM term", NULL, 0, &count, err);
    if (rc != SP_OK) return rc;
    labels->code_count = (size_t)count;
    labels->codes = sp_alloc(labels->code_count * sizeof *labels->codes);
    if (!labels->codes) return out_of_memory(err);
    rc = ledger_query(ledger,
                      "SELECT CAST(code AS BIGINT), CAST(min(code) OVER (PARTITION BY "
                      "CASE WHEN none = 0 THEN vocabulary "
                      "ELSE '' END, none, label) AS BIGINT), CAST(none AS BIGINT), "
                      "vocabulary, label FROM term "
                      "ORDER BY code",
                      NULL, 0, &rows, err);
    size_t filled = 0;
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        SP_ASSERT(filled < labels->code_count &&
                  ledger_get_whole(&rows, 0) == (int64_t)filled);
        labels->codes[filled++] =
            label_make(facts, (int32_t)ledger_get_whole(&rows, 1),
                       (enum sp_none_kind)ledger_get_whole(&rows, 2),
                       ledger_get_text(&rows, 3), ledger_get_text(&rows, 4));
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

/* -- Sheets and releases ------------------------------------------------------------ */

static int source_compare(const void *a_in, const void *b_in)
{
    const struct sp_source *a = a_in;
    const struct sp_source *b = b_in;
    int order = sp_str_compare(a->file, b->file);
    if (order == 0) order = sp_str_compare(a->sha256, b->sha256);
    // Sheets of one file are added in the order of the file.
    return order ? order : (a->sheet_id > b->sheet_id) - (a->sheet_id < b->sheet_id);
}

static int name_compare(const void *a, const void *b)
{
    return sp_str_compare(*(const struct sp_str *)a, *(const struct sp_str *)b);
}

/* The names of all releases, once each, in byte order. */
static void names_sort(const struct sp_source *sources, size_t count,
                       struct link_labels *labels)
{
    int32_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        labels->release_names[i] = sources[i].release;
    }
    if (count)
        qsort(labels->release_names, count, sizeof *labels->release_names, name_compare);
    for (size_t i = 0; i < count; i++) {
        if (kept &&
            sp_str_equal(labels->release_names[i], labels->release_names[kept - 1]))
            continue;
        labels->release_names[kept++] = labels->release_names[i];
    }
    labels->release_count = kept;
}

static int32_t release_index(const struct link_labels *labels, struct sp_str release)
{
    for (int32_t i = 0; i < labels->release_count; i++) {
        if (sp_str_equal(labels->release_names[i], release)) return i;
    }
    return -1;
}

/* The rows without an id of a release are known by its first sheet, which stays the first
 * whatever is added. */
static void sheet_put(struct link_labels *labels, const struct sp_source *source,
                      size_t rank)
{
    const int32_t release = release_index(labels, source->release);
    labels->ranks[source->sheet_id] = (int32_t)rank;
    labels->releases[source->sheet_id] = release;
    labels->sheets[rank] = source->sheet_id;
    int32_t *shard = &labels->release_shards[release];
    if (*shard == 0 || -source->sheet_id > *shard) *shard = -source->sheet_id;
}

static enum sp_rc sheets_load(struct sp_ledger *ledger, struct sp_arena *arena,
                              struct link_labels *labels, struct sp_err *err)
{
    struct sp_source *sources;
    size_t count;
    const enum sp_rc rc = sp_ledger_sources(ledger, NULL, arena, &sources, &count, err);
    if (rc != SP_OK) return rc;
    for (size_t i = 0; i < count; i++) {
        SP_ASSERT(sources[i].sheet_id > 0);
        if (sources[i].header_row + sources[i].rows_read + sources[i].rows_empty >
            UINT32_MAX) {
            return sp_err_set(err, SP_ERR_LIMIT,
                              "sheet '%.*s' of '%.*s' has more than 4,294,967,295 rows; "
                              "too many to link",
                              SP_FMT(sources[i].sheet), SP_FMT(sources[i].file));
        }
        if ((size_t)sources[i].sheet_id >= labels->sheet_count)
            labels->sheet_count = (size_t)sources[i].sheet_id + 1;
    }
    labels->rank_count = count;
    labels->ranks = sp_alloc(labels->sheet_count * sizeof *labels->ranks);
    labels->releases = sp_alloc(labels->sheet_count * sizeof *labels->releases);
    labels->sheets = sp_alloc(count * sizeof *labels->sheets);
    labels->release_names = sp_arena_array(arena, count, sizeof *labels->release_names);
    labels->release_shards = sp_arena_array(arena, count, sizeof *labels->release_shards);
    if ((count && (!labels->ranks || !labels->releases || !labels->sheets)) ||
        !labels->release_names || !labels->release_shards)
        return out_of_memory(err);
    for (size_t i = 0; i < labels->sheet_count; i++) {
        labels->ranks[i] = labels->releases[i] = -1;
    }
    names_sort(sources, count, labels);
    if (count) qsort(sources, count, sizeof *sources, source_compare);
    for (size_t i = 0; i < count; i++) {
        sheet_put(labels, &sources[i], i);
    }
    return SP_OK;
}

enum sp_rc link_labels_open(struct sp_ledger *ledger, const struct link_facts *facts,
                            struct sp_arena *arena, struct link_labels *out_labels,
                            struct sp_err *err)
{
    struct link_labels labels = {0};
    enum sp_rc rc = codes_load(ledger, facts, &labels, err);
    if (rc == SP_OK) rc = sheets_load(ledger, arena, &labels, err);
    if (rc != SP_OK) {
        link_labels_release(&labels);
        return rc;
    }
    *out_labels = labels;
    return SP_OK;
}

void link_labels_release(struct link_labels *labels)
{
    sp_free(labels->codes);
    sp_free(labels->ranks);
    sp_free(labels->releases);
    sp_free(labels->sheets);
    *labels = (struct link_labels){0};
}
