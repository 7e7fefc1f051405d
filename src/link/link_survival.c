/*
 * Kaplan and Meier (1958), Greenwood (1926), Aalen and Johansen (1978), over counts.
 *
 *   S(t)  = Π (1 - d/n)                       d returns of n at risk, days up to t
 *   se(t) = S √ Σ d / (n (n - d))
 *   S^exp(±z √Σ / ln S)                       the interval: never below 0 or above 1
 *   I(t)  = Σ A(before) d/n                   A: the share at risk that no end of either kind has met
 */
#include "link/link_survival.h"

#include <math.h>

// Of the normal distribution: 97.5 % lie below it.
static const double normal_quantile = 1.959963984540054;

static void interval_set(struct link_survival *result, double greenwood)
{
    const double share = result->not_returned;
    result->low = share;
    result->high = share;
    result->has_interval = share > 0 && share < 1;
    if (!result->has_interval) return;
    result->standard_error = share * sqrt(greenwood);
    const double width = normal_quantile * sqrt(greenwood) / -log(share);
    result->low = pow(share, exp(width));
    result->high = pow(share, exp(-width));
}

void link_survival(const struct link_ended *ended, size_t count, struct link_survival *out)
{
    uint64_t at_risk = 0;
    for (size_t i = 0; i < count; i++) {
        at_risk += ended[i].returned + ended[i].competing + ended[i].censored;
    }
    double not_returned = 1;
    double greenwood = 0;
    double unmet = 1;
    double incidence = 0;
    double other_incidence = 0;
    for (size_t i = 0; i < count; i++) {
        SP_ASSERT(i == 0 || ended[i].day > ended[i - 1].day);
        const double n = (double)at_risk;
        const double returned = (double)ended[i].returned;
        const double competing = (double)ended[i].competing;
        if (at_risk > 0) { // A day may have no ends at all.
            not_returned *= (n - returned) / n;
            if (returned < n) greenwood += returned / (n * (n - returned));
            incidence += unmet * returned / n;
            other_incidence += unmet * competing / n;
            unmet *= (n - returned - competing) / n;
        }
        out[i] = (struct link_survival){.day = ended[i].day,
                                        .at_risk = at_risk,
                                        .returned = ended[i].returned,
                                        .not_returned = not_returned,
                                        .incidence = incidence,
                                        .other_incidence = other_incidence};
        interval_set(&out[i], greenwood);
        at_risk -= ended[i].returned + ended[i].competing + ended[i].censored;
    }
}
