/*
 * Making the synthetic release:
 *
 *   plan every row → write the workbooks, one at a time → sort by people → answer key
 *
 * answer-key.json is finished last: a folder without it holds no whole release.
 */
#include "sallyport/sample.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "sample/sample_xlsx.h"

enum { RELEASE_FILES_MAX = SAMPLE_KEY_FILE_COUNT + SAMPLE_FILE_COUNT };

/* Everything that is released together. */
struct release {
    const struct sp_sample_options *options;
    const struct sample_layout *layout;
    struct sample_plan plan;
    struct sample_key key;
    const char *key_paths[SAMPLE_KEY_FILE_COUNT]; // NULL: not of this layout
    const char *book_paths[SAMPLE_FILE_COUNT];    // NULL: not of this layout
};

static enum sp_rc options_check(const struct sp_sample_options *options,
                                struct sp_err *err)
{
    if (options->people >= 1 && options->people <= SAMPLE_PEOPLE_MAX) return SP_OK;
    return sp_err_set(err, SP_ERR_USAGE,
                      "a synthetic release has 1 to %d people, not %llu",
                      SAMPLE_PEOPLE_MAX, (unsigned long long)options->people);
}

static enum sp_rc dir_make(const char *dir, struct sp_err *err)
{
    // Where a file has that name, the first write says so.
    if (mkdir(dir, 0777) == 0 || errno == EEXIST) return SP_OK;
    const enum sp_rc rc =
        sp_err_set(err, SP_ERR_IO, "cannot make the folder: %s", strerror(errno));
    sp_err_at_file(err, dir);
    return rc;
}

static enum sp_rc paths_make(struct release *release, struct sp_arena *arena,
                             struct sp_err *err)
{
    const char *dir = release->options->dir;
    for (size_t i = 0; i < SAMPLE_KEY_FILE_COUNT; i++) {
        if (!sample_key_is_written(release->layout, (enum sample_key_file)i)) continue;
        release->key_paths[i] = sample_out_path(arena, dir, sample_key_names[i], err);
        if (!release->key_paths[i]) return SP_ERR_MEMORY;
    }
    for (size_t i = 0; i < SAMPLE_FILE_COUNT; i++) {
        if (!release->plan.files[i].is_written) continue;
        release->book_paths[i] =
            sample_out_path(arena, dir, release->plan.files[i].name, err);
        if (!release->book_paths[i]) return SP_ERR_MEMORY;
    }
    return SP_OK;
}

static enum sp_rc books_write(struct release *release, struct sp_err *err)
{
    const struct sp_sample_options *options = release->options;
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < SAMPLE_FILE_COUNT; i++) {
        if (!release->book_paths[i]) continue;
        rc = sample_xlsx_write(release->book_paths[i], options->dir, options->seed,
                               &release->plan, i, &release->key, err);
    }
    return rc;
}

/* In byte order: "SYNTHETIC…" stands before "answer…". */
static enum sp_rc files_list(const struct release *release, struct sp_arena *arena,
                             struct sp_str **out_files, size_t *out_count,
                             struct sp_err *err)
{
    struct sp_str *files = sp_arena_array(arena, RELEASE_FILES_MAX, sizeof *files);
    if (!files) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for file names");
    size_t count = 0;
    for (size_t i = 0; i < RELEASE_FILES_MAX; i++) {
        const char *path = i < SAMPLE_FILE_COUNT
                               ? release->book_paths[i]
                               : release->key_paths[i - SAMPLE_FILE_COUNT];
        if (!path) continue;
        size_t at = count++;
        for (; at > 0 && sp_str_compare(files[at - 1], sp_str_of(path)) > 0; at--) {
            files[at] = files[at - 1];
        }
        files[at] = sp_str_of(path);
    }
    *out_files = files;
    *out_count = count;
    return SP_OK;
}

static enum sp_rc release_write(struct release *release, struct sp_arena *arena,
                                struct sp_str **out_files, size_t *out_count,
                                struct sp_err *err)
{
    const struct sp_sample_options *options = release->options;
    enum sp_rc rc = sample_plan_make(release->layout, options->seed, options->people,
                                     &release->plan, err);
    if (rc == SP_OK) rc = dir_make(options->dir, err);
    if (rc == SP_OK) rc = paths_make(release, arena, err);
    if (rc == SP_OK) rc = files_list(release, arena, out_files, out_count, err);
    if (rc == SP_OK) {
        rc = sample_key_open(&release->plan, release->key_paths, &release->key, err);
    }
    if (rc == SP_OK) rc = books_write(release, err);
    if (rc != SP_OK) return rc;
    sample_plan_sort_people(&release->plan);
    rc = sample_key_people(&release->key, options->seed, err);
    return rc == SP_OK ? sample_key_finish(&release->key, options, err) : rc;
}

size_t sp_sample_layout_count(void)
{
    return SAMPLE_LAYOUT_COUNT;
}

struct sp_sample_layout sp_sample_layout_get(size_t index)
{
    SP_ASSERT(index < SAMPLE_LAYOUT_COUNT);
    const struct sample_layout *layout = &sample_layouts[index];
    return (struct sp_sample_layout){
        .name = layout->name, .release = layout->release, .about = layout->about};
}

enum sp_rc sp_sample_write(const struct sp_sample_options *options,
                           struct sp_arena *arena, struct sp_str **out_files,
                           size_t *out_file_count, struct sp_err *err)
{
    struct release release = {.options = options};
    struct sp_str *files = NULL;
    size_t count = 0;
    enum sp_rc rc = options_check(options, err);
    if (rc == SP_OK) rc = sample_layout_find(options->layout, &release.layout, err);
    if (rc == SP_OK) rc = release_write(&release, arena, &files, &count, err);
    if (rc == SP_OK) {
        *out_files = files;
        *out_file_count = count;
    }
    sample_key_close(&release.key);
    sample_plan_release(&release.plan);
    return rc;
}
