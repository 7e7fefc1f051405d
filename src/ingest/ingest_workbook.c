/*
 * From the package to its sheets, by relationships alone, never by file names:
 *
 *   _rels/.rels ─officeDocument→ workbook ─its .rels→ worksheets, sharedStrings, styles
 */
#include "ingest/ingest_workbook.h"

#include "ingest/ingest_limit.h"
#include "ingest/ingest_relation.h"
#include "ingest/ingest_xml.h"

struct reader {
    const struct ingest_zip *zip;
    const struct ingest_relations *relations;
    struct ingest_workbook *workbook;
    size_t capacity;
    uint32_t depth;
    bool in_sheets;
};

static bool is_true(struct sp_str text)
{
    return sp_str_equal_text(text, "1") || sp_str_equal_text(text, "true") ||
           sp_str_equal_text(text, "on");
}

static enum sp_sheet_visibility visibility_of(struct sp_str state)
{
    if (sp_str_equal_text(state, "hidden")) return SP_SHEET_HIDDEN;
    return sp_str_equal_text(state, "veryHidden") ? SP_SHEET_VERY_HIDDEN
                                                  : SP_SHEET_VISIBLE;
}

static enum sp_rc make_room(struct reader *reader, struct sp_err *err)
{
    struct ingest_workbook *workbook = reader->workbook;
    if (workbook->sheet_count < reader->capacity) return SP_OK;
    if (workbook->sheet_count >= INGEST_SHEETS_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "workbook has more than %d sheets; do not trust this file",
                          INGEST_SHEETS_MAX);
    const size_t capacity = reader->capacity ? reader->capacity * 2 : 16;
    struct ingest_workbook_sheet *sheets =
        sp_realloc(workbook->sheets, capacity * sizeof *sheets);
    if (!sheets)
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the sheet list");
    workbook->sheets = sheets;
    reader->capacity = capacity;
    return SP_OK;
}

/* Names and provenance of one part's rows would be told twice, and a small file could say
 * a large part thousands of times. */
static bool is_listed(const struct ingest_workbook *workbook,
                      const struct ingest_member *member)
{
    for (size_t i = 0; i < workbook->sheet_count; i++) {
        if (workbook->sheets[i].member == member) return true;
    }
    return false;
}

static enum sp_rc check_sheet(const struct ingest_workbook *workbook, struct sp_str name,
                              const struct ingest_member *member, struct sp_err *err)
{
    if (name.size > INGEST_SHEET_NAME_SIZE_MAX)
        return sp_err_set(err, SP_ERR_LIMIT,
                          "name of a sheet has %zu bytes (%d are accepted); rename it in "
                          "Excel and save the file",
                          name.size, INGEST_SHEET_NAME_SIZE_MAX);
    if (!member)
        return sp_err_set(err, SP_ERR_INPUT,
                          "workbook lists sheet '%.*s' but does not hold it; copy or "
                          "download the file again",
                          SP_FMT(name));
    if (is_listed(workbook, member))
        return sp_err_set(err, SP_ERR_INPUT,
                          "workbook gives sheet '%.*s' the rows of another sheet; do not "
                          "trust this file",
                          SP_FMT(name));
    return SP_OK;
}

static enum sp_rc add_sheet(struct reader *reader, const struct ingest_tag *tag,
                            struct sp_err *err)
{
    struct ingest_workbook *workbook = reader->workbook;
    const struct sp_str name = ingest_tag_get(tag, INGEST_SPACE_NONE, "name");
    const struct ingest_relation *relation = ingest_relations_get(
        reader->relations, ingest_tag_get(tag, INGEST_SPACE_RELATION, "id"));
    if (relation && !sp_str_equal_text(relation->kind, "worksheet"))
        return SP_OK; // A chart or dialog.
    const struct ingest_member *member =
        relation && !relation->is_external
            ? ingest_zip_find(reader->zip, relation->target)
            : NULL;
    enum sp_rc rc = check_sheet(workbook, name, member, err);
    if (rc == SP_OK) rc = make_room(reader, err);
    if (rc != SP_OK) return rc;
    const struct sp_str copy = sp_arena_copy(&workbook->arena, name);
    if (!copy.data) return ingest_arena_fail(&workbook->arena, "names of sheets", err);
    workbook->sheets[workbook->sheet_count++] = (struct ingest_workbook_sheet){
        .info = {.name = copy,
                 .visibility =
                     visibility_of(ingest_tag_get(tag, INGEST_SPACE_NONE, "state"))},
        .member = member,
    };
    return SP_OK;
}

/* workbook (1) / workbookPr, sheets (2) / sheet (3). */
static enum sp_rc on_start(void *context, const struct ingest_tag *tag,
                           struct sp_err *err)
{
    struct reader *reader = context;
    reader->depth++;
    if (reader->depth == 1 && !ingest_tag_is(tag, INGEST_SPACE_SHEET, "workbook"))
        return sp_err_set(err, SP_ERR_INPUT,
                          "file is not a spreadsheet workbook; open it in its own "
                          "program and save it as .xlsx");
    if (reader->depth == 2) {
        reader->in_sheets = ingest_tag_is(tag, INGEST_SPACE_SHEET, "sheets");
        if (ingest_tag_is(tag, INGEST_SPACE_SHEET, "workbookPr"))
            reader->workbook->is_1904 =
                is_true(ingest_tag_get(tag, INGEST_SPACE_NONE, "date1904"));
    }
    if (reader->depth == 3 && reader->in_sheets &&
        ingest_tag_is(tag, INGEST_SPACE_SHEET, "sheet"))
        return add_sheet(reader, tag, err);
    return SP_OK;
}

static enum sp_rc on_end(void *context, struct sp_err *err)
{
    struct reader *reader = context;
    (void)err;
    reader->depth--;
    return SP_OK;
}

static enum sp_rc find_workbook(const struct ingest_zip *zip,
                                const struct ingest_member **out_member,
                                struct sp_err *err)
{
    struct ingest_relations top = {0};
    const enum sp_rc rc = ingest_relations_read(zip, (struct sp_str){0}, &top, err);
    if (rc != SP_OK) return rc;
    const struct ingest_relation *main = ingest_relations_find(&top, "officeDocument");
    const struct ingest_member *member =
        main && !main->is_external ? ingest_zip_find(zip, main->target) : NULL;
    ingest_relations_release(&top);
    if (!member)
        return sp_err_set(
            err, SP_ERR_INPUT,
            "zip archive holds no workbook; unpack it and add the files in it");
    if (sp_str_ends(member->name, SP_STR(".bin")))
        return sp_err_set(err, SP_ERR_INPUT,
                          "binary workbooks (.xlsb) are not read; open the file in Excel "
                          "and save it as .xlsx");
    *out_member = member;
    return SP_OK;
}

/* A part that is named must be there: without its styles, dates would silently be
 * numbers. */
static enum sp_rc find_part(const struct ingest_zip *zip,
                            const struct ingest_relations *relations, const char *kind,
                            const struct ingest_member **out_member, struct sp_err *err)
{
    const struct ingest_relation *relation = ingest_relations_find(relations, kind);
    if (!relation) return SP_OK;
    *out_member = relation->is_external ? NULL : ingest_zip_find(zip, relation->target);
    return *out_member ? SP_OK
                       : sp_err_set(err, SP_ERR_INPUT,
                                    "workbook names a part for %s but does not hold it; "
                                    "copy or download the file again",
                                    kind);
}

enum sp_rc ingest_workbook_read(const struct ingest_zip *zip,
                                struct ingest_workbook *out_workbook, struct sp_err *err)
{
    struct ingest_workbook workbook = {0};
    struct ingest_relations relations = {0};
    const struct ingest_member *member = NULL;
    struct reader reader = {.zip = zip, .relations = &relations, .workbook = &workbook};
    const struct ingest_xml_handler handler = {
        .start = on_start, .end = on_end, .context = &reader};
    sp_arena_init(&workbook.arena, INGEST_DIRECTORY_SIZE_MAX);
    enum sp_rc rc = find_workbook(zip, &member, err);
    if (rc == SP_OK) rc = ingest_relations_read(zip, member->name, &relations, err);
    if (rc == SP_OK) rc = ingest_xml_read(zip, member, handler, err);
    if (rc == SP_OK && workbook.sheet_count == 0)
        rc = sp_err_set(err, SP_ERR_INPUT,
                        "workbook has no worksheet, only charts or nothing; there is "
                        "nothing to read in it");
    if (rc == SP_OK)
        rc = find_part(zip, &relations, "sharedStrings", &workbook.strings, err);
    if (rc == SP_OK) rc = find_part(zip, &relations, "styles", &workbook.styles, err);
    if (rc == SP_OK) {
        *out_workbook = workbook;
    } else {
        ingest_workbook_release(&workbook);
    }
    ingest_relations_release(&relations);
    return rc;
}

void ingest_workbook_release(struct ingest_workbook *workbook)
{
    if (!workbook) return;
    sp_arena_release(&workbook->arena);
    sp_free(workbook->sheets);
    *workbook = (struct ingest_workbook){0};
}
