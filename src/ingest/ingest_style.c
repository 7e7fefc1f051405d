/*
 * styles.xml: number formats by id, and the cell formats (cellXfs) that use them.
 *
 * A workbook has no date type: a date is a number whose format shows one. Invariants: a
 * format code of the file wins over the built-in meaning of its id; only cellXfs counts,
 * not cellStyleXfs.
 */
#include "ingest/ingest_style.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_xml.h"

#include <string.h>

struct format {
    uint32_t id;
    bool is_date;
};

struct reader {
    struct format *formats; // owned
    uint32_t format_count;
    uint32_t *xfs; // owned; the number format of each cell format
    uint32_t xf_count;
    bool in_xfs;
    uint32_t depth;
};

/* -- Format codes
 * ---------------------------------------------------------------------------- */

/* Skips to past `until`, or to the end. */
static size_t skip_past(struct sp_str code, size_t at, char until)
{
    while (at < code.size && code.data[at] != until) {
        at++;
    }
    return at + 1;
}

/* [h], [mm], [ss]: elapsed time. Other brackets are colours, conditions and languages. */
static bool bracket_is_elapsed(struct sp_str code, size_t start, size_t end)
{
    if (end > code.size || end - start < 2) return false;
    for (size_t i = start; i + 1 < end; i++) {
        if (!strchr("hHmMsS", code.data[i])) return false;
    }
    return true;
}

/* The literal word has letters that are not ours to read, in any case a writer likes. */
static bool general_at(struct sp_str code, size_t at)
{
    const struct sp_str word = SP_STR("General");
    return code.size - at >= word.size &&
           sp_str_equal_fold((struct sp_str){.data = code.data + at, .size = word.size},
                             word);
}

bool ingest_format_is_date(struct sp_str code)
{
    for (size_t at = 0; at < code.size;) {
        const char c = code.data[at];
        if (c == ';') return false; // Later sections are for negatives, zeros and texts.
        if (c == '"') {
            at = skip_past(code, at + 1, '"');
        } else if (c == '[') {
            const size_t next = skip_past(code, at + 1, ']');
            if (bracket_is_elapsed(code, at + 1, next)) return true;
            at = next;
        } else if (c == '\\' || c == '_' || c == '*') {
            at += 2; // The next character is shown, left out or repeated as it is.
        } else if (general_at(code, at)) {
            at += 7;
        } else if (c != '\0' && strchr("dDmMyYhHsS", c)) {
            return true;
        } else {
            at++;
        }
    }
    return false;
}

/* The ids that have a meaning without a code; 27-36 and 50-58 are dates of East Asian
 * Excel. */
static bool built_in_is_date(uint32_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

/* -- The part
 * ---------------------------------------------------------------------------------- */

static enum sp_rc read_id(const struct ingest_tag *tag, uint32_t *out_id,
                          struct sp_err *err)
{
    const struct sp_str text = ingest_tag_get(tag, INGEST_SPACE_NONE, "numFmtId");
    uint32_t id = 0;
    bool sound = text.size <= 9; // Absent is 0, "General".
    for (size_t i = 0; i < text.size && sound; i++) {
        sound = text.data[i] >= '0' && text.data[i] <= '9';
        if (sound) id = id * 10 + (uint32_t)(text.data[i] - '0');
    }
    if (!sound || id > INGEST_FORMAT_ID_MAX)
        return sp_err_set(
            err, SP_ERR_INPUT,
            "styles name an impossible number format; save the file again in Excel");
    *out_id = id;
    return SP_OK;
}

/* Room for one more; the arrays grow by doubling at powers of two. */
static bool grow(void **array, uint32_t count, size_t item_size)
{
    if (count != 0 && (count < 16 || (count & (count - 1)) != 0)) return true;
    void *grown = sp_realloc(*array, (count ? (size_t)count * 2 : 16) * item_size);
    if (grown) *array = grown;
    return grown != NULL;
}

static enum sp_rc fail_growth(uint32_t count, struct sp_err *err)
{
    return count >= INGEST_STYLES_MAX
               ? sp_err_set(err, SP_ERR_LIMIT,
                            "more than %d styles; do not trust this file",
                            INGEST_STYLES_MAX)
               : sp_err_set(err, SP_ERR_MEMORY, "out of memory for styles");
}

static enum sp_rc add_format(struct reader *reader, const struct ingest_tag *tag,
                             struct sp_err *err)
{
    uint32_t id = 0;
    const enum sp_rc rc = read_id(tag, &id, err);
    if (rc != SP_OK) return rc;
    const uint32_t count = reader->format_count;
    if (count >= INGEST_STYLES_MAX ||
        !grow((void **)&reader->formats, count, sizeof *reader->formats))
        return fail_growth(count, err);
    const struct sp_str code = ingest_tag_get(tag, INGEST_SPACE_NONE, "formatCode");
    reader->formats[reader->format_count++] =
        (struct format){.id = id, .is_date = ingest_format_is_date(code)};
    return SP_OK;
}

static enum sp_rc add_xf(struct reader *reader, const struct ingest_tag *tag,
                         struct sp_err *err)
{
    uint32_t id = 0;
    const enum sp_rc rc = read_id(tag, &id, err);
    if (rc != SP_OK) return rc;
    const uint32_t count = reader->xf_count;
    if (count >= INGEST_STYLES_MAX ||
        !grow((void **)&reader->xfs, count, sizeof *reader->xfs))
        return fail_growth(count, err);
    reader->xfs[reader->xf_count++] = id;
    return SP_OK;
}

/* styleSheet (1) / numFmts, cellXfs (2) / numFmt, xf (3). The same names occur deeper in
 * dxfs. */
static enum sp_rc on_start(void *context, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    struct reader *reader = context;
    reader->depth++;
    if (reader->depth == 2)
        reader->in_xfs = ingest_tag_is(tag, INGEST_SPACE_SHEET, "cellXfs");
    if (reader->depth != 3) return SP_OK;
    if (ingest_tag_is(tag, INGEST_SPACE_SHEET, "numFmt"))
        return add_format(reader, tag, err);
    if (reader->in_xfs && ingest_tag_is(tag, INGEST_SPACE_SHEET, "xf"))
        return add_xf(reader, tag, err);
    return SP_OK;
}

static enum sp_rc on_end(void *context, struct sp_err *err)
{
    struct reader *reader = context;
    (void)err;
    reader->depth--;
    return SP_OK;
}

static enum sp_rc settle(const struct reader *reader, struct ingest_styles *out_styles,
                         struct sp_err *err)
{
    bool *by_id = sp_alloc((size_t)INGEST_FORMAT_ID_MAX + 1);
    bool *is_date = sp_alloc((size_t)reader->xf_count + 1);
    if (!by_id || !is_date) {
        sp_free(by_id);
        sp_free(is_date);
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for styles");
    }
    memset(by_id, 0, (size_t)INGEST_FORMAT_ID_MAX + 1);
    for (uint32_t id = 0; id < 64; id++) {
        by_id[id] = built_in_is_date(id);
    }
    for (uint32_t i = 0; i < reader->format_count; i++) {
        by_id[reader->formats[i].id] = reader->formats[i].is_date;
    }
    for (uint32_t i = 0; i < reader->xf_count; i++) {
        is_date[i] = by_id[reader->xfs[i]];
    }
    sp_free(by_id);
    *out_styles = (struct ingest_styles){
        .is_known = true, .is_date = is_date, .count = reader->xf_count};
    return SP_OK;
}

enum sp_rc ingest_styles_read(const struct ingest_zip *zip,
                              const struct ingest_member *member,
                              struct ingest_styles *out_styles, struct sp_err *err)
{
    struct reader reader = {0};
    const struct ingest_xml_handler handler = {
        .start = on_start, .end = on_end, .context = &reader};
    if (!member) {
        *out_styles = (struct ingest_styles){0};
        return SP_OK;
    }
    enum sp_rc rc = ingest_xml_read(zip, member, handler, err);
    if (rc == SP_OK) rc = settle(&reader, out_styles, err);
    sp_free(reader.formats);
    sp_free(reader.xfs);
    return rc;
}

void ingest_styles_release(struct ingest_styles *styles)
{
    if (!styles) return;
    sp_free(styles->is_date);
    *styles = (struct ingest_styles){0};
}
