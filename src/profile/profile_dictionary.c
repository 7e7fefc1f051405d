/*
 * Facts about fields, each with where it comes from. "Counted" means counted in the
 * released file itself, and by a test (tests/unit/test_profile_real.c) where the file is
 * present.
 *
 * To add one: name table and field as in profile_schema.c, say what changes for someone
 * who counts, and give a source that a reader can look up. Then write docs/dictionary.md
 * anew (make pages).
 */
#include "profile/profile_dictionary.h"

#define DDP "Deportation Data Project, "
#define DDP_CODE DDP "processing code for ICE records"
#define DDP_NEWS DDP "note on ICE removals of 29 September 2025"
#define DDP_MISS DDP "missingness by field of the release of late June 2025"
#define DDP_DOCS DDP "documentation of ICE data"
#define ANALYST "dknaggs, published code for ICE detentions"
#define COUNTED "counted in the released file"

// clang-format off
static const struct dictionary_break breaks[] = {
    {"arrest", "program", "release of late July 2025",
     "CAP Local, State and Federal Incarceration become one value, Custodial Arrest: arrests in a local jail can no longer be told "
     "from those in a state or federal prison.", DDP_CODE},
    {"arrest", "apprehension_type", "August 2025", "Recorded from here on (Targeted, Collateral); blank before.", DDP_CODE},
    {"arrest", NULL, "about August 2023", "Release 2023-ICFO-42034 holds fewer arrests from here on than were made.", DDP_CODE},
    {"arrest", NULL, "release of August 2026",
     "Apprehension Type, Operation, Arresting Agency, Duty Site and Case Criminality are no longer released.", DDP_CODE},
    {"arrest", "person", "release 2022-ICFO-22955",
     "The id of 19 digits was stored as a number and lost its last four: different persons share one. It links nothing.", DDP_CODE},
    {"detainer", "detainer_type", "March 2013", "Recorded from here on, with a revision of form I-247; blank before.",
     "release Pennsylvania 2007-2015, " COUNTED},
    {"detainer", "detainer_type", "July 2015",
     "Forms I-247D (hold), I-247N (notify) and I-247X come into use beside the older ones: a count of detainers is no longer a count "
     "of requests to hold.", "ICE, Priority Enforcement Program"},
    {"detainer", "detainer_type", "2017-04-02", "Form I-247A takes the place of the earlier forms; those issued before stay in force unless replaced.", "ICE policy 10074.2 of 24 March 2017"},
    {"detainer", "federal_register_notice", "release of March 2026",
     "Is not the box on a federal interest, which the release of late July 2025 has; 2025-ICFO-18038 has both.", DDP_CODE},
    {"detainer", "lift_reason_code", "release of August 2026", "No longer released.", DDP_CODE},
    {"encounter", NULL, "2023-02-05 to 2023-08-20", "Encounters of these days are missing from the releases put together.", DDP "summary of its data"},
    {"stint", "initial_bond_set_amount", "any release", "999999 stands for no amount.", ANALYST},
    {"stint", "msc_sentence_days", "any release", "999 stands for no number of days; months and years alike.", ANALYST},
    {"removal", NULL, "2023-05-12",
     "ICE counts removals by another method, begun in July 2023 and applied back to this day.", DDP_NEWS},
    {"removal", NULL, "release of late June 2025",
     "Holds more than 40,000 removals by another agency (CBP) in fiscal year 2025, and lacks more than 170,000 in fiscal year 2024.", DDP_NEWS},
    {"removal", NULL, "every release",
     "ICE changes earlier records when a removal follows: the same event may differ between two releases.", DDP_DOCS},
};

static const struct dictionary_gap gaps[] = {
    {"arrest", "aor", "2019-ICFO-53623, fiscal year 2017", 247, 143470, "blank", COUNTED},
    {"arrest", "operation", "2019-ICFO-53623, fiscal year 2017", 112524, 143470, "blank", COUNTED},
    {"arrest", "operation", "2019-ICFO-53623, fiscal year 2017", 30915, 143470, "redacted", COUNTED},
    {"arrest", "state", "late June 2025", 56243, 265226, "blank", DDP_MISS},
    {"arrest", "person", "late June 2025", 2023, 265226, "blank", DDP_MISS},
    {"detainer", "detainer_type", "Pennsylvania 2007-2015", 30958, 32757, "blank", COUNTED},
    {"detainer", "lift_reason", "Pennsylvania 2007-2015", 11229, 32757, "blank", COUNTED},
    {"detainer", "lift_reason", "FOIA 15-06333, fiscal year 2015 to 19 July", 52263, 79053, "blank", COUNTED},
    {"detainer", "facility_state", "FOIA 15-06333, fiscal year 2015 to 19 July", 9020, 79053, "blank", COUNTED},
    {"detainer", "person", "late June 2025", 41745, 316224, "blank", DDP_MISS},
    {"encounter", "operation", "2019-ICFO-53623, fiscal year 2016", 297462, 368645, "blank", COUNTED},
    {"encounter", "operation", "2019-ICFO-53623, fiscal year 2016", 71121, 368645, "redacted", COUNTED},
    {"encounter", "person", "late June 2025", 155273, 1281608, "blank", DDP_MISS},
    {"stint", "person", "late June 2025", 1934, 1230455, "blank", DDP_MISS},
    {"removal", "threat_level", "2019-ICFO-53623, fiscal year 2018", 110817, 256085, "blank", COUNTED},
    {"removal", "threat_level", "2019-ICFO-53623, fiscal year 2018", 145268, 256085, "redacted", COUNTED},
    {"removal", "person", "late June 2025", 306, 144176, "blank", DDP_MISS},
};
// clang-format on

size_t dictionary_breaks(const struct dictionary_break **out_breaks)
{
    *out_breaks = breaks;
    return sizeof breaks / sizeof breaks[0];
}

size_t dictionary_gaps(const struct dictionary_gap **out_gaps)
{
    *out_gaps = gaps;
    return sizeof gaps / sizeof gaps[0];
}
