/*
 * Texts as workbooks write them: a plain <t>, or runs <r><t> with formatting, joined;
 * phonetic readings <rPh> are not part of the text. Shared strings (<si>) and inline
 * strings (<is>) alike. Blanks are kept with and without xml:space: what is stored is
 * what is read.
 */
#ifndef INGEST_RICH_H
#define INGEST_RICH_H

#include "ingest/ingest_xml.h"

enum ingest_rich_state { RICH_ITEM, RICH_TEXT, RICH_RUN, RICH_RUN_TEXT };

struct ingest_rich {
    struct sp_buf text; // owned; what has been collected
    enum ingest_rich_state state;
    uint32_t skip_depth; // inside an element that is no text
};

/** Ready for the inside of an item. Storage is kept from item to item. */
void ingest_rich_reset(struct ingest_rich *rich);
void ingest_rich_start(struct ingest_rich *rich, const struct ingest_tag *tag);
/** @return true when it was the item itself that ended */
bool ingest_rich_end(struct ingest_rich *rich);
void ingest_rich_text(struct ingest_rich *rich, struct sp_str text);
/** The text, escapes still in it; borrowed until the next reset. */
SP_MUST_USE enum sp_rc ingest_rich_finish(const struct ingest_rich *rich,
                                          struct sp_str *out_text, struct sp_err *err);
void ingest_rich_release(struct ingest_rich *rich);

/** Whether the text holds an escape _xHHHH_, which stands for a character that XML cannot
 * hold. */
bool ingest_has_escape(struct sp_str text);
/**
 * A copy in the arena with escapes decoded; _x005F_ is '_'. Escapes that make no
 * character (NUL, half of a surrogate pair) stay as they are.
 *
 * @return false when memory or the arena's ceiling is reached
 */
SP_MUST_USE bool ingest_text_keep(struct sp_arena *arena, struct sp_str text,
                                  struct sp_str *out_text);

/** A character as UTF-8: 1 to 4 bytes. @return how many */
size_t ingest_utf8_put(uint32_t character, char out[4]);

#endif
