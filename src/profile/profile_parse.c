/*
 * A profile from its YAML. The format is described for its writers in docs/profiles.md;
 * the keys are the tables here and in profile_columns.c.
 *
 * What holds of every profile that leaves here:
 * 1. Each column names a field of the table's event, no two the same.
 * 2. No heading stands twice, in columns and ignores together.
 * 3. The event's date field has a column or the profile says why not, and at least one
 *    column is required, so that a row of data cannot pass for a header.
 * 4. A rule stands only where the field's type can use it.
 * 5. Texts are trimmed, runs of blanks one space; headings also stand in normal form.
 */
#include "profile/profile_parse.h"

static const struct sp_str profile_keys[] = {
    KEY("profile"),         KEY("version"),  KEY("release"),       KEY("table"),
    KEY("source"),          KEY("preamble"), KEY("release_marks"), KEY("dates"),
    KEY("redactions"),      KEY("columns"),  KEY("ignore"),        KEY("undated"),
    KEY("file_days"),       KEY("sheets"),   KEY("bands"),         KEY("unquote"),
    KEY("two_digit_years"),
};
static const struct sp_str mark_keys[] = {KEY("contains"), KEY("release")};

enum sp_rc profile_parse_no_memory(const struct profile_parse *parse)
{
    return sp_err_set(parse->err, SP_ERR_MEMORY, "out of memory");
}

/* -- Texts, lists and pairs -------------------------------------------------------- */

enum sp_rc profile_parse_normal(struct profile_parse *parse,
                                const struct profile_yaml *node, struct sp_str *out)
{
    struct sp_str text;
    const enum sp_rc rc = profile_yaml_text(node, &text, parse->err);
    if (rc) return rc;
    text = profile_text_normal(parse->arena, text);
    if (!text.data) return profile_parse_no_memory(parse);
    *out = text;
    return SP_OK;
}

enum sp_rc profile_parse_short(struct profile_parse *parse,
                               const struct profile_yaml *node, struct sp_str *out)
{
    const enum sp_rc rc = profile_parse_normal(parse, node, out);
    if (rc || out->size <= PROFILE_NAME_MAX) return rc;
    return profile_yaml_fault(node, parse->err, "a text longer than %d bytes",
                              PROFILE_NAME_MAX);
}

enum sp_rc profile_parse_get_short(struct profile_parse *parse,
                                   const struct profile_yaml *map, const char *key,
                                   struct sp_str *out)
{
    const struct profile_yaml *node;
    const enum sp_rc rc = profile_yaml_get(map, key, &node, parse->err);
    return rc ? rc : profile_parse_short(parse, node, out);
}

enum sp_rc profile_parse_list(struct profile_parse *parse,
                              const struct profile_yaml *node, struct profile_list *out)
{
    if (!node) return SP_OK;
    enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_LIST, parse->err);
    if (rc) return rc;
    struct sp_str *texts = sp_arena_array(parse->arena, node->count, sizeof *texts);
    if (!texts) return profile_parse_no_memory(parse);
    size_t count = 0;
    for (const struct profile_yaml *item = node->first; item; item = item->next) {
        rc = profile_parse_short(parse, item, &texts[count++]);
        if (rc) return rc;
    }
    *out = (struct profile_list){.texts = texts, .count = count};
    return SP_OK;
}

enum sp_rc profile_parse_pairs(struct profile_parse *parse,
                               const struct profile_yaml *node, bool may_be_empty,
                               struct profile_pairs *out)
{
    if (!node) return SP_OK;
    enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_MAP, parse->err);
    if (rc) return rc;
    struct profile_pair *pairs = sp_arena_array(parse->arena, node->count, sizeof *pairs);
    if (!pairs) return profile_parse_no_memory(parse);
    size_t count = 0;
    for (const struct profile_yaml *item = node->first; item; item = item->next) {
        const struct sp_str from = profile_text_normal(parse->arena, item->key);
        if (!from.data) return profile_parse_no_memory(parse);
        const struct profile_pairs before = {.pairs = pairs, .count = count};
        if (from.size == 0)
            return profile_yaml_key_fault(item, parse->err, "a text is missing here");
        if (profile_pairs_find(before, from)) {
            return profile_yaml_key_fault(item, parse->err, "'%.*s' stands twice",
                                          SP_FMT(from));
        }
        struct profile_pair *pair = &pairs[count++];
        *pair = (struct profile_pair){.from = from, .to = SP_STR("")};
        if (may_be_empty && item->kind == PROFILE_YAML_TEXT && item->text.size == 0)
            continue;
        rc = profile_parse_short(parse, item, &pair->to);
        if (rc) return rc;
    }
    *out = (struct profile_pairs){.pairs = pairs, .count = count};
    return SP_OK;
}

enum sp_rc profile_parse_dates(struct profile_parse *parse,
                               const struct profile_yaml *node, unsigned *out)
{
    static const struct sp_str names[PROFILE_DATE_FORM_COUNT] = {
        [SP_DATE_ISO] = KEY("iso"),        [SP_DATE_MDY] = KEY("mdy"),
        [SP_DATE_DMY] = KEY("dmy"),        [PROFILE_DATE_MDY2] = KEY("mdy2"),
        [PROFILE_DATE_DMY2] = KEY("dmy2"),
    };
    const unsigned month_first = 1u << SP_DATE_MDY | 1u << PROFILE_DATE_MDY2;
    const unsigned day_first = 1u << SP_DATE_DMY | 1u << PROFILE_DATE_DMY2;
    struct profile_list list = {0};
    const enum sp_rc rc = profile_parse_list(parse, node, &list);
    if (rc) return rc;
    unsigned forms = 0;
    for (size_t i = 0; i < list.count; i++) {
        unsigned form = 0;
        while (form < PROFILE_DATE_FORM_COUNT &&
               !sp_str_equal(list.texts[i], names[form])) {
            form++;
        }
        if (form == PROFILE_DATE_FORM_COUNT) {
            return profile_yaml_fault(
                node, parse->err,
                "'%.*s' is no form of a date: iso, mdy, dmy, mdy2 or dmy2",
                SP_FMT(list.texts[i]));
        }
        forms |= 1u << form;
    }
    if ((forms & month_first) && (forms & day_first)) {
        return profile_yaml_fault(node, parse->err,
                                  "the month first and the day first together: 3/4/2017 "
                                  "would have two readings");
    }
    *out = forms;
    return SP_OK;
}

enum sp_rc profile_parse_entries(struct profile_parse *parse,
                                 const struct profile_yaml *root, const char *key,
                                 const struct profile_yaml **out_node, size_t *out_count)
{
    const struct profile_yaml *node = profile_yaml_find(root, key);
    *out_node = node;
    *out_count = node ? node->count : 0;
    if (!node) return SP_OK;
    const enum sp_rc rc = profile_yaml_expect(node, PROFILE_YAML_LIST, parse->err);
    if (rc || node->count <= PROFILE_COLUMNS_MAX) return rc;
    return profile_yaml_key_fault(node, parse->err, "'%s' has more than %d entries", key,
                                  PROFILE_COLUMNS_MAX);
}

/* -- The head ---------------------------------------------------------------------- */

/* Ids stand on the command line and in file names. */
static enum sp_rc read_id(struct profile_parse *parse, const struct profile_yaml *root,
                          struct sp_str *out)
{
    const enum sp_rc rc = profile_parse_get_short(parse, root, "profile", out);
    if (rc) return rc;
    for (size_t i = 0; i < out->size; i++) {
        const char c = out->data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
        return profile_yaml_fault(
            profile_yaml_find(root, "profile"), parse->err,
            "only a-z, 0-9 and '-' may stand in the name of a profile");
    }
    return SP_OK;
}

/* The number of a text of digits alone, or `max` + 1. */
static uint32_t count_of(struct sp_str text, uint32_t max)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        const bool digit = text.data[i] >= '0' && text.data[i] <= '9';
        count = digit ? count * 10 + (uint32_t)(text.data[i] - '0') : max + 1;
        if (count > max) return max + 1;
    }
    return count;
}

enum sp_rc profile_parse_count(struct profile_parse *parse,
                               const struct profile_yaml *node, uint32_t max,
                               uint32_t *out)
{
    struct sp_str text;
    const enum sp_rc rc = profile_parse_short(parse, node, &text);
    if (rc) return rc;
    const uint32_t count = count_of(text, max);
    if (count < 1 || count > max) {
        return profile_yaml_fault(node, parse->err,
                                  "'%.*s' is no number of them: from 1 to %u",
                                  SP_FMT(text), max);
    }
    *out = count;
    return SP_OK;
}

enum sp_rc profile_parse_version(struct profile_parse *parse,
                                 const struct profile_yaml *root, uint32_t *out)
{
    struct sp_str text;
    const enum sp_rc rc = profile_parse_get_short(parse, root, "version", &text);
    if (rc) return rc;
    const uint32_t version = count_of(text, PROFILE_VERSION_MAX);
    if (version < 1 || version > PROFILE_VERSION_MAX) {
        return profile_yaml_fault(profile_yaml_find(root, "version"), parse->err,
                                  "'%.*s' is no version: a whole number from 1",
                                  SP_FMT(text));
    }
    *out = version;
    return SP_OK;
}

static enum sp_rc read_event(struct profile_parse *parse, const struct profile_yaml *root)
{
    struct sp_str name;
    const enum sp_rc rc = profile_parse_get_short(parse, root, "table", &name);
    if (rc) return rc;
    parse->event = sp_event_find(name);
    if (parse->event && !parse->event->base) return SP_OK;
    struct sp_str *names = sp_arena_array(parse->arena, sp_event_count(), sizeof *names);
    if (!names) return profile_parse_no_memory(parse);
    size_t count = 0;
    for (size_t i = 0; i < sp_event_count(); i++) {
        // No release holds a derived event.
        if (!sp_event_get(i)->base) names[count++] = sp_str_of(sp_event_get(i)->name);
    }
    char hint[PROFILE_HINT_SIZE];
    profile_hint(name, names, count, hint);
    return profile_yaml_fault(profile_yaml_find(root, "table"), parse->err,
                              "no table '%.*s'%s", SP_FMT(name), hint);
}

static enum sp_rc read_release_marks(struct profile_parse *parse,
                                     const struct profile_yaml *root,
                                     struct profile_pairs *out)
{
    const struct profile_yaml *node;
    size_t count;
    enum sp_rc rc = profile_parse_entries(parse, root, "release_marks", &node, &count);
    if (rc || !node) return rc;
    struct profile_pair *pairs = sp_arena_array(parse->arena, count, sizeof *pairs);
    if (!pairs) return profile_parse_no_memory(parse);
    struct profile_pair *pair = pairs;
    for (const struct profile_yaml *map = node->first; map; map = map->next, pair++) {
        rc = profile_yaml_keys(map, KEYS(mark_keys), parse->err);
        if (rc == SP_OK)
            rc = profile_parse_get_short(parse, map, "contains", &pair->from);
        if (rc == SP_OK) rc = profile_parse_get_short(parse, map, "release", &pair->to);
        if (rc) return rc;
    }
    *out = (struct profile_pairs){.pairs = pairs, .count = count};
    return SP_OK;
}

/* The first of the hundred years that years of two digits are of. */
static enum sp_rc read_years(struct profile_parse *parse, const struct profile_yaml *root)
{
    const struct profile_yaml *node = profile_yaml_find(root, "two_digit_years");
    uint32_t year = PROFILE_YEARS_FROM;
    enum sp_rc rc = SP_OK;
    if (node) rc = profile_parse_count(parse, node, PROFILE_YEARS_FROM, &year);
    if (rc == SP_OK && year < PROFILE_YEARS_FROM_MIN) {
        return profile_yaml_fault(
            node, parse->err, "%u is no first year of two digits: from %d to %d", year,
            (int)PROFILE_YEARS_FROM_MIN, (int)PROFILE_YEARS_FROM);
    }
    parse->years_from = year;
    return rc;
}

static enum sp_rc read_head(struct profile_parse *parse, const struct profile_yaml *root,
                            struct sp_profile *profile, struct sp_profile_detail *detail)
{
    const struct profile_yaml *dates = profile_yaml_find(root, "dates");
    const struct profile_yaml *undated = profile_yaml_find(root, "undated");
    const struct profile_yaml *bands = profile_yaml_find(root, "bands");
    const struct profile_yaml *unquote = profile_yaml_find(root, "unquote");
    const struct profile_yaml *source;
    enum sp_rc rc = profile_yaml_keys(root, KEYS(profile_keys), parse->err);
    if (rc == SP_OK) rc = read_id(parse, root, &profile->id);
    if (rc == SP_OK) rc = profile_parse_version(parse, root, &profile->version);
    if (rc == SP_OK)
        rc = profile_parse_get_short(parse, root, "release", &profile->release);
    if (rc == SP_OK) rc = read_event(parse, root);
    if (rc == SP_OK) rc = profile_yaml_get(root, "source", &source, parse->err);
    if (rc == SP_OK) rc = profile_parse_normal(parse, source, &profile->source);
    if (rc == SP_OK)
        rc = profile_parse_list(parse, profile_yaml_find(root, "preamble"),
                                &detail->marks);
    if (rc == SP_OK) rc = read_release_marks(parse, root, &detail->release_marks);
    if (rc == SP_OK && dates) rc = profile_parse_dates(parse, dates, &parse->date_forms);
    if (rc == SP_OK) rc = read_years(parse, root);
    if (rc == SP_OK) {
        rc = profile_parse_pairs(parse, profile_yaml_find(root, "redactions"), true,
                                 &detail->redactions);
    }
    if (rc == SP_OK && undated)
        rc = profile_parse_normal(parse, undated, &profile->undated);
    if (rc == SP_OK) rc = profile_parse_file_days(parse, root, &detail->file);
    if (rc == SP_OK) rc = profile_parse_sheets(parse, root, &detail->sheets);
    if (rc == SP_OK && unquote)
        rc = profile_yaml_bool(unquote, &detail->unquote, parse->err);
    if (rc == SP_OK && bands)
        rc = profile_parse_count(parse, bands, PROFILE_BANDS_MAX, &detail->bands);
    if (rc == SP_OK && detail->unquote && detail->bands > 0) {
        rc = profile_yaml_key_fault(unquote, parse->err,
                                    "'unquote' and 'bands' together are not read: a band "
                                    "would stand outside of its heading's quotes");
    }
    profile->event = parse->event;
    return rc;
}

static enum sp_rc read_profile(struct profile_parse *parse, struct sp_str yaml,
                               struct sp_profile *profile)
{
    char sha256[SP_SHA256_TEXT_SIZE];
    const struct profile_yaml *root;
    struct sp_profile_detail *detail = sp_arena_alloc(parse->arena, sizeof *detail);
    if (!detail || !sp_sha256_of(yaml, sha256)) return profile_parse_no_memory(parse);
    profile->sha256 = sp_arena_copy(parse->arena, sp_str_of(sha256));
    if (!profile->sha256.data) return profile_parse_no_memory(parse);
    enum sp_rc rc = profile_yaml_parse(yaml, parse->arena, &root, parse->err);
    if (rc == SP_OK) rc = read_head(parse, root, profile, detail);
    if (rc == SP_OK) rc = profile_parse_columns(parse, root, profile);
    if (rc == SP_OK) rc = profile_parse_ignores(parse, root, profile);
    detail->rules = parse->rules;
    detail->column_normals = parse->column_normals;
    detail->ignore_normals = parse->ignore_normals;
    detail->nameless_max = parse->nameless_max;
    detail->nameless_ignore = parse->nameless_ignore;
    profile->detail = detail;
    return rc;
}

enum sp_rc profile_parse(struct sp_str yaml, struct sp_str path, struct sp_arena *arena,
                         struct sp_profile *out, struct sp_err *err)
{
    struct profile_parse parse = {.arena = arena, .err = err};
    struct sp_profile profile = {.path = sp_arena_copy(arena, path)};
    if (!profile.path.data) return profile_parse_no_memory(&parse);
    sp_intern_init(&parse.seen, PROFILE_YAML_ARENA_MAX);
    const enum sp_rc rc = read_profile(&parse, yaml, &profile);
    if (rc == SP_OK) *out = profile;
    sp_intern_release(&parse.seen);
    return rc;
}
