/*
 * sharedStrings.xml. The counts it declares are not believed: real files declare too few,
 * made-up ones far too many.
 */
#include "ingest/ingest_string.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_rich.h"

struct reader {
    struct ingest_strings *strings;
    struct ingest_rich rich;
    uint32_t depth; // sst 1, si 2; inside si it stays 2
    bool in_item;
};

static enum sp_rc make_room(struct ingest_strings *strings, struct sp_err *err)
{
    if (strings->count < strings->capacity) return SP_OK;
    if (strings->count >= INGEST_STRINGS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT, "more than %u shared strings",
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
        const bool is_full =
            strings->arena.used_size > INGEST_STRINGS_SIZE_MAX - INGEST_CELL_SIZE_MAX;
        return sp_err_set(err, is_full ? SP_ERR_LIMIT : SP_ERR_MEMORY,
                          is_full ? "shared strings pass their ceiling"
                                  : "out of memory for shared strings");
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

enum sp_rc ingest_strings_read(const struct ingest_zip *zip,
                               const struct ingest_member *member,
                               struct ingest_strings *out_strings, struct sp_err *err)
{
    struct ingest_strings strings = {0};
    struct reader reader = {.strings = &strings};
    const struct ingest_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .context = &reader};
    sp_arena_init(&strings.arena, INGEST_STRINGS_SIZE_MAX);
    const enum sp_rc rc = member ? ingest_xml_read(zip, member, handler, err) : SP_OK;
    ingest_rich_release(&reader.rich);
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
