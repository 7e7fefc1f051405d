/* The parts of parsing a statement that call each other across files. */
#ifndef STATEMENT_PARSE_H
#define STATEMENT_PARSE_H

#include "statement/statement_keys.h"

/* Values of several words; `target` is named in each. */

/** Target: struct statement_period. */
enum sp_rc statement_key_period(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target);
/** Target: struct statement_place. */
enum sp_rc statement_key_place(struct statement_parser *parser, const struct statement_yaml *node,
                               void *target);
/** Target: struct statement_where. */
enum sp_rc statement_key_where(struct statement_parser *parser, const struct statement_yaml *node,
                               void *target);
/** Target: const struct sp_measure *; NULL for "none". */
enum sp_rc statement_key_measure(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target);
/** Target: enum statement_relation. */
enum sp_rc statement_key_relation(struct statement_parser *parser,
                                  const struct statement_yaml *node, void *target);
/** Target: struct statement_figures; ids of published figures. */
enum sp_rc statement_key_figures(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target);
/** Target: size_t; the id of one published figure. */
enum sp_rc statement_key_figure(struct statement_parser *parser, const struct statement_yaml *node,
                                void *target);
/** Target: struct statement_operand. */
enum sp_rc statement_key_operand(struct statement_parser *parser,
                                 const struct statement_yaml *node, void *target);

/** Index of a published figure, or SIZE_MAX. */
size_t statement_published_find(const struct sp_statement *statement, struct sp_str id);

/** Read `defaults` (may be NULL) and then every claim into the parser's statement. */
SP_MUST_USE enum sp_rc statement_claims_read(struct statement_parser *parser,
                                             const struct statement_yaml *defaults,
                                             const struct statement_yaml *claims);

/** How a published figure's place stands to the place a reading asks for. */
enum statement_fit {
    STATEMENT_FIT_SAME,
    STATEMENT_FIT_CONTAINS, // the figure is of an area around the place: an upper bound
    STATEMENT_FIT_UNSTATED, // the publisher did not say what kind of place it is: never decides
    STATEMENT_FIT_OTHER,
};
enum statement_fit statement_place_fit(const struct statement_place *asked,
                                       const struct statement_place *published);
/** Whether a reading asks for everything: no place, or the nation. */
bool statement_place_is_whole(const struct statement_place *place);

#endif
