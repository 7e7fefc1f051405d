/* sallyport dictionary: what each field means, and which release has it. */
#include "cli/cli.h"

struct dictionary_args {
    struct cli_common common;
    const char *profiles;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_TEXT, 0, "profiles", "DIR", "also use the profiles in this folder", offsetof(struct dictionary_args, profiles)},
    CLI_OPTION_FORMAT(struct dictionary_args),
    CLI_OPTION_HELP(struct dictionary_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct dictionary_args *args = args_in;
    struct cli_session session;
    struct sp_profile_set *profiles = NULL;
    enum sp_format format;
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc != SP_OK) return rc;
    cli_session_begin(&session);
    rc = sp_profile_set_open(args->profiles, &profiles, err);
    if (rc == SP_OK) rc = sp_report_dictionary(profiles, format, &session.out, err);
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    sp_profile_set_close(profiles);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_dictionary = {
    .name = "dictionary",
    .operands = "",
    .summary =
        "what each field means, which release has it, known breaks and missing values",
    .description = "Made from the tables and profiles of this program, so it says what "
                   "they do. Breaks are dates or releases\n"
                   "across which a count is no trend; both they and the shares of "
                   "missing values name their source.\n"
                   "docs/dictionary.md is the Markdown of it.",
    .example = "sallyport dictionary | less\n"
               "sallyport dictionary --format csv > dictionary.csv\n",
    .options = options,
    .args_size = sizeof(struct dictionary_args),
    .run = run,
};
