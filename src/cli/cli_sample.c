/* sallyport sample: the synthetic release and its answer key. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

struct sample_args {
    struct cli_common common;
    uint64_t people;
    uint64_t seed;
    const char *layout;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_TEXT, 0, "layout", "NAME", "the release to imitate; list names them (default 2026-03-core)", offsetof(struct sample_args, layout)},
    {CLI_WHOLE, 0, "people", "N", "persons in the simulated population (default 4000)", offsetof(struct sample_args, people)},
    {CLI_WHOLE, 0, "seed", "S", "another population (default 1)", offsetof(struct sample_args, seed)},
    CLI_OPTION_HELP(struct sample_args),
    CLI_OPTION_END,
};
// clang-format on

static void layouts_list(struct sp_buf *out)
{
    for (size_t i = 0; i < sp_sample_layout_count(); i++) {
        const struct sp_sample_layout layout = sp_sample_layout_get(i);
        sp_buf_format(out, "%-14s%-19s%s\n", layout.name, layout.release, layout.about);
    }
}

static enum sp_rc release_write(const struct sample_args *args,
                                struct cli_session *session, struct sp_err *err)
{
    struct sp_str *files = NULL;
    size_t count = 0;
    const struct sp_sample_options sample_options = {
        .dir = args->common.operands[0],
        .people = args->people ? args->people : SP_SAMPLE_PEOPLE_DEFAULT,
        .seed = args->seed ? args->seed : SP_SAMPLE_SEED_DEFAULT,
        .layout = args->layout,
    };
    const enum sp_rc rc =
        sp_sample_write(&sample_options, &session->arena, &files, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        sp_buf_format(&session->out, "%.*s\n", SP_FMT(files[i]));
    }
    return rc;
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct sample_args *args = args_in;
    struct cli_session session;
    enum sp_rc rc = SP_OK;
    cli_session_begin(&session);
    if (args->layout && strcmp(args->layout, "list") == 0) {
        layouts_list(&session.out);
    } else if (args->common.operand_count == 0) {
        rc = sp_err_set(err, SP_ERR_USAGE,
                        "DIR is missing; 'sallyport sample --help' shows how");
    } else {
        rc = release_write(args, &session, err);
    }
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_sample = {
    .name = "sample",
    .operands = "DIR",
    .operand_min = 0,
    .operand_max = 1,
    .summary = "write a synthetic release with a known answer key",
    .description = "Workbooks in the layout of a real release, from a simulated population whose every true history is\n"
                   "known, and answer-key files that say it. No record in them is about a person. The same people and\n"
                   "seed give the same bytes, and the same histories in every layout. Prints the paths written.",
    .example = "sallyport sample synthetic\nsallyport add synthetic/*.xlsx\nsallyport sample august --layout 2026-08\nsallyport sample --layout list\n",
    .options = options,
    .args_size = sizeof(struct sample_args),
    .run = run,
};
