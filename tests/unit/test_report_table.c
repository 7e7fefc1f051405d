/*
 * Tables in every format: goldens of a count, shares, numbers, escapes of labels that someone made to
 * do harm, and every allocation failing in turn.
 */
#include "report/report_print.h"
#include "support/figure.h"
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { OUT_MAX = 1 << 20 };

static struct sp_arena arena;
static struct sp_buf out;

static int set_up(void **unused)
{
    (void)unused;
    sp_arena_init(&arena, (size_t)16 << 20);
    sp_buf_init(&out, OUT_MAX);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    sp_arena_release(&arena);
    sp_buf_release(&out);
    return 0;
}

static const char *written(const struct sp_table *table, enum sp_format format)
{
    struct sp_err err = {0};
    sp_buf_reset(&out);
    sp_table_write(table, format, &out);
    assert_int_equal(sp_buf_status(&out, &err), SP_OK);
    return out.data;
}

static const struct {
    const char *name;
    enum sp_format format;
} formats[] = {
    {"text", SP_FORMAT_TEXT}, {"csv", SP_FORMAT_CSV},   {"json", SP_FORMAT_JSON},
    {"md", SP_FORMAT_MD},     {"html", SP_FORMAT_HTML},
};
enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

static void check_goldens(const struct sp_table *table, const char *stem)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct sp_str name =
            sp_arena_format(&arena, "report/%s.%s", stem, formats[i].name);
        (void)written(table, formats[i].format);
        golden_check(name.data, sp_buf_str(&out));
    }
}

static void test_format_names(void **unused)
{
    (void)unused;
    enum sp_format format;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        assert_true(sp_format_find(sp_str_of(formats[i].name), &format));
        assert_int_equal(format, formats[i].format);
    }
    assert_false(sp_format_find(SP_STR("xml"), &format));
}

static void test_count_in_every_format(void **unused)
{
    (void)unused;
    check_goldens(figure_table(&arena), "count");
}

static void test_count_withheld_in_every_format(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    size_t count = 0;
    struct sp_table *table = figure_table(&arena);
    assert_int_equal(sp_table_withhold(table, SP_SMALL_CELL_MIN, &count, &err), SP_OK);
    // Seattle's 3; Boston's 12, which [blank] 15 would tell it by; then nothing follows from anything.
    assert_int_equal(count, 2);
    check_goldens(table, "count-withheld");
}

static void test_count_without_groups(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_table *table = NULL;
    struct sp_count *count = figure_count(&arena);
    count->query.by_count = 0;
    count->row_count = 1;
    count->rows[0].count = count->total;
    assert_int_equal(sp_table_of_count(count, &arena, &table, &err), SP_OK);
    check_goldens(table, "count-plain");
}

static void test_releases_that_overlap_have_no_total(void **unused)
{
    (void)unused;
    struct sp_err err = {0};
    struct sp_table *table = NULL;
    struct sp_count *count = figure_count(&arena);
    count->has_total = false;
    assert_int_equal(sp_table_of_count(count, &arena, &table, &err), SP_OK);
    assert_non_null(strstr(written(table, SP_FORMAT_JSON), "\"total\":null"));
    assert_null(strstr(written(table, SP_FORMAT_TEXT), "Total"));
    assert_non_null(strstr(out.data, "Unknown operation: 48: [blank] 15"));
}

/* A receipt: plain numbers, no proof, several kinds of cell. */
static void test_receipt_in_every_format(void **unused)
{
    (void)unused;
    static const struct sp_column columns[] = {
        {.key = {"file", 4}, .heading = {"File", 4}},
        {.key = {"read", 4}, .heading = {"Rows read", 9}, .is_number = true},
    };
    struct sp_err err = {0};
    struct sp_table *table = NULL;
    assert_int_equal(sp_table_new(&arena, "sources", SP_STR("Sources"), columns, 2, &table, &err), SP_OK);
    struct sp_datum *row = sp_table_row(table);
    row[0] = sp_datum_text(SP_STR("a file with a name that goes on and on, past what a column holds.xlsx"));
    row[1] = sp_datum_number(1234567);
    row = sp_table_row(table);
    row[0] = sp_datum_text(SP_STR("Doña Ana, 東京 (wide).csv"));
    check_goldens(table, "receipt");
}

/* -- Shares and numbers --------------------------------------------------------------------- */

static void test_shares(void **unused)
{
    (void)unused;
    static const struct {
        uint64_t part, whole;
        const char *text;
    } cases[] = {
        {0, 0, "—"},
        {0, 7, "0.0 %"},
        {7, 7, "100.0 %"},
        {1, 3, "33.3 %"},
        {2, 3, "66.7 %"},
        {1, 2000, "0.1 %"},     // 0.05 rounds up.
        {1, 2001, "<0.1 %"},
        {1999, 2000, ">99.9 %"}, // 99.95 would round to all.
        {9994, 10000, "99.9 %"},
        {1, 1000000000, "<0.1 %"},
        {999999999, 1000000000, ">99.9 %"},
        {145, 1000, "14.5 %"},
        {1445, 10000, "14.5 %"}, // Half up.
        {868, 2304, "37.7 %"},
        {UINT64_MAX / 2, UINT64_MAX, "50.0 %"},
        {UINT64_MAX, UINT64_MAX, "100.0 %"},
        {3, 2, "150.0 %"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[SP_NUMBER_TEXT_MAX];
        sp_print_share(cases[i].part, cases[i].whole, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_numbers(void **unused)
{
    (void)unused;
    static const struct {
        uint64_t number;
        const char *grouped, *plain;
    } cases[] = {
        {0, "0", "0"},
        {999, "999", "999"},
        {1000, "1,000", "1000"},
        {1234567, "1,234,567", "1234567"},
        {UINT64_MAX, "18,446,744,073,709,551,615", "18446744073709551615"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[SP_NUMBER_TEXT_MAX];
        sp_print_number(cases[i].number, false, text);
        assert_string_equal(text, cases[i].grouped);
        sp_print_number(cases[i].number, true, text);
        assert_string_equal(text, cases[i].plain);
    }
}

static void test_widths(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0}, {"abc", 3}, {"Doña", 4}, {"Don\u0303a", 4}, {"東京", 4}, {"—", 1}, {"\xff\xfe", 2}, {"a\tb", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(sp_utf8_width(sp_str_of(cases[i].text)), cases[i].width);
    }
}

/* -- Labels made to do harm ----------------------------------------------------------------- */

static const char *label_written(struct sp_str label, enum sp_format format)
{
    static const struct sp_column columns[] = {{.key = {"label", 5}, .heading = {"Label", 5}}};
    struct sp_err err = {0};
    struct sp_table *table = NULL;
    assert_int_equal(sp_table_new(&arena, "t", (struct sp_str){0}, columns, 1, &table, &err), SP_OK);
    sp_table_row(table)[0] = sp_datum_text(label);
    return written(table, format);
}

static void test_escapes(void **unused)
{
    (void)unused;
    static const struct {
        const char *label;
        enum sp_format format;
        const char *holds;
    } cases[] = {
        {"<script>alert(\"x\")</script>", SP_FORMAT_HTML, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"},
        {"a & b's", SP_FORMAT_HTML, ">a &amp; b&#39;s<"},
        {"bad \xff byte", SP_FORMAT_HTML, ">bad \uFFFD byte<"},
        {"a|b*c_d`e\\f", SP_FORMAT_MD, "| a\\|b\\*c\\_d\\`e\\\\f |"},
        {"[x](http://example.org)", SP_FORMAT_MD, "| [x\\](http://example.org) |"},
        {"two\nlines", SP_FORMAT_MD, "| two lines |"},
        {"<b>", SP_FORMAT_MD, "| \\<b\\> |"},
        {"say \"yes\", no", SP_FORMAT_CSV, "\n\"say \"\"yes\"\", no\"\n"},
        {"two\nlines", SP_FORMAT_CSV, "\n\"two\nlines\"\n"},
        {"=1+1", SP_FORMAT_CSV, "\n'=1+1\n"},
        {"+1", SP_FORMAT_CSV, "\n'+1\n"},
        {"-1", SP_FORMAT_CSV, "\n'-1\n"},
        {"@SUM(A1)", SP_FORMAT_CSV, "\n'@SUM(A1)\n"},
        {"=HYPERLINK(\"http://x\",1)", SP_FORMAT_CSV, "\n\"'=HYPERLINK(\"\"http://x\"\",1)\"\n"},
        {"# no comment", SP_FORMAT_CSV, "\n\"# no comment\"\n"},
        {"a=b", SP_FORMAT_CSV, "\na=b\n"},
        {"=1+1", SP_FORMAT_JSON, "\"=1+1\""},
        {"a\"b\\c\n\x1b", SP_FORMAT_JSON, "\"a\\\"b\\\\c\\n\\u001b\""},
        {"bad \xff byte", SP_FORMAT_JSON, "\"bad \\ufffd byte\""},
        {"\x1b[31mred", SP_FORMAT_TEXT, "\n\uFFFD[31mred\n"},
        {"two\nlines", SP_FORMAT_TEXT, "\ntwo lines\n"},
        {"turn \u202Earound", SP_FORMAT_TEXT, "\nturn \uFFFDaround\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text = label_written(sp_str_of(cases[i].label), cases[i].format);
        if (!strstr(text, cases[i].holds)) fail_msg("'%s' not in:\n%s", cases[i].holds, text);
    }
}

/* Whatever bytes stand in a label, the page keeps its shape and the file stays UTF-8. */
static void test_any_bytes_stay_in_their_cell(void **unused)
{
    (void)unused;
    for (int c = 0; c < 256; c++) {
        const char bytes[] = {'a', (char)c, '"', (char)c, 'z'};
        const struct sp_str label = {.data = bytes, .size = sizeof bytes};
        const char *html = label_written(label, SP_FORMAT_HTML);
        const char *cell = strstr(html, "<th scope=\"row\">") + strlen("<th scope=\"row\">");
        const char *end = strchr(cell, '<');
        assert_true(strncmp(end, "</th>", 5) == 0);
        assert_null(memchr(cell, '"', (size_t)(end - cell)));
        for (size_t i = 0; i < FORMAT_COUNT; i++) {
            (void)label_written(label, formats[i].format);
            assert_null(memchr(out.data, '\0', out.size));
            assert_null(memchr(out.data, '\xff', out.size));
        }
    }
}

static void test_shell_quotes(void **unused)
{
    (void)unused;
    sp_buf_reset(&out);
    sp_print_shell_quoted(&out, SP_STR("facility=ST. MARY'S"));
    assert_string_equal(out.data, "'facility=ST. MARY'\\''S'");
}

/* -- Every allocation fails in turn ---------------------------------------------------------- */

/* Make, withhold and write a table. @return the first failure */
static enum sp_rc make_and_write(const struct sp_count *count, enum sp_format format)
{
    struct sp_arena own;
    struct sp_buf text;
    struct sp_table *table = NULL;
    struct sp_err err = {0};
    sp_arena_init(&own, (size_t)16 << 20);
    sp_buf_init(&text, OUT_MAX);
    enum sp_rc rc = sp_table_of_count(count, &own, &table, &err);
    if (rc == SP_OK) rc = sp_table_withhold(table, SP_SMALL_CELL_MIN, NULL, &err);
    if (rc == SP_OK) {
        sp_table_write(table, format, &text);
        rc = sp_buf_status(&text, &err);
    }
    assert_int_equal(rc, err.rc);
    sp_buf_release(&text);
    sp_arena_release(&own);
    return rc;
}

static void test_no_memory(void **unused)
{
    (void)unused;
    const struct sp_count *count = figure_count(&arena);
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        enum sp_rc rc = SP_ERR_MEMORY;
        int64_t calls = 0;
        for (; rc != SP_OK; calls++) {
            sp_alloc_fail_after(calls);
            rc = make_and_write(count, formats[i].format);
            sp_alloc_fail_after(-1);
            assert_true(rc == SP_OK || rc == SP_ERR_MEMORY);
            assert_true(calls < 1000);
        }
        assert_true(calls > 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_names),
        cmocka_unit_test(test_count_in_every_format),
        cmocka_unit_test(test_count_withheld_in_every_format),
        cmocka_unit_test(test_count_without_groups),
        cmocka_unit_test(test_releases_that_overlap_have_no_total),
        cmocka_unit_test(test_receipt_in_every_format),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_any_bytes_stay_in_their_cell),
        cmocka_unit_test(test_shell_quotes),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
