/*
 * What all writers share: numbers and shares as text, clean UTF-8, and the lines below a table.
 * A writer only adds its own escapes and layout.
 */
#ifndef REPORT_PRINT_H
#define REPORT_PRINT_H

#include "sallyport/table.h"

#define SP_WITHHELD_TEXT "[withheld]"
#define SP_NOTHING_TEXT "\u2014" // em dash

enum { SP_NUMBER_TEXT_MAX = 80 };

/** "1,234,567"; with `plain` "1234567". */
void sp_print_number(uint64_t number, bool plain, char out[SP_NUMBER_TEXT_MAX]);
/**
 * "12.3 %", rounded half up in whole numbers. "<0.1 %" for a part that would round to nothing,
 * ">99.9 %" for less than all that would round to all, an em dash when the whole is 0.
 */
void sp_print_share(uint64_t part, uint64_t whole, char out[SP_NUMBER_TEXT_MAX]);
/**
 * A cell as people read it, without escapes; `plain` leaves out thousands separators.
 *
 * @param scratch  holds a number's text, which the result then borrows
 */
struct sp_str sp_datum_str(const struct sp_datum *datum, bool plain, char scratch[SP_NUMBER_TEXT_MAX]);

/** A count that has its own reference: FIGURE, ZERO, or WITHHELD in place of one (not of a share). */
bool sp_datum_is_count(const struct sp_datum *datum);
bool sp_table_column_is_count(const struct sp_table *table, size_t column);
size_t sp_table_count_columns(const struct sp_table *table);
/** Reference of the last count of a row; empty when it has none. */
struct sp_str sp_row_reference(const struct sp_table *table, const struct sp_datum *row);
/** False for a table without labels: its one row is its total. */
bool sp_table_shows_total(const struct sp_table *table);
bool sp_table_withholds(const struct sp_table *table, struct sp_figure figure);

/** Files, not sheets, that a proof rests on. */
size_t sp_proof_file_count(const struct sp_proof *proof);
/** 'text' for a POSIX shell. */
void sp_print_shell_quoted(struct sp_buf *out, struct sp_str text);

/** How a format writes the pieces of a line. Each function appends, escaped. */
struct sp_style {
    void (*text)(struct sp_buf *out, struct sp_str text);
    void (*datum)(struct sp_buf *out, const struct sp_datum *datum);
    void (*code)(struct sp_buf *out, struct sp_str code); // what a person types or copies
};
extern const struct sp_style sp_style_text;
extern const struct sp_style sp_style_csv; // without line breaks, for '#' lines
extern const struct sp_style sp_style_md;
extern const struct sp_style sp_style_html;

/** The lines below a table: unknown shares, undated records, notes, provenance. Without line ends. */
size_t sp_table_end_line_count(const struct sp_table *table);
void sp_table_end_line(const struct sp_table *table, size_t line_index, const struct sp_style *style,
                       struct sp_buf *out);
/** Rules with versions, files, digest of the inputs, how to explain. */
void sp_print_provenance(const struct sp_proof *proof, const struct sp_style *style,
                         struct sp_buf *out);

/**
 * The next character of `text` at `*at`, which moves past it. A byte that is not UTF-8 and a
 * character that would change how others show (controls, direction marks) become U+FFFD; line
 * breaks and tabs become a blank. Never call at the end.
 *
 * @param out_width  columns it takes in a terminal: 0, 1 or 2
 */
struct sp_str sp_utf8_next(struct sp_str text, size_t *at, unsigned *out_width);
void sp_utf8_clean(struct sp_buf *out, struct sp_str text);
size_t sp_utf8_width(struct sp_str text);

/* The writers, one file each. */
void sp_table_write_text(const struct sp_table *table, struct sp_buf *out);
void sp_table_write_csv(const struct sp_table *table, struct sp_buf *out);
void sp_table_write_json(const struct sp_table *table, struct sp_buf *out);
void sp_table_write_md(const struct sp_table *table, struct sp_buf *out);
void sp_table_write_html(const struct sp_table *table, struct sp_buf *out);

/* Pieces that documents need too. */
void sp_csv_field(struct sp_buf *out, struct sp_str text, bool is_label);
/** `text` broken at blanks into lines of at most `width` columns, each after `indent`. */
void sp_text_wrapped(struct sp_buf *out, struct sp_str text, size_t width, const char *indent);
void sp_json_provenance(const struct sp_proof *proof, struct sp_buf *out);

#endif
