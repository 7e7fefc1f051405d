/* What commands share: the ledger, the arena, printing. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t arena_max = (size_t)4 << 30; // A command's own results; sources are streamed.
static const size_t out_max = (size_t)2 << 30;

void cli_session_begin(struct cli_session *session)
{
    *session = (struct cli_session){0};
    sp_arena_init(&session->arena, arena_max);
    sp_buf_init(&session->out, out_max);
}

const char *cli_ledger_path(const struct cli_common *common)
{
    const char *environment = getenv("SALLYPORT_LEDGER");
    if (common->ledger) return common->ledger;
    return environment && environment[0] ? environment : "sallyport.duckdb";
}

enum sp_rc cli_session_open(struct cli_session *session, const struct cli_common *common, enum sp_ledger_mode mode,
                            struct sp_err *err)
{
    cli_session_begin(session);
    return sp_ledger_open(cli_ledger_path(common), mode, (int)common->threads, &session->ledger, err);
}

void cli_session_close(struct cli_session *session)
{
    sp_ledger_close(session->ledger);
    sp_arena_release(&session->arena);
    sp_buf_release(&session->out);
}

enum sp_rc cli_format(const struct cli_common *common, enum sp_format *out_format, struct sp_err *err)
{
    *out_format = SP_FORMAT_TEXT;
    if (!common->format || sp_format_find(sp_str_of(common->format), out_format)) return SP_OK;
    return sp_err_set(err, SP_ERR_USAGE, "there is no format '%s'; use text, csv, json, md or html", common->format);
}

enum sp_rc cli_print(const struct sp_buf *buf, struct sp_err *err)
{
    const enum sp_rc rc = sp_buf_status(buf, err);
    if (rc != SP_OK) return rc;
    if (fwrite(buf->data ? buf->data : "", 1, buf->size, stdout) != buf->size || fflush(stdout) != 0) {
        return sp_err_set(err, SP_ERR_IO, "cannot write the output: %s", strerror(errno));
    }
    return SP_OK;
}

enum sp_rc cli_print_table(const struct cli_common *common, const struct sp_table *table, struct sp_err *err)
{
    enum sp_format format;
    struct sp_buf out;
    enum sp_rc rc = cli_format(common, &format, err);
    if (rc != SP_OK) return rc;
    sp_buf_init(&out, out_max);
    sp_table_write(table, format, &out);
    rc = cli_print(&out, err);
    sp_buf_release(&out);
    return rc;
}

enum sp_rc cli_query(struct sp_query *query, const struct cli_list *where, const char *from, const char *to,
                     struct sp_err *err)
{
    enum sp_rc rc = sp_query_period(query, sp_str_of(from), sp_str_of(to), err);
    for (size_t i = 0; rc == SP_OK && i < where->count; i++) {
        rc = sp_query_where(query, sp_str_of(where->items[i]), err);
    }
    return rc;
}

enum sp_rc cli_sheet_pick(const struct sp_book *book, const char *wanted, size_t *out_index, struct sp_err *err)
{
    const size_t count = sp_book_sheet_count(book);
    size_t number = 0;
    *out_index = 0;
    if (!wanted) return SP_OK;
    for (size_t i = 0; i < count; i++) {
        *out_index = i;
        if (sp_str_equal(sp_str_trim(sp_book_sheet_info(book, i).name), sp_str_trim(sp_str_of(wanted)))) return SP_OK;
    }
    for (const char *at = wanted; *at >= '0' && *at <= '9' && number <= count; at++) {
        number = number * 10 + (size_t)(*at - '0');
    }
    *out_index = number - 1;
    if (number >= 1 && number <= count) return SP_OK;
    return sp_err_set(err, SP_ERR_USAGE, "there is no sheet '%s'; the file has %zu ('sallyport sheet --list' names them)", wanted, count);
}
