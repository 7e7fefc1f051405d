/* Parameters of the checks. check_facts.c prints them into the text of each check. */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include "sallyport/check.h"

#define CHECK_OVERLAP_ROWS_MIN 20
#define CHECK_OVERLAP_ROWS_MAX 200000
#define CHECK_OVERLAP_DAY_STEP 16
#define CHECK_FISCAL_PER_MILLE 10
#define CHECK_RECODED_LABELS_MAX 200
#define CHECK_RECODED_ROWS_MIN 20
#define CHECK_RECODED_SHOWN_MAX 10
#define CHECK_WITHIN_BEFORE 8
#define CHECK_WITHIN_AFTER 4
#define CHECK_WITHIN_ROWS_MIN 5
#define CHECK_WITHIN_SHARE_PERCENT 10
#define CHECK_WITHIN_LEFT_PER_MILLE 10
#define CHECK_CODES_SHOWN_MAX 10
#define CHECK_GAP_BEFORE 8
#define CHECK_GAP_AFTER 4
#define CHECK_GAP_MEDIAN_MIN 20
// Of linking, in 1,000: the publisher's own thresholds.
#define LINK_STAY_WARNING_PER_MILLE 10
#define LINK_STAY_SERIOUS_PER_MILLE 50
#define LINK_ID_ARREST_PER_MILLE 20
#define LINK_ID_DETAINER_PER_MILLE 150
#define LINK_ID_STINT_PER_MILLE 5

#endif
