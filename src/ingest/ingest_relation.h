/* Relationships: how one part of a workbook names another, or an address outside. */
#ifndef INGEST_RELATION_H
#define INGEST_RELATION_H

#include "ingest/ingest_zip.h"

struct ingest_relation {
    struct sp_str id;
    struct sp_str kind;   // last word of its type: "worksheet", "hyperlink"; empty for
                          // types of others
    struct sp_str target; // an address when external, else the name of a part, resolved
    bool is_external;
};

struct ingest_relations {
    struct sp_arena arena;         // keeps the texts
    struct ingest_relation *items; // owned; in the order of their ids
    size_t count;
    size_t capacity;
};

/**
 * Read the relationships of a part.
 *
 * @param part_name      such as "xl/workbook.xml"; empty for those of the package
 * @param out_relations  storage of the caller; none when the part has no relationships
 */
SP_MUST_USE enum sp_rc ingest_relations_read(const struct ingest_zip *zip,
                                             struct sp_str part_name,
                                             struct ingest_relations *out_relations,
                                             struct sp_err *err);
/** One of a kind, or NULL. */
const struct ingest_relation *
ingest_relations_find(const struct ingest_relations *relations, const char *kind);
/** The one of an id, or NULL. */
const struct ingest_relation *
ingest_relations_get(const struct ingest_relations *relations, struct sp_str id);
void ingest_relations_release(struct ingest_relations *relations);

#endif
