/*
 * The workbooks, in the layout of the plan: six rows before the header, header on row 7,
 * dates as serials with date formats, everything else as it would stand in a real one.
 *
 * Same bytes always. libxlsxwriter dates every zip member 1980-01-01; the one clock left
 * is the creation time in docProps/core.xml, which is set. Texts are stored in the cells
 * (constant_memory), so that memory does not grow with the rows.
 *
 * Nothing here prints; but when a disk fills up, libxlsxwriter itself writes a line to
 * stderr, beside the error that is returned.
 */
#ifndef SAMPLE_XLSX_H
#define SAMPLE_XLSX_H

#include "sample/sample_key.h"
#include "sample/sample_plan.h"

/**
 * Write one workbook of the plan, tell the key of every row, and read it back:
 * libxlsxwriter does not notice when its temporary files meet a full disk, and would
 * report a truncated workbook as written.
 *
 * @param dir  where temporary files go; the folder of `path`
 */
SP_MUST_USE enum sp_rc sample_xlsx_write(const char *path, const char *dir, uint64_t seed,
                                         struct sample_plan *plan, size_t file_index,
                                         struct sample_key *key, struct sp_err *err);

/** Rows of a sheet that hold anything, before the first data row: titles and header. */
enum { SAMPLE_TITLE_ROWS = 5 };

/** Count the rows of every sheet in the finished file against the plan. */
SP_MUST_USE enum sp_rc
sample_xlsx_verify(const char *path, const struct sample_file *file, struct sp_err *err);

#endif
