/*
 * Rows must come in order and each but once (constant_memory writes them out at once).
 * Failures of the library are gathered in `failure`, the first one kept.
 */
#include "sample/sample_xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "sallyport/date.h"

enum { DAY_OF_SERIAL_0 = 25569 }; // 1970-01-01 as an Excel serial

static const char *const table_titles[SAMPLE_TABLE_COUNT] = {
    [SAMPLE_ARRESTS] = "ERO Administrative Arrests",
    [SAMPLE_DETAINERS] = "ERO Detainers",
    [SAMPLE_DETENTIONS] = "ERO Detentions",
    [SAMPLE_ENCOUNTERS] = "ERO Encounters",
    [SAMPLE_REMOVALS] = "ICE Removals",
};

#define SYNTHETIC_NOTICE                                                                 \
    "SYNTHETIC RELEASE made by sallyport sample: no record in it is about a person"

struct book {
    lxw_workbook *workbook; // owned; gone once closed, whatever came of it
    lxw_worksheet *sheet;
    lxw_format *day_format;
    lxw_format *time_format;
    lxw_error failure;
    const struct sample_plan *plan;
    const struct sample_file *file;
    const struct sample_columns *columns; // of the file's table
    uint64_t seed;
};

static void note(struct book *book, lxw_error failure)
{
    if (book->failure == LXW_NO_ERROR) book->failure = failure;
}

static void text_write(struct book *book, uint32_t row, size_t column, const char *text)
{
    note(book,
         worksheet_write_string(book->sheet, row - 1, (lxw_col_t)column, text, NULL));
}

static void number_write(struct book *book, uint32_t row, size_t column, double number,
                         lxw_format *format)
{
    note(book,
         worksheet_write_number(book->sheet, row - 1, (lxw_col_t)column, number, format));
}

/* "09/24/2025", "09/24/2025 03:10 PM": how the few dates look that were typed as text. */
static void date_text_write(struct book *book, uint32_t row, size_t column,
                            const struct sample_value *value)
{
    const bool has_time = value->kind == SAMPLE_VALUE_TIME;
    const int32_t minute = has_time ? (int32_t)(value->number % SAMPLE_DAY_MINUTES) : 0;
    const struct sp_civil date = sp_civil_of(
        (int32_t)(has_time ? value->number / SAMPLE_DAY_MINUTES : value->number));
    char text[64];
    const int size =
        snprintf(text, sizeof text, "%02d/%02d/%04d", date.month, date.day, date.year);
    if (has_time) {
        const int32_t hour = minute / 60;
        (void)snprintf(text + size, sizeof text - (size_t)size, " %02d:%02d %s",
                       hour % 12 == 0 ? 12 : hour % 12, minute % 60,
                       hour < 12 ? "AM" : "PM");
    }
    text_write(book, row, column, text);
}

static void value_write(struct book *book, uint32_t row, size_t column,
                        const struct sample_value *value)
{
    switch (value->kind) {
    case SAMPLE_VALUE_BLANK:
        break;
    case SAMPLE_VALUE_TEXT:
        text_write(book, row, column, value->text);
        break;
    case SAMPLE_VALUE_WHOLE:
        number_write(book, row, column, (double)value->number, NULL);
        break;
    case SAMPLE_VALUE_DAY:
        number_write(book, row, column, (double)(value->number + DAY_OF_SERIAL_0),
                     book->day_format);
        break;
    case SAMPLE_VALUE_TIME:
        number_write(book, row, column,
                     DAY_OF_SERIAL_0 + (double)value->number / SAMPLE_DAY_MINUTES,
                     book->time_format);
        break;
    }
}

/* "$5,000.00", as the release writes amounts that it stores as texts. */
static void amount_text_write(struct book *book, uint32_t row, size_t column,
                              int64_t amount)
{
    char digits[32];
    char text[64];
    const int count = snprintf(digits, sizeof digits, "%lld", (long long)amount);
    size_t size = 0;
    text[size++] = '$';
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) text[size++] = ',';
        text[size++] = digits[i];
    }
    (void)snprintf(text + size, sizeof text - size, ".00");
    text_write(book, row, column, text);
}

static void header_write(struct book *book)
{
    const struct sample_columns *columns = book->columns;
    const struct sample_file *file = book->file;
    char title[128];
    char years[32] = "FY2024-FY2026";
    if (file->year) (void)snprintf(years, sizeof years, "FY%d", file->year);
    (void)snprintf(title, sizeof title, "%s for %s, release %s",
                   table_titles[file->table], years, book->plan->layout->release);
    const char *titles[SAMPLE_TITLE_ROWS] = {
        "Synthetic Statistical Tracking Unit",
        "For Official Use Only (FOUO), imitated: nothing in this file is official",
        SYNTHETIC_NOTICE,
        title,
        "Data through 03/10/2026",
    };
    for (uint32_t i = 0; i < SAMPLE_TITLE_ROWS; i++) {
        text_write(book, 1 + i, 0, titles[i]);
    }
    size_t at = 0;
    for (size_t i = 0; i < columns->count; i++) {
        if (!sample_column_is_in(&columns->columns[i], file->year)) continue;
        text_write(book, SAMPLE_HEADER_ROW, at++, columns->columns[i].heading);
    }
}

/* @return whether a date was written as text */
static bool cell_write(struct book *book, uint32_t row, size_t at,
                       const struct sample_column *column,
                       const struct sample_value *value, bool typed)
{
    const bool is_date =
        value->kind == SAMPLE_VALUE_DAY || value->kind == SAMPLE_VALUE_TIME;
    if (is_date && typed) {
        date_text_write(book, row, at, value);
        return true;
    }
    if (column->as_text && value->kind == SAMPLE_VALUE_WHOLE) {
        amount_text_write(book, row, at, value->number);
    } else {
        value_write(book, row, at, value);
    }
    return false;
}

static void row_write(struct book *book, const struct sample_ref *ref,
                      const struct sample_row *row, struct sample_key *key)
{
    const struct sample_columns *columns = book->columns;
    const struct sample_plant *plant = sample_plant_at(book->plan, ref);
    size_t at = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const struct sample_column *column = &columns->columns[i];
        if (!sample_column_is_in(column, book->file->year)) continue;
        struct sample_value value = sample_row_value(row, column);
        if (plant && plant->field == column->field) {
            value = (struct sample_value){.kind = plant->text ? SAMPLE_VALUE_TEXT
                                                              : SAMPLE_VALUE_WHOLE,
                                          .text = plant->text,
                                          .number = plant->number};
        }
        key->tally.text_dates[book->file->table] +=
            cell_write(book, ref->row, at++, column, &value, row->typed[column->field]);
    }
}

static enum sp_rc sheet_write(struct book *book, struct sample_ref **next_ref,
                              size_t sheet_index, struct sample_key *key,
                              struct sp_err *err)
{
    book->sheet =
        workbook_add_worksheet(book->workbook, book->file->sheet_names[sheet_index]);
    if (!book->sheet) return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a sheet");
    header_write(book);
    for (uint64_t i = 0; i < book->file->sheet_rows[sheet_index]; i++) {
        struct sample_ref *ref = (*next_ref)++;
        struct sample_person person;
        struct sample_row row;
        sample_person_make(book->seed, ref->person, &person);
        sample_person_rename(book->seed, ref->person, book->plan->layout->id_stream,
                             &person);
        sample_row_make(book->seed, ref->person, &person, book->file->table, ref->nth,
                        &row);
        ref->has_id = sample_row_has_id(&row);
        row_write(book, ref, &row, key);
        const enum sp_rc rc = sample_key_row(key, ref, &person, &row, err);
        if (rc != SP_OK) return rc;
    }
    return SP_OK;
}

static enum sp_rc book_open(const char *path, const char *dir, struct book *book,
                            struct sp_err *err)
{
    // libxlsxwriter tells stderr when it cannot create a file; find out before it does.
    FILE *probe = fopen(path, "wb");
    if (!probe) {
        return sp_err_set(err, SP_ERR_IO, "cannot write the file: %s", strerror(errno));
    }
    (void)fclose(probe);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)dir};
    lxw_doc_properties properties = {
        .title = "Synthetic release",
        .comments = SYNTHETIC_NOTICE,
        .created = (time_t)(SAMPLE_LAST_DAY + 1) * 86400,
    };
    book->workbook = workbook_new_opt(path, &options);
    if (!book->workbook) {
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a workbook");
    }
    note(book, workbook_set_properties(book->workbook, &properties));
    book->day_format = workbook_add_format(book->workbook);
    book->time_format = workbook_add_format(book->workbook);
    if (!book->day_format || !book->time_format) {
        return sp_err_set(err, SP_ERR_MEMORY, "out of memory for a workbook");
    }
    format_set_num_format(book->day_format, "mm/dd/yyyy");
    format_set_num_format(book->time_format, "mm/dd/yyyy hh:mm");
    return SP_OK;
}

/* The workbook is freed here in any case: libxlsxwriter has no other way. */
static enum sp_rc book_close(struct book *book, enum sp_rc rc, struct sp_err *err)
{
    if (book->workbook) note(book, workbook_close(book->workbook));
    book->workbook = NULL;
    if (rc == SP_OK && book->failure != LXW_NO_ERROR) {
        rc = sp_err_set(err, SP_ERR_IO, "cannot write the file: %s",
                        lxw_strerror(book->failure));
    }
    return rc;
}

enum sp_rc sample_xlsx_write(const char *path, const char *dir, uint64_t seed,
                             struct sample_plan *plan, size_t file_index,
                             struct sample_key *key, struct sp_err *err)
{
    const struct sample_file *file = &plan->files[file_index];
    struct book book = {.plan = plan,
                        .file = file,
                        .columns = &plan->layout->columns[file->table],
                        .seed = seed};
    struct sample_ref *next_ref = plan->refs + file->first_ref;
    enum sp_rc rc = book_open(path, dir, &book, err);
    for (size_t i = 0; rc == SP_OK && i < file->sheet_count; i++) {
        rc = sheet_write(&book, &next_ref, i, key, err);
    }
    rc = book_close(&book, rc, err);
    if (rc == SP_OK) rc = sample_xlsx_verify(path, file, err);
    if (rc != SP_OK) {
        sp_err_at_file(err, path);
        (void)remove(path); // Half a workbook is worse than none.
    }
    return rc;
}
