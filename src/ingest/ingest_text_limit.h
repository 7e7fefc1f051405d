/*
 * The ceilings of reading delimited text, each far above what an honest file holds. A
 * file that passes one is refused with SP_ERR_LIMIT. sp_book_options.allow_large lifts
 * the one marked (L).
 */
#ifndef INGEST_TEXT_LIMIT_H
#define INGEST_TEXT_LIMIT_H

// clang-format off
enum {
    INGEST_TEXT_FIELD_SIZE_MAX  = 1 << 20, // A cell of Excel holds 32,767 characters. What passes this is a quote never closed.
    INGEST_TEXT_RECORD_SIZE_MAX = 1 << 24, // 16,384 columns of 1 KiB each; a record is held in memory whole.
    INGEST_TEXT_COLUMNS_MAX     = 16384,   // A sheet of Excel has no more.
    INGEST_TEXT_WINDOW_SIZE     = 1 << 18, // Bytes held at a time; stays in the second-level cache.
    INGEST_TEXT_SNIFF_COUNT     = 40,      // Records that tell the delimiter: past any preamble seen.
    INGEST_TEXT_RATIO_MAX       = 200,     // (L) Releases pack 10 to 30 to 1; deflate can reach 1032.
    INGEST_TEXT_RATIO_FREE_SIZE = 1 << 24, // The ratio of less than 16 MiB says nothing.
};
// clang-format on

#endif
