/*
 * Rule DET-REQUEST: the forms that are one request. The statement, and why, is
 * spec/det-request.sql.
 *
 *     superseded --at most 60 days--> superseded --> the form that speaks for all
 *                                         ^
 *     duplicate --nearest that is none----+
 *
 * Only a superseded form or a duplicate ties two forms together, and few people have any:
 * without one, each form is a request of its own and nothing is sorted.
 */
#include "link/link_request.h"

#include <stdlib.h>

enum { GAP_DAYS_MAX = 60 };

/* Forms come sorted by time: of two addresses the lower is the earlier form. */
struct request {
    const struct link_detainer *first;
};

struct form {
    const struct link_detainer *detainer;
    struct request *request; // NULL while it is its own
    // Of a duplicate: the next by time at its facility that is none.
    const struct form *after;
    int64_t day;
    bool is_superseded;
    bool is_duplicate;
};

struct forms {
    struct form *items;  // in the arena, by time and record
    struct form **order; // in the arena, to be sorted
    size_t count;
};

static enum link_reason reason_of(const struct link_life *life,
                                  const struct link_detainer *detainer)
{
    return detainer->lift >= 0 ? life->lifts[detainer->lift].reason : LINK_REASON_NONE;
}

static bool ties_forms(enum link_reason reason)
{
    return reason == LINK_REASON_LIFT_SUPERSEDED || reason == LINK_REASON_LIFT_DUPLICATE;
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* On one day the superseded come first: what continues them may be dated that day. */
static int order_of_chains(const void *left, const void *right)
{
    const struct form *a = *(const struct form *const *)left;
    const struct form *b = *(const struct form *const *)right;
    if (a->detainer->facility != b->detainer->facility)
        return compare(a->detainer->facility, b->detainer->facility);
    if (a->day != b->day) return compare(a->day, b->day);
    if (a->is_superseded != b->is_superseded) return a->is_superseded ? -1 : 1;
    return compare(a - b, 0);
}

static int order_of_time(const void *left, const void *right)
{
    const struct form *a = *(const struct form *const *)left;
    const struct form *b = *(const struct form *const *)right;
    if (a->detainer->facility != b->detainer->facility)
        return compare(a->detainer->facility, b->detainer->facility);
    return compare(a - b, 0);
}

static bool same_facility(const struct form *a, const struct form *b)
{
    return a && b && a->detainer->facility == b->detainer->facility;
}

static void join_request(struct form *form, struct request *request)
{
    form->request = request;
    if (!request->first || form->detainer < request->first)
        request->first = form->detainer;
}

static void keep(struct link_life *life, const struct form *form)
{
    life->detainer_results[form->detainer - life->detainers].kept_by |=
        UINT32_C(1) << LINK_DET_REQUEST;
}

/* Superseded forms and what continues them. `requests` has room for one a form. */
static void chain_forms(struct link_life *life, const struct forms *forms,
                        struct request *requests)
{
    size_t count = 0;
    for (size_t i = 0; i < forms->count; i++) {
        if (!forms->items[i].is_duplicate) forms->order[count++] = &forms->items[i];
    }
    if (count > 1) qsort(forms->order, count, sizeof *forms->order, order_of_chains);
    for (size_t i = 0; i < count; i++) {
        struct form *form = forms->order[i];
        struct form *before = i > 0 ? forms->order[i - 1] : NULL;
        const bool continues = same_facility(before, form) && before->is_superseded &&
                               form->day - before->day <= GAP_DAYS_MAX;
        if (!continues) requests++;
        join_request(form, requests - 1);
        if (before && !continues) keep(life, before);
    }
    if (count > 0) keep(life, forms->order[count - 1]);
}

static void place_duplicates(struct link_life *life, const struct forms *forms)
{
    for (size_t i = 0; i < forms->count; i++) {
        forms->order[i] = &forms->items[i];
    }
    qsort(forms->order, forms->count, sizeof *forms->order, order_of_time);
    const struct form *after = NULL;
    for (size_t i = forms->count; i-- > 0;) {
        struct form *form = forms->order[i];
        if (form->is_duplicate && same_facility(form, after)) form->after = after;
        if (!form->is_duplicate) after = form;
    }
    const struct form *before = NULL;
    for (size_t i = 0; i < forms->count; i++) {
        struct form *form = forms->order[i];
        if (!form->is_duplicate) {
            before = form;
            continue;
        }
        const int64_t days_before =
            same_facility(form, before) ? form->day - before->day : INT64_MAX;
        const int64_t days_after = form->after ? form->after->day - form->day : INT64_MAX;
        const struct form *original = days_before <= days_after ? before : form->after;
        if (days_before <= GAP_DAYS_MAX || days_after <= GAP_DAYS_MAX) {
            join_request(form, original->request);
        } else {
            keep(life, form);
        }
    }
}

/* The person's detainers that have a date; they come first. */
static enum sp_rc take_forms(const struct link_life *life, struct forms *out_forms,
                             struct request **out_requests, struct sp_err *err)
{
    size_t count = life->detainer_count;
    while (count > 0 && life->detainers[count - 1].at == LINK_NONE)
        count--;
    struct form *items = sp_arena_array(life->arena, count, sizeof *items);
    struct form **order = sp_arena_array(life->arena, count, sizeof *order);
    struct request *requests = sp_arena_array(life->arena, count, sizeof *requests);
    if (count > 0 && (!items || !order || !requests))
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const enum link_reason reason = reason_of(life, &life->detainers[i]);
        items[i] = (struct form){.detainer = &life->detainers[i],
                                 .day = link_day(life->detainers[i].at),
                                 .is_superseded = reason == LINK_REASON_LIFT_SUPERSEDED,
                                 .is_duplicate = reason == LINK_REASON_LIFT_DUPLICATE};
    }
    *out_forms = (struct forms){.items = items, .order = order, .count = count};
    *out_requests = requests;
    return SP_OK;
}

/* Every form its own request, from `start` on. */
static void stand_alone(struct link_life *life, size_t start)
{
    for (size_t i = start; i < life->detainer_count; i++) {
        life->detainer_results[i].request = life->detainers[i].record;
        life->detainer_results[i].kept_by |= UINT32_C(1) << LINK_DET_REQUEST;
    }
}

enum sp_rc link_requests(struct link_life *life, struct sp_err *err)
{
    bool any_tied = false;
    for (size_t i = 0; i < life->detainer_count; i++) {
        any_tied = any_tied || ties_forms(reason_of(life, &life->detainers[i]));
    }
    if (!any_tied || life->detainer_count == 1) {
        stand_alone(life, 0);
        return SP_OK;
    }
    struct forms forms = {0};
    struct request *requests = NULL;
    const enum sp_rc rc = take_forms(life, &forms, &requests, err);
    if (rc != SP_OK) return rc;
    chain_forms(life, &forms, requests);
    if (forms.count > 0) place_duplicates(life, &forms);
    for (size_t i = 0; i < forms.count; i++) {
        const struct form *form = &forms.items[i];
        const struct link_detainer *first =
            form->request ? form->request->first : form->detainer;
        life->detainer_results[i].request = first->record;
    }
    stand_alone(life, forms.count); // Those without a date.
    return SP_OK;
}
