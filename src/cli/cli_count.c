/* sallyport count: a measure, by and where and when. */
#include "cli/cli.h"

#include <stdio.h>

struct count_args {
    struct cli_common common;
    const char *by;
    struct cli_list where;
    const char *from;
    const char *to;
    const char *on;
    bool publish;
    struct cli_list rules;
    bool band;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_TEXT, 'b', "by", "FIELD,…", "count apart by these", offsetof(struct count_args, by)},
    {CLI_LIST, 'w', "where", "FIELD=VALUE", "only these; also != and ~= (or unknown); '|' between values; may be repeated", offsetof(struct count_args, where)},
    {CLI_TEXT, 0, "from", "DAY", "first day, such as 2017-09-24", offsetof(struct count_args, from)},
    {CLI_TEXT, 0, "to", "DAY", "last day, included", offsetof(struct count_args, to)},
    {CLI_TEXT, 0, "on", "DAY", "this day alone", offsetof(struct count_args, on)},
    {CLI_FLAG, 0, "publish", NULL, "withhold small cells, so that the table may be published", offsetof(struct count_args, publish)},
    {CLI_LIST, 'r', "rule", "ID", "count by this published rule (ARR-EP-24, DET-REQUEST, METHOD-UW, POP-UW, …); one of each kind", offsetof(struct count_args, rules)},
    {CLI_FLAG, 0, "band", NULL, "count under every published rule that applies: the least, the most, and the rule behind each", offsetof(struct count_args, band)},
    CLI_OPTION_LEDGER(struct count_args),
    CLI_OPTION_FORMAT(struct count_args),
    CLI_OPTION_THREADS(struct count_args),
    CLI_OPTION_HELP(struct count_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc measure_find(const char *name, const struct sp_measure **out_measure, struct sp_err *err)
{
    *out_measure = sp_measure_find(sp_str_of(name));
    if (*out_measure) return SP_OK;
    char names[512] = "";
    size_t size = 0;
    for (size_t i = 0; i < sp_measure_count_all() && size < sizeof names; i++) {
        size += (size_t)snprintf(names + size, sizeof names - size, "%s%s", i ? ", " : "",
                                 sp_measure_get(i)->name);
    }
    return sp_err_set(err, SP_ERR_USAGE, "there is no measure '%s'; there are %s", name, names);
}

/* What a reader should do about cells that point to few records. */
static enum sp_rc small_note(const struct sp_count *count, struct sp_table *table, struct sp_arena *arena,
                             struct sp_err *err)
{
    uint64_t small = 0;
    for (size_t i = 0; i < count->row_count; i++) {
        const uint64_t value = count->rows[i].count.value;
        small += value > 0 && value < SP_SMALL_CELL_MIN;
    }
    if (!small) return SP_OK;
    return sp_table_note(table,
                         sp_arena_format(arena,
                                         "%llu cells stand for fewer than %d records: use --publish before publishing "
                                         "(rule SMALL)",
                                         (unsigned long long)small, (int)SP_SMALL_CELL_MIN),
                         err);
}

static enum sp_rc query_make(const struct count_args *args, struct sp_query *query, struct sp_err *err)
{
    const struct sp_measure *measure;
    enum sp_rc rc = measure_find(args->common.operands[0], &measure, err);
    if (rc != SP_OK) return rc;
    sp_query_init(query, measure);
    if (args->on && (args->from || args->to)) {
        return sp_err_set(err, SP_ERR_USAGE, "--on is a period of its own; leave out --from and --to");
    }
    rc = sp_query_by(query, sp_str_of(args->by), err);
    if (rc == SP_OK) {
        rc = cli_query(query, &args->where, args->on ? args->on : args->from, args->on ? args->on : args->to, err);
    }
    for (size_t i = 0; rc == SP_OK && i < args->rules.count; i++) {
        rc = sp_query_rule(query, sp_str_of(args->rules.items[i]), err);
    }
    return rc;
}

/* Where groups overlap, a total and unknown shares bound a withheld cell without being its sum. */
static void sums_leave_out(struct sp_count *count)
{
    count->has_total = false;
    for (size_t i = 0; i < count->query.by_count; i++) {
        count->unknowns[i] = (struct sp_unknown){0};
    }
}

static enum sp_rc count_print(const struct count_args *args, struct cli_session *session, const struct sp_query *query,
                              struct sp_err *err)
{
    struct sp_table *table = NULL;
    struct sp_count *count = sp_arena_alloc(&session->arena, sizeof *count);
    if (!count) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = sp_measure_count(session->ledger, query, &session->arena, count, err);
    if (rc == SP_OK && args->publish && count->groups_overlap) sums_leave_out(count);
    if (rc == SP_OK) rc = sp_table_of_count(count, &session->arena, &table, err);
    if (rc == SP_OK) {
        rc = args->publish ? sp_table_withhold(table, SP_SMALL_CELL_MIN, NULL, err)
                           : small_note(count, table, &session->arena, err);
    }
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

static enum sp_rc band_print(const struct count_args *args, struct cli_session *session, const struct sp_query *query,
                             struct sp_err *err)
{
    enum sp_format format;
    struct sp_band *band = sp_arena_alloc(&session->arena, sizeof *band);
    if (!band) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc == SP_OK) rc = sp_measure_band(session->ledger, query, &session->arena, band, err);
    if (rc == SP_OK) rc = sp_report_band(band, args->publish, format, &session->arena, &session->out, err);
    return rc == SP_OK ? cli_print(&session->out, err) : rc;
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct count_args *args = args_in;
    struct cli_session session;
    struct sp_query query;
    enum sp_rc rc = query_make(args, &query, err);
    if (rc != SP_OK) return rc;
    rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK) {
        rc = args->band ? band_print(args, &session, &query, err) : count_print(args, &session, &query, err);
    }
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_count = {
    .name = "count",
    .operands = "MEASURE",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "count arrests, detainers, encounters, removals, stints, heads in detention, bookings, risk assessments or agreements",
    .description =
        "Fields to group and filter by are the record's own (aor, operation, method, state, facility, lift_reason,\n"
        "citizenship, …) and release, file, fiscal_year, year, quarter, month, day. Records without a value are\n"
        "counted apart as [blank], [redacted (b)(7)(E)], [unreadable], [not applicable] or [not in release];\n"
        "[redacted] stands for every redaction and [unknown] for all but [not applicable]. A value that no\n"
        "record holds is an error, not a zero. Releases that cover the same days are not added up.\n"
        "'population' counts heads on a day (--on), or on each of several (--from, --to, --by day): heads of different days are\n"
        "never added up. Rules of what a head is differ: persons at the midnight that ends the day (POP-DDP-MIDNIGHT, the\n"
        "default, at the hour at which the agency counts), persons of the whole day (POP-DDP-DAY), rows (POP-UW,\n"
        "POP-UW-INCLUSIVE, POP-VERA-MIDNIGHT).\n"
        "Each row counts once unless --rule names a published rule of what counts once; --band shows them all.\n"
        "'method_class' of arrests is read from one published table of methods (METHOD-DDP unless --rule names another).",
    .example = "sallyport count arrests --by fiscal_year\n"
               "sallyport count arrests --from 2017-09-24 --to 2017-09-27 --by aor,operation\n"
               "sallyport count arrests --where 'method_class=at_large' --by aor --band\n"
               "sallyport count population --on 2025-03-01 --by facility\n"
               "sallyport count population --from 2025-03-01 --to 2025-03-31 --by day --rule POP-UW\n"
               "sallyport count detainers --by lift_reason --where 'facility_state=PENNSYLVANIA' --format json\n",
    .options = options,
    .args_size = sizeof(struct count_args),
    .run = run,
};
