/* Recorded outcomes over time as stacked bars in SVG, with the unknown share drawn. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "report/report_outcome.h"
#include "sallyport/table.h"

/**
 * @param table  the grid's table after withholding: a cell withheld there is drawn nowhere, and its
 *               whole bar is left out
 */
void report_chart_write(const struct sp_table *table, const struct sp_outcome_grid *grid, struct sp_buf *out);

#endif
