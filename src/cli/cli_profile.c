/* sallyport profile: the profiles there are, one of them, and a draft of one for a
 * release that none knows. */
#include "cli/cli.h"

#include <string.h>

struct profile_args {
    struct cli_common common;
    const char *profiles;
    const char *sheet;
    const char *table;
    uint64_t header;
    bool trust_large;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_TEXT, 's', "sheet", "N", "draft: the sheet's number (from 1) or name (default: the first)", offsetof(struct profile_args, sheet)},
    {CLI_TEXT, 't', "table", "NAME", "draft: what a row is, such as arrest (default: found out)", offsetof(struct profile_args, table)},
    {CLI_WHOLE, 0, "header", "ROW", "draft: the row of the headings (default: found out)", offsetof(struct profile_args, header)},
    {CLI_TEXT, 0, "profiles", "DIR", "also use the profiles in this folder", offsetof(struct profile_args, profiles)},
    {CLI_FLAG, 0, "trust-large", NULL, "draft: lift the ceilings on how far a file may unpack", offsetof(struct profile_args, trust_large)},
    CLI_OPTION_FORMAT(struct profile_args),
    CLI_OPTION_THREADS(struct profile_args),
    CLI_OPTION_HELP(struct profile_args),
    CLI_OPTION_END,
};
// clang-format on

static enum sp_rc list_row(struct sp_table *table, const struct sp_profile *profile,
                           struct sp_err *err)
{
    struct sp_datum *row = sp_table_row(table);
    if (!row) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    row[0] = sp_datum_text(profile->id);
    row[1] = sp_datum_text(profile->release);
    row[2] = sp_datum_text(sp_str_of(profile->event->name));
    row[3] = sp_datum_number(profile->version);
    row[4] = sp_datum_number(profile->column_count);
    row[5] = sp_datum_text(profile->path);
    return SP_OK;
}

static enum sp_rc list(const struct profile_args *args, const struct sp_profile_set *set,
                       struct sp_arena *arena, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        {.key = {"profile", 7}, .heading = {"profile", 7}},
        {.key = {"release", 7}, .heading = {"release", 7}},
        {.key = {"table", 5}, .heading = {"table", 5}},
        {.key = {"version", 7}, .heading = {"version", 7}, .is_number = true},
        {.key = {"columns", 7}, .heading = {"columns", 7}, .is_number = true},
        {.key = {"path", 4}, .heading = {"path", 4}},
    };
    struct sp_table *table = NULL;
    enum sp_rc rc = sp_table_new(arena, "profiles", SP_STR("Profiles"), columns,
                                 sizeof columns / sizeof columns[0], &table, err);
    for (size_t i = 0; rc == SP_OK && i < sp_profile_set_count(set); i++) {
        rc = list_row(table, sp_profile_set_get(set, i), err);
    }
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

static enum sp_rc show(const struct sp_profile_set *set, const char *id,
                       struct sp_buf *out, struct sp_err *err)
{
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        if (!sp_str_equal_text(profile->id, id)) continue;
        sp_buf_append(out, profile->yaml);
        return cli_print(out, err);
    }
    return sp_err_set(err, SP_ERR_USAGE,
                      "there is no profile '%s'; 'sallyport profile list' names them",
                      id);
}

static enum sp_rc draft(const struct profile_args *args, const struct sp_profile_set *set,
                        const char *path, struct sp_buf *out, struct sp_err *err)
{
    const struct sp_book_options book_options = {
        .thread_count = (int)args->common.threads, .allow_large = args->trust_large};
    const char *slash = strrchr(path, '/');
    struct sp_draft_options draft_options = {.header_row = args->header,
                                             .name = sp_str_of(slash ? slash + 1 : path)};
    struct sp_book *book = NULL;
    if (args->table) {
        draft_options.event = sp_event_find(sp_str_of(args->table));
        if (!draft_options.event)
            return sp_err_set(err, SP_ERR_USAGE, "there is no table '%s'", args->table);
    }
    enum sp_rc rc = sp_book_open(path, &book_options, &book, err);
    if (rc == SP_OK)
        rc = cli_sheet_pick(book, args->sheet, &draft_options.sheet_index, err);
    if (rc == SP_OK) rc = sp_profile_draft(set, book, &draft_options, out, err);
    if (rc == SP_END)
        rc = sp_err_set(err, SP_ERR_INPUT,
                        "the sheet is empty; 'sallyport sheet --list' names the others");
    sp_book_close(book);
    if (rc != SP_OK) sp_err_at_file(err, path);
    return rc == SP_OK ? cli_print(out, err) : rc;
}

static enum sp_rc run_action(const struct profile_args *args, struct cli_session *session,
                             const struct sp_profile_set *set, struct sp_err *err)
{
    const char *action = args->common.operands[0];
    const bool is_list = strcmp(action, "list") == 0;
    const char *operand =
        args->common.operand_count > 1 ? args->common.operands[1] : NULL;
    if (is_list && !operand) return list(args, set, &session->arena, err);
    if (operand && strcmp(action, "show") == 0)
        return show(set, operand, &session->out, err);
    if (operand && strcmp(action, "draft") == 0)
        return draft(args, set, operand, &session->out, err);
    return sp_err_set(err, SP_ERR_USAGE,
                      "say 'profile list', 'profile show ID' or 'profile draft FILE'");
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct profile_args *args = args_in;
    struct cli_session session;
    struct sp_profile_set *set = NULL;
    cli_session_begin(&session);
    enum sp_rc rc = sp_profile_set_open(args->profiles, &set, err);
    if (rc == SP_OK) rc = run_action(args, &session, set, err);
    sp_profile_set_close(set);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_profile = {
    .name = "profile",
    .operands = "list|show ID|draft FILE",
    .operand_min = 1,
    .operand_max = 2,
    .summary = "the profiles there are, or a draft of one for a release that none knows",
    .description = "A profile says what one table of one release looks like "
                   "(docs/profiles.md). `list` names those there are,\n"
                   "`show` prints one. `draft` reads a file that no profile fits and "
                   "prints a profile for a person to finish:\n"
                   "for each column a field, how sure that is, and what was seen (types, "
                   "shares, how many distinct texts),\n"
                   "never a value. What must be filled in is marked TODO. Columns that "
                   "tell who a person is are withheld or\n"
                   "passed over, with the rule of the privacy guard (PRIVACY.md).",
    .example = "sallyport profile list\n"
               "sallyport profile show ice-2019-icfo-53623-arrests\n"
               "sallyport profile draft new-release.xlsx --sheet 2 > profiles/new.yaml\n",
    .options = options,
    .args_size = sizeof(struct profile_args),
    .run = run,
};
