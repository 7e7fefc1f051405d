/*
 * The privacy guard: a column that would tell who a person is does not enter a ledger.
 *
 *   heading ─ profile_guard.c ───────▶ rule? ┐
 *   cells ─── profile_guard_shape.c ─▶ shapes ─ profile_guard_sheet.c ─▶ refused, or not
 *
 * One table of rules (profile_guard.c) says which headings and which shapes of values
 * make a column refused. A column that the profile ignores is never stored, and one it
 * calls withheld keeps no value, so only the others are looked at. A message names column
 * and rule, never a value.
 */
#ifndef PROFILE_GUARD_H
#define PROFILE_GUARD_H

#include "profile/profile_detail.h"

enum profile_guard_kind {
    GUARD_NAME,
    GUARD_BIRTH,
    GUARD_A_NUMBER,
    GUARD_SSN,
    GUARD_ADDRESS,
    GUARD_PHONE,
    GUARD_EMAIL,
    GUARD_OFFICER, // by heading alone
    GUARD_KIND_COUNT,
    GUARD_NONE = GUARD_KIND_COUNT,
};

struct profile_guard_rule {
    const char *id;       // "GUARD-NAME"
    const char *what;     // "a person's name", after "looks like"
    const char *why;      // one sentence
    const char *headings; // "last name|=name": runs of words; '=' for the whole heading
    const char *unless;   // words that make a heading harmless
    const char *harmless; // headings that look like it and are not; held by a test
    unsigned share_min; // of the filled values, in thousandths; 0: not judged by content
    unsigned count_min; // values of the shape; fewer prove nothing of a column
    unsigned distinct_min; // of them that differ, out of 100; see distinct_enough()
    // Where the schema says that an event is of places, and no person stands in it: the
    // headings that are a place's there (NULL: none), and whether values of this shape
    // are.
    const char *of_places;
    bool values_are_places;
};

const struct profile_guard_rule *profile_guard_rule_of(enum profile_guard_kind kind);

/** The rule a heading meets in a table of this event (NULL: of any), or GUARD_NONE. */
enum profile_guard_kind profile_guard_heading(const struct sp_event *event,
                                              struct sp_str heading);
/** Whether a heading speaks of birth, so that a full date below it is a birth date. */
bool profile_guard_speaks_of_birth(struct sp_str heading);

/* -- Shapes (profile_guard_shape.c) ------------------------------------------------- */

/** Bits (1 << kind) of the shapes a text has; birth dates are not among them. */
unsigned profile_guard_shapes(struct sp_str text);
/** Whether a cell below a heading that speaks of birth holds a full date. */
bool profile_guard_is_full_date(const struct sp_cell *cell);
/** Whether the field is of the birth, where a full date tells who a person is. */
bool profile_guard_is_of_birth(const struct sp_field *field);
/**
 * Whether a value by itself tells who a person is, wherever it stands: an A-number, a
 * social security number, or a full date in a field about birth. Such a value is never
 * kept.
 */
bool profile_guard_tells_person(const struct sp_field *field, const struct sp_cell *cell);

/* -- The columns of a sheet (profile_guard_sheet.c) --------------------------------- */

/** What was seen of one column. */
struct profile_guard_tally {
    uint64_t filled_count; // values that are neither blank nor redacted
    uint64_t counts[GUARD_KIND_COUNT];
    uint64_t *distinct; // bits of a hash, of texts with the shape of a name
    bool speaks_of_birth;
};

void profile_guard_tally_add(struct profile_guard_tally *tally,
                             const struct sp_cell *cell, unsigned shapes);
/** The rule the values meet in a table of this event (NULL: of any), or GUARD_NONE. */
enum profile_guard_kind
profile_guard_tally_judge(const struct sp_event *event,
                          const struct profile_guard_tally *tally);
enum { PROFILE_GUARD_DISTINCT_BITS = 1 << 13 };

struct profile_guard;

/**
 * Look at the headings of a match.
 *
 * @param match      borrowed, with the profile behind it
 * @param out_guard  owned
 * @return SP_ERR_INPUT, with the column, when a heading meets a rule
 */
SP_MUST_USE enum sp_rc profile_guard_open(const struct sp_match *match,
                                          struct profile_guard **out_guard,
                                          struct sp_err *err);
/** The key of a value of the field's own type, a number or a date. */
#define PROFILE_GUARD_TYPED UINT32_MAX
/**
 * Look at a cell of the match's column `index`, below the header.
 *
 * @param key  the same for equal texts of a field's vocabulary, or for equal persons, so
 *             that each is looked at once; 0 when the caller knows no such key
 */
void profile_guard_cell(struct profile_guard *guard, uint32_t index,
                        const struct sp_cell *cell, uint32_t key);
/** @return SP_ERR_INPUT, with the column, when its values meet a rule */
SP_MUST_USE enum sp_rc profile_guard_end(const struct profile_guard *guard,
                                         struct sp_err *err);
void profile_guard_close(struct profile_guard *guard);

#endif
