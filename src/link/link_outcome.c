/*
 * DET-OUTCOME: the state of each detainer, and why. spec/det-outcome.sql says what and why; the order of
 * the reasons here is the order there:
 *
 *   the form ─▶ the lift reason ─▶ what follows, where it decides ─▶ the record's other fields
 *      ─▶ whether the release can tell ─▶ why it is not known
 *
 * Detainers are read from the last to the first, as link_follow asks.
 */
#include "link/link_follow.h"
#include "link/link_order.h"
#include "link/link_reason.h"
#include "link/link_search.h"

enum {
    FOLLOWED_DAYS = 180,
    CONTRADICTION_DAYS = 7,
    AT_LARGE_DAYS = 30,
    // How far ARR-STAY lets a stay begin after its arrest, and before it.
    STAY_AFTER_DAYS = 10,
    STAY_BEFORE_DAYS = 5,
};

/* What one detainer is decided by. */
struct question {
    const struct link_life *life;
    const struct link_detainer *detainer;
    const struct link_lift *lift; // NULL: none that the list has
    struct link_happening next;
    int64_t day; // of the detainer; LINK_NONE
    bool has_successor;
    bool is_cancelled;
};

/* -- The record alone ------------------------------------------------------------------------------ */

static const struct link_lift *lift_of(const struct link_detainer *detainer,
                                       const struct link_lift *lifts)
{
    return detainer->lift >= 0 ? &lifts[detainer->lift] : NULL;
}

/* Steps 1 and 2; LINK_REASON_NONE where they do not decide. */
static enum link_reason reason_recorded(const struct link_detainer *detainer,
                                        const struct link_lift *lift, bool has_successor)
{
    if (detainer->form == LINK_FORM_NOTICE) return LINK_REASON_NOTICE_ONLY;
    if (lift && lift->state == LINK_STATE_SUPERSEDED && !has_successor)
        return LINK_REASON_SUPERSEDED_NO_SUCCESSOR;
    if (lift) return lift->reason;
    return detainer->lift == LINK_LIFT_OTHER ? LINK_REASON_LIFT_NOT_IN_LIST : LINK_REASON_NONE;
}

static bool is_notice_yet_declined(const struct link_detainer *detainer,
                                   const struct link_lift *lift)
{
    return detainer->form == LINK_FORM_NOTICE && lift && lift->state == LINK_STATE_DECLINED;
}

static void result_set(struct link_detainer_result *result, enum link_reason reason,
                       const struct link_lift *lift)
{
    const bool is_lift = lift && lift->reason == reason;
    result->reason = (uint8_t)reason;
    result->state = (uint8_t)(is_lift ? lift->state : link_reason_state(reason));
    result->arrest = LINK_NONE;
    result->stay = LINK_NONE;
    result->days = INT32_MIN;
}

enum sp_rc link_detainers_without_id(const struct link_detainer *detainers, size_t count,
                                     const struct link_window *windows,
                                     const struct link_lift *lifts,
                                     struct link_detainer_result *results, struct sp_err *err)
{
    (void)err;
    for (size_t i = 0; i < count; i++) {
        const struct link_detainer *detainer = &detainers[i];
        const struct link_lift *lift = lift_of(detainer, lifts);
        const bool is_contrary = is_notice_yet_declined(detainer, lift);
        SP_ASSERT(detainer->person == LINK_NOBODY);
        enum link_reason reason = reason_recorded(detainer, lift, false);
        if (reason == LINK_REASON_NONE && detainer->accepted == LINK_ANSWER_NO)
            reason = LINK_REASON_FIELD_NOT_ACCEPTED;
        if (reason == LINK_REASON_NONE)
            reason = windows[detainer->release].has_ids ? LINK_REASON_NO_ID
                                                        : LINK_REASON_NO_ID_IN_RELEASE;
        result_set(&results[i], reason, lift);
        results[i].contradictions = is_contrary ? LINK_NOTICE_YET_DECLINED : 0;
        // Never merged with another row, so every rule of duplicates keeps it.
        results[i].kept_by = (UINT32_C(1) << LINK_DETAINER_RULE_COUNT) - 1;
    }
    return SP_OK;
}

/* -- What follows, and what the release can show ---------------------------------------------------- */

/* Steps 3 to 5: what decides. */
static enum link_reason reason_found(const struct question *question)
{
    if (question->next.what == LINK_WHAT_BOOKED) return LINK_REASON_BOOKED_CUSTODIAL_ARREST;
    if (question->next.what == LINK_WHAT_AT_LARGE) return LINK_REASON_LATER_AT_LARGE;
    if (question->detainer->accepted == LINK_ANSWER_NO) return LINK_REASON_FIELD_NOT_ACCEPTED;
    return question->is_cancelled ? LINK_REASON_LIFT_CANCELLED_BY_LATER : LINK_REASON_NONE;
}

static bool is_dated_after(const struct question *question)
{
    return question->day != LINK_NONE && question->life->window->detainer_last != INT32_MIN &&
           question->day > question->life->window->detainer_last;
}

/* Step 6: whether what would decide may lie beyond the release's end. */
static bool window_ends(const struct question *question)
{
    const struct link_window *window = question->life->window;
    if (question->next.what == LINK_WHAT_CUSTODIAL)
        return window->stint_last != INT32_MIN &&
               window->stint_last < link_day(question->next.moment) + STAY_AFTER_DAYS;
    if (question->next.what == LINK_WHAT_STAY)
        return window->arrest_last != INT32_MIN &&
               window->arrest_last < link_day(question->next.moment) + STAY_BEFORE_DAYS;
    if (question->next.what != LINK_WHAT_NOTHING || question->day == LINK_NONE ||
        is_dated_after(question))
        return false;
    const int64_t needed = question->day + FOLLOWED_DAYS;
    return window->arrest_last != INT32_MIN && window->stint_last != INT32_MIN &&
           (window->arrest_last < needed || window->stint_last < needed);
}

/* Step 7, of a happening that does not decide; LINK_REASON_NONE without one. */
static enum link_reason reason_undecided(const struct question *question)
{
    const struct link_window *window = question->life->window;
    switch ((enum link_what)question->next.what) {
    case LINK_WHAT_LATER:
        return LINK_REASON_LATER_DETAINER;
    case LINK_WHAT_CUSTODIAL:
        return window->stint_last == INT32_MIN ? LINK_REASON_STINTS_NOT_IN_LEDGER
                                               : LINK_REASON_CUSTODIAL_NO_STAY;
    case LINK_WHAT_STAY:
        return window->arrest_last == INT32_MIN ? LINK_REASON_ARRESTS_NOT_IN_LEDGER
                                                : LINK_REASON_STAY_NO_ARREST;
    case LINK_WHAT_METHOD_UNKNOWN:
        return LINK_REASON_BOOKED_METHOD_UNKNOWN;
    case LINK_WHAT_ASTRIDE:
        return LINK_REASON_CUSTODY_BEGAN_BEFORE;
    case LINK_WHAT_BOOKED:
    case LINK_WHAT_AT_LARGE:
    case LINK_WHAT_NOTHING:
        break;
    }
    return LINK_REASON_NONE;
}

/* Step 7 where nothing follows. */
static enum link_reason reason_nothing(const struct question *question)
{
    const struct link_window *window = question->life->window;
    if (question->detainer->accepted == LINK_ANSWER_YES) return LINK_REASON_FIELD_ACCEPTED;
    if (question->day == LINK_NONE) return LINK_REASON_NO_DATE;
    if (is_dated_after(question)) return LINK_REASON_DATED_AFTER_RELEASE;
    if (window->arrest_last == INT32_MIN) return LINK_REASON_ARRESTS_NOT_IN_LEDGER;
    if (window->stint_last == INT32_MIN) return LINK_REASON_STINTS_NOT_IN_LEDGER;
    return LINK_REASON_NOTHING_FOLLOWED;
}

static enum link_reason reason_of(const struct question *question)
{
    enum link_reason reason =
        reason_recorded(question->detainer, question->lift, question->has_successor);
    if (reason == LINK_REASON_NONE) reason = reason_found(question);
    if (reason == LINK_REASON_NONE && window_ends(question)) reason = LINK_REASON_WINDOW_ENDS;
    if (reason == LINK_REASON_NONE && question->detainer->lift == LINK_LIFT_WITHHELD)
        reason = LINK_REASON_LIFT_WITHHELD;
    if (reason == LINK_REASON_NONE) reason = reason_undecided(question);
    return reason == LINK_REASON_NONE ? reason_nothing(question) : reason;
}

/* -- Contradictions --------------------------------------------------------------------------------- */

static bool stay_begins(const struct link_life *life, int64_t day_first, int64_t day_last)
{
    const size_t i = link_stay_from(life, day_first * LINK_DAY_SECONDS);
    return i < life->stay_count && link_day(life->stays[i].book_in) <= day_last;
}

static bool is_declined_yet_booked(const struct question *question)
{
    const struct link_detainer *detainer = question->detainer;
    const bool lift_declined = question->lift && question->lift->state == LINK_STATE_DECLINED;
    if (!lift_declined && detainer->accepted != LINK_ANSWER_NO) return false;
    const int64_t day =
        detainer->lifted_at == LINK_NONE ? question->day : link_day(detainer->lifted_at);
    if (day == LINK_NONE) return false;
    int64_t first = day - CONTRADICTION_DAYS;
    if (question->day != LINK_NONE && question->day > first) first = question->day;
    return stay_begins(question->life, first, day + CONTRADICTION_DAYS);
}

/* Only the first arrest at large need be asked: what lies before it lies before the others too. */
static bool is_yet_at_large(const struct question *question, const struct link_follow *follow)
{
    const size_t next = link_count_before(follow->at_large, follow->at_large_count,
                                          sizeof *follow->at_large, 0, question->detainer->at);
    if (next == follow->at_large_count) return false;
    const int64_t arrest_at = follow->at_large[next];
    if (link_day(arrest_at) - question->day > AT_LARGE_DAYS) return false;
    const size_t stay = link_stay_from(question->life, question->day * LINK_DAY_SECONDS);
    return stay == question->life->stay_count || question->life->stays[stay].book_in >= arrest_at;
}

static uint8_t contradictions_of(const struct question *question, const struct link_follow *follow)
{
    const struct link_life *life = question->life;
    unsigned found = 0;
    if (is_notice_yet_declined(question->detainer, question->lift))
        found |= LINK_NOTICE_YET_DECLINED;
    if (is_declined_yet_booked(question)) found |= LINK_DECLINED_YET_BOOKED;
    const bool is_honoured = question->lift && question->lift->state == LINK_STATE_HONOURED;
    if (!is_honoured || question->day == LINK_NONE) return (uint8_t)found;
    if (is_yet_at_large(question, follow)) found |= LINK_HONOURED_YET_AT_LARGE;
    const int64_t last = question->day + FOLLOWED_DAYS;
    if (life->window->stint_last != INT32_MIN && life->window->stint_last >= last &&
        !stay_begins(life, question->day, last))
        found |= LINK_HONOURED_WITHOUT_STAY;
    return (uint8_t)found;
}

/* -- One life ---------------------------------------------------------------------------------------- */

static int order_of_facilities(const void *things, uint32_t a, uint32_t b)
{
    const struct link_detainer *detainers = things;
    return link_order_of(detainers[a].facility, detainers[b].facility);
}

/*
 * For each detainer whether a later form of the person to the same facility cancels it. NULL where no
 * form of the person cancels anything, as with almost everybody.
 */
static enum sp_rc cancelled_of(const struct link_life *life, uint8_t **out_cancelled,
                               struct sp_err *err)
{
    const size_t count = life->detainer_count;
    bool any = false;
    for (size_t i = 0; i < count && !any; i++) {
        any = life->detainers[i].cancels_previous == LINK_ANSWER_YES;
    }
    *out_cancelled = NULL;
    if (!any) return SP_OK;
    uint32_t *order = sp_arena_array(life->arena, count, 2 * sizeof *order);
    uint8_t *cancelled = sp_arena_array(life->arena, count, 1);
    if (!order || !cancelled)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the records of one person");
    for (size_t i = 0; i < count; i++) {
        order[i] = (uint32_t)i;
    }
    // Those of one facility keep their order in time.
    link_order_sort(order, order + count, count, order_of_facilities, life->detainers);
    bool cancels = false;
    for (size_t i = count; i-- > 0;) {
        const struct link_detainer *detainer = &life->detainers[order[i]];
        if (i + 1 < count && detainer->facility != life->detainers[order[i + 1]].facility)
            cancels = false;
        if (detainer->at == LINK_NONE) continue; // Neither before nor after another.
        cancelled[order[i]] = cancels;
        if (detainer->cancels_previous == LINK_ANSWER_YES) cancels = true;
    }
    *out_cancelled = cancelled;
    return SP_OK;
}

/* The evidence: what follows, whatever the state; not of a form that has none, or a successor. */
static void result_follow(struct link_detainer_result *result, const struct question *question)
{
    if (result->state == LINK_STATE_NOT_A_HOLD || result->state == LINK_STATE_SUPERSEDED ||
        question->next.what == LINK_WHAT_NOTHING)
        return;
    result->arrest = question->next.arrest;
    result->stay = question->next.stay;
    result->days = (int32_t)(link_day(question->next.moment) - question->day);
}

enum sp_rc link_outcomes(struct link_life *life, struct sp_err *err)
{
    if (life->detainer_count == 0) return SP_OK;
    struct link_follow follow;
    uint8_t *cancelled = NULL;
    enum sp_rc rc = link_follow_init(&follow, life, err);
    if (rc == SP_OK) rc = cancelled_of(life, &cancelled, err);
    if (rc != SP_OK) return rc;
    for (size_t i = life->detainer_count; i-- > 0;) {
        const struct link_detainer *detainer = &life->detainers[i];
        struct link_detainer_result *result = &life->detainer_results[i];
        const struct question question = {
            .life = life,
            .detainer = detainer,
            .lift = lift_of(detainer, life->lifts),
            .next = link_follow_next(&follow, i, FOLLOWED_DAYS),
            .day = detainer->at == LINK_NONE ? LINK_NONE : link_day(detainer->at),
            .has_successor = !(result->kept_by & 1U << LINK_DET_REQUEST),
            .is_cancelled = cancelled && cancelled[i],
        };
        result_set(result, reason_of(&question), question.lift);
        result_follow(result, &question);
        result->contradictions = contradictions_of(&question, &follow);
    }
    return SP_OK;
}
