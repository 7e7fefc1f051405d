/*
 * Reading spec/facts: four small CSV files, built in by scripts/embed.sh.
 *
 * A file is lines of fields separated by commas; a field may stand in quotes, then
 * without a quote inside; no field goes over a line. The first line holds the columns'
 * names and must be as the table below says: a column that is moved or added is a
 * mistake, never a guess. All texts borrow from the files' bytes.
 */
#include "link/link_facts.h"

#include <string.h>

extern const struct profile_embedded link_fact_files[]; // made by scripts/embed.sh

enum {
    FIELD_MAX = 5,
    FACTS_SIZE_MAX = 1 << 20, // the files are of a hundred lines
    LIFT_COUNT_MAX = INT16_MAX,
};

struct method_fact {
    struct sp_str method;
    enum link_method_table table;
    enum link_method_class class;
};

struct form_fact {
    struct sp_str contains;
    enum link_form form;
};

struct end_fact {
    struct sp_str release_reason;
    enum link_stay_end end;
};

struct link_facts {
    struct sp_arena arena; // holds the four arrays
    struct method_fact *methods;
    size_t method_count;
    struct form_fact *forms;
    size_t form_count;
    struct link_lift *lifts;
    size_t lift_count;
    struct end_fact *ends;
    size_t end_count;
};

/* -- The words of the files ---------------------------------------------------------- */

static const char *const table_ids[LINK_METHOD_TABLE_COUNT] = {
    [LINK_METHOD_DDP] = "METHOD-DDP",
    [LINK_METHOD_UW] = "METHOD-UW",
    [LINK_METHOD_LEA] = "METHOD-LEA",
    [LINK_METHOD_KIT] = "METHOD-KIT",
};

static const char *const class_names[] = {
    [LINK_METHOD_AT_LARGE] = "at_large",
    [LINK_METHOD_CUSTODIAL] = "custodial",
    [LINK_METHOD_287G] = "287g",
    [LINK_METHOD_OTHER] = "other",
};

static const char *const form_names[] = {
    [LINK_FORM_HOLD] = "hold",
    [LINK_FORM_NOTICE] = "notice",
    [LINK_FORM_OTHER] = "other",
};

static const char *const end_names[] = {
    [LINK_END_RELEASED] = "released",
    [LINK_END_REMOVED] = "removed",
    [LINK_END_TRANSFERRED] = "transferred",
    [LINK_END_OTHER] = "other",
};

// The states that a lift reason alone can give.
static const char *const state_names[LINK_STATE_COUNT] = {
    [LINK_STATE_HONOURED] = "honoured",
    [LINK_STATE_DECLINED] = "declined",
    [LINK_STATE_LIFTED] = "lifted",
    [LINK_STATE_SUPERSEDED] = "superseded",
};

static const char *const reason_codes[LINK_REASON_COUNT] = {
#define REASON_ROW(name, code) [name] = (code),
    LINK_REASON_TABLE(REASON_ROW)
#undef REASON_ROW
};

static const char *const answers[] = {"no", "yes"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Index of a word; false when it is none of them. An index without a word is not for the
 * files. */
static bool word_index(struct sp_str word, const char *const *words, size_t word_count,
                       size_t *out_index)
{
    for (size_t i = 0; i < word_count; i++) {
        if (words[i] && word.size > 0 && sp_str_equal_text(word, words[i])) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

/* -- A line into a fact; false for a word that is not known, or a text seen before --- */

static bool take_method(struct link_facts *facts, const struct sp_str *fields)
{
    size_t table, class;
    if (!word_index(fields[0], table_ids, COUNT(table_ids), &table)) return false;
    if (!word_index(fields[2], class_names, COUNT(class_names), &class)) return false;
    if (link_fact_method_class(facts, (enum link_method_table)table, fields[1],
                               SP_NONE_VALUE))
        return false;
    facts->methods[facts->method_count++] =
        (struct method_fact){.table = (enum link_method_table)table,
                             .method = fields[1],
                             .class = (enum link_method_class) class};
    return true;
}

static bool take_form(struct link_facts *facts, const struct sp_str *fields)
{
    size_t form;
    const char order[] = {(char)('1' + facts->form_count), '\0'};
    // Lines stand in the order of the tests; the number says so to SQL, which knows no
    // order.
    if (!sp_str_equal_text(fields[0], order)) return false;
    if (!word_index(fields[2], form_names, COUNT(form_names), &form)) return false;
    facts->forms[facts->form_count++] =
        (struct form_fact){.contains = fields[1], .form = (enum link_form)form};
    return true;
}

static bool take_lift(struct link_facts *facts, const struct sp_str *fields)
{
    size_t state, reason, at_risk;
    if (facts->lift_count == LIFT_COUNT_MAX) return false;
    if (link_fact_lift(facts, fields[0], SP_NONE_VALUE) != LINK_LIFT_OTHER) return false;
    if (!word_index(fields[1], state_names, COUNT(state_names), &state)) return false;
    if (!word_index(fields[2], reason_codes, COUNT(reason_codes), &reason)) return false;
    if (!word_index(fields[3], answers, COUNT(answers), &at_risk)) return false;
    facts->lifts[facts->lift_count++] =
        (struct link_lift){.lift_reason = fields[0],
                           .state = (enum link_state)state,
                           .reason = (enum link_reason)reason,
                           .at_risk = at_risk == 1};
    return true;
}

static bool take_end(struct link_facts *facts, const struct sp_str *fields)
{
    size_t end;
    if (!word_index(fields[1], end_names, COUNT(end_names), &end)) return false;
    if (link_fact_stay_end(facts, fields[0], SP_NONE_VALUE)) return false;
    facts->ends[facts->end_count++] =
        (struct end_fact){.release_reason = fields[0], .end = (enum link_stay_end)end};
    return true;
}

static bool room_for_methods(struct link_facts *facts, size_t count)
{
    return (facts->methods =
                sp_arena_array(&facts->arena, count, sizeof *facts->methods)) != NULL;
}

static bool room_for_forms(struct link_facts *facts, size_t count)
{
    return (facts->forms = sp_arena_array(&facts->arena, count, sizeof *facts->forms)) !=
           NULL;
}

static bool room_for_lifts(struct link_facts *facts, size_t count)
{
    return (facts->lifts = sp_arena_array(&facts->arena, count, sizeof *facts->lifts)) !=
           NULL;
}

static bool room_for_ends(struct link_facts *facts, size_t count)
{
    return (facts->ends = sp_arena_array(&facts->arena, count, sizeof *facts->ends)) !=
           NULL;
}

static const struct fact_file {
    const char *path;
    const char *columns;
    size_t column_count;
    bool (*room)(struct link_facts *facts, size_t count);
    bool (*take)(struct link_facts *facts, const struct sp_str *fields);
} fact_files[] = {
    {"facts/method.csv", "rule,method,class,source", 4, room_for_methods, take_method},
    {"facts/form.csv", "tested,contains,form,source", 4, room_for_forms, take_form},
    {"facts/lift_reason.csv", "lift_reason,state,reason,at_risk,source", 5,
     room_for_lifts, take_lift},
    {"facts/stay_end.csv", "release_reason,end_kind,source", 3, room_for_ends, take_end},
};

/* -- Lines and fields ---------------------------------------------------------------- */

static struct sp_str next_line(struct sp_str *rest)
{
    const char *end = memchr(rest->data, '\n', rest->size);
    struct sp_str line = {.data = rest->data,
                          .size = end ? (size_t)(end - rest->data) : rest->size};
    const size_t taken = line.size + (end != NULL);
    rest->data += taken;
    rest->size -= taken;
    return line;
}

/* @return fields of the line; 0: no CSV as we write it, or more than FIELD_MAX of them */
static size_t split_line(struct sp_str line, struct sp_str fields[FIELD_MAX])
{
    size_t count = 0;
    for (;;) {
        const bool quoted = line.size > 0 && line.data[0] == '"';
        const char *start = line.data + quoted;
        const char *end = line.size > quoted
                              ? memchr(start, quoted ? '"' : ',', line.size - quoted)
                              : NULL;
        if (count == FIELD_MAX || (quoted && !end)) return 0;
        if (!end) end = line.data + line.size;
        fields[count++] = (struct sp_str){.data = start, .size = (size_t)(end - start)};
        const size_t taken = (size_t)(end - line.data) + quoted;
        line.data += taken;
        line.size -= taken;
        if (line.size == 0) return count;
        if (line.data[0] != ',') return 0;
        line.data++;
        line.size--;
    }
}

static enum sp_rc read_lines(struct link_facts *facts, const struct fact_file *file,
                             struct sp_str rest, struct sp_err *err)
{
    size_t line_count = 1;
    for (size_t i = 0; i < rest.size; i++) {
        line_count += rest.data[i] == '\n';
    }
    if (!file->room(facts, line_count))
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    const struct sp_str head = next_line(&rest);
    if (!sp_str_equal_text(head, file->columns))
        return sp_err_set(err, SP_ERR_INPUT, "the first line must be '%s'",
                          file->columns);
    for (uint64_t row = 2; rest.size > 0; row++) {
        struct sp_str fields[FIELD_MAX];
        const size_t count = split_line(next_line(&rest), fields);
        if (count == file->column_count && file->take(facts, fields)) continue;
        sp_err_set(
            err, SP_ERR_INPUT,
            "a line must hold '%s', in words that the program knows, and each text once",
            file->columns);
        sp_err_at_row(err, row);
        return SP_ERR_INPUT;
    }
    return SP_OK;
}

/* -- Opening ------------------------------------------------------------------------- */

static enum sp_rc read_file(struct link_facts *facts, const struct fact_file *wanted,
                            const struct profile_embedded *files, struct sp_err *err)
{
    for (const struct profile_embedded *file = files; file->path; file++) {
        if (strcmp(file->path, wanted->path) != 0) continue;
        const struct sp_str bytes = {.data = file->begin,
                                     .size = (size_t)(file->end - file->begin)};
        return read_lines(facts, wanted, bytes, err);
    }
    return sp_err_set(err, SP_ERR_INPUT, "the file is missing");
}

enum sp_rc link_facts_open_files(const struct profile_embedded *files,
                                 struct link_facts **out_facts, struct sp_err *err)
{
    struct link_facts *facts = sp_alloc(sizeof *facts);
    if (!facts) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    *facts = (struct link_facts){0};
    sp_arena_init(&facts->arena, FACTS_SIZE_MAX);
    for (size_t i = 0; i < COUNT(fact_files); i++) {
        const enum sp_rc rc = read_file(facts, &fact_files[i], files, err);
        if (rc == SP_OK) continue;
        sp_err_at_file(err, fact_files[i].path);
        link_facts_close(facts);
        return rc;
    }
    *out_facts = facts;
    return SP_OK;
}

enum sp_rc link_facts_open(struct link_facts **out_facts, struct sp_err *err)
{
    return link_facts_open_files(link_fact_files, out_facts, err);
}

void link_facts_close(struct link_facts *facts)
{
    if (!facts) return;
    sp_arena_release(&facts->arena);
    sp_free(facts);
}

/* -- Looking up ---------------------------------------------------------------------- */

enum link_method_class link_fact_method_class(const struct link_facts *facts,
                                              enum link_method_table table,
                                              struct sp_str method,
                                              enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return LINK_METHOD_UNKNOWN;
    for (size_t i = 0; i < facts->method_count; i++) {
        const struct method_fact *fact = &facts->methods[i];
        if (fact->table == table && sp_str_equal_fold(method, fact->method))
            return fact->class;
    }
    return LINK_METHOD_UNKNOWN;
}

const char *link_method_table_id(enum link_method_table table)
{
    return table_ids[table];
}

static bool text_contains(struct sp_str text, struct sp_str part)
{
    for (; text.size >= part.size; text.data++, text.size--) {
        if (sp_str_equal_fold((struct sp_str){.data = text.data, .size = part.size},
                              part))
            return true;
    }
    return false;
}

enum link_form link_fact_form(const struct link_facts *facts, struct sp_str detainer_type,
                              enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return LINK_FORM_UNKNOWN;
    for (size_t i = 0; i < facts->form_count; i++) {
        if (text_contains(detainer_type, facts->forms[i].contains))
            return facts->forms[i].form;
    }
    return LINK_FORM_UNKNOWN;
}

int16_t link_fact_lift(const struct link_facts *facts, struct sp_str lift_reason,
                       enum sp_none_kind none)
{
    if (none == SP_NONE_REDACTED || none == SP_NONE_UNREADABLE) return LINK_LIFT_WITHHELD;
    if (none != SP_NONE_VALUE) return LINK_LIFT_BLANK;
    for (size_t i = 0; i < facts->lift_count; i++) {
        if (sp_str_equal_fold(lift_reason, facts->lifts[i].lift_reason))
            return (int16_t)i;
    }
    return LINK_LIFT_OTHER;
}

const struct link_lift *link_facts_lifts(const struct link_facts *facts,
                                         size_t *out_count)
{
    if (out_count) *out_count = facts->lift_count;
    return facts->lifts;
}

const char *link_reason_code(enum link_reason reason)
{
    return reason_codes[reason];
}

enum link_stay_end link_fact_stay_end(const struct link_facts *facts,
                                      struct sp_str release_reason,
                                      enum sp_none_kind none)
{
    if (none != SP_NONE_VALUE) return LINK_END_UNKNOWN;
    for (size_t i = 0; i < facts->end_count; i++) {
        if (sp_str_equal_fold(release_reason, facts->ends[i].release_reason))
            return facts->ends[i].end;
    }
    return LINK_END_UNKNOWN;
}
