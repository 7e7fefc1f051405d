/* A row of any table: its stream of chance, the person's part, the drawing of blanks. */
#include "sample/sample_row.h"

#include <stdio.h>
#include <string.h>

/* Thousandths of rows whose person id the record lost. */
static const uint32_t id_lost[SAMPLE_TABLE_COUNT] = {[SAMPLE_ARRESTS] = 8,
                                                     [SAMPLE_DETAINERS] = 132,
                                                     [SAMPLE_DETENTIONS] = 2,
                                                     [SAMPLE_ENCOUNTERS] = 121,
                                                     [SAMPLE_REMOVALS] = 2};

static const struct {
    const char *program, *code;
} programs[] = {{SAMPLE_PROGRAM_287G, "287"},
                {SAMPLE_PROGRAM_CAP, "CAP"},
                {SAMPLE_PROGRAM_FUGITIVE, "FUG"}};

void sample_row_set_text(struct sample_row *row, enum sample_field field,
                         const char *text)
{
    const bool is_there = text && *text;
    row->values[field] = (struct sample_value){
        .kind = is_there ? SAMPLE_VALUE_TEXT : SAMPLE_VALUE_BLANK, .text = text};
}

void sample_row_set_whole(struct sample_row *row, enum sample_field field, int64_t number)
{
    row->values[field] =
        (struct sample_value){.kind = SAMPLE_VALUE_WHOLE, .number = number};
}

void sample_row_set_day(struct sample_row *row, enum sample_field field, int32_t day)
{
    if (day == 0 || day == SAMPLE_NEVER) return;
    row->values[field] = (struct sample_value){.kind = SAMPLE_VALUE_DAY, .number = day};
}

void sample_row_set_time(struct sample_row *row, enum sample_field field, int32_t minute)
{
    if (minute == SAMPLE_NEVER) return;
    row->values[field] =
        (struct sample_value){.kind = SAMPLE_VALUE_TIME, .number = minute};
}

void sample_row_typed(struct sample_row *row, const char *name, char out[SAMPLE_TEXT_MAX])
{
    const char *county = strstr(name, "COUNTY");
    const uint32_t drawn = sample_random_below(&row->random, 1000);
    size_t size = strlen(name);
    SP_ASSERT(size + 2 <= SAMPLE_TEXT_MAX);
    if (drawn < 60 && county) {
        size = (size_t)snprintf(out, SAMPLE_TEXT_MAX, "%.*sCNTY%s", (int)(county - name),
                                name, county + 6);
    } else {
        (void)snprintf(out, SAMPLE_TEXT_MAX, "%s", name);
    }
    if (drawn >= 980 && size > 6) { // Two neighbours change places, as fingers do.
        const size_t at = 2 + sample_random_below(&row->random, 3);
        const char first = out[at];
        out[at] = out[at + 1];
        out[at + 1] = first;
    }
    if (sample_random_chance(&row->random, 30)) {
        (void)snprintf(out + size, SAMPLE_TEXT_MAX - size, " ");
    }
}

static void charge_fill(struct sample_row *row, const struct sample_traits *traits)
{
    if (!traits->charge) return;
    const bool convicted = traits->conviction_day != 0;
    sample_row_set_text(row, FIELD_CHARGE, traits->charge->text);
    sample_row_set_text(row, FIELD_CHARGE_CODE, traits->charge->code);
    sample_row_set_text(row, FIELD_CRIME_CLASS, traits->charge->crime_class);
    sample_row_set_text(row, FIELD_CHARGE_STATUS, convicted ? "Convicted" : "Pending");
    sample_row_set_text(row, FIELD_CHARGE_STATUS_CODE, convicted ? "C" : "P");
    sample_row_set_day(row, FIELD_CHARGE_DATE, traits->charge_day);
    if (!convicted) return;
    sample_row_set_day(row, FIELD_CONVICTION_DATE, traits->conviction_day);
    sample_row_set_whole(row, FIELD_SENTENCE_DAYS, traits->sentence_days % 30);
    sample_row_set_whole(row, FIELD_SENTENCE_MONTHS, traits->sentence_days / 30 % 12);
    sample_row_set_whole(row, FIELD_SENTENCE_YEARS, traits->sentence_days / 360);
}

/* "16" of "[16] Reinstated Final Order". */
static void bracketed_code(const char *category, char out[SAMPLE_CODE_MAX])
{
    const size_t size = strcspn(category, "]");
    SP_ASSERT(*category == '[' && size < SAMPLE_CODE_MAX);
    (void)snprintf(out, SAMPLE_CODE_MAX, "%.*s", (int)size - 1, category + 1);
}

static void case_fill(struct sample_row *row, const struct sample_person *person)
{
    const struct sample_case *standing = &person->standing;
    sample_row_set_text(row, FIELD_CASE_STATUS, standing->status);
    sample_row_set_text(row, FIELD_CASE_CATEGORY, standing->category);
    sample_row_set_text(row, FIELD_DISPOSITION, standing->disposition);
    sample_row_set_text(row, FIELD_TOA_CATEGORY, standing->category);
    bracketed_code(standing->category, row->category_code);
    sample_row_set_text(row, FIELD_TOA_CATEGORY_CODE, row->category_code);
    sample_row_set_text(row, FIELD_FINAL_CHARGE, standing->final_charge);
    // "212a6Ai" is of section 212.
    (void)snprintf(row->section, sizeof row->section, "%.3s", standing->final_charge);
    sample_row_set_text(row, FIELD_FINAL_CHARGE_SECTION, row->section);
    sample_row_set_text(row, FIELD_FINAL_ORDER, standing->final_order_day ? "YES" : "NO");
    sample_row_set_day(row, FIELD_FINAL_ORDER_DATE, standing->final_order_day);
    sample_row_set_day(row, FIELD_DEPARTED_DATE, standing->departed_day);
    sample_row_set_day(row, FIELD_LATEST_DEPARTED, standing->departed_day);
    sample_row_set_text(row, FIELD_PORT, standing->port);
    if (standing->departed_day) {
        sample_row_set_text(row, FIELD_DEPARTURE_COUNTRY, person->traits.citizenship);
    }
}

static void person_fill(struct sample_row *row, const struct sample_person *person)
{
    const struct sample_traits *traits = &person->traits;
    sample_row_set_text(row, FIELD_PERSON, traits->id);
    sample_row_set_whole(row, FIELD_BIRTH_YEAR, traits->birth_year);
    sample_row_set_text(row, FIELD_GENDER, traits->gender);
    sample_row_set_text(row, FIELD_CITIZENSHIP, traits->citizenship);
    sample_row_set_text(row, FIELD_BIRTH_COUNTRY, traits->birth_country);
    sample_row_set_text(row, FIELD_MARITAL, traits->marital);
    sample_row_set_text(row, FIELD_RELIGION, traits->religion);
    sample_row_set_text(row, FIELD_ETHNICITY, traits->ethnicity);
    sample_row_set_text(row, FIELD_RACE, traits->race);
    sample_row_set_text(row, FIELD_ENTRY_STATUS, traits->entry_status);
    sample_row_set_day(row, FIELD_ENTRY_DATE, traits->entry_day);
    sample_row_set_text(row, FIELD_THREAT, traits->threat);
    sample_row_set_text(row, FIELD_CRIMINALITY, traits->criminality);
    sample_row_set_text(row, FIELD_CASE_CRIMINALITY, traits->case_criminality);
    sample_row_set_text(row, FIELD_OTHER_REASON, "SEE FILE");
    charge_fill(row, traits);
    case_fill(row, person);
}

static void record_fill(struct sample_row *row, const struct sample_person *person,
                        enum sample_table table, size_t nth)
{
    switch (table) {
    case SAMPLE_ARRESTS:
        sample_row_arrest(row, &person->arrests[nth]);
        break;
    case SAMPLE_DETAINERS:
        sample_row_detainer(row, person, &person->detainers[nth]);
        break;
    case SAMPLE_DETENTIONS:
        sample_row_stint(row, person, &person->stints[nth]);
        break;
    case SAMPLE_ENCOUNTERS:
        sample_row_encounter(row, person, &person->encounters[nth]);
        break;
    case SAMPLE_REMOVALS:
        sample_row_removal(row, person, &person->removals[nth]);
        break;
    case SAMPLE_TABLE_COUNT:
        SP_ASSERT(false);
    }
}

static const char *program_code(const char *program)
{
    size_t i = 0;
    while (strcmp(programs[i].program, program) != 0) {
        i++;
        SP_ASSERT(i < sizeof programs / sizeof programs[0]);
    }
    return programs[i].code;
}

/* Group and codes follow from the programs. */
static void program_fill(struct sample_row *row)
{
    const char *program = row->values[FIELD_PROGRAM].text;
    const char *latest = row->values[FIELD_LATEST_PROGRAM].text;
    sample_row_set_text(row, FIELD_PROGRAM_GROUP, "ICE");
    sample_row_set_text(row, FIELD_PROGRAM_CODE, program_code(program));
    if (latest) sample_row_set_text(row, FIELD_LATEST_PROGRAM_CODE, program_code(latest));
}

/* Blanks are drawn whether or not there is a value. */
static void spoil(struct sample_row *row, enum sample_table table)
{
    const struct sample_noises *noises = &sample_noises[table];
    for (size_t i = 0; i < noises->count; i++) {
        const struct sample_noise *noise = &noises->noises[i];
        const bool is_blank = sample_random_chance(&row->random, noise->blank);
        struct sample_value *value = &row->values[noise->field];
        if (noise->is_box) {
            const bool yes = sample_random_chance(&row->random, noise->yes);
            sample_row_set_text(row, noise->field, yes ? "YES" : "NO");
        }
        if (is_blank) *value = (struct sample_value){0};
        const bool is_date =
            value->kind == SAMPLE_VALUE_DAY || value->kind == SAMPLE_VALUE_TIME;
        if (is_date && noise->as_text) {
            row->typed[noise->field] = sample_random_chance(&row->random, noise->as_text);
        }
    }
}

/* One release has yes or no, others the kind: of one person they say the same. */
static void felon_fill(struct sample_row *row, const struct sample_traits *traits)
{
    const struct sample_value *box = &row->values[FIELD_AGGRAVATED];
    const bool is_felon = box->text && strcmp(box->text, "YES") == 0;
    const bool drugs =
        traits->charge && strcmp(traits->charge->text, SAMPLE_CHARGE_DRUGS) == 0;
    sample_row_set_text(row, FIELD_FELON,
                        !is_felon ? "Not an Aggravated Felon"
                        : drugs   ? "Drugs"
                                  : "Other");
}

void sample_row_make(uint64_t seed, uint64_t index, const struct sample_person *person,
                     enum sample_table table, size_t nth, struct sample_row *out_row)
{
    *out_row = (struct sample_row){0};
    // Rows that differ in bond alone share their noise.
    const size_t noise = table == SAMPLE_DETENTIONS ? person->stints[nth].twin_of : nth;
    sample_random_init(&out_row->random, seed, index, 1 + (uint64_t)table * 256 + noise);
    person_fill(out_row, person);
    if (sample_random_chance(&out_row->random, id_lost[table])) {
        out_row->values[FIELD_PERSON] = (struct sample_value){0};
    }
    record_fill(out_row, person, table, nth);
    program_fill(out_row);
    spoil(out_row, table);
    felon_fill(out_row, &person->traits);
}

bool sample_row_has_id(const struct sample_row *row)
{
    return row->values[FIELD_PERSON].kind != SAMPLE_VALUE_BLANK;
}

struct sample_value sample_row_value(const struct sample_row *row,
                                     const struct sample_column *column)
{
    if (column->field != FIELD_WITHHELD) return row->values[column->field];
    return (struct sample_value){.kind = SAMPLE_VALUE_TEXT, .text = column->spelling};
}
