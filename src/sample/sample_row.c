/* A row of any table: its stream of chance, the person's part, the drawing of blanks. */
#include "sample/sample_row.h"

#include <stdio.h>
#include <string.h>

/* Thousandths of rows whose person id the record lost. */
static const uint32_t id_lost[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = 8, [SAMPLE_DETAINERS] = 132, [SAMPLE_DETENTIONS] = 2};

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

static void case_fill(struct sample_row *row, const struct sample_person *person)
{
    const struct sample_case *standing = &person->standing;
    sample_row_set_text(row, FIELD_CASE_STATUS, standing->status);
    sample_row_set_text(row, FIELD_CASE_CATEGORY, standing->category);
    sample_row_set_text(row, FIELD_DISPOSITION, standing->disposition);
    sample_row_set_text(row, FIELD_FINAL_CHARGE, standing->final_charge);
    sample_row_set_text(row, FIELD_FINAL_ORDER, standing->final_order_day ? "YES" : "NO");
    sample_row_set_day(row, FIELD_FINAL_ORDER_DATE, standing->final_order_day);
    sample_row_set_day(row, FIELD_DEPARTED_DATE, standing->departed_day);
    sample_row_set_text(row, FIELD_PORT, standing->port);
    if (standing->departed_day) {
        sample_row_set_text(row, FIELD_DEPARTURE_COUNTRY, person->traits.citizenship);
    }
}

static void person_fill(struct sample_row *row, const struct sample_person *person)
{
    const struct sample_traits *traits = &person->traits;
    sample_row_set_text(row, FIELD_REDACTED_BIRTH, "b(6), b(7)(C)");
    sample_row_set_text(row, FIELD_REDACTED_KEY, "(b)(6), (b)(7)(c)");
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
    switch (table) {
    case SAMPLE_ARRESTS:
        sample_row_arrest(out_row, &person->arrests[nth]);
        break;
    case SAMPLE_DETAINERS:
        sample_row_detainer(out_row, person, &person->detainers[nth]);
        break;
    case SAMPLE_DETENTIONS:
        sample_row_stint(out_row, person, &person->stints[nth]);
        break;
    case SAMPLE_TABLE_COUNT:
        SP_ASSERT(false);
    }
}

bool sample_row_has_id(const struct sample_row *row)
{
    return row->values[FIELD_PERSON].kind != SAMPLE_VALUE_BLANK;
}

struct sample_value sample_row_value(struct sample_row *row,
                                     const struct sample_column *column)
{
    // Drawn whether or not there is a value, so that one column's values move no other's
    // blanks.
    const bool is_blank = sample_random_chance(&row->random, column->blank);
    struct sample_value value = row->values[column->field];
    if (column->field == FIELD_YES_NO) {
        value.kind = SAMPLE_VALUE_TEXT;
        value.text = sample_random_chance(&row->random, column->yes) ? "YES" : "NO";
    }
    return is_blank ? (struct sample_value){0} : value;
}
