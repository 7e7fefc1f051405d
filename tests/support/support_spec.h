/* The rules as the folder spec/ states them: headers, views in their order, facts as
 * tables. */
#ifndef SUPPORT_SPEC_H
#define SUPPORT_SPEC_H

#include "support/support_sql.h"

#define SUPPORT_SPEC_FOLDER "spec"

struct support_view {
    const char *name;
    const char *query; // what follows CREATE VIEW … AS
    const char *file;
};

/** One line of a header: "-- name: text". */
struct support_field {
    const char *name;
    const char *text; // lines that go on are joined
};

enum { SUPPORT_FIELDS_MAX = 64, SUPPORT_FILES_MAX = 96, SUPPORT_VIEWS_MAX = 128 };

struct support_spec_file {
    const char *path;
    struct support_field fields[SUPPORT_FIELDS_MAX];
    size_t field_count;
};

struct support_spec {
    struct support_spec_file files[SUPPORT_FILES_MAX]; // as rules.txt orders them
    size_t file_count;
    struct support_view views[SUPPORT_VIEWS_MAX];
    size_t view_count;
    const char
        *missing; // files that rules.txt names and that are not there; NULL when none
    struct sp_arena arena;
};

SP_MUST_USE enum sp_rc support_spec_read(struct support_spec *out_spec,
                                         struct sp_err *err);
void support_spec_release(struct support_spec *spec);

const struct support_view *support_spec_view(const struct support_spec *spec,
                                             const char *name);
/** "" when the header has no such line. */
const char *support_spec_field(const struct support_spec_file *file, const char *name);

/**
 * Make facts and inputs in an engine, and the views too when `with_views`; else
 * support_spec_tables_make makes tables of them from the inputs of the moment. A view
 * that cannot be made does not keep back others.
 */
bool support_spec_make(const struct support_spec *spec, struct support_sql *sql,
                       bool with_views);
/** Besides the wanted views, want those that they read. */
void support_spec_needs(const struct support_spec *spec, bool wanted[SUPPORT_VIEWS_MAX]);
/**
 * Each wanted view as a table, computed once however many others read it. Those of before
 * are dropped.
 *
 * @param wanted  by view; NULL: all, with statistics for many records
 */
bool support_spec_tables_make(const struct support_spec *spec, struct support_sql *sql,
                              const bool *wanted);

#endif
