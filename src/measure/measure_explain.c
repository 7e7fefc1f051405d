/* From a reference back to the rows: the same conditions, run again, as ranges of row numbers. */
#include "measure/measure_keep.h"
#include "measure/measure_proof.h"

static const char ranges_head[] =
    "SELECT CAST(sheet_id AS BIGINT), min(row), max(row) FROM (SELECT e.sheet_id, e.row, "
    "e.row - row_number() OVER (PARTITION BY e.sheet_id ORDER BY e.row) AS island";
static const char ranges_tail[] = ") GROUP BY sheet_id, island ORDER BY 1, 2";

static enum sp_rc ranges_fetch(struct sp_ledger *ledger, struct measure_sql *sql, const struct sp_query *query,
                               struct sp_explanation *explanation, struct sp_arena *arena, struct sp_err *err)
{
    struct ledger_rows rows = {0};
    size_t capacity = 0;
    uint64_t value = 0;
    sp_buf_text(&sql->text, ranges_head);
    measure_sql_from(sql, query);
    sp_buf_text(&sql->text, ranges_tail);
    enum sp_rc rc = measure_sql_run(ledger, sql, &rows, err);
    while (rc == SP_OK && (rc = ledger_next(&rows)) == SP_OK) {
        if (explanation->range_count == capacity) {
            capacity = capacity ? capacity * 2 : 256;
            struct sp_row_range *grown = sp_arena_array(arena, capacity, sizeof *grown);
            if (!grown) {
                rc = sp_err_set(err, SP_ERR_MEMORY, "out of memory for the rows behind a figure");
                break;
            }
            for (size_t i = 0; i < explanation->range_count; i++) {
                grown[i] = explanation->ranges[i];
            }
            explanation->ranges = grown;
        }
        struct sp_row_range *range = &explanation->ranges[explanation->range_count++];
        *range = (struct sp_row_range){.sheet_id = (int32_t)ledger_get_whole(&rows, 0),
                                       .row_first = (uint64_t)ledger_get_whole(&rows, 1),
                                       .row_last = (uint64_t)ledger_get_whole(&rows, 2)};
        value += range->row_last - range->row_first + 1;
    }
    ledger_rows_release(&rows);
    if (rc != SP_END) return rc;
    explanation->figure.value = value;
    if (!measure_counts_heads(query->measure)) return SP_OK;
    measure_sql_reset(sql); // A head may stand on several rows.
    sp_buf_format(&sql->text, "SELECT %s", measure_sql_whole_count(query));
    measure_sql_from(sql, query);
    return measure_sql_whole(ledger, sql, &explanation->figure.value, err);
}

enum sp_rc sp_measure_explain(struct sp_ledger *ledger, struct sp_str reference, struct sp_arena *arena,
                              struct sp_explanation *out_explanation, struct sp_err *err)
{
    struct measure_ground ground;
    struct measure_sql *sql = NULL;
    struct sp_str digest;
    struct sp_explanation *explanation = sp_arena_alloc(arena, sizeof *explanation);
    if (!explanation) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    enum sp_rc rc = measure_reference_parse(reference, arena, &explanation->query, &digest, err);
    if (rc == SP_OK) rc = measure_linked_check(ledger, &explanation->query, err);
    if (rc == SP_OK) rc = measure_ground_make(ledger, &explanation->query, arena, &ground, err);
    if (rc == SP_OK) rc = measure_sql_new(ledger, &sql, err);
    if (rc != SP_OK) return rc;
    rc = measure_figure(&explanation->query, ground.proof, 0, arena, &explanation->figure, err);
    if (rc == SP_OK) rc = ranges_fetch(ledger, sql, &explanation->query, explanation, arena, err);
    measure_sql_release(sql);
    if (rc != SP_OK) return rc;
    explanation->same_inputs = !digest.size || sp_str_equal(digest, ground.proof->inputs_digest);
    explanation->notes = ground.notes;
    explanation->note_count = ground.note_count;
    *out_explanation = *explanation;
    return SP_OK;
}
