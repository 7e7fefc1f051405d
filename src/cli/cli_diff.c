/* sallyport diff: what changed between two releases. */
#include "cli/cli.h"

struct diff_args {
    struct cli_common common;
};

static const struct cli_option options[] = {
    CLI_OPTION_LEDGER(struct diff_args),
    CLI_OPTION_FORMAT(struct diff_args),
    CLI_OPTION_THREADS(struct diff_args),
    CLI_OPTION_HELP(struct diff_args),
    CLI_OPTION_END,
};

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct diff_args *args = args_in;
    struct cli_session session;
    enum sp_format format;
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc != SP_OK) return rc;
    rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK) {
        rc = sp_report_diff(session.ledger, sp_str_of(args->common.operands[0]),
                            sp_str_of(args->common.operands[1]), format, &session.out,
                            err);
    }
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_diff = {
    .name = "diff",
    .operands = "RELEASE RELEASE",
    .operand_min = 2,
    .operand_max = 2,
    .summary = "what changed between two releases of the ledger",
    .description = "For each kind of record that both hold: files, columns, values that "
                   "only one has, months and weeks of the\n"
                   "days that both cover, and rows that are the same, gone, added or "
                   "edited. Person ids do not link releases;\n"
                   "where they agree nonetheless, as in two copies of one release, rows "
                   "are followed by id and day, and each\n"
                   "field is counted by how many edited rows it differs in, and how: "
                   "another value, filled, emptied, redacted.\n"
                   "Elsewhere rows are compared by what they say. Two lists of 287(g) "
                   "agreements are compared line by line:\n"
                   "added, gone, signed on another day, spelled differently, of another "
                   "support type or state. Small numbers\n"
                   "stand as they are: for the holder of the records.",
    .example = "sallyport diff 2026-ICLI-00005 2026-08-07\n"
               "sallyport diff MARCH AUGUST --format html > changes.html\n"
               "sallyport diff ICE-287G-2025-07-07am ICE-287G-2025-08-13am\n",
    .options = options,
    .args_size = sizeof(struct diff_args),
    .run = run,
};
