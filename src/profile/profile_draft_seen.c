/*
 * What stands in a column, as counts: blanks, redactions, dates, numbers, distinct texts.
 * Texts are held while rows are read, to count distinct ones, and printed nowhere.
 */
#include "profile/profile_draft.h"

enum {
    DISTINCT_BYTES_MAX = 8 << 20,
    DISTINCT_TEXT_MAX = 256,
    ID_HEX_MIN = 32,
    ID_HEX_MAX = 64,
    ID_DIGITS_MIN = 15
};

const struct draft_token draft_tokens[DRAFT_TOKEN_COUNT] = {
    {"NA", DRAFT_BLANK},
    {"N/A", DRAFT_BLANK},
    {"NULL", DRAFT_BLANK},
    {"REDACTED", DRAFT_REDACTION},
    {"WITHHELD", DRAFT_REDACTION},
    {"[REDACTED]", DRAFT_REDACTION},
    {"***", DRAFT_REDACTION},
    {"-", DRAFT_DASH},
    {"--", DRAFT_DASH},
};

void draft_seen_init(struct draft_seen *seen, struct sp_str heading, uint64_t *distinct)
{
    *seen = (struct draft_seen){
        .guard = {.distinct = distinct,
                  .speaks_of_birth = profile_guard_speaks_of_birth(heading)}};
    sp_intern_init(&seen->distinct, DISTINCT_BYTES_MAX);
}

void draft_seen_release(struct draft_seen *seen)
{
    sp_intern_release(&seen->distinct);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hexadecimal(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_id(struct sp_str text)
{
    size_t hexadecimal = 0;
    size_t digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        hexadecimal += is_hexadecimal(text.data[i]);
        digits += is_digit(text.data[i]);
    }
    if (digits == text.size) return digits >= ID_DIGITS_MIN;
    return hexadecimal == text.size && text.size >= ID_HEX_MIN && text.size <= ID_HEX_MAX;
}

/* A number as people write it: digits, commas between them, a sign of dollars, a
 * fraction. */
static void see_number(struct draft_seen *seen, struct sp_str text)
{
    bool is_money = false;
    size_t digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        digits += is_digit(c);
        is_money |= c == '$' || c == ',' || c == '.';
        if (!is_digit(c) && c != '$' && c != ',' && c != '.' && !(i == 0 && c == '-'))
            return;
    }
    if (digits == 0 || digits >= ID_DIGITS_MIN) return;
    if (is_money)
        seen->money_count++;
    else
        seen->whole_count++;
}

static void see_text(struct draft_seen *seen, struct sp_str text)
{
    static const char *const yes_no[] = {"YES", "NO", "Y", "N", "TRUE", "FALSE"};
    static const struct sp_str aor = {.data = "Area of Responsibility", .size = 22};
    bool is_date = false;
    for (unsigned form = 0; form < SP_DATE_FORM_COUNT; form++) {
        struct sp_moment moment;
        if (!sp_date_parse(text, (enum sp_date_form)form, &moment)) continue;
        seen->form_counts[form]++;
        is_date = true;
    }
    seen->date_text_count += is_date;
    for (size_t i = 0; i < sizeof yes_no / sizeof yes_no[0]; i++) {
        seen->yes_no_count += sp_str_equal_fold(text, sp_str_of(yes_no[i]));
    }
    if (text.size > aor.size) {
        const struct sp_str end = {.data = text.data + text.size - aor.size,
                                   .size = aor.size};
        seen->aor_count += sp_str_equal_fold(end, aor);
    }
    seen->id_count += is_id(text);
    see_number(seen, text);
}

static bool see_distinct(struct draft_seen *seen, struct sp_str text)
{
    uint32_t code;
    if (seen->distinct_is_full || sp_intern_find(&seen->distinct, text, &code))
        return true;
    if (seen->distinct.count == DRAFT_DISTINCT_MAX) {
        seen->distinct_is_full = true;
        return true;
    }
    const struct sp_str start = {
        .data = text.data,
        .size = text.size < DISTINCT_TEXT_MAX ? text.size : DISTINCT_TEXT_MAX};
    return sp_intern_put(&seen->distinct, start, &code, NULL);
}

/* @return true when the text is one of the tokens */
static bool see_token(struct draft_seen *seen, struct sp_str text)
{
    for (size_t i = 0; i < DRAFT_TOKEN_COUNT; i++) {
        if (!sp_str_equal_fold(text, sp_str_of(draft_tokens[i].text))) continue;
        seen->token_counts[i]++;
        return true;
    }
    return false;
}

bool draft_seen_add(struct draft_seen *seen, const struct sp_cell *cell)
{
    char exemption[SP_REDACTION_TEXT_MAX];
    const struct sp_str text = sp_str_trim(cell->text);
    unsigned shapes = 0;
    if (cell->kind == SP_CELL_EMPTY || text.size == 0) {
        seen->blank_count++;
        return true;
    }
    if (cell->kind == SP_CELL_TEXT) {
        if (sp_redaction_parse(text, exemption, sizeof exemption)) {
            seen->redacted_count++;
            return true;
        }
        if (see_token(seen, text)) return true;
        shapes = profile_guard_shapes(text);
    }
    seen->filled_count++;
    if (cell->kind == SP_CELL_DATE)
        seen->serial_count++;
    else
        see_text(seen, text);
    if (seen->guard.speaks_of_birth && profile_guard_is_full_date(cell))
        shapes |= 1u << GUARD_BIRTH;
    profile_guard_tally_add(&seen->guard, cell, shapes);
    return see_distinct(seen, text);
}
