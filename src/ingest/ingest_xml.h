/*
 * XML by expat, made safe for files of strangers: no document type, hence no entities but
 * the five predefined and character references; ceilings on depth, attributes, the size
 * of a tag and all that the parser holds; memory from sp_alloc. UTF-8 and UTF-16 both
 * arrive as UTF-8. Elements come with the part of the workbook standard that their
 * namespace stands for, so that callers never see a prefix.
 */
#ifndef INGEST_XML_H
#define INGEST_XML_H

#include "base/base.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_zip.h"

enum ingest_space {
    INGEST_SPACE_NONE,     // no namespace: most attributes
    INGEST_SPACE_SHEET,    // SpreadsheetML, transitional or strict
    INGEST_SPACE_RELATION, // references to relationships (r:id), transitional or strict
    INGEST_SPACE_PACKAGE,  // relationship parts
    INGEST_SPACE_OTHER,
};

/* A prefix that is bound where the reader stands; empty for the default namespace. */
struct ingest_prefix {
    char text[INGEST_PREFIX_SIZE_MAX + 1];
    enum ingest_space space;
};

/* The prefixes in scope; a later one hides an earlier one of the same text. */
struct ingest_scope {
    struct ingest_prefix prefixes[INGEST_SCOPE_MAX];
    uint32_t count;
    bool is_full; // there are more, or one of them is too long to be kept here
};

struct ingest_tag {
    enum ingest_space space;
    struct sp_str name;      // without prefix
    const char **attributes; // expat's pairs of name and value
};

/* What to call for each element and text. Any may be NULL; a failure ends the reading. */
struct ingest_xml_handler {
    enum sp_rc (*start)(void *context, const struct ingest_tag *tag, struct sp_err *err);
    enum sp_rc (*end)(void *context, struct sp_err *err);
    /** Text comes in pieces. */
    enum sp_rc (*text)(void *context, struct sp_str text, struct sp_err *err);
    void *context;
};

bool ingest_tag_is(const struct ingest_tag *tag, enum ingest_space space,
                   const char *name);
/** Value of an attribute, `data` NULL when it is absent. Borrowed until the handler
 * returns. */
struct sp_str ingest_tag_get(const struct ingest_tag *tag, enum ingest_space space,
                             const char *name);

/**
 * Set the failure of an arena that gave nothing: its ceiling is near, or there is no
 * memory.
 *
 * @param what  what it keeps, in the plural
 */
enum sp_rc ingest_arena_fail(const struct sp_arena *arena, const char *what,
                             struct sp_err *err);

/** Read a whole part of a workbook. */
SP_MUST_USE enum sp_rc ingest_xml_read(const struct ingest_zip *zip,
                                       const struct ingest_member *member,
                                       struct ingest_xml_handler handler,
                                       struct sp_err *err);

/* -- In steps, for sheet data
 * ------------------------------------------------------------------ */

struct ingest_xml;

/** @param part_name  borrowed, for messages. @param out_xml  owned */
SP_MUST_USE enum sp_rc ingest_xml_open(struct sp_str part_name,
                                       struct ingest_xml_handler handler,
                                       struct ingest_xml **out_xml, struct sp_err *err);
/**
 * Read on with these bytes.
 *
 * @param is_last     the document ends with them; it must then be complete
 * @param out_paused  a handler paused before all was read: go on by ingest_xml_resume
 */
SP_MUST_USE enum sp_rc ingest_xml_feed(struct ingest_xml *xml, struct sp_str bytes,
                                       bool is_last, bool *out_paused,
                                       struct sp_err *err);
SP_MUST_USE enum sp_rc ingest_xml_resume(struct ingest_xml *xml, bool *out_paused,
                                         struct sp_err *err);
/** From a handler: stop after it. */
void ingest_xml_pause(struct ingest_xml *xml);

/* -- Up to a tag, so that what follows it may be read by other means
 * ------------------------------------------------------------------ */

/** From a handler: this is a tag that ingest_xml_feed_step stops behind. */
void ingest_xml_mark(struct ingest_xml *xml);
/**
 * Read on, and stop right behind the next marked tag.
 *
 * @param out_used     how many of the bytes were read
 * @param out_reached  the reader stands right behind the marked tag and what follows is
 *                     UTF-8: whole elements may be taken from there without the reader's
 *                     knowing, and it goes on behind them
 * @return as ingest_xml_feed. Where a marked tag cannot be stopped at (it is empty, or
 *         the document is in another encoding), all bytes are read
 */
SP_MUST_USE enum sp_rc ingest_xml_feed_step(struct ingest_xml *xml, struct sp_str bytes,
                                            size_t *out_used, bool *out_reached,
                                            bool *out_paused, struct sp_err *err);
/** What is bound where the reader stands. Borrowed. */
const struct ingest_scope *ingest_xml_scope(const struct ingest_xml *xml);
void ingest_xml_close(struct ingest_xml *xml);

#endif
