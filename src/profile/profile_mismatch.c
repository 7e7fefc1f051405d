/*
 * Why no profile fits a sheet, said of the nearest one, so that a person can write the
 * profile or repair the sheet.
 *
 * A heading is printed only when the row looks like a header: what stands in a row of
 * data never is.
 */
#include "profile/profile_match.h"

enum { NAMES_PRINTED_MAX = 6, LETTERS_SIZE = 8 };

/* "'A', 'B' and 3 more", one call a name. */
static void print_name(struct sp_buf *text, size_t *count, struct sp_str name)
{
    if ((*count)++ >= NAMES_PRINTED_MAX) return;
    sp_buf_format(text, "%s'%.*s'", *count > 1 ? ", " : "", SP_FMT(name));
}

static void print_rest(struct sp_buf *text, size_t count)
{
    if (count > NAMES_PRINTED_MAX)
        sp_buf_format(text, " and %zu more", count - NAMES_PRINTED_MAX);
}

static void print_missing(struct sp_buf *text, const struct profile_fit *fit)
{
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    struct profile_fit again = {0};
    size_t count = 0;
    profile_find_columns(fit->profile, fit->heads, found, &again);
    sp_buf_text(text, "; missing: ");
    for (size_t i = 0; i < fit->profile->column_count; i++) {
        const struct sp_profile_column *column = &fit->profile->columns[i];
        if (column->required && !found[i]) print_name(text, &count, column->names[0]);
    }
    print_rest(text, count);
}

/* The known name nearest to an unknown heading, empty when none is near. */
static struct sp_str nearest_name(const struct sp_profile *profile, struct sp_str heading)
{
    struct sp_str nearest = {0};
    size_t nearest_distance = SIZE_MAX;
    const size_t count = profile->column_count + profile->ignore_count;
    for (size_t i = 0; i < count; i++) {
        const bool ignored = i >= profile->column_count;
        const size_t j = ignored ? i - profile->column_count : i;
        const struct sp_str *names =
            ignored ? profile->ignores[j].names : profile->columns[j].names;
        const size_t name_count =
            ignored ? profile->ignores[j].name_count : profile->columns[j].name_count;
        const size_t at = sp_text_nearest(heading, names, name_count);
        if (at == SIZE_MAX) continue;
        const size_t distance = sp_text_distance(heading, names[at]);
        if (distance >= nearest_distance) continue;
        nearest = names[at];
        nearest_distance = distance;
    }
    return nearest;
}

/* A third of the headings known: this is no row of data. */
static bool looks_like_header(const struct profile_fit *fit)
{
    return fit->known_count * 3 >= fit->heads->filled_count;
}

/* One unknown heading, with the name it may be a misspelling of. */
static void print_heading(struct sp_buf *text, size_t *count,
                          const struct profile_fit *fit, uint32_t index)
{
    const struct sp_str heading = fit->heads->texts[index];
    if (*count >= NAMES_PRINTED_MAX) {
        (*count)++;
    } else if (heading.size == 0 || heading.size > PROFILE_NAME_MAX) {
        char letters[LETTERS_SIZE];
        sp_column_letters(index, letters);
        sp_buf_format(text, "%scolumn %s (%s)", (*count)++ > 0 ? ", " : "", letters,
                      heading.size ? "a long text" : "no heading");
    } else {
        const struct sp_str nearest = nearest_name(fit->profile, heading);
        print_name(text, count, heading);
        if (nearest.size) {
            sp_buf_format(text, " (nearest known: '%.*s')", SP_FMT(nearest));
        }
    }
}

static void print_unknown(struct sp_buf *text, const struct profile_fit *fit)
{
    size_t count = 0;
    sp_buf_text(text, "; unknown: ");
    if (!looks_like_header(fit)) {
        sp_buf_format(text, "%zu columns", fit->unknown_count);
        return;
    }
    for (uint32_t i = 0; i < fit->heads->count; i++) {
        const int place = profile_place_of(fit->profile, fit->heads, i);
        if (place == PROFILE_UNKNOWN) print_heading(text, &count, fit, i);
    }
    print_rest(text, count);
}

static void print_twice(struct sp_buf *text, const struct profile_fit *fit)
{
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < fit->heads->count; i++) {
        const int place = profile_place_of(fit->profile, fit->heads, i);
        if (place == PROFILE_UNKNOWN || (size_t)place >= fit->profile->column_count)
            continue;
        if (found[place]) {
            char first[LETTERS_SIZE];
            char second[LETTERS_SIZE];
            sp_column_letters(found[place] - 1, first);
            sp_column_letters(i, second);
            sp_buf_format(
                text, "; columns %s '%.*s' and %s '%.*s' both stand for field '%s'",
                first, SP_FMT(fit->heads->texts[found[place] - 1]),
                second, SP_FMT(fit->heads->texts[i]),
                fit->profile->columns[place].field->name);
        }
        found[place] = i + 1;
    }
}

static void print_marks(struct sp_buf *text, const struct profile_search *search,
                        const struct profile_fit *fit)
{
    const struct profile_list marks = fit->profile->detail->marks;
    for (size_t i = 0; i < marks.count; i++) {
        if (profile_preamble_says(search, fit->heads, marks.texts[i])) continue;
        sp_buf_format(
            text,
            "; the rows above do not say '%.*s' (if it is this release all the same, "
            "name the profile)",
            SP_FMT(marks.texts[i]));
        return;
    }
}

enum sp_rc profile_no_fit(const struct profile_search *search,
                          const struct profile_fit *nearest)
{
    if (nearest->known_count == 0) {
        return sp_err_set(search->err, SP_ERR_INPUT,
                          "no profile knows any heading in the first %zu rows; "
                          "'sallyport profile draft' begins one",
                          search->heads_count);
    }
    struct sp_buf text;
    sp_buf_init(&text, SP_ERR_TEXT_MAX);
    sp_buf_format(&text, "no profile fits ('sallyport profile draft' begins one); nearest is '%.*s'",
                  SP_FMT(nearest->profile->id));
    if (nearest->missing_required_count) print_missing(&text, nearest);
    if (nearest->unknown_count) print_unknown(&text, nearest);
    if (nearest->twice_count) print_twice(&text, nearest);
    if (!nearest->says_marks) print_marks(&text, search, nearest);
    // A message that passes the ceiling is cut off there.
    const enum sp_rc rc =
        text.rc == SP_ERR_MEMORY
            ? sp_err_set(search->err, SP_ERR_MEMORY, "out of memory")
            : sp_err_set(search->err, SP_ERR_INPUT, "%.*s", SP_FMT(sp_buf_str(&text)));
    sp_err_at_row(search->err, nearest->heads->row->number);
    sp_buf_release(&text);
    return rc;
}
