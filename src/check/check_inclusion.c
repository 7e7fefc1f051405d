/*
 * "A includes B": a person's word, and what follows from it.
 *
 *   rows of B ─ equal to a row of A, as many times as A has them ─ set aside, with A's sheet beside them
 *             └ others ─ count
 *
 * Invariants: 1. set_aside follows from the records and the declarations alone: it is made again from
 * nothing after every change of either; 2. no source includes itself, by however many steps; 3. a row
 * set aside is still in its table.
 */
#include "check/check_job.h"
#include "check/check_overlap.h"
#include "check/check_rows.h"

#include <string.h>

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the declared sources");
}

/* -- Names ----------------------------------------------------------------------------------- */

static enum sp_rc declaration_parse(struct sp_str text, struct sp_inclusion *out_inclusion, struct sp_err *err)
{
    static const struct sp_str word = {.data = " includes ", .size = 10};
    for (size_t at = 1; at + word.size < text.size; at++) {
        if (memcmp(text.data + at, word.data, word.size) != 0) continue;
        *out_inclusion = (struct sp_inclusion){
            .including = sp_str_trim((struct sp_str){.data = text.data, .size = at}),
            .included = sp_str_trim(
                (struct sp_str){.data = text.data + at + word.size, .size = text.size - at - word.size})};
        if (out_inclusion->including.size && out_inclusion->included.size) return SP_OK;
    }
    return sp_err_set(err, SP_ERR_USAGE,
                      "'%.*s' declares nothing; write 'A includes B', with releases or files as 'sallyport sources' names "
                      "them",
                      SP_FMT(text));
}

static bool is_named(const struct sp_source *sheet, struct sp_str name)
{
    return sp_str_equal(sheet->release, name) || sp_str_equal(sheet->file, name);
}

struct sides {
    const struct sp_event *event;
    struct check_set including;
    struct check_set included;
    int32_t *including_ids;
    int32_t *included_ids;
};

/* The sheets of one kind of record on each side. */
static enum sp_rc sides_make(const struct sp_source *sheets, size_t count, const struct sp_event *event,
                             const struct sp_inclusion *inclusion, struct sp_arena *arena, struct sides *out_sides,
                             struct sp_err *err)
{
    struct sides sides = {.event = event,
                          .including_ids = sp_arena_array(arena, count, sizeof(int32_t)),
                          .included_ids = sp_arena_array(arena, count, sizeof(int32_t))};
    if (!sides.including_ids || !sides.included_ids) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!sp_str_equal_text(sheets[i].event, event->name)) continue;
        if (is_named(&sheets[i], inclusion->including)) {
            sides.including_ids[sides.including.sheet_count++] = sheets[i].sheet_id;
        }
        if (is_named(&sheets[i], inclusion->included)) {
            sides.included_ids[sides.included.sheet_count++] = sheets[i].sheet_id;
        }
    }
    sides.including.sheet_ids = sides.including_ids;
    sides.included.sheet_ids = sides.included_ids;
    *out_sides = sides;
    return SP_OK;
}

static bool sides_are_full(const struct sides *sides)
{
    return sides->including.sheet_count && sides->included.sheet_count;
}

static enum sp_rc name_check(const struct sp_source *sheets, size_t count, struct sp_str name, struct sp_arena *arena,
                             struct sp_err *err)
{
    struct sp_str *names = sp_arena_array(arena, count * 2, sizeof *names);
    if (!names) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (is_named(&sheets[i], name)) return SP_OK;
        names[2 * i] = sheets[i].release;
        names[2 * i + 1] = sheets[i].file;
    }
    const size_t nearest = sp_text_nearest(name, names, count * 2);
    const bool has_nearest = nearest < count * 2;
    return sp_err_set(err, SP_ERR_USAGE, "no release or file of the ledger is called '%.*s'%s%.*s%s", SP_FMT(name),
                      has_nearest ? "; did you mean '" : "", SP_FMT(has_nearest ? names[nearest] : SP_STR("")),
                      has_nearest ? "'?" : "; 'sallyport sources' lists them");
}

static enum sp_rc names_check(const struct sp_source *sheets, size_t count, const struct sp_inclusion *inclusion,
                              struct sp_arena *arena, struct sp_err *err)
{
    bool shares_event = false;
    enum sp_rc rc = name_check(sheets, count, inclusion->including, arena, err);
    if (rc == SP_OK) rc = name_check(sheets, count, inclusion->included, arena, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        if (!is_named(&sheets[i], inclusion->including)) continue;
        if (is_named(&sheets[i], inclusion->included)) {
            return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is part of both; a source cannot include itself",
                              SP_FMT(sheets[i].file));
        }
        for (size_t j = 0; j < count; j++) {
            shares_event = shares_event || (is_named(&sheets[j], inclusion->included) &&
                                            sp_str_equal(sheets[i].event, sheets[j].event));
        }
    }
    if (rc != SP_OK || shares_event) return rc;
    return sp_err_set(err, SP_ERR_USAGE, "'%.*s' and '%.*s' hold no kind of record in common",
                      SP_FMT(inclusion->including), SP_FMT(inclusion->included));
}

/* -- Rows ------------------------------------------------------------------------------------ */

static void numbered_sql(const struct check_key *key, const char *name, const struct check_set *set, struct sp_buf *sql)
{
    sp_buf_format(sql,
                  ", %s AS (SELECT sheet_id, row, h, row_number() OVER (PARTITION BY h ORDER BY sheet_id, row) AS n FROM "
                  "(SELECT e.sheet_id, e.row, ",
                  name);
    check_key_sql(key, sql);
    sp_buf_format(sql, " AS h FROM %s e, canon WHERE e.%s IS NOT NULL AND e.sheet_id IN ", key->event->name,
                  key->event->date_field);
    check_set_sql(set, sql);
    sp_buf_text(sql, "))");
}

static enum sp_rc sides_set_aside(struct sp_ledger *ledger, const struct sides *sides, bool with_person,
                                  struct sp_err *err)
{
    struct check_key key;
    struct sp_buf sql;
    enum sp_rc rc = check_key_make(ledger, sides->event, &sides->including, &sides->included, with_person, NULL, &key, err);
    if (rc != SP_OK || key.count == 0) return rc;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    sp_buf_text(&sql, "INSERT INTO set_aside WITH ");
    check_canon_sql(&sql);
    numbered_sql(&key, "a", &sides->including, &sql);
    numbered_sql(&key, "b", &sides->included, &sql);
    sp_buf_text(&sql, " SELECT b.sheet_id, b.row, a.sheet_id, 'OVERLAP' FROM b JOIN a USING (h, n)");
    rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_run(ledger, sql.data, err);
    sp_buf_release(&sql);
    return rc;
}

static bool is_one_release(const struct sp_source *sheets, size_t count, const struct sides *sides)
{
    struct sp_str release = {0};
    for (size_t i = 0; i < count; i++) {
        bool is_in = false;
        for (size_t j = 0; j < sides->including.sheet_count; j++) {
            is_in = is_in || sides->including.sheet_ids[j] == sheets[i].sheet_id;
        }
        for (size_t j = 0; j < sides->included.sheet_count; j++) {
            is_in = is_in || sides->included.sheet_ids[j] == sheets[i].sheet_id;
        }
        if (!is_in) continue;
        if (!release.data) release = sheets[i].release;
        if (!sp_str_equal(release, sheets[i].release)) return false;
    }
    return true;
}

static enum sp_rc inclusions_read(struct sp_ledger *ledger, struct sp_arena *arena, struct sp_inclusion **out_inclusions,
                                  size_t *out_count, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(ledger, "SELECT count(*) FROM inclusion", NULL, 0, &count, err);
    if (rc != SP_OK) return rc;
    struct sp_inclusion *inclusions = sp_arena_array(arena, (size_t)count, sizeof *inclusions);
    if (!inclusions) return out_of_memory(err);
    size_t filled = 0;
    rc = ledger_query(ledger, "SELECT including, included FROM inclusion ORDER BY including, included", NULL, 0, &rows,
                      err);
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_inclusion *inclusion = &inclusions[filled++];
        inclusion->including = sp_arena_copy(arena, ledger_get_text(&rows, 0));
        inclusion->included = sp_arena_copy(arena, ledger_get_text(&rows, 1));
        if (!inclusion->including.data || !inclusion->included.data) rc = out_of_memory(err);
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_inclusions = inclusions;
    *out_count = filled;
    return SP_OK;
}

enum sp_rc check_set_aside_all(struct sp_ledger *ledger, struct sp_arena *arena, struct sp_err *err)
{
    struct sp_source *sheets;
    struct sp_inclusion *inclusions;
    size_t sheet_count;
    size_t count;
    enum sp_rc rc = ledger_run(ledger, "DELETE FROM set_aside", err);
    if (rc == SP_OK) rc = inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        for (size_t e = 0; rc == SP_OK && e < sp_event_count(); e++) {
            struct sides sides;
            rc = sides_make(sheets, sheet_count, sp_event_get(e), &inclusions[i], arena, &sides, err);
            if (rc != SP_OK || !sides_are_full(&sides)) continue;
            rc = sides_set_aside(ledger, &sides, is_one_release(sheets, sheet_count, &sides), err);
        }
    }
    return rc;
}

/* -- Figures --------------------------------------------------------------------------------- */

/* How many rows of the days that both hold are set aside, and how many are not. */
static enum sp_rc sides_count(struct sp_ledger *ledger, const struct sides *sides, struct sp_inclusion *inclusion,
                              struct sp_err *err)
{
    struct ledger_rows rows = {0};
    struct sp_buf sql;
    sp_buf_init(&sql, CHECK_SQL_MAX);
    sp_buf_text(&sql, "WITH days AS (SELECT min(day_first) AS first, max(day_last) AS last FROM sheet WHERE sheet_id IN ");
    check_set_sql(&sides->including, &sql);
    sp_buf_text(&sql, "), aside AS (SELECT DISTINCT sheet_id, row FROM set_aside WHERE by_sheet_id IN ");
    check_set_sql(&sides->including, &sql);
    sp_buf_format(&sql,
                  ") SELECT count(a.row), count(*) - count(a.row) FROM days, %s e LEFT JOIN aside a ON a.sheet_id = "
                  "e.sheet_id AND a.row = e.row WHERE e.%s BETWEEN days.first AND days.last AND e.sheet_id IN ",
                  sides->event->name, sides->event->date_field);
    check_set_sql(&sides->included, &sql);
    enum sp_rc rc = sp_buf_status(&sql, err);
    if (rc == SP_OK) rc = ledger_query(ledger, sql.data, NULL, 0, &rows, err);
    if (rc == SP_OK) rc = ledger_next(&rows);
    if (rc == SP_OK) {
        inclusion->set_aside += (uint64_t)ledger_get_whole(&rows, 0);
        inclusion->unmatched += (uint64_t)ledger_get_whole(&rows, 1);
    }
    ledger_rows_release(&rows);
    sp_buf_release(&sql);
    return rc;
}

static enum sp_rc inclusion_count(struct sp_ledger *ledger, const struct sp_source *sheets, size_t sheet_count,
                                  struct sp_inclusion *inclusion, struct sp_arena *arena, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    for (size_t e = 0; rc == SP_OK && e < sp_event_count(); e++) {
        struct sides sides;
        rc = sides_make(sheets, sheet_count, sp_event_get(e), inclusion, arena, &sides, err);
        if (rc == SP_OK && sides_are_full(&sides)) rc = sides_count(ledger, &sides, inclusion, err);
    }
    return rc;
}

enum sp_rc sp_ledger_inclusions(struct sp_ledger *ledger, struct sp_arena *arena, struct sp_inclusion **out_inclusions,
                                size_t *out_count, struct sp_err *err)
{
    struct sp_source *sheets;
    struct sp_inclusion *inclusions;
    size_t sheet_count;
    size_t count;
    enum sp_rc rc = inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc == SP_OK) rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = inclusion_count(ledger, sheets, sheet_count, &inclusions[i], arena, err);
    }
    if (rc != SP_OK) return rc;
    *out_inclusions = inclusions;
    *out_count = count;
    return SP_OK;
}

enum sp_rc check_declarations(struct sp_ledger *ledger, struct sp_arena *arena, struct sp_str **out_texts,
                              size_t *out_count, struct sp_err *err)
{
    struct sp_inclusion *inclusions;
    size_t count;
    enum sp_rc rc = inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc != SP_OK) return rc;
    struct sp_str *texts = sp_arena_array(arena, count, sizeof *texts);
    if (!texts) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        texts[i] = sp_arena_format(arena, "%.*s includes %.*s", SP_FMT(inclusions[i].including),
                                   SP_FMT(inclusions[i].included));
        if (!texts[i].data) return out_of_memory(err);
    }
    *out_texts = texts;
    *out_count = count;
    return SP_OK;
}

/* -- Declaring and withdrawing --------------------------------------------------------------- */

/* The including source must not be reached from the included one. */
static enum sp_rc circle_check(struct sp_ledger *ledger, const struct sp_inclusion *inclusion, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->included), ledger_text(inclusion->including)};
    int64_t count;
    const enum sp_rc rc = ledger_query_whole(
        ledger,
        "WITH RECURSIVE reached(name) AS (SELECT CAST(? AS VARCHAR) UNION SELECT i.included FROM inclusion i JOIN reached "
        "ON i.including = reached.name) SELECT count(*) FROM reached WHERE name = ?",
        params, 2, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    return sp_err_set(err, SP_ERR_USAGE,
                      "'%.*s' is already declared to include '%.*s'; withdraw that first ('sallyport sources' lists what "
                      "is declared)",
                      SP_FMT(inclusion->included), SP_FMT(inclusion->including));
}

static enum sp_rc declared_count(struct sp_ledger *ledger, const struct sp_inclusion *inclusion, int64_t *out_count,
                                 struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->including), ledger_text(inclusion->included)};
    return ledger_query_whole(ledger, "SELECT count(*) FROM inclusion WHERE including = ? AND included = ?", params, 2,
                              out_count, err);
}

/* One change of the declarations and what follows from it, in one transaction. */
static enum sp_rc change(struct sp_ledger *ledger, const char *sql, const struct sp_inclusion *inclusion,
                         struct sp_arena *arena, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->including), ledger_text(inclusion->included)};
    enum sp_rc rc = ledger_begin(ledger, err);
    if (rc == SP_OK) rc = ledger_execute(ledger, sql, params, 2, err);
    if (rc == SP_OK) rc = check_set_aside_all(ledger, arena, err);
    if (rc == SP_OK) rc = ledger_commit(ledger, err);
    ledger_rollback(ledger);
    return rc;
}

enum sp_rc sp_inclusion_declare(struct sp_ledger *ledger, struct sp_str declaration, struct sp_arena *arena,
                                struct sp_inclusion *out_inclusion, struct sp_err *err)
{
    struct sp_inclusion inclusion;
    struct sp_source *sheets;
    size_t sheet_count;
    int64_t count = 0;
    enum sp_rc rc = declaration_parse(declaration, &inclusion, err);
    if (rc == SP_OK) rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    if (rc == SP_OK) rc = names_check(sheets, sheet_count, &inclusion, arena, err);
    if (rc == SP_OK) rc = circle_check(ledger, &inclusion, err);
    if (rc == SP_OK) rc = declared_count(ledger, &inclusion, &count, err);
    if (rc == SP_OK && count == 0) rc = change(ledger, "INSERT INTO inclusion VALUES (?, ?)", &inclusion, arena, err);
    if (rc == SP_OK) rc = inclusion_count(ledger, sheets, sheet_count, &inclusion, arena, err);
    if (rc == SP_OK) *out_inclusion = inclusion;
    return rc;
}

enum sp_rc sp_inclusion_withdraw(struct sp_ledger *ledger, struct sp_str declaration, struct sp_arena *arena,
                                 struct sp_err *err)
{
    struct sp_inclusion inclusion;
    int64_t count;
    enum sp_rc rc = declaration_parse(declaration, &inclusion, err);
    if (rc == SP_OK) rc = declared_count(ledger, &inclusion, &count, err);
    if (rc != SP_OK) return rc;
    if (count == 0) {
        return sp_err_set(err, SP_ERR_USAGE, "'%.*s' is not declared; 'sallyport sources' lists what is",
                          SP_FMT(declaration));
    }
    return change(ledger, "DELETE FROM inclusion WHERE including = ? AND included = ?", &inclusion, arena, err);
}
