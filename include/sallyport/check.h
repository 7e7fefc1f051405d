/*
 * Checks of releases: what is odd about the sheets of a ledger, told as findings with
 * evidence; and a person's word that one source holds the rows of another.
 *
 * Policy. A finding changes no record and no number. It is stored when files are added,
 * says which check found it and with what parameters, and its evidence names files,
 * sheets, fields, codes and counts, never what stands in one person's row. Overlap is the
 * one thing that counting heeds: rows that two sources share are refused to be summed
 * until somebody declares which source holds the other's rows; then they count once (rule
 * OVERLAP), and the others stay, marked.
 */
#ifndef SALLYPORT_CHECK_H
#define SALLYPORT_CHECK_H

#include "sallyport/ledger.h"

/** A check, with its parameters and where it comes from. */
struct sp_check {
    const char *id; // "CHECK-SAME-CONTENT"
    uint32_t version;
    const char *title;
    const char *text; // what it looks for, with its parameters
    const char *reason;
    const char *source;
};
size_t sp_check_count(void);
const struct sp_check *sp_check_get(size_t check_index);
/** NULL when there is none. */
const struct sp_check *sp_check_find(struct sp_str id);

/** How much a finding matters to a sum: not at all by itself, perhaps, surely. */
enum sp_severity { SP_SEVERITY_NOTE, SP_SEVERITY_WARNING, SP_SEVERITY_SERIOUS };
/** "note", "warning", "serious". */
const char *sp_severity_name(enum sp_severity severity);

struct sp_finding {
    struct sp_str check_id;
    uint32_t check_version;
    enum sp_severity severity;
    struct sp_str event; // "arrest"
    struct sp_str release;
    int32_t sheet_id;            // 0: the release as a whole
    struct sp_str other_release; // empty when it concerns no second source
    int32_t other_sheet_id;
    struct sp_str evidence; // names files and sheets itself
};
/** All findings, the most serious first. Texts in the arena. */
SP_MUST_USE enum sp_rc sp_ledger_findings(struct sp_ledger *ledger,
                                          struct sp_arena *arena,
                                          struct sp_finding **out_findings,
                                          size_t *out_count, struct sp_err *err);

/** That one source (a release or a file) holds the rows of another. */
struct sp_inclusion {
    struct sp_str including;
    struct sp_str included;
    uint64_t
        set_aside; // rows of the included source that equal a row of the including one
    uint64_t unmatched; // its other rows of the days that both hold; they count
};
/**
 * Declare "A includes B", where A and B are releases or files as `sources` names them.
 * Rows of B that equal a row of A, in every field that both hold and spell alike and as
 * many times as A has them, are set aside: kept, marked, and not counted where A is
 * counted too.
 *
 * @return SP_ERR_USAGE when a name is unknown, both are one source, they share no kind of
 * record, or the opposite is declared
 */
SP_MUST_USE enum sp_rc sp_inclusion_declare(struct sp_ledger *ledger,
                                            struct sp_str declaration,
                                            struct sp_arena *arena,
                                            struct sp_inclusion *out_inclusion,
                                            struct sp_err *err);
/** Take "A includes B" back; its rows count again. */
SP_MUST_USE enum sp_rc sp_inclusion_withdraw(struct sp_ledger *ledger,
                                             struct sp_str declaration,
                                             struct sp_arena *arena, struct sp_err *err);
/** Sorted by name. Texts in the arena. */
SP_MUST_USE enum sp_rc sp_ledger_inclusions(struct sp_ledger *ledger,
                                            struct sp_arena *arena,
                                            struct sp_inclusion **out_inclusions,
                                            size_t *out_count, struct sp_err *err);

/** How the cells of one field of one sheet are filled; adds up to the rows kept. */
struct sp_field_quality {
    int32_t sheet_id;
    const struct sp_event *event;
    const struct sp_field *field;
    uint64_t rows;
    uint64_t counts[SP_NONE_COUNT]; // by enum sp_none_kind; SP_NONE_VALUE: filled
    struct sp_str exemptions;       // "(b)(6), (b)(7)(C): 120; (b)(7)(E): 3"
};
/** Every field of every sheet, in the order of adding and of the schema. */
SP_MUST_USE enum sp_rc sp_ledger_field_quality(struct sp_ledger *ledger,
                                               struct sp_arena *arena,
                                               struct sp_field_quality **out_fields,
                                               size_t *out_count, struct sp_err *err);

#endif
