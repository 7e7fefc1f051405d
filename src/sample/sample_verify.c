/*
 * Reading a finished workbook back: every sheet's XML is there to its end, its checksum
 * holds, and it has as many rows as the plan. Not the project's reader: a reader must not
 * vouch for its own test data.
 */
#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "sample/sample_xlsx.h"

static const char row_mark[] = "<row ";
static const char end_mark[] = "</worksheet>";

enum {
    ROW_MARK_SIZE = sizeof row_mark - 1,
    END_MARK_SIZE = sizeof end_mark - 1,
    PIECE_SIZE = 1 << 16
};

struct scan {
    uint64_t row_count;
    size_t row_matched; // characters of row_mark seen
    size_t end_matched; // characters of end_mark seen
};

static size_t match_next(const char *mark, size_t matched, char c)
{
    if (mark[matched] == c) return matched + 1;
    return mark[0] == c ? 1 : 0; // Neither mark holds its own first character again.
}

static void scan_piece(struct scan *scan, const char *piece, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (scan->end_matched == END_MARK_SIZE) {
            scan->end_matched = 0; // Something follows: not the end.
        }
        scan->end_matched = match_next(end_mark, scan->end_matched, piece[i]);
        scan->row_matched = match_next(row_mark, scan->row_matched, piece[i]);
        if (scan->row_matched < ROW_MARK_SIZE) continue;
        scan->row_matched = 0;
        scan->row_count++;
    }
}

/* @return whether the whole member could be read, which zip checks against its CRC */
static bool scan_member(zip_t *archive, const char *name, struct scan *scan)
{
    char piece[PIECE_SIZE];
    zip_file_t *member = zip_fopen(archive, name, 0);
    if (!member) return false;
    zip_int64_t size;
    while ((size = zip_fread(member, piece, sizeof piece)) > 0) {
        scan_piece(scan, piece, (size_t)size);
    }
    return zip_fclose(member) == 0 && size == 0;
}

static enum sp_rc sheet_verify(zip_t *archive, const struct sample_file *file,
                               size_t sheet, struct sp_err *err)
{
    struct scan scan = {0};
    char name[64];
    (void)snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", sheet + 1);
    const uint64_t wanted = file->sheet_rows[sheet] + SAMPLE_TITLE_ROWS + 1;
    const bool whole =
        scan_member(archive, name, &scan) && scan.end_matched == END_MARK_SIZE;
    if (whole && scan.row_count == wanted) return SP_OK;
    sp_err_at_sheet(err, file->sheet_names[sheet]);
    return sp_err_set(
        err, SP_ERR_IO,
        "the workbook came back with %llu of its %llu rows; make room on the disk",
        (unsigned long long)scan.row_count, (unsigned long long)wanted);
}

enum sp_rc sample_xlsx_verify(const char *path, const struct sample_file *file,
                              struct sp_err *err)
{
    int failure;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &failure);
    if (!archive) {
        return sp_err_set(err, SP_ERR_IO,
                          "the workbook did not come back whole; make room on the disk");
    }
    enum sp_rc rc = SP_OK;
    for (size_t i = 0; rc == SP_OK && i < file->sheet_count; i++) {
        rc = sheet_verify(archive, file, i, err);
    }
    zip_discard(archive);
    return rc;
}
