/*
 * A draft as YAML. Above each column stands how sure the guess is and what was seen:
 * shares and counts, never a value. What a person must fill in begins with TODO; as long
 * as the profile's own name is one of these, the parser refuses the draft.
 */
#include "profile/profile_draft.h"

enum { FIT_SHARE = 95, REQUIRED_MIN = 90 };

/* -- Pieces ------------------------------------------------------------------------- */

static bool is_plain_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == ' ';
}

/* A text of letters, digits and blanks needs no quotes; a JSON string is YAML too. */
static void write_text(struct sp_buf *out, struct sp_str text)
{
    bool is_plain = text.size > 0 && text.data[0] > '9';
    for (size_t i = 0; i < text.size && is_plain; i++) {
        is_plain = is_plain_byte(text.data[i]);
    }
    if (is_plain)
        sp_buf_append(out, text);
    else
        sp_json_string(out, text);
}

/* On one line of a comment, whatever is in it. */
static void write_comment(struct sp_buf *out, struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        sp_buf_char(out, (unsigned char)text.data[i] < ' ' ? ' ' : text.data[i]);
    }
}

static void write_count(struct sp_buf *out, uint64_t count)
{
    char digits[24];
    size_t size = 0;
    do {
        digits[size++] = (char)('0' + count % 10);
        count /= 10;
    } while (count > 0);
    while (size > 0) {
        sp_buf_char(out, digits[--size]);
        if (size > 0 && size % 3 == 0) sp_buf_char(out, ',');
    }
}

/* ", dates as text 98 %"; nothing when there are none. */
static void write_share(struct sp_buf *out, const char *what, uint64_t part,
                        uint64_t whole)
{
    if (part == 0 || whole == 0) return;
    const uint64_t share = part * 100 / whole;
    sp_buf_format(out, "; %s ", what);
    if (share == 0)
        sp_buf_text(out, "<1 %");
    else if (share == 99 && part < whole)
        sp_buf_text(out, ">99 %");
    else
        sp_buf_format(out, "%llu %%", (unsigned long long)share);
}

/* -- What was seen ------------------------------------------------------------------- */

static uint64_t rows_of(const struct draft_seen *seen)
{
    uint64_t count = seen->blank_count + seen->redacted_count + seen->filled_count;
    for (size_t i = 0; i < DRAFT_TOKEN_COUNT; i++) {
        count += seen->token_counts[i];
    }
    return count;
}

static void write_seen(struct sp_buf *out, const struct draft_seen *seen)
{
    const uint64_t rows = rows_of(seen);
    const uint64_t filled = seen->filled_count;
    write_count(out, filled);
    sp_buf_text(out, " of ");
    write_count(out, rows);
    sp_buf_text(out, " filled");
    write_share(out, "redacted", seen->redacted_count, rows);
    for (size_t i = 0; i < DRAFT_TOKEN_COUNT; i++) {
        char what[32] = {0};
        const struct sp_str text = sp_str_of(draft_tokens[i].text);
        what[0] = '\'';
        for (size_t j = 0; j < text.size; j++) {
            what[1 + j] = text.data[j];
        }
        what[1 + text.size] = '\'';
        write_share(out, what, seen->token_counts[i], rows);
    }
    write_share(out, "dates of the workbook", seen->serial_count, filled);
    write_share(out, "dates as text", seen->date_text_count, filled);
    write_share(out, "whole numbers", seen->whole_count, filled);
    write_share(out, "amounts", seen->money_count, filled);
    write_share(out, "yes or no", seen->yes_no_count, filled);
    write_share(out, "ids", seen->id_count, filled);
    if (filled == 0) return;
    sp_buf_text(out, seen->distinct_is_full ? "; over " : "; ");
    write_count(out, seen->distinct.count);
    sp_buf_text(out, " distinct");
}

static void write_how(struct sp_buf *out, const struct draft_column *column)
{
    sp_buf_format(out, "%u %%, ", column->confidence);
    switch (column->how) {
    case DRAFT_HOW_SAME:
        sp_buf_format(out, "a heading of %.*s", SP_FMT(column->known->id));
        break;
    case DRAFT_HOW_FIELD:
        sp_buf_text(out, "the field's own name");
        break;
    case DRAFT_HOW_OTHER:
        sp_buf_format(out, "a heading of another table, in %.*s",
                      SP_FMT(column->known->id));
        break;
    case DRAFT_HOW_NEAR:
        sp_buf_text(out, "TODO check: near to '");
        write_comment(out, column->near);
        sp_buf_char(out, '\'');
        if (column->known) sp_buf_format(out, " of %.*s", SP_FMT(column->known->id));
        break;
    case DRAFT_HOW_NONE:
        break;
    }
    if (column->misfits)
        sp_buf_text(out, "; TODO check: the values do not look like this field");
}

/* -- Columns ------------------------------------------------------------------------- */

static bool is_date_field(const struct draft *draft, const struct sp_field *field)
{
    return sp_str_equal_text(sp_str_of(field->name), draft->event->date_field);
}

static void write_tokens(struct sp_buf *out, const struct draft_seen *seen,
                         enum draft_token_kind kind, const char *key)
{
    bool first = true;
    for (size_t i = 0; i < DRAFT_TOKEN_COUNT; i++) {
        if (draft_tokens[i].kind != kind || seen->token_counts[i] == 0) continue;
        if (first)
            sp_buf_format(out, ", %s: [", key);
        else
            sp_buf_text(out, ", ");
        sp_json_string(out, sp_str_of(draft_tokens[i].text));
        first = false;
    }
    if (!first) sp_buf_char(out, ']');
}

static void write_column(const struct draft *draft, const struct draft_column *column,
                         struct sp_buf *out)
{
    const struct draft_seen *seen = &column->seen;
    const bool is_withheld = draft_is_withheld(column);
    sp_buf_text(out, "  # ");
    write_how(out, column);
    sp_buf_text(out, "; ");
    write_seen(out, seen);
    if (column->guard != GUARD_NONE)
        sp_buf_format(out, "; %s", profile_guard_rule_of(column->guard)->id);
    if (is_withheld && seen->filled_count > 0) {
        // What is redacted in words of its own says the same in every row.
        sp_buf_text(out, seen->distinct.count == 1
                             ? "; TODO check: one text throughout; when it means "
                               "withheld, name it under 'redactions'"
                             : "; TODO check: values stand here that are no redactions, "
                               "and none is kept");
    }
    sp_buf_format(out, "\n  - {field: %s, names: [", column->field->name);
    write_text(out, column->heading);
    sp_buf_char(out, ']');
    const bool is_required = column->confidence >= REQUIRED_MIN && column->known &&
                             column->known_column->required;
    if (is_required || is_date_field(draft, column->field))
        sp_buf_text(out, ", required: true");
    if (is_withheld) sp_buf_text(out, ", withheld: true");
    write_tokens(out, seen, DRAFT_BLANK, "blank");
    write_tokens(out, seen, DRAFT_DASH, "not_applicable");
    if (column->field->type == SP_FIELD_TEXT && seen->aor_count > 0 &&
        seen->aor_count * 100 >= seen->filled_count * FIT_SHARE) {
        sp_buf_text(out, ", drop_suffix: Area of Responsibility");
    }
    sp_buf_text(out, "}\n");
}

static void write_columns(const struct draft *draft, struct sp_buf *out)
{
    bool has_date = false;
    sp_buf_text(out, "\ncolumns:\n");
    for (size_t i = 0; i < draft->column_count; i++) {
        if (!draft_is_mapped(&draft->columns[i])) continue;
        has_date |= is_date_field(draft, draft->columns[i].field);
        write_column(draft, &draft->columns[i], out);
    }
    if (has_date) return;
    sp_buf_format(
        out,
        "  # TODO: no column looks like the date that a record of this table must have\n"
        "  - {field: %s, names: [TODO-HEADING], required: true}\n",
        draft->event->date_field);
}

/* -- Passed over ----------------------------------------------------------------------
 */

static void write_ignore(const struct draft_column *column, struct sp_buf *out)
{
    sp_buf_text(out, "  # ");
    if (column->guard == GUARD_NONE && column->field && column->confidence > 0) {
        sp_buf_format(out, "nearest field: %s (%u %%); ", column->field->name,
                      column->confidence);
    }
    write_seen(out, &column->seen);
    sp_buf_text(out, "\n  - names: [");
    write_text(out, column->heading);
    sp_buf_text(out, "]\n    why: ");
    if (column->guard == GUARD_NONE) {
        sp_buf_text(out, "TODO-WHY\n");
        return;
    }
    const struct profile_guard_rule *rule = profile_guard_rule_of(column->guard);
    sp_buf_format(out, "Looks like %s by its %s (%s) and is not kept.\n", rule->what,
                  column->guard_by_values ? "values" : "heading", rule->id);
}

static void write_ignores(const struct draft *draft, struct sp_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct draft_column *column = &draft->columns[i];
        if (column->is_twice || draft_is_mapped(column)) continue;
        if (first) sp_buf_text(out, "\nignore:\n");
        first = false;
        write_ignore(column, out);
    }
    for (size_t i = 0; i < draft->column_count; i++) {
        char letters[8];
        if (!draft->columns[i].is_twice) continue;
        sp_column_letters(draft->columns[i].index, letters);
        sp_buf_format(out, "\n# TODO: column %s has the heading '", letters);
        write_comment(out, draft->columns[i].heading);
        sp_buf_text(out, "' a second time. A sheet in which one stands for two columns "
                         "is not read.\n");
    }
}

/* -- Head -----------------------------------------------------------------------------
 */

/* The forms of dates written as text; the ones that read most of them. */
static void write_dates(const struct draft *draft, struct sp_buf *out)
{
    uint64_t counts[SP_DATE_FORM_COUNT] = {0};
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct draft_column *column = &draft->columns[i];
        if (!draft_is_mapped(column) || column->field->type != SP_FIELD_DATE) continue;
        for (unsigned form = 0; form < SP_DATE_FORM_COUNT; form++) {
            counts[form] += column->seen.form_counts[form];
        }
    }
    const bool has_slashes = counts[SP_DATE_MDY] + counts[SP_DATE_DMY] > 0;
    const char *slashes = counts[SP_DATE_DMY] > counts[SP_DATE_MDY] ? "dmy" : "mdy";
    if (counts[SP_DATE_MDY] == counts[SP_DATE_DMY] && has_slashes) {
        sp_buf_text(out,
                    "# TODO check: the dates can be read as mdy and as dmy alike.\n");
    }
    if (!has_slashes && !counts[SP_DATE_ISO]) {
        sp_buf_text(
            out, "# No date stands here as a text; mdy is what other releases have.\n");
    }
    sp_buf_text(out, "dates: [");
    if (counts[SP_DATE_ISO]) sp_buf_text(out, has_slashes ? "iso, " : "iso");
    if (has_slashes || !counts[SP_DATE_ISO]) sp_buf_text(out, slashes);
    sp_buf_text(out, "]\n");
}

static void write_redactions(const struct draft *draft, struct sp_buf *out)
{
    bool first = true;
    for (size_t i = 0; i < DRAFT_TOKEN_COUNT; i++) {
        bool is_seen = false;
        for (size_t j = 0; j < draft->column_count; j++) {
            is_seen |= draft->columns[j].seen.token_counts[i] > 0;
        }
        if (draft_tokens[i].kind != DRAFT_REDACTION || !is_seen) continue;
        if (first)
            sp_buf_text(out,
                        "redactions: # TODO: the exemption each stands for, or \"\"\n");
        first = false;
        sp_buf_text(out, "  ");
        sp_json_string(out, sp_str_of(draft_tokens[i].text));
        sp_buf_text(out, ": \"\"\n");
    }
}

static void write_head(const struct draft *draft, struct sp_str file_name, size_t mapped,
                       struct sp_buf *out)
{
    sp_buf_text(out, "# Drafted from '");
    write_comment(out, file_name);
    sp_buf_format(out, "': header on row %llu, ", (unsigned long long)draft->header_row);
    write_count(out, draft->row_count);
    sp_buf_format(out, " row%s below it, %zu of %zu columns\n",
                  draft->row_count == 1 ? "" : "s", mapped, draft->column_count);
    sp_buf_text(out, "# mapped. No value of the file stands here. For a person to "
                     "finish: read each line, fill in every\n"
                     "# TODO, and add what docs/profiles.md has beside it (preamble, "
                     "release_marks, values).\n");
    if (draft->nameless_count > 0) {
        sp_buf_format(out,
                      "# TODO: columns without a heading: %zu. A sheet in which one of "
                      "them holds values is not read.\n",
                      draft->nameless_count);
    }
    sp_buf_text(out,
                "profile: TODO-ID # small letters, digits and '-'\nversion: 1\n"
                "release: TODO-RELEASE # records of two releases are never linked\n");
    sp_buf_format(out, "table: %s", draft->event->name);
    if (draft->event_is_given) {
        sp_buf_text(out, "\n");
    } else if (draft->second_event && draft->second_count > 0) {
        sp_buf_format(out, " # TODO check: as '%s' it would have %zu columns\n",
                      draft->second_event->name, draft->second_count);
    } else {
        sp_buf_text(out, " # TODO check\n");
    }
    sp_buf_text(out,
                "source: TODO-SOURCE # who released it, when, in answer to what\n\n");
}

void draft_write(const struct draft *draft, struct sp_str file_name, struct sp_buf *out)
{
    size_t mapped = 0;
    for (size_t i = 0; i < draft->column_count; i++) {
        mapped += draft_is_mapped(&draft->columns[i]);
    }
    write_head(draft, file_name, mapped, out);
    write_dates(draft, out);
    write_redactions(draft, out);
    write_columns(draft, out);
    write_ignores(draft, out);
}
