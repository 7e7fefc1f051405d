/*
 * What the kept rows of a sheet held and the ledger does not, counted for its receipt:
 * values that would tell who a person is (rule in profile_value.c), and whatever stands
 * in columns that the profile ignores.
 */
#ifndef LOAD_UNKEPT_H
#define LOAD_UNKEPT_H

#include "load/load_memo.h"

struct load_unkept {
    const struct sp_match *match; // borrowed
    uint64_t *counts;             // owned; by column of the match
    uint32_t *ignored;            // owned; columns of the match
    uint32_t ignored_count;
};

SP_MUST_USE enum sp_rc load_unkept_open(const struct sp_match *match,
                                        struct load_unkept *out_unkept,
                                        struct sp_err *err);
/** A row that is kept: what stands in its ignored columns. */
void load_unkept_row(struct load_unkept *unkept, const struct sp_row *row);

/**
 * What a person should know of it.
 *
 * @param memo       of all rows of the sheet
 * @param arena      receives the notes
 * @param out_notes  for values that would tell who a person is, and for ignored columns;
 *                   empty where nothing was left out
 */
enum { LOAD_UNKEPT_NOTES = 2 };
SP_MUST_USE enum sp_rc load_unkept_notes(struct load_unkept *unkept,
                                         const struct load_memo *memo,
                                         struct sp_str sheet_name, struct sp_arena *arena,
                                         struct sp_str out_notes[LOAD_UNKEPT_NOTES],
                                         struct sp_err *err);
void load_unkept_release(struct load_unkept *unkept);

#endif
