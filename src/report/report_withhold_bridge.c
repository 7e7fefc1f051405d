/*
 * Cells that follow from several sums taken together.
 *
 * Rows and columns may each have two withheld cells, and still one may be had: add up the rows of
 * one corner of a table, subtract its columns. Take sums as points and each withheld cell as a line
 * between the two sums it is in (or one sum and the outside). What shows fixes a cell exactly when its
 * line is a bridge: the only one between two parts of the drawing. Bridges are found by one walk
 * in depth (Tarjan 1974), without recursion.
 *
 * Of a cell in more than two sums only the first two are drawn: what a third would add in company
 * is not searched for.
 */
#include "report/report_withhold.h"

static const uint32_t NO_LINE = UINT32_MAX;

struct point {
    uint32_t line_first; // into lines
    uint32_t line_count;
    uint32_t line_next;  // of the walk
    uint32_t order;      // in which the walk came here, from 1; 0: not yet
    uint32_t low;        // earliest point to be reached from here on without the line walked in on
    uint32_t line_in;    // cell by which the walk came here
    uint32_t from;
};

struct withhold_graph {
    const struct sp_withhold *withhold;
    struct point *points; // owned; one for each sum, the last is the outside
    uint32_t point_count;
    uint32_t *lines; // owned; cells, in runs by point
};

static uint32_t cell_point(const struct withhold_graph *graph, uint32_t cell_id, uint32_t end)
{
    const struct withhold_cell *cell = &graph->withhold->cells[cell_id];
    if (end < cell->sum_count) return graph->withhold->sum_ids[cell->sum_first + end];
    return graph->point_count - 1;
}

static bool is_line(const struct withhold_cell *cell)
{
    return cell->is_withheld && cell->sum_count > 0;
}

static bool graph_init(struct withhold_graph *graph)
{
    const struct sp_withhold *withhold = graph->withhold;
    const uint32_t cell_count = withhold->references.count;
    graph->point_count = (uint32_t)withhold->sum_count + 1;
    graph->points = sp_alloc(graph->point_count * sizeof *graph->points);
    graph->lines = sp_alloc(((size_t)cell_count * 2 + 1) * sizeof *graph->lines);
    if (!graph->points || !graph->lines) return false;
    for (uint32_t i = 0; i < graph->point_count; i++) {
        graph->points[i] = (struct point){.line_in = NO_LINE};
    }
    for (size_t pass = 0; pass < 2; pass++) { // The first counts, the second fills.
        for (uint32_t i = 0, next = 0; i < graph->point_count; i++) {
            graph->points[i].line_first = next;
            next += graph->points[i].line_count;
            if (pass == 1) graph->points[i].line_count = 0;
        }
        for (uint32_t i = 0; i < cell_count; i++) {
            if (!is_line(&withhold->cells[i])) continue;
            for (uint32_t end = 0; end < 2; end++) {
                struct point *point = &graph->points[cell_point(graph, i, end)];
                if (pass == 1) graph->lines[point->line_first + point->line_count] = i;
                point->line_count++;
            }
        }
    }
    return true;
}

/* Walk back from a point whose lines are all walked. @return its line when that is a bridge */
static uint32_t walk_back(struct withhold_graph *graph, uint32_t here)
{
    const struct point *point = &graph->points[here];
    if (point->line_in == NO_LINE) return NO_LINE;
    struct point *from = &graph->points[point->from];
    if (point->low < from->low) from->low = point->low;
    return point->low > from->order ? point->line_in : NO_LINE;
}

/* All that hangs together with `start`. @return the first bridge on the way back, or NO_LINE */
static uint32_t walk(struct withhold_graph *graph, uint32_t start, uint32_t *order)
{
    uint32_t here = start;
    graph->points[start].order = graph->points[start].low = ++*order;
    for (;;) {
        struct point *point = &graph->points[here];
        if (point->line_next == point->line_count) {
            const uint32_t bridge = walk_back(graph, here);
            if (bridge != NO_LINE || here == start) return bridge;
            here = point->from;
            continue;
        }
        const uint32_t line = graph->lines[point->line_first + point->line_next++];
        if (line == point->line_in) continue;
        const uint32_t one_end = cell_point(graph, line, 0);
        const uint32_t there = one_end == here ? cell_point(graph, line, 1) : one_end;
        struct point *next = &graph->points[there];
        if (next->order) {
            if (next->order < point->low) point->low = next->order;
            continue;
        }
        next->order = next->low = ++*order;
        next->line_in = line;
        next->from = here;
        here = there;
    }
}

bool sp_withhold_bridge_find(const struct sp_withhold *withhold, bool *out_found, uint32_t *out_cell)
{
    struct withhold_graph graph = {.withhold = withhold};
    const bool ok = graph_init(&graph);
    uint32_t bridge = NO_LINE;
    uint32_t order = 0;
    for (uint32_t i = 0; ok && bridge == NO_LINE && i < graph.point_count; i++) {
        if (graph.points[i].order == 0) bridge = walk(&graph, i, &order);
    }
    *out_found = bridge != NO_LINE;
    if (*out_found) *out_cell = bridge;
    sp_free(graph.points);
    sp_free(graph.lines);
    return ok;
}
