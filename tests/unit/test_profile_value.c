/* Cells to values: the five kinds of no value, dates, numbers, texts, ids. */
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static const char *const yaml =
    "profile: test-stints\n"
    "version: 1\n"
    "release: TEST\n"
    "table: stint\n"
    "source: a test\n"
    "dates: [mdy]\n"
    "redactions: {WITHHELD: '(b)(6)', '[redacted]': ''}\n"
    "columns:\n"
    "  - {field: book_in, names: [In], required: true}\n"
    "  - {field: book_out, names: [Out], dates: [iso, dmy]}\n"
    "  - {field: stay_book_in, names: [Stay In], dates: []}\n"
    "  - {field: facility, names: [Facility], blank: [N/A, Not  Known], values: {THE "
    "JAIL: County Jail}}\n"
    "  - {field: book_in_aor, names: [AOR], drop_suffix: Area of Responsibility}\n"
    "  - {field: program, names: [Program], not_applicable: ['--', none]}\n"
    "  - {field: birth_date, names: [Born], withheld: true}\n"
    "  - {field: birth_year, names: [Year], blank: ['0']}\n"
    "  - {field: bond_posted_amount, names: [Bond]}\n"
    "  - {field: person, names: [Id]}\n";

struct fixture {
    struct sp_profile_set *set;
    const struct sp_profile *profile;
    struct sp_arena arena;
};

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.set = support_profiles_of(&yaml, 1)};
    fixture.profile = support_profile(fixture.set, "test-stints");
    sp_arena_init(&fixture.arena, 1 << 20);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    sp_arena_release(&fixture->arena);
    sp_profile_set_close(fixture->set);
    return 0;
}

static struct sp_value value_of(struct fixture *fixture, const char *field,
                                enum sp_cell_kind kind, const char *text, bool is_1904)
{
    const struct sp_cell cell = {.kind = kind, .text = sp_str_of(text)};
    struct sp_value value = {0};
    assert_int_equal(sp_profile_value(fixture->profile,
                                      support_column(fixture->profile, field), &cell,
                                      is_1904, &fixture->arena, &value),
                     SP_OK);
    return value;
}

/* Kind of cell, kind of no value, printed value or exemption. */
static void test_kinds_of_none(void **state)
{
    static const struct {
        const char *field;
        enum sp_cell_kind kind;
        const char *text;
        enum sp_none_kind none;
        const char *expected;
    } cases[] = {
        {"facility", SP_CELL_EMPTY, "", SP_NONE_EMPTY, ""},
        {"facility", SP_CELL_TEXT, "", SP_NONE_EMPTY, ""},
        {"facility", SP_CELL_TEXT, " \t\xC2\xA0", SP_NONE_EMPTY, ""},
        {"facility", SP_CELL_TEXT, "N/A", SP_NONE_EMPTY, ""},
        {"facility", SP_CELL_TEXT, " n/a ", SP_NONE_EMPTY, ""},
        {"facility", SP_CELL_TEXT, "not \n known", SP_NONE_EMPTY, ""},
        {"birth_year", SP_CELL_NUMBER, "0", SP_NONE_EMPTY, ""},
        {"book_in", SP_CELL_EMPTY, "", SP_NONE_EMPTY, ""},
        {"person", SP_CELL_TEXT, " ", SP_NONE_EMPTY, ""},
        {"program", SP_CELL_TEXT, "(B)(7)(E) ", SP_NONE_REDACTED, "(b)(7)(E)"},
        {"book_in", SP_CELL_TEXT, "(b)(6)", SP_NONE_REDACTED, "(b)(6)"},
        {"birth_year", SP_CELL_TEXT, "b(6), b(7)c", SP_NONE_REDACTED,
         "(b)(6), (b)(7)(C)"},
        {"bond_posted_amount", SP_CELL_TEXT, "(b)(6)", SP_NONE_REDACTED, "(b)(6)"},
        {"birth_date", SP_CELL_TEXT, "(B)(6);(B)(7)(C) ", SP_NONE_REDACTED,
         "(b)(6), (b)(7)(C)"},
        {"person", SP_CELL_TEXT, "(b)(6)", SP_NONE_REDACTED, "(b)(6)"},
        {"program", SP_CELL_TEXT, "withheld", SP_NONE_REDACTED, "(b)(6)"},
        {"program", SP_CELL_TEXT, "[Redacted]", SP_NONE_REDACTED, ""},
        {"program", SP_CELL_TEXT, "--", SP_NONE_NOT_APPLICABLE, ""},
        {"program", SP_CELL_TEXT, " None", SP_NONE_NOT_APPLICABLE, ""},
        {"facility", SP_CELL_TEXT, "--", SP_NONE_VALUE,
         "--"}, // A rule is one column's own.
        {"facility", SP_CELL_ERROR, "#REF!", SP_NONE_UNREADABLE, ""},
        {"facility", SP_CELL_DATE, "42005", SP_NONE_UNREADABLE, ""},
        {"book_in", SP_CELL_TEXT, "soon", SP_NONE_UNREADABLE, ""},
        {"birth_year", SP_CELL_TEXT, "unknown", SP_NONE_UNREADABLE, ""},
        {"person", SP_CELL_ERROR, "#N/A", SP_NONE_UNREADABLE, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(*state, cases[i].field, cases[i].kind, cases[i].text, false);
        if (value.none != cases[i].none) {
            fail_msg("'%s' in %s is %s", cases[i].text, cases[i].field,
                     sp_none_name(value.none));
        }
        support_equal(value.text, cases[i].expected);
        support_equal(value.raw, cases[i].text);
    }
}

/* The fifth kind: a field without a column is found by its absence. */
static void test_not_in_release(void **state)
{
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < fixture->profile->column_count; i++) {
        assert_string_not_equal(fixture->profile->columns[i].field->name, "religion");
    }
}

static void test_withheld(void **state)
{
    static const struct {
        enum sp_cell_kind kind;
        const char *text;
    } cases[] = {{SP_CELL_TEXT, "1/2/1980"},
                 {SP_CELL_DATE, "29222"},
                 {SP_CELL_NUMBER, "29222"},
                 {SP_CELL_TEXT, "UNIT (b)(6)"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(*state, "birth_date", cases[i].kind, cases[i].text, false);
        assert_int_equal(value.none, SP_NONE_UNREADABLE);
        support_equal(value.text, "");
        support_equal(value.raw, ""); // Goes no further.
    }
    const struct sp_value empty =
        value_of(*state, "birth_date", SP_CELL_EMPTY, "", false);
    assert_int_equal(empty.none, SP_NONE_EMPTY);
}

static void test_dates(void **state)
{
    static const struct {
        const char *field;
        enum sp_cell_kind kind;
        const char *text;
        bool is_1904;
        const char *expected; // NULL: unreadable
    } cases[] = {
        {"book_in", SP_CELL_TEXT, "9/24/2017", false, "2017-09-24"},
        {"book_in", SP_CELL_TEXT, " 09/24/2017 ", false, "2017-09-24"},
        {"book_in", SP_CELL_TEXT, "9/24/2017 1:05 PM", false, "2017-09-24 13:05:00"},
        {"book_in", SP_CELL_TEXT, "9/24/2017  1:05\xC2\xA0PM", false,
         "2017-09-24 13:05:00"},
        {"book_in", SP_CELL_TEXT, "9/24/2017 00:00:00", false, "2017-09-24"},
        {"book_in", SP_CELL_TEXT, "9/24/2017 12:00 AM", false, "2017-09-24"},
        {"book_in", SP_CELL_TEXT, "2017-09-24", false,
         NULL}, // Not a form of this column.
        {"book_in", SP_CELL_TEXT, "24/9/2017", false, NULL},
        {"book_in", SP_CELL_TEXT, "2/29/2017", false, NULL},
        {"book_in", SP_CELL_TEXT, "06/14/0002 03:10 PM", false, NULL},
        {"book_in", SP_CELL_TEXT, "12/31/1899", false, NULL},
        {"book_in", SP_CELL_TEXT, "1/1/1900", false, "1900-01-01"},
        {"book_in", SP_CELL_TEXT, "12/31/2100", false, "2100-12-31"},
        {"book_in", SP_CELL_TEXT, "1/1/2101", false, NULL},
        {"book_in", SP_CELL_TEXT, "9/24/17", false, NULL}, // 1917 or 2017.
        {"book_in", SP_CELL_TEXT, "9/24/017", false, NULL},
        {"book_in", SP_CELL_TEXT, "42005", false, NULL}, // A text is no serial.
        {"book_out", SP_CELL_TEXT, "2017-09-24", false, "2017-09-24"},
        {"book_out", SP_CELL_TEXT, "2017-09-24T13:05:09", false, "2017-09-24 13:05:09"},
        {"book_out", SP_CELL_TEXT, "2017-09-24 00:00:00", false, "2017-09-24"},
        {"book_out", SP_CELL_TEXT, "24/9/2017", false, "2017-09-24"},
        {"book_out", SP_CELL_TEXT, "9/24/2017", false, NULL},
        {"stay_book_in", SP_CELL_TEXT, "9/24/2017", false, NULL},
        {"stay_book_in", SP_CELL_DATE, "43002", false, "2017-09-24"},
        {"book_in", SP_CELL_DATE, "43002", false, "2017-09-24"},
        {"book_in", SP_CELL_DATE, "43002.0", false, "2017-09-24"},
        {"book_in", SP_CELL_DATE, "43002.5", false, "2017-09-24 12:00:00"},
        {"book_in", SP_CELL_DATE, "41540", true, "2017-09-24"},
        {"book_in", SP_CELL_DATE, "2", false, "1900-01-02"},
        {"book_in", SP_CELL_DATE, "60", false, NULL}, // The day that never was.
        {"book_in", SP_CELL_DATE, "0.5", false, NULL},
        {"book_in", SP_CELL_DATE, "73415", false, "2100-12-31"},
        {"book_in", SP_CELL_DATE, "73416", false, NULL},
        {"book_in", SP_CELL_DATE, "4.3E4", false, NULL},
        {"book_in", SP_CELL_DATE, "-1", false, NULL},
        {"book_in", SP_CELL_NUMBER, "43002.5", false, "2017-09-24 12:00:00"},
        {"book_in", SP_CELL_NUMBER, "41540", true, "2017-09-24"},
        {"book_in", SP_CELL_NUMBER, "2015", false, NULL}, // A year, not a day of 1905.
        {"book_in", SP_CELL_NUMBER, "20000", false, NULL},
        {"book_in", SP_CELL_NUMBER, "20001", false, "1954-10-04"},
        {"book_in", SP_CELL_NUMBER, "59999", false, "2064-04-07"},
        {"book_in", SP_CELL_NUMBER, "60000", false, NULL},
        {"book_in", SP_CELL_BOOL, "TRUE", false, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value = value_of(*state, cases[i].field, cases[i].kind,
                                               cases[i].text, cases[i].is_1904);
        char text[SP_DATE_TEXT_MAX] = "unreadable";
        if (value.none == SP_NONE_VALUE) sp_moment_format(value.moment, text);
        if (strcmp(text, cases[i].expected ? cases[i].expected : "unreadable") != 0) {
            fail_msg("'%s' in %s is %s", cases[i].text, cases[i].field, text);
        }
        assert_true(value.none == SP_NONE_VALUE || value.none == SP_NONE_UNREADABLE);
    }
}

enum { NO = -999999 };

static void test_numbers(void **state)
{
    static const struct {
        const char *field;
        enum sp_cell_kind kind;
        const char *text;
        int64_t expected; // NO: unreadable
    } cases[] = {
        {"birth_year", SP_CELL_TEXT, "12", 12},
        {"birth_year", SP_CELL_TEXT, " 12 ", 12},
        {"birth_year", SP_CELL_NUMBER, "12.0", 12},
        {"birth_year", SP_CELL_TEXT, "12.000", 12},
        {"birth_year", SP_CELL_TEXT, "-3", -3},
        {"birth_year", SP_CELL_TEXT, "007", 7},
        {"birth_year", SP_CELL_TEXT, "9223372036854775807", INT64_MAX},
        {"birth_year", SP_CELL_TEXT, "9223372036854775808", NO},
        {"birth_year", SP_CELL_TEXT, "12.5", NO},
        {"birth_year", SP_CELL_TEXT, "12.", NO},
        {"birth_year", SP_CELL_TEXT, ".0", NO},
        {"birth_year", SP_CELL_TEXT, "1,200", NO},
        {"birth_year", SP_CELL_TEXT, "$12", NO},
        {"birth_year", SP_CELL_TEXT, "1E3", NO},
        {"birth_year", SP_CELL_TEXT, "12 years", NO},
        {"birth_year", SP_CELL_TEXT, "-", NO},
        {"birth_year", SP_CELL_TEXT, "+1", NO},
        {"birth_year", SP_CELL_BOOL, "TRUE", NO},
        {"birth_year", SP_CELL_DATE, "1985", NO}, // Shows as a day of 1905.
        {"bond_posted_amount", SP_CELL_TEXT, "1,500.00", 150000},
        {"bond_posted_amount", SP_CELL_TEXT, "$1500", 150000},
        {"bond_posted_amount", SP_CELL_TEXT, "$ 1,500", 150000},
        {"bond_posted_amount", SP_CELL_TEXT, "-$5", -500},
        {"bond_posted_amount", SP_CELL_TEXT, "1234567.89", 123456789},
        {"bond_posted_amount", SP_CELL_TEXT, "1,234,567.89", 123456789},
        {"bond_posted_amount", SP_CELL_NUMBER, "2500", 250000},
        {"bond_posted_amount", SP_CELL_NUMBER, "2500.5", 250050},
        {"bond_posted_amount", SP_CELL_NUMBER, "2500.5000", 250050},
        {"bond_posted_amount", SP_CELL_NUMBER, "0", 0},
        {"bond_posted_amount", SP_CELL_TEXT, "92233720368547758.07", INT64_MAX},
        {"bond_posted_amount", SP_CELL_TEXT, "92233720368547758.08", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "2500.505", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "1,50", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "15,00.00", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "1500,000", NO},
        {"bond_posted_amount", SP_CELL_TEXT, ",500", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "1,500,", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "1,,500", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "1.5.0", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "$", NO},
        {"bond_posted_amount", SP_CELL_TEXT, "EUR 5", NO},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(*state, cases[i].field, cases[i].kind, cases[i].text, false);
        const int64_t number = value.none == SP_NONE_VALUE ? value.number : NO;
        if (number != cases[i].expected) {
            fail_msg("'%s' gives %lld", cases[i].text, (long long)number);
        }
        assert_true(value.none == SP_NONE_VALUE || value.none == SP_NONE_UNREADABLE);
    }
}

static void test_texts(void **state)
{
    static const struct {
        const char *field;
        enum sp_cell_kind kind;
        const char *text;
        const char *expected;
    } cases[] = {
        {"facility", SP_CELL_TEXT, "County Jail", "County Jail"},
        {"facility", SP_CELL_TEXT, "  County \n\t Jail\xC2\xA0", "County Jail"},
        {"facility", SP_CELL_TEXT, "County\xC2\xA0Jail", "County Jail"},
        {"facility", SP_CELL_TEXT, "the  jail", "County Jail"}, // The profile's value.
        {"facility", SP_CELL_TEXT, "COUNTY JAIL", "COUNTY JAIL"},
        {"facility", SP_CELL_TEXT, "B WING (b)(6) JAIL", "B WING (b)(6) JAIL"},
        {"facility", SP_CELL_NUMBER, "1234567890123456789", "1234567890123456789"},
        {"facility", SP_CELL_NUMBER, "1.50", "1.50"},
        {"facility", SP_CELL_BOOL, "TRUE", "TRUE"},
        {"book_in_aor", SP_CELL_TEXT, "Seattle Area of Responsibility", "Seattle"},
        {"book_in_aor", SP_CELL_TEXT, "New York City  Area of  Responsibility ",
         "New York City"},
        {"book_in_aor", SP_CELL_TEXT, "SEATTLE AREA OF RESPONSIBILITY", "SEATTLE"},
        {"book_in_aor", SP_CELL_TEXT, "Seattle", "Seattle"},
        {"book_in_aor", SP_CELL_TEXT, "Area of Responsibility", "Area of Responsibility"},
        {"book_in_aor", SP_CELL_TEXT, "SeattleArea of Responsibility",
         "SeattleArea of Responsibility"},
        {"person", SP_CELL_TEXT, " 0a1b2c ", "0a1b2c"},
        {"person", SP_CELL_NUMBER, "1234567890123456789", "1234567890123456789"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(*state, cases[i].field, cases[i].kind, cases[i].text, false);
        assert_int_equal(value.none, SP_NONE_VALUE);
        support_equal(value.text, cases[i].expected);
        support_equal(value.raw, cases[i].text);
    }
}

/* Excel keeps fifteen digits: a rounded id would join two people. */
static void test_rounded_person(void **state)
{
    static const char *const texts[] = {"1.23456789012346E+18", "1.5", "-7"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct sp_value value =
            value_of(*state, "person", SP_CELL_NUMBER, texts[i], false);
        assert_int_equal(value.none, SP_NONE_UNREADABLE);
    }
    assert_int_equal(value_of(*state, "person", SP_CELL_DATE, "42005", false).none,
                     SP_NONE_UNREADABLE);
}

/* A profile of a list with one column 'A', for what the stints have no field for. */
static void list_open(struct fixture *fixture, const char *head, const char *column)
{
    char list[512];
    (void)snprintf(list, sizeof list,
                   "profile: a\nversion: 1\nrelease: R\ntable: facility\nsource: s\n"
                   "undated: u\n%scolumns:\n  - {names: [A], required: true, %s}\n",
                   head, column);
    const char *const text = list;
    *fixture = (struct fixture){.set = support_profiles_of(&text, 1)};
    fixture->profile = sp_profile_set_get(fixture->set, 0);
    sp_arena_init(&fixture->arena, 1 << 20);
}

static void list_close(struct fixture *fixture)
{
    sp_arena_release(&fixture->arena);
    sp_profile_set_close(fixture->set);
}

/* Two digits for the year, of the hundred years that the profile names. */
static void test_years_of_two_digits(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        const char *text;
        const char *expected; // NULL: unreadable
    } cases[] = {
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "4/9/92", "1992-09-04"},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "4/9/50", "1950-09-04"},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "4/9/49", "2049-09-04"},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "20/9/07 13:05",
         "2007-09-20 13:05:00"},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "20/09/2007", "2007-09-20"},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1950\n", "9/20/07", NULL},
        {"dates: [dmy, dmy2]\ntwo_digit_years: 1900\n", "4/9/07", "1907-09-04"},
        {"dates: [dmy2]\n", "4/9/92", "2092-09-04"},
        {"dates: [dmy2]\n", "04/09/1992", NULL},
        {"dates: [mdy2]\n", "4/9/00", "2000-04-09"},
        {"dates: [mdy2]\ntwo_digit_years: 1999\n", "4/9/99", "1999-04-09"},
        {"dates: [mdy2]\ntwo_digit_years: 1999\n", "4/9/98", "2098-04-09"},
        {"dates: [dmy]\ntwo_digit_years: 1950\n", "4/9/92", NULL},
        {"dates: [dmy, dmy2]\n", "1992", NULL},
        {"dates: [dmy, dmy2]\n", "Oct-92", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fixture fixture;
        list_open(&fixture, cases[i].head, "field: first_use");
        const struct sp_value value =
            value_of(&fixture, "first_use", SP_CELL_TEXT, cases[i].text, false);
        char text[SP_DATE_TEXT_MAX] = "unreadable";
        if (value.none == SP_NONE_VALUE) sp_moment_format(value.moment, text);
        if (strcmp(text, cases[i].expected ? cases[i].expected : "unreadable") != 0)
            fail_msg("case %zu, '%s' is %s", i, cases[i].text, text);
        list_close(&fixture);
    }
}

/* Averages and coordinates, in millionths; the half goes away from zero. */
static void test_decimals(void **state)
{
    (void)state;
    static const struct {
        enum sp_cell_kind kind;
        const char *text;
        enum sp_none_kind none;
        int64_t number;
    } cases[] = {
        {SP_CELL_NUMBER, "147.25", SP_NONE_VALUE, 147250000},
        {SP_CELL_NUMBER, "0", SP_NONE_VALUE, 0},
        {SP_CELL_NUMBER, "12", SP_NONE_VALUE, 12000000},
        {SP_CELL_NUMBER, "2.1234565000000001", SP_NONE_VALUE, 2123457},
        {SP_CELL_NUMBER, "2.1234564999999999", SP_NONE_VALUE, 2123456},
        {SP_CELL_NUMBER, "0.99999999999999989", SP_NONE_VALUE, 1000000},
        {SP_CELL_NUMBER, "5.1912568276748061E-2", SP_NONE_VALUE, 51913},
        {SP_CELL_NUMBER, "4.9E-7", SP_NONE_VALUE, 0},
        {SP_CELL_NUMBER, "5E-7", SP_NONE_VALUE, 1},
        {SP_CELL_NUMBER, "5E-99", SP_NONE_VALUE, 0},
        {SP_CELL_NUMBER, "1.5E+3", SP_NONE_VALUE, 1500000000},
        {SP_CELL_NUMBER, "-0.5", SP_NONE_VALUE, -500000},
        {SP_CELL_TEXT, " -122.3321456789 ", SP_NONE_VALUE, -122332146},
        {SP_CELL_TEXT, "47.", SP_NONE_VALUE, 47000000},
        {SP_CELL_TEXT, ".5", SP_NONE_VALUE, 500000},
        {SP_CELL_NUMBER, "999999999999.9999994", SP_NONE_VALUE, 999999999999999999},
        {SP_CELL_NUMBER, "999999999999.9999996", SP_NONE_UNREADABLE, 0},
        {SP_CELL_NUMBER, "1000000000000", SP_NONE_UNREADABLE, 0},
        {SP_CELL_NUMBER, "1E+12", SP_NONE_UNREADABLE, 0},
        {SP_CELL_NUMBER, "1E+99", SP_NONE_UNREADABLE, 0},
        {SP_CELL_NUMBER, "1E+100", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "1,5", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "1.2.3", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, ".", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "-", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "E5", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "5E", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "5E+", SP_NONE_UNREADABLE, 0},
        {SP_CELL_TEXT, "12 %", SP_NONE_UNREADABLE, 0},
        {SP_CELL_DATE, "42005", SP_NONE_UNREADABLE, 0},
        {SP_CELL_ERROR, "#N/A", SP_NONE_UNREADABLE, 0},
        {SP_CELL_EMPTY, "", SP_NONE_EMPTY, 0},
    };
    struct fixture fixture;
    list_open(&fixture, "", "field: adp");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(&fixture, "adp", cases[i].kind, cases[i].text, false);
        if (value.none != cases[i].none)
            fail_msg("'%s' is %s", cases[i].text, sp_none_name(value.none));
        if (value.none == SP_NONE_VALUE && value.number != cases[i].number)
            fail_msg("'%s' is %lld", cases[i].text, (long long)value.number);
    }
    list_close(&fixture);
}

/* Where the profile says so, quotes are no part of a value, and every rule sees what
 * stands in them. */
static void test_unquoted(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum sp_none_kind none;
        const char *expected;
    } cases[] = {
        {" \"Ohio\"", SP_NONE_VALUE, "Ohio"},
        {"\" Ohio  Valley \"", SP_NONE_VALUE, "Ohio Valley"},
        {"Ohio", SP_NONE_VALUE, "Ohio"},
        {" \"\"", SP_NONE_EMPTY, ""},
        {" \"NA\"", SP_NONE_EMPTY, ""},
        {" \"(b)(6)\"", SP_NONE_REDACTED, "(b)(6)"},
        {" \"A012345678\"", SP_NONE_UNREADABLE, ""},
        {"\"Ohio", SP_NONE_VALUE, "\"Ohio"},
        {"\"", SP_NONE_VALUE, "\""},
    };
    struct fixture fixture;
    list_open(&fixture, "unquote: true\n", "field: state, blank: [NA]");
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct sp_value value =
            value_of(&fixture, "state", SP_CELL_TEXT, cases[i].text, false);
        if (value.none != cases[i].none)
            fail_msg("%s is %s", cases[i].text, sp_none_name(value.none));
        support_equal(value.text, cases[i].expected);
    }
    list_close(&fixture);
    // Elsewhere a quote is a letter like any other.
    support_equal(value_of(*state, "facility", SP_CELL_TEXT, "\"A\"", false).text,
                  "\"A\"");
}

static void test_out_of_memory(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[] = {"County \n Jail", "(b)(6)"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct sp_arena none;
        const struct sp_cell cell = {.kind = SP_CELL_TEXT, .text = sp_str_of(texts[i])};
        struct sp_value value = {.number = 7};
        sp_arena_init(&none, 0);
        assert_int_equal(sp_profile_value(fixture->profile,
                                          support_column(fixture->profile, "facility"),
                                          &cell, false, &none, &value),
                         SP_ERR_MEMORY);
        assert_int_equal(value.number, 7);
        sp_arena_release(&none);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_of_none),
        cmocka_unit_test(test_not_in_release),
        cmocka_unit_test(test_withheld),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_rounded_person),
        cmocka_unit_test(test_out_of_memory),
        cmocka_unit_test(test_years_of_two_digits),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_unquoted),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
