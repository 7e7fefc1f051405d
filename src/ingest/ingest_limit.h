/*
 * Every ceiling of reading files, with its reason. A file that passes one is refused with
 * SP_ERR_LIMIT; nothing here is a guess about what an honest file holds, each is far above
 * it. sp_book_options.allow_large lifts those marked (L), for a file that is trusted.
 */
#ifndef INGEST_LIMIT_H
#define INGEST_LIMIT_H

#include <stdint.h>

// clang-format off
enum {
    /* -- Zip -- */
    INGEST_MEMBERS_MAX      = 100000,  // A workbook of 12 sheets has about 40 members.
    INGEST_NAME_SIZE_MAX    = 1024,    // Windows refuses paths of more than 260 characters.
    INGEST_RATIO_MAX        = 200,     // (L) Of a member, and of all together. Sheets pack 6 to 20 to 1; deflate can reach 1032.
    INGEST_RATIO_FREE_SIZE  = 1 << 24, // The ratio of less than 16 MiB says nothing.

    /* -- gzip -- */
    INGEST_GZIP_HEADER_MAX  = 1 << 17, // Extra field at most 65,535; a name and a comment are short.

    /* -- XML -- */
    INGEST_DEPTH_MAX        = 64,      // Sheet data is 7 deep, extensions a little more.
    INGEST_ATTRIBUTES_MAX   = 256,     // Excel writes at most about 30 on one element.
    INGEST_TOKEN_SIZE_MAX   = 1 << 22, // A tag with its attributes; held in memory whole.
    INGEST_XML_MEMORY_MAX   = 1 << 26, // One XML reader: a few tags of that size, and every name it ever saw, of which a workbook has some hundreds.

    INGEST_SCOPE_MAX        = 32,      // Namespaces in scope that the fast scan keeps; Excel declares up to about 20. More go to the plain reader.
    INGEST_PREFIX_SIZE_MAX  = 15,      // As above, of one prefix; Excel's longest is "x14ac" and its like.

    /* -- Workbook -- */
    INGEST_SHEETS_MAX       = 16384,   // Excel is bound by memory; thousands have been seen.
    INGEST_SHEET_NAME_SIZE_MAX = 1024, // Excel allows 31 characters.
    INGEST_RELATIONS_MAX    = 1 << 18, // Excel allows 65,530 hyperlinks on a sheet.
    INGEST_STYLES_MAX       = 1 << 17, // Excel allows 65,490 cell formats.
    INGEST_FORMAT_ID_MAX    = 65535,   // Excel numbers its own from 164 and allows some 250.
    INGEST_LINKS_MAX        = 1 << 18, // As relations.
    INGEST_ROW_LINKS_MAX    = 4096,    // On one row; each is looked at for every row it spans.
    INGEST_ROW_LINK_CELLS_MAX = 1 << 16, // Cells they span together: some may have more than one, 16,384 columns with as many each are days of work.

    /* -- Sheet data: Excel's own bounds -- */
    INGEST_COLUMNS_MAX      = 16384,
    INGEST_ROWS_MAX         = 1048576,
    INGEST_CELL_SIZE_MAX    = 1 << 20, // 32,767 characters, each up to 7 bytes written as _xHHHH_. A longer text field is a quote never closed.
    INGEST_ROW_SIZE_MAX     = 1 << 28, // All texts of one row.
    INGEST_SCAN_ROW_SIZE_MAX = 1 << 22, // XML of one row in the fast scan; a larger row goes to the plain reader.

    /* -- Delimited text; columns and cells as in sheets, so that Excel can open what we read -- */
    INGEST_RECORD_SIZE_MAX  = 1 << 24, // 16,384 columns of 1 KiB each; a record is held in memory whole.
    INGEST_ENTRIES_MAX      = 1 << 18, // Fields indexed at a time, 4 bytes each: a usual window of nothing but line ends.
    INGEST_SNIFF_COUNT      = 40,      // Records that tell the delimiter: past any preamble seen.

    /* -- Pieces read at a time -- */
    INGEST_PIECE_SIZE       = 1 << 18, // Stays in the second-level cache.
    INGEST_KEEP_SIZE        = 1 << 16, // Room for a row that two pieces share; more is made for a longer one.
    INGEST_PIECE_COUNT      = 4,       // Pieces in flight between two threads.
    INGEST_PAD_SIZE         = 64,      // Zeros behind a piece: no token of the fast scan looks further ahead.
};

#define INGEST_DIRECTORY_SIZE_MAX (UINT64_C(1) << 28) // INGEST_MEMBERS_MAX names with extra fields.
#define INGEST_UNPACKED_MAX       (UINT64_C(1) << 34) // (L) 16 GiB: a full sheet of 60 columns is 3.2 GB.
#define INGEST_STRINGS_MAX        (UINT32_C(1) << 26) // 64 million distinct texts.
#define INGEST_STRINGS_SIZE_MAX   (UINT64_C(1) << 31) // (L) Their bytes, held in memory: some 40 MB packed could fill it.
#define INGEST_CELLS_MAX          (UINT64_C(1) << 30) // Of a sheet, empty ones before others included: more than 16 GiB of XML can hold, so most would be made of nothing.
// clang-format on

#endif
