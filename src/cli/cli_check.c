/* sallyport check: a public statement against the records and the published figures. */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

struct check_args {
    struct cli_common common;
    bool no_ledger;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_FLAG, 0, "published-only", NULL, "test against the published figures in the file, without a ledger", offsetof(struct check_args, no_ledger)},
    CLI_OPTION_LEDGER(struct check_args),
    CLI_OPTION_FORMAT(struct check_args),
    CLI_OPTION_THREADS(struct check_args),
    CLI_OPTION_HELP(struct check_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct check_args *args = args_in;
    struct cli_session session;
    struct sp_statement *statement = NULL;
    enum sp_format format;
    bool contradicted = false;
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc != SP_OK) return rc;
    if (args->no_ledger) {
        cli_session_begin(&session);
    } else {
        rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    }
    if (rc == SP_OK) rc = sp_statement_open(args->common.operands[0], &statement, err);
    if (rc == SP_OK) rc = sp_statement_check(statement, session.ledger, format, &session.out, &contradicted, err);
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    sp_statement_close(statement);
    cli_session_close(&session);
    return rc == SP_OK && contradicted ? SP_ERR_CLAIM : rc;
}

const struct cli_command cli_check = {
    .name = "check",
    .operands = "STATEMENT.yaml",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "verdicts on a public statement: supported, partly, contradicted, undecidable",
    .description = "Each claim is tested, in each of its readings, against the ledger and against the published figures\n"
                   "in the file. Where the records are coarser than the claim, or withhold what it turns on, the verdict\n"
                   "is undecidable and says what would decide it. Exit code 1 when a claim is contradicted.",
    .example = "sallyport check statements/operation-safe-city.yaml\n",
    .options = options,
    .args_size = sizeof(struct check_args),
    .run = run,
};
