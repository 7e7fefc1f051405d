/* A ledger made from the texts of a few files. */
#include "support/support_loaded.h"

#include "support/support_workbook.h"

#include <unistd.h>

void support_loaded_open(struct support_loaded *loaded, const char *yaml,
                         const char *name)
{
    struct sp_err err = {0};
    sp_arena_init(&loaded->arena, (size_t)256 << 20);
    loaded->profiles = support_profiles_of(&yaml, 1);
    fixture_ok(
        sp_ledger_open(fixture_path(name), SP_LEDGER_WRITE, 1, &loaded->ledger, &err),
        &err);
}

void support_loaded_close(struct support_loaded *loaded)
{
    sp_ledger_close(loaded->ledger);
    sp_profile_set_close(loaded->profiles);
    sp_arena_release(&loaded->arena);
}

struct sp_receipt support_loaded_add(struct support_loaded *loaded, struct sp_str bytes,
                                     const char *release)
{
    char path[64];
    const char *const paths[] = {path};
    struct sp_err err = {0};
    struct sp_receipt receipt = {0};
    const struct sp_load_options options = {
        .paths = paths, .path_count = 1, .release = release, .thread_count = 1};
    support_file_write(bytes, path);
    fixture_ok(sp_load_files(loaded->ledger, loaded->profiles, &options, &loaded->arena,
                             &receipt, &err),
               &err);
    (void)unlink(path);
    return receipt;
}

int64_t support_loaded_whole(struct support_loaded *loaded, const char *sql)
{
    int64_t number = -1;
    struct sp_err err = {0};
    fixture_ok(ledger_query_whole(loaded->ledger, sql, NULL, 0, &number, &err), &err);
    return number;
}

size_t support_loaded_findings(const struct sp_receipt *receipt, const char *check_id)
{
    size_t count = 0;
    for (size_t i = 0; i < receipt->finding_count; i++) {
        count += sp_str_equal_text(receipt->findings[i].check_id, check_id);
    }
    return count;
}
