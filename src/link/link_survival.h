/*
 * How long spells at liberty last (rule RETURN), from counts of spells by their days: the Kaplan-Meier
 * estimate, which takes every other end for one that hides the return, and the cumulative incidence of
 * Aalen and Johansen, which takes a way into custody, another request or a departure for what it is: an
 * end after which nobody can be arrested at large any more.
 *
 * Policy. Pure arithmetic over counts, in the order of days, in double: the same counts give the same
 * bits. No allocation.
 */
#ifndef LINK_SURVIVAL_H
#define LINK_SURVIVAL_H

#include "base/base.h"

/** Spells that ended on one day after their beginning. */
struct link_ended {
    int32_t day;
    uint64_t returned;  // arrested at large
    uint64_t competing; // taken into custody, asked for again, or gone from the country
    uint64_t censored;  // the release ended
};

/** What is known of that day, its ends included. */
struct link_survival {
    int32_t day;
    uint64_t at_risk;       // spells of this many days or more
    uint64_t returned;
    double not_returned;    // Kaplan-Meier: the share not returned by the end of the day
    double standard_error;  // of it, by Greenwood's formula
    double low;             // of its 95 % interval on the log-log scale
    double high;
    bool has_interval;      // false before the first return, and once none is left: no interval can be given
    double incidence;       // Aalen-Johansen: the share returned by the end of the day
    double other_incidence; // the share that a competing end had first
};

/**
 * One result for each day.
 *
 * At one day, returns and competing ends come before the spells that the release's end cuts off: those
 * are at risk on their last day.
 *
 * @param ended  days rising, each once
 * @param out    `count` of them
 */
void link_survival(const struct link_ended *ended, size_t count, struct link_survival *out);

#endif
