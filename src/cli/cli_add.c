/* sallyport add: files into the ledger, with progress and a receipt. */
#include "cli/cli.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct add_args {
    struct cli_common common;
    const char *release;
    const char *profile;
    const char *profiles;
    bool dry_run;
    bool no_link;
    bool trust_large;
    bool profile_time;
};

// clang-format off
static const struct cli_option options[] = {
    CLI_OPTION_LEDGER(struct add_args),
    {CLI_TEXT, 'r', "release", "NAME", "call the release so, instead of what its profile says", offsetof(struct add_args, release)},
    {CLI_TEXT, 'p', "profile", "ID", "read by this profile alone", offsetof(struct add_args, profile)},
    {CLI_TEXT, 0, "profiles", "DIR", "also use the profiles in this folder", offsetof(struct add_args, profiles)},
    {CLI_FLAG, 'n', "dry-run", NULL, "read and check everything, write nothing", offsetof(struct add_args, dry_run)},
    {CLI_FLAG, 0, "no-link", NULL, "do not link the records; 'sallyport link' does it later", offsetof(struct add_args, no_link)},
    {CLI_FLAG, 0, "trust-large", NULL, "lift the ceilings on how far a file may unpack", offsetof(struct add_args, trust_large)},
    {CLI_FLAG, 0, "profile-time", NULL, "also say where the time went, on stderr", offsetof(struct add_args, profile_time)},
    CLI_OPTION_FORMAT(struct add_args),
    CLI_OPTION_THREADS(struct add_args),
    CLI_OPTION_HELP(struct add_args),
    CLI_OPTION_END,
};
// clang-format on

/* How fast and how much longer, on one line of a terminal. */
struct meter {
    struct timespec started;
    double shown_at;
    bool is_terminal;
    bool shown;
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void meter_show(void *context, const struct sp_load_progress *progress)
{
    struct meter *meter = context;
    const double elapsed = seconds_since(&meter->started);
    if (!meter->is_terminal || elapsed - meter->shown_at < 0.2) return;
    meter->shown_at = elapsed;
    meter->shown = true;
    const double done = progress->bytes_all ? (double)progress->bytes_done / (double)progress->bytes_all : 0;
    (void)fprintf(stderr, "\r\033[K%s: %3.0f %% of this sheet, %llu rows, %.0f rows/s", progress->file, done * 100,
                  (unsigned long long)progress->rows, (double)progress->rows / (elapsed > 0 ? elapsed : 1));
    if (done > 0.02) (void)fprintf(stderr, ", about %.0f s left", elapsed / done - elapsed);
}

static enum sp_rc receipt_print(const struct add_args *args, const struct sp_receipt *receipt,
                                struct sp_arena *arena, struct sp_err *err)
{
    struct sp_table *table = NULL;
    enum sp_rc rc = cli_receipt_table(arena, &table, err);
    for (size_t i = 0; rc == SP_OK && i < receipt->file_count; i++) {
        const struct sp_receipt_file *file = &receipt->files[i];
        if (file->already_in) {
            rc = sp_table_note(table,
                               sp_arena_format(arena, "%.*s is already in the ledger (same SHA-256); nothing was changed",
                                               SP_FMT(file->path)),
                               err);
        }
        for (size_t j = 0; rc == SP_OK && j < file->sheet_count; j++) {
            rc = cli_receipt_row(table, arena, &file->sheets[j], err);
        }
        for (size_t j = 0; rc == SP_OK && j < file->note_count; j++) {
            rc = sp_table_note(table, sp_arena_format(arena, "%.*s: %.*s", SP_FMT(file->path), SP_FMT(file->notes[j])),
                               err);
        }
    }
    for (size_t i = 0; rc == SP_OK && i < receipt->finding_count; i++) {
        rc = cli_finding_note(table, arena, &receipt->findings[i], err);
    }
    if (rc == SP_OK && args->dry_run) rc = sp_table_note(table, SP_STR("dry run: nothing was written"), err);
    if (rc == SP_OK) table->title = SP_STR("Receipt: rows read = kept + refused");
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

static void time_line(const char *what, uint64_t nanoseconds)
{
    (void)fprintf(stderr, "%-44s %9.3f s\n", what, (double)nanoseconds / 1e9);
}

static uint64_t nanoseconds_of(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Where the time went. The lines above "all of it" add up to it but for small things between. */
static void times_print(const struct sp_load_times *times, const struct sp_link_times *link_times, uint64_t began,
                        uint64_t loaded)
{
    const uint64_t ended = nanoseconds_of(CLOCK_MONOTONIC);
    const uint64_t wall = ended - began;
    const double processor = (double)nanoseconds_of(CLOCK_PROCESS_CPUTIME_ID);
    time_line("open the files and hash them", times->open);
    time_line("wait for rows from the reader", times->read);
    time_line("harmonise cells and lay them out", times->harmonise);
    time_line("wait for the ledger", times->wait);
    time_line("store new texts and persons", times->terms);
    time_line("check the new sheets", times->check);
    time_line("commit", times->commit);
    cli_link_times(link_times);
    time_line("print the receipt, close the ledger", ended - loaded);
    time_line("all of it", wall);
    time_line("  meanwhile, appending in the ledger", times->append);
    (void)fprintf(stderr, "%llu rows, %.0f rows/s; processor %.3f s, %.2f cores busy\n",
                  (unsigned long long)times->rows, (double)times->rows * 1e9 / (double)wall, processor / 1e9,
                  processor / (double)wall);
}

/* After the commit of what was read, which stays whatever becomes of this. */
static enum sp_rc records_link(const struct add_args *args, struct cli_session *session, struct sp_link_times *times,
                               struct sp_err *err)
{
    const struct cli_link_options wanted = {.threads = args->common.threads, .times = times};
    struct sp_link_report report;
    if (args->dry_run || args->no_link) return SP_OK;
    const enum sp_rc rc = cli_link_run(session->ledger, &wanted, &session->arena, &report, err);
    if (rc == SP_OK) {
        cli_link_said(&report);
    } else {
        (void)fprintf(stderr, "the files were added, but their records could not be linked; 'sallyport link' tries again\n");
    }
    return rc;
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct add_args *args = args_in;
    struct cli_session session;
    struct sp_profile_set *profiles = NULL;
    struct sp_receipt receipt = {0};
    struct meter meter = {.is_terminal = isatty(STDERR_FILENO) != 0};
    struct sp_load_times times = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &meter.started);
    const uint64_t began = nanoseconds_of(CLOCK_MONOTONIC);
    const struct sp_load_options load_options = {.paths = args->common.operands,
                                                 .path_count = args->common.operand_count,
                                                 .release = args->release,
                                                 .profile = args->profile,
                                                 .dry_run = args->dry_run,
                                                 .thread_count = (int)args->common.threads,
                                                 .allow_large = args->trust_large,
                                                 .on_progress = meter_show,
                                                 .context = &meter,
                                                 .times = args->profile_time ? &times : NULL};
    enum sp_rc rc = cli_session_open(&session, &args->common, SP_LEDGER_WRITE, err);
    if (rc == SP_OK) rc = sp_profile_set_open(args->profiles, &profiles, err);
    if (rc == SP_OK) rc = sp_load_files(session.ledger, profiles, &load_options, &session.arena, &receipt, err);
    const uint64_t loaded = nanoseconds_of(CLOCK_MONOTONIC);
    if (meter.shown) (void)fprintf(stderr, "\r\033[K");
    struct sp_link_times link_times = {0};
    if (rc == SP_OK) rc = receipt_print(args, &receipt, &session.arena, err);
    const uint64_t printed = nanoseconds_of(CLOCK_MONOTONIC);
    if (rc == SP_OK) rc = records_link(args, &session, &link_times, err);
    const uint64_t linked = nanoseconds_of(CLOCK_MONOTONIC);
    sp_profile_set_close(profiles);
    cli_session_close(&session);
    if (rc == SP_OK && args->profile_time) times_print(&times, &link_times, began, linked - printed + loaded);
    return rc;
}

const struct cli_command cli_add = {
    .name = "add",
    .operands = "PATH…",
    .operand_min = 1,
    .operand_max = 100000,
    .summary = "read files into the ledger, with a receipt that balances",
    .description = "Each sheet is recognised by a profile, its columns are matched by name, and every row below the\n"
                   "header is kept or refused with a reason. All files of one call go in together or not at all; a\n"
                   "file that is already in is left alone. The ledger is made when there is none. Then the records of\n"
                   "persons are linked (see 'sallyport link').",
    .example = "sallyport add arrests-fy2017.csv.gz arrests-fy2018.csv.gz\n"
               "sallyport add --dry-run detainers.xlsx\n",
    .options = options,
    .args_size = sizeof(struct add_args),
    .run = run,
};
