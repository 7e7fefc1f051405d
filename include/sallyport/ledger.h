/*
 * The ledger: one DuckDB file that holds sources, canonical records and where each row came from.
 *
 * Policy. One process at a time may write, and nobody else may then open the file; any number may
 * read together. A handle belongs to one thread at a time. Nothing in here is a person's name;
 * the release's pseudonymous ids are kept only to link rows of that release and are never printed.
 * Views with plural names (arrests, detainers, …) give the texts back, so that the ledger reads
 * naturally from R, Python or the DuckDB shell.
 */
#ifndef SALLYPORT_LEDGER_H
#define SALLYPORT_LEDGER_H

#include "sallyport/schema.h"

struct sp_ledger;

enum sp_ledger_mode { SP_LEDGER_READ, SP_LEDGER_WRITE };

/**
 * @param path          READ: must exist. WRITE: made when it does not exist.
 * @param thread_count  threads DuckDB may use, 0 for one; results do not depend on it
 * @param out_ledger    owned
 */
SP_MUST_USE enum sp_rc sp_ledger_open(const char *path, enum sp_ledger_mode mode, int thread_count,
                                      struct sp_ledger **out_ledger, struct sp_err *err);
void sp_ledger_close(struct sp_ledger *ledger);

/** One sheet that was read into the ledger. Texts are in the arena given to sp_ledger_sources. */
struct sp_source {
    int32_t sheet_id;          // in the order of adding
    struct sp_str file;        // base name
    struct sp_str sha256;
    uint64_t size;             // bytes
    struct sp_str sheet;
    struct sp_str release;
    struct sp_str event;       // "arrest"
    struct sp_str profile;
    uint32_t profile_version;
    uint64_t header_row;
    uint64_t rows_read;        // = rows_kept + rows_refused
    uint64_t rows_kept;
    uint64_t rows_refused;
    uint64_t rows_empty;       // rows without a single value below the header; not in rows_read
    int32_t day_first;         // earliest and latest day of the event's date; SP_DAY_NONE when there is none
    int32_t day_last;
};

/** Every sheet in the ledger, in the order of adding. `event` NULL for all. */
SP_MUST_USE enum sp_rc sp_ledger_sources(struct sp_ledger *ledger, const struct sp_event *event,
                                         struct sp_arena *arena, struct sp_source **out_sources,
                                         size_t *out_count, struct sp_err *err);

/** A row that was not kept. Says where and why, never what stood there. */
struct sp_refusal {
    int32_t sheet_id;
    uint64_t row;
    struct sp_str column; // heading or letter; empty when it concerns the row
    struct sp_str reason;
};
SP_MUST_USE enum sp_rc sp_ledger_refusals(struct sp_ledger *ledger, struct sp_arena *arena,
                                          struct sp_refusal **out_refusals, size_t *out_count,
                                          struct sp_err *err);

#endif
