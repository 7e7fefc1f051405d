/*
 * Texts of cells: runs joined, escapes decoded.
 *
 *   item ─t→ text          collected
 *   item ─r→ run ─t→ text  collected
 *   item ─anything else→   skipped with all that is in it (rPh, rPr, phoneticPr,
 * extensions)
 */
#include "ingest/ingest_rich.h"

#include "ingest/ingest_limit.h"

#include <string.h>

void ingest_rich_reset(struct ingest_rich *rich)
{
    if (rich->text.max_size == 0) sp_buf_init(&rich->text, INGEST_CELL_SIZE_MAX);
    sp_buf_reset(&rich->text);
    rich->state = RICH_ITEM;
    rich->skip_depth = 0;
}

void ingest_rich_start(struct ingest_rich *rich, const struct ingest_tag *tag)
{
    const bool is_text = ingest_tag_is(tag, INGEST_SPACE_SHEET, "t");
    const bool is_run = ingest_tag_is(tag, INGEST_SPACE_SHEET, "r");
    if (rich->skip_depth > 0) {
        rich->skip_depth++;
    } else if (rich->state == RICH_ITEM && (is_text || is_run)) {
        rich->state = is_text ? RICH_TEXT : RICH_RUN;
    } else if (rich->state == RICH_RUN && is_text) {
        rich->state = RICH_RUN_TEXT;
    } else {
        rich->skip_depth = 1;
    }
}

bool ingest_rich_end(struct ingest_rich *rich)
{
    if (rich->skip_depth > 0) {
        rich->skip_depth--;
        return false;
    }
    if (rich->state == RICH_ITEM) return true;
    rich->state = rich->state == RICH_RUN_TEXT ? RICH_RUN : RICH_ITEM;
    return false;
}

void ingest_rich_text(struct ingest_rich *rich, struct sp_str text)
{
    const bool is_text = rich->state == RICH_TEXT || rich->state == RICH_RUN_TEXT;
    if (rich->skip_depth == 0 && is_text) sp_buf_append(&rich->text, text);
}

enum sp_rc ingest_rich_finish(const struct ingest_rich *rich, struct sp_str *out_text,
                              struct sp_err *err)
{
    if (rich->text.rc == SP_ERR_LIMIT)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "text of a cell passes %d bytes, where Excel holds 32,767 "
                          "characters; do not trust this file",
                          INGEST_CELL_SIZE_MAX);
    const enum sp_rc rc = sp_buf_status(&rich->text, err);
    if (rc == SP_OK) *out_text = sp_buf_str(&rich->text);
    return rc;
}

void ingest_rich_release(struct ingest_rich *rich)
{
    if (rich) sp_buf_release(&rich->text);
}

/* -- Escapes
 * ----------------------------------------------------------------------------------- */

enum { ESCAPE_SIZE = 7 }; // _xHHHH_

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/* The four digits of an escape at the start of the bytes, or -1 when none is there. */
static int32_t escape_at(const char *text, size_t size)
{
    if (size < ESCAPE_SIZE || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return -1;
    int32_t value = 0;
    for (size_t i = 2; i < 6; i++) {
        const int digit = hex_value(text[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

size_t ingest_utf8_put(uint32_t character, char out[4])
{
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    const size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = size; i-- > 1; character >>= 6) {
        out[i] = (char)(0x80 | (character & 0x3F));
    }
    out[0] = (char)((size == 2 ? 0xC0U : size == 3 ? 0xE0U : 0xF0U) | character);
    return size;
}

/* The character that the escapes at `text` stand for, and their size; size 0 when for
 * none. */
static size_t take_escape(const char *text, size_t size, uint32_t *out_character)
{
    const int32_t first = escape_at(text, size);
    if (first <= 0 || (first >= 0xDC00 && first <= 0xDFFF)) return 0;
    if (first < 0xD800 || first > 0xDFFF) {
        *out_character = (uint32_t)first;
        return ESCAPE_SIZE;
    }
    const int32_t second = escape_at(text + ESCAPE_SIZE, size - ESCAPE_SIZE);
    if (second < 0xDC00 || second > 0xDFFF) return 0;
    *out_character =
        0x10000U + (((uint32_t)first & 0x3FF) << 10) + ((uint32_t)second & 0x3FF);
    return 2 * ESCAPE_SIZE;
}

bool ingest_has_escape(struct sp_str text)
{
    const char *at = text.data;
    const char *end = at ? at + text.size : NULL;
    while (at && end - at >= ESCAPE_SIZE) {
        at = memchr(at, '_', (size_t)(end - at));
        if (at && escape_at(at, (size_t)(end - at)) >= 0) return true;
        if (at) at++;
    }
    return false;
}

/* In place: decoded, a text is never longer. */
static size_t unescape(char *text, size_t size)
{
    size_t out = 0;
    for (size_t at = 0; at < size;) {
        uint32_t character;
        const size_t taken = take_escape(text + at, size - at, &character);
        if (taken == 0) {
            text[out++] = text[at++];
        } else {
            char bytes[4];
            const size_t put = ingest_utf8_put(character, bytes);
            memcpy(text + out, bytes, put);
            out += put;
            at += taken;
        }
    }
    return out;
}

bool ingest_text_keep(struct sp_arena *arena, struct sp_str text, struct sp_str *out_text)
{
    char *copy = sp_arena_alloc(arena, text.size + 1);
    if (!copy) return false;
    if (text.size) memcpy(copy, text.data, text.size);
    const size_t size = ingest_has_escape(text) ? unescape(copy, text.size) : text.size;
    *out_text = (struct sp_str){.data = copy, .size = size};
    return true;
}
