/*
 * Recording failures. Invariant: once `rc` is not SP_OK, text and rc never change until reset, and
 * a place that is known is never replaced by a less exact one. Texts and places are sound UTF-8
 * without control characters: names in them come from files, and would act on a terminal.
 */
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In place; also takes away what is left of a character cut off at the end. */
static void text_make_plain(char *text)
{
    const size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        const unsigned char *c = (const unsigned char *)text + at;
        const size_t width = sp_utf8_size(c, size - at);
        // U+0080 to U+009F are controls too.
        const bool is_control = c[0] < 0x20 || c[0] == 0x7F || (c[0] == 0xC2 && c[1] < 0xA0);
        if (width == 0 || is_control) text[at] = '?';
        at += width && !is_control ? width : 1;
    }
}

enum sp_rc sp_err_set(struct sp_err *err, enum sp_rc rc, const char *format, ...)
{
    SP_ASSERT(rc < 0);
    if (err && err->rc == SP_OK) {
        err->rc = rc;
        va_list args;
        va_start(args, format);
        (void)vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
        text_make_plain(err->text);
    }
    return rc;
}

static void place_set(char *place, const char *text)
{
    if (place[0] != '\0' || !text) return;
    (void)snprintf(place, SP_ERR_PLACE_MAX, "%s", text);
    text_make_plain(place);
}

void sp_err_at_file(struct sp_err *err, const char *file)
{
    if (err) place_set(err->file, file);
}

void sp_err_at_sheet(struct sp_err *err, const char *sheet)
{
    if (err) place_set(err->sheet, sheet);
}

void sp_err_at_row(struct sp_err *err, uint64_t row)
{
    if (err && err->row == 0) err->row = row;
}

void sp_err_at_column(struct sp_err *err, const char *column)
{
    if (err) place_set(err->column, column);
}

void sp_err_reset(struct sp_err *err)
{
    if (err) *err = (struct sp_err){0};
}

void sp_err_format(const struct sp_err *err, char *out, size_t out_size)
{
    char row[48] = "";
    if (err->row) (void)snprintf(row, sizeof row, ", row %llu", (unsigned long long)err->row);
    const char *file_open = err->file[0] ? " (file '" : err->sheet[0] || err->row ? " (in '" : "";
    const bool placed = file_open[0] != '\0';
    (void)snprintf(out, out_size, "%s%s%s%s%s%s%s%s%s%s%s%s", err->text, file_open, err->file,
                   placed ? "'" : "", err->sheet[0] ? ", sheet '" : "", err->sheet,
                   err->sheet[0] ? "'" : "", row, err->column[0] ? ", column '" : "", err->column,
                   err->column[0] ? "'" : "", placed ? ")" : "");
}

int sp_rc_exit_code(enum sp_rc rc)
{
    switch (rc) {
#define RC_EXIT(name, number, exit_code, text)                                                     \
    case name:                                                                                     \
        return exit_code;
        SP_RC_TABLE(RC_EXIT)
#undef RC_EXIT
    }
    return 4;
}

const char *sp_rc_text(enum sp_rc rc)
{
    switch (rc) {
#define RC_TEXT(name, number, exit_code, text)                                                     \
    case name:                                                                                     \
        return text;
        SP_RC_TABLE(RC_TEXT)
#undef RC_TEXT
    }
    return "unknown outcome";
}

_Noreturn void sp_assert_failed(const char *condition, const char *file, int line)
{
    (void)fprintf(stderr, "sallyport: our own mistake: %s does not hold at %s:%d\n", condition,
                  file, line);
    abort();
}
