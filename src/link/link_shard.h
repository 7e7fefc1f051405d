/*
 * Shards: which rows are linked together and replaced together.
 *
 * A shard is 131,072 consecutive person keys, or, below zero, the rows of one release
 * that have no id. It is stale when it holds a row of a sheet that was not linked yet, or
 * a row of a release whose window changed.
 */
#ifndef LINK_SHARD_H
#define LINK_SHARD_H

#include "link/link_read.h"

struct link_shard {
    int32_t number;
    int32_t release; // of rows without an id; -1: persons
    uint64_t rows;
    bool is_stale;
};

/** Shards that are read and linked at one go. */
struct link_batch {
    struct link_range range;
    size_t first; // of the shards; the stale ones up to `end` are the batch's
    size_t end;
    uint64_t rows;
};

struct link_shards {
    struct link_shard *shards; // in the arena, rising: rows without an id first
    size_t count;
    size_t stale_count;
    bool *is_wanted; // in the arena; by number, persons alone
};

/**
 * @param sheet_last  sheets after this one were not linked yet
 * @param changed     by release: its window changed
 */
SP_MUST_USE enum sp_rc
link_shards_find(struct sp_ledger *ledger, const struct link_labels *labels,
                 int32_t sheet_last, const bool *changed, struct sp_arena *arena,
                 struct link_shards *out_shards, struct sp_err *err);
/** The next stale shards after *place, few enough for memory; false when there are none.
 */
bool link_shards_next(const struct link_shards *shards, size_t *place,
                      struct link_batch *out_batch);

#endif
