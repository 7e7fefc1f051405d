/* Small readings of cells, and the two that callers of sheet.h need. Called for every
 * cell: no allocation, no copies. */
#include "ingest/ingest_cell.h"

#include "ingest/ingest_limit.h"
#include "sallyport/sheet.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool ingest_count_parse(struct sp_str text, uint32_t max, uint32_t *out_count)
{
    uint64_t count = 0;
    if (text.size == 0 || text.size > 10) return false;
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i])) return false;
        count = count * 10 + (uint64_t)(text.data[i] - '0');
    }
    if (count > max) return false;
    *out_count = (uint32_t)count;
    return true;
}

bool ingest_ref_parse(struct sp_str text, uint32_t *out_column_index, uint32_t *out_row)
{
    enum { LETTERS_MAX = 3 }; // XFD
    size_t at = 0;
    uint32_t column = 0;
    if (text.size == 0) return false; // There may be no text at all.
    while (at < text.size && at < LETTERS_MAX && text.data[at] >= 'A' &&
           text.data[at] <= 'Z') {
        column = column * 26 + (uint32_t)(text.data[at] - 'A') + 1;
        at++;
    }
    const struct sp_str digits = {.data = text.data + at, .size = text.size - at};
    if (column == 0 || column > INGEST_COLUMNS_MAX) return false;
    if (!ingest_count_parse(digits, INGEST_ROWS_MAX, out_row) || *out_row == 0)
        return false;
    *out_column_index = column - 1;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct sp_str ingest_xml_trim(struct sp_str text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

static size_t skip_digits(struct sp_str text, size_t at)
{
    while (at < text.size && is_digit(text.data[at])) {
        at++;
    }
    return at;
}

static size_t skip_sign(struct sp_str text, size_t at)
{
    return at < text.size && (text.data[at] == '-' || text.data[at] == '+') ? at + 1 : at;
}

bool ingest_is_number(struct sp_str text)
{
    const size_t whole = skip_sign(text, 0);
    size_t at = skip_digits(text, whole);
    size_t digit_count = at - whole;
    if (at < text.size && text.data[at] == '.') {
        const size_t fraction = at + 1;
        at = skip_digits(text, fraction);
        digit_count += at - fraction;
    }
    if (digit_count == 0) return false;
    if (at < text.size && (text.data[at] == 'e' || text.data[at] == 'E')) {
        const size_t exponent = skip_sign(text, at + 1);
        at = skip_digits(text, exponent);
        if (at == exponent) return false;
    }
    return at == text.size;
}

bool sp_cell_moment(const struct sp_cell *cell, bool is_1904,
                    struct sp_moment *out_moment)
{
    if (cell->kind != SP_CELL_DATE && cell->kind != SP_CELL_NUMBER) return false;
    if (sp_date_from_serial(cell->text, is_1904, out_moment)) return true;
    struct sp_str text = cell->text; // A cell of type "d" holds the date as ISO text.
    if (cell->kind != SP_CELL_DATE) return false;
    if (sp_str_ends(text, SP_STR("Z"))) text.size--;
    return sp_date_parse(text, SP_DATE_ISO, out_moment);
}

void sp_column_letters(uint32_t column_index, char *out)
{
    char letters[8];
    size_t count = 0;
    for (uint64_t rest = (uint64_t)column_index + 1; rest > 0 && count < 7;
         rest = (rest - 1) / 26) {
        letters[count++] = (char)('A' + (rest - 1) % 26);
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = letters[count - 1 - i];
    }
    out[count] = '\0';
}
