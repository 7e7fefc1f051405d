/* What building the names of fields (profile_draft_name.c) and choosing fields
 * (profile_draft_map.c) share. */
#ifndef PROFILE_DRAFT_NAME_H
#define PROFILE_DRAFT_NAME_H

#include "profile/profile_draft.h"

/* A name that a field is known by. */
struct draft_name {
    struct sp_str normal;
    struct sp_str brief; // with short forms put in
    struct sp_str text;  // as it is printed
    size_t field_index;
    unsigned score;     // of a heading that is the same
    size_t known_count; // headings of the sheet that its profile has
    enum draft_how how;
    const struct sp_profile *profile;
    const struct sp_profile_column *column;
};

struct draft_names {
    const struct sp_profile_set *set;
    const struct sp_event *event;
    const struct draft_column *columns;
    size_t column_count;
    struct sp_arena *arena;
    struct draft_name *items;
    size_t count;
};

/** All names of the event's fields. @return false without memory */
SP_MUST_USE bool draft_names_fill(struct draft_names *names);
/** A heading's normal form with short forms put in; `data` NULL without memory. */
SP_MUST_USE struct sp_str draft_name_brief(struct sp_arena *arena, struct sp_str normal);
/** How near a column's heading is, out of 100; `brief` is its short form. */
unsigned draft_name_score(const struct draft_name *name,
                          const struct draft_column *column, struct sp_str brief,
                          enum draft_how *out_how);

#endif
