/* One table of options gives parsing (getopt_long), help and the page in docs/cli/. */
#include "cli/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 24, LONG_BASE = 256 };

static enum sp_rc value_set(const struct cli_option *option, char *args, const char *value, struct sp_err *err)
{
    void *member = args + option->offset;
    switch (option->kind) {
    case CLI_FLAG:
        *(bool *)member = true;
        return SP_OK;
    case CLI_TEXT:
        *(const char **)member = value;
        return SP_OK;
    case CLI_LIST: {
        struct cli_list *list = member;
        if (list->count == CLI_LIST_MAX) {
            return sp_err_set(err, SP_ERR_USAGE, "too many --%s; at most %d", option->name, (int)CLI_LIST_MAX);
        }
        list->items[list->count++] = value;
        return SP_OK;
    }
    case CLI_WHOLE: {
        char *end;
        const unsigned long long whole = strtoull(value, &end, 10);
        if (value[0] < '0' || value[0] > '9' || *end) {
            return sp_err_set(err, SP_ERR_USAGE, "--%s takes a whole number, not '%s'", option->name, value);
        }
        *(uint64_t *)member = whole;
        return SP_OK;
    }
    case CLI_END:
        break;
    }
    return SP_OK;
}

/* The tables getopt_long wants. @return how many options */
static size_t tables_make(const struct cli_command *command, struct option *longs, char *letters)
{
    size_t count = 0;
    size_t letter_count = 0;
    letters[letter_count++] = ':';
    for (const struct cli_option *option = command->options; option->kind != CLI_END; option++) {
        SP_ASSERT(count < OPTIONS_MAX);
        longs[count] = (struct option){.name = option->name,
                                       .has_arg = option->metavar ? required_argument : no_argument,
                                       .val = LONG_BASE + (int)count};
        if (option->letter) {
            letters[letter_count++] = option->letter;
            if (option->metavar) letters[letter_count++] = ':';
        }
        count++;
    }
    longs[count] = (struct option){0};
    letters[letter_count] = '\0';
    return count;
}

static const struct cli_option *option_of(const struct cli_command *command, int code)
{
    if (code >= LONG_BASE) return &command->options[code - LONG_BASE];
    for (const struct cli_option *option = command->options; option->kind != CLI_END; option++) {
        if (option->letter == code) return option;
    }
    return NULL;
}

static enum sp_rc operands_check(const struct cli_command *command, const struct cli_common *common,
                                 struct sp_err *err)
{
    if (common->help) return SP_OK;
    if (common->operand_count < command->operand_min) {
        return sp_err_set(err, SP_ERR_USAGE, "%s is missing; 'sallyport %s --help' shows how", command->operands,
                          command->name);
    }
    if (common->operand_count > command->operand_max) {
        return sp_err_set(err, SP_ERR_USAGE, "'%s' is one too many; 'sallyport %s --help' shows how",
                          common->operands[command->operand_max], command->name);
    }
    return SP_OK;
}

enum sp_rc cli_parse(const struct cli_command *command, int argc, char **argv, void *args, struct sp_err *err)
{
    struct option longs[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
    (void)tables_make(command, longs, letters);
    opterr = 0;
    optind = 1;
    int code;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        const struct cli_option *option = code == '?' || code == ':' ? NULL : option_of(command, code);
        if (!option) {
            return sp_err_set(err, SP_ERR_USAGE, code == ':' ? "'%s' needs a value; 'sallyport %s --help' shows how"
                                                             : "there is no option '%s'; 'sallyport %s --help' lists them",
                              argv[optind - 1], command->name);
        }
        const enum sp_rc rc = value_set(option, args, optarg, err);
        if (rc != SP_OK) return rc;
    }
    struct cli_common *common = args;
    common->operands = (const char *const *)(argv + optind);
    common->operand_count = (size_t)(argc - optind);
    if (common->threads == 0) common->threads = 2;
    return operands_check(command, common, err);
}

static void usage_write(const struct cli_command *command, struct sp_buf *out)
{
    sp_buf_format(out, "sallyport %s [OPTION…]%s%s", command->name, command->operands[0] ? " " : "",
                  command->operands);
}

/* "-f, --format NAME" */
static void option_name(const struct cli_option *option, char *text, size_t size)
{
    char letter[8] = "";
    if (option->letter) (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
    (void)snprintf(text, size, "%s--%s%s%s", letter, option->name, option->metavar ? " " : "",
                   option->metavar ? option->metavar : "");
}

void cli_help_write(const struct cli_command *command, struct sp_buf *out)
{
    char name[64];
    usage_write(command, out);
    sp_buf_format(out, "\n  %s\n\n%s\n\n", command->summary, command->description);
    for (const struct cli_option *option = command->options; option->kind != CLI_END; option++) {
        option_name(option, name, sizeof name);
        sp_buf_format(out, "  %-22s %s\n", name, option->help);
    }
    sp_buf_format(out, "\nFor example:\n%s", command->example);
}

void cli_page_write(const struct cli_command *command, struct sp_buf *out)
{
    char name[64];
    sp_buf_format(out, "# sallyport %s\n\n%s\n\n    ", command->name, command->summary);
    usage_write(command, out);
    sp_buf_format(out, "\n\n%s\n\n| option | meaning |\n|---|---|\n", command->description);
    for (const struct cli_option *option = command->options; option->kind != CLI_END; option++) {
        option_name(option, name, sizeof name);
        sp_buf_format(out, "| `%s` | %s |\n", name, option->help);
    }
    sp_buf_format(out, "\n## Examples\n\n```sh\n%s```\n", command->example);
}
