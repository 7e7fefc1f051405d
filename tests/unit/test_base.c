/* Errors, memory, dates, interning, nearness of names: tables of input and expected. */
#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_error_first_wins_and_says_where(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    char line[512];
    assert_int_equal(sp_err_set(&err, SP_ERR_INPUT, "no column named '%s'", "Book In"), SP_ERR_INPUT);
    assert_int_equal(sp_err_set(&err, SP_ERR_IO, "later"), SP_ERR_IO);
    sp_err_at_row(&err, 7);
    sp_err_at_row(&err, 9);
    sp_err_at_sheet(&err, "FY2025");
    sp_err_at_file(&err, "a.xlsx");
    sp_err_format(&err, line, sizeof line);
    assert_string_equal(line, "no column named 'Book In' (file 'a.xlsx', sheet 'FY2025', row 7)");
    assert_int_equal(sp_rc_exit_code(err.rc), 3);
    assert_int_equal(sp_rc_exit_code(SP_ERR_USAGE), 2);
    assert_int_equal(sp_rc_exit_code(SP_ERR_LEDGER), 4);
}

static void test_errors_hold_no_controls_and_no_broken_characters(void **unused)
{
    (void)unused;
    static const struct {
        const char *name;
        const char *shown;
    } cases[] = {
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"\x1B[2Jgone", "?[2Jgone"},
        {"two\nlines\x7F", "two?lines?"},
        {"\xC2\x9B" "2J\xC2\xA0", "??2J\xC2\xA0"}, // A control of two bytes, and a blank.
        {"\xFF\xC3", "??"},
    };
    char longest[SP_ERR_PLACE_MAX + 1] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_err err = {0};
        assert_int_equal(sp_err_set(&err, SP_ERR_INPUT, "%s", cases[i].name), SP_ERR_INPUT);
        sp_err_at_sheet(&err, cases[i].name);
        assert_string_equal(err.text, cases[i].shown);
        assert_string_equal(err.sheet, cases[i].shown);
    }
    for (size_t i = 0; i + 1 < sizeof longest; i += 2) {
        memcpy(longest + i, "\xC3\xA9", 2); // Cut in the middle of the last.
    }
    struct sp_err err = {0};
    sp_err_at_file(&err, longest);
    assert_int_equal(err.file[SP_ERR_PLACE_MAX - 2], '?');
    assert_int_equal(err.file[SP_ERR_PLACE_MAX - 1], '\0');
}

static void test_days_and_back(void **unused)
{
    (void)unused;
    for (int32_t day = -719162; day <= 2932896; day += 13) { // 0001-01-01 … 9999-12-31
        const struct sp_civil civil = sp_civil_of(day);
        assert_true(sp_civil_valid(civil));
        assert_int_equal(sp_day_of(civil), day);
    }
    assert_int_equal(sp_day_of((struct sp_civil){1970, 1, 1}), 0);
    assert_int_equal(sp_day_of((struct sp_civil){2017, 9, 24}), 17433);
    assert_int_equal(sp_fiscal_year(sp_day_of((struct sp_civil){2017, 9, 30})), 2017);
    assert_int_equal(sp_fiscal_year(sp_day_of((struct sp_civil){2017, 10, 1})), 2018);
}

static void test_dates_as_text(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        enum sp_date_form form;
        const char *moment; // NULL: refused
    } cases[] = {
        {"2017-09-24", SP_DATE_ISO, "2017-09-24"},
        {"2007-10-02 00:00:00", SP_DATE_ISO, "2007-10-02 00:00:00"},
        {"2017-09-24T13:05", SP_DATE_ISO, "2017-09-24 13:05:00"},
        {"2017-09-24 13:05:09.123", SP_DATE_ISO, "2017-09-24 13:05:09"},
        {"9/4/2017", SP_DATE_MDY, "2017-09-04"},
        {" 09/24/2017 ", SP_DATE_MDY, "2017-09-24"},
        {"09/24/2017 01:05 PM", SP_DATE_MDY, "2017-09-24 13:05:00"},
        {"09/24/2017 12:05 AM", SP_DATE_MDY, "2017-09-24 00:05:00"},
        {"09/24/2017 12:05:06 pm", SP_DATE_MDY, "2017-09-24 12:05:06"},
        {"24/09/2017", SP_DATE_DMY, "2017-09-24"},
        {"24/09/2017", SP_DATE_MDY, NULL}, // No thirteenth month.
        {"9/4/17", SP_DATE_MDY, NULL},     // A year of two digits has two readings.
        {"2017-02-29", SP_DATE_ISO, NULL},
        {"2016-02-29", SP_DATE_ISO, "2016-02-29"},
        {"2017-09-24 25:00", SP_DATE_ISO, NULL},
        {"2017-09-24 13:05 PM", SP_DATE_ISO, NULL},
        {"2017-09-24x", SP_DATE_ISO, NULL},
        {"", SP_DATE_ISO, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_moment moment;
        char text[SP_DATE_TEXT_MAX];
        const bool parsed = sp_date_parse(sp_str_of(cases[i].text), cases[i].form, &moment);
        if (parsed != (cases[i].moment != NULL)) fail_msg("'%s' parsed: %d", cases[i].text, parsed);
        if (!parsed) continue;
        sp_moment_format(moment, text);
        assert_string_equal(text, cases[i].moment);
    }
}

static void test_dates_as_serials(void **unused)
{
    (void)unused;
    static const struct {
        const char *serial;
        bool is_1904;
        const char *moment;
    } cases[] = {
        {"1", false, "1900-01-01"},
        {"59", false, "1900-02-28"},
        {"60", false, NULL}, // The day that never was.
        {"61", false, "1900-03-01"},
        {"41913", false, "2014-10-01"},
        {"41913.5", false, "2014-10-01 12:00:00"},
        {"41913.999999999", false, "2014-10-02"}, // A rounded midnight.
        {"41913.25", false, "2014-10-01 06:00:00"},
        {"41913.293055555558", false, "2014-10-01 07:02:00"},
        {"41913.0000057870", false, "2014-10-01"},   // Half a second and not quite.
        {"41913.00000578704", false, "2014-10-01 00:00:01"},
        {"41913.2930555555a", false, NULL},
        {"4191a.29305555555", false, NULL},
        {"00060", false, NULL},
        {"00060.5", false, NULL},
        {"00000.25", true, "1904-01-01 06:00:00"},
        {"0", true, "1904-01-01"},
        {"40451", true, "2014-10-01"},
        {"2958465", false, "9999-12-31"},
        {"2958466", false, NULL},
        {"0", false, NULL},
        {"-1", false, NULL},
        {"4.19E4", false, NULL},
        {"12345678", false, NULL},
        {"", false, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_moment moment;
        char text[SP_DATE_TEXT_MAX];
        const bool read = sp_date_from_serial(sp_str_of(cases[i].serial), cases[i].is_1904, &moment);
        if (read != (cases[i].moment != NULL)) fail_msg("serial '%s' read: %d", cases[i].serial, read);
        if (!read) continue;
        sp_moment_format(moment, text);
        assert_string_equal(text, cases[i].moment);
    }
}

/* Serials of five digits go a quick way. With zeros in front the same number goes the slow one. */
static void test_serials_read_quickly_are_what_they_are_slowly(void **unused)
{
    (void)unused;
    static const char odd[] = "./:-+e ";
    uint64_t seed = 0x9E3779B97F4A7C15u;
    for (int round = 0; round < 200000; round++) {
        char text[64] = "00";
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const uint64_t chance = seed >> 20;
        size_t size = 2 + (size_t)snprintf(text + 2, 8, "%05u", (unsigned)(seed >> 44) % 100000);
        size_t fraction = chance % 19;
        if (fraction > 0) text[size++] = '.';
        for (uint64_t digits = seed >> 8; fraction > 0; fraction--, digits = digits / 10 + (seed << 40)) {
            text[size++] = chance % 5 == 0 ? '9' : (char)('0' + digits % 10);
        }
        if (chance % 7 == 0) text[3 + (chance >> 8) % (size - 3)] = odd[(chance >> 16) % (sizeof odd - 1)];
        struct sp_moment slow = {0};
        struct sp_moment quick = {0};
        char *exact = sp_alloc(size - 2); // So that a look past either end is seen.
        assert_non_null(exact);
        memcpy(exact, text + 2, size - 2);
        const bool is_1904 = chance % 2 == 0;
        const bool is_read = sp_date_from_serial((struct sp_str){text, size}, is_1904, &slow);
        const bool is_same =
            sp_date_from_serial((struct sp_str){exact, size - 2}, is_1904, &quick) == is_read &&
            quick.day == slow.day && quick.second == slow.second && quick.has_time == slow.has_time;
        sp_free(exact);
        if (!is_same) fail_msg("serial '%.*s': %d %d, not %d %d", (int)(size - 2), text + 2, quick.day,
                               quick.second, slow.day, slow.second);
    }
}

static void test_buffer_stops_at_its_ceiling(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_buf buf;
    sp_buf_init(&buf, 10);
    sp_buf_text(&buf, "12345");
    sp_buf_format(&buf, "%d", 678901);
    sp_buf_text(&buf, "x"); // Would fit, but the failure is sticky.
    assert_int_equal(sp_buf_status(&buf, &err), SP_ERR_LIMIT);
    assert_string_equal(buf.data, "12345");
    sp_buf_release(&buf);
}

static void test_interning_keeps_first_codes(void **unused)
{
    (void)unused;
    struct sp_intern intern;
    char text[32];
    sp_intern_init(&intern, 1 << 24);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 5000; i++) {
            uint32_t code;
            bool is_new;
            const int size = snprintf(text, sizeof text, "text %u", i);
            assert_true(sp_intern_put(&intern, (struct sp_str){text, (size_t)size}, &code, &is_new));
            assert_int_equal(code, i);
            assert_int_equal(is_new, round == 0);
        }
    }
    sp_intern_release(&intern);
}

static void test_allocation_failures_are_reported(void **unused)
{
    (void)unused;
    for (int64_t i = 0; i < 8; i++) {
        struct sp_intern intern;
        uint32_t code;
        sp_intern_init(&intern, 1 << 20);
        sp_alloc_fail_after(i);
        const bool put = sp_intern_put(&intern, SP_STR("text"), &code, NULL);
        sp_alloc_fail_after(-1);
        assert_int_equal(put, i >= 3); // Slots, texts, the arena's block.
        sp_intern_release(&intern);
    }
}

static void test_nearest_names(void **unused)
{
    (void)unused;
    static const struct sp_str names[] = {{"Seattle", 7}, {"San Diego", 9}, {"Boston", 6}};
    assert_int_equal(sp_text_nearest(SP_STR("Seatle"), names, 3), 0);
    assert_int_equal(sp_text_nearest(SP_STR("bosotn"), names, 3), 2);
    assert_int_equal(sp_text_nearest(SP_STR("Portland"), names, 3), SIZE_MAX);
    assert_int_equal(sp_text_distance(SP_STR("ab"), SP_STR("ba")), 1);
    assert_int_equal(sp_text_distance(SP_STR(""), SP_STR("abc")), 3);
}

static void test_json_strings(void **unused)
{
    (void)unused;
    static const struct {
        struct sp_str text;
        const char *json;
    } cases[] = {
        {{"a\"b\\c", 5}, "\"a\\\"b\\\\c\""},
        {{"\n\t\x01", 3}, "\"\\n\\t\\u0001\""},
        {{"\xC3\xA9", 2}, "\"\xC3\xA9\""},
        {{"\xC3", 1}, "\"\\ufffd\""},
        {{"\xED\xA0\x80", 3}, "\"\\ufffd\\ufffd\\ufffd\""}, // A surrogate is no character.
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sp_buf buf;
        sp_buf_init(&buf, 1024);
        sp_json_string(&buf, cases[i].text);
        assert_string_equal(buf.data, cases[i].json);
        sp_buf_release(&buf);
    }
}

static void test_trim(void **unused)
{
    (void)unused;
    assert_true(sp_str_equal_text(sp_str_trim(SP_STR(" \t\xC2\xA0 x y \xC2\xA0\r\n")), "x y"));
    assert_int_equal(sp_str_trim(SP_STR("   ")).size, 0);
    assert_int_equal(sp_str_trim((struct sp_str){0}).size, 0);
}

/* Found by fuzzing: the base name of no path was reached by pointer arithmetic on NULL. */
static void test_base_name_of_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(sp_path_base((struct sp_str){0}).size, 0);
    assert_true(sp_str_equal_text(sp_path_base(SP_STR("a/b.csv")), "b.csv"));
    assert_true(sp_str_equal_text(sp_path_base(SP_STR("b.csv")), "b.csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error_first_wins_and_says_where),
        cmocka_unit_test(test_errors_hold_no_controls_and_no_broken_characters),
        cmocka_unit_test(test_days_and_back),
        cmocka_unit_test(test_dates_as_text),
        cmocka_unit_test(test_dates_as_serials),
        cmocka_unit_test(test_serials_read_quickly_are_what_they_are_slowly),
        cmocka_unit_test(test_buffer_stops_at_its_ceiling),
        cmocka_unit_test(test_interning_keeps_first_codes),
        cmocka_unit_test(test_allocation_failures_are_reported),
        cmocka_unit_test(test_nearest_names),
        cmocka_unit_test(test_json_strings),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_base_name_of_nothing),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
