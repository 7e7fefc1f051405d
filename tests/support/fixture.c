/* Records from text pairs into a ledger, for tests of what stands above it. */
#include "support/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIELDS_MAX = 128, PATHS_MAX = 64 };

static char folder[] = "/tmp/sallyport-test-XXXXXX";
enum { PATH_SIZE = 128 };
static char paths[PATHS_MAX][PATH_SIZE];
static size_t path_count;

static void paths_remove(void)
{
    for (size_t i = 0; i < path_count; i++) {
        char wal[PATH_SIZE + 8];
        (void)snprintf(wal, sizeof wal, "%.*s.wal", PATH_SIZE - 1, paths[i]);
        (void)unlink(paths[i]);
        (void)unlink(wal);
    }
    (void)rmdir(folder);
}

const char *fixture_path(const char *name)
{
    if (path_count == 0) {
        assert_non_null(mkdtemp(folder));
        assert_int_equal(atexit(paths_remove), 0);
    }
    assert_true(path_count < PATHS_MAX);
    char *path = paths[path_count++];
    (void)snprintf(path, sizeof paths[0], "%s/%zu-%s", folder, path_count, name);
    return path;
}

void fixture_ok(enum sp_rc rc, const struct sp_err *err)
{
    char line[2048] = "";
    if (rc == SP_OK) return;
    if (err) sp_err_format(err, line, sizeof line);
    fail_msg("%s: %s", sp_rc_text(rc), line);
}

/* "[redacted (b)(7)(E)]" and its like. @return false for an ordinary value */
static bool none_of(struct sp_str text, struct sp_value *value)
{
    for (int kind = SP_NONE_EMPTY; kind < SP_NONE_COUNT; kind++) {
        const struct sp_str name = sp_str_of(sp_none_name((enum sp_none_kind)kind));
        if (text.size < name.size + 2 || text.data[0] != '[') continue;
        if (memcmp(text.data + 1, name.data, name.size) != 0) continue;
        value->none = (enum sp_none_kind)kind;
        if (kind == SP_NONE_REDACTED && text.size > name.size + 3) {
            value->text = (struct sp_str){.data = text.data + name.size + 2, .size = text.size - name.size - 3};
        }
        value->raw = kind == SP_NONE_EMPTY ? (struct sp_str){0} : text;
        return true;
    }
    return false;
}

static void pair_set(const struct sp_event *event, const char *pair, struct sp_value *values, bool *is_held)
{
    const char *equal = strchr(pair, '=');
    size_t index = 0;
    assert_non_null(equal);
    const struct sp_field *field =
        sp_event_field(event, (struct sp_str){.data = pair, .size = (size_t)(equal - pair)}, &index);
    if (!field) fail_msg("no field for '%s'", pair);
    struct sp_value *value = &values[index];
    const struct sp_str text = sp_str_of(equal + 1);
    is_held[index] = true;
    *value = (struct sp_value){.raw = text, .text = text};
    if (none_of(text, value)) return;
    if (field->type == SP_FIELD_DATE) assert_true(sp_date_parse(text, SP_DATE_ISO, &value->moment));
    if (field->type == SP_FIELD_WHOLE) value->number = strtoll(text.data, NULL, 10);
}

void fixture_add(struct sp_ledger *ledger, const char *event_name, const char *release, const char *file,
                 const struct fixture_record *records, size_t count)
{
    const struct sp_event *event = sp_event_find(sp_str_of(event_name));
    struct sp_err err = {0};
    struct ledger_terms terms;
    struct ledger_writer *writer = NULL;
    bool is_held[FIELDS_MAX] = {0};
    struct sp_value values[FIELDS_MAX] = {0};
    struct ledger_value row[FIELDS_MAX] = {0};
    char hash[SP_SHA256_TEXT_SIZE];
    int32_t source_id = 0;
    int32_t sheet_id = 0;
    size_t date_index = 0;
    assert_non_null(event);
    assert_non_null(sp_event_field(event, sp_str_of(event->date_field), &date_index));
    assert_true(sp_sha256_of(sp_str_of(file), hash));
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; records[i].pairs[j]; j++) {
            pair_set(event, records[i].pairs[j], values, is_held);
        }
    }
    struct sp_source sheet = {.sheet = SP_STR("Sheet1"),
                              .release = sp_str_of(release),
                              .event = sp_str_of(event->name),
                              .profile = SP_STR("fixture"),
                              .profile_version = 1,
                              .header_row = 1,
                              .day_first = SP_DAY_NONE,
                              .day_last = SP_DAY_NONE};
    fixture_ok(ledger_begin(ledger, &err), &err);
    fixture_ok(ledger_next_id(ledger, "source", &source_id, &err), &err);
    fixture_ok(ledger_next_id(ledger, "sheet", &sheet_id, &err), &err);
    fixture_ok(ledger_terms_open(ledger, &terms, &err), &err);
    fixture_ok(ledger_source_put(ledger, source_id, sp_str_of(hash), sp_str_of(file), 1, &err), &err);
    fixture_ok(ledger_writer_open(ledger, event, is_held, sheet_id, &writer, &err), &err);
    sheet.sheet_id = sheet_id;
    for (size_t i = 0; i < count; i++) {
        for (size_t f = 0; f < event->field_count; f++) {
            values[f] = (struct sp_value){.none = SP_NONE_EMPTY};
        }
        for (size_t j = 0; records[i].pairs[j]; j++) {
            pair_set(event, records[i].pairs[j], values, is_held);
        }
        for (size_t f = 0; f < event->field_count; f++) {
            fixture_ok(ledger_value_make(&terms, sheet.release, &event->fields[f], &values[f], &row[f], &err), &err);
        }
        fixture_ok(ledger_writer_row(writer, i + 2, row, &err), &err);
        const struct sp_value *date = &values[date_index];
        if (date->none == SP_NONE_VALUE) {
            if (sheet.day_first == SP_DAY_NONE || date->moment.day < sheet.day_first) sheet.day_first = date->moment.day;
            if (sheet.day_last == SP_DAY_NONE || date->moment.day > sheet.day_last) sheet.day_last = date->moment.day;
        }
        sheet.rows_read++;
        sheet.rows_kept++;
    }
    static const struct sp_profile profile = {.id = {"fixture", 7}, .sha256 = {"0", 1}};
    const struct sp_match match = {.profile = &profile};
    fixture_ok(ledger_writer_flush(writer, &err), &err);
    ledger_writer_close(writer);
    fixture_ok(ledger_sheet_put(ledger, source_id, &sheet, &match, SP_SHEET_VISIBLE, &err), &err);
    fixture_ok(ledger_terms_store(ledger, &terms, &err), &err);
    fixture_ok(ledger_commit(ledger, &err), &err);
    ledger_terms_release(&terms);
}
