/*
 * Which release and table a sheet is, from its first rows.
 *
 * Every row is tried as the header of every profile. A profile *fits* a row when every
 * heading is one it knows, each of its fields has at most one, none it requires is
 * missing, and the rows above say what its `preamble` asks for. Where the profile says
 * that bands stand some rows above its header ("ADP: Criminality" over three columns), a
 * heading is "BAND / HEADING", so that two columns of one heading are told apart. Of
 * several that fit, the one whose preamble asks for more is meant, then the one with
 * fewer of its columns missing; when that does not tell them apart, a person must. When
 * none fits, the one that knows most of the headings is the nearest, and
 * profile_mismatch.c says what keeps it from fitting.
 */
#include "profile/profile_match.h"
#include "profile/profile_yaml.h"

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

/* -- Rows -------------------------------------------------------------------------- */

struct sp_str profile_cell_text(const struct sp_row *row, uint32_t index)
{
    const struct sp_cell *cell = &row->cells[index];
    return cell->kind == SP_CELL_EMPTY ? (struct sp_str){0} : sp_str_trim(cell->text);
}

/* What stands above heading `index`: a band reaches to the next one. */
static struct sp_str band_over(const struct sp_row *band, uint32_t index)
{
    struct sp_str text = {0};
    for (uint32_t i = 0; i <= index && i < band->count; i++) {
        const struct sp_str here = profile_cell_text(band, i);
        if (here.size > 0) text = here;
    }
    return text;
}

/* A heading as a profile names it: "BAND / HEADING", or the heading alone without a band.
 */
static struct sp_str head_text(const struct sp_row *row, const struct sp_row *band,
                               uint32_t index, struct sp_arena *arena)
{
    const struct sp_str text = profile_cell_text(row, index);
    const struct sp_str over =
        band && text.size > 0 ? band_over(band, index) : (struct sp_str){0};
    if (over.size == 0 || over.size + text.size > PROFILE_NAME_MAX) return text;
    return sp_arena_format(arena, "%.*s / %.*s", SP_FMT(over), SP_FMT(text));
}

/*
 * No row of more headings than a profile may have columns is a header.
 *
 * @param band  the row of the bands, or NULL
 */
static enum sp_rc heads_of(const struct sp_row *row, const struct sp_row *band,
                           struct sp_arena *arena, struct profile_heads *out)
{
    struct profile_heads heads = {.row = row, .row_index = out->row_index};
    for (uint32_t i = 0; i < row->count; i++) {
        if (profile_cell_text(row, i).size == 0) continue;
        heads.count = i + 1;
        heads.filled_count++;
    }
    *out = heads;
    if (heads.count > PROFILE_COLUMNS_MAX) return SP_OK;
    heads.texts = sp_arena_array(arena, heads.count, sizeof *heads.texts);
    heads.normals = sp_arena_array(arena, heads.count, sizeof *heads.normals);
    if (!heads.texts || !heads.normals) return SP_ERR_MEMORY;
    for (uint32_t i = 0; i < heads.count; i++) {
        if (profile_cell_text(row, i).size == 0) continue;
        const struct sp_str text = head_text(row, band, i, arena);
        if (!text.data) return SP_ERR_MEMORY;
        heads.texts[i] = text;
        if (text.size > PROFILE_NAME_MAX) continue;
        heads.normals[i] = sp_heading_normal(arena, text);
        if (!heads.normals[i].data) return SP_ERR_MEMORY;
    }
    *out = heads;
    return SP_OK;
}

bool profile_preamble_says(const struct profile_search *search,
                           const struct profile_heads *header, struct sp_str text)
{
    for (size_t row = 0; row < header->row_index; row++) {
        const struct profile_heads *heads = &search->heads[0][row];
        for (uint32_t i = 0; i < heads->count; i++) {
            if (profile_text_contains(profile_cell_text(heads->row, i), text))
                return true;
        }
    }
    return false;
}

/* -- One profile, one row ---------------------------------------------------------- */

static bool names_have(const struct sp_str *normals, size_t count, struct sp_str heading)
{
    for (size_t i = 0; i < count; i++) {
        if (sp_str_equal(normals[i], heading)) return true;
    }
    return false;
}

/* A column without a heading is passed over where the profile allows for so many of them.
 */
static int place_of_nameless(const struct sp_profile *profile,
                             const struct profile_heads *heads)
{
    const struct sp_profile_detail *detail = profile->detail;
    return heads->count - heads->filled_count <= detail->nameless_max
               ? (int)(profile->column_count + detail->nameless_ignore)
               : PROFILE_UNKNOWN;
}

int profile_place_of(const struct sp_profile *profile, const struct profile_heads *heads,
                     uint32_t index)
{
    struct sp_str heading = heads->normals[index];
    if (profile->detail->unquote) heading = profile_text_unquoted(heading);
    if (heads->texts[index].size == 0) return place_of_nameless(profile, heads);
    if (heading.size == 0) return PROFILE_UNKNOWN;
    for (size_t i = 0; i < profile->column_count; i++) {
        if (names_have(profile->detail->column_normals[i], profile->columns[i].name_count,
                       heading))
            return (int)i;
    }
    for (size_t i = 0; i < profile->ignore_count; i++) {
        if (names_have(profile->detail->ignore_normals[i], profile->ignores[i].name_count,
                       heading))
            return (int)(profile->column_count + i);
    }
    return PROFILE_UNKNOWN;
}

void profile_find_columns(const struct sp_profile *profile,
                          const struct profile_heads *heads,
                          uint32_t found[PROFILE_COLUMNS_MAX], struct profile_fit *fit)
{
    for (uint32_t i = 0; i < heads->count; i++) {
        const int place = profile_place_of(profile, heads, i);
        if (place == PROFILE_UNKNOWN) {
            fit->unknown_count++;
            continue;
        }
        fit->known_count += heads->texts[i].size > 0;
        if ((size_t)place >= profile->column_count) continue;
        if (found[place]) fit->twice_count++;
        if (!found[place]) found[place] = i + 1;
    }
}

static bool says_marks(const struct profile_search *search,
                       const struct sp_profile *profile,
                       const struct profile_heads *heads)
{
    const struct profile_list marks = profile->detail->marks;
    if (search->only)
        return true; // Whoever names the profile has said which release it is.
    for (size_t i = 0; i < marks.count; i++) {
        if (!profile_preamble_says(search, heads, marks.texts[i])) return false;
    }
    return true;
}

static struct profile_fit fit_of(const struct profile_search *search,
                                 const struct sp_profile *profile,
                                 const struct profile_heads *heads)
{
    struct profile_fit fit = {.profile = profile, .heads = heads};
    uint32_t found[PROFILE_COLUMNS_MAX] = {0};
    profile_find_columns(profile, heads, found, &fit);
    for (size_t i = 0; i < profile->column_count; i++) {
        if (found[i]) continue;
        fit.missing_count++;
        if (profile->columns[i].required) fit.missing_required_count++;
    }
    fit.says_marks = says_marks(search, profile, heads);
    return fit;
}

static bool fits(const struct profile_fit *fit)
{
    return fit->unknown_count == 0 && fit->twice_count == 0 &&
           fit->missing_required_count == 0 && fit->says_marks;
}

/* Positive when `a` is the better of two that fit, 0 when nothing tells them apart. */
static int compare_fits(const struct profile_fit *a, const struct profile_fit *b)
{
    const size_t a_marks = a->profile->detail->marks.count;
    const size_t b_marks = b->profile->detail->marks.count;
    if (a_marks != b_marks) return a_marks > b_marks ? 1 : -1;
    if (a->missing_count != b->missing_count)
        return a->missing_count < b->missing_count ? 1 : -1;
    return 0;
}

static bool is_nearer(const struct profile_fit *a, const struct profile_fit *b)
{
    const size_t a_wrong = a->unknown_count + a->twice_count + a->missing_required_count;
    const size_t b_wrong = b->unknown_count + b->twice_count + b->missing_required_count;
    if (a->known_count != b->known_count) return a->known_count > b->known_count;
    if (a_wrong != b_wrong) return a_wrong < b_wrong;
    return a->says_marks && !b->says_marks;
}

/* -- The sheet --------------------------------------------------------------------- */

static enum sp_rc two_fit(const struct profile_search *search,
                          const struct profile_fit *a, const struct profile_fit *b)
{
    const enum sp_rc rc = sp_err_set(search->err, SP_ERR_INPUT,
                                     "profiles '%.*s' and '%.*s' fit alike: name one",
                                     SP_FMT(a->profile->id), SP_FMT(b->profile->id));
    sp_err_at_row(search->err, a->heads->row->number);
    return rc;
}

/* The best fit so far. */
struct fit_search {
    struct profile_fit best;
    struct profile_fit rival; // another profile that fits as well as `best`
    struct profile_fit nearest;
};

static void try_fit(struct fit_search *found, const struct profile_fit *fit)
{
    if (!found->nearest.profile || is_nearer(fit, &found->nearest)) found->nearest = *fit;
    if (!fits(fit)) return;
    const int better = found->best.profile ? compare_fits(fit, &found->best) : 1;
    if (better > 0) {
        found->best = *fit;
        found->rival = (struct profile_fit){0};
    } else if (better == 0 && fit->profile != found->best.profile) {
        found->rival = *fit;
    }
}

/* The best fit of all rows and profiles. */
static enum sp_rc find_fit(const struct profile_search *search,
                           struct profile_fit *out_fit)
{
    struct fit_search found = {0};
    for (size_t i = 0; i < search->heads_count; i++) {
        for (size_t j = 0; j < sp_profile_set_count(search->set); j++) {
            const struct sp_profile *profile = sp_profile_set_get(search->set, j);
            const struct profile_heads *heads = &search->heads[profile->detail->bands][i];
            if (heads->filled_count == 0 || heads->count > PROFILE_COLUMNS_MAX) continue;
            if (search->only && profile != search->only) continue;
            const struct profile_fit fit = fit_of(search, profile, heads);
            try_fit(&found, &fit);
        }
    }
    if (!found.best.profile) return profile_no_fit(search, &found.nearest);
    if (found.rival.profile) return two_fit(search, &found.best, &found.rival);
    *out_fit = found.best;
    return SP_OK;
}

/* A heading as the sheet has it, blanks and all, unless a band was put before it. */
static struct sp_str heading_copy(const struct profile_fit *fit, uint32_t index,
                                  struct sp_arena *arena)
{
    const struct profile_heads *heads = fit->heads;
    if (index >= heads->count) return SP_STR("");
    const bool is_banded = fit->profile->detail->bands > 0;
    return sp_arena_copy(arena,
                         is_banded ? heads->texts[index] : heads->row->cells[index].text);
}

static enum sp_rc columns_of(const struct profile_search *search,
                             const struct profile_fit *fit, struct sp_match *match)
{
    const struct sp_profile *profile = fit->profile;
    const struct profile_heads *heads = fit->heads;
    for (uint32_t i = 0; i < match->column_count; i++) {
        struct sp_match_column *column = &match->columns[i];
        column->heading = heading_copy(fit, i, search->arena);
        if (!column->heading.data) return out_of_memory(search->err);
        const int found = i < heads->count ? profile_place_of(profile, heads, i)
                                           : place_of_nameless(profile, heads);
        SP_ASSERT(found != PROFILE_UNKNOWN);
        const size_t place = (size_t)found;
        if (place < profile->column_count) {
            column->column = &profile->columns[place];
        } else {
            column->ignore = &profile->ignores[place - profile->column_count];
        }
    }
    return SP_OK;
}

/* Columns behind the last heading that the profile passes over, as far as the header
 * reaches. */
static uint32_t nameless_behind(const struct profile_fit *fit)
{
    const struct profile_heads *heads = fit->heads;
    const uint32_t between = heads->count - heads->filled_count;
    const uint32_t behind = heads->row->count - heads->count;
    if (fit->profile->detail->nameless_max == 0) return 0;
    const uint32_t left = fit->profile->detail->nameless_max - between;
    return behind < left ? behind : left;
}

static enum sp_rc match_of(const struct profile_search *search,
                           const struct profile_fit *fit, struct sp_match *out_match)
{
    const struct sp_profile *profile = fit->profile;
    struct sp_match match = {.profile = profile,
                             .release = profile->release,
                             .header_row = fit->heads->row->number,
                             .column_count = fit->heads->count + nameless_behind(fit)};
    match.columns =
        sp_arena_array(search->arena, match.column_count, sizeof *match.columns);
    if (!match.columns) return out_of_memory(search->err);
    const enum sp_rc rc = columns_of(search, fit, &match);
    if (rc) return rc;
    const struct profile_pairs marks = profile->detail->release_marks;
    for (size_t i = marks.count; i > 0; i--) { // The first mark that stands there wins.
        if (!profile_preamble_says(search, fit->heads, marks.pairs[i - 1].from)) continue;
        match.release = marks.pairs[i - 1].to;
    }
    *out_match = match;
    return SP_OK;
}

static enum sp_rc find_only(struct profile_search *search, const char *id)
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

/* Every row as a header, with the bands that stand `bands` rows above it. */
static enum sp_rc heads_fill(struct profile_search *search, const struct sp_row *rows,
                             uint32_t bands)
{
    struct profile_heads *heads =
        sp_arena_array(search->arena, search->heads_count, sizeof *heads);
    if (!heads) return out_of_memory(search->err);
    for (size_t i = 0; i < search->heads_count; i++) {
        const struct sp_row *band = bands > 0 && i >= bands ? &rows[i - bands] : NULL;
        heads[i].row_index = i;
        if (heads_of(&rows[i], band, search->arena, &heads[i]))
            return out_of_memory(search->err);
    }
    search->heads[bands] = heads;
    return SP_OK;
}

/* Once for each number of rows that bands stand above the header in any profile. */
static enum sp_rc heads_fill_all(struct profile_search *search, const struct sp_row *rows)
{
    enum sp_rc rc = heads_fill(search, rows, 0);
    for (size_t j = 0; rc == SP_OK && j < sp_profile_set_count(search->set); j++) {
        const uint32_t bands = sp_profile_set_get(search->set, j)->detail->bands;
        if (!search->heads[bands]) rc = heads_fill(search, rows, bands);
    }
    return rc;
}

enum sp_rc sp_profile_match(const struct sp_profile_set *set, const char *only,
                            const struct sp_row *rows, size_t row_count,
                            struct sp_arena *arena, struct sp_match *out_match,
                            struct sp_err *err)
{
    SP_ASSERT(row_count <= SP_PROFILE_HEADER_ROWS_MAX);
    struct profile_search search = {
        .set = set, .heads_count = row_count, .arena = arena, .err = err};
    bool empty = true;
    if (only) {
        const enum sp_rc rc = find_only(&search, only);
        if (rc) return rc;
    }
    enum sp_rc rc = heads_fill_all(&search, rows);
    if (rc) return rc;
    for (size_t i = 0; i < row_count; i++) {
        if (search.heads[0][i].filled_count) empty = false;
    }
    if (empty) return SP_END;
    struct profile_fit fit = {0};
    rc = find_fit(&search, &fit);
    return rc ? rc : match_of(&search, &fit, out_match);
}
