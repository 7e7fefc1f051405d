/*
 * Adding files to a ledger: the one place where reading, harmonising and storing meet.
 *
 * Policy. One call is one transaction: either every file given is in the ledger afterwards, or the
 * ledger is as it was, also when the process is killed. A file that is already in (same SHA-256) is
 * left alone and reported so. Rows read = rows kept + rows refused for each sheet, and this is
 * checked again against the stored rows before the transaction ends.
 */
#ifndef SALLYPORT_LOAD_H
#define SALLYPORT_LOAD_H

#include "sallyport/check.h"
#include "sallyport/profile.h"

struct sp_load_progress {
    const char *file;
    uint64_t rows;       // read so far, of all files
    uint64_t bytes_done; // of the packed sheets of this file
    uint64_t bytes_all;
};

/**
 * Where the time of an `add` went, in nanoseconds; for people who wait, never part of a result. All but
 * `append` is time of the calling thread and adds up, with small things between, to the call.
 */
struct sp_load_times {
    uint64_t rows;
    uint64_t open;      // open the files and hash them
    uint64_t read;      // wait for the reader's rows
    uint64_t harmonise; // make values and codes of cells, and lay them out for the ledger
    uint64_t wait;      // for the ledger, while it appends
    uint64_t append;    // of the ledger's own thread when there are two, so beside the others
    uint64_t terms;     // store new texts and persons
    uint64_t check;     // compare the new sheets with one another and with those there before
    uint64_t commit;
};

struct sp_load_options {
    const char *const *paths;
    size_t path_count;
    const char *release;   // NULL: what the profile says
    const char *profile;   // NULL: recognise
    bool dry_run;          // read and check everything, write nothing
    int thread_count;
    bool allow_large;      // lift the reader's ratio and total ceilings for files that are trusted
    void (*on_progress)(void *context, const struct sp_load_progress *progress); // may be NULL
    void *context;
    struct sp_load_times *times; // filled when not NULL; reading the clock for every row costs a few per cent
};

/** What became of one file. Texts and arrays in the arena. */
struct sp_receipt_file {
    struct sp_str path;
    struct sp_str sha256;
    bool already_in;           // nothing was done
    struct sp_source *sheets;  // none when already_in
    size_t sheet_count;
    struct sp_str *notes;      // sheets skipped, and other things to know
    size_t note_count;
};
struct sp_receipt {
    struct sp_receipt_file *files; // in the order given
    size_t file_count;
    struct sp_finding *findings; // what is odd about the new sheets, in the order of the checks
    size_t finding_count;
};

/** @param out_receipt  set on SP_OK; it balances */
SP_MUST_USE enum sp_rc sp_load_files(struct sp_ledger *ledger, const struct sp_profile_set *profiles,
                                     const struct sp_load_options *options, struct sp_arena *arena,
                                     struct sp_receipt *out_receipt, struct sp_err *err);

#endif
