/*
 * answer-key.json. Keys of every object stand in byte order, lists in the order of the
 * tables of the world; sums that must agree are all written out, so that a reader can
 * check the key itself.
 */
#include "sample/sample_json.h"
#include "sample/sample_key.h"

static uint64_t sum(const uint64_t *counts, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += counts[i];
    }
    return total;
}

/* Counts by recorded text; what was left blank stands last, as "[blank]". */
static void by_lift(struct sample_json *json, const char *key,
                    const uint64_t counts[SAMPLE_LIFT_COUNT])
{
    sample_json_open(json, key, '{');
    for (size_t i = 1; i < SAMPLE_LIFT_COUNT; i++) {
        sample_json_count(json, sample_lift_reasons[i].text, counts[i]);
    }
    sample_json_count(json, "[blank]", counts[SAMPLE_LIFT_BLANK]);
    sample_json_close(json, '}');
}

static void by_named(struct sample_json *json, const char *key,
                     const uint64_t counts[SAMPLE_NAMED_COUNT])
{
    sample_json_open(json, key, '{');
    for (size_t i = 1; i < SAMPLE_NAMED_COUNT; i++) {
        sample_json_count(json, sample_named_texts[i], counts[i]);
    }
    sample_json_count(json, "[blank]", counts[SAMPLE_NAMED_BLANK]);
    sample_json_close(json, '}');
}

static void by_outcome(struct sample_json *json, const char *key,
                       const uint64_t counts[SAMPLE_OUTCOME_COUNT])
{
    sample_json_open(json, key, '{');
    for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
        sample_json_count(json, sample_outcome_names[i], counts[i]);
    }
    sample_json_close(json, '}');
}

static void write_arrests(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "arrests", '{');
    if (tally->operation_shown) {
        by_named(json, "by_operation_recorded", tally->arrests_by_named);
    }
    sample_json_open(json, "by_true_aor", '{');
    for (size_t i = 0; i < SAMPLE_AREA_COUNT; i++) {
        sample_json_count(json, sample_areas[i].name, tally->arrests_by_area[i]);
    }
    sample_json_close(json, '}');
    sample_json_count(json, "rows", tally->rows[SAMPLE_ARRESTS]);
    sample_json_count(json, "text_dates", tally->text_dates[SAMPLE_ARRESTS]);
    sample_json_count(json, "true_arrests", tally->arrests);
    sample_json_count(json, "without_id", tally->without_id[SAMPLE_ARRESTS]);
    sample_json_close(json, '}');
}

static void write_facilities(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "facilities", '[');
    for (size_t i = 0; i < SAMPLE_JAIL_COUNT; i++) {
        const struct sample_jail *jail = &sample_jails[i];
        sample_json_open(json, NULL, '{');
        sample_json_text(json, "aor", sample_areas[jail->area].name);
        by_lift(json, "by_lift_reason_recorded", tally->jail_lifts[i]);
        by_outcome(json, "by_true_outcome", tally->outcomes[i]);
        sample_json_text(json, "code", jail->code);
        sample_json_text(json, "county", jail->county);
        sample_json_text(json, "name", jail->name);
        sample_json_text(json, "policy", sample_policy_names[jail->policy]);
        if (jail->change_day) {
            sample_json_day(json, "policy_changed", jail->change_day);
            sample_json_text(json, "policy_then",
                             sample_policy_names[jail->later_policy]);
        }
        sample_json_count(json, "rows", sum(tally->outcomes[i], SAMPLE_OUTCOME_COUNT));
        sample_json_text(json, "state", jail->state);
        sample_json_close(json, '}');
    }
    sample_json_close(json, ']');
}

static void write_detainers(struct sample_json *json, const struct sample_tally *tally)
{
    uint64_t lifts[SAMPLE_LIFT_COUNT] = {0};
    uint64_t outcomes[SAMPLE_OUTCOME_COUNT] = {0};
    for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
        outcomes[i] = sum(tally->lifts[i], SAMPLE_LIFT_COUNT);
        for (size_t j = 0; j < SAMPLE_LIFT_COUNT; j++) {
            lifts[j] += tally->lifts[i][j];
        }
    }
    sample_json_open(json, "detainers", '{');
    by_lift(json, "by_lift_reason_recorded", lifts);
    by_outcome(json, "by_true_outcome", outcomes);
    write_facilities(json, tally);
    sample_json_open(json, "recorded_of_true", '{');
    for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
        by_lift(json, sample_outcome_names[i], tally->lifts[i]);
    }
    sample_json_close(json, '}');
    sample_json_count(json, "rows", tally->rows[SAMPLE_DETAINERS]);
    sample_json_count(json, "text_dates", tally->text_dates[SAMPLE_DETAINERS]);
    sample_json_count(json, "without_id", tally->without_id[SAMPLE_DETAINERS]);
    sample_json_close(json, '}');
}

static void write_detentions(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "detentions", '{');
    sample_json_count(json, "bond_twins", tally->bond_twins);
    sample_json_count(json, "rows", tally->rows[SAMPLE_DETENTIONS]);
    sample_json_count(json, "text_dates", tally->text_dates[SAMPLE_DETENTIONS]);
    sample_json_count(json, "true_stays", tally->stays);
    sample_json_count(json, "true_stays_open", tally->stays_open);
    sample_json_count(json, "true_stints",
                      tally->rows[SAMPLE_DETENTIONS] - tally->bond_twins);
    sample_json_count(json, "without_id", tally->without_id[SAMPLE_DETENTIONS]);
    sample_json_close(json, '}');
}

static void write_episodes(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "episodes", '{');
    sample_json_open(json, "by_kind", '{');
    for (size_t i = SAMPLE_TWIN_NONE + 1; i < SAMPLE_TWIN_COUNT; i++) {
        if (i != SAMPLE_TWIN_NEAR_MISS) {
            sample_json_count(json, sample_twin_names[i], tally->episodes[i]);
        }
    }
    sample_json_close(json, '}');
    sample_json_count(json, "duplicate_rows", tally->duplicate_rows);
    sample_json_count(json, "duplicated_arrests",
                      sum(tally->episodes, SAMPLE_TWIN_COUNT) -
                          tally->episodes[SAMPLE_TWIN_NEAR_MISS]);
    sample_json_count(json, "duplicated_arrests_with_all_ids", tally->episodes_linkable);
    sample_json_count(json, "near_misses", tally->episodes[SAMPLE_TWIN_NEAR_MISS]);
    sample_json_close(json, '}');
}

static void write_encounters(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "encounters", '{');
    sample_json_count(json, "led_to_an_arrest", tally->encounters_arrest);
    sample_json_count(json, "led_to_detainers", tally->encounters_detainer);
    sample_json_count(json, "rows", tally->rows[SAMPLE_ENCOUNTERS]);
    sample_json_count(json, "text_dates", tally->text_dates[SAMPLE_ENCOUNTERS]);
    sample_json_count(json, "without_id", tally->without_id[SAMPLE_ENCOUNTERS]);
    sample_json_close(json, '}');
}

static void write_removals(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "removals", '{');
    sample_json_count(json, "rows", tally->rows[SAMPLE_REMOVALS]);
    sample_json_count(json, "text_dates", tally->text_dates[SAMPLE_REMOVALS]);
    sample_json_count(json, "true_stays_ended", tally->removals);
    sample_json_count(json, "without_id", tally->without_id[SAMPLE_REMOVALS]);
    sample_json_close(json, '}');
}

static void write_operation_areas(struct sample_json *json,
                                  const struct sample_tally *tally)
{
    sample_json_open(json, "by_true_aor", '[');
    for (size_t i = 0; i < SAMPLE_AREA_COUNT; i++) {
        if (!sample_areas[i].in_operation) continue;
        uint64_t arrests = 0;
        for (size_t j = 0; j < SAMPLE_PLACE_COUNT; j++) {
            if (sample_places[j].area == i) arrests += tally->operation_places[j];
        }
        sample_json_open(json, NULL, '{');
        if (tally->operation_shown) {
            by_named(json, "all_rows_of_these_days", tally->window_rows[i]);
        }
        sample_json_text(json, "aor", sample_areas[i].name);
        sample_json_count(json, "true_arrests", arrests);
        sample_json_close(json, '}');
    }
    sample_json_close(json, ']');
}

static void write_operation_places(struct sample_json *json,
                                   const struct sample_tally *tally)
{
    sample_json_open(json, "by_true_place", '[');
    for (size_t i = 0; i < SAMPLE_PLACE_COUNT; i++) {
        const struct sample_place *place = &sample_places[i];
        if (!place->operation_weight) continue;
        sample_json_open(json, NULL, '{');
        sample_json_text(json, "aor", sample_areas[place->area].name);
        sample_json_text(json, "city", place->city);
        sample_json_text(json, "county", place->county);
        sample_json_text(json, "state", place->state);
        sample_json_count(json, "true_arrests", tally->operation_places[i]);
        sample_json_close(json, '}');
    }
    sample_json_close(json, ']');
}

static void write_operation(struct sample_json *json, const struct sample_tally *tally)
{
    uint64_t countries = 0;
    for (size_t i = 0; i < SAMPLE_COUNTRIES_MAX; i++) {
        countries += tally->operation_countries[i];
    }
    sample_json_open(json, "operation", '{');
    sample_json_open(json, "by_criminality", '{');
    for (size_t i = 0; i < 3; i++) {
        sample_json_count(json, sample_criminalities[i], tally->operation_criminality[i]);
    }
    sample_json_close(json, '}');
    if (tally->operation_shown) {
        by_named(json, "by_operation_recorded", tally->operation_rows);
    }
    write_operation_areas(json, tally);
    write_operation_places(json, tally);
    sample_json_count(json, "countries", countries);
    sample_json_day(json, "from", SAMPLE_OPERATION_DAY);
    sample_json_count(json, "let_go_by_a_jail_before", tally->operation_returns);
    sample_json_text(json, "name", SAMPLE_OPERATION_NAME);
    sample_json_count(json, "rows", sum(tally->operation_rows, SAMPLE_NAMED_COUNT));
    sample_json_day(json, "to", SAMPLE_OPERATION_LAST_DAY);
    sample_json_count(json, "true_arrests",
                      sum(tally->operation_places, SAMPLE_PLACE_COUNT));
    sample_json_close(json, '}');
}

static void write_returns(struct sample_json *json, const struct sample_tally *tally)
{
    sample_json_open(json, "returns", '[');
    for (size_t i = 0; i < SAMPLE_OUTCOME_COUNT; i++) {
        const uint64_t seen = sum(tally->returns[i], SAMPLE_SPAN_COUNT);
        if (seen + tally->returns_unseen[i] == 0) continue;
        sample_json_open(json, NULL, '{');
        sample_json_count(json, "after_the_release_ends", tally->returns_unseen[i]);
        sample_json_open(json, "days", '[');
        for (size_t j = 0; j < SAMPLE_SPAN_COUNT; j++) {
            sample_json_open(json, NULL, '{');
            sample_json_count(json, "count", tally->returns[i][j]);
            sample_json_text(json, "days", sample_spans[j].days);
            sample_json_close(json, '}');
        }
        sample_json_close(json, ']');
        sample_json_count(json, "in_the_release", seen);
        sample_json_count(json, "in_the_release_with_both_ids",
                          tally->returns_linkable[i]);
        sample_json_text(json, "true_outcome", sample_outcome_names[i]);
        sample_json_close(json, '}');
    }
    sample_json_close(json, ']');
}

void sample_key_json(const struct sample_key *key,
                     const struct sp_sample_options *options, struct sp_buf *out)
{
    const struct sample_plan *plan = key->plan;
    const struct sample_layout *layout = plan->layout;
    struct sample_json json = {.out = out};
    sample_json_open(&json, NULL, '{');
    write_arrests(&json, &key->tally);
    sample_key_plant(&json, plan, &sample_plants[SAMPLE_PLANT_BOND]);
    sample_key_columns_absent(&json, plan);
    write_detainers(&json, &key->tally);
    write_detentions(&json, &key->tally);
    if (layout->tables[SAMPLE_ENCOUNTERS]) write_encounters(&json, &key->tally);
    write_episodes(&json, &key->tally);
    sample_key_files(&json, plan);
    sample_json_day(&json, "from", SAMPLE_FIRST_DAY);
    sample_key_plant(&json, plan, &sample_plants[SAMPLE_PLANT_DATE]);
    sample_json_text(&json, "layout", layout->name);
    sample_key_not_shown(&json, layout);
    sample_json_text(&json, "notice", "synthetic: no record in it is about a person");
    write_operation(&json, &key->tally);
    sample_json_count(&json, "people", options->people);
    sample_json_count(&json, "people_with_rows", key->tally.people_with_rows);
    sample_json_text(&json, "release", layout->release);
    if (layout->tables[SAMPLE_REMOVALS]) write_removals(&json, &key->tally);
    write_returns(&json, &key->tally);
    sample_json_count(&json, "seed", options->seed);
    sample_key_tables_not_shown(&json, layout);
    sample_json_day(&json, "to", SAMPLE_LAST_DAY);
    sample_json_close(&json, '}');
    sp_buf_char(out, '\n');
}
