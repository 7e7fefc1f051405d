/* The set of profiles: built in, from a folder, one in place of another. */
#include "base/base.h"
#include "support/support_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROFILE(id, version)                                                             \
    "profile: " id "\nversion: " version                                                 \
    "\nrelease: R\ntable: arrest\nsource: s\ncolumns:\n"                                 \
    "  - {field: arrest_date, names: [Date], required: true}\n"

/* A folder of its own for each test, removed after it. */
struct folder {
    char path[64];
    char made[16][128];
    size_t made_count;
};

static int setup(void **state)
{
    static struct folder folder;
    folder = (struct folder){.path = "/tmp/sallyport-test-XXXXXX"};
    *state = &folder;
    return mkdtemp(folder.path) ? 0 : -1;
}

static int teardown(void **state)
{
    struct folder *folder = *state;
    while (folder->made_count > 0) {
        (void)remove(folder->made[--folder->made_count]);
    }
    return rmdir(folder->path);
}

static const char *make_name(struct folder *folder, const char *name)
{
    char path[128];
    const int size = snprintf(path, sizeof path, "%s/%s", folder->path, name);
    assert_true(size > 0 && (size_t)size < sizeof path &&
                folder->made_count < COUNT(folder->made));
    return memcpy(folder->made[folder->made_count++], path, sizeof path);
}

static void make_dir(struct folder *folder, const char *name)
{
    assert_int_equal(mkdir(make_name(folder, name), 0700), 0);
}

static void make_file(struct folder *folder, const char *name, const char *text)
{
    FILE *file = fopen(make_name(folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void test_extra_folder(void **state)
{
    struct folder *folder = *state;
    make_dir(folder, "county");
    make_dir(folder, "county/2019");
    make_file(folder, "county/2019/jail.yaml", PROFILE("county-jail", "3"));
    make_file(folder, "mine.yml", PROFILE("ice-2019-icfo-53623-arrests", "77"));
    make_file(folder, "notes.txt", "no profile");
    make_file(folder, ".hidden.yaml", "no profile");
    struct sp_profile_set *built_in = support_profiles();
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    if (sp_profile_set_open(folder->path, &set, &err)) fail_msg("%s", err.text);
    assert_int_equal(sp_profile_set_count(set), sp_profile_set_count(built_in) + 1);
    support_equal(support_profile(set, "county-jail")->path, "county/2019/jail.yaml");
    // In place of the built-in one.
    const struct sp_profile *mine = support_profile(set, "ice-2019-icfo-53623-arrests");
    assert_int_equal(mine->version, 77);
    support_equal(mine->path, "mine.yml");
    assert_int_not_equal(
        support_profile(built_in, "ice-2019-icfo-53623-arrests")->version, 77);
    sp_profile_set_close(set);
    sp_profile_set_close(built_in);
}

static void test_twice(void **state)
{
    struct folder *folder = *state;
    make_file(folder, "a.yaml", PROFILE("county-jail", "1"));
    make_file(folder, "b.yaml", PROFILE("county-jail", "2"));
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    assert_int_equal(sp_profile_set_open(folder->path, &set, &err), SP_ERR_INPUT);
    assert_null(set);
    support_contains(err.text, "profile 'county-jail' stands twice, also in 'a.yaml'");
    support_contains(err.file, "/b.yaml");
}

static void test_fault_in_folder(void **state)
{
    struct folder *folder = *state;
    make_file(folder, "a.yaml", "profile: a\nversion: x\n");
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    char text[SP_ERR_TEXT_MAX];
    assert_int_equal(sp_profile_set_open(folder->path, &set, &err), SP_ERR_INPUT);
    sp_err_format(&err, text, sizeof text);
    support_contains(
        text, "'x' is no version: a whole number from 1 (file '/tmp/sallyport-test-");
    support_contains(text, "/a.yaml', row 2, column '10')");
}

static void test_folder_faults(void **state)
{
    struct folder *folder = *state;
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    assert_int_equal(sp_profile_set_open("/nowhere/at/all", &set, &err), SP_ERR_INPUT);
    support_contains(err.text, "cannot open folder");
    assert_string_equal(err.file, "/nowhere/at/all");
    // An empty folder adds nothing.
    assert_int_equal(sp_profile_set_open(folder->path, &set, NULL), SP_OK);
    sp_profile_set_close(set);
    sp_profile_set_close(NULL);
}

/* A link that leads back up ends at a ceiling, not in a hang. */
static void test_loop(void **state)
{
    struct folder *folder = *state;
    make_dir(folder, "a");
    assert_int_equal(symlink("..", make_name(folder, "a/up")), 0);
    struct sp_profile_set *set = NULL;
    struct sp_err err = {0};
    const enum sp_rc rc = sp_profile_set_open(folder->path, &set, &err);
    assert_true(rc == SP_ERR_LIMIT || rc == SP_ERR_IO);
}

static void test_out_of_memory(void **state)
{
    struct folder *folder = *state;
    make_file(folder, "a.yaml", PROFILE("county-jail", "1"));
    for (int64_t allowed = 0;; allowed++) {
        struct sp_profile_set *set = NULL;
        sp_alloc_fail_after(allowed);
        const enum sp_rc rc = sp_profile_set_open(folder->path, &set, NULL);
        sp_alloc_fail_after(-1);
        sp_profile_set_close(set);
        if (rc == SP_OK) break;
        assert_null(set);
        assert_int_equal(rc, SP_ERR_MEMORY);
    }
}

/* Every profile file of the tree is built in, and the same bytes have the same hash. */
static void test_hashes(void **state)
{
    (void)state;
    struct sp_profile_set *set = support_profiles();
    for (size_t i = 0; i < sp_profile_set_count(set); i++) {
        const struct sp_profile *profile = sp_profile_set_get(set, i);
        char path[256];
        char sha256[SP_SHA256_TEXT_SIZE];
        uint64_t size;
        (void)snprintf(path, sizeof path, "profiles/%.*s", SP_FMT(profile->path));
        assert_int_equal(sp_sha256_file(path, sha256, &size, NULL), SP_OK);
        support_equal(profile->sha256, sha256);
    }
    sp_profile_set_close(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_extra_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fault_in_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_folder_faults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_loop, setup, teardown),
        cmocka_unit_test_setup_teardown(test_out_of_memory, setup, teardown),
        cmocka_unit_test(test_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
