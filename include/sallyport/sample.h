/*
 * The synthetic release: workbooks in the layout of a real one, from a population whose every true
 * history is known, with an answer key. The histories are the same in every layout; a layout shows
 * more or less of them, and the key says what it does not.
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
    const char *layout; // by its name; NULL for the default
};

/** Borrowed for good. */
struct sp_sample_layout {
    const char *name;
    const char *release; // what profiles call a synthetic release of this layout
    const char *about;   // which tables it has
};

/** The first layout is the default. */
size_t sp_sample_layout_count(void);
struct sp_sample_layout sp_sample_layout_get(size_t index);

/**
 * @param out_files  paths written, sorted, in the arena
 * @return SP_ERR_USAGE for a layout there is none of, with the names there are
 */
SP_MUST_USE enum sp_rc sp_sample_write(const struct sp_sample_options *options,
                                       struct sp_arena *arena, struct sp_str **out_files,
                                       size_t *out_file_count, struct sp_err *err);

#endif
