/*
 * Which release and table a sheet is, from its first rows.
 *
 * Every row is tried as the header of every profile. A profile *fits* a row when every heading is
 * one it knows, each of its fields has at most one, none it requires is missing, and the rows above
 * say what its `preamble` asks for. Of several that fit, the one whose preamble asks for more is
 * meant, then the one with fewer of its columns missing; when that does not tell them apart, a
 * person must. When none fits, the message is about the profile that knows most of the headings.
 *
 * A heading is only printed when the row looks like a header: what stands in a row of data is not.
 */
#include "profile/profile_detail.h"
#include "profile/profile_yaml.h"

#include <string.h>

/* A row as a header. */
struct heads {
    const struct sp_row *row;
    struct sp_str *normals; // one for each cell up to the last one filled
    uint32_t count;
    uint32_t filled_count;
};

enum { UNKNOWN = -1 };

/* How one profile meets one row. */
struct fit {
    const struct sp_profile *profile;
    const struct heads *heads;
    size_t known_count;
    size_t unknown_count;
    size_t twice_count;          // headings whose field has one already
    size_t missing_count;        // columns, required or not
    size_t missing_required_count;
    bool says_marks;             // the preamble says what the profile asks for
};

struct search {
    const struct sp_profile_set *set;
    const struct sp_profile *only;
    struct heads *heads;
    size_t heads_count;
    struct sp_arena *arena;
    struct sp_err *err;
};

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* -- Rows ---------------------------------------------------------------------------------- */

static struct sp_str cell_text(const struct sp_row *row, uint32_t index)
{
    const struct sp_cell *cell = &row->cells[index];
    return cell->kind == SP_CELL_EMPTY ? (struct sp_str){0} : sp_str_trim(cell->text);
}

/* No row of more headings than a profile may have columns is a header. */
static enum sp_rc heads_of(const struct sp_row *row, struct sp_arena *arena, struct heads *out)
{
    struct heads heads = {.row = row};
    for (uint32_t i = 0; i < row->count; i++) {
        if (cell_text(row, i).size == 0) continue;
        heads.count = i + 1;
        heads.filled_count++;
    }
    *out = heads;
    if (heads.count > PROFILE_COLUMNS_MAX) return SP_OK;
    heads.normals = sp_arena_array(arena, heads.count, sizeof *heads.normals);
    if (!heads.normals) return SP_ERR_MEMORY;
    for (uint32_t i = 0; i < heads.count; i++) {
        const struct sp_str text = cell_text(row, i);
        if (text.size == 0 || text.size > PROFILE_NAME_MAX) continue;
        heads.normals[i] = sp_heading_normal(arena, text);
        if (!heads.normals[i].data) return SP_ERR_MEMORY;
    }
    *out = heads;
    return SP_OK;
}

static bool contains_fold(struct sp_str text, struct sp_str part)
{
    for (size_t i = 0; i + part.size <= text.size; i++) {
        const struct sp_str here = {.data = text.data + i, .size = part.size};
        if (sp_str_equal_fold(here, part)) return true;
    }
    return false;
}

/* Whether a text stands in a row above the header. */
static bool preamble_says(const struct search *search, const struct heads *header,
                          struct sp_str text)
{
    for (const struct heads *heads = search->heads; heads < header; heads++) {
        for (uint32_t i = 0; i < heads->count; i++) {
            if (contains_fold(cell_text(heads->row, i), text)) return true;
        }
    }
    return false;
}

/* -- One profile, one row ------------------------------------------------------------------ */

static bool names_have(const struct sp_str *normals, size_t count, struct sp_str heading)
{
    for (size_t i = 0; i < count; i++) {
        if (sp_str_equal(normals[i], heading)) return true;
    }
    return false;
}

/* Index of the column, or of the ignore counted on after the columns, or UNKNOWN. */
static int place_of(const struct sp_profile *profile, struct sp_str heading)
{
    if (heading.size == 0) return UNKNOWN;
    for (size_t i = 0; i < profile->column_count; i++) {
        if (names_have(profile->detail->column_normals[i], profile->columns[i].name_count, heading))
            return (int)i;
    }
    for (size_t i = 0; i < profile->ignore_count; i++) {
        if (names_have(profile->detail->ignore_normals[i], profile->ignores[i].name_count, heading))
            return (int)(profile->column_count + i);
    }
    return UNKNOWN;
}

/* For each column of the profile, 1 + the heading that stands for it, or 0. */
static void find_columns(const struct sp_profile *profile, const struct heads *heads,
                         uint32_t found[PROFILE_COLUMNS_MAX], struct fit *fit)
{
    for (uint32_t i = 0; i < heads->count; i++) {
        const int place = place_of(profile, heads->normals[i]);
        if (place == UNKNOWN) {
            fit->unknown_count++;
            continue;
        }
        fit->known_count++;
        if ((size_t)place >= profile->column_count) continue;
        if (found[place]) fit->twice_count++;
        if (!found[place]) found[place] = i + 1;
    }
}

static struct fit fit_of(const struct search *search, const struct sp_profile *profile,
                         const struct heads *heads)
{
    struct fit fit = {.profile = profile, .heads = heads, .says_marks = true};
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    find_columns(profile, heads, found, &fit);
    for (size_t i = 0; i < profile->column_count; i++) {
        if (found[i]) continue;
        fit.missing_count++;
        if (profile->columns[i].required) fit.missing_required_count++;
    }
    // Whoever names the profile has said which release it is.
    for (size_t i = 0; i < profile->detail->marks.count && !search->only; i++) {
        if (preamble_says(search, heads, profile->detail->marks.texts[i])) continue;
        fit.says_marks = false;
        break;
    }
    return fit;
}

static bool fits(const struct fit *fit)
{
    return fit->unknown_count == 0 && fit->twice_count == 0 && fit->missing_required_count == 0 &&
           fit->says_marks;
}

/* Positive when `a` is the better of two that fit, 0 when nothing tells them apart. */
static int compare_fits(const struct fit *a, const struct fit *b)
{
    const size_t a_marks = a->profile->detail->marks.count;
    const size_t b_marks = b->profile->detail->marks.count;
    if (a_marks != b_marks) return a_marks > b_marks ? 1 : -1;
    if (a->missing_count != b->missing_count) return a->missing_count < b->missing_count ? 1 : -1;
    return 0;
}

static bool is_nearer(const struct fit *a, const struct fit *b)
{
    const size_t a_wrong = a->unknown_count + a->twice_count + a->missing_required_count;
    const size_t b_wrong = b->unknown_count + b->twice_count + b->missing_required_count;
    if (a->known_count != b->known_count) return a->known_count > b->known_count;
    if (a_wrong != b_wrong) return a_wrong < b_wrong;
    return a->says_marks && !b->says_marks;
}

/* -- What is wrong with the nearest -------------------------------------------------------- */

enum { NAMES_PRINTED_MAX = 6 };

/* "'A', 'B' and 3 more", one call a name. */
static void print_name(struct sp_buf *text, size_t *count, struct sp_str name)
{
    if ((*count)++ >= NAMES_PRINTED_MAX) return;
    sp_buf_format(text, "%s'%.*s'", *count > 1 ? ", " : "", SP_FMT(name));
}

static void print_rest(struct sp_buf *text, size_t count)
{
    if (count > NAMES_PRINTED_MAX) sp_buf_format(text, " and %zu more", count - NAMES_PRINTED_MAX);
}

static void print_missing(struct sp_buf *text, const struct fit *fit)
{
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    struct fit again = {0};
    size_t count = 0;
    find_columns(fit->profile, fit->heads, found, &again);
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
        const struct sp_str *names = ignored ? profile->ignores[j].names : profile->columns[j].names;
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
static bool looks_like_header(const struct fit *fit)
{
    return fit->known_count * 3 >= fit->heads->filled_count;
}

static void print_unknown(struct sp_buf *text, const struct fit *fit)
{
    size_t count = 0;
    sp_buf_text(text, "; unknown: ");
    if (!looks_like_header(fit)) {
        sp_buf_format(text, "%zu columns", fit->unknown_count);
        return;
    }
    for (uint32_t i = 0; i < fit->heads->count; i++) {
        if (place_of(fit->profile, fit->heads->normals[i]) != UNKNOWN) continue;
        const struct sp_str heading = cell_text(fit->heads->row, i);
        if (heading.size == 0 || heading.size > PROFILE_NAME_MAX) {
            if (count++ >= NAMES_PRINTED_MAX) continue;
            sp_buf_format(text, "%scolumn %u without a %sheading", count > 1 ? ", " : "",
                          (unsigned)i + 1, heading.size ? "short " : "");
            continue;
        }
        print_name(text, &count, heading);
        const struct sp_str nearest = nearest_name(fit->profile, heading);
        if (nearest.size && count <= NAMES_PRINTED_MAX) {
            sp_buf_format(text, " (nearest known: '%.*s')", SP_FMT(nearest));
        }
    }
    print_rest(text, count);
}

static void print_twice(struct sp_buf *text, const struct fit *fit)
{
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < fit->heads->count; i++) {
        const int place = place_of(fit->profile, fit->heads->normals[i]);
        if (place == UNKNOWN || (size_t)place >= fit->profile->column_count) continue;
        if (found[place]) {
            sp_buf_format(text, "; columns %u and %u, '%.*s' and '%.*s', both stand for field '%s'",
                          (unsigned)found[place], (unsigned)i + 1,
                          SP_FMT(cell_text(fit->heads->row, found[place] - 1)),
                          SP_FMT(cell_text(fit->heads->row, i)),
                          fit->profile->columns[place].field->name);
        }
        found[place] = i + 1;
    }
}

static void print_marks(struct sp_buf *text, const struct search *search, const struct fit *fit)
{
    const struct profile_list marks = fit->profile->detail->marks;
    for (size_t i = 0; i < marks.count; i++) {
        if (preamble_says(search, fit->heads, marks.texts[i])) continue;
        sp_buf_format(text,
                      "; the rows above do not say '%.*s' (if it is this release all the same, "
                      "name the profile)",
                      SP_FMT(marks.texts[i]));
        return;
    }
}

static enum sp_rc no_fit(const struct search *search, const struct fit *nearest)
{
    if (nearest->known_count == 0) {
        return sp_err_set(search->err, SP_ERR_INPUT,
                          "no profile knows any heading in the first %zu rows", search->heads_count);
    }
    struct sp_buf text;
    sp_buf_init(&text, SP_ERR_TEXT_MAX);
    sp_buf_format(&text, "no profile fits; nearest is '%.*s'", SP_FMT(nearest->profile->id));
    if (nearest->missing_required_count) print_missing(&text, nearest);
    if (nearest->unknown_count) print_unknown(&text, nearest);
    if (nearest->twice_count) print_twice(&text, nearest);
    if (!nearest->says_marks) print_marks(&text, search, nearest);
    // A message that passes the ceiling is cut off there.
    const enum sp_rc rc = text.rc == SP_ERR_MEMORY
                              ? out_of_memory(search->err)
                              : sp_err_set(search->err, SP_ERR_INPUT, "%.*s", SP_FMT(sp_buf_str(&text)));
    sp_err_at_row(search->err, nearest->heads->row->number);
    sp_buf_release(&text);
    return rc;
}

static enum sp_rc two_fit(const struct search *search, const struct fit *a, const struct fit *b)
{
    const enum sp_rc rc =
        sp_err_set(search->err, SP_ERR_INPUT, "profiles '%.*s' and '%.*s' fit alike: name one",
                   SP_FMT(a->profile->id), SP_FMT(b->profile->id));
    sp_err_at_row(search->err, a->heads->row->number);
    return rc;
}

/* -- The sheet ----------------------------------------------------------------------------- */

/* The best fit of all rows and profiles. */
static enum sp_rc find_fit(const struct search *search, struct fit *out_fit)
{
    struct fit best = {0};
    struct fit rival = {0}; // another profile that fits as well as `best`
    struct fit nearest = {0};
    for (size_t i = 0; i < search->heads_count; i++) {
        const struct heads *heads = &search->heads[i];
        if (heads->filled_count == 0 || heads->count > PROFILE_COLUMNS_MAX) continue;
        for (size_t j = 0; j < sp_profile_set_count(search->set); j++) {
            const struct sp_profile *profile = sp_profile_set_get(search->set, j);
            if (search->only && profile != search->only) continue;
            const struct fit fit = fit_of(search, profile, heads);
            if (!nearest.profile || is_nearer(&fit, &nearest)) nearest = fit;
            if (!fits(&fit)) continue;
            const int better = best.profile ? compare_fits(&fit, &best) : 1;
            if (better > 0) {
                best = fit;
                rival = (struct fit){0};
            } else if (better == 0 && profile != best.profile) {
                rival = fit;
            }
        }
    }
    if (!best.profile) return no_fit(search, &nearest);
    if (rival.profile) return two_fit(search, &best, &rival);
    *out_fit = best;
    return SP_OK;
}

static enum sp_rc match_of(const struct search *search, const struct fit *fit,
                           struct sp_match *out_match)
{
    const struct sp_profile *profile = fit->profile;
    struct sp_match match = {.profile = profile,
                             .release = profile->release,
                             .header_row = fit->heads->row->number,
                             .column_count = fit->heads->count};
    match.columns = sp_arena_array(search->arena, match.column_count, sizeof *match.columns);
    if (!match.columns) return out_of_memory(search->err);
    for (uint32_t i = 0; i < match.column_count; i++) {
        struct sp_match_column *column = &match.columns[i];
        column->heading = sp_arena_copy(search->arena, fit->heads->row->cells[i].text);
        if (!column->heading.data) return out_of_memory(search->err);
        const size_t place = (size_t)place_of(profile, fit->heads->normals[i]);
        if (place < profile->column_count) {
            column->column = &profile->columns[place];
        } else {
            column->ignore = &profile->ignores[place - profile->column_count];
        }
    }
    const struct profile_pairs marks = profile->detail->release_marks;
    for (size_t i = marks.count; i > 0; i--) { // The first mark that stands there wins.
        if (!preamble_says(search, fit->heads, marks.pairs[i - 1].from)) continue;
        match.release = marks.pairs[i - 1].to;
    }
    *out_match = match;
    return SP_OK;
}

static enum sp_rc find_only(struct search *search, const char *id)
{
    const size_t count = sp_profile_set_count(search->set);
    struct sp_str *ids = sp_arena_array(search->arena, count, sizeof *ids);
    if (!ids) return out_of_memory(search->err);
    for (size_t i = 0; i < count; i++) {
        const struct sp_profile *profile = sp_profile_set_get(search->set, i);
        ids[i] = profile->id;
        if (sp_str_equal_text(profile->id, id)) search->only = profile;
    }
    if (search->only) return SP_OK;
    char hint[PROFILE_HINT_SIZE];
    profile_hint(sp_str_of(id), ids, count, hint);
    return sp_err_set(search->err, SP_ERR_USAGE, "no profile '%s'%s", id, hint);
}

enum sp_rc sp_profile_match(const struct sp_profile_set *set, const char *only,
                            const struct sp_row *rows, size_t row_count, struct sp_arena *arena,
                            struct sp_match *out_match, struct sp_err *err)
{
    SP_ASSERT(row_count <= SP_PROFILE_HEADER_ROWS_MAX);
    struct heads heads[SP_PROFILE_HEADER_ROWS_MAX];
    struct search search = {
        .set = set, .heads = heads, .heads_count = row_count, .arena = arena, .err = err};
    bool empty = true;
    if (only) {
        const enum sp_rc rc = find_only(&search, only);
        if (rc) return rc;
    }
    for (size_t i = 0; i < row_count; i++) {
        if (heads_of(&rows[i], arena, &heads[i])) return out_of_memory(err);
        if (heads[i].filled_count) empty = false;
    }
    if (empty) return SP_END;
    struct fit fit = {0};
    const enum sp_rc rc = find_fit(&search, &fit);
    return rc ? rc : match_of(&search, &fit, out_match);
}
