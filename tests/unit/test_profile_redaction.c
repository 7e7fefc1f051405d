/* Every spelling of a redaction seen in the releases, and texts that only look like one.
 */
#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *text;
    const char *expected; // NULL: no redaction
} cases[] = {
    // Seen in the releases.
    {"b(6), b(7)c", "(b)(6), (b)(7)(C)"},
    {"b(6), b(7)C", "(b)(6), (b)(7)(C)"},
    {"b(6), b(7)(c)", "(b)(6), (b)(7)(C)"},
    {"(b)(6)(b)(7)(c)", "(b)(6), (b)(7)(C)"},
    {"(b)(6),(b)(7)(c)", "(b)(6), (b)(7)(C)"},
    {"(B)(6);(B)(7)(C) ", "(b)(6), (b)(7)(C)"},
    {"(B)(6); (B)(7)(C)", "(b)(6), (b)(7)(C)"},
    {"(B)(7)(E) ", "(b)(7)(E)"},
    {"(B)(7)(E)", "(b)(7)(E)"},
    {"b(7)(e)", "(b)(7)(E)"},
    {"(B)(3)", "(b)(3)"},
    // The same with other blanks and separators.
    {"  (b)(6)  ", "(b)(6)"},
    {"\xC2\xA0(b)(6)\xC2\xA0", "(b)(6)"},
    {"(b) (6), (b) (7) (C)", "(b)(6), (b)(7)(C)"},
    {"(b)(6) (b)(7)(C)", "(b)(6), (b)(7)(C)"},
    {"(b)(6)\n(b)(7)(C)", "(b)(6), (b)(7)(C)"},
    {"(b)(6)/(b)(7)(C)", "(b)(6), (b)(7)(C)"},
    {"(b)(6) & (b)(7)(C)", "(b)(6), (b)(7)(C)"},
    {"(b)(6), (7)(C)", "(b)(6), (b)(7)(C)"},
    {"(b)6", "(b)(6)"},
    {"(b)(7)c", "(b)(7)(C)"},
    {"(b)(7)(b)", "(b)(7)(B)"},
    {"(b)(7)(b)(6)", "(b)(6), (b)(7)"},
    // One form: in order, each once.
    {"(b)(7)(E), (b)(6), (b)(7)(C), (b)(6)", "(b)(6), (b)(7)(C), (b)(7)(E)"},
    {"(b)(7)(A), (b)(7)", "(b)(7), (b)(7)(A)"},
    // No redactions.
    {"", NULL},
    {" ", NULL},
    {"(", NULL},
    {"b", NULL},
    {"(b)", NULL},
    {"b(", NULL},
    {"b6", NULL},
    {"B2", NULL}, // A visa class.
    {"B1/B2", NULL},
    {"b7c", NULL},
    {"(6)", NULL},
    {"(b)(0)", NULL},
    {"(b)(10)", NULL},
    {"(b)(67)", NULL},
    {"(b)(6", NULL},
    {"(b)(6) JAIL", NULL},
    {"(b)(6) and others", NULL},
    {"(b)(7)Custody", NULL},
    {"COUNTY JAIL (B)", NULL},
    {"UNIT (b)(6)", NULL},
    {"(B) WING COUNTY JAIL", NULL},
    {"BOOKED INTO DETENTION", NULL},
    {"--", NULL},
    {"NA", NULL},
};

static void test_spellings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[SP_REDACTION_TEXT_MAX] = "untouched";
        const bool found = sp_redaction_parse(sp_str_of(cases[i].text), out, sizeof out);
        if (found != (cases[i].expected != NULL))
            fail_msg("'%s' gives '%s'", cases[i].text, out);
        if (found) assert_string_equal(out, cases[i].expected);
    }
}

static void test_canonical_is_stable(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[SP_REDACTION_TEXT_MAX];
        if (!cases[i].expected) continue;
        assert_true(sp_redaction_parse(sp_str_of(cases[i].expected), out, sizeof out));
        assert_string_equal(out, cases[i].expected);
    }
}

static void test_no_room(void **state)
{
    (void)state;
    char out[10];
    assert_true(sp_redaction_parse(SP_STR("(b)(7)(E)"), out, 10));
    assert_false(sp_redaction_parse(SP_STR("(b)(7)(E)"), out, 9));
    assert_false(sp_redaction_parse(SP_STR("(b)(6)"), out, 0));
    assert_false(sp_redaction_parse((struct sp_str){0}, out, sizeof out));
}

static void test_all_exemptions_fit(void **state)
{
    (void)state;
    char text[1024] = "";
    char out[SP_REDACTION_TEXT_MAX];
    for (int number = 1; number <= 9; number++) {
        for (int part = 0; part <= 6; part++) {
            const size_t size = strlen(text);
            (void)snprintf(text + size, sizeof text - size,
                           part ? "(b)(%d)(%c)," : "(b)(%d),", number, '@' + part);
        }
    }
    assert_true(sp_redaction_parse(sp_str_of(text), out, sizeof out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_canonical_is_stable),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_all_exemptions_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
