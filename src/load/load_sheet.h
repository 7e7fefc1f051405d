/* One sheet from first row to receipt. */
#ifndef LOAD_SHEET_H
#define LOAD_SHEET_H

#include "ledger/ledger_source.h"
#include "ledger/ledger_writer.h"
#include "load/load_unkept.h"
#include "sallyport/load.h"

/** What stays the same over all sheets of one `add`. */
struct load_job {
    struct sp_ledger *ledger;
    const struct sp_profile_set *profiles;
    const struct sp_load_options *options;
    struct ledger_terms terms;
    struct sp_load_progress progress;
    int32_t next_source_id;
    int32_t next_sheet_id;
    int32_t sheet_first; // of this job
    struct sp_arena *arena; // the receipt's
    // Of the sheet read last: what the receipt says of it beside its numbers.
    bool release_is_of_file; // named after the day in the file's name
    uint64_t hidden_count; // rows that the workbook hides, read like the others
    struct sp_str read_note; // how its text was read, where that was a guess; in the arena
    struct sp_str unkept_notes[LOAD_UNKEPT_NOTES]; // what of its values was left out; in the arena
    struct sp_str passed_over; // why it is no data, though its release is known; else empty
};

/**
 * Read one sheet into the ledger, inside the job's transaction.
 *
 * @param out_sheet  the receipt; its texts are in the job's arena
 * @return SP_END when the sheet was skipped: job->passed_over says why, or it holds no cell at all
 */
SP_MUST_USE enum sp_rc load_sheet(struct load_job *job, struct sp_book *book, size_t sheet_index,
                                  int32_t source_id, struct sp_source *out_sheet, struct sp_err *err);

#endif
