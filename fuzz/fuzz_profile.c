/*
 * Any bytes as a profile, a sheet and its cells.
 *
 *   input = YAML NUL sheet         (no NUL: YAML alone)
 *   sheet = rows by line breaks, cells by '|'; a cell's first byte may give its kind:
 *           '#' number, '@' date, '!' error, '?' true or false
 *
 * When the YAML is no profile, the sheet is held against the built-in ones.
 */
#include "sallyport/profile.h"

#include <string.h>

/*
 * libfyaml 0.7.12 forgets some memory of a single-quoted text with many '' in it. It is
 * less than the file's size, once a file, and not ours.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

enum { CELLS_MAX = 2048, ARENA_MAX = 16 << 20 };

static enum sp_cell_kind kind_of(char c)
{
    switch (c) {
    case '#':
        return SP_CELL_NUMBER;
    case '@':
        return SP_CELL_DATE;
    case '!':
        return SP_CELL_ERROR;
    case '?':
        return SP_CELL_BOOL;
    default:
        return SP_CELL_TEXT;
    }
}

static struct sp_cell cell_of(struct sp_str text)
{
    if (text.size == 0) return (struct sp_cell){.kind = SP_CELL_EMPTY};
    const enum sp_cell_kind kind = kind_of(text.data[0]);
    const size_t skip = kind != SP_CELL_TEXT;
    return (struct sp_cell){.kind = kind,
                            .text = {.data = text.data + skip, .size = text.size - skip}};
}

static size_t rows_of(struct sp_str text, struct sp_row *rows, struct sp_cell *cells)
{
    size_t cell_count = 0;
    size_t row_count = 0;
    const char *at = text.data;
    const char *end = text.data + text.size;
    while (at < end && row_count < SP_PROFILE_HEADER_ROWS_MAX && cell_count < CELLS_MAX) {
        struct sp_row *row = &rows[row_count++];
        *row = (struct sp_row){.number = row_count, .cells = &cells[cell_count]};
        bool more = true;
        while (more && cell_count < CELLS_MAX) {
            const char *begin = at;
            while (at < end && *at != '|' && *at != '\n') {
                at++;
            }
            cells[cell_count++] =
                cell_of((struct sp_str){.data = begin, .size = (size_t)(at - begin)});
            row->count++;
            more = at < end && *at == '|';
            if (at < end) at++;
        }
    }
    return row_count;
}

static void check_value(const struct sp_value *value)
{
    char again[SP_REDACTION_TEXT_MAX];
    SP_ASSERT((unsigned)value->none < SP_NONE_NOT_IN_RELEASE);
    if (value->none == SP_NONE_VALUE && value->moment.day) {
        SP_ASSERT(sp_civil_valid(sp_civil_of(value->moment.day)));
    }
    // A redaction's form is its own form.
    if (sp_redaction_parse(value->text, again, sizeof again)) {
        SP_ASSERT(value->none != SP_NONE_REDACTED ||
                  sp_str_equal_text(value->text, again));
    }
}

static void read_sheet(const struct sp_profile_set *set, struct sp_str text,
                       struct sp_arena *arena)
{
    static struct sp_cell cells[CELLS_MAX];
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    struct sp_match match = {0};
    struct sp_err err = {0};
    const size_t row_count = rows_of(text, rows, cells);
    if (sp_profile_match(set, NULL, rows, row_count, arena, &match, &err)) return;
    struct sp_str why;
    const enum sp_sheet_role role =
        sp_profile_sheet_role(match.profile, row_count, match.columns[0].heading, &why);
    SP_ASSERT((role == SP_SHEET_PASSED_OVER) == (why.size > 0));
    for (size_t i = 0; i < row_count; i++) {
        for (uint32_t j = 0; j < rows[i].count && j < match.column_count; j++) {
            struct sp_value value = {0};
            const struct sp_profile_column *column = match.columns[j].column;
            if (!column) continue;
            if (sp_profile_value(match.profile, column, &rows[i].cells[j], i % 2 == 1,
                                 arena, &value))
                continue;
            check_value(&value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sp_profile_set *built_in;
    if (!built_in && sp_profile_set_open(NULL, &built_in, NULL)) return 0;
    const char *text = (const char *)data;
    const char *nul = size ? memchr(text, 0, size) : NULL;
    const size_t yaml_size = nul ? (size_t)(nul - text) : size;
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    struct sp_arena arena;
    if (sp_profile_set_new(&set, &err)) return 0;
    const enum sp_rc rc = sp_profile_set_add(
        set, "fuzz", (struct sp_str){.data = text, .size = yaml_size}, &err);
    SP_ASSERT(rc == SP_OK || (rc == err.rc && err.text[0]));
    if (nul) {
        sp_arena_init(&arena, ARENA_MAX);
        const struct sp_str sheet = {.data = nul + 1, .size = size - yaml_size - 1};
        read_sheet(rc == SP_OK ? set : built_in, sheet, &arena);
        sp_arena_release(&arena);
    }
    sp_profile_set_close(set);
    return 0;
}
