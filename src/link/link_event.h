/*
 * What the kernel reads and what it says: one struct a record, one struct a result.
 *
 * The same records as relations, under the same names, are what spec/ reads (spec/README.md), so a
 * column there is a member here. A column that is NULL there is LINK_NONE here.
 *
 * Invariants of the input, made by link_sort:
 * 1. `record` is unique in its table; records compare as (file name, sheet, row) do, so that results do
 *    not depend on the order in which files were added.
 * 2. Moments are seconds since 1970-01-01 00:00; a date without a time is its midnight.
 * 3. Codes (method, facility, …) are labels: two spellings of one value have one code. Every kind of
 *    "no value" has a code of its own too, and `link_label_is_none` tells it.
 * 4. Each table is sorted: by person, rows without a person last; then as its comment says, moments that
 *    are missing last; at the end by record.
 *
 * Nothing here knows the database. All results are exact whole numbers.
 */
#ifndef LINK_EVENT_H
#define LINK_EVENT_H

#include "base/base.h"

#define LINK_NONE INT64_MIN       // no moment, no record, no amount
enum { LINK_NOBODY = INT32_MAX }; // person of a row without an id: never merged, never linked
enum { LINK_DAY_SECONDS = 86400 };

/** The day of a moment, also of one before 1970. */
int64_t link_day(int64_t at);

/* -- Facts of labels, from spec/facts ---------------------------------------------------------- */

/** Where an arrest was made, by one published table of methods (rule METHOD). */
enum link_method_class {
    LINK_METHOD_UNKNOWN, // no method recorded, or one that the table does not name
    LINK_METHOD_AT_LARGE,
    LINK_METHOD_CUSTODIAL,
    LINK_METHOD_287G, // a class of its own in one table
    LINK_METHOD_OTHER,
};
/** The published tables; the first is the default. Ids METHOD-DDP, METHOD-UW, METHOD-LEA, METHOD-KIT. */
enum link_method_table { LINK_METHOD_DDP, LINK_METHOD_UW, LINK_METHOD_LEA, LINK_METHOD_KIT, LINK_METHOD_TABLE_COUNT };

/** What a detainer form asks for (rule DET-TYPE). */
enum link_form { LINK_FORM_UNKNOWN, LINK_FORM_HOLD, LINK_FORM_NOTICE, LINK_FORM_OTHER };

/** What a release reason of a stay says of where the person went (rule STAY-END). */
enum link_stay_end { LINK_END_UNKNOWN, LINK_END_RELEASED, LINK_END_REMOVED, LINK_END_TRANSFERRED, LINK_END_OTHER };

/* What link_detainer.lift is when it is no index into the lift reasons. */
enum {
    LINK_LIFT_BLANK = -1,    // no value: blank, not applicable, or not in the release
    LINK_LIFT_OTHER = -2,    // a reason that spec/facts/lift_reason.csv does not list
    LINK_LIFT_WITHHELD = -3, // redacted or unreadable: there is a reason, and it is not known
};

/** How a release answers a yes/no column; UNKNOWN also where it has none. */
enum link_answer { LINK_ANSWER_UNKNOWN, LINK_ANSWER_YES, LINK_ANSWER_NO };

/* -- Records ----------------------------------------------------------------------------------- */

/** Relation in_arrest. Sorted: person, at, reprocessed, record. */
struct link_arrest {
    int64_t record;
    int64_t at;
    int64_t twin;       // equal for rows of a release that are alike in every column
    int32_t person;
    int32_t release;
    int32_t method;
    int32_t criminality;
    int32_t aor;
    int32_t state;
    int32_t birth_year; // INT32_MIN: none
    int16_t filled;     // how many columns hold a value
    uint8_t reprocessed; // method is "ERO Reprocessed Arrest"
    uint8_t classes[LINK_METHOD_TABLE_COUNT]; // enum link_method_class by table
};

/** Relation in_detainer. Sorted: person, at, record. */
struct link_detainer {
    int64_t record;
    int64_t at;          // prepared
    int64_t lifted_at;   // the lift date, where the release has one
    int32_t person;
    int32_t release;
    int32_t facility;    // label of the facility's code; of its name, city and state where there is no code
    int32_t type;        // label of the detainer type
    int16_t lift;        // index into link_facts' lift reasons; LINK_LIFT_BLANK, LINK_LIFT_OTHER
    uint8_t form;        // enum link_form
    uint8_t accepted;    // enum link_answer: the agency accepts the request
    uint8_t cancels_previous; // enum link_answer: this form takes back an earlier one
};

/** Relation in_stint. Sorted: person, stay_book_in, book_in, book_out (missing FIRST), record. */
struct link_stint {
    int64_t record;
    int64_t stay_book_in;
    int64_t book_in;
    int64_t book_out;
    int64_t stay_book_out;
    int64_t departed;     // the stay's own departed date
    int64_t initial_bond; // cents
    int64_t posted_bond;  // cents
    int64_t likeness;     // equal for rows of a release that are alike in every column but the four of bonds
    int32_t bond_set_day; // INT32_MIN: none
    int32_t bond_posted_day;
    int32_t person;
    int32_t release;
    int32_t facility;     // label of the facility's code; of its name where there is no code
    int32_t stay_release_reason;
    uint8_t stay_end;     // enum link_stay_end of the stay's release reason
};

/** Relation in_removal. Sorted: person, at, record. */
struct link_removal {
    int64_t record;
    int64_t at; // departed
    int32_t person;
    int32_t release;
};

/** What one release can show (relation in_window, rule WINDOW): days, INT32_MIN where it has no such table. */
struct link_window {
    int32_t arrest_last;
    int32_t detainer_last;
    int32_t stint_last;
    int32_t removal_last;
    uint8_t has_ids; // some row of the release has a person's id; without any, no rule of duplicates applies
};

/* -- Results ----------------------------------------------------------------------------------- */

/*
 * Bits of `kept_by`: the record counts under this rule. The order is that of the rules in
 * spec/rules.txt, and of the ledger's column; append, do not sort.
 */
enum link_arrest_rule {
    LINK_ARR_EP_24, LINK_ARR_DUP_24_OLD, LINK_ARR_DUP_DAY, LINK_ARR_UW, LINK_ARR_BLN, LINK_ARR_RR, LINK_ARR_KN,
    LINK_ARR_ALYSSC, LINK_ARR_MORTON, LINK_ARR_CPANG, LINK_ARREST_RULE_COUNT
};
enum link_detainer_rule {
    LINK_DET_DUP_DAY, LINK_DET_EP_24, LINK_DET_EP_24_FORM, LINK_DET_REQUEST, LINK_DETAINER_RULE_COUNT
};
enum link_stint_rule { LINK_STINT_DUP, LINK_STINT_DUP_OLD, LINK_STINT_RULE_COUNT };

/** Relation arrest_link (rules ARR-*, ARR-STAY). */
struct link_arrest_result {
    int64_t record;
    int64_t episode;     // record of the episode's first row (ARR-EP-24); the row's own for one without an id
    int64_t stay_greedy; // the stay it is paired with, by the published rule; LINK_NONE
    int64_t stay_best;   // by the best pairing one to one
    int32_t episode_rows;
    uint32_t kept_by;
};

/** Relation stint_link (STINT-DUP, STAY). */
struct link_stint_result {
    int64_t record;
    int64_t stay;        // record of the stay's first stint; LINK_NONE: no id, or no book-in of the stay
    uint32_t kept_by;
    uint8_t lost_at;     // 0 kept, 1 the bond stage, 2 the same-day stage (STINT-DUP)
};

/** Relation stay_link (STAY, ARR-STAY, REMOVAL-JOIN). */
struct link_stay {
    int64_t stay;        // record of its first stint
    int64_t last_stint;  // record of its last stint, which speaks for the stay
    int64_t book_in;     // the stay's own
    int64_t book_out;    // the stay's own; LINK_NONE while open
    int64_t arrest_greedy;
    int64_t arrest_best;
    int64_t removal;     // record; LINK_NONE: none, or the stay's own departed date is the closest
    int64_t departed;    // the day (as a moment) that was found, of either
    int64_t initial_bond; // lowest
    int64_t posted_bond;
    int32_t person;
    int32_t release;
    int32_t facility_first;
    int32_t facility_last;
    int32_t facility_longest;
    int32_t stint_count;
    int32_t stay_release_reason;
    uint8_t stay_end;
    uint8_t book_in_agrees;  // first stint's book-in = the stay's
    uint8_t book_out_agrees; // last stint's book-out = the stay's
};

/** Relation detainer_arrest (DET-ARR-180): every detainer of the 180 days before an arrest. */
struct link_detainer_arrest {
    int64_t detainer;
    int64_t arrest;
    int32_t days; // 0 to 180; DET-ARR-KWW-2 is those of at most 2
};

enum link_state {
    LINK_STATE_NOT_A_HOLD, LINK_STATE_HONOURED, LINK_STATE_DECLINED, LINK_STATE_LIFTED, LINK_STATE_SUPERSEDED,
    LINK_STATE_BOOKED, LINK_STATE_AT_LARGE, LINK_STATE_CENSORED, LINK_STATE_UNKNOWN, LINK_STATE_COUNT
};

/*
 * Why a detainer is in its state. What a lift reason says comes first, as spec/facts/lift_reason.csv
 * spells it; what rule DET-OUTCOME finds itself follows. Append, do not sort: the ledger keeps numbers.
 */
#define LINK_REASON_TABLE(X)                                                                       \
    X(LINK_REASON_NONE, "")                                                                        \
    X(LINK_REASON_LIFT_BOOKED, "LIFT-BOOKED")                                                      \
    X(LINK_REASON_LIFT_DECLINED, "LIFT-DECLINED")                                                  \
    X(LINK_REASON_LIFT_LIFTED, "LIFT-LIFTED")                                                      \
    X(LINK_REASON_LIFT_FUNDS, "LIFT-FUNDS")                                                        \
    X(LINK_REASON_LIFT_SPACE, "LIFT-SPACE")                                                        \
    X(LINK_REASON_LIFT_RESOURCE, "LIFT-RESOURCE")                                                  \
    X(LINK_REASON_LIFT_DISCRETION, "LIFT-DISCRETION")                                              \
    X(LINK_REASON_LIFT_CITIZEN, "LIFT-CITIZEN")                                                    \
    X(LINK_REASON_LIFT_NOT_REMOVABLE, "LIFT-NOT-REMOVABLE")                                        \
    X(LINK_REASON_LIFT_CASE_CLOSED, "LIFT-CASE-CLOSED")                                            \
    X(LINK_REASON_LIFT_JUDICIAL, "LIFT-JUDICIAL")                                                  \
    X(LINK_REASON_LIFT_EARLY_RELEASE, "LIFT-EARLY-RELEASE")                                        \
    X(LINK_REASON_LIFT_NOT_IN_CUSTODY, "LIFT-NOT-IN-CUSTODY")                                      \
    X(LINK_REASON_LIFT_NOTICE, "LIFT-NOTICE")                                                      \
    X(LINK_REASON_LIFT_DIED, "LIFT-DIED")                                                          \
    X(LINK_REASON_LIFT_TRANSFERRED, "LIFT-TRANSFERRED")                                            \
    X(LINK_REASON_LIFT_DUPLICATE, "LIFT-DUPLICATE")                                                \
    X(LINK_REASON_LIFT_SUPERSEDED, "LIFT-SUPERSEDED")                                              \
    X(LINK_REASON_LIFT_NOT_IN_LIST, "LIFT-NOT-IN-LIST")                                            \
    X(LINK_REASON_LIFT_WITHHELD, "LIFT-WITHHELD")                                                  \
    X(LINK_REASON_LIFT_CANCELLED_BY_LATER, "LIFT-CANCELLED-BY-LATER")                              \
    X(LINK_REASON_SUPERSEDED_NO_SUCCESSOR, "SUPERSEDED-NO-SUCCESSOR")                              \
    X(LINK_REASON_NOTICE_ONLY, "NOTICE-ONLY")                                                      \
    X(LINK_REASON_BOOKED_CUSTODIAL_ARREST, "BOOKED-CUSTODIAL-ARREST")                              \
    X(LINK_REASON_BOOKED_METHOD_UNKNOWN, "BOOKED-METHOD-UNKNOWN")                                  \
    X(LINK_REASON_LATER_AT_LARGE, "LATER-AT-LARGE")                                                \
    X(LINK_REASON_LATER_DETAINER, "LATER-DETAINER")                                                \
    X(LINK_REASON_CUSTODIAL_NO_STAY, "CUSTODIAL-NO-STAY")                                          \
    X(LINK_REASON_STAY_NO_ARREST, "STAY-NO-ARREST")                                                \
    X(LINK_REASON_CUSTODY_BEGAN_BEFORE, "CUSTODY-BEGAN-BEFORE")                                    \
    X(LINK_REASON_FIELD_NOT_ACCEPTED, "FIELD-NOT-ACCEPTED")                                        \
    X(LINK_REASON_FIELD_ACCEPTED, "FIELD-ACCEPTED")                                                \
    X(LINK_REASON_WINDOW_ENDS, "WINDOW-ENDS")                                                      \
    X(LINK_REASON_ARRESTS_NOT_IN_LEDGER, "ARRESTS-NOT-IN-LEDGER")                                  \
    X(LINK_REASON_STINTS_NOT_IN_LEDGER, "STINTS-NOT-IN-LEDGER")                                    \
    X(LINK_REASON_NO_ID, "NO-ID")                                                                  \
    X(LINK_REASON_NO_DATE, "NO-DATE")                                                              \
    X(LINK_REASON_DATED_AFTER_RELEASE, "DATED-AFTER-RELEASE")                                      \
    X(LINK_REASON_NOTHING_FOLLOWED, "NOTHING-FOLLOWED")                                            \
    X(LINK_REASON_NO_ID_IN_RELEASE, "NO-ID-IN-RELEASE")

enum link_reason {
#define LINK_REASON_ENUM(name, code) name,
    LINK_REASON_TABLE(LINK_REASON_ENUM)
#undef LINK_REASON_ENUM
    LINK_REASON_COUNT
};

/** A line of spec/facts/lift_reason.csv. */
struct link_lift {
    struct sp_str lift_reason; // as recorded
    enum link_state state;
    enum link_reason reason;
    bool at_risk;              // the person is plausibly at liberty after it
};

/* Bits of `contradictions` of a detainer. */
enum {
    LINK_DECLINED_YET_BOOKED = 1,   // declined, yet a stay begins within 7 days
    LINK_HONOURED_YET_AT_LARGE = 2, // booked, yet arrested at large within 30 days and no stay between
    LINK_NOTICE_YET_DECLINED = 4,   // asked for notice alone, yet recorded as declined
    LINK_HONOURED_WITHOUT_STAY = 8, // booked, yet no stay within 180 days in a release that has them
};

/** Relation detainer_link (DET-*, DET-OUTCOME). */
struct link_detainer_result {
    int64_t record;
    int64_t episode;     // DET-EP-24: record of its first row
    int64_t request;     // DET-REQUEST: record of the request's first form
    int64_t arrest;      // that follows first: the outcome rests on it, or it is evidence; LINK_NONE
    int64_t stay;        // likewise, alone or with the arrest; LINK_NONE
    int32_t days;        // to what follows first, also to another request; INT32_MIN: none
    uint32_t kept_by;
    uint8_t state;       // enum link_state
    uint8_t reason;      // enum link_reason
    uint8_t contradictions;
};

/** Why a spell at liberty ended (rule RETURN). */
enum link_exit {
    LINK_EXIT_AT_LARGE,  // arrested at large: the return
    LINK_EXIT_CUSTODY,   // taken from a jail, or booked into detention: another way
    LINK_EXIT_DETAINER,  // another request was sent: in a jail again, which answers for itself
    LINK_EXIT_REMOVED,   // left the country
    LINK_EXIT_WINDOW,    // the release ends: censored
    LINK_EXIT_COUNT
};
enum link_origin { LINK_ORIGIN_DECLINED, LINK_ORIGIN_LIFTED, LINK_ORIGIN_RELEASED, LINK_ORIGIN_COUNT };

/** Relation return_link (RETURN): one spell at liberty, from a release to what ended it. */
struct link_spell {
    int64_t origin_record; // of the detainer, or of the stay's last stint
    int64_t from;
    int64_t until;
    int64_t arrest;        // the at-large arrest; LINK_NONE
    int32_t days;          // from day to day, 0 on the same day
    int32_t person;
    int32_t facility;      // that released: of the request, or of the stay's last stint
    int32_t competing;     // other hold requests of the 180 days before the arrest; 0 without one
    uint8_t origin;        // enum link_origin
    uint8_t exit;          // enum link_exit
    uint8_t from_lift;     // 1: `from` is the lift date; 0: the day prepared, before the true release
};

/* -- The kernel -------------------------------------------------------------------------------- */

/** The sorted records of a range of persons. Borrowed. */
struct link_input {
    const struct link_arrest *arrests;
    size_t arrest_count;
    const struct link_detainer *detainers;
    size_t detainer_count;
    const struct link_stint *stints;
    size_t stint_count;
    const struct link_removal *removals;
    size_t removal_count;
    const struct link_window *windows; // by release
    int32_t release_count;
    const struct link_lift *lifts;     // by link_detainer.lift, from link_facts_lifts
};

/** A growing array of results whose number is not known before. */
struct link_list {
    void *items; // owned
    size_t count;
    size_t capacity;
};

/**
 * Results of a range of persons. arrests[i] is of input->arrests[i], and so on for detainers and stints;
 * stays and pairs are in the order of persons, then of their moments and records; spells are in that of persons,
 * then of the requests, then of the stays that began them.
 */
struct link_output {
    struct link_arrest_result *arrests;     // owned
    struct link_detainer_result *detainers; // owned
    struct link_stint_result *stints;       // owned
    struct link_list stays;                 // struct link_stay
    struct link_list pairs;                 // struct link_detainer_arrest
    struct link_list spells;                // struct link_spell
    size_t clusters_given_up; // ARR-STAY-BEST: clusters past the ceiling, which took the pairing of ARR-STAY-GREEDY
};

/** Sort records as the invariants say. In place; needs scratch memory of the same size. */
SP_MUST_USE enum sp_rc link_sort_arrests(struct link_arrest *arrests, size_t count, struct sp_err *err);
SP_MUST_USE enum sp_rc link_sort_detainers(struct link_detainer *detainers, size_t count, struct sp_err *err);
SP_MUST_USE enum sp_rc link_sort_stints(struct link_stint *stints, size_t count, struct sp_err *err);
SP_MUST_USE enum sp_rc link_sort_removals(struct link_removal *removals, size_t count, struct sp_err *err);

/** All rules over one range, person by person, in one pass. May run beside other ranges. */
SP_MUST_USE enum sp_rc link_kernel(const struct link_input *input, struct link_output *out_output, struct sp_err *err);
void link_output_release(struct link_output *output);

/* One person's records: slices of the input, and the results to fill for them. */
struct link_life {
    const struct link_arrest *arrests;
    size_t arrest_count;
    const struct link_detainer *detainers;
    size_t detainer_count;
    const struct link_stint *stints;
    size_t stint_count;
    const struct link_removal *removals;
    size_t removal_count;
    const struct link_window *window;      // of the person's release
    const struct link_lift *lifts;         // by link_detainer.lift
    struct link_arrest_result *arrest_results;
    struct link_detainer_result *detainer_results;
    struct link_stint_result *stint_results;
    const struct link_stay *stays;         // of this person, once link_stays has made them
    size_t stay_count;
    struct link_output *output;            // takes stays, pairs and spells
    struct sp_arena *arena;                // scratch, reset for each person
};

/*
 * The rules, in the order in which the kernel asks them. Each fills its own members of the results and
 * reads those of the ones before. `nobody` rows (without an id) come to link_arrests_without_id and the
 * like, all of a range at once; no other function ever sees them.
 */
SP_MUST_USE enum sp_rc link_arrest_rules(struct link_life *life, struct sp_err *err);    // link_arrest.c: ARR-*
SP_MUST_USE enum sp_rc link_detainer_rules(struct link_life *life, struct sp_err *err);  // link_detainer.c: DET-*
SP_MUST_USE enum sp_rc link_stint_rules(struct link_life *life, struct sp_err *err);     // link_stint.c: STINT-DUP
SP_MUST_USE enum sp_rc link_stays(struct link_life *life, struct sp_err *err);           // link_stay.c: STAY, REMOVAL-JOIN
SP_MUST_USE enum sp_rc link_match(struct link_life *life, struct sp_err *err);           // link_match.c: ARR-STAY, both ways
SP_MUST_USE enum sp_rc link_detainer_pairs(struct link_life *life, struct sp_err *err);  // link_pair.c: DET-ARR-180
SP_MUST_USE enum sp_rc link_outcomes(struct link_life *life, struct sp_err *err);        // link_outcome.c: DET-OUTCOME
SP_MUST_USE enum sp_rc link_spells(struct link_life *life, struct sp_err *err);          // link_spell.c: RETURN

/** Rows without an id: what a rule that is published so does to them, and every other result "not linked". */
SP_MUST_USE enum sp_rc link_arrests_without_id(const struct link_arrest *arrests, size_t count,
                                               const struct link_window *windows,
                                               struct link_arrest_result *results, struct sp_err *err);
SP_MUST_USE enum sp_rc link_detainers_without_id(const struct link_detainer *detainers, size_t count,
                                                 const struct link_window *windows,
                                                 const struct link_lift *lifts,
                                                 struct link_detainer_result *results, struct sp_err *err);
SP_MUST_USE enum sp_rc link_stints_without_id(const struct link_stint *stints, size_t count,
                                              struct link_stint_result *results, struct sp_err *err);

/** Room for one more item at the end of a list, zeroed; NULL without memory. */
void *link_list_add(struct link_list *list, size_t item_size);

#endif
