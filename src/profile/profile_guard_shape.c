/*
 * Shapes of values that tell who a person is.
 *
 *   A-number   A 8 or 9 digits, alone or in a longer text: A012345678, A-012-345-678
 *   SSN        ddd-dd-dddd, or with blanks, alone or in a longer text
 *   phone      (ddd) ddd-dddd, ddd-ddd-dddd, ddd.ddd.dddd, alone or in a longer text
 *   e-mail     name@host.domain, alone or in a longer text
 *   name       LAST, FIRST [MIDDLE]: words of letters around one comma, none of them a
 * word of places, offices or law, and what follows the comma no state address    house
 * number, words, and a word such as ST or AVE
 *
 * What has no shape of its own ("JOHN", or nine bare digits) only its heading can tell.
 * Bytes past ASCII count as letters.
 */
#include "profile/profile_guard.h"

enum {
    SHAPE_SIZE_MIN = 6, // "Li, Al", "a@b.co"
    A_NUMBER_SIZE_MAX = 10,
    WORDS_MAX = 12, // A longer text is a sentence: neither a name nor an address.
    WHOLE_SIZE_MAX = 100,
    SERIAL_MIN = 10000, // 1927; a year has four digits.
    SERIAL_DIGITS = 5,
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (upper(c) >= 'A' && upper(c) <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_alnum(char c)
{
    return is_digit(c) || is_letter(c);
}

/* -- Numbers within a text ---------------------------------------------------------- */

/* The byte at `at`, 0 past the end. */
static char byte_at(struct sp_str text, size_t at)
{
    return at < text.size ? text.data[at] : '\0';
}

/*
 * Whether a pattern stands at `at`: 'd' a digit, '-' one of - . or blank, '?' makes the
 * separator before it optional, everything else itself. Nothing that could go on a number
 * may follow.
 */
static bool pattern_stands(struct sp_str text, size_t at, const char *pattern)
{
    for (const char *p = pattern; *p; p++) {
        const char c = byte_at(text, at);
        const bool is_separator = c == '-' || c == '.' || c == ' ';
        if (*p == '?') continue;
        if (p[1] == '?' && !is_separator) continue;
        const bool fits = *p == 'd'   ? is_digit(c)
                          : *p == '-' ? is_separator
                                      : upper(c) == *p;
        if (!fits) return false;
        at++;
    }
    const char after = byte_at(text, at);
    if (after == '-') return !is_digit(byte_at(text, at + 1));
    return !is_alnum(after);
}

/* `patterns` ends with NULL. Nothing that could be part of a number may stand before. */
static bool text_has(struct sp_str text, const char *const *patterns)
{
    for (size_t at = 0; at < text.size; at++) {
        const char before = at ? text.data[at - 1] : ' ';
        if (is_alnum(before) || before == '-') continue;
        for (const char *const *pattern = patterns; *pattern; pattern++) {
            if (pattern_stands(text, at, *pattern)) return true;
        }
    }
    return false;
}

static bool has_a_number(struct sp_str text)
{
    static const char *const patterns[] = {"A-?ddd-?ddd-?ddd", "A-?dd-?ddd-?ddd",
                                           "A#ddd-?ddd-?ddd", "A#dd-?ddd-?ddd", NULL};
    return text_has(text, patterns);
}

static bool has_ssn(struct sp_str text)
{
    static const char *const patterns[] = {"ddd-dd-dddd", NULL};
    return text_has(text, patterns);
}

static bool has_phone(struct sp_str text)
{
    static const char *const patterns[] = {"ddd-ddd-dddd",       "(ddd)-?ddd-dddd",
                                           "1-ddd-ddd-dddd",     "1-(ddd)-ddd-dddd",
                                           "+1-?ddd-?ddd-?dddd", NULL};
    return text_has(text, patterns);
}

static bool has_email(struct sp_str text)
{
    for (size_t at = 1; at < text.size; at++) {
        if (text.data[at] != '@' || !is_alnum(text.data[at - 1])) continue;
        size_t end = at + 1;
        bool has_dot = false;
        while (end < text.size && (is_alnum(text.data[end]) || text.data[end] == '.' ||
                                   text.data[end] == '-')) {
            has_dot |= text.data[end] == '.' && is_alnum(byte_at(text, end + 1));
            end++;
        }
        if (has_dot) return true;
    }
    return false;
}

/* -- Words of a whole value --------------------------------------------------------- */

struct word {
    const char *data;
    size_t size;
    bool after_comma; // one stands before it
};

struct words {
    struct word items[WORDS_MAX];
    size_t count;
    size_t comma_count;
};

/* @return false when the text is no run of words parted by blanks and commas */
static bool words_of(struct sp_str text, struct words *out)
{
    bool after_comma = false;
    *out = (struct words){0};
    for (size_t i = 0; i < text.size;) {
        const char c = text.data[i];
        if (c == ' ' || c == ',') {
            out->comma_count += c == ',';
            after_comma |= c == ',';
            i++;
            continue;
        }
        size_t size = 0;
        while (i + size < text.size && text.data[i + size] != ' ' &&
               text.data[i + size] != ',') {
            size++;
        }
        if (out->count == WORDS_MAX) return false;
        out->items[out->count++] = (struct word){
            .data = text.data + i, .size = size, .after_comma = after_comma};
        after_comma = false;
        i += size;
    }
    return out->count > 0;
}

/* Whether a word, without a full stop at its end, stands in " ONE TWO ". */
static bool word_in(const struct word *word, const char *list)
{
    const size_t size = word->size - (word->data[word->size - 1] == '.');
    for (const char *at = list; *at; at++) {
        if (*at != ' ') continue;
        size_t same = 0;
        while (same < size && at[1 + same] && at[1 + same] == upper(word->data[same])) {
            same++;
        }
        if (size > 0 && same == size && at[1 + same] == ' ') return true;
    }
    return false;
}

static bool is_name_word(const struct word *word)
{
    if (!is_letter(word->data[0])) return false;
    for (size_t i = 0; i < word->size; i++) {
        const char c = word->data[i];
        if (!is_letter(c) && c != '\'' && c != '-' && c != '.') return false;
    }
    return true;
}

/* Words of places, offices, countries and law: a text with one of them is no name. */
static const char not_of_names[] =
    " JAIL COUNTY CNTY CO CTY CITY TOWN DEPT DEPARTMENT POLICE PD SHERIFF SHERIFFS "
    "SHERIFF'S OFFICE CENTER CENTRE CTR CEN "
    "PRISON CORRECTIONAL CORRECTIONS CORRECTION FACILITY FAC DETENTION STATE FEDERAL "
    "COURT COURTHOUSE HOSPITAL AIRPORT "
    "PORT INTL INTERNATIONAL BORDER STATION HOUSE AREA GENERAL NORTH SOUTH EAST WEST "
    "REPUBLIC REP REPUBLICS DEM "
    "DEMOCRATIC PEOPLE'S PEOPLES UNITED FEDERATED STATES ISLANDS ISLAND KINGDOM BRITISH "
    "FORMER OF THE AND OR NO NOT TO FOR "
    "WITH IN ON BY OTHER UNKNOWN ASSAULT LARCENY BURGLARY THEFT FRAUD ROBBERY WEAPON "
    "DRUGS DRUG SALE POSSESSION SEX "
    "OFFENSE FELONY MISDEMEANOR DEGREE AGGRAVATED USA U.S. US MEXICO CANADA REDACTED "
    "WITHHELD ";

static const char states[] =
    " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT "
    "NE NV NH NJ NM NY NC ND OH OK OR PA "
    "PR RI SC SD TN TX UT VT VI VA WA WV WI WY GU MP ALABAMA ALASKA ARIZONA ARKANSAS "
    "CALIFORNIA COLORADO CONNECTICUT "
    "DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS INDIANA IOWA KANSAS KENTUCKY "
    "LOUISIANA MAINE MARYLAND MASSACHUSETTS "
    "MICHIGAN MINNESOTA MISSISSIPPI MISSOURI MONTANA NEBRASKA NEVADA HAMPSHIRE JERSEY "
    "YORK CAROLINA DAKOTA OHIO OKLAHOMA "
    "OREGON PENNSYLVANIA RHODE TENNESSEE TEXAS UTAH VERMONT VIRGINIA WASHINGTON "
    "WISCONSIN WYOMING ";

/* LAST [LAST [LAST]], FIRST [MIDDLE [MIDDLE]] */
static bool is_name(const struct words *words)
{
    size_t first_at = 0;
    if (words->comma_count != 1 || words->count < 2) return false;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        if (!is_name_word(word) || word_in(word, not_of_names)) return false;
        if (word->after_comma) first_at = i;
    }
    if (first_at == 0 || first_at > 3 || words->count - first_at > 3) return false;
    if (words->items[0].size < 2 || words->items[first_at].size < 2) return false;
    // "King, Washington" and "SPRINGFIELD, IL" are places; "SMITH, VIRGINIA ANN" is none.
    return words->count - first_at > 1 || !word_in(&words->items[first_at], states);
}

static const char street_words[] =
    " ST STREET AVE AV AVENUE RD ROAD BLVD BOULEVARD DR DRIVE LN LANE CT WAY HWY HIGHWAY "
    "PKWY PARKWAY PL PLACE CIR CIRCLE "
    "TER TERRACE TRL TRAIL LOOP PIKE RTE ROUTE ALY SQ ";

static bool is_address(const struct words *words)
{
    const struct word *number = &words->items[0];
    if (words->count < 3 || number->size > 7) return false;
    size_t digits = 0;
    while (digits < number->size && is_digit(number->data[digits])) {
        digits++;
    }
    // "12B" and "12-14" are numbers of houses, "1ST" is none.
    if (digits == 0) return false;
    if (number->size - digits >= 2 && number->data[digits] != '-') return false;
    for (size_t i = 2; i < words->count; i++) {
        if (word_in(&words->items[i], street_words)) return true;
    }
    return false;
}

/* -- Together ----------------------------------------------------------------------- */

struct tally {
    size_t digits;
    size_t commas;
    bool has_at;
};

static struct tally tally_of(struct sp_str text)
{
    struct tally tally = {0};
    for (size_t i = 0; i < text.size; i++) {
        tally.digits += is_digit(text.data[i]);
        tally.commas += text.data[i] == ',';
        tally.has_at |= text.data[i] == '@';
    }
    return tally;
}

/* A pseudonym of 40 digits, a code: only an A-number is one run of letters and digits. A
 * release has hundreds of thousands of them. */
static bool is_code(struct sp_str text)
{
    unsigned others = 0;
    // No branch within: in a pseudonym digits and letters follow each other by chance.
    for (size_t i = 0; i < text.size; i++) {
        const unsigned c = (unsigned char)text.data[i];
        const unsigned letter = (c | 0x20u) - 'a';
        others |=
            (unsigned)(c - '0' > 9u) & (unsigned)(letter > 25u) & (unsigned)(c < 0x80u);
    }
    return others == 0 && text.size > A_NUMBER_SIZE_MAX;
}

unsigned profile_guard_shapes(struct sp_str text)
{
    text = sp_str_trim(text);
    if (text.size < SHAPE_SIZE_MIN || is_code(text)) return 0;
    const struct tally tally = tally_of(text);
    struct words words;
    unsigned shapes = 0;
    if (tally.digits >= 8 && has_a_number(text)) shapes |= 1u << GUARD_A_NUMBER;
    if (tally.digits >= 9 && has_ssn(text)) shapes |= 1u << GUARD_SSN;
    if (tally.digits >= 10 && has_phone(text)) shapes |= 1u << GUARD_PHONE;
    if (tally.has_at && has_email(text)) shapes |= 1u << GUARD_EMAIL;
    if (text.size > WHOLE_SIZE_MAX) return shapes;
    if (tally.digits == 0 && tally.commas == 1 && words_of(text, &words) &&
        is_name(&words))
        shapes |= 1u << GUARD_NAME;
    if (is_digit(text.data[0]) && words_of(text, &words) && is_address(&words))
        shapes |= 1u << GUARD_ADDRESS;
    return shapes;
}

/* A number that is no year but a day counted by a workbook. */
static bool is_serial(struct sp_str text)
{
    uint32_t number = 0;
    size_t digits = 0;
    while (digits < text.size && is_digit(text.data[digits])) {
        if (digits < SERIAL_DIGITS)
            number = number * 10 + (uint32_t)(text.data[digits] - '0');
        digits++;
    }
    return digits == SERIAL_DIGITS && number >= SERIAL_MIN &&
           (digits == text.size || text.data[digits] == '.');
}

bool profile_guard_is_full_date(const struct sp_cell *cell)
{
    struct sp_moment moment;
    if (cell->kind == SP_CELL_DATE) return true;
    if (cell->kind != SP_CELL_TEXT && cell->kind != SP_CELL_NUMBER) return false;
    const struct sp_str text = sp_str_trim(cell->text);
    for (unsigned form = 0; form < SP_DATE_FORM_COUNT; form++) {
        if (sp_date_parse(text, (enum sp_date_form)form, &moment)) return true;
    }
    return is_serial(text);
}

bool profile_guard_is_of_birth(const struct sp_field *field)
{
    return sp_str_starts(sp_str_of(field->name), SP_STR("birth"));
}

bool profile_guard_tells_person(const struct sp_field *field, const struct sp_cell *cell)
{
    const unsigned alone = 1u << GUARD_A_NUMBER | 1u << GUARD_SSN;
    if (profile_guard_is_of_birth(field) && profile_guard_is_full_date(cell)) return true;
    return cell->kind == SP_CELL_TEXT && (profile_guard_shapes(cell->text) & alone) != 0;
}
