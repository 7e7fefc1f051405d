/*
 * What reading a profile's head (profile_parse.c) and its columns (profile_columns.c)
 * share. Every node may be NULL where "not there" is an answer; texts are put in the
 * arena.
 */
#ifndef PROFILE_PARSE_H
#define PROFILE_PARSE_H

#include "profile/profile_detail.h"
#include "profile/profile_yaml.h"

/* A table of keys, as arguments of profile_yaml_keys. */
#define KEYS(keys) (keys), sizeof(keys) / sizeof((keys)[0])
// clang-format off
#define KEY(text) {.data = (text), .size = sizeof(text) - 1}
// clang-format on

struct profile_parse {
    struct sp_arena *arena;
    struct sp_err *err;
    const struct sp_event *event;
    unsigned date_forms;   // of the columns that name none
    uint32_t years_from;   // the first year that two digits may stand for
    struct sp_intern seen; // headings so far, in normal form
    // Being filled; the profile sees them as constant.
    struct sp_profile_column *columns;
    struct profile_rule *rules;
    const struct sp_str **column_normals;
    struct sp_profile_ignore *ignores;
    const struct sp_str **ignore_normals;
    uint32_t nameless_max; // of the ignore that is of columns without a heading
    size_t nameless_ignore;
};

enum sp_rc profile_parse_no_memory(const struct profile_parse *parse);

/** A text in profile_text_normal's form. */
SP_MUST_USE enum sp_rc profile_parse_normal(struct profile_parse *parse,
                                            const struct profile_yaml *node,
                                            struct sp_str *out);
/** The same, short enough for a message or a column of a report. */
SP_MUST_USE enum sp_rc profile_parse_short(struct profile_parse *parse,
                                           const struct profile_yaml *node,
                                           struct sp_str *out);
/** The same, under a key that must be there. */
SP_MUST_USE enum sp_rc profile_parse_get_short(struct profile_parse *parse,
                                               const struct profile_yaml *map,
                                               const char *key, struct sp_str *out);
/** The whole number under `version`. */
SP_MUST_USE enum sp_rc profile_parse_version(struct profile_parse *parse,
                                             const struct profile_yaml *root,
                                             uint32_t *out);
/** A whole number from 1 to `max`. */
SP_MUST_USE enum sp_rc profile_parse_count(struct profile_parse *parse,
                                           const struct profile_yaml *node, uint32_t max,
                                           uint32_t *out);
/** A list of short texts; NULL is an empty one. */
SP_MUST_USE enum sp_rc profile_parse_list(struct profile_parse *parse,
                                          const struct profile_yaml *node,
                                          struct profile_list *out);
/** A mapping of short texts, none twice; NULL is an empty one. */
SP_MUST_USE enum sp_rc profile_parse_pairs(struct profile_parse *parse,
                                           const struct profile_yaml *node,
                                           bool may_be_empty, struct profile_pairs *out);
/** A list of forms of dates, as sp_profile_column's date_forms. */
SP_MUST_USE enum sp_rc profile_parse_dates(struct profile_parse *parse,
                                           const struct profile_yaml *node,
                                           unsigned *out);
/** The list under `key`, within the ceiling of columns; NULL and 0 when it is not there.
 */
SP_MUST_USE enum sp_rc profile_parse_entries(struct profile_parse *parse,
                                             const struct profile_yaml *root,
                                             const char *key,
                                             const struct profile_yaml **out_node,
                                             size_t *out_count);

/** profile_columns.c: the columns, and those passed over. */
SP_MUST_USE enum sp_rc profile_parse_columns(struct profile_parse *parse,
                                             const struct profile_yaml *root,
                                             struct sp_profile *profile);
SP_MUST_USE enum sp_rc profile_parse_ignores(struct profile_parse *parse,
                                             const struct profile_yaml *root,
                                             struct sp_profile *profile);

/** profile_file.c: `file_days`. */
SP_MUST_USE enum sp_rc profile_parse_file_days(struct profile_parse *parse,
                                               const struct profile_yaml *root,
                                               struct profile_file_rule *out);
/** profile_sheet.c: `sheets`. */
SP_MUST_USE enum sp_rc profile_parse_sheets(struct profile_parse *parse,
                                            const struct profile_yaml *root,
                                            struct profile_sheet_rule *out);

#endif
