/*
 * Sheet data by expat.
 *
 *   START ─worksheet→ SHEET ─sheetData→ DATA ─row→ ROW ─c→ CELL ─v→ VALUE
 *                       │                                     └is→ INLINE
 *                       └hyperlinks→ LINKS, when they are asked for
 *
 * Any other element is skipped with all that is in it. After each row the parser pauses.
 */
#include "ingest/ingest_plain.h"

#include "ingest/ingest_cell.h"
#include "ingest/ingest_limit.h"
#include "ingest/ingest_rich.h"

enum place {
    PLACE_START,
    PLACE_SHEET,
    PLACE_DATA,
    PLACE_ROW,
    PLACE_CELL,
    PLACE_VALUE,
    PLACE_INLINE,
    PLACE_LINKS
};

struct ingest_plain {
    struct ingest_xml *xml;         // owned
    struct ingest_row *row;         // borrowed
    struct ingest_link_list *links; // borrowed; NULL: not asked for
    enum place place;
    uint32_t skip_depth;
    struct ingest_cell cell; // texts kept in the row
    struct ingest_rich rich; // text of the <v> or <is> being read
    bool row_is_ready;
    bool last_was_fed;
    bool has_begun;
};

/* -- Elements
 * ---------------------------------------------------------------------------------- */

static enum sp_rc begin_row(struct ingest_plain *plain, const struct ingest_tag *tag,
                            struct sp_err *err)
{
    plain->place = PLACE_ROW;
    return ingest_row_begin(plain->row, ingest_tag_get(tag, INGEST_SPACE_NONE, "r"),
                            ingest_tag_get(tag, INGEST_SPACE_NONE, "hidden"), err);
}

static enum sp_rc keep_attribute(struct ingest_plain *plain, const struct ingest_tag *tag,
                                 const char *name, struct sp_str *out_text,
                                 struct sp_err *err)
{
    const struct sp_str text = ingest_tag_get(tag, INGEST_SPACE_NONE, name);
    *out_text = (struct sp_str){0};
    return text.data ? ingest_row_keep(plain->row, text, out_text, err) : SP_OK;
}

static enum sp_rc begin_cell(struct ingest_plain *plain, const struct ingest_tag *tag,
                             struct sp_err *err)
{
    plain->place = PLACE_CELL;
    plain->cell = (struct ingest_cell){0};
    enum sp_rc rc = keep_attribute(plain, tag, "r", &plain->cell.ref, err);
    if (rc == SP_OK) rc = keep_attribute(plain, tag, "t", &plain->cell.type, err);
    if (rc == SP_OK) rc = keep_attribute(plain, tag, "s", &plain->cell.style, err);
    return rc;
}

/* Adds the column of the cell in hand, as far as its reference tells. */
static enum sp_rc fail_in_cell(const struct ingest_plain *plain, enum sp_rc rc,
                               struct sp_err *err)
{
    char letters[8];
    uint32_t column_index = plain->row->count;
    uint32_t row_number = 0;
    if (plain->cell.ref.data &&
        !ingest_ref_parse(plain->cell.ref, &column_index, &row_number))
        return rc;
    sp_column_letters(column_index, letters);
    sp_err_at_column(err, letters);
    return rc;
}

static enum sp_rc begin_value(struct ingest_plain *plain, enum place place,
                              struct sp_err *err)
{
    if (plain->cell.value.data)
        return fail_in_cell(
            plain,
            sp_err_set(err, SP_ERR_INPUT,
                       "a cell has two values; save the file again in Excel"),
            err);
    plain->place = place;
    ingest_rich_reset(&plain->rich);
    if (place == PLACE_VALUE)
        plain->rich.state = RICH_TEXT; // <v> is all text, as <t> is.
    return SP_OK;
}

static enum sp_rc end_value(struct ingest_plain *plain, struct sp_err *err)
{
    struct sp_str text = {0};
    plain->place = PLACE_CELL;
    enum sp_rc rc = ingest_rich_finish(&plain->rich, &text, err);
    if (rc == SP_OK) rc = ingest_row_keep(plain->row, text, &plain->cell.value, err);
    return rc == SP_OK ? rc : fail_in_cell(plain, rc, err);
}

static enum sp_rc end_row(struct ingest_plain *plain, struct sp_err *err)
{
    plain->place = PLACE_DATA;
    const enum sp_rc rc = ingest_row_end(plain->row, err);
    if (rc != SP_OK) return rc;
    plain->row_is_ready = true;
    ingest_xml_mark(plain->xml);
    ingest_xml_pause(plain->xml);
    return SP_OK;
}

static bool is_sheet_tag(const struct ingest_tag *tag, const char *name)
{
    return ingest_tag_is(tag, INGEST_SPACE_SHEET, name);
}

static enum sp_rc enter(struct ingest_plain *plain, const struct ingest_tag *tag,
                        struct sp_err *err)
{
    switch (plain->place) {
    case PLACE_START:
        if (!is_sheet_tag(tag, "worksheet"))
            return sp_err_set(
                err, SP_ERR_INPUT,
                "sheet's part is no worksheet; save the file again in Excel");
        plain->place = PLACE_SHEET;
        return SP_OK;
    case PLACE_SHEET:
        if (plain->links && is_sheet_tag(tag, "hyperlinks")) plain->place = PLACE_LINKS;
        if (is_sheet_tag(tag, "sheetData")) plain->place = PLACE_DATA;
        if (plain->place == PLACE_SHEET) break;
        plain->has_begun |= plain->place == PLACE_DATA;
        if (plain->place == PLACE_DATA) ingest_xml_mark(plain->xml);
        return SP_OK;
    case PLACE_LINKS:
        plain->skip_depth = 1;
        return is_sheet_tag(tag, "hyperlink") ? ingest_link_add(plain->links, tag, err)
                                              : SP_OK;
    case PLACE_DATA:
        if (!is_sheet_tag(tag, "row")) break;
        return begin_row(plain, tag, err);
    case PLACE_ROW:
        if (!is_sheet_tag(tag, "c")) break;
        return begin_cell(plain, tag, err);
    case PLACE_CELL:
        if (is_sheet_tag(tag, "v")) return begin_value(plain, PLACE_VALUE, err);
        if (is_sheet_tag(tag, "is")) return begin_value(plain, PLACE_INLINE, err);
        break;
    case PLACE_VALUE:
    case PLACE_INLINE:
        ingest_rich_start(&plain->rich, tag);
        return SP_OK;
    }
    plain->skip_depth = 1;
    return SP_OK;
}

static enum sp_rc leave(struct ingest_plain *plain, struct sp_err *err)
{
    switch (plain->place) {
    case PLACE_START:
        break;
    case PLACE_SHEET:
        plain->place = PLACE_START;
        break;
    case PLACE_DATA:
    case PLACE_LINKS:
        plain->place = PLACE_SHEET;
        break;
    case PLACE_ROW:
        return end_row(plain, err);
    case PLACE_CELL:
        plain->place = PLACE_ROW;
        return ingest_row_add(plain->row, &plain->cell, err);
    case PLACE_VALUE:
        if (plain->rich.skip_depth == 0) return end_value(plain, err);
        (void)ingest_rich_end(&plain->rich);
        break;
    case PLACE_INLINE:
        if (ingest_rich_end(&plain->rich)) return end_value(plain, err);
        break;
    }
    return SP_OK;
}

/* -- Handlers
 * ------------------------------------------------------------------------------------ */

static enum sp_rc on_start(void *context, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    struct ingest_plain *plain = context;
    if (plain->skip_depth == 0) return enter(plain, tag, err);
    plain->skip_depth++;
    return SP_OK;
}

static enum sp_rc on_end(void *context, struct sp_err *err)
{
    struct ingest_plain *plain = context;
    if (plain->skip_depth == 0) return leave(plain, err);
    plain->skip_depth--;
    return SP_OK;
}

static enum sp_rc on_text(void *context, struct sp_str text, struct sp_err *err)
{
    struct ingest_plain *plain = context;
    (void)err;
    const bool is_value = plain->place == PLACE_VALUE || plain->place == PLACE_INLINE;
    if (is_value && plain->skip_depth == 0) ingest_rich_text(&plain->rich, text);
    return SP_OK;
}

/* -- Steps
 * ---------------------------------------------------------------------------------------
 */

enum sp_rc ingest_plain_open(struct sp_str part_name, struct ingest_row *row,
                             struct ingest_link_list *links,
                             struct ingest_plain **out_plain, struct sp_err *err)
{
    struct ingest_plain *plain = sp_alloc(sizeof *plain);
    if (!plain) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    *plain = (struct ingest_plain){.row = row, .links = links};
    const struct ingest_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .context = plain};
    const enum sp_rc rc = ingest_xml_open(part_name, handler, &plain->xml, err);
    if (rc == SP_OK) {
        *out_plain = plain;
    } else {
        ingest_plain_close(plain);
    }
    return rc;
}

static enum ingest_plain_state state_after(struct ingest_plain *plain, bool is_paused)
{
    if (is_paused) {
        SP_ASSERT(plain->row_is_ready);
        plain->row_is_ready = false;
        return INGEST_PLAIN_ROW;
    }
    return plain->last_was_fed ? INGEST_PLAIN_DONE : INGEST_PLAIN_HUNGRY;
}

enum sp_rc ingest_plain_step(struct ingest_plain *plain, struct sp_str bytes,
                             size_t *out_used, bool *out_reached,
                             enum ingest_plain_state *out_state, struct sp_err *err)
{
    bool is_paused = false;
    const enum sp_rc rc =
        ingest_xml_feed_step(plain->xml, bytes, out_used, out_reached, &is_paused, err);
    if (rc == SP_OK) *out_state = state_after(plain, is_paused);
    return rc;
}

const struct ingest_scope *ingest_plain_scope(const struct ingest_plain *plain)
{
    return ingest_xml_scope(plain->xml);
}

bool ingest_plain_has_begun(const struct ingest_plain *plain)
{
    return plain->has_begun;
}

enum sp_rc ingest_plain_feed(struct ingest_plain *plain, struct sp_str bytes,
                             bool is_last, enum ingest_plain_state *out_state,
                             struct sp_err *err)
{
    bool is_paused = false;
    SP_ASSERT(!plain->last_was_fed);
    plain->last_was_fed = is_last;
    const enum sp_rc rc = ingest_xml_feed(plain->xml, bytes, is_last, &is_paused, err);
    if (rc == SP_OK) *out_state = state_after(plain, is_paused);
    return rc;
}

enum sp_rc ingest_plain_resume(struct ingest_plain *plain,
                               enum ingest_plain_state *out_state, struct sp_err *err)
{
    bool is_paused = false;
    const enum sp_rc rc = ingest_xml_resume(plain->xml, &is_paused, err);
    if (rc == SP_OK) *out_state = state_after(plain, is_paused);
    return rc;
}

void ingest_plain_close(struct ingest_plain *plain)
{
    if (!plain) return;
    ingest_xml_close(plain->xml);
    ingest_rich_release(&plain->rich);
    sp_free(plain);
}
