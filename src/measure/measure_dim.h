/*
 * Dimensions: what a count may be grouped and filtered by, and the SQL that each stands for.
 * A dimension is a field of the event, the release or the file of a record, or a part of its date.
 */
#ifndef MEASURE_DIM_H
#define MEASURE_DIM_H

#include "ledger/ledger_db.h"
#include "sallyport/measure.h"

enum measure_dim_kind {
    MEASURE_DIM_FIELD,
    MEASURE_DIM_RELEASE,
    MEASURE_DIM_FILE,
    MEASURE_DIM_FISCAL_YEAR,
    MEASURE_DIM_YEAR,
    MEASURE_DIM_QUARTER,
    MEASURE_DIM_MONTH,
    MEASURE_DIM_DAY,
    MEASURE_DIM_METHOD_CLASS,
};
#define MEASURE_METHOD_CLASS "method_class"

struct measure_dim {
    enum measure_dim_kind kind;
    const struct sp_field *field; // the field, or the event's date for a part of it; NULL for release and file
    const char *method_column;    // METHOD_CLASS: which table of methods, by the query's rule
};

/** @return SP_ERR_USAGE, with the nearest name, when the query's measure has no such dimension */
SP_MUST_USE enum sp_rc measure_dim_find(const struct sp_query *query, struct sp_str name,
                                        struct measure_dim *out_dim, struct sp_err *err);

/** SQL text for the value of a dimension (NULL when a term says it), over tables e, sheet, source. */
void measure_dim_value_sql(const struct measure_dim *dim, struct sp_buf *sql);
/** SQL for the term code that labels the dimension where it has no value of its own, or NULL. */
void measure_dim_code_sql(const struct measure_dim *dim, struct sp_buf *sql);

/**
 * Whether a label of the dimension, though a value, says that nothing is known: linking's own "unknown" and
 * "censored". They count among the unknown as a blank does.
 */
bool measure_dim_label_is_unknown(const struct measure_dim *dim, struct sp_str label);
/** " OR (vocabulary = … AND label IN (…))" over table term, for dimensions that have such labels. */
void measure_dim_unknown_sql(const struct measure_dim *dim, struct sp_buf *sql);

/** Whether a measure counts heads, day by day, in place of records. */
bool measure_counts_heads(const struct sp_measure *measure);
#define MEASURE_HEADS "population"

/** The event a measure counts. Never NULL. */
const struct sp_event *measure_event(const struct sp_measure *measure);
/** Whether the measure counts this event's rows, or what linking made of them. */
bool measure_stands_on(const struct sp_measure *measure, const struct sp_event *event);

#endif
