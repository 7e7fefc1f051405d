/* Names of agencies, as alike as people who type lists make them. */
#ifndef CHECK_AGENCY_H
#define CHECK_AGENCY_H

#include "base/base.h"

/**
 * The words of a name by which its spellings agree, sorted: without case, punctuation and
 * words that lists add and drop (the, of, and, city, town, office, department), with
 * abbreviations written out. "Town of Lee Police Dept." and "LEE POLICE DEPARTMENT" are
 * both "lee police". In the arena; without data when there was no memory.
 */
SP_MUST_USE struct sp_str check_agency_words(struct sp_arena *arena, struct sp_str name);

/** Whether two names are one but for two letters missing, added, changed or swapped. */
bool check_agency_is_near(struct sp_str a, struct sp_str b);

#endif
