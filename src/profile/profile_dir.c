/*
 * The YAML files below a folder, in the order of their names, whatever order the system
 * lists them in. Names that begin with '.' are passed over. Folders are visited from a
 * list, not by recursion.
 */
#include "profile/profile_dir.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A folder to visit: its path below the root, "" for the root. */
struct walk {
    const char *root;
    struct sp_str folders[PROFILE_DIR_FOLDERS_MAX];
    size_t folder_count;
    struct sp_str *files;
    size_t file_count;
    struct sp_arena *arena;
    struct sp_err *err;
};

static bool is_yaml_name(struct sp_str name)
{
    return sp_str_ends(name, SP_STR(".yaml")) || sp_str_ends(name, SP_STR(".yml"));
}

static enum sp_rc walk_limit(struct walk *walk, const char *what, int limit)
{
    return sp_err_set(walk->err, SP_ERR_LIMIT, "more than %d %s below this folder", limit,
                      what);
}

static enum sp_rc walk_entry(struct walk *walk, struct sp_str folder, const char *name)
{
    struct stat status;
    const struct sp_str path = sp_arena_format(walk->arena, "%.*s%s%s", SP_FMT(folder),
                                               folder.size ? "/" : "", name);
    const struct sp_str full =
        sp_arena_format(walk->arena, "%s/%.*s", walk->root, SP_FMT(path));
    if (!path.data || !full.data)
        return sp_err_set(walk->err, SP_ERR_MEMORY, "out of memory");
    if (stat(full.data, &status) != 0) {
        return sp_err_set(walk->err, SP_ERR_IO, "cannot read: %s", strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        if (walk->folder_count == PROFILE_DIR_FOLDERS_MAX) {
            return walk_limit(walk, "folders", PROFILE_DIR_FOLDERS_MAX);
        }
        walk->folders[walk->folder_count++] = path;
    } else if (S_ISREG(status.st_mode) && is_yaml_name(path)) {
        if (walk->file_count == PROFILE_DIR_FILES_MAX) {
            return walk_limit(walk, "files", PROFILE_DIR_FILES_MAX);
        }
        walk->files[walk->file_count++] = path;
    }
    return SP_OK;
}

static enum sp_rc walk_folder(struct walk *walk, struct sp_str folder)
{
    const struct sp_str full =
        sp_arena_format(walk->arena, "%s/%.*s", walk->root, SP_FMT(folder));
    if (!full.data) return sp_err_set(walk->err, SP_ERR_MEMORY, "out of memory");
    DIR *dir = opendir(full.data);
    if (!dir)
        return sp_err_set(walk->err, SP_ERR_INPUT, "cannot open folder: %s",
                          strerror(errno));
    enum sp_rc rc = SP_OK;
    const struct dirent *entry;
    while (rc == SP_OK && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') rc = walk_entry(walk, folder, entry->d_name);
    }
    (void)closedir(dir);
    return rc;
}

static int compare_paths(const void *a, const void *b)
{
    return sp_str_compare(*(const struct sp_str *)a, *(const struct sp_str *)b);
}

enum sp_rc profile_dir_list(const char *root, struct sp_arena *arena,
                            struct sp_str **out_files, size_t *out_count,
                            struct sp_err *err)
{
    struct walk walk = {.root = root, .arena = arena, .err = err, .folder_count = 1};
    walk.files = sp_arena_array(arena, PROFILE_DIR_FILES_MAX, sizeof *walk.files);
    if (!walk.files) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    // A link that leads back up makes folders without end, up to the ceiling.
    for (size_t i = 0; i < walk.folder_count; i++) {
        const enum sp_rc rc = walk_folder(&walk, walk.folders[i]);
        if (rc == SP_OK) continue;
        sp_err_at_file(err, root);
        return rc;
    }
    qsort(walk.files, walk.file_count, sizeof *walk.files, compare_paths);
    *out_files = walk.files;
    *out_count = walk.file_count;
    return SP_OK;
}
