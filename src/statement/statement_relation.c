/*
 * What "nearly 500" means, as a table of facts, and whether it holds for an interval.
 *
 * Every relation is one unbroken range of numbers, so three answers follow from the ends alone:
 *
 *   range        ├────────────┤
 *   found   ├─┤                     NONE   every number found lies outside
 *   found           ├───┤           ALL    every number found lies inside
 *   found      ├────────┤           SOME   what is unknown decides
 *
 * Shares compare as fractions multiplied out, in whole numbers; nothing is rounded but "exactly P
 * percent", which by its reason means P after rounding to whole percents.
 */
#include "statement/statement_model.h"

#define OURS "this project: docs/statements.md"

// clang-format off
static const struct statement_relation_fact relations[STATEMENT_RELATION_COUNT] = {
    [STATEMENT_EQUALS] = {"equals", "exactly", true, true, 100, 100, 0, 0, true,
        {"REL-EQUALS", 1, "x = N; a share holds when it rounds to N whole percent",
         "a plain number in a statement is a count; a plain percentage is a rounded one", OURS}},
    [STATEMENT_AT_LEAST] = {"at_least", "at least", true, false, 100, 0, 0, 0, true,
        {"REL-AT-LEAST", 1, "x >= N", "N itself fulfils it", OURS}},
    [STATEMENT_AT_MOST] = {"at_most", "at most", false, true, 0, 100, 0, 0, true,
        {"REL-AT-MOST", 1, "x <= N", "N itself fulfils it", OURS}},
    [STATEMENT_MORE_THAN] = {"more_than", "more than", true, false, 100, 0, 1, 0, true,
        {"REL-MORE-THAN", 1, "x > N", "N itself does not fulfil it", OURS}},
    [STATEMENT_LESS_THAN] = {"less_than", "less than", false, true, 0, 100, 0, 1, true,
        {"REL-LESS-THAN", 1, "x < N", "N itself does not fulfil it", OURS}},
    [STATEMENT_NEARLY] = {"nearly", "nearly", true, true, 90, 100, 0, 0, true,
        {"REL-NEARLY", 1, "0.9 N <= x <= N",
         "nearly N is never above N; a tenth is the widest gap a reader would grant", OURS}},
    [STATEMENT_ABOUT] = {"about", "about", true, true, 90, 110, 0, 0, true,
        {"REL-ABOUT", 1, "0.9 N <= x <= 1.1 N",
         "about N may lie on both sides; a tenth is the widest gap a reader would grant", OURS}},
    [STATEMENT_MAJORITY] = {"majority", "more than half", true, false, 50, 0, 1, 0, false,
        {"REL-MAJORITY", 1, "2 x > whole", "most means more than half; half is no majority", OURS}},
    [STATEMENT_NONE] = {"none", "none", false, true, 0, 0, 0, 0, false,
        {"REL-NONE", 1, "x = 0", "one record is enough to contradict it", OURS}},
};
// clang-format on

const struct statement_relation_fact *statement_relation_get(enum statement_relation relation)
{
    SP_ASSERT(relation < STATEMENT_RELATION_COUNT);
    return &relations[relation];
}

bool statement_relation_find(struct sp_str name, enum statement_relation *out_relation)
{
    for (unsigned i = 0; i < STATEMENT_RELATION_COUNT; i++) {
        if (!sp_str_equal_text(name, relations[i].name)) continue;
        *out_relation = (enum statement_relation)i;
        return true;
    }
    return false;
}

bool statement_relation_range(enum statement_relation relation, uint64_t number,
                              struct statement_interval *out_range)
{
    const struct statement_relation_fact *fact = statement_relation_get(relation);
    SP_ASSERT(number <= STATEMENT_NUMBER_MAX && relation != STATEMENT_MAJORITY);
    struct statement_interval range = {.least = 0, .most = STATEMENT_UNBOUNDED};
    if (fact->has_least) range.least = (number * fact->least_percent + 99) / 100 + fact->least_step;
    if (fact->has_most) {
        const uint64_t most = number * fact->most_percent / 100;
        if (most < fact->most_step) return false;
        range.most = most - fact->most_step;
    }
    *out_range = range;
    return true;
}

enum statement_holds statement_relation_test(enum statement_relation relation, uint64_t number,
                                             struct statement_interval found)
{
    SP_ASSERT(found.least <= found.most);
    struct statement_interval range = {0};
    if (!statement_relation_range(relation, number, &range)) return STATEMENT_HOLDS_NONE;
    if (found.most < range.least || found.least > range.most) return STATEMENT_HOLDS_NONE;
    if (found.least >= range.least && found.most <= range.most) return STATEMENT_HOLDS_ALL;
    return STATEMENT_HOLDS_SOME;
}

enum { WHOLE_PARTS = 10000 }; // A share's ends are counted in ten-thousandths.

/* An end of the range of shares. `is_open`: the end itself does not fulfil the relation. */
struct share_end {
    bool is_given;
    bool is_open;
    uint64_t parts;
};

static void share_range(enum statement_relation relation, uint64_t percent,
                        struct share_end *out_least, struct share_end *out_most)
{
    const struct statement_relation_fact *fact = statement_relation_get(relation);
    if (!fact->needs_number) percent = 100;
    struct share_end least = {.is_given = fact->has_least,
                              .is_open = fact->least_step > 0,
                              .parts = percent * fact->least_percent};
    struct share_end most = {.is_given = fact->has_most,
                             .is_open = fact->most_step > 0,
                             .parts = percent * fact->most_percent};
    if (relation == STATEMENT_EQUALS) {
        const uint64_t half_percent = WHOLE_PARTS / 200;
        least.parts -= least.parts < half_percent ? least.parts : half_percent;
        most.parts += half_percent;
        most.is_open = true;
    }
    *out_least = least;
    *out_most = most;
}

/* Is part/whole outside, beyond this end? */
static bool is_below(struct share_end least, uint64_t part, uint64_t whole)
{
    if (!least.is_given) return false;
    return least.is_open ? part * WHOLE_PARTS <= least.parts * whole
                         : part * WHOLE_PARTS < least.parts * whole;
}

static bool is_above(struct share_end most, uint64_t part, uint64_t whole)
{
    if (!most.is_given) return false;
    return most.is_open ? part * WHOLE_PARTS >= most.parts * whole
                        : part * WHOLE_PARTS > most.parts * whole;
}

static uint64_t no_more_than(uint64_t number, uint64_t ceiling)
{
    return number < ceiling ? number : ceiling;
}

enum statement_holds statement_share_test(enum statement_relation relation, uint64_t percent,
                                          struct statement_interval part,
                                          struct statement_interval whole)
{
    SP_ASSERT(part.least <= part.most && whole.least <= whole.most && percent <= 100);
    if (whole.most == 0) return STATEMENT_HOLDS_SOME;
    // The smallest share: as few as can be of as many as can be. The largest: the part fills what
    // the whole surely holds, or more, and never leaves it.
    const bool is_open_ended = whole.most == STATEMENT_UNBOUNDED;
    const uint64_t small_part = is_open_ended ? 0 : no_more_than(part.least, whole.most);
    const uint64_t small_whole = is_open_ended ? 1 : whole.most;
    uint64_t large_part = no_more_than(part.most, whole.most);
    uint64_t large_whole = large_part > whole.least ? large_part : whole.least;
    if (large_whole == 0 || large_part == STATEMENT_UNBOUNDED) {
        large_part = large_part > 0; // Nothing of something, or all of it.
        large_whole = 1;
    }
    struct share_end least = {0};
    struct share_end most = {0};
    share_range(relation, percent, &least, &most);
    if (is_below(least, large_part, large_whole) || is_above(most, small_part, small_whole)) {
        return STATEMENT_HOLDS_NONE;
    }
    if (whole.least > 0 && !is_below(least, small_part, small_whole) &&
        !is_above(most, large_part, large_whole)) {
        return STATEMENT_HOLDS_ALL;
    }
    return STATEMENT_HOLDS_SOME;
}
