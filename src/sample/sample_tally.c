/* Counting, for the answer key. A person's refs stand as arrests, detainers, stints. */
#include "sample/sample_tally.h"

#include <string.h>

const struct sample_span sample_spans[SAMPLE_SPAN_COUNT] = {
    {"0", 0},      {"1-2", 2},      {"3-7", 7},       {"8-30", 30},
    {"31-90", 90}, {"91-180", 180}, {"181-365", 365}, {"366 and more", INT32_MAX},
};

static bool in_operation_window(int32_t minute)
{
    const int32_t day = minute / SAMPLE_DAY_MINUTES;
    return day >= SAMPLE_OPERATION_DAY && day <= SAMPLE_OPERATION_LAST_DAY;
}

static void arrest_row(struct sample_tally *tally, const struct sample_arrest *arrest,
                       const struct sample_row *row)
{
    const enum sample_area_kind area = sample_arrest_area(arrest);
    tally->arrests_by_area[area]++;
    tally->arrests_by_named[row->named]++;
    if (arrest->operation) tally->operation_rows[row->named]++;
    if (in_operation_window(arrest->minute)) tally->window_rows[area][row->named]++;
}

void sample_tally_row(struct sample_tally *tally, const struct sample_ref *ref,
                      const struct sample_person *person, const struct sample_row *row)
{
    const enum sample_table table = (enum sample_table)(ref->file / SAMPLE_YEAR_COUNT);
    tally->rows[table]++;
    tally->without_id[table] += !sample_row_has_id(row);
    if (table == SAMPLE_ARRESTS) arrest_row(tally, &person->arrests[ref->nth], row);
    if (table == SAMPLE_DETAINERS) {
        const struct sample_detainer *detainer = &person->detainers[ref->nth];
        tally->lifts[detainer->outcome][row->lift]++;
        tally->jail_lifts[detainer->jail][row->lift]++;
    }
    if (table == SAMPLE_DETENTIONS) {
        tally->bond_twins += person->stints[ref->nth].bond_twin;
    }
}

int32_t sample_return_days(const struct sample_person *person,
                           const struct sample_detainer *detainer)
{
    SP_ASSERT(detainer->return_arrest != SAMPLE_NONE);
    return person->arrests[detainer->return_arrest].minute / SAMPLE_DAY_MINUTES -
           detainer->free / SAMPLE_DAY_MINUTES;
}

size_t sample_event_rows(const struct sample_person *person,
                         const struct sample_ref *arrest_refs, unsigned event,
                         bool *out_all_ids)
{
    size_t count = 0;
    *out_all_ids = true;
    for (size_t i = 0; i < person->arrest_count; i++) {
        if (person->arrests[i].event != event) continue;
        count++;
        *out_all_ids = *out_all_ids && arrest_refs[i].has_id;
    }
    return count;
}

static void detainer_count(struct sample_tally *tally, const struct sample_person *person,
                           size_t index, const struct sample_ref *refs)
{
    const struct sample_detainer *detainer = &person->detainers[index];
    tally->outcomes[detainer->jail][detainer->outcome]++;
    tally->returns_unseen[detainer->outcome] += detainer->unseen_return;
    if (detainer->return_arrest == SAMPLE_NONE) return;
    const int32_t days = sample_return_days(person, detainer);
    size_t span = 0;
    while (days > sample_spans[span].last) {
        span++;
    }
    tally->returns[detainer->outcome][span]++;
    tally->returns_linkable[detainer->outcome] +=
        refs[detainer->return_arrest].has_id && refs[person->arrest_count + index].has_id;
    tally->operation_returns += person->arrests[detainer->return_arrest].operation;
}

static void operation_count(struct sample_tally *tally,
                            const struct sample_person *person,
                            const struct sample_arrest *arrest)
{
    tally->operation_places[arrest->place]++;
    for (size_t i = 0; i < 3; i++) {
        tally->operation_criminality[i] +=
            person->traits.criminality == sample_criminalities[i];
    }
    for (size_t i = 0; i < sample_countries.count; i++) {
        if (person->traits.citizenship == sample_countries.choices[i].text) {
            tally->operation_countries[i] = true;
        }
    }
}

static void arrest_count(struct sample_tally *tally, const struct sample_person *person,
                         size_t index, const struct sample_ref *refs)
{
    const struct sample_arrest *arrest = &person->arrests[index];
    bool all_ids;
    if (arrest->copy > 0) {
        tally->duplicate_rows++;
        return;
    }
    tally->arrests++;
    if (arrest->operation) operation_count(tally, person, arrest);
    tally->episodes[SAMPLE_TWIN_NEAR_MISS] += arrest->near_miss_of != SAMPLE_NONE;
    if (sample_event_rows(person, refs, arrest->event, &all_ids) == 1) return;
    tally->episodes[arrest->twin]++;
    tally->episodes_linkable += all_ids;
}

void sample_tally_person(struct sample_tally *tally, const struct sample_person *person,
                         const struct sample_ref *refs)
{
    tally->people_with_rows++;
    tally->stays += person->stay_count;
    for (size_t i = 0; i < person->stay_count; i++) {
        tally->stays_open += person->stays[i].end == SAMPLE_NEVER;
    }
    for (size_t i = 0; i < person->encounter_count; i++) {
        tally->encounters_detainer += person->encounters[i].detainer != SAMPLE_NONE;
        tally->encounters_arrest += person->encounters[i].arrest != SAMPLE_NONE;
    }
    tally->removals += person->removal_count;
    for (size_t i = 0; i < person->arrest_count; i++) {
        arrest_count(tally, person, i, refs);
    }
    for (size_t i = 0; i < person->detainer_count; i++) {
        detainer_count(tally, person, i, refs);
    }
}
