/* sallyport explain: from a printed figure to its definition, rules, inputs and source rows. */
#include "cli/cli.h"

struct explain_args {
    struct cli_common common;
};

static const struct cli_option options[] = {
    CLI_OPTION_LEDGER(struct explain_args), {CLI_TEXT, 'f', "format", "NAME", "text (default) or json", offsetof(struct explain_args, common.format)},
    CLI_OPTION_THREADS(struct explain_args), CLI_OPTION_HELP(struct explain_args), CLI_OPTION_END,
};

static const struct sp_source *source_of(const struct sp_proof *proof, int32_t sheet_id)
{
    for (size_t i = 0; i < proof->source_count; i++) {
        if (proof->sources[i].sheet_id == sheet_id) return &proof->sources[i];
    }
    SP_ASSERT(false);
    return NULL;
}

/* Ranges of one sheet as "7-12, 15, 99". @return how many ranges were taken */
static size_t ranges_write(const struct sp_explanation *explanation, size_t at, const char *between,
                           struct sp_buf *out)
{
    const int32_t sheet_id = explanation->ranges[at].sheet_id;
    size_t count = 0;
    while (at + count < explanation->range_count && explanation->ranges[at + count].sheet_id == sheet_id) {
        const struct sp_row_range *range = &explanation->ranges[at + count];
        if (count) sp_buf_text(out, between);
        sp_buf_format(out, "%llu", (unsigned long long)range->row_first);
        if (range->row_last > range->row_first) sp_buf_format(out, "-%llu", (unsigned long long)range->row_last);
        count++;
    }
    return count;
}

static void text_write(const struct sp_explanation *explanation, struct sp_buf *out)
{
    const struct sp_proof *proof = explanation->figure.proof;
    sp_buf_format(out, "figure     %.*s\nvalue      %llu %s\nmeasure    %s: %s\ncaution    %s\n",
                  SP_FMT(explanation->figure.reference), (unsigned long long)explanation->figure.value,
                  proof->measure->unit, proof->measure->name, proof->measure->definition, proof->measure->caution);
    for (size_t i = 0; i < proof->rule_count; i++) {
        const struct sp_rule *rule = proof->rules[i];
        sp_buf_format(out, "rule       %s v%u: %s\n           because %s (%s)\n", rule->id, rule->version, rule->text,
                      rule->reason, rule->source);
    }
    for (size_t i = 0; i < explanation->note_count; i++) {
        sp_buf_format(out, "note       %.*s\n", SP_FMT(explanation->notes[i]));
    }
    if (!explanation->same_inputs) {
        sp_buf_text(out, "warning    this figure was printed over other inputs than this ledger holds; the value above "
                         "is this ledger's\n");
    }
    for (size_t i = 0; i < proof->source_count; i++) {
        const struct sp_source *source = &proof->sources[i];
        sp_buf_format(out,
                      "input      %.*s, sheet '%.*s', release %.*s, profile %.*s v%u, %llu rows read, %llu kept, %llu "
                      "refused\n           SHA-256 %.*s\n",
                      SP_FMT(source->file), SP_FMT(source->sheet), SP_FMT(source->release), SP_FMT(source->profile),
                      source->profile_version, (unsigned long long)source->rows_read,
                      (unsigned long long)source->rows_kept, (unsigned long long)source->rows_refused,
                      SP_FMT(source->sha256));
    }
    for (size_t at = 0; at < explanation->range_count;) {
        const struct sp_source *source = source_of(proof, explanation->ranges[at].sheet_id);
        sp_buf_format(out, "rows       %.*s, sheet '%.*s': ", SP_FMT(source->file), SP_FMT(source->sheet));
        at += ranges_write(explanation, at, ", ", out);
        sp_buf_char(out, '\n');
    }
}

static void json_inputs(const struct sp_proof *proof, struct sp_buf *out)
{
    for (size_t i = 0; i < proof->source_count; i++) {
        const struct sp_source *source = &proof->sources[i];
        const struct sp_str texts[] = {source->file, source->sha256, source->sheet, source->release, source->profile};
        static const char *const keys[] = {"file", "sha256", "sheet", "release", "profile"};
        sp_buf_text(out, i ? ",{" : "{");
        for (size_t k = 0; k < 5; k++) {
            sp_buf_format(out, "\"%s\":", keys[k]);
            sp_json_string(out, texts[k]);
            sp_buf_char(out, ',');
        }
        sp_buf_format(out, "\"profile_version\":%u,\"read\":%llu,\"kept\":%llu,\"refused\":%llu}",
                      source->profile_version, (unsigned long long)source->rows_read,
                      (unsigned long long)source->rows_kept, (unsigned long long)source->rows_refused);
    }
}

static void json_rows(const struct sp_explanation *explanation, struct sp_buf *out)
{
    for (size_t at = 0; at < explanation->range_count;) {
        const struct sp_source *source = source_of(explanation->figure.proof, explanation->ranges[at].sheet_id);
        sp_buf_text(out, at ? ",{\"file\":" : "{\"file\":");
        sp_json_string(out, source->file);
        sp_buf_text(out, ",\"sheet\":");
        sp_json_string(out, source->sheet);
        sp_buf_text(out, ",\"rows\":[\"");
        at += ranges_write(explanation, at, "\",\"", out);
        sp_buf_text(out, "\"]}");
    }
}

static void json_write(const struct sp_explanation *explanation, struct sp_buf *out)
{
    const struct sp_proof *proof = explanation->figure.proof;
    sp_buf_text(out, "{\"figure\":");
    sp_json_string(out, explanation->figure.reference);
    sp_buf_format(out, ",\"value\":%llu,\"measure\":", (unsigned long long)explanation->figure.value);
    sp_json_string(out, sp_str_of(proof->measure->name));
    sp_buf_text(out, ",\"definition\":");
    sp_json_string(out, sp_str_of(proof->measure->definition));
    sp_buf_text(out, ",\"rules\":[");
    for (size_t i = 0; i < proof->rule_count; i++) {
        sp_buf_format(out, "%s{\"id\":\"%s\",\"version\":%u,\"text\":", i ? "," : "", proof->rules[i]->id,
                      proof->rules[i]->version);
        sp_json_string(out, sp_str_of(proof->rules[i]->text));
        sp_buf_char(out, '}');
    }
    sp_buf_format(out, "],\"same_inputs\":%s,\"notes\":[", explanation->same_inputs ? "true" : "false");
    for (size_t i = 0; i < explanation->note_count; i++) {
        if (i) sp_buf_char(out, ',');
        sp_json_string(out, explanation->notes[i]);
    }
    sp_buf_text(out, "],\"inputs\":[");
    json_inputs(proof, out);
    sp_buf_text(out, "],\"rows\":[");
    json_rows(explanation, out);
    sp_buf_text(out, "]}\n");
}

static enum sp_rc run(void *args_in, struct sp_err *err)
{
    const struct explain_args *args = args_in;
    struct cli_session session;
    enum sp_format format;
    enum sp_rc rc = cli_format(&args->common, &format, err);
    if (rc != SP_OK) return rc;
    if (format != SP_FORMAT_TEXT && format != SP_FORMAT_JSON) {
        return sp_err_set(err, SP_ERR_USAGE, "an explanation is written as text or json");
    }
    rc = cli_session_open(&session, &args->common, SP_LEDGER_READ, err);
    struct sp_explanation *explanation = rc == SP_OK ? sp_arena_alloc(&session.arena, sizeof *explanation) : NULL;
    if (rc == SP_OK && !explanation) rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) {
        rc = sp_measure_explain(session.ledger, sp_str_of(args->common.operands[0]), &session.arena, explanation, err);
    }
    if (rc == SP_OK && format == SP_FORMAT_JSON) json_write(explanation, &session.out);
    if (rc == SP_OK && format == SP_FORMAT_TEXT) text_write(explanation, &session.out);
    if (rc == SP_OK) rc = cli_print(&session.out, err);
    cli_session_close(&session);
    return rc;
}

const struct cli_command cli_explain = {
    .name = "explain",
    .operands = "FIGURE",
    .operand_min = 1,
    .operand_max = 1,
    .summary = "the definition, rules, inputs and source rows behind a printed number",
    .description = "FIGURE is the reference printed with a number, between single quotes. The same question is asked of\n"
                   "the ledger again; rows are named by file, sheet and the number Excel shows, never by content.",
    .example = "sallyport explain 'arrests;from=2017-09-24;to=2017-09-27;aor=Seattle'\n",
    .options = options,
    .args_size = sizeof(struct explain_args),
    .run = run,
};
