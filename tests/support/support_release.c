#include "support/support_release.h"

#include "sample/sample_xlsx.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <expat.h>
#include <zip.h>

/* -- A release in a folder of its own -- */

enum sp_rc release_try(struct release *release, const char *dir, uint64_t people,
                       uint64_t seed, struct sp_err *err)
{
    const struct sp_sample_options options = {
        .dir = dir, .people = people, .seed = seed, .layout = release->layout};
    return sp_sample_write(&options, &release->arena, &release->files,
                           &release->file_count, err);
}

void release_begin(struct release *release)
{
    *release = (struct release){.dir = "/tmp/sallyport-test-XXXXXX"};
    sp_arena_init(&release->arena, RELEASE_ARENA_MAX);
    assert_non_null(mkdtemp(release->dir));
}

void release_make_as(struct release *release, const char *layout, uint64_t people,
                     uint64_t seed)
{
    struct sp_err err = {0};
    release_begin(release);
    release->layout = layout;
    if (release_try(release, release->dir, people, seed, &err) != SP_OK)
        fail_msg("%s", err.text);
}

void release_make(struct release *release, uint64_t people, uint64_t seed)
{
    release_make_as(release, NULL, people, seed);
    assert_int_equal(release->file_count, RELEASE_FILES);
}

const char *release_path(struct release *release, const char *name)
{
    return sp_arena_format(&release->arena, "%s/%s", release->dir, name).data;
}

void release_end(struct release *release)
{
    for (size_t i = 0; i < release->file_count; i++) {
        (void)remove(release->files[i].data);
    }
    assert_int_equal(rmdir(release->dir), 0); // No temporary file stays behind.
    sp_arena_release(&release->arena);
}

/* -- Reading a sheet: rows of texts, numbers as their digits -- */

static const char *attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], name) == 0) return attributes[i + 1];
    }
    return "";
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct release_sheet *sheet = context;
    if (strcmp(name, "row") == 0) {
        sheet->row = strtoul(attribute(attributes, "r"), NULL, 10);
        sheet->row_count++;
        assert_true(sheet->row < sheet->row_max);
        sheet->rows[sheet->row] =
            sp_arena_array(sheet->arena, RELEASE_CELLS_MAX, sizeof(struct sp_str));
        assert_non_null(sheet->rows[sheet->row]);
    } else if (strcmp(name, "c") == 0) {
        sheet->column = 0;
        for (const char *at = attribute(attributes, "r"); *at >= 'A'; at++) {
            sheet->column = sheet->column * 26 + (size_t)(*at - 'A') + 1;
        }
    }
    sheet->in_value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
    if (sheet->in_value) sp_buf_reset(&sheet->text);
}

static void on_end(void *context, const char *name)
{
    struct release_sheet *sheet = context;
    (void)name;
    if (!sheet->in_value) return;
    sheet->in_value = false;
    assert_true(sheet->column >= 1 && sheet->column <= RELEASE_CELLS_MAX);
    sheet->rows[sheet->row][sheet->column - 1] =
        sp_arena_copy(sheet->arena, sp_buf_str(&sheet->text));
}

static void on_text(void *context, const char *text, int size)
{
    struct release_sheet *sheet = context;
    if (!sheet->in_value) return;
    sp_buf_append(&sheet->text, (struct sp_str){.data = text, .size = (size_t)size});
}

/** All rows of one sheet of a workbook, in the release's arena. */
static struct release_sheet sheet_read(struct release *release,
                                       const struct sample_file *file, size_t index)
{
    struct release_sheet sheet = {.arena = &release->arena,
                                  .row_max = file->row_count + SAMPLE_HEADER_ROW + 2};
    char name[64];
    (void)snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", index + 1);
    sp_buf_init(&sheet.text, 1 << 16);
    sheet.rows = sp_arena_array(&release->arena, sheet.row_max, sizeof *sheet.rows);
    zip_t *zip = zip_open(release_path(release, file->name), ZIP_RDONLY, NULL);
    assert_non_null(zip);
    zip_file_t *member = zip_fopen(zip, name, 0);
    assert_non_null(member);
    XML_Parser parser = XML_ParserCreate(NULL);
    XML_SetUserData(parser, &sheet);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    zip_int64_t size;
    do {
        char piece[8192];
        size = zip_fread(member, piece, sizeof piece);
        assert_true(size >= 0);
        assert_int_equal(XML_Parse(parser, piece, (int)size, size == 0), XML_STATUS_OK);
    } while (size > 0);
    XML_ParserFree(parser);
    (void)zip_fclose(member);
    zip_discard(zip);
    sp_buf_release(&sheet.text);
    return sheet;
}

bool release_has_column(const struct release_sheet *sheet, const char *heading)
{
    for (size_t i = 0; i < RELEASE_CELLS_MAX; i++) {
        if (sp_str_equal_text(sheet->rows[SAMPLE_HEADER_ROW][i], heading)) return true;
    }
    return false;
}

size_t release_column(const struct release_sheet *sheet, const char *heading)
{
    size_t i = 0;
    while (!sp_str_equal_text(sheet->rows[SAMPLE_HEADER_ROW][i], heading)) {
        i++;
        assert_true(i < RELEASE_CELLS_MAX);
    }
    return i;
}

struct release_books *release_read(struct release *release, uint64_t people,
                                   uint64_t seed)
{
    struct sp_err err = {0};
    struct release_books *books = sp_arena_alloc(&release->arena, sizeof *books);
    assert_non_null(books);
    const struct sample_layout *layout;
    assert_int_equal(sample_layout_find(release->layout, &layout, &err), SP_OK);
    assert_int_equal(sample_plan_make(layout, seed, people, &books->plan, &err), SP_OK);
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        for (size_t j = 0; j < books->plan.files[i].sheet_count; j++) {
            books->sheets[i][j] = sheet_read(release, &books->plan.files[i], j);
        }
    }
    return books;
}

void release_books_end(struct release_books *books)
{
    sample_plan_release(&books->plan);
}

struct sp_str release_cell(const struct release_books *books, char *const place[3],
                           const char *heading)
{
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        const struct sample_file *planned = &books->plan.files[i];
        for (size_t j = 0; j < planned->sheet_count; j++) {
            if (strcmp(planned->name, place[0]) != 0) continue;
            if (strcmp(planned->sheet_names[j], place[1]) != 0) continue;
            const size_t number = strtoul(place[2], NULL, 10);
            assert_true(number > SAMPLE_HEADER_ROW &&
                        number < books->sheets[i][j].row_max);
            assert_non_null(books->sheets[i][j].rows[number]);
            return books->sheets[i][j]
                .rows[number][release_column(&books->sheets[i][j], heading)];
        }
    }
    fail_msg("no sheet '%s' in '%s'", place[1], place[0]);
    return (struct sp_str){0};
}

/* -- Reading the key -- */

const char *release_text(struct release *release, const char *name)
{
    struct sp_err err = {0};
    struct sp_buf buf;
    sp_buf_init(&buf, RELEASE_ARENA_MAX);
    assert_int_equal(sp_file_read(release_path(release, name), &buf, &err), SP_OK);
    const struct sp_str copy = sp_arena_copy(&release->arena, sp_buf_str(&buf));
    sp_buf_release(&buf);
    assert_non_null(copy.data);
    return copy.data;
}

uint64_t release_count(const char *json, const char *first, const char *second,
                       const char *third)
{
    const char *keys[] = {first, second, third};
    for (size_t i = 0; i < 3 && keys[i]; i++) {
        char quoted[80];
        (void)snprintf(quoted, sizeof quoted, "\"%s\": ", keys[i]);
        json = strstr(json, quoted);
        if (!json) fail_msg("no key '%s'", keys[i]);
        json += strlen(quoted);
    }
    return strtoull(json, NULL, 10);
}

char *release_cut(char *line, char *fields[RELEASE_FIELDS_MAX])
{
    size_t count = 0;
    char *end = line + strcspn(line, "\n");
    char *next = *end ? end + 1 : NULL;
    *end = '\0';
    for (char *at = line; at && count < RELEASE_FIELDS_MAX;) {
        const bool quoted = *at == '"';
        fields[count++] = at + quoted;
        char *stop = quoted ? strchr(at + 1, '"') : at + strcspn(at, ",");
        assert_non_null(stop);
        char *comma = stop + quoted;
        at = *comma ? comma + 1 : NULL;
        *stop = '\0';
    }
    while (count < RELEASE_FIELDS_MAX) {
        fields[count++] = end;
    }
    return next && *next ? next : NULL;
}

char *release_lines(struct release *release, const char *name)
{
    const struct sp_str text = sp_str_of(release_text(release, name));
    char *copy = (char *)(uintptr_t)sp_arena_copy(&release->arena, text).data;
    char *first = strchr(copy, '\n');
    assert_non_null(first);
    return first[1] ? first + 1 : NULL;
}
