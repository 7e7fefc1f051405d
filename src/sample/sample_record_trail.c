/* What the record says of an encounter and of a removal. */
#include "sample/sample_row.h"

void sample_row_encounter(struct sample_row *row, const struct sample_person *person,
                          const struct sample_encounter *encounter)
{
    const bool at_jail = encounter->detainer != SAMPLE_NONE;
    // Where it was, as the records of arrests say it.
    struct sample_arrest seen = {.minute = encounter->minute,
                                 .place = SAMPLE_NONE,
                                 .method = SAMPLE_METHOD_CUSTODIAL};
    if (at_jail) {
        seen.jail = (int)person->detainers[encounter->detainer].jail;
    } else {
        seen = person->arrests[encounter->arrest];
    }
    const bool in_jail = seen.jail != SAMPLE_NONE;
    sample_row_set_time(row, FIELD_EVENT_TIME, encounter->minute);
    sample_row_set_text(row, FIELD_EVENT_TYPE, in_jail ? "CAP" : "Field Encounter");
    sample_row_set_text(row, FIELD_LEAD_TYPE, in_jail ? "Biometric Match" : "Lead");
    sample_row_set_text(row, FIELD_LEAD_SOURCE,
                        in_jail ? "Secure Communities" : "Field Office");
    sample_row_set_text(row, FIELD_PROGRAM, sample_program_of(&seen));
    sample_row_set_text(row, FIELD_AGENCY, "ICE");
    sample_row_area(row, sample_arrest_area(&seen));
    sample_row_landmark(row, &seen);
    sample_row_operation(row, &seen);
}

void sample_row_removal(struct sample_row *row, const struct sample_person *person,
                        const struct sample_removal *removal)
{
    const struct sample_arrest *arrest = &person->arrests[removal->arrest];
    const struct sample_stay *stay = &person->stays[removal->stay];
    sample_row_set_text(row, FIELD_PROGRAM, sample_program_of(arrest));
    sample_row_set_text(row, FIELD_LATEST_PROGRAM, sample_program_of(arrest));
    sample_row_set_text(row, FIELD_AGENCY, "ICE");
    sample_row_set_text(row, FIELD_LATEST_AGENCY, "ICE");
    sample_row_set_time(row, FIELD_ARREST_TIME, arrest->minute);
    sample_row_place(row, arrest);
    sample_row_area(row, (enum sample_area_kind)stay->area);
}
