/* Dispatch: find the command, parse into its struct, run the struct, turn the outcome into an exit code. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_MAX = 1 << 16, ERR_LINE_MAX = 2048 };

static const struct cli_command *const commands[] = {
    &cli_add,  &cli_sources, &cli_link,   &cli_count,   &cli_report,     &cli_check, &cli_diff,
    &cli_explain, &cli_sheet, &cli_profile, &cli_dictionary, &cli_rules, &cli_sample,
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void overview_write(struct sp_buf *out)
{
    sp_buf_text(out, "sallyport: an open ledger of what happens at the jail door\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        sp_buf_format(out, "  sallyport %-10s %s\n", commands[i]->name, commands[i]->summary);
    }
    sp_buf_text(out, "\n'sallyport COMMAND --help' says more. Exit codes: 0 done, 1 a check failed or a claim is\n"
                     "contradicted, 2 wrong usage, 3 bad input, 4 ledger or system trouble.\n");
}

static const struct cli_command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    }
    return NULL;
}

static int fail(const struct sp_err *err, enum sp_rc rc)
{
    char line[ERR_LINE_MAX];
    sp_err_format(err, line, sizeof line);
    (void)fprintf(stderr, "sallyport: %s\n", line[0] ? line : sp_rc_text(rc));
    return sp_rc_exit_code(rc);
}

static int print_and_release(struct sp_buf *out)
{
    struct sp_err err = {0};
    const enum sp_rc rc = cli_print(out, &err);
    sp_buf_release(out);
    return rc == SP_OK ? 0 : fail(&err, rc);
}

static int overview(void)
{
    struct sp_buf out;
    sp_buf_init(&out, HELP_MAX);
    overview_write(&out);
    return print_and_release(&out);
}

/* `sallyport help COMMAND --markdown` prints the page that docs/cli/ holds. */
static int help(int argc, char **argv)
{
    const struct cli_command *command = argc > 2 ? command_find(argv[2]) : NULL;
    struct sp_buf out;
    if (!command) return overview();
    sp_buf_init(&out, HELP_MAX);
    if (argc > 3 && strcmp(argv[3], "--markdown") == 0) {
        cli_page_write(command, &out);
    } else {
        cli_help_write(command, &out);
    }
    return print_and_release(&out);
}

static int command_run(const struct cli_command *command, int argc, char **argv)
{
    struct sp_err err = {0};
    void *args = calloc(1, command->args_size);
    if (!args) return sp_rc_exit_code(SP_ERR_MEMORY);
    enum sp_rc rc = cli_parse(command, argc, argv, args, &err);
    int exit_code = 0;
    if (rc == SP_OK && ((struct cli_common *)args)->help) {
        struct sp_buf out;
        sp_buf_init(&out, HELP_MAX);
        cli_help_write(command, &out);
        exit_code = print_and_release(&out);
    } else {
        if (rc == SP_OK) rc = command->run(args, &err);
        if (rc == SP_ERR_CLAIM) exit_code = sp_rc_exit_code(rc); // Said in the output already.
        else if (rc != SP_OK) exit_code = fail(&err, rc);
    }
    free(args);
    return exit_code;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)overview();
        return sp_rc_exit_code(SP_ERR_USAGE);
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        return help(argc, argv);
    }
    const struct cli_command *command = command_find(argv[1]);
    if (!command) {
        (void)fprintf(stderr, "sallyport: there is no command '%s'; 'sallyport help' lists them\n", argv[1]);
        return sp_rc_exit_code(SP_ERR_USAGE);
    }
    return command_run(command, argc - 1, argv + 1);
}
