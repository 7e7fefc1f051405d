/*
 * Terms and persons, interned in memory and appended to the ledger once.
 *
 * Invariants: codes follow the order of first sight, so the same files in the same order give the
 * same codes; a code, once stored, never changes its meaning. No output shows a code.
 *
 *   key of a term    vocabulary 1F none 1F bytes of label 1F label raw
 *   key of a person  release 1F id
 */
#include "ledger/ledger_term.h"

#include <stdlib.h>
#include <string.h>

enum {
    UNIT_SEPARATOR = 0x1F,
    TERM_KEY_MAX = 1 << 20,        // A cell's text has at most 32,767 characters.
    TERMS_BYTES_MAX = 1 << 30,     // Distinct texts of all releases; free text is not stored as terms.
};
static const size_t persons_bytes_max = (size_t)8 << 30; // 100 million persons of 40 characters.

/* Whether a value would be taken for one of our own labels: "[blank]", "[redacted (b)(6)]". Case categories are
 * written "[16] Reinstated Final Order" and are no such thing. */
static bool reads_as_none(struct sp_str text)
{
    if (text.size < 2 || text.data[0] != '[' || text.data[text.size - 1] != ']') return false;
    const struct sp_str inside = {.data = text.data + 1, .size = text.size - 2};
    for (int kind = SP_NONE_EMPTY; kind < SP_NONE_COUNT; kind++) {
        if (sp_str_starts(inside, sp_str_of(sp_none_name((enum sp_none_kind)kind)))) return true;
    }
    return false;
}

/* What is printed for a term. A value that reads as one of our own labels is marked as text. */
static void label_append(struct sp_buf *buf, const struct sp_value *value)
{
    if (value->none == SP_NONE_VALUE) {
        sp_buf_append(buf, value->text);
        if (reads_as_none(value->text)) sp_buf_text(buf, " (text)");
    } else if (value->none == SP_NONE_REDACTED && value->text.size) {
        sp_buf_format(buf, "[redacted %.*s]", SP_FMT(value->text));
    } else {
        sp_buf_format(buf, "[%s]", sp_none_name(value->none));
    }
}

static enum sp_rc term_put(struct ledger_terms *terms, struct sp_str vocabulary, const struct sp_value *value,
                           int32_t *out_code, struct sp_err *err)
{
    struct sp_buf *key = &terms->key;
    struct sp_buf *label = &terms->label;
    sp_buf_reset(label);
    label_append(label, value);
    sp_buf_reset(key);
    sp_buf_append(key, vocabulary);
    sp_buf_format(key, "%c%d%c%zu%c", UNIT_SEPARATOR, (int)value->none, UNIT_SEPARATOR, label->size, UNIT_SEPARATOR);
    sp_buf_append(key, sp_buf_str(label));
    sp_buf_append(key, value->raw);
    if (sp_buf_status(label, err) != SP_OK) return label->rc;
    uint32_t code;
    if (sp_buf_status(key, err) != SP_OK) return key->rc;
    if (!sp_intern_put(&terms->terms, sp_buf_str(key), &code, NULL) || code > INT32_MAX - LEDGER_TERM_FIRST_FREE) {
        return sp_err_set(err, SP_ERR_LIMIT, "too many distinct texts for one ledger (ceiling %d bytes)",
                          (int)TERMS_BYTES_MAX);
    }
    *out_code = (int32_t)code + LEDGER_TERM_FIRST_FREE;
    return SP_OK;
}

/* The code of a harmonised text or of a "no value" of a field. */
static enum sp_rc field_term_put(struct ledger_terms *terms, const struct sp_field *field,
                                 const struct sp_value *value, int32_t *out_code, struct sp_err *err)
{
    if (value->none == SP_NONE_EMPTY && value->raw.size == 0) {
        *out_code = LEDGER_TERM_EMPTY;
        return SP_OK;
    }
    // Fields of other types keep only their "no values" here, under the field's own name.
    const char *vocabulary = field->vocabulary ? field->vocabulary : field->name;
    return term_put(terms, sp_str_of(vocabulary), value, out_code, err);
}

static enum sp_rc person_put(struct ledger_terms *terms, struct sp_str release, struct sp_str id,
                             int64_t *out_key, struct sp_err *err)
{
    sp_buf_reset(&terms->key);
    sp_buf_append(&terms->key, release);
    sp_buf_char(&terms->key, UNIT_SEPARATOR);
    sp_buf_append(&terms->key, id);
    uint32_t code;
    if (sp_buf_status(&terms->key, err) != SP_OK) return terms->key.rc;
    if (!sp_intern_put(&terms->persons, sp_buf_str(&terms->key), &code, NULL) || code > INT32_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT, "too many distinct person ids for one ledger");
    }
    *out_key = code;
    return SP_OK;
}

enum sp_rc ledger_value_make(struct ledger_terms *terms, struct sp_str release, const struct sp_field *field,
                             const struct sp_value *value, struct ledger_value *out_value, struct sp_err *err)
{
    struct ledger_value made = {.none = LEDGER_HAS_VALUE, .second = LEDGER_NO_TIME};
    enum sp_rc rc = SP_OK;
    if (field->type == SP_FIELD_TEXT || value->none != SP_NONE_VALUE) {
        int32_t code = 0;
        rc = field_term_put(terms, field, value, &code, err);
        made.number = code;
        if (field->type != SP_FIELD_TEXT) made.none = code;
    } else if (field->type == SP_FIELD_PERSON) {
        rc = person_put(terms, release, value->text, &made.number, err);
    } else if (field->type == SP_FIELD_DATE) {
        made = ledger_value_of_moment(value->moment);
    } else {
        made.number = value->number;
    }
    if (rc == SP_OK) *out_value = made;
    return rc;
}

static enum sp_rc terms_load(struct sp_ledger *ledger, struct ledger_terms *terms, struct sp_err *err)
{
    const struct ledger_param first = ledger_whole(LEDGER_TERM_FIRST_FREE);
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(ledger,
                                 "SELECT vocabulary || chr(31) || none || chr(31) || strlen(label) || chr(31) || "
                                 "label || raw "
                                 "FROM term WHERE code >= ? ORDER BY code",
                                 &first, 1, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        uint32_t code;
        if (!sp_intern_put(&terms->terms, ledger_get_text(&rows, 0), &code, NULL))
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory while reading the ledger's texts");
    }
    ledger_rows_release(&rows);
    terms->term_stored = terms->terms.count;
    return rc == SP_END ? SP_OK : rc;
}

static enum sp_rc persons_load(struct sp_ledger *ledger, struct ledger_terms *terms, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    enum sp_rc rc = ledger_query(ledger, "SELECT release || chr(31) || id FROM person ORDER BY key", NULL,
                                 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        uint32_t code;
        if (!sp_intern_put(&terms->persons, ledger_get_text(&rows, 0), &code, NULL))
            rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory while reading the ledger's person keys");
    }
    ledger_rows_release(&rows);
    terms->person_stored = terms->persons.count;
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc ledger_terms_open(struct sp_ledger *ledger, struct ledger_terms *out_terms, struct sp_err *err)
{
    *out_terms = (struct ledger_terms){0};
    sp_intern_init(&out_terms->terms, TERMS_BYTES_MAX);
    sp_intern_init(&out_terms->persons, persons_bytes_max);
    sp_buf_init(&out_terms->key, TERM_KEY_MAX);
    sp_buf_init(&out_terms->label, TERM_KEY_MAX);
    enum sp_rc rc = terms_load(ledger, out_terms, err);
    if (rc == SP_OK) rc = persons_load(ledger, out_terms, err);
    if (rc != SP_OK) ledger_terms_release(out_terms);
    return rc;
}

/* Take what stands before the next separator off the front of a key. */
static struct sp_str key_take(struct sp_str *key)
{
    const char *end = memchr(key->data, UNIT_SEPARATOR, key->size);
    SP_ASSERT(end);
    const struct sp_str part = {.data = key->data, .size = (size_t)(end - key->data)};
    *key = (struct sp_str){.data = end + 1, .size = key->size - part.size - 1};
    return part;
}

static void append_text(duckdb_appender appender, struct sp_str text)
{
    (void)duckdb_append_varchar_length(appender, text.data ? text.data : "", text.size);
}

void ledger_term_label(const struct ledger_terms *terms, int32_t code, enum sp_none_kind *out_none,
                       struct sp_str *out_label)
{
    SP_ASSERT(code >= LEDGER_TERM_FIRST_FREE && (uint32_t)code - LEDGER_TERM_FIRST_FREE < terms->terms.count);
    struct sp_str key = terms->terms.texts[code - LEDGER_TERM_FIRST_FREE];
    (void)key_take(&key);
    *out_none = (enum sp_none_kind)(key_take(&key).data[0] - '0');
    *out_label = (struct sp_str){.data = NULL, .size = strtoul(key_take(&key).data, NULL, 10)};
    SP_ASSERT(out_label->size <= key.size);
    out_label->data = key.data;
}

struct sp_str ledger_person_id(const struct ledger_terms *terms, int64_t key)
{
    SP_ASSERT(key >= 0 && key < (int64_t)terms->persons.count);
    struct sp_str text = terms->persons.texts[key];
    (void)key_take(&text);
    return text;
}

static void append_term(duckdb_appender appender, uint32_t index, struct sp_str key)
{
    const struct sp_str vocabulary = key_take(&key);
    const struct sp_str none = key_take(&key);
    const size_t label_size = strtoul(key_take(&key).data, NULL, 10);
    SP_ASSERT(label_size <= key.size);
    const struct sp_str label = {.data = key.data, .size = label_size};
    const struct sp_str raw = {.data = key.data + label_size, .size = key.size - label_size};
    (void)duckdb_append_int32(appender, (int32_t)index + LEDGER_TERM_FIRST_FREE);
    append_text(appender, vocabulary);
    append_text(appender, raw);
    append_text(appender, label);
    (void)duckdb_append_int32(appender, none.data[0] - '0');
}

static void append_person(duckdb_appender appender, uint32_t index, struct sp_str key)
{
    (void)duckdb_append_int32(appender, (int32_t)index);
    append_text(appender, key_take(&key));
    append_text(appender, key);
}

static enum sp_rc store_new(struct sp_ledger *ledger, const char *table, const struct sp_intern *intern,
                            uint32_t *stored, void (*append)(duckdb_appender, uint32_t, struct sp_str),
                            struct sp_err *err)
{
    duckdb_appender appender = NULL;
    enum sp_rc rc = SP_OK;
    if (*stored == intern->count) return SP_OK;
    if (duckdb_appender_create(ledger->connection, NULL, table, &appender) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: cannot append to table %s", table);
    }
    for (uint32_t i = *stored; rc == SP_OK && i < intern->count; i++) {
        append(appender, i, intern->texts[i]);
        if (duckdb_appender_end_row(appender) == DuckDBError) {
            rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: %s", duckdb_appender_error(appender));
        }
    }
    if (rc == SP_OK && duckdb_appender_close(appender) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: %s", duckdb_appender_error(appender));
    }
    if (rc == SP_OK) *stored = intern->count;
    duckdb_appender_destroy(&appender);
    return rc;
}

enum sp_rc ledger_terms_store(struct sp_ledger *ledger, struct ledger_terms *terms, struct sp_err *err)
{
    enum sp_rc rc = store_new(ledger, "term", &terms->terms, &terms->term_stored, append_term, err);
    if (rc == SP_OK) rc = store_new(ledger, "person", &terms->persons, &terms->person_stored, append_person, err);
    return rc;
}

void ledger_terms_release(struct ledger_terms *terms)
{
    if (!terms) return;
    sp_intern_release(&terms->terms);
    sp_intern_release(&terms->persons);
    sp_buf_release(&terms->key);
    sp_buf_release(&terms->label);
}

/* The codes that are there already; -1 for the others. */
static enum sp_rc needed_find(struct sp_ledger *ledger, const char *vocabulary, const char *const *labels,
                              size_t label_count, int32_t *out_codes, struct sp_err *err)
{
    const struct ledger_param param = ledger_text(sp_str_of(vocabulary));
    struct ledger_rows rows = {0};
    for (size_t i = 0; i < label_count; i++) {
        out_codes[i] = -1;
    }
    enum sp_rc rc = ledger_query(ledger,
                                 "SELECT label, CAST(min(code) AS BIGINT) FROM term WHERE none = 0 AND vocabulary = ? "
                                 "GROUP BY label",
                                 &param, 1, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        for (size_t i = 0; i < label_count; i++) {
            if (sp_str_equal_text(ledger_get_text(&rows, 0), labels[i])) out_codes[i] = (int32_t)ledger_get_whole(&rows, 1);
        }
    }
    ledger_rows_release(&rows);
    return rc == SP_END ? SP_OK : rc;
}

enum sp_rc ledger_terms_need(struct sp_ledger *ledger, const char *vocabulary, const char *const *labels,
                             size_t label_count, int32_t *out_codes, struct sp_err *err)
{
    bool any_missing = false;
    enum sp_rc rc = needed_find(ledger, vocabulary, labels, label_count, out_codes, err);
    for (size_t i = 0; rc == SP_OK && i < label_count; i++) {
        const struct ledger_param params[] = {ledger_text(sp_str_of(vocabulary)), ledger_text(sp_str_of(labels[i])),
                                              ledger_text(sp_str_of(labels[i]))};
        if (out_codes[i] >= 0) continue;
        any_missing = true;
        rc = ledger_execute(ledger, "INSERT INTO term SELECT max(code) + 1, ?, ?, ?, 0 FROM term", params, 3, err);
    }
    if (rc == SP_OK && any_missing) rc = needed_find(ledger, vocabulary, labels, label_count, out_codes, err);
    return rc;
}
