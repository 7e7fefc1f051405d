/* sallyport report: a report as a page, text or data. */
#include "cli/cli.h"

#include <string.h>

struct report_args {
    struct cli_common common;
    struct cli_list where;
    const char *from;
    const char *to;
    uint64_t facilities;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_LIST, 'w', "where", "FIELD=VALUE", "only these records, as for count", offsetof(struct report_args, where)},
    {CLI_TEXT, 0, "from", "DAY", "first day, such as 2014-10-01", offsetof(struct report_args, from)},
    {CLI_TEXT, 0, "to", "DAY", "last day, included", offsetof(struct report_args, to)},
    {CLI_WHOLE, 0, "facilities", "N", "facilities listed by name, largest first (default 50)", offsetof(struct report_args, facilities)},
    CLI_OPTION_LEDGER(struct report_args),
    CLI_OPTION_FORMAT(struct report_args),
    CLI_OPTION_THREADS(struct report_args),
    CLI_OPTION_HELP(struct report_args),
    CLI_OPTION_END,
};
// clang-format on

/* What --where, --from, --to and --facilities say, over one measure. */
static enum sp_rc options_make(const struct report_args *args, struct cli_session *session, struct sp_str measure,
                               struct sp_report_options **out_options, struct sp_err *err)
{
    struct sp_report_options *made = sp_arena_alloc(&session->arena, sizeof *made);
    if (!made) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    sp_query_init(&made->query, sp_measure_find(measure));
    made->facility_max = args->facilities;
    *out_options = made;
    return cli_query(&made->query, &args->where, args->from, args->to, err);
}

static enum sp_rc detainers(const struct report_args *args, struct cli_session *session, enum sp_format format,
                            struct sp_err *err)
{
    struct sp_report_options *made;
    const enum sp_rc rc = options_make(args, session, SP_STR("detainers"), &made, err);
    return rc == SP_OK ? sp_report_detainers(session->ledger, made, format, &session->out, err) : rc;
}

static enum sp_rc returns(const struct report_args *args, struct cli_session *session, enum sp_format format,
                          struct sp_err *err)
{
    struct sp_report_options *made;
    const enum sp_rc rc = options_make(args, session, SP_STR("returns"), &made, err);
    return rc == SP_OK ? sp_report_returns(session->ledger, made, format, &session->arena, &session->out, err) : rc;
}

static enum sp_rc quality(const struct report_args *args, struct cli_session *session, enum sp_format format,
                          struct sp_err *err)
{
    if (args->where.count || args->from || args->to || args->facilities) {
        return sp_err_set(err, SP_ERR_USAGE, "report quality is about the files as a whole: it takes no --where, --from, "
                                             "--to or --facilities");
    }
    return sp_report_quality(session->ledger, format, &session->out, err);
}

static const struct {
    const char *name;
    enum sp_rc (*write)(const struct report_args *args, struct cli_session *session, enum sp_format format, struct sp_err *err);
} reports[] = {{"detainers", detainers}, {"returns", returns}, {"quality", quality}};
enum { REPORT_COUNT = sizeof reports / sizeof reports[0] };

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct report_args *args = args_in;
    const char *name = args->common.operands[0];
    struct cli_session session;
    enum sp_format format;
    size_t index = 0;
    while (index < REPORT_COUNT && strcmp(reports[index].name, name) != 0) {
        index++;
    }
    if (index == REPORT_COUNT) {
        return sp_err_set(err, SP_ERR_USAGE, "there is no report '%s'; there are detainers, returns and quality", name);
    }
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc != SP_OK) return rc;
    rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK) rc = reports[index].write(args, &session, format, err);
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_report = {
    .name = "report",
    .operands = "detainers|returns|quality",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "what became of each detainer; who was let go and arrested later, as a rate; what the sources are like",
    .description = "detainers: over time, by state and by facility, by the lift reason recorded. A blank lift reason is a class\n"
                   "of its own: nothing was recorded, so it is neither declined nor honoured. Small cells are withheld.\n"
                   "returns: spells at liberty after a request was declined or lifted or a stay ended in a release, how they ended,\n"
                   "and the share arrested at large within 30, 90, 180 and 365 days, with those cut off taken into account.\n"
                   "quality: for each sheet and field what is filled, blank, redacted (by exemption), unreadable, not applicable\n"
                   "or not in the release; rows refused, by reason; what the checks of releases found, and what each check\n"
                   "looks for. --format html gives one page that needs nothing else.",
    .example = "sallyport report detainers\n"
               "sallyport report detainers --where 'release=FOIA 15-06333' --format html > detainers.html\n"
               "sallyport report returns --where 'origin=declined'\n"
               "sallyport report quality --format json\n",
    .options = options,
    .args_size = sizeof(struct report_args),
    .run = run,
};
