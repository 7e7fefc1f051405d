/*
 * The data dictionary: for each table its fields with type, meaning and the headings they
 * have in each release; then the breaks in coding, and how often values are missing.
 *
 * Made from the schema, the profiles and the facts of profile_dictionary.c, so it says
 * what the program does. docs/dictionary.md is its Markdown, and a test holds the two
 * equal.
 */
#include "profile/profile_detail.h"
#include "profile/profile_dictionary.h"
#include "report/report_document.h"
#include "report/report_print.h"
#include "sallyport/report.h"

#include <string.h>

static const size_t dictionary_arena_max = (size_t)64 << 20;
enum { HEADINGS_MAX = 1 << 16, TABLE_MAX = 32 };

#define SENTENCE(text)                                                                   \
    {                                                                                    \
        .data = (text), .size = sizeof(text) - 1                                         \
    }
static const struct sp_str sentences[] = {
    SENTENCE("A person is known by a pseudonym of the release alone: ids never link two "
             "releases."),
    SENTENCE("A field that a release lacks prints as [not in release] in its numbers. A "
             "field without a heading here is in none "
             "of the releases that have a profile."),
    SENTENCE("A heading marked withheld is redacted throughout in that release, and no "
             "value of it is kept."),
    SENTENCE("A kind of place says where the event took place, or whom it was addressed "
             "to; fields of other places have none."),
};

struct dictionary {
    struct sp_arena arena;
    const struct sp_profile_set *set;
    struct sp_table *tables[TABLE_MAX];
    size_t table_count;
};

static enum sp_rc no_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "no memory for the dictionary");
}

static const char *type_name(enum sp_field_type type)
{
    switch (type) {
    case SP_FIELD_TEXT:
        return "text";
    case SP_FIELD_DATE:
        return "date";
    case SP_FIELD_WHOLE:
        return "whole number";
    case SP_FIELD_MONEY:
        return "amount";
    case SP_FIELD_PERSON:
        return "person id";
    case SP_FIELD_DECIMAL:
        return "decimal number";
    }
    sp_assert_failed("a known field type", __FILE__, __LINE__);
}

/* -- Headings and the releases that have them -----------------------------------------
 */

struct heading {
    struct sp_str text;
    const struct sp_profile *profile;
    bool withheld;
};

/* Every heading of a field, in the order of the profiles. */
static size_t headings_of(const struct dictionary *dictionary,
                          const struct sp_event *event, const struct sp_field *field,
                          struct heading *out, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < sp_profile_set_count(dictionary->set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(dictionary->set, i);
        if (profile->event != event) continue;
        for (size_t j = 0; j < profile->column_count; j++) {
            if (profile->columns[j].field != field) continue;
            for (size_t k = 0; k < profile->columns[j].name_count && count < max; k++) {
                out[count++] =
                    (struct heading){.text = profile->columns[j].names[k],
                                     .profile = profile,
                                     .withheld = profile->detail->rules[j].withheld};
            }
        }
    }
    return count;
}

static bool is_same_entry(const struct heading *a, const struct heading *b)
{
    return sp_str_equal(a->text, b->text) &&
           sp_str_equal(a->profile->release, b->profile->release);
}

/* "Heading (RELEASE, RELEASE withheld)", one for each heading, the first one met first.
 */
static void headings_write(const struct heading *headings, size_t count,
                           struct sp_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        bool is_first = true;
        for (size_t j = 0; j < i && is_first; j++) {
            is_first = !sp_str_equal(headings[j].text, headings[i].text);
        }
        if (!is_first) continue;
        sp_buf_format(out, "%s%.*s (", out->size ? "; " : "", SP_FMT(headings[i].text));
        for (size_t j = i; j < count; j++) {
            bool is_said = !sp_str_equal(headings[j].text, headings[i].text);
            for (size_t k = i; k < j && !is_said; k++) {
                is_said = is_same_entry(&headings[k], &headings[j]);
            }
            if (is_said) continue;
            sp_buf_format(out, "%s%.*s%s", j > i ? ", " : "",
                          SP_FMT(headings[j].profile->release),
                          headings[j].withheld ? " withheld" : "");
        }
        sp_buf_char(out, ')');
    }
}

static enum sp_rc headings_cell(struct dictionary *dictionary,
                                const struct sp_event *event,
                                const struct sp_field *field, struct sp_datum *out_cell,
                                struct sp_err *err)
{
    static const size_t headings_max = 512;
    struct heading *headings =
        sp_arena_array(&dictionary->arena, headings_max, sizeof *headings);
    struct sp_buf text;
    if (!headings) return no_memory(err);
    sp_buf_init(&text, HEADINGS_MAX);
    headings_write(headings,
                   headings_of(dictionary, event, field, headings, headings_max), &text);
    enum sp_rc rc = sp_buf_status(&text, err);
    if (rc == SP_OK && text.size > 0) {
        const struct sp_str copy = sp_arena_copy(&dictionary->arena, sp_buf_str(&text));
        *out_cell = sp_datum_text(copy);
        if (!copy.data) rc = no_memory(err);
    }
    sp_buf_release(&text);
    return rc;
}

/* -- Tables -------------------------------------------------------------------------- */

#define COLUMN(name, words)                                                              \
    {                                                                                    \
        .key = {name, sizeof(name) - 1}, .heading = { words, sizeof(words) - 1 }         \
    }
#define NUMBER(name, words)                                                              \
    {                                                                                    \
        .key = {name, sizeof(name) - 1}, .heading = {words, sizeof(words) - 1},          \
        .is_number = true                                                                \
    }
#define COLUMNS(table) (table), sizeof(table) / sizeof((table)[0])

static enum sp_rc table_add(struct dictionary *dictionary, const char *id,
                            struct sp_str title, const struct sp_column *columns,
                            size_t column_count, struct sp_table **out_table,
                            struct sp_err *err)
{
    SP_ASSERT(dictionary->table_count < TABLE_MAX);
    const enum sp_rc rc = sp_table_new(&dictionary->arena, id, title, columns,
                                       column_count, out_table, err);
    if (rc == SP_OK) dictionary->tables[dictionary->table_count++] = *out_table;
    return rc;
}

static enum sp_rc event_add(struct dictionary *dictionary, const struct sp_event *event,
                            struct sp_err *err)
{
    static const struct sp_column columns[] = {
        COLUMN("field", "field"),
        COLUMN("type", "type"),
        COLUMN("place", "kind of place"),
        COLUMN("meaning", "meaning"),
        COLUMN("headings", "headings, and the releases that have them"),
    };
    const struct sp_str title =
        sp_arena_format(&dictionary->arena, "%s: %s", event->plural, event->meaning);
    struct sp_table *table = NULL;
    if (!title.data) return no_memory(err);
    enum sp_rc rc =
        table_add(dictionary, event->plural, title, COLUMNS(columns), &table, err);
    for (size_t i = 0; rc == SP_OK && i < event->field_count; i++) {
        const struct sp_field *field = &event->fields[i];
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        row[0] = sp_datum_text(sp_str_of(field->name));
        row[1] = sp_datum_text(sp_str_of(type_name(field->type)));
        row[2] = sp_datum_text(
            sp_str_of(field->place ? sp_place_kind_name(field->place) : ""));
        row[3] = sp_datum_text(sp_str_of(field->meaning));
        rc = headings_cell(dictionary, event, field, &row[4], err);
    }
    if (rc != SP_OK) return rc;
    return sp_table_note(table,
                         sp_arena_format(&dictionary->arena,
                                         "%s says when a record took place.",
                                         event->date_field),
                         err);
}

static enum sp_rc breaks_add(struct dictionary *dictionary, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        COLUMN("table", "table"), COLUMN("field", "field"), COLUMN("when", "when"),
        COLUMN("what", "what changes"), COLUMN("source", "source")};
    const struct dictionary_break *breaks;
    const size_t count = dictionary_breaks(&breaks);
    struct sp_table *table = NULL;
    const enum sp_rc rc =
        table_add(dictionary, "breaks",
                  SP_STR("Breaks: a count across one of these is not a trend"),
                  COLUMNS(columns), &table, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        struct sp_datum *row = sp_table_row(table);
        if (!row) return no_memory(err);
        row[0] =
            sp_datum_text(sp_str_of(sp_event_find(sp_str_of(breaks[i].event))->plural));
        row[1] = sp_datum_text(sp_str_of(breaks[i].field ? breaks[i].field : ""));
        row[2] = sp_datum_text(sp_str_of(breaks[i].when));
        row[3] = sp_datum_text(sp_str_of(breaks[i].what));
        row[4] = sp_datum_text(sp_str_of(breaks[i].source));
    }
    return rc;
}

static enum sp_rc gaps_add(struct dictionary *dictionary, struct sp_err *err)
{
    static const struct sp_column columns[] = {
        COLUMN("table", "table"),     COLUMN("field", "field"),
        COLUMN("release", "release"), COLUMN("how", "how"),
        NUMBER("missing", "missing"), NUMBER("rows", "of rows"),
        NUMBER("share", "share"),     COLUMN("source", "source")};
    const struct dictionary_gap *gaps;
    const size_t count = dictionary_gaps(&gaps);
    struct sp_table *table = NULL;
    const enum sp_rc rc = table_add(dictionary, "missing",
                                    SP_STR("Missing values, where they were counted"),
                                    COLUMNS(columns), &table, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        char share[SP_NUMBER_TEXT_MAX];
        struct sp_datum *row = sp_table_row(table);
        sp_print_share(gaps[i].missing_count, gaps[i].row_count, share);
        const struct sp_str share_text =
            sp_arena_copy(&dictionary->arena, sp_str_of(share));
        if (!row || !share_text.data) return no_memory(err);
        row[0] =
            sp_datum_text(sp_str_of(sp_event_find(sp_str_of(gaps[i].event))->plural));
        row[1] = sp_datum_text(sp_str_of(gaps[i].field));
        row[2] = sp_datum_text(sp_str_of(gaps[i].release));
        row[3] = sp_datum_text(sp_str_of(gaps[i].what));
        row[4] = sp_datum_number(gaps[i].missing_count);
        row[5] = sp_datum_number(gaps[i].row_count);
        row[6] = sp_datum_text(share_text);
        row[7] = sp_datum_text(sp_str_of(gaps[i].source));
    }
    return rc;
}

enum sp_rc sp_report_dictionary(const struct sp_profile_set *profiles,
                                enum sp_format format, struct sp_buf *out,
                                struct sp_err *err)
{
    struct dictionary dictionary = {.set = profiles};
    enum sp_rc rc = SP_OK;
    sp_arena_init(&dictionary.arena, dictionary_arena_max);
    for (size_t i = 0; rc == SP_OK && i < sp_event_count(); i++) {
        rc = event_add(&dictionary, sp_event_get(i), err);
    }
    if (rc == SP_OK) rc = breaks_add(&dictionary, err);
    if (rc == SP_OK) rc = gaps_add(&dictionary, err);
    if (rc == SP_OK) {
        const struct report_document document = {.id = "dictionary",
                                                 .title = "Data dictionary",
                                                 .notes = sentences,
                                                 .note_count = sizeof sentences /
                                                                   sizeof sentences[0],
                                                 .tables = dictionary.tables,
                                                 .table_count = dictionary.table_count};
        report_document_write(&document, format, out);
        rc = sp_buf_status(out, err);
    }
    sp_arena_release(&dictionary.arena);
    return rc;
}
