/*
 * The fast scan of sheet data: one row at a time out of a window of bytes.
 *
 * It knows how workbooks are written, not all of XML. Whatever it does not recognise it
 * leaves alone: the row is taken back and the plain reader, which stands right behind
 * <sheetData>, goes on from there. So it has no errors of its own but those of memory;
 * what is wrong with a sheet is always said by the plain reader.
 *
 * What it recognises (S is blanks; attributes in any order, either quote):
 *
 *   row   = <row attributes> S { cell S } </row>  |  <row attributes/>
 *   cell  = <c attributes> S [ <f …>text</f> S ] [ value S ] </c>  |  <c attributes/>
 *   value = <v>text</v>  |  <is><t>text</t></is>  |  either of them empty
 *   text  = UTF-8 with the predefined entities and character references
 *
 * with or without one prefix that stands for the workbook's namespace, and with no
 * attribute that is not in its tables.
 */
#ifndef INGEST_FAST_H
#define INGEST_FAST_H

#include "ingest/ingest_fast_tag.h"
#include "ingest/ingest_row.h"

struct ingest_fast {
    struct ingest_row *row;           // borrowed; built up
    const struct ingest_scope *scope; // borrowed; what is bound around the rows
    struct ingest_own_prefix prefix;
    uint64_t digits;      // the row's number as text, as memory has it
    uint64_t digits_mask; // all bits of its bytes
    size_t digits_size;

    /* Of the row in hand. */
    const char *stop; // where recognition ended
    const char *why;  // what is not known there; NULL at the end of the rows
    enum sp_rc rc;
    bool has_shared;
};

enum ingest_fast_state {
    INGEST_FAST_ROW,     // the row is complete, the window begins behind it
    INGEST_FAST_MORE,    // the window ends within the row: show it again with more behind
    INGEST_FAST_UNKNOWN, // no row that is known begins here; `why` says what is not
};

void ingest_fast_init(struct ingest_fast *fast, struct ingest_row *row,
                      const struct ingest_scope *scope);
/**
 * Take the row at the start of the window.
 *
 * @param window  INGEST_PAD_SIZE bytes of 0 follow it; cells borrow from it. Moved on
 * only with INGEST_FAST_ROW
 */
SP_MUST_USE enum sp_rc ingest_fast_next(struct ingest_fast *fast, struct sp_str *window,
                                        enum ingest_fast_state *out_state,
                                        struct sp_err *err);

#endif
