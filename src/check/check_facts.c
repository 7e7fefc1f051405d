/* The checks: what each looks for, why, and where it comes from. Numbers here are used by
 * the code. */
#include "check/check_facts.h"

#define TEXT_OF(number) #number
#define SHOWN(number) TEXT_OF(number)

// clang-format off
static const struct sp_check checks[] = {
    {"CHECK-SAME-CONTENT", 1, "sheets with the same content",
     "two sheets whose cells below the header are equal in order, or whose harmonised rows are equal in any order",
     "a file sent twice under two names would count every record twice",
     "domain releases A.7 #1: files of two fiscal years of one release had identical content"},
    {"CHECK-OVERLAP", 2, "sources that share rows",
     "two sheets of one kind of record and of the same days, compared as multisets in every field that both hold and spell alike, so that half of the values of one are on the other side too (person ids "
     "only within a release, days without their time): found when at least " SHOWN(CHECK_OVERLAP_ROWS_MIN) " rows are shared, and of two "
     "sheets of one release at least half of the smaller; where both hold more than " SHOWN(CHECK_OVERLAP_ROWS_MAX)
     " rows of these days, every " SHOWN(CHECK_OVERLAP_DAY_STEP) "th day is looked at; a sheet without any day is compared with none, which is noted; lists of agreements and of places are not compared (sallyport diff does that)",
     "rows without an id can only be seen to be the same by their content",
     "domain releases A.9 #3: two sets of files of the same detainers were added up"},
    {"CHECK-FISCAL-YEAR", 1, "dates outside of the fiscal year in the name",
     "more than " SHOWN(CHECK_FISCAL_PER_MILLE) " of 1,000 dated rows lie outside of the fiscal years that the sheet's name, or else the file's, gives",
     "a file may hold another year than it says",
     "domain releases A.7 #1"},
    {"CHECK-COLUMNS-GONE", 1, "fields gone since the release before",
     "fields of this kind of record that the release before it (by its latest day) holds and this one does not",
     "a question that one release answers cannot be asked of the next",
     "domain releases A.1 and A.8: columns dropped in August 2026"},
    {"CHECK-COLUMNS-DIFFER", 1, "sheets of one release with other fields",
     "fields that another sheet of the same release and kind of record holds and this one does not",
     "the number of columns varies between files of one release",
     "domain releases A.2"},
    {"CHECK-RECODED", 1, "codes replaced since the release before",
     "in a field of at most " SHOWN(CHECK_RECODED_LABELS_MAX) " codes, a code with at least " SHOWN(CHECK_RECODED_ROWS_MIN) " rows a month on average in the release before and none in this one, "
     "while another has none there and at least as many here; the " SHOWN(CHECK_RECODED_SHOWN_MAX) " first of each are named",
     "a count of one code across the two releases is no trend",
     "domain releases A.8: CAP programs became Custodial Arrest"},
    {"CHECK-RECODED-WITHIN", 1, "codes replaced within a release",
     "in a field of at most " SHOWN(CHECK_RECODED_LABELS_MAX) " codes, but for names of facilities, cities, counties, countries, landmarks, operations, offices and ports, codes that "
     "end together: each has at least " SHOWN(CHECK_WITHIN_ROWS_MIN) " rows in each of " SHOWN(CHECK_WITHIN_BEFORE) " weeks, all of them together at least " SHOWN(CHECK_WITHIN_SHARE_PERCENT)
     " of 100 rows with a value in these, and after the three weeks of the change to the end of the release at most " SHOWN(CHECK_WITHIN_LEFT_PER_MILLE) " of 1,000 of them; while in the "
     SHOWN(CHECK_WITHIN_AFTER) " weeks after, each of which has values and all at least a quarter as many a week, one code, or all that are new taken together, has risen by at least half of the share "
     "that ended (one that was there before also by a quarter of its rows a week); the " SHOWN(CHECK_RECODED_SHOWN_MAX) " first of each are named",
     "a count of one code across that day is no trend, though it is of one release",
     "domain releases A.8: CAP programs became Custodial Arrest in July 2025, detainer forms changed in March 2013, 2015 and April 2017"},
    {"CHECK-NEW-CODE", 1, "codes that no list has",
     "in a field whose codes are listed (profiles/codes), a code that is in no list; the " SHOWN(CHECK_CODES_SHOWN_MAX) " first are named. They are kept and counted like any other",
     "a new code often means that an old one was split, joined or renamed",
     "domain releases A.4: two case statuses appeared in August 2026"},
    {"CHECK-GAP", 1, "weeks with next to no records",
     "weeks below a tenth of the median of the " SHOWN(CHECK_GAP_BEFORE) " ordinary weeks before, where that is at least " SHOWN(CHECK_GAP_MEDIAN_MIN)
     " rows, and followed by " SHOWN(CHECK_GAP_AFTER) " weeks whose median is at least a quarter of it",
     "records that were left out look like a quiet time",
     "domain releases A.7 #5: encounters missing from February to August 2023"},
    // What linking finds (src/link/link_report.c), over a release as a whole.
    {"LINK-STAY-BOOK-IN", 1, "stays that begin otherwise than their first stint",
     "stays of which the first stint's book-in is not the stay's own: a warning above " SHOWN(LINK_STAY_WARNING_PER_MILLE) " of 1,000, serious above " SHOWN(LINK_STAY_SERIOUS_PER_MILLE),
     "stints are missing or duplicated where the two differ",
     "domain rules B.8 and B.18: the publisher warns at 1 % and stops at 5 %"},
    {"LINK-STAY-BOOK-OUT", 1, "stays that end otherwise than their last stint",
     "stays of which the last stint's book-out is not the stay's own: a warning above " SHOWN(LINK_STAY_WARNING_PER_MILLE) " of 1,000, serious above " SHOWN(LINK_STAY_SERIOUS_PER_MILLE),
     "stints are missing or duplicated where the two differ",
     "domain rules B.8 and B.18: the publisher warns at 1 % and stops at 5 %"},
    {"LINK-ID-MISSING", 1, "records without a person's id",
     "of 1,000 records of a release in which others have an id, more than " SHOWN(LINK_ID_ARREST_PER_MILLE) " arrests, " SHOWN(LINK_ID_DETAINER_PER_MILLE) " detainers or " SHOWN(LINK_ID_STINT_PER_MILLE) " stints without one",
     "what has no id is never linked, so episodes, outcomes and returns leave it out",
     "domain rules B.18: thresholds of the publisher"},
    {"LINK-NO-IDS", 1, "releases without any id",
     "releases in which no row has a person's id: no rule of duplicates is applied to them, and nothing of them is linked",
     "de-duplicating rows without an id would delete a third of some releases",
     "domain releases A.9 #18"},
    {"LINK-CONTRADICTION", 1, "records that contradict one another",
     "detainers of a release whose outcome other records contradict, by kind: declined, yet a stay begins within 7 days; honoured, yet an arrest at large within 30 days; notice alone, yet declined; honoured, yet no stay within 180 days",
     "contradictions are shown, not resolved",
     "law 7 of the project; domain rules B.5"},
};
// clang-format on

size_t sp_check_count(void)
{
    return sizeof checks / sizeof checks[0];
}

const struct sp_check *sp_check_get(size_t check_index)
{
    SP_ASSERT(check_index < sp_check_count());
    return &checks[check_index];
}

const struct sp_check *sp_check_find(struct sp_str id)
{
    for (size_t i = 0; i < sp_check_count(); i++) {
        if (sp_str_equal_fold(id, sp_str_of(checks[i].id))) return &checks[i];
    }
    return NULL;
}

const char *sp_severity_name(enum sp_severity severity)
{
    static const char *const names[] = {"note", "warning", "serious"};
    SP_ASSERT((size_t)severity < sizeof names / sizeof names[0]);
    return names[severity];
}
