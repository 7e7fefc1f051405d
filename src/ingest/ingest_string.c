/*
 * sharedStrings.xml. The counts it declares are not believed: real files declare too few,
 * made-up ones far too many.
 *
 *          ┌──an item it does not know, or the end──┐
 *          ↓                                        │
 *        expat ─behind <sst> or an item→ the fast scan of <si><t>text</t></si>
 *
 * As for rows (ingest_sheet.c): expat reads all but the items that the fast scan takes,
 * and says what is wrong.
 */
#include "ingest/ingest_string.h"

#include "ingest/ingest_fast_tag.h"
#include "ingest/ingest_fast_text.h"
#include "ingest/ingest_feed.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_rich.h"

#include <string.h>

struct reader {
    struct ingest_strings *strings;
    struct ingest_rich rich;
    uint32_t depth; // sst 1, si 2; inside si it stays 2
    bool in_item;
    struct ingest_xml *xml;   // owned
    struct ingest_feed *feed; // owned
    struct sp_str rest;       // taken from the feed and not read yet
    struct ingest_own_prefix prefix;
    bool is_plain;         // no fast scan
    struct sp_arena arena; // texts whose references were decoded
};

static enum sp_rc make_room(struct ingest_strings *strings, struct sp_err *err)
{
    if (strings->count < strings->capacity) return SP_OK;
    if (strings->count >= INGEST_STRINGS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %u shared strings; do not trust this file",
                          INGEST_STRINGS_MAX);
    const uint32_t capacity = strings->capacity ? strings->capacity * 2 : 1024;
    struct sp_str *texts = sp_realloc(strings->texts, capacity * sizeof *texts);
    if (!texts) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for shared strings");
    strings->texts = texts;
    strings->capacity = capacity;
    return SP_OK;
}

static enum sp_rc add(struct ingest_strings *strings, struct sp_str text,
                      struct sp_err *err)
{
    const enum sp_rc rc = make_room(strings, err);
    if (rc != SP_OK) return rc;
    if (!ingest_text_keep(&strings->arena, text, &strings->texts[strings->count])) {
        const struct sp_arena *arena = &strings->arena;
        const bool is_full =
            arena->used_size > arena->max_size - 2 * INGEST_CELL_SIZE_MAX;
        return is_full
                   ? sp_err_set(err, SP_ERR_LIMIT,
                                "shared strings pass %zu bytes; if you trust the file, "
                                "allow large files",
                                arena->max_size)
                   : sp_err_set(err, SP_ERR_MEMORY, "out of memory for shared strings");
    }
    strings->count++;
    return SP_OK;
}

static enum sp_rc on_start(void *context, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    struct reader *reader = context;
    (void)err;
    if (reader->in_item) {
        ingest_rich_start(&reader->rich, tag);
        return SP_OK;
    }
    reader->depth++;
    if (reader->depth == 1 && ingest_tag_is(tag, INGEST_SPACE_SHEET, "sst"))
        ingest_xml_mark(reader->xml);
    if (reader->depth == 2 && ingest_tag_is(tag, INGEST_SPACE_SHEET, "si")) {
        reader->in_item = true;
        ingest_rich_reset(&reader->rich);
    }
    return SP_OK;
}

static enum sp_rc on_end(void *context, struct sp_err *err)
{
    struct reader *reader = context;
    if (reader->in_item && !ingest_rich_end(&reader->rich)) return SP_OK;
    reader->depth--;
    if (!reader->in_item) return SP_OK;
    reader->in_item = false;
    struct sp_str text = {0};
    ingest_xml_mark(reader->xml);
    const enum sp_rc rc = ingest_rich_finish(&reader->rich, &text, err);
    return rc == SP_OK ? add(reader->strings, text, err) : rc;
}

static enum sp_rc on_text(void *context, struct sp_str text, struct sp_err *err)
{
    struct reader *reader = context;
    (void)err;
    if (reader->in_item) ingest_rich_text(&reader->rich, text);
    return SP_OK;
}

/* -- The fast scan
 * ----------------------------------------------------------------------------------- */

/* Behind "<si><t>", blanks between; NULL when something else begins here. */
static const char *take_item_start(struct reader *reader, const char *at)
{
    at = ingest_skip_blanks(at);
    if (*at != '<' || at[1] == '/') return NULL;
    if (!reader->prefix.is_known &&
        !ingest_prefix_find(&reader->prefix, ingest_xml_scope(reader->xml), at))
        return NULL;
    at = INGEST_TAKE_OPEN(&reader->prefix, at, "si");
    if (!at || *at != '>') return NULL;
    at = INGEST_TAKE_OPEN(&reader->prefix, ingest_skip_blanks(at + 1), "t");
    if (!at) return NULL;
    struct ingest_attributes attributes = {
        .at = at, .known = &ingest_names_of_none, .scope = ingest_xml_scope(reader->xml)};
    const bool is_known =
        ingest_attributes_skip(&attributes) && attributes.step == INGEST_STEP_OPEN;
    return is_known ? attributes.at : NULL;
}

/* Behind the item, its text given; NULL when it is not known or not whole. */
static const char *take_item(struct reader *reader, const char *at,
                             struct sp_str *out_text, enum sp_rc *out_rc)
{
    struct ingest_run run;
    const char *zero;
    at = take_item_start(reader, at);
    if (!at || !ingest_run_find(at, &run, &zero)) return NULL;
    struct sp_str text = {.data = at, .size = (size_t)(run.end - at)};
    at = INGEST_TAKE_CLOSE(&reader->prefix, run.end, "t");
    if (at) at = INGEST_TAKE_CLOSE(&reader->prefix, ingest_skip_blanks(at), "si");
    if (!at || text.size > INGEST_CELL_SIZE_MAX / 2) return NULL;
    if (run.is_odd) {
        sp_arena_reset(&reader->arena);
        const enum ingest_decode_state state =
            ingest_run_decode(text, &reader->arena, &text);
        if (state == INGEST_DECODE_MEMORY) *out_rc = SP_ERR_MEMORY;
        if (state != INGEST_DECODE_OK) return NULL;
    }
    *out_text = text;
    return at;
}

/* Takes the items it knows off the front of the rest. */
static enum sp_rc take_items(struct reader *reader, struct sp_err *err)
{
    struct sp_str text;
    enum sp_rc rc = SP_OK;
    const char *end = reader->rest.data + reader->rest.size;
    const char *at;
    while (rc == SP_OK &&
           (at = take_item(reader, reader->rest.data, &text, &rc)) != NULL) {
        rc = add(reader->strings, text, err);
        reader->rest = (struct sp_str){.data = at, .size = (size_t)(end - at)};
    }
    return rc == SP_ERR_MEMORY ? sp_err_set(err, rc, "out of memory for shared strings")
                               : rc;
}

/* -- Both
 * ------------------------------------------------------------------------------------ */

/* Reads the rest by expat, up to where the fast scan may go on. */
static enum sp_rc step(struct reader *reader, bool *out_reached, struct sp_err *err)
{
    size_t used = 0;
    bool is_paused = false;
    const enum sp_rc rc = ingest_xml_feed_step(reader->xml, reader->rest, &used,
                                               out_reached, &is_paused, err);
    if (rc != SP_OK) return rc;
    if (reader->is_plain) *out_reached = false;
    if (used) reader->rest.data += used;
    reader->rest.size -= used;
    return SP_OK;
}

/* Whether no end of an item is in the rest: more may make the first one known. */
static bool is_cut(struct sp_str rest)
{
    const char *at = rest.data;
    const char *end = rest.size ? rest.data + rest.size : rest.data;
    if (rest.size > INGEST_PIECE_SIZE) return false;
    while (at < end && (at = memchr(at, '>', (size_t)(end - at))) != NULL) {
        if (at - rest.data >= 2 && memcmp(at - 2, "si", 2) == 0) return false;
        at++;
    }
    return true;
}

static enum sp_rc read_all(struct reader *reader, struct sp_err *err)
{
    bool is_among_items = false;
    bool is_paused = false;
    enum sp_rc rc = SP_OK;
    while (rc == SP_OK) {
        if (is_among_items) rc = take_items(reader, err);
        // A feed that ends or fails here does so again for expat, which has first what
        // there is of the item.
        if (rc == SP_OK && is_among_items && is_cut(reader->rest) &&
            ingest_feed_next(reader->feed, reader->rest, &reader->rest, NULL) == SP_OK)
            continue;
        if (rc == SP_OK && reader->rest.size == 0)
            rc = ingest_feed_next(reader->feed, (struct sp_str){0}, &reader->rest, err);
        if (rc == SP_OK) rc = step(reader, &is_among_items, err);
    }
    return rc == SP_END
               ? ingest_xml_feed(reader->xml, (struct sp_str){0}, true, &is_paused, err)
               : rc;
}

enum sp_rc ingest_strings_read(const struct ingest_zip *zip,
                               const struct ingest_member *member,
                               const struct sp_book_options *options,
                               struct ingest_strings *out_strings, struct sp_err *err)
{
    struct ingest_strings strings = {0};
    struct reader reader = {.strings = &strings, .is_plain = options->plain};
    const struct ingest_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .context = &reader};
    sp_arena_init(&strings.arena,
                  options->allow_large ? SIZE_MAX / 2 : INGEST_STRINGS_SIZE_MAX);
    sp_arena_init(&reader.arena, INGEST_CELL_SIZE_MAX);
    enum sp_rc rc = SP_OK;
    if (member) {
        rc = ingest_feed_open(zip, member, options, &reader.feed, err);
        if (rc == SP_OK) rc = ingest_xml_open(member->name, handler, &reader.xml, err);
        if (rc == SP_OK) rc = read_all(&reader, err);
    }
    ingest_xml_close(reader.xml);
    ingest_feed_close(reader.feed);
    ingest_rich_release(&reader.rich);
    sp_arena_release(&reader.arena);
    if (rc == SP_OK) {
        *out_strings = strings;
    } else {
        ingest_strings_release(&strings);
    }
    return rc;
}

void ingest_strings_release(struct ingest_strings *strings)
{
    if (!strings) return;
    sp_arena_release(&strings->arena);
    sp_free(strings->texts);
    *strings = (struct ingest_strings){0};
}
