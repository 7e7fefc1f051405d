/*
 * What the kernel must know of the ledger's terms, sheets and releases, asked once for a
 * whole run.
 *
 * A label is the smallest code of the terms that print alike within a vocabulary; "no
 * values" that print alike have one label whatever their vocabulary.
 */
#ifndef LINK_LABEL_H
#define LINK_LABEL_H

#include "ledger/ledger_db.h"
#include "link/link_facts.h"

struct link_label {
    int32_t label;
    bool has_value;
    bool is_reprocessed; // "ERO Reprocessed Arrest"
    uint8_t classes[LINK_METHOD_TABLE_COUNT];
    uint8_t form;     // enum link_form
    uint8_t stay_end; // enum link_stay_end
    uint8_t answer;   // enum link_answer
    int16_t lift;
};

/** By code; `release` and `rank` by sheet id. */
struct link_labels {
    struct link_label *codes; // owned
    size_t code_count;
    int32_t *ranks;     // owned; by sheet id: place of the sheet in the order of file and
                        // sheet; -1: none
    int32_t *releases;  // owned; by sheet id: index of its release; -1: none
    size_t sheet_count; // one more than the largest id
    int32_t *sheets;    // owned; by rank: sheet id
    size_t rank_count;
    struct sp_str *release_names; // in the arena, in byte order
    int32_t
        *release_shards; // in the arena: the shard of the release's rows without an id
    int32_t release_count;
};

/** @param out_labels  owned; texts in the arena */
SP_MUST_USE enum sp_rc link_labels_open(struct sp_ledger *ledger,
                                        const struct link_facts *facts,
                                        struct sp_arena *arena,
                                        struct link_labels *out_labels,
                                        struct sp_err *err);
void link_labels_release(struct link_labels *labels);

/** (sheet, row) as the kernel knows it, and back. */
static inline int64_t link_record_of(const struct link_labels *labels, int32_t sheet_id,
                                     int64_t row)
{
    return ((int64_t)labels->ranks[sheet_id] << 32) | row;
}
static inline int32_t link_record_sheet(const struct link_labels *labels, int64_t record)
{
    return labels->sheets[record >> 32];
}
static inline int64_t link_record_row(int64_t record)
{
    return record & UINT32_MAX;
}

#endif
