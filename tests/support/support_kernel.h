/* The kernel, fed from a history, and its results as the relations of spec/. */
#ifndef SUPPORT_KERNEL_H
#define SUPPORT_KERNEL_H

#include "link/link_facts.h"
#include "support/support_rows.h"

/** Sorted arrays for the kernel. */
struct support_input {
    struct link_arrest *arrests;     // owned
    struct link_detainer *detainers; // owned
    struct link_stint *stints;       // owned
    struct link_removal *removals;   // owned
    struct link_window *windows;     // owned; by release
    struct link_input input;         // borrows them
};

void support_input_make(const struct support_history *history,
                        const struct link_facts *facts, struct support_input *out_input);
void support_input_release(struct support_input *input);

enum { SUPPORT_RELATIONS_MAX = 64 };

/** The relations that the kernel knows, from 0; NULL after the last. */
const char *support_kernel_relation(size_t index);
/** The columns of one that it knows. */
void support_kernel_columns(const char *relation, struct support_rows *out_columns);
/** Whether the kernel says anything of a relation. */
bool support_kernel_knows(const char *relation);
/** Whether it says this column of it; without it, the two engines alone are compared. */
bool support_kernel_knows_column(const char *relation, const char *column);
/** What the kernel's results make of a relation: the columns that it knows, as named. */
void support_kernel_rows(const struct link_input *input, const struct link_output *output,
                         const char *relation, char (*columns)[SUPPORT_NAME_MAX],
                         size_t column_count, struct support_rows *out_rows);

#endif
