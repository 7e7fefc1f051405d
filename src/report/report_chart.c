/*
 * Stacked bars. Known classes are filled, unknown ones hatched, so that what was not recorded is seen;
 * whole numbers throughout, so that the same table gives the same bytes.
 */
#include "report/report_chart.h"

enum {
    CHART_WIDTH = 900,
    CHART_LEFT = 70,
    CHART_TOP = 20,
    CHART_HEIGHT = 260,
    CHART_LEGEND_STEP = 20,
    CHART_LABELS_MAX = 12,
};

/* A palette that colour-blind readers can tell apart (Okabe and Ito). */
static const char *const fills[] = {"#0072B2", "#D55E00", "#56B4E9", "#CC79A7", "#009E73", "#F0E442", "#999999"};
enum { FILL_COUNT = sizeof fills / sizeof fills[0] };

static void fill_write(const struct sp_outcome_grid *grid, size_t class_index, struct sp_buf *out)
{
    if (sp_outcome_is_unknown(grid->outcomes->classes[class_index].outcome)) {
        sp_buf_text(out, "url(#unknown)");
    } else {
        sp_buf_text(out, fills[class_index % FILL_COUNT]);
    }
}

static uint64_t most_of(const struct sp_outcome_grid *grid)
{
    uint64_t most = 1;
    for (size_t i = 0; i < grid->all.row_count; i++) {
        if (grid->all.rows[i].count.value > most) most = grid->all.rows[i].count.value;
    }
    return most;
}

/* 1, 2 or 5 times a power of ten, so that at most five ticks reach `most`. */
static uint64_t tick_of(uint64_t most)
{
    uint64_t tick = 1;
    for (;;) {
        if (most / tick <= 5) return tick;
        if (most / (tick * 2) <= 5) return tick * 2;
        if (most / (tick * 5) <= 5) return tick * 5;
        tick *= 10;
    }
}

static bool row_withheld(const struct sp_table *table, size_t row)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->cells[row * table->column_count + i].kind == SP_DATUM_WITHHELD) return true;
    }
    return false;
}

static void axis_write(uint64_t most, struct sp_buf *out)
{
    const uint64_t tick = tick_of(most);
    for (uint64_t value = 0; value <= most; value += tick) {
        const uint64_t y = CHART_TOP + CHART_HEIGHT - value * CHART_HEIGHT / most;
        sp_buf_format(out, "<path d=\"M%d %llu H%d\" stroke=\"currentColor\" stroke-opacity=\".2\"/><text x=\"%d\" y=\"%llu\" "
                           "text-anchor=\"end\">%llu</text>\n",
                      (int)CHART_LEFT, (unsigned long long)y, (int)CHART_WIDTH, CHART_LEFT - 8, (unsigned long long)y + 4,
                      (unsigned long long)value);
    }
}

static void bar_write(const struct sp_outcome_grid *grid, size_t row, uint64_t most, struct sp_buf *out)
{
    const size_t count = grid->all.row_count;
    const size_t step = (CHART_WIDTH - CHART_LEFT) * 100 / count; // hundredths
    const size_t x = (size_t)CHART_LEFT * 100 + row * step + step / 10;
    uint64_t below = 0;
    for (size_t i = 0; i < grid->outcomes->class_count; i++) {
        const struct sp_figure *figure = sp_outcome_grid_cell(grid, row, i);
        const uint64_t value = figure ? figure->value : 0;
        if (!value) continue;
        const uint64_t top = CHART_HEIGHT * 100 - (below + value) * CHART_HEIGHT * 100 / most;
        const uint64_t bottom = CHART_HEIGHT * 100 - below * CHART_HEIGHT * 100 / most;
        sp_buf_format(out, "<rect x=\"%zu.%02zu\" y=\"%llu.%02llu\" width=\"%zu.%02zu\" height=\"%llu.%02llu\" fill=\"", x / 100, x % 100,
                      (unsigned long long)(top / 100 + CHART_TOP), (unsigned long long)(top % 100), step * 8 / 10 / 100,
                      step * 8 / 10 % 100, (unsigned long long)((bottom - top) / 100), (unsigned long long)((bottom - top) % 100));
        fill_write(grid, i, out);
        sp_buf_format(out, "\"><title>%.*s, %s: %llu</title></rect>\n", SP_FMT(grid->all.rows[row].labels[0]),
                      sp_outcome_heading(grid->outcomes->classes[i].outcome), (unsigned long long)value);
        below += value;
    }
}

static void labels_write(const struct sp_outcome_grid *grid, struct sp_buf *out)
{
    const size_t count = grid->all.row_count;
    const size_t every = count / CHART_LABELS_MAX + 1;
    for (size_t i = 0; i < count; i += every) {
        sp_buf_format(out, "<text x=\"%zu\" y=\"%d\" text-anchor=\"middle\">%.*s</text>\n",
                      CHART_LEFT + (2 * i + 1) * (CHART_WIDTH - CHART_LEFT) / (2 * count), CHART_TOP + CHART_HEIGHT + 18,
                      SP_FMT(grid->all.rows[i].labels[0]));
    }
}

static void legend_write(const struct sp_outcome_grid *grid, struct sp_buf *out)
{
    for (size_t i = 0; i < grid->outcomes->class_count; i++) {
        const size_t y = CHART_TOP + CHART_HEIGHT + 34 + i / 3 * CHART_LEGEND_STEP;
        const size_t x = CHART_LEFT + i % 3 * 270;
        sp_buf_format(out, "<rect x=\"%zu\" y=\"%zu\" width=\"14\" height=\"14\" fill=\"", x, y);
        fill_write(grid, i, out);
        sp_buf_format(out, "\"/><text x=\"%zu\" y=\"%zu\">%s</text>\n", x + 20, y + 12,
                      sp_outcome_heading(grid->outcomes->classes[i].outcome));
    }
}

void report_chart_write(const struct sp_table *table, const struct sp_outcome_grid *grid, struct sp_buf *out)
{
    const uint64_t most = most_of(grid);
    size_t left_out = 0;
    if (grid->all.row_count == 0) return;
    sp_buf_format(out,
                  "<figure><svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-labelledby=\"chart-title chart-desc\">\n"
                  "<title id=\"chart-title\">%.*s</title>\n<desc id=\"chart-desc\">Stacked bars; what was not recorded is hatched. The numbers "
                  "are in the table '%.*s'.</desc>\n"
                  "<defs><pattern id=\"unknown\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                  "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"2\" height=\"6\" fill=\"#555\"/></pattern></defs>\n",
                  (int)CHART_WIDTH,
                  (size_t)CHART_TOP + CHART_HEIGHT + 34 + (grid->outcomes->class_count / 3 + 1) * CHART_LEGEND_STEP, SP_FMT(table->title),
                  SP_FMT(table->title));
    axis_write(most, out);
    for (size_t i = 0; i < grid->all.row_count; i++) {
        if (row_withheld(table, i)) left_out++;
        else bar_write(grid, i, most, out);
    }
    labels_write(grid, out);
    legend_write(grid, out);
    sp_buf_text(out, "</svg>\n<figcaption>Hatched: nothing usable was recorded, so neither declined nor honoured.");
    if (left_out) sp_buf_format(out, " %zu bars are left out because a cell of theirs is withheld.", left_out);
    sp_buf_text(out, "</figcaption></figure>\n");
}
