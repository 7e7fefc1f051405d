/*
 * Slices of the sorted records, each of whole persons, and the kernel run over them side
 * by side.
 */
#ifndef LINK_SLICE_H
#define LINK_SLICE_H

#include "link/link_read.h"

#include <pthread.h>

enum { LINK_SLICES_MAX = 64 };

struct link_slice {
    struct link_input input;
    struct link_output output; // owned; released by the caller, also after a failure
    enum sp_rc rc;
    struct sp_err failure;
    pthread_t thread;
    bool has_thread;
};

/**
 * Cut where a person ends, into parts of about one size. The number changes no result.
 *
 * @param common      what every slice's input has beside the records
 * @param out_slices  room for LINK_SLICES_MAX
 * @return how many slices there are, at least one
 */
size_t link_slices_cut(const struct link_records *records,
                       const struct link_input *common, int thread_count,
                       struct link_slice *out_slices);
/** The kernel over each, a thread each. */
SP_MUST_USE enum sp_rc link_slices_run(struct link_slice *slices, size_t count,
                                       struct sp_err *err);

#endif
