/* sallyport rules: every rule that a number may rest on. */
#include "cli/cli.h"

struct rules_args {
    struct cli_common common;
};

// clang-format off
static const struct cli_option options[] = {
    CLI_OPTION_FORMAT(struct rules_args),
    CLI_OPTION_HELP(struct rules_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct rules_args *args = args_in;
    struct cli_session session;
    struct sp_table *table = NULL;
    const struct sp_str id = sp_str_of(args->common.operand_count ? args->common.operands[0] : "");
    cli_session_begin(&session);
    enum sp_rc rc = sp_table_of_rules(id, &session.arena, &table, err);
    if (rc == SP_OK) rc = cli_print_table(&args->common, table, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_rules = {
    .name = "rules",
    .operands = "[ID]",
    .operand_max = 1,
    .summary = "every rule that a number may rest on: what it does, why, and where it is published",
    .description = "The rules of linking are stated as SQL in the project's spec/ folder, which any database can run; the program\n"
                   "gives the same rows. A number names its rules with their versions. docs/rules.md is the Markdown of this.",
    .example = "sallyport rules\n"
               "sallyport rules ARR-EP-24\n",
    .options = options,
    .args_size = sizeof(struct rules_args),
    .run = run,
};
