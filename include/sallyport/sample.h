/*
 * The synthetic release: workbooks in the layout of a real one, from a population whose every true
 * history is known, with an answer key.
 *
 * Policy. Nothing in it comes from a person. Same people and seed give the same bytes. Every
 * workbook says in its preamble that it is synthetic, and profiles give it a release name of its own,
 * so that it can never be taken for a real release.
 */
#ifndef SALLYPORT_SAMPLE_H
#define SALLYPORT_SAMPLE_H

#include "sallyport/memory.h"

enum { SP_SAMPLE_PEOPLE_DEFAULT = 4000, SP_SAMPLE_SEED_DEFAULT = 1 };

struct sp_sample_options {
    const char *dir;      // made when missing; existing files of the same names are replaced
    uint64_t people;
    uint64_t seed;
};

/** @param out_files  paths written, sorted, in the arena */
SP_MUST_USE enum sp_rc sp_sample_write(const struct sp_sample_options *options,
                                       struct sp_arena *arena, struct sp_str **out_files,
                                       size_t *out_file_count, struct sp_err *err);

#endif
