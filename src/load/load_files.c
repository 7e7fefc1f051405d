/*
 * All files of one `add`, in one transaction.
 *
 *   begin ─ for each file: known? ─ open ─ for each sheet: load_sheet ─ … ─ store terms ─ check ─ commit
 *                                                                 any failure ─ roll back
 */
#include "check/check_job.h"
#include "load/load_sheet.h"

static enum sp_rc out_of_memory(struct sp_err *err)
{
    return sp_err_set(err, SP_ERR_MEMORY, "out of memory for the receipt");
}

static enum sp_rc note_add(struct load_job *job, struct sp_receipt_file *file, struct sp_str note,
                           struct sp_err *err)
{
    struct sp_str *notes = sp_arena_array(job->arena, file->note_count + 1, sizeof *notes);
    if (!notes || !note.data) return out_of_memory(err);
    for (size_t i = 0; i < file->note_count; i++) {
        notes[i] = file->notes[i];
    }
    notes[file->note_count++] = note;
    file->notes = notes;
    return SP_OK;
}

/* What a person should know of a sheet that was taken. */
static enum sp_rc sheet_notes_add(struct load_job *job, struct sp_receipt_file *file, struct sp_sheet_info info,
                                  const struct sp_source *sheet, struct sp_err *err)
{
    enum sp_rc rc = SP_OK;
    if (info.visibility != SP_SHEET_VISIBLE) {
        rc = note_add(job, file,
                      sp_arena_format(job->arena, "sheet '%.*s' is hidden in the workbook; it was read",
                                      SP_FMT(info.name)),
                      err);
    }
    if (rc == SP_OK && job->hidden_count > 0) {
        rc = note_add(job, file,
                      sp_arena_format(job->arena, "of the rows of sheet '%.*s' the workbook hides %llu; they were read",
                                      SP_FMT(info.name), (unsigned long long)job->hidden_count),
                      err);
    }
    if (rc == SP_OK && job->release_is_of_file) {
        rc = note_add(job, file,
                      sp_arena_format(job->arena,
                                      "release '%.*s' is named by the file's name; no record says which day's "
                                      "list it is",
                                      SP_FMT(sheet->release)),
                      err);
    }
    for (size_t i = 0; rc == SP_OK && i < LOAD_UNKEPT_NOTES; i++) {
        if (job->unkept_notes[i].size) rc = note_add(job, file, job->unkept_notes[i], err);
    }
    return rc == SP_OK && job->read_note.size ? note_add(job, file, job->read_note, err) : rc;
}

static enum sp_rc sheets_take(struct load_job *job, struct sp_book *book, struct sp_receipt_file *file,
                              struct sp_err *err)
{
    const size_t sheet_count = sp_book_sheet_count(book);
    const int32_t source_id = job->next_source_id++;
    file->sheets = sp_arena_array(job->arena, sheet_count, sizeof *file->sheets);
    if (!file->sheets) return out_of_memory(err);
    const struct sp_str base = sp_path_base(file->path);
    enum sp_rc rc = ledger_source_put(job->ledger, source_id, file->sha256, base, sp_book_file_size(book), err);
    for (size_t i = 0; rc == SP_OK && i < sheet_count; i++) {
        const struct sp_sheet_info info = sp_book_sheet_info(book, i);
        struct sp_source *sheet = &file->sheets[file->sheet_count];
        rc = load_sheet(job, book, i, source_id, sheet, err);
        if (rc == SP_OK) {
            sheet->file = base;
            sheet->sha256 = file->sha256;
            sheet->size = sp_book_file_size(book);
            file->sheet_count++;
            rc = sheet_notes_add(job, file, info, sheet, err);
        } else if (rc == SP_END) {
            const struct sp_str why = job->passed_over;
            rc = note_add(job, file,
                          sp_arena_format(job->arena, "sheet '%.*s' %s%.*s", SP_FMT(info.name),
                                          why.size ? "was passed over: " : "holds no cell; it was skipped",
                                          SP_FMT(why)),
                          err);
        } else {
            const struct sp_str name = sp_arena_copy(job->arena, info.name);
            sp_err_at_sheet(err, name.data);
        }
    }
    if (rc == SP_OK && file->sheet_count == 0) {
        rc = sp_err_set(err, SP_ERR_INPUT, "the file holds no data: every sheet is empty");
    }
    return rc;
}

/* Whether an earlier file of the same call has the same bytes. */
static bool given_twice(const struct sp_receipt *receipt, size_t file_index)
{
    for (size_t i = 0; i < file_index; i++) {
        if (sp_str_equal(receipt->files[i].sha256, receipt->files[file_index].sha256)) return true;
    }
    return false;
}

static enum sp_rc file_take(struct load_job *job, const char *path, struct sp_receipt *receipt,
                            size_t file_index, struct sp_err *err)
{
    struct sp_receipt_file *file = &receipt->files[file_index];
    const struct sp_book_options book_options = {.thread_count = job->options->thread_count,
                                                 .allow_large = job->options->allow_large};
    struct sp_book *book = NULL;
    file->path = sp_arena_copy(job->arena, sp_str_of(path));
    if (!file->path.data) return out_of_memory(err);
    job->progress.file = file->path.data;
    const uint64_t began = sp_clock();
    enum sp_rc rc = sp_book_open(path, &book_options, &book, err);
    if (rc == SP_OK) {
        rc = sp_book_sha256(book, &file->sha256, err);
    }
    if (rc == SP_OK) {
        file->sha256 = sp_arena_copy(job->arena, file->sha256);
        rc = file->sha256.data ? ledger_source_find(job->ledger, file->sha256, &file->already_in, err)
                               : out_of_memory(err);
    }
    if (job->options->times) job->options->times->open += sp_clock() - began;
    if (rc == SP_OK && given_twice(receipt, file_index)) file->already_in = true;
    if (rc == SP_OK && !file->already_in) rc = sheets_take(job, book, file, err);
    if (rc != SP_OK) sp_err_at_file(err, path);
    sp_book_close(book);
    return rc;
}

static enum sp_rc job_open(struct load_job *job, struct sp_err *err)
{
    enum sp_rc rc = ledger_begin(job->ledger, err);
    if (rc == SP_OK) rc = ledger_next_id(job->ledger, "source", &job->next_source_id, err);
    if (rc == SP_OK) rc = ledger_next_id(job->ledger, "sheet", &job->next_sheet_id, err);
    job->sheet_first = job->next_sheet_id;
    if (rc == SP_OK) rc = ledger_terms_open(job->ledger, &job->terms, err);
    return rc;
}

/* What the rows have in common, what is odd about them, and then all of it at once. */
static enum sp_rc job_end(struct load_job *job, struct sp_receipt *receipt, struct sp_err *err)
{
    const uint64_t began = sp_clock();
    enum sp_rc rc = ledger_terms_store(job->ledger, &job->terms, err);
    const uint64_t stored = sp_clock();
    if (rc == SP_OK && job->next_sheet_id > job->sheet_first) {
        rc = check_run(job->ledger, job->sheet_first, job->arena, &receipt->findings, &receipt->finding_count, err);
    }
    const uint64_t checked = sp_clock();
    if (rc == SP_OK && !job->options->dry_run) rc = ledger_commit(job->ledger, err);
    struct sp_load_times *times = job->options->times;
    if (times) {
        times->rows = job->progress.rows;
        times->terms = stored - began;
        times->check = checked - stored;
        times->commit = sp_clock() - checked;
    }
    return rc;
}

enum sp_rc sp_load_files(struct sp_ledger *ledger, const struct sp_profile_set *profiles,
                         const struct sp_load_options *options, struct sp_arena *arena,
                         struct sp_receipt *out_receipt, struct sp_err *err)
{
    struct load_job job = {.ledger = ledger, .profiles = profiles, .options = options, .arena = arena};
    struct sp_receipt receipt = {
        .files = sp_arena_array(arena, options->path_count, sizeof *receipt.files),
        .file_count = options->path_count,
    };
    if (!receipt.files) return out_of_memory(err);
    enum sp_rc rc = ledger_append_begin(ledger, err);
    if (rc == SP_OK) rc = job_open(&job, err);
    for (size_t i = 0; rc == SP_OK && i < options->path_count; i++) {
        rc = file_take(&job, options->paths[i], &receipt, i, err);
    }
    if (rc == SP_OK) rc = job_end(&job, &receipt, err);
    ledger_rollback(ledger); // Does nothing after a commit.
    ledger_append_end(ledger);
    ledger_terms_release(&job.terms);
    if (rc == SP_OK) *out_receipt = receipt;
    return rc;
}
