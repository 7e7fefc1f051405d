/*
 * Workbooks for tests: XML in, rows out as text.
 *
 * Rows are written one a line, a cell as [kind:text], kinds T text, N number, D date, B
 * truth, E error; [] is an empty cell, '-' an empty row; a hyperlink follows as
 * [T:text>address]. After a failure the last line is "sheet, row, column: message".
 */
#ifndef SUPPORT_WORKBOOK_H
#define SUPPORT_WORKBOOK_H

#include "base/base.h"
#include "sallyport/sheet.h"
#include "support/support_zip.h"

#define SUPPORT_MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define SUPPORT_RELATION                                                                 \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define SUPPORT_KIND                                                                     \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define SUPPORT_PACKAGE                                                                  \
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

/* A part in full; `xml` NULL leaves the part out. */
struct support_part {
    const char *name;
    struct sp_str xml;
};

/*
 * What a test cares about; NULL stands for a plain part. Cell formats of the plain
 * styles: 0 General, 1 a date (14), 2 a date and time (custom), 3 0.00, 4 elapsed time
 * (46).
 */
struct support_book {
    const char *rows;    // inside of <sheetData>
    const char *behind;  // what follows </sheetData>
    const char *strings; // inside of <sst>
    const char *links;   // inside of the sheet's relationships
    struct support_part
        parts[8];   // given in full, in place of those or beside them; ends with no name
    bool is_stored; // not deflated
    struct support_member sheet_member; // how the sheet's member lies; not what is in it
    struct support_archive archive;     // how the archive does; not its members
};

/** Append the workbook to `out`. */
void support_book_write(const struct support_book *book, struct sp_buf *out);

/** A file of these bytes in the folder for temporary files; `out_path` holds 64 bytes.
 * Unlink it. */
void support_file_write(struct sp_str bytes, char out_path[64]);

/** The same in memory alone, for tests that make thousands. @return a descriptor: close
 * it */
int support_memory_file_write(struct sp_str bytes, char out_path[64]);

/**
 * All rows of the first sheet, or the failure, read from bytes.
 *
 * @param out_was_fast  the fast scan read all rows; may be NULL
 */
enum sp_rc support_bytes_render(struct sp_str bytes,
                                const struct sp_book_options *options, struct sp_buf *out,
                                bool *out_was_fast);

/**
 * Whether two readings of the same bytes came to the same, text by text; but what expat
 * calls a fault ("not well-formed", "junk after document element") depends on where the
 * pieces end that it is fed, and is not compared.
 */
bool support_rows_same(struct sp_str a, struct sp_str b);

/** All rows of a sheet, or the failure. @return how it ended: SP_END or the failure */
enum sp_rc support_rows_render(const char *path, const struct sp_book_options *options,
                               size_t sheet_index, struct sp_buf *out);

#endif
