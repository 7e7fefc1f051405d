/*
 * A reading against figures that were published: the speaker's own, or others'. Such a verdict says
 * whether the claim agrees with what was published, not whether that was true.
 */
#include "statement/statement_parse.h"
#include "statement/statement_result.h"

bool statement_place_is_whole(const struct statement_place *place)
{
    return !place->is_given || (!place->is_unstated && place->area.kind == SP_PLACE_NATION);
}

static bool area_same(const struct statement_area *a, const struct statement_area *b)
{
    return a->kind == b->kind && sp_str_equal_fold(a->name, b->name);
}

enum statement_fit statement_place_fit(const struct statement_place *asked, const struct statement_place *published)
{
    if (statement_place_is_whole(asked)) {
        return statement_place_is_whole(published) ? STATEMENT_FIT_SAME : STATEMENT_FIT_OTHER;
    }
    if (statement_place_is_whole(published)) return STATEMENT_FIT_CONTAINS;
    if (asked->is_unstated || published->is_unstated) return STATEMENT_FIT_UNSTATED;
    if (area_same(&asked->area, &published->area)) return STATEMENT_FIT_SAME;
    for (size_t i = 0; i < asked->within_count; i++) {
        if (area_same(&asked->within[i], &published->area)) return STATEMENT_FIT_CONTAINS;
    }
    return STATEMENT_FIT_OTHER;
}

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a verdict");
}

/* "33 arrests (agency, document)". */
static struct sp_str figure_words(const struct statement_published *figure, struct sp_arena *arena)
{
    return sp_arena_format(arena, "%llu %.*s for %.*s by %.*s (%.*s)%s", (unsigned long long)figure->value,
                           SP_FMT(figure->unit),
                           SP_FMT(figure->place.is_given ? figure->place.area.name : SP_STR("all places")),
                           SP_FMT(figure->by), SP_FMT(figure->source),
                           figure->withdrawn != SP_DAY_NONE ? ", since withdrawn" : "");
}

/* Of the figures named, the latest that stands and is of the very place; or the least of an area around it. */
static const struct statement_published *figure_pick(const struct sp_statement *statement,
                                                     const struct statement_reading *reading, enum statement_fit *out_fit)
{
    const struct statement_published *same = NULL;
    const struct statement_published *around = NULL;
    const struct statement_published *unstated = NULL;
    for (size_t i = 0; i < reading->published.count; i++) {
        const struct statement_published *figure = &statement->published[reading->published.indexes[i]];
        if (figure->withdrawn != SP_DAY_NONE) continue;
        switch (statement_place_fit(&reading->place, &figure->place)) {
        case STATEMENT_FIT_SAME:
            if (!same || figure->date >= same->date) same = figure;
            break;
        case STATEMENT_FIT_CONTAINS:
            if (!around || figure->value < around->value) around = figure;
            break;
        case STATEMENT_FIT_UNSTATED:
            unstated = figure;
            break;
        case STATEMENT_FIT_OTHER:
            break;
        }
    }
    *out_fit = same ? STATEMENT_FIT_SAME
               : around ? STATEMENT_FIT_CONTAINS
               : unstated ? STATEMENT_FIT_UNSTATED
                          : STATEMENT_FIT_OTHER;
    return same ? same : around ? around : unstated;
}

static enum sp_rc count_test(const struct sp_statement *statement, const struct statement_reading *reading,
                             struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    enum statement_fit fit;
    const struct statement_published *figure = figure_pick(statement, reading, &fit);
    const struct sp_str words = figure ? figure_words(figure, arena) : SP_STR("none");
    if (!words.data) return out_of_memory(err);
    if (fit == STATEMENT_FIT_SAME || fit == STATEMENT_FIT_CONTAINS) {
        result->has_interval = true;
        result->interval.most = figure->value;
        result->interval.least = fit == STATEMENT_FIT_SAME ? figure->value : 0;
        result->verdict =
            statement_verdict_of(statement_relation_test(reading->relation, reading->number.value, result->interval));
        result->reason = sp_arena_format(arena, "published: %.*s%s", SP_FMT(words),
                                         fit == STATEMENT_FIT_SAME ? ""
                                                                   : "; the place lies within that area, so there were at most as many");
        if (result->verdict == SP_VERDICT_UNDECIDABLE) result->decide = SP_STR("a figure published for this very place");
    } else if (fit == STATEMENT_FIT_UNSTATED) {
        result->reason = sp_arena_format(arena, "published: %.*s, without saying what kind of place that is", SP_FMT(words));
        result->decide = SP_STR("the publisher's word on which kind of place the figure is for");
    } else {
        result->reason = SP_STR("no published figure that still stands is for this place");
        result->decide = SP_STR("a published figure for this place");
    }
    enum sp_rc rc = result->reason.data ? SP_OK : out_of_memory(err);
    for (size_t i = 0; rc == SP_OK && i < reading->published.count; i++) {
        const struct statement_published *other = &statement->published[reading->published.indexes[i]];
        const struct sp_str other_words = other == figure ? (struct sp_str){0} : figure_words(other, arena);
        if (other != figure) {
            rc = statement_finding(result, sp_arena_format(arena, "also published: %.*s", SP_FMT(other_words)), err);
        }
    }
    return rc;
}

static uint64_t figures_sum(const struct sp_statement *statement, const struct statement_figures *figures)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < figures->count; i++) {
        sum += statement->published[figures->indexes[i]].value;
    }
    return sum;
}

static enum sp_rc share_test(const struct sp_statement *statement, const struct statement_reading *reading,
                             struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    const uint64_t part = figures_sum(statement, &reading->part.published);
    const uint64_t whole = figures_sum(statement, &reading->of.published);
    result->is_share = result->has_interval = true;
    result->interval = (struct statement_interval){part, part};
    result->whole = (struct statement_interval){whole, whole};
    result->verdict = statement_verdict_of(
        statement_share_test(reading->relation, reading->percent.value, result->interval, result->whole));
    const struct statement_published *first = &statement->published[reading->part.published.indexes[0]];
    result->reason = sp_arena_format(arena, "published: %llu of %llu %.*s (%.*s, %.*s)", (unsigned long long)part,
                                     (unsigned long long)whole,
                                     SP_FMT(statement->published[reading->of.published.indexes[0]].unit),
                                     SP_FMT(first->by), SP_FMT(first->source));
    return result->reason.data ? SP_OK : out_of_memory(err);
}

static enum sp_rc sum_test(const struct sp_statement *statement, const struct statement_reading *reading,
                           struct sp_arena *arena, struct statement_result *result, struct sp_err *err)
{
    uint64_t sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < statement->published_count; i++) {
        const struct statement_published *figure = &statement->published[i];
        if (figure->sums_to != reading->sum_of || figure->withdrawn != SP_DAY_NONE) continue;
        sum += figure->value;
        count++;
    }
    result->has_interval = true;
    result->interval = (struct statement_interval){sum, sum};
    result->verdict =
        statement_verdict_of(statement_relation_test(reading->relation, reading->number.value, result->interval));
    result->reason = sp_arena_format(arena, "the %zu published parts of '%.*s' add up to %llu", count,
                                     SP_FMT(statement->published[reading->sum_of].id), (unsigned long long)sum);
    return result->reason.data ? SP_OK : out_of_memory(err);
}

enum sp_rc statement_test_published(const struct sp_statement *statement, const struct statement_reading *reading,
                                    struct sp_arena *arena, struct statement_result *out_result, struct sp_err *err)
{
    struct statement_result result = {.verdict = SP_VERDICT_UNDECIDABLE, .basis = "published figures"};
    const enum sp_rc rc = reading->is_share             ? share_test(statement, reading, arena, &result, err)
                          : reading->sum_of != SIZE_MAX ? sum_test(statement, reading, arena, &result, err)
                                                        : count_test(statement, reading, arena, &result, err);
    if (rc == SP_OK) *out_result = result;
    return rc;
}
