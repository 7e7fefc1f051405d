/*
 * The outcome of a check as text, Markdown, HTML, JSON or CSV. One walk over claims and readings per
 * format; every fact stands in statement_result.
 */
#include "statement/statement_result.h"

#include <stdio.h>

/* "0 to 868", "33", "86 of 317". */
static void found_write(const struct statement_result *result, struct sp_buf *out)
{
    const struct statement_interval *interval = &result->interval;
    if (!result->has_interval) {
        sp_buf_text(out, "no number");
        return;
    }
    sp_buf_format(out, "%llu", (unsigned long long)interval->least);
    if (interval->most == STATEMENT_UNBOUNDED) sp_buf_text(out, " or more");
    else if (interval->most != interval->least) sp_buf_format(out, " to %llu", (unsigned long long)interval->most);
    if (!result->is_share) return;
    sp_buf_format(out, " of %llu", (unsigned long long)result->whole.least);
    if (result->whole.most != result->whole.least) sp_buf_format(out, " to %llu", (unsigned long long)result->whole.most);
}

/* What the reading asks, in words: "exactly 33 arrests in Portland (city)". */
static void asked_write(const struct statement_reading *reading, struct sp_buf *out)
{
    sp_buf_text(out, statement_relation_get(reading->relation)->words);
    if (reading->is_share && reading->percent.is_given) {
        sp_buf_format(out, " %llu %%", (unsigned long long)reading->percent.value);
    } else if (reading->number.is_given && !reading->is_share) {
        sp_buf_format(out, " %llu", (unsigned long long)reading->number.value);
    }
    if (reading->unit.size) sp_buf_format(out, " %.*s", SP_FMT(reading->unit));
    else if (reading->measure) sp_buf_format(out, " %s", reading->measure->name);
    if (reading->place.is_given && reading->place.area.name.size) {
        sp_buf_format(out, " in %.*s (%s)", SP_FMT(reading->place.area.name),
                      reading->place.is_unstated                  ? "kind of place not stated"
                      : reading->place.area.kind == SP_PLACE_AOR ? "area of responsibility"
                                                                 : sp_place_kind_name(reading->place.area.kind));
    }
    if (reading->takes.size) sp_buf_format(out, ": %.*s", SP_FMT(reading->takes));
}

static size_t verdict_count(const struct statement_outcome *outcome, enum sp_verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < outcome->statement->claim_count; i++) {
        count += outcome->verdicts[i] == verdict;
    }
    return count;
}

static void summary_write(const struct statement_outcome *outcome, struct sp_buf *out)
{
    sp_buf_format(out, "%zu claims:", outcome->statement->claim_count);
    for (int verdict = 0; verdict <= SP_VERDICT_UNDECIDABLE; verdict++) {
        sp_buf_format(out, "%s %zu %s", verdict ? "," : "", verdict_count(outcome, (enum sp_verdict)verdict),
                      sp_verdict_name((enum sp_verdict)verdict));
    }
}

static void provenance_write(const struct statement_outcome *outcome, struct sp_buf *out)
{
    const struct sp_statement *statement = outcome->statement;
    sp_buf_format(out, "statement file %.*s, SHA-256 %.12s…; rules BOUNDS v1, ONE-RELEASE v1, UNKNOWN v1; ", SP_FMT(statement->name),
                  statement->sha256);
    if (!outcome->proof) {
        sp_buf_text(out, outcome->has_ledger ? "no record was used" : "no ledger was given: published figures alone");
        return;
    }
    sp_buf_format(out, "records: inputs %.*s of", SP_FMT(outcome->proof->inputs_digest));
    for (size_t i = 0; i < outcome->proof->source_count; i++) {
        sp_buf_format(out, "%s %.*s", i ? "," : "", SP_FMT(outcome->proof->sources[i].file));
    }
}

static const char basis_published[] =
    "rests on published figures alone: it agrees or disagrees with what was published, not with records";

static void text_reading(const struct statement_reading *reading, const struct statement_result *result, const char *indent,
                         struct sp_buf *out)
{
    sp_buf_format(out, "%s- ", indent);
    asked_write(reading, out);
    sp_buf_format(out, "\n%s  %s, by %s; found ", indent, sp_verdict_name(result->verdict), result->basis);
    found_write(result, out);
    sp_buf_format(out, "\n%s  %.*s\n", indent, SP_FMT(result->reason));
    if (result->decide.size) sp_buf_format(out, "%s  would decide it: %.*s\n", indent, SP_FMT(result->decide));
    for (size_t i = 0; i < result->finding_count; i++) {
        sp_buf_format(out, "%s  note: %.*s\n", indent, SP_FMT(result->findings[i]));
    }
    for (size_t i = 0; i < result->reference_count; i++) {
        sp_buf_format(out, "%s  figure: %.*s\n", indent, SP_FMT(result->references[i]));
    }
}

static void source_write(const struct statement_claim *claim, struct sp_buf *out)
{
    char date[SP_DATE_TEXT_MAX];
    sp_date_format(claim->date, date);
    sp_buf_format(out, "said by %.*s, %s", SP_FMT(claim->by), date);
    if (claim->source.size) sp_buf_format(out, ", %.*s", SP_FMT(claim->source));
    if (!claim->version) return;
    sp_buf_format(out, "; version %.*s: %.*s", SP_FMT(claim->version->id), SP_FMT(claim->version->what));
    if (claim->version->withdrawn == SP_DAY_NONE) return;
    sp_date_format(claim->version->withdrawn, date);
    sp_buf_format(out, " (withdrawn %s)", date);
}

/* The verdicts of a claim that rest on published figures alone must say so. */
static bool published_alone(const struct statement_outcome *outcome, size_t claim)
{
    if (outcome->verdicts[claim] == SP_VERDICT_UNDECIDABLE) return false;
    for (size_t i = 0; i < outcome->statement->claims[claim].reading_count; i++) {
        const struct statement_result *result = &outcome->results[claim][i];
        if (!outcome->statement->claims[claim].readings[i].is_published && result->verdict != SP_VERDICT_UNDECIDABLE)
            return false;
    }
    return true;
}

static void text_write(const struct statement_outcome *outcome, bool is_md, struct sp_buf *out)
{
    const struct sp_statement *statement = outcome->statement;
    char date[SP_DATE_TEXT_MAX];
    sp_date_format(statement->date, date);
    sp_buf_format(out, "%s%.*s\n%s%.*s, %s: %.*s\n\n", is_md ? "# " : "", SP_FMT(statement->title), is_md ? "\n" : "",
                  SP_FMT(statement->publisher), date, SP_FMT(statement->document));
    for (size_t i = 0; i < statement->claim_count; i++) {
        const struct statement_claim *claim = &statement->claims[i];
        sp_buf_format(out, is_md ? "## %.*s: %s\n\n%.*s\n\n" : "%.*s: %s\n  %.*s\n", SP_FMT(claim->id),
                      sp_verdict_name(outcome->verdicts[i]), SP_FMT(claim->says));
        sp_buf_text(out, is_md ? "" : "  ");
        source_write(claim, out);
        sp_buf_text(out, is_md ? "\n\n" : "\n");
        if (published_alone(outcome, i)) {
            sp_buf_format(out, "%sThe verdict %s.%s", is_md ? "" : "  ", basis_published, is_md ? "\n\n" : "\n");
        }
        for (size_t j = 0; j < claim->reading_count; j++) {
            text_reading(&claim->readings[j], &outcome->results[i][j], is_md ? "" : "  ", out);
        }
        sp_buf_char(out, '\n');
    }
    summary_write(outcome, out);
    sp_buf_text(out, is_md ? "\n\nProvenance: " : "\nprovenance: ");
    provenance_write(outcome, out);
    sp_buf_char(out, '\n');
}

/* -- JSON ----------------------------------------------------------------------------------- */

static void member(struct sp_buf *out, const char *key, struct sp_str value)
{
    sp_buf_format(out, "\"%s\":", key);
    sp_json_string(out, value);
}

static void json_list(struct sp_buf *out, const char *key, const struct sp_str *items, size_t count)
{
    sp_buf_format(out, ",\"%s\":[", key);
    for (size_t i = 0; i < count; i++) {
        if (i) sp_buf_char(out, ',');
        sp_json_string(out, items[i]);
    }
    sp_buf_char(out, ']');
}

static void json_reading(const struct statement_reading *reading, const struct statement_result *result, struct sp_buf *out,
                         struct sp_buf *scratch)
{
    sp_buf_reset(scratch);
    asked_write(reading, scratch);
    sp_buf_char(out, '{');
    member(out, "reading", sp_buf_str(scratch));
    sp_buf_format(out, ",\"basis\":\"%s\",\"verdict\":\"%s\"", result->basis, sp_verdict_name(result->verdict));
    if (result->has_interval) {
        sp_buf_format(out, ",\"least\":%llu,\"most\":", (unsigned long long)result->interval.least);
        if (result->interval.most == STATEMENT_UNBOUNDED) sp_buf_text(out, "null");
        else sp_buf_format(out, "%llu", (unsigned long long)result->interval.most);
    } else {
        sp_buf_text(out, ",\"least\":null,\"most\":null");
    }
    if (result->is_share) {
        sp_buf_format(out, ",\"whole_least\":%llu,\"whole_most\":%llu", (unsigned long long)result->whole.least,
                      (unsigned long long)result->whole.most);
    }
    sp_buf_char(out, ',');
    member(out, "reason", result->reason);
    sp_buf_char(out, ',');
    member(out, "would_decide", result->decide);
    json_list(out, "notes", result->findings, result->finding_count);
    json_list(out, "figures", result->references, result->reference_count);
    sp_buf_char(out, '}');
}

static void json_write(const struct statement_outcome *outcome, struct sp_buf *out, struct sp_buf *scratch)
{
    const struct sp_statement *statement = outcome->statement;
    sp_buf_char(out, '{');
    member(out, "statement", statement->id);
    sp_buf_char(out, ',');
    member(out, "title", statement->title);
    sp_buf_format(out, ",\"sha256\":\"%s\",\"claims\":[", statement->sha256);
    for (size_t i = 0; i < statement->claim_count; i++) {
        const struct statement_claim *claim = &statement->claims[i];
        sp_buf_text(out, i ? ",\n{" : "\n{");
        member(out, "id", claim->id);
        sp_buf_format(out, ",\"verdict\":\"%s\",", sp_verdict_name(outcome->verdicts[i]));
        member(out, "says", claim->says);
        sp_buf_format(out, ",\"published_figures_alone\":%s,\"readings\":[", published_alone(outcome, i) ? "true" : "false");
        for (size_t j = 0; j < claim->reading_count; j++) {
            if (j) sp_buf_char(out, ',');
            json_reading(&claim->readings[j], &outcome->results[i][j], out, scratch);
        }
        sp_buf_text(out, "]}");
    }
    sp_buf_text(out, "],\n");
    sp_buf_reset(scratch);
    provenance_write(outcome, scratch);
    member(out, "provenance", sp_buf_str(scratch));
    sp_buf_text(out, "}\n");
}

/* -- CSV and HTML ---------------------------------------------------------------------------- */

static void csv_field(struct sp_buf *out, struct sp_str text, char after)
{
    sp_buf_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') sp_buf_char(out, '"');
        sp_buf_char(out, text.data[i]);
    }
    sp_buf_char(out, '"');
    sp_buf_char(out, after);
}

static void csv_write(const struct statement_outcome *outcome, struct sp_buf *out, struct sp_buf *scratch)
{
    sp_buf_text(out, "claim,verdict,says,reading,reading_verdict,basis,found,reason\n");
    for (size_t i = 0; i < outcome->statement->claim_count; i++) {
        const struct statement_claim *claim = &outcome->statement->claims[i];
        for (size_t j = 0; j < claim->reading_count; j++) {
            const struct statement_result *result = &outcome->results[i][j];
            csv_field(out, claim->id, ',');
            csv_field(out, sp_str_of(sp_verdict_name(outcome->verdicts[i])), ',');
            csv_field(out, claim->says, ',');
            sp_buf_reset(scratch);
            asked_write(&claim->readings[j], scratch);
            csv_field(out, sp_buf_str(scratch), ',');
            csv_field(out, sp_str_of(sp_verdict_name(result->verdict)), ',');
            csv_field(out, sp_str_of(result->basis), ',');
            sp_buf_reset(scratch);
            found_write(result, scratch);
            csv_field(out, sp_buf_str(scratch), ',');
            csv_field(out, result->reason, '\n');
        }
    }
    sp_buf_text(out, "# ");
    summary_write(outcome, out);
    sp_buf_text(out, "\n# provenance: ");
    provenance_write(outcome, out);
    sp_buf_char(out, '\n');
}

static void html_text(struct sp_buf *out, struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == '<') sp_buf_text(out, "&lt;");
        else if (c == '>') sp_buf_text(out, "&gt;");
        else if (c == '&') sp_buf_text(out, "&amp;");
        else sp_buf_char(out, c);
    }
}

/* The text, in a page that breaks its lines: readable anywhere, and nothing in it is markup. */
static void html_write(const struct statement_outcome *outcome, struct sp_buf *out, struct sp_buf *scratch)
{
    sp_buf_text(out, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(out, outcome->statement->title);
    sp_buf_text(out, "</title>\n<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
                     "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}</style>\n<pre>");
    sp_buf_reset(scratch);
    text_write(outcome, false, scratch);
    html_text(out, sp_buf_str(scratch));
    sp_buf_text(out, "</pre>\n</html>\n");
}

void statement_outcome_write(const struct statement_outcome *outcome, enum sp_format format, struct sp_buf *out)
{
    struct sp_buf scratch;
    sp_buf_init(&scratch, out->max_size);
    switch (format) {
    case SP_FORMAT_TEXT:
        text_write(outcome, false, out);
        break;
    case SP_FORMAT_MD:
        text_write(outcome, true, out);
        break;
    case SP_FORMAT_JSON:
        json_write(outcome, out, &scratch);
        break;
    case SP_FORMAT_CSV:
        csv_write(outcome, out, &scratch);
        break;
    case SP_FORMAT_HTML:
        html_write(outcome, out, &scratch);
        break;
    }
    if (scratch.rc != SP_OK && out->rc == SP_OK) out->rc = scratch.rc;
    sp_buf_release(&scratch);
}
