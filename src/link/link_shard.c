/* One query counts the rows of every shard and says which are new. */
#include "link/link_shard.h"

enum { SHARDS_MAX = 1 << 20 };

/*
 * Rows linked at one go: every batch scans the tables, so few and large ones are fast;
 * five million rows with their results and the sort's scratch are about two gigabytes.
 */
static const uint64_t batch_rows_max = 5000000;

static const char shards_sql[] =
    "WITH n AS (SELECT sheet_id, person >> 17 AS shard, count(*) AS held FROM arrest "
    "GROUP BY ALL "
    "UNION ALL SELECT sheet_id, person >> 17, count(*) FROM detainer GROUP BY ALL "
    "UNION ALL SELECT sheet_id, person >> 17, count(*) FROM stint GROUP BY ALL "
    "UNION ALL SELECT sheet_id, person >> 17, count(*) FROM removal GROUP BY ALL) "
    "SELECT CAST(shard AS BIGINT), release, CAST(sum(held) AS BIGINT), "
    "CAST(max(sheet_id) AS BIGINT) "
    "FROM n JOIN sheet USING (sheet_id) GROUP BY ALL ORDER BY 1 NULLS FIRST, 2";
_Static_assert(LINK_SHARD_BITS == 17, "the query above names it");

/* Shards come rising, a row for each release in them. */
static enum sp_rc row_take(const struct ledger_rows *rows,
                           const struct link_labels *labels, int32_t sheet_last,
                           const bool *changed, struct link_shards *shards,
                           struct sp_err *err)
{
    int32_t release = 0;
    while (!sp_str_equal(labels->release_names[release], ledger_get_text(rows, 1))) {
        release++;
        SP_ASSERT(release < labels->release_count);
    }
    const bool has_no_id = ledger_is_null(rows, 0);
    const int32_t number =
        has_no_id ? labels->release_shards[release] : (int32_t)ledger_get_whole(rows, 0);
    if (shards->count == 0 || shards->shards[shards->count - 1].number != number) {
        if (shards->count == SHARDS_MAX)
            return sp_err_set(err, SP_ERR_LIMIT, "too many persons to link");
        shards->shards[shards->count++] =
            (struct link_shard){.number = number, .release = has_no_id ? release : -1};
    }
    struct link_shard *shard = &shards->shards[shards->count - 1];
    shard->rows += (uint64_t)ledger_get_whole(rows, 2);
    shard->is_stale =
        shard->is_stale || changed[release] || ledger_get_whole(rows, 3) > sheet_last;
    return SP_OK;
}

enum sp_rc link_shards_find(struct sp_ledger *ledger, const struct link_labels *labels,
                            int32_t sheet_last, const bool *changed,
                            struct sp_arena *arena, struct link_shards *out_shards,
                            struct sp_err *err)
{
    struct ledger_rows rows = {0};
    struct link_shards shards = {0};
    int64_t person_count;
    enum sp_rc rc = ledger_query_whole(
        ledger, "SELECT CAST(coalesce(max(key) + 1, 0) AS BIGINT) FROM person", NULL, 0,
        &person_count, err);
    if (rc != SP_OK) return rc;
    const size_t number_count = (size_t)(person_count >> LINK_SHARD_BITS) + 1;
    shards.shards = sp_arena_array(arena, number_count + (size_t)labels->release_count,
                                   sizeof *shards.shards);
    shards.is_wanted = sp_arena_array(arena, number_count, sizeof *shards.is_wanted);
    if (!shards.shards || !shards.is_wanted)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for linking");
    rc = ledger_query(ledger, shards_sql, NULL, 0, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        rc = row_take(&rows, labels, sheet_last, changed, &shards, err);
    }
    ledger_rows_release(&rows);
    if (rc != SP_END) return rc;
    for (size_t i = 0; i < shards.count; i++) {
        const struct link_shard *shard = &shards.shards[i];
        shards.stale_count += shard->is_stale;
        if (shard->number >= 0) shards.is_wanted[shard->number] = shard->is_stale;
    }
    *out_shards = shards;
    return SP_OK;
}

bool link_shards_next(const struct link_shards *shards, size_t *place,
                      struct link_batch *out_batch)
{
    struct link_batch batch = {.range = {.is_wanted = shards->is_wanted, .release = -1}};
    while (*place < shards->count && !shards->shards[*place].is_stale) {
        (*place)++;
    }
    if (*place == shards->count) return false;
    batch.first = *place;
    for (size_t i = *place; i < shards->count; i++) {
        const struct link_shard *shard = &shards->shards[i];
        if (!shard->is_stale) continue;
        // Rows without an id stand alone; of persons at least one shard is taken,
        // whatever its size.
        if (i > batch.first &&
            (shard->release >= 0 || batch.rows + shard->rows > batch_rows_max))
            break;
        if (i == batch.first) batch.range.shard_first = shard->number;
        batch.range.shard_last = shard->number;
        batch.range.release = shard->release;
        batch.rows += shard->rows;
        batch.end = i + 1;
        if (shard->release >= 0) break;
    }
    *place = batch.end;
    *out_batch = batch;
    return true;
}
