/*
 * "A includes B": a person's word, taken, kept and taken back. What follows from it is in
 * check_set_aside.c.
 *
 * Invariants: 1. set_aside is made again in the transaction that changes a
 * declaration; 2. no source includes itself, by however many steps.
 */
#include "check/check_inclusion.h"

#include "check/check_overlap.h"

#include <string.h>

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the declared sources");
}

/* -- Names
 * ----------------------------------------------------------------------------------- */

static enum sp_rc declaration_parse(struct sp_str text,
                                    struct sp_inclusion *out_inclusion,
                                    struct sp_err *err)
{
    static const struct sp_str word = {.data = " includes ", .size = 10};
    for (size_t at = 1; at + word.size < text.size; at++) {
        if (memcmp(text.data + at, word.data, word.size) != 0) continue;
        *out_inclusion = (struct sp_inclusion){
            .including = sp_str_trim((struct sp_str){.data = text.data, .size = at}),
            .included = sp_str_trim((struct sp_str){.data = text.data + at + word.size,
                                                    .size = text.size - at - word.size})};
        if (out_inclusion->including.size && out_inclusion->included.size) return SP_OK;
    }
    return sp_err_set(err, SP_ERR_USAGE,
                      "'%.*s' declares nothing; write 'A includes B', with releases or "
                      "files as 'sallyport sources' names "
                      "them",
                      SP_FMT(text));
}

static enum sp_rc name_check(const struct sp_source *sheets, size_t count,
                             struct sp_str name, struct sp_arena *arena,
                             struct sp_err *err)
{
    struct sp_str *names = sp_arena_array(arena, count * 2, sizeof *names);
    if (!names) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (check_is_named(&sheets[i], name)) return SP_OK;
        names[2 * i] = sheets[i].release;
        names[2 * i + 1] = sheets[i].file;
    }
    const size_t nearest = sp_text_nearest(name, names, count * 2);
    const bool has_nearest = nearest < count * 2;
    return sp_err_set(err, SP_ERR_USAGE,
                      "no release or file of the ledger is called '%.*s'%s%.*s%s",
                      SP_FMT(name), has_nearest ? "; did you mean '" : "",
                      SP_FMT(has_nearest ? names[nearest] : SP_STR("")),
                      has_nearest ? "'?" : "; 'sallyport sources' lists them");
}

static enum sp_rc names_check(const struct sp_source *sheets, size_t count,
                              const struct sp_inclusion *inclusion,
                              struct sp_arena *arena, struct sp_err *err)
{
    bool shares_event = false;
    enum sp_rc rc = name_check(sheets, count, inclusion->including, arena, err);
    if (rc == SP_OK) rc = name_check(sheets, count, inclusion->included, arena, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        if (!check_is_named(&sheets[i], inclusion->including)) continue;
        if (check_is_named(&sheets[i], inclusion->included)) {
            return sp_err_set(err, SP_ERR_USAGE,
                              "'%.*s' is part of both; a source cannot include itself",
                              SP_FMT(sheets[i].file));
        }
        for (size_t j = 0; j < count; j++) {
            shares_event =
                shares_event || (check_is_named(&sheets[j], inclusion->included) &&
                                 sp_str_equal(sheets[i].event, sheets[j].event));
        }
    }
    if (rc != SP_OK || shares_event) return rc;
    return sp_err_set(err, SP_ERR_USAGE,
                      "'%.*s' and '%.*s' hold no kind of record in common",
                      SP_FMT(inclusion->including), SP_FMT(inclusion->included));
}

/* -- Reading back
 * --------------------------------------------------------------------------- */

enum sp_rc check_inclusions_read(struct sp_ledger *ledger, struct sp_arena *arena,
                                 struct sp_inclusion **out_inclusions, size_t *out_count,
                                 struct sp_err *err)
{
    struct ledger_rows rows = {0};
    int64_t count;
    enum sp_rc rc = ledger_query_whole(ledger, "SELECT count(*) FROM inclusion", NULL, 0,
                                       &count, err);
    if (rc != SP_OK) return rc;
    struct sp_inclusion *inclusions =
        sp_arena_array(arena, (size_t)count, sizeof *inclusions);
    if (!inclusions) return out_of_memory(err);
    size_t filled = 0;
    rc = ledger_query(
        ledger, "SELECT including, included FROM inclusion ORDER BY including, included",
        NULL, 0, &rows, err);
    while (rc == SP_OK && filled < (size_t)count && (rc = ledger_next(&rows)) == SP_OK) {
        struct sp_inclusion *inclusion = &inclusions[filled++];
        inclusion->including = sp_arena_copy(arena, ledger_get_text(&rows, 0));
        inclusion->included = sp_arena_copy(arena, ledger_get_text(&rows, 1));
        if (!inclusion->including.data || !inclusion->included.data)
            rc = out_of_memory(err);
    }
    ledger_rows_release(&rows);
    if (rc != SP_OK && rc != SP_END) return rc;
    *out_inclusions = inclusions;
    *out_count = filled;
    return SP_OK;
}

enum sp_rc sp_ledger_inclusions(struct sp_ledger *ledger, struct sp_arena *arena,
                                struct sp_inclusion **out_inclusions, size_t *out_count,
                                struct sp_err *err)
{
    struct sp_source *sheets;
    struct sp_inclusion *inclusions;
    size_t sheet_count;
    size_t count;
    enum sp_rc rc = check_inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc == SP_OK)
        rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    for (size_t i = 0; rc == SP_OK && i < count; i++) {
        rc = check_inclusion_count(ledger, sheets, sheet_count, &inclusions[i], arena,
                                   err);
    }
    if (rc != SP_OK) return rc;
    *out_inclusions = inclusions;
    *out_count = count;
    return SP_OK;
}

enum sp_rc check_declarations(struct sp_ledger *ledger, struct sp_arena *arena,
                              struct sp_str **out_texts, size_t *out_count,
                              struct sp_err *err)
{
    struct sp_inclusion *inclusions;
    size_t count;
    enum sp_rc rc = check_inclusions_read(ledger, arena, &inclusions, &count, err);
    if (rc != SP_OK) return rc;
    struct sp_str *texts = sp_arena_array(arena, count, sizeof *texts);
    if (!texts) return out_of_memory(err);
    for (size_t i = 0; i < count; i++) {
        texts[i] =
            sp_arena_format(arena, "%.*s includes %.*s", SP_FMT(inclusions[i].including),
                            SP_FMT(inclusions[i].included));
        if (!texts[i].data) return out_of_memory(err);
    }
    *out_texts = texts;
    *out_count = count;
    return SP_OK;
}

/* -- Declaring and withdrawing
 * --------------------------------------------------------------- */

/* The including source must not be reached from the included one. */
static enum sp_rc circle_check(struct sp_ledger *ledger,
                               const struct sp_inclusion *inclusion, struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->included),
                                          ledger_text(inclusion->including)};
    int64_t count;
    const enum sp_rc rc = ledger_query_whole(
        ledger,
        "WITH RECURSIVE reached(name) AS (SELECT CAST(? AS VARCHAR) UNION SELECT "
        "i.included FROM inclusion i JOIN reached "
        "ON i.including = reached.name) SELECT count(*) FROM reached WHERE name = ?",
        params, 2, &count, err);
    if (rc != SP_OK || count == 0) return rc;
    return sp_err_set(err, SP_ERR_USAGE,
                      "'%.*s' is already declared to include '%.*s'; withdraw that first "
                      "('sallyport sources' lists what "
                      "is declared)",
                      SP_FMT(inclusion->included), SP_FMT(inclusion->including));
}

static enum sp_rc declared_count(struct sp_ledger *ledger,
                                 const struct sp_inclusion *inclusion, int64_t *out_count,
                                 struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->including),
                                          ledger_text(inclusion->included)};
    return ledger_query_whole(
        ledger, "SELECT count(*) FROM inclusion WHERE including = ? AND included = ?",
        params, 2, out_count, err);
}

/* One change of the declarations and what follows from it, in one transaction. */
static enum sp_rc change(struct sp_ledger *ledger, const char *sql,
                         const struct sp_inclusion *inclusion, struct sp_arena *arena,
                         struct sp_err *err)
{
    const struct ledger_param params[] = {ledger_text(inclusion->including),
                                          ledger_text(inclusion->included)};
    enum sp_rc rc = ledger_begin(ledger, err);
    if (rc == SP_OK) rc = ledger_execute(ledger, sql, params, 2, err);
    if (rc == SP_OK) rc = check_set_aside_all(ledger, arena, err);
    if (rc == SP_OK) rc = ledger_commit(ledger, err);
    ledger_rollback(ledger);
    return rc;
}

enum sp_rc sp_inclusion_declare(struct sp_ledger *ledger, struct sp_str declaration,
                                struct sp_arena *arena,
                                struct sp_inclusion *out_inclusion, struct sp_err *err)
{
    struct sp_inclusion inclusion;
    struct sp_source *sheets;
    size_t sheet_count;
    int64_t count = 0;
    enum sp_rc rc = declaration_parse(declaration, &inclusion, err);
    if (rc == SP_OK)
        rc = sp_ledger_sources(ledger, NULL, arena, &sheets, &sheet_count, err);
    if (rc == SP_OK) rc = names_check(sheets, sheet_count, &inclusion, arena, err);
    if (rc == SP_OK) rc = circle_check(ledger, &inclusion, err);
    if (rc == SP_OK) rc = declared_count(ledger, &inclusion, &count, err);
    if (rc == SP_OK && count == 0)
        rc =
            change(ledger, "INSERT INTO inclusion VALUES (?, ?)", &inclusion, arena, err);
    if (rc == SP_OK)
        rc = check_inclusion_count(ledger, sheets, sheet_count, &inclusion, arena, err);
    if (rc == SP_OK) *out_inclusion = inclusion;
    return rc;
}

enum sp_rc sp_inclusion_withdraw(struct sp_ledger *ledger, struct sp_str declaration,
                                 struct sp_arena *arena, struct sp_err *err)
{
    struct sp_inclusion inclusion;
    int64_t count;
    enum sp_rc rc = declaration_parse(declaration, &inclusion, err);
    if (rc == SP_OK) rc = declared_count(ledger, &inclusion, &count, err);
    if (rc != SP_OK) return rc;
    if (count == 0) {
        return sp_err_set(err, SP_ERR_USAGE,
                          "'%.*s' is not declared; 'sallyport sources' lists what is",
                          SP_FMT(declaration));
    }
    return change(ledger, "DELETE FROM inclusion WHERE including = ? AND included = ?",
                  &inclusion, arena, err);
}
