/*
 * What is known of fields beyond their meaning: dates across which a count is no trend,
 * and how often a value is missing. For the data dictionary.
 */
#ifndef PROFILE_DICTIONARY_H
#define PROFILE_DICTIONARY_H

#include "sallyport/schema.h"

/** A break: what is counted, or how it is coded, is not the same before and after. */
struct dictionary_break {
    const char *event;
    const char *field; // NULL: the whole table
    const char *when;  // a day, a month, or a release
    const char *what;
    const char *source;
};

/** Missing values of a field in one release. */
struct dictionary_gap {
    const char *event;
    const char *field;
    const char *release;
    uint64_t missing_count;
    uint64_t row_count;
    const char *what; // how they are missing
    const char *source;
};

/** In the order of tables and of days. Constant. */
size_t dictionary_breaks(const struct dictionary_break **out_breaks);
size_t dictionary_gaps(const struct dictionary_gap **out_gaps);

#endif
