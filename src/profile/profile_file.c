/*
 * What the name of a file tells of the records, where no cell does.
 *
 *   file_days:                     # the release is named after a day in the file's name
 *     forms: [ymd, mdy]
 *     instead: {list01052025: 2026-01-05}
 *
 * A day in a name is a run of digits: 8 of them, or 14 when the time of day follows
 * (ymd). "am" or "pm" right after them belongs to it, since two lists may be of one day.
 * Years lie from 2000 to 2100, so that no run is a day in both forms: none has a 20th
 * month.
 */
#include "profile/profile_parse.h"

enum profile_day_form { DAY_YMD, DAY_MDY, DAY_FORM_COUNT };
enum { DAY_DIGITS = 8, TIMED_DIGITS = 14, FILE_YEAR_MIN = 2000, FILE_YEAR_MAX = 2100 };

static const struct sp_str file_days_keys[] = {KEY("forms"), KEY("instead")};

/* -- From the YAML ----------------------------------------------------------------- */

static enum sp_rc read_day_forms(struct profile_parse *parse,
                                 const struct profile_yaml *node, unsigned *out)
{
    static const struct sp_str names[DAY_FORM_COUNT] = {
        [DAY_YMD] = KEY("ymd"), [DAY_MDY] = KEY("mdy")};
    struct profile_list list = {0};
    const enum sp_rc rc = profile_parse_list(parse, node, &list);
    if (rc) return rc;
    unsigned forms = 0;
    for (size_t i = 0; i < list.count; i++) {
        unsigned form = 0;
        while (form < DAY_FORM_COUNT && !sp_str_equal(list.texts[i], names[form])) {
            form++;
        }
        if (form == DAY_FORM_COUNT) {
            return profile_yaml_fault(node, parse->err,
                                      "'%.*s' is no form of a day in a file's name: ymd "
                                      "or mdy",
                                      SP_FMT(list.texts[i]));
        }
        forms |= 1u << form;
    }
    if (forms == 0) return profile_yaml_fault(node, parse->err, "a list without forms");
    *out = forms;
    return SP_OK;
}

static enum sp_rc read_file_days(struct profile_parse *parse,
                                 const struct profile_yaml *map,
                                 struct profile_file_rule *rule)
{
    const struct profile_yaml *forms;
    enum sp_rc rc = profile_yaml_keys(map, KEYS(file_days_keys), parse->err);
    if (rc == SP_OK) rc = profile_yaml_get(map, "forms", &forms, parse->err);
    if (rc == SP_OK) rc = read_day_forms(parse, forms, &rule->day_forms);
    if (rc == SP_OK)
        rc = profile_parse_pairs(parse, profile_yaml_find(map, "instead"), false,
                                 &rule->instead);
    return rc;
}

enum sp_rc profile_parse_file_days(struct profile_parse *parse,
                                   const struct profile_yaml *root,
                                   struct profile_file_rule *out)
{
    const struct profile_yaml *days = profile_yaml_find(root, "file_days");
    return days ? read_file_days(parse, days, out) : SP_OK;
}

/* -- The day in a file's name ------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int32_t number_of(const char *digits, size_t count)
{
    int32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}

static bool day_of_digits(struct sp_str digits, unsigned forms, struct sp_civil *out)
{
    const bool timed = digits.size == TIMED_DIGITS;
    if (!timed && digits.size != DAY_DIGITS) return false;
    const struct sp_civil ymd = {.year = number_of(digits.data, 4),
                                 .month = number_of(digits.data + 4, 2),
                                 .day = number_of(digits.data + 6, 2)};
    const struct sp_civil mdy = {.year = number_of(digits.data + 4, 4),
                                 .month = number_of(digits.data, 2),
                                 .day = number_of(digits.data + 2, 2)};
    const bool is_ymd = (forms & (1u << DAY_YMD)) && ymd.year >= FILE_YEAR_MIN &&
                        ymd.year <= FILE_YEAR_MAX && sp_civil_valid(ymd);
    const bool is_mdy = (forms & (1u << DAY_MDY)) && !timed &&
                        mdy.year >= FILE_YEAR_MIN && mdy.year <= FILE_YEAR_MAX &&
                        sp_civil_valid(mdy);
    *out = is_ymd ? ymd : mdy;
    return is_ymd || is_mdy;
}

static struct sp_str half_day_after(struct sp_str name, size_t at)
{
    const struct sp_str two = {.data = name.data + at, .size = 2};
    const bool is_half = name.size - at >= 2 && (sp_str_equal_fold(two, SP_STR("am")) ||
                                                 sp_str_equal_fold(two, SP_STR("pm")));
    return is_half ? two : SP_STR("");
}

/* The day as "2025-07-07am" in the arena; empty when the name has none. */
static enum sp_rc find_day(unsigned forms, struct sp_str name, struct sp_arena *arena,
                           struct sp_str *out, size_t *out_count)
{
    size_t count = 0;
    for (size_t i = 0; i < name.size;) {
        size_t end = i;
        while (end < name.size && is_digit(name.data[end])) {
            end++;
        }
        struct sp_civil day;
        const struct sp_str digits = {.data = name.data + i, .size = end - i};
        if (day_of_digits(digits, forms, &day)) {
            const struct sp_str half = half_day_after(name, end);
            *out = sp_arena_format(arena, "%04d-%02d-%02d%.*s", (int)day.year,
                                   (int)day.month, (int)day.day, SP_FMT(half));
            if (!out->data) return SP_ERR_MEMORY;
            count++;
        }
        i = end > i ? end : i + 1;
    }
    *out_count = count;
    return SP_OK;
}

enum sp_rc sp_match_name_by_file(struct sp_match *match, struct sp_str file_name,
                                 struct sp_arena *arena, struct sp_err *err)
{
    const struct profile_file_rule *rule = &match->profile->detail->file;
    if (rule->day_forms == 0) return SP_OK;
    struct sp_str day = {0};
    size_t count = 0;
    for (size_t i = 0; i < rule->instead.count && count == 0; i++) {
        if (!profile_text_contains(file_name, rule->instead.pairs[i].from)) continue;
        day = rule->instead.pairs[i].to;
        count = 1;
    }
    if (count == 0 && find_day(rule->day_forms, file_name, arena, &day, &count))
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (count != 1) {
        return sp_err_set(err, SP_ERR_INPUT,
                          "the name of the file has %s, so which day's list it is cannot "
                          "be known; say it with --release, such as --release "
                          "%.*s-2025-07-07",
                          count == 0 ? "no day in it" : "more than one day in it",
                          SP_FMT(match->profile->release));
    }
    const struct sp_str release =
        sp_arena_format(arena, "%.*s-%.*s", SP_FMT(match->release), SP_FMT(day));
    if (!release.data) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    match->release = release;
    match->release_is_of_file = true;
    return SP_OK;
}
