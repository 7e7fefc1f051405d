/*
 * Rows to the database through a ring of chunks: the caller fills one while a second
 * thread appends those before it.
 *
 *                 given                    taken
 *   caller ─ fill ──▶ [chunk][chunk][chunk] ──▶ appender thread ─ DuckDB
 *                 ◀── waits while all are full      ends when the caller has, or after a
 * failure
 *
 * Invariants: 1. chunks are appended in the order they were filled, so a ledger does not
 * depend on the number of threads; 2. the appender and the connection are used by one
 * thread at a time: by the second while it runs, by the caller before and after; 3. the
 * thread is joined before flush or close returns, whatever happened; 4. the first failure
 * of the thread is the caller's next outcome.
 *
 * Without a second thread (one asked for, or none to be had) the ring has one chunk,
 * which the caller appends.
 */
#include "ledger/ledger_writer.h"

#include <pthread.h>

/*
 * The database works in bursts: it takes rows until a row group of 122,880 is full, and
 * then packs and writes that for a while. The ring holds as many, so that the caller can
 * go on meanwhile. Handing rows on every few chunks keeps the appender's own copy of them
 * small; neither changes what is stored.
 */
enum { RING_CHUNKS = 64, CHUNKS_PER_FLUSH = 16 };

struct ledger_writer {
    struct ledger_layout layout;
    duckdb_appender appender;
    struct ledger_chunk chunks[RING_CHUNKS]; // made when first needed
    size_t chunk_count;
    size_t unflushed_count; // chunks the appender holds; its thread's
    struct ledger_writer_times
        times; // append: the thread's while it runs; wait: always the caller's
    pthread_t thread;
    bool has_thread;
    bool has_lock;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    // Under the lock while the thread runs:
    uint64_t given;
    uint64_t taken;
    bool ended;
    enum sp_rc rc;
    struct sp_err failure;
};

static enum sp_rc appender_error(const struct ledger_writer *writer, struct sp_err *err)
{
    const char *message = duckdb_appender_error(writer->appender);
    return sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: %s",
                      message ? message : "the database gave no reason");
}

static enum sp_rc chunk_append(struct ledger_writer *writer, struct ledger_chunk *chunk,
                               struct sp_err *err)
{
    const uint64_t began = sp_clock();
    duckdb_data_chunk_set_size(chunk->chunk, chunk->row_count);
    duckdb_state state = duckdb_append_data_chunk(writer->appender, chunk->chunk);
    if (state != DuckDBError && ++writer->unflushed_count == CHUNKS_PER_FLUSH) {
        state = duckdb_appender_flush(writer->appender);
        writer->unflushed_count = 0;
    }
    ledger_chunk_reset(chunk, &writer->layout);
    writer->times.append += sp_clock() - began;
    return state == DuckDBError ? appender_error(writer, err) : SP_OK;
}

/* The thread: append what is given until there is no more, or until something fails. */
static void *chunks_append(void *writer_in)
{
    struct ledger_writer *writer = writer_in;
    (void)pthread_mutex_lock(&writer->lock);
    for (;;) {
        while (writer->taken == writer->given && !writer->ended) {
            (void)pthread_cond_wait(&writer->changed, &writer->lock);
        }
        if (writer->taken == writer->given || writer->rc != SP_OK) break;
        struct ledger_chunk *chunk = &writer->chunks[writer->taken % RING_CHUNKS];
        (void)pthread_mutex_unlock(&writer->lock);
        struct sp_err failure = {0};
        const enum sp_rc rc = chunk_append(writer, chunk, &failure);
        (void)pthread_mutex_lock(&writer->lock);
        if (rc != SP_OK) {
            writer->rc = rc;
            writer->failure = failure;
        }
        writer->taken++;
        (void)pthread_cond_signal(&writer->changed);
        if (rc != SP_OK) break;
    }
    (void)pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static void thread_start(struct ledger_writer *writer)
{
    if (pthread_mutex_init(&writer->lock, NULL) != 0) return;
    if (pthread_cond_init(&writer->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&writer->lock);
        return;
    }
    writer->has_lock = true;
    writer->has_thread =
        pthread_create(&writer->thread, NULL, chunks_append, writer) == 0;
}

static void thread_end(struct ledger_writer *writer)
{
    if (!writer->has_thread) return;
    (void)pthread_mutex_lock(&writer->lock);
    writer->ended = true;
    (void)pthread_cond_signal(&writer->changed);
    (void)pthread_mutex_unlock(&writer->lock);
    (void)pthread_join(writer->thread, NULL);
    writer->has_thread = false;
}

enum sp_rc ledger_writer_open(struct sp_ledger *ledger, const struct sp_event *event,
                              const bool *is_held, int32_t sheet_id,
                              struct ledger_writer **out_writer, struct sp_err *err)
{
    struct ledger_writer *writer = sp_alloc(sizeof *writer);
    if (!writer) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *writer = (struct ledger_writer){0};
    enum sp_rc rc = ledger_layout_make(event, is_held, sheet_id, &writer->layout, err);
    if (rc == SP_OK && duckdb_appender_create(ledger->connection, NULL, event->name,
                                              &writer->appender) == DuckDBError) {
        rc = sp_err_set(err, SP_ERR_LEDGER, "ledger trouble: cannot append to table %s",
                        event->name);
    }
    if (rc == SP_OK) rc = ledger_chunk_make(&writer->layout, &writer->chunks[0], err);
    if (rc != SP_OK) {
        ledger_writer_close(writer);
        return rc;
    }
    writer->chunk_count = 1;
    if (ledger->thread_count > 1) thread_start(writer);
    *out_writer = writer;
    return SP_OK;
}

static struct ledger_chunk *chunk_in_hand(struct ledger_writer *writer)
{
    return &writer->chunks[writer->given % RING_CHUNKS];
}

static enum sp_rc thread_outcome(const struct ledger_writer *writer, struct sp_err *err)
{
    return writer->rc == SP_OK ? SP_OK
                               : sp_err_set(err, writer->rc, "%s", writer->failure.text);
}

/* Hand the chunk over and wait until there is another to fill. */
static enum sp_rc chunk_give(struct ledger_writer *writer, struct sp_err *err)
{
    const uint64_t began = sp_clock();
    if (!writer->has_thread) {
        const enum sp_rc rc = chunk_append(writer, chunk_in_hand(writer), err);
        writer->times.wait += sp_clock() - began;
        return rc;
    }
    (void)pthread_mutex_lock(&writer->lock);
    writer->given++;
    (void)pthread_cond_signal(&writer->changed);
    while (writer->rc == SP_OK && writer->given - writer->taken == RING_CHUNKS) {
        (void)pthread_cond_wait(&writer->changed, &writer->lock);
    }
    const enum sp_rc rc = thread_outcome(writer, err);
    (void)pthread_mutex_unlock(&writer->lock);
    writer->times.wait += sp_clock() - began;
    // Until the first round is done the next chunk of the ring is one that is not made
    // yet.
    if (rc != SP_OK || writer->given != writer->chunk_count ||
        writer->chunk_count == RING_CHUNKS)
        return rc;
    return ledger_chunk_make(&writer->layout, &writer->chunks[writer->chunk_count++],
                             err);
}

enum sp_rc ledger_writer_row(struct ledger_writer *writer, uint64_t row,
                             const struct ledger_value *values, struct sp_err *err)
{
    struct ledger_chunk *chunk = chunk_in_hand(writer);
    ledger_chunk_row(chunk, &writer->layout, row, values);
    return chunk->row_count == chunk->row_capacity ? chunk_give(writer, err) : SP_OK;
}

enum sp_rc ledger_writer_flush(struct ledger_writer *writer, struct sp_err *err)
{
    const uint64_t began = sp_clock();
    thread_end(writer);
    enum sp_rc rc = thread_outcome(writer, err);
    struct ledger_chunk *chunk = chunk_in_hand(writer);
    if (rc == SP_OK && chunk->row_count > 0) rc = chunk_append(writer, chunk, err);
    const uint64_t flush_began = sp_clock();
    if (rc == SP_OK && duckdb_appender_flush(writer->appender) == DuckDBError)
        rc = appender_error(writer, err);
    const uint64_t ended = sp_clock();
    writer->times.append += ended - flush_began;
    writer->times.wait += ended - began;
    return rc;
}

struct ledger_writer_times ledger_writer_times(const struct ledger_writer *writer)
{
    return writer->times;
}

void ledger_writer_close(struct ledger_writer *writer)
{
    if (!writer) return;
    thread_end(writer);
    if (writer->has_lock) {
        (void)pthread_cond_destroy(&writer->changed);
        (void)pthread_mutex_destroy(&writer->lock);
    }
    for (size_t i = 0; i < RING_CHUNKS; i++) {
        ledger_chunk_release(&writer->chunks[i]);
    }
    if (writer->appender) duckdb_appender_destroy(&writer->appender);
    ledger_layout_release(&writer->layout);
    sp_free(writer);
}
