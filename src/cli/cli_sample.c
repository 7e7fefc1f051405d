/* sallyport sample: the synthetic release and its answer key. */
#include "cli/cli.h"

#include <stdio.h>

struct sample_args {
    struct cli_common common;
    uint64_t people;
    uint64_t seed;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_WHOLE, 0, "people", "N", "persons in the simulated population (default 4000)", offsetof(struct sample_args, people)},
    {CLI_WHOLE, 0, "seed", "S", "another population (default 1)", offsetof(struct sample_args, seed)},
    CLI_OPTION_HELP(struct sample_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct sample_args *args = args_in;
    struct cli_session session;
    struct sp_str *files = NULL;
    size_t count = 0;
    const struct sp_sample_options sample_options = {
        .dir = args->common.operands[0],
        .people = args->people ? args->people : SP_SAMPLE_PEOPLE_DEFAULT,
        .seed = args->seed ? args->seed : SP_SAMPLE_SEED_DEFAULT,
    };
    cli_session_begin(&session);
    enum sp_rc rc = sp_sample_write(&sample_options, &session.arena, &files, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        sp_buf_format(&session.out, "%.*s\n", SP_FMT(files[i]));
    }
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_sample = {
    .name = "sample",
    .operands = "DIR",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "write a synthetic release with a known answer key",
    .description = "Workbooks in the March 2026 layout of arrests, detainers and detentions, from a simulated population\n"
                   "whose every true history is known, and answer-key files that say it. No record in them is about a\n"
                   "person. The same people and seed give the same bytes. Prints the paths written.",
    .example = "sallyport sample synthetic\nsallyport add synthetic/*.xlsx\n",
    .options = options,
    .args_size = sizeof(struct sample_args),
    .run = run,
};
