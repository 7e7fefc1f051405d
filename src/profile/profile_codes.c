/*
 * Lists of codes from their YAML (profiles/codes/<vocabulary>.yaml):
 *
 *   vocabulary: lift_reason
 *   version: 1
 *   source: where the facts come from
 *   codes:
 *     - {code: Lifted, first: FOIA-15-06333}    # the release, or unknown
 *
 * What holds of every list: some field of the canonical events has its vocabulary, no two
 * lists have the same one, no code stands twice, and every code says where it was first
 * seen.
 */
#include "sallyport/codes.h"

#include "profile/profile_embedded.h"
#include "profile/profile_parse.h"

enum { CODE_LISTS_MAX = 64, CODES_ARENA_MAX = 8 << 20 };

static const struct sp_str list_keys[] = {KEY("vocabulary"), KEY("version"),
                                          KEY("source"), KEY("codes")};
static const struct sp_str code_keys[] = {KEY("code"), KEY("first")};

struct sp_code_lists {
    struct sp_code_list lists[CODE_LISTS_MAX];
    size_t count;
    struct sp_arena arena; // holds all that the lists point to
};

bool profile_is_codes(struct sp_str path)
{
    const struct sp_str folder = SP_STR("codes/");
    return path.size > folder.size &&
           sp_str_equal((struct sp_str){.data = path.data, .size = folder.size}, folder);
}

static bool vocabulary_exists(struct sp_str vocabulary)
{
    for (size_t i = 0; i < sp_event_count(); i++) {
        const struct sp_event *event = sp_event_get(i);
        for (size_t j = 0; j < event->field_count; j++) {
            const char *own = event->fields[j].vocabulary;
            if (own && sp_str_equal_text(vocabulary, own)) return true;
        }
    }
    return false;
}

static enum sp_rc read_vocabulary(struct profile_parse *parse,
                                  const struct sp_code_lists *lists,
                                  const struct profile_yaml *root, struct sp_str *out)
{
    const enum sp_rc rc = profile_parse_get_short(parse, root, "vocabulary", out);
    if (rc) return rc;
    const struct profile_yaml *node = profile_yaml_find(root, "vocabulary");
    if (!vocabulary_exists(*out)) {
        return profile_yaml_fault(node, parse->err, "no field has the vocabulary '%.*s'",
                                  SP_FMT(*out));
    }
    if (sp_code_lists_find(lists, *out)) {
        return profile_yaml_fault(node, parse->err, "'%.*s' has a list already",
                                  SP_FMT(*out));
    }
    return SP_OK;
}

static enum sp_rc read_code(struct profile_parse *parse, const struct profile_yaml *map,
                            const struct sp_code_list *before, struct sp_code *out)
{
    struct sp_str first;
    enum sp_rc rc = profile_yaml_keys(map, KEYS(code_keys), parse->err);
    if (rc == SP_OK) rc = profile_parse_get_short(parse, map, "code", &out->text);
    if (rc == SP_OK) rc = profile_parse_get_short(parse, map, "first", &first);
    if (rc) return rc;
    if (sp_code_list_find(before, out->text)) {
        return profile_yaml_fault(map, parse->err, "code '%.*s' stands twice",
                                  SP_FMT(out->text));
    }
    out->first = sp_str_equal(first, SP_STR("unknown")) ? SP_STR("") : first;
    return SP_OK;
}

static enum sp_rc read_codes(struct profile_parse *parse, const struct profile_yaml *root,
                             struct sp_code_list *list)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = profile_parse_entries(parse, root, "codes", &node, &count);
    if (rc == SP_OK && !node) rc = profile_yaml_get(root, "codes", &node, parse->err);
    if (rc) return rc;
    struct sp_code *codes = sp_arena_array(parse->arena, count, sizeof *codes);
    if (!codes) return profile_parse_no_memory(parse);
    list->codes = codes;
    for (const struct profile_yaml *map = node->first; map; map = map->next) {
        rc = read_code(parse, map, list, &codes[list->code_count]);
        if (rc) return rc;
        list->code_count++;
    }
    return SP_OK;
}

static enum sp_rc list_parse(struct sp_code_lists *lists, struct sp_str yaml,
                             struct sp_err *err)
{
    struct profile_parse parse = {.arena = &lists->arena, .err = err};
    struct sp_code_list list = {0};
    const struct profile_yaml *root;
    const struct profile_yaml *source;
    enum sp_rc rc = profile_yaml_parse(yaml, &lists->arena, &root, err);
    if (rc == SP_OK) rc = profile_yaml_keys(root, KEYS(list_keys), err);
    if (rc == SP_OK) rc = read_vocabulary(&parse, lists, root, &list.vocabulary);
    if (rc == SP_OK) rc = profile_parse_version(&parse, root, &list.version);
    if (rc == SP_OK) rc = profile_yaml_get(root, "source", &source, err);
    if (rc == SP_OK) rc = profile_parse_normal(&parse, source, &list.source);
    if (rc == SP_OK) rc = read_codes(&parse, root, &list);
    if (rc) return rc;
    if (lists->count == CODE_LISTS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT, "more than %d lists", (int)CODE_LISTS_MAX);
    lists->lists[lists->count++] = list;
    return SP_OK;
}

enum sp_rc sp_code_lists_add(struct sp_code_lists *lists, const char *name,
                             struct sp_str yaml, struct sp_err *err)
{
    const enum sp_rc rc = list_parse(lists, yaml, err);
    if (rc) sp_err_at_file(err, name);
    return rc;
}

enum sp_rc sp_code_lists_new(struct sp_code_lists **out_lists, struct sp_err *err)
{
    struct sp_code_lists *lists = sp_alloc(sizeof *lists);
    if (!lists) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *lists = (struct sp_code_lists){0};
    sp_arena_init(&lists->arena, CODES_ARENA_MAX);
    *out_lists = lists;
    return SP_OK;
}

/* The files built in come in the order of their names, which are the vocabularies'. */
enum sp_rc sp_code_lists_open(struct sp_code_lists **out_lists, struct sp_err *err)
{
    struct sp_code_lists *lists = NULL;
    enum sp_rc rc = sp_code_lists_new(&lists, err);
    for (const struct profile_embedded *file = profile_embedded_files;
         rc == SP_OK && file->path; file++) {
        const struct sp_str yaml = {.data = file->begin,
                                    .size = (size_t)(file->end - file->begin)};
        if (!profile_is_codes(sp_str_of(file->path))) continue;
        rc = sp_code_lists_add(lists, file->path, yaml, err);
    }
    if (rc) {
        sp_code_lists_close(lists);
        return rc;
    }
    *out_lists = lists;
    return SP_OK;
}

void sp_code_lists_close(struct sp_code_lists *lists)
{
    if (!lists) return;
    sp_arena_release(&lists->arena);
    sp_free(lists);
}

size_t sp_code_lists_count(const struct sp_code_lists *lists)
{
    return lists->count;
}

const struct sp_code_list *sp_code_lists_get(const struct sp_code_lists *lists,
                                             size_t index)
{
    SP_ASSERT(index < lists->count);
    return &lists->lists[index];
}

const struct sp_code_list *sp_code_lists_find(const struct sp_code_lists *lists,
                                              struct sp_str vocabulary)
{
    for (size_t i = 0; i < lists->count; i++) {
        if (sp_str_equal(lists->lists[i].vocabulary, vocabulary)) return &lists->lists[i];
    }
    return NULL;
}

const struct sp_code *sp_code_list_find(const struct sp_code_list *list,
                                        struct sp_str value)
{
    for (size_t i = 0; i < list->code_count; i++) {
        if (sp_str_equal_fold(list->codes[i].text, value)) return &list->codes[i];
    }
    return NULL;
}
