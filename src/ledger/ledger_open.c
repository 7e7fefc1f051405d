/*
 * Opening and closing a ledger.
 *
 * Invariants: 1. a ledger that this program did not make, or made with another schema, is never
 * written to; 2. a new ledger into which nothing was committed leaves no file behind; 3. no query can
 * reach the network or another file (autoload, autoinstall and external access are off).
 */
#include "ledger/ledger_db.h"
#include "ledger/ledger_schema.h"

#include <stdio.h>
#include <unistd.h>

enum { LEDGER_ARENA_MAX = 1 << 16 };

static enum sp_rc database_open(struct sp_ledger *ledger, struct sp_err *err)
{
    char threads[16];
    (void)snprintf(threads, sizeof threads, "%d", ledger->thread_count);
    const char *const settings[][2] = {
        {"access_mode", ledger->mode == SP_LEDGER_READ ? "READ_ONLY" : "READ_WRITE"},
        {"threads", threads},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"enable_external_access", "false"},
        {"preserve_insertion_order", "true"},
    };
    duckdb_config config = NULL;
    char *message = NULL;
    enum sp_rc rc = SP_OK;
    if (duckdb_create_config(&config) == DuckDBError) {
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        const duckdb_state state = duckdb_set_config(config, settings[i][0], settings[i][1]);
        SP_ASSERT(state == DuckDBSuccess);
    }
    if (duckdb_open_ext(ledger->path.data, &ledger->database, config, &message) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "cannot open the ledger: %s",
                        message ? message : "the database gave no reason");
    } else if (duckdb_connect(ledger->database, &ledger->connection) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "cannot connect to the ledger");
    }
    duckdb_free(message);
    duckdb_destroy_config(&config);
    return rc;
}

static enum sp_rc existence_check(const struct sp_ledger *ledger, struct sp_err *err)
{
    if (ledger->mode == SP_LEDGER_WRITE || !ledger->is_new) return SP_OK;
    enum sp_rc rc = sp_err_set(err, SP_ERR_LEDGER,
                               "there is no ledger here; make one with 'sallyport add FILE', or name it "
                               "with --ledger");
    sp_err_at_file(err, ledger->path.data);
    return rc;
}

enum sp_rc sp_ledger_open(const char *path, enum sp_ledger_mode mode, int thread_count,
                          struct sp_ledger **out_ledger, struct sp_err *err)
{
    struct sp_ledger *ledger = sp_alloc(sizeof *ledger);
    if (!ledger) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *ledger = (struct sp_ledger){
        .mode = mode, .thread_count = thread_count > 0 ? thread_count : 1, .is_new = access(path, F_OK) != 0};
    sp_arena_init(&ledger->arena, LEDGER_ARENA_MAX);
    ledger->path = sp_arena_copy(&ledger->arena, sp_str_of(path));
    enum sp_rc rc = ledger->path.data ? existence_check(ledger, err)
                                      : sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc == SP_OK) rc = database_open(ledger, err);
    if (rc == SP_OK) rc = ledger->is_new ? ledger_schema_make(ledger, err) : ledger_schema_check(ledger, err);
    if (rc != SP_OK) {
        sp_err_at_file(err, path);
        sp_ledger_close(ledger);
        return rc;
    }
    *out_ledger = ledger;
    return SP_OK;
}

void sp_ledger_close(struct sp_ledger *ledger)
{
    if (!ledger) return;
    if (ledger->connection) {
        ledger_rollback(ledger);
        duckdb_disconnect(&ledger->connection);
    }
    const bool opened = ledger->database != NULL;
    if (opened) duckdb_close(&ledger->database);
    if (opened && ledger->is_new && ledger->mode == SP_LEDGER_WRITE) (void)unlink(ledger->path.data);
    sp_arena_release(&ledger->arena);
    sp_free(ledger);
}
