/* PostgreSQL through libpq: COPY in, binary results out. Without libpq every connection
 * fails, and says so. */
#include "support/support_postgres.h"

#include <string.h>

static bool fail(struct support_sql *sql, const char *what)
{
    (void)snprintf(sql->error, sizeof sql->error, "%s",
                   what && *what ? what : "no reason given");
    return false;
}

#ifdef SALLYPORT_WITH_POSTGRES
#include <libpq-fe.h>

/* What a binary COPY begins with: its signature, no flags, no extension. */
static const char copy_head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
enum { COPY_HEAD_SIZE = 19, COPY_PIECE_SIZE = 1 << 20, COPY_SIZE_MAX = 1 << 24 };
enum {
    OID_BOOL = 16,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043
};

static bool run(struct support_sql *sql, const char *text)
{
    PGresult *result = PQexec(sql->handle, text);
    const ExecStatusType status = PQresultStatus(result);
    const bool is_done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!is_done) (void)fail(sql, PQresultErrorMessage(result));
    PQclear(result);
    return is_done;
}

static void big_endian(struct sp_buf *out, uint64_t value, unsigned size)
{
    for (unsigned i = size; i-- > 0;) {
        sp_buf_char(out, (char)(value >> (8 * i)));
    }
}

static void row_encode(struct sp_buf *out, const struct support_relation *relation,
                       const int64_t *row)
{
    big_endian(out, relation->column_count, 2);
    for (size_t c = 0; c < relation->column_count; c++) {
        const unsigned size =
            strcmp(support_sql_type(relation->columns[c].kind), "BIGINT") == 0 ? 8 : 4;
        if (row[c] == SUPPORT_NONE) {
            big_endian(out, UINT32_MAX, 4);
        } else {
            big_endian(out, size, 4);
            big_endian(out, (uint64_t)row[c], size);
        }
    }
}

static bool piece_send(struct support_sql *sql, struct sp_buf *piece)
{
    const bool is_sent = sp_buf_status(piece, NULL) == SP_OK &&
                         PQputCopyData(sql->handle, piece->data, (int)piece->size) == 1;
    sp_buf_reset(piece);
    return is_sent;
}

static bool rows_send(struct support_sql *sql, const struct support_history *history,
                      enum support_table_id id)
{
    struct sp_buf piece = {0};
    sp_buf_init(&piece, COPY_SIZE_MAX);
    sp_buf_append(&piece, (struct sp_str){copy_head, COPY_HEAD_SIZE});
    bool is_sent = true;
    for (size_t i = 0; is_sent && i < history->tables[id].row_count; i++) {
        row_encode(&piece, &support_relations[id], support_row(history, id, i));
        if (piece.size > COPY_PIECE_SIZE) is_sent = piece_send(sql, &piece);
    }
    big_endian(&piece, UINT16_MAX, 2);
    is_sent = is_sent && piece_send(sql, &piece);
    sp_buf_release(&piece);
    return is_sent;
}

static bool load(struct support_sql *sql, const struct support_history *history,
                 enum support_table_id id)
{
    char text[128];
    (void)snprintf(text, sizeof text, "COPY in_%s FROM STDIN (FORMAT binary)",
                   support_relations[id].name);
    PGresult *result = PQexec(sql->handle, text);
    bool is_done = PQresultStatus(result) == PGRES_COPY_IN;
    PQclear(result);
    is_done =
        is_done && rows_send(sql, history, id) && PQputCopyEnd(sql->handle, NULL) == 1;
    while ((result = PQgetResult(sql->handle))) {
        is_done = is_done && PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    return is_done || fail(sql, PQerrorMessage(sql->handle));
}

/* -- Fetching
 * ----------------------------------------------------------------------------------- */

static bool columns_read(struct support_sql *sql, const PGresult *result,
                         struct support_rows *rows)
{
    for (int c = 0; c < PQnfields(result); c++) {
        const Oid type = PQftype(result, c);
        const bool is_word = type == OID_TEXT || type == OID_VARCHAR;
        if (!is_word && type != OID_INT8 && type != OID_INT4 && type != OID_INT2 &&
            type != OID_BOOL) {
            (void)snprintf(sql->error, sizeof sql->error,
                           "column '%s' is of PostgreSQL's type %u; cast it to BIGINT, "
                           "INTEGER or VARCHAR",
                           PQfname(result, c), type);
            return false;
        }
        support_rows_column_add(rows, PQfname(result, c), is_word);
    }
    return true;
}

static int64_t cell_read(const char *bytes, int size)
{
    uint64_t value = (signed char)bytes[0] < 0 ? UINT64_MAX : 0; // The sign, carried on.
    for (int i = 0; i < size; i++) {
        value = value << 8 | (unsigned char)bytes[i];
    }
    return (int64_t)value;
}

static bool fetch(struct support_sql *sql, const char *text,
                  struct support_rows *out_rows)
{
    *out_rows = (struct support_rows){0};
    PGresult *result = PQexecParams(sql->handle, text, 0, NULL, NULL, NULL, NULL, 1);
    bool is_done = PQresultStatus(result) == PGRES_TUPLES_OK ||
                   fail(sql, PQresultErrorMessage(result));
    is_done = is_done && columns_read(sql, result, out_rows);
    for (int i = 0; is_done && i < PQntuples(result); i++) {
        int64_t *row = support_rows_add(out_rows);
        for (int c = 0; c < PQnfields(result); c++) {
            const char *bytes = PQgetvalue(result, i, c);
            const int size = PQgetlength(result, i, c);
            if (PQgetisnull(result, i, c)) {
                row[c] = SUPPORT_NONE;
            } else {
                row[c] = out_rows->is_word[c] ? support_word(bytes, (size_t)size)
                                              : cell_read(bytes, size);
            }
        }
    }
    PQclear(result);
    if (!is_done) support_rows_release(out_rows);
    return is_done;
}

static void connection_close(struct support_sql *sql)
{
    PQfinish(sql->handle);
    sql->handle = NULL;
}

bool support_postgres_open(const struct support_postgres *postgres, const char *schema,
                           struct support_sql *out_sql)
{
    char text[256];
    *out_sql = (struct support_sql){.name = "PostgreSQL",
                                    .run = run,
                                    .load = load,
                                    .fetch = fetch,
                                    .close = connection_close};
    (void)snprintf(text, sizeof text,
                   "host=127.0.0.1 port=%d user=sallyport password=%s dbname=postgres",
                   postgres->port, postgres->password);
    out_sql->handle = PQconnectdb(text);
    if (PQstatus(out_sql->handle) != CONNECTION_OK)
        return fail(out_sql, PQerrorMessage(out_sql->handle));
    if (!schema) return true;
    // How many rows a step of a recursive query has, the planner guesses, low: loops
    // within loops are what it must not choose.
    (void)snprintf(text, sizeof text,
                   "SET client_min_messages = warning; SET enable_nestloop = off; CREATE "
                   "SCHEMA %s; SET search_path = %s",
                   schema, schema);
    return run(out_sql, text);
}

#else

static void connection_close(struct support_sql *sql)
{
    (void)sql;
}

bool support_postgres_open(const struct support_postgres *postgres, const char *schema,
                           struct support_sql *out_sql)
{
    (void)postgres;
    (void)schema;
    *out_sql = (struct support_sql){.name = "PostgreSQL", .close = connection_close};
    return fail(out_sql, "built without libpq");
}

#endif
