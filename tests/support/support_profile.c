#include "support/support_profile.h"

#include <stdio.h>
#include <string.h>

static size_t count_char(const char *text, size_t size, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += text[i] == c;
    }
    return count;
}

static struct sp_row row_of(struct sp_arena *arena, const char *line, size_t size)
{
    struct sp_row row = {0};
    if (size == 0) return row;
    row.count = (uint32_t)count_char(line, size, '|') + 1;
    struct sp_cell *cells = sp_arena_array(arena, row.count, sizeof *cells);
    assert_non_null(cells);
    for (uint32_t i = 0; i < row.count; i++) {
        const char *end = memchr(line, '|', size);
        const size_t cell_size = end ? (size_t)(end - line) : size;
        cells[i].kind = cell_size ? SP_CELL_TEXT : SP_CELL_EMPTY;
        cells[i].text =
            sp_arena_copy(arena, (struct sp_str){.data = line, .size = cell_size});
        line += cell_size + 1;
        size -= end ? cell_size + 1 : cell_size;
    }
    row.cells = cells;
    return row;
}

size_t support_rows(struct sp_arena *arena, const char *text, struct sp_row *out_rows)
{
    size_t count = 0;
    for (;;) {
        const char *end = strchr(text, '\n');
        const size_t size = end ? (size_t)(end - text) : strlen(text);
        assert_true(count < SP_PROFILE_HEADER_ROWS_MAX);
        out_rows[count] = row_of(arena, text, size);
        out_rows[count].number = count + 1;
        count++;
        if (!end) return count;
        text = end + 1;
    }
}

static void fail_on(enum sp_rc rc, const struct sp_err *err)
{
    if (rc == SP_OK) return;
    char text[SP_ERR_TEXT_MAX];
    sp_err_format(err, text, sizeof text);
    fail_msg("%s", text);
}

struct sp_profile_set *support_profiles(void)
{
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    fail_on(sp_profile_set_open(NULL, &set, &err), &err);
    return set;
}

struct sp_profile_set *support_profiles_of(const char *const *yamls, size_t count)
{
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    fail_on(sp_profile_set_new(&set, &err), &err);
    for (size_t i = 0; i < count; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "text %zu", i);
        fail_on(sp_profile_set_add(set, name, sp_str_of(yamls[i]), &err), &err);
    }
    return set;
}

const struct sp_profile *support_profile(const struct sp_profile_set *set, const char *id)
{
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        if (sp_str_equal_text(profile->id, id)) return profile;
    }
    fail_msg("no profile '%s'", id);
    return NULL;
}

const struct sp_profile_column *support_column(const struct sp_profile *profile,
                                               const char *field)
{
    for (size_t i = 0; i < profile->column_count; i++) {
        if (strcmp(profile->columns[i].field->name, field) == 0)
            return &profile->columns[i];
    }
    fail_msg("no column for '%s'", field);
    return NULL;
}

void support_equal(struct sp_str text, const char *expected)
{
    if (sp_str_equal_text(text, expected)) return;
    fail_msg("got '%.*s', expected '%s'", SP_FMT(text), expected);
}

void support_contains(const char *text, const char *part)
{
    if (!strstr(text, part)) fail_msg("'%s' does not hold '%s'", text, part);
}
