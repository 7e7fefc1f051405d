/* The fiscal years that the name of a file or sheet declares. */
#ifndef CHECK_NAME_H
#define CHECK_NAME_H

#include "sallyport/date.h"

struct check_years {
    int32_t first;
    int32_t last;
    bool is_open; // "Prior FY2023": everything before the first day of that year
};

/**
 * "FY2017", "FY17", "fy2015ytd", "FY 2025", "FY2017-2018", "FY12-FY14", "fy11_12", "Prior
 * FY2023". The first year in the name counts, unless the name gives several that are no
 * range: then it declares none.
 *
 * @return false when the name declares no fiscal year
 */
bool check_years_of(struct sp_str name, struct check_years *out_years);

#endif
