/* sallyport sources: what is in the ledger. */
#include "cli/cli.h"

struct sources_args {
    struct cli_common common;
};

static const struct cli_option options[] = {
    CLI_OPTION_LEDGER(struct sources_args), CLI_OPTION_FORMAT(struct sources_args),
    CLI_OPTION_THREADS(struct sources_args), CLI_OPTION_HELP(struct sources_args), CLI_OPTION_END,
};

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

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct sources_args *args = args_in;
    struct cli_session session;
    struct sp_table *table = NULL;
    struct sp_source *sources = NULL;
    size_t count = 0;
    enum sp_rc rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    if (rc == SP_OK) rc = sp_ledger_sources(session.ledger, NULL, &session.arena, &sources, &count, err);
    if (rc == SP_OK) rc = cli_receipt_table(&session.arena, &table, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = cli_receipt_row(table, &session.arena, &sources[i], err);
    }
    if (rc == SP_OK) rc = refusals_note(&session, sources, count, table, err);
    if (rc == SP_OK) rc = cli_print_table(&args->common, table, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_sources = {
    .name = "sources",
    .operands = "",
    .summary = "what is in the ledger: files, hashes, sheets, rows read, kept, refused",
    .description = "One row for each sheet. Refused rows are listed below with their file, sheet, row and reason.",
    .example = "sallyport sources\nsallyport sources --format json\n",
    .options = options,
    .args_size = sizeof(struct sources_args),
    .run = run,
};
