/*
 * One sheet: find its profile from the head, then take every row below the header.
 *
 *   sheet ─ head ─ match ─┬─ row ─ refuse? ─ each cell by memory or harmonised ─ writer
 *                         └─ …                                                   receipt
 *
 * Invariants: 1. every row below the header that holds a value is kept or refused, never neither;
 * 2. a refused row has a reason and its number; 3. no reason tells what stood in the row.
 */
#include "load/load_sheet.h"

#include "load/load_digest.h"
#include "load/load_head.h"
#include "load/load_memo.h"
#include "load/load_refusal.h"
#include "profile/profile_guard.h"

#include <stdio.h>

enum {
    REFUSED_MAX = 10000,       // Past this the profile does not fit the sheet, and a person must look.
    PROGRESS_EVERY = 1 << 14,  // rows
};

struct sheet_job {
    struct load_job *job;
    struct sp_book *book;
    struct sp_sheet *sheet;
    struct sp_match match;
    const struct sp_event *event;
    struct ledger_writer *writer;
    struct load_memo *memo;
    struct profile_guard *guard;
    size_t date_index;           // the event's date among its fields
    bool has_filled;             // the profile has columns that every record fills
    bool *is_held;               // by field: some column of the sheet gives it
    struct ledger_value *values; // by field, of the row in hand
    struct load_refusals refusals;
    struct load_digest digest;
    struct load_unkept unkept;
    struct sp_source receipt;
};

static enum sp_rc refuse(struct sheet_job *sheet_job, uint64_t row, struct sp_str column, struct sp_str reason,
                         struct sp_err *err)
{
    if (++sheet_job->receipt.rows_refused > REFUSED_MAX) {
        return sp_err_set(err, SP_ERR_INPUT,
                          "more than %d rows would be refused; profile '%.*s' does not fit this sheet (first "
                          "look at what 'sallyport sheet' shows of it)",
                          (int)REFUSED_MAX, SP_FMT(sheet_job->match.profile->id));
    }
    const struct sp_refusal refusal = {
        .sheet_id = sheet_job->receipt.sheet_id, .row = row, .column = column, .reason = reason};
    return load_refusals_add(&sheet_job->refusals, &refusal, err);
}

/* The first cell with content past the header's last column, or the row's count when there is none. */
static uint32_t stray_cell(const struct sp_row *row, uint32_t column_count)
{
    uint32_t i = column_count;
    while (i < row->count && row->cells[i].kind == SP_CELL_EMPTY) {
        i++;
    }
    return i;
}

static bool row_is_empty(const struct sp_row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        if (row->cells[i].kind != SP_CELL_EMPTY) return false;
    }
    return true;
}

/* The first column that the profile says every record fills and this row does not, or the count of columns. */
static uint32_t unfilled_column(const struct sheet_job *sheet_job, const struct sp_row *row)
{
    uint32_t i = 0;
    for (; i < sheet_job->match.column_count; i++) {
        const struct sp_profile_column *column = sheet_job->match.columns[i].column;
        if (!column || !column->filled) continue;
        if (i >= row->count || sp_str_trim(row->cells[i].text).size == 0) break;
    }
    return i;
}

/*
 * Whether the row's shape fits the header; a row that does not is refused, not shifted. In text every
 * row must have the header's number of fields. In a workbook cells have addresses, so only a cell
 * beyond the header is out of place.
 */
static enum sp_rc shape_check(struct sheet_job *sheet_job, const struct sp_row *row, bool *out_refused,
                              struct sp_err *err)
{
    const uint32_t columns = sheet_job->match.column_count;
    const bool is_text = sp_book_kind_of(sheet_job->book) == SP_BOOK_TEXT;
    const uint32_t stray = stray_cell(row, columns);
    const uint32_t unfilled = sheet_job->has_filled ? unfilled_column(sheet_job, row) : columns;
    char reason[160];
    char letters[8] = "";
    if (is_text && row->count < columns) {
        (void)snprintf(reason, sizeof reason, "the row has %u fields where the header has %u", row->count,
                       columns);
    } else if (stray < row->count) {
        sp_column_letters(stray, letters);
        (void)snprintf(reason, sizeof reason, "a value stands beyond the header's %u columns", columns);
    } else if (unfilled < columns) {
        sp_column_letters(unfilled, letters);
        (void)snprintf(reason, sizeof reason,
                       "nothing stands in a column that every record fills: a note or a total, by the profile");
    } else {
        *out_refused = false;
        return SP_OK;
    }
    *out_refused = true;
    return refuse(sheet_job, row->number, sp_str_of(letters), sp_str_of(reason), err);
}

/* What the privacy guard may take for the same text without looking: the code it has become. */
static uint32_t guard_key(const struct sp_field *field, const struct ledger_value *value)
{
    const bool is_person = field->type == SP_FIELD_PERSON;
    if (field->type == SP_FIELD_TEXT) return (uint32_t)value->number + 1;
    if (value->none == LEDGER_HAS_VALUE)
        return is_person ? (uint32_t)value->number + 1 : PROFILE_GUARD_TYPED;
    return is_person ? 0 : (uint32_t)value->none + 1; // Its codes are terms, not persons.
}

static enum sp_rc row_harmonise(struct sheet_job *sheet_job, const struct sp_row *row, struct sp_err *err)
{
    static const struct sp_cell no_cell = {.kind = SP_CELL_EMPTY};
    const enum sp_rc rc = load_memo_row(sheet_job->memo, row, sheet_job->values, err);
    if (rc != SP_OK) return rc;
    for (uint32_t i = 0; i < sheet_job->match.column_count; i++) {
        const struct sp_profile_column *column = sheet_job->match.columns[i].column;
        if (!column) continue;
        const struct sp_cell *cell = i < row->count ? &row->cells[i] : &no_cell;
        const struct ledger_value *value = &sheet_job->values[column->field_index];
        profile_guard_cell(sheet_job->guard, i, cell, guard_key(column->field, value));
    }
    return SP_OK;
}

static void receipt_date(struct sp_source *receipt, const struct ledger_value *date)
{
    if (date->none != LEDGER_HAS_VALUE) return;
    const int32_t day = (int32_t)date->number;
    if (receipt->day_first == SP_DAY_NONE || day < receipt->day_first) receipt->day_first = day;
    if (receipt->day_last == SP_DAY_NONE || day > receipt->day_last) receipt->day_last = day;
}

static enum sp_rc row_take(struct sheet_job *sheet_job, const struct sp_row *row, struct sp_err *err)
{
    struct sp_source *receipt = &sheet_job->receipt;
    if (row_is_empty(row)) {
        receipt->rows_empty++;
        return SP_OK;
    }
    receipt->rows_read++;
    sheet_job->job->hidden_count += row->is_hidden;
    load_digest_cells(&sheet_job->digest, row);
    bool refused;
    enum sp_rc rc = shape_check(sheet_job, row, &refused, err);
    if (rc != SP_OK || refused) return rc;
    load_unkept_row(&sheet_job->unkept, row);
    rc = row_harmonise(sheet_job, row, err);
    if (rc == SP_OK) rc = load_digest_row(&sheet_job->digest, sheet_job->values, err);
    if (rc == SP_OK) rc = ledger_writer_row(sheet_job->writer, row->number, sheet_job->values, err);
    if (rc != SP_OK) return rc;
    if (sheet_job->is_held[sheet_job->date_index]) {
        receipt_date(receipt, &sheet_job->values[sheet_job->date_index]);
    }
    receipt->rows_kept++;
    return SP_OK;
}

static void progress_tell(struct sheet_job *sheet_job)
{
    struct load_job *job = sheet_job->job;
    job->progress.rows++;
    if (!job->options->on_progress || job->progress.rows % PROGRESS_EVERY != 0) return;
    sp_sheet_progress(sheet_job->sheet, &job->progress.bytes_done, &job->progress.bytes_all);
    job->options->on_progress(job->options->context, &job->progress);
}

/* Add the time since the last mark, when times are asked for at all. */
static void lap(const struct sheet_job *sheet_job, uint64_t *total, uint64_t *mark)
{
    if (!sheet_job->job->options->times) return;
    const uint64_t now = sp_clock();
    *total += now - *mark;
    *mark = now;
}

static void times_add(const struct sheet_job *sheet_job, uint64_t read, uint64_t taken)
{
    struct sp_load_times *times = sheet_job->job->options->times;
    if (!times) return;
    const struct ledger_writer_times writer = ledger_writer_times(sheet_job->writer);
    times->read += read;
    times->harmonise += taken - writer.wait;
    times->append += writer.append;
    times->wait += writer.wait;
}

static enum sp_rc rows_take(struct sheet_job *sheet_job, struct load_head *head, struct sp_err *err)
{
    struct sp_row row;
    enum sp_rc rc;
    uint64_t read = 0;
    uint64_t taken = 0;
    uint64_t mark = sheet_job->job->options->times ? sp_clock() : 0;
    while ((rc = load_head_next(head, sheet_job->sheet, &row, err)) == SP_OK) {
        lap(sheet_job, &read, &mark);
        if (row.number <= sheet_job->match.header_row) continue;
        rc = row_take(sheet_job, &row, err);
        if (rc != SP_OK) {
            sp_err_at_row(err, row.number);
            return rc;
        }
        progress_tell(sheet_job);
        lap(sheet_job, &taken, &mark);
    }
    lap(sheet_job, &read, &mark);
    if (rc != SP_END) return rc;
    rc = ledger_writer_flush(sheet_job->writer, err);
    lap(sheet_job, &taken, &mark);
    times_add(sheet_job, read, taken);
    return rc;
}

/* Room for a row's values, and which of the event's fields this sheet gives. */
static enum sp_rc fields_prepare(struct sheet_job *sheet_job, struct sp_err *err)
{
    const struct sp_event *event = sheet_job->event;
    struct sp_arena *arena = sheet_job->job->arena;
    sheet_job->is_held = sp_arena_array(arena, event->field_count, sizeof *sheet_job->is_held);
    sheet_job->values = sp_arena_array(arena, event->field_count, sizeof *sheet_job->values);
    if (!sheet_job->is_held || !sheet_job->values) return sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    for (uint32_t i = 0; i < sheet_job->match.column_count; i++) {
        const struct sp_profile_column *column = sheet_job->match.columns[i].column;
        if (column) sheet_job->is_held[column->field_index] = true;
        sheet_job->has_filled |= column && column->filled;
    }
    const bool has_date =
        sp_event_field(event, sp_str_of(event->date_field), &sheet_job->date_index) != NULL;
    SP_ASSERT(has_date);
    return SP_OK;
}

static void receipt_begin(struct sheet_job *sheet_job, int32_t sheet_id, struct sp_str sheet_name)
{
    const struct sp_match *match = &sheet_job->match;
    const char *release = sheet_job->job->options->release;
    sheet_job->receipt = (struct sp_source){
        .sheet_id = sheet_id,
        .sheet = sheet_name,
        .release = release ? sp_str_of(release) : match->release,
        .event = sp_str_of(match->profile->event->name),
        .profile = match->profile->id,
        .profile_version = match->profile->version,
        .header_row = match->header_row,
        .day_first = SP_DAY_NONE,
        .day_last = SP_DAY_NONE,
    };
}

static enum sp_rc matched_take(struct sheet_job *sheet_job, struct load_head *head, int32_t source_id,
                               size_t sheet_index, struct sp_err *err)
{
    struct load_job *job = sheet_job->job;
    const struct sp_sheet_info info = sp_book_sheet_info(sheet_job->book, sheet_index);
    sheet_job->event = sheet_job->match.profile->event;
    const struct sp_str name = sp_arena_copy(job->arena, info.name);
    enum sp_rc rc = name.data ? fields_prepare(sheet_job, err) : sp_err_set(err, SP_ERR_MEMORY, "out of memory");
    if (rc != SP_OK) return rc;
    receipt_begin(sheet_job, job->next_sheet_id++, name);
    load_digest_init(&sheet_job->digest, sheet_job->event, sheet_job->is_held, &job->terms);
    rc = profile_guard_open(&sheet_job->match, &sheet_job->guard, err);
    if (rc != SP_OK) return rc;
    rc = load_unkept_open(&sheet_job->match, &sheet_job->unkept, err);
    if (rc == SP_OK) {
        rc = load_memo_open(&sheet_job->match, &job->terms, sheet_job->receipt.release,
                            sp_book_is_1904(sheet_job->book), &sheet_job->memo, err);
    }
    if (rc == SP_OK) {
        rc = ledger_writer_open(job->ledger, sheet_job->event, sheet_job->is_held, sheet_job->receipt.sheet_id,
                                &sheet_job->writer, err);
    }
    if (rc == SP_OK) rc = rows_take(sheet_job, head, err);
    if (rc == SP_OK) rc = profile_guard_end(sheet_job->guard, err);
    if (rc == SP_OK) rc = load_refusals_store(&sheet_job->refusals, job->ledger, err);
    if (rc == SP_OK) {
        rc = ledger_sheet_put(job->ledger, source_id, &sheet_job->receipt, &sheet_job->match, info.visibility,
                              err);
    }
    if (rc == SP_OK) rc = load_digest_store(&sheet_job->digest, job->ledger, sheet_job->receipt.sheet_id, err);
    if (rc == SP_OK) {
        rc = load_unkept_notes(&sheet_job->unkept, sheet_job->memo, info.name, job->arena, job->unkept_notes, err);
    }
    ledger_writer_close(sheet_job->writer);
    load_unkept_release(&sheet_job->unkept);
    load_memo_close(sheet_job->memo);
    load_digest_release(&sheet_job->digest);
    profile_guard_close(sheet_job->guard);
    return rc;
}

/* Which profile a sheet is of; `err` may be NULL. */
static enum sp_rc sheet_match(struct load_job *job, struct sp_sheet *sheet, struct load_head *head,
                              struct sp_match *out_match, struct sp_err *err)
{
    const enum sp_rc rc = load_head_read(head, sheet, err);
    if (rc != SP_OK) return rc;
    return sp_profile_match(job->profiles, job->options->profile, head->rows, head->row_count, job->arena, out_match,
                            err);
}

/*
 * Whether another sheet of the workbook is of a release whose records stand in certain sheets alone,
 * and this is none of them: then it is passed over, with the profile's reason.
 */
static void passed_over_find(struct load_job *job, struct sp_book *book, size_t sheet_index)
{
    const struct sp_str name = sp_book_sheet_info(book, sheet_index).name;
    for (size_t i = 0; i < sp_book_sheet_count(book) && job->passed_over.size == 0; i++) {
        struct load_head head = {0};
        struct sp_sheet *sheet = NULL;
        struct sp_match match;
        if (i == sheet_index) continue;
        enum sp_rc rc = sp_sheet_open(book, i, &sheet, NULL);
        if (rc == SP_OK) rc = sheet_match(job, sheet, &head, &match, NULL);
        if (rc == SP_OK) (void)sp_profile_sheet_role(match.profile, sheet_index, name, &job->passed_over);
        load_head_release(&head);
        sp_sheet_close(sheet);
    }
}

/* A sheet with the records' columns that the profile does not know of must be looked at. */
static enum sp_rc role_check(struct sheet_job *sheet_job, size_t sheet_index, struct sp_err *err)
{
    const struct sp_profile *profile = sheet_job->match.profile;
    const struct sp_str name = sp_book_sheet_info(sheet_job->book, sheet_index).name;
    if (sp_profile_sheet_role(profile, sheet_index, name, &sheet_job->job->passed_over) != SP_SHEET_UNLISTED)
        return SP_OK;
    return sp_err_set(err, SP_ERR_INPUT,
                      "profile '%.*s' fits the sheet, and yet names it neither among the sheets that are data nor "
                      "among those passed over; look at it, and name it in the profile",
                      SP_FMT(profile->id));
}

static enum sp_rc read_note_keep(struct load_job *job, const struct sp_sheet *sheet, struct sp_err *err)
{
    const char *note = sp_sheet_note(sheet);
    if (!note) return SP_OK;
    job->read_note = sp_arena_copy(job->arena, sp_str_of(note));
    return job->read_note.data ? SP_OK : sp_err_set(err, SP_ERR_MEMORY, "out of memory");
}

enum sp_rc load_sheet(struct load_job *job, struct sp_book *book, size_t sheet_index, int32_t source_id,
                      struct sp_source *out_sheet, struct sp_err *err)
{
    struct sheet_job sheet_job = {.job = job, .book = book};
    struct load_head head = {0};
    job->release_is_of_file = false;
    job->hidden_count = 0;
    job->read_note = SP_STR("");
    for (size_t i = 0; i < LOAD_UNKEPT_NOTES; i++) {
        job->unkept_notes[i] = SP_STR("");
    }
    job->passed_over = SP_STR("");
    load_refusals_init(&sheet_job.refusals);
    enum sp_rc rc = sp_sheet_open(book, sheet_index, &sheet_job.sheet, err);
    const bool is_open = rc == SP_OK;
    if (rc == SP_OK) rc = sheet_match(job, sheet_job.sheet, &head, &sheet_job.match, err);
    if (rc == SP_OK) rc = role_check(&sheet_job, sheet_index, err);
    if (is_open && rc == SP_ERR_INPUT) passed_over_find(job, book, sheet_index);
    if (job->passed_over.size > 0) {
        sp_err_reset(err);
        rc = SP_END;
    }
    if (rc == SP_OK && !job->options->release) {
        rc = sp_match_name_by_file(&sheet_job.match, sp_path_base(sp_str_of(job->progress.file)), job->arena, err);
        job->release_is_of_file = sheet_job.match.release_is_of_file;
    }
    if (rc == SP_OK) rc = matched_take(&sheet_job, &head, source_id, sheet_index, err);
    if (rc == SP_OK) rc = read_note_keep(job, sheet_job.sheet, err);
    if (rc == SP_OK) *out_sheet = sheet_job.receipt;
    load_head_release(&head);
    sp_sheet_close(sheet_job.sheet);
    load_refusals_release(&sheet_job.refusals);
    return rc;
}
