/* The table of events and fields keeps its own invariants. */
#include "sallyport/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static bool is_name(const char *text)
{
    return text[0] >= 'a' && text[0] <= 'z' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

static bool is_sentence(const char *text)
{
    const size_t size = strlen(text);
    return size > 10 && text[0] >= 'A' && text[0] <= 'Z' && text[size - 1] == '.';
}

/* Dimensions that every event has beside its fields. */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {"release", "file",        "sheet",
                                        "row",     "fiscal_year", "year",
                                        "quarter", "month",       "day"};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        if (strcmp(name, taken[i]) == 0) return true;
    }
    return false;
}

static void check_field(const struct sp_event *event, size_t index, unsigned *places)
{
    const struct sp_field *field = &event->fields[index];
    size_t found = SIZE_MAX;
    assert_true(is_name(field->name));
    assert_false(is_taken(field->name));
    assert_true(is_sentence(field->meaning));
    assert_true((field->type == SP_FIELD_TEXT) == (field->vocabulary != NULL));
    if (field->vocabulary) assert_true(is_name(field->vocabulary));
    // The first of that name is this one, so no name stands twice.
    assert_ptr_equal(sp_event_field(event, sp_str_of(field->name), &found), field);
    assert_int_equal(found, index);
    if (field->place == SP_PLACE_NONE) return;
    assert_int_equal(*places & (1u << field->place), 0);
    *places |= 1u << field->place;
}

static void test_every_event(void **state)
{
    (void)state;
    static const char *const names[] = {
        "arrest",         "detainer",  "encounter", "stint",  "removal",     "risk_assessment",
        "booking",        "agreement", "facility",  "county", "office_area", "charge_class",
        "arrest_episode", "stay",      "detainer_outcome", "return"};
    assert_int_equal(sp_event_count(), sizeof names / sizeof names[0]);
    for (size_t i = 0; i < sp_event_count(); i++) {
        const struct sp_event *event = sp_event_get(i);
        unsigned places = 0;
        assert_string_equal(event->name, names[i]);
        assert_ptr_equal(sp_event_find(sp_str_of(event->name)), event);
        assert_ptr_equal(sp_event_find(sp_str_of(event->plural)), event);
        assert_true(is_name(event->plural));
        assert_true(is_sentence(event->meaning));
        for (size_t j = 0; j < event->field_count; j++) {
            check_field(event, j, &places);
        }
        const struct sp_field *date =
            sp_event_field(event, sp_str_of(event->date_field), NULL);
        assert_non_null(date);
        assert_int_equal(date->type, SP_FIELD_DATE);
        // An agreement is between agencies, a list is of places or of laws; all else
        // happens to a person.
        assert_int_equal(sp_event_field(event, SP_STR("person"), NULL) == NULL,
                         strcmp(names[i], "agreement") == 0 || event->is_of_places ||
                             strcmp(names[i], "charge_class") == 0);
    }
}

/* The guard lets addresses stand where no person does, so nobody may. */
static void test_events_of_places(void **state)
{
    (void)state;
    static const char *const of_persons[] = {"person", "birth_date", "birth_year",
                                             "citizenship", "gender"};
    size_t count = 0;
    for (size_t i = 0; i < sp_event_count(); i++) {
        const struct sp_event *event = sp_event_get(i);
        count += event->is_of_places;
        if (!event->is_of_places) continue;
        for (size_t j = 0; j < sizeof of_persons / sizeof of_persons[0]; j++) {
            assert_null(sp_event_field(event, sp_str_of(of_persons[j]), NULL));
        }
        for (size_t j = 0; j < event->field_count; j++) {
            assert_int_not_equal(event->fields[j].type, SP_FIELD_PERSON);
        }
    }
    assert_int_equal(count, 3);
    assert_true(sp_event_find(SP_STR("facility"))->is_of_places);
    assert_false(sp_event_find(SP_STR("booking"))->is_of_places);
    assert_false(sp_event_find(SP_STR("agreement"))->is_of_places);
}

static void test_find_nothing(void **state)
{
    (void)state;
    enum sp_place_kind kind = SP_PLACE_CITY;
    assert_null(sp_event_find(SP_STR("arres")));
    assert_null(sp_event_find(SP_STR("")));
    assert_null(sp_event_field(sp_event_get(0), SP_STR("Operation"), NULL));
    assert_false(sp_place_kind_find(SP_STR("none"), &kind));
    assert_false(sp_place_kind_find(SP_STR("town"), &kind));
    assert_int_equal(kind, SP_PLACE_CITY);
}

static void test_place_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *event;
        const char *field;
        const char *kind;
    } cases[] = {
        {"arrest", "aor", "aor"},
        {"arrest", "state", "state"},
        {"arrest", "county", "county"},
        {"arrest", "city", "city"},
        {"arrest", "duty_site", "none"},
        {"arrest", "landmark", "none"},
        {"arrest", "citizenship", "none"},
        {"detainer", "facility", "facility"},
        {"detainer", "facility_city", "city"},
        {"detainer", "facility_state", "state"},
        {"detainer", "facility_aor", "aor"},
        {"encounter", "aor", "aor"},
        {"stint", "facility", "facility"},
        {"stint", "book_in_aor", "aor"},
        {"stint", "book_in_site", "none"},
        {"removal", "aor", "aor"},
        {"removal", "departure_country", "none"},
        {"removal", "apprehension_state", "none"},
        {"detainer", "detainer_aor", "none"},
        {"stint", "facility_aor", "none"},
        {"risk_assessment", "aor", "aor"},
        {"agreement", "state", "state"},
        {"agreement", "county", "county"},
        {"facility", "facility", "facility"},
        {"facility", "address", "none"},
        {"facility", "aor", "aor"},
        {"county", "county", "county"},
        {"county", "county_and_state", "none"},
        {"office_area", "aor", "aor"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct sp_event *event = sp_event_find(sp_str_of(cases[i].event));
        const struct sp_field *field =
            sp_event_field(event, sp_str_of(cases[i].field), NULL);
        assert_string_equal(sp_place_kind_name(field->place), cases[i].kind);
        enum sp_place_kind kind = SP_PLACE_NONE;
        const bool found = sp_place_kind_find(sp_str_of(cases[i].kind), &kind);
        assert_int_equal(found, field->place != SP_PLACE_NONE);
        assert_int_equal(kind, field->place);
    }
}

static void test_none_names(void **state)
{
    (void)state;
    assert_string_equal(sp_none_name(SP_NONE_VALUE), "value");
    assert_string_equal(sp_none_name(SP_NONE_EMPTY), "blank");
    assert_string_equal(sp_none_name(SP_NONE_REDACTED), "redacted");
    assert_string_equal(sp_none_name(SP_NONE_UNREADABLE), "unreadable");
    assert_string_equal(sp_none_name(SP_NONE_NOT_APPLICABLE), "not applicable");
    assert_string_equal(sp_none_name(SP_NONE_NOT_IN_RELEASE), "not in release");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_event),  cmocka_unit_test(test_events_of_places),
        cmocka_unit_test(test_find_nothing), cmocka_unit_test(test_place_kinds),
        cmocka_unit_test(test_none_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
