/* sallyport sources: what is in the ledger. */
#include "cli/cli.h"

struct sources_args {
    struct cli_common common;
    const char *declare;
    const char *withdraw;
    bool fields;
};

// clang-format off
static const struct cli_option options[] = {
    {CLI_FLAG, 0, "fields", NULL, "one row for each field of each sheet: filled, empty, redacted, unreadable, …", offsetof(struct sources_args, fields)},
    {CLI_TEXT, 0, "declare", "'A includes B'", "rows of release or file B that A holds too count once", offsetof(struct sources_args, declare)},
    {CLI_TEXT, 0, "withdraw", "'A includes B'", "take such a declaration back", offsetof(struct sources_args, withdraw)},
    CLI_OPTION_LEDGER(struct sources_args),
    CLI_OPTION_FORMAT(struct sources_args),
    CLI_OPTION_THREADS(struct sources_args),
    CLI_OPTION_HELP(struct sources_args),
    CLI_OPTION_END,
};
// clang-format on

/* Refused rows as notes: where and why, never what. */
static enum sp_rc refusals_note(struct cli_session *session, const struct sp_source *sources, size_t source_count,
                                struct sp_table *table, struct sp_err *err)
{
    struct sp_refusal *refusals;
    size_t count;
    enum sp_rc rc = sp_ledger_refusals(session->ledger, &session->arena, &refusals, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        const struct sp_refusal *refusal = &refusals[i];
        size_t s = 0;
        while (s < source_count && sources[s].sheet_id != refusal->sheet_id) {
            s++;
        }
        if (s == source_count) continue;
        rc = sp_table_note(table,
                           sp_arena_format(&session->arena, "refused: file '%.*s', sheet '%.*s', row %llu%s%.*s: %.*s",
                                           SP_FMT(sources[s].file), SP_FMT(sources[s].sheet),
                                           (unsigned long long)refusal->row, refusal->column.size ? ", column " : "",
                                           SP_FMT(refusal->column), SP_FMT(refusal->reason)),
                           err);
    }
    return rc;
}

static enum sp_rc findings_note(struct cli_session *session, struct sp_table *table, struct sp_err *err)
{
    struct sp_finding *findings;
    size_t count;
    enum sp_rc rc = sp_ledger_findings(session->ledger, &session->arena, &findings, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = cli_finding_note(table, &session->arena, &findings[i], err);
    }
    return rc;
}

static enum sp_rc inclusion_note(struct cli_session *session, const struct sp_inclusion *inclusion,
                                 struct sp_table *table, struct sp_err *err)
{
    return sp_table_note(table,
                         sp_arena_format(&session->arena,
                                         "declared: '%.*s' includes '%.*s'; %llu rows of the latter are set aside and count "
                                         "once, %llu other rows of the days that both hold have no equal and count (rule OVERLAP)",
                                         SP_FMT(inclusion->including), SP_FMT(inclusion->included),
                                         (unsigned long long)inclusion->set_aside,
                                         (unsigned long long)inclusion->unmatched),
                         err);
}

static enum sp_rc inclusions_note(struct cli_session *session, struct sp_table *table, struct sp_err *err)
{
    struct sp_inclusion *inclusions;
    size_t count;
    enum sp_rc rc = sp_ledger_inclusions(session->ledger, &session->arena, &inclusions, &count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = inclusion_note(session, &inclusions[i], table, err);
    }
    return rc;
}

/* --declare and --withdraw, before the ledger is shown. */
static enum sp_rc change(const struct sources_args *args, struct cli_session *session, struct sp_err *err)
{
    struct sp_inclusion inclusion;
    enum sp_rc rc = SP_OK;
    if (args->withdraw) {
        rc = sp_inclusion_withdraw(session->ledger, sp_str_of(args->withdraw), &session->arena, err);
    }
    if (rc == SP_OK && args->declare) {
        rc = sp_inclusion_declare(session->ledger, sp_str_of(args->declare), &session->arena, &inclusion, err);
    }
    return rc;
}

static enum sp_rc fields_print(const struct sources_args *args, struct cli_session *session, struct sp_err *err)
{
    struct sp_table *table = NULL;
    const enum sp_rc rc = sp_table_of_fields(session->ledger, &session->arena, &table, err);
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

static enum sp_rc sheets_print(const struct sources_args *args, struct cli_session *session, struct sp_err *err)
{
    struct sp_table *table = NULL;
    struct sp_source *sources = NULL;
    size_t count = 0;
    enum sp_rc rc = sp_ledger_sources(session->ledger, NULL, &session->arena, &sources, &count, err);
    if (rc == SP_OK) rc = cli_receipt_table(&session->arena, &table, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = cli_receipt_row(table, &session->arena, &sources[i], err);
    }
    if (rc == SP_OK) rc = refusals_note(session, sources, count, table, err);
    if (rc == SP_OK) rc = inclusions_note(session, table, err);
    if (rc == SP_OK) rc = findings_note(session, table, err);
    return rc == SP_OK ? cli_print_table(&args->common, table, err) : rc;
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct sources_args *args = args_in;
    const bool changes = args->declare || args->withdraw;
    struct cli_session session;
    enum sp_rc rc;
    // A missing ledger is an error here, also for those who would write to it.
    rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK && changes) {
        cli_session_close(&session);
        rc = cli_session_open(&session, &args->common, SP_LEDGER_WRITE, err);
        if (rc == SP_OK) rc = change(args, &session, err);
    }
    if (rc == SP_OK) rc = args->fields ? fields_print(args, &session, err) : sheets_print(args, &session, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_sources = {
    .name = "sources",
    .operands = "",
    .summary = "what is in the ledger: files, hashes, sheets, rows read, kept, refused",
    .description = "One row for each sheet. Below it: refused rows with their file, sheet, row and reason; what was declared;\n"
                   "and what the checks of releases found. With --fields, how the cells of each field are filled; 'report\n"
                   "quality' shows all of it. --declare says that one release or file holds rows of another: rows that are\n"
                   "equal in every field that both hold then count once, from the first, and stay in the ledger, marked.",
    .example = "sallyport sources\n"
               "sallyport sources --fields --format csv\n"
               "sallyport sources --declare 'FOIA-15-06333 includes PENNSYLVANIA-2007-2015'\n",
    .options = options,
    .args_size = sizeof(struct sources_args),
    .run = run,
};
