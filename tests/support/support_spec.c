#include "support/support_spec.h"

#include <glob.h>
#include <string.h>

enum { FILE_SIZE_MAX = 1 << 22, ARENA_SIZE_MAX = 1 << 25, CSV_COLUMNS_MAX = 16 };

/* -- Pieces of text
 * ----------------------------------------------------------------------------- */

static struct sp_str line_next(struct sp_str *text)
{
    const char *end = text->size > 0 ? memchr(text->data, '\n', text->size) : NULL;
    const struct sp_str line = {text->data,
                                end ? (size_t)(end - text->data) : text->size};
    const size_t step = line.size + (end ? 1 : 0);
    *text = (struct sp_str){text->data + step, text->size - step};
    return line;
}

static const char *text_keep(struct support_spec *spec, struct sp_str text)
{
    const struct sp_str copy = sp_arena_copy(&spec->arena, text);
    SP_ASSERT(copy.data);
    return copy.data;
}

static bool is_word_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

/* Take a word that must come next, whatever its case. */
static bool word_take(struct sp_str *text, const char *word)
{
    const size_t size = strlen(word);
    *text = sp_str_trim(*text);
    if (text->size <= size || is_word_part(text->data[size]) ||
        !sp_str_equal_fold((struct sp_str){text->data, size}, sp_str_of(word)))
        return false;
    *text = sp_str_trim((struct sp_str){text->data + size, text->size - size});
    return true;
}

/* -- A rule's file
 * ------------------------------------------------------------------------------ */

/* The lines "-- name: text" of the header; "--   text" goes on with the one before. */
static void header_read(struct support_spec *spec, struct support_spec_file *file,
                        struct sp_str text)
{
    while (text.size > 0) {
        const struct sp_str line = line_next(&text);
        size_t size = 0;
        if (line.size < 4 || memcmp(line.data, "-- ", 3) != 0) continue;
        const struct sp_str rest = {line.data + 3, line.size - 3};
        while (size < rest.size &&
               (is_word_part(rest.data[size]) || rest.data[size] == ' '))
            size++;
        if (size == 0 || size == rest.size || rest.data[size] != ':' ||
            rest.data[0] == ' ')
            continue;
        if (memchr(rest.data, ' ', size) || file->field_count == SUPPORT_FIELDS_MAX)
            continue;
        file->fields[file->field_count++] = (struct support_field){
            text_keep(spec, (struct sp_str){rest.data, size}),
            text_keep(spec, sp_str_trim((struct sp_str){rest.data + size + 1,
                                                        rest.size - size - 1}))};
    }
}

/* The text without comments. */
static void comments_drop(struct sp_str text, struct sp_buf *out)
{
    bool is_quoted = false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\'') is_quoted = !is_quoted;
        if (!is_quoted && text.data[i] == '-' && i + 1 < text.size &&
            text.data[i + 1] == '-') {
            while (i < text.size && text.data[i] != '\n')
                i++;
            if (i == text.size) return;
        }
        sp_buf_char(out, text.data[i]);
    }
}

/* Take the next statement, ended by ';'. Empty at the end. */
static struct sp_str statement_next(struct sp_str *text)
{
    bool is_quoted = false;
    size_t size = 0;
    *text = sp_str_trim(*text);
    for (; size < text->size && (is_quoted || text->data[size] != ';'); size++) {
        if (text->data[size] == '\'') is_quoted = !is_quoted;
    }
    const struct sp_str statement = {text->data, size};
    const size_t step = size < text->size ? size + 1 : size;
    *text = (struct sp_str){text->data + step, text->size - step};
    return sp_str_trim(statement);
}

static enum sp_rc view_take(struct support_spec *spec, const char *path,
                            struct sp_str statement, struct sp_err *err)
{
    size_t size = 0;
    const bool is_view = word_take(&statement, "CREATE") && word_take(&statement, "VIEW");
    while (is_view && size < statement.size && is_word_part(statement.data[size]))
        size++;
    const struct sp_str name = {statement.data, size};
    statement = (struct sp_str){statement.data + size, statement.size - size};
    if (!is_view || size == 0 || !word_take(&statement, "AS"))
        return sp_err_set(err, SP_ERR_INPUT,
                          "a statement that is not 'CREATE VIEW name AS …'");
    if (spec->view_count == SUPPORT_VIEWS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT, "too many views");
    struct support_view *view = &spec->views[spec->view_count];
    *view =
        (struct support_view){text_keep(spec, name), text_keep(spec, statement), path};
    if (support_spec_view(spec, view->name))
        return sp_err_set(err, SP_ERR_INPUT, "view '%s' is made twice", view->name);
    spec->view_count++;
    return SP_OK;
}

static enum sp_rc file_read(struct support_spec *spec, const char *path,
                            struct sp_err *err)
{
    struct sp_buf text = {0};
    struct sp_buf bare = {0};
    struct support_spec_file *file = &spec->files[spec->file_count];
    sp_buf_init(&text, FILE_SIZE_MAX);
    sp_buf_init(&bare, FILE_SIZE_MAX);
    enum sp_rc rc = sp_file_read(path, &text, err);
    if (rc == SP_OK) {
        *file = (struct support_spec_file){.path = path};
        spec->file_count++;
        header_read(spec, file, sp_buf_str(&text));
        comments_drop(sp_buf_str(&text), &bare);
        rc = sp_buf_status(&bare, err);
    }
    struct sp_str rest = sp_buf_str(&bare);
    while (rc == SP_OK) {
        const struct sp_str statement = statement_next(&rest);
        if (statement.size == 0) break;
        rc = view_take(spec, path, statement, err);
    }
    if (rc != SP_OK) sp_err_at_file(err, path);
    sp_buf_release(&text);
    sp_buf_release(&bare);
    return rc;
}

static enum sp_rc rule_take(struct support_spec *spec, struct sp_str line,
                            struct sp_err *err)
{
    struct sp_str name = sp_str_trim(line);
    if (name.size == 0 || name.data[0] == '#') return SP_OK;
    if (spec->file_count == SUPPORT_FILES_MAX)
        return sp_err_set(err, SP_ERR_LIMIT, "too many rules");
    const struct sp_str path =
        sp_arena_format(&spec->arena, "%s/%.*s", SUPPORT_SPEC_FOLDER, SP_FMT(name));
    SP_ASSERT(path.data);
    if (sp_file_check(path.data, NULL) == SP_OK) {
        glob_t found = {0};
        const bool is_there = glob(path.data, 0, NULL, &found) == 0;
        globfree(&found);
        if (is_there) return file_read(spec, path.data, err);
    }
    const struct sp_str missing =
        sp_arena_format(&spec->arena, "%s%s%.*s", spec->missing ? spec->missing : "",
                        spec->missing ? " " : "", SP_FMT(name));
    SP_ASSERT(missing.data);
    spec->missing = missing.data;
    return SP_OK;
}

enum sp_rc support_spec_read(struct support_spec *out_spec, struct sp_err *err)
{
    struct sp_buf rules = {0};
    *out_spec = (struct support_spec){0};
    sp_arena_init(&out_spec->arena, ARENA_SIZE_MAX);
    sp_buf_init(&rules, FILE_SIZE_MAX);
    enum sp_rc rc = sp_file_read(SUPPORT_SPEC_FOLDER "/rules.txt", &rules, err);
    struct sp_str text = sp_buf_str(&rules);
    while (rc == SP_OK && text.size > 0) {
        rc = rule_take(out_spec, line_next(&text), err);
    }
    sp_buf_release(&rules);
    if (rc != SP_OK) support_spec_release(out_spec);
    return rc;
}

void support_spec_release(struct support_spec *spec)
{
    sp_arena_release(&spec->arena);
    *spec = (struct support_spec){0};
}

const struct support_view *support_spec_view(const struct support_spec *spec,
                                             const char *name)
{
    for (size_t i = 0; i < spec->view_count; i++) {
        if (strcmp(spec->views[i].name, name) == 0) return &spec->views[i];
    }
    return NULL;
}

const char *support_spec_field(const struct support_spec_file *file, const char *name)
{
    for (size_t i = 0; i < file->field_count; i++) {
        if (strcmp(file->fields[i].name, name) == 0) return file->fields[i].text;
    }
    return "";
}

/* -- Facts
 * --------------------------------------------------------------------------------------
 */

/* Cells of a line of CSV, quotes undone, into the arena. @return their number */
static size_t csv_split(struct sp_arena *arena, struct sp_str line,
                        struct sp_str *out_cells)
{
    size_t count = 0;
    size_t at = 0;
    line = sp_str_trim(line);
    while (at <= line.size && count < CSV_COLUMNS_MAX) {
        struct sp_buf cell = {0};
        bool is_quoted = false;
        sp_buf_init(&cell, FILE_SIZE_MAX);
        sp_buf_text(&cell, "");
        for (; at < line.size && (is_quoted || line.data[at] != ','); at++) {
            if (line.data[at] != '"') {
                sp_buf_char(&cell, line.data[at]);
            } else if (is_quoted && at + 1 < line.size && line.data[at + 1] == '"') {
                sp_buf_char(&cell, line.data[++at]);
            } else {
                is_quoted = !is_quoted;
            }
        }
        out_cells[count++] = sp_arena_copy(arena, sp_buf_str(&cell));
        sp_buf_release(&cell);
        at++;
    }
    return count;
}

static bool is_digits(struct sp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
    }
    return text.size > 0;
}

/* The relation's name: spec/facts/stay_end.csv is fact_stay_end; lift_reason.csv has the
 * shorter name fact_lift. */
static struct sp_str fact_name(const char *path)
{
    const struct sp_str base = sp_path_base(sp_str_of(path));
    const struct sp_str name = {base.data, base.size - strlen(".csv")};
    return sp_str_equal_text(name, "lift_reason") ? SP_STR("lift") : name;
}

static void fact_head(struct sp_arena *arena, struct sp_str text, struct sp_str name,
                      struct sp_buf *out)
{
    struct sp_str names[CSV_COLUMNS_MAX];
    struct sp_str cells[CSV_COLUMNS_MAX];
    bool is_text[CSV_COLUMNS_MAX] = {false};
    const size_t column_count = csv_split(arena, line_next(&text), names);
    while (text.size > 0) {
        const struct sp_str line = line_next(&text);
        if (sp_str_trim(line).size == 0) continue;
        const size_t count = csv_split(arena, line, cells);
        for (size_t c = 0; c < count; c++) {
            if (!is_digits(cells[c])) is_text[c] = true;
        }
    }
    sp_buf_format(out, "CREATE TABLE fact_%.*s (", SP_FMT(name));
    for (size_t c = 0; c < column_count; c++) {
        sp_buf_format(out, "%s%.*s %s", c == 0 ? "" : ", ", SP_FMT(names[c]),
                      is_text[c] ? "VARCHAR" : "INTEGER");
    }
    sp_buf_text(out, ");\n");
}

/* A table of a CSV file; a column of digits alone is a number. */
static bool fact_statement(const char *path, struct sp_buf *out)
{
    struct sp_buf bytes = {0};
    struct sp_arena arena = {0};
    struct sp_str cells[CSV_COLUMNS_MAX];
    sp_arena_init(&arena, ARENA_SIZE_MAX);
    sp_buf_init(&bytes, FILE_SIZE_MAX);
    const bool is_read = sp_file_read(path, &bytes, NULL) == SP_OK;
    struct sp_str text = sp_buf_str(&bytes);
    fact_head(&arena, text, fact_name(path), out);
    sp_buf_format(out, "INSERT INTO fact_%.*s VALUES ", SP_FMT(fact_name(path)));
    (void)line_next(&text);
    for (bool is_first = true; text.size > 0;) {
        const struct sp_str line = line_next(&text);
        if (sp_str_trim(line).size == 0) continue;
        const size_t count = csv_split(&arena, line, cells);
        for (size_t c = 0; c < count; c++) {
            sp_buf_text(out, c > 0 ? ", " : is_first ? "(" : ", (");
            support_sql_quote(out, cells[c]);
        }
        sp_buf_char(out, ')');
        is_first = false;
    }
    sp_buf_text(out, ";\n");
    sp_buf_release(&bytes);
    sp_arena_release(&arena);
    return is_read;
}

/* Make every view that can be made. @return false when one cannot; `error` has the first
 */
static bool views_make(const struct support_spec *spec, struct support_sql *sql)
{
    char first[sizeof sql->error] = "";
    struct sp_buf text = {0};
    sp_buf_init(&text, FILE_SIZE_MAX);
    for (size_t i = 0; i < spec->view_count; i++) {
        const struct support_view *view = &spec->views[i];
        sp_buf_reset(&text);
        sp_buf_format(&text, "CREATE VIEW %s AS %s", view->name, view->query);
        SP_ASSERT(sp_buf_status(&text, NULL) == SP_OK);
        if (!sql->run(sql, text.data) && first[0] == '\0')
            (void)snprintf(first, sizeof first, "%s: view %s: %.1000s", view->file,
                           view->name, sql->error);
    }
    (void)snprintf(sql->error, sizeof sql->error, "%s", first);
    sp_buf_release(&text);
    return first[0] == '\0';
}

bool support_spec_make(const struct support_spec *spec, struct support_sql *sql,
                       bool with_views)
{
    struct sp_buf text = {0};
    glob_t facts = {0};
    sp_buf_init(&text, FILE_SIZE_MAX);
    support_sql_inputs(&text);
    bool is_done =
        glob(SUPPORT_SPEC_FOLDER "/facts/*.csv", 0, NULL, &facts) != GLOB_NOSPACE;
    for (size_t i = 0; is_done && i < facts.gl_pathc; i++) {
        is_done = fact_statement(facts.gl_pathv[i], &text);
    }
    globfree(&facts);
    is_done = is_done && sp_buf_status(&text, NULL) == SP_OK && sql->run(sql, text.data);
    sp_buf_release(&text);
    return is_done && (!with_views || views_make(spec, sql));
}

/* Whether a query names a view, as a word. */
static bool is_named(const char *query, const char *view)
{
    const size_t size = strlen(view);
    for (const char *at = strstr(query, view); at; at = strstr(at + 1, view)) {
        if ((at == query || !is_word_part(at[-1])) && !is_word_part(at[size]))
            return true;
    }
    return false;
}

void support_spec_needs(const struct support_spec *spec, bool wanted[SUPPORT_VIEWS_MAX])
{
    for (size_t i = spec->view_count; i-- > 0;) { // A view reads those before it.
        for (size_t j = 0; wanted[i] && j < i; j++) {
            if (is_named(spec->views[i].query, spec->views[j].name)) wanted[j] = true;
        }
    }
}

bool support_spec_tables_make(const struct support_spec *spec, struct support_sql *sql,
                              const bool *wanted)
{
    struct sp_buf text = {0};
    sp_buf_init(&text, FILE_SIZE_MAX);
    for (size_t i = spec->view_count; i-- > 0;) {
        sp_buf_format(&text, "DROP TABLE IF EXISTS %s;\n", spec->views[i].name);
    }
    // By name: others may be at work in the same database.
    for (size_t id = 0; !wanted && id < SUPPORT_TABLE_COUNT; id++) {
        sp_buf_format(&text, "ANALYZE in_%s;\n", support_relations[id].name);
    }
    bool is_done = sp_buf_status(&text, NULL) == SP_OK && sql->run(sql, text.data);
    for (size_t i = 0; is_done && i < spec->view_count; i++) {
        const struct support_view *view = &spec->views[i];
        if (wanted && !wanted[i]) continue;
        sp_buf_reset(&text);
        sp_buf_format(&text, "CREATE TEMP TABLE %s AS %s", view->name, view->query);
        if (!wanted) sp_buf_format(&text, ";\nANALYZE %s", view->name);
        is_done = sp_buf_status(&text, NULL) == SP_OK && sql->run(sql, text.data);
    }
    sp_buf_release(&text);
    return is_done;
}
