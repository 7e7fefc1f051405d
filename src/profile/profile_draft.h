/*
 * A profile drafted from a sheet:
 *
 *   rows ─ profile_draft_head.c ─▶ headings
 *        └ profile_draft_seen.c ─▶ what stands in each column, as counts
 *   both ─ profile_draft_map.c ──▶ table, and a field with a confidence for each column
 *        └ profile_draft_write.c ▶ YAML
 *
 * No value outlives the reading of its cell, but for the texts that count distinct ones.
 */
#ifndef PROFILE_DRAFT_H
#define PROFILE_DRAFT_H

#include "profile/profile_guard.h"
#include "sallyport/draft.h"

enum {
    DRAFT_DISTINCT_MAX = 1000, // Distinct texts counted; past it "over 1,000".
    DRAFT_CONFIDENCE_MIN = 50, // A worse guess is only named, not made.
    DRAFT_CONFIDENCE_ALL = 100,
};

/* Texts that stand for "no value" in one release or another; the same in every one, so
 * they may be printed. */
enum draft_token_kind { DRAFT_BLANK, DRAFT_REDACTION, DRAFT_DASH };
struct draft_token {
    const char *text;
    enum draft_token_kind kind;
};
enum { DRAFT_TOKEN_COUNT = 9 };
extern const struct draft_token draft_tokens[DRAFT_TOKEN_COUNT];

/* What stands in a column. */
struct draft_seen {
    uint64_t blank_count;
    uint64_t redacted_count;
    uint64_t token_counts[DRAFT_TOKEN_COUNT];
    uint64_t filled_count; // all others; the kinds below are parts of them
    uint64_t serial_count; // dates and times of the workbook
    uint64_t date_text_count;
    uint64_t form_counts[SP_DATE_FORM_COUNT]; // a text may be a date in two forms
    uint64_t whole_count;
    uint64_t money_count; // with cents or a sign
    uint64_t yes_no_count;
    uint64_t id_count;  // 32 to 64 hexadecimal digits, or 15 and more decimal ones
    uint64_t aor_count; // ends with "Area of Responsibility"
    struct sp_intern distinct;
    bool distinct_is_full;
    struct profile_guard_tally guard;
};

enum draft_how {
    DRAFT_HOW_NONE,
    DRAFT_HOW_SAME,  // a heading of a profile of this table
    DRAFT_HOW_FIELD, // the field's own name
    DRAFT_HOW_OTHER, // a heading of a profile of another table
    DRAFT_HOW_NEAR,  // a heading or a field's name that is near
};

struct draft_column {
    uint32_t index;        // in the sheet
    struct sp_str heading; // blanks as one; in the arena
    struct sp_str normal;
    bool is_twice; // a column before it has the same heading
    struct draft_seen seen;
    enum profile_guard_kind guard;
    bool guard_by_values;
    // The guess; of a confidence below the least, `field` is only the nearest.
    const struct sp_field *field;
    unsigned confidence; // of 100
    enum draft_how how;
    struct sp_str near;             // the name that is the same or near
    const struct sp_profile *known; // whose heading it is, or NULL
    const struct sp_profile_column *known_column;
    bool misfits; // the values do not look like the field's type
};

struct draft {
    const struct sp_profile_set *set;
    struct sp_arena *arena;
    const struct sp_event *event;
    const struct sp_event *second_event; // the next best, or NULL
    bool event_is_given;
    size_t second_count; // columns it would map
    uint64_t header_row;
    struct draft_column *columns;
    size_t column_count; // with a heading
    size_t nameless_count;
    uint64_t row_count; // below the header, not empty
};

/** The header row and its headings. `wanted_row` 0: find it. SP_END for an empty sheet.
 */
SP_MUST_USE enum sp_rc draft_head_find(struct draft *draft, struct sp_sheet *sheet,
                                       uint64_t wanted_row, struct sp_err *err);

void draft_seen_init(struct draft_seen *seen, struct sp_str heading, uint64_t *distinct);
SP_MUST_USE bool draft_seen_add(struct draft_seen *seen, const struct sp_cell *cell);
void draft_seen_release(struct draft_seen *seen);

/** Table and fields. `event` NULL: the one that most columns fit. */
SP_MUST_USE enum sp_rc draft_map(struct draft *draft, const struct sp_event *event,
                                 struct sp_err *err);
/** Whether a column is mapped to a field, withheld or not. */
bool draft_is_mapped(const struct draft_column *column);
/** Whether a mapped column is to be `withheld: true`. */
bool draft_is_withheld(const struct draft_column *column);

void draft_write(const struct draft *draft, struct sp_str file_name, struct sp_buf *out);

#endif
