/*
 * One cell, harmonised: which kind of "no value" it is, or its value in the field's type.
 *
 * The order of the questions is the rule:
 *   1. nothing there                     → empty
 *   2. a redaction                       → redacted, with its exemption
 *   3. an error of the workbook (#REF!)  → unreadable
 *   4. a column withheld throughout, or a value that by itself tells who a person is
 *      (profile_guard_tells_person)      → unreadable, and its text is not passed on
 *   5. a spelling of "nothing recorded"  → empty
 *   6. a spelling of "there is none"     → not applicable
 *   7. what the field's type can hold    → the value; everything else unreadable
 *
 * No floating point: numbers are read from the digits in the file.
 */
#include "profile/profile_guard.h"

/*
 * Days outside these years are typing errors: a removal record says "06/14/0002". A
 * number without a date's format is a date only within the narrower run of serials (1954
 * to 2064), or the year 2015 would be read as a day in 1905.
 */
enum {
    DAY_MIN = -25567, // 1900-01-01; as day numbers, for it is asked of every date
    DAY_MAX = 47846,  // 2100-12-31
    SERIAL_MIN = 20000,
    SERIAL_MAX = 60000
};

enum { EPOCH_1900 = -25569 }; // Day number of serial 0 in the 1900 system.

/* Whether a moment may stand in a record. */
static bool accept_moment(struct sp_moment *moment)
{
    // Midnight is what a date without a time looks like.
    moment->has_time = moment->second != 0;
    return moment->day >= DAY_MIN && moment->day <= DAY_MAX;
}

static enum sp_none_kind read_moment(struct sp_moment moment, struct sp_value *value)
{
    if (!accept_moment(&moment)) return SP_NONE_UNREADABLE;
    value->moment = moment;
    return SP_NONE_VALUE;
}

bool profile_value_serial(enum sp_cell_kind kind, struct sp_str text, bool is_1904,
                          struct sp_moment *out_moment)
{
    if (!sp_date_from_serial(text, is_1904, out_moment)) return false;
    const int32_t serial = out_moment->day - EPOCH_1900;
    const bool plausible = serial > SERIAL_MIN && serial < SERIAL_MAX;
    return (kind == SP_CELL_DATE || plausible) && accept_moment(out_moment);
}

/* A date with two digits for the year, in the forms that the column names. */
static bool read_short_year(unsigned forms, uint32_t years_from, struct sp_str text,
                            struct sp_moment *out_moment)
{
    char wide[PROFILE_YEAR_TEXT_MAX];
    const unsigned mdy2 = 1u << PROFILE_DATE_MDY2;
    const unsigned dmy2 = 1u << PROFILE_DATE_DMY2;
    if (!(forms & (mdy2 | dmy2)) || !profile_year_widen(text, years_from, wide, &text))
        return false;
    return sp_date_parse(text, forms & mdy2 ? SP_DATE_MDY : SP_DATE_DMY, out_moment);
}

static enum sp_none_kind read_date(const struct sp_profile_column *column,
                                   const struct profile_rule *rule,
                                   const struct sp_cell *cell, struct sp_str text,
                                   bool is_1904, struct sp_value *value)
{
    struct sp_moment moment;
    if (cell->kind == SP_CELL_DATE || cell->kind == SP_CELL_NUMBER) {
        if (!profile_value_serial(cell->kind, text, is_1904, &moment))
            return SP_NONE_UNREADABLE;
        value->moment = moment;
        return SP_NONE_VALUE;
    }
    for (unsigned form = 0; form < SP_DATE_FORM_COUNT; form++) {
        if (!(column->date_forms & (1u << form))) continue;
        if (!sp_date_parse(text, (enum sp_date_form)form, &moment)) continue;
        return read_moment(moment, value);
    }
    if (read_short_year(column->date_forms, rule->years_from, text, &moment))
        return read_moment(moment, value);
    return SP_NONE_UNREADABLE;
}

/* -- Numbers ----------------------------------------------------------------------- */

struct digits {
    const char *at;
    const char *end;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char digits_peek(const struct digits *digits)
{
    return digits->at < digits->end ? *digits->at : '\0';
}

static bool take_char(struct digits *digits, char c)
{
    if (digits_peek(digits) != c) return false;
    digits->at++;
    return true;
}

static bool push_digit(int64_t *number, char digit)
{
    return !__builtin_mul_overflow(*number, 10, number) &&
           !__builtin_add_overflow(*number, digit - '0', number);
}

/* Digits, in groups of three when `grouped` and a comma follows the first ones. */
static bool take_whole(struct digits *digits, bool grouped, int64_t *number)
{
    size_t run = 0; // digits since the start or the last comma
    bool commas = false;
    for (;;) {
        if (is_digit(digits_peek(digits))) {
            if (!push_digit(number, *digits->at++)) return false;
            run++;
        } else if (grouped && digits_peek(digits) == ',') {
            if (commas ? run != 3 : run == 0 || run > 3) return false;
            commas = true;
            run = 0;
            digits->at++;
        } else {
            return commas ? run == 3 : run > 0;
        }
    }
}

/* "." and digits: the first `kept` go into the number, those after them must be zeros. */
static bool take_fraction(struct digits *digits, size_t kept, int64_t *number)
{
    const bool has_point = take_char(digits, '.');
    if (has_point && !is_digit(digits_peek(digits))) return false;
    for (size_t i = 0; i < kept; i++) {
        const char digit = is_digit(digits_peek(digits)) ? *digits->at++ : '0';
        if (!push_digit(number, digit)) return false;
    }
    while (digits_peek(digits) == '0') {
        digits->at++;
    }
    return digits->at == digits->end;
}

static enum sp_none_kind read_number(const struct sp_cell *cell, struct sp_str text,
                                     bool is_money, struct sp_value *value)
{
    // A number under a date's format is not what a person sees in the sheet.
    if (cell->kind == SP_CELL_DATE) return SP_NONE_UNREADABLE;
    char shown[PROFILE_NUMBER_TEXT_MAX];
    if (cell->kind == SP_CELL_NUMBER) text = profile_number_shown(text, shown);
    struct digits digits = {.at = text.data, .end = text.data + text.size};
    int64_t number = 0;
    const bool negative = take_char(&digits, '-');
    if (is_money && take_char(&digits, '$')) (void)take_char(&digits, ' ');
    if (!take_whole(&digits, is_money, &number)) return SP_NONE_UNREADABLE;
    if (!take_fraction(&digits, is_money ? 2 : 0, &number)) return SP_NONE_UNREADABLE;
    value->number = negative ? -number : number;
    return SP_NONE_VALUE;
}

static enum sp_none_kind read_decimal(const struct sp_cell *cell, struct sp_str text,
                                      struct sp_value *value)
{
    if (cell->kind == SP_CELL_DATE) return SP_NONE_UNREADABLE;
    return profile_number_millionths(text, &value->number) ? SP_NONE_VALUE
                                                           : SP_NONE_UNREADABLE;
}

/* -- Texts ------------------------------------------------------------------------- */

static bool is_digits_only(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) return false;
    }
    return true;
}

/*
 * An id that Excel rounded would join two people into one: 1.23456789012346E+18, also
 * when it was saved as text, or a number with nothing but zeros after its 15th digit.
 */
enum { EXCEL_DIGITS = 15 };

static bool is_rounded(const struct sp_cell *cell, struct sp_str text)
{
    size_t digits = 0;
    while (digits < text.size && is_digit(text.data[digits])) {
        digits++;
    }
    if (digits < text.size) {
        const struct sp_str rest = {.data = text.data + digits,
                                    .size = text.size - digits};
        return digits == 1 && rest.data[0] == '.' &&
               profile_text_contains(rest, SP_STR("E+"));
    }
    if (cell->kind != SP_CELL_NUMBER || digits <= EXCEL_DIGITS) return false;
    while (digits > EXCEL_DIGITS && text.data[digits - 1] == '0') {
        digits--;
    }
    return digits <= EXCEL_DIGITS;
}

static enum sp_none_kind read_person(const struct sp_cell *cell, struct sp_str text,
                                     struct sp_value *value)
{
    if (cell->kind == SP_CELL_DATE) return SP_NONE_UNREADABLE;
    if (cell->kind == SP_CELL_NUMBER && !is_digits_only(text)) return SP_NONE_UNREADABLE;
    if (is_rounded(cell, text)) return SP_NONE_UNREADABLE;
    value->text = text;
    return SP_NONE_VALUE;
}

/* "Seattle Area of Responsibility" without " Area of Responsibility". */
static struct sp_str without_suffix(struct sp_str text, struct sp_str suffix)
{
    if (suffix.size == 0 || text.size <= suffix.size + 1) return text;
    const struct sp_str head = {.data = text.data, .size = text.size - suffix.size};
    const struct sp_str tail = {.data = text.data + head.size, .size = suffix.size};
    return sp_str_equal_fold(tail, suffix) && head.data[head.size - 1] == ' '
               ? sp_str_trim(head)
               : text;
}

static enum sp_none_kind read_text(const struct profile_rule *rule,
                                   const struct sp_cell *cell, struct sp_str text,
                                   struct sp_value *value)
{
    // What was typed is lost once Excel has made it a day, such as "5/1" for an
    // operation.
    if (cell->kind == SP_CELL_DATE) return SP_NONE_UNREADABLE;
    const struct profile_pair *pair = profile_pairs_find(rule->values, text);
    value->text = pair ? pair->to : without_suffix(text, rule->drop_suffix);
    return SP_NONE_VALUE;
}

/* -- A cell ------------------------------------------------------------------------ */

/* Whether a text is a redaction, by its exemptions or by the profile's spellings. */
static enum sp_rc find_redaction(const struct sp_profile_detail *detail,
                                 struct sp_str text, struct sp_arena *arena,
                                 bool *out_found, struct sp_str *out_exemption)
{
    char exemption[SP_REDACTION_TEXT_MAX];
    *out_found = true;
    if (sp_redaction_parse(text, exemption, sizeof exemption)) {
        *out_exemption = sp_arena_copy(arena, sp_str_of(exemption));
        return out_exemption->data ? SP_OK : SP_ERR_MEMORY;
    }
    const struct profile_pair *pair = profile_pairs_find(detail->redactions, text);
    if (pair) *out_exemption = pair->to;
    *out_found = pair != NULL;
    return SP_OK;
}

static enum sp_none_kind read_typed(const struct sp_profile_column *column,
                                    const struct profile_rule *rule,
                                    const struct sp_cell *cell, struct sp_str text,
                                    bool is_1904, struct sp_value *value)
{
    switch (column->field->type) {
    case SP_FIELD_TEXT:
        return read_text(rule, cell, text, value);
    case SP_FIELD_DATE:
        return read_date(column, rule, cell, text, is_1904, value);
    case SP_FIELD_WHOLE:
        return read_number(cell, text, false, value);
    case SP_FIELD_MONEY:
        return read_number(cell, text, true, value);
    case SP_FIELD_PERSON:
        return read_person(cell, text, value);
    case SP_FIELD_DECIMAL:
        return read_decimal(cell, text, value);
    }
    sp_assert_failed("a known field type", __FILE__, __LINE__);
}

/*
 * A serial or number of a workbook, in a column of dates or numbers whose profile knows
 * no spellings: of the questions only the last is left. Millions of dates come this way.
 */
static bool is_typed_alone(const struct profile_rule *rule, const struct sp_cell *cell)
{
    const bool is_number = cell->kind == SP_CELL_DATE || cell->kind == SP_CELL_NUMBER;
    return is_number && rule->is_typed_alone && cell->text.size > 0;
}

enum sp_rc sp_profile_value(const struct sp_profile *profile,
                            const struct sp_profile_column *column,
                            const struct sp_cell *stored, bool is_1904,
                            struct sp_arena *arena, struct sp_value *out_value)
{
    const struct profile_rule *rule = &profile->detail->rules[column - profile->columns];
    const struct sp_cell read = profile_cell_read(profile, stored);
    const struct sp_cell *cell = &read;
    struct sp_value value = {.none = SP_NONE_EMPTY, .raw = stored->text};
    if (is_typed_alone(rule, cell)) {
        value.none = read_typed(column, rule, cell, cell->text, is_1904, &value);
        goto done;
    }
    const struct sp_str text =
        cell->kind == SP_CELL_EMPTY ? SP_STR("") : profile_text_normal(arena, cell->text);
    if (!text.data) return SP_ERR_MEMORY;
    if (text.size == 0) goto done;

    bool redacted = false;
    if (cell->kind == SP_CELL_TEXT) {
        const enum sp_rc rc =
            find_redaction(profile->detail, text, arena, &redacted, &value.text);
        if (rc) return rc;
    }
    if (redacted) {
        value.none = SP_NONE_REDACTED;
    } else if (cell->kind == SP_CELL_ERROR) {
        value.none = SP_NONE_UNREADABLE;
    } else if (rule->withheld || profile_guard_tells_person(column->field, cell)) {
        // It should never have been released, and goes no further.
        value.none = SP_NONE_UNREADABLE;
        value.raw = SP_STR("");
    } else if (profile_list_has(rule->blanks, text)) {
        value.none = SP_NONE_EMPTY;
    } else if (profile_list_has(rule->not_applicable, text)) {
        value.none = SP_NONE_NOT_APPLICABLE;
    } else {
        value.none = read_typed(column, rule, cell, text, is_1904, &value);
    }
done:
    *out_value = value;
    return SP_OK;
}
