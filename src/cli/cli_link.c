/* sallyport link: people's records put together, and what came of it. `add` runs the same
 * after its own work. */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

struct link_args {
    struct cli_common common;
    bool all;
    bool profile_time;
};

// clang-format off
static const struct cli_option options[] = {
    CLI_OPTION_LEDGER(struct link_args),
    {CLI_FLAG, 0, "all", NULL, "link everything anew, also what is up to date", offsetof(struct link_args, all)},
    {CLI_FLAG, 0, "profile-time", NULL, "also say where the time went, on stderr", offsetof(struct link_args, profile_time)},
    CLI_OPTION_FORMAT(struct link_args),
    CLI_OPTION_THREADS(struct link_args),
    CLI_OPTION_HELP(struct link_args),
    CLI_OPTION_END,
};

static const struct sp_column columns[] = {
    {{"release", 7}, {"release", 7}, false}, {{"part", 4}, {"part", 4}, false},
    {{"what", 4}, {"what", 4}, false},       {{"count", 5}, {"count", 5}, true},
};
// clang-format on
enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static void progress_show(void *context, const struct sp_link_progress *progress)
{
    (void)context;
    if (!progress->records_all) return;
    (void)fprintf(stderr, "\r\033[Klinking: %llu of %llu records",
                  (unsigned long long)progress->records_done,
                  (unsigned long long)progress->records_all);
}

static void time_line(const char *what, uint64_t nanoseconds)
{
    (void)fprintf(stderr, "%-44s %9.3f s\n", what, (double)nanoseconds / 1e9);
}

void cli_link_times(const struct sp_link_times *times)
{
    time_line("find what is to be linked", times->find);
    time_line("read records to link", times->read);
    time_line("sort them by person", times->sort);
    time_line("link them", times->link);
    time_line("store what was found", times->store);
    time_line("count it and check it", times->report);
    time_line("commit the links", times->commit);
}

enum sp_rc cli_link_run(struct sp_ledger *ledger, const struct cli_link_options *wanted,
                        struct sp_arena *arena, struct sp_link_report *out_report,
                        struct sp_err *err)
{
    const bool is_terminal = isatty(STDERR_FILENO) != 0;
    const struct sp_link_options link_options = {.thread_count = (int)wanted->threads,
                                                 .all = wanted->all,
                                                 .on_progress =
                                                     is_terminal ? progress_show : NULL,
                                                 .times = wanted->times};
    const enum sp_rc rc = sp_link_run(ledger, &link_options, arena, out_report, err);
    if (is_terminal) (void)fprintf(stderr, "\r\033[K");
    return rc;
}

static enum sp_rc release_rows(struct sp_table *table,
                               const struct sp_link_release *release, struct sp_err *err)
{
    for (int i = 0; i < SP_LINK_COUNT_COUNT; i++) {
        if (release->counts[sp_link_count_whole((enum sp_link_count)i)] == 0) continue;
        struct sp_datum *row = sp_table_row(table);
        if (!row)
            return sp_err_set(err, SP_ERR_MEMORY,
                              "out of memory for the report of linking");
        row[0] = sp_datum_text(release->release);
        row[1] = sp_datum_text(sp_str_of(sp_link_count_part((enum sp_link_count)i)));
        row[2] = sp_datum_text(sp_str_of(sp_link_count_what((enum sp_link_count)i)));
        row[3] = sp_datum_number(release->counts[i]);
    }
    return SP_OK;
}

static enum sp_rc report_print(const struct link_args *args,
                               const struct sp_link_report *report,
                               struct sp_arena *arena, struct sp_err *err)
{
    struct sp_table *table = NULL;
    enum sp_rc rc = sp_table_new(arena, "link", SP_STR("Linked records, by release"),
                                 columns, COLUMN_COUNT, &table, err);
    for (size_t i = 0; rc == SP_OK && i < report->release_count; i++) {
        rc = release_rows(table, &report->releases[i], err);
    }
    if (rc == SP_OK && report->clusters_given_up) {
        rc = sp_table_note(table,
                           sp_arena_format(arena,
                                           "%llu clusters of arrests and stays were too "
                                           "large for ARR-STAY-BEST and are "
                                           "paired as ARR-STAY-GREEDY pairs them",
                                           (unsigned long long)report->clusters_given_up),
                           err);
    }
    for (size_t i = 0; rc == SP_OK && i < report->finding_count; i++) {
        rc = cli_finding_note(table, arena, &report->findings[i], err);
    }
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

void cli_link_said(const struct sp_link_report *report)
{
    (void)fprintf(stderr,
                  "linked %llu of %llu records (%llu of %llu parts of the ledger)\n",
                  (unsigned long long)report->records_linked,
                  (unsigned long long)report->records_all,
                  (unsigned long long)report->shards_linked,
                  (unsigned long long)report->shards_all);
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct link_args *args = args_in;
    struct cli_session session;
    struct sp_link_report report = {0};
    struct sp_link_times times = {0};
    const struct cli_link_options wanted = {
        .threads = args->common.threads, .all = args->all, .times = &times};
    // A ledger that is not there is not made.
    enum sp_rc rc = access(cli_ledger_path(&args->common), F_OK) == 0
                        ? cli_session_open(&session, &args->common, SP_LEDGER_WRITE, err)
                        : cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK)
        rc = cli_link_run(session.ledger, &wanted, &session.arena, &report, err);
    if (rc == SP_OK) cli_link_said(&report);
    if (rc == SP_OK) rc = report_print(args, &report, &session.arena, err);
    cli_session_close(&session);
    if (rc == SP_OK && args->profile_time) cli_link_times(&times);
    return rc;
}

const struct cli_command cli_link = {
    .name = "link",
    .operands = "",
    .operand_max = 0,
    .summary = "put people's records together: episodes, stays, outcomes, returns",
    .description =
        "Arrests become episodes, stints become stays, stays are paired with arrests and "
        "removals, and each\n"
        "detainer gets an outcome with its reason; 'add' does it by itself. Persons are "
        "linked within one\n"
        "release only, rows without an id never. Only what changed is linked anew.",
    .example = "sallyport link\n"
               "sallyport link --all --format json\n",
    .options = options,
    .args_size = sizeof(struct link_args),
    .run = run,
};
