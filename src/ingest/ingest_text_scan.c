/*
 * The grammar of delimited text, over a window of bytes. Only special bytes are looked at
 * (quote, delimiter, CR, LF, NUL); ingest_text_block.h finds them 64 bytes at a time.
 *
 *         quote, first byte of the field          quote
 *   PLAIN ───────────────────────────────→ QUOTED ───────→ CLOSED
 *     │                                      ↑              │  │
 *     │ delimiter,                           └────quote,────┘  │ delimiter or line end,
 *     ↓ line end                               just after      ↓ just after
 *   end of the field                                         end of the field
 *
 * A quote later in a PLAIN field is an ordinary byte; so are delimiters and line ends in
 * a QUOTED one. Anything else just after a closing quote is an error, as is a NUL
 * anywhere.
 *
 * Invariants:
 *   1. A record is either complete in the window or not given at all; then it is scanned
 *      again from its first byte when the window has grown. Between calls no state is
 *      kept but the block.
 *   2. `special` has no bit before `next` and none at or past `end`.
 */
#include "ingest/ingest_text_scan.h"

#include "ingest/ingest_limit.h"

enum field_state { FIELD_PLAIN, FIELD_QUOTED, FIELD_CLOSED };

struct field {
    char *start; // first byte, after the opening quote
    char *close; // the closing quote, when CLOSED
    enum field_state state;
    bool is_doubled;
};

/* -- Special bytes ----------------------------------------------------------------- */

static void block_load(struct ingest_scan *scan, char *bytes)
{
    scan->block = bytes;
    scan->special = 0;
    scan->is_block_high = false;
    if (bytes >= scan->end) return;
    struct ingest_block block =
        ingest_block_of(bytes, scan->delimiter ? scan->delimiter : '"');
    ingest_block_cut(&block, (size_t)(scan->end - bytes));
    scan->special = ingest_block_special(&block);
    scan->is_block_high = block.high != 0;
    scan->is_high = scan->is_high || scan->is_block_high;
}

/* The next special byte, or NULL when the window has no more. */
static inline char *special_next(struct ingest_scan *scan)
{
    while (scan->special == 0) {
        if (scan->end - scan->block <= INGEST_BLOCK_SIZE) return NULL;
        block_load(scan, scan->block + INGEST_BLOCK_SIZE);
    }
    char *at = scan->block + __builtin_ctzll(scan->special);
    scan->special &= scan->special - 1;
    return at;
}

void ingest_scan_show(struct ingest_scan *scan, char *bytes, size_t size, bool is_last)
{
    scan->next = bytes;
    scan->end = bytes + size;
    scan->is_last = is_last;
    scan->is_high = false;
    block_load(scan, bytes);
}

/* -- Failures ---------------------------------------------------------------------- */

static enum sp_rc fail_nul(const struct ingest_scan *scan, struct sp_err *err)
{
    return sp_err_set(
        err, SP_ERR_INPUT,
        "byte 0 in field %u: this is no plain text; save it as 'CSV UTF-8' first",
        scan->count + 1);
}

static enum sp_rc fail_after_quote(const struct ingest_scan *scan, struct sp_err *err)
{
    return sp_err_set(
        err, SP_ERR_INPUT,
        "text after the closing quote of field %u: double the quotes inside it, or "
        "look for a quote that opens too early",
        scan->count + 1);
}

static enum sp_rc fail_not_closed(const struct ingest_scan *scan, struct sp_err *err)
{
    return sp_err_set(
        err, SP_ERR_INPUT,
        "the quote that opens field %u is never closed: close it, or double it if it "
        "belongs to the text",
        scan->count + 1);
}

static enum sp_rc fail_field_size(const struct ingest_scan *scan, enum field_state state,
                                  struct sp_err *err)
{
    if (state == FIELD_QUOTED) {
        return sp_err_set(
            err, SP_ERR_LIMIT,
            "the quote that opens field %u is not closed within %d bytes: close it, or "
            "double it if it belongs to the text",
            scan->count + 1, INGEST_CELL_SIZE_MAX);
    }
    return sp_err_set(err, SP_ERR_LIMIT,
                      "field %u has more than %d bytes: is this delimited text?",
                      scan->count + 1, INGEST_CELL_SIZE_MAX);
}

/* -- Fields ------------------------------------------------------------------------ */

static enum sp_rc ends_grow(struct ingest_scan *scan, struct sp_err *err)
{
    if (scan->count >= INGEST_COLUMNS_MAX) {
        return sp_err_set(err, SP_ERR_LIMIT,
                          "more than %d fields: is the delimiter right?",
                          INGEST_COLUMNS_MAX);
    }
    const uint32_t capacity = scan->end_capacity ? scan->end_capacity * 2 : 64;
    uint32_t *ends = sp_realloc(scan->ends, capacity * sizeof *ends);
    if (!ends)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for %u fields", capacity);
    scan->ends = ends;
    scan->end_capacity = capacity;
    return SP_OK;
}

static inline enum sp_rc field_end(struct ingest_scan *scan, const struct field *field,
                                   const char *at, struct sp_err *err)
{
    const char *end = field->state == FIELD_CLOSED ? field->close : at;
    enum sp_rc rc = SP_OK;
    if (end - field->start > INGEST_CELL_SIZE_MAX)
        return fail_field_size(scan, field->state, err);
    if (scan->count == scan->end_capacity) rc = ends_grow(scan, err);
    if (rc != SP_OK) return rc;
    scan->ends[scan->count++] = (uint32_t)(at - scan->next);
    scan->is_doubled = scan->is_doubled || field->is_doubled;
    return SP_OK;
}

/* -- Records ----------------------------------------------------------------------- */

/* The last field ended at `at`, a line end. A CR at the window's end may be half CRLF. */
static enum sp_rc record_end(struct ingest_scan *scan, const struct field *last, char *at)
{
    char *next = at + 1;
    if (*at == '\r') {
        if (next == scan->end && !scan->is_last) return SP_END;
        if (next < scan->end && *next == '\n') next = special_next(scan) + 1;
    }
    if (scan->count == 1 && last->state == FIELD_PLAIN && at == last->start)
        scan->count = 0; // A blank line.
    scan->next = next;
    return SP_OK;
}

/* There is no special byte between the last one and the end of the window. */
static enum sp_rc window_end(struct ingest_scan *scan, const struct field *field,
                             struct sp_err *err)
{
    if (field->state == FIELD_CLOSED && scan->end != field->close + 1) {
        return fail_after_quote(scan, err);
    }
    if (!scan->is_last) {
        const bool fits = scan->end - field->start <= INGEST_CELL_SIZE_MAX;
        return fits ? SP_END : fail_field_size(scan, field->state, err);
    }
    if (field->state == FIELD_QUOTED) return fail_not_closed(scan, err);
    const enum sp_rc rc = field_end(scan, field, scan->end, err);
    if (rc == SP_OK) scan->next = scan->end;
    return rc;
}

/* Take one special byte. SP_END when the field goes on past it. */
static inline enum sp_rc field_step(const struct ingest_scan *scan, struct field *field,
                                    char *at, struct sp_err *err)
{
    // First what comes first: a window may end between the two, and must not matter.
    if (field->state == FIELD_CLOSED && at != field->close + 1)
        return fail_after_quote(scan, err);
    if (*at == '\0') return fail_nul(scan, err);
    const bool is_quote = *at == '"';
    switch (field->state) {
    case FIELD_PLAIN:
        if (!is_quote) return SP_OK;
        if (at == field->start) {
            field->state = FIELD_QUOTED;
            field->start = at + 1;
        }
        return SP_END;
    case FIELD_QUOTED:
        if (is_quote) {
            field->state = FIELD_CLOSED;
            field->close = at;
        }
        return SP_END;
    case FIELD_CLOSED:
        if (!is_quote) return SP_OK;
        field->state = FIELD_QUOTED;
        field->is_doubled = true;
        return SP_END;
    }
    return SP_END;
}

enum sp_rc ingest_scan_record(struct ingest_scan *scan, struct sp_err *err)
{
    if (scan->next == scan->end) return SP_END;
    struct field field = {.start = scan->next};
    scan->count = 0;
    scan->is_doubled = false;
    scan->is_high = scan->is_block_high;
    for (;;) {
        char *at = special_next(scan);
        if (!at) return window_end(scan, &field, err);
        enum sp_rc rc = field_step(scan, &field, at, err);
        if (rc == SP_END) continue;
        if (rc == SP_OK) rc = field_end(scan, &field, at, err);
        if (rc != SP_OK) return rc;
        if (*at != scan->delimiter) return record_end(scan, &field, at);
        field = (struct field){.start = at + 1};
    }
}

void ingest_scan_release(struct ingest_scan *scan)
{
    if (!scan) return;
    sp_free(scan->ends);
    *scan = (struct ingest_scan){0};
}
