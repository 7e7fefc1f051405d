/*
 * What each release can show (rule WINDOW, spec/window.sql): the last day of each of its
 * tables that counts as covered, and whether any of its rows has a person's id.
 */
#ifndef LINK_WINDOW_H
#define LINK_WINDOW_H

#include "link/link_label.h"

enum { LINK_WINDOW_WEEK_DAYS = 7, LINK_WINDOW_DAYS_MIN = 4 };

/** Days that hold a record, one after the other. */
struct link_days {
    int32_t recent[LINK_WINDOW_DAYS_MIN]; // the latest last; the first `count` places
                                          // from the end are set
    size_t count;
    bool any_closes;
    int32_t last; // the window so far; not set before the first day
};
/** @param day  later than all before */
void link_days_add(struct link_days *days, int32_t day);

/**
 * The windows of all releases of the ledger as it is.
 *
 * @param out_windows  by release; in the arena
 */
SP_MUST_USE enum sp_rc link_windows_read(struct sp_ledger *ledger,
                                         const struct link_labels *labels,
                                         struct sp_arena *arena,
                                         struct link_window **out_windows,
                                         struct sp_err *err);
/**
 * Which releases were linked with other windows than these, or not at all.
 *
 * @param out_changed  by release; in the arena
 */
SP_MUST_USE enum sp_rc link_windows_compare(struct sp_ledger *ledger,
                                            const struct link_labels *labels,
                                            const struct link_window *windows,
                                            struct sp_arena *arena, bool **out_changed,
                                            struct sp_err *err);
SP_MUST_USE enum sp_rc link_windows_store(struct sp_ledger *ledger,
                                          const struct link_labels *labels,
                                          const struct link_window *windows,
                                          struct sp_err *err);

#endif
