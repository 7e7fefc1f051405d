/*
 * A table after the other, streaming, a batch after the other into the arrays.
 *
 * Invariants: 1. every row of the range is read once, a row that the kernel cannot use
 * included; 2. what is not recorded is LINK_NONE, whatever the reason; 3. nothing read
 * here depends on the order in which files were added but for labels and digests, which
 * the rules only ever compare.
 */
#include "link/link_plan.h"
#include "link/link_read.h"

enum { PLACES_BYTES_MAX = 1 << 28 }; // some thousand jails, under any spelling

/* What one batch of rows becomes, and where. */
struct reader {
    struct sp_ledger *ledger;
    const struct link_labels *labels;
    const struct link_range *range;
    struct link_records *records;
    struct link_plan plan;
    struct sp_intern places; // of detainers without a facility code
    uint64_t digests[LEDGER_SCAN_ROWS_MAX];
    int16_t filled[LEDGER_SCAN_ROWS_MAX];
};

/* Room for another batch at the end of an array; false without memory. */
static bool room_make(void **items, size_t *capacity, size_t count, size_t item_size)
{
    if (*capacity - count >= LEDGER_SCAN_ROWS_MAX) return true;
    const size_t wanted = *capacity ? *capacity * 2 : (size_t)16 * LEDGER_SCAN_ROWS_MAX;
    if (wanted > SIZE_MAX / item_size) return false;
    void *grown = sp_realloc(*items, wanted * item_size);
    if (!grown) return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

/* The key of a person; LINK_NOBODY for a row without an id. @return false for a person of
 * another range */
static bool person_of(const struct reader *reader, const struct link_column *person,
                      size_t row, int32_t *out_person)
{
    *out_person = LINK_NOBODY;
    if (reader->range->release >= 0) return true;
    *out_person = person->narrow[row];
    return reader->range->is_wanted[*out_person >> LINK_SHARD_BITS];
}

static int32_t release_of(const struct reader *reader, size_t row)
{
    return reader->labels->releases[reader->plan.sheet_ids[row]];
}

/* -- Arrests ------------------------------------------------------------------------ */

static bool arrests_take(struct reader *reader)
{
    static const char *const without[] = {NULL};
    const struct link_plan *plan = &reader->plan;
    struct link_records *records = reader->records;
    void *items = records->arrests;
    if (!room_make(&items, &records->arrest_capacity, records->arrest_count,
                   sizeof *records->arrests))
        return false;
    records->arrests = items;
    const struct link_column person = link_plan_column(plan, "person");
    const struct link_column at = link_plan_column(plan, "arrest_date");
    const struct link_column method = link_plan_column(plan, "method");
    const struct link_column criminality = link_plan_column(plan, "criminality");
    const struct link_column aor = link_plan_column(plan, "aor");
    const struct link_column state = link_plan_column(plan, "state");
    const struct link_column birth_year = link_plan_column(plan, "birth_year");
    link_plan_digest(plan, without, reader->digests, reader->filled);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        struct link_arrest arrest = {.record = link_plan_record(plan, row)};
        if (!person_of(reader, &person, row, &arrest.person)) continue;
        const struct link_label *how = link_column_label(plan, &method, row);
        const int64_t year = link_column_wide(&birth_year, row);
        arrest.at = link_column_moment(&at, row);
        arrest.twin = (int64_t)reader->digests[row];
        arrest.release = release_of(reader, row);
        arrest.method = how->label;
        arrest.criminality = link_column_label(plan, &criminality, row)->label;
        arrest.aor = link_column_label(plan, &aor, row)->label;
        arrest.state = link_column_label(plan, &state, row)->label;
        arrest.birth_year =
            year > INT32_MIN && year <= INT32_MAX ? (int32_t)year : INT32_MIN;
        arrest.filled = reader->filled[row];
        arrest.reprocessed = how->is_reprocessed;
        for (int table = 0; table < LINK_METHOD_TABLE_COUNT; table++) {
            arrest.classes[table] = how->classes[table];
        }
        records->arrests[records->arrest_count++] = arrest;
    }
    return true;
}

/* -- Detainers ---------------------------------------------------------------------- */

/*
 * Where there is no code a facility is its name, city and state together. Facilities are
 * only ever compared within a person, so a number for each such three does for a label;
 * it is below zero, where no label is.
 */
static bool facility_of(struct reader *reader, const struct link_column *columns,
                        size_t row, int32_t *out_label)
{
    const struct link_plan *plan = &reader->plan;
    const struct link_label *code = link_column_label(plan, &columns[0], row);
    const struct link_label *name = link_column_label(plan, &columns[1], row);
    const struct link_label *city = link_column_label(plan, &columns[2], row);
    const struct link_label *state = link_column_label(plan, &columns[3], row);
    const int32_t place[] = {name->label, city->label, state->label};
    uint32_t number;
    *out_label = code->has_value ? code->label : name->label;
    if (code->has_value || (!name->has_value && !city->has_value && !state->has_value))
        return true;
    if (!sp_intern_put(&reader->places,
                       (struct sp_str){.data = (const char *)place, .size = sizeof place},
                       &number, NULL))
        return false;
    *out_label = -1 - (int32_t)number;
    return true;
}

static bool detainers_take(struct reader *reader)
{
    const struct link_plan *plan = &reader->plan;
    struct link_records *records = reader->records;
    void *items = records->detainers;
    if (!room_make(&items, &records->detainer_capacity, records->detainer_count,
                   sizeof *records->detainers))
        return false;
    records->detainers = items;
    const struct link_column person = link_plan_column(plan, "person");
    const struct link_column at = link_plan_column(plan, "prepare_date");
    const struct link_column lifted = link_plan_column(plan, "lift_date");
    const struct link_column type = link_plan_column(plan, "detainer_type");
    const struct link_column lift = link_plan_column(plan, "lift_reason");
    const struct link_column accepted = link_plan_column(plan, "request_accepted");
    const struct link_column cancels =
        link_plan_column(plan, "previous_detainer_cancelled");
    const struct link_column facility[] = {link_plan_column(plan, "facility_code"),
                                           link_plan_column(plan, "facility"),
                                           link_plan_column(plan, "facility_city"),
                                           link_plan_column(plan, "facility_state")};
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        struct link_detainer detainer = {.record = link_plan_record(plan, row)};
        if (!person_of(reader, &person, row, &detainer.person)) continue;
        const struct link_label *form = link_column_label(plan, &type, row);
        detainer.at = link_column_moment(&at, row);
        detainer.lifted_at = link_column_moment(&lifted, row);
        detainer.release = release_of(reader, row);
        if (!facility_of(reader, facility, row, &detainer.facility)) return false;
        detainer.type = form->label;
        detainer.form = form->form;
        detainer.lift = link_column_label(plan, &lift, row)->lift;
        detainer.accepted = link_column_label(plan, &accepted, row)->answer;
        detainer.cancels_previous = link_column_label(plan, &cancels, row)->answer;
        records->detainers[records->detainer_count++] = detainer;
    }
    return true;
}

/* -- Stints ------------------------------------------------------------------------- */

struct stint_columns {
    struct link_column stay_book_in, book_in, book_out, stay_book_out, stay_book_out_date,
        departed;
    struct link_column initial_bond, posted_bond, bond_set, bond_posted, code, name,
        reason;
};

static struct stint_columns stint_columns_get(const struct link_plan *plan)
{
    return (struct stint_columns){
        .stay_book_in = link_plan_column(plan, "stay_book_in"),
        .book_in = link_plan_column(plan, "book_in"),
        .book_out = link_plan_column(plan, "book_out"),
        .stay_book_out = link_plan_column(plan, "stay_book_out"),
        .stay_book_out_date = link_plan_column(plan, "stay_book_out_date"),
        .departed = link_plan_column(plan, "departed_date"),
        .initial_bond = link_plan_column(plan, "initial_bond_set_amount"),
        .posted_bond = link_plan_column(plan, "bond_posted_amount"),
        .bond_set = link_plan_column(plan, "initial_bond_set_date"),
        .bond_posted = link_plan_column(plan, "bond_posted_date"),
        .code = link_plan_column(plan, "facility_code"),
        .name = link_plan_column(plan, "facility"),
        .reason = link_plan_column(plan, "stay_release_reason"),
    };
}

static void stint_fill(const struct link_plan *plan, const struct stint_columns *columns,
                       size_t row, struct link_stint *stint)
{
    const struct link_label *code = link_column_label(plan, &columns->code, row);
    const struct link_label *reason = link_column_label(plan, &columns->reason, row);
    stint->stay_book_in = link_column_moment(&columns->stay_book_in, row);
    stint->book_in = link_column_moment(&columns->book_in, row);
    stint->book_out = link_column_moment(&columns->book_out, row);
    stint->stay_book_out = link_column_moment(&columns->stay_book_out, row);
    // Some releases give the day alone.
    if (stint->stay_book_out == LINK_NONE)
        stint->stay_book_out = link_column_moment(&columns->stay_book_out_date, row);
    stint->departed = link_column_moment(&columns->departed, row);
    stint->initial_bond = link_column_wide(&columns->initial_bond, row);
    stint->posted_bond = link_column_wide(&columns->posted_bond, row);
    stint->bond_set_day = link_column_narrow(&columns->bond_set, row);
    stint->bond_posted_day = link_column_narrow(&columns->bond_posted, row);
    stint->facility = code->has_value
                          ? code->label
                          : link_column_label(plan, &columns->name, row)->label;
    stint->stay_release_reason = reason->label;
    stint->stay_end = reason->stay_end;
}

static bool stints_take(struct reader *reader)
{
    static const char *const bonds[] = {"initial_bond_set_amount",
                                        "initial_bond_set_date", "bond_posted_amount",
                                        "bond_posted_date", NULL};
    const struct link_plan *plan = &reader->plan;
    struct link_records *records = reader->records;
    void *items = records->stints;
    if (!room_make(&items, &records->stint_capacity, records->stint_count,
                   sizeof *records->stints))
        return false;
    records->stints = items;
    const struct link_column person = link_plan_column(plan, "person");
    const struct stint_columns columns = stint_columns_get(plan);
    link_plan_digest(plan, bonds, reader->digests, reader->filled);
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        struct link_stint stint = {.record = link_plan_record(plan, row),
                                   .likeness = (int64_t)reader->digests[row]};
        if (!person_of(reader, &person, row, &stint.person)) continue;
        stint.release = release_of(reader, row);
        stint_fill(plan, &columns, row, &stint);
        records->stints[records->stint_count++] = stint;
    }
    return true;
}

/* -- Removals ----------------------------------------------------------------------- */

static bool removals_take(struct reader *reader)
{
    const struct link_plan *plan = &reader->plan;
    struct link_records *records = reader->records;
    void *items = records->removals;
    if (!room_make(&items, &records->removal_capacity, records->removal_count,
                   sizeof *records->removals))
        return false;
    records->removals = items;
    const struct link_column person = link_plan_column(plan, "person");
    const struct link_column departed = link_plan_column(plan, "departed_date");
    const struct link_column counted = link_plan_column(plan, "removal_date");
    for (size_t row = 0; row < plan->scan.row_count; row++) {
        struct link_removal removal = {.record = link_plan_record(plan, row)};
        if (!person_of(reader, &person, row, &removal.person)) continue;
        removal.at = link_column_moment(&departed, row);
        // Where a release gives the day of departure alone, it is the day the removal is
        // counted by.
        if (removal.at == LINK_NONE) removal.at = link_column_moment(&counted, row);
        removal.release = release_of(reader, row);
        records->removals[records->removal_count++] = removal;
    }
    return true;
}

/* -- All of them -------------------------------------------------------------------- */

static const char *const detainer_fields[] = {
    "prepare_date",     "lift_date",
    "facility_code",    "facility",
    "facility_city",    "facility_state",
    "detainer_type",    "lift_reason",
    "request_accepted", "previous_detainer_cancelled",
    "person",           NULL};
static const char *const removal_fields[] = {"removal_date", "departed_date", "person",
                                             NULL};

static const struct {
    const char *event;
    const char *const *fields; // NULL: all, for the digest of a row
    bool (*take)(struct reader *reader);
} tables[] = {
    {"arrest", NULL, arrests_take},
    {"detainer", detainer_fields, detainers_take},
    {"stint", NULL, stints_take},
    {"removal", removal_fields, removals_take},
};

/* Rows without an id are found by their release, the others by their person. */
static enum sp_rc table_open(struct reader *reader, struct sp_buf *sql,
                             struct sp_err *err)
{
    const struct link_range *range = reader->range;
    struct ledger_param params[2];
    size_t param_count = 0;
    if (range->release >= 0) {
        sp_buf_text(sql, " WHERE e.person IS NULL AND e.sheet_id IN (SELECT sheet_id "
                         "FROM sheet WHERE release = ?)");
        params[param_count++] =
            ledger_text(reader->labels->release_names[range->release]);
    } else {
        sp_buf_text(sql,
                    " WHERE e.person BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)");
        params[param_count++] =
            ledger_whole((int64_t)range->shard_first << LINK_SHARD_BITS);
        params[param_count++] =
            ledger_whole((((int64_t)range->shard_last + 1) << LINK_SHARD_BITS) - 1);
    }
    const enum sp_rc rc = sp_buf_status(sql, err);
    if (rc != SP_OK) return rc;
    return ledger_scan_open(reader->ledger, sql->data, params, param_count,
                            &reader->plan.scan, err);
}

static enum sp_rc table_read(struct reader *reader, size_t table, struct sp_err *err)
{
    struct sp_buf sql;
    sp_buf_init(&sql, LINK_PLAN_SQL_MAX);
    link_plan_select(&reader->plan, tables[table].event, reader->labels,
                     tables[table].fields, &sql);
    enum sp_rc rc = table_open(reader, &sql, err);
    sp_buf_release(&sql);
    while (rc == SP_OK && (rc = link_plan_next(&reader->plan, err)) == SP_OK) {
        if (!tables[table].take(reader))
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory for the records to link");
    }
    ledger_scan_close(&reader->plan.scan);
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc link_read(struct sp_ledger *ledger, const struct link_labels *labels,
                     const struct link_range *range, struct link_records *records,
                     struct sp_err *err)
{
    struct reader *reader = sp_alloc(sizeof *reader);
    if (!reader) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for linking");
    *reader = (struct reader){
        .ledger = ledger, .labels = labels, .range = range, .records = records};
    sp_intern_init(&reader->places, PLACES_BYTES_MAX);
    records->arrest_count = records->detainer_count = records->stint_count =
        records->removal_count = 0;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < sizeof tables / sizeof tables[0]; i++) {
        rc = table_read(reader, i, err);
    }
    sp_intern_release(&reader->places);
    sp_free(reader);
    return rc;
}

void link_records_release(struct link_records *records)
{
    sp_free(records->arrests);
    sp_free(records->detainers);
    sp_free(records->stints);
    sp_free(records->removals);
    *records = (struct link_records){0};
}
