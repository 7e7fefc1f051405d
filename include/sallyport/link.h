/*
 * Linking: people's records put together into episodes, stays, outcomes of detainers, and returns.
 *
 * Policy. One call is one transaction: afterwards the ledger's derived events are those of all its records, or
 * as they were. Only what changed is linked anew; the result is the same whether files were added and linked
 * one by one or together, in any order, with any number of threads. Persons are linked within one release
 * only; a row without an id is never merged and never linked. No function here gives a person's rows.
 */
#ifndef SALLYPORT_LINK_H
#define SALLYPORT_LINK_H

#include "sallyport/check.h"
#include "sallyport/rule.h"

struct sp_link_progress {
    uint64_t records_done;
    uint64_t records_all;
};

/** Where the time went, in nanoseconds; for people who wait. */
struct sp_link_times {
    uint64_t find;   // which shards are stale, and the releases' windows
    uint64_t read;
    uint64_t sort;
    uint64_t link;
    uint64_t store;
    uint64_t report; // the report and its findings
    uint64_t commit;
};

struct sp_link_options {
    int thread_count;
    bool all; // also what is up to date
    void (*on_progress)(void *context, const struct sp_link_progress *progress); // may be NULL
    void *context;
    struct sp_link_times *times; // may be NULL
};

// clang-format off
/** What is counted of a release: part, words, and the records without which it says nothing. */
#define SP_LINK_COUNT_TABLE(X) \
    X(SP_LINK_ARRESTS, "arrests", "records", SP_LINK_ARRESTS) \
    X(SP_LINK_ARRESTS_WITHOUT_ID, "arrests", "without an id, so not linked", SP_LINK_ARRESTS) \
    X(SP_LINK_EPISODES, "arrests", "arrest episodes (ARR-EP-24)", SP_LINK_ARRESTS) \
    X(SP_LINK_ARRESTS_WITH_STAY, "arrests", "paired with a stay (ARR-STAY-GREEDY)", SP_LINK_ARRESTS) \
    X(SP_LINK_PAIRINGS_DIFFER, "arrests", "paired otherwise by ARR-STAY-BEST", SP_LINK_ARRESTS) \
    X(SP_LINK_STINTS, "stints", "records", SP_LINK_STINTS) \
    X(SP_LINK_STINTS_WITHOUT_ID, "stints", "without an id, so not linked", SP_LINK_STINTS) \
    X(SP_LINK_STINTS_DROPPED, "stints", "duplicates (STINT-DUP)", SP_LINK_STINTS) \
    X(SP_LINK_STAYS, "stays", "stays (STAY)", SP_LINK_STINTS) \
    X(SP_LINK_BOOK_INS_DIFFER, "stays", "first book-in is not the stay's", SP_LINK_STINTS) \
    X(SP_LINK_BOOK_OUTS_DIFFER, "stays", "last book-out is not the stay's", SP_LINK_STINTS) \
    X(SP_LINK_REMOVALS, "removals", "records", SP_LINK_REMOVALS) \
    X(SP_LINK_REMOVALS_WITHOUT_ID, "removals", "without an id, so not linked", SP_LINK_REMOVALS) \
    X(SP_LINK_DETAINERS, "detainers", "records", SP_LINK_DETAINERS) \
    X(SP_LINK_DETAINERS_WITHOUT_ID, "detainers", "without an id, so not linked", SP_LINK_DETAINERS) \
    X(SP_LINK_NOT_A_HOLD, "detainers", "outcome not_a_hold", SP_LINK_DETAINERS) \
    X(SP_LINK_HONOURED, "detainers", "outcome honoured", SP_LINK_DETAINERS) \
    X(SP_LINK_DECLINED, "detainers", "outcome declined", SP_LINK_DETAINERS) \
    X(SP_LINK_LIFTED, "detainers", "outcome lifted", SP_LINK_DETAINERS) \
    X(SP_LINK_SUPERSEDED, "detainers", "outcome superseded", SP_LINK_DETAINERS) \
    X(SP_LINK_BOOKED, "detainers", "outcome booked", SP_LINK_DETAINERS) \
    X(SP_LINK_AT_LARGE, "detainers", "outcome at_large", SP_LINK_DETAINERS) \
    X(SP_LINK_CENSORED, "detainers", "outcome censored", SP_LINK_DETAINERS) \
    X(SP_LINK_UNKNOWN, "detainers", "outcome unknown", SP_LINK_DETAINERS) \
    X(SP_LINK_DECLINED_YET_BOOKED, "contradictions", "declined, yet booked within 7 days", SP_LINK_DETAINERS) \
    X(SP_LINK_HONOURED_YET_AT_LARGE, "contradictions", "honoured, yet arrested at large within 30 days", SP_LINK_DETAINERS) \
    X(SP_LINK_NOTICE_YET_DECLINED, "contradictions", "asked for notice alone, yet declined", SP_LINK_DETAINERS) \
    X(SP_LINK_HONOURED_WITHOUT_STAY, "contradictions", "honoured, yet no stay within 180 days", SP_LINK_DETAINERS) \
    X(SP_LINK_SPELLS, "returns", "spells at liberty", SP_LINK_ARRESTS) \
    X(SP_LINK_RETURNS, "returns", "ended by an arrest at large: returned", SP_LINK_ARRESTS)
// clang-format on

enum sp_link_count {
#define SP_LINK_COUNT_ENUM(name, part, what, whole) name,
    SP_LINK_COUNT_TABLE(SP_LINK_COUNT_ENUM)
#undef SP_LINK_COUNT_ENUM
    SP_LINK_COUNT_COUNT
};
/** "arrests" */
const char *sp_link_count_part(enum sp_link_count count);
/** "without an id, so not linked" */
const char *sp_link_count_what(enum sp_link_count count);
/** The count of records that it is of: where that is 0, it says nothing. */
enum sp_link_count sp_link_count_whole(enum sp_link_count count);

struct sp_link_release {
    struct sp_str release; // in the arena
    bool has_ids;          // some row of it has a person's id; without one nothing of it is linked, and nothing left out
    uint64_t counts[SP_LINK_COUNT_COUNT];
};

/** What was linked now, and what there is. Texts and arrays in the arena. */
struct sp_link_report {
    uint64_t records_linked; // by this call
    uint64_t records_all;
    uint64_t persons_all;
    uint64_t shards_linked;  // of shards_all; 131,072 persons each, or a release's rows without an id
    uint64_t shards_all;
    uint64_t clusters_given_up; // in this call: too large for ARR-STAY-BEST, paired by ARR-STAY-GREEDY instead
    struct sp_link_release *releases; // in byte order of their names; those with records that are linked
    size_t release_count;
    struct sp_finding *findings; // of the ledger as a whole
    size_t finding_count;
};

/** @param out_report  set on SP_OK */
SP_MUST_USE enum sp_rc sp_link_run(struct sp_ledger *ledger, const struct sp_link_options *options,
                                   struct sp_arena *arena, struct sp_link_report *out_report, struct sp_err *err);

/** What a reason of rule DET-OUTCOME, such as "LATER-AT-LARGE", says to people; "" for any other text. */
const char *sp_link_reason_text(struct sp_str reason);

/**
 * Whether the derived events are those of the records that the ledger holds, by the rules of this program. When
 * they are not, a count over one would leave records out in silence: 'sallyport link' brings them up to date.
 *
 * @param event  a derived event, or one that rules of linking choose rows of; for any other, always so
 */
SP_MUST_USE enum sp_rc sp_link_is_current(struct sp_ledger *ledger, const struct sp_event *event, bool *out_current,
                                          struct sp_err *err);

#endif
