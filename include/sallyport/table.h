/*
 * Tables: one model, many writers.
 *
 * Policy. Every printed table is a `struct sp_table`. A number enters it only as a figure or as a
 * share of two figures, so none can be printed without a way to reach its proof. Everything
 * is in the arena the table was made with. Writers append to a buffer and never fail but for
 * memory. Output is the same bytes for the same table.
 */
#ifndef SALLYPORT_TABLE_H
#define SALLYPORT_TABLE_H

#include "sallyport/measure.h"

enum sp_format { SP_FORMAT_TEXT, SP_FORMAT_CSV, SP_FORMAT_JSON, SP_FORMAT_MD, SP_FORMAT_HTML };
/** @return false when `name` is none of text, csv, json, md, html */
bool sp_format_find(struct sp_str name, enum sp_format *out_format);

enum sp_datum_kind {
    SP_DATUM_TEXT,
    SP_DATUM_LABEL,    // a "no value" label such as [blank]; set apart where a format can
    SP_DATUM_FIGURE,   // a count with its reference
    SP_DATUM_ZERO,     // no record falls here: prints as 0, as 0.0 % with a whole
    SP_DATUM_SHARE,    // one figure of another, printed as a percentage with one decimal
    SP_DATUM_ESTIMATE, // a share estimated from spells, with its 95 % interval where one can be given
    SP_DATUM_NUMBER,   // a receipt's plain number (rows read, bytes): not a statistic
    SP_DATUM_WITHHELD, // a count too small to publish: prints as [withheld]
    SP_DATUM_NOTHING,  // no number can stand here: prints as an em dash, null in JSON
};
struct sp_datum {
    enum sp_datum_kind kind;
    struct sp_str text;
    struct sp_figure figure; // FIGURE, WITHHELD; SHARE: the part; ZERO: the total of the grouped count
    struct sp_figure whole;  // SHARE; ZERO: empty, or what the share is of
    uint64_t number;         // NUMBER
    struct sp_estimate estimate; // ESTIMATE
};

struct sp_column {
    struct sp_str key;     // JSON key and CSV heading
    struct sp_str heading; // for people
    bool is_number;        // aligned right
};

struct sp_table {
    struct sp_arena *arena;
    struct sp_str id;          // for anchors: letters, digits, '-'
    struct sp_str title;
    struct sp_str measure;     // JSON "measure", empty when none
    struct sp_column *columns;
    size_t column_count;
    struct sp_str *by;         // JSON "by"
    size_t by_count;
    struct sp_datum *cells;    // row_count × column_count
    size_t row_count;
    size_t row_capacity;
    struct sp_datum *total;    // column_count cells, NULL when there is none
    const struct sp_unknown *unknowns; // one for each `by` field
    size_t unknown_count;
    struct sp_figure unknown_whole;    // what unknown shares are shares of; reference empty when unused
    struct sp_figure undated;          // matching records without a date; reference empty when unused
    struct sp_str *notes;
    size_t note_count;
    const struct sp_proof *proof;      // NULL for receipts
    bool show_references;      // CSV and JSON rows carry a "figure" column (of the last FIGURE cell)
    size_t row_total;          // 1 + the column that is the sum of its row's other figures; 0: none
    const struct sp_str *withheld;    // references of unknown counts that are not to be printed (rule SMALL)
    size_t withheld_count;
};

SP_MUST_USE enum sp_rc sp_table_new(struct sp_arena *arena, const char *id, struct sp_str title,
                                    const struct sp_column *columns, size_t column_count,
                                    struct sp_table **out_table, struct sp_err *err);
/** A new row of NOTHING cells, to be filled; NULL without memory. Valid until the next row is added. */
SP_MUST_USE struct sp_datum *sp_table_row(struct sp_table *table);
/** The total row: NOTHING in number columns, empty text in the others; NULL without memory. */
SP_MUST_USE struct sp_datum *sp_table_total(struct sp_table *table);
SP_MUST_USE enum sp_rc sp_table_note(struct sp_table *table, struct sp_str note,
                                     struct sp_err *err);

struct sp_datum sp_datum_text(struct sp_str text);
struct sp_datum sp_datum_label(struct sp_str text, enum sp_none_kind none);
struct sp_datum sp_datum_figure(struct sp_figure figure);
/** A group that a grouped count does not have. `total` is that count's total: it proves the zero. */
struct sp_datum sp_datum_zero(struct sp_figure total);
struct sp_datum sp_datum_share(struct sp_figure part, struct sp_figure whole);
/** The share of such a group. */
struct sp_datum sp_datum_zero_share(struct sp_figure total, struct sp_figure whole);
/** NOTHING when there is no estimate. */
struct sp_datum sp_datum_estimate(struct sp_estimate estimate);
struct sp_datum sp_datum_number(uint64_t number);

/** Fewest records a published cell may stand for (rule SMALL). */
enum { SP_SMALL_CELL_MIN = 5 };
/**
 * Withhold cells that stand for 1..minimum-1 records, and as many more as are needed so that none
 * can be had by subtraction from a total of its row or column, or from an unknown share (rule
 * SMALL). Shares of withheld figures are withheld with them. A total stays unless it is that small
 * itself or nothing else is left to withhold. Adds a note when anything was withheld.
 *
 * @param out_count  how many cells were withheld; may be NULL
 */
SP_MUST_USE enum sp_rc sp_table_withhold(struct sp_table *table, uint64_t minimum,
                                         size_t *out_count, struct sp_err *err);

/** The table of a count: one row a group, total, unknown shares, notes, provenance. */
SP_MUST_USE enum sp_rc sp_table_of_count(const struct sp_count *count, struct sp_arena *arena,
                                         struct sp_table **out_table, struct sp_err *err);

/**
 * Write a table. TEXT, CSV and MD end with the unknown shares, the notes and a provenance line
 * (in CSV these lines begin with '#', and so does the total, or a sum over the column would count
 * it twice); JSON holds them as members; HTML is a fragment.
 *
 * CSV: RFC 4180 quoting, UTF-8 without a byte-order mark, lines end in LF. A label that a spreadsheet
 * would run as a formula (it begins with = + - @ or a tab) gets a leading apostrophe; JSON keeps it
 * exact. In JSON a table of several figure columns has "figures", an object by column, in place of
 * "figure", and "total" is an object by column.
 */
void sp_table_write(const struct sp_table *table, enum sp_format format, struct sp_buf *out);

/** Members of a JSON object for tables inside larger JSON, without the braces. */
void sp_table_write_json_members(const struct sp_table *table, struct sp_buf *out);

#endif
