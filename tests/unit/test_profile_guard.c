/*
 * The privacy guard: which headings and which columns of values are refused, and which
 * are not. Every name, number and address here is made up.
 */
#include "profile/profile_guard.h"
#include "support/support_profile.h"
#include "support/support_random.h"

#include <stdio.h>
#include <string.h>

static const char profile_text[] =
    "profile: guarded\nversion: 1\nrelease: MADE-UP\ntable: stint\nsource: a test\n"
    "redactions: {WITHHELD: \"\"}\n"
    "columns:\n"
    "  - {field: book_in, names: [Day], required: true}\n"
    "  - {field: facility, names: [Remark, Last Name, Cell Phone, SSN], blank: [NA]}\n"
    "  - {field: religion, names: [Second], withheld: true}\n"
    "  - {field: birth_year, names: [Birth Year]}\n"
    "  - {field: birth_country, names: [Where Born]}\n"
    "  - {field: person, names: [Anonymized Identifier]}\n"
    "ignore:\n"
    "  - {names: [Third, Street Address], why: not kept}\n";

static struct sp_str str(const char *text)
{
    return sp_str_of(text);
}

/* -- Headings ---------------------------------------------------------------------- */

static void test_headings(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        const char *heading;
        enum profile_guard_kind kind;
    } cases[] = {
        {"Last Name", GUARD_NAME}, {"LAST_NAME", GUARD_NAME}, {"first-name", GUARD_NAME}, {"Name", GUARD_NAME},
        {"Inmate Name (Last, First)", GUARD_NAME}, {"Alien Name", GUARD_NAME}, {"FullName", GUARD_NAME},
        {"Person's Name", GUARD_NAME}, {"Known Aliases", GUARD_NAME},
        {"Birth Date", GUARD_BIRTH}, {"DOB", GUARD_BIRTH}, {"D.O.B.", GUARD_BIRTH}, {"Date of\nBirth", GUARD_BIRTH},
        {"Birth Date (redacted)", GUARD_BIRTH}, {"Subject DOB", GUARD_BIRTH},
        {"A-Number", GUARD_A_NUMBER}, {"A_NUMBER", GUARD_A_NUMBER}, {"Alien File Number", GUARD_A_NUMBER},
        {"Alien File Number (redacted)", GUARD_A_NUMBER}, {"A#", GUARD_A_NUMBER}, {"Alien Number", GUARD_A_NUMBER},
        {"SSN", GUARD_SSN}, {"Social Security No.", GUARD_SSN}, {"SSN#", GUARD_SSN},
        {"Street Address", GUARD_ADDRESS}, {"Home Address 2", GUARD_ADDRESS}, {"Street", GUARD_ADDRESS},
        {"Arrest Address", GUARD_ADDRESS},
        {"Phone", GUARD_PHONE}, {"Cell Phone Number", GUARD_PHONE}, {"TELEPHONE", GUARD_PHONE},
        {"E-mail", GUARD_EMAIL}, {"Email Address", GUARD_EMAIL},
        {"OFFICER_ID", GUARD_OFFICER}, {"Arrest Created By", GUARD_OFFICER}, {"Government_Employee_ID", GUARD_OFFICER},
        {"Birth Year", GUARD_NONE}, {"Year of Birth", GUARD_NONE}, {"Anonymized Identifier", GUARD_NONE},
        {"Alien_Number_Unique_Identifier", GUARD_NONE}, {"Phone Call Offered Yes No", GUARD_NONE},
        {"", GUARD_NONE}, {" _ ", GUARD_NONE}, {"Named Operation", GUARD_NONE}, {"Streetcar Stop", GUARD_NONE},
    };
    // clang-format on
    for (size_t i = 0; i < COUNT(cases); i++) {
        const enum profile_guard_kind kind =
            profile_guard_heading(NULL, str(cases[i].heading));
        if (kind != cases[i].kind)
            fail_msg("'%s' is rule %d, not %d", cases[i].heading, kind, cases[i].kind);
    }
}

/* What each rule calls harmless meets no rule at all. */
static void test_harmless_headings(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < GUARD_KIND_COUNT; kind++) {
        const char *at = profile_guard_rule_of((enum profile_guard_kind)kind)->harmless;
        assert_true(*at != '\0');
        while (*at) {
            const size_t size = strcspn(at, "|");
            const struct sp_str heading = {.data = at, .size = size};
            if (profile_guard_heading(NULL, heading) != GUARD_NONE)
                fail_msg("'%.*s' is refused", SP_FMT(heading));
            at += size + (at[size] == '|');
        }
    }
}

/* Of the built-in profiles only what they call withheld meets a rule. */
static void test_built_in_headings(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    size_t withheld_count = 0;
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            withheld_count += profile->detail->rules[j].withheld;
            if (profile->detail->rules[j].withheld) continue;
            for (size_t k = 0; k < profile->columns[j].name_count; k++) {
                const struct sp_str name = profile->columns[j].names[k];
                if (profile_guard_heading(profile->event, name) == GUARD_NONE) continue;
                fail_msg("%.*s: '%.*s' is refused", SP_FMT(profile->id), SP_FMT(name));
            }
        }
    }
    assert_true(withheld_count > 0);
    sp_profile_set_close(set);
}

/* -- Shapes ------------------------------------------------------------------------ */

static void test_shapes(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        const char *text;
        int kind; // -1: none
    } cases[] = {
        {"A012345678", GUARD_A_NUMBER}, {"a12345678", GUARD_A_NUMBER}, {"A-012-345-678", GUARD_A_NUMBER},
        {"A 012 345 678", GUARD_A_NUMBER}, {"A#012345678", GUARD_A_NUMBER}, {"seen with A012345678 there", GUARD_A_NUMBER},
        {"A1234567", -1}, {"A0123456789", -1}, {"BA012345678", -1}, {"A012345678B", -1}, {"012345678", -1},
        {"123-45-6789", GUARD_SSN}, {"123 45 6789", GUARD_SSN}, {"SSN 123-45-6789.", GUARD_SSN},
        {"1123-45-6789", -1}, {"123-45-67890", -1}, {"123-45-6789-1", -1}, {"0123456789012345678", -1},
        {"(206) 555-0123", GUARD_PHONE}, {"206-555-0123", GUARD_PHONE}, {"206.555.0123", GUARD_PHONE},
        {"1-206-555-0123", GUARD_PHONE}, {"+12065550123", GUARD_PHONE}, {"2024-01-05 13:05", -1}, {"1/5/2024 13:05", -1},
        {"someone@example.org", GUARD_EMAIL}, {"@ the jail", -1}, {"held @ 5th.", -1},
        {"DOE, JANE", GUARD_NAME}, {"Doe, Jane Q.", GUARD_NAME}, {"DE LA O, MARIA JOSE", GUARD_NAME},
        {"O'NEIL-SMITH, PAT", GUARD_NAME}, {"N\xC3\x9A\xC3\x91""EZ, JOS\xC3\x89", GUARD_NAME}, {"Li, Bo", GUARD_NAME},
        {"SMITH, VIRGINIA ANN", GUARD_NAME},
        {"SEATTLE, WA", -1}, {"King, Washington", -1}, {"KOREA, SOUTH", -1}, {"CHINA, PEOPLES REPUBLIC OF", -1},
        {"JOHN SMITH COUNTY JAIL", -1}, {"MONTGOMERY CNTY JAIL, PA", -1}, {"Assault, Aggravated", -1}, {"ST. LOUIS", -1},
        {"XXX GENERAL AREA, NON-SPECIFIC", -1}, {"A, B", -1},
        {"123 N MAIN ST", GUARD_ADDRESS}, {"4500 12th Ave. S, Apt 3", GUARD_ADDRESS}, {"12B OLD MILL ROAD", GUARD_ADDRESS},
        {"1ST AND MAIN ST", -1}, {"5 MILES TO HWY", GUARD_ADDRESS}, {"287(g) Task Force", -1}, {"10 ST", -1},
        {"b(6), b(7)c", -1}, {"0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", -1}, {"a01234567890123456789012345678901234567b", -1},
        {"", -1},
    };
    // clang-format on
    for (size_t i = 0; i < COUNT(cases); i++) {
        const unsigned expected = cases[i].kind < 0 ? 0 : 1u << cases[i].kind;
        const unsigned shapes = profile_guard_shapes(str(cases[i].text));
        if (shapes != expected)
            fail_msg("'%s' has shapes %x, not %x", cases[i].text, shapes, expected);
    }
}

/* What is all letters and digits is passed over as a code; any other byte makes it a text to look at. */
static void test_no_code_with_another_byte(void **state)
{
    (void)state;
    char text[] = "remark?A12345678";
    for (unsigned c = 1; c < 256; c++) {
        const bool is_letter = c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const bool may_stand_before = !is_letter && !(c >= '0' && c <= '9') && c != '-';
        text[6] = (char)c;
        const unsigned shapes = profile_guard_shapes(str(text));
        if ((shapes >> GUARD_A_NUMBER & 1u) != may_stand_before)
            fail_msg("byte %x before an A-number: shapes %x", c, shapes);
    }
}

static void test_full_dates(void **state)
{
    (void)state;
    static const struct {
        enum sp_cell_kind kind;
        const char *text;
        bool is_date;
    } cases[] = {
        {SP_CELL_TEXT, "1/2/1980", true}, {SP_CELL_TEXT, "1980-01-02", true},
        {SP_CELL_DATE, "29222", true},    {SP_CELL_NUMBER, "29222", true},
        {SP_CELL_TEXT, "29222.5", true},  {SP_CELL_NUMBER, "1980", false},
        {SP_CELL_TEXT, "1980", false},    {SP_CELL_TEXT, "MEXICO", false},
        {SP_CELL_EMPTY, "", false},       {SP_CELL_NUMBER, "1980123", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_cell cell = {.kind = cases[i].kind, .text = str(cases[i].text)};
        if (profile_guard_is_full_date(&cell) != cases[i].is_date)
            fail_msg("'%s'", cases[i].text);
    }
}

/* -- Columns of a sheet ------------------------------------------------------------ */

struct sheet {
    struct sp_profile_set *set;
    struct sp_arena arena;
    struct sp_match match;
    struct profile_guard *guard;
    struct sp_err err;
};

static enum sp_rc sheet_open_as(struct sheet *sheet, const char *yaml,
                                const char *headings)
{
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    *sheet = (struct sheet){.set = support_profiles_of(&yaml, 1)};
    sp_arena_init(&sheet->arena, 16 << 20);
    const size_t count = support_rows(&sheet->arena, headings, rows);
    if (sp_profile_match(sheet->set, NULL, rows, count, &sheet->arena, &sheet->match,
                         &sheet->err))
        fail_msg("%s", sheet->err.text);
    return profile_guard_open(&sheet->match, &sheet->guard, &sheet->err);
}

static enum sp_rc sheet_open(struct sheet *sheet, const char *headings)
{
    return sheet_open_as(sheet, profile_text, headings);
}

static void sheet_cell(struct sheet *sheet, uint32_t index, const char *text)
{
    const struct sp_cell cell = {.kind = *text ? SP_CELL_TEXT : SP_CELL_EMPTY,
                                 .text = str(text)};
    profile_guard_cell(sheet->guard, index, &cell, 0);
}

static void sheet_close(struct sheet *sheet)
{
    profile_guard_close(sheet->guard);
    sp_arena_release(&sheet->arena);
    sp_profile_set_close(sheet->set);
}

static void expect_refused(const struct sheet *sheet, const char *column,
                           const char *rule)
{
    char line[SP_ERR_TEXT_MAX];
    sp_err_format(&sheet->err, line, sizeof line);
    assert_int_equal(sheet->err.rc, SP_ERR_INPUT);
    assert_string_equal(sheet->err.column, column);
    support_contains(line, rule);
    support_contains(line, column);
    support_contains(line, "withheld: true");
}

static void test_refused_by_heading(void **state)
{
    (void)state;
    static const struct {
        const char *headings;
        const char *column;
        const char *rule; // NULL: accepted
    } cases[] = {
        {"Day|Last Name", "Last Name", "GUARD-NAME"},
        {"Day|last_name", "last_name", "GUARD-NAME"},
        {"Day|Cell Phone", "Cell Phone", "GUARD-PHONE"},
        {"Day|SSN", "SSN", "GUARD-SSN"},
        {"Day|Remark|Second|Birth Year", "", NULL},
        {"Day|Street Address", "", NULL}, // ignored, so never stored
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sheet sheet;
        const enum sp_rc rc = sheet_open(&sheet, cases[i].headings);
        if (cases[i].rule)
            expect_refused(&sheet, cases[i].column, cases[i].rule);
        else
            assert_int_equal(rc, SP_OK);
        sheet_close(&sheet);
    }
}

/* The field of the date of birth is for redactions alone, whatever the heading. */
static void test_birth_date_field(void **state)
{
    (void)state;
    static const char *const yamls[] = {
        "profile: p\nversion: 1\nrelease: R\ntable: arrest\nsource: s\ncolumns:\n"
        "  - {field: arrest_date, names: [Day], required: true}\n  - {field: birth_date, "
        "names: [Anything]}\n"};
    struct sheet sheet = {.set = support_profiles_of(yamls, 1)};
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    sp_arena_init(&sheet.arena, 1 << 20);
    const size_t count = support_rows(&sheet.arena, "Day|Anything", rows);
    assert_int_equal(
        sp_profile_match(sheet.set, NULL, rows, count, &sheet.arena, &sheet.match, NULL),
        SP_OK);
    assert_int_equal(profile_guard_open(&sheet.match, &sheet.guard, &sheet.err),
                     SP_ERR_INPUT);
    expect_refused(&sheet, "Anything", "GUARD-BIRTH");
    sheet_close(&sheet);
}

/* -- Lists of places ----------------------------------------------------------------- */

#define PLACES                                                                           \
    "profile: p\nversion: 1\nrelease: R\ntable: facility\nsource: s\nundated: "          \
    "u\ncolumns:\n"
#define OF_PLACES(field, heading)                                                        \
    PLACES "  - {field: " field ", names: [\"" heading "\"], required: true}\n"
#define OF_PERSONS(heading)                                                              \
    "profile: p\nversion: 1\nrelease: R\ntable: arrest\nsource: s\nundated: "            \
    "u\ncolumns:\n"                                                                      \
    "  - {field: landmark, names: [\"" heading "\"], required: true}\n"

/* The schema says which tables are of places; there a name and an address are a place's.
 */
static void test_headings_of_places(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        const char *heading;
        const char *rule; // NULL: accepted
    } cases[] = {
        {OF_PLACES("facility", "Name"), "Name", NULL},
        {OF_PLACES("address", "Address"), "Address", NULL},
        {OF_PLACES("address", "Street Address"), "Street Address", NULL},
        {OF_PLACES("address", "address_full"), "address_full", NULL},
        {OF_PLACES("address", "Home Address"), "Home Address", "GUARD-ADDRESS"},
        {OF_PLACES("address", "Home Street"), "Home Street", "GUARD-ADDRESS"},
        {OF_PLACES("address", "Last Known Address"), "Last Known Address",
         "GUARD-ADDRESS"},
        {OF_PLACES("address", "Address of Sponsor"), "Address of Sponsor",
         "GUARD-ADDRESS"},
        {OF_PLACES("facility", "Last Name"), "Last Name", "GUARD-NAME"},
        {OF_PLACES("facility", "Inmate Name"), "Inmate Name", "GUARD-NAME"},
        {OF_PLACES("facility", "Person"), "Person", "GUARD-NAME"},
        {OF_PLACES("zip", "Phone"), "Phone", "GUARD-PHONE"},
        {OF_PLACES("zip", "SSN"), "SSN", "GUARD-SSN"},
        {OF_PLACES("operator", "Supervisor Name"), "Supervisor Name", "GUARD-OFFICER"},
        {OF_PERSONS("Name"), "Name", "GUARD-NAME"},
        {OF_PERSONS("Address"), "Address", "GUARD-ADDRESS"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sheet sheet;
        const enum sp_rc rc = sheet_open_as(&sheet, cases[i].yaml, cases[i].heading);
        if (cases[i].rule) {
            if (rc == SP_OK) fail_msg("'%s' is accepted", cases[i].heading);
            expect_refused(&sheet, cases[i].heading, cases[i].rule);
        } else if (rc != SP_OK) {
            fail_msg("%s", sheet.err.text);
        }
        sheet_close(&sheet);
    }
}

static void test_values_of_places(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        const char *before; // and behind four digits
        const char *behind;
        const char *rule; // NULL: accepted
    } cases[] = {
        {OF_PLACES("address", "Where"), "", " N MAIN ST", NULL},
        {OF_PERSONS("Where"), "", " N MAIN ST", "GUARD-ADDRESS"},
        {OF_PLACES("address", "Where"), "(206) 555-", "", "GUARD-PHONE"},
        {OF_PLACES("address", "Where"), "A01234", "", "GUARD-A-NUMBER"},
        {OF_PLACES("address", "Where"), "123-45-", "", "GUARD-SSN"},
        {OF_PLACES("address", "Where"), "guard", "@example.org", "GUARD-EMAIL"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct sheet sheet;
        assert_int_equal(sheet_open_as(&sheet, cases[i].yaml, "Where"), SP_OK);
        for (unsigned row = 0; row < 50; row++) {
            char text[64];
            (void)snprintf(text, sizeof text, "%s%04u%s", cases[i].before, 1000 + row,
                           cases[i].behind);
            sheet_cell(&sheet, 0, text);
        }
        const enum sp_rc rc = profile_guard_end(sheet.guard, &sheet.err);
        if (cases[i].rule) {
            if (rc == SP_OK) fail_msg("case %zu is accepted", i);
            expect_refused(&sheet, "Where", cases[i].rule);
        } else if (rc != SP_OK) {
            fail_msg("%s", sheet.err.text);
        }
        sheet_close(&sheet);
    }
}

/* Persons' names under a facility's heading are found by their shape. */
static void test_names_among_places(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_int_equal(sheet_open_as(&sheet, OF_PLACES("facility", "Name"), "Name"), SP_OK);
    for (unsigned row = 0; row < 60; row++) {
        char text[64];
        (void)snprintf(text, sizeof text, "DOE%c%c, JANE", 'A' + (int)(row % 26),
                       'A' + (int)(row / 26));
        sheet_cell(&sheet, 0, text);
    }
    assert_int_equal(profile_guard_end(sheet.guard, &sheet.err), SP_ERR_INPUT);
    expect_refused(&sheet, "Name", "GUARD-NAME");
    sheet_close(&sheet);
}

/* Quotes that the profile takes off hide nothing from the guard. */
static void test_unquoted_values(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_int_equal(
        sheet_open_as(&sheet,
                      "profile: p\nversion: 1\nrelease: R\ntable: arrest\nsource: s\n"
                      "undated: u\nunquote: true\ncolumns:\n"
                      "  - {field: landmark, names: [Where], required: true}\n",
                      "Where"),
        SP_OK);
    for (unsigned row = 0; row < 50; row++) {
        char text[64];
        (void)snprintf(text, sizeof text, " \"%u N MAIN ST\"", 1000 + row);
        sheet_cell(&sheet, 0, text);
    }
    assert_int_equal(profile_guard_end(sheet.guard, &sheet.err), SP_ERR_INPUT);
    expect_refused(&sheet, "Where", "GUARD-ADDRESS");
    sheet_close(&sheet);
}

/* -- Properties: hundreds of columns of each kind ---------------------------------- */

enum { COLUMNS_EACH = 200, ROWS_MAX = 300 };

static const char *pick(const char *const *list, size_t count)
{
    return list[support_random_below((uint32_t)count)];
}
#define PICK(list) pick((list), COUNT(list))

static const char *const last_names[] = {"DOE",
                                         "ROE",
                                         "Garc\xC3\xAD"
                                         "a",
                                         "de la O",
                                         "O'NEIL",
                                         "SMITH",
                                         "VAN DER BERG",
                                         "Nguyen",
                                         "LI",
                                         "HERNANDEZ-PAZ",
                                         "King",
                                         "Washington"};
static const char *const first_names[] = {"JANE", "JOHN",         "Maria",  "Jos\xC3\xA9",
                                          "AL",   "VIRGINIA ANN", "Pat Q.", "RICHARD"};
static const char *const streets[] = {"MAIN", "OLD MILL", "3RD", "Cedar Grove",
                                      "MARTIN LUTHER KING"};
static const char *const street_kinds[] = {"ST", "Ave.", "RD", "Blvd", "LANE", "HWY"};

/* A made-up value of the kind. */
static void make_value(enum profile_guard_kind kind, char *out, size_t size)
{
    const unsigned a = support_random_below(1000);
    const unsigned b = support_random_below(1000);
    const unsigned c = support_random_below(10000);
    static const char *const a_forms[] = {"A%03u%03u%03u", "A-%03u-%03u-%03u",
                                          "a%03u %03u %03u"};
    static const char *const phones[] = {"(%03u) %03u-%04u", "%03u-%03u-%04u",
                                         "%03u.%03u.%04u"};
    switch (kind) {
    case GUARD_NAME:
        (void)snprintf(out, size, "%s,%s%s", PICK(last_names), a % 2 ? " " : "",
                       PICK(first_names));
        return;
    case GUARD_BIRTH:
        (void)snprintf(out, size, a % 2 ? "%u/%u/%u" : "%u/%u/%u 0:00", b % 12 + 1,
                       c % 28 + 1, 1940 + a % 70);
        return;
    case GUARD_A_NUMBER:
        (void)snprintf(out, size,
                       a % 3 == 0   ? a_forms[0]
                       : a % 3 == 1 ? a_forms[1]
                                    : a_forms[2],
                       a, b, c % 1000);
        return;
    case GUARD_SSN:
        (void)snprintf(out, size, "%03u-%02u-%04u", a, b % 100, c);
        return;
    case GUARD_ADDRESS:
        (void)snprintf(out, size, "%u %s %s", c + 1, PICK(streets), PICK(street_kinds));
        return;
    case GUARD_PHONE:
        (void)snprintf(out, size,
                       a % 3 == 0   ? phones[0]
                       : a % 3 == 1 ? phones[1]
                                    : phones[2],
                       a, b, c);
        return;
    case GUARD_EMAIL:
        (void)snprintf(out, size, "person%u@mail%u.example", c, a);
        return;
    case GUARD_OFFICER:
    case GUARD_KIND_COUNT:
        break;
    }
    fail();
}

/* A column of the kind, thinned out by blanks and redactions, which prove nothing. */
static void fill_column(struct sheet *sheet, uint32_t index, enum profile_guard_kind kind,
                        char *last, size_t size)
{
    const uint32_t rows = 10 + support_random_below(ROWS_MAX);
    const uint32_t thin = support_random_below(90);
    static const char *const nothing[] = {"", "b(6), b(7)c", "NA", "WITHHELD", "(b)(6)"};
    for (uint32_t i = 0; i < rows + 8; i++) {
        if (i < rows && support_random_below(100) < thin) {
            sheet_cell(sheet, index, PICK(nothing));
            continue;
        }
        make_value(kind, last, size);
        sheet_cell(sheet, index, last);
    }
}

static void test_columns_refused(void **state)
{
    (void)state;
    support_random_start(support_seed());
    for (unsigned kind = 0; kind < GUARD_OFFICER; kind++) {
        const bool is_birth = kind == GUARD_BIRTH;
        for (unsigned i = 0; i < COLUMNS_EACH; i++) {
            struct sheet sheet;
            char value[128];
            assert_int_equal(
                sheet_open(&sheet, is_birth ? "Day|Birth Year" : "Day|Remark"), SP_OK);
            fill_column(&sheet, 1, (enum profile_guard_kind)kind, value, sizeof value);
            assert_int_equal(profile_guard_end(sheet.guard, &sheet.err), SP_ERR_INPUT);
            expect_refused(&sheet, is_birth ? "Birth Year" : "Remark",
                           profile_guard_rule_of((enum profile_guard_kind)kind)->id);
            assert_null(strstr(sheet.err.text, value));
            sheet_close(&sheet);
        }
    }
    support_random_end();
}

/* Hexadecimal pseudonyms, numbers of 19 digits, and the texts records are full of. */
static void make_harmless(unsigned kind, char *out, size_t size)
{
    static const char *const places[] = {"JOHN SMITH COUNTY JAIL",
                                         "ST. LOUIS",
                                         "SEATTLE, WA",
                                         "King, Washington",
                                         "MONTGOMERY CNTY JAIL, PA",
                                         "XXX GENERAL AREA, NON-SPECIFIC"};
    static const char *const countries[] = {"MEXICO", "KOREA, SOUTH",
                                            "CHINA, PEOPLES REPUBLIC OF", "EL SALVADOR",
                                            "MICRONESIA, FEDERATED STATES OF"};
    static const char *const charges[] = {"Assault, Aggravated", "Larceny, Grand",
                                          "Driving Under Influence Liquor",
                                          "Homicide, Willful", "Trespassing"};
    static const char hexadecimal[] = "0123456789abcdef";
    switch (kind) {
    case 0:
        for (size_t i = 0; i < 40; i++)
            out[i] = hexadecimal[support_random_below(16)];
        out[40] = '\0';
        return;
    case 1:
        (void)snprintf(out, size, "%u%09u%09u", 1 + support_random_below(9),
                       support_random_below(1000000000),
                       support_random_below(1000000000));
        return;
    case 2:
        (void)snprintf(out, size, "%s", PICK(places));
        return;
    case 3:
        (void)snprintf(out, size, "%s", PICK(countries));
        return;
    case 4:
        (void)snprintf(out, size, "%s", PICK(charges));
        return;
    default: // Landmarks: one in ten is the address of a courthouse.
        if (support_random_below(10) == 0)
            make_value(GUARD_ADDRESS, out, size);
        else
            (void)snprintf(out, size, "%s", PICK(places));
        return;
    }
}

static void test_columns_accepted(void **state)
{
    (void)state;
    support_random_start(support_seed());
    for (unsigned kind = 0; kind < 6; kind++) {
        for (unsigned i = 0; i < COLUMNS_EACH; i++) {
            struct sheet sheet;
            char value[128];
            assert_int_equal(
                sheet_open(&sheet, kind < 2 ? "Day|Anonymized Identifier" : "Day|Remark"),
                SP_OK);
            const uint32_t rows = 60 + support_random_below(ROWS_MAX);
            for (uint32_t j = 0; j < rows; j++) {
                make_harmless(kind, value, sizeof value);
                sheet_cell(&sheet, 1, value);
            }
            if (profile_guard_end(sheet.guard, &sheet.err))
                fail_msg("kind %u: %s", kind, sheet.err.text);
            sheet_close(&sheet);
        }
    }
    support_random_end();
}

static void test_withheld_and_ignored(void **state)
{
    (void)state;
    struct sheet sheet;
    assert_int_equal(sheet_open(&sheet, "Day|Second|Third"), SP_OK);
    for (unsigned i = 0; i < 50; i++) {
        sheet_cell(&sheet, 1, "DOE, JANE");
        sheet_cell(&sheet, 2, "A012345678");
    }
    assert_int_equal(profile_guard_end(sheet.guard, &sheet.err), SP_OK);
    sheet_close(&sheet);
}

/* One A-number in a thousand remarks does not make the column one of A-numbers. */
static void test_below_the_threshold(void **state)
{
    (void)state;
    for (unsigned every = 50; every <= 200; every += 150) {
        struct sheet sheet;
        assert_int_equal(sheet_open(&sheet, "Day|Remark"), SP_OK);
        for (unsigned i = 0; i < 1000; i++) {
            sheet_cell(&sheet, 1, i % every == 0 ? "A012345678" : "at the courthouse");
        }
        assert_int_equal(profile_guard_end(sheet.guard, &sheet.err),
                         every == 50 ? SP_ERR_INPUT : SP_OK);
        sheet_close(&sheet);
    }
}

/* The same by keys, as a sheet of codes is read: each text is looked at once and counted
 * each time. */
static void test_keys(void **state)
{
    (void)state;
    static const char *const texts[] = {"DOE, JANE", "ROE, RICHARD", "", "b(6), b(7)c",
                                        "at the courthouse"};
    struct sheet sheet;
    assert_int_equal(sheet_open(&sheet, "Day|Remark"), SP_OK);
    for (uint32_t i = 0; i < 6000; i++) { // More keys than there is room for at first.
        char name[32];
        const bool is_name = i % 5 < 2;
        (void)snprintf(name, sizeof name, "DOE, J%c%c%c", (char)('A' + i % 26),
                       (char)('A' + i / 26 % 26), (char)('A' + i / 676 % 26));
        const struct sp_cell cell = {.kind = SP_CELL_TEXT,
                                     .text = str(is_name ? name : texts[i % 5])};
        profile_guard_cell(sheet.guard, 1, &cell, i % 5 < 2 ? 10 + i : 1 + i % 5);
    }
    assert_int_equal(profile_guard_end(sheet.guard, &sheet.err),
                     SP_ERR_INPUT); // 2,400 of 3,600 filled.
    expect_refused(&sheet, "Remark", "GUARD-NAME");
    sheet_close(&sheet);
}

/* -- One value --------------------------------------------------------------------- */

static void test_value_not_kept(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        enum sp_cell_kind kind;
        const char *text;
        bool is_kept;
    } cases[] = {
        {"facility", SP_CELL_TEXT, "A012345678", false},
        {"facility", SP_CELL_TEXT, "near 123-45-6789", false},
        {"facility", SP_CELL_TEXT, "206-555-0123", true},
        {"facility", SP_CELL_TEXT, "1/2/1980", true},
        {"person", SP_CELL_TEXT, "123-45-6789", false},
        {"birth_year", SP_CELL_TEXT, "1/2/1980", false},
        {"birth_year", SP_CELL_DATE, "29222", false},
        {"birth_year", SP_CELL_NUMBER, "29222", false},
        {"birth_year", SP_CELL_NUMBER, "1980", true},
        {"birth_country", SP_CELL_TEXT, "1980-01-02", false},
        {"birth_country", SP_CELL_TEXT, "MEXICO", true},
    };
    static const char *const yamls[] = {profile_text};
    struct sp_profile_set *set = support_profiles_of(yamls, 1);
    const struct sp_profile *profile = sp_profile_set_get(set, 0);
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_cell cell = {.kind = cases[i].kind, .text = str(cases[i].text)};
        struct sp_value value = {0};
        assert_int_equal(sp_profile_value(profile,
                                          support_column(profile, cases[i].field), &cell,
                                          false, &arena, &value),
                         SP_OK);
        if ((value.none == SP_NONE_VALUE) != cases[i].is_kept) fail_msg("case %zu", i);
        if (cases[i].is_kept) continue;
        assert_int_equal(value.none, SP_NONE_UNREADABLE);
        assert_int_equal(value.raw.size, 0);
    }
    sp_arena_release(&arena);
    sp_profile_set_close(set);
}

/* Any bytes, the end of the list of words included, in blocks of their own size. */
static void test_any_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "AaS Tt,.-()+#@0123456789\0\xC3\x91/:";
    support_random_start(support_seed());
    for (unsigned i = 0; i < 50000; i++) {
        const size_t size = support_random_below(48);
        char *text = sp_alloc(size + 1);
        assert_non_null(text);
        for (size_t j = 0; j < size; j++) {
            text[j] = bytes[support_random_below(sizeof bytes - 1)];
        }
        char *exact = sp_realloc(text, size ? size : 1);
        assert_non_null(exact);
        const struct sp_str str_of_bytes = {.data = exact, .size = size};
        const struct sp_cell cell = {.kind = SP_CELL_TEXT, .text = str_of_bytes};
        assert_true(profile_guard_shapes(str_of_bytes) < 1u << GUARD_KIND_COUNT);
        (void)profile_guard_is_full_date(&cell);
        (void)profile_guard_heading(NULL, str_of_bytes);
        sp_free(exact);
    }
    const struct sp_str nul = {.data = "12 A \0\0\0", .size = 8};
    assert_int_equal(profile_guard_shapes(nul), 0);
    support_random_end();
}

static void test_out_of_memory(void **state)
{
    (void)state;
    for (int64_t count = 0; count < 3; count++) {
        struct sheet sheet;
        assert_int_equal(sheet_open(&sheet, "Day|Remark"), SP_OK);
        profile_guard_close(sheet.guard);
        sheet.guard = NULL;
        sp_alloc_fail_after(count);
        assert_int_equal(profile_guard_open(&sheet.match, &sheet.guard, &sheet.err),
                         SP_ERR_MEMORY);
        sp_alloc_fail_after(-1);
        assert_null(sheet.guard);
        sheet_close(&sheet);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_harmless_headings),
        cmocka_unit_test(test_built_in_headings),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_no_code_with_another_byte),
        cmocka_unit_test(test_full_dates),
        cmocka_unit_test(test_refused_by_heading),
        cmocka_unit_test(test_birth_date_field),
        cmocka_unit_test(test_headings_of_places),
        cmocka_unit_test(test_values_of_places),
        cmocka_unit_test(test_names_among_places),
        cmocka_unit_test(test_unquoted_values),
        cmocka_unit_test_teardown(test_columns_refused, support_seed_print),
        cmocka_unit_test_teardown(test_columns_accepted, support_seed_print),
        cmocka_unit_test(test_withheld_and_ignored),
        cmocka_unit_test(test_below_the_threshold),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_value_not_kept),
        cmocka_unit_test_teardown(test_any_bytes, support_seed_print),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
