/* Hand-made figures and tables, for tests of what prints them. */
#ifndef FIGURE_H
#define FIGURE_H

#include "sallyport/table.h"

/** A figure over two synthetic sheets of one file. `reference` is kept, not copied. */
struct sp_figure figure_of(uint64_t value, const char *reference);
const struct sp_proof *figure_proof(void);

/**
 * A count of arrests by area and operation: a withheld operation, a blank one, an area that is not
 * in the release, cells that rule SMALL would withhold, and a note. In the arena.
 */
struct sp_table *figure_table(struct sp_arena *arena);

/** The same as a count, as sp_measure_count would give it. */
struct sp_count *figure_count(struct sp_arena *arena);

#endif
