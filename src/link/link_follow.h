/*
 * What follows a detainer in a person's records: the first arrest, stay or other request.
 *
 * An arrest and the stay that it is paired with (ARR-STAY-BEST) are one happening, with a first and a
 * last moment. It follows a request when its last moment is not before the request's, and it is placed
 * at its first moment; where that is on an earlier day, the person was in the agency's hands before the
 * request, and it is placed at its last. spec/det-outcome.sql says why.
 */
#ifndef LINK_FOLLOW_H
#define LINK_FOLLOW_H

#include "link/link_event.h"

/** What a happening says of the request it follows. */
enum link_what {
    LINK_WHAT_NOTHING,
    LINK_WHAT_BOOKED,         // taken from custody, and a stay
    LINK_WHAT_AT_LARGE,       // arrested at large, with or without a stay
    LINK_WHAT_CUSTODIAL,      // taken from custody, no stay
    LINK_WHAT_METHOD_UNKNOWN, // arrested by a method that tells nothing, and a stay
    LINK_WHAT_STAY,           // a stay, no arrest
    LINK_WHAT_ASTRIDE,        // begun before the request's day, ended after
    LINK_WHAT_LATER,          // a request to another facility
};

struct link_happening {
    int64_t moment; // where it stands in time
    int64_t record; // the arrest, else the stay, else the request: breaks ties
    int64_t first;
    int64_t last;
    int64_t arrest; // LINK_NONE without
    int64_t stay;   // LINK_NONE without
    uint8_t what;   // enum link_what
    uint8_t rank;   // at one moment: an arrest 0, a stay alone 1, a request 2
};

/** A life's happenings, and how far the walk back through its detainers has come. */
struct link_follow {
    const struct link_life *life;
    struct link_happening *lone; // without a pair, by moment; in the arena, as all below
    size_t lone_count;
    struct link_happening *by_first; // pairs, by their first moment
    struct link_happening *by_last;  // and by their last
    size_t pair_count;
    int64_t *at_large; // moments of arrests at large, rising
    size_t at_large_count;
    size_t later;   // detainers from here on are later than those asked for now; a count where there is none
    size_t other;   // the nearest of them that is to another facility than `later`
    size_t waiting; // detainers from here to `later` are not yet known to be later
};

SP_MUST_USE enum sp_rc link_follow_init(struct link_follow *follow, const struct link_life *life,
                                        struct sp_err *err);

/**
 * The first happening within `days_max` days of a detainer; `what` is LINK_WHAT_NOTHING where there is
 * none, and for a detainer without a date.
 *
 * Detainers must be asked from the last to the first.
 */
struct link_happening link_follow_next(struct link_follow *follow, size_t detainer_index,
                                       int64_t days_max);

/** Whether an arrest counts (ARR-EP-24) and has its place in time. */
bool link_arrest_counts(const struct link_life *life, size_t arrest_index);

/** Whether the form asks for a hold, as far as is known: anything but a request for notice alone. */
bool link_is_hold(const struct link_detainer *detainer);

/** The first of the life's stays that begins at a moment or later; the count where there is none. */
size_t link_stay_from(const struct link_life *life, int64_t moment);

#endif
