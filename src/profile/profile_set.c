/*
 * The profiles a program works with: those built in, and those of a folder.
 *
 * Invariants: entries are sorted by id, no two the same; an entry never moves, so that a
 * profile's address stays good until the set is closed. A profile from outside takes the
 * place of a built-in one of the same id; two from outside with one id are an error.
 */
#include "profile/profile_detail.h"
#include "profile/profile_dir.h"
#include "profile/profile_embedded.h"
#include "profile/profile_yaml.h"

#include <string.h>

struct entry {
    struct sp_profile profile;
    struct sp_arena arena; // holds all that the profile points to
    bool is_built_in;
};

struct sp_profile_set {
    struct entry **entries; // owned, and each of them
    size_t count;
    size_t capacity;
};

enum { DIR_ARENA_MAX = 4 << 20 };

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

static void entry_close(struct entry *entry)
{
    if (!entry) return;
    sp_arena_release(&entry->arena);
    sp_free(entry);
}

enum sp_rc sp_profile_set_new(struct sp_profile_set **out_set, struct sp_err *err)
{
    struct sp_profile_set *set = sp_alloc(sizeof *set);
    if (!set) return out_of_memory(err);
    *set = (struct sp_profile_set){0};
    *out_set = set;
    return SP_OK;
}

void sp_profile_set_close(struct sp_profile_set *set)
{
    if (!set) return;
    for (size_t i = 0; i < set->count; i++) {
        entry_close(set->entries[i]);
    }
    sp_free(set->entries);
    sp_free(set);
}

size_t sp_profile_set_count(const struct sp_profile_set *set)
{
    return set->count;
}

const struct sp_profile *sp_profile_set_get(const struct sp_profile_set *set,
                                            size_t index)
{
    SP_ASSERT(index < set->count);
    return &set->entries[index]->profile;
}

static bool set_reserve(struct sp_profile_set *set)
{
    if (set->count < set->capacity) return true;
    const size_t capacity = set->capacity ? set->capacity * 2 : 16;
    struct entry **entries = sp_realloc(set->entries, capacity * sizeof *entries);
    if (!entries) return false;
    set->entries = entries;
    set->capacity = capacity;
    return true;
}

/* Takes the entry over on SP_OK. */
static enum sp_rc set_insert(struct sp_profile_set *set, struct entry *entry,
                             struct sp_err *err)
{
    size_t at = 0;
    while (at < set->count &&
           sp_str_compare(set->entries[at]->profile.id, entry->profile.id) < 0) {
        at++;
    }
    if (at < set->count &&
        sp_str_equal(set->entries[at]->profile.id, entry->profile.id)) {
        struct entry *old = set->entries[at];
        if (!old->is_built_in || entry->is_built_in) {
            return sp_err_set(err, SP_ERR_INPUT,
                              "profile '%.*s' stands twice, also in '%.*s'",
                              SP_FMT(entry->profile.id), SP_FMT(old->profile.path));
        }
        set->entries[at] = entry;
        entry_close(old);
        return SP_OK;
    }
    if (!set_reserve(set)) return out_of_memory(err);
    memmove(&set->entries[at + 1], &set->entries[at],
            (set->count - at) * sizeof(struct entry *));
    set->entries[at] = entry;
    set->count++;
    return SP_OK;
}

static enum sp_rc set_add(struct sp_profile_set *set, struct sp_str path,
                          struct sp_str yaml, bool is_built_in, struct sp_err *err)
{
    struct entry *entry = sp_alloc(sizeof *entry);
    if (!entry) return out_of_memory(err);
    *entry = (struct entry){.is_built_in = is_built_in};
    sp_arena_init(&entry->arena, PROFILE_YAML_ARENA_MAX);
    enum sp_rc rc = profile_parse(yaml, path, &entry->arena, &entry->profile, err);
    if (rc == SP_OK) rc = set_insert(set, entry, err);
    if (rc) entry_close(entry);
    return rc;
}

enum sp_rc sp_profile_set_add(struct sp_profile_set *set, const char *name,
                              struct sp_str yaml, struct sp_err *err)
{
    const enum sp_rc rc = set_add(set, sp_str_of(name), yaml, false, err);
    if (rc) sp_err_at_file(err, name);
    return rc;
}

static enum sp_rc add_built_in(struct sp_profile_set *set, struct sp_err *err)
{
    for (const struct profile_embedded *file = profile_embedded_files; file->path;
         file++) {
        if (profile_is_codes(sp_str_of(file->path))) continue;
        const struct sp_str yaml = {.data = file->begin,
                                    .size = (size_t)(file->end - file->begin)};
        const enum sp_rc rc = set_add(set, sp_str_of(file->path), yaml, true, err);
        if (rc == SP_OK) continue;
        sp_err_at_file(err, file->path);
        return rc;
    }
    return SP_OK;
}

static enum sp_rc add_file(struct sp_profile_set *set, const char *dir,
                           struct sp_str path, struct sp_arena *arena, struct sp_err *err)
{
    const struct sp_str full = sp_arena_format(arena, "%s/%.*s", dir, SP_FMT(path));
    if (!full.data) return out_of_memory(err);
    struct sp_buf yaml;
    sp_buf_init(&yaml, PROFILE_YAML_SIZE_MAX);
    enum sp_rc rc = sp_file_read(full.data, &yaml, err);
    if (rc == SP_OK) rc = set_add(set, path, sp_buf_str(&yaml), false, err);
    if (rc) sp_err_at_file(err, full.data);
    sp_buf_release(&yaml);
    return rc;
}

static enum sp_rc add_dir(struct sp_profile_set *set, const char *dir, struct sp_err *err)
{
    struct sp_arena arena;
    struct sp_str *paths;
    size_t path_count = 0;
    sp_arena_init(&arena, DIR_ARENA_MAX);
    enum sp_rc rc = profile_dir_list(dir, &arena, &paths, &path_count, err);
    for (size_t i = 0; rc == SP_OK && i < path_count; i++) {
        rc = add_file(set, dir, paths[i], &arena, err);
    }
    sp_arena_release(&arena);
    return rc;
}

enum sp_rc sp_profile_set_open(const char *extra_dir, struct sp_profile_set **out_set,
                               struct sp_err *err)
{
    struct sp_profile_set *set = NULL;
    enum sp_rc rc = sp_profile_set_new(&set, err);
    if (rc == SP_OK) rc = add_built_in(set, err);
    if (rc == SP_OK && extra_dir) rc = add_dir(set, extra_dir, err);
    if (rc) {
        sp_profile_set_close(set);
        return rc;
    }
    *out_set = set;
    return SP_OK;
}
