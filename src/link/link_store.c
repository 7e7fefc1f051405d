/*
 * A table after the other, each row laid out as ledger_derived.c makes the table.
 *
 * Invariants: 1. what is stored names records by (sheet, row), never by `record`, which
 * changes as the ledger grows; 2. every row stands under the shard it will be replaced
 * with; detainer_arrest goes by its detainer's.
 */
#include "link/link_store.h"
#include "ledger/ledger_ints.h"

_Static_assert(LINK_ARR_EP_24 == 0 && LINK_DET_REQUEST == 3, "the views of ledger_derived.c name these bits by number");

enum { SINK_COLUMNS_MAX = 32, SQL_MAX = 1 << 24 };
_Static_assert(LINK_NONE == LEDGER_INTS_NULL,
               "what the kernel does not know is NULL in the ledger");

/* -- Taking out --------------------------------------------------------------------- */

static void numbers_sql(const struct link_shards *shards, struct sp_buf *sql)
{
    const char *joint = " WHERE shard IN (";
    if (shards->stale_count == shards->count) return; // All of them.
    for (size_t i = 0; i < shards->count; i++) {
        if (!shards->shards[i].is_stale) continue;
        sp_buf_format(sql, "%s%d", joint, shards->shards[i].number);
        joint = ", ";
    }
    sp_buf_char(sql, ')');
}

enum sp_rc link_store_forget(struct sp_ledger *ledger, const struct link_shards *shards,
                             struct sp_err *err)
{
    static const char *const names[] = {"arrest_link", "stint_link", "stay_link",
                                        "detainer_link", "return_link"};
    struct sp_buf sql;
    if (shards->stale_count == 0) return SP_OK;
    sp_buf_init(&sql, SQL_MAX);
    sp_buf_text(&sql, "DELETE FROM detainer_arrest");
    if (shards->stale_count < shards->count) {
        sp_buf_text(&sql, " WHERE (detainer_sheet_id, detainer_row) IN (SELECT "
                          "(sheet_id, row) FROM detainer_link");
        numbers_sql(shards, &sql);
        sp_buf_char(&sql, ')');
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        sp_buf_format(&sql, "; DELETE FROM %s", names[i]);
        numbers_sql(shards, &sql);
    }
    enum sp_rc rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_run(ledger, sql.data, err);
    sp_buf_release(&sql);
    return rc;
}

/* -- Rows --------------------------------------------------------------------------- */

/* One table being appended to, and the row in hand. */
struct sink {
    const struct link_labels *labels;
    const struct link_terms *terms;
    struct ledger_ints *ints;
    int64_t values[SINK_COLUMNS_MAX];
    size_t count;
};

static void put(struct sink *sink, int64_t value)
{
    SP_ASSERT(sink->count < SINK_COLUMNS_MAX);
    sink->values[sink->count++] = value;
}

static void put_record(struct sink *sink, int64_t record)
{
    put(sink,
        record == LINK_NONE ? LEDGER_INTS_NULL : link_record_sheet(sink->labels, record));
    put(sink, record == LINK_NONE ? LEDGER_INTS_NULL : link_record_row(record));
}

static void put_day(struct sink *sink, int64_t at)
{
    put(sink, at == LINK_NONE ? LEDGER_INTS_NULL : link_day(at));
}

static void put_moment(struct sink *sink, int64_t at)
{
    put_day(sink, at);
    put(sink, at == LINK_NONE ? LEDGER_INTS_NULL : at - link_day(at) * LINK_DAY_SECONDS);
}

static void put_number(struct sink *sink, int32_t number)
{
    put(sink, number == INT32_MIN ? LEDGER_INTS_NULL : number);
}

static void put_shard(struct sink *sink, int32_t person, int32_t release)
{
    put(sink, person == LINK_NOBODY ? sink->labels->release_shards[release]
                                    : person >> LINK_SHARD_BITS);
}

static enum sp_rc row_end(struct sink *sink, struct sp_err *err)
{
    const enum sp_rc rc = ledger_ints_row(sink->ints, sink->values, sink->count, err);
    sink->count = 0;
    return rc;
}

static enum sp_rc arrests_put(struct sink *sink, const struct link_input *input,
                              const struct link_output *output, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < input->arrest_count; i++) {
        const struct link_arrest *arrest = &input->arrests[i];
        const struct link_arrest_result *result = &output->arrests[i];
        put_shard(sink, arrest->person, arrest->release);
        put_record(sink, result->record);
        put_record(sink, result->episode);
        put(sink, result->episode_rows);
        put(sink, result->kept_by);
        put_record(sink, result->stay_greedy);
        put_record(sink, result->stay_best);
        for (size_t table = 0; table < LINK_METHOD_TABLE_COUNT; table++) {
            put(sink, sink->terms->method_classes[arrest->classes[table]]);
        }
        rc = row_end(sink, err);
    }
    return rc;
}

static enum sp_rc stints_put(struct sink *sink, const struct link_input *input,
                             const struct link_output *output, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < input->stint_count; i++) {
        const struct link_stint_result *result = &output->stints[i];
        put_shard(sink, input->stints[i].person, input->stints[i].release);
        put_record(sink, result->record);
        put_record(sink, result->stay);
        put(sink, result->kept_by);
        put(sink, result->lost_at);
        rc = row_end(sink, err);
    }
    return rc;
}

static enum sp_rc stays_put(struct sink *sink, const struct link_input *input,
                            const struct link_output *output, struct sp_err *err)
{
    (void)input;
    const struct link_stay *stays = output->stays.items;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < output->stays.count; i++) {
        const struct link_stay *stay = &stays[i];
        put_shard(sink, stay->person, stay->release);
        put_record(sink, stay->stay);
        put_record(sink, stay->last_stint);
        put_moment(sink, stay->book_in);
        put_moment(sink, stay->book_out);
        put_record(sink, stay->arrest_greedy);
        put_record(sink, stay->arrest_best);
        put_record(sink, stay->removal);
        put_day(sink, stay->departed);
        put(sink, stay->facility_first);
        put(sink, stay->facility_last);
        put(sink, stay->facility_longest);
        put(sink, stay->stint_count);
        put(sink, sink->terms->stay_ends[stay->stay_end]);
        put(sink, stay->book_in_agrees);
        put(sink, stay->book_out_agrees);
        put(sink, stay->initial_bond);
        put(sink, stay->posted_bond);
        rc = row_end(sink, err);
    }
    return rc;
}

static enum sp_rc pairs_put(struct sink *sink, const struct link_input *input,
                            const struct link_output *output, struct sp_err *err)
{
    (void)input;
    const struct link_detainer_arrest *pairs = output->pairs.items;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < output->pairs.count; i++) {
        put_record(sink, pairs[i].detainer);
        put_record(sink, pairs[i].arrest);
        put(sink, pairs[i].days);
        rc = row_end(sink, err);
    }
    return rc;
}

static enum sp_rc detainers_put(struct sink *sink, const struct link_input *input,
                                const struct link_output *output, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < input->detainer_count; i++) {
        const struct link_detainer_result *result = &output->detainers[i];
        SP_ASSERT(result->state < LINK_STATE_COUNT && result->reason < LINK_REASON_COUNT);
        SP_ASSERT(result->contradictions < 1u << LINK_CONTRADICTION_COUNT);
        put_shard(sink, input->detainers[i].person, input->detainers[i].release);
        put_record(sink, result->record);
        put_record(sink, result->episode);
        put_record(sink, result->request);
        put(sink, result->kept_by);
        put(sink, sink->terms->states[result->state]);
        put(sink, sink->terms->reasons[result->reason]);
        put_record(sink, result->arrest);
        put_record(sink, result->stay);
        put_number(sink, result->days);
        put(sink, result->contradictions);
        put(sink, sink->terms->contradictions[result->contradictions]);
        rc = row_end(sink, err);
    }
    return rc;
}

static enum sp_rc spells_put(struct sink *sink, const struct link_input *input,
                             const struct link_output *output, struct sp_err *err)
{
    (void)input;
    const struct link_spell *spells = output->spells.items;
    const struct link_terms *terms = sink->terms;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < output->spells.count; i++) {
        const struct link_spell *spell = &spells[i];
        SP_ASSERT(spell->person != LINK_NOBODY && spell->origin < LINK_ORIGIN_COUNT &&
                  spell->exit < LINK_EXIT_COUNT);
        put_shard(sink, spell->person, 0);
        put_record(sink, spell->origin_record);
        put(sink, terms->origins[spell->origin]);
        put_moment(sink, spell->from);
        put_moment(sink, spell->until);
        // A release ends on a day, and a departure is of a day, not of a time.
        if (spell->exit == LINK_EXIT_WINDOW || spell->exit == LINK_EXIT_REMOVED)
            sink->values[sink->count - 1] = LEDGER_INTS_NULL;
        put_number(sink, spell->days);
        put(sink, terms->exits[spell->exit]);
        // Below zero it stands for a name, city and state together.
        put(sink, spell->facility < 0 ? LEDGER_INTS_NULL : spell->facility);
        put(sink, spell->competing);
        put(sink, spell->from_lift);
        put(sink, spell->origin == LINK_ORIGIN_RELEASED ? terms->booked_out
                  : spell->from_lift                    ? terms->lifted
                                                        : terms->prepared);
        put_record(sink, spell->arrest);
        rc = row_end(sink, err);
    }
    return rc;
}

static const struct {
    const char *table;
    enum sp_rc (*rows_put)(struct sink *sink, const struct link_input *input,
                           const struct link_output *output, struct sp_err *err);
} tables[] = {
    {"arrest_link", arrests_put},     {"stint_link", stints_put},
    {"stay_link", stays_put},         {"detainer_arrest", pairs_put},
    {"detainer_link", detainers_put}, {"return_link", spells_put},
};

enum sp_rc link_store_put(struct sp_ledger *ledger, const struct link_labels *labels,
                          const struct link_terms *terms, const struct link_input *input,
                          const struct link_output *output, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < sizeof tables / sizeof tables[0]; i++) {
        struct sink sink = {.labels = labels, .terms = terms};
        rc = ledger_ints_open(ledger, tables[i].table, &sink.ints, err);
        if (rc == SP_OK) rc = tables[i].rows_put(&sink, input, output, err);
        if (rc == SP_OK) rc = ledger_ints_flush(sink.ints, err);
        ledger_ints_close(sink.ints);
    }
    return rc;
}
