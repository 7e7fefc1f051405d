/*
 * Cells of the released files that are easily read wrongly, each read by the profile of
 * its own release. The values are made up.
 */
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

struct trap {
    const char *profile;
    const char *field;
    enum sp_cell_kind kind;
    const char *text;
    const char *expected; // what shown() gives
};

/* A value as a line of text: "2017-03-06", "24692000000", "[redacted (b)(3)]". */
static void show(const struct sp_value *value, enum sp_field_type type, char *out,
                 size_t out_size)
{
    if (value->none == SP_NONE_REDACTED) {
        (void)snprintf(out, out_size, "[redacted %.*s]", SP_FMT(value->text));
    } else if (value->none != SP_NONE_VALUE) {
        (void)snprintf(out, out_size, "[%s]", sp_none_name(value->none));
    } else if (type == SP_FIELD_DATE) {
        sp_moment_format(value->moment, out);
    } else if (type == SP_FIELD_TEXT || type == SP_FIELD_PERSON) {
        (void)snprintf(out, out_size, "%.*s", SP_FMT(value->text));
    } else {
        (void)snprintf(out, out_size, "%lld", (long long)value->number);
    }
}

static void check_traps(const struct trap *traps, size_t count)
{
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < count; i++) {
        const struct sp_profile *profile = support_profile(set, traps[i].profile);
        const struct sp_profile_column *column = support_column(profile, traps[i].field);
        const struct sp_cell cell = {.kind = traps[i].kind,
                                     .text = sp_str_of(traps[i].text)};
        struct sp_arena arena;
        struct sp_value value = {0};
        char text[SP_REDACTION_TEXT_MAX + 16];
        sp_arena_init(&arena, 1 << 16);
        assert_int_equal(sp_profile_value(profile, column, &cell, false, &arena, &value),
                         SP_OK);
        show(&value, column->field->type, text, sizeof text);
        if (strcmp(text, traps[i].expected) != 0) {
            fail_msg("'%s' in %s of %s is %s, not %s", traps[i].text, traps[i].field,
                     traps[i].profile, text, traps[i].expected);
        }
        // What was typed is kept with the value, save where it must not be.
        support_equal(value.raw, column->withheld && value.none == SP_NONE_UNREADABLE
                                     ? ""
                                     : traps[i].text);
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
}

// clang-format off
#define MARCH(table)  "ice-2026-icli-00005-" table
#define AUGUST(table) "ice-2026-08-" table

/* Days of the workbook, texts and bare numbers in one column. */
static void test_mixed_dates(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {"ice-seattle-cap-2017-2018-removals", "apprehension_date", SP_CELL_DATE, "42800", "2017-03-06"},
        {"ice-seattle-cap-2017-2018-removals", "apprehension_date", SP_CELL_TEXT, "03/06/2017", "2017-03-06"},
        {"ice-seattle-cap-2017-2018-removals", "apprehension_date", SP_CELL_NUMBER, "42800", "2017-03-06"},
        {"ice-seattle-cap-2017-2018-removals", "apprehension_date", SP_CELL_TEXT, "01/01/0001", "[unreadable]"},
        {"ice-287g-agreements", "signed_date", SP_CELL_DATE, "45838", "2025-06-30"},
        {"ice-287g-agreements", "signed_date", SP_CELL_TEXT, "2025-06-30", "2025-06-30"},
        {"ice-2023-icfo-42034-risk-assessments", "submission_date", SP_CELL_TEXT, "2013-05-06 07:08:09", "2013-05-06 07:08:09"},
        {"ice-2023-icfo-42034-risk-assessments", "submission_date", SP_CELL_TEXT, "5/6/2013", "2013-05-06"},
    };
    check_traps(traps, COUNT(traps));
}

/* A number is a day only where a person would take it for one, and a year of one digit is none. */
static void test_days_out_of_bounds(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {AUGUST("removals"), "apprehension_date", SP_CELL_TEXT, "06/14/0002 03:10 PM", "[unreadable]"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_TEXT, "06/14/2002 03:10 PM", "2002-06-14 15:10:00"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_NUMBER, "20000", "[unreadable]"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_NUMBER, "20001", "1954-10-04"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_NUMBER, "59999", "2064-04-07"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_NUMBER, "60000", "[unreadable]"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_NUMBER, "2023", "[unreadable]"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_TEXT, "45000", "[unreadable]"},
        {AUGUST("removals"), "apprehension_date", SP_CELL_DATE, "2958465", "[unreadable]"}, // The year 9999.
    };
    check_traps(traps, COUNT(traps));
}

/* Of this century where the profile says so, of none elsewhere. 12/31/2009 is never of 2020. */
static void test_two_digit_years(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "9/30/09", "2009-09-30"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "09/30/09 1:05 PM", "2009-09-30 13:05:00"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "12/31/2009", "2009-12-31"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "2009-12-31", "2009-12-31"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "2/29/09", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "13/1/09", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "9/30/9", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "9/30/009", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "9/30/", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "prepare_date", SP_CELL_TEXT, "9/30/09 and many more words than fit", "[unreadable]"},
        {"ice-npr-2008-2017-detainers", "order_to_show_cause_served_date", SP_CELL_TEXT, "9/30/98", "[unreadable]"},
        {"ice-foia-15-06333-detainers", "prepare_date", SP_CELL_TEXT, "1/2/08", "2008-01-02"},
        {MARCH("detainers"), "prepare_date", SP_CELL_TEXT, "9/30/25", "[unreadable]"},
    };
    check_traps(traps, COUNT(traps));
}

static void test_midnight(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {MARCH("detentions"), "book_in", SP_CELL_TEXT, "3/6/2025 12:00 AM", "2025-03-06"},
        {MARCH("detentions"), "book_in", SP_CELL_TEXT, "3/6/2025 00:00:00", "2025-03-06"},
        {MARCH("detentions"), "book_in", SP_CELL_DATE, "45722.0", "2025-03-06"},
        {MARCH("detentions"), "book_in", SP_CELL_DATE, "45722.999652777777", "2025-03-06 23:59:30"}, // Not the next day.
        {"ice-pennsylvania-2007-2015-detainers", "prepare_date", SP_CELL_TEXT, "2014-10-01 00:00:00", "2014-10-01"},
    };
    check_traps(traps, COUNT(traps));
}

/* A number as text, a text as a number, and an amount that is hard to believe but stands there. */
static void test_numbers(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {MARCH("detentions"), "bond_posted_amount", SP_CELL_NUMBER, "246920000", "24692000000"},
        {AUGUST("detentions"), "initial_bond_set_amount", SP_CELL_TEXT, "$246,920,000.00", "24692000000"},
        {AUGUST("detentions"), "initial_bond_set_amount", SP_CELL_TEXT, "1500", "150000"},
        {AUGUST("detentions"), "initial_bond_set_amount", SP_CELL_TEXT, "(b)(7)(E)", "[redacted (b)(7)(E)]"},
        {MARCH("arrests"), "birth_year", SP_CELL_TEXT, "1985", "1985"},
        {MARCH("arrests"), "birth_year", SP_CELL_NUMBER, "1985.0", "1985"},
        {MARCH("detentions"), "facility_code", SP_CELL_NUMBER, "1234", "1234"},
        {MARCH("detentions"), "msc_charge_code", SP_CELL_TEXT, "0909", "0909"}, // The zero is part of it.
        {"ice-2025-icfo-18038-detainers", "projected_release_day", SP_CELL_NUMBER, "7", "7"},
        {"jail-pierce-county-bookings", "charge_seriousness", SP_CELL_TEXT, "5.0", "5"},
    };
    check_traps(traps, COUNT(traps));
}

/* Excel keeps 15 digits of a number: an id of 19 that it rounded belongs to many people. */
static void test_long_ids(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {MARCH("arrests"), "person", SP_CELL_TEXT, "1234567890123456789", "1234567890123456789"},
        {MARCH("arrests"), "person", SP_CELL_NUMBER, "1234567890123456789", "1234567890123456789"},
        {MARCH("arrests"), "person", SP_CELL_NUMBER, "1234567890123450000", "[unreadable]"},
        {MARCH("arrests"), "person", SP_CELL_NUMBER, "1.23456789012346E+18", "[unreadable]"},
        {MARCH("arrests"), "person", SP_CELL_TEXT, "1.23456789012346E+18", "[unreadable]"},
        {MARCH("arrests"), "person", SP_CELL_TEXT, "1.23457e+18", "[unreadable]"},
        {MARCH("arrests"), "person", SP_CELL_NUMBER, "123456789012340", "123456789012340"}, // Of 15 digits none is lost.
        {MARCH("arrests"), "person", SP_CELL_NUMBER, "0", "0"},
        {MARCH("arrests"), "person", SP_CELL_TEXT, "1e2f3a", "1e2f3a"}, // Hexadecimal, not a power of ten.
        {MARCH("arrests"), "person", SP_CELL_TEXT, "00a1b2", "00a1b2"},
    };
    check_traps(traps, COUNT(traps));
}

/* Five spellings of one redaction, and what is no redaction. */
static void test_redactions(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "b(6), b(7)c", "[redacted (b)(6), (b)(7)(C)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "b(6), b(7)C", "[redacted (b)(6), (b)(7)(C)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "(b)(6)(b)(7)(c)", "[redacted (b)(6), (b)(7)(C)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "(b)(6),(b)(7)(c)", "[redacted (b)(6), (b)(7)(C)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "b(6), b(7)(c)", "[redacted (b)(6), (b)(7)(C)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "b(7)(e)", "[redacted (b)(7)(E)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "(B)(3) ", "[redacted (b)(3)]"},
        {MARCH("arrests"), "duty_site", SP_CELL_TEXT, "B2 visa", "B2 visa"},
        {MARCH("arrests"), "duty_site", SP_CELL_EMPTY, "", "[blank]"},
        {MARCH("arrests"), "operation", SP_CELL_TEXT, "-", "[not applicable]"},
        {"ice-2019-icfo-53623-arrests", "operation", SP_CELL_TEXT, "--", "[not applicable]"},
        {"ice-2019-icfo-53623-arrests", "operation", SP_CELL_TEXT, "(B)(7)(E) ", "[redacted (b)(7)(E)]"},
        {"ice-seattle-cap-2017-2018-arrests", "operation", SP_CELL_EMPTY, "", "[blank]"},
        {"ice-seattle-cap-2017-2018-arrests", "birth_date", SP_CELL_TEXT, "(b)(6),(b)(7)(c )", "[redacted (b)(6), (b)(7)(C)]"},
    };
    check_traps(traps, COUNT(traps));
}

/* What must not have been released is not kept, whatever stands there. */
static void test_withheld(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {MARCH("arrests"), "birth_date", SP_CELL_TEXT, "1/2/1980", "[unreadable]"},
        {"ice-2025-icli-00019-detentions", "birth_date", SP_CELL_DATE, "29222", "[unreadable]"},
        {"ice-2025-icfo-18038-detainers", "eid_dta_id", SP_CELL_NUMBER, "12345", "[unreadable]"},
        {"ice-2022-icfo-09022-detentions", "threat_level", SP_CELL_TEXT, "1", "[unreadable]"},
        {"ice-2022-icfo-09022-detentions", "threat_level", SP_CELL_TEXT, "b(7)(e)", "[redacted (b)(7)(E)]"},
    };
    check_traps(traps, COUNT(traps));
}

/* Misspelt values, trailing blanks, and 0 and 1 for no and yes. */
static void test_values(void **state)
{
    (void)state;
    static const struct trap traps[] = {
        {"ice-287g-agreements", "support_type", SP_CELL_TEXT, "Warrant Service Office", "Warrant Service Officer"},
        {"ice-287g-agreements", "support_type", SP_CELL_TEXT, "Warrant Services Officer", "Warrant Service Officer"},
        {"ice-287g-agreements", "support_type", SP_CELL_TEXT, "Jail Enforcement Model ", "Jail Enforcement Model"},
        {"ice-287g-agreements", "agency_type", SP_CELL_TEXT, "County ", "County"},
        {"ice-287g-agreements", "support_type", SP_CELL_TEXT, "Some New Model", "Some New Model"}, // Kept, not dropped.
        {"jail-pierce-county-bookings", "detainer_cancelled", SP_CELL_TEXT, "1", "YES"},
        {"jail-pierce-county-bookings", "detainer_cancelled", SP_CELL_TEXT, "0", "NO"},
        {"jail-pierce-county-bookings", "gender", SP_CELL_TEXT, "FEMALE", "Female"},
    };
    check_traps(traps, COUNT(traps));
}
// clang-format on

/* The text NA for a threat level is nothing recorded, in every release that has the
 * field. */
static void test_threat_level(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    size_t held_count = 0;
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        for (size_t j = 0; j < profile->column_count; j++) {
            const struct sp_profile_column *column = &profile->columns[j];
            if (strcmp(column->field->name, "threat_level") != 0 || column->withheld)
                continue;
            const struct trap traps[] = {
                {profile->id.data, "threat_level", SP_CELL_TEXT, "NA", "[blank]"},
                {profile->id.data, "threat_level", SP_CELL_NUMBER, "1", "1"},
                {profile->id.data, "threat_level", SP_CELL_TEXT, "3", "3"},
            };
            check_traps(traps, COUNT(traps));
            held_count++;
        }
    }
    assert_int_equal(held_count, 18);
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mixed_dates),     cmocka_unit_test(test_days_out_of_bounds),
        cmocka_unit_test(test_two_digit_years), cmocka_unit_test(test_midnight),
        cmocka_unit_test(test_numbers),         cmocka_unit_test(test_long_ids),
        cmocka_unit_test(test_redactions),      cmocka_unit_test(test_withheld),
        cmocka_unit_test(test_values),          cmocka_unit_test(test_threat_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
