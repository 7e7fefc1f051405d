/*
 * Reading files: any workbook (.xlsx, .xlsm) or delimited text (.csv, .txt, .tsv, gzip or not) as sheets of rows of cells.
 *
 * Policy. A book is opened for reading only, knows nothing of agencies, and streams: memory does
 * not grow with the number of rows (a workbook's distinct shared strings are held). A sheet belongs
 * to one thread at a time; different sheets, of one book or of several, may be opened and read on
 * different threads at once. Opening and closing a book, and its hash, are for one thread.
 * What a file *is* follows from its bytes, not its name: zip is a workbook, gzip is unpacked
 * (also when named .csv), everything else is delimited text.
 *
 * Row numbers are what a person sees on opening the file in Excel: the first row is 1, empty rows
 * count, a quoted line break does not.
 *
 * Whatever is wrong with a file is an error with file, sheet and row; never a crash, a hang, or a
 * silent short read. Ceilings stand in one table, src/ingest/ingest_limit.h.
 */
#ifndef SALLYPORT_SHEET_H
#define SALLYPORT_SHEET_H

#include "sallyport/date.h"

enum sp_cell_kind {
    SP_CELL_EMPTY,  // no cell, a cell without a value, or a text of no characters
    SP_CELL_TEXT,   // text, exactly as stored
    SP_CELL_NUMBER, // text holds the exact digits stored in the file; never rounded
    SP_CELL_DATE,   // a number whose format is a date; text holds the serial's exact digits
    SP_CELL_BOOL,   // text is "TRUE" or "FALSE"
    SP_CELL_ERROR,  // text is the error, such as "#REF!"
};

struct sp_cell {
    enum sp_cell_kind kind;
    uint32_t shared;    // 1 + index in the book's shared strings, 0 when the text is the cell's own
    struct sp_str text; // borrowed, valid until the next row is read (until close, when shared)
    struct sp_str link; // address of the cell's hyperlink, empty when there is none
};

struct sp_row {
    uint64_t number;            // as Excel shows it
    uint32_t count;             // cells up to the last one present; 0 for an empty row
    const struct sp_cell *cells; // cells[0] is column A; borrowed, valid until the next row is read
    bool is_hidden;             // in the workbook; it is read like any other
};

enum sp_sheet_visibility { SP_SHEET_VISIBLE, SP_SHEET_HIDDEN, SP_SHEET_VERY_HIDDEN };
enum sp_book_kind { SP_BOOK_XLSX, SP_BOOK_TEXT };

struct sp_sheet_info {
    struct sp_str name; // exactly as stored, blanks at the ends included; for text files the file's base name
    enum sp_sheet_visibility visibility;
};

struct sp_book_options {
    char delimiter;        // 0: found out from the first lines (comma, tab, pipe, semicolon)
    int thread_count;      // 0 or 1: one thread; 2: unpack, and find a text's fields, on a second. Same rows either way.
    bool plain;            // read sheet data by the plain XML reader, not the fast scan (for checking)
    uint32_t piece_size;   // of a workbook, unpacked at a time; 0: the usual. Same rows either way; for checking
    bool allow_large;      // lift the ratio and total ceilings for a file that is trusted
};

struct sp_book;
struct sp_sheet;

/** @param out_book  owned; close with sp_book_close after its sheets are closed */
SP_MUST_USE enum sp_rc sp_book_open(const char *path, const struct sp_book_options *options,
                                    struct sp_book **out_book, struct sp_err *err);
void sp_book_close(struct sp_book *book);

enum sp_book_kind sp_book_kind_of(const struct sp_book *book);
size_t sp_book_sheet_count(const struct sp_book *book);
/** In the order of the workbook's tabs. Borrowed from the book. */
struct sp_sheet_info sp_book_sheet_info(const struct sp_book *book, size_t sheet_index);
/** Whether serials count from 1904-01-01. */
bool sp_book_is_1904(const struct sp_book *book);
/**
 * Lower-case hexadecimal SHA-256 of the file's bytes. The file is read through for it on the first
 * call; not to be called from two threads at once.
 *
 * @param out_sha256  borrowed from the book
 * @return SP_ERR_INPUT also when the file's size has changed since it was opened
 */
SP_MUST_USE enum sp_rc sp_book_sha256(struct sp_book *book, struct sp_str *out_sha256, struct sp_err *err);
/** In bytes. */
uint64_t sp_book_file_size(const struct sp_book *book);
/** For text files: the delimiter in use. 0 for workbooks. */
char sp_book_delimiter(const struct sp_book *book);

/** @param out_sheet  owned; starts before row 1. Several sheets of a book may be open at once. */
SP_MUST_USE enum sp_rc sp_sheet_open(struct sp_book *book, size_t sheet_index,
                                     struct sp_sheet **out_sheet, struct sp_err *err);

/**
 * Read the next row.
 *
 * An empty row is returned with `count` 0, never skipped, so that numbers agree with Excel; rows
 * after the last row present are not made up. For delimited text `count` is the number of fields
 * on the row, so that a ragged row shows as a count that differs from the header's; a blank line is
 * an empty row.
 *
 * @param out_row  set on SP_OK, untouched otherwise; valid until the next call
 * @return SP_OK, SP_END after the last row, or a failure, after which the sheet can only be closed
 */
SP_MUST_USE enum sp_rc sp_sheet_next(struct sp_sheet *sheet, struct sp_row *out_row,
                                     struct sp_err *err);
void sp_sheet_close(struct sp_sheet *sheet);

/** How far reading has come: bytes taken in of bytes there are, of the packed sheet. For progress. */
void sp_sheet_progress(const struct sp_sheet *sheet, uint64_t *out_done, uint64_t *out_all);
/**
 * Which of the rows so far the plain reader read and why, or NULL when the fast scan read them all (for
 * --verbose). Borrowed until the next call.
 */
const char *sp_sheet_plain_reason(struct sp_sheet *sheet);
/** What a person should know about how the rows so far were read, such as a guess at the text's encoding, or NULL. */
const char *sp_sheet_note(const struct sp_sheet *sheet);

/** The moment in a DATE or NUMBER cell (a serial); false when the cell holds none. */
bool sp_cell_moment(const struct sp_cell *cell, bool is_1904, struct sp_moment *out_moment);

/** "A", "B", … "XFD" for column index 0, 1, … 16383. `out` holds at least 8 bytes. */
void sp_column_letters(uint32_t column_index, char *out);

#endif
