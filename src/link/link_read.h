/*
 * Reading the records of some persons out of the ledger, in the shapes of link_event.h
 * and unsorted.
 *
 * The arrays grow to the largest range and are used again for the next: first touch of
 * memory is dear.
 */
#ifndef LINK_READ_H
#define LINK_READ_H

#include "link/link_label.h"

enum { LINK_SHARD_BITS = 17 }; // 131,072 persons in a shard

/** Whose rows: persons of some shards, or all rows of one release that have no id. */
struct link_range {
    int32_t shard_first; // of persons; not used for rows without an id
    int32_t shard_last;
    const bool *is_wanted; // by shard; the others between first and last are passed over
    int32_t release;       // -1: persons
};

struct link_records {
    struct link_arrest *arrests; // owned, as are the others
    size_t arrest_count;
    size_t arrest_capacity;
    struct link_detainer *detainers;
    size_t detainer_count;
    size_t detainer_capacity;
    struct link_stint *stints;
    size_t stint_count;
    size_t stint_capacity;
    struct link_removal *removals;
    size_t removal_count;
    size_t removal_capacity;
};

/** What was in `records` before is forgotten. */
SP_MUST_USE enum sp_rc link_read(struct sp_ledger *ledger,
                                 const struct link_labels *labels,
                                 const struct link_range *range,
                                 struct link_records *records, struct sp_err *err);
void link_records_release(struct link_records *records);

#endif
