/*
 * expat behind ceilings.
 *
 * Invariants:
 *   1. The first failure, ours or expat's, is in `rc` and stays: no handler runs after
 * it.
 *   2. Names arrive from expat as "namespace NAME_BREAK name"; a namespace that itself
 * holds NAME_BREAK is refused by expat.
 *   3. `err` is borrowed for the length of one feed or resume.
 *   4. All that expat holds is counted in `meter`: it keeps every name it ever saw, so a
 *      part of many names would grow in memory with its length.
 */
#include "ingest/ingest_xml.h"

#include "ingest/ingest_limit.h"

#include <expat.h>
#include <stddef.h>
#include <string.h>

#define NAME_BREAK '\n'

/* What one parser holds, and whether it asked for more than it may have. */
struct meter {
    size_t used;
    bool is_full;
};

struct ingest_xml {
    XML_Parser parser; // owned
    struct meter meter;
    struct sp_str part_name;
    struct ingest_xml_handler handler;
    enum sp_rc rc;
    struct sp_err *err;
    uint32_t depth;
    int64_t fed;
    struct ingest_scope scope;
    bool is_other; // not UTF-8
    bool is_marked;
    uint32_t mark_depth;
    int64_t mark_end; // bytes up to the end of the marked tag
};

static const struct {
    const char *uri;
    enum ingest_space space;
} spaces[] = {
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", INGEST_SPACE_SHEET},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", INGEST_SPACE_SHEET},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     INGEST_SPACE_RELATION},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", INGEST_SPACE_RELATION},
    {"http://schemas.openxmlformats.org/package/2006/relationships",
     INGEST_SPACE_PACKAGE},
};

static enum ingest_space space_of_uri(struct sp_str uri)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (sp_str_equal_text(uri, spaces[i].uri)) return spaces[i].space;
    }
    return INGEST_SPACE_OTHER;
}

/* Splits expat's name; `out_name` is ended by NUL. */
static enum ingest_space space_of(const char *full, const char **out_name)
{
    const char *split = strrchr(full, NAME_BREAK);
    *out_name = split ? split + 1 : full;
    if (!split) return INGEST_SPACE_NONE;
    return space_of_uri((struct sp_str){.data = full, .size = (size_t)(split - full)});
}

bool ingest_tag_is(const struct ingest_tag *tag, enum ingest_space space,
                   const char *name)
{
    return tag->space == space && sp_str_equal_text(tag->name, name);
}

struct sp_str ingest_tag_get(const struct ingest_tag *tag, enum ingest_space space,
                             const char *name)
{
    for (const char **at = tag->attributes; *at; at += 2) {
        const char *attribute;
        const enum ingest_space attribute_space = space_of(at[0], &attribute);
        if (attribute_space == space && strcmp(attribute, name) == 0)
            return sp_str_of(at[1]);
    }
    return (struct sp_str){0};
}

/* -- Memory
 * ----------------------------------------------------------------------------------- */

/* expat passes no context to its allocator: the meter of the parser at work on this
 * thread. */
static _Thread_local struct meter *meter_now;

static void meter_begin(struct ingest_xml *xml)
{
    SP_ASSERT(!meter_now); // No handler reads another part.
    meter_now = &xml->meter;
}

struct counted {
    size_t size;
    max_align_t bytes[];
};

static struct counted *counted_of(void *bytes)
{
    return (struct counted *)((char *)bytes - offsetof(struct counted, bytes));
}

static void *resize(void *bytes, size_t size)
{
    struct meter *meter = meter_now;
    struct counted *block = bytes ? counted_of(bytes) : NULL;
    const size_t others = meter->used - (block ? block->size : 0);
    if (size > INGEST_XML_MEMORY_MAX || others > INGEST_XML_MEMORY_MAX - size) {
        meter->is_full = true;
        return NULL;
    }
    block = sp_realloc(block, sizeof *block + size);
    if (!block) return NULL;
    block->size = size;
    meter->used = others + size;
    return block->bytes;
}

static void *allocate(size_t size)
{
    return resize(NULL, size);
}

static void release(void *bytes)
{
    if (!bytes) return;
    meter_now->used -= counted_of(bytes)->size;
    sp_free(counted_of(bytes));
}

/* -- From expat
 * ------------------------------------------------------------------------------ */

static void stop(struct ingest_xml *xml, enum sp_rc rc)
{
    if (rc == SP_OK || xml->rc != SP_OK) return;
    xml->rc = rc;
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
    struct ingest_xml *xml = data;
    size_t count = 0;
    while (attributes[2 * count]) {
        count++;
    }
    if (++xml->depth > INGEST_DEPTH_MAX || count > INGEST_ATTRIBUTES_MAX) {
        stop(xml,
             sp_err_set(xml->err, SP_ERR_LIMIT, "'%.*s' has %s; do not trust this file",
                        SP_FMT(xml->part_name),
                        count > INGEST_ATTRIBUTES_MAX
                            ? "an element with too many attributes"
                            : "elements nested too deep"));
    }
    if (!xml->handler.start || xml->rc != SP_OK) return;
    const char *local_name;
    struct ingest_tag tag = {.space = space_of(name, &local_name),
                             .attributes = attributes};
    tag.name = sp_str_of(local_name);
    stop(xml, xml->handler.start(xml->handler.context, &tag, xml->err));
}

static void XMLCALL on_end(void *data, const char *name)
{
    struct ingest_xml *xml = data;
    (void)name;
    xml->depth--;
    if (!xml->handler.end || xml->rc != SP_OK) return;
    stop(xml, xml->handler.end(xml->handler.context, xml->err));
}

static void XMLCALL on_text(void *data, const char *text, int size)
{
    struct ingest_xml *xml = data;
    if (!xml->handler.text || xml->rc != SP_OK) return;
    const struct sp_str piece = {.data = text, .size = (size_t)size};
    stop(xml, xml->handler.text(xml->handler.context, piece, xml->err));
}

/* Entities could only be declared here: refused, they cannot multiply or fetch anything.
 */
static void XMLCALL on_doctype(void *data, const char *name, const char *system_id,
                               const char *public_id, int has_internal_subset)
{
    struct ingest_xml *xml = data;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    stop(xml, sp_err_set(xml->err, SP_ERR_INPUT,
                         "'%.*s' declares a document type, which no workbook needs; do "
                         "not trust this file",
                         SP_FMT(xml->part_name)));
}

static void XMLCALL on_bound(void *data, const char *prefix, const char *uri)
{
    struct ingest_xml *xml = data;
    struct ingest_scope *scope = &xml->scope;
    const size_t size = prefix ? strlen(prefix) : 0;
    scope->is_full |= scope->count >= INGEST_SCOPE_MAX || size > INGEST_PREFIX_SIZE_MAX;
    if (!scope->is_full) {
        struct ingest_prefix *bound = &scope->prefixes[scope->count];
        *bound = (struct ingest_prefix){.space = uri ? space_of_uri(sp_str_of(uri))
                                                     : INGEST_SPACE_NONE};
        if (size) memcpy(bound->text, prefix, size);
    }
    scope->count++;
}

static void XMLCALL on_unbound(void *data, const char *prefix)
{
    struct ingest_xml *xml = data;
    (void)prefix;
    xml->scope.count--;
}

static void XMLCALL on_declaration(void *data, const char *version, const char *encoding,
                                   int standalone)
{
    struct ingest_xml *xml = data;
    (void)version;
    (void)standalone;
    if (encoding && !sp_str_equal_fold(sp_str_of(encoding), SP_STR("UTF-8")))
        xml->is_other = true;
}

/* -- Steps
 * -------------------------------------------------------------------------------------
 */

enum sp_rc ingest_xml_open(struct sp_str part_name, struct ingest_xml_handler handler,
                           struct ingest_xml **out_xml, struct sp_err *err)
{
    static const XML_Memory_Handling_Suite memory = {allocate, resize, release};
    static const char name_break[] = {NAME_BREAK, '\0'};
    struct ingest_xml *xml = sp_alloc(sizeof *xml);
    XML_Parser parser = NULL;
    if (xml) {
        *xml = (struct ingest_xml){.part_name = part_name, .handler = handler};
        meter_begin(xml);
        parser = XML_ParserCreate_MM(NULL, &memory, name_break);
        meter_now = NULL;
    }
    if (!parser) {
        sp_free(xml);
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for an XML reader");
    }
    xml->parser = parser;
    XML_SetUserData(parser, xml);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetNamespaceDeclHandler(parser, on_bound, on_unbound);
    XML_SetXmlDeclHandler(parser, on_declaration);
    *out_xml = xml;
    return SP_OK;
}

void ingest_xml_close(struct ingest_xml *xml)
{
    if (!xml) return;
    meter_begin(xml);
    XML_ParserFree(xml->parser);
    meter_now = NULL;
    SP_ASSERT(xml->meter.used == 0);
    sp_free(xml);
}

void ingest_xml_pause(struct ingest_xml *xml)
{
    if (xml->rc == SP_OK) (void)XML_StopParser(xml->parser, XML_TRUE);
}

static enum sp_rc fail_by_expat(struct ingest_xml *xml)
{
    const enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (xml->meter.is_full)
        return sp_err_set(xml->err, SP_ERR_LIMIT,
                          "'%.*s' has more names, or longer ones, than any workbook; do "
                          "not trust this file",
                          SP_FMT(xml->part_name));
    if (code == XML_ERROR_NO_MEMORY)
        return sp_err_set(xml->err, SP_ERR_MEMORY, "out of memory while reading XML");
    return sp_err_set(xml->err, SP_ERR_INPUT,
                      "'%.*s' is not sound XML: %s; save the file again in Excel",
                      SP_FMT(xml->part_name), XML_ErrorString(code));
}

static enum sp_rc settle(struct ingest_xml *xml, enum XML_Status status, bool *out_paused)
{
    if (xml->rc == SP_OK && status == XML_STATUS_ERROR) xml->rc = fail_by_expat(xml);
    const int64_t held = xml->fed - XML_GetCurrentByteIndex(xml->parser);
    if (xml->rc == SP_OK && status == XML_STATUS_OK && held > INGEST_TOKEN_SIZE_MAX) {
        xml->rc = sp_err_set(
            xml->err, SP_ERR_LIMIT,
            "'%.*s' has a tag or comment of more than %d bytes; do not trust this file",
            SP_FMT(xml->part_name), INGEST_TOKEN_SIZE_MAX);
    }
    xml->err = NULL;
    *out_paused = status == XML_STATUS_SUSPENDED;
    return xml->rc;
}

enum sp_rc ingest_xml_feed(struct ingest_xml *xml, struct sp_str bytes, bool is_last,
                           bool *out_paused, struct sp_err *err)
{
    SP_ASSERT(bytes.size <= INT32_MAX);
    if (xml->rc != SP_OK) return xml->rc;
    xml->err = err;
    xml->fed += (int64_t)bytes.size;
    meter_begin(xml);
    const enum XML_Status status =
        XML_Parse(xml->parser, bytes.data, (int)bytes.size, is_last);
    meter_now = NULL;
    return settle(xml, status, out_paused);
}

enum sp_rc ingest_xml_resume(struct ingest_xml *xml, bool *out_paused, struct sp_err *err)
{
    if (xml->rc != SP_OK) return xml->rc;
    xml->err = err;
    meter_begin(xml);
    const enum XML_Status status = XML_ResumeParser(xml->parser);
    meter_now = NULL;
    return settle(xml, status, out_paused);
}

/* -- Keeping what was read
 * ----------------------------------------------------------------- */

enum sp_rc ingest_arena_fail(const struct sp_arena *arena, const char *what,
                             struct sp_err *err)
{
    // What is kept at once is one or two values of one tag.
    const bool is_full = arena->used_size > arena->max_size - 4 * INGEST_TOKEN_SIZE_MAX;
    return is_full ? sp_err_set(err, SP_ERR_LIMIT,
                                "%s pass %zu bytes; do not trust this file", what,
                                arena->max_size)
                   : sp_err_set(err, SP_ERR_MEMORY, "out of memory for %s", what);
}

/* -- Up to a tag
 * ---------------------------------------------------------------------------------- */

void ingest_xml_mark(struct ingest_xml *xml)
{
    xml->is_marked = true;
    xml->mark_depth = xml->depth;
    xml->mark_end =
        XML_GetCurrentByteIndex(xml->parser) + XML_GetCurrentByteCount(xml->parser);
}

const struct ingest_scope *ingest_xml_scope(const struct ingest_xml *xml)
{
    return &xml->scope;
}

/* Every tag ends with '>', so the reader is shown no byte behind the marked one. */
enum sp_rc ingest_xml_feed_step(struct ingest_xml *xml, struct sp_str bytes,
                                size_t *out_used, bool *out_reached, bool *out_paused,
                                struct sp_err *err)
{
    size_t used = 0;
    enum sp_rc rc = SP_OK;
    *out_reached = false;
    *out_paused = false;
    xml->is_marked = false;
    // A byte of 0 is in no XML but that of UTF-16.
    xml->is_other |= memchr(bytes.data, 0, bytes.size) != NULL;
    while (rc == SP_OK && used < bytes.size && !xml->is_marked && !*out_paused) {
        const char *at = bytes.data + used;
        const char *close = memchr(at, '>', bytes.size - used);
        const size_t size = close ? (size_t)(close - at) + 1 : bytes.size - used;
        rc = ingest_xml_feed(xml, (struct sp_str){.data = at, .size = size}, false,
                             out_paused, err);
        used += size;
    }
    *out_reached = rc == SP_OK && xml->is_marked && !xml->is_other &&
                   xml->mark_end == xml->fed && xml->depth == xml->mark_depth;
    if (rc == SP_OK && !*out_reached && !*out_paused && used < bytes.size) {
        rc = ingest_xml_feed(
            xml, (struct sp_str){.data = bytes.data + used, .size = bytes.size - used},
            false, out_paused, err);
        used = bytes.size;
    }
    if (rc == SP_OK) *out_used = used;
    return rc;
}

/* -- A whole part
 * -------------------------------------------------------------------------------- */

enum sp_rc ingest_xml_read(const struct ingest_zip *zip,
                           const struct ingest_member *member,
                           struct ingest_xml_handler handler, struct sp_err *err)
{
    struct ingest_xml *xml = NULL;
    struct ingest_part *part = NULL;
    size_t size = 1;
    bool paused = false;
    // Most parts are small, and untouched memory is dear.
    const size_t capacity =
        member->size < INGEST_PIECE_SIZE ? (size_t)member->size + 1 : INGEST_PIECE_SIZE;
    char *piece = sp_alloc(capacity);
    enum sp_rc rc =
        piece ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "out of memory for an XML reader");
    if (rc == SP_OK) rc = ingest_part_open(zip, member, &part, err);
    if (rc == SP_OK) rc = ingest_xml_open(member->name, handler, &xml, err);
    while (rc == SP_OK && size > 0) {
        rc = ingest_part_read(part, piece, capacity, &size, err);
        if (rc != SP_OK) break;
        rc = ingest_xml_feed(xml, (struct sp_str){.data = piece, .size = size}, size == 0,
                             &paused, err);
        SP_ASSERT(!paused);
    }
    ingest_xml_close(xml);
    ingest_part_close(part);
    sp_free(piece);
    return rc;
}
