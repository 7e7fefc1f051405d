/*
 * Relationship parts: "xl/workbook.xml" has its own in "xl/_rels/workbook.xml.rels".
 *
 * Invariants: targets within the package are resolved to names as the zip directory has
 * them (no leading '/', no '.' or '..' left); ids are unique.
 */
#include "ingest/ingest_relation.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct ingest_relations *relations;
    struct sp_str folder; // of the part, with the '/' at its end; empty at the top
};

static const char *const kind_prefixes[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
};

static struct sp_str kind_of(struct sp_str type)
{
    for (size_t i = 0; i < sizeof kind_prefixes / sizeof *kind_prefixes; i++) {
        const struct sp_str prefix = sp_str_of(kind_prefixes[i]);
        if (sp_str_starts(type, prefix))
            return (struct sp_str){.data = type.data + prefix.size,
                                   .size = type.size - prefix.size};
    }
    return (struct sp_str){0};
}

static struct sp_str folder_of(struct sp_str part_name)
{
    return (struct sp_str){.data = part_name.data,
                           .size = part_name.size - sp_path_base(part_name).size};
}

/* Takes '.' and '..' out of a path, in place. A '..' at the top stays at the top. */
static size_t resolve_steps(char *path, size_t size)
{
    size_t out = 0;
    for (size_t at = 0; at < size;) {
        const char *slash = memchr(path + at, '/', size - at);
        const size_t step = slash ? (size_t)(slash - path) - at : size - at;
        const bool stay = step == 0 || (step == 1 && path[at] == '.');
        const bool up = step == 2 && memcmp(path + at, "..", 2) == 0;
        if (up) {
            while (out > 0 && path[--out] != '/') {
            }
        } else if (!stay) {
            if (out > 0) path[out++] = '/';
            memmove(path + out, path + at, step);
            out += step;
        }
        at += step + 1;
    }
    return out;
}

static struct sp_str resolve(struct sp_arena *arena, struct sp_str folder,
                             struct sp_str target)
{
    const bool from_top = target.size > 0 && target.data[0] == '/';
    const size_t folder_size = from_top ? 0 : folder.size;
    char *path = sp_arena_alloc(arena, folder_size + target.size + 1);
    if (!path) return (struct sp_str){0};
    if (folder_size) memcpy(path, folder.data, folder_size);
    if (target.size) memcpy(path + folder_size, target.data, target.size);
    return (struct sp_str){.data = path,
                           .size = resolve_steps(path, folder_size + target.size)};
}

static enum sp_rc make_room(struct ingest_relations *relations, struct sp_err *err)
{
    if (relations->count < relations->capacity) return SP_OK;
    if (relations->count >= INGEST_RELATIONS_MAX)
        return sp_err_set(
            err, SP_ERR_LIMIT,
            "more than %d relationships on one part; do not trust this file",
            INGEST_RELATIONS_MAX);
    const size_t capacity = relations->capacity ? relations->capacity * 2 : 16;
    struct ingest_relation *items =
        sp_realloc(relations->items, capacity * sizeof *items);
    if (!items) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for relationships");
    relations->items = items;
    relations->capacity = capacity;
    return SP_OK;
}

static enum sp_rc on_start(void *context, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    const struct reader *reader = context;
    struct ingest_relations *relations = reader->relations;
    if (!ingest_tag_is(tag, INGEST_SPACE_PACKAGE, "Relationship")) return SP_OK;
    const struct sp_str mode = ingest_tag_get(tag, INGEST_SPACE_NONE, "TargetMode");
    const struct sp_str target = ingest_tag_get(tag, INGEST_SPACE_NONE, "Target");
    const enum sp_rc rc = make_room(relations, err);
    if (rc != SP_OK) return rc;
    struct ingest_relation *item = &relations->items[relations->count];
    item->is_external = sp_str_equal_text(mode, "External");
    item->id =
        sp_arena_copy(&relations->arena, ingest_tag_get(tag, INGEST_SPACE_NONE, "Id"));
    item->kind = sp_arena_copy(&relations->arena,
                               kind_of(ingest_tag_get(tag, INGEST_SPACE_NONE, "Type")));
    item->target = item->is_external ? sp_arena_copy(&relations->arena, target)
                                     : resolve(&relations->arena, reader->folder, target);
    if (!item->id.data || !item->kind.data || !item->target.data)
        return ingest_arena_fail(&relations->arena, "relationships", err);
    relations->count++;
    return SP_OK;
}

/* By id, as ingest_relations_get looks them up. */
static int id_compare(const void *a, const void *b)
{
    return sp_str_compare(((const struct ingest_relation *)a)->id,
                          ((const struct ingest_relation *)b)->id);
}

static enum sp_rc sort_by_id(struct ingest_relations *relations, struct sp_err *err)
{
    if (relations->count == 0) return SP_OK;
    qsort(relations->items, relations->count, sizeof *relations->items, id_compare);
    for (size_t i = 1; i < relations->count; i++) {
        if (id_compare(&relations->items[i - 1], &relations->items[i]) == 0)
            return sp_err_set(
                err, SP_ERR_INPUT,
                "two relationships have the id '%.*s'; save the file again in Excel",
                SP_FMT(relations->items[i].id));
    }
    return SP_OK;
}

enum sp_rc ingest_relations_read(const struct ingest_zip *zip, struct sp_str part_name,
                                 struct ingest_relations *out_relations,
                                 struct sp_err *err)
{
    char name[2 * INGEST_NAME_SIZE_MAX];
    const struct sp_str folder = folder_of(part_name);
    const struct sp_str base = sp_path_base(part_name);
    struct ingest_relations relations = {0};
    struct reader reader = {.relations = &relations, .folder = folder};
    const int size =
        snprintf(name, sizeof name, "%.*s_rels/%.*s.rels", SP_FMT(folder), SP_FMT(base));
    SP_ASSERT(size > 0 && (size_t)size < sizeof name);
    const struct ingest_member *member = ingest_zip_find(zip, sp_str_of(name));
    sp_arena_init(&relations.arena, INGEST_DIRECTORY_SIZE_MAX);
    enum sp_rc rc = SP_OK;
    if (member) {
        const struct ingest_xml_handler handler = {.start = on_start, .context = &reader};
        rc = ingest_xml_read(zip, member, handler, err);
    }
    if (rc == SP_OK) rc = sort_by_id(&relations, err);
    if (rc == SP_OK) {
        *out_relations = relations;
    } else {
        ingest_relations_release(&relations);
    }
    return rc;
}

const struct ingest_relation *
ingest_relations_find(const struct ingest_relations *relations, const char *kind)
{
    for (size_t i = 0; i < relations->count; i++) {
        if (sp_str_equal_text(relations->items[i].kind, kind))
            return &relations->items[i];
    }
    return NULL;
}

const struct ingest_relation *
ingest_relations_get(const struct ingest_relations *relations, struct sp_str id)
{
    const struct ingest_relation wanted = {.id = id};
    return relations->count == 0 ? NULL
                                 : bsearch(&wanted, relations->items, relations->count,
                                           sizeof *relations->items, id_compare);
}

void ingest_relations_release(struct ingest_relations *relations)
{
    if (!relations) return;
    sp_arena_release(&relations->arena);
    sp_free(relations->items);
    *relations = (struct ingest_relations){0};
}
