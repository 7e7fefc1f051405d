/* Files into a ledger of a test's own. */
#include "support/support_adding.h"

#include "ledger/ledger_db.h"

#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

static void sheet_write(lxw_workbook *book, const struct support_sheet *given)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, given->name);
    lxw_row_col_options hidden = {.hidden = 1};
    struct sp_row rows[SP_PROFILE_HEADER_ROWS_MAX];
    struct sp_arena arena;
    sp_arena_init(&arena, 1 << 16);
    const size_t row_count = support_rows(&arena, given->text, rows);
    for (size_t r = 0; r < row_count; r++) {
        for (uint32_t c = 0; c < rows[r].count; c++) {
            char text[128] = "";
            assert_true(rows[r].cells[c].text.size < sizeof text);
            memcpy(text, rows[r].cells[c].text.data, rows[r].cells[c].text.size);
            if (text[0])
                worksheet_write_string(sheet, (lxw_row_t)r, (lxw_col_t)c, text, NULL);
        }
    }
    if (given->hidden_row)
        worksheet_set_row_opt(sheet, given->hidden_row - 1, 15, NULL, &hidden);
    sp_arena_release(&arena);
}

const char *support_sheets_write(const char *name, const struct support_sheet *sheets,
                                 size_t count)
{
    const char *path = fixture_path(name);
    lxw_workbook *book = workbook_new(path);
    for (size_t i = 0; i < count; i++) {
        sheet_write(book, &sheets[i]);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    return path;
}

const char *support_text_write(const char *name, const char *text)
{
    const char *path = fixture_path(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

void support_adding_open(struct support_adding *adding, const char *ledger,
                         struct sp_profile_set *set)
{
    *adding = (struct support_adding){.set = set};
    sp_arena_init(&adding->arena, 1 << 24);
    fixture_ok(sp_ledger_open(fixture_path(ledger), SP_LEDGER_WRITE, 1, &adding->ledger,
                              &adding->err),
               &adding->err);
}

enum sp_rc support_add(struct support_adding *adding, const char *path,
                       const char *release)
{
    const struct sp_load_options options = {
        .paths = &path, .path_count = 1, .release = release, .thread_count = 1};
    sp_err_reset(&adding->err);
    return sp_load_files(adding->ledger, adding->set, &options, &adding->arena,
                         &adding->receipt, &adding->err);
}

void support_expect_whole(struct support_adding *adding, const char *sql,
                          int64_t expected)
{
    int64_t found = 0;
    fixture_ok(ledger_query_whole(adding->ledger, sql, NULL, 0, &found, &adding->err),
               &adding->err);
    if (found != expected)
        fail_msg("%s: %lld, not %lld", sql, (long long)found, (long long)expected);
}

void support_adding_close(struct support_adding *adding)
{
    sp_ledger_close(adding->ledger);
    sp_arena_release(&adding->arena);
    sp_profile_set_close(adding->set);
}
