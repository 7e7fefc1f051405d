/* References: a query as text and back, and the SQL of a query's conditions. */
#ifndef MEASURE_QUERY_H
#define MEASURE_QUERY_H

#include "measure/measure_dim.h"

/**
 * The query behind one group of a grouped count.
 *
 * @param labels  one for each field grouped by
 */
SP_MUST_USE enum sp_rc measure_query_group(const struct sp_query *query, const struct sp_str *labels,
                                           struct sp_query *out_query, struct sp_err *err);

SP_MUST_USE enum sp_rc measure_reference(const struct sp_query *query, struct sp_str digest,
                                         struct sp_arena *arena, struct sp_str *out_reference,
                                         struct sp_err *err);
SP_MUST_USE enum sp_rc measure_reference_parse(struct sp_str reference, struct sp_arena *arena,
                                               struct sp_query *out_query, struct sp_str *out_digest,
                                               struct sp_err *err);

#endif
